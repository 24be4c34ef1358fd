/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The schemes.
 *
 * Each row gives a style's colours out of 256, its colours out of 16, and the
 * attributes it has beside them; the mono scheme has attributes alone. With 8
 * colours a bright foreground becomes bold. No pane leaves a meaning to the
 * colour: areas have brackets and names, lazy ones a hatch, markers a word,
 * red nodes round brackets; so the mono scheme loses nothing.
 */

#include "ui/screen/theme.h"

#include <stdlib.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

struct tint {
	int16_t fine[2];	/* foreground, background of 256 */
	int16_t coarse[2];	/* of 16 */
	uint8_t attributes;
};

struct scheme {
	const char *name;
	struct tint tint[STYLE_COUNT];
};

enum { B = LOOK_BOLD, R = LOOK_REVERSE, U = LOOK_UNDERLINE, D = LOOK_DIM };

static const struct scheme schemes[] = { {
	.name = "dark",
	.tint = {
		[STYLE_TEXT] =		{ { 252, 234 }, { 7, 0 }, 0 },
		[STYLE_DIM] =		{ { 245, 234 }, { 8, 0 }, 0 },
		[STYLE_TITLE] =		{ { 153, 234 }, { 14, 0 }, B },
		[STYLE_TITLE_FOCUS] =	{ { 16, 153 }, { 0, 14 }, B },
		[STYLE_BORDER] =	{ { 240, 234 }, { 8, 0 }, 0 },
		[STYLE_BORDER_FOCUS] =	{ { 153, 234 }, { 14, 0 }, 0 },
		[STYLE_KEY] =		{ { 16, 37 }, { 0, 6 }, 0 },
		[STYLE_AREA] =		{ { 16, 74 }, { 0, 6 }, 0 },
		[STYLE_AREA_OTHER] =	{ { 16, 110 }, { 0, 14 }, 0 },
		[STYLE_AREA_TOUCHED] =	{ { 16, 222 }, { 0, 11 }, B },
		[STYLE_MIXED] =		{ { 74, 235 }, { 6, 0 }, 0 },
		[STYLE_HOLE] =		{ { 243, 235 }, { 8, 0 }, 0 },
		[STYLE_LAZY] =		{ { 180, 238 }, { 3, 0 }, 0 },
		[STYLE_CACHED] =	{ { 16, 114 }, { 0, 10 }, B },
		[STYLE_SEARCH] =	{ { 215, 234 }, { 11, 0 }, B },
		[STYLE_NOTED_HOLE] =	{ { 219, 234 }, { 13, 0 }, B },
		[STYLE_CHANGED] =	{ { 16, 222 }, { 0, 11 }, B },
		[STYLE_RED_NODE] =	{ { 231, 160 }, { 15, 1 }, B },
		[STYLE_BLACK_NODE] =	{ { 231, 16 }, { 15, 0 }, B },
		[STYLE_CURRENT] =	{ { 231, 24 }, { 15, 4 }, B },
		[STYLE_PATH] =		{ { 215, 234 }, { 11, 0 }, B },
		[STYLE_BREAKPOINT] =	{ { 203, 234 }, { 9, 0 }, B },
		[STYLE_KEYWORD] =	{ { 111, 234 }, { 12, 0 }, 0 },
		[STYLE_COMMENT] =	{ { 108, 234 }, { 2, 0 }, 0 },
		[STYLE_WHY] =		{ { 230, 234 }, { 15, 0 }, 0 },
		[STYLE_GOOD] =		{ { 114, 234 }, { 10, 0 }, 0 },
		[STYLE_WARN] =		{ { 215, 234 }, { 11, 0 }, 0 },
		[STYLE_ERROR] =		{ { 210, 234 }, { 9, 0 }, B },
		[STYLE_LESSON] =	{ { 255, 234 }, { 15, 0 }, 0 },
		[STYLE_PROMPT] =	{ { 153, 234 }, { 14, 0 }, B },
		[STYLE_STATUS] =	{ { 252, 238 }, { 0, 7 }, 0 },
		[STYLE_SELECTED] =	{ { 16, 250 }, { 0, 7 }, B },
	},
}, {
	.name = "light",
	.tint = {
		[STYLE_TEXT] =		{ { 235, 231 }, { 0, 15 }, 0 },
		[STYLE_DIM] =		{ { 243, 231 }, { 8, 15 }, 0 },
		[STYLE_TITLE] =		{ { 24, 231 }, { 4, 15 }, B },
		[STYLE_TITLE_FOCUS] =	{ { 231, 24 }, { 15, 4 }, B },
		[STYLE_BORDER] =	{ { 248, 231 }, { 8, 15 }, 0 },
		[STYLE_BORDER_FOCUS] =	{ { 24, 231 }, { 4, 15 }, 0 },
		[STYLE_KEY] =		{ { 231, 30 }, { 15, 6 }, 0 },
		[STYLE_AREA] =		{ { 16, 110 }, { 0, 6 }, 0 },
		[STYLE_AREA_OTHER] =	{ { 16, 153 }, { 0, 14 }, 0 },
		[STYLE_AREA_TOUCHED] =	{ { 16, 221 }, { 0, 11 }, B },
		[STYLE_MIXED] =		{ { 67, 255 }, { 6, 15 }, 0 },
		[STYLE_HOLE] =		{ { 242, 255 }, { 8, 15 }, 0 },
		[STYLE_LAZY] =		{ { 94, 252 }, { 3, 15 }, 0 },
		[STYLE_CACHED] =	{ { 16, 114 }, { 0, 10 }, B },
		[STYLE_SEARCH] =	{ { 130, 231 }, { 1, 15 }, B },
		[STYLE_NOTED_HOLE] =	{ { 90, 231 }, { 5, 15 }, B },
		[STYLE_CHANGED] =	{ { 16, 221 }, { 0, 11 }, B },
		[STYLE_RED_NODE] =	{ { 231, 160 }, { 15, 1 }, B },
		[STYLE_BLACK_NODE] =	{ { 231, 16 }, { 15, 0 }, B },
		[STYLE_CURRENT] =	{ { 16, 152 }, { 0, 14 }, B },
		[STYLE_PATH] =		{ { 130, 231 }, { 1, 15 }, B },
		[STYLE_BREAKPOINT] =	{ { 160, 231 }, { 1, 15 }, B },
		[STYLE_KEYWORD] =	{ { 25, 231 }, { 4, 15 }, 0 },
		[STYLE_COMMENT] =	{ { 65, 231 }, { 2, 15 }, 0 },
		[STYLE_WHY] =		{ { 16, 231 }, { 0, 15 }, 0 },
		[STYLE_GOOD] =		{ { 28, 231 }, { 2, 15 }, 0 },
		[STYLE_WARN] =		{ { 130, 231 }, { 3, 15 }, B },
		[STYLE_ERROR] =		{ { 160, 231 }, { 1, 15 }, B },
		[STYLE_LESSON] =	{ { 16, 231 }, { 0, 15 }, 0 },
		[STYLE_PROMPT] =	{ { 24, 231 }, { 4, 15 }, B },
		[STYLE_STATUS] =	{ { 235, 252 }, { 0, 7 }, 0 },
		[STYLE_SELECTED] =	{ { 231, 239 }, { 15, 8 }, B },
	},
}, {
	.name = "mono",
	.tint = {
		[STYLE_DIM] =		{ { -1, -1 }, { -1, -1 }, D },
		[STYLE_TITLE] =		{ { -1, -1 }, { -1, -1 }, B },
		[STYLE_TITLE_FOCUS] =	{ { -1, -1 }, { -1, -1 }, B | R },
		[STYLE_BORDER] =	{ { -1, -1 }, { -1, -1 }, D },
		[STYLE_BORDER_FOCUS] =	{ { -1, -1 }, { -1, -1 }, B },
		[STYLE_KEY] =		{ { -1, -1 }, { -1, -1 }, R },
		[STYLE_AREA] =		{ { -1, -1 }, { -1, -1 }, R },
		[STYLE_AREA_OTHER] =	{ { -1, -1 }, { -1, -1 }, R },
		[STYLE_AREA_TOUCHED] =	{ { -1, -1 }, { -1, -1 }, R | B | U },
		[STYLE_HOLE] =		{ { -1, -1 }, { -1, -1 }, D },
		[STYLE_CACHED] =	{ { -1, -1 }, { -1, -1 }, R | B },
		[STYLE_SEARCH] =	{ { -1, -1 }, { -1, -1 }, B },
		[STYLE_NOTED_HOLE] =	{ { -1, -1 }, { -1, -1 }, B | U },
		[STYLE_CHANGED] =	{ { -1, -1 }, { -1, -1 }, R },
		[STYLE_RED_NODE] =	{ { -1, -1 }, { -1, -1 }, B },
		[STYLE_BLACK_NODE] =	{ { -1, -1 }, { -1, -1 }, R },
		[STYLE_CURRENT] =	{ { -1, -1 }, { -1, -1 }, R | B },
		[STYLE_PATH] =		{ { -1, -1 }, { -1, -1 }, B },
		[STYLE_BREAKPOINT] =	{ { -1, -1 }, { -1, -1 }, B },
		[STYLE_KEYWORD] =	{ { -1, -1 }, { -1, -1 }, B },
		[STYLE_COMMENT] =	{ { -1, -1 }, { -1, -1 }, D },
		[STYLE_WARN] =		{ { -1, -1 }, { -1, -1 }, B },
		[STYLE_ERROR] =		{ { -1, -1 }, { -1, -1 }, B | U },
		[STYLE_PROMPT] =	{ { -1, -1 }, { -1, -1 }, B },
		[STYLE_STATUS] =	{ { -1, -1 }, { -1, -1 }, R },
		[STYLE_SELECTED] =	{ { -1, -1 }, { -1, -1 }, R },
	},
} };

