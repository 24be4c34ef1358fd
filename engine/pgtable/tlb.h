/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_TLB_H
#define VMAPLAB_TLB_H

/*
 * TLBs: what the CPUs remember of the page tables. This part is a model of
 * our own, of what a processor does and a kernel cannot see; the recordings
 * know nothing of it, and it changes nothing that they check.
 *
 * A CPU remembers a translation when it is used and goes by it from then on.
 * Clearing an entry of a table does not make it forget: until a flush covers
 * the address, it still gets to the old frame, whoever has that by now. This is
 * what lazy freeing has to wait for.
 */

#include "engine/pgtable/entry.h"

/* Beyond so many pages one flush of everything is cheaper than one for each
 * page (tlb_single_page_flush_ceiling of x86). */
enum { FLUSH_CEILING = 33 };

enum touched {
	TOUCHED,		/* the tables lead there */
	TOUCHED_STALE,		/* the TLB leads there, the tables no longer do */
	TOUCHED_NOTHING,	/* a page fault */
};

/* The present CPU uses an address: by its TLB, or by the tables, which then go
 * into the TLB. The frame it gets to is left in *pfn. */
enum touched touch(struct machine *m, uint64_t addr, uint64_t *pfn);

/* All CPUs forget their translations of [start, end); of everything, when that
 * is more than FLUSH_CEILING pages. */
void flush_tlb_kernel_range(struct machine *m, uint64_t start, uint64_t end);

/* A CPU forgets everything. */
void tlb_clear(struct machine *m, uint32_t cpu);

/* Whether anything is remembered from now on; switching off forgets it all. */
void tlb_switch(struct machine *m, bool on);

static inline uint64_t level_bytes(uint32_t level)
{
	return PAGE_SIZE << 9 * (level - LEVEL_PTE);
}

/* The frame that an entry of that level leads an address to. */
static inline uint64_t frame_behind(uint64_t addr, uint64_t entry, uint32_t level)
{
	uint64_t inside = level_bytes(level) - 1;
	uint64_t first = entry & ENTRY_ADDRESS & ~inside;
	return (first | (addr & inside)) >> PAGE_SHIFT;
}

/* An entry that a processor takes for the last one of a walk. */
static inline bool entry_is_last(uint32_t level, uint64_t entry)
{
	return level == LEVEL_PTE || (level <= LEVEL_PUD && (entry & ENTRY_LARGE));
}

/* Whether the upper bits of an address repeat the highest one that is translated. */
static inline bool is_canonical(const struct machine *m, uint64_t addr)
{
	uint32_t unused = 64 - (PAGE_SHIFT + 9 * m->g->space.levels);
	return (uint64_t)((int64_t)(addr << unused) >> unused) == addr;
}

/* The walk that a processor does by itself. It only asks whether an entry is
 * present; one that is, but is neither a table nor a page, makes it fault too.
 * False: a page fault. */
static inline bool translate(const struct machine *m, uint64_t addr, struct translation *found)
{
	uint32_t table = m->g->top_table;
	uint32_t level = m->g->space.levels;
	for (; is_canonical(m, addr); level--) {
		uint64_t entry = m->table[table].slot[level_index(level, addr)];
		if (!(entry & ENTRY_PRESENT))
			return false;
		if (entry_is_last(level, entry)) {
			*found = (struct translation){ .addr = addr & ~(level_bytes(level) - 1),
						       .entry = entry, .level = level };
			return true;
		}
		if (!entry_is_table(level, entry))
			return false;
		table = (uint32_t)entry_pfn(entry);
	}
	return false;
}

/* Whether the tables still say what a translation says. */
static inline bool is_stale(const struct machine *m, const struct translation *remembered)
{
	struct translation now;
	return !translate(m, remembered->addr, &now) || now.entry != remembered->entry ||
	       now.level != remembered->level;
}

/* The first handle of a CPU's translations. */
static inline uint32_t tlb_first(uint32_t cpu)
{
	return cpu * TLB_ENTRIES + 1;
}

/* How many of its handles are in use; fewer than TLB_ENTRIES until it is full. */
static inline uint32_t tlb_handles(const struct machine *m, uint32_t cpu)
{
	uint64_t used = m->g->used[REGION_TLB];
	uint64_t below = (uint64_t)cpu * TLB_ENTRIES;
	if (used <= below)
		return 0;
	return used - below < TLB_ENTRIES ? (uint32_t)(used - below) : TLB_ENTRIES;
}

#endif
