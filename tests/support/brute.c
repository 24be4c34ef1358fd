/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The allocator's rules by brute force (brute.h).
 *
 * The rules are written as one would tell them, each search from the beginning
 * of an array. The array of pages then serves as a witness that knows no rules
 * at all: what is handed out must have been free, and a search that does not
 * begin behind the cached area must find the lowest place there is, or none.
 *
 * One thing cannot be told without a tree. When an area ends just where the
 * search begins and the next one begins there, the search starts at whichever
 * of them lies higher in the tree. The way then differs by one area and by
 * nothing else; such a search is marked as `touching`, and counted with the
 * longer way.
 */

#include "tests/support/brute.h"

#include <errno.h>
#include <string.h>

/* --- what happened --- */

static struct brute_event *note(struct brute *b, enum event_kind kind, uint32_t code,
				uint64_t first, uint64_t second)
{
	struct brute_event *event = &b->event[b->events];

	if (b->events + 1 < BRUTE_EVENTS)
		b->events++;
	else
		b->fault = "more events than there is room for";
	*event = (struct brute_event){ .as = { .kind = kind, .code = code } };
	event->as.value[0] = first;
	event->as.value[1] = second;
	return event;
}

static void answer(struct brute *b, enum outcome_kind kind, uint32_t code)
{
	b->outcome = (struct outcome){ .kind = kind, .code = code };
}

static void stop_at_bug(struct brute *b, enum reason reason)
{
	note(b, EVENT_BUG, reason, 0, 0);
	answer(b, OUTCOME_BUG, reason);
}

/* --- addresses --- */

static uint64_t round_up(uint64_t addr, uint64_t align)
{
	uint64_t too_much = addr % align;

	return too_much ? addr + (align - too_much) : addr;
}

/* The last byte of the address space is the last that may be in use, and the
 * end behind it has no name. */
static bool goes_over_the_top(uint64_t addr, uint64_t size)
{
	return size > UINT64_MAX - addr;
}

static bool ends_within(uint64_t addr, uint64_t size, uint64_t vend)
{
	return !goes_over_the_top(addr, size) && addr + size <= vend;
}

/* --- pages --- */

static bool whole_pages(const struct brute *b, uint64_t bytes)
{
	return bytes % b->page_size == 0;
}

enum lie { ON_PAGES, ELSEWHERE, BADLY };

/* The pages that an area covers, [*first, *last]. */
static enum lie pages_of(const struct brute *b, const struct brute_area *area, size_t *first,
			 size_t *last)
{
	uint64_t from = area->start - b->space.start;
	uint64_t to = area->end - 1 - b->space.start;

	if (area->end <= b->space.start)
		return ELSEWHERE;
	if (area->start >= b->space.start && from / b->page_size >= b->pages)
		return ELSEWHERE;
	if (area->start < b->space.start || to / b->page_size >= b->pages)
		return BADLY;
	*first = (size_t)(from / b->page_size);
	*last = (size_t)(to / b->page_size);
	return whole_pages(b, from) && whole_pages(b, to + 1) ? ON_PAGES : BADLY;
}

/* Gives the pages of an area to it, or takes them away from it. */
static void own_pages(struct brute *b, const struct brute_area *area, bool take)
{
	size_t first, last;
	enum lie lie = pages_of(b, area, &first, &last);

	if (lie == BADLY)
		b->odd = true;
	if (lie != ON_PAGES)
		return;
	for (size_t i = first; i <= last; i++) {
		if (b->page[i] != (take ? 0 : area->serial))
			b->fault = take ? "a page was handed out twice" :
					  "a page was given back that was not one's own";
		b->page[i] = take ? area->serial : 0;
	}
}

static bool pages_free(const struct brute *b, size_t first, uint64_t count)
{
	for (size_t i = first; i < first + count; i++)
		if (b->page[i])
			return false;
	return true;
}

/* --- areas --- */

size_t brute_find(const struct brute *b, uint32_t serial)
{
	size_t i = 0;

	while (i < b->areas && b->area[i].serial != serial)
		i++;
	return i;
}

static bool overlaps(const struct brute *b, size_t i)
{
	return (i > 0 && b->area[i - 1].end > b->area[i].start) ||
	       (i + 1 < b->areas && b->area[i].end > b->area[i + 1].start);
}

