/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What stands around alloc_vmap_area: vm areas and their page frames, vfree now
 * and later, vmap, ioremap, blocks of vm_map_ram, per-CPU groups. Each test is
 * one behaviour of the kernel that is worth a lesson, with its addresses; the
 * last one does everything at random.
 *
 * Every operation runs plain and recorded (support/twins.h).
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>

#include <cmocka.h>

#include "engine/pgtable/pgtable.h"
#include "tests/support/twins.h"

#define START UINT64_C(0xffffc90000000000)
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

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

/* A space of so many pages, the last of which is never given out. */
static void open_space(uint64_t count)
{
	struct space space = engine_space("x86-64")->space;

	space.start = START;
	space.end = at(count) - 1;
	space.totalram = 1 << 20;
	assert_true(twins_open(&t, &space));
	g = t.plain.g;
}

static int set_up(void **state)
{
	(void)state;
	open_space(1 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	twins_close(&t);
	return 0;
}

static int set_up_small(void **state)
{
	(void)state;
	open_space(65);
	return 0;
}

/* --- asking --- */

static void run(const struct op *op)
{
	const char *wrong = twins_run(&t, op);

	if (wrong)
		fail_msg("%s: %s", op_info(op->kind)->name, wrong);
}

/* The operation with its first two arguments; the k-th request of a kind fails. */
static void failing(enum op_kind kind, uint64_t first, uint64_t second, enum request request,
		    uint32_t k)
{
	struct op op = op_make(kind, &g->space);

	op.arg[0] = first;
	if (op_args(kind) > 1)
		op.arg[1] = second;
	op.fail[request] = k;
	run(&op);
}

static void two(enum op_kind kind, uint64_t first, uint64_t second)
{
	failing(kind, first, second, REQUEST_KMALLOC, 0);
}

static void one(enum op_kind kind, uint64_t first)
{
	struct op op = op_make(kind, &g->space);

	op.arg[0] = first;
	run(&op);
}

static void just(enum op_kind kind)
{
	const struct op op = op_make(kind, &g->space);

	run(&op);
}

/* vfree and its like, by address. */
static void release_at(enum op_kind kind, uint64_t addr)
{
	struct op op = op_make(kind, &g->space);

	op.arg[OPARG_VFREE_ADDR] = addr;
	run(&op);
}

static void vmalloc(uint64_t id, uint64_t count)
{
	two(OP_VMALLOC, id, pages(count));
	assert_int_equal(g->outcome.kind, OUTCOME_OK);
}

static void ask_ioremap(uint64_t id, uint64_t phys, uint64_t size, enum request request,
			uint32_t k)
{
	struct op op = op_make(OP_IOREMAP, &g->space);

	op.arg[OPARG_IOREMAP_ID] = id;
	op.arg[OPARG_IOREMAP_PHYS] = phys;
	op.arg[OPARG_IOREMAP_SIZE] = size;
	op.fail[request] = k;
	run(&op);
}

static void ask_pcpu(uint64_t id, uint64_t align, uint32_t n, const uint64_t *list, uint32_t kfail)
{
	struct op op = op_make(OP_PCPU, &g->space);

	op.arg[OPARG_PCPU_ID] = id;
	op.arg[OPARG_PCPU_ALIGN] = align;
	op.list_length = n;
	op.list = list;
	op.fail[REQUEST_KMALLOC] = kfail;
	run(&op);
}

/* A group of one area. */
static void pcpu_one(uint64_t id, uint64_t count)
{
	const uint64_t list[] = { 0, pages(count) };

	ask_pcpu(id, PAGE_SIZE, 1, list, 0);
}

/* A group of two, the second one `apart` pages above the first. */
static void pcpu_two(uint64_t id, uint64_t count, uint64_t apart, uint32_t kfail)
{
	const uint64_t list[] = { 0, pages(apart), pages(count), pages(count) };

	ask_pcpu(id, PAGE_SIZE, 2, list, kfail);
}

static void put(uint64_t id, uint64_t page, uint64_t count)
{
	struct op op = op_make(OP_ALLOC, &g->space);

	op.arg[OPARG_ALLOC_ID] = id;
	op.arg[OPARG_ALLOC_SIZE] = pages(count);
	op.arg[OPARG_ALLOC_VSTART] = at(page);
	op.arg[OPARG_ALLOC_VEND] = at(page + count);
	run(&op);
	assert_int_equal(g->outcome.kind, OUTCOME_OK);
}

/* --- looking --- */

static void ended(enum outcome_kind kind, uint32_t code)
{
	assert_int_equal(g->outcome.kind, kind);
	assert_int_equal(g->outcome.code, code);
}

static void is_ok(void)
{
	assert_int_equal(g->outcome.kind, OUTCOME_OK);
}

static void is_null(void)
{
	assert_int_equal(g->outcome.kind, OUTCOME_NULL);
}

static uint32_t count_events(enum event_kind kind, uint32_t code)
{
	uint32_t count = 0;

	for (uint32_t i = 1; i <= g->events; i++)
		count += t.plain.event[i].kind == (uint32_t)kind && t.plain.event[i].code == code;
	return count;
}

static void warned(enum reason reason)
{
	assert_int_equal(count_events(EVENT_WARN, reason), 1);
}

static void flushed(uint64_t start, uint64_t end)
{
	uint32_t i = 1;

	while (i <= g->events && t.plain.event[i].kind != EVENT_FLUSH)
		i++;
	assert_true(i <= g->events);
	assert_int_equal(t.plain.event[i].value[0], start);
	assert_int_equal(t.plain.event[i].value[1], end);
}

static uint32_t area_of(uint64_t addr)
{
	uint32_t va = area_containing(&t.plain, addr);

	assert_int_not_equal(va, 0);
	return va;
}

/* The entry that an address is mapped by, 0: none. */
static uint64_t entry_at(uint64_t addr)
{
	struct walk_level level[LEVEL_MAX];
	size_t levels = machine_walk(&t.plain, addr, level);

	return levels && level[levels - 1].level == 1 ? level[levels - 1].entry : 0;
}

/* The lazy list, the newest first. */
static void lazy_are(size_t count, const uint64_t *starts)
{
	uint32_t va = g->vmap_purge_list;

	for (size_t i = 0; i < count; i++, va = t.plain.rest[va].purge_next)
		assert_int_equal(t.plain.va_start[va], starts[i]);
	assert_int_equal(va, 0);
}

/* Elements of a region that are in use. */
static uint64_t in_use(enum region region)
{
	const struct machine *m = &t.plain;
	uint64_t count = 0;

	for (uint64_t i = 1; i <= g->used[region]; i++)
		count += region == REGION_VM ? m->vm[i].live : m->rest[i].live;
	return count;
}

/* Where the areas of a group lie. */
static void group_is(uint64_t id, uint32_t count, const uint64_t *addresses)
{
	uint32_t vm = t.plain.object[id].handle;

	ended(OUTCOME_OK, OUTCOME_HAS_N | OUTCOME_HAS_GROUP);
	assert_int_equal(g->outcome.n, count);
	for (uint32_t i = 0; i < count; i++, vm = t.plain.vm[vm].group_next) {
		assert_int_equal(t.plain.vm[vm].addr, addresses[i]);
		assert_int_equal(t.plain.rest[area_of(addresses[i])].vm, vm);
	}
	assert_int_equal(vm, 0);
}

/* --- vmalloc and its variants --- */

static void test_variants(void **state)
{
	(void)state;
	two(OP_VZALLOC, 1, 0x2345);
	ended(OUTCOME_OK, OUTCOME_HAS_ADDR | OUTCOME_HAS_SIZE | OUTCOME_HAS_FLAGS |
		      OUTCOME_HAS_NPAGES | OUTCOME_HAS_ARRAY);
	assert_int_equal(g->outcome.size, pages(4));
	assert_int_equal(g->outcome.npages, 3);
	assert_int_equal(entry_at(at(2)) & ~ENTRY_ADDRESS, PROT_KERNEL);
	assert_int_equal(g->cached_align, 1);

	/* The mark is set on what a second lookup finds; the search was aligned. */
	two(OP_VMALLOC_USER, 2, pages(2));
	assert_int_equal(g->outcome.flags, VM_ALLOC | VM_USERMAP);
	assert_int_equal(g->work.find, 4);
	assert_int_equal(g->cached_align, PAGE_SIZE);

	two(OP_VMALLOC_32, 3, pages(1));
	assert_int_equal(g->outcome.flags, VM_ALLOC);
	assert_int_equal(g->cached_align, 1);

	two(OP_VMALLOC_EXEC, 4, pages(1));
	assert_int_equal(entry_at(g->outcome.addr) & ~ENTRY_ADDRESS, PROT_KERNEL & ~ENTRY_NX);
}

static void test_variants_fail(void **state)
{
	const enum op_kind kinds[] = { OP_VZALLOC, OP_VMALLOC_USER, OP_VMALLOC_32, OP_VMALLOC_EXEC };

	(void)state;
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		two(kinds[i], 1, 0);
		is_null();
		failing(kinds[i], 1, pages(1), REQUEST_PAGE, 1);
		is_null();
		assert_int_equal(count_events(EVENT_VMALLOC_FAILED, 1), 1);
		two(kinds[i], 1, pages(1));
		is_ok();
		two(kinds[i], 1, pages(1));
		assert_int_equal(g->outcome.kind, OUTCOME_REFUSED);
		one(OP_VFREE, 1);
	}
}

