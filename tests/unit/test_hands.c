/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Fingers and audiences, without a terminal: counts, searching, clicks, the
 * spotlight and the projector; and that nothing of what lies over the panes
 * minds how large the screen is.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/screen/hands.h"
#include "ui/screen/palette.h"
#include "ui/screen/present.h"
#include "ui/screen/screen.h"
#include "ui/screen/search.h"

enum { HEIGHT = 36, WIDTH = 120 };

static int set_up(void **state)
{
	struct screen *screen = calloc(1, sizeof(*screen));
	const struct screen_options options = { .scheme = "dark" };
	struct lab *lab = lab_open(&engine_space("toy")->space, NULL);

	assert_non_null(screen);
	assert_non_null(lab);
	assert_true(screen_open(screen, lab, &options, true));
	screen->canvas.ascii = false;
	lab_set_entry(lab, ENTRY_AT_FIRST_STEP);
	assert_true(canvas_resize(&screen->canvas, HEIGHT, WIDTH));
	*state = screen;
	return 0;
}

static int tear_down(void **state)
{
	struct screen *screen = *state;
	struct lab *lab = screen->lab;

	present_close(screen);
	screen_close(screen);
	lab_close(lab);
	free(screen);
	return 0;
}

static void key(struct screen *screen, const char *line)
{
	if (!screen_run_key(screen, line))
		fail_msg("'%s': %s", line, lab_error(screen->lab));
}

static struct cursor cursor_of(const struct screen *screen)
{
	return timeline_cursor(lab_timeline(screen->lab));
}

static void press(struct screen *screen, const char *text)
{
	for (; *text; text++)
		if (!hands_count(screen, (uint32_t)*text))
			hands_run(screen, keymap_key(&screen->keymap, (uint32_t)*text));
}

static char *text_of(const struct canvas *canvas)
{
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	assert_non_null(file);
	canvas_write_text(canvas, file);
	fclose(file);
	return text;
}

/* --- counts --- */

static void counts(void **state)
{
	struct screen *screen = *state;

	key(screen, "alloc 3p");
	press(screen, "10s");
	assert_int_equal(cursor_of(screen).step, 10);
	assert_string_equal(screen->last_line, "step 10");
	assert_int_equal(screen->count, 0);
	press(screen, "3S");
	assert_int_equal(cursor_of(screen).step, 7);
	press(screen, "r");
	assert_int_equal(cursor_of(screen).step, 4);
	press(screen, "2r");
	assert_int_equal(cursor_of(screen).op, 0);
	press(screen, "99999999s");	/* kept within bounds, and ends at the end */
	assert_int_equal(cursor_of(screen).op, 1);
	assert_false(hands_count(screen, '0'));
	assert_false(hands_count(screen, 's'));
	assert_true(keymap_bind(&screen->keymap, '1', "1", "step"));
	assert_false(hands_count(screen, '1'));
}

/* --- what commands answer --- */

/* Has a line from the n-th on (of all that ever came) that text? */
static bool told_since(const struct screen *screen, size_t n, const char *text)
{
	enum style style;

	for (size_t i = messages_place(screen->messages, n); i < messages_count(screen->messages); i++)
		if (strstr(messages_text(screen->messages, i, &style), text))
			return true;
	return false;
}

static bool tells(struct screen *screen, const char *line, const char *text)
{
	size_t n = messages_total(screen->messages);

	screen_take_line(screen, line);
	return told_since(screen, n, text);
}

/* A motion's place is in the panes; what was asked for is told nevertheless. */
static void answers_are_told(void **state)
{
	struct screen *screen = *state;

	assert_false(tells(screen, "alloc 3p name=a", "alloc.c:"));
	assert_false(tells(screen, "goto 1 33", "alloc.c:"));
	assert_true(tells(screen, "where", "#0 "));
	assert_true(tells(screen, "where", "alloc_vmap_area () at alloc.c:"));
	assert_true(tells(screen, "why", "vmap_area_lock"));
	assert_true(tells(screen, "op-end", "end of op 1: alloc 3p"));
	assert_true(tells(screen, "where", "end of op 1"));
	assert_true(tells(screen, "why", "Search 1"));
	assert_true(tells(screen, "goto 1 3", "> goto 1 3"));
	key(screen, "op-end");
	assert_false(tells(screen, "goto 1 3", "end of op"));
}

