/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Page tables: what the recordings of a real kernel do not reach. A plain
 * array of pages is the measure for random mappings; the rest are corners, one
 * test each. Every operation is run by both engines, plain and recording, and
 * must leave the same machine, byte for byte, with its tables counted right.
 */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/engine.h"
#include "engine/pgtable/pgtable.h"

#define BASE4 UINT64_C(0xffffc90000000000)
#define BASE5 UINT64_C(0xffa0000000000000)
#define MIB2 ((uint64_t)1 << 21)
#define GIB ((uint64_t)1 << 30)
#define GIB512 ((uint64_t)1 << 39)
#define TIB256 ((uint64_t)1 << 48)
#define PAGES(n) ((uint64_t)(n) << PAGE_SHIFT)
#define LARGE_2M (PROT_KERNEL | ENTRY_LARGE)

/* --- both engines side by side --- */

struct bench {
	struct machine plain;
	struct machine recorded;
	struct core_tape tape;
	struct recorder recorder;
};

static struct bench bench;

static void open_bench(uint32_t levels, uint32_t huge)
{
	struct space space = engine_space(levels == 5 ? "x86-64-5level" : "x86-64")->space;

	space.huge = huge;
	memset(&bench, 0, sizeof(bench));
	assert_true(machine_open(&bench.plain, &space));
	assert_true(machine_open(&bench.recorded, &space));
	tape_init(&bench.tape);
	bench.recorder.tape = &bench.tape;
	bench.recorded.rec = &bench.recorder;
}

static int close_bench(void **state)
{
	(void)state;
	machine_close(&bench.plain);
	machine_close(&bench.recorded);
	tape_free(&bench.tape);
	return 0;
}

static struct op ask(enum op_kind kind)
{
	return op_make(kind, &bench.plain.g->space);
}

/* Runs an operation on both and gives back how it ended. */
static struct outcome run(const struct op *op)
{
	char text[200];
	const char *fault;

	tape_clear(&bench.tape);
	engine_plain.run(&bench.plain, op);
	engine_record.run(&bench.recorded, op);
	if (!machine_equal(&bench.plain, &bench.recorded, text, sizeof(text)))
		fail_msg("the engines differ in %s", text);
	fault = machine_check(&bench.plain, text, sizeof(text));
	if (fault)
		fail_msg("%s", fault);
	return bench.plain.g->outcome;
}

static struct op map_op(uint64_t addr, uint64_t size, uint64_t pfn)
{
	struct op op = ask(OP_MAP);

	op.arg[OPARG_MAP_ADDR] = addr;
	op.arg[OPARG_MAP_SIZE] = size;
	op.arg[OPARG_MAP_PFN] = pfn;
	return op;
}

static struct outcome map(uint64_t addr, uint64_t size, uint64_t pfn)
{
	struct op op = map_op(addr, size, pfn);

	return run(&op);
}

static struct outcome map_prot(uint64_t addr, uint64_t pfn, uint64_t prot)
{
	struct op op = map_op(addr, PAGE_SIZE, pfn);

	op.arg[OPARG_MAP_PROT] = prot;
	return run(&op);
}

static struct outcome unmap(uint64_t addr, uint64_t size)
{
	struct op op = ask(OP_UNMAP);

	op.arg[OPARG_UNMAP_ADDR] = addr;
	op.arg[OPARG_UNMAP_SIZE] = size;
	return run(&op);
}

static struct outcome walk(uint64_t addr)
{
	struct op op = ask(OP_WALK);

	op.arg[OPARG_WALK_ADDR] = addr;
	return run(&op);
}

static struct outcome iomap(uint64_t addr, uint64_t size, uint64_t phys, uint32_t fail)
{
	struct op op = ask(OP_IOMAPRANGE);

	op.arg[OPARG_IOMAPRANGE_ADDR] = addr;
	op.arg[OPARG_IOMAPRANGE_SIZE] = size;
	op.arg[OPARG_IOMAPRANGE_PHYS] = phys;
	op.fail[REQUEST_TABLE] = fail;
	return run(&op);
}

static struct outcome set_slot(uint32_t level, uint64_t addr, uint64_t value)
{
	struct op op = ask(OP_SETENTRY);

	op.arg[OPARG_SETENTRY_LEVEL] = level;
	op.arg[OPARG_SETENTRY_ADDR] = addr;
	op.arg[OPARG_SETENTRY_VAL] = value;
	return run(&op);
}

