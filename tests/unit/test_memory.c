/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The arena and the recording of what happens in it: regions do not meet, the
 * arena begins as zeroes, and a tape leads to every step with the locals of
 * that moment, back to the beginning and to an end that nobody can tell from
 * a plain run's.
 */

#define VMAPLAB_RECORD

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/memory.h"
#include "engine/core/record.h"
#include "engine/core/text.h"

/* A function and steps of our own; the recorder only takes their numbers. */
#define FUNCTION_sum ((enum function)1)
#define FUNCTION_add ((enum function)2)
#define STEP_sum_begin ((enum step)1)
#define STEP_sum_loop ((enum step)2)
#define STEP_sum_end ((enum step)3)
#define STEP_add_one ((enum step)4)

/* --- a toy model --- */

static jmp_buf fatal;

static void add(struct machine *m, uint64_t number)
{
	int32_t sign = -(int32_t)number;

	ENTER(add, LOCAL(NUMBER, number), LOCAL(SIGNED, sign));
	STEP(add_one);
	SET(m->g->cached_hole_size, m->g->cached_hole_size + number);
	COUNT(walk, 1);
	if (m->g->cached_hole_size > 1000)
		longjmp(fatal, 1);
}

static void sum(struct machine *m, uint32_t count)
{
	uint32_t i = 0;

	ENTER(sum, LOCAL(NUMBER, i), LOCAL(NUMBER, count));
	STEP(sum_begin);
	SET(m->g->areas, count);
	for (i = 1; i <= count; i++) {
		STEP(sum_loop);
		add(m, i);
	}
	STEP(sum_end);
	SET(m->event[1].value[0], m->g->cached_hole_size);
	SET(m->event[1].value[0], m->g->cached_hole_size);
}

static void run(struct machine *m, uint32_t count)
{
	if (setjmp(fatal) == 0)
		sum(m, count);
	core_unwind(m);
}

/* --- a machine with a recorder --- */

struct fixture {
	struct machine m;
	struct core_tape tape;
	struct recorder rec;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	assert_true(memory_reserve(&f->m));
	tape_init(&f->tape);
	f->rec.tape = &f->tape;
	f->m.rec = &f->rec;
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	tape_free(&f->tape);
	memory_release(&f->m);
	free(f);
	return 0;
}

/* --- regions --- */

static void regions_lie_apart(void **state)
{
	size_t end = 0;

	(void)state;
	for (unsigned int i = 0; i < REGION_COUNT; i++) {
		enum region region = (enum region)i;
		size_t begin = memory_offset(region);

		assert_true(begin >= end);
		assert_int_equal(begin % 64, 0);
		assert_int_equal(memory_element(region) % sizeof(uint32_t), 0);
		assert_string_not_equal(memory_region_name(region), "");
		end = begin + memory_element(region) * (size_t)memory_capacity(region);
	}
	assert_int_equal(memory_offset(REGION_GLOBALS), 0);
	assert_true(memory_size() >= end);
	/* A tape names 32-bit words by a 32-bit number. */
	assert_true(memory_size() / sizeof(uint32_t) <= UINT32_MAX);
}

static void memory_begins_as_zeroes(void **state)
{
	struct fixture *f = *state;

	for (unsigned int i = 0; i < REGION_COUNT; i++) {
		enum region region = (enum region)i;
		unsigned char *first = f->m.base + memory_offset(region);
		unsigned char *last = first + memory_element(region) *
					      (size_t)memory_capacity(region) - 1;

		assert_int_equal(*first | *last, 0);
		*last = 1;
		*first = 1;
	}
}

static void pointers_lead_to_regions(void **state)
{
	struct fixture *f = *state;
	const struct machine *m = &f->m;

	assert_ptr_equal(m->g, m->base + memory_offset(REGION_GLOBALS));
	assert_ptr_equal(m->event, m->base + memory_offset(REGION_EVENT));
	assert_ptr_equal(m->next, m->base + memory_offset(REGION_NEXT));
	assert_ptr_equal(m->victim, m->base + memory_offset(REGION_VICTIM));
}

static void used_grows_with_counts(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(memory_used(&f->m, REGION_NODE), sizeof(struct area_node));
	f->m.g->used[REGION_VA_START] = 9;
	assert_int_equal(memory_used(&f->m, REGION_NODE), 10 * sizeof(struct area_node));
	assert_int_equal(memory_used(&f->m, REGION_NEXT), 10 * sizeof(uint32_t));
	f->m.g->events = 3;
	assert_int_equal(memory_used(&f->m, REGION_EVENT), 4 * sizeof(struct event));
	assert_int_equal(memory_used(&f->m, REGION_GLOBALS), sizeof(struct globals));
}