/* What the operation before came to must not look like the answer. */
static void the_operation_before_is_named(void **state)
{
	struct screen *screen = *state;

	screen_take_line(screen, "alloc 3p name=a");
	assert_true(tells(screen, "alloc 2p", "operation 1 went on to its end: alloc 3p -> a"));
}

static void a_status_line_grows_old(void **state)
{
	struct screen *screen = *state;

	screen_take_line(screen, "print 6*7");
	size_t last = messages_count(screen->messages) - 1;
	assert_false(messages_is_past(screen->messages, last));
	key(screen, "scroll down");
	assert_true(messages_is_past(screen->messages, last));
	assert_true(told_since(screen, 0, "6*7 = 42"));	/* larger panes have it still */
}

/* --- letters struck without a prompt --- */

static bool struck(struct screen *screen, const char *text)
{
	bool slip = false;

	for (; *text; text++)
		slip = hands_struck(screen, (uint32_t)*text);
	return slip;
}

static void a_missing_colon_is_noticed(void **state)
{
	struct screen *screen = *state;

	assert_true(struck(screen, "ssalloc "));	/* behind two steps */
	assert_true(screen->in_prompt);
	screen->in_prompt = false;
	assert_true(struck(screen, "nnnnnnnnnnnnnnnnnnnnnnnnnnnnreverse-step "));
	assert_false(struck(screen, "nnnnssf "));
	assert_false(struck(screen, "alloc"));
	assert_false(struck(screen, "\033 "));	/* Esc ends the word */
	assert_false(hands_struck(screen, KEY_CODE_ENTER));
}

/* --- searching --- */

static void a_layout_has_a_pane_of_its_own(void **state)
{
	struct screen *screen = *state;

	key(screen, "vmalloc 3p name=w; goto 1; layout tables");
	assert_ptr_equal(panes[screen->focus], &pane_tables);
	assert_false(tells(screen, "search w+1p", "w+1p"));	/* neither its echo nor a complaint */
	assert_true(screen->state[screen->focus].held);
	key(screen, "layout tree");
	assert_ptr_equal(panes[screen->focus], &pane_tree);
	screen->script_runs = true;
	key(screen, "layout tables");
	screen->script_runs = false;
	assert_ptr_equal(panes[screen->focus], &pane_tree);
}

static bool look(struct screen *screen, const struct pane *pane, const char *text, bool back,
		 int *row)
{
	struct scene scene;
	struct pane_state *state = &screen->state[pane_by_name(pane->name, strlen(pane->name))];

	scene_take(&scene, screen->lab, &screen->memory);
	const struct showing showing = { .scene = &scene, .messages = screen->messages,
					 .desk = screen->desk };
	return search_pane(pane, &showing, state, 10, 70, text, back, row);
}

static void operations_are_found(void **state)
{
	struct screen *screen = *state;
	struct pane_state *pane = &screen->state[pane_by_name("timeline", 8)];
	int row = -1;

	for (int i = 0; i < 40; i++)
		key(screen, i == 12 || i == 30 ? "purge" : "dropcache");
	key(screen, "goto 1");
	assert_true(look(screen, &pane_timeline, "purge", false, &row));
	assert_int_equal(pane->offset + row, 13);
	assert_true(look(screen, &pane_timeline, "purge", false, &row));
	assert_int_equal(pane->offset + row, 31);
	assert_true(look(screen, &pane_timeline, "purge", false, &row));	/* round the end */
	assert_int_equal(pane->offset + row, 13);
	assert_true(look(screen, &pane_timeline, "purge", true, &row));
	assert_int_equal(pane->offset + row, 31);
	assert_true(look(screen, &pane_timeline, "purge", true, &row));
	assert_int_equal(pane->offset + row, 13);

	struct pane_state before = *pane;
	assert_false(look(screen, &pane_timeline, "Purge", false, &row));	/* as it is written */
	assert_false(look(screen, &pane_timeline, "", false, &row));
	assert_memory_equal(&before, pane, sizeof(before));
	lab_interrupted = 1;
	assert_false(look(screen, &pane_timeline, "nowhere", false, &row));
	lab_interrupted = 0;
}

