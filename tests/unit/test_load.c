/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Loading a snapshot: a machine that was told the state of another one goes on as
 * that one does; one that is told its own state stays as it is. Snapshots are taken
 * here by an onlooker's eyes, from machines that had a random life.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/load.h"
#include "tests/support/twins.h"

enum { MOST = 600, IDS = 60 };

static const struct space *space(void)
{
	return &engine_space("x86-64")->space;
}

/* --- a random life --- */

static uint64_t next_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return *seed >> 33;
}

/* What may be done at any moment; operations whose id does not fit are refused. */
static struct op random_op(uint64_t *seed)
{
	static const enum op_kind kinds[] = {
		OP_ALLOC, OP_FREE, OP_LAZY, OP_GETVM, OP_REMVM, OP_VMALLOC, OP_VFREE, OP_VMALLOC,
		OP_MAPRAM, OP_UNMAPRAM, OP_IOREMAP, OP_IOUNMAP, OP_PURGE, OP_ALIASES,
	};
	enum op_kind kind = kinds[next_random(seed) % (sizeof(kinds) / sizeof(kinds[0]))];
	struct op op = op_make(kind, space());

	if (op_args(kind))
		op.arg[0] = 1 + next_random(seed) % IDS;
	int size = op_arg(kind, op_info(kind)->allocates ? "size" : "none");
	if (size >= 0)
		op.arg[size] = PAGE_SIZE * (1 + next_random(seed) % 700);
	if (kind == OP_MAPRAM)
		op.arg[OPARG_MAPRAM_N] = 1 + next_random(seed) % 80;
	if (kind == OP_IOREMAP)
		op.arg[OPARG_IOREMAP_PHYS] = UINT64_C(0xe0000000) + PAGE_SIZE * 512 *
					     (next_random(seed) % 8);
	return op;
}

/* Kinds of objects must fit kinds of freeing; the engine does not ask for all. */
static bool makes_sense(const struct machine *m, const struct op *op)
{
	static const enum object_kind of[OP_KIND_COUNT] = {
		[OP_REMVM] = OBJECT_VM, [OP_VFREE] = OBJECT_VMALLOC, [OP_IOUNMAP] = OBJECT_IOREMAP,
	};

	return of[op->kind] == OBJECT_NONE || m->object[op->arg[0]].kind == (uint32_t)of[op->kind];
}

static void live(struct twins *t, unsigned int ops, uint64_t *seed)
{
	while (ops--) {
		struct op op = random_op(seed);
		if (makes_sense(&t->plain, &op))
			assert_null(twins_run(t, &op));
	}
}

/* --- taking a snapshot --- */

struct seen {
	struct snapshot_area area[MOST];
	uint64_t lazy[MOST], queue[MOST];
	struct snapshot_block block[MOST];
	struct snapshot shot;
};

static void see_tree(struct seen *s, const struct machine *m, uint32_t va, uint32_t depth)
{
	if (!va)
		return;
	assert_true(s->shot.areas < MOST);
	struct snapshot_area *a = &s->area[s->shot.areas++];
	*a = (struct snapshot_area){
		.start = m->va_start[va], .end = m->va_end[va], .flags = m->rest[va].flags,
		.colour = m->up[va].colour, .depth = depth,
		.vm_known = m->rest[va].flags & VM_VM_AREA,
	};
	if (a->vm_known) {
		const struct vm_struct *vm = &m->vm[m->rest[va].vm];
		a->vm = (struct snapshot_vm){ vm->size, vm->phys_addr, vm->flags, vm->nr_pages };
	}
	see_tree(s, m, m->node[va].left, depth + 1);
	see_tree(s, m, m->node[va].right, depth + 1);
}

static void see_lists(struct seen *s, const struct machine *m)
{
	uint32_t first = m->g->block_queue[m->g->space.cpu], vb = first;

	for (uint32_t va = m->g->vmap_purge_list; va; va = m->rest[va].purge_next)
		s->lazy[s->shot.lazies++] = m->va_start[va];
	for (uint32_t i = m->g->vmap_block_tree; i; i = m->block[i].index_next)
		s->block[s->shot.blocks++] = (struct snapshot_block){
			m->block[i].va_start, m->block[i].free, m->block[i].dirty,
			m->block[i].dirty_min, m->block[i].dirty_max,
		};
	while (vb) {
		s->queue[s->shot.queued++] = m->block[vb].va_start;
		vb = m->block[vb].queue_next == first ? 0 : m->block[vb].queue_next;
	}
}

