/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_TREE_H
#define VMAPLAB_SCREEN_TREE_H

/*
 * vmap_area_root as it is, or as it was or will be at another step of the same
 * operation.
 *
 * The tape knows every word that changes between two steps. Of another moment
 * only the words that differ are kept, so that two trees can be drawn side by
 * side while the machine's memory stays where it is.
 */

#include "ui/screen/scene.h"

enum { TREE_WORDS = 64 };

struct tree {
	const struct scene *scene;
	struct {
		uint32_t word, value;	/* as in struct core_write */
	} differs[TREE_WORDS];
	int count;			/* words that differ from the machine's memory */
};

void tree_now(struct tree *tree, const struct scene *scene);

/* False: too many words differ; the tree is that of now. */
bool tree_at_step(struct tree *tree, const struct scene *scene, uint64_t step);

/* The area to whose node the i-th word that differs belongs; 0: it is that of the
 * root. */
uint32_t tree_area_of(const struct tree *tree, int i);

/* Does the area's node hang in the tree? */
bool tree_has(const struct tree *tree, uint32_t area);

uint32_t tree_root(const struct tree *tree);
uint32_t tree_child(const struct tree *tree, uint32_t area, uint32_t side);
uint32_t tree_parent(const struct tree *tree, uint32_t area);
bool tree_is_red(const struct tree *tree, uint32_t area);

/* Levels above an area; bounded. */
int tree_depth(const struct tree *tree, uint32_t area);

/* Areas that hang in a subtree (0: none). So many are counted; of a larger one
 * is told how many it has at least, by its black nodes: the costs are bounded. */
struct tree_size {
	uint64_t areas;
	bool more;	/* there may be more */
};
struct tree_size tree_size(const struct tree *tree, uint32_t area);

/* All areas before the subtree of `top` in the order of addresses (side 0), or
 * behind it (1). */
struct tree_size tree_beside(const struct tree *tree, uint32_t top, uint32_t side);

#endif
