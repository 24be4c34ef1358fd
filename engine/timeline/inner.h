/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_TIMELINE_INNER_H
#define VMAPLAB_TIMELINE_INNER_H

/*
 * What the files of this folder share: the timeline itself.
 */

#include "engine/timeline/checkpoint.h"
#include "engine/timeline/history.h"
#include "engine/timeline/tapes.h"
#include "engine/timeline/timeline.h"

#define AT_END UINT64_MAX

/* A branch and what only it holds: its operations behind the fork, and the
 * checkpoints among them. */
struct line {
	struct branch info;
	struct history history;
	struct checkpoints checkpoints;
};

/* What the cursor has passed in its operation, as it was asked for last (passed.c). */
struct passed {
	uint32_t branch;		/* that holds the operation */
	uint64_t op;			/* 0: nothing was asked yet */
	uint64_t at;			/* steps that are counted */
	uint32_t count[STEP_COUNT];
	struct {
		uint64_t step;		/* where the call stands ... */
		uint64_t seen;		/* ... and up to where all steps are deeper */
		bool known;
	} call[FRAME_MAX + 1];		/* by depth */
};

struct timeline {
	struct machine machine;
	struct space space;		/* as it was at the beginning */
	struct line *line;
	uint32_t lines;
	uint32_t line_room;
	uint32_t present;

	/* The cursor. Inside an operation (step is not AT_END) its tape is kept;
	 * at its end there need not be one. */
	uint64_t op;
	uint64_t step;

	struct passed passed;
	struct recorder recorder;
	struct tapes tapes;
	struct op_list list;
	uint32_t most_events;		/* of any operation so far */
	uint64_t ops;			/* in all branches together */
	uint64_t try_at_cost;		/* no checkpoint is thought of before */
	size_t checkpoint_bytes;
};

/* --- timeline.c --- */

/* The tape of the cursor's operation, which is made if need be; NULL: it has none. */
const struct core_tape *timeline_look(struct timeline *t);

/* --- lines.c --- */

/* The branch that holds an operation of the present branch: itself or one that
 * it comes from. Operation 0 belongs to the first. */
uint32_t line_of_op(const struct timeline *t, uint64_t op);
uint64_t line_length(const struct timeline *t);

/* Unpacks an operation 1..length of the present branch. */
void line_read(struct timeline *t, uint64_t op, struct op *out);

/* Cost of all operations up to and with this one. */
uint64_t line_cost(const struct timeline *t, uint64_t op);

/* Adds a branch that shares `fork` operations with the present one. False: no
 * memory. line_remove_last takes it back. */
bool line_add(struct timeline *t, uint64_t fork, uint32_t *number);
void line_remove_last(struct timeline *t);

/* Operations that two branches share. */
uint64_t line_shared(const struct timeline *t, uint32_t a, uint32_t b);

/* The last checkpoint at or before an operation of the present branch. */
const struct checkpoint *line_checkpoint(const struct timeline *t, uint64_t op);

/* --- keeping.c --- */

/* The cost of the operation that has just run. */
uint64_t keeping_cost(const struct machine *m, uint64_t leaves_before);

/* Takes a checkpoint at the end of the present branch, where the cursor is, if
 * it is worth it. */
void keeping_consider(struct timeline *t);

/* --- replay.c --- */

/* The tape of the cursor's operation if it is kept, or NULL. */
const struct core_tape *replay_tape(const struct timeline *t);

/* Runs an operation at the cursor, which is at the end of the one before. */
void replay_run(struct timeline *t, const struct op *op, bool recorded, uint64_t centre);

/* From anywhere in an operation to its end; to the end of the one before it. */
void replay_finish(struct timeline *t);
void replay_leave(struct timeline *t);

/* Goes to the end of the last operation that is not behind `op` by tapes
 * alone. False: some are not kept, nothing has changed. */
bool replay_rewind(struct timeline *t, uint64_t op);

/* Puts back the last checkpoint at or before an operation. */
void replay_restore(struct timeline *t, uint64_t op);

/* Goes to the end of an operation; its tape is kept afterwards, unless memory
 * is short. */
void replay_arrive(struct timeline *t, uint64_t op);

#endif
