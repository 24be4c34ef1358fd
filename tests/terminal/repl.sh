#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The prompt in a real terminal: editing, history, completion, an empty line,
# ^C, ^D, ^Z, pasting, resizing, signals, and the terminal as it is left.

VMAPLAB=${VMAPLAB:-$PWD/build/vmaplab}
TEST_TMP=${TEST_TMP:-$(mktemp -d)}
state=$TEST_TMP/state
patience=300	# tenths of a second

tm() { tmux -S "$TEST_TMP/tmux" "$@"; }
type_in() { tm send-keys -t repl "$@"; }
screen() { tm capture-pane -t repl -p "$@"; }
pass() { echo "ok - $1"; }
trap 'tm kill-server 2>/dev/null' EXIT

# Waits until PATTERN stands in the last line that is not empty.
prompt_is()
{
	local i
	for ((i = 0; i < patience; i++)); do
		if screen | grep -v '^$' | tail -n 1 | grep -q -- "$2"; then
			pass "$1"
			return
		fi
		sleep 0.1
	done
	echo "not ok - $1"
	echo "# waited for '$2' in the last line of:"
	screen | sed 's/^/# /'
	exit 1
}

# Waits until PATTERN stands somewhere.
shows()
{
	local i
	for ((i = 0; i < patience; i++)); do
		if screen -J | grep -q -- "$2"; then
			pass "$1"
			return
		fi
		sleep 0.1
	done
	echo "not ok - $1"
	echo "# waited for '$2' in:"
	screen | sed 's/^/# /'
	exit 1
}

is()
{
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		printf 'not ok - %s\n# is:        %s\n# should be: %s\n' "$1" "$2" "$3"
	fi
}

# Canonical input, signals and echo are on again.
terminal_is_whole()
{
	type_in "clear; stty -a | tr ' ;' '\\n\\n' | grep -x -e icanon -e isig -e echo | wc -l" Enter
	shows "the terminal is as it was" '^3$'
}

session() { type_in "$VMAPLAB repl --space toy $*" Enter; }

tm -f /dev/null new-session -d -s repl -x 80 -y 24 \
	env PS1='shell:$?> ' XDG_STATE_HOME="$state" TERM=tmux-256color bash --norc --noprofile
prompt_is "a shell" '^shell:0>'

# ---- commands, the empty line, the prompt ----

session
prompt_is "the prompt tells operation and step" '^vmaplab 0\.0>$'
type_in 'alloc 3p' Enter
prompt_is "it follows the cursor" '^vmaplab 1\.[0-9]*>$'
type_in 'goto 1 5' Enter
prompt_is "into an operation" '^vmaplab 1\.5>$'
type_in step Enter
prompt_is "a step" '^vmaplab 1\.6>$'
type_in Enter
prompt_is "an empty line steps again" '^vmaplab 1\.7>$'
type_in 'rs 2' Enter
prompt_is "two steps back" '^vmaplab 1\.5>$'
type_in Enter
prompt_is "an empty line repeats the count" '^vmaplab 1\.3>$'
type_in 'print 1' Enter Enter
shows "another command" '1 = 1'
prompt_is "is not repeated" '^vmaplab 1\.3>$'
type_in 'nonsense' Enter
shows "a mistake is told" "there is no command 'nonsense'"
prompt_is "and the session goes on" '^vmaplab 1\.3>$'

# ---- completion and history ----

type_in 'reverse-fin' Tab
prompt_is "a command is completed" '> reverse-finish *$'
type_in C-u 'goto 1' Enter 'free a' Tab
prompt_is "a name is completed" '> free a1 *$'
type_in C-u 'alloc 1p ali' Tab
prompt_is "a parameter is completed, and its value can follow" '> alloc 1p align=$'
type_in C-u 'print cached_h' Tab
prompt_is "a variable is completed" '> print cached_hole_size *$'
type_in C-u Up
prompt_is "the last line comes back" '> goto 1$'
type_in C-u C-r '1 5'
prompt_is "history is searched" "1 5': goto 1 5$"

# ---- ^C, ^Z, ^D ----

type_in C-c
prompt_is "^C leaves the search" '^vmaplab 1\.[0-9]*>$'
type_in 'goto 1 3' Enter
prompt_is "and one can go on" '^vmaplab 1\.3>$'
type_in 'half a li'
prompt_is "half a line" 'half a li$'
type_in C-c
shows "^C leaves the line" 'half a li^C'
prompt_is "with a new prompt" '^vmaplab 1\.3>$'
# valgrind does not let a program stop itself.
if [ "${TEST_BUILD:-normal}" != valgrind ]; then
	type_in 'print 7'
	prompt_is "a line before ^Z" 'print 7$'
	type_in C-z
	prompt_is "^Z gives the shell back" '^shell:148>'
	type_in fg Enter
	prompt_is "fg shows the line again" '> print 7$'
	type_in Enter
	shows "and it can be entered" '7 = 7'
