/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where the panes stand, and what the keys do: plans cover the screen without
 * gaps at every size, bad plans are refused, every key runs a command that
 * there is.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/lab/lab.h"
#include "ui/screen/keys.h"
#include "ui/screen/layout.h"
#include "ui/screen/panes.h"
#include "ui/screen/view.h"

/* --- layouts --- */

/* Each cell belongs to one pane at most; gives the number of those that do. */
static int covered(const struct layout *layout, int height, int width)
{
	unsigned char *cell = calloc((size_t)height * (size_t)width, 1);
	int count = 0;

	assert_non_null(cell);
	for (int i = 0; i < layout->count; i++) {
		const struct placed *p = &layout->at[i];

		assert_true(p->y >= 0 && p->x >= 0 && p->height > 0 && p->width > 0);
		assert_true(p->y + p->height <= height && p->x + p->width <= width);
		for (int y = p->y; y < p->y + p->height; y++)
			for (int x = p->x; x < p->x + p->width; x++) {
				assert_int_equal(cell[y * width + x], 0);
				cell[y * width + x] = 1;
				count++;
			}
	}
	free(cell);
	return count;
}

static void layouts_cover_every_size(void **state)
{
	struct layout layout;
	(void)state;

	for (size_t i = 0; layout_name(i); i++)
		for (int height = 1; height <= 80; height++)
			for (int width = 1; width <= 240; width += 1 + width / 30) {
				layout_make(layout_name(i), height, width, &layout);
				assert_true(layout.count > 0);
				assert_int_equal(covered(&layout, height, width), height * width);
			}
	layout_make("search", 0, 0, &layout);
	assert_int_equal(layout.count, 0);
}

static bool has(const struct layout *layout, const struct pane *pane)
{
	for (int i = 0; i < layout->count; i++)
		if (panes[layout->at[i].pane] == pane)
			return true;
	return false;
}

/* What one must see in a situation is there at the sizes that matter. */
static void situations_show_their_panes(void **state)
{
	static const struct {
		const char *name;
		const struct pane *needed[5];
	} needs[] = {
		{ "search", { &pane_space, &pane_source, &pane_variables, &pane_why, &pane_log } },
		{ "tree", { &pane_space, &pane_tree, &pane_variables, &pane_why, &pane_log } },
		{ "tables", { &pane_tables, &pane_source, &pane_variables, &pane_why, &pane_log } },
		{ "vm", { &pane_space, &pane_vmallocinfo, &pane_ptdump, &pane_blocks,
			  &pane_why } },
		{ "frames", { &pane_space, &pane_frames, &pane_tlb, &pane_why, &pane_log } },
		{ "history", { &pane_space, &pane_timeline, &pane_events, &pane_log } },
		{ "projector", { &pane_space, &pane_source, &pane_why } },
		{ "lesson", { &pane_lesson, &pane_space, &pane_source, &pane_variables, &pane_why } },
	};
	static const int sizes[][2] = { { 21, 80 }, { 33, 120 }, { 57, 200 } };
	struct layout layout;
	(void)state;

	for (size_t i = 0; i < sizeof(needs) / sizeof(*needs); i++)
		for (size_t j = 0; j < 3; j++) {
			layout_make(needs[i].name, sizes[j][0], sizes[j][1], &layout);
			for (size_t k = 0; k < 5 && needs[i].needed[k]; k++)
				assert_true(has(&layout, needs[i].needed[k]));
		}
}

static void plans_are_read(void **state)
{
	struct layout layout;
	(void)state;

	assert_true(layout_plan("space:5 / (source | variables:30) / why!:2", 24, 80, &layout));
	assert_int_equal(layout.count, 4);
	assert_int_equal(layout.at[0].height, 5);
	assert_int_equal(layout.at[1].height, 17);
	assert_int_equal(layout.at[1].width, 50);
	assert_false(layout.at[1].edge);
	assert_int_equal(layout.at[2].x, 50);
	assert_true(layout.at[2].edge);
	assert_int_equal(layout.at[3].y, 22);
	assert_false(layout.at[3].titled);
	assert_true(layout_plan("space:2*/why:1*", 9, 10, &layout));
	assert_int_equal(layout.at[0].height, 6);
	assert_true(layout_plan("space / why:3-6", 24, 80, &layout));
	assert_int_equal(layout.at[1].height, 3);
	assert_true(layout_plan("space:5 / why:5", 3, 10, &layout));
	assert_int_equal(layout.count, 1);	/* no room for the second */
}

/* --- changing plans --- */

static struct plan plan_of(const char *text)
{
	struct plan plan;
	struct layout layout;

	if (!plan_read(&plan, text))
		fail_msg("'%s' is no plan", text);
	layout_place(&plan, 24, 80, &layout);
	return plan;
}

static void reads_as(const struct plan *plan, const char *text)
{
	char written[PLAN_TEXT];
	struct layout layout;

	assert_true(plan_write(plan, written, sizeof(written)));
	assert_string_equal(written, text);
	assert_true(layout_plan(written, 24, 80, &layout));
	assert_int_equal(covered(&layout, 24, 80), 24 * 80);
}

static int pane(const char *name)
{
	return pane_by_name(name, strlen(name));
}

