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

/* A table that had to be made, on the way to an address. */
struct fact_table {
	uint64_t level, addr;
};

enum { FACT_TABLES = 4 };	/* more are not told one by one */

/* Names of the tables below the top one, by level; 0 is none. */
enum { FACT_LEVELS = 5 };
extern const char *const fact_levels[FACT_LEVELS];

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
	char passed[240];		/* gaps that the last walk found too small; "" */
	struct fact_table missing[FACT_TABLES];	/* tables that were made, in order */
	size_t missings;
	uint64_t mapped_from;		/* the first address that needed a table */

	uint64_t cause[SUBJECT_COUNT];	/* the step that settled it; UINT64_MAX: none did */
};

/* The step that follows the one at the cursor. False: the cursor is at no step. */
bool facts_of_step(struct lab *lab, struct facts *facts);

/* The operation at the cursor, which stands at its end then. False: it has more
 * steps than are looked at, or there is no operation. */
bool facts_of_op(struct lab *lab, struct facts *facts);

/* Why it came out like this: of an address how the searches went, of tables which were
 * missing where, else the sentence of the step that settled it. The cursor stands at the
 * operation's end, goes there and comes back. */
const char *facts_reason(struct lab *lab, const struct facts *facts, enum subject subject,
			 char *text, size_t room);

#endif
