# SPDX-License-Identifier: GPL-3.0-or-later
#
# For tests of the command line: runs the program and looks at what came of it.
#
#   run ARG..            runs it with the input in $input; leaves $out, $err, $code
#   is TEXT A B          passes when A and B are the same
#   has TEXT STRING PART passes when PART is in STRING
#   lacks TEXT STRING PART
#
# shellcheck shell=bash

VMAPLAB=${VMAPLAB:-$PWD/build/vmaplab}
TEST_TMP=${TEST_TMP:-$(mktemp -d)}
input=

pass() { echo "ok - $1"; }
fail() { echo "not ok - $1"; shift; printf '# %s\n' "$@"; }

run()
{
	printf '%b' "$input" | "$VMAPLAB" "$@" >"$TEST_TMP/out" 2>"$TEST_TMP/err"
	code=${PIPESTATUS[1]}
	out=$(tr -d '\0' <"$TEST_TMP/out")
	err=$(tr -d '\0' <"$TEST_TMP/err")
}

is()
{
	if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "is:        $2" "should be: $3"; fi
}

has()
{
	if [[ $2 == *"$3"* ]]; then pass "$1"; else fail "$1" "not found: $3" "in: $2"; fi
}

lacks()
{
	if [[ $2 != *"$3"* ]]; then pass "$1"; else fail "$1" "found: $3" "in: $2"; fi
}
