/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Commands that look at the present moment: expressions, the source,
 * variables, names and events.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- print, why --- */

/* A bare name keeps its kind; a number is shown in both bases. */
static void print_value(struct lab *lab, const char *expression, const struct value *value)
{
	char text[200];
	uint64_t raw;
	enum value_kind kind;
	if (lab_lookup_raw(lab, expression, strlen(expression), SCOPE_STEP, &raw, &kind))
		lab_value_text(lab, kind, raw, text, sizeof(text));
	else if (value->kind == VALUE_NUMBER && (value->magnitude > 9 || value->negative))
		snprintf(text, sizeof(text), "%s%" PRIu64 " (%s0x%" PRIx64 ")",
			 value->negative ? "-" : "", value->magnitude,
			 value->negative ? "-" : "", value->magnitude);
	else if (value->negative)
		snprintf(text, sizeof(text), "-0x%" PRIx64, value->magnitude);
	else
		lab_value_text(lab, value->kind == VALUE_AREA ? VALUE_ADDRESS : value->kind,
			       value->magnitude, text, sizeof(text));
	lab_print(lab, TONE_PLAIN, "%s = %s", expression, text);
}

enum lab_status run_print(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct value value;
	if (!lab_evaluate_value(lab, a->at[0].text, SCOPE_STEP, &value))
		return LAB_FAILED;
	reply_integer(reply, "value", value.negative ? 0 - value.magnitude : value.magnitude);
	print_value(lab, a->at[0].text, &value);
	return LAB_OK;
}

/* The sentence that was just printed is not printed again: the numbers it goes
 * by are. */
enum lab_status run_why(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	char text[3 * LINE_ROOM];
	lab_why(lab, text, sizeof(text));
	reply_text(reply, "why", text);
	if (text[0] && lab->just_told) {
		lab_print(lab, TONE_PLAIN, "the sentence above goes by these numbers:");
		return run_locals(lab, a, reply);
	}
	if (!text[0])
		lab_why_ended(lab, text, sizeof(text));
	lab_print_wrapped(lab, TONE_WHY, "%s", text);
	return LAB_OK;
}

/* --- source --- */

enum { LINES_AROUND = 6 };

/* The place that a word means; without one, the cursor's. */
static bool find_place(struct lab *lab, const char *text, struct place *place)
{
	const struct core_step *step = timeline_step(lab->time);
	if (!text && step && lab_place_of_step(step->step, place))
		return true;
	return lab_read_source_place(lab, text ? text : "alloc_vmap_area", place);
}

static bool is_broken_at(const struct lab *lab, const struct place *place)
{
	struct place at;
	for (size_t i = 0; i < lab->stops; i++) {
		const struct stop_point *point = &lab->stop[i].point;
		if (point->kind == STOP_AT_STEP && lab_place_of_step(point->what, &at) &&
		    at.file == place->file && at.line == place->line)
			return true;
	}
	return false;
}

/* Lines are marked: > is about to run, * has a breakpoint. */
static void print_source(struct lab *lab, const struct place *around)
{
	const struct core_step *step = timeline_step(lab->time);
	struct place here = { 0 };
	if (step)
		lab_place_of_step(step->step, &here);
	struct place at = { .file = around->file };
	at.line = around->line > 2 * LINES_AROUND ? around->line - 2 * LINES_AROUND : 1;
	size_t last = around->line + 2 * LINES_AROUND;
	for (; at.line <= last && at.line <= lab_source_lines(at.file); at.line++) {
		const char *code = lab_source_line(lab, at.file, at.line);
		bool is_here = at.file == here.file && at.line == here.line;
		if (code)
			lab_print(lab, TONE_PLAIN, "%c%c%4zu  %s", is_here ? '>' : ' ',
				  is_broken_at(lab, &at) ? '*' : ' ', at.line, code);
	}
}

enum lab_status run_list(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct place place;
	if (!find_place(lab, a->at[0].text, &place))
		return LAB_FAILED;
	reply_text(reply, "file", source_files[place.file].path);
	reply_integer(reply, "line", place.line);
	lab_print(lab, TONE_PLAIN, "%s:", source_files[place.file].path);
	print_source(lab, &place);
	return LAB_OK;
}

static uint32_t function_asked(struct lab *lab, const char *text)
{
	const struct core_step *step = timeline_step(lab->time);
	if (text)
		return function_by_name(text);
	return step ? step_function(step->step) : function_by_name("alloc_vmap_area");
}

enum lab_status run_steps(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	uint32_t function = function_asked(lab, a->at[0].text);
	(void)reply;
	if (!function)
		return lab_fail(lab, "there is no function '%s' in the model",
				a->at[0].text ? a->at[0].text : "alloc_vmap_area");
	for (uint32_t s = 1; s < STEP_COUNT; s++) {
		struct place place;
		char at[96] = "?";
		if (step_function(s) != function)
			continue;
		if (lab_place_of_step(s, &place))
			lab_place_text(&place, at, sizeof(at));
		lab_print(lab, TONE_PLAIN, "%-22s %s", step_name(s), at);
	}
	return LAB_OK;
}

/* --- variables --- */

static void print_variable(struct lab *lab, const struct variable_info *v)
{
	char value[200];
	lab_value_text(lab, v->kind, variable_value(lab_machine(lab), v), value, sizeof(value));
	lab_print(lab, TONE_PLAIN, "%-20s %s", v->name, value);
}

