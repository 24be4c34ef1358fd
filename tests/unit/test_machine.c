/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What can be read from a machine: areas by address, hashes, leaves of the
 * page tables, variables; and that a check notices when something in memory
 * is not as it should be.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/engine.h"

#define START UINT64_C(0xffffc90000000000)
#define PAGES(n) ((uint64_t)(n) << PAGE_SHIFT)

static void run(struct machine *m, enum op_kind kind, uint64_t first, uint64_t second)
{
	struct op op = op_make(kind, &m->g->space);

	op.arg[0] = first;
	op.arg[1] = second;
	engine_plain.run(m, &op);
}

/* Areas 0..9 of two pages each, one after the other; 2, 5 and 8 freed, 4 lazily. */
static int set_up(void **state)
{
	static struct machine m;

	assert_true(machine_open(&m, &engine_space("toy")->space));
	for (uint64_t id = 0; id < 10; id++)
		run(&m, OP_ALLOC, id, PAGES(2));
	run(&m, OP_FREE, 2, 0);
	run(&m, OP_FREE, 5, 0);
	run(&m, OP_FREE, 8, 0);
	run(&m, OP_LAZY, 4, 0);
	run(&m, OP_MAP, START + PAGES(2), PAGES(3));
	*state = &m;
	return 0;
}

static int tear_down(void **state)
{
	machine_close(*state);
	return 0;
}

static const char *check(const struct machine *m)
{
	static char text[200];

	return machine_check(m, text, sizeof(text));
}

/* --- spaces and variables --- */

static void spaces_are_found_by_name(void **state)
{
	(void)state;
	assert_true(engine_space_count >= 5);
	for (size_t i = 0; i < engine_space_count; i++) {
		const struct space *space = &engine_spaces[i].space;

		assert_ptr_equal(engine_space(engine_spaces[i].name), &engine_spaces[i]);
		assert_true(space->start < space->end);
		assert_true(space->online && space->online <= space->cpus);
		assert_true(space->levels == 4 || space->levels == 5);
	}
	assert_null(engine_space("nowhere"));
	assert_int_equal(engine_space("toy")->space.end - START, PAGES(64));
	assert_int_equal(engine_space("x86-32")->space.end -
			 engine_space("x86-32")->space.start, UINT64_C(128) << 20);
}

static void variables_show_memory(void **state)
{
	struct machine *m = *state;
	const struct variable_info *v;

	for (size_t i = 0; i < engine_variable_count; i++) {
		v = &engine_variables[i];
		assert_ptr_equal(engine_variable(v->name), v);
		assert_true(v->size == 4 || v->size == 8);
		assert_true(v->offset + v->size <= memory_used(m, REGION_GLOBALS));
	}
	assert_int_equal(variable_value(m, engine_variable("areas")), 7);
	assert_int_equal(variable_value(m, engine_variable("lazy_areas")), 1);
	m->g->cached_hole_size = 0x123456789abc;
	assert_int_equal(variable_value(m, engine_variable("cached_hole_size")), 0x123456789abc);
	m->g->free_vmap_cache = 77;
	assert_int_equal(variable_value(m, engine_variable("free_vmap_cache")), 77);
	assert_null(engine_variable("no_such_variable"));
}

/* --- areas --- */

static uint64_t start_of(const struct machine *m, uint32_t area)
{
	return area ? m->va_start[area] - START : UINT64_MAX;
}

static void areas_are_found_by_address(void **state)
{
	struct machine *m = *state;

	assert_int_equal(start_of(m, area_at_or_after(m, START)), 0);
	assert_int_equal(start_of(m, area_at_or_after(m, START + PAGES(4))), PAGES(6));
	assert_int_equal(start_of(m, area_at_or_after(m, START + PAGES(6) + 1)), PAGES(6));
	assert_int_equal(area_at_or_after(m, START + PAGES(20)), 0);
	assert_int_equal(start_of(m, area_containing(m, START + PAGES(2) - 1)), 0);
	assert_int_equal(area_containing(m, START + PAGES(4)), 0);
	assert_int_equal(area_containing(m, 0), 0);
	assert_int_equal(start_of(m, area_before(m, START + PAGES(6))), PAGES(2));
	assert_int_equal(start_of(m, area_before(m, UINT64_MAX)), PAGES(18));
	assert_int_equal(area_before(m, START), 0);
	assert_true(area_is_lazy(m, area_containing(m, START + PAGES(8))));
	assert_false(area_is_lazy(m, area_containing(m, START)));
}

