/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The kernel's own listings, against listings of a running 4.19 kernel.
 *
 * Each recorded listing is read back: a machine is made that holds what it
 * says, and must give the same text, byte for byte. The sections that tell of
 * vmalloc are made once more by the operations that made them in that kernel.
 */

#include <glob.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/pgtable/pgtable.h"
#include "ui/lab/inside.h"
#include "ui/lab/ptdump.h"
#include "ui/lab/vmallocinfo.h"

#define START UINT64_C(0xffffc90000000000)
#define LAST_USER UINT64_C(0x00007fffffffffff)
#define FIRST_KERNEL UINT64_C(0xffff800000000000)
#define BLANKS "                              "	/* an entry that is not present */

enum { TEXT_ROOM = 1 << 16, CALLERS = 512 };

/* --- a machine, what it lists, and what a kernel listed --- */

struct bench {
	struct machine m;
	char out[TEXT_ROOM], real[TEXT_ROOM];
	char caller[CALLERS][80];	/* by vm area */
};

static int set_up(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));
	struct space space = engine_space("x86-64")->space;

	assert_non_null(b);
	space.huge = 1;
	assert_true(machine_open(&b->m, &space));
	*state = b;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *b = *state;

	machine_close(&b->m);
	free(b);
	return 0;
}

static void other_space(struct bench *b, const struct space *space)
{
	machine_close(&b->m);
	assert_true(machine_open(&b->m, space));
}

static void keep_line(void *context, const char *text)
{
	struct bench *b = context;

	lab_append(b->out, sizeof(b->out), "%s\n", text);
}

static const char *caller_of(void *context, uint32_t vm)
{
	const struct bench *b = context;

	assert_true(vm < CALLERS);
	return b->caller[vm][0] ? b->caller[vm] : NULL;
}

static const char *vmallocinfo(struct bench *b)
{
	b->out[0] = '\0';
	vmallocinfo_lines(&b->m, caller_of, keep_line, b);
	return b->out;
}

static const char *dump(struct bench *b)
{
	b->out[0] = '\0';
	ptdump_lines(&b->m, keep_line, b);
	return b->out;
}

static const char *read_file(struct bench *b, const char *name)
{
	FILE *file = fopen(name, "r");

	if (!file)
		fail_msg("cannot open %s", name);
	size_t length = fread(b->real, 1, sizeof(b->real) - 1, file);
	b->real[length] = '\0';
	fclose(file);
	assert_true(length > 0 && length < sizeof(b->real) - 1);
	return b->real;
}

static struct outcome run(struct bench *b, const struct op *op)
{
	char text[200];
	const char *fault;

	engine_plain.run(&b->m, op);
	fault = machine_check(&b->m, text, sizeof(text));
	if (fault)
		fail_msg("%s", fault);
	return b->m.g->outcome;
}

/* For every recorded listing of that form. */
static void for_files(struct bench *b, const char *pattern, size_t least,
		      void (*check)(struct bench *b, const char *name))
{
	glob_t files;

	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	assert_true(files.gl_pathc >= least);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		other_space(b, &(struct space){ .start = START, .end = UINT64_MAX, .levels = 4,
			    .cpus = 1, .online = 1, .nrcpus = 64, .block_pages = 1024,
			    .totalram = 1 << 20, .huge = 1, .initialized = 1 });
		check(b, files.gl_pathv[i]);
	}
	globfree(&files);
}

/* --- /proc/vmallocinfo --- */

/* An area at exactly that place; its vm area, or 0 when it has none. */
static uint32_t place(struct bench *b, uint64_t start, uint64_t end, bool with_vm)
{
	struct op op = op_make(with_vm ? OP_GETVM : OP_ALLOC, &b->m.g->space);

	op.arg[0] = b->m.g->used[REGION_OBJECT] + 1;
	op.arg[OPARG_ALLOC_SIZE] = end - start;
	if (with_vm) {
		op.arg[OPARG_GETVM_SIZE] = end - start - PAGE_SIZE;
		op.arg[OPARG_GETVM_START] = start;
		op.arg[OPARG_GETVM_END] = end;
	} else {
		op.arg[OPARG_ALLOC_VSTART] = start;
		op.arg[OPARG_ALLOC_VEND] = end;
	}
	assert_int_equal(run(b, &op).kind, OUTCOME_OK);
	return b->m.rest[area_containing(&b->m, start)].vm;
}

