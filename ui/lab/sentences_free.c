/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Freeing: at once and lazily, purges, notifiers (engine/kva/area.c, purge.c,
 * notify.c).
 */

#include "ui/lab/sentences.h"

const struct sentence sentences_free[] = {
	/* --- free_vmap_area, __free_vmap_area --- */
	SAY(free_lock,
	    N_("vmap_area_lock is taken: tree, list and cache are about to change.")),
	SAY(free_now, N_("{va} leaves tree and list at once; nothing waits for a purge.")),
	SAY(free_unlock, N_("vmap_area_lock is given back.")),
	SAY(free_cache, N_("What does that mean for the cache? A hole opens at {va}.")),
	SAY(free_tree, N_("{va.name} is taken out of the tree, and the tree is balanced.")),
	SAY(free_list,
	    N_("{va.name} is taken out of the list: its neighbours now follow each other.")),
	ASK(free_hint, "va_end > start && va_end <= end && va_end > vmap_area_pcpu_hole",
	    N_("Its end {va_end} lies above the per-CPU hint {vmap_area_pcpu_hole}: per-CPU "
	       "areas will look there first."),
	    N_("The per-CPU hint stays at {vmap_area_pcpu_hole}: the end {va_end} is not "
	       "above it, or outside the space.")),
	SAY(free_descriptor,
	    N_("The descriptor is freed; the addresses are free for anybody.")),

	/* --- move_cache --- */
	ASK(free_cache_empty, "!cache", N_("There is no cached area: nothing to keep right."),
	    N_("The cached area is {cache}.")),
	ASK(free_below_vstart, "va.va_end < cached_vstart",
	    N_("{va.name} ends below cached_vstart {cached_vstart}: a request that begins "
	       "lower may want it. The cache is emptied."),
	    N_("{va.name} ends at {va.va_end}, not below cached_vstart {cached_vstart}.")),
	WHEN(free_below_cache, "va.va_start <= cache.va_start && !va.prev",
	    N_("{va.name} begins at or below the cached area, and nothing lies before it: "
	       "the cache becomes empty.")),
	ASK(free_below_cache, "va.va_start <= cache.va_start",
	    N_("{va.name} begins at or below the cached area: the cache moves down to "
	       "{va.prev.name}. cached_hole_size stays {cached_hole_size}, whatever hole "
	       "there is now."),
	    N_("{va.name} begins above the cached area: a search that goes on there will "
	       "meet the new hole by itself.")),

	/* --- free_vmap_area_noflush, free_unmap_vmap_area --- */
	SAY(lazy_count,
	    N_("{va.va_end - va.va_start} more wait for a purge; vmap_lazy_nr was "
	       "{vmap_lazy_nr}.")),
	SAY(lazy_queue,
	    N_("{va.name} goes to the head of vmap_purge_list. It stays in the tree: its "
	       "addresses may still be in some TLB.")),
	ASK(lazy_limit, "nr_lazy > limit",
	    N_("What waits is {nr_lazy}, more than {limit}: time for a purge, unless one is "
	       "going on."),
	    N_("What waits is {nr_lazy}, not more than {limit}: flushing all TLBs is not "
	       "worth it yet.")),
	SAY(freeunmap_unmap,
	    N_("First the table entries of {va} are cleared, so that nobody gets at the "
	       "pages.")),
	SAY(freeunmap_lazy,
	    N_("The addresses themselves wait: some TLB may still know them.")),

	/* --- purges --- */
	SAY(full_lock,
	    N_("A full purge of {vmap_lazy_nr} holds vmap_purge_lock: one at a time.")),
	SAY(full_blocks,
	    N_("vm_map_ram blocks in which nothing is mapped and nothing is left go first: "
	       "they become lazy, too.")),
	SAY(full_purge, N_("Now the lazy list: {lazy_areas} areas.")),
	SAY(full_unlock, N_("The purge is over: vmap_purge_lock is given back.")),
	ASK(try_trylock, "vmap_purge_lock",
	    N_("Somebody holds vmap_purge_lock: a purge is going on, so nothing is done "
	       "here and {vmap_lazy_nr} go on waiting."),
	    N_("Nobody purges: vmap_purge_lock is taken.")),
	SAY(try_purge,
	    N_("The lazy list with {vmap_lazy_nr} is purged; blocks are left alone.")),
	SAY(try_unlock, N_("vmap_purge_lock is given back.")),
	ASK(purge_take, "valist",
	    N_("The whole lazy list, from {valist} on, is taken off in one go."),
	    N_("The lazy list is empty.")),
	ASK(purge_hull, "va.va_start < start || va.va_end > end",
	    N_("{va} widens the range that is flushed."),
	    N_("{va} lies within the range that is flushed anyway, [{start}, {end}).")),
	ASK(purge_nothing, "!valist", N_("Nothing waited: no flush, nothing becomes free."),
	    N_("Something waited: one flush will do for all of it.")),
	SAY(purge_flush,
	    N_("One flush of all TLBs for [{start}, {end}), the hull of all areas, however "
	       "much lies between them.")),
	SAY(purge_lock,
	    N_("Under vmap_area_lock the areas leave the tree, the newest first.")),
	SAY(purge_free, N_("{va} is freed for good: {nr}. The cache may move down with it.")),
	SAY(purge_count, N_("vmap_lazy_nr {vmap_lazy_nr} goes down by {nr}.")),
	SAY(purge_unlock, N_("All of the list is free; vmap_area_lock is given back.")),

	/* --- vm_unmap_aliases, set_iounmap_nonlazy --- */
	ASK(aliases_initialized, "!vmap_initialized",
	    N_("Before start-up nothing was ever mapped: nothing to flush."),
	    N_("The allocator is up: there may be something to flush.")),
	SAY(aliases_range,
	    N_("Which pages of blocks were unmapped and may still be in a TLB?")),
	SAY(aliases_lock, N_("vmap_purge_lock is taken: this ends in a purge.")),
	SAY(aliases_blocks, N_("Fragmented blocks become lazy first.")),
	ASK(aliases_purge, "flush",
	    N_("The lazy list is purged, and the flush covers the dirty pages of blocks "
	       "[{start}, {end}) as well."),
	    N_("The lazy list is purged; no block has dirty pages.")),
	SAY(aliases_flush,
	    N_("Nothing was lazy, but blocks have dirty pages: flush [{start}, {end}).")),
	SAY(aliases_unlock, N_("vmap_purge_lock is given back.")),
	SAY(nonlazy_set,
	    N_("vmap_lazy_nr {vmap_lazy_nr} is set above its limit {limit}: the next lazy "
	       "free purges. Nobody ever takes this back, so do all lazy frees from now "
	       "on.")),

	/* --- notifiers --- */
	ASK(chain_next, "handle",
	    N_("Next on vmap_notify_list: {handle}; {freed} reported so far."),
	    N_("The end of vmap_notify_list: {freed} reported in all.")),
	SAY(chain_call, N_("{handle} is asked to give something back.")),
	ASK(chain_stop, "handle.stop",
	    N_("{handle} answers NOTIFY_STOP: those behind it are not asked."),
	    N_("{handle} does not stop the chain; {freed} reported so far.")),
	ASK(notify_times, "handle.times == 0",
	    N_("{handle} was called as often as it was to do something: now it does "
	       "nothing."),
	    N_("{handle} has something to do.")),
	SAY(notify_free, N_("{handle} frees the next of its list.")),
	SAY(notify_report, N_("{handle} reports {reported} as freed. Nobody checks that.")),

	{ 0 },
};
