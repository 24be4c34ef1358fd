/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The panes: their pictures, cell by cell, against the golden ones in
 * tests/screen/, and what holds for every size.
 *
 * VMAPLAB_GOLDEN=write in the environment writes the golden files anew (`make
 * goldens`); look at the difference before it is kept. Panes whose text is the model's own (source,
 * locals, sentences) are not compared as a whole: their pictures would change
 * with every comment in the model.
 */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "ui/screen/desk.h"
#include "ui/screen/messages.h"
#include "ui/screen/panes.h"
#include "ui/screen/rows.h"
#include "ui/screen/screen.h"
#include "ui/screen/tree.h"
#include "ui/screen/view.h"

/* A screen without a terminal. */
static int set_up(void **state)
{
	struct screen *screen = calloc(1, sizeof(*screen));
	const struct screen_options options = { .scheme = "dark" };
	struct lab *lab = lab_open(&engine_space("toy")->space, NULL);

	assert_non_null(screen);
	assert_non_null(lab);
	assert_true(screen_open(screen, lab, &options, true));
	screen->canvas.ascii = false;
	*state = screen;
	return 0;
}

static int tear_down(void **state)
{
	struct screen *screen = *state;
	struct lab *lab = screen->lab;

	screen_close(screen);
	lab_close(lab);
	free(screen);
	return 0;
}

static void run(struct screen *screen, const char *line)
{
	if (lab_run_line(screen->lab, line, NULL) != LAB_OK)
		fail_msg("'%s': %s", line, lab_error(screen->lab));
}

/* --- golden pictures --- */

static char *picture_of(const struct canvas *canvas)
{
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	assert_non_null(file);
	canvas_write_text(canvas, file);
	canvas_write_styles(canvas, file);
	fclose(file);
	return text;
}

static char *read_file(const char *name)
{
	char *text = calloc(1, 1 << 20);
	FILE *file = fopen(name, "r");

	assert_non_null(text);
	if (file) {
		size_t length = fread(text, 1, (1 << 20) - 1, file);

		text[length] = '\0';
		fclose(file);
	}
	return text;
}

static void write_file(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	if (!file)
		fail_msg("%s: %s", name, strerror(errno));
	fputs(text, file);
	fclose(file);
}

static void is_golden(const struct canvas *canvas, const char *name)
{
	const char *top = getenv("TEST_TOP"), *mode = getenv("VMAPLAB_GOLDEN");
	char path[512];
	char *picture = picture_of(canvas);

	snprintf(path, sizeof(path), "%s/tests/screen/%s.txt", top ? top : ".", name);
	if (mode && strcmp(mode, "write") == 0)
		write_file(path, picture);
	char *golden = read_file(path);
	if (strcmp(picture, golden) != 0)
		fail_msg("%s differs from its golden picture:\n%s", name, picture);
	free(golden);
	free(picture);
}

/* Draws one pane on a canvas of its size. */
static void draw(struct screen *screen, const struct pane *pane, int height, int width)
{
	struct scene scene;

	assert_true(canvas_resize(&screen->canvas, height, width));
	scene_take(&scene, screen->lab, NULL);
	const struct showing showing = { .scene = &scene, .messages = screen->messages,
					 .desk = screen->desk };
	struct window w = canvas_window(&screen->canvas, 0, 0, height, width);
	pane->draw(&w, &showing, &screen->state[pane_by_name(pane->name, strlen(pane->name))]);
}

static void pane_is_golden(struct screen *screen, const struct pane *pane, int height, int width,
			   const char *name)
{
	draw(screen, pane, height, width);
	is_golden(&screen->canvas, name);
}

/* Is the text somewhere on the canvas, on one row? */
static bool sees(const struct canvas *canvas, const char *text)
{
	char *picture = picture_of(canvas);
	bool found = strstr(picture, text) != NULL;

	free(picture);
	return found;
}

/* The style of the cell where a text begins; STYLE_COUNT: it is not there. */
static enum style style_at(const struct canvas *canvas, const char *text)
{
	for (int y = 0; y < canvas->height; y++)
		for (int x = 0; x < canvas->width; x++) {
			const struct cell *cell = &canvas->cell[y * canvas->width + x];
			size_t used = 0;

			for (int i = x; i < canvas->width && text[used]; i++, cell++) {
				if (strncmp(text + used, cell->text, strlen(cell->text)) != 0)
					break;
				used += strlen(cell->text);
			}
			if (!text[used])
				return canvas->cell[y * canvas->width + x].style;
		}
	return STYLE_COUNT;
}

/* --- the address space --- */

/* Three areas, a hole of two pages and a lazy area; the search for two pages
 * more stands behind the last one. */
static void make_search(struct screen *screen)
{
	run(screen, "alloc 5p; alloc 2p; alloc 7p; free a2; alloc 3p; lazy a1; alloc 2p");
	run(screen, "break walk_gap; reverse-continue; delete");
}

static void space_pictures(void **state)
{
	struct screen *screen = *state;

	pane_is_golden(screen, &pane_space, 4, 78, "space-empty");
	make_search(screen);
	pane_is_golden(screen, &pane_space, 1, 70, "space-1");
	pane_is_golden(screen, &pane_space, 4, 78, "space-4");
	pane_is_golden(screen, &pane_space, 8, 118, "space-8");
	pane_is_golden(screen, &pane_space, 9, 198, "space-9");
	screen->canvas.ascii = true;
	pane_is_golden(screen, &pane_space, 8, 118, "space-8-ascii");
}

static void space_shows_what_matters(void **state)
{
	struct screen *screen = *state;

	make_search(screen);
	draw(screen, &pane_space, 9, 198);
	assert_int_equal(style_at(&screen->canvas, "free_vmap_cache"), STYLE_GOOD);
	assert_true(sees(&screen->canvas, "cached_hole_size 2p"));
	assert_true(sees(&screen->canvas, "first"));
	assert_int_equal(style_at(&screen->canvas, "addr +2p"), STYLE_SEARCH);
	assert_int_equal(style_at(&screen->canvas, "[a1"), STYLE_LAZY);
	assert_int_equal(style_at(&screen->canvas, "[a3"), STYLE_AREA);
	assert_int_equal(style_at(&screen->canvas, "[a4"), STYLE_AREA_TOUCHED);
	assert_true(sees(&screen->canvas, "vstart"));
	assert_true(sees(&screen->canvas, "vend"));
	run(screen, "space toy; alloc 1p; alloc 1p; break rotate_begin; alloc 1p align=8p");
	draw(screen, &pane_space, 4, 78);
	assert_true(sees(&screen->canvas, "·6p·"));
	assert_true(sees(&screen->canvas, "·55p·"));
}

