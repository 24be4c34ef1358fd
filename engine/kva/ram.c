/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * vm_map_ram: short-lived mappings without a search each. Every CPU keeps
 * blocks of addresses (vmap_block) and hands out pages from their tail; what is
 * unmapped is only marked dirty and never used again. A block goes back when
 * all of it is dirty, or at a purge when nothing in it is mapped any more
 * (fragmented blocks).
 */

#include "engine/kva/kva.h"

/* --- the queue of a CPU: a ring whose first block is in block_queue ---
 *
 * Until start-up has made them, the kernel's queues are no lists, just zeroes:
 * who goes along one follows a NULL pointer.
 */

static void queue_block(struct machine *m, uint32_t vb)
{
	uint32_t *queue = &m->g->block_queue[m->block[vb].cpu];
	uint32_t first = *queue;
	uint32_t last = first ? m->block[first].queue_prev : vb;

	SET(m->block[vb].queued, 1u);
	SET(m->block[vb].queue_next, first ? first : vb);
	SET(m->block[vb].queue_prev, last);
	if (first) {
		SET(m->block[last].queue_next, vb);
		SET(m->block[first].queue_prev, vb);
	} else {
		SET(*queue, vb);
	}
}

static void unqueue_block(struct machine *m, uint32_t vb)
{
	uint32_t *queue = &m->g->block_queue[m->block[vb].cpu];
	uint32_t next = m->block[vb].queue_next;
	uint32_t prev = m->block[vb].queue_prev;

	if (*queue == vb)
		SET(*queue, next == vb ? 0u : next);
	SET(m->block[prev].queue_next, next);
	SET(m->block[next].queue_prev, prev);
	SET(m->block[vb].queued, 0u);
	SET(m->block[vb].queue_next, 0u);
	SET(m->block[vb].queue_prev, 0u);
}

/* The next block on the queue of that CPU; 0 behind the last. */
static uint32_t next_queued(const struct machine *m, uint32_t cpu, uint32_t vb)
{
	uint32_t next = m->block[vb].queue_next;
	return next == m->g->block_queue[cpu] ? 0 : next;
}

/* --- the index of all blocks, by address --- */

static uint64_t block_bytes(const struct machine *m)
{
	return (uint64_t)m->g->space.block_pages << PAGE_SHIFT;
}

static void index_block(struct machine *m, uint32_t vb)
{
	uint32_t *slot = &m->g->vmap_block_tree;
	while (*slot && m->block[*slot].va_start < m->block[vb].va_start)
		slot = &m->block[*slot].index_next;
	SET(m->block[vb].index_next, *slot);
	SET(*slot, vb);
}

static void unindex_block(struct machine *m, uint32_t vb)
{
	uint32_t *slot = &m->g->vmap_block_tree;
	while (*slot != vb)
		slot = &m->block[*slot].index_next;
	SET(*slot, m->block[vb].index_next);
	SET(m->block[vb].index_next, 0u);
}

static uint32_t block_at(const struct machine *m, uint64_t addr)
{
	uint64_t start = addr & ~(block_bytes(m) - 1);
	uint32_t vb = m->g->vmap_block_tree;
	while (vb && m->block[vb].va_start < start)
		vb = m->block[vb].index_next;
	return vb && m->block[vb].va_start == start ? vb : 0;
}

/* --- blocks --- */

static uint32_t get_order(uint64_t size)
{
	uint32_t order = 0;
	while ((PAGE_SIZE << order) < size)
		order++;
	return order;
}

static void give_block(struct machine *m, uint32_t vb)
{
	struct vmap_block *b = &m->block[vb];
	SET(b->va_start, 0u);
	SET(b->va, 0u);
	SET(b->free, 0u);
	SET(b->dirty, 0u);
	SET(b->dirty_min, 0u);
	SET(b->dirty_max, 0u);
	SET(b->cpu, 0u);
	SET(b->live, 0u);
	region_give(m, REGION_BLOCK, vb);
}

static uint32_t take_block(struct machine *m)
{
	if (!request_granted(m, REQUEST_KMALLOC))
		return 0;
	return region_take(m, REGION_BLOCK);
}

