/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Counts, repeating, searching, and what the mouse means.
 *
 * All of it ends in command lines: a key with a count runs `step 10`, a click
 * on an operation runs `goto 3`. So what was done can be read in the row of the
 * prompt, and be done again.
 */

#include "ui/screen/hands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lab/source.h"
#include "ui/repl/line.h"
#include "ui/screen/handlers.h"
#include "ui/screen/help.h"
#include "ui/screen/palette.h"
#include "ui/screen/prompt.h"
#include "ui/screen/search.h"

enum { TEXT = 400, MOST_COUNT = 99999, MOST_TIMES = 500, WHEEL_ROWS = 3 };

/* --- counts --- */

/* While a lesson waits for the number of a choice, digits are answers. */
bool hands_count(struct screen *screen, uint32_t code)
{
	const struct host_question *q = desk_question(screen->desk);
	const struct key *key = keymap_key(&screen->keymap, code);
	bool own = key && keymap_hides(&screen->keymap, key);
	if (code < '0' || code > '9' || own || (q && q->choices && !screen->count))
		return false;
	if (code == '0' && !screen->count)
		return false;
	screen->count = screen->count * 10 + (code - '0');
	if (screen->count > MOST_COUNT)
		screen->count = MOST_COUNT;
	return true;
}

void hands_run(struct screen *screen, const struct key *key)
{
	unsigned count = screen->count;
	char line[TEXT];
	screen->count = 0;
	if (count > 1 && line_repeats(key->line) && !strpbrk(key->line, " ;")) {
		snprintf(line, sizeof(line), "%s %u", key->line, count);
		screen_run_key(screen, line);
		return;
	}
	for (unsigned i = 0; i < (count > 0 ? count : 1) && i < MOST_TIMES && !screen->quit; i++)
		if (!screen_run_key(screen, key->line))
			break;
}

enum lab_status run_again(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	(void)a;
	(void)reply;
	if (!*screen->repeatable)
		screen_complain(screen, "Nothing has been done yet that could be done again.");
	else
		screen->repeat = true;	/* as soon as this command is over */
	return LAB_OK;
}

/* --- searching --- */

static struct showing showing_now(struct screen *screen, struct scene *scene)
{
	scene_take(scene, screen->lab, &screen->memory);
	return view_showing(screen, scene);
}

static struct placed placed_focus(const struct screen *screen)
{
	for (int i = 0; i < screen->layout.count && !screen->zoomed; i++)
		if (screen->layout.at[i].pane == screen->focus)
			return screen->layout.at[i];
	return view_whole(screen);
}

static void look(struct screen *screen, bool backwards)
{
	const struct pane *pane = panes[screen->focus];
	struct pane_state *state = &screen->state[screen->focus];
	struct placed placed = placed_focus(screen);
	struct window body = view_body(&screen->area, &placed);
	struct scene scene;
	struct showing showing = showing_now(screen, &scene);
	bool found = pane->find ? pane->find(&showing, state, screen->needle) :
		search_pane(pane, &showing, state, body.height, body.width, screen->needle,
			    backwards, &screen->needle_row);
	if (!found)
		screen_complain(screen, pane->find ? _("'%s' is no address, or no area is there") :
				_("'%s' is not in this pane"), screen->needle);
}

enum lab_status run_find(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	(void)reply;
	snprintf(screen->needle, sizeof(screen->needle), "%s", a->at[0].text);
	screen->needle_row = -1;
	screen->needle_pane = screen->focus;
	look(screen, false);
	return LAB_OK;
}

static enum lab_status find_on(struct lab *lab, bool backwards)
{
	struct screen *screen = screen_of(lab);
	if (screen->needle_pane != screen->focus)
		screen->needle_row = -1;
	screen->needle_pane = screen->focus;
	if (!*screen->needle)
		screen_complain(screen, "Nothing was looked for yet; / begins a search.");
	else
		look(screen, backwards);
	return LAB_OK;
}

enum lab_status run_find_next(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)a;
	(void)reply;
	return find_on(lab, false);
}

enum lab_status run_find_previous(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)a;
	(void)reply;
	return find_on(lab, true);
}

/* --- prompt and palette --- */

enum lab_status run_prompt(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	char line[TEXT];
	(void)reply;
	screen->in_prompt = true;
	screen->one_line = a->at[0].text != NULL;
	if (!a->at[0].text)
		return LAB_OK;
	snprintf(line, sizeof(line), "%s ", a->at[0].text);
	editor_set_line(line);
	return LAB_OK;
}

enum lab_status run_palette(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)a;
	(void)reply;
	palette_open(screen_of(lab));
	return LAB_OK;
}

/* --- picking a line of the source --- */

enum lab_status run_pick(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	const char *text = a->at[0].text, *colon = strrchr(text, ':');
	size_t line = colon ? strtoul(colon + 1, NULL, 10) : 0, file = 0;
	(void)reply;
	if (colon && !lab_find_file(lab, text, (size_t)(colon - text), &file))
		return LAB_FAILED;
	if (colon && line > 0 && line <= lab_source_lines(file)) {
		screen->picked = (struct place){ file, line };
		screen->picked_at = timeline_cursor(lab_timeline(lab));
		return LAB_OK;
	}
	screen_complain(screen, "'%s' is no line of the source; a line is FILE:LINE, such as "
			"alloc.c:40", text);
	return LAB_OK;
}

/* --- the mouse --- */

/* The pane on that cell; false: none is there. */
static bool pane_at(const struct screen *screen, int y, int x, struct placed *found)
{
	struct placed whole = view_whole(screen);
	y -= screen->area.y;
	for (int i = 0; i < (screen->zoomed ? 1 : screen->layout.count); i++) {
		const struct placed *p = screen->zoomed ? &whole : &screen->layout.at[i];
		*found = *p;
		if (y >= p->y && y < p->y + p->height && x >= p->x && x < p->x + p->width)
			return true;
	}
	return false;
}

static void click(struct screen *screen, const struct placed *placed, int y, int x)
{
	struct window body = view_body(&screen->area, placed);
	const struct pane *pane = panes[placed->pane];
	struct scene scene;
	struct showing showing = showing_now(screen, &scene);
	char line[TEXT];
	snprintf(line, sizeof(line), "pane %s", pane->name);
	if (placed->pane != screen->focus)
		screen_run_key(screen, line);
	if (pane->click && y >= body.y && y < body.y + body.height &&
	    pane->click(&showing, &screen->state[placed->pane], y - body.y, x - body.x, line,
			sizeof(line)))
		screen_run_key(screen, line);
}

static void turn(struct screen *screen, const struct placed *placed, bool up)
{
	const struct pane *pane = panes[placed->pane];
	for (int i = 0; pane->move && i < WHEEL_ROWS; i++)
		pane->move(&screen->state[placed->pane], up ? PANE_UP : PANE_DOWN);
}

void hands_mouse(struct screen *screen, enum mouse_kind kind, int y, int x)
{
	const struct key *key = kind == MOUSE_CLICK ? help_bar_key(screen, y, x) : NULL;
	struct placed placed;
	screen->in_prompt = false;
	if (screen->help && kind != MOUSE_CLICK)
		screen->help_row += kind == MOUSE_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS;
	else if (screen->help || screen->answer)
		screen->help = screen->answer = false;
	else if (key)
		hands_run(screen, key);
	else if (!pane_at(screen, y, x, &placed))
		return;
	else if (kind == MOUSE_CLICK)
		click(screen, &placed, y, x);
	else
		turn(screen, &placed, kind == MOUSE_WHEEL_UP);
}
