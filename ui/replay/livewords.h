/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_LIVEWORDS_H
#define VMAPLAB_REPLAY_LIVEWORDS_H

/*
 * The model told in the words of a transcript: what its lines would be if the
 * model had been the kernel. Each line ends with \n.
 */

#include "ui/replay/player.h"
#include "ui/replay/text.h"

/* A range that left use in an operation: what is known of it is known no more. */
struct live_range {
	uint64_t start, end;
};

struct live_ranges {
	struct live_range *at;
	size_t n, room;
};

/* Lines S, L, K.., Q and T. */
void live_state_lines(struct replay_text *out, const struct machine *m);

/* The A line of an area, up to and without its caller. */
void live_area_line(struct replay_text *out, const struct machine *m, uint32_t va);

/* The calls inside of the last operation, and which ranges were freed by them. */
void live_call_lines(struct replay_text *out, struct player *p, struct live_ranges *freed);

/* What the operation gave back. */
void live_result_line(struct replay_text *out, const struct machine *m, const struct op *op);

#endif
