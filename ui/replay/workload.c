/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The workloads of `vmaplab bench`.
 *
 * An operation is prepared once and only its id, size and start are changed:
 * what is measured is the model, not the preparation. The number of a slot is
 * the id of the area in it.
 */

#include "ui/replay/workload.h"

#include <string.h>

struct space workload_space(void)
{
	struct space space = engine_space("x86-64")->space;

	space.cpus = 1;
	space.online = 1;
	return space;
}

void workload_init(struct workload *w, const struct workload_info *info, uint64_t n)
{
	struct space space = workload_space();

	*w = (struct workload){ .info = info, .n = n, .random = 88172645463325252u };
	w->alloc = op_make(OP_ALLOC, &space);
	w->free = op_make(OP_FREE, &space);
	w->lazy = op_make(OP_LAZY, &space);
	w->drop = op_make(OP_DROPCACHE, &space);
}

static uint64_t random_size(struct workload *w)
{
	return ((workload_random(&w->random) & 15) + 1) << PAGE_SHIFT;
}

static bool set_up_alloc(struct workload *w, uint64_t id, uint64_t size)
{
	w->alloc.arg[OPARG_ALLOC_ID] = id;
	w->alloc.arg[OPARG_ALLOC_SIZE] = size;
	return w->run(w, &w->alloc) && w->m->g->outcome.kind == OUTCOME_OK;
}

static bool counted_alloc(struct workload *w, uint64_t id, uint64_t size)
{
	if (!set_up_alloc(w, id, size))
		return false;
	w->check += w->m->g->outcome.addr >> PAGE_SHIFT;
	return true;
}

static bool release(struct workload *w, struct op *how, uint64_t id)
{
	how->arg[OPARG_FREE_ID] = id;
	return w->run(w, how);
}

/* --- a --- */

static bool nothing_to_set_up(struct workload *w)
{
	(void)w;
	return true;
}

static bool go_fill(struct workload *w)
{
	for (uint64_t i = 0; i < w->n; i++)
		if (!counted_alloc(w, i, random_size(w)))
			return false;
	return true;
}

/* --- b, bl --- */

static bool set_up_live(struct workload *w)
{
	for (uint64_t i = 0; i < WORKLOAD_LIVE; i++)
		if (!set_up_alloc(w, i, random_size(w)))
			return false;
	return true;
}

static bool replace_slots(struct workload *w, struct op *how)
{
	for (uint64_t i = 0; i < w->n / 2; i++) {
		uint64_t slot = (workload_random(&w->random) >> 20) % WORKLOAD_LIVE;
		if (!release(w, how, slot) || !counted_alloc(w, slot, random_size(w)))
			return false;
	}
	return true;
}

static bool go_replace(struct workload *w)
{
	return replace_slots(w, &w->free);
}

static bool go_replace_lazily(struct workload *w)
{
	return replace_slots(w, &w->lazy);
}

/* --- c, cv --- */

static bool set_up_comb(struct workload *w)
{
	for (uint64_t i = 0; i < WORKLOAD_COMB; i++)
		if (!set_up_alloc(w, i, PAGE_SIZE))
			return false;
	for (uint64_t i = 0; i < WORKLOAD_COMB; i += 2)
		if (!release(w, &w->free, i))
			return false;
	return true;
}

static bool one_pair(struct workload *w)
{
	return counted_alloc(w, WORKLOAD_COMB, 2 * PAGE_SIZE) &&
	       release(w, &w->free, WORKLOAD_COMB);
}

static bool go_drop(struct workload *w)
{
	for (uint64_t i = 0; i < w->n; i++)
		if (!w->run(w, &w->drop) || !one_pair(w))
			return false;
	return true;
}

static bool go_alternate(struct workload *w)
{
	uint64_t start = w->alloc.arg[OPARG_ALLOC_VSTART];

	for (uint64_t i = 0; i < w->n; i++) {
		w->alloc.arg[OPARG_ALLOC_VSTART] = i % 2 ? start : start + PAGE_SIZE;
		if (!one_pair(w))
			return false;
	}
	return true;
}

/* Ids bound how many areas workload a can hold at once; the others reuse theirs. */
enum { MOST_IDS = 10000000 };

const struct workload_info workloads[] = {
	{ "a", "allocs", "N allocs of 1 to 16 pages, nothing freed",
	  nothing_to_set_up, go_fill, MOST_IDS },
	{ "b", "allocs + frees", "10,000 live areas of 1 to 16 pages; free one at once, alloc one",
	  set_up_live, go_replace, UINT64_MAX },
	{ "bl", "allocs + frees", "as b, but freed lazily",
	  set_up_live, go_replace_lazily, UINT64_MAX },
	{ "c", "pairs", "a comb of 10,000 one-page holes; drop the cache, alloc 2 pages, free them",
	  set_up_comb, go_drop, UINT64_MAX },
	{ "cv", "pairs", "as c, but vstart alternates instead of dropping the cache",
	  set_up_comb, go_alternate, UINT64_MAX },
};

const size_t workload_count = sizeof(workloads) / sizeof(workloads[0]);

const struct workload_info *workload_by_name(const char *name)
{
	for (size_t i = 0; i < workload_count; i++)
		if (strcmp(workloads[i].name, name) == 0)
			return &workloads[i];
	return NULL;
}
