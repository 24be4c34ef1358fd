/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The table of operations.
 *
 * One entry per kind, with its arguments in the order of the OPARG_ numbers of
 * ops.h (designated by them, so that table and numbers cannot drift apart) and
 * what each argument is when nobody gives it. The defaults are those of the
 * recordings where these leave an argument out, else what a caller in the
 * kernel would pass.
 */

#include "engine/ops.h"

#include <string.h>

const char *const op_fail_name[REQUEST_COUNT] = {
	[REQUEST_KMALLOC] = "kfail",
	[REQUEST_PAGE] = "pfail",
	[REQUEST_TABLE] = "tfail",
	[REQUEST_PRELOAD] = "rfail",
};

#define NEEDED(name, kind) { name, ARG_##kind, DEFAULT_NEEDED, 0 }
#define OPTIONAL(name, kind, value) { name, ARG_##kind, DEFAULT_VALUE, value }
#define SPACE_START(name) { name, ARG_ADDRESS, DEFAULT_START, 0 }
#define SPACE_END(name) { name, ARG_ADDRESS, DEFAULT_END, 0 }

/* What several kinds have in common. */
#define ID NEEDED("id", ID)
#define ID_OR_NONE OPTIONAL("id", ID, NO_ID)
#define OFF OPTIONAL("off", BYTES, 0)
#define ADDR_INSTEAD OPTIONAL("addr", ADDRESS, 0)
#define KEEP OPTIONAL("keep", FLAG, 0)
#define SIZE NEEDED("size", BYTES)
#define ALIGN_ONE OPTIONAL("align", BYTES, 1)
#define ALIGN_PAGE OPTIONAL("align", BYTES, PAGE_SIZE)
#define BLOCKING OPTIONAL("blocking", FLAG, 1)
#define NOWARN OPTIONAL("nowarn", FLAG, 0)
#define PFN OPTIONAL("pfn", PFN, FIRST_PFN)
#define STRIDE OPTIONAL("stride", SIGNED, 1)
#define MISSING OPTIONAL("null", COUNT, NO_PAGE)
#define PROT OPTIONAL("prot", HEX, PROT_KERNEL)

