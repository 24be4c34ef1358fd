/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_CORE_KMEM_H
#define VMAPLAB_CORE_KMEM_H

/*
 * What the model finds around it in a kernel: memory that may be refused, the
 * log, and the fatal checks. All of it can be asked for from any part of the
 * model.
 */

#include "engine/core/memory.h"
#include "engine/core/record.h"
#include "engine/core/terms.h"

/* One request less until the one that fails; false: it is this one. */
bool fail_countdown(struct machine *m, enum request kind);

/* Asks for memory of a kind. Counts the request and answers false when the
 * operation said that this one fails. */
static inline bool request_granted(struct machine *m, enum request kind)
{
	switch (kind) {
	case REQUEST_KMALLOC:
		COUNT(kmallocs, 1);
		break;
	case REQUEST_PAGE:
		COUNT(pages, 1);
		break;
	case REQUEST_TABLE:
		COUNT(tables, 1);
		break;
	default:
		break;
	}
	return likely(m->g->fail[kind] == 0) || fail_countdown(m, kind);
}

enum { SKEW = 64 };	/* one handle in so many stays unused */

/* How many handles in use lie below this one. */
static inline uint32_t handles_below(uint32_t handle)
{
	return handle - 1 - handle / SKEW;
}

/* Takes an element from a region: the last one freed, or a new one. Its words
 * are zero but for the link of the free list, which the caller overwrites.
 * 0: the region is full. VA_START stands for all regions of areas. */
uint32_t region_take(struct machine *m, enum region region);

/* The same for an area, whose index is good for six regions. */
uint32_t area_take(struct machine *m);

/* Gives an element back. The caller has zeroed what must not stay. */
void region_give(struct machine *m, enum region region, uint32_t element);

/* Notes an event of the present operation: with up to two values. */
void note_event(struct machine *m, enum event_kind kind, uint32_t code, uint64_t a, uint64_t b);

/* A new event, whose six values the caller sets. The log is bounded: beyond
 * that the last one is overwritten. */
static inline struct event *new_event(struct machine *m, enum event_kind kind, uint32_t code)
{
	uint32_t last = m->g->events;
	if (likely(last + 2 < EVENT_CAPACITY))
		SET(m->g->events, ++last);
	SET(m->event[last].kind, (uint32_t)kind);
	SET(m->event[last].code, code);
	return &m->event[last];
}

/* WARN: noted, the kernel goes on. WARN_ONCE: noted the first time only. */
void warn(struct machine *m, enum reason reason);
void warn_once(struct machine *m, enum reason reason);

/* Where BUG and oops leave an operation. Gcc's own pair saves five words; that
 * counts when operations are short. */
#if defined(__GNUC__) && !defined(__clang__)
#define stop_here(m) __builtin_setjmp((void **)(void *)(m)->stop)
#define stop_now(m) __builtin_longjmp((void **)(void *)(m)->stop, 1)
#else
#define stop_here(m) setjmp((m)->stop)
#define stop_now(m) longjmp((m)->stop, 1)
#endif

/* BUG and oops: noted; the operation stops here, its state stays as it is.
 * Neither returns. */
_Noreturn void bug(struct machine *m, enum reason reason);
_Noreturn void oops(struct machine *m);

/* The operation waits for what never comes. Does not return. */
_Noreturn void hang(struct machine *m, enum hang hang);

#endif
