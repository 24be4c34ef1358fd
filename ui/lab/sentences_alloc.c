/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Asking for an area: the request, the cache, the descent, the walk, and what
 * happens when there is no room (engine/kva/alloc.c, walk.c, area.c).
 */

#include "ui/lab/sentences.h"

const struct sentence sentences_alloc[] = {
	/* --- alloc_vmap_area --- */
	SAY(alloc_check,
	    N_("First what no caller may get wrong: size {size} and alignment {align}.")),
	SAY(alloc_descriptor,
	    N_("The descriptor of the new area comes first: under the lock nobody may wait "
	       "for memory.")),
	ASK(alloc_enomem, "!va",
	    N_("No memory for a descriptor: -ENOMEM, before anything was searched. The "
	       "cache stays as it was."),
	    N_("There is a descriptor; it has no addresses yet.")),
	SAY(alloc_kmemleak,
	    N_("The leak detector is told where in the descriptor pointers to other "
	       "objects lie.")),
	ASK(alloc_retry, "try_number == 0",
	    N_("retry: the first search for {size}, with what the last request left in the "
	       "cache."),
	    N_("retry: search number {try_number + 1} for {size}. Only what a purge or a "
	       "notifier has given back can make it end differently.")),
	SAY(alloc_overflow,
	    N_("overflow: the search found no room for {size} below {vend}. Can room be "
	       "made?")),
	SAY(alloc_give_up,
	    N_("Nothing is left to try: -EBUSY. That does not mean that no hole of {size} "
	       "is left: a search behind the cache has not seen those below it.")),
	SAY(alloc_verify,
	    N_("{va.name} is in the tree. Only now the kernel checks whether it is where "
	       "it was asked for.")),
	SAY(alloc_return, N_("Done: the caller gets {va}.")),

	/* --- check_request --- */
	ASK(check_size, "size == 0", N_("size is 0: no caller may ask for that, BUG."),
	    N_("size {size} is not 0.")),
	ASK(check_pages, "size % page != 0",
	    N_("size {size} is no whole number of pages: BUG."),
	    N_("size {size} is a whole number of pages.")),
	ASK(check_align, "align == 0 || (align & (align - 1)) != 0",
	    N_("align {align} is no power of two: BUG."),
	    N_("align {align} is a power of two; less than a page is fine, too.")),

	/* --- try_to_place --- */
	SAY(place_lock,
	    N_("vmap_area_lock is taken: nobody else may touch tree, list and cache now.")),
	SAY(place_search,
	    N_("Search for {size}, aligned to {align}, from {vstart} to {vend}.")),
	ASK(place_result, "found", N_("The search has found room: the area settles there."),
	    N_("The search has found no room: the descriptor stays without addresses.")),
	SAY(place_unlock, N_("Search and insertion are over: vmap_area_lock is given back.")),

	/* --- search_hole --- */
	SAY(search_cache,
	    N_("Last time the search ended at the cached area. May it go on there? Four "
	       "reasons can speak against it.")),
	ASK(search_nocache, "why != WHY_HIT",
	    N_("The reason is \"{why}\": the cache is dropped, the search begins at vstart."),
	    N_("No reason speaks against the cache: the search begins behind it.")),
	SAY(search_record_vstart,
	    N_("cached_vstart becomes {vstart} (it was {cached_vstart}), even if this "
	       "search fails: a request that begins lower cannot use what this one learns.")),
	SAY(search_record_align,
	    N_("cached_align becomes {align} (it was {cached_align}), even if this search "
	       "fails: holes are now known for this alignment only.")),
	SAY(search_behind_cache,
	    N_("A hit: begin at the end of the cached area, {free_vmap_cache.va_end}, "
	       "rounded up to align {align}.")),
	ASK(search_below, "addr < vstart",
	    N_("{addr}, the end of the cached area, lies below vstart {vstart}: it is of no "
	       "use in this window. Back to nocache."),
	    N_("{addr} is not below vstart {vstart}: the search can begin there.")),
	SAY(search_from_vstart,
	    N_("The search begins at vstart {vstart}, rounded up to align {align}.")),
	WHEN(search_wrap, "addr == 0 && vstart != 0",
	    N_("Rounding up went over the top, to address 0. 0 + {size} is not less than "
	       "0: the test for an overflow does not notice.")),
	ASK(search_wrap, "size > ~addr",
	    N_("{addr} + {size} goes over the top of the address space: overflow."),
	    N_("{addr} + {size} does not go over the top of the address space.")),
	SAY(search_descend,
	    N_("Which is the first area that ends at or above {addr}? The tree knows.")),
	ASK(search_vend, "addr + size > vend",
	    N_("{addr} + {size} would end at {addr + size}, above vend {vend}: overflow, "
	       "nothing needs to be walked."),
	    N_("{addr} + {size} would end at {addr + size}, not above vend {vend}.")),
	ASK(search_walk, "first",
	    N_("{first.name} is the first area that can be in the way: from there along the "
	       "list until a gap is large enough."),
	    N_("No area ends at or above {addr}: from there on everything is free.")),
	SAY(search_found,
	    N_("found: [{addr}, {addr + size}) is free and ends at or below vend {vend}.")),

	/* --- ask_cache --- */
	ASK(cache_empty, "!free_vmap_cache",
	    N_("free_vmap_cache is empty: nothing is known, the search begins at vstart."),
	    N_("free_vmap_cache is {free_vmap_cache}: it could begin behind it.")),
	WHEN(cache_size, "size == cached_hole_size",
	    N_("size {size} < cached_hole_size {cached_hole_size} is false: an exact-size "
	       "hole is not reused, the search goes on behind the cache.")),
	WHEN(cache_size, "cached_hole_size == 0",
	    N_("size {size} < cached_hole_size 0x0 is false: no hole was noted below the "
	       "cached area.")),
	ASK(cache_size, "size < cached_hole_size",
	    N_("size {size} < cached_hole_size {cached_hole_size}: a hole that is "
	       "large enough was noted below the cached area. The search begins anew to find it."),
	    N_("size {size} < cached_hole_size {cached_hole_size} is false: no hole that "
	       "is large enough was noted below the cached area.")),
	ASK(cache_vstart, "vstart < cached_vstart",
	    N_("vstart {vstart} < cached_vstart {cached_vstart}: what lies between was not "
	       "looked at. The search begins anew."),
	    N_("vstart {vstart} < cached_vstart {cached_vstart} is false: nothing below "
	       "was left out.")),
	ASK(cache_align, "align < cached_align",
	    N_("align {align} < cached_align {cached_align}: holes that were passed over "
	       "for their alignment may do now. The search begins anew."),
	    N_("align {align} < cached_align {cached_align} is false: no hole was passed "
	       "over for an alignment stricter than this.")),

	/* --- forget_cache --- */
	ASK(nocache_hole, "cached_hole_size",
	    N_("nocache ({why}): cached_hole_size {cached_hole_size} belongs to the old "
	       "starting point, it becomes 0."),
	    N_("nocache ({why}): cached_hole_size is 0 already.")),
	ASK(nocache_area, "free_vmap_cache",
	    N_("nocache ({why}): free_vmap_cache {free_vmap_cache.name} is forgotten; the "
	       "search begins at vstart and goes through the tree."),
	    N_("nocache ({why}): free_vmap_cache is empty already; the search begins at "
	       "vstart and goes through the tree.")),

	/* --- descend --- */
	WHEN(descend_node, "n",
	    N_("Look at {n.name}; {looked} nodes were looked at before. Candidate: "
	       "{first.name}.")),
	ASK(descend_node, "first",
	    N_("The bottom of the tree, after {looked} nodes: the walk begins at {first}."),
	    N_("The bottom of the tree, after {looked} nodes: no area ends at or above "
	       "{addr}.")),
	WHEN(descend_end, "n.va_end == addr",
	    N_("{n.name} ends at {n.va_end}, just at {addr}. It is not in the way, but the "
	       "test asks for >=: it is taken, and costs the walk one area more.")),
	ASK(descend_end, "n.va_end < addr",
	    N_("{n.name} ends at {n.va_end}, below {addr}: neither it nor anything to its "
	       "left is in the way."),
	    N_("{n.name} ends at {n.va_end}, above {addr}: it may be the first one in the "
	       "way.")),
	SAY(descend_right, N_("To the right, to higher addresses than those of {n.name}.")),
	SAY(descend_candidate,
	    N_("{n.name} is the lowest candidate so far: it becomes first.")),
	ASK(descend_inside, "n.va_start <= addr",
	    N_("{n.name} begins at {n.va_start}, at or below {addr}: nothing to its left "
	       "can reach that far, the descent is over."),
	    N_("{n.name} begins at {n.va_start}, above {addr}: to its left there may be "
	       "another area that ends at or above {addr}.")),
	SAY(descend_left, N_("To the left, to lower addresses than those of {n.name}.")),

	/* --- walk_areas --- */
	ASK(walk_range, "addr > highest",
	    N_("{addr} is above {highest}: {size} from there would end above vend. No room."),
	    N_("{addr} is not above {highest}: {size} from there would end at or below "
	       "vend.")),
	WHEN(walk_gap, "first.va_start <= addr",
	    N_("{first} begins at or below {addr}: there is no gap before it, and it is "
	       "stepped over.")),
	ASK(walk_gap, "addr + size <= first.va_start",
	    N_("From {addr} to {first.name} at {first.va_start} there are {first.va_start - "
	       "addr}: {size} fit, the walk is over."),
	    N_("From {addr} to {first.name} at {first.va_start} there are only "
	       "{first.va_start - addr}: {size} do not fit.")),
	WHEN(walk_hole, "first.va_start <= addr",
	    N_("No gap before {first.name}, so nothing to note.")),
	ASK(walk_hole, "addr + hole < first.va_start",
	    N_("The gap of {first.va_start - addr} before {first.name} is larger than the "
	       "noted one of {hole}."),
	    N_("The gap of {first.va_start - addr} before {first.name} is not larger than "
	       "the noted one of {hole}.")),
	SAY(walk_note_hole,
	    N_("cached_hole_size becomes {hole}: a later request for less than that will "
	       "begin anew from below.")),
	WHEN(walk_behind, "align > 0 && first.va_end > ~(align - 1)",
	    N_("The end of {first.name}, {first.va_end}, rounded up to align {align} goes "
	       "over the top: the search would go on at address 0.")),
	SAY(walk_behind,
	    N_("Go on at the end of {first.name}, {first.va_end}, rounded up to align "
	       "{align}.")),
	ASK(walk_last, "!first.next",
	    N_("{first.name} is the last area: behind it everything is free up to the end."),
	    N_("{first.name} is not the last area; {first.next.name} follows.")),
	SAY(walk_next, N_("On to {first.next.name}, area number {walked + 1} of this walk.")),

	/* --- settle --- */
	SAY(settle_range, N_("The descriptor gets its addresses: [{addr}, {addr + size}).")),
	SAY(settle_insert, N_("{va.name} goes into the tree and into the list.")),
	SAY(settle_cache,
	    N_("free_vmap_cache becomes {va.name}: the next search begins behind it, at "
	       "{va.va_end}.")),

	/* --- make_room --- */
	ASK(room_purged, "!purged",
	    N_("This request has not purged yet: {lazy_areas} lazily freed areas are still "
	       "in the way."),
	    N_("This request has purged already; a second purge right after it would be in "
	       "vain.")),
	SAY(room_purge,
	    N_("A full purge: the addresses of {lazy_areas} lazily freed areas become "
	       "free. Then the search is tried again.")),
	ASK(room_blocking, "(gfp & 0x200000) == 0",
	    N_("The caller may not sleep: notifiers are not asked, the request fails."),
	    N_("The caller may sleep: the notifiers can be asked to give something back.")),
	SAY(room_notify,
	    N_("Everybody on vmap_notify_list may free something, and says how much.")),
	ASK(room_freed, "freed",
	    N_("{freed} freed, say the notifiers. That is believed: another purge, another "
	       "search."),
	    N_("0 freed, say the notifiers. That is believed, even if they did free "
	       "something: no other search.")),

	/* --- give_up --- */
	ASK(fail_message, "gfp & 0x200",
	    N_("__GFP_NOWARN: the request for {size} fails without a word."),
	    N_("The log is told that {size} could not be had.")),
	SAY(fail_kfree, N_("The descriptor that found no place is freed.")),

	/* --- check_result --- */
	ASK(result_aligned, "va.va_start & (align - 1)",
	    N_("{va} does not begin at a multiple of {align}: BUG."),
	    N_("{va.va_start} is a multiple of {align}.")),
	ASK(result_vstart, "va.va_start < vstart",
	    N_("{va} begins below vstart {vstart}: BUG, too late. Rounding up had gone over "
	       "the top; the area stays in the tree."),
	    N_("{va.va_start} is not below vstart {vstart}.")),
	ASK(result_vend, "va.va_end > vend",
	    N_("{va} ends above vend {vend}: BUG, too late; the area stays in the tree."),
	    N_("{va.va_end} is not above vend {vend}.")),

	/* --- __insert_vmap_area --- */
	ASK(insert_overlap, "va_start >= va.va_end",
	    N_("{va} is empty or goes over the top: only so can the test for an overlap "
	       "fire."),
	    N_("{va} has a positive size: the kernel's test for an overlap can never fire. "
	       "An area that overlaps silently goes left.")),
	SAY(insert_place,
	    N_("From the root down: where does an area belong that begins at {va_start}?")),
	ASK(insert_link, "parent",
	    N_("It hangs under {parent.name} as a red leaf; then the tree is balanced."),
	    N_("The tree is empty: it becomes the root.")),
	ASK(insert_list, "prev", N_("In the list it comes behind {prev.name}."),
	    N_("In the list it comes first.")),
	ASK(insert_side, "va_start < p.va_end",
	    N_("{va_start} < {p.va_end}, the end of {p.name}: its place is on the left."),
	    N_("{va_start} is not below {p.va_end}, the end of {p.name}: its place is on "
	       "the right.")),
	SAY(insert_left, N_("To the left of {p.name}.")),
	SAY(insert_right, N_("To the right of {p.name}.")),
	ASK(overlap_node, "va.va_start < p.va_end",
	    N_("{va.va_start} < {p.va_end}, the end of {p.name}: on the left."),
	    N_("{va.va_start} is not below {p.va_end}, the end of {p.name}: not on the "
	       "left.")),
	ASK(overlap_bug, "va.va_end <= p.va_start",
	    N_("It neither lies on the left of {p.name} nor on its right: an overlap, BUG."),
	    N_("It ends above the start of {p.name}: on the right.")),

	/* --- __find_vmap_area --- */
	ASK(find_node, "n", N_("Is {addr} in {n}?"),
	    N_("The bottom of the tree: no area holds {addr}.")),
	ASK(find_left, "addr < n.va_start",
	    N_("{addr} is below {n.va_start}, the start of {n.name}: to the left."),
	    N_("{addr} is not below {n.va_start}, the start of {n.name}.")),
	ASK(find_right, "addr < n.va_end",
	    N_("{addr} is below {n.va_end}, the end of {n.name}: that is the area."),
	    N_("{addr} is not below {n.va_end}, the end of {n.name}: to the right.")),

	{ 0 },
};
