/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_LIVEFRAMES_H
#define VMAPLAB_REPLAY_LIVEFRAMES_H

/*
 * Page-table entries of a running kernel against those of the model.
 *
 * Which frame a page or a table lies in is chance. So a recorded frame number is
 * taken for a name: the same name must always stand for the same page or table of
 * the model, and different ones for different ones, as long as these live. All
 * else in an entry must be equal; so must be the frames of devices, which are not
 * chosen by anybody.
 */

#include "ui/replay/report.h"
#include "ui/replay/transcript.h"

/* What a recorded frame number stands for. */
struct live_frame {
	uint64_t recorded;
	uint64_t model;		/* frame of a page, or a table's handle */
	uint64_t addr;		/* where it was seen */
	uint32_t level;		/* of the slot that points at it */
	bool table;
	unsigned long line;
};

/* Starts as all zero. */
struct live_frames {
	struct live_frame *at;
	size_t n, room;
};

/* Takes the lines of a walk of `addr` and compares them. COMPARE_UNREADABLE may also
 * mean that t->problem tells more than the report. */
enum compare_verdict live_walk(struct live_frames *frames, struct transcript *t,
			       const struct machine *m, uint64_t addr,
			       struct compare_report *report);

/* Forgets names whose page or table is no longer where it was seen. */
void live_frames_tidy(struct live_frames *frames, const struct machine *m);

void live_frames_free(struct live_frames *frames);

#endif
