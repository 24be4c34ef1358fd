/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The page frames of one vmalloc'ed area: addresses in a row, frames wherever
 * the pool had them.
 *
 *	v2         0123                  pages by address
 *	memory     ··2····0···■·····3·1  the same pages, where their frames lie
 *	           0x100000                                   0x4fffff
 *	0 0xffffc90000004000 → 0x2b6604    1 0xffffc90000005000 → 0x4ef012
 *
 * The area is the one that the step is about, or the last one that was given
 * frames; frames of others are squares. Pages beyond those that have a sign are
 * in the list below, which can be scrolled.
 */

#include <stdio.h>
#include <string.h>

#include "engine/pgtable/frames.h"
#include "ui/screen/panes.h"

enum {
	LABELLED = 11,		/* columns of the labels on the left */
	OTHERS_LOOKED_AT = 4096,/* pages of others, evenly spread over all */
	COLUMN = 36,		/* of the list */
	NEWEST_LOOKED_AT = 100,
	PICTURE_ROWS = 3,
};

static const char signs[] = "0123456789abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* --- whose frames --- */

static uint32_t vm_in(const struct machine *m, uint32_t area)
{
	uint32_t vm = area && (m->rest[area].flags & VM_VM_AREA) ? m->rest[area].vm : 0;
	return vm && m->vm[vm].pages ? vm : 0;
}

/* The vm area of the innermost call that has one. */
static uint32_t vm_in_hand(const struct scene *scene)
{
	const struct machine *m = scene->m;
	struct known vm = scene_local(scene, "vm");
	bool has_pages = vm.here && vm.value && vm.value <= m->g->used[REGION_VM] &&
			 m->vm[vm.value].pages;
	return has_pages ? (uint32_t)vm.value : 0;
}

/* The owner of one of the pages handed out last. */
static uint32_t vm_of_newest(const struct machine *m)
{
	uint64_t page = m->g->used[REGION_PAGE], tries = NEWEST_LOOKED_AT;
	for (; page > 0 && tries > 0; page--, tries--)
		if (m->page[page].live && m->page[page].vm)
			return m->page[page].vm;
	return 0;
}

static uint32_t vm_of_interest(const struct scene *scene)
{
	uint32_t vm = vm_in_hand(scene);
	if (!vm)
		vm = vm_in(scene->m, scene_area(scene));
	if (!vm)
		vm = vm_in(scene->m, scene->m->g->free_vmap_cache);
	return vm ? vm : vm_of_newest(scene->m);
}

/* --- memory, to scale --- */

struct memory_scale {
	uint64_t first, frames;	/* shown */
	int cells;
};

/* In sequential order nothing beyond the last frame handed out was ever used. */
static struct memory_scale scale_of(const struct window *w, const struct scene *scene)
{
	const struct globals *g = scene->m->g;
	struct memory_scale scale = { FIRST_FRAME, g->space.totalram, w->width - LABELLED };
	if (!g->frame_scattered)
		scale.frames = g->frame_order > (uint64_t)scale.cells ? g->frame_order :
			       (uint64_t)scale.cells;
	return scale;
}

static int cell_of(const struct memory_scale *scale, uint64_t pfn)
{
	uint64_t at = pfn - scale->first;
	if (pfn < scale->first || at >= scale->frames)
		return -1;
	return (int)((double)at * scale->cells / (double)scale->frames);
}

static void put_others(const struct window *w, int y, const struct memory_scale *scale,
		       const struct scene *scene, uint32_t vm)
{
	uint64_t pages = scene->m->g->used[REGION_PAGE], step = pages / OTHERS_LOOKED_AT + 1;
	put_fill(w, y, LABELLED, scale->cells, STYLE_HOLE, glyph(w->canvas, GLYPH_DOT));
	for (uint64_t page = 1; page <= pages; page += step) {
		const struct page *one = &scene->m->page[page];
		int cell = one->live && one->vm != vm ? cell_of(scale, one->pfn) : -1;
		if (cell >= 0)
			put_glyph(w, y, LABELLED + cell, STYLE_MIXED, GLYPH_SQUARE);
	}
}

