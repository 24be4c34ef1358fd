/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The ways in which vmalloc is asked: from anywhere in the space, blocking,
 * and different only in what the pages are for. Where a page frame comes from
 * (zeroed, below 4 GiB) is no matter of addresses, so that vzalloc and
 * vmalloc_32 go the same way as vmalloc; only their gfp masks say it.
 */

#include "engine/kva/kva.h"

#include "engine/pgtable/entry.h"

/* User space maps shared memory on such boundaries; on x86 a page. The cache
 * remembers it as cached_align, and an ordinary request (align 1) after this
 * one has to search anew. */
#define SHMLBA PAGE_SIZE

static struct vmalloc_request anywhere(const struct machine *m, uint64_t size, uint32_t gfp)
{
	return (struct vmalloc_request){
		.size = size, .align = 1, .start = m->g->space.start, .end = m->g->space.end,
		.prot = PROT_KERNEL, .gfp = gfp,
	};
}

uint32_t vzalloc(struct machine *m, uint64_t size)
{
	const struct vmalloc_request request = anywhere(m, size, GFP_KERNEL | __GFP_ZERO);
	return __vmalloc(m, &request);
}

uint32_t vmalloc_32(struct machine *m, uint64_t size)
{
	const struct vmalloc_request request = anywhere(m, size, GFP_KERNEL | __GFP_DMA32);
	return __vmalloc(m, &request);
}

uint32_t vmalloc_exec(struct machine *m, uint64_t size)
{
	struct vmalloc_request request = anywhere(m, size, GFP_KERNEL);
	request.prot = PROT_KERNEL & ~ENTRY_NX;
	return __vmalloc(m, &request);
}

/* Only the address comes back from vmalloc: to set a mark on the vm area, it
 * has to be looked up. */
uint32_t vmalloc_user(struct machine *m, uint64_t size)
{
	struct vmalloc_request request = anywhere(m, size, GFP_KERNEL | __GFP_ZERO);
	uint64_t ret = 0;
	uint32_t vm = 0;
	ENTER(vmalloc_user, LOCAL(BYTES, size), LOCAL(ADDRESS, ret), LOCAL(VM, vm));

	STEP(user_vmalloc);
	request.align = SHMLBA;
	vm = __vmalloc(m, &request);
	STEP(user_failed);
	if (!vm)
		return 0;
	ret = m->vm[vm].addr;
	STEP(user_find);
	vm = find_vm_area(m, ret);
	STEP(user_mark);
	SET(m->vm[vm].flags, m->vm[vm].flags | VM_USERMAP);
	return vm;
}
