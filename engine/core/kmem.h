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

/* Asks for memory of a kind. Counts the request and answers false when the
 * operation said that this one fails. */
bool request_granted(struct machine *m, enum request kind);

/* Takes an element from a region: the last one freed, or a new one. Its words
 * are zero but for the link of the free list, which the caller overwrites.
 * 0: the region is full. SPAN stands for the four regions of areas. */
uint32_t region_take(struct machine *m, enum region region);

/* Gives an element back. The caller has zeroed what must not stay. */
void region_give(struct machine *m, enum region region, uint32_t element);

/* Notes an event of the present operation. */
void note_event(struct machine *m, enum event_kind kind, uint32_t code,
		const uint64_t *value, size_t values);

/* WARN: noted, the kernel goes on. WARN_ONCE: noted the first time only. */
void warn(struct machine *m, enum reason reason);
void warn_once(struct machine *m, enum reason reason);

/* BUG and oops: noted; the operation stops here, its state stays as it is.
 * Neither returns. */
_Noreturn void bug(struct machine *m, enum reason reason);
_Noreturn void oops(struct machine *m);

#endif
