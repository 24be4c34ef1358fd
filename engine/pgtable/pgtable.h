/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_PGTABLE_H
#define VMAPLAB_PGTABLE_H

/*
 * Page tables of x86-64 with 4 or 5 levels, as mm/vmalloc.c and lib/ioremap.c
 * of Linux 4.19 fill, empty and walk them. Tables are made on demand; each is
 * a request that can fail. They are given back only when a large entry takes
 * their place. Addresses are bytes; ranges are [start, end).
 */

#include "engine/core/kmem.h"

/* Bits of an entry. Bits 12..51 hold the frame number, or the handle of the
 * next table with TABLE_FLAGS. */
#define ENTRY_PRESENT 0x1u
#define ENTRY_RW 0x2u
#define ENTRY_USER 0x4u
#define ENTRY_PWT 0x8u
#define ENTRY_PCD 0x10u
#define ENTRY_ACCESSED 0x20u
#define ENTRY_DIRTY 0x40u
#define ENTRY_LARGE 0x80u
#define ENTRY_GLOBAL 0x100u
#define ENTRY_NX 0x8000000000000000u
#define ENTRY_ADDRESS 0x000ffffffffff000u
#define TABLE_FLAGS 0x67u

/* Makes the top table, which is there from the beginning: no request, and not
 * counted. */
void pgtable_start(struct machine *m);

/* Where the pages of a mapping come from; mapping uses it up. */
struct page_source {
	uint64_t first;		/* frame number of page 0 */
	uint64_t stride;	/* frame number of page i = first + i * stride */
	uint64_t missing;	/* number of the page that is NULL, or NO_PAGE */
	uint32_t pool;		/* not 0: the frames are the pool's instead, from this page on */
};

/* vmap_page_range_noflush: maps pages at [start, end). Returns the number of
 * pages, or -ENOMEM for a table that could not be had, a busy slot or a
 * missing page; pages mapped before stay. BUG when start >= end. */
int64_t vmap_page_range_noflush(struct machine *m, uint64_t start, uint64_t end,
				uint64_t prot, struct page_source *pages);

/* vunmap_page_range: clears [addr, end). Large entries go whole; malformed
 * ones are reported and cleared. BUG when addr >= end. */
void vunmap_page_range(struct machine *m, uint64_t addr, uint64_t end);

/* vmalloc_to_page: the frame behind an address. False: none. */
bool vmalloc_to_page(struct machine *m, uint64_t addr, uint64_t *pfn);

/* ioremap_page_range: maps device memory, with large entries where space.huge,
 * size and alignment permit. 0, or -ENOMEM. BUG on a busy slot. */
int ioremap_page_range(struct machine *m, uint64_t addr, uint64_t end,
		       uint64_t phys, uint64_t prot);

/* Test hook: overwrites one slot; tables below a replaced entry stay
 * allocated but unreachable. With 4 levels, level 5 means level 4. False: the
 * table that holds the slot does not exist, or the value would point at a
 * table (TABLE_FLAGS at level 2 or above), which nobody can forge. */
bool set_entry(struct machine *m, uint32_t level, uint64_t addr, uint64_t value);

#endif
