/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The whole screen, cell by cell: every layout and every pane alone, at three
 * sizes, in one rich moment (tests/screen/scene.lua) or in a tree's or a page
 * table's own. The golden grids in tests/screen/grids/ hold the characters, a letter
 * for each cell's style, what each style looks like with 256 colours, 8 and none,
 * and the characters in ASCII. All these come from one drawing and one drawing in
 * ASCII, as a canvas knows nothing of colours.
 *
 * VMAPLAB_GOLDEN=write in the environment writes them anew (`make goldens`); look at
 * the difference before it is kept. As the source pane shows the model's own text,
 * a change there may change the grids, too.
 *
 * What must hold for every picture, golden or not, is looked at here as well.
 */

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/screen/panes.h"
#include "ui/screen/screen.h"
#include "ui/screen/view.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	int width, height;
} sizes[] = { { 80, 24 }, { 120, 36 }, { 200, 60 } };

static const int depths[] = { 256, 8, 0 };

/* --- moments --- */

/* What is typed after the script, and which layouts and panes are shown then; the
 * first shows all that no other does. */
static const struct moment {
	const char *line;
	const char *shown;
} moments[] = {
	{ "break walk_gap; break hole; alloc 4p name=probe; continue; step 12", "" },
	{ "break rotate_begin; alloc 1p; alloc 1p; alloc 1p; step 1", " tree " },
	{ "break map_pte_set; vmalloc 3p name=fresh; step 2", " tables vm frames ptdump " },
};

static const struct moment *moment_of(const char *name)
{
	char word[40];

	snprintf(word, sizeof(word), " %s ", name);
	for (size_t i = 1; i < LENGTH(moments); i++)
		if (strstr(moments[i].shown, word))
			return &moments[i];
	return &moments[0];
}

/* Where the files of the tests lie. */
static void path_of(const char *name, char path[512])
{
	const char *top = getenv("TEST_TOP");

	snprintf(path, 512, "%s/tests/screen/%s", top ? top : ".", name);
}

static void open_moment(struct screen *screen, const struct moment *moment)
{
	const struct screen_options options = { .scheme = "dark" };
	struct lab *lab = lab_open(&engine_space("x86-64")->space, NULL);
	char path[512], line[200], *save = NULL;

	assert_non_null(lab);
	assert_true(screen_open(screen, lab, &options, false));
	path_of("scene.lua", path);
	assert_true(screen_begin_script(screen, path, 0, NULL));
	snprintf(line, sizeof(line), "%s", moment->line);
	for (char *part = strtok_r(line, ";", &save); part; part = strtok_r(NULL, ";", &save))
		if (!screen_take_line(screen, part + strspn(part, " ")))
			fail_msg("'%s': %s", part, lab_error(lab));
	assert_non_null(timeline_step(lab_timeline(lab)));
}

static void close_moment(struct screen *screen)
{
	struct lab *lab = screen->lab;

	screen_close(screen);
	lab_close(lab);
}

/* --- pictures --- */

struct picture {
	const char *name;	/* of the layout or pane */
	bool pane;
	int width, height;
};

static void draw(struct screen *screen, const struct picture *p, bool ascii)
{
	memset(screen->state, 0, sizeof(screen->state));	/* nobody has scrolled */
	screen->chosen_layout = p->pane ? "search" : p->name;
	screen->zoomed = p->pane;
	screen->focus = pane_by_name(p->pane ? p->name : "source", p->pane ? strlen(p->name) : 6);
	assert_true(screen->focus >= 0);
	assert_true(canvas_resize(&screen->canvas, p->height, p->width));
	screen->canvas.ascii = ascii;
	view_draw(screen);
}

typedef void (*look_at)(struct screen *screen, const struct picture *p);

static void each_size(struct screen *screen, const char *name, bool pane, look_at look)
{
	for (size_t i = 0; i < LENGTH(sizes); i++) {
		const struct picture p = { name, pane, sizes[i].width, sizes[i].height };

		look(screen, &p);
	}
}

