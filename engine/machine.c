/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Machines: opening one, comparing two, and what a machine is known by from
 * outside: the named spaces and the variables.
 */

#include "engine/engine.h"

#include <string.h>

#include "engine/core/text.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* --- spaces --- */

#define FOUR_CPUS .cpus = 4, .online = 4, .nrcpus = 64, .block_pages = 1024
#define SIXTEEN_GIB ((uint64_t)4194304)

/* Marks a text that is translated by those who show it. */
#define N_(text) text

const struct space_info engine_spaces[] = {
	{
		"x86-64", N_("the vmalloc space of x86-64 with 4-level page tables, 32 TiB"),
		{ .start = 0xffffc90000000000, .end = 0xffffe8ffffffffff, .levels = 4,
		  FOUR_CPUS, .totalram = SIXTEEN_GIB, .initialized = 1 },
	},
	{
		"x86-64-5level", N_("the vmalloc space of x86-64 with 5-level page tables, 12.5 PiB"),
		{ .start = 0xffa0000000000000, .end = 0xffd1ffffffffffff, .levels = 5,
		  FOUR_CPUS, .totalram = SIXTEEN_GIB, .initialized = 1 },
	},
	{
		/*
		 * A 32-bit kernel keeps 128 MiB below the kmap window for vmalloc
		 * (__VMALLOC_RESERVE); here all of them, also the 8 MiB that a
		 * kernel leaves free behind its direct mapping. A block is 32768
		 * pages / 8 CPUs / 16. The page tables stay those of x86-64.
		 */
		"x86-32", N_("128 MiB below the kmap window of a 32-bit kernel with high memory"),
		{ .start = 0xf77fe000, .end = 0xff7fe000, .levels = 4,
		  .cpus = 4, .online = 4, .nrcpus = 8, .block_pages = 256,
		  .totalram = 262144, .initialized = 1 },
	},
	{
		"modules", N_("where x86-64 loads kernel modules, 1.5 GiB"),
		{ .start = 0xffffffffa0000000, .end = 0xffffffffff000000, .levels = 4,
		  FOUR_CPUS, .totalram = SIXTEEN_GIB, .initialized = 1 },
	},
	{
		"toy", N_("64 pages and one CPU: everything fits on one screen"),
		{ .start = 0xffffc90000000000, .end = 0xffffc90000040000, .levels = 4,
		  .cpus = 1, .online = 1, .nrcpus = 64, .block_pages = 1024,
		  .totalram = SIXTEEN_GIB, .initialized = 1 },
	},
};

const size_t engine_space_count = LENGTH(engine_spaces);

const struct space_info *engine_space(const char *name)
{
	for (size_t i = 0; i < engine_space_count; i++)
		if (strcmp(engine_spaces[i].name, name) == 0)
			return &engine_spaces[i];
	return NULL;
}

/* --- variables --- */

/* Globals are the arena's first region, so their offsets are the arena's. */
#define VARIABLE(name, field, kind, summary) \
	{ name, VALUE_##kind, (uint32_t)sizeof(((struct globals *)0)->field), \
	  offsetof(struct globals, field), summary }
#define GLOBAL(name, kind, summary) VARIABLE(#name, name, kind, summary)
#define WORK(name, summary) VARIABLE("work_" #name, work.name, NUMBER, summary)

