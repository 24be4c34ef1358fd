#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Presenting: play, spotlight, projector, the speaker's notes, recordings.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

notes=$TEST_TMP/notes
cast=$TEST_TMP/lecture.cast

cat >"$TEST_TMP/talk.lua" <<'END'
lesson { name = "talk", title = "A talk", space = "toy" }
note("Ask who knows what a hole is.")
say("First words.")
pause()
note "Point at %s."
note("The address is %s.", hex(alloc("3p").addr))
say("Second words.")
pause()
say("Last words.")
END

shell_in 100 30
start --space toy
enter 'alloc 3p; alloc 2p; free a1; alloc 1p; goto 4 0'
shows "an operation to play" 'step 0 of'

# ---- play ----

press p
shows "p: it plays" 'playing, 1.4 steps a second'
shows "by itself" 'step [1-9][0-9]* of'
tm send-keys -t test +
sent=$((sent + 1))
shows "+: faster" 'playing, 2.1 steps'
press Down
hides "any key stops" 'playing'
press :
say 'play 1000'
press Enter
shows "to the end" 'Played to the end'
enter 'goto 4 0; break settle'
press :
say 'play 1000'
press Enter
shows "or to a breakpoint" 'Playing has stopped here'
enter 'play much'
shows "a wrong speed is told" 'is no speed'
enter 'delete'

# ---- spotlight and projector ----

enter 'goto 4 20'
coloured=$(picture -e) plain=$(picture)
enter 'set spotlight on'
shows "the spotlight is on" '^: set spotlight on'
enter 'goto 4 20'
if [ "$(picture -e | head -n 12)" != "$(echo "$coloured" | head -n 12)" ]; then
	pass "it changes colours"
else
	fail "it changes colours"
fi
is "and no character" "$(picture | sed -n 2,12p)" "$(echo "$plain" | sed -n 2,12p)"
enter 'set spotlight off'
press P
hides "projector: few panes" 'Variables'
shows "the large ones" 'Source'
press P
shows "and back" 'Variables'

# ---- notes ----

note_has() { grep -q -- "$1" "$notes"; }
notes_tell() { wait_until "$1" note_has "$2"; pass "$1"; }
enter "notes $notes"
notes_tell "the place is told" 'Operation 4 of 4: alloc 1p'
notes_tell "and why" '^Step 20 of'
press s
notes_tell "they follow the step" '^Step 21 of'
enter "source $TEST_TMP/talk.lua"
notes_tell "the lesson's note" '^Ask who knows what a hole is'
notes_tell "and what comes next" 'say("Second words.")'
hides "nobody else sees it" 'Ask who knows'
press Space
notes_tell "the next part's notes" '^The address is 0xffffc90000000000.$'
press Space
notes_tell "until the lesson is over" 'The lesson is over'
press :
say "notes $TEST_TMP/talk.lua"
press Enter
shows "a file of somebody's is not overwritten; a long sentence is shown in full" 'writes over it'
press Escape
shows "and gone with the prompt" '^: notes'
mkfifo "$TEST_TMP/pipe"
enter "notes $TEST_TMP/pipe"
shows "a pipe without a reader does not hold it up" '^: notes'
timeout 20 head -n 1 "$TEST_TMP/pipe" >"$TEST_TMP/first" &
reader=$!
press S s S s S s
wait $reader
is "a reader gets it" "$(tr -d '\f' <"$TEST_TMP/first" | cut -d, -f1)" "A talk"
press S s
pass "and may leave"
enter "notes $TEST_TMP/none/file"
shows "a file that cannot be is told" 'No such file'
enter 'notes off'

# ---- recordings ----

enter "record $cast"
shows "that it records is told" "'record off' ends it"
press Tab v v z z
enter 'layout search'
enter "scheme light"
tm resize-window -t test -x 90 -y 28
resized() { [ "$(tm display -p -t test '#{pane_width}')" = 90 ]; }
wait_until "the terminal has another size" resized
press s s
press :
say 'record off'
shows "the last picture" '> record off'
seen=$(picture -e)
press Enter
shows "the length is told" 'The recording is over: [0-9]* seconds'
press Escape
is "every line is a header or an event" \
	"$(grep -cvE '^(\{"version": 2, .*\}|\[[0-9]+\.[0-9]{6}, "[or]", ".*"\])$' "$cast")" 0
is "the header tells the size" "$(head -n 1 "$cast" | cut -d, -f 2,3)" ' "width": 100, "height": 30'
is "the new size is in it" "$(grep -c '"r", "90x28"' "$cast")" 1
in_order() { cut -d, -f1 | tr -d '[' | sort -c -n; }
if tail -n +2 "$cast" | in_order; then pass "times go on"; else fail "times go on"; fi
enter "record $cast"
shows "a recording is not overwritten" 'is there already'
strike q
ends "q"

# What it recorded makes the same picture on a terminal of that size.
tail -n +2 "$cast" | sed -n 's/^\[[0-9.]*, "o", "\(.*\)"\]$/\1/p' |
	sed 's/\\u\(....\)/\\x\1/g; s/\\x00/\\x/g; s/\\"/"/g' >"$TEST_TMP/strings"
while IFS= read -r line; do printf '%b' "$line"; done <"$TEST_TMP/strings" >"$TEST_TMP/bytes"
shell_in 90 28
to_shell "stty -echo; PS1=; clear; cat $TEST_TMP/bytes"
is_same() { [ "$(picture -e)" = "$seen" ]; }
wait_until "played, it is the same picture, colours and all" is_same
pass "played, it is the same picture, colours and all"

# ---- the program ends while it records ----

program() { pgrep -n -x -f "$VMAPLAB --space toy"; }
shell_in 90 28
start --space toy
enter "record $TEST_TMP/cut.cast"
press Tab Tab
strike C-z
ends "^Z while it records"
terminal_is_whole "stopped while it records"
to_shell fg
shows "and on again" 'Address space'
press Tab
kill -TERM "$(program)"
ends "SIGTERM while it records"
terminal_is_whole "ended while it recorded"
is "the recording is whole as far as it goes" \
	"$(tail -n +2 "$TEST_TMP/cut.cast" | grep -cvE '^\[[0-9]+\.[0-9]{6}, "[or]", ".*"\]$')" 0
