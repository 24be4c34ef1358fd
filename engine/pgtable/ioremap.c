/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Mapping device memory: ioremap_page_range and one function for each level.
 *
 * The frames follow each other, so one large entry can stand for a whole table
 * of small ones wherever the part of the range fills a slot and both addresses
 * are aligned to it. A table that hangs in the slot already goes for that,
 * whatever is in it. Otherwise this is mapping as in map.c, but a busy slot is
 * not an error that someone could handle: it stops the kernel.
 */

#include <errno.h>

#include "engine/pgtable/tlb.h"

/* Processors may still remember the way through the table that is to go; one
 * page anywhere below it is enough to make them forget it. */
static void flush_walk(struct machine *m, uint64_t addr)
{
	flush_tlb_kernel_range(m, addr, addr + PAGE_SIZE - 1);
}

/* Gives back a table whose slot is already cleared. */
static void free_page_table(struct machine *m, uint64_t entry, uint32_t level)
{
	pgtable_free(m, next_table(m, entry), level);
}

/* The slot of a pmd is to take a large entry: what hangs there has to go. */
static bool pmd_free_pte_page(struct machine *m, uint64_t *pmd, uint64_t addr)
{
	uint64_t entry = *pmd;
	ENTER(pmd_free_pte_page, LOCAL(ADDRESS, addr), LOCAL(ENTRY, entry));

	STEP(ioremap_pmd_vacant);
	if (level_none(LEVEL_PMD, entry))
		return true;
	STEP(ioremap_pmd_clear);
	pgtable_set(m, pmd, LEVEL_PMD, 0);
	STEP(ioremap_pmd_flush);
	flush_walk(m, addr);
	STEP(ioremap_pmd_free);
	free_page_table(m, entry, LEVEL_PTE);
	return true;
}

/* Frees the pte tables under a pmd table, which is no longer in use. */
static void free_pte_tables(struct machine *m, uint32_t table)
{
	uint32_t index = 0;
	uint64_t entry = 0;
	ENTER(free_pte_tables, LOCAL(TABLE, table), LOCAL(NUMBER, index), LOCAL(ENTRY, entry));

	for (; index < TABLE_SLOTS; index++) {
		entry = m->table[table].slot[index];
		if (level_none(LEVEL_PMD, entry))
			continue;
		STEP(ioremap_pud_free_pte);
		free_page_table(m, entry, LEVEL_PTE);
	}
}

/* The same for a pud. The kernel wants a page to keep the pmd entries in while
 * it clears them; without one it leaves everything as it was. */
static bool pud_free_pmd_page(struct machine *m, uint64_t *pud, uint64_t addr)
{
	uint64_t entry = *pud;
	uint32_t table = 0;
	ENTER(pud_free_pmd_page, LOCAL(ADDRESS, addr), LOCAL(ENTRY, entry), LOCAL(TABLE, table));

	STEP(ioremap_pud_vacant);
	if (level_none(LEVEL_PUD, entry))
		return true;
	STEP(ioremap_pud_keep);
	if (!request_granted(m, REQUEST_TABLE))
		return false;
	table = next_table(m, entry);
	STEP(ioremap_pud_clear);
	pgtable_set(m, pud, LEVEL_PUD, 0);
	STEP(ioremap_pud_flush);
	flush_walk(m, addr);
	STEP(ioremap_pud_free_ptes);
	free_pte_tables(m, table);
	STEP(ioremap_pud_free);
	pgtable_free(m, table, LEVEL_PMD);
	return true;
}

/* Whether one large entry of `size` can map [addr, next) to `phys`. */
static bool large_fits(struct machine *m, uint64_t size, uint64_t addr, uint64_t next,
		       uint64_t phys)
{
	uint32_t huge = m->g->space.huge;
	ENTER(large_fits, LOCAL(BYTES, size), LOCAL(ADDRESS, addr), LOCAL(ADDRESS, next),
	      LOCAL(ADDRESS, phys), LOCAL(FLAG, huge));

	STEP(ioremap_large_allowed);
	if (!huge)
		return false;
	STEP(ioremap_large_size);
	if (next - addr != size)
		return false;
	STEP(ioremap_large_align);
	return (phys & (size - 1)) == 0;
}

static int ioremap_pte_range(struct machine *m, uint64_t *pmd, uint64_t addr, uint64_t end,
			     uint64_t phys, uint64_t prot)
{
	uint32_t table = 0;
	uint32_t index = pte_index(addr);
	uint64_t entry = 0;
	uint64_t pfn = phys >> PAGE_SHIFT;
	ENTER(ioremap_pte_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(TABLE, table), LOCAL(NUMBER, index), LOCAL(ENTRY, entry),
	      LOCAL(PFN, pfn), LOCAL(ENTRY, prot));

	STEP(ioremap_pte_alloc);
	table = pte_alloc_kernel(m, pmd);
	STEP(ioremap_pte_table);
	if (!table)
		return -ENOMEM;
	for (;; index++, addr += PAGE_SIZE, pfn++) {
		STEP(ioremap_pte_next);
		if (addr == end)
			return 0;
		uint64_t *pte = slot_at(m, table, index);
		entry = *pte;
		STEP(ioremap_pte_busy);
		if (!pte_none(entry))
			bug(m, REASON_IOREMAP_PTE_BUSY);
		STEP(ioremap_pte_set);
		set_leaf(m, pte, pfn_pte(pfn, prot));
	}
}

