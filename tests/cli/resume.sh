#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Going on with sessions that were cut off: which one is chosen, what becomes
# of a lesson, and files that are damaged, of another version, or in use. How
# sessions come to be kept is tested in a terminal (tests/terminal/resume.sh).

. tests/support/cli.sh

export XDG_STATE_HOME=$TEST_TMP/state
folder=$XDG_STATE_HOME/vmaplab/sessions
head="# A session of vmaplab 0.1.0, form 1; 'vmaplab --resume' goes on with it"
mkdir -p "$folder"

# kept NAME DATE LINES: a session that died at that time.
kept()
{
	printf '%s\n%b' "$head" "$3" >"$folder/$1.session"
	touch -d "$2" "$folder/$1.session"
}

# resume TEXT WORDS..: goes on with a session, with these lines for it.
resume() { input=$1 run repl --resume "${@:2}"; }
there() { find "$folder" -type f -printf "%f\n" | sort | tr "\n" " "; }

# ---- none ----

resume ''
is "no session: exit code" "$code" 2
is "no session is told" "$err" "vmaplab: there is no session to resume"
run sessions
is "no sessions are listed" "$out" "There is no session to resume."
run repl --resume --space toy
is "a space beside --resume: exit code" "$code" 2
has "a space beside --resume: the mend" "$err" "leave --space out"

# ---- one of several ----

kept old '2026-01-01 10:00' 'space toy\nalloc 1p name=older\n'
kept new '2026-01-02 10:00' 'space toy\nalloc 3p name=newer\nalloc 2p\nreverse-step 2\n'
run sessions
has "the sessions are listed, the newest first" "$out" " 1  new  2026-01-02 10:00  4 commands, the last one: reverse-step 2"
has "and the older one" "$out" " 2  old  2026-01-01 10:00  2 commands, the last one: alloc 1p name=older"
resume 'print newer; print operation; nonsense\n'
has "the newest is chosen" "$out" "The session goes on behind its 4 commands."
has "it stands where it stood" "$out" "op 2 step "
is "a mistake ends the pipe" "$code" 1
is "and the session is kept still" "$(there)" "new.session old.session "
resume 'print newer\n' 2
has "an older one by its number" "$err" "there is no"
resume 'print older\n' old
is "or by its name: exit code" "$code" 0
is "what ends in good order is kept no longer" "$(there)" "new.session "
resume '' elder
has "no such session" "$err" "there is no session 'elder'"
resume 'alloc 1p name=behind; nonsense\n'
resume 'print newer; print behind\n'
is "it can be resumed again, with what came since" "$code" 0
is "and then it is over" "$(there)" ""

# ---- in use ----

kept mine '2026-01-01 10:00' 'space toy\nalloc 1p name=mine\n'
kept busy '2026-01-02 10:00' 'space toy\nalloc 1p name=busy\n'
exec {lock}<"$folder/busy.session"
flock -x "$lock"
run sessions
has "one that runs is told" "$out" "busy  2026-01-02 10:00  runs now in another vmaplab"
resume '' busy
is "one that runs is not taken: exit code" "$code" 2
has "one that runs is not taken" "$err" "the session 'busy' runs now in another vmaplab"
run sessions forget busy
is "nor removed" "$code" 2
resume 'print mine\n'
is "the newest one that died is" "$code" 0
resume ''
has "only one that runs" "$err" "no session to resume; 'vmaplab sessions'"
exec {lock}>&-
run sessions forget busy
is "one is removed" "$code:$(there)" "0:"
kept one '2026-01-01 10:00' ''
kept two '2026-01-01 10:00' ''
run sessions forget
is "all are removed" "$code:$(there)" "0:"
run sessions remove
is "nothing else can be done: exit code" "$code" 2

# ---- damaged, cut off, of another version ----

printf 'rubbish\n' >"$folder/bad.session"
: >"$folder/empty.session"
run sessions
has "a damaged one is told" "$out" "bad"
has "as such" "$out" "damaged"
resume ''
is "it is not chosen" "$code" 2
resume '' bad
has "not even by name" "$err" "is damaged: it does not begin as a session does"
printf '# A session of vmaplab 9.9, form 2; x\nspace toy\n' >"$folder/later.session"
resume '' later
is "a form that is not known: exit code" "$code" 2
has "a form that is not known" "$err" "was written by vmaplab 9.9 in a form that this one does not read"
run sessions forget

kept cut '2026-01-01 10:00' 'space toy\nalloc 1p name=whole\nalloc 1p na'
resume 'print whole; areas\n'
is "a last line without its end is left out: exit code" "$code" 0
has "and does not count" "$out" "behind its 2 commands."
kept cut '2026-01-01 10:00' 'space toy\nalloc 1p name=whole\nalloc 1p na'
resume 'alloc 2p name=more; nonsense\n'
resume 'print whole; print more\n'
is "what comes since is written in its place" "$code" 0

