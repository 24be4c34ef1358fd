/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_CORE_RECORD_H
#define VMAPLAB_CORE_RECORD_H

/*
 * The recording of an operation.
 *
 * The model's source says where a step is and when a word changes:
 *
 *	ENTER(walk, LOCAL(BYTES, size), LOCAL(ADDRESS, addr));
 *	STEP(walk_next);
 *	SET(m->g->cached_hole_size, hole);
 *
 * Compiled with VMAPLAB_RECORD, these leave a tape: the steps in order, and
 * every word of the arena that changed with its old and its new value. Locals
 * are part of it: each STEP copies the locals of the present call to their
 * frame in the arena, and such a copy is a write like any other. Playing the
 * tape backwards and forwards is therefore enough to see any moment.
 * Compiled without it, STEP and ENTER vanish and SET is an assignment. SET_ALL
 * sets a whole struct (of 64-bit words or pairs of 32-bit ones) in one go.
 *
 * A STEP stands above the statement it announces: the state at a step is the
 * state before that statement runs, as in a debugger.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/core/memory.h"
#include "engine/core/steps.h"

/* How a local or a variable is to be read. */
enum value_kind {
	VALUE_NUMBER,
	VALUE_BYTES,	/* a size in bytes */
	VALUE_PAGES,
	VALUE_ADDRESS,
	VALUE_AREA,	/* handle of an area */
	VALUE_VM,	/* handle of a vm area */
	VALUE_BLOCK,
	VALUE_TABLE,
	VALUE_ENTRY,	/* raw page-table entry */
	VALUE_LEVEL,	/* 1 pte .. 5 pgd */
	VALUE_FLAG,	/* 0 or 1 */
	VALUE_REASON,	/* enum reason */
	VALUE_WHY,	/* enum why */
	VALUE_COLOUR,
	VALUE_NOTIFIER,
	VALUE_ERRNO,
	VALUE_SIGNED,
	VALUE_PFN,	/* number of a page frame */
	VALUE_GFP,	/* gfp mask */
};

/* A local of the model's source, seen from outside. */
struct core_local {
	const char *name;
	enum value_kind kind;
	uint32_t size;		/* 4 or 8 bytes */
	const void *at;
};

/* One word that changed. Offsets count 32-bit words from the arena's base. */
struct core_write {
	uint64_t before;
	uint64_t after;
	uint32_t word;
	uint32_t size;		/* 4 or 8 bytes */
};

/* One step: writes[first_write..next step's) happened after it. */
struct core_step {
	uint32_t first_write;
	uint16_t step;		/* enum step */
	uint16_t depth;		/* calls on the model's stack */
};

/* The record of one operation. Owned by whoever called tape_init. */
struct core_tape {
	struct core_write *write;
	struct core_step *step;
	size_t writes, write_room;
	size_t steps, step_room;
	bool broken;		/* too long, or memory ran out while recording: cannot be played */
};

/* Steps, and writes, of the longest tape. An operation that maps millions of
 * pages would take more memory than a machine has. */
enum { TAPE_LONGEST = 1 << 24 };

void tape_init(struct core_tape *tape);
void tape_free(struct core_tape *tape);
void tape_clear(struct core_tape *tape);

/* Bytes of heap memory a tape holds. */
size_t tape_bytes(const struct core_tape *tape);

/* Puts writes [from, to) into the arena, in order; or takes them back, in
 * reverse order. */
void tape_redo(const struct core_tape *tape, struct machine *m, size_t from, size_t to);
void tape_undo(const struct core_tape *tape, struct machine *m, size_t from, size_t to);

/* Index of the first write that happens after step `step`; step == steps: all
 * writes lie before. */
size_t tape_write_of_step(const struct core_tape *tape, size_t step);

/* Names and kinds of the locals of a function, known after its first call. */
struct core_signature {
	uint32_t locals;
	const char *name[FRAME_LOCALS];
	enum value_kind kind[FRAME_LOCALS];
};

/* What a recording engine needs beside the arena. */
struct recorder {
	struct core_tape *tape;
	struct core_signature signature[FUNCTION_COUNT];
	const struct core_local *locals[FRAME_MAX];	/* of each call on the stack */
};

/* The word at `at`, of 4 or 8 bytes. */
uint64_t core_read(const void *at, size_t size);

/* Used by the macros below. */
struct core_call {
	struct machine *m;
};
void core_set(struct machine *m, void *word, uint32_t size, uint64_t value);
void core_copy(struct machine *m, void *to, const void *from, size_t bytes);
void core_step(struct machine *m, enum step step);
struct core_call core_enter(struct machine *m, enum function function,
			    const struct core_local *locals, uint32_t count);
void core_leave(struct core_call *call);

/* Empties the model's stack after a fatal check left it in the middle. */
void core_unwind(struct machine *m);

#ifdef VMAPLAB_RECORD

#define SET(lvalue, value) \
	core_set(m, &(lvalue), (uint32_t)sizeof(lvalue), (uint64_t)(value))
#define SET_ALL(object, value) core_copy(m, &(object), &(value), sizeof(object))
#define STEP(name) core_step(m, STEP_##name)
#define LOCAL(kind, variable) \
	{ #variable, VALUE_##kind, (uint32_t)sizeof(variable), &(variable) }
#define ENTER(function, ...) \
	const struct core_local core_locals[] = { __VA_ARGS__ }; \
	__attribute__((cleanup(core_leave), unused)) struct core_call core_call = \
		core_enter(m, FUNCTION_##function, core_locals, \
			   (uint32_t)(sizeof(core_locals) / sizeof(core_locals[0])))

#else

#define SET(lvalue, value) ((void)m, (void)((lvalue) = (value)))
#define SET_ALL(object, value) ((void)m, (void)((object) = (value)))
#define STEP(name) ((void)0)
#define LOCAL(kind, variable) (void)(variable)
#define ENTER(function, ...) ((void)0, __VA_ARGS__)

#endif

/* Counts work; never a step of its own. */
#define COUNT(what, by) SET(m->g->work.what, m->g->work.what + (by))

#endif
