/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_OPS_H
#define VMAPLAB_OPS_H

/*
 * Operations: what a caller can ask of the model.
 *
 * An operation is a kind and its arguments, nothing else, so that it can be
 * kept, written down and run again. One table tells each kind's name, its
 * arguments with their defaults, and what it does; the reader of recordings,
 * the history and the commands all go by it. Names are those of the
 * recordings' op lines.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/core/memory.h"
#include "engine/core/terms.h"

enum op_kind {
	OP_NONE,
	OP_ALLOC, OP_FREE, OP_LAZY, OP_UNMAPFREE, OP_FIND,
	OP_PURGE, OP_TRYPURGE, OP_ALIASES, OP_NONLAZY, OP_PURGELOCK,
	OP_ONLINE, OP_CPU, OP_IRQ, OP_NOTIFIER, OP_UNNOTIFY,
	OP_GETVM, OP_REMVM, OP_FINDVM,
	OP_VMALLOC, OP_VZALLOC, OP_VMALLOC_USER, OP_VMALLOC_32, OP_VMALLOC_EXEC,
	OP_VFREE, OP_VUNMAP, OP_VFREE_ATOMIC, OP_RUNWORK, OP_VMAP,
	OP_MAPRAM, OP_UNMAPRAM, OP_IOREMAP, OP_IOUNMAP, OP_PCPU, OP_PCPUFREE,
	OP_MAP, OP_UNMAP, OP_WALK, OP_IOMAPRANGE, OP_SETENTRY,
	OP_EARLYADD, OP_EARLYREG, OP_INIT, OP_DUMP,
	/* not in recordings: */
	OP_DROPCACHE,	/* free_vmap_cache := none (BENCH workload c) */
	OP_TOUCH, OP_TLB, OP_FRAMES,
	OP_KIND_COUNT
};

enum { OP_ARGS = 10 };

/* How an argument is written and what it means. */
enum arg_kind {
	ARG_ID,		/* decimal number naming an object of the script */
	ARG_BYTES,
	ARG_ADDRESS,
	ARG_COUNT,
	ARG_FLAG,	/* 0 or 1 */
	ARG_HEX,	/* flags, raw entries, protection */
	ARG_SIGNED,	/* priority: two's complement in 64 bits */
	ARG_PFN,
	ARG_SWITCH,	/* "on" = 1, "off" = 0; may stand without key */
	ARG_HOW,	/* "now" = 0, "lazy" = 1 */
	ARG_REPORT,	/* number or "auto" (NOTIFIER_AUTO) */
	ARG_RET,	/* "ok" = 0, "stop" = 1 */
	ARG_ORDER,	/* "sequential" = 0, "scattered" = 1; may stand without key */
};

/* Where an argument's value comes from when it is not given. */
enum arg_default {
	DEFAULT_NEEDED,	/* must be given */
	DEFAULT_VALUE,	/* .value */
	DEFAULT_START,	/* the space's start */
	DEFAULT_END,	/* the space's end */
};

struct arg_info {
	const char *name;
	enum arg_kind kind;
	enum arg_default by;
	uint64_t value;
};

#define NO_ID 0xffffffffu	/* an ARG_ID that was not given: go by address */
#define NO_PAGE UINT64_MAX	/* `null=` not given */
#define ALL UINT64_MAX		/* `per=`, `times=` or unmapram's `n=` not given */
#define NO_NODE UINT64_MAX	/* `node=` not given: -1, as in the kernel */
#define FIRST_PFN 0x1000u	/* `pfn=` not given */

/*
 * Where each argument lies in op.arg. The order is part of the contract: what
 * was kept or written down stays readable. Operations that go by `id[+off]` or
 * by address have all three arguments: id (NO_ID: not given), off (bytes
 * behind the object's address; people write it as part of the id) and addr.
 */
