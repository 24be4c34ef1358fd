/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPL_SHELF_H
#define VMAPLAB_REPL_SHELF_H

/*
 * The folder in which sessions are kept: which there are. For kept.h.
 */

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct shelf_session {
	char *name;		/* of the file, without its ending */
	char *path;
	time_t when;		/* it was written to last */
	size_t commands;
	char last[40];		/* of them */
	bool left;		/* in good order, by the learner */
	bool runs;		/* somebody has it open now */
	bool readable;		/* begins as a session does */
};

struct shelf {
	struct shelf_session *at;	/* the newest first */
	size_t count;
};

/* A folder that is not there, or no memory, is an empty shelf. */
struct shelf shelf_open(void);
void shelf_close(struct shelf *shelf);

/* The one of that number (from 1) or name; NULL: there is none such. */
const struct shelf_session *shelf_find(const struct shelf *shelf, const char *which);

/* The newest one that does not run and can be read; with `died`, that was not left
 * in good order. NULL: there is none. */
const struct shelf_session *shelf_newest(const struct shelf *shelf, bool died);

#endif
