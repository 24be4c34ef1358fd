/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The event log: what the present operation has done so far, in words. A loop is
 * one line with figures; a click on it, or Enter, opens it. One is open at a time,
 * so that a row of the pane is found by counting, however long the story is.
 *
 * Nothing is told of what is to come. Who has been there and has come back sees
 * it dimmed, but not while a lesson asks.
 */

#include <stdio.h>

#include "ui/screen/desk.h"
#include "ui/screen/panes.h"

enum { TEXT = 512, MARKS = 4, STEP_FROM = 44 };

struct log {
	struct lab *lab;
	size_t lines;		/* that are shown, */
	size_t told;		/* of which these lie before the cursor */
	size_t open, inside;	/* the open line, from 1, and what is in it */
};

static struct log read_log(const struct showing *showing, const struct pane_state *state)
{
	const struct scene *scene = showing->scene;
	bool asks = showing->desk && desk_question(showing->desk);
	struct log log = { .lab = scene->lab, .told = lab_story(scene->lab) };
	log.lines = asks ? log.told : lab_story_so_far(scene->lab);
	if (state->open > 0 && state->open <= log.lines &&
	    state->open_in.op == scene->cursor.op && state->open_in.branch == scene->cursor.branch)
		log.open = state->open;
	log.inside = log.open ? lab_story_inside(scene->lab, log.open - 1) : 0;
	return log;
}

/* The row's line, and which of those in it (0: itself). */
static size_t line_of_row(const struct log *log, size_t row, size_t *inside)
{
	*inside = 0;
	if (log->open == 0 || row < log->open)
		return row;
	if (row < log->open + log->inside) {
		*inside = row - log->open + 1;
		return log->open - 1;
	}
	return row - log->inside;
}

/* Where the newest line stands: the last one in a fold that is open. */
static int64_t newest_row(const struct log *log)
{
	size_t behind = log->open > 0 && log->open <= log->told ? log->inside : 0;
	return (int64_t)(log->told + behind) - 1;
}

static enum style style_of(const struct lab_told *told)
{
	static const enum style styles[] = {
		[TONE_GOOD] = STYLE_GOOD, [TONE_WARN] = STYLE_WARN, [TONE_ERROR] = STYLE_ERROR,
	};
	if (told->later)
		return STYLE_DIM;
	return told->tone == TONE_GOOD || told->tone == TONE_WARN || told->tone == TONE_ERROR ?
		       styles[told->tone] : STYLE_TEXT;
}

static void put_line(const struct window *w, int y, const struct log *log, size_t line,
		     size_t inside)
{
	char text[TEXT];
	struct lab_told told;
	lab_story_text(log->lab, line, inside, &told, text, sizeof(text));
	enum style style = style_of(&told);
	int x = MARKS + (inside ? 2 : 0);
	if (told.tone == TONE_WARN || told.tone == TONE_ERROR)
		put_text(w, y, 1, style, "!");
	if (told.fold && lab_story_inside(log->lab, line) > 0)
		put_text(w, y, 2, style, line + 1 == log->open ? "-" : "+");
	if (w->width >= STEP_FROM)
		x = put_format(w, y, x, STYLE_DIM, "%5llu ", (unsigned long long)told.step);
	put_short(w, y, x, w->width - x, style, text);
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	struct log log = read_log(showing, state);
	int64_t rows = (int64_t)(log.lines + log.inside), newest = newest_row(&log);
	int64_t first = pane_first_chosen(state, rows, w->height, newest);
	size_t inside;
	if (rows == 0)
		put_text(w, 0, 0, STYLE_DIM, _("Nothing has been done yet in this operation."));
	for (int y = 0; y < w->height && first + y < rows; y++) {
		size_t line = line_of_row(&log, (size_t)(first + y), &inside);
		put_line(w, y, &log, line, inside);
		if (first + y == newest)
			put_glyph(w, y, 0, STYLE_CURRENT, GLYPH_ARROW_RIGHT);
		pane_mark_chosen(w, state, y);
	}
}

/* A fold opens or closes; anything else is a moment to go to. */
static bool click(const struct showing *showing, const struct pane_state *state, int y, int x,
		  char *text, size_t room)
{
	struct log log = read_log(showing, state);
	size_t row = (size_t)(state->offset + y), inside;
	char words[TEXT];
	struct lab_told told;
	(void)x;
	if (row >= log.lines + log.inside)
		return false;
	size_t line = line_of_row(&log, row, &inside);
	lab_story_text(log.lab, line, inside, &told, words, sizeof(words));
	if (told.fold && lab_story_inside(log.lab, line) > 0)
		snprintf(text, room, "fold %zu", line + 1);
	else
		snprintf(text, room, "goto %llu %llu", (unsigned long long)showing->scene->cursor.op,
			 (unsigned long long)told.step);
	return true;
}

const struct pane pane_events = {
	.name = "events",
	.title = N_("Event log"),
	.draw = draw,
	.move = pane_choose,
	.click = click,
};
