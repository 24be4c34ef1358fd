#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes the pictures of the README: the program in a real xterm, without a
# display of our own (Xvfb). A rerun gives the same files.
#
# The program runs in a tmux session of the picture's size, which takes the
# keys; an xterm shows that session, and its window is the picture. Nothing
# waits for a time: a key has been dealt with when the program says so in its
# marker file, and the window is ready when it has stopped changing. Some are made
# once more without a terminal, as SVG (`vmaplab shot`).
#
# What is in the pictures is told by pictures.sh.
#
#   screenshots/make.sh [FOLDER]       default: this folder
#
# Environment: VMAPLAB, the program (default build/vmaplab).

set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(dirname "$here")
folder=${1:-$here}
program=${VMAPLAB:-$top/build/vmaplab}
case $program in /*) ;; *) program=$PWD/$program ;; esac
work=$(mktemp -d "${TMPDIR:-/tmp}/vmaplab-pictures.XXXXXX")
marker=$work/marker
display_process=

die() { printf 'screenshots: %s\n' "$*" >&2; exit 1; }

for tool in tmux xterm Xvfb import convert; do
	command -v $tool >/dev/null || die "$tool is missing (Debian: tmux xterm xvfb imagemagick)"
done
for font in 'DejaVu Sans Mono' :lang=zh; do
	[ -n "$(fc-list "$font")" ] ||
		die "no font for '$font' (Debian: fonts-dejavu-core fonts-droid-fallback)"
done
[ -x "$program" ] || die "there is no $program; 'make' builds it"

muxer() { tmux -S "$work/socket" -f /dev/null "$@"; }

clean_up()
{
	muxer kill-server 2>/dev/null || :
	[ -z "$display_process" ] || kill "$display_process" 2>/dev/null || :
	rm -rf "$work" 2>/dev/null || :
}
trap clean_up EXIT
trap 'exit 130' INT TERM

unset TMUX NO_COLOR
export HOME="$work" XDG_STATE_HOME="$work/state" XDG_CONFIG_HOME="$work/config" TZ=UTC LC_ALL=C.UTF-8 LANG=C.UTF-8
export VMAPLAB_LESSONS="$top/lessons"

# until_true COMMAND...: again and again, for a minute at most.
until_true()
{
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 1200 ] || die "waited in vain: $*"
		sleep 0.05
	done
}

# ---- the display --------------------------------------------------------------

display_is_ready() { [ -s "$work/display" ]; }

open_display()
{
	Xvfb -displayfd 3 -screen 0 2600x1700x24 -nolisten tcp >/dev/null 2>&1 3>"$work/display" &
	display_process=$!
	until_true display_is_ready
	DISPLAY=:$(cat "$work/display")
	export DISPLAY
}

# ---- the program ----------------------------------------------------------------

keys_done()
{
	count=0
	[ ! -s "$marker" ] || read -r _ _ _ count <"$marker" || :
	[ "$count" -ge "$1" ]
}

# open_program WIDTH HEIGHT ARGUMENT...
open_program()
{
	width=$1 height=$2
	shift 2
	rm -rf "$marker" "$XDG_CONFIG_HOME" "$XDG_STATE_HOME"	# each as if it were the first
	muxer new-session -d -s picture -x "$width" -y "$height" \
		-e VMAPLAB_TEST_MARKER="$marker" -e TERM=tmux-256color \
		"$program" "$@" \; set -g status off
	sent=0
	until_true test -s "$marker"
}

# press KEY...: as tmux names them; each is one key for the program.
press()
{
	for key; do
		muxer send-keys -t picture "$key"
		sent=$((sent + 1))
		until_true keys_done $sent
	done
}

sees() { muxer capture-pane -p -t picture | grep -q -e "$1"; }

# press_until KEY PATTERN: until PATTERN is to be seen.
press_until()
{
	presses=0
	until sees "$2"; do
		press "$1"
		presses=$((presses + 1))
		[ $presses -lt 200 ] || die "'$2' does not come up"
	done
}

# type_line TEXT: at the prompt, then back to the keys.
type_line()
{
	press :
	muxer send-keys -t picture -l "$1"
	sent=$((sent + ${#1}))
	press Enter
	! sees 'Answer (PgUp' || press Escape
	press Escape
}

# ---- the picture ------------------------------------------------------------------

same_twice()
{
	import -window picture "$work/now.png" 2>/dev/null || return 1
	now=$(convert "$work/now.png" rgb:- | cksum)
	[ "$now" = "$before" ] && return 0
	before=$now
	return 1
}

client_is_there() { [ -n "$(muxer list-clients)" ]; }

# Characters overlap by a pixel, so that what is seen depends on the order in which
# they came. A window that was covered is drawn anew in one go.
cover_once()
{
	rm -f "$work/covered"
	xterm -T cover -geometry "$((width + 9))x$((height + 9))+0+0" -fa 'DejaVu Sans Mono' -fs 11 \
		-e sh -c "echo >'$work/covered'; exec sleep 60" &
	cover=$!
	until_true test -s "$work/covered"
	kill $cover
	wait $cover || :
}

# close_into NAME: takes the picture and ends the program.
close_into()
{
	before=
	xterm -T picture -geometry "${width}x$height+0+0" -xrm 'XTerm*allowTitleOps: false' \
		-xrm 'XTerm*forceBoxChars: true' -xrm 'XTerm*cursorBlink: never' \
		-fa 'DejaVu Sans Mono' -fs 11 -bg '#1c1c1c' -fg '#d0d0d0' -b 6 -bw 0 +sb -uc \
		-e tmux -2 -S "$work/socket" attach -t picture &
	viewer=$!
	until_true client_is_there
	until_true same_twice
	cover_once
	before=
	until_true same_twice
	convert "$work/now.png" +dither -colors 255 -strip -define png:exclude-chunks=date,time \
		-define png:compression-level=9 "PNG8:$folder/$1.png"
	muxer kill-session -t picture
	wait $viewer || :
	printf 'screenshots: %s\n' "$1.png"
}

# ---- both at once -------------------------------------------------------------------

# both NAME WIDTHxHEIGHT LAYOUT SPACE LINE...: what the program shows after these
# lines, in a terminal and as SVG.
both()
{
	name=$1 size=$2 layout=$3 space=$4
	shift 4
	open_program "${size%x*}" "${size#*x}" --layout "$layout" --space "$space"
	: >"$work/lines.lua"
	for line; do
		type_line "$line"
		printf 'lab.run [[%s]]\n' "$line" >>"$work/lines.lua"
	done
	close_into "$name"
	"$program" shot --format svg --size "$size" --layout "$layout" --space "$space" \
		"$work/lines.lua" >"$folder/$name.svg"
	printf 'screenshots: %s\n' "$name.svg"
}

open_display
# shellcheck source=screenshots/pictures.sh
. "${PICTURES:-$here/pictures.sh}"