/* Up to 512 pages the pointers to them fit a page; beyond that they are vmalloc'ed
 * themselves, and beyond 262144 their pointers are, too. */
static void test_page_arrays(void **state)
{
	(void)state;
	vmalloc(1, 512);
	assert_int_equal(g->outcome.array, 0);
	vmalloc(2, 513);
	assert_int_equal(g->outcome.array, at(513 + 514));
	assert_int_equal(g->areas, 3);
	assert_int_equal(g->frames, 512 + 513 + 2);
	one(OP_VFREE, 2);
	assert_int_equal(g->lazy_areas, 2);
	assert_int_equal(g->frames, 512);

	/* Not all of it needs to be mapped to see the areas. */
	failing(OP_VMALLOC, 3, pages(262145), REQUEST_PAGE, 2 + 513 + 1);
	is_null();
	assert_int_equal(g->work.kmallocs, 3 * 2 + 1);
	assert_int_equal(g->frames, 512);

	/* So much may not wait: it is purged at once, with what waited before. */
	assert_int_equal(g->work.freed, 3);
	assert_int_equal(g->lazy_areas, 2);
}

/* Whatever fails behind the area: its addresses come back with the next purge only. */
static void test_failed_vmalloc_leaves_a_lazy_area(void **state)
{
	(void)state;
	failing(OP_VMALLOC, 1, pages(3), REQUEST_PAGE, 2);
	is_null();
	assert_int_equal(g->lazy_areas, 1);
	assert_int_equal(g->frames, 0);
	failing(OP_VMALLOC, 1, pages(3), REQUEST_TABLE, 2);
	is_null();
	assert_int_equal(g->lazy_areas, 2);
	failing(OP_VMALLOC, 1, pages(3), REQUEST_KMALLOC, 3);
	is_null();
	assert_int_equal(g->lazy_areas, 3);
	failing(OP_VMALLOC, 1, pages(3), REQUEST_KMALLOC, 2);
	is_null();
	assert_int_equal(g->lazy_areas, 3);
	vmalloc(1, 3);
	assert_int_equal(g->outcome.addr, at(12));
	just(OP_PURGE);
	vmalloc(2, 3);
	assert_int_equal(g->outcome.addr, at(0));
	assert_int_equal(in_use(REGION_VM), 2);
}

