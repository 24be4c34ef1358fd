/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The tables themselves: how one comes to be under a slot, and how it goes.
 *
 * A table is made the first time an address needs it and then stays, however
 * empty it becomes: unmapping clears entries and keeps tables. Only a large
 * entry that takes a table's place gives it back. Each table is a request for
 * memory of its own; that is why mapping one page can need up to four pages
 * more, and can fail at each of them.
 */

#include "engine/pgtable/entry.h"

void pgtable_start(struct machine *m)
{
	SET(m->g->top_table, region_take(m, REGION_TABLE));
}

/* Non-empty leaves that can be reached through an entry of that level. */
static uint64_t leaves_below(const struct machine *m, uint32_t level, uint64_t entry)
{
	if (!entry_is_table(level, entry))
		return entry != 0;
	const struct page_table *table = &m->table[entry_pfn(entry)];
	uint64_t leaves = 0;
	for (uint32_t i = 0; i < TABLE_SLOTS; i++)
		leaves += leaves_below(m, level - 1, table->slot[i]);
	return leaves;
}

void pgtable_set(struct machine *m, uint64_t *slot, uint32_t level, uint64_t entry)
{
	uint64_t gone = leaves_below(m, level, *slot);
	uint64_t come = leaves_below(m, level, entry);
	if (come != gone)
		SET(m->g->leaf_entries, m->g->leaf_entries + come - gone);
	SET(*slot, entry);
}

/* A fresh table is all zero: every slot of it is empty. */
static uint32_t table_new(struct machine *m, uint32_t level)
{
	if (!m->g->table_asked)
		SET(m->g->table_asked, 1u);
	if (!request_granted(m, REQUEST_TABLE))
		return 0;
	uint32_t table = region_take(m, REGION_TABLE);
	if (table)
		SET(m->g->table_count[level], m->g->table_count[level] + 1);
	return table;
}

uint32_t pgtable_alloc(struct machine *m, uint64_t *slot, uint32_t level)
{
	uint64_t entry = *slot;
	uint32_t table = 0;
	ENTER(pgtable_alloc, LOCAL(LEVEL, level), LOCAL(ENTRY, entry), LOCAL(TABLE, table));

	STEP(table_none);
	if (!level_none(level + 1, entry)) {
		/* Nobody asks whether it really is a table that is there. */
		STEP(table_follow);
		return next_table(m, entry);
	}
	STEP(table_request);
	table = table_new(m, level);
	STEP(table_refused);
	if (!table)
		return 0;
	STEP(table_hang);
	set_leaf(m, slot, 0);	/* an empty slot can have stray bits */
	SET(*slot, (uint64_t)table << PAGE_SHIFT | TABLE_FLAGS);
	return table;
}

void pgtable_free(struct machine *m, uint32_t table, uint32_t level)
{
	uint64_t *slot = m->table[table].slot;
	for (uint32_t i = 0; i < TABLE_SLOTS; i++)
		if (slot[i])
			SET(slot[i], 0u);
	SET(m->g->table_count[level], m->g->table_count[level] - 1);
	region_give(m, REGION_TABLE, table);
}

/* The slot of that level that an address goes through, if there is its table. */
static uint64_t *find_slot(struct machine *m, uint32_t level, uint64_t addr)
{
	uint32_t table = m->g->top_table;
	if (level < LEVEL_PTE || level > m->g->space.levels)
		return NULL;
	for (uint32_t at = m->g->space.levels; at > level; at--) {
		uint64_t entry = m->table[table].slot[level_index(at, addr)];
		if (!entry_is_table(at, entry))
			return NULL;
		table = (uint32_t)entry_pfn(entry);
	}
	return &m->table[table].slot[level_index(level, addr)];
}

bool set_entry(struct machine *m, uint32_t level, uint64_t addr, uint64_t value)
{
	ENTER(set_entry, LOCAL(LEVEL, level), LOCAL(ADDRESS, addr), LOCAL(ENTRY, value));

	STEP(setentry_find);
	if (level == LEVEL_PGD && m->g->space.levels == 4)
		level = LEVEL_P4D;	/* the same slot */
	uint64_t *slot = find_slot(m, level, addr);
	if (!slot || entry_is_table(level, value))
		return false;
	STEP(setentry_write);
	pgtable_set(m, slot, level, value);
	return true;
}
