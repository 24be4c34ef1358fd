/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Unmapping: vunmap_page_range and one function for each level.
 *
 * It cannot fail. Where nothing is mapped there is nothing to do, and a whole
 * empty slot of an upper level is passed over in one go. A large entry cannot
 * be cleared in part: whoever unmaps one page of it unmaps all of it. A slot
 * that makes no sense is reported and cleared. Tables are never given back
 * here, so the next mapping of the same place needs no memory.
 */

#include "engine/pgtable/entry.h"

/* pgd_, p4d_, pud_ and pmd_none_or_clear_bad: true when the range can pass
 * over this slot. */
static bool none_or_clear_bad(struct machine *m, uint64_t *slot, uint32_t level)
{
	uint64_t entry = *slot;
	ENTER(none_or_clear_bad, LOCAL(LEVEL, level), LOCAL(ENTRY, entry));

	STEP(unmap_slot_none);
	if (level_none(level, entry))
		return true;
	STEP(unmap_slot_good);
	if (!level_bad(level, entry))
		return false;
	STEP(unmap_slot_report);
	note_event(m, EVENT_BAD_ENTRY, level, 0, 0);
	STEP(unmap_slot_clear);
	set_leaf(m, slot, 0);
	return true;
}

static void vunmap_pte_range(struct machine *m, const uint64_t *pmd, uint64_t addr, uint64_t end)
{
	uint32_t table = next_table(m, *pmd);
	uint32_t index = pte_index(addr);
	uint64_t entry = 0;
	ENTER(vunmap_pte_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(TABLE, table), LOCAL(NUMBER, index), LOCAL(ENTRY, entry));

	for (;; index++, addr += PAGE_SIZE) {
		STEP(unmap_pte_next);
		if (addr == end)
			return;
		uint64_t *pte = slot_at(m, table, index);
		entry = *pte;
		STEP(unmap_pte_clear);
		set_leaf(m, pte, 0);
		STEP(unmap_pte_strange);
		if (!pte_none(entry) && !pte_present(entry))
			warn(m, REASON_UNMAP_NOT_PRESENT);
	}
}

static void vunmap_pmd_range(struct machine *m, const uint64_t *pud, uint64_t addr, uint64_t end)
{
	uint32_t table = next_table(m, *pud);
	uint32_t index = pmd_index(addr);
	uint64_t entry = 0;
	uint64_t next = 0;
	ENTER(vunmap_pmd_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(TABLE, table), LOCAL(NUMBER, index), LOCAL(ENTRY, entry),
	      LOCAL(ADDRESS, next));

	for (;; index++, addr = next) {
		STEP(unmap_pmd_next);
		if (addr == end)
			return;
		next = pmd_addr_end(addr, end);
		uint64_t *pmd = slot_at(m, table, index);
		entry = *pmd;
		STEP(unmap_pmd_large);
		if (pmd_large(entry)) {
			STEP(unmap_pmd_drop);
			set_leaf(m, pmd, 0);
			continue;
		}
		STEP(unmap_pmd_none);
		if (none_or_clear_bad(m, pmd, LEVEL_PMD))
			continue;
		STEP(unmap_pmd_down);
		vunmap_pte_range(m, pmd, addr, next);
	}
}

static void vunmap_pud_range(struct machine *m, const uint64_t *p4d, uint64_t addr, uint64_t end)
{
	uint32_t table = next_table(m, *p4d);
	uint32_t index = pud_index(addr);
	uint64_t entry = 0;
	uint64_t next = 0;
	ENTER(vunmap_pud_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(TABLE, table), LOCAL(NUMBER, index), LOCAL(ENTRY, entry),
	      LOCAL(ADDRESS, next));

	for (;; index++, addr = next) {
		STEP(unmap_pud_next);
		if (addr == end)
			return;
		next = pud_addr_end(addr, end);
		uint64_t *pud = slot_at(m, table, index);
		entry = *pud;
		STEP(unmap_pud_large);
		if (pud_large(entry)) {
			STEP(unmap_pud_drop);
			set_leaf(m, pud, 0);
			continue;
		}
		STEP(unmap_pud_none);
		if (none_or_clear_bad(m, pud, LEVEL_PUD))
			continue;
		STEP(unmap_pud_down);
		vunmap_pmd_range(m, pud, addr, next);
	}
}

/* With 4 levels there are no p4d tables: the top slots are the p4d slots. No
 * processor of that time has large entries at this level. */
static void vunmap_p4d_range(struct machine *m, const uint64_t *pgd, uint64_t addr, uint64_t end)
{
	uint32_t levels = m->g->space.levels;
	uint32_t table = levels == 5 ? next_table(m, *pgd) : m->g->top_table;
	uint32_t index = p4d_index(addr);
	uint64_t next = 0;
	ENTER(vunmap_p4d_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(NUMBER, levels), LOCAL(TABLE, table), LOCAL(NUMBER, index),
	      LOCAL(ADDRESS, next));

	for (;; index++, addr = next) {
		STEP(unmap_p4d_next);
		if (addr == end)
			return;
		next = p4d_addr_end(addr, end);
		uint64_t *p4d = slot_at(m, table, index);
		STEP(unmap_p4d_none);
		if (none_or_clear_bad(m, p4d, LEVEL_P4D))
			continue;
		STEP(unmap_p4d_down);
		vunmap_pud_range(m, p4d, addr, next);
	}
}

void vunmap_page_range(struct machine *m, uint64_t addr, uint64_t end)
{
	uint32_t levels = m->g->space.levels;
	uint32_t table = m->g->top_table;
	uint32_t index = pgd_index(m, addr);
	uint64_t next = 0;
	ENTER(vunmap_page_range, LOCAL(ADDRESS, addr), LOCAL(ADDRESS, end),
	      LOCAL(NUMBER, levels), LOCAL(TABLE, table), LOCAL(NUMBER, index),
	      LOCAL(ADDRESS, next));

	STEP(unmap_range_empty);
	if (addr >= end)
		bug(m, REASON_UNMAP_RANGE_EMPTY);
	for (;; index++, addr = next) {
		STEP(unmap_pgd_next);
		if (addr == end)
			return;
		next = pgd_addr_end(m, addr, end);
		uint64_t *pgd = slot_at(m, table, index);
		/* With 4 levels it is the p4d level that looks at this slot. */
		STEP(unmap_pgd_none);
		if (levels == 5 && none_or_clear_bad(m, pgd, LEVEL_PGD))
			continue;
		STEP(unmap_pgd_down);
		vunmap_p4d_range(m, pgd, addr, next);
	}
}
