/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_ROWS_H
#define VMAPLAB_ROWS_H

/*
 * Long listings whose rows are known by a key that grows from row to row (an
 * address), not by a number. A pane shows a window of such a listing without
 * counting what lies above it: a frame costs what the screen costs.
 *
 * The state's offset is the key of the first row.
 */

#include "ui/screen/pane.h"

/* Each answers false, and leaves the key alone, when there is no such row. */
struct row_list {
	void *context;
	bool (*seek)(void *context, uint64_t *key);	/* that row, or the first behind */
	bool (*next)(void *context, uint64_t *key);
	bool (*previous)(void *context, uint64_t *key);	/* the last row of a smaller key */
};

/* The key of the first row to show; rows near `wanted` are shown unless the
 * learner has scrolled. False: there are no rows. */
bool rows_first(struct pane_state *state, const struct row_list *list, int height,
		const uint64_t *wanted, uint64_t *first);

/* The areas of vmap_area_list, each by where it begins. The tree is the way to them;
 * an area that hangs in it, but is not in the list yet, is passed over. */
struct row_list rows_of_areas(struct scene *scene);

/* The area of a row of that listing, or the first one behind; 0: none. */
uint32_t rows_area(const struct scene *scene, uint64_t key);

/* The `move` of such a pane. What it asks for is done at the next drawing. */
bool rows_move(struct pane_state *state, enum pane_motion motion);

#endif