static void remove_last(struct bench *b)
{
	struct op op = op_make(OP_REMVM, &b->m.g->space);

	op.arg[OPARG_REMVM_ID] = b->m.g->used[REGION_OBJECT];
	assert_int_equal(run(b, &op).kind, OUTCOME_OK);
}

static uint64_t number_behind(const char *line, const char *key, int base)
{
	const char *at = strstr(line, key);

	return at ? strtoull(at + strlen(key), NULL, base) : 0;
}

/* What is said behind the size belongs to the vm area. */
static void describe(struct bench *b, uint32_t vm, const char *line, const char *behind)
{
	static const char *const ends[] = { " pages=", " phys=", " ioremap", " vmalloc", " vmap" };
	struct vm_struct *v = &b->m.vm[vm];
	size_t length = strlen(behind);

	v->nr_pages = (uint32_t)number_behind(line, " pages=", 10);
	v->phys_addr = number_behind(line, " phys=", 16);
	v->flags = strstr(line, " ioremap") ? VM_IOREMAP : strstr(line, " vmalloc") ? VM_ALLOC : VM_MAP;
	for (size_t i = 0; i < LENGTH(ends); i++) {
		const char *end = strstr(behind, ends[i]);
		if (end && (size_t)(end - behind) < length)
			length = (size_t)(end - behind);
	}
	snprintf(b->caller[vm], sizeof(b->caller[vm]), "%.*s", (int)length - 1, behind + 1);
}

static void read_area(struct bench *b, const char *line)
{
	uint64_t start, end, size;
	int length;

	assert_int_equal(sscanf(line, "0x%" SCNx64 "-0x%" SCNx64 " %" SCNu64 "%n", &start, &end,
				&size, &length), 3);
	assert_int_equal(end - start, size);
	if (strstr(line, "vm_map_ram")) {
		assert_int_equal(place(b, start, end, false), 0);
		return;
	}
	uint32_t vm = place(b, start, end, true);
	assert_true(vm != 0);
	if (strstr(line, "unpurged"))
		remove_last(b);
	else
		describe(b, vm, line, line + length);
}

static void vmallocinfo_is_as_recorded(struct bench *b, const char *name)
{
	char copy[TEXT_ROOM], *rest = copy;
	const char *line;

	memset(b->caller, 0, sizeof(b->caller));
	snprintf(copy, sizeof(copy), "%s", read_file(b, name));
	while ((line = strtok_r(rest, "\n", &rest)) != NULL)
		read_area(b, line);
	assert_string_equal(vmallocinfo(b), b->real);
}

static void recorded_vmallocinfo_comes_out_the_same(void **state)
{
	struct bench *b = *state;

	for_files(b, "tests/live419/vmallocinfo_after_*.txt", 7, vmallocinfo_is_as_recorded);
	for_files(b, "tests/live419/pt/*_vmallocinfo.txt", 4, vmallocinfo_is_as_recorded);
}

static void allocate(struct bench *b, enum op_kind kind, uint64_t size)
{
	struct op op = op_make(kind, &b->m.g->space);

	op.arg[0] = b->m.g->used[REGION_OBJECT] + 1;
	op.arg[1] = size;
	assert_int_equal(run(b, &op).kind, OUTCOME_OK);
}

static void device(struct bench *b, uint64_t phys, uint64_t size, uint64_t prot)
{
	struct op op = op_make(OP_IOREMAP, &b->m.g->space);

	op.arg[OPARG_IOREMAP_ID] = b->m.g->used[REGION_OBJECT] + 1;
	op.arg[OPARG_IOREMAP_PHYS] = phys;
	op.arg[OPARG_IOREMAP_SIZE] = size;
	op.arg[OPARG_IOREMAP_PROT] = prot;
	assert_int_equal(run(b, &op).kind, OUTCOME_OK);
}

