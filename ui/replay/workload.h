/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_WORKLOAD_H
#define VMAPLAB_REPLAY_WORKLOAD_H

/*
 * The workloads of `vmaplab bench`, as streams of operations: who runs them,
 * an engine or a timeline, is not their business.
 */

#include "engine/engine.h"

enum {
	WORKLOAD_LIVE = 10000,	/* areas that b and bl keep alive */
	WORKLOAD_COMB = 20000,	/* areas that c and cv begin with */
};

struct workload;

/* Takes one operation; false: it did not succeed and the workload is over. */
typedef bool workload_run(struct workload *w, const struct op *op);

struct workload_info {
	const char *name;
	const char *counts;	/* what N counts */
	const char *summary;
	bool (*set_up)(struct workload *w);
	bool (*go)(struct workload *w);
	uint64_t most;		/* largest N */
};

struct workload {
	const struct workload_info *info;
	const struct machine *m;	/* where the answers are read */
	workload_run *run;
	void *context;		/* of whoever runs it */
	uint64_t n;
	uint64_t random;
	uint64_t check;
	struct op alloc, free, lazy, drop;	/* one each, refilled for every use */
};

extern const struct workload_info workloads[];
extern const size_t workload_count;
const struct workload_info *workload_by_name(const char *name);

/* x86-64 with one CPU: the space of all workloads. */
struct space workload_space(void);

/* Readies a workload. Run set_up and then go. */
void workload_init(struct workload *w, const struct workload_info *info, uint64_t n);

/* The next number of the xorshift64 sequence at *state. */
static inline uint64_t workload_random(uint64_t *state)
{
	uint64_t x = *state;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	*state = x;
	return x;
}

#endif
