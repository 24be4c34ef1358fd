/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Operations, what they answered, and what happened in them, each as one line.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- operations --- */

static void id_text(const struct lab *lab, uint64_t id, char *text, size_t room)
{
	const char *name = id == NO_ID ? NULL : lab_name_of_id(lab, (uint32_t)id);
	if (name)
		snprintf(text, room, "%s", name);
	else
		snprintf(text, room, "#%" PRIu64, id);
}

static const char *const arg_words[][2] = {
	[ARG_SWITCH] = { "off", "on" },
	[ARG_HOW] = { "now", "lazy" },
	[ARG_RET] = { "ok", "stop" },
	[ARG_ORDER] = { "sequential", "scattered" },
};

static void arg_text(const struct lab *lab, const struct arg_info *arg, uint64_t value,
		     char *text, size_t room)
{
	switch (arg->kind) {
	case ARG_ID:
		id_text(lab, value, text, room);
		break;
	case ARG_BYTES:
		lab_size_text(value, text, room);
		break;
	case ARG_ADDRESS:
	case ARG_HEX:
	case ARG_PFN:
		snprintf(text, room, "0x%" PRIx64, value);
		break;
	case ARG_SIGNED:
		snprintf(text, room, "%" PRId64, (int64_t)value);
		break;
	case ARG_SWITCH:
	case ARG_HOW:
	case ARG_RET:
	case ARG_ORDER:
		snprintf(text, room, "%s", arg_words[arg->kind][value != 0]);
		break;
	case ARG_REPORT:
	case ARG_COUNT:
	case ARG_FLAG:
		snprintf(text, room, "%" PRIu64, value);
		break;
	}
}

/* NAME, NAME+OFF or an address, for operations that take either. */
static void target_text(const struct lab *lab, const struct op *op, char *text, size_t room)
{
	int off = op_arg(op->kind, "off");
	int addr = op_arg(op->kind, "addr");
	if (op->arg[0] != NO_ID) {
		id_text(lab, op->arg[0], text, room);
		if (off >= 0 && op->arg[off])
			lab_append(text, room, "+0x%" PRIx64, op->arg[off]);
	} else if (addr >= 0) {
		snprintf(text, room, "0x%" PRIx64, op->arg[addr]);
	}
}

static bool is_target_part(const struct op_info *info, size_t i)
{
	return info->arg[0].kind == ARG_ID && !info->allocates &&
	       (i == 0 || strcmp(info->arg[i].name, "off") == 0 ||
		strcmp(info->arg[i].name, "addr") == 0);
}

static void append_args(const struct lab *lab, const struct op *op, char *text, size_t room)
{
	const struct op_info *info = op_info(op->kind);
	const struct space *space = &lab_machine(lab)->g->space;
	char value[64] = "";
	if (info->arg[0].name && is_target_part(info, 0)) {
		target_text(lab, op, value, sizeof(value));
		lab_append(text, room, " %s", value);
	}
	for (size_t i = info->allocates; i < op_args(op->kind); i++) {
		bool needed = info->arg[i].by == DEFAULT_NEEDED;
		if (is_target_part(info, i) ||
		    (!needed && op->arg[i] == op_default(op->kind, i, space)))
			continue;
		arg_text(lab, &info->arg[i], op->arg[i], value, sizeof(value));
		if (needed)
			lab_append(text, room, " %s", value);
		else
			lab_append(text, room, " %s=%s", info->arg[i].name, value);
	}
}

static void append_list(const struct lab *lab, const struct op *op, size_t which, char *text,
			size_t room)
{
	const struct op_info *info = op_info(op->kind);
	if (!info->list[which] || !op->list_length)
		return;
	lab_append(text, room, " %s=", info->list[which]);
	for (uint32_t i = 0; i < op->list_length; i++) {
		char value[64];
		uint64_t number = op->list[which * op->list_length + i];
		if (op->kind == OP_NOTIFIER)
			id_text(lab, number, value, sizeof(value));
		else
			lab_size_text(number, value, sizeof(value));
		lab_append(text, room, "%s%s", i ? "," : "", value);
	}
}

static void append_failures(const struct op *op, char *text, size_t room)
{
	for (size_t i = 0; i < REQUEST_COUNT; i++)
		if (op->fail[i])
			lab_append(text, room, " %s=%" PRIu32, op_fail_name[i], op->fail[i]);
}

/* While one steps through an operation, how it ends is not told. */
static struct outcome ending_told(struct lab *lab, uint64_t number)
{
	const struct core_step *step = timeline_step(lab->time);
	if (step && timeline_cursor(lab->time).op == number)
		return (struct outcome){ .kind = OUTCOME_NONE_YET };
	return endings_of(lab, number);
}