static void every_kind_of_area_has_its_words(void **state)
{
	struct bench *b = *state;

	snprintf(b->caller[1], sizeof(b->caller[1]), "probe+0x1c/0x80 [driver]");
	device(b, 0xfebf0010, 0x20, PROT_KERNEL);
	allocate(b, OP_VMALLOC_USER, 2 * PAGE_SIZE);
	allocate(b, OP_VMAP, 1);
	allocate(b, OP_VMALLOC, 513 * PAGE_SIZE);
	allocate(b, OP_GETVM, PAGE_SIZE);
	allocate(b, OP_MAPRAM, 1);
	assert_string_equal(vmallocinfo(b),
		"0xffffc90000000000-0xffffc90000002000    8192 probe+0x1c/0x80 [driver]"
			" phys=0x00000000febf0000 ioremap\n"
		"0xffffc90000002000-0xffffc90000005000   12288 pages=2 vmalloc user\n"
		"0xffffc90000005000-0xffffc90000007000    8192 vmap\n"
		"0xffffc90000007000-0xffffc90000209000 2105344 pages=513 vmalloc vpages\n"
		"0xffffc90000209000-0xffffc9000020c000   12288 pages=2 vmalloc\n"
		"0xffffc9000020c000-0xffffc9000020e000    8192 vmalloc\n"
		"0xffffc90000400000-0xffffc90000800000 4194304 vm_map_ram\n");
}

/* Without a vm area nobody knows any more what it was: lazily freed or not. */
static void a_freed_area_is_unpurged_only_if_it_was_a_vm_area(void **state)
{
	struct bench *b = *state;
	struct op lazy = op_make(OP_LAZY, &b->m.g->space);
	struct op vfree = op_make(OP_VFREE, &b->m.g->space);

	allocate(b, OP_ALLOC, PAGE_SIZE);
	allocate(b, OP_VMALLOC, PAGE_SIZE);
	lazy.arg[OPARG_LAZY_ID] = 1;
	vfree.arg[OPARG_VFREE_ID] = 2;
	run(b, &lazy);
	run(b, &vfree);
	assert_string_equal(vmallocinfo(b),
		"0xffffc90000000000-0xffffc90000001000    4096 vm_map_ram\n"
		"0xffffc90000001000-0xffffc90000003000    8192 unpurged vm_area\n");
}

static void a_32_bit_kernel_has_eight_digits(void **state)
{
	struct bench *b = *state;

	other_space(b, &engine_space("x86-32")->space);
	allocate(b, OP_VMALLOC, PAGE_SIZE);
	assert_string_equal(vmallocinfo(b), "0xf77fe000-0xf7800000    8192 pages=1 vmalloc\n");
}

static void a_long_line_is_cut(void **state)
{
	struct bench *b = *state;
	char text[VMALLOCINFO_ROOM], part[50];

	allocate(b, OP_VMALLOC, PAGE_SIZE);
	uint32_t area = b->m.g->vmap_area_list;
	vmallocinfo_line(&b->m, area, caller_of, b, text, sizeof(text));
	vmallocinfo_line(&b->m, area, caller_of, b, part, sizeof(part));
	assert_int_equal(strlen(part), sizeof(part) - 1);
	assert_memory_equal(part, text, sizeof(part) - 1);
}

/* --- the dump of the page tables --- */

static void map(struct bench *b, enum op_kind kind, uint64_t addr, uint64_t size, uint64_t flags)
{
	struct op op = op_make(kind, &b->m.g->space);

	op.arg[0] = addr;
	op.arg[1] = size;
	if (kind == OP_MAP)
		op.arg[OPARG_MAP_PROT] = flags;
	if (kind == OP_IOMAPRANGE)
		op.arg[OPARG_IOMAPRANGE_PROT] = flags;
	/* never on a multiple of 1 GiB together with the address */
	if (kind == OP_IOMAPRANGE)
		op.arg[OPARG_IOMAPRANGE_PHYS] = (addr + ((uint64_t)2 << 20)) % ((uint64_t)1 << 30);
	assert_int_equal(run(b, &op).kind, OUTCOME_OK);
}

