/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A pane draws rows and does not say what is in them. So it is drawn where
 * nobody sees it, a page after the other, and the cells are read: whatever a
 * pane can show can be found, and no pane needs to know about it. That is as
 * slow as paging through all of it, so it can be interrupted.
 */

#include "ui/screen/search.h"

#include <ctype.h>
#include <string.h>

#include "ui/screen/rows.h"

enum { ROW_BYTES = 2000 };

struct search {
	const struct pane *pane;
	const struct showing *showing;
	struct pane_state state;	/* a copy that we scroll */
	struct canvas canvas;
	const char *text;
	bool backwards;
};

/* --- one row --- */

/* The row's characters as one text; `column` gets where each byte stands. */
static void row_text(const struct canvas *canvas, int y, char text[ROW_BYTES],
		     int column[ROW_BYTES])
{
	const struct cell *row = &canvas->cell[(size_t)y * (size_t)canvas->width];
	size_t used = 0;
	for (int x = 0; x < canvas->width; x++)
		for (const char *c = row[x].text; *c && used + 1 < ROW_BYTES; c++) {
			column[used] = x;
			text[used++] = *c;
		}
	text[used] = '\0';
	column[used] = canvas->width;
}

static bool same(char a, char b)
{
	return a == b || (islower((unsigned char)b) && tolower((unsigned char)a) == b);
}

/* Where in the row the text begins, from `from` on; NULL: nowhere. */
static const char *find_in(const char *row, const char *text)
{
	for (; *row; row++) {
		size_t i = 0;
		while (text[i] && row[i] && same(row[i], text[i]))
			i++;
		if (!text[i])
			return row;
	}
	return NULL;
}

void search_mark(const struct window *w, const char *text)
{
	char row[ROW_BYTES];
	int column[ROW_BYTES];
	for (int y = w->y; *text && y < w->y + w->height && y < w->canvas->height; y++) {
		row_text(w->canvas, y, row, column);
		for (const char *at = row; (at = find_in(at, text)) != NULL; at += strlen(text)) {
			int begin = column[at - row] - w->x;
			int end = column[(size_t)(at - row) + strlen(text)] - w->x;
			if (begin >= 0 && end <= w->width)
				put_style(w, y - w->y, begin, end - begin, STYLE_SELECTED);
		}
	}
}

/* --- pages --- */

/* Draws the present page; two that look the same have the same number. */
static uint64_t draw_page(struct search *s)
{
	struct window w = canvas_window(&s->canvas, 0, 0, s->canvas.height, s->canvas.width);
	uint64_t hash = 0xcbf29ce484222325u;
	char text[ROW_BYTES];
	int column[ROW_BYTES];
	canvas_clear(&s->canvas);
	s->pane->draw(&w, s->showing, &s->state);
	for (int y = 0; y < s->canvas.height; y++) {
		row_text(&s->canvas, y, text, column);
		for (const char *c = text; *c; c++)
			hash = (hash ^ (unsigned char)*c) * 0x100000001b3u;
	}
	return hash;
}

static bool row_has_text(const struct search *s, int y)
{
	char text[ROW_BYTES];
	int column[ROW_BYTES];
	row_text(&s->canvas, y, text, column);
	return find_in(text, s->text) != NULL;
}

/* Behind (or before) that row of the page; -1: nowhere. */
static int find_on_page(const struct search *s, int from)
{
	int by = s->backwards ? -1 : 1;
	for (int y = from + by; y >= 0 && y < s->canvas.height; y += by)
		if (row_has_text(s, y))
			return y;
	return -1;
}

/* Has the pane rows beyond those that are seen? One that moves otherwise, along
 * addresses or nodes, shows something else, and might do so for ever. */
static bool has_pages(const struct pane *pane)
{
	return pane->move == pane_scroll || pane->move == pane_choose || pane->move == rows_move;
}

/* How many rows of the page have been on the one before. */
static int rows_seen(const struct search *s, const struct pane_state *before)
{
	if (s->pane->move != pane_scroll && s->pane->move != pane_choose)
		return 1;	/* what a page keeps of the last one */
	int64_t by = s->state.offset - before->offset;
	return s->canvas.height - (int)(by < 0 ? -by : by);
}

/* Goes to the page behind (or before) this one; behind the last, to the first,
 * which is counted. *from: the row behind (or before) which it is new. */
static uint64_t turn_page(struct search *s, uint64_t page, int *ends, int *from)
{
	struct pane_state before = s->state;
	s->pane->move(&s->state, s->backwards ? PANE_PAGE_UP : PANE_PAGE_DOWN);
	uint64_t next = draw_page(s);
	int seen = rows_seen(s, &before);
	if (next == page) {
		++*ends;
		s->pane->move(&s->state, s->backwards ? PANE_BOTTOM : PANE_TOP);
		next = draw_page(s);
		seen = 0;
	}
	*from = s->backwards ? s->canvas.height - seen : seen - 1;
	return next;
}

/* From the present page to the end, and once more from the other end. */
static int find_row(struct search *s, int from)
{
	uint64_t page = draw_page(s);
	int ends = 0;
	if (from < 0)
		from = s->backwards ? s->canvas.height : -1;
	int y = find_on_page(s, from);
	if (!has_pages(s->pane))	/* all of it is seen */
		return y >= 0 ? y : find_on_page(s, s->backwards ? s->canvas.height : -1);
	while (y < 0 && ends < 2 && !lab_interrupted) {
		page = turn_page(s, page, &ends, &from);
		if (ends < 2)
			y = find_on_page(s, from);
	}
	return y;
}

bool search_pane(const struct pane *pane, const struct showing *showing,
		 struct pane_state *state, int rows, int columns, const char *text,
		 bool backwards, int *row)
{
	struct search s = { .pane = pane, .showing = showing, .state = *state, .text = text,
			    .backwards = backwards };
	if (!*text || !canvas_resize(&s.canvas, rows, columns))
		return false;
	int found = find_row(&s, *row);
	canvas_free(&s.canvas);
	if (found < 0)
		return false;
	*row = found;
	*state = s.state;
	state->held = true;
	return true;
}
