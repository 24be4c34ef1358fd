/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_COMPANION_H
#define VMAPLAB_REPLAY_COMPANION_H

/*
 * What else the kernel told beside a transcript: its listing of vm areas and its
 * dump of page tables, in files of their own whose names follow from the
 * transcript's. The model's own must be equal to them, byte for byte.
 */

#include "engine/load.h"
#include "ui/replay/report.h"

/* What the companions need to know beside the machine. */
struct companion_view {
	const struct machine *m;
	const char *(*caller)(void *context, uint32_t vm);	/* as in ui/lab/vmallocinfo.h */
	void *context;
	bool tables_known;	/* the page tables at the start were known: dumps can be compared */
};

/* Compares whatever lies beside a transcript that was played to its end. */
enum compare_verdict companion_compare(const char *path, const struct companion_view *view,
				       struct compare_report *report);

/* The page tables as they were before the first transcript, in those sections that
 * belong to the model. */
struct companion_tables {
	struct snapshot_range *range;	/* free() it */
	size_t n;
	bool found;		/* there is such a file */
};

/* Reads them, if there are any beside that transcript. `top_level` is that of the top
 * table, 4 or 5. */
enum compare_verdict companion_before(const char *path, uint32_t top_level,
				      struct companion_tables *tables,
				      struct compare_report *report);

#endif
