/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Commands that show what lies in the address space: areas and holes, the
 * tree, the lazy list, blocks, page tables.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- areas and holes --- */

static const char *pages_text(uint64_t size, char *text, size_t room)
{
	if (size % PAGE_SIZE == 0)
		snprintf(text, room, P_("%" PRIu64 " page", "%" PRIu64 " pages", size / PAGE_SIZE),
			 size / PAGE_SIZE);
	else
		snprintf(text, room, _("0x%" PRIx64 " bytes"), size);
	return text;
}

static void print_hole(struct lab *lab, uint64_t start, uint64_t end)
{
	char size[40];
	if (start < end)
		lab_print(lab, TONE_PLAIN, "  0x%016" PRIx64 "  hole, %s", start,
			  pages_text(end - start, size, sizeof(size)));
}

static void print_area(struct lab *lab, uint32_t area)
{
	const struct machine *m = lab_machine(lab);
	const char *name = lab_name_of_area(lab, area);
	enum area_kind kind = lab_area_kind(lab, area);
	bool telling = kind != AREA_BARE && kind != AREA_UNPURGED;
	char size[40];
	lab_print(lab, TONE_PLAIN, "%s 0x%016" PRIx64 "  %-8s %s%s%s%s%s",
		  area == m->g->free_vmap_cache ? ">" : " ", m->va_start[area], name ? name : "-",
		  pages_text(m->va_end[area] - m->va_start[area], size, sizeof(size)),
		  area_is_lazy(m, area) ? _(", freed lazily") : "",
		  telling ? _(", ") : "", telling ? _(area_kinds[kind].name) : "",
		  area == m->g->free_vmap_cache ? _(", cached") : "");
}

enum { AREAS_SHOWN = 24 };

/* Before start-up there is no tree yet, only what was registered early. */
static void print_early(struct lab *lab, uint64_t at, uint64_t count)
{
	const struct machine *m = lab_machine(lab);
	uint32_t vm = m->g->vmlist;
	char size[40];
	for (; vm && count > 0; vm = m->vm[vm].next) {
		uint64_t start = m->vm[vm].addr, end = start + m->vm[vm].size;
		if (end <= at)
			continue;
		print_hole(lab, at, start);
		lab_print(lab, TONE_PLAIN, "  0x%016" PRIx64 "  %s, registered early", start,
			  pages_text(end - start, size, sizeof(size)));
		at = end;
		count--;
	}
	if (vm)
		lab_print(lab, TONE_PLAIN, "  ... go on with: areas 0x%" PRIx64, at);
	else
		print_hole(lab, at, m->g->space.end);
}

enum lab_status run_areas(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	const struct machine *m = lab_machine(lab);
	uint64_t at = a->at[0].text ? a->at[0].number : m->g->space.start;
	uint64_t count = a->at[1].text ? a->at[1].number : AREAS_SHOWN;
	uint32_t area = a->at[0].text ? area_at_or_after(m, at) : m->g->vmap_area_list;
	reply_integer(reply, "count", m->g->areas);
	if (!m->g->vmap_initialized) {
		print_early(lab, at, count);
		return LAB_OK;
	}
	for (; area && count > 0; area = m->next[area], count--) {
		print_hole(lab, at, m->va_start[area]);
		print_area(lab, area);
		at = m->va_end[area];
	}
	if (area)
		lab_print(lab, TONE_PLAIN, "  ... go on with: areas 0x%" PRIx64, at);
	else
		print_hole(lab, at, m->g->space.end);
	return LAB_OK;
}

/* --- the tree --- */

enum { NODES_SHOWN = 60, DEEPEST = 48 };

struct drawing {
	struct lab *lab;
	uint64_t depth;		/* levels to draw */
	size_t left;		/* nodes that may still be drawn */
	bool more[DEEPEST];	/* does the line of this level go on below? */
};

static void draw_line(struct drawing *d, uint32_t node, size_t level, const char *side)
{
	const struct machine *m = lab_machine(d->lab);
	const char *name = lab_name_of_area(d->lab, node);
	char indent[3 * DEEPEST + 1] = "", size[40];
	for (size_t i = 1; i < level; i++)
		lab_append(indent, sizeof(indent), "%s", d->more[i] ? "|  " : "   ");
	if (level)
		lab_append(indent, sizeof(indent), "%s", d->more[level] ? "|-" : "`-");
	lab_print(d->lab, TONE_PLAIN, "%s%s%s %s 0x%" PRIx64 " +%s%s", indent, side,
		  m->up[node].colour == RED ? _("red") : _("black"), name ? name : "-",
		  m->va_start[node],
		  lab_size_text(m->va_end[node] - m->va_start[node], size, sizeof(size)),
		  node == m->g->free_vmap_cache ? _(" cached") : "");
}

static void draw_node(struct drawing *d, uint32_t node, size_t level, const char *side)
{
	const struct machine *m = lab_machine(d->lab);
	uint32_t left = m->node[node].left, right = m->node[node].right;
	if (d->left == 0 || level >= DEEPEST - 1)
		return;
	d->left--;
	draw_line(d, node, level, side);
	if (level + 1 >= d->depth)
		return;
	d->more[level + 1] = right != 0;
	if (left)
		draw_node(d, left, level + 1, _("left "));
	d->more[level + 1] = false;
	if (right)
		draw_node(d, right, level + 1, _("right "));
}