/* Every pane whose rows are searched can be searched to the end. */
static void every_pane_ends(void **state)
{
	struct screen *screen = *state;

	key(screen, "alloc 3p; alloc 2p; lazy a1; vmalloc 2p; mapram 2; step 9");
	for (size_t i = 0; i < pane_count; i++) {
		int row = -1;

		if (panes[i]->move && !panes[i]->find)
			assert_false(look(screen, panes[i], "\x01", i % 2, &row));
	}
}

static void the_tree_finds_areas(void **state)
{
	struct screen *screen = *state;
	struct pane_state *tree = &screen->state[pane_by_name("tree", 4)];

	key(screen, "alloc 3p; alloc 2p; alloc 1p; goto 3; layout tree; pane tree");
	view_draw(screen);
	key(screen, "search a2");
	assert_true(tree->held);
	key(screen, "scroll follow");
	assert_false(tree->held);
	key(screen, "search nobody + 1");
	assert_false(tree->held);
}

/* --- the mouse --- */

static const struct placed *placed(const struct screen *screen, const char *name)
{
	for (int i = 0; i < screen->layout.count; i++)
		if (strcmp(panes[screen->layout.at[i].pane]->name, name) == 0)
			return &screen->layout.at[i];
	fail_msg("the pane %s is not there", name);
	return NULL;
}

static void clicks(void **state)
{
	struct screen *screen = *state;
	const struct placed *p;

	key(screen, "alloc 3p; alloc 2p; alloc 1p; goto 3 5");
	view_draw(screen);
	p = placed(screen, "timeline");
	hands_mouse(screen, MOUSE_CLICK, screen->area.y + p->y + 3, p->x + 5);
	assert_string_equal(panes[screen->focus]->name, "timeline");
	assert_int_equal(cursor_of(screen).op, 3);	/* operations 1 to 3 are shown, and its steps */
	key(screen, "goto 3 5");
	view_draw(screen);
	p = placed(screen, "source");
	hands_mouse(screen, MOUSE_CLICK, screen->area.y + p->y + 3, 20);
	assert_true(screen->picked.line > 0);
	size_t line = screen->picked.line;
	key(screen, "break-here");
	assert_int_equal(lab_stop_points(screen->lab), 1);
	view_draw(screen);
	assert_int_equal(screen->picked.line, line);
	assert_int_equal(screen->canvas.cursor_y, screen->area.y + p->y + 3);
	key(screen, "step");
	view_draw(screen);
	assert_int_equal(screen->picked.line, 0);	/* it belonged to that moment */
}

/* Of two files of one name the source says which it shows; picking a line, so must we. */
static void two_files_of_one_name(void **state)
{
	struct screen *screen = *state;

	key(screen, "alloc 3p; alloc 1p; goto 2 0; break walk_gap; continue");
	view_draw(screen);
	char *text = text_of(&screen->canvas);
	assert_non_null(strstr(text, "kva/walk.c: walk_areas < search_hole < "));
	free(text);
	assert_false(screen_run_key(screen, "pick walk.c:41"));
	assert_non_null(strstr(lab_error(screen->lab), "write which one: kva/walk.c, pgtable/walk.c"));
	key(screen, "pick pgtable/walk.c:30");
	assert_int_equal(screen->picked.line, 30);
}