/* --- recording --- */

static uint64_t shown(const struct fixture *f, uint32_t depth, uint32_t local)
{
	return f->m.frame[depth - 1].value[local];
}

static void go(struct fixture *f, size_t *at, size_t step)
{
	size_t to = tape_write_of_step(&f->tape, step);

	tape_redo(&f->tape, &f->m, *at, to);
	tape_undo(&f->tape, &f->m, to, *at);
	*at = to;
}

static void steps_come_in_order(void **state)
{
	struct fixture *f = *state;
	static const struct {
		enum step step;
		uint16_t depth;
	} wanted[] = {
		{ STEP_sum_begin, 1 }, { STEP_sum_loop, 1 }, { STEP_add_one, 2 },
		{ STEP_sum_loop, 1 }, { STEP_add_one, 2 }, { STEP_sum_end, 1 },
	};

	run(&f->m, 2);
	assert_int_equal(f->tape.steps, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(f->tape.step[i].step, wanted[i].step);
		assert_int_equal(f->tape.step[i].depth, wanted[i].depth);
	}
}

static void a_step_shows_its_moment(void **state)
{
	struct fixture *f = *state;
	size_t at;

	run(&f->m, 3);
	at = f->tape.writes;
	go(f, &at, 4);		/* the second add_one */
	assert_int_equal(f->m.g->depth, 2);
	assert_int_equal(f->m.frame[1].function, FUNCTION_add);
	assert_int_equal(shown(f, 2, 0), 2);
	assert_true((int64_t)shown(f, 2, 1) == -2);
	assert_int_equal(shown(f, 1, 0), 2);
	assert_int_equal(f->m.g->cached_hole_size, 1);
	go(f, &at, 0);
	assert_int_equal(shown(f, 1, 0), 0);
	assert_int_equal(shown(f, 1, 1), 3);
	assert_int_equal(f->m.g->areas, 0);
	go(f, &at, 7);		/* sum_end */
	assert_int_equal(f->m.g->depth, 1);
	assert_int_equal(shown(f, 1, 0), 4);
	assert_int_equal(f->m.g->cached_hole_size, 6);
	assert_int_equal(f->m.event[1].value[0], 0);
}

static void nothing_is_left_of_recording(void **state)
{
	static const struct frame empty;
	struct fixture *f = *state;

	run(&f->m, 3);
	assert_int_equal(f->m.g->depth, 0);
	for (size_t i = 0; i < FRAME_MAX; i++)
		assert_memory_equal(&f->m.frame[i], &empty, sizeof(empty));
	assert_int_equal(f->m.event[1].value[0], 6);
	assert_int_equal(f->m.g->work.walk, 3);
}

static void a_write_that_changes_nothing_is_not_kept(void **state)
{
	struct fixture *f = *state;
	struct machine *m = &f->m;

	SET(m->g->cached_align, 8);
	SET(m->g->cached_align, 8);
	SET(m->g->vmap_area_root, UINT64_C(0x500000007));
	assert_int_equal(f->tape.writes, 2);
	assert_int_equal(f->tape.write[1].after, 7);
	assert_int_equal(f->tape.write[1].size, 4);
}

static void a_tape_plays_both_ways(void **state)
{
	struct fixture *f = *state;
	unsigned char *seen[64];
	size_t bytes = memory_offset(REGION_VA_START);
	size_t at;

	bytes = bytes < 65536 ? bytes : 65536;
	run(&f->m, 5);
	at = f->tape.writes;
	assert_true(f->tape.steps < 64);
	for (size_t i = f->tape.steps + 1; i-- > 0;) {
		go(f, &at, i);
		seen[i] = malloc(bytes);
		memcpy(seen[i], f->m.base, bytes);
	}
	tape_undo(&f->tape, &f->m, 0, at);
	at = 0;
	assert_int_equal(f->m.g->depth, 0);
	for (size_t i = 0; i <= f->tape.steps; i++) {
		go(f, &at, i);
		assert_memory_equal(seen[i], f->m.base, bytes);
		free(seen[i]);
	}
}

static void a_fatal_check_empties_the_stack(void **state)
{
	struct fixture *f = *state;
	size_t at;

	run(&f->m, 60);		/* leaves in the middle, two calls deep */
	assert_int_equal(f->m.g->depth, 0);
	assert_int_equal(f->m.frame[1].function, FUNCTION_NONE);
	assert_int_equal(f->m.frame[1].value[0], 0);
	at = f->tape.writes;
	go(f, &at, f->tape.steps - 1);
	assert_int_equal(f->m.g->depth, 2);
	assert_int_equal(shown(f, 2, 0), 45);
}

