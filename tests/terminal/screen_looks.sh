#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a real terminal shows is what the canvas means: every cell of it, character,
# colours and attributes, is that of the picture without a terminal, whose grids
# are golden. With 256 colours, 8, none, without UTF-8, and as the command line and
# the config file ask for.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

script=$TEST_TMP/script.lua
cat >"$script" <<'END'
space "toy"
alloc "5p"; alloc "2p"; alloc "7p"; free "a2"; alloc "3p"; lazy "a1"
break_ "walk_gap"
alloc "2p"
reverse_step(12)
END

one_byte_each() { LC_ALL=C sed 's/[\xc0-\xff][\x80-\xbf]*/?/g'; }
looks() { one_byte_each | LC_ALL=C awk -f "$TEST_TOP/tests/support/looks.awk" "$@"; }

# same_cells TEXT COLUMNS ROWS OPTION..: the screen is as the shot with these options.
same_cells()
{
	local text=$1 columns=$2 rows=$3
	shift 3
	picture -e -N | looks -v columns="$columns" >"$TEST_TMP/seen"
	env ${environment:+"$environment"} "$VMAPLAB" shot --format cells \
		--size "${columns}x$rows" "$@" "$script" |
		looks -v columns="$columns" -v cells="$rows" >"$TEST_TMP/meant"
	if cmp -s "$TEST_TMP/seen" "$TEST_TMP/meant"; then pass "$text"; return; fi
	fail "$text" "$(diff <(tr ' ' '\n' <"$TEST_TMP/seen") <(tr ' ' '\n' <"$TEST_TMP/meant") |
		head -n 20)"
}

# compare TEXT COLUMNS ROWS "VARIABLES" "OPTIONS OF THE SCREEN" OPTION OF THE SHOT..
compare()
{
	local text=$1 columns=$2 rows=$3 variables=$4 options=$5
	shift 5
	# shellcheck disable=SC2086 # words
	shell_in "$columns" "$rows" $variables
	# shellcheck disable=SC2086
	start $options "$script"
	same_cells "$text" "$columns" "$rows" "$@"
	strike q
	wait_until "the program ends" last_line_is_shell
}

for size in "80 24" "120 36" "200 60"; do
	# shellcheck disable=SC2086 # two words
	compare "256 colours, $size" $size TERM=tmux-256color ""
done
compare "8 colours" 120 36 TERM=screen "" --colours 8
environment=NO_COLOR=1
compare "NO_COLOR" 120 36 "TERM=tmux-256color NO_COLOR=1" ""
environment=LC_ALL=C
compare "without UTF-8" 120 36 "TERM=tmux-256color LC_ALL=C" ""
environment=
compare "8 colours, without UTF-8" 80 24 "TERM=screen LC_ALL=C" "" --colours 8 --ascii
for scheme in light mono safe contrast; do
	compare "--scheme $scheme" 120 36 TERM=tmux-256color "--scheme $scheme" --scheme "$scheme"
done
compare "--scheme light, 8 colours" 80 24 TERM=screen "--scheme light" --scheme light --colours 8
compare "--ascii" 80 24 TERM=tmux-256color --ascii --ascii
compare "--layout tree" 120 36 TERM=tmux-256color "--layout tree" --layout tree

mkdir -p "$TEST_TMP/config/vmaplab"
echo 'set scheme light' >"$TEST_TMP/config/vmaplab/config"
compare "the config file" 80 24 TERM=tmux-256color "" --scheme light
compare "the command line goes before it" 80 24 TERM=tmux-256color "--scheme safe" --scheme safe
is "and is not kept" "$(cat "$TEST_TMP/config/vmaplab/config")" 'set scheme light'
