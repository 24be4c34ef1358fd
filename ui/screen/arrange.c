/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Arranging the panes: choosing a layout, changing it, taking that back.
 *
 * A change makes the present plan one of the learner's own, for the situation
 * it was made in. What is a plan and fits the screen is shown; the usual plans,
 * one for each size, are there for all other cases.
 */

#include <stdio.h>
#include <string.h>

#include "ui/screen/handlers.h"

/* --- taking back --- */

static int present(const struct screen *screen)
{
	int which = layout_by_name(view_layout(screen));
	return which < 0 ? 0 : which;
}

static void remember(struct screen *screen)
{
	struct layout_state *state = &screen->arranged;
	if (state->pasts == LAYOUT_UNDO)
		memmove(&state->past[0], &state->past[1],
			sizeof(state->past[0]) * (size_t)--state->pasts);
	struct layout_past *past = &state->past[state->pasts++];
	*past = (struct layout_past){ .chosen = screen->chosen_layout, .zoomed = screen->zoomed,
				      .focus = screen->focus, .which = present(screen) };
	memcpy(past->plan, state->plan[past->which], PLAN_TEXT);
}

/* The situation's own plan, in the file as in memory. */
static void keep_plan(struct screen *screen, int which)
{
	char key[40], line[PLAN_TEXT + 40];
	const char *plan = screen->arranged.plan[which];
	snprintf(key, sizeof(key), "plan %s", layout_name((size_t)which));
	snprintf(line, sizeof(line), "%s %s", key, plan);
	screen_keep(screen, key, *plan ? line : NULL);
}

static void keep_choice(struct screen *screen)
{
	bool projector = screen->before_projector.scheme != NULL;
	if (projector || desk_in_use(screen->desk) ||
	    screen->chosen_layout == screen->kept_layout)
		return;
	screen->kept_layout = screen->chosen_layout;
	screen_keep_setting(screen, "layout", screen->kept_layout ? screen->kept_layout : "auto");
}

enum lab_status run_layout_undo(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	struct layout_state *state = &screen->arranged;
	(void)a;
	(void)reply;
	if (state->pasts == 0) {
		screen_complain(screen, "The layout is as it was in the beginning.");
		return LAB_OK;
	}
	const struct layout_past *past = &state->past[--state->pasts];
	screen->chosen_layout = past->chosen;
	screen->zoomed = past->zoomed;
	screen->focus = past->focus;
	keep_choice(screen);
	if (strcmp(state->plan[past->which], past->plan) != 0) {
		memcpy(state->plan[past->which], past->plan, PLAN_TEXT);
		keep_plan(screen, past->which);
	}
	return LAB_OK;
}

/* --- choosing --- */

enum lab_status run_zoom(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	(void)a;
	(void)reply;
	remember(screen);
	screen->zoomed = !screen->zoomed;
	return LAB_OK;
}

static const char *layout_after(const char *name)
{
	const char *next = layout_name((size_t)(layout_by_name(name) + 1));
	return next ? next : layout_name(0);
}

/* A layout that is asked for by its name is about one pane: that one gets the keys. A
 * script must not take them away from its text. */
static void focus_on(struct screen *screen, const char *layout)
{
	static const struct {
		const char *layout, *pane;
	} about[] = {
		{ "search", "source" }, { "tree", "tree" }, { "tables", "tables" },
		{ "vm", "vmallocinfo" }, { "frames", "frames" }, { "history", "timeline" },
	};
	for (size_t i = 0; i < sizeof(about) / sizeof(*about) && !screen->script_runs; i++)
		if (strcmp(about[i].layout, layout) == 0)
			screen->focus = pane_by_name(about[i].pane, strlen(about[i].pane));
}

enum lab_status run_layout(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	(void)reply;
	remember(screen);
	screen->zoomed = false;
	if (a->at[0].number == 0)
		screen->chosen_layout = layout_after(view_layout(screen));
	else if (a->at[0].number == 1)
		screen->chosen_layout = NULL;
	else	/* the other choices are in the order of layout_name */
		focus_on(screen, screen->chosen_layout = layout_name((size_t)a->at[0].number - 2));
	keep_choice(screen);
	return LAB_OK;
}

/* --- plans --- */

static void tell_plan(struct screen *screen)
{
	struct plan plan;
	char text[PLAN_TEXT];
	if (view_plan(screen, &screen->area, &plan) && plan_write(&plan, text, sizeof(text)))
		lab_print(screen->lab, TONE_PLAIN, "plan %s %s", view_layout(screen), text);
}

