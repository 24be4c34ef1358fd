#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A lesson on the screen that asks for predictions and sets a task; loaded again
# after an edit; and in Chinese, where characters are two columns wide.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

cat >"$TEST_TMP/lesson.lua" <<'LUA'
lesson { name = "test", title = "Tasks", space = "toy" }
predict { "address", operation = { alloc, "3p", "name=x" } }
task {
  text = "Make an alloc fail.",
  check = function() return lab.outcome().errno == "EBUSY", "Nothing has failed." end,
  hints = { "Ask for too much.", "alloc 65p" },
  solution = function() alloc "65p" end,
}
say "The part after the task."
pause()
say "The end."
LUA

shell_in 120 36
start "$TEST_TMP/lesson.lua"
shows "the question" 'At which address will it lie'
press P
shows "the projector leaves the lesson where it is" 'At which address will it lie'
press P
press :
say 'somewhere'
press Enter
shows "what is no answer is told" 'somewhere: please give an address'
say 'page 7'
press Enter
shows "partly right" 'Partly right: 50 of 100. The answer is: page 0.'
shows "then the task" 'Make an alloc fail.'
shows "and what can be said" ': command; or hint, done, skip'
press Escape
enter 'hint'
shows "a hint" 'Hint 1 of 2: Ask for too much.'
enter 'done'
shows "not yet" 'Not yet. Nothing has failed.'
enter 'alloc 64p'
shows "an operation that has only begun is told" 'c: to its end; hint, done, skip'
press : x BSpace
say 'done'
press Enter
shows "as is how it ends" 'But the operation has'
press End
shows "the lab's state is enough; End is a key in an empty line, too" 'space: go on'
press Escape
press Space
shows "hints cost points" 'Partly right: 75 of 100. Hints have their price.'
shows "the lesson goes on" 'The part after the task.'
sed -i 's/The part after/EDITED: the part after/' "$TEST_TMP/lesson.lua"
enter 'reload'
shows "loaded again, at the same place" 'EDITED: the part after the task.'
shows "with its answers" 'Partly right: 50 of 100.'
press Space
shows "and on from there" 'The lesson is over: 62 of 100 points.'
press Space
shows "behind the end Space does nothing unexpected" 'The lesson is over; s steps.'
strike q
ends "leaving"

shell_in 100 40
to_shell "rm -f $marker"
start --language zh_CN cache
shows "the title in Chinese" '缓存指针与空洞大小'
shows "text, broken by columns" '就慢。$'
shows "how to go on" '空格：继续'
strike q
ends "leaving the Chinese one"