enum { MONO = LENGTH(schemes) - 1 };

const struct scheme *scheme_by_name(const char *name)
{
	for (size_t i = 0; i < LENGTH(schemes); i++)
		if (strcmp(schemes[i].name, name) == 0)
			return &schemes[i];
	return NULL;
}

const struct scheme *scheme_default(void)
{
	const char *no_colour = getenv("NO_COLOR");
	return no_colour && *no_colour ? &schemes[MONO] : &schemes[0];
}

const char *scheme_name(const struct scheme *scheme)
{
	return scheme->name;
}

const struct scheme *scheme_at(size_t i)
{
	return i < LENGTH(schemes) ? &schemes[i] : NULL;
}

struct look scheme_look(const struct scheme *scheme, enum style style, int colours)
{
	if (colours < 8 || scheme == &schemes[MONO])
		return (struct look){ -1, -1, schemes[MONO].tint[style].attributes };
	const struct tint *tint = &scheme->tint[style];
	const int16_t *pair = colours >= 256 ? tint->fine : tint->coarse;
	struct look look = { pair[0], pair[1], tint->attributes };
	if (colours < 16) {
		if (look.foreground > 8)
			look.attributes |= LOOK_BOLD;
		look.foreground &= 7;
		look.background &= 7;
		if (look.foreground == look.background)
			look.foreground = look.background == 0 ? 7 : 0;
	}
	return look;
}

/* xterm's palette: 16 named colours, a cube of 6x6x6, 24 greys. */
uint32_t palette_rgb(int colour)
{
	static const uint32_t named[16] = {
		0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
		0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
	};
	if (colour < 16)
		return named[colour < 0 ? 0 : colour];
	if (colour >= 232) {
		uint32_t grey = (uint32_t)(8 + 10 * (colour - 232));
		return grey << 16 | grey << 8 | grey;
	}
	uint32_t rgb = 0;
	for (int i = 0, divisor = 36; i < 3; i++, divisor /= 6) {
		uint32_t part = (uint32_t)((colour - 16) / divisor % 6);
		rgb = rgb << 8 | (part ? 55 + 40 * part : 0);
	}
	return rgb;
}
