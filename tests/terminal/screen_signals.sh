#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The screen and the world around it: stopping and going on, signals, crashes,
# new sizes down to one cell. The terminal must come back whole each time.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

program() { pgrep -n -x -f "$VMAPLAB --space toy"; }
is_gone() { ! kill -0 "$1" 2>/dev/null; }
resize() { tm resize-window -t test -x "$1" -y "$2"; }

shell_in 80 24

# ---- ^Z and fg ----

start --space toy
enter 'alloc 3p'
strike C-z
ends "^Z: the shell is back"
terminal_is_whole "after ^Z"
to_shell fg
shows "fg: the picture is back" 'Address space'
press s s
shows "and the keys work" 'step 2 of'
press :
say 'print 4'
strike C-z
ends "^Z at the prompt"
resize 100 30
to_shell fg
shows "fg in another size: all is there" 'print 4'
press Enter Escape
shows "and goes on" '> print 4'
resize 80 24
kill -STOP "$(program)"
shows "stopped from outside" '^shell:147>'
to_shell 'reset; echo clean'
shows "the terminal can be mended" '^clean'
to_shell fg
shows "fg after that" 'Address space'

# ---- ^C ----

strike C-c
shows "^C without a command: a hint" 'q leaves'
press :
say 'watch areas if areas > 100'
press Enter
say 'goto 0'
press Enter
for _ in 1 2 3; do say 'alloc 1p'; press Enter; done
press Escape
press s
shows "still there" 'step 1 of'

# A script may take 1.5 s of the processor; the slow builds do less in that time.
rounds=20000
[ "${TEST_BUILD:-normal}" = normal ] || rounds=4000
echo "for i = 1, $rounds do alloc('1p'); free('a' .. i) end" >"$TEST_TMP/long.lua"
enter "source $TEST_TMP/long.lua"
shows "a long history" "of $((2 * rounds + 3)).*ended"
enter 'goto 0; break walk_gap if size > 1000p'
strike c
is_busy() { [ "$(awk '{ print $3 }' "/proc/$(program)/stat")" = R ]; }
wait_until "a long continue" is_busy
strike C-c
shows "^C stops a long continue" 'interrupted'
press Home
shows "the keys work where it stopped" 'step 0 of'

# ---- sizes ----

for size in '40 10' '20 5' '10 3' '1 1' '200 60' '3 40' '120 1' '80 24'; do
	# shellcheck disable=SC2086
	resize $size
	press s
done
shows "sizes from 1x1 to 200x60 and back" 'Address space'
for i in $(seq 40); do resize $((20 + i * 3)) $((5 + i)); done
resize 80 24
press s
shows "a storm of sizes" 'Address space'
strike q
ends "and q leaves"

# ---- deadly signals ----

# The address sanitizer has a handler of its own, and reports what it sees.
deadly='TERM HUP QUIT'
[ "${TEST_BUILD:-normal}" = asan ] || deadly+=' SEGV ABRT BUS FPE'
for signal in $deadly; do
	start --space toy
	process=$(program)
	kill -$signal "$process"
	ends "SIG$signal ends the program"
	is "SIG$signal: it is gone" "$(is_gone "$process" && echo gone)" gone
	terminal_is_whole "after SIG$signal"
done
start --space toy
kill -TERM "$(program)"
shows "the shell sees which signal it was" '^shell:143>'
if [ "${TEST_BUILD:-normal}" != asan ]; then
	start --space toy
	kill -SEGV "$(program)"
	shows "a crash is told" 'crashed (SIGSEGV)'
fi

# ---- the terminal goes away ----

start --space toy
process=$(program)
tm kill-server
wait_until "without a terminal it ends" is_gone "$process"
pass "without a terminal it ends"
