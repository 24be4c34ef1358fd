/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Names that a condition may speak of, although there is no such thing yet.
 *
 * A breakpoint is set long before the locals in its condition exist. That they
 * can exist at all is read where the learner reads it, in the source: each
 * function lists its locals in its ENTER line.
 */

#include "ui/lab/inside.h"

#include <stdio.h>
#include <string.h>

/* A name that is looked for. */
struct wanted {
	const char *name;
	size_t length;
	const char *function;	/* whose local it must be; NULL: anybody's */
	size_t function_length;
	struct nearest *nearest;	/* gets all that it could be, or NULL */
	bool found;
};

static bool equals(const char *name, size_t length, const char *whole, size_t whole_length)
{
	return length == whole_length && memcmp(name, whole, length) == 0;
}

static void try_local(struct wanted *w, const char *local, size_t length)
{
	char text[64];
	w->found = w->found || equals(w->name, w->length, local, length);
	snprintf(text, sizeof(text), "%.*s", (int)length, local);
	if (w->nearest)
		nearest_try(w->nearest, text);
}

/* The locals that a line of an ENTER lists. */
static void try_line(struct wanted *w, const char *line)
{
	while ((line = strstr(line, "LOCAL(")) != NULL) {
		line += strcspn(line, ",)");
		line += strspn(line, ", ");
		try_local(w, line, strcspn(line, ",)"));
	}
}

/* An ENTER may take several lines. */
static void try_file(struct wanted *w, const struct source_file *file)
{
	bool inside = false;
	for (size_t i = 0; i < file->count; i++) {
		const char *line = file->lines[i] + strspn(file->lines[i], "\t ");
		if (strncmp(line, "ENTER(", 6) == 0)
			inside = !w->function ||
				 equals(w->function, w->function_length, line + 6,
					strcspn(line + 6, ",)"));
		if (inside)
			try_line(w, line);
		inside = inside && !strchr(line, ';');
	}
}

static bool is_local(const char *function, size_t function_length, const char *name,
		     size_t length, struct nearest *nearest)
{
	struct wanted w = { name, length, function, function_length, nearest, false };
	for (size_t i = 0; i < source_file_count; i++)
		try_file(&w, &source_files[i]);
	return w.found;
}

/* The first part of a name: before its dots. */
static bool is_known_first(struct lab *lab, const char *name, size_t length)
{
	uint64_t value;
	enum value_kind kind;
	return lab_lookup_raw(lab, name, length, SCOPE_STEP, &value, &kind) ||
	       names_find(&lab->names, name, length) || is_local(NULL, 0, name, length, NULL);
}

/* FUNCTION.local, perhaps with a field. */
static bool is_in_function(const char *name, size_t length)
{
	const char *dot = memchr(name, '.', length);
	size_t n = (size_t)(dot - name), rest = length - n - 1;
	const char *field = memchr(dot + 1, '.', rest);
	size_t local = field ? (size_t)(field - dot - 1) : rest;
	return is_local(name, n, dot + 1, local, NULL) &&
	       (!field || lab_is_field(field + 1, length - (size_t)(field + 1 - name)));
}

static bool is_function(const char *name, size_t length)
{
	for (uint32_t i = 1; i < FUNCTION_COUNT; i++)
		if (equals(name, length, function_name(i), strlen(function_name(i))))
			return true;
	return false;
}

/* FUNCTION.NAME, and the function has no such local. */
static bool fail_no_local(struct lab *lab, const char *name, size_t function, size_t length)
{
	struct nearest nearest;
	const char *local = name + function + 1;
	size_t n = length - function - 1;
	nearest_begin(&nearest, local, n);
	is_local(name, function, local, n, &nearest);
	lab_fail(lab, "%.*s has no local '%.*s'", (int)function, name, (int)n, local);
	if (nearest_found(&nearest))
		lab_fail(lab, "%s; did you mean '%s'?", lab->error, nearest.best);
	return false;
}

static bool fail_unknown(struct lab *lab, const char *name, size_t length)
{
	struct nearest nearest;
	nearest_begin(&nearest, name, length);
	is_local(NULL, 0, name, length, &nearest);
	lab_try_names(lab, &nearest);
	if (nearest_found(&nearest))
		lab_fail(lab, "there is no '%.*s' anywhere; did you mean '%s'?", (int)length, name,
			 nearest.best);
	else
		lab_fail(lab, "there is no '%.*s' anywhere: it is no variable, no area, no "
			 "constant and no function's local", (int)length, name);
	return false;
}

bool lab_check_name(struct lab *lab, const char *name, size_t length)
{
	uint64_t value;
	enum value_kind kind;
	const char *dot = memchr(name, '.', length);
	size_t first = dot ? (size_t)(dot - name) : length;
	if (lab_lookup_raw(lab, name, length, SCOPE_STEP, &value, &kind) ||
	    (dot && is_in_function(name, length)))
		return true;
	if (dot && is_function(name, first))
		return fail_no_local(lab, name, first, length);
	if (!is_known_first(lab, name, first))
		return fail_unknown(lab, name, first);
	if (!dot || lab_is_field(dot + 1, length - first - 1))
		return true;
	lab_fail(lab, "nothing has a field '%.*s'", (int)(length - first - 1), dot + 1);
	return false;
}
