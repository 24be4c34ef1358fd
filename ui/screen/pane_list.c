/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * vmap_area_list: the areas by address, as a walk goes along them. Each row has
 * an area, what lies behind it until the next one, and who points to it. Below
 * stands vmap_purge_list, in the order in which it is linked.
 *
 * An area that the tree does not have (any more) is dim: while one is put in or
 * taken out, list and tree differ for a few steps.
 */

#include <stdio.h>
#include <string.h>

#include "ui/lab/language.h"
#include "ui/screen/panes.h"
#include "ui/screen/rows.h"

enum { HEAD_FROM = 4, PURGE_FROM = 6, TEXT = 80, NAME_AT = 2 };

/* Where the columns begin; each ends a column before the next one. */
struct columns {
	int width;		/* of the pane, at least */
	bool exact;		/* addresses in full, not from the start of the space */
	enum { KIND_NONE, KIND_LETTER, KIND_NAME } kinds;
	int range, size, kind, hole, marks;
};

static const struct columns *columns_of(int width)
{
	static const struct columns all[] = {
		{ 100, true, KIND_NAME, 12, 54, 62, 75, 82 },
		{ 72, true, KIND_LETTER, 9, 50, 57, 59, 65 },
		{ 52, false, KIND_LETTER, 9, 28, 35, 37, 43 },
		{ 0, false, KIND_NONE, 8, 26, 32, 32, 38 },
	};
	size_t i = 0;
	while (width < all[i].width)
		i++;
	return &all[i];
}

/* --- one area --- */

/* Where there is no room for both addresses: places in pages, and where these are
 * too large for that, where the area begins. */
static void range_text(const struct scene *scene, const struct columns *at, struct range range,
		       char text[TEXT])
{
	char start[TEXT], end[TEXT];
	if (at->exact) {
		snprintf(text, TEXT, "[0x%llx, 0x%llx)", (unsigned long long)range.start,
			 (unsigned long long)range.end);
		return;
	}
	pane_place(scene, range.start, start, sizeof(start));
	pane_place(scene, range.end, end, sizeof(end));
	if (end[strlen(end) - 1] == 'p')
		snprintf(text, TEXT, "[%.30s, %.30s)", start, end);
	else
		snprintf(text, TEXT, "0x%llx", (unsigned long long)range.start);
}

static void put_range(const struct window *w, int y, const struct scene *scene,
		      const struct columns *at, enum style style, uint32_t area)
{
	char text[TEXT];
	range_text(scene, at, scene_range(scene, area), text);
	put_short(w, y, at->range, at->size - at->range - 1, style, text);
}

/* Right-aligned in [from, to). */
static void put_size(const struct window *w, int y, int from, int to, enum style style,
		     uint64_t bytes)
{
	char text[TEXT];
	pane_size(bytes, text, sizeof(text));
	int x = to - 1 - text_width(text);
	put_short(w, y, x > from ? x : from, to - from, style, text);
}

/* What lies between the area and the next one, or the end of the space. */
static uint64_t hole_behind(const struct scene *scene, uint32_t area)
{
	uint32_t next = scene->m->next[area];
	uint64_t from = scene_range(scene, area).end;
	uint64_t to = next ? scene_range(scene, next).start : scene->m->g->space.end;
	return to > from ? (to - from) & ~(PAGE_SIZE - 1) : 0;
}

static int put_mark(const struct window *w, int y, int x, enum style style, const char *word)
{
	return put_short(w, y, x, w->width - x, style, word) + 1;
}

/* Who points to it, and what waits for it. */
static void put_marks(const struct window *w, int y, int x, const struct scene *scene,
		      uint32_t area)
{
	if (area == scene->first)
		x = put_mark(w, y, x, STYLE_SEARCH, "first");
	if (area == scene->m->g->free_vmap_cache)
		x = put_mark(w, y, x, STYLE_GOOD,
			     w->width - x > 16 ? "free_vmap_cache" : _("cache"));
	if (scene_is_lazy(scene, area))
		x = put_mark(w, y, x, STYLE_LAZY, _("lazy"));
	if (!scene_in_tree(scene, area))
		put_mark(w, y, x, STYLE_WARN, _("not in the tree"));
}

static void put_kind(const struct window *w, int y, const struct scene *scene,
		     const struct columns *at, uint32_t area)
{
	const struct area_kind_info *kind = &area_kinds[lab_area_kind(scene->lab, area)];
	if (kind->letter == ' ' || at->kinds == KIND_NONE)
		return;
	if (at->kinds == KIND_LETTER)
		put_format(w, y, at->kind, STYLE_DIM, "%c", kind->letter);
	else
		put_short(w, y, at->kind, at->hole - at->kind - 1, STYLE_DIM, _(kind->name));
}

