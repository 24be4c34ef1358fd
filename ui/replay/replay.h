/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_H
#define VMAPLAB_REPLAY_H

/*
 * `vmaplab check`: the model against recorded kernels.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Which engine answers. */
enum replay_engine {
	REPLAY_PLAIN,
	REPLAY_RECORD,	/* with a tape of every operation */
	REPLAY_BOTH,	/* side by side: they must leave equal machines, and tapes
			 * must lead back and forth to the same bytes */
};

struct replay_options {
	bool verbose;	/* a line "ok" or "FAILED" for every file */
	enum replay_engine engine;
	bool vmallocinfo;	/* behind a transcript that passed: its listing of vm areas ... */
	bool ptdump;		/* ... and its dump of page tables, as the model has them */
};

/* The engine of that name: plain, record, both. False: there is none. */
bool replay_engine_by_name(const char *name, enum replay_engine *engine);

/*
 * Plays the recordings and compares everything they hold with what the model
 * does. A path is a recording or a folder; a folder is searched, with all
 * below it, for *.trace, *.trace.gz and transcripts of a running kernel (*.txt,
 * *.txt.gz), which are played in the order of their names; a transcript that goes on
 * from another one (+ before its name) comes behind that. What lies beside a
 * transcript is compared as well (companion.h). For each file that differs the first difference is written to `out`:
 * place, operation, the recorded line and the model's, and a marker under the
 * first field that differs. A file that cannot be read gets one sentence on
 * `err`. The last line on `out` is "N passed, N failed", in files; one that
 * cannot be read has failed. When listings are asked for, they alone are written to
 * `out`, so that they can be compared with a kernel's, and all that else
 * would be there to `err`.
 *
 * Returns 0: all passed; 1: something differs; 2: something cannot be read,
 * or no path is given (the other files are played all the same).
 */
int replay_check(const struct replay_options *options, size_t n, char *const *paths,
		 FILE *out, FILE *err);

#endif
