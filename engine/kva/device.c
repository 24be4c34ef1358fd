/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * ioremap: the memory of a device, mapped as x86 does it. A driver names bytes,
 * but what is mapped is pages: the range grows to whole pages, and the driver
 * gets the address of its first byte.
 */

#include "engine/kva/kva.h"

enum { PHYS_BITS = 52 };	/* what an entry of a page table can hold */

static bool phys_range_valid(uint64_t phys_addr, uint64_t last_addr)
{
	return phys_addr <= last_addr && last_addr >> PHYS_BITS == 0;
}

uint64_t ioremap(struct machine *m, uint64_t phys_addr, uint64_t size, uint64_t prot)
{
	uint64_t offset = phys_addr & (PAGE_SIZE - 1);
	uint64_t last_addr = phys_addr + size - 1;
	uint64_t addr = 0;
	uint32_t vm = 0;
	ENTER(ioremap, LOCAL(ADDRESS, phys_addr), LOCAL(ADDRESS, last_addr), LOCAL(BYTES, size),
	      LOCAL(BYTES, offset), LOCAL(VM, vm), LOCAL(ADDRESS, addr));

	STEP(device_range);
	if (size == 0 || !phys_range_valid(phys_addr, last_addr))
		return 0;
	STEP(device_pages);
	phys_addr -= offset;
	size = align_up(last_addr + 1, PAGE_SIZE) - phys_addr;
	STEP(device_area);
	vm = __get_vm_area(m, size, 1, VM_IOREMAP, m->g->space.start, m->g->space.end,
			   GFP_KERNEL);
	STEP(device_refused);
	if (!vm)
		return 0;
	SET(m->vm[vm].phys_addr, phys_addr);
	addr = m->vm[vm].addr;
	STEP(device_map);
	if (ioremap_page_range(m, addr, addr + size, phys_addr, prot)) {
		STEP(device_failed);
		free_vm_area(m, vm);
		return 0;
	}
	STEP(device_offset);
	return addr + offset;
}

void iounmap(struct machine *m, uint64_t addr)
{
	uint32_t vm = 0;
	ENTER(iounmap, LOCAL(ADDRESS, addr), LOCAL(VM, vm));

	STEP(device_remove);
	vm = remove_vm_area(m, addr & ~(PAGE_SIZE - 1));
	STEP(device_none);
	if (!vm)
		return;
	STEP(device_kfree);
	give_vm(m, vm);
}
