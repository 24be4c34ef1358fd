#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs the test suites that it is given and counts what they say.
#
# A suite is named KIND or KIND-BUILD. The kind says what is run:
#
#   unit       every program that was made from tests/unit/*.c (cmocka, TAP)
#   cli        every tests/cli/*.sh          (lines 'ok - TEXT', 'not ok - TEXT')
#   terminal   every tests/terminal/*.sh     (the same; one at a time)
#   check      'vmaplab check' on each folder of recordings in tests/golden/, and
#              on the transcripts in tests/live419/
#   fuzz       each fuzzer made from tests/fuzz/*.c, for a fixed number of runs
#   headers    every header compiles alone
#
# The build says with which program: the normal one, `asan` (address and
# undefined behaviour sanitizers), `coverage`, or `valgrind` (the normal one
# under memcheck). Each program or script is one job. Jobs run side by side,
# each with its own time limits, scratch folder and log; then every suite gets
# one line, its failures follow in full, and the last line is the sum:
# 'N passed, N failed'. The exit code is 0 if nothing failed, else 1.
#
# What counts as a failure beside a failed test: a job that runs no test, runs
# fewer tests than it announced, ends with an exit code or a signal that no
# failed test explains, runs out of time, or leaves a report of a sanitizer or
# of valgrind, even one from a program that it had started.
#
# What a job finds in its environment:
#
#   VMAPLAB      the program under test, absolute
#   TEST_TOP     the root of the source tree, absolute; also the first directory
#   TEST_TMP     an empty folder of its own, removed afterwards; HOME is in it
#   TEST_BUILD   normal, asan, valgrind or coverage: slow builds may do less
#
# Usage: tests/run.sh SUITE...
# Environment: TEST=PATTERN runs only the jobs with such a name ('rbtree*'),
# TEST_JOBS=N how many run side by side, TEST_LIMIT=SECONDS the time for each process
# of each, MAKE the make to use.

set -eu
shopt -s nullglob
cd "$(dirname "$0")/.."

top=$PWD
logs=$top/build/test
support=$top/tests/support
parallel=${TEST_JOBS:-$(nproc 2>/dev/null || echo 2)}
pattern=${TEST:-*}

# ---- what a suite consists of ---------------------------------------------

# Seconds of a processor that each process of a job may use. By the clock the job has
# PATIENCE times as long, so that a busy machine fails no test, and one that waits in vain ends.
PATIENCE=4

limit_of()
{
	case $1 in
	*-valgrind)    echo "${TEST_LIMIT:-600}" ;;
	check*|*-asan) echo "${TEST_LIMIT:-300}" ;;
	*)             echo "${TEST_LIMIT:-180}" ;;
	esac
}

build_of()
{
	case $1 in
	*-asan)     echo asan ;;
	*-coverage) echo coverage ;;
	*-valgrind) echo valgrind ;;
	*)          echo normal ;;
	esac
}

folder_of()
{
	case $1 in
	asan|coverage) echo "$top/build/$1" ;;
	*)             echo "$top/build" ;;
	esac
}

