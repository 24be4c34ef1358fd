/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Per-CPU groups: congruent areas, one for each NUMA node, in the same place
 * relative to each other whatever the group. So a per-CPU variable lies at one
 * base plus a distance that is the same for all variables.
 *
 * Ordinary areas come from the bottom, groups from the top, so that they stay
 * out of each other's way. The search goes around the group's areas; each time
 * one collides it moves the whole group down, and it is through when all have
 * fitted in a row.
 *
 * It knows no cache, only a hint: vmap_area_pcpu_hole, where the highest area
 * of the last group begins. The next search looks below that. If the group had
 * to slide down because a lower area was in the way, the room above its highest
 * one is never looked at again, until an area that ends there is freed for good.
 */

#include "engine/kva/kva.h"

/* What is asked for, and what follows from it. */
struct group {
	const uint64_t *offsets;
	const uint64_t *sizes;
	uint32_t nr_vms;
	uint32_t last_area;	/* the one with the highest offset */
	uint64_t last_end;	/* where it ends */
	uint64_t align;
	uint64_t vmalloc_start;	/* the space within which base may lie, aligned */
	uint64_t vmalloc_end;
	uint32_t vas;		/* descriptors, linked by purge_next */
	uint32_t vms;		/* linked by group_next */
};

/* What lies around the end of the area that is looked at. */
struct neighbours {
	uint32_t next;	/* ends above it */
	uint32_t prev;	/* ends at or below it */
};

/* Where the group was moved to: all that the search goes by from there on. */
struct slide {
	uint64_t number;	/* from 1 */
	uint64_t base;
	uint32_t area;
	struct neighbours around;
};

/* --- what is asked for --- */

static void check_alignment(struct machine *m, const struct group *g, uint32_t area)
{
	uint64_t offset = g->offsets[area];
	uint64_t size = g->sizes[area];
	uint64_t align = g->align;
	ENTER(check_alignment, LOCAL(NUMBER, area), LOCAL(BYTES, offset), LOCAL(BYTES, size),
	      LOCAL(BYTES, align));

	STEP(pcpu_offset);
	if ((offset & (align - 1)) != 0)
		bug(m, REASON_PCPU_OFFSET_MISALIGNED);
	STEP(pcpu_size);
	if ((size & (align - 1)) != 0)
		bug(m, REASON_PCPU_SIZE_MISALIGNED);
}

static void check_others(struct machine *m, const struct group *g, uint32_t area)
{
	uint64_t start = g->offsets[area];
	uint64_t end = start + g->sizes[area];
	uint32_t area2 = area + 1;
	ENTER(check_others, LOCAL(NUMBER, area), LOCAL(BYTES, start), LOCAL(BYTES, end),
	      LOCAL(NUMBER, area2));

	for (; area2 < g->nr_vms; area2++) {
		uint64_t start2 = g->offsets[area2];
		uint64_t end2 = start2 + g->sizes[area2];
		STEP(pcpu_overlap);
		if (start2 < end && start < end2)
			bug(m, REASON_PCPU_OVERLAP);
	}
}

/* The areas one by one; the highest of them is the one the search begins with. */
static void check_areas(struct machine *m, struct group *g)
{
	uint32_t area = 0;
	uint32_t last_area = 0;
	ENTER(check_areas, LOCAL(NUMBER, area), LOCAL(NUMBER, last_area));

	for (; area < g->nr_vms; area++) {
		STEP(pcpu_aligned);
		check_alignment(m, g, area);
		STEP(pcpu_last);
		if (g->offsets[area] > g->offsets[last_area])
			last_area = area;
		STEP(pcpu_others);
		check_others(m, g, area);
	}
	g->last_area = last_area;
	g->last_end = g->offsets[last_area] + g->sizes[last_area];
}

/* --- descriptors --- */

/* What the kernel keeps in two arrays hangs together in two lists here. True:
 * both descriptors of one more area are there. */