/* A table of level 1 that maps nothing there. */
static void empty_table(struct bench *b, uint64_t addr)
{
	map(b, OP_MAP, addr, PAGE_SIZE, PROT_KERNEL);
	map(b, OP_UNMAP, addr, PAGE_SIZE, 0);
}

static uint64_t flags_of(const char *columns)
{
	static const struct {
		const char *word;
		uint64_t bit;
	} words[] = {
		{ "USR", ENTRY_USER }, { "RW", ENTRY_RW }, { "PWT", ENTRY_PWT },
		{ "PCD", ENTRY_PCD }, { "GLB", ENTRY_GLOBAL }, { "NX", ENTRY_NX },
	};
	uint64_t flags = ENTRY_PRESENT | ENTRY_ACCESSED | ENTRY_DIRTY;

	for (size_t i = 0; i < LENGTH(words); i++)
		if (strstr(columns, words[i].word))
			flags |= words[i].bit;
	return flags;
}

/* What is blank above level 1 comes of itself, beside what is not. */
static void read_dump_line(struct bench *b, const char *line)
{
	uint64_t start, end;
	int columns;

	if (line[0] == '-')
		return;
	assert_int_equal(sscanf(line, "0x%" SCNx64 "-0x%" SCNx64 " %*u%*c%n", &start, &end,
				&columns), 2);
	const char *rest = line + columns;
	if (strstr(rest, "PSE"))
		map(b, OP_IOMAPRANGE, start, end - start, flags_of(rest));
	else if (strncmp(rest + 1, BLANKS, strlen(BLANKS)) != 0)
		map(b, OP_MAP, start, end - start, flags_of(rest));
	else if (strstr(rest, "pte"))
		for (uint64_t at = start; at < end; at = (at | 0x1fffff) + 1)
			empty_table(b, at);
}

static void dump_is_as_recorded(struct bench *b, const char *name)
{
	char copy[TEXT_ROOM], *rest = copy;
	const char *line;

	snprintf(copy, sizeof(copy), "%s", read_file(b, name));
	while ((line = strtok_r(rest, "\n", &rest)) != NULL)
		read_dump_line(b, line);
	assert_string_equal(dump(b), b->real);
}

static void recorded_dumps_come_out_the_same(void **state)
{
	struct bench *b = *state;

	for_files(b, "tests/live419/pt/ptdump_*.txt", 2, dump_is_as_recorded);
	for_files(b, "tests/live419/pt/*ed.txt", 7, dump_is_as_recorded);
}

/* From the heading of the vmalloc area to the next one. */
static char *vmalloc_section(char *text)
{
	char *from = strstr(text, "---[ vmalloc() Area ]---\n");
	char *to = from ? strstr(from + 1, "---[") : NULL;

	assert_non_null(to);
	*to = '\0';
	return from;
}

static void vmalloc_section_is(struct bench *b, const char *name)
{
	dump(b);
	read_file(b, name);
	assert_string_equal(vmalloc_section(b->out), vmalloc_section(b->real));
}

/* 32 KiB by vmalloc, in a window; ids in order. */
static void window(struct bench *b, uint64_t start)
{
	struct op op = op_make(OP_VMALLOC, &b->m.g->space);

	op.arg[OPARG_VMALLOC_ID] = b->m.g->used[REGION_OBJECT] + 1;
	op.arg[OPARG_VMALLOC_SIZE] = 8 * PAGE_SIZE;
	op.arg[OPARG_VMALLOC_START] = start;
	op.arg[OPARG_VMALLOC_END] = start + 36 * PAGE_SIZE;
	assert_int_equal(run(b, &op).kind, OUTCOME_OK);
}

static void release(struct bench *b, enum op_kind kind, uint64_t id)
{
	struct op op = op_make(kind, &b->m.g->space);

	op.arg[0] = id;
	assert_int_equal(run(b, &op).kind, OUTCOME_OK);
}