/* --- vfree --- */

static void test_vfree_anywhere_in_the_area(void **state)
{
	(void)state;
	vmalloc(1, 4);
	release_at(OP_VFREE, at(0) + 0x10);
	is_ok();
	warned(REASON_VFREE_MISALIGNED);
	assert_int_equal(g->lazy_areas, 0);

	release_at(OP_VFREE, at(4)); /* the guard page */
	is_ok();
	assert_int_equal(g->lazy_areas, 1);
	assert_int_equal(g->frames, 0);

	one(OP_VFREE, 1); /* once more, while lazy */
	is_ok();
	warned(REASON_VFREE_NO_AREA);

	vmalloc(2, 4);
	just(OP_PURGE);
	release_at(OP_VFREE, at(0)); /* and when there is nothing at all */
	assert_int_equal(g->outcome.kind, OUTCOME_OOPS);
	release_at(OP_VFREE, 0);
	is_ok();
	assert_int_equal(g->events, 0);
}

/* --- interrupts and workers --- */

static void test_interrupt(void **state)
{
	(void)state;
	vmalloc(1, 1);
	two(OP_VMAP, 2, 1);
	ask_ioremap(3, 0xfe000000, PAGE_SIZE, REQUEST_KMALLOC, 0);
	one(OP_IRQ, 1);

	two(OP_VMALLOC, 4, pages(1));
	ended(OUTCOME_BUG, REASON_GET_VM_IN_INTERRUPT);
	ask_ioremap(4, 0xfe000000, PAGE_SIZE, REQUEST_KMALLOC, 0);
	ended(OUTCOME_BUG, REASON_GET_VM_IN_INTERRUPT);
	two(OP_VMAP, 4, 1);
	ended(OUTCOME_BUG, REASON_GET_VM_IN_INTERRUPT);
	two(OP_VMAP, 4, g->space.totalram + 1); /* this is looked at first */
	is_null();
	release_at(OP_VUNMAP, at(2));
	ended(OUTCOME_BUG, REASON_VUNMAP_IN_INTERRUPT);
	release_at(OP_VUNMAP, 0);
	ended(OUTCOME_BUG, REASON_VUNMAP_IN_INTERRUPT);

	one(OP_IOUNMAP, 3);
	is_ok();
	assert_int_equal(g->lazy_areas, 1);
	one(OP_VFREE, 1);
	is_ok();
	assert_int_equal(count_events(EVENT_WORK_SCHEDULED, 0), 1);
	assert_int_equal(g->lazy_areas, 1);
	assert_int_equal(g->frames, 1);
}

/* Each CPU has its list, the newest is freed first; told is the worker once. */
static void test_workers(void **state)
{
	const uint64_t lazy[] = { at(4), at(0), at(2) };

	(void)state;
	for (uint64_t id = 1; id <= 3; id++)
		vmalloc(id, 1);
	one(OP_VFREE_ATOMIC, 1);
	assert_int_equal(count_events(EVENT_WORK_SCHEDULED, 0), 1);
	one(OP_VFREE_ATOMIC, 2);
	assert_int_equal(g->events, 0);
	one(OP_CPU, 3);
	one(OP_VFREE_ATOMIC, 3);
	assert_int_equal(count_events(EVENT_WORK_SCHEDULED, 3), 1);
	release_at(OP_VFREE_ATOMIC, 0);
	assert_int_equal(g->events, 0);
	assert_int_equal(g->lazy_areas, 0);

	just(OP_RUNWORK);
	ended(OUTCOME_OK, OUTCOME_HAS_N | OUTCOME_HAS_WORKERS);
	assert_int_equal(g->outcome.n, 2);
	lazy_are(3, lazy);
	just(OP_RUNWORK);
	assert_int_equal(g->outcome.n, 0);
}

/* What was queued can be wrong; that comes out in the worker only. What else he
 * had taken off the list is lost then. */
