# SPDX-License-Identifier: GPL-3.0-or-later
#
# Turns a catalogue that says everything in English (msgen) into one in a language
# that does not exist: each letter of a text gets an accent or a tail. A word on the
# screen without one has not gone through the catalogue. What printf and the
# sentences fill in (%s, {size}) and the likes of \n stay as they are.

BEGIN {
	plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	n = split("á ƀ ç đ é ƒ ğ ħ í ĵ ķ ľ ɱ ñ ó þ ɋ ř š ŧ ú ṽ ŵ ẋ ý ž Á Ɓ Ç Đ É Ƒ Ğ Ħ Í Ĵ Ķ Ľ Ḿ Ñ Ó Þ Ɋ Ř Š Ŧ Ú Ṽ Ŵ Ẋ Ý Ž", other, " ")
	for (i = 1; i <= n; i++)
		strange[substr(plain, i, 1)] = other[i]
}

# Length of what must stay at the beginning of `text`; 0: nothing.
function fixed(text)
{
	if (match(text, /^%([0-9]+\$)?[-+ #0-9.*]*(<[A-Za-z0-9]+>|[hlzjt]*[a-zA-Z%])/) ||
	    match(text, /^\\./) || match(text, /^\{[^}]*\}/))
		return RLENGTH
	return 0
}

function say(text,    said, length_)
{
	for (said = ""; text != ""; text = substr(text, length_ + 1)) {
		length_ = fixed(text)
		if (length_ > 0) {
			said = said substr(text, 1, length_)
		} else {
			length_ = 1
			said = said (substr(text, 1, 1) in strange ? strange[substr(text, 1, 1)] \
				     : substr(text, 1, 1))
		}
	}
	return said
}

/^msgid ""$/             { header = NR == first + 1 }
/^msg(id|id_plural) /    { translating = 0 }
/^msgstr/                { translating = 1; entries++ }
translating && entries > 1 && match($0, /"/) {
	begin = index($0, "\"")
	print substr($0, 1, begin) say(substr($0, begin + 1, length($0) - begin - 1)) "\""
	next
}
                         { print }
