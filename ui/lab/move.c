/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Stepping in gdb's words, in both directions.
 *
 * Every motion is the same loop: one step of the timeline, a look at the stop
 * points, and the question whether the motion has come to its end. Only that
 * question differs.
 */

#include "ui/lab/inside.h"

#include <stdio.h>
#include <string.h>

const char *lab_stop_text(const struct lab *lab)
{
	return lab->stop_text;
}

/* --- one step --- */

static void note_last(struct noted *noted, const struct machine *m, uint32_t above)
{
	noted->events = 0;
	for (uint32_t i = m->g->events; i > above && noted->events < EVENTS_NOTED; i--)
		noted->event[noted->events++] = m->event[i];
}

/* One step forward; `noted` gets the events that it brought. */
static bool move_forward(struct lab *lab, struct noted *noted)
{
	const struct machine *m = lab_machine(lab);
	uint64_t op = timeline_cursor(lab->time).op;
	uint32_t events = m->g->events;
	if (!timeline_forward(lab->time))
		return false;
	bool new_op = timeline_cursor(lab->time).op != op;
	note_last(noted, m, new_op ? 0 : events);
	return true;
}

/* One step back; `noted` gets the events that it undid. */
static bool move_back(struct lab *lab, struct noted *noted)
{
	const struct machine *m = lab_machine(lab);
	uint64_t op = timeline_cursor(lab->time).op;
	struct noted all;
	note_last(&all, m, 0);
	uint32_t events = m->g->events;
	if (!timeline_back(lab->time))
		return false;
	bool new_op = timeline_cursor(lab->time).op != op;
	uint32_t left = new_op ? 0 : m->g->events;
	*noted = all;
	if (noted->events > events - left)
		noted->events = events - left;
	return true;
}

static bool move_one(struct lab *lab, bool reverse, struct noted *noted)
{
	return reverse ? move_back(lab, noted) : move_forward(lab, noted);
}

/* --- has the motion come to its end? --- */

struct motion_state {
	enum motion motion;
	bool reverse;
	uint64_t op;
	uint32_t depth;
	uint32_t function;
	struct place place;
};

static struct motion_state state_here(struct lab *lab, enum motion motion, bool reverse)
{
	const struct core_step *step = timeline_step(lab->time);
	struct motion_state state = {
		.motion = motion, .reverse = reverse,
		.op = timeline_cursor(lab->time).op, .depth = 1,
	};
	if (!step)
		return state;
	state.depth = step->depth;
	state.function = step_function(step->step);
	lab_place_of_step(step->step, &state.place);
	return state;
}

/* Not back in a loop: only a line further on counts, in the same function. */
static bool is_further(const struct motion_state *from, const struct core_step *step)
{
	struct place place;
	if (step->depth != from->depth || step_function(step->step) != from->function ||
	    !lab_place_of_step(step->step, &place))
		return true;
	return from->reverse ? place.line < from->place.line : place.line > from->place.line;
}

static bool has_finished(struct lab *lab, const struct motion_state *from,
			 const struct core_step *step)
{
	struct cursor cursor = timeline_cursor(lab->time);
	bool border = from->reverse ? cursor.step == 0 : step == NULL;
	return border || (step && cursor.op == from->op && step->depth < from->depth);
}

static bool has_arrived(struct lab *lab, const struct motion_state *from)
{
	const struct core_step *step = timeline_step(lab->time);
	bool left = timeline_cursor(lab->time).op != from->op || !step;
	switch (from->motion) {
	case MOTION_STEP:
		return true;
	case MOTION_NEXT:
		return left || step->depth <= from->depth;
	case MOTION_UNTIL:
		return left || (step->depth <= from->depth && is_further(from, step));
	case MOTION_FINISH:
		return has_finished(lab, from, step);
	case MOTION_CONTINUE:
	case MOTION_OP:
		return false;
	}
	return true;
}

/* --- motions --- */

static enum stop_reason tell(struct lab *lab, enum stop_reason reason, const char *text)
{
	snprintf(lab->stop_text, sizeof(lab->stop_text), "%s", text);
	return reason;
}

static enum stop_reason tell_border(struct lab *lab, bool reverse)
{
	return reverse ? tell(lab, STOP_BEGIN, _("this is the beginning of the history")) :
			 tell(lab, STOP_END, _("this is the end of the history"));
}

/* Operation by operation; breakpoints do not count here. */
static enum stop_reason move_op(struct lab *lab, bool reverse)
{
	struct cursor cursor = timeline_cursor(lab->time);
	bool inside = timeline_step(lab->time) != NULL;
	uint64_t op = reverse ? cursor.op - 1 : cursor.op + !inside;
	if (reverse && cursor.op == 0)
		return tell_border(lab, true);
	if (!timeline_goto(lab->time, op, UINT64_MAX))
		return tell_border(lab, false);
	return tell(lab, STOP_DONE, "");
}

/* Without anything to stop at, the way need not be walked. */
static enum stop_reason move_to_border(struct lab *lab, bool reverse)
{
	timeline_goto(lab->time, reverse ? 0 : timeline_length(lab->time), UINT64_MAX);
	return tell_border(lab, reverse);
}

static enum stop_reason move_along(struct lab *lab, enum motion motion, bool reverse)
{
	struct motion_state from = state_here(lab, motion, reverse);
	struct noted noted;
	stops_arm(lab);
	for (;;) {
		if (!move_one(lab, reverse, &noted))
			return tell_border(lab, reverse);
		enum stop_reason reason = stops_check(lab, &noted);
		if (reason != STOP_DONE)
			return reason;
		if (has_arrived(lab, &from))
			return tell(lab, STOP_DONE, "");
		if (lab_is_over(lab))
			return tell(lab, STOP_INTERRUPTED, _("interrupted"));
	}
}

static enum stop_reason move_once(struct lab *lab, enum motion motion, bool reverse)
{
	if (motion == MOTION_OP)
		return move_op(lab, reverse);
	if (motion == MOTION_CONTINUE && !lab_has_stops(lab))
		return move_to_border(lab, reverse);
	return move_along(lab, motion, reverse);
}

enum stop_reason lab_move(struct lab *lab, enum motion motion, bool reverse, uint64_t count)
{
	enum stop_reason reason = STOP_DONE;
	lab->stop_text[0] = '\0';
	lab->backwards = reverse;
	for (; count > 0; count--) {
		bool last = count == 1;
		reason = move_once(lab, motion, reverse);
		bool stopped = reason == STOP_BREAKPOINT || reason == STOP_WATCHPOINT;
		if (reason != STOP_DONE && !(motion == MOTION_CONTINUE && stopped && !last))
			break;
	}
	return reason;
}

enum stop_reason lab_run_to_stop(struct lab *lab)
{
	struct cursor cursor = timeline_cursor(lab->time);
	struct noted noted = { .events = 0 };
	lab->backwards = false;
	if (!lab_has_stops(lab))
		return STOP_DONE;
	timeline_goto(lab->time, cursor.op - 1, UINT64_MAX);
	stops_arm(lab);
	while (timeline_step(lab->time) || timeline_cursor(lab->time).op < cursor.op) {
		if (!move_forward(lab, &noted))
			break;
		enum stop_reason reason = stops_check(lab, &noted);
		if (reason != STOP_DONE)
			return reason;
		if (lab_is_over(lab))
			return tell(lab, STOP_INTERRUPTED, _("interrupted"));
	}
	lab->stop_text[0] = '\0';
	return STOP_DONE;
}
