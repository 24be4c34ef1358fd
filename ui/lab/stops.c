/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Breakpoints and watchpoints: setting, finding and deleting them.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t lab_stop_step(const struct stop_point *point)
{
	if (point->kind == STOP_AT_STEP)
		return point->what;
	for (uint32_t step = 1; point->kind == STOP_AT_FUNCTION && step < STEP_COUNT; step++)
		if (step_function(step) == point->what)
			return step;
	return 0;
}

size_t lab_stop_points(const struct lab *lab)
{
	return lab->stops;
}

const struct stop_point *lab_stop_point(const struct lab *lab, size_t i)
{
	return i < lab->stops ? &lab->stop[i].point : NULL;
}

void lab_let_script_act(struct lab *lab, bool acts)
{
	lab->script_acts = acts;
}

bool lab_has_stops(const struct lab *lab)
{
	for (size_t i = 0; i < lab->stops; i++)
		if (lab->stop[i].point.enabled)
			return true;
	return false;
}

struct watch *stop_by_number(struct lab *lab, uint32_t number)
{
	for (size_t i = 0; i < lab->stops; i++)
		if (lab->stop[i].point.number == number)
			return &lab->stop[i];
	return NULL;
}

/* Keeps a stop point; returns its number, 0 on failure. */
static uint32_t add_stop(struct lab *lab, const struct watch *stop, const char *condition)
{
	if (lab->stops >= LAB_STOPS_MAX) {
		lab_fail(lab, "there are %d breakpoints and watchpoints already; 'delete' takes some "
			 "away", LAB_STOPS_MAX);
		return 0;
	}
	struct watch *grown = realloc(lab->stop, (lab->stops + 1) * sizeof(*grown));
	if (!grown) {
		lab_fail(lab, "there is no memory for another breakpoint");
		return 0;
	}
	lab->stop = grown;
	lab->stop[lab->stops] = *stop;
	struct stop_point *point = &lab->stop[lab->stops].point;
	point->number = lab->last_stop + 1;
	point->enabled = true;
	point->of_script = lab->script_acts;
	if (condition && *condition)
		snprintf(point->condition, sizeof(point->condition), "%s", condition);
	if (point->condition[0] && !lab_check_expression(lab, point->condition))
		return 0;
	lab->stops++;
	return ++lab->last_stop;
}

uint32_t lab_break(struct lab *lab, const char *place, const char *condition)
{
	struct watch stop = { .known = false };
	if (condition && strlen(condition) >= sizeof(stop.point.condition)) {
		lab_fail(lab, "the condition is too long");
		return 0;
	}
	if (!lab_read_place(lab, place, &stop.point))
		return 0;
	return add_stop(lab, &stop, condition);
}

/* A bare local is meant in the function the cursor is in. */
static void bind_to_function(struct lab *lab, const char *variable, struct watch *stop)
{
	const struct machine *m = lab_machine(lab);
	uint64_t value;
	enum value_kind kind;
	size_t length = strcspn(variable, ".");
	snprintf(stop->variable, sizeof(stop->variable), "%s", variable);
	if (m->g->depth == 0 || m->g->depth > FRAME_MAX ||
	    !lab_local(lab, 0, variable, length, &value, &kind))
		return;
	snprintf(stop->variable, sizeof(stop->variable), "%s.%s",
		 function_name(m->frame[m->g->depth - 1].function), variable);
}

/* FUNCTION.local may be watched before the function has run. */
static bool may_be_known_later(const struct lab *lab, const char *variable)
{
	char function[64];
	const char *dot = strchr(variable, '.');
	size_t length = dot ? (size_t)(dot - variable) : 0;
	if (!dot || length >= sizeof(function))
		return false;
	memcpy(function, variable, length);
	function[length] = '\0';
	uint32_t number = function_by_name(function);
	const struct core_signature *signature =
		number ? timeline_signature(lab->time, (enum function)number) : NULL;
	if (!signature)
		return number != 0;
	size_t n = strcspn(dot + 1, ".");
	for (uint32_t i = 0; i < signature->locals; i++)
		if (strlen(signature->name[i]) == n && strncmp(signature->name[i], dot + 1, n) == 0)
			return true;
	return false;
}

