#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a test run reached of one folder of the source, after a build with
# COVERAGE=1 and some runs: a line for each file, and a sum.
#
# Lines and branches of .c and .h files count: a branch is one way that a
# condition, a loop or a case of a switch can go, as gcov finds them in code that
# was compiled without optimisation. What stands in a header and is compiled into
# several objects counts once, as run if any of them ran it.
#
# The model is compiled twice, so its lines are counted together (a line counts
# as run if either flavour ran it), while its branches are counted for each
# flavour by itself: the recording macros bring branches of their own.
#
#   GCOV=gcov make/coverage.sh FOLDER-OF-OBJECTS FOLDER-OF-SOURCES

set -eu

GCOV=${GCOV:-gcov}
command -v "${GCOV%% *}" >/dev/null || {
	echo "make coverage: '${GCOV%% *}' is not here; GCOV='...' names another." >&2
	exit 2
}

find "$1" -name '*.gcno' | LC_ALL=C sort | while read -r notes; do
	[ -e "${notes%.gcno}.gcda" ] || echo "# never linked or never run: $notes"
	case $notes in
	*/obj/plain.gcno)  echo "flavour plain" ;;
	*/obj/record.gcno) echo "flavour record" ;;
	*)                 echo "flavour once" ;;
	esac
	# shellcheck disable=SC2086 # 'llvm-cov gcov' is two words
	$GCOV -b -c -t "$notes" 2>/dev/null || :
done | awk -v folder="$2/" '
	# gcov says:  COUNT:LINE:TEXT  for a line (- no code, ##### never run),
	# then  branch N taken COUNT  or  branch N never executed.
	$1 == "flavour"                 { flavour = $2; next }
	/^ *-: *0:Source:/              { file = $0; sub(/^.*Source:/, "", file)
	                                  wanted = index(file, folder) == 1 && file ~ /\.[ch]$/; next }
	!wanted                         { next }
	/^branch/                       { branch(file, at ":" ++way, $0 ~ /taken [1-9]/); next }
	/^ *[0-9#=-]+[*]?: *[1-9][0-9]*:/ { split($0, part, ":"); at = part[2] + 0; way = 0
	                                  line(file, at, part[1]) }

	function line(file, number, count,    key)
	{
		gsub(/[ *]/, "", count)
		if (count == "-")
			return
		key = file ":" number
		if (!(key in lines)) {
			lines[key] = 0
			all[file]++
		}
		if (count + 0 > 0 && !lines[key]) {
			lines[key] = 1
			run[file]++
		}
	}

	function branch(file, place, taken,    key)
	{
		key = file ":" flavour ":" place
		if (!(key in ways)) {
			ways[key] = 0
			branches[file, flavour]++
			branches_of_all++
		}
		if (taken && !ways[key]) {
			ways[key] = 1
			reached[file, flavour]++
			reached_of_all++
		}
	}

	function percent(part, whole)
	{
		return whole ? sprintf("%5.1f%% of %-5d", 100 * part / whole, whole) : "    -         "
	}

	function both(part, whole)
	{
		return whole ? percent(part, whole) : ""
	}

	END {
		printf "%-36s %-16s %-16s %s\n", "", "lines", "branches", "branches, recording"
		sort = "LC_ALL=C sort"
		for (file in all) {
			plain = ((file, "plain") in branches) ? "plain" : "once"
			printf "%-36s %-16s %-16s %s\n", file, percent(run[file], all[file]),
			       percent(reached[file, plain], branches[file, plain]),
			       both(reached[file, "record"], branches[file, "record"]) | sort
			lines_of_all += all[file]
			run_of_all += run[file]
		}
		close(sort)
		printf "%-36s %-16s %s\n", "all of " folder, percent(run_of_all, lines_of_all),
		       percent(reached_of_all, branches_of_all) " (both flavours)"
	}'
