/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * alloc_vmap_area: first fit with a memory (Linux 2.6.39 to 5.1).
 *
 * Areas lie in a list by address and in a tree. Plain first fit would walk the
 * list from vstart each time, past everything that is in use. So the allocator
 * remembers where the last area went (free_vmap_cache) and begins behind it.
 * That is right only as long as nothing below would do: cached_hole_size notes
 * the largest hole that was passed by, and a smaller request begins anew.
 *
 * A search has three parts: may the cache be used (ask_cache), where to begin
 * (search_hole, descend), and the walk along the list until a gap is large
 * enough (walk_areas). Without success, what was freed lazily is purged once,
 * notifiers are asked, and the search is tried again.
 */

#include "engine/kva/kva.h"

/* A request that was promised room that often waits for ever. */
enum { TRIES_MAX = 10000 };

/* Four reasons speak against beginning behind the cached area. */
static uint32_t ask_cache(struct machine *m, uint64_t size, uint64_t vstart, uint64_t align)
{
	ENTER(ask_cache, LOCAL(BYTES, size), LOCAL(ADDRESS, vstart), LOCAL(BYTES, align));

	STEP(cache_empty);
	if (!m->g->free_vmap_cache)
		return WHY_EMPTY;
	STEP(cache_size);
	if (size < m->g->cached_hole_size)
		return WHY_SIZE;
	STEP(cache_vstart);
	if (vstart < m->g->cached_vstart)
		return WHY_VSTART;
	STEP(cache_align);
	if (align < m->g->cached_align)
		return WHY_ALIGN;
	return WHY_HIT;
}

/* The nocache label: what was known of the holes below is known no more. */
static void forget_cache(struct machine *m, uint32_t why)
{
	ENTER(forget_cache, LOCAL(WHY, why));

	STEP(nocache_hole);
	SET(m->g->cached_hole_size, 0u);
	STEP(nocache_area);
	SET(m->g->free_vmap_cache, 0u);
}

/* The first area that ends at or above addr: the walk begins there. An area
 * that ends just at addr is chosen too, which costs the walk one area more. */
static uint32_t descend(struct machine *m, uint64_t addr, uint64_t *looked_at)
{
	uint32_t n = m->g->vmap_area_root;
	uint32_t first = 0;
	uint64_t looked = 0;
	ENTER(descend, LOCAL(ADDRESS, addr), LOCAL(AREA, n), LOCAL(AREA, first),
	      LOCAL(NUMBER, looked));

	for (;;) {
		STEP(descend_node);
		if (!n)
			break;
		looked++;
		STEP(descend_end);
		if (m->va_end[n] < addr) {
			STEP(descend_right);
			n = m->node[n].right;
			continue;
		}
		STEP(descend_candidate);
		first = n;
		STEP(descend_inside);
		if (m->va_start[n] <= addr)
			break;
		STEP(descend_left);
		n = m->node[n].left;
	}
	*looked_at = looked;
	return first;
}

/* One search. True: [addr, addr + size) is free and ends at or below vend. The kernel
 * tests the end against vend in each round of the walk and once more at found;
 * here the walk is told the highest address it may come to. */