static struct seen *see(const struct machine *m)
{
	const struct globals *g = m->g;
	struct seen *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	see_tree(s, m, g->vmap_area_root, 0);
	see_lists(s, m);
	s->shot.area = s->area;
	s->shot.lazy = s->lazy;
	s->shot.block = s->block;
	s->shot.queue = s->queue;
	s->shot.cached = g->free_vmap_cache != 0;
	s->shot.free_vmap_cache = m->va_start[g->free_vmap_cache];
	s->shot.cached_hole_size = g->cached_hole_size;
	s->shot.cached_vstart = g->cached_vstart;
	s->shot.cached_align = g->cached_align;
	s->shot.vmap_lazy_nr = g->vmap_lazy_nr;
	s->shot.vmap_area_pcpu_hole = g->vmap_area_pcpu_hole;
	return s;
}

static void load_twins(struct twins *t, const struct snapshot *shot)
{
	char where[100];
	const char *wrong = machine_load(&t->plain, shot, t->text, sizeof(t->text));

	if (wrong)
		fail_msg("%s", wrong);
	assert_null(machine_load(&t->record, shot, t->text, sizeof(t->text)));
	if (!machine_equal(&t->plain, &t->record, where, sizeof(where)))
		fail_msg("%s", where);
}

static void assert_same_state(const struct machine *a, const struct machine *b)
{
	struct seen *seen_a = see(a), *seen_b = see(b);

	assert_int_equal(machine_tree_hash(a), machine_tree_hash(b));
	assert_memory_equal(seen_a->area, seen_b->area, sizeof(seen_a->area));
	assert_memory_equal(seen_a->lazy, seen_b->lazy, sizeof(seen_a->lazy));
	assert_memory_equal(seen_a->queue, seen_b->queue, sizeof(seen_a->queue));
	assert_memory_equal(seen_a->block, seen_b->block, sizeof(seen_a->block));
	assert_int_equal(seen_a->shot.free_vmap_cache, seen_b->shot.free_vmap_cache);
	assert_int_equal(seen_a->shot.cached_hole_size, seen_b->shot.cached_hole_size);
	assert_int_equal(seen_a->shot.vmap_lazy_nr, seen_b->shot.vmap_lazy_nr);
	assert_int_equal(a->g->frames, b->g->frames);
	free(seen_a);
	free(seen_b);
}

/* --- tests --- */

/* What takes nothing away goes on in the loaded machine as in the one it was told of. */
static void test_goes_on_like_the_other(void **state)
{
	(void)state;
	for (uint64_t run = 1; run <= 6; run++) {
		struct twins first, second;
		uint64_t seed = run;
		assert_true(twins_open(&first, space()) && twins_open(&second, space()));
		live(&first, 200, &seed);
		struct seen *seen = see(&first.plain);
		load_twins(&second, &seen->shot);
		assert_same_state(&first.plain, &second.plain);
		for (uint64_t id = 1000; id < 1060; id++) {
			struct op op = random_op(&seed);
			if (op.kind != OP_PURGE && !op_info(op.kind)->allocates)
				continue;
			op.arg[0] = op.kind == OP_PURGE ? 0 : id;
			assert_null(twins_run(&first, &op));
			assert_null(twins_run(&second, &op));
			assert_int_equal(first.plain.g->outcome.addr, second.plain.g->outcome.addr);
			assert_same_state(&first.plain, &second.plain);
		}
		free(seen);
		twins_close(&first);
		twins_close(&second);
	}
}

/* Ids, frames and page tables stay, so everything can still be freed. */
static void test_own_state_changes_nothing(void **state)
{
	struct twins t, other;
	uint64_t seed = 77, same;

	(void)state;
	assert_true(twins_open(&t, space()) && twins_open(&other, space()));
	for (unsigned int round = 0; round < 20; round++) {
		same = seed;
		live(&t, 30, &seed);
		live(&other, 30, &same);
		uint64_t leaves = machine_leaf_hash(&t.plain), frames = t.plain.g->frames;
		struct seen *seen = see(&t.plain);
		load_twins(&t, &seen->shot);
		free(seen);
		assert_int_equal(machine_leaf_hash(&t.plain), leaves);
		assert_int_equal(t.plain.g->frames, frames);
		assert_same_state(&t.plain, &other.plain);
	}
	twins_close(&t);
	twins_close(&other);
}

