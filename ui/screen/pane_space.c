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
 * With less room rows are left out from the outside; with more the bar gets
 * higher, or there are several strips. Markers are collected first, the most
 * important ones ahead, and then placed one by one where there is room, so
 * that none is written over another; a label that finds no room is tried in a
 * shorter form.
 */

#include <stdio.h>
#include <string.h>

#include "ui/screen/pane.h"
#include "ui/screen/scale.h"

enum {
	MARKERS = 8, LABEL = 64, UNUSED = -1,
	STRIP_HEIGHT = 4, MOST_STRIPS = 4, SIDE = 2
};

/* Rows of a strip, from its first; UNUSED: there is no room for it. The rows
 * for markers are in the order in which they are tried. */
struct strip_rows {
	int above[SIDE], bar, bars, labels, below[SIDE];
};

/* Something that is pointed at: one cell, or the cells of a bracket. */
struct marker {
	int cell, cells;
	bool above;
	enum style style;
	char label[LABEL];
	char brief[LABEL];	/* a shorter label */
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
	static const struct strip_rows table[] = {
		{ { UNUSED, UNUSED }, 0, 1, UNUSED, { UNUSED, UNUSED } },
		{ { 0, UNUSED }, 1, 1, UNUSED, { UNUSED, UNUSED } },
		{ { 0, UNUSED }, 1, 1, UNUSED, { 2, UNUSED } },
		{ { 0, UNUSED }, 1, 1, 2, { 3, UNUSED } },
		{ { 0, UNUSED }, 1, 1, 2, { 3, 4 } },
		{ { 1, 0 }, 2, 1, 3, { 4, 5 } },
		{ { 1, 0 }, 2, 2, 4, { 5, 6 } },
		{ { 1, 0 }, 2, 3, 5, { 6, 7 } },
	};
	int most = (int)(sizeof(table) / sizeof(*table));
	return table[(height < most ? height : most) - 1];
}

/* --- markers --- */

static struct marker *add_marker(struct picture *p, bool above, enum style style, int cell,
				 int cells)
{
	p->markers += p->markers < MARKERS;	/* one too many replaces the last */
	struct marker *marker = &p->marker[p->markers - 1];
	*marker = (struct marker){ .cell = cell, .cells = cells, .above = above, .style = style };
	return marker;
}

static void set_label(struct marker *marker, const char *label, const char *brief)
{
	snprintf(marker->label, LABEL, "%s", label);
	snprintf(marker->brief, LABEL, "%s", brief);
}

/* A second thing in the same cell shares the pointer. */
static bool share_marker(struct picture *p, bool above, int cell, const char *label)
{
	for (int i = 0; i < p->markers; i++) {
		struct marker *same = &p->marker[i];
		size_t length = strlen(same->label), brief = strlen(same->brief);
		if (same->above != above || same->cell != cell || same->cells > 1)
			continue;
		snprintf(same->label + length, LABEL - length, ", %s", label);
		snprintf(same->brief + brief, LABEL - brief, ", %s", label);
		return true;
	}
	return false;
}

static void mark_address(struct picture *p, bool above, enum style style, uint64_t address,
			 const char *label, const char *brief)
{
	int cell = scale_cell(&p->scale, address);
	if (cell < 0 || cell >= p->scale.cells || share_marker(p, above, cell, label))
		return;
	set_label(add_marker(p, above, style, cell, 1), label, brief);
}

static void mark_range(struct picture *p, bool above, enum style style, struct range range,
		       const char *label, const char *brief)
{
	int from = scale_cell(&p->scale, range.start), to = scale_cell(&p->scale, range.end - 1);
	to = to < p->scale.cells ? to + p->scale.page_cells : p->scale.cells;
	if (from < 0 || from >= p->scale.cells || to <= from)
		return;
	set_label(add_marker(p, above, style, from, to - from), label, brief);
}

static void mark_search(struct picture *p)
{
	const struct scene *scene = p->scene;
	uint64_t addr = scene->addr.value;
	char size[24], label[LABEL];
	if (!scene->addr.here)
		return;
	if (!scene->size.here || scene->size.value == 0) {
		mark_address(p, true, STYLE_SEARCH, addr, "addr", "addr");
		return;
	}
	pane_size(scene->size.value, size, sizeof(size));
	snprintf(label, sizeof(label), "addr +%s", size);
	mark_range(p, true, STYLE_SEARCH, (struct range){ addr, addr + scene->size.value },
		   label, "addr");
}

static void mark_noted(struct picture *p)
{
	char size[24], label[LABEL];
	struct range noted = p->scene->noted;
	if (noted.end <= noted.start)
		return;
	pane_size(noted.end - noted.start, size, sizeof(size));
	snprintf(label, sizeof(label), "cached_hole_size %s", size);
	mark_range(p, false, STYLE_NOTED_HOLE, noted, label, "noted");
}