static void each_picture(look_at look)
{
	for (size_t i = 0; i < LENGTH(moments); i++) {
		struct screen screen;

		open_moment(&screen, &moments[i]);
		for (size_t j = 0; layout_name(j); j++)
			if (moment_of(layout_name(j)) == &moments[i])
				each_size(&screen, layout_name(j), false, look);
		for (size_t j = 0; j < pane_count; j++)
			if (moment_of(panes[j]->name) == &moments[i])
				each_size(&screen, panes[j]->name, true, look);
		close_moment(&screen);
	}
}

/* --- golden files --- */

/* Written as `shot --format cells` does, for three depths; then the same in ASCII. */
static char *text_of(struct screen *screen, const struct picture *p)
{
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	assert_non_null(file);
	draw(screen, p, false);
	canvas_write_cells(&screen->canvas, screen->scheme, depths, LENGTH(depths), file);
	draw(screen, p, true);
	canvas_write_text(&screen->canvas, file);
	assert_int_equal(fclose(file), 0);
	return text;
}

static char *read_golden(const char *path)
{
	char *text = NULL, bytes[4096];
	size_t length;
	FILE *file = fopen(path, "r"), *copy;

	if (!file)
		fail_msg("%s: %s; 'make goldens' writes what is missing", path, strerror(errno));
	copy = open_memstream(&text, &length);
	assert_non_null(copy);
	for (size_t taken; (taken = fread(bytes, 1, sizeof(bytes), file)) > 0;)
		fwrite(bytes, 1, taken, copy);
	fclose(file);
	assert_int_equal(fclose(copy), 0);
	return text;
}

