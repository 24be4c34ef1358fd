/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * From a command's words to an operation.
 *
 * Each parameter goes to the operation's argument of the same name. What does
 * not follow from the table of operations is here: names for ids, NAME+OFFSET
 * or an address where either may stand, lists, and requests that are to fail.
 */

#include "ui/lab/draft.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/pgtable/pgtable.h"

/* --- which object --- */

static size_t name_length(const char *text)
{
	size_t n = 0;
	while (text[n] && !strchr("+-*/%&|^<>=!().", text[n]) && text[n] != ' ')
		n++;
	return n;
}

static bool fail_not_live(struct lab *lab, const char *text)
{
	struct value value;
	if (lab_lookup(lab, text, strlen(text), SCOPE_COMMAND, &value))
		lab_fail(lab, "'%s' is not the name of anything that lives now", text);
	return false;
}

/* What an operation is meant for; OBJECT_NONE: for anything that has an address. */
static uint32_t wanted_kind(enum op_kind kind)
{
	switch (kind) {
	case OP_FREE:
	case OP_LAZY:
	case OP_UNMAPFREE:
		return OBJECT_AREA;
	case OP_UNMAPRAM:
		return OBJECT_RAM;
	case OP_IOUNMAP:
		return OBJECT_IOREMAP;
	case OP_PCPUFREE:
		return OBJECT_PCPU;
	default:
		return OBJECT_NONE;
	}
}

/* The command that gives an object back. */
static const char *way_back(const struct machine *m, uint32_t id)
{
	static const char *const ways[] = {
		[OBJECT_NONE] = "unnotify", [OBJECT_AREA] = "free", [OBJECT_VM] = "remvm",
		[OBJECT_RAM] = "unmapram", [OBJECT_PCPU] = "pcpufree",
		[OBJECT_VMALLOC] = "vfree", [OBJECT_VMAP] = "vunmap",
		[OBJECT_IOREMAP] = "iounmap",
	};
	return ways[m->object[id].kind];
}

/* Operations on areas do not take what vmalloc gave, and so on. */
static bool is_right_kind(struct draft *r, const char *text, uint32_t id)
{
	const struct machine *m = lab_machine(r->lab);
	uint32_t kind = m->object[id].kind;
	uint32_t wanted = wanted_kind(r->op.kind);
	bool notifier = r->op.kind == OP_UNNOTIFY;
	bool any = wanted == OBJECT_NONE && kind != OBJECT_PCPU;
	if (notifier ? names_notifier(m, id) != 0 :
		       kind != OBJECT_NONE && (any || kind == wanted))
		return true;
	lab_fail(r->lab, "'%s' is not for '%s'; use '%s'", text, r->info->name, way_back(m, id));
	return false;
}

static bool set_offset(struct draft *r, const char *text)
{
	int off = op_arg(r->op.kind, "off");
	if (off < 0) {
		lab_fail(r->lab, "'%s' takes a name as it is, without '%s'", r->info->name, text);
		return false;
	}
	return lab_evaluate_number(r->lab, text + 1, false, &r->op.arg[off]);
}

/* NAME, NAME+OFFSET, or an address where the operation goes by one. */
static bool set_target(struct draft *r, const char *text)
{
	size_t length = name_length(text);
	uint32_t id = names_find(&r->lab->names, text, length);
	bool live = id && names_live(lab_machine(r->lab), id);
	int addr = op_arg(r->op.kind, "addr");
	if (live && (text[length] == '\0' || text[length] == '+')) {
		r->op.arg[0] = id;
		return is_right_kind(r, text, id) &&
		       (text[length] == '\0' || set_offset(r, text + length));
	}
	if (addr < 0)
		return fail_not_live(r->lab, text);
	return lab_evaluate_number(r->lab, text, false, &r->op.arg[addr]);
}

/* --- arguments --- */

static bool read_number(struct draft *r, const struct arg_info *arg, const char *text,
			uint64_t *value)
{
	if (arg->kind == ARG_REPORT && strcmp(text, "auto") == 0) {
		*value = NOTIFIER_AUTO;
		return true;
	}
	return lab_evaluate_number(r->lab, text, arg->kind == ARG_SIGNED, value);
}

