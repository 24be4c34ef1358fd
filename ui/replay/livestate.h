/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_LIVESTATE_H
#define VMAPLAB_REPLAY_LIVESTATE_H

/*
 * A state as a transcript tells it: its lines S, L, K.., Q, T and, where they
 * follow, A... read into a snapshot that a machine can be brought into.
 */

#include "engine/load.h"
#include "ui/replay/text.h"
#include "ui/replay/transcript.h"

struct live_state {
	struct snapshot_area *area;	/* in the order of the T line */
	struct snapshot_block *block;
	uint64_t *lazy, *queue;
	struct snapshot shot;	/* points into these */
	unsigned long first;	/* number of the S line */
	struct replay_text lines;	/* all of its lines, one behind the other, each with its NUL */
	unsigned long *number;	/* of each line in the file */
	size_t numbers;

	size_t area_room, block_room, lazy_room, queue_room, number_room;	/* private */
	unsigned int stage;
	size_t described;	/* A lines so far, which come in order of addresses */
	uint64_t above;
	struct live_order { uint64_t start; size_t index; } *by_start;
};

/* Reads the state that begins with the next item of `t`, up to the first item
 * that is no line of it. False: t->problem tells. All zero before use, or used
 * before. */
bool live_state_read(struct live_state *s, struct transcript *t);
/* The area of the state that begins there, or NULL. */
const struct snapshot_area *live_state_area(const struct live_state *s, uint64_t start);

void live_state_free(struct live_state *s);

/* Caller of a vm area as its A line tells it: all behind "caller="; NULL: none. */
const char *live_caller(const char *line);

/* An A line as a whole. False: it is none; t->problem tells. */
bool live_area_read(struct transcript *t, const char *line, struct snapshot_area *area);

#endif
