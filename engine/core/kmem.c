/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Requests for memory, the log, and the kernel's fatal checks.
 *
 * A free element's link to the next free one lies in a word that its user sets
 * anyway, so taking and giving back touch one cache line.
 */

#include "engine/core/kmem.h"

bool fail_countdown(struct machine *m, enum request kind)
{
	SET(m->g->fail[kind], m->g->fail[kind] - 1);
	return m->g->fail[kind] != 0;
}

static uint32_t *free_link(struct machine *m, enum region region, uint32_t element)
{
	switch (region) {
	case REGION_VA_START:
		return &m->rest[element].purge_next;
	case REGION_VM:
		return &m->vm[element].next;
	case REGION_BLOCK:
		return &m->block[element].index_next;
	case REGION_NOTIFIER:
		return &m->notifier[element].next;
	case REGION_DEFERRED:
		return &m->deferred[element].next;
	case REGION_PAGE:
		return &m->page[element].next;
	default: /* a table's first slot, lower half; x86 is little-endian */
		return (uint32_t *)(void *)&m->table[element].slot[0];
	}
}

/* The first element that was never used. A red-black tree over areas that came
 * in order has its upper nodes at handles that differ by powers of two, all in
 * one set of the cache; leaving a handle out now and then spreads them. */
static uint32_t new_element(struct machine *m, enum region region, uint64_t capacity)
{
	uint64_t element = m->g->used[region] + 1;
	if (element % SKEW == 0)
		element++;
	if (element >= capacity)
		return 0;
	SET(m->g->used[region], element);
	return (uint32_t)element;
}

uint32_t region_take(struct machine *m, enum region region)
{
	uint32_t element = m->g->free_list[region];
	if (!element)
		return new_element(m, region, memory_capacity(region));
	uint32_t *link = free_link(m, region, element);
	SET(m->g->free_list[region], *link);
	SET(*link, 0u);
	return element;
}

uint32_t area_take(struct machine *m)
{
	uint32_t area = m->g->free_list[REGION_VA_START];
	if (!area)
		return new_element(m, REGION_VA_START, AREA_CAPACITY);
	SET(m->g->free_list[REGION_VA_START], m->rest[area].purge_next);
	SET(m->rest[area].purge_next, 0u);
	return area;
}

void region_give(struct machine *m, enum region region, uint32_t element)
{
	uint32_t *link = free_link(m, region, element);
	SET(*link, m->g->free_list[region]);
	SET(m->g->free_list[region], element);
}

void note_event(struct machine *m, enum event_kind kind, uint32_t code, uint64_t a, uint64_t b)
{
	struct event *event = new_event(m, kind, code);
	SET(event->value[0], a);
	SET(event->value[1], b);
	for (size_t i = 2; i < EVENT_VALUES; i++)
		SET(event->value[i], 0u);
}

void warn(struct machine *m, enum reason reason)
{
	note_event(m, EVENT_WARN, reason, 0, 0);
}

void warn_once(struct machine *m, enum reason reason)
{
	uint64_t bit = (uint64_t)1 << reason;
	if (m->g->warned & bit)
		return;
	SET(m->g->warned, m->g->warned | bit);
	warn(m, reason);
}

_Noreturn static void stop(struct machine *m, enum outcome_kind kind, uint32_t code)
{
	SET(m->g->outcome.kind, (uint32_t)kind);
	SET(m->g->outcome.code, code);
	stop_now(m);
}

_Noreturn void bug(struct machine *m, enum reason reason)
{
	note_event(m, EVENT_BUG, reason, 0, 0);
	stop(m, OUTCOME_BUG, reason);
}

_Noreturn void oops(struct machine *m)
{
	note_event(m, EVENT_OOPS, 0, 0, 0);
	stop(m, OUTCOME_OOPS, 0);
}

_Noreturn void hang(struct machine *m, enum hang hang)
{
	stop(m, OUTCOME_HANG, hang);
}
