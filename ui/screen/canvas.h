/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_CANVAS_H
#define VMAPLAB_CANVAS_H

/*
 * The canvas: a grid of cells that panes draw on.
 *
 * A cell has a character, a semantic style and attributes. The canvas knows no
 * terminal: curses, a golden file and an SVG are outlets that read it. All
 * drawing is clipped to a window (a rectangle of the canvas); coordinates are
 * relative to it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "ui/screen/utf8.h"

/*
 * What a cell means: name, and the sign that tells it where there are no
 * colours (beside the attributes that the mono scheme gives it). How it looks is
 * decided in theme.c, once per scheme.
 */
#define STYLE_LIST(X) \
	X(TEXT, "text", "plain text") \
	X(DIM, "dim", "less important text") \
	X(TITLE, "title", "its place in the line above a pane") \
	X(TITLE_FOCUS, "title-focus", "reversed title: this pane has the keys") \
	X(BORDER, "border", "lines") \
	X(BORDER_FOCUS, "border-focus", "lines of the pane with the keys") \
	X(KEY, "key", "label of a key in the bar") \
	X(AREA, "area", "reversed bar with its name") \
	X(AREA_OTHER, "area-other", "the same for every second area; an edge parts neighbours") \
	X(AREA_TOUCHED, "area-touched", "underlined bar: what the step is about") \
	X(MIXED, "mixed", "partly filled block: several areas in one cell") \
	X(HOLE, "hole", "dots, with the size in the middle") \
	X(LAZY, "lazy", "hatch: waits for a purge") \
	X(CACHED, "cached", "bar with the word free_vmap_cache or cache at it") \
	X(SEARCH, "search", "marker with a word: addr, vstart, vend") \
	X(NOTED_HOLE, "noted-hole", "bracket with the name and its size") \
	X(CHANGED, "changed", "a star before it; old value, arrow, new value") \
	X(RED_NODE, "red-node", "round brackets") \
	X(BLACK_NODE, "black-node", "square brackets") \
	X(CURRENT, "current", "arrow in the margin") \
	X(PATH, "path", "heavy lines") \
	X(BREAKPOINT, "breakpoint", "mark in the margin") \
	X(KEYWORD, "keyword", "C keyword or code in a text") \
	X(COMMENT, "comment", "between the marks of a C comment") \
	X(WHY, "why", "the sentence of the step, in its own pane") \
	X(GOOD, "good", "its words: ok, the address that came of it") \
	X(WARN, "warn", "its words: what failed, what surprises") \
	X(ERROR, "error", "its words: what is wrong, and the mend") \
	X(LESSON, "lesson", "text of a lesson, in its own pane") \
	X(PROMPT, "prompt", "before a command line") \
	X(STATUS, "status", "the first row") \
	X(SELECTED, "selected", "the cursor of the terminal stands there")
enum style {
#define X(name, text, sign) STYLE_##name,
	STYLE_LIST(X)
#undef X
	STYLE_COUNT
};
const char *style_name(enum style style);
const char *style_sign(enum style style);

/* The style of that name; -1: there is none. */
int style_by_name(const char *name);

struct cell {
	char text[10];	/* UTF-8 of one character with its combining marks; "" right of a wide one */
	uint8_t style;
	uint8_t width;	/* 1, 2; 0 for the right half of a wide character */
};

struct canvas {
	struct cell *cell;
	int height, width;
	int cursor_y, cursor_x;	/* where the hardware cursor stands; -1: hidden */
	bool ascii;		/* draw with ASCII only */
};

/* Part of a canvas. Writing outside of it is cut off. */
struct window {
	struct canvas *canvas;
	int y, x, height, width;
};

/* Characters for pictures, by meaning, with an ASCII form. */
enum glyph {
	GLYPH_HORIZONTAL, GLYPH_VERTICAL, GLYPH_TOP_LEFT, GLYPH_TOP_RIGHT,
	GLYPH_BOTTOM_LEFT, GLYPH_BOTTOM_RIGHT, GLYPH_TEE_DOWN, GLYPH_TEE_UP,
	GLYPH_TEE_LEFT, GLYPH_TEE_RIGHT, GLYPH_CROSS,
	GLYPH_HEAVY_HORIZONTAL, GLYPH_HEAVY_TOP_LEFT, GLYPH_HEAVY_TOP_RIGHT,
	GLYPH_EIGHTH, GLYPH_EIGHTHS_LAST = GLYPH_EIGHTH + 7,	/* how full: 1/8 .. 8/8 */
	GLYPH_SQUARE, GLYPH_LEFT_EDGE, GLYPH_DARK, GLYPH_MEDIUM, GLYPH_LIGHT, GLYPH_DOT,
	GLYPH_ARROW_UP, GLYPH_ARROW_DOWN, GLYPH_ARROW_RIGHT, GLYPH_ARROW_LEFT,
	GLYPH_TO, GLYPH_MARK, GLYPH_GUARD, GLYPH_ELLIPSIS, GLYPH_COUNT
};
const char *glyph(const struct canvas *canvas, enum glyph which);

bool canvas_resize(struct canvas *canvas, int height, int width);	/* and clears */
void canvas_clear(struct canvas *canvas);
void canvas_free(struct canvas *canvas);

struct window canvas_window(struct canvas *canvas, int y, int x, int height, int width);
struct window window_part(const struct window *w, int y, int x, int height, int width);

/*
 * Text is UTF-8. What is no character (broken bytes, control characters) is
 * shown as a replacement character, one column each; on an ASCII canvas
 * characters beyond ASCII are replaced by what comes nearest. Each returns the
 * column behind what it wrote (even where it was cut off).
 */
int put_text(const struct window *w, int y, int x, enum style style, const char *utf8);
int put_format(const struct window *w, int y, int x, enum style style, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* At most `room` columns of a text; what does not fit is told by an ellipsis. */
int put_short(const struct window *w, int y, int x, int room, enum style style, const char *utf8);
int put_fill(const struct window *w, int y, int x, int count, enum style style, const char *utf8);
void put_style(const struct window *w, int y, int x, int count, enum style style);
void put_glyph(const struct window *w, int y, int x, enum style style, enum glyph which);
void put_cursor(const struct window *w, int y, int x);

/* A cell, or NULL outside of the window. */
struct cell *window_cell(const struct window *w, int y, int x);

/* Text in as many rows as it needs, broken at blanks; rows from `skip` on are
 * drawn. Returns how many rows the whole text has at that width; with a NULL
 * canvas nothing is drawn. Newlines in the text begin a row. */
int put_wrapped(const struct window *w, int y, int skip, enum style style, const char *utf8);

/* A box with a title along the window's edge; gives the window inside. */
struct window put_box(const struct window *w, const char *title, bool focus);

/* Outlets without a terminal: characters only (blanks at line ends cut), the
 * style of each cell as letters with a legend (for golden files), a picture. */
struct scheme;	/* theme.h */
void canvas_write_text(const struct canvas *canvas, FILE *out);
void canvas_write_styles(const struct canvas *canvas, FILE *out);
void canvas_write_svg(const struct canvas *canvas, const struct scheme *scheme, int colours,
		      FILE *out);

/*
 * All that a terminal would get: the characters; below them a letter for each
 * cell, but for plain text at a row's end; and for each letter its style and how
 * that looks on terminals with so many colours (0, 8, 16, 256), a column for each:
 *	b title	153 on 234 bold	bold
 */
void canvas_write_cells(const struct canvas *canvas, const struct scheme *scheme,
			const int *colours, size_t count, FILE *out);

#endif
