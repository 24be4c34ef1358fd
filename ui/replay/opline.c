/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading op lines.
 *
 * The table says which arguments an operation has and of which kind each is;
 * here is only how each kind is written. What was given is kept as a set of
 * bits, so that an argument given twice or not at all is noticed.
 */

#include "ui/replay/opline.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/replay/number.h"

static bool read_signed(struct trace_word word, uint64_t *value)
{
	bool negative = word.length && word.at[0] == '-';
	uint64_t size = 0;

	if (negative) {
		word.at++;
		word.length--;
	}
	if (!trace_number(word, &size) || size > INT64_MAX)
		return false;
	*value = negative ? 0 - size : size;
	return true;
}

/* One of two words that stand for 0 and 1. */
static bool read_choice(struct trace_word word, const char *zero, const char *one, uint64_t *value)
{
	*value = trace_word_is(word, one);
	return *value || trace_word_is(word, zero);
}

static bool read_up_to(struct trace_word word, uint64_t most, uint64_t *value)
{
	return trace_number(word, value) && *value <= most;
}

/* What is expected of each kind, as it completes "expected ...". */
static const char *expected_of(enum arg_kind kind)
{
	switch (kind) {
	case ARG_ID: return "the number of an object";
	case ARG_FLAG: return "0 or 1";
	case ARG_SIGNED: return "a number, perhaps with a minus sign";
	case ARG_SWITCH: return "on or off";
	case ARG_HOW: return "now or lazy";
	case ARG_REPORT: return "a number or auto";
	case ARG_RET: return "ok or stop";
	case ARG_ORDER: return "sequential or scattered";
	default: return "a number that fits 64 bits";
	}
}

static bool read_value(enum arg_kind kind, struct trace_word word, uint64_t *value)
{
	switch (kind) {
	case ARG_ID:
		return read_up_to(word, memory_capacity(REGION_OBJECT) - 2, value);
	case ARG_FLAG:
		return read_up_to(word, 1, value);
	case ARG_SIGNED:
		return read_signed(word, value);
	case ARG_SWITCH:
		return read_up_to(word, 1, value) || read_choice(word, "off", "on", value);
	case ARG_HOW:
		return read_choice(word, "now", "lazy", value);
	case ARG_REPORT:
		*value = NOTIFIER_AUTO;
		return trace_word_is(word, "auto") || trace_number(word, value);
	case ARG_RET:
		return read_choice(word, "ok", "stop", value);
	case ARG_ORDER:
		return read_choice(word, "sequential", "scattered", value);
	default:
		return trace_number(word, value);
	}
}

/* What an op line has given so far. */
struct given {
	unsigned int args;	/* bit per argument */
	unsigned int lists;	/* bit per list */
	size_t length[2];
};

static bool read_arg(struct trace *t, struct given *given, int index, struct trace_word value)
{
	const struct op_info *info = op_info(t->op.kind);
	const struct arg_info *arg = &info->arg[index];

	if (given->args & 1u << index)
		return trace_refuse(t, "%s has %s= twice; expected it once", info->name, arg->name);
	given->args |= 1u << index;
	if (!read_value(arg->kind, value, &t->op.arg[index]))
		return trace_refuse(t, "%s=%.*s of %s makes no sense; expected %s", arg->name,
				    SHOWN(value), info->name, expected_of(arg->kind));
	return true;
}

static bool list_room(struct trace *t, size_t need)
{
	if (need <= t->list_room)
		return true;
	uint64_t *list = realloc(t->list, 2 * need * sizeof(*list));
	if (!list)
		return trace_refuse(t, "out of memory");
	t->list = list;
	t->list_room = 2 * need;
	return true;
}

/* Appends a list; the second one stands behind the first. */
static bool read_list(struct trace *t, struct given *given, unsigned int which,
		      struct trace_word value)
{
	const char *name = op_info(t->op.kind)->list[which];
	enum arg_kind kind = t->op.kind == OP_NOTIFIER ? ARG_ID : ARG_BYTES;
	const char *at = value.at;
	size_t n = which ? given->length[0] : 0;

	if (given->lists & 1u << which || (which && !(given->lists & 1)))
		return trace_refuse(t, "expected %s= once, behind any list before it", name);
	given->lists |= 1u << which;
	for (const char *end = at + value.length; at < end || n == 0; n++) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		struct trace_word word = { at, (size_t)((comma ? comma : end) - at) };
		if (!list_room(t, n + 1) || !read_value(kind, word, &t->list[n]))
			return trace_refuse(t, "%s= holds '%.*s'; expected %s between commas", name,
					    SHOWN(word), expected_of(kind));
		at = comma ? comma + 1 : end;
	}
	given->length[which] = which ? n - given->length[0] : n;
	return true;
}

