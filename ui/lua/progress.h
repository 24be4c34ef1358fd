/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LUA_PROGRESS_H
#define VMAPLAB_LUA_PROGRESS_H

/*
 * What a learner has reached: a line for each lesson that was gone through to its
 * end, kept in $XDG_STATE_HOME/vmaplab/progress (or below ~/.local/state).
 */

#include <stdbool.h>

#include "ui/lua/host.h"

struct progress {
	char name[64];
	char day[16];		/* when it was last done: 2019-05-06 */
	unsigned best;		/* best score, 0 to 100 */
	unsigned questions;	/* 0: it asked nothing */
};

/* Keeps what a lesson came to that has just run to its end (HOST_DONE) with somebody
 * there. Scripts without a header are not kept. A home that cannot be written to is
 * no reason to fail: false, and errno tells. */
bool progress_keep(const struct host *host);

/* What is kept of a lesson. False: it was never done. */
bool progress_of(const char *name, struct progress *progress);

#endif
