#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Hands: counts, repeating, searching, the palette, arranging panes, the mouse,
# and what of it is there again the next time.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

config=$TEST_TMP/config/vmaplab/config

shell_in 120 36
start --space toy
enter 'alloc 3p; alloc 2p; alloc 4p; free a2; alloc 3p'
shows "an operation to step in" 'step 0 of'

# ---- counts and repeating ----

press 1 0
shows "a count is shown while it is typed" '10 times'
press s
shows "10s: ten steps" 'step 10 of'
shows "and the command is shown" '^: step 10'
press 4 S
shows "4S: four back" 'step 6 of'
press r
shows "r: once more" 'step 2 of'
press 2 r
shows "2r: twice more, into the operation before" 'operation 4 of'
press 7 Escape
press s
hides "Esc forgets the count" 'step 7 of'
press 1 2 Tab
shows "a count goes with every key" '^: pane next'
enter 'goto 5 0; pane source'

# ---- searching ----

press /
shows "/: the prompt of search" '> search'
say 'overflow'
press Enter
hides "one line only" 'vmaplab>'
shows "the place is found" 'overflow'
press '*' '#'
shows "the next one, and back" '^: search-previous'
hides "both are found" 'not in this pane'
press /
say 'no such text anywhere'
press Enter
shows "what is not there is told" 'not in this pane'
press . Escape
enter 'pane timeline'
press /
say 'free A'
press Enter
shows "capitals are meant literally" 'not in this pane'
press /
say 'free a2'
press Enter
shows "an operation is found" 'free a2'
enter 'pane tree'
press /
say 'a3+4K'
press Enter
shows "the tree finds by address" '▶[\[(]a3[])]◀'
press . /
say 'nobody'
press Enter
shows "and tells when nobody is there" 'no address'
press Escape

# ---- the palette ----

press C-p
shows "^P: all commands" 'Commands (up down'
say 'unders'
hides "typing thins them out" 'reverse-step'
press C-u
say 'whole screen'
shows "also by what they do" 'zoom'
press Enter
shows "Enter runs it" '^: zoom'
press z C-p
say 'calls'
shows "what a command is about goes before what it mentions" '▶ where'
press C-u
say 'reverse-s'
press Tab
shows "Tab takes it over" '> reverse-step$'
press Escape
hides "Esc: gone, line and all" '> reverse-step$'
press C-p Down Escape

# ---- arranging ----

enter 'pane source; layout search'
left=$(picture | grep -n 'Source.*Variables' | cut -d: -f1)
press L
shows "L: the pane goes right" 'Variables.*Source'
press C-u
shows "^U: and back" 'Source.*Variables'
is "on the same row" "$(picture | grep -n 'Source.*Variables' | cut -d: -f1)" "$left"
press '{' '{'
shows "{: shorter" '^: pane-size shorter'
press x
hides "x: hidden" ' Source '
enter 'pane-show source'
shows "pane-show: there again" ' Source '
is "the plan is kept" "$(grep -c '^plan search ' "$config")" 1
press C-u C-u C-u C-u
shows "all taken back" 'Source.*Variables'
is "in the file, too" "$(grep -c '^plan' "$config")" 0
press L F3
strike q
ends "leaving"
start --space toy
shows "the next time the layout is the same" ' Tree '
hides "and no other" 'Timeline'
enter 'layout search'
shows "with the plan as it was left" 'Variables.*Source'
enter 'layout auto; plan search usual'
shows "until it is the usual one again" 'Source.*Variables'

# ---- the mouse ----

enter 'alloc 3p; alloc 2p; goto 2 5'
press Escape
mouse 0 "$(row_of ' Variables ')" 90
shows "a click gives a pane the keys" '^: pane variables'
mouse 0 "$(row_of '1 alloc 3p')" 70
shows "a click on an operation goes there" '^: goto 1'
enter 'goto 2 5'
enter 'layout search'
row=$(($(row_of ' Source ') + 3))
mouse 0 "$row" 20
shows "a click on a line picks it" '^: pick [a-z]*.c:'
is "the cursor stands there" "$(tm display -p -t test '#{cursor_y}')" $((row - 1))
top=$(picture | sed -n "$((row - 2))p")
mouse 65 "$row" 20
is_new() { [ "$(picture | sed -n "$((row - 2))p")" != "$top" ]; }
wait_until "the wheel scrolls" is_new
pass "the wheel scrolls"
mouse 0 36 4
shows "a click on the bar is the key" 'step 6 of'
enter 'set mouse off'
is "set mouse off: the terminal has it back" "$(tm display -p -t test '#{mouse_any_flag}')" 0
enter 'set mouse on'
strike q
ends "q"
terminal_is_whole "after the mouse"
is "and does not tell about the mouse" "$(tm display -p -t test '#{mouse_any_flag}')" 0

# ---- keys and colours of one's own ----

cat >"$config" <<'END'
# mine
bind F6 'next; next'
bind e next-op
unbind n
set scheme pink
colour area black 214 bold
END
start --space toy
shows "a line that is wrong is told" 'scheme can be dark'
press n
shows "a key without a meaning" 'means nothing here'
enter 'alloc 1p; goto 0'
press e
shows "a key with another one" '^: next-op'
press '?'
shows "help begins with the pane in focus" 'In the pane Source'
press PageDown PageDown PageDown PageDown PageDown
shows "and ends with one's own keys" 'F6 .*next; next'
press q
enter 'scheme safe'
strike q
ends "q"
is "the choice is in the file, all else as it was" "$(cat "$config")" "# mine
bind F6 'next; next'
bind e next-op
unbind n
set scheme safe
colour area black 214 bold"
