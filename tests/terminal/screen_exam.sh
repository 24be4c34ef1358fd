#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# An exam on the screen: nothing can be tried out before one answers, the program is killed
# and the exam goes on where it was, a task is done, the transcript gets its marks.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

VMAPLAB=$(realpath "$VMAPLAB")
cd "$TEST_TMP" || exit 1
export VMAPLAB_LESSONS=$TEST_TOP/lessons
mapfile -t right < <("$VMAPLAB" exam search --seed 3 --student anna --answers | sed -n 's/^    = //p')

shell_in 120 40
start exam search --seed 3 --student anna
shows "the first question" '1. First fit'
shows "it is called an exam" ' Exam '
shows "what has run" 'These commands have run'
shows "what is asked" 'At which address will it lie'
hides "what is refused is not offered" 'sStep\|nNext'
press s
shows "no step" 'in an exam nothing can be tried out'
enter 'alloc 3p'
enter 'reload'
shows "no other way" 'this is not possible in an exam'
enter "print free_vmap_cache"
press :
say "${right[0]}"
press Enter
shows "the next question" 'Will the cache be used'
hides "right and wrong are not told" 'Right\.'
say "skip"
press Enter
shows "and the next" '2. The cache pointer'
is "two answers are written" "$(grep -c ' answer ' search-3-anna.exam)" 2
kill -KILL "$(ps -o pid= --ppid "$(tm display -p -t test '#{pane_pid}')")"

shell_in 120 40
start exam search --seed 3 --student anna
shows "it goes on where it was" 'At which address will it lie'
shows "with all that was said" '2. The cache pointer'
press :
for answer in "${right[@]:2:5}"; do
	say "$answer"
	press Enter
done
shows "the task" 'cached_hole_size exactly [0-9]* pages'
shows "how it is done" ': command; then done, or skip'
pages=$(picture | sed -n 's/.*exactly \([0-9]*\) pages.*/\1/p')
for line in 'alloc 1p name=a' "alloc ${pages}p name=b" 'alloc 1p' 'free b' "alloc $((pages + 1))p"; do
	say "$line"
	press Enter
done
say 'done'
press Enter
shows "the end" 'The exam is over. Hand in this file'
press Escape
strike q
ends "leaving"
is "the transcript gets its marks" "$("$VMAPLAB" grade search-3-anna.exam | sed -n 's/.* \([0-9]*\/[0-9]*\) .*/\1/p')" 700/800