/* --- what is there --- */

static const struct globals *now(void)
{
	return bench.plain.g;
}

/* The raw entry in which the walk of an address ends. */
static uint64_t entry_of(uint64_t addr, uint32_t *level)
{
	struct walk_level path[LEVEL_MAX];
	size_t levels = machine_walk(&bench.plain, addr, path);

	*level = path[levels - 1].level;
	return path[levels - 1].entry;
}

static void assert_entry(uint64_t addr, uint32_t level, uint64_t entry)
{
	uint32_t found;

	assert_int_equal(entry_of(addr, &found), entry);
	assert_int_equal(found, level);
}

static void assert_tables(uint64_t p4d, uint64_t pud, uint64_t pmd, uint64_t pte)
{
	assert_int_equal(now()->table_count[4], p4d);
	assert_int_equal(now()->table_count[3], pud);
	assert_int_equal(now()->table_count[2], pmd);
	assert_int_equal(now()->table_count[1], pte);
}

static void assert_pfn(uint64_t addr, uint64_t pfn)
{
	struct outcome outcome = walk(addr);

	assert_int_equal(outcome.kind, OUTCOME_PFN);
	assert_int_equal(outcome.n, pfn);
}

static void assert_event(uint32_t number, uint32_t kind, uint32_t code)
{
	assert_true(number <= now()->events);
	assert_int_equal(bench.plain.event[number].kind, kind);
	assert_int_equal(bench.plain.event[number].code, code);
}

static void assert_bug(struct outcome outcome, enum reason reason)
{
	assert_int_equal(outcome.kind, OUTCOME_BUG);
	assert_int_equal(outcome.code, reason);
}

static void assert_err(struct outcome outcome, uint32_t error)
{
	assert_int_equal(outcome.kind, OUTCOME_ERR);
	assert_int_equal(outcome.code, error);
}

/* --- mapping --- */

static void map_across(uint64_t boundary, uint64_t pfn)
{
	uint64_t addr = boundary - PAGES(2);
	struct outcome outcome = map(addr, PAGES(5), pfn);

	assert_int_equal(outcome.kind, OUTCOME_OK);
	assert_int_equal(outcome.n, 5);
	for (uint32_t page = 0; page < 5; page++)
		assert_pfn(addr + PAGES(page) + 0xabc, pfn + page);
	assert_int_equal(walk(addr - 1).kind, OUTCOME_NOTHING);
	assert_int_equal(walk(addr + PAGES(5)).kind, OUTCOME_NOTHING);
}

static void maps_across_every_boundary(void **state)
{
	(void)state;
	open_bench(4, 0);
	map_across(BASE4 + MIB2, 0x100);
	map_across(BASE4 + GIB, 0x200);
	map_across(BASE4 + GIB512, 0x300);
	assert_tables(0, 2, 4, 6);
}

static void maps_across_every_boundary_of_five_levels(void **state)
{
	(void)state;
	open_bench(5, 0);
	map_across(BASE5 + MIB2, 0x100);
	map_across(BASE5 + GIB, 0x200);
	map_across(BASE5 + GIB512, 0x300);
	map_across(BASE5 + TIB256, 0x400);
	assert_tables(2, 4, 6, 8);
}

static void every_table_can_be_refused(void **state)
{
	(void)state;
	open_bench(5, 0);
	for (uint32_t k = 1; k <= 9; k++) {
		uint64_t addr = BASE5 + 2 * k * TIB256 - PAGES(1);
		struct op op = map_op(addr, PAGES(2), 1);
		op.fail[REQUEST_TABLE] = k;
		uint64_t before = now()->table_count[1] + now()->table_count[2] +
				  now()->table_count[3] + now()->table_count[4];
		struct outcome outcome = run(&op);
		uint64_t made = now()->table_count[1] + now()->table_count[2] +
				now()->table_count[3] + now()->table_count[4] - before;
		if (k == 9) {	/* eight are needed; the ninth is never asked for */
			assert_int_equal(outcome.kind, OUTCOME_OK);
			assert_int_equal(made, 8);
			continue;
		}
		assert_err(outcome, ENOMEM);
		assert_int_equal(made, k - 1);
		assert_int_equal(now()->work.tables, k);
		assert_int_equal(now()->table_asked, 1);
		/* The first page is there as soon as its four tables are. */
		assert_int_equal(walk(addr).kind, k > 4 ? OUTCOME_PFN : OUTCOME_NOTHING);
	}
}

