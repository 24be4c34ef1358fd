/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Layouts as texts, and the reader that turns them into rectangles.
 *
 * The reader goes over a group twice: first it measures (what do the sizes add
 * up to?), then it hands out places and goes into the parts. A pane that gets
 * no room at all is left out.
 */

#include "ui/screen/layout.h"

#include <ctype.h>
#include <string.h>

#include "ui/screen/pane.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* For each situation the plan for the largest size comes first. */
static const struct {
	const char *name;
	int height, width;	/* at least */
	const char *plan;
} layouts[] = {
	{ "search", 50, 160, "space:10 / (source:76 | (variables / events:8) | (tree / tables:12))"
			     " / why:4 / (timeline | log):8" },
	{ "search", 30, 110, "space:9 / (source:62 | variables) / why:3"
			     " / (tree:62 | (timeline:4 / log)):9" },
	{ "search", 16, 64, "space:5 / (source | variables:33) / why:3 / log:3" },
	{ "tree", 50, 160, "space:10 / (tree:110 | (source / variables)) / why:4"
			   " / (timeline | log):8" },
	{ "tree", 30, 110, "space:5 / (tree:70 | (source / variables:12)) / why:3 / log:4" },
	{ "tree", 16, 64, "space:5 / (tree | variables:30) / why!:2 / log!:1" },
	{ "tables", 50, 160, "space:8 / (tables:110 | (source / variables)) / why:4"
			     " / (timeline | log):8" },
	{ "tables", 30, 110, "space:5 / tables:12 / (source:62 | variables) / why:3 / log:3" },
	{ "tables", 16, 64, "tables:7 / (source | variables:33) / why:3 / log!:1" },
	{ "vm", 50, 160, "space:10 / ((vmallocinfo:14 / ptdump / frames:9):106"
			 " | (blocks:14 / source / tlb:8)) / why:4 / log:6" },
	{ "vm", 30, 110, "space:9 / vmallocinfo / (ptdump:89 | variables):8 / blocks:5"
			 " / why:3 / log!:1" },
	{ "vm", 16, 64, "space:5 / vmallocinfo / ptdump / blocks:3 / why!:2 / log!:1" },
	{ "frames", 50, 160, "space:10 / ((frames:16 / tlb):106 | (source / variables:16))"
			     " / why:4 / log:8" },
	{ "frames", 30, 110, "space:8 / frames:9 / tlb / why:3 / log:5" },
	{ "frames", 16, 64, "space:5 / frames:6 / tlb / why!:2 / log!:1" },
	{ "history", 30, 110, "space:9 / (timeline:60 | events) / why:3 / log:6" },
	{ "history", 16, 64, "space:5 / timeline / events:4 / log:3" },
	{ "lesson", 50, 160, "space:10 / ((source / variables:15) | (lesson / tree:14)) / why:4"
			     " / (timeline | log):8" },
	{ "lesson", 30, 110, "space:9 / ((source / why:3 / variables:12) | (lesson / tree:8):54)"
			     " / log!:1" },
	{ "lesson", 16, 64, "space:5 / ((source / variables:6) | lesson:36) / why!:2 / log!:1" },
	{ "lesson", 8, 24, "lesson / why!:2 / log!:1" },
	{ "", 10, 40, "space:4 / source / why!:2 / log!:1" },
	{ "", 5, 20, "source / why!:2 / log!:1" },
	{ "", 2, 1, "why! / log!:1" },
	{ "", 0, 0, "why!" },
};

static const char *const names[] = { "search", "tree", "tables", "vm", "frames", "history",
				      "lesson" };

const char *layout_name(size_t i)
{
	return i < LENGTH(names) ? names[i] : NULL;
}

/* --- reading plans --- */

/* A part of a group: its text, and how much room it wants. */
struct part {
	const char *begin, *end;	/* without the size */
	int size;
	bool share;
};

struct rectangle {
	int y, x, height, width;
};

enum { PARTS = 8, DEEPEST = 6 };

struct group {
	struct part part[PARTS];
	int count;
	char between;	/* '/' or '|'; 0: one part only */
};

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && *at == ' ')
		at++;
	return at;
}