const char *lab_op_request(struct lab *lab, uint64_t number, char *text, size_t room)
{
	struct op op;
	text[0] = '\0';
	if (!timeline_op(lab->time, number, &op))
		return text;
	snprintf(text, room, "%s", op_info(op.kind)->name);
	append_args(lab, &op, text, room);
	append_list(lab, &op, 0, text, room);
	append_list(lab, &op, 1, text, room);
	append_failures(&op, text, room);
	const char *name = lab_name_of_id(lab, (uint32_t)op.arg[0]);
	const struct outcome ending = ending_told(lab, number);
	if (op_info(op.kind)->allocates && name && !lab_failure_name(&ending))
		lab_append(text, room, " -> %s", name);
	return text;
}

/* ..." at 0x.." for what it made, if that is there at the cursor and was not made
 * again since, under the same name; ..." -> EBUSY" for one that failed. */
const char *lab_op_text(struct lab *lab, uint64_t number, char *text, size_t room)
{
	struct op op;
	uint64_t start, size;
	const struct outcome ending = ending_told(lab, number);
	const char *failure = lab_failure_name(&ending);
	lab_op_request(lab, number, text, room);
	if (failure)
		lab_append(text, room, " -> %s", failure);
	else if (timeline_op(lab->time, number, &op) && op_info(op.kind)->allocates &&
	    names_maker(&lab->names, lab->time, (uint32_t)op.arg[0]) == number &&
	    names_range(lab_machine(lab), (uint32_t)op.arg[0], &start, &size))
		lab_append(text, room, _(" at 0x%" PRIx64), start);
	return text;
}

/* --- answers --- */

enum { GROUP_SHOWN = 8 };	/* addresses of a per-CPU group told in one line */

static void range_text(uint64_t start, uint64_t end, char *text, size_t room)
{
	uint64_t size = end - start;
	char shown[32];
	if (size && size % PAGE_SIZE == 0)
		snprintf(shown, sizeof(shown), P_("%" PRIu64 " page", "%" PRIu64 " pages",
						  size / PAGE_SIZE), size / PAGE_SIZE);
	else
		snprintf(shown, sizeof(shown), _("size 0x%" PRIx64), size);
	snprintf(text, room, "[0x%" PRIx64 ", 0x%" PRIx64 "), %s", start, end, shown);
}

static void good_text(const struct outcome *outcome, char *text, size_t room)
{
	char value[96];
	uint32_t has = outcome->code;
	snprintf(text, room, "%s", _("ok"));
	if (has & OUTCOME_HAS_END) {
		range_text(outcome->addr, outcome->end, value, sizeof(value));
		snprintf(text, room, "%s", value);
	} else if (has & OUTCOME_HAS_SIZE) {
		range_text(outcome->addr, outcome->addr + outcome->size, value, sizeof(value));
		snprintf(text, room, "%s", value);
	} else if (has & OUTCOME_HAS_ADDR) {
		snprintf(text, room, "0x%" PRIx64, outcome->addr);
	}
	if (has & OUTCOME_HAS_FLAGS)
		lab_append(text, room, _(", flags 0x%" PRIx64), outcome->flags);
	if (has & OUTCOME_HAS_NPAGES)
		lab_append(text, room, P_(", %" PRIu64 " page frame", ", %" PRIu64 " page frames",
					  outcome->npages), outcome->npages);
	if (has & OUTCOME_HAS_ARRAY && outcome->array)
		lab_append(text, room, _(", page array at 0x%" PRIx64), outcome->array);
	if (has & OUTCOME_HAS_WORKERS)
		lab_append(text, room, P_(", %" PRIu64 " worker ran", ", %" PRIu64 " workers ran",
					  outcome->n), outcome->n);
	else if (has & OUTCOME_HAS_GROUP)
		lab_append(text, room, P_(", %" PRIu64 " area", ", %" PRIu64 " areas", outcome->n),
			   outcome->n);
	else if (has & OUTCOME_HAS_N)
		lab_append(text, room, P_(", %" PRIu64 " page mapped", ", %" PRIu64 " pages mapped",
					  outcome->n), outcome->n);
}

/* Whose a frame is that is used after it was unmapped. */
static const char *frame_owner(const struct lab *lab, uint64_t frame, char *text, size_t room)
{
	const struct machine *m = lab_machine(lab);
	uint32_t page = page_of_frame(m, frame);
	char owner[120];
	if (!page)
		snprintf(text, room, "%s", _("it may be anybody's by now"));
	else if (!m->page[page].vm)
		snprintf(text, room, "%s", _("it was leaked and belongs to nobody"));
	else
		snprintf(text, room, _("it now belongs to %s"),
			 lab_short_text(lab, VALUE_VM, m->page[page].vm, owner, sizeof(owner)));
	return text;
}

