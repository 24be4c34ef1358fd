/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * vm areas: what get_vm_area hands out and vmalloc fills. A vm area is an area
 * of addresses with a descriptor: what it is for, how large, which page
 * frames. Its size includes a guard page at the end, which is never mapped, so
 * that running over the end faults instead of hitting the neighbour.
 */

#include "engine/kva/kva.h"

#include "engine/pgtable/frames.h"

enum { IOREMAP_MAX_ORDER = 30 };	/* x86-64: 1 GiB */

/* The power of two at or above size, between a page and 1 GiB. */
static uint64_t ioremap_align(uint64_t size)
{
	uint32_t order = PAGE_SHIFT;
	while (order < IOREMAP_MAX_ORDER && ((uint64_t)1 << order) < size)
		order++;
	return (uint64_t)1 << order;
}

uint32_t take_vm(struct machine *m)
{
	if (!request_granted(m, REQUEST_KMALLOC))
		return 0;
	uint32_t vm = region_take(m, REGION_VM);
	if (vm)
		SET(m->vm[vm].live, 1u);
	return vm;
}

/* Who takes a vmalloc'ed area away without freeing its page frames (vunmap, or
 * remove_vm_area) leaks them: they stay in use, and nobody has them. */
static void leak_pages(struct machine *m, uint32_t vm)
{
	for (uint32_t page = m->vm[vm].pages; page; page = m->page[page].next)
		SET(m->page[page].vm, 0u);
	SET(m->vm[vm].pages, 0u);
}

void give_vm(struct machine *m, uint32_t vm)
{
	struct vm_struct *v = &m->vm[vm];
	SET(v->addr, 0u);
	SET(v->size, 0u);
	SET(v->phys_addr, 0u);
	SET(v->pages_at, 0u);
	SET(v->flags, 0u);
	SET(v->nr_pages, 0u);
	SET(v->group_next, 0u);
	SET(v->live, 0u);
	leak_pages(m, vm);
	region_give(m, REGION_VM, vm);
}

void setup_vmalloc_vm(struct machine *m, uint32_t vm, uint32_t va, uint64_t flags)
{
	SET(m->vm[vm].flags, (uint32_t)flags);
	SET(m->vm[vm].addr, m->va_start[va]);
	SET(m->vm[vm].size, m->va_end[va] - m->va_start[va]);
	SET(m->rest[va].vm, vm);
	SET(m->rest[va].flags, m->rest[va].flags | VM_VM_AREA);
}

uint32_t __get_vm_area(struct machine *m, uint64_t size, uint64_t align, uint64_t flags,
		       uint64_t start, uint64_t end, uint32_t gfp)
{
	uint32_t vm = 0;
	uint32_t va = 0;
	int error = 0;
	ENTER(__get_vm_area, LOCAL(BYTES, size), LOCAL(BYTES, align), LOCAL(NUMBER, flags),
	      LOCAL(ADDRESS, start), LOCAL(ADDRESS, end), LOCAL(VM, vm), LOCAL(AREA, va));

	STEP(getvm_interrupt);
	if (m->g->space.irq)
		bug(m, REASON_GET_VM_IN_INTERRUPT);
	STEP(getvm_round);
	size = align_up(size, PAGE_SIZE);
	if (size == 0)
		return 0;
	STEP(getvm_ioremap);
	if (flags & VM_IOREMAP)
		align = ioremap_align(size);
	STEP(getvm_descriptor);
	vm = take_vm(m);
	if (!vm)
		return 0;
	STEP(getvm_guard);
	if (!(flags & VM_NO_GUARD))
		size += PAGE_SIZE;
	STEP(getvm_area);
	va = alloc_vmap_area(m, size, align, start, end, gfp, &error);
	STEP(getvm_failed);
	if (!va) {
		give_vm(m, vm);
		return 0;
	}
	STEP(getvm_setup);
	setup_vmalloc_vm(m, vm, va, flags);
	return vm;
}

static uint32_t vm_of(const struct machine *m, uint32_t va)
{
	return va && (m->rest[va].flags & VM_VM_AREA) ? m->rest[va].vm : 0;
}

uint32_t find_vm_area(struct machine *m, uint64_t addr)
{
	return vm_of(m, find_vmap_area(m, addr));
}

