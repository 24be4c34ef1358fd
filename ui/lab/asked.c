/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Who asked for an area, and what for.
 *
 * The machine does not say: an area knows whether it has a vm area, and that
 * one has a few flags. So the names are asked as well. In the middle of an
 * operation what it makes has no owner yet, and if it is going to fail it never
 * gets one: then the calls on the model's stack tell that it is theirs.
 *
 * A kernel tells who asked by the function that did. In the laboratory it was
 * a person, who gave a name.
 */

#include "ui/lab/inside.h"

#include <stdio.h>

#include "ui/lab/vmallocinfo.h"

/* Is the vm area, or the one whose page array it is, in the hands of a call? */
static bool is_in_hand(const struct lab *lab, uint32_t vm)
{
	const struct machine *m = lab_machine(lab);
	for (uint32_t i = 0; i < m->g->depth && i < FRAME_MAX; i++) {
		const struct frame *frame = &m->frame[i];
		const struct core_signature *s =
			timeline_signature(lab->time, (enum function)frame->function);
		for (uint32_t k = 0; s && k < s->locals && k < frame->locals; k++) {
			uint64_t held = s->kind[k] == VALUE_VM ? frame->value[k] : 0;
			if (held && held <= m->g->used[REGION_VM] &&
			    (held == vm || m->vm[held].pages_at == m->vm[vm].addr))
				return true;
		}
	}
	return false;
}

/* The id that the vm area in `area` was made for; 0: nobody's, so it is an early one. */
static uint32_t asked_by(const struct lab *lab, uint32_t area, uint32_t present)
{
	const struct machine *m = lab_machine(lab);
	uint32_t id = names_of_vm_area(&lab->names, m, area, present);
	if (present && !names_live(m, id) && is_in_hand(lab, m->rest[area].vm))
		return present;
	return id;
}

/* What an id stands for, or is going to: enum object_kind. */
static uint32_t kind_of_id(const struct lab *lab, uint32_t id, uint32_t present)
{
	static const struct {
		enum op_kind op;
		enum object_kind object;
	} makers[] = {
		{ OP_GETVM, OBJECT_VM }, { OP_PCPU, OBJECT_PCPU }, { OP_VMAP, OBJECT_VMAP },
		{ OP_IOREMAP, OBJECT_IOREMAP }, { OP_MAPRAM, OBJECT_RAM },
	};
	const struct object *object = &lab_machine(lab)->object[id];
	struct op op;
	if (object->kind != OBJECT_NONE || id != present || !lab_present_op(lab, &op))
		return object->kind;
	for (size_t i = 0; i < LENGTH(makers); i++)
		if (makers[i].op == op.kind)
			return makers[i].object;
	return OBJECT_NONE;
}

/* --- in the form of /proc/vmallocinfo --- */

/* An area's line, and what its caller is to be found by. */
struct listing {
	const struct lab *lab;
	uint32_t area;
	char caller[NAME_ROOM + 24];
};

static const char *caller_of(void *context, uint32_t vm)
{
	struct listing *listing = context;
	const struct lab *lab = listing->lab;
	uint32_t present = lab_present_id(lab);
	uint32_t id = asked_by(lab, listing->area, present);
	const char *name = lab_name_of_id(lab, id);
	(void)vm;
	if (!name)
		return NULL;
	/* These are registered under the function that makes them. */
	if (kind_of_id(lab, id, present) == OBJECT_PCPU)
		return "pcpu_get_vm_areas+0x0/0x0";
	snprintf(listing->caller, sizeof(listing->caller), "%s+0x0/0x0 [vmaplab]", name);
	return listing->caller;
}

const char *lab_vmallocinfo_line(const struct lab *lab, uint32_t area, char *text, size_t room)
{
	struct listing listing = { .lab = lab, .area = area };
	return vmallocinfo_line(lab_machine(lab), area, caller_of, &listing, text, room);
}

/* --- kinds --- */

const struct area_kind_info area_kinds[AREA_KIND_COUNT] = {
	[AREA_BARE] = { ' ', "area", false },
	[AREA_RAM] = { 'R', "vm_map_ram", false },
	[AREA_VMALLOC] = { 'V', "vmalloc", true },
	[AREA_ARRAY] = { 'A', N_("page array"), true },
	[AREA_VMAP] = { 'M', "vmap", true },
	[AREA_IOREMAP] = { 'I', "ioremap", true },
	[AREA_PCPU] = { 'P', N_("per-CPU"), false },
	[AREA_EARLY] = { 'E', N_("early"), false },
	[AREA_VM] = { 'G', "get_vm_area", true },
	[AREA_UNPURGED] = { 'U', N_("unpurged"), false },
};

/* By flags; those who ask for vm areas themselves may use any. */
static enum area_kind kind_of_flags(uint32_t flags)
{
	if (flags & VM_IOREMAP)
		return AREA_IOREMAP;
	if (flags & VM_MAP)
		return AREA_VMAP;
	return flags & VM_ALLOC ? AREA_VMALLOC : AREA_VM;
}

static bool is_page_array(const struct lab *lab, uint32_t area, uint32_t id)
{
	const struct machine *m = lab_machine(lab);
	return m->object[id].kind == OBJECT_VMALLOC && m->object[id].addr != m->va_start[area];
}

static enum area_kind kind_of_vm(const struct lab *lab, uint32_t area)
{
	const struct machine *m = lab_machine(lab);
	uint32_t present = lab_present_id(lab);
	uint32_t id = asked_by(lab, area, present);
	if (!id)
		return AREA_EARLY;
	if (is_page_array(lab, area, id))
		return AREA_ARRAY;
	switch (kind_of_id(lab, id, present)) {
	case OBJECT_PCPU:
		return AREA_PCPU;
	case OBJECT_VM:
		return AREA_VM;
	default:
		return kind_of_flags(m->vm[m->rest[area].vm].flags);
	}
}

/* A block is nobody's, and lies on a multiple of its size. */
static bool looks_like_block(const struct lab *lab, uint32_t area)
{
	const struct machine *m = lab_machine(lab);
	uint64_t size = (uint64_t)m->g->space.block_pages << PAGE_SHIFT;
	return m->va_end[area] - m->va_start[area] == size &&
	       (m->va_start[area] & (size - 1)) == 0 && !lab_name_of_area(lab, area);
}

enum area_kind lab_area_kind(const struct lab *lab, uint32_t area)
{
	const struct machine *m = lab_machine(lab);
	uint32_t present = lab_present_id(lab);
	if (m->rest[area].flags & VM_VM_AREA)
		return kind_of_vm(lab, area);
	if (m->rest[area].flags & VM_LAZY_FREE)
		return AREA_UNPURGED;
	uint32_t id = names_of_area(&lab->names, m, area, present);
	if (id ? kind_of_id(lab, id, present) == OBJECT_RAM : looks_like_block(lab, area))
		return AREA_RAM;
	return AREA_BARE;
}