/* What is no longer told is gone: addresses, frames, entries, ids. */
static void test_empty_state_empties(void **state)
{
	const struct snapshot nothing = { .vmap_area_pcpu_hole = 1 };
	struct twins t;
	uint64_t seed = 5;

	(void)state;
	assert_true(twins_open(&t, space()));
	live(&t, 200, &seed);
	assert_true(t.plain.g->frames && t.plain.g->leaf_entries && t.plain.g->areas);
	load_twins(&t, &nothing);
	assert_int_equal(t.plain.g->areas, 0);
	assert_int_equal(t.plain.g->frames, 0);
	assert_int_equal(t.plain.g->leaf_entries, 0);
	for (uint64_t id = 0; id <= IDS; id++)
		assert_int_equal(t.plain.object[id].kind, OBJECT_NONE);
	live(&t, 50, &seed);
	twins_close(&t);
}

static const struct snapshot_area node = {
	.start = 0xffffd00000000000, .end = 0xffffd00000002000, .colour = BLACK,
};

static void test_refused_state_is_told(void **state)
{
	struct snapshot_area area[2] = { node, node };
	struct snapshot shot = { .area = area, .areas = 2 };
	struct machine m;
	char text[200];

	(void)state;
	area[1].depth = 1;
	area[1].colour = RED;
	assert_true(machine_open(&m, space()));
	assert_string_equal(machine_load(&m, &shot, text, sizeof(text)),
			    "the area at 0xffffd00000000000 overlaps the one before it");
	shot.areas = AREA_CAPACITY;
	assert_string_equal(machine_load(&m, &shot, text, sizeof(text)),
			    "there are more areas or blocks than can be");
	machine_close(&m);
}

/* Something is mapped where a vm area is to be filled. */
static void test_busy_place_is_refused(void **state)
{
	struct snapshot_area area = node;
	const struct snapshot shot = { .area = &area, .areas = 1 };
	char text[200];

	(void)state;
	area.flags = VM_VM_AREA;
	area.vm_known = true;
	for (unsigned int device = 0; device < 2; device++) {
		struct machine m;
		struct op op = op_make(OP_MAP, space());
		op.arg[OPARG_MAP_ADDR] = area.start;
		op.arg[OPARG_MAP_SIZE] = PAGE_SIZE;
		area.vm = device ? (struct snapshot_vm){ 0x2000, 0xfed00000, VM_IOREMAP, 0 } :
			  (struct snapshot_vm){ 0x2000, 0, VM_ALLOC, 1 };
		assert_true(machine_open(&m, space()));
		engine_plain.run(&m, &op);
		assert_string_equal(machine_load(&m, &shot, text, sizeof(text)),
				    "the vm area at 0xffffd00000000000 cannot be mapped");
		machine_close(&m);
	}
}

/* A tree that only goes to the right, deeper than any red-black tree. */
static void test_deep_tree_is_refused(void **state)
{
	struct snapshot_area area[70];
	const struct snapshot shot = { .area = area, .areas = 70 };
	struct machine m;
	char text[200];

	(void)state;
	for (uint32_t i = 0; i < 70; i++) {
		area[i] = node;
		area[i].depth = i;
		area[i].start = node.start + i * PAGE_SIZE;
		area[i].end = area[i].start + PAGE_SIZE;
	}
	assert_true(machine_open(&m, space()));
	assert_string_equal(machine_load(&m, &shot, text, sizeof(text)),
			    "the tree is too deep at 0xffffd00000040000");
	machine_close(&m);
}