static void mark_area(struct picture *p, enum style style, uint32_t area, const char *label,
		      const char *brief)
{
	if (scene_in_tree(p->scene, area))
		mark_address(p, false, style, scene_range(p->scene, area).start, label, brief);
}

static void collect_markers(struct picture *p)
{
	const struct scene *scene = p->scene;
	mark_search(p);
	mark_area(p, STYLE_GOOD, scene->m->g->free_vmap_cache, "free_vmap_cache", "cache");
	mark_noted(p);
	mark_area(p, STYLE_TITLE, scene->first, "first", "first");
	if (scene->node != scene->first)
		mark_area(p, STYLE_TITLE, scene->node, "node", "node");
	if (scene->vstart.here)
		mark_address(p, true, STYLE_DIM, scene->vstart.value, "vstart", "vstart");
	if (scene->vend.here && scene->vend.value > 0)
		mark_address(p, true, STYLE_DIM, scene->vend.value - 1, "vend", "vend");
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

static void put_pointer(const struct window *w, int y, int x, const struct marker *marker)
{
	if (marker->cells > 1)
		put_bracket(w, y, x, marker);
	else
		put_glyph(w, y, x, marker->style,
			  marker->above ? GLYPH_ARROW_DOWN : GLYPH_ARROW_UP);
}

/* The pointer in its column, and the label right of it, left of it, or (in a
 * bracket) on it. False: no room in this row. */
static bool put_marker(const struct window *w, int y, int x, const struct marker *marker,
		       const char *label)
{
	int length = text_width(label), label_x = x + marker->cells;
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
	put_pointer(w, y, x, marker);
	put_text(w, y, label_x, marker->style, label);
	return true;
}

/* The nearest row that has room for the label; false: none has. */
static bool place_marker(const struct window *w, const int row[SIDE], int x,
			 const struct marker *marker, const char *label)
{
	for (int i = 0; i < SIDE; i++)
		if (put_marker(w, row[i], x, marker, label))
			return true;
	return false;
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
	put_text(w, y, x + cells - 1, style, "]");
	if (length == 0 || cells < length + 1)
		return false;
	put_text(w, y, x + 1, style, name);
	return true;
}

/* A row of a bar without a name: a text in its middle. True: it fits. */
static bool put_middle(const struct window *w, int y, int x, int cells, enum style style,
		       const char *fill, const char *text)
{
	int length = text_width(text);
	put_fill(w, y, x, cells, style, fill);
	if (cells < length + 2)
		return false;
	put_text(w, y, x + (cells - length) / 2, style, text);
	return true;
}

/* Below the bar: at first only what fits below its own cells, then what finds
 * room beside the others. */
static void put_label(const struct window *w, int y, int x, int cells, enum style style,
		      const char *label, bool beyond)
{
	int length = text_width(label), at = x + (cells > length ? (cells - length) / 2 : 0);
	if (y == UNUSED || length == 0 || at + length > w->width)
		return;
	if (length > cells + (beyond ? length : 1) || !is_free(w, y, at - 1, length + 2))
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

/* The row of the bar that tells sizes: the second, if there is one. */
static int size_row(const struct strip_rows *rows)
{
	return rows->bars > 1;
}

/* Each draws a run and gives the label that found no room in the bar: "". */
static void draw_hole(const struct window *w, const struct strip_rows *rows,
		      const struct picture *p, const struct run *run, int x, char label[LABEL])
{
	int cells = run->behind - run->cell;
	char size[LABEL];
	pane_size(hole_size(p, p->content[run->cell].hole) & ~(PAGE_SIZE - 1), size, LABEL);
	for (int i = 0; i < rows->bars; i++) {
		bool here = i == size_row(rows);
		bool fits = put_middle(w, rows->bar + i, x, cells, STYLE_HOLE,
				       glyph(w->canvas, GLYPH_DOT), here ? size : "");
		if (here && !fits)
			memcpy(label, size, LABEL);
	}
}

static void draw_area(const struct window *w, const struct strip_rows *rows,
		      const struct picture *p, const struct run *run, int x, char label[LABEL])
{
	const struct cell_content *content = &p->content[run->cell];
	struct range range = scene_range(p->scene, content->area);
	const char *name = lab_name_of_area(p->scene->lab, content->area);
	const char *fill = content->lazy ? glyph(w->canvas, GLYPH_MEDIUM) : " ";
	enum style style = area_style(p->scene, content, run->other);
	int cells = run->behind - run->cell;
	bool sized = false;
	char size[LABEL];
	pane_size(range.end - range.start, size, LABEL);
	bool named = put_area(w, rows->bar, x, cells, style, name ? name : "", content->lazy);
	for (int i = 1; i < rows->bars; i++) {
		bool here = i == size_row(rows);
		bool fits = put_middle(w, rows->bar + i, x, cells, style, fill, here ? size : "");
		sized = here ? fits : sized;
	}
	if (!sized || (name && !named))
		snprintf(label, LABEL, "%s", name && !named ? name : size);
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
		     const struct picture *p, const struct run *run, int x, bool beyond)
{
	enum cell_kind kind = p->content[run->cell].kind;
	char label[LABEL] = "";
	if (kind == CELL_HOLE)
		draw_hole(w, rows, p, run, x, label);
	else if (kind == CELL_AREA)
		draw_area(w, rows, p, run, x, label);
	else
		draw_mixed(w, rows, p, run, x);
	put_label(w, rows->labels, x, run->behind - run->cell,
		  kind == CELL_AREA ? STYLE_TEXT : STYLE_DIM, label, beyond);
}

/* --- strips --- */

static void draw_bar(const struct window *w, const struct strip_rows *rows,
		     const struct picture *p, int first, int behind, bool beyond)
{
	struct run run = { .other = false };
	for (run.cell = first; run.cell < behind; run.cell = run.behind) {
		const struct cell_content *content = &p->content[run.cell];
		int step = content->kind == CELL_MIXED ? p->scale.page_cells : 1;
		for (run.behind = run.cell + step; run.behind < behind; run.behind++)
			if (!same_content(content, &p->content[run.behind]))
				break;
		draw_run(w, rows, p, &run, run.cell - first, beyond);
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

enum label_length { LABEL_FULL, LABEL_BRIEF };

static void clear_rows(const struct window *w, const int row[SIDE])
{
	for (int i = 0; i < SIDE; i++)
		if (row[i] != UNUSED)
			put_fill(w, row[i], 0, w->width, STYLE_TEXT, " ");
}

/* The markers on one side of the bar. False: some found no room. With brief
 * labels one that finds none gets its pointer alone. */
static bool draw_markers(const struct window *w, const int row[SIDE], const struct picture *p,
			 bool above, int first, int behind, enum label_length length)
{
	bool all = true;
	if (length == LABEL_BRIEF)
		clear_rows(w, row);
	for (int i = 0; i < p->markers; i++) {
		struct marker marker = p->marker[i];
		if (marker.above != above || !clip_marker(&marker, first, behind))
			continue;
		int x = marker.cell - first;
		const char *label = length == LABEL_BRIEF ? marker.brief : marker.label;
		if (place_marker(w, row, x, &marker, label))
			continue;
		all = false;
		if (length == LABEL_BRIEF && row[0] != UNUSED &&
		    is_free(w, row[0], x, marker.cells))
			put_pointer(w, row[0], x, &marker);
	}
	return all;
}

/* Right of the strip: where it ends. */
static void draw_end(const struct window *w, int y, const struct picture *p, int behind)
{
	char text[32];
	uint64_t end = scale_address(&p->scale, behind) - p->scene->m->g->space.start;
	int x = behind % p->scale.strip_cells;
	x = (x ? x : p->scale.strip_cells) + 1;
	if (x + 10 <= w->width)
		put_format(w, y, x, STYLE_DIM, "to +%s", pane_size(end, text, sizeof(text)));
}

static void draw_strip(const struct window *w, const struct picture *p, int strip, int height)
{
	struct strip_rows rows = rows_for(height);
	int first = strip * p->scale.strip_cells, behind = first + p->scale.strip_cells;
	if (behind > p->scale.cells)
		behind = p->scale.cells;
	draw_bar(w, &rows, p, first, behind, false);
	draw_bar(w, &rows, p, first, behind, true);
	if (p->scale.strips > 1)
		draw_end(w, rows.bar, p, behind);
	if (!draw_markers(w, rows.above, p, true, first, behind, LABEL_FULL))
		draw_markers(w, rows.above, p, true, first, behind, LABEL_BRIEF);
	if (!draw_markers(w, rows.below, p, false, first, behind, LABEL_FULL))
		draw_markers(w, rows.below, p, false, first, behind, LABEL_BRIEF);
}

/* --- the pane --- */

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	struct picture p = { .scene = showing->scene };
	int strips = (w->height + 1) / STRIP_HEIGHT;
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
	int used = snprintf(text, room, "%u area%s", g->areas, g->areas == 1 ? "" : "s");
	if (g->lazy_areas && used > 0 && (size_t)used < room)
		used += snprintf(text + used, room - (size_t)used, ", %u lazy", g->lazy_areas);
	if (used > 0 && (size_t)used < room)
		snprintf(text + used, room - (size_t)used, "   0x%llx..0x%llx",
			 (unsigned long long)g->space.start, (unsigned long long)g->space.end);
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
