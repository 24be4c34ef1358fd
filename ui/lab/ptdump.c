/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The dump from its smallest part up: a slot, the run of like slots in its
 * table, the run that goes on in other tables, the sections.
 *
 * All reckoning is done with linear addresses: the bits that the tables
 * translate and no others, so that the two halves of the address space follow
 * each other without a gap, and its end is a number like any other.
 */

#include "ui/lab/ptdump.h"

#include <inttypes.h>
#include <stdio.h>

#include "engine/pgtable/entry.h"
#include "ui/lab/inside.h"

/* --- addresses --- */

static uint64_t space_size(const struct machine *m)
{
	return (uint64_t)1 << (PAGE_SHIFT + 9 * m->g->space.levels);
}

/* The kernel's half begins behind a hole in which no address can lie. */
static uint64_t canonical(const struct machine *m, uint64_t linear)
{
	uint64_t half = space_size(m) / 2;
	return ((linear & (space_size(m) - 1)) ^ half) - half;
}

static uint64_t linear(const struct machine *m, uint64_t addr)
{
	return canonical(m, addr) == addr ? addr & (space_size(m) - 1) : space_size(m) / 2;
}

/* --- like slots of one table --- */

struct run {
	uint64_t start, end;	/* linear */
	uint64_t flags;
	uint64_t effective;
	uint32_t level;
};

static uint64_t slot_flags(uint32_t level, uint64_t entry)
{
	uint64_t address = ENTRY_ADDRESS;
	if (level > LEVEL_PTE && level_none(level, entry))
		return 0;
	if ((level == LEVEL_PMD || level == LEVEL_PUD) && (entry & ENTRY_LARGE))
		address &= ~(((uint64_t)1 << (PAGE_SHIFT + 9 * (level - 1))) - 1);
	return entry & ~address;
}

/* The run of slots with these flags round one that has them: [*first, *end). A slot
 * of the lowest level has nothing but flags beside its address; there are many. */
static void like_slots(const uint64_t *slot, uint32_t level, uint64_t flags, uint64_t *first,
		       uint64_t *end)
{
	if (level == LEVEL_PTE) {
		while (*first > 0 && (slot[*first - 1] & ~ENTRY_ADDRESS) == flags)
			--*first;
		while (*end < TABLE_SLOTS && (slot[*end] & ~ENTRY_ADDRESS) == flags)
			++*end;
		return;
	}
	while (*first > 0 && slot_flags(level, slot[*first - 1]) == flags)
		--*first;
	while (*end < TABLE_SLOTS && slot_flags(level, slot[*end]) == flags)
		++*end;
}

/* What is allowed on all levels is allowed; what one forbids is forbidden. */
static uint64_t effective(uint64_t above, uint64_t flags)
{
	return (above & flags & (ENTRY_USER | ENTRY_RW)) | ((above | flags) & ENTRY_NX);
}

/* Slots of upper levels that hold nothing permit nothing either. */
static uint64_t permissions(const struct walk_level *walk, size_t levels)
{
	const struct walk_level *last = &walk[levels - 1];
	uint64_t all = ENTRY_USER | ENTRY_RW;
	if (last->level > LEVEL_PTE && !slot_flags(last->level, last->entry))
		return 0;
	for (size_t i = 0; i < levels; i++)
		all = effective(all, slot_flags(walk[i].level, walk[i].entry));
	return all;
}

/* Only tables have a table's flags, so the run ends at a slot that leads on. */
static struct run run_at(const struct machine *m, uint64_t at)
{
	struct walk_level walk[LEVEL_MAX];
	size_t levels = machine_walk(m, canonical(m, at), walk);
	const struct walk_level *last = &walk[levels - 1];
	const uint64_t *slot = m->table[last->table].slot;
	uint64_t flags = slot_flags(last->level, last->entry);
	uint64_t size = (uint64_t)1 << (PAGE_SHIFT + 9 * (last->level - 1));
	uint64_t table_start = at & ~(size * TABLE_SLOTS - 1);
	uint64_t first = last->index, end = last->index + 1;

	like_slots(slot, last->level, flags, &first, &end);
	return (struct run){
		.start = table_start + first * size, .end = table_start + end * size,
		.flags = flags, .effective = permissions(walk, levels), .level = last->level,
	};
}

static bool alike(const struct run *a, const struct run *b)
{
	return a->flags == b->flags && a->effective == b->effective && a->level == b->level;
}