kept hurt '2026-01-01 10:00' 'space toy\nalloc 1p name=whole\n\0\0\0\0\nalloc 1p\n'
resume 'print whole; nonsense\n'
has "a NUL: up to there" "$out" "behind its 2 commands. Not all of it is here: line 4 is damaged: "
has "the file is set aside, and named" "$out" "hurt.session.rest."
has "it is there" "$(there)" "hurt.session.rest "
is "as it was" "$(tr -d '\0' <"$folder/hurt.session.rest" | tail -n 1)" "alloc 1p"
resume 'print whole\n'
is "the session is kept anew, up to there" "$code" 0
rm "$folder"/*
kept wrong '2026-01-01 10:00' 'space toy\nalloc 1p name=whole\nalloc 1q\nfree whole\n'
sed -i '1s/0\.1\.0/0.0.9/' "$folder/wrong.session"
resume 'print whole\n'
has "a command that is none: up to there" "$out" "line 4 (alloc 1q) cannot be run: "
has "another version is told" "$out" "it was written by vmaplab 0.0.9"
is "what was before it is there" "$code" 0
kept chars '2026-01-01 10:00' 'space toy\nalloc 1p name=\xff\n'
resume ''
has "broken UTF-8" "$out" "line 3 is damaged: byte 15 is no UTF-8"
rm -f "$folder"/*
head -c 100000 /bin/sh >"$folder/binary.session"
run sessions
has "a binary file" "$out" "binary"
{ echo "$head"; head -c 100000 /bin/sh; } >"$folder/binary.session"
resume ''
has "a binary file behind a good head" "$out" "is damaged"
rm -f "$folder"/*

# ---- lessons ----

cat >"$TEST_TMP/lesson.lua" <<'LUA'
lesson { name = "test", title = "Test", space = "toy" }
say "Part one."
pause()
alloc("3p", "name=first")
say "Part two."
ask { question = "How large?", answer = size("3p") }
say "Part three."
pause()
alloc("1p", "name=last")
say "Part four."
LUA


# How many bytes a file has, and their sum, as the kept session tells them.
sum()
{
	local byte sum=$((0xcbf29ce484222325))
	for byte in $(od -An -v -tu1 "$1"); do
		sum=$(((sum ^ byte) * 0x100000001b3))
	done
	printf '%d %016x' "$(wc -c <"$1")" "$sum"
}

# kept_lesson LINES: a session in that lesson, just begun, and what followed.
kept_lesson()
{
	kept lesson '2026-01-01 10:00' \
		"space toy\n#lesson begins $(sum "$TEST_TMP/lesson.lua") $TEST_TMP/lesson.lua\n  space toy\n$1"
}

kept_lesson ''
resume '\nprint first\n'
is "a lesson goes on where it paused: exit code" "$code" 0
has "what it said last is said again" "$out" "Part one."
has "and then it goes on" "$out" "Part two."
rm -f "$folder"/*

two='#lesson goes on\n  alloc 3p name=first\n'
kept_lesson "$two"
resume 'print first\n3p\n'
is "a question is asked again: exit code" "$code" 0
lacks "not what was before it" "$out" "Part one."
has "with its text" "$out" "How large?"
has "and can be answered" "$out" "Part three."

kept_lesson "$two#lesson hears 3p\nalloc 2p name=own\nfree first\n"
resume 'print own; areas\n\nareas\n'
has "what the learner did in between is done again" "$out" "behind its 5 commands."
has "the lesson ends as it would have" "$out" "Part four."
rm -f "$folder"/*

kept_lesson "$two#lesson ends\nalloc 2p name=own\n"
resume '\nprint first; print own\n'
is "a lesson that was over is not begun again: exit code" "$code" 0
lacks "a lesson that was over is not begun again" "$out" "Part"

kept_lesson "$two"
resume 'free nobody\n'
resume '3p\nfree nobody\n'
has "a resumed lesson can be resumed" "$out" "Part three."
resume '\nprint last\n'
has "and again" "$out" "Part four."
is "to its end" "$code:$(there)" "0:"

kept_lesson "$two"
echo '-- another end' >>"$TEST_TMP/lesson.lua"
resume '\nprint first; nonsense\n'
has "a lesson that has changed does not go on" "$out" "its lesson is not there any more, or has changed"
lacks "a lesson that has changed is not begun" "$out" "Part"
has "the laboratory is what it was" "$out" "behind its 3 commands"
resume 'print first\n'
lacks "that is told once" "$out" "lesson"
is "and the session goes on" "$code" 0

kept_lesson '#lesson goes on\n  alloc 2p name=other\n'
resume 'print other\n'
has "a lesson that goes another way" "$out" "its lesson went another way this time"
is "gives way to the commands that were kept" "$code" 0
