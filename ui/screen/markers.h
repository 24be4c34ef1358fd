/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_MARKERS_H
#define VMAPLAB_MARKERS_H

/*
 * What is pointed at in the address space: what the search looks at (above the
 * bar), and what the allocator remembers (below it).
 */

#include "ui/screen/canvas.h"
#include "ui/screen/scale.h"
#include "ui/screen/scene.h"

enum { MARKERS = 8, MARKER_LABEL = 64, MARKER_ROWS = 2, NO_ROW = -1 };

/* One cell, or the cells of a bracket. */
struct marker {
	int cell, cells;
	bool above;
	int aside;	/* below 0: it lies left of what is shown; above 0: right */
	enum style style;
	char label[MARKER_LABEL];
	char brief[MARKER_LABEL];	/* a shorter label */
};

struct markers {
	struct marker marker[MARKERS];
	int count;
};

/* Everything that is to be pointed at, the most important things ahead. */
void markers_collect(struct markers *markers, const struct scale *scale,
		     const struct scene *scene);

/* Draws those on one side of the bar for cells [first, behind), which begin at
 * column 0, on two rows: the nearer one, the farther one (or NO_ROW). */
void markers_draw(struct markers *markers, const struct window *w,
		  const int row[MARKER_ROWS], bool above, int first, int behind);

/* True when nothing is written on these cells. */
bool markers_free(const struct window *w, int y, int x, int cells);

#endif