static void stale_text(const struct lab *lab, const struct outcome *outcome, char *text,
		       size_t room)
{
	char owner[200];
	snprintf(text, room, _("use after unmap: CPU %" PRIu32 "'s TLB still leads to page frame "
			       "0x%" PRIx64 "; %s"), lab_machine(lab)->g->space.cpu, outcome->n,
		 frame_owner(lab, outcome->n, owner, sizeof(owner)));
}

static const char *error_meaning(uint32_t code)
{
	return strcmp(lab_errno_name(code), "EBUSY") == 0 ?
		       _(": no room was found") :
	       strcmp(lab_errno_name(code), "ENOMEM") == 0 ?
		       _(": memory was refused, or a slot was in use") :
	       strcmp(lab_errno_name(code), "ENOENT") == 0 ? _(": there is no such thing") : "";
}

/* Answers that name a place. */
static void found_text(const struct outcome *outcome, char *text, size_t room)
{
	char value[96];
	bool area = outcome->kind == OUTCOME_AREA;
	uint64_t end = area ? outcome->end : outcome->addr + outcome->size;
	range_text(outcome->addr, end, value, sizeof(value));
	snprintf(text, room, area ? _("area %s, flags 0x%" PRIx64) :
		 _("vm area %s, flags 0x%" PRIx64), value, outcome->flags);
	if (!area)
		lab_append(text, room, P_(", %" PRIu64 " page frame", ", %" PRIu64 " page frames",
					  outcome->npages), outcome->npages);
}

/* Answers that are always the same. */
static const char *const fixed[] = {
	[OUTCOME_NONE_YET] = N_("nothing yet"),
	[OUTCOME_NULL] = N_("NULL: the call failed"),
	[OUTCOME_NOTHING] = N_("nothing is there"),
	[OUTCOME_OOPS] = N_("oops: a NULL pointer is followed; a kernel stops here"),
	[OUTCOME_FAULT] = N_("page fault: nothing is mapped there; a kernel stops here (oops)"),
	[OUTCOME_REFUSED] = N_("refused: this makes no sense here"),
};

static const char *const waits_for[] = {
	[HANG_LOCK] = N_("waits for vmap_purge_lock, which nobody will release"),
	[HANG_RING] = N_("goes round and round: an area was put on vmap_purge_list twice"),
	[HANG_NOTIFIERS] = N_("would search for ever: notifiers say again and again that they freed "
			     "something"),
	[HANG_BASE] = N_("goes round and round: areas that are empty or overlap keep the group moving"),
	[HANG_FULL] = N_("waits for memory that the model does not have"),
};

/* Where the areas of the group lie that was made at the cursor. */
static void append_group(const struct lab *lab, char *text, size_t room)
{
	const struct machine *m = lab_machine(lab);
	uint64_t shown = 0;
	struct op op;
	if (!timeline_op(lab->time, timeline_cursor(lab->time).op, &op) || op.kind != OP_PCPU)
		return;
	uint32_t vm = m->object[op.arg[OPARG_PCPU_ID]].handle;
	for (; vm && shown < GROUP_SHOWN; vm = m->vm[vm].group_next, shown++)
		lab_append(text, room, shown ? ", 0x%" PRIx64 : _(" at 0x%" PRIx64), m->vm[vm].addr);
	if (vm)
		lab_append(text, room, "...");
}

const char *lab_failure_name(const struct outcome *outcome)
{
	static const char *const names[] = {
		[OUTCOME_NULL] = "NULL", [OUTCOME_NOTHING] = N_("nothing"), [OUTCOME_BUG] = "BUG",
		[OUTCOME_OOPS] = "oops", [OUTCOME_HANG] = N_("hangs"), [OUTCOME_STALE] = N_("stale"),
		[OUTCOME_FAULT] = N_("page fault"), [OUTCOME_REFUSED] = N_("refused"),
	};
	if (outcome->kind == OUTCOME_ERR)
		return _(lab_errno_name(outcome->code));
	return outcome->kind < LENGTH(names) && names[outcome->kind] ? _(names[outcome->kind]) : NULL;
}

const char *lab_outcome_text(const struct lab *lab, char *text, size_t room)
{
	const struct outcome *outcome = &lab_machine(lab)->g->outcome;
	char check[200];
	switch ((enum outcome_kind)outcome->kind) {
	case OUTCOME_OK:
		good_text(outcome, text, room);
		if (outcome->code & OUTCOME_HAS_GROUP)
			append_group(lab, text, room);
		break;
	case OUTCOME_ERR:
		snprintf(text, room, "-%s%s", _(lab_errno_name(outcome->code)),
			 error_meaning(outcome->code));
		break;
	case OUTCOME_PFN:
		snprintf(text, room, _("page frame 0x%" PRIx64), outcome->n);
		break;
	case OUTCOME_STALE:
		stale_text(lab, outcome, text, room);
		break;
	case OUTCOME_AREA:
	case OUTCOME_VM:
		found_text(outcome, text, room);
		break;
	case OUTCOME_BUG:
		snprintf(text, room, _("BUG in %s; a kernel stops here"),
			 lab_check_text(lab, outcome->code, check, sizeof(check)));
		break;
	case OUTCOME_HANG:
		snprintf(text, room, "%s", _(waits_for[outcome->code]));
		break;
	default:
		snprintf(text, room, "%s", _(fixed[outcome->kind]));
		break;
	}
	return text;
}