enum lab_status run_plan(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	const char *text = a->at[1].text;
	struct plan plan;
	(void)reply;
	if (!text) {
		tell_plan(screen);
		return LAB_OK;
	}
	if (strcmp(text, "usual") == 0)
		text = "";
	else if (!plan_read(&plan, text) || strlen(text) >= PLAN_TEXT) {
		screen_complain(screen, "'%s' is no plan; a plan is panes with / or | between them: "
				"space:5 / (source | variables:33) / why:3", text);
		return LAB_OK;
	}
	remember(screen);
	snprintf(screen->arranged.plan[a->at[0].number], PLAN_TEXT, "%s", text);
	keep_plan(screen, (int)a->at[0].number);
	return LAB_OK;
}

/* --- changing the present plan --- */

/* The present plan, laid out; `change` may follow. */
static bool take_plan(struct screen *screen, struct plan *plan)
{
	struct layout layout;
	screen->zoomed = false;
	if (!view_plan(screen, &screen->area, plan))
		return false;
	layout_place(plan, screen->area.height, screen->area.width, &layout);
	screen->layout = layout;
	return true;
}

static void put_plan(struct screen *screen, const struct plan *plan)
{
	char text[PLAN_TEXT];
	int which = present(screen);
	if (!plan_write(plan, text, sizeof(text)))
		return;
	remember(screen);
	snprintf(screen->arranged.plan[which], PLAN_TEXT, "%s", text);
	keep_plan(screen, which);
}

static const struct placed *placed_pane(const struct screen *screen, int pane)
{
	for (int i = 0; i < screen->layout.count; i++)
		if (screen->layout.at[i].pane == pane)
			return &screen->layout.at[i];
	return NULL;
}

/* The pane that the middle of that side of a pane looks at; -1: none. */
static int neighbour(const struct screen *screen, const struct placed *p, int dy, int dx)
{
	int y = dy ? (dy < 0 ? p->y - 1 : p->y + p->height) : p->y + p->height / 2;
	int x = dx ? (dx < 0 ? p->x - 1 : p->x + p->width) : p->x + p->width / 2;
	for (int i = 0; i < screen->layout.count; i++) {
		const struct placed *q = &screen->layout.at[i];
		if (y >= q->y && y < q->y + q->height && x >= q->x && x < q->x + q->width)
			return q->pane;
	}
	return -1;
}

enum lab_status run_pane_move(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	static const int by[][2] = { { -1, 0 }, { 1, 0 }, { 0, -1 }, { 0, 1 } };
	struct screen *screen = screen_of(lab);
	struct plan plan;
	(void)reply;
	if (!take_plan(screen, &plan))
		return LAB_OK;
	const struct placed *here = placed_pane(screen, screen->focus);
	const int *way = by[a->at[0].number];
	int other = here ? neighbour(screen, here, way[0], way[1]) : -1;
	if (plan_swap(&plan, screen->focus, other))
		put_plan(screen, &plan);
	else
		screen_complain(screen, "There is no pane on that side.");
	return LAB_OK;
}

enum lab_status run_pane_size(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	static const int by[] = { 1, -1, 4, -4 };
	struct screen *screen = screen_of(lab);
	bool across = a->at[0].number >= 2;
	struct plan plan;
	(void)reply;
	if (!take_plan(screen, &plan))
		return LAB_OK;
	if (plan_grow(&plan, screen->focus, across, by[a->at[0].number]))
		put_plan(screen, &plan);
	else
		screen_complain(screen, "There is no room that could change hands.");
	return LAB_OK;
}

enum lab_status run_pane_hide(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	struct plan plan;
	(void)a;
	(void)reply;
	if (!take_plan(screen, &plan))
		return LAB_OK;
	if (plan_hide(&plan, screen->focus))
		put_plan(screen, &plan);
	else
		screen_complain(screen, "The last pane stays.");
	return LAB_OK;
}

enum lab_status run_pane_show(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	int pane = (int)a->at[0].number;
	struct plan plan;
	(void)reply;
	if (!take_plan(screen, &plan))
		return LAB_OK;
	if (plan_show(&plan, pane, screen->focus))
		put_plan(screen, &plan);
	else
		screen_complain(screen, plan_find(&plan, pane) >= 0 ? N_("It is on the screen already.") :
				N_("There is no room for one more."));
	screen->focus = pane;
	return LAB_OK;
}
