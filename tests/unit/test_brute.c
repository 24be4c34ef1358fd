/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The engine against brute force: long random sequences of operations, run
 * plain, recorded, and by a model of arrays and nothing else (support/brute.h).
 * After every operation all three must tell the same story.
 *
 * Random requests alone would hardly ever meet the corners where the kernel's
 * rules are odd. So there are several mixes of operations, each at home in one
 * of these corners, and a request often takes its numbers from the state it
 * meets: the size of the noted hole, the end of an area, the last vstart.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/brute.h"
#include "tests/support/twins.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define KERNEL UINT64_C(0xffffc90000000000)
#define MODULES UINT64_C(0xffffffffa0000000)

enum { OPS_MAX = 200, LIST_MAX = 8 };

/* --- mixes --- */

struct weight {
	enum op_kind kind;
	uint32_t weight;
};

struct mix {
	const char *name;
	uint64_t start;		/* of the space; 0: it ends at the top of all addresses */
	uint64_t page_size;	/* what brute force takes for a page */
	uint32_t pages[2];	/* the space has so many, from .. to */
	uint32_t largest;	/* pages of an ordinary request */
	uint32_t ids;
	uint32_t windows, aligns, odds, mistakes, far;	/* so many of 100 requests */
	struct weight ops[16];
};

#define FREES(now, lazily) { OP_FREE, now }, { OP_LAZY, lazily }, { OP_UNMAPFREE, 1 }
#define PURGES(weight) { OP_PURGE, weight }, { OP_TRYPURGE, weight }, { OP_ALIASES, weight }

static const struct mix full = {
	.name = "small spaces, nearly full", .start = KERNEL, .page_size = 4096,
	.pages = { 16, 64 }, .largest = 6, .ids = 40,
	.windows = 10, .aligns = 10, .mistakes = 2,
	.ops = { { OP_ALLOC, 60 }, FREES(30, 5), PURGES(1), { OP_FIND, 3 }, { OP_DROPCACHE, 1 } },
};

static const struct mix windows = {
	.name = "windows in turn", .start = KERNEL, .page_size = 4096,
	.pages = { 64, 200 }, .largest = 5, .ids = 80,
	.windows = 60, .aligns = 10, .mistakes = 1, .far = 25,
	.ops = { { OP_ALLOC, 60 }, FREES(25, 5), PURGES(1), { OP_FIND, 2 }, { OP_DROPCACHE, 1 } },
};

static const struct mix aligned = {
	.name = "alignments", .start = KERNEL, .page_size = 4096,
	.pages = { 64, 256 }, .largest = 8, .ids = 60,
	.windows = 15, .aligns = 80, .mistakes = 6,
	.ops = { { OP_ALLOC, 60 }, FREES(30, 5), PURGES(1), { OP_FIND, 2 } },
};

static const struct mix odd = {
	.name = "odd addresses", .start = KERNEL, .page_size = 4096,
	.pages = { 32, 128 }, .largest = 4, .ids = 40,
	.windows = 40, .aligns = 30, .odds = 40, .mistakes = 3,
	.ops = { { OP_ALLOC, 60 }, FREES(30, 5), PURGES(1), { OP_FIND, 6 } },
};

/* 128 of its pages are the limit of one CPU. */
static const struct mix lazy = {
	.name = "lazy freeing", .start = KERNEL, .page_size = 64 * 4096,
	.pages = { 100, 512 }, .largest = 24, .ids = 60,
	.windows = 8, .aligns = 8, .mistakes = 1,
	.ops = { { OP_ALLOC, 60 }, FREES(4, 50), PURGES(1), { OP_NONLAZY, 1 },
		 { OP_ONLINE, 3 }, { OP_PURGELOCK, 2 }, { OP_FIND, 2 } },
};

