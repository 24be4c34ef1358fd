#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Everything that a person reads can be translated, and is.
#
# Whether a text goes through the catalogue is seen with a language that does not
# exist: there each letter has an accent or a tail (pseudo.awk), so a plain word in
# what the program says is a name, or was forgotten. What stays English on purpose:
# names (commands, parameters, variables, steps, panes, keys), the kernel's own
# words and listings, the source, what `check` and `bench` tell of recordings and
# workloads, the lines that programs read ('N passed, N failed', 'score: '), what
# Lua itself says, and the manual page.

. tests/support/cli.sh

pot=$TEST_TMP/vmaplab.pot
sh make/pot.sh "$pot"

# ---- complete -------------------------------------------------------------------

for catalogue in po/*.po; do
	language=$(basename "$catalogue" .po)
	is "$language: every text is there, none is in doubt" \
		"$(msgcmp "$catalogue" "$pot" 2>&1 >/dev/null | grep -v '^msgcmp' | head -n 4)" ""
	is "$language: the formats fit" "$(msgfmt --check-format -o /dev/null "$catalogue" 2>&1)" ""
	is "$language: nothing is left of texts that are gone" "$(grep -c '^#~' "$catalogue")" 0
done

# ---- lines of wide characters --------------------------------------------------

# What is wrapped goes by columns: full lines, and none too long.
input='alloc 3p; alloc 2p; free a1; alloc 4p\nwhy\n'
run repl --language zh_CN --space toy
widest=$(tail -n +5 "$TEST_TMP/out" | wc -L)
is "a wrapped text is 70 to 78 columns wide" "$((widest >= 70 && widest <= 78))" 1

# A script's check goes by the English words of an error, in every language.
echo 'check_error(function() free("nobody") end, "there is no")' >"$TEST_TMP/x.lua"
run run --language zh_CN "$TEST_TMP/x.lua"
is "check_error in another language" "$out" "1 passed, 0 failed"

# ---- sentences in the source that nobody has marked --------------------------------

# Two words of small letters, one behind the other, are a sentence; a command line
# (an example, a key's) begins with a command.
sentences()
{
	msgcat --no-wrap "$1" 2>/dev/null | awk -v commands="$2" '
	BEGIN { n = split(commands, name, " "); for (i = 1; i <= n; i++) command[name[i]] }
	/^#: /     { place = $2 }
	/^msgid "/ {
		text = substr($0, 8, length($0) - 8)
		words = text
		gsub(/%[-+ #0-9.*]*(<[A-Za-z0-9]+>|[hlzjt]*[a-zA-Z%])|\\./, "_", words)
		split(words, word, " ")
		if (words ~ /[a-z][a-z] [a-z][a-z]/ && !(word[1] in command))
			print place ": \"" text "\""
	}'
}

commands=$(printf 'help\n' | "$VMAPLAB" repl | awk '/^  / { print $1, $2 }' | tr '\n' ' ')
commands+=$(sed -n 's/.*\.name = "\([^"]*\)".*/\1/p' ui/screen/commands.c | tr '\n' ' ')
find ui -path ui/replay -prune -o -name '*.c' -print | grep -vE \
	'ui/(manual|completion|lab/(ptdump|log|vmallocinfo|tidy|endings)|lua/(meta|pattern|strings|tables|threads|sandbox)|screen/(outlet|cast|layout|bench_[a-z]+))\.c' \
	>"$TEST_TMP/files"
xgettext --extract-all --language=C --from-code=UTF-8 --add-location=file \
	--files-from="$TEST_TMP/files" --output="$TEST_TMP/all.pot" 2>/dev/null
sed -i 's/charset=CHARSET/charset=UTF-8/' "$TEST_TMP/all.pot"
sentences "$TEST_TMP/all.pot" "$commands" | sort >"$TEST_TMP/all"
sentences "$pot" "$commands" | sed 's/^[^ ]*: //' >"$TEST_TMP/marked"
msgcat --no-wrap "$pot" | sed -n 's/^msgid_plural //p' >>"$TEST_TMP/marked"

