#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A thousand seeds of each exam: the model's own answers get all points once they have gone
# through a transcript, no two exercises are the same, all are about as hard as the exam's
# file says, and no answer is so common that it could be guessed.

. tests/support/cli.sh

exams=(search release tables layer)
[ "${TEST_BUILD:-normal}" = normal ] && seeds=1000 || seeds=10

for exam in "${exams[@]}"; do
	{ "$VMAPLAB" exam "$exam" --survey $seeds; echo "exit code $?"; } >"$TEST_TMP/$exam" 2>&1 &
done
wait
for exam in "${exams[@]}"; do
	out=$(cat "$TEST_TMP/$exam")
	has "$exam: all solvable, all different" "$out" "$seeds seeds, $seeds solvable, $seeds different, $seeds within "
	has "$exam: exit code" "$out" "exit code 0"
	lacks "$exam: no answer is too common" "$out" "more than"
	has "$exam: each question's answers are counted" "$out" "question 6: "
	has "$exam: within what its file states" "$(tr -d ' ' <"lessons/exams/$exam.lua")" \
		"steps={$(sed -n 's/.* within \([0-9]*\)\.\.\([0-9]*\) steps.*/\1,\2/p' <<<"$out")}"
	run lint "lessons/exams/$exam.lua"
	has "$exam: lint finds nothing" "$out" "1 file, 0 findings"
done
