/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The address space, to scale.
 *
 * A strip is a bar of cells with rows around it:
 *
 *	  vstart   |-addr +3p-|        what the search looks at
 *	[a1 ][a2 ]·2p·[a4~~]·······    areas, holes, lazy areas
 *	  3p   3p       4p             sizes, or names that had no room
 *	       ^free_vmap_cache        what the allocator remembers
 *
 * With less room rows are left out from the outside; with more there are
 * several strips. Markers are collected first and then placed one by one where
 * there is room, so that none is written over another.
 */

#include <stdio.h>
#include <string.h>

#include "ui/screen/pane.h"
#include "ui/screen/scale.h"

enum { MARKERS = 8, LABEL = 48, UNUSED = -1 };

/* Rows of a strip, from its first; UNUSED: there is no room for it. */
struct strip_rows {
	int upper, above, bar, bars, below, lower;
};

/* Something that is pointed at: one cell, or the cells of a bracket. */
struct marker {
	int cell, cells;
	bool above;
	enum style style;
	char label[LABEL];
};

struct picture {
	const struct scene *scene;
	struct scale scale;
	struct cell_content content[SCALE_CELLS];
	struct marker marker[MARKERS];
	int markers;
};

/* --- what a row is for --- */

static struct strip_rows rows_for(int height)
{
	struct strip_rows rows = { UNUSED, UNUSED, 0, 1, UNUSED, UNUSED };
	if (height >= 2)
		rows.above = 0, rows.bar = 1;
	if (height >= 3)
		rows.below = 2;
	if (height >= 4)
		rows.lower = 3;
	if (height >= 6) {
		rows = (struct strip_rows){ 0, 1, 2, 1, 3, 4 };
		if (height >= 7)
			rows = (struct strip_rows){ 0, 1, 2, 2, 4, 5 };
	}
	return rows;
}

enum { STRIP_HEIGHT = 5, MOST_STRIPS = 4 };

/* --- markers --- */

static void add_marker(struct picture *p, bool above, enum style style, int cell, int cells,
		       const char *label)
{
	for (int i = 0; i < p->markers; i++) {
		struct marker *same = &p->marker[i];
		if (same->above != above || same->cell != cell || same->cells > 1 || cells > 1)
			continue;
		size_t length = strlen(same->label);
		snprintf(same->label + length, LABEL - length, ", %s", label);
		return;
	}
	if (p->markers == MARKERS)
		return;
	struct marker *marker = &p->marker[p->markers++];
	*marker = (struct marker){ cell, cells, above, style, "" };
	snprintf(marker->label, LABEL, "%s", label);
}

static void mark_address(struct picture *p, bool above, enum style style,
			 const struct known *address, const char *label)
{
	if (!address->here)
		return;
	int cell = scale_cell(&p->scale, address->value);
	if (cell >= 0 && cell < p->scale.cells)
		add_marker(p, above, style, cell, 1, label);
}

static void mark_range(struct picture *p, bool above, enum style style, uint64_t start,
		       uint64_t end, const char *label)
{
	int from = scale_cell(&p->scale, start), to = scale_cell(&p->scale, end - 1);
	if (to < p->scale.cells)
		to += p->scale.page_cells - 1;
	else
		to = p->scale.cells - 1;
	if (from < 0 || from >= p->scale.cells || to < from)
		return;
	add_marker(p, above, style, from, to - from + 1, label);
}

static void mark_search(struct picture *p)
{
	const struct scene *scene = p->scene;
	char size[24], label[LABEL];
	if (!scene->addr.here)
		return;
	if (!scene->size.here || scene->size.value == 0) {
		mark_address(p, true, STYLE_SEARCH, &scene->addr, "addr");
		return;
	}
	pane_size(scene->size.value, size, sizeof(size));
	snprintf(label, sizeof(label), "addr +%s", size);
	mark_range(p, true, STYLE_SEARCH, scene->addr.value,
		   scene->addr.value + scene->size.value, label);
}