static void test_worker_stumbles(void **state)
{
	(void)state;
	vmalloc(1, 1);
	vmalloc(2, 1);
	one(OP_VFREE_ATOMIC, 1);
	release_at(OP_VFREE_ATOMIC, at(1000));
	release_at(OP_VFREE_ATOMIC, at(2) + 1);
	just(OP_RUNWORK);
	assert_int_equal(g->outcome.kind, OUTCOME_OOPS);
	warned(REASON_VFREE_MISALIGNED);
	assert_int_equal(g->lazy_areas, 0);
	just(OP_RUNWORK);
	is_ok();
	assert_int_equal(g->outcome.n, 0);
	one(OP_VFREE_ATOMIC, 2);
	assert_int_equal(count_events(EVENT_WORK_SCHEDULED, 0), 1);
	just(OP_RUNWORK);
	assert_int_equal(g->lazy_areas, 1);
}

/* --- vmap --- */

static void test_vmap(void **state)
{
	struct op op = op_make(OP_VMAP, &g->space);

	(void)state;
	op.arg[OPARG_VMAP_ID] = 1;
	op.arg[OPARG_VMAP_N] = 3;
	op.arg[OPARG_VMAP_PFN] = 0x5000;
	op.arg[OPARG_VMAP_STRIDE] = UINT64_MAX; /* downwards */
	run(&op);
	ended(OUTCOME_OK, OUTCOME_HAS_ADDR | OUTCOME_HAS_SIZE | OUTCOME_HAS_FLAGS);
	assert_int_equal(g->outcome.size, pages(4));
	assert_int_equal(g->outcome.flags, VM_MAP);
	assert_int_equal((entry_at(at(2)) & ENTRY_ADDRESS) >> PAGE_SHIFT, 0x4ffe);
	assert_int_equal(entry_at(at(3)), 0);

	op.arg[OPARG_VMAP_ID] = 2;
	op.arg[OPARG_VMAP_FLAGS] = VM_MAP | VM_NO_GUARD;
	run(&op);
	assert_int_equal(g->outcome.size, pages(3));

	one(OP_VUNMAP, 1);
	assert_int_equal(g->lazy_areas, 1);
	assert_int_equal(g->leaf_entries, 3);
	assert_int_equal(g->frames, 0);
}

static void test_vmap_fails(void **state)
{
	struct op op = op_make(OP_VMAP, &g->space);

	(void)state;
	two(OP_VMAP, 1, g->space.totalram + 1);
	is_null();
	assert_int_equal(g->work.kmallocs, 0);
	two(OP_VMAP, 1, 0);
	is_null();
	failing(OP_VMAP, 1, 4, REQUEST_TABLE, 3);
	is_null();
	assert_int_equal(g->lazy_areas, 1);
	assert_int_equal(g->work.find, 2); /* vunmap looks twice */

	op.arg[OPARG_VMAP_ID] = 1;
	op.arg[OPARG_VMAP_N] = 4;
	op.arg[OPARG_VMAP_NULL] = 2;
	run(&op);
	is_null();
	warned(REASON_MAP_PAGE_MISSING);
	assert_int_equal(g->leaf_entries, 0);
	assert_int_equal(in_use(REGION_VM), 0);
}

/* A slot in use is a warning for vmap, and the end for ioremap. */
static void test_busy_slots(void **state)
{
	(void)state;
	two(OP_MAP, at(1), pages(1));
	two(OP_VMAP, 1, 4);
	is_null();
	warned(REASON_MAP_PTE_BUSY);
	two(OP_MAP, at(9), pages(1));
	ask_ioremap(1, 0xfe000000, pages(4), REQUEST_KMALLOC, 0);
	ended(OUTCOME_BUG, REASON_IOREMAP_PTE_BUSY);
}

/* --- ioremap --- */

static void test_ioremap(void **state)
{
	(void)state;
	vmalloc(1, 1);
	ask_ioremap(2, 0xfe000010, 0x3000, REQUEST_KMALLOC, 0);
	ended(OUTCOME_OK, OUTCOME_HAS_ADDR);
	assert_int_equal(g->outcome.addr, at(4) + 0x10);	/* aligned to 4 pages */
	assert_int_equal(t.plain.va_end[area_of(at(4))], at(9));	/* and a guard page */
	assert_int_equal((entry_at(at(7)) & ENTRY_ADDRESS), 0xfe003000);
	assert_int_equal(t.plain.vm[t.plain.rest[area_of(at(4))].vm].phys_addr, 0xfe000000);
	assert_int_equal(g->work.find, 0);

	one(OP_IOUNMAP, 2);
	is_ok();
	assert_int_equal(g->leaf_entries, 1);
	assert_int_equal(g->work.find, 2);
	one(OP_IOUNMAP, 2);
	assert_int_equal(g->outcome.kind, OUTCOME_REFUSED);
}

static void test_ioremap_fails(void **state)
{
	(void)state;
	ask_ioremap(1, 0xfe000000, 0, REQUEST_KMALLOC, 0);
	is_null();
	ask_ioremap(1, UINT64_MAX, 2, REQUEST_KMALLOC, 0);
	is_null();
	ask_ioremap(1, UINT64_C(1) << 52, 1, REQUEST_KMALLOC, 0);
	is_null();
	assert_int_equal(g->work.kmallocs, 0);
	ask_ioremap(1, 0xfe000000, pages(1), REQUEST_KMALLOC, 2);
	is_null();
	ask_ioremap(1, 0xfe000000, pages(1), REQUEST_TABLE, 2);
	is_null();
	assert_int_equal(g->lazy_areas, 1);
	assert_int_equal(g->work.find, 1); /* free_vm_area looks once */
	assert_int_equal(in_use(REGION_VM), 0);

	/* Somebody else has removed it meanwhile. */
	ask_ioremap(1, 0xfe000000, pages(1), REQUEST_KMALLOC, 0);
	release_at(OP_VFREE, g->outcome.addr);
	one(OP_IOUNMAP, 1);
	is_ok();
}

