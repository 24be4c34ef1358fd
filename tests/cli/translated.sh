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
		gsub(/%[-+ #0-9.*]*(<[A-Za-z0-9]+>|[hlz]*[a-zA-Z%])|\\./, "_", words)
		split(words, word, " ")
		if (words ~ /[a-z][a-z] [a-z][a-z]/ && !(word[1] in command))
			print place ": \"" text "\""
	}'
}

commands=$(printf 'help\n' | "$VMAPLAB" repl | awk '/^  / { print $1, $2 }' | tr '\n' ' ')
commands+=$(sed -n 's/.*\.name = "\([^"]*\)".*/\1/p' ui/screen/commands.c | tr '\n' ' ')
find ui -path ui/replay -prune -o -name '*.c' -print | grep -vE \
	'ui/(manual|lab/(ptdump|log|vmallocinfo|tidy|endings)|lua/(meta|pattern|strings|tables|threads|sandbox)|screen/(outlet|cast|layout|bench_frame))\.c' \
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
