/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The timeline: a cursor over the steps of all operations.
 *
 * Within an operation the cursor moves by its tape. At the end of an
 * operation that ran plainly there is no tape yet; it is made when somebody
 * asks for a step: the way leads back to before the operation and through it
 * once more (replay.c), and the memory is again what it was.
 */

#include "engine/timeline/inner.h"

#include <errno.h>
#include <stdlib.h>

/* --- opening --- */

static bool begin(struct timeline *t)
{
	struct extent extent;

	t->line = calloc(1, sizeof(*t->line));
	if (!t->line)
		return false;
	t->lines = t->line_room = 1;
	t->step = AT_END;
	t->most_events = t->machine.g->events;
	extent = extent_measure(&t->machine, t->most_events);
	return checkpoints_add(&t->line->checkpoints, NULL, &t->machine, &extent, 0, 0,
			       &t->checkpoint_bytes);
}

struct timeline *timeline_open(const struct space *space)
{
	struct timeline *t = calloc(1, sizeof(*t));

	if (!t || !machine_open(&t->machine, space)) {
		free(t);
		return NULL;
	}
	t->space = *space;
	if (!begin(t)) {
		timeline_close(t);
		errno = ENOMEM;
		return NULL;
	}
	return t;
}

static void free_line(struct timeline *t, uint32_t number)
{
	t->ops -= t->line[number].history.ops;
	history_free(&t->line[number].history);
	checkpoints_free(&t->line[number].checkpoints, &t->checkpoint_bytes);
}

void timeline_close(struct timeline *t)
{
	if (!t)
		return;
	for (uint32_t i = 0; i < t->lines; i++)
		free_line(t, i);
	free(t->line);
	tapes_free(&t->tapes);
	op_list_free(&t->list);
	machine_close(&t->machine);
	free(t);
}

/* --- where the cursor is --- */

const struct machine *timeline_machine(const struct timeline *t)
{
	return &t->machine;
}

struct cursor timeline_cursor(const struct timeline *t)
{
	const struct core_tape *tape = replay_tape(t);
	struct cursor cursor = { t->present, t->op, t->step };

	if (!t->op)
		cursor.step = 0;
	else if (t->step == AT_END && tape)
		cursor.step = tape->steps;
	return cursor;
}

uint64_t timeline_length(const struct timeline *t)
{
	return line_length(t);
}

const struct core_tape *timeline_look(struct timeline *t)
{
	if (t->op && !replay_tape(t))
		replay_arrive(t, t->op);
	return replay_tape(t);
}

uint64_t timeline_steps(struct timeline *t)
{
	const struct core_tape *tape = timeline_look(t);

	return tape ? tape->steps : 0;
}

const struct core_step *timeline_step_at(struct timeline *t, uint64_t step)
{
	const struct core_tape *tape = timeline_look(t);

	return tape && step < tape->steps ? &tape->step[step] : NULL;
}

const struct core_step *timeline_step(struct timeline *t)
{
	return t->step == AT_END ? NULL : timeline_step_at(t, t->step);
}

const struct core_write *timeline_writes(struct timeline *t, uint64_t from, uint64_t to,
					 size_t *count)
{
	const struct core_tape *tape = timeline_look(t);
	size_t first;

	*count = 0;
	if (!tape || from > to || to > tape->steps)
		return NULL;
	first = tape_write_of_step(tape, (size_t)from);
	*count = tape_write_of_step(tape, (size_t)to) - first;
	return &tape->write[first];
}

const struct core_write *timeline_changes(struct timeline *t, size_t *count)
{
	const struct core_tape *tape = timeline_look(t);
	uint64_t step = tape && t->step == AT_END ? tape->steps : t->step;

	*count = 0;
	return step ? timeline_writes(t, step - 1, step, count) : NULL;
}

const struct core_signature *timeline_signature(const struct timeline *t, enum function function)
{
	const struct core_signature *signature = &t->recorder.signature[function];

	return signature->locals ? signature : NULL;
}

bool timeline_op(struct timeline *t, uint64_t op, struct op *out)
{
	if (!op || op > line_length(t))
		return false;
	line_read(t, op, out);
	return true;
}

size_t timeline_bytes(const struct timeline *t)
{
	size_t bytes = sizeof(*t) + t->line_room * sizeof(*t->line) +
		       t->list.room * sizeof(*t->list.at);

	for (uint32_t i = 0; i < t->lines; i++)
		bytes += t->line[i].history.bytes;
	return bytes + t->checkpoint_bytes + t->tapes.bytes;
}

/* --- moving --- */

/* To a step of the cursor's operation, whose tape is kept. */
static void move_to_step(struct timeline *t, const struct core_tape *tape, uint64_t step)
{
	size_t now = t->step == AT_END ? tape->steps : (size_t)t->step;
	size_t from = tape_write_of_step(tape, now);
	size_t to = tape_write_of_step(tape, (size_t)step);

	tape_redo(tape, &t->machine, from, to);
	tape_undo(tape, &t->machine, to, from);
	t->step = step < tape->steps ? step : AT_END;
}

