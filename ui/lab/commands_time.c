/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Commands that move in time: gdb's motions, jumps, the history of operations
 * and its branches.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	enum motion motion;
} motions[] = {
	{ "step", MOTION_STEP }, { "next", MOTION_NEXT }, { "finish", MOTION_FINISH },
	{ "until", MOTION_UNTIL }, { "continue", MOTION_CONTINUE }, { "next-op", MOTION_OP },
};

static const char *const reasons[] = {
	[STOP_DONE] = "done", [STOP_BREAKPOINT] = "breakpoint", [STOP_WATCHPOINT] = "watchpoint",
	[STOP_END] = "end", [STOP_BEGIN] = "begin", [STOP_INTERRUPTED] = "interrupted",
};

/* Where the cursor is, as fields for Lua. */
static void reply_place(struct lab *lab, struct reply *reply)
{
	struct cursor cursor = timeline_cursor(lab->time);
	const struct core_step *step = timeline_step(lab->time);
	struct place place;
	reply_integer(reply, "op", cursor.op);
	reply_integer(reply, "step", cursor.step);
	if (!step)
		return;
	reply_text(reply, "at", step_name(step->step));
	reply_text(reply, "func", function_name(step_function(step->step)));
	if (!lab_place_of_step(step->step, &place))
		return;
	reply_text(reply, "file", source_files[place.file].path);
	reply_integer(reply, "line", place.line);
}

/* An interrupted motion cannot be repeated as it was: the log keeps its goal. */
static enum lab_status interrupted(struct lab *lab)
{
	struct cursor cursor = timeline_cursor(lab->time);
	char op[24], step[24];
	const char *const word[] = { op, step };
	snprintf(op, sizeof(op), "%" PRIu64, cursor.op);
	snprintf(step, sizeof(step), "%" PRIu64, cursor.step);
	lab_log_add(lab, "goto", 2, word);
	return lab_fail(lab, "interrupted");
}

static enum lab_status finish_motion(struct lab *lab, enum stop_reason reason,
				     struct reply *reply)
{
	lab->steady = reason == STOP_DONE;
	reply_text(reply, "reason", reasons[reason]);
	reply_place(lab, reply);
	if (lab->stop_text[0] && reason != STOP_INTERRUPTED)	/* that is the error */
		lab_print(lab, TONE_WARN, "%s", lab->stop_text);
	lab_print_place(lab);
	return reason == STOP_INTERRUPTED ? interrupted(lab) : LAB_OK;
}

enum lab_status run_motion(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	static const char prefix[] = "reverse-";
	const char *name = lab->running->name;
	bool reverse = strncmp(name, prefix, strlen(prefix)) == 0;
	uint64_t count = a->at[0].text ? a->at[0].number : 1;
	if (reverse)
		name += strlen(prefix);
	if (count == 0 || count > INT64_MAX)
		return lab_fail(lab, "%s how many times? 1 or more", lab->running->name);
	for (size_t i = 0; i < LENGTH(motions); i++)
		if (strcmp(motions[i].name, name) == 0)
			return finish_motion(lab, lab_move(lab, motions[i].motion, reverse, count),
					     reply);
	return lab_fail(lab, "there is no motion '%s'", name);
}

/* Counting the steps of another operation takes a visit there. */
static enum lab_status fail_no_step(struct lab *lab, uint64_t op, const char *step)
{
	struct cursor cursor = timeline_cursor(lab->time);
	uint64_t steps = timeline_goto(lab->time, op, UINT64_MAX) ? timeline_steps(lab->time) : 0;
	timeline_goto(lab->time, cursor.op, cursor.step);
	return lab_fail(lab, "operation %" PRIu64 " has no step %s; it has 0 to %" PRIu64
			", and there it has ended", op, step, steps);
}

static enum lab_status arrived(struct lab *lab, struct reply *reply)
{
	lab->stop_text[0] = '\0';
	reply_place(lab, reply);
	lab_print_place(lab);
	return LAB_OK;
}

/* The branch it lies on becomes the present one, if it does not lie on both. */
static enum lab_status go_to_bookmark(struct lab *lab, const struct bookmark *bookmark,
				      struct reply *reply)
{
	struct cursor to = bookmark->at;
	bool common = to.op <= timeline_shared(lab->time, to.branch);
	if (!common && to.branch != timeline_cursor(lab->time).branch &&
	    !timeline_switch(lab->time, to.branch, to.op))
		return lab_fail(lab, "the branch of bookmark '%s' is gone", bookmark->name);
	if (!timeline_goto(lab->time, to.op, to.op ? to.step : UINT64_MAX))
		return lab_fail(lab, "the moment of bookmark '%s' is gone", bookmark->name);
	return arrived(lab, reply);
}