static const struct op_info table[OP_KIND_COUNT] = {
	[OP_NONE] = { .name = "none", .summary = "nothing" },

	[OP_ALLOC] = {
		.name = "alloc", .allocates = true,
		.summary = "ask alloc_vmap_area for an area of the address space",
		.arg = {
			[OPARG_ALLOC_ID] = ID,
			[OPARG_ALLOC_SIZE] = SIZE,
			[OPARG_ALLOC_ALIGN] = ALIGN_ONE,
			[OPARG_ALLOC_VSTART] = SPACE_START("vstart"),
			[OPARG_ALLOC_VEND] = SPACE_END("vend"),
			[OPARG_ALLOC_BLOCKING] = BLOCKING,
			[OPARG_ALLOC_NOWARN] = NOWARN,
		},
	},
	[OP_FREE] = {
		.name = "free", .arg = { [OPARG_FREE_ID] = ID },
		.summary = "take an area out of the tree at once",
	},
	[OP_LAZY] = {
		.name = "lazy", .arg = { [OPARG_LAZY_ID] = ID },
		.summary = "put an area on the lazy list, for the next purge",
	},
	[OP_UNMAPFREE] = {
		.name = "unmapfree", .arg = { [OPARG_UNMAPFREE_ID] = ID },
		.summary = "clear an area's table entries, then free it lazily",
	},
	[OP_FIND] = {
		.name = "find", .arg = { [OPARG_FIND_ADDR] = NEEDED("addr", ADDRESS) },
		.summary = "look up the area that holds an address",
	},
	[OP_PURGE] = {
		.name = "purge",
		.summary = "full purge: fragmented blocks of all CPUs, then the lazy list",
	},
	[OP_TRYPURGE] = {
		.name = "trypurge",
		.summary = "purge the lazy list unless somebody holds the purge lock",
	},
	[OP_ALIASES] = {
		.name = "aliases",
		.summary = "flush what blocks and lazy areas still leave in the TLB",
	},
	[OP_NONLAZY] = {
		.name = "nonlazy",
		.summary = "push the lazy counter above its limit, so that the next free purges",
	},
	[OP_PURGELOCK] = {
		.name = "purgelock",
		.arg = { [OPARG_PURGELOCK_ON] = NEEDED("on", SWITCH) },
		.summary = "hold or release the purge lock",
	},
	[OP_ONLINE] = {
		.name = "online", .arg = { [OPARG_ONLINE_N] = NEEDED("n", COUNT) },
		.summary = "set how many CPUs are online",
	},
	[OP_CPU] = {
		.name = "cpu", .arg = { [OPARG_CPU_N] = NEEDED("n", COUNT) },
		.summary = "go on on another CPU",
	},
	[OP_IRQ] = {
		.name = "irq", .arg = { [OPARG_IRQ_ON] = NEEDED("on", SWITCH) },
		.summary = "enter or leave interrupt context",
	},
	[OP_NOTIFIER] = {
		.name = "notifier", .list = { "list" },
		.summary = "register somebody who frees areas when a request finds no room",
		.arg = {
			[OPARG_NOTIFIER_ID] = ID,
			[OPARG_NOTIFIER_PRIO] = OPTIONAL("prio", SIGNED, 0),
			[OPARG_NOTIFIER_PER] = OPTIONAL("per", COUNT, ALL),
			[OPARG_NOTIFIER_HOW] = OPTIONAL("how", HOW, 1),
			[OPARG_NOTIFIER_REPORT] = OPTIONAL("report", REPORT, NOTIFIER_AUTO),
			[OPARG_NOTIFIER_TIMES] = OPTIONAL("times", COUNT, ALL),
			[OPARG_NOTIFIER_RET] = OPTIONAL("ret", RET, 0),
		},
	},
	[OP_UNNOTIFY] = {
		.name = "unnotify", .arg = { [OPARG_UNNOTIFY_ID] = ID },
		.summary = "unregister a notifier",
	},

	[OP_GETVM] = {
		.name = "getvm", .allocates = true,
		.summary = "get_vm_area: an area with a descriptor and a guard page",
		.arg = {
			[OPARG_GETVM_ID] = ID,
			[OPARG_GETVM_SIZE] = SIZE,
			[OPARG_GETVM_ALIGN] = ALIGN_ONE,
			[OPARG_GETVM_FLAGS] = OPTIONAL("flags", HEX, VM_ALLOC),
			[OPARG_GETVM_START] = SPACE_START("start"),
			[OPARG_GETVM_END] = SPACE_END("end"),
			[OPARG_GETVM_BLOCKING] = BLOCKING,
			[OPARG_GETVM_NOWARN] = NOWARN,
		},
	},
	[OP_REMVM] = {
		.name = "remvm",
		.summary = "remove_vm_area: unmap it, then free it lazily",
		.arg = {
			[OPARG_REMVM_ID] = ID_OR_NONE,
			[OPARG_REMVM_OFF] = OFF,
			[OPARG_REMVM_ADDR] = ADDR_INSTEAD,
		},
	},
	[OP_FINDVM] = {
		.name = "findvm", .arg = { [OPARG_FINDVM_ADDR] = NEEDED("addr", ADDRESS) },
		.summary = "look up the vm area that holds an address",
	},

	[OP_VMALLOC] = {
		.name = "vmalloc", .allocates = true,
		.summary = "allocate page frames and map them one behind the other",
		.arg = {
			[OPARG_VMALLOC_ID] = ID,
			[OPARG_VMALLOC_SIZE] = SIZE,
			[OPARG_VMALLOC_ALIGN] = ALIGN_ONE,
			[OPARG_VMALLOC_START] = SPACE_START("start"),
			[OPARG_VMALLOC_END] = SPACE_END("end"),
			[OPARG_VMALLOC_FLAGS] = OPTIONAL("flags", HEX, 0),
			[OPARG_VMALLOC_PROT] = PROT,
			[OPARG_VMALLOC_BLOCKING] = BLOCKING,
			[OPARG_VMALLOC_NOWARN] = NOWARN,
			[OPARG_VMALLOC_NODE] = OPTIONAL("node", SIGNED, NO_NODE),
		},
	},
	[OP_VZALLOC] = {
		.name = "vzalloc", .allocates = true,
		.arg = { [OPARG_VZALLOC_ID] = ID, [OPARG_VZALLOC_SIZE] = SIZE },
		.summary = "vmalloc of zeroed pages",
	},
	[OP_VMALLOC_USER] = {
		.name = "vmalloc_user", .allocates = true,
		.arg = { [OPARG_VMALLOC_USER_ID] = ID, [OPARG_VMALLOC_USER_SIZE] = SIZE },
		.summary = "vmalloc of zeroed pages that user space may map",
	},
	[OP_VMALLOC_32] = {
		.name = "vmalloc_32", .allocates = true,
		.arg = { [OPARG_VMALLOC_32_ID] = ID, [OPARG_VMALLOC_32_SIZE] = SIZE },
		.summary = "vmalloc of pages below 4 GiB",
	},
	[OP_VMALLOC_EXEC] = {
		.name = "vmalloc_exec", .allocates = true,
		.arg = { [OPARG_VMALLOC_EXEC_ID] = ID, [OPARG_VMALLOC_EXEC_SIZE] = SIZE },
		.summary = "vmalloc of executable pages",
	},
	[OP_VFREE] = {
		.name = "vfree",
		.summary = "free what vmalloc gave",
		.arg = {
			[OPARG_VFREE_ID] = ID_OR_NONE,
			[OPARG_VFREE_OFF] = OFF,
			[OPARG_VFREE_ADDR] = ADDR_INSTEAD,
			[OPARG_VFREE_KEEP] = KEEP,
		},
	},
	[OP_VUNMAP] = {
		.name = "vunmap",
		.summary = "release what vmap gave; its pages stay",
		.arg = {
			[OPARG_VUNMAP_ID] = ID_OR_NONE,
			[OPARG_VUNMAP_OFF] = OFF,
			[OPARG_VUNMAP_ADDR] = ADDR_INSTEAD,
			[OPARG_VUNMAP_KEEP] = KEEP,
		},
	},
	[OP_VFREE_ATOMIC] = {
		.name = "vfree_atomic",
		.summary = "leave a vfree to a worker, as interrupt handlers must",
		.arg = {
			[OPARG_VFREE_ATOMIC_ID] = ID_OR_NONE,
			[OPARG_VFREE_ATOMIC_OFF] = OFF,
			[OPARG_VFREE_ATOMIC_ADDR] = ADDR_INSTEAD,
			[OPARG_VFREE_ATOMIC_KEEP] = KEEP,
		},
	},
	[OP_RUNWORK] = { .name = "runwork", .summary = "run the deferred frees" },
	[OP_VMAP] = {
		.name = "vmap", .allocates = true,
		.summary = "map page frames one behind the other",
		.arg = {
			[OPARG_VMAP_ID] = ID,
			[OPARG_VMAP_N] = NEEDED("n", COUNT),
			[OPARG_VMAP_PFN] = PFN,
			[OPARG_VMAP_STRIDE] = STRIDE,
			[OPARG_VMAP_NULL] = MISSING,
			[OPARG_VMAP_FLAGS] = OPTIONAL("flags", HEX, VM_MAP),
			[OPARG_VMAP_PROT] = PROT,
		},
	},

	[OP_MAPRAM] = {
		.name = "mapram", .allocates = true,
		.summary = "vm_map_ram: map a few page frames for a short time",
		.arg = {
			[OPARG_MAPRAM_ID] = ID,
			[OPARG_MAPRAM_N] = NEEDED("n", COUNT),
			[OPARG_MAPRAM_PFN] = PFN,
			[OPARG_MAPRAM_STRIDE] = STRIDE,
			[OPARG_MAPRAM_NULL] = MISSING,
			[OPARG_MAPRAM_PROT] = PROT,
		},
	},
	[OP_UNMAPRAM] = {
		.name = "unmapram",
		.summary = "vm_unmap_ram; n is the object's own number of pages when left out",
		.arg = {
			[OPARG_UNMAPRAM_ID] = ID_OR_NONE,
			[OPARG_UNMAPRAM_N] = OPTIONAL("n", COUNT, ALL),
			[OPARG_UNMAPRAM_ADDR] = ADDR_INSTEAD,
		},
	},
	[OP_IOREMAP] = {
		.name = "ioremap", .allocates = true,
		.summary = "map device memory",
		.arg = {
			[OPARG_IOREMAP_ID] = ID,
			[OPARG_IOREMAP_PHYS] = NEEDED("phys", ADDRESS),
			[OPARG_IOREMAP_SIZE] = SIZE,
			[OPARG_IOREMAP_PROT] = PROT,
		},
	},
	[OP_IOUNMAP] = {
		.name = "iounmap", .arg = { [OPARG_IOUNMAP_ID] = ID },
		.summary = "release what ioremap gave",
	},
	[OP_PCPU] = {
		.name = "pcpu", .allocates = true, .list = { "offs", "sizes" },
		.summary = "congruent areas for per-CPU memory, from the top of the space down",
		.arg = { [OPARG_PCPU_ID] = ID, [OPARG_PCPU_ALIGN] = ALIGN_PAGE },
	},
	[OP_PCPUFREE] = {
		.name = "pcpufree", .arg = { [OPARG_PCPUFREE_ID] = ID },
		.summary = "free a group of per-CPU areas",
	},

	[OP_MAP] = {
		.name = "map",
		.summary = "map page frames at a range of addresses",
		.arg = {
			[OPARG_MAP_ADDR] = NEEDED("addr", ADDRESS),
			[OPARG_MAP_SIZE] = SIZE,
			[OPARG_MAP_PFN] = PFN,
			[OPARG_MAP_STRIDE] = STRIDE,
			[OPARG_MAP_NULL] = MISSING,
			[OPARG_MAP_PROT] = PROT,
		},
	},
	[OP_UNMAP] = {
		.name = "unmap",
		.summary = "clear a range of addresses",
		.arg = {
			[OPARG_UNMAP_ADDR] = NEEDED("addr", ADDRESS),
			[OPARG_UNMAP_SIZE] = SIZE,
			[OPARG_UNMAP_FLUSH] = OPTIONAL("flush", FLAG, 0),
		},
	},
	[OP_WALK] = {
		.name = "walk", .arg = { [OPARG_WALK_ADDR] = NEEDED("addr", ADDRESS) },
		.summary = "vmalloc_to_page: from an address to its page frame",
	},
	[OP_IOMAPRANGE] = {
		.name = "iomaprange",
		.summary = "map device memory at a range of addresses",
		.arg = {
			[OPARG_IOMAPRANGE_ADDR] = NEEDED("addr", ADDRESS),
			[OPARG_IOMAPRANGE_SIZE] = SIZE,
			[OPARG_IOMAPRANGE_PHYS] = NEEDED("phys", ADDRESS),
			[OPARG_IOMAPRANGE_PROT] = PROT,
		},
	},
	[OP_SETENTRY] = {
		.name = "setentry",
		.summary = "overwrite one slot of a table (level 1 pte .. 5 pgd)",
		.arg = {
			[OPARG_SETENTRY_LEVEL] = NEEDED("level", COUNT),
			[OPARG_SETENTRY_ADDR] = NEEDED("addr", ADDRESS),
			[OPARG_SETENTRY_VAL] = NEEDED("val", HEX),
		},
	},

	[OP_EARLYADD] = {
		.name = "earlyadd",
		.summary = "vm_area_add_early: register a vm area before start-up",
		.arg = {
			[OPARG_EARLYADD_ADDR] = NEEDED("addr", ADDRESS),
			[OPARG_EARLYADD_SIZE] = SIZE,
			[OPARG_EARLYADD_FLAGS] = OPTIONAL("flags", HEX, VM_ALLOC),
		},
	},
	[OP_EARLYREG] = {
		.name = "earlyreg",
		.summary = "vm_area_register_early: the next free place before start-up",
		.arg = {
			[OPARG_EARLYREG_SIZE] = SIZE,
			[OPARG_EARLYREG_ALIGN] = ALIGN_PAGE,
			[OPARG_EARLYREG_FLAGS] = OPTIONAL("flags", HEX, VM_ALLOC),
		},
	},
	[OP_INIT] = { .name = "init", .summary = "vmalloc_init: start-up" },
	[OP_DUMP] = { .name = "dump", .summary = "no action; a recording has its full state here" },
	[OP_DROPCACHE] = { .name = "dropcache", .summary = "forget free_vmap_cache" },
	[OP_TOUCH] = {
		.name = "touch", .arg = { [OPARG_TOUCH_ADDR] = NEEDED("addr", ADDRESS) },
		.summary = "use an address: by the TLB of this CPU, else by the page tables",
	},
	[OP_TLB] = {
		.name = "tlb", .arg = { [OPARG_TLB_ON] = NEEDED("on", SWITCH) },
		.summary = "let CPUs remember translations, or not",
	},
	[OP_FRAMES] = {
		.name = "frames",
		.summary = "the order in which vmalloc's page frames are handed out",
		.arg = {
			[OPARG_FRAMES_ORDER] = NEEDED("order", ORDER),
			[OPARG_FRAMES_SEED] = OPTIONAL("seed", COUNT, 1),
		},
	},
};

