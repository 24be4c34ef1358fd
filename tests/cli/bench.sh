#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the screen costs: the line of figures, and the bars that they are held to.
# Times are processor times, and medians: how busy the machine is matters little.
# Slow builds only show that it runs.

. tests/support/cli.sh

layouts="search tree tables vm frames history lesson projector"
slow=$([ "${TEST_BUILD:-normal}" = normal ] || echo yes)
few=1000 many=60000
[ -z "$slow" ] || few=20 many=40 layouts="search vm"

figure() { printf '%s\n' "$out" | tr ' ' '\n' | sed -n "s/^$1=//p"; }
# at_most TEXT FIGURE MOST
at_most()
{
	[ -z "$slow" ] || return 0
	if awk "BEGIN { exit !($(figure "$2") <= $3) }"; then pass "$1"; else
		fail "$1" "$out" "should be at most $3: $2"
	fi
}
shape() { printf '%s\n' "$out" | sed 's/=[0-9.]*\( \|$\)/=#\1/g'; }

run bench frame 30 --size 80x24
is "frame: exit code" "$code" 0
is "frame: one line of figures" "$(shape)" \
	"frame n=# size=80x24 cpu_p50_ms=# cpu_p99_ms=# bytes_p50=#"
bytes=$(figure bytes_p50)
is "frame: a step sends something, and less than the whole picture" \
	"$([ "$bytes" -gt 20 ] && [ "$bytes" -lt 1920 ] && echo yes)" yes

for layout in $layouts; do
	run bench frame $few --layout "$layout" --size 120x36
	is "$layout: exit code" "$code" 0
	at_most "$layout: a step sends little" bytes_p50 1500
	run bench frame $many --layout "$layout"
	at_most "$layout: a large picture is quick" cpu_p50_ms 5
done

TMPDIR=$TEST_TMP run bench start 3 --size 80x24
is "start: exit code" "$code" 0
is "start: one line of figures" "$(shape)" "start n=# size=80x24 cpu_p50_ms=# cpu_max_ms=# bytes=#"
is "start: the picture was sent" "$([ "$(figure bytes)" -gt 1000 ] && echo yes)" yes
at_most "start: quick" cpu_p50_ms 50
is "start: leaves nothing behind" "$(find "$TEST_TMP" -name 'vmaplab-start*')" ""
