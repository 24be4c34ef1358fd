/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LOAD_H
#define VMAPLAB_LOAD_H

/*
 * Bringing a machine into a state that was seen elsewhere: in a running kernel,
 * whose own history nobody knows. The tree is taken over as it is, with its
 * colours; nothing is allocated or freed to get there as far as the allocator's
 * own memory (cache, lazy list, counters) can tell.
 */

#include "engine/engine.h"

/* A vm area, as far as one can see it from outside. */
struct snapshot_vm {
	uint64_t size;
	uint64_t phys_addr;	/* of a device; 0: none */
	uint32_t flags;
	uint32_t nr_pages;	/* page frames of its own; 0: none */
};

struct snapshot_area {
	uint64_t start, end;
	uint32_t flags;		/* VM_VM_AREA, VM_LAZY_FREE */
	uint32_t colour;
	uint32_t depth;		/* below the root, which has 0 */
	bool vm_known;		/* `vm` tells what the vm area is like */
	struct snapshot_vm vm;
};

struct snapshot_block {
	uint64_t start;
	uint32_t free, dirty, dirty_min, dirty_max;
};

/* All arrays belong to the caller. Areas are named by their start. */
struct snapshot {
	const struct snapshot_area *area;	/* the tree in pre-order */
	size_t areas;
	const uint64_t *lazy;			/* vmap_purge_list, its head first */
	size_t lazies;
	const struct snapshot_block *block;	/* by address */
	size_t blocks;
	const uint64_t *queue;			/* blocks on the queue of the present CPU */
	size_t queued;
	bool cached;				/* free_vmap_cache is an area: */
	uint64_t free_vmap_cache;
	uint64_t cached_hole_size, cached_vstart, cached_align;
	uint64_t vmap_lazy_nr, vmap_area_pcpu_hole;
};

/*
 * Brings the machine, which stands between two operations, into that state.
 * A vm area that is there already and looks the same stays, with its frames and
 * entries; one that is new gets frames from the pool, or its device, mapped with
 * the flags that the kernel's own calls give. Page tables stay. Ids stay whose
 * areas stay. Two equal machines are equal afterwards.
 *
 * NULL, or a sentence that says what is wrong with the snapshot, kept in `text`;
 * then nothing more can be done with the machine than to close it.
 */
const char *machine_load(struct machine *m, const struct snapshot *s, char *text, size_t room);

/* Tells what the vm area is like that begins at `start`, where a snapshot knew only
 * that there is one. It gets no frames. Nothing is done where there is none. */
void machine_describe_vm(struct machine *m, uint64_t start, const struct snapshot_vm *vm);

/* A piece of the address space in which all slots of that level say the same.
 * Tables of the levels above are there, and none below. */
struct snapshot_range {
	uint64_t start, end;	/* end 0: the end of the address space */
	uint32_t level;		/* 1 pte .. 5 pgd, as in struct leaf; with 4 levels, 4 is the top */
	uint64_t flags;		/* of each slot, without its frame; 0: empty */
};

/* Makes the page tables look like that. What is mapped keeps its frame. Result
 * as above. */
const char *machine_load_tables(struct machine *m, const struct snapshot_range *range,
				size_t ranges, char *text, size_t room);

#endif