/* The two values that the description of the recordings gives. */
static void tree_hash_is_that_of_the_recordings(void **state)
{
	struct machine m;

	(void)state;
	assert_true(machine_open(&m, &engine_space("x86-64")->space));
	assert_true(machine_tree_hash(&m) == UINT64_C(0xcbf29ce484222325));
	run(&m, OP_ALLOC, 1, PAGES(1));
	assert_true(machine_tree_hash(&m) == UINT64_C(0xbe85b17bf53b14d7));
	machine_close(&m);
}

/* --- page tables --- */

struct seen {
	struct leaf leaf[8];
	size_t count;
	size_t limit;
};

static bool see(void *context, const struct leaf *leaf)
{
	struct seen *seen = context;

	seen->leaf[seen->count++] = *leaf;
	return seen->count < seen->limit;
}

static void leaves_come_in_order(void **state)
{
	struct machine *m = *state;
	struct seen seen = { .limit = 8 };

	machine_leaves(m, see, &seen);
	assert_int_equal(seen.count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(seen.leaf[i].addr, START + PAGES(2 + i));
		assert_int_equal(seen.leaf[i].pfn, FIRST_PFN + i);
		assert_int_equal(seen.leaf[i].flags, PROT_KERNEL);
		assert_int_equal(seen.leaf[i].level, 1);
	}
	seen = (struct seen){ .limit = 1 };
	machine_leaves(m, see, &seen);
	assert_int_equal(seen.count, 1);
}

/* A malformed slot of an upper table is a leaf of its level. */
static void bad_entries_are_leaves(void **state)
{
	struct machine *m = *state;
	struct op op = op_make(OP_SETENTRY, &m->g->space);
	struct seen seen = { .limit = 8 };
	uint64_t before = machine_leaf_hash(m);

	op.arg[OPARG_SETENTRY_LEVEL] = 2;
	op.arg[OPARG_SETENTRY_ADDR] = START;
	op.arg[OPARG_SETENTRY_VAL] = 0x2345061;
	engine_plain.run(m, &op);
	machine_leaves(m, see, &seen);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.leaf[0].level, 2);
	assert_int_equal(seen.leaf[0].pfn, 0x2200);
	assert_int_equal(seen.leaf[0].flags, 0x145061);
	assert_true(machine_leaf_hash(m) != before);
	assert_null(check(m));
}

static void a_walk_goes_down_level_by_level(void **state)
{
	struct machine *m = *state;
	struct walk_level walk[LEVEL_MAX];

	assert_int_equal(machine_walk(m, START + PAGES(3) + 5, walk), 4);
	for (uint32_t i = 0; i < 4; i++)
		assert_int_equal(walk[i].level, 4 - i);
	assert_int_equal(walk[0].table, m->g->top_table);
	assert_int_equal(walk[0].index, (START >> 39) & 511);
	assert_int_equal(walk[3].index, 3);
	assert_int_equal(walk[3].entry, (FIRST_PFN + 1) << PAGE_SHIFT | PROT_KERNEL);
	assert_int_equal(machine_walk(m, 0, walk), 1);
	assert_int_equal(walk[0].entry, 0);
}

/* --- checking and comparing --- */

static void a_good_machine_is_sound(void **state)
{
	assert_null(check(*state));
}

