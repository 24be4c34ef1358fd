#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Brings the catalogues up to date with the texts (`make po`).
#
# The program's own texts are found by make/pot.sh, those of a lesson by the program
# itself, which knows what is shown to a learner. Each language that po/ has a
# catalogue of gets one for each lesson; what is not translated yet is empty there.
#
# Usage: make/po.sh VMAPLAB   (in the root of the source tree)

set -eu

program=$1
work=build/po
mkdir -p "$work"

# update TEMPLATE CATALOGUE LANGUAGE
update()
{
	if [ -e "$2" ]; then
		msgmerge --quiet --update --backup=none --no-fuzzy-matching --add-location=file \
			"$2" "$1"
	else
		msginit --no-translator --locale="$3.UTF-8" --input="$1" --output-file="$2"
		plural=$(grep '^"Plural-Forms' "po/$3.po")
		sed -i "s/^\"Plural-Forms.*/$(printf '%s' "$plural" | sed 's/\\/\\\\/g')/" "$2"
	fi
}

sh make/pot.sh "$work/vmaplab.pot"

for catalogue in po/*.po; do
	language=$(basename "$catalogue" .po)
	update "$work/vmaplab.pot" "$catalogue" "$language"
	for lesson in lessons/*.lua lessons/exams/*.lua; do
		name=$(basename "$lesson" .lua)
		"$program" lint --pot "$lesson" >"$work/$name.pot"
		update "$work/$name.pot" "${lesson%.lua}.$language.po" "$language"
	done
done
