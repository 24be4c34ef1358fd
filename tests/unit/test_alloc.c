/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rules of alloc_vmap_area and of what surrounds it, one by one, with
 * concrete addresses: each test is a little story that a teacher could tell.
 *
 * Addresses are written as pages of a space of 64 pages. What an operation did
 * is compared as text, an event a line:
 *
 *	try hit from 1 descent 0 walk 2 found 4
 *	try vstart from 0 descent 2 walk 3 overflow
 *	purge / flush 2..6 / notify 1 reported 2 stop / failed 3 / bug WHERE:WHY
 *
 * Every operation runs plain and recorded (support/twins.h).
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/twins.h"

#define START UINT64_C(0xffffc90000000000)
#define MODULES UINT64_C(0xffffffffa0000000)
#define TOP UINT64_MAX
#define GIB (UINT64_C(1) << 30)

#define NONE UINT64_MAX		/* no cached area */

static struct twins t;
static const struct globals *g;

static uint64_t pages(uint64_t count)
{
	return count << PAGE_SHIFT;
}

static uint64_t at(uint64_t page)
{
	return START + pages(page);
}

/* --- asking --- */

/* What is left out of a request is as ordinary as can be. */
struct ask {
	uint64_t id;
	uint64_t size;		/* bytes */
	uint64_t align;
	uint64_t vstart, vend;
	bool atomic;		/* must not block */
	bool nowarn;
	uint32_t kfail;
};

static void run(const struct op *op)
{
	const char *wrong = twins_run(&t, op);

	if (wrong)
		fail_msg("%s: %s", op_info(op->kind)->name, wrong);
}

static struct op op_of(const struct ask *ask)
{
	struct op op = op_make(OP_ALLOC, &g->space);

	op.arg[OPARG_ALLOC_ID] = ask->id;
	op.arg[OPARG_ALLOC_SIZE] = ask->size;
	if (ask->align)
		op.arg[OPARG_ALLOC_ALIGN] = ask->align;
	if (ask->vstart)
		op.arg[OPARG_ALLOC_VSTART] = ask->vstart;
	if (ask->vend)
		op.arg[OPARG_ALLOC_VEND] = ask->vend;
	op.arg[OPARG_ALLOC_BLOCKING] = !ask->atomic;
	op.arg[OPARG_ALLOC_NOWARN] = ask->nowarn;
	op.fail[REQUEST_KMALLOC] = ask->kfail;
	return op;
}

/* ASK(ID, SIZE) or ASK(ID, SIZE, .FIELD = VALUE, ..) */
#define ASK(number, ...) ask(&(struct ask){ .id = (number), .size = __VA_ARGS__ })
static void ask(const struct ask *ask)
{
	const struct op op = op_of(ask);

	run(&op);
}

/* An ordinary request for so many pages. */
static void alloc(uint64_t id, uint64_t count)
{
	ASK(id, pages(count));
}

/* An area exactly there. */
static void put(uint64_t id, uint64_t page, uint64_t count)
{
	ASK(id, pages(count), .vstart = at(page), .vend = at(page + count));
	assert_int_equal(g->outcome.kind, OUTCOME_OK);
}

static void just(enum op_kind kind, uint64_t argument)
{
	struct op op = op_make(kind, &g->space);

	op.arg[0] = argument;
	run(&op);
}

/* Of ids that are put into the list; the rest is as in `op`. */
static void notifier(uint64_t id, struct op *op, uint32_t ids, const uint64_t *list)
{
	op->arg[OPARG_NOTIFIER_ID] = id;
	op->list_length = ids;
	op->list = list;
	run(op);
}

/* --- looking --- */

struct text {
	char line[1000];
	size_t length;
};

static void add(struct text *text, const char *format, ...)
{
	va_list arguments;
	int more;

	va_start(arguments, format);
	more = vsnprintf(text->line + text->length, sizeof(text->line) - text->length, format,
			 arguments);
	va_end(arguments);
	text->length += (size_t)more;
	assert_true(text->length < sizeof(text->line));
}

/* As a page of the space, and the bytes behind its beginning if there are any. */
static void add_address(struct text *text, uint64_t address)
{
	uint64_t offset = address - START;

	if (offset >= UINT64_C(1) << 40)
		add(text, "0x%" PRIx64, address);
	else if (offset % PAGE_SIZE)
		add(text, "%" PRIu64 "+0x%" PRIx64, offset >> PAGE_SHIFT, offset % PAGE_SIZE);
	else
		add(text, "%" PRIu64, offset >> PAGE_SHIFT);
}

static void add_try(struct text *text, const struct event *event)
{
	add(text, "try %s from ", why_name(event->code & 0xff));
	add_address(text, event->value[2]);
	add(text, " descent %" PRIu64 " walk %" PRIu64, event->value[3], event->value[4]);
	add(text, event->code >> 8 ? " found " : " overflow");
	if (event->code >> 8)
		add_address(text, event->value[5]);
}

static void add_event(struct text *text, const struct event *event)
{
	switch (event->kind) {
	case EVENT_TRY:
		add_try(text, event);
		break;
	case EVENT_FLUSH:
		add(text, "flush ");
		add_address(text, event->value[0]);
		add(text, "..");
		add_address(text, event->value[1]);
		break;
	case EVENT_NOTIFY:
		add(text, "notify %" PRIu64 " reported %" PRIu64 "%s", event->value[0],
		    event->value[1], event->code ? " stop" : "");
		break;
	case EVENT_ALLOC_FAILED:
		add(text, "failed %" PRIu64, event->value[0] >> PAGE_SHIFT);
		break;
	case EVENT_BUG:
		add(text, "bug %s", reason_text(event->code));
		break;
	default:
		add(text, "%s", event_name(event->kind));
		break;
	}
	add(text, "\n");
}

/* These events, and no others, in this order. */
static void happened(const char *events)
{
	struct text text = { .length = 0 };

	for (uint32_t i = 1; i <= g->events; i++)
		add_event(&text, &t.plain.event[i]);
	assert_string_equal(text.line, events);
}

static void got(uint64_t address)
{
	assert_int_equal(g->outcome.kind, OUTCOME_OK);
	assert_int_equal(g->outcome.code, OUTCOME_HAS_ADDR | OUTCOME_HAS_END);
	assert_int_equal(g->outcome.addr, address);
	assert_true(area_containing(&t.plain, address) == g->free_vmap_cache);
	assert_int_equal(t.plain.va_end[g->free_vmap_cache], g->outcome.end);
}

static void failed(int error)
{
	assert_int_equal(g->outcome.kind, OUTCOME_ERR);
	assert_int_equal(g->outcome.code, error);
}

static void ended(enum outcome_kind kind, uint32_t code)
{
	assert_int_equal(g->outcome.kind, kind);
	assert_int_equal(g->outcome.code, code);
}

