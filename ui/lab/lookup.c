/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a name in an expression stands for: a local of a call, an object, a
 * bound of the space, a variable of the model, or a field of one of these.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* --- locals --- */

static const struct frame *innermost(const struct lab *lab, uint32_t function)
{
	const struct machine *m = lab_machine(lab);
	uint32_t depth = m->g->depth < FRAME_MAX ? m->g->depth : FRAME_MAX;
	for (; depth > 0; depth--)
		if (!function || m->frame[depth - 1].function == function)
			return &m->frame[depth - 1];
	return NULL;
}

bool lab_local(const struct lab *lab, uint32_t function, const char *name, size_t length,
	       uint64_t *value, enum value_kind *kind)
{
	const struct frame *frame = innermost(lab, function);
	if (!frame)
		return false;
	const struct core_signature *signature =
		timeline_signature(lab->time, (enum function)frame->function);
	for (uint32_t i = 0; signature && i < signature->locals; i++) {
		const char *local = signature->name[i];
		if (strncmp(local, name, length) != 0 || local[length])
			continue;
		*value = frame->value[i];
		*kind = signature->kind[i];
		return true;
	}
	return false;
}

/* --- bounds and sizes of the space --- */

const char *lab_constant(const struct lab *lab, size_t i, uint64_t *value,
			 enum value_kind *kind)
{
	const struct space *space = &lab_machine(lab)->g->space;
	const struct {
		const char *name;
		uint64_t value;
		enum value_kind kind;
	} constants[] = {
		{ "start", space->start, VALUE_ADDRESS },
		{ "end", space->end, VALUE_ADDRESS },
		{ "vstart", space->start, VALUE_ADDRESS },
		{ "vend", space->end, VALUE_ADDRESS },
		{ "page", PAGE_SIZE, VALUE_BYTES },
		{ "all", UINT64_MAX, VALUE_NUMBER },
	};
	if (i >= LENGTH(constants))
		return NULL;
	*value = constants[i].value;
	*kind = constants[i].kind;
	return constants[i].name;
}

static bool equals(const char *name, size_t length, const char *whole)
{
	return strlen(whole) == length && memcmp(name, whole, length) == 0;
}

static bool find_constant(const struct lab *lab, const char *name, size_t length,
			  uint64_t *value, enum value_kind *kind)
{
	const char *constant;
	for (size_t i = 0; (constant = lab_constant(lab, i, value, kind)) != NULL; i++)
		if (equals(name, length, constant))
			return true;
	return false;
}

static bool find_variable(const struct lab *lab, const char *name, size_t length,
			  uint64_t *value, enum value_kind *kind)
{
	for (size_t i = 0; i < engine_variable_count; i++) {
		if (!equals(name, length, engine_variables[i].name))
			continue;
		*value = variable_value(lab_machine(lab), &engine_variables[i]);
		*kind = engine_variables[i].kind;
		return true;
	}
	return false;
}

/* WHY_HIT and the like, for conditions about a local `why`. */
static bool find_why(const char *name, size_t length, uint64_t *value, enum value_kind *kind)
{
	if (length <= 4 || strncmp(name, "WHY_", 4) != 0)
		return false;
	for (uint32_t why = 0; why < WHY_COUNT; why++) {
		const char *text = why_name(why);
		if (strlen(text) != length - 4 || strncasecmp(text, name + 4, length - 4) != 0)
			continue;
		*value = why;
		*kind = VALUE_WHY;
		return true;
	}
	return false;
}

bool lab_range(const struct lab *lab, uint32_t id, uint32_t *area, uint64_t *start,
	       uint64_t *size)
{
	const struct machine *m = lab_machine(lab);
	if (names_range(m, id, start, size)) {
		*area = names_area(m, id);
		return true;
	}
	uint32_t lazy = id ? m->g->vmap_purge_list : 0;
	while (lazy && names_of_area(&lab->names, m, lazy, 0) != id)
		lazy = m->rest[lazy].purge_next;
	*area = lazy;
	*start = m->va_start[lazy];
	*size = m->va_end[lazy] - m->va_start[lazy];
	return lazy != 0;
}

/* An object stands for its address. */
static bool find_object(const struct lab *lab, const char *name, size_t length,
			uint64_t *value, enum value_kind *kind)
{
	uint64_t size;
	uint32_t area, id = names_find(&lab->names, name, length);
	if (!lab_range(lab, id, &area, value, &size))
		return false;
	*kind = VALUE_ADDRESS;
	return true;
}