/* Behind a name, or behind the parenthesis that closes. NULL: none does. */
static const char *end_of_part(const char *at, const char *end)
{
	int open = 0;
	if (*at != '(') {
		while (at < end && (islower((unsigned char)*at) || *at == '!'))
			at++;
		return at;
	}
	for (; at < end; at++) {
		open += (*at == '(') - (*at == ')');
		if (open == 0)
			return at + 1;
	}
	return NULL;
}

static const char *read_size(const char *at, const char *end, struct part *part)
{
	part->size = 1;
	part->share = true;
	if (at == end || *at != ':')
		return at;
	part->size = 0;
	for (at++; at < end && isdigit((unsigned char)*at) && part->size < 1000; at++)
		part->size = part->size * 10 + (*at - '0');
	part->share = at < end && *at == '*';
	return at + part->share;
}

static bool read_group(const char *at, const char *end, struct group *group)
{
	*group = (struct group){ .count = 0 };
	for (;;) {
		struct part *part = &group->part[group->count];
		if (group->count == PARTS)
			return false;
		part->begin = skip_blanks(at, end);
		part->end = part->begin < end ? end_of_part(part->begin, end) : NULL;
		if (!part->end || part->end == part->begin)
			return false;
		at = skip_blanks(read_size(part->end, end, part), end);
		if (part->size < 1)
			return false;
		group->count++;
		if (at == end)
			return true;
		if ((*at != '/' && *at != '|') || (group->between && *at != group->between))
			return false;
		group->between = *at++;
	}
}

/* What is left for the shares, and how many shares there are. */
static void measure(const struct group *group, int room, int *left, int *shares)
{
	*left = room;
	*shares = 0;
	for (int i = 0; i < group->count; i++) {
		if (group->part[i].share)
			*shares += group->part[i].size;
		else
			*left -= group->part[i].size;
	}
	if (*left < 0)
		*left = 0;
}

static bool place_pane(const struct part *part, struct rectangle at, bool edge,
		       struct layout *out)
{
	size_t length = (size_t)(part->end - part->begin);
	bool titled = part->end[-1] != '!';
	int pane = pane_by_name(part->begin, titled ? length : length - 1);
	if (pane < 0 || out->count == LAYOUT_PANES)
		return false;
	if (at.height > (titled ? 1 : 0) && at.width > (edge ? 1 : 0))
		out->at[out->count++] = (struct placed){ pane, at.y, at.x, at.height, at.width,
							 titled, edge };
	return true;
}

static bool place_group(const char *begin, const char *end, struct rectangle at, bool edge,
			int depth, struct layout *out);

static bool place_part(const struct part *part, struct rectangle at, bool edge, int depth,
		       struct layout *out)
{
	if (*part->begin == '(')
		return place_group(part->begin + 1, part->end - 1, at, edge, depth + 1, out);
	return place_pane(part, at, edge, out);
}

static bool place_group(const char *begin, const char *end, struct rectangle at, bool edge,
			int depth, struct layout *out)
{
	struct group group;
	int left, shares;
	if (depth > DEEPEST || !read_group(begin, end, &group))
		return false;
	bool across = group.between == '|';
	int room = across ? at.width : at.height;
	measure(&group, room, &left, &shares);
	for (int i = 0; i < group.count; i++) {
		const struct part *part = &group.part[i];
		int size = part->size;
		if (part->share) {
			size = left * part->size / shares;
			left -= size;
			shares -= part->size;
		}
		struct rectangle place = at;
		size = size < room ? size : room;
		*(across ? &place.width : &place.height) = size;
		if (!place_part(part, place, edge || (across && i > 0), depth, out))
			return false;
		*(across ? &at.x : &at.y) += size;
		room -= size;
	}
	return true;
}

bool layout_plan(const char *plan, int height, int width, struct layout *out)
{
	struct rectangle all = { 0, 0, height, width };
	*out = (struct layout){ .count = 0 };
	if (place_group(plan, plan + strlen(plan), all, false, 0, out))
		return true;
	out->count = 0;
	return false;
}

void layout_make(const char *name, int height, int width, struct layout *out)
{
	for (size_t i = 0; i < LENGTH(layouts); i++)
		if ((strcmp(layouts[i].name, name) == 0 || !*layouts[i].name) &&
		    height >= layouts[i].height && width >= layouts[i].width) {
			layout_plan(layouts[i].plan, height, width, out);
			return;
		}
	out->count = 0;
}
