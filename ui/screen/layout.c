/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Layouts as texts, and how a plan becomes rectangles.
 *
 * A group is gone over twice: first it is measured (what do the sizes add up
 * to?), then places are handed out to its parts. A pane that gets no room at
 * all is left out.
 */

#include "ui/screen/layout.h"

#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* For each situation the plan for the largest size comes first. Why may take rows from
 * what it is about, but not from a timeline above it, which would move from under the
 * hand that clicks along it. */
static const struct {
	const char *name;
	int height, width;	/* at least */
	const char *plan;
} layouts[] = {
	{ "search", 50, 160, "space:10 / (source:76 | (variables / stack:11 / events:8)"
			     " | (tree / list:9 / tables:12)) / why:4-6 / (timeline | log):8" },
	{ "search", 30, 110, "space:9 / (source:62 | variables) / why:3-6"
			     " / (tree:62 | (timeline:5 / log)):9" },
	{ "search", 16, 64, "space:6 / (source | variables:33) / why:4-6 / log!:2" },
	{ "tree", 50, 160, "space:10 / ((tree / list:11):110 | (source / stack:12 / variables:7))"
			   " / why:4-6 / (timeline | log):8" },
	{ "tree", 30, 110, "space:5 / ((tree / list:7):70 | (source / variables:12)) / why:3-6"
			   " / log:4" },
	{ "tree", 16, 64, "space:6 / (tree | variables:30) / why!:3-5 / log!:1" },
	{ "tables", 50, 160, "space:8 / (tables:110 | (source / variables)) / why:4-6"
			     " / (timeline | log):8" },
	{ "tables", 30, 110, "space:5 / tables:15 / (source:62 | variables) / why:3-6 / log!:1" },
	{ "tables", 16, 64, "tables:7 / (source | variables:33) / why:4-6 / log!:1" },
	{ "vm", 50, 160, "space:10 / ((vmallocinfo:14 / ptdump / frames:9):106"
			 " | (blocks:14 / source / tlb:8)) / why:4-6 / log:6" },
	{ "vm", 30, 110, "space:9 / vmallocinfo / (ptdump:89 | variables):8 / blocks:5"
			 " / why:3-6 / log!:1" },
	{ "vm", 16, 64, "space:5 / vmallocinfo / ptdump / blocks:3 / why!:2-3 / log!:1" },
	{ "frames", 50, 160, "space:10 / ((frames:11 / tlb:9 / tables):106 | (source / variables:16))"
			     " / why:4-6 / log:8" },
	{ "frames", 30, 110, "space:8 / frames:9 / tlb / why:3-6 / log:5" },
	{ "frames", 20, 64, "space:6 / frames:6 / tlb / why!:3-5 / log!:1" },
	{ "frames", 16, 64, "space:5 / frames:6 / tlb / why!:2 / log!:1" },
	{ "history", 50, 160, "space:10 / (timeline:64 | events:70 | (variables / list:14)) / why:4"
			      " / log:8" },
	{ "history", 30, 110, "space:9 / (timeline:60 | events) / why:3 / log:6" },
	{ "history", 16, 64, "space:5 / timeline / events:4 / log:3" },
	{ "lesson", 50, 160, "space:10 / ((source / (variables | stack):15) | (lesson / tree:14))"
			     " / why:4-6"
			     " / (timeline | log):8" },
	{ "lesson", 30, 110, "space:9 / ((source / why:3-6 / variables:12) | (lesson / tree:8):54)"
			     " / log!:1" },
	{ "lesson", 16, 64, "space:5 / ((source / variables:6) | lesson:36) / why!:2-4 / log!:1" },
	{ "lesson", 8, 24, "lesson / why!:2 / log!:1" },
	{ "projector", 50, 160, "space:11 / (source:96 | (variables / tree)) / why:6-8" },
	{ "projector", 30, 110, "space:9 / (source:66 | variables) / why:5-7" },
	{ "projector", 16, 64, "space:7 / source / why:4-6" },
	{ "", 10, 40, "space:4 / source / why!:2 / log!:1" },
	{ "", 5, 20, "source / why!:2 / log!:1" },
	{ "", 2, 1, "why! / log!:1" },
	{ "", 0, 0, "why!" },
};

static const char *const names[] = { "search", "tree", "tables", "vm", "frames", "history",
				      "lesson", "projector" };
_Static_assert(LENGTH(names) <= LAYOUT_MOST, "room for a plan of each");

const char *layout_name(size_t i)
{
	return i < LENGTH(names) ? names[i] : NULL;
}

int layout_by_name(const char *name)
{
	for (size_t i = 0; i < LENGTH(names); i++)
		if (strcmp(names[i], name) == 0)
			return (int)i;
	return -1;
}

/* --- laying out --- */

struct rectangle {
	int y, x, height, width;
};

/* What is left for the shares, and how many shares there are. */
static void measure(const struct plan *plan, const struct plan_node *group, int room, int *left,
		    int *shares)
{
	*left = room;
	*shares = 0;
	for (int i = 0; i < group->parts; i++) {
		const struct plan_node *part = &plan->node[group->part[i]];
		if (part->share)
			*shares += part->size;
		else
			*left -= plan_size(part);
	}
	if (*left < 0)
		*left = 0;
}

static void place_pane(const struct plan_node *node, struct rectangle at, bool edge,
		       struct layout *out)
{
	if (out->count < LAYOUT_PANES && at.height > (node->titled ? 1 : 0) &&
	    at.width > (edge ? 1 : 0))
		out->at[out->count++] = (struct placed){ node->pane, at.y, at.x, at.height,
							 at.width, node->titled, edge };
}

static void place(struct plan *plan, int which, struct rectangle at, bool edge, struct layout *out)
{
	const struct plan_node *group = &plan->node[which];
	int left, shares, room = group->across ? at.width : at.height;
	if (group->pane != PLAN_NOBODY) {
		place_pane(group, at, edge, out);
		return;
	}
	measure(plan, group, room, &left, &shares);
	for (int i = 0; i < group->parts; i++) {
		struct plan_node *part = &plan->node[group->part[i]];
		int size = plan_size(part);
		if (part->share) {
			size = left * part->size / shares;
			left -= size;
			shares -= part->size;
		}
		struct rectangle here = at;
		part->actual = size = size < room ? size : room;
		*(group->across ? &here.width : &here.height) = size;
		place(plan, group->part[i], here, edge || (group->across && i > 0), out);
		*(group->across ? &at.x : &at.y) += size;
		room -= size;
	}
}

void layout_place(struct plan *plan, int height, int width, struct layout *out)
{
	struct rectangle all = { 0, 0, height, width };
	*out = (struct layout){ .count = 0 };
	place(plan, 0, all, false, out);
}

bool layout_plan(const char *text, int height, int width, struct layout *out)
{
	struct plan plan;
	*out = (struct layout){ .count = 0 };
	if (!plan_read(&plan, text))
		return false;
	layout_place(&plan, height, width, out);
	return true;
}

const char *layout_text(const char *name, int height, int width)
{
	for (size_t i = 0; i < LENGTH(layouts); i++)
		if ((strcmp(layouts[i].name, name) == 0 || !*layouts[i].name) &&
		    height >= layouts[i].height && width >= layouts[i].width)
			return layouts[i].plan;
	return NULL;
}

void layout_make(const char *name, int height, int width, struct layout *out)
{
	const char *text = layout_text(name, height, width);
	out->count = 0;
	if (text)
		layout_plan(text, height, width, out);
}
