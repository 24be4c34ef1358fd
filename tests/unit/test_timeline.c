/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The timeline: wherever the cursor goes, and by whatever way, memory is what
 * it was there the first time; and what a plain engine leaves behind is what
 * the recording one leaves.
 *
 * Long random histories over small spaces are the material. What memory was at
 * a step is kept as a hash over every word in use, or as a copy where a
 * difference should be seen.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/timeline/checkpoint.h"
#include "engine/timeline/history.h"
#include "engine/timeline/pack.h"
#include "engine/timeline/timeline.h"
#include "tests/support/twins.h"

#define PAGES(n) ((uint64_t)(n) << PAGE_SHIFT)
#define END UINT64_MAX

/* --- random operations --- */

struct dice {
	uint64_t state;
};

static uint64_t draw(struct dice *dice, uint64_t sides)
{
	dice->state ^= dice->state << 13;
	dice->state ^= dice->state >> 7;
	dice->state ^= dice->state << 17;
	return (dice->state >> 11) % sides;
}

static struct space space_of(const char *name)
{
	return engine_space(name)->space;
}

static struct op make(const struct space *space, enum op_kind kind, uint64_t first,
		      uint64_t second)
{
	struct op op = op_make(kind, space);

	op.arg[0] = first;
	if (op_args(kind) > 1)
		op.arg[1] = second;
	return op;
}

static const uint64_t victims[] = { 3, 1, 4, 15, 9, 2, 6 };

/* What is drawn most often stands in the table most often. */
static enum op_kind draw_kind(struct dice *dice)
{
	static const enum op_kind kinds[] = {
		OP_ALLOC, OP_ALLOC, OP_ALLOC, OP_ALLOC, OP_FREE, OP_FREE, OP_LAZY,
		OP_UNMAPFREE, OP_FIND, OP_PURGE, OP_TRYPURGE, OP_NONLAZY, OP_ALIASES,
		OP_MAP, OP_MAP, OP_UNMAP, OP_WALK, OP_SETENTRY, OP_GETVM, OP_GETVM,
		OP_REMVM, OP_FINDVM, OP_NOTIFIER, OP_UNNOTIFY, OP_IOMAPRANGE,
		OP_ONLINE, OP_CPU, OP_DROPCACHE, OP_DUMP, OP_VMALLOC, OP_VFREE, OP_TOUCH, OP_TOUCH,
		OP_TLB, OP_FRAMES,
	};

	return kinds[draw(dice, sizeof(kinds) / sizeof(kinds[0]))];
}

static struct op draw_op(struct dice *dice, const struct space *space)
{
	struct op op = op_make(draw_kind(dice), space);
	const struct op_info *info = op_info(op.kind);

	for (size_t i = 0; i < op_args(op.kind); i++) {
		if (info->arg[i].kind == ARG_ID)
			op.arg[i] = draw(dice, 24);
		else if (info->arg[i].kind == ARG_BYTES && info->arg[i].by == DEFAULT_NEEDED)
			op.arg[i] = PAGES(1 + draw(dice, 9));
		else if (info->arg[i].kind == ARG_ADDRESS && info->arg[i].by == DEFAULT_NEEDED)
			op.arg[i] = space->start + PAGES(draw(dice, 64));
		else if (info->arg[i].by == DEFAULT_NEEDED)
			op.arg[i] = draw(dice, 5);
	}
	if (op.kind == OP_NOTIFIER) {
		op.list = victims;
		op.list_length = (uint32_t)draw(dice, 8);
	}
	if (op.kind == OP_ALLOC && draw(dice, 12) == 0)
		op.arg[OPARG_ALLOC_SIZE] = draw(dice, 3);	/* a BUG */
	if (draw(dice, 10) == 0)
		op.fail[draw(dice, REQUEST_COUNT)] = 1 + (uint32_t)draw(dice, 2);
	return op;
}

/* --- looking at memory --- */

/* All steps of a history: memory at step s of operation o is hash[first[o] + s]. */
struct film {
	uint64_t *hash;
	size_t *first;
	size_t moments;
	uint64_t ops;
};

static void film_moment(struct film *film, const struct timeline *t)
{
	film->hash = realloc(film->hash, (film->moments + 1) * sizeof(*film->hash));
	assert_non_null(film->hash);
	film->hash[film->moments++] = twins_hash(timeline_machine(t));
}