/* Each is broken in turn, found, and mended. */
static void what_is_broken_is_found(void **state)
{
	struct machine *m = *state;
	uint32_t root = m->g->vmap_area_root;
	uint32_t first = m->g->vmap_area_list;
	uint32_t *const words[] = {
		&m->node[root].left, &m->node[root].right, &m->up[root].colour,
		&m->up[m->node[root].left].parent, &m->up[first].colour, &m->next[first],
		&m->rest[m->next[first]].prev, &m->rest[first].live, &m->g->areas,
		&m->g->lazy_areas, &m->g->vmap_area_last, &m->g->vmap_area_list,
		&m->g->blocks, &m->g->depth, &m->frame[3].function,
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		uint32_t good = *words[i];
		const uint32_t bad[] = { good ^ 1, 1000000, first };

		for (size_t k = 0; k < 3; k++) {
			*words[i] = bad[k];
			if (bad[k] != good && !check(m))
				fail_msg("word %zu broken as %u: not noticed", i, bad[k]);
		}
		*words[i] = good;
		assert_null(check(m));
	}
}

/* --- what objects know of each other --- */

static void run_on(struct machine *m, enum op_kind kind, uint64_t first, uint64_t second,
		   uint64_t third)
{
	struct op op = op_make(kind, &m->g->space);

	op.arg[0] = first;
	op.arg[1] = second;
	if (op_args(kind) > 2)
		op.arg[2] = third;
	engine_plain.run(m, &op);
}

/* Vm areas, three blocks on two CPUs, a lazy area, two notifiers, free descriptors. */
static int set_up_rich(void **state)
{
	static struct machine m;
	struct space space = engine_space("x86-64")->space;

	space.block_pages = 128;
	assert_true(machine_open(&m, &space));
	for (uint64_t id = 0; id < 8; id++)
		run(&m, OP_GETVM, id, PAGES(2));
	for (uint64_t id = 1; id < 6; id++)
		run_on(&m, OP_REMVM, id, 0, 0);
	run(&m, OP_PURGE, 0, 0);
	run_on(&m, OP_REMVM, 6, 0, 0);
	run_on(&m, OP_MAPRAM, 10, 40, FIRST_PFN);
	run_on(&m, OP_MAPRAM, 11, 20, FIRST_PFN);
	run_on(&m, OP_MAPRAM, 12, 40, FIRST_PFN);
	run(&m, OP_CPU, 1, 0);
	run_on(&m, OP_MAPRAM, 13, 64, FIRST_PFN);
	run_on(&m, OP_UNMAPRAM, 10, ALL, 0);
	run_on(&m, OP_NOTIFIER, 1, 5, ALL);
	run_on(&m, OP_NOTIFIER, 2, 3, ALL);
	assert_int_equal(m.g->blocks, 3);
	assert_null(check(&m));
	*state = &m;
	return 0;
}

/* Breaks a word of 32 bits in three ways; each must be noticed, and `told` at least once. */
static void must_be_noticed(struct machine *m, uint32_t *word, const char *told)
{
	const uint32_t good = *word, bad[] = { good ^ 1, good + 2, 1000000 };
	bool found = false;

	for (size_t i = 0; i < 3; i++) {
		*word = bad[i];
		if (!check(m))
			fail_msg("'%s' was not noticed: %u instead of %u", told, bad[i], good);
		found |= strstr(check(m), told) != NULL;
	}
	*word = good;
	assert_null(check(m));
	if (!found)
		fail_msg("'%s' was not told", told);
}

static void links_of_areas(void **state)
{
	struct machine *m = *state;
	uint32_t first = m->g->vmap_area_list, lazy = m->g->vmap_purge_list;

	must_be_noticed(m, &m->rest[first].vm, "vm area");
	must_be_noticed(m, &m->vm[m->rest[first].vm].live, "vm area does not exist");
	must_be_noticed(m, (uint32_t *)&m->vm[m->rest[first].vm].size, "different ranges");
	must_be_noticed(m, (uint32_t *)&m->vm[m->rest[first].vm].addr, "different ranges");
	must_be_noticed(m, &m->rest[lazy].vm, "left at an ordinary area");
	m->g->free_vmap_cache = m->g->free_list[REGION_VA_START];
	assert_non_null(strstr(check(m), "free_vmap_cache is not in the tree"));
	m->g->free_vmap_cache = first;
	m->g->vmap_area_lock = 1;
	assert_non_null(strstr(check(m), "vmap_area_lock"));
	m->g->vmap_area_lock = 0;
	assert_null(check(m));
}

