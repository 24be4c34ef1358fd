/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The one table of commands. Prompt, keys, completion, help, the man page and
 * the functions of Lua are all made from it.
 *
 * Commands that are operations of the model bear the operation's name; their
 * parameters bear the names of its arguments, and defaults come from the
 * model's own table (engine/ops.c). So an entry here adds only what a person
 * needs: order, kind, a word of help, an example.
 */

#include "ui/lab/inside.h"

/* --- parameters that many commands have --- */

#define NEEDED(name, kind, help) { name, PARAMETER_##kind, true, true, NULL, help }
#define PLACED(name, kind, help) { name, PARAMETER_##kind, false, true, NULL, help }
#define NAMED(name, kind, help) { name, PARAMETER_##kind, false, false, NULL, help }
#define SWITCH(name, help) { name, PARAMETER_CHOICE, false, false, "0 1", help }
#define CHOICE(name, choices, help) { name, PARAMETER_CHOICE, false, false, choices, help }

#define SIZE NEEDED("size", SIZE, N_("how much: 3p (pages), 12K, 1M, 0x3000"))
#define ALIGN NAMED("align", SIZE, N_("alignment, a power of two"))
#define BLOCKING SWITCH("blocking", N_("0: may not sleep, notifiers are not asked"))
#define NOWARN SWITCH("nowarn", N_("1: no message when it fails"))
#define NEW_NAME NAMED("name", NEW_NAME, N_("how to call it; a1, a2... if left out"))
#define AREA NEEDED("area", AREA, N_("name of a live area"))
#define TARGET NEEDED("area", AREA, N_("a live name, NAME+OFFSET, or an address"))
#define KEEP SWITCH("keep", N_("1: the name stays, to be freed once more"))
#define ADDR NEEDED("addr", ADDRESS, N_("an address: start+64K, a name, a number"))
#define PROT NAMED("prot", FLAGS, N_("flags of the entries"))
#define PFN NAMED("pfn", NUMBER, N_("frame number of the first page"))
#define STRIDE NAMED("stride", NUMBER, N_("from one page's frame number to the next one's"))
#define MISSING NAMED("null", NUMBER, N_("number of a page that is missing"))
#define KFAIL NAMED("kfail", NUMBER, N_("the k-th request for a small object fails"))
#define PFAIL NAMED("pfail", NUMBER, N_("the k-th request for a page frame fails"))
#define TFAIL NAMED("tfail", NUMBER, N_("the k-th request for a page table fails"))
#define COUNT_OF(what) PLACED("count", NUMBER, what)

#define RANGE PLACED("start", ADDRESS, N_("begin with what lies at or behind it")), \
	PLACED("end", ADDRESS, N_("leave out what begins there or later"))

#define OPERATION .run = run_op, .changes = true

