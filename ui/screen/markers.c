/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Markers: collected first, then placed one by one where there is room, so that
 * none is written over another. A marker without room is tried with a shorter
 * label, and in the end only points.
 */

#include "ui/screen/markers.h"

#include <stdio.h>
#include <string.h>

#include "ui/screen/pane.h"

struct picture {
	const struct scene *scene;
	const struct scale *scale;
	struct markers *markers;
};

/* --- collecting --- */

static struct marker *add_marker(struct picture *p, bool above, enum style style, int cell,
				 int cells)
{
	struct markers *m = p->markers;
	m->count += m->count < MARKERS;	/* one too many replaces the last */
	struct marker *marker = &m->marker[m->count - 1];
	*marker = (struct marker){ .cell = cell, .cells = cells, .above = above, .style = style };
	return marker;
}

static void set_label(struct marker *marker, const char *label, const char *brief)
{
	snprintf(marker->label, MARKER_LABEL, "%s", label);
	snprintf(marker->brief, MARKER_LABEL, "%s", brief);
}

/* A second thing in the same cell shares the pointer. */
static bool share_marker(struct picture *p, bool above, int cell, const char *label)
{
	for (int i = 0; i < p->markers->count; i++) {
		struct marker *same = &p->markers->marker[i];
		size_t length = strlen(same->label), brief = strlen(same->brief);
		if (same->above != above || same->cell != cell || same->cells > 1 || same->aside)
			continue;
		snprintf(same->label + length, MARKER_LABEL - length, ", %s", label);
		snprintf(same->brief + brief, MARKER_LABEL - brief, ", %s", label);
		return true;
	}
	return false;
}

static void mark_address(struct picture *p, bool above, enum style style, uint64_t address,
			 const char *label, const char *brief)
{
	int cell = scale_cell(p->scale, address);
	if (cell < 0 || cell >= p->scale->cells || share_marker(p, above, cell, label))
		return;
	set_label(add_marker(p, above, style, cell, 1), label, brief);
}

static void mark_range(struct picture *p, bool above, enum style style, struct range range,
		       const char *label, const char *brief)
{
	int from = scale_cell(p->scale, range.start), to = scale_cell(p->scale, range.end - 1);
	to = to < p->scale->cells ? to + p->scale->page_cells : p->scale->cells;
	if (from < 0 || from >= p->scale->cells || to <= from)
		return;
	set_label(add_marker(p, above, style, from, to - from), label, brief);
}

