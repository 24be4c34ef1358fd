/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * vmap_area_root, drawn as a tree round the node that the step is about.
 *
 * A rotation is shown as before and after, side by side: both are read off the
 * tape, so they are what was and what will be. Who steps over a rotation sees
 * it, too: then it is between the last stop and this one.
 *
 * The learner can go from node to node, or to an address. Where no area has the
 * address, the place is shown where one that begins there would hang.
 */

#include <stdio.h>
#include <string.h>

#include "ui/lab/language.h"
#include "ui/screen/desk.h"
#include "ui/screen/panes.h"
#include "ui/screen/tree_picture.h"

enum {
	LOOK_BACK = 1024,	/* steps in which a rotation is looked for */
	HALF_COLUMNS = 22,	/* a picture of a pair needs so many, ... */
	HALF_ROWS = 6,		/* ... or so many rows where they stand one above the other */
	NAME = 24,
	NOTED = 30,
};

/* --- the node of interest --- */

static uint32_t node_of_step(const struct scene *scene)
{
	const uint32_t candidate[] = { scene->node, scene->touched, scene->first,
				       scene->m->g->free_vmap_cache };
	for (size_t i = 0; i < sizeof(candidate) / sizeof(*candidate); i++)
		if (candidate[i] && scene_in_tree(scene, candidate[i]))
			return candidate[i];
	return scene->m->g->vmap_area_root;
}

/* Below which node, and at which side, an area would hang that begins at an
 * address where none is. */
static uint32_t host_of(const struct scene *scene, uint64_t address, uint32_t *side)
{
	uint32_t host = 0;
	uint32_t node = scene->m->g->vmap_area_root;
	for (; node; node = scene->m->node[node].child[*side]) {
		host = node;
		*side = scene_range(scene, node).start <= address;
	}
	return host;
}

/* --- going from node to node --- */

/* What was asked for between two drawings waits in the state, four bits each. */
enum { MOTION_BITS = 4, MOTION_MASK = 15, MOTION_MOST = 15 };

static bool move(struct pane_state *state, enum pane_motion motion)
{
	uint64_t queue = (uint64_t)state->by;
	int waiting = 0;
	if (motion == PANE_FOLLOW) {
		state->held = false;
		state->by = 0;
		return true;
	}
	if (motion > PANE_RIGHT)
		return false;
	while (waiting < MOTION_MOST && queue >> (waiting * MOTION_BITS))
		waiting++;
	if (waiting < MOTION_MOST)
		queue |= (uint64_t)(motion + 1) << (waiting * MOTION_BITS);
	state->by = (int64_t)queue;
	return true;
}

/* The children that are there, one of them if only one is. */
static uint32_t child_or_other(const struct scene *scene, uint32_t node, uint32_t side)
{
	uint32_t child = scene->m->node[node].child[side];
	return child ? child : scene->m->node[node].child[!side];
}

static uint32_t leaf_below(const struct scene *scene, uint32_t node)
{
	uint32_t child;
	while ((child = child_or_other(scene, node, 0)) != 0)
		node = child;
	return node;
}

/* Where a motion leads from a node; 0: nowhere. */
static uint32_t neighbour(const struct scene *scene, uint32_t node, enum pane_motion motion)
{
	switch (motion) {
	case PANE_UP:
		return scene_parent(scene, node);
	case PANE_DOWN:
		return child_or_other(scene, node, 0);
	case PANE_LEFT:
	case PANE_RIGHT:
		return scene->m->node[node].child[motion == PANE_RIGHT];
	case PANE_PAGE_UP:
		return area_before(scene->m, scene_range(scene, node).start);
	case PANE_PAGE_DOWN:
		return area_at_or_after(scene->m, scene_range(scene, node).end);
	case PANE_TOP:
		return scene->m->g->vmap_area_root;
	default:
		return leaf_below(scene, node);
	}
}

