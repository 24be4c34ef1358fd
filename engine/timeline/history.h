/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_TIMELINE_HISTORY_H
#define VMAPLAB_TIMELINE_HISTORY_H

/*
 * The operations of one branch, packed, and what they cost to run again.
 * Operations are counted from 0 here: index i is the branch's (fork + 1 + i)th.
 */

#include "engine/engine.h"

struct history_block;

struct history {
	struct history_block *block;
	size_t blocks;
	size_t room;
	uint64_t ops;
	uint64_t cost;		/* of all operations up to here, from the very first */
	size_t bytes;		/* heap memory held */
	uint64_t next;		/* index at which reading in order goes on */
	size_t next_at;		/* its offset in its block */
	size_t last_at;		/* that of the one before, which was read last */
};

/* Lists of operations that were unpacked, one at a time. */
struct op_list {
	uint64_t *at;
	size_t room;
};

/* How many numbers the lists of an operation hold. */
size_t op_list_numbers(const struct op *op);

/* Makes room for the lists of such an operation. False: no memory. */
bool op_list_reserve(struct op_list *list, const struct op *op);
void op_list_free(struct op_list *list);

void history_init(struct history *h, uint64_t cost);
void history_free(struct history *h);

/* Appends an operation; its lists are copied. False: no memory, no change. */
bool history_append(struct history *h, const struct space *space, const struct op *op);

/* Unpacks an operation. Its lists lie in `list`, which has room for them. */
void history_read(struct history *h, uint64_t index, const struct space *space,
		  struct op_list *list, struct op *op);

/* Cost of everything before the operation; exact at the first of each block,
 * in between as if all operations of a block cost the same. */
uint64_t history_cost_before(const struct history *h, uint64_t index);

#endif
