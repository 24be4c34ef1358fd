/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * vfree, now or later. Freeing may have to wait (for a lock, for other CPUs),
 * and an interrupt handler may not wait. So there the address only goes on a
 * list of this CPU, and a worker, who may wait, frees what is on it. Until he
 * runs, everything stays as it is: mapped, and in use by the books.
 *
 * The list is a stack, like that of the lazy areas: what was queued last is
 * freed first.
 */

#include "engine/kva/kva.h"

static uint32_t take_deferred(struct machine *m, uint64_t addr)
{
	uint32_t node = region_take(m, REGION_DEFERRED);
	if (!node)
		hang(m, HANG_FULL);
	SET(m->deferred[node].addr, addr);
	SET(m->deferred[node].live, 1u);
	return node;
}

/* Gives the link back; the address that was on it. */
static uint64_t give_deferred(struct machine *m, uint32_t node)
{
	uint64_t addr = m->deferred[node].addr;
	SET(m->deferred[node].addr, 0u);
	SET(m->deferred[node].live, 0u);
	region_give(m, REGION_DEFERRED, node);
	return addr;
}

/* The worker is told with the first address only: he will take the whole list. */
static void __vfree_deferred(struct machine *m, uint64_t addr)
{
	uint32_t cpu = m->g->space.cpu;
	uint32_t was_empty = m->g->vfree_deferred[cpu] == 0;
	ENTER(__vfree_deferred, LOCAL(ADDRESS, addr), LOCAL(NUMBER, cpu), LOCAL(FLAG, was_empty));

	STEP(deferred_add);
	uint32_t node = take_deferred(m, addr);
	SET(m->deferred[node].next, m->g->vfree_deferred[cpu]);
	SET(m->g->vfree_deferred[cpu], node);
	STEP(deferred_schedule);
	if (was_empty) {
		SET(m->g->vfree_scheduled[cpu], 1u);
		note_event(m, EVENT_WORK_SCHEDULED, cpu, 0, 0);
	}
}

void vfree_atomic(struct machine *m, uint64_t addr)
{
	ENTER(vfree_atomic, LOCAL(ADDRESS, addr));

	STEP(atomic_null);
	if (addr == 0)
		return;
	STEP(atomic_defer);
	__vfree_deferred(m, addr);
}

void vfree(struct machine *m, uint64_t addr)
{
	uint32_t irq = m->g->space.irq;
	ENTER(vfree, LOCAL(ADDRESS, addr), LOCAL(FLAG, irq));

	STEP(vfree_null);
	if (addr == 0)
		return;
	STEP(vfree_interrupt);
	if (irq)
		__vfree_deferred(m, addr);
	else
		__vunmap(m, addr, true);
}

/* Takes the whole list off first: what is queued from now on needs a new call
 * of the worker. */
static void free_work(struct machine *m, uint32_t cpu)
{
	uint32_t llnode = m->g->vfree_deferred[cpu];
	uint32_t next = 0;
	uint64_t addr = 0;
	ENTER(free_work, LOCAL(NUMBER, cpu), LOCAL(ADDRESS, addr));

	STEP(work_take);
	SET(m->g->vfree_scheduled[cpu], 0u);
	SET(m->g->vfree_deferred[cpu], 0u);
	for (; llnode; llnode = next) {
		next = m->deferred[llnode].next;
		addr = give_deferred(m, llnode);
		STEP(work_free);
		__vunmap(m, addr, true);
	}
}

uint64_t run_workers(struct machine *m)
{
	uint64_t workers = 0;
	uint32_t cpu = 0;
	ENTER(run_workers, LOCAL(NUMBER, cpu), LOCAL(NUMBER, workers));

	for (; cpu < m->g->space.cpus; cpu++) {
		STEP(workers_scheduled);
		if (!m->g->vfree_scheduled[cpu])
			continue;
		workers++;
		STEP(workers_run);
		free_work(m, cpu);
	}
	return workers;
}
