/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The grid of cells: that nothing is written outside of a window, that wide
 * characters and broken text cannot damage it, and what its outlets write.
 */

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/screen/canvas.h"
#include "ui/screen/theme.h"

/* A canvas, and what an outlet makes of it. */
struct sheet {
	struct canvas canvas;
	struct window all;
	char *text;
};

static int set_up(void **state)
{
	struct sheet *sheet = calloc(1, sizeof(*sheet));

	assert_non_null(sheet);
	assert_true(canvas_resize(&sheet->canvas, 4, 10));
	sheet->all = canvas_window(&sheet->canvas, 0, 0, 4, 10);
	*state = sheet;
	return 0;
}

static int tear_down(void **state)
{
	struct sheet *sheet = *state;

	canvas_free(&sheet->canvas);
	free(sheet->text);
	free(sheet);
	return 0;
}

static const char *written(struct sheet *sheet, void (*outlet)(const struct canvas *, FILE *))
{
	size_t length;

	free(sheet->text);
	FILE *file = open_memstream(&sheet->text, &length);
	assert_non_null(file);
	outlet(&sheet->canvas, file);
	fclose(file);
	return sheet->text;
}

#define shows(sheet, expected) \
	assert_string_equal(written(sheet, canvas_write_text), expected)

/* Every cell has a width that its neighbours agree with. */
static void is_sound(const struct canvas *canvas)
{
	for (int y = 0; y < canvas->height; y++)
		for (int x = 0; x < canvas->width; x++) {
			const struct cell *cell = &canvas->cell[y * canvas->width + x];

			assert_true(cell->width <= 2);
			assert_true((cell->width == 0) == (*cell->text == '\0'));
			if (cell->width == 2) {
				assert_true(x + 1 < canvas->width);
				assert_int_equal(cell[1].width, 0);
			}
			if (cell->width == 0) {
				assert_true(x > 0);
				assert_int_equal(cell[-1].width, 2);
			}
		}
}

/* --- UTF-8 --- */

static void utf8_is_strict(void **state)
{
	static const struct {
		const char *text;
		uint32_t first;
		size_t bytes;
	} cases[] = {
		{ "a", 'a', 1 }, { "\xc3\xa4", 0xe4, 2 }, { "\xe2\x86\x92", 0x2192, 3 },
		{ "\xf0\x9f\x98\x80", 0x1f600, 4 }, { "\xff", UTF8_BROKEN, 1 },
		{ "\xc0\x80", UTF8_BROKEN, 1 },		/* overlong */
		{ "\xe0\x80\x80", UTF8_BROKEN, 1 },
		{ "\xed\xa0\x80", UTF8_BROKEN, 1 },	/* surrogate */
		{ "\xf4\x90\x80\x80", UTF8_BROKEN, 1 },	/* beyond Unicode */
		{ "\xe2\x86", UTF8_BROKEN, 1 },		/* cut off */
		{ "\x80", UTF8_BROKEN, 1 }, { "", 0, 0 },
	};
	(void)state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *at = cases[i].text;

		assert_int_equal(utf8_next(&at), cases[i].first);
		assert_int_equal(at - cases[i].text, cases[i].bytes);
	}
}

static void utf8_comes_back(void **state)
{
	static const uint32_t characters[] = { 1, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000,
					       0x10ffff };
	(void)state;

	for (size_t i = 0; i < sizeof(characters) / sizeof(*characters); i++) {
		char text[5];
		const char *at = text;
		size_t bytes = utf8_write(characters[i], text);

		assert_int_equal(strlen(text), bytes);
		assert_int_equal(utf8_next(&at), characters[i]);
	}
}

static void widths(void **state)
{
	(void)state;
	assert_int_equal(text_width("abc"), 3);
	assert_int_equal(text_width("äöü→"), 4);
	assert_int_equal(text_width("漢字"), 4);
	assert_int_equal(text_width("e\xcc\x81"), 1);	/* with a combining accent */
	assert_int_equal(text_width("\xff\xfe"), 2);
	assert_int_equal(text_fitting("漢字", 3), 3);
	assert_int_equal(text_fitting("abc", 0), 0);
	assert_int_equal(text_fitting("abc", 9), 3);
}

/* --- writing --- */