static void operations_lead_to_the_recorded_dumps(void **state)
{
	struct bench *b = *state;
	struct op purge = op_make(OP_PURGE, &b->m.g->space);

	device(b, 0x7ffe1000, PAGE_SIZE, PROT_KERNEL);
	device(b, 0x7ffe0000, 2 * PAGE_SIZE, PROT_KERNEL);
	device(b, 0xfed00000, PAGE_SIZE, PROT_KERNEL | ENTRY_PCD);
	device(b, 0xfed00000, PAGE_SIZE, PROT_KERNEL);
	allocate(b, OP_VZALLOC, 3 * PAGE_SIZE);
	vmalloc_section_is(b, "tests/live419/pt/pt_0_before.txt");
	window(b, UINT64_C(0xffffd000001fc000));
	vmalloc_section_is(b, "tests/live419/pt/pt_pmd_mapped.txt");
	window(b, UINT64_C(0xffffd0003fffc000));
	vmalloc_section_is(b, "tests/live419/pt/pt_pud_mapped.txt");
	window(b, UINT64_C(0xffffd07fffffc000));
	vmalloc_section_is(b, "tests/live419/pt/pt_pgd_mapped.txt");
	device(b, 0xe0000000, (uint64_t)2 << 20, PROT_KERNEL | ENTRY_PCD);
	vmalloc_section_is(b, "tests/live419/pt/pt_huge_mapped.txt");
	release(b, OP_VFREE, 6);
	vmalloc_section_is(b, "tests/live419/pt/pt_pmd_freed.txt");
	release(b, OP_VFREE, 7);
	vmalloc_section_is(b, "tests/live419/pt/pt_pud_freed.txt");
	release(b, OP_VFREE, 8);
	vmalloc_section_is(b, "tests/live419/pt/pt_pgd_freed.txt");
	release(b, OP_IOUNMAP, 9);
	run(b, &purge);
	vmalloc_section_is(b, "tests/live419/pt/pt_z_after_purge.txt");
}

static void set_slot(struct bench *b, uint32_t level, uint64_t addr, uint64_t value)
{
	struct op op = op_make(OP_SETENTRY, &b->m.g->space);

	op.arg[OPARG_SETENTRY_LEVEL] = level;
	op.arg[OPARG_SETENTRY_ADDR] = addr;
	op.arg[OPARG_SETENTRY_VAL] = value;
	engine_plain.run(&b->m, &op);
	assert_int_equal(b->m.g->outcome.kind, OUTCOME_OK);
}

static void section_has(struct bench *b, const char *lines)
{
	dump(b);
	if (!strstr(vmalloc_section(b->out), lines))
		fail_msg("not in the dump:\n%s\nthe dump:\n%s", lines, b->out);
}

static void malformed_slots_show_their_flags(void **state)
{
	struct bench *b = *state;

	empty_table(b, START);
	set_slot(b, 2, START + 0x200000, 0xfed00183);	/* large */
	set_slot(b, 2, START + 0x400000, 0x1183);	/* large, bit 12 is no address then */
	set_slot(b, 2, START + 0x600000, 0x5063);	/* no table lies there */
	set_slot(b, 3, START + 0x40000000, 0x80);	/* large, but not present */
	set_slot(b, 2, START + 0x800000, 0x60);		/* as good as empty */
	set_slot(b, 1, START + 0x1000, 0x7083);		/* here bit 7 is something else */
	set_slot(b, 1, START + 0x2000, 0x60);		/* pages are believed as they are */
	section_has(b,
		"0xffffc90000001000-0xffffc90000002000           4K     RW             PAT     x  pte\n"
		"0xffffc90000002000-0xffffc90000003000           4K                               pte\n"
		"0xffffc90000003000-0xffffc90000200000        2036K                               pte\n"
		"0xffffc90000200000-0xffffc90000400000           2M     RW         PSE     GLB x  pmd\n"
		"0xffffc90000400000-0xffffc90000600000           2M     RW         PSE PAT GLB x  pmd\n"
		"0xffffc90000600000-0xffffc90000800000           2M     RW                     x  pmd\n"
		"0xffffc90000800000-0xffffc90040000000        1016M                               pmd\n"
		"0xffffc90040000000-0xffffc90080000000           1G                               pud\n"
		"0xffffc90080000000-0xffffc98000000000         510G                               pud\n");
}