/* The cached area's first page, and the noted hole in pages. */
static void cache_is(uint64_t page, uint64_t hole)
{
	uint64_t address = g->free_vmap_cache ? t.plain.va_start[g->free_vmap_cache] : NONE;

	assert_int_equal(address, page == NONE ? NONE : at(page));
	assert_int_equal(g->cached_hole_size, pages(hole));
}

static void remembered(uint64_t vstart, uint64_t align)
{
	assert_int_equal(g->cached_vstart, vstart);
	assert_int_equal(g->cached_align, align);
}

/* All areas by address, as "0..2 4..5". */
static void areas_are(const char *list)
{
	struct text text = { .length = 0 };
	const struct machine *m = &t.plain;

	for (uint32_t va = g->vmap_area_list; va; va = m->next[va]) {
		add_address(&text, m->va_start[va]);
		add(&text, "..");
		add_address(&text, m->va_end[va]);
		add(&text, m->next[va] ? " " : "");
	}
	assert_string_equal(text.line, list);
}

/* --- machines --- */

static void begin(const struct space *space)
{
	if (g)
		twins_close(&t);
	assert_true(twins_open(&t, space));
	g = t.plain.g;
}

static void begin_with(uint64_t end)
{
	struct space space = engine_space("toy")->space;

	space.end = end;
	space.cpus = 8;
	begin(&space);
}

static int set_up(void **state)
{
	(void)state;
	begin_with(at(64));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	twins_close(&t);
	g = NULL;
	return 0;
}

/* Areas 0..1 and 3..4, a hole of two pages between them that has been noted,
 * and the cached area 4..7 above. */
static void make_hole_of_two(void)
{
	alloc(1, 1);
	alloc(2, 2);
	alloc(3, 1);
	just(OP_FREE, 2);
	alloc(4, 3);
	got(at(4));
	cache_is(4, 2);
}

/* --- the cache --- */

static void first_request_begins_at_vstart(void **state)
{
	(void)state;
	cache_is(NONE, 0);
	alloc(1, 2);
	got(at(0));
	happened("try empty from 0 descent 0 walk 0 found 0\n");
	cache_is(0, 0);
	remembered(START, 1);
	assert_int_equal(g->outcome.end, at(2));
	assert_int_equal(g->work.insert, 0);
}

static void next_one_begins_behind_the_last(void **state)
{
	(void)state;
	alloc(1, 2);
	alloc(2, 3);
	got(at(2));
	happened("try hit from 2 descent 0 walk 1 found 2\n");
	just(OP_FREE, 1);	/* the cache goes, but nobody searches there */
	put(3, 20, 1);
	alloc(4, 1);
	got(at(0));
	areas_are("0..1 2..5 20..21");
}

static void smaller_than_the_noted_hole(void **state)
{
	(void)state;
	make_hole_of_two();
	alloc(5, 1);
	got(at(1));
	happened("try size from 0 descent 2 walk 1 found 1\n");
	cache_is(1, 0);
}

static void lower_vstart_than_remembered(void **state)
{
	(void)state;
	ASK(1, pages(1), .vstart = at(8));
	remembered(at(8), 1);
	ASK(2, pages(1), .vstart = at(8) - 1);
	got(at(9));
	happened("try vstart from 7+0xfff descent 1 walk 1 found 9\n");
	remembered(at(8) - 1, 1);
	ASK(3, pages(1), .vstart = at(4));
	happened("try vstart from 4 descent 1 walk 0 found 4\n");
	ASK(4, pages(1), .vstart = at(4));
	happened("try hit from 5 descent 0 walk 1 found 5\n");
}

static void less_aligned_than_remembered(void **state)
{
	(void)state;
	ASK(1, pages(1), .align = pages(4));
	remembered(START, pages(4));
	ASK(2, pages(1), .align = pages(4));
	happened("try hit from 4 descent 0 walk 1 found 4\n");
	ASK(3, pages(1), .align = pages(2));
	happened("try align from 0 descent 1 walk 1 found 2\n");
	ASK(4, pages(1), .align = pages(8));
	happened("try hit from 8 descent 0 walk 2 found 8\n");
	remembered(START, pages(8));
}

/* Areas 0..1, 5..6 and 6..11; a hole of 3 pages noted, vstart 1, align 2. */
static void make_reasons(void)
{
	begin_with(at(64));
	alloc(1, 1);
	alloc(2, 4);
	alloc(3, 1);
	just(OP_FREE, 2);
	ASK(4, pages(5), .align = pages(2), .vstart = at(1));
	got(at(6));
	cache_is(6, 3);
}

/* Size comes before vstart, vstart before align. */
static void reasons_are_asked_in_order(void **state)
{
	(void)state;
	make_reasons();
	ASK(5, pages(2), .vstart = START);
	happened("try size from 0 descent 2 walk 1 found 1\n");
	make_reasons();
	ASK(5, pages(3), .vstart = START);
	happened("try vstart from 0 descent 2 walk 1 found 1\n");
	make_reasons();
	ASK(5, pages(3), .vstart = at(1));
	happened("try align from 1 descent 2 walk 1 found 1\n");
	make_reasons();
	ASK(5, pages(3), .vstart = at(1), .align = pages(2));
	happened("try hit from 12 descent 0 walk 1 found 12\n");
	make_reasons();
	just(OP_DROPCACHE, 0);
	ASK(5, pages(2), .vstart = START);
	happened("try empty from 0 descent 2 walk 1 found 1\n");
}

static void cached_area_below_vstart(void **state)
{
	(void)state;
	make_hole_of_two();
	ASK(5, pages(2), .vstart = at(32));
	got(at(32));
	happened("try below from 32 descent 2 walk 0 found 32\n");
	cache_is(32, 0);
}

/* It is the aligned end that must not lie below vstart. */
static void aligned_end_decides(void **state)
{
	(void)state;
	alloc(1, 1);
	ASK(2, pages(1), .vstart = at(1));
	happened("try hit from 1 descent 0 walk 1 found 1\n");
	ASK(3, pages(1), .align = pages(16), .vstart = at(10));
	happened("try hit from 16 descent 0 walk 1 found 16\n");
	ASK(4, pages(1), .align = pages(16), .vstart = at(33));
	happened("try below from 48 descent 2 walk 0 found 48\n");
}

/* --- QUIRKS 1 and 2: the hole that fits exactly --- */

static void exact_hole_is_passed_over(void **state)
{
	(void)state;
	make_hole_of_two();
	alloc(5, 2);
	got(at(7));
	happened("try hit from 7 descent 0 walk 1 found 7\n");
	cache_is(7, 2);
	alloc(6, 1);
	got(at(1));
}

