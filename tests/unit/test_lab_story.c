/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The event log: its figures against the tape itself, at every step; that it tells
 * the same however one came there; and bookmarks, which are moments with names.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/lab/inside.h"

enum { TEXT = 512 };

static char last_line[TEXT];

static void keep_line(void *context, enum lab_tone tone, const char *text)
{
	(void)tone;
	snprintf(context, TEXT, "%s", text);
}

static void run(struct lab *lab, const char *line)
{
	if (lab_run_line(lab, line, NULL) != LAB_OK)
		fail_msg("%s: %s", line, lab_error(lab));
}

/* Searches, a purge, page tables, blocks, a group, refused memory, a BUG. */
static const char operations[] =
	"alloc 1p; alloc 2p; alloc 1p; free a2; alloc 3p; alloc 1p; alloc 2p; alloc 4p align=16K;"
	"lazy a1; lazy a3; purge; vmalloc 3p name=v; vmalloc 4p pfail=3; map start+1M 2p;"
	"map start+1M 2p; walk start+1M; unmap start+1M 2p; mapram 4; unmapram r1; aliases;"
	"pcpu offs=0,1M sizes=32K,32K; ioremap 0xfe000000 2M; vfree v; vmalloc 2p kfail=1;"
	"alloc 0; touch start; alloc 1G vend=start+1M";

static struct lab *open_lab(const char *line)
{
	const struct lab_sink sink = { keep_line, last_line };
	struct lab *lab = lab_open(&engine_space("x86-64")->space, &sink);

	assert_non_null(lab);
	run(lab, line);
	return lab;
}

static int set_up(void **state)
{
	*state = open_lab(operations);
	return 0;
}

static int tear_down(void **state)
{
	lab_close(*state);
	return 0;
}

static void go(struct lab *lab, uint64_t op, uint64_t step)
{
	assert_true(timeline_goto(lab_timeline(lab), op, step));
}

static uint64_t steps_of(struct lab *lab, uint64_t op)
{
	go(lab, op, UINT64_MAX);
	return timeline_steps(lab_timeline(lab));
}

/* --- the log --- */

/* All of what is told at the cursor, what is folded included. */
static char *told_here(struct lab *lab)
{
	char *all = NULL, text[TEXT];
	size_t length;
	FILE *file = open_memstream(&all, &length);
	struct lab_told told;

	assert_non_null(file);
	for (size_t line = 0; line < lab_story(lab); line++)
		for (size_t i = 0; i <= lab_story_inside(lab, line); i++) {
			lab_story_text(lab, line, i, &told, text, sizeof(text));
			fprintf(file, "%zu.%zu %llu %d %s\n", line, i,
				(unsigned long long)told.step, told.tone, text);
			assert_true(told.step <= timeline_cursor(lab_timeline(lab)).step);
			assert_false(told.later);
			assert_true(text[0] != '\0');
			assert_null(strchr(text, '{'));
		}
	fclose(file);
	return all;
}

/* Stepping through, jumping to the end and coming back, and beginning in the middle
 * lead to the same words. */
static void every_way_tells_the_same(void **state)
{
	struct lab *lab = *state, *other = open_lab(operations);
	uint64_t length = timeline_length(lab_timeline(lab));

	for (uint64_t op = 1; op <= length; op++) {
		uint64_t steps = steps_of(lab, op);

		steps_of(other, op);
		lab_story(other);	/* as far as the end */
		for (uint64_t step = 0; step <= steps; step += steps > 400 ? 37 : 1) {
			go(lab, op, step);
			go(other, op, step);
			char *by_steps = told_here(lab), *back = told_here(other);

			assert_string_equal(by_steps, back);
			free(by_steps);
			free(back);
		}
		go(other, op == 1 ? 2 : 1, 0);	/* it forgets */
		lab_story(other);
		go(lab, op, steps / 2);
		go(other, op, steps / 2);
		char *one = told_here(lab), *two = told_here(other);

		assert_string_equal(one, two);
		free(one);
		free(two);
	}
	lab_close(other);
}

static uint64_t arrivals(struct lab *lab, enum step wanted)
{
	uint64_t count = 0, here = timeline_cursor(lab_timeline(lab)).step;
	const struct core_step *step;

	for (uint64_t i = 0; i <= here &&
	     (step = timeline_step_at(lab_timeline(lab), i)) != NULL; i++)
		count += step->step == wanted;
	return count;
}

/* The number before (or behind) some words, over all lines of the log. */
static uint64_t told_sum(struct lab *lab, const char *words)
{
	uint64_t sum = 0;
	char text[TEXT], number[TEXT], *at;
	struct lab_told told;

	for (size_t line = 0; line < lab_story(lab); line++) {
		lab_story_text(lab, line, 0, &told, text, sizeof(text));
		if (!told.fold || !(at = strstr(text, words)))
			continue;
		*at = '\0';
		size_t begin = strlen(text), used = 0;
		while (begin > 0 && strchr("0123456789,", text[begin - 1]))
			begin--;
		for (; text[begin]; begin++)
			if (text[begin] != ',')
				number[used++] = text[begin];
		number[used] = '\0';
		sum += strtoull(number, NULL, 10);
	}
	return sum;
}