static int ioremap_pmd_range(struct machine *m, uint64_t *pud, uint64_t addr, uint64_t end,
			     uint64_t phys, uint64_t prot)
{
	uint32_t table = 0;
	uint32_t index = pmd_index(addr);
	uint64_t next = 0;
	int err = 0;
	ENTER(ioremap_pmd_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(ADDRESS, phys), LOCAL(TABLE, table), LOCAL(NUMBER, index),
	      LOCAL(ADDRESS, next), LOCAL(ERRNO, err));

	STEP(ioremap_pmd_alloc);
	table = pmd_alloc(m, pud);
	STEP(ioremap_pmd_table);
	if (!table)
		return -ENOMEM;
	for (;; index++, phys += next - addr, addr = next) {
		STEP(ioremap_pmd_next);
		if (addr == end)
			return 0;
		next = pmd_addr_end(addr, end);
		uint64_t *pmd = slot_at(m, table, index);
		STEP(ioremap_pmd_large);
		if (large_fits(m, PMD_SIZE, addr, next, phys) && pmd_free_pte_page(m, pmd, addr)) {
			STEP(ioremap_pmd_set);
			set_leaf(m, pmd, pfn_pte(phys >> PAGE_SHIFT, large_prot(prot)));
			continue;
		}
		STEP(ioremap_pmd_down);
		err = ioremap_pte_range(m, pmd, addr, next, phys, prot);
		STEP(ioremap_pmd_failed);
		if (err)
			return -ENOMEM;
	}
}

static int ioremap_pud_range(struct machine *m, uint64_t *p4d, uint64_t addr, uint64_t end,
			     uint64_t phys, uint64_t prot)
{
	uint32_t table = 0;
	uint32_t index = pud_index(addr);
	uint64_t next = 0;
	int err = 0;
	ENTER(ioremap_pud_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(ADDRESS, phys), LOCAL(TABLE, table), LOCAL(NUMBER, index),
	      LOCAL(ADDRESS, next), LOCAL(ERRNO, err));

	STEP(ioremap_pud_alloc);
	table = pud_alloc(m, p4d);
	STEP(ioremap_pud_table);
	if (!table)
		return -ENOMEM;
	for (;; index++, phys += next - addr, addr = next) {
		STEP(ioremap_pud_next);
		if (addr == end)
			return 0;
		next = pud_addr_end(addr, end);
		uint64_t *pud = slot_at(m, table, index);
		STEP(ioremap_pud_large);
		if (large_fits(m, PUD_SIZE, addr, next, phys) && pud_free_pmd_page(m, pud, addr)) {
			STEP(ioremap_pud_set);
			set_leaf(m, pud, pfn_pte(phys >> PAGE_SHIFT, large_prot(prot)));
			continue;
		}
		STEP(ioremap_pud_down);
		err = ioremap_pmd_range(m, pud, addr, next, phys, prot);
		STEP(ioremap_pud_failed);
		if (err)
			return -ENOMEM;
	}
}

/* x86-64 has no large entries at this level or above. */
static int ioremap_p4d_range(struct machine *m, uint64_t *pgd, uint64_t addr, uint64_t end,
			     uint64_t phys, uint64_t prot)
{
	uint32_t levels = m->g->space.levels;
	uint32_t table = 0;
	uint32_t index = p4d_index(addr);
	uint64_t next = 0;
	int err = 0;
	ENTER(ioremap_p4d_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(ADDRESS, phys), LOCAL(NUMBER, levels), LOCAL(TABLE, table),
	      LOCAL(NUMBER, index), LOCAL(ADDRESS, next), LOCAL(ERRNO, err));

	/* With 4 levels there are no p4d tables: the top slots are the p4d slots. */
	STEP(ioremap_p4d_alloc);
	table = levels == 5 ? p4d_alloc(m, pgd) : m->g->top_table;
	STEP(ioremap_p4d_table);
	if (!table)
		return -ENOMEM;
	for (;; index++, phys += next - addr, addr = next) {
		STEP(ioremap_p4d_next);
		if (addr == end)
			return 0;
		next = p4d_addr_end(addr, end);
		STEP(ioremap_p4d_down);
		err = ioremap_pud_range(m, slot_at(m, table, index), addr, next, phys, prot);
		STEP(ioremap_p4d_failed);
		if (err)
			return -ENOMEM;
	}
}

int ioremap_page_range(struct machine *m, uint64_t addr, uint64_t end,
		       uint64_t phys, uint64_t prot)
{
	uint32_t table = m->g->top_table;
	uint32_t index = pgd_index(m, addr);
	uint64_t next = 0;
	int err = 0;
	ENTER(ioremap_page_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(ADDRESS, phys), LOCAL(ENTRY, prot), LOCAL(TABLE, table),
	      LOCAL(NUMBER, index), LOCAL(ADDRESS, next), LOCAL(ERRNO, err));

	STEP(ioremap_range_empty);
	if (addr >= end)
		bug(m, REASON_IOREMAP_RANGE_EMPTY);
	for (;; index++, phys += next - addr, addr = next) {
		STEP(ioremap_pgd_next);
		if (addr == end)
			return 0;
		next = pgd_addr_end(m, addr, end);
		STEP(ioremap_pgd_down);
		err = ioremap_p4d_range(m, slot_at(m, table, index), addr, next, phys, prot);
		STEP(ioremap_pgd_failed);
		if (err)
			return err;
	}
}
