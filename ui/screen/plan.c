/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Plans of panes: reading, writing, changing.
 *
 * Every change keeps two things true that the layout relies on: a group has
 * two parts or more, and one of them takes what is left, so that a plan fills
 * the screen whatever its size.
 */

#include "ui/screen/plan.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ui/screen/pane.h"

enum { DEEPEST = 6, LARGEST = 1000, LEAST = 2 };

/* --- reading --- */

struct reader {
	struct plan *plan;
	const char *at;
};

static void skip_blanks(struct reader *r)
{
	while (*r->at == ' ')
		r->at++;
}

static int new_node(struct plan *plan, struct plan_node node)
{
	if (plan->nodes == PLAN_NODES)
		return PLAN_NOBODY;
	plan->node[plan->nodes] = node;
	return plan->nodes++;
}

static int read_number(struct reader *r)
{
	int number = 0;
	for (; isdigit((unsigned char)*r->at) && number < LARGEST; r->at++)
		number = number * 10 + (*r->at - '0');
	return number;
}

static bool read_size(struct reader *r, struct plan_node *node)
{
	node->size = 1;
	node->share = true;
	if (*r->at != ':')
		return true;
	r->at++;
	node->size = read_number(r);
	node->share = *r->at == '*';
	r->at += node->share;
	if (*r->at != '-' || node->share || node->pane == PLAN_NOBODY)
		return node->size > 0;
	r->at++;
	node->most = read_number(r);
	return node->size > 0 && node->most > node->size;
}

static int read_pane(struct reader *r)
{
	const char *begin = r->at;
	while (islower((unsigned char)*r->at))
		r->at++;
	int pane = pane_by_name(begin, (size_t)(r->at - begin));
	bool titled = *r->at != '!';
	r->at += !titled;
	return pane < 0 ? PLAN_NOBODY :
	       new_node(r->plan, (struct plan_node){ .pane = pane, .titled = titled });
}

static int read_group(struct reader *r, int depth);

static int read_part(struct reader *r, int depth)
{
	int node;
	skip_blanks(r);
	if (*r->at == '(') {
		r->at++;
		node = read_group(r, depth + 1);
		if (*r->at != ')')
			return PLAN_NOBODY;
		r->at++;
	} else
		node = read_pane(r);
	if (node == PLAN_NOBODY || !read_size(r, &r->plan->node[node]))
		return PLAN_NOBODY;
	skip_blanks(r);
	return node;
}

/* Up to the end of the text or to a parenthesis that is not its own. The node
 * comes before those of its parts, so that the whole is node 0. */
static int read_group(struct reader *r, int depth)
{
	struct plan_node group = { .pane = PLAN_NOBODY, .share = true, .size = 1 };
	int which = depth > DEEPEST ? PLAN_NOBODY : new_node(r->plan, group);
	char between = 0;
	while (which != PLAN_NOBODY) {
		int part = group.parts < PLAN_PARTS ? read_part(r, depth) : PLAN_NOBODY;
		if (part == PLAN_NOBODY)
			return PLAN_NOBODY;
		group.part[group.parts++] = part;
		if (*r->at == '\0' || *r->at == ')')
			break;
		if ((*r->at != '/' && *r->at != '|') || (between && *r->at != between))
			return PLAN_NOBODY;
		between = *r->at++;
	}
	group.across = between == '|';
	if (which != PLAN_NOBODY)
		r->plan->node[which] = group;
	return which;
}

bool plan_read(struct plan *plan, const char *text)
{
	struct reader r = { plan, text };
	plan->nodes = 0;
	return read_group(&r, 0) == 0 && *r.at == '\0';
}

int plan_size(const struct plan_node *node)
{
	int most = node->wanted < node->most ? node->wanted : node->most;
	return most > node->size ? most : node->size;
}

/* --- writing --- */

struct writer {
	const struct plan *plan;
	char *text;
	size_t used, room;
};

