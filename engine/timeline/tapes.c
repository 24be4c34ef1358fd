/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Keeping a few tapes.
 *
 * A tape is large (a search that steps over a thousand areas leaves some
 * hundred kilobytes) and quickly made again, so few are kept: enough to step
 * back and forth over the ends of operations without running anything.
 */

#include "engine/timeline/tapes.h"

#include <stdlib.h>

#define BYTES_MAX ((size_t)16 << 20)

const struct core_tape *tapes_find(const struct tapes *tapes, uint32_t branch, uint64_t op)
{
	for (size_t i = 0; i < TAPES_MAX; i++)
		if (tapes->kept[i].op == op && tapes->kept[i].branch == branch)
			return &tapes->kept[i].tape;
	return NULL;
}

static void drop(struct tapes *tapes, struct kept_tape *kept)
{
	tapes->bytes -= tape_bytes(&kept->tape);
	tape_free(&kept->tape);
	kept->op = 0;
}

static uint64_t distance(const struct kept_tape *kept, uint64_t centre)
{
	return kept->op < centre ? centre - kept->op : kept->op - centre;
}

static struct kept_tape *farthest(struct tapes *tapes, uint64_t centre)
{
	struct kept_tape *found = NULL;

	for (size_t i = 0; i < TAPES_MAX; i++) {
		struct kept_tape *kept = &tapes->kept[i];

		if (kept->op && (!found || distance(kept, centre) > distance(found, centre)))
			found = kept;
	}
	return found;
}

static struct kept_tape *free_place(struct tapes *tapes)
{
	for (size_t i = 0; i < TAPES_MAX; i++)
		if (!tapes->kept[i].op)
			return &tapes->kept[i];
	return NULL;
}

/* Gives back the room that a finished tape does not need. */
static void trim(struct core_tape *tape)
{
	void *write = realloc(tape->write, (tape->writes + 1) * sizeof(*tape->write));
	void *step = realloc(tape->step, (tape->steps + 1) * sizeof(*tape->step));

	if (write) {
		tape->write = write;
		tape->write_room = tape->writes + 1;
	}
	if (step) {
		tape->step = step;
		tape->step_room = tape->steps + 1;
	}
}

void tapes_keep(struct tapes *tapes, struct core_tape *tape, uint32_t branch,
		uint64_t op, uint64_t centre)
{
	struct kept_tape *place;
	struct kept_tape *last;

	trim(tape);
	while ((last = farthest(tapes, centre)) != NULL &&
	       (!free_place(tapes) || tapes->bytes + tape_bytes(tape) > BYTES_MAX))
		drop(tapes, last);
	place = free_place(tapes);
	*place = (struct kept_tape){ *tape, op, branch };
	tapes->bytes += tape_bytes(tape);
	tape_init(tape);
}

void tapes_forget(struct tapes *tapes, uint32_t branch)
{
	for (size_t i = 0; i < TAPES_MAX; i++)
		if (tapes->kept[i].op && tapes->kept[i].branch == branch)
			drop(tapes, &tapes->kept[i]);
}

void tapes_free(struct tapes *tapes)
{
	for (size_t i = 0; i < TAPES_MAX; i++)
		if (tapes->kept[i].op)
			drop(tapes, &tapes->kept[i]);
}
