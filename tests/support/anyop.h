/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_TEST_ANYOP_H
#define VMAPLAB_TEST_ANYOP_H

/*
 * Operations of any kind, made from choices: by a fuzzer's bytes, or by a
 * random generator. Which kinds there are and what each takes, the table of
 * operations says (engine/ops.h); here is only what is worth asking for. So a
 * new operation is asked for as soon as it is in the table.
 *
 * Much of what comes out makes no sense. That is as it should be.
 */

#include "engine/engine.h"

struct choices {
	/* A number below `sides`; with 0, any number of 64 bits. */
	uint64_t (*choose)(struct choices *c, uint64_t sides);
};

enum { ANYOP_IDS = 24, ANYOP_LIST = 8 };

/* A space that is soon full: few pages, few CPUs, 4 or 5 levels. */
struct space any_space(struct choices *c);

/* An operation for that machine; `list` holds what its lists hold. */
struct op any_op(struct choices *c, const struct machine *m, uint64_t list[ANYOP_LIST]);

#endif
