#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Brings the catalogues up to date with the texts (`make po`).
#
# The program's own texts are found by make/pot.sh, those of a lesson by the program
# itself, which knows what is shown to a learner. Each language that po/ has a
# catalogue of gets one for each lesson; what is not translated yet is empty there.
#
# Usage: make/po.sh VMAPLAB [LANGUAGE..]   (in the root of the source tree); languages
# that are named here begin, with nothing translated

set -eu

program=$1
shift
work=build/po
mkdir -p "$work"

# plural_of CATALOGUE OTHER: the second has the plural forms of the first.
plural_of()
{
	plural=$(grep '^"Plural-Forms' "$1")
	sed -i "s/^\"Plural-Forms.*/$(printf '%s' "$plural" | sed 's/\\/\\\\/g')/" "$2"
}

# update TEMPLATE CATALOGUE LANGUAGE
update()
{
	if [ -e "$2" ]; then
		msgmerge --quiet --update --backup=none --no-fuzzy-matching --add-location=file \
			"$2" "$1"
		if grep -q '^#~' "$2"; then	# texts that are gone
			msgattrib --no-obsolete --output-file="$2" "$2"
		fi
	else
		msginit --no-translator --locale="$3.UTF-8" --input="$1" --output-file="$2"
		[ "$2" = "po/$3.po" ] || plural_of "po/$3.po" "$2"
	fi
}

sh make/pot.sh "$work/vmaplab.pot"

for language in $(basename -s .po po/*.po) "$@"; do
	update "$work/vmaplab.pot" "po/$language.po" "$language"
	for lesson in lessons/*.lua lessons/exams/*.lua; do
		name=$(basename "$lesson" .lua)
		"$program" lint --pot "$lesson" >"$work/$name.pot"
		update "$work/$name.pot" "${lesson%.lua}.$language.po" "$language"
	done
done