static void plans_are_changed(void **state)
{
	struct plan plan = plan_of("space:5/(source|variables:33) / why!:3");
	(void)state;

	reads_as(&plan, "space:5 / (source | variables:33) / why!:3");
	assert_true(plan_swap(&plan, pane("space"), pane("why")));
	reads_as(&plan, "why:5 / (source | variables:33) / space!:3");
	assert_false(plan_swap(&plan, pane("space"), pane("tree")));
	assert_true(plan_show(&plan, pane("tree"), pane("source")));
	reads_as(&plan, "why:5 / ((source / tree) | variables:33) / space!:3");
	assert_false(plan_show(&plan, pane("tree"), pane("source")));
	assert_true(plan_hide(&plan, pane("source")));
	reads_as(&plan, "why:5 / (tree | variables:33) / space!:3");
	assert_true(plan_hide(&plan, pane("tree")));
	reads_as(&plan, "why:5 / variables / space!:3");
	assert_true(plan_hide(&plan, pane("variables")));
	reads_as(&plan, "why / space!:3");
	assert_true(plan_hide(&plan, pane("space")));
	reads_as(&plan, "why");
	assert_false(plan_hide(&plan, pane("why")));
	assert_true(plan_show(&plan, pane("space"), pane("why")));
	reads_as(&plan, "(why / space)");
}

static void panes_grow(void **state)
{
	struct plan plan = plan_of("space:5 / (source | variables:33) / why:3");
	(void)state;

	assert_true(plan_grow(&plan, pane("space"), false, 1));
	reads_as(&plan, "space:6 / (source | variables:33):15* / why:3");
	plan = plan_of("space:5 / (source | variables:33) / why:3");
	assert_true(plan_grow(&plan, pane("source"), true, -4));
	reads_as(&plan, "space:5 / (source:43* | variables:37) / why:3");
	plan = plan_of("space:5 / (source | variables:33) / why:3");
	assert_true(plan_grow(&plan, pane("variables"), false, 1));
	reads_as(&plan, "space:5 / (source | variables:33):17* / why:2");
	assert_false(plan_grow(&plan, pane("why"), true, 1));
	plan = plan_of("source / why:3-6");
	reads_as(&plan, "source / why:3-6");
	assert_true(plan_grow(&plan, pane("why"), false, 2));	/* from now on as it was wanted */
	reads_as(&plan, "source:19* / why:5");
	plan = plan_of("why:2 / space");
	assert_false(plan_grow(&plan, pane("why"), false, -1));
}

static void bad_plans_are_refused(void **state)
{
	static const char *const plans[] = {
		"", " ", "/", "space /", "nonsense", "space / why | log", "(space", "space)",
		"space:5 why", "()", "why:3-", "why:3-3 / log", "why:1*-3", "(why / log):3-6 / tree", "space:*", "space:0* / why:0*",
		"((((((((((space))))))))))",
	};
	struct layout layout;
	(void)state;

	for (size_t i = 0; i < sizeof(plans) / sizeof(*plans); i++)
		if (layout_plan(plans[i], 24, 80, &layout) || layout.count != 0)
			fail_msg("'%s' was taken", plans[i]);
}

/* --- keys --- */

static const struct command *command_of(const char *line)
{
	char word[40];

	assert_int_equal(sscanf(line, "%39s", word), 1);
	for (size_t i = 0; i < screen_command_count; i++)
		if (strcmp(screen_commands[i].name, word) == 0)
			return &screen_commands[i];
	return lab_command(word);
}

static void keys_run_commands(void **state)
{
	const struct keymap map = { .count = 0 };
	(void)state;
	for (size_t i = 0; i < key_count; i++) {
		if (!command_of(keys[i].line))
			fail_msg("key %s: there is no command '%s'", keys[i].name, keys[i].line);
		for (size_t j = 0; j < i; j++)
			assert_true(keys[i].code != keys[j].code);
		assert_ptr_equal(keymap_key(&map, keys[i].code), &keys[i]);
		if (strcmp(keys[i].name, "1..9") != 0)
			assert_int_equal(key_by_name(keys[i].name), keys[i].code);
	}
	assert_non_null(keys[0].help);
	assert_null(keymap_key(&map, '$'));
}

/* The screen's own commands hide none of the lab's, and help knows them. */
static void own_commands(void **state)
{
	(void)state;
	for (size_t i = 0; i < screen_command_count; i++) {
		const struct command *own = &screen_commands[i];

		assert_null(lab_command(own->name));
		assert_non_null(own->summary);
		assert_ptr_equal(command_of(own->example), own);
		assert_false(own->changes);
	}
}

/* Choices of these commands stand in the order of tables elsewhere. */
static void choices_match_their_tables(void **state)
{
	const struct command *pane = command_of("pane"), *layout = command_of("layout");
	char list[200] = "next previous";
	(void)state;

	for (size_t i = 0; i < pane_count; i++) {
		strcat(list, " ");
		strcat(list, panes[i]->name);
	}
	assert_string_equal(pane->parameter[0].choices, list);
	assert_string_equal(PANE_CHOICES, list + strlen("next previous "));
	strcpy(list, "next auto");
	for (size_t i = 0; layout_name(i); i++) {
		strcat(list, " ");
		strcat(list, layout_name(i));
	}
	assert_string_equal(layout->parameter[0].choices, list);
	assert_string_equal(LAYOUT_CHOICES, list + strlen("next auto "));
	list[0] = '\0';
	for (size_t i = 0; scheme_at(i); i++) {
		strcat(list, i ? " " : "");
		strcat(list, scheme_name(scheme_at(i)));
	}
	assert_string_equal(command_of("scheme")->parameter[0].choices, list);
	assert_string_equal(screen_settings[0].name, "scheme");
	assert_string_equal(screen_settings[0].values, list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layouts_cover_every_size),
		cmocka_unit_test(situations_show_their_panes), cmocka_unit_test(plans_are_read),
		cmocka_unit_test(bad_plans_are_refused), cmocka_unit_test(plans_are_changed),
		cmocka_unit_test(panes_grow), cmocka_unit_test(keys_run_commands),
		cmocka_unit_test(own_commands), cmocka_unit_test(choices_match_their_tables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
