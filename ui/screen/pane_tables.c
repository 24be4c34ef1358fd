/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Page tables: the way of one address through its levels.
 *
 *	0xffffc90000029000 = 110010010  000000000  000000000  000101001  000000000000
 *	                     pgd 402    pud 0      pmd 0      pte 41     byte 0
 *	  pgd[402] → table 2                 384 ··················■···············
 *	  present rw user                    448 ··································
 *
 * Above, the bits of the address fall into the indices. Below, each level has the
 * slot, where it leads or which frame it holds, and its flags in words; beside or
 * under them its table as a grid, as many rows of it as there is room for, those
 * with the slot first of all. Slots that lead to the same area stand out.
 *
 * The address is the one that the moment is about. One can go to another: by its
 * name, and from there page by page.
 */

#include <stdio.h>
#include <string.h>

#include "engine/pgtable/pgtable.h"
#include "ui/screen/panes.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

enum {
	TEXT = 200, SLOT_BITS = 9, LABEL = 40,
	MARGIN = 2, NUMBER = 4,				/* before a text, before a grid */
	BITS_AT = 21, GROUP = SLOT_BITS + 2,		/* columns of the bits */
	MOST_COLUMNS = 128, LEAST_COLUMNS = 16,		/* of a grid */
};

struct walk {
	uint64_t addr;
	struct range same;	/* what belongs together with that address */
	uint32_t levels;	/* of the space */
	size_t reached;
	struct walk_level level[LEVEL_MAX];
};

/* Pages that are mapped together: an area's, or those of a bare mapping under way. */
static struct range mapped_with(const struct scene *scene, uint64_t addr)
{
	uint32_t area = area_containing(scene->m, addr);
	struct known start = scene_local(scene, "start"), end = scene_local(scene, "end");
	if (area) {
		struct range range = scene_range(scene, area);
		range.end -= pane_guarded(scene, area) ? PAGE_SIZE : 0;
		return range;
	}
	return start.here && end.here ? (struct range){ start.value, end.value }
				      : (struct range){ addr, addr + 1 };
}

static struct walk take_walk(const struct scene *scene, const struct pane_state *state)
{
	struct walk walk = { .addr = state->held ? (uint64_t)state->offset : scene_address(scene) };
	walk.addr += (uint64_t)state->by << PAGE_SHIFT;
	walk.same = mapped_with(scene, walk.addr);
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

/* --- the address --- */

/* "table, page 2 of 3" */
static void page_text(const struct scene *scene, const struct walk *walk, char *text, size_t room)
{
	char name[40];
	uint32_t area = area_containing(scene->m, walk->addr);
	uint64_t page = (walk->addr - walk->same.start) >> PAGE_SHIFT;
	uint64_t pages = (walk->same.end - walk->same.start) >> PAGE_SHIFT;
	*text = '\0';
	if (!area)
		return;
	pane_area(scene, area, name, sizeof(name));
	if (page < pages)
		snprintf(text, room, _("%s, page %llu of %llu"), name, (unsigned long long)page + 1,
			 (unsigned long long)pages);
	else
		snprintf(text, room, _("%s, its guard page"), name);
}

static void put_bits(const struct window *w, int x, uint64_t value, int bits)
{
	for (int i = bits - 1; i >= 0; i--, x++)
		put_text(w, 0, x, STYLE_SEARCH, value >> i & 1 ? "1" : "0");
}

/* The bits, and below them what they mean. */
static void put_split(const struct window *w, const struct walk *walk)
{
	int x = BITS_AT;
	put_text(w, 0, x - 2, STYLE_DIM, "=");
	for (uint32_t level = walk->levels; level >= 1; level--, x += GROUP) {
		put_bits(w, x, index_at(walk, level), SLOT_BITS);
		put_format(w, 1, x, STYLE_DIM, "%s %u", level_label(walk, level),
			   index_at(walk, level));
	}
	put_bits(w, x, walk->addr, PAGE_SHIFT);
	put_format(w, 1, x, STYLE_DIM, _("byte %u"), (unsigned)(walk->addr & (PAGE_SIZE - 1)));
}

/* Returns how many rows it took. */
static int put_address(const struct window *w, const struct walk *walk)
{
	int levels = (int)walk->levels;
	int x = put_format(w, 0, 0, STYLE_SEARCH, "0x%llx", (unsigned long long)walk->addr);
	if (w->height >= levels + 2 && w->width >= BITS_AT + levels * GROUP + PAGE_SHIFT) {
		put_split(w, walk);
		return 2;
	}
	x = put_text(w, 0, x, STYLE_DIM, " =");
	for (uint32_t level = walk->levels; level >= 1; level--)
		x = put_format(w, 0, x + 1, STYLE_DIM, "%s %u", level_label(walk, level),
			       index_at(walk, level));
	put_format(w, 0, x + 1, STYLE_DIM, "+ 0x%llx",
		   (unsigned long long)(walk->addr & (PAGE_SIZE - 1)));
	return 1;
}

/* --- a level --- */

/* Where the parts of a level stand; all levels have the same. */
struct form {
	int rows;	/* of a level */
	int flags_y;	/* row of the flags; 0: behind the entry */
	int grid_y, grid_x, grid_rows, columns;	/* the numbers of the slots are left of it */
};

static int columns_in(int room)
{
	int columns = MOST_COLUMNS;
	while (columns >= LEAST_COLUMNS && columns > room)
		columns /= 2;
	return columns;
}

/* The grid stands beside the text if 64 columns fit there, else below it. */
static struct form form_for(const struct window *w, int rows)
{
	int beside = columns_in(w->width - LABEL - NUMBER);
	struct form form = { .rows = rows, .grid_x = LABEL + NUMBER, .columns = beside };
	if (rows < 2)
		return form;
	form.flags_y = beside >= MOST_COLUMNS / 2;
	if (!form.flags_y) {
		form.grid_y = 1;
		form.grid_x = MARGIN + NUMBER;
		form.columns = columns_in(w->width - form.grid_x);
	}
	int all = form.columns >= LEAST_COLUMNS ? TABLE_SLOTS / form.columns : 0;
	form.grid_rows = rows - form.grid_y < all ? rows - form.grid_y : all;
	form.rows = rows < all + form.grid_y + 1 ? rows : all + form.grid_y + 1;
	return form;
}

static void put_entry(const struct window *w, int y, int x, const struct form *form,
		      const struct scene *scene, const struct walk *walk, size_t i)
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
		put_text(w, y, x, changed ? style : STYLE_DIM, _("empty: nothing mapped"));
		return;
	}
	flag_words(level->entry, flags, sizeof(flags));
	if (i + 1 < walk->reached)
		x = put_format(w, y, x, style, _("%s table %u"), glyph(w->canvas, GLYPH_TO),
			       walk->level[i + 1].table);
	else
		x = put_format(w, y, x, style, _("frame 0x%llx"), (unsigned long long)frame);
	if (form->flags_y)
		put_short(w, y + form->flags_y, MARGIN, LABEL - MARGIN - 1, STYLE_DIM, flags);
	else
		put_short(w, y, x + 2, w->width - x - 2, STYLE_DIM, flags);
}