static void mark_area(struct picture *p, bool above, enum style style, uint32_t area,
		      const char *label)
{
	if (!scene_in_tree(p->scene, area))
		return;
	struct known start = { true, scene_range(p->scene, area).start };
	mark_address(p, above, style, &start, label);
}

static void collect_markers(struct picture *p)
{
	const struct scene *scene = p->scene;
	mark_search(p);
	if (scene->noted.end > scene->noted.start)
		mark_range(p, false, STYLE_NOTED_HOLE, scene->noted.start, scene->noted.end,
			   "cached_hole_size");
	mark_area(p, false, STYLE_TITLE, scene->m->g->free_vmap_cache, "free_vmap_cache");
	mark_area(p, false, STYLE_TITLE, scene->first, "first");
	if (scene->node != scene->first)
		mark_area(p, false, STYLE_TITLE, scene->node, "node");
	mark_address(p, true, STYLE_DIM, &scene->vstart, "vstart");
	if (scene->vend.here && scene->vend.value > 0) {
		struct known last = { true, scene->vend.value - 1 };
		mark_address(p, true, STYLE_DIM, &last, "vend");
	}
}

/* --- placing markers --- */

static bool is_free(const struct window *w, int y, int x, int cells)
{
	for (int i = x < 0 ? 0 : x; i < x + cells; i++) {
		const struct cell *cell = window_cell(w, y, i);
		if (cell && strcmp(cell->text, " ") != 0)
			return false;
	}
	return true;
}

static void put_bracket(const struct window *w, int y, int x, const struct marker *marker)
{
	put_fill(w, y, x, marker->cells, marker->style, glyph(w->canvas, GLYPH_HORIZONTAL));
	put_glyph(w, y, x, marker->style, GLYPH_TEE_RIGHT);
	put_glyph(w, y, x + marker->cells - 1, marker->style, GLYPH_TEE_LEFT);
}

/* The pointer in its column, and the label right of it, left of it, or (in a
 * bracket) on it. False: no room in this row. */
static bool put_marker(const struct window *w, int y, int x, const struct marker *marker)
{
	int length = text_width(marker->label), label_x = x + marker->cells;
	bool inside = marker->cells >= length + 2;
	if (y == UNUSED)
		return false;
	if (inside)
		label_x = x + (marker->cells - length) / 2;
	else if (label_x + length > w->width || !is_free(w, y, label_x, length + 1))
		label_x = x - length;
	if (label_x < 0 || !is_free(w, y, x - 1, marker->cells + 2) ||
	    (!inside && !is_free(w, y, label_x, length)))
		return false;
	if (marker->cells > 1)
		put_bracket(w, y, x, marker);
	else
		put_glyph(w, y, x, marker->style,
			  marker->above ? GLYPH_ARROW_DOWN : GLYPH_ARROW_UP);
	put_text(w, y, label_x, marker->style, marker->label);
	return true;
}

/* Nearest row first; without any room for the label the pointer alone. */
static void place_marker(const struct window *w, const struct strip_rows *rows, int x,
			 const struct marker *marker)
{
	int near = marker->above ? rows->above : rows->lower;
	int far = marker->above ? rows->upper : UNUSED;
	if (near == UNUSED)
		near = rows->below;
	if (put_marker(w, near, x, marker) || put_marker(w, far, x, marker))
		return;
	if (near != UNUSED && is_free(w, near, x, 1))
		put_glyph(w, near, x, marker->style,
			  marker->above ? GLYPH_ARROW_DOWN : GLYPH_ARROW_UP);
}

/* --- the bar --- */

static enum style area_style(const struct scene *scene, const struct cell_content *content,
			     bool other)
{
	if (content->area == scene->touched)
		return STYLE_AREA_TOUCHED;
	if (content->area == scene->m->g->free_vmap_cache)
		return STYLE_CACHED;
	if (content->lazy)
		return STYLE_LAZY;
	return other ? STYLE_AREA_OTHER : STYLE_AREA;
}

