/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The page tables as a kernel dumps them: of the sections those that hold
 * something. A run of very many tables is cut into several lines, each but the last
 * with a mark at its end, so that a frame never has to look through all of it. The line of the address that the step is about is marked, and a
 * star tells where the last step has changed a slot.
 */

#include <stdio.h>
#include <string.h>

#include "ui/lab/ptdump.h"
#include "ui/screen/panes.h"
#include "ui/screen/rows.h"

enum { TEXT_AT = 2, FULL_COLUMNS = 84, CHANGES_LOOKED_AT = 64 };

enum { RECENT = 16 };

/* Lines looked up last are kept: a run can fill thousands of tables. */
struct listing {
	struct ptdump dump;
	bool shown[PTDUMP_SECTIONS];
	struct ptdump_line recent[RECENT];
	unsigned count;		/* of lines looked up */
};

static struct ptdump_line line_at(struct listing *listing, uint64_t addr)
{
	unsigned kept = listing->count < RECENT ? listing->count : RECENT;
	for (unsigned i = 0; i < kept; i++) {
		const struct ptdump_line *line = &listing->recent[i];
		if (addr >= line->start && addr <= line->end - 1)
			return *line;
	}
	struct ptdump_line *next = &listing->recent[listing->count++ % RECENT];
	*next = ptdump_line_at(&listing->dump, addr);
	return *next;
}

/* --- sections --- */

static bool holds_something(struct listing *listing, uint32_t section)
{
	const struct ptdump *dump = &listing->dump;
	struct ptdump_line line = line_at(listing, dump->section[section].start);
	uint64_t end = section + 1 < dump->sections ? dump->section[section + 1].start : 0;
	return line.flags || line.level != dump->m->g->space.levels || line.end != end;
}

/* And the section in which that address lies, whether it holds anything or not. */
static void choose_sections(struct listing *listing, uint64_t address)
{
	for (uint32_t i = 0; i < listing->dump.sections; i++)
		listing->shown[i] = holds_something(listing, i);
	listing->shown[line_at(listing, address).section] = true;
}

/* --- rows: the key of a heading is an address, that of a line is odd --- */

static uint64_t address_of(uint64_t key)
{
	return key & ~(uint64_t)1;
}

static uint64_t key_of(const struct listing *listing, const struct ptdump_line *line)
{
	return line->start | !ptdump_has_heading(&listing->dump, line);
}

/* The first row of the first section from `section` on that is shown. */
static bool first_from(const struct listing *listing, uint32_t section, uint64_t *key)
{
	while (section < listing->dump.sections && !listing->shown[section])
		section++;
	if (section == listing->dump.sections)
		return false;
	*key = listing->dump.section[section].start;
	return true;
}

static bool seek(void *context, uint64_t *key)
{
	struct listing *listing = context;
	struct ptdump_line line = line_at(listing, address_of(*key));
	if (!listing->shown[line.section])
		return first_from(listing, line.section, key);
	*key = *key & 1 ? line.start | 1 : key_of(listing, &line);
	return true;
}

static bool next(void *context, uint64_t *key)
{
	struct listing *listing = context;
	struct ptdump_line line = line_at(listing, address_of(*key));
	if (!(*key & 1)) {
		*key |= 1;
		return true;
	}
	if (line.end == 0)
		return false;
	line = line_at(listing, line.end);
	if (!listing->shown[line.section])
		return first_from(listing, line.section, key);
	*key = key_of(listing, &line);
	return true;
}

static bool line_before(struct listing *listing, struct ptdump_line *line)
{
	uint64_t last;
	if (!ptdump_last_before(&listing->dump, line, &last))
		return false;
	*line = line_at(listing, last);
	return true;
}

/* The key UINT64_MAX lies behind all rows. */
static bool previous(void *context, uint64_t *key)
{
	struct listing *listing = context;
	struct ptdump_line line = line_at(listing, address_of(*key));
	if (*key == UINT64_MAX && listing->shown[line.section]) {
		*key = line.start | 1;
		return true;
	}
	if ((*key & 1) && listing->shown[line.section] &&
	    ptdump_has_heading(&listing->dump, &line)) {
		*key = line.start;
		return true;
	}
	while (line_before(listing, &line))
		if (listing->shown[line.section]) {
			*key = line.start | 1;
			return true;
		}
	return false;
}

/* --- what the last step changed --- */