/* Does a slot lead to some of what belongs to the address? */
static bool leads_to_same(const struct walk *walk, const struct walk_level *level, uint32_t slot)
{
	unsigned shift = PAGE_SHIFT + SLOT_BITS * (level->level - 1);
	uint64_t table = walk->addr >> (shift + SLOT_BITS) << (shift + SLOT_BITS);
	uint64_t start = table + ((uint64_t)slot << shift);
	return start < walk->same.end && start + ((uint64_t)1 << shift) > walk->same.start;
}

static void put_slot(const struct window *w, int y, int x, const struct scene *scene,
		     const struct walk *walk, const struct walk_level *level, uint32_t slot)
{
	enum { FEW = 16 };	/* changes that are looked through for each slot */
	const uint64_t *entry = &scene->m->table[level->table].slot[slot];
	uint64_t before;
	enum style style = *entry ? STYLE_MIXED : STYLE_DIM;
	if (slot == level->index)
		style = STYLE_CURRENT;
	else if (scene->changes <= FEW && scene_changed(scene, entry, &before))
		style = STYLE_CHANGED;
	else if (leads_to_same(walk, level, slot))
		style = STYLE_SEARCH;
	put_glyph(w, y, x, style, *entry ? GLYPH_SQUARE : GLYPH_DOT);
}

/* The table, or those rows of it that are around the slot. */
static void put_grid(const struct window *w, int y, const struct form *form,
		     const struct scene *scene, const struct walk *walk, size_t i)
{
	const struct walk_level *level = &walk->level[i];
	int all = TABLE_SLOTS / form->columns, first = (int)level->index / form->columns;
	first -= form->grid_rows / 2;
	if (first + form->grid_rows > all)
		first = all - form->grid_rows;
	first = first > 0 ? first : 0;
	for (int row = 0; row < form->grid_rows; row++) {
		int slot = (first + row) * form->columns, at = y + form->grid_y + row;
		put_format(w, at, form->grid_x - NUMBER, STYLE_DIM, "%3d", slot);
		for (int x = 0; x < form->columns; x++)
			put_slot(w, at, form->grid_x + x, scene, walk, level, (uint32_t)(slot + x));
	}
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	struct walk walk = take_walk(showing->scene, state);
	state->offset = (int64_t)walk.addr;
	state->by = 0;
	page_text(showing->scene, &walk, state->note, sizeof(state->note));
	int y = put_address(w, &walk);
	struct form form = form_for(w, (w->height - y) / (int)walk.levels);
	if (walk.reached == 0)
		put_text(w, y, MARGIN, STYLE_DIM, _("There is no page table yet: nothing was mapped."));
	for (size_t i = 0; i < walk.reached; i++, y += form.rows > 1 ? form.rows : 1) {
		int x = put_format(w, y, MARGIN, STYLE_TITLE, "%s[%u]",
				   level_label(&walk, walk.level[i].level), walk.level[i].index);
		put_entry(w, y, x < 11 ? 11 : x + 1, &form, showing->scene, &walk, i);
		if (form.grid_rows > 0)
			put_grid(w, y, &form, showing->scene, &walk, i);
	}
}

/* --- going to another address --- */

/* Page by page, and by what a last table maps. */
static bool move(struct pane_state *state, enum pane_motion motion)
{
	static const int pages[] = {
		[PANE_UP] = -1, [PANE_LEFT] = -1, [PANE_DOWN] = 1, [PANE_RIGHT] = 1,
		[PANE_PAGE_UP] = -TABLE_SLOTS, [PANE_PAGE_DOWN] = TABLE_SLOTS,
	};
	if (motion == PANE_FOLLOW) {
		*state = (struct pane_state){ 0 };
		return true;
	}
	if ((size_t)motion >= LENGTH(pages) || pages[motion] == 0)
		return false;
	state->held = true;	/* at the address that was drawn last */
	state->by += pages[motion];
	return true;
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
	.move = move,
	.moves = N_("to the page before, to the next one"),
	.find = pane_go_to,
};
