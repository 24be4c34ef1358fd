#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Exams on the command line: who sits one and how, what goes into the transcript, and what
# grading makes of it and of what was done to it.

. tests/support/cli.sh

last() { printf '%s\n' "$out" | tail -n 1; }
unset LANG LC_ALL LC_MESSAGES LANGUAGE
exams=(search release tables layer)
here=$PWD
VMAPLAB=$(realpath "$VMAPLAB")
cd "$TEST_TMP" || exit 1

# ---- the list and the key ---------------------------------------------------

run exam
is "the list: exit code" "$code" 0
is "the list has all of them" "$(cut -d' ' -f1 <<<"$out" | tr '\n' ' ')" "${exams[*]} "
run exam --language zh_CN
has "the list in Chinese" "$out" "页表"
run exam search --seed 5 --answers
is "the key: exit code" "$code" 0
has "the key has the answers" "$out" "    = "
has "and does the task" "$out" "; done"
key=$out
run exam search --seed 5 --answers
is "the same seed gives the same exercises" "$out" "$key"
run exam search --seed 6 --answers
lacks "another seed gives others" "$out" "$(grep -m1 'have run:' <<<"$key")"
run exam search --seed 5 --student anna --answers
lacks "and so does a student" "$out" "$(grep -m1 'have run:' <<<"$key")"
run exam search --seed 5 --answers --language zh_CN
has "the key in Chinese" "$out" "首次适配"
has "an address has its reason" "$(tr '\n' ' ' <<<"$key")" "and found room at 0x"
run exam search --seed 7 --answers
has "which gaps would not do" "$out" "and found room at 0xffffc9000000a000. Gaps too small on the way: 2p before c."
run exam tables --seed 7 --answers
has "which tables were missing" "$out" "There was no pte table for [0xffffc900bfe00000, 0xffffc900c0000000). Beyond the"
has "and what for" "$out" "Beyond the boundary at 0xffffc900c0000000 there was no pmd table."
is "nothing was written" "$(ls ./*.exam 2>/dev/null)" ""

# ---- misuse -----------------------------------------------------------------

# misused TEXT CODE MESSAGE ARG..
misused()
{
	local text=$1 wanted=$2 message=$3
	shift 3
	run "$@"
	is "misuse: $text: exit code" "$code" "$wanted"
	has "misuse: $text" "$err" "$message"
}

misused 'no such exam' 2 "there is no exam 'serach'; did you mean 'search'?" exam serach --seed 1
misused 'nothing like it' 2 "'vmaplab exam' lists them" exam qqqqqq --seed 1
misused 'a lesson is no exam' 2 "there is no exam 'tour'" exam tour --seed 1
misused 'no seed' 2 "an exam needs a seed" exam search
misused 'a seed that is none' 2 "--seed takes a whole number" exam search --seed x
misused 'a seed below 0' 2 "--seed takes a whole number" exam search --seed=-1
misused 'a seed too large' 2 "--seed takes a whole number" exam search --seed 99999999999999999999
misused 'a student with a slash' 2 "--student takes an ID" exam search --seed 1 --student a/b
misused 'an empty student' 2 "--student takes an ID" exam search --seed 1 --student ''
misused 'a student too long' 2 "--student takes an ID" exam search --seed 1 --student "$(printf '%080d' 1)"
misused 'two ways at once' 2 "one of --answers, --survey and --auto" exam search --seed 1 --auto --answers
misused 'a survey with a seed' 2 "leave --seed out" exam search --seed 1 --survey 3
misused 'a survey of nothing' 2 "--survey takes" exam search --survey 0
misused 'a key into a file' 2 "--out is for a transcript" exam search --seed 1 --answers --out x
misused 'other answers' 2 "--auto takes =right or =wrong" exam search --seed 1 --auto=maybe
misused 'options without an exam' 2 "which exam?" exam --seed 1
misused 'a screen and plain lines' 2 "--layout is for" exam search --seed 1 --narrate --layout tree
misused 'two exams' 2 "one too many" exam search tables --seed 1
misused 'grading nothing' 2 "something is missing" grade
misused 'an option of others' 2 "takes no option --seed" grade --seed 1 x
misused 'a folder that is not there' 2 "cannot be written" exam search --seed 1 --auto --out none/x.exam
is "misuse leaves no file behind" "$(ls ./*.exam x 2>/dev/null)" ""

