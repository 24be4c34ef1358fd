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
	OP_DROPCACHE,	/* not in recordings: free_vmap_cache := none (BENCH workload c) */
	OP_KIND_COUNT
};

enum { OP_ARGS = 9 };

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
#define ALL UINT64_MAX		/* `per=` or `times=` not given */
#define PROT_KERNEL 0x8000000000000163u

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