static bool take_descriptors(struct machine *m, struct group *g, uint32_t *last_va,
			     uint32_t *last_vm)
{
	uint32_t va = take_area(m);
	uint32_t vm = take_vm(m);
	if (va && *last_va)
		SET(m->rest[*last_va].purge_next, va);
	else if (va)
		g->vas = va;
	if (vm && *last_vm)
		SET(m->vm[*last_vm].group_next, vm);
	else if (vm)
		g->vms = vm;
	*last_va = va;
	*last_vm = vm;
	return va && vm;
}

static void give_descriptors(struct machine *m, const struct group *g)
{
	uint32_t next;
	for (uint32_t va = g->vas; va; va = next) {
		next = m->rest[va].purge_next;
		give_area(m, va);
	}
	for (uint32_t vm = g->vms; vm; vm = next) {
		next = m->vm[vm].group_next;
		give_vm(m, vm);
	}
}

/* Both arrays, then two descriptors for each area; a refusal is noticed only
 * when the second of a pair has been asked for as well. */
static bool take_all(struct machine *m, struct group *g)
{
	uint32_t nr_vms = g->nr_vms;
	uint32_t area = 0;
	uint32_t last_va = 0;
	uint32_t last_vm = 0;
	ENTER(take_all, LOCAL(NUMBER, nr_vms), LOCAL(NUMBER, area));

	STEP(pcpu_arrays);
	bool vms = request_granted(m, REQUEST_KMALLOC);
	bool vas = request_granted(m, REQUEST_KMALLOC);
	if (!vas || !vms)
		return false;
	for (; area < nr_vms; area++) {
		STEP(pcpu_descriptors);
		if (!take_descriptors(m, g, &last_va, &last_vm))
			return false;
	}
	return true;
}

/* --- the search --- */

/* The areas around an end. False: there is no area at all. */
static bool pvm_find_next_prev(struct machine *m, uint64_t end, struct neighbours *around)
{
	uint32_t n = m->g->vmap_area_root;
	uint32_t va = 0;
	uint64_t looked = 0;
	ENTER(pvm_find_next_prev, LOCAL(ADDRESS, end), LOCAL(AREA, n), LOCAL(AREA, va));

	while (n) {
		looked++;
		va = n;
		STEP(pvm_node);
		if (m->va_end[n] == end)
			break;
		n = m->va_end[n] > end ? m->node[n].left : m->node[n].right;
	}
	COUNT(pvm, looked);
	STEP(pvm_empty);
	if (!va)
		return false;
	STEP(pvm_neighbours);
	around->next = m->va_end[va] > end ? va : m->next[va];
	around->prev = around->next == va ? m->rest[va].prev : va;
	return true;
}

/* The highest end an area may have below `next`. Rounded down it may lie within
 * `prev`: then both move down until it does not. */
static uint64_t pvm_determine_end(struct machine *m, const struct group *g,
				  struct neighbours *around)
{
	uint32_t next = around->next;
	uint32_t prev = around->prev;
	uint64_t align = g->align;
	uint64_t addr = g->vmalloc_end;
	ENTER(pvm_determine_end, LOCAL(AREA, next), LOCAL(AREA, prev), LOCAL(BYTES, align),
	      LOCAL(ADDRESS, addr));

	STEP(pvm_limit);
	if (next && (m->va_start[next] & ~(align - 1)) < addr)
		addr = m->va_start[next] & ~(align - 1);
	for (;;) {
		STEP(pvm_inside);
		if (!prev || m->va_end[prev] <= addr)
			break;
		next = prev;
		prev = m->rest[next].prev;
	}
	around->next = next;
	around->prev = prev;
	return addr;
}

/* Does the area fit between its neighbours? If not, the base is moved so that it
 * ends right below the one that was in the way. */