# ---- sitting one, in plain lines ----------------------------------------------

# No command that changes anything runs while a question is open.
for command in 'alloc 3p' 'free a' 'reverse-step' 'goto 0' 'step' 'break hole' 'branch 0' 'space toy' \
	'save x' 'set entry first' 'dropcache' reload 'language zh_CN'; do
	input="$command\\n"
	run exam search --seed 3 --student nosy
	is "not possible: $command: exit code" "$code" 1
	has "not possible: $command" "$err" "in an exam"
	rm -f search-3-nosy.exam
done
input='areas; tree; print a; why; ops; variables; help alloc\npage 3\n'
run exam search --seed 3 --student nosy
is "one may look" "$code" 0
has "and is told that it is not over" "$err" "the same command goes on"
has "the answer is in the transcript" "$(tail -n 1 search-3-nosy.exam)" "q1 11 "
lacks "right and wrong are not told" "$out" "Right"
lacks "nor what has come of it" "$out" "x: ["
lacks "why offers nothing that is refused" "$out" "reverse-step"
rm -f search-3-nosy.exam

right=("$("$VMAPLAB" exam search --seed 3 --student anna --answers | sed -n 's/^    = //p')")
mapfile -t right <<<"${right[0]}"
input="hint\ndone\n"
run exam search --seed 3 --student anna
is "words of lessons and tasks are no attempt" "$(grep -c 'an exam has no hints' <<<"$out")" 2
input="${right[0]}\n nonsense \n${right[1]}\n"
run exam search --seed 3 --student anna
is "an exam begins" "$code" 0
has "what is no answer is told" "$out" "please say: hit"
before=$(cat search-3-anna.exam)
is "each answer is in the transcript" "$(grep -c ' answer ' search-3-anna.exam)" 2
input="skip\n${right[3]}\n"
run exam search --seed 3 --student anna
has "it goes on where it was" "$(head -n 3 <<<"$out")" "At which address"
lacks "and says nothing twice" "$out" "1. First fit"
has "what was written stays" "$(cat search-3-anna.exam)" "$before"
input='skip\nskip\nskip\nalloc 1p name=a; alloc 9p name=b; alloc 1p\nset narrate off\nfree b\n'
run exam search --seed 3 --student anna
is "commands of a task are in the transcript" "$(grep -c ' command ' search-3-anna.exam)" 4
input='hint\nalloc 10p\nprint cached_hole_size\ndone\n'
run exam search --seed 3 --student anna
has "there are no hints" "$out" "done and skip are understood"
has "the end" "$out" "The exam is over. Hand in this file: search-3-anna.exam"
lacks "without a word on the points" "$out" "points"
whole=$(cat search-3-anna.exam)
run exam search --seed 3 --student anna
is "what is over does not go on: exit code" "$code" 2
has "what is over does not go on" "$err" "is over already"
run exam search --seed 4 --student anna --out search-3-anna.exam
has "another's file stays" "$err" "another exam, seed or student"
echo hello >mine
run exam search --seed 4 --out mine
has "what is no transcript stays" "$err" "is there already"
is "as it was" "$(cat mine)" "hello"
is "and so does the transcript" "$(cat search-3-anna.exam)" "$whole"
printf '%s' "$before" >cut.exam
input="${right[1]}\n"
run exam search --seed 3 --student anna --out cut.exam
is "a line that was cut off is asked again" "$(grep -c ' answer ' cut.exam)" 2
run exam search --seed 3 --student anna --out cut.exam --language zh_CN
has "it goes on in its language" "$err" "--language en"

# Two windows.
mkfifo pipe
"$VMAPLAB" exam search --seed 8 <pipe >/dev/null &
exec {held}>pipe
until [ -s search-8.exam ]; do sleep 0.05; done
input=
run exam search --seed 8
has "not in two windows" "$err" "open in another window"
exec {held}>&-
wait

# An answer that cannot be written is not taken; later it goes on from there.
full=$(trap '' XFSZ; ulimit -f 1
	{ printf 'skip\n%.0s' {1..7}; printf 'alloc 1p\n%.0s' {1..20}; echo 'done'; } |
		"$VMAPLAB" exam search --seed 9 2>&1)
