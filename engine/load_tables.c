/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Loading page tables from a dump of them.
 *
 * A dump tells of each piece of the address space at which level its slots are
 * and what flags they have. So it also tells which tables there are, those
 * included in which nothing is left. A table is made by mapping something where
 * it is needed, and taking that out again by hand.
 */

#include "engine/load.h"

#include "engine/core/text.h"
#include "engine/pgtable/pgtable.h"

enum {
	SLOTS_MAX = 1 << 20,	/* that are looked at, in use or not */
	SLOT_BITS = 9,
};

struct load {
	struct machine *m;
	uint64_t slots;
	struct text text;
};

static bool refuse(struct load *l, const char *words, uint64_t addr)
{
	text_add(&l->text, words);
	text_hex(&l->text, addr);
	return false;
}

static uint64_t slot_bytes(uint32_t level)
{
	return PAGE_SIZE << (SLOT_BITS * (level - 1));
}

/* How far down the tables go at that address, and the slot they end with. */
static struct walk_level last_slot(const struct load *l, uint64_t addr)
{
	struct walk_level level[LEVEL_MAX];
	size_t levels = machine_walk(l->m, addr, level);

	return level[levels - 1];
}

static bool write_slot(struct load *l, uint32_t level, uint64_t addr, uint64_t entry)
{
	struct op op = op_make(OP_SETENTRY, &l->m->g->space);

	op.arg[OPARG_SETENTRY_LEVEL] = level;
	op.arg[OPARG_SETENTRY_ADDR] = addr;
	op.arg[OPARG_SETENTRY_VAL] = entry;
	engine_plain.run(l->m, &op);
	return l->m->g->outcome.kind == OUTCOME_OK ||
	       refuse(l, "this entry cannot be: the one for ", addr);
}

/* Makes the tables down to that level by mapping one slot of it, and empties the slot. */
static bool make_tables(struct load *l, uint32_t level, uint64_t addr)
{
	struct op op = op_make(OP_IOMAPRANGE, &l->m->g->space);

	op.arg[OPARG_IOMAPRANGE_ADDR] = addr & ~(slot_bytes(level) - 1);
	op.arg[OPARG_IOMAPRANGE_SIZE] = slot_bytes(level);
	op.arg[OPARG_IOMAPRANGE_PROT] = PROT_DEVICE;
	engine_plain.run(l->m, &op);
	if (l->m->g->outcome.kind != OUTCOME_OK || last_slot(l, addr).level != level)
		return refuse(l, "no page tables can be made down to ", addr);
	return write_slot(l, level, addr, 0);
}

/* Where something is mapped that nobody knows the frame of, one is made up. */
static uint64_t entry_of(const struct walk_level *slot, uint64_t addr, uint64_t flags)
{
	uint64_t frame = slot->entry & ENTRY_ADDRESS;
	uint64_t mask = ~(slot_bytes(slot->level) - 1);

	if (!(flags & ENTRY_PRESENT))
		return 0;
	return (frame ? frame : addr & mask & (ENTRY_ADDRESS >> 4)) | flags;
}

static bool load_slot(struct load *l, const struct snapshot_range *range, uint64_t addr)
{
	struct walk_level slot = last_slot(l, addr);

	if (++l->slots > SLOTS_MAX)
		return refuse(l, "too many page-table slots: there is no room from ", addr);
	if (slot.level > range->level && !slot.entry && !make_tables(l, range->level, addr))
		return false;
	slot = last_slot(l, addr);
	if (slot.level != range->level)
		return refuse(l, "vm areas and page tables do not fit together at ", addr);
	uint64_t entry = entry_of(&slot, addr, range->flags);
	return entry == slot.entry || write_slot(l, range->level, addr, entry);
}

static bool load_range(struct load *l, const struct snapshot_range *range)
{
	uint64_t last = range->end - 1;

	if (range->level < 1 || range->level > l->m->g->space.levels || range->start > last)
		return refuse(l, "this piece of a page-table dump makes no sense: ", range->start);
	uint64_t slots = (last - range->start) / slot_bytes(range->level) + 1;
	for (uint64_t i = 0; i < slots; i++)
		if (!load_slot(l, range, range->start + i * slot_bytes(range->level)))
			return false;
	return true;
}

const char *machine_load_tables(struct machine *m, const struct snapshot_range *range,
				size_t ranges, char *text, size_t room)
{
	struct load l = { .m = m, .text = text_begin(text, room) };

	for (size_t i = 0; i < ranges; i++)
		if (!load_range(&l, &range[i]))
			return text;
	return NULL;
}