static void text_is_cut_off(void **state)
{
	struct sheet *sheet = *state;

	assert_int_equal(put_text(&sheet->all, 0, 7, STYLE_TEXT, "abcdef"), 13);
	put_text(&sheet->all, 1, -3, STYLE_TEXT, "abcdef");
	put_text(&sheet->all, 4, 0, STYLE_TEXT, "below");
	put_text(&sheet->all, -1, 0, STYLE_TEXT, "above");
	shows(sheet, "       abc\ndef\n\n\n");
}

static void windows_cut_too(void **state)
{
	struct sheet *sheet = *state;
	struct window w = window_part(&sheet->all, 1, 2, 2, 4);
	struct window outside = window_part(&w, 1, 2, 99, 99);

	put_fill(&w, 0, -5, 99, STYLE_TEXT, "x");
	put_text(&w, 1, 0, STYLE_TEXT, "abcdefgh");
	put_text(&outside, 0, 0, STYLE_TEXT, "1234");
	assert_int_equal(outside.height, 1);
	assert_int_equal(outside.width, 2);
	shows(sheet, "\n  xxxx\n  ab12\n\n");
	assert_int_equal(window_part(&w, 5, 5, 1, 1).height, 0);
}

static void short_text(void **state)
{
	struct sheet *sheet = *state;

	assert_int_equal(put_short(&sheet->all, 0, 1, 4, STYLE_TEXT, "abcd"), 5);
	assert_int_equal(put_short(&sheet->all, 1, 1, 4, STYLE_TEXT, "abcde"), 5);
	assert_int_equal(put_short(&sheet->all, 2, 1, 4, STYLE_TEXT, "漢字字"), 4);
	assert_int_equal(put_short(&sheet->all, 3, 1, 0, STYLE_TEXT, "a"), 1);
	shows(sheet, " abcd\n abc…\n 漢…\n\n");
	is_sound(&sheet->canvas);
}

static void wide_characters_stay_whole(void **state)
{
	struct sheet *sheet = *state;

	put_text(&sheet->all, 0, 0, STYLE_TEXT, "漢字");
	put_text(&sheet->all, 0, 1, STYLE_TEXT, "x");	/* over a right half */
	put_text(&sheet->all, 1, 0, STYLE_TEXT, "漢字");
	put_text(&sheet->all, 1, 2, STYLE_TEXT, "y");	/* over a left half */
	put_text(&sheet->all, 2, 9, STYLE_TEXT, "漢");	/* no room for both halves */
	put_text(&sheet->all, 3, 0, STYLE_TEXT, "漢字");
	put_text(&sheet->all, 3, 1, STYLE_TEXT, "字");
	is_sound(&sheet->canvas);
	shows(sheet, " x字\n漢y\n\n 字\n");
}

static void marks_combine(void **state)
{
	struct sheet *sheet = *state;

	assert_int_equal(put_text(&sheet->all, 0, 0, STYLE_TEXT, "e\xcc\x81x"), 2);
	put_text(&sheet->all, 1, 0, STYLE_TEXT, "\xcc\x81");	/* nothing to combine with */
	put_text(&sheet->all, 2, 0, STYLE_TEXT, "a");
	for (int i = 0; i < 50; i++)
		put_text(&sheet->all, 2, 1, STYLE_TEXT, "\xcc\x81");
	is_sound(&sheet->canvas);
	assert_string_equal(window_cell(&sheet->all, 0, 0)->text, "e\xcc\x81");
	assert_true(strlen(window_cell(&sheet->all, 2, 0)->text) < sizeof(struct cell));
}

static void rubbish_is_shown_as_such(void **state)
{
	struct sheet *sheet = *state;

	assert_int_equal(put_text(&sheet->all, 0, 0, STYLE_TEXT, "a\x01\033\xff" "b"), 5);
	shows(sheet, "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" "b\n\n\n\n");
}

