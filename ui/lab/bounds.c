/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Bounds on what may be asked of the laboratory.
 *
 * An operation runs from its beginning to its end, and nothing can stop it between, so
 * one that is too large is refused before. What adds up, memory and time, is looked at
 * now and then.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>

void lab_set_bounds(struct lab *lab, const struct lab_bounds *bounds)
{
	lab->bounds = bounds ? *bounds : (struct lab_bounds){ 0 };
}

bool lab_is_over(struct lab *lab)
{
	if (!lab_interrupted)
		return lab->bounds.over && lab->bounds.over(lab->bounds.context);
	lab_interrupted = 0;
	return true;
}

/* Pages that an operation maps, one after the other; 0: it maps none. */
static uint64_t pages_of(const struct op *op)
{
	switch (op->kind) {
	case OP_VMALLOC:
	case OP_VZALLOC:
	case OP_VMALLOC_USER:
	case OP_VMALLOC_32:
	case OP_VMALLOC_EXEC:
	case OP_IOREMAP:
	case OP_MAP:
	case OP_IOMAPRANGE:
		return op->arg[op_arg(op->kind, "size")] / PAGE_SIZE;
	case OP_VMAP:
	case OP_MAPRAM:
		return op->arg[op_arg(op->kind, "n")];
	default:
		return 0;
	}
}

bool lab_allows(struct lab *lab, const struct op *op)
{
	const struct lab_bounds *bounds = &lab->bounds;
	uint64_t pages = pages_of(op);
	if (bounds->pages && pages > bounds->pages) {
		lab_fail(lab, "a script can map at most %" PRIu64 " pages at once; these are %" PRIu64,
			 bounds->pages, pages);
		return false;
	}
	if (bounds->memory && machine_bytes(lab_machine(lab)) + timeline_bytes(lab->time) > bounds->memory) {
		lab_fail(lab, "the laboratory has become too large for a script: more than %zu MiB",
			 bounds->memory >> 20);
		return false;
	}
	return true;
}
