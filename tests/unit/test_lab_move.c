/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Stepping, breakpoints and watchpoints, forwards and backwards: what stops a
 * motion one way stops it the other way, too.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ui/lab/inside.h"

enum { MANY = 400 };

static void ignore_line(void *context, enum lab_tone tone, const char *text)
{
	(void)context;
	(void)tone;
	(void)text;
}

static void run(struct lab *lab, const char *line)
{
	if (lab_run_line(lab, line, NULL) != LAB_OK)
		fail_msg("%s: %s", line, lab_error(lab));
}

/* A few operations that walk, note holes, drop the cache and purge. */
static int set_up(void **state)
{
	const struct lab_sink sink = { ignore_line, NULL };
	struct lab *lab = lab_open(&engine_space("toy")->space, &sink);

	assert_non_null(lab);
	run(lab, "alloc 1p; alloc 2p; alloc 1p; free a2; alloc 3p; alloc 1p; alloc 2p; lazy a3");
	run(lab, "alloc 4p align=16K; alloc 1p; purge; alloc 60p nowarn");
	*state = lab;
	return 0;
}

static int tear_down(void **state)
{
	lab_close(*state);
	return 0;
}

static struct cursor here(struct lab *lab)
{
	return timeline_cursor(lab_timeline(lab));
}

static bool same(struct cursor a, struct cursor b)
{
	return a.op == b.op && a.step == b.step;
}

static uint32_t depth(struct lab *lab)
{
	const struct core_step *step = timeline_step(lab_timeline(lab));

	return step ? step->depth : 0;
}

static void go(struct lab *lab, uint64_t op, uint64_t step)
{
	assert_true(timeline_goto(lab_timeline(lab), op, step));
}

/* All places where `continue` stops, from one end of time to the other. */
static size_t stops(struct lab *lab, bool reverse, struct cursor *out)
{
	size_t n = 0;

	go(lab, reverse ? timeline_length(lab_timeline(lab)) : 0, UINT64_MAX);
	for (;;) {
		enum stop_reason reason = lab_move(lab, MOTION_CONTINUE, reverse, 1);

		if (reason != STOP_BREAKPOINT && reason != STOP_WATCHPOINT)
			return n;
		assert_true(n < MANY);
		out[n++] = here(lab);
	}
}

/* Backwards the same places, or those one step before. */
static size_t check_both_ways(struct lab *lab, uint64_t before)
{
	struct cursor forward[MANY], back[MANY];
	size_t n = stops(lab, false, forward);

	assert_int_equal(stops(lab, true, back), n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(back[n - 1 - i].op, forward[i].op);
		assert_int_equal(back[n - 1 - i].step + before, forward[i].step);
	}
	return n;
}

static size_t try_break(struct lab *lab, const char *place, const char *condition)
{
	uint32_t number = lab_break(lab, place, condition);

	if (!number)
		fail_msg("%s: %s", place, lab_error(lab));
	size_t n = check_both_ways(lab, 0);

	assert_int_equal(lab_stop_point(lab, 0)->hits, 2 * n);
	assert_true(lab_delete_stop(lab, number));
	return n;
}

static void test_breakpoints(void **state)
{
	struct lab *lab = *state;

	assert_int_equal(try_break(lab, "alloc_check", NULL), 9);
	assert_int_equal(try_break(lab, "alloc_vmap_area", NULL), 9);
	assert_int_equal(try_break(lab, "function alloc_vmap_area", NULL), 9);
	assert_int_equal(try_break(lab, "alloc_vmap_area if size == 1p", NULL), 4);
	assert_int_equal(try_break(lab, "alloc_vmap_area", "size == 1p && align < 2"), 4);
	assert_int_equal(try_break(lab, "op alloc", NULL), 9);
	assert_int_equal(try_break(lab, "free", NULL), 1);
	assert_int_equal(try_break(lab, "op purge", NULL), 1);
	assert_true(try_break(lab, "descend", NULL) > 1);
}