has "a full disk is told" "$full" "the answer cannot be written down, so it is not taken"
is "with whole lines in the file" "$(tail -c 1 search-9.exam | od -An -c | tr -d ' ')" '\n'
input='done\n'
run exam search --seed 9
has "and the exam goes on" "$out" "The exam is over"
run grade search-9.exam
is "with a transcript that fits" "$code" 0

# ---- grading ---------------------------------------------------------------------

input=
for exam in "${exams[@]}"; do
	run exam "$exam" --seed 11 --student bert --auto
	is "$exam: the model sits it" "$code" 0
	run exam "$exam" --seed 12 --auto=wrong --out "$exam-wrong.exam" --language zh_CN
	is "$exam: and wrongly, in Chinese" "$code" 0
done
run exam search --seed 11 --student bert --auto
is "no transcript is overwritten" "$code" 2
run grade ./*-11-bert.exam
is "right answers: exit code" "$code" 0
is "right answers: all points" "$(grep -c ' 100 100 .* [78]00/[78]00 ' <<<"$out")" 4
is "right answers: counted" "$(last)" "4 graded, 0 failed"
run grade ./*-wrong.exam
is "wrong answers: no points" "$(grep -c ' 0/[78]00 ' <<<"$out")" 4
run grade search-3-anna.exam
has "partly" "$out" "anna     search  3     100 100 - "
has "what was left out is told" "$out" "left out: 4 of 8"
has "and the commands" "$out" "commands in tasks: 5"
run grade cut.exam search-3-anna.exam --language zh_CN
is "not finished: exit code" "$code" 0
has "the table in Chinese has its columns" "$(last)" "2"
run grade cut.exam
has "not finished" "$out" "not finished: 2 of 8 answered"
has "not finished: what was answered of a group counts" "$out" "anna     search  3     100 100 - - - - - -  200/800"
is "too fast" "$(grep -c "all in [0-9] s" <<<"$out")" 1
sed 's/$/\r/' search-11-bert.exam >crlf.exam
run grade crlf.exam search-11-bert.exam
is "line ends of Windows are no change" "$(last)" "2 graded, 0 failed"
has "handed in twice" "$out" "handed in more than once: crlf.exam"
run grade --json search-3-anna.exam none.exam
is "JSON: exit code" "$code" 2
has "JSON: the points" "$out" '"said": null,'
has "JSON: the student" "$out" '"student": "anna"'
sed 's/answer .*/answer hit/' search-3-anna.exam >spoilt.exam
run grade --json spoilt.exam
has "JSON: who failed" "$(tr -d ' \n' <<<"$out")" '"exam":"search","seed":3,"student":"anna"}'
run grade spoilt.exam
has "the table: who failed" "$out" "spoilt.exam  not graded"
run grade --json search-3-anna.exam none.exam
has "JSON: what failed" "$out" '"error": "cannot be read: No such file or directory"'
has "JSON: how many" "$out" '"failed": 1'

# ---- what is done to transcripts -----------------------------------------------------

# The sums anew, as somebody would who knows the format.
sum_of()
{
	local LC_ALL=C text=$1$'\n' i c
	for ((i = 0; i < ${#text}; i++)); do
		printf -v c %d "'${text:i:1}"
		sum=$(((sum ^ (c & 255)) * 0x100000001b3))
	done
}
sum_again()
{
	local line sum=$((0xcbf29ce484222325))
	while IFS= read -r line; do
		case $line in
		sum:*)    printf 'sum: %016x\n' "$sum" ;;
		*:*|vm*)  sum_of "$line"; printf '%s\n' "$line" ;;
		*)        sum_of "${line#* }"; printf '%016x %s\n' "$sum" "${line#* }" ;;
		esac
	done <"$1" >"$1.new"
	mv "$1.new" "$1"
}
cp search-3-anna.exam same.exam
sum_again same.exam
is "the sums can be computed" "$(cat same.exam)" "$whole"

