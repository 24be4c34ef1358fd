/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Variables: what the allocator remembers, then the locals of the call that is
 * looked at, then everything else that is not zero. What changed since the last
 * stop has a star and, where there is room, its old value.
 */

#include <stdio.h>
#include <string.h>

#include "ui/screen/panes.h"

enum {
	REMEMBERED = 4,	/* first of engine_variables: what a search goes by */
	NAME_ROOM = 21,
	VALUE_ROOM = 11,
	TEXT = 160,
};

/* A row, and how to draw it. */
struct row {
	const char *name;
	enum value_kind kind;
	uint64_t value, before;
	const char *called;	/* before, where that is an area with a name; or NULL */
	bool changed;
	bool heading;
};

enum { ROWS = 96 };

struct rows {
	struct row row[ROWS];
	int count;
};

static void add(struct rows *rows, const struct row *row)
{
	if (rows->count < ROWS)
		rows->row[rows->count++] = *row;
}

static void add_variable(struct rows *rows, const struct scene *scene, size_t i, bool always)
{
	const struct variable_info *info = &engine_variables[i];
	struct row row = { .name = info->name, .kind = info->kind };
	row.value = variable_value(scene->m, info);
	row.changed = scene_variable_changed(scene, i, &row.before);
	row.called = scene_variable_name_before(scene, i);
	if (always || row.value || row.changed)
		add(rows, &row);
}

static void add_locals(struct rows *rows, const struct scene *scene)
{
	const struct frame *frame = scene_chosen_frame(scene);
	const struct core_signature *signature = !frame ? NULL :
		timeline_signature(scene->time, (enum function)frame->function);
	if (!signature)
		return;
	add(rows, &(struct row){ .name = function_name(frame->function), .heading = true });
	for (uint32_t i = 0; i < frame->locals && i < signature->locals; i++) {
		struct row row = { .name = signature->name[i], .kind = signature->kind[i] };
		row.value = frame->value[i];
		row.changed = scene_local_changed(scene, frame, i, &row.before);
		add(rows, &row);
	}
}

static void collect(struct rows *rows, const struct scene *scene)
{
	for (size_t i = 0; i < REMEMBERED && i < engine_variable_count; i++)
		add_variable(rows, scene, i, true);
	add_locals(rows, scene);
	int begin = rows->count;
	add(rows, &(struct row){ .name = _("everything else"), .heading = true });
	for (size_t i = REMEMBERED; i < engine_variable_count; i++)
		add_variable(rows, scene, i, false);
	if (rows->count == begin + 1)
		rows->count = begin;
}

/* An area of before may be gone, and another one be in its place. */
static void before_text(const struct row *row, const struct scene *scene, int columns,
			char *text, size_t room)
{
	bool area = row->kind == VALUE_AREA && row->before;
	if (row->called)
		snprintf(text, room, "%s", row->called);
	else if (area && scene_range(scene, (uint32_t)row->before).end == 0)
		snprintf(text, room, "%s", _("gone"));
	else
		pane_value(scene, row->kind, row->before, columns, text, room);
}

/* The old value and the new one; the new one alone where there is no room. */
static void draw_change(const struct window *w, int y, int x, const struct row *row,
			const struct scene *scene)
{
	char before[TEXT], now[TEXT];
	int room = w->width - x;
	before_text(row, scene, room / 3, before, sizeof(before));
	int used = text_width(before) + 3;
	pane_value(scene, row->kind, row->value, room - used, now, sizeof(now));
	if (used + text_width(now) > room) {
		pane_value(scene, row->kind, row->value, room, now, sizeof(now));
		put_short(w, y, x, room, STYLE_CHANGED, now);
		return;
	}
	x = put_text(w, y, x, STYLE_DIM, before);
	x = put_format(w, y, x, STYLE_DIM, " %s ", glyph(w->canvas, GLYPH_TO));
	put_text(w, y, x, STYLE_CHANGED, now);
}

static void draw_heading(const struct window *w, int y, const struct row *row)
{
	int x = put_fill(w, y, 0, 2, STYLE_BORDER, glyph(w->canvas, GLYPH_HORIZONTAL));
	x = put_text(w, y, x + 1, STYLE_DIM, row->name);
	put_fill(w, y, x + 1, w->width, STYLE_BORDER, glyph(w->canvas, GLYPH_HORIZONTAL));
}

/* In a narrow pane the names may have the larger part: short values are enough
 * where the address space is to be seen, too. */
static int name_columns(int width)
{
	int columns = width - VALUE_ROOM;
	if (columns > NAME_ROOM)
		columns = NAME_ROOM;
	return columns < width / 3 ? width / 3 : columns;
}

static void draw_row(const struct window *w, int y, const struct row *row,
		     const struct scene *scene)
{
	char now[TEXT];
	int name_room = name_columns(w->width);
	if (row->heading) {
		draw_heading(w, y, row);
		return;
	}
	if (row->changed)
		put_text(w, y, 0, STYLE_WARN, "*");
	put_short(w, y, 2, name_room - 2, STYLE_TEXT, row->name);
	int room = w->width - name_room - 1;
	if (row->changed) {
		draw_change(w, y, name_room + 1, row, scene);
		return;
	}
	pane_value(scene, row->kind, row->value, room, now, sizeof(now));
	put_short(w, y, name_room + 1, room, row->value ? STYLE_TEXT : STYLE_DIM, now);
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	struct rows rows = { .count = 0 };
	collect(&rows, showing->scene);
	int first = (int)pane_first_row(state, rows.count, w->height, -1);
	for (int y = 0; y < w->height && first + y < rows.count; y++)
		draw_row(w, y, &rows.row[first + y], showing->scene);
}

const struct pane pane_variables = {
	.name = "variables",
	.title = N_("Variables"),
	.draw = draw,
	.move = pane_scroll,
};