const struct op_info *op_info(enum op_kind kind)
{
	return (unsigned int)kind < OP_KIND_COUNT ? &table[kind] : &table[OP_NONE];
}

enum op_kind op_by_name(const char *name)
{
	for (int kind = OP_NONE + 1; kind < OP_KIND_COUNT; kind++)
		if (strcmp(table[kind].name, name) == 0)
			return (enum op_kind)kind;
	return OP_NONE;
}

size_t op_args(enum op_kind kind)
{
	const struct op_info *info = op_info(kind);
	size_t n = 0;
	while (n < OP_ARGS && info->arg[n].name)
		n++;
	return n;
}

int op_arg(enum op_kind kind, const char *name)
{
	const struct op_info *info = op_info(kind);
	for (int i = 0; i < OP_ARGS && info->arg[i].name; i++)
		if (strcmp(info->arg[i].name, name) == 0)
			return i;
	return -1;
}

uint64_t op_default(enum op_kind kind, size_t index, const struct space *space)
{
	if (index >= op_args(kind))
		return 0;
	const struct arg_info *arg = &op_info(kind)->arg[index];
	switch (arg->by) {
	case DEFAULT_START:
		return space->start;
	case DEFAULT_END:
		return space->end;
	case DEFAULT_NEEDED:
	case DEFAULT_VALUE:
		break;
	}
	return arg->value;
}

struct op op_make(enum op_kind kind, const struct space *space)
{
	struct op op = { .kind = kind };
	size_t args = op_args(kind);
	for (size_t i = 0; i < args; i++)
		op.arg[i] = op_default(kind, i, space);
	return op;
}
