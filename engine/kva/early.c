/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Before start-up there is no allocator yet. Who needs addresses that early
 * puts a vm area on vmlist, by address; vmalloc_init takes them over into the
 * tree.
 */

#include "engine/kva/kva.h"

void vm_area_add_early(struct machine *m, uint64_t addr, uint64_t size, uint64_t flags)
{
	uint32_t *slot = &m->g->vmlist;
	uint32_t tmp = *slot;
	uint32_t vm = 0;
	ENTER(vm_area_add_early, LOCAL(ADDRESS, addr), LOCAL(BYTES, size), LOCAL(VM, tmp),
	      LOCAL(VM, vm));

	STEP(early_initialized);
	if (m->g->vmap_initialized)
		bug(m, REASON_EARLY_INITIALIZED);
	for (; tmp; tmp = *slot) {
		STEP(early_place);
		if (m->vm[tmp].addr >= addr) {
			if (m->vm[tmp].addr < addr + size)
				bug(m, REASON_EARLY_OVERLAP);
			break;
		}
		if (m->vm[tmp].addr + m->vm[tmp].size > addr)
			bug(m, REASON_EARLY_OVERLAP);
		slot = &m->vm[tmp].next;
	}
	vm = region_take(m, REGION_VM);
	if (!vm)
		hang(m, HANG_FULL);
	STEP(early_link);
	SET(m->vm[vm].live, 1u);
	SET(m->vm[vm].addr, addr);
	SET(m->vm[vm].size, size);
	SET(m->vm[vm].flags, (uint32_t)flags);
	SET(m->vm[vm].next, tmp);
	SET(*slot, vm);
}

uint64_t vm_area_register_early(struct machine *m, uint64_t size, uint64_t align,
				uint64_t flags)
{
	uint64_t addr = align_up(m->g->space.start + m->g->vm_init_off, align);
	ENTER(vm_area_register_early, LOCAL(BYTES, size), LOCAL(BYTES, align),
	      LOCAL(ADDRESS, addr));

	STEP(register_offset);
	SET(m->g->vm_init_off, align_up(addr + size, PAGE_SIZE) - m->g->space.start);
	STEP(register_add);
	vm_area_add_early(m, addr, size, flags);
	return addr;
}

void vmalloc_init(struct machine *m)
{
	uint32_t tmp = m->g->vmlist;
	uint32_t va = 0;
	ENTER(vmalloc_init, LOCAL(VM, tmp), LOCAL(AREA, va));

	for (; tmp; tmp = m->vm[tmp].next) {
		STEP(init_import);
		va = take_area(m);
		if (!va)
			oops(m);
		SET(m->rest[va].flags, VM_VM_AREA);
		SET(m->va_start[va], m->vm[tmp].addr);
		SET(m->va_end[va], m->vm[tmp].addr + m->vm[tmp].size);
		SET(m->rest[va].vm, tmp);
		STEP(init_insert);
		__insert_vmap_area(m, va);
	}
	STEP(init_hint);
	SET(m->g->vmap_area_pcpu_hole, m->g->space.end);
	STEP(init_done);
	SET(m->g->vmap_initialized, 1u);
}