/* A block of this CPU whose first pages are handed out at once. 0: refused. */
static uint64_t new_vmap_block(struct machine *m, uint32_t order)
{
	uint32_t vb = 0;
	uint32_t va = 0;
	int error = 0;
	uint32_t pages = m->g->space.block_pages;
	ENTER(new_vmap_block, LOCAL(BLOCK, vb), LOCAL(AREA, va), LOCAL(NUMBER, order),
	      LOCAL(PAGES, pages));

	STEP(block_descriptor);
	vb = take_block(m);
	if (!vb)
		return 0;
	STEP(block_area);
	va = alloc_vmap_area(m, block_bytes(m), block_bytes(m), m->g->space.start,
			     m->g->space.end, GFP_KERNEL, &error);
	STEP(block_no_area);
	if (!va) {
		give_block(m, vb);
		return 0;
	}
	STEP(block_preload);
	if (!request_granted(m, REQUEST_PRELOAD)) {
		give_block(m, vb);
		free_vmap_area(m, va);
		return 0;
	}
	STEP(block_setup);
	SET(m->block[vb].va, va);
	SET(m->block[vb].va_start, m->va_start[va]);
	SET(m->block[vb].free, pages - (1u << order));
	SET(m->block[vb].dirty, 0u);
	SET(m->block[vb].dirty_min, pages);
	SET(m->block[vb].dirty_max, 0u);
	SET(m->block[vb].cpu, m->g->space.cpu);
	SET(m->block[vb].live, 1u);
	SET(m->g->blocks, m->g->blocks + 1);
	STEP(block_index);
	index_block(m, vb);
	STEP(block_queue);
	queue_block(m, vb);
	return m->block[vb].va_start;
}

/* The block's addresses become lazy. */
static void free_vmap_block(struct machine *m, uint32_t vb)
{
	uint32_t va = m->block[vb].va;
	ENTER(free_vmap_block, LOCAL(BLOCK, vb), LOCAL(AREA, va));

	STEP(block_unindex);
	unindex_block(m, vb);
	SET(m->g->blocks, m->g->blocks - 1);
	STEP(block_lazy);
	free_vmap_area_noflush(m, va);
	STEP(block_kfree);
	give_block(m, vb);
}

static bool fragmented(const struct machine *m, uint32_t vb)
{
	uint32_t pages = m->g->space.block_pages;
	return m->block[vb].free + m->block[vb].dirty == pages && m->block[vb].dirty != pages;
}

/* Off the queue first, freed afterwards, in the same order: the list of those
 * to be freed hangs together by queue_next. */
static void purge_fragmented_blocks(struct machine *m, uint32_t cpu)
{
	uint32_t vb = m->g->block_queue[cpu];
	uint32_t next = 0;
	uint32_t purge = 0;
	uint32_t last = 0;
	ENTER(purge_fragmented_blocks, LOCAL(NUMBER, cpu), LOCAL(BLOCK, vb));

	for (; vb; vb = next) {
		next = next_queued(m, cpu, vb);
		STEP(fragmented_test);
		if (!fragmented(m, vb))
			continue;
		SET(m->block[vb].free, 0u);
		SET(m->block[vb].dirty, m->g->space.block_pages);
		SET(m->block[vb].dirty_min, 0u);
		SET(m->block[vb].dirty_max, m->g->space.block_pages);
		unqueue_block(m, vb);
		if (last)
			SET(m->block[last].queue_next, vb);
		else
			purge = vb;
		last = vb;
	}
	for (vb = purge; vb; vb = next) {
		next = m->block[vb].queue_next;
		SET(m->block[vb].queue_next, 0u);
		STEP(fragmented_free);
		free_vmap_block(m, vb);
	}
}

void purge_fragmented_blocks_allcpus(struct machine *m)
{
	uint32_t ready = m->g->vmap_initialized;
	ENTER(purge_fragmented_blocks_allcpus, LOCAL(FLAG, ready));

	STEP(fragmented_queues);
	if (!ready)
		oops(m);
	for (uint32_t cpu = 0; cpu < m->g->space.cpus; cpu++)
		if (m->g->block_queue[cpu])
			purge_fragmented_blocks(m, cpu);
}

bool dirty_blocks_range(struct machine *m, uint64_t *start, uint64_t *end)
{
	bool any = false;
	for (uint32_t cpu = 0; cpu < m->g->space.cpus; cpu++) {
		uint32_t vb = m->g->block_queue[cpu];
		for (; vb; vb = next_queued(m, cpu, vb)) {
			const struct vmap_block *b = &m->block[vb];
			uint64_t s = b->va_start + ((uint64_t)b->dirty_min << PAGE_SHIFT);
			uint64_t e = b->va_start + ((uint64_t)b->dirty_max << PAGE_SHIFT);
			if (!b->dirty)
				continue;
			*start = s < *start ? s : *start;
			*end = e > *end ? e : *end;
			any = true;
		}
	}
	return any;
}

/* --- mapping --- */

/* Pages from the first queued block of this CPU with enough untouched room,
 * rounded up to a power of two. 0: refused, or asked for nothing. */
