/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Getting to the end of an operation, by whatever way is the shortest: tapes
 * that are kept, running on from where the cursor is, or running on from a
 * checkpoint.
 *
 * Who arrives somewhere by running will look at the steps there and is likely
 * to step back from there. So the last operations before the target are run by
 * the recording engine and their tapes are kept. How many depends on what they
 * cost: recording a walk is some twenty times slower than walking, and its
 * tape is large.
 */

#include "engine/timeline/inner.h"

/* Operations recorded before a target: not more than these, and not more than
 * what costs that much in the plain engine. */
enum { RECORD_OPS = 48 };
#define RECORD_COST UINT64_C(100000)

/* What putting a small checkpoint back costs. */
#define RESTORE_COST UINT64_C(100000)

const struct core_tape *replay_tape(const struct timeline *t)
{
	return t->op ? tapes_find(&t->tapes, line_of_op(t, t->op), t->op) : NULL;
}

static const struct core_tape *tape_of(const struct timeline *t, uint64_t op)
{
	return tapes_find(&t->tapes, line_of_op(t, op), op);
}

/* --- by tapes --- */

static size_t writes_done(const struct timeline *t, const struct core_tape *tape)
{
	return t->step == AT_END ? tape->writes : tape_write_of_step(tape, (size_t)t->step);
}

void replay_finish(struct timeline *t)
{
	const struct core_tape *tape = replay_tape(t);

	if (t->step == AT_END)
		return;
	tape_redo(tape, &t->machine, writes_done(t, tape), tape->writes);
	t->step = AT_END;
}

void replay_leave(struct timeline *t)
{
	const struct core_tape *tape = replay_tape(t);

	tape_undo(tape, &t->machine, 0, writes_done(t, tape));
	t->op--;
	t->step = AT_END;
}

bool replay_rewind(struct timeline *t, uint64_t op)
{
	for (uint64_t behind = t->op; behind > op; behind--)
		if (!tape_of(t, behind))
			return false;
	while (t->op > op)
		replay_leave(t);
	return true;
}

/* --- by checkpoints --- */

void replay_restore(struct timeline *t, uint64_t op)
{
	const struct checkpoint *c = line_checkpoint(t, op);
	struct extent extent = extent_measure(&t->machine, t->most_events);

	checkpoint_restore(c, &t->machine, &extent);
	t->op = c->op;
	t->step = AT_END;
}

/* --- by running --- */

static void record(struct timeline *t, const struct op *op, uint64_t centre)
{
	uint64_t number = t->op + 1;
	struct core_tape tape;

	tape_init(&tape);
	t->recorder.tape = &tape;
	t->machine.rec = &t->recorder;
	engine_record.run(&t->machine, op);
	t->machine.rec = NULL;
	t->recorder.tape = NULL;
	if (!tape.broken)
		tapes_keep(&t->tapes, &tape, line_of_op(t, number), number, centre);
	tape_free(&tape);
}

void replay_run(struct timeline *t, const struct op *op, bool recorded, uint64_t centre)
{
	if (recorded)
		record(t, op, centre);
	else
		engine_plain.run(&t->machine, op);
	if (t->machine.g->events > t->most_events)
		t->most_events = t->machine.g->events;
	t->op++;
}

/* Puts the next operation in again, from the end of the one before it. */
static void advance(struct timeline *t, bool recorded, uint64_t centre)
{
	const struct core_tape *tape = tape_of(t, t->op + 1);
	struct op op;

	if (tape) {
		tape_redo(tape, &t->machine, 0, tape->writes);
		t->op++;
		return;
	}
	line_read(t, t->op + 1, &op);
	replay_run(t, &op, recorded, centre);
}

/* The first operation to be recorded on the way to a target. */
static uint64_t first_recorded(const struct timeline *t, uint64_t target)
{
	uint64_t cost = line_cost(t, target);
	uint64_t first = target;

	while (first > 1 && target - first + 1 < RECORD_OPS &&
	       cost - line_cost(t, first - 2) <= RECORD_COST)
		first--;
	return first;
}

/* Is running on from the cursor as good as putting a checkpoint back? */
static bool worth_staying(const struct timeline *t, const struct checkpoint *c)
{
	return t->op >= c->op || line_cost(t, t->op) + RESTORE_COST >= c->cost;
}

/* Goes to a place from which running leads to the target: the end of an
 * operation at or before `latest`. A cursor that comes from further back stays
 * on its way; otherwise the way begins at or before `early`. */
static void find_start(struct timeline *t, uint64_t latest, uint64_t early)
{
	if (t->op > latest ? replay_rewind(t, latest)
			   : worth_staying(t, line_checkpoint(t, early)))
		replay_finish(t);
	else
		replay_restore(t, early);
}

/* A target whose tape is not kept has to be run, so the way begins before it,
 * and before the operations that are to be recorded with it: also when a
 * checkpoint lies between them, one can then step back over several. */
void replay_arrive(struct timeline *t, uint64_t op)
{
	bool kept = !op || tape_of(t, op);
	uint64_t record_from = op ? first_recorded(t, op) : 0;

	find_start(t, kept ? op : op - 1, kept ? op : record_from - 1);
	while (t->op < op)
		advance(t, t->op + 1 >= record_from, op);
}
