/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_ENGINE_H
#define VMAPLAB_ENGINE_H

/*
 * The model's public face: make a machine, run operations on it, read it.
 *
 * There are two engines, compiled from the same source: `engine_plain` for
 * bulk work and `engine_record`, which leaves a tape of every step and every
 * write (core/record.h). They leave byte-equal machines. Whoever wants to
 * step goes through timeline/timeline.h.
 *
 * Reading a machine is reading its memory (core/memory.h): everything there
 * is public to readers and is written only by engines, by playing tapes, and by
 * load.h.
 */

#include "engine/core/memory.h"
#include "engine/core/record.h"
#include "engine/core/steps.h"
#include "engine/core/terms.h"
#include "engine/ops.h"

/* One engine. `start` brings zeroed memory to the state before the first
 * operation; `run` carries out one operation from its beginning to its end and
 * leaves the answer in m->g->outcome and the events in m->event[1..events].
 * With m->rec set (recording engine only) the tape in it is appended to. `fill` is
 * for loading a machine (load.h): it gives a vm area page frames and maps them;
 * false: that cannot be. */
struct engine {
	const char *name;
	void (*start)(struct machine *m, const struct space *space);
	void (*run)(struct machine *m, const struct op *op);
	bool (*fill)(struct machine *m, uint32_t vm, uint32_t nr_pages);
};

extern const struct engine engine_plain;
extern const struct engine engine_record;

/* Named spaces: "x86-64", "x86-64-5level", "x86-32", "modules", "toy". */
struct space_info {
	const char *name;
	const char *summary;
	struct space space;
};
extern const struct space_info engine_spaces[];
extern const size_t engine_space_count;
const struct space_info *engine_space(const char *name);

/* Makes a machine with that space. False: no memory for it (errno tells). */
bool machine_open(struct machine *m, const struct space *space);
void machine_close(struct machine *m);

/* Variables of the model that a screen shows and a watchpoint can watch. */
struct variable_info {
	const char *name;
	enum value_kind kind;
	uint32_t size;		/* 4 or 8 bytes */
	size_t offset;		/* bytes from the arena's base */
	const char *summary;
};
extern const struct variable_info engine_variables[];
extern const size_t engine_variable_count;
const struct variable_info *engine_variable(const char *name);
uint64_t variable_value(const struct machine *m, const struct variable_info *v);

/* --- reading; none of these counts as the kernel's work --- */

/* The first area that ends above `addr` (it may begin above it), or 0. O(log n). */
uint32_t area_at_or_after(const struct machine *m, uint64_t addr);

/* The area with va_start <= addr < va_end, or 0. */
uint32_t area_containing(const struct machine *m, uint64_t addr);

/* The last area by address that begins below `addr`, or 0. */
uint32_t area_before(const struct machine *m, uint64_t addr);

/* True when the area waits for a purge (is on vmap_purge_list). O(lazy areas). */
bool area_is_lazy(const struct machine *m, uint32_t area);

/* Tree hash as the recordings have it (FNV-1a over list, then pre-order). */
uint64_t machine_tree_hash(const struct machine *m);

/* A leaf of the page tables: a page, a large entry or a malformed upper slot. */
struct leaf {
	uint64_t addr;
	uint64_t pfn;	/* address bits of the raw entry, shifted */
	uint64_t flags;	/* its other bits */
	uint32_t level;	/* 1 pte .. 5 pgd */
};

/* Calls `visit` for every leaf in ascending order until it returns false. */
void machine_leaves(const struct machine *m,
		    bool (*visit)(void *context, const struct leaf *leaf), void *context);
uint64_t machine_leaf_hash(const struct machine *m);

/* One level of the walk of an address through the tables, top first. */
struct walk_level {
	uint32_t level;	/* 5 pgd (or 4 with four levels) .. 1 pte */
	uint32_t table;	/* handle of the table looked into */
	uint32_t index;	/* slot in it */
	uint64_t entry;	/* raw entry */
};
/* Fills at most LEVEL_MAX levels, returns how many; stops where no table follows. */
size_t machine_walk(const struct machine *m, uint64_t addr, struct walk_level *out);

/* Frame number of the i-th page of a vmalloc'ed vm area; 0: it has no such page.
 * O(i); m->vm[vm].pages leads to all of them in order. */
uint64_t vm_frame(const struct machine *m, uint32_t vm, uint32_t page);

/* The page of the pool (m->page: whose it is) with that frame; 0: nobody has it,
 * or it is none of the pool's. O(pages in use). */
uint32_t page_of_frame(const struct machine *m, uint64_t pfn);

/* Where a processor's own walk of the tables leads. False: a page fault. */
bool machine_translate(const struct machine *m, uint64_t addr, struct translation *found);

/* Bytes that a translation is good for, and the frame it leads an address to. */
uint64_t translation_bytes(const struct translation *t);
uint64_t translation_frame(const struct translation *t, uint64_t addr);

/* What a CPU remembers: an array of so many; those with live == 0 are free. */
size_t machine_tlb(const struct machine *m, uint32_t cpu, const struct translation **entries);

/* Whether the tables no longer say what the CPU remembers. */
bool machine_stale(const struct machine *m, const struct translation *entry);

/* Checks every invariant (tree ordered and balanced, list and tree agree,
 * lazy count, table counts...). Returns NULL, or a sentence about the first
 * violation, kept in `text`. */
const char *machine_check(const struct machine *m, char *text, size_t room);

/* Bytes of live state: the sum of the regions in use. */
size_t machine_bytes(const struct machine *m);

/* True when both machines hold the same state, byte for byte; else `where`
 * names region and offset of the first difference. */
bool machine_equal(const struct machine *a, const struct machine *b, char *where, size_t room);

#endif
