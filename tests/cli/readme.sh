# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the README shows must run: its Lua example, and the commands of its
# first steps.

set -u
. tests/support/cli.sh

sed -n '/^```lua/,/^```/p' README.md | grep -v '^```' >"$TEST_TMP/example.lua"
out=$("$VMAPLAB" run "$TEST_TMP/example.lua" 2>&1)
has "the Lua example passes its own checks" "$out" "2 passed, 0 failed"

sed -n 's/^ *vmaplab> //p' README.md >"$TEST_TMP/first-steps"
"$VMAPLAB" repl <"$TEST_TMP/first-steps" >"$TEST_TMP/out" 2>&1
is "the first steps go well" "$?" 0
has "they stop where the hole is noted" "$(cat "$TEST_TMP/out")" "the walk notes a larger hole"
