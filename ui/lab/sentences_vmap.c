/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What stands around vmalloc: its variants, vfree now and later, vmap, ioremap,
 * per-CPU groups (engine/kva/vmalloc.c, deferred.c, vmap.c, device.c, pcpu.c).
 */

#include "ui/lab/sentences.h"

const struct sentence sentences_vmap[] = {
	/* --- free_vm_area --- */
	SAY(freevm_remove, N_("What lies at {addr} is removed; that should be {vm}.")),
	ASK(freevm_same, "removed != vm",
	    N_("Removed was {removed}, not {vm}: BUG, somebody freed it before."),
	    N_("It was that vm area.")),
	SAY(freevm_kfree, N_("The descriptor of the vm area is freed.")),

	/* --- vmalloc_user --- */
	SAY(user_vmalloc,
	    N_("{size} for user space: aligned to a page, as shared memory is. An ordinary "
	       "request asks for less, so it will not be able to use the cache afterwards.")),
	ASK(user_failed, "!vm", N_("vmalloc failed: NULL."),
	    N_("vmalloc gave {vm}, as an address only.")),
	SAY(user_find, N_("From the address {ret} alone, which vm area is it? One lookup more.")),
	SAY(user_mark, N_("VM_USERMAP: user space may map the pages of {vm}.")),

	/* --- vfree, vfree_atomic, the worker --- */
	ASK(vfree_null, "addr == 0", N_("vfree(NULL) is allowed and does nothing."),
	    N_("What is to be freed lies at {addr}.")),
	ASK(vfree_interrupt, "irq",
	    N_("In an interrupt nobody may wait, but freeing may have to: a worker will free "
	       "{addr}."),
	    N_("Not in an interrupt: {addr} is freed now.")),
	ASK(atomic_null, "addr == 0", N_("NULL: nothing to do."),
	    N_("What is to be freed lies at {addr}.")),
	SAY(atomic_defer, N_("The caller may not wait: a worker will free {addr}.")),
	SAY(deferred_add,
	    N_("{addr} goes to the head of the list of CPU {cpu}. It stays mapped until the "
	       "worker has run.")),
	ASK(deferred_schedule, "was_empty",
	    N_("The list was empty: the worker of CPU {cpu} is told."),
	    N_("The list was not empty: the worker of CPU {cpu} knows already.")),
	SAY(workers_scheduled, N_("Was the worker of CPU {cpu} told to free something?")),
	SAY(workers_run, N_("The worker of CPU {cpu} runs; he may wait.")),
	SAY(work_take,
	    N_("All of CPU {cpu}'s list is taken off at once; whoever queues more must call "
	       "the worker again.")),
	SAY(work_free, N_("{addr} is freed, the newest first.")),

	/* --- vmap, vunmap --- */
	ASK(vmap_count, "count > totalram_pages",
	    N_("{count} are more than the machine has, {totalram_pages}: NULL."),
	    N_("{count}: not more than the machine has.")),
	SAY(vmap_area, N_("Addresses for {size}, and a guard page. The pages are the caller's.")),
	ASK(vmap_refused, "!vm", N_("There is no vm area: NULL."), N_("There is {vm}.")),
	SAY(vmap_map, N_("The {count} are mapped into {vm}, one behind the other.")),
	SAY(vmap_failed,
	    N_("Mapping failed on the way: what was mapped is unmapped, the addresses wait for "
	       "a purge.")),
	ASK(vunmap_interrupt, "irq", N_("vunmap may have to wait, an interrupt may not: BUG."),
	    N_("Not in an interrupt: vunmap may wait.")),
	SAY(vunmap_area, N_("The vm area at {addr} goes, its pages stay.")),

	/* --- ioremap, iounmap --- */
	ASK(device_range, "size == 0 || last_addr < phys_addr",
	    N_("{size} from {phys_addr} on is no range: NULL."),
	    N_("The device's memory is [{phys_addr}, {last_addr}]; beyond 52 bits it would be "
	       "refused.")),
	SAY(device_pages,
	    N_("Only whole pages can be mapped: the range grows, {offset} of it lie before the "
	       "wanted byte.")),
	SAY(device_area,
	    N_("A vm area for {size} of a device, aligned to the power of two above its size.")),
	ASK(device_refused, "!vm", N_("There is no vm area: NULL."), N_("There is {vm}.")),
	SAY(device_map,
	    N_("{phys_addr} and what follows are mapped at {addr}, with large entries if they "
	       "fit.")),
	SAY(device_failed,
	    N_("A table could not be had: the vm area is removed, its addresses wait for a "
	       "purge.")),
	SAY(device_offset, N_("The caller gets {addr + offset}: the byte he asked for.")),
	SAY(device_remove, N_("What lies in the page of {addr} is unmapped.")),
	ASK(device_none, "!vm", N_("There was no vm area: nothing happens."), N_("It was {vm}.")),
	SAY(device_kfree, N_("The descriptor of the vm area is freed.")),

	/* --- a per-CPU group: what is asked for --- */
	ASK(pcpu_align, "align == 0 || align % page != 0 || align & (align - 1)",
	    N_("An alignment of {align} is no power of two of at least a page: BUG."),
	    N_("All of the group is aligned to {align}.")),
	SAY(pcpu_check, N_("Are the areas of the group as they should be, one by one?")),
	ASK(pcpu_span, "room < last_end",
	    N_("The group spans {last_end}, the space only {room}: a WARN, and NULL."),
	    N_("The group spans {last_end} of the space's {room}.")),
	SAY(pcpu_take, N_("First all descriptors, then the search; it fails last for lack of room.")),
	SAY(pcpu_setup, N_("Each area gets its vm area.")),
	SAY(pcpu_failed, N_("No group: all descriptors go back.")),
	SAY(pcpu_aligned, N_("Area {area} of the group.")),
	SAY(pcpu_last,
	    N_("Is area {area} the highest so far? The search begins with the highest.")),
	SAY(pcpu_others, N_("Does area {area} overlap a later one?")),
	ASK(pcpu_offset, "offset & (align - 1)",
	    N_("Area {area} begins {offset} behind the base, no multiple of {align}: BUG."),
	    N_("Area {area} begins {offset} behind the base.")),
	ASK(pcpu_size, "size & (align - 1)",
	    N_("Area {area} has {size}, no multiple of {align}: BUG."),
	    N_("Area {area} has {size}.")),
	SAY(pcpu_overlap,
	    N_("Area {area} is [{start}, {end}) behind the base; area {area2} must not overlap "
	       "it.")),
	SAY(pcpu_arrays, N_("Two arrays, for the areas and the vm areas of {nr_vms}.")),
	SAY(pcpu_descriptors, N_("An area and a vm area, number {area} of {nr_vms}.")),

	/* --- a per-CPU group: the search --- */
	SAY(pcpu_place, N_("A search, from the hint {vmap_area_pcpu_hole} down.")),
	ASK(pcpu_purged, "purged",
	    N_("There was a purge already: the group does not fit."),
	    N_("What was freed lazily may be in the way.")),
	SAY(pcpu_purge,
	    N_("A full purge. If nothing ends above the hint {vmap_area_pcpu_hole}, the next "
	       "search begins there again.")),
	SAY(pcpu_lock, N_("vmap_area_lock is taken: nobody else may change the tree now.")),
	SAY(pcpu_search, N_("Where can the base be, so that all areas of the group are free?")),
	ASK(pcpu_found, "found", N_("With the base at {base} all of them are free."),
	    N_("The bottom was reached: no room.")),
	SAY(pcpu_unlock, N_("vmap_area_lock is given back.")),
	SAY(pcpu_hint, N_("The search begins at the hint {hole}, with the group's highest area.")),
	SAY(pcpu_begin, N_("It is to end as high as it can there; then all of the group is tried.")),
	ASK(pcpu_bottom, "base < start",
	    N_("The base {base} lies below the space: the bottom is reached."),
	    N_("The base {base} lies within the space.")),
	SAY(pcpu_fits, N_("Is there room for area {area} with this base?")),
	ASK(pcpu_round, "area == term_area",
	    N_("Area {area} fits; the last one that had to move was {term_area}."),
	    N_("Area {area} fits. Round the group until {term_area}, the last one that had to "
	       "move.")),
	SAY(pcpu_neighbours, N_("Which areas lie around the end of area {area}?")),
	ASK(pcpu_next, "next && next.va_start < end",
	    N_("{next} begins below its end {end}: in the way."),
	    N_("Nothing above begins below its end {end}: {next}.")),
	ASK(pcpu_prev, "prev && prev.va_end > start",
	    N_("{prev} ends above its start {start}: in the way."),
	    N_("Nothing below ends above its start {start}: it fits.")),
	SAY(pcpu_slide,
	    N_("All of the group slides down, until this area ends below what was in the way. "
	       "Those that fitted before are looked at once more.")),
	ASK(pvm_node, "va.va_end == end", N_("{va} ends just at {end}: found."),
	    N_("{va} does not end at {end}: left if it ends above, else right.")),
	ASK(pvm_empty, "!va", N_("There is no area at all: the group goes to the very top."),
	    N_("{va} is next to {end}.")),
	SAY(pvm_neighbours,
	    N_("{va} is the neighbour on one side of {end}; the list knows the other.")),
	ASK(pvm_limit, "next",
	    N_("The end may be where {next} begins, rounded down to {align}."),
	    N_("Nothing lies above: the end may be the space's, {addr}.")),
	ASK(pvm_inside, "prev && prev.va_end > addr",
	    N_("Rounded down, {addr} lies within {prev}: one area further down."),
	    N_("{addr} lies behind {prev}.")),
	SAY(pcpu_insert, N_("{va} goes into the tree: area {area} of the group.")),
	SAY(pcpu_new_hint,
	    N_("The hint {vmap_area_pcpu_hole} moves to where the highest area begins. Room "
	       "above it is not looked at any more.")),

	/* --- pcpu_free_vm_areas --- */
	ASK(pcpu_dangling, "!vm.live",
	    N_("Number {i} was freed already: the group's pointer dangles, an oops."),
	    N_("Number {i} of {nr_vms} is {vm}.")),
	SAY(pcpu_free, N_("{vm} is unmapped and waits for a purge like any other.")),

	{ 0 },
};
