/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_STORY_H
#define VMAPLAB_LAB_STORY_H

/*
 * The story of the present operation: what its steps have come to, in lines.
 *
 * A call that is listed as a fold is one line with figures ("3 areas walked"), and
 * what happens in it lies folded in that line. A note is a step that is worth a
 * line. What the model notes itself (events) is told with them.
 */

#include "ui/lab/inside.h"

enum { STORY_FIGURES = 4, STORY_VALUES = 2 };

/* What is counted in a fold. */
struct story_figure {
	uint32_t step, or_step;	/* arrivals at these, or, ... */
	bool colours;		/* ... instead, nodes that changed colour; with this the
				 * mending of the tree begins */
	const char *one, *many;	/* with %s for the number */
};

struct story_fold {
	const char *text;	/* before the figures; may be NULL */
	const char *nothing;	/* instead of figures that are all 0 */
	struct story_figure figure[STORY_FIGURES];	/* ends where there is no `one` */
	const char *last;	/* a local whose last value is told behind them, or NULL */
	const char *last_text, *last_zero;
};
extern const struct story_fold story_folds[FUNCTION_COUNT];

/* A step that is worth a line. Of several for one step, which follow each other,
 * the first is told whose condition holds. */
struct story_note {
	uint32_t step;
	bool surprise;
	const char *when;	/* this local ... */
	uint64_t is;		/* ... must have this value; NULL: always */
	const char *value[STORY_VALUES];	/* locals, or variables, of {0} and {1} */
	const char *text;
};
extern const struct story_note story_notes[];	/* ends at step 0 */

/* What a line tells beside notes. */
enum story_matter {
	STORY_NOTE,	/* of: place in story_notes */
	STORY_FOLD,	/* of: function */
	STORY_EVENT,	/* value[0]: place for story_event */
	STORY_COLOUR,	/* node value[0] has colour value[1] now */
	STORY_CACHE,	/* free_vmap_cache was value[0], is value[1] now */
	STORY_GONE,	/* the area at value[0] is no more */
};

struct story_line {
	uint32_t step;		/* at which it is so */
	uint16_t of;
	uint8_t matter;		/* enum story_matter */
	uint8_t kind[STORY_VALUES];	/* enum value_kind */
	uint64_t value[STORY_VALUES];
	uint64_t last;		/* of the fold it is in: as far as this line ... */
	uint32_t figure[STORY_FIGURES];	/* ... and its figures */
	uint32_t surprise;	/* its last line so far that is one; 0: none was */
};

/* One that is told in any case, and how many are folded in it. */
struct story_head {
	size_t line;		/* the next ones up to the next head are in it */
	uint16_t fold;		/* function; 0: it is no fold */
};

struct story;

/* Reads the tape up to the cursor. NULL: there is no operation, or no memory. */
const struct story *story_reach(struct lab *lab);
void story_close(struct story *story);

/* Heads up to the cursor, and lines up to it in one of them (0: itself alone). */
size_t story_heads(const struct story *story, uint64_t step);
size_t story_inside(const struct story *story, size_t head, uint64_t step);
const struct story_line *story_line(const struct story *story, size_t head, size_t inside);
const struct story_head *story_head(const struct story *story, size_t head);

/* An event that was told; the machine has it only while the cursor is behind it. */
const struct event *story_event(const struct story *story, const struct story_line *line);

/* --- story_text.c --- */

/* TONE_WARN and TONE_ERROR: something that should be seen. */
enum lab_tone story_tone(const struct story *story, const struct story_line *line);

#endif
