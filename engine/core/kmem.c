/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Requests for memory, the log, and the kernel's fatal checks.
 *
 * A free element's link to the next free one lies in a word that its user sets
 * anyway, so taking and giving back touch one cache line.
 */

#include "engine/core/kmem.h"

static uint64_t *request_count(struct machine *m, enum request kind)
{
	switch (kind) {
	case REQUEST_PAGE:
		return &m->g->work.pages;
	case REQUEST_TABLE:
		return &m->g->work.tables;
	default:
		return &m->g->work.kmallocs;
	}
}

bool request_granted(struct machine *m, enum request kind)
{
	if (kind != REQUEST_PRELOAD) {
		uint64_t *count = request_count(m, kind);
		SET(*count, *count + 1);
	}
	if (m->g->fail[kind] == 0)
		return true;
	SET(m->g->fail[kind], m->g->fail[kind] - 1);
	return m->g->fail[kind] != 0;
}

static uint32_t *free_link(struct machine *m, enum region region, uint32_t element)
{
	switch (region) {
	case REGION_SPAN:
		return &m->rest[element].purge_next;
	case REGION_VM:
		return &m->vm[element].next;
	case REGION_BLOCK:
		return &m->block[element].index_next;
	case REGION_NOTIFIER:
		return &m->notifier[element].next;
	default: /* a table's first slot, lower half; x86 is little-endian */
		return (uint32_t *)(void *)&m->table[element].slot[0];
	}
}

uint32_t region_take(struct machine *m, enum region region)
{
	uint32_t element = m->g->free_list[region];
	if (element) {
		uint32_t *link = free_link(m, region, element);
		SET(m->g->free_list[region], *link);
		SET(*link, 0u);
		return element;
	}
	if (m->g->used[region] + 1 >= memory_capacity(region))
		return 0;
	SET(m->g->used[region], m->g->used[region] + 1);
	return (uint32_t)m->g->used[region];
}

void region_give(struct machine *m, enum region region, uint32_t element)
{
	uint32_t *link = free_link(m, region, element);
	SET(*link, m->g->free_list[region]);
	SET(m->g->free_list[region], element);
}

void note_event(struct machine *m, enum event_kind kind, uint32_t code,
		const uint64_t *value, size_t values)
{
	if (m->g->events + 1u >= memory_capacity(REGION_EVENT))
		return;
	struct event *event = &m->event[m->g->events + 1];
	SET(event->kind, (uint32_t)kind);
	SET(event->code, code);
	for (size_t i = 0; i < EVENT_VALUES; i++)
		SET(event->value[i], i < values ? value[i] : 0);
	SET(m->g->events, m->g->events + 1);
}

void warn(struct machine *m, enum reason reason)
{
	note_event(m, EVENT_WARN, reason, NULL, 0);
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
	longjmp(m->stop, 1);
}

_Noreturn void bug(struct machine *m, enum reason reason)
{
	note_event(m, EVENT_BUG, reason, NULL, 0);
	stop(m, OUTCOME_BUG, reason);
}

_Noreturn void oops(struct machine *m)
{
	note_event(m, EVENT_OOPS, 0, NULL, 0);
	stop(m, OUTCOME_OOPS, 0);
}
