/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_STATE_H
#define VMAPLAB_REPLAY_STATE_H

/*
 * The model told in the words of a recording: what the lines of a result and
 * of a state record would be if the model had been recorded. Each line ends
 * with \n.
 */

#include "engine/engine.h"
#include "ui/replay/text.h"

/* What a state record holds beside the lines that every record has. */
struct replay_extent {
	bool events;	/* ev lines */
	bool lists;	/* lazyq, pre and pte lines, where they are short enough */
	bool pages_asked;	/* a page frame was requested once: the mem line */
};

/* The result line of the operation that has just run. */
void replay_result(struct replay_text *out, const struct machine *m, const struct op *op);

/* The record after `op` (NULL: before the first one); `work` is what was done
 * since the record before. */
void replay_record(struct replay_text *out, const struct machine *m, const struct op *op,
		  const struct replay_extent *extent, const struct work *work);

#endif
