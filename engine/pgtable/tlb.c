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

enum touched touch(struct machine *m, uint64_t addr, uint64_t *pfn)
{
	uint32_t cpu = m->g->space.cpu;
	uint32_t remembered = 0;
	uint32_t stale = 0;
	uint64_t entry = 0;
	uint64_t frame = 0;
	uint32_t owner = 0;
	struct translation found = { 0 };
	ENTER(touch, LOCAL(ADDRESS, addr), LOCAL(NUMBER, cpu), LOCAL(FLAG, remembered),
	      LOCAL(ENTRY, entry), LOCAL(PFN, frame), LOCAL(FLAG, stale),
	      LOCAL(VM, owner));

	STEP(touch_lookup);
	uint32_t handle = tlb_lookup(m, cpu, addr);
	remembered = handle != 0;
	STEP(touch_remembered);
	if (remembered) {
		entry = m->tlb[handle].entry;
		*pfn = frame = frame_behind(addr, entry, m->tlb[handle].level);
		stale = is_stale(m, &m->tlb[handle]);
		owner = m->page[page_with_frame(m, frame)].vm;
		STEP(touch_stale);
		if (stale)
			note_stale(m, addr, frame, owner);
		return stale ? TOUCHED_STALE : TOUCHED;
	}
	STEP(touch_walk);
	if (!translate(m, addr, &found)) {
		STEP(touch_fault);
		note_event(m, EVENT_FAULT, cpu, addr, 0);
		return TOUCHED_NOTHING;
	}
	entry = found.entry;
	*pfn = frame = frame_behind(addr, entry, found.level);
	STEP(touch_load);
	if (!m->g->tlb_off) {
		tlb_load(m, cpu, &found);
		note_event(m, EVENT_TLB_LOAD, cpu, addr, frame);
	}
	return TOUCHED;
}

/* Forgets what a CPU remembers of [start, end]; how many that were. */
static uint32_t drop_range(struct machine *m, uint32_t cpu, uint64_t start, uint64_t last)
{
	const uint32_t first = tlb_first(cpu);
	uint32_t dropped = 0;
	for (uint32_t i = 0; i < tlb_handles(m, cpu); i++) {
		const struct translation *remembered = &m->tlb[first + i];
		uint64_t end = remembered->addr + (remembered->live ? level_bytes(remembered->level) : 0);
		if (!remembered->live || remembered->addr > last || end - 1 < start)
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