/* --- fields of objects --- */

/* NAME.start .end .size .pages, and what else its area has. */
static bool object_field(const struct lab *lab, uint32_t id, const char *name, size_t length,
			 uint64_t *value, enum value_kind *kind)
{
	uint64_t start, size;
	uint32_t area;
	if (!lab_range(lab, id, &area, &start, &size))
		return false;
	*kind = VALUE_ADDRESS;
	if (equals(name, length, "start"))
		*value = start;
	else if (equals(name, length, "end"))
		*value = start + size;
	else if (equals(name, length, "size"))
		*value = size, *kind = VALUE_BYTES;
	else if (equals(name, length, "pages"))
		*value = size / PAGE_SIZE, *kind = VALUE_PAGES;
	else
		return lab_field(lab_machine(lab), VALUE_AREA, area, name, length, value, kind);
	return true;
}

/* --- putting it together --- */

static bool find_plain(const struct lab *lab, const char *name, size_t length,
		       enum scope scope, uint64_t *value, enum value_kind *kind)
{
	if (scope == SCOPE_STEP && lab_local(lab, 0, name, length, value, kind))
		return true;
	if (find_object(lab, name, length, value, kind) ||
	    find_constant(lab, name, length, value, kind) ||
	    find_variable(lab, name, length, value, kind) ||
	    find_why(name, length, value, kind))
		return true;
	return scope == SCOPE_COMMAND && lab_local(lab, 0, name, length, value, kind);
}

/* FUNCTION.local: in the innermost call of that function. */
static bool find_in_function(const struct lab *lab, const char *name, const char *dot,
			     size_t length, uint64_t *value, enum value_kind *kind)
{
	char function[64];
	size_t n = (size_t)(dot - name);
	if (n >= sizeof(function))
		return false;
	memcpy(function, name, n);
	function[n] = '\0';
	uint32_t number = function_by_name(function);
	return number && lab_local(lab, number, dot + 1, length - n - 1, value, kind);
}

static bool find_field(const struct lab *lab, const char *name, const char *dot, size_t length,
		       enum scope scope, uint64_t *value, enum value_kind *kind)
{
	size_t n = (size_t)(dot - name);
	const char *field = dot + 1;
	uint64_t of;
	enum value_kind of_kind;
	uint32_t id = names_find(&lab->names, name, n);
	/* A sentence speaks of its locals, whatever else bears such a name. */
	bool local = scope == SCOPE_STEP && lab_local(lab, 0, name, n, &of, &of_kind);
	if (!local && id && object_field(lab, id, field, length - n - 1, value, kind))
		return true;
	return find_plain(lab, name, n, scope, &of, &of_kind) &&
	       lab_field(lab_machine(lab), of_kind, of, field, length - n - 1, value, kind);
}

/* Splits at the last dot that leaves something known: alloc_vmap_area.va.end. */
static bool find_any(const struct lab *lab, const char *name, size_t length, enum scope scope,
		     uint64_t *value, enum value_kind *kind)
{
	const char *dot = memchr(name, '.', length);
	if (!dot)
		return find_plain(lab, name, length, scope, value, kind);
	if (find_field(lab, name, dot, length, scope, value, kind))
		return true;
	const char *second = memchr(dot + 1, '.', length - (size_t)(dot + 1 - name));
	if (!second)
		return find_in_function(lab, name, dot, length, value, kind);
	size_t n = (size_t)(second - name);
	uint64_t of;
	enum value_kind of_kind;
	return (find_in_function(lab, name, dot, n, &of, &of_kind) ||
		find_field(lab, name, dot, n, scope, &of, &of_kind)) &&
	       lab_field(lab_machine(lab), of_kind, of, second + 1, length - n - 1, value, kind);
}

uint64_t lab_plain_value(const struct lab *lab, enum value_kind kind, uint64_t value)
{
	const struct machine *m = lab_machine(lab);
	switch (kind) {
	case VALUE_AREA:
		return m->va_start[value];
	case VALUE_VM:
		return m->vm[value].addr;
	case VALUE_BLOCK:
		return m->block[value].va_start;
	case VALUE_NOTIFIER:
		return m->notifier[value].id;
	default:
		return value;
	}
}

/* --- when there is no such name --- */

enum { NAMES_TOLD = 6, NAMES_LOOKED_AT = 2000 };

