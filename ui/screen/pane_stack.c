/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The calls that led here, the present one first, each with the place where it
 * stands and its own locals. Locals run on like words in a text, as many in a
 * row as there is room for, so that all calls are seen at a glance. A local that
 * the step has changed has a star. A click chooses the call to look at.
 */

#include <stdio.h>
#include <string.h>

#include "ui/lab/language.h"
#include "ui/lab/source.h"
#include "ui/screen/panes.h"

enum { INDENT = 4, BETWEEN = 2, VALUE_COLUMNS = 18, TEXT = 120 };

/* One call: its frame and the names of its locals. */
struct call {
	const struct frame *frame;
	const struct core_signature *signature;
	uint32_t depth;		/* 1: the outermost */
};

static struct call call_at(const struct scene *scene, uint32_t depth)
{
	struct call call = { .frame = &scene->m->frame[depth - 1], .depth = depth };
	call.signature = timeline_signature(scene->time, (enum function)call.frame->function);
	return call;
}

/* Calls that are going on and kept. */
static uint32_t calls(const struct scene *scene)
{
	uint32_t depth = scene->step ? scene->m->g->depth : 0;
	return depth < FRAME_MAX ? depth : FRAME_MAX;
}

static uint32_t locals(const struct call *call)
{
	uint32_t known = call->signature ? call->signature->locals : 0;
	return call->frame->locals < known ? call->frame->locals : known;
}

/* --- one local --- */

/* "*size 0x2000 (2 pages)"; returns the column behind it. */
static int put_local(const struct window *w, int y, int x, const struct scene *scene,
		     const struct call *call, uint32_t i)
{
	uint64_t value = call->frame->value[i], before;
	bool news = scene_local_changed(scene, call->frame, i, &before);
	char text[TEXT];
	if (news)
		put_text(w, y, x - 1, STYLE_WARN, "*");
	x = put_text(w, y, x, STYLE_DIM, call->signature->name[i]) + 1;
	pane_value(scene, call->signature->kind[i], value, VALUE_COLUMNS, text, sizeof(text));
	return put_text(w, y, x, news ? STYLE_CHANGED : value ? STYLE_TEXT : STYLE_DIM, text);
}

static int local_columns(const struct scene *scene, const struct call *call, uint32_t i)
{
	char text[TEXT];
	pane_value(scene, call->signature->kind[i], call->frame->value[i], VALUE_COLUMNS, text,
		   sizeof(text));
	return text_width(call->signature->name[i]) + 1 + text_width(text);
}

/* --- one call --- */

static void put_head(const struct window *w, int y, const struct scene *scene,
		     const struct call *call)
{
	const struct core_step *step = timeline_call(scene->time, call->depth);
	uint32_t level = scene->m->g->depth - call->depth, chosen = lab_chosen_call(scene->lab);
	bool present = level == 0;
	struct place place;
	int x = put_format(w, y, 2, chosen && level == chosen ? STYLE_SELECTED : STYLE_TEXT,
			   "#%u %s", level, function_name(call->frame->function));
	if (step && lab_place_of_step(step->step, &place))
		put_format(w, y, x + BETWEEN, STYLE_DIM, "%s:%zu", source_short_name(place.file),
			   place.line);
	if (!present)
		return;
	put_glyph(w, y, 0, STYLE_CURRENT, GLYPH_ARROW_RIGHT);
	put_style(w, y, 0, w->width, STYLE_CURRENT);
}

/* Draws a call from row y on; returns the row behind it. Rows above the window
 * are cut off like all that lies outside. */
static int put_call(const struct window *w, int y, const struct scene *scene,
		    const struct call *call)
{
	int x = INDENT;
	put_head(w, y++, scene, call);
	for (uint32_t i = 0; i < locals(call); i++) {
		if (x > INDENT && x + local_columns(scene, call, i) > w->width) {
			x = INDENT;
			y++;
		}
		x = put_local(w, y, x, scene, call, i) + BETWEEN;
	}
	return y + (locals(call) > 0);
}

/* The row behind a call and those in front of it, on so many columns: they are drawn
 * where nobody sees it. */
static int row_behind(const struct scene *scene, uint32_t last, int columns)
{
	struct canvas none = { .cell = NULL };
	struct window nowhere = { &none, 0, 0, 0, columns };
	int rows = 0;
	for (uint32_t depth = calls(scene); depth >= last; depth--) {
		struct call call = call_at(scene, depth);
		rows = put_call(&nowhere, rows, scene, &call);
	}
	return rows;
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	const struct scene *scene = showing->scene;
	if (calls(scene) == 0) {
		put_text(w, 0, 0, STYLE_DIM, _("No call is going on."));
		return;
	}
	int y = -(int)pane_first_row(state, row_behind(scene, 1, w->width), w->height, 0);
	state->columns = w->width;
	for (uint32_t depth = calls(scene); depth >= 1 && y < w->height; depth--) {
		struct call call = call_at(scene, depth);
		y = put_call(w, y, scene, &call);
	}
}

static bool click(const struct showing *showing, const struct pane_state *state, int y, int x,
		  char *line, size_t room)
{
	const struct scene *scene = showing->scene;
	uint32_t depth = calls(scene);
	(void)x;
	while (depth >= 1 && y + state->offset >= row_behind(scene, depth, state->columns))
		depth--;
	snprintf(line, room, "frame %u", scene->m->g->depth - depth);
	return depth >= 1;
}

static void caption(const struct showing *showing, char *text, size_t room)
{
	uint32_t count = calls(showing->scene);
	if (count > 0)
		snprintf(text, room, P_("%u call", "%u calls", count), count);
}

const struct pane pane_stack = {
	.name = "stack",
	.title = N_("Calls"),
	.caption = caption,
	.draw = draw,
	.move = pane_scroll,
	.click = click,
};