/* Before the first area that ends behind its start: also when they overlap. */
static uint32_t put_area(struct brute *b, uint64_t start, uint64_t end)
{
	size_t i = 0;

	while (i < b->areas && start >= b->area[i].end)
		i++;
	memmove(&b->area[i + 1], &b->area[i], (b->areas - i) * sizeof(b->area[0]));
	b->area[i] = (struct brute_area){ start, end, ++b->serials };
	b->areas++;
	if (overlaps(b, i))
		b->overlap = true;
	else
		own_pages(b, &b->area[i], true);
	return b->serials;
}

/* The cached area is followed downwards when it, or one below it, goes. */
static void adjust_cache(struct brute *b, size_t i)
{
	if (!b->cache)
		return;
	if (b->area[i].end < b->vstart)
		b->cache = 0;
	else if (i <= brute_find(b, b->cache))
		b->cache = i ? b->area[i - 1].serial : 0;
}

static void take_out(struct brute *b, uint32_t serial)
{
	size_t i = brute_find(b, serial);
	uint64_t end = b->area[i].end;

	adjust_cache(b, i);
	if (end > b->space.start && end <= b->space.end && b->pcpu_hole < end)
		b->pcpu_hole = end;
	own_pages(b, &b->area[i], false);
	b->areas--;
	memmove(&b->area[i], &b->area[i + 1], (b->areas - i) * sizeof(b->area[0]));
	b->work.freed++;
}

/* --- lazy freeing --- */

static uint64_t lazy_limit(const struct brute *b)
{
	uint64_t limit = 0;

	for (uint32_t online = b->space.online; online; online /= 2)
		limit += 8192;
	return limit;
}

/* The counter has 32 bits, and a sign. */
static void count_lazy(struct brute *b, const struct brute_area *area, int sign)
{
	uint64_t pages = (area->end - area->start) / PAGE_SIZE;
	uint32_t sum = (uint32_t)b->lazy_nr;

	sum = sign > 0 ? sum + (uint32_t)pages : sum - (uint32_t)pages;
	b->lazy_nr = (int32_t)sum;
}

static void flush_lazies(struct brute *b)
{
	uint64_t start = UINT64_MAX;
	uint64_t end = 0;

	for (size_t i = 0; i < b->lazies; i++) {
		const struct brute_area *area = &b->area[brute_find(b, b->lazy[i])];

		start = area->start < start ? area->start : start;
		end = area->end > end ? area->end : end;
	}
	note(b, EVENT_FLUSH, 0, start, end);
}

/* Whatever waits is freed, the newest first. */
static void purge(struct brute *b)
{
	b->work.purges++;
	note(b, EVENT_PURGE, 0, 0, 0);
	if (b->lazies)
		flush_lazies(b);
	while (b->lazies) {
		uint32_t serial = b->lazy[--b->lazies];

		count_lazy(b, &b->area[brute_find(b, serial)], -1);
		take_out(b, serial);
	}
}

/* False: somebody holds the lock and will for ever; or the queues of blocks, which
 * are looked at first, are not there before start-up. */
static bool purge_or_hang(struct brute *b)
{
	if (b->purge_lock) {
		answer(b, OUTCOME_HANG, 0);
		return false;
	}
	if (!b->space.initialized) {
		note(b, EVENT_OOPS, 0, 0, 0);
		answer(b, OUTCOME_OOPS, 0);
		return false;
	}
	purge(b);
	return true;
}

static void free_lazily(struct brute *b, uint32_t serial)
{
	count_lazy(b, &b->area[brute_find(b, serial)], 1);
	b->lazy[b->lazies++] = serial;
	/* A negative count is a very large one when it meets an unsigned limit. */
	if ((b->lazy_nr < 0 || (uint64_t)b->lazy_nr > lazy_limit(b)) && !b->purge_lock)
		purge(b);
}

static void free_either_way(struct brute *b, uint32_t serial, bool lazily)
{
	if (lazily)
		free_lazily(b, serial);
	else
		take_out(b, serial);
}

/* --- notifiers --- */

static uint32_t live_object(const struct brute *b, uint64_t id)
{
	return id < BRUTE_IDS ? b->object[id] : 0;
}

static uint64_t free_victims(struct brute *b, struct brute_notifier *n)
{
	uint64_t freed = 0;

	for (; n->position < n->victims && freed < n->per; n->position++) {
		uint64_t id = n->victim[n->position];
		uint32_t serial = live_object(b, id);

		if (!serial)
			continue;
		b->object[id] = 0;
		free_either_way(b, serial, n->lazily);
		freed++;
	}
	return freed;
}