/* --- vm_map_ram --- */

static void map_ram(uint64_t id, uint64_t count)
{
	two(OP_MAPRAM, id, count);
	is_ok();
}

/* Counts are rounded up, nothing is used twice, and a fragmented block goes back
 * at a purge when nothing in it is mapped. */
static void test_blocks_are_not_reused(void **state)
{
	(void)state;
	map_ram(1, 3);
	assert_int_equal(g->outcome.addr, at(0));
	map_ram(2, 1);
	assert_int_equal(g->outcome.addr, at(4));
	one(OP_UNMAPRAM, 1);
	map_ram(3, 3);
	assert_int_equal(g->outcome.addr, at(5));

	one(OP_UNMAPRAM, 2);
	just(OP_PURGE);
	assert_int_equal(g->blocks, 1);
	one(OP_UNMAPRAM, 3);
	just(OP_PURGE);
	assert_int_equal(g->blocks, 0);
	assert_int_equal(g->areas, 0);
}

/* Each CPU has blocks of its own; where something is unmapped does not matter. */
static void test_blocks_of_cpus(void **state)
{
	uint64_t block = pages(g->space.block_pages);

	(void)state;
	map_ram(1, 1);
	one(OP_CPU, 2);
	map_ram(2, 1);
	assert_int_equal(g->outcome.addr, START + block);
	one(OP_UNMAPRAM, 1);
	one(OP_CPU, 0);
	map_ram(3, 1);
	assert_int_equal(g->outcome.addr, at(1));
	assert_int_not_equal(g->block_queue[0], g->block_queue[2]);
	just(OP_PURGE);
	assert_int_equal(g->blocks, 2);
}

static void test_ram_zero(void **state)
{
	(void)state;
	two(OP_MAPRAM, 1, 0);
	ended(OUTCOME_BUG, REASON_MAP_RANGE_EMPTY);
	warned(REASON_BLOCK_ZERO);
}

/* Before start-up there are addresses, but no queues of blocks: who goes along one
 * stumbles, and so does a purge. */
static void test_before_start_up(void **state)
{
	struct space space = g->space;

	(void)state;
	twins_close(&t);
	space.initialized = 0;
	assert_true(twins_open(&t, &space));
	vmalloc(1, 1);
	two(OP_VMAP, 2, 1);
	is_ok();
	two(OP_MAPRAM, 3, 1);
	assert_int_equal(g->outcome.kind, OUTCOME_OOPS);
	just(OP_ALIASES);
	is_ok();
	just(OP_PURGE);
	assert_int_equal(g->outcome.kind, OUTCOME_OOPS);
	assert_int_equal(g->vmap_purge_lock, 0);
	just(OP_INIT);
	just(OP_PURGE);
	is_ok();
	map_ram(3, 1);
}

/* After this the machine need not be sound. */
static void unsound(enum op_kind kind, uint64_t first)
{
	struct op op = op_make(kind, &g->space);

	op.arg[0] = first;
	assert_null(twins_differ(&t, &op));
}

/* vm_unmap_ram believes what it is told: of more pages than a block gives, it frees
 * whatever area is there. */
static void unmap_at(uint64_t addr, uint64_t count)
{
	struct op op = op_make(OP_UNMAPRAM, &g->space);

	op.arg[OPARG_UNMAPRAM_ADDR] = addr;
	op.arg[OPARG_UNMAPRAM_N] = count;
	assert_null(twins_differ(&t, &op));
	is_ok();
}

/* A second unmap of the same range is counted like any other. */
static void test_double_unmap(void **state)
{
	const uint32_t pages_each = 64;

	(void)state;
	map_ram(1, pages_each);
	for (uint32_t i = 1; i < g->space.block_pages / pages_each; i++)
		unmap_at(START, pages_each);
	assert_non_null(machine_check(&t.plain, t.text, sizeof(t.text)));
	unsound(OP_UNMAPRAM, 1);
	ended(OUTCOME_BUG, REASON_BLOCK_FREE_IN_DIRTY);
}

/* Twice on the lazy list is a list without end: the purge would never be over. */
static void test_double_unmap_of_an_area(void **state)
{
	(void)state;
	map_ram(1, 100);
	map_ram(2, 100);
	unmap_at(START, 100);
	unmap_at(at(100), 100);
	for (uint64_t page = 0; page <= 100; page += 100) {
		struct op op = op_make(OP_UNMAPRAM, &g->space);

		op.arg[OPARG_UNMAPRAM_ADDR] = at(page);
		op.arg[OPARG_UNMAPRAM_N] = 100;
		run(&op);
		ended(OUTCOME_HANG, HANG_RING);
	}
	just(OP_PURGE);
	is_ok();
	assert_int_equal(g->areas, 0);
	assert_int_equal(g->vmap_purge_lock, 0);
}

