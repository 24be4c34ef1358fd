#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The tree under the hands: a rotation on the way, from node to node, to an
# address; the list and the calls beside it; the counts of the source.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

shell_in 120 36
start --space toy
enter 'alloc 1p; alloc 1p; alloc 1p; set entry end'
enter 'goto 3 0; layout tree; break color_outer; continue; delete; pane tree'
shows "in front of a rotation" 'color_outer'
hides "nothing is shown of it yet" 'before the rotation'
press s
shows "s: the tree as it is" '▶ before the rotation'
shows "beside it as it will be" '  after the rotation'
press s
shows "s: it is done" '▶ after the rotation'
press S S n
shows "n: who steps over it sees it as well" '▶ after the rotation'

# ---- from node to node ----

press g
shows "g: at the root, and one picture again" 'Tree .* at a2 \[+1p, +2p)'
hides "the two pictures are gone" 'before the rotation'
press '['
shows "[: at the left child" 'Tree .* at a1 '
press k ']'
shows "k ]: to the parent, to the right child" 'Tree .* at a3 '
press C-b
shows "^B: the neighbour before" 'Tree .* at a2 '
press C-f
shows "^F: the neighbour behind" 'Tree .* at a3 '
press .
shows ".: with the step again" 'Tree  .black. (red)  . cached ─'
enter 'search start+9p'
shows "to an address where nothing is" '{+9p}'
shows "and what that means" '+9p is free; would hang at a3'
press Escape
press .

# ---- list, calls, source ----

enter 'pane list; zoom'
shows "the list" 'vmap_area_list: 2 areas'
press z
enter 'pane stack'
shows "the calls, alone" '#0 '
enter 'up'
press z
shows "up: the source goes to the caller" 'Source  alloc.c: settle <'
press Escape
enter 'layout search; goto 3 46; pane source'
shows "how often lines ran" '[1-9]×'
enter 'set counts off'
hides "set counts off: no more of that" '[1-9]×'