static void go(const struct scene *scene, struct pane_state *state)
{
	uint32_t side = 0, node = state->held ? area_containing(scene->m, (uint64_t)state->offset) :
					     node_of_step(scene);
	bool nowhere = !node;
	if (nowhere)
		node = host_of(scene, (uint64_t)state->offset, &side);
	for (uint64_t queue = (uint64_t)state->by; queue && node; queue >>= MOTION_BITS) {
		enum pane_motion motion = (enum pane_motion)((queue & MOTION_MASK) - 1);
		uint32_t next = nowhere && motion == PANE_UP ? node : neighbour(scene, node, motion);
		node = next ? next : node;
		nowhere = false;
	}
	if (state->by && node) {
		state->held = true;
		state->offset = (int64_t)scene_range(scene, node).start;
	}
	state->by = 0;
}

/* --- one tree --- */

/* "1023+": where there may be more. */
static const char *size_text(struct tree_size size, char *text, size_t room)
{
	snprintf(text, room, "%llu%s", (unsigned long long)size.areas, size.more ? "+" : "");
	return text;
}

/* What is left out is told in order of interest: a narrow pane cuts the end off. */
static void put_left_out(const struct window *w, const struct tree_picture *p, uint32_t all)
{
	uint32_t top = p->node[0].area;
	int above = tree_depth(p->tree, top);
	char left[NAME], right[NAME];
	int x = put_format(w, 0, 0, STYLE_DIM, _("%d of %u shown"),
			   p->count - (p->guest != NULL), all);
	if (above == 0)
		return;
	x = put_format(w, 0, x, STYLE_DIM, P_("; %d level above", "; %d levels above",
					      (unsigned)above), above);
	put_format(w, 0, x, STYLE_DIM, _("; left %s, right %s"),
		   size_text(tree_beside(p->tree, top, 0), left, sizeof(left)),
		   size_text(tree_beside(p->tree, top, 1), right, sizeof(right)));
}

static void look_for(struct tree_picture *p, const struct scene *scene,
		     const struct pane_state *state, char name[NAME])
{
	uint64_t address = (uint64_t)state->offset;
	p->interest = state->held ? area_containing(scene->m, address) : node_of_step(scene);
	p->selected = state->held;
	p->marked = state->held || scene->step;
	if (p->interest)
		return;
	p->interest = p->hang = host_of(scene, address, &p->side);
	p->guest = pane_place(scene, address, name, NAME);
	p->marked = false;
}

static void tell_colours(const struct tree_picture *p, struct pane_state *state)
{
	if (tree_picture_recoloured(p))
		snprintf(state->note, sizeof(state->note), "%s", _("! recoloured"));
}

/* Chooses what is shown on so many cells. Returns how many rows above the picture
 * tell what is left out. */
static int compose(struct tree_picture *p, const struct tree *tree, const struct pane_state *state,
		   int rows, int columns, char name[NAME])
{
	uint32_t all = tree->scene->m->g->areas;
	*p = (struct tree_picture){ .tree = tree };
	look_for(p, tree->scene, state, name);
	tree_picture_path(p, p->interest);
	tree_picture_fit(p, rows, columns);
	if ((uint32_t)(p->count - (p->guest != NULL)) >= all || rows <= 2)
		return 0;
	tree_picture_fit(p, rows - 1, columns);
	return 1;
}

static void draw_one(const struct window *w, const struct scene *scene, struct pane_state *state)
{
	struct tree tree, before;
	struct tree_picture p;
	char name[NAME];
	tree_now(&tree, scene);
	go(scene, state);
	int told = compose(&p, &tree, state, w->height, w->width, name);
	if (scene->cursor.step > 0 && scene->step &&
	    tree_at_step(&before, scene, scene->cursor.step - 1))
		p.before = &before;
	if (told)
		put_left_out(w, &p, scene->m->g->areas);
	const struct window below = window_part(w, told, 0, w->height - told, w->width);
	tree_picture_draw(&below, &p);
	tell_colours(&p, state);
}

/* --- a rotation --- */