/* 200 areas with holes between them in the large space: cells sum up. */
static void space_sums_up(void **state)
{
	struct screen *screen = *state;
	char line[80];

	run(screen, "space x86-64");
	for (int i = 1; i <= 200; i++) {
		snprintf(line, sizeof(line), "alloc %dp align=%dp", i % 7 + 1, 1 << i % 4);
		run(screen, line);
	}
	pane_is_golden(screen, &pane_space, 4, 78, "space-many");
	run(screen, "lazy a7; lazy a100; lazy a200");
	pane_is_golden(screen, &pane_space, 7, 198, "space-many-lazy");
	pane_space.move(&screen->state[0], PANE_IN);
	pane_space.move(&screen->state[0], PANE_IN);
	pane_is_golden(screen, &pane_space, 7, 198, "space-many-zoomed");
}

/* What the allocator remembers is pointed at even where it lies outside; zooming
 * out of the part leads to the used part, and in the end to the whole space. */
static void space_shows_the_whole_beside_a_part(void **state)
{
	struct screen *screen = *state;
	struct pane_state *at = &screen->state[pane_by_name("space", 5)];
	struct scene scene;
	const struct showing showing = { .scene = &scene };

	run(screen, "space x86-64");
	for (int i = 1; i <= 300; i++)
		run(screen, "alloc 5p");
	run(screen, "free a200; purge; alloc 9p; find a60; reverse-step 3");
	pane_is_golden(screen, &pane_space, 8, 118, "space-part");
	assert_int_equal(style_at(&screen->canvas, "used "), STYLE_DIM);
	assert_int_equal(style_at(&screen->canvas, "cache"), STYLE_GOOD);
	for (int i = 0; i < 16; i++) {
		pane_space.move(at, PANE_RIGHT);
		draw(screen, &pane_space, 8, 118);
	}
	pane_is_golden(screen, &pane_space, 8, 118, "space-part-panned");
	pane_space.move(at, PANE_FOLLOW);
	for (int i = 0; i < 8; i++)
		pane_space.move(at, PANE_OUT);
	draw(screen, &pane_space, 8, 118);
	assert_int_equal(style_at(&screen->canvas, "whole "), STYLE_DIM);
	for (int i = 0; i < 40; i++)
		pane_space.move(at, PANE_OUT);
	draw(screen, &pane_space, 8, 118);
	assert_int_equal(style_at(&screen->canvas, "whole "), STYLE_COUNT);
	assert_true(sees(&screen->canvas, "32T"));
	pane_space.move(at, PANE_FOLLOW);
	scene_take(&scene, screen->lab, NULL);
	assert_false(pane_space.find(&showing, at, "0"));
	assert_true(pane_space.find(&showing, at, "a250"));
	draw(screen, &pane_space, 8, 118);
	assert_true(sees(&screen->canvas, "[a250"));
}

/* --- the tree --- */

static void tree_pictures(void **state)
{
	struct screen *screen = *state;

	pane_is_golden(screen, &pane_tree, 8, 50, "tree-empty");
	for (int i = 0; i < 9; i++)
		run(screen, "alloc 1p");
	pane_is_golden(screen, &pane_tree, 9, 60, "tree-9");
	run(screen, "find a8; goto 10 7");
	pane_is_golden(screen, &pane_tree, 9, 60, "tree-9-path");
	pane_is_golden(screen, &pane_tree, 9, 24, "tree-9-narrow");
	screen->canvas.ascii = true;
	pane_is_golden(screen, &pane_tree, 9, 60, "tree-9-ascii");
	screen->canvas.ascii = false;
	for (int i = 0; i < 31; i++)
		run(screen, "alloc 1p");
	pane_is_golden(screen, &pane_tree, 9, 60, "tree-40");
}

/* The first rotation of the last of 12 insertions: a8 rises over a6. */
static void make_rotation(struct screen *screen)
{
	for (int i = 0; i < 12; i++)
		run(screen, "alloc 1p");
	run(screen, "goto 12 0; break rotate_begin; continue; delete");
}

static void rotation_pictures(void **state)
{
	struct screen *screen = *state;

	make_rotation(screen);
	pane_is_golden(screen, &pane_tree, 12, 76, "tree-rotation");
	pane_is_golden(screen, &pane_tree, 9, 46, "tree-rotation-46");
	pane_is_golden(screen, &pane_tree, 20, 34, "tree-rotation-34");
	screen->canvas.ascii = true;
	pane_is_golden(screen, &pane_tree, 12, 76, "tree-rotation-ascii");
	screen->canvas.ascii = false;
	run(screen, "step");
	pane_is_golden(screen, &pane_tree, 12, 76, "tree-rotation-done");
	run(screen, "step");
	draw(screen, &pane_tree, 12, 76);
	assert_false(sees(&screen->canvas, "rotation"));
}

/* Who steps over it sees it, too; who goes back does not. */
static void rotation_stepped_over(void **state)
{
	struct screen *screen = *state;
	struct scene scene;

	make_rotation(screen);
	run(screen, "reverse-step");
	scene_remember(&screen->memory, screen->lab);
	run(screen, "next");
	assert_true(canvas_resize(&screen->canvas, 12, 76));
	const struct showing showing = { .scene = &scene };
	struct window w = canvas_window(&screen->canvas, 0, 0, 12, 76);
	scene_take(&scene, screen->lab, &screen->memory);
	pane_tree.draw(&w, &showing, &screen->state[pane_by_name("tree", 4)]);
	assert_true(sees(&screen->canvas, "  before the rotation"));
	assert_true(sees(&screen->canvas, "▶ after the rotation"));
	scene_remember(&screen->memory, screen->lab);
	run(screen, "reverse-next");
	canvas_clear(&screen->canvas);
	scene_take(&scene, screen->lab, &screen->memory);
	pane_tree.draw(&w, &showing, &screen->state[pane_by_name("tree", 4)]);
	assert_false(sees(&screen->canvas, "rotation"));
}

/* What the variables were in another space is no news in this one. */
static void another_space_is_no_news(void **state)
{
	struct screen *screen = *state;
	struct scene scene;
	uint64_t before, changes = 0;

	run(screen, "alloc 2p name=a; alloc 1p name=b");
	scene_remember(&screen->memory, screen->lab);
	run(screen, "free a");
	scene_take(&scene, screen->lab, &screen->memory);
	assert_true(scene.forward);
	run(screen, "space toy; alloc 1p; alloc 1p; alloc 1p; alloc 1p");
	scene_take(&scene, screen->lab, &screen->memory);
	assert_false(scene.forward);
	for (size_t i = 0; i < engine_variable_count; i++)
		changes += scene_variable_changed(&scene, i, &before);
	assert_int_equal(changes, 0);
}