/* Who holds an area that somebody else has freed: the tree's own check fires, and
 * what is no area any more is not put on a list. */
static void test_area_freed_behind_ones_back(void **state)
{
	(void)state;
	two(OP_ALLOC, 1, pages(100));
	two(OP_ALLOC, 2, pages(100));
	two(OP_ALLOC, 3, pages(100));
	unmap_at(START, 100);
	unmap_at(at(100), 100);
	just(OP_PURGE);
	assert_int_equal(g->areas, 1);
	one(OP_FREE, 1);
	ended(OUTCOME_BUG, REASON_FREE_NOT_IN_TREE);
	one(OP_LAZY, 2);
	ended(OUTCOME_OOPS, 0);
	assert_int_equal(g->areas, 1);
	assert_int_equal(g->vmap_area_lock, 0);
	unmap_at(at(200), 100);
	one(OP_FREE, 3);
	ended(OUTCOME_OOPS, 0);
	just(OP_PURGE);
	is_ok();
	assert_int_equal(g->areas, 0);
}

/* Room whose mapping failed is dirty from the start. */
static void test_failed_mapping_burns_room(void **state)
{
	(void)state;
	failing(OP_MAPRAM, 1, 4, REQUEST_TABLE, 2);
	is_null();
	assert_int_equal(t.plain.block[g->vmap_block_tree].dirty, 4);
	map_ram(1, 1);
	assert_int_equal(g->outcome.addr, at(4));
}

/* Every flush covers a block's dirty range once more, and all between it and the
 * lazy areas. */
static void test_alias_flush(void **state)
{
	(void)state;
	map_ram(1, 1);
	map_ram(2, 2);
	map_ram(3, 1);
	one(OP_UNMAPRAM, 2);
	just(OP_ALIASES);
	flushed(at(1), at(3));
	just(OP_ALIASES);
	flushed(at(1), at(3));
	vmalloc(4, 1);
	uint64_t end = g->outcome.addr + g->outcome.size;
	one(OP_VFREE, 4);
	just(OP_ALIASES);
	flushed(at(1), end);
}

/* --- per-CPU groups --- */

/* The space ends at ...fff: its last page is never used. */
static void test_pcpu_from_the_top(void **state)
{
	const uint64_t first[] = { at(40), at(60) }, second[] = { at(36), at(56) };

	(void)state;
	pcpu_two(1, 4, 20, 0);
	group_is(1, 2, first);
	assert_int_equal(g->vmap_area_pcpu_hole, at(60));
	assert_int_equal(g->work.pvm, 0);
	pcpu_two(2, 4, 20, 0);
	group_is(2, 2, second);
	one(OP_PCPUFREE, 1);
	is_ok();
	lazy_are(2, (const uint64_t[]){ at(60), at(40) });
	assert_int_equal(in_use(REGION_VM), 2);
}

/* The order in the list need not be that of the addresses. */
static void test_pcpu_order(void **state)
{
	const uint64_t list[] = { pages(8), pages(24), 0, pages(2), pages(4), pages(8) };
	const uint64_t where[] = { at(44), at(60), at(36) };

	(void)state;
	ask_pcpu(1, pages(2), 3, list, 0);
	group_is(1, 3, where);
	assert_int_equal(g->vmap_area_pcpu_hole, at(60));
}

/* Rounding down lands within the area below: the group moves on beneath that. */
static void test_pcpu_align(void **state)
{
	const uint64_t list[] = { 0, pages(8) };

	(void)state;
	put(1, 53, 11);
	put(2, 47, 2);
	put(3, 41, 4);
	ask_pcpu(4, pages(8), 1, list, 0);
	group_is(4, 1, (const uint64_t[]){ at(32) });
}

/* Once a group slid down below an obstacle, the room above its upper part is lost
 * to other groups, until an area that ends there is purged. */
static void test_pcpu_hint_misses(void **state)
{
	(void)state;
	put(9, 40, 10);
	pcpu_two(1, 2, 14, 0);
	group_is(1, 2, (const uint64_t[]){ at(38), at(52) });
	pcpu_one(2, 2);
	group_is(2, 1, (const uint64_t[]){ at(50) });
	one(OP_PCPUFREE, 1);
	pcpu_one(3, 2);
	group_is(3, 1, (const uint64_t[]){ at(36) });
	just(OP_PURGE);
	assert_int_equal(g->vmap_area_pcpu_hole, at(54));
	pcpu_one(4, 2);
	group_is(4, 1, (const uint64_t[]){ at(62) });
}

/* At the bottom one purge, and again from the hint. */
static void test_pcpu_full(void **state)
{
	(void)state;
	for (uint64_t id = 1; id <= 8; id++)
		pcpu_one(id, 8);
	group_is(8, 1, &g->space.start);
	pcpu_one(9, 8);
	is_null();
	assert_int_equal(g->work.purges, 1);
	assert_int_equal(in_use(REGION_VM), 8);
	assert_int_equal(in_use(REGION_VA_START), 8);
	one(OP_PCPUFREE, 3);
	pcpu_one(9, 8);
	group_is(9, 1, (const uint64_t[]){ at(40) });
	assert_int_equal(g->work.purges, 1);
}

/* A purge that empties the space leaves nothing to go by but its end. */
static void test_pcpu_purge_all(void **state)
{
	(void)state;
	pcpu_one(1, 60);
	one(OP_PCPUFREE, 1);
	pcpu_one(2, 60);
	group_is(2, 1, (const uint64_t[]){ at(4) });
}