enum lab_status run_goto(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	const struct bookmark *bookmark = lab_bookmark_named(lab, a->at[0].text);
	uint64_t op = a->at[0].number;
	uint64_t step = a->at[1].text ? a->at[1].number : UINT64_MAX;
	uint64_t length = timeline_length(lab->time);
	if (bookmark && a->at[1].text)
		return lab_fail(lab, "a bookmark is a step already: goto %s", bookmark->name);
	if (bookmark)
		return go_to_bookmark(lab, bookmark, reply);
	if (op > length)
		return lab_fail(lab, "there is no operation %s; 0 is the beginning, the last one "
				"is %" PRIu64, a->at[0].text, length);
	if ((a->at[1].text && step == UINT64_MAX) || !timeline_goto(lab->time, op, step))
		return fail_no_step(lab, op, a->at[1].text);
	return arrived(lab, reply);
}

/* --- history --- */

enum { OPS_SHOWN = 20 };

enum lab_status run_ops(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct cursor cursor = timeline_cursor(lab->time);
	uint64_t length = timeline_length(lab->time);
	uint64_t count = a->at[1].text ? a->at[1].number : OPS_SHOWN;
	uint64_t from = a->at[0].text ? a->at[0].number :
			cursor.op > count / 2 ? cursor.op - count / 2 : 0;
	char text[LINE_ROOM];
	reply_integer(reply, "length", length);
	reply_integer(reply, "op", cursor.op);
	for (uint64_t op = from; op <= length && op - from < count; op++) {
		const char *mark = op == cursor.op ? "*" : " ";
		if (op == 0)
			lab_print(lab, TONE_PLAIN, "%s    0  the beginning", mark);
		else
			lab_print(lab, TONE_PLAIN, "%s %4" PRIu64 "  %s", mark, op,
				  lab_op_text(lab, op, text, sizeof(text)));
	}
	return LAB_OK;
}

/* Where a branch left another one. */
static const char *fork_text(uint32_t number, const struct branch *branch, char *text, size_t room)
{
	if (number == branch->parent)
		snprintf(text, room, "%s", "");
	else if (branch->fork == 0)
		snprintf(text, room, _(", none of them shared with branch %" PRIu32), branch->parent);
	else
		snprintf(text, room, _(", the first %" PRIu64 " shared with branch %" PRIu32),
			 branch->fork, branch->parent);
	return text;
}

static enum lab_status list_branches(struct lab *lab, struct reply *reply)
{
	struct cursor cursor = timeline_cursor(lab->time);
	uint32_t count = timeline_branches(lab->time);
	char fork[96];
	lab->only_looked = true;
	reply_integer(reply, "branch", cursor.branch);
	reply_integer(reply, "branches", count);
	for (uint32_t i = 0; i < count; i++) {
		struct branch branch = timeline_branch(lab->time, i);
		if (branch.dropped)
			continue;
		lab_print(lab, TONE_PLAIN, P_("%s branch %" PRIu32 ": %" PRIu64 " operation%s",
					      "%s branch %" PRIu32 ": %" PRIu64 " operations%s",
					      branch.length),
			  i == cursor.branch ? "*" : " ", i, branch.length,
			  fork_text(i, &branch, fork, sizeof(fork)));
	}
	return LAB_OK;
}

static bool is_branch(const struct lab *lab, uint64_t number)
{
	return number < timeline_branches(lab->time) &&
	       !timeline_branch(lab->time, (uint32_t)number).dropped;
}

/* A branch that began on this one; 0, which began on none: there is none. */
static uint32_t child_of(const struct lab *lab, uint64_t number)
{
	for (uint32_t i = 1; i < timeline_branches(lab->time); i++)
		if (is_branch(lab, i) && timeline_branch(lab->time, i).parent == number)
			return i;
	return 0;
}

static enum lab_status fail_drop(struct lab *lab, uint64_t number)
{
	uint32_t child = child_of(lab, number);
	if (timeline_cursor(lab->time).branch == number)
		return lab_fail(lab, "branch %" PRIu64 " cannot be dropped: it is the present one; "
				"'branch NUMBER' switches to another one", number);
	if (child)
		return lab_fail(lab, "branch %" PRIu64 " cannot be dropped: branch %" PRIu32
				" began on it; drop that one first", number, child);
	return lab_fail(lab, "branch %" PRIu64 " cannot be dropped", number);
}

static enum lab_status drop_branch(struct lab *lab, uint64_t number)
{
	if (!timeline_drop(lab->time, (uint32_t)number))
		return fail_drop(lab, number);
	bookmarks_drop_branch(lab, (uint32_t)number);
	lab_print(lab, TONE_PLAIN, "branch %" PRIu64 " is forgotten", number);
	return LAB_OK;
}

enum lab_status run_branch(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	uint64_t number = a->at[0].number;
	if (!a->at[0].text)
		return a->at[1].text ? lab_fail(lab, "drop which branch? 'branch' lists them") :
				       list_branches(lab, reply);
	if (!is_branch(lab, number))
		return lab_fail(lab, "there is no branch %" PRIu64 "; 'branch' lists them", number);
	if (a->at[1].text && a->at[1].number)
		return drop_branch(lab, number);
	uint64_t op = a->at[2].text ? a->at[2].number :
		      timeline_branch(lab->time, (uint32_t)number).length;
	if (!timeline_switch(lab->time, (uint32_t)number, op))
		return lab_fail(lab, "branch %" PRIu64 " has no operation %" PRIu64, number, op);
	lab_print_place(lab);
	return LAB_OK;
}
