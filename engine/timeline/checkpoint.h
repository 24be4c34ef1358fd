/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_TIMELINE_CHECKPOINT_H
#define VMAPLAB_TIMELINE_CHECKPOINT_H

/*
 * Copies of a machine's memory between two operations. Copies share the pages
 * that are alike.
 */

#include "engine/engine.h"

struct checkpoint_page;

struct checkpoint {
	uint64_t op;			/* the copy shows the end of this operation */
	uint64_t cost;			/* of all operations up to there */
	struct checkpoint_page **page;
	size_t first[REGION_COUNT + 1];	/* each region's first page; last: how many */
};

/* Checkpoints of one branch, in order. */
struct checkpoints {
	struct checkpoint *at;
	size_t count;
	size_t room;
};

/* How far each region reaches, in bytes. An operation's events stay in memory
 * when the next one has fewer; so their region counts as far as it was ever
 * used: `most_events` is the largest number that was seen. */
struct extent {
	size_t used[REGION_COUNT];
};
struct extent extent_measure(const struct machine *m, uint32_t most_events);
size_t extent_bytes(const struct extent *extent);

/* In what follows, `bytes` is an account of the heap memory held: a shared
 * page is on it once. */

void checkpoints_free(struct checkpoints *list, size_t *bytes);

/* The last one at or before an operation, or NULL. */
const struct checkpoint *checkpoints_find(const struct checkpoints *list, uint64_t op);

/* Bytes that a copy of the machine would add to the account. */
size_t checkpoint_price(const struct checkpoint *base, const struct machine *m,
			const struct extent *extent);

/* Appends a copy of the machine that shares pages with `base` (or NULL).
 * False: no memory, no change. */
bool checkpoints_add(struct checkpoints *list, const struct checkpoint *base,
		     const struct machine *m, const struct extent *extent,
		     uint64_t op, uint64_t cost, size_t *bytes);

void checkpoints_remove(struct checkpoints *list, size_t index, size_t *bytes);

/* Brings the machine's memory back. What lies behind the copy, up to
 * `extent`, becomes zero, as it was then. */
void checkpoint_restore(const struct checkpoint *c, struct machine *m,
			const struct extent *extent);

#endif