# What is no sentence, or not for a person.
cat >"$TEST_TMP/others" <<'END'
ui/lab/commands.c: "off on"
ui/lab/commands.c: "now lazy"
ui/lab/commands.c: "ok stop"
ui/lab/commands.c: "x86-64 x86-64-5level x86-32 modules toy"
ui/lab/commands.c: "sequential scattered"
ui/lab/settings.c: "off on"
ui/lab/settings.c: "end first"
ui/screen/settings.c: "off on"
ui/screen/settings.c: "dark light safe contrast mono"
ui/screen/commands.c: "dark light safe contrast mono"
ui/screen/commands.c: "up down left right"
ui/screen/commands.c: "up down page-up page-down top bottom left right in out follow"
ui/screen/commands.c: "taller shorter wider narrower"
ui/lab/commands_save.c: "-- A session of vmaplab;"
ui/lab/commands_save.c: "%s run it with: vmaplab run FILE"
ui/repl/keep.c: "; 'vmaplab --resume' goes on with it\n"
ui/repl/repl.c: "vmaplab repl --resume"
ui/lua/run.c: "score: %<PRIu64> of %<PRIu64> points, %<PRIu64> of %<PRIu64> questions right"
ui/lua/places.c: "another error"
ui/screen/panes.c: "one state for each pane"
END
awk 'NR == FNR { marked[$0]; next }
     { text = $0; sub(/^[^ ]*: /, "", text); if (!(text in marked)) print }' \
	"$TEST_TMP/marked" "$TEST_TMP/all" | grep -vxFf "$TEST_TMP/others" >"$TEST_TMP/unmarked"
is "no sentence of the source is unmarked" "$(head -n 20 "$TEST_TMP/unmarked")" ""

# ---- a language that does not exist ------------------------------------------------

locale=$TEST_TMP/locale/qq/LC_MESSAGES
mkdir -p "$locale"
msgen --no-wrap "$pot" | sed '/^#, fuzzy$/d; s/nplurals=INTEGER; plural=EXPRESSION/nplurals=2; plural=n != 1/' |
	awk -f tests/support/pseudo.awk >"$TEST_TMP/qq.po"
msgfmt --check-format -o "$locale/vmaplab.mo" "$TEST_TMP/qq.po"
export VMAPLAB_LOCALE=$TEST_TMP/locale

