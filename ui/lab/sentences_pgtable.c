/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Page tables: mapping, unmapping, walking, device memory (engine/pgtable).
 *
 * The levels pmd, pud and p4d do the same things and are told in the same
 * words; {table} and {index} say where.
 */

#include "ui/lab/sentences.h"

/* Steps that each level of a mapping has: `l` is the beginning of their names. */
#define MAPPING(l) \
	ASK(l##_table, "!table", \
	    N_("There is no table for this level: -ENOMEM. What was mapped before stays " \
	       "mapped."), \
	    N_("This level's table is {table}; slot {index} comes first.")), \
	ASK(l##_next, "addr == end", \
	    N_("{addr} is the end of this part of the range: this level has done its " \
	       "work."), \
	    N_("Up to {end} something is left to map: slot {index} of {table} covers " \
	       "{addr}.")), \
	SAY(l##_down, \
	    N_("Slot {index} of {table} covers [{addr}, {next}) of the range: the level " \
	       "below maps that part.")), \
	ASK(l##_failed, "err", \
	    N_("The level below failed with {err}. Whatever that was, from here on it is " \
	       "-ENOMEM; nothing is undone."), \
	    N_("The part up to {next} is mapped."))

#define UNMAPPING(l) \
	ASK(l##_next, "addr == end", \
	    N_("{addr} is the end of this part of the range: this level has done its " \
	       "work."), \
	    N_("Up to {end} something is left to clear: slot {index} of {table} covers " \
	       "{addr}.")), \
	SAY(l##_none, \
	    N_("Is slot {index} of {table} empty or malformed? Then [{addr}, {next}) is " \
	       "passed over.")), \
	SAY(l##_down, \
	    N_("Slot {index} of {table} leads on: the level below clears [{addr}, {next})."))

#define UNMAPPING_LARGE(l) \
	ASK(l##_large, "entry & 0x80", \
	    N_("Slot {index} of {table} is {entry}: bit 7 is set, as in a large entry."), \
	    N_("Slot {index} of {table} is {entry}: no large entry.")), \
	SAY(l##_drop, \
	    N_("A large entry cannot be cleared in part: all of it goes, also what lies " \
	       "outside [{addr}, {end})."))