/* The row of the canvas that has the text; fails if none has. */
static int row_of(const struct screen *screen, const char *words)
{
	char *all = text_of(&screen->canvas);
	int row = 0, found = -1;

	for (size_t i = 0; all[i] && found < 0; i++) {
		if (strncmp(&all[i], words, strlen(words)) == 0)
			found = row;
		row += all[i] == '\n';
	}
	if (found < 0)
		fail_msg("'%s' is not in:\n%s", words, all);
	free(all);
	return found;
}

static void click_on(struct screen *screen, const char *text, int x)
{
	view_draw(screen);
	hands_mouse(screen, MOUSE_CLICK, row_of(screen, text), x);
	view_draw(screen);
}

static void enter_is_a_click(struct screen *screen)
{
	hands_run(screen, keymap_key(&screen->keymap, KEY_CODE_ENTER));
}

static void the_log_folds(void **state)
{
	struct screen *screen = *state;

	key(screen, "alloc 3p; alloc 2p; alloc 4p; free a2; alloc 3p; layout history; goto 5");
	click_on(screen, "2 areas walked", 80);
	assert_string_equal(screen->last_line, "fold 3");
	row_of(screen, "no hole before a1");
	click_on(screen, "no hole before a1", 80);
	assert_int_equal(cursor_of(screen).step, 25);
	key(screen, "op-end");
	click_on(screen, "2 areas walked", 80);
	char *text = text_of(&screen->canvas);
	assert_null(strstr(text, "no hole before a1"));
	free(text);
	key(screen, "fold 99; fold 1");	/* told, and nothing happens */
	press(screen, "kk");
	struct cursor before = cursor_of(screen);
	enter_is_a_click(screen);
	assert_true(cursor_of(screen).step < before.step || screen->last_line[0] == 'f');
	key(screen, "goto 4");	/* what is open belongs to its operation */
	view_draw(screen);
	key(screen, "scroll follow");
	enter_is_a_click(screen);	/* nothing is chosen: it goes on as ever */
	assert_string_equal(screen->last_line, "go-on");
}

static void the_strip_leads_to_steps(void **state)
{
	struct screen *screen = *state;
	const struct placed *p;

	view_draw(screen);
	key(screen, "alloc 3p; alloc 2p; alloc 4p; layout history; pane timeline; goto 3 7");
	view_draw(screen);
	assert_false(screen->zoomed);
	p = placed(screen, "timeline");
	int y = screen->area.y + p->y + p->height - 1;
	uint64_t steps = timeline_steps(lab_timeline(screen->lab)), last = 0;
	for (int x = 1; x < p->width - 25; x++) {
		hands_mouse(screen, MOUSE_CLICK, y, x);
		view_draw(screen);
		assert_true(cursor_of(screen).op == 3 && cursor_of(screen).step >= last);
		last = cursor_of(screen).step;
	}
	assert_int_equal(last, steps);
	p = placed(screen, "timeline");	/* at the end the sentence below takes more rows */
	hands_mouse(screen, MOUSE_CLICK, screen->area.y + p->y + p->height - 1, 1);
	assert_int_equal(cursor_of(screen).step, 0);
}

static void branches_lead_to_each_other(void **state)
{
	struct screen *screen = *state;

	key(screen, "set entry end; alloc 3p; bookmark one; alloc 2p; goto 1; alloc 4p; alloc 1p");
	key(screen, "layout history");
	view_draw(screen);
	row_of(screen, "[one]");
	click_on(screen, "branch 0: 1 other operation ", 8);
	assert_true(cursor_of(screen).branch == 0 && cursor_of(screen).op == 2);
	row_of(screen, "[one]");
	key(screen, "pane timeline; scroll top");
	press(screen, "jj");
	view_draw(screen);
	enter_is_a_click(screen);
	assert_int_equal(cursor_of(screen).branch, 1);
	assert_int_equal(cursor_of(screen).op, 3);
	for (int i = 0; i < 100; i++)	/* many forks at one operation */
		key(screen, "goto 1; alloc 1p");
	for (int height = 1; height < 40; height++) {
		assert_true(canvas_resize(&screen->canvas, height, 20 + height * 5));
		view_draw(screen);
	}
}

