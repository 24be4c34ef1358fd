/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading the tree of another moment, and telling how large a part of it is.
 *
 * Nobody keeps the sizes of subtrees, and counting one may mean to visit a
 * million nodes. But a red-black tree tells something for nothing: if each way
 * down has b black nodes, there are at least 2^b - 1.
 */

#include "ui/screen/tree.h"

enum { DEEPEST = 128, COUNTED = 64, BLACKEST = 60 };

/* --- another moment --- */

static bool is_within(uint32_t word, enum region region)
{
	size_t offset = (size_t)word * sizeof(uint32_t);
	size_t begin = memory_offset(region);
	return offset >= begin && offset < begin + memory_capacity(region) * memory_element(region);
}

static uint32_t word_of(const struct tree *tree, const uint32_t *at)
{
	size_t offset = (size_t)((const unsigned char *)at - tree->scene->m->base);
	return (uint32_t)(offset / sizeof(uint32_t));
}

static bool is_of_tree(const struct tree *tree, uint32_t word)
{
	const struct machine *m = tree->scene->m;
	return is_within(word, REGION_NODE) || is_within(word, REGION_UP) ||
	       word == word_of(tree, &m->g->vmap_area_root);
}

static int place_of(const struct tree *tree, uint32_t word)
{
	int i = 0;
	while (i < tree->count && tree->differs[i].word != word)
		i++;
	return i;
}

/* Of several writes to a word the one counts that is next to the other moment:
 * the first one for a moment before, the last one for a moment to come. */
static bool take_write(struct tree *tree, const struct core_write *write, bool past)
{
	int i = place_of(tree, write->word);
	if (!is_of_tree(tree, write->word) || (past && i < tree->count))
		return true;
	if (i == TREE_WORDS)
		return false;
	tree->differs[i].word = write->word;
	tree->differs[i].value = (uint32_t)(past ? write->before : write->after);
	tree->count += i == tree->count;
	return true;
}

void tree_now(struct tree *tree, const struct scene *scene)
{
	tree->scene = scene;
	tree->count = 0;
}

bool tree_at_step(struct tree *tree, const struct scene *scene, uint64_t step)
{
	uint64_t now = scene->cursor.step;
	bool past = step < now;
	size_t count;
	const struct core_write *write = timeline_writes(scene->time, past ? step : now,
							 past ? now : step, &count);
	tree_now(tree, scene);
	for (size_t i = 0; i < count; i++)
		if (!take_write(tree, &write[i], past)) {
			tree->count = 0;
			return false;
		}
	return true;
}

static uint32_t read(const struct tree *tree, const uint32_t *at)
{
	int i = tree->count ? place_of(tree, word_of(tree, at)) : 0;
	return i < tree->count ? tree->differs[i].value : *at;
}

uint32_t tree_root(const struct tree *tree)
{
	return read(tree, &tree->scene->m->g->vmap_area_root);
}

uint32_t tree_child(const struct tree *tree, uint32_t area, uint32_t side)
{
	return read(tree, &tree->scene->m->node[area].child[side]);
}

uint32_t tree_parent(const struct tree *tree, uint32_t area)
{
	return read(tree, &tree->scene->m->up[area].parent);
}

bool tree_is_red(const struct tree *tree, uint32_t area)
{
	return read(tree, &tree->scene->m->up[area].colour) == RED;
}

uint32_t tree_area_of(const struct tree *tree, int i)
{
	uint32_t word = tree->differs[i].word;
	enum region region = is_within(word, REGION_UP) ? REGION_UP : REGION_NODE;
	if (!is_within(word, region))
		return 0;
	size_t offset = word * sizeof(uint32_t) - memory_offset(region);
	return (uint32_t)(offset / memory_element(region));
}

bool tree_has(const struct tree *tree, uint32_t area)
{
	uint32_t parent = area ? tree_parent(tree, area) : 0;
	if (!parent)
		return area && area == tree_root(tree);
	return tree_child(tree, parent, 0) == area || tree_child(tree, parent, 1) == area;
}

int tree_depth(const struct tree *tree, uint32_t area)
{
	int depth = 0;
	while (depth < DEEPEST && (area = tree_parent(tree, area)) != 0)
		depth++;
	return depth;
}

/* --- sizes --- */

/* In the middle of a rebalancing one way may lack a black node. */
static bool is_mended(const struct scene *scene)
{
	uint32_t function = scene->step ? step_function(scene->step->step) : FUNCTION_NONE;
	return function == FUNCTION_rotate || function == FUNCTION_rb_erase ||
	       function == FUNCTION_rb_erase_color;
}

static uint64_t least_size(const struct tree *tree, uint32_t area)
{
	int blacks = 0;
	for (int i = 0; area && i < DEEPEST && blacks < BLACKEST; i++) {
		blacks += !tree_is_red(tree, area);
		area = tree_child(tree, area, 0);
	}
	if (blacks > 0 && is_mended(tree->scene))
		blacks--;
	return ((uint64_t)1 << blacks) - 1;
}

/* Visits a subtree until `most` areas are counted. */
static uint64_t count_up_to(const struct tree *tree, uint32_t area, uint64_t most, int depth)
{
	uint64_t count = 1;
	if (!area || depth == DEEPEST)
		return 0;
	for (uint32_t side = 0; side < 2 && count < most; side++)
		count += count_up_to(tree, tree_child(tree, area, side), most - count, depth + 1);
	return count;
}

struct tree_size tree_size(const struct tree *tree, uint32_t area)
{
	struct tree_size size = { count_up_to(tree, area, COUNTED, 0), false };
	uint64_t least = size.areas < COUNTED ? 0 : least_size(tree, area);
	size.more = size.areas == COUNTED;
	if (least > size.areas)
		size.areas = least;
	return size;
}

struct tree_size tree_beside(const struct tree *tree, uint32_t top, uint32_t side)
{
	struct tree_size all = { 0, false };
	uint32_t parent;
	for (int i = 0; i < DEEPEST && (parent = tree_parent(tree, top)) != 0; i++, top = parent) {
		if (tree_child(tree, parent, side) == top)
			continue;
		struct tree_size part = tree_size(tree, tree_child(tree, parent, side));
		all.areas += part.areas + 1;
		all.more = all.more || part.more;
	}
	return all;
}