uint32_t remove_vm_area(struct machine *m, uint64_t addr)
{
	uint32_t va = 0;
	uint32_t vm = 0;
	ENTER(remove_vm_area, LOCAL(ADDRESS, addr), LOCAL(AREA, va), LOCAL(VM, vm));

	STEP(remove_find);
	va = find_vmap_area(m, addr);
	vm = vm_of(m, va);
	STEP(remove_none);
	if (!vm)
		return 0;
	STEP(remove_detach);
	SET(m->rest[va].vm, 0u);
	SET(m->rest[va].flags, (m->rest[va].flags & ~(uint32_t)VM_VM_AREA) | VM_LAZY_FREE);
	STEP(remove_unmap);
	free_unmap_vmap_area(m, va);
	return vm;
}

void free_vm_area(struct machine *m, uint32_t vm)
{
	uint64_t addr = m->vm[vm].addr;
	uint32_t removed = 0;
	ENTER(free_vm_area, LOCAL(VM, vm), LOCAL(ADDRESS, addr), LOCAL(VM, removed));

	STEP(freevm_remove);
	removed = remove_vm_area(m, addr);
	STEP(freevm_same);
	if (removed != vm)
		bug(m, REASON_FREE_VM_AREA_OTHER);
	STEP(freevm_kfree);
	give_vm(m, vm);
}

uint64_t get_vm_area_size(const struct machine *m, uint32_t vm)
{
	return m->vm[vm].size - (m->vm[vm].flags & VM_NO_GUARD ? 0 : PAGE_SIZE);
}

/* Room for the pointers to the pages: beyond one page it is a vmalloc of its
 * own, above the area it is for. It may wait as the request may, must be zero,
 * and lie anywhere if the pages may. */
static bool take_page_array(struct machine *m, uint32_t vm, uint32_t gfp)
{
	uint64_t array_size = (uint64_t)m->vm[vm].nr_pages * sizeof(uint64_t);
	uint32_t nested_gfp = (gfp & GFP_RECLAIM_MASK) | __GFP_ZERO;
	ENTER(take_page_array, LOCAL(VM, vm), LOCAL(BYTES, array_size), LOCAL(GFP, nested_gfp));

	STEP(array_where);
	if (array_size <= PAGE_SIZE)
		return request_granted(m, REQUEST_KMALLOC);
	if (!(gfp & __GFP_DMA32))
		nested_gfp |= __GFP_HIGHMEM;
	const struct vmalloc_request nested = {
		.size = array_size, .align = 1, .start = m->g->space.start,
		.end = m->g->space.end, .prot = PROT_KERNEL, .gfp = nested_gfp,
	};
	STEP(array_nested);
	uint32_t array = __vmalloc(m, &nested);
	if (array)
		SET(m->vm[vm].pages_at, m->vm[array].addr);
	return array != 0;
}

/* Page frames one by one. False: one could not be had; nr_pages tells how many
 * there are. */
static bool take_frames(struct machine *m, uint32_t vm)
{
	uint32_t wanted = m->vm[vm].nr_pages;
	uint32_t *link = &m->vm[vm].pages;
	uint32_t i = 0;
	uint64_t pfn = 0;
	ENTER(take_frames, LOCAL(VM, vm), LOCAL(NUMBER, wanted), LOCAL(NUMBER, i),
	      LOCAL(PFN, pfn));

	for (i = 0; i < wanted; i++) {
		STEP(frames_one);
		uint32_t page = alloc_page(m, vm);
		pfn = m->page[page].pfn;
		STEP(frames_refused);
		if (!page) {
			SET(m->vm[vm].nr_pages, i);
			return false;
		}
		STEP(frames_keep);
		SET(*link, page);
		link = &m->page[page].next;
	}
	return true;
}

bool fill_vm_area(struct machine *m, uint32_t vm, uint32_t nr_pages)
{
	uint64_t addr = m->vm[vm].addr;
	SET(m->vm[vm].nr_pages, nr_pages);
	if (!take_frames(m, vm))
		return false;
	struct page_source frames = { .pool = m->vm[vm].pages, .missing = UINT64_MAX };
	return vmap_page_range_noflush(m, addr, addr + ((uint64_t)nr_pages << PAGE_SHIFT),
				       PROT_KERNEL, &frames) >= 0;
}

/* Fills a vm area with frames and maps them. False: the area is gone again,
 * its addresses wait on the lazy list. */