static void put_area(const struct window *w, int y, const struct scene *scene, uint32_t area,
		     bool here)
{
	const struct columns *at = columns_of(w->width);
	struct range range = scene_range(scene, area);
	bool plain = scene_in_tree(scene, area) && !scene_is_lazy(scene, area);
	enum style style = plain ? STYLE_TEXT : STYLE_DIM;
	uint64_t hole = hole_behind(scene, area);
	char name[TEXT];
	put_short(w, y, NAME_AT, at->range - NAME_AT - 1, style,
		  pane_area(scene, area, name, sizeof(name)));
	put_range(w, y, scene, at, style, area);
	put_size(w, y, at->size, at->kind, style, range.end - range.start);
	put_kind(w, y, scene, at, area);
	if (hole)
		put_size(w, y, at->hole, at->marks, STYLE_HOLE, hole);
	if (here) {
		put_glyph(w, y, 0, STYLE_CURRENT, GLYPH_ARROW_RIGHT);
		put_style(w, y, 0, at->marks - 1, STYLE_CURRENT);
	}
	put_marks(w, y, at->marks, scene, area);
}

/* --- the rows around it --- */

static void put_heading(const struct window *w, const struct scene *scene, uint32_t first)
{
	const struct columns *at = columns_of(w->width);
	uint64_t begin = scene->m->g->space.start, start = scene_range(scene, first).start;
	char size[TEXT];
	put_text(w, 0, NAME_AT, STYLE_DIM, _("area"));
	put_text(w, 0, at->range, STYLE_DIM, at->exact ? "[va_start, va_end)" : _("place"));
	put_text(w, 0, at->kind - 1 - text_width(_("size")), STYLE_DIM, _("size"));
	if (at->kinds == KIND_NAME)
		put_text(w, 0, at->kind, STYLE_DIM, _("kind"));
	put_text(w, 0, at->marks - 1 - text_width(_("hole")), STYLE_DIM, _("hole"));
	if (scene_prev(scene, first) == 0 && start > begin)
		put_format(w, 0, at->marks, STYLE_HOLE, _("%s before"),
			   pane_size(start - begin, size, sizeof(size)));
}

/* "vmap_purge_list: a3 > a1   2 areas, 12p", cut off where the row ends. */
static void put_purge_list(const struct window *w, int y, const struct scene *scene)
{
	const struct globals *g = scene->m->g;
	char text[TEXT], size[TEXT];
	uint32_t area = g->vmap_purge_list;
	snprintf(text, sizeof(text), P_("%u area, %s", "%u areas, %s", g->lazy_areas), g->lazy_areas,
		 pane_size(g->vmap_lazy_nr << PAGE_SHIFT, size, sizeof(size)));
	int end = w->width - text_width(text), x = 0;
	put_text(w, y, end, STYLE_DIM, text);
	struct window row = window_part(w, y, 0, 1, end - 1);
	x = put_text(&row, 0, 0, STYLE_DIM, "vmap_purge_list: ");
	for (bool first = true; area && x < row.width; area = scene->m->rest[area].purge_next) {
		pane_area(scene, area, text, sizeof(text));
		int needs = text_width(text) + (first ? 0 : 3);
		if (x + needs > row.width - (scene->m->rest[area].purge_next ? 2 : 0)) {
			put_glyph(&row, 0, x + 1, STYLE_DIM, GLYPH_ELLIPSIS);
			break;
		}
		if (!first)
			x = put_format(&row, 0, x, STYLE_DIM, " %s ", glyph(w->canvas, GLYPH_TO));
		x = put_text(&row, 0, x, STYLE_LAZY, text);
		first = false;
	}
}

static void put_areas(const struct window *w, struct scene *scene, uint64_t key)
{
	uint32_t area = rows_area(scene, key), here = scene->first ? scene->first : scene_area(scene);
	for (int y = 0; y < w->height && area; y++, area = scene->m->next[area])
		put_area(w, y, scene, area, area == here);
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	struct scene scene = *showing->scene;
	const struct row_list list = rows_of_areas(&scene);
	uint32_t about = scene.first ? scene.first : scene_area(&scene);
	uint64_t wanted = about ? scene_range(&scene, about).start : scene_address(&scene), key;
	int head = w->height >= HEAD_FROM;
	int foot = w->height >= PURGE_FROM && scene.m->g->vmap_purge_list != 0;
	struct window areas = window_part(w, head, 0, w->height - head - foot, w->width);
	if (!rows_first(state, &list, areas.height, &wanted, &key)) {
		put_text(w, 0, 0, STYLE_DIM, _("The list is empty."));
		return;
	}
	if (head)
		put_heading(w, &scene, rows_area(&scene, key));
	put_areas(&areas, &scene, key);
	if (foot)
		put_purge_list(w, w->height - 1, &scene);
}

static void caption(const struct showing *showing, char *text, size_t room)
{
	const struct globals *g = showing->scene->m->g;
	snprintf(text, room, P_("vmap_area_list: %u area", "vmap_area_list: %u areas", g->areas),
		 g->areas);
}

/* An address or a name: the area there, or the next one above it. */
static bool find(const struct showing *showing, struct pane_state *state, const char *text)
{
	uint64_t address;
	if (!lab_evaluate(showing->scene->lab, text, &address) ||
	    !rows_area(showing->scene, address))
		return false;
	state->held = true;
	state->offset = (int64_t)address;
	state->by = 0;
	return true;
}

const struct pane pane_list = {
	.name = "list",
	.title = N_("List"),
	.caption = caption,
	.draw = draw,
	.move = rows_move,
	.find = find,
};