/* Two blocks, both on the queue, the newer one first. */
static void test_blocks_and_their_queue(void **state)
{
	struct snapshot_area area[2] = { node, node };
	struct snapshot_block block[2] = { { .start = node.start, .free = 8, .dirty_min = 1024 },
					   { .start = node.start + 0x400000, .free = 1024 } };
	const uint64_t queue[3] = { block[1].start, block[0].start, block[0].start };
	struct snapshot shot = { .area = area, .areas = 2, .block = block, .blocks = 2,
				 .queue = queue, .queued = 2 };
	struct machine m;
	char text[200];

	(void)state;
	area[0].end = area[1].start = node.start + 0x400000;
	area[1].end = node.start + 0x800000;
	area[1].colour = RED;
	area[1].depth = 1;
	assert_true(machine_open(&m, space()));
	assert_null(machine_load(&m, &shot, text, sizeof(text)));
	uint32_t first = m.g->block_queue[0];
	assert_int_equal(m.block[first].va_start, block[1].start);
	assert_int_equal(m.block[m.block[first].queue_next].va_start, block[0].start);
	assert_int_equal(m.block[m.block[first].queue_prev].queue_next, first);
	struct op op = op_make(OP_MAPRAM, space());
	op.arg[OPARG_MAPRAM_ID] = 1;
	op.arg[OPARG_MAPRAM_N] = 4;
	engine_plain.run(&m, &op);
	assert_int_equal(m.g->outcome.addr, block[1].start);
	shot.queued = 3;
	assert_string_equal(machine_load(&m, &shot, text, sizeof(text)), "the queue has a block at "
			    "0xffffd00000000000 that does not exist or was there before");
	block[1].start = block[0].start;
	assert_string_equal(machine_load(&m, &shot, text, sizeof(text)), "the block at "
			    "0xffffd00000000000 is not behind the one before it");
	block[0].dirty_max = 1025;
	assert_string_equal(machine_load(&m, &shot, text, sizeof(text)), "the block at "
			    "0xffffd00000000000 has more pages than a block");
	machine_close(&m);
}

/* A vm area whose device has more slots than anybody would map is refused; one whose
 * addresses are in use cannot be. */
static void test_device_is_mapped_or_refused(void **state)
{
	struct snapshot_area area = node;
	const struct snapshot shot = { .area = &area, .areas = 1 };
	struct machine m;
	struct walk_level slot[LEVEL_MAX];
	char text[200];

	(void)state;
	area.flags = VM_VM_AREA;
	area.vm_known = true;
	area.vm = (struct snapshot_vm){ .size = 0x2000, .flags = VM_IOREMAP,
					.phys_addr = 0xfed00000 };
	assert_true(machine_open(&m, space()));
	assert_null(machine_load(&m, &shot, text, sizeof(text)));
	assert_int_equal(machine_walk(&m, area.start, slot), 4);
	assert_int_equal(slot[3].entry, 0xfed00000 | PROT_DEVICE);
	assert_int_equal(m.g->leaf_entries, 1);
	machine_describe_vm(&m, area.start, &(struct snapshot_vm){ .size = 0x2000, .flags = 7 });
	assert_int_equal(m.vm[m.rest[area_containing(&m, area.start)].vm].flags, 7);
	machine_describe_vm(&m, 1, &area.vm);
	area.end = area.start + (UINT64_C(1) << 40) - 0x1000;
	assert_string_equal(machine_load(&m, &shot, text, sizeof(text)),
			    "the vm area at 0xffffd00000000000 is too large a device");
	machine_close(&m);
}

/* Page arrays of more than a page are areas of their own, which are told like all
 * others; that they belong together is not. */
static void test_large_vm_area_needs_no_array(void **state)
{
	struct snapshot_area area[2] = { node, node };
	const struct snapshot shot = { .area = area, .areas = 2 };
	struct machine m;
	char text[200];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		area[i].flags = VM_VM_AREA;
		area[i].vm_known = true;
	}
	area[0].end = area[0].start + 601 * PAGE_SIZE;
	area[0].vm = (struct snapshot_vm){ 601 * PAGE_SIZE, 0, VM_ALLOC, 600 };
	area[1].start = area[0].end;
	area[1].end = area[1].start + 3 * PAGE_SIZE;
	area[1].vm = (struct snapshot_vm){ 3 * PAGE_SIZE, 0, VM_ALLOC, 2 };
	area[1].colour = RED;
	area[1].depth = 1;
	assert_true(machine_open(&m, space()));
	assert_null(machine_load(&m, &shot, text, sizeof(text)));
	assert_int_equal(m.g->areas, 2);
	assert_int_equal(m.g->frames, 602);
	assert_int_equal(m.g->leaf_entries, 602);
	machine_close(&m);
}

