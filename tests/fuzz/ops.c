/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Fuzzing the model: bytes choose a space and then one operation after the
 * other (support/anyop.h). Both engines run them (support/twins.h), and a
 * timeline does, which is sent back and forth on the way. All three must agree
 * byte for byte, whatever was asked; and the machine must be sound.
 *
 * There are requests after which a real kernel's own books are wrong, because
 * it does not notice what it was asked for: who makes such a request is told
 * by taints(). From there on only agreement is demanded.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/timeline/timeline.h"
#include "tests/support/anyop.h"
#include "tests/support/twins.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OPS_MAX = 400 };

struct bytes {
	struct choices choices;	/* first, so that it leads here */
	const uint8_t *at;
	size_t left;
};

struct run {
	struct bytes bytes;
	struct twins t;
	struct timeline *timeline;
	uint64_t hash[OPS_MAX + 1];	/* of memory after each operation */
	struct op op;
	uint64_t list[ANYOP_LIST];
	bool tainted;
	bool forced;			/* the lazy counter was set by hand */
};

/* --- bytes --- */

/* As many bytes as the number needs; when there are none left, the first choice. */
static uint64_t take(struct choices *c, uint64_t sides)
{
	struct bytes *b = (struct bytes *)(void *)c;
	uint64_t value = 0;

	for (uint64_t most = sides - 1; most; most >>= 8) {
		value <<= 8;
		if (b->left) {
			value |= *b->at++;
			b->left--;
		}
	}
	return sides ? value % sides : value;
}

static uint64_t choose(struct run *r, uint64_t sides)
{
	return take(&r->bytes.choices, sides);
}

/* --- what is found --- */

_Noreturn static void found(const struct run *r, const char *wrong)
{
	const struct op_info *info = op_info(r->op.kind);

	fprintf(stderr, "operation %" PRIu64 ", %s", timeline_length(r->timeline), info->name);
	for (size_t i = 0; i < op_args(r->op.kind); i++)
		fprintf(stderr, " %s=0x%" PRIx64, info->arg[i].name, r->op.arg[i]);
	fprintf(stderr, ": %s\n", wrong);
	abort();
}

/* Will the kernel's own bookkeeping suffer from the next operation without its
 * noticing? Start-up takes over what was registered early, wherever it lies and
 * whatever is there already. vm_unmap_ram believes what it is told. */
static bool taints(const struct run *r)
{
	const struct machine *m = &r->t.plain;
	const uint64_t *arg = r->op.arg;

	switch (r->op.kind) {
	case OP_EARLYADD:
		return arg[OPARG_EARLYADD_ADDR] + arg[OPARG_EARLYADD_SIZE] <= arg[OPARG_EARLYADD_ADDR];
	case OP_INIT:
		return m->g->vmap_initialized || m->g->areas;
	case OP_UNMAPRAM:
		return arg[OPARG_UNMAPRAM_ID] == NO_ID || arg[OPARG_UNMAPRAM_N] != ALL;
	default:
		return false;
	}
}

/* Did it leave an area where none may be? It is too late then to undo that. */
static bool tainted(const struct run *r)
{
	const struct outcome *outcome = &r->t.plain.g->outcome;

	return outcome->kind == OUTCOME_BUG &&
	       (outcome->code == REASON_RESULT_MISALIGNED ||
		outcome->code == REASON_RESULT_BELOW_VSTART ||
		outcome->code == REASON_RESULT_ABOVE_VEND);
}

/* The counter of 32 bits is the sum of what lies on the list. */
static bool lazies_add_up(const struct machine *m)
{
	uint32_t sum = 0;

	for (uint32_t va = m->g->vmap_purge_list; va; va = m->rest[va].purge_next)
		sum += (uint32_t)((m->va_end[va] - m->va_start[va]) >> PAGE_SHIFT);
	return m->g->vmap_lazy_nr == (uint64_t)(int64_t)(int32_t)sum;
}

/* --- running --- */

/* The timeline at the end of an operation, against what memory was then. */
static void compare_hash(const struct run *r, uint64_t op)
{
	if (twins_hash(timeline_machine(r->timeline)) != r->hash[op])
		found(r, "the timeline shows another memory than there was");
}

/* Another future, from where the cursor is; then the first branch again. */
static void branch_off(struct run *r)
{
	struct timeline *t = r->timeline;
	uint64_t end = timeline_length(t);
	uint32_t branch;

	for (uint64_t ops = 1 + choose(r, 3); ops; ops--) {
		struct op op = any_op(&r->bytes.choices, timeline_machine(t), r->list);

		if (!timeline_run(t, &op, choose(r, 2)))
			found(r, "no memory");
	}
	branch = timeline_cursor(t).branch;
	if (!branch || !timeline_switch(t, 0, end))
		found(r, "there is no way back to the first branch");
	if (choose(r, 2) && !timeline_drop(t, branch))
		found(r, "a branch cannot be dropped");
}

/* Anywhere in time, a few steps from there, and back to the end. */
static void travel(struct run *r)
{
	struct timeline *t = r->timeline;
	uint64_t end = timeline_length(t);
	uint64_t op = choose(r, end + 1);

	if (!timeline_goto(t, op, choose(r, 2) ? UINT64_MAX : choose(r, 200)))
		return;		/* it has not so many steps */
	for (uint64_t steps = choose(r, 8); steps && timeline_back(t); steps--)
		;
	for (uint64_t steps = choose(r, 8); steps && timeline_forward(t); steps--)
		;
	op = timeline_cursor(t).op;
	if (op < end && choose(r, 4) == 1)
		branch_off(r);
	if (!timeline_goto(t, op, UINT64_MAX))
		found(r, "an operation has no end");
	compare_hash(r, op);
	if (!timeline_goto(t, end, UINT64_MAX))
		found(r, "there is no way back to the end");
	compare_hash(r, end);
}

static void run_op(struct run *r)
{
	struct twins *t = &r->t;
	const char *wrong;

	r->op = any_op(&r->bytes.choices, &t->plain, r->list);
	if (!timeline_run(r->timeline, &r->op, choose(r, 2)))
		found(r, "no memory");
	r->tainted |= taints(r);
	wrong = twins_differ(t, &r->op);
	r->tainted |= tainted(r);
	r->forced |= r->op.kind == OP_NONLAZY;
	if (!wrong && !r->tainted)
		wrong = machine_check(&t->plain, t->text, sizeof(t->text));
	if (!wrong && !r->tainted && !r->forced && !lazies_add_up(&t->plain))
		wrong = "vmap_lazy_nr is not the sum of the lazy areas";
	if (wrong)
		found(r, wrong);
	if (!machine_equal(&t->plain, timeline_machine(r->timeline), t->text, sizeof(t->text)))
		found(r, "the timeline's machine has become another one");
	r->hash[timeline_length(r->timeline)] = twins_hash(&t->plain);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct run r;
	struct space space;

	r = (struct run){ .bytes = { { take }, data, size } };
	space = any_space(&r.bytes.choices);
	r.timeline = timeline_open(&space);
	if (!r.timeline || !twins_open(&r.t, &space))
		abort();
	r.hash[0] = twins_hash(&r.t.plain);
	while (r.bytes.left && timeline_length(r.timeline) < OPS_MAX) {
		run_op(&r);
		if (choose(&r, 8) == 1)
			travel(&r);
	}
	timeline_close(r.timeline);
	twins_close(&r.t);
	return 0;
}
