/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAYOUT_H
#define VMAPLAB_LAYOUT_H

/*
 * Where the panes stand.
 *
 * A plan is a short text: panes one below the other are parted by `/`, side by
 * side by `|`; parentheses group. `:12` is a size in rows or columns, `:2*` a
 * share of what is left (`:1*` when nothing is said), `:3-6` rows as the pane needs
 * them for what it shows, `!` leaves the title row out:
 *
 *	space:5 / (source | variables:33) / why!:2-4
 */

#include <stdbool.h>
#include <stddef.h>

#include "ui/screen/plan.h"

enum { LAYOUT_PANES = 16, LAYOUT_MOST = 12 };

/* The situations, in the order in which they are gone through. */
#define LAYOUT_CHOICES "search tree tables vm frames history lesson projector"

struct placed {
	int pane;	/* index into panes[] */
	int y, x, height, width;
	bool titled;	/* the first row is its title */
	bool edge;	/* the first column is a border */
};

struct layout {
	struct placed at[LAYOUT_PANES];
	int count;
};

/* Lays out the named situation on height x width cells. Every size has a layout. */
void layout_make(const char *name, int height, int width, struct layout *out);

/* The plan for it; NULL when there is no room for anything. */
const char *layout_text(const char *name, int height, int width);

/* Lays out a plan that was read, and notes in its nodes what each one got. */
void layout_place(struct plan *plan, int height, int width, struct layout *out);

/* Lays out a plan. False: it is not well formed, and `out` is empty. */
bool layout_plan(const char *plan, int height, int width, struct layout *out);

/* Names of the situations, in the order in which they are gone through; NULL
 * after the last. */
const char *layout_name(size_t i);

/* Its place in that order; -1: there is no such situation. */
int layout_by_name(const char *name);

#endif