enum lab_status run_tree(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	const struct machine *m = lab_machine(lab);
	uint32_t top = a->at[0].text ? area_containing(m, a->at[0].number) : m->g->vmap_area_root;
	struct drawing d = { .lab = lab, .left = NODES_SHOWN };
	d.depth = a->at[1].text ? a->at[1].number : DEEPEST;
	reply_integer(reply, "count", m->g->areas);
	if (!top && a->at[0].text)
		return lab_fail(lab, "no area lies at 0x%" PRIx64, a->at[0].number);
	if (!top)
		lab_print(lab, TONE_PLAIN, "the tree is empty");
	else
		draw_node(&d, top, 0, "");
	if (d.left == 0)
		lab_print(lab, TONE_PLAIN, "... the rest is not drawn; go on with: tree NAME");
	return LAB_OK;
}

/* --- the lazy list --- */

/* As lazy_max_pages: 32 MiB for each bit of the number of online CPUs. */
static uint64_t lazy_limit(const struct machine *m)
{
	uint64_t bits = 0;
	for (uint32_t online = m->g->space.online; online; online >>= 1)
		bits++;
	return bits * ((uint64_t)32 << 20) / PAGE_SIZE;
}

enum lab_status run_lazy(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	const struct machine *m = lab_machine(lab);
	uint64_t count = a->at[0].text ? a->at[0].number : AREAS_SHOWN;
	uint32_t area = m->g->vmap_purge_list;
	char pages[40];
	reply_integer(reply, "pages", m->g->vmap_lazy_nr);
	reply_integer(reply, "areas", m->g->lazy_areas);
	reply_integer(reply, "max", lazy_limit(m));
	lab_print(lab, TONE_PLAIN, P_("%" PRIu32 " area waits, counted as %s; above %" PRIu64
				      " a purge begins", "%" PRIu32 " areas wait, counted as %s; "
				      "above %" PRIu64 " a purge begins", m->g->lazy_areas),
		  m->g->lazy_areas, pages_text(m->g->vmap_lazy_nr * PAGE_SIZE, pages, sizeof(pages)),
		  lazy_limit(m));
	for (; area && count > 0; area = m->rest[area].purge_next, count--)
		print_area(lab, area);
	if (area)
		lab_print(lab, TONE_PLAIN, "  ...");
	return LAB_OK;
}

/* --- blocks --- */

enum lab_status run_blocks(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	const struct machine *m = lab_machine(lab);
	uint32_t b = m->g->vmap_block_tree;
	(void)a;
	reply_integer(reply, "count", m->g->blocks);
	if (!b)
		lab_print(lab, TONE_PLAIN, "there are no blocks; 'mapram' makes one");
	for (; b; b = m->block[b].index_next) {
		const struct vmap_block *block = &m->block[b];
		lab_print(lab, TONE_PLAIN, "0x%016" PRIx64 "  free %" PRIu32 " dirty %" PRIu32
			  " [%" PRIu32 ", %" PRIu32 ")%s", block->va_start, block->free,
			  block->dirty, block->dirty_min, block->dirty_max,
			  block->queued ? _(", on the queue") : "");
	}
	return LAB_OK;
}

/* --- page tables --- */

static void print_counts(struct lab *lab, struct reply *reply)
{
	const struct globals *g = lab_machine(lab)->g;
	lab_print(lab, TONE_PLAIN, "tables: p4d %" PRIu64 ", pud %" PRIu64 ", pmd %" PRIu64
		  ", pte %" PRIu64 "; %" PRIu64 " entries in use", g->table_count[4],
		  g->table_count[3], g->table_count[2], g->table_count[1], g->leaf_entries);
	reply_integer(reply, "entries", g->leaf_entries);
}

enum lab_status run_tables(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct walk_level level[LEVEL_MAX];
	if (!a->at[0].text) {
		print_counts(lab, reply);
		return LAB_OK;
	}
	size_t levels = machine_walk(lab_machine(lab), a->at[0].number, level);
	reply_integer(reply, "levels", levels);
	lab_print(lab, TONE_PLAIN, "0x%" PRIx64 ":", a->at[0].number);
	for (size_t i = 0; i < levels; i++) {
		char name[32], entry[160];
		lab_value_text(lab, VALUE_LEVEL, i ? level[i].level : LEVEL_MAX, name, sizeof(name));
		lab_value_text(lab, VALUE_ENTRY, level[i].entry, entry, sizeof(entry));
		lab_print(lab, TONE_PLAIN, "  %-4s table %-4" PRIu32 " slot %3" PRIu32 "  %s", name,
			  level[i].table, level[i].index, entry);
	}
	return LAB_OK;
}

/* --- checking --- */

enum lab_status run_check(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	char text[LINE_ROOM];
	(void)a;
	if (timeline_step(lab->time))
		return lab_fail(lab, "in the middle of an operation nothing needs to be in order; "
				"'finish' it first");
	const char *wrong = machine_check(lab_machine(lab), text, sizeof(text));
	reply_boolean(reply, "ok", wrong == NULL);
	if (wrong)
		return lab_fail(lab, "the machine is not in order: %s", wrong);
	lab_print(lab, TONE_GOOD, "everything is in order");
	return LAB_OK;
}
