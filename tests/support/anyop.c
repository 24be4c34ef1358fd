/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Making up operations.
 *
 * An argument's kind says what values are worth trying. Numbers that stand for
 * pages are mostly small, because what is large is refused, or fills the space
 * in one go; addresses are mostly those of things that are there.
 */

#include "tests/support/anyop.h"

#include <string.h>

#define LARGE_PMD (UINT64_C(1) << 21)	/* what a large entry maps */
#define LARGE_PUD (UINT64_C(1) << 30)

static uint64_t choose(struct choices *c, uint64_t sides)
{
	return c->choose(c, sides);
}

static bool one_in(struct choices *c, uint64_t sides)
{
	return choose(c, sides) == 1;
}

static uint64_t pages(uint64_t count)
{
	return count << PAGE_SHIFT;
}

struct space any_space(struct choices *c)
{
	static const uint32_t block_pages[] = { 128, 256, 1024 };
	struct space space = engine_space(choose(c, 4) ? "x86-64" : "x86-64-5level")->space;

	if (one_in(c, 16))	/* up to the very top */
		space.start = 0 - pages(1024);
	space.end = space.start + pages(UINT64_C(64) << choose(c, 8)) - choose(c, 2);
	space.cpus = 1 + (uint32_t)choose(c, 4);
	space.online = 1 + (uint32_t)choose(c, space.cpus);
	space.block_pages = block_pages[choose(c, 3)];
	space.totalram = 1024;
	space.huge = (uint32_t)choose(c, 2);
	space.initialized = !one_in(c, 8);
	return space;
}

/* --- values --- */

/* Page by page an operation takes its time: so only those are asked for very
 * much that map nothing. */
static bool is_quick(enum op_kind kind)
{
	return kind == OP_ALLOC || kind == OP_GETVM || kind == OP_EARLYADD ||
	       kind == OP_EARLYREG || kind == OP_PCPU || kind == OP_UNMAP;
}

/* Large entries map much at once. */
static bool is_large(struct choices *c, const struct machine *m, enum op_kind kind)
{
	return (kind == OP_IOREMAP || kind == OP_IOMAPRANGE) && m->g->space.huge && choose(c, 2);
}

static uint64_t any_large(struct choices *c)
{
	return one_in(c, 32) ? LARGE_PUD : (1 + choose(c, 3)) * LARGE_PMD;
}

static uint64_t any_size(struct choices *c, const struct machine *m, enum op_kind kind)
{
	if (is_large(c, m, kind))
		return any_large(c);
	switch (choose(c, 16)) {
	case 0:
		return choose(c, pages(8));
	case 1:
		return pages(choose(c, 520));
	case 2:
		return is_quick(kind) ? UINT64_C(1) << choose(c, 64) : pages(1);
	case 3:
		return is_quick(kind) ? m->g->cached_hole_size + pages(choose(c, 3)) - PAGE_SIZE :
					choose(c, pages(128));
	case 4:
		return pages(64 + choose(c, 4));
	default:
		return pages(1 + choose(c, 12));
	}
}

static uint64_t any_align(struct choices *c)
{
	if (one_in(c, 32))
		return choose(c, 0);
	return UINT64_C(1) << (one_in(c, 8) ? choose(c, 64) : choose(c, 20));
}

/* Of something that there is, or next to it. */
static uint64_t any_thing(struct choices *c, const struct machine *m)
{
	const struct object *object = &m->object[choose(c, ANYOP_IDS)];

	if (object->kind == OBJECT_AREA)
		return one_in(c, 4) ? m->va_end[object->handle] : m->va_start[object->handle];
	return object->addr;
}

static uint64_t any_address(struct choices *c, const struct machine *m)
{
	const struct space *space = &m->g->space;

	switch (choose(c, 9)) {
	case 0:
		return choose(c, 0);
	case 1:
		return m->g->cached_vstart;
	case 2:
		return space->end - pages(choose(c, 16));
	case 3:
		return any_thing(c, m) + choose(c, pages(4));
	case 4:
		return space->start + pages(choose(c, 256));
	case 5:
		return space->start + any_large(c);
	default:
		return any_thing(c, m);
	}
}