const struct variable_info engine_variables[] = {
	GLOBAL(free_vmap_cache, AREA, "area behind which the next search may begin"),
	GLOBAL(cached_hole_size, BYTES, "largest hole passed by below the cached area"),
	GLOBAL(cached_vstart, ADDRESS, "vstart of the last request"),
	GLOBAL(cached_align, BYTES, "alignment of the last request"),
	GLOBAL(vmap_area_root, AREA, "root of the tree of areas"),
	GLOBAL(vmap_area_list, AREA, "first area by address"),
	GLOBAL(vmap_area_last, AREA, "last area by address"),
	GLOBAL(vmap_area_pcpu_hole, ADDRESS, "where the per-CPU allocator begins its search"),
	GLOBAL(vmap_area_lock, FLAG, "1 while tree and list are locked"),
	GLOBAL(vmap_lazy_nr, PAGES, "pages freed lazily and not purged yet"),
	GLOBAL(vmap_purge_list, AREA, "lazily freed areas, the newest first"),
	GLOBAL(vmap_purge_lock, FLAG, "1 while a purge runs"),
	GLOBAL(vmap_notify_list, NOTIFIER, "first notifier to be asked"),
	GLOBAL(vmap_block_tree, BLOCK, "first vm_map_ram block by address"),
	GLOBAL(vmap_initialized, FLAG, "1 once vmalloc_init has run"),
	GLOBAL(vmlist, VM, "vm areas registered before start-up"),
	GLOBAL(areas, NUMBER, "areas in the tree"),
	GLOBAL(lazy_areas, NUMBER, "areas that wait for a purge"),
	GLOBAL(blocks, NUMBER, "vm_map_ram blocks"),
	GLOBAL(frames, PAGES, "page frames held by vmalloc"),
	GLOBAL(frame_order, NUMBER, "page frames handed out so far"),
	GLOBAL(frame_scattered, FLAG, "1: page frames come in no order, and are used again"),
	GLOBAL(frame_seed, NUMBER, "seed of that order"),
	GLOBAL(tlb_off, FLAG, "1: CPUs remember no translation"),
	GLOBAL(top_table, TABLE, "the top page table"),
	VARIABLE("pte_tables", table_count[1], NUMBER, "page tables of level 1"),
	VARIABLE("pmd_tables", table_count[2], NUMBER, "page tables of level 2"),
	VARIABLE("pud_tables", table_count[3], NUMBER, "page tables of level 3"),
	VARIABLE("p4d_tables", table_count[4], NUMBER, "page tables of level 4 below a 5-level top"),
	GLOBAL(leaf_entries, NUMBER, "page-table slots in use that are not tables"),
	VARIABLE("online", space.online, NUMBER, "CPUs online"),
	VARIABLE("cpu", space.cpu, NUMBER, "the CPU that runs the operations"),
	VARIABLE("irq", space.irq, FLAG, "1: operations run in interrupt context"),
	GLOBAL(events, NUMBER, "events of the operation so far"),
	GLOBAL(try_number, NUMBER, "searches of the present request so far"),
	WORK(tries, "searches of the operation"),
	WORK(descent, "tree nodes looked at for the starting area"),
	WORK(walk, "areas stepped over by the linear walk"),
	WORK(insert, "tree nodes looked at for the place of insertion"),
	WORK(find, "tree nodes looked at by address lookups"),
	WORK(pvm, "tree nodes looked at by per-CPU searches"),
	WORK(purges, "purges of the lazy list"),
	WORK(freed, "areas taken out of the tree"),
	WORK(notif, "notifier calls"),
	WORK(kmallocs, "requests for small objects"),
	WORK(pages, "requests for page frames"),
	WORK(tables, "requests for page tables"),
};

const size_t engine_variable_count = LENGTH(engine_variables);

const struct variable_info *engine_variable(const char *name)
{
	for (size_t i = 0; i < engine_variable_count; i++)
		if (strcmp(engine_variables[i].name, name) == 0)
			return &engine_variables[i];
	return NULL;
}

uint64_t variable_value(const struct machine *m, const struct variable_info *v)
{
	uint64_t whole;
	uint32_t half;

	if (v->size == sizeof(half)) {
		memcpy(&half, m->base + v->offset, sizeof(half));
		return half;
	}
	memcpy(&whole, m->base + v->offset, sizeof(whole));
	return whole;
}

/* --- machines --- */

bool machine_open(struct machine *m, const struct space *space)
{
	if (!memory_reserve(m))
		return false;
	engine_plain.start(m, space);
	return true;
}

void machine_close(struct machine *m)
{
	memory_release(m);
}

size_t machine_bytes(const struct machine *m)
{
	size_t bytes = 0;

	for (unsigned int region = 0; region < REGION_COUNT; region++)
		bytes += memory_used(m, (enum region)region);
	return bytes;
}

static void tell_difference(char *where, size_t room, enum region region, size_t offset)
{
	struct text text = text_begin(where, room);
	size_t element = memory_element(region);

	text_add(&text, memory_region_name(region));
	text_add(&text, "[");
	text_decimal(&text, offset / element);
	text_add(&text, "] byte ");
	text_decimal(&text, offset % element);
}

/* Compares as much of a region as both use; how much that is, globals say. */
static bool region_equal(const struct machine *a, const struct machine *b,
			 enum region region, size_t *offset)
{
	const unsigned char *in_a = a->base + memory_offset(region);
	const unsigned char *in_b = b->base + memory_offset(region);
	size_t used_a = memory_used(a, region);
	size_t used_b = memory_used(b, region);
	size_t used = used_a < used_b ? used_a : used_b;

	if (memcmp(in_a, in_b, used) == 0)
		return true;
	for (*offset = 0; in_a[*offset] == in_b[*offset]; ++*offset)
		;
	return false;
}

bool machine_equal(const struct machine *a, const struct machine *b, char *where, size_t room)
{
	size_t offset;

	for (unsigned int region = 0; region < REGION_COUNT; region++) {
		if (region_equal(a, b, (enum region)region, &offset))
			continue;
		tell_difference(where, room, (enum region)region, offset);
		return false;
	}
	return true;
}