struct rotation {
	uint64_t before, after;	/* steps */
	int turns;		/* how many there are between them */
	uint32_t riser;		/* the node that rises, while that is known; or 0 */
};

/* At a step of the rotation itself. Once it is done, the picture before shows
 * also the colours that were changed for it, by the step in front of it. */
static bool rotation_here(const struct scene *scene, struct rotation *r)
{
	uint64_t now = scene->cursor.step;
	*r = (struct rotation){ .turns = 1 };
	if (scene->step->step == STEP_rotate_begin)
		*r = (struct rotation){ .before = now, .after = now + 1, .turns = 1 };
	else if (scene->step->step == STEP_rotate_done && now >= 2)
		*r = (struct rotation){ .before = now - 2, .after = now, .turns = 1 };
	else
		return false;
	struct known up = scene_local(scene, "up");
	r->riser = up.here ? (uint32_t)up.value : 0;
	return true;
}

/* Between the last stop and this one, from the step in front of the first. */
static bool rotation_passed(const struct scene *scene, struct rotation *r)
{
	uint64_t now = scene->cursor.step, from = scene->memory ? scene->memory->cursor.step : 0;
	*r = (struct rotation){ .after = now };
	if (!scene->forward || scene->memory->cursor.op != scene->cursor.op)
		return false;
	for (uint64_t at = now; at > from && now - at < LOOK_BACK; at--) {
		const struct core_step *step = timeline_step_at(scene->time, at - 1);
		if (!step || step->step != STEP_rotate_begin)
			continue;
		r->before = at - 1 > from ? at - 2 : at - 1;
		r->turns++;
	}
	return r->turns > 0;
}

/* While somebody is asked what will be, nothing is shown of it. */
static bool find_rotation(const struct showing *showing, const struct pane_state *state,
			  struct rotation *r)
{
	const struct scene *scene = showing->scene;
	bool asked = showing->desk && desk_question(showing->desk);
	if (!scene->step || state->held || state->by)
		return false;
	if (!rotation_here(scene, r) && !rotation_passed(scene, r))
		return false;
	return !asked || r->after <= scene->cursor.step;
}

struct pair {
	struct tree tree[2];		/* before, after */
	struct tree last;		/* a step ago */
	struct tree_picture picture[2];
	int now;			/* which of them is what memory holds; -1: neither */
};

static bool make_pair(struct pair *pair, const struct scene *scene, const struct rotation *r)
{
	const uint64_t step[2] = { r->before, r->after };
	pair->now = -1;
	for (int i = 0; i < 2; i++) {
		if (!tree_at_step(&pair->tree[i], scene, step[i]))
			return false;
		if (step[i] == scene->cursor.step)
			pair->now = i;
	}
	const struct tree *words = &pair->tree[pair->now == 0];
	for (int i = 0; i < 2; i++) {
		struct tree_picture *p = &pair->picture[i];
		*p = (struct tree_picture){ .tree = &pair->tree[i] };
		if (!tree_picture_difference(p, &pair->tree[!i], words))
			return false;
		p->interest = r->riser;
		p->marked = r->riser != 0;
	}
	pair->picture[1].before = &pair->tree[0];
	if (pair->now == 0 && r->before > 0 && tree_at_step(&pair->last, scene, r->before - 1))
		pair->picture[0].before = &pair->last;
	return true;
}

static void draw_half(const struct window *w, struct pair *pair, int which, int turns,
		      struct pane_state *state)
{
	struct tree_picture *p = &pair->picture[which];
	bool now = pair->now == which;
	const struct window below = window_part(w, 1, 0, w->height - 1, w->width);
	if (now)
		put_glyph(w, 0, 0, STYLE_CURRENT, GLYPH_ARROW_RIGHT);
	put_format(w, 0, 2, now ? STYLE_TEXT : STYLE_DIM, which == 0 ?
		   P_("before the rotation", "before %d rotations", (unsigned)turns) :
		   P_("after the rotation", "after %d rotations", (unsigned)turns), turns);
	tree_picture_fit(p, below.height, below.width);
	tree_picture_draw(&below, p);
	tell_colours(p, state);
}

