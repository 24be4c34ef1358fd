/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_TIMELINE_TAPES_H
#define VMAPLAB_TIMELINE_TAPES_H

/*
 * The tapes of the operations round the cursor. An operation is named by the
 * branch that holds it and its number.
 */

#include "engine/engine.h"

enum { TAPES_MAX = 64 };

struct kept_tape {
	struct core_tape tape;
	uint64_t op;		/* 0: nothing here */
	uint32_t branch;
};

struct tapes {
	struct kept_tape kept[TAPES_MAX];
	size_t bytes;
};

/* The tape of an operation, or NULL. Valid until the next tapes_keep. */
const struct core_tape *tapes_find(const struct tapes *tapes, uint32_t branch, uint64_t op);

/* Takes over a tape. When there are too many, or they are too large, those go
 * whose operations are farthest from operation `centre`; the new one stays. */
void tapes_keep(struct tapes *tapes, struct core_tape *tape, uint32_t branch,
		uint64_t op, uint64_t centre);

/* Forgets the tapes of a branch. */
void tapes_forget(struct tapes *tapes, uint32_t branch);
void tapes_free(struct tapes *tapes);

#endif
