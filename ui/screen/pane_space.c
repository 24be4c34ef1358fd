/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The address space, to scale.
 *
 * A strip is a bar of cells with rows around it:
 *
 *	  vstart   |-addr +3p-|        what the search looks at
 *	[a1 ][a2 ]·2p·[V v1×]······    areas, holes, lazy areas
 *	  3p   3p       4p             sizes, or names that had no room
 *	       ^free_vmap_cache        what the allocator remembers
 *
 * What is more than a bare area bears the letter of its kind; a cross is its
 * guard page, where single pages can be seen. Signs are explained on what is
 * left of the last row or the first.
 *
 * With less room rows are left out from the outside; with more the bar gets
 * higher, or there are several strips. Where the strip shows only a part, the row
 * above it is an overview:
 *
 *	used  ···▶█▅◀·····████████···    the strip shows what lies between the arrows
 */

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "ui/screen/markers.h"
#include "ui/screen/pane.h"
#include "ui/screen/scale.h"

enum { LABEL = 64, LEGEND = 200, STRIP_HEIGHT = 4, FULL_HEIGHT = 8,
       MOST_STRIPS = 8, OVERVIEW_FROM = 5 };

/* Rows of a strip, from its first; NO_ROW: there is no room for it. The rows
 * for markers are in the order in which they are tried. */
struct strip_rows {
	int above[MARKER_ROWS], bar, bars, labels, below[MARKER_ROWS];
};

struct picture {
	const struct scene *scene;
	struct scale scale;
	struct cell_content content[SCALE_CELLS];
	struct markers markers;
};

/* --- what a row is for --- */

