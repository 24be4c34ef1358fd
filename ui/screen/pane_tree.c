/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * vmap_area_root, drawn as a tree.
 *
 *	          [a4]                   [name] black, (name) red
 *	    ┌──────┴──────┐              heavy lines: the path to the node
 *	 ▶(a2)◀         [a6]*            that is looked at; * the cached area
 *	 ┌──┴──┐           └──┐
 *	[a1]  [a3]           (a7)
 *
 * Subtrees are laid out on their own and pushed together until their outlines
 * touch, so a parent stands above the middle of its children. If the tree is
 * too wide, fewer levels are drawn, but the path is always drawn as far as
 * there are rows; how much is left out is counted, not hidden.
 */

#include <stdio.h>
#include <string.h>

#include "ui/screen/panes.h"

enum { NODES = 256, LEVELS = 16, NAME = 24, NOBODY = -1, DEEPEST = 128 };

struct drawn_node {
	uint32_t area;
	int level, x;		/* x: its middle, at first relative to the parent's */
	int left, right;	/* indices; NOBODY */
	bool cut;		/* has children that are not drawn */
	char label[NAME + 4];
};

struct drawing {
	const struct scene *scene;
	struct drawn_node node[NODES];
	int count;
	int levels;		/* so many are drawn in full ... */
	int deepest;		/* ... and the path down to this one */
	bool too_many;
	uint32_t interest;
	bool found;		/* somebody has looked for it */
};

/* Columns that a subtree takes on each of its levels, from its root's middle. */
struct outline {
	int levels;
	int left[LEVELS], right[LEVELS];
};

/* --- choosing what is drawn --- */

static uint32_t node_of_interest(const struct scene *scene, const struct pane_state *state)
{
	if (state->held && state->offset > 0 && scene_in_tree(scene, (uint32_t)state->offset))
		return (uint32_t)state->offset;
	const uint32_t candidate[] = { scene->node, scene->touched, scene->first,
				       scene->m->g->free_vmap_cache };
	for (size_t i = 0; i < sizeof(candidate) / sizeof(*candidate); i++)
		if (candidate[i] && scene_in_tree(scene, candidate[i]))
			return candidate[i];
	return scene->m->g->vmap_area_root;
}

static int depth_of(const struct scene *scene, uint32_t area)
{
	int depth = 0;
	for (; depth < DEEPEST && (area = scene_parent(scene, area)) != 0;)
		depth++;
	return depth;
}

/* The top of what is drawn on `levels` levels: the root, or where the node of
 * interest stands at the bottom, or a level above if it has children. */
static uint32_t window_root(const struct scene *scene, uint32_t interest, int levels)
{
	const struct area_node *node = &scene->m->node[interest];
	bool parent = node->left || node->right;
	int up = parent && levels >= 3 ? levels - 2 : levels - 1;
	if (depth_of(scene, interest) < levels)
		return scene->m->g->vmap_area_root;
	while (up-- > 0)
		interest = scene_parent(scene, interest);
	return interest;
}

static bool on_path(const struct drawing *d, uint32_t area)
{
	uint32_t at = d->interest;
	for (int i = 0; at && i < DEEPEST; i++, at = scene_parent(d->scene, at))
		if (at == area)
			return true;
	return false;
}

static int collect(struct drawing *d, uint32_t area, int level)
{
	const struct area_node *node = &d->scene->m->node[area];
	char name[NAME];
	if (!area)
		return NOBODY;
	if (d->count == NODES) {
		d->too_many = true;
		return NOBODY;
	}
	int index = d->count++;
	struct drawn_node *drawn = &d->node[index];
	*drawn = (struct drawn_node){ .area = area, .level = level, .left = NOBODY,
				      .right = NOBODY };
	pane_area(d->scene, area, name, sizeof(name));
	snprintf(drawn->label, sizeof(drawn->label), scene_is_red(d->scene, area) ? "(%s)" : "[%s]", name);
	if (level + 1 < d->levels || (level + 1 < d->deepest && on_path(d, area))) {
		drawn->left = collect(d, node->left, level + 1);
		drawn->right = collect(d, node->right, level + 1);
	} else
		drawn->cut = node->left || node->right;
	return index;
}