bool timeline_forward(struct timeline *t)
{
	const struct core_tape *tape = replay_tape(t);

	if (t->step != AT_END) {
		move_to_step(t, tape, t->step + 1);
		return true;
	}
	if (t->op == line_length(t))
		return false;
	replay_arrive(t, t->op + 1);
	tape = replay_tape(t);
	if (tape)
		move_to_step(t, tape, 0);
	return true;
}

bool timeline_back(struct timeline *t)
{
	const struct core_tape *tape = timeline_look(t);

	if (!t->op)
		return false;
	if (!tape)
		replay_arrive(t, t->op - 1);
	else if (t->step == AT_END && tape->steps)
		move_to_step(t, tape, tape->steps - 1);
	else if (t->step && t->step != AT_END)
		move_to_step(t, tape, t->step - 1);
	else
		replay_leave(t);
	return true;
}

/* To a step of the cursor's operation. False: it has no such step. */
static bool go_to_step(struct timeline *t, uint64_t step)
{
	const struct core_tape *tape = timeline_look(t);
	uint64_t steps = tape ? tape->steps : 0;

	if (step == AT_END)
		step = steps;
	if (step > steps)
		return false;
	if (tape)
		move_to_step(t, tape, step);
	return true;
}

bool timeline_goto(struct timeline *t, uint64_t op, uint64_t step)
{
	uint64_t old_op = t->op;
	uint64_t old_step = t->step;

	if (op > line_length(t))
		return false;
	if (op != t->op)
		replay_arrive(t, op);
	if (go_to_step(t, step))
		return true;
	if (old_op != t->op)
		replay_arrive(t, old_op);
	go_to_step(t, old_step);
	return false;
}

/* --- running --- */

/* Adds an operation behind `after` to the history, on the present branch or on
 * a new one. False: no memory. */
static bool add_to_history(struct timeline *t, const struct op *op, uint64_t after,
			   uint32_t *branch)
{
	bool forks = after < line_length(t);

	*branch = t->present;
	if (!op_list_reserve(&t->list, op) || (forks && !line_add(t, after, branch)))
		return false;
	if (!history_append(&t->line[*branch].history, &t->space, op)) {
		if (forks)
			line_remove_last(t);
		return false;
	}
	t->line[*branch].info.length++;
	t->ops++;
	return true;
}

/* The tapes by which the cursor moves are found through the present branch, so
 * the new one becomes the present one only when the cursor has left. */
static void enter_branch(struct timeline *t, uint32_t branch, bool undone)
{
	if (undone)
		replay_leave(t);
	else
		replay_finish(t);
	if (branch != t->present)
		t->try_at_cost = 0;
	t->present = branch;
}

bool timeline_run(struct timeline *t, const struct op *op, bool recorded)
{
	bool undone = t->op && t->step == 0;
	uint64_t leaves;
	uint32_t branch;

	if (!add_to_history(t, op, undone ? t->op - 1 : t->op, &branch))
		return false;
	enter_branch(t, branch, undone);
	leaves = t->machine.g->leaf_entries;
	replay_run(t, op, recorded, t->op + 1);
	t->line[branch].history.cost += keeping_cost(&t->machine, leaves);
	keeping_consider(t);
	return true;
}

/* --- branches --- */

uint32_t timeline_branches(const struct timeline *t)
{
	return t->lines;
}

struct branch timeline_branch(const struct timeline *t, uint32_t branch)
{
	return t->line[branch].info;
}

uint64_t timeline_shared(const struct timeline *t, uint32_t branch)
{
	return line_shared(t, t->present, branch);
}

bool timeline_switch(struct timeline *t, uint32_t branch, uint64_t op)
{
	uint64_t shared;
	bool there;

	if (branch >= t->lines || t->line[branch].info.dropped ||
	    op > t->line[branch].info.length)
		return false;
	shared = line_shared(t, t->present, branch);
	there = t->op <= shared || replay_rewind(t, shared);
	t->present = branch;
	t->try_at_cost = 0;
	if (!there)
		replay_restore(t, op);
	replay_arrive(t, op);
	return true;
}

static bool has_branches(const struct timeline *t, uint32_t branch)
{
	for (uint32_t i = branch + 1; i < t->lines; i++)
		if (t->line[i].info.parent == branch && !t->line[i].info.dropped)
			return true;
	return false;
}

bool timeline_drop(struct timeline *t, uint32_t branch)
{
	if (branch >= t->lines || branch == t->present || t->line[branch].info.dropped ||
	    has_branches(t, branch))
		return false;
	free_line(t, branch);
	tapes_forget(&t->tapes, branch);
	t->line[branch].info.dropped = true;
	return true;
}
