/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The blocks of vm_map_ram, each as a row that tells and a picture to scale:
 *
 *	▶ 0xffffc90000400000  CPU 0, 1st in its queue  free 988  dirty 16  mapped 19
 *	  ▄▄▁·······················································
 *	  └┘ dirty pages lie in [8, 24)
 *	  from 0    ████████▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒███████████▒········
 *
 * The allocator counts what it handed out and what came back, and keeps the
 * range of the latter; which pages are still mapped it does not know. That is
 * read from the page tables. With room enough the pages handed out last are
 * shown one by one.
 */

#include <stdio.h>

#include "ui/screen/markers.h"
#include "ui/screen/panes.h"

enum {
	MARGIN = 2,		/* columns for the mark of the present block */
	BLOCKS_WALKED = 10000,	/* of the list by address */
	QUEUE_WALKED = 99,
	MOST_ROWS = 5,		/* of one block, the blank one included */
};

struct picture {
	const struct scene *scene;
	uint32_t b;
	const struct vmap_block *block;
	uint32_t pages;		/* of a block */
	uint32_t used;		/* handed out so far: pages [0, used) */
};

static struct picture picture_of(const struct scene *scene, uint32_t b)
{
	const struct vmap_block *block = &scene->m->block[b];
	uint32_t pages = scene->m->g->space.block_pages;
	uint32_t used = block->free <= pages ? pages - block->free : 0;
	return (struct picture){ scene, b, block, pages, used };
}

/* --- what is known of a page --- */

static bool is_mapped(const struct picture *p, uint32_t page)
{
	struct walk_level walk[LEVEL_MAX];
	uint64_t addr = p->block->va_start + ((uint64_t)page << PAGE_SHIFT);
	size_t levels = machine_walk(p->scene->m, addr, walk);
	return levels > 0 && walk[levels - 1].entry != 0;
}

static uint32_t mapped_in(const struct picture *p, uint32_t first, uint32_t behind)
{
	uint32_t mapped = 0;
	for (uint32_t page = first; page < behind && page < p->used; page++)
		mapped += is_mapped(p, page);
	return mapped;
}

/* --- pictures --- */

/* `each` pages in a cell: some of them mapped, or used up, or never used. */
static void put_pages(const struct window *w, int y, int x, const struct picture *p,
		      uint32_t first, uint32_t each)
{
	uint32_t mapped = mapped_in(p, first, first + each);
	uint32_t eighths = mapped * 8 / each;
	if (mapped)
		put_glyph(w, y, x, STYLE_MIXED,
			  (enum glyph)(GLYPH_EIGHTH + (eighths ? eighths - 1 : 0)));
	else if (first < p->used)
		put_glyph(w, y, x, STYLE_LAZY, GLYPH_MEDIUM);
	else
		put_glyph(w, y, x, STYLE_HOLE, GLYPH_DOT);
}

/* Pages in a cell, so that the block fits: a power of two. */
static uint32_t scale_of(const struct window *w, const struct picture *p)
{
	uint32_t each = 1, cells = w->width > MARGIN + 1 ? (uint32_t)(w->width - MARGIN) : 1;
	while (each < p->pages && p->pages / each > cells)
		each *= 2;
	return each;
}

static void draw_whole(const struct window *w, int y, const struct picture *p)
{
	uint32_t each = scale_of(w, p);
	for (uint32_t first = 0; first < p->pages; first += each)
		put_pages(w, y, MARGIN + (int)(first / each), p, first, each);
}

/* A bracket below the picture; what is dirty is flushed from here to there. */
static void draw_dirty(const struct window *w, int y, const struct picture *p)
{
	uint32_t each = scale_of(w, p), min = p->block->dirty_min, max = p->block->dirty_max;
	if (!p->block->dirty || min >= max)
		return;
	int x = MARGIN + (int)(min / each), cells = (int)((max - 1) / each - min / each) + 1;
	put_fill(w, y, x, cells, STYLE_WARN, glyph(w->canvas, GLYPH_HORIZONTAL));
	put_glyph(w, y, x, STYLE_WARN, cells > 1 ? GLYPH_BOTTOM_LEFT : GLYPH_ARROW_UP);
	if (cells > 1)
		put_glyph(w, y, x + cells - 1, STYLE_WARN, GLYPH_BOTTOM_RIGHT);
	char text[64];
	snprintf(text, sizeof(text), _("dirty pages lie in [%u, %u)"), min, max);
	int length = text_width(text), at = x + cells + 1;
	if (at + length > w->width)
		at = cells > length + 4 ? x + (cells - length) / 2 : x - length - 1;
	put_text(w, y, at, STYLE_WARN, text);
}

/* One cell a page: as many as there is room for, with those handed out last. */
static void draw_detail(const struct window *w, int y, const struct picture *p)
{
	char text[32];
	snprintf(text, sizeof(text), _("from %u "), p->pages);
	int digits = text_width(text);
	int room = w->width - MARGIN - digits;
	if (scale_of(w, p) == 1 || room < 16)
		return;
	uint32_t cells = (uint32_t)room - (uint32_t)room % 8, first = 0;
	if (p->used + cells / 4 > cells)
		first = (p->used + cells / 4 - cells) & ~(uint32_t)7;
	if (first + cells > p->pages)
		first = p->pages > cells ? p->pages - cells : 0;
	put_format(w, y, MARGIN, STYLE_DIM, _("from %u"), first);
	for (uint32_t i = 0; i < cells && first + i < p->pages; i++)
		put_pages(w, y, MARGIN + digits + (int)i, p, first + i, 1);
}

