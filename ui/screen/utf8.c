/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * UTF-8, decoded strictly: overlong forms, surrogates and stray bytes are
 * broken. Widths come from a short table of ranges: marks that combine, and
 * the East Asian blocks and pictographs that terminals show two columns wide.
 */

#include "ui/screen/utf8.h"

#include <string.h>

#include "ui/lab/wide.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

struct range {
	uint32_t first, last;
};

static const struct range combining[] = {
	{ 0x0300, 0x036f }, { 0x0483, 0x0489 }, { 0x0591, 0x05bd }, { 0x0610, 0x061a },
	{ 0x064b, 0x065f }, { 0x0900, 0x0902 }, { 0x093c, 0x093c }, { 0x0e31, 0x0e31 },
	{ 0x0e34, 0x0e3a }, { 0x0e47, 0x0e4e }, { 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff },
	{ 0x200b, 0x200f }, { 0x202a, 0x202e }, { 0x2060, 0x2064 }, { 0x20d0, 0x20ff },
	{ 0x302a, 0x302d }, { 0x3099, 0x309a }, { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f },
	{ 0xfeff, 0xfeff }, { 0xe0100, 0xe01ef },
};

static const struct range wide[] = {
	{ 0x1100, 0x115f }, { 0x231a, 0x231b }, { 0x2329, 0x232a }, { 0x23e9, 0x23ec },
	{ 0x25fd, 0x25fe }, { 0x2614, 0x2615 }, { 0x2648, 0x2653 }, { 0x26a1, 0x26a1 },
	{ 0x2705, 0x2705 }, { 0x270a, 0x270b }, { 0x2728, 0x2728 }, { 0x274c, 0x274c },
	{ 0x2753, 0x2755 }, { 0x2757, 0x2757 }, { 0x2795, 0x2797 }, { 0x2b1b, 0x2b1c },
	{ 0x2b50, 0x2b50 }, { 0x2e80, 0x303e }, { 0x3041, 0x33ff }, { 0x3400, 0x4dbf },
	{ 0x4e00, 0x9fff }, { 0xa000, 0xa4cf }, { 0xa960, 0xa97f }, { 0xac00, 0xd7a3 },
	{ 0xf900, 0xfaff }, { 0xfe30, 0xfe6f }, { 0xff00, 0xff60 }, { 0xffe0, 0xffe6 },
	{ 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6ff }, { 0x1f900, 0x1f9ff }, { 0x20000, 0x3fffd },
};

static const struct {
	uint32_t character;
	char ascii;
} nearest[] = {
	{ 0x00a0, ' ' }, { 0x00a7, 'S' }, { 0x00ab, '<' }, { 0x00b0, 'o' }, { 0x00b1, '+' },
	{ 0x00b7, '.' }, { 0x00bb, '>' }, { 0x00c4, 'A' }, { 0x00d6, 'O' }, { 0x00d7, 'x' },
	{ 0x00dc, 'U' }, { 0x00e4, 'a' }, { 0x00e9, 'e' }, { 0x00f6, 'o' }, { 0x00fc, 'u' },
	{ 0x2010, '-' }, { 0x2011, '-' }, { 0x2012, '-' }, { 0x2013, '-' }, { 0x2014, '-' },
	{ 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201c, '"' }, { 0x201d, '"' }, { 0x201e, '"' },
	{ 0x2022, '*' }, { 0x2026, '.' }, { 0x2190, '<' }, { 0x2191, '^' }, { 0x2192, '>' },
	{ 0x2193, 'v' }, { 0x21d2, '>' }, { 0x2212, '-' }, { 0x2260, '#' }, { 0x2264, '<' },
	{ 0x2265, '>' }, { 0x2500, '-' }, { 0x2502, '|' }, { 0x2713, 'v' }, { 0x2717, 'x' },
};

/* How many bytes follow a first byte, and its own bits; -1 for no first byte. */
static int first_byte(unsigned char byte, uint32_t *bits)
{
	if (byte < 0x80) {
		*bits = byte;
		return 0;
	}
	if (byte >= 0xc2 && byte <= 0xdf) {
		*bits = byte & 0x1f;
		return 1;
	}
	if (byte >= 0xe0 && byte <= 0xef) {
		*bits = byte & 0x0f;
		return 2;
	}
	if (byte >= 0xf0 && byte <= 0xf4) {
		*bits = byte & 0x07;
		return 3;
	}
	return -1;
}

static bool is_character(uint32_t c, int more)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	return c >= least[more] && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
}

uint32_t utf8_next(const char **text)
{
	const unsigned char *at = (const unsigned char *)*text;
	uint32_t c;
	if (*at == 0)
		return 0;
	int more = first_byte(*at, &c);
	*text += 1;
	if (more < 0)
		return UTF8_BROKEN;
	for (int i = 1; i <= more; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return UTF8_BROKEN;
		c = c << 6 | (at[i] & 0x3f);
	}
	if (!is_character(c, more))
		return UTF8_BROKEN;
	*text += more;
	return c;
}

size_t utf8_write(uint32_t c, char out[5])
{
	static const unsigned char mark[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t bytes = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = bytes; i-- > 1; c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(mark[bytes] | c);
	out[bytes] = 0;
	return bytes;
}

static bool is_in(const struct range *table, size_t count, uint32_t c)
{
	for (size_t i = 0; i < count && table[i].first <= c; i++)
		if (c <= table[i].last)
			return true;
	return false;
}

int utf8_width(uint32_t c)
{
	if (c < 0x300)
		return 1;
	if (is_in(combining, LENGTH(combining), c))
		return 0;
	return is_in(wide, LENGTH(wide), c) ? 2 : 1;
}

int text_width(const char *text)
{
	int width = 0;
	for (uint32_t c; (c = utf8_next(&text)) != 0;)
		width += utf8_width(c);
	return width;
}

size_t text_fitting(const char *text, int room)
{
	const char *at = text, *behind = text;
	for (uint32_t c; (c = utf8_next(&behind)) != 0; at = behind) {
		room -= utf8_width(c);
		if (room < 0)
			break;
	}
	return (size_t)(at - text);
}

/* The last place at or before `fits` where a row may end; 0: there is none. */
static size_t last_break(const char *text, size_t fits)
{
	const char *at = text, *behind = text;
	uint32_t before = ' ', c;
	size_t cut = 0;
	while ((size_t)(at - text) <= fits && (c = utf8_next(&behind)) != 0) {
		if (at > text && (c == ' ' || wide_breaks_between(before, c)))
			cut = (size_t)(at - text);
		before = c;
		at = behind;
	}
	return cut;
}

size_t text_row(const char *text, int width, size_t *taken)
{
	size_t line = strcspn(text, "\n"), fits = text_fitting(text, width);
	if (line <= fits) {
		*taken = line + (text[line] == '\n');
		return line;
	}
	size_t cut = last_break(text, fits);
	if (cut == 0)	/* one long word; a character wider than the row goes alone */
		cut = fits ? fits : text_fitting(text, 2);
	*taken = cut + (text[cut] == ' ');
	return cut;
}

char utf8_ascii(uint32_t c)
{
	if (c < 0x80)
		return (char)c;
	for (size_t i = 0; i < LENGTH(nearest); i++)
		if (nearest[i].character == c)
			return nearest[i].ascii;
	return '?';
}
