/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Does anything want to stop here? Asked after each move of the cursor, in
 * either direction; so a breakpoint knows nothing of time. Going forward, an
 * event or a change has just happened; going back, it has just been undone,
 * and the statement that brings it about is the next to run.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The value of what is watched; false: it does not exist here. */
static bool watched_value(const struct lab *lab, const struct watch *stop, uint64_t *value,
			  enum value_kind *kind)
{
	return lab_lookup_raw(lab, stop->variable, strlen(stop->variable), SCOPE_STEP, value, kind);
}

static void arm(const struct lab *lab, struct watch *stop)
{
	stop->known = stop->point.kind == STOP_ON_CHANGE &&
		      watched_value(lab, stop, &stop->value, &stop->value_kind);
}

void stops_arm(struct lab *lab)
{
	for (size_t i = 0; i < lab->stops; i++)
		arm(lab, &lab->stop[i]);
}

/* The first step of a call: the one before lies in the caller, or in a call
 * that has ended meanwhile. */
static bool enters_function(struct lab *lab, uint32_t function, uint64_t at)
{
	const struct core_step *step = timeline_step_at(lab->time, at);
	if (!step || step_function(step->step) != function)
		return false;
	uint16_t depth = step->depth;
	const struct core_step *before = at ? timeline_step_at(lab->time, at - 1) : NULL;
	return !before || before->depth < depth ||
	       (before->depth == depth && step_function(before->step) != function);
}

bool lab_stops_at(struct lab *lab, const struct stop_point *point, uint64_t at)
{
	const struct core_step *step = timeline_step_at(lab->time, at);
	if (point->kind == STOP_AT_FUNCTION)
		return enters_function(lab, point->what, at);
	return point->kind == STOP_AT_STEP && step && step->step == point->what;
}

static bool at_op(struct lab *lab, uint32_t kind)
{
	struct cursor cursor = timeline_cursor(lab->time);
	struct op op;
	return cursor.step == 0 && timeline_op(lab->time, cursor.op, &op) &&
	       (uint32_t)op.kind == kind;
}

static bool event_happens(struct lab *lab, const struct event_name *name, uint32_t step,
			  const struct noted *noted)
{
	for (size_t i = 0; i < noted->events; i++)
		if (lab_event_happens(lab, name, step, &noted->event[i]))
			return true;
	return lab_event_happens(lab, name, step, NULL);
}

static bool has_changed(struct lab *lab, struct watch *stop, char *told, size_t room)
{
	uint64_t before = stop->value;
	char was[128], is[128];
	bool known = stop->known;
	arm(lab, stop);
	if (!known || !stop->known || before == stop->value)
		return false;
	lab_short_text(lab, stop->value_kind, before, was, sizeof(was));
	lab_short_text(lab, stop->value_kind, stop->value, is, sizeof(is));
	if (lab->narration.on && lab->backwards)
		snprintf(told, room, _(": it is %s again; later it becomes %s"), is, was);
	else
		snprintf(told, room, _(": was %s, is %s"), was, is);
	return true;
}

/* Is this the place? `told` gets what there is to say about it. */
static bool matches(struct lab *lab, struct watch *stop, const struct noted *noted,
		    char *told, size_t room)
{
	const struct core_step *step = timeline_step(lab->time);
	uint32_t what = stop->point.what;
	told[0] = '\0';
	switch (stop->point.kind) {
	case STOP_AT_STEP:
	case STOP_AT_FUNCTION:
		return step && lab_stops_at(lab, &stop->point, timeline_cursor(lab->time).step);
	case STOP_AT_OP:
		return at_op(lab, what);
	case STOP_AT_EVENT:
		if (!event_happens(lab, &lab_events[what - 1], step ? step->step : 0, noted))
			return false;
		snprintf(told, room, ": %s", _(lab_events[what - 1].summary));
		return true;
	case STOP_ON_CHANGE:
		return has_changed(lab, stop, told, room);
	}
	return false;
}

/* A condition that cannot be evaluated stops too: better than never. */
static bool condition_holds(struct lab *lab, struct watch *stop, char *told, size_t room)
{
	struct value value;
	if (!stop->point.condition[0])
		return true;
	if (lab_evaluate_value(lab, stop->point.condition, SCOPE_STEP, &value))
		return value_true(&value);
	lab_append(told, room, _("; the condition is no help here: %s"), lab->error);
	lab->error[0] = '\0';
	return true;
}

static bool predicate_holds(struct lab *lab, const struct stop_point *point)
{
	if (!point->ask)
		return true;
	bool outer = lab->moving;
	lab->moving = true;
	bool holds = point->ask(point->context, lab);
	lab->moving = outer;
	return holds;
}

static bool wants_stop(struct lab *lab, struct watch *stop, const struct noted *noted)
{
	char told[300], text[220];
	if (!stop->point.enabled || !matches(lab, stop, noted, told, sizeof(told)) ||
	    (lab->script_acts && !stop->point.of_script) ||
	    !condition_holds(lab, stop, told, sizeof(told)) ||
	    !predicate_holds(lab, &stop->point))
		return false;
	stop->point.hits++;
	if (lab->stop_text[0])
		lab_append(lab->stop_text, sizeof(lab->stop_text), "\n");
	if (lab->narration.on)
		lab_append(lab->stop_text, sizeof(lab->stop_text), _("Stopped at %s%s."),
			   lab_spoken_stop_text(&stop->point, text, sizeof(text)), told);
	else
		lab_append(lab->stop_text, sizeof(lab->stop_text), "%s%s",
			   lab_stop_point_text(&stop->point, text, sizeof(text)), told);
	return true;
}

/* All are asked, so that every watchpoint knows its new value. */
enum stop_reason stops_check(struct lab *lab, const struct noted *noted)
{
	enum stop_reason reason = STOP_DONE;
	lab->stop_text[0] = '\0';
	for (size_t i = 0; i < lab->stops; i++) {
		if (!wants_stop(lab, &lab->stop[i], noted))
			continue;
		if (lab->stop[i].point.kind == STOP_ON_CHANGE)
			reason = STOP_WATCHPOINT;
		else if (reason == STOP_DONE)
			reason = STOP_BREAKPOINT;
	}
	return reason;
}
