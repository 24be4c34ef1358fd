/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Commands that set, list and delete breakpoints and watchpoints.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>

static enum lab_status tell_new(struct lab *lab, uint32_t number, struct reply *reply)
{
	char text[220], at[96];
	struct place place;
	const struct watch *stop = stop_by_number(lab, number);
	if (!stop)
		return LAB_FAILED;
	reply_integer(reply, "number", number);
	lab_stop_point_text(&stop->point, text, sizeof(text));
	if (lab->narration.on)
		lab_print(lab, TONE_PLAIN, "From now on it stops at %s.",
			  lab_spoken_stop_text(&stop->point, text, sizeof(text)));
	else if (stop->point.kind == STOP_AT_STEP && lab_place_of_step(stop->point.what, &place))
		lab_print(lab, TONE_PLAIN, "%s: %s", text, lab_place_text(&place, at, sizeof(at)));
	else
		lab_print(lab, TONE_PLAIN, "%s", text);
	return LAB_OK;
}

enum lab_status run_break(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	return tell_new(lab, lab_break(lab, a->at[0].text, NULL), reply);
}

enum lab_status run_watch(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	return tell_new(lab, lab_watch(lab, a->at[0].text, a->at[1].text), reply);
}

enum lab_status run_delete(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)reply;
	if (!a->at[0].text) {
		lab_print(lab, TONE_PLAIN, P_("%zu breakpoint is deleted", "%zu breakpoints are deleted",
					      lab->stops), lab->stops);
		while (lab->stops > 0)
			lab_delete_stop(lab, lab->stop[0].point.number);
		return LAB_OK;
	}
	if (bookmarks_drop(lab, a->at[0].text))
		return LAB_OK;
	if (a->at[0].number > UINT32_MAX || !lab_delete_stop(lab, (uint32_t)a->at[0].number))
		return lab_fail(lab, "there is no breakpoint %s; 'breakpoints' lists them",
				a->at[0].text);
	return LAB_OK;
}

enum lab_status run_enable(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct watch *stop = a->at[0].number <= UINT32_MAX ?
			     stop_by_number(lab, (uint32_t)a->at[0].number) : NULL;
	(void)reply;
	if (!stop)
		return lab_fail(lab, "there is no breakpoint %s; 'breakpoints' lists them",
				a->at[0].text);
	stop->point.enabled = lab->running->name[0] == 'e';
	return LAB_OK;
}

enum lab_status run_breakpoints(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)a;
	reply_integer(reply, "count", lab->stops);
	if (lab->stops == 0)
		lab_print(lab, TONE_PLAIN, "there are no breakpoints; 'break' sets one");
	for (size_t i = 0; i < lab->stops; i++) {
		const struct stop_point *point = &lab->stop[i].point;
		char text[220];
		lab_print(lab, TONE_PLAIN, P_("%s%s%s, hit %" PRIu64 " time",
					      "%s%s%s, hit %" PRIu64 " times", point->hits),
			  lab_stop_point_text(point, text, sizeof(text)),
			  point->ask ? _(" with a predicate") : "",
			  point->enabled ? "" : _(", disabled"), point->hits);
	}
	return LAB_OK;
}
