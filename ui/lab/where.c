/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where the cursor stands, in words: the line that is about to run and why, or
 * the operation that has ended.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *lab_place_text(const struct place *place, char *text, size_t room)
{
	snprintf(text, room, "%s:%zu", source_short_name(place->file), place->line);
	return text;
}

static void print_between(struct lab *lab, const struct cursor *cursor)
{
	char op[LINE_ROOM], outcome[LINE_ROOM];
	if (cursor->op == 0) {
		lab_print(lab, TONE_PLAIN, "before the first operation");
		return;
	}
	lab_op_request(lab, cursor->op, op, sizeof(op));
	lab_outcome_text(lab, outcome, sizeof(outcome));
	lab_print_wrapped(lab, TONE_PLAIN, "end of op %" PRIu64 ": %s: %s", cursor->op, op, outcome);
	lab_print_unfailed(lab);
}

void lab_print_code(struct lab *lab, const struct place *place)
{
	const char *code = lab_source_line(lab, place->file, place->line);
	if (code)
		lab_print(lab, TONE_PLAIN, "%-6zu%s", place->line, code);
}

void lab_print_place(struct lab *lab)
{
	struct cursor cursor = timeline_cursor(lab->time);
	const struct core_step *step = timeline_step(lab->time);
	struct place place = { 0 };
	char at[96] = "?", why[LINE_ROOM];
	if (lab->narration.on) {
		lab_narrate(lab);
		return;
	}
	if (!step) {
		print_between(lab, &cursor);
		return;
	}
	if (lab->shows_place)
		return;
	uint32_t number = step->step;
	bool known = lab_place_of_step(number, &place);
	if (known)
		lab_place_text(&place, at, sizeof(at));
	lab_print(lab, TONE_PLAIN, "%s () at %s, op %" PRIu64 " step %" PRIu64 " of %" PRIu64,
		  function_name(step_function(number)), at, cursor.op, cursor.step,
		  timeline_steps(lab->time));
	if (known)
		lab_print_code(lab, &place);
	lab_why(lab, why, sizeof(why));
	lab->told = why[0] != '\0';
	if (lab->told)
		lab_print_wrapped(lab, TONE_WHY, "%s", why);
}

void lab_show_place(struct lab *lab, bool shown)
{
	lab->shows_place = shown;
}