/* kfail= and its like. True with *done = false: the key is none of them. */
static bool read_failure(struct trace *t, struct trace_word key, struct trace_word value,
			 bool *done)
{
	for (size_t i = 0; i < REQUEST_COUNT; i++) {
		uint64_t k = 0;
		if (!trace_word_is(key, op_fail_name[i]))
			continue;
		*done = true;
		if (!read_up_to(value, UINT32_MAX, &k))
			return trace_refuse(t, "%s=%.*s makes no sense; expected a number",
					    op_fail_name[i], SHOWN(value));
		t->op.fail[i] = (uint32_t)k;
	}
	return true;
}

static int arg_by_word(enum op_kind kind, struct trace_word key)
{
	const struct op_info *info = op_info(kind);

	for (size_t i = 0; i < op_args(kind); i++)
		if (trace_word_is(key, info->arg[i].name))
			return (int)i;
	return -1;
}

static bool refuse_key(struct trace *t, struct trace_word word)
{
	const struct op_info *info = op_info(t->op.kind);
	char names[200] = "";

	for (size_t i = 0; i < op_args(t->op.kind); i++) {
		size_t length = strlen(names);
		snprintf(names + length, sizeof(names) - length, " %s=", info->arg[i].name);
	}
	for (size_t i = 0; i < 2 && info->list[i]; i++) {
		size_t length = strlen(names);
		snprintf(names + length, sizeof(names) - length, " %s=", info->list[i]);
	}
	return trace_refuse(t, "%s does not take '%.*s'; expected%s", info->name, SHOWN(word),
			    names[0] ? names : " nothing behind its name");
}

static bool read_word(struct trace *t, struct given *given, struct trace_word word)
{
	const struct op_info *info = op_info(t->op.kind);
	struct trace_word key, value;
	bool done = false;

	if (!trace_split(word, &key, &value)) {
		if (info->arg[0].name && info->arg[0].kind == ARG_SWITCH && !info->arg[1].name)
			return read_arg(t, given, 0, value);
		return refuse_key(t, word);
	}
	int index = arg_by_word(t->op.kind, key);
	if (index >= 0)
		return read_arg(t, given, index, value);
	for (unsigned int i = 0; i < 2 && info->list[i]; i++)
		if (trace_word_is(key, info->list[i]))
			return read_list(t, given, i, value);
	if (!read_failure(t, key, value, &done))
		return false;
	return done || refuse_key(t, word);
}

/* What must be there and is not. */
static bool check_given(struct trace *t, const struct given *given)
{
	const struct op_info *info = op_info(t->op.kind);
	int addr = op_arg(t->op.kind, "addr");

	for (size_t i = 0; i < op_args(t->op.kind); i++)
		if (info->arg[i].by == DEFAULT_NEEDED && !(given->args & 1u << i))
			return trace_refuse(t, "%s lacks %s=; expected %s", info->name,
					    info->arg[i].name, expected_of(info->arg[i].kind));
	if (addr > 0 && info->arg[0].kind == ARG_ID && !(given->args & 1) &&
	    !(given->args & 1u << addr))
		return trace_refuse(t, "%s lacks id= or addr=; expected one of them", info->name);
	if (info->list[1] && (given->lists != 3 || given->length[0] != given->length[1]))
		return trace_refuse(t, "%s lacks something; expected %s= and %s= of one length",
				    info->name, info->list[0], info->list[1]);
	return true;
}

static bool read_name(struct trace *t, const char **at)
{
	char name[20] = "";
	struct trace_word number = trace_take(at, ' ');
	struct trace_word word = trace_take(at, ' ');

	if (!trace_number(number, &t->op_number))
		return trace_refuse(t, "'%.*s' is no number; expected op NUMBER NAME",
				    SHOWN(number));
	if (word.length < sizeof(name))
		memcpy(name, word.at, word.length);
	enum op_kind kind = op_by_name(name);
	if (kind == OP_NONE)
		return trace_refuse(t, "'%.*s' is no operation; expected one like alloc or free",
				    SHOWN(word));
	t->op = op_make(kind, &t->space);
	return true;
}

bool trace_read_op(struct trace *t, const char *text)
{
	const char *at = text + strlen("op ");
	struct given given = { 0 };

	if (!read_name(t, &at))
		return false;
	while (*at)
		if (!read_word(t, &given, trace_take(&at, ' ')))
			return false;
	t->op.list = given.length[0] ? t->list : NULL;
	t->op.list_length = (uint32_t)given.length[0];
	return check_given(t, &given);
}