static void failure_leaves_what_was_mapped(void **state)
{
	(void)state;
	open_bench(4, 0);
	map(BASE4 + PAGES(3), PAGE_SIZE, 0x50);
	assert_err(map(BASE4, PAGES(8), 0x60), ENOMEM);
	assert_int_equal(now()->events, 1);
	assert_event(1, EVENT_WARN, REASON_MAP_PTE_BUSY);
	assert_pfn(BASE4 + PAGES(2), 0x62);
	assert_pfn(BASE4 + PAGES(3), 0x50);
	assert_int_equal(now()->leaf_entries, 4);

	struct op op = map_op(BASE4 + MIB2 - PAGES(1), PAGES(3), 0x70);
	op.arg[OPARG_MAP_NULL] = 2;
	op.arg[OPARG_MAP_STRIDE] = 5;
	assert_err(run(&op), ENOMEM);
	assert_event(1, EVENT_WARN, REASON_MAP_PAGE_MISSING);
	assert_pfn(BASE4 + MIB2, 0x75);
	assert_int_equal(now()->leaf_entries, 6);
}

static void empty_and_topmost_ranges_are_fatal(void **state)
{
	(void)state;
	open_bench(4, 0);
	assert_bug(map(BASE4, 0, 1), REASON_MAP_RANGE_EMPTY);
	assert_bug(map(-PAGES(1), PAGES(1), 1), REASON_MAP_RANGE_EMPTY);
	assert_bug(unmap(BASE4, 0), REASON_UNMAP_RANGE_EMPTY);
	assert_bug(unmap(-PAGES(1), PAGES(1)), REASON_UNMAP_RANGE_EMPTY);
	assert_bug(iomap(BASE4, 0, 0, 0), REASON_IOREMAP_RANGE_EMPTY);
	assert_int_equal(now()->table_asked, 0);
	assert_int_equal(map(-PAGES(2), PAGES(1), 7).kind, OUTCOME_OK);
	assert_pfn(-PAGES(2), 7);
}

static void frames_behind_no_access_are_hidden(void **state)
{
	(void)state;
	open_bench(4, 0);
	map_prot(BASE4, 0x60, ENTRY_DIRTY);	/* not empty, not present */
	assert_entry(BASE4, 1, (~PAGES(0x60) & ENTRY_ADDRESS) | ENTRY_DIRTY);
	assert_int_equal(walk(BASE4).kind, OUTCOME_NOTHING);
	map_prot(BASE4 + PAGES(1), 0x61, ENTRY_GLOBAL);	/* made inaccessible */
	assert_entry(BASE4 + PAGES(1), 1, (~PAGES(0x61) & ENTRY_ADDRESS) | ENTRY_GLOBAL);
	assert_pfn(BASE4 + PAGES(1), 0x61);
	map_prot(BASE4 + PAGES(2), 0x62, 0);
	assert_entry(BASE4 + PAGES(2), 1, PAGES(0x62));
	unmap(BASE4, PAGES(3));
	assert_int_equal(now()->events, 2);
	assert_event(1, EVENT_WARN, REASON_UNMAP_NOT_PRESENT);
	assert_event(2, EVENT_WARN, REASON_UNMAP_NOT_PRESENT);
	assert_int_equal(now()->leaf_entries, 0);
}

/* Accessed and dirty alone do not make a slot busy, and no leaf is counted
 * twice over it. */
static void stray_bits_leave_a_slot_empty(void **state)
{
	(void)state;
	open_bench(4, 0);
	map(BASE4, PAGE_SIZE, 1);
	set_slot(1, BASE4 + PAGES(1), ENTRY_ACCESSED | ENTRY_DIRTY);
	set_slot(2, BASE4 + MIB2, ENTRY_DIRTY);
	assert_int_equal(now()->leaf_entries, 3);
	assert_int_equal(map(BASE4 + PAGES(1), PAGE_SIZE, 2).kind, OUTCOME_OK);
	assert_int_equal(map(BASE4 + MIB2, PAGE_SIZE, 3).kind, OUTCOME_OK);
	assert_int_equal(now()->leaf_entries, 3);
	assert_int_equal(now()->table_count[1], 2);
}

/* --- unmapping --- */