static void signatures_are_learnt(void **state)
{
	struct fixture *f = *state;
	const struct core_signature *add_signature = &f->rec.signature[FUNCTION_add];

	run(&f->m, 1);
	assert_int_equal(add_signature->locals, 2);
	assert_string_equal(add_signature->name[1], "sign");
	assert_int_equal(add_signature->kind[1], VALUE_SIGNED);
	assert_string_equal(f->rec.signature[FUNCTION_sum].name[0], "i");
}

static void without_recorder_only_the_work_is_done(void **state)
{
	struct fixture *f = *state;

	f->m.rec = NULL;
	run(&f->m, 4);
	assert_int_equal(f->tape.writes, 0);
	assert_int_equal(f->tape.steps, 0);
	assert_int_equal(f->m.g->depth, 0);
	assert_int_equal(f->m.g->cached_hole_size, 10);
}

static void a_broken_tape_does_not_harm_the_machine(void **state)
{
	struct fixture *f = *state;

	f->tape.broken = true;
	run(&f->m, 4);
	assert_int_equal(f->tape.writes, 0);
	assert_int_equal(f->m.g->depth, 0);
	assert_int_equal(f->m.frame[0].function, FUNCTION_NONE);
	assert_int_equal(f->m.g->cached_hole_size, 10);
}

/* One that has reached its end already: the next step is one too many. */
static void a_tape_is_never_longer_than_the_longest(void **state)
{
	struct fixture *f = *state;

	f->tape.steps = f->tape.step_room = TAPE_LONGEST;
	run(&f->m, 4);
	assert_true(f->tape.broken);
	assert_int_equal(f->tape.steps, TAPE_LONGEST);
	assert_int_equal(f->m.g->cached_hole_size, 10);
	tape_free(&f->tape);
	f->tape.writes = f->tape.write_room = TAPE_LONGEST;
	run(&f->m, 3);
	assert_true(f->tape.broken);
	assert_int_equal(f->tape.writes, TAPE_LONGEST);
	assert_int_equal(f->m.g->cached_hole_size, 16);
}

static void calls_may_be_deeper_than_frames(void **state)
{
	struct fixture *f = *state;
	struct machine *m = &f->m;
	uint64_t n = 0;
	const struct core_local locals[] = { LOCAL(NUMBER, n) };

	for (n = 0; n < FRAME_MAX + 5; n++)
		core_enter(m, FUNCTION_add, locals, 1);
	STEP(add_one);
	assert_int_equal(f->tape.step[0].depth, FRAME_MAX + 5);
	core_unwind(m);
	assert_int_equal(m->g->depth, 0);
	assert_int_equal(m->frame[FRAME_MAX - 1].function, FUNCTION_NONE);
}

static void a_cleared_tape_is_as_new(void **state)
{
	struct fixture *f = *state;

	run(&f->m, 20);
	assert_true(tape_bytes(&f->tape) >= f->tape.writes * sizeof(struct core_write));
	tape_clear(&f->tape);
	assert_int_equal(tape_write_of_step(&f->tape, 0), 0);
	tape_free(&f->tape);
	assert_int_equal(tape_bytes(&f->tape), 0);
}

/* --- sentences --- */

static void sentences_fit_their_room(void **state)
{
	char buffer[20];
	struct text text = text_begin(buffer, sizeof(buffer));

	(void)state;
	text_add(&text, "area ");
	text_decimal(&text, 0);
	text_add(&text, " at ");
	text_hex(&text, 0xffffc90000000000);
	assert_string_equal(buffer, "area 0 at 0xffffc90");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(regions_lie_apart),
		TEST(memory_begins_as_zeroes),
		TEST(pointers_lead_to_regions),
		TEST(used_grows_with_counts),
		TEST(steps_come_in_order),
		TEST(a_step_shows_its_moment),
		TEST(nothing_is_left_of_recording),
		TEST(a_write_that_changes_nothing_is_not_kept),
		TEST(a_tape_plays_both_ways),
		TEST(a_fatal_check_empties_the_stack),
		TEST(signatures_are_learnt),
		TEST(without_recorder_only_the_work_is_done),
		TEST(a_broken_tape_does_not_harm_the_machine),
		TEST(a_tape_is_never_longer_than_the_longest),
		TEST(calls_may_be_deeper_than_frames),
		TEST(a_cleared_tape_is_as_new),
		cmocka_unit_test(sentences_fit_their_room),
	};

	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
