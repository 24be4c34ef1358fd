#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Pictures of the screen without a terminal: what each option changes, and that
# nothing else does.

. tests/support/cli.sh

script=$TEST_TMP/script.lua
echo 'space "toy"; alloc "5p"; alloc "2p"; alloc "7p"; lazy "a1"; free "a2"; alloc "1p"' >"$script"

shot() { run shot "$@" "$script"; is "shot $*: exit code" "$code" 0; }
rows() { printf '%s\n' "$out" | wc -l; }
widest() { printf '%s\n' "$out" | wc -L; }
# The look of a style in a picture of cells.
look() { printf '%s\n' "$out" | sed -n "s/^. $1	//p"; }

shot
is "24 rows, unless told otherwise" "$(rows)" 24
is "of 80 columns" "$(widest)" 80
plain=$out
shot --size 120x36
is "36 rows, where that was asked for" "$(rows)" 36
is "of 120 columns" "$(widest)" 120
shot --scheme light --colours 8
is "characters have no colours" "$out" "$plain"

shot --layout history
has "a layout has its panes" "$out" "Timeline"
lacks "a layout has no others" "$out" "Source"
shot --zoom tree
has "one pane alone: it is there" "$out" "Tree"
lacks "one pane alone: no other is" "$out" "Address space"
shot --ascii
is "ASCII, and nothing else" "$(printf '%s\n' "$out" | LC_ALL=C grep -c '[^ -~]')" 0
has "the areas in ASCII" "$out" "[a3   ]"
ascii=$out
LC_ALL=C shot
is "a locale without UTF-8 gets the same" "$out" "$ascii"

# ---- the look of each cell ----

shot --format cells
has "cells: first the characters" "$out" "$plain"
is "cells: an area" "$(look area)" "16 on 74"
is "cells: then a row of letters for each" "$(($(rows) - $(printf '%s\n' "$out" | grep -c '	')))" 48
shot --format cells --scheme light
is "light: an area" "$(look area)" "16 on 110"
shot --format cells --colours 16
is "16 colours: an area" "$(look area)" "0 on 6"
shot --format cells --colours 0
is "no colours: an area" "$(look area)" "reverse"
colourless=$out
shot --format cells --scheme mono
is "mono: an area" "$(look area)" "reverse"
NO_COLOR=1 shot --format cells
is "NO_COLOR is the same as no colours" "$out" "$colourless"
NO_COLOR=1 shot --format cells --scheme dark
is "NO_COLOR, and a scheme asked for" "$(look area)" "16 on 74"

# ---- for slides ----

shot --format svg
has "a drawing: its size" "$out" 'width="720" height="456"'
has "a drawing: the ground of the dark scheme" "$out" '#1c1c1c'
drawing=$out
shot --format svg
is "a drawing: twice the same" "$out" "$drawing"
shot --format svg --scheme light
has "a drawing: the ground of the light scheme" "$out" '#ffffff'
shot --format svg --colours 8
has "a drawing: 8 colours have another ground" "$out" '#000000'

echo "error('on purpose')" >"$script"
run shot "$script"
is "a script that fails: exit code 1" "$code" 1
has "a script that fails: the picture shows it" "$out" "on purpose"