/* --- page tables --- */

#define FLAGS (PROT_KERNEL & ~UINT64_C(2))

static void test_tables_are_loaded(void **state)
{
	static const uint64_t at = 0xffffd00000000000;
	const struct snapshot_range range[] = {
		{ at, at + 0x2000, 1, PROT_KERNEL },
		{ at + 0x2000, at + 0x200000, 1, 0 },
		{ at + 0x200000, at + 0x400000, 2, FLAGS | 0x80 },
		{ at + 0x400000, at + 0x40000000, 2, 0 },
		{ at + 0x40000000, at + 0x8000000000, 3, 0 },
	};
	struct walk_level slot[LEVEL_MAX];
	struct machine m;
	char text[200];

	(void)state;
	assert_true(machine_open(&m, space()));
	m.g->space.huge = 1;
	for (unsigned int twice = 0; twice < 2; twice++) {
		assert_null(machine_load_tables(&m, range, 5, text, sizeof(text)));
		assert_int_equal(m.g->leaf_entries, 3);
		assert_int_equal(machine_walk(&m, at + 0x1000, slot), 4);
		assert_int_equal(slot[3].entry & ~UINT64_C(0x000ffffffffff000), PROT_KERNEL);
		assert_int_equal(machine_walk(&m, at + 0x200000, slot), 3);
		assert_int_equal(slot[2].entry & 0xfff, 0x1e1);
		assert_int_equal(machine_walk(&m, at + 0x400000, slot), 3);
		assert_int_equal(slot[2].entry, 0);
		assert_int_equal(machine_walk(&m, at + 0x40000000, slot), 2);
		assert_null(machine_check(&m, text, sizeof(text)));
	}
	machine_close(&m);
}

static void test_tables_that_cannot_be(void **state)
{
	static const uint64_t at = 0xffffd00000000000;
	static const struct {
		struct snapshot_range range;
		const char *says;
	} bad[] = {
		{ { at, at + 0x1000, 0, 0 }, "makes no sense: 0xffffd00000000000" },
		{ { at, at + 0x1000, 5, 0 }, "makes no sense: 0xffffd00000000000" },
		{ { at + 0x1000, at, 1, 0 }, "makes no sense: 0xffffd00000001000" },
		{ { at + 0x40000000, at + 0x80000000, 2, 0x67 },
		  "this entry cannot be: the one for 0xffffd00040000000" },
		{ { at, 0, 1, 0 }, "too many page-table slots: there is no room from 0x" },
		{ { at, at + 0x200000, 2, 0 }, "do not fit together at 0xffffd00000000000" },
	};
	struct machine m;
	char text[200];

	(void)state;
	assert_true(machine_open(&m, space()));
	const struct snapshot_range page = { at, at + 0x1000, 1, PROT_KERNEL };
	assert_null(machine_load_tables(&m, &page, 1, text, sizeof(text)));
	const struct snapshot_range large = { at + 0x200000, at + 0x400000, 2, 0 };
	const struct snapshot_range larger = { at + 0x8000000000, at + 0x8040000000, 2, 0 };
	m.g->space.huge = 0;
	assert_null(machine_load_tables(&m, &large, 1, text, sizeof(text)));
	assert_string_equal(machine_load_tables(&m, &larger, 1, text, sizeof(text)),
			    "no page tables can be made down to 0xffffd08000000000");
	m.g->space.huge = 1;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *said = machine_load_tables(&m, &bad[i].range, 1, text, sizeof(text));
		assert_non_null(said);
		if (!strstr(said, bad[i].says))
			fail_msg("%s instead of %s", said, bad[i].says);
	}
	machine_close(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_goes_on_like_the_other),
		cmocka_unit_test(test_own_state_changes_nothing),
		cmocka_unit_test(test_empty_state_empties),
		cmocka_unit_test(test_refused_state_is_told),
		cmocka_unit_test(test_busy_place_is_refused),
		cmocka_unit_test(test_deep_tree_is_refused),
		cmocka_unit_test(test_blocks_and_their_queue),
		cmocka_unit_test(test_device_is_mapped_or_refused),
		cmocka_unit_test(test_large_vm_area_needs_no_array),
		cmocka_unit_test(test_tables_are_loaded),
		cmocka_unit_test(test_tables_that_cannot_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
