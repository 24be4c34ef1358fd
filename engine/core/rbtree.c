/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A red-black tree: no red node has a red child, and every way from the root
 * down passes the same number of black nodes. So no way is more than twice as
 * long as another, and a descent looks at few nodes.
 *
 * Insertion hangs a red node at the bottom and mends the only thing that can
 * be wrong then, a red node under a red parent: by recolouring and looking
 * further up, or by at most two rotations. Removal mends a way that lost a
 * black node: by recolouring and looking further up, or by at most three
 * rotations. Both sides are mirror images, so each is written once, for a
 * `side` (0 left, 1 right).
 */

#include "engine/core/rbtree.h"

static uint32_t *child_of(struct machine *m, uint32_t node, uint32_t side)
{
	return &m->node[node].child[side];
}

/* No node at all counts as black: start() sets the colour of handle 0 once. */
static bool is_red(const struct machine *m, uint32_t node)
{
	return m->up[node].colour == RED;
}

/* Puts `new` where `old` hung; `old` itself keeps its pointers. */
static void replace_child(struct machine *m, uint32_t old, uint32_t new, uint32_t parent)
{
	if (!parent) {
		SET(m->g->vmap_area_root, new);
		return;
	}
	uint32_t *child = child_of(m, parent, m->node[parent].right == old);
	SET(*child, new);
}

/* Turns `node` down to `side`; its child of the other side takes its place. */
static inline void rotate(struct machine *m, uint32_t node, uint32_t side)
{
	uint32_t *outer = child_of(m, node, !side);
	uint32_t up = *outer;
	uint32_t *inner = child_of(m, up, side);
	uint32_t middle = *inner;
	uint32_t parent = m->up[node].parent;
	ENTER(rotate, LOCAL(AREA, node), LOCAL(AREA, up), LOCAL(AREA, middle),
	      LOCAL(AREA, parent), LOCAL(NUMBER, side));

	STEP(rotate_begin);
	SET(*outer, middle);
	if (middle)
		SET(m->up[middle].parent, node);
	SET(*inner, node);
	SET(m->up[up].parent, parent);
	replace_child(m, node, up, parent);
	SET(m->up[node].parent, up);
	STEP(rotate_done);
}

/* Mends a red node under a red parent. */
static inline void rb_insert_color(struct machine *m, uint32_t node)
{
	uint32_t parent = m->up[node].parent;
	uint32_t gparent = 0;
	uint32_t uncle = 0;
	uint32_t side = 0;
	ENTER(rb_insert_color, LOCAL(AREA, node), LOCAL(AREA, parent),
	      LOCAL(AREA, gparent), LOCAL(AREA, uncle));

	for (;;) {
		STEP(color_root);
		if (!parent) {
			SET(m->up[node].colour, BLACK);
			return;
		}
		STEP(color_parent);
		if (!is_red(m, parent))
			return;

		gparent = m->up[parent].parent;
		side = m->node[gparent].right == parent;
		uncle = *child_of(m, gparent, !side);
		STEP(color_uncle);
		if (!is_red(m, uncle))
			break;

		SET(m->up[uncle].colour, BLACK);
		SET(m->up[parent].colour, BLACK);
		SET(m->up[gparent].colour, RED);
		STEP(color_up);
		node = gparent;
		parent = m->up[node].parent;
	}

	STEP(color_inner);
	if (*child_of(m, parent, !side) == node) {
		rotate(m, parent, side);
		parent = node;
	}
	STEP(color_outer);
	SET(m->up[parent].colour, BLACK);
	SET(m->up[gparent].colour, RED);
	rotate(m, gparent, !side);
}

void rb_insert(struct machine *m, uint32_t area, uint32_t parent, uint32_t side)
{
	SET(m->node[area].left, 0u);
	SET(m->node[area].right, 0u);
	SET(m->up[area].parent, parent);
	SET(m->up[area].colour, RED);
	if (parent) {
		SET(m->node[parent].child[side], area);
	} else {
		SET(m->g->vmap_area_root, area);
	}
	rb_insert_color(m, area);
}