/* With pages of a TiB the lazy counter, which has 32 bits, runs over. */
static const struct mix enormous = {
	.name = "more lazy pages than can be counted", .start = UINT64_C(1) << 62,
	.page_size = UINT64_C(1) << 40, .pages = { 32, 64 }, .largest = 8, .ids = 30,
	.windows = 5, .aligns = 5,
	.ops = { { OP_ALLOC, 60 }, FREES(5, 50), PURGES(1), { OP_NONLAZY, 1 },
		 { OP_ONLINE, 2 }, { OP_PURGELOCK, 12 } },
};

static const struct mix notified = {
	.name = "notifiers", .start = KERNEL, .page_size = 4096,
	.pages = { 16, 64 }, .largest = 8, .ids = 30,
	.windows = 8, .aligns = 8, .mistakes = 1,
	.ops = { { OP_ALLOC, 70 }, FREES(8, 8), PURGES(1), { OP_NOTIFIER, 12 },
		 { OP_UNNOTIFY, 6 }, { OP_NONLAZY, 1 }, { OP_PURGELOCK, 1 } },
};

static const struct mix top = {
	.name = "the top of the address space", .start = 0, .page_size = 4096,
	.pages = { 64, 512 }, .largest = 40, .ids = 60,
	.windows = 30, .aligns = 40, .odds = 5, .mistakes = 5, .far = 3,
	.ops = { { OP_ALLOC, 60 }, FREES(30, 8), PURGES(1), { OP_FIND, 3 }, { OP_NOTIFIER, 1 } },
};

static const struct mix everything = {
	.name = "everything", .start = KERNEL, .page_size = 4096,
	.pages = { 64, 512 }, .largest = 30, .ids = 120,
	.windows = 25, .aligns = 25, .odds = 1, .mistakes = 5, .far = 3,
	.ops = { { OP_ALLOC, 60 }, FREES(15, 15), PURGES(1), { OP_NONLAZY, 1 }, { OP_ONLINE, 1 },
		 { OP_PURGELOCK, 1 }, { OP_NOTIFIER, 3 }, { OP_UNNOTIFY, 1 }, { OP_FIND, 3 },
		 { OP_DROPCACHE, 1 } },
};

/* --- a run --- */

struct run {
	const struct mix *mix;
	uint64_t seed;
	uint64_t random;
	struct twins t;
	struct brute b;
	struct op op[OPS_MAX];
	uint64_t list[OPS_MAX][LIST_MAX];	/* of those that need one */
	size_t ops;
	uint64_t notifiers;			/* ids given to notifiers so far */
	char text[300];
};

/* splitmix64: seeds that follow each other give sequences that do not. */
static uint64_t roll(struct run *r, uint64_t sides)
{
	uint64_t z = r->random += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (z ^ z >> 31) % sides;
}

static bool chance(struct run *r, uint32_t of_hundred)
{
	return roll(r, 100) < of_hundred;
}

static uint64_t pages(const struct run *r, uint64_t count)
{
	return count * r->mix->page_size;
}

/* --- making up a request --- */

static uint64_t wrong_size(struct run *r)
{
	const uint64_t sizes[] = {
		0, 1, PAGE_SIZE / 2, PAGE_SIZE + 1, UINT64_C(1) << 63, UINT64_MAX,
		UINT64_MAX - PAGE_SIZE + 1, pages(r, r->b.pages), pages(r, r->b.pages + 1),
	};

	return sizes[roll(r, LENGTH(sizes))];
}

static uint64_t some_size(struct run *r)
{
	uint64_t count = 1 + roll(r, r->mix->largest);

	if (chance(r, r->mix->mistakes))
		return wrong_size(r);
	if (chance(r, 15))	/* as large as the noted hole, or next to it */
		count = r->b.hole / r->mix->page_size + roll(r, 3) - 1;
	else if (chance(r, 5))
		count = 1 + roll(r, r->b.pages);
	return pages(r, count) ? pages(r, count) : pages(r, 1);
}

