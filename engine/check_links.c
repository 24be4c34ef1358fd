/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The second part of checking a machine: what its objects know of each other.
 * Areas and vm areas, blocks and their queues, the lists of what is free.
 *
 * What is only leaked breaks no rule: a BUG leaves things behind that nobody
 * has any more.
 */

#include <stdlib.h>

#include "engine/look.h"

static bool exists(const struct machine *m, enum region region, uint32_t handle)
{
	return handle && handle <= m->g->used[region];
}

static bool in_tree(const struct machine *m, uint32_t area)
{
	return exists(m, REGION_VA_START, area) && m->rest[area].live == 1 &&
	       (m->up[area].parent || m->g->vmap_area_root == area);
}

/* --- areas and vm areas --- */

static bool check_vm_of(struct check *c, uint32_t area)
{
	const struct machine *m = c->m;
	uint32_t vm = m->rest[area].vm;

	if (!(m->rest[area].flags & VM_VM_AREA))
		return !vm || check_fault(c, "a vm area is left at an ordinary area: ", area);
	if (!exists(m, REGION_VM, vm) || m->vm[vm].live != 1)
		return check_fault(c, "an area's vm area does not exist: ", area);
	if (m->vm[vm].addr != m->va_start[area] ||
	    m->vm[vm].size != m->va_end[area] - m->va_start[area])
		return check_fault(c, "area and vm area have different ranges: ", area);
	return true;
}

bool check_vms(struct check *c)
{
	const struct machine *m = c->m;

	for (uint32_t area = m->g->vmap_area_list; area; area = m->next[area])
		if (!check_vm_of(c, area))
			return false;
	for (uint32_t area = m->g->vmap_purge_list; area; area = m->rest[area].purge_next) {
		if (!in_tree(m, area))
			return check_fault(c, "a lazy area is not in the tree: ", area);
		if (m->rest[area].flags & VM_VM_AREA)
			return check_fault(c, "a lazy area still has its vm area: ", area);
	}
	if (m->g->free_vmap_cache && !in_tree(m, m->g->free_vmap_cache))
		return check_fault(c, "free_vmap_cache is not in the tree: ",
				   m->g->free_vmap_cache);
	return true;
}

/* Before start-up: what was registered, by address. */
bool check_vmlist(struct check *c)
{
	const struct machine *m = c->m;
	uint64_t end = 0, count = 0;

	if (m->g->vmap_initialized)
		return true;
	for (uint32_t vm = m->g->vmlist; vm; vm = m->vm[vm].next) {
		if (!exists(m, REGION_VM, vm) || m->vm[vm].live != 1)
			return check_fault(c, "vmlist holds what is no vm area: ", vm);
		if (m->vm[vm].addr < end || ++count > m->g->used[REGION_VM])
			return check_fault(c, "vmlist is not in order at vm area ", vm);
		end = m->vm[vm].addr + m->vm[vm].size;
	}
	return true;
}

/* --- blocks --- */

/* Pages of a block were never handed out (free), were unmapped (dirty), or are
 * mapped. One that has nothing to hand out is not on the queue. */
static bool check_block(struct check *c, uint32_t block)
{
	const struct machine *m = c->m;
	const struct vmap_block *b = &m->block[block];
	uint64_t pages = m->g->space.block_pages;

	if (!in_tree(m, b->va) || m->va_start[b->va] != b->va_start ||
	    m->va_end[b->va] - b->va_start != pages << PAGE_SHIFT)
		return check_fault(c, "a block does not lie where its area is: ", block);
	if ((uint64_t)b->free + b->dirty > pages)
		return check_fault(c, "a block has more pages than it can have: ", block);
	if (b->dirty && (b->dirty_min >= b->dirty_max || b->dirty_max > pages))
		return check_fault(c, "a block's dirty range is none: ", block);
	if (b->cpu >= m->g->space.cpus || b->queued != (b->free > 0))
		return check_fault(c, "a block is on no queue, or on one in vain: ", block);
	return true;
}

/* How many are on the queue of a CPU; false: it is no ring. */
static bool count_queue(struct check *c, uint32_t cpu, uint64_t *queued)
{
	const struct machine *m = c->m;
	uint32_t first = m->g->block_queue[cpu];
	uint32_t block = first;

	while (block) {
		const struct vmap_block *b = &m->block[block];
		uint32_t next;

		if (!exists(m, REGION_BLOCK, block) || b->live != 1 || b->queued != 1 || b->cpu != cpu)
			return check_fault(c, "a queue holds a block that is not its own: ", block);
		next = b->queue_next;
		if (!exists(m, REGION_BLOCK, next) || m->block[next].queue_prev != block ||
		    ++*queued > m->g->blocks)
			return check_fault(c, "a queue of blocks is broken at block ", block);
		block = next == first ? 0 : next;
	}
	return true;
}

