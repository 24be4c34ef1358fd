/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Page frames and TLBs: the two orders of the pool, who owns which frame, and
 * what a CPU remembers of the page tables until a flush makes it forget.
 *
 * Every operation runs plain and recorded (support/twins.h).
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/pgtable/frames.h"
#include "engine/pgtable/tlb.h"
#include "tests/support/twins.h"

#define START UINT64_C(0xffffc90000000000)

enum { RAM = 3000 };	/* pages: no power of two */

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

static void open_space(uint32_t levels, uint32_t huge)
{
	struct space space = engine_space(levels == 5 ? "x86-64-5level" : "x86-64")->space;

	space.totalram = RAM;
	space.huge = huge;
	assert_true(twins_open(&t, &space));
	g = t.plain.g;
}

static int set_up(void **state)
{
	(void)state;
	open_space(4, 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	twins_close(&t);
	return 0;
}

static void run(const struct op *op)
{
	const char *wrong = twins_run(&t, op);

	if (wrong)
		fail_msg("%s: %s", op_info(op->kind)->name, wrong);
}

static void ask(enum op_kind kind, uint64_t first, uint64_t second)
{
	struct op op = op_make(kind, &g->space);

	if (op_args(kind) > 0)
		op.arg[0] = first;
	if (op_args(kind) > 1)
		op.arg[1] = second;
	run(&op);
}

static void vmalloc(uint64_t id, uint64_t count)
{
	ask(OP_VMALLOC, id, pages(count));
	assert_int_equal(g->outcome.kind, OUTCOME_OK);
}

static void vfree(uint64_t id)
{
	ask(OP_VFREE, id, 0);
}

static uint32_t vm_at(uint64_t addr)
{
	return t.plain.rest[area_containing(&t.plain, addr)].vm;
}

static uint64_t frame(uint64_t addr, uint32_t page)
{
	return vm_frame(&t.plain, vm_at(addr), page);
}

/* Touches an address; how that ended, and the frame it got to. */
static uint32_t touched(uint64_t addr, uint64_t *pfn)
{
	ask(OP_TOUCH, addr, 0);
	*pfn = g->outcome.n;
	return g->outcome.kind;
}

static void leads_to(uint64_t addr, uint64_t expected)
{
	uint64_t pfn;

	assert_int_equal(touched(addr, &pfn), OUTCOME_PFN);
	assert_int_equal(pfn, expected);
}

static void is_stale_to(uint64_t addr, uint64_t expected)
{
	uint64_t pfn;

	assert_int_equal(touched(addr, &pfn), OUTCOME_STALE);
	assert_int_equal(pfn, expected);
}

static void faults(uint64_t addr)
{
	uint64_t pfn;

	assert_int_equal(touched(addr, &pfn), OUTCOME_FAULT);
	assert_int_equal(g->outcome.addr, addr);
}

/* The n-th event of a kind in the last operation, from 1; NULL: not so many. */
static const struct event *event(enum event_kind kind, int n)
{
	for (uint32_t i = 1; i <= g->events; i++)
		if (t.plain.event[i].kind == (uint32_t)kind && --n == 0)
			return &t.plain.event[i];
	return NULL;
}

static size_t remembered(uint32_t cpu)
{
	const struct translation *known;
	size_t n = machine_tlb(&t.plain, cpu, &known), live = 0;

	for (size_t i = 0; i < n; i++)
		live += known[i].live;
	return live;
}

/* --- the pool --- */

static void test_sequential(void **state)
{
	(void)state;
	vmalloc(1, 3);
	vmalloc(2, 2);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(frame(at(0), i), FIRST_FRAME + i);
	vfree(1);
	vmalloc(3, 1);
	assert_int_equal(frame(at(7), 0), FIRST_FRAME + 5);
	assert_int_equal(g->frames, 3);
	assert_int_equal(frame(at(7), 1), 0);
}

/* The same seed gives the same frames, another one others; what came back last
 * is handed out first. */
static void test_scattered(void **state)
{
	uint64_t first[8];

	(void)state;
	ask(OP_FRAMES, 1, 7);
	vmalloc(1, 8);
	for (uint32_t i = 0; i < 8; i++)
		first[i] = frame(at(0), i);
	vfree(1);
	vmalloc(2, 2);
	assert_int_equal(frame(at(9), 0), first[7]);
	assert_int_equal(frame(at(9), 1), first[6]);
	vfree(2);
	ask(OP_FRAMES, 1, 8);
	vmalloc(3, 8);
	for (uint32_t i = 0, same = 0; i < 8; i++) {
		same += frame(at(12), i) == first[7 - i];
		assert_true(same < 4);
	}
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* All of the machine's memory is handed out, each frame once, and no more. Few
 * lie behind the one before them. */
static void test_scattered_is_one_to_one(void **state)
{
	static uint64_t seen[RAM];
	uint32_t neighbours = 0;

	(void)state;
	ask(OP_FRAMES, 1, 99);
	/* 8 pages of pointers come first, as a vmalloc of their own */
	ask(OP_VMALLOC, 1, pages(RAM - 6));
	assert_int_equal(g->outcome.kind, OUTCOME_OK);
	assert_int_equal(g->frames, RAM);
	ask(OP_VMALLOC, 2, pages(1));
	assert_int_equal(g->outcome.kind, OUTCOME_NULL);
	for (uint32_t page = 1, n = 0; page <= g->used[REGION_PAGE]; page++)
		if (t.plain.page[page].live)
			seen[n++] = t.plain.page[page].pfn;
	for (uint32_t i = 1; i < RAM; i++)
		neighbours += seen[i] == seen[i - 1] + 1;
	assert_true(neighbours < RAM / 50);
	qsort(seen, RAM, sizeof(*seen), by_number);
	for (uint32_t i = 0; i < RAM; i++)
		assert_int_equal(seen[i], FIRST_FRAME + i);
}

static void test_order_stays_while_frames_are_used(void **state)
{
	(void)state;
	vmalloc(1, 1);
	ask(OP_FRAMES, 1, 7);
	assert_int_equal(g->outcome.kind, OUTCOME_REFUSED);
	assert_int_equal(g->frame_scattered, 0);
	vfree(1);
	ask(OP_FRAMES, 1, 7);
	assert_int_equal(g->outcome.kind, OUTCOME_OK);
	vmalloc(2, 1);
	assert_int_equal(frame(at(2), 0), t.plain.page[1].pfn);
	assert_int_equal(page_of_frame(&t.plain, frame(at(2), 0)), 1);
	assert_int_equal(page_of_frame(&t.plain, FIRST_FRAME + RAM), 0);
}

/* vunmap takes the area away and leaves its frames to nobody. */
static void test_leaked(void **state)
{
	uint32_t page;

	(void)state;
	ask(OP_FRAMES, 1, 7);
	vmalloc(1, 2);
	leads_to(at(0), frame(at(0), 0));
	page = page_of_frame(&t.plain, g->outcome.n);
	ask(OP_VUNMAP, 1, 0);
	assert_int_equal(g->frames, 2);
	assert_int_equal(t.plain.page[page].vm, 0);
	is_stale_to(at(0), t.plain.page[page].pfn);
	assert_int_equal(event(EVENT_STALE, 1)->value[2], 0);
	vmalloc(2, 1);
	assert_int_not_equal(frame(at(3), 0), t.plain.page[page].pfn);
}

/* --- TLBs --- */

/* The lesson: why lazily freed addresses must not be given out again before a
 * flush. */
static void test_use_after_unmap(void **state)
{
	uint64_t old;

	(void)state;
	ask(OP_FRAMES, 1, 7);
	vmalloc(1, 1);
	old = frame(at(0), 0);
	leads_to(at(0) + 5, old);
	assert_non_null(event(EVENT_TLB_LOAD, 1));
	leads_to(at(0), old);
	assert_null(event(EVENT_TLB_LOAD, 1));
	vfree(1);
	assert_null(event(EVENT_FLUSH, 1));
	vmalloc(2, 1);
	assert_int_equal(frame(at(2), 0), old);
	is_stale_to(at(0), old);
	assert_int_equal(event(EVENT_STALE, 1)->value[0], at(0));
	assert_int_equal(event(EVENT_STALE, 1)->value[1], old);
	assert_int_equal(event(EVENT_STALE, 1)->value[2], at(2));
	ask(OP_CPU, 1, 0);
	faults(at(0));
	ask(OP_PURGE, 0, 0);
	assert_int_equal(event(EVENT_FLUSH, 1)->value[0], at(0));
	assert_int_equal(event(EVENT_FLUSH, 1)->value[1], at(2));
	ask(OP_CPU, 0, 0);
	faults(at(0));
	assert_int_equal(event(EVENT_FAULT, 1)->value[0], at(0));
}

/* A flush covers its range on all CPUs, and nothing else. */
static void test_flush_range(void **state)
{
	struct op unmap = op_make(OP_UNMAP, &g->space);

	(void)state;
	vmalloc(1, 4);
	for (uint32_t cpu = 0; cpu < 3; cpu++) {
		ask(OP_CPU, cpu, 0);
		for (uint64_t i = 0; i < 4; i++)
			leads_to(at(i), FIRST_FRAME + i);
		assert_int_equal(remembered(cpu), 4);
	}
	unmap.arg[OPARG_UNMAP_ADDR] = at(1);
	unmap.arg[OPARG_UNMAP_SIZE] = pages(2);
	run(&unmap);
	is_stale_to(at(1), FIRST_FRAME + 1);
	unmap.arg[OPARG_UNMAP_FLUSH] = 1;
	run(&unmap);
	for (uint32_t cpu = 0; cpu < 3; cpu++)
		assert_int_equal(remembered(cpu), 2);
	faults(at(1));
	faults(at(2));
	leads_to(at(0), FIRST_FRAME);
	leads_to(at(3), FIRST_FRAME + 3);
}

/* More than 33 pages: everything goes, whatever the range is. */
static void test_flush_ceiling(void **state)
{
	struct op unmap = op_make(OP_UNMAP, &g->space);

	(void)state;
	vmalloc(1, 1);
	leads_to(at(0), FIRST_FRAME);
	unmap.arg[OPARG_UNMAP_ADDR] = at(100);
	unmap.arg[OPARG_UNMAP_FLUSH] = 1;
	unmap.arg[OPARG_UNMAP_SIZE] = pages(33);
	run(&unmap);
	assert_int_equal(remembered(0), 1);
	unmap.arg[OPARG_UNMAP_SIZE] = pages(34);
	run(&unmap);
	assert_int_equal(remembered(0), 0);
}

/* Mapped anew without a flush: the old frame is still what the CPU gets. */
static void test_mapped_anew(void **state)
{
	struct op map = op_make(OP_MAP, &g->space);
	struct op unmap = op_make(OP_UNMAP, &g->space);

	(void)state;
	map.arg[OPARG_MAP_ADDR] = unmap.arg[OPARG_UNMAP_ADDR] = at(0);
	map.arg[OPARG_MAP_SIZE] = unmap.arg[OPARG_UNMAP_SIZE] = pages(1);
	map.arg[OPARG_MAP_PFN] = 0x51;
	run(&map);
	leads_to(at(0), 0x51);
	run(&unmap);
	map.arg[OPARG_MAP_PFN] = 0x52;
	run(&map);
	is_stale_to(at(0), 0x51);
	ask(OP_CPU, 1, 0);
	leads_to(at(0), 0x52);
}

/* One large entry is one translation, and goes as a whole. */
static void test_large(void **state)
{
	const uint64_t address = START + ((uint64_t)1 << 30);
	struct op map;

	(void)state;
	twins_close(&t);
	open_space(4, 1);
	map = op_make(OP_IOMAPRANGE, &g->space);
	map.arg[OPARG_IOMAPRANGE_ADDR] = address;
	map.arg[OPARG_IOMAPRANGE_SIZE] = (uint64_t)1 << 30;
	map.arg[OPARG_IOMAPRANGE_PHYS] = (uint64_t)3 << 30;
	run(&map);
	leads_to(address + 0x12345678, 0xc0000 + 0x12345);
	leads_to(address + 0x3fffffff, 0xc0000 + 0x3ffff);
	assert_int_equal(remembered(0), 1);
	struct op unmap = op_make(OP_UNMAP, &g->space);
	unmap.arg[OPARG_UNMAP_ADDR] = address + pages(7);
	unmap.arg[OPARG_UNMAP_SIZE] = pages(1);
	unmap.arg[OPARG_UNMAP_FLUSH] = 1;
	run(&unmap);
	assert_int_equal(remembered(0), 0);
	faults(address);
}

/* The oldest translation makes room for a new one. */
static void test_full(void **state)
{
	(void)state;
	vmalloc(1, TLB_ENTRIES + 1);
	for (uint64_t i = 0; i <= TLB_ENTRIES; i++)
		leads_to(at(i), FIRST_FRAME + i);
	assert_int_equal(remembered(0), TLB_ENTRIES);
	vfree(1);
	faults(at(0));
	is_stale_to(at(1), FIRST_FRAME + 1);
	is_stale_to(at(TLB_ENTRIES), FIRST_FRAME + TLB_ENTRIES);
}

static void test_off(void **state)
{
	(void)state;
	vmalloc(1, 1);
	leads_to(at(0), FIRST_FRAME);
	ask(OP_TLB, 0, 0);
	assert_int_equal(remembered(0), 0);
	leads_to(at(0), FIRST_FRAME);
	assert_int_equal(remembered(0), 0);
	vfree(1);
	faults(at(0));
	ask(OP_TLB, 1, 0);
	vmalloc(2, 1);
	leads_to(at(2), FIRST_FRAME + 1);
	assert_int_equal(remembered(0), 1);
}

/* A CPU that goes offline forgets. */
static void test_offline(void **state)
{
	(void)state;
	vmalloc(1, 1);
	for (uint32_t cpu = 0; cpu < 4; cpu++) {
		ask(OP_CPU, cpu, 0);
		leads_to(at(0), FIRST_FRAME);
	}
	ask(OP_ONLINE, 2, 0);
	assert_int_equal(remembered(0) + remembered(1), 2);
	assert_int_equal(remembered(2) + remembered(3), 0);
}

/* What a processor does not take for a page: nothing present, a table that is
 * none, an address that is none. */
static void test_faults(void **state)
{
	struct op set = op_make(OP_SETENTRY, &g->space);

	(void)state;
	vmalloc(1, 2);
	faults(at(2));
	faults(UINT64_C(0x0000c90000000000));
	faults(0);
	set.arg[OPARG_SETENTRY_LEVEL] = 1;
	set.arg[OPARG_SETENTRY_ADDR] = at(1);
	set.arg[OPARG_SETENTRY_VAL] = 0x5100;	/* "present" to the kernel, by its global bit */
	run(&set);
	faults(at(1));
	set.arg[OPARG_SETENTRY_LEVEL] = 2;
	set.arg[OPARG_SETENTRY_VAL] = 0x5123;
	run(&set);
	faults(at(1));
	set.arg[OPARG_SETENTRY_LEVEL] = 4;
	set.arg[OPARG_SETENTRY_VAL] = 0x51e3;	/* no processor has large entries up there */
	run(&set);
	faults(at(1));
}

/* Bit 7 says "large" above and something else in a page's own entry. */
static void test_five_levels(void **state)
{
	struct op map;

	(void)state;
	twins_close(&t);
	open_space(5, 0);
	map = op_make(OP_MAP, &g->space);
	map.arg[OPARG_MAP_ADDR] = g->space.start + pages(3);
	map.arg[OPARG_MAP_SIZE] = pages(1);
	map.arg[OPARG_MAP_PFN] = 0x77;
	map.arg[OPARG_MAP_PROT] = PROT_KERNEL | ENTRY_LARGE;
	run(&map);
	leads_to(g->space.start + pages(3) + 1, 0x77);
	faults(g->space.start);
	faults(g->space.start & ~(UINT64_C(1) << 63));
}

/* --- what machine_check finds --- */

/* The machine is sound, and no longer so with that word changed. */
static void is_found(uint32_t *word, uint32_t value, const char *sentence)
{
	uint32_t before = *word;
	char text[200];

	assert_null(machine_check(&t.plain, text, sizeof(text)));
	*word = value;
	if (!machine_check(&t.plain, text, sizeof(text)))
		fail_msg("not found: %s", sentence);
	if (!strstr(text, sentence))
		fail_msg("\"%s\" instead of \"%s\"", text, sentence);
	*word = before;
}

static uint32_t *half_of(uint64_t *word)
{
	return (uint32_t *)(void *)word;
}

static void test_broken_frames(void **state)
{
	struct machine *m = &t.plain;
	uint32_t first, second;

	(void)state;
	vmalloc(1, 2);
	vmalloc(2, 1);
	first = m->vm[vm_at(at(0))].pages;
	second = m->vm[vm_at(at(3))].pages;
	is_found(&m->page[second].live, 0, "a vm area has a freed page: ");
	is_found(&m->vm[vm_at(at(3))].pages, 99, "a vm area has a freed page: ");
	is_found(&m->vm[vm_at(at(3))].pages, first, "a page belongs to two vm areas: ");
	is_found(&m->page[m->page[first].next].next, first, "run in a ring: ");
	is_found(&m->vm[vm_at(at(3))].pages, 0, "page frames that vm areas have: 2");
	is_found(half_of(&m->g->frames), 4, "page frames in use: 3");
	is_found(half_of(&m->page[second].pfn), 0x100000, "owned twice: ");
	is_found(half_of(&m->page[second].pfn), 0x100003, "none of the pool's");
}

static void test_broken_scattered_frames(void **state)
{
	(void)state;
	ask(OP_FRAMES, 1, 7);
	vmalloc(1, 2);
	is_found(half_of(&t.plain.g->frame_seed), 8, "a page has another frame than its own: ");
}

static void test_broken_tlbs(void **state)
{
	struct machine *m = &t.plain;
	struct translation *known = &m->tlb[tlb_first(1)];

	(void)state;
	vmalloc(1, 1);
	ask(OP_CPU, 1, 0);
	leads_to(at(0), FIRST_FRAME);
	is_found(&m->g->tlb_next[3], TLB_ENTRIES, "no such entry of a TLB");
	is_found(&m->g->tlb_off, 1, "nobody can have remembered: CPU 1");
	is_found(&m->g->space.cpus, 1, "nobody can have remembered: CPU 1");
	is_found(&known->live, 0, "is not empty: CPU 1");
	is_found(&known->level, 4, "no table can have held: CPU 1");
	is_found(half_of(&known->addr), 0x123, "no table can have held: CPU 1");
	is_found(half_of(&known->entry), 0, "no table can have held: CPU 1");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_sequential),
		TEST(test_scattered),
		TEST(test_scattered_is_one_to_one),
		TEST(test_order_stays_while_frames_are_used),
		TEST(test_leaked),
		TEST(test_use_after_unmap),
		TEST(test_flush_range),
		TEST(test_flush_ceiling),
		TEST(test_mapped_anew),
		TEST(test_large),
		TEST(test_full),
		TEST(test_off),
		TEST(test_offline),
		TEST(test_faults),
		TEST(test_five_levels),
		TEST(test_broken_frames),
		TEST(test_broken_scattered_frames),
		TEST(test_broken_tlbs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
