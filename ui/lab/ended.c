/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What there is to say between operations: what the one that has ended came
 * to, told from its events, and how to look inside.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* How a search began. */
static const char *const beginnings[] = {
	[WHY_NONE] = N_(" Search %" PRIu64 " began at 0x%" PRIx64),
	[WHY_EMPTY] = N_(" Search %" PRIu64 " found no cached area and began at 0x%" PRIx64),
	[WHY_SIZE] = N_(" Search %" PRIu64 " dropped the cache (the noted hole is larger than the "
			"request) and began at 0x%" PRIx64),
	[WHY_VSTART] = N_(" Search %" PRIu64 " dropped the cache (vstart is below cached_vstart) "
			  "and began at 0x%" PRIx64),
	[WHY_ALIGN] = N_(" Search %" PRIu64 " dropped the cache (align is below cached_align) and "
			 "began at 0x%" PRIx64),
	[WHY_HIT] = N_(" Search %" PRIu64 " was a hit: it began behind the cached area, at 0x%" PRIx64),
	[WHY_BELOW] = N_(" Search %" PRIu64 " dropped the cache (it ends below vstart) and began at "
			 "0x%" PRIx64),
};

static void append_search(const struct event *event, char *text, size_t room)
{
	const uint64_t *value = event->value;
	uint32_t why = event->code & 0xff;
	lab_append(text, room, _(beginnings[why < LENGTH(beginnings) ? why : WHY_NONE]), value[0],
		   value[2]);
	if (value[3])
		lab_append(text, room, P_(", looked at %" PRIu64 " node of the tree",
					  ", looked at %" PRIu64 " nodes of the tree", value[3]),
			   value[3]);
	if (value[4])
		lab_append(text, room, P_(", walked over %" PRIu64 " area",
					  ", walked over %" PRIu64 " areas", value[4]), value[4]);
	else
		lab_append(text, room, "%s", _(", walked over no area"));
	if (event->code >> 8)
		lab_append(text, room, _(" and found room at 0x%" PRIx64 "."), value[5]);
	else
		lab_append(text, room, "%s", _(" and found no room."));
}

enum { SEARCHES_TOLD = 2 };

/* The first searches, and what was purged between them. */
static void append_events(const struct machine *m, char *text, size_t room)
{
	uint32_t searches = 0;
	for (uint32_t i = 1; i <= m->g->events; i++) {
		const struct event *event = &m->event[i];
		if (event->kind == EVENT_TRY && searches++ < SEARCHES_TOLD)
			append_search(event, text, room);
		else if (event->kind == EVENT_PURGE && searches <= SEARCHES_TOLD)
			lab_append(text, room, "%s", _(" What was freed lazily was purged."));
	}
	if (searches > SEARCHES_TOLD)
		lab_append(text, room, P_(" %" PRIu32 " more search followed; 'events' lists them.",
					  " %" PRIu32 " more searches followed; 'events' lists them.",
					  searches - SEARCHES_TOLD), searches - SEARCHES_TOLD);
}

const char *lab_why_searched(struct lab *lab, char *text, size_t room)
{
	text[0] = '\0';
	append_events(lab_machine(lab), text, room);
	memmove(text, text + strspn(text, " "), strlen(text + strspn(text, " ")) + 1);
	return text;
}

/* Before the first operation. */
static void begin_text(struct lab *lab, char *text, size_t room)
{
	if (timeline_length(lab->time))
		snprintf(text, room, "%s", _("Before the first operation: 'step' goes into it, "
					     "'next-op' to its end."));
	else
		snprintf(text, room, "%s", _("Nothing has been asked for yet. 'alloc 3p' asks for "
					     "an area; 'reverse-step' then goes back into the "
					     "search, where each step says why."));
}

const char *lab_why_ended(struct lab *lab, char *text, size_t room)
{
	struct cursor cursor = timeline_cursor(lab->time);
	char request[LINE_ROOM], outcome[LINE_ROOM];
	text[0] = '\0';
	if (timeline_step(lab->time))
		return text;
	if (cursor.op == 0) {
		begin_text(lab, text, room);
		return text;
	}
	lab_op_request(lab, cursor.op, request, sizeof(request));
	lab_outcome_text(lab, outcome, sizeof(outcome));
	snprintf(text, room, _("Operation %" PRIu64 " has ended: %s: %s."), cursor.op, request,
		 outcome);
	append_events(lab_machine(lab), text, room);
	if (timeline_steps(lab->time) > 0 && lab_permits(lab, "reverse-step"))
		lab_append(text, room, "%s", _(" 'reverse-step' goes back into it."));
	return text;
}