/* --- layout --- */

static void outline_add(struct outline *outline, const struct outline *child, int x)
{
	for (int i = 0; i < child->levels && i + 1 < LEVELS; i++) {
		int left = child->left[i] + x, right = child->right[i] + x;
		bool fresh = i + 1 >= outline->levels;
		if (fresh || left < outline->left[i + 1])
			outline->left[i + 1] = left;
		if (fresh || right > outline->right[i + 1])
			outline->right[i + 1] = right;
		if (fresh)
			outline->levels = i + 2;
	}
}

/* How far apart the middles of two neighbours must stand. */
static int distance(const struct outline *left, const struct outline *right)
{
	int least = 2;
	for (int i = 0; i < left->levels && i < right->levels; i++)
		if (left->right[i] - right->left[i] > least)
			least = left->right[i] - right->left[i];
	return least;
}

/* A column of air at either side of a label holds the pointers. */
static void place(struct drawing *d, int index, struct outline *outline)
{
	struct drawn_node *node = &d->node[index];
	struct outline left = { 0 }, right = { 0 };
	int width = text_width(node->label) + 2;
	*outline = (struct outline){ .levels = 1 };
	outline->left[0] = -(width / 2);
	outline->right[0] = width - width / 2;
	if (node->left != NOBODY)
		place(d, node->left, &left);
	if (node->right != NOBODY)
		place(d, node->right, &right);
	int apart = left.levels && right.levels ? distance(&left, &right) : 6;
	if (left.levels) {
		d->node[node->left].x = -(apart / 2);
		outline_add(outline, &left, -(apart / 2));
	}
	if (right.levels) {
		d->node[node->right].x = apart - apart / 2;
		outline_add(outline, &right, apart - apart / 2);
	}
}

static void make_absolute(struct drawing *d, int index, int x)
{
	if (index == NOBODY)
		return;
	d->node[index].x += x;
	make_absolute(d, d->node[index].left, d->node[index].x);
	make_absolute(d, d->node[index].right, d->node[index].x);
}

/* Lays out that many levels; false: they do not fit the width. */
static bool try_levels(struct drawing *d, int levels, int width)
{
	struct outline outline;
	int left = 0, right = 0;
	d->levels = levels;
	d->count = 0;
	d->too_many = false;
	collect(d, window_root(d->scene, d->interest, d->deepest), 0);
	if (d->too_many)
		return false;
	place(d, 0, &outline);
	for (int i = 0; i < outline.levels; i++) {
		left = outline.left[i] < left ? outline.left[i] : left;
		right = outline.right[i] > right ? outline.right[i] : right;
	}
	if (right - left > width && d->deepest > 1)
		return false;
	make_absolute(d, 0, -left + (right - left < width ? (width - right + left) / 2 : 0));
	return true;
}

/* --- drawing --- */

/* Half of a connector: from the parent's column to the child's corner. */
static void put_branch(const struct window *w, int y, const struct drawing *d,
		       const struct drawn_node *parent, const struct drawn_node *child)
{
	bool path = on_path(d, child->area), left = child->x < parent->x;
	enum style style = path ? STYLE_PATH : STYLE_BORDER;
	int from = left ? child->x + 1 : parent->x + 1, to = left ? parent->x : child->x;
	enum glyph line = path ? GLYPH_HEAVY_HORIZONTAL : GLYPH_HORIZONTAL;
	enum glyph corner = left ? (path ? GLYPH_HEAVY_TOP_LEFT : GLYPH_TOP_LEFT) :
				   (path ? GLYPH_HEAVY_TOP_RIGHT : GLYPH_TOP_RIGHT);
	put_fill(w, y, from, to - from, style, glyph(w->canvas, line));
	put_glyph(w, y, child->x, style, corner);
}

static void put_branches(const struct window *w, int y, const struct drawing *d,
			 const struct drawn_node *node)
{
	bool left = node->left != NOBODY, right = node->right != NOBODY;
	if (node->cut)
		put_glyph(w, y, node->x, STYLE_DIM, GLYPH_ELLIPSIS);
	if (left)
		put_branch(w, y, d, node, &d->node[node->left]);
	if (right)
		put_branch(w, y, d, node, &d->node[node->right]);
	if (left || right)
		put_glyph(w, y, node->x, on_path(d, node->area) ? STYLE_PATH : STYLE_BORDER,
			  left && right ? GLYPH_TEE_UP :
			  left ? GLYPH_BOTTOM_RIGHT : GLYPH_BOTTOM_LEFT);
}