/* Walks through the present branch step by step and keeps what it sees. */
static struct film film_all(struct timeline *t)
{
	struct film film = { .ops = timeline_length(t) };
	uint64_t op = 0;

	film.first = calloc(film.ops + 2, sizeof(*film.first));
	assert_true(timeline_goto(t, 0, 0));
	film_moment(&film, t);
	while (timeline_forward(t)) {
		if (timeline_cursor(t).op != op)
			film.first[++op] = film.moments;
		assert_int_equal(timeline_cursor(t).op, op);
		assert_int_equal(timeline_cursor(t).step, film.moments - film.first[op]);
		film_moment(&film, t);
	}
	assert_int_equal(op, film.ops);
	film.first[op + 1] = film.moments;
	return film;
}

static void film_free(struct film *film)
{
	free(film->hash);
	free(film->first);
}

static void assert_as_filmed(const struct film *film, struct timeline *t)
{
	struct cursor at = timeline_cursor(t);

	if (at.step == END)
		at.step = timeline_steps(t);
	assert_true(film->first[at.op] + at.step < film->first[at.op + 1]);
	assert_true(twins_hash(timeline_machine(t)) ==
		    film->hash[film->first[at.op] + at.step]);
}

static void assert_equal(const struct machine *a, const struct machine *b)
{
	char where[80];

	if (!machine_equal(a, b, where, sizeof(where)))
		fail_msg("machines differ in %s", where);
}

static void assert_sound(const struct machine *m)
{
	char text[120];
	const char *found = machine_check(m, text, sizeof(text));

	if (found)
		fail_msg("%s", found);
}

/* --- histories --- */

static struct timeline *open_space(const struct space *space)
{
	struct timeline *t = timeline_open(space);

	assert_non_null(t);
	return t;
}

static void run_random(struct timeline *t, const struct space *space, struct dice *dice,
		       uint64_t ops, bool recorded)
{
	for (uint64_t i = 0; i < ops; i++) {
		struct op op = draw_op(dice, space);

		assert_true(timeline_run(t, &op, recorded));
	}
}

static struct timeline *random_history(const char *name, uint64_t seed, uint64_t ops,
				       bool recorded)
{
	struct space space = space_of(name);
	struct dice dice = { seed };
	struct timeline *t = open_space(&space);

	run_random(t, &space, &dice, ops, recorded);
	return t;
}

/* Areas that come and go: walks long enough to make checkpoints worth it. */
static void run_churn(struct timeline *t, const struct space *space, struct dice *dice,
		      uint64_t areas, uint64_t rounds)
{
	struct op op;

	for (uint64_t id = timeline_machine(t)->g->areas; id < areas; id++) {
		op = make(space, OP_ALLOC, id, PAGES(1 + draw(dice, 16)));
		assert_true(timeline_run(t, &op, false));
	}
	for (uint64_t i = 0; i < rounds; i++) {
		uint64_t id = draw(dice, areas);

		op = make(space, OP_FREE, id, 0);
		assert_true(timeline_run(t, &op, false));
		op = make(space, OP_ALLOC, id, PAGES(1 + draw(dice, 16)));
		assert_true(timeline_run(t, &op, false));
	}
}

/* --- going --- */

static void back_shows_what_forward_showed(const char *name, uint64_t seed, bool recorded)
{
	struct timeline *t = random_history(name, seed, 150, recorded);
	struct film film = film_all(t);
	size_t moment = film.moments - 1;

	while (timeline_back(t)) {
		assert_true(moment-- > 0);
		assert_as_filmed(&film, t);
	}
	assert_int_equal(moment, 0);
	while (timeline_forward(t)) {
		moment++;
		assert_as_filmed(&film, t);
	}
	assert_int_equal(moment, film.moments - 1);
	film_free(&film);
	timeline_close(t);
}

static void every_step_back_and_on(void **state)
{
	(void)state;
	back_shows_what_forward_showed("toy", 11, true);
	back_shows_what_forward_showed("toy", 12, false);
	back_shows_what_forward_showed("x86-64", 13, false);
	back_shows_what_forward_showed("x86-64-5level", 14, true);
}

