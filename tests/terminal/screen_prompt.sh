#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The prompt inside the screen: editing, completion, history, ^C, pastes, long
# lines, characters beyond ASCII.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

cursor_is() { [ "$(tm display -p -t test '#{cursor_x}')" = "$1" ]; }
cursor_at() { wait_until "$1" cursor_is "$2"; pass "$1"; }

# A bracketed paste of a file, as a terminal sends it.
paste_file()
{
	tm load-buffer -b pasted "$1"
	tm paste-buffer -p -d -b pasted -t test
	sent=$((sent + 1))
	wait_until "the paste is dealt with" keys_done $sent
}

shell_in 80 24
start --space toy
press :
shows "the prompt" '^vmaplab>'

# ---- editing ----

say 'alloc 3p'
cursor_at "the cursor stands behind what was typed" 17
press C-a
cursor_at "^A" 9
press C-e Left Left
cursor_at "arrows move the cursor" 15
press BSpace
shows "backspace" '^vmaplab> alloc3p'
press C-k
shows "^K" '^vmaplab> alloc *$'
press C-u
shows "^U" '^vmaplab> *$'
say 'print 1+1'
press M-b DC
shows "Alt-b and Delete" '^vmaplab> print 1+ *$'
press C-u

# ---- history and completion ----

say 'alloc 3p'
press Enter
shows "a command runs" 'alloc 3p -> a1'
say 'print 2+2'
press Enter
shows "its answer is seen" '2+2 = .*4'
press Up
shows "up: the last line" '^vmaplab> print 2+2'
press Up
shows "up: the one before" '^vmaplab> alloc 3p'
press Down Down
shows "down: back" '^vmaplab> *$'
press C-r
say 'all'
shows "^R searches through the prompt" "reverse-i-search).all.: alloc 3p"
press C-g
shows "^G leaves the search" '^vmaplab> *$'
say 'reverse-'
press Tab
shows "several completions: a popup" 'Completions'
shows "with all of them" 'reverse-step *reverse-until'
say 's'
hides "gone with the next key" 'Completions'
press Tab
shows "one completion is taken" '^vmaplab> reverse-step'
press C-u
say ': :print 2+5'
press Enter
shows "a ':' may be typed once more" '2+5 = .*7'
say 'help'
press Enter
shows "a long answer is shown in full" 'Answer (PgUp'
press PageDown PageDown PageUp
shows "and can be scrolled" 'vmalloc of zeroed pages'
press Escape
hides "until a key" 'Answer (PgUp'
shows "which was not the prompt's" '^vmaplab>'
say 'nonsense'
press Enter
shows "a mistake is told" "no command 'nonsense'"

# ---- ^C, ^D, Esc ----

say 'half a line'
tm send-keys -t test C-c
shows "^C gives the line up" '^vmaplab> *$'
say 'print 7'
press Enter
shows "and one can go on" '7'
press C-d
shows "^D on an empty line: back to the keys" '^: '
press ':' 'x' Escape
shows "Esc: the same" '^: '
press s
shows "a key is a key again" 'step 1 of'
press :
shows "the half line is still there" '^vmaplab> x'
press C-u
say 'step'
press Enter Enter Enter
shows "an empty line repeats a motion" 'step 4 of'

# ---- characters ----

say 'echo äöü→漢字'
cursor_at "wide characters take two columns" 22
press Enter
shows "and are shown" 'äöü→漢字'
say 'echo a'
press C-v C-i
say 'b'
shows "a tab is blanks" '^vmaplab> echo a *b'
press C-u

# ---- long lines ----

say "print 1$(printf '+1%.0s' $(seq 60))"
cursor_is 80 && fail "the cursor stays on the screen"
shows "a long line is scrolled" '^◀.*+1'
press C-a
shows "to its beginning" '^vmaplab> print 1+1.*▶$'
press C-e Enter
shows "and runs whole" '= .*61'

# ---- pastes ----

printf 'print 100+11' >"$TEST_TMP/one"
paste_file "$TEST_TMP/one"
shows "a paste is inserted" '^vmaplab> print 100+11'
press C-u
printf 'print 200+1\nprint 300+2\nqq' >"$TEST_TMP/lines"
paste_file "$TEST_TMP/lines"
shows "a paste of lines runs nothing by itself" 'print 200+1^Jprint 300+2^Jqq'
press BSpace BSpace Enter
shows "Enter runs them all" '300+2 = .*302'
press Escape
paste_file "$TEST_TMP/lines"
shows "a paste in the middle of keys does not run keys" '^vmaplab> print 200+1'
press C-u
printf 'x\033[Ay\001\002q' >"$TEST_TMP/controls"
paste_file "$TEST_TMP/controls"
shows "control characters in a paste do nothing" 'x.*y^A^Bq'
press C-u
for i in $(seq 10000); do echo "# line $i"; done >"$TEST_TMP/many"
paste_file "$TEST_TMP/many"
shows "ten thousand lines" 'line 10000'
press C-u Escape
strike q
ends "and one can still leave"
terminal_is_whole "after pastes"