static void words_have_meanings(void **state)
{
	struct screen *screen = *state;
	const struct placed *p;

	key(screen, "alloc 3p; alloc 2p; goto 2; layout search");
	click_on(screen, "cached_align", 68);
	assert_string_equal(screen->last_line, "print cached_align");
	click_on(screen, "[a1", 2);
	assert_string_equal(screen->last_line, "areas 0xffffc90000000000 1");
	key(screen, "layout search");
	view_draw(screen);
	p = placed(screen, "source");
	hands_mouse(screen, MOUSE_CLICK, screen->area.y + p->y + 3, p->x + 2);
	assert_int_equal(lab_stop_points(screen->lab), 1);
	view_draw(screen);
	hands_mouse(screen, MOUSE_CLICK, screen->area.y + p->y + 3, p->x + 30);
	assert_int_equal(lab_stop_points(screen->lab), 0);
	key(screen, "layout tables; pane tables; search nothing of the kind");
	key(screen, "search pgd");
}

/* What a click on the address space tells is what is drawn there. */
static void places_are_those_drawn(void **state)
{
	struct screen *screen = *state;
	const struct machine *m = lab_machine(screen->lab);
	int areas = 0, holes = 0;

	key(screen, "set entry end; alloc 3p; alloc 2p; alloc 4p; free a2; alloc 30p; free a3");
	for (int zoom = 0; zoom < 4; zoom++) {
		view_draw(screen);
		const struct placed *p = placed(screen, "space");
		for (int y = 1; y < p->height; y++)
			for (int x = 0; x < WIDTH; x++) {
				unsigned long long address;

				view_draw(screen);
				int row = screen->area.y + p->y + y;
				enum style style = screen->canvas.cell[row * WIDTH + x].style;
				bool area = style == STYLE_AREA || style == STYLE_AREA_OTHER ||
					    style == STYLE_CACHED;

				if (!area && style != STYLE_HOLE)
					continue;
				screen->last_line[0] = '\0';
				hands_mouse(screen, MOUSE_CLICK, row, x);
				assert_int_equal(sscanf(screen->last_line, "areas %llx 1", &address), 1);
				assert_int_equal(area_containing(m, address) != 0, area);
				areas += area;
				holes += !area;
			}
		key(screen, zoom == 1 ? "scroll right" : "scroll in");
	}
	assert_true(areas > 50 && holes > 50);
}

static void clicks_anywhere(void **state)
{
	struct screen *screen = *state;

	key(screen, "alloc 3p; alloc 2p; step 7");
	for (int y = -1; y <= HEIGHT; y++)
		for (int x = -1; x <= WIDTH; x += 7)
			for (int kind = MOUSE_CLICK; kind <= MOUSE_WHEEL_DOWN; kind++) {
				view_draw(screen);
				hands_mouse(screen, (enum mouse_kind)kind, y, x);
				screen->quit = screen->playing = screen->zoomed = false;
			}
	assert_true(timeline_length(lab_timeline(screen->lab)) == 2);
}

/* --- audiences --- */

static int count_style(const struct canvas *canvas, enum style style)
{
	int count = 0;

	for (int i = 0; i < canvas->height * canvas->width; i++)
		count += canvas->cell[i].style == style;
	return count;
}

static void the_spotlight(void **state)
{
	struct screen *screen = *state;
	const struct canvas *canvas = &screen->canvas;

	key(screen, "alloc 3p; alloc 2p; free a1; alloc 2p name=x; step 12; layout search");
	view_draw(screen);
	char *before = text_of(canvas);
	int current = count_style(canvas, STYLE_CURRENT);
	assert_true(count_style(canvas, STYLE_AREA) + count_style(canvas, STYLE_CACHED) > 0);
	assert_true(count_style(canvas, STYLE_KEYWORD) > 0);
	screen->spotlight = true;
	view_draw(screen);
	char *after = text_of(canvas);
	assert_string_equal(before, after);
	assert_int_equal(count_style(canvas, STYLE_CURRENT), current);
	assert_int_equal(count_style(canvas, STYLE_AREA) + count_style(canvas, STYLE_CACHED), 0);
	assert_int_equal(count_style(canvas, STYLE_KEYWORD), 0);
	key(screen, "op-end");	/* between operations everything is lit again */
	view_draw(screen);
	assert_true(count_style(canvas, STYLE_KEYWORD) > 0);
	free(before);
	free(after);
}

