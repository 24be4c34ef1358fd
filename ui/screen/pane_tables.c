/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Page tables: the way of one address through its levels.
 *
 * Each level is a row: the slot, where it leads or which frame it holds, and
 * its flags in words. With more room a second row shows the slot among its
 * neighbours.
 */

#include <stdio.h>
#include <string.h>

#include "engine/pgtable/pgtable.h"
#include "ui/screen/panes.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

enum { TEXT = 200, SLOT_BITS = 9 };

struct walk {
	uint64_t addr;
	uint32_t levels;	/* of the space */
	size_t reached;
	struct walk_level level[LEVEL_MAX];
};

static struct walk take_walk(const struct scene *scene)
{
	struct walk walk = { .addr = scene_address(scene) };
	walk.levels = scene->m->g->space.levels;
	walk.reached = machine_walk(scene->m, walk.addr, walk.level);
	return walk;
}

static const char *level_name(uint32_t level)
{
	static const char *const names[] = { "", "pte", "pmd", "pud", "p4d", "pgd" };
	return level < LENGTH(names) ? names[level] : "?";
}

/* With four levels the top is called pgd. */
static const char *level_label(const struct walk *walk, uint32_t level)
{
	return level_name(level == walk->levels ? LEVEL_MAX : level);
}

static uint32_t index_at(const struct walk *walk, uint32_t level)
{
	return (uint32_t)(walk->addr >> (PAGE_SHIFT + SLOT_BITS * (level - 1))) % TABLE_SLOTS;
}

static void flag_words(uint64_t entry, char *text, size_t room)
{
	static const struct {
		uint64_t bit;
		const char *word;
	} words[] = {
		{ ENTRY_PRESENT, "present" }, { ENTRY_RW, "rw" }, { ENTRY_USER, "user" },
		{ ENTRY_PWT, "pwt" }, { ENTRY_PCD, "pcd" }, { ENTRY_LARGE, "large" },
		{ ENTRY_GLOBAL, "global" }, { ENTRY_NX, "nx" }, { ENTRY_ACCESSED, "accessed" },
		{ ENTRY_DIRTY, "dirty" },
	};
	size_t used = 0;
	*text = '\0';
	for (size_t i = 0; i < LENGTH(words) && used < room; i++)
		if (entry & words[i].bit)
			used += (size_t)snprintf(text + used, room - used, "%s%s",
						 used ? " " : "", words[i].word);
}

/* --- drawing --- */

static void put_entry(const struct window *w, int y, int x, const struct scene *scene,
		      const struct walk *walk, size_t i)
{
	const struct walk_level *level = &walk->level[i];
	uint64_t before, frame = (level->entry & ENTRY_ADDRESS) >> PAGE_SHIFT;
	char flags[TEXT];
	bool changed = scene_changed(scene, &scene->m->table[level->table].slot[level->index],
				     &before);
	enum style style = changed ? STYLE_CHANGED : STYLE_TEXT;
	if (changed)
		put_text(w, y, 0, STYLE_WARN, "*");
	if (level->entry == 0) {
		put_text(w, y, x, changed ? style : STYLE_DIM, _("empty: nothing is mapped here"));
		return;
	}
	flag_words(level->entry, flags, sizeof(flags));
	if (i + 1 < walk->reached)
		x = put_format(w, y, x, style, _("%s table %u"), glyph(w->canvas, GLYPH_TO),
			       walk->level[i + 1].table);
	else
		x = put_format(w, y, x, style, _("frame 0x%llx"), (unsigned long long)frame);
	put_short(w, y, x + 2, w->width - x - 2, STYLE_DIM, flags);
}

/* The slot among its neighbours: which of them are in use. */
static void put_slots(const struct window *w, int y, int x, const struct scene *scene,
		      const struct walk_level *level)
{
	const uint64_t *slot = scene->m->table[level->table].slot;
	int room = w->width - x - 12, first = (int)level->index - room / 2;
	if (first + room > TABLE_SLOTS)
		first = TABLE_SLOTS - room;
	if (first < 0)
		first = 0;
	if (room < 8)
		return;
	x = put_format(w, y, x, STYLE_DIM, "%3d ", first);
	for (int i = first; i < first + room && i < TABLE_SLOTS; i++, x++)
		put_glyph(w, y, x, (uint32_t)i == level->index ? STYLE_CURRENT :
			  slot[i] ? STYLE_MIXED : STYLE_DIM, slot[i] ? GLYPH_SQUARE : GLYPH_DOT);
	put_format(w, y, x, STYLE_DIM, " %d", first + room < TABLE_SLOTS ?
		   first + room - 1 : TABLE_SLOTS - 1);
}

static void put_address(const struct window *w, const struct walk *walk)
{
	int x = put_format(w, 0, 0, STYLE_SEARCH, "0x%llx", (unsigned long long)walk->addr);
	x = put_text(w, 0, x, STYLE_DIM, " =");
	for (uint32_t level = walk->levels; level >= 1; level--)
		x = put_format(w, 0, x + 1, STYLE_DIM, "%s %u", level_label(walk, level),
			       index_at(walk, level));
	put_format(w, 0, x + 1, STYLE_DIM, "+ 0x%llx",
		   (unsigned long long)(walk->addr & (PAGE_SIZE - 1)));
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	struct walk walk = take_walk(showing->scene);
	int each = w->height >= 1 + 2 * (int)walk.levels ? 2 : 1;
	(void)state;
	put_address(w, &walk);
	if (walk.reached == 0) {
		put_text(w, 1, 2, STYLE_DIM, _("There is no page table yet: nothing was mapped."));
		return;
	}
	for (size_t i = 0; i < walk.reached; i++) {
		int y = 1 + (int)i * each;
		int x = put_format(w, y, 2, STYLE_TITLE, "%s[%u]",
				   level_label(&walk, walk.level[i].level), walk.level[i].index);
		put_entry(w, y, x < 11 ? 11 : x + 1, showing->scene, &walk, i);
		if (each == 2)
			put_slots(w, y + 1, 11, showing->scene, &walk.level[i]);
	}
}

static void caption(const struct showing *showing, char *text, size_t room)
{
	const struct globals *g = showing->scene->m->g;
	uint64_t tables = g->top_table != 0;
	for (uint32_t level = 1; level <= LEVEL_MAX; level++)
		tables += g->table_count[level];
	int used = snprintf(text, room, P_("%llu table, ", "%llu tables, ", tables),
			    (unsigned long long)tables);
	if (used > 0 && (size_t)used < room)
		snprintf(text + used, room - (size_t)used,
			 P_("%llu entry", "%llu entries", g->leaf_entries),
			 (unsigned long long)g->leaf_entries);
}

const struct pane pane_tables = {
	.name = "tables",
	.title = N_("Page tables"),
	.caption = caption,
	.draw = draw,
};