static bool __vmalloc_area_node(struct machine *m, uint32_t vm, uint64_t prot, uint32_t gfp)
{
	uint64_t addr = m->vm[vm].addr;
	uint64_t size = get_vm_area_size(m, vm);
	ENTER(__vmalloc_area_node, LOCAL(VM, vm), LOCAL(ADDRESS, addr), LOCAL(BYTES, size));

	STEP(fill_count);
	SET(m->vm[vm].nr_pages, (uint32_t)(size >> PAGE_SHIFT));
	STEP(fill_array);
	if (!take_page_array(m, vm, gfp)) {
		STEP(fill_no_array);
		remove_vm_area(m, addr);
		give_vm(m, vm);
		return false;
	}
	STEP(fill_frames);
	if (take_frames(m, vm)) {
		struct page_source frames = { .pool = m->vm[vm].pages, .missing = UINT64_MAX };
		STEP(fill_map);
		if (vmap_page_range_noflush(m, addr, addr + size, prot, &frames) >= 0)
			return true;
	}
	STEP(fill_failed);
	if (!(gfp & __GFP_NOWARN))
		note_event(m, EVENT_VMALLOC_FAILED, 1,
			   (uint64_t)m->vm[vm].nr_pages << PAGE_SHIFT, m->vm[vm].size);
	vfree(m, addr);
	return false;
}

uint32_t __vmalloc(struct machine *m, const struct vmalloc_request *request)
{
	uint64_t size = align_up(request->size, PAGE_SIZE);
	uint32_t vm = 0;
	ENTER(__vmalloc, LOCAL(BYTES, size), LOCAL(VM, vm));

	STEP(vmalloc_size);
	if (size != 0 && size >> PAGE_SHIFT <= m->g->space.totalram) {
		STEP(vmalloc_area);
		vm = __get_vm_area(m, size, request->align,
				   VM_ALLOC | VM_UNINITIALIZED | request->flags,
				   request->start, request->end, request->gfp);
	}
	STEP(vmalloc_failed);
	if (!vm) {
		if (!(request->gfp & __GFP_NOWARN))
			note_event(m, EVENT_VMALLOC_FAILED, 0, request->size, 0);
		return 0;
	}
	STEP(vmalloc_fill);
	if (!__vmalloc_area_node(m, vm, request->prot, request->gfp))
		return 0;
	STEP(vmalloc_initialized);
	SET(m->vm[vm].flags, m->vm[vm].flags & ~(uint32_t)VM_UNINITIALIZED);
	return vm;
}

/* Gives frames and page array back. In scattered order the frame of the last
 * page is then the first to be handed out again. */
static void free_pages_of(struct machine *m, uint32_t vm)
{
	uint64_t array = m->vm[vm].pages_at;
	uint32_t page = m->vm[vm].pages;
	uint32_t next = 0;
	ENTER(free_pages_of, LOCAL(VM, vm), LOCAL(ADDRESS, array));

	STEP(frames_back);
	for (; page; page = next) {
		next = m->page[page].next;
		free_page(m, page);
	}
	SET(m->vm[vm].pages, 0u);
	STEP(array_back);
	if (array)
		vfree(m, array);
}

void __vunmap(struct machine *m, uint64_t addr, bool deallocate_pages)
{
	uint32_t va = 0;
	uint32_t vm = 0;
	ENTER(__vunmap, LOCAL(ADDRESS, addr), LOCAL(AREA, va), LOCAL(VM, vm));

	STEP(vunmap_null);
	if (addr == 0)
		return;
	STEP(vunmap_aligned);
	if (!page_aligned(addr)) {
		warn(m, REASON_VFREE_MISALIGNED);
		return;
	}
	STEP(vunmap_find);
	va = find_vmap_area(m, addr);
	STEP(vunmap_oops);
	if (!va)
		oops(m);
	vm = vm_of(m, va);
	STEP(vunmap_no_vm);
	if (!vm) {
		warn(m, REASON_VFREE_NO_AREA);
		return;
	}
	STEP(vunmap_remove);
	remove_vm_area(m, m->vm[vm].addr);
	STEP(vunmap_pages);
	if (deallocate_pages)
		free_pages_of(m, vm);
	STEP(vunmap_kfree);
	give_vm(m, vm);
}