static void test_line_breakpoints(void **state)
{
	struct lab *lab = *state;
	struct place place;
	char text[64];

	assert_true(lab_place_of_step(STEP_walk_behind, &place));
	snprintf(text, sizeof(text), "kva/walk.c:%zu", place.line);
	size_t n = try_break(lab, text, NULL);

	assert_true(n > 3);
	assert_int_equal(try_break(lab, "walk_behind", NULL), n);
	/* A line without a step means the next one that has one. */
	snprintf(text, sizeof(text), "engine/kva/walk.c:%zu", place.line - 1);
	assert_int_equal(try_break(lab, text, NULL), n);
	assert_int_equal(lab_break(lab, "walk.c:41", NULL), 0);
	assert_non_null(strstr(lab_error(lab), "there is more than one 'walk.c'; write which one: "
			       "kva/walk.c, pgtable/walk.c"));
	assert_int_equal(lab_break(lab, "kva/walk.c:99999", NULL), 0);
	assert_non_null(strstr(lab_error(lab), "no step at line 99999"));
	assert_int_equal(lab_break(lab, "nowhere.c:1", NULL), 0);
	assert_non_null(strstr(lab_error(lab), "there is no source file 'nowhere.c'"));
	assert_int_equal(lab_break(lab, "wolk_behind", NULL), 0);
	assert_non_null(strstr(lab_error(lab), "did you mean 'walk_behind'?"));
	assert_int_equal(lab_break(lab, "op hole", NULL), 0);
	assert_int_equal(lab_break(lab, "walk_behind if size >", NULL), 0);
	assert_int_equal(lab_stop_points(lab), 0);
}

static void test_events(void **state)
{
	struct lab *lab = *state;

	assert_true(try_break(lab, "hole", NULL) > 0);
	assert_true(try_break(lab, "hit", NULL) > 2);
	size_t size = try_break(lab, "dropped-size", NULL);
	size_t empty = try_break(lab, "dropped-empty", NULL);
	size_t align = try_break(lab, "dropped-align", NULL);

	assert_true(size > 0 && empty > 0 && align > 0);
	assert_int_equal(try_break(lab, "dropped", NULL), size + empty + align);
	assert_int_equal(try_break(lab, "ebusy", NULL), 1);
	assert_int_equal(try_break(lab, "enomem", NULL), 0);
	assert_int_equal(try_break(lab, "dropped-vstart", NULL), 0);
	/* What is noted stops behind the statement that did it, or before. */
	assert_true(lab_break(lab, "event purge", NULL));
	assert_int_equal(check_both_ways(lab, 1), 2);
}

static void test_watchpoints(void **state)
{
	struct lab *lab = *state;

	assert_true(lab_watch(lab, "cached_hole_size", NULL));
	assert_true(check_both_ways(lab, 1) > 2);
	assert_non_null(strstr(lab_stop_text(lab), "beginning"));
	go(lab, 0, 0);
	assert_int_equal(lab_move(lab, MOTION_CONTINUE, false, 1), STOP_WATCHPOINT);
	assert_string_equal(lab_stop_text(lab), "watchpoint 1 (cached_hole_size): "
			    "was 0x0, is 0x2000 (2 pages)");
	assert_true(lab_delete_stop(lab, 1));
	assert_true(lab_watch(lab, "walk_areas.addr", "walk_areas.walked > 1"));
	assert_true(check_both_ways(lab, 1) > 0);
	assert_int_equal(lab_watch(lab, "cached_hole", NULL), 0);
	assert_non_null(strstr(lab_error(lab), "did you mean 'cached_hole_size'?"));
	assert_int_equal(lab_watch(lab, "walk_areas.nothing", NULL), 0);
}

static void test_watch_local(void **state)
{
	struct lab *lab = *state;

	assert_true(lab_break(lab, "walk_gap", NULL));
	go(lab, 0, 0);
	assert_int_equal(lab_move(lab, MOTION_CONTINUE, false, 1), STOP_BREAKPOINT);
	assert_true(lab_watch(lab, "addr", NULL));
	assert_string_equal(lab_stop_point(lab, 1)->text, "walk_areas.addr");
	assert_true(lab_watch(lab, "first.va_end", NULL));
}

/* --- predicates --- */

