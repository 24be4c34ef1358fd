/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The same for programs: JSON, through jansson. Keys are English in every language. What
 * a file says of itself may be anything; what is no UTF-8 is left out.
 */

#include <jansson.h>

#include "ui/exam/grade.h"

enum { JSON_FORM = 1, TEXT = 256 };

/* Sets a text, or null when it is none. */
static void set_text(json_t *object, const char *name, const char *text)
{
	json_t *value = text ? json_string(text) : NULL;
	json_object_set_new(object, name, value ? value : json_null());
}

static void set_number(json_t *object, const char *name, uint64_t value)
{
	json_object_set_new(object, name, json_integer((json_int_t)value));
}

static json_t *make_question(const struct mark *mark, size_t i)
{
	json_t *question = json_object();
	set_number(question, "number", i + 1);
	set_text(question, "question", mark->question);
	set_text(question, "said", *mark->said ? mark->said : NULL);
	set_number(question, "points", mark->percent);
	set_text(question, "why", mark->why);
	return question;
}

static void set_marking(json_t *object, const struct grade *g)
{
	json_t *questions = json_array(), *remarks = json_array();
	char text[TEXT];
	for (size_t i = 0; i < g->marking.marks; i++)
		json_array_append_new(questions, make_question(&g->marking.mark[i], i));
	for (size_t i = 0; grade_remark(g, i, text, sizeof(text)); i++)
		json_array_append_new(remarks, json_string(text));
	json_object_set_new(object, "finished", json_boolean(g->marking.ended));
	set_number(object, "points", g->marking.points);
	set_number(object, "of", 100 * g->questions);
	set_number(object, "steps", g->marking.steps);
	set_number(object, "commands", g->commands);
	json_object_set_new(object, "questions", questions);
	json_object_set_new(object, "remarks", remarks);
}

/* What a file says of itself, whether that is true or not. */
static void set_paper(json_t *object, const struct sheet *sheet)
{
	set_text(object, "exam", sheet->exam);
	set_number(object, "seed", sheet->seed);
	set_text(object, "student", *sheet->student ? sheet->student : NULL);
}

static json_t *make_grade(const struct grade *g)
{
	json_t *object = json_object();
	set_text(object, "file", g->path);
	json_object_set_new(object, "graded", json_boolean(g->graded));
	if (!g->graded)
		set_text(object, "error", g->why);
	if (g->twin)
		set_text(object, "same_answers_as", g->twin);
	if (g->again)
		set_text(object, "handed_in_again", g->again);
	if (*g->transcript.begun)	/* its header was read */
		set_paper(object, &g->transcript);
	if (!g->graded)
		return object;
	set_text(object, "language", g->transcript.language);
	set_text(object, "begun", g->transcript.begun);
	set_number(object, "seconds", g->transcript.seconds);
	set_marking(object, g);
	return object;
}

bool grade_write_json(const struct grade *grade, size_t count, FILE *out)
{
	json_t *root = json_object(), *list = json_array();
	size_t graded = 0;
	for (size_t i = 0; i < count; i++) {
		json_array_append_new(list, make_grade(&grade[i]));
		graded += grade[i].graded;
	}
	set_number(root, "form", JSON_FORM);
	set_number(root, "graded", graded);
	set_number(root, "failed", count - graded);
	json_object_set_new(root, "transcripts", list);
	bool well = root && json_dumpf(root, out, JSON_INDENT(2)) == 0;
	json_decref(root);
	fputc('\n', out);
	return well;
}