/* Equal to the eye, but not in all their bits: two lines, as in the kernel. */
static void flags_that_have_no_column_part_lines_too(void **state)
{
	struct bench *b = *state;

	map(b, OP_MAP, START, PAGE_SIZE, PROT_KERNEL);
	map(b, OP_MAP, START + PAGE_SIZE, PAGE_SIZE, PROT_KERNEL & ~(uint64_t)ENTRY_DIRTY);
	section_has(b,
		"0xffffc90000000000-0xffffc90000001000           4K     RW                 GLB NX pte\n"
		"0xffffc90000001000-0xffffc90000002000           4K     RW                 GLB NX pte\n");
}

static void empty_tables_are_few_lines(void **state)
{
	struct bench *b = *state;

	assert_string_equal(dump(b),
		"---[ User Space ]---\n"
		"0x0000000000000000-0xffff800000000000    16777088T                               pgd\n"
		"---[ Kernel Space ]---\n"
		"0xffff800000000000-0xffff880000000000           8T                               pgd\n"
		"---[ Low Kernel Mapping ]---\n"
		"0xffff880000000000-0xffffc90000000000          65T                               pgd\n"
		"---[ vmalloc() Area ]---\n"
		"0xffffc90000000000-0xffffea0000000000          33T                               pgd\n"
		"---[ Vmemmap ]---\n"
		"0xffffea0000000000-0xfffffe0000000000          20T                               pgd\n"
		"---[ CPU entry Area ]---\n"
		"0xfffffe0000000000-0x0000000000000000           2T                               pgd\n");
}

static void five_levels_have_their_own_layout(void **state)
{
	struct bench *b = *state;

	other_space(b, &engine_space("x86-64-5level")->space);
	map(b, OP_MAP, b->m.g->space.start, PAGE_SIZE, PROT_KERNEL);
	assert_string_equal(dump(b),
		"---[ User Space ]---\n"
		"0x0000000000000000-0xff00000000000000       16320P                               pgd\n"
		"---[ Kernel Space ]---\n"
		"0xff00000000000000-0xff10000000000000           4P                               pgd\n"
		"---[ Low Kernel Mapping ]---\n"
		"0xff10000000000000-0xffa0000000000000          36P                               pgd\n"
		"---[ vmalloc() Area ]---\n"
		"0xffa0000000000000-0xffa0000000001000           4K     RW                 GLB NX pte\n"
		"0xffa0000000001000-0xffa0000000200000        2044K                               pte\n"
		"0xffa0000000200000-0xffa0000040000000        1022M                               pmd\n"
		"0xffa0000040000000-0xffa0008000000000         511G                               pud\n"
		"0xffa0008000000000-0xffa1000000000000      261632G                               p4d\n"
		"0xffa1000000000000-0xffd4000000000000       13056T                               pgd\n"
		"---[ Vmemmap ]---\n"
		"0xffd4000000000000-0x0000000000000000          11P                               pgd\n");
}

static void a_low_space_lies_in_user_space(void **state)
{
	struct bench *b = *state;

	other_space(b, &engine_space("x86-32")->space);
	map(b, OP_MAP, b->m.g->space.start, PAGE_SIZE, PROT_KERNEL);
	assert_string_equal(dump(b),
		"---[ User Space ]---\n"
		"0x0000000000000000-0x00000000c0000000           3G                               pud\n"
		"0x00000000c0000000-0x00000000f7600000         886M                               pmd\n"
		"0x00000000f7600000-0x00000000f77fe000        2040K                               pte\n"
		"---[ vmalloc() Area ]---\n"
		"0x00000000f77fe000-0x00000000f77ff000           4K     RW                 GLB NX pte\n"
		"0x00000000f77ff000-0x00000000f7800000           4K                               pte\n"
		"0x00000000f7800000-0x00000000ff800000         128M                               pmd\n"
		"---[ vmalloc() End ]---\n"
		"0x00000000ff800000-0x0000000100000000           8M                               pmd\n"
		"0x0000000100000000-0x0000008000000000         508G                               pud\n"
		"0x0000008000000000-0xffff800000000000   17179737600G                               pgd\n"
		"---[ Kernel Space ]---\n"
		"0xffff800000000000-0x0000000000000000         128T                               pgd\n");
}