const struct command lab_commands[] = {
	/* --- allocator --- */
	{ .name = "alloc", .alias = "a", .group = N_("allocator"), OPERATION,
	  .summary = N_("ask alloc_vmap_area for an area"),
	  .example = "alloc 3p align=16K name=buf",
	  .parameter = { SIZE, ALIGN,
		NAMED("vstart", ADDRESS, N_("lowest address; the space's start if left out")),
		NAMED("vend", ADDRESS, N_("where it must end at the latest")),
		BLOCKING, NOWARN, KFAIL, NEW_NAME } },
	{ .name = "free", .alias = "f", .group = N_("allocator"), OPERATION,
	  .summary = N_("take an area out of the tree at once"),
	  .example = "free a1", .parameter = { AREA } },
	{ .name = "lazy", .group = N_("allocator"), OPERATION,
	  .summary = N_("free an area lazily: it waits for the next purge"),
	  .example = "lazy a1", .parameter = { AREA } },
	{ .name = "unmapfree", .group = N_("allocator"), OPERATION,
	  .summary = N_("clear an area's table entries, then free it lazily"),
	  .example = "unmapfree a1", .parameter = { AREA } },
	{ .name = "find", .group = N_("allocator"), OPERATION,
	  .summary = N_("look up the area that holds an address"),
	  .example = "find a1+4K", .parameter = { ADDR } },
	{ .name = "purge", .group = N_("allocator"), OPERATION,
	  .summary = N_("give back what was freed lazily"),
	  .example = "purge" },
	{ .name = "trypurge", .group = N_("allocator"), OPERATION,
	  .summary = N_("the same, unless somebody holds the purge lock"),
	  .example = "trypurge" },
	{ .name = "aliases", .group = N_("allocator"), OPERATION,
	  .summary = N_("vm_unmap_aliases: flush what may still be in a TLB"),
	  .example = "aliases" },
	{ .name = "nonlazy", .group = N_("allocator"), OPERATION,
	  .summary = N_("set_iounmap_nonlazy: the next lazy free purges"),
	  .example = "nonlazy" },
	{ .name = "purgelock", .group = N_("allocator"), .run = run_state, .changes = true,
	  .summary = N_("hold or release the purge lock; or tell who holds it"),
	  .example = "purgelock on",
	  .parameter = { { "on", PARAMETER_CHOICE, false, true, "off on",
		N_("hold it or not; told if left out") } } },
	{ .name = "notifier", .group = N_("allocator"), OPERATION,
	  .summary = N_("register somebody who frees areas when there is no room"),
	  .example = "notifier list=a1,a2 per=1 how=now",
	  .parameter = {
		NAMED("list", LIST, N_("names that it frees, in this order")),
		NAMED("prio", SIGNED, N_("higher ones are called first")),
		NAMED("per", NUMBER, N_("how many it frees each time; all if left out")),
		CHOICE("how", "now lazy", N_("at once or lazily")),
		NAMED("report", REST, N_("number it claims to have freed, or auto")),
		NAMED("times", NUMBER, N_("how often it does something")),
		CHOICE("ret", "ok stop", N_("stop: those behind it are not called")),
		NAMED("name", NEW_NAME, N_("how to call it; n1, n2... if left out")) } },
	{ .name = "unnotify", .group = N_("allocator"), OPERATION,
	  .summary = N_("unregister a notifier"),
	  .example = "unnotify n1",
	  .parameter = { NEEDED("notifier", AREA, N_("name of a notifier")) } },
	{ .name = "dropcache", .group = N_("allocator"), OPERATION,
	  .summary = N_("forget free_vmap_cache: the next search begins at vstart"),
	  .example = "dropcache" },
	{ .name = "online", .group = N_("allocator"), .run = run_state, .changes = true,
	  .summary = N_("set how many CPUs are online, or tell: the limit of lazy pages goes by it"),
	  .example = "online 2",
	  .parameter = {
		PLACED("n", NUMBER, N_("CPUs, up to the number of possible ones; told if left out")) } },
	{ .name = "cpu", .group = N_("allocator"), .run = run_state, .changes = true,
	  .summary = N_("go on on another CPU, or tell which it is"), .example = "cpu 1",
	  .parameter = { PLACED("n", NUMBER, N_("number of the CPU, from 0; told if left out")) } },
	{ .name = "irq", .group = N_("allocator"), .run = run_state, .changes = true,
	  .summary = N_("enter or leave interrupt context, or tell whether this is one"),
	  .example = "irq on",
	  .parameter = { { "on", PARAMETER_CHOICE, false, true, "off on",
		N_("in or out; told if left out") } } },

	/* --- vm areas --- */
	{ .name = "getvm", .group = N_("vm areas"), OPERATION,
	  .summary = N_("get_vm_area: an area with a descriptor and a guard page"),
	  .example = "getvm 3p",
	  .parameter = { SIZE, ALIGN,
		NAMED("flags", FLAGS, N_("1 ioremap, 2 alloc, 4 map, 0x40 no guard")),
		NAMED("start", ADDRESS, N_("lowest address")),
		NAMED("end", ADDRESS, N_("where it must end")),
		BLOCKING, NOWARN, KFAIL, NEW_NAME } },
	{ .name = "remvm", .group = N_("vm areas"), OPERATION,
	  .summary = N_("remove_vm_area: unmap it, then free it lazily"),
	  .example = "remvm v1", .parameter = { TARGET } },
	{ .name = "findvm", .group = N_("vm areas"), OPERATION,
	  .summary = N_("look up the vm area that holds an address"),
	  .example = "findvm v1+4K", .parameter = { ADDR } },
	{ .name = "vmalloc", .group = N_("vm areas"), OPERATION,
	  .summary = N_("allocate page frames and map them one behind the other"),
	  .example = "vmalloc 3p name=table",
	  .parameter = { SIZE, ALIGN, NAMED("start", ADDRESS, N_("lowest address")),
		NAMED("end", ADDRESS, N_("where it must end")),
		NAMED("flags", FLAGS, N_("flags of the vm area")),
		PROT, BLOCKING, NOWARN, NAMED("node", NUMBER, N_("NUMA node")),
		KFAIL, PFAIL, TFAIL, NEW_NAME } },
#define VARIANT(text, told) \
	{ .name = text, .group = N_("vm areas"), OPERATION, .summary = told, \
	  .example = text " 3p", .parameter = { SIZE, KFAIL, PFAIL, TFAIL, NEW_NAME } }
	VARIANT("vzalloc", N_("vmalloc of zeroed pages")),
	VARIANT("vmalloc_user", N_("vmalloc of zeroed pages that user space may map")),
	VARIANT("vmalloc_32", N_("vmalloc of pages below 4 GiB")),
	VARIANT("vmalloc_exec", N_("vmalloc of executable pages")),
	{ .name = "vfree", .group = N_("vm areas"), OPERATION,
	  .summary = N_("free what vmalloc gave; in an interrupt a worker will do it"),
	  .example = "vfree v1", .parameter = { TARGET, KEEP } },
	{ .name = "vfree_atomic", .group = N_("vm areas"), OPERATION,
	  .summary = N_("leave a vfree to a worker, for callers that may not wait"),
	  .example = "vfree_atomic v1", .parameter = { TARGET, KEEP } },
	{ .name = "runwork", .group = N_("vm areas"), OPERATION,
	  .summary = N_("let the workers of all CPUs free what was left to them"),
	  .example = "runwork" },
	{ .name = "vmap", .group = N_("vm areas"), OPERATION,
	  .summary = N_("map page frames that somebody else has, one behind the other"),
	  .example = "vmap 4 pfn=0x5000",
	  .parameter = { NEEDED("n", PAGES, N_("how many pages")), PFN, STRIDE, MISSING,
		NAMED("flags", FLAGS, N_("flags of the vm area")), PROT, KFAIL, TFAIL, NEW_NAME } },
	{ .name = "vunmap", .group = N_("vm areas"), OPERATION,
	  .summary = N_("release what vmap gave; its pages stay"),
	  .example = "vunmap m1", .parameter = { TARGET, KEEP } },
	{ .name = "ioremap", .group = N_("vm areas"), OPERATION,
	  .summary = N_("map the memory of a device"),
	  .example = "ioremap 0xfe000000 16K",
	  .parameter = {
		NEEDED("phys", ADDRESS, N_("physical address of the device's memory")), SIZE,
		PROT, KFAIL, TFAIL, NEW_NAME } },
	{ .name = "iounmap", .group = N_("vm areas"), OPERATION,
	  .summary = N_("release what ioremap gave"), .example = "iounmap i1",
	  .parameter = { NEEDED("area", AREA, N_("name of a device's mapping")) } },
	{ .name = "pcpu", .group = N_("vm areas"), OPERATION,
	  .summary = N_("a group of areas for per-CPU memory, from the top of the space down"),
	  .example = "pcpu offs=0,1M sizes=32K,32K",
	  .parameter = {
		NEEDED("offs", LIST, N_("where each area begins, behind the group's base")),
		NEEDED("sizes", LIST, N_("how large each one is")),
		ALIGN, KFAIL, NEW_NAME } },
	{ .name = "pcpufree", .group = N_("vm areas"), OPERATION,
	  .summary = N_("free all areas of a group"), .example = "pcpufree p1",
	  .parameter = { NEEDED("group", AREA, N_("name of a group")) } },
	{ .name = "mapram", .group = N_("vm areas"), OPERATION,
	  .summary = N_("vm_map_ram: map a few page frames for a short time"),
	  .example = "mapram 4",
	  .parameter = { NEEDED("n", PAGES, N_("how many pages")), PFN, STRIDE, MISSING, PROT,
		KFAIL, TFAIL, NAMED("rfail", NUMBER, N_("the k-th index preload fails")), NEW_NAME } },
	{ .name = "unmapram", .group = N_("vm areas"), OPERATION,
	  .summary = N_("vm_unmap_ram"), .example = "unmapram r1",
	  .parameter = { TARGET,
		PLACED("n", PAGES, N_("how many pages; its own number if left out")) } },

	/* --- page tables --- */
	{ .name = "map", .group = N_("page tables"), OPERATION,
	  .summary = N_("map page frames at a range of addresses"),
	  .example = "map a1 2p pfn=0x5000",
	  .parameter = { ADDR, SIZE, PFN, STRIDE, MISSING, PROT, TFAIL } },
	{ .name = "unmap", .group = N_("page tables"), OPERATION,
	  .summary = N_("clear a range of addresses"), .example = "unmap a1 2p",
	  .parameter = { ADDR, SIZE, SWITCH("flush", N_("1: flush the TLB too")) } },
	{ .name = "walk", .group = N_("page tables"), OPERATION,
	  .summary = N_("vmalloc_to_page: from an address to its page frame"),
	  .example = "walk a1+4K", .parameter = { ADDR } },
	{ .name = "iomaprange", .group = N_("page tables"), OPERATION,
	  .summary = N_("map device memory; large entries where they fit"),
	  .example = "iomaprange start+2M 2M phys=0xe0000000",
	  .parameter = { ADDR, SIZE,
		{ "phys", PARAMETER_ADDRESS, true, true, NULL, N_("address of the device's memory") },
		PROT, TFAIL } },
	{ .name = "setentry", .group = N_("page tables"), OPERATION,
	  .summary = N_("overwrite one slot of a table"), .example = "setentry 1 a1 0x1",
	  .parameter = { NEEDED("level", NUMBER, N_("1 pte, 2 pmd, 3 pud, 4 p4d, 5 pgd")), ADDR,
		NEEDED("val", FLAGS, N_("the raw entry")) } },

	/* --- frames and TLBs --- */
	{ .name = "touch", .group = N_("frames and TLBs"), OPERATION,
	  .summary = N_("use an address: by this CPU's TLB, else by the page tables"),
	  .example = "touch v1+4K", .parameter = { ADDR } },
	{ .name = "tlb", .group = N_("frames and TLBs"), .run = run_tlb, .changes = true,
	  .summary = N_("what the CPUs remember of the page tables; on or off"),
	  .example = "tlb off",
	  .parameter = { { "on", PARAMETER_CHOICE, false, true, "off on",
		N_("off: nothing is remembered; listed if left out") } } },
	{ .name = "frames", .group = N_("frames and TLBs"), .run = run_frames, .changes = true,
	  .summary = N_("vmalloc's page frames, or all of an area's; in which order they are given out"),
	  .example = "frames scattered seed=7",
	  .parameter = { { "order", PARAMETER_CHOICE_OR_AREA, false, true, "sequential scattered",
		N_("how they come, or a name whose frames to list; some of all if left out") },
		NAMED("seed", NUMBER, N_("of the scattered order")) } },

	/* --- start-up --- */
	{ .name = "earlyadd", .group = N_("start-up"), OPERATION,
	  .summary = N_("register a vm area before start-up (space init=0)"),
	  .example = "earlyadd start 4p",
	  .parameter = { ADDR, SIZE, NAMED("flags", FLAGS, N_("flags of the vm area")) } },
	{ .name = "earlyreg", .group = N_("start-up"), OPERATION,
	  .summary = N_("the next free place before start-up (space init=0)"),
	  .example = "earlyreg 4p",
	  .parameter = { SIZE, ALIGN, NAMED("flags", FLAGS, N_("flags of the vm area")) } },
	{ .name = "init", .group = N_("start-up"), OPERATION,
	  .summary = N_("vmalloc_init: start-up"), .example = "init", .parameter = { KFAIL } },

	/* --- time --- */
#define MOTION(text, short_form, told) \
	{ .name = text, .alias = short_form, .group = N_("time"), .run = run_motion, \
	  .changes = true, .summary = told, .example = text " 3", \
	  .parameter = { COUNT_OF(N_("how many times")) } }
	MOTION("step", "s", N_("one step, into calls")),
	MOTION("next", "n", N_("one step, over calls")),
	MOTION("finish", "fin", N_("to the end of the present call")),
	MOTION("until", "u", N_("like next, but not back in a loop")),
	MOTION("continue", "c", N_("to the next breakpoint or watchpoint")),
	MOTION("next-op", "no", N_("to the end of the next operation")),
	MOTION("reverse-step", "rs", N_("one step back, into calls")),
	MOTION("reverse-next", "rn", N_("one step back, over calls")),
	MOTION("reverse-finish", "rf", N_("back to where the present call was made")),
	MOTION("reverse-until", "ru", N_("like reverse-next, but not forward in a loop")),
	MOTION("reverse-continue", "rc", N_("back to the last breakpoint or watchpoint")),
	MOTION("reverse-next-op", "rno", N_("back to the end of the operation before")),
	{ .name = "goto", .alias = "g", .group = N_("time"), .run = run_goto, .changes = true,
	  .summary = N_("go to the end of an operation, to one of its steps, or to a bookmark"),
	  .example = "goto 5 0",
	  .parameter = { NEEDED("op", MOMENT, N_("number of the operation; 0: before the first; "
				"or a bookmark; 5.32: its step 32")),
		PLACED("step", SIGNED, N_("step in it, from 0")) } },
	{ .name = "bookmark", .alias = "mark", .group = N_("time"), .run = run_bookmark,
	  .changes = true, .summary = N_("give this moment a name that goto knows, or drop one"),
	  .example = "bookmark before_hole",
	  .parameter = { NEEDED("name", NEW_NAME, N_("letters, digits and _")),
		SWITCH("drop", N_("1: forget it")) } },
	{ .name = "bookmarks", .group = N_("time"), .run = run_bookmarks,
	  .summary = N_("list the bookmarks"), .example = "bookmarks" },
	{ .name = "ops", .group = N_("time"), .run = run_ops,
	  .summary = N_("list the history of operations"), .example = "ops 1 10",
	  .parameter = { PLACED("from", NUMBER, N_("number of the first one to list")),
		COUNT_OF(N_("how many")) } },
	{ .name = "branch", .group = N_("time"), .run = run_branch, .changes = true,
	  .summary = N_("list the branches of history, switch to one, or drop one"),
	  .example = "branch 1",
	  .parameter = { PLACED("number", NUMBER, N_("the branch")), SWITCH("drop", N_("forget it: branch 2 drop")),
		NAMED("op", NUMBER, N_("go to the end of this operation")) } },

	/* --- stops --- */
	{ .name = "break", .alias = "b", .group = N_("stops"), .run = run_break, .changes = true,
	  .summary = N_("stop at a line, step, function, event or operation"),
	  .example = "break dropped-size if size > 1p",
	  .parameter = {
		NEEDED("place", PLACE, N_("LINE, FILE:LINE, a name, op NAME; then: if CONDITION")) } },
	{ .name = "watch", .alias = "w", .group = N_("stops"), .run = run_watch, .changes = true,
	  .summary = N_("stop when a variable or a local changes"),
	  .example = "watch cached_hole_size",
	  .parameter = {
		NEEDED("variable", VARIABLE, N_("a variable, FUNCTION.local, or NAME.field")),
		{ "if", PARAMETER_EXPRESSION, false, true, NULL, N_("only if this holds then") } } },
	{ .name = "delete", .alias = "d", .group = N_("stops"), .run = run_delete, .changes = true,
	  .summary = N_("delete a breakpoint, watchpoint or bookmark; all breakpoints without one"),
	  .example = "delete 1",
	  .parameter = { PLACED("number", MOMENT,
				N_("as 'breakpoints' lists it; or the name of a bookmark")) } },
	{ .name = "enable", .group = N_("stops"), .run = run_enable, .changes = true,
	  .summary = N_("let a breakpoint stop again"), .example = "enable 1",
	  .parameter = { NEEDED("number", NUMBER, N_("as 'breakpoints' lists it")) } },
	{ .name = "disable", .group = N_("stops"), .run = run_enable, .changes = true,
	  .summary = N_("keep a breakpoint, but do not stop there"), .example = "disable 1",
	  .parameter = { NEEDED("number", NUMBER, N_("as 'breakpoints' lists it")) } },
	{ .name = "breakpoints", .group = N_("stops"), .run = run_breakpoints,
	  .summary = N_("list breakpoints and watchpoints"), .example = "breakpoints" },

	/* --- looking --- */
	{ .name = "print", .alias = "p", .group = N_("looking"), .run = run_print,
	  .summary = N_("print the value of an expression"),
	  .example = "print a1.end + 4K",
	  .parameter = {
		NEEDED("expression", EXPRESSION, N_("names, numbers, + - * / and the like")) } },
	{ .name = "why", .group = N_("looking"), .run = run_why,
	  .summary = N_("why the present step does what it does"), .example = "why" },
	{ .name = "list", .alias = "l", .group = N_("looking"), .run = run_list,
	  .summary = N_("the source around the present line, or around another"),
	  .example = "list alloc.c:40",
	  .parameter = { PLACED("place", PLACE, N_("LINE, FILE:LINE, step or function")) } },
	{ .name = "where", .alias = "bt", .group = N_("looking"), .run = run_where,
	  .summary = N_("the calls that led here"), .example = "where" },
	{ .name = "locals", .group = N_("looking"), .run = run_locals,
	  .summary = N_("the local variables of the present call, or of the chosen one"),
	  .example = "locals" },
	{ .name = "frame", .group = N_("looking"), .run = run_frame,
	  .summary = N_("choose a call to look at, until the next step; 0: the present one"),
	  .example = "frame 1",
	  .parameter = { PLACED("level", NUMBER, N_("as 'where' counts them")) } },
	{ .name = "up", .group = N_("looking"), .run = run_up,
	  .summary = N_("look at the call that made this one"), .example = "up",
	  .parameter = { PLACED("count", NUMBER, N_("how many calls")) } },
	{ .name = "down", .group = N_("looking"), .run = run_down,
	  .summary = N_("look at the call that this one has made"), .example = "down",
	  .parameter = { PLACED("count", NUMBER, N_("how many calls")) } },
	{ .name = "cache", .group = N_("looking"), .run = run_cache,
	  .summary = N_("what the allocator remembers from its last search"), .example = "cache" },
	{ .name = "areas", .group = N_("looking"), .run = run_areas,
	  .summary = N_("areas and holes by address"), .example = "areas a3 10",
	  .parameter = { PLACED("from", ADDRESS, N_("address to begin at")), COUNT_OF(N_("how many")) } },
	{ .name = "lazy-list", .group = N_("looking"), .run = run_lazy,
	  .summary = N_("areas that wait for a purge, the newest first"), .example = "lazy-list",
	  .parameter = { COUNT_OF(N_("how many")) } },
	{ .name = "tree", .group = N_("looking"), .run = run_tree,
	  .summary = N_("the red-black tree, or the part below an area"), .example = "tree a3 depth=3",
	  .parameter = { PLACED("from", ADDRESS, N_("area at the top; the root if left out")),
		NAMED("depth", NUMBER, N_("how many levels")) } },
	{ .name = "tables", .alias = "pt", .group = N_("looking"), .run = run_tables,
	  .summary = N_("the page tables along the way to an address"), .example = "tables a1",
	  .parameter = { PLACED("addr", ADDRESS, N_("an address; counts only if left out")) } },
	{ .name = "ptdump", .group = N_("looking"), .run = run_ptdump,
	  .summary = N_("all page tables, as the kernel dumps its own"),
	  .example = "ptdump a1 a1.end", .parameter = { RANGE } },
	{ .name = "vmallocinfo", .alias = "vi", .group = N_("looking"), .run = run_vmallocinfo,
	  .summary = N_("all areas, as the kernel lists them in /proc/vmallocinfo"),
	  .example = "vmallocinfo start start+1M", .parameter = { RANGE } },
	{ .name = "log", .group = N_("looking"), .run = run_log,
	  .summary = N_("what the present operation has done so far, in words; or one line unfolded"),
	  .example = "log 3",
	  .parameter = { PLACED("line", NUMBER, N_("number of a line with +, for what is folded in it; ! is a surprise")),
		COUNT_OF(N_("how many; the last ones")) } },
	{ .name = "events", .group = N_("looking"), .run = run_events,
	  .summary = N_("the events of the present operation so far: searches, purges, failures"),
	  .example = "events" },
	{ .name = "blocks", .group = N_("looking"), .run = run_blocks,
	  .summary = N_("the blocks of vm_map_ram"), .example = "blocks" },
	{ .name = "names", .group = N_("looking"), .run = run_names,
	  .summary = N_("live names and what they stand for"), .example = "names",
	  .parameter = { COUNT_OF(N_("how many")) } },
	{ .name = "variables", .group = N_("looking"), .run = run_variables,
	  .summary = N_("all variables of the model"), .example = "variables" },
	{ .name = "steps", .group = N_("looking"), .run = run_steps,
	  .summary = N_("the steps of a function, where one can break"), .example = "steps walk_areas",
	  .parameter = {
		PLACED("function", PLACE, N_("name of a function; the present one if left out")) } },
	{ .name = "info", .alias = "i", .group = N_("looking"), .run = run_info,
	  .summary = N_("the same by gdb's name: info breakpoints, info locals, ..."),
	  .example = "info locals",
	  .parameter = { { "topic", PARAMETER_CHOICE, true, true,
		"breakpoints locals cache areas lazy-list tree tables pt log events blocks names "
		"frames tlb "
		"variables steps ops branch bookmarks space where", N_("what to list") },
		PLACED("argument", REST, N_("as the command of that name takes it")) } },
	{ .name = "verify", .group = N_("looking"), .run = run_check,
	  .summary = N_("check every invariant of the machine"), .example = "verify" },

	/* --- laboratory --- */
	{ .name = "space", .group = N_("laboratory"), .run = run_space, .changes = true,
	  .summary = N_("begin anew with another address space; or tell about this one"),
	  .example = "space toy",
	  .parameter = {
		{ "name", PARAMETER_SPACE, false, true,
		  "x86-64 x86-64-5level x86-32 modules toy", N_("a known space, or START..END") },
		NAMED("start", ADDRESS, N_("first address")),
		NAMED("end", ADDRESS, N_("where areas must end")),
		NAMED("cpus", NUMBER, N_("possible CPUs")), NAMED("online", NUMBER, N_("CPUs online")),
		NAMED("levels", NUMBER, N_("levels of page tables: 4 or 5")),
		NAMED("block", PAGES, N_("pages of a vm_map_ram block")),
		NAMED("totalram", PAGES, N_("pages of memory")),
		SWITCH("huge", N_("1: large entries are allowed for device memory")),
		SWITCH("init", N_("0: before start-up")) } },
	{ .name = "set", .group = N_("laboratory"), .run = run_set, .changes = true,
	  .summary = N_("change a setting; or list them"), .example = "set entry first",
	  .parameter = { PLACED("setting", SETTING, N_("which one")),
		PLACED("value", VALUE, N_("first or end; on or off; and the like")) } },
	{ .name = "save", .group = N_("laboratory"), .run = run_save,
	  .summary = N_("write the session as a Lua script; print it without a file"),
	  .example = "save session.lua",
	  .parameter = { PLACED("file", FILE, N_("name of the file")),
		SWITCH("force", N_("1: overwrite a file that is no saved session")) } },
	{ .name = "echo", .group = N_("laboratory"), .run = run_echo,
	  .summary = N_("print a line of text"), .example = "echo now it gets interesting",
	  .parameter = { PLACED("text", REST, N_("what to print")) } },
	{ .name = "help", .alias = "h", .group = N_("laboratory"), .run = run_help,
	  .summary = N_("all commands, or one of them"), .example = "help alloc",
	  .parameter = { PLACED("command", COMMAND, N_("its name")) } },
	{ .name = "quit", .alias = "q", .group = N_("laboratory"), .run = run_quit,
	  .summary = N_("leave"), .example = "quit" },
};

const size_t lab_command_count = LENGTH(lab_commands);