static void ascii_has_the_same_shape(void **state)
{
	struct sheet *sheet = *state;

	sheet->canvas.ascii = true;
	assert_int_equal(put_text(&sheet->all, 0, 0, STYLE_TEXT, "a→…漢\x01"), 6);
	put_box(&(struct window){ &sheet->canvas, 1, 0, 3, 9 }, "t", false);
	shows(sheet, "a>.? ?\n+- t ---+\n|       |\n+-------+\n");
	for (int i = 0; i < GLYPH_COUNT; i++) {
		const char *text = glyph(&sheet->canvas, (enum glyph)i);

		assert_int_equal(strlen(text), 1);
		assert_true(*text > 0x20 && *text < 0x7f);
	}
	sheet->canvas.ascii = false;
	for (int i = 0; i < GLYPH_COUNT; i++)
		assert_int_equal(text_width(glyph(&sheet->canvas, (enum glyph)i)), 1);
}

static void text_is_wrapped(void **state)
{
	struct sheet *sheet = *state;
	struct window w = window_part(&sheet->all, 0, 0, 4, 6);
	struct window measure = { .width = 6 };
	static const char text[] = "one two three fourteen\nx";

	assert_int_equal(put_wrapped(&measure, 0, 0, STYLE_TEXT, text), 6);
	assert_int_equal(put_wrapped(&w, 0, 1, STYLE_TEXT, text), 6);
	shows(sheet, "two\nthree\nfourte\nen\n");
	assert_int_equal(put_wrapped(&measure, 0, 0, STYLE_TEXT, ""), 0);
	measure.width = 1;
	assert_int_equal(put_wrapped(&measure, 0, 0, STYLE_TEXT, "漢字"), 2);
}

static void every_text_is_harmless(void **state)
{
	struct sheet *sheet = *state;
	uint32_t seed = 1;

	for (int round = 0; round < 20000; round++) {
		char text[24];

		for (size_t i = 0; i < sizeof(text) - 1; i++) {
			seed = seed * 1664525u + 1013904223u;
			text[i] = (char)(seed >> 24 | 1);
		}
		text[sizeof(text) - 1] = '\0';
		put_text(&sheet->all, (int)(seed >> 8 & 3), (int)(seed >> 12 & 15) - 4,
			 STYLE_TEXT, text);
		put_text(&sheet->all, (int)(seed >> 10 & 3), (int)(seed >> 16 & 15) - 4,
			 STYLE_TEXT, seed & 1 ? "漢e\xcc\x81字" : "x");
		is_sound(&sheet->canvas);
	}
}

/* --- the grid --- */

static void resizing_clears(void **state)
{
	struct sheet *sheet = *state;

	put_text(&sheet->all, 0, 0, STYLE_TEXT, "x");
	put_cursor(&sheet->all, 1, 2);
	assert_int_equal(sheet->canvas.cursor_x, 2);
	put_cursor(&sheet->all, 9, 2);	/* outside: stays */
	assert_int_equal(sheet->canvas.cursor_y, 1);
	assert_true(canvas_resize(&sheet->canvas, 1, 1));
	assert_int_equal(sheet->canvas.cursor_x, -1);
	shows(sheet, "\n");
	assert_false(canvas_resize(&sheet->canvas, 0, 1));
	assert_int_equal(sheet->canvas.height, 1);
}

static void box_of_every_size(void **state)
{
	struct sheet *sheet = *state;

	for (int height = 0; height <= 4; height++)
		for (int width = 0; width <= 10; width++) {
			struct window w = window_part(&sheet->all, 0, 0, height, width);
			struct window inside = put_box(&w, "a title", true);

			assert_true(inside.height >= 0 && inside.width >= 0);
			is_sound(&sheet->canvas);
		}
}

/* --- outlets --- */

static void styles_are_told(void **state)
{
	struct sheet *sheet = *state;

	canvas_resize(&sheet->canvas, 1, 4);
	put_text(&(struct window){ &sheet->canvas, 0, 0, 1, 4 }, 0, 1, STYLE_DIM, "ab");
	assert_string_equal(written(sheet, canvas_write_styles), ".aa.\n. text\na dim\n");
}

static void svg_is_whole(void **state)
{
	struct sheet *sheet = *state;
	size_t length;

	put_text(&sheet->all, 0, 0, STYLE_AREA, "<a&b>");
	free(sheet->text);
	FILE *file = open_memstream(&sheet->text, &length);
	canvas_write_svg(&sheet->canvas, scheme_by_name("dark"), 256, file);
	fclose(file);
	assert_non_null(strstr(sheet->text, "<svg xmlns="));
	assert_non_null(strstr(sheet->text, "&lt;a&amp;b>"));
	assert_null(strstr(sheet->text, "<a&"));
	assert_string_equal(sheet->text + length - 7, "</svg>\n");
}

