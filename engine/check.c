/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Checking a machine: does what lies in memory keep the rules?
 *
 * The checks go from the bottom up, and each trusts only what those before it
 * have found right, so that they end on any memory, however broken. They hold
 * between operations; in the middle of one a rule may be broken for a moment.
 */

#include "engine/look.h"

/* A red-black tree of 2^24 nodes is at most 48 high; a stack that holds the
 * right children still to be visited needs no more. */
enum { STACK_MAX = 64 };

bool check_fault(struct check *c, const char *words, uint64_t number)
{
	text_add(&c->text, words);
	text_decimal(&c->text, number);
	return false;
}

bool check_counts(struct check *c, const char *words, uint64_t counted, uint64_t kept)
{
	check_fault(c, words, counted);
	return check_fault(c, ", the machine's count is ", kept);
}

/* --- the tree --- */

struct visit {
	uint32_t node;
	uint32_t parent;
	uint32_t blacks;	/* black nodes above it */
};

struct tree_check {
	struct visit stack[STACK_MAX];
	uint32_t waiting;
	uint32_t black_height;	/* 0 until the first end of a branch */
	uint32_t nodes;
};

static bool check_node(struct check *c, const struct visit *v)
{
	const struct machine *m = c->m;
	const struct area_up *up = &m->up[v->node];

	if (v->node > m->g->used[REGION_VA_START])
		return check_fault(c, "the tree holds an area that does not exist: ", v->node);
	if (up->parent != v->parent)
		return check_fault(c, "wrong parent in the tree node of area ", v->node);
	if (m->rest[v->node].live != 1)
		return check_fault(c, "the tree holds a freed area: ", v->node);
	if (up->colour != RED && up->colour != BLACK)
		return check_fault(c, "no colour at all in the tree node of area ", v->node);
	if (up->colour == RED && (!v->parent || m->up[v->parent].colour == RED))
		return check_fault(c, "a red root or a red child of a red node: area ", v->node);
	return true;
}

static bool check_branch_end(struct check *c, struct tree_check *tree, uint32_t node,
			     uint32_t blacks)
{
	if (!tree->black_height)
		tree->black_height = blacks;
	if (tree->black_height != blacks)
		return check_fault(c, "black nodes are unevenly spread below area ", node);
	return true;
}

static bool check_child(struct check *c, struct tree_check *tree, uint32_t child,
			const struct visit *v)
{
	uint32_t blacks = v->blacks + (c->m->up[v->node].colour == BLACK);

	if (!child)
		return check_branch_end(c, tree, v->node, blacks);
	if (tree->waiting == STACK_MAX)
		return check_fault(c, "the tree is too deep at area ", v->node);
	tree->stack[tree->waiting++] = (struct visit){ child, v->node, blacks };
	return true;
}

/* Every node has one parent, which is the one it was reached from: so there
 * is no ring, and the walk ends. */
static bool check_tree(struct check *c)
{
	const struct machine *m = c->m;
	struct tree_check tree = { .waiting = 0 };

	if (m->g->vmap_area_root)
		tree.stack[tree.waiting++] = (struct visit){ m->g->vmap_area_root, 0, 0 };
	while (tree.waiting) {
		struct visit v = tree.stack[--tree.waiting];

		tree.nodes++;
		if (!check_node(c, &v) ||
		    !check_child(c, &tree, m->node[v.node].right, &v) ||
		    !check_child(c, &tree, m->node[v.node].left, &v))
			return false;
	}
	if (tree.nodes != m->g->areas)
		return check_counts(c, "areas in the tree: ", tree.nodes, m->g->areas);
	return true;
}

/* --- the list, and its agreement with the tree --- */

static uint32_t leftmost(const struct machine *m, uint32_t node)
{
	while (node && m->node[node].left)
		node = m->node[node].left;
	return node;
}

/* The node after `node` in order, or 0. */
static uint32_t next_in_order(const struct machine *m, uint32_t node)
{
	uint32_t parent = m->up[node].parent;

	if (m->node[node].right)
		return leftmost(m, m->node[node].right);
	for (; parent && node == m->node[parent].right; parent = m->up[parent].parent)
		node = parent;
	return parent;
}

static bool check_listed(struct check *c, uint32_t area, uint32_t prev)
{
	const struct machine *m = c->m;

	if (m->rest[area].prev != prev)
		return check_fault(c, "wrong backward link in the list at area ", area);
	if (m->va_end[area] < m->va_start[area])
		return check_fault(c, "an area ends before it begins: ", area);
	if (prev && m->va_start[area] < m->va_end[prev])
		return check_fault(c, "an area overlaps the one before it: ", area);
	return true;
}

