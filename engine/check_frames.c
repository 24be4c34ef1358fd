/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Checking what check.c leaves out: every page frame of the pool has one owner
 * and every owner has whole pages; TLBs hold what a processor could remember.
 */

#include <stdlib.h>

#include "engine/look.h"
#include "engine/pgtable/frames.h"
#include "engine/pgtable/tlb.h"

/* --- frames --- */

/* The pages of one vm area; a page that says it is another's ends the count, so
 * that no page is counted twice. */
static bool count_pages_of(struct check *c, uint32_t vm, uint64_t *pages)
{
	const struct machine *m = c->m;
	uint64_t most = *pages + m->g->used[REGION_PAGE];

	for (uint32_t page = m->vm[vm].pages; page; page = m->page[page].next) {
		if (page > m->g->used[REGION_PAGE] || !m->page[page].live)
			return check_fault(c, "a vm area has a freed page: ", vm);
		if (m->page[page].vm != vm)
			return check_fault(c, "a page belongs to two vm areas: ", page);
		if (++*pages > most)
			return check_fault(c, "the pages of a vm area run in a ring: ", vm);
	}
	return true;
}

/* In sequential order no frame comes twice; a bit for each finds one that did. */
static bool check_sequential(struct check *c)
{
	const struct machine *m = c->m;
	uint64_t frames = m->g->frame_order;
	unsigned char *seen = calloc(frames / 8 + 1, 1);
	bool good = true;

	if (!seen)
		return check_fault(c, "no memory to look for frames that are owned twice: ", frames);
	for (uint32_t page = 1; good && page <= m->g->used[REGION_PAGE]; page++) {
		uint64_t n = m->page[page].pfn - FIRST_FRAME;
		if (!m->page[page].live)
			continue;
		good = n < frames && !(seen[n / 8] & 1u << n % 8);
		if (good)
			seen[n / 8] |= (unsigned char)(1u << n % 8);
		else
			check_fault(c, "a page frame is none of the pool's, or is owned twice: ", page);
	}
	free(seen);
	return good;
}

/* In scattered order a frame goes with its handle, one to one. */
static bool check_scattered(struct check *c)
{
	const struct machine *m = c->m;

	for (uint32_t page = 1; page <= m->g->used[REGION_PAGE]; page++)
		if (m->page[page].live && m->page[page].pfn != scattered_frame(m, page))
			return check_fault(c, "a page has another frame than its own: ", page);
	return true;
}

bool check_frames(struct check *c)
{
	const struct machine *m = c->m;
	uint64_t owned = 0, live = 0;	/* the leaked ones count as owned */

	for (uint32_t vm = 1; vm <= m->g->used[REGION_VM]; vm++)
		if (m->vm[vm].live && !count_pages_of(c, vm, &owned))
			return false;
	for (uint32_t page = 1; page <= m->g->used[REGION_PAGE]; page++) {
		live += m->page[page].live;
		owned += m->page[page].live && !m->page[page].vm;
	}
	if (owned != live)
		return check_counts(c, "page frames that vm areas have: ", owned, live);
	if (live != m->g->frames)
		return check_counts(c, "page frames in use: ", live, m->g->frames);
	return m->g->frame_scattered ? check_scattered(c) : check_sequential(c);
}

/* --- TLBs --- */

static bool check_translation(struct check *c, uint32_t cpu, const struct translation *known)
{
	const struct machine *m = c->m;

	if (!known->live)
		return known->addr == 0 && known->entry == 0 && known->level == 0 ?
			true : check_fault(c, "a forgotten translation is not empty: CPU ", cpu);
	if (m->g->tlb_off || cpu >= m->g->space.cpus)
		return check_fault(c, "a translation that nobody can have remembered: CPU ", cpu);
	if (known->level < LEVEL_PTE || known->level > LEVEL_PUD ||
	    (known->addr & (level_bytes(known->level) - 1)) || !(known->entry & ENTRY_PRESENT))
		return check_fault(c, "a translation that no table can have held: CPU ", cpu);
	return true;
}

bool check_tlbs(struct check *c)
{
	const struct machine *m = c->m;

	for (uint32_t cpu = 0; cpu < CPU_MAX; cpu++) {
		const struct translation *known;
		size_t n = machine_tlb(m, cpu, &known);

		if (m->g->tlb_next[cpu] >= TLB_ENTRIES)
			return check_fault(c, "no such entry of a TLB is to be replaced: CPU ", cpu);
		for (size_t i = 0; i < n; i++)
			if (!check_translation(c, cpu, &known[i]))
				return false;
	}
	return true;
}