static void write_golden(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (!file)
		fail_msg("%s: %s", path, strerror(errno));
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

/* A line's length, and what is behind it. */
static size_t line_length(const char *text)
{
	return strcspn(text, "\n");
}

static const char *line_behind(const char *text)
{
	text += line_length(text);
	return *text ? text + 1 : text;
}

/* What a line of the file is about: "characters, row 3". Rows of the picture come
 * first, then rows of letters, the looks (a tab is in each), the rows in ASCII. */
static void place_of(const char *text, const char *at, int height, char *place, size_t room)
{
	static const char *const parts[] = { "characters", "styles", "looks", "ASCII" };
	int part = 0, row = 1;

	for (; text < at; text = line_behind(text), row++)
		if ((part < 2 && row == height) || (part == 2 && !memchr(line_behind(text), '\t',
						    line_length(line_behind(text))))) {
			part++;
			row = 0;
		}
	snprintf(place, room, "%s, row %d", parts[part], row);
}

/* The first character that differs in two lines: how far they go together. */
static size_t common(const char *a, const char *b)
{
	size_t same = 0;

	while (a[same] && a[same] == b[same] && a[same] != '\n')
		same++;
	while (same > 0 && (a[same] & 0xc0) == 0x80)
		same--;
	return same;
}

static void tell_difference(const char *path, const char *golden, const char *found, int height)
{
	const char *expected_at = golden, *found_at = found;
	char place[64], front[2048];

	while (line_length(expected_at) == line_length(found_at) &&
	       strncmp(expected_at, found_at, line_length(found_at)) == 0 && *found_at) {
		expected_at = line_behind(expected_at);
		found_at = line_behind(found_at);
	}
	size_t same = common(expected_at, found_at);
	place_of(golden, expected_at, height, place, sizeof(place));
	snprintf(front, sizeof(front), "%.*s", (int)same, found_at);
	fail_msg("%s: %s, column %d:\nexpected %.*s\nfound    %.*s\n"
		 "('make goldens' writes the grids anew)", path, place, text_width(front) + 1,
		 (int)line_length(expected_at), expected_at, (int)line_length(found_at), found_at);
}

static void picture_is_golden(struct screen *screen, const struct picture *p)
{
	const char *mode = getenv("VMAPLAB_GOLDEN");
	char name[128], path[512];
	char *found = text_of(screen, p), *golden;

	snprintf(name, sizeof(name), "grids/%s%s-%dx%d.txt", p->pane ? "pane-" : "layout-",
		 p->name, p->width, p->height);
	path_of(name, path);
	if (mode && strcmp(mode, "write") == 0)
		write_golden(path, found);
	golden = read_golden(path);
	if (strcmp(golden, found) != 0)
		tell_difference(path, golden, found, p->height);
	free(golden);
	free(found);
}

static void pictures_are_golden(void **state)
{
	(void)state;
	each_picture(picture_is_golden);
}

static size_t pictures;

static void count_picture(struct screen *screen, const struct picture *p)
{
	(void)screen;
	(void)p;
	pictures++;
}

/* A grid of a pane that is gone would never be looked at. */
static void every_grid_is_looked_at(void **state)
{
	char path[512];
	size_t files = 0;
	(void)state;

	pictures = 0;
	each_picture(count_picture);
	path_of("grids", path);
	DIR *folder = opendir(path);
	if (!folder)
		fail_msg("%s: %s", path, strerror(errno));
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
		files += strstr(entry->d_name, ".txt") != NULL;
	closedir(folder);
	assert_int_equal(files, pictures);
}

/* --- what holds for every cell --- */

static void fail_at(const struct picture *p, int y, int x, const char *what)
{
	fail_msg("%s %s, %dx%d, row %d, column %d: %s", p->pane ? "pane" : "layout", p->name,
		 p->width, p->height, y + 1, x + 1, what);
}

/* One character that can be shown, with marks that combine, as wide as it says. */
static bool is_whole(const struct cell *cell, bool ascii)
{
	const char *text = cell->text;
	uint32_t c = utf8_next(&text);

	if (c < 0x20 || (c >= 0x7f && (ascii || c < 0xa0)) || utf8_width(c) != cell->width)
		return false;
	while ((c = utf8_next(&text)) != 0)
		if (utf8_width(c) != 0)
			return false;
	return true;
}

static void cells_are_whole_in(struct screen *screen, const struct picture *p)
{
	for (int ascii = 0; ascii < 2; ascii++) {
		const struct canvas *canvas = &screen->canvas;

		draw(screen, p, ascii);
		for (int i = 0; i < p->width * p->height; i++) {
			const struct cell *cell = &canvas->cell[i];
			int y = i / p->width, x = i % p->width;

			if (cell->style >= STYLE_COUNT)
				fail_at(p, y, x, "no style");
			if (cell->width == 0 && (x == 0 || cell[-1].width != 2 || *cell->text))
				fail_at(p, y, x, "the right half of nothing");
			if (cell->width == 2 && (x + 1 == p->width || cell[1].width != 0))
				fail_at(p, y, x, "a left half alone");
			if (cell->width != 0 && !is_whole(cell, ascii))
				fail_at(p, y, x, "no character");
		}
	}
}

static void cells_are_whole(void **state)
{
	(void)state;
	each_picture(cells_are_whole_in);
}

/* ASCII draws the same picture: a cell means what it meant. */
static void ascii_means_the_same_in(struct screen *screen, const struct picture *p)
{
	size_t cells = (size_t)p->width * (size_t)p->height;
	struct cell *before = calloc(cells, sizeof(*before));

	assert_non_null(before);
	draw(screen, p, false);
	memcpy(before, screen->canvas.cell, cells * sizeof(*before));
	draw(screen, p, true);
	for (size_t i = 0; i < cells; i++)
		if (before[i].style != screen->canvas.cell[i].style)
			fail_at(p, (int)i / p->width, (int)i % p->width, "another style in ASCII");
	free(before);
}

static void ascii_means_the_same(void **state)
{
	(void)state;
	each_picture(ascii_means_the_same_in);
}

/* --- titles, cursor --- */

/* Does the text stand there, or as much of it as there is room for? */
static bool stands_at(const struct canvas *canvas, int y, int x, int room, const char *text)
{
	const struct cell *cell = &canvas->cell[y * canvas->width + x];
	size_t used = 0;

	for (int i = 0; i < room - 1 && text[used]; i++) {
		if (strncmp(text + used, cell[i].text, strlen(cell[i].text)) != 0)
			return false;
		used += strlen(cell[i].text);
	}
	return used > 0;
}

static void pane_has_title(struct screen *screen, const struct picture *p,
			   const struct placed *placed)
{
	const struct pane *pane = panes[placed->pane];
	int y = screen->area.y + placed->y, x = placed->x + placed->edge + 2;
	int room = placed->width - placed->edge - 4;

	if (placed->titled && !stands_at(&screen->canvas, y, x, room, pane->title))
		fail_at(p, y, x, pane->name);
}

static void panes_have_titles_in(struct screen *screen, const struct picture *p)
{
	struct placed whole;

	draw(screen, p, false);
	if (p->pane) {
		whole = view_whole(screen);
		pane_has_title(screen, p, &whole);
	} else {
		assert_true(screen->layout.count > 0);
		for (int i = 0; i < screen->layout.count; i++)
			pane_has_title(screen, p, &screen->layout.at[i]);
	}
}

static void panes_have_titles(void **state)
{
	(void)state;
	each_picture(panes_have_titles_in);
}

/* The cursor stands in the pane that has the keys. */
static void cursor_stands_in_focus_in(struct screen *screen, const struct picture *p)
{
	const struct canvas *canvas = &screen->canvas;
	struct placed placed = { .height = 0 };

	draw(screen, p, false);
	if (p->pane)
		placed = view_whole(screen);
	for (int i = 0; !p->pane && i < screen->layout.count; i++)
		if (screen->layout.at[i].pane == screen->focus)
			placed = screen->layout.at[i];
	struct window body = view_body(&screen->area, &placed);
	if (canvas->cursor_y < body.y || canvas->cursor_y >= body.y + body.height ||
	    canvas->cursor_x < body.x || canvas->cursor_x >= body.x + body.width)
		fail_at(p, canvas->cursor_y, canvas->cursor_x, "the cursor");
}

static void cursor_stands_in_focus(void **state)
{
	(void)state;
	each_picture(cursor_stands_in_focus_in);
}

/* Something of every pane is to be seen: the moments leave none empty. */
static void panes_show_something_in(struct screen *screen, const struct picture *p)
{
	static const char *const excuses[] = {
		"There are no", "No area", "No CPU", "Nothing has", "The tree is empty",
	};
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	assert_non_null(file);
	draw(screen, p, false);
	canvas_write_text(&screen->canvas, file);
	fclose(file);
	for (size_t i = 0; i < LENGTH(excuses); i++)
		if (strstr(text, excuses[i]))
			fail_at(p, 0, 0, excuses[i]);
	free(text);
}

static void panes_show_something(void **state)
{
	(void)state;
	each_picture(panes_show_something_in);
}

/* --- no meaning by colour alone --- */

enum { SIGNS = 128 };

/* The characters that a style was seen with; blanks do not count. */
static struct {
	uint32_t sign[SIGNS];
	size_t count;
} seen[STYLE_COUNT];

static bool has_sign(int style, uint32_t c)
{
	for (size_t i = 0; i < seen[style].count; i++)
		if (seen[style].sign[i] == c)
			return true;
	return false;
}

static void collect_signs(struct screen *screen, const struct picture *p)
{
	draw(screen, p, false);
	for (int i = 0; i < p->width * p->height; i++) {
		const struct cell *cell = &screen->canvas.cell[i];
		const char *text = cell->text;
		uint32_t c = utf8_next(&text);

		if (c > ' ' && !has_sign(cell->style, c) && seen[cell->style].count < SIGNS)
			seen[cell->style].sign[seen[cell->style].count++] = c;
	}
}

static uint32_t shared_sign(int a, int b)
{
	for (size_t i = 0; i < seen[a].count; i++)
		if (has_sign(b, seen[a].sign[i]))
			return seen[a].sign[i];
	return 0;
}

static bool same_look(const char *scheme, const enum style pair[2], int colours)
{
	struct look a = scheme_look(scheme_by_name(scheme), pair[0], colours);
	struct look b = scheme_look(scheme_by_name(scheme), pair[1], colours);

	return a.foreground == b.foreground && a.background == b.background &&
	       a.attributes == b.attributes;
}

/* Neighbours that mean different things differ in attributes or in their characters,
 * where there are no colours; and they look different with eight. */
static void nothing_is_told_by_colour_alone(void **state)
{
	static const enum style pairs[][2] = {
		{ STYLE_AREA, STYLE_LAZY }, { STYLE_AREA, STYLE_CACHED },
		{ STYLE_AREA, STYLE_AREA_TOUCHED }, { STYLE_AREA_TOUCHED, STYLE_CACHED },
		{ STYLE_AREA, STYLE_HOLE }, { STYLE_LAZY, STYLE_HOLE },
		{ STYLE_LAZY, STYLE_MIXED }, { STYLE_MIXED, STYLE_HOLE },
		{ STYLE_AREA, STYLE_MIXED }, { STYLE_RED_NODE, STYLE_BLACK_NODE },
		{ STYLE_PATH, STYLE_BORDER }, { STYLE_CURRENT, STYLE_TEXT },
		{ STYLE_CHANGED, STYLE_TEXT }, { STYLE_SELECTED, STYLE_TEXT },
		{ STYLE_TITLE, STYLE_TITLE_FOCUS }, { STYLE_BORDER, STYLE_BORDER_FOCUS },
		{ STYLE_ERROR, STYLE_WARN }, { STYLE_ERROR, STYLE_TEXT },
		{ STYLE_WARN, STYLE_TEXT }, { STYLE_KEYWORD, STYLE_COMMENT },
		{ STYLE_NOTED_HOLE, STYLE_SEARCH }, { STYLE_BREAKPOINT, STYLE_DIM },
	};
	(void)state;

	memset(seen, 0, sizeof(seen));
	each_picture(collect_signs);
	for (size_t i = 0; i < LENGTH(pairs); i++) {
		uint32_t sign = shared_sign((int)pairs[i][0], (int)pairs[i][1]);

		if (sign && same_look("mono", pairs[i], 0))
			fail_msg("without colours %s and %s look the same, and both have U+%04x",
				 style_name(pairs[i][0]), style_name(pairs[i][1]), (unsigned)sign);
		for (size_t j = 0; scheme_at(j); j++)
			if (sign && same_look(scheme_name(scheme_at(j)), pairs[i], 8))
				fail_msg("%s, 8 colours: %s and %s look the same, and both have U+%04x",
					 scheme_name(scheme_at(j)), style_name(pairs[i][0]),
					 style_name(pairs[i][1]), (unsigned)sign);
	}
}

/* A bar has several rows; where areas begin and end stands in the first. */
static bool edge_above(const struct canvas *canvas, int i)
{
	int style = canvas->cell[i].style;

	for (; i >= canvas->width && canvas->cell[i].style == style; i -= canvas->width)
		if (canvas->cell[i].text[0] != ' ' || canvas->cell[i - 1].text[0] != ' ')
			return true;
	return false;
}

/* Every second area has another colour; what parts them without it is a sign. */
static void areas_have_edges_in(struct screen *screen, const struct picture *p)
{
	const struct canvas *canvas = &screen->canvas;

	draw(screen, p, true);
	for (int i = 1; i < p->width * p->height; i++) {
		const struct cell *left = &canvas->cell[i - 1], *right = &canvas->cell[i];
		bool neighbours = (left->style == STYLE_AREA && right->style == STYLE_AREA_OTHER) ||
				  (left->style == STYLE_AREA_OTHER && right->style == STYLE_AREA);

		if (neighbours && i % p->width && !edge_above(canvas, i))
			fail_at(p, i / p->width, i % p->width, "nothing parts two areas");
	}
}

static void areas_have_edges(void **state)
{
	(void)state;
	each_picture(areas_have_edges_in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pictures_are_golden),
		cmocka_unit_test(every_grid_is_looked_at),
		cmocka_unit_test(cells_are_whole),
		cmocka_unit_test(ascii_means_the_same),
		cmocka_unit_test(panes_have_titles),
		cmocka_unit_test(cursor_stands_in_focus),
		cmocka_unit_test(panes_show_something),
		cmocka_unit_test(nothing_is_told_by_colour_alone),
		cmocka_unit_test(areas_have_edges),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
