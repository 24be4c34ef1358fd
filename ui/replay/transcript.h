/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_TRANSCRIPT_H
#define VMAPLAB_REPLAY_TRANSCRIPT_H

/*
 * Reader of transcripts of a running kernel (tests/live419/FORMAT.md): from
 * lines to items. It knows how a transcript is written; what the model says to
 * it is the business of live.h.
 */

#include "engine/engine.h"
#include "ui/replay/lines.h"

enum transcript_item {
	TRANSCRIPT_INIT,	/* "init" */
	TRANSCRIPT_OP,		/* "op N ...": op_number and script */
	TRANSCRIPT_BEFORE,	/* " before same", " before changed": changed */
	TRANSCRIPT_ANSWER,	/* a call, an entry of a table, or what came back */
	TRANSCRIPT_STATE,	/* S, L, K, Q, T */
	TRANSCRIPT_AREA,	/* A */
	TRANSCRIPT_OVER,	/* "end" */
	TRANSCRIPT_END,		/* the file ended */
	TRANSCRIPT_BAD,		/* problem tells what is wrong in `line` and what was expected */
};

struct transcript {
	/* from the head */
	char name[100];
	bool continues;		/* its name begins with +: names are kept from before */
	struct space space;	/* the machine around it */

	/* the present item */
	enum transcript_item item;
	const char *text;	/* its line; valid until the next item */
	unsigned long line;
	uint64_t op_number;
	const char *script;	/* what is done: the op line behind its number */
	bool changed;
	char problem[400];

	struct trace_lines lines;	/* private from here */
	unsigned int consts;		/* which of the head's numbers were there */
	bool again;
};

/* Whether the file begins as a transcript does. False as well when it cannot be read. */
bool transcript_is(const char *path);

/* Opens a transcript and reads up to its "init" line. False: it is none; problem
 * and line tell why. Close it all the same. */
bool transcript_open(struct transcript *t, const char *path);

/* The next item; remarks are passed over. */
enum transcript_item transcript_next(struct transcript *t);

/* Makes the next transcript_next give the present item once more. */
void transcript_again(struct transcript *t);

/* Notes what is wrong with the present line, the first reason only. Always false. */
bool transcript_refuse(struct transcript *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

void transcript_close(struct transcript *t);

#endif
