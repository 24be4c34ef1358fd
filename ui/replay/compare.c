/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Comparing a recording with the model.
 *
 * After each operation the model is told in the words of a recording
 * (state.h), and the lines are compared one by one, word by word: numbers by
 * their value, everything else as it is written. So a line that is missing or
 * that is one too many shows itself by standing beside another one.
 */

#include "ui/replay/compare.h"

#include <inttypes.h>
#include <string.h>

#include "ui/replay/number.h"
#include "ui/replay/player.h"
#include "ui/replay/state.h"
#include "ui/replay/trace.h"

struct compare {
	struct trace t;
	struct player p;
	struct op op;		/* the last operation; its list is gone */
	uint64_t ops;
	struct replay_text model;	/* the model's lines for the present moment */
	struct compare_report *report;
};

/* --- verdicts --- */

static enum compare_verdict unreadable(struct compare *c, const char *problem)
{
	return report_unreadable(c->report, c->t.line, problem);
}

/* Reports the line at hand and the model's. `what` was written already. */
static enum compare_verdict different(struct compare *c, const char *model, size_t length)
{
	return report_lines(c->report, c->t.line, c->t.text, model, length);
}

/* Something is wrong that is not a matter of two lines. */
static enum compare_verdict differs_here(struct compare *c, const char *what)
{
	return report_difference(c->report, c->t.line, what);
}

/* The line at hand against one of the model's, which ends with \n or NUL. */
static enum compare_verdict compare_line(struct compare *c, const char *model)
{
	return report_compare(c->report, c->t.line, c->t.text, model, REPORT_BY_VALUE);
}

/* Takes the next line, which must be this one of the model's. */
static enum compare_verdict expect_line(struct compare *c, const char *model)
{
	switch (trace_next(&c->t)) {
	case TRACE_BAD:
		return unreadable(c, c->t.problem);
	case TRACE_END:
		replay_printf(&c->report->what, "the file breaks off; expected '%.*s'",
			      (int)strcspn(model, "\n"), model);
		c->report->line = c->t.line;
		return COMPARE_UNREADABLE;
	default:
		return compare_line(c, model);
	}
}

/* --- records --- */

static struct replay_extent extent_now(const struct compare *c)
{
	bool dump = c->ops && c->op.kind == OP_DUMP;

	return (struct replay_extent){
		.events = c->t.detail == TRACE_FULL,
		.lists = c->t.detail == TRACE_FULL || dump ||
			 (c->t.detail == TRACE_MID && c->ops % 100 == 0),
		.pages_asked = c->p.pages_asked,
	};
}

/* Whether sparse recordings keep the observer's remark is not said: either way
 * is right. */
static bool remark_left_out(struct compare *c, const char *model)
{
	if (c->t.detail != TRACE_SPARSE || strncmp(model, "ev note", 7) != 0)
		return false;
	enum trace_item item = trace_next(&c->t);
	trace_again(&c->t);
	return item == TRACE_STATE && strncmp(c->t.text, "ev ", 3) != 0;
}

static enum compare_verdict compare_record(struct compare *c)
{
	struct replay_extent extent = extent_now(c);
	enum compare_verdict verdict = COMPARE_SAME;

	replay_clear(&c->model);
	replay_record(&c->model, &c->p.m, c->ops ? &c->op : NULL, &extent, &c->p.work);
	player_work_seen(&c->p);
	if (c->model.broken)
		return unreadable(c, "out of memory");
	for (const char *line = c->model.at; *line && verdict == COMPARE_SAME;
	     line += strcspn(line, "\n") + 1)
		if (!remark_left_out(c, line))
			verdict = expect_line(c, line);
	if (verdict == COMPARE_SAME && !player_agrees(&c->p))
		return differs_here(c, c->p.problem);
	return verdict;
}

/* What a sparse recording holds after an operation: a record at each step of
 * `every`, at the end, and, if it likes, after dump. */
static enum compare_verdict compare_sparse(struct compare *c)
{
	bool due = c->ops % c->t.every == 0;
	enum trace_item next = trace_next(&c->t);