static uint64_t call_one(struct brute *b, struct brute_notifier *n)
{
	uint64_t reported = 0;

	if (n->times) {
		n->times -= n->times != NOTIFIER_ALWAYS;
		reported = free_victims(b, n);
		if (n->report != NOTIFIER_AUTO)
			reported = n->report;
	}
	b->work.notif++;
	note(b, EVENT_NOTIFY, n->stop, n->id, reported);
	return reported;
}

static uint64_t call_notifiers(struct brute *b)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < b->notifiers; i++) {
		sum += call_one(b, &b->notifier[i]);
		if (b->notifier[i].stop)
			break;
	}
	return sum;
}

static void run_notifier(struct brute *b, const struct op *op)
{
	const uint64_t *arg = op->arg;
	struct brute_notifier n = {
		.id = arg[OPARG_NOTIFIER_ID],
		.priority = (int64_t)arg[OPARG_NOTIFIER_PRIO],
		.victims = op->list_length,
		.per = arg[OPARG_NOTIFIER_PER],
		.report = arg[OPARG_NOTIFIER_REPORT],
		.times = arg[OPARG_NOTIFIER_TIMES],
		.lazily = arg[OPARG_NOTIFIER_HOW] == 1,
		.stop = arg[OPARG_NOTIFIER_RET] == 1,
	};
	size_t i = b->notifiers++;

	for (size_t k = 0; k < n.victims; k++)
		n.victim[k] = op->list[k];
	for (; i && b->notifier[i - 1].priority < n.priority; i--)
		b->notifier[i] = b->notifier[i - 1];
	b->notifier[i] = n;
}

static void run_unnotify(struct brute *b, uint64_t id)
{
	size_t i = 0;

	while (i < b->notifiers && b->notifier[i].id != id)
		i++;
	if (i == b->notifiers) {
		answer(b, OUTCOME_ERR, ENOENT);
		return;
	}
	b->notifiers--;
	for (; i < b->notifiers; i++)
		b->notifier[i] = b->notifier[i + 1];
}

/* --- a search --- */

struct demand {
	uint64_t size, align, vstart, vend;
};

struct search {
	uint32_t why;
	uint64_t start;		/* the address it begins from */
	size_t first;		/* the area it begins with */
	bool touching;
	uint64_t addr;		/* the address it comes to */
	uint64_t walk;
	bool found;
};

static uint32_t why_not_behind_cache(const struct brute *b, const struct demand *r)
{
	if (b->cache == 0)
		return WHY_EMPTY;
	if (r->size < b->hole)
		return WHY_SIZE;
	if (r->vstart < b->vstart)
		return WHY_VSTART;
	if (r->align < b->align)
		return WHY_ALIGN;
	if (round_up(b->area[brute_find(b, b->cache)].end, r->align) < r->vstart)
		return WHY_BELOW;
	return WHY_HIT;
}

static void begin_behind_cache(const struct brute *b, const struct demand *r, struct search *s)
{
	s->first = brute_find(b, b->cache);
	s->start = round_up(b->area[s->first].end, r->align);
}

/* The lowest area that does not end below the address. */
static void begin_at_vstart(struct brute *b, const struct demand *r, struct search *s)
{
	const struct brute_area *area = b->area;
	size_t i = 0;

	b->cache = 0;
	b->hole = 0;
	s->start = round_up(r->vstart, r->align);
	while (i < b->areas && area[i].end < s->start)
		i++;
	s->first = i;
	s->touching = i + 1 < b->areas && area[i].end == s->start && area[i + 1].start == s->start;
}

static void walk(struct brute *b, const struct demand *r, struct search *s)
{
	uint64_t addr = s->start;

	for (size_t i = s->first; i < b->areas && ends_within(addr, r->size, r->vend); i++) {
		uint64_t next = b->area[i].start;

		if (addr + r->size <= next)
			break;
		s->walk++;
		if (addr + b->hole < next)
			b->hole = next - addr;
		addr = round_up(b->area[i].end, r->align);
	}
	s->addr = addr;
	s->found = ends_within(addr, r->size, r->vend);
}