static struct strip_rows rows_for(int height)
{
	static const struct strip_rows table[] = {
		{ { NO_ROW, NO_ROW }, 0, 1, NO_ROW, { NO_ROW, NO_ROW } },
		{ { 0, NO_ROW }, 1, 1, NO_ROW, { NO_ROW, NO_ROW } },
		{ { 0, NO_ROW }, 1, 1, NO_ROW, { 2, NO_ROW } },
		{ { 0, NO_ROW }, 1, 1, 2, { 3, NO_ROW } },
		{ { 0, NO_ROW }, 1, 1, 2, { 3, 4 } },
		{ { 1, 0 }, 2, 1, 3, { 4, 5 } },
		{ { 1, 0 }, 2, 2, 4, { 5, 6 } },
		{ { 1, 0 }, 2, 3, 5, { 6, 7 } },
	};
	int most = (int)(sizeof(table) / sizeof(*table));
	return table[(height < most ? height : most) - 1];
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

/* What is written on an area, and how many of its last cells are its guard page. */
struct inscription {
	const char *name;
	char letter;	/* of its kind; a blank for none */
	bool lazy;
	int guard;
};

/* The guard page is a hole that belongs to the area. */
static void put_guard(const struct window *w, int y, int x, int cells, int guard)
{
	put_fill(w, y, x + cells - guard, guard, STYLE_HOLE, glyph(w->canvas, GLYPH_GUARD));
}

/* The ends of an area, and what fills it. A guard page of several cells leaves
 * the last one to the bracket. */
static void put_outline(const struct window *w, int y, int x, int cells, enum style style,
			const struct inscription *on)
{
	enum glyph alone = on->lazy ? GLYPH_MEDIUM : GLYPH_LEFT_EDGE;
	int inside = on->guard > 1;
	put_fill(w, y, x, cells, style, on->lazy ? glyph(w->canvas, GLYPH_MEDIUM) : " ");
	put_text(w, y, x, style, cells == 1 ? glyph(w->canvas, alone) : "[");
	if (cells > 1)
		put_text(w, y, x + cells - 1, style, "]");
	put_guard(w, y, x, cells - inside, on->guard - inside);
}

/* `[V name  ×]`, as much of it as there are cells. True: the name is readable. */
static bool put_area(const struct window *w, int y, int x, int cells, enum style style,
		     const struct inscription *on)
{
	const char letter[] = { on->letter, '\0' };
	int at = x + 1, room = cells - 1 - on->guard, length = text_width(on->name);
	put_outline(w, y, x, cells, style, on);
	if (on->letter != ' ') {
		put_text(w, y, cells < 3 ? x : at, style, letter);
		at += 2;
		room -= 2;
	}
	if (length == 0 || cells == 1 || room < length)
		return false;
	put_text(w, y, at, style, on->name);
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
	if (y == NO_ROW || length == 0 || at + length > w->width)
		return;
	if (length > cells + (beyond ? length : 1) || !markers_free(w, y, at - 1, length + 2))
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
	if (above && m->va_start[above] == start) {	/* new in the tree, not yet in the list */
		start = m->va_end[above];
		above = area_at_or_after(m, start);
	}
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

/* Cells of a run that are the guard page of its area. */
static int guard_cells(const struct picture *p, const struct run *run)
{
	uint32_t area = p->content[run->cell].area;
	if (p->scale.shift > 0 || run->behind - run->cell <= p->scale.page_cells ||
	    !pane_guarded(p->scene, area) ||
	    scale_address(&p->scale, run->behind) != scene_range(p->scene, area).end)
		return 0;
	return p->scale.page_cells;
}

static void draw_area(const struct window *w, const struct strip_rows *rows,
		      const struct picture *p, const struct run *run, int x, char label[LABEL])
{
	const struct cell_content *content = &p->content[run->cell];
	struct range range = scene_range(p->scene, content->area);
	enum area_kind kind = lab_area_kind(p->scene->lab, content->area);
	const char *name = lab_name_of_area(p->scene->lab, content->area);
	const struct inscription on = { name ? name : "", area_kinds[kind].letter, content->lazy,
					guard_cells(p, run) };
	const char *fill = content->lazy ? glyph(w->canvas, GLYPH_MEDIUM) : " ";
	enum style style = area_style(p->scene, content, run->other);
	int cells = run->behind - run->cell;
	bool sized = false;
	char size[LABEL];
	pane_size(range.end - range.start, size, LABEL);
	bool named = put_area(w, rows->bar, x, cells, style, &on);
	for (int i = 1; i < rows->bars; i++) {
		bool here = i == size_row(rows);
		bool fits = put_middle(w, rows->bar + i, x, cells - on.guard, style, fill,
				       here ? size : "");
		put_guard(w, rows->bar + i, x, cells, on.guard);
		sized = here ? fits : sized;
	}
	if (!sized || (name && !named))
		snprintf(label, LABEL, "%s", name && !named ? name : size);
}

/* How full it is; with something lazy in it, hatched more or less. */
static enum glyph mixed_glyph(const struct cell_content *content)
{
	if (!content->lazy)
		return (enum glyph)(GLYPH_EIGHTH + content->eighths - 1);
	return content->eighths > 5 ? GLYPH_DARK : content->eighths > 2 ? GLYPH_MEDIUM : GLYPH_LIGHT;
}

static void draw_mixed(const struct window *w, const struct strip_rows *rows,
		       const struct picture *p, const struct run *run, int x)
{
	const struct cell_content *content = &p->content[run->cell];
	enum glyph level = mixed_glyph(content);
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

/* Right of a strip: where it ends. */
static void draw_end(const struct window *w, int y, int x, const struct picture *p, int behind)
{
	char text[32];
	uint64_t end = scale_address(&p->scale, behind) - p->scene->m->g->space.start;
	if (x + 11 <= w->width)
		put_format(w, y, x + 1, STYLE_DIM, _("to +%s"), pane_size(end, text, sizeof(text)));
}

static void draw_strip(const struct window *w, struct picture *p, int strip, int height)
{
	struct strip_rows rows = rows_for(height);
	int first = strip * p->scale.strip_cells, behind = first + p->scale.strip_cells;
	if (behind > p->scale.cells)
		behind = p->scale.cells;
	draw_bar(w, &rows, p, first, behind, false);
	draw_bar(w, &rows, p, first, behind, true);
	if (p->scale.strips > 1)
		draw_end(w, rows.bar, behind - first, p, behind);
	markers_draw(&p->markers, w, rows.above, true, first, behind);
	markers_draw(&p->markers, w, rows.below, false, first, behind);
}

/* --- what the signs mean --- */

static void add_sign(char *text, size_t room, const char *sign, const char *meaning)
{
	size_t used = strlen(text);
	snprintf(text + used, room - used, "%s%s %s", used ? "  " : "", sign, meaning);
}

/* Which kinds, and whether guard pages, are to be seen. */
static void legend_text(const struct window *w, const struct picture *p, char *text, size_t room)
{
	bool seen[AREA_KIND_COUNT] = { false }, guard = false;
	for (int cell = 0; cell < p->scale.cells; cell++) {
		const struct cell_content *content = &p->content[cell];
		if (content->kind != CELL_AREA || (cell > 0 && same_content(content, content - 1)))
			continue;
		enum area_kind kind = lab_area_kind(p->scene->lab, content->area);
		seen[kind] = true;
		guard = guard || (area_kinds[kind].guarded && p->scale.shift == 0);
	}
	*text = '\0';
	for (size_t kind = 0; kind < AREA_KIND_COUNT; kind++) {
		const char letter[] = { area_kinds[kind].letter, '\0' };
		if (seen[kind] && *letter != ' ')
			add_sign(text, room, letter, _(area_kinds[kind].name));
	}
	if (guard)
		add_sign(text, room, glyph(w->canvas, GLYPH_GUARD), _("guard page"));
}

/* On the right, where nothing else is. */
static void draw_legend(const struct window *w, const struct picture *p)
{
	char text[LEGEND];
	legend_text(w, p, text, sizeof(text));
	int length = text_width(text), x = w->width - length;
	const int row[] = { w->height - 1, 0 };
	for (size_t i = 0; i < 2 && length > 0 && x > 0; i++)
		if (w->height >= STRIP_HEIGHT && markers_free(w, row[i], x - 2, length + 2)) {
			put_text(w, row[i], x, STYLE_DIM, text);
			return;
		}
}

/* --- the overview --- */

enum { BEFORE = 7, BEHIND = 12 };	/* columns of words beside its bar */

/* A text in the bar that an arrow would cut gives way. */
static void put_arrow(const struct window *w, int x, enum glyph which)
{
	for (int by = -1; by <= 1; by += 2)
		for (int i = x + by;; i += by) {
			const struct cell *cell = window_cell(w, 0, i), *at = window_cell(w, 0, x);
			if (!cell || cell->style != STYLE_HOLE || at->style != STYLE_HOLE ||
			    !isalnum((unsigned char)*at->text) || !isalnum((unsigned char)*cell->text))
				break;
			put_glyph(w, 0, i, STYLE_HOLE, GLYPH_DOT);
		}
	put_glyph(w, 0, x, STYLE_SEARCH, which);
}

/* A row: its name, its bar with the arrows around `part`, where it ends. The arrows
 * stand on what lies beside the part, or on the blanks beside the bar. False: there
 * is nothing that the strip does not show. */
static bool draw_overview(const struct window *w, struct picture *p, const struct scale *part,
			  bool zoomed_out)
{
	const struct strip_rows rows = { { NO_ROW, NO_ROW }, 0, 1, NO_ROW, { NO_ROW, NO_ROW } };
	struct window bar = window_part(w, 0, BEFORE, 1, w->width - BEFORE - BEHIND);
	if (!scale_overview(p->scene, bar.width, part, zoomed_out, &p->scale))
		return false;
	scale_fill(&p->scale, p->scene, p->content);
	put_text(w, 0, 0, STYLE_DIM, p->scale.whole ? _("whole") : _("used"));
	draw_bar(&bar, &rows, p, 0, p->scale.cells, false);
	int from = scale_cell(&p->scale, part->start);
	int to = scale_cell(&p->scale, scale_address(part, part->cells) - 1);
	to = to < p->scale.cells ? to + p->scale.page_cells : p->scale.cells;
	draw_end(w, 0, BEFORE + p->scale.cells, p, p->scale.cells);
	put_arrow(w, BEFORE + from - 1, GLYPH_ARROW_RIGHT);
	put_arrow(w, BEFORE + to, GLYPH_ARROW_LEFT);
	return true;
}

/* --- the pane --- */

/* Both ends of what is shown; in pages where rounded sizes would be the same. */
static void part_text(uint64_t first, uint64_t behind, char *text, size_t room)
{
	char from[20], to[20];
	pane_size(first, from, sizeof(from));
	pane_size(behind, to, sizeof(to));
	if (strcmp(from, to) != 0)
		snprintf(text, room, _("+%s to +%s"), from, to);
	else
		snprintf(text, room, _("+%llup to +%llup"), (unsigned long long)first >> PAGE_SHIFT,
			 (unsigned long long)behind >> PAGE_SHIFT);
}

/* How large a cell is, and which part of the space is shown. From its middle one
 * pans by quarters. */
static void tell_scale(const struct picture *p, struct pane_state *state)
{
	const struct space *space = &p->scene->m->g->space;
	uint64_t first = p->scale.start - space->start;
	char size[16], scale[28], part[52];
	pane_size(PAGE_SIZE << p->scale.shift, size, sizeof(size));
	if (p->scale.page_cells > 1)
		snprintf(scale, sizeof(scale), _("1 page = %d cells"), p->scale.page_cells);
	else
		snprintf(scale, sizeof(scale), _("1 cell = %s"), size);
	part_text(first, first + (p->scale.pages << PAGE_SHIFT), part, sizeof(part));
	snprintf(state->note, sizeof(state->note), _("%s   %s of 0x%llx..0x%llx"), scale, part,
		 (unsigned long long)space->start, (unsigned long long)space->end);
	state->offset = (int64_t)((first >> PAGE_SHIFT) + p->scale.pages / 2);
	state->most = (int64_t)p->scale.pages / 4 + 1;
}

static void draw_strips(const struct window *w, struct picture *p)
{
	int each = w->height / p->scale.strips;
	scale_fill(&p->scale, p->scene, p->content);
	markers_collect(&p->markers, &p->scale, p->scene);
	for (int strip = 0; strip < p->scale.strips; strip++) {
		struct window part = window_part(w, strip * each, 0, each, w->width);
		draw_strip(&part, p, strip, each);
	}
	draw_legend(w, p);
}

static struct sheet sheet_for(const struct window *w)
{
	int most = (w->height + 1) / STRIP_HEIGHT, good = w->height / FULL_HEIGHT;
	most = most > MOST_STRIPS ? MOST_STRIPS : most > 0 ? most : 1;
	return (struct sheet){ w->width, most, good > most ? most : good > 0 ? good : 1 };
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	struct picture p = { .scene = showing->scene };
	state->rows = w->height;
	state->columns = w->width;
	if (w->height < 1 || w->width < 1)
		return;
	struct sheet sheet = sheet_for(w);
	struct scale scale = scale_choose(showing->scene, &sheet, state->zoom,
					  state->held ? state->offset : SCALE_FOLLOWS);
	struct window strip = *w;
	if (w->height >= OVERVIEW_FROM && draw_overview(w, &p, &scale, state->zoom < 0))
		strip = window_part(w, 1, 0, w->height - 1, w->width);
	p.scale = scale;
	tell_scale(&p, state);
	draw_strips(&strip, &p);
}

static void caption(const struct showing *showing, char *text, size_t room)
{
	const struct globals *g = showing->scene->m->g;
	int used = snprintf(text, room, P_("%u area", "%u areas", g->areas), g->areas);
	if (g->lazy_areas && used > 0 && (size_t)used < room)
		snprintf(text + used, room - (size_t)used, _(", %u lazy"), g->lazy_areas);
}

/* Where in the space a cell lies: of the overview, or of a strip. False: nowhere. */
static bool address_at(const struct scene *scene, const struct pane_state *state, int y, int x,
		       uint64_t *address)
{
	const struct window w = { .height = state->rows, .width = state->columns };
	struct sheet sheet = sheet_for(&w);
	struct scale scale = scale_choose(scene, &sheet, state->zoom,
					  state->held ? state->offset : SCALE_FOLLOWS), overview;
	bool above = w.height >= OVERVIEW_FROM &&
		     scale_overview(scene, w.width - BEFORE - BEHIND, &scale, state->zoom < 0, &overview);
	int each = (w.height - above) / scale.strips, strip = each > 0 ? (y - above) / each : 0;
	int cell = above && y == 0 ? x - BEFORE : strip * scale.strip_cells + x;
	const struct scale *in = above && y == 0 ? &overview : &scale;
	if (cell < 0 || cell >= in->cells || (in == &scale && x >= scale.strip_cells))
		return false;
	*address = scale_address(in, cell);
	return true;
}

/* Tells the area, or the hole, and what is behind it. */
static bool click(const struct showing *showing, const struct pane_state *state, int y, int x,
		  char *line, size_t room)
{
	uint64_t address;
	if (!address_at(showing->scene, state, y, x, &address))
		return false;
	snprintf(line, room, "areas 0x%llx 1", (unsigned long long)address);
	return true;
}

static bool pan(struct pane_state *state, int64_t by)
{
	state->held = true;
	state->offset = state->offset + by > 0 ? state->offset + by : 0;
	return true;
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
		return pan(state, -state->most);
	case PANE_RIGHT:
	case PANE_DOWN:
		return pan(state, state->most);
	case PANE_FOLLOW:
	case PANE_TOP:
		*state = (struct pane_state){ 0 };
		return true;
	default:
		return false;
	}
}

/* An address or a name: what is shown has it in the middle. */
static bool find(const struct showing *showing, struct pane_state *state, const char *text)
{
	const struct space *space = &showing->scene->m->g->space;
	uint64_t address;
	if (!lab_evaluate(showing->scene->lab, text, &address) || address < space->start ||
	    address > space->end)
		return false;
	state->held = true;
	state->offset = (int64_t)((address - space->start) >> PAGE_SHIFT);
	return true;
}

const struct pane pane_space = {
	.name = "space",
	.title = N_("Address space"),
	.caption = caption,
	.draw = draw,
	.move = move,
	.moves = N_("move along the address space"),
	.click = click,
	.find = find,
};
