/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Touching memory, and flushing. A touch is what a load instruction does: the
 * TLB is asked first and believed. Only we look into the tables as well, to
 * tell whether it is still right to believe it.
 *
 * When a TLB is full the oldest translation goes; a real one is cleverer, and
 * larger. Which one goes matters to nobody here.
 */

#include "engine/pgtable/tlb.h"

#include "engine/pgtable/frames.h"

static bool covers(const struct translation *remembered, uint64_t addr)
{
	return remembered->live &&
	       (addr & ~(level_bytes(remembered->level) - 1)) == remembered->addr;
}

static void forget(struct machine *m, uint32_t handle)
{
	SET(m->tlb[handle].live, 0u);
	SET(m->tlb[handle].addr, 0u);
	SET(m->tlb[handle].entry, 0u);
	SET(m->tlb[handle].level, 0u);
}

/* The CPU's translation of an address, or 0. */
static uint32_t tlb_lookup(const struct machine *m, uint32_t cpu, uint64_t addr)
{
	const uint32_t first = tlb_first(cpu);
	for (uint32_t i = 0; i < tlb_handles(m, cpu); i++)
		if (covers(&m->tlb[first + i], addr))
			return first + i;
	return 0;
}

static void tlb_load(struct machine *m, uint32_t cpu, const struct translation *found)
{
	uint32_t next = m->g->tlb_next[cpu];
	uint32_t handle = tlb_first(cpu) + next;
	if (handle > m->g->used[REGION_TLB])
		SET(m->g->used[REGION_TLB], handle);
	SET(m->g->tlb_next[cpu], (next + 1) % TLB_ENTRIES);
	SET(m->tlb[handle].addr, found->addr);
	SET(m->tlb[handle].entry, found->entry);
	SET(m->tlb[handle].level, found->level);
	SET(m->tlb[handle].live, 1u);
}

static void note_stale(struct machine *m, uint64_t addr, uint64_t pfn, uint32_t owner)
{
	struct event *event = new_event(m, EVENT_STALE, m->g->space.cpu);
	SET(event->value[0], addr);
	SET(event->value[1], pfn);
	SET(event->value[2], m->vm[owner].addr);
	for (size_t i = 3; i < EVENT_VALUES; i++)
		SET(event->value[i], 0u);
}

/* The processor goes by what it remembers; only the onlooker compares. */
static enum touched go_by_tlb(struct machine *m, uint64_t addr, uint32_t handle, uint64_t *pfn)
{
	const struct translation *remembered = &m->tlb[handle];
	uint64_t entry = remembered->entry;
	uint64_t frame = frame_behind(addr, entry, remembered->level);
	uint32_t stale = is_stale(m, remembered);
	uint32_t owner = m->page[page_with_frame(m, frame)].vm;
	ENTER(go_by_tlb, LOCAL(ADDRESS, addr), LOCAL(ENTRY, entry), LOCAL(PFN, frame),
	      LOCAL(FLAG, stale), LOCAL(VM, owner));

	*pfn = frame;
	STEP(tlb_stale);
	if (!stale)
		return TOUCHED;
	STEP(tlb_through);
	note_stale(m, addr, frame, owner);
	return TOUCHED_STALE;
}

static enum touched go_by_tables(struct machine *m, uint64_t addr, uint32_t cpu, uint64_t *pfn)
{
	struct translation found = { 0 };
	uint32_t present = translate(m, addr, &found);
	uint64_t entry = found.entry;
	uint64_t frame = present ? frame_behind(addr, entry, found.level) : 0;
	ENTER(go_by_tables, LOCAL(ADDRESS, addr), LOCAL(NUMBER, cpu), LOCAL(FLAG, present),
	      LOCAL(ENTRY, entry), LOCAL(PFN, frame));

	*pfn = frame;
	STEP(tables_present);
	if (!present) {
		STEP(tables_fault);
		note_event(m, EVENT_FAULT, cpu, addr, 0);
		return TOUCHED_NOTHING;
	}
	STEP(tables_remember);
	if (!m->g->tlb_off) {
		STEP(tables_load);
		tlb_load(m, cpu, &found);
		note_event(m, EVENT_TLB_LOAD, cpu, addr, frame);
	}
	return TOUCHED;
}

enum touched touch(struct machine *m, uint64_t addr, uint64_t *pfn)
{
	uint32_t cpu = m->g->space.cpu;
	uint32_t handle = tlb_lookup(m, cpu, addr);
	uint32_t remembered = handle != 0;
	ENTER(touch, LOCAL(ADDRESS, addr), LOCAL(NUMBER, cpu), LOCAL(FLAG, remembered));

	STEP(touch_remembered);
	if (remembered)
		return go_by_tlb(m, addr, handle, pfn);
	STEP(touch_walk);
	return go_by_tables(m, addr, cpu, pfn);
}

static bool lies_within(const struct translation *remembered, uint64_t start, uint64_t last)
{
	return remembered->live && remembered->addr <= last &&
	       remembered->addr + (level_bytes(remembered->level) - 1) >= start;
}

/* Forgets what a CPU remembers of start to last, both included; how many that were. */
static uint32_t drop_range(struct machine *m, uint32_t cpu, uint64_t start, uint64_t last)
{
	const uint32_t first = tlb_first(cpu);
	uint32_t dropped = 0;
	for (uint32_t i = 0; i < tlb_handles(m, cpu); i++) {
		if (!lies_within(&m->tlb[first + i], start, last))
			continue;
		forget(m, first + i);
		dropped++;
	}
	return dropped;
}

void flush_tlb_kernel_range(struct machine *m, uint64_t start, uint64_t end)
{
	uint64_t size = end - start;
	uint32_t everything = size > FLUSH_CEILING * PAGE_SIZE;
	uint32_t cpu = 0;
	uint32_t dropped = 0;
	ENTER(flush_tlb_kernel_range, LOCAL(ADDRESS, start), LOCAL(ADDRESS, end),
	      LOCAL(BYTES, size), LOCAL(FLAG, everything), LOCAL(NUMBER, cpu),
	      LOCAL(NUMBER, dropped));

	STEP(flush_ceiling);
	note_event(m, EVENT_FLUSH, 0, start, end);
	for (; tlb_handles(m, cpu); cpu++) {
		STEP(flush_cpu);
		if (everything)
			dropped += drop_range(m, cpu, 0, UINT64_MAX);
		else
			dropped += drop_range(m, cpu, start, end - 1);
	}
	STEP(flush_done);
}

void tlb_clear(struct machine *m, uint32_t cpu)
{
	drop_range(m, cpu, 0, UINT64_MAX);
}

void tlb_switch(struct machine *m, bool on)
{
	SET(m->g->tlb_off, on ? 0u : 1u);
	for (uint32_t cpu = 0; !on && tlb_handles(m, cpu); cpu++)
		tlb_clear(m, cpu);
}