/* The ways through the `side` child of `parent` lack a black node. */
static void rb_erase_color(struct machine *m, uint32_t parent, uint32_t node)
{
	uint32_t sibling = 0;
	uint32_t side = 0;
	ENTER(rb_erase_color, LOCAL(AREA, parent), LOCAL(AREA, node), LOCAL(AREA, sibling),
	      LOCAL(NUMBER, side));

	for (;;) {
		side = m->node[parent].right == node;
		sibling = *child_of(m, parent, !side);
		STEP(erase_sibling);
		if (is_red(m, sibling)) {
			SET(m->up[sibling].colour, BLACK);
			SET(m->up[parent].colour, RED);
			rotate(m, parent, side);
			sibling = *child_of(m, parent, !side);
		}

		STEP(erase_nephews);
		if (is_red(m, *child_of(m, sibling, !side)) ||
		    is_red(m, *child_of(m, sibling, side)))
			break;

		SET(m->up[sibling].colour, RED);
		STEP(erase_parent);
		if (is_red(m, parent)) {
			SET(m->up[parent].colour, BLACK);
			return;
		}
		node = parent;
		parent = m->up[node].parent;
		STEP(erase_up);
		if (!parent)
			return;
	}

	STEP(erase_inner);
	if (!is_red(m, *child_of(m, sibling, !side))) {
		SET(m->up[*child_of(m, sibling, side)].colour, BLACK);
		SET(m->up[sibling].colour, RED);
		rotate(m, sibling, !side);
		sibling = *child_of(m, parent, !side);
	}
	STEP(erase_outer);
	SET(m->up[sibling].colour, m->up[parent].colour);
	SET(m->up[parent].colour, BLACK);
	SET(m->up[*child_of(m, sibling, !side)].colour, BLACK);
	rotate(m, parent, side);
}

/* Swaps `area`, which has two children, with the next one in order: that one
 * takes its place, links and colour. Returns where a black node is missing. */
static uint32_t put_successor(struct machine *m, uint32_t area, uint32_t successor)
{
	uint32_t hole = m->up[successor].parent;
	uint32_t orphan = m->node[successor].right;

	if (hole == area) {
		hole = successor;
	} else {
		SET(m->node[hole].left, orphan);
		if (orphan)
			SET(m->up[orphan].parent, hole);
		SET(m->node[successor].right, m->node[area].right);
		SET(m->up[m->node[area].right].parent, successor);
	}
	SET(m->node[successor].left, m->node[area].left);
	SET(m->up[m->node[area].left].parent, successor);
	replace_child(m, area, successor, m->up[area].parent);
	SET(m->up[successor].parent, m->up[area].parent);
	SET(m->up[successor].colour, m->up[area].colour);
	return hole;
}

/* Forgets the links of a node that is out of the tree. */
static void clear_node(struct machine *m, uint32_t area)
{
	SET(m->node[area].left, 0u);
	SET(m->node[area].right, 0u);
	SET(m->up[area].parent, 0u);
	SET(m->up[area].colour, RED);
}

void rb_erase(struct machine *m, uint32_t area)
{
	uint32_t left = m->node[area].left;
	uint32_t right = m->node[area].right;
	uint32_t hole = m->up[area].parent;
	uint32_t child = left ? left : right;
	uint32_t colour = m->up[area].colour;
	uint32_t successor = 0;
	ENTER(rb_erase, LOCAL(AREA, area), LOCAL(AREA, left), LOCAL(AREA, right),
	      LOCAL(AREA, successor), LOCAL(AREA, child), LOCAL(AREA, hole),
	      LOCAL(COLOUR, colour));

	STEP(rb_erase_children);
	if (left && right) {
		successor = rb_next(m, area);
		child = m->node[successor].right;
		colour = m->up[successor].colour;
		STEP(rb_erase_successor);
		hole = put_successor(m, area, successor);
	} else {
		STEP(rb_erase_splice);
		replace_child(m, area, child, hole);
		if (child)
			SET(m->up[child].parent, hole);
	}
	clear_node(m, area);

	STEP(rb_erase_balance);
	if (colour == BLACK && is_red(m, child))
		SET(m->up[child].colour, BLACK);
	else if (colour == BLACK && hole)
		rb_erase_color(m, hole, child);
}

/* The neighbour to `side` is at the far end of the child there, or the first
 * ancestor that lies on that side. */
static inline uint32_t neighbour(const struct machine *m, uint32_t area, uint32_t side)
{
	uint32_t next = m->node[area].child[side];
	if (next) {
		while (m->node[next].child[!side])
			next = m->node[next].child[!side];
		return next;
	}
	uint32_t parent = m->up[area].parent;
	while (parent && area == m->node[parent].child[side]) {
		area = parent;
		parent = m->up[area].parent;
	}
	return parent;
}

uint32_t rb_prev(const struct machine *m, uint32_t area)
{
	return neighbour(m, area, 0);
}

uint32_t rb_next(const struct machine *m, uint32_t area)
{
	return neighbour(m, area, 1);
}