# spoilt TEXT MESSAGE SED: a transcript that was changed is not graded, another one is.
spoilt()
{
	sed "$3" search-3-anna.exam >spoilt.exam
	[ $# -lt 4 ] || sum_again spoilt.exam
	run grade spoilt.exam search-11-bert.exam
	is "spoilt: $1: exit code" "$code" 1
	has "spoilt: $1" "$err" "spoilt.exam: $2"
	is "spoilt: $1: the other is graded" "$(last)" "1 graded, 1 failed"
}
spoilt 'an answer' 'line 11 was changed' '11s/answer .*/answer hit/'
spoilt 'a command' 'line 18 was changed' '18s/9p/8p/'
spoilt 'a seed' 'the header (lines 1 to 8) was changed' 's/^seed: 3/seed: 4/'
spoilt 'a student' 'the header (lines 1 to 8) was changed' 's/^student: anna/student: bert/'
spoilt 'a time' 'line 12 was changed' '12s/ [0-9]* q/ 9999 q/'
spoilt 'a line taken away' 'line 12 was changed' '12d'
spoilt 'lines changed over' 'line 13 was changed' '13{h;d};14G'
spoilt 'a line added' 'line 24 stands behind the end' '$p'
spoilt 'no sums' 'line 10 has no sum' '10s/^[^ ]* //'
spoilt 'another form' 'line 1: this is a transcript of form 7' '1s/1$/7/'
spoilt 'no form' 'line 1 does not begin the transcript' '1s/1$/x/'
spoilt 'a header without its seed' "line 3 should tell its 'seed'" '/^seed/d'
spoilt 'cut in its header' 'line 4 is cut off' '4,$d;3{N;s/\n.*//}'
spoilt 'another program' 'line 6: it was written by vmaplab 9.9' 's/^program: .*/program: 9.9/' again
spoilt 'another exam file' "line 7: the exam 'search' was another one" 's/^source: ./source: f/' again
spoilt 'another exam' "line 7: the exam 'tables' was another one" 's/^exam: .*/exam: tables/' again
spoilt 'an exam that is none' "there is no exam 'nothing'" 's/^exam: .*/exam: nothing/' again
spoilt 'another language' "there are no texts in 'xx'" 's/^language: .*/language: xx/' again
spoilt 'a seed, and new sums' 'line 10: this was said elsewhere' 's/^seed: 3/seed: 4/' again
spoilt 'a student, and new sums' 'line 10: this was said elsewhere' 's/^student: anna/student: bert/' again
spoilt 'a command, and new sums' 'line 18: this was said elsewhere' '18s/9p/8p/' again
spoilt 'a place, and new sums' 'line 11: this was said elsewhere' '11s/q2 [0-9]*/q2 7/' again
spoilt 'nonsense for an answer' 'line 11: nothing here is asked' '11s/answer .*/answer nonsense/' again
spoilt 'a command while asked' 'line 11: in an exam nothing' '11s/answer .*/command alloc 1p/' again
spoilt 'a command that is none' 'line 18: there is no command' '18s/command .*/command nonsense/' again
spoilt 'an end before the end' 'line 12: this is not the end' '12s/q.*/end/;13,$d' again
spoilt 'a question that is none' 'line 11 is neither' '11s/q2/q0/' again
spoilt 'huge work' 'line 18: ' '18s/command .*/command vmalloc 100G/' again

head -c 700 search-3-anna.exam >cut-off.exam
head -c 100 search-3-anna.exam >header.exam
head -c 3000 /dev/urandom >garbage.exam
{ head -n 12 search-3-anna.exam; printf 'a\0b\n'; } >binary.exam
: >empty.exam
run grade cut-off.exam header.exam garbage.exam binary.exam empty.exam search-11-bert.exam
is "whatever it is: exit code" "$code" 1
is "whatever it is: a line for each" "$(grep -c . <<<"$err")" 5
has "cut off" "$err" "cut-off.exam: line 2"
has "cut off in the header" "$err" "the file ends within its header"
has "garbage" "$err" "garbage.exam: line 1 does not begin"
has "binary" "$err" "binary.exam: line 13 is no text"
has "empty" "$err" "empty.exam: line 1 does not begin"
is "whatever it is: the good one is graded" "$(last)" "1 graded, 5 failed"
run grade "$TEST_TMP" none.exam search-11-bert.exam
is "what cannot be read: exit code" "$code" 2
has "a folder" "$err" "Is a directory"
LANG=en_GB.UTF-8 run grade search-wrong.exam none.exam
has "the table is in the grader's language, whatever a file was written in" "$(last)" \
	"1 graded, 1 failed"
has "and so is what cannot be read" "$err" \
	"none.exam: cannot be read"

# The same answers with another name or seed on them.
sed 's/^student: anna/student: cleo/' search-3-anna.exam >cleo.exam
sum_again cleo.exam
run grade search-3-anna.exam cleo.exam
has "the same answers, said elsewhere" "$err" "cleo.exam: line 10: this was said elsewhere"
has "and whose they are" "$err" "the same answers are in search-3-anna.exam"

# ---- the exam of lessons/README.md -----------------------------------------------------

mkdir -p shelf/exams
export VMAPLAB_LESSONS=$TEST_TMP/shelf
awk '/^exam \{/ { f = 1 } /^```/ { if (f) exit } f' "$here/lessons/README.md" >shelf/exams/first.lua
run exam first --survey 20
has "the exam of the README works" "$out" "20 solvable, 20 different, 20 within"
run run --auto shelf/exams/first.lua
is "and is a lesson for practice" "$(last)" "1 passed, 0 failed"
rm shelf/exams/first.lua

# ---- exams that are not as they should be -----------------------------------------------

# faulty TEXT MESSAGE LUA
faulty()
{
	printf 'exam { name = "x", title = "X", minutes = 1, order = 1, space = "toy", steps = { 0, 99 } }\n%s\n' \
		"$3" >shelf/exams/x.lua
	run exam x --survey 2
	is "faulty: $1: exit code" "$code" 1
	has "faulty: $1" "$out" "$2"
}
ask='ask { question = "?", answer = 1 }'
faulty 'always the same' '2 solvable, 1 different' "$ask"
faulty 'too easy' '0 within 0..99' 'predict { "address", operation = exercise {
	draw = function(draw) return { "alloc 1p" }, "alloc " .. draw(9) .. "p" end } } predict { "address",
	operation = exercise { draw = function(draw) return { "alloc 1p" }, "alloc " .. draw(9) .. "p" end } }
	predict { "address", operation = exercise { draw = function(draw) return { "alloc 1p" }, "alloc 2p" end } }'