/* All that the pictures say of a tree. */
enum { TREE_AREAS = 40 };
struct tree_copy {
	uint32_t root;
	uint32_t at[TREE_AREAS][4];
};

static struct tree_copy copy_tree(const struct tree *tree)
{
	struct tree_copy copy = { .root = tree_root(tree) };

	for (uint32_t area = 1; area < TREE_AREAS; area++) {
		copy.at[area][0] = tree_child(tree, area, 0);
		copy.at[area][1] = tree_child(tree, area, 1);
		copy.at[area][2] = tree_parent(tree, area);
		copy.at[area][3] = tree_is_red(tree, area);
	}
	return copy;
}

/* A picture of another moment shows what is there when one goes there. */
static void trees_of_other_moments_are_true(void **state)
{
	enum { REACH = 14, STEPS = 400 };
	struct screen *screen = *state;
	struct timeline *time = lab_timeline(screen->lab);
	struct tree_copy *was = calloc(STEPS, sizeof(*was));
	size_t rotations = 0;
	struct scene scene;
	struct tree tree;

	assert_non_null(was);
	for (int i = 0; i < 20; i++)
		run(screen, "alloc 1p");
	for (int i = 3; i < 18; i += 2) {
		char line[24];

		snprintf(line, sizeof(line), "free a%d", i);
		run(screen, line);
	}
	for (uint64_t op = 1; op <= timeline_length(time); op++) {
		uint64_t steps;

		assert_true(timeline_goto(time, op, 0));
		steps = timeline_steps(time);
		assert_true(steps < STEPS);
		for (uint64_t i = 0; i <= steps; i++) {
			timeline_goto(time, op, i);
			scene_take(&scene, screen->lab, NULL);
			tree_now(&tree, &scene);
			was[i] = copy_tree(&tree);
			rotations += scene.step && scene.step->step == STEP_rotate_begin;
		}
		for (uint64_t i = 0; i <= steps; i++) {
			timeline_goto(time, op, i);
			scene_take(&scene, screen->lab, NULL);
			for (uint64_t k = i < REACH ? 0 : i - REACH; k <= steps && k < i + REACH; k++) {
				assert_true(tree_at_step(&tree, &scene, k));
				struct tree_copy copy = copy_tree(&tree);
				assert_memory_equal(&copy, &was[k], sizeof(copy));
			}
		}
	}
	assert_true(rotations > 10);
	free(was);
}

/* The areas of a subtree, by visiting all of it. */
static uint64_t count_areas(const struct machine *m, uint32_t area)
{
	return area ? 1 + count_areas(m, m->node[area].left) + count_areas(m, m->node[area].right) :
		      0;
}

static void sizes_are_right(struct screen *screen)
{
	struct scene scene;
	struct tree tree;

	scene_take(&scene, screen->lab, NULL);
	tree_now(&tree, &scene);
	for (uint32_t area = 1; area <= scene.m->g->used[REGION_NODE]; area++) {
		uint64_t areas = count_areas(scene.m, area);
		struct tree_size size = tree_size(&tree, area);

		assert_true(size.more ? areas >= size.areas : areas == size.areas);
	}
	struct tree_size left = tree_beside(&tree, scene.m->g->vmap_area_root, 0);
	assert_int_equal(left.areas, 0);
}

/* Also in the middle of mending the tree, when not all its rules hold. */
static void subtrees_are_as_large_as_told(void **state)
{
	struct screen *screen = *state;
	struct timeline *time;
	struct scene scene;
	struct tree tree;

	run(screen, "space x86-64");
	time = lab_timeline(screen->lab);
	for (int i = 0; i < 700; i++)
		run(screen, "alloc 1p");
	for (uint64_t op = 690; op <= 700; op++)
		for (uint64_t i = timeline_goto(time, op, 0) ? 0 : 1; i < timeline_steps(time); i++) {
			timeline_goto(time, op, i);
			sizes_are_right(screen);
		}
	for (int i = 100; i < 700; i += 7) {
		char line[24];

		snprintf(line, sizeof(line), "free a%d", i);
		run(screen, line);
	}
	for (uint64_t op = 780; op <= timeline_length(time); op++)
		for (uint64_t i = timeline_goto(time, op, 0) ? 0 : 1; i < timeline_steps(time); i++) {
			timeline_goto(time, op, i);
			sizes_are_right(screen);
		}
	run(screen, "goto 700");
	scene_take(&scene, screen->lab, NULL);
	tree_now(&tree, &scene);
	uint32_t area = area_containing(scene.m, scene.m->g->space.start + 650 * PAGE_SIZE);
	struct tree_size left = tree_beside(&tree, area, 0), right = tree_beside(&tree, area, 1);
	assert_true(left.areas + right.areas + tree_size(&tree, area).areas <= 700);
	assert_true(left.areas > 60 && left.areas <= 650);
	assert_true(right.areas <= 50);
}

static void look_up(struct screen *screen, const struct pane *pane, const char *text)
{
	struct scene scene;

	scene_take(&scene, screen->lab, NULL);
	const struct showing showing = { .scene = &scene };
	assert_true(pane->find(&showing, &screen->state[pane_by_name(pane->name,
							 strlen(pane->name))], text));
}

static void tree_searches(void **state)
{
	struct screen *screen = *state;
	struct pane_state *at = &screen->state[pane_by_name("tree", 4)];

	for (int i = 0; i < 9; i++)
		run(screen, "alloc 2p");
	run(screen, "free a5");
	look_up(screen, &pane_tree, "a3+1");
	draw(screen, &pane_tree, 9, 60);
	assert_string_equal(at->note, "at a3 [+4p, +6p)");
	assert_int_equal(style_at(&screen->canvas, "[a3]"), STYLE_SELECTED);
	look_up(screen, &pane_tree, "start+9p");
	pane_is_golden(screen, &pane_tree, 9, 60, "tree-hangs");
	assert_string_equal(at->note, "+9p is free; would hang at a6");
	look_up(screen, &pane_tree, "start+60p");
	draw(screen, &pane_tree, 11, 60);
	assert_string_equal(at->note, "+60p is free; would hang at a9");
	assert_int_equal(style_at(&screen->canvas, "{+60p}"), STYLE_SEARCH);
	pane_tree.move(at, PANE_FOLLOW);
	draw(screen, &pane_tree, 9, 60);
	assert_string_equal(at->note, "");
}