/* Side by side, else one above the other. False: there is no room for that. */
static bool split(const struct window *w, struct window half[2])
{
	int columns = (w->width - 1) / 2, rows = w->height / 2;
	if (columns >= HALF_COLUMNS && w->height > 3) {
		half[0] = window_part(w, 0, 0, w->height, columns);
		half[1] = window_part(w, 0, columns + 2, w->height, w->width - columns - 2);
		for (int y = 0; y < w->height; y++)
			put_glyph(w, y, columns, STYLE_BORDER, GLYPH_VERTICAL);
		return true;
	}
	half[0] = window_part(w, 0, 0, rows, w->width);
	half[1] = window_part(w, rows, 0, w->height - rows, w->width);
	return rows >= HALF_ROWS;
}

static bool draw_rotation(const struct window *w, const struct showing *showing,
			  struct pane_state *state)
{
	struct rotation rotation;
	struct pair pair;
	struct window half[2];
	if (!find_rotation(showing, state, &rotation) ||
	    !make_pair(&pair, showing->scene, &rotation) || !split(w, half))
		return false;
	for (int i = 0; i < 2; i++)
		draw_half(&half[i], &pair, i, rotation.turns, state);
	return true;
}

/* --- the pane --- */

static void tell_place(const struct scene *scene, struct pane_state *state)
{
	uint64_t address = (uint64_t)state->offset;
	uint32_t side = 0, area = state->held ? area_containing(scene->m, address) : 0;
	char name[NAME], place[NAME], told[80];
	if (!state->held)
		return;
	if (area) {
		snprintf(state->note, sizeof(state->note), _("at %s"),
			 pane_value(scene, VALUE_AREA, area, NOTED, told, sizeof(told)));
		return;
	}
	uint32_t host = host_of(scene, address, &side);
	snprintf(state->note, sizeof(state->note), _("%s is free; would hang at %s"),
		 pane_place(scene, address, place, sizeof(place)),
		 pane_area(scene, host, name, sizeof(name)));
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	const struct scene *scene = showing->scene;
	*state->note = '\0';
	state->rows = w->height;
	state->columns = w->width;
	if (!scene->m->g->vmap_area_root) {
		put_text(w, 0, 0, STYLE_DIM, _("The tree is empty."));
		return;
	}
	if (draw_rotation(w, showing, state))
		return;
	draw_one(w, scene, state);
	tell_place(scene, state);
}

static void caption(const struct showing *showing, char *text, size_t room)
{
	(void)showing;
	snprintf(text, room, _("[black] (red)  * cached"));
}

/* On a node: goes there and tells the area. Of two pictures none can be clicked. */
static bool click(const struct showing *showing, const struct pane_state *state, int y, int x,
		  char *line, size_t room)
{
	struct rotation rotation;
	struct tree tree;
	struct tree_picture p;
	char name[NAME];
	if (!showing->scene->m->g->vmap_area_root || find_rotation(showing, state, &rotation))
		return false;
	tree_now(&tree, showing->scene);
	int told = compose(&p, &tree, state, state->rows, state->columns, name);
	uint32_t area = tree_picture_area(&p, y - told, x);
	uint64_t start = area ? scene_range(showing->scene, area).start : 0;
	const char *known = area ? lab_name_of_area(showing->scene->lab, area) : NULL;
	if (known)
		snprintf(line, room, "search %s; areas %s 1", known, known);
	else
		snprintf(line, room, "search 0x%llx; areas 0x%llx 1", (unsigned long long)start,
			 (unsigned long long)start);
	return area != 0;
}

const struct pane pane_tree = {
	.name = "tree",
	.title = N_("Tree"),
	.caption = caption,
	.draw = draw,
	.move = move,
	.find = pane_go_to,
	.click = click,
};
