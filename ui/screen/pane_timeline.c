/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The timeline: the operations around the cursor, one a row, and how far the
 * present one has got.
 */

#include <stdio.h>
#include <string.h>

#include "ui/screen/panes.h"

enum { TEXT = 256, BAR = 24 };

static int number_width(uint64_t number)
{
	int width = 1;
	for (; number >= 10; number /= 10)
		width++;
	return width;
}

/* `####>-----`: the part of the operation's steps that lies behind. */
static int put_progress(const struct window *w, int y, int x, int cells, uint64_t step,
			uint64_t steps)
{
	int done = steps ? (int)(step * (uint64_t)cells / steps) : cells;
	put_fill(w, y, x, cells, STYLE_DIM, glyph(w->canvas, GLYPH_HORIZONTAL));
	put_fill(w, y, x, done, STYLE_TITLE, glyph(w->canvas, GLYPH_HEAVY_HORIZONTAL));
	return x + cells;
}

static void put_operation(const struct window *w, int y, const struct scene *scene, uint64_t op)
{
	bool current = op == scene->cursor.op, future = op > scene->cursor.op;
	enum style style = current ? STYLE_TEXT : STYLE_DIM;
	char text[TEXT];
	int room = w->width, x;
	if (current)
		put_glyph(w, y, 0, STYLE_TITLE, GLYPH_ARROW_RIGHT);
	x = put_format(w, y, 2, style, "%*llu ", number_width(scene->length),
		       (unsigned long long)op);
	if (op == 0) {
		put_text(w, y, x, style, _("the beginning"));
		return;
	}
	if (current && w->width >= 70)
		room -= BAR + 18;
	lab_op_text(scene->lab, op, text, sizeof(text));
	x = put_short(w, y, x, room - x, style, text);
	if (future)
		put_short(w, y, x + 1, w->width - x - 1, STYLE_DIM, _("(not yet)"));
	if (!current || w->width < 70)
		return;
	x = put_progress(w, y, room, BAR, scene->cursor.step, scene->steps);
	put_format(w, y, x + 1, STYLE_TEXT, _("%llu of %llu"), (unsigned long long)scene->cursor.step,
		   (unsigned long long)scene->steps);
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	const struct scene *scene = showing->scene;
	int64_t rows = (int64_t)scene->length + 1;
	int64_t first = pane_first_row(state, rows, w->height, (int64_t)scene->cursor.op);
	for (int y = 0; y < w->height && first + y < rows; y++)
		put_operation(w, y, scene, (uint64_t)(first + y));
}

static void caption(const struct showing *showing, char *text, size_t room)
{
	const struct scene *scene = showing->scene;
	uint32_t branches = timeline_branches(scene->time);
	int used = snprintf(text, room, _("operation %llu of %llu, step %llu of %llu"),
			    (unsigned long long)scene->cursor.op,
			    (unsigned long long)scene->length,
			    (unsigned long long)scene->cursor.step,
			    (unsigned long long)scene->steps);
	if (branches > 1 && used > 0 && (size_t)used < room)
		snprintf(text + used, room - (size_t)used, _(", branch %u of %u"),
			 scene->cursor.branch, branches);
}

/* On an operation: goes to its end. */
static bool click(const struct showing *showing, const struct pane_state *state, int y, int x,
		  char *line, size_t room)
{
	(void)x;
	int64_t op = state->offset + y;
	snprintf(line, room, "goto %lld", (long long)op);
	return op <= (int64_t)showing->scene->length;
}

const struct pane pane_timeline = {
	.name = "timeline",
	.title = N_("Timeline"),
	.caption = caption,
	.draw = draw,
	.move = pane_scroll,
	.click = click,
};
