/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What has happened in the present operation so far: searches, purges, flushes,
 * the kernel's warnings.
 */

#include "ui/screen/panes.h"

enum { TEXT = 512 };

static enum style style_of(const struct event *event)
{
	switch (event->kind) {
	case EVENT_BUG:
	case EVENT_OOPS:
		return STYLE_ERROR;
	case EVENT_WARN:
	case EVENT_ALLOC_FAILED:
	case EVENT_VMALLOC_FAILED:
	case EVENT_BAD_ENTRY:
		return STYLE_WARN;
	default:
		return STYLE_TEXT;
	}
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	const struct scene *scene = showing->scene;
	int64_t events = scene->m->g->events;
	int64_t first = pane_first_row(state, events, w->height, events - 1);
	char text[TEXT];
	if (events == 0)
		put_text(w, 0, 0, STYLE_DIM, _("None yet in this operation."));
	for (int y = 0; y < w->height && first + y < events; y++) {
		const struct event *event = &scene->m->event[first + y + 1];
		lab_event_text(scene->lab, event, text, sizeof(text));
		put_short(w, y, 0, w->width, style_of(event), text);
	}
}

const struct pane pane_events = {
	.name = "events",
	.title = N_("Events"),
	.draw = draw,
	.move = pane_scroll,
};