static void jumps_lead_where_steps_led(void **state)
{
	struct timeline *t = random_history("toy", 21, 300, false);
	struct film film = film_all(t);
	struct dice dice = { 5 };

	(void)state;
	for (int i = 0; i < 1500; i++) {
		uint64_t op = draw(&dice, film.ops + 1);
		uint64_t moments = film.first[op + 1] - film.first[op];
		uint64_t step = draw(&dice, moments + 1);

		assert_true(timeline_goto(t, op, step < moments ? step : END));
		assert_int_equal(timeline_cursor(t).op, op);
		assert_as_filmed(&film, t);
		for (uint64_t more = draw(&dice, 9); more && timeline_back(t); more--)
			assert_as_filmed(&film, t);
		for (uint64_t more = draw(&dice, 9); more && timeline_forward(t); more--)
			assert_as_filmed(&film, t);
	}
	film_free(&film);
	timeline_close(t);
}

/* Byte for byte, so that a failure tells the place. */
static void a_copy_is_found_again(void **state)
{
	struct timeline *t = random_history("toy", 31, 40, true);
	const struct machine *m = timeline_machine(t);
	struct machine copy;

	(void)state;
	assert_true(memory_reserve(&copy));
	assert_true(timeline_goto(t, 20, 3));
	for (unsigned int r = 0; r < REGION_COUNT; r++)
		memcpy(copy.base + memory_offset((enum region)r),
		       m->base + memory_offset((enum region)r),
		       memory_used(m, (enum region)r));
	assert_true(timeline_goto(t, 2, 0));
	assert_true(timeline_goto(t, 20, 3));
	assert_equal(m, &copy);
	assert_true(timeline_goto(t, 40, END));
	assert_true(timeline_goto(t, 20, 3));
	assert_equal(m, &copy);
	memory_release(&copy);
	timeline_close(t);
}

static void there_are_ends(void **state)
{
	struct timeline *t = random_history("toy", 41, 5, false);
	uint64_t before;

	(void)state;
	assert_true(timeline_goto(t, 5, END));
	assert_false(timeline_forward(t));
	assert_int_equal(timeline_cursor(t).step, timeline_steps(t));
	assert_true(timeline_goto(t, 3, 1));
	before = twins_hash(timeline_machine(t));
	assert_false(timeline_goto(t, 6, 0));
	assert_false(timeline_goto(t, 4, 100000));
	assert_false(timeline_goto(t, 3, 100000));
	assert_false(timeline_goto(t, 0, 1));
	assert_int_equal(timeline_cursor(t).op, 3);
	assert_int_equal(timeline_cursor(t).step, 1);
	assert_true(twins_hash(timeline_machine(t)) == before);
	assert_true(timeline_goto(t, 0, END));
	assert_false(timeline_back(t));
	assert_int_equal(timeline_cursor(t).step, 0);
	assert_int_equal(timeline_steps(t), 0);
	assert_null(timeline_step(t));
	timeline_close(t);
}

/* --- plain and recorded --- */

static void plain_and_recorded_are_equal(void **state)
{
	static const char *const names[] = { "toy", "x86-64", "x86-64-5level", "x86-32" };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct timeline *plain = random_history(names[i], 50 + i, 400, false);
		struct timeline *recorded = random_history(names[i], 50 + i, 400, true);

		assert_equal(timeline_machine(plain), timeline_machine(recorded));
		assert_int_equal(timeline_machine(plain)->g->depth, 0);
		timeline_close(plain);
		timeline_close(recorded);
	}
}

static void a_jump_is_a_run_to_there(void **state)
{
	struct space space = space_of("toy");
	struct timeline *t = random_history("toy", 61, 200, false);
	struct dice dice = { 61 };
	struct machine m;

	(void)state;
	assert_true(machine_open(&m, &space));
	for (uint64_t i = 1; i <= 200; i++) {
		struct op op = draw_op(&dice, &space);

		engine_plain.run(&m, &op);
		if (i % 7)
			continue;
		assert_true(timeline_goto(t, i, END));
		assert_equal(timeline_machine(t), &m);
		assert_true(timeline_goto(t, 201 - i, 0));
	}
	machine_close(&m);
	timeline_close(t);
}

/* --- what is to be seen at a step --- */

