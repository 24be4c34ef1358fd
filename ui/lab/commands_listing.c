/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The kernel's own listings as commands: /proc/vmallocinfo and the dump of the
 * page tables.
 *
 * A kernel tells who asked for a vm area by the function that did. In the
 * laboratory it was a person, who gave a name.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>

#include "ui/lab/ptdump.h"
#include "ui/lab/vmallocinfo.h"

/* --- who asked --- */

/* Is the vm area, or the one whose page array it is, in the hands of a call on
 * the model's stack? Then the present operation asks for it. */
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

/* An area's line, and what its caller is to be found by. */
struct listing {
	const struct lab *lab;
	uint32_t area;
	uint32_t present;	/* id that the operation at the cursor makes or frees */
	char caller[NAME_ROOM + 24];
};

/* Areas of a per-CPU group are registered under the function that makes them. */
static bool is_group(const struct listing *listing, uint32_t id)
{
	const struct lab *lab = listing->lab;
	struct op op;
	if (lab_machine(lab)->object[id].kind == OBJECT_PCPU)
		return true;
	return id == listing->present && lab_present_op(lab, &op) && op.kind == OP_PCPU;
}

static const char *caller_of(void *context, uint32_t vm)
{
	struct listing *listing = context;
	const struct lab *lab = listing->lab;
	const struct machine *m = lab_machine(lab);
	uint32_t id = names_of_vm_area(&lab->names, m, listing->area, listing->present);
	if (listing->present && !names_live(m, id) && is_in_hand(lab, vm))
		id = listing->present;
	const char *name = lab_name_of_id(lab, id);
	if (!name)
		return NULL;
	if (is_group(listing, id))
		return "pcpu_get_vm_areas+0x0/0x0";
	snprintf(listing->caller, sizeof(listing->caller), "%s+0x0/0x0 [vmaplab]", name);
	return listing->caller;
}

const char *lab_vmallocinfo_line(const struct lab *lab, uint32_t area, char *text, size_t room)
{
	struct listing listing = { .lab = lab, .area = area, .present = lab_present_id(lab) };
	return vmallocinfo_line(lab_machine(lab), area, caller_of, &listing, text, room);
}

/* --- the commands --- */

/* Addresses [first, last] that a listing is limited to. False: lab_error tells. */
static bool read_range(struct lab *lab, const struct arguments *a, uint64_t *first,
		       uint64_t *last)
{
	*first = a->at[0].text ? a->at[0].number : 0;
	*last = a->at[1].text ? a->at[1].number - 1 : UINT64_MAX;
	if (a->at[1].text && a->at[1].number <= *first)
		return lab_fail(lab, "the end, 0x%" PRIx64 ", does not lie above the start, 0x%" PRIx64,
				a->at[1].number, *first), false;
	return true;
}

/* Long listings can be broken off. */
static bool is_interrupted(struct lab *lab)
{
	if (!lab_interrupted)
		return false;
	lab_interrupted = 0;
	snprintf(lab->stop_text, sizeof(lab->stop_text), "interrupted");
	return true;
}

enum lab_status run_vmallocinfo(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	const struct machine *m = lab_machine(lab);
	struct listing listing = { .lab = lab, .present = lab_present_id(lab) };
	char text[VMALLOCINFO_ROOM];
	uint64_t first, last, count = 0;
	if (!read_range(lab, a, &first, &last))
		return LAB_FAILED;
	uint32_t area = first ? area_at_or_after(m, first) : m->g->vmap_area_list;
	for (; area && m->va_start[area] <= last; area = m->next[area], count++) {
		if (is_interrupted(lab))
			return lab_fail(lab, "interrupted");
		listing.area = area;
		lab_print(lab, TONE_PLAIN, "%s",
			  vmallocinfo_line(m, area, caller_of, &listing, text, sizeof(text)));
	}
	reply_integer(reply, "count", count);
	if (!count)
		lab_print(lab, TONE_PLAIN, "no area lies there; the kernel would print nothing");
	return LAB_OK;
}

enum lab_status run_ptdump(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct ptdump dump;
	struct ptdump_line line;
	char text[PTDUMP_ROOM];
	uint64_t first, last, count = 0;
	if (!read_range(lab, a, &first, &last))
		return LAB_FAILED;
	ptdump_open(&dump, lab_machine(lab));
	do {
		line = ptdump_line_at(&dump, first);
		if (count == 0 || ptdump_has_heading(&dump, &line))
			lab_print(lab, TONE_PLAIN, "%s",
				  ptdump_heading(&dump, &line, text, sizeof(text)));
		lab_print(lab, TONE_PLAIN, "%s", ptdump_text(&dump, &line, text, sizeof(text)));
		count++;
		if (is_interrupted(lab))
			return lab_fail(lab, "interrupted");
		first = line.end;
	} while (first && first <= last);
	reply_integer(reply, "count", count);
	return LAB_OK;
}
