/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_KVA_H
#define VMAPLAB_KVA_H

/*
 * The vmap allocator of Linux 4.19 (mm/vmalloc.c): handing out ranges of
 * kernel virtual addresses and taking them back, at once or lazily. Functions
 * bear the kernel's names and behave as the kernel's do, their bugs included;
 * QUIRKS are told where they happen. Addresses and sizes are bytes. Areas and
 * vm areas are handles, 0 = none.
 */

#include <errno.h>

#include "engine/core/kmem.h"
#include "engine/pgtable/pgtable.h"

/* What a request for memory may do, and what memory it wants: the bits of 4.19's
 * gfp masks that the allocator and its callers use. */
enum {
	__GFP_HIGHMEM = 0x2,
	__GFP_DMA32 = 0x4,	/* below 4 GiB */
	__GFP_IO = 0x40,
	__GFP_FS = 0x80,
	__GFP_NOWARN = 0x200,	/* no message when it fails */
	__GFP_ZERO = 0x8000,
	__GFP_DIRECT_RECLAIM = 0x200000,	/* may sleep: notifiers may be asked */
	__GFP_KSWAPD_RECLAIM = 0x400000,

	GFP_NOWAIT = __GFP_KSWAPD_RECLAIM,
	GFP_KERNEL = __GFP_DIRECT_RECLAIM | __GFP_KSWAPD_RECLAIM | __GFP_IO | __GFP_FS,
	GFP_RECLAIM_MASK = GFP_KERNEL | __GFP_NOWARN,	/* how it may wait, not what for */
};

static inline uint64_t align_up(uint64_t value, uint64_t align)
{
	return (value + align - 1) & ~(align - 1);
}

static inline bool page_aligned(uint64_t value)
{
	return (value & (PAGE_SIZE - 1)) == 0;
}

/* --- areas (area.c, alloc.c) --- */

/* Finds [addr, addr + size) with vstart <= addr, addr + size <= vend. Returns
 * the area, or 0 with *error = -ENOMEM (no descriptor) or -EBUSY (no room even
 * after a purge). BUG on a size or alignment no caller may ask for. */
uint32_t alloc_vmap_area(struct machine *m, uint64_t size, uint64_t align,
			 uint64_t vstart, uint64_t vend, uint32_t gfp, int *error);

/* A search: where it stands and what it did. */
struct search {
	uint64_t addr;		/* the address it came to */
	uint64_t start;		/* where it began */
	uint64_t descent;	/* tree nodes looked at */
	uint64_t walk;		/* areas stepped over */
	uint32_t why;		/* enum why */
};

/* The walk of a search (walk.c): from area `from` until [addr, addr + size) fits
 * before an area or behind the last one. Adds to the noted hole. False: the
 * address went beyond `highest`. */
bool walk_areas(struct machine *m, uint64_t size, uint64_t align, uint64_t highest,
		uint32_t from, struct search *search);

/* Puts an area with its range set into tree and list. */
void __insert_vmap_area(struct machine *m, uint32_t va);

/* The area with va_start <= addr < va_end, or 0; counts the nodes looked at. */
uint32_t find_vmap_area(struct machine *m, uint64_t addr);

/* Takes an area out of tree and list at once, with the lock. */
void free_vmap_area(struct machine *m, uint32_t va);

/* The same with vmap_area_lock already held; moves free_vmap_cache. */
void __free_vmap_area(struct machine *m, uint32_t va);

/* A descriptor; 0 when it was refused. And its return. */
uint32_t take_area(struct machine *m);
void give_area(struct machine *m, uint32_t va);

/* --- lazy freeing (purge.c) --- */

/* Pages that may wait before a lazy free purges; depends on the online CPUs. */
uint64_t lazy_max_pages(const struct machine *m);

/* Queues an area for the next purge; purges if too much waits. */
void free_vmap_area_noflush(struct machine *m, uint32_t va);

/* Unmaps the area's range first. */
void free_unmap_vmap_area(struct machine *m, uint32_t va);

/* Full purge: fragmented blocks of all CPUs, then the lazy list. */
void purge_vmap_area_lazy(struct machine *m);

/* The lazy list only; skipped when somebody else is purging. */
void try_purge_vmap_area_lazy(struct machine *m);

/* Flushes what lazily unmapped aliases may still be in a TLB. */
void vm_unmap_aliases(struct machine *m);

/* Makes the next lazy free purge: the counter jumps above the limit. */
void set_iounmap_nonlazy(struct machine *m);

/* --- notifiers (notify.c) --- */

/* Registers or removes what runs when a request that may block finds no room.
 * Higher priority first; equal ones in order of registration. */
bool register_vmap_purge_notifier(struct machine *m, const struct notifier *like,
				  const uint64_t *ids);
bool unregister_vmap_purge_notifier(struct machine *m, uint32_t id);

/* Calls them; the sum of what they report. */
uint64_t call_vmap_notifiers(struct machine *m);

/* --- vm areas (vm.c) --- */

/* A vm area (get_vm_area): size rounded up to pages, plus a guard page unless
 * VM_NO_GUARD; VM_IOREMAP decides the alignment. 0: refused. */
uint32_t __get_vm_area(struct machine *m, uint64_t size, uint64_t align, uint64_t flags,
		       uint64_t start, uint64_t end, uint32_t gfp);

