/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCALE_H
#define VMAPLAB_SCALE_H

/*
 * A part of the address space, drawn to scale on cells.
 *
 * The cells may be folded into several strips, one below the other. A page is
 * a whole number of cells, or a cell is a power of two of pages, so that
 * equal sizes look equal.
 */

#include "ui/screen/scene.h"

enum { SCALE_CELLS = 2048 };

struct scale {
	uint64_t start;		/* address of the first cell */
	uint64_t pages;		/* shown; the last strip may end early */
	unsigned shift;		/* a cell is 2^shift pages ... */
	int page_cells;		/* ... or a page is that many cells (shift is 0) */
	int strips, strip_cells;
	int cells;
	bool whole;		/* all of the space is shown */
};

/* Room for strips: so many columns, so many strips at most, and so many of them if
 * each is to have all its rows. */
struct sheet {
	int width, most, good;
};

/* Chooses what to show: the whole space if a page gets a cell, else the used part,
 * else what lies around the address of interest. `zoom` > 0 halves that as often
 * around this address, < 0 doubles it. The middle is then at page `middle` of the
 * space, if that is not SCALE_FOLLOWS. */
enum { SCALE_FOLLOWS = -1 };
struct scale scale_choose(const struct scene *scene, const struct sheet *sheet, int zoom,
			  int64_t middle);

/* What that is a part of, on one strip: the used part, or the whole space. False:
 * `part` shows it all, or all that is used and was not zoomed out on purpose. */
bool scale_overview(const struct scene *scene, int width, const struct scale *part,
		    bool zoomed_out, struct scale *overview);

/* Address at which a cell begins (for several cells a page: its page). */
uint64_t scale_address(const struct scale *scale, int cell);

/* The cell that shows an address; -1 and `cells` where it lies outside. */
int scale_cell(const struct scale *scale, uint64_t address);

enum cell_kind { CELL_HOLE, CELL_AREA, CELL_MIXED };

/* What lies in a cell. */
struct cell_content {
	enum cell_kind kind;
	uint32_t area;		/* the one area that fills it, or the first of several */
	uint64_t hole;		/* CELL_HOLE: where the whole hole begins; names it */
	uint8_t eighths;	/* CELL_MIXED: how much is in use */
	bool lazy;		/* some of it waits for a purge */
};

/* Sums up all cells. Looks at a few areas a cell, however many there are. */
void scale_fill(const struct scale *scale, const struct scene *scene,
		struct cell_content *content);

#endif
