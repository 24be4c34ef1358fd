/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_LIVE_H
#define VMAPLAB_REPLAY_LIVE_H

/*
 * One transcript of a running kernel against the model, up to the first
 * difference: the state at the start is loaded, every line behind it is
 * predicted.
 */

#include <stdio.h>

#include "ui/replay/chain.h"
#include "ui/replay/livescript.h"
#include "ui/replay/liveframes.h"
#include "ui/replay/player.h"
#include "ui/replay/report.h"

/* What stays from one transcript to those that go on from it. Starts as all zero. */
struct live_session {
	struct player player;
	bool open;			/* there is a machine */
	bool tables_known;		/* its page tables were told before the first one */
	struct live_names names;
	struct live_frames frames;
	struct replay_table callers;	/* of vm areas, by their start */
	char *last;			/* the transcript at whose end the machine stands */
	struct chain chain;
};

/* Plays a transcript, after those that come before it, unless the machine stands
 * at the end of them already. */
enum compare_verdict live_file(struct live_session *s, const char *path,
			       enum replay_engine engine, struct compare_report *report);

/* Prints the model's own listing of vm areas, or of page tables, as it is at the end
 * of the last transcript. */
void live_print_vmallocinfo(struct live_session *s, FILE *out);
void live_print_ptdump(struct live_session *s, FILE *out);

void live_session_free(struct live_session *s);

#endif
