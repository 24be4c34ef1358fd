/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Outlets of the canvas that need no terminal.
 *
 * Text is what a reader of a pipe gets. The styles of the cells, a letter
 * each, stand beside it in golden files, with what they look like. The SVG is for slides: backgrounds
 * as rectangles, runs of one style as text with every column fixed, so that
 * it looks right with any monospaced font.
 */

#include "ui/screen/canvas.h"

#include <string.h>

#include "ui/screen/theme.h"

static const struct cell *row_at(const struct canvas *canvas, int y)
{
	return &canvas->cell[(size_t)y * (size_t)canvas->width];
}

void canvas_write_text(const struct canvas *canvas, FILE *out)
{
	for (int y = 0; y < canvas->height; y++) {
		const struct cell *row = row_at(canvas, y);
		int end = canvas->width;
		while (end > 0 && row[end - 1].width == 1 && strcmp(row[end - 1].text, " ") == 0)
			end--;
		for (int x = 0; x < end; x++)
			fputs(row[x].text, out);
		fputc('\n', out);
	}
}

static const char letters[] = ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
_Static_assert(STYLE_COUNT < sizeof(letters), "a letter for each style");

void canvas_write_styles(const struct canvas *canvas, FILE *out)
{
	bool used[STYLE_COUNT] = { false };
	for (int y = 0; y < canvas->height; y++) {
		const struct cell *row = row_at(canvas, y);
		for (int x = 0; x < canvas->width; x++) {
			fputc(letters[row[x].style], out);
			used[row[x].style] = true;
		}
		fputc('\n', out);
	}
	for (unsigned i = 0; i < STYLE_COUNT; i++)
		if (used[i])
			fprintf(out, "%c %s\n", letters[i], style_name((enum style)i));
}

/* --- looks --- */

/* "153 on 234 bold underline"; "plain" where there is nothing to tell. */
static void write_look(const struct look *look, FILE *out)
{
	static const struct {
		uint8_t bit;
		const char *name;
	} attributes[] = {
		{ LOOK_BOLD, "bold" }, { LOOK_REVERSE, "reverse" },
		{ LOOK_UNDERLINE, "underline" }, { LOOK_DIM, "dim" },
	};
	const char *gap = "";
	if (look->foreground >= 0 || look->background >= 0) {
		fprintf(out, "%d on %d", look->foreground, look->background);
		gap = " ";
	}
	for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++)
		if (look->attributes & attributes[i].bit) {
			fprintf(out, "%s%s", gap, attributes[i].name);
			gap = " ";
		}
	if (!*gap)
		fputs("plain", out);
}

static void write_letters(const struct canvas *canvas, int y, FILE *out)
{
	const struct cell *row = row_at(canvas, y);
	int end = canvas->width;
	while (end > 0 && row[end - 1].style == STYLE_TEXT)
		end--;
	for (int x = 0; x < end; x++)
		fputc(letters[row[x].style], out);
	fputc('\n', out);
}

static bool has_style(const struct canvas *canvas, enum style style)
{
	size_t count = (size_t)canvas->height * (size_t)canvas->width;
	for (size_t i = 0; i < count; i++)
		if (canvas->cell[i].style == style)
			return true;
	return false;
}

void canvas_write_cells(const struct canvas *canvas, const struct scheme *scheme,
			const int *colours, size_t count, FILE *out)
{
	canvas_write_text(canvas, out);
	for (int y = 0; y < canvas->height; y++)
		write_letters(canvas, y, out);
	for (unsigned style = 0; style < STYLE_COUNT; style++) {
		if (!has_style(canvas, (enum style)style))
			continue;
		fprintf(out, "%c %s", letters[style], style_name((enum style)style));
		for (size_t i = 0; i < count; i++) {
			struct look look = scheme_look(scheme, (enum style)style, colours[i]);
			fputc('\t', out);
			write_look(&look, out);
		}
		fputc('\n', out);
	}
}

/* --- SVG --- */

enum { CELL_WIDTH = 9, CELL_HEIGHT = 19, BASELINE = 14, FONT_SIZE = 15 };

struct paint {
	uint32_t ink, paper;
	uint8_t attributes;
};

/* Where there are no colours, it is shown as a dark terminal would. */
static struct paint paint_of(const struct scheme *scheme, enum style style, int colours)
{
	struct look look = scheme_look(scheme, style, colours);
	uint32_t ink = look.foreground < 0 ? 0xe0e0e0 : palette_rgb(look.foreground);
	uint32_t paper = look.background < 0 ? 0x101010 : palette_rgb(look.background);
	if (look.attributes & LOOK_DIM)
		ink = 0x909090;
	if (look.attributes & LOOK_REVERSE)
		return (struct paint){ paper, ink, look.attributes };
	return (struct paint){ ink, paper, look.attributes };
}

static void svg_escape(const char *text, FILE *out)
{
	for (; *text; text++)
		switch (*text) {
		case '<':
			fputs("&lt;", out);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		default:
			fputc(*text, out);
		}
}

static bool row_blank(const struct cell *row, int from, int to)
{
	for (int x = from; x < to; x++)
		if (strcmp(row[x].text, " ") != 0)
			return false;
	return true;
}

static void svg_run(const struct cell *row, int y, int from, int to,
		    const struct paint *paint, const struct paint *ground, FILE *out)
{
	int left = from * CELL_WIDTH, top = y * CELL_HEIGHT, width = (to - from) * CELL_WIDTH;
	if (paint->paper != ground->paper)
		fprintf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n",
			left, top, width, CELL_HEIGHT, (unsigned)paint->paper);
	if (row_blank(row, from, to))
		return;
	fprintf(out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"#%06x\"%s%s>", left,
		top + BASELINE, width, (unsigned)paint->ink,
		paint->attributes & LOOK_BOLD ? " font-weight=\"bold\"" : "",
		paint->attributes & LOOK_UNDERLINE ? " text-decoration=\"underline\"" : "");
	for (int x = from; x < to; x++)
		svg_escape(row[x].text, out);
	fputs("</text>\n", out);
}

/* `paint` is by style. */
static void svg_row(const struct canvas *canvas, const struct paint *paint, int y, FILE *out)
{
	const struct cell *row = row_at(canvas, y);
	for (int from = 0, to; from < canvas->width; from = to) {
		for (to = from + 1; to < canvas->width && row[to].style == row[from].style;)
			to++;
		svg_run(row, y, from, to, &paint[row[from].style], &paint[STYLE_TEXT], out);
	}
}

void canvas_write_svg(const struct canvas *canvas, const struct scheme *scheme, int colours,
		      FILE *out)
{
	int width = canvas->width * CELL_WIDTH, height = canvas->height * CELL_HEIGHT;
	struct paint paint[STYLE_COUNT];
	for (unsigned i = 0; i < STYLE_COUNT; i++)
		paint[i] = paint_of(scheme, (enum style)i, colours);
	fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		"viewBox=\"0 0 %d %d\">\n", width, height, width, height);
	fprintf(out, "<g font-family=\"'DejaVu Sans Mono',Menlo,Consolas,monospace\" "
		"font-size=\"%d\" xml:space=\"preserve\">\n", FONT_SIZE);
	fprintf(out, "<rect width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n", width, height,
		(unsigned)paint[STYLE_TEXT].paper);
	for (int y = 0; y < canvas->height; y++)
		svg_row(canvas, paint, y, out);
	fputs("</g>\n</svg>\n", out);
}