static void moved_to(struct screen *screen, enum pane_motion motion, const char *note)
{
	struct pane_state *at = &screen->state[pane_by_name("tree", 4)];

	assert_true(pane_tree.move(at, motion));
	draw(screen, &pane_tree, 9, 60);
	assert_string_equal(at->note, note);
}

/* The tree of nine: a4 (a2 (a1 a3) a6 (a5 a8 (a7 a9))). */
static void tree_moves(void **state)
{
	struct screen *screen = *state;
	struct pane_state *at = &screen->state[pane_by_name("tree", 4)];

	for (int i = 0; i < 9; i++)
		run(screen, "alloc 1p");
	moved_to(screen, PANE_TOP, "at a4 [+3p, +4p)");
	moved_to(screen, PANE_RIGHT, "at a6 [+5p, +6p)");
	moved_to(screen, PANE_RIGHT, "at a8 [+7p, +8p)");
	moved_to(screen, PANE_LEFT, "at a7 [+6p, +7p)");
	moved_to(screen, PANE_LEFT, "at a7 [+6p, +7p)");
	moved_to(screen, PANE_PAGE_DOWN, "at a8 [+7p, +8p)");
	moved_to(screen, PANE_PAGE_UP, "at a7 [+6p, +7p)");
	moved_to(screen, PANE_UP, "at a8 [+7p, +8p)");
	moved_to(screen, PANE_DOWN, "at a7 [+6p, +7p)");
	moved_to(screen, PANE_TOP, "at a4 [+3p, +4p)");
	moved_to(screen, PANE_BOTTOM, "at a1 [+0p, +1p)");
	for (int i = 0; i < 2; i++)	/* both at the next drawing */
		pane_tree.move(at, PANE_UP);
	moved_to(screen, PANE_RIGHT, "at a6 [+5p, +6p)");
	look_up(screen, &pane_tree, "start+40p");
	moved_to(screen, PANE_UP, "at a9 [+8p, +9p)");
	assert_false(pane_tree.move(at, PANE_IN));
}

/* What a click on a cell of a pane means; "": nothing. */
static const char *click(struct screen *screen, const struct pane *pane, int y, int x)
{
	static char line[80];
	struct scene scene;

	scene_take(&scene, screen->lab, NULL);
	const struct showing showing = { .scene = &scene };
	if (!pane->click(&showing, &screen->state[pane_by_name(pane->name, strlen(pane->name))],
			 y, x, line, sizeof(line)))
		*line = '\0';
	return line;
}

/* tests/screen/tree-9.txt, and the same tree on too few rows. */
static void tree_is_clicked(void **state)
{
	struct screen *screen = *state;

	for (int i = 0; i < 9; i++)
		run(screen, "alloc 1p");
	draw(screen, &pane_tree, 9, 60);
	assert_string_equal(click(screen, &pane_tree, 0, 26), "search a4; areas a4 1");
	assert_string_equal(click(screen, &pane_tree, 0, 29), "search a4; areas a4 1");
	assert_string_equal(click(screen, &pane_tree, 0, 30), "");
	assert_string_equal(click(screen, &pane_tree, 1, 26), "");
	assert_string_equal(click(screen, &pane_tree, 4, 18), "search a1; areas a1 1");
	draw(screen, &pane_tree, 4, 60);
	assert_true(sees(&screen->canvas, "3 of 9 shown; 2 levels above; left 6, right 0\n"));
	assert_string_equal(click(screen, &pane_tree, 0, 29), "");
	assert_string_equal(click(screen, &pane_tree, 1, 29), "search a8; areas a8 1");
}

static void calls_are_clicked(void **state)
{
	struct screen *screen = *state;

	make_search(screen);
	draw(screen, &pane_stack, 20, 60);
	assert_string_equal(click(screen, &pane_stack, 0, 3), "frame 0");
	assert_string_equal(click(screen, &pane_stack, 3, 3), "frame 0");
	assert_string_equal(click(screen, &pane_stack, 5, 3), "frame 1");
	assert_string_equal(click(screen, &pane_stack, 19, 3), "");
	run(screen, "frame 1");
	draw(screen, &pane_stack, 20, 60);
	assert_int_equal(style_at(&screen->canvas, "#1 search_hole"), STYLE_SELECTED);
	draw(screen, &pane_source, 12, 90);
	assert_true(sees(&screen->canvas, "▶    if (first && !walk_areas(m"));
	assert_int_equal(style_at(&screen->canvas, "▶"), STYLE_DIM);
	draw(screen, &pane_variables, 20, 60);
	assert_true(sees(&screen->canvas, "── search_hole"));
	run(screen, "step");
	draw(screen, &pane_variables, 20, 60);
	assert_true(sees(&screen->canvas, "── walk_areas"));
}

/* --- the list and the calls --- */

static void list_pictures(void **state)
{
	struct screen *screen = *state;

	pane_is_golden(screen, &pane_list, 4, 60, "list-empty");
	make_search(screen);
	pane_is_golden(screen, &pane_list, 8, 118, "list-118");
	pane_is_golden(screen, &pane_list, 8, 78, "list-78");
	pane_is_golden(screen, &pane_list, 5, 58, "list-58");
	pane_is_golden(screen, &pane_list, 3, 40, "list-40");
	screen->canvas.ascii = true;
	run(screen, "goto 7; lazy a3; lazy a5");
	pane_is_golden(screen, &pane_list, 8, 78, "list-78-ascii");
	screen->canvas.ascii = false;
}

static void list_names_kinds(void **state)
{
	struct screen *screen = *state;

	run(screen, "alloc 3p name=a; vmalloc 4p name=table; vmap 3 name=view; free a");
	draw(screen, &pane_list, 8, 110);
	assert_true(sees(&screen->canvas, "5p vmalloc"));
	assert_true(sees(&screen->canvas, "3p before"));
	draw(screen, &pane_list, 8, 78);
	assert_true(sees(&screen->canvas, "4p M"));
}

/* While an area hangs in the tree and is not in the list yet, the list goes on
 * behind it; while it is in the list and no longer in the tree, it is told. */
static void list_and_tree_differ(void **state)
{
	struct screen *screen = *state;
	const struct machine *m = lab_machine(screen->lab);

	run(screen, "alloc 1p; alloc 1p; alloc 1p; alloc 1p; free a2; alloc 1p");
	run(screen, "goto 6 0; break color_root; continue; delete");
	assert_int_equal(m->va_start[area_at_or_after(m, m->g->space.start + PAGE_SIZE)],
			 m->g->space.start + PAGE_SIZE);
	for (int height = 3; height < 8; height++) {
		draw(screen, &pane_list, height, 60);
		assert_true(sees(&screen->canvas, "a4"));
		assert_false(sees(&screen->canvas, "a5"));
	}
	run(screen, "goto 5 0; break rb_erase_balance; continue; delete");
	draw(screen, &pane_list, 8, 60);
	assert_true(sees(&screen->canvas, "not in the tree"));
}