/* --- the row that tells --- */

/* Where it stands in its CPU's queue, from 1; 0: nowhere, or far behind. */
static unsigned queue_place(const struct picture *p)
{
	const struct machine *m = p->scene->m;
	uint32_t head = p->block->cpu < CPU_MAX ? m->g->block_queue[p->block->cpu] : 0, b = head;
	for (unsigned place = 1; b && place <= QUEUE_WALKED; place++) {
		if (b == p->b)
			return place;
		b = m->block[b].queue_next;
		if (b == head)
			break;
	}
	return 0;
}

static void queue_text(const struct picture *p, char *text, size_t room)
{
	unsigned place = p->block->queued ? queue_place(p) : 0;
	if (!p->block->queued)
		snprintf(text, room, "%s", _("on no queue"));
	else if (place)
		snprintf(text, room, _("no. %u in its queue"), place);
	else
		snprintf(text, room, "%s", _("far behind in its queue"));
}

static void draw_head(const struct window *w, int y, const struct picture *p, bool here)
{
	char queue[64], text[200];
	enum style style = here ? STYLE_CURRENT : STYLE_TEXT;
	queue_text(p, queue, sizeof(queue));
	snprintf(text, sizeof(text), _("0x%llx  CPU %u, %s  free %u  dirty %u  mapped %u"),
		 (unsigned long long)p->block->va_start, p->block->cpu, queue, p->block->free,
		 p->block->dirty, mapped_in(p, 0, p->used));
	put_fill(w, y, 0, w->width, style, " ");
	if (here)
		put_glyph(w, y, 0, style, GLYPH_ARROW_RIGHT);
	put_short(w, y, MARGIN, w->width - MARGIN, style, text);
}

/* --- the pane --- */

/* The block that the step is about: the call's own, else the one from which the
 * present CPU would be given pages first. */
static uint32_t block_of_interest(const struct scene *scene)
{
	const struct globals *g = scene->m->g;
	struct known vb = scene_local(scene, "vb");
	if (vb.here && vb.value && vb.value <= g->used[REGION_BLOCK])
		return (uint32_t)vb.value;
	return g->space.cpu < CPU_MAX ? g->block_queue[g->space.cpu] : 0;
}

/* The number of a block in the list by address; -1: it is not in it. */
static int64_t index_of(const struct scene *scene, uint32_t wanted)
{
	uint32_t b = scene->m->g->vmap_block_tree;
	for (int64_t i = 0; b && i < BLOCKS_WALKED; i++, b = scene->m->block[b].index_next)
		if (b == wanted)
			return i;
	return -1;
}

/* Rows for each of `blocks` blocks: what is most telling first. */
static int rows_each(int height, uint32_t blocks)
{
	int each = height / (blocks < 1 ? 1 : blocks > 99 ? 99 : (int)blocks);
	if (each < 2)
		return height < 2 ? 1 : 2;
	return each > MOST_ROWS ? MOST_ROWS : each;
}

static void draw_block(const struct window *w, const struct picture *p, int rows, bool here)
{
	draw_head(w, 0, p, here);
	if (rows >= 2)
		draw_whole(w, 1, p);
	if (rows >= 3)
		draw_dirty(w, 2, p);
	if (rows >= 4)
		draw_detail(w, 3, p);
}

static void tell_signs(const struct window *w, struct pane_state *state)
{
	snprintf(state->note, sizeof(state->note), _("%s mapped  %s used up  %s never used"),
		 glyph(w->canvas, GLYPH_EIGHTHS_LAST), glyph(w->canvas, GLYPH_MEDIUM),
		 glyph(w->canvas, GLYPH_DOT));
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	const struct scene *scene = showing->scene;
	const struct globals *g = scene->m->g;
	uint32_t about = block_of_interest(scene), b = g->vmap_block_tree;
	int each = rows_each(w->height, g->blocks);
	int64_t count = g->blocks < BLOCKS_WALKED ? g->blocks : BLOCKS_WALKED;
	int64_t first = pane_first_row(state, count, w->height / each, index_of(scene, about));
	tell_signs(w, state);
	if (!b)
		put_text(w, 0, 0, STYLE_DIM, _("There are no blocks; 'mapram' makes one."));
	for (int64_t i = 0; b && i < first; i++)
		b = scene->m->block[b].index_next;
	for (int y = 0; b && y + each <= w->height; y += each, b = scene->m->block[b].index_next) {
		struct window part = window_part(w, y, 0, each, w->width);
		struct picture p = picture_of(scene, b);
		draw_block(&part, &p, each, b == about);
	}
}

static void caption(const struct showing *showing, char *text, size_t room)
{
	const struct globals *g = showing->scene->m->g;
	snprintf(text, room, _("%u, each of %u pages"), g->blocks, g->space.block_pages);
}

const struct pane pane_blocks = {
	.name = "blocks",
	.title = N_("Blocks of vm_map_ram"),
	.caption = caption,
	.draw = draw,
	.move = pane_scroll,
};
