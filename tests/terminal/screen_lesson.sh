#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A lesson on the screen: its text, going on, a question with choices, one
# with a value, looking around in between, the end; and lessons with faults.

# shellcheck source=tests/support/screen.sh
. "${TEST_TOP:-$PWD}/tests/support/screen.sh"

cat >"$TEST_TMP/lesson.lua" <<'LUA'
lesson { name = "test", title = "A lesson for tests", space = "toy" }
say "The *first* part, with `code` in it."
pause()
lab.alloc("3p")
say "The second part."
pause()
ask { question = "How many areas are there?", choices = { "none", "one", "two" },
      answer = 2, why = "We made one." }
ask { question = "How large is it?", answer = size("3p"), why = "That was asked for." }
say "The last part."
LUA

shell_in 120 36
start "$TEST_TMP/lesson.lua"
shows "the title" 'Lesson .* A lesson for tests'
shows "the text, without its marks" 'The first part, with code in it.'
shows "how to go on" 'space: go on'
press Space
shows "space: the next part" 'The second part.'
shows "what the lesson did is seen" 'alloc 3p -> a1'
press Home s s
shows "one can look around" 'step 2 of'
press F3
shows "other panes" ' Messages '
hides "do not show the text" 'The second part.'
shows "the way back to it is told" '^: layout tree   space: back to the lesson *$'
press Space
shows "space leads back to it first" 'The second part.'
press Space
shows "a question" 'How many areas are there?'
shows "its choices" '2  one'
shows "and how to answer" '1..3: your answer'
press Space
shows "space is no answer" 'waits for your answer'
press F4
shows "which tells what is asked, too" 'space: back to the lesson, which asks: How many'
press Space
shows "and leads back" '1..3: your answer'
enter 'print 6*7'
shows "a command is a command still" '6.7 = .*42'
press 2
shows "the answer is right" 'Right. We made one.'
shows "the next question" 'How large is it?'
press :
shows "the prompt asks for the answer" '^answer>'
say 'rubbish here'
press Enter
shows "what is no answer is told" 'rubbish'
say '2p'
press Enter
shows "a wrong value" 'Not so. The answer is: 12288 (0x3000). That was'
shows "the end" 'end of the lesson'
press Escape
press g
shows "one can scroll back" 'The first part'
strike q
ends "and leave"

shell_in 80 24
start "$TEST_TMP/lesson.lua"
shows "80x24: the title" 'Lesson'
shows "80x24: the text" 'first part'
shows "80x24: the source" 'Source'
press :
press Space
shows "in an empty line of the prompt space goes on, too" 'The second part.'
press Escape
strike q
ends "80x24: leaving"

# ---- a question below the text, which fills its pane ----

cat >"$TEST_TMP/long.lua" <<'LUA'
lesson { name = "long", title = "Long", space = "toy" }
say(("Text and more text of it. "):rep(22))
ask { question = "Which one is it?", choices = { "the first", "the last" }, answer = 2 }
say "Over."
LUA
start "$TEST_TMP/long.lua"
shows "a question that is out of sight is told of" 'space: on to the question'
hides "it is not seen" 'Which one is it'
press : Space
shows "space goes there from the prompt" 'Which one is it'
press PPage PPage
shows "PgUp goes back" 'space: on to the question'
press x
shows "to whoever begins to answer it is shown" 'Which one is it'
press PPage PPage
shows "one can read once more what stood there" 'space: on to the question'
press Enter
shows "what is said to an answer is seen" 'please give the number'
press Escape
strike q
ends "leaving"

# ---- faults ----

printf 'say "so far"\nerror("broken on purpose")\n' >"$TEST_TMP/broken.lua"
start "$TEST_TMP/broken.lua"
shows "an error in a script is told" 'broken on purpose'
enter 'print 1+1'
shows "and the laboratory lives on" '1+1 = 2'
strike q
ends "leaving after an error"
printf 'while true do end\n' >"$TEST_TMP/endless.lua"
rm -f "$marker"
to_shell "$VMAPLAB $TEST_TMP/endless.lua"
shows "a script without an end is stopped" 'Address space'
strike q
ends "leaving after that"
to_shell "clear; $VMAPLAB $TEST_TMP/missing.lua"
shows "a script that is not there: exit code 2" '^shell:2>'
shows "and why" 'missing.lua'
terminal_is_whole "after a missing script"
