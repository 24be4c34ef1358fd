#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Scenarios: the list, finding them by name, what they take, with a screen and
# without; and the bounds of scripts that --limit raises.

. tests/support/cli.sh

script=$TEST_TMP/script.lua
last() { printf '%s\n' "$out" | tail -n 1; }

# refused TEXT PART ARG..: exit code 2, nothing run, one sentence.
refused()
{
	local text=$1 part=$2
	shift 2
	run "$@"
	is "$text: exit code" "$code" 2
	is "$text: nothing was run" "$out" ""
	is "$text: one line" "$(wc -l <"$TEST_TMP/err")" 1
	has "$text: told" "$err" "$part"
}

# ---- the list -------------------------------------------------------------------

run scripts
is "the list: exit code" "$code" 0
is "the list: no complaint" "$err" ""
has "the list: a title" "$out" "Two windows, one cache"
has "the list: what one takes" "$out" "REQUESTS (200): 2 to 1000; SEED (1): from 0"
for workload in fix_size full_fit long_busy_list random_size fix_align random_size_align \
		align_shift pcpu vm_map_ram; do
	has "the list: the kernel's workload $workload" "$out" "$workload"
done
run scripts --names
names=$out
is "the names are those of the files" "$names" \
	"$(cd scripts && printf '%s\n' *.lua | sed 's/\.lua$//' | LC_ALL=C sort)"
is "no lesson has such a name" "$("$VMAPLAB" lessons --names | grep -Fxf <(echo "$names"))" ""
refused "a name that is nearly right" "did you mean the scenario 'map_ram'" run mapram
refused "no such name" "'vmaplab scripts' the scenarios" run qqqqq
mkdir "$TEST_TMP/own"
echo 'print "no header"' >"$TEST_TMP/own/bad.lua"
echo 'local n = scenario { title = "Mine", { "N", 1 } } check_equal(n, 1)' >"$TEST_TMP/own/mine.lua"
export VMAPLAB_SCRIPTS=$TEST_TMP/own
run scripts
is "a folder of one's own: the list" "$out" "mine              Mine
                  N (1): a whole number"
is "a file without a header: exit code" "$code" 2
has "a file without a header: named" "$err" "bad.lua: it has no header"
run run mine
is "a folder of one's own: by name" "$(last)" "1 passed, 0 failed"
unset VMAPLAB_SCRIPTS

# ---- each of them -----------------------------------------------------------------