/* --- events --- */

static void try_text(const struct event *event, char *text, size_t room)
{
	const uint64_t *value = event->value;
	bool found = event->code >> 8;
	const char *why = why_name(event->code & 0xff);
	snprintf(text, room,
		 _("try %" PRIu64 ": size 0x%" PRIx64 ", %s, from 0x%" PRIx64
		   ", %" PRIu64 " nodes, %" PRIu64 " areas"),
		 value[0], value[1], why ? why : "?", value[2], value[3], value[4]);
	if (found)
		lab_append(text, room, _(": found 0x%" PRIx64), value[5]);
	else
		lab_append(text, room, "%s", _(": no room"));
}

static void notify_text(const struct lab *lab, const struct event *event, char *text,
			size_t room)
{
	char name[64];
	id_text(lab, event->value[0], name, sizeof(name));
	snprintf(text, room, event->code == 1 ?
		 _("notifier %s reports %" PRIu64 " freed and stops the chain") :
		 _("notifier %s reports %" PRIu64 " freed"), name, event->value[1]);
}

/* Lines of the kernel's log. */
static void log_text(const struct event *event, char *text, size_t room)
{
	if (event->kind == EVENT_VMALLOC_FAILED && !event->code)
		snprintf(text, room, _("log: vmalloc: allocation failure: %" PRIu64 " bytes"),
			 event->value[0]);
	else if (event->kind == EVENT_ALLOC_FAILED)
		snprintf(text, room, _("log: vmap allocation for size %" PRIu64
			 " failed: use vmalloc=<size> to increase size"), event->value[0]);
	else
		snprintf(text, room, _("log: vmalloc: allocation failure, allocated %" PRIu64
			 " of %" PRIu64 " bytes"), event->value[0], event->value[1]);
}

/* Events that say where or who. False: `event` is none of them. */
static bool placed_text(const struct lab *lab, const struct event *event, char *text,
			size_t room)
{
	char level[32];
	switch (event->kind) {
	case EVENT_TRY:
		return try_text(event, text, room), true;
	case EVENT_NOTIFY:
		return notify_text(lab, event, text, room), true;
	case EVENT_FLUSH:
		snprintf(text, room, _("TLB flush of [0x%" PRIx64 ", 0x%" PRIx64 ")"),
			 event->value[0], event->value[1]);
		return true;
	case EVENT_TLB_LOAD:
		snprintf(text, room, _("CPU %" PRIu32 "'s TLB remembers: 0x%" PRIx64
			 " leads to page frame 0x%" PRIx64), event->code, event->value[0],
			 event->value[1]);
		return true;
	case EVENT_STALE:
		snprintf(text, room, _("use after unmap: CPU %" PRIu32 " gets from 0x%" PRIx64
			 " to page frame 0x%" PRIx64), event->code, event->value[0],
			 event->value[1]);
		return true;
	case EVENT_FAULT:
		snprintf(text, room, _("page fault of CPU %" PRIu32 " at 0x%" PRIx64), event->code,
			 event->value[0]);
		return true;
	case EVENT_BAD_ENTRY:
		lab_value_text(lab, VALUE_LEVEL, event->code, level, sizeof(level));
		snprintf(text, room, _("a malformed %s entry is reported and cleared"), level);
		return true;
	default:
		return false;
	}
}

const char *lab_event_text(const struct lab *lab, const struct event *event,
			   char *text, size_t room)
{
	char check[200];
	if (placed_text(lab, event, text, room))
		return text;
	switch (event->kind) {
	case EVENT_PURGE:
		snprintf(text, room, "%s", _("a purge of the lazy list begins"));
		break;
	case EVENT_ALLOC_FAILED:
	case EVENT_VMALLOC_FAILED:
		log_text(event, text, room);
		break;
	case EVENT_WARN:
	case EVENT_BUG:
		snprintf(text, room, _("%s in %s"), event->kind == EVENT_BUG ? "BUG" : "WARN",
			 lab_check_text(lab, event->code, check, sizeof(check)));
		break;
	case EVENT_OOPS:
		snprintf(text, room, "%s", _("oops: a NULL pointer is followed"));
		break;
	case EVENT_WORK_SCHEDULED:
		snprintf(text, room, _("work is scheduled on CPU %" PRIu32), event->code);
		break;
	default:
		text[0] = '\0';
		break;
	}
	return text;
}