static void links_of_blocks(void **state)
{
	struct machine *m = *state;
	uint32_t one = m->g->block_queue[0], other = m->g->block_queue[1];
	uint32_t next = m->block[one].queue_next;
	struct vmap_block *b = &m->block[one];

	assert_true(one && other && next != one && b->dirty);
	must_be_noticed(m, &b->va, "where its area is");
	must_be_noticed(m, (uint32_t *)&b->va_start, "block");
	must_be_noticed(m, &b->queue_next, "queue of blocks is broken");
	must_be_noticed(m, &b->queue_prev, "queue of blocks is broken");
	must_be_noticed(m, &b->queued, "on no queue");
	must_be_noticed(m, &b->cpu, "not its own");
	must_be_noticed(m, &m->g->block_queue[0], "queue");
	m->g->block_queue[1] = UINT32_MAX;
	assert_non_null(strstr(check(m), "not its own"));
	m->g->block_queue[1] = 0;
	assert_non_null(strstr(check(m), "blocks on queues: 2, the machine's count is 3"));
	m->g->block_queue[1] = other;
	b->dirty += 128;
	assert_non_null(strstr(check(m), "more pages than it can have"));
	b->dirty -= 128;
	b->dirty_max = b->dirty_min;
	assert_non_null(strstr(check(m), "dirty range is none"));
}

static void links_of_notifiers(void **state)
{
	struct machine *m = *state;
	uint32_t first = m->g->vmap_notify_list, second = m->notifier[first].next;

	must_be_noticed(m, &m->notifier[second].live, "no notifier");
	m->g->vmap_notify_list = UINT32_MAX;
	assert_non_null(strstr(check(m), "no notifier"));
	m->g->vmap_notify_list = first;
	m->notifier[second].priority = 6;
	assert_non_null(strstr(check(m), "not in order at notifier"));
	m->notifier[second].priority = 3;
	m->notifier[second].next = second;
	assert_non_null(strstr(check(m), "not in order at notifier"));
}

static void ways_to_tables(void **state)
{
	struct machine *m = *state;
	struct walk_level walk[LEVEL_MAX];
	uint64_t *slot;

	assert_int_equal(machine_walk(m, m->block[m->g->block_queue[0]].va_start, walk), 4);
	slot = &m->table[walk[2].table].slot[walk[2].index ^ 1];
	assert_int_equal(*slot, 0);
	*slot = walk[2].entry;
	assert_non_null(strstr(check(m), "a page table is used twice"));
	*slot = walk[1].entry;	/* its own: round and round */
	assert_non_null(strstr(check(m), "a page table is used twice"));
	*slot = 0;
	m->g->free_list[REGION_TABLE] = walk[3].table;
	assert_non_null(strstr(check(m), "though it is free"));
	m->g->free_list[REGION_TABLE] = 0;
	assert_null(check(m));
}

static void free_lists(void **state)
{
	struct machine *m = *state;
	uint32_t area = m->g->free_list[REGION_VA_START], vm = m->g->free_list[REGION_VM];

	assert_true(area && vm);
	m->rest[area].live = 1;
	assert_non_null(strstr(check(m), "a free list holds what is in use"));
	m->rest[area].live = 0;
	m->vm[vm].next = vm;
	assert_non_null(strstr(check(m), "a free list runs in a ring"));
	m->vm[vm].next = 0;
	m->g->free_list[REGION_BLOCK] = m->g->vmap_block_tree;
	assert_non_null(strstr(check(m), "a free list holds what is in use"));
	m->g->free_list[REGION_BLOCK] = 0;
	m->g->free_list[REGION_NOTIFIER] = 1000000;
	assert_non_null(check(m));
	m->g->free_list[REGION_NOTIFIER] = 0;
	m->g->free_list[REGION_DEFERRED] = 1;
	assert_non_null(check(m));
}

