/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The kernel's own listings as commands: /proc/vmallocinfo and the dump of the
 * page tables.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>

#include "ui/lab/ptdump.h"
#include "ui/lab/vmallocinfo.h"

/* Addresses [first, last] that a listing is limited to. False: lab_error tells. */
static bool read_range(struct lab *lab, const struct arguments *a, uint64_t *first,
		       uint64_t *last)
{
	*first = a->at[0].text ? a->at[0].number : 0;
	*last = a->at[1].text ? a->at[1].number - 1 : UINT64_MAX;
	if (*first <= *last)
		return true;
	lab_fail(lab, "the end, 0x%" PRIx64 ", does not lie above the start, 0x%" PRIx64, *last + 1,
		 *first);
	return false;
}

/* Long listings can be broken off. */
static bool is_interrupted(struct lab *lab)
{
	if (!lab_is_over(lab))
		return false;
	snprintf(lab->stop_text, sizeof(lab->stop_text), "%s", _("interrupted"));
	return true;
}

enum lab_status run_vmallocinfo(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	const struct machine *m = lab_machine(lab);
	char text[VMALLOCINFO_ROOM];
	uint64_t first, last, count = 0;
	if (!read_range(lab, a, &first, &last))
		return LAB_FAILED;
	uint32_t area = first ? area_at_or_after(m, first) : m->g->vmap_area_list;
	for (; area && m->va_start[area] <= last; area = m->next[area], count++) {
		if (is_interrupted(lab))
			return lab_fail(lab, "interrupted");
		lab_print(lab, TONE_PLAIN, "%s",
			  lab_vmallocinfo_line(lab, area, text, sizeof(text)));
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
