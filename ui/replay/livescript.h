/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_LIVESCRIPT_H
#define VMAPLAB_REPLAY_LIVESCRIPT_H

/*
 * The script lines of a transcript: "va NAME SIZE ALIGN VSTART VEND" and the
 * like, turned into operations of the model. Names stand for what a line made.
 */

#include "ui/replay/number.h"
#include "ui/replay/table.h"
#include "ui/replay/transcript.h"

/* Names and the ids that they have in the model; kept as long as the machine. */
struct live_names {
	struct replay_table ids;	/* number: the id, from 1 */
	uint64_t pages;			/* that scripts mapped so far: each gets a frame of its own */
};

enum live_action {
	LIVE_RUN,	/* the operation is to be carried out */
	LIVE_WALK,	/* nothing is done: the entries at `walk` are shown */
	LIVE_SKIP,	/* the name is not live: nothing is done */
	LIVE_UNKNOWN,	/* the same, and the transcript never made that name */
	LIVE_BAD,	/* t->problem tells what was expected */
};

struct live_line {
	enum live_action action;
	struct op op;
	uint64_t walk;
	struct trace_word name;	/* empty: none; lies in t->script */
};

/* Reads the script line at hand. `m` tells which names are live. */
struct live_line live_script_read(struct transcript *t, struct live_names *names,
				  const struct machine *m);

void live_names_free(struct live_names *names);

#endif