static uint64_t some_align(struct run *r)
{
	if (chance(r, r->mix->mistakes))
		return roll(r, 2) ? 3 * PAGE_SIZE : roll(r, 2) * 24;
	if (!chance(r, r->mix->aligns))
		return 1;
	switch (roll(r, 6)) {
	case 0:
		return UINT64_C(1) << roll(r, 12);
	case 1:
		return chance(r, 10) ? UINT64_C(1) << roll(r, 64) : pages(r, 1);
	case 2:
		return r->b.align ? r->b.align : 1;
	default:
		return pages(r, 1) << roll(r, 6);
	}
}

static const struct brute_area *some_area(struct run *r)
{
	static const struct brute_area none = { KERNEL, KERNEL + PAGE_SIZE, 0 };

	return r->b.areas ? &r->b.area[roll(r, r->b.areas)] : &none;
}

/* Where requests begin that do not begin at the start of the space. */
static uint64_t some_vstart(struct run *r)
{
	const struct space *space = &r->b.space;

	switch (roll(r, 6)) {
	case 0:
		return space->start + pages(r, r->b.pages / 2);
	case 1:
		return r->b.vstart;
	case 2:
		return some_area(r)->start;
	case 3:
		return some_area(r)->end;
	default:
		return space->start + pages(r, roll(r, r->b.pages));
	}
}

static uint64_t some_vend(struct run *r, uint64_t vstart, uint64_t size)
{
	const struct space *space = &r->b.space;

	switch (roll(r, 5)) {
	case 0:
		return space->start + pages(r, r->b.pages / 2);
	case 1:
		return vstart + size;
	case 2:
		return vstart + size + pages(r, roll(r, 4)) - 1;
	case 3:
		return space->start + pages(r, roll(r, r->b.pages));
	default:
		return space->end;
	}
}

static void choose_window(struct run *r, struct op *op)
{
	uint64_t *arg = op->arg;

	if (chance(r, r->mix->windows)) {
		arg[OPARG_ALLOC_VSTART] = some_vstart(r);
		arg[OPARG_ALLOC_VEND] = some_vend(r, arg[OPARG_ALLOC_VSTART],
						  arg[OPARG_ALLOC_SIZE]);
	}
	if (chance(r, r->mix->far)) {
		arg[OPARG_ALLOC_VSTART] = roll(r, 2) ? MODULES : 0;
		arg[OPARG_ALLOC_VEND] = arg[OPARG_ALLOC_VSTART] ? MODULES + pages(r, 20) :
								  UINT64_MAX;
	}
	if (chance(r, r->mix->odds))
		arg[OPARG_ALLOC_VSTART] += roll(r, PAGE_SIZE);
	if (chance(r, r->mix->odds))
		arg[OPARG_ALLOC_VEND] -= roll(r, PAGE_SIZE);
}

/* An id that is live, or one that is not; some other one now and then. */
static uint64_t some_id(struct run *r, bool live)
{
	uint64_t id = 1 + roll(r, r->mix->ids);
	bool any = chance(r, 2);

	for (uint32_t i = 0; !any && i < r->mix->ids; i++) {
		if ((r->b.object[id] != 0) == live)
			break;
		id = id % r->mix->ids + 1;
	}
	return id;
}

static void make_alloc(struct run *r, struct op *op)
{
	op->arg[OPARG_ALLOC_ID] = some_id(r, false);
	op->arg[OPARG_ALLOC_SIZE] = some_size(r);
	op->arg[OPARG_ALLOC_ALIGN] = some_align(r);
	choose_window(r, op);
	op->arg[OPARG_ALLOC_BLOCKING] = chance(r, 80);
	op->arg[OPARG_ALLOC_NOWARN] = chance(r, 30);
	op->fail[REQUEST_KMALLOC] = chance(r, 3) ? 1 + (uint32_t)roll(r, 2) : 0;
}