faulty 'it has happened before it is asked' 'an exam asks at the end of its only history' \
	"alloc '1p' goto_(0) $ask"
faulty 'a pause' 'an exam has no pause' 'pause()'
faulty 'nothing will do' 'none will do' 'exercise { draw = function() return {} end, accept = function() end }'
faulty 'no commands' 'must return a list' 'exercise { draw = function() end }'
# surveyed TEXT MESSAGE FIELD: a question whose answer is always the same.
surveyed()
{
	printf '%s\n%s\n' 'exam { name = "x", title = "X", minutes = 1, order = 1, space = "toy",
		steps = { 0, 999 } }' "ask { question = 'a', operation = exercise { $3
		draw = function(draw) return { 'alloc ' .. draw(20) .. 'p', 'alloc ' .. draw(20) .. 'p' },
		'alloc ' .. draw(20) .. 'p' end }, answer = function() return 7 end }" >shelf/exams/x.lua
	run exam x --survey 100
	has "surveyed: $1" "$out" "question 1: 1 answer, the commonest is '7' (100 of 100)$2"
}
surveyed 'an answer that can be guessed' '; more than 60 of 100' ''
surveyed 'with a reason' '; it cannot be helped' 'common = "it cannot be helped",'
printf '%s' 'exam { name = "x", title = "X", minutes = 1, order = 1, space = "toy", steps = { 0, 9 } }
	exercise { draw = function() return {}, "alloc 1p" end, accept = function() return nosuch() end }' \
	>shelf/exams/x.lua
run exam x --survey 30
is "an exam that fails: once" "$(grep -c nosuch <<<"$out")" 1
has "an exam that fails: how often" "$out" "and 29 more"
is "an exam that fails: without numbers of steps" "$(last)" "x: 30 seeds, 0 solvable"
printf 'exercise {}' >shelf/exams/x.lua
run exam
has "no header" "$err" "exercise() belongs to an exam"
is "no header: exit code" "$code" 2
printf 'exam { name = "x", title = "X" }' >shelf/exams/x.lua
run exam x --seed 1
has "no steps" "$err" "'steps' must be two numbers"
