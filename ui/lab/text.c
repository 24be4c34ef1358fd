/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Values as people read them: one writer for each kind of value.
 */

#include "ui/lab/inside.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/pgtable/pgtable.h"

const char *lab_size_text(uint64_t size, char *text, size_t room)
{
	if (size && size % PAGE_SIZE == 0)
		snprintf(text, room, "%" PRIu64 "p", size / PAGE_SIZE);
	else
		snprintf(text, room, "0x%" PRIx64, size);
	return text;
}

const char *lab_errno_name(uint32_t number)
{
	switch (number) {
	case ENOMEM:
		return "ENOMEM";
	case EBUSY:
		return "EBUSY";
	case ENOENT:
		return "ENOENT";
	case EINVAL:
		return "EINVAL";
	case EEXIST:
		return "EEXIST";
	default:
		return N_("an error");
	}
}

static void bytes_text(uint64_t value, char *text, size_t room)
{
	uint64_t pages = value / PAGE_SIZE, rest = value % PAGE_SIZE;
	snprintf(text, room, "0x%" PRIx64, value);
	if (pages == 0)
		return;
	lab_append(text, room, " (");
	lab_append(text, room, P_("%" PRIu64 " page", "%" PRIu64 " pages", pages), pages);
	if (rest)
		lab_append(text, room, P_(" and %" PRIu64 " byte", " and %" PRIu64 " bytes", rest),
			   rest);
	lab_append(text, room, ")");
}

static void area_text(const struct lab *lab, uint64_t area, char *text, size_t room)
{
	const struct machine *m = lab_machine(lab);
	if (area == 0 || area > m->g->used[REGION_VA_START]) {
		snprintf(text, room, "%s", _("none"));
		return;
	}
	uint64_t start = m->va_start[area], end = m->va_end[area];
	const char *name = lab_name_of_area(lab, (uint32_t)area);
	if (start == 0 && end == 0)
		snprintf(text, room, "%s", _("a new area without a place"));
	else
		snprintf(text, room, "%s%s[0x%" PRIx64 ", 0x%" PRIx64 ")", name ? name : "",
			 name ? " " : "", start, end);
}

static void vm_text(const struct lab *lab, uint64_t vm, char *text, size_t room)
{
	const struct machine *m = lab_machine(lab);
	char size[64];
	if (vm == 0 || vm > m->g->used[REGION_VM]) {
		snprintf(text, room, "%s", _("none"));
		return;
	}
	bytes_text(m->vm[vm].size, size, sizeof(size));
	if (m->vm[vm].addr == 0)
		snprintf(text, room, _("a new vm area of %s"), size);
	else
		snprintf(text, room, _("the vm area at 0x%" PRIx64 ", %s"), m->vm[vm].addr, size);
}

static void block_text(const struct lab *lab, uint64_t block, char *text, size_t room)
{
	const struct machine *m = lab_machine(lab);
	if (block == 0 || block > m->g->used[REGION_BLOCK])
		snprintf(text, room, "%s", _("none"));
	else if (m->block[block].va_start == 0)
		snprintf(text, room, "%s", _("a new block"));
	else
		snprintf(text, room, _("the block at 0x%" PRIx64), m->block[block].va_start);
}

static const struct {
	uint64_t bit;
	const char *name;
} entry_bits[] = {
	{ ENTRY_PRESENT, "present" }, { ENTRY_RW, "rw" }, { ENTRY_USER, "user" },
	{ ENTRY_PWT, "pwt" }, { ENTRY_PCD, "pcd" }, { ENTRY_ACCESSED, "accessed" },
	{ ENTRY_DIRTY, "dirty" }, { ENTRY_LARGE, "large" }, { ENTRY_GLOBAL, "global" },
	{ ENTRY_NX, "nx" },
};

static void entry_text(uint64_t entry, char *text, size_t room)
{
	if (entry == 0) {
		snprintf(text, room, "%s", _("empty"));
		return;
	}
	const char *before = " (";
	snprintf(text, room, "0x%" PRIx64, entry);
	if (entry & ENTRY_ADDRESS) {
		lab_append(text, room, " (pfn 0x%" PRIx64, (entry & ENTRY_ADDRESS) >> PAGE_SHIFT);
		before = " ";
	}
	for (size_t i = 0; i < LENGTH(entry_bits); i++) {
		if (!(entry & entry_bits[i].bit))
			continue;
		lab_append(text, room, "%s%s", before, entry_bits[i].name);
		before = " ";
	}
	lab_append(text, room, "%s", before[1] ? "" : ")");
}

static const char *level_name(uint64_t level)
{
	static const char *const names[] = { "page", "pte", "pmd", "pud", "p4d", "pgd" };
	return level < LENGTH(names) ? names[level] : "?";
}

static void notifier_text(const struct lab *lab, uint64_t notifier, char *text, size_t room)
{
	const struct machine *m = lab_machine(lab);
	if (notifier == 0 || notifier > m->g->used[REGION_NOTIFIER]) {
		snprintf(text, room, "%s", _("none"));
		return;
	}
	const char *name = lab_name_of_id(lab, m->notifier[notifier].id);
	if (name)
		snprintf(text, room, "%s", name);
	else
		snprintf(text, room, _("notifier %" PRIu32), m->notifier[notifier].id);
}

