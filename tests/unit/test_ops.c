/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The table of operations: complete, without gaps, in agreement with the
 * OPARG_ numbers and with the names that recordings use.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/ops.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const struct space space = { .start = 0x1000, .end = 0x9000 };

/* Every argument of every operation, as recordings name them, by its number. */
static const struct {
	enum op_kind kind;
	const char *name;
	int index;
} numbers[] = {
	{ OP_ALLOC, "id", OPARG_ALLOC_ID }, { OP_ALLOC, "size", OPARG_ALLOC_SIZE },
	{ OP_ALLOC, "align", OPARG_ALLOC_ALIGN }, { OP_ALLOC, "vstart", OPARG_ALLOC_VSTART },
	{ OP_ALLOC, "vend", OPARG_ALLOC_VEND }, { OP_ALLOC, "blocking", OPARG_ALLOC_BLOCKING },
	{ OP_ALLOC, "nowarn", OPARG_ALLOC_NOWARN },
	{ OP_FREE, "id", OPARG_FREE_ID }, { OP_LAZY, "id", OPARG_LAZY_ID },
	{ OP_UNMAPFREE, "id", OPARG_UNMAPFREE_ID }, { OP_FIND, "addr", OPARG_FIND_ADDR },
	{ OP_PURGELOCK, "on", OPARG_PURGELOCK_ON }, { OP_ONLINE, "n", OPARG_ONLINE_N },
	{ OP_CPU, "n", OPARG_CPU_N }, { OP_IRQ, "on", OPARG_IRQ_ON },
	{ OP_NOTIFIER, "id", OPARG_NOTIFIER_ID }, { OP_NOTIFIER, "prio", OPARG_NOTIFIER_PRIO },
	{ OP_NOTIFIER, "per", OPARG_NOTIFIER_PER }, { OP_NOTIFIER, "how", OPARG_NOTIFIER_HOW },
	{ OP_NOTIFIER, "report", OPARG_NOTIFIER_REPORT },
	{ OP_NOTIFIER, "times", OPARG_NOTIFIER_TIMES }, { OP_NOTIFIER, "ret", OPARG_NOTIFIER_RET },
	{ OP_UNNOTIFY, "id", OPARG_UNNOTIFY_ID },
	{ OP_GETVM, "id", OPARG_GETVM_ID }, { OP_GETVM, "size", OPARG_GETVM_SIZE },
	{ OP_GETVM, "align", OPARG_GETVM_ALIGN }, { OP_GETVM, "flags", OPARG_GETVM_FLAGS },
	{ OP_GETVM, "start", OPARG_GETVM_START }, { OP_GETVM, "end", OPARG_GETVM_END },
	{ OP_GETVM, "blocking", OPARG_GETVM_BLOCKING }, { OP_GETVM, "nowarn", OPARG_GETVM_NOWARN },
	{ OP_REMVM, "id", OPARG_REMVM_ID }, { OP_REMVM, "off", OPARG_REMVM_OFF },
	{ OP_REMVM, "addr", OPARG_REMVM_ADDR }, { OP_FINDVM, "addr", OPARG_FINDVM_ADDR },
	{ OP_VMALLOC, "id", OPARG_VMALLOC_ID }, { OP_VMALLOC, "size", OPARG_VMALLOC_SIZE },
	{ OP_VMALLOC, "align", OPARG_VMALLOC_ALIGN }, { OP_VMALLOC, "start", OPARG_VMALLOC_START },
	{ OP_VMALLOC, "end", OPARG_VMALLOC_END }, { OP_VMALLOC, "flags", OPARG_VMALLOC_FLAGS },
	{ OP_VMALLOC, "prot", OPARG_VMALLOC_PROT },
	{ OP_VMALLOC, "blocking", OPARG_VMALLOC_BLOCKING },
	{ OP_VMALLOC, "nowarn", OPARG_VMALLOC_NOWARN }, { OP_VMALLOC, "node", OPARG_VMALLOC_NODE },
	{ OP_VZALLOC, "id", OPARG_VZALLOC_ID }, { OP_VZALLOC, "size", OPARG_VZALLOC_SIZE },
	{ OP_VMALLOC_USER, "id", OPARG_VMALLOC_USER_ID },
	{ OP_VMALLOC_USER, "size", OPARG_VMALLOC_USER_SIZE },
	{ OP_VMALLOC_32, "id", OPARG_VMALLOC_32_ID },
	{ OP_VMALLOC_32, "size", OPARG_VMALLOC_32_SIZE },
	{ OP_VMALLOC_EXEC, "id", OPARG_VMALLOC_EXEC_ID },
	{ OP_VMALLOC_EXEC, "size", OPARG_VMALLOC_EXEC_SIZE },
	{ OP_VFREE, "id", OPARG_VFREE_ID }, { OP_VFREE, "off", OPARG_VFREE_OFF },
	{ OP_VFREE, "addr", OPARG_VFREE_ADDR }, { OP_VFREE, "keep", OPARG_VFREE_KEEP },
	{ OP_VUNMAP, "id", OPARG_VUNMAP_ID }, { OP_VUNMAP, "off", OPARG_VUNMAP_OFF },
	{ OP_VUNMAP, "addr", OPARG_VUNMAP_ADDR }, { OP_VUNMAP, "keep", OPARG_VUNMAP_KEEP },
	{ OP_VFREE_ATOMIC, "id", OPARG_VFREE_ATOMIC_ID },
	{ OP_VFREE_ATOMIC, "off", OPARG_VFREE_ATOMIC_OFF },
	{ OP_VFREE_ATOMIC, "addr", OPARG_VFREE_ATOMIC_ADDR },
	{ OP_VFREE_ATOMIC, "keep", OPARG_VFREE_ATOMIC_KEEP },
	{ OP_VMAP, "id", OPARG_VMAP_ID }, { OP_VMAP, "n", OPARG_VMAP_N },
	{ OP_VMAP, "pfn", OPARG_VMAP_PFN }, { OP_VMAP, "stride", OPARG_VMAP_STRIDE },
	{ OP_VMAP, "null", OPARG_VMAP_NULL }, { OP_VMAP, "flags", OPARG_VMAP_FLAGS },
	{ OP_VMAP, "prot", OPARG_VMAP_PROT },
	{ OP_MAPRAM, "id", OPARG_MAPRAM_ID }, { OP_MAPRAM, "n", OPARG_MAPRAM_N },
	{ OP_MAPRAM, "pfn", OPARG_MAPRAM_PFN }, { OP_MAPRAM, "stride", OPARG_MAPRAM_STRIDE },
	{ OP_MAPRAM, "null", OPARG_MAPRAM_NULL }, { OP_MAPRAM, "prot", OPARG_MAPRAM_PROT },
	{ OP_UNMAPRAM, "id", OPARG_UNMAPRAM_ID }, { OP_UNMAPRAM, "n", OPARG_UNMAPRAM_N },
	{ OP_UNMAPRAM, "addr", OPARG_UNMAPRAM_ADDR },
	{ OP_IOREMAP, "id", OPARG_IOREMAP_ID }, { OP_IOREMAP, "phys", OPARG_IOREMAP_PHYS },
	{ OP_IOREMAP, "size", OPARG_IOREMAP_SIZE }, { OP_IOREMAP, "prot", OPARG_IOREMAP_PROT },
	{ OP_IOUNMAP, "id", OPARG_IOUNMAP_ID },
	{ OP_PCPU, "id", OPARG_PCPU_ID }, { OP_PCPU, "align", OPARG_PCPU_ALIGN },
	{ OP_PCPUFREE, "id", OPARG_PCPUFREE_ID },
	{ OP_MAP, "addr", OPARG_MAP_ADDR }, { OP_MAP, "size", OPARG_MAP_SIZE },
	{ OP_MAP, "pfn", OPARG_MAP_PFN }, { OP_MAP, "stride", OPARG_MAP_STRIDE },
	{ OP_MAP, "null", OPARG_MAP_NULL }, { OP_MAP, "prot", OPARG_MAP_PROT },
	{ OP_UNMAP, "addr", OPARG_UNMAP_ADDR }, { OP_UNMAP, "size", OPARG_UNMAP_SIZE },
	{ OP_UNMAP, "flush", OPARG_UNMAP_FLUSH }, { OP_WALK, "addr", OPARG_WALK_ADDR },
	{ OP_IOMAPRANGE, "addr", OPARG_IOMAPRANGE_ADDR },
	{ OP_IOMAPRANGE, "size", OPARG_IOMAPRANGE_SIZE },
	{ OP_IOMAPRANGE, "phys", OPARG_IOMAPRANGE_PHYS },
	{ OP_IOMAPRANGE, "prot", OPARG_IOMAPRANGE_PROT },
	{ OP_SETENTRY, "level", OPARG_SETENTRY_LEVEL },
	{ OP_SETENTRY, "addr", OPARG_SETENTRY_ADDR },
	{ OP_SETENTRY, "val", OPARG_SETENTRY_VAL },
	{ OP_EARLYADD, "addr", OPARG_EARLYADD_ADDR }, { OP_EARLYADD, "size", OPARG_EARLYADD_SIZE },
	{ OP_EARLYADD, "flags", OPARG_EARLYADD_FLAGS },
	{ OP_EARLYREG, "size", OPARG_EARLYREG_SIZE },
	{ OP_EARLYREG, "align", OPARG_EARLYREG_ALIGN },
	{ OP_EARLYREG, "flags", OPARG_EARLYREG_FLAGS },
	{ OP_TOUCH, "addr", OPARG_TOUCH_ADDR },
	{ OP_TLB, "on", OPARG_TLB_ON },
	{ OP_FRAMES, "order", OPARG_FRAMES_ORDER },
	{ OP_FRAMES, "seed", OPARG_FRAMES_SEED },
};