static void test_pcpu_asked_wrongly(void **state)
{
	const uint64_t apart[] = { 0, pages(100), pages(1), pages(1) };
	const uint64_t odd[] = { PAGE_SIZE / 2, PAGE_SIZE, 0, PAGE_SIZE / 2 };

	(void)state;
	ask_pcpu(1, 0, 2, apart, 0);
	ended(OUTCOME_BUG, REASON_PCPU_ALIGN_BAD);
	ask_pcpu(1, PAGE_SIZE / 2, 2, apart, 0);
	ended(OUTCOME_BUG, REASON_PCPU_ALIGN_BAD);
	ask_pcpu(1, 3 * PAGE_SIZE, 2, apart, 0);
	ended(OUTCOME_BUG, REASON_PCPU_ALIGN_BAD);
	ask_pcpu(1, PAGE_SIZE, 1, odd, 0);
	ended(OUTCOME_BUG, REASON_PCPU_OFFSET_MISALIGNED);
	ask_pcpu(1, PAGE_SIZE, 1, odd + 2, 0);
	ended(OUTCOME_BUG, REASON_PCPU_SIZE_MISALIGNED);
	pcpu_two(1, 2, 1, 0);
	ended(OUTCOME_BUG, REASON_PCPU_OVERLAP);
	ask_pcpu(1, PAGE_SIZE, 2, apart, 0);
	is_null();
	warned(REASON_PCPU_SPAN_TOO_BIG);
	ask_pcpu(1, PAGE_SIZE, 0, NULL, 0);
	assert_int_equal(g->outcome.kind, OUTCOME_REFUSED);
}

/* Two arrays, then two descriptors for each area; nothing of it stays behind. */
static void test_pcpu_refused(void **state)
{
	const uint64_t asked[] = { 2, 2, 4, 4, 6, 6 };

	(void)state;
	for (uint32_t k = 1; k <= 6; k++) {
		pcpu_two(1, 4, 20, k);
		is_null();
		assert_int_equal(g->work.kmallocs, asked[k - 1]);
		assert_int_equal(in_use(REGION_VM) + in_use(REGION_VA_START), 0);
	}
	pcpu_two(1, 4, 20, 0);
	is_ok();
}

/* Who frees one area of a group leaves a dangling pointer behind. */
static void test_pcpu_dangling(void **state)
{
	(void)state;
	pcpu_two(1, 4, 20, 0);
	release_at(OP_VFREE, at(60));
	one(OP_PCPUFREE, 1);
	assert_int_equal(g->outcome.kind, OUTCOME_OOPS);
	pcpu_one(2, 4);
	release_at(OP_REMVM, t.plain.object[2].addr);
	one(OP_PCPUFREE, 2);
	assert_int_equal(g->outcome.kind, OUTCOME_OOPS);
	vmalloc(3, 1);
	one(OP_PCPUFREE, 3);
	assert_int_equal(g->outcome.kind, OUTCOME_REFUSED);
}

/* An area that is empty is in nobody's way, but cannot be found again. */
static void test_pcpu_empty_area(void **state)
{
	(void)state;
	pcpu_one(1, 0);
	is_ok();
	one(OP_PCPUFREE, 1);
	ended(OUTCOME_BUG, REASON_FREE_VM_AREA_OTHER);
}

/* One that ends where a group's area is to end lies in its way all the same. The group
 * is moved by nothing, looks below it, and fits. */
static void test_pcpu_beside_an_empty_area(void **state)
{
	(void)state;
	pcpu_one(1, 0);
	pcpu_one(2, 2);
	group_is(2, 1, (const uint64_t[]){ at(62) });
}

/* With one at each area's end the search is moved by nothing again and again. */
static void test_pcpu_between_empty_areas(void **state)
{
	(void)state;
	pcpu_two(1, 0, 20, 0);
	pcpu_two(2, 1, 20, 0);
	ended(OUTCOME_HANG, HANG_BASE);
	pcpu_two(3, 1, 19, 0);
	group_is(3, 2, (const uint64_t[]){ at(44), at(63) });
}

/* --- notifiers --- */

/* Each object is freed in the way of its kind. */
static void test_notifier_frees_all_kinds(void **state)
{
	const uint64_t ids[] = { 1, 2, 3, 4, 5, 6, 7 };
	struct op op = op_make(OP_NOTIFIER, &g->space);

	(void)state;
	vmalloc(1, 1);
	two(OP_GETVM, 2, pages(1));
	two(OP_VMAP, 3, 1);
	ask_ioremap(4, 0xfe000000, pages(1), REQUEST_KMALLOC, 0);
	pcpu_two(5, 2, 4, 0);
	two(OP_ALLOC, 6, pages(1));
	op.arg[OPARG_NOTIFIER_ID] = 99;
	op.list_length = LENGTH(ids);
	op.list = ids;
	run(&op);
	two(OP_ALLOC, 8, pages(63));
	is_ok();
	assert_int_equal(g->outcome.addr, START);
	assert_int_equal(g->work.notif, 1);
	assert_int_equal(g->areas, 1);
	assert_int_equal(g->frames + g->leaf_entries + in_use(REGION_VM), 0);
}