static void figures_are_those_of_the_tape(void **state)
{
	static const struct {
		const char *words;
		enum step step;
	} figures[] = {
		{ " area walked", STEP_walk_hole }, { " areas walked", STEP_walk_hole },
		{ " page-table entr", STEP_map_pte_set }, { " page frame", STEP_frames_keep },
		{ " rotation", STEP_rotate_begin }, { " new table", STEP_table_hang },
	};
	struct lab *lab = *state;
	uint64_t length = timeline_length(lab_timeline(lab)), seen = 0;

	for (uint64_t op = 1; op <= length; op++) {
		uint64_t steps = steps_of(lab, op);

		for (uint64_t step = 0; step <= steps; step += 7) {
			go(lab, op, step);
			uint64_t walked = told_sum(lab, " area walked") + told_sum(lab, " areas walked");
			assert_int_equal(walked, arrivals(lab, STEP_walk_hole));
			for (size_t i = 2; i < LENGTH(figures); i++) {
				uint64_t count = arrivals(lab, figures[i].step);
				uint64_t cleared = i == 2 ? arrivals(lab, STEP_unmap_pte_clear) +
					arrivals(lab, STEP_ioremap_pte_set) : 0;

				assert_int_equal(told_sum(lab, figures[i].words), count + cleared);
				seen += count;
			}
			seen += walked;
		}
	}
	assert_true(seen > 100);
}

static bool tells(struct lab *lab, const char *words, enum lab_tone tone)
{
	char text[TEXT];
	struct lab_told told;

	for (size_t line = 0; line < lab_story(lab); line++) {
		lab_story_text(lab, line, 0, &told, text, sizeof(text));
		if (strstr(text, words) && told.tone == tone)
			return true;
	}
	return false;
}

static void surprises_stand_out(void **state)
{
	struct lab *lab = *state;

	run(lab, "space toy; alloc 1p; alloc 2p; alloc 1p; free a2; alloc 3p");
	assert_true(tells(lab, "3 areas walked, largest hole 2 pages", TONE_WARN) ||
		    tells(lab, "2 areas walked, largest hole 2 pages", TONE_WARN));
	run(lab, "alloc 1p");
	assert_true(tells(lab, "1 page may fit into the noted hole of 2 pages", TONE_WARN));
	assert_true(tells(lab, "a search for 1 page begins", TONE_PLAIN));
	run(lab, "lazy a1; purge");
	assert_true(tells(lab, "a purge of the lazy list begins", TONE_WARN));
	assert_true(tells(lab, "1 lazy area freed", TONE_PLAIN));
	run(lab, "vmalloc 3p pfail=2");
	assert_true(tells(lab, "1 page frame taken; after 1 page frames of 3", TONE_WARN));
	run(lab, "map start+60p 1p; map start+60p 1p");
	assert_true(tells(lab, "WARN in vmap_pte_range", TONE_WARN));
	run(lab, "alloc 0");
	assert_true(tells(lab, "BUG in alloc_vmap_area", TONE_ERROR));
}

/* The machine holds the events of another operation while the cursor is at the
 * beginning of one; the log does not. */
static void later_lines_are_its_own(void **state)
{
	struct lab *lab = *state;
	char text[TEXT], end[TEXT] = "";
	struct lab_told told;

	run(lab, "space toy; alloc 5p; alloc 6p; goto 2");
	for (size_t line = 0; line < lab_story(lab); line++) {
		lab_story_text(lab, line, 0, &told, text, sizeof(text));
		if (strncmp(text, "try 1", 5) == 0)
			snprintf(end, sizeof(end), "%s", text);
	}
	assert_non_null(strstr(end, "size 0x6000"));
	run(lab, "goto 2 0");
	assert_int_equal(lab_story(lab), 0);
	bool seen = false;
	for (size_t line = 0; line < lab_story_so_far(lab); line++) {
		lab_story_text(lab, line, 0, &told, text, sizeof(text));
		assert_true(told.later);
		seen = seen || strcmp(text, end) == 0;
	}
	assert_true(seen);
	run(lab, "goto 0");
	assert_int_equal(lab_story(lab), 0);
	assert_int_equal(lab_story_so_far(lab), 0);
}

