/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_PLAN_H
#define VMAPLAB_SCREEN_PLAN_H

/*
 * A plan of panes as a tree, so that it can be changed; layout.h tells how it is
 * written.
 */

#include <stdbool.h>
#include <stddef.h>

enum { PLAN_NODES = 48, PLAN_PARTS = 8, PLAN_TEXT = 400, PLAN_NOBODY = -1 };

struct plan_node {
	int pane;		/* index into panes[]; PLAN_NOBODY: a group */
	bool titled;
	bool across;		/* of a group: side by side, else one below the other */
	int part[PLAN_PARTS];	/* of a group: nodes */
	int parts;
	int size;		/* rows or columns, or a share of what is left */
	bool share;
	int most;		/* of a pane: rows it may get where what it shows needs them; or 0 */
	int wanted;		/* rows that it needs now (not written down) */
	int actual;		/* rows or columns it got when it was laid out last */
};

/* Node 0 is the whole. */
struct plan {
	struct plan_node node[PLAN_NODES];
	int nodes;
};

/* False: the text is no plan. */
bool plan_read(struct plan *plan, const char *text);

/* Rows or columns that a part which is no share is to get now. */
int plan_size(const struct plan_node *node);

/* Writes it down in a form that plan_read takes. False: no room. */
bool plan_write(const struct plan *plan, char *text, size_t room);

/* The node of a pane; PLAN_NOBODY: it is not there. */
int plan_find(const struct plan *plan, int pane);

/* Each changes a plan that was laid out just now. False: it cannot be done. */
bool plan_swap(struct plan *plan, int pane, int other);
bool plan_hide(struct plan *plan, int pane);
bool plan_show(struct plan *plan, int pane, int beside);	/* below `beside` */
bool plan_grow(struct plan *plan, int pane, bool across, int by);

#endif
