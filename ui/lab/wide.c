/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Breaking lines of wide characters: anywhere, but for the marks that must not begin
 * a line or end one. And what such a keyboard gives instead of ASCII.
 */

#include "ui/lab/wide.h"

#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* ASCII ones, the marks of lesson text, 、。〉》」』】〕！％），．：；？］｝ and the closing quotation marks */
static const uint32_t closing[] = {
	0x2019, 0x201d, 0x3001, 0x3002, 0x3009, 0x300b, 0x300d, 0x300f, 0x3011, 0x3015,
	'.', ',', ';', ':', '!', '?', ')', ']', '}', '%', '`', '*', ' ',
	0xff01, 0xff05, 0xff09, 0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f, 0xff3d, 0xff5d,
};

/* ASCII ones, 〈《「『【〔（［｛ and the opening quotation marks */
static const uint32_t opening[] = {
	'(', '[', '{', '`', '*',
	0x2018, 0x201c, 0x3008, 0x300a, 0x300c, 0x300e, 0x3010, 0x3014, 0xff08, 0xff3b, 0xff5b,
};

size_t wide_decode(const char *text, size_t length, uint32_t *code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = (unsigned char)*text;
	size_t bytes = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 :
		       first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
	if (bytes == 0 || bytes > length)
		return 0;
	*code = bytes == 1 ? first : first & (0x7fu >> bytes);
	for (size_t i = 1; i < bytes; i++) {
		unsigned char next = (unsigned char)text[i];
		if ((next & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (next & 0x3fu);
	}
	if (*code < least[bytes] || *code > 0x10ffff || (*code >= 0xd800 && *code < 0xe000))
		return 0;
	return bytes;
}

static bool is_in(const uint32_t *list, size_t count, uint32_t c)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == c)
			return true;
	return false;
}

bool wide_character(uint32_t c)
{
	return (c >= 0x1100 && c < 0x1160) || (c >= 0x2e80 && c < 0xa4d0) ||
	       (c >= 0xac00 && c < 0xd7a4) || (c >= 0xf900 && c < 0xfb00) ||
	       (c >= 0xfe30 && c < 0xfe70) || (c >= 0xff00 && c < 0xff61) ||
	       (c >= 0x1f300 && c < 0x1fa00) || (c >= 0x20000 && c < 0x40000);
}

uint32_t wide_plain(uint32_t c)
{
	if (c == 0x3000)
		return ' ';
	return c >= 0xff01 && c <= 0xff5e ? c - 0xff01 + '!' : c;
}

/* The next character, plain and in lower case; 0 at the end. */
static uint32_t next_plain(const char **text)
{
	uint32_t code = (unsigned char)**text;
	size_t bytes = wide_decode(*text, strlen(*text), &code);
	*text += bytes ? bytes : *text[0] != '\0';
	code = wide_plain(code);
	return code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
}

bool wide_same(const char *a, const char *b)
{
	uint32_t of_a, of_b;
	do {
		of_a = next_plain(&a);
		of_b = next_plain(&b);
	} while (of_a == of_b && of_a);
	return of_a == of_b;
}

bool wide_breaks_between(uint32_t before, uint32_t behind)
{
	if (!wide_character(before) && !wide_character(behind))
		return false;
	return !is_in(closing, LENGTH(closing), behind) && !is_in(opening, LENGTH(opening), before);
}

size_t wide_fitting(const char *text, size_t length, unsigned columns, bool whole)
{
	size_t last = 0, bytes;
	unsigned column = 0;
	uint32_t before = ' ';
	for (size_t at = 0; at < length; at += bytes ? bytes : 1) {
		uint32_t code = '?';
		bytes = wide_decode(text + at, length - at, &code);
		if (at > 0 && (code == ' ' || wide_breaks_between(before, code))) {
			if (column > columns)
				return at;
			last = at;
		}
		column += wide_character(code) ? 2 : 1;
		if (column > columns && code != ' ' && (last || !whole))
			return last ? last : at ? at : bytes;
		before = code;
	}
	return length;
}