static void ticks(void **state)
{
	struct lab *lab = *state;

	run(lab, "space toy; alloc 1p; alloc 2p; alloc 1p; free a2; alloc 3p; goto 5");
	uint64_t steps = timeline_steps(lab_timeline(lab)), hole = 0, ended = 0;
	for (uint64_t i = 0; i < steps; i++) {
		enum lab_tick tick = lab_story_tick(lab, i, i + 1);
		const struct core_step *step = timeline_step_at(lab_timeline(lab), i);

		assert_int_equal(tick == TICK_SURPRISE, step->step == STEP_walk_note_hole);
		hole += tick == TICK_SURPRISE;
		ended += tick == TICK_EVENT;
	}
	assert_int_equal(hole, 1);
	assert_int_equal(ended, 1);
	assert_int_equal(lab_story_tick(lab, 0, steps), TICK_SURPRISE);
	assert_int_equal(lab_story_tick(lab, steps, UINT64_MAX), TICK_NONE);
}

/* --- bookmarks and branches --- */

static struct cursor here(struct lab *lab)
{
	return timeline_cursor(lab_timeline(lab));
}

static void bookmarks(void **state)
{
	struct lab *lab = *state;

	run(lab, "space toy; alloc 1p; alloc 2p; goto 2 5; bookmark mid; goto 2; mark end2; alloc 1p");
	run(lab, "goto mid");
	assert_true(here(lab).op == 2 && here(lab).step == 5);
	run(lab, "goto end2");
	assert_true(here(lab).op == 2 && timeline_step(lab_timeline(lab)) == NULL);
	run(lab, "goto 1; alloc 4p");	/* another branch */
	assert_non_null(strstr(last_line, "4 pages"));
	assert_int_equal(here(lab).branch, 1);
	run(lab, "goto mid");
	assert_true(here(lab).branch == 0 && here(lab).op == 2 && here(lab).step == 5);
	assert_int_equal(lab_bookmarks(lab), 2);
	run(lab, "delete end2");
	assert_int_equal(lab_bookmarks(lab), 1);
	assert_int_equal(lab_run_line(lab, "goto end2", NULL), LAB_FAILED);
	assert_int_equal(lab_run_line(lab, "goto mid 3", NULL), LAB_FAILED);
	assert_int_equal(lab_run_line(lab, "bookmark 5", NULL), LAB_FAILED);
	assert_int_equal(lab_run_line(lab, "bookmark a-b", NULL), LAB_FAILED);
	assert_int_equal(lab_run_line(lab, "bookmark nobody drop=1", NULL), LAB_FAILED);
	run(lab, "branch 1; bookmark second; goto 1; bookmark first; branch 0; goto first");
	assert_true(here(lab).branch == 0 && here(lab).op == 1);	/* it lies on both */
	run(lab, "branch 1 drop=1; goto first");
	assert_true(here(lab).branch == 0 && here(lab).op == 1);
	assert_int_equal(lab_bookmarks(lab), 2);	/* the other one of the branch went with it */
	run(lab, "space toy");
	assert_int_equal(lab_bookmarks(lab), 0);
}

static void a_session_keeps_its_bookmarks(void **state)
{
	struct lab *lab = *state, *other = open_lab("space toy");

	run(lab, "space toy; alloc 1p; alloc 2p; goto 2 5; bookmark mid; step; step; goto 2");
	for (size_t i = 0; i < lab_log_length(lab); i++)
		run(other, lab_log_line(lab, i));
	assert_int_equal(lab_bookmarks(other), 1);
	run(other, "goto mid");
	assert_true(here(other).op == 2 && here(other).step == 5);
	lab_close(other);
}

static char branch_line[TEXT];

static void note_branch(void *context, enum lab_tone tone, const char *text)
{
	(void)context;
	(void)tone;
	if (strstr(text, "branch"))
		snprintf(branch_line, sizeof(branch_line), "%s", text);
}

static void a_new_branch_is_told(void **state)
{
	const struct lab_sink sink = { note_branch, NULL };
	struct lab *lab = *state;

	run(lab, "space toy; alloc 1p; alloc 2p; alloc 1p; goto 1");
	lab_set_sink(lab, &sink);
	run(lab, "alloc 4p");
	assert_string_equal(branch_line, "a branch begins at operation 2: this is branch 1; the old "
			    "future (2 operations) stays: 'branch 0' goes there");
	branch_line[0] = '\0';
	run(lab, "alloc 1p");
	assert_string_equal(branch_line, "");
	run(lab, "goto 2; alloc 2p");
	assert_string_equal(branch_line, "a branch begins at operation 3: this is branch 2; the old "
			    "future (1 operation) stays: 'branch 1' goes there");
}

#define in_lab(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_lab(every_way_tells_the_same), in_lab(figures_are_those_of_the_tape),
		in_lab(surprises_stand_out), in_lab(later_lines_are_its_own), in_lab(ticks),
		in_lab(bookmarks), in_lab(a_session_keeps_its_bookmarks),
		in_lab(a_new_branch_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