static void unmapping_keeps_tables(void **state)
{
	(void)state;
	open_bench(5, 0);
	map(BASE5 + GIB - PAGES(1), PAGES(2), 0x10);
	assert_tables(1, 1, 2, 2);
	unmap(BASE5, 2 * GIB);
	assert_tables(1, 1, 2, 2);
	assert_int_equal(now()->leaf_entries, 0);
	map(BASE5 + GIB - PAGES(1), PAGES(2), 0x20);
	assert_int_equal(now()->work.tables, 0);
}

static void large_entries_go_whole(void **state)
{
	(void)state;
	open_bench(4, 1);
	iomap(BASE4, MIB2, 0x40000000, 0);
	iomap(BASE4 + GIB, GIB, 0x80000000, 0);
	assert_entry(BASE4, 2, 0x40000000 | LARGE_2M);
	assert_entry(BASE4 + GIB, 3, 0x80000000 | LARGE_2M);
	assert_int_equal(now()->leaf_entries, 2);
	unmap(BASE4 + PAGES(5), PAGE_SIZE);
	assert_entry(BASE4, 2, 0);
	unmap(BASE4 + GIB + 3 * MIB2, PAGE_SIZE);
	assert_entry(BASE4 + GIB, 3, 0);
	assert_int_equal(now()->leaf_entries, 0);
}

/* A pmd that is large but not present is large; such a pud is malformed. */
static void large_and_not_present(void **state)
{
	(void)state;
	open_bench(4, 0);
	map(BASE4, PAGE_SIZE, 1);
	set_slot(2, BASE4 + MIB2, 0x40000000 | ENTRY_LARGE | ENTRY_RW);
	unmap(BASE4 + MIB2, PAGE_SIZE);
	assert_int_equal(now()->events, 0);
	assert_entry(BASE4 + MIB2, 2, 0);
	set_slot(3, BASE4 + GIB, 0x40000000 | ENTRY_LARGE | ENTRY_RW);
	unmap(BASE4 + GIB, PAGE_SIZE);
	assert_int_equal(now()->events, 1);
	assert_event(1, EVENT_BAD_ENTRY, 3);
	assert_entry(BASE4 + GIB, 3, 0);
}

static void malformed_entries_are_reported_and_cleared(void **state)
{
	(void)state;
	open_bench(5, 0);
	for (uint32_t level = 2; level <= 5; level++) {
		map(BASE5 + MIB2, PAGES(2), 1);
		/* pmd and pgd want all flags of a table, pud and p4d no others. */
		set_slot(level, BASE5 + MIB2, level == 2 || level == 5 ? ENTRY_PRESENT : 0x800);
		assert_int_equal(now()->leaf_entries, 1);
		assert_int_equal(unmap(BASE5 + MIB2, PAGE_SIZE).kind, OUTCOME_OK);
		assert_int_equal(now()->events, 1);
		assert_event(1, EVENT_BAD_ENTRY, level);
		assert_int_equal(now()->leaf_entries, 0);
	}
}

static void top_slot_is_a_p4d_slot_with_four_levels(void **state)
{
	(void)state;
	open_bench(4, 0);
	map(BASE4, PAGE_SIZE, 1);
	assert_int_equal(set_slot(5, BASE4, 0x800).kind, OUTCOME_OK);
	assert_entry(BASE4, 4, 0x800);
	unmap(BASE4, PAGE_SIZE);
	assert_event(1, EVENT_BAD_ENTRY, 4);
}

/* --- walking --- */

static void walk_warns_once_for_each_level(void **state)
{
	(void)state;
	open_bench(4, 0);
	assert_int_equal(walk(BASE4).kind, OUTCOME_NOTHING);
	assert_int_equal(now()->events, 0);
	map(BASE4, PAGE_SIZE, 1);
	walk(BASE4 + GIB);	/* an empty pud */
	assert_int_equal(now()->events, 0);
	walk(BASE4 + MIB2);	/* an empty pmd */
	assert_int_equal(now()->events, 1);
	assert_event(1, EVENT_WARN, REASON_WALK_PMD_BAD);
	walk(BASE4 + MIB2);
	assert_int_equal(now()->events, 0);
	set_slot(3, BASE4 + GIB, 0x800);
	walk(BASE4 + GIB);
	assert_event(1, EVENT_WARN, REASON_WALK_PUD_BAD);
	walk(BASE4 + GIB);
	assert_int_equal(now()->events, 0);
}

