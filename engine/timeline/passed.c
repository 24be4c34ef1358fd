/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the cursor has passed in its operation: how often each step ran, and
 * where the calls stand that are going on.
 *
 * Nothing of this is recorded; it is read off the tape. Since a screen asks
 * after every move, it is enough to look at the steps between the last answer
 * and the cursor: going on adds them, going back takes them away.
 */

#include "engine/timeline/inner.h"

#include <string.h>

/* Forgets what was seen of another operation. NULL: the cursor's has no steps. */
static const struct core_tape *begin(struct timeline *t)
{
	const struct core_tape *tape = timeline_look(t);
	uint32_t branch = line_of_op(t, t->op);

	if (!tape || t->passed.op != t->op || t->passed.branch != branch) {
		memset(&t->passed, 0, sizeof(t->passed));
		t->passed.op = t->op;
		t->passed.branch = branch;
	}
	return tape;
}

static uint64_t distance(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

/* From the beginning, when that is nearer than the last answer. */
static void begin_near(struct passed *passed, uint64_t step)
{
	if (step >= distance(passed->at, step))
		return;
	memset(passed->count, 0, sizeof(passed->count));
	passed->at = 0;
}

const uint32_t *timeline_counts(struct timeline *t)
{
	struct passed *passed = &t->passed;
	const struct core_tape *tape = begin(t);
	uint64_t step = !tape ? 0 : t->step == AT_END ? tape->steps : t->step;

	begin_near(passed, step);
	while (passed->at < step)
		passed->count[tape->step[passed->at++].step]++;
	while (passed->at > step)
		passed->count[tape->step[--passed->at].step]--;
	return passed->count;
}

const struct core_step *timeline_call(struct timeline *t, uint32_t depth)
{
	const struct core_tape *tape = begin(t);
	uint64_t at = t->step;

	if (!tape || at == AT_END || !depth || depth > FRAME_MAX)
		return NULL;
	for (; at > 0 && tape->step[at].depth > depth; at--) {
		bool known = t->passed.call[depth].known;
		uint64_t step = t->passed.call[depth].step;

		if (known && at <= t->passed.call[depth].seen && at >= step) {
			at = step;
			break;
		}
	}
	t->passed.call[depth].known = true;
	t->passed.call[depth].step = at;
	t->passed.call[depth].seen = t->step;
	return tape->step[at].depth == depth ? &tape->step[at] : NULL;
}
