/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Choosing which nodes are drawn, laying them out, drawing them.
 */

#include "ui/screen/tree_picture.h"

#include <stdio.h>
#include <string.h>

#include "ui/screen/pane.h"

enum { LEVELS = 16, ALONE = 6, THOUSANDS = 10000 };

/* Columns that a subtree takes on each of its levels, from its root's middle. */
struct outline {
	int levels;
	int left[LEVELS], right[LEVELS];
};

/* --- choosing what is drawn --- */

void tree_picture_path(struct tree_picture *p, uint32_t area)
{
	for (p->steps = 0; area && p->steps < PICTURE_PATH; area = tree_parent(p->tree, area))
		p->path[p->steps++] = area;
}

static bool on_path(const struct tree_picture *p, uint32_t area)
{
	for (int i = 0; i < p->steps; i++)
		if (p->path[i] == area)
			return true;
	return !area;	/* the guest */
}

static void add_to_path(struct tree_picture *p, uint32_t area)
{
	if (!on_path(p, area) && p->steps < PICTURE_PATH)
		p->path[p->steps++] = area;
}

bool tree_picture_difference(struct tree_picture *p, const struct tree *other,
			     const struct tree *words)
{
	int highest = PICTURE_PATH;
	p->steps = 0;
	p->top = 0;
	for (int i = 0; i < words->count; i++) {
		uint32_t area = tree_area_of(words, i);
		int depth = tree_depth(p->tree, area);
		if (!tree_has(p->tree, area))
			continue;
		if (depth < highest) {
			highest = depth;
			p->top = area;
		}
		if (tree_parent(p->tree, area) != tree_parent(other, area))
			add_to_path(p, area);
	}
	if (p->top)
		add_to_path(p, p->top);
	return p->top != 0;
}

static bool has_children(const struct tree *tree, uint32_t area)
{
	return tree_child(tree, area, 0) || tree_child(tree, area, 1);
}

/* The top of what is drawn on `levels` levels: the root, or where the node of
 * interest stands at the bottom, or a level above if something hangs below it. */
static uint32_t window_top(const struct tree_picture *p, int levels)
{
	uint32_t top = p->interest;
	bool parent = has_children(p->tree, top) || p->guest;
	int up = parent && levels >= 3 ? levels - 2 : levels - 1;
	if (p->top)
		return p->top;
	if (tree_depth(p->tree, top) < levels - (p->guest != NULL))
		return tree_root(p->tree);
	while (up-- > 0)
		top = tree_parent(p->tree, top);
	return top;
}

static int add_node(struct tree_picture *p, uint32_t area, int level)
{
	if (p->count == PICTURE_NODES) {
		p->too_many = true;
		return PICTURE_NOBODY;
	}
	p->node[p->count] = (struct picture_node){
		.area = area, .level = level, .child = { PICTURE_NOBODY, PICTURE_NOBODY },
	};
	return p->count++;
}

static void write_label(const struct tree_picture *p, struct picture_node *node)
{
	char name[PICTURE_NAME - 4];
	if (node->area)
		pane_area(p->tree->scene, node->area, name, sizeof(name));
	else
		snprintf(name, sizeof(name), "%s", p->guest);
	snprintf(node->label, sizeof(node->label), !node->area ? "{%s}" :
		 tree_is_red(p->tree, node->area) ? "(%s)" : "[%s]", name);
}

