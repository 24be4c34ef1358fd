#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A session is never lost: it is cut off in every way there is, on the screen
# and at the prompt, and goes on where it was.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

sessions=$TEST_TMP/state/vmaplab/sessions
kept() { find "$sessions" -name '*.session' ! -name left.session 2>/dev/null | wc -l; }
program() { pgrep -n -x -f "$VMAPLAB $1"; }
is_gone() { ! kill -0 "$1" 2>/dev/null; }

# cut SIGNAL ARGUMENTS: ends the program that was started with these.
cut()
{
	local process
	process=$(program "$2")
	kill -"$1" "$process"
	wait_until "SIG$1 ends it" is_gone "$process"
}

# What kill -9 leaves of a terminal, the shell has to mend.
mend_terminal() { tm send-keys -t test Enter; to_shell 'stty sane; printf "\e[?1049l\e[?25h\e[?2004l"; clear'; }

# The address sanitizer has a handler of its own, and reports what it sees.
crash=SEGV
[ "${TEST_BUILD:-normal}" = normal ] || crash=TERM

# ---- the screen ----

shell_in 80 24
start --space toy
is "nothing is kept of a session in which nothing was done" "$(kept)" 0
enter 'alloc 3p name=mine; alloc 1p'
press s s
is "a session that runs is kept" "$(kept)" 1
is "for the owner alone" "$(stat -c %a "$sessions" "$sessions"/*)" $'700\n600'
cut $crash '--space toy'
ends "SIG$crash ends it"
shows "the message tells how to go on" 'the session is kept; go on with it: vmaplab --resume'
terminal_is_whole "after SIG$crash"
is "and it is kept" "$(kept)" 1
start --space toy
shows "who starts anew is told" 'was cut off'
strike q
ends "and may leave"
is "without losing the other" "$(kept)" 1
start --resume
shows "--resume goes on" 'goes on behind its 5 commands'
shows "where it was" 'alloc 1p -> a1 *step 2 of'
press s
shows "and on" 'step 3 of'
cut KILL --resume
mend_terminal
start --resume
shows "after SIGKILL, with what came since" 'step 3 of'
strike C-z
ends "stopped"
to_shell "clear; $VMAPLAB --resume"
shows "nobody else takes it over" 'no session to resume'
to_shell fg
shows "it goes on itself" 'step 3 of'
strike q
ends "it ends in good order"
is "and is none that was cut off" "$(kept)" 0
shows "but q may have been a slip" 'the session is kept; go on with it: vmaplab --resume'
to_shell clear
start --space toy
hides "who starts anew is not bothered" 'was cut off'
strike q
ends "nothing was done there"
to_shell clear
start --resume
shows "a session that was left goes on, too" 'step 3 of'
is "under a name of its own" "$(kept)" 1
strike q
ends "it is left again"
to_shell clear

# ---- a lesson on the screen ----

cat >"$TEST_TMP/lesson.lua" <<'LUA'
lesson { name = "test", title = "A lesson for tests", space = "toy" }
say "The first part."
pause()
alloc("3p")
say "The second part."
ask { question = "How many areas are there?", choices = { "none", "one" }, answer = 2 }
say "The last part."
LUA
start "$TEST_TMP/lesson.lua"
enter 'alloc 1p name=own'
press Space
shows "a lesson asks" 'How many areas'
cut TERM "$TEST_TMP/lesson.lua"
ends "cut off there"
start --resume
shows "it asks again" 'How many areas'
shows "with what it has said" 'The second part'
press 2
shows "and goes on" 'The last part'
cut KILL --resume
mend_terminal
start --resume
shows "a lesson that is over stays over" 'goes on behind its'
hides "its text is not there" 'The last part'
strike q
ends "good order"
is "a lesson leaves nothing" "$(kept)" 0

# ---- the prompt ----

prompt_is() { wait_until "$1" sees "$2"; pass "$1"; }
to_shell "clear; $VMAPLAB repl --space toy"
prompt_is "the prompt" '^vmaplab 0\.0> *$'
to_shell 'alloc 3p name=mine'
to_shell 'step'
to_shell 'goto 1 5'
prompt_is "a place" '^vmaplab 1\.5> *$'
tm send-keys -t test -l 'half a line'
cut $crash 'repl --space toy'
ends "SIG$crash ends the prompt"
shows "what happened is told" "SIG$crash"
shows "and how to go on" 'go on with it: vmaplab repl --resume'
terminal_is_whole "after SIG$crash at the prompt"
to_shell "clear; $VMAPLAB repl --space toy"
shows "who begins anew is told there, too" 'was cut off'
to_shell quit
ends "and leaves"
to_shell "clear; $VMAPLAB repl --resume"
prompt_is "it goes on" '^vmaplab 1\.5> *$'
to_shell 'step'
to_shell 'step'
prompt_is "and on" '^vmaplab 1\.7> *$'
for signal in HUP TERM KILL; do
	cut $signal 'repl --resume'
	mend_terminal
	to_shell "$VMAPLAB repl --resume"
	prompt_is "after SIG$signal" '^vmaplab 1\.7> *$'
done
to_shell quit
ends "the prompt ends in good order"
is "the prompt leaves nothing" "$(kept)" 0

# ---- where nothing can be kept ----

to_shell "clear; HOME=/nonexistent XDG_STATE_HOME=/dev/null $VMAPLAB repl --space toy"
prompt_is "no folder: the session begins" '^vmaplab 0\.0> *$'
to_shell 'alloc 1p'
shows "no folder: that is told" 'from here on this session is not kept on the disk'
to_shell 'alloc 2p'
prompt_is "no folder: the session goes on" '^vmaplab 2\.[0-9]*> *$'
to_shell 'quit'
ends "no folder: and ends"
