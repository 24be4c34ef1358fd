/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The timeline: the operations around the cursor, one a row, with the bookmarks in
 * them; where another branch leaves, it has a row of its own, which leads there.
 * Below them the steps of the present operation are a strip.
 *
 * A row is found by its number: there are as many as operations, and a few more
 * for the branches. A million operations cost what the window shows.
 */

#include <stdio.h>
#include <string.h>

#include "ui/screen/desk.h"
#include "ui/screen/panes.h"
#include "ui/screen/strip.h"

enum { TEXT = 256, FORKS = 64, LOOKED_AT = 1000, STRIP_FROM = 3, TELL_FORKS_FROM = 36 };

/* Other branches, by the operation behind which they leave. */
struct forks {
	struct {
		uint32_t branch;
		uint64_t shared;
	} at[FORKS];
	int count;
};

static void add_fork(struct forks *forks, uint32_t branch, uint64_t shared)
{
	int i = forks->count++;
	for (; i > 0 && forks->at[i - 1].shared > shared; i--)
		forks->at[i] = forks->at[i - 1];
	forks->at[i].branch = branch;
	forks->at[i].shared = shared;
}

/* The newest ones, if there are very many. */
static void find_forks(const struct scene *scene, struct forks *forks)
{
	uint32_t branches = timeline_branches(scene->time);
	uint32_t last = branches > LOOKED_AT ? branches - LOOKED_AT : 0;
	forks->count = 0;
	for (uint32_t b = branches; b-- > last && forks->count < FORKS;)
		if (b != scene->cursor.branch && !timeline_branch(scene->time, b).dropped)
			add_fork(forks, b, timeline_shared(scene->time, b));
}

static int64_t row_of_fork(const struct forks *forks, int i)
{
	return (int64_t)forks->at[i].shared + 1 + i;
}

static int64_t row_of_op(const struct forks *forks, uint64_t op)
{
	int before = 0;
	while (before < forks->count && forks->at[before].shared < op)
		before++;
	return (int64_t)op + before;
}

/* The fork that has the row, or -1; then *op is the row's operation. */
static int fork_of_row(const struct forks *forks, int64_t row, uint64_t *op)
{
	int before = 0;
	while (before < forks->count && row_of_fork(forks, before) < row)
		before++;
	*op = (uint64_t)(row - before);
	return before < forks->count && row_of_fork(forks, before) == row ? before : -1;
}

/* --- a row --- */

static int number_width(uint64_t number)
{
	int width = 1;
	for (; number >= 10; number /= 10)
		width++;
	return width;
}

/* " [name] [other @12]": the bookmarks in an operation; the ends of some, the
 * steps of others. */
static void bookmarks_text(const struct scene *scene, uint64_t op, char *text, size_t room)
{
	size_t used = 0;
	text[0] = '\0';
	for (size_t i = 0; i < lab_bookmarks(scene->lab) && used < room; i++) {
		const struct bookmark *mark = lab_bookmark(scene->lab, i);
		bool here = mark->at.op == op && (mark->at.branch == scene->cursor.branch ||
			op <= timeline_shared(scene->time, mark->at.branch));
		if (here)
			used += (size_t)snprintf(text + used, room - used, " [%s]", mark->name);
	}
}

static void put_operation(const struct window *w, int y, const struct scene *scene, uint64_t op)
{
	bool current = op == scene->cursor.op, future = op > scene->cursor.op;
	enum style style = current ? STYLE_TEXT : STYLE_DIM;
	char text[TEXT], marks[TEXT];
	if (current)
		put_glyph(w, y, 0, STYLE_CURRENT, GLYPH_ARROW_RIGHT);
	int x = put_format(w, y, 2, style, "%*llu ", number_width(scene->length),
			   (unsigned long long)op);
	bookmarks_text(scene, op, marks, sizeof(marks));
	if (op > 0)
		lab_op_text(scene->lab, op, text, sizeof(text));
	else
		snprintf(text, sizeof(text), "%s", _("the beginning"));
	int room = w->width - x - text_width(marks);
	x = put_short(w, y, x, room > 8 ? room : 8, style, text);
	x = put_short(w, y, x, w->width - x, STYLE_TITLE, marks);
	if (future)
		put_short(w, y, x + 1, w->width - x - 1, STYLE_DIM, _("(not yet)"));
}

/* Under the operation that both branches have. */
static void put_fork(const struct window *w, int y, const struct scene *scene,
		     const struct forks *forks, int i)
{
	struct branch branch = timeline_branch(scene->time, forks->at[i].branch);
	uint64_t own = branch.length - forks->at[i].shared;
	int x = 1 + number_width(scene->length);
	put_glyph(w, y, x, STYLE_BORDER, GLYPH_BOTTOM_LEFT);
	put_glyph(w, y, x + 1, STYLE_BORDER, GLYPH_HORIZONTAL);
	x = put_format(w, y, x + 3, STYLE_TITLE, _("branch %u"), forks->at[i].branch);
	if (w->width >= TELL_FORKS_FROM)
		put_format(w, y, x, STYLE_DIM, P_(": %llu other operation from here",
						  ": %llu other operations from here", own),
			   (unsigned long long)own);
	else
		put_format(w, y, x, STYLE_DIM, ": %llu", (unsigned long long)own);
}

/* --- the pane --- */

static bool has_strip(const struct scene *scene, int rows)
{
	return rows >= STRIP_FROM && scene->cursor.op > 0 && scene->steps > 0;
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	const struct scene *scene = showing->scene;
	bool strip = has_strip(scene, w->height);
	struct window list = window_part(w, 0, 0, w->height - strip, w->width);
	struct forks forks;
	uint64_t op;
	find_forks(scene, &forks);
	int64_t rows = (int64_t)scene->length + 1 + forks.count;
	int64_t first = pane_first_chosen(state, rows, list.height,
					  row_of_op(&forks, scene->cursor.op));
	for (int y = 0; y < list.height && first + y < rows; y++) {
		int fork = fork_of_row(&forks, first + y, &op);
		if (fork >= 0)
			put_fork(&list, y, scene, &forks, fork);
		else
			put_operation(&list, y, scene, op);
		pane_mark_chosen(&list, state, y);
	}
	state->columns = w->width;
	if (strip)
		strip_draw(w, w->height - 1, showing);
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

/* On an operation: goes to its end; on a branch: to that; on the strip: to the step. */
static bool click(const struct showing *showing, const struct pane_state *state, int y, int x,
		  char *line, size_t room)
{
	const struct scene *scene = showing->scene;
	bool strip = y >= state->rows && has_strip(scene, state->rows + 1);
	struct forks forks;
	uint64_t op;
	if (strip)
		return strip_click(scene, state->columns, x, line, room);
	find_forks(scene, &forks);
	int64_t row = state->offset + y;
	int fork = fork_of_row(&forks, row, &op);
	if (fork >= 0)
		snprintf(line, room, "branch %u", forks.at[fork].branch);
	else
		snprintf(line, room, "goto %llu", (unsigned long long)op);
	return row <= (int64_t)scene->length + forks.count;
}

const struct pane pane_timeline = {
	.name = "timeline",
	.title = N_("Timeline"),
	.caption = caption,
	.draw = draw,
	.move = pane_choose,
	.click = click,
};