static bool set_arg(struct draft *r, const struct parameter *p, const char *text,
		    uint64_t number)
{
	int i = op_arg(r->op.kind, p->name);
	if (i < 0)
		return true;
	if (p->kind != PARAMETER_CHOICE && p->kind != PARAMETER_CHOICE_OR_AREA &&
	    p->kind != PARAMETER_PAGES)
		return read_number(r, &r->info->arg[i], text, &r->op.arg[i]);
	r->op.arg[i] = number;
	return true;
}

static bool set_failure(struct draft *r, const char *name, uint64_t k, bool *is_one)
{
	*is_one = false;
	for (size_t i = 0; i < REQUEST_COUNT; i++) {
		if (strcmp(op_fail_name[i], name) != 0)
			continue;
		*is_one = true;
		if (k > UINT32_MAX) {
			lab_fail(r->lab, "%s=%" PRIu64 " is beyond all requests", name, k);
			return false;
		}
		r->op.fail[i] = (uint32_t)k;
	}
	return true;
}

static bool read_item(struct draft *r, const char *text, uint64_t *item)
{
	if (r->op.kind != OP_NOTIFIER)
		return lab_evaluate_number(r->lab, text, false, item);
	*item = names_find(&r->lab->names, text, strlen(text));
	return *item != 0 || fail_not_live(r->lab, text);
}

static size_t count_items(const char *text)
{
	size_t items = 1;
	for (; *text; text++)
		items += *text == ',';
	return items;
}

/* a,b,c into one of the operation's lists. */
static bool set_list(struct draft *r, const char *name, const char *text)
{
	size_t which = r->info->list[1] && strcmp(r->info->list[1], name) == 0;
	size_t items = count_items(text);
	if (r->list && items != r->op.list_length) {
		lab_fail(r->lab, "the lists %s and %s must be equally long", r->info->list[0],
			 r->info->list[1]);
		return false;
	}
	if (!r->list)
		r->list = calloc(items * 2, sizeof(*r->list));
	if (!r->list) {
		lab_fail(r->lab, "there is no memory for this list");
		return false;
	}
	r->op.list = r->list;
	r->op.list_length = (uint32_t)items;
	for (size_t i = 0; i < items; i++) {
		char item[96];
		size_t length = strcspn(text, ",");
		snprintf(item, sizeof(item), "%.*s", (int)(length < 95 ? length : 95), text);
		if (!read_item(r, item, &r->list[which * items + i]))
			return false;
		text += length + (text[length] == ',');
	}
	return true;
}

/* Words that already mean something in expressions. */
static bool is_taken(struct lab *lab, const char *name)
{
	uint64_t value;
	enum value_kind kind;
	const char *constant;
	for (size_t i = 0; (constant = lab_constant(lab, i, &value, &kind)) != NULL; i++)
		if (strcmp(constant, name) == 0)
			return true;
	return engine_variable(name) != NULL;
}

static bool check_new_name(struct lab *lab, const char *name)
{
	uint32_t id = names_find(&lab->names, name, strlen(name));
	if (!names_valid(name))
		lab_fail(lab, "'%s' cannot be a name: up to 31 letters, digits and '_', "
			 "no digit first", name);
	else if (is_taken(lab, name))
		lab_fail(lab, "'%s' already means something else; choose another name", name);
	else if (id && names_live(lab_machine(lab), id))
		lab_fail(lab, "there already is a '%s'; free it first, or choose another name",
			 name);
	else
		return true;
	return false;
}

static bool set_parameter(struct draft *r, const struct parameter *p, const char *text,
			  uint64_t number)
{
	bool failure;
	switch (p->kind) {
	case PARAMETER_AREA:
		return set_target(r, text);
	case PARAMETER_NEW_NAME:
		snprintf(r->name, sizeof(r->name), "%s", text);
		return strlen(text) < sizeof(r->name) || check_new_name(r->lab, text);
	case PARAMETER_LIST:
		return set_list(r, p->name, text);
	default:
		return set_failure(r, p->name, number, &failure) &&
		       (failure || set_arg(r, p, text, number));
	}
}

/* --- the id of what it makes --- */

static char prefix_of(enum op_kind kind)
{
	switch (kind) {
	case OP_ALLOC:
		return 'a';
	case OP_MAPRAM:
		return 'r';
	case OP_NOTIFIER:
		return 'n';
	case OP_PCPU:
		return 'p';
	case OP_IOREMAP:
		return 'i';
	case OP_VMAP:
		return 'm';
	default:
		return 'v';
	}
}