uint32_t lab_watch(struct lab *lab, const char *variable, const char *condition)
{
	struct watch stop = { .point.kind = STOP_ON_CHANGE };
	struct value value;
	if (strlen(variable) >= sizeof(stop.variable) / 2 ||
	    (condition && strlen(condition) >= sizeof(stop.point.condition))) {
		lab_fail(lab, "the name or the condition is too long");
		return 0;
	}
	bind_to_function(lab, variable, &stop);
	snprintf(stop.point.text, sizeof(stop.point.text), "%.*s",
		 (int)sizeof(stop.point.text) - 1, stop.variable);
	if (!lab_lookup(lab, stop.variable, strlen(stop.variable), SCOPE_STEP, &value) &&
	    !may_be_known_later(lab, variable))
		return 0;
	return add_stop(lab, &stop, condition);
}

static void forget_predicate(struct stop_point *point)
{
	if (point->forget)
		point->forget(point->context);
	point->ask = NULL;
	point->forget = NULL;
	point->context = NULL;
}

bool lab_stop_predicate(struct lab *lab, uint32_t number,
			bool (*ask)(void *, struct lab *), void *context,
			void (*forget)(void *))
{
	struct watch *stop = stop_by_number(lab, number);
	if (!stop) {
		lab_fail(lab, "there is no breakpoint %" PRIu32, number);
		return false;
	}
	forget_predicate(&stop->point);
	stop->point.ask = ask;
	stop->point.context = context;
	stop->point.forget = forget;
	return true;
}

bool lab_delete_stop(struct lab *lab, uint32_t number)
{
	struct watch *stop = stop_by_number(lab, number);
	if (!stop) {
		lab_fail(lab, "there is no breakpoint %" PRIu32
			 "; 'info breakpoints' lists them", number);
		return false;
	}
	forget_predicate(&stop->point);
	size_t i = (size_t)(stop - lab->stop);
	memmove(stop, stop + 1, (lab->stops - i - 1) * sizeof(*stop));
	lab->stops--;
	return true;
}

void stops_clear(struct lab *lab)
{
	for (size_t i = 0; i < lab->stops; i++)
		forget_predicate(&lab->stop[i].point);
	free(lab->stop);
	lab->stop = NULL;
	lab->stops = 0;
	lab->last_stop = 0;
}

static const char *const stop_words[] = {
	[STOP_AT_STEP] = "", [STOP_AT_FUNCTION] = "function ", [STOP_AT_OP] = "op ",
	[STOP_AT_EVENT] = "event ", [STOP_ON_CHANGE] = "",
};

const char *lab_spoken_stop_text(const struct stop_point *point, char *text, size_t room)
{
	static const char *const spoken[] = {
		[STOP_AT_STEP] = N_("breakpoint %u, %s%s%s"),
		[STOP_AT_FUNCTION] = N_("breakpoint %u, the function %s%s%s"),
		[STOP_AT_OP] = N_("breakpoint %u, the operation %s%s%s"),
		[STOP_AT_EVENT] = N_("breakpoint %u, the event %s%s%s"),
		[STOP_ON_CHANGE] = N_("watchpoint %u, a change of %s%s%s"),
	};
	size_t said = strlen(stop_words[point->kind]);
	bool has_word = strncmp(point->text, stop_words[point->kind], said) == 0;
	snprintf(text, room, _(spoken[point->kind]), point->number,
		 point->text + (has_word ? said : 0), point->condition[0] ? _(" if ") : "",
		 point->condition);
	return text;
}

const char *lab_stop_point_text(const struct stop_point *point, char *text, size_t room)
{
	const char *word = stop_words[point->kind];
	bool said = strncmp(point->text, word, strlen(word)) == 0;
	snprintf(text, room, point->kind == STOP_ON_CHANGE ?
		 _("watchpoint %" PRIu32 " (%s%s%s%s)") : _("breakpoint %" PRIu32 " (%s%s%s%s)"),
		 point->number, said ? "" : word, point->text, point->condition[0] ? " if " : "",
		 point->condition);
	return text;
}
