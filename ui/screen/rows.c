/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A window on a listing of rows that are known by keys. All ways are gone row
 * by row from the first one shown, and none is longer than the window.
 */

#include "ui/screen/rows.h"

/* Goes up or down by so many rows, as far as there are any; how far it went. */
static int64_t go(const struct row_list *list, uint64_t *key, int64_t by)
{
	int64_t gone = 0;
	while (gone < by && list->next(list->context, key))
		gone++;
	while (gone > by && list->previous(list->context, key))
		gone--;
	return gone;
}

/* The window is filled to its last row, if there are rows enough. */
static void fill(const struct row_list *list, uint64_t *key, int height)
{
	uint64_t last = *key;
	int64_t below = go(list, &last, height - 1);
	go(list, key, below - (height - 1));
}

/* Is the row seen, with a margin to both sides? */
static bool sees(const struct row_list *list, uint64_t first, int height, uint64_t wanted)
{
	int margin = height / 4;
	uint64_t from = first, to = first;
	go(list, &from, margin);
	go(list, &to, height - 1 - margin);
	return wanted >= (margin == 0 || list->previous(list->context, &first) ? from : first) &&
	       wanted <= to;
}

static void show(const struct row_list *list, uint64_t *key, int height, uint64_t wanted)
{
	if (sees(list, *key, height, wanted))
		return;
	*key = wanted;
	go(list, key, -(height * 2 / 5));
}

static bool is_far(int64_t by)
{
	return by == PANE_TO_TOP || by == PANE_TO_BOTTOM;
}

bool rows_first(struct pane_state *state, const struct row_list *list, int height,
		const uint64_t *wanted, uint64_t *first)
{
	*first = (uint64_t)state->offset;
	if (is_far(state->by))
		*first = state->by == PANE_TO_TOP ? 0 : UINT64_MAX;
	if (!list->seek(list->context, first) && !list->previous(list->context, first))
		return false;
	if (!is_far(state->by))
		go(list, first, state->by);
	if (!state->held && wanted)
		show(list, first, height, *wanted);
	fill(list, first, height);
	state->by = 0;
	state->rows = height;
	state->offset = (int64_t)*first;
	return true;
}

bool rows_move(struct pane_state *state, enum pane_motion motion)
{
	int64_t by;
	if (!pane_rows_to_go(state, motion, &by))
		return false;
	if (is_far(by))
		state->by = by;
	else if (!is_far(state->by))
		state->by += by;
	return true;
}

/* --- areas --- */

static bool is_listed(const struct scene *scene, uint32_t area)
{
	return scene_prev(scene, area) || scene->m->g->vmap_area_list == area;
}

uint32_t rows_area(const struct scene *scene, uint64_t key)
{
	uint32_t area = area_at_or_after(scene->m, key);
	if (area && !is_listed(scene, area))
		area = area_at_or_after(scene->m, scene_range(scene, area).end);
	return area;
}

static bool take_key(const struct scene *scene, uint32_t area, uint64_t *key)
{
	if (area)
		*key = scene_range(scene, area).start;
	return area != 0;
}

static bool seek_area(void *context, uint64_t *key)
{
	const struct scene *scene = context;
	return take_key(scene, rows_area(scene, *key), key);
}

static bool next_area(void *context, uint64_t *key)
{
	const struct scene *scene = context;
	return take_key(scene, scene->m->next[rows_area(scene, *key)], key);
}

static bool previous_area(void *context, uint64_t *key)
{
	const struct scene *scene = context;
	uint32_t area = area_before(scene->m, *key);
	if (area && !is_listed(scene, area))
		area = area_before(scene->m, scene_range(scene, area).start);
	return take_key(scene, area, key);
}

struct row_list rows_of_areas(struct scene *scene)
{
	return (struct row_list){ scene, seek_area, next_area, previous_area };
}