static bool check_list(struct check *c)
{
	const struct machine *m = c->m;
	uint32_t area = m->g->vmap_area_list;
	uint32_t in_tree = leftmost(m, m->g->vmap_area_root);
	uint32_t prev = 0;

	for (; area && area == in_tree; prev = area, area = m->next[area]) {
		if (!check_listed(c, area, prev))
			return false;
		in_tree = next_in_order(m, area);
	}
	if (area != in_tree)
		return check_fault(c, "list and tree disagree behind area ", prev);
	if (m->g->vmap_area_last != prev)
		return check_fault(c, "vmap_area_last is not the last of the list: ", prev);
	return true;
}

/* --- what waits for a purge, blocks, page tables, frames of calls --- */

static bool check_lazy(struct check *c)
{
	const struct machine *m = c->m;
	uint32_t lazy = m->g->vmap_purge_list;
	uint64_t count = 0;

	for (; lazy; lazy = m->rest[lazy].purge_next) {
		if (lazy > m->g->used[REGION_VA_START] || !m->rest[lazy].live)
			return check_fault(c, "vmap_purge_list holds a freed area: ", lazy);
		if (++count > m->g->used[REGION_VA_START])
			return check_fault(c, "vmap_purge_list runs in a ring at area ", lazy);
	}
	if (count != m->g->lazy_areas)
		return check_counts(c, "areas on vmap_purge_list: ", count, m->g->lazy_areas);
	return true;
}

static bool check_blocks(struct check *c)
{
	const struct machine *m = c->m;
	uint32_t block = m->g->vmap_block_tree;
	uint64_t count = 0;

	for (; block; block = m->block[block].index_next) {
		if (block > m->g->used[REGION_BLOCK] || !m->block[block].live)
			return check_fault(c, "vmap_block_tree holds a freed block: ", block);
		if (++count > m->g->used[REGION_BLOCK])
			return check_fault(c, "vmap_block_tree runs in a ring at block ", block);
	}
	if (count != m->g->blocks)
		return check_counts(c, "blocks in vmap_block_tree: ", count, m->g->blocks);
	return true;
}

static bool check_deferred_of(struct check *c, uint32_t cpu)
{
	const struct machine *m = c->m;
	uint32_t node = m->g->vfree_deferred[cpu];
	uint64_t count = 0;

	if ((node != 0) != (m->g->vfree_scheduled[cpu] != 0))
		return check_fault(c, "the worker was not told what to free, or in vain: CPU ", cpu);
	for (; node; node = m->deferred[node].next) {
		if (node > m->g->used[REGION_DEFERRED] || !m->deferred[node].live)
			return check_fault(c, "vfree_deferred is broken on CPU ", cpu);
		if (++count > m->g->used[REGION_DEFERRED])
			return check_fault(c, "vfree_deferred runs in a ring on CPU ", cpu);
	}
	return true;
}

static bool check_deferred(struct check *c)
{
	for (uint32_t cpu = 0; cpu < CPU_MAX; cpu++)
		if (!check_deferred_of(c, cpu))
			return false;
	return true;
}

static bool count_leaf(void *context, const struct leaf *leaf)
{
	uint64_t *count = context;

	(void)leaf;
	*count += 1;
	return true;
}

/* A slot that was overwritten by the test hook may have cut tables off: they
 * are still allocated, so the machine may count more than can be reached. */
static bool check_tables(struct check *c)
{
	const struct machine *m = c->m;
	uint64_t count[LEVEL_MAX + 1];
	uint64_t leaves = 0;

	count_tables(m, count);
	for (uint32_t level = 1; level < m->g->space.levels; level++)
		if (count[level] > m->g->table_count[level])
			return check_counts(c, "tables of one level: ", count[level],
					   m->g->table_count[level]);
	machine_leaves(m, count_leaf, &leaves);
	if (leaves != m->g->leaf_entries)
		return check_counts(c, "entries in the page tables: ", leaves,
				   m->g->leaf_entries);
	return true;
}

static bool check_stack(struct check *c)
{
	const struct frame *frame = c->m->frame;

	if (c->m->g->depth)
		return check_fault(c, "calls left on the stack: ", c->m->g->depth);
	for (uint32_t i = 0; i < FRAME_MAX; i++)
		if (frame[i].function || frame[i].locals)
			return check_fault(c, "a call's frame was not emptied: ", i);
	return true;
}

const char *machine_check(const struct machine *m, char *text, size_t room)
{
	struct check c = { m, text_begin(text, room) };

	if (check_tree(&c) && check_list(&c) && check_lazy(&c) && check_blocks(&c) &&
	    check_deferred(&c) && check_ways(&c) && check_tables(&c) && check_frames(&c) &&
	    check_tlbs(&c) && check_vms(&c) && check_vmlist(&c) && check_queues(&c) &&
	    check_notifiers(&c) && check_free(&c) && check_stack(&c))
		return NULL;
	return text;
}
