/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Picture characters: one table, UTF-8 beside ASCII. Both are one column wide,
 * so that a picture has the same geometry in either. Only box drawing, block
 * elements, geometric shapes, arrows and Latin-1: what every console font has.
 */

#include "ui/screen/canvas.h"

static const struct {
	const char *utf8, *ascii;
} glyphs[GLYPH_COUNT] = {
	[GLYPH_HORIZONTAL] = { "─", "-" },
	[GLYPH_VERTICAL] = { "│", "|" },
	[GLYPH_TOP_LEFT] = { "┌", "+" },
	[GLYPH_TOP_RIGHT] = { "┐", "+" },
	[GLYPH_BOTTOM_LEFT] = { "└", "+" },
	[GLYPH_BOTTOM_RIGHT] = { "┘", "+" },
	[GLYPH_TEE_DOWN] = { "┬", "+" },
	[GLYPH_TEE_UP] = { "┴", "+" },
	[GLYPH_TEE_LEFT] = { "┤", "+" },
	[GLYPH_TEE_RIGHT] = { "├", "+" },
	[GLYPH_CROSS] = { "┼", "+" },
	[GLYPH_HEAVY_HORIZONTAL] = { "━", "=" },
	[GLYPH_HEAVY_TOP_LEFT] = { "┏", "#" },
	[GLYPH_HEAVY_TOP_RIGHT] = { "┓", "#" },
	[GLYPH_EIGHTH] = { "▁", "1" },
	[GLYPH_EIGHTH + 1] = { "▂", "2" },
	[GLYPH_EIGHTH + 2] = { "▃", "3" },
	[GLYPH_EIGHTH + 3] = { "▄", "4" },
	[GLYPH_EIGHTH + 4] = { "▅", "5" },
	[GLYPH_EIGHTH + 5] = { "▆", "6" },
	[GLYPH_EIGHTH + 6] = { "▇", "7" },
	[GLYPH_EIGHTHS_LAST] = { "█", "8" },
	[GLYPH_LEFT_EDGE] = { "▏", "|" },
	[GLYPH_SQUARE] = { "■", "#" },
	[GLYPH_DARK] = { "▓", "%" },
	[GLYPH_MEDIUM] = { "▒", "~" },
	[GLYPH_LIGHT] = { "░", ":" },
	[GLYPH_DOT] = { "·", "." },
	[GLYPH_ARROW_UP] = { "▲", "^" },
	[GLYPH_ARROW_DOWN] = { "▼", "v" },
	[GLYPH_ARROW_RIGHT] = { "▶", ">" },
	[GLYPH_ARROW_LEFT] = { "◀", "<" },
	[GLYPH_TO] = { "→", ">" },
	[GLYPH_MARK] = { "●", "*" },
	[GLYPH_GUARD] = { "×", "x" },
	[GLYPH_ELLIPSIS] = { "…", "~" },
};

const char *glyph(const struct canvas *canvas, enum glyph which)
{
	return canvas->ascii ? glyphs[which].ascii : glyphs[which].utf8;
}