/* --- sections --- */

static const struct ptdump_section layout_4[] = {
	{ 0, "User Space" },
	{ 0x8000000000000000, "Kernel Space" },
	{ 0xffff880000000000, "Low Kernel Mapping" },
	{ 0xffffc90000000000, "vmalloc() Area" },
	{ 0xffffea0000000000, "Vmemmap" },
	{ 0xfffffe0000000000, "CPU entry Area" },
	{ 0xffffffff80000000, "High Kernel Mapping" },
	{ 0xffffffffa0000000, "Modules" },
	{ 0xffffffffff000000, "End Modules" },
	{ 0xffffffffff57a000, "Fixmap Area" },
};

/* Five levels move what is large; what must lie near the end stays there. */
static const struct ptdump_section layout_5[] = {
	{ 0, "User Space" },
	{ 0x8000000000000000, "Kernel Space" },
	{ 0xff10000000000000, "Low Kernel Mapping" },
	{ 0xffa0000000000000, "vmalloc() Area" },
	{ 0xffd4000000000000, "Vmemmap" },
	{ 0xfffffe0000000000, "CPU entry Area" },
	{ 0xffffffff80000000, "High Kernel Mapping" },
	{ 0xffffffffa0000000, "Modules" },
	{ 0xffffffffff000000, "End Modules" },
	{ 0xffffffffff57a000, "Fixmap Area" },
};

static bool in_kernel_half(const struct machine *m)
{
	return m->g->space.end >> 63;
}

/* The first slot that the dump comes to at or behind an address. */
static uint64_t slot_from(const struct machine *m, uint64_t at)
{
	struct walk_level walk[LEVEL_MAX];
	size_t levels = machine_walk(m, canonical(m, at), walk);
	uint64_t size = (uint64_t)1 << (PAGE_SHIFT + 9 * (walk[levels - 1].level - 1));
	return (at + size - 1) & ~(size - 1);
}

/* No two sections begin at one slot: the later one waits for the next. */
static void add_section(struct ptdump *dump, const struct ptdump_section *section)
{
	const struct machine *m = dump->m;
	uint64_t at = linear(m, section->start);
	if (dump->sections) {
		uint64_t before = linear(m, dump->section[dump->sections - 1].start);
		at = at > before ? at : before + 1;
		at = at < space_size(m) ? slot_from(m, at) : at;
	}
	if (at < space_size(m))
		dump->section[dump->sections++] =
			(struct ptdump_section){ canonical(m, at), section->name };
}

void ptdump_open(struct ptdump *dump, const struct machine *m)
{
	const struct ptdump_section low[] = {
		{ 0, "User Space" },
		{ m->g->space.start, "vmalloc() Area" },
		{ m->g->space.end, "vmalloc() End" },
		{ 0x8000000000000000, "Kernel Space" },
	};
	const struct ptdump_section *layout = m->g->space.levels == 5 ? layout_5 : layout_4;
	size_t sections = LENGTH(layout_4);

	if (!in_kernel_half(m)) {
		layout = low;
		sections = LENGTH(low);
	}
	*dump = (struct ptdump){ .m = m };
	for (size_t i = 0; i < sections; i++)
		add_section(dump, &layout[i]);
}

static uint32_t section_of(const struct ptdump *dump, uint64_t addr)
{
	uint32_t i = dump->sections - 1;
	while (i > 0 && dump->section[i].start > addr)
		i--;
	return i;
}

/* --- lines --- */

/* What so many tables of a level translate; 0: more than there is. */
static uint64_t cut_size(const struct machine *m, uint32_t level)
{
	unsigned shift = PAGE_SHIFT + 9 * level;
	uint64_t size = shift < 50 ? (uint64_t)PTDUMP_CUT << shift : 0;
	return size < space_size(m) ? size : 0;
}

/* How far a line through an address can reach: its section, or less. */
static struct run reach_of(const struct ptdump *dump, uint32_t section, uint64_t at,
			   uint32_t level)
{
	const struct machine *m = dump->m;
	uint64_t cut = dump->cut ? cut_size(m, level) : 0;
	struct run reach = { .start = linear(m, dump->section[section].start),
			     .end = space_size(m) };
	if (section + 1 < dump->sections)
		reach.end = linear(m, dump->section[section + 1].start);
	if (cut && at - at % cut > reach.start)
		reach.start = at - at % cut;
	if (cut && at - at % cut + cut < reach.end)
		reach.end = at - at % cut + cut;
	return reach;
}

