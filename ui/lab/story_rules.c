/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is folded, what is counted, and which steps are worth a line.
 *
 * A fold is a call whose steps are many and alike: a loop, a descent, the mending
 * of a tree. Where one fold calls another, the outer one takes it in.
 */

#include "ui/lab/story.h"

/* The words in these are marked by their place: make/pot.sh knows it. */
#define COUNTED(text_one, text_many) .one = text_one, .many = text_many
#define COUNT_AT(at, text_one, text_many) { .step = STEP_##at, COUNTED(text_one, text_many) }
#define COUNT_AT_BOTH(at, also, text_one, text_many) \
	{ .step = STEP_##at, .or_step = STEP_##also, COUNTED(text_one, text_many) }
#define ROTATIONS COUNT_AT(rotate_begin, "%s rotation", "%s rotations")
#define COLOURS { .colours = true, COUNTED("%s recolouring", "%s recolourings") }

const struct story_fold story_folds[FUNCTION_COUNT] = {
	/* --- areas --- */
	[FUNCTION_descend] = { .nothing = N_("the tree is asked where to begin"),
		.figure = { COUNT_AT(descend_end, "descended %s level",
				     "descended %s levels") } },
	[FUNCTION_walk_areas] = { .nothing = N_("no area walked"),
		.figure = { COUNT_AT(walk_hole, "%s area walked", "%s areas walked") },
		.last = "hole", .last_text = N_("largest hole %s"), .last_zero = N_("no hole") },
	[FUNCTION_find_parent] = { .nothing = N_("the tree is asked for the place"),
		.figure = { COUNT_AT(insert_side, "descended %s level to the place",
				     "descended %s levels to the place") } },
	[FUNCTION___find_vmap_area] = { .nothing = N_("the tree is asked for the area"),
		.figure = { COUNT_AT(find_left, "looked up: %s node", "looked up: %s nodes") } },
	[FUNCTION_rb_insert_color] = { .text = N_("fix-up"),
		.nothing = N_("nothing to mend so far"),
		.figure = { ROTATIONS, COLOURS } },
	[FUNCTION_rb_erase] = { .text = N_("out of the tree; fix-up"),
		.nothing = N_("nothing to mend so far"),
		.figure = { ROTATIONS, COLOURS } },
	[FUNCTION___purge_vmap_area_lazy] = { .nothing = N_("the lazy list is taken off"),
		.figure = { COUNT_AT(purge_free, "%s lazy area freed", "%s lazy areas freed"),
			    ROTATIONS, COLOURS } },
	[FUNCTION_vmalloc_init] = { .nothing = N_("no early area to take over"),
		.figure = { COUNT_AT(init_insert, "%s early area taken over",
				     "%s early areas taken over"), ROTATIONS, COLOURS } },
	[FUNCTION_find_base] = { .nothing = N_("the hint says where the group begins"),
		.figure = { COUNT_AT(pcpu_fits, "%s try to fit an area in",
				     "%s tries to fit an area in"),
			    COUNT_AT(pcpu_slide, "base moved down %s time",
				     "base moved down %s times") } },

	/* --- vmalloc and blocks --- */
	[FUNCTION_take_frames] = { .nothing = N_("page frames are asked for"),
		.figure = { COUNT_AT(frames_keep, "%s page frame taken", "%s page frames taken") } },
	[FUNCTION_purge_fragmented_blocks_allcpus] = {
		.nothing = N_("no block of vm_map_ram to look at"),
		.figure = { COUNT_AT(fragmented_test, "%s block looked at", "%s blocks looked at"),
			    COUNT_AT(fragmented_free, "%s given back", "%s given back") } },

	/* --- page tables --- */
	[FUNCTION_vmap_page_range_noflush] = { .nothing = N_("the page tables are gone through"),
		.figure = { COUNT_AT(map_pte_set, "%s page-table entry filled",
				     "%s page-table entries filled"),
			    COUNT_AT(table_hang, "%s new table", "%s new tables") } },
	[FUNCTION_vunmap_page_range] = { .nothing = N_("the page tables are gone through"),
		.figure = { COUNT_AT(unmap_pte_clear, "%s page-table entry cleared",
				     "%s page-table entries cleared"),
			    COUNT_AT_BOTH(unmap_pmd_drop, unmap_pud_drop, "%s large entry cleared",
					  "%s large entries cleared") } },
	[FUNCTION_ioremap_page_range] = { .nothing = N_("the page tables are gone through"),
		.figure = { COUNT_AT(ioremap_pte_set, "%s page-table entry filled",
				     "%s page-table entries filled"),
			    COUNT_AT_BOTH(ioremap_pmd_set, ioremap_pud_set, "%s large entry set",
					  "%s large entries set"),
			    COUNT_AT(table_hang, "%s new table", "%s new tables") } },
	[FUNCTION_vmalloc_to_page] = { .nothing = N_("the page tables are walked"),
		.figure = { COUNT_AT_BOTH(walk_bad, walk_present, "walked %s level of tables",
					  "walked %s levels of tables") } },
};

#define NOTE(at, words) { .step = STEP_##at, .text = words }
#define NOTE_OF(at, a, b, words) { .step = STEP_##at, .value = { a, b }, .text = words }
#define NOTE_WHEN(at, local, number, a, b, words) \
	{ .step = STEP_##at, .when = local, .is = number, .value = { a, b }, .text = words }
#define SURPRISE(at, a, b, words) \
	{ .step = STEP_##at, .surprise = true, .value = { a, b }, .text = words }
#define SURPRISE_WHEN(at, local, number, a, b, words) \
	{ .step = STEP_##at, .surprise = true, .when = local, .is = number, .value = { a, b }, \
	  .text = words }

const struct story_note story_notes[] = {
	/* --- the search --- */
	SURPRISE_WHEN(alloc_enomem, "va", 0, NULL, NULL, "no memory for a descriptor"),
	NOTE_WHEN(alloc_retry, "align", 1, "size", NULL, "a search for {0} begins"),
	NOTE_OF(alloc_retry, "size", "align", "a search for {0} begins, aligned to {1}"),
	NOTE_OF(search_behind_cache, "free_vmap_cache", NULL,
		"a hit: the search begins behind the cached area {0}"),
	NOTE_WHEN(nocache_hole, "why", WHY_EMPTY, NULL, NULL, "no area is cached"),
	SURPRISE_WHEN(nocache_hole, "why", WHY_SIZE, "size", "cached_hole_size",
		      "the cache is dropped: {0} may fit into the noted hole of {1}"),
	SURPRISE_WHEN(nocache_hole, "why", WHY_VSTART, "vstart", "cached_vstart",
		      "the cache is dropped: vstart {0} is below cached_vstart {1}"),
	SURPRISE_WHEN(nocache_hole, "why", WHY_ALIGN, "align", "cached_align",
		      "the cache is dropped: align {0} is less than cached_align {1}"),
	SURPRISE_WHEN(nocache_hole, "why", WHY_BELOW, "vstart", NULL,
		      "the cache is dropped: the cached area ends below vstart {0}"),
	NOTE_OF(search_from_vstart, "vstart", NULL, "the search begins at vstart {0}"),
	NOTE_OF(descend_right, "n", NULL, "{0} ends below: to the right"),
	NOTE_OF(descend_candidate, "n", NULL, "{0} may be the first in the way"),
	NOTE_OF(walk_hole, "addr", "first", "{hole} before {1}"),
	SURPRISE(walk_note_hole, "hole", "first", "the hole of {0} before {1} is noted"),
	NOTE(room_notify, "the notifiers are asked to free something"),
	SURPRISE(alloc_give_up, NULL, NULL, "given up: -EBUSY"),

	/* --- tree and list --- */
	NOTE_OF(insert_left, "p", NULL, "left of {0}"),
	NOTE_OF(insert_right, "p", NULL, "right of {0}"),
	NOTE_WHEN(insert_link, "parent", 0, "va", NULL, "{0} becomes the root of the tree"),
	NOTE_WHEN(insert_link, "side", 0, "va", "parent", "{0} is hung below {1}, to the left"),
	NOTE_OF(insert_link, "va", "parent", "{0} is hung below {1}, to the right"),
	NOTE_OF(rotate_begin, "up", "node", "a rotation: {0} goes up, {1} goes down"),
	NOTE_OF(find_left, "n", NULL, "{0} is looked at"),
	NOTE_OF(lazy_limit, "va", "nr_lazy", "{0} waits for a purge: {1} wait in all"),

	/* --- vm areas --- */
	NOTE(getvm_setup, "the area gets a vm descriptor"),
	NOTE_OF(array_nested, "array_size", NULL,
		"the page array of {0} is too large for kmalloc: it gets an area of its own"),
	SURPRISE_WHEN(frames_refused, "pfn", 0, "i", "wanted",
		      "after {0} page frames of {1} the next one was refused"),
	NOTE_OF(frames_keep, "pfn", NULL, "page frame {0}"),
	SURPRISE(fill_no_array, NULL, NULL, "the page array was refused"),
	SURPRISE(fill_failed, NULL, NULL, "what was taken is given back"),
	NOTE(frames_back, "the page frames are given back"),
	NOTE_OF(deferred_add, "addr", NULL, "freeing {0} is left to a worker"),
	NOTE_OF(work_free, "addr", NULL, "the worker frees {0}"),
	NOTE(vb_new, "no block has room: a new one"),
	NOTE_OF(vb_take, "vb", NULL, "pages of {0} are taken"),
	NOTE(fragmented_test, "a block is looked at"),
	NOTE(fragmented_free, "a block is given back"),
	NOTE_OF(pcpu_fits, "area", "base", "does area {0} of the group fit in, with base {1}?"),
	NOTE_OF(pcpu_slide, "area", "next", "area {0} of the group runs into {1}"),

	/* --- page tables --- */
	SURPRISE_WHEN(table_refused, "table", 0, "level", NULL, "no memory for a table: {0}"),
	NOTE_OF(table_hang, "level", NULL, "a new table: {0}"),
	NOTE_OF(map_pte_set, "addr", "pfn", "{0} leads to page frame {1}"),
	NOTE_OF(ioremap_pte_set, "addr", "pfn", "{0} leads to page frame {1}"),
	NOTE_OF(ioremap_pmd_set, "addr", "phys", "a large entry: {0} leads to {1}"),
	NOTE_OF(ioremap_pud_set, "addr", "phys", "a large entry: {0} leads to {1}"),
	NOTE_OF(unmap_pte_clear, "addr", "entry", "{0}: was {1}"),
	NOTE_OF(unmap_pmd_drop, "addr", NULL, "{0}: a large entry is cleared"),
	NOTE_OF(unmap_pud_drop, "addr", NULL, "{0}: a large entry is cleared"),
	NOTE_OF(walk_bad, "level", "entry", "{0}: {1}"),
	NOTE_OF(walk_present, "level", "entry", "{0}: {1}"),
	NOTE_OF(setentry_write, "addr", "value", "the slot of {0} becomes {1}"),
	{ .step = STEP_NONE },
};