static uint64_t any_phys(struct choices *c)
{
	switch (choose(c, 4)) {
	case 0:
		return choose(c, 0);
	case 1:
		return pages(choose(c, 1 << 16)) + choose(c, 8);
	default:
		return LARGE_PUD + any_large(c);
	}
}

static uint64_t any_count(struct choices *c, enum op_kind kind)
{
	if (kind == OP_CPU || kind == OP_ONLINE || kind == OP_SETENTRY)
		return choose(c, 6);
	return one_in(c, 8) ? choose(c, 1200) : choose(c, 70);
}

/* Flags, protection, raw entries. */
static uint64_t any_bits(struct choices *c)
{
	switch (choose(c, 4)) {
	case 0:
		return PROT_KERNEL | UINT64_C(1) << choose(c, 64);
	case 1:
		return UINT64_C(1) << choose(c, 64) | choose(c, 512);
	default:
		return choose(c, 512);
	}
}

static uint64_t any_value(struct choices *c, const struct machine *m, enum op_kind kind,
			  const struct arg_info *arg)
{
	switch (arg->kind) {
	case ARG_ID:
		return choose(c, ANYOP_IDS);
	case ARG_BYTES:
		return strcmp(arg->name, "align") == 0 ? any_align(c) : any_size(c, m, kind);
	case ARG_ADDRESS:
		return strcmp(arg->name, "phys") == 0 ? any_phys(c) : any_address(c, m);
	case ARG_COUNT:
		return any_count(c, kind);
	case ARG_HEX:
		return any_bits(c);
	case ARG_SIGNED:
		return choose(c, 7) - 3;
	case ARG_PFN:
		return choose(c, 1 << 16);
	case ARG_REPORT:
		return choose(c, 3);
	case ARG_FLAG:
	case ARG_SWITCH:
	case ARG_HOW:
	case ARG_RET:
	case ARG_ORDER:
		break;
	}
	return choose(c, 2);
}

/* --- operations --- */

/* Lists that stand behind each other: what lies where, and how large it is. */
static void any_list(struct choices *c, struct op *op, uint64_t list[ANYOP_LIST])
{
	bool two = op_info(op->kind)->list[1] != NULL;

	op->list = list;
	op->list_length = (uint32_t)choose(c, two ? ANYOP_LIST / 2 + 1 : ANYOP_LIST + 1);
	for (uint32_t i = 0; i < op->list_length; i++) {
		list[i] = two ? pages(16 * i + choose(c, 17)) : choose(c, ANYOP_IDS);
		if (two)
			list[op->list_length + i] = pages(choose(c, 17));
	}
}

struct op any_op(struct choices *c, const struct machine *m, uint64_t list[ANYOP_LIST])
{
	struct op op = op_make((enum op_kind)choose(c, OP_KIND_COUNT), &m->g->space);
	const struct op_info *info = op_info(op.kind);
	bool more = choose(c, 2);

	for (size_t i = 0; i < op_args(op.kind); i++)
		if (info->arg[i].by == DEFAULT_NEEDED || info->arg[i].kind == ARG_ID ||
		    (more && choose(c, 2)))
			op.arg[i] = any_value(c, m, op.kind, &info->arg[i]);
	if (info->list[0])
		any_list(c, &op, list);
	/* Who promises room for ever keeps everybody busy. */
	if (op.kind == OP_NOTIFIER && !one_in(c, 256))
		op.arg[OPARG_NOTIFIER_TIMES] = choose(c, 4);
	if (one_in(c, 8))
		op.fail[choose(c, REQUEST_COUNT)] = 1 + (uint32_t)choose(c, 12);
	/* By address instead of by id. */
	if (info->arg[0].name && info->arg[0].by != DEFAULT_NEEDED &&
	    info->arg[0].kind == ARG_ID && one_in(c, 6))
		op.arg[0] = NO_ID;
	return op;
}
