/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Page frames and TLBs: listed when nothing is asked for, else changed, which
 * is an operation like any other.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- TLBs --- */

/* Where the tables lead the address of a translation now. */
static void print_translation(struct lab *lab, uint32_t cpu, const struct translation *known)
{
	const struct machine *m = lab_machine(lab);
	struct translation now;
	char entry[160];
	lab_value_text(lab, VALUE_ENTRY, known->entry, entry, sizeof(entry));
	lab_print(lab, TONE_PLAIN, "CPU %" PRIu32 "  0x%016" PRIx64 "  %s", cpu, known->addr, entry);
	if (!machine_stale(m, known))
		return;
	if (machine_translate(m, known->addr, &now))
		lab_value_text(lab, VALUE_ENTRY, now.entry, entry, sizeof(entry));
	else
		snprintf(entry, sizeof(entry), "nothing");
	lab_print(lab, TONE_WARN, "       stale: the page tables hold %s there", entry);
}

static size_t print_tlb(struct lab *lab, uint32_t cpu, size_t *stale)
{
	const struct machine *m = lab_machine(lab);
	const struct translation *known;
	size_t n = machine_tlb(m, cpu, &known), live = 0;
	for (size_t i = 0; i < n; i++) {
		if (!known[i].live)
			continue;
		live++;
		*stale += machine_stale(m, &known[i]);
		print_translation(lab, cpu, &known[i]);
	}
	return live;
}

enum lab_status run_tlb(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	size_t live = 0, stale = 0;
	if (a->at[0].text)
		return run_op(lab, a, reply);
	lab->only_looked = true;
	for (uint32_t cpu = 0; cpu < lab_machine(lab)->g->space.cpus; cpu++)
		live += print_tlb(lab, cpu, &stale);
	reply_integer(reply, "count", live);
	reply_integer(reply, "stale", stale);
	if (lab_machine(lab)->g->tlb_off)
		lab_print(lab, TONE_PLAIN, "the TLBs are off: 'tlb on' lets CPUs remember");
	else if (live == 0)
		lab_print(lab, TONE_PLAIN, "no CPU remembers a translation; 'touch ADDRESS' makes "
			  "it use one");
	return LAB_OK;
}

/* --- frames --- */

enum { AREAS_TOLD = 24, FRAMES_TOLD = 8 };

/* "v1: 3 frames: 0x3a2f91 0x11c07d 0x2b6604" */
static void print_frames(struct lab *lab, uint32_t vm)
{
	const struct machine *m = lab_machine(lab);
	uint32_t page = m->vm[vm].pages;
	char owner[120], line[LINE_ROOM];
	lab_short_text(lab, VALUE_VM, vm, owner, sizeof(owner));
	snprintf(line, sizeof(line), P_("%s: %" PRIu32 " page:", "%s: %" PRIu32 " pages:",
					m->vm[vm].nr_pages), owner, m->vm[vm].nr_pages);
	for (int told = 0; page && told < FRAMES_TOLD; page = m->page[page].next, told++)
		lab_append(line, sizeof(line), " 0x%" PRIx64, m->page[page].pfn);
	lab_print(lab, TONE_PLAIN, "%s%s", line, page ? " ..." : "");
}

static void list_frames(struct lab *lab)
{
	const struct machine *m = lab_machine(lab);
	uint32_t told = 0;
	for (uint32_t area = m->g->vmap_area_list; area; area = m->next[area]) {
		uint32_t vm = m->rest[area].flags & VM_VM_AREA ? m->rest[area].vm : 0;
		if (!m->vm[vm].pages)
			continue;
		if (told++ == AREAS_TOLD) {
			lab_print(lab, TONE_PLAIN, "...");
			return;
		}
		print_frames(lab, vm);
	}
}

/* A frame, or several that lie one behind the other, from `page` on; *page is moved
 * behind them. How many there were. */
static uint32_t frame_run(const struct machine *m, uint32_t *page, char *text, size_t room)
{
	uint64_t first = m->page[*page].pfn, pfn = first;
	uint32_t next = m->page[*page].next;
	while (next && m->page[next].pfn == pfn + 1) {
		pfn++;
		next = m->page[next].next;
	}
	*page = next;
	if (pfn == first)
		snprintf(text, room, " 0x%" PRIx64, first);
	else
		snprintf(text, room, " 0x%" PRIx64 "-0x%" PRIx64, first, pfn);
	return (uint32_t)(pfn - first) + 1;
}

/* All of them; each line begins with the number of its first page. */
static void list_pages(struct lab *lab, uint32_t vm)
{
	const struct machine *m = lab_machine(lab);
	uint32_t page = m->vm[vm].pages, number = 0;
	char line[LINE_ROOM] = "", item[48];
	while (page) {
		uint32_t first = number;
		number += frame_run(m, &page, item, sizeof(item));
		if (*line && strlen(line) + strlen(item) > LAB_COLUMNS) {
			lab_print(lab, TONE_PLAIN, "%s", line);
			line[0] = '\0';
		}
		if (!*line)
			snprintf(line, sizeof(line), "%6" PRIu32 ":", first);
		lab_append(line, sizeof(line), "%s", item);
	}
	if (*line)
		lab_print(lab, TONE_PLAIN, "%s", line);
}

/* The frames of the area at an address. */
static enum lab_status list_frames_of(struct lab *lab, const char *name, uint64_t addr,
				      struct reply *reply)
{
	const struct machine *m = lab_machine(lab);
	uint32_t area = area_containing(m, addr);
	uint32_t vm = m->rest[area].flags & VM_VM_AREA ? m->rest[area].vm : 0;
	char owner[120];
	lab->only_looked = true;
	if (!m->vm[vm].pages)
		return lab_fail(lab, "%s has no page frames of vmalloc", name);
	reply_integer(reply, "count", m->vm[vm].nr_pages);
	lab_print(lab, TONE_PLAIN, "%s: pages: %" PRIu32,
		  lab_short_text(lab, VALUE_VM, vm, owner, sizeof(owner)), m->vm[vm].nr_pages);
	list_pages(lab, vm);
	return LAB_OK;
}

enum lab_status run_frames(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	const struct globals *g = lab_machine(lab)->g;
	const char *orders = lab->running->parameter[0].choices;
	if (a->at[0].text && lab_choice(orders, a->at[0].text) >= 0)
		return run_op(lab, a, reply);
	if (a->at[1].text)
		return lab_fail(lab, "a seed belongs to the scattered order: frames scattered "
				"seed=%s", a->at[1].text);
	if (a->at[0].text)
		return list_frames_of(lab, a->at[0].text, a->at[0].number, reply);
	lab->only_looked = true;
	reply_integer(reply, "count", g->frames);
	lab_print(lab, TONE_PLAIN, P_("vmalloc has %" PRIu64 " page frame; %s",
				      "vmalloc has %" PRIu64 " page frames; %s", g->frames), g->frames,
		  g->frame_scattered ? _("they come scattered, the last one freed first") :
		  _("they come one after the other, and none twice"));
	list_frames(lab);
	return LAB_OK;
}
