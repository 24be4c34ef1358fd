/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Commands that look at the calls that are going on, and choose one of them.
 *
 * A choice holds as long as the cursor stays where it is: after the next step the
 * present call is the one to look at again. It changes only what is shown; names
 * in expressions mean the present call's locals in any case.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Calls that are going on and kept; 0 between operations. */
static uint32_t calls(const struct lab *lab)
{
	uint32_t depth = timeline_step(lab->time) ? lab_machine(lab)->g->depth : 0;
	return depth < FRAME_MAX ? depth : FRAME_MAX;
}

uint32_t lab_chosen_call(const struct lab *lab)
{
	struct cursor now = timeline_cursor(lab->time);
	const struct cursor *then = &lab->call_chosen_at;
	bool same = now.branch == then->branch && now.op == then->op && now.step == then->step;
	return same && lab->call_chosen < calls(lab) ? lab->call_chosen : 0;
}

static const struct frame *frame_of(const struct lab *lab, uint32_t level)
{
	return &lab_machine(lab)->frame[calls(lab) - level - 1];
}

static const struct core_signature *signature_of(struct lab *lab, const struct frame *frame)
{
	return timeline_signature(lab->time, (enum function)frame->function);
}

/* "#1 search_hole () at alloc.c:141". False: its line is not known. */
static bool print_call(struct lab *lab, uint32_t level, struct place *place)
{
	const struct core_step *step = timeline_call(lab->time, calls(lab) - level);
	bool known = step && lab_place_of_step(step->step, place);
	char at[96] = "?";
	if (known)
		lab_place_text(place, at, sizeof(at));
	lab_print(lab, TONE_PLAIN, "#%" PRIu32 " %s () at %s", level,
		  function_name(frame_of(lab, level)->function), at);
	return known;
}

/* "size=0x2000 (2 pages), addr=0x..", in lines that are not too long. */
static void print_frame(struct lab *lab, const struct frame *frame)
{
	const struct core_signature *signature = signature_of(lab, frame);
	char line[LINE_ROOM] = "    ";
	for (uint32_t i = 0; signature && i < signature->locals; i++) {
		char value[200], word[260];
		lab_value_text(lab, signature->kind[i], frame->value[i], value, sizeof(value));
		snprintf(word, sizeof(word), " %s=%s%s", signature->name[i], value,
			 i + 1 < signature->locals ? "," : "");
		if (strlen(line) + strlen(word) > LAB_COLUMNS && line[4]) {
			lab_print(lab, TONE_PLAIN, "%s", line);
			snprintf(line, sizeof(line), "    ");
		}
		lab_append(line, sizeof(line), "%s", word);
	}
	if (line[4])
		lab_print(lab, TONE_PLAIN, "%s", line);
}

enum lab_status run_where(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct place place;
	(void)a;
	reply_integer(reply, "depth", calls(lab));
	if (!timeline_step(lab->time)) {
		lab_print_place(lab);
		return LAB_OK;
	}
	for (uint32_t level = 0; level < calls(lab); level++) {
		print_call(lab, level, &place);
		print_frame(lab, frame_of(lab, level));
	}
	return LAB_OK;
}

enum lab_status run_locals(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)a;
	(void)reply;
	if (calls(lab) == 0) {
		lab_print(lab, TONE_PLAIN, "no call is going on");
		return LAB_OK;
	}
	const struct frame *frame = frame_of(lab, lab_chosen_call(lab));
	const struct core_signature *signature = signature_of(lab, frame);
	lab_print(lab, TONE_PLAIN, "%s:", function_name(frame->function));
	for (uint32_t i = 0; signature && i < signature->locals; i++) {
		char value[200];
		lab_value_text(lab, signature->kind[i], frame->value[i], value, sizeof(value));
		lab_print(lab, TONE_PLAIN, "  %-12s %s", signature->name[i], value);
	}
	return LAB_OK;
}

/* --- choosing --- */

static enum lab_status choose(struct lab *lab, uint64_t level, struct reply *reply)
{
	struct place place;
	uint32_t count = calls(lab);
	if (count == 0)
		return lab_fail(lab, "no call is going on; 'step' goes into an operation");
	if (level >= count)
		return lab_fail(lab, "there is no call %" PRIu64 "; the outermost one is %" PRIu32,
				level, count - 1);
	lab->call_chosen = (uint32_t)level;
	lab->call_chosen_at = timeline_cursor(lab->time);
	reply_integer(reply, "level", level);
	reply_text(reply, "name", function_name(frame_of(lab, lab->call_chosen)->function));
	if (lab->shows_place)
		return LAB_OK;
	if (print_call(lab, lab->call_chosen, &place))
		lab_print_code(lab, &place);
	print_frame(lab, frame_of(lab, lab->call_chosen));
	return LAB_OK;
}

enum lab_status run_frame(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	return choose(lab, a->at[0].text ? a->at[0].number : lab_chosen_call(lab), reply);
}

static uint64_t count_of(const struct arguments *a)
{
	return a->at[0].text ? a->at[0].number : 1;
}

enum lab_status run_up(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	uint32_t level = lab_chosen_call(lab);
	if (level + 1 == calls(lab))
		return lab_fail(lab, "this is the outermost call");
	uint64_t up = count_of(a) < calls(lab) - level ? count_of(a) : calls(lab) - level - 1;
	return choose(lab, level + up, reply);
}

enum lab_status run_down(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	uint32_t level = lab_chosen_call(lab);
	if (level == 0 && calls(lab) > 0)
		return lab_fail(lab, "this is the innermost call, the one that runs");
	return choose(lab, count_of(a) < level ? level - count_of(a) : 0, reply);
}