fi
type_in 'step 2' Enter
prompt_is "stepping goes on" '^vmaplab 1\.5>$'
tm resize-window -t repl -x 40 -y 12
type_in 'print 111111111 + 222222222 + 333333333'
prompt_is "a line wraps at the new width" '3$'
type_in Enter
shows "and is read in full" '666666666'
tm resize-window -t repl -x 80 -y 24
type_in C-d
prompt_is "^D quits with exit code 0" '^shell:0>'
terminal_is_whole

# ---- a long command is interrupted ----

type_in clear Enter
session
prompt_is "a new session" '^vmaplab 0\.0>$'
type_in "source $TEST_TMP/endless.lua" Enter
prompt_is "no such file" '^vmaplab 0\.0>$'
echo 'while true do lab.alloc("1p", "name=x"); lab.free("x") end' >"$TEST_TMP/endless.lua"
type_in "source $TEST_TMP/endless.lua" Enter
shows "a script runs and runs" '^free: ok$'
type_in C-c
shows "^C ends a script that would not end" 'interrupted'
prompt_is "and stays in the session" '^vmaplab [0-9.]*>$'
type_in 'space toy; set record off; alloc 1p; purge' Enter
prompt_is "the prompt makes no steps that nobody has asked for" '^vmaplab 2>$'

# ---- pasting ----

type_in clear Enter C-c
lines=50
for ((i = 0; i < lines; i++)); do echo "print $i * 1000"; done >"$TEST_TMP/paste"
tm load-buffer "$TEST_TMP/paste"
tm paste-buffer -p -t repl
shows "a paste waits for Enter" 'print 49 \* 1000'
type_in Enter
shows "and then runs line by line" '49000'
type_in C-d
prompt_is "quit" '^shell:0>'
is "each line of a paste is in the history" "$(grep -c 'print .* \* 1000' "$state/vmaplab/history")" 50

# ---- history is kept ----

type_in clear Enter
session
prompt_is "the next session" '> *$'
type_in Up
prompt_is "has the history of the last" 'print 49 \* 1000$'
type_in C-u
for i in 1 2 3; do type_in 'print 5' Enter; done
type_in 'print 6' Enter
shows "the same line three times" '6 = 6'
is "is kept once" "$(grep -c '^print 5$' "$state/vmaplab/history")" 1
is "the history is for the owner alone" "$(stat -c %a "$state/vmaplab/history" "$state/vmaplab")" \
	$'600\n700'

# ---- SIGTERM, SIGHUP ----

type_in 'half a li'
prompt_is "a line before SIGTERM" 'half a li$'
pid=$(tm list-panes -t repl -F '#{pane_pid}')
kill -TERM "$(ps -o pid= --ppid "$pid" | head -n 1)"
prompt_is "SIGTERM ends it as such" '^shell:143>'
terminal_is_whole

# ---- a lesson ----

cat >"$TEST_TMP/lesson.lua" <<'END'
say("first part")
pause()
ask { question = "What is two pages?", answer = 0x2000 }
say("third part")
END
type_in clear Enter
session "$TEST_TMP/lesson.lua"
prompt_is "a lesson waits" 'Enter goes on)> *$'
type_in Enter
prompt_is "it asks" '^answer> *$'
type_in 2p Enter
shows "and goes on" 'third part'
prompt_is "to the end" '^vmaplab 0\.0>$'
type_in quit Enter
prompt_is "quit" '^shell:0>'

# ---- terminals that can do little ----

type_in clear Enter
type_in "TERM=dumb $VMAPLAB repl --space toy" Enter
prompt_is "a dumb terminal" '^vmaplab 0\.0>$'
type_in 'print 1 + 1' Enter
shows "works" '2 = 2\|= 2'
type_in C-c
prompt_is "^C" '^vmaplab 0\.0>$'
type_in C-d
prompt_is "^D" '^shell:0>'
type_in "HOME=/nonexistent XDG_STATE_HOME=/dev/null $VMAPLAB repl" Enter
shows "a history that cannot be kept gets one hint" 'not kept'
prompt_is "and the session begins" '^vmaplab 0\.0>$'
type_in C-d