const struct sentence sentences_pgtable[] = {
	/* --- tables --- */
	ASK(table_none, "entry & ~0x60",
	    N_("The slot holds {entry}: there is a {level} table already."),
	    N_("The slot is empty: a {level} table has to be made.")),
	SAY(table_follow,
	    N_("Follow {entry} to the {level} table; nobody asks whether it is one.")),
	SAY(table_request,
	    N_("A page is asked for, to become the {level} table. Such requests can fail.")),
	ASK(table_refused, "!table", N_("No page, so no {level} table."),
	    N_("{table} will be the {level} table; all its slots are empty.")),
	SAY(table_hang,
	    N_("{table} is hung into the slot. It stays there, even when it is empty "
	       "again.")),
	SAY(setentry_find, N_("Which slot does {addr} go through at level {level}?")),
	SAY(setentry_write,
	    N_("The slot becomes {value}, as told; no kernel would do that.")),

	/* --- vmap_page_range_noflush --- */
	ASK(map_range_empty, "addr >= end",
	    N_("start {addr} >= end {end}: BUG. Empty, or up to the very top, where the end "
	       "is 0."),
	    N_("[{start}, {end}) is not empty.")),
	ASK(map_pgd_next, "addr == end", N_("{addr} is the end: all {nr} pages are mapped."),
	    N_("Up to {end} something is left to map: slot {index} of the top table covers "
	       "{addr}.")),
	SAY(map_pgd_down,
	    N_("Slot {index} of the top table covers [{addr}, {next}) of the range: the "
	       "level below maps that part.")),
	ASK(map_pgd_failed, "err",
	    N_("It failed with {err} after {nr} pages, and these stay mapped: whoever asked "
	       "has to unmap."),
	    N_("The part up to {next} is mapped, {nr} pages so far.")),
	ASK(map_p4d_alloc, "levels == 5",
	    N_("With 5 levels there is a p4d table under the top slot, made when it is "
	       "empty."),
	    N_("With 4 levels the top table is the p4d table: nothing to make.")),
	SAY(map_pud_alloc,
	    N_("The pud table under the slot above, made when that is empty.")),
	SAY(map_pmd_alloc,
	    N_("The pmd table under the slot above, made when that is empty.")),
	SAY(map_pte_alloc,
	    N_("The pte table under the slot above, made when that is empty.")),
	MAPPING(map_p4d),
	MAPPING(map_pud),
	MAPPING(map_pmd),
	ASK(map_pte_table, "!table",
	    N_("There is no pte table: -ENOMEM. Pages mapped before stay mapped."),
	    N_("The pte table is {table}; slot {index} comes first.")),
	ASK(map_pte_next, "addr == end",
	    N_("{addr} is the end of this part of the range: its pages are mapped."),
	    N_("Up to {end} pages are left to map: slot {index} of {table} is that of "
	       "{addr}.")),
	ASK(map_pte_busy, "entry & ~0x60",
	    N_("Slot {index} holds {entry}: something is mapped there. A WARN and -EBUSY, "
	       "which every level above turns into -ENOMEM."),
	    N_("Slot {index} is empty.")),
	ASK(map_pte_missing, "page == missing",
	    N_("Page {page} of the list is NULL: a WARN and -ENOMEM. The pages before it "
	       "stay mapped."),
	    N_("Page {page} of the list is there.")),
	SAY(map_pte_set,
	    N_("Slot {index} of {table} gets page frame {pfn:hex} with the flags of "
	       "{prot}: {addr} is mapped.")),

	/* --- vunmap_page_range --- */
	ASK(unmap_range_empty, "addr >= end",
	    N_("addr {addr} >= end {end}: BUG. Empty, or up to the very top, where the end "
	       "is 0."),
	    N_("[{addr}, {end}) is not empty.")),
	ASK(unmap_pgd_next, "addr == end",
	    N_("{addr} is the end: everything is cleared. The tables stay."),
	    N_("Up to {end} something is left to clear: slot {index} of the top table "
	       "covers {addr}.")),
	ASK(unmap_pgd_none, "levels == 5",
	    N_("Is slot {index} of the top table empty or malformed? Then [{addr}, {next}) "
	       "is passed over."),
	    N_("With 4 levels the p4d level looks at this slot.")),
	SAY(unmap_pgd_down,
	    N_("Slot {index} of the top table leads on: the level below clears [{addr}, "
	       "{next}).")),
	UNMAPPING(unmap_p4d),
	UNMAPPING(unmap_pud),
	UNMAPPING(unmap_pmd),
	UNMAPPING_LARGE(unmap_pud),
	UNMAPPING_LARGE(unmap_pmd),
	ASK(unmap_pte_next, "addr == end",
	    N_("{addr} is the end of this part of the range: its pages are unmapped."),
	    N_("Up to {end} pages are left to unmap: slot {index} of {table} is that of "
	       "{addr}.")),
	SAY(unmap_pte_clear,
	    N_("Slot {index} of {table} was {entry}; it is cleared. TLBs may remember it "
	       "still.")),
	WHEN(unmap_pte_strange, "!(entry & ~0x60)",
	     N_("The slot was empty already: that does no harm.")),
	ASK(unmap_pte_strange, "!(entry & 0x101)",
	    N_("{entry} was neither empty nor present: a WARN."),
	    N_("{entry} was present, as it should be.")),
	ASK(unmap_slot_none, "!(entry & ~0x60)",
	    N_("The {level} slot is empty: nothing is mapped below, all of it is passed "
	       "over."),
	    N_("The {level} slot is {entry}: not empty.")),
	SAY(unmap_slot_good,
	    N_("Does {entry} look like a pointer to a table, at level {level}?")),
	SAY(unmap_slot_report, N_("{entry} is malformed: the log is told of a bad {level}.")),
	SAY(unmap_slot_clear, N_("The malformed {level} slot is cleared and passed over.")),

	/* --- vmalloc_to_page --- */
	SAY(walk_slot,
	    N_("Level {level}: nine bits of {addr} say which slot of {table} to look at.")),
	SAY(walk_bad,
	    N_("Slot {index} of {table} at level {level} is {entry}. Does that make sense "
	       "there?")),
	ASK(walk_none, "!(entry & ~0x60)",
	    N_("The {level} slot is empty: there is no page behind {addr}."),
	    N_("The {level} slot is {entry}: if it points to a table, the walk goes on "
	       "there.")),
	SAY(walk_pte, N_("The last level: the pte slot of {addr} in {table}.")),
	ASK(walk_present, "entry & 0x101",
	    N_("The slot holds {entry}: present, that is the page behind {addr}."),
	    N_("The slot holds {entry}: not present, there is no page behind {addr}.")),

	/* --- ioremap_page_range --- */
	ASK(ioremap_range_empty, "addr >= end",
	    N_("addr {addr} >= end {end}: BUG. Empty, or up to the very top, where the end "
	       "is 0."),
	    N_("[{addr}, {end}) is not empty.")),
	ASK(ioremap_pgd_next, "addr == end",
	    N_("{addr} is the end: all of the device memory is mapped."),
	    N_("Up to {end} something is left to map: slot {index} of the top table covers "
	       "{addr}.")),
	SAY(ioremap_pgd_down,
	    N_("Slot {index} of the top table covers [{addr}, {next}): the level below "
	       "maps it to {phys}.")),
	ASK(ioremap_pgd_failed, "err",
	    N_("It failed with {err}; what was mapped before stays mapped."),
	    N_("The part up to {next} is mapped.")),
	ASK(ioremap_p4d_alloc, "levels == 5",
	    N_("With 5 levels there is a p4d table under the top slot, made when it is "
	       "empty."),
	    N_("With 4 levels the top table is the p4d table: nothing to make.")),
	SAY(ioremap_pud_alloc,
	    N_("The pud table under the slot above, made when that is empty.")),
	SAY(ioremap_pmd_alloc,
	    N_("The pmd table under the slot above, made when that is empty.")),
	SAY(ioremap_pte_alloc,
	    N_("The pte table under the slot above, made when that is empty.")),
	MAPPING(ioremap_p4d),
	MAPPING(ioremap_pud),
	MAPPING(ioremap_pmd),
	SAY(ioremap_pud_large,
	    N_("Can one large entry of 1 GiB map [{addr}, {next}) to {phys}?")),
	SAY(ioremap_pmd_large,
	    N_("Can one large entry of 2 MiB map [{addr}, {next}) to {phys}?")),
	SAY(ioremap_pud_set,
	    N_("One large entry of 1 GiB in slot {index} of {table} maps all of it.")),
	SAY(ioremap_pmd_set,
	    N_("One large entry of 2 MiB in slot {index} of {table} maps all of it.")),
	ASK(ioremap_large_allowed, "huge",
	    N_("This machine may use large entries for devices."),
	    N_("This machine may not use large entries: small ones it is.")),
	ASK(ioremap_large_size, "next - addr == size",
	    N_("[{addr}, {next}) fills the whole slot of {size}."),
	    N_("[{addr}, {next}) does not fill a slot of {size}: no large entry.")),
	ASK(ioremap_large_align, "(phys & (size - 1)) == 0",
	    N_("{phys} is a multiple of {size}: one large entry will do."),
	    N_("{phys} is no multiple of {size}: no large entry.")),
	ASK(ioremap_pte_table, "!table",
	    N_("There is no pte table: -ENOMEM. What was mapped before stays mapped."),
	    N_("The pte table is {table}; slot {index} comes first.")),
	ASK(ioremap_pte_next, "addr == end",
	    N_("{addr} is the end of this part of the range."),
	    N_("Up to {end} pages are left to map: slot {index} of {table} is that of "
	       "{addr}.")),
	ASK(ioremap_pte_busy, "entry & ~0x60",
	    N_("Slot {index} holds {entry}: something is mapped there. Where vmap only "
	       "warns, this is a BUG."),
	    N_("Slot {index} is empty.")),
	SAY(ioremap_pte_set,
	    N_("Slot {index} of {table} gets page frame {pfn:hex} of the device with "
	       "the flags of {prot}.")),
	ASK(ioremap_pmd_vacant, "entry & ~0x60",
	    N_("The slot holds {entry}: a pte table is in the way, whatever is in it."),
	    N_("The slot is empty: a large entry can go there at once.")),
	SAY(ioremap_pmd_clear,
	    N_("The slot is cleared: nobody new finds the way to the table.")),
	SAY(ioremap_pmd_flush,
	    N_("A flush at {addr}: processors forget the way through the table.")),
	SAY(ioremap_pmd_free,
	    N_("The pte table behind {entry} is freed: one of the few times that a table "
	       "goes.")),
	ASK(ioremap_pud_vacant, "entry & ~0x60",
	    N_("The slot holds {entry}: a pmd table is in the way, whatever is in it."),
	    N_("The slot is empty: a large entry can go there at once.")),
	SAY(ioremap_pud_keep,
	    N_("A page to keep the entries of the pmd table in, while it is taken away.")),
	SAY(ioremap_pud_clear,
	    N_("The slot is cleared: nobody new finds the way to {table}.")),
	SAY(ioremap_pud_flush,
	    N_("A flush at {addr}: processors forget the way through {table}.")),
	SAY(ioremap_pud_free_ptes, N_("First the pte tables under {table}.")),
	SAY(ioremap_pud_free, N_("{table} itself is freed.")),
	SAY(ioremap_pud_free_pte,
	    N_("Slot {index} of {table} is {entry}: its pte table is freed.")),

	/* --- touch, and TLB flushes --- */
	ASK(touch_remembered, "remembered",
	    N_("CPU {cpu} uses {addr}. Its TLB remembers where that leads, so the page tables "
	       "are not looked at."),
	    N_("CPU {cpu} uses {addr}. Its TLB does not remember where that leads.")),
	SAY(touch_walk,
	    N_("The processor walks the page tables by itself: one table per level, from the "
	       "top, until a page or an empty slot.")),
	ASK(tlb_stale, "stale",
	    N_("The TLB leads to frame {frame}; the page tables no longer do. The processor "
	       "does not notice."),
	    N_("The TLB leads to frame {frame}, and so do the page tables.")),
	WHEN(tlb_through, "owner",
	     N_("A use after unmap: whoever reads or writes here does it in a frame that now "
	        "belongs to {owner.name}.")),
	SAY(tlb_through,
	    N_("A use after unmap: whoever reads or writes here does it in a frame that is no "
	       "longer his.")),
	ASK(tables_present, "present",
	    N_("The walk ends at {entry}: there is a page."),
	    N_("The walk of {addr} ends at a slot that is not present.")),
	SAY(tables_fault,
	    N_("A page fault, and in kernel addresses nobody mends it: an oops.")),
	ASK(tables_remember, "tlb_off",
	    N_("The page tables lead to frame {frame}; with the TLB off nothing is remembered."),
	    N_("The page tables lead to frame {frame}, and the TLB is on.")),
	SAY(tables_load,
	    N_("The TLB remembers that {addr} leads to frame {frame}, until a flush covers it.")),
	ASK(flush_ceiling, "everything",
	    N_("{size} are more than 33 pages: one flush of everything is cheaper than one "
	       "for each page."),
	    N_("Up to 33 pages: each CPU drops the pages from {start} on one by one.")),
	SAY(flush_cpu,
	    N_("CPU {cpu} is told; what it remembers of the range goes ({dropped} so far).")),
	SAY(flush_done,
	    N_("{dropped} translations were dropped: no CPU gets to the old frames any more.")),

	{ 0 },
};
