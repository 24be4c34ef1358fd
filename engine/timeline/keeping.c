/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which checkpoints are kept.
 *
 * A jump costs what lies between a checkpoint and its target, so checkpoints
 * should be evenly spread, measured by what operations cost to run again; and
 * together they must stay within an allowance of bytes that grows with the
 * history. While there is allowance left, a copy is taken whenever the gap
 * behind the last one is worth it. When it is used up, the checkpoint whose
 * neighbours are closest to each other makes room for the new one, as soon as
 * the gap it would leave is not larger than the gap it closes. So the gaps
 * grow evenly as the history becomes longer than its allowance.
 *
 * Costs are estimates from the counts of work, in nanoseconds of an ordinary
 * machine of today. They are no measurements: what is kept must not depend on
 * the weather.
 */

#include "engine/timeline/inner.h"

#define GAP_MIN UINT64_C(5000000)	/* smaller gaps are not worth a copy */

/* Bytes: to begin with, for each operation, and for each byte of live state. */
#define ALLOWANCE_START ((size_t)8 << 20)
#define ALLOWANCE_PER_OP 108
#define ALLOWANCE_FOR_STATE 2

uint64_t keeping_cost(const struct machine *m, uint64_t leaves_before)
{
	const struct work *work = &m->g->work;
	uint64_t leaves = m->g->leaf_entries;
	uint64_t mapped = leaves > leaves_before ? leaves - leaves_before
						 : leaves_before - leaves;

	return 300 + 4 * work->walk +
	       6 * (work->descent + work->insert + work->find + work->pvm) +
	       40 * (work->freed + work->kmallocs + work->notif) +
	       200 * work->tables + 10 * work->pages + 3 * mapped;
}

static size_t allowance(const struct timeline *t, const struct extent *extent)
{
	return ALLOWANCE_START + (size_t)t->ops * ALLOWANCE_PER_OP +
	       extent_bytes(extent) * ALLOWANCE_FOR_STATE;
}

/* A checkpoint that can be spared, with the gap that would be left. */
struct spare {
	struct checkpoints *list;
	size_t index;
	uint64_t gap;
};

/* The first and the last of a branch are never spared. */
static void find_spare_in(struct checkpoints *list, struct spare *best)
{
	for (size_t i = 1; i + 1 < list->count; i++) {
		uint64_t gap = list->at[i + 1].cost - list->at[i - 1].cost;

		if (gap < best->gap)
			*best = (struct spare){ list, i, gap };
	}
}

static struct spare find_spare(struct timeline *t)
{
	struct spare best = { NULL, 0, UINT64_MAX };

	for (uint32_t i = 0; i < t->lines; i++)
		find_spare_in(&t->line[i].checkpoints, &best);
	return best;
}

/* Spares checkpoints until no more than `limit` bytes are held. False: that is
 * not to be had without leaving a gap larger than `gap`. */
static bool make_room(struct timeline *t, size_t limit, uint64_t gap)
{
	while (t->checkpoint_bytes > limit) {
		struct spare spare = find_spare(t);

		if (!spare.list || spare.gap > gap)
			return false;
		checkpoints_remove(spare.list, spare.index, &t->checkpoint_bytes);
	}
	return true;
}

static void take(struct timeline *t, uint64_t cost, uint64_t gap, const struct extent *extent)
{
	size_t price = checkpoint_price(line_checkpoint(t, t->op), &t->machine, extent);
	size_t limit = allowance(t, extent);

	if (price <= limit && make_room(t, limit - price, gap) &&
	    checkpoints_add(&t->line[t->present].checkpoints, line_checkpoint(t, t->op),
			    &t->machine, extent, t->op, cost, &t->checkpoint_bytes))
		t->try_at_cost = cost + GAP_MIN;
	else
		t->try_at_cost = cost + gap / 4;
}

/* Comparing everything with the last copy costs time as well, so the gap has
 * to be larger where there is more to compare. */
void keeping_consider(struct timeline *t)
{
	uint64_t cost = t->line[t->present].history.cost;
	uint64_t since, gap;
	struct extent extent;

	if (cost < t->try_at_cost)
		return;
	since = line_checkpoint(t, t->op)->cost;
	/* What lies before a fork is known only roughly (history_cost_before). */
	if (since > cost)
		since = cost;
	extent = extent_measure(&t->machine, t->most_events);
	gap = extent_bytes(&extent);
	if (gap < GAP_MIN)
		gap = GAP_MIN;
	if (cost - since < gap)
		t->try_at_cost = since + gap;
	else
		take(t, cost, cost - since, &extent);
}
