#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs the fuzzers that `make fuzz` has built, one after the other.
#
# A fuzzer begins with seeds: the small recordings are those of the reader; and
# compressed, where they are as good as noise, they serve as choices of
# operations. What turned out to be interesting is kept in build/fuzz/long/TARGET
# and gone on with the next time. What was found lies in its folder `found`, and
# is tried again by build/fuzz/tests/fuzz/TARGET FILE.
#
#   make/fuzz.sh SECONDS TARGET...   each for so long; tells how many runs it were
#   make/fuzz.sh --short TARGET      a fixed number of runs, always the same; in TAP
#
# Exit codes: 0 nothing found, 1 something was.

set -eu
cd "$(dirname "$0")/.."

programs=build/fuzz/tests/fuzz

# Names in a report need a program that a system without all of LLVM lacks; that it
# is missing must not look like a finding.
if ! command -v llvm-symbolizer >/dev/null; then
	export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}symbolize=0"
	export UBSAN_OPTIONS="${UBSAN_OPTIONS:+$UBSAN_OPTIONS:}symbolize=0"
fi

# Prints the seed that recording $2 is for target $1, of at most $3 bytes. Nothing,
# if it would make runs slow: it is too long, or counts pages by the ten thousand.
# Of transcripts, which are all too long, the beginning must do.
seed_of()
{
	case "$1 $2" in
	ops*)     head -c "$3" "$2" ;;
	*.txt.gz) gzip -dc "$2" | head -c "$3" | sed '$d' ;;
	*)        gzip -dc "$2" | awk -v most="$3" '
			{ text = text $0 "\n" }
			length(text) > most || / pages=[0-9][0-9][0-9][0-9][0-9]/ { text = ""; exit }
			END { printf "%s", text }' ;;
	esac
}

# make_seeds TARGET FOLDER BYTES
make_seeds()
{
	rm -rf "$2"
	mkdir -p "$2"
	find tests/golden tests/live419 -name '*.gz' | LC_ALL=C sort | while read -r file; do
		seed_of "$1" "$file" "$3" >"$2/$(echo "$file" | tr / _)"
	done
	find "$2" -size 0 -delete
	find "$2" -type f | LC_ALL=C sort | paste -sd, >"$2.list"	# always in this order
}

# Largest input of a target, in bytes.
longest()
{
	case $1 in
	ops) echo 1000 ;;
	*)   echo 6000 ;;
	esac
}

# fuzz TARGET FOLDER OPTIONS...: all that is written is in the folder.
fuzz()
{
	target=$1 folder=$2
	shift 2
	make_seeds "$target" "$folder/seeds" "$(longest "$target")"
	mkdir -p "$folder/corpus" "$folder/found"
	$programs/dictionary >"$folder/dictionary"
	"$programs/$target" -dict="$folder/dictionary" -len_control=0 -timeout=60 \
		-rss_limit_mb=4096 -max_len="$(longest "$target")" -print_final_stats=1 \
		-artifact_prefix="$folder/found/" -seed_inputs="@$folder/seeds.list" "$@" "$folder/corpus" \
		>"$folder/log" 2>&1
}

runs_of() { sed -n 's/^stat::number_of_executed_units: //p' "$1/log"; }

# What is worth reading of a log that ends badly.
tell()
{
	grep -v -e '^#[0-9]' -e '^INFO:' -e '^Dictionary:' "$1/log" | head -n 60
}

short()
{
	rm -rf "build/fuzz/short/$1"
	case $1 in ops) runs=500 ;; *) runs=4000 ;; esac
	echo 1..1
	if fuzz "$1" "build/fuzz/short/$1" -seed=1 -runs=$runs; then
		echo "ok - $1: $(runs_of "$folder") runs, nothing found"
	else
		tell "$folder"
		echo "not ok - $1: something was found, see $folder"
		return 1
	fi
}

long()
{
	seconds=$1 code=0
	shift
	for name; do
		if fuzz "$name" "build/fuzz/long/$name" -max_total_time="$seconds"; then
			echo "$name: $(runs_of "$folder") runs in $seconds seconds, nothing found"
		else
			tell "$folder"
			echo "$name: something was found, see $folder"
			code=1
		fi
	done
	return $code
}

case ${1:-} in
--short) short "$2" ;;
[0-9]*)  long "$@" ;;
*)       echo "usage: make/fuzz.sh SECONDS TARGET... | --short TARGET" >&2; exit 2 ;;
esac
