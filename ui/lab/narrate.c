/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where the cursor stands, for somebody who hears it: whole sentences, what is
 * new first, nothing twice, no columns.
 *
 * What was told last is kept, so that only a new operation, a new function and
 * variables that have changed since then are worth a word.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Counts of work, what only the model itself goes by, and the lock that every
 * operation takes, are no news. */
static bool is_worth_telling(const struct variable_info *v)
{
	static const char *const no_news[] = { "events", "try_number", "vmap_area_last",
						"vmap_area_lock" };
	for (size_t i = 0; i < LENGTH(no_news); i++)
		if (strcmp(v->name, no_news[i]) == 0)
			return false;
	return strncmp(v->name, "work_", 5) != 0;
}

/* Has the cursor gone back since then? */
static bool has_gone_back(const struct cursor *from, const struct cursor *to)
{
	return from->branch == to->branch &&
	       (to->op < from->op || (to->op == from->op && to->step < from->step));
}

/* Going back, what was told last lies in the future. */
static void tell_change(struct lab *lab, const char *name, const char *before, const char *now,
			bool back)
{
	if (back)
		lab_print(lab, TONE_PLAIN, "%s is %s again; later it becomes %s.", name, now, before);
	else
		lab_print(lab, TONE_PLAIN, "%s was %s, now it is %s.", name, before, now);
}

/* The text is kept, not the value: an area that is gone has no name any more. */
void lab_narrate_changes(struct lab *lab)
{
	const struct machine *m = lab_machine(lab);
	struct cursor at = timeline_cursor(lab->time);
	bool back = has_gone_back(&lab->narration.at, &at);
	for (size_t i = 0; i < engine_variable_count && i < NARRATED; i++) {
		const struct variable_info *v = &engine_variables[i];
		char *before = lab->narration.value[i], now[NARRATED_ROOM];
		lab_short_text(lab, v->kind, variable_value(m, v), now, sizeof(now));
		if (lab->narration.begun && strcmp(before, now) != 0 && is_worth_telling(v))
			tell_change(lab, v->name, before, now, back);
		memcpy(before, now, sizeof(now));
	}
	lab->narration.begun = true;
	lab->narration.at = at;
}

static void tell_end(struct lab *lab, uint64_t number)
{
	char op[LINE_ROOM], outcome[LINE_ROOM];
	if (number == 0) {
		lab_print(lab, TONE_PLAIN, "Before the first operation.");
		return;
	}
	lab_op_request(lab, number, op, sizeof(op));
	lab_outcome_text(lab, outcome, sizeof(outcome));
	lab_print(lab, TONE_PLAIN, "Operation %" PRIu64 ", %s, has ended: %s.", number, op, outcome);
}

/* "Operation 3, alloc 3p. Step 12 of 40, in walk_areas, called by search_hole." */
static void tell_step(struct lab *lab, const struct core_step *step)
{
	struct cursor at = timeline_cursor(lab->time);
	const struct machine *m = lab_machine(lab);
	uint32_t function = step_function(step->step), caller = 0;
	char op[LINE_ROOM], text[LINE_ROOM] = "";
	if (m->g->depth > 1 && m->g->depth <= FRAME_MAX)
		caller = m->frame[m->g->depth - 2].function;
	if (at.op != lab->narration.op)
		snprintf(text, sizeof(text), _("Operation %" PRIu64 ", %s. "), at.op,
			 lab_op_request(lab, at.op, op, sizeof(op)));
	lab_append(text, sizeof(text), _("Step %" PRIu64 " of %" PRIu64), at.step,
		   timeline_steps(lab->time));
	if (at.op != lab->narration.op || function != lab->narration.function)
		lab_append(text, sizeof(text), _(", in %s"), function_name(function));
	if (function != lab->narration.function && caller)
		lab_append(text, sizeof(text), _(", called by %s"), function_name(caller));
	lab_print(lab, TONE_PLAIN, "%s.", text);
	lab->narration.function = function;
}

static void tell_code(struct lab *lab, const struct core_step *step)
{
	struct place place;
	const char *code = NULL;
	if (lab_place_of_step(step->step, &place))
		code = lab_source_line(lab, place.file, place.line);
	if (code)
		lab_print(lab, TONE_PLAIN, "Line %zu: %s", place.line, code + strspn(code, " \t"));
}

void lab_narrate(struct lab *lab)
{
	const struct core_step *step = timeline_step(lab->time);
	uint64_t op = timeline_cursor(lab->time).op;
	char why[LINE_ROOM];
	if (step) {
		tell_step(lab, step);
		tell_code(lab, step);
	} else {
		tell_end(lab, op);
		lab->narration.function = 0;
	}
	lab->narration.op = op;
	lab_narrate_changes(lab);
	lab_why(lab, why, sizeof(why));
	lab->told = why[0] != '\0';
	if (lab->told)
		lab_print(lab, TONE_WHY, "%s", why);
}

/* Marks of lesson text would be read out: `code`, *strong*. A star among blanks
 * is a sign of multiplication, one within `code` belongs to it. */
void lab_narrate_text(char *text)
{
	bool code = false;
	char *to = text, before = ' ';
	for (const char *from = text; *from; before = *from++) {
		bool alone = before == ' ' && (from[1] == ' ' || from[1] == '\0');
		if (*from == '`')
			code = !code;
		else if (*from != '*' || code || alone)
			*to++ = *from;
	}
	*to = '\0';
}

void lab_set_narrate(struct lab *lab, bool on)
{
	lab->narration = (struct narration){ .on = on };
	if (on)
		lab_narrate_changes(lab);
}