	trace_again(&c->t);
	if (!due && next != TRACE_STATE && next != TRACE_OVER)
		return COMPARE_SAME;
	enum compare_verdict verdict = compare_record(c);
	if (verdict != COMPARE_SAME || due || c->op.kind == OP_DUMP)
		return verdict;
	next = trace_next(&c->t);
	trace_again(&c->t);
	if (next != TRACE_OP)
		return COMPARE_SAME;
	replay_printf(&c->report->what, "a state is recorded where none is due (every=%" PRIu64
		      ")", c->t.every);
	return different(c, "end", 3);
}

/* --- operations --- */

/* The op line's number is the recording's own matter, but it must count. */
static enum compare_verdict compare_number(struct compare *c)
{
	const char *rest = strchr(c->t.text + strlen("op "), ' ');

	replay_clear(&c->report->op);
	replay_printf(&c->report->op, "%s", c->t.text);
	c->ops++;
	if (c->t.op_number == c->ops)
		return COMPARE_SAME;
	replay_clear(&c->model);
	replay_printf(&c->model, "op %" PRIu64 "%s", c->ops, rest ? rest : "");
	return compare_line(c, replay_string(&c->model));
}

static enum compare_verdict run_op(struct compare *c)
{
	c->op = c->t.op;
	if (!player_run(&c->p, &c->op))
		return differs_here(c, c->p.problem);
	if (c->p.m.g->outcome.kind == OUTCOME_REFUSED)
		return differs_here(c, "the model does not carry this operation out: an id is not "
				    "live or is taken, or a number is out of range");
	replay_clear(&c->model);
	replay_result(&c->model, &c->p.m, &c->op);
	return c->model.broken ? unreadable(c, "out of memory") : expect_line(c, c->model.at);
}

static enum compare_verdict compare_op(struct compare *c)
{
	enum compare_verdict verdict = compare_number(c);

	if (verdict == COMPARE_SAME)
		verdict = run_op(c);
	if (verdict != COMPARE_SAME)
		return verdict;
	return c->t.detail == TRACE_SPARSE ? compare_sparse(c) : compare_record(c);
}

/* --- the file --- */

/* A line that nobody waits for. */
static enum compare_verdict compare_extra(struct compare *c, const char *expected)
{
	replay_printf(&c->report->what, "the recording holds a line too many; expected %s",
		      expected);
	return different(c, "", 0);
}

static enum compare_verdict compare_over(struct compare *c)
{
	replay_clear(&c->model);
	replay_printf(&c->model, "end ops=%" PRIu64, c->ops);
	enum compare_verdict verdict = compare_line(c, replay_string(&c->model));
	if (verdict != COMPARE_SAME)
		return verdict;
	switch (trace_next(&c->t)) {
	case TRACE_END:
		return COMPARE_SAME;
	case TRACE_BAD:
		return unreadable(c, c->t.problem);
	default:
		return compare_extra(c, "nothing behind 'end ops='");
	}
}

static enum compare_verdict compare_items(struct compare *c)
{
	enum compare_verdict verdict = compare_record(c);

	while (verdict == COMPARE_SAME) {
		switch (trace_next(&c->t)) {
		case TRACE_OP:
			verdict = compare_op(c);
			break;
		case TRACE_OVER:
			return compare_over(c);
		case TRACE_END:
			return unreadable(c, "the file breaks off; expected an op or 'end ops=N'");
		case TRACE_BAD:
			return unreadable(c, c->t.problem);
		default:
			return compare_extra(c, "an op or 'end ops=N'");
		}
	}
	return verdict;
}

enum compare_verdict compare_file(const char *path, enum replay_engine engine,
				  struct compare_report *report)
{
	struct compare c = { .report = report };
	enum compare_verdict verdict;

	if (!trace_open(&c.t, path))
		verdict = unreadable(&c, c.t.problem);
	else if (!player_open(&c.p, engine, &c.t.space))
		verdict = unreadable(&c, c.p.problem);
	else
		verdict = compare_items(&c);
	player_close(&c.p);
	trace_close(&c.t);
	replay_free(&c.model);
	return verdict;
}