static bool area_fits(struct machine *m, const struct group *g, uint32_t area, uint64_t *base,
		      struct neighbours *around)
{
	uint32_t next = around->next;
	uint32_t prev = around->prev;
	uint64_t start = *base + g->offsets[area];
	uint64_t end = start + g->sizes[area];
	ENTER(area_fits, LOCAL(NUMBER, area), LOCAL(ADDRESS, start), LOCAL(ADDRESS, end),
	      LOCAL(AREA, next), LOCAL(AREA, prev));

	STEP(pcpu_next);
	if (!next || m->va_start[next] >= end) {
		STEP(pcpu_prev);
		if (!prev || m->va_end[prev] <= start)
			return true;
		around->next = prev;
		around->prev = m->rest[prev].prev;
	}
	STEP(pcpu_slide);
	*base -= end - pvm_determine_end(m, g, around);
	return false;
}

/* A slide does not lead down when what is in the way is empty, and may even lead up
 * where areas overlap. One that leads to where another led before will do so for ever:
 * nothing else changes meanwhile. Compared is with the 1st, 3rd, 7th, 15th... slide. */
static void notice_round(struct machine *m, struct slide *known, struct slide now)
{
	if (known->number && known->base == now.base && known->area == now.area &&
	    known->around.next == now.around.next && known->around.prev == now.around.prev)
		hang(m, HANG_BASE);
	if ((now.number & (now.number + 1)) == 0)
		*known = now;
}

/* From the hint down, the highest area first; there is at least one area in the
 * way. False: the bottom is reached. */
static bool go_around(struct machine *m, const struct group *g, uint64_t *found,
		      struct neighbours *around)
{
	uint32_t area = g->last_area;
	uint32_t term_area = area;
	struct slide known = { 0 };
	uint64_t slides = 0;
	uint64_t base = pvm_determine_end(m, g, around) - g->last_end;
	ENTER(go_around, LOCAL(ADDRESS, base), LOCAL(NUMBER, area), LOCAL(NUMBER, term_area));

	for (;;) {
		/* Base may have fallen below 0, hence last_end on both sides. */
		STEP(pcpu_bottom);
		if (base + g->last_end < g->vmalloc_start + g->last_end)
			return false;
		STEP(pcpu_fits);
		if (!area_fits(m, g, area, &base, around)) {
			term_area = area;
			notice_round(m, &known,
				     (struct slide){ ++slides, base, area, *around });
			continue;
		}
		STEP(pcpu_round);
		area = (area + g->nr_vms - 1) % g->nr_vms;
		if (area == term_area)
			break;
		STEP(pcpu_neighbours);
		pvm_find_next_prev(m, base + g->offsets[area] + g->sizes[area], around);
	}
	*found = base;
	return true;
}

/* The highest base below the hint with which all areas are free. */
static bool find_base(struct machine *m, const struct group *g, uint64_t *found)
{
	uint64_t hole = m->g->vmap_area_pcpu_hole;
	struct neighbours around = { 0 };
	ENTER(find_base, LOCAL(ADDRESS, hole));

	STEP(pcpu_hint);
	if (!pvm_find_next_prev(m, hole, &around)) {
		*found = g->vmalloc_end - g->last_end;
		return true;
	}
	STEP(pcpu_begin);
	return go_around(m, g, found, &around);
}

/* The areas go into the tree, and the hint down to the highest of them. */
static void insert_group(struct machine *m, const struct group *g, uint64_t base)
{
	uint32_t area = 0;
	uint32_t va = g->vas;
	ENTER(insert_group, LOCAL(ADDRESS, base), LOCAL(NUMBER, area), LOCAL(AREA, va));

	for (; area < g->nr_vms; area++, va = m->rest[va].purge_next) {
		SET(m->va_start[va], base + g->offsets[area]);
		SET(m->va_end[va], base + g->offsets[area] + g->sizes[area]);
		STEP(pcpu_insert);
		__insert_vmap_area(m, va);
	}
	STEP(pcpu_new_hint);
	SET(m->g->vmap_area_pcpu_hole, base + g->offsets[g->last_area]);
}