static int collect(struct tree_picture *p, uint32_t area, int level)
{
	int index = area ? add_node(p, area, level) : PICTURE_NOBODY;
	if (index == PICTURE_NOBODY)
		return index;
	struct picture_node *node = &p->node[index];
	bool whole = level + 1 < p->levels || (level + 1 < p->deepest && on_path(p, area));
	write_label(p, node);
	node->cut = !whole && has_children(p->tree, area);
	for (uint32_t side = 0; side < 2 && whole; side++)
		node->child[side] = collect(p, tree_child(p->tree, area, side), level + 1);
	bool host = p->guest && area == p->hang && node->child[p->side] == PICTURE_NOBODY;
	if (host && level + 1 < p->deepest)
		node->child[p->side] = add_node(p, 0, level + 1);
	if (host && node->child[p->side] != PICTURE_NOBODY)
		write_label(p, &p->node[node->child[p->side]]);
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

/* A column of air at either side of a label holds the marks. */
static void place(struct tree_picture *p, int index, struct outline *outline)
{
	struct picture_node *node = &p->node[index];
	struct outline part[2] = { { 0 }, { 0 } };
	int width = text_width(node->label) + 2;
	*outline = (struct outline){ .levels = 1 };
	outline->left[0] = -(width / 2);
	outline->right[0] = width - width / 2;
	for (int side = 0; side < 2; side++)
		if (node->child[side] != PICTURE_NOBODY)
			place(p, node->child[side], &part[side]);
	int apart = part[0].levels && part[1].levels ? distance(&part[0], &part[1]) : ALONE;
	for (int side = 0; side < 2; side++) {
		int x = side == 0 ? -(apart / 2) : apart - apart / 2;
		if (!part[side].levels)
			continue;
		p->node[node->child[side]].x = x;
		outline_add(outline, &part[side], x);
	}
}

static void make_absolute(struct tree_picture *p, int index, int x)
{
	if (index == PICTURE_NOBODY)
		return;
	p->node[index].x += x;
	make_absolute(p, p->node[index].child[0], p->node[index].x);
	make_absolute(p, p->node[index].child[1], p->node[index].x);
}

/* Lays out that many levels; false: they do not fit. What is only one node deep
 * always does. */
static bool try_levels(struct tree_picture *p, int levels, int columns)
{
	struct outline outline;
	int left = 0, right = 0;
	p->levels = levels;
	p->count = 0;
	p->too_many = false;
	collect(p, window_top(p, p->deepest), 0);
	if (p->too_many)
		return false;
	place(p, 0, &outline);
	for (int i = 0; i < outline.levels; i++) {
		left = outline.left[i] < left ? outline.left[i] : left;
		right = outline.right[i] > right ? outline.right[i] : right;
	}
	if (right - left > columns && p->deepest > 1)
		return false;
	make_absolute(p, 0, -left + (right - left < columns ? (columns - right + left) / 2 : 0));
	return true;
}

/* As many levels in full as fit, from the top down, so that a tree that is much
 * too large costs no more than one that is a little too large. False: not even
 * the path fits. */
static bool fit_levels(struct tree_picture *p, int columns)
{
	int levels = 0;
	while (levels < p->deepest && try_levels(p, levels + 1, columns))
		levels++;
	return levels > 0 && (levels == p->deepest || try_levels(p, levels, columns));
}

void tree_picture_fit(struct tree_picture *p, int rows, int columns)
{
	int most = (rows + 1) / 2;
	most = most < 1 ? 1 : most > LEVELS ? LEVELS : most;
	for (p->deepest = most; p->deepest > 1 && !fit_levels(p, columns);)
		p->deepest--;
	if (p->deepest == 1)
		try_levels(p, 1, columns);
}

/* --- drawing --- */

/* Half of a connector: from the parent's column to the child's corner. */
static void put_branch(const struct window *w, int y, const struct tree_picture *p,
		       const struct picture_node *parent, const struct picture_node *child)
{
	bool path = on_path(p, child->area), left = child->x < parent->x;
	enum style style = path ? STYLE_PATH : STYLE_BORDER;
	int from = left ? child->x + 1 : parent->x + 1, to = left ? parent->x : child->x;
	enum glyph line = path ? GLYPH_HEAVY_HORIZONTAL : GLYPH_HORIZONTAL;
	enum glyph corner = left ? (path ? GLYPH_HEAVY_TOP_LEFT : GLYPH_TOP_LEFT) :
				   (path ? GLYPH_HEAVY_TOP_RIGHT : GLYPH_TOP_RIGHT);
	put_fill(w, y, from, to - from, style, glyph(w->canvas, line));
	put_glyph(w, y, child->x, style, corner);
}

/* "…12", "…127+", "…16k+": areas below that are not drawn. */
static void put_cut(const struct window *w, int y, const struct tree_picture *p,
		    const struct picture_node *node)
{
	struct tree_size size = tree_size(p->tree, node->area);
	bool thousands = --size.areas >= THOUSANDS;
	char text[40];
	snprintf(text, sizeof(text), "%s%llu%s%s", glyph(w->canvas, GLYPH_ELLIPSIS),
		 (unsigned long long)(thousands ? size.areas / 1000 : size.areas),
		 thousands ? "k" : "", size.more ? "+" : "");
	put_text(w, y, node->x - text_width(text) / 2, STYLE_DIM, text);
}

static void put_branches(const struct window *w, int y, const struct tree_picture *p,
			 const struct picture_node *node)
{
	const int *child = node->child;
	bool left = child[0] != PICTURE_NOBODY, right = child[1] != PICTURE_NOBODY;
	if (node->cut && !left && !right)
		put_cut(w, y, p, node);
	if (left)
		put_branch(w, y, p, node, &p->node[child[0]]);
	if (right)
		put_branch(w, y, p, node, &p->node[child[1]]);
	if (left || right)
		put_glyph(w, y, node->x, on_path(p, node->area) ? STYLE_PATH : STYLE_BORDER,
			  left && right ? GLYPH_TEE_UP :
			  left ? GLYPH_BOTTOM_RIGHT : GLYPH_BOTTOM_LEFT);
}

static enum style node_style(const struct tree_picture *p, const struct picture_node *node)
{
	if (!node->area)
		return STYLE_SEARCH;
	if (p->selected && node->area == p->interest && !p->guest)
		return STYLE_SELECTED;
	return tree_is_red(p->tree, node->area) ? STYLE_RED_NODE : STYLE_BLACK_NODE;
}

static bool is_recoloured(const struct tree_picture *p, uint32_t area)
{
	return p->before && area &&
	       tree_is_red(p->tree, area) != tree_is_red(p->before, area);
}

/* Where a node's label begins. */
static int label_column(const struct picture_node *node)
{
	return node->x - (text_width(node->label) + 2) / 2 + 1;
}

uint32_t tree_picture_area(const struct tree_picture *p, int y, int x)
{
	for (int i = 0; i < p->count; i++) {
		int from = label_column(&p->node[i]);
		if (y == 2 * p->node[i].level && x >= from &&
		    x < from + text_width(p->node[i].label))
			return p->node[i].area;
	}
	return 0;
}

bool tree_picture_recoloured(const struct tree_picture *p)
{
	for (int i = 0; i < p->count; i++)
		if (is_recoloured(p, p->node[i].area))
			return true;
	return false;
}

static void put_node(const struct window *w, int y, const struct tree_picture *p,
		     const struct picture_node *node)
{
	int width = text_width(node->label), x = label_column(node);
	bool current = p->marked && node->area == p->interest;
	put_text(w, y, x, node_style(p, node), node->label);
	if (current) {
		put_glyph(w, y, x - 1, STYLE_PATH, GLYPH_ARROW_RIGHT);
		put_glyph(w, y, x + width, STYLE_PATH, GLYPH_ARROW_LEFT);
	}
	if (node->area && node->area == p->tree->scene->m->g->free_vmap_cache && !current)
		put_text(w, y, x + width, STYLE_GOOD, "*");
	if (is_recoloured(p, node->area))
		put_text(w, y, x - 1, STYLE_WARN, "!");
}

void tree_picture_draw(const struct window *w, const struct tree_picture *p)
{
	for (int i = 0; i < p->count; i++)
		put_branches(w, 2 * p->node[i].level + 1, p, &p->node[i]);
	for (int i = 0; i < p->count; i++)
		put_node(w, 2 * p->node[i].level, p, &p->node[i]);
}
