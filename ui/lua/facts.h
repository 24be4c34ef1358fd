/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LUA_FACTS_H
#define VMAPLAB_LUA_FACTS_H

/*
 * What an operation did, as far as one can be asked to predict it: read from the
 * model, by going through the operation's steps once more.
 */

#include "ui/lab/lab.h"

/* What can be predicted. */
enum subject {
	SUBJECT_STEP,		/* the step that comes next */
	SUBJECT_ADDRESS,	/* what the operation gives */
	SUBJECT_CACHE,		/* whether its first search uses the cache, and why not */
	SUBJECT_HOLE,		/* cached_hole_size after it */
	SUBJECT_CACHED,		/* free_vmap_cache after it */
	SUBJECT_TABLES,		/* the page tables that it makes */
	SUBJECT_STOP,		/* the area that its walk stops at */
	SUBJECT_COUNT
};

/* An area as it can be named: by its start; 0 and known: none. */
struct fact_area {
	bool known;
	uint64_t start;
	char name[64];		/* "": it has none */
};

struct facts {
	bool has[SUBJECT_COUNT];	/* whether there is anything to be predicted */
	uint32_t step;			/* enum step; STEP_NONE: the operation ends */

	struct outcome outcome;
	uint64_t gap_start, gap_end;	/* the free range that the answer came out of */

	uint32_t why;			/* enum why */
	uint64_t hole_before, hole;
	struct fact_area cached_before, cached;
	uint64_t tables[LEVEL_MAX + 1];	/* made, by level */
	struct fact_area stop;		/* nothing known: no walk, or one to the end */

	uint64_t cause[SUBJECT_COUNT];	/* the step that settled it; UINT64_MAX: none did */
};

/* The step that follows the one at the cursor. False: the cursor is at no step. */
bool facts_of_step(struct lab *lab, struct facts *facts);

/* The operation at the cursor, which stands at its end then. False: it has more
 * steps than are looked at, or there is no operation. */
bool facts_of_op(struct lab *lab, struct facts *facts);

/* Why it came out like this: the sentence of the step that settled it. The cursor
 * goes there and comes back. */
const char *facts_reason(struct lab *lab, const struct facts *facts, enum subject subject,
			 char *text, size_t room);

#endif
