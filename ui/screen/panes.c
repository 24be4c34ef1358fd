/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * All panes in one table, and what they have in common: scrolling, and values
 * in little room.
 */

#include "ui/screen/panes.h"

#include <stdio.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

const struct pane *const panes[] = {
	&pane_space, &pane_tree, &pane_source, &pane_variables, &pane_tables, &pane_why,
	&pane_timeline, &pane_events, &pane_lesson, &pane_log,
};
const size_t pane_count = LENGTH(panes);
_Static_assert(LENGTH(panes) == PANE_COUNT, "one state for each pane");

int pane_by_name(const char *name, size_t length)
{
	for (size_t i = 0; i < pane_count; i++)
		if (strlen(panes[i]->name) == length && memcmp(panes[i]->name, name, length) == 0)
			return (int)i;
	return -1;
}

/* --- scrolling --- */

static int64_t within(int64_t value, int64_t most)
{
	if (value > most)
		value = most;
	return value < 0 ? 0 : value;
}

bool pane_scroll(struct pane_state *state, enum pane_motion motion)
{
	int64_t page = state->rows > 2 ? state->rows - 1 : 1;
	int64_t by = 0;
	switch (motion) {
	case PANE_UP:
		by = -1;
		break;
	case PANE_DOWN:
		by = 1;
		break;
	case PANE_PAGE_UP:
		by = -page;
		break;
	case PANE_PAGE_DOWN:
		by = page;
		break;
	case PANE_TOP:
		by = -state->most;
		break;
	case PANE_BOTTOM:
		by = state->most;
		break;
	case PANE_FOLLOW:
		state->held = false;
		return true;
	default:
		return false;
	}
	state->held = true;
	state->offset = within(state->offset + by, state->most);
	return true;
}

int64_t pane_first_row(struct pane_state *state, int64_t rows, int height, int64_t wanted)
{
	int64_t margin = height / 4;
	state->rows = height;
	state->most = rows > height ? rows - height : 0;
	if (!state->held && wanted >= 0) {
		bool seen = wanted >= state->offset + margin &&
			    wanted < state->offset + height - margin;
		if (!seen)
			state->offset = wanted - height * 2 / 5;
	}
	return state->offset = within(state->offset, state->most);
}

/* --- values --- */

const char *pane_size(uint64_t bytes, char *text, size_t room)
{
	static const char *const unit[] = { "p", "Kp", "Mp", "Gp" };
	uint64_t pages = bytes >> PAGE_SHIFT;
	size_t i = 0;
	if (bytes & (PAGE_SIZE - 1)) {
		snprintf(text, room, "0x%llx", (unsigned long long)bytes);
		return text;
	}
	for (; i + 1 < LENGTH(unit) && pages >= 10240; i++)
		pages /= 1024;
	snprintf(text, room, "%llu%s", (unsigned long long)pages, unit[i]);
	return text;
}

const char *pane_area(const struct scene *scene, uint32_t area, char *text, size_t room)
{
	const char *name = area ? lab_name_of_area(scene->lab, area) : "none";
	char place[32];
	if (name) {
		snprintf(text, room, "%s", name);
		return text;
	}
	uint64_t start = scene_range(scene, area).start, base = scene->m->g->space.start;
	if (start >= base && start != 0)
		snprintf(text, room, "+%s", pane_size(start - base, place, sizeof(place)));
	else
		snprintf(text, room, "new");
	return text;
}

const char *pane_value(const struct scene *scene, enum value_kind kind, uint64_t value,
		       int columns, char *text, size_t room)
{
	lab_value_text(scene->lab, kind, value, text, room);
	if (text_width(text) <= columns)
		return text;
	if (kind == VALUE_AREA && value <= scene->m->g->used[REGION_NODE])
		return pane_area(scene, (uint32_t)value, text, room);
	if (kind == VALUE_BYTES && value)
		return pane_size(value, text, room);
	if (kind == VALUE_BYTES || kind == VALUE_ENTRY)
		snprintf(text, room, "0x%llx", (unsigned long long)value);
	return text;
}
