#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes the template of the program's catalogue: every text that a person reads.
#
# A text is marked with _, N_ or P_, or is the format of a function that looks it
# up by itself; these are listed here with the place of that argument. Formats
# without a word in them ("%s: %s") are nobody's to translate and are left out.
#
# Usage: make/pot.sh FILE   (in the root of the source tree)

set -eu

work=$1.work
find engine/machine.c ui -path ui/replay -prune -o -name '*.[ch]' -print | LC_ALL=C sort >"$work"
xgettext --language=C --from-code=UTF-8 --add-comments=TRANSLATORS --add-location=file \
	--package-name=vmaplab --files-from="$work" --output="$work.pot" \
	--keyword --keyword=_ --keyword=N_ --keyword=P_:1,2 --keyword=language_text \
	--keyword=lab_fail:2 --keyword=lab_print:3 --keyword=lab_print_wrapped:3 \
	--keyword=screen_complain:2 --keyword=host_raise:2 --keyword=find:3 \
	--keyword=COUNTED:1,2 --keyword=COUNT_AT:2,3 --keyword=COUNT_AT_BOTH:3,4 \
	--keyword=NOTE:2 --keyword=NOTE_OF:4 --keyword=NOTE_WHEN:6 \
	--keyword=SURPRISE:4 --keyword=SURPRISE_WHEN:6 \
	--keyword=refuse:2 --keyword=complain:2
sed "s|charset=CHARSET|charset=UTF-8|" "$work.pot" | msgcat --no-wrap - | awk '
function words(text)
{
	gsub(/%[-+ #0-9.*]*(<[A-Za-z0-9]+>|[hlzjt]*[a-zA-Z%])|\\n|0x/, "", text)
	return text ~ /[A-Za-z]/
}
/^$/         { flush(); next }
             { entry = entry $0 "\n" }
/^msgid "/   { id = substr($0, 8, length($0) - 8) }
/^"/         { id = id $0 }
function flush()
{
	if (first++ == 0 || words(id))
		printf "%s\n", entry
	entry = id = ""
}
END          { flush() }' >"$work.kept"
# Nothing has changed with the time alone.
sed -e '1i # SPDX-License-Identifier: GPL-3.0-or-later' -e '/^"POT-Creation-Date/d' \
	-e '1,/^msgid/{/^# /d;/^#$/d}' "$work.kept" | msgcat --output-file="$1" -
rm -f "$work" "$work.pot" "$work.kept"
