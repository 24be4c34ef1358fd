/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading page tables: the leaves in order, the recordings' hash over them,
 * the walk of one address.
 *
 * A slot of an upper table either leads to a table below it, which is known by
 * its flags, or is a leaf itself: a large entry, or something malformed.
 */

#include "engine/look.h"
#include "engine/pgtable/frames.h"
#include "engine/pgtable/tlb.h"

enum { SLOT_BITS = 9 };

/* Address bits below those that choose a slot at this level. */
static unsigned int level_shift(uint32_t level)
{
	return PAGE_SHIFT + SLOT_BITS * (level - 1);
}

uint32_t table_below(const struct machine *m, uint32_t level, uint64_t entry)
{
	uint64_t handle = (entry & ENTRY_ADDRESS) >> PAGE_SHIFT;

	if (level == 1 || (entry & ~ENTRY_ADDRESS) != TABLE_FLAGS)
		return 0;
	return handle <= m->g->used[REGION_TABLE] ? (uint32_t)handle : 0;
}

/* Addresses are sign-extended from the highest bit that the tables translate. */
static uint64_t canonical(const struct machine *m, uint64_t addr)
{
	uint64_t sign = UINT64_C(1) << (level_shift(m->g->space.levels + 1) - 1);

	return (addr ^ sign) - sign;
}

/* Bits of an entry that hold its address; large entries are aligned to what
 * they cover. */
static uint64_t address_mask(uint32_t level)
{
	unsigned int shift = level == 2 || level == 3 ? level_shift(level) : PAGE_SHIFT;

	return ENTRY_ADDRESS & ~((UINT64_C(1) << shift) - 1);
}

struct leaf_visitor {
	const struct machine *m;
	bool (*visit)(void *context, const struct leaf *leaf);
	void *context;
};

static bool visit_leaf(const struct leaf_visitor *visitor, uint32_t level,
		       uint64_t addr, uint64_t entry)
{
	uint64_t mask = address_mask(level);
	struct leaf leaf = {
		.addr = canonical(visitor->m, addr),
		.pfn = (entry & mask) >> PAGE_SHIFT,
		.flags = entry & ~mask,
		.level = level,
	};

	return visitor->visit(visitor->context, &leaf);
}

/* Goes through one table and those below it; at most LEVEL_MAX calls deep. */
static bool visit_table(const struct leaf_visitor *visitor, uint32_t table,
			uint32_t level, uint64_t addr)
{
	const uint64_t *slot = visitor->m->table[table].slot;

	for (uint64_t i = 0; i < TABLE_SLOTS; i++) {
		uint64_t at = addr | i << level_shift(level);
		uint32_t below;

		if (!slot[i])
			continue;
		below = table_below(visitor->m, level, slot[i]);
		if (below ? !visit_table(visitor, below, level - 1, at)
			  : !visit_leaf(visitor, level, at, slot[i]))
			return false;
	}
	return true;
}

void machine_leaves(const struct machine *m,
		    bool (*visit)(void *context, const struct leaf *leaf), void *context)
{
	struct leaf_visitor visitor = { m, visit, context };

	if (m->g->top_table)
		visit_table(&visitor, m->g->top_table, m->g->space.levels, 0);
}

static bool hash_leaf(void *context, const struct leaf *leaf)
{
	uint64_t *hash = context;

	*hash = hash_word(*hash, leaf->addr);
	*hash = hash_word(*hash, leaf->pfn);
	*hash = hash_word(*hash, leaf->flags);
	*hash = hash_byte(*hash, (uint8_t)leaf->level);
	return true;
}

uint64_t machine_leaf_hash(const struct machine *m)
{
	uint64_t hash = HASH_START;

	machine_leaves(m, hash_leaf, &hash);
	return hash;
}

size_t machine_walk(const struct machine *m, uint64_t addr, struct walk_level *out)
{
	uint32_t table = m->g->top_table;
	uint32_t level = m->g->space.levels;
	size_t levels = 0;

	while (table && level) {
		uint32_t index = (uint32_t)(addr >> level_shift(level)) % TABLE_SLOTS;
		uint64_t entry = m->table[table].slot[index];

		out[levels++] = (struct walk_level){ level, table, index, entry };
		table = table_below(m, level, entry);
		level--;
	}
	return levels;
}

static void count_below(const struct machine *m, uint32_t table, uint32_t level,
			uint64_t count[LEVEL_MAX + 1])
{
	for (uint32_t i = 0; i < TABLE_SLOTS; i++) {
		uint32_t below = table_below(m, level, m->table[table].slot[i]);

		if (!below)
			continue;
		count[level - 1]++;
		count_below(m, below, level - 1, count);
	}
}

void count_tables(const struct machine *m, uint64_t count[LEVEL_MAX + 1])
{
	for (uint32_t level = 0; level <= LEVEL_MAX; level++)
		count[level] = 0;
	if (m->g->top_table)
		count_below(m, m->g->top_table, m->g->space.levels, count);
}

uint64_t vm_frame(const struct machine *m, uint32_t vm, uint32_t page)
{
	uint32_t at = m->vm[vm].pages;

	for (; at && page; page--)
		at = m->page[at].next;
	return m->page[at].pfn;
}

uint32_t page_of_frame(const struct machine *m, uint64_t pfn)
{
	return page_with_frame(m, pfn);
}

bool machine_translate(const struct machine *m, uint64_t addr, struct translation *found)
{
	return m->g->top_table && translate(m, addr, found);
}

uint64_t translation_bytes(const struct translation *t)
{
	return t->level ? level_bytes(t->level) : 0;
}

uint64_t translation_frame(const struct translation *t, uint64_t addr)
{
	return frame_behind(addr, t->entry, t->level);
}

size_t machine_tlb(const struct machine *m, uint32_t cpu, const struct translation **entries)
{
	*entries = m->tlb + tlb_first(cpu);
	return tlb_handles(m, cpu);
}

bool machine_stale(const struct machine *m, const struct translation *entry)
{
	return entry->live && is_stale(m, entry);
}