/* One search under the lock. */
static bool place_group(struct machine *m, const struct group *g)
{
	uint32_t found = 0;
	uint64_t base = 0;
	ENTER(place_group, LOCAL(FLAG, found), LOCAL(ADDRESS, base));

	STEP(pcpu_lock);
	SET(m->g->vmap_area_lock, 1u);
	STEP(pcpu_search);
	found = find_base(m, g, &base);
	STEP(pcpu_found);
	if (found)
		insert_group(m, g, base);
	STEP(pcpu_unlock);
	SET(m->g->vmap_area_lock, 0u);
	return found;
}

/* A purge helps at most once, and only so far as it raises the hint: the second
 * search begins there, too. */
static bool place_or_purge(struct machine *m, const struct group *g)
{
	uint32_t purged = 0;
	ENTER(place_or_purge, LOCAL(FLAG, purged));

	for (;;) {
		STEP(pcpu_place);
		if (place_group(m, g))
			return true;
		STEP(pcpu_purged);
		if (purged)
			return false;
		STEP(pcpu_purge);
		purge_vmap_area_lazy(m);
		purged = 1;
	}
}

static void setup_group(struct machine *m, const struct group *g)
{
	uint32_t va = g->vas;
	uint32_t vm = g->vms;
	uint32_t next = 0;
	for (; va; va = next, vm = m->vm[vm].group_next) {
		next = m->rest[va].purge_next;
		SET(m->rest[va].purge_next, 0u);
		setup_vmalloc_vm(m, vm, va, VM_ALLOC);
	}
}

static struct group group_of(const struct machine *m, const struct pcpu_request *request)
{
	uint64_t align = request->align;
	return (struct group){
		.offsets = request->offsets, .sizes = request->sizes,
		.nr_vms = request->nr_vms, .align = align,
		.vmalloc_start = align_up(m->g->space.start, align),
		.vmalloc_end = m->g->space.end & ~(align - 1),
	};
}

uint32_t pcpu_get_vm_areas(struct machine *m, const struct pcpu_request *request)
{
	struct group g = group_of(m, request);
	uint64_t align = request->align;
	uint64_t last_end = 0;
	uint64_t room = g.vmalloc_end - g.vmalloc_start;
	ENTER(pcpu_get_vm_areas, LOCAL(BYTES, align), LOCAL(BYTES, last_end), LOCAL(BYTES, room));

	STEP(pcpu_align);
	if (!page_aligned(align) || align == 0 || (align & (align - 1)) != 0)
		bug(m, REASON_PCPU_ALIGN_BAD);
	STEP(pcpu_check);
	check_areas(m, &g);
	last_end = g.last_end;
	STEP(pcpu_span);
	if (room < last_end) {
		warn(m, REASON_PCPU_SPAN_TOO_BIG);
		return 0;
	}
	STEP(pcpu_take);
	if (take_all(m, &g) && place_or_purge(m, &g)) {
		STEP(pcpu_setup);
		setup_group(m, &g);
		return g.vms;
	}
	STEP(pcpu_failed);
	give_descriptors(m, &g);
	return 0;
}

/* Who freed one of the areas on its own has left a dangling pointer behind; the
 * kernel would use it, here it is an oops. */
void pcpu_free_vm_areas(struct machine *m, uint32_t vms, uint64_t nr_vms)
{
	uint32_t vm = vms;
	uint64_t i = 0;
	ENTER(pcpu_free_vm_areas, LOCAL(VM, vm), LOCAL(NUMBER, i), LOCAL(NUMBER, nr_vms));

	for (; i < nr_vms; i++) {
		uint32_t next = m->vm[vm].group_next;
		STEP(pcpu_dangling);
		if (!m->vm[vm].live)
			oops(m);
		STEP(pcpu_free);
		free_vm_area(m, vm);
		vm = next;
	}
}
