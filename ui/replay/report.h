/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_REPORT_H
#define VMAPLAB_REPLAY_REPORT_H

/*
 * What there is to tell about a recording: the first difference, or why it
 * cannot be read; and how a line of it is compared with the model's.
 */

#include <stdbool.h>

#include "ui/replay/text.h"

enum compare_verdict {
	COMPARE_SAME,
	COMPARE_DIFFERENT,
	COMPARE_UNREADABLE,
};

/* All zero before use. */
struct compare_report {
	struct replay_text file;	/* which file; empty: the recording itself */
	unsigned long line;	/* where, from 1; 0: in no line */
	struct replay_text what;	/* one sentence */
	struct replay_text op;		/* the last operation; empty before the first one */
	struct replay_text recorded;	/* what stands there ... */
	struct replay_text model;	/* ... and what the model says; both may be empty */
	size_t mark, mark_length;	/* the first field that differs, in `model` */
};

/* What counts as the same: words as they are written, or numbers by their value. */
enum report_exactness { REPORT_BY_VALUE, REPORT_EXACT };

/* Each notes the line and returns its verdict. */
enum compare_verdict report_unreadable(struct compare_report *r, unsigned long line,
				       const char *problem);
enum compare_verdict report_difference(struct compare_report *r, unsigned long line,
				       const char *what);

/* A recorded line against the model's, which ends with \n or NUL, word by word. */
enum compare_verdict report_compare(struct compare_report *r, unsigned long line,
				    const char *recorded, const char *model,
				    enum report_exactness exactness);

/* Shows a recorded line and the model's, `what` having been written already. */
enum compare_verdict report_lines(struct compare_report *r, unsigned long line,
				  const char *recorded, const char *model, size_t length);

/* Empties a report; its memory is given back. */
void report_free(struct compare_report *r);

#endif