static void is_line(const struct ptdump_line *line, const struct ptdump_line *expected)
{
	assert_int_equal(line->start, expected->start);
	assert_int_equal(line->end, expected->end);
	assert_int_equal(line->flags, expected->flags);
	assert_int_equal(line->effective, expected->effective);
	assert_int_equal(line->level, expected->level);
	assert_int_equal(line->section, expected->section);
	assert_int_equal(line->goes_on, expected->goes_on);
}

/* From wherever one asks, it is the same line. */
static void a_line_can_be_had_by_any_of_its_addresses(void **state)
{
	struct bench *b = *state;
	struct ptdump dump;
	struct ptdump_line line, other;

	allocate(b, OP_VMALLOC, (uint64_t)5 << 20);
	window(b, UINT64_C(0xffffd000001fc000));
	ptdump_open(&dump, &b->m);
	line.end = 0;
	do {
		line = ptdump_line_at(&dump, line.end);
		for (uint64_t part = 0; part <= 7; part++) {
			uint64_t at = line.start + (line.end - line.start - 1) / 7 * part;
			if (at > LAST_USER && at < FIRST_KERNEL)
				continue;
			other = ptdump_line_at(&dump, at);
			is_line(&other, &line);
		}
	} while (line.end);
	line = ptdump_line_at(&dump, UINT64_C(0x123456789abcd000));
	assert_int_equal(line.start, FIRST_KERNEL);
}

/* The parts are those of the line in full: nothing between them, nothing beyond. */
static void a_long_run_can_be_cut(void **state)
{
	struct bench *b = *state;
	struct ptdump dump;
	struct ptdump_line whole, part, other;
	const uint64_t size = (uint64_t)5 << 28;	/* 1.25 GiB: three parts */
	const uint64_t start = b->m.g->space.start;
	uint64_t parts = 1;

	allocate(b, OP_VMALLOC, size);
	ptdump_open(&dump, &b->m);
	whole = ptdump_line_at(&dump, start + size / 2);
	assert_false(whole.goes_on);
	assert_int_equal(whole.end - whole.start, size);
	dump.cut = true;
	part = ptdump_line_at(&dump, whole.start);
	assert_int_equal(part.start, whole.start);
	for (; part.goes_on; parts++) {
		assert_int_equal(part.end % (PTDUMP_CUT * TABLE_SLOTS * PAGE_SIZE), 0);
		other = ptdump_line_at(&dump, part.end - 1);
		is_line(&other, &part);
		other = ptdump_line_at(&dump, part.end);
		assert_int_equal(other.start, part.end);
		assert_int_equal(other.flags, whole.flags);
		part = other;
	}
	assert_int_equal(parts, 3);
	assert_int_equal(part.end, whole.end);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(recorded_vmallocinfo_comes_out_the_same),
		TEST(every_kind_of_area_has_its_words),
		TEST(a_freed_area_is_unpurged_only_if_it_was_a_vm_area),
		TEST(a_32_bit_kernel_has_eight_digits),
		TEST(a_long_line_is_cut),
		TEST(recorded_dumps_come_out_the_same),
		TEST(operations_lead_to_the_recorded_dumps),
		TEST(malformed_slots_show_their_flags),
		TEST(flags_that_have_no_column_part_lines_too),
		TEST(empty_tables_are_few_lines),
		TEST(five_levels_have_their_own_layout),
		TEST(a_low_space_lies_in_user_space),
		TEST(a_line_can_be_had_by_any_of_its_addresses),
		TEST(a_long_run_can_be_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
