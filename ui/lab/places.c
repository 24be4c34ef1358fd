/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where to stop, as people write it: LINE, FILE:LINE, the name of a step, a
 * function, an event or an operation. "op NAME", "event NAME", "step NAME" and
 * "function NAME" say which is meant when a name is several of these.
 */

#include "ui/lab/inside.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- lines --- */

/* The step whose line is the first at or behind `line`; 0: there is none. */
static uint32_t step_at_line(size_t file, size_t line)
{
	uint32_t best = 0;
	size_t best_line = 0;
	for (uint32_t step = 1; step < STEP_COUNT; step++) {
		struct place place;
		if (!lab_place_of_step(step, &place) || place.file != file || place.line < line)
			continue;
		if (best && place.line >= best_line)
			continue;
		best = step;
		best_line = place.line;
	}
	return best;
}

/* The file the cursor is in. */
static bool present_file(struct lab *lab, size_t *file)
{
	const struct core_step *step = timeline_step(lab->time);
	struct place place;
	if (!step || !lab_place_of_step(step->step, &place))
		return false;
	*file = place.file;
	return true;
}

static bool fail_no_file(struct lab *lab, const char *name, size_t length)
{
	char list[300] = "";
	for (size_t i = 0; i < source_file_count; i++)
		lab_append(list, sizeof(list), "%s%s", i ? ", " : "", source_short_name(i));
	lab_fail(lab, "there is no source file '%.*s'; there are %s", (int)length, name, list);
	return false;
}

/* "walk.c" is said of two files: which one is it? */
static bool fail_two_files(struct lab *lab, const char *name, size_t length)
{
	char list[300] = "";
	for (size_t i = 0; i < source_file_count; i++)
		if (source_is_file(i, name, length))
			lab_append(list, sizeof(list), "%s%s", *list ? ", " : "",
				   source_short_name(i));
	lab_fail(lab, "there is more than one '%.*s'; write which one: %s",
		 (int)length, name, list);
	return false;
}

bool lab_find_file(struct lab *lab, const char *name, size_t length, size_t *file)
{
	size_t found = 0;
	for (size_t i = 0; i < source_file_count; i++) {
		if (!source_is_file(i, name, length))
			continue;
		*file = i;
		found++;
	}
	if (found > 1)
		return fail_two_files(lab, name, length);
	return found == 1 || fail_no_file(lab, name, length);
}

static bool read_line(struct lab *lab, const char *text, struct stop_point *point)
{
	const char *colon = strrchr(text, ':');
	const char *number = colon ? colon + 1 : text;
	static const char first[] = "alloc.c";	/* where everybody begins */
	size_t file;
	char *end;
	unsigned long line = strtoul(number, &end, 10);
	if (colon && !lab_find_file(lab, text, (size_t)(colon - text), &file))
		return false;
	if (!colon && !present_file(lab, &file) && !lab_find_file(lab, first, strlen(first), &file))
		return false;
	if (*end || !isdigit((unsigned char)*number)) {
		lab_fail(lab, "'%s' is no line number", number);
		return false;
	}
	point->kind = STOP_AT_STEP;
	point->what = step_at_line(file, line);
	if (!point->what)
		lab_fail(lab, "%s has no step at line %lu or behind it",
			 source_files[file].path, line);
	return point->what != 0;
}

/* --- names --- */

static uint32_t event_by_name(const char *name)
{
	for (size_t i = 0; i < lab_event_count; i++)
		if (strcmp(lab_events[i].name, name) == 0)
			return (uint32_t)i + 1;
	return 0;
}

static uint32_t find_step(const char *name)
{
	return step_by_name(name);
}

static uint32_t find_function(const char *name)
{
	return function_by_name(name);
}

static uint32_t find_op(const char *name)
{
	return op_by_name(name);
}

/* In the order in which a bare name is tried. */
static const struct {
	const char *keyword;
	enum stop_kind kind;
	uint32_t (*find)(const char *name);
} kinds[] = {
	{ "event", STOP_AT_EVENT, event_by_name },
	{ "function", STOP_AT_FUNCTION, find_function },
	{ "step", STOP_AT_STEP, find_step },
	{ "op", STOP_AT_OP, find_op },
};

void lab_each_place(void (*visit)(void *context, const char *name), void *context)
{
	for (size_t i = 0; i < lab_event_count; i++)
		visit(context, lab_events[i].name);
	for (uint32_t i = 1; i < FUNCTION_COUNT; i++)
		visit(context, function_name(i));
	for (uint32_t i = 1; i < STEP_COUNT; i++)
		visit(context, step_name(i));
	for (int i = OP_NONE + 1; i < OP_KIND_COUNT; i++)
		visit(context, op_info((enum op_kind)i)->name);
}