static void test_every_kind_is_described(void **state)
{
	(void)state;
	for (int kind = OP_NONE + 1; kind < OP_KIND_COUNT; kind++) {
		const struct op_info *info = op_info((enum op_kind)kind);
		assert_non_null(info->name);
		assert_non_null(info->summary);
		assert_true(strlen(info->summary) > 10);
		assert_int_equal(op_by_name(info->name), kind);
	}
}

static void test_arguments_have_no_gaps_and_no_doubles(void **state)
{
	(void)state;
	for (int k = OP_NONE; k < OP_KIND_COUNT; k++) {
		enum op_kind kind = (enum op_kind)k;
		size_t args = op_args(kind);
		for (size_t i = 0; i < OP_ARGS; i++)
			assert_int_equal(op_info(kind)->arg[i].name != NULL, i < args);
		for (size_t i = 0; i < args; i++)
			assert_int_equal(op_arg(kind, op_info(kind)->arg[i].name), (int)i);
	}
}

static void test_numbers_of_arguments(void **state)
{
	size_t in_table = 0;

	(void)state;
	for (size_t i = 0; i < LENGTH(numbers); i++)
		assert_int_equal(op_arg(numbers[i].kind, numbers[i].name), numbers[i].index);
	for (int kind = OP_NONE; kind < OP_KIND_COUNT; kind++)
		in_table += op_args((enum op_kind)kind);
	assert_int_equal(in_table, LENGTH(numbers));
}

