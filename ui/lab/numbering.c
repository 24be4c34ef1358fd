/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Automatic names count up along the timeline, not along the clock: after
 * going back, the next area is called what it was called the first time.
 *
 * Each branch keeps, for every operation that has given a name, the largest
 * number of each letter so far. What a branch does not know its parent knows.
 */

#include "ui/lab/names.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char prefixes[] = "avrnpim";

/* The place of a prefix, or -1. */
static int prefix_index(char prefix)
{
	const char *at = prefix ? strchr(prefixes, prefix) : NULL;
	return at ? (int)(at - prefixes) : -1;
}

/* Splits "a7". False: the name is not of that form. */
static bool is_numbered(const char *text, int *prefix, uint32_t *number)
{
	*prefix = prefix_index(text[0]);
	if (*prefix < 0 || text[1] < '1' || text[1] > '9')
		return false;
	size_t digits = strspn(text + 1, "0123456789");
	*number = (uint32_t)strtoul(text + 1, NULL, 10);
	return digits <= 9 && text[1 + digits] == '\0';
}

/* The last one up to operation `op` on a branch; NULL: none there. */
static const struct name_count *last_count(const struct names *names, uint32_t branch, uint64_t op)
{
	if (branch >= names->branches)
		return NULL;
	const struct name_counts *counts = &names->branch[branch];
	size_t low = 0, high = counts->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (counts->at[middle].op <= op)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? &counts->at[low - 1] : NULL;
}

static struct name_count count_at(const struct names *names, const struct timeline *time,
				  struct cursor cursor)
{
	uint32_t branch = cursor.branch;
	uint64_t op = cursor.op;
	for (;;) {
		const struct name_count *count = last_count(names, branch, op);
		struct branch info = timeline_branch(time, branch);
		if (count)
			return *count;
		if (info.parent == branch)
			return (struct name_count){ .op = 0 };
		branch = info.parent;
		op = info.fork < op ? info.fork : op;
	}
}

void names_next(const struct names *names, const struct timeline *time, char prefix,
		char text[NAME_ROOM])
{
	struct name_count count = count_at(names, time, timeline_cursor(time));
	int index = prefix_index(prefix);
	uint32_t number = index >= 0 ? count.highest[index] : 0;
	uint32_t id;
	do {
		snprintf(text, NAME_ROOM, "%c%" PRIu32, prefix, ++number);
		id = names_find(names, text, strlen(text));
	} while (id && names_live(timeline_machine(time), id));
}

static struct name_counts *counts_of(struct names *names, uint32_t branch)
{
	if (branch >= names->branches) {
		struct name_counts *grown =
			realloc(names->branch, (branch + 1) * sizeof(*names->branch));
		if (!grown)
			return NULL;
		memset(grown + names->branches, 0,
		       (branch + 1 - names->branches) * sizeof(*grown));
		names->branch = grown;
		names->branches = branch + 1;
	}
	return &names->branch[branch];
}

/* Without memory a number may be given twice over time, never at one moment. */
static void add_count(struct name_counts *counts, const struct name_count *count)
{
	if (counts->count == counts->room) {
		size_t room = counts->room ? counts->room * 2 : 32;
		struct name_count *at = realloc(counts->at, room * sizeof(*at));
		if (!at)
			return;
		counts->at = at;
		counts->room = room;
	}
	counts->at[counts->count++] = *count;
}

/* Without memory the operation's line lacks an address, no more. */
static void add_maker(struct names *names, uint32_t id, struct cursor cursor)
{
	if (names->makers + 1 >= names->maker_room) {
		uint32_t room = names->maker_room ? names->maker_room * 2 : 64;
		struct maker *maker = realloc(names->maker, room * sizeof(*maker));
		if (!maker)
			return;
		names->maker = maker;
		names->maker_room = room;
	}
	names->maker[++names->makers] = (struct maker){
		.op = cursor.op, .branch = cursor.branch, .next = names->name[id].maker,
	};
	names->name[id].maker = names->makers;
}

/* Does the way from the beginning to the cursor pass that operation? */
static bool is_on_the_way(const struct timeline *time, const struct maker *maker)
{
	struct cursor cursor = timeline_cursor(time);
	while (cursor.branch != maker->branch) {
		struct branch branch = timeline_branch(time, cursor.branch);
		if (branch.parent == cursor.branch)
			return false;
		cursor.branch = branch.parent;
		cursor.op = branch.fork < cursor.op ? branch.fork : cursor.op;
	}
	return maker->op <= cursor.op;
}

uint64_t names_maker(const struct names *names, const struct timeline *time, uint32_t id)
{
	if (!id || id > names->count)
		return 0;
	for (uint32_t i = names->name[id].maker; i; i = names->maker[i].next)
		if (is_on_the_way(time, &names->maker[i]))
			return names->maker[i].op;
	return 0;
}

void names_given(struct names *names, const struct timeline *time, const char *text)
{
	struct cursor cursor = timeline_cursor(time);
	struct name_count count = count_at(names, time, cursor);
	struct name_counts *counts = counts_of(names, cursor.branch);
	uint32_t number;
	int prefix;
	add_maker(names, names_find(names, text, strlen(text)), cursor);
	if (!counts || !is_numbered(text, &prefix, &number) || number <= count.highest[prefix])
		return;
	count.op = cursor.op;
	count.highest[prefix] = number;
	add_count(counts, &count);
}
