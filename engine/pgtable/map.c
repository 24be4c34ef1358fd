/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Mapping pages: vmap_page_range_noflush and one function for each level.
 *
 * All levels do the same: get the table under the slot they were given, then
 * go through the range slot by slot and hand each slot's part of the range to
 * the level below. Only the lowest level writes page entries. Nothing is undone
 * on the way back: pages that were mapped before a failure stay mapped, tables
 * that were made stay, and whoever asked has to unmap.
 */

#include <errno.h>

#include "engine/pgtable/entry.h"

/* Pages of the pool hang together in their order; the others are counted. */
static uint64_t page_to_pfn(const struct machine *m, struct page_source *pages, uint64_t page)
{
	uint32_t pool = pages->pool;
	if (!pool)
		return pages->first + page * pages->stride;
	pages->pool = m->page[pool].next;
	return m->page[pool].pfn;
}

/* `nr` counts the pages of the whole range that are mapped: the number of the
 * next one. */
static int vmap_pte_range(struct machine *m, uint64_t *pmd, uint64_t addr, uint64_t end,
			  uint64_t prot, struct page_source *pages, uint64_t *nr)
{
	uint32_t table = 0;
	uint32_t index = pte_index(addr);
	uint64_t entry = 0;
	uint64_t page = *nr;
	uint64_t missing = pages->missing;
	uint64_t pfn = 0;
	ENTER(vmap_pte_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(TABLE, table), LOCAL(NUMBER, index), LOCAL(ENTRY, entry),
	      LOCAL(NUMBER, page), LOCAL(SIGNED, missing), LOCAL(PFN, pfn),
	      LOCAL(ENTRY, prot));

	STEP(map_pte_alloc);
	table = pte_alloc_kernel(m, pmd);
	STEP(map_pte_table);
	if (!table)
		return -ENOMEM;
	for (;; index++, addr += PAGE_SIZE) {
		STEP(map_pte_next);
		if (addr == end)
			return 0;
		uint64_t *pte = slot_at(m, table, index);
		entry = *pte;
		page = *nr;
		STEP(map_pte_busy);
		if (!pte_none(entry)) {
			warn(m, REASON_MAP_PTE_BUSY);
			return -EBUSY;
		}
		STEP(map_pte_missing);
		if (page == missing) {
			warn(m, REASON_MAP_PAGE_MISSING);
			return -ENOMEM;
		}
		pfn = page_to_pfn(m, pages, page);
		STEP(map_pte_set);
		set_leaf(m, pte, pfn_pte(pfn, prot));
		*nr += 1;
	}
}

static int vmap_pmd_range(struct machine *m, uint64_t *pud, uint64_t addr, uint64_t end,
			  uint64_t prot, struct page_source *pages, uint64_t *nr)
{
	uint32_t table = 0;
	uint32_t index = pmd_index(addr);
	uint64_t next = 0;
	int err = 0;
	ENTER(vmap_pmd_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(TABLE, table), LOCAL(NUMBER, index), LOCAL(ADDRESS, next),
	      LOCAL(ERRNO, err));

	STEP(map_pmd_alloc);
	table = pmd_alloc(m, pud);
	STEP(map_pmd_table);
	if (!table)
		return -ENOMEM;
	for (;; index++, addr = next) {
		STEP(map_pmd_next);
		if (addr == end)
			return 0;
		next = pmd_addr_end(addr, end);
		STEP(map_pmd_down);
		err = vmap_pte_range(m, slot_at(m, table, index), addr, next, prot, pages, nr);
		/* A busy slot is no lack of memory, but here it becomes one. */
		STEP(map_pmd_failed);
		if (err)
			return -ENOMEM;
	}
}

static int vmap_pud_range(struct machine *m, uint64_t *p4d, uint64_t addr, uint64_t end,
			  uint64_t prot, struct page_source *pages, uint64_t *nr)
{
	uint32_t table = 0;
	uint32_t index = pud_index(addr);
	uint64_t next = 0;
	int err = 0;
	ENTER(vmap_pud_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(TABLE, table), LOCAL(NUMBER, index), LOCAL(ADDRESS, next),
	      LOCAL(ERRNO, err));

	STEP(map_pud_alloc);
	table = pud_alloc(m, p4d);
	STEP(map_pud_table);
	if (!table)
		return -ENOMEM;
	for (;; index++, addr = next) {
		STEP(map_pud_next);
		if (addr == end)
			return 0;
		next = pud_addr_end(addr, end);
		STEP(map_pud_down);
		err = vmap_pmd_range(m, slot_at(m, table, index), addr, next, prot, pages, nr);
		STEP(map_pud_failed);
		if (err)
			return -ENOMEM;
	}
}

static int vmap_p4d_range(struct machine *m, uint64_t *pgd, uint64_t addr, uint64_t end,
			  uint64_t prot, struct page_source *pages, uint64_t *nr)
{
	uint32_t levels = m->g->space.levels;
	uint32_t table = 0;
	uint32_t index = p4d_index(addr);
	uint64_t next = 0;
	int err = 0;
	ENTER(vmap_p4d_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(NUMBER, levels), LOCAL(TABLE, table), LOCAL(NUMBER, index),
	      LOCAL(ADDRESS, next), LOCAL(ERRNO, err));

	/* With 4 levels there are no p4d tables: the top slots are the p4d slots. */
	STEP(map_p4d_alloc);
	table = levels == 5 ? p4d_alloc(m, pgd) : m->g->top_table;
	STEP(map_p4d_table);
	if (!table)
		return -ENOMEM;
	for (;; index++, addr = next) {
		STEP(map_p4d_next);
		if (addr == end)
			return 0;
		next = p4d_addr_end(addr, end);
		STEP(map_p4d_down);
		err = vmap_pud_range(m, slot_at(m, table, index), addr, next, prot, pages, nr);
		STEP(map_p4d_failed);
		if (err)
			return -ENOMEM;
	}
}

int64_t vmap_page_range_noflush(struct machine *m, uint64_t start, uint64_t end,
				uint64_t prot, struct page_source *pages)
{
	uint32_t table = m->g->top_table;
	uint32_t index = pgd_index(m, start);
	uint64_t addr = start;
	uint64_t next = 0;
	uint64_t nr = 0;
	int err = 0;
	ENTER(vmap_page_range_noflush, LOCAL(ADDRESS, start), LOCAL(ADDRESS, end),
	      LOCAL(ENTRY, prot), LOCAL(TABLE, table), LOCAL(ADDRESS, addr),
	      LOCAL(NUMBER, index), LOCAL(ADDRESS, next), LOCAL(NUMBER, nr),
	      LOCAL(ERRNO, err));

	/* A range up to the very top of the address space ends at 0. */
	STEP(map_range_empty);
	if (addr >= end)
		bug(m, REASON_MAP_RANGE_EMPTY);
	for (;; index++, addr = next) {
		STEP(map_pgd_next);
		if (addr == end)
			return (int64_t)nr;
		next = pgd_addr_end(m, addr, end);
		STEP(map_pgd_down);
		err = vmap_p4d_range(m, slot_at(m, table, index), addr, next, prot, pages, &nr);
		STEP(map_pgd_failed);
		if (err)
			return err;
	}
}
