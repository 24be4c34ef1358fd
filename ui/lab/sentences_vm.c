/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * vm areas and vmalloc, vm_map_ram, start-up (engine/kva/vm.c, ram.c, early.c).
 */

#include "ui/lab/sentences.h"

const struct sentence sentences_vm[] = {
	/* --- __get_vm_area --- */
	ASK(getvm_interrupt, "irq", N_("In an interrupt nobody may ask for a vm area: BUG."),
	    N_("Not in an interrupt: a vm area may be asked for.")),
	SAY(getvm_round, N_("{size} is rounded up to whole pages; 0 would be refused.")),
	ASK(getvm_ioremap, "flags & 1",
	    N_("For a device: the alignment becomes the power of two at or above {size}, "
	       "from a page to 1 GiB, so that large entries fit."),
	    N_("Not for a device: the alignment stays {align}.")),
	SAY(getvm_descriptor, N_("The vm area's own descriptor comes first.")),
	ASK(getvm_guard, "flags & 0x40", N_("VM_NO_GUARD: no guard page behind it."),
	    N_("A guard page is added behind {size}: it is never mapped, whoever runs over "
	       "the end faults.")),
	SAY(getvm_area,
	    N_("Now addresses for {size}, guard page included, from {start} to {end}.")),
	ASK(getvm_failed, "!va",
	    N_("No addresses: the descriptor is freed, the caller gets NULL."),
	    N_("The addresses are {va}.")),
	SAY(getvm_setup, N_("Area {va.name} and vm area now know each other.")),

	/* --- remove_vm_area --- */
	SAY(remove_find,
	    N_("Which area holds {addr}? Any page of it will do, the guard page too.")),
	ASK(remove_none, "!vm", N_("No vm area is there: nothing is removed."),
	    N_("It is {vm}.")),
	SAY(remove_detach,
	    N_("{va.name} no longer has a vm area; it is marked as freed lazily.")),
	SAY(remove_unmap,
	    N_("Its table entries are cleared, its addresses wait for a purge.")),

	/* --- __vmalloc --- */
	ASK(vmalloc_size, "size == 0", N_("0 bytes: refused."),
	    N_("{size}: more pages than the machine has would be refused.")),
	SAY(vmalloc_area, N_("First a vm area for {size}, marked as not ready yet.")),
	ASK(vmalloc_failed, "!vm", N_("There is no vm area: vmalloc fails."),
	    N_("There is a vm area; it is empty.")),
	SAY(vmalloc_fill, N_("Now it gets page frames, and they are mapped.")),
	SAY(vmalloc_initialized,
	    N_("Everything is mapped: the mark \"not ready\" goes, others may look at it "
	       "now.")),
	SAY(fill_count,
	    N_("{size} without the guard page: {size / page} page frames are needed.")),
	SAY(fill_array, N_("The pointers to {vm.nr_pages} need a place of their own.")),
	SAY(fill_no_array,
	    N_("No place for the pointers: the vm area is removed, its addresses wait for "
	       "a purge.")),
	SAY(fill_frames, N_("One page frame after the other, {vm.nr_pages} in all.")),
	SAY(fill_map, N_("The page frames are mapped at {addr}, one behind the other.")),
	SAY(fill_failed,
	    N_("Frames or tables ran out: what there is goes back, the addresses wait for "
	       "a purge.")),
	ASK(array_where, "array_size <= page",
	    N_("{array_size} bytes of pointers fit into a page: kmalloc."),
	    N_("{array_size} bytes of pointers are more than a page: they need a vmalloc of "
	       "their own.")),
	SAY(array_nested, N_("A vmalloc inside the vmalloc, for {array_size} bytes of pointers.")),
	SAY(frames_one, N_("Page frame {i + 1} of {wanted} is asked for.")),
	ASK(frames_refused, "pfn == 0",
	    N_("No frame is to be had: with {i} of {wanted} it ends here."),
	    N_("It is frame {pfn}: where it lies in memory does not matter.")),
	SAY(frames_keep, N_("A pointer to frame {pfn} is kept as page {i} of {vm}.")),

	/* --- __vunmap --- */
	ASK(vunmap_null, "addr == 0", N_("NULL is allowed and does nothing."),
	    N_("What is to be freed lies at {addr}.")),
	ASK(vunmap_aligned, "addr % page != 0",
	    N_("{addr} is not the beginning of a page: a WARN, and nothing is freed."),
	    N_("{addr} is the beginning of a page.")),
	SAY(vunmap_find, N_("Which area holds {addr}?")),
	ASK(vunmap_oops, "!va",
	    N_("No area is there, and the kernel follows the NULL pointer all the same: an "
	       "oops."),
	    N_("It is {va}.")),
	ASK(vunmap_no_vm, "!vm",
	    N_("The area has no vm area (any more): a WARN about a bad vfree, nothing is "
	       "freed."),
	    N_("It belongs to {vm}.")),
	SAY(vunmap_remove, N_("All of {vm} goes, whichever of its pages was named.")),
	SAY(vunmap_pages, N_("vfree gives the page frames back, vunmap does not.")),
	SAY(vunmap_kfree, N_("The descriptor of the vm area is freed.")),
	SAY(frames_back,
	    N_("The page frames go back, {vm.nr_pages}: anybody may get them now, although a "
	       "TLB may still lead to them.")),
	ASK(array_back, "array",
	    N_("The pointers were vmalloc'ed at {array}: a vfree of their own."),
	    N_("The pointers were kmalloc'ed: kfree.")),

	/* --- blocks --- */
	SAY(block_descriptor,
	    N_("No block of this CPU has room: a new one needs a descriptor.")),
	SAY(block_area, N_("And addresses for {pages}, aligned to the size of a block.")),
	ASK(block_no_area, "!va", N_("No addresses: the descriptor is freed, no block."),
	    N_("The addresses are {va}.")),
	SAY(block_preload, N_("Room in the index of blocks is asked for in advance.")),
	SAY(block_setup, N_("Of {pages} the first {1 << order} are given out at once.")),
	SAY(block_index, N_("The index finds the block by any address in it.")),
	SAY(block_queue, N_("The block goes to the tail of this CPU's queue.")),
	SAY(block_unindex, N_("{vb} leaves the index.")),
	SAY(block_lazy, N_("The addresses of {vb} become lazy like any others.")),
	SAY(block_kfree, N_("The descriptor of the block is freed.")),
	ASK(fragmented_queues, "!ready",
	    N_("Before start-up the queues of blocks are no lists yet, only zeroes: an oops."),
	    N_("The blocks on every CPU's queue are looked at.")),
	ASK(fragmented_test, "vb.free != 0 && vb.dirty != 0",
	    N_("{vb} has {vb.free} untouched and {vb.dirty} dirty: if that is all of it, "
	       "nothing in it is mapped and it can go."),
	    N_("{vb} has {vb.free} untouched and {vb.dirty} dirty: what is neither is "
	       "mapped still.")),
	SAY(fragmented_free,
	    N_("{vb} is fragmented: nothing in it is mapped, nothing large is left. It "
	       "goes back as a whole.")),

	/* --- vm_map_ram --- */
	ASK(ram_size, "count <= 64",
	    N_("{count}, not more than 64: a piece of a block will do, no search."),
	    N_("{count}, more than 64: an area of its own.")),
	ASK(ram_refused, "addr == 0", N_("There are no addresses: NULL."),
	    N_("The addresses begin at {addr}.")),
	SAY(ram_map, N_("{count} are mapped at {addr}.")),
	SAY(ram_failed,
	    N_("Mapping failed: the addresses go back. In a block they count as dirty and "
	       "are never given out again.")),
	ASK(vb_zero, "size == 0", N_("0 pages: a WARN."),
	    N_("{size}, rounded up to {1 << order} pages.")),
	ASK(vb_queue, "!ready",
	    N_("Before start-up this CPU's queue is no list yet, only zeroes: an oops."),
	    N_("The blocks on this CPU's queue are looked at, the oldest first.")),
	ASK(vb_room, "vb.free < 1 << order",
	    N_("{vb} has only {vb.free} untouched: too little. Dirty pages are not used "
	       "again."),
	    N_("{vb} has {vb.free} untouched: enough for {1 << order} pages.")),
	SAY(vb_take,
	    N_("The pieces of a block are given out from front to back: {vb.free} are left "
	       "before this one.")),
	ASK(vb_exhausted, "vb.free == 0", N_("Nothing is left in {vb}: it leaves the queue."),
	    N_("{vb.free} are left in {vb}.")),
	SAY(vb_new,
	    N_("No block on this CPU's queue has room for {1 << order} pages: a new one.")),

	/* --- vm_unmap_ram --- */
	ASK(unram_check, "addr == 0 || addr % page != 0", N_("{addr} cannot be right: BUG."),
	    N_("{addr} must lie within the space, at the beginning of a page.")),
	ASK(unram_block, "count <= 64",
	    N_("{count}, not more than 64: it must be a piece of a block."),
	    N_("{count}, more than 64: it must be an area of its own.")),
	SAY(unram_find, N_("Which area holds {addr}?")),
	ASK(unram_none, "!va", N_("No area is there: BUG."),
	    N_("It is {va}.")),
	SAY(unram_free, N_("{va} is unmapped and waits for a purge.")),
	ASK(vbfree_block, "!vb", N_("No block holds {addr}: BUG."),
	    N_("{vb} holds {addr}.")),
	SAY(vbfree_unmap, N_("The table entries of {size} at {addr} are cleared.")),
	SAY(vbfree_dirty,
	    N_("{pages} more are dirty: unmapped, but perhaps still in a TLB. They are not "
	       "given out again.")),
	ASK(vbfree_full, "vb.free == 0",
	    N_("{vb.dirty} of {vb} are dirty; when all of them are, it is freed."),
	    N_("{vb.dirty} of {vb} are dirty, {vb.free} untouched.")),

	/* --- start-up --- */
	ASK(early_initialized, "vmap_initialized",
	    N_("Start-up is over: nobody may register this way any more, BUG."),
	    N_("Before start-up: no tree yet, only vmlist.")),
	ASK(early_place, "tmp.addr >= addr",
	    N_("{tmp} lies at or above {addr}: here is the place, if nothing overlaps."),
	    N_("{tmp} lies below {addr}: further on, if nothing overlaps.")),
	SAY(early_link, N_("[{addr}, {addr + size}) goes into vmlist, by address.")),
	SAY(register_offset, N_("The next one to register will begin behind {addr + size}.")),
	SAY(register_add, N_("{size} at {addr} are registered.")),
	SAY(init_import, N_("{tmp} was registered before start-up: it gets an area.")),
	SAY(init_insert, N_("{va} goes into the tree.")),
	SAY(init_hint,
	    N_("Per-CPU areas will be looked for from the top of the space down.")),
	SAY(init_done, N_("The allocator is up.")),

	{ 0 },
};
