/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Commands that are operations: one handler runs them all and tells what came
 * of it. The command's name is the operation's.
 */

#include "ui/lab/draft.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- telling what came of it --- */

enum lab_tone lab_outcome_tone(const struct outcome *outcome)
{
	switch (outcome->kind) {
	case OUTCOME_ERR:
	case OUTCOME_NULL:
	case OUTCOME_NOTHING:
		return TONE_WARN;
	case OUTCOME_BUG:
	case OUTCOME_OOPS:
	case OUTCOME_HANG:
	case OUTCOME_STALE:
	case OUTCOME_FAULT:
	case OUTCOME_REFUSED:
		return TONE_ERROR;
	default:
		return TONE_GOOD;
	}
}

static bool is_worth_telling(const struct event *event)
{
	return event->kind == EVENT_ALLOC_FAILED || event->kind == EVENT_VMALLOC_FAILED ||
	       event->kind == EVENT_WARN || event->kind == EVENT_BAD_ENTRY ||
	       event->kind == EVENT_WORK_SCHEDULED;
}

/* A request that was to fail and was never made: the k of `kfail=k` is too large. */
void lab_print_unfailed(struct lab *lab)
{
	static const char *const told[REQUEST_COUNT] = {
		N_("kfail=%u has made nothing fail; small objects that were asked for: %u"),
		N_("pfail=%u has made nothing fail; page frames that were asked for: %u"),
		N_("tfail=%u has made nothing fail; page tables that were asked for: %u"),
		N_("rfail=%u has made nothing fail; index preloads that were asked for: %u"),
	};
	const struct globals *g = lab_machine(lab)->g;
	struct op op;
	if (!lab_present_op(lab, &op))
		return;
	for (size_t i = 0; i < REQUEST_COUNT; i++)
		if (op.fail[i] && g->fail[i])
			lab_print(lab, TONE_WARN, told[i], (unsigned)op.fail[i],
				  (unsigned)(op.fail[i] - g->fail[i]));
}

/* Prints what the operation at the cursor said on the way, and its answer. */
static void print_outcome(struct lab *lab, const char *name)
{
	const struct machine *m = lab_machine(lab);
	char text[LINE_ROOM];
	for (uint32_t i = 1; i <= m->g->events; i++)
		if (is_worth_telling(&m->event[i]))
			lab_print(lab, TONE_WARN, "%s",
				  lab_event_text(lab, &m->event[i], text, sizeof(text)));
	lab_outcome_text(lab, text, sizeof(text));
	lab_print(lab, lab_outcome_tone(&m->g->outcome), "%s%s%s", name, *name ? ": " : "", text);
	lab_print_unfailed(lab);
}

static bool is_good(const struct outcome *outcome)
{
	return lab_outcome_tone(outcome) == TONE_GOOD;
}

static void reply_range(struct reply *reply, const struct outcome *outcome)
{
	bool area = outcome->kind == OUTCOME_AREA, vm = outcome->kind == OUTCOME_VM;
	uint32_t has = outcome->kind == OUTCOME_OK ? outcome->code : 0;
	if (area || vm || (has & OUTCOME_HAS_ADDR))
		reply_integer(reply, "addr", outcome->addr);
	if (area || (has & OUTCOME_HAS_END))
		reply_integer(reply, "va_end", outcome->end);
	if (vm || (has & OUTCOME_HAS_SIZE))
		reply_integer(reply, "size", outcome->size);
	else if (area)
		reply_integer(reply, "size", outcome->end - outcome->addr);
	if (area || vm || (has & OUTCOME_HAS_FLAGS))
		reply_integer(reply, "flags", outcome->flags);
	if (vm || (has & OUTCOME_HAS_NPAGES))
		reply_integer(reply, "npages", outcome->npages);
	if (has & OUTCOME_HAS_ARRAY)
		reply_integer(reply, "array", outcome->array);
	if (has & OUTCOME_HAS_N)
		reply_integer(reply, "n", outcome->n);
	if (outcome->kind == OUTCOME_PFN || outcome->kind == OUTCOME_STALE)
		reply_integer(reply, "pfn", outcome->n);
}

static void fill_reply(const struct draft *r, uint64_t number,
		       const struct outcome *outcome, struct reply *reply)
{
	bool good = is_good(outcome);
	reply_boolean(reply, "ok", good);
	reply_text(reply, "outcome", outcome_name(outcome->kind));
	reply_integer(reply, "op", number);
	if (r->name[0] && good) {
		reply_text(reply, "name", r->name);
		reply_integer(reply, "id", r->op.arg[0]);
	}
	if (outcome->kind == OUTCOME_ERR)
		reply_text(reply, "errno", lab_errno_name(outcome->code));
	if (outcome->kind == OUTCOME_BUG)
		reply_text(reply, "reason", reason_text(outcome->code));
	reply_range(reply, outcome);
}

/* --- running --- */

