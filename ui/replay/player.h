/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_PLAYER_H
#define VMAPLAB_REPLAY_PLAYER_H

/*
 * Runs the operations of a recording on the model, with one engine or with
 * both side by side.
 */

#include "engine/engine.h"
#include "ui/replay/replay.h"

struct player {
	struct machine m;	/* the machine to be compared */
	struct work work;	/* done since player_work_seen */
	bool pages_asked;	/* a page frame was requested once */
	char problem[200];

	struct machine twin;	/* private from here: REPLAY_BOTH, the recording engine's */
	enum replay_engine engine;
	bool open, twin_open;
	struct recorder *recorder;
	struct core_tape tape;
	uint64_t ops;
};

/* False: no memory; problem tells. Close it all the same. */
bool player_open(struct player *p, enum replay_engine engine, const struct space *space);

/* Runs an operation. False: the engines or a tape disagree; problem tells. */
bool player_run(struct player *p, const struct op *op);

/* Starts counting work anew. */
void player_work_seen(struct player *p);

/* With both engines: whether their machines are equal. Else true. */
bool player_agrees(struct player *p);

void player_close(struct player *p);

#endif
