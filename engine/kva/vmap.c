/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * vmap: pages that somebody else has, mapped one behind the other. Only the
 * addresses are vmap's own: vunmap gives them back and leaves the pages alone.
 */

#include "engine/kva/kva.h"

/* False: a page is missing, a slot is in use, or a table could not be had. What
 * was mapped up to there stays mapped. */
static bool map_vm_area(struct machine *m, uint32_t vm, uint64_t prot,
			struct page_source *pages)
{
	uint64_t addr = m->vm[vm].addr;
	uint64_t end = addr + get_vm_area_size(m, vm);
	return vmap_page_range_noflush(m, addr, end, prot, pages) >= 0;
}

uint32_t vmap(struct machine *m, uint64_t count, uint64_t flags, uint64_t prot,
	      struct page_source *pages)
{
	uint64_t totalram_pages = m->g->space.totalram;
	uint64_t size = count << PAGE_SHIFT;
	uint32_t vm = 0;
	ENTER(vmap, LOCAL(PAGES, count), LOCAL(PAGES, totalram_pages), LOCAL(NUMBER, flags),
	      LOCAL(BYTES, size), LOCAL(VM, vm));

	STEP(vmap_count);
	if (count > totalram_pages)
		return 0;
	STEP(vmap_area);
	vm = __get_vm_area(m, size, 1, flags, m->g->space.start, m->g->space.end, GFP_KERNEL);
	STEP(vmap_refused);
	if (!vm)
		return 0;
	STEP(vmap_map);
	if (!map_vm_area(m, vm, prot, pages)) {
		STEP(vmap_failed);
		vunmap(m, m->vm[vm].addr);
		return 0;
	}
	return vm;
}

void vunmap(struct machine *m, uint64_t addr)
{
	uint32_t irq = m->g->space.irq;
	ENTER(vunmap, LOCAL(ADDRESS, addr), LOCAL(FLAG, irq));

	STEP(vunmap_interrupt);
	if (irq)
		bug(m, REASON_VUNMAP_IN_INTERRUPT);
	STEP(vunmap_area);
	__vunmap(m, addr, false);
}