/* --- everything at random --- */

static uint64_t random_state;

static uint64_t draw(uint64_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (random_state >> 20) % below;
}

enum { IDS = 24 };

static void random_size(struct op *op)
{
	switch (op->kind) {
	case OP_VMAP:
	case OP_MAPRAM:
		op->arg[1] = draw(80);
		break;
	case OP_IOREMAP:
		op->arg[OPARG_IOREMAP_PHYS] = 0xe0000000 + draw(PAGE_SIZE) * 0x100;
		op->arg[OPARG_IOREMAP_SIZE] = draw(pages(20));
		break;
	case OP_ALLOC:
		op->arg[OPARG_ALLOC_SIZE] = pages(draw(30));
		break;
	case OP_CPU:
		op->arg[0] = draw(g->space.cpus);
		break;
	case OP_IRQ:
		op->arg[0] = draw(8) == 0;
		break;
	case OP_TLB:
	case OP_FRAMES:
		op->arg[0] = draw(8) != 0;
		break;
	case OP_ONLINE:
		op->arg[0] = 1 + draw(g->space.cpus);
		break;
	case OP_TOUCH:
		op->arg[OPARG_TOUCH_ADDR] = START + draw(pages(200));
		break;
	default:
		if (op_args(op->kind) > 1 && op_info(op->kind)->allocates)
			op->arg[1] = draw(pages(draw(12) ? 30 : 600));
		break;
	}
}

static void random_group(struct op *op, uint64_t list[6])
{
	for (size_t i = 0; i < 3; i++) {
		list[i] = pages(32 * i + draw(16));
		list[3 + i] = pages(1 + draw(16));
	}
	op->arg[OPARG_PCPU_ALIGN] = pages(1);
	op->list = list;
	op->list_length = 1 + (uint32_t)draw(3);
	if (op->list_length < 3)
		memmove(list + op->list_length, list + 3, op->list_length * sizeof(*list));
}

static void random_operation(void)
{
	static const enum op_kind kinds[] = {
		OP_ALLOC, OP_FREE, OP_LAZY, OP_GETVM, OP_REMVM, OP_VMALLOC, OP_VZALLOC,
		OP_VMALLOC_USER, OP_VMALLOC_EXEC, OP_VFREE, OP_VFREE, OP_VFREE, OP_VUNMAP,
		OP_VFREE_ATOMIC, OP_RUNWORK, OP_VMAP, OP_MAPRAM, OP_UNMAPRAM, OP_UNMAPRAM,
		OP_IOREMAP, OP_IOUNMAP, OP_PCPU, OP_PCPUFREE, OP_PURGE, OP_ALIASES, OP_CPU, OP_IRQ,
		OP_TOUCH, OP_TOUCH, OP_TOUCH, OP_TLB, OP_ONLINE, OP_FRAMES,
	};
	struct op op = op_make(kinds[draw(LENGTH(kinds))], &g->space);
	uint64_t list[6];

	if (op_args(op.kind))
		op.arg[0] = draw(IDS);
	random_size(&op);
	if (op.kind == OP_PCPU)
		random_group(&op, list);
	if (draw(8) == 0)
		op.fail[draw(REQUEST_COUNT)] = 1 + (uint32_t)draw(8);
	run(&op);
}

/* Engines agree, the machine is sound (that is what run looks at), and in the end
 * what was asked for goes back. */
static void test_at_random(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 20; seed++) {
		random_state = seed * UINT64_C(88172645463325252);
		open_space(8000);
		for (int i = 0; i < 400; i++)
			random_operation();
		twins_close(&t);
	}
}

#define SMALL(test) cmocka_unit_test_setup_teardown(test, set_up_small, tear_down)
#define LARGE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LARGE(test_variants),
		LARGE(test_variants_fail),
		LARGE(test_page_arrays),
		LARGE(test_failed_vmalloc_leaves_a_lazy_area),
		LARGE(test_vfree_anywhere_in_the_area),
		LARGE(test_interrupt),
		LARGE(test_workers),
		LARGE(test_worker_stumbles),
		LARGE(test_vmap),
		LARGE(test_vmap_fails),
		LARGE(test_busy_slots),
		LARGE(test_ioremap),
		LARGE(test_ioremap_fails),
		LARGE(test_blocks_are_not_reused),
		LARGE(test_blocks_of_cpus),
		LARGE(test_ram_zero),
		LARGE(test_before_start_up),
		LARGE(test_double_unmap),
		LARGE(test_double_unmap_of_an_area),
		LARGE(test_area_freed_behind_ones_back),
		LARGE(test_failed_mapping_burns_room),
		LARGE(test_alias_flush),
		SMALL(test_pcpu_from_the_top),
		SMALL(test_pcpu_order),
		SMALL(test_pcpu_align),
		SMALL(test_pcpu_hint_misses),
		SMALL(test_pcpu_full),
		SMALL(test_pcpu_purge_all),
		SMALL(test_pcpu_asked_wrongly),
		SMALL(test_pcpu_refused),
		SMALL(test_pcpu_dangling),
		SMALL(test_pcpu_empty_area),
		SMALL(test_pcpu_beside_an_empty_area),
		SMALL(test_pcpu_between_empty_areas),
		SMALL(test_notifier_frees_all_kinds),
		cmocka_unit_test(test_at_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
