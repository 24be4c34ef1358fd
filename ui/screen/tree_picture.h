/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_TREE_PICTURE_H
#define VMAPLAB_SCREEN_TREE_PICTURE_H

/*
 * A tree as a picture: nodes, and the lines between them, two rows a level.
 *
 *	          [a4]                   [name] black, (name) red
 *	    ┌──────┴━━━━━━┓              heavy lines: the path
 *	  (a2)         ▶[a6]◀            arrows: the node in question
 *	 ┌──┴──┐           ┗━━┓
 *	[a1]  [a3]           {+9p}       where an area would hang
 *
 * Subtrees are laid out on their own and pushed together until their outlines
 * touch, so a parent stands above the middle of its children. If the tree is
 * too wide, fewer levels are drawn in full, but the path is always drawn as far
 * as there are rows. Below a node whose children are left out stands how many
 * areas hang there.
 */

#include "ui/screen/canvas.h"
#include "ui/screen/tree.h"

enum { PICTURE_NODES = 256, PICTURE_NAME = 28, PICTURE_PATH = 128, PICTURE_NOBODY = -1 };

struct picture_node {
	uint32_t area;		/* 0: the one that would hang here */
	int level, x;		/* x: its middle, at first relative to the parent's */
	int child[2];		/* indices; PICTURE_NOBODY */
	bool cut;		/* has children that are not drawn */
	char label[PICTURE_NAME];
};

struct tree_picture {
	/* What is wanted: */
	const struct tree *tree;
	const struct tree *before;	/* nodes whose colour differs there are marked; or NULL */
	uint32_t interest;		/* it must be seen, if possible */
	uint32_t top;			/* what is above it is left out; 0: as few as possible */
	uint32_t path[PICTURE_PATH];	/* nodes to which a heavy line leads */
	int steps;			/* how many */
	bool marked;			/* arrows at the node of interest ... */
	bool selected;			/* ... because the learner went there */
	uint32_t hang, side;		/* below this node, at that side, ... */
	const char *guest;		/* ... this would hang; NULL: nothing */

	/* What was drawn: */
	struct picture_node node[PICTURE_NODES];
	int count;
	int levels;			/* so many in full ... */
	int deepest;			/* ... and the path down to this one */
	bool too_many;
};

/* The nodes from an area up to the root. */
void tree_picture_path(struct tree_picture *picture, uint32_t area);

/* For two moments of one tree: the nodes that have another parent at the other one,
 * and above them the highest node that differs in anything, which becomes the top.
 * `words` is the one of the two trees that is not of now. False: none differs. */
bool tree_picture_difference(struct tree_picture *picture, const struct tree *other,
			     const struct tree *words);

/* Chooses what fits into so many cells. */
void tree_picture_fit(struct tree_picture *picture, int rows, int columns);

/* The area whose label is there in the picture; 0: none. */
uint32_t tree_picture_area(const struct tree_picture *picture, int y, int x);

/* Is a node marked as recoloured? */
bool tree_picture_recoloured(const struct tree_picture *picture);

void tree_picture_draw(const struct window *w, const struct tree_picture *picture);

#endif