/* --- device memory --- */

static void large_needs_leave_size_and_alignment(void **state)
{
	(void)state;
	open_bench(4, 0);
	iomap(BASE4, MIB2, 0x40000000, 0);
	assert_int_equal(now()->leaf_entries, 512);	/* not allowed */
	close_bench(NULL);
	open_bench(4, 1);
	iomap(BASE4, MIB2 - PAGES(1), 0x40000000, 0);
	assert_int_equal(now()->leaf_entries, 511);	/* too short */
	iomap(BASE4 + 4 * MIB2, MIB2, 0x40001000, 0);
	assert_int_equal(now()->leaf_entries, 511 + 512);	/* not aligned */
	iomap(BASE4 + GIB, GIB, 0x40200000, 0);
	assert_int_equal(now()->leaf_entries, 511 + 512 + 512);	/* for 2 MiB it is */
}

/* The bit that chooses a memory type in a page's entry means "large" in a
 * large one, so it moves. */
static void memory_type_moves_in_large_entries(void **state)
{
	struct op op;
	(void)state;

	open_bench(4, 1);
	op = ask(OP_IOMAPRANGE);
	op.arg[OPARG_IOMAPRANGE_ADDR] = BASE4;
	op.arg[OPARG_IOMAPRANGE_SIZE] = MIB2;
	op.arg[OPARG_IOMAPRANGE_PHYS] = 0x40000000;
	op.arg[OPARG_IOMAPRANGE_PROT] = PROT_KERNEL | 0x80;
	run(&op);
	assert_entry(BASE4, 2, 0x40001000 | LARGE_2M);
}

static void large_entry_replaces_a_table(void **state)
{
	(void)state;
	open_bench(4, 1);
	map(BASE4, MIB2, 0x1000);	/* left mapped: nobody asks */
	assert_tables(0, 1, 1, 1);
	iomap(BASE4, MIB2, 0x40000000, 0);
	assert_tables(0, 1, 1, 0);
	assert_int_equal(now()->leaf_entries, 1);
	assert_int_equal(now()->events, 1);
	assert_event(1, EVENT_FLUSH, 0);
	assert_int_equal(bench.plain.event[1].value[0], BASE4);
	assert_int_equal(bench.plain.event[1].value[1], BASE4 + PAGE_SIZE - 1);
	/* The next table is the same memory; its slots must be empty. */
	map(BASE4 + MIB2, PAGE_SIZE, 7);
	assert_int_equal(now()->leaf_entries, 2);
	assert_int_equal(walk(BASE4 + MIB2 + PAGES(1)).kind, OUTCOME_NOTHING);
}

static void huge_entry_replaces_a_tree_of_tables(void **state)
{
	(void)state;
	open_bench(4, 1);
	map(BASE4 + PAGES(511), PAGES(2), 0x1000);
	map(BASE4 + 9 * MIB2, PAGE_SIZE, 0x1000);
	assert_tables(0, 1, 1, 3);
	assert_int_equal(iomap(BASE4, GIB, 0x80000000, 0).kind, OUTCOME_OK);
	assert_tables(0, 1, 0, 0);
	assert_int_equal(now()->leaf_entries, 1);
	assert_int_equal(now()->events, 1);
	assert_event(1, EVENT_FLUSH, 0);
	assert_entry(BASE4, 3, 0x80000000 | LARGE_2M);
}

/* Without a page to keep the entries in, the kernel takes 512 entries of 2 MiB
 * in place of one of 1 GiB. */
static void huge_entry_falls_back_without_memory(void **state)
{
	(void)state;
	open_bench(4, 1);
	map(BASE4, PAGE_SIZE, 0x1000);
	assert_int_equal(iomap(BASE4, GIB, 0x80000000, 1).kind, OUTCOME_OK);
	assert_int_equal(now()->work.tables, 1);
	assert_int_equal(now()->leaf_entries, 512);
	assert_tables(0, 1, 1, 0);
	assert_entry(BASE4 + GIB - 1, 2, (0x80000000 + GIB - MIB2) | LARGE_2M);
}

static void device_range_over_a_mapping_is_fatal(void **state)
{
	(void)state;
	open_bench(4, 0);
	map(BASE4 + PAGES(2), PAGE_SIZE, 1);
	assert_bug(iomap(BASE4, PAGES(4), 0x40000000, 0), REASON_IOREMAP_PTE_BUSY);
	assert_int_equal(now()->leaf_entries, 3);
	assert_pfn(BASE4 + PAGES(1), 0x40001);
}