/* The slot in memory that a word of the arena is part of; SIZE_MAX: of none. */
static size_t slot_of(const struct machine *m, uint32_t word)
{
	size_t from = memory_offset(REGION_TABLE), at = (size_t)word * sizeof(uint32_t);
	if (at < from || at >= from + memory_used(m, REGION_TABLE))
		return SIZE_MAX;
	return (at - from) / sizeof(uint64_t);
}

/* Does the slot lie in the line? It is looked for in the tables that lead to the
 * line's beginning. */
static bool line_has_slot(const struct scene *scene, const struct ptdump_line *line, size_t slot)
{
	struct walk_level walk[LEVEL_MAX];
	size_t levels = machine_walk(scene->m, line->start, walk);
	for (size_t i = 0; i < levels; i++) {
		size_t first = (size_t)walk[i].table * TABLE_SLOTS;
		uint64_t size = PAGE_SIZE << 9 * (walk[i].level - 1);
		if (slot < first || slot >= first + TABLE_SLOTS)
			continue;
		uint64_t base = line->start & ~(size * TABLE_SLOTS - 1);
		uint64_t addr = base + (slot - first) * size;
		return addr + size - 1 >= line->start && addr <= line->end - 1;
	}
	return false;
}

static bool is_changed(const struct scene *scene, const struct ptdump_line *line)
{
	for (size_t i = 0; i < scene->changes && i < CHANGES_LOOKED_AT; i++) {
		size_t slot = slot_of(scene->m, scene->change[i].word);
		if (slot != SIZE_MAX && line_has_slot(scene, line, slot))
			return true;
	}
	return false;
}

/* --- drawing --- */

/* Without "0x" and some blanks the flags still fit on 80 columns. */
static void shorten(char *text)
{
	enum { START = 2, END = 21, ADDRESS = 16, SIZE = 43 };
	char line[PTDUMP_ROOM];
	snprintf(line, sizeof(line), "%.*s-%.*s %s", ADDRESS, text + START, ADDRESS, text + END,
		 text + SIZE);
	memcpy(text, line, sizeof(line));
}

static void draw_line(const struct window *w, int y, const struct scene *scene,
		      const struct listing *listing, const struct ptdump_line *line)
{
	uint64_t about = scene_address(scene);
	bool here = about >= line->start && about <= line->end - 1;
	bool changed = is_changed(scene, line);
	enum style style = here ? STYLE_CURRENT : line->flags & 1 ? STYLE_TEXT : STYLE_DIM;
	char text[PTDUMP_ROOM];
	ptdump_text(&listing->dump, line, text, sizeof(text));
	if (w->width < FULL_COLUMNS + TEXT_AT)
		shorten(text);
	if (line->goes_on)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), " %s",
			 glyph(w->canvas, GLYPH_ELLIPSIS));
	if (here) {
		put_fill(w, y, 0, w->width, STYLE_CURRENT, " ");
		put_glyph(w, y, 0, STYLE_CURRENT, GLYPH_ARROW_RIGHT);
	}
	if (changed)
		put_text(w, y, here, here ? STYLE_CURRENT : STYLE_WARN, "*");
	put_short(w, y, TEXT_AT, w->width - TEXT_AT, style, text);
}

static void draw_row(const struct window *w, int y, const struct scene *scene,
		     struct listing *listing, uint64_t key)
{
	struct ptdump_line line = line_at(listing, address_of(key));
	char text[PTDUMP_ROOM];
	if (key & 1)
		draw_line(w, y, scene, listing, &line);
	else
		put_short(w, y, TEXT_AT, w->width - TEXT_AT, STYLE_TITLE,
			  ptdump_heading(&listing->dump, &line, text, sizeof(text)));
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	struct listing listing = { .count = 0 };
	const struct row_list list = { &listing, seek, next, previous };
	uint64_t key, wanted;
	ptdump_open(&listing.dump, showing->scene->m);
	listing.dump.cut = true;
	choose_sections(&listing, scene_address(showing->scene));
	wanted = line_at(&listing, scene_address(showing->scene)).start | 1;
	if (!rows_first(state, &list, w->height, &wanted, &key))
		return;
	for (int y = 0; y < w->height; y++) {
		draw_row(w, y, showing->scene, &listing, key);
		if (!next(&listing, &key))
			break;
	}
}

const struct pane pane_ptdump = {
	.name = "ptdump",
	.title = N_("Page tables, as the kernel dumps them"),
	.draw = draw,
	.move = rows_move,
};
