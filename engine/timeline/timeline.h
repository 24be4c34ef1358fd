/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_TIMELINE_H
#define VMAPLAB_TIMELINE_H

/*
 * Time: run once, look anywhere.
 *
 * A timeline owns a machine and the history of operations that made it. The
 * cursor stands at any step of any operation, and the machine's memory is
 * always what it was at that moment: going back takes writes back, going on
 * puts them in again. What reads the machine needs to know nothing of time.
 *
 * The history keeps operations, packed to a few bytes, and checkpoints (copies
 * of the arena that share the pages that did not change). The steps of an
 * operation that is not at hand come from running it again from the nearest
 * checkpoint; the tapes of the last few operations are kept.
 *
 * Operations are numbered from 1 on each branch. Position 0 is the machine
 * before the first one.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/engine.h"

struct timeline;

/* Where the cursor stands: operation 0..length; step s of 0..steps. Step s <
 * steps: the s-th step's statement is about to run. s == steps: the operation
 * has ended; when nobody has asked for its steps yet, s is UINT64_MAX instead
 * (timeline_steps asks). Operation 0 has no steps. */
struct cursor {
	uint32_t branch;
	uint64_t op;
	uint64_t step;
};

/* Opens a timeline on a new machine. NULL: no memory (errno tells). */
struct timeline *timeline_open(const struct space *space);
void timeline_close(struct timeline *t);

/* The machine at the cursor. Its address stays the same for the timeline's life. */
const struct machine *timeline_machine(const struct timeline *t);
struct cursor timeline_cursor(const struct timeline *t);

/*
 * Runs a new operation and puts the cursor at its end. It follows the
 * operation at the cursor (which is finished first when the cursor stands
 * inside it, or is left undone when the cursor stands at its step 0). If other
 * operations already follow there, a new branch begins and becomes the
 * present one. With `recorded` false the plain engine runs it: much faster,
 * and its steps are made when somebody looks. False: memory ran out; nothing
 * has changed.
 */
bool timeline_run(struct timeline *t, const struct op *op, bool recorded);

/* Operations on the present branch, and steps of the cursor's operation. */
uint64_t timeline_length(const struct timeline *t);
uint64_t timeline_steps(struct timeline *t);

/* One step on or back. Between operations the cursor moves from the end of k
 * to step 0 of k+1; only what an operation clears as it begins, and the frame
 * of its first call, differ there. False: there is nothing further. */
bool timeline_forward(struct timeline *t);
bool timeline_back(struct timeline *t);

/* Goes to a step of an operation of the present branch. step UINT64_MAX: its
 * end. False when there is no such position (the cursor stays). */
bool timeline_goto(struct timeline *t, uint64_t op, uint64_t step);

/* The step at the cursor; NULL at the end of an operation and at operation 0. */
const struct core_step *timeline_step(struct timeline *t);
/* Step `step` of the cursor's operation; NULL out of range. */
const struct core_step *timeline_step_at(struct timeline *t, uint64_t step);

/* The words that the move to this step changed (between the step before and
 * this one, in the order of time); NULL and 0 at step 0. */
const struct core_write *timeline_changes(struct timeline *t, size_t *count);

/* The words that changed between two steps (from <= to) of the cursor's operation,
 * in the order of time; NULL and 0 when it has no such steps. */
const struct core_write *timeline_writes(struct timeline *t, uint64_t from, uint64_t to,
					 size_t *count);

/* How often each step (by enum step) of the cursor's operation ran before the
 * cursor. Costs as many steps as lie between the cursor and where it was asked
 * last, or the beginning. Valid until the next call of any timeline function. */
const uint32_t *timeline_counts(struct timeline *t);

/* The step at which the present call of that depth (1: the outermost) stands: of
 * an outer call, the statement that made the next one. Costs as timeline_counts,
 * but for the first time inside a call that was entered from its end. NULL: it
 * has come to no step yet, or there is no such call. */
const struct core_step *timeline_call(struct timeline *t, uint32_t depth);

/* Locals of a function; NULL when it was never entered. */
const struct core_signature *timeline_signature(const struct timeline *t, enum function function);

/* Operation `op` of the present branch. Its list stays valid until the next
 * call of any timeline function. False: no such operation. */
bool timeline_op(struct timeline *t, uint64_t op, struct op *out);

/* Branches are numbered from 0 and keep their number; a dropped one is gone. */
struct branch {
	uint32_t parent;	/* itself for branch 0 */
	uint64_t fork;		/* operations shared with the parent */
	uint64_t length;	/* operations in all, shared ones included */
	bool dropped;
};
uint32_t timeline_branches(const struct timeline *t);
struct branch timeline_branch(const struct timeline *t, uint32_t branch);

/* Operations that a branch, dropped or not, has in common with the present one. */
uint64_t timeline_shared(const struct timeline *t, uint32_t branch);

/* Makes a branch the present one and goes to the end of its operation `op`.
 * False: no such branch or position. */
bool timeline_switch(struct timeline *t, uint32_t branch, uint64_t op);

/* Forgets a branch and what only it holds. False: it is the present one, has
 * branches of its own, or is no branch. */
bool timeline_drop(struct timeline *t, uint32_t branch);

/* Bytes the history holds beside the live machine: operations, checkpoints, tapes. */
size_t timeline_bytes(const struct timeline *t);

#endif