# Words that are names: what the model's source is made of, what commands, their
# parameters, keys, panes and options are called, the kernel's words for entries.
{
	sed -e 's:/\*.*\*/::g' -e 's:^ \*.*::' -e 's:/\*.*::' engine/*.[ch] engine/*/*.[ch] engine/*/*.def |
		grep -oE '[A-Za-z_][A-Za-z_0-9]+'
	sed -n 's/.*\(name\|alias\|example\) = "\([^"]*\)".*/\2/p' ui/*/commands.c ui/repl/repl.c
	grep -ohE '(NEEDED|PLACED|NAMED|SWITCH|CHOICE|MOTION|VARIANT|CHOICE_OR_NOT)\("[^"]*"(, "[^"]*")?' ui/*/commands.c
	grep -ohE '\{ "[^"]*", PARAMETER_.*' ui/*/commands.c ui/repl/repl.c
	grep -ohE '^	\{ [^,]*, "[^"]*", "[^"]*"' ui/screen/keys.c
	grep -ohE '\{ "[^"]*", (AT|NOTED)' ui/lab/events.c
	grep -ohE '^	\{ "[^"]*", "[^"]*"' ui/lab/settings.c ui/screen/settings.c ui/main.c
	grep -ohE '\.name = "[^"]*"' ui/screen/pane_*.c
	sed -n 's/#define STYLE_LIST.*//; /X(/p' ui/screen/canvas.h
	grep -ohE '= \{ "[^"]*"' ui/options.c engine/ops.c
	ls engine/*
	echo vmaplab here en zh_CN qq LUA lua SCRIPT TRACE ARG NAME FILE SESSION WORKLOAD START END LANG WxH VALUE \
		present rw accessed dirty global nx user pwt pcd large pgd p4d pud pmd pte pfn phys \
		breakpoints locals areas tree tables pt blocks names frames tlb variables \
		sequential scattered taller narrower plain record both text svg right wrong toy page \
		ffffc bug oops warn
} | grep -oE '[A-Za-z_][A-Za-z_0-9]+' | sort -u >"$TEST_TMP/names"

known() { printf '%s\n' "$@" >>"$TEST_TMP/names"; }

# plain: the words of the standard input that are neither translated nor names.
plain()
{
	sed 's/[áƀçđéƒğħíĵķľɱñóþɋřšŧúṽŵẋýžÁƁÇĐÉƑĞĦÍĴĶĽḾÑÓÞɊŘŠŦÚṼŴẊÝŽ]/@/g' |
		grep -oE '[A-Za-z_0-9@]+' | grep -vE '@|^[0-9]|^[a-f0-9]+$|^.$|^[a-z]+[0-9]+$|^work_' |
		grep -vxFf "$TEST_TMP/names" | sort | uniq -c | sort -rn | awk '{ print $2 }' | tr '\n' ' '
}

# speaks TEXT COMMANDS: they go well, and all that the prompt says to them is translated.
speaks()
{
	input=${2//\\/\\\\}
	run repl --language qq --space toy
	is "$1: goes well" "$code $err" "0 "
	is "$1" "$(plain <<<"$out")" ""
}

speaks "help" help
while read -r command; do
	help+="help $command"$'\n'
done < <(sed -n 's/.*\.name = "\([a-z-]*\)", .*\.group.*/\1/p' ui/lab/commands.c; echo vzalloc; echo step)
speaks "help COMMAND" "$help"

# Everything that happens, step by step, with the sentence of each.
every='space toy
alloc 3p; alloc 1p name=b; alloc 2p align=16K; free a1; alloc 1p; lazy b; purge
alloc 1p vstart=start+8p vend=end
find a2; find start+40p
notifier list=a2,a3 per=1 how=lazy; alloc 60p; alloc 63p; trypurge; nonlazy
purgelock on; trypurge; purgelock off; dropcache; aliases
getvm 2p; remvm v1; findvm start
vmalloc 3p; vfree v2; vmalloc 2p pfail=2; vmalloc 2p tfail=1; vmalloc 2p kfail=1; vmalloc_user 1p name=u
irq on; vfree u; irq off; runwork
vmap 2 pfn=0x5000; vunmap m1; ioremap 0xfe000000 2p; iounmap i1
pcpu offs=0,8K sizes=4K,4K; pcpufree p1
space x86-64; online 2; cpu 1; irq on; irq off
mapram 3; mapram 65; unmapram r1; unmapram r2; aliases
map start 2p; walk start; unmap start 2p; walk start; map start 1p; map start 1p
iomaprange start+2M 2M phys=0xe0000000; setentry 1 start 0x1
space x86-64; vmalloc 3p name=old; touch old; vfree old; vmalloc 3p; touch old; purge; touch start+1G
space x86-64-5level; map start 2p tfail=2; map start 2p
space toy init=0; earlyadd start 4p; earlyreg 4p; init'
speaks "operations and their answers" "${every//$'\n'/$'\nwhy\n'}"
while read -r line; do
	looks+="$line"$'\nwhy\nlocals\nwhere\nevents\nreverse-step\nwhy\nlocals\nwhere\nreverse-step 3\nwhy\nnext-op\n'
done < <(printf '%s\n' "$every" | tr ';' '\n')
speaks "each place" "$looks"
speaks "in sentences" $'set narrate on\n'"$looks"
speaks "what there is to look at" "$every
info breakpoints
info locals
info cache
info areas
info lazy-list
info tree
info tables
info events
info blocks
info names
info frames
info tlb
info ops
info branch
info space
space
set
language
tables start
break hole if size > 1p; watch cached_hole_size; break op alloc; break walk_areas; breakpoints; disable 1
alloc 1p; continue; reverse-continue; delete 1; delete
goto 2; alloc 1p; branch; branch 0; branch 1 drop; frames; verify
log; log 1; bookmark here; bookmarks; break walk_areas; alloc 5p; where; up; down; frame 1; locals
set narrate on; break walk_areas; watch cached_hole_size; alloc 1p; continue; reverse-continue; delete"

refused='' accepted=''
# What is refused, and why: one run for each, as the first refusal ends it.
while IFS= read -r line; do
	input="alloc 3p; alloc 2p; $line\n"
	run repl --language qq --space toy
	[ "$code" = 1 ] || accepted+=" '$line'"
	refused+=$err$'\n'
done <<'END'
nothing
a 1; al
alloc
alloc 3p 4p 5p 6p 7p 8p 9p 10p
alloc size=
alloc 3p size=3p
alloc 3p colour=red
alloc 3q
alloc 0x
alloc 3p name=1
alloc 3p name=a1
alloc 3p name=end
alloc 99999999999999999999
alloc 3p +
alloc (3p
alloc "3p
alloc -1
alloc a9
alloc a1.what
alloc 1/0
alloc 1 << 99
free
free a7
free 5
free a1 now
print
print walk_areas.size
print addrs
purgelock maybe
online 9
online 0
cpu 7
set entry never
set nothing on
space nowhere
space 5..1
space 0x100..banana
space toy levels=7
space toy cpus=99
space toy block=5
goto 9
goto 1 9999
branch 7
branch 0 drop
branch drop
step 0
break
break nowhere
break alloc.c:99999
break alloc.c:x
break nofile.c:4
break alloc if
watch
watch nobody
delete 3
enable 3
list nowhere
steps nowhere
tree start+60p
verify now
info nobody
save /
save /nowhere/at/all
source nowhere.lua
reload
language klingon
vmap 2 null=x
pcpu offs=0 sizes=4K,4K
setentry 9 start 0
setentry 2 start 1
frames scattered; vmalloc 1p; frames sequential
frames seed=3
notifier list=a1,a9
touch
ops x
ptdump end start
vmallocinfo end start
END
# These were given, and come back in the answer; and what the system says of files.
known nowhere nofile maybe banana al addrs never klingon No such file or directory
is "what is refused" "$(plain <<<"$refused")" ""
is "all of it is refused" "$accepted" ""

# The command line, by the environment: also what is wrong before --language is read.
export LANGUAGE=qq
said=''
for arguments in --help 'repl --help' 'run --help' 'check --help' 'bench --help' 'sessions --help' \
	'lint --help' 'shot --help' 'exam --help' 'grade --help' sessions --nothing -x '--size' 'repl --size 3x3' \
	'repl a.lua b.lua' check 'repl --space 5..' 'shot --size 80 x.lua' 'shot --layout none x.lua' \
	'shot --format png x.lua' 'run nowhere.lua' 'lesson qqq' 'run --auto=maybe x.lua' 'repl --resume' \
	'repl --resume --space toy' 'sessions forget 7' 'sessions what' 'check --engine fast x' \
	'bench --size 3x3 a 1' 'bench frame 0' lint 'lint nowhere.lua' 'shot --size 9999x1 x.lua' 'alloc 3p'; do
	# shellcheck disable=SC2086 # several words
	run $arguments </dev/null
	said+=$out$'\n'$err$'\n'
done
known cells PANE zsh fish bash png fast none what qqq
is "the command line" "$(plain <<<"$said")" ""

# Scripts that go wrong. Lua's own words stay.
said=''
while IFS= read -r script; do
	printf '%s\n' "$script" >"$TEST_TMP/x.lua"
	run run "$TEST_TMP/x.lua"
	said+=${out//$TEST_TMP/}$'\n'
done <<'END'
check(false, "1")
check_equal(1, 2, "1")
check_error(function() end, "1", "2")
alloc(1.5)
alloc({})
alloc("3p", { sise = 1 })
qqq()
lab.qqq()
print(lab.var.qqq)
lab.var.vmap_area_root = 1
local function f() f() f() end f()
local t = {} while true do t[#t + 1] = "1" end
pause() while true do end
while true do print("1") end
error({})
setmetatable({}, { __gc = 1 })
alloc = 3
lesson { title = 1 }
lesson { name = "1", title = "2", minutes = "3" }
lesson { name = "1", title = "2", api = 99 }
ask { "1" }
ask { question = "1" }
ask { question = "1", answer = {} }
ask { question = "1", answer = 9, choices = { "1", "2" } }
predict { "address" }
predict { "qqq" }
predict { "step" }
task { "1" }
task { text = "1", check = function() return true end, solution = function() end }
lab.break_at("qqq")
lab.random(1.5)
lab.events("qqq")
save("1")
size("qqq")
io.write("1")
coroutine.wrap(function() pause() end)()
alloc("3p"); free("a1"); free("a1")
END
known x lua C in function upvalue local global field method main chunk stack traceback FAILED passed failed \
	nil string number table boolean attempt to call index value a sise \
	traceback metamethod newindex predict task ask lesson setmetatable __gc random minutes io \
	break_at done attempt
is "scripts" "$(plain <<<"$said")" ""
cat >"$TEST_TMP/x.lua" <<'END'
say "1 2"
if false then say("1" .. qqq) end
lab.qqq(lab.var.qqq)
END
run lint "$TEST_TMP/x.lua"
is "lint" "$(grep -v 'the model has no' <<<"${out//$TEST_TMP/}" | plain)" ""	# it is run in English

# The screen, in pictures of many sizes; comments of the source are plain, of course.
sed -n '/\/\*/,/\*\//p' engine/*/*.c | grep -oE '[A-Za-z_]+' | sort -u >>"$TEST_TMP/names"
cat >"$TEST_TMP/x.lua" <<'END'
space "toy"
alloc("3p", "name=b")
free "b"
vmalloc("2p", "name=c")
touch "c"
vfree "c"
mapram(2)
alloc("2p")
reverse_step(9)
END
known proc Area
said='' cut=''
for layout in search tree tables vm frames history lesson projector; do
	for size in 80x24 120x36 200x60; do
		run shot --layout $layout --size $size "$TEST_TMP/x.lua"
		said+=$out$'\n'$err$'\n'
	done
done
for word in $(plain <<<"$said"); do	# names may be cut off at the edge of a pane
	grep -qF -- "$word" "$TEST_TMP/names" || cut+=" $word"
done
is "pictures" "$cut" ""