static bool give_id(struct draft *r)
{
	struct lab *lab = r->lab;
	if (!r->info->allocates && r->op.kind != OP_NOTIFIER)
		return true;
	if (!r->name[0])
		names_next(&lab->names, lab->time, prefix_of(r->op.kind), r->name);
	else if (!check_new_name(lab, r->name))
		return false;
	uint32_t id = names_id(&lab->names, r->name);
	r->op.arg[0] = id;
	if (id && id < memory_capacity(REGION_OBJECT))
		return true;
	lab_fail(lab, "there is no room for another name");
	return false;
}

/* --- what the model would refuse --- */

static bool check_range(struct lab *lab, const char *what, uint64_t n, uint64_t least,
			uint64_t most)
{
	if (n >= least && n <= most)
		return true;
	if (least == most)
		lab_fail(lab, "%s can only be %" PRIu64 " here, not %" PRIu64, what, least, n);
	else
		lab_fail(lab, "%s can be %" PRIu64 " to %" PRIu64 " here, not %" PRIu64, what,
			 least, most, n);
	return false;
}

/* CPUs are numbered and counted up to those that the space has. */
static bool check_cpus(struct lab *lab, const char *what, uint64_t n, uint64_t least,
		       uint64_t most)
{
	if (check_range(lab, what, n, least, most))
		return true;
	lab_fail(lab, "%s; 'space cpus=N' begins anew with N CPUs", lab->error);
	return false;
}

/* Only a CPU that is online runs anything. */
static bool check_cpu(struct lab *lab, const struct space *space, uint64_t n)
{
	if (!check_cpus(lab, _("n, the number of the CPU,"), n, 0, space->cpus - 1))
		return false;
	if (n >= space->online)
		lab_fail(lab, "CPU %" PRIu64 " is offline; 'online %" PRIu64 "' brings it up", n, n + 1);
	return n < space->online;
}

static bool check_online(struct lab *lab, const struct space *space, uint64_t n)
{
	if (!check_cpus(lab, _("n, the number of CPUs online,"), n, 1, space->cpus))
		return false;
	if (n <= space->cpu)
		lab_fail(lab, "CPU %" PRIu32 " runs the operations and has to stay online; 'cpu 0' "
			 "goes on on the first one", space->cpu);
	return n > space->cpu;
}

/* The slot must be there, and a table is nothing to be made by hand. */
static bool check_entry(struct lab *lab, const uint64_t *arg)
{
	const struct machine *m = lab_machine(lab);
	struct walk_level level[LEVEL_MAX];
	uint64_t wanted = arg[OPARG_SETENTRY_LEVEL];
	size_t levels = machine_walk(m, arg[OPARG_SETENTRY_ADDR], level);
	if (!check_range(lab, _("the level"), wanted, 1, 5))
		return false;
	if (wanted > 1 && (arg[OPARG_SETENTRY_VAL] & ~ENTRY_ADDRESS) == TABLE_FLAGS) {
		lab_fail(lab, "an entry with the flags 0x%x would be a table", TABLE_FLAGS);
		return false;
	}
	if (levels > 0 && wanted + levels > m->g->space.levels)
		return true;
	lab_fail(lab, "there is no table of that level for 0x%" PRIx64 "; 'map' makes them",
		 arg[OPARG_SETENTRY_ADDR]);
	return false;
}

static bool check_sense(struct draft *r)
{
	const struct space *space = &lab_machine(r->lab)->g->space;
	switch (r->op.kind) {
	case OP_ONLINE:
		return check_online(r->lab, space, r->op.arg[OPARG_ONLINE_N]);
	case OP_CPU:
		return check_cpu(r->lab, space, r->op.arg[OPARG_CPU_N]);
	case OP_SETENTRY:
		return check_entry(r->lab, r->op.arg);
	case OP_FRAMES:
		if (lab_machine(r->lab)->g->frames == 0)
			return true;
		lab_fail(r->lab, "the order can only change while vmalloc has no page frame; free "
			 "what it has, or begin anew with 'space'");
		return false;
	default:
		return true;
	}
}

bool draft_build(struct draft *r, const struct arguments *a)
{
	const struct command *command = r->lab->running;
	size_t n = lab_parameters(command);
	for (size_t i = 0; i < n; i++) {
		const struct parameter *p = &command->parameter[i];
		if (a->at[i].text && !set_parameter(r, p, a->at[i].text, a->at[i].number))
			return false;
	}
	return check_sense(r) && give_id(r);
}
