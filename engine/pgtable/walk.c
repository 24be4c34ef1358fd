/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Walking: from an address to the page frame behind it, one table per level,
 * as the processor does it in hardware.
 *
 * It is meant for vmalloc'ed memory, that is for pages of 4 KiB: a large entry
 * counts as malformed here. The levels above pud are believed unseen. At pud
 * and pmd the kernel warns about a malformed slot, once each, and gives up.
 */

#include "engine/pgtable/entry.h"

/* An empty pmd slot is malformed as well, an empty pud slot is not. */
static bool walk_distrusts(uint32_t level, uint64_t entry)
{
	return level <= LEVEL_PUD && level_bad(level, entry);
}

bool vmalloc_to_page(struct machine *m, uint64_t addr, uint64_t *pfn)
{
	uint32_t level = m->g->space.levels;
	uint32_t table = m->g->top_table;
	uint32_t index = 0;
	uint64_t entry = 0;
	ENTER(vmalloc_to_page, LOCAL(ADDRESS, addr), LOCAL(LEVEL, level),
	      LOCAL(TABLE, table), LOCAL(NUMBER, index), LOCAL(ENTRY, entry));

	for (; level > LEVEL_PTE; level--) {
		STEP(walk_slot);
		index = level_index(level, addr);
		entry = m->table[table].slot[index];
		STEP(walk_bad);
		if (walk_distrusts(level, entry))
			warn_once(m, level == LEVEL_PUD ? REASON_WALK_PUD_BAD : REASON_WALK_PMD_BAD);
		STEP(walk_none);
		if (level_none(level, entry) || walk_distrusts(level, entry))
			return false;
		table = next_table(m, entry);
	}
	STEP(walk_pte);
	index = pte_index(addr);
	entry = m->table[table].slot[index];
	STEP(walk_present);
	if (!pte_present(entry))
		return false;
	*pfn = pte_pfn(entry);
	return true;
}