static void try_nearest(void *context, const char *name)
{
	nearest_try(context, name);
}

/* What has a line of its own. */
static bool fail_unlisted(struct lab *lab, const char *name)
{
	struct nearest nearest;
	nearest_begin(&nearest, name, strlen(name));
	for (uint32_t i = 1; i < FUNCTION_COUNT; i++)
		nearest_try(&nearest, function_name(i));
	for (uint32_t i = 1; i < STEP_COUNT; i++)
		nearest_try(&nearest, step_name(i));
	if (nearest_found(&nearest))
		lab_fail(lab, "there is no place '%s' in the source; did you mean '%s'?", name,
			 nearest.best);
	else
		lab_fail(lab, "'%s' is no place in the source; that is LINE, FILE:LINE, a step or "
			 "a function, such as: list alloc_vmap_area", name);
	return false;
}

static bool fail_unknown(struct lab *lab, const char *name)
{
	struct nearest nearest;
	nearest_begin(&nearest, name, strlen(name));
	lab_each_place(try_nearest, &nearest);
	if (nearest_found(&nearest))
		lab_fail(lab, "there is no place '%s'; did you mean '%s'?", name, nearest.best);
	else
		lab_fail(lab, "'%s' is no line, step, function, event or operation; "
			 "'help break' lists the events", name);
	return false;
}

static bool read_name(struct lab *lab, const char *text, struct stop_point *point)
{
	const char *name = text;
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		size_t length = strlen(kinds[i].keyword);
		bool asked = strncmp(text, kinds[i].keyword, length) == 0 && text[length] == ' ';
		if (asked)
			name = text + length + 1;
		point->kind = kinds[i].kind;
		point->what = kinds[i].find(name);
		if (point->what && (asked || name == text))
			return true;
		if (asked)
			break;
	}
	return fail_unknown(lab, name);
}

/* --- the whole text --- */

/* Cuts " if CONDITION" off. */
static bool split_condition(struct lab *lab, char *text, struct stop_point *point)
{
	char *at = strstr(text, " if ");
	size_t length = strlen(text);
	if (!at)
		at = strstr(text, " if=");
	if (!at && length > 3 && strcmp(text + length - 3, " if") == 0)
		at = text + length - 3;
	if (!at)
		return true;
	const char *condition = at + 3 + (at[3] != '\0');
	*at = '\0';
	if (strlen(condition) >= sizeof(point->condition))
		lab_fail(lab, "the condition is too long");
	else if (!condition[strspn(condition, " ")])
		lab_fail(lab, "a condition is expected behind 'if'; for example: "
			 "break %s if size > 1p", text);
	else
		return snprintf(point->condition, sizeof(point->condition), "%s", condition) > 0;
	return false;
}

/* The step that an event waits for; 0: it is none of these. */
static uint32_t step_of(const struct stop_point *point)
{
	return point->kind == STOP_AT_STEP ? point->what :
	       point->kind == STOP_AT_EVENT ? lab_events[point->what - 1].step : 0;
}

bool lab_read_source_place(struct lab *lab, const char *text, struct place *place)
{
	struct stop_point point = { .number = 0 };
	bool line = strchr(text, ':') || isdigit((unsigned char)text[0]);
	if (!(line ? read_line(lab, text, &point) : read_name(lab, text, &point)))
		return line ? false : fail_unlisted(lab, text);
	for (uint32_t s = 1; s < STEP_COUNT; s++) {
		bool meant = point.kind == STOP_AT_FUNCTION ? step_function(s) == point.what :
							      s == step_of(&point);
		if (meant && lab_place_of_step(s, place))
			return true;
	}
	return fail_unlisted(lab, text);
}

bool lab_read_place(struct lab *lab, const char *text, struct stop_point *point)
{
	char place[sizeof(point->text) + sizeof(point->condition)];
	if (strlen(text) >= sizeof(place)) {
		lab_fail(lab, "the place to stop is too long");
		return false;
	}
	snprintf(place, sizeof(place), "%s", text);
	if (!split_condition(lab, place, point))
		return false;
	size_t length = strlen(place);
	while (length && place[length - 1] == ' ')
		place[--length] = '\0';
	snprintf(point->text, sizeof(point->text), "%.*s", (int)sizeof(point->text) - 1, place);
	bool line = strchr(place, ':') || isdigit((unsigned char)place[0]);
	return line ? read_line(lab, place, point) : read_name(lab, place, point);
}
