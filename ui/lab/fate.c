/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What became of a name that means nothing any more, or not yet.
 *
 * Nobody keeps a record of who freed what: an area may be freed by its name or by
 * its address, by a notifier or a worker, and be purged by any operation later on.
 * But a name that is gone stays gone until it is given again, so the operation that
 * ended it is found by halving the way from the one that made it, and looking.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>

/* What a name has come to, in this order. */
enum fate { GONE, LAZY, LIVE };

static enum fate fate_at(struct lab *lab, uint32_t id, uint64_t op)
{
	uint64_t start, size;
	uint32_t area;
	if (!timeline_goto(lab->time, op, UINT64_MAX))
		return GONE;
	if (names_live(lab_machine(lab), id))
		return LIVE;
	return lab_range(lab, id, &area, &start, &size) ? LAZY : GONE;
}

/* The operation behind `after`, where it was not yet so, that left it at `fate` or
 * less; by `until` at the latest. */
static uint64_t first_at(struct lab *lab, uint32_t id, enum fate fate, uint64_t after,
			 uint64_t until)
{
	while (until - after > 1) {
		uint64_t middle = after + (until - after) / 2;
		if (fate_at(lab, id, middle) <= fate)
			until = middle;
		else
			after = middle;
	}
	return until;
}

static void tell(struct lab *lab, const char *name, uint64_t freed, uint64_t purged)
{
	char how[LINE_ROOM / 4], then[LINE_ROOM / 4];
	lab_op_request(lab, freed, how, sizeof(how));
	lab_op_request(lab, purged, then, sizeof(then));
	if (freed == purged)
		lab_fail(lab, "there is no '%s' here: operation %" PRIu64 " (%s) freed it", name,
			 freed, how);
	else
		lab_fail(lab, "there is no '%s' here: operation %" PRIu64 " (%s) freed it, and "
			 "operation %" PRIu64 " (%s) purged it", name, freed, how, purged, then);
}

/* Does the operation that the cursor stands in the middle of make it? */
static bool is_being_made(const struct lab *lab, const struct cursor *cursor, uint32_t id)
{
	struct op op;
	return timeline_step(lab->time) && timeline_op(lab->time, cursor->op, &op) &&
	       op_info(op.kind)->allocates && op.arg[0] == id;
}

void lab_tell_fate(struct lab *lab)
{
	const struct cursor cursor = timeline_cursor(lab->time);
	uint32_t id = lab->gone;
	if (is_being_made(lab, &cursor, id)) {
		lab_fail(lab, "there is no '%s' here yet: it comes at the end of operation %" PRIu64
			 "; 'next-op' goes there", lab->names.name[id].text, cursor.op);
		return;
	}
	uint64_t made = names_maker(&lab->names, lab->time, id);
	lab->gone = 0;
	if (lab->moving || !made || made >= cursor.op)
		return;
	uint64_t freed = first_at(lab, id, LAZY, made, cursor.op);
	uint64_t purged = first_at(lab, id, GONE, freed - 1, cursor.op);
	timeline_goto(lab->time, cursor.op, cursor.step);
	tell(lab, lab->names.name[id].text, freed, purged);
}