struct asked {
	size_t times;
	size_t forgotten;
	bool answer;
};

static bool ask(void *context, struct lab *lab)
{
	struct asked *asked = context;

	asked->times++;
	assert_int_equal(lab_run_line(lab, "print size", NULL), LAB_OK);
	assert_int_equal(lab_run_line(lab, "step", NULL), LAB_FAILED);
	assert_int_equal(lab_run_line(lab, "alloc 1p", NULL), LAB_FAILED);
	return asked->answer;
}

static void forget(void *context)
{
	((struct asked *)context)->forgotten++;
}

static void test_predicates(void **state)
{
	struct lab *lab = *state;
	struct asked asked = { .answer = false };
	uint32_t number = lab_break(lab, "alloc_check", NULL);

	assert_true(lab_stop_predicate(lab, number, ask, &asked, forget));
	assert_int_equal(check_both_ways(lab, 0), 0);
	assert_int_equal(asked.times, 18);
	asked.answer = true;
	assert_int_equal(check_both_ways(lab, 0), 9);
	assert_true(lab_stop_predicate(lab, number, ask, &asked, forget));
	assert_int_equal(asked.forgotten, 1);
	assert_true(lab_delete_stop(lab, number));
	assert_int_equal(asked.forgotten, 2);
	assert_false(lab_stop_predicate(lab, number, ask, &asked, forget));
}

/* --- motions --- */

/* Goes to the first place of a step. */
static void go_to_step(struct lab *lab, const char *step)
{
	uint32_t number = lab_break(lab, step, NULL);

	assert_true(number);
	go(lab, 0, 0);
	assert_int_equal(lab_move(lab, MOTION_CONTINUE, false, 1), STOP_BREAKPOINT);
	assert_true(lab_delete_stop(lab, number));
}

static void test_step_and_back(void **state)
{
	struct lab *lab = *state;
	struct cursor place[MANY];
	size_t n = 0;

	go(lab, 3, UINT64_MAX);
	while (n < MANY) {
		place[n++] = here(lab);
		assert_int_equal(lab_move(lab, MOTION_STEP, false, 1), STOP_DONE);
	}
	while (n > 0) {
		assert_int_equal(lab_move(lab, MOTION_STEP, true, 1), STOP_DONE);
		assert_true(same(here(lab), place[--n]));
	}
}

static void test_next(void **state)
{
	struct lab *lab = *state;

	go(lab, 5, 0);
	while (timeline_step(lab_timeline(lab))) {
		uint32_t before = depth(lab);

		assert_int_equal(lab_move(lab, MOTION_NEXT, false, 1), STOP_DONE);
		assert_true(depth(lab) <= before);
	}
	assert_int_equal(here(lab).op, 5);
	while (here(lab).op == 5 && here(lab).step > 0) {
		assert_int_equal(lab_move(lab, MOTION_NEXT, true, 1), STOP_DONE);
		assert_true(depth(lab) <= 1);
	}
	assert_int_equal(here(lab).op, 5);
}

static void test_finish(void **state)
{
	struct lab *lab = *state;

	go_to_step(lab, "descend_left");
	uint32_t before = depth(lab);
	struct cursor at = here(lab);

	assert_int_equal(lab_move(lab, MOTION_FINISH, false, 1), STOP_DONE);
	assert_int_equal(depth(lab), before - 1);
	go(lab, at.op, at.step);
	assert_int_equal(lab_move(lab, MOTION_FINISH, true, 1), STOP_DONE);
	assert_int_equal(depth(lab), before - 1);
	assert_int_equal(timeline_step(lab_timeline(lab))->step, STEP_search_descend);
	/* The outermost call ends where the operation does. */
	go(lab, at.op, 0);
	assert_int_equal(lab_move(lab, MOTION_FINISH, false, 1), STOP_DONE);
	assert_null(timeline_step(lab_timeline(lab)));
	assert_int_equal(lab_move(lab, MOTION_FINISH, true, 1), STOP_DONE);
	assert_true(same(here(lab), (struct cursor){ .op = at.op, .step = 0 }));
}

