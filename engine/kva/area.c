/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Areas in the tree vmap_area_root and the list vmap_area_list: putting one
 * in, finding one, taking one out. Taking one out may move free_vmap_cache,
 * but never touches cached_hole_size: from then on the noted hole may be
 * smaller than a hole that is really there.
 */

#include "engine/kva/kva.h"

#include "engine/core/arealist.h"
#include "engine/core/rbtree.h"

uint32_t take_area(struct machine *m)
{
	if (!request_granted(m, REQUEST_KMALLOC))
		return 0;
	uint32_t va = area_take(m);
	if (va)
		SET(m->rest[va].live, 1u);
	return va;
}

void give_area(struct machine *m, uint32_t va)
{
	SET(m->va_start[va], 0u);
	SET(m->va_end[va], 0u);
	SET(m->rest[va].flags, 0u);
	SET(m->rest[va].vm, 0u);
	SET(m->rest[va].live, 0u);
	region_give(m, REGION_VA_START, va);
}

/* The kernel compares a second time on every way to the right and calls an
 * overlap a BUG. That can never fire for an area of positive size: it is not
 * below the node, so its end lies above the node's start. An overlapping area
 * silently goes left. Only an empty area on top of an empty one is caught. */
static void check_overlap(struct machine *m, uint32_t va, uint32_t p)
{
	ENTER(check_overlap, LOCAL(AREA, va), LOCAL(AREA, p));

	while (p) {
		STEP(overlap_node);
		if (m->va_start[va] < m->va_end[p]) {
			p = m->node[p].left;
			continue;
		}
		STEP(overlap_bug);
		if (m->va_end[va] <= m->va_start[p])
			bug(m, REASON_INSERT_OVERLAP);
		p = m->node[p].right;
	}
}

/* The node under which an area that begins at va_start belongs; 0: there is none. */
__attribute__((noinline)) /* the second loop that must be short */
static uint32_t find_parent(struct machine *m, uint64_t va_start)
{
	const uint64_t *const va_end = m->va_end;
	const uint32_t *const left = &m->node->left;
	const uint32_t *const right = &m->node->right;
	uint64_t parent = 0;
	uint64_t p = m->g->vmap_area_root;
	uint64_t looked = 0;
	ENTER(find_parent, LOCAL(ADDRESS, va_start), LOCAL(AREA, p), LOCAL(AREA, parent));

	while (p) {
		looked++;
		parent = p;
		STEP(insert_side);
		if (va_start < va_end[p]) {
			STEP(insert_left);
			p = left[2 * p];
		} else {
			STEP(insert_right);
			p = right[2 * p];
		}
	}
	COUNT(insert, looked);
	return (uint32_t)parent;
}

/* A new right child comes just behind its parent in the list, a new left child
 * just before it: so the list's neighbour is known without rb_prev(). */
void __insert_vmap_area(struct machine *m, uint32_t va)
{
	uint64_t va_start = m->va_start[va];
	uint32_t parent = 0;
	uint32_t side = 0;
	uint32_t prev = 0;
	ENTER(__insert_vmap_area, LOCAL(AREA, va), LOCAL(ADDRESS, va_start),
	      LOCAL(AREA, parent), LOCAL(NUMBER, side), LOCAL(AREA, prev));

	STEP(insert_overlap);
	if (unlikely(va_start >= m->va_end[va]))
		check_overlap(m, va, m->g->vmap_area_root);
	STEP(insert_place);
	parent = find_parent(m, va_start);
	side = va_start >= m->va_end[parent];
	prev = side ? parent : m->rest[parent].prev;
	STEP(insert_link);
	rb_insert(m, va, parent, side);
	STEP(insert_list);
	list_add_area(m, va, prev);
	SET(m->g->areas, m->g->areas + 1);
}

/* The search under the lock. */
static uint32_t __find_vmap_area(struct machine *m, uint64_t addr)
{
	uint32_t n = m->g->vmap_area_root;
	uint64_t looked = 0;
	ENTER(__find_vmap_area, LOCAL(ADDRESS, addr), LOCAL(AREA, n));

	for (;;) {
		STEP(find_node);
		if (!n)
			break;
		looked++;
		STEP(find_left);
		if (addr < m->va_start[n]) {
			n = m->node[n].left;
			continue;
		}
		STEP(find_right);
		if (addr < m->va_end[n])
			break;
		n = m->node[n].right;
	}
	COUNT(find, looked);
	return n;
}

uint32_t find_vmap_area(struct machine *m, uint64_t addr)
{
	SET(m->g->vmap_area_lock, 1u);
	uint32_t va = __find_vmap_area(m, addr);
	SET(m->g->vmap_area_lock, 0u);
	return va;
}

/* The search of the next request begins behind the cached area. If an area
 * below it goes away, the cache moves down to the neighbour before that one; if
 * everything goes that the last vstart could see, the cache is emptied. */
static void move_cache(struct machine *m, uint32_t va)
{
	uint32_t cache = m->g->free_vmap_cache;
	ENTER(move_cache, LOCAL(AREA, va), LOCAL(AREA, cache));

	STEP(free_cache_empty);
	if (!cache)
		return;
	STEP(free_below_vstart);
	if (m->va_end[va] < m->g->cached_vstart) {
		SET(m->g->free_vmap_cache, 0u);
		return;
	}
	STEP(free_below_cache);
	if (m->va_start[va] <= m->va_start[cache])
		SET(m->g->free_vmap_cache, rb_prev(m, va));
}

void __free_vmap_area(struct machine *m, uint32_t va)
{
	uint64_t va_end = m->va_end[va];
	ENTER(__free_vmap_area, LOCAL(AREA, va), LOCAL(ADDRESS, va_end));

	if (unlikely(!m->rest[va].live))
		bug(m, REASON_FREE_NOT_IN_TREE);
	STEP(free_cache);
	move_cache(m, va);
	STEP(free_tree);
	rb_erase(m, va);
	STEP(free_list);
	list_del_area(m, va);
	SET(m->g->areas, m->g->areas - 1);
	COUNT(freed, 1);

	/* Where per-CPU areas look next, from the top down. */
	STEP(free_hint);
	if (va_end > m->g->space.start && va_end <= m->g->space.end &&
	    va_end > m->g->vmap_area_pcpu_hole)
		SET(m->g->vmap_area_pcpu_hole, va_end);
	STEP(free_descriptor);
	give_area(m, va);
}

/* One that somebody else has put on the lazy list: the kernel frees it, and its next
 * purge stumbles over what is left; here it is an oops at once. */
void free_vmap_area(struct machine *m, uint32_t va)
{
	ENTER(free_vmap_area, LOCAL(AREA, va));

	if (unlikely(m->rest[va].live && (m->rest[va].purge_next || m->g->vmap_purge_last == va)))
		oops(m);
	STEP(free_lock);
	SET(m->g->vmap_area_lock, 1u);
	STEP(free_now);
	__free_vmap_area(m, va);
	STEP(free_unlock);
	SET(m->g->vmap_area_lock, 0u);
}