static void a_step_tells_itself(void **state)
{
	struct space space = space_of("toy");
	struct timeline *t = open_space(&space);
	struct op op = make(&space, OP_ALLOC, 1, PAGES(2));
	const struct core_step *step;
	const struct core_signature *signature;
	uint32_t function;

	(void)state;
	assert_true(timeline_run(t, &op, false));
	assert_true(timeline_goto(t, 1, 0));
	step = timeline_step(t);
	assert_non_null(step);
	function = timeline_machine(t)->frame[step->depth - 1].function;
	assert_int_equal(function, step_function(step->step));
	assert_int_equal(timeline_machine(t)->g->depth, step->depth);
	signature = timeline_signature(t, (enum function)function);
	assert_non_null(signature);
	assert_int_equal(signature->locals, timeline_machine(t)->frame[step->depth - 1].locals);
	assert_ptr_equal(timeline_step_at(t, 0), step);
	assert_null(timeline_step_at(t, timeline_steps(t)));
	assert_null(timeline_signature(t, FUNCTION_NONE));
	timeline_close(t);
}

/* Changes of all steps together, and what comes before the first, are all that
 * an operation did. */
static void changes_lead_from_step_to_step(void **state)
{
	struct timeline *t = random_history("toy", 71, 30, true);
	const struct machine *m = timeline_machine(t);
	const struct core_write *write;
	size_t count;

	(void)state;
	assert_true(timeline_goto(t, 0, 0));
	write = timeline_changes(t, &count);
	assert_null(write);
	while (timeline_forward(t)) {
		write = timeline_changes(t, &count);
		if (timeline_cursor(t).step == 0) {
			assert_int_equal(count, 0);
			continue;
		}
		for (size_t i = count; i-- > 0;) {
			uint32_t word;
			bool overwritten = false;

			for (size_t k = i + 1; k < count; k++)
				overwritten |= write[k].word == write[i].word;
			memcpy(&word, m->base + (size_t)write[i].word * 4, sizeof(word));
			assert_true(overwritten || word == (uint32_t)write[i].after);
		}
	}
	timeline_close(t);
}

/* What was passed, as somebody finds it who looks at every step. */
static void counts_are_right(struct timeline *t)
{
	const uint32_t *count = timeline_counts(t);
	uint64_t step = timeline_cursor(t).step;
	uint32_t passed[STEP_COUNT] = { 0 };

	for (uint64_t i = 0; i < step; i++)
		passed[timeline_step_at(t, i)->step]++;
	assert_memory_equal(count, passed, sizeof(passed));
}

static void calls_are_right(struct timeline *t)
{
	const struct machine *m = timeline_machine(t);

	for (uint32_t depth = 1; depth <= m->g->depth && depth <= FRAME_MAX; depth++) {
		const struct core_step *call = timeline_call(t, depth);
		const struct core_step *last = NULL;
		uint64_t step = timeline_cursor(t).step;

		do
			last = timeline_step_at(t, step);
		while (last && last->depth > depth && step-- > 0);
		assert_true(call == (last && last->depth == depth ? last : NULL));
		if (call)
			assert_int_equal(step_function(call->step), m->frame[depth - 1].function);
	}
}

static void what_was_passed(void **state)
{
	struct timeline *t = random_history("toy", 72, 60, true);
	struct dice dice = { 9 };

	(void)state;
	while (timeline_back(t)) {
		counts_are_right(t);
		calls_are_right(t);
	}
	for (int i = 0; i < 400; i++) {
		assert_true(timeline_goto(t, draw(&dice, timeline_length(t) + 1), 0));
		timeline_goto(t, timeline_cursor(t).op, draw(&dice, timeline_steps(t) + 1));
		for (uint64_t k = draw(&dice, 9); k > 0; k--) {
			counts_are_right(t);
			calls_are_right(t);
			draw(&dice, 3) ? timeline_forward(t) : timeline_back(t);
		}
	}
	timeline_close(t);
}

