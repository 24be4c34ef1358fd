/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_PLAYER_H
#define VMAPLAB_REPLAY_PLAYER_H

/*
 * Runs the operations of a recording on the model, with one engine or with
 * both side by side.
 */

#include "engine/engine.h"
#include "engine/load.h"
#include "ui/replay/replay.h"

struct player {
	struct machine m;	/* the machine to be compared */
	struct work work;	/* done since player_work_seen */
	bool pages_asked;	/* a page frame was requested once */
	char problem[200];

	struct machine twin;	/* private from here: the recording engine's beside the plain one */
	enum replay_engine engine;
	bool watched;
	bool open, twin_open;
	struct recorder *recorder;
	struct core_tape tape;
	uint64_t ops;
};

/* False: no memory; problem tells. Close it all the same. */
bool player_open(struct player *p, enum replay_engine engine, const struct space *space);

/* The same, and each operation is recorded, whichever engine answers, so that
 * player_watch can show it. */
bool player_open_watched(struct player *p, enum replay_engine engine,
			 const struct space *space);

/* Brings the machine into a state; the same with page tables (engine/load.h).
 * False: problem tells what is wrong with it. */
bool player_load(struct player *p, const struct snapshot *s);
bool player_load_tables(struct player *p, const struct snapshot_range *range, size_t ranges);

/* machine_describe_vm for the machine. */
void player_describe_vm(struct player *p, uint64_t start, const struct snapshot_vm *vm);

/* Runs an operation. False: the engines or a tape disagree; problem tells. */
bool player_run(struct player *p, const struct op *op);

/* One step of an operation, and the machine as it was there. */
struct player_moment {
	enum step step;
	const struct machine *m;
	const struct recorder *recorder;
};

/* Goes through the last operation once more and calls `visit` at each of its steps. */
void player_watch(struct player *p, void (*visit)(void *context, const struct player_moment *),
		  void *context);

/* The value of a local of the call at that moment; 0 when it has none of that name. */
uint64_t player_local(const struct player_moment *moment, const char *name);

/* Starts counting work anew. */
void player_work_seen(struct player *p);

/* With both engines: whether their machines are equal. Else true. */
bool player_agrees(struct player *p);

void player_close(struct player *p);

#endif
