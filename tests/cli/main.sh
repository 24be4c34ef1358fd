#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The command line: help, refusals with their mend, exit codes, and streams
# that are full, closed or cut off.

. tests/support/cli.sh

# Wrong usage: exit code 2, nothing on stdout, one sentence with the mend.
refuses()
{
	local text=$1 mend=$2
	shift 2
	run "$@"
	is "$text: exit code 2" "$code" 2
	is "$text: nothing on standard output" "$out" ""
	is "$text: one line" "$(printf '%s\n' "$err" | wc -l)" 1
	has "$text: names the mend" "$err" "$mend"
}

run --help
is "--help: exit code" "$code" 0
is "--help: nothing on standard error" "$err" ""
for word in repl run check bench lessons lesson shot --space --engine --version toy; do
	has "--help names $word" "$out" "$word"
done
lacks "--help fits 100 columns" "$(printf '%s\n' "$out" | awk 'length > 100 { print "too long" }')" long
help=$out
run -h
is "-h is the same" "$out" "$help"

run --version
is "--version: exit code" "$code" 0
has "--version: the name and a number" "$out" "vmaplab 0."

for word in repl run check bench lessons lesson shot; do
	run "$word" --help
	is "$word --help: exit code" "$code" 0
	has "$word --help: its own usage" "$out" "Usage: vmaplab $word"
done

refuses "a mistyped command" "'vmaplab run'" rum
refuses "a mistyped command with words" "'vmaplab check'" chekc a.trace
refuses "a mistyped option" "--space" repl --spcae toy
refuses "an unknown short option" "--help" -x
refuses "an option without its value" "NAME|START..END" repl --space
refuses "an option with a value too many" "3" check --verbose=3 x
refuses "an option of another command" "--size" repl --size 10x10
refuses "a missing word" "vmaplab check" check
refuses "a word too many" "vmaplab repl" repl a.lua b.lua
refuses "an unknown engine" "plain, record or both" check --engine fast x
refuses "an unknown space" "toy" repl --space toi
refuses "a space that is no range" "space" repl --space 5..
refuses "a picture without a size" "120x36" shot --size 80 x.lua
refuses "a picture of no size" "120x36" shot --size 0x24 x.lua
refuses "a picture of panes that are none" "search tree" shot --layout none x.lua
refuses "a picture of unknown kind" "svg" shot --format png x.lua
refuses "a picture in a scheme that is none" "mono" shot --scheme pink x.lua
refuses "a picture with a strange number of colours" "16" shot --colours 7 x.lua
refuses "a picture of a pane that is none" "tree" shot --zoom trees x.lua
refuses "a screen in a scheme that is none" "mono" --scheme pink
refuses "a screen of one pane" "--zoom" --zoom tree
refuses "a script that is not there" "nothing.lua" run nothing.lua
refuses "a lesson that is not there" "vmaplab lessons" lesson qqqqqqq
refuses "a number of runs below zero" "N from 1" bench a -1
refuses "a workload that is not there" "zz" bench zz 10
refuses "pictures of no areas" "1 to 4000000" bench frame 0
refuses "pictures of a size that is none" "120x36" bench frame 10 --size big
refuses "a size for what has no picture" "bench frame" bench a 10 --size 80x24
refuses "a layout for what has no choice" "bench frame" bench start 1 --layout tree
refuses "starts without a number" "1 to 10000" bench start

run repl --help
has "repl --help tells of pipes" "$out" "exit code 1"
has "repl --help tells of the prompt" "$out" "OP.STEP"

run lessons
is "lessons: exit code" "$code" 0

refuses "the screen without a terminal" "vmaplab repl"

# The manual page is made from the tables; the one in the tree must be that one.
run --man
if [ -f man/vmaplab.1 ]; then
	is "man/vmaplab.1 is what 'vmaplab --man' writes" "$out" "$(cat man/vmaplab.1)"
fi

# ---- streams ----

if [ -w /dev/full ]; then
	"$VMAPLAB" --help >/dev/full 2>"$TEST_TMP/err"
	is "a full disk: exit code 1" $? 1
	has "a full disk is told" "$(cat "$TEST_TMP/err")" "cannot be written"
	yes 'help' | head -n 2000 | "$VMAPLAB" repl >/dev/full 2>"$TEST_TMP/err"
	is "a full disk during a session: exit code 1" "${PIPESTATUS[2]}" 1
fi
"$VMAPLAB" --help >&- 2>"$TEST_TMP/err"
is "standard output closed: exit code 1" $? 1
"$VMAPLAB" repl <&- >"$TEST_TMP/out" 2>"$TEST_TMP/err"
is "standard input closed: exit code 2" $? 2
"$VMAPLAB" repl </ >"$TEST_TMP/out" 2>"$TEST_TMP/err"
is "standard input a folder: exit code 2" $? 2

yes help | head -n 2000 | "$VMAPLAB" repl 2>"$TEST_TMP/err" | head -n 1 >"$TEST_TMP/out"
is "a broken pipe is quiet" "$(cat "$TEST_TMP/err")" ""
(trap '' PIPE; yes help 2>/dev/null | head -n 2000 2>/dev/null |
	"$VMAPLAB" repl 2>"$TEST_TMP/err" | head -n 1 >"$TEST_TMP/out")
is "a broken pipe is quiet where SIGPIPE is ignored" "$(cat "$TEST_TMP/err")" ""

# ---- locale ----

LC_ALL=C "$VMAPLAB" --help >"$TEST_TMP/out"
is "help in the C locale" $? 0
LC_ALL=nowhere_XX.UTF-8 "$VMAPLAB" --help >"$TEST_TMP/out"
is "help in a locale that is not installed" $? 0