/* The words between two steps lead from one to the other. */
static void writes_lead_from_step_to_step(void **state)
{
	struct space space = space_of("toy");
	struct timeline *t = open_space(&space);
	const struct machine *m = timeline_machine(t);
	struct op op = make(&space, OP_ALLOC, 1, PAGES(2));
	const struct core_write *write;
	size_t count;

	(void)state;
	assert_true(timeline_run(t, &op, true));
	uint64_t steps = timeline_steps(t);
	assert_true(timeline_goto(t, timeline_length(t), steps / 3));
	write = timeline_writes(t, steps / 3, steps - 1, &count);
	assert_true(count > 0);
	timeline_goto(t, timeline_length(t), steps - 1);
	for (size_t i = 0; i < count; i++) {
		bool again = false;

		for (size_t k = i + 1; k < count; k++)
			again = again || write[k].word == write[i].word;
		assert_true(again || write[i].after == core_read(m->base +
				(size_t)write[i].word * sizeof(uint32_t), write[i].size));
	}
	assert_null(timeline_writes(t, 2, 1, &count));
	assert_null(timeline_writes(t, 0, steps + 1, &count));
	assert_int_equal(count, 0);
	timeline_close(t);
}

static void a_bug_is_an_operation_like_others(void **state)
{
	struct space space = space_of("toy");
	struct timeline *t = open_space(&space);
	struct op good = make(&space, OP_ALLOC, 1, PAGES(2));
	struct op bad = make(&space, OP_ALLOC, 2, 0);
	struct film film;

	(void)state;
	assert_true(timeline_run(t, &good, true));
	assert_true(timeline_run(t, &bad, true));
	assert_int_equal(timeline_machine(t)->g->outcome.kind, OUTCOME_BUG);
	assert_int_equal(timeline_machine(t)->g->depth, 0);
	assert_true(timeline_steps(t) > 0);
	good.arg[0] = 3;
	assert_true(timeline_run(t, &good, true));
	film = film_all(t);
	while (timeline_back(t))
		assert_as_filmed(&film, t);
	film_free(&film);
	timeline_close(t);
}

/* --- operations --- */

static void assert_same_op(const struct op *a, const struct op *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_memory_equal(a->arg, b->arg, sizeof(a->arg));
	assert_memory_equal(a->fail, b->fail, sizeof(a->fail));
	assert_int_equal(a->list_length, b->list_length);
	if (a->list_length)
		assert_memory_equal(a->list, b->list,
				    op_list_numbers(a) * sizeof(*a->list));
}

static struct op any_op(struct dice *dice, const struct space *space, const uint64_t *numbers)
{
	struct op op = op_make((enum op_kind)(1 + draw(dice, OP_KIND_COUNT - 1)), space);

	for (unsigned int i = 0; i < OP_ARGS; i++)
		if (draw(dice, 3) == 0)
			op.arg[i] = draw(dice, END) << draw(dice, 60);
	for (unsigned int i = 0; i < REQUEST_COUNT; i++)
		if (draw(dice, 5) == 0)
			op.fail[i] = (uint32_t)draw(dice, END);
	if (op_info(op.kind)->list[0]) {
		op.list_length = (uint32_t)draw(dice, 20);
		op.list = numbers + draw(dice, 20);
	}
	return op;
}

static void operations_are_kept_as_they_are(void **state)
{
	enum { OPS = 1000 };
	struct space space = space_of("x86-64");
	struct dice dice = { 81 };
	struct op_list list = { NULL, 0 };
	static struct op op[OPS];
	struct history h;
	uint64_t numbers[60];
	struct op read;

	(void)state;
	for (size_t i = 0; i < 60; i++)
		numbers[i] = draw(&dice, END) >> draw(&dice, 64);
	history_init(&h, 0);
	for (size_t i = 0; i < OPS; i++) {
		op[i] = any_op(&dice, &space, numbers);
		assert_true(op_list_reserve(&list, &op[i]));
		assert_true(history_append(&h, &space, &op[i]));
	}
	for (size_t i = 0; i < 2 * OPS; i++) {
		size_t index = i < OPS ? i : draw(&dice, OPS);

		history_read(&h, index, &space, &list, &read);
		assert_same_op(&read, &op[index]);
	}
	history_free(&h);
	op_list_free(&list);
	assert_int_equal(h.bytes, 0);
}

static void lists_belong_to_the_history(void **state)
{
	struct space space = space_of("toy");
	struct timeline *t = open_space(&space);
	uint64_t ids[3] = { 7, 8, 9 };
	struct op op = make(&space, OP_NOTIFIER, 1, 0);
	struct op read;

	(void)state;
	op.list = ids;
	op.list_length = 3;
	assert_true(timeline_run(t, &op, false));
	memset(ids, 0, sizeof(ids));
	assert_true(timeline_op(t, 1, &read));
	assert_int_equal(read.list_length, 3);
	assert_int_equal(read.list[2], 9);
	assert_true(timeline_run(t, &read, false));	/* its own list given back */
	assert_true(timeline_op(t, 2, &read));
	assert_int_equal(read.list[0], 7);
	assert_false(timeline_op(t, 0, &read));
	assert_false(timeline_op(t, 3, &read));
	timeline_close(t);
}

