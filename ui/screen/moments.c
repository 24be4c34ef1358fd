/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Commands that go by the present moment: to the ends of its operation, and a
 * breakpoint on its line or on the one that was picked. They are made of the
 * lab's own, so that the session's record has them by their usual names.
 */

#include <stdio.h>

#include "ui/lab/source.h"
#include "ui/screen/handlers.h"

/* goto OP STEP, by way of the lab so that the session's record has it. */
static enum lab_status go_to(struct lab *lab, uint64_t op, const char *step)
{
	char number[24];
	const char *word[] = { number, step };
	screen_of(lab)->quiet = !screen_of(lab)->typed;	/* who types wants to read it */
	snprintf(number, sizeof(number), "%llu", (unsigned long long)op);
	return lab_run(lab, "goto", step ? 2 : 1, word, NULL);
}

enum lab_status run_op_begin(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	uint64_t op = timeline_cursor(lab_timeline(lab)).op;
	(void)a;
	(void)reply;
	return op ? go_to(lab, op, "0") : LAB_OK;
}

enum lab_status run_op_end(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)a;
	(void)reply;
	return go_to(lab, timeline_cursor(lab_timeline(lab)).op, NULL);
}

static enum lab_status delete_stop(struct lab *lab, uint32_t number)
{
	char text[16];
	const char *word[] = { text };
	snprintf(text, sizeof(text), "%u", (unsigned)number);
	return lab_run(lab, "delete", 1, word, NULL);
}

/* On the line that was picked. */
static enum lab_status break_there(struct lab *lab, const struct place *picked)
{
	char text[80];
	const char *word[] = { text };
	for (size_t i = 0; i < lab_stop_points(lab); i++) {
		const struct stop_point *point = lab_stop_point(lab, i);
		struct place place;
		if (point->kind == STOP_AT_STEP && lab_place_of_step(point->what, &place) &&
		    place.file == picked->file && place.line == picked->line)
			return delete_stop(lab, point->number);
	}
	snprintf(text, sizeof(text), "%s:%zu", source_short_name(picked->file), picked->line);
	return lab_run(lab, "break", 1, word, NULL);
}

enum lab_status run_break_here(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	const struct core_step *step = timeline_step(lab_timeline(lab));
	(void)a;
	(void)reply;
	if (screen_of(lab)->picked.line)
		return break_there(lab, &screen_of(lab)->picked);
	if (!step) {
		screen_complain(screen_of(lab), "Between operations there is no line to stop at; step "
			 "into one, or type `break` and a place.");
		return LAB_OK;
	}
	for (size_t i = 0; i < lab_stop_points(lab); i++) {
		const struct stop_point *point = lab_stop_point(lab, i);
		if (point->kind == STOP_AT_STEP && point->what == step->step)
			return delete_stop(lab, point->number);
	}
	const char *word[] = { step_name(step->step) };
	return lab_run(lab, "break", 1, word, NULL);
}