/* --- schemes --- */

static void schemes_are_complete(void **state)
{
	static const int colours[] = { 0, 8, 16, 256 };
	(void)state;

	for (size_t i = 0; scheme_at(i); i++)
		for (int style = 0; style < STYLE_COUNT; style++)
			for (size_t j = 0; j < 4; j++) {
				struct look look = scheme_look(scheme_at(i), (enum style)style,
							       colours[j]);
				bool none = look.foreground == -1 && look.background == -1;

				if (colours[j] == 0 || strcmp(scheme_name(scheme_at(i)), "mono") == 0)
					assert_true(none);
				else
					assert_true(look.foreground >= 0 &&
						    look.foreground < colours[j] &&
						    look.background >= 0 &&
						    look.background < colours[j] &&
						    look.foreground != look.background);
			}
	assert_null(scheme_by_name("no such scheme"));
}

/* Without colours what matters most still differs from plain text. */
static void mono_loses_nothing(void **state)
{
	static const enum style marked[] = {
		STYLE_AREA, STYLE_CACHED, STYLE_SEARCH, STYLE_CURRENT, STYLE_CHANGED,
		STYLE_ERROR, STYLE_WARN, STYLE_TITLE_FOCUS, STYLE_BLACK_NODE, STYLE_KEY,
	};
	const struct scheme *mono = scheme_by_name("mono");
	(void)state;

	for (size_t i = 0; i < sizeof(marked) / sizeof(*marked); i++)
		assert_true(scheme_look(mono, marked[i], 0).attributes != 0);
	assert_true(scheme_look(mono, STYLE_RED_NODE, 0).attributes !=
		    scheme_look(mono, STYLE_BLACK_NODE, 0).attributes);
}