static void put_own(const struct window *w, int y, const struct memory_scale *scale,
		    const struct scene *scene, uint32_t vm)
{
	uint32_t page = scene->m->vm[vm].pages;
	for (size_t i = 0; page && i < sizeof(signs) - 1; i++, page = scene->m->page[page].next) {
		const char sign[] = { signs[i], '\0' };
		int cell = cell_of(scale, scene->m->page[page].pfn);
		if (LABELLED + (int)i < w->width)
			put_text(w, y, LABELLED + (int)i, STYLE_AREA_TOUCHED, sign);
		if (cell >= 0)
			put_text(w, y + 1, LABELLED + cell, STYLE_AREA_TOUCHED, sign);
	}
}

static void draw_picture(const struct window *w, const struct scene *scene, uint32_t vm)
{
	struct memory_scale scale = scale_of(w, scene);
	char name[64], last[32];
	uint32_t area = area_containing(scene->m, scene->m->vm[vm].addr);
	if (scale.cells < 8)
		return;
	put_short(w, 0, 0, LABELLED - 1, STYLE_TITLE, pane_area(scene, area, name, sizeof(name)));
	put_text(w, 1, 0, STYLE_TITLE, _("memory"));
	put_others(w, 1, &scale, scene, vm);
	put_own(w, 0, &scale, scene, vm);
	snprintf(last, sizeof(last), "0x%llx",
		 (unsigned long long)(scale.first + scale.frames - 1));
	put_text(w, 2, 0, STYLE_DIM, _("frames"));
	put_format(w, 2, LABELLED, STYLE_DIM, "0x%llx", (unsigned long long)scale.first);
	put_text(w, 2, w->width - text_width(last), STYLE_DIM, last);
}

/* --- the list --- */

static void draw_list(const struct window *w, const struct scene *scene, uint32_t vm,
		      struct pane_state *state)
{
	const struct machine *m = scene->m;
	int columns = w->width >= COLUMN ? w->width / COLUMN : 1;
	int64_t rows = ((int64_t)m->vm[vm].nr_pages + columns - 1) / columns;
	int64_t first = pane_first_row(state, rows, w->height, -1) * columns;
	uint32_t page = m->vm[vm].pages;
	for (int64_t i = 0; page && i < first + (int64_t)w->height * columns; i++) {
		int64_t at = i - first;
		if (at >= 0)
			put_format(w, (int)(at / columns), (int)(at % columns) * COLUMN, STYLE_TEXT,
				   "%-3lld +%-6llx %s 0x%llx", (long long)i,
				   (unsigned long long)i << PAGE_SHIFT, glyph(w->canvas, GLYPH_TO),
				   (unsigned long long)m->page[page].pfn);
		page = m->page[page].next;
	}
}

/* --- the pane --- */

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	uint32_t vm = vm_of_interest(showing->scene);
	if (!vm) {
		put_short(w, 0, 0, w->width, STYLE_DIM,
			  _("No area with page frames is at hand; 'vmalloc 4p' makes one."));
		return;
	}
	draw_picture(w, showing->scene, vm);
	if (w->height <= PICTURE_ROWS)
		return;
	struct window list = window_part(w, PICTURE_ROWS, 0, w->height - PICTURE_ROWS, w->width);
	draw_list(&list, showing->scene, vm, state);
}

static void caption(const struct showing *showing, char *text, size_t room)
{
	const struct globals *g = showing->scene->m->g;
	snprintf(text, room, _("%llu in use, %s"), (unsigned long long)g->frames,
		 g->frame_scattered ? _("scattered") : _("one after the other"));
}

const struct pane pane_frames = {
	.name = "frames",
	.title = N_("Page frames"),
	.caption = caption,
	.draw = draw,
	.move = pane_scroll,
};
