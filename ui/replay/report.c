/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Comparing two lines word by word, so that the first field that differs can be
 * pointed at.
 */

#include "ui/replay/report.h"

#include <string.h>

#include "ui/replay/number.h"

enum compare_verdict report_unreadable(struct compare_report *r, unsigned long line,
				       const char *problem)
{
	r->line = line;
	replay_clear(&r->what);
	replay_printf(&r->what, "%s", problem);
	return COMPARE_UNREADABLE;
}

enum compare_verdict report_difference(struct compare_report *r, unsigned long line,
				       const char *what)
{
	r->line = line;
	replay_printf(&r->what, "%s", what);
	return COMPARE_DIFFERENT;
}

enum compare_verdict report_lines(struct compare_report *r, unsigned long line,
				  const char *recorded, const char *model, size_t length)
{
	r->line = line;
	replay_printf(&r->recorded, "%s", recorded);
	replay_add(&r->model, model, length);
	return COMPARE_DIFFERENT;
}

static bool same_bytes(struct trace_word a, struct trace_word b)
{
	return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

static bool same_value(struct trace_word a, struct trace_word b)
{
	struct trace_word key_a, key_b, value_a, value_b;
	uint64_t number_a, number_b;

	trace_split(a, &key_a, &value_a);
	trace_split(b, &key_b, &value_b);
	if (!same_bytes(key_a, key_b) || trace_word_is(key_a, "hash"))
		return false;
	return trace_number(value_a, &number_a) && trace_number(value_b, &number_b) &&
	       number_a == number_b;
}

static void describe(struct replay_text *what, unsigned int field, struct trace_word recorded,
		     struct trace_word model)
{
	if (!recorded.length)
		replay_printf(what, "the line ends before '%.*s'", SHOWN(model));
	else if (!model.length)
		replay_printf(what, "the model has nothing where '%.*s' is recorded",
			      SHOWN(recorded));
	else if (field == 1)
		replay_printf(what, "'%.*s' is recorded where the model has '%.*s'",
			      SHOWN(recorded), SHOWN(model));
	else
		replay_printf(what, "field %u is recorded as %.*s, the model has %.*s", field,
			      SHOWN(recorded), SHOWN(model));
}

enum compare_verdict report_compare(struct compare_report *r, unsigned long line,
				    const char *recorded, const char *model,
				    enum report_exactness exactness)
{
	size_t length = strcspn(model, "\n");
	const char *theirs = recorded, *ours = model, *end = model + length;

	for (unsigned int field = 0; *theirs || ours < end;) {
		struct trace_word a = trace_take(&theirs, ' ');
		struct trace_word b = { ours, strcspn(ours, " \n") };
		ours += b.length + (ours[b.length] == ' ');
		field += a.length || b.length;	/* between two blanks there is none */
		if (same_bytes(a, b) || (exactness == REPORT_BY_VALUE && same_value(a, b)))
			continue;
		describe(&r->what, field, a, b);
		r->mark = (size_t)(b.at - model);
		r->mark_length = b.length ? b.length : 1;
		return report_lines(r, line, recorded, model, length);
	}
	if (exactness == REPORT_EXACT && strlen(recorded) != length) {
		replay_printf(&r->what, "the line ends with a blank, the model's does not");
		return report_lines(r, line, recorded, model, length);
	}
	return COMPARE_SAME;
}

void report_free(struct compare_report *r)
{
	replay_free(&r->file);
	replay_free(&r->what);
	replay_free(&r->op);
	replay_free(&r->recorded);
	replay_free(&r->model);
	*r = (struct compare_report){ 0 };
}
