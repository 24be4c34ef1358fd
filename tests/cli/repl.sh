#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The prompt without a terminal: commands from a pipe, the first failure with
# its line and reason, input of every kind, scripts and lessons.

. tests/support/cli.sh

# session TEXT: runs these lines, in the toy space.
session() { input=$1 run repl --space toy "${@:2}"; }

# ends TEXT LINES CODE STDERR: a session that fails, and how.
ends()
{
	session "$2"
	is "$1: exit code" "$code" "$3"
	is "$1: what is told" "$err" "$4"
}

# ---- commands ----

session 'alloc 3p\nprint a1\n'
is "a session that goes well: exit code" "$code" 0
is "a session that goes well: nothing on standard error" "$err" ""
has "the area gets a name" "$out" "a1"
lacks "there is no prompt in a pipe" "$out" "vmaplab"
lacks "there is no colour in a pipe" "$out" $'\e'

session 'alloc 3p name=x; alloc 1p name=y # two at once\n# nothing else\n\nprint x\nprint y\n'
is "several commands a line, comments, empty lines" "$code" 0
has "names that were given" "$out" "y"

session 'set entry first\nalloc 1p\nstep\nreverse-step\n'
has "a motion tells the function and the line" "$out" "alloc_vmap_area () at alloc.c:"
is "every motion tells it" "$(grep -c ' () at ' <<<"$out")" 3
session 'alloc 1p\nalloc 2p\nreverse-next-op\n'
has "the end of an operation tells its outcome" "$out" "end of op 1: alloc 1p -> a1: ["

session 'alloc 1p\nfree a1\nquit\nnonsense\n'
is "quit ends the session: exit code" "$code" 0
is "what follows quit is not read" "$err" ""
session 'alloc 1p; quit; nonsense\n'
is "quit in a line ends it" "$code" 0
session 'help\n'
has "help names the commands of the prompt" "$out" "reverse-step"
session ''
is "empty input: exit code" "$code" 0
is "empty input: nothing is said" "$out$err" ""

session 'alloc 1p name=a; alloc 2p name=b; alloc 1p; free b\nbreak hole\nalloc 3p\nwhy\n'
is "why behind a stop does not repeat the sentence" "$(grep -c '^cached_hole_size becomes' <<<"$out")" 1
session '-- a remark of a saved session\nprint 1 -- and another\n'
is "remarks as in Lua" "$out" "1 = 1"
echo precious >"$TEST_TMP/precious"
session "alloc 1p\nsave $TEST_TMP/precious\n"
is "save overwrites no other file: exit code" "$code" 1
has "save overwrites no other file: the mend" "$err" "force=1"
is "save overwrites no other file" "$(cat "$TEST_TMP/precious")" precious

# An empty line repeats only where a person types.
session 'alloc 1p\nreverse-step\n\n\nprint 1\n'
is "an empty line in a pipe does nothing" "$(grep -c ' () at ' <<<"$out")" 1

# ---- the first failure ----

session 'alloc 1p\nalloc 2p\nfree nobody\nalloc 3p\n'
is "a failure: exit code" "$code" 1
has "a failure: line and command" "$err" "line 3: free nobody: "
has "a failure: the reason" "$err" "nobody"
has "what came before was done" "$out" "a2"
lacks "what comes behind is not done" "$out" "a3"
session 'alloc 1p\nalloc 2p; alloc 2q ; alloc 3p\n'
has "the failing command of several is named" "$err" "line 2: alloc 2q: "
session 'aloc 1p\n'
has "a mistyped command: the nearest" "$err" "line 1: aloc 1p: there is no command 'aloc'; did you mean 'alloc'?"
session '"alloc\n'
is "a quote that is not closed: exit code" "$code" 1
has "a quote that is not closed is told" "$err" 'line 1: "alloc: '

# ---- input of every kind ----

session 'alloc 1p\r\nprint a1\r\n'
is "lines that end in CR LF" "$code" 0
session 'alloc 1p\nprint a1'
is "no end of line at the end" "$code" 0
has "the last line counts" "$out" "$(grep -o '0x[0-9a-f]*' <<<"$out" | head -n 1)"
session '\xef\xbb\xbfalloc 1p\n'
is "a byte order mark" "$code" 0
session '# gr\xc3\xbc\xc3\x9fe\necho gr\xc3\xbc\xc3\x9fe\n'
is "UTF-8 goes through: exit code" "$code" 0
is "UTF-8 goes through" "$out" "grüße"
ends "a NUL byte" 'alloc 1p\nal\0loc\n' 1 "line 2: al: byte 3 is a NUL (0x00): this is no text"
ends "broken UTF-8" 'echo \xff\n' 1 'line 1: echo \xff: byte 6 is no UTF-8 (0xff): this is no text'
ends "an escape sequence" 'echo \x1b[2J\n' 1 \
	'line 1: echo \x1b[2J: byte 6 is a control character (0x1b): this is no text'