/* `[name  ]`, as much of it as there are cells. True: the name is readable. */
static bool put_area(const struct window *w, int y, int x, int cells, enum style style,
		     const char *name, bool lazy)
{
	int length = text_width(name);
	put_fill(w, y, x, cells, style, lazy ? glyph(w->canvas, GLYPH_MEDIUM) : " ");
	if (cells == 1) {
		put_glyph(w, y, x, style, lazy ? GLYPH_MEDIUM : GLYPH_SQUARE);
		return false;
	}
	put_text(w, y, x, style, "[");
	if (cells > 2 || length == 0)
		put_text(w, y, x + cells - 1, style, "]");
	if (length == 0 || cells < length + 1)
		return false;
	put_text(w, y, x + 1, style, name);
	return true;
}

static bool put_hole(const struct window *w, int y, int x, int cells, const char *size)
{
	int length = text_width(size);
	put_fill(w, y, x, cells, STYLE_HOLE, glyph(w->canvas, GLYPH_DOT));
	if (cells < length + 2)
		return false;
	put_text(w, y, x + (cells - length) / 2, STYLE_HOLE, size);
	return true;
}

/* Below the bar, unless a neighbour's label is in the way. */
static void put_label(const struct window *w, int y, int x, int cells, enum style style,
		      const char *label)
{
	int length = text_width(label), at = x + (cells > length ? (cells - length) / 2 : 0);
	if (y == UNUSED || length == 0 || at + length > w->width)
		return;
	if (length > cells + 1 || !is_free(w, y, at - 1, length + 2))
		return;
	put_text(w, y, at, style, label);
}

/* One run of cells with the same content: [cell, behind). */
struct run {
	int cell, behind;
	bool other;	/* for telling neighbours apart */
};

static bool same_content(const struct cell_content *a, const struct cell_content *b)
{
	if (a->kind != b->kind || a->kind == CELL_MIXED)
		return false;
	return a->kind == CELL_AREA ? a->area == b->area : a->hole == b->hole;
}

/* Size of the whole hole that a run is part of. */
static uint64_t hole_size(const struct picture *p, uint64_t start)
{
	const struct machine *m = p->scene->m;
	uint32_t above = area_at_or_after(m, start);
	uint64_t end = above ? scene_range(p->scene, above).start : m->g->space.end;
	return end - start;
}

static void draw_hole(const struct window *w, const struct strip_rows *rows,
		      const struct picture *p, const struct run *run, int x)
{
	int cells = run->behind - run->cell;
	uint64_t start = p->content[run->cell].hole;
	char size[24];
	pane_size(hole_size(p, start) & ~(PAGE_SIZE - 1), size, sizeof(size));
	bool told = put_hole(w, rows->bar, x, cells, size);
	if (rows->bars > 1)
		put_hole(w, rows->bar + 1, x, cells, "");
	if (!told)
		put_label(w, rows->below, x, cells, STYLE_DIM, size);
}

static void draw_area(const struct window *w, const struct strip_rows *rows,
		      const struct picture *p, const struct run *run, int x)
{
	const struct cell_content *content = &p->content[run->cell];
	struct range span = scene_range(p->scene, content->area);
	const char *name = lab_name_of_area(p->scene->lab, content->area);
	enum style style = area_style(p->scene, content, run->other);
	int cells = run->behind - run->cell;
	char size[24];
	pane_size(span.end - span.start, size, sizeof(size));
	bool told = put_area(w, rows->bar, x, cells, style, name ? name : "", content->lazy);
	if (rows->bars > 1)
		put_area(w, rows->bar + 1, x, cells, style, content->lazy ? "lazy" : "",
			 content->lazy);
	put_label(w, rows->below, x, cells, told || !name ? STYLE_DIM : STYLE_TEXT,
		  told || !name ? size : name);
}

static void draw_mixed(const struct window *w, const struct strip_rows *rows,
		       const struct picture *p, const struct run *run, int x)
{
	const struct cell_content *content = &p->content[run->cell];
	enum glyph level = (enum glyph)(GLYPH_EIGHTH + content->eighths - 1);
	enum style style = content->lazy ? STYLE_LAZY : STYLE_MIXED;
	for (int i = 0; i < rows->bars; i++)
		put_fill(w, rows->bar + i, x, run->behind - run->cell, style,
			 glyph(w->canvas, level));
}