static void exact_hole_can_end_in_ebusy(void **state)
{
	(void)state;
	make_hole_of_two();
	alloc(5, 57);
	got(at(7));
	alloc(6, 2);
	failed(EBUSY);
	happened("try hit from 64 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "try hit from 64 descent 0 walk 0 overflow\n"
		 "failed 2\n");
	areas_are("0..1 3..4 4..7 7..64");
	cache_is(7, 2);
	alloc(7, 1);
	got(at(1));
}

/* --- the walk --- */

static void walk_ends_behind_the_last_area(void **state)
{
	(void)state;
	put(1, 0, 2);
	put(2, 10, 2);
	alloc(3, 20);
	got(at(12));
	happened("try vstart from 0 descent 1 walk 2 found 12\n");
	cache_is(12, 8);
}

static void walk_notes_the_largest_hole(void **state)
{
	(void)state;
	put(1, 0, 1);
	put(2, 3, 1);
	put(3, 9, 1);
	put(4, 13, 1);
	alloc(5, 6);
	got(at(14));
	cache_is(14, 5);
	alloc(6, 5);	/* a hit keeps the note */
	got(at(20));
	cache_is(20, 5);
	alloc(7, 4);	/* a new search begins a new one */
	happened("try size from 0 descent 2 walk 2 found 4\n");
	cache_is(4, 2);
}

static void hole_is_measured_from_the_aligned_address(void **state)
{
	(void)state;
	put(1, 0, 1);
	put(2, 4, 1);
	ASK(3, pages(4), .align = pages(2));
	got(at(6));
	cache_is(6, 2);
}

static void hole_before_the_first_area_counts(void **state)
{
	(void)state;
	put(1, 4, 1);
	alloc(2, 5);
	happened("try vstart from 0 descent 1 walk 1 found 5\n");
	cache_is(5, 4);
}

static void hole_may_end_where_the_next_area_begins(void **state)
{
	(void)state;
	put(1, 0, 1);
	put(2, 4, 1);
	alloc(3, 3);
	got(at(1));
	happened("try vstart from 0 descent 1 walk 1 found 1\n");
	areas_are("0..1 1..4 4..5");
}

/* QUIRK 10: an area that ends just where the search begins is its start. */
static void touching_area_costs_a_step(void **state)
{
	(void)state;
	put(1, 0, 4);
	put(2, 10, 1);
	just(OP_DROPCACHE, 0);
	ASK(3, pages(1), .vstart = at(4));
	happened("try empty from 4 descent 1 walk 1 found 4\n");
	just(OP_DROPCACHE, 0);
	ASK(4, pages(1), .vstart = at(6));
	happened("try empty from 6 descent 2 walk 0 found 6\n");
}

/* Two touch: the one that is higher in the tree is met first, and is taken. */
static void which_of_two_touching_areas(void **state)
{
	(void)state;
	put(1, 0, 4);
	put(2, 4, 4);
	ASK(3, pages(1), .vstart = at(4));
	happened("try hit from 8 descent 0 walk 1 found 8\n");
	just(OP_DROPCACHE, 0);
	ASK(4, pages(1), .vstart = at(4));	/* 4..8 is the root by now */
	happened("try empty from 4 descent 1 walk 2 found 9\n");
	just(OP_DROPCACHE, 0);
	ASK(5, pages(1), .vstart = at(8));	/* but 8..9 lies below it */
	happened("try empty from 8 descent 1 walk 3 found 10\n");
}

/* --- room and the lack of it --- */

static void space_can_be_filled_to_the_end(void **state)
{
	(void)state;
	alloc(1, 65);
	failed(EBUSY);
	alloc(2, 64);
	got(at(0));
	alloc(3, 1);
	failed(EBUSY);
	happened("try hit from 64 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "try hit from 64 descent 0 walk 0 overflow\n"
		 "failed 1\n");
	areas_are("0..64");
}

/* QUIRK 12 */
static void last_page_of_an_inclusive_end(void **state)
{
	(void)state;
	begin_with(at(8) - 1);
	alloc(1, 4);
	alloc(2, 4);
	failed(EBUSY);
	alloc(3, 3);
	got(at(4));
	alloc(4, 1);
	failed(EBUSY);
	areas_are("0..4 4..7");
}

static void window_is_kept_to(void **state)
{
	(void)state;
	ASK(1, pages(3), .vstart = at(10), .vend = at(13));
	got(at(10));
	ASK(2, pages(1), .vstart = at(10), .vend = at(13));
	failed(EBUSY);
	ASK(3, pages(1), .vstart = at(20), .vend = at(20));
	failed(EBUSY);
	ASK(4, pages(1), .vstart = at(20), .vend = at(10));
	failed(EBUSY);
	ASK(5, pages(4), .vstart = at(9), .vend = at(14));	/* one too high */
	failed(EBUSY);
	areas_are("10..13");
}

/* The walk stops at the first address from which the end is out of reach. */
static void walk_stops_at_vend(void **state)
{
	(void)state;
	put(1, 0, 1);
	put(2, 3, 1);
	put(3, 9, 1);
	put(4, 13, 1);
	ASK(5, pages(6), .vend = at(9), .atomic = true, .nowarn = true);
	failed(EBUSY);
	happened("try vstart from 0 descent 2 walk 2 overflow\n"
		 "purge\n"
		 "try empty from 0 descent 2 walk 2 overflow\n");
	cache_is(NONE, 2);
}

/* QUIRK 3: nothing was purged below the cache, so the same way is gone again. */
static void retry_goes_the_same_way(void **state)
{
	(void)state;
	put(1, 0, 2);
	put(2, 10, 2);
	put(3, 60, 4);
	ASK(4, pages(2), .vstart = START);
	got(at(2));
	ASK(5, pages(60), .vstart = START);
	failed(EBUSY);
	happened("try hit from 4 descent 0 walk 2 overflow\n"
		 "purge\n"
		 "try hit from 4 descent 0 walk 2 overflow\n"
		 "failed 60\n");
	cache_is(2, 6);
}

static void purge_makes_room(void **state)
{
	(void)state;
	for (uint64_t id = 1; id <= 8; id++)
		alloc(id, 8);
	just(OP_LAZY, 3);
	alloc(9, 8);
	got(at(16));
	happened("try hit from 64 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "flush 16..24\n"
		 "try hit from 16 descent 0 walk 1 found 16\n");
	assert_int_equal(g->work.tries, 2);
	assert_int_equal(g->work.freed, 1);
}

