/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Lazy freeing. A range that was unmapped may still be cached in some CPU's
 * TLB, and telling all CPUs is dear. So areas wait on vmap_purge_list, still in
 * the tree and in everybody's way, until so many pages wait (lazy_max_pages)
 * that one flush for all of them is worth it. Only then do their addresses
 * become free.
 *
 * The list is a stack: what was freed last is taken out first. The order shows
 * in the shape that the tree is left with; free_vmap_cache ends up below the
 * lowest area of the purge whatever the order was.
 */

#include "engine/kva/kva.h"

#include "engine/pgtable/tlb.h"

static uint32_t bit_length(uint32_t value)
{
	uint32_t bits = 0;
	while (value) {
		bits++;
		value >>= 1;
	}
	return bits;
}

uint64_t lazy_max_pages(const struct machine *m)
{
	return bit_length(m->g->space.online) * ((uint64_t)32 << 20 >> PAGE_SHIFT);
}

static uint64_t pages_of(const struct machine *m, uint32_t va)
{
	return (m->va_end[va] - m->va_start[va]) >> PAGE_SHIFT;
}

/* vmap_lazy_nr is an atomic_t of 32 bits; beyond that it wraps. */
static void add_lazy(struct machine *m, uint64_t pages)
{
	SET(m->g->vmap_lazy_nr,
	    (uint64_t)(int64_t)(int32_t)(uint32_t)(m->g->vmap_lazy_nr + pages));
}

/* Takes the whole list off, flushes the hull of its ranges (and of what the
 * caller wants flushed), frees. False: nothing waited, nothing was flushed. */
static bool __purge_vmap_area_lazy(struct machine *m, uint64_t start, uint64_t end)
{
	uint32_t valist = m->g->vmap_purge_list;
	uint32_t va = valist;
	uint64_t nr = 0;
	ENTER(__purge_vmap_area_lazy, LOCAL(ADDRESS, start), LOCAL(ADDRESS, end),
	      LOCAL(AREA, valist), LOCAL(AREA, va), LOCAL(PAGES, nr));

	COUNT(purges, 1);
	note_event(m, EVENT_PURGE, 0, 0, 0);
	STEP(purge_take);
	SET(m->g->vmap_purge_list, 0u);
	SET(m->g->vmap_purge_last, 0u);
	for (; va && m->rest[va].live; va = m->rest[va].purge_next) {
		STEP(purge_hull);
		if (m->va_start[va] < start)
			start = m->va_start[va];
		if (m->va_end[va] > end)
			end = m->va_end[va];
	}
	STEP(purge_nothing);
	if (!valist)
		return false;
	STEP(purge_flush);
	flush_tlb_kernel_range(m, start, end);

	STEP(purge_lock);
	SET(m->g->vmap_area_lock, 1u);
	while (valist) {
		va = valist;
		valist = m->rest[va].purge_next;
		nr = pages_of(m, va);
		STEP(purge_free);
		SET(m->g->lazy_areas, m->g->lazy_areas - 1);
		SET(m->rest[va].purge_next, 0u);
		__free_vmap_area(m, va);
		STEP(purge_count);
		add_lazy(m, -nr);
	}
	STEP(purge_unlock);
	SET(m->g->vmap_area_lock, 0u);
	return true;
}

/* Waiting for a lock that nobody will give back is the end of the operation. */
static void lock_purge(struct machine *m)
{
	if (m->g->vmap_purge_lock)
		hang(m, HANG_LOCK);
	SET(m->g->vmap_purge_lock, 1u);
}

void purge_vmap_area_lazy(struct machine *m)
{
	uint64_t vmap_lazy_nr = m->g->vmap_lazy_nr;
	ENTER(purge_vmap_area_lazy, LOCAL(PAGES, vmap_lazy_nr));

	STEP(full_lock);
	lock_purge(m);
	STEP(full_blocks);
	purge_fragmented_blocks_allcpus(m);
	STEP(full_purge);
	__purge_vmap_area_lazy(m, UINT64_MAX, 0);
	STEP(full_unlock);
	SET(m->g->vmap_purge_lock, 0u);
}

void try_purge_vmap_area_lazy(struct machine *m)
{
	uint64_t vmap_lazy_nr = m->g->vmap_lazy_nr;
	ENTER(try_purge_vmap_area_lazy, LOCAL(PAGES, vmap_lazy_nr));

	STEP(try_trylock);
	if (m->g->vmap_purge_lock)
		return;
	SET(m->g->vmap_purge_lock, 1u);
	STEP(try_purge);
	__purge_vmap_area_lazy(m, UINT64_MAX, 0);
	STEP(try_unlock);
	SET(m->g->vmap_purge_lock, 0u);
}

/* Who freed the area in another way has left a dangling pointer behind; the
 * kernel would use it, here it is an oops. An area that is on the list already
 * would make a ring of it, and the kernel's next purge would never end; here it is
 * this operation that hangs, so that nobody else goes round and round. */
void free_vmap_area_noflush(struct machine *m, uint32_t va)
{
	uint64_t nr_lazy = 0;
	uint64_t limit = lazy_max_pages(m);
	ENTER(free_vmap_area_noflush, LOCAL(AREA, va), LOCAL(PAGES, nr_lazy),
	      LOCAL(PAGES, limit));

	if (unlikely(!m->rest[va].live))
		oops(m);
	if (unlikely(m->rest[va].purge_next || m->g->vmap_purge_last == va))
		hang(m, HANG_RING);
	STEP(lazy_count);
	add_lazy(m, pages_of(m, va));
	nr_lazy = m->g->vmap_lazy_nr;
	STEP(lazy_queue);
	SET(m->rest[va].purge_next, m->g->vmap_purge_list);
	if (!m->g->vmap_purge_list)
		SET(m->g->vmap_purge_last, va);
	SET(m->g->vmap_purge_list, va);
	SET(m->g->lazy_areas, m->g->lazy_areas + 1);
	STEP(lazy_limit);
	if (nr_lazy > limit)
		try_purge_vmap_area_lazy(m);
}

void free_unmap_vmap_area(struct machine *m, uint32_t va)
{
	ENTER(free_unmap_vmap_area, LOCAL(AREA, va));

	STEP(freeunmap_unmap);
	vunmap_page_range(m, m->va_start[va], m->va_end[va]);
	STEP(freeunmap_lazy);
	free_vmap_area_noflush(m, va);
}

void vm_unmap_aliases(struct machine *m)
{
	uint64_t start = UINT64_MAX;
	uint64_t end = 0;
	uint32_t flush = 0;
	ENTER(vm_unmap_aliases, LOCAL(ADDRESS, start), LOCAL(ADDRESS, end), LOCAL(FLAG, flush));

	STEP(aliases_initialized);
	if (!m->g->vmap_initialized)
		return;
	STEP(aliases_range);
	flush = dirty_blocks_range(m, &start, &end);
	STEP(aliases_lock);
	lock_purge(m);
	STEP(aliases_blocks);
	purge_fragmented_blocks_allcpus(m);
	STEP(aliases_purge);
	if (!__purge_vmap_area_lazy(m, start, end) && flush) {
		STEP(aliases_flush);
		flush_tlb_kernel_range(m, start, end);
	}
	STEP(aliases_unlock);
	SET(m->g->vmap_purge_lock, 0u);
}

void set_iounmap_nonlazy(struct machine *m)
{
	uint64_t limit = lazy_max_pages(m);
	ENTER(set_iounmap_nonlazy, LOCAL(PAGES, limit));

	STEP(nonlazy_set);
	SET(m->g->vmap_lazy_nr, limit + 1);
}