/* Where the cursor stands now that the operation has run. */
static void settle_cursor(struct lab *lab, const struct draft *r, struct reply *reply)
{
	uint64_t op = timeline_cursor(lab->time).op;
	if (lab->entry == ENTRY_AT_FIRST_STEP && timeline_goto(lab->time, op, 0) &&
	    timeline_step(lab->time)) {
		lab_print_place(lab);
		return;
	}
	enum stop_reason reason = lab_run_to_stop(lab);
	if (reason == STOP_DONE) {
		bool made = r->name[0] && is_good(&lab_machine(lab)->g->outcome);
		print_outcome(lab, made ? r->name : r->info->name);
		if (lab->narration.on)
			lab_narrate_changes(lab);
		return;
	}
	if (reason == STOP_INTERRUPTED)
		reply_text(reply, "reason", "interrupted");
	lab_print(lab, TONE_WARN, "%s", lab->stop_text);
	lab_print_place(lab);
}

/* A future that was left behind is not lost, and one should know it. */
static void tell_branch(struct lab *lab, const struct cursor *left)
{
	struct cursor now = timeline_cursor(lab->time);
	uint64_t kept = timeline_branch(lab->time, left->branch).length - (now.op - 1);
	if (now.branch != left->branch)
		lab_print(lab, TONE_PLAIN,
			  P_("a branch begins at operation %" PRIu64 ": this is branch %" PRIu32
			     "; the old future (%" PRIu64 " operation) stays: 'branch %" PRIu32
			     "' goes there",
			     "a branch begins at operation %" PRIu64 ": this is branch %" PRIu32
			     "; the old future (%" PRIu64 " operations) stays: 'branch %" PRIu32
			     "' goes there", kept), now.op, now.branch, kept, left->branch);
}

static enum lab_status run_draft(struct draft *r, struct reply *reply)
{
	struct lab *lab = r->lab;
	const struct cursor left = timeline_cursor(lab->time);
	if (!lab_allows(lab, &r->op))
		return LAB_FAILED;
	if (!timeline_run(lab->time, &r->op, lab->record))
		return lab_fail(lab, "there is no memory left for this operation");
	const struct outcome outcome = lab_machine(lab)->g->outcome;
	endings_note(lab);
	tell_branch(lab, &left);
	if (r->name[0] && is_good(&outcome))
		names_given(&lab->names, lab->time, r->name);
	if (r->info->allocates)
		names_learn(&lab->names, lab_machine(lab), (uint32_t)r->op.arg[0]);
	fill_reply(r, timeline_cursor(lab->time).op, &outcome, reply);
	if (outcome.kind == OUTCOME_REFUSED)
		return lab_fail(lab, "'%s' makes no sense with these values here", r->info->name);
	settle_cursor(lab, r, reply);
	return LAB_OK;
}

/* `vmalloc 3` is as right as in the kernel, and hardly ever what was meant. */
static void warn_of_bytes(struct lab *lab, const struct arguments *a)
{
	const struct parameter *p = &lab->running->parameter[0];
	const char *text = a->at[0].text;
	if (lab->script_acts || !text || !p->name || p->kind != PARAMETER_SIZE ||
	    text[strspn(text, "0123456789")] || !a->at[0].number || a->at[0].number >= PAGE_SIZE)
		return;
	lab_print(lab, TONE_WARN, "%s is a number of bytes; %sp would be pages", text, text);
}

/* The operation that the cursor stood in has gone on to its end, before the one that was
 * asked for begins: what it came to is no answer to that one. */
static void print_finished(struct lab *lab)
{
	uint64_t present = timeline_cursor(lab->time).op;
	char request[LINE_ROOM], text[2 * LINE_ROOM];
	lab_op_request(lab, present, request, sizeof(request));
	snprintf(text, sizeof(text), _("before that, operation %" PRIu64 " went on to its end: %s"),
		 present, request);
	print_outcome(lab, text);
}

enum lab_status run_op(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	enum op_kind kind = op_by_name(lab->running->name);
	struct draft r = { .lab = lab, .info = op_info(kind) };
	enum lab_status status = LAB_FAILED;
	r.op = op_make(kind, &lab_machine(lab)->g->space);
	if (draft_build(&r, a)) {
		if (lab->finished)
			print_finished(lab);
		warn_of_bytes(lab, a);
		status = run_draft(&r, reply);
	}
	free(r.list);
	return status;
}

/* --- what an operation sets, when it is given nothing to set --- */

static const char *state_text(const struct globals *g, enum op_kind kind, char *text, size_t room)
{
	const struct space *s = &g->space;
	switch (kind) {
	case OP_CPU:
		snprintf(text, room, _("operations run on CPU %u of CPUs 0 to %u"),
			 (unsigned)s->cpu, (unsigned)s->online - 1);
		return text;
	case OP_ONLINE:
		snprintf(text, room, _("CPUs online: %u; possible: %u"),
			 (unsigned)s->online, (unsigned)s->cpus);
		return text;
	case OP_IRQ:
		return _(s->irq ? N_("on: operations run in interrupt context") :
				  N_("off: operations do not run in interrupt context"));
	default:
		return _(g->vmap_purge_lock ? N_("on: vmap_purge_lock is held") :
					      N_("off: nobody holds vmap_purge_lock"));
	}
}

enum lab_status run_state(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	char text[LINE_ROOM];
	if (a->at[0].text)
		return run_op(lab, a, reply);
	lab->only_looked = true;
	lab_print(lab, TONE_PLAIN, "%s", state_text(lab_machine(lab)->g,
		  op_by_name(lab->running->name), text, sizeof(text)));
	return LAB_OK;
}