static void errno_text(uint64_t value, char *text, size_t room)
{
	int64_t number = (int64_t)value;
	if (number == 0)
		snprintf(text, room, "0");
	else if (number < 0)
		snprintf(text, room, "-%s", _(lab_errno_name((uint32_t)-number)));
	else
		snprintf(text, room, "%s", _(lab_errno_name((uint32_t)number)));
}

static void or_number(const char *name, uint64_t value, char *text, size_t room)
{
	if (name)
		snprintf(text, room, "%s", name);
	else
		snprintf(text, room, "%" PRIu64, value);
}

/* Kinds whose text depends on nothing but the number. */
static void plain_text(enum value_kind kind, uint64_t value, char *text, size_t room)
{
	switch (kind) {
	case VALUE_PAGES:
		snprintf(text, room, P_("%" PRIu64 " page", "%" PRIu64 " pages", value), value);
		break;
	case VALUE_ADDRESS:
	case VALUE_PFN:
	case VALUE_GFP:
		snprintf(text, room, "0x%" PRIx64, value);
		break;
	case VALUE_LEVEL:
		snprintf(text, room, "%s", level_name(value));
		break;
	case VALUE_FLAG:
		snprintf(text, room, "%s", value ? _("yes") : _("no"));
		break;
	case VALUE_COLOUR:
		snprintf(text, room, "%s", value == RED ? _("red") : _("black"));
		break;
	case VALUE_SIGNED:
		snprintf(text, room, "%" PRId64, (int64_t)value);
		break;
	default:
		snprintf(text, room, "%" PRIu64, value);
		break;
	}
}

static void table_text(uint64_t table, char *text, size_t room)
{
	if (table)
		snprintf(text, room, _("table %" PRIu64), table);
	else
		snprintf(text, room, "%s", _("no table"));
}

/* Kinds that take more than one format. False: `kind` is none of them. */
static bool special_text(const struct lab *lab, enum value_kind kind, uint64_t value,
			 char *text, size_t room)
{
	switch (kind) {
	case VALUE_BYTES:
		return bytes_text(value, text, room), true;
	case VALUE_AREA:
		return area_text(lab, value, text, room), true;
	case VALUE_VM:
		return vm_text(lab, value, text, room), true;
	case VALUE_BLOCK:
		return block_text(lab, value, text, room), true;
	case VALUE_NOTIFIER:
		return notifier_text(lab, value, text, room), true;
	case VALUE_TABLE:
		return table_text(value, text, room), true;
	case VALUE_ENTRY:
		return entry_text(value, text, room), true;
	case VALUE_ERRNO:
		return errno_text(value, text, room), true;
	case VALUE_REASON:
		return or_number(reason_text((uint32_t)value), value, text, room), true;
	case VALUE_WHY:
		return or_number(why_name((uint32_t)value), value, text, room), true;
	default:
		return false;
	}
}

const char *lab_value_text(const struct lab *lab, enum value_kind kind, uint64_t value,
			   char *text, size_t room)
{
	if (!special_text(lab, kind, value, text, room))
		plain_text(kind, value, text, room);
	return text;
}

const char *lab_name_of_id(const struct lab *lab, uint32_t id)
{
	return id && id <= lab->names.count ? lab->names.name[id].text : NULL;
}

bool lab_present_op(const struct lab *lab, struct op *op)
{
	struct cursor cursor = timeline_cursor(lab->time);
	return cursor.op != 0 && timeline_op(lab->time, cursor.op, op);
}

uint32_t lab_present_id(const struct lab *lab)
{
	struct op op;
	if (!lab_present_op(lab, &op))
		return 0;
	const struct op_info *info = op_info(op.kind);
	bool names = info->arg[0].name && info->arg[0].kind == ARG_ID && op.arg[0] != NO_ID;
	return names ? (uint32_t)op.arg[0] : 0;
}

const char *lab_name_of_area(const struct lab *lab, uint32_t area)
{
	const struct machine *m = lab_machine(lab);
	uint32_t id = names_of_area_now(&lab->names, m, area);
	if (!id)	/* costs more, and is seldom needed */
		id = names_of_area(&lab->names, m, area, lab_present_id(lab));
	return lab_name_of_id(lab, id);
}

const char *lab_short_text(const struct lab *lab, enum value_kind kind, uint64_t value,
			   char *text, size_t room)
{
	const struct machine *m = lab_machine(lab);
	uint32_t area = 0;
	if (kind == VALUE_AREA && value <= UINT32_MAX)
		area = (uint32_t)value;
	else if (kind == VALUE_VM && value <= m->g->used[REGION_VM])
		area = area_containing(m, m->vm[value].addr);
	const char *name = lab_name_of_area(lab, area);
	if (!name)
		return lab_value_text(lab, kind, value, text, room);
	snprintf(text, room, "%s", name);
	return text;
}
