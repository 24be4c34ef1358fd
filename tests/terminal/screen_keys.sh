#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The screen in a real terminal: keys, panes, layouts, help, leaving.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

shell_in 80 24
start --space toy
shows "the screen opens" 'Address space'
shows "the bar tells the keys, help and the way out" 'Next.*Continue.*Help.*Quit'
shows "an empty space has one hole" '64p'

# ---- commands and stepping ----

enter 'alloc 3p'
shows "a new operation stands at its first step" 'alloc 3p -> a1 *step 0 of'
press Right
shows "right: a step" 'step 1 of'
press s s
shows "s: a step" 'step 3 of'
press Left
shows "left: back" 'step 2 of'
press S S
shows "S: back" 'step 0 of'
press n
shows "n: over a call" 'alloc_vmap_area'
press c
shows "c: to the end of the history" 'alloc 3p -> a1 at 0x.*ended'
press Home
shows "Home: the first step" 'step 0 of'
press End
shows "End: the end" 'ended'
enter 'alloc 2p'
press PageUp
shows "PgUp: the operation before" 'operation 1 of 2.*ended'
press PageDown
shows "PgDn: the next one" 'operation 2 of 2.*ended'
press '<' '<'
shows "<: the beginning" 'before the first operation'

# ---- the hardware cursor, for screen readers and magnifiers ----

# The line of the picture that it stands on, from its column on.
under_cursor()
{
	local line y x LC_ALL=C.UTF-8
	read -r y x <<<"$(tm display -p -t test '#{cursor_y} #{cursor_x}')"
	line=$(picture | sed -n "$((y + 1))p")
	echo "${line:x}"
}
stands_on() { under_cursor | grep -q -- "$1"; }
cursor_on() { wait_until "$1" stands_on "$2"; pass "$1"; }

enter 'alloc 1p'
press n
cursor_on "the cursor stands on the line that runs next" '^ *[0-9]*▶'
is "and is to be seen" "$(tm display -p -t test '#{cursor_flag}')" 1
press Tab
cursor_on "in another pane it stands at its beginning" '^ *free_vmap_cache'
press '?'
cursor_on "in the list of keys, too" '^In the pane Variables'
press Escape
press :
say 'print'
cursor_on "and at the prompt behind what was typed" '^ *$'
press C-u Escape
enter 'op-end; pane vmallocinfo'
cursor_on "on what is selected" '▶ ffff'
press Escape
enter 'pane source'

# ---- breakpoints ----

enter 'break walk_gap; alloc 1p'
press C b c
shows "the way there" 'operation'
enter 'break settle'
enter 'goto 1 0'
press c
shows "c stops at a breakpoint" 'settle'
press b
shows "b sets another one or takes it away" 'reakpoint'

# ---- panes, layouts, zoom, help ----

press F3
shows "F3: the tree" 'Tree'
press F4
shows "F4: the page tables" 'Page tables'
press v
shows "v: the next choice" 'vmallocinfo'
press v v
shows "v: those behind it" 'Timeline'
press t
shows "t: page frames and TLBs" 'TLBs'
press m
shows "m: the vm layer" 'Blocks of vm_map_ram'
enter 'pane tlb'
shows "a pane that is not there is shown alone" 'TLBs'
hides "and nothing else" 'Blocks'
enter 'layout auto'
shows "and back" 'Source'
enter 'pane source'
press Tab z
shows "z: a pane alone" 'Variables'
hides "and nothing else" 'Source'
press Escape
shows "Esc: back" 'Source'
press '?'
shows "?: the keys" 'Keys, and the commands they run'
shows "with the commands" 'reverse-next'
press G
shows "help scrolls" 'leave'
press g
shows "and back" 'In the pane'
press Escape
shows "Esc: help is gone" 'Source'
press '?' PageDown
shows "PgDn: more of the keys" 'projector'
press g Space
shows "space: the same" 'projector'
press q
shows "q: only help is gone" 'Source'
say 'print '
shows "letters struck without a prompt: they stand at one" '^vmaplab> print *$'
shows "and that is told" "letters of 'print' were taken as keys"
shows "the bar tells the prompt's keys" 'Enter Run.*Esc Back to the keys'
say '6*7'
press Enter Escape
shows "so nothing is to be typed again" '6.7 = .*42'
press '$'
shows "a key without a meaning is told" 'means nothing here'
enter 'scheme mono'
enter 'scheme light'
shows "schemes change on the way" 'Address space'

# ---- leaving ----

strike q
ends "q leaves"
terminal_is_whole "after q"
start --space toy
press :
say quit
strike Enter
ends "quit leaves"
terminal_is_whole "after quit"