/* One that reports more than it frees must not do so for ever. */
static void make_notifier(struct run *r, struct op *op)
{
	uint64_t *list = r->list[r->ops];

	if (r->b.notifiers == BRUTE_NOTIFIERS) {
		*op = op_make(OP_PURGE, &r->b.space);
		return;
	}
	op->arg[OPARG_NOTIFIER_ID] = ++r->notifiers;
	op->arg[OPARG_NOTIFIER_PRIO] = roll(r, 5) - 2;
	op->arg[OPARG_NOTIFIER_HOW] = roll(r, 2);
	op->arg[OPARG_NOTIFIER_RET] = chance(r, 15);
	if (roll(r, 2))
		op->arg[OPARG_NOTIFIER_PER] = 1 + roll(r, 3);
	if (roll(r, 2))
		op->arg[OPARG_NOTIFIER_TIMES] = roll(r, 4);
	if (chance(r, 30))
		op->arg[OPARG_NOTIFIER_REPORT] = op->arg[OPARG_NOTIFIER_TIMES] < 4 ? roll(r, 3) : 0;
	op->list_length = (uint32_t)roll(r, LIST_MAX + 1);
	op->list = list;
	for (uint32_t i = 0; i < op->list_length; i++)
		list[i] = some_id(r, true);
}

static uint64_t some_addr(struct run *r)
{
	const struct brute_area *area = some_area(r);

	switch (roll(r, 4)) {
	case 0:
		return area->start;
	case 1:
		return area->end;
	case 2:
		return area->end - 1;
	default:
		return r->b.space.start + roll(r, pages(r, r->b.pages));
	}
}

static enum op_kind some_kind(struct run *r)
{
	const struct weight *w = r->mix->ops;
	uint64_t sum = 0;

	for (size_t i = 0; i < LENGTH(r->mix->ops); i++)
		sum += w[i].weight;
	sum = roll(r, sum);
	for (; sum >= w->weight; w++)
		sum -= w->weight;
	return w->kind;
}

/* Four levels of tables cover 48 bits. Unmapping goes on behind the top table
 * when an area goes beyond that, and what it meets there nobody can tell. */
static bool leaves_the_tables(const struct run *r, uint64_t id)
{
	const struct brute_area *area = &r->b.area[brute_find(&r->b, r->b.object[id])];

	return r->b.object[id] && area->start >> 48 != (area->end - 1) >> 48;
}

static void make_op(struct run *r, struct op *op)
{
	*op = op_make(some_kind(r), &r->b.space);
	switch (op->kind) {
	case OP_ALLOC:
		make_alloc(r, op);
		break;
	case OP_NOTIFIER:
		make_notifier(r, op);
		break;
	case OP_UNNOTIFY:
		op->arg[0] = 1 + roll(r, r->notifiers + 1);
		break;
	case OP_FIND:
		op->arg[0] = some_addr(r);
		break;
	case OP_PURGELOCK:	/* held not too often: requests hang then */
		op->arg[0] = r->b.purge_lock ? 0 : roll(r, 2);
		break;
	case OP_ONLINE:
		op->arg[0] = roll(r, r->b.space.cpus + 2);
		break;
	default:		/* the rest takes an id, or nothing */
		op->arg[0] = some_id(r, true);
		if (op->kind == OP_UNMAPFREE && leaves_the_tables(r, op->arg[0]))
			op->kind = OP_LAZY;
		break;
	}
}

/* --- comparing --- */

static bool same(struct run *r, const char *what, uint64_t engine, uint64_t brute)
{
	if (engine == brute)
		return true;
	snprintf(r->text, sizeof(r->text), "%s: 0x%" PRIx64 " in the engine, 0x%" PRIx64
		 " by brute force", what, engine, brute);
	return false;
}