bool check_queues(struct check *c)
{
	const struct machine *m = c->m;
	uint64_t wanted = 0, queued = 0, above = 0;

	for (uint32_t b = m->g->vmap_block_tree; b; b = m->block[b].index_next) {
		if (!check_block(c, b))
			return false;
		if (m->block[b].va_start < above)
			return check_fault(c, "vmap_block_tree is not in order at block ", b);
		above = m->block[b].va_start + 1;
		wanted += m->block[b].queued;
	}
	for (uint32_t cpu = 0; cpu < CPU_MAX; cpu++)
		if (!count_queue(c, cpu, &queued))
			return false;
	return queued == wanted || check_counts(c, "blocks on queues: ", queued, wanted);
}

/* --- notifiers, locks --- */

bool check_notifiers(struct check *c)
{
	const struct machine *m = c->m;
	int32_t priority = INT32_MAX;
	uint64_t count = 0;

	for (uint32_t n = m->g->vmap_notify_list; n; n = m->notifier[n].next) {
		if (!exists(m, REGION_NOTIFIER, n) || m->notifier[n].live != 1)
			return check_fault(c, "vmap_notify_list holds what is no notifier: ", n);
		if (m->notifier[n].priority > priority || ++count > m->g->used[REGION_NOTIFIER])
			return check_fault(c, "vmap_notify_list is not in order at notifier ", n);
		priority = m->notifier[n].priority;
	}
	return !m->g->vmap_area_lock || check_fault(c, "vmap_area_lock is held: ", 1);
}

/* --- page tables --- */

/* Which tables were met: a byte for each handle. */
struct met {
	unsigned char *table;
	uint32_t twice;		/* one that was met a second time, or 0 */
};

static void meet(const struct machine *m, struct met *met, uint32_t table, uint32_t level)
{
	if (met->table[table]++) {
		met->twice = table;
		return;
	}
	for (uint32_t i = 0; level > 1 && i < TABLE_SLOTS && !met->twice; i++) {
		uint32_t below = table_below(m, level, m->table[table].slot[i]);

		if (below)
			meet(m, met, below, level - 1);
	}
}

/* Those that are free count as met, so that none of them may be in use. The link of a
 * free table lies in its first slot. */
static void meet_free(const struct machine *m, struct met *met)
{
	uint32_t table = m->g->free_list[REGION_TABLE];

	for (; exists(m, REGION_TABLE, table) && !met->twice;
	     table = (uint32_t)m->table[table].slot[0])
		if (met->table[table]++)
			met->twice = table;
}

/* One way leads to each table, or it is free, or it was cut off. */
bool check_ways(struct check *c)
{
	const struct machine *m = c->m;
	struct met met = { .table = calloc(m->g->used[REGION_TABLE] + 1, 1) };

	if (!met.table)
		return check_fault(c, "no memory to look for tables that are used twice: ",
				   m->g->used[REGION_TABLE]);
	if (exists(m, REGION_TABLE, m->g->top_table))
		meet(m, &met, m->g->top_table, m->g->space.levels);
	meet_free(m, &met);
	free(met.table);
	return !met.twice || check_fault(c, "a page table is used twice, or though it is free: ",
					 met.twice);
}

/* --- what is free --- */

struct state {
	uint32_t next;	/* on the free list */
	uint32_t live;
};

static struct state state_of(const struct machine *m, enum region region, uint32_t element)
{
	switch (region) {
	case REGION_VA_START:
		return (struct state){ m->rest[element].purge_next, m->rest[element].live };
	case REGION_VM:
		return (struct state){ m->vm[element].next, m->vm[element].live };
	case REGION_BLOCK:
		return (struct state){ m->block[element].index_next, m->block[element].live };
	case REGION_NOTIFIER:
		return (struct state){ m->notifier[element].next, m->notifier[element].live };
	default:
		return (struct state){ m->deferred[element].next, m->deferred[element].live };
	}
}

static bool check_free_list(struct check *c, enum region region)
{
	const struct machine *m = c->m;
	uint64_t count = 0;

	for (uint32_t at = m->g->free_list[region]; at; at = state_of(m, region, at).next) {
		if (!exists(m, region, at) || state_of(m, region, at).live)
			return check_fault(c, "a free list holds what is in use: ", at);
		if (++count > m->g->used[region])
			return check_fault(c, "a free list runs in a ring at ", at);
	}
	return true;
}

bool check_free(struct check *c)
{
	static const enum region regions[] = {
		REGION_VA_START, REGION_VM, REGION_BLOCK, REGION_NOTIFIER, REGION_DEFERRED,
	};

	for (size_t i = 0; i < sizeof(regions) / sizeof(regions[0]); i++)
		if (!check_free_list(c, regions[i]))
			return false;
	return true;
}