static void list_searches(void **state)
{
	struct screen *screen = *state;

	for (int i = 0; i < 30; i++)
		run(screen, "alloc 2p");
	look_up(screen, &pane_list, "a7+1");
	draw(screen, &pane_list, 5, 60);
	assert_true(sees(&screen->canvas, "  a7 "));
	assert_true(sees(&screen->canvas, "  a10 "));
	assert_false(sees(&screen->canvas, "  a6 "));
	rows_move(&screen->state[pane_by_name("list", 4)], PANE_UP);
	draw(screen, &pane_list, 5, 60);
	assert_true(sees(&screen->canvas, "  a6 "));
}

static void calls_are_shown(void **state)
{
	struct screen *screen = *state;

	draw(screen, &pane_stack, 6, 60);
	assert_true(sees(&screen->canvas, "No call is going on."));
	make_search(screen);
	draw(screen, &pane_stack, 20, 60);
	assert_int_equal(style_at(&screen->canvas, "▶ #0 walk_areas  "), STYLE_CURRENT);
	assert_int_equal(style_at(&screen->canvas, "#1 search_hole  "), STYLE_TEXT);
	assert_true(sees(&screen->canvas, "#3 alloc_vmap_area  "));
	assert_int_equal(style_at(&screen->canvas, "size 0x2000"), STYLE_DIM);
	run(screen, "step");
	draw(screen, &pane_stack, 20, 60);
	assert_int_equal(style_at(&screen->canvas, "*walked"), STYLE_WARN);
	draw(screen, &pane_stack, 2, 30);
	assert_false(sees(&screen->canvas, "#1"));
	pane_stack.move(&screen->state[pane_by_name("stack", 5)], PANE_BOTTOM);
	draw(screen, &pane_stack, 2, 30);
	assert_false(sees(&screen->canvas, "#0"));
}

/* --- page tables --- */

static void table_pictures(void **state)
{
	struct screen *screen = *state;

	pane_is_golden(screen, &pane_tables, 9, 70, "tables-none");
	run(screen, "map start+4K 3p");
	pane_is_golden(screen, &pane_tables, 9, 70, "tables-4");
	run(screen, "space x86-64-5level; map start 1p; walk start; goto 2 1");
	pane_is_golden(screen, &pane_tables, 11, 70, "tables-5");
	pane_is_golden(screen, &pane_tables, 6, 60, "tables-5-low");
}

/* An area that needs two of the last tables, on grids; from its second page one
 * goes on by pages, and back to the moment. */
static void tables_go_to_any_address(void **state)
{
	struct screen *screen = *state;
	struct pane_state *at = &screen->state[pane_by_name("tables", 6)];
	struct scene scene;

	run(screen, "space x86-64; vmalloc 300p name=low; vmalloc 250p name=high");
	pane_is_golden(screen, &pane_tables, 14, 118, "tables-grid");
	pane_is_golden(screen, &pane_tables, 20, 78, "tables-grid-below");
	scene_take(&scene, screen->lab, NULL);
	const struct showing showing = { .scene = &scene };
	assert_false(pane_tables.find(&showing, at, "nobody"));
	assert_true(pane_tables.find(&showing, at, "low+4K"));
	draw(screen, &pane_tables, 14, 118);
	assert_string_equal(at->note, "low, page 2 of 300");
	assert_true(sees(&screen->canvas, "pte[1]"));
	pane_tables.move(at, PANE_DOWN);
	pane_tables.move(at, PANE_PAGE_DOWN);
	pane_tables.move(at, PANE_UP);
	draw(screen, &pane_tables, 14, 118);
	assert_true(sees(&screen->canvas, "pmd[1]"));
	assert_string_equal(at->note, "high, page 213 of 250");
	assert_true(pane_tables.find(&showing, at, "low.end-4K"));
	draw(screen, &pane_tables, 14, 118);
	assert_string_equal(at->note, "low, its guard page");
	assert_true(sees(&screen->canvas, "empty: nothing mapped"));
	pane_tables.move(at, PANE_FOLLOW);
	draw(screen, &pane_tables, 14, 118);
	assert_string_equal(at->note, "high, page 1 of 250");
}

/* --- the vm layer --- */

/* One area of each kind; `table` is freed, `new` has some of its frames. */
static void make_kinds(struct screen *screen)
{
	run(screen, "frames scattered seed=7; alloc 3p name=a; vmalloc 4p name=table");
	run(screen, "ioremap 0xfebf0000 2p name=nic; vmap 3 name=view; getvm 1p name=bare");
	run(screen, "pcpu offs=0,64K sizes=32K,32K");
	run(screen, "touch table; touch table+4K; touch nic; vfree table; vmalloc 3p name=new");
}

static void kinds_have_letters(void **state)
{
	struct screen *screen = *state;

	make_kinds(screen);
	pane_is_golden(screen, &pane_space, 4, 78, "space-kinds-4");
	pane_is_golden(screen, &pane_space, 8, 118, "space-kinds-8");
	screen->canvas.ascii = true;
	pane_is_golden(screen, &pane_space, 8, 118, "space-kinds-8-ascii");
	screen->canvas.ascii = false;
	run(screen, "space x86-64; mapram 1; vmalloc 600p name=big; vmalloc 1p flags=0x40");
	pane_is_golden(screen, &pane_space, 4, 198, "space-kinds-large");
}

static void vmallocinfo_pictures(void **state)
{
	struct screen *screen = *state;

	pane_is_golden(screen, &pane_vmallocinfo, 3, 60, "vmallocinfo-none");
	make_kinds(screen);
	pane_is_golden(screen, &pane_vmallocinfo, 9, 118, "vmallocinfo");
	pane_is_golden(screen, &pane_vmallocinfo, 5, 78, "vmallocinfo-78");
	run(screen, "goto 4 9");
	draw(screen, &pane_vmallocinfo, 5, 78);
	assert_int_equal(style_at(&screen->canvas, "unpurged"), STYLE_COUNT);
}