/* WCAG's relative luminance, in thousandths: linear light of each part. */
static double luminance(int colour)
{
	static const double weight[] = { 0.0722, 0.7152, 0.2126 };
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		double part = (palette_rgb(colour) >> (8 * i) & 0xff) / 255.0;

		sum += weight[i] * (part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double contrast(const struct look *look)
{
	double a = luminance(look->foreground), b = luminance(look->background);

	return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

/* Lines may be faint, as nothing is lost with them; hatches are not read. */
static double least_contrast(const char *scheme, enum style style, int colours)
{
	if (style == STYLE_BORDER)
		return 1.5;
	if (strcmp(scheme, "contrast") == 0 && colours == 256)
		return 7;
	return style == STYLE_HOLE || style == STYLE_MIXED || style == STYLE_LAZY ? 3 : 4.5;
}

/* With 8 colours bold makes a colour bright: on nearly every terminal, and where it
 * does not, bold text can still be read. */
static void is_readable(const struct scheme *scheme, enum style style, int colours, bool bright)
{
	struct look look = scheme_look(scheme, style, colours);
	bool bold = colours == 8 && look.attributes & LOOK_BOLD;
	double least = least_contrast(scheme_name(scheme), style, colours);

	if (look.foreground < 0)
		return;
	if (bold && bright)
		look.foreground = (int16_t)(look.foreground + 8);
	if (contrast(&look) < (bold && !bright && least > 3 ? 3 : least))
		fail_msg("%s, %s, %d colours: %.2f:1", scheme_name(scheme), style_name(style),
			 colours, contrast(&look));
}

static void text_can_be_read(void **state)
{
	static const int depths[] = { 256, 16, 8 };
	(void)state;

	for (size_t i = 0; scheme_at(i); i++)
		for (int style = 0; style < STYLE_COUNT; style++)
			for (size_t j = 0; j < sizeof(depths) / sizeof(*depths); j++) {
				is_readable(scheme_at(i), (enum style)style, depths[j], true);
				is_readable(scheme_at(i), (enum style)style, depths[j], false);
			}
}

/* What must not be confused in the safe scheme differs in lightness alone. */
static void safe_needs_no_hue(void **state)
{
	static const enum style pairs[][2] = {
		{ STYLE_AREA, STYLE_AREA_TOUCHED }, { STYLE_AREA_OTHER, STYLE_CACHED },
		{ STYLE_CACHED, STYLE_AREA_TOUCHED }, { STYLE_AREA, STYLE_AREA_OTHER },
		{ STYLE_RED_NODE, STYLE_BLACK_NODE }, { STYLE_AREA, STYLE_LAZY },
		{ STYLE_CURRENT, STYLE_CHANGED },
	};
	const struct scheme *safe = scheme_by_name("safe");
	(void)state;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		struct look a = scheme_look(safe, pairs[i][0], 256);
		struct look b = scheme_look(safe, pairs[i][1], 256);
		struct look both = { a.background, b.background, 0 };

		if (contrast(&both) < 1.3)
			fail_msg("%s and %s: %.2f:1", style_name(pairs[i][0]),
				 style_name(pairs[i][1]), contrast(&both));
	}
}

/* Every style has a name of its own and tells what stays without colours. */
static void styles_have_signs(void **state)
{
	(void)state;
	for (int i = 0; i < STYLE_COUNT; i++) {
		assert_int_equal(style_by_name(style_name((enum style)i)), i);
		assert_true(strlen(style_sign((enum style)i)) > 4);
	}
	assert_int_equal(style_by_name("no such style"), -1);
	assert_null(style_sign(STYLE_COUNT));
}

static void colours_of_ones_own(void **state)
{
	struct scheme own = *scheme_by_name("dark"), mono = *scheme_by_name("mono");
	struct look look = { 231, 160, LOOK_BOLD }, near = { 232, 233, 0 };
	int16_t colour = -1;
	uint8_t attributes = 0;
	(void)state;

	assert_true(colour_read("255", &colour) && colour == 255);
	assert_true(colour_read("bright-blue", &colour) && colour == 12);
	assert_false(colour_read("256", &colour) || colour_read("-1", &colour) ||
		     colour_read("", &colour) || colour_read("mauve", &colour));
	assert_true(look_attribute("bold", &attributes) && look_attribute("dim", &attributes));
	assert_int_equal(attributes, LOOK_BOLD | LOOK_DIM);
	assert_false(look_attribute("blinking", &attributes));

	scheme_recolour(&own, STYLE_AREA, &look);
	look = scheme_look(&own, STYLE_AREA, 256);
	assert_int_equal(look.background, 160);
	look = scheme_look(&own, STYLE_AREA, 16);
	assert_int_equal(look.foreground, 15);
	assert_int_equal(look.background, 1);
	scheme_recolour(&own, STYLE_AREA, &near);
	look = scheme_look(&own, STYLE_AREA, 16);
	assert_int_not_equal(look.foreground, look.background);
	scheme_recolour(&mono, STYLE_AREA, &(struct look){ 1, 2, LOOK_UNDERLINE });
	look = scheme_look(&mono, STYLE_AREA, 256);
	assert_int_equal(look.foreground, -1);
	assert_int_equal(look.attributes, LOOK_UNDERLINE);
}

static void palette(void **state)
{
	(void)state;
	assert_int_equal(palette_rgb(16), 0x000000);
	assert_int_equal(palette_rgb(231), 0xffffff);
	assert_int_equal(palette_rgb(234), 0x1c1c1c);
	assert_int_equal(palette_rgb(196), 0xff0000);
}

#define on_sheet(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_is_strict), cmocka_unit_test(utf8_comes_back),
		cmocka_unit_test(widths), on_sheet(text_is_cut_off), on_sheet(windows_cut_too),
		on_sheet(short_text), on_sheet(wide_characters_stay_whole),
		on_sheet(marks_combine), on_sheet(rubbish_is_shown_as_such),
		on_sheet(ascii_has_the_same_shape), on_sheet(text_is_wrapped),
		on_sheet(every_text_is_harmless), on_sheet(resizing_clears),
		on_sheet(box_of_every_size), on_sheet(styles_are_told), on_sheet(svg_is_whole),
		cmocka_unit_test(schemes_are_complete), cmocka_unit_test(mono_loses_nothing),
		cmocka_unit_test(text_can_be_read), 		cmocka_unit_test(safe_needs_no_hue),
		cmocka_unit_test(styles_have_signs), cmocka_unit_test(colours_of_ones_own),
		cmocka_unit_test(palette),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