static uint64_t vb_alloc(struct machine *m, uint64_t size)
{
	uint32_t order = get_order(size);
	uint32_t cpu = m->g->space.cpu;
	uint32_t vb = m->g->block_queue[cpu];
	uint32_t ready = m->g->vmap_initialized;
	uint64_t addr = 0;
	ENTER(vb_alloc, LOCAL(BYTES, size), LOCAL(NUMBER, order), LOCAL(FLAG, ready),
	      LOCAL(BLOCK, vb), LOCAL(ADDRESS, addr));

	STEP(vb_zero);
	if (size == 0) {
		warn(m, REASON_BLOCK_ZERO);
		return 0;
	}
	STEP(vb_queue);
	if (!ready)
		oops(m);
	for (; vb; vb = next_queued(m, cpu, vb)) {
		STEP(vb_room);
		if (m->block[vb].free < 1u << order)
			continue;
		STEP(vb_take);
		addr = m->block[vb].va_start +
		       ((uint64_t)(m->g->space.block_pages - m->block[vb].free) << PAGE_SHIFT);
		SET(m->block[vb].free, m->block[vb].free - (1u << order));
		STEP(vb_exhausted);
		if (m->block[vb].free == 0)
			unqueue_block(m, vb);
		return addr;
	}
	STEP(vb_new);
	return new_vmap_block(m, order);
}

/* Unmaps pages of a block and marks them dirty. */
static void vb_free(struct machine *m, uint64_t addr, uint64_t size)
{
	uint32_t pages = 1u << get_order(size);
	uint32_t offset = (uint32_t)((addr & (block_bytes(m) - 1)) >> PAGE_SHIFT);
	uint32_t vb = block_at(m, addr);
	ENTER(vb_free, LOCAL(ADDRESS, addr), LOCAL(BYTES, size), LOCAL(PAGES, pages),
	      LOCAL(PAGES, offset), LOCAL(BLOCK, vb));

	STEP(vbfree_block);
	if (!vb)
		bug(m, REASON_BLOCK_FREE_NO_BLOCK);
	STEP(vbfree_unmap);
	vunmap_page_range(m, addr, addr + size);
	STEP(vbfree_dirty);
	if (offset < m->block[vb].dirty_min)
		SET(m->block[vb].dirty_min, offset);
	if (offset + pages > m->block[vb].dirty_max)
		SET(m->block[vb].dirty_max, offset + pages);
	SET(m->block[vb].dirty, m->block[vb].dirty + pages);
	STEP(vbfree_full);
	if (m->block[vb].dirty == m->g->space.block_pages) {
		if (m->block[vb].free)
			bug(m, REASON_BLOCK_FREE_IN_DIRTY);
		free_vmap_block(m, vb);
	}
}

/* Too large for a block: an area of its own. 0: refused. */
static uint64_t map_ram_area(struct machine *m, uint64_t size)
{
	int error = 0;
	uint32_t va = alloc_vmap_area(m, size, PAGE_SIZE, m->g->space.start, m->g->space.end,
				      GFP_KERNEL, &error);
	return va ? m->va_start[va] : 0;
}

uint64_t vm_map_ram(struct machine *m, uint64_t count, uint64_t prot,
		    struct page_source *pages)
{
	uint64_t size = count << PAGE_SHIFT;
	uint64_t addr = 0;
	ENTER(vm_map_ram, LOCAL(PAGES, count), LOCAL(BYTES, size), LOCAL(ADDRESS, addr));

	STEP(ram_size);
	if (count <= VMAP_MAX_ALLOC)
		addr = vb_alloc(m, size);
	else
		addr = map_ram_area(m, size);
	STEP(ram_refused);
	if (addr == 0 && count != 0)
		return 0;
	STEP(ram_map);
	if (vmap_page_range_noflush(m, addr, addr + size, prot, pages) < 0) {
		STEP(ram_failed);
		vm_unmap_ram(m, addr, count);
		return 0;
	}
	return addr;
}

static void check_unmap(struct machine *m, uint64_t addr)
{
	if (addr == 0)
		bug(m, REASON_RAM_NULL);
	if (addr < m->g->space.start)
		bug(m, REASON_RAM_BELOW);
	if (addr > m->g->space.end)
		bug(m, REASON_RAM_ABOVE);
	if (!page_aligned(addr))
		bug(m, REASON_RAM_UNALIGNED);
}

void vm_unmap_ram(struct machine *m, uint64_t addr, uint64_t count)
{
	uint64_t size = count << PAGE_SHIFT;
	uint32_t va = 0;
	ENTER(vm_unmap_ram, LOCAL(ADDRESS, addr), LOCAL(PAGES, count), LOCAL(BYTES, size),
	      LOCAL(AREA, va));

	STEP(unram_check);
	check_unmap(m, addr);
	STEP(unram_block);
	if (count <= VMAP_MAX_ALLOC) {
		vb_free(m, addr, size);
		return;
	}
	STEP(unram_find);
	va = find_vmap_area(m, addr);
	STEP(unram_none);
	if (!va)
		bug(m, REASON_RAM_NO_AREA);
	STEP(unram_free);
	free_unmap_vmap_area(m, va);
}