static void test_until(void **state)
{
	struct lab *lab = *state;

	go_to_step(lab, "walk_next");
	assert_int_equal(lab_move(lab, MOTION_NEXT, false, 1), STOP_DONE);
	assert_int_equal(timeline_step(lab_timeline(lab))->step, STEP_walk_range);
	go_to_step(lab, "walk_next");
	assert_int_equal(lab_move(lab, MOTION_UNTIL, false, 1), STOP_DONE);
	assert_int_equal(timeline_step(lab_timeline(lab))->step, STEP_search_found);
}

static void test_operations(void **state)
{
	struct lab *lab = *state;

	go(lab, 3, 2);
	assert_int_equal(lab_move(lab, MOTION_OP, false, 1), STOP_DONE);
	assert_int_equal(here(lab).op, 3);
	assert_null(timeline_step(lab_timeline(lab)));
	assert_int_equal(lab_move(lab, MOTION_OP, false, 2), STOP_DONE);
	assert_int_equal(here(lab).op, 5);
	assert_int_equal(lab_move(lab, MOTION_OP, true, 5), STOP_DONE);
	assert_int_equal(here(lab).op, 0);
	assert_int_equal(lab_move(lab, MOTION_OP, true, 1), STOP_BEGIN);
	assert_int_equal(lab_move(lab, MOTION_OP, false, 1000), STOP_END);
	assert_int_equal(lab_move(lab, MOTION_STEP, false, 1), STOP_END);
	assert_int_equal(lab_move(lab, MOTION_CONTINUE, true, 1), STOP_BEGIN);
	assert_int_equal(here(lab).op, 0);
	assert_int_equal(lab_move(lab, MOTION_STEP, true, 1), STOP_BEGIN);
}

static void test_interrupt(void **state)
{
	struct lab *lab = *state;

	assert_true(lab_break(lab, "oops", NULL));
	go(lab, 0, 0);
	lab_interrupted = 1;
	assert_int_equal(lab_move(lab, MOTION_CONTINUE, false, 1), STOP_INTERRUPTED);
	assert_int_equal(lab_interrupted, 0);
	assert_int_equal(here(lab).op, 1);
	lab_interrupted = 1;
	assert_int_equal(lab_run_line(lab, "reverse-continue", NULL), LAB_FAILED);
	assert_string_equal(lab_error(lab), "interrupted");
	assert_non_null(strstr(lab_log_line(lab, lab_log_length(lab) - 1), "goto 0"));
}

/* --- new operations --- */

static void test_new_operation_stops(void **state)
{
	struct lab *lab = *state;
	uint64_t length = timeline_length(lab_timeline(lab));

	run(lab, "break search_wrap");
	run(lab, "alloc 1p");
	assert_int_equal(here(lab).op, length + 1);
	assert_int_equal(timeline_step(lab_timeline(lab))->step, STEP_search_wrap);
	/* Another operation lets it come to its end. */
	run(lab, "delete; alloc 1p");
	assert_int_equal(timeline_length(lab_timeline(lab)), length + 2);
	assert_int_equal(timeline_branches(lab_timeline(lab)), 1);
	run(lab, "set entry first; alloc 1p");
	assert_int_equal(here(lab).step, 0);
	assert_non_null(timeline_step(lab_timeline(lab)));
	run(lab, "alloc 1p");
	assert_int_equal(timeline_length(lab_timeline(lab)), length + 4);
	assert_int_equal(timeline_branches(lab_timeline(lab)), 1);
}

static void test_unrecorded(void **state)
{
	struct lab *lab = *state;

	run(lab, "set record off; alloc 1p; free a1; set record on; break op alloc; goto 0");
	assert_int_equal(check_both_ways(lab, 0), 10);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_breakpoints),
		TEST(test_line_breakpoints),
		TEST(test_events),
		TEST(test_watchpoints),
		TEST(test_watch_local),
		TEST(test_predicates),
		TEST(test_step_and_back),
		TEST(test_next),
		TEST(test_finish),
		TEST(test_until),
		TEST(test_operations),
		TEST(test_interrupt),
		TEST(test_new_operation_stops),
		TEST(test_unrecorded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