static bool same_outcome(struct run *r)
{
	const struct outcome *a = &r->t.plain.g->outcome;
	const struct outcome *b = &r->b.outcome;

	return same(r, "kind of outcome", a->kind, b->kind) &&
	       same(r, "code of outcome", a->code, b->code) &&
	       same(r, "address", a->addr, b->addr) && same(r, "end", a->end, b->end) &&
	       same(r, "size", a->size, b->size) && same(r, "flags", a->flags, b->flags) &&
	       same(r, "npages", a->npages, b->npages) && same(r, "n", a->n, b->n);
}

/* Nodes looked at by a way down a red-black tree of so many areas. */
static bool plausible_way(struct run *r, const char *what, uint64_t looked_at, bool any,
			  size_t areas)
{
	bool too_long = looked_at / 2 >= 64 || UINT64_C(1) << looked_at / 2 > areas + 1;

	if ((looked_at > 0) == any && !too_long)
		return true;
	snprintf(r->text, sizeof(r->text), "%s: %" PRIu64 " nodes of %zu", what, looked_at, areas);
	return false;
}

static bool same_try(struct run *r, const struct event *a, const struct brute_event *b)
{
	uint64_t walk = a->value[4];

	if (b->touching && walk + 1 == b->as.value[4])
		walk++;
	return same(r, "number of the try", a->value[0], b->as.value[0]) &&
	       same(r, "its size", a->value[1], b->as.value[1]) &&
	       same(r, "its start", a->value[2], b->as.value[2]) &&
	       plausible_way(r, "its descent", a->value[3], b->descends, b->areas) &&
	       same(r, "its walk", walk, b->as.value[4]) &&
	       same(r, "its address", a->value[5], b->as.value[5]);
}

static bool same_event(struct run *r, const struct event *a, const struct brute_event *b)
{
	if (!same(r, "kind of event", a->kind, b->as.kind) ||
	    !same(r, "code of event", a->code, b->as.code))
		return false;
	if (a->kind == EVENT_TRY)
		return same_try(r, a, b);
	for (size_t i = 0; i < EVENT_VALUES; i++)
		if (!same(r, "value of event", a->value[i], b->as.value[i]))
			return false;
	return true;
}

static bool same_events(struct run *r)
{
	const struct machine *m = &r->t.plain;

	if (!same(r, "number of events", m->g->events, r->b.events))
		return false;
	for (size_t i = 0; i < r->b.events; i++)
		if (!same_event(r, &m->event[i + 1], &r->b.event[i]))
			return false;
	return same(r, "number of tries", m->g->try_number, r->b.try_number);
}

/* What the engine's own events add up to. */
static uint64_t sum_of_tries(const struct machine *m, size_t value)
{
	uint64_t sum = 0;

	for (uint32_t i = 1; i <= m->g->events; i++)
		if (m->event[i].kind == EVENT_TRY)
			sum += m->event[i].value[value];
	return sum;
}

static bool same_work(struct run *r)
{
	const struct machine *m = &r->t.plain;
	const struct work *a = &m->g->work;
	const struct work *b = &r->b.work;
	bool inserts = r->op[r->ops].kind == OP_ALLOC && r->b.areas > 1 &&
		       r->b.events && r->b.event[0].as.kind == EVENT_TRY &&
		       (m->g->outcome.kind == OUTCOME_OK || m->g->outcome.kind == OUTCOME_BUG);
	bool finds = r->op[r->ops].kind == OP_FIND && r->b.areas;

	return same(r, "work: tries", a->tries, b->tries) &&
	       same(r, "work: walk", a->walk, sum_of_tries(m, 4)) &&
	       same(r, "work: descent", a->descent, sum_of_tries(m, 3)) &&
	       plausible_way(r, "work: insert", a->insert, inserts, r->b.areas - inserts) &&
	       plausible_way(r, "work: find", a->find, finds, r->b.areas) &&
	       same(r, "work: purges", a->purges, b->purges) &&
	       same(r, "work: freed", a->freed, b->freed) &&
	       same(r, "work: notif", a->notif, b->notif) &&
	       same(r, "work: kmallocs", a->kmallocs, b->kmallocs) &&
	       same(r, "work: pages", a->pages, 0) && same(r, "work: tables", a->tables, 0) &&
	       same(r, "work: pvm", a->pvm, 0);
}