enum lab_status run_cache(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	static const char *const names[] = {
		"free_vmap_cache", "cached_hole_size", "cached_vstart", "cached_align",
	};
	(void)a;
	for (size_t i = 0; i < LENGTH(names); i++) {
		const struct variable_info *v = engine_variable(names[i]);
		if (!v)
			continue;
		print_variable(lab, v);
		reply_integer(reply, v->name,
			      lab_plain_value(lab, v->kind, variable_value(lab_machine(lab), v)));
	}
	return LAB_OK;
}

enum lab_status run_variables(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)a;
	(void)reply;
	for (size_t i = 0; i < engine_variable_count; i++)
		print_variable(lab, &engine_variables[i]);
	return LAB_OK;
}

/* --- events, names --- */

enum lab_status run_events(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	const struct machine *m = lab_machine(lab);
	char text[LINE_ROOM];
	(void)a;
	reply_integer(reply, "count", m->g->events);
	if (m->g->events == 0)
		lab_print(lab, TONE_PLAIN, "no event in this operation yet, such as a search that ended "
			  "or a purge; 'log' tells its steps");
	for (uint32_t i = 1; i <= m->g->events; i++)
		lab_print(lab, TONE_PLAIN, "%s",
			  lab_event_text(lab, &m->event[i], text, sizeof(text)));
	return LAB_OK;
}

/* --- the story --- */

enum { STORY_SHOWN = 30 };

static void print_told(struct lab *lab, size_t line, bool folded, const struct lab_told *told,
		       const char *text)
{
	bool surprise = told->tone != TONE_PLAIN && told->tone != TONE_GOOD;
	if (!lab->narration.on)
		lab_print(lab, told->tone, "%4zu %c%c step %" PRIu64 ": %s", line,
			  surprise ? '!' : ' ', folded ? '+' : ' ', told->step, text);
	else if (folded)
		lab_print(lab, told->tone, "Line %zu, step %" PRIu64 ": %s. 'log %zu' tells more.",
			  line, told->step, text, line);
	else
		lab_print(lab, told->tone, "Line %zu, step %" PRIu64 ": %s.", line, told->step, text);
}

/* Lines [from, count) of the story, or of what is folded in line `of` - 1. */
static void print_story(struct lab *lab, size_t of, size_t from, size_t count)
{
	char text[LINE_ROOM];
	struct lab_told told;
	for (size_t i = from; i < count; i++) {
		lab_story_text(lab, of ? of - 1 : i, of ? i + 1 : 0, &told, text, sizeof(text));
		print_told(lab, i + 1, !of && lab_story_inside(lab, i), &told, text);
	}
}

enum lab_status run_log(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	size_t lines = lab_story(lab), of = a->at[0].text ? a->at[0].number : 0;
	uint64_t shown = a->at[1].text ? a->at[1].number : STORY_SHOWN;
	size_t count = of && of <= lines ? lab_story_inside(lab, of - 1) : lines;
	size_t from = count > shown ? count - (size_t)shown : 0;
	reply_integer(reply, "lines", count);
	if (a->at[0].text && (of == 0 || of > lines))
		return lab_fail(lab, "the log has no line %s; its last one so far is %zu",
				a->at[0].text, lines);
	if (count == 0 && of)
		lab_print(lab, TONE_PLAIN, "nothing is folded in line %zu", of);
	else if (count == 0)
		lab_print(lab, TONE_PLAIN, "nothing has been done in this operation yet");
	if (from > 0)
		lab_print(lab, TONE_PLAIN, "lines left out: %zu; 'log count=%zu' shows all", from,
			  count);
	print_story(lab, of, from, count);
	return LAB_OK;
}

struct name_list {
	struct lab *lab;
	uint64_t left;
};

static bool print_name(void *context, uint32_t id, const char *text)
{
	struct name_list *list = context;
	const struct machine *m = lab_machine(list->lab);
	uint64_t start, size;
	char shown[64];
	if (names_range(m, id, &start, &size))
		lab_print(list->lab, TONE_PLAIN, "%-12s [0x%" PRIx64 ", 0x%" PRIx64 ") %s", text,
			  start, start + size, lab_size_text(size, shown, sizeof(shown)));
	else
		lab_print(list->lab, TONE_PLAIN, "%-12s %s", text,
			  names_notifier(m, id) ? _("a notifier") : "");
	return --list->left > 0;
}

enum lab_status run_names(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct name_list list = { lab, a->at[0].text ? a->at[0].number : 30 };
	(void)reply;
	if (list.left > 0)
		names_each_live(&lab->names, lab_machine(lab), print_name, &list);
	if (list.left == 0)
		lab_print(lab, TONE_PLAIN, "... and perhaps more: names COUNT");
	return LAB_OK;
}

enum lab_status run_info(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	char topic[64];
	const char *choices = lab->running->parameter[0].choices;
	const char *word[] = { a->at[1].text };
	for (uint64_t i = 0; i < a->at[0].number; i++)
		choices += strcspn(choices, " ") + 1;
	snprintf(topic, sizeof(topic), "%.*s", (int)strcspn(choices, " "), choices);
	return lab_run(lab, topic, a->at[1].text ? 1 : 0, word, reply);
}
