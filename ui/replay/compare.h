/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_COMPARE_H
#define VMAPLAB_REPLAY_COMPARE_H

/*
 * One recording against the model, up to the first difference.
 */

#include "ui/replay/replay.h"
#include "ui/replay/text.h"

enum compare_verdict {
	COMPARE_SAME,
	COMPARE_DIFFERENT,
	COMPARE_UNREADABLE,
};

/* The first difference, or why the file cannot be read. All zero before use. */
struct compare_report {
	unsigned long line;	/* where, from 1; 0: in no line */
	struct replay_text what;	/* one sentence */
	struct replay_text op;		/* the last operation; empty before the first one */
	struct replay_text recorded;	/* what stands there ... */
	struct replay_text model;	/* ... and what the model says; both may be empty */
	size_t mark, mark_length;	/* the first field that differs, in `model` */
};

enum compare_verdict compare_file(const char *path, enum replay_engine engine,
				  struct compare_report *report);
void compare_report_free(struct compare_report *report);

#endif
