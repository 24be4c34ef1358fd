#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The runner of the tests itself, on suites made for it: what a test leaves running
# ends, silently, and nothing stays behind; what takes too long ends, too.

. tests/support/cli.sh

tree=$TEST_TMP/tree
mkdir -p "$tree/tests/cli" "$TEST_TMP/scratch"
cp tests/run.sh "$tree/tests/"

# suite SCRIPT: runs a suite of this one test; leaves $out.
suite()
{
	printf '%s\n' "$1" >"$tree/tests/cli/one.sh"
	out=$(TEST='*' TEST_LIMIT=${limit:-} TMPDIR=$TEST_TMP/scratch "$tree/tests/run.sh" cli 2>&1)
	code=$?
}

left() { find "$TEST_TMP/scratch" -mindepth 1 | head -n 1; }

# shellcheck disable=SC2016 # for the suite's own shell
suite '(for i in $(seq 25); do mkdir -p "$TEST_TMP/late/$i"; sleep 0.02; done) &
echo "ok - over"'
is "a test that leaves something running: exit code" "$code" 0
has "it counts" "$out" "1 passed, 0 failed"
lacks "nothing is said of the folder" "$out" "annot remove"
sleep 0.6
is "and nothing of it stays" "$(left)" ""

# shellcheck disable=SC2016 # for the suite's own shell
suite 'sleep 600 & echo $! >"'"$TEST_TMP"'/sleeper"; echo "ok - over"'
is "one that would run for ever: exit code" "$code" 0
is "is ended" "$(ps -o stat= -p "$(cat "$TEST_TMP/sleeper")" | grep -v Z)" ""
is "and leaves nothing, either" "$(left)" ""

limit=1
suite 'while :; do :; done'
is "one that computes for ever: exit code" "$code" 1
has "it says how much it had" "$out" "out of time after 1 s of a processor"
suite 'echo "ok - so far"; sleep 600'
is "one that waits for ever: exit code" "$code" 1
has "it says how long it had" "$out" "out of time after 4 s"
is "and neither leaves anything" "$(left)" ""