/* The vm area that contains an address, or 0. */
uint32_t find_vm_area(struct machine *m, uint64_t addr);

/* Unmaps it and frees its range lazily; the descriptor is the caller's then. 0: none. */
uint32_t remove_vm_area(struct machine *m, uint64_t addr);

/* Removes a vm area and gives its descriptor back. BUG: at its address there is
 * another one, or none. */
void free_vm_area(struct machine *m, uint32_t vm);

/* Its size without the guard page. */
uint64_t get_vm_area_size(const struct machine *m, uint32_t vm);

/* A vm area's descriptor; 0: refused. And its return. */
uint32_t take_vm(struct machine *m);
void give_vm(struct machine *m, uint32_t vm);

/* Area and vm area get to know each other. */
void setup_vmalloc_vm(struct machine *m, uint32_t vm, uint32_t va, uint64_t flags);

/* What a vmalloc is asked for. */
struct vmalloc_request {
	uint64_t size, align, start, end, flags, prot;
	uint32_t gfp;
};
/* __vmalloc_node_range: a vm area with page frames mapped. 0: failed. */
uint32_t __vmalloc(struct machine *m, const struct vmalloc_request *request);

/* Gives a vm area, in which nothing is mapped, page frames from its start on and
 * maps them; where their array lies is not its business. False: no memory, or
 * something is mapped there. */
bool fill_vm_area(struct machine *m, uint32_t vm, uint32_t nr_pages);

/* Frees the vm area at addr, with or without its page frames. Any page of the
 * area will do. */
void __vunmap(struct machine *m, uint64_t addr, bool deallocate_pages);

/* What most callers ask for (vmalloc.c). 0: failed. */
uint32_t vzalloc(struct machine *m, uint64_t size);
uint32_t vmalloc_user(struct machine *m, uint64_t size);
uint32_t vmalloc_32(struct machine *m, uint64_t size);
uint32_t vmalloc_exec(struct machine *m, uint64_t size);

/* --- freeing what vmalloc gave, now or later (deferred.c) --- */

/* Now; in an interrupt later, by the worker of this CPU. */
void vfree(struct machine *m, uint64_t addr);

/* Later in any case. */
void vfree_atomic(struct machine *m, uint64_t addr);

/* Lets the workers of all CPUs run that have something to free; how many had. */
uint64_t run_workers(struct machine *m);

/* --- mappings of pages and devices that somebody else has (vmap.c, device.c) --- */

/* A vm area with count pages mapped. 0: failed. BUG for vunmap in an interrupt. */
uint32_t vmap(struct machine *m, uint64_t count, uint64_t flags, uint64_t prot,
	      struct page_source *pages);
void vunmap(struct machine *m, uint64_t addr);

/* Maps a device's memory; the address behaves like phys_addr, odd bytes
 * included. 0: failed. */
uint64_t ioremap(struct machine *m, uint64_t phys_addr, uint64_t size, uint64_t prot);
void iounmap(struct machine *m, uint64_t addr);

/* --- per-CPU groups (pcpu.c) --- */

enum { PCPU_AREAS_MAX = 4096 };	/* of one group; the kernel has one for each NUMA node */

/* What a group is asked for: nr_vms areas at fixed distances, all moved by the
 * same base, which is a multiple of align. */
struct pcpu_request {
	const uint64_t *offsets;
	const uint64_t *sizes;
	uint32_t nr_vms;
	uint64_t align;
};

/* The group's first vm area, linked to the others by group_next; from the top of
 * the space down. 0: failed. BUG on what no caller may ask for. */
uint32_t pcpu_get_vm_areas(struct machine *m, const struct pcpu_request *request);
void pcpu_free_vm_areas(struct machine *m, uint32_t vms, uint64_t nr_vms);

/* --- vm_map_ram (ram.c) --- */

enum { VMAP_MAX_ALLOC = 64 };	/* pages that still go into a block */

/* Maps pages through the block of this CPU. 0: failed. */
uint64_t vm_map_ram(struct machine *m, uint64_t count, uint64_t prot,
		    struct page_source *pages);
void vm_unmap_ram(struct machine *m, uint64_t addr, uint64_t count);

/* Gives blocks back in which nothing is mapped and nothing is left. */
void purge_fragmented_blocks_allcpus(struct machine *m);

/* Widens [*start, *end) over the dirty ranges of all queued blocks. False: none. */
bool dirty_blocks_range(struct machine *m, uint64_t *start, uint64_t *end);

/* --- start-up (early.c) --- */

void vm_area_add_early(struct machine *m, uint64_t addr, uint64_t size, uint64_t flags);
uint64_t vm_area_register_early(struct machine *m, uint64_t size, uint64_t align,
				uint64_t flags);
void vmalloc_init(struct machine *m);

/* --- what an id of the script stands for (objects.c) --- */

void object_bind(struct machine *m, uint32_t id, enum object_kind kind, uint32_t handle,
		 uint64_t addr, uint64_t pages);
bool object_live(const struct machine *m, uint64_t id);
void object_forget(struct machine *m, uint64_t id);

/* Frees what an id stands for in the way of its kind; areas lazily or at once.
 * False: the id is not live. */
bool object_free(struct machine *m, uint64_t id, bool lazily);

#endif
