/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading areas: looking them up for a pane, and the recordings' tree hash.
 *
 * These are an onlooker's searches. They go by the same tree as the model's,
 * but leave no trace in the counts of work.
 */

#include "engine/look.h"

uint32_t area_at_or_after(const struct machine *m, uint64_t addr)
{
	uint32_t node = m->g->vmap_area_root;
	uint32_t found = 0;

	while (node) {
		if (m->va_end[node] > addr) {
			found = node;
			node = m->node[node].left;
		} else {
			node = m->node[node].right;
		}
	}
	return found;
}

uint32_t area_containing(const struct machine *m, uint64_t addr)
{
	uint32_t area = area_at_or_after(m, addr);

	return area && m->va_start[area] <= addr ? area : 0;
}

uint32_t area_before(const struct machine *m, uint64_t addr)
{
	uint32_t node = m->g->vmap_area_root;
	uint32_t found = 0;

	while (node) {
		if (m->va_start[node] < addr) {
			found = node;
			node = m->node[node].right;
		} else {
			node = m->node[node].left;
		}
	}
	return found;
}

bool area_is_lazy(const struct machine *m, uint32_t area)
{
	uint32_t lazy = m->g->vmap_purge_list;

	while (lazy && lazy != area)
		lazy = m->rest[lazy].purge_next;
	return lazy != 0;
}

static uint64_t hash_area(const struct machine *m, uint32_t area, uint64_t hash)
{
	hash = hash_word(hash, m->va_start[area]);
	hash = hash_word(hash, m->va_end[area]);
	return hash_byte(hash, (uint8_t)m->up[area].colour);
}

/* The node after `node` in pre-order, or 0. */
static uint32_t next_in_preorder(const struct machine *m, uint32_t node)
{
	uint32_t parent;

	if (m->node[node].left)
		return m->node[node].left;
	if (m->node[node].right)
		return m->node[node].right;
	for (; (parent = m->up[node].parent) != 0; node = parent) {
		uint32_t right = m->node[parent].right;

		if (right && right != node)
			return right;
	}
	return 0;
}

uint64_t machine_tree_hash(const struct machine *m)
{
	uint64_t hash = HASH_START;
	uint32_t area;

	for (area = m->g->vmap_area_list; area; area = m->next[area])
		hash = hash_area(m, area, hash);
	for (area = m->g->vmap_area_root; area; area = next_in_preorder(m, area))
		hash = hash_area(m, area, hash);
	return hash;
}
