/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The schemes.
 *
 * Each row gives a style's colours out of 256, its colours out of 16, and the
 * attributes it has beside them; the mono scheme has attributes alone. With 8
 * colours a bright foreground becomes bold on a dark ground. No pane leaves a meaning to the
 * colour: STYLE_LIST tells for each style the sign that stays; so the mono
 * scheme loses nothing.
 *
 * "safe" goes by the palette of Okabe and Ito, whose colours those with any of
 * the colour-blindnesses can tell apart: no red against green, and what must
 * not be confused differs in lightness, too. "contrast" is for projectors and
 * weak eyes: white ground, as a lit room takes the black from every other, and
 * text at 7:1 or more. In the others text has 4.5:1, as WCAG asks for, bars and
 * their hatches 3:1; with 16 colours and 8, too. (A test holds them to that.)
 */

#include "ui/screen/theme.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

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
		[STYLE_AREA_TOUCHED] =	{ { 16, 222 }, { 0, 11 }, B | U },
		[STYLE_MIXED] =		{ { 74, 235 }, { 6, 0 }, 0 },
		[STYLE_HOLE] =		{ { 246, 235 }, { 8, 0 }, 0 },
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
		[STYLE_KEYWORD] =	{ { 111, 234 }, { 14, 0 }, 0 },
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
		[STYLE_DIM] =		{ { 243, 231 }, { 0, 15 }, 0 },
		[STYLE_TITLE] =		{ { 24, 231 }, { 4, 15 }, B },
		[STYLE_TITLE_FOCUS] =	{ { 231, 24 }, { 15, 4 }, B },
		[STYLE_BORDER] =	{ { 248, 231 }, { 8, 15 }, 0 },
		[STYLE_BORDER_FOCUS] =	{ { 24, 231 }, { 4, 15 }, 0 },
		[STYLE_KEY] =		{ { 231, 23 }, { 0, 6 }, 0 },
		[STYLE_AREA] =		{ { 16, 110 }, { 0, 6 }, 0 },
		[STYLE_AREA_OTHER] =	{ { 16, 153 }, { 0, 14 }, 0 },
		[STYLE_AREA_TOUCHED] =	{ { 16, 221 }, { 0, 11 }, B | U },
		[STYLE_MIXED] =		{ { 25, 255 }, { 4, 15 }, 0 },
		[STYLE_HOLE] =		{ { 242, 255 }, { 8, 15 }, 0 },
		[STYLE_LAZY] =		{ { 88, 252 }, { 1, 15 }, 0 },
		[STYLE_CACHED] =	{ { 16, 114 }, { 0, 10 }, B },
		[STYLE_SEARCH] =	{ { 130, 231 }, { 1, 15 }, B },
		[STYLE_NOTED_HOLE] =	{ { 90, 231 }, { 4, 15 }, B },
		[STYLE_CHANGED] =	{ { 16, 221 }, { 0, 11 }, B },
		[STYLE_RED_NODE] =	{ { 231, 160 }, { 15, 1 }, B },
		[STYLE_BLACK_NODE] =	{ { 231, 16 }, { 15, 0 }, B },
		[STYLE_CURRENT] =	{ { 16, 152 }, { 0, 14 }, B },
		[STYLE_PATH] =		{ { 130, 231 }, { 1, 15 }, B },
		[STYLE_BREAKPOINT] =	{ { 160, 231 }, { 1, 15 }, B },
		[STYLE_KEYWORD] =	{ { 25, 231 }, { 4, 15 }, 0 },
		[STYLE_COMMENT] =	{ { 29, 231 }, { 0, 15 }, 0 },
		[STYLE_WHY] =		{ { 16, 231 }, { 0, 15 }, 0 },
		[STYLE_GOOD] =		{ { 28, 231 }, { 4, 15 }, 0 },
		[STYLE_WARN] =		{ { 130, 231 }, { 1, 15 }, B },
		[STYLE_ERROR] =		{ { 160, 231 }, { 15, 1 }, B },
		[STYLE_LESSON] =	{ { 16, 231 }, { 0, 15 }, 0 },
		[STYLE_PROMPT] =	{ { 24, 231 }, { 4, 15 }, B },
		[STYLE_STATUS] =	{ { 235, 252 }, { 0, 7 }, 0 },
		[STYLE_SELECTED] =	{ { 231, 239 }, { 15, 0 }, B },
	},
}, {
	.name = "safe",
	.tint = {
		[STYLE_TEXT] =		{ { 252, 234 }, { 7, 0 }, 0 },
		[STYLE_DIM] =		{ { 246, 234 }, { 8, 0 }, 0 },
		[STYLE_TITLE] =		{ { 117, 234 }, { 14, 0 }, B },
		[STYLE_TITLE_FOCUS] =	{ { 16, 117 }, { 0, 14 }, B },
		[STYLE_BORDER] =	{ { 240, 234 }, { 8, 0 }, 0 },
		[STYLE_BORDER_FOCUS] =	{ { 117, 234 }, { 14, 0 }, 0 },
		[STYLE_KEY] =		{ { 16, 74 }, { 0, 6 }, 0 },
		[STYLE_AREA] =		{ { 16, 74 }, { 0, 6 }, 0 },
		[STYLE_AREA_OTHER] =	{ { 16, 117 }, { 0, 14 }, 0 },
		[STYLE_AREA_TOUCHED] =	{ { 16, 227 }, { 0, 11 }, B | U },
		[STYLE_MIXED] =		{ { 74, 235 }, { 6, 0 }, 0 },
		[STYLE_HOLE] =		{ { 246, 235 }, { 8, 0 }, 0 },
		[STYLE_LAZY] =		{ { 214, 238 }, { 3, 0 }, 0 },
		[STYLE_CACHED] =	{ { 16, 36 }, { 15, 4 }, B },
		[STYLE_SEARCH] =	{ { 214, 234 }, { 11, 0 }, B },
		[STYLE_NOTED_HOLE] =	{ { 175, 234 }, { 13, 0 }, B },
		[STYLE_CHANGED] =	{ { 16, 227 }, { 0, 11 }, B },
		[STYLE_RED_NODE] =	{ { 16, 208 }, { 0, 11 }, B },
		[STYLE_BLACK_NODE] =	{ { 231, 16 }, { 15, 0 }, B },
		[STYLE_CURRENT] =	{ { 231, 25 }, { 15, 4 }, B },
		[STYLE_PATH] =		{ { 214, 234 }, { 11, 0 }, B },
		[STYLE_BREAKPOINT] =	{ { 208, 234 }, { 11, 0 }, B },
		[STYLE_KEYWORD] =	{ { 75, 234 }, { 14, 0 }, 0 },
		[STYLE_COMMENT] =	{ { 72, 234 }, { 6, 0 }, 0 },
		[STYLE_WHY] =		{ { 230, 234 }, { 15, 0 }, 0 },
		[STYLE_GOOD] =		{ { 79, 234 }, { 14, 0 }, 0 },
		[STYLE_WARN] =		{ { 214, 234 }, { 11, 0 }, 0 },
		[STYLE_ERROR] =		{ { 208, 234 }, { 11, 0 }, B | U },
		[STYLE_LESSON] =	{ { 255, 234 }, { 15, 0 }, 0 },
		[STYLE_PROMPT] =	{ { 117, 234 }, { 14, 0 }, B },
		[STYLE_STATUS] =	{ { 252, 238 }, { 0, 7 }, 0 },
		[STYLE_SELECTED] =	{ { 16, 250 }, { 0, 7 }, B },
	},
}, {
	.name = "contrast",
	.tint = {
		[STYLE_TEXT] =		{ { 16, 231 }, { 0, 15 }, 0 },
		[STYLE_DIM] =		{ { 238, 231 }, { 0, 15 }, 0 },
		[STYLE_TITLE] =		{ { 18, 231 }, { 4, 15 }, B },
		[STYLE_TITLE_FOCUS] =	{ { 231, 18 }, { 15, 4 }, B },
		[STYLE_BORDER] =	{ { 239, 231 }, { 0, 15 }, 0 },
		[STYLE_BORDER_FOCUS] =	{ { 18, 231 }, { 4, 15 }, B },
		[STYLE_KEY] =		{ { 231, 16 }, { 15, 0 }, B },
		[STYLE_AREA] =		{ { 16, 75 }, { 0, 6 }, B },
		[STYLE_AREA_OTHER] =	{ { 16, 153 }, { 0, 14 }, B },
		[STYLE_AREA_TOUCHED] =	{ { 16, 226 }, { 0, 11 }, B | U },
		[STYLE_MIXED] =		{ { 18, 255 }, { 4, 15 }, 0 },
		[STYLE_HOLE] =		{ { 236, 231 }, { 0, 15 }, 0 },
		[STYLE_LAZY] =		{ { 52, 223 }, { 1, 7 }, 0 },
		[STYLE_CACHED] =	{ { 16, 83 }, { 0, 10 }, B },
		[STYLE_SEARCH] =	{ { 88, 231 }, { 1, 15 }, B },
		[STYLE_NOTED_HOLE] =	{ { 54, 231 }, { 4, 15 }, B },
		[STYLE_CHANGED] =	{ { 16, 226 }, { 0, 11 }, B },
		[STYLE_RED_NODE] =	{ { 231, 88 }, { 15, 1 }, B },
		[STYLE_BLACK_NODE] =	{ { 231, 16 }, { 15, 0 }, B },
		[STYLE_CURRENT] =	{ { 231, 18 }, { 15, 4 }, B },
		[STYLE_PATH] =		{ { 88, 231 }, { 1, 15 }, B },
		[STYLE_BREAKPOINT] =	{ { 88, 231 }, { 1, 15 }, B },
		[STYLE_KEYWORD] =	{ { 18, 231 }, { 4, 15 }, B },
		[STYLE_COMMENT] =	{ { 22, 231 }, { 0, 15 }, 0 },
		[STYLE_WHY] =		{ { 16, 231 }, { 0, 15 }, B },
		[STYLE_GOOD] =		{ { 22, 231 }, { 0, 15 }, B },
		[STYLE_WARN] =		{ { 88, 231 }, { 1, 15 }, B },
		[STYLE_ERROR] =		{ { 231, 88 }, { 15, 1 }, B },
		[STYLE_LESSON] =	{ { 16, 231 }, { 0, 15 }, B },
		[STYLE_PROMPT] =	{ { 18, 231 }, { 4, 15 }, B },
		[STYLE_STATUS] =	{ { 231, 16 }, { 15, 0 }, B },
		[STYLE_SELECTED] =	{ { 231, 239 }, { 15, 0 }, B },
	},
}, {
	.name = "mono",
	.colourless = true,
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
		[STYLE_LAZY] =		{ { -1, -1 }, { -1, -1 }, U },
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

/* Where there are no colours, the mono scheme's attributes tell styles apart. */
static uint8_t plain_attributes(const struct scheme *scheme, enum style style)
{
	return (scheme->colourless ? scheme : &schemes[MONO])->tint[style].attributes;
}

/* Bold is what makes a colour bright there: wanted on dark grounds, but on light
 * ones it would turn black into grey. */
static struct look eight_colours(struct look look)
{
	bool bright = look.foreground > 8;
	look.foreground &= 7;
	look.background &= 7;
	if (look.foreground == look.background)
		look.foreground = look.background == 0 ? 7 : 0;
	bool dark = look.background == 0 || look.background == 1 || look.background == 4;
	if (!dark || look.foreground == 0)
		look.attributes &= (uint8_t)~LOOK_BOLD;
	else if (bright)
		look.attributes |= LOOK_BOLD;
	return look;
}

struct look scheme_look(const struct scheme *scheme, enum style style, int colours)
{
	if (colours < 8 || scheme->colourless)
		return (struct look){ -1, -1, plain_attributes(scheme, style) };
	const struct tint *tint = &scheme->tint[style];
	const int16_t *pair = colours >= 256 ? tint->fine : tint->coarse;
	struct look look = { pair[0], pair[1], tint->attributes };
	return colours < 16 ? eight_colours(look) : look;
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

/* --- colours of one's own --- */

static const char *const colour_names[16] = {
	"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
	"grey", "bright-red", "bright-green", "bright-yellow",
	"bright-blue", "bright-magenta", "bright-cyan", "bright-white",
};

bool colour_read(const char *text, int16_t *colour)
{
	char *end;
	long number = strtol(text, &end, 10);
	if (*text && !*end && number >= 0 && number < 256) {
		*colour = (int16_t)number;
		return true;
	}
	for (size_t i = 0; i < LENGTH(colour_names); i++)
		if (strcasecmp(text, colour_names[i]) == 0) {
			*colour = (int16_t)i;
			return true;
		}
	return false;
}

bool look_attribute(const char *text, uint8_t *attributes)
{
	static const struct {
		const char *name;
		uint8_t bit;
	} table[] = {
		{ "bold", LOOK_BOLD }, { "reverse", LOOK_REVERSE },
		{ "underline", LOOK_UNDERLINE }, { "dim", LOOK_DIM },
	};
	for (size_t i = 0; i < LENGTH(table); i++)
		if (strcmp(text, table[i].name) == 0) {
			*attributes |= table[i].bit;
			return true;
		}
	return false;
}

static int distance(uint32_t a, uint32_t b)
{
	int sum = 0;
	for (int shift = 0; shift < 24; shift += 8) {
		int by = (int)(a >> shift & 0xff) - (int)(b >> shift & 0xff);
		sum += by * by;
	}
	return sum;
}

static int16_t coarse_of(int16_t colour)
{
	int nearest = 0;
	if (colour < 16)
		return colour;
	for (int i = 1; i < 16; i++)
		if (distance(palette_rgb(colour), palette_rgb(i)) <
		    distance(palette_rgb(colour), palette_rgb(nearest)))
			nearest = i;
	return (int16_t)nearest;
}

void scheme_recolour(struct scheme *scheme, enum style style, const struct look *look)
{
	struct tint *tint = &scheme->tint[style];
	tint->attributes = look->attributes;
	if (scheme->colourless)
		return;
	*tint = (struct tint){ { look->foreground, look->background },
			       { coarse_of(look->foreground), coarse_of(look->background) },
			       look->attributes };
	if (tint->coarse[0] == tint->coarse[1])	/* too near for so few colours */
		tint->coarse[0] = tint->coarse[1] == 0 ? 15 : 0;
}