/* --- branches --- */

static void something_new_in_the_past_begins_a_branch(void **state)
{
	struct space space = space_of("toy");
	struct dice dice = { 91 };
	struct timeline *t = open_space(&space);
	struct film old, new;

	(void)state;
	run_random(t, &space, &dice, 60, false);
	old = film_all(t);
	assert_true(timeline_goto(t, 25, END));
	assert_as_filmed(&old, t);
	run_random(t, &space, &dice, 30, true);
	assert_int_equal(timeline_branches(t), 2);
	assert_int_equal(timeline_cursor(t).branch, 1);
	assert_int_equal(timeline_length(t), 55);
	assert_int_equal(timeline_branch(t, 1).fork, 25);
	assert_int_equal(timeline_branch(t, 1).parent, 0);
	assert_int_equal(timeline_branch(t, 0).length, 60);
	new = film_all(t);
	assert_memory_equal(new.hash, old.hash, old.first[26] * sizeof(*old.hash));

	for (uint64_t i = 0; i < 60; i += 7) {
		assert_true(timeline_switch(t, 0, 60 - i));
		assert_as_filmed(&old, t);
		assert_true(timeline_back(t));
		assert_as_filmed(&old, t);
		assert_true(timeline_switch(t, 1, i < 55 ? i : 55));
		assert_as_filmed(&new, t);
	}
	film_free(&old);
	film_free(&new);
	timeline_close(t);
}

static void a_new_operation_follows_what_is_done(void **state)
{
	struct space space = space_of("toy");
	struct timeline *t = random_history("toy", 101, 10, true);
	struct op op = make(&space, OP_ALLOC, 200, PAGES(1));

	(void)state;
	assert_true(timeline_goto(t, 5, 0));	/* about to begin: left undone */
	assert_true(timeline_run(t, &op, true));
	assert_int_equal(timeline_cursor(t).op, 5);
	assert_int_equal(timeline_branch(t, 1).fork, 4);
	assert_true(timeline_switch(t, 0, 10));
	assert_true(timeline_goto(t, 5, 1));	/* inside: finished first */
	assert_true(timeline_run(t, &op, true));
	assert_int_equal(timeline_cursor(t).op, 6);
	assert_int_equal(timeline_branch(t, 2).fork, 5);
	assert_int_equal(timeline_branch(t, 2).parent, 0);
	assert_true(timeline_goto(t, 6, 0));	/* nothing follows, still a branch */
	assert_true(timeline_run(t, &op, true));
	assert_int_equal(timeline_branch(t, 3).fork, 5);
	assert_int_equal(timeline_branch(t, 3).parent, 0);
	timeline_close(t);
}

static void a_branch_can_be_dropped(void **state)
{
	struct space space = space_of("toy");
	struct dice dice = { 111 };
	struct timeline *t = open_space(&space);
	size_t bytes;

	(void)state;
	run_random(t, &space, &dice, 10, true);
	assert_true(timeline_goto(t, 5, END));
	run_random(t, &space, &dice, 10, true);
	assert_true(timeline_goto(t, 8, END));
	run_random(t, &space, &dice, 10, true);
	assert_int_equal(timeline_branch(t, 2).parent, 1);
	assert_false(timeline_drop(t, 2));	/* present */
	assert_false(timeline_drop(t, 1));	/* has one of its own */
	assert_false(timeline_drop(t, 3));
	assert_true(timeline_switch(t, 0, 7));
	bytes = timeline_bytes(t);
	assert_true(timeline_drop(t, 2));
	assert_true(timeline_bytes(t) < bytes);
	assert_false(timeline_drop(t, 2));
	assert_false(timeline_switch(t, 2, 0));
	assert_true(timeline_branch(t, 2).dropped);
	assert_true(timeline_drop(t, 1));
	assert_false(timeline_drop(t, 0));
	assert_int_equal(timeline_branches(t), 3);
	assert_false(timeline_switch(t, 0, 11));
	timeline_close(t);
}