static void the_projector(void **state)
{
	struct screen *screen = *state;

	key(screen, "layout tree; scheme light");
	key(screen, "projector");
	assert_string_equal(scheme_name(screen->scheme), "contrast");
	assert_string_equal(view_layout(screen), "projector");
	assert_true(screen->spotlight);
	key(screen, "projector");
	assert_string_equal(scheme_name(screen->scheme), "light");
	assert_string_equal(view_layout(screen), "tree");
	assert_false(screen->spotlight);
}

static void playing(void **state)
{
	struct screen *screen = *state;

	key(screen, "alloc 3p");
	assert_int_equal(present_wait(screen), -1);
	assert_false(present_takes(screen, 's'));
	key(screen, "play 1000");
	assert_int_equal(screen->play_every, 20);	/* no faster than one can see */
	for (int i = 0; i < 1000 && screen->playing; i++) {
		screen->play_due = 0;	/* it is time */
		assert_int_equal(present_wait(screen), 0);
		present_play(screen);
	}
	assert_false(screen->playing);
	assert_null(timeline_step(lab_timeline(screen->lab)));
	key(screen, "goto 1 0; watch cached_vstart; play 0.5");
	assert_int_equal(screen->play_every, 2000);
	for (int i = 0; i < 1000 && screen->playing; i++) {
		screen->play_due = 0;
		present_play(screen);
	}
	assert_non_null(timeline_step(lab_timeline(screen->lab)));
	key(screen, "play slower");
	assert_int_equal(screen->play_every, 3000);
	assert_true(present_takes(screen, '+'));
	assert_true(screen->playing);
	assert_true(present_takes(screen, 'q'));
	assert_false(screen->playing || screen->quit);
	key(screen, "record nowhere.cast");	/* no terminal: told, not made */
	assert_null(screen->cast);
}

static void every_size_has_overlays(void **state)
{
	struct screen *screen = *state;

	key(screen, "alloc 3p; step 4; pick alloc.c:40; search va");
	for (int height = 1; height <= 40; height += height < 8 ? 1 : 5)
		for (int width = 1; width <= 130; width += width < 8 ? 1 : 11) {
			assert_true(canvas_resize(&screen->canvas, height, width));
			screen->help = true;
			screen->help_row = HELP_END;
			view_draw(screen);
			screen->help = false;
			palette_open(screen);
			screen->chosen = 1000;
			view_draw(screen);
			screen->palette = screen->in_prompt = false;
			screen->count = 99999;
			view_draw(screen);
			screen->count = 0;
			key(screen, "projector");
			view_draw(screen);
			key(screen, "pane-hide; pane-size taller; pane-move up; layout-undo");
		}
	assert_true(screen->help_row >= 0);
}

#define on_screen(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_screen(counts), on_screen(answers_are_told),
		on_screen(the_operation_before_is_named), on_screen(a_status_line_grows_old),
		on_screen(a_missing_colon_is_noticed), on_screen(a_layout_has_a_pane_of_its_own),
		on_screen(operations_are_found), on_screen(every_pane_ends),
		on_screen(the_tree_finds_areas), on_screen(clicks), on_screen(the_log_folds),
		on_screen(the_strip_leads_to_steps), on_screen(branches_lead_to_each_other),
		on_screen(words_have_meanings), on_screen(places_are_those_drawn), on_screen(two_files_of_one_name),
		 on_screen(clicks_anywhere),
		on_screen(the_spotlight), on_screen(the_projector), on_screen(playing),
		on_screen(every_size_has_overlays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