static void ptdump_pictures(void **state)
{
	struct screen *screen = *state;

	pane_is_golden(screen, &pane_ptdump, 4, 90, "ptdump-none");
	make_kinds(screen);
	pane_is_golden(screen, &pane_ptdump, 20, 90, "ptdump");
	pane_is_golden(screen, &pane_ptdump, 6, 78, "ptdump-78");
	run(screen, "break map_pte_set; vmalloc 1p; step");
	pane_is_golden(screen, &pane_ptdump, 8, 90, "ptdump-changed");
	run(screen, "space x86-64-5level; map start 1p");
	pane_is_golden(screen, &pane_ptdump, 9, 90, "ptdump-5");
}

static void block_pictures(void **state)
{
	struct screen *screen = *state;

	pane_is_golden(screen, &pane_blocks, 4, 78, "blocks-none");
	run(screen, "space x86-64; mapram 8; mapram 16; mapram 8; mapram 3; unmapram r2");
	run(screen, "cpu 1; mapram 16; cpu 0");
	pane_is_golden(screen, &pane_blocks, 2, 78, "blocks-2");
	pane_is_golden(screen, &pane_blocks, 10, 98, "blocks-10");
	screen->canvas.ascii = true;
	pane_is_golden(screen, &pane_blocks, 10, 98, "blocks-10-ascii");
	screen->canvas.ascii = false;
	run(screen, "space x86-64 block=128; mapram 64; unmapram r1; mapram 64");
	pane_is_golden(screen, &pane_blocks, 6, 78, "blocks-full");
	draw(screen, &pane_blocks, 6, 78);
	assert_true(sees(&screen->canvas, "on no queue  free 0  dirty 64  mapped 64"));
}

static void frame_pictures(void **state)
{
	struct screen *screen = *state;

	pane_is_golden(screen, &pane_frames, 4, 78, "frames-none");
	run(screen, "vmalloc 4p; vmalloc 6p");
	pane_is_golden(screen, &pane_frames, 6, 78, "frames-sequential");
	run(screen, "space toy");
	make_kinds(screen);
	pane_is_golden(screen, &pane_frames, 6, 78, "frames-scattered");
	pane_is_golden(screen, &pane_tlb, 4, 98, "tlb");
	run(screen, "tlb off");
	draw(screen, &pane_tlb, 4, 98);
	assert_true(sees(&screen->canvas, "Switched off"));
}

/* Whatever way one goes, the rows are those of the listing. */
static void listings_scroll(void **state)
{
	struct screen *screen = *state;
	struct pane_state *at = &screen->state[pane_by_name("vmallocinfo", 11)];

	for (int i = 0; i < 30; i++)
		run(screen, "alloc 1p");
	draw(screen, &pane_vmallocinfo, 6, 110);
	assert_true(sees(&screen->canvas, "▶ 0xffffc9000001d000"));
	assert_true(rows_move(at, PANE_TOP));
	draw(screen, &pane_vmallocinfo, 6, 110);
	assert_true(sees(&screen->canvas, "  0xffffc90000000000-"));
	assert_true(sees(&screen->canvas, "  0xffffc90000005000-"));
	assert_false(sees(&screen->canvas, "  0xffffc90000006000-"));
	rows_move(at, PANE_DOWN);
	rows_move(at, PANE_DOWN);
	rows_move(at, PANE_UP);
	draw(screen, &pane_vmallocinfo, 6, 110);
	assert_false(sees(&screen->canvas, "  0xffffc90000000000-"));
	assert_true(sees(&screen->canvas, "  0xffffc90000006000-"));
	rows_move(at, PANE_PAGE_DOWN);
	rows_move(at, PANE_BOTTOM);
	draw(screen, &pane_vmallocinfo, 6, 110);
	assert_true(sees(&screen->canvas, "  0xffffc90000018000-"));
	assert_true(sees(&screen->canvas, "▶ 0xffffc9000001d000"));
	rows_move(at, PANE_PAGE_UP);
	draw(screen, &pane_vmallocinfo, 6, 110);
	assert_true(sees(&screen->canvas, "  0xffffc90000013000-"));
	rows_move(at, PANE_FOLLOW);
	assert_false(rows_move(at, PANE_LEFT));
}

static void the_dump_scrolls(void **state)
{
	struct screen *screen = *state;
	struct pane_state *at = &screen->state[pane_by_name("ptdump", 6)];

	make_kinds(screen);
	rows_move(at, PANE_BOTTOM);
	draw(screen, &pane_ptdump, 4, 90);
	assert_true(sees(&screen->canvas, "-0xffffea0000000000"));
	rows_move(at, PANE_TOP);
	draw(screen, &pane_ptdump, 4, 90);
	assert_true(sees(&screen->canvas, "vmalloc() Area"));
	for (int i = 0; i < 100; i++) {
		rows_move(at, i < 50 ? PANE_DOWN : PANE_UP);
		draw(screen, &pane_ptdump, 4, 90);
	}
	assert_true(sees(&screen->canvas, "vmalloc() Area"));
}

/* --- text panes --- */

static void timeline_pictures(void **state)
{
	struct screen *screen = *state;

	pane_is_golden(screen, &pane_timeline, 3, 60, "timeline-none");
	for (int i = 0; i < 20; i++)
		run(screen, "alloc 1p");
	run(screen, "goto 10");
	pane_is_golden(screen, &pane_timeline, 7, 60, "timeline-20");
}

static void source_marks_the_line(void **state)
{
	struct screen *screen = *state;

	run(screen, "alloc 1p; goto 1 0; break alloc_check");
	draw(screen, &pane_source, 12, 70);
	assert_int_equal(style_at(&screen->canvas, "▶"), STYLE_CURRENT);
	assert_int_equal(style_at(&screen->canvas, "check_request(m"), STYLE_CURRENT);
	assert_int_equal(style_at(&screen->canvas, "●"), STYLE_BREAKPOINT);
	run(screen, "disable 1");
	draw(screen, &pane_source, 12, 70);
	assert_int_equal(style_at(&screen->canvas, "●"), STYLE_COUNT);
	run(screen, "goto 1");
	draw(screen, &pane_source, 12, 70);
	assert_int_equal(style_at(&screen->canvas, "▶"), STYLE_DIM);
}

static void draw_counts(struct screen *screen, bool counts, int width)
{
	struct scene scene;

	assert_true(canvas_resize(&screen->canvas, 12, width));
	scene_take(&scene, screen->lab, NULL);
	const struct showing showing = { .scene = &scene, .counts = counts };
	struct window w = canvas_window(&screen->canvas, 0, 0, 12, width);
	pane_source.draw(&w, &showing, &screen->state[pane_by_name("source", 6)]);
}