static void put_node(const struct window *w, int y, const struct drawing *d,
		     const struct drawn_node *node)
{
	int width = text_width(node->label), x = node->x - (width + 2) / 2 + 1;
	bool current = node->area == d->interest && (d->scene->step || d->found);
	enum style style = scene_is_red(d->scene, node->area) ? STYLE_RED_NODE : STYLE_BLACK_NODE;
	put_text(w, y, x, style, node->label);
	if (current) {
		put_glyph(w, y, x - 1, STYLE_PATH, GLYPH_ARROW_RIGHT);
		put_glyph(w, y, x + width, STYLE_PATH, GLYPH_ARROW_LEFT);
	}
	if (node->area == d->scene->m->g->free_vmap_cache && !current)
		put_text(w, y, x + width, STYLE_GOOD, "*");
}

static void put_left_out(const struct window *w, const struct drawing *d)
{
	uint32_t all = d->scene->m->g->areas;
	int above = depth_of(d->scene, d->node[0].area);
	if (above > 0)
		put_format(w, 0, 0, STYLE_DIM, P_("%d level above, %u of %u areas shown",
						  "%d levels above, %u of %u areas shown",
						  (unsigned)above), above, (unsigned)d->count, all);
	else if ((uint32_t)d->count < all)
		put_format(w, 0, 0, STYLE_DIM, _("%u of %u areas shown"), (unsigned)d->count, all);
}

/* As many levels in full as fit, with the path as deep as can be. */
static void fit_width(struct drawing *d, int rows, int width)
{
	int most = (rows + 1) / 2;
	most = most < 1 ? 1 : most > LEVELS ? LEVELS : most;
	for (d->deepest = most; d->deepest >= 1; d->deepest--)
		for (int levels = d->deepest; levels >= 1; levels--)
			if (try_levels(d, levels, width))
				return;
}

/* A row is needed to tell what is left out. */
static void lay_out(struct drawing *d, int rows, int width)
{
	fit_width(d, rows, width);
	if ((uint32_t)d->count < d->scene->m->g->areas && rows > 2)
		fit_width(d, rows - 1, width);
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	struct drawing d = { .scene = showing->scene };
	d.interest = node_of_interest(d.scene, state);
	d.found = state->held && state->offset == (int64_t)d.interest;
	if (!d.interest) {
		put_text(w, 0, 0, STYLE_DIM, _("The tree is empty."));
		return;
	}
	lay_out(&d, w->height, w->width);
	bool all = (uint32_t)d.count >= d.scene->m->g->areas;
	int top = !all && w->height > 2;
	for (int i = 0; i < d.count; i++)
		put_branches(w, top + 2 * d.node[i].level + 1, &d, &d.node[i]);
	for (int i = 0; i < d.count; i++)
		put_node(w, top + 2 * d.node[i].level, &d, &d.node[i]);
	if (!all)
		put_left_out(w, &d);
}

static void caption(const struct showing *showing, char *text, size_t room)
{
	(void)showing;
	snprintf(text, room, _("[black] (red)  * cached"));
}

/* An address or a name: the area there, or the next one above it. */
static bool find(const struct showing *showing, struct pane_state *state, const char *text)
{
	struct lab *lab = showing->scene->lab;
	uint64_t address;
	if (!lab_evaluate(lab, text, &address))
		return false;
	uint32_t area = area_at_or_after(showing->scene->m, address);
	if (!area || !scene_in_tree(showing->scene, area))
		return false;
	state->held = true;
	state->offset = area;
	return true;
}

static bool move(struct pane_state *state, enum pane_motion motion)
{
	if (motion == PANE_FOLLOW)
		state->held = false;
	return motion == PANE_FOLLOW;
}

const struct pane pane_tree = {
	.name = "tree",
	.title = N_("Tree"),
	.caption = caption,
	.draw = draw,
	.move = move,
	.find = find,
};