head -c 5000 /bin/sh | "$VMAPLAB" repl >"$TEST_TMP/out" 2>"$TEST_TMP/err"
is "a binary file: exit code" "${PIPESTATUS[1]}" 1
is "a binary file: one line is told" "$(wc -l <"$TEST_TMP/err")" 1
head -c 3000000 /dev/zero | "$VMAPLAB" repl >"$TEST_TMP/out" 2>"$TEST_TMP/err"
is "an endless line: exit code" "${PIPESTATUS[1]}" 1
has "an endless line is told" "$(cat "$TEST_TMP/err")" "too long"
head -c 60000 /dev/zero | tr '\0' x | "$VMAPLAB" repl >"$TEST_TMP/out" 2>"$TEST_TMP/err"
is "a long line: exit code" "${PIPESTATUS[2]}" 1
is "a long line is not told in full" "$(($(wc -c <"$TEST_TMP/err") < 1000))" 1
{ head -c 50000 /dev/zero | tr '\0' ' '; echo 'echo here'; } | "$VMAPLAB" repl >"$TEST_TMP/out"
is "a long line of blanks" "$(cat "$TEST_TMP/out")" here
head -c 60000 /dev/zero | tr '\0' ';' | "$VMAPLAB" repl >"$TEST_TMP/out"
is "a long line of nothing" "${PIPESTATUS[2]}" 0

lines=300
[ "${TEST_BUILD:-normal}" = normal ] && lines=10000
yes 'alloc 1p name=x; free x' | head -n "$lines" | "$VMAPLAB" repl --space toy >"$TEST_TMP/out"
is "$lines lines" "${PIPESTATUS[2]}" 0

# ---- one who waits for the answer ----

coproc repl { "$VMAPLAB" repl --space toy; }
echo 'echo ready' >&"${repl[1]}"
read -r -t 60 answer <&"${repl[0]}"
is "an answer comes before the next command is sent" "$answer" ready
exec {repl[1]}>&-
wait

# ---- scripts and lessons ----

cat >"$TEST_TMP/first.lua" <<'END'
lab.alloc("2p", "name=fromscript")
END
session 'print fromscript\n' "$TEST_TMP/first.lua"
is "a script, then the pipe: exit code" "$code" 0
session "source $TEST_TMP/first.lua; print fromscript\n"
is "source runs a script before the line goes on" "$code" 0
session 'source\n'
has "source without a file" "$err" "line 1: source: "
session "source $TEST_TMP/none.lua\n"
is "source of no file: exit code" "$code" 1
has "source of no file" "$err" "none.lua"
input='' run repl "$TEST_TMP/none.lua"
is "no such script: exit code" "$code" 2
has "no such script is told" "$err" "none.lua"
is "no such script: in one line" "$(wc -l <"$TEST_TMP/err")" 1
echo 'this is no Lua' >"$TEST_TMP/bad.lua"
input='print 1\n' run repl "$TEST_TMP/bad.lua"
is "a script with a mistake: exit code" "$code" 1
has "a script with a mistake: the place" "$err" "bad.lua:1:"

session "alloc 3p\nstep\nfree a1\nalloc 1p\nsave $TEST_TMP/saved.lua\n"
is "saving a session: exit code" "$code" 0
before=$(session 'alloc 3p\nstep\nfree a1\nalloc 1p\nareas\n'; tail -n 2 <<<"$out")
session "source $TEST_TMP/saved.lua\nareas\n"
is "a saved session is a script: exit code" "$code" 0
is "a saved session leads to the same place" "$(tail -n 2 <<<"$out")" "$before"