/* --- where a kernel takes something else for a table --- */

static void mapping_through_no_table_is_an_oops(void **state)
{
	(void)state;
	open_bench(4, 1);
	iomap(BASE4, MIB2, 0x40000000, 0);
	assert_int_equal(map(BASE4, PAGE_SIZE, 1).kind, OUTCOME_OOPS);
	assert_event(1, EVENT_OOPS, 0);
	assert_int_equal(iomap(BASE4, PAGE_SIZE, 0x1000, 0).kind, OUTCOME_OOPS);
	/* Here the slot is cleared before what is no table is to be freed. */
	assert_int_equal(iomap(BASE4, MIB2, 0x50000000, 0).kind, OUTCOME_OOPS);
	assert_entry(BASE4, 2, 0);
	assert_int_equal(map(BASE4, PAGE_SIZE, 1).kind, OUTCOME_OK);
	set_slot(3, BASE4, ENTRY_PRESENT);	/* neither empty nor malformed */
	assert_int_equal(unmap(BASE4, PAGE_SIZE).kind, OUTCOME_OOPS);
	assert_int_equal(walk(BASE4).kind, OUTCOME_OOPS);
	set_slot(4, BASE4, 0x800);	/* the walk does not look for this */
	assert_int_equal(walk(BASE4).kind, OUTCOME_OOPS);
	assert_int_equal(map(BASE4, PAGE_SIZE, 1).kind, OUTCOME_OOPS);
}

/* A range that is not made of whole pages never meets its end. */
static void ragged_range_runs_out_of_its_table(void **state)
{
	(void)state;
	open_bench(4, 0);
	assert_int_equal(map(BASE4, PAGE_SIZE + 1, 1).kind, OUTCOME_OOPS);
	assert_int_equal(now()->leaf_entries, 512);
	assert_int_equal(unmap(BASE4, PAGE_SIZE + 1).kind, OUTCOME_OOPS);
	assert_int_equal(now()->leaf_entries, 0);
	assert_int_equal(iomap(BASE4, PAGE_SIZE + 1, 0, 0).kind, OUTCOME_OOPS);
}

static void range_through_the_hole_leaves_the_top_table(void **state)
{
	(void)state;
	open_bench(4, 0);
	assert_int_equal(unmap(0x7fffffff0000, BASE4 - 0x7fffffff0000).kind, OUTCOME_OOPS);
	assert_int_equal(unmap(0x1000, -PAGES(2)).kind, OUTCOME_OOPS);
}

/* --- the test hook --- */

static void hook_writes_only_where_a_table_is(void **state)
{
	(void)state;
	open_bench(4, 0);
	assert_int_equal(set_slot(1, BASE4, 0x1000).kind, OUTCOME_REFUSED);
	map(BASE4, PAGES(3), 1);
	assert_int_equal(set_slot(1, BASE4, 0x5000 | TABLE_FLAGS).kind, OUTCOME_OK);
	assert_int_equal(set_slot(2, BASE4, 0x5000 | TABLE_FLAGS).kind, OUTCOME_REFUSED);
	assert_int_equal(set_slot(0, BASE4, 0).kind, OUTCOME_REFUSED);
	assert_int_equal(set_slot(6, BASE4, 0).kind, OUTCOME_REFUSED);
	assert_int_equal(now()->leaf_entries, 3);
	assert_int_equal(set_slot(3, BASE4, 0).kind, OUTCOME_OK);
	assert_int_equal(now()->leaf_entries, 0);
	assert_tables(0, 1, 1, 1);	/* out of reach, not freed */
}

/* --- at random, against a plain array --- */

enum { WINDOW = 1200, ROUNDS = 4000, ABSENT = 0 };

struct model {
	uint64_t base;
	uint64_t pfn[WINDOW];	/* 0: not mapped */
};

static uint64_t random_state;

static uint64_t draw(uint64_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % below;
}

static void try_map(struct model *model, uint64_t first, uint64_t n)
{
	uint64_t pfn = 1 + draw(1 << 20);
	struct outcome outcome = map(model->base + PAGES(first), PAGES(n), pfn);
	uint64_t done = 0;

	for (; done < n && model->pfn[first + done] == ABSENT; done++)
		model->pfn[first + done] = pfn + done;
	if (done == n)
		assert_int_equal(outcome.kind, OUTCOME_OK);
	else
		assert_err(outcome, ENOMEM);
}

