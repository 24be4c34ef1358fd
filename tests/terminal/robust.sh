#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a terminal can do to a program: paste ten thousand lines with and
# without marks, lines without an end, bytes that are no text, sizes that never
# stop changing, one cell, no name. Nothing crashes, hangs or is taken for
# something else, and one can go on.

# Noise is all of readline's keys at random, and some of them make it lose a list of
# things to undo. That is its own; what a normal line leaves behind the other tests see.
echo 'leak:libreadline' >"$TEST_TMP/lsan.supp"
export LSAN_OPTIONS=suppressions=$TEST_TMP/lsan.supp:print_suppressions=0

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

lines=10000
[ "${TEST_BUILD:-normal}" = normal ] || lines=1000

prompt_is() { wait_until "$1" sees "$2"; pass "$1"; }
program() { pgrep -n -x -f "$VMAPLAB $1"; }
is_busy() { [ "$(awk '{ print $3 }' "/proc/$1/stat")" = R ]; }
resize() { tm resize-window -t test -x "$1" -y "$2"; }
# tmux tells of a size a while after it has drawn with it; what is done before that is
# done for the old one, and drawn over.
has_size() { [ "$(stty -F "$(tm display-message -p -t test '#{pane_tty}')" size)" = "$2 $1" ]; }
back_to_size() { resize 80 24; wait_until "the size is told" has_size 80 24; }
raw_paste() { tm load-buffer -b raw "$1"; tm paste-buffer -r -d -b raw -t test; }
marked_paste() { tm load-buffer -b marked "$1"; tm paste-buffer -p -d -b marked -t test; }
open_prompt() { to_shell "clear; $* $VMAPLAB repl --space toy"; prompt_is "the prompt $*" '^vmaplab 0\.0> *$'; }
close_prompt() { tm send-keys -t test C-d; ends "$1"; }

for ((i = 0; i < lines; i++)); do echo "print $i*1000"; done >"$TEST_TMP/lines"
tr '\n' '\r' <"$TEST_TMP/lines" >"$TEST_TMP/typed"
printf 'print 1%s' "$(printf '+1%.0s' $(seq 20000))" >"$TEST_TMP/long"

# Bytes of every kind, but those that the terminal keeps for itself (^C, ^S, ^Z,
# ^\), and those that end a session (^D, q).
noise=
seed=1
for ((i = 0; i < 6000; i++)); do
	seed=$(((seed * 1103515245 + 12345) & 0x7fffffff))
	byte=$((seed >> 16 & 255))
	case $byte in
	3|4|19|26|28|113) ;;
	*) printf -v noise '%s\\x%02x' "$noise" "$byte" ;;
	esac
done
printf '%b' "$noise" >"$TEST_TMP/noise"

# What is echoed of them confuses the terminal, as in any shell: it has to be reset, once
# the last of them was read.
clears_up()
{
	tm send-keys -R -t test
	tm send-keys -t test C-c C-l
	sleep 0.3
	sees '^vmaplab [0-9.]*> *$'
}

# ---- the plain prompt ----

shell_in 80 24
open_prompt
raw_paste "$TEST_TMP/typed"
shows "$lines lines without marks run one by one" "$((lines - 1))\\*1000 = .*$((lines - 1))000"
close_prompt "and one can leave"
open_prompt
marked_paste "$TEST_TMP/lines"
wait_until "$lines lines with marks wait" sees "print $((lines - 1))\\*1000"
tm send-keys -t test Enter
shows "$lines lines with marks run at Enter" "$((lines - 1))\\*1000 = .*$((lines - 1))000"
raw_paste "$TEST_TMP/long"
tm send-keys -t test Enter
shows "a line of 40,000 characters" '= 20001 '
raw_paste "$TEST_TMP/noise"
wait_until "a prompt again" clears_up
to_shell 'print 4321*1000'
shows "bytes that are no text" '4321\*1000 = .*4321000'
tm send-keys -R -t test	# what readline has echoed is a mess, as in any shell
tm send-keys -t test C-d
to_shell 'printf "\e[2J\e[H"'
ends "after them one can leave"
terminal_is_whole "after bytes that are no text"

for i in $(seq 30); do resize $((10 + i * 3)) $((3 + i)); done
open_prompt
for i in $(seq 30); do
	resize $((100 - i * 3)) $((40 - i))
	[ $((i % 10)) -ne 0 ] || tm send-keys -t test -l "$((i / 10))"
done
back_to_size
tm send-keys -t test C-a 'print ' C-l
wait_until "a storm of sizes leaves the line" sees '^vmaplab 0\.0> print 123 *$'
tm send-keys -t test Enter
shows "a storm of sizes while a line is typed" '^123 = \|123 = '
resize 1 1
to_shell 'alloc 3p'
back_to_size
to_shell 'print a1'
shows "one cell" 'a1 = '
close_prompt "and one can leave after that"

for term in TERM=nonsense TERM= 'env -u TERM'; do
	open_prompt "$term"
	to_shell 'print 6*7'
	shows "$term: commands work" '= .*42'
	close_prompt "$term: and one can leave"
done

# ---- a long command at the plain prompt ----

# Of a million pages each one is looked at by a dozen breakpoints.
{
	echo 'space x86-64 totalram=16G; vmalloc 1000000p; goto 0'
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "break map_pte_set if addr == $i"; done
} >"$TEST_TMP/dozen"
open_prompt
raw_paste "$TEST_TMP/dozen"
to_shell 'clear-is-no-command'
shows "ready" "'clear-is-no-command'"
to_shell 'continue'
process=$(program 'repl --space toy')
wait_until "a long continue" is_busy "$process"
if [ "${TEST_BUILD:-normal}" != valgrind ]; then
	strike C-z
	prompt_is "^Z stops a command that runs" '^shell:148>'
	to_shell 'fg'
	wait_until "fg: it runs on" is_busy "$process"
fi
strike C-c
shows "^C stops it at a step" 'interrupted'
prompt_is "and the prompt tells which" '^vmaplab [0-9]*\.[0-9]*> *$'
to_shell 'step'
to_shell 'goto 1 3'
prompt_is "one can go on from there" '^vmaplab 1\.3> *$'
to_shell 'goto 0; continue'
wait_until "another long continue" is_busy "$process"
kill -TERM "$process"
ends "SIGTERM ends a command that runs"
shows "with a word about the session" 'go on with it: vmaplab repl --resume'
terminal_is_whole "after SIGTERM in a command"
to_shell "clear; $VMAPLAB sessions forget"

# ---- the screen ----

start --space toy
press :
raw_paste "$TEST_TMP/typed"
shows "the screen: $lines lines without marks run" "= $((lines - 1))000"
tm send-keys -t test -l 'print 77*1000'
strike Enter
shows "the screen: and one can type on" '77000'
marked_paste "$TEST_TMP/long"
shows "the screen: a long line" '+1+1+1'
strike Enter Escape
strike s
raw_paste "$TEST_TMP/noise"
for i in $(seq 40); do resize $((20 + i * 3)) $((5 + i)); [ $((i % 8)) -ne 0 ] || strike s; done
back_to_size
strike Escape Escape Escape C-g :
strike C-g C-e C-u	# the noise has left the cursor anywhere in its line
tm send-keys -t test -l 'print 4321*1000'
strike Enter
shows "the screen: bytes that are no text, and a storm of sizes" '4321000'
strike Escape
wait_until "the keys again" sees '^: '
strike q
ends "the screen: and one can leave"
terminal_is_whole "after all that"