static bool search_hole(struct machine *m, uint64_t size, uint64_t align, uint64_t vstart,
			uint64_t vend, struct search *search)
{
	uint64_t addr = 0;
	uint32_t first = 0;
	uint32_t why = WHY_NONE;
	ENTER(search_hole, LOCAL(BYTES, size), LOCAL(BYTES, align), LOCAL(ADDRESS, vstart),
	      LOCAL(ADDRESS, vend), LOCAL(WHY, why), LOCAL(AREA, first),
	      LOCAL(ADDRESS, addr));

	STEP(search_cache);
	why = ask_cache(m, size, vstart, align);
	STEP(search_nocache);
	if (why != WHY_HIT)
		forget_cache(m, why);

	/* Even a search that fails leaves these two behind. */
	STEP(search_record_vstart);
	SET(m->g->cached_vstart, vstart);
	STEP(search_record_align);
	SET(m->g->cached_align, align);

	if (why == WHY_HIT) {
		STEP(search_behind_cache);
		first = m->g->free_vmap_cache;
		addr = align_up(m->va_end[first], align);
		STEP(search_below);
		if (addr < vstart) {
			why = WHY_BELOW;
			forget_cache(m, why);
		}
	}
	if (why != WHY_HIT) {
		STEP(search_from_vstart);
		addr = align_up(vstart, align);
	}
	search->addr = addr;
	search->start = addr;
	search->why = why;

	STEP(search_wrap);
	if (addr + size < addr)
		return false;
	if (why != WHY_HIT) {
		STEP(search_descend);
		first = descend(m, addr, &search->descent);
	}
	STEP(search_vend);
	if (addr + size > vend)
		return false;
	STEP(search_walk);
	if (first && !walk_areas(m, size, align, vend - size, first, search))
		return false;
	addr = search->addr;
	STEP(search_found);
	return true;
}

static void log_search(struct machine *m, uint64_t size, bool found,
		       const struct search *search)
{
	SET(m->g->try_number, m->g->try_number + 1);
	struct event *event = new_event(m, EVENT_TRY, search->why | (found ? 1u << 8 : 0));
	SET(event->value[0], m->g->try_number);
	SET(event->value[1], size);
	SET(event->value[2], search->start);
	SET(event->value[3], search->descent);
	SET(event->value[4], search->walk);
	SET(event->value[5], search->addr);
	COUNT(tries, 1);
	COUNT(descent, search->descent);
	COUNT(walk, search->walk);
}

/* The found label: the descriptor gets its range and goes into tree and list. */
static void settle(struct machine *m, uint32_t va, uint64_t addr, uint64_t size)
{
	ENTER(settle, LOCAL(AREA, va), LOCAL(ADDRESS, addr), LOCAL(BYTES, size));

	STEP(settle_range);
	SET(m->va_start[va], addr);
	SET(m->va_end[va], addr + size);
	SET(m->rest[va].flags, 0u);
	STEP(settle_insert);
	__insert_vmap_area(m, va);
	STEP(settle_cache);
	SET(m->g->free_vmap_cache, va);
}

/* retry: searches under the lock; true when `va` has found its place. */
static bool try_to_place(struct machine *m, uint32_t va, uint64_t size, uint64_t align,
			 uint64_t vstart, uint64_t vend)
{
	struct search search = { 0 };
	uint32_t found = 0;
	ENTER(try_to_place, LOCAL(AREA, va), LOCAL(BYTES, size), LOCAL(BYTES, align),
	      LOCAL(ADDRESS, vstart), LOCAL(ADDRESS, vend), LOCAL(FLAG, found));

	STEP(place_lock);
	SET(m->g->vmap_area_lock, 1u);
	STEP(place_search);
	found = search_hole(m, size, align, vstart, vend, &search);
	log_search(m, size, found, &search);
	STEP(place_result);
	if (found)
		settle(m, va, search.addr, size);
	STEP(place_unlock);
	SET(m->g->vmap_area_lock, 0u);
	return found;
}

/* The overflow label: is there any point in another search? A purge helps at
 * most once; a notifier that says it freed something makes it count anew. */
static bool make_room(struct machine *m, uint32_t *purged_before, uint32_t gfp)
{
	uint32_t purged = *purged_before;
	uint64_t freed = 0;
	ENTER(make_room, LOCAL(FLAG, purged), LOCAL(NUMBER, freed), LOCAL(GFP, gfp));

	STEP(room_purged);
	if (!purged) {
		STEP(room_purge);
		purge_vmap_area_lazy(m);
		*purged_before = 1;
		return true;
	}
	STEP(room_blocking);
	if (!(gfp & __GFP_DIRECT_RECLAIM))
		return false;
	STEP(room_notify);
	freed = call_vmap_notifiers(m);
	STEP(room_freed);
	if (freed == 0)
		return false;
	if (m->g->try_number >= TRIES_MAX)
		hang(m, HANG_NOTIFIERS);
	*purged_before = 0;
	return true;
}