cat >"$TEST_TMP/lesson.lua" <<'END'
say("first part")
pause()
say("second part")
ask { question = "What is two pages?", answer = 0x2000 }
say("third part")
END
session '\n' "$TEST_TMP/lesson.lua"
has "a lesson: the first part" "$out" "first part"
has "an empty line goes on" "$out" "second part"
has "the question is shown" "$out" "What is two pages?"
lacks "the lesson waits for the answer" "$out" "third part"
session 'print 7\n\nprint 8\n2p\nprint 9\n' "$TEST_TMP/lesson.lua"
is "commands during a lesson: exit code" "$code" 0
has "commands while it waits" "$(sed '/second part/,$d' <<<"$out")" 7
has "commands while it asks" "$(sed '1,/second part/d; /third part/,$d' <<<"$out")" 8
has "commands when it is over" "$(sed '1,/third part/d' <<<"$out")" 9
has "an answer goes on" "$out" "third part"
cat >"$TEST_TMP/choice.lua" <<'END'
ask { question = "Where?", choices = { "step", "behind it" }, answer = 1 }
say("the end")
END
session 'step\n' "$TEST_TMP/choice.lua"
has "a choice by its words, even if they are a command's" "$out" "the end"
session '2\n' "$TEST_TMP/choice.lua"
has "a choice by its number" "$out" "the end"
session '5\nbehind it\n' "$TEST_TMP/choice.lua"
is "an answer that is none: exit code" "$code" 0
is "an answer that is none is asked again" "$(grep -c 'Where?' <<<"$out")" 2

# The event log in lines, and bookmarks.
input='log\nalloc 1p\nalloc 2p\nalloc 1p\nfree a2\nalloc 3p\nlog\nlog 3\nlog count=1\nlog 4\nbookmark here\n'
input+='goto 1\nbookmarks\ngoto here\nlog 12\n'
run repl --space toy
has "log: nothing yet" "$out" "nothing has been done in this operation yet"
has "log: a loop in one line, which stands out" "$out" \
	"   3 !+ step 23: 2 areas walked, largest hole 2 pages"
has "log: the line unfolded" "$out" "   3 !  step 32: the hole of 2 pages before a3 is noted"
has "log: only the last ones" "$out" "lines left out: 8; 'log count=9' shows all"
has "log: a line in which nothing is folded" "$out" "nothing is folded in line 4"
has "bookmarks: the list" "$out" "here         operation 5, step 54"
has "log: a line that is not there" "$err" "the log has no line 12; its last one so far is 9"
is "log: exit code" "$code" 1

# For those who listen: sentences, and what has changed.
input='alloc 3p\nalloc 1p\nalloc 2p\nfree a2\nalloc 2p\nreverse-step 31\nnext\nnext-op\nspace toy\n'
run repl --narrate --space toy
is "narration: exit code" "$code" 0
has "narration: what an operation has changed" "$out" "free_vmap_cache was a3, now it is a1."
has "narration: operation, step, function" "$out" \
	"Operation 5, alloc 2p -> a4. Step 23 of 54, in walk_areas, called by search_hole."
has "narration: the line of code" "$out" $'\nLine 31: if (addr > highest)\n'
has "narration: what was new going back, too" "$out" \
	"cached_hole_size is 0x0 again; later it becomes 0x1000 (1 page)."
has "narration: what is known is not said again" "$out" $'\nStep 24 of 54.\nLine 34: '
has "narration: the end of an operation" "$out" "Operation 5, alloc 2p -> a4, has ended: [0x"
is "narration: another space is no change" "$(tail -n 1 <<<"$out")" \
	"A space of 64 whole pages, 1 of 1 CPUs online."
lacks "narration: the lock is no news" "$out" "vmap_area_lock was"
input='alloc 1p\nbreak hole\nwatch cached_hole_size\nalloc 2p\nfree a1\nalloc 3p\ncontinue\n'
input+='next-op\nreverse-continue\n'
run repl --narrate --space toy
has "narration: a breakpoint is set" "$out" "From now on it stops at breakpoint 1, the event hole."
has "narration: a stop at it" "$out" \
	"Stopped at breakpoint 1, the event hole: the walk notes a larger hole."
has "narration: a stop at a change" "$out" \
	"Stopped at watchpoint 2, a change of cached_hole_size: was 0x0, is 0x1000 (1 page)."
has "narration: the same going back" "$out" \
	"a change of cached_hole_size: it is 0x0 again; later it becomes 0x1000 (1 page)."
input='\n\n\n\n\n' run repl --narrate cache
is "narration of a lesson: exit code" "$code" 0
has "narration of a lesson: a step of it" "$out" "Step 11 of 39, in ask_cache, called by search_hole."
lacks "narration of a lesson: no marks in its text" "$out" '`'
lacks "narration of a lesson: no columns" "$(grep -v '^  [0-9] ' <<<"$out")" "   "