# What a parameter does not allow, by its limits in the list.
wrong_value()
{
	case $1 in
	*' to '*) echo $((${1##* to } + 1)) ;;
	'from '*) echo $((${1#from } - 1)) ;;
	*)        echo nonsense ;;
	esac
}

for name in $names; do
	takes=$("$VMAPLAB" scripts | sed -n "/^$name /{n;s/^ *//;p}")
	usual=()
	while read -r parameter; do
		value=$(wrong_value "${parameter#*: }")
		refused "$name, wrong ${parameter%% *}" "${parameter%% *} is " run "$name" "${usual[@]}" "$value"
		refused "$name, no ${parameter%% *}" "not ''" run "$name" "${usual[@]}" ''
		usual+=("$(sed 's/.*(\(.*\)): .*/\1/' <<<"$parameter")")
	done < <(sed 's/; /\n/g' <<<"$takes")
	refused "$name, one word too many" "'more' is one too many; it is used as: vmaplab run $name [" \
		run "$name" "${usual[@]}" more
	run run "$name" "${usual[@]}"
	is "$name with all parameters: exit code" "$code" 0
	has "$name with all parameters: all passed" "$(last)" " passed, 0 failed"
	out_before=$out
	run run "$name"
	is "$name: without parameters it is the same" "$out" "$out_before"
	run shot "scripts/$name.lua"
	is "$name on the screen" "$code" 0
done

run run align_workloads 2
has "a parameter counts" "$out" "fix_align: 2 requests walked past 1 areas"
run run test_vmalloc full_fit 3 2
has "a choice counts" "$out" "full_fit: 2 holes, 3 requests"
lacks "and what was not chosen does not run" "$out" "random_size:"
run run percpu_groups 100 2 8
has "another seed" "$out" "passed, 0 failed"
for size in 1 24 64; do
	run run map_ram 400 $size 8
	is "map_ram with $size pages" "$code" 0
done
for seed in 1 2 3 4 5 6; do
	run run fragmentation 1000 16 85 $seed
	is "fragmentation with seed $seed" "$code" 0
done

# ---- the head of a scenario ---------------------------------------------------------

# faulty TEXT HEAD PART: the script is to blame, with its line.
faulty()
{
	printf '\nscenario %s\n' "$2" >"$script"
	run run "$script"
	is "$1: exit code" "$code" 1
	has "$1: told" "$out" "script.lua:2: scenario: $3"
}

faulty "no title" '{}' "'title' must be a text"
faulty "an unknown field" '{ titel = "x" }' "there is no field 'titel'; did you mean 'title'?"
faulty "a parameter without a name" '{ title = "x", { 1 } }' "a parameter begins with its name"
faulty "an unknown limit" '{ title = "x", { "N", 1, leats = 1 } }' "there is no field 'leats'; did you mean 'least'?"
faulty "a limit that is none" '{ title = "x", { "N", 1, least = "a" } }' "'least' must be a whole number"
faulty "nothing usual" '{ title = "x", { "N" } }' "what N is if it is left out must be a whole number, not 'nil'"
faulty "the usual beyond the limits" '{ title = "x", { "N", 3, least = 4, most = 5 } }' "what N is if it is left out must be a whole number, 4 to 5, not '3'"
faulty "the usual is no choice" '{ title = "x", { "N", "c", choices = { "a", "b" } } }' "what N is if it is left out must be one of a, b, not 'c'"
faulty "choices that are none" '{ title = "x", { "N", "c", choices = { {} } } }' "'choices' is a list of texts"

echo 'local n, w = scenario { title = "x", { "N", 7, least = -3, most = 0x20 }, { "W", "a", choices = { "a", "b" } } }
check_equal(n, 32) check_equal(w, "b") check_equal(#arg, 2)' >"$script"
run run "$script" 0x20 b
is "values arrive" "$(last)" "3 passed, 0 failed"
refused "half a number" "N is a whole number, -3 to 32, not '1.5'" run "$script" 1.5
refused "what is no choice" "W is one of a, b, not 'c'" run "$script" 1 c
echo 'scenario { title = "x", { "N", 7 } } check_equal(select("#", pcall(scenario, { title = "y" })), 1)' >"$script"
run run "$script"
is "no parameters, no values" "$(last)" "1 passed, 0 failed"

# ---- limits ---------------------------------------------------------------------

limit() { refused "--limit $1" "$2" run --limit "$1" map_ram; }

limit '' "--limit: there is no limit ''; there are: time, memory, pages, lines, as in time=60s,memory=1G"
limit 'tme=1s' "there is no limit 'tme'"
limit 'time' "time needs a value, such as time=60s"
limit 'time=60' "time is such as 60s, 500ms, 5min, at most 24h, not '60'"
limit 'time=0s' "not '0s'"
limit 'time=25h' "not '25h'"
limit 'time=-1s' "not '-1s'"
limit 'time=99999999999999999999s' "time is such as"
limit 'memory=10' "memory is such as 512M, 2G, from 1M to 256G, not '10'"
limit 'memory=1023K' "not '1023K'"
limit 'memory=1T' "not '1T'"
limit 'pages=1K' "pages is such as 2000000"
limit 'pages=99999999999' "not '99999999999'"
limit 'time=1s,' "there is no limit ''"
limit 'time=1s,lines=x' "lines is such as"

echo 'vmalloc "1600M" check(true)' >"$script"
run run "$script"
has "many pages: more than the usual" "$out" "at most 327680 pages"
run run --limit pages=1000000,memory=1G,time=60s "$script"
is "many pages: allowed" "$(last)" "1 passed, 0 failed"
echo 'for i = 1, 100001 do print(i) end check(true)' >"$script"
run run "$script"
has "many lines: more than the usual" "$out" "the script printed too much"
run run --limit lines=200000,time=60s "$script"
is "many lines: allowed" "$(last)" "1 passed, 0 failed"
echo 'local t = {} for i = 1, 5000000 do t[i] = i end check(true)' >"$script"
run run "$script"
has "much memory: more than the usual" "$out" "more memory than it may have"
run run --limit memory=512M,time=60s "$script"
is "much memory: allowed" "$(last)" "1 passed, 0 failed"
echo 'for i = 1, 205 * 1000 * 1000 do end check(true)' >"$script"
run run "$script"
has "much time: more than the usual" "$out" "the script ran too long"
run run --limit time=5min "$script"
is "much time: allowed" "$(last)" "1 passed, 0 failed"
echo 'while true do end' >"$script"
run run --limit time=10ms "$script"
has "less time than usual" "$out" "the script ran too long"
printf 'source %s\n' "$script" >"$TEST_TMP/in"
echo 'for i = 1, 100001 do print(i) end print "done"' >"$script"
run repl --limit lines=200000,time=60s "$script"
has "in plain lines as well" "$out" "done"
run shot --limit lines=1 "$script"
is "and on the screen: exit code" "$code" 1
has "and on the screen" "$out" "printed too much"
