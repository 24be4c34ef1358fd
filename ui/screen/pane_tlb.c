/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the CPUs' TLBs remember, a row for each translation: where it leads, and
 * whether the page tables still say so. A stale one is told with what became
 * of the frame: whoever uses it reads and writes somebody else's memory.
 */

#include <stdio.h>

#include "ui/screen/panes.h"

enum { FRAMES_SEARCHED = 100000 };	/* more pages than that are not looked through */

struct row {
	uint32_t cpu;
	const struct translation *known;
};

/* The wanted-th translation, CPU by CPU; `known` NULL: there are not so many.
 * `count` gets how many there are up to there. */
static struct row row_at(const struct scene *scene, int64_t wanted, int64_t *count)
{
	*count = 0;
	for (uint32_t cpu = 0; cpu < scene->m->g->space.cpus; cpu++) {
		const struct translation *known;
		size_t entries = machine_tlb(scene->m, cpu, &known);
		for (size_t i = 0; i < entries; i++)
			if (known[i].live && (*count)++ == wanted)
				return (struct row){ cpu, &known[i] };
	}
	return (struct row){ 0, NULL };
}

/* Who has a frame of the pool now. */
static void owner_text(const struct scene *scene, uint64_t pfn, char *text, size_t room)
{
	const struct machine *m = scene->m;
	char owner[64];
	if (m->g->used[REGION_PAGE] > FRAMES_SEARCHED) {
		snprintf(text, room, _("the frame may have another owner"));
		return;
	}
	uint32_t page = page_of_frame(m, pfn);
	uint32_t area = page ? area_containing(m, m->vm[m->page[page].vm].addr) : 0;
	if (!page)
		snprintf(text, room, _("nobody has the frame"));
	else if (!area)
		snprintf(text, room, _("the frame is in use"));
	else
		snprintf(text, room, _("the frame is %s's now"),
			 pane_area(scene, area, owner, sizeof(owner)));
}

/* The area at an address, freed or not. */
static void place_text(const struct scene *scene, uint64_t addr, char *text, size_t room)
{
	uint32_t area = area_containing(scene->m, addr);
	if (area)
		pane_area(scene, area, text, room);
	else
		snprintf(text, room, "-");
}

static void draw_row(const struct window *w, int y, const struct scene *scene,
		     const struct row *row)
{
	const struct translation *known = row->known;
	bool stale = machine_stale(scene->m, known);
	uint64_t pfn = translation_frame(known, known->addr);
	char place[64], owner[128], text[300];
	place_text(scene, known->addr, place, sizeof(place));
	int x = put_format(w, y, 0, STYLE_TITLE, "CPU %-2u ", row->cpu);
	x = put_format(w, y, x, stale ? STYLE_WARN : STYLE_TEXT, "0x%016llx %-8s %s 0x%-7llx ",
		       (unsigned long long)known->addr, place, glyph(w->canvas, GLYPH_TO),
		       (unsigned long long)pfn);
	if (!stale) {
		put_short(w, y, x, w->width - x, STYLE_DIM, _("as in the page tables"));
		return;
	}
	owner_text(scene, pfn, owner, sizeof(owner));
	snprintf(text, sizeof(text), _("STALE: %s"), owner);
	put_short(w, y, x, w->width - x, STYLE_ERROR, text);
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	const struct scene *scene = showing->scene;
	int64_t count, before;
	row_at(scene, -1, &count);
	int64_t first = pane_first_row(state, count, w->height, -1);
	if (scene->m->g->tlb_off)
		put_short(w, 0, 0, w->width, STYLE_DIM,
			  _("Switched off: 'tlb on' lets CPUs remember."));
	else if (count == 0)
		put_short(w, 0, 0, w->width, STYLE_DIM,
			  _("No CPU remembers a translation; 'touch ADDRESS' makes it use one."));
	for (int y = 0; y < w->height && first + y < count; y++) {
		struct row row = row_at(scene, first + y, &before);
		draw_row(w, y, scene, &row);
	}
}

const struct pane pane_tlb = {
	.name = "tlb",
	.title = N_("TLBs"),
	.draw = draw,
	.move = pane_scroll,
};