/* Can the array of pages say where such a request belongs? */
static bool pages_know(const struct brute *b, const struct demand *r)
{
	return !b->odd && whole_pages(b, r->size) && r->vstart >= b->space.start &&
	       whole_pages(b, r->vstart - b->space.start) &&
	       r->vend - b->space.start <= b->pages * b->page_size;
}

/* First fit, page by page. */
static bool lowest_fit(const struct brute *b, const struct demand *r, uint64_t *addr)
{
	uint64_t count = r->size / b->page_size;

	for (size_t i = 0; i < b->pages && count <= b->pages - i; i++) {
		*addr = b->space.start + i * b->page_size;
		if (*addr >= r->vstart && *addr % r->align == 0 &&
		    ends_within(*addr, r->size, r->vend) && pages_free(b, i, count))
			return true;
	}
	return false;
}

static void ask_the_pages(struct brute *b, const struct demand *r, const struct search *s)
{
	uint64_t lowest = 0;
	bool any;

	/* Rounding up to 0 finds a place where nobody may look. */
	if (s->why == WHY_HIT || !pages_know(b, r) || (s->found && s->addr < r->vstart))
		return;
	any = lowest_fit(b, r, &lowest);
	if (any != s->found || (any && lowest != s->addr))
		b->fault = "the array of pages has another place for this request";
}

static void note_search(struct brute *b, const struct demand *r, const struct search *s)
{
	struct brute_event *event;

	event = note(b, EVENT_TRY, s->why | (s->found ? 1u << 8 : 0), ++b->try_number, r->size);
	event->as.value[2] = s->start;
	event->as.value[4] = s->walk;
	event->as.value[5] = s->addr;
	event->areas = b->areas;
	event->descends = s->why != WHY_HIT && b->areas && !goes_over_the_top(s->start, r->size);
	event->touching = s->touching;
	b->work.tries++;
	b->work.walk += s->walk;
}

static struct search search(struct brute *b, const struct demand *r)
{
	struct search s = { .why = why_not_behind_cache(b, r) };

	if (s.why == WHY_HIT)
		begin_behind_cache(b, r, &s);
	else
		begin_at_vstart(b, r, &s);
	b->vstart = r->vstart;
	b->align = r->align;
	walk(b, r, &s);
	ask_the_pages(b, r, &s);
	note_search(b, r, &s);
	return s;
}

/* --- an alloc --- */

static bool power_of_two(uint64_t number)
{
	uint64_t power = 1;

	while (power && power < number)
		power *= 2;
	return power == number && number;
}

static enum reason what_is_wrong_with(const struct demand *r)
{
	if (r->size == 0)
		return REASON_SIZE_ZERO;
	if (r->size % PAGE_SIZE)
		return REASON_SIZE_UNALIGNED;
	return power_of_two(r->align) ? REASON_NONE : REASON_ALIGN_NOT_POW2;
}

/* Searches again and again while there is hope. False: none is left, or the
 * request hangs. */
static bool find_room(struct brute *b, const struct demand *r, bool blocking, uint64_t *addr)
{
	for (;;) {
		for (int round = 0; round < 2; round++) {
			struct search s = search(b, r);

			*addr = s.addr;
			if (s.found)
				return true;
			if (round == 0 && !purge_or_hang(b))
				return false;
		}
		if (!blocking || call_notifiers(b) == 0) {
			answer(b, OUTCOME_ERR, EBUSY);
			return false;
		}
	}
}

/* The area stays where it is, even when it should not be there. */
static void hand_out(struct brute *b, const struct demand *r, uint64_t id, uint64_t addr)
{
	uint32_t serial = put_area(b, addr, addr + r->size);

	b->cache = serial;
	if (addr < r->vstart) {
		stop_at_bug(b, REASON_RESULT_BELOW_VSTART);
		return;
	}
	b->object[id] = serial;
	answer(b, OUTCOME_OK, OUTCOME_HAS_ADDR | OUTCOME_HAS_END);
	b->outcome.addr = addr;
	b->outcome.end = addr + r->size;
}

static void alloc(struct brute *b, const struct op *op, const struct demand *r)
{
	uint64_t addr;

	b->try_number = 0;
	b->work.kmallocs++;
	if (op->fail[REQUEST_KMALLOC] == 1) {
		answer(b, OUTCOME_ERR, ENOMEM);
		return;
	}
	if (find_room(b, r, op->arg[OPARG_ALLOC_BLOCKING] != 0, &addr))
		hand_out(b, r, op->arg[OPARG_ALLOC_ID], addr);
	else if (b->outcome.kind == OUTCOME_ERR && !op->arg[OPARG_ALLOC_NOWARN])
		note(b, EVENT_ALLOC_FAILED, 0, r->size, 0);
}

