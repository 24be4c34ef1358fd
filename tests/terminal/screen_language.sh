#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Another language while the screen runs: every word of it changes, the choice is
# kept, and the command line goes before it.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

shell_in 80 24
start --space toy
enter 'alloc 3p'
shows "begins in English" 'Address space'
enter 'set language zh_CN'
shows "a title" '地址空间'
shows "the keys at the bottom" 's单步'
shows "the sentence of the step" '先看调用者绝不能弄错的'
press '?'
shows "the keys' help" '各个键，以及它们执行的命令'
press q
enter 'language klingon'
shows "a refusal" 'language 可以是 en 或 zh_CN'
strike q
ends "and leaves"

start --space toy
shows "the choice was kept" '地址空间'
strike q
ends "and leaves again"

start --space toy --language en
shows "the command line goes before it" 'Address space'
strike q
ends "and leaves once more"