/* Start and end of an area of the engine and of one of brute force; 0: none. */
static bool same_area(struct run *r, const char *what, uint32_t engine, uint32_t serial)
{
	const struct machine *m = &r->t.plain;
	const struct brute_area *area = &r->b.area[brute_find(&r->b, serial)];

	return same(r, what, engine != 0, serial != 0) &&
	       (!engine || (same(r, what, m->va_start[engine], area->start) &&
			    same(r, what, m->va_end[engine], area->end)));
}

static bool same_cache(struct run *r)
{
	const struct globals *g = r->t.plain.g;

	return same_area(r, "cached area", g->free_vmap_cache, r->b.cache) &&
	       same(r, "cached_hole_size", g->cached_hole_size, r->b.hole) &&
	       same(r, "cached_vstart", g->cached_vstart, r->b.vstart) &&
	       same(r, "cached_align", g->cached_align, r->b.align) &&
	       same(r, "vmap_area_pcpu_hole", g->vmap_area_pcpu_hole, r->b.pcpu_hole) &&
	       same(r, "vmap_area_lock", g->vmap_area_lock, 0) &&
	       same(r, "online", g->space.online, r->b.space.online);
}

static bool same_lazies(struct run *r)
{
	const struct machine *m = &r->t.plain;
	uint32_t va = m->g->vmap_purge_list;

	for (size_t i = r->b.lazies; i > 0; i--) {
		if (!same_area(r, "area on vmap_purge_list", va, r->b.lazy[i - 1]))
			return false;
		va = m->rest[va].purge_next;
	}
	return same(r, "rest of vmap_purge_list", va, 0) &&
	       same(r, "lazy_areas", m->g->lazy_areas, r->b.lazies) &&
	       same(r, "vmap_lazy_nr", m->g->vmap_lazy_nr, (uint64_t)(int64_t)r->b.lazy_nr) &&
	       same(r, "vmap_purge_lock", m->g->vmap_purge_lock, r->b.purge_lock);
}

static bool same_areas(struct run *r)
{
	const struct machine *m = &r->t.plain;
	uint32_t va = m->g->vmap_area_list;

	for (size_t i = 0; i < r->b.areas; i++) {
		if (!same_area(r, "area", va, r->b.area[i].serial))
			return false;
		va = m->next[va];
	}
	return same(r, "rest of vmap_area_list", va, 0) &&
	       same(r, "number of areas", m->g->areas, r->b.areas);
}

static bool same_ids(struct run *r)
{
	const struct machine *m = &r->t.plain;

	for (uint64_t id = 0; id < BRUTE_IDS; id++) {
		const struct object *object = &m->object[id];

		if (!same(r, "an id stands for an area", object->kind == OBJECT_AREA,
			  r->b.object[id] != 0) ||
		    !same_area(r, "what an id stands for", object->handle, r->b.object[id]))
			return false;
	}
	return true;
}

static bool same_notifiers(struct run *r)
{
	const struct machine *m = &r->t.plain;
	uint32_t handle = m->g->vmap_notify_list;

	for (size_t i = 0; i < r->b.notifiers; i++) {
		const struct notifier *a = &m->notifier[handle];
		const struct brute_notifier *b = &r->b.notifier[i];

		if (!same(r, "notifier", a->id, b->id) ||
		    !same(r, "calls left of a notifier", a->times, b->times) ||
		    !same(r, "place of a notifier in its list", a->position, b->position))
			return false;
		handle = a->next;
	}
	return same(r, "rest of vmap_notify_list", handle, 0);
}

static bool all_same(struct run *r)
{
	return same_outcome(r) && same_events(r) && same_work(r) && same_cache(r) &&
	       same_lazies(r) && same_areas(r) && same_ids(r) && same_notifiers(r);
}