static void mark_search(struct picture *p)
{
	const struct scene *scene = p->scene;
	uint64_t addr = scene->addr.value;
	char size[24], label[MARKER_LABEL];
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

/* What the allocator remembers is told even where it lies outside: at the end of
 * the strip that is nearer. True: it does. */
static bool mark_aside(struct picture *p, enum style style, uint64_t address, const char *label)
{
	int cell = scale_cell(p->scale, address), last = p->scale->cells - 1;
	if (cell >= 0 && cell <= last)
		return false;
	struct marker *marker = add_marker(p, false, style, cell < 0 ? 0 : last, 1);
	marker->aside = cell < 0 ? -1 : 1;
	set_label(marker, label, label);
	return true;
}

static void mark_noted(struct picture *p)
{
	char size[24], label[MARKER_LABEL];
	struct range noted = p->scene->noted;
	if (noted.end <= noted.start)
		return;
	pane_size(noted.end - noted.start, size, sizeof(size));
	snprintf(label, sizeof(label), "cached_hole_size %s", size);
	if (!mark_aside(p, STYLE_NOTED_HOLE, noted.start, label))
		mark_range(p, false, STYLE_NOTED_HOLE, noted, label, "noted");
}

static void mark_area(struct picture *p, enum style style, uint32_t area, const char *label,
		      const char *brief)
{
	if (scene_in_tree(p->scene, area))
		mark_address(p, false, style, scene_range(p->scene, area).start, label, brief);
}

static void mark_cache(struct picture *p)
{
	uint32_t cache = p->scene->m->g->free_vmap_cache;
	if (scene_in_tree(p->scene, cache) &&
	    !mark_aside(p, STYLE_GOOD, scene_range(p->scene, cache).start, "cache"))
		mark_area(p, STYLE_GOOD, cache, "free_vmap_cache", "cache");
}

void markers_collect(struct markers *markers, const struct scale *scale,
		     const struct scene *scene)
{
	struct picture all = { scene, scale, markers }, *p = &all;
	markers->count = 0;
	mark_search(p);
	mark_cache(p);
	mark_noted(p);
	mark_area(p, STYLE_TITLE, scene->first, "first", "first");
	if (scene->node != scene->first)
		mark_area(p, STYLE_TITLE, scene->node, "node", "node");
	if (scene->vstart.here)
		mark_address(p, true, STYLE_DIM, scene->vstart.value, "vstart", "");
	if (scene->vend.here && scene->vend.value > 0)
		mark_address(p, true, STYLE_DIM, scene->vend.value - 1, "vend", "");
}

/* --- placing --- */

bool markers_free(const struct window *w, int y, int x, int cells)
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
	if (marker->aside)
		put_glyph(w, y, x, marker->style,
			  marker->aside < 0 ? GLYPH_ARROW_LEFT : GLYPH_ARROW_RIGHT);
	else if (marker->cells > 1)
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
	if (y == NO_ROW)
		return false;
	if (inside)
		label_x = x + (marker->cells - length) / 2;
	else if (label_x + length > w->width || !markers_free(w, y, label_x, length + 1))
		label_x = x - length;
	int air = length > 0;	/* around what has a label */
	if (label_x < 0 || !markers_free(w, y, x - air, marker->cells + 2 * air) ||
	    (!inside && !markers_free(w, y, label_x, length)))
		return false;
	put_pointer(w, y, x, marker);
	put_text(w, y, label_x, marker->style, label);
	return true;
}

/* The nearest row that has room for the label; false: none has. */
static bool place_marker(const struct window *w, const int row[MARKER_ROWS], int x,
			 const struct marker *marker, const char *label)
{
	for (int i = 0; i < MARKER_ROWS; i++)
		if (put_marker(w, row[i], x, marker, label))
			return true;
	return false;
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

static void clear_rows(const struct window *w, const int row[MARKER_ROWS])
{
	for (int i = 0; i < MARKER_ROWS; i++)
		if (row[i] != NO_ROW)
			put_fill(w, row[i], 0, w->width, STYLE_TEXT, " ");
}

/* Draws the markers on one side of the bar. NULL, or one that found no room. */
static struct marker *try_markers(struct markers *markers, const struct window *w,
				  const int row[MARKER_ROWS], bool above, int first, int behind)
{
	struct marker *failed = NULL;
	clear_rows(w, row);
	for (int i = 0; i < markers->count; i++) {
		struct marker marker = markers->marker[i];
		if (marker.above != above || !clip_marker(&marker, first, behind))
			continue;
		int x = marker.cell - first;
		if (place_marker(w, row, x, &marker, marker.label))
			continue;
		if (*marker.label)
			failed = &markers->marker[i];
		if (row[0] != NO_ROW && markers_free(w, row[0], x, marker.cells))
			put_pointer(w, row[0], x, &marker);
	}
	return failed;
}

/* Who finds no room gets its brief label; if that does not help, all do. In the
 * end some may have nothing but their pointers. */
void markers_draw(struct markers *markers, const struct window *w,
		  const int row[MARKER_ROWS], bool above, int first, int behind)
{
	for (int tries = 0; tries <= MARKERS; tries++) {
		struct marker *failed = try_markers(markers, w, row, above, first, behind);
		if (!failed)
			return;
		if (strcmp(failed->label, failed->brief) != 0) {
			memcpy(failed->label, failed->brief, MARKER_LABEL);
			continue;
		}
		for (int i = 0; i < markers->count; i++)
			if (markers->marker[i].above == above)
				memcpy(markers->marker[i].label, markers->marker[i].brief,
				       MARKER_LABEL);
	}
}

