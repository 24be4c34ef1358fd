/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The model's own source, with the line that is about to run.
 *
 * The lab hides the lines that only serve the recording; what is counted here
 * as rows are the lines that are shown, while the numbers in the margin are
 * those of the file: `break 123` means the line that reads 123. Comments and
 * keywords are told apart line by line, which is enough for a source that is
 * written the way the kernel is.
 *
 * Where there is room, each line tells how often it ran in this operation before
 * the cursor; so going back counts down.
 */

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "ui/lab/source.h"
#include "ui/screen/panes.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

enum { TAB = 4, MARGIN = 6, COUNT_COLUMNS = 6, COUNTED_FROM = 56, STOPS = 64, LINE = 400 };

/* A breakpoint with a line. */
struct stop_place {
	struct place place;
	bool enabled;
};

/* What the lines of a picture have in common. */
struct sheet {
	struct lab *lab;
	struct place place;		/* the current line ... */
	bool here;			/* ... which is about to run */
	struct stop_place *stop;
	size_t stops;
	const uint32_t *count;		/* by step; NULL: not told */
	int margin;			/* columns in front of the code */
};

/* --- where we are --- */

/* Of an outer call, if that is looked at, where it stands. Between operations:
 * the last line that ran, or the allocator's first. */
static bool find_place(const struct scene *scene, struct place *place, bool *here)
{
	uint32_t level = lab_chosen_call(scene->lab);
	const struct core_step *step = scene->step;
	*here = step && level == 0;
	if (level)
		step = timeline_call(scene->time, scene->m->g->depth - level);
	else if (!step && scene->steps > 0)
		step = timeline_step_at(scene->time, scene->steps - 1);
	if (step)
		return lab_place_of_step(step->step, place);
	return lab_place_of_step(1, place);
}

static size_t collect_stops(const struct lab *lab, struct stop_place *stops)
{
	size_t count = 0;
	for (size_t i = 0; i < lab_stop_points(lab) && count < STOPS; i++) {
		const struct stop_point *point = lab_stop_point(lab, i);
		uint32_t step = lab_stop_step(point);
		if (step && lab_place_of_step(step, &stops[count].place))
			stops[count++].enabled = point->enabled;
	}
	return count;
}

static const struct stop_place *stop_at(const struct sheet *sheet, size_t line)
{
	for (size_t i = 0; i < sheet->stops; i++)
		if (sheet->stop[i].place.file == sheet->place.file &&
		    sheet->stop[i].place.line == line)
			return &sheet->stop[i];
	return NULL;
}

/* --- one line of code --- */

static bool is_keyword(const char *word, size_t length)
{
	static const char *const keywords[] = {
		"if", "else", "for", "while", "do", "return", "break", "continue", "goto",
		"switch", "case", "default", "static", "const", "struct", "enum", "bool",
		"void", "int", "unsigned", "uint32_t", "uint64_t", "int64_t", "sizeof",
	};
	for (size_t i = 0; i < LENGTH(keywords); i++)
		if (strlen(keywords[i]) == length && memcmp(keywords[i], word, length) == 0)
			return true;
	return false;
}

/* The length of the token at `at`, and how it looks. */
static size_t token(const char *at, enum style *style)
{
	size_t length = 1;
	*style = STYLE_TEXT;
	if (strncmp(at, "/*", 2) == 0) {
		const char *end = strstr(at + 2, "*/");
		*style = STYLE_COMMENT;
		return end ? (size_t)(end + 2 - at) : strlen(at);
	}
	if (!isalpha((unsigned char)*at) && *at != '_') {
		while (((unsigned char)at[length] & 0xc0) == 0x80)
			length++;
		return length;
	}
	while (isalnum((unsigned char)at[length]) || at[length] == '_')
		length++;
	if (is_keyword(at, length))
		*style = STYLE_KEYWORD;
	return length;
}

static void expand_tabs(const char *from, char to[LINE])
{
	size_t used = 0;
	for (; *from && used + TAB + 1 < LINE; from++) {
		if (*from != '\t') {
			to[used++] = *from;
			continue;
		}
		do
			to[used++] = ' ';
		while (used % TAB);
	}
	to[used] = '\0';
}

static void put_code(const struct window *w, int y, int x, const char *line)
{
	const char *text = line + strspn(line, " ");
	bool comment = strncmp(text, "* ", 2) == 0 || strncmp(text, "*/", 2) == 0 ||
		       strcmp(text, "*") == 0;
	char piece[LINE];
	x += (int)(text - line);
	while (*text && x < w->width) {
		enum style style = STYLE_COMMENT;
		size_t length = comment ? strlen(text) : token(text, &style);
		memcpy(piece, text, length);
		piece[length] = '\0';
		x = put_text(w, y, x, style, piece);
		text += length;
	}
}

/* --- the pane --- */

/* "12x", "34kx": what ran so often. */
static void put_count(const struct window *w, int y, const struct sheet *sheet, size_t line)
{
	static const char *const unit[] = { "", "k", "M", "G" };
	uint32_t step = lab_step_of_line(sheet->place.file, line), count = sheet->count[step];
	size_t i = 0;
	char text[24];
	for (; count >= 10000 && i + 1 < LENGTH(unit); i++)
		count /= 1000;
	if (!step || !count)
		return;
	snprintf(text, sizeof(text), "%u%s%s", (unsigned)count, unit[i],
		 glyph(w->canvas, GLYPH_GUARD));
	put_text(w, y, sheet->margin - 1 - text_width(text), STYLE_GOOD, text);
}