enum {
	OPARG_ALLOC_ID = 0, OPARG_ALLOC_SIZE, OPARG_ALLOC_ALIGN, OPARG_ALLOC_VSTART,
	OPARG_ALLOC_VEND, OPARG_ALLOC_BLOCKING, OPARG_ALLOC_NOWARN,
};
enum { OPARG_FREE_ID = 0 };
enum { OPARG_LAZY_ID = 0 };
enum { OPARG_UNMAPFREE_ID = 0 };
enum { OPARG_FIND_ADDR = 0 };
enum { OPARG_PURGELOCK_ON = 0 };
enum { OPARG_ONLINE_N = 0 };
enum { OPARG_CPU_N = 0 };
enum { OPARG_IRQ_ON = 0 };
enum {	/* list: ids */
	OPARG_NOTIFIER_ID = 0, OPARG_NOTIFIER_PRIO, OPARG_NOTIFIER_PER, OPARG_NOTIFIER_HOW,
	OPARG_NOTIFIER_REPORT, OPARG_NOTIFIER_TIMES, OPARG_NOTIFIER_RET,
};
enum { OPARG_UNNOTIFY_ID = 0 };
enum {
	OPARG_GETVM_ID = 0, OPARG_GETVM_SIZE, OPARG_GETVM_ALIGN, OPARG_GETVM_FLAGS,
	OPARG_GETVM_START, OPARG_GETVM_END, OPARG_GETVM_BLOCKING, OPARG_GETVM_NOWARN,
};
enum { OPARG_REMVM_ID = 0, OPARG_REMVM_OFF, OPARG_REMVM_ADDR };
enum { OPARG_FINDVM_ADDR = 0 };
enum {
	OPARG_VMALLOC_ID = 0, OPARG_VMALLOC_SIZE, OPARG_VMALLOC_ALIGN, OPARG_VMALLOC_START,
	OPARG_VMALLOC_END, OPARG_VMALLOC_FLAGS, OPARG_VMALLOC_PROT, OPARG_VMALLOC_BLOCKING,
	OPARG_VMALLOC_NOWARN, OPARG_VMALLOC_NODE,
};
/* vzalloc vmalloc_user vmalloc_32 vmalloc_exec: the same two */
enum { OPARG_VZALLOC_ID = 0, OPARG_VZALLOC_SIZE };
enum { OPARG_VMALLOC_USER_ID = 0, OPARG_VMALLOC_USER_SIZE };
enum { OPARG_VMALLOC_32_ID = 0, OPARG_VMALLOC_32_SIZE };
enum { OPARG_VMALLOC_EXEC_ID = 0, OPARG_VMALLOC_EXEC_SIZE };
/* vfree vunmap vfree_atomic: the same four */
enum { OPARG_VFREE_ID = 0, OPARG_VFREE_OFF, OPARG_VFREE_ADDR, OPARG_VFREE_KEEP };
enum { OPARG_VUNMAP_ID = 0, OPARG_VUNMAP_OFF, OPARG_VUNMAP_ADDR, OPARG_VUNMAP_KEEP };
enum {
	OPARG_VFREE_ATOMIC_ID = 0, OPARG_VFREE_ATOMIC_OFF, OPARG_VFREE_ATOMIC_ADDR,
	OPARG_VFREE_ATOMIC_KEEP,
};
enum {
	OPARG_VMAP_ID = 0, OPARG_VMAP_N, OPARG_VMAP_PFN, OPARG_VMAP_STRIDE, OPARG_VMAP_NULL,
	OPARG_VMAP_FLAGS, OPARG_VMAP_PROT,
};
enum {
	OPARG_MAPRAM_ID = 0, OPARG_MAPRAM_N, OPARG_MAPRAM_PFN, OPARG_MAPRAM_STRIDE,
	OPARG_MAPRAM_NULL, OPARG_MAPRAM_PROT,
};
enum { OPARG_UNMAPRAM_ID = 0, OPARG_UNMAPRAM_N, OPARG_UNMAPRAM_ADDR };
enum { OPARG_IOREMAP_ID = 0, OPARG_IOREMAP_PHYS, OPARG_IOREMAP_SIZE, OPARG_IOREMAP_PROT };
enum { OPARG_IOUNMAP_ID = 0 };
enum { OPARG_PCPU_ID = 0, OPARG_PCPU_ALIGN };	/* lists: offs, sizes */
enum { OPARG_PCPUFREE_ID = 0 };
enum {
	OPARG_MAP_ADDR = 0, OPARG_MAP_SIZE, OPARG_MAP_PFN, OPARG_MAP_STRIDE, OPARG_MAP_NULL,
	OPARG_MAP_PROT,
};
enum { OPARG_UNMAP_ADDR = 0, OPARG_UNMAP_SIZE, OPARG_UNMAP_FLUSH };
enum { OPARG_WALK_ADDR = 0 };
enum {
	OPARG_IOMAPRANGE_ADDR = 0, OPARG_IOMAPRANGE_SIZE, OPARG_IOMAPRANGE_PHYS,
	OPARG_IOMAPRANGE_PROT,
};
enum { OPARG_SETENTRY_LEVEL = 0, OPARG_SETENTRY_ADDR, OPARG_SETENTRY_VAL };
enum { OPARG_EARLYADD_ADDR = 0, OPARG_EARLYADD_SIZE, OPARG_EARLYADD_FLAGS };
enum { OPARG_EARLYREG_SIZE = 0, OPARG_EARLYREG_ALIGN, OPARG_EARLYREG_FLAGS };
enum { OPARG_TOUCH_ADDR = 0 };
enum { OPARG_TLB_ON = 0 };
enum { OPARG_FRAMES_ORDER = 0, OPARG_FRAMES_SEED };

struct op_info {
	const char *name;
	struct arg_info arg[OP_ARGS];	/* ends at a NULL name */
	const char *list[2];		/* names of list arguments: "list", or "offs" and "sizes" */
	bool allocates;			/* arg[0] is an id that the operation makes live */
	const char *summary;		/* one line for help */
};

/*
 * An operation. Arguments are in the order of op_info.arg. `list` belongs to
 * the caller and is only borrowed; two lists (offs, sizes) follow each other,
 * each `list_length` long.
 */
struct op {
	enum op_kind kind;
	uint32_t fail[REQUEST_COUNT];	/* the k-th request fails; 0 = none */
	uint32_t list_length;
	const uint64_t *list;
	uint64_t arg[OP_ARGS];
};

/* Names of the failure arguments by enum request: kfail pfail tfail rfail. */
extern const char *const op_fail_name[REQUEST_COUNT];

const struct op_info *op_info(enum op_kind kind);
enum op_kind op_by_name(const char *name);

/* Number of arguments of a kind, and the index of one by name (-1: none). */
size_t op_args(enum op_kind kind);
int op_arg(enum op_kind kind, const char *name);

/* An operation of that kind with every argument at its default for that space
 * (needed ones at 0). */
struct op op_make(enum op_kind kind, const struct space *space);

/* Default of argument `index` of `kind` in that space. */
uint64_t op_default(enum op_kind kind, size_t index, const struct space *space);

#endif