static void test_names_of_the_recordings(void **state)
{
	static const char *const name[] = {
		"alloc", "free", "lazy", "unmapfree", "find", "purge", "trypurge", "aliases",
		"nonlazy", "purgelock", "online", "cpu", "irq", "notifier", "unnotify", "getvm",
		"remvm", "findvm", "vmalloc", "vzalloc", "vmalloc_user", "vmalloc_32",
		"vmalloc_exec", "vfree", "vunmap", "vfree_atomic", "runwork", "vmap", "mapram",
		"unmapram", "ioremap", "iounmap", "pcpu", "pcpufree", "map", "unmap", "walk",
		"iomaprange", "setentry", "earlyadd", "earlyreg", "init", "dump",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(name); i++)
		assert_int_not_equal(op_by_name(name[i]), OP_NONE);
	/* none, dropcache, touch, tlb, frames */
	assert_int_equal(LENGTH(name) + 5, OP_KIND_COUNT);
	assert_int_equal(op_by_name("dropcache"), OP_DROPCACHE);
	assert_int_equal(op_by_name("touch"), OP_TOUCH);
	assert_int_equal(op_by_name("none"), OP_NONE);
	assert_int_equal(op_by_name("alloc "), OP_NONE);
	assert_int_equal(op_by_name(""), OP_NONE);
}

