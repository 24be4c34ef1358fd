/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The model's own source, with the line that is about to run.
 *
 * The lab hides the lines that only serve the recording; what is counted here
 * as rows are the lines that are shown, while the numbers in the margin are
 * those of the file: `break 123` means the line that reads 123. Comments and
 * keywords are told apart line by line, which is enough for a source that is
 * written the way the kernel is.
 */

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "ui/lab/source.h"
#include "ui/screen/panes.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

enum { TAB = 4, MARGIN = 6, STOPS = 64, LINE = 400 };

/* --- where we are --- */

/* Between operations: the last line that ran, or the allocator's first. */
static bool find_place(const struct scene *scene, struct place *place, bool *here)
{
	const struct core_step *step = scene->step;
	*here = step != NULL;
	if (!step && scene->steps > 0)
		step = timeline_step_at(scene->time, scene->steps - 1);
	if (step)
		return lab_place_of_step(step->step, place);
	return lab_place_of_step(1, place);
}

/* Breakpoints with a line, as places. */
struct stop_place {
	struct place place;
	bool enabled;
};

static uint32_t first_step_of(uint32_t function)
{
	for (uint32_t step = 1; step < STEP_COUNT; step++)
		if (step_function(step) == function)
			return step;
	return 0;
}

static size_t collect_stops(const struct lab *lab, struct stop_place *stops)
{
	size_t count = 0;
	for (size_t i = 0; i < lab_stop_points(lab) && count < STOPS; i++) {
		const struct stop_point *point = lab_stop_point(lab, i);
		uint32_t step = point->kind == STOP_AT_STEP ? point->what :
				point->kind == STOP_AT_FUNCTION ? first_step_of(point->what) : 0;
		if (step && lab_place_of_step(step, &stops[count].place))
			stops[count++].enabled = point->enabled;
	}
	return count;
}

static const struct stop_place *stop_at(const struct stop_place *stops, size_t count,
					size_t file, size_t line)
{
	for (size_t i = 0; i < count; i++)
		if (stops[i].place.file == file && stops[i].place.line == line)
			return &stops[i];
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

static void draw_line(const struct window *w, int y, size_t number, const char *source,
		      const struct stop_place *stop)
{
	char line[LINE];
	if (stop)
		put_text(w, y, 0, STYLE_BREAKPOINT,
			 stop->enabled ? glyph(w->canvas, GLYPH_MARK) : "o");
	put_format(w, y, 1, STYLE_DIM, "%4zu", number);
	expand_tabs(source, line);
	put_code(w, y, MARGIN, line);
}

static void mark_line(const struct window *w, int y, bool here)
{
	put_glyph(w, y, MARGIN - 1, here ? STYLE_CURRENT : STYLE_DIM, GLYPH_ARROW_RIGHT);
	if (here)
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

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	struct lab *lab = showing->scene->lab;
	struct stop_place stops[STOPS];
	struct place place;
	bool here;
	int64_t row, rows;
	if (!find_place(showing->scene, &place, &here)) {
		put_text(w, 0, 0, STYLE_DIM, _("This step has no line in the source."));
		return;
	}
	size_t count = collect_stops(lab, stops);
	rows = count_rows(lab, place.file, place.line, &row);
	size_t line = line_of_row(lab, place.file, pane_first_row(state, rows, w->height, row));
	for (int y = 0; y < w->height && line <= lab_source_lines(place.file); line++) {
		const char *source = lab_source_line(lab, place.file, line);
		if (!source)
			continue;
		draw_line(w, y, line, source, stop_at(stops, count, place.file, line));
		if (line == place.line)
			mark_line(w, y, here);
		if (line == showing->picked.line && place.file == showing->picked.file)
			mark_picked(w, y);
		y++;
	}
}

/* The file, and the calls from the outermost to the present one. */
static void caption(const struct showing *showing, char *text, size_t room)
{
	const struct scene *scene = showing->scene;
	struct place place;
	bool here;
	if (!find_place(scene, &place, &here) || place.file >= source_file_count)
		return;
	int used = snprintf(text, room, "%s", source_short_name(place.file));
	for (uint32_t i = 0; here && i < scene->m->g->depth && i < FRAME_MAX; i++) {
		const char *name = function_name(scene->m->frame[i].function);
		if (used > 0 && (size_t)used < room && name)
			used += snprintf(text + used, room - (size_t)used, "%s%s",
					 i == 0 ? ": " : " > ", name);
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
