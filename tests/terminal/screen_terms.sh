#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Terminals of many kinds: without colours, with few, without UTF-8, unknown
# ones, and none at all.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

# What the program sends to a terminal of that kind: 'colours' and the like.
attributes() { picture -e | grep -o $'\e\\[[0-9;]*m' | sort -u | tr -d '\e' | tr '\n' ' '; }
has() { if [[ $2 == *$3* ]]; then pass "$1"; else fail "$1" "not found: $3" "in: $2"; fi; }
lacks() { if [[ $2 != *$3* ]]; then pass "$1"; else fail "$1" "found: $3" "in: $2"; fi; }

open_with()
{
	shell_in 80 24 "$@"
	start --space toy
	enter 'alloc 3p; alloc 2p; goto 2 20'
	wait_until "the picture with $*" sees 'step 20 of'
}

open_with TERM=tmux-256color
has "256 colours" "$(attributes)" '8;5;'
if infocmp xterm-16color >/dev/null 2>&1; then
	open_with TERM=xterm-16color
	lacks "16 colours: no others" "$(attributes)" '8;5;2'
fi
open_with TERM=xterm
lacks "8 colours: no others" "$(attributes)" '8;5;'
has "8 colours: some" "$(attributes)" '[4'
open_with TERM=vt100
is "a vt100: no colours" "$(attributes | grep -c '\[[34][0-7]m')" 0
has "a vt100: reverse" "$(attributes)" '7m'
shows "a vt100: all is there" '\[a1'
open_with TERM=tmux-256color NO_COLOR=1
lacks "NO_COLOR: no colours" "$(attributes)" '8;5;'
has "NO_COLOR: reverse" "$(attributes)" '7m'
open_with TERM=tmux-256color LC_ALL=C
shows "without UTF-8: ASCII" '^- Address space  1 area'
is "without UTF-8: nothing else" "$(picture | LC_ALL=C grep -c '[^ -~]')" 0

# ---- no terminal to draw on ----

shell_in 80 24
to_shell "TERM=dumb $VMAPLAB"
shows "a dumb terminal is told" "'dumb' (TERM) cannot place the cursor"
shows "with exit code 2" '^shell:2>'
to_shell "clear; TERM=nonsense $VMAPLAB"
shows "an unknown terminal is told" "'nonsense' (TERM) is not known"
shows "with exit code 2" '^shell:2>'
to_shell "clear; TERM= $VMAPLAB; echo code \$?"
shows "no TERM: exit code 2" 'code 2'
to_shell "clear; $VMAPLAB </dev/null; echo code \$?"
shows "no standard input" 'standard input is none'
shows "no standard input: exit code 2" 'code 2'
to_shell "clear; $VMAPLAB | cat; echo code \${PIPESTATUS[0]}"
shows "no standard output" 'standard output is none'
shows "no standard output: exit code 2" 'code 2'
shows "what works instead is told" 'vmaplab repl'
terminal_is_whole "after refusals"
