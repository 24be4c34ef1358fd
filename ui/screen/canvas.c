/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The grid of cells and what draws on it.
 *
 * Everything that is written goes through put_character, which clips, keeps
 * the two halves of wide characters together, and replaces what cannot be
 * shown. So no pane can damage the grid, whatever its size and whatever text
 * comes its way.
 */

#include "ui/screen/canvas.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name, *sign;
} styles[] = {
#define X(name, text, sign) { text, sign },
	STYLE_LIST(X)
#undef X
};

const char *style_name(enum style style)
{
	return (unsigned)style < STYLE_COUNT ? styles[style].name : NULL;
}

const char *style_sign(enum style style)
{
	return (unsigned)style < STYLE_COUNT ? styles[style].sign : NULL;
}

int style_by_name(const char *name)
{
	for (int i = 0; i < STYLE_COUNT; i++)
		if (strcmp(styles[i].name, name) == 0)
			return i;
	return -1;
}

/* --- the grid --- */

bool canvas_resize(struct canvas *canvas, int height, int width)
{
	if (height < 1 || width < 1)
		return false;
	if (height != canvas->height || width != canvas->width) {
		struct cell *cell = calloc((size_t)height * (size_t)width, sizeof(*cell));
		if (!cell)
			return false;
		free(canvas->cell);
		canvas->cell = cell;
		canvas->height = height;
		canvas->width = width;
	}
	canvas_clear(canvas);
	return true;
}

void canvas_clear(struct canvas *canvas)
{
	static const struct cell blank = { " ", STYLE_TEXT, 1 };
	size_t count = (size_t)canvas->height * (size_t)canvas->width;
	for (size_t i = 0; i < count; i++)
		canvas->cell[i] = blank;
	canvas->cursor_y = canvas->cursor_x = -1;
}

void canvas_free(struct canvas *canvas)
{
	free(canvas->cell);
	*canvas = (struct canvas){ 0 };
}

/* --- windows --- */

static void clip(int *start, int *length, int limit)
{
	if (*start < 0) {
		*length += *start;
		*start = 0;
	}
	if (*start > limit)
		*start = limit;
	if (*length > limit - *start)
		*length = limit - *start;
	if (*length < 0)
		*length = 0;
}

struct window canvas_window(struct canvas *canvas, int y, int x, int height, int width)
{
	clip(&y, &height, canvas->height);
	clip(&x, &width, canvas->width);
	return (struct window){ canvas, y, x, height, width };
}

struct window window_part(const struct window *w, int y, int x, int height, int width)
{
	clip(&y, &height, w->height);
	clip(&x, &width, w->width);
	return (struct window){ w->canvas, w->y + y, w->x + x, height, width };
}

struct cell *window_cell(const struct window *w, int y, int x)
{
	if (!w->canvas || y < 0 || x < 0 || y >= w->height || x >= w->width)
		return NULL;
	return &w->canvas->cell[(w->y + y) * w->canvas->width + w->x + x];
}

/* --- characters --- */

/* A wide character of which one half is written over must not keep the other. */
static void cut_wide(const struct window *w, int y, int x)
{
	int column = w->x + x;
	struct cell *row = &w->canvas->cell[(w->y + y) * w->canvas->width];
	if (row[column].width == 0 && column > 0)
		row[column - 1] = (struct cell){ " ", row[column - 1].style, 1 };
	if (row[column].width == 2 && column + 1 < w->canvas->width)
		row[column + 1] = (struct cell){ " ", row[column + 1].style, 1 };
}

static void set_cell(const struct window *w, int y, int x, enum style style, int width,
		     const char *text)
{
	struct cell *cell = window_cell(w, y, x);
	cut_wide(w, y, x);
	memset(cell->text, 0, sizeof(cell->text));
	memcpy(cell->text, text, strlen(text));
	cell->style = (uint8_t)style;
	cell->width = (uint8_t)width;
}

/* A mark that combines joins the character to its left, while there is room. */
static void combine(const struct window *w, int y, int x, const char *mark)
{
	struct cell *cell = window_cell(w, y, x - 1);
	if (cell && cell->width == 0)
		cell = window_cell(w, y, x - 2);
	if (cell && strlen(cell->text) + strlen(mark) < sizeof(cell->text))
		memcpy(cell->text + strlen(cell->text), mark, strlen(mark) + 1);
}

static uint32_t showable(const struct canvas *canvas, uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		c = UTF8_BROKEN;
	if (canvas->ascii && c >= 0x80)
		c = (unsigned char)utf8_ascii(c);
	return c;
}