static void try_unmap(struct model *model, uint64_t first, uint64_t n)
{
	assert_int_equal(unmap(model->base + PAGES(first), PAGES(n)).kind, OUTCOME_OK);
	memset(&model->pfn[first], 0, (size_t)n * sizeof(model->pfn[0]));
}

static void try_walk(const struct model *model, uint64_t page)
{
	struct outcome outcome = walk(model->base + PAGES(page) + draw(PAGE_SIZE));

	if (model->pfn[page] == ABSENT)
		assert_int_equal(outcome.kind, OUTCOME_NOTHING);
	else
		assert_int_equal(outcome.n, model->pfn[page]);
}

static uint64_t mapped_in(const struct model *model)
{
	uint64_t mapped = 0;

	for (size_t i = 0; i < WINDOW; i++)
		mapped += model->pfn[i] != ABSENT;
	return mapped;
}

static void play_at_random(uint32_t levels, uint64_t middle)
{
	struct model model = { .base = middle - PAGES(WINDOW / 2) };

	open_bench(levels, 0);
	random_state = 88172645463325252;
	for (int round = 0; round < ROUNDS; round++) {
		uint64_t first = draw(WINDOW);
		uint64_t n = 1 + draw(draw(8) ? 6 : WINDOW / 2);
		if (n > WINDOW - first)
			n = WINDOW - first;
		switch (draw(3)) {
		case 0:
			try_map(&model, first, n);
			break;
		case 1:
			try_unmap(&model, first, n);
			break;
		default:
			try_walk(&model, first);
		}
		assert_int_equal(now()->leaf_entries, mapped_in(&model));
	}
}

static void random_mappings_agree_with_an_array(void **state)
{
	(void)state;
	play_at_random(4, BASE4 + GIB512);
	close_bench(NULL);
	play_at_random(5, BASE5 + TIB256);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(maps_across_every_boundary, close_bench),
		cmocka_unit_test_teardown(maps_across_every_boundary_of_five_levels, close_bench),
		cmocka_unit_test_teardown(every_table_can_be_refused, close_bench),
		cmocka_unit_test_teardown(failure_leaves_what_was_mapped, close_bench),
		cmocka_unit_test_teardown(empty_and_topmost_ranges_are_fatal, close_bench),
		cmocka_unit_test_teardown(frames_behind_no_access_are_hidden, close_bench),
		cmocka_unit_test_teardown(stray_bits_leave_a_slot_empty, close_bench),
		cmocka_unit_test_teardown(unmapping_keeps_tables, close_bench),
		cmocka_unit_test_teardown(large_entries_go_whole, close_bench),
		cmocka_unit_test_teardown(large_and_not_present, close_bench),
		cmocka_unit_test_teardown(malformed_entries_are_reported_and_cleared, close_bench),
		cmocka_unit_test_teardown(top_slot_is_a_p4d_slot_with_four_levels, close_bench),
		cmocka_unit_test_teardown(walk_warns_once_for_each_level, close_bench),
		cmocka_unit_test_teardown(large_needs_leave_size_and_alignment, close_bench),
		cmocka_unit_test_teardown(memory_type_moves_in_large_entries, close_bench),
		cmocka_unit_test_teardown(large_entry_replaces_a_table, close_bench),
		cmocka_unit_test_teardown(huge_entry_replaces_a_tree_of_tables, close_bench),
		cmocka_unit_test_teardown(huge_entry_falls_back_without_memory, close_bench),
		cmocka_unit_test_teardown(device_range_over_a_mapping_is_fatal, close_bench),
		cmocka_unit_test_teardown(mapping_through_no_table_is_an_oops, close_bench),
		cmocka_unit_test_teardown(ragged_range_runs_out_of_its_table, close_bench),
		cmocka_unit_test_teardown(range_through_the_hole_leaves_the_top_table, close_bench),
		cmocka_unit_test_teardown(hook_writes_only_where_a_table_is, close_bench),
		cmocka_unit_test_teardown(random_mappings_agree_with_an_array, close_bench),
	};

	return cmocka_run_group_tests_name("page tables", tests, NULL, NULL);
}