/* What was registered early lies in order, and only start-up takes it over. */
static void before_start_up(void **state)
{
	struct machine m;
	struct space space = engine_space("x86-64")->space;
	uint32_t first;

	(void)state;
	space.initialized = 0;
	assert_true(machine_open(&m, &space));
	run(&m, OP_EARLYADD, START, PAGES(4));
	run(&m, OP_EARLYADD, START + PAGES(4), PAGES(4));
	assert_null(check(&m));
	first = m.g->vmlist;
	m.vm[first].size++;
	assert_non_null(strstr(check(&m), "vmlist is not in order"));
	m.vm[first].size--;
	m.vm[first].live = 0;
	assert_non_null(strstr(check(&m), "vmlist holds what is no vm area"));
	m.vm[first].live = 1;
	m.vm[m.vm[first].next].next = first;
	assert_non_null(strstr(check(&m), "vmlist is not in order"));
	m.vm[m.vm[first].next].next = 0;
	run(&m, OP_INIT, 0, 0);
	assert_int_equal(m.g->areas, 2);
	assert_null(check(&m));
	machine_close(&m);
}

static void faults_are_told(void **state)
{
	struct machine *m = *state;
	uint32_t second = m->next[m->g->vmap_area_list];

	m->va_start[second]--;
	assert_non_null(check(m));
	assert_non_null(strstr(check(m), "overlaps"));
	m->va_start[second]++;
	m->g->vmap_purge_list = 0;
	assert_non_null(strstr(check(m), "vmap_purge_list: 0, the machine's count is 1"));
	m->g->vmap_purge_list = 1000000;
	assert_non_null(strstr(check(m), "freed area: 1000000"));
	m->g->vmap_purge_list = area_containing(m, START + PAGES(8));
	m->g->leaf_entries++;
	assert_non_null(strstr(check(m), "3, the machine's count is 4"));
}

static void a_difference_is_named(void **state)
{
	struct machine *m = *state;
	struct machine other;
	char where[64];

	assert_true(machine_open(&other, &engine_space("toy")->space));
	assert_false(machine_equal(m, &other, where, sizeof(where)));
	machine_close(&other);
	assert_true(machine_open(&other, &m->g->space));
	memcpy(other.base, m->base, memory_used(m, REGION_GLOBALS));
	assert_false(machine_equal(m, &other, where, sizeof(where)));
	for (unsigned int r = 0; r < REGION_COUNT; r++)
		memcpy(other.base + memory_offset((enum region)r),
		       m->base + memory_offset((enum region)r),
		       memory_used(m, (enum region)r));
	assert_true(machine_equal(m, &other, where, sizeof(where)));
	other.up[4].colour ^= 1;
	assert_false(machine_equal(m, &other, where, sizeof(where)));
	assert_string_equal(where, "up[4] byte 4");
	assert_int_equal(machine_bytes(m), machine_bytes(&other));
	machine_close(&other);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define RICH(name) cmocka_unit_test_setup_teardown(name, set_up_rich, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(spaces_are_found_by_name),
		TEST(variables_show_memory),
		TEST(areas_are_found_by_address),
		TEST(tree_hash_is_that_of_the_recordings),
		TEST(leaves_come_in_order),
		TEST(bad_entries_are_leaves),
		TEST(a_walk_goes_down_level_by_level),
		TEST(a_good_machine_is_sound),
		TEST(what_is_broken_is_found),
		TEST(faults_are_told),
		RICH(links_of_areas),
		RICH(links_of_blocks),
		RICH(links_of_notifiers),
		RICH(ways_to_tables),
		RICH(free_lists),
		cmocka_unit_test(before_start_up),
		TEST(a_difference_is_named),
	};

	return cmocka_run_group_tests_name("machine", tests, NULL, NULL);
}