static struct demand demand_of(const struct op *op)
{
	return (struct demand){
		.size = op->arg[OPARG_ALLOC_SIZE],
		.align = op->arg[OPARG_ALLOC_ALIGN],
		.vstart = op->arg[OPARG_ALLOC_VSTART],
		.vend = op->arg[OPARG_ALLOC_VEND],
	};
}

bool brute_fits(const struct brute *b, const struct op *op)
{
	const struct demand r = demand_of(op);
	uint64_t addr;

	return pages_know(b, &r) && lowest_fit(b, &r, &addr);
}

static void run_alloc(struct brute *b, const struct op *op)
{
	const struct demand r = demand_of(op);
	enum reason wrong = what_is_wrong_with(&r);

	if (live_object(b, op->arg[OPARG_ALLOC_ID]))
		answer(b, OUTCOME_REFUSED, 0);
	else if (wrong)
		stop_at_bug(b, wrong);
	else
		alloc(b, op, &r);
}

/* --- the other operations --- */

static void run_free(struct brute *b, uint64_t id, bool lazily)
{
	uint32_t serial = live_object(b, id);

	if (!serial) {
		answer(b, OUTCOME_REFUSED, 0);
		return;
	}
	b->object[id] = 0;
	free_either_way(b, serial, lazily);
}

static void run_find(struct brute *b, uint64_t addr)
{
	for (size_t i = 0; i < b->areas; i++) {
		if (addr < b->area[i].start || addr >= b->area[i].end)
			continue;
		answer(b, OUTCOME_AREA, 0);
		b->outcome.addr = b->area[i].start;
		b->outcome.end = b->area[i].end;
		return;
	}
	answer(b, OUTCOME_NOTHING, 0);
}

static void run_online(struct brute *b, uint64_t n)
{
	if (n >= 1 && n <= b->space.cpus)
		b->space.online = (uint32_t)n;
	else
		answer(b, OUTCOME_REFUSED, 0);
}

static void run_purging(struct brute *b, const struct op *op)
{
	switch (op->kind) {
	case OP_PURGE:
		purge_or_hang(b);
		break;
	case OP_TRYPURGE:
		if (!b->purge_lock)
			purge(b);
		break;
	case OP_ALIASES:
		if (b->space.initialized)
			purge_or_hang(b);
		break;
	case OP_NONLAZY:
		b->lazy_nr = (int32_t)(lazy_limit(b) + 1);
		break;
	default:
		b->purge_lock = op->arg[OPARG_PURGELOCK_ON] != 0;
		break;
	}
}

static void run_other(struct brute *b, const struct op *op)
{
	switch (op->kind) {
	case OP_FIND:
		run_find(b, op->arg[OPARG_FIND_ADDR]);
		break;
	case OP_ONLINE:
		run_online(b, op->arg[OPARG_ONLINE_N]);
		break;
	case OP_NOTIFIER:
		run_notifier(b, op);
		break;
	case OP_UNNOTIFY:
		run_unnotify(b, op->arg[OPARG_UNNOTIFY_ID]);
		break;
	case OP_DROPCACHE:
		b->cache = 0;
		break;
	default:
		run_purging(b, op);
		break;
	}
}

void brute_run(struct brute *b, const struct op *op)
{
	b->events = 0;
	b->work = (struct work){ 0 };
	b->fault = NULL;
	answer(b, OUTCOME_OK, 0);
	switch (op->kind) {
	case OP_ALLOC:
		run_alloc(b, op);
		break;
	case OP_FREE:
		run_free(b, op->arg[OPARG_FREE_ID], false);
		break;
	case OP_LAZY:
	case OP_UNMAPFREE:	/* nothing was mapped */
		run_free(b, op->arg[OPARG_LAZY_ID], true);
		break;
	default:
		run_other(b, op);
		break;
	}
}

void brute_start(struct brute *b, const struct space *space, uint64_t page_size, size_t pages)
{
	memset(b, 0, sizeof(*b));
	b->space = *space;
	b->page_size = page_size;
	b->pages = pages;
	b->pcpu_hole = space->initialized ? space->end : 0;
}