static void draw_run(const struct window *w, const struct strip_rows *rows,
		     const struct picture *p, const struct run *run, int x)
{
	switch (p->content[run->cell].kind) {
	case CELL_HOLE:
		draw_hole(w, rows, p, run, x);
		break;
	case CELL_AREA:
		draw_area(w, rows, p, run, x);
		break;
	case CELL_MIXED:
		draw_mixed(w, rows, p, run, x);
		break;
	}
}

/* --- strips --- */

static void draw_bar(const struct window *w, const struct strip_rows *rows,
		     const struct picture *p, int first, int behind)
{
	struct run run = { .other = false };
	for (run.cell = first; run.cell < behind; run.cell = run.behind) {
		const struct cell_content *content = &p->content[run.cell];
		int step = content->kind == CELL_MIXED ? p->scale.page_cells : 1;
		for (run.behind = run.cell + step; run.behind < behind; run.behind++)
			if (!same_content(content, &p->content[run.behind]))
				break;
		draw_run(w, rows, p, &run, run.cell - first);
		run.other = content->kind == CELL_AREA && !run.other;
	}
}

/* The part of a marker that lies in this strip. */
static bool clip_marker(struct marker *marker, int first, int behind)
{
	int end = marker->cell + marker->cells;
	if (marker->cell >= behind || end <= first)
		return false;
	if (marker->cell < first) {
		marker->cells -= first - marker->cell;
		marker->cell = first;
	}
	if (end > behind)
		marker->cells = behind - marker->cell;
	return true;
}

static void draw_strip(const struct window *w, const struct picture *p, int strip, int height)
{
	struct strip_rows rows = rows_for(height);
	int first = strip * p->scale.strip_cells, behind = first + p->scale.strip_cells;
	if (behind > p->scale.cells)
		behind = p->scale.cells;
	draw_bar(w, &rows, p, first, behind);
	for (int i = 0; i < p->markers; i++) {
		struct marker marker = p->marker[i];
		if (clip_marker(&marker, first, behind))
			place_marker(w, &rows, marker.cell - first, &marker);
	}
}

/* --- the pane --- */

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	struct picture p = { .scene = showing->scene };
	int strips = w->height / STRIP_HEIGHT;
	if (strips > MOST_STRIPS)
		strips = MOST_STRIPS;
	if (w->height < 1 || w->width < 1)
		return;
	p.scale = scale_choose(showing->scene, w->width, strips > 0 ? strips : 1, state->zoom,
			       state->offset);
	scale_fill(&p.scale, showing->scene, p.content);
	collect_markers(&p);
	int each = w->height / p.scale.strips;
	for (int strip = 0; strip < p.scale.strips; strip++) {
		struct window part = window_part(w, strip * each, 0, each, w->width);
		draw_strip(&part, &p, strip, each);
	}
}

static void caption(const struct showing *showing, char *text, size_t room)
{
	const struct globals *g = showing->scene->m->g;
	int used = snprintf(text, room, "0x%llx..0x%llx   %u area%s",
			    (unsigned long long)g->space.start, (unsigned long long)g->space.end,
			    g->areas, g->areas == 1 ? "" : "s");
	if (g->lazy_areas && used > 0 && (size_t)used < room)
		snprintf(text + used, room - (size_t)used, ", %u of them lazy", g->lazy_areas);
}

static bool move(struct pane_state *state, enum pane_motion motion)
{
	switch (motion) {
	case PANE_IN:
		state->zoom += state->zoom < 40;
		return true;
	case PANE_OUT:
		state->zoom -= state->zoom > -40;
		return true;
	case PANE_LEFT:
	case PANE_UP:
		state->offset -= state->offset > -1000;
		return true;
	case PANE_RIGHT:
	case PANE_DOWN:
		state->offset += state->offset < 1000;
		return true;
	case PANE_FOLLOW:
	case PANE_TOP:
		*state = (struct pane_state){ 0 };
		return true;
	default:
		return false;
	}
}

const struct pane pane_space = {
	.name = "space",
	.title = "Address space",
	.caption = caption,
	.draw = draw,
	.move = move,
};