/* The fourth turn of the walk's loop; then back to the third. */
static void source_counts_lines(void **state)
{
	struct screen *screen = *state;

	run(screen, "alloc 1p; alloc 1p; alloc 1p; alloc 1p; alloc 1p; dropcache; alloc 2p");
	run(screen, "goto 7 0; break walk_gap; continue 4; delete");
	draw_counts(screen, true, 90);
	assert_int_equal(style_at(&screen->canvas, "3×▶ "), STYLE_CURRENT);
	assert_int_equal(style_at(&screen->canvas, "4×  "), STYLE_GOOD);
	run(screen, "reverse-step");
	draw_counts(screen, true, 90);
	assert_int_equal(style_at(&screen->canvas, "3×▶ "), STYLE_CURRENT);
	assert_int_equal(style_at(&screen->canvas, "4×  "), STYLE_COUNT);
	draw_counts(screen, true, 40);
	assert_false(sees(&screen->canvas, "×"));
	draw_counts(screen, false, 90);
	assert_false(sees(&screen->canvas, "×"));
	assert_true(sees(&screen->canvas, "▶"));
}

static void variables_mark_changes(void **state)
{
	struct screen *screen = *state;

	run(screen, "alloc 1p; goto 1 0; break settle_cache; continue; step");
	draw(screen, &pane_variables, 20, 60);
	assert_int_equal(style_at(&screen->canvas, "none → "), STYLE_DIM);
	assert_int_equal(style_at(&screen->canvas, "a1 ["), STYLE_CHANGED);
	assert_true(sees(&screen->canvas, "* free_vmap_cache"));
	draw(screen, &pane_variables, 20, 30);
	assert_int_equal(style_at(&screen->canvas, "a1"), STYLE_CHANGED);
}

/* With a memory of the stop before, everything since then is a change. */
static void changes_since_the_last_stop(void **state)
{
	struct screen *screen = *state;
	struct scene scene;
	uint64_t before;

	run(screen, "alloc 1p; goto 1 0");
	scene_remember(&screen->memory, screen->lab);
	run(screen, "goto 1");
	scene_take(&scene, screen->lab, &screen->memory);
	assert_true(scene_variable_changed(&scene, 0, &before));
	assert_int_equal(before, 0);
	scene_remember(&screen->memory, screen->lab);
	run(screen, "goto 1 0");	/* back in time: nothing is news */
	scene_take(&scene, screen->lab, &screen->memory);
	assert_false(scene.forward);
}

/* An area that is gone since has the name that it had. */
static void changes_name_what_is_gone(void **state)
{
	struct screen *screen = *state;
	struct scene scene;

	run(screen, "alloc 1p name=a; alloc 1p name=b");
	scene_remember(&screen->memory, screen->lab);
	run(screen, "free b");
	scene_take(&scene, screen->lab, &screen->memory);
	const struct showing showing = { .scene = &scene };
	assert_true(canvas_resize(&screen->canvas, 20, 60));
	struct window w = canvas_window(&screen->canvas, 0, 0, 20, 60);
	pane_variables.draw(&w, &showing, &screen->state[pane_by_name("variables", 9)]);
	assert_true(sees(&screen->canvas, "* free_vmap_cache     b → a"));
	assert_true(sees(&screen->canvas, "* vmap_area_last      b → a"));
	assert_false(sees(&screen->canvas, "new →"));
}

static int why_rows(struct screen *screen)
{
	view_draw(screen);
	for (int i = 0; i < screen->layout.count; i++)
		if (panes[screen->layout.at[i].pane] == &pane_why)
			return screen->layout.at[i].height;
	return 0;
}

/* The sentence about an end is long, and seen in full; on the way back to the first step
 * the panes stay where they are. */
static void why_has_room(void **state)
{
	struct screen *screen = *state;

	assert_true(canvas_resize(&screen->canvas, 36, 120));
	run(screen, "alloc 3p name=a; alloc 5p name=b; alloc 2p name=c; free b; purge");
	assert_int_equal(why_rows(screen), 3);
	run(screen, "alloc 6p name=d");
	assert_int_equal(why_rows(screen), 4);
	assert_true(sees(&screen->canvas, "'reverse-step' goes back into it."));
	run(screen, "reverse-step");
	assert_int_equal(why_rows(screen), 4);
	run(screen, "goto 4");
	assert_int_equal(why_rows(screen), 3);
}

static void why_and_outcome(void **state)
{
	struct screen *screen = *state;

	draw(screen, &pane_why, 3, 70);
	assert_true(sees(&screen->canvas, "Nothing has happened yet"));
	run(screen, "alloc 65p");
	draw(screen, &pane_why, 3, 70);
	assert_true(sees(&screen->canvas, "EBUSY"));
	assert_int_equal(style_at(&screen->canvas, "EBUSY"), STYLE_WARN);
	draw(screen, &pane_events, 10, 90);
	assert_false(sees(&screen->canvas, "None yet"));
}

static void messages_wrap_and_scroll(void **state)
{
	struct screen *screen = *state;
	char text[32];

	for (int i = 0; i < 900; i++) {
		snprintf(text, sizeof(text), "line %d", i);
		messages_add(screen->messages, STYLE_TEXT, text);
	}
	messages_add(screen->messages, STYLE_ERROR, "a long one that takes two rows\there");
	draw(screen, &pane_log, 3, 30);
	assert_true(sees(&screen->canvas, "line 899\na long one"));
	assert_int_equal(style_at(&screen->canvas, "a long"), STYLE_ERROR);
	pane_log.move(&screen->state[pane_by_name("log", 3)], PANE_TOP);
	draw(screen, &pane_log, 3, 30);
	assert_true(sees(&screen->canvas, "line 501\n"));
	messages_chatter(screen->messages, true);
	messages_add(screen->messages, STYLE_TEXT, "chatter");
	screen->state[pane_by_name("log", 3)] = (struct pane_state){ 0 };
	draw(screen, &pane_log, 1, 40);
	assert_false(sees(&screen->canvas, "chatter"));
}

/* --- the lesson --- */

/* Opens a lesson of that text. */
static void open_lesson(struct screen *screen, const char *script)
{
	char name[] = "/tmp/vmaplab-lesson-XXXXXX";
	FILE *file = fdopen(mkstemp(name), "w");

	assert_non_null(file);
	fputs(script, file);
	fclose(file);
	desk_begin(screen->desk, name, 0, NULL);
	remove(name);
}