static void message_unless_nowarn(void **state)
{
	(void)state;
	alloc(1, 64);
	ASK(2, pages(1), .nowarn = true);
	failed(EBUSY);
	happened("try hit from 64 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "try hit from 64 descent 0 walk 0 overflow\n");
	assert_int_equal(g->work.kmallocs, 1);
	assert_int_equal(g->areas, 1);
}

/* --- QUIRK 4: what a failed request leaves behind --- */

static void failed_request_leaves_its_align(void **state)
{
	(void)state;
	ASK(1, pages(1), .align = pages(1));
	ASK(2, pages(1), .align = pages(1));
	ASK(3, pages(80), .align = pages(16));
	failed(EBUSY);
	happened("try hit from 16 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "try hit from 16 descent 0 walk 0 overflow\n"
		 "failed 80\n");
	cache_is(1, 0);
	remembered(START, pages(16));
	ASK(4, pages(1), .align = pages(1));
	happened("try align from 0 descent 1 walk 2 found 2\n");
}

static void failed_request_leaves_its_vstart(void **state)
{
	(void)state;
	alloc(1, 1);
	alloc(2, 1);
	ASK(3, pages(80), .vstart = at(2));
	failed(EBUSY);
	cache_is(1, 0);
	remembered(at(2), 1);
	alloc(4, 1);
	happened("try vstart from 0 descent 1 walk 2 found 2\n");
}

static void no_descriptor_no_trace(void **state)
{
	(void)state;
	ASK(1, pages(2), .align = pages(1));
	ASK(2, pages(2), .align = pages(4), .vstart = at(8), .kfail = 1);
	failed(ENOMEM);
	happened("");
	assert_int_equal(g->work.kmallocs, 1);
	assert_int_equal(g->work.tries, 0);
	cache_is(0, 0);
	remembered(START, pages(1));
	areas_are("0..2");
	ASK(2, pages(2), .align = pages(1), .kfail = 2);
	got(at(2));
}

/* --- QUIRK 5: the note that is not true --- */

static void failing_walk_notes_holes_above_the_cache(void **state)
{
	(void)state;
	begin_with(at(16));
	for (uint64_t id = 1; id <= 5; id++)
		alloc(id, 2);
	just(OP_FREE, 4);
	just(OP_FREE, 2);
	cache_is(0, 0);
	alloc(6, 9);
	failed(EBUSY);
	happened("try hit from 2 descent 0 walk 3 overflow\n"
		 "purge\n"
		 "try hit from 2 descent 0 walk 3 overflow\n"
		 "failed 9\n");
	cache_is(0, 2);
	alloc(7, 1);
	happened("try size from 0 descent 2 walk 1 found 2\n");
}

static void freeing_leaves_the_noted_hole(void **state)
{
	(void)state;
	alloc(1, 1);
	alloc(2, 1);
	alloc(3, 4);
	alloc(4, 1);
	just(OP_FREE, 3);
	alloc(5, 8);
	cache_is(7, 4);
	just(OP_FREE, 2);
	cache_is(0, 4);
	remembered(START, 1);
	alloc(6, 2);
	happened("try size from 0 descent 2 walk 1 found 1\n");
}

/* QUIRK 6 */
static void windows_in_turn(void **state)
{
	(void)state;
	for (uint64_t round = 0; round < 2; round++) {
		alloc(10 + round, 2);
		got(at(2 * round));
		ASK(20 + round, pages(3), .vstart = MODULES, .vend = MODULES + pages(100));
		got(MODULES + round * pages(3));
	}
	happened("try below from 0xffffffffa0000000 descent 2 walk 1 found 0xffffffffa0003000\n");
	remembered(MODULES, 1);
	alloc(12, 2);
	happened("try vstart from 0 descent 2 walk 2 found 4\n");
}

/* --- freeing --- */

static void freeing_above_the_cache(void **state)
{
	(void)state;
	alloc(1, 2);
	alloc(2, 2);
	alloc(3, 2);
	just(OP_FREE, 2);
	cache_is(0, 0);
	just(OP_FREE, 3);
	happened("");
	cache_is(0, 0);
	areas_are("0..2");
	assert_int_equal(g->work.freed, 1);
}

static void freeing_the_cached_area_or_one_below(void **state)
{
	(void)state;
	for (uint64_t id = 1; id <= 5; id++)
		alloc(id, 2);
	cache_is(8, 0);
	just(OP_FREE, 5);	/* itself */
	cache_is(6, 0);
	just(OP_FREE, 2);	/* far below: to what lies before that one */
	cache_is(0, 0);
	just(OP_FREE, 1);	/* nothing is below */
	cache_is(NONE, 0);
	just(OP_FREE, 3);
	cache_is(NONE, 0);
	areas_are("6..8");
}

/* An area that ends below the last vstart empties the cache, wherever that is. */
static void freeing_below_the_remembered_vstart(void **state)
{
	(void)state;
	for (uint64_t end = 8; end <= 10; end++) {
		begin_with(at(64));
		put(1, 0, 2);
		put(2, end - 4, 4);
		ASK(3, pages(2), .vstart = at(9));
		cache_is(end == 10 ? 10 : 9, 0);
		just(OP_FREE, 2);
		cache_is(end < 9 ? NONE : 0, 0);
		just(OP_FREE, 1);
		cache_is(NONE, 0);
		remembered(at(9), 1);
	}
}

/* Of the ends of freed areas, the highest one that lies within the space. */
static void hint_for_percpu_areas(void **state)
{
	struct space space = engine_space("toy")->space;

	(void)state;
	assert_int_equal(g->vmap_area_pcpu_hole, at(64));
	space.initialized = 0;
	begin(&space);
	assert_int_equal(g->vmap_area_pcpu_hole, 0);
	ASK(1, pages(1), .vstart = START - PAGE_SIZE, .vend = START);
	just(OP_FREE, 1);
	assert_int_equal(g->vmap_area_pcpu_hole, 0);
	put(1, 4, 2);
	put(2, 1, 1);
	put(3, 62, 2);
	ASK(4, pages(1), .vstart = at(64), .vend = at(70));
	just(OP_FREE, 4);
	assert_int_equal(g->vmap_area_pcpu_hole, 0);
	just(OP_FREE, 1);
	assert_int_equal(g->vmap_area_pcpu_hole, at(6));
	just(OP_FREE, 2);
	assert_int_equal(g->vmap_area_pcpu_hole, at(6));
	just(OP_FREE, 3);
	assert_int_equal(g->vmap_area_pcpu_hole, at(64));
}

/* --- lazy freeing --- */

static void lazy_area_is_still_in_the_way(void **state)
{
	(void)state;
	alloc(1, 2);
	alloc(2, 2);
	just(OP_LAZY, 1);
	happened("");
	assert_int_equal(g->vmap_lazy_nr, 2);
	assert_true(area_is_lazy(&t.plain, area_containing(&t.plain, at(0))));
	just(OP_DROPCACHE, 0);
	alloc(3, 2);
	got(at(4));
	just(OP_PURGE, 0);
	happened("purge\nflush 0..2\n");
	areas_are("2..4 4..6");
	assert_int_equal(g->vmap_lazy_nr, 0);
}

/* QUIRK 13 */
static void threshold_is_strict(void **state)
{
	static const struct {
		uint64_t online, limit;
	} limits[] = {
		{ 1, 8192 }, { 2, 16384 }, { 3, 16384 }, { 4, 24576 }, { 7, 24576 }, { 8, 32768 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		begin_with(at(100000));
		just(OP_ONLINE, limits[i].online);
		alloc(1, limits[i].limit);
		alloc(2, 1);
		just(OP_LAZY, 1);
		happened("");
		assert_int_equal(g->vmap_lazy_nr, limits[i].limit);
		just(OP_UNMAPFREE, 2);
		assert_int_equal(g->work.purges, 1);
		assert_int_equal(g->vmap_lazy_nr, 0);
		areas_are("");
	}
}

static void threshold_follows_the_online_count(void **state)
{
	(void)state;
	begin_with(at(100000));
	just(OP_ONLINE, 8);
	alloc(1, 9000);
	alloc(2, 1);
	just(OP_LAZY, 1);
	just(OP_ONLINE, 0);
	ended(OUTCOME_REFUSED, 0);
	just(OP_ONLINE, 9);
	ended(OUTCOME_REFUSED, 0);
	just(OP_ONLINE, 1);
	happened("");
	just(OP_LAZY, 2);
	happened("purge\nflush 0..9001\n");
}

/* QUIRK 14 */
static void forced_counter_is_never_undone(void **state)
{
	(void)state;
	for (uint64_t id = 1; id <= 3; id++)
		alloc(id, 2);
	just(OP_LAZY, 1);
	just(OP_NONLAZY, 0);
	assert_int_equal(g->vmap_lazy_nr, 8193);
	just(OP_LAZY, 2);
	happened("purge\nflush 0..4\n");
	assert_int_equal(g->vmap_lazy_nr, 8191);
	just(OP_LAZY, 3);
	happened("purge\nflush 4..6\n");
	assert_int_equal(g->vmap_lazy_nr, 8191);
}

/* It has 32 bits and a sign. Half of them full it is negative, which the limit
 * without a sign takes for very much; all of them full it is nothing. */
static void lazy_counter_runs_over(void **state)
{
	(void)state;
	for (uint64_t count = 2; count <= 4; count += 2) {
		begin(&engine_space("x86-64")->space);
		just(OP_ONLINE, 1);
		just(OP_PURGELOCK, 1);
		for (uint64_t id = 1; id <= count; id++) {
			alloc(id, UINT64_C(1) << 30);
			just(OP_LAZY, id);
		}
		assert_true(g->vmap_lazy_nr == (count == 2 ? 0xffffffff80000000 : 0));
		just(OP_PURGELOCK, 0);
		alloc(9, 1);
		just(OP_LAZY, 9);
		assert_int_equal(g->work.purges, count == 2);
		assert_int_equal(g->vmap_lazy_nr, count == 2 ? 0 : 1);
		assert_int_equal(g->lazy_areas, count == 2 ? 0 : 5);
	}
}

/* QUIRK 15: the list is a stack. Each area that goes may move the cache. */
static void purge_list_is_a_stack(void **state)
{
	const struct machine *m = &t.plain;

	(void)state;
	for (uint64_t id = 1; id <= 7; id++)
		alloc(id, 2);
	just(OP_LAZY, 3);
	just(OP_LAZY, 6);
	just(OP_LAZY, 2);
	assert_int_equal(m->va_start[g->vmap_purge_list], at(2));
	just(OP_PURGE, 0);
	happened("purge\nflush 2..12\n");
	cache_is(0, 0);
	just(OP_LAZY, 1);	/* the lowest: nothing lies before it */
	just(OP_LAZY, 7);
	just(OP_TRYPURGE, 0);
	happened("purge\nflush 0..14\n");
	cache_is(NONE, 0);
	areas_are("6..8 8..10");
}

/* Frees three of seven areas; returns what the tree looks like then. */
static uint64_t tree_after(enum op_kind how, const uint64_t *ids)
{
	begin_with(at(64));
	for (uint64_t id = 1; id <= 7; id++)
		alloc(id, 2);
	for (size_t i = 0; i < 3; i++)
		just(how, ids[i]);
	just(OP_PURGE, 0);
	cache_is(0, 0);		/* below the lowest of the three, whatever the order */
	return machine_tree_hash(&t.plain);
}

/* The cache does not tell in which order a purge frees, but the tree does. */
static void purge_is_like_freeing_the_newest_first(void **state)
{
	static const uint64_t order[] = { 2, 4, 6 }, back[] = { 6, 4, 2 };

	(void)state;
	assert_true(tree_after(OP_LAZY, order) == tree_after(OP_FREE, back));
	assert_true(tree_after(OP_LAZY, back) == tree_after(OP_FREE, order));
	assert_true(tree_after(OP_LAZY, order) != tree_after(OP_LAZY, back));
}

static void purge_of_nothing(void **state)
{
	(void)state;
	just(OP_PURGE, 0);
	happened("purge\n");
	just(OP_TRYPURGE, 0);
	happened("purge\n");
	just(OP_ALIASES, 0);
	happened("purge\n");
	assert_int_equal(g->work.purges, 1);
	assert_int_equal(g->work.freed, 0);
}

static void aliases_purge_too(void **state)
{
	struct space space = engine_space("toy")->space;

	(void)state;
	space.initialized = 0;
	for (uint32_t initialized = 0; initialized < 2; initialized++) {
		space.initialized = initialized;
		begin(&space);
		alloc(1, 2);
		alloc(2, 2);
		just(OP_LAZY, 1);
		just(OP_ALIASES, 0);
		happened(initialized ? "purge\nflush 0..2\n" : "");
	}
}

/* QUIRK 16: going over the threshold does nothing then. */
static void somebody_else_is_purging(void **state)
{
	(void)state;
	begin_with(at(20000));
	alloc(1, 9000);
	alloc(2, 1);
	just(OP_PURGELOCK, 1);
	just(OP_LAZY, 1);
	happened("");
	just(OP_TRYPURGE, 0);
	happened("");
	assert_int_equal(g->vmap_lazy_nr, 9000);
	just(OP_PURGELOCK, 0);
	just(OP_LAZY, 2);
	happened("purge\nflush 0..9001\n");
	assert_int_equal(g->vmap_purge_lock, 0);
}

/* A full purge does not try, it waits; so does a request that finds no room. */
static void waiting_for_the_purge_lock(void **state)
{
	static const enum op_kind waits[] = { OP_PURGE, OP_ALIASES };

	(void)state;
	alloc(1, 64);
	just(OP_LAZY, 1);
	just(OP_PURGELOCK, 1);
	for (size_t i = 0; i < 2; i++) {
		just(waits[i], 0);
		ended(OUTCOME_HANG, 0);
		happened("");
	}
	alloc(2, 1);
	ended(OUTCOME_HANG, 0);
	happened("try hit from 64 descent 0 walk 0 overflow\n");
	assert_int_equal(g->vmap_purge_lock, 1);
	assert_int_equal(g->vmap_area_lock, 0);
	just(OP_PURGELOCK, 0);
	alloc(2, 1);
	got(at(0));
}

/* --- notifiers --- */

static struct op plain_notifier(void)
{
	return op_make(OP_NOTIFIER, &g->space);
}

static void notifier_frees_at_once(void **state)
{
	struct op op = plain_notifier();

	(void)state;
	alloc(1, 32);
	alloc(2, 32);
	op.arg[OPARG_NOTIFIER_HOW] = 0;
	notifier(1, &op, 1, (const uint64_t[]){ 2 });
	alloc(3, 8);
	got(at(32));
	happened("try hit from 64 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "try hit from 64 descent 0 walk 0 overflow\n"
		 "notify 1 reported 1\n"
		 "try hit from 32 descent 0 walk 1 found 32\n");
}

/* QUIRK 7: a report makes the purge count anew, and so what was freed lazily
 * is harvested; but a liar costs two searches and a purge each time. */
static void report_makes_the_purge_count_anew(void **state)
{
	struct op op = plain_notifier();

	(void)state;
	alloc(1, 32);
	alloc(2, 32);
	notifier(1, &op, 1, (const uint64_t[]){ 2 });
	alloc(3, 8);
	happened("try hit from 64 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "try hit from 64 descent 0 walk 0 overflow\n"
		 "notify 1 reported 1\n"
		 "try hit from 64 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "flush 32..64\n"
		 "try hit from 32 descent 0 walk 1 found 32\n");
}

static void liar_is_believed_each_time(void **state)
{
	struct op op = plain_notifier();

	(void)state;
	alloc(1, 64);
	op.arg[OPARG_NOTIFIER_REPORT] = 5;
	op.arg[OPARG_NOTIFIER_TIMES] = 3;
	notifier(1, &op, 0, NULL);
	alloc(2, 1);
	failed(EBUSY);
	assert_int_equal(g->work.tries, 8);
	assert_int_equal(g->work.purges, 4);
	assert_int_equal(g->work.notif, 4);
	assert_int_equal(g->try_number, 8);
	alloc(2, 1);
	happened("try hit from 64 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "try hit from 64 descent 0 walk 0 overflow\n"
		 "notify 1 reported 0\n"
		 "failed 1\n");
}

/* A kernel would go round and round; the model says so, and can go on. */
static void liar_without_end(void **state)
{
	struct op op = plain_notifier();

	(void)state;
	alloc(1, 64);
	op.arg[OPARG_NOTIFIER_REPORT] = 1;
	notifier(1, &op, 0, NULL);
	alloc(2, 1);
	ended(OUTCOME_HANG, HANG_NOTIFIERS);
	assert_int_equal(g->areas, 1);
	assert_int_equal(g->vmap_area_lock, 0);
	just(OP_FREE, 1);
	alloc(2, 64);
	got(at(0));
}

/* QUIRK 8: the next request profits. */
static void freeing_without_a_report(void **state)
{
	struct op op = plain_notifier();

	(void)state;
	alloc(1, 32);
	alloc(2, 32);
	op.arg[OPARG_NOTIFIER_HOW] = 0;
	op.arg[OPARG_NOTIFIER_REPORT] = 0;
	notifier(1, &op, 1, (const uint64_t[]){ 2 });
	alloc(3, 8);
	failed(EBUSY);
	areas_are("0..32");
	alloc(4, 8);
	got(at(32));
}

static void nobody_asks_when_one_must_not_block(void **state)
{
	struct op op = plain_notifier();

	(void)state;
	alloc(1, 64);
	notifier(1, &op, 1, (const uint64_t[]){ 1 });
	ASK(2, pages(1), .atomic = true);
	failed(EBUSY);
	happened("try hit from 64 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "try hit from 64 descent 0 walk 0 overflow\n"
		 "failed 1\n");
}

/* Higher priority first, then in order of registration; what they report adds
 * up; a stop hides the rest. */
static void order_of_notifiers(void **state)
{
	static const struct {
		int64_t priority;
		uint64_t stop, report;
	} told[] = { { 0, 0, 0 }, { 10, 0, 0 }, { -3, 0, 0 }, { 10, 0, 0 }, { 0, 1, 0 } };

	(void)state;
	alloc(1, 64);
	for (size_t i = 0; i < 5; i++) {
		struct op op = plain_notifier();

		op.arg[OPARG_NOTIFIER_PRIO] = (uint64_t)told[i].priority;
		op.arg[OPARG_NOTIFIER_RET] = told[i].stop;
		notifier(i + 1, &op, 0, NULL);
	}
	ASK(2, pages(1), .nowarn = true);
	happened("try hit from 64 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "try hit from 64 descent 0 walk 0 overflow\n"
		 "notify 2 reported 0\n"
		 "notify 4 reported 0\n"
		 "notify 1 reported 0\n"
		 "notify 5 reported 0 stop\n");
	just(OP_UNNOTIFY, 5);
	just(OP_UNNOTIFY, 2);
	ASK(2, pages(1), .nowarn = true);
	happened("try hit from 64 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "try hit from 64 descent 0 walk 0 overflow\n"
		 "notify 4 reported 0\n"
		 "notify 1 reported 0\n"
		 "notify 3 reported 0\n");
	just(OP_UNNOTIFY, 5);
	failed(ENOENT);
}

/* One silent notifier does not hide what another one reported. */
static void reports_add_up(void **state)
{
	(void)state;
	alloc(1, 64);
	for (uint64_t id = 1; id <= 3; id++) {
		struct op op = plain_notifier();

		op.arg[OPARG_NOTIFIER_REPORT] = id == 2 ? 1 : 0;
		op.arg[OPARG_NOTIFIER_TIMES] = 1;
		notifier(id, &op, 0, NULL);
	}
	ASK(2, pages(1), .nowarn = true);
	failed(EBUSY);
	assert_int_equal(g->work.tries, 4);
	assert_int_equal(g->work.notif, 6);
}

/* Two at a time; an id that is not live when its turn comes is passed over for
 * good, and does not count. */
static void notifier_frees_some_at_a_time(void **state)
{
	struct op op = plain_notifier();

	(void)state;
	for (uint64_t id = 1; id <= 8; id++)
		alloc(id, 8);
	op.arg[OPARG_NOTIFIER_HOW] = 0;
	op.arg[OPARG_NOTIFIER_PER] = 2;
	notifier(1, &op, 6, (const uint64_t[]){ 2, 20, 4, 2, 7, 8 });
	alloc(9, 24);
	happened("try hit from 64 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "try hit from 64 descent 0 walk 0 overflow\n"
		 "notify 1 reported 2\n"
		 "try hit from 8 descent 0 walk 4 overflow\n"
		 "purge\n"
		 "try hit from 8 descent 0 walk 4 overflow\n"
		 "notify 1 reported 2\n"
		 "try hit from 8 descent 0 walk 4 overflow\n"
		 "purge\n"
		 "try hit from 8 descent 0 walk 4 overflow\n"
		 "notify 1 reported 0\n"
		 "failed 24\n");
	areas_are("0..8 16..24 32..40 40..48");
}

/* --- QUIRK 9 and the top of the address space --- */

static void rounding_vstart_up_to_zero(void **state)
{
	(void)state;
	ASK(1, pages(1), .align = GIB, .vstart = TOP - 0xfffff, .vend = TOP);
	ended(OUTCOME_BUG, REASON_RESULT_BELOW_VSTART);
	happened("try empty from 0x0 descent 0 walk 0 found 0x0\n"
		 "bug alloc_vmap_area:result-below-vstart\n");
	areas_are("0x0..0x1000");
	assert_int_equal(g->free_vmap_cache, g->vmap_area_list);
	assert_int_equal(g->vmap_area_lock, 0);
	just(OP_FREE, 1);
	ended(OUTCOME_REFUSED, 0);
	alloc(2, 1);
	got(at(0));
}

static void rounding_the_cached_end_up_to_zero(void **state)
{
	(void)state;
	ASK(1, pages(1), .vstart = TOP - GIB + 1, .vend = TOP);
	ASK(2, pages(1), .align = 2 * GIB, .vstart = TOP - GIB + 1, .vend = TOP);
	ended(OUTCOME_BUG, REASON_RESULT_BELOW_VSTART);
	happened("try below from 0x0 descent 1 walk 0 found 0x0\n"
		 "bug alloc_vmap_area:result-below-vstart\n");
}

/* On the walk it can happen twice: there is an area at 0 then, and the second
 * one is put on top of it (QUIRK 31: left of it, unnoticed). */
static void rounding_up_to_zero_on_the_walk(void **state)
{
	const struct machine *m = &t.plain;
	struct op op;

	(void)state;
	ASK(1, pages(1), .align = pages(1), .vstart = TOP - GIB + 1, .vend = TOP);
	ASK(2, pages(1), .align = GIB, .vstart = TOP - GIB + 1, .vend = TOP);
	happened("try below from 0xffffffffc0000000 descent 1 walk 1 found 0x0\n"
		 "bug alloc_vmap_area:result-below-vstart\n");
	op = op_of(&(struct ask){ .id = 3, .size = pages(2), .align = GIB,
				  .vstart = TOP - GIB + 1, .vend = TOP });
	assert_non_null(strstr(twins_run(&t, &op), "overlaps"));
	ended(OUTCOME_BUG, REASON_RESULT_BELOW_VSTART);
	areas_are("0x0..0x2000 0x0..0x1000 0xffffffffc0000000..0xffffffffc0001000");
	assert_int_equal(g->free_vmap_cache, m->g->vmap_area_list);
}

static void register_early(uint64_t page, uint64_t size)
{
	struct op op = op_make(OP_EARLYADD, &g->space);

	op.arg[OPARG_EARLYADD_ADDR] = at(page);
	op.arg[OPARG_EARLYADD_SIZE] = size;
	run(&op);
	assert_int_equal(g->outcome.kind, OUTCOME_OK);
}

/* QUIRK 31: the one overlap that the check can see is that of two areas of no
 * size, which nobody can ask for after start-up. */
static void empty_area_on_an_empty_one(void **state)
{
	struct space space = engine_space("toy")->space;

	(void)state;
	space.initialized = 0;
	for (uint64_t size = 0; size < 2; size++) {
		begin(&space);
		register_early(2, pages(1));
		register_early(4, pages(size));
		register_early(4, 0);
		just(OP_INIT, 0);
		ended(size ? OUTCOME_OK : OUTCOME_BUG, size ? 0 : REASON_INSERT_OVERLAP);
	}
}

/* Address 0 is a place like any other for who asks for it. */
static void zero_is_no_bug_by_itself(void **state)
{
	struct op op = op_make(OP_ALLOC, &g->space);

	(void)state;
	op.arg[OPARG_ALLOC_ID] = 1;
	op.arg[OPARG_ALLOC_SIZE] = pages(1);
	op.arg[OPARG_ALLOC_VSTART] = 0;
	run(&op);
	got(0);
}

static void sum_wraps_behind_the_cached_area(void **state)
{
	(void)state;
	ASK(1, pages(1), .vstart = TOP - 0xfffff, .vend = TOP);
	got(0xfffffffffff00000);
	ASK(2, 0x300000, .vstart = TOP - 0xfffff, .vend = TOP, .nowarn = true);
	failed(EBUSY);
	happened("try hit from 0xfffffffffff01000 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "try hit from 0xfffffffffff01000 descent 0 walk 0 overflow\n");
	ASK(3, pages(254), .vstart = TOP - 0xfffff, .vend = TOP);
	got(0xfffffffffff01000);
}

/* The sum is tested before the tree is looked at. */
static void sum_wraps_at_vstart(void **state)
{
	(void)state;
	ASK(1, pages(1), .vstart = TOP - 0xfffff, .vend = TOP);
	ASK(2, pages(256), .vstart = TOP - 0xfffff, .vend = TOP, .align = pages(1), .nowarn = true);
	failed(EBUSY);
	just(OP_DROPCACHE, 0);
	ASK(2, pages(256), .vstart = TOP - 0xfffff, .vend = TOP, .nowarn = true);
	happened("try empty from 0xfffffffffff00000 descent 0 walk 0 overflow\n"
		 "purge\n"
		 "try empty from 0xfffffffffff00000 descent 0 walk 0 overflow\n");
	ASK(2, pages(255), .vstart = TOP - 0xfffff, .vend = TOP, .nowarn = true);
	happened("try empty from 0xfffffffffff00000 descent 1 walk 1 overflow\n"
		 "purge\n"
		 "try empty from 0xfffffffffff00000 descent 1 walk 1 overflow\n");
}

static void sum_wraps_on_the_walk(void **state)
{
	(void)state;
	ASK(1, pages(1), .vstart = TOP - 0xbffff, .vend = TOP);
	ASK(2, pages(192), .vstart = TOP - 0xfffff, .vend = TOP, .nowarn = true);
	failed(EBUSY);
	happened("try vstart from 0xfffffffffff00000 descent 1 walk 1 overflow\n"
		 "purge\n"
		 "try empty from 0xfffffffffff00000 descent 1 walk 1 overflow\n");
	cache_is(NONE, 64);
	ASK(3, pages(190), .vstart = TOP - 0xfffff, .vend = TOP);
	got(0xfffffffffff41000);
}

/* --- alignment --- */

/* QUIRK 11 */
static void align_below_a_page(void **state)
{
	(void)state;
	ASK(1, pages(1), .align = 8);
	got(at(0));
	ASK(2, pages(1), .align = 8, .vstart = START + 0x123);
	got(at(1));
	ASK(3, pages(1), .align = 8, .vstart = at(4) + 0x123);
	got(at(4) + 0x128);
	areas_are("0..1 1..2 4+0x128..5+0x128");
}

static void odd_vstart_gives_an_odd_area(void **state)
{
	(void)state;
	ASK(1, pages(1), .vstart = START + 0x123);
	got(START + 0x123);
	alloc(2, 1);
	got(START + 0x1123);
	assert_int_equal(g->cached_hole_size, 0x123);
	ASK(3, pages(1), .align = pages(1));
	happened("try hit from 3 descent 0 walk 1 found 3\n");
}

/* --- what no caller may ask for --- */

static void bad_requests(void **state)
{
	static const struct {
		uint64_t size, align;
		enum reason reason;
	} bad[] = {
		{ 0, 1, REASON_SIZE_ZERO },
		{ 0, 3, REASON_SIZE_ZERO },
		{ 1, 1, REASON_SIZE_UNALIGNED },
		{ PAGE_SIZE + 8, 0, REASON_SIZE_UNALIGNED },
		{ PAGE_SIZE, 0, REASON_ALIGN_NOT_POW2 },
		{ PAGE_SIZE, 3 * PAGE_SIZE, REASON_ALIGN_NOT_POW2 },
		{ PAGE_SIZE, UINT64_MAX, REASON_ALIGN_NOT_POW2 },
	};

	(void)state;
	alloc(1, 1);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct op op = op_make(OP_ALLOC, &g->space);

		op.arg[OPARG_ALLOC_ID] = 2;
		op.arg[OPARG_ALLOC_SIZE] = bad[i].size;
		op.arg[OPARG_ALLOC_ALIGN] = bad[i].align;
		run(&op);
		ended(OUTCOME_BUG, bad[i].reason);
		assert_int_equal(g->events, 1);
		assert_int_equal(g->work.kmallocs, 0);
		cache_is(0, 0);
		remembered(START, 1);
	}
	areas_are("0..1");
	alloc(2, 1);
	got(at(1));
}

static void ids_that_make_no_sense(void **state)
{
	static const enum op_kind kinds[] = { OP_FREE, OP_LAZY, OP_UNMAPFREE };

	(void)state;
	alloc(1, 1);
	alloc(1, 2);
	ended(OUTCOME_REFUSED, 0);
	areas_are("0..1");
	for (size_t i = 0; i < 3; i++) {
		just(kinds[i], 2);
		ended(OUTCOME_REFUSED, 0);
		happened("");
	}
	just(OP_LAZY, 1);
	just(OP_FREE, 1);
	ended(OUTCOME_REFUSED, 0);
	areas_are("0..1");
}

/* --- looking up --- */

static void end_of_an_area_is_not_in_it(void **state)
{
	(void)state;
	put(1, 2, 2);
	put(2, 6, 1);
	just(OP_FIND, at(2));
	ended(OUTCOME_AREA, 0);
	assert_int_equal(g->outcome.addr, at(2));
	assert_int_equal(g->outcome.end, at(4));
	assert_int_equal(g->work.find, 1);
	just(OP_FIND, at(4) - 1);
	assert_int_equal(g->outcome.addr, at(2));
	just(OP_FIND, at(4));
	ended(OUTCOME_NOTHING, 0);
	assert_int_equal(g->work.find, 2);
	just(OP_FIND, at(6));
	assert_int_equal(g->outcome.addr, at(6));
	just(OP_FIND, at(2) - 1);
	ended(OUTCOME_NOTHING, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(first_request_begins_at_vstart),
		TEST(next_one_begins_behind_the_last),
		TEST(smaller_than_the_noted_hole),
		TEST(lower_vstart_than_remembered),
		TEST(less_aligned_than_remembered),
		TEST(reasons_are_asked_in_order),
		TEST(cached_area_below_vstart),
		TEST(aligned_end_decides),
		TEST(exact_hole_is_passed_over),
		TEST(exact_hole_can_end_in_ebusy),
		TEST(walk_ends_behind_the_last_area),
		TEST(walk_notes_the_largest_hole),
		TEST(hole_is_measured_from_the_aligned_address),
		TEST(hole_before_the_first_area_counts),
		TEST(hole_may_end_where_the_next_area_begins),
		TEST(touching_area_costs_a_step),
		TEST(which_of_two_touching_areas),
		TEST(space_can_be_filled_to_the_end),
		TEST(last_page_of_an_inclusive_end),
		TEST(window_is_kept_to),
		TEST(walk_stops_at_vend),
		TEST(retry_goes_the_same_way),
		TEST(purge_makes_room),
		TEST(message_unless_nowarn),
		TEST(failed_request_leaves_its_align),
		TEST(failed_request_leaves_its_vstart),
		TEST(no_descriptor_no_trace),
		TEST(failing_walk_notes_holes_above_the_cache),
		TEST(freeing_leaves_the_noted_hole),
		TEST(windows_in_turn),
		TEST(freeing_above_the_cache),
		TEST(freeing_the_cached_area_or_one_below),
		TEST(freeing_below_the_remembered_vstart),
		TEST(hint_for_percpu_areas),
		TEST(lazy_area_is_still_in_the_way),
		TEST(threshold_is_strict),
		TEST(threshold_follows_the_online_count),
		TEST(forced_counter_is_never_undone),
		TEST(lazy_counter_runs_over),
		TEST(purge_list_is_a_stack),
		TEST(purge_is_like_freeing_the_newest_first),
		TEST(purge_of_nothing),
		TEST(aliases_purge_too),
		TEST(somebody_else_is_purging),
		TEST(waiting_for_the_purge_lock),
		TEST(notifier_frees_at_once),
		TEST(report_makes_the_purge_count_anew),
		TEST(liar_is_believed_each_time),
		TEST(freeing_without_a_report),
		TEST(nobody_asks_when_one_must_not_block),
		TEST(order_of_notifiers),
		TEST(liar_without_end),
		TEST(reports_add_up),
		TEST(notifier_frees_some_at_a_time),
		TEST(rounding_vstart_up_to_zero),
		TEST(rounding_the_cached_end_up_to_zero),
		TEST(rounding_up_to_zero_on_the_walk),
		TEST(empty_area_on_an_empty_one),
		TEST(zero_is_no_bug_by_itself),
		TEST(sum_wraps_behind_the_cached_area),
		TEST(sum_wraps_at_vstart),
		TEST(sum_wraps_on_the_walk),
		TEST(align_below_a_page),
		TEST(odd_vstart_gives_an_odd_area),
		TEST(bad_requests),
		TEST(ids_that_make_no_sense),
		TEST(end_of_an_area_is_not_in_it),
	};

	return cmocka_run_group_tests_name("alloc", tests, NULL, NULL);
}