/* Many branches, and jumps among all of them. */
static void branches_keep_apart(void **state)
{
	enum { BRANCHES = 12 };
	struct space space = space_of("toy");
	struct dice dice = { 121 };
	struct timeline *t = open_space(&space);
	struct film film[BRANCHES];

	(void)state;
	for (uint32_t i = 0; i < BRANCHES; i++) {
		run_random(t, &space, &dice, 20, i % 2);
		assert_int_equal(timeline_branches(t), i + 1);
		film[i] = film_all(t);
		assert_true(timeline_switch(t, (uint32_t)draw(&dice, i + 1), 3));
		assert_true(timeline_goto(t, draw(&dice, timeline_length(t)), END));
	}
	for (int i = 0; i < 300; i++) {
		uint32_t branch = (uint32_t)draw(&dice, BRANCHES);

		assert_true(timeline_switch(t, branch, draw(&dice, film[branch].ops + 1)));
		assert_as_filmed(&film[branch], t);
		if (timeline_back(t))
			assert_as_filmed(&film[branch], t);
	}
	for (uint32_t i = 0; i < BRANCHES; i++)
		film_free(&film[i]);
	timeline_close(t);
}

/* --- long histories --- */

static void a_long_history_stays_small(void **state)
{
	enum { AREAS = 400, ROUNDS = 20000 };
	struct space space = space_of("x86-64");
	struct dice dice = { 131 };
	struct timeline *t = open_space(&space);
	struct dice jumps = { 7 };
	uint64_t hash;

	(void)state;
	run_churn(t, &space, &dice, AREAS, ROUNDS);
	hash = twins_hash(timeline_machine(t));
	for (int i = 0; i < 25; i++) {
		assert_true(timeline_goto(t, draw(&jumps, timeline_length(t)), END));
		assert_sound(timeline_machine(t));
		assert_true(timeline_back(t));
	}
	/* Eight megabytes of checkpoints and sixteen of tapes are the start. */
	assert_true(timeline_bytes(t) < ((size_t)25 << 20) + 140 * timeline_length(t));
	assert_true(timeline_goto(t, timeline_length(t), END));
	assert_true(twins_hash(timeline_machine(t)) == hash);
	timeline_close(t);
}

/* Copies of a large machine soon use up what they may take. Then some make room
 * for others, and every moment is still found. */
static void checkpoints_make_room(void **state)
{
	enum { AREAS = 40000, ROUNDS = 3000 };
	struct space space = space_of("x86-64");
	struct dice dice = { 151 };
	struct timeline *t = open_space(&space);
	uint64_t kept[4], hash[4];

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		run_churn(t, &space, &dice, AREAS, ROUNDS / 4);
		kept[i] = timeline_length(t);
		hash[i] = twins_hash(timeline_machine(t));
	}
	/* Beside the eight megabytes to begin with: twice the live machine. */
	assert_true(timeline_bytes(t) < ((size_t)25 << 20) + 140 * timeline_length(t) +
					2 * machine_bytes(timeline_machine(t)));
	for (size_t i = 4; i-- > 0;) {
		assert_true(timeline_goto(t, kept[i], END));
		assert_true(twins_hash(timeline_machine(t)) == hash[i]);
	}
	timeline_close(t);
}

static void backwards_over_many_operations(void **state)
{
	struct space space = space_of("x86-64");
	struct dice dice = { 141 };
	struct timeline *t = open_space(&space);
	struct machine m;
	struct op op;

	(void)state;
	run_churn(t, &space, &dice, 100, 300);
	while (timeline_cursor(t).op > 350)
		assert_true(timeline_back(t));
	assert_true(machine_open(&m, &space));
	for (uint64_t i = 1; i <= 350; i++) {
		assert_true(timeline_op(t, i, &op));
		engine_plain.run(&m, &op);
	}
	assert_equal(timeline_machine(t), &m);
	machine_close(&m);
	timeline_close(t);
}

/* --- checkpoints --- */

