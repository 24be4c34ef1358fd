/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Branches: which operation belongs to whom.
 *
 * A branch holds only what it added behind its fork; what lies before belongs
 * to its parent, or to the parent's parent. A parent's number is always lower,
 * so climbing ends at branch 0.
 */

#include "engine/timeline/inner.h"

#include <stdlib.h>

uint32_t line_of_op(const struct timeline *t, uint64_t op)
{
	uint32_t number = t->present;

	while (number && op <= t->line[number].info.fork)
		number = t->line[number].info.parent;
	return number;
}

uint64_t line_length(const struct timeline *t)
{
	return t->line[t->present].info.length;
}

void line_read(struct timeline *t, uint64_t op, struct op *out)
{
	struct line *line = &t->line[line_of_op(t, op)];

	history_read(&line->history, op - line->info.fork - 1, &t->space, &t->list, out);
}

uint64_t line_cost(const struct timeline *t, uint64_t op)
{
	const struct line *line = &t->line[line_of_op(t, op)];

	return history_cost_before(&line->history, op - line->info.fork);
}

bool line_add(struct timeline *t, uint64_t fork, uint32_t *number)
{
	uint32_t room = t->line_room * 2;
	uint32_t parent = line_of_op(t, fork);
	struct line *grown;

	if (t->lines == t->line_room) {
		grown = realloc(t->line, room * sizeof(*grown));
		if (!grown)
			return false;
		t->line = grown;
		t->line_room = room;
	}
	*number = t->lines++;
	t->line[*number] = (struct line){
		.info = { .parent = parent, .fork = fork, .length = fork },
	};
	history_init(&t->line[*number].history, line_cost(t, fork));
	return true;
}

void line_remove_last(struct timeline *t)
{
	history_free(&t->line[--t->lines].history);
}

uint64_t line_shared(const struct timeline *t, uint32_t a, uint32_t b)
{
	uint64_t shared = UINT64_MAX;

	while (a != b) {
		uint32_t *higher = a > b ? &a : &b;
		const struct branch *info = &t->line[*higher].info;

		if (info->fork < shared)
			shared = info->fork;
		*higher = info->parent;
	}
	if (t->line[a].info.length < shared)
		shared = t->line[a].info.length;
	return shared;
}

/* A branch may have no checkpoint before the operation; then its parent has
 * one at or before the fork. Branch 0 has one at operation 0. */
const struct checkpoint *line_checkpoint(const struct timeline *t, uint64_t op)
{
	uint32_t number = t->present;

	for (;;) {
		const struct line *line = &t->line[number];
		const struct checkpoint *c = checkpoints_find(&line->checkpoints, op);

		if (c || !number)
			return c;
		if (line->info.fork < op)
			op = line->info.fork;
		number = line->info.parent;
	}
}