static void draw_line(const struct window *w, int y, const struct sheet *sheet, size_t number,
		      const char *source)
{
	const struct stop_place *stop = stop_at(sheet, number);
	char line[LINE];
	if (stop)
		put_text(w, y, 0, STYLE_BREAKPOINT,
			 stop->enabled ? glyph(w->canvas, GLYPH_MARK) : "o");
	put_format(w, y, 1, STYLE_DIM, "%4zu", number);
	if (sheet->count)
		put_count(w, y, sheet, number);
	expand_tabs(source, line);
	put_code(w, y, sheet->margin, line);
}

static void mark_line(const struct window *w, int y, const struct sheet *sheet)
{
	put_glyph(w, y, sheet->margin - 1, sheet->here ? STYLE_CURRENT : STYLE_DIM,
		  GLYPH_ARROW_RIGHT);
	if (sheet->here)
		put_style(w, y, 1, w->width - 1, STYLE_CURRENT);
}

static void mark_picked(const struct window *w, int y)
{
	put_style(w, y, 1, MARGIN - 2, STYLE_SELECTED);
}

/* Rows of the file that are shown, and the row of a line. */
static int64_t count_rows(struct lab *lab, size_t file, size_t line, int64_t *row)
{
	int64_t rows = 0;
	*row = 0;
	for (size_t i = 1; i <= lab_source_lines(file); i++) {
		if (i == line)
			*row = rows;
		if (lab_source_line(lab, file, i))
			rows++;
	}
	return rows;
}

static size_t line_of_row(struct lab *lab, size_t file, int64_t row)
{
	size_t line = 1;
	for (; line <= lab_source_lines(file); line++)
		if (lab_source_line(lab, file, line) && row-- == 0)
			break;
	return line;
}

static void draw_rows(const struct window *w, const struct showing *showing,
		      const struct sheet *sheet, size_t line)
{
	size_t file = sheet->place.file;
	for (int y = 0; y < w->height && line <= lab_source_lines(file); line++) {
		const char *source = lab_source_line(sheet->lab, file, line);
		if (!source)
			continue;
		draw_line(w, y, sheet, line, source);
		if (line == sheet->place.line)
			mark_line(w, y, sheet);
		if (line == showing->picked.line && file == showing->picked.file)
			mark_picked(w, y);
		y++;
	}
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	const struct scene *scene = showing->scene;
	struct stop_place stops[STOPS];
	struct sheet sheet = { .lab = scene->lab, .stop = stops, .margin = MARGIN };
	int64_t row, rows;
	if (!find_place(scene, &sheet.place, &sheet.here)) {
		put_text(w, 0, 0, STYLE_DIM, _("This step has no line in the source."));
		return;
	}
	sheet.stops = collect_stops(sheet.lab, stops);
	if (showing->counts && w->width >= COUNTED_FROM) {
		sheet.count = timeline_counts(scene->time);
		sheet.margin += COUNT_COLUMNS;
	}
	rows = count_rows(sheet.lab, sheet.place.file, sheet.place.line, &row);
	draw_rows(w, showing, &sheet,
		  line_of_row(sheet.lab, sheet.place.file,
			      pane_first_row(state, rows, w->height, row)));
}

/* The file, and the calls from the one that is looked at to the outermost. */
static void caption(const struct showing *showing, char *text, size_t room)
{
	const struct scene *scene = showing->scene;
	struct place place;
	bool here;
	if (!find_place(scene, &place, &here) || place.file >= source_file_count)
		return;
	int used = snprintf(text, room, "%s", source_short_name(place.file));
	uint32_t depth = scene->step && scene->m->g->depth < FRAME_MAX ?
		scene->m->g->depth - lab_chosen_call(scene->lab) : 0;
	for (uint32_t i = depth; i > 0; i--) {
		const char *name = function_name(scene->m->frame[i - 1].function);
		if (used > 0 && (size_t)used < room && name)
			used += snprintf(text + used, room - (size_t)used, "%s%s",
					 i == depth ? ": " : " < ", name);
	}
}

/* On a line: picks it; on a picked one, or on its margin: a breakpoint comes or goes. */
static bool click(const struct showing *showing, const struct pane_state *state, int y, int x,
		  char *line, size_t room)
{
	struct lab *lab = showing->scene->lab;
	struct place place;
	bool here;
	if (!find_place(showing->scene, &place, &here))
		return false;
	place.line = line_of_row(lab, place.file, state->offset + y);
	bool again = showing->picked.line == place.line && showing->picked.file == place.file;
	if (again)
		snprintf(line, room, "break-here");
	else
		snprintf(line, room, "pick %s:%zu%s", source_short_name(place.file), place.line,
			 x < MARGIN ? "; break-here" : "");
	return place.line <= lab_source_lines(place.file);
}

const struct pane pane_source = {
	.name = "source",
	.title = N_("Source"),
	.caption = caption,
	.draw = draw,
	.move = pane_scroll,
	.click = click,
};