static void test_what_allocates_names_its_object_first(void **state)
{
	size_t allocating = 0;

	(void)state;
	for (int kind = OP_NONE; kind < OP_KIND_COUNT; kind++) {
		const struct op_info *info = op_info((enum op_kind)kind);
		if (!info->allocates)
			continue;
		allocating++;
		assert_string_equal(info->arg[0].name, "id");
		assert_int_equal(info->arg[0].kind, ARG_ID);
		assert_int_equal(info->arg[0].by, DEFAULT_NEEDED);
	}
	assert_int_equal(allocating, 11);
}

static void test_defaults(void **state)
{
	struct op op = op_make(OP_ALLOC, &space);

	(void)state;
	assert_int_equal(op.kind, OP_ALLOC);
	assert_int_equal(op.arg[OPARG_ALLOC_ALIGN], 1);
	assert_int_equal(op.arg[OPARG_ALLOC_VSTART], 0x1000);
	assert_int_equal(op.arg[OPARG_ALLOC_VEND], 0x9000);
	assert_int_equal(op.arg[OPARG_ALLOC_BLOCKING], 1);
	assert_int_equal(op.arg[OPARG_ALLOC_SIZE], 0);
	assert_null(op.list);
	op = op_make(OP_VFREE, &space);
	assert_int_equal(op.arg[OPARG_VFREE_ID], NO_ID);
	op = op_make(OP_MAPRAM, &space);
	assert_true(op.arg[OPARG_MAPRAM_NULL] == NO_PAGE);
	assert_true(op.arg[OPARG_MAPRAM_PROT] == PROT_KERNEL);
	assert_int_equal(op.arg[OPARG_MAPRAM_PFN], 0x1000);
	op = op_make(OP_NOTIFIER, &space);
	assert_true(op.arg[OPARG_NOTIFIER_REPORT] == NOTIFIER_AUTO);
	assert_true(op.arg[OPARG_NOTIFIER_PER] == ALL && op.arg[OPARG_NOTIFIER_TIMES] == ALL);
	assert_int_equal(op.arg[OPARG_NOTIFIER_HOW], 1);
	op = op_make(OP_VMALLOC, &space);
	assert_true(op.arg[OPARG_VMALLOC_NODE] == NO_NODE);
}

static void test_out_of_range(void **state)
{
	(void)state;
	assert_ptr_equal(op_info(OP_KIND_COUNT), op_info(OP_NONE));
	assert_int_equal(op_args(OP_KIND_COUNT), 0);
	assert_int_equal(op_arg(OP_ALLOC, "colour"), -1);
	assert_int_equal(op_arg(OP_PURGE, "id"), -1);
	assert_int_equal(op_default(OP_ALLOC, OP_ARGS, &space), 0);
	assert_int_equal(op_default(OP_FREE, 1, &space), 0);
}

static void test_lists_and_failures(void **state)
{
	(void)state;
	assert_string_equal(op_info(OP_NOTIFIER)->list[0], "list");
	assert_null(op_info(OP_NOTIFIER)->list[1]);
	assert_string_equal(op_info(OP_PCPU)->list[0], "offs");
	assert_string_equal(op_info(OP_PCPU)->list[1], "sizes");
	assert_string_equal(op_fail_name[REQUEST_KMALLOC], "kfail");
	assert_string_equal(op_fail_name[REQUEST_PAGE], "pfail");
	assert_string_equal(op_fail_name[REQUEST_TABLE], "tfail");
	assert_string_equal(op_fail_name[REQUEST_PRELOAD], "rfail");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_kind_is_described),
		cmocka_unit_test(test_arguments_have_no_gaps_and_no_doubles),
		cmocka_unit_test(test_numbers_of_arguments),
		cmocka_unit_test(test_names_of_the_recordings),
		cmocka_unit_test(test_what_allocates_names_its_object_first),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_out_of_range),
		cmocka_unit_test(test_lists_and_failures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
