#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# History on the screen: the event log with its folds, the timeline with
# bookmarks, branches and the strip of steps; by keys and by the mouse.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

shell_in 120 36
start --space toy
enter 'alloc 3p; alloc 2p; alloc 4p; free a2; alloc 3p; layout history'
shows "the timeline and the event log" 'Timeline.*Event log'

# ---- the event log ----

enter 'step 36'
shows "a loop is one line with figures" '2 areas walked, largest hole 2 pages'
shows "and stands out, because a hole was noted" '!+ *23 2 areas walked'
hides "nothing is told of what is to come" 'the place'
enter 'reverse-step 10'
shows "going back, the figures go back" '1 area walked, no hole'
shows "and what was seen stays" 'try 1: size 0x3000'
mouse 0 "$(row_of 'area walked')" 70
shows "a click opens a line" '^: fold 3'
shows "and shows what is in it" '25 no hole before a1'
mouse 0 "$(row_of '25 no hole')" 70
shows "a click on a moment goes there" 'step 25 of'
enter 'step 7; pane events'
shows "the hole is noted" '! *32 the hole of 2 pages before a3 is noted'
press k k k Enter
shows "k moves up; Enter closes what is chosen" '^: fold 3'
hides "it is closed" 'the hole of 2 pages'
press /
say 'hit'
press Enter Enter
shows "what was found is chosen, and Enter goes there" 'step 18 of'

# ---- the strip ----

enter 'op-end; break hole; break descend_node; goto 5 10'
shows "breakpoints have ticks" 'step 10 of 54'
strip=$(row_of 'step 10 of 54 ')
mouse 0 "$(row_of '━━.* step 10 of')" 20
shows "a click on the strip goes to the step" '^: goto 5 [0-9]*$'
is "that is another row than the top" "$((strip < $(row_of 'step .* of 54  *│')))" 1

# ---- bookmarks ----

enter 'goto 3'
press M
say 'three'
press Enter
shows "M: a bookmark" 'bookmark three: operation 3'
shows "it is in the timeline" '3 alloc 4p .*\[three\]'
press Escape
enter 'goto 5'
press "'"
say 'three'
press Enter
shows "': goes to it" 'operation 3 of 5'
press Escape

# ---- branches ----

enter 'alloc 1p'
shows "a new branch is told" 'a branch begins at operation 4: this is branch 1'
shows "and drawn where it leaves" '└─ branch 0: 2 other operations from here'
mouse 0 "$(row_of '└─ branch 0')" 10
shows "a click on it goes there" '^: branch 0'
shows "to its end" 'operation 5 of 5'
shows "from there the other one is seen" '└─ branch 1: 1 other operation from here'
enter 'pane timeline; goto 2'
press /
say 'branch 1'
press Enter Enter
shows "found by searching, gone to by Enter" 'operation 4 of 4'

# ---- clicks on words ----

enter 'layout search; goto 3'
mouse 0 "$(row_of 'cached_align ')" 70
shows "a click on a variable prints it" '^: print cached_align'
mouse 0 "$(row_of '^ \[a1 .*\[a3')" 19
shows "a click on an area tells about it" 'areas 0xffffc90000005000 1$'
row=$(($(row_of ' Source ') + 3))
mouse 0 "$row" 3
shows "a click on the margin of the source sets a breakpoint" '^: pick .*; break-here'
mouse 0 "$row" 30
shows "a click on the line that is picked takes it away" '^: break-here'
press h
shows "h: one step back" '^: reverse-step'
press l
shows "l: one step on" '^: step'
strike q
ends "q"

# ---- while a lesson asks ----

cat >"$TEST_TMP/asks.lua" <<'END'
space "toy"
alloc "3p"
alloc "2p"
say "Look at its end."
pause()
goto_(2, 0)
ask { question = "Where will it go?", answer = 2, choices = { "nowhere", "behind the first one" } }
say "So it is."
END
start "$TEST_TMP/asks.lua"
enter 'layout history'
shows "the log of an operation" 'try 1: size 0x2000'
press Space Space
shows "the lesson asks" '2 *behind the first one'
enter 'layout history'
shows "the log is there again" 'Event log'
hides "and what was seen before is not shown now" 'try 1: size 0x2000'
enter 'layout lesson'
shows "the question" '2 *behind the first one'
mouse 0 "$(row_of '2 *behind the first one')" 70
shows "a click on a choice answers" '^: answer 2'
enter 'layout history'
shows "then it is shown again" 'try 1: size 0x2000'
strike q
ends "q"