/* Returns the column behind the character. */
static int put_character(const struct window *w, int y, int x, enum style style, uint32_t c)
{
	char text[5];
	int width = utf8_width(c);
	c = showable(w->canvas, c);
	if (width == 2 && w->canvas->ascii) {	/* keeps its two columns */
		put_character(w, y, x + 1, style, ' ');
		set_cell(w, y, x, style, 1, "?");
		return x + 2;
	}
	utf8_write(c, text);
	if (width == 0) {
		if (!w->canvas->ascii)
			combine(w, y, x, text);
		return x;
	}
	if (!window_cell(w, y, x) || (width == 2 && !window_cell(w, y, x + 1))) {
		if (window_cell(w, y, x))
			set_cell(w, y, x, style, 1, " ");
		return x + width;
	}
	set_cell(w, y, x, style, width, text);
	if (width == 2)
		set_cell(w, y, x + 1, style, 0, "");
	return x + width;
}

/* --- text --- */

static int put_bytes(const struct window *w, int y, int x, enum style style,
		     const char *text, size_t bytes)
{
	const char *end = text + bytes;
	while (text < end) {
		uint32_t c = utf8_next(&text);
		if (c == 0)
			break;
		x = put_character(w, y, x, style, c);
	}
	return x;
}

int put_text(const struct window *w, int y, int x, enum style style, const char *text)
{
	return put_bytes(w, y, x, style, text, strlen(text));
}

int put_format(const struct window *w, int y, int x, enum style style, const char *format, ...)
{
	char text[1024];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	return put_text(w, y, x, style, text);
}

int put_short(const struct window *w, int y, int x, int room, enum style style, const char *text)
{
	if (room <= 0)
		return x;
	if (text_width(text) <= room)
		return put_text(w, y, x, style, text);
	x = put_bytes(w, y, x, style, text, text_fitting(text, room - 1));
	return put_text(w, y, x, style, glyph(w->canvas, GLYPH_ELLIPSIS));
}

int put_fill(const struct window *w, int y, int x, int count, enum style style, const char *text)
{
	int end = x + count < w->width ? x + count : w->width;
	for (int i = x < 0 ? 0 : x; i < end; i++)
		put_text(w, y, i, style, text);
	return x + count;
}

void put_glyph(const struct window *w, int y, int x, enum style style, enum glyph which)
{
	put_text(w, y, x, style, glyph(w->canvas, which));
}

void put_style(const struct window *w, int y, int x, int count, enum style style)
{
	for (int i = 0; i < count; i++) {
		struct cell *cell = window_cell(w, y, x + i);
		if (cell)
			cell->style = (uint8_t)style;
	}
}

void put_cursor(const struct window *w, int y, int x)
{
	if (!window_cell(w, y, x))
		return;
	w->canvas->cursor_y = w->y + y;
	w->canvas->cursor_x = w->x + x;
}

int put_wrapped(const struct window *w, int y, int skip, enum style style, const char *text)
{
	int rows = 0;
	while (*text && w->width > 0) {
		size_t taken, bytes = text_row(text, w->width, &taken);
		if (w->canvas && rows >= skip)
			put_bytes(w, y + rows - skip, 0, style, text, bytes);
		rows++;
		if (taken == 0)
			break;
		text += taken;
	}
	return rows;
}

/* --- boxes --- */

static void put_edge(const struct window *w, int y, enum style style, enum glyph left,
		     enum glyph right)
{
	put_fill(w, y, 0, w->width, style, glyph(w->canvas, GLYPH_HORIZONTAL));
	put_glyph(w, y, 0, style, left);
	put_glyph(w, y, w->width - 1, style, right);
}

struct window put_box(const struct window *w, const char *title, bool focus)
{
	enum style style = focus ? STYLE_BORDER_FOCUS : STYLE_BORDER;
	put_edge(w, 0, style, GLYPH_TOP_LEFT, GLYPH_TOP_RIGHT);
	for (int y = 1; y < w->height - 1; y++) {
		put_glyph(w, y, 0, style, GLYPH_VERTICAL);
		put_fill(w, y, 1, w->width - 2, STYLE_TEXT, " ");
		put_glyph(w, y, w->width - 1, style, GLYPH_VERTICAL);
	}
	put_edge(w, w->height - 1, style, GLYPH_BOTTOM_LEFT, GLYPH_BOTTOM_RIGHT);
	struct window head = window_part(w, 0, 2, 1, w->width - 4);
	char text[128];
	snprintf(text, sizeof(text), " %s ", title);
	put_short(&head, 0, 0, head.width, focus ? STYLE_TITLE_FOCUS : STYLE_TITLE, text);
	return window_part(w, 1, 1, w->height - 2, w->width - 2);
}
