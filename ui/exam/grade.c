/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Grading: each file is read, its exam found, and carried out again. What is wrong with
 * one says nothing about the others.
 */

#include "ui/exam/grade.h"

#include <stdlib.h>
#include <string.h>

#include "ui/lab/language.h"

enum { WELL = 0, FAILED = 1, UNREADABLE = 2, LANGUAGE_ROOM = 32 };

#define WRONG(grade, ...) (snprintf((grade)->why, sizeof((grade)->why), __VA_ARGS__), false)

/* --- one file --- */

static bool read_file(struct grade *g)
{
	enum sheet_state state = sheet_read(&g->transcript, g->path, g->why, sizeof(g->why));
	g->unreadable = state == SHEET_UNREADABLE;
	return state == SHEET_WELL;
}

/* The same program, exam and language: else other exercises, or other answers. */
static bool find_paper(struct grade *g, struct paper *paper)
{
	const struct sheet *t = &g->transcript;
	if (strcmp(t->program, VMAPLAB_VERSION) != 0)
		return WRONG(g, _("line 6: it was written by vmaplab %s, and this is vmaplab %s"),
			     t->program, VMAPLAB_VERSION);
	if (!language_choose(t->language, g->why, sizeof(g->why)))
		return false;
	if (!paper_open(paper, t->exam, g->why, sizeof(g->why)))
		return false;
	if (t->source == paper->source && paper_read_student(paper, *t->student ? t->student : NULL,
							     g->why, sizeof(g->why))) {
		paper->seed = t->seed;
		return true;
	}
	if (t->source != paper->source)
		(void)WRONG(g, _("line 7: the exam '%s' was another one when this was written"), t->exam);
	paper_close(paper);
	return false;
}

/* How many questions there are is known only when all have been asked. */
static bool count_questions(struct grade *g, const struct paper *paper)
{
	struct marking whole;
	bool well = g->marking.ended || marking_alone(&whole, paper, ANSWERS_RIGHT, NULL, NULL, g->why,
						      sizeof(g->why));
	g->questions = g->marking.marks;
	if (!g->marking.ended) {
		g->questions = whole.marks;
		marking_close(&whole);
	}
	return well;
}

static void count_said(struct grade *g)
{
	for (size_t i = 0; i < g->transcript.entries; i++)
		g->commands += g->transcript.entry[i].kind == SHEET_COMMAND;
	for (size_t i = 0; i < g->marking.marks; i++)
		g->skipped += g->marking.mark[i].said[0] == '\0';
}

/* What cannot be read is told in the language of the one who grades, and not in that of
 * the file before. */
static void grade_one(struct grade *g, const char *language)
{
	struct paper paper;
	language_choose(language, g->why, sizeof(g->why));
	if (!read_file(g) || !find_paper(g, &paper))
		return;
	g->graded = marking_replay(&g->marking, &paper, &g->transcript, NULL, g->why,
				   sizeof(g->why)) && count_questions(g, &paper);
	if (g->graded)
		count_said(g);
	paper_close(&paper);
}

/* --- all of them --- */

static bool said_the_same(const struct sheet *a, const struct sheet *b)
{
	bool same = a->exam && b->exam && strcmp(a->exam, b->exam) == 0 && a->entries > 0 &&
		    a->entries == b->entries &&
		    (a->seed != b->seed || strcmp(a->student, b->student) != 0);
	for (size_t i = 0; same && i < a->entries; i++)
		same = a->entry[i].kind == b->entry[i].kind &&
		       strcmp(a->entry[i].text, b->entry[i].text) == 0;
	return same;
}

/* A student, or one seed that nobody put a name to, comes once. */
static bool is_again(const struct sheet *a, const struct sheet *b)
{
	return a->exam && b->exam && strcmp(a->exam, b->exam) == 0 &&
	       strcmp(a->student, b->student) == 0 && (*a->student || a->seed == b->seed);
}

/* The same answers to different exercises were not found by thinking. */
static void find_others(struct grade *grade, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < count; k++) {
			if (k == i)
				continue;
			if (!grade[i].twin && said_the_same(&grade[i].transcript, &grade[k].transcript))
				grade[i].twin = grade[k].path;
			if (!grade[i].again && is_again(&grade[i].transcript, &grade[k].transcript))
				grade[i].again = grade[k].path;
		}
}

static int tell_failures(const struct grade *grade, size_t count, FILE *complaints)
{
	int code = WELL;
	for (size_t i = 0; i < count; i++) {
		if (grade[i].graded)
			continue;
		fprintf(complaints, "vmaplab: %s: %s%s%s\n", grade[i].path, grade[i].why,
			grade[i].twin ? _("; the same answers are in ") : "",
			grade[i].twin ? grade[i].twin : "");
		if (code < UNREADABLE)
			code = grade[i].unreadable ? UNREADABLE : FAILED;
	}
	return code;
}

int grade_files(size_t count, char *const *path, bool json, FILE *out, FILE *complaints)
{
	struct grade *grade = calloc(count, sizeof(*grade));
	char why[256], language[LANGUAGE_ROOM];
	snprintf(language, sizeof(language), "%s", language_name());
	if (!grade) {
		fputs(_("vmaplab: there is no memory for so many transcripts\n"), complaints);
		return FAILED;
	}
	for (size_t i = 0; i < count; i++) {
		grade[i].path = path[i];
		grade_one(&grade[i], language);
	}
	language_choose(language, why, sizeof(why));
	find_others(grade, count);
	bool well = !json || grade_write_json(grade, count, out);
	if (!json)
		grade_write_table(grade, count, out);
	fflush(out);
	int code = tell_failures(grade, count, complaints);
	for (size_t i = 0; i < count; i++) {
		sheet_close(&grade[i].transcript);
		marking_close(&grade[i].marking);
	}
	free(grade);
	return well ? code : FAILED;
}