static void checkpoints_share_and_account(void **state)
{
	struct space space = space_of("x86-64");
	struct checkpoints list = { NULL, 0, 0 };
	struct extent extent;
	struct machine m;
	size_t bytes = 0;
	size_t one;

	(void)state;
	assert_true(machine_open(&m, &space));
	m.g->used[REGION_VA_START] = 5000;
	memset(m.va_end, 7, 5001 * sizeof(*m.va_end));
	extent = extent_measure(&m, 0);
	one = checkpoint_price(NULL, &m, &extent);
	assert_true(checkpoints_add(&list, NULL, &m, &extent, 0, 0, &bytes));
	assert_true(bytes >= one && one > 5000 * sizeof(*m.va_end));
	m.va_end[17] = 1;
	assert_true(checkpoint_price(&list.at[0], &m, &extent) < one / 5);
	assert_true(checkpoints_add(&list, &list.at[0], &m, &extent, 10, 5, &bytes));
	m.g->used[REGION_VA_START] = 9000;
	m.va_end[8999] = 1;
	extent = extent_measure(&m, 0);
	checkpoint_restore(checkpoints_find(&list, 9), &m, &extent);
	assert_int_equal(m.g->used[REGION_VA_START], 5000);
	assert_int_equal(m.va_end[17], UINT64_C(0x0707070707070707));
	assert_int_equal(m.va_end[8999], 0);
	checkpoints_remove(&list, 0, &bytes);
	assert_null(checkpoints_find(&list, 9));
	extent = extent_measure(&m, 0);
	checkpoint_restore(checkpoints_find(&list, 10), &m, &extent);
	assert_int_equal(m.va_end[17], 1);
	assert_int_equal(m.va_end[18], UINT64_C(0x0707070707070707));
	checkpoints_free(&list, &bytes);
	assert_int_equal(bytes, 0);
	machine_close(&m);
}

/* Pages of few, of many and of all bits, with every stride. */
static void pages_are_packed_without_loss(void **state)
{
	struct dice dice = { 151 };
	uint64_t page[PACK_WORDS] = { 0 };
	uint64_t opened[PACK_WORDS];
	unsigned char packed[PACK_MAX + PACK_BEHIND] = { 0 };

	(void)state;
	for (unsigned int i = 0; i < 640; i++) {
		for (size_t k = 0; k < PACK_WORDS; k++)
			page[k] = draw(&dice, 3) ? draw(&dice, END) & draw(&dice, END) >> i / 10
						 : page[k / 2];
		assert_true(pack_page((unsigned char *)page, 1 + i % 13, packed) <= PACK_MAX);
		pack_open(packed, 1 + i % 13, (unsigned char *)opened);
		assert_memory_equal(page, opened, sizeof(page));
		assert_true(pack_holds(packed, 1 + i % 13, (unsigned char *)page));
		page[draw(&dice, PACK_WORDS)] ^= UINT64_C(1) << draw(&dice, 64);
		assert_false(pack_holds(packed, 1 + i % 13, (unsigned char *)page));
	}
	memset(page, 0, sizeof(page));
	assert_int_equal(pack_page((unsigned char *)page, 1, packed), PACK_WORDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_step_back_and_on),
		cmocka_unit_test(jumps_lead_where_steps_led),
		cmocka_unit_test(a_copy_is_found_again),
		cmocka_unit_test(there_are_ends),
		cmocka_unit_test(plain_and_recorded_are_equal),
		cmocka_unit_test(a_jump_is_a_run_to_there),
		cmocka_unit_test(a_step_tells_itself),
		cmocka_unit_test(changes_lead_from_step_to_step),
		cmocka_unit_test(what_was_passed),
		cmocka_unit_test(writes_lead_from_step_to_step),
		cmocka_unit_test(a_bug_is_an_operation_like_others),
		cmocka_unit_test(operations_are_kept_as_they_are),
		cmocka_unit_test(lists_belong_to_the_history),
		cmocka_unit_test(something_new_in_the_past_begins_a_branch),
		cmocka_unit_test(a_new_operation_follows_what_is_done),
		cmocka_unit_test(a_branch_can_be_dropped),
		cmocka_unit_test(branches_keep_apart),
		cmocka_unit_test(a_long_history_stays_small),
		cmocka_unit_test(checkpoints_make_room),
		cmocka_unit_test(backwards_over_many_operations),
		cmocka_unit_test(checkpoints_share_and_account),
		cmocka_unit_test(pages_are_packed_without_loss),
	};

	return cmocka_run_group_tests_name("timeline", tests, NULL, NULL);
}