static void append(struct writer *w, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void append(struct writer *w, const char *format, ...)
{
	va_list list;
	if (w->used >= w->room)
		return;
	va_start(list, format);
	w->used += (size_t)vsnprintf(w->text + w->used, w->room - w->used, format, list);
	va_end(list);
}

static void write_node(struct writer *w, int which)
{
	const struct plan_node *node = &w->plan->node[which];
	if (node->pane != PLAN_NOBODY)
		append(w, "%s%s", panes[node->pane]->name, node->titled ? "" : "!");
	else if (which != 0)
		append(w, "(");
	for (int i = 0; node->pane == PLAN_NOBODY && i < node->parts; i++) {
		append(w, "%s", i == 0 ? "" : node->across ? " | " : " / ");
		write_node(w, node->part[i]);
	}
	if (node->pane == PLAN_NOBODY && which != 0)
		append(w, ")");
	if (which != 0 && !(node->share && node->size == 1))
		append(w, ":%d%s", node->size, node->share ? "*" : "");
	if (which != 0 && node->most)
		append(w, "-%d", node->most);
}

bool plan_write(const struct plan *plan, char *text, size_t room)
{
	struct writer w = { plan, text, 0, room };
	write_node(&w, 0);
	return w.used < room;
}

/* --- changing --- */

int plan_find(const struct plan *plan, int pane)
{
	for (int i = 0; i < plan->nodes; i++)
		if (plan->node[i].pane == pane && pane != PLAN_NOBODY)
			return i;
	return PLAN_NOBODY;
}

/* The group that a node is part of; *place gets where in it. */
static int parent_of(const struct plan *plan, int node, int *place)
{
	for (int i = 0; i < plan->nodes; i++)
		for (*place = 0; *place < plan->node[i].parts; ++*place)
			if (plan->node[i].pane == PLAN_NOBODY && plan->node[i].part[*place] == node)
				return i;
	return PLAN_NOBODY;
}

bool plan_swap(struct plan *plan, int pane, int other)
{
	int a = plan_find(plan, pane), b = plan_find(plan, other);
	if (a == PLAN_NOBODY || b == PLAN_NOBODY)
		return false;
	plan->node[a].pane = other;
	plan->node[b].pane = pane;
	return true;
}

/* Somebody in the group has to take what is left. */
static void need_share(struct plan *plan, struct plan_node *group)
{
	int largest = group->part[0];
	for (int i = 0; i < group->parts; i++) {
		if (plan->node[group->part[i]].share)
			return;
		if (plan->node[group->part[i]].size > plan->node[largest].size)
			largest = group->part[i];
	}
	plan->node[largest].share = true;
	plan->node[largest].size = 1;
	plan->node[largest].most = 0;
}

/* A group of one is replaced by that one, which takes over its size. */
static void collapse(struct plan *plan, int group)
{
	struct plan_node *node = &plan->node[group];
	if (node->parts != 1 || (group == 0 && plan->node[node->part[0]].pane != PLAN_NOBODY))
		return;
	int only = node->part[0], size = node->size;
	bool share = node->share;
	*node = plan->node[only];
	node->size = size;
	node->share = share;
	node->most = 0;
	plan->node[only] = (struct plan_node){ .pane = PLAN_NOBODY };
}

bool plan_hide(struct plan *plan, int pane)
{
	int node = plan_find(plan, pane), place;
	int parent = node == PLAN_NOBODY ? PLAN_NOBODY : parent_of(plan, node, &place);
	if (parent == PLAN_NOBODY || (parent == 0 && plan->node[0].parts == 1))
		return false;	/* the last one stays */
	struct plan_node *group = &plan->node[parent];
	group->parts--;
	memmove(&group->part[place], &group->part[place + 1],
		sizeof(group->part[0]) * (size_t)(group->parts - place));
	plan->node[node] = (struct plan_node){ .pane = PLAN_NOBODY };
	need_share(plan, group);
	collapse(plan, parent);
	return true;
}

/* The old pane's node becomes a group of both, one below the other. */
bool plan_show(struct plan *plan, int pane, int beside)
{
	int node = plan_find(plan, beside);
	if (node == PLAN_NOBODY || plan_find(plan, pane) != PLAN_NOBODY ||
	    plan->nodes + 2 > PLAN_NODES)
		return false;
	struct plan_node old = plan->node[node];
	struct plan_node upper = { .pane = beside, .titled = old.titled, .size = 1, .share = true };
	struct plan_node lower = { .pane = pane, .titled = true, .size = 1, .share = true };
	struct plan_node *group = &plan->node[node];
	*group = (struct plan_node){ .pane = PLAN_NOBODY, .size = old.size, .share = old.share };
	group->part[0] = new_node(plan, upper);
	group->part[1] = new_node(plan, lower);
	group->parts = 2;
	return true;
}

/* The part that pays for it: the next one, or the one before the last. */
static bool take_from(struct plan *plan, struct plan_node *group, int place, int by)
{
	struct plan_node *part = &plan->node[group->part[place]];
	int other = place + 1 < group->parts ? place + 1 : place - 1;
	struct plan_node *payer = other >= 0 ? &plan->node[group->part[other]] : NULL;
	if (!payer || part->actual + by < LEAST || payer->actual - by < LEAST)
		return false;
	for (int i = 0; i < group->parts; i++) {	/* shares as they are now */
		struct plan_node *one = &plan->node[group->part[i]];
		if (one->share)
			one->size = one->actual > 0 ? one->actual : 1;
	}
	part->size = part->actual + by;
	payer->size = payer->actual - by;
	part->most = payer->most = 0;
	return true;
}

bool plan_grow(struct plan *plan, int pane, bool across, int by)
{
	int place, node = plan_find(plan, pane);
	while (node != PLAN_NOBODY && (node = parent_of(plan, node, &place)) != PLAN_NOBODY)
		if (plan->node[node].across == across && plan->node[node].parts > 1)
			return take_from(plan, &plan->node[node], place, by);
	return false;
}
