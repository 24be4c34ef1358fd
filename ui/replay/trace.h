/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_TRACE_H
#define VMAPLAB_REPLAY_TRACE_H

/*
 * Reader of recordings of format 1 (tests/golden/FORMAT.md): from lines to
 * items. It knows how a recording is written, not what the model says to it:
 * a line that is no line of a recording, an operation that does not exist, a
 * number that is none are its business; whether the values are right is that
 * of compare.h.
 */

#include "engine/engine.h"
#include "ui/replay/lines.h"

enum trace_item {
	TRACE_OP,	/* "op N NAME ..": op, op_number */
	TRACE_RESULT,	/* "= ..." */
	TRACE_STATE,	/* a line of a state record, "." included */
	TRACE_OVER,	/* "end ops=N" */
	TRACE_END,	/* the file ended */
	TRACE_BAD,	/* problem tells what is wrong in `line` and what was expected */
};

enum trace_detail { TRACE_FULL, TRACE_MID, TRACE_SPARSE };

struct trace {
	/* from the space line */
	struct space space;
	enum trace_detail detail;
	uint64_t every;

	/* the present item */
	enum trace_item item;
	const char *text;	/* its line; valid until the next item */
	unsigned long line;
	char problem[400];

	/* the last operation */
	struct op op;		/* its list is valid until the next operation is read */
	uint64_t op_number;

	struct trace_lines lines;	/* private from here */
	uint64_t *list;
	size_t list_room;
	bool again;
};

/* Opens a recording and reads up to its space line. False: it is none;
 * problem and line tell why. Close it all the same. */
bool trace_open(struct trace *t, const char *path);

/* The next item; comments are passed over. */
enum trace_item trace_next(struct trace *t);

/* Makes the next trace_next give the present item once more. */
void trace_again(struct trace *t);

void trace_close(struct trace *t);

#endif
