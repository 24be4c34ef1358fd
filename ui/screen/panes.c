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
	&pane_space, &pane_tree, &pane_list, &pane_source, &pane_variables, &pane_stack,
	&pane_tables, &pane_why,
	&pane_timeline, &pane_events, &pane_lesson, &pane_log, &pane_vmallocinfo,
	&pane_ptdump, &pane_blocks, &pane_frames, &pane_tlb,
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

bool pane_rows_to_go(struct pane_state *state, enum pane_motion motion, int64_t *by)
{
	int64_t page = state->rows > 2 ? state->rows - 1 : 1;
	const int64_t rows[] = {
		[PANE_UP] = -1, [PANE_DOWN] = 1, [PANE_PAGE_UP] = -page, [PANE_PAGE_DOWN] = page,
		[PANE_TOP] = PANE_TO_TOP, [PANE_BOTTOM] = PANE_TO_BOTTOM,
	};
	bool follow = motion == PANE_FOLLOW;
	if (!follow && motion >= LENGTH(rows))
		return false;
	state->held = !follow;
	*by = follow ? 0 : rows[motion];
	return true;
}

bool pane_go_to(const struct showing *showing, struct pane_state *state, const char *text)
{
	uint64_t address;
	if (!lab_evaluate(showing->scene->lab, text, &address))
		return false;
	state->held = true;
	state->offset = (int64_t)address;
	state->by = 0;
	return true;
}

bool pane_scroll(struct pane_state *state, enum pane_motion motion)
{
	int64_t by;
	if (!pane_rows_to_go(state, motion, &by))
		return false;
	if (by == PANE_TO_TOP || by == PANE_TO_BOTTOM)
		state->offset = by == PANE_TO_TOP ? 0 : state->most;
	else
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

/* Pages are turned whole, so that a search sees each row. */
bool pane_choose(struct pane_state *state, enum pane_motion motion)
{
	int64_t by;
	if (!pane_rows_to_go(state, motion, &by))
		return false;
	if (by == PANE_TO_TOP || by == PANE_TO_BOTTOM) {
		state->chosen = state->offset = by == PANE_TO_TOP ? 0 : state->last;
		return true;
	}
	if (motion == PANE_PAGE_UP || motion == PANE_PAGE_DOWN)
		state->offset = within(state->offset + by, state->most);
	state->chosen = within(state->chosen + by, state->last);
	return true;
}

int64_t pane_first_chosen(struct pane_state *state, int64_t rows, int height, int64_t wanted)
{
	int64_t first = pane_first_row(state, rows, height, wanted);
	state->last = rows > 0 ? rows - 1 : 0;
	state->chosen = within(state->held ? state->chosen : wanted, state->last);
	if (state->held && state->chosen < first)
		first = state->chosen;
	if (state->held && state->chosen >= first + height)
		first = state->chosen - height + 1;
	return state->offset = within(first, state->most);
}

void pane_mark_chosen(const struct window *w, const struct pane_state *state, int y)
{
	if (state->held && state->offset + y == state->chosen)
		put_style(w, y, 0, w->width, STYLE_SELECTED);
}

/* --- values --- */

enum { MANY_PAGES = 10240 };	/* from here on in K, M, G, T bytes */

const char *pane_size(uint64_t bytes, char *text, size_t room)
{
	static const char unit[] = "KMGT";
	uint64_t pages = bytes >> PAGE_SHIFT;
	unsigned i = 0, shift = 10;
	if (bytes & (PAGE_SIZE - 1)) {
		snprintf(text, room, "0x%llx", (unsigned long long)bytes);
		return text;
	}
	if (pages < MANY_PAGES) {
		snprintf(text, room, "%llup", (unsigned long long)pages);
		return text;
	}
	for (; unit[i + 1] && bytes >> shift >= 10240; i++)
		shift += 10;
	uint64_t nearest = (bytes >> shift) + (bytes >> (shift - 1) & 1);
	snprintf(text, room, "%llu%c", (unsigned long long)nearest, unit[i]);
	return text;
}

const char *pane_place(const struct scene *scene, uint64_t address, char *text, size_t room)
{
	char size[32];
	uint64_t base = scene->m->g->space.start;
	if (address < base)
		snprintf(text, room, "0x%llx", (unsigned long long)address);
	else
		snprintf(text, room, "+%s", pane_size(address - base, size, sizeof(size)));
	return text;
}

const char *pane_area(const struct scene *scene, uint32_t area, char *text, size_t room)
{
	const char *name = area ? lab_name_of_area(scene->lab, area) : _("none");
	if (name) {
		snprintf(text, room, "%s", name);
		return text;
	}
	if (scene_range(scene, area).end == 0)
		snprintf(text, room, "%s", _("new"));
	else
		pane_place(scene, scene_range(scene, area).start, text, room);
	return text;
}

bool pane_guarded(const struct scene *scene, uint32_t area)
{
	const struct machine *m = scene->m;
	return area_kinds[lab_area_kind(scene->lab, area)].guarded &&
	       !(m->vm[m->rest[area].vm].flags & VM_NO_GUARD);
}

/* "a4 [+14p, +17p)", or less. */
static void short_area(const struct scene *scene, uint32_t area, int columns,
		       char *text, size_t room)
{
	char name[40], start[40], end[40];
	struct range range = scene_range(scene, area);
	pane_area(scene, area, name, sizeof(name));
	snprintf(text, room, "%s [%s, %s)", name,
		 pane_place(scene, range.start, start, sizeof(start)),
		 pane_place(scene, range.end, end, sizeof(end)));
	if (text_width(text) > columns || range.end == 0)
		snprintf(text, room, "%s", name);
}

const char *pane_value(const struct scene *scene, enum value_kind kind, uint64_t value,
		       int columns, char *text, size_t room)
{
	char place[40];
	lab_value_text(scene->lab, kind, value, text, room);
	if (text_width(text) <= columns)
		return text;
	switch (kind) {
	case VALUE_AREA:
		if (value && value <= scene->m->g->used[REGION_VA_START])
			short_area(scene, (uint32_t)value, columns, text, room);
		break;
	case VALUE_ADDRESS:
		snprintf(text, room, "%s%s", value < scene->m->g->space.start ? "" : "start",
			 pane_place(scene, value, place, sizeof(place)));
		break;
	case VALUE_BYTES:
		pane_size(value, text, room);
		break;
	case VALUE_ENTRY:
		snprintf(text, room, "0x%llx", (unsigned long long)value);
		break;
	default:
		break;
	}
	return text;
}
