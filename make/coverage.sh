#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a test run reached of one folder of the source, after a build with
# COVERAGE=1 and some runs: a line for each file, and a sum.
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
	*/plain/*)  echo "flavour plain" ;;
	*/record/*) echo "flavour record" ;;
	*)          echo "flavour once" ;;
	esac
	# shellcheck disable=SC2086 # 'llvm-cov gcov' is two words
	$GCOV -b -c -t "$notes" 2>/dev/null || :
done | awk -v folder="$2/" '
	# gcov says:  COUNT:LINE:TEXT  for a line (- no code, ##### never run),
	# then  branch N taken COUNT  or  branch N never executed.
	$1 == "flavour"                 { flavour = $2; next }
	/^ *-: *0:Source:/              { file = $0; sub(/^.*Source:/, "", file)
	                                  wanted = index(file, folder) == 1 && file ~ /\.c$/; next }
	!wanted                         { next }
	/^branch/                       { branch(file, $0 ~ /taken [1-9]/); next }
	/^ *[0-9#=-]+[*]?: *[1-9][0-9]*:/ { split($0, part, ":"); line(file, part[2] + 0, part[1]) }

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

	function branch(file, taken)
	{
		branches[file, flavour]++
		reached[file, flavour] += taken
		branches_of_all++
		reached_of_all += taken
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