/* What will be is not shown to somebody who is asked for it; what was is. */
static void questions_hide_rotations(void **state)
{
	struct screen *screen = *state;

	desk_close(screen->desk);
	screen->desk = desk_open(screen->lab, false);	/* one that waits for answers */
	assert_non_null(screen->desk);
	open_lesson(screen, "lesson { name = 'x', title = 'x', space = 'toy' }\n"
		    "for i = 1, 12 do alloc '1p' end\n"
		    "ask { question = 'Which one rises?', choices = { 'a6', 'a8' }, answer = 2, "
		    "why = 'It does.' }\n");
	assert_int_equal(desk_state(screen->desk), HOST_ASKING);
	run(screen, "goto 12 0; break rotate_begin; continue; delete");
	draw(screen, &pane_tree, 12, 76);
	assert_false(sees(&screen->canvas, "rotation"));
	assert_true(sees(&screen->canvas, "(a6)"));
	run(screen, "step");
	draw(screen, &pane_tree, 12, 76);
	assert_true(sees(&screen->canvas, "▶ after the rotation"));
	desk_go_on(screen->desk, "2");
	run(screen, "goto 12 0; break rotate_begin; continue; delete");
	draw(screen, &pane_tree, 12, 76);
	assert_true(sees(&screen->canvas, "▶ before the rotation"));
}

static void lesson_pictures(void **state)
{
	static const char script[] =
		"lesson { name = 'x', title = 'A title', space = 'toy' }\n"
		"say 'One *strong* word and some `code`; 3 * 4 is not strong.'\n"
		"title 'A chapter'\n"
		"say [[First.\n\n- an item that is long enough to be broken\n- another]]\n";
	struct screen *screen = *state;

	draw(screen, &pane_lesson, 5, 30);
	open_lesson(screen, script);
	pane_is_golden(screen, &pane_lesson, 14, 34, "lesson");
	pane_is_golden(screen, &pane_lesson, 4, 34, "lesson-low");
}

/* --- every size --- */

static void panes_of_every_size(void **state)
{
	struct screen *screen = *state;

	make_search(screen);
	for (size_t i = 0; i < pane_count; i++)
		for (int height = 1; height <= 14; height++)
			for (int width = 1; width <= 90; width += 1 + width / 20)
				draw(screen, panes[i], height, width);
}

static void screens_of_every_size(void **state)
{
	struct screen *screen = *state;

	make_search(screen);
	for (int height = 1; height <= 70; height += 1 + height / 12)
		for (int width = 1; width <= 230; width += 1 + width / 12) {
			assert_true(canvas_resize(&screen->canvas, height, width));
			for (size_t i = 0; layout_name(i); i++) {
				screen->chosen_layout = layout_name(i);
				screen->help = (width + height) % 3 == 0;
				screen->zoomed = (width + height) % 4 == 0;
				view_draw(screen);
			}
		}
}

/* A picture is the same however often it is drawn. */
static void drawing_changes_nothing(void **state)
{
	struct screen *screen = *state;

	make_search(screen);
	assert_true(canvas_resize(&screen->canvas, 36, 120));
	view_draw(screen);
	char *first = picture_of(&screen->canvas);
	struct cursor cursor = timeline_cursor(lab_timeline(screen->lab));
	view_draw(screen);
	char *second = picture_of(&screen->canvas);
	struct cursor after = timeline_cursor(lab_timeline(screen->lab));
	assert_string_equal(first, second);
	assert_int_equal(cursor.op, after.op);
	assert_int_equal(cursor.step, after.step);
	free(first);
	free(second);
}

/* A frame costs what the screen costs. The bound is generous: drawing each of
 * the areas would miss it a hundred times over. */
static void many_areas_cost_little(void **state)
{
	struct screen *screen = *state;
	struct op op;
	const char *build = getenv("TEST_BUILD");
	int areas = build && strcmp(build, "normal") != 0 ? 20000 : 200000;

	run(screen, "space x86-64");
	op = op_make(OP_VMALLOC, &lab_machine(screen->lab)->g->space);
	op.arg[OPARG_VMALLOC_SIZE] = PAGE_SIZE;
	for (int i = 1; i <= areas; i++) {
		op.arg[OPARG_VMALLOC_ID] = (uint64_t)i;
		assert_true(timeline_run(lab_timeline(screen->lab), &op, false));
	}
	assert_true(canvas_resize(&screen->canvas, 60, 200));
	for (size_t layout = 0; layout_name(layout); layout++) {
		screen->chosen_layout = layout_name(layout);
		clock_t begin = clock();
		for (int i = 0; i < 20; i++)
			view_draw(screen);
		double each = (double)(clock() - begin) / CLOCKS_PER_SEC / 20;
		assert_true(each < (build && strcmp(build, "normal") != 0 ? 0.5 : 0.05));
	}
}

#define on_screen(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_screen(space_pictures), on_screen(space_shows_what_matters),
		on_screen(space_sums_up), on_screen(space_shows_the_whole_beside_a_part),
		on_screen(tree_pictures), on_screen(rotation_pictures),
		on_screen(rotation_stepped_over), on_screen(another_space_is_no_news),
		on_screen(trees_of_other_moments_are_true),
		on_screen(subtrees_are_as_large_as_told), on_screen(tree_searches),
		on_screen(tree_moves), on_screen(list_pictures), on_screen(list_names_kinds),
		on_screen(list_and_tree_differ), on_screen(list_searches),
		on_screen(space_sums_up), on_screen(space_shows_the_whole_beside_a_part),
		on_screen(tree_pictures), on_screen(rotation_pictures),
		on_screen(rotation_stepped_over), on_screen(another_space_is_no_news),
		on_screen(trees_of_other_moments_are_true),
		on_screen(subtrees_are_as_large_as_told), on_screen(tree_searches),
		on_screen(tree_moves), on_screen(list_pictures), on_screen(list_names_kinds),
		on_screen(list_and_tree_differ), on_screen(list_searches),
		on_screen(calls_are_shown), on_screen(tree_is_clicked),
		on_screen(calls_are_clicked), on_screen(table_pictures),
		on_screen(tables_go_to_any_address),
		on_screen(kinds_have_letters), on_screen(vmallocinfo_pictures),
		on_screen(ptdump_pictures), on_screen(block_pictures), on_screen(frame_pictures),
		on_screen(listings_scroll), on_screen(the_dump_scrolls),
		on_screen(timeline_pictures), on_screen(source_marks_the_line),
		on_screen(source_counts_lines),
		on_screen(variables_mark_changes), on_screen(changes_since_the_last_stop),
		on_screen(changes_name_what_is_gone), on_screen(why_has_room),
		on_screen(why_and_outcome), on_screen(messages_wrap_and_scroll),
		on_screen(lesson_pictures), on_screen(questions_hide_rotations),
		on_screen(panes_of_every_size),
		on_screen(screens_of_every_size), on_screen(drawing_changes_nothing),
		on_screen(many_areas_cost_little),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
