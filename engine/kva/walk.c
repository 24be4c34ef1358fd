/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The walk: along vmap_area_list until a gap is large enough. This loop is
 * where the allocator's time goes: with thousands of areas in the way, every
 * request that cannot use the cache steps over all of them. On its way it
 * notes the largest hole that was too small. Later requests trust that note.
 */

#include "engine/kva/kva.h"

/* `highest` is the last address that may be given out: from there, size ends at
 * vend. Behind it there is no room, or the sum wraps around. */
__attribute__((noinline)) /* so that it has every register */
bool walk_areas(struct machine *m, uint64_t size, uint64_t align, uint64_t highest,
		uint32_t from, struct search *search)
{
	const uint64_t *const va_start = m->va_start;
	const uint64_t *const va_end = m->va_end;
	const uint32_t *const next = m->next;
	uint64_t first = from;
	uint64_t addr = search->addr;
	uint64_t hole = m->g->cached_hole_size;
	uint64_t walked = 0;
	ENTER(walk_areas, LOCAL(BYTES, size), LOCAL(BYTES, align), LOCAL(ADDRESS, highest),
	      LOCAL(AREA, first), LOCAL(ADDRESS, addr), LOCAL(BYTES, hole),
	      LOCAL(NUMBER, walked));

	for (;;) {
		STEP(walk_range);
		if (unlikely(addr > highest))
			break;
		STEP(walk_gap);
		if (unlikely(addr + size <= va_start[first]))
			break;
		walked++;
		STEP(walk_hole);
		if (unlikely(addr + hole < va_start[first])) {
			hole = va_start[first] - addr;
			STEP(walk_note_hole);
			SET(m->g->cached_hole_size, hole);
		}
		STEP(walk_behind);
		addr = align_up(va_end[first], align);
		STEP(walk_last);
		if (unlikely(!next[first]))
			break;
		STEP(walk_next);
		first = next[first];
	}
	search->addr = addr;
	search->walk = walked;
	return addr <= highest;
}
