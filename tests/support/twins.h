/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_TEST_TWINS_H
#define VMAPLAB_TEST_TWINS_H

/*
 * Two machines that are asked for the same things: one runs plain, the other
 * is recorded. After every operation they must be equal, and sound. Tests look
 * at the plain one.
 */

#include "engine/engine.h"

struct twins {
	struct machine plain;
	struct machine record;
	struct core_tape tape;		/* of the last operation */
	struct recorder rec;
	char text[200];
};

bool twins_open(struct twins *t, const struct space *space);
void twins_close(struct twins *t);

/* Runs the operation on both. NULL, or a sentence about what is wrong now: how
 * they differ, or what machine_check finds. */
const char *twins_run(struct twins *t, const struct op *op);

/* The same without machine_check. */
const char *twins_differ(struct twins *t, const struct op *op);

/* A hash over all memory in use. */
uint64_t twins_hash(const struct machine *m);

#endif
