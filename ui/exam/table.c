/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The table for the teacher: a line for each transcript, in columns as wide as needed.
 * Columns are counted as a terminal shows them: a Chinese character takes two.
 */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "ui/exam/grade.h"
#include "ui/lab/language.h"

enum { TEXT = 256, COLUMNS = 7, SECONDS_A_QUESTION = 3 };

/* One line, cell by cell. */
struct row {
	char cell[COLUMNS][TEXT];
};

static int width_of(const char *text)
{
	wchar_t wide[TEXT];
	size_t length = mbstowcs(wide, text, TEXT);
	int width = length < TEXT ? wcswidth(wide, length) : -1;
	return width < 0 ? (int)strlen(text) : width;
}

/* --- cells --- */

/* Nobody reads a question and answers it as fast. */
static bool is_too_fast(const struct grade *g)
{
	return g->marking.answered > g->skipped &&
	       g->transcript.seconds < SECONDS_A_QUESTION * (uint64_t)g->marking.answered;
}

const char *grade_remark(const struct grade *g, size_t i, char *text, size_t room)
{
	const struct {
		bool applies;
		const char *format;
		unsigned value, of;
		const char *file;
	} remarks[] = {
		{ !g->marking.ended, N_("not finished: %u of %u answered"), g->marking.answered,
		  (unsigned)g->questions, NULL },
		{ g->skipped > 0, N_("left out: %u of %u"), g->skipped, (unsigned)g->questions, NULL },
		{ g->commands > 0, N_("commands in tasks: %u"), g->commands, 0, NULL },
		{ is_too_fast(g), N_("all in %u s"), (unsigned)g->transcript.seconds, 0, NULL },
		{ g->twin, N_("the same answers as %s"), 0, 0, g->twin },
		{ g->again, N_("handed in more than once: %s"), 0, 0, g->again },
	};
	for (size_t k = 0; k < sizeof(remarks) / sizeof(*remarks); k++) {
		if (!remarks[k].applies || i-- > 0)
			continue;
		if (remarks[k].file)
			snprintf(text, room, _(remarks[k].format), remarks[k].file);
		else
			snprintf(text, room, _(remarks[k].format), remarks[k].value, remarks[k].of);
		return text;
	}
	return NULL;
}

static void append(char *text, const char *more, const char *between)
{
	size_t used = strlen(text);
	if (used)
		used += (size_t)snprintf(text + used, TEXT - used, "%s", between);
	if (used < TEXT)
		snprintf(text + used, TEXT - used, "%s", more);
}

/* "100 50 - 0": a dash for what was left out or not come to. */
static void put_points(char *cell, const struct grade *g)
{
	char number[16];
	for (size_t i = 0; i < g->questions; i++) {
		bool said = i < g->marking.marks && g->marking.mark[i].said[0];
		snprintf(number, sizeof(number), said ? "%u" : "-",
			 said ? g->marking.mark[i].percent : 0);
		append(cell, number, " ");
	}
}

static void put_who(struct row *row, const struct sheet *sheet)
{
	if (!*sheet->begun)	/* its header was not read */
		return;
	if (*sheet->student)
		snprintf(row->cell[0], TEXT, "%s", sheet->student);
	snprintf(row->cell[1], TEXT, "%s", sheet->exam);
	snprintf(row->cell[2], TEXT, "%" PRIu64, sheet->seed);
}

static void put_marks(struct row *row, const struct grade *g)
{
	row->cell[3][0] = '\0';
	put_points(row->cell[3], g);
	snprintf(row->cell[4], TEXT, "%u/%zu", g->marking.points, 100 * g->questions);
	snprintf(row->cell[5], TEXT, "%" PRIu64, (g->transcript.seconds + 30) / 60);
}

static void make_row(struct row *row, const struct grade *g)
{
	for (size_t i = 0; i < COLUMNS; i++)
		snprintf(row->cell[i], TEXT, "-");
	put_who(row, &g->transcript);
	if (g->graded)
		put_marks(row, g);
	snprintf(row->cell[6], TEXT, "%s", g->path);
}

/* --- writing --- */

static void widen(int width[COLUMNS], const struct row *row)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (width_of(row->cell[i]) > width[i])
			width[i] = width_of(row->cell[i]);
}

static void write_row(const struct row *row, const int width[COLUMNS], const char *last, FILE *out)
{
	for (size_t i = 0; i < COLUMNS; i++)
		fprintf(out, "%s%*s  ", row->cell[i], width[i] - width_of(row->cell[i]), "");
	fprintf(out, "%s\n", last);
}

static void write_remarks(char text[TEXT], const struct grade *g)
{
	char remark[TEXT];
	snprintf(text, TEXT, "%s", g->graded ? "" : _("not graded"));
	for (size_t i = 0; g->graded && grade_remark(g, i, remark, sizeof(remark)); i++)
		append(text, remark, "; ");
}

static void make_head(struct row *head)
{
	static const char *const titles[COLUMNS] = {
		N_("student"), N_("exam"), N_("seed"), N_("points"), N_("total"), N_("minutes"),
		N_("file"),
	};
	for (size_t i = 0; i < COLUMNS; i++)
		snprintf(head->cell[i], TEXT, "%s", _(titles[i]));
}

void grade_write_table(const struct grade *grade, size_t count, FILE *out)
{
	int width[COLUMNS] = { 0 };
	struct row row;
	char remarks[TEXT];
	size_t graded = 0;
	make_head(&row);
	widen(width, &row);
	for (size_t i = 0; i < count; i++) {
		make_row(&row, &grade[i]);
		widen(width, &row);
	}
	make_head(&row);
	write_row(&row, width, _("remarks"), out);
	for (size_t i = 0; i < count; i++) {
		make_row(&row, &grade[i]);
		write_remarks(remarks, &grade[i]);
		write_row(&row, width, remarks, out);
		graded += grade[i].graded;
	}
	fprintf(out, _("%zu graded, %zu failed\n"), graded, count - graded);
}