/* No room: the message (the model's log is never rate-limited), and EBUSY. */
static void give_up(struct machine *m, uint32_t va, uint64_t size, uint32_t gfp)
{
	ENTER(give_up, LOCAL(AREA, va), LOCAL(BYTES, size), LOCAL(GFP, gfp));

	STEP(fail_message);
	if (!(gfp & __GFP_NOWARN))
		note_event(m, EVENT_ALLOC_FAILED, 0, size, 0);
	STEP(fail_kfree);
	give_area(m, va);
}

/* What no caller may ask for is a BUG. */
static void check_request(struct machine *m, uint64_t size, uint64_t align)
{
	ENTER(check_request, LOCAL(BYTES, size), LOCAL(BYTES, align));

	STEP(check_size);
	if (size == 0)
		bug(m, REASON_SIZE_ZERO);
	STEP(check_pages);
	if (!page_aligned(size))
		bug(m, REASON_SIZE_UNALIGNED);
	STEP(check_align);
	if (align == 0 || (align & (align - 1)) != 0)
		bug(m, REASON_ALIGN_NOT_POW2);
}

/* Too late to undo anything: the area is in the tree already. Rounding up can
 * wrap to address 0 and pass every test before these. */
static void check_result(struct machine *m, uint32_t va, uint64_t align, uint64_t vstart,
			 uint64_t vend)
{
	ENTER(check_result, LOCAL(AREA, va), LOCAL(BYTES, align), LOCAL(ADDRESS, vstart),
	      LOCAL(ADDRESS, vend));

	STEP(result_aligned);
	if ((m->va_start[va] & (align - 1)) != 0)
		bug(m, REASON_RESULT_MISALIGNED);
	STEP(result_vstart);
	if (m->va_start[va] < vstart)
		bug(m, REASON_RESULT_BELOW_VSTART);
	STEP(result_vend);
	if (m->va_end[va] > vend)
		bug(m, REASON_RESULT_ABOVE_VEND);
}

/* Would tell the leak detector where in the descriptor pointers to other objects
 * lie; the model has no leak detector. */
static void kmemleak_scan_area(uint32_t va)
{
	(void)va;
}

uint32_t alloc_vmap_area(struct machine *m, uint64_t size, uint64_t align,
			 uint64_t vstart, uint64_t vend, uint32_t gfp, int *error)
{
	uint32_t va = 0;
	uint32_t purged = 0;
	ENTER(alloc_vmap_area, LOCAL(BYTES, size), LOCAL(BYTES, align),
	      LOCAL(ADDRESS, vstart), LOCAL(ADDRESS, vend), LOCAL(GFP, gfp),
	      LOCAL(AREA, va), LOCAL(FLAG, purged));

	STEP(alloc_check);
	check_request(m, size, align);
	SET(m->g->try_number, 0u);
	STEP(alloc_descriptor);
	va = take_area(m);
	STEP(alloc_enomem);
	if (!va) {
		*error = -ENOMEM;
		return 0;
	}
	STEP(alloc_kmemleak);
	kmemleak_scan_area(va);

	for (;;) {
		STEP(alloc_retry);
		if (try_to_place(m, va, size, align, vstart, vend))
			break;
		STEP(alloc_overflow);
		if (!make_room(m, &purged, gfp)) {
			STEP(alloc_give_up);
			give_up(m, va, size, gfp);
			*error = -EBUSY;
			return 0;
		}
	}
	STEP(alloc_verify);
	check_result(m, va, align, vstart, vend);
	STEP(alloc_return);
	return va;
}