# Under valgrind a whole recorded kernel takes long: some folders must do.
golden_of()
{
	case $1 in
	valgrind) echo tests/golden/basics/ tests/golden/pgtable/ tests/live419/pt/ ;;
	*)        echo tests/golden/*/ tests/live419/ ;;
	esac
}

# The recording engine is many times slower: slow builds play what is long without it.
engine_of()
{
	case "$1 $2" in
	normal*)             echo both ;;
	valgrind*|*' large') echo plain ;;
	*)                   echo both ;;
	esac
}

# Beside transcripts lie other texts; only their first lines tell which is which.
recordings()
{
	find "$1" -name '*.trace' -o -name '*.trace.gz'
	find "$1" -name '*.txt' -o -name '*.txt.gz' | while read -r file; do
		! zcat -f "$file" | head -n 1 | grep -q '^#vmapgold' || echo "$file"
	done
}

# The program under test, for build $1.
program_of()
{
	case $1 in
	valgrind) echo "$support/valgrind-vmaplab.sh" ;;
	*)        echo "$(folder_of "$1")/vmaplab" ;;
	esac
}

# Starts the jobs of suite $1.
start_jobs()
{
	local suite=$1 build file name wrapper=()
	build=$(build_of "$suite")
	case ${suite%%-*} in
	unit)
		[ "$build" != valgrind ] || wrapper=("$support/valgrind.sh")
		for file in tests/unit/*.c; do
			file=$(basename "$file" .c)
			start "$suite" "$file" "${wrapper[@]}" "$(folder_of "$build")/tests/unit/$file"
		done ;;
	cli|terminal)
		for file in tests/"${suite%%-*}"/*.sh; do
			start "$suite" "$(basename "$file" .sh)" bash "$file"
		done ;;
	check)
		for file in $(golden_of "$build"); do
			name=$(basename "$file")
			recordings "$file" | wc -l >"$logs/$suite/$name.files"
			start "$suite" "$name" "$(program_of "$build")" check \
				--engine "$(engine_of "$build" "$name")" "$file"
		done ;;
	fuzz)
		for file in tests/fuzz/*.c; do
			file=$(basename "$file" .c)
			[ "$file" = dictionary ] || start "$suite" "$file" sh make/fuzz.sh --short "$file"
		done ;;
	headers)
		start "$suite" headers sh -c \
			"${MAKE:-make} -s -j$parallel check-headers && echo 'ok - every header compiles alone'" ;;
	esac
}

# ---- one job --------------------------------------------------------------

# start SUITE NAME COMMAND...: in the background, when there is room for it.
start()
{
	local suite=$1 name=$2 room=$parallel
	shift 2
	# shellcheck disable=SC2053 # a pattern
	[[ $name == $pattern ]] || return 0
	[ "${suite%%-*}" = terminal ] && room=1
	while [ "$(jobs -rp | wc -l)" -ge "$room" ]; do
		wait -n || true
	done
	echo 125 >"$logs/$suite/$name.code"		# until it has one of its own
	run_job "$suite" "$name" "$@" &
}

# What a job has started may outlive it for a moment, and write where we remove: it
# gets a second to end, or is ended.
remove_scratch()
{
	local tries
	for ((tries = 0; tries < 20; tries++)); do
		if ! kill -0 -- "-$1" && rm -rf "$TEST_TMP"; then
			return
		fi
		sleep 0.05
	done 2>/dev/null
	kill -KILL -- "-$1" 2>/dev/null || :
	rm -rf "$TEST_TMP" 2>/dev/null || :
}

# Leaves NAME.log with what the command said and NAME.code with how it ended.
run_job()
{
	local suite=$1 name=$2 base=$logs/$1/$2 code=0 child= limit
	limit=$(limit_of "$1")
	shift 2
	trap '[ -z "$child" ] || kill "$child" 2>/dev/null; rm -rf "$TEST_TMP"; exit 143' TERM INT
	set_environment "$suite" "$base"
	(
		ulimit -S -t "$limit" 2>/dev/null || :	# a lower one holds already
		exec timeout -k 10 $((limit * PATIENCE)) "$@"
	) </dev/null >"$base.log" 2>&1 &
	child=$!
	wait $child 2>/dev/null || code=$?
	echo $code >"$base.code"
	remove_scratch "$child"
}

set_environment()
{
	TEST_TMP=$(mktemp -d "${TMPDIR:-/tmp}/vmaplab-test.XXXXXX")
	export TEST_TMP TEST_TOP=$top TEST_REPORT=$2.report
	TEST_BUILD=$(build_of "$1")
	VMAPLAB=$(program_of "$TEST_BUILD")
	export TEST_BUILD VMAPLAB
	unset LINES COLUMNS NO_COLOR XDG_STATE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME \
		INPUTRC TMUX MAKEFLAGS MAKELEVEL
	export HOME=$TEST_TMP/home LC_ALL=C.UTF-8 LANG=C.UTF-8 TZ=UTC TERM=xterm-256color
	mkdir "$HOME"
	export CMOCKA_MESSAGE_OUTPUT=TAP
	export ASAN_OPTIONS=exitcode=99:detect_leaks=1:detect_stack_use_after_return=1:log_path=$TEST_REPORT
	export UBSAN_OPTIONS=exitcode=99:print_stacktrace=1:log_path=$TEST_REPORT
	export LSAN_OPTIONS=suppressions=$support/lsan.supp:print_suppressions=0
}

# ---- counting -------------------------------------------------------------

# Reads a log in TAP. Prints 'PASSED FAILED SKIPPED', then the names of the
# failed tests, one a line. Several plans in one log add up. $2 says how the
# job ended, if that was not well.
read_tap()
{
	awk -v ending="$2" '
	/^1\.\.[0-9]+/        { planned += substr($0, 4); next }
	/^(not )?ok .*# SKIP/ { skipped++; next }
	/^ok( |$)/            { passed++; next }
	/^not ok/             { sub(/^not ok *[0-9]* *(- *)?/, ""); fail($0) }
	function fail(name)   { failed[++n] = name }
	END {
		ran = passed + skipped + n
		because = ending ? ": " ending : ""
		if (planned > ran)
			fail("only " ran " of " planned " tests ran" because)
		else if (ran == 0)
			fail("no test ran" because)
		else if (ending && n == 0)
			fail(ending)
		print passed + 0, n + 0, skipped + 0
		for (i = 1; i <= n; i++)
			print failed[i]
	}' "$1"
}

# The same for `vmaplab check`, which counts the recordings in its last line
# and names those that differ; $3 is how many there are.
read_check()
{
	awk -v ending="$2" -v files="$3" '
	match($0, /tests\/[^ :]*\.(trace|txt)(\.gz)?/) {
		name = substr($0, RSTART, RLENGTH)
		if (!(name in seen))
			names = names "\n" name
		seen[name]
	}
	{ last = $0 }
	END {
		if (last ~ /^[0-9]+ passed, [0-9]+ failed$/)
			split(last, word, " ")
		passed = word[1] + 0
		failed = word[3] + 0
		if (passed + failed != files) {
			names = names "\nonly " passed + failed " of " files " recordings were counted"
			if (ending)
				names = names ": " ending
			failed++
		} else if (ending && failed == 0) {
			names = names "\n" ending
			failed++
		}
		print passed, failed, 0 (failed ? names : "")
	}' "$1"
}

# How a job ended, in words; nothing when it ended well.
ending_of()
{
	case $1 in
	0)   ;;
	124) echo "out of time after $(($2 * PATIENCE)) s" ;;
	152) echo "out of time after $2 s of a processor" ;;
	1[3-9]?|129) echo "killed by SIG$(kill -l "$1")" ;;
	*)   echo "ended with exit code $1" ;;
	esac
}

# Reads the result of a job into `passed`, `failed`, `skipped` and `failures`.
read_job()
{
	local suite=$1 name=$2 base=$logs/$1/$2 code result report reports=()
	code=$(cat "$base.code")
	for report in "$base".report.*; do
		if [ -s "$report" ]; then
			reports+=("$(grep -m1 '[a-z]' "$report" | sed 's/^==[0-9]*== *//')")
			[ "$code" -ne 99 ] || code=0		# the report says it better
		else
			rm -f "$report"
		fi
	done
	case $suite in
	check*) result=$(read_check "$base.log" "$(ending_of "$code" "$(limit_of "$suite")")" \
			"$(cat "$base.files")") ;;
	*)      result=$(read_tap "$base.log" "$(ending_of "$code" "$(limit_of "$suite")")") ;;
	esac
	mapfile -t failures <<<"$result"
	read -r passed failed skipped <<<"${failures[0]}"
	failures=("${failures[@]:1}" "${reports[@]}")
	failed=$((failed + ${#reports[@]}))
	[ ${#reports[@]} -eq 0 ] || cat "$base".report.* >>"$base.log"
}

# ---- telling --------------------------------------------------------------

red='' green='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
	red=$'\e[31m' green=$'\e[32m' plain=$'\e[m'
fi

tell_failures()
{
	local suite=$1 name=$2 failure
	for failure in "${failures[@]}"; do
		printf '    %sFAILED%s %s: %s\n' "$red" "$plain" "$name" "$failure"
	done
	printf '    the end of build/test/%s/%s.log:\n' "$suite" "$name"
	tail -n 40 "$logs/$suite/$name.log" | sed 's/^/    | /'
}

run_suite()
{
	local suite=$1 begin=$SECONDS sum_passed=0 sum_failed=0 sum_skipped=0 code name details=''
	mkdir -p "$logs/$suite"
	rm -f "$logs/$suite"/*
	start_jobs "$suite"
	wait
	for code in "$logs/$suite"/*.code; do
		name=$(basename "$code" .code)
		read_job "$suite" "$name"
		sum_passed=$((sum_passed + passed))
		sum_skipped=$((sum_skipped + skipped))
		sum_failed=$((sum_failed + failed))
		[ $failed -eq 0 ] || details+=$(tell_failures "$suite" "$name")$'\n'
	done
	if [ $((sum_passed + sum_failed + sum_skipped)) -eq 0 ] && [ "$pattern" = '*' ]; then
		sum_failed=1 details="    ${red}FAILED${plain} there is nothing to run in this suite"$'\n'
	fi
	tell_suite "$suite" $((SECONDS - begin))
	total_passed=$((total_passed + sum_passed))
	total_failed=$((total_failed + sum_failed))
}

tell_suite()
{
	local colour=$green skipped_too=''
	[ "$sum_failed" -eq 0 ] || colour=$red
	[ "$sum_skipped" -eq 0 ] || skipped_too=", $sum_skipped skipped"
	printf '%-14s %s%5d passed, %d failed%s%s  (%d s)\n%s' "$1" "$colour" "$sum_passed" \
		"$sum_failed" "$skipped_too" "$plain" "$2" "$details"
}

# ---- the run --------------------------------------------------------------

# shellcheck disable=SC2046 # a list of process ids
trap 'kill $(jobs -p) 2>/dev/null; wait; exit 130' INT TERM

[ $# -gt 0 ] || { echo "usage: tests/run.sh SUITE..." >&2; exit 2; }
for suite; do
	[[ $suite =~ ^(unit|cli|terminal|check)(-asan|-valgrind|-coverage)?$|^(headers|fuzz)$ ]] || {
		echo "tests/run.sh: there is no suite '$suite'; see the head of the script." >&2
		exit 2
	}
done

total_passed=0 total_failed=0
mkdir -p "$logs"
rm -f "$logs/summary"
for suite; do
	run_suite "$suite"
done
echo "$total_passed passed, $total_failed failed" | tee "$logs/summary"
[ "$total_failed" -eq 0 ] && [ "$total_passed" -gt 0 ]
