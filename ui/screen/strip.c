/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A cell stands for a range of steps; the last cell is the operation's end alone,
 * so that a click on it goes there. Breakpoints are looked for where the steps
 * are few enough to be looked at in every picture.
 */

#include "ui/screen/strip.h"

#include <inttypes.h>
#include <stdio.h>

#include "ui/screen/desk.h"

enum { LABEL = 24, LABEL_FROM = 56, STEPS_LOOKED_AT = 5000 };

struct strip {
	const struct scene *scene;
	int cells;
	uint64_t told_to;	/* steps before this one have ticks of events */
	bool stops;		/* breakpoints are looked for, ... */
	bool stop[STEP_COUNT];	/* ... where these steps are */
};

static int cells_of(int columns)
{
	return columns >= LABEL_FROM ? columns - LABEL : columns;
}

/* The first step of a cell; the last cell is the end. */
static uint64_t step_of_cell(const struct scene *scene, int cells, int cell)
{
	uint64_t last = cells > 1 ? (uint64_t)cells - 1 : 1;
	return (scene->steps * (uint64_t)cell + last - 1) / last;
}

static int cell_of_step(const struct scene *scene, int cells, uint64_t step)
{
	uint64_t last = cells > 1 ? (uint64_t)cells - 1 : 0;
	return scene->steps ? (int)(step * last / scene->steps) : 0;
}

static void find_stops(struct strip *s)
{
	const struct lab *lab = s->scene->lab;
	for (size_t i = 0; i < lab_stop_points(lab) && s->scene->steps <= STEPS_LOOKED_AT; i++) {
		const struct stop_point *point = lab_stop_point(lab, i);
		uint32_t step = point->enabled ? lab_stop_step(point) : 0;
		s->stops = s->stops || step;
		s->stop[step] = step != 0;
	}
}

static bool stops_at(struct lab *lab, uint64_t step)
{
	for (size_t i = 0; i < lab_stop_points(lab); i++)
		if (lab_stop_point(lab, i)->enabled && lab_stops_at(lab, lab_stop_point(lab, i), step))
			return true;
	return false;
}

static bool has_stop(const struct strip *s, uint64_t from, uint64_t to)
{
	for (uint64_t i = from; s->stops && i < to; i++) {
		const struct core_step *step = timeline_step_at(s->scene->time, i);
		if (step && s->stop[step->step] && stops_at(s->scene->lab, i))
			return true;
	}
	return false;
}

static void put_cell(const struct window *w, int y, const struct strip *s, int cell)
{
	uint64_t from = step_of_cell(s->scene, s->cells, cell);
	uint64_t to = step_of_cell(s->scene, s->cells, cell + 1);
	uint64_t told = to < s->told_to ? to : s->told_to;
	enum lab_tick tick = from < told ? lab_story_tick(s->scene->lab, from, told) : TICK_NONE;
	bool behind = from <= s->scene->cursor.step;
	enum style style = behind ? STYLE_TITLE : STYLE_DIM;
	if (has_stop(s, from, to))
		put_glyph(w, y, cell, STYLE_BREAKPOINT, GLYPH_MARK);
	else if (tick == TICK_SURPRISE)
		put_text(w, y, cell, STYLE_WARN, "!");
	else if (tick == TICK_EVENT)
		put_glyph(w, y, cell, style, GLYPH_TEE_UP);
	else
		put_glyph(w, y, cell, style, behind ? GLYPH_HEAVY_HORIZONTAL : GLYPH_HORIZONTAL);
}

void strip_draw(const struct window *w, int y, const struct showing *showing)
{
	const struct scene *scene = showing->scene;
	bool asks = showing->desk && desk_question(showing->desk);
	struct strip s = { .scene = scene, .cells = cells_of(w->width),
			   .told_to = asks ? scene->cursor.step + 1 : UINT64_MAX };
	find_stops(&s);
	for (int cell = 0; cell < s.cells; cell++)
		put_cell(w, y, &s, cell);
	put_glyph(w, y, cell_of_step(scene, s.cells, scene->cursor.step), STYLE_CURRENT,
		  GLYPH_ARROW_RIGHT);
	if (s.cells < w->width)
		put_format(w, y, s.cells + 1, STYLE_TEXT, _("step %" PRIu64 " of %" PRIu64),
			   scene->cursor.step, scene->steps);
}

bool strip_click(const struct scene *scene, int columns, int x, char *line, size_t room)
{
	int cells = cells_of(columns);
	if (x < 0 || x >= cells || scene->steps == 0)
		return false;
	uint64_t step = step_of_cell(scene, cells, x);
	if (step >= scene->steps)
		snprintf(line, room, "goto %" PRIu64, scene->cursor.op);
	else
		snprintf(line, room, "goto %" PRIu64 " %" PRIu64, scene->cursor.op, step);
	return true;
}