struct ptdump_line ptdump_line_at(const struct ptdump *dump, uint64_t addr)
{
	const struct machine *m = dump->m;
	uint64_t at = linear(m, addr);
	uint32_t section = section_of(dump, canonical(m, at));
	struct run line = run_at(m, at), other, reach = reach_of(dump, section, at, line.level);
	uint64_t next;

	while (line.start > reach.start && (other = run_at(m, line.start - 1), alike(&line, &other)))
		line.start = other.start;
	while (line.end < reach.end && (other = run_at(m, line.end), alike(&line, &other)))
		line.end = other.end;
	next = line.end < reach.end ? line.end : reach.end;
	other = dump->cut && next == reach.end && next < space_size(m) ? run_at(m, next) :
		(struct run){ .level = 0 };
	return (struct ptdump_line){
		.start = canonical(m, line.start > reach.start ? line.start : reach.start),
		.end = canonical(m, next),
		.flags = line.flags, .effective = line.effective,
		.level = line.level, .section = section,
		.goes_on = alike(&line, &other) && section == section_of(dump, canonical(m, next)),
	};
}

bool ptdump_last_before(const struct ptdump *dump, const struct ptdump_line *line,
			uint64_t *last)
{
	uint64_t at = linear(dump->m, line->start);
	if (at != 0)
		*last = canonical(dump->m, at - 1);
	return at != 0;
}

bool ptdump_has_heading(const struct ptdump *dump, const struct ptdump_line *line)
{
	return dump->section[line->section].start == line->start;
}

const char *ptdump_heading(const struct ptdump *dump, const struct ptdump_line *line,
			   char *text, size_t room)
{
	snprintf(text, room, "---[ %s ]---", dump->section[line->section].name);
	return text;
}

/* Columns that a line has: what is not set is left blank. */
static void put_protection(const struct ptdump_line *line, char *text, size_t room)
{
	bool page = line->level == LEVEL_PTE;
	bool large = line->level == LEVEL_PMD || line->level == LEVEL_PUD;
	uint64_t pat = page ? ENTRY_PAT : large ? ENTRY_PAT_LARGE : 0;
	uint64_t has = line->flags;
	if (!(has & ENTRY_PRESENT)) {
		lab_append(text, room, "%30s", "");
		return;
	}
	lab_append(text, room, "%-4s%-3s%-4s%-4s%-4s%-4s%-4s%-3s", has & ENTRY_USER ? "USR" : "",
		   has & ENTRY_RW ? "RW" : "ro", has & ENTRY_PWT ? "PWT" : "",
		   has & ENTRY_PCD ? "PCD" : "", !page && (has & ENTRY_LARGE) ? "PSE" : "",
		   has & pat ? "PAT" : "", has & ENTRY_GLOBAL ? "GLB" : "",
		   has & ENTRY_NX ? "NX" : "x");
}

const char *ptdump_text(const struct ptdump *dump, const struct ptdump_line *line,
			char *text, size_t room)
{
	static const char *const names[] = { "", "pte", "pmd", "pud", "p4d", "pgd" };
	const char *unit = "BKMGTPE";
	uint64_t size = line->end - line->start;

	for (; size % 1024 == 0 && unit[1]; unit++)
		size /= 1024;
	snprintf(text, room, "0x%016" PRIx64 "-0x%016" PRIx64 "   %9" PRIu64 "%c ", line->start,
		 line->end, size, *unit);
	put_protection(line, text, room);
	lab_append(text, room, "%s",
		   names[line->level == dump->m->g->space.levels ? LEVEL_PGD : line->level]);
	return text;
}

void ptdump_lines(const struct machine *m, void (*line)(void *context, const char *text),
		  void *context)
{
	struct ptdump dump;
	struct ptdump_line at = { .end = 0 };
	char text[PTDUMP_ROOM];

	ptdump_open(&dump, m);
	do {
		at = ptdump_line_at(&dump, at.end);
		if (ptdump_has_heading(&dump, &at))
			line(context, ptdump_heading(&dump, &at, text, sizeof(text)));
		line(context, ptdump_text(&dump, &at, text, sizeof(text)));
	} while (at.end);
}