struct hint {
	struct nearest nearest;
	char live[160];
	size_t count;
};

static bool hint_at_name(void *context, uint32_t id, const char *text)
{
	struct hint *hint = context;
	(void)id;
	nearest_try(&hint->nearest, text);
	if (hint->count < NAMES_TOLD)
		lab_append(hint->live, sizeof(hint->live), "%s%s", hint->count ? ", " : "", text);
	else if (hint->count == NAMES_TOLD)
		lab_append(hint->live, sizeof(hint->live), "...");
	return ++hint->count < NAMES_LOOKED_AT;
}

static void hint_at_fixed(const struct lab *lab, struct nearest *nearest)
{
	const char *constant;
	uint64_t value;
	enum value_kind kind;
	for (size_t i = 0; (constant = lab_constant(lab, i, &value, &kind)) != NULL; i++)
		nearest_try(nearest, constant);
	for (size_t i = 0; i < engine_variable_count; i++)
		nearest_try(nearest, engine_variables[i].name);
}

void lab_try_names(const struct lab *lab, struct nearest *nearest)
{
	struct hint hint = { .nearest = *nearest };
	names_each_live(&lab->names, lab_machine(lab), hint_at_name, &hint);
	*nearest = hint.nearest;
	hint_at_fixed(lab, nearest);
}

static void hint_at_locals(const struct lab *lab, struct nearest *nearest)
{
	const struct frame *frame = innermost(lab, 0);
	const struct core_signature *signature =
		frame ? timeline_signature(lab->time, (enum function)frame->function) : NULL;
	for (uint32_t i = 0; signature && i < signature->locals; i++)
		nearest_try(nearest, signature->name[i]);
}

/* The id of a name, with or without a field behind it, whose object is no more. */
static uint32_t find_gone(const struct lab *lab, const char *name, size_t length)
{
	const char *dot = memchr(name, '.', length);
	uint32_t id = names_find(&lab->names, name, dot ? (size_t)(dot - name) : length);
	uint64_t start, size;
	uint32_t area;
	bool there = names_live(lab_machine(lab), id) || lab_range(lab, id, &area, &start, &size);
	return there ? 0 : id;
}

static void fail_unknown(struct lab *lab, const char *name, size_t length)
{
	struct hint hint = { .live = "" };
	nearest_begin(&hint.nearest, name, length);
	hint_at_locals(lab, &hint.nearest);
	names_each_live(&lab->names, lab_machine(lab), hint_at_name, &hint);
	hint_at_fixed(lab, &hint.nearest);
	uint32_t id = names_find(&lab->names, name, length);
	if (id && names_live(lab_machine(lab), id))	/* kept, to be freed once more */
		lab_fail(lab, "'%.*s' is gone: it has no address any more; give it as a number",
			 (int)length, name);
	else if (nearest_found(&hint.nearest))
		lab_fail(lab, "there is no '%.*s' here; did you mean '%s'?", (int)length, name,
			 hint.nearest.best);
	else if (hint.count)
		lab_fail(lab, "there is no '%.*s' here; live names: %s", (int)length, name,
			 hint.live);
	else
		lab_fail(lab, "there is no '%.*s' here, and nothing has been allocated",
			 (int)length, name);
	lab->gone = find_gone(lab, name, length);
}

bool lab_lookup_raw(const struct lab *lab, const char *name, size_t length, enum scope scope,
		    uint64_t *value, enum value_kind *kind)
{
	return find_any(lab, name, length, scope, value, kind);
}

bool lab_lookup(struct lab *lab, const char *name, size_t length, enum scope scope,
		struct value *value)
{
	uint64_t number;
	enum value_kind kind;
	if (!find_any(lab, name, length, scope, &number, &kind)) {
		fail_unknown(lab, name, length);
		return false;
	}
	bool object = kind == VALUE_AREA || kind == VALUE_VM || kind == VALUE_BLOCK ||
		      kind == VALUE_NOTIFIER || kind == VALUE_TABLE;
	*value = (struct value){ .kind = kind, .object = object, .unit = kind == VALUE_BYTES };
	value->handle = object ? (uint32_t)number : 0;
	value->magnitude = lab_plain_value(lab, kind, number);
	if ((kind == VALUE_SIGNED || kind == VALUE_ERRNO) && (int64_t)number < 0) {
		value->negative = true;
		value->magnitude = 0 - number;
	}
	return true;
}
