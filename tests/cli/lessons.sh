#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Lessons on the command line: both languages, right and wrong answers, lint, the
# catalogues' template, the description for editors, progress, reload.

. tests/support/cli.sh

last() { printf '%s\n' "$out" | tail -n 1; }
unset LANG LC_ALL LC_MESSAGES LANGUAGE

# ---- the project's own ------------------------------------------------------

for file in lessons/*.lua; do
	for language in en zh_CN; do
		run run --language $language --auto "$file"
		is "$file in $language, right answers: exit code" "$code" 0
		has "$file in $language, right answers: all passed" "$(last)" ", 0 failed"
		run run --language $language --auto=wrong "$file"
		is "$file in $language, wrong answers: exit code" "$code" 1
		has "$file in $language, wrong answers: no points" "$out" "score: 0 of "
	done
done
# The tour's first task: one step too far is told, and it can be skipped from there.
input='\n\n\nnext 40\ndone\nskip\n'
run repl lessons/tour.lua
has "tour: at the end of the operation, that is told" "$out" "You stand at the end of the operation"
has "tour: skipped, the lesson goes on" "$out" "The present line is in \`settle\`"
input='\n\n\nnext 6\nnext\n\n'
run repl lessons/tour.lua
has "tour: gone too far after it was done" "$out" "The present line is in \`alloc_vmap_area\`"
input=

run lint lessons/*.lua
is "lint: the project's lessons are clean" "$code" 0
has "lint: and it says so" "$(last)" " 0 findings"

run lint scripts/*.lua
is "lint: the scenarios are clean, too" "$code" 0
has "lint: and it says so of them" "$(last)" " 0 findings"

run lint --meta
is "the description for editors has every name" "$code" 0
is "nothing to complain" "$err" ""
is "and lies in the tree as it is now" "$out" "$(cat lessons/meta/vmaplab.lua)"

# ---- languages ---------------------------------------------------------------

run --language zh_CN lessons
has "a title in Chinese" "$out" "缓存指针与空洞大小"
run --language zh lessons
has "the language alone is enough" "$out" "缓存指针"
run --language xx lessons
is "no such language: exit code" "$code" 2
has "no such language: those there are" "$err" "there are: en, zh_CN"
for setting in LANG=zh_CN.UTF-8 LC_MESSAGES=zh_CN LC_ALL=zh_CN.UTF-8 'LANG=C.UTF-8 LANGUAGE=zh_CN:en' LANG=zh_SG; do
	# shellcheck disable=SC2086 # one or two settings
	has "$setting speaks Chinese" "$(env $setting "$VMAPLAB" lessons)" "缓存指针"
done
for setting in LANG=C LANG=en_US.UTF-8 LANG=fr_FR 'LC_ALL=C LANGUAGE=zh_CN' 'LANG=zh_CN.UTF-8 LC_ALL=C'; do
	# shellcheck disable=SC2086
	has "$setting speaks English" "$(env $setting "$VMAPLAB" lessons)" "The cache pointer"
done

# A lesson from elsewhere, with its own catalogue.
mkdir -p "$TEST_TMP/away/locale/zh_CN/LC_MESSAGES"
echo 'lesson { name = "a", title = "A title", minutes = 1, order = 1, space = "toy" } say("%d areas", 2)' \
	>"$TEST_TMP/away/a.lua"
printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\nmsgid "A title"\nmsgstr "题"\nmsgid "%%d areas"\nmsgstr "%%d 个区域"\n' |
	msgfmt -o "$TEST_TMP/away/locale/zh_CN/LC_MESSAGES/vmaplab-a.mo" -
run run --language zh_CN "$TEST_TMP/away/a.lua"
has "a catalogue beside the lesson" "$out" "2 个区域"
run lint "$TEST_TMP/away/a.lua"
is "which lint finds as well" "$code" 0

# ---- lint ---------------------------------------------------------------------

head='lesson { name = "x", title = "T", minutes = 1, order = 1, space = "toy" }'

# finds TEXT SCRIPT FINDING: the script, behind a header, has that finding.
finds()
{
	printf '%s\n%s\n' "$head" "$2" >"$TEST_TMP/x.lua"
	run lint "$TEST_TMP/x.lua"
	is "lint: $1: exit code" "$code" 1
	has "lint: $1" "$out" "x.lua:$3"
}

finds 'a name that nobody knows' 'if false then chek(true) end' "2: there is no 'chek'; did you mean 'check'?"
finds 'a wrong value of a format' $'\nsay("%d of it", "x")' "3: bad argument #2 to 'say'"
finds 'no function of lab' 'if false then lab.araes() end' "2: there is no lab function 'araes'; did you mean 'areas'?"
finds 'no variable' 'if false then print(lab.var.cached_hole) end' "2: there is no variable 'cached_hole'; did you mean 'cached_hole_size'?"
finds 'an answer beyond the choices' 'ask { question = "?", choices = { "a", "b" }, answer = 3 }' "2: ask: 'answer' must be the number of a choice, 1 to 2"
finds 'an answer that cannot be typed' 'ask { question = "?", answer = " x" }' "2: ask: nobody can answer this"
finds 'a choice twice' 'ask { question = "?", choices = { "a", "a" }, answer = 1 }' "2: ask: two choices are the same"
finds 'a text that is put together' 'say(("%d"):format(2))' "2: this text is put together"
finds 'a choice that is put together' 'ask { question = "?", choices = { "a" .. 1, "b" }, answer = 1 }' "2: this text is put together"
finds 'a check that fails' 'check_equal(1, 2, "sum")' "2: a check fails: sum: got 1, wanted 2"
finds 'a check that is never come to' 'if lab.var.areas > 7 then
check(true) end' "3: this check is never come to"
finds 'a question that is never come to' 'local function f()
ask { question = "?", answer = 1 } end' "3: this ask is never come to"
finds 'an error' 'local t = nil
print(t.x)' "3: attempt to index a nil value"
finds 'no Lua' 'x = = 1' "2: unexpected symbol"
finds 'a solution that is none' 'task { text = "?", check = function() return false end, solution = print }' "2: task: its check does not hold after its solution"
finds 'a task that is done already' 'task { text = "?", check = function() return true end, solution = print }' "2: task: its check holds before"
printf '%s\n%s\n' "$head" 'say "something new"' >"$TEST_TMP/x.lua"
run lint "$TEST_TMP/x.lua"
is "lint: no translation, and nobody misses it: exit code" "$code" 0
is "lint: no translation: a note" "$out" "$TEST_TMP/x.lua:1: note: nothing is translated (in zh_CN)
1 file, 0 findings"
run lint --translations "$TEST_TMP/x.lua"
is "lint --translations: exit code" "$code" 1
is "lint --translations: a finding" "$out" "$TEST_TMP/x.lua:1: nothing is translated (in zh_CN)
1 file, 1 finding"
touch "$TEST_TMP/other.zh_CN.po"
finds 'no translation where others have one' 'say "something new"' "1: nothing is translated (in zh_CN)"
rm "$TEST_TMP/other.zh_CN.po"
(cd "$TEST_TMP" && "$VMAPLAB" lint x.lua >"$TEST_TMP/out")
has "lint: a file without a folder" "$(cat "$TEST_TMP/out")" "x.lua:1: note: nothing"
head=
finds 'no header' 'say "x"' "1: there is no header"
head='lesson { name = "x", title = "T" }'
finds 'no minutes' '' "1: the header does not say how many 'minutes'"
printf 'say "hi"\n%s\nallok("3p")\n' "$head" >"$TEST_TMP/x.lua"
run lint "$TEST_TMP/x.lua"
is "lint: the header comes first" "$(grep -c 'x.lua:1: this comes before the header' <<<"$out")" 1
is "lint: what is unknown is told once" "$(grep -c allok <<<"$out")" 1

run lint "$TEST_TMP/none.lua"
is "lint: no such file: exit code" "$code" 2
has "lint: no such file: told" "$err" "none.lua"
run lint
is "lint: of nothing: exit code" "$code" 2

# What is no mistake. shellcheck cannot know that this is Lua.
# shellcheck disable=SC2016
printf '%s\n' 'lesson { name = "y", title = "T", minutes = 1, order = 1, space = "toy" }' \
	'local function f(a, ...) local b <const>, c = a, 2; for i, v in ipairs { b, c } do g = i + v end end' \
	'function h(t) goto out; ::out:: return t.x, t:y() end  p, q = 1, [==[ ]] -- no comment ]==]' \
	'f(1) local t = { areas = 1, ["x"] = 2, colour = "red" } --[[ chek() ]] print(t.colour, p, q, g, arg[0])' \
	>"$TEST_TMP/y.lua"
run lint "$TEST_TMP/y.lua"
is "lint: nothing where nothing is" "$out" "$TEST_TMP/y.lua:1: note: not translated: T (in zh_CN)
1 file, 0 findings"

# ---- the template of a catalogue ------------------------------------------------

cat >"$TEST_TMP/z.lua" <<'LUA'
lesson { name = "z", title = "A \"quoted\" title" }
say [[
Two lines
of %d]]
say("tab\tand \u{4e2d} \x41 \66 \z
     end", 1)
local x = plural("one %s", "many", 2)
ask { question = tr("why?"), choices = { "one", tr "two" }, answer = 1, why = "so" }
task { text = "do", hints = { "first" }, check = f, solution = f }
print "not shown to learners" check(true, "nor this") y = { question = "nor that" }
say "do"
LUA
run lint --pot "$TEST_TMP/z.lua"
is "pot: exit code" "$code" 0
is "pot: the texts" "$(grep -A1 '^msgid' <<<"$out" | grep -v '^--\|^msgstr\|^msgid ""$\|Project')" \
'msgid "A \"quoted\" title"
"Two lines\n"
msgid "tab\tand 中 A B end"
msgid "one %s"
msgid_plural "many"
msgid "one"
msgid "so"
msgid "why?"
msgid "two"
msgid "do"
msgid "first"'
sed -i 's/INTEGER/2/; s/EXPRESSION/n != 1/; /^#, fuzzy/d' "$TEST_TMP/out"
msgfmt -c -o /dev/null "$TEST_TMP/out" 2>"$TEST_TMP/err"
is "pot: msgfmt reads it" "$?" 0

# ---- what README.md of the lessons shows -----------------------------------------

awk '/^```lua/ { f = 1; next } /^```/ { if (f) exit } f' lessons/README.md >"$TEST_TMP/first.lua"
run run --auto "$TEST_TMP/first.lua"
is "the lesson of the README works" "$(last)" "4 passed, 0 failed"

# ---- progress ---------------------------------------------------------------------

export XDG_STATE_HOME=$TEST_TMP/state
input='3p\npage 3\n'
run repl "$TEST_TMP/first.lua"
is "nothing is kept of a lesson that is not over" "$(cat "$XDG_STATE_HOME/vmaplab/progress" 2>/dev/null)" ""
input='\nhit\npage 9\nfree mine\nalloc 3p\n\n'
run repl "$TEST_TMP/first.lua"
has "the lesson is over" "$out" "The lesson is over: 83 of 100 points."
is "its points are kept" "$(cut -d' ' -f1,3,4 "$XDG_STATE_HOME/vmaplab/progress")" "first 83 3"
input='\nhit\npage 3\nskip\n'
run repl "$TEST_TMP/first.lua"
is "the best count" "$(cut -d' ' -f1,3,4 "$XDG_STATE_HOME/vmaplab/progress")" "first 83 3"
input=
mkdir "$TEST_TMP/shelf"
cp "$TEST_TMP/first.lua" "$TEST_TMP/shelf/"
out=$(VMAPLAB_LESSONS=$TEST_TMP/shelf "$VMAPLAB" lessons)
has "and are shown" "$out" "A first lesson (2 min), done "
has "with the score" "$out" ", 83 of 100 points"
printf 'rubbish\nfirst today 101 3\n\0\377 x\n' >"$XDG_STATE_HOME/vmaplab/progress"
out=$(VMAPLAB_LESSONS=$TEST_TMP/shelf "$VMAPLAB" lessons)
is "what is no progress is passed over" "$out" "first        A first lesson (2 min)"
rm "$XDG_STATE_HOME/vmaplab/progress"
run run --auto "$TEST_TMP/first.lua"
is "a run without anybody is no progress" "$(ls "$XDG_STATE_HOME/vmaplab")" ""

# ---- reload -------------------------------------------------------------------------

cat >"$TEST_TMP/r.lua" <<'LUA'
lesson { name = "r", title = "R", space = "toy" }
say "one"
pause()
alloc("3p", "name=x")
predict { "address", operation = { alloc, "1p" } }
say "three"
pause()
say "four"
LUA
coproc "$VMAPLAB" repl "$TEST_TMP/r.lua" 2>"$TEST_TMP/err"
shell=$COPROC_PID
# until TEXT: reads lines until one has it.
until_line()
{
	local line
	while IFS= read -r -t 20 line <&"${COPROC[0]}"; do
		[[ $line != *"$1"* ]] || { pass "reload: $1"; return; }
	done
	fail "reload: $1"
}
say() { printf '%s\n' "$1" >&"${COPROC[1]}"; }
exec {lines}<&"${COPROC[0]}"
COPROC[0]=$lines
say ''; say 'page 3'
until_line three
sed -i 's/"three"/"three, edited"/' "$TEST_TMP/r.lua"
say reload
until_line 'three, edited'
say 'print x'
until_line 'x = 0x'
say ''
until_line four
exec {COPROC[1]}>&-
wait "$shell"
is "reload: the session ends well" "$?" 0