/* --- what was met --- */

/* Corners that random operations might miss: how often they were met. */
enum corner {
	FOUND,			/* plus the reason why a search began where it did */
	NOT_FOUND = FOUND + WHY_COUNT,
	TOUCHING = NOT_FOUND + WHY_COUNT,
	OUTCOME,		/* plus its kind */
	BUG = OUTCOME + OUTCOME_REFUSED + 1,	/* plus the reason */
	BUSY = BUG + REASON_COUNT,
	BUSY_THOUGH_ROOM,	/* and first fit would have found a place */
	THIRD_TRY,		/* a notifier reported something, and it helped */
	PURGED_BY_FREE,
	NEGATIVE_LAZY,
	OVERLAP,
	CORNERS
};
static uint64_t met[CORNERS];

static void look_at_search(const struct brute_event *event)
{
	uint32_t why = event->as.code & 0xff;

	met[(event->as.code >> 8 ? FOUND : NOT_FOUND) + why]++;
	met[TOUCHING] += event->touching;
}

static void look_around(const struct run *r)
{
	const struct outcome *outcome = &r->b.outcome;
	const struct op *op = &r->op[r->ops];
	bool busy = outcome->kind == OUTCOME_ERR && outcome->code == EBUSY;

	for (size_t i = 0; i < r->b.events; i++)
		if (r->b.event[i].as.kind == EVENT_TRY)
			look_at_search(&r->b.event[i]);
	met[OUTCOME + outcome->kind]++;
	if (outcome->kind == OUTCOME_BUG)
		met[BUG + outcome->code]++;
	met[BUSY] += busy;
	met[BUSY_THOUGH_ROOM] += busy && brute_fits(&r->b, op);
	met[THIRD_TRY] += outcome->kind == OUTCOME_OK && r->b.work.notif;
	met[PURGED_BY_FREE] += op->kind == OP_LAZY && r->b.work.purges;
	met[NEGATIVE_LAZY] += r->b.lazy_nr < 0;
	met[OVERLAP] += r->b.overlap;
}

/* --- running --- */

/* In the way of the recordings, so that it can be put in a file and replayed. */
static void print_op(const struct run *r, size_t n)
{
	const struct op *op = &r->op[n];
	const struct op_info *info = op_info(op->kind);

	print_error("op %zu %s", n + 1, info->name);
	for (size_t i = 0; i < op_args(op->kind); i++)
		if (op->arg[i] != op_default(op->kind, i, &r->b.space) ||
		    info->arg[i].by == DEFAULT_NEEDED)
			print_error(" %s=0x%" PRIx64, info->arg[i].name, op->arg[i]);
	for (uint32_t i = 0; i < op->list_length; i++)
		print_error("%s%" PRIu64, i ? "," : " list=", op->list[i]);
	if (op->fail[REQUEST_KMALLOC])
		print_error(" kfail=%" PRIu32, op->fail[REQUEST_KMALLOC]);
	print_error("\n");
}

static void tell(const struct run *r, const char *wrong)
{
	const struct space *space = &r->t.plain.g->space;

	print_error("%s, seed %" PRIu64 ", space 0x%" PRIx64 "..0x%" PRIx64 "\n", r->mix->name,
		    r->seed, space->start, space->end);
	for (size_t i = 0; i <= r->ops; i++)
		print_op(r, i);
	fail_msg("%s, seed %" PRIu64 ", op %zu: %s", r->mix->name, r->seed, r->ops + 1, wrong);
}

static struct space some_space(struct run *r, uint64_t *count)
{
	const struct mix *mix = r->mix;
	struct space space = engine_space("toy")->space;

	*count = mix->pages[0] + roll(r, mix->pages[1] - mix->pages[0] + 1);
	space.start = mix->start ? mix->start : 0 - pages(r, *count);
	space.end = space.start + pages(r, *count);
	if (!space.end || chance(r, 20))	/* as the spaces of x86-64 do */
		space.end--;
	space.cpus = 8;
	space.online = 1;
	space.initialized = chance(r, 90);
	return space;
}

/* One operation on all three. False: the sequence ends, because areas overlap. */
static bool step(struct run *r)
{
	const struct op *op = &r->op[r->ops];
	const char *wrong;

	make_op(r, &r->op[r->ops]);
	brute_run(&r->b, op);
	look_around(r);
	wrong = twins_run(&r->t, op);
	if (r->b.overlap) {
		if (!wrong || !strstr(wrong, "overlaps"))
			tell(r, wrong ? wrong : "areas overlap unnoticed");
		return false;
	}
	if (wrong || r->b.fault)
		tell(r, wrong ? wrong : r->b.fault);
	if (!all_same(r))
		tell(r, r->text);
	return true;
}

static void run_sequence(struct run *r, const struct mix *mix, uint64_t seed)
{
	struct space space;
	uint64_t count;
	size_t length;

	r->mix = mix;
	r->seed = r->random = seed;
	r->notifiers = 0;
	space = some_space(r, &count);
	brute_start(&r->b, &space, mix->page_size, (size_t)count);
	assert_true(twins_open(&r->t, &space));
	length = 20 + (size_t)roll(r, OPS_MAX - 20);
	for (r->ops = 0; r->ops < length; r->ops++)
		if (!step(r))
			break;
	twins_close(&r->t);
}

/* Slow builds run fewer sequences. */
static uint64_t sequences(void)
{
	const char *build = getenv("TEST_BUILD");

	if (!build || strcmp(build, "normal") == 0)
		return 500;
	return strcmp(build, "valgrind") == 0 ? 40 : 200;
}

static void agrees(void **state)
{
	static struct run r;

	for (uint64_t seed = 1; seed <= sequences(); seed++)
		run_sequence(&r, *state, seed);
}

static const struct {
	const char *what;
	int first, last;
} wanted[] = {
	{ "a place found, for each reason", FOUND + WHY_EMPTY, FOUND + WHY_BELOW },
	{ "no place found, for each reason", NOT_FOUND + WHY_EMPTY, NOT_FOUND + WHY_BELOW },
	{ "areas that touch where a search begins", TOUCHING, TOUCHING },
	{ "lookups", OUTCOME + OUTCOME_AREA, OUTCOME + OUTCOME_AREA },
	{ "waiting for a lock for ever", OUTCOME + OUTCOME_HANG, OUTCOME + OUTCOME_HANG },
	{ "bad requests", BUG + REASON_SIZE_ZERO, BUG + REASON_ALIGN_NOT_POW2 },
	{ "a place below vstart", BUG + REASON_RESULT_BELOW_VSTART,
	  BUG + REASON_RESULT_BELOW_VSTART },
	{ "the rest", BUSY, OVERLAP },
};

/* The mixes are worth nothing where they do not lead to. Builds that run fewer
 * sequences may miss something. */
static void corners_were_met(void **state)
{
	(void)state;
	if (sequences() < 500)
		skip();
	for (size_t i = 0; i < LENGTH(wanted); i++)
		for (int corner = wanted[i].first; corner <= wanted[i].last; corner++)
			if (met[corner] < 20)
				fail_msg("%s: corner %d met %" PRIu64 " times", wanted[i].what,
					 corner, met[corner]);
}

int main(void)
{
#define MIX(mix) { #mix, agrees, NULL, NULL, (void *)(uintptr_t)&mix }
	const struct CMUnitTest tests[] = {
		MIX(full),
		MIX(windows),
		MIX(aligned),
		MIX(odd),
		MIX(lazy),
		MIX(enormous),
		MIX(notified),
		MIX(top),
		MIX(everything),
		cmocka_unit_test(corners_were_met),
	};

	return cmocka_run_group_tests_name("brute", tests, NULL, NULL);
}
