/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * `vmaplab check`: which files, and what is said about each.
 *
 * Recordings of operations (trace.h) and transcripts of a running kernel
 * (transcript.h) are read by readers of their own; which one a file needs, its
 * first line tells.
 */

#include "ui/replay/replay.h"

#include <errno.h>
#include <string.h>

#include "ui/replay/compare.h"
#include "ui/replay/files.h"
#include "ui/replay/live.h"

struct check {
	const struct replay_options *options;
	FILE *out;	/* for the verdicts */
	FILE *err;
	FILE *listing;
	size_t passed;
	size_t failed;
	bool unreadable;
	struct live_session session;	/* what transcripts hand on to the next */
};

bool replay_engine_by_name(const char *name, enum replay_engine *engine)
{
	static const char *const names[] = { "plain", "record", "both" };

	for (int i = REPLAY_PLAIN; i <= REPLAY_BOTH; i++)
		if (strcmp(name, names[i]) == 0) {
			*engine = (enum replay_engine)i;
			return true;
		}
	return false;
}

static void print_mark(FILE *out, size_t mark, size_t length)
{
	fprintf(out, "%*s", (int)(12 + mark), "");
	for (size_t i = 0; i < length; i++)
		fputc('^', out);
	fputc('\n', out);
}

static const char *place_of(const char *path, const struct compare_report *r)
{
	return r->file.length ? replay_string(&r->file) : path;
}

static void print_difference(FILE *out, const char *path, const struct compare_report *r)
{
	fprintf(out, "%s:%lu: %s\n", place_of(path, r), r->line, replay_string(&r->what));
	if (r->op.length && !r->file.length)
		fprintf(out, "  operation %s\n", replay_string(&r->op));
	if (!r->recorded.length)
		return;
	fprintf(out, "  recorded  %s\n", replay_string(&r->recorded));
	if (!r->model.length)
		return;
	fprintf(out, "  model     %s\n", replay_string(&r->model));
	if (r->mark_length)
		print_mark(out, r->mark, r->mark_length);
}

static void print_unreadable(struct check *c, const char *path, const struct compare_report *r)
{
	fflush(c->out);
	if (r->line)
		fprintf(c->err, "%s:%lu: %s\n", place_of(path, r), r->line,
			replay_string(&r->what));
	else
		fprintf(c->err, "%s: %s\n", place_of(path, r), replay_string(&r->what));
	c->unreadable = true;
}

static void print_listings(struct check *c)
{
	if (c->options->vmallocinfo)
		live_print_vmallocinfo(&c->session, c->listing);
	if (c->options->ptdump)
		live_print_ptdump(&c->session, c->listing);
}

static void check_file(struct check *c, const char *path)
{
	struct compare_report report = { 0 };
	bool live = transcript_is(path);
	enum compare_verdict verdict = live ?
		live_file(&c->session, path, c->options->engine, &report) :
		compare_file(path, c->options->engine, &report);

	if (verdict == COMPARE_SAME)
		c->passed++;
	else
		c->failed++;
	if (c->options->verbose)
		fprintf(c->out, "%-6s  %s\n", verdict == COMPARE_SAME ? "ok" : "FAILED", path);
	if (verdict == COMPARE_DIFFERENT)
		print_difference(c->out, path, &report);
	if (verdict == COMPARE_UNREADABLE)
		print_unreadable(c, path, &report);
	if (verdict == COMPARE_SAME && live)
		print_listings(c);
	report_free(&report);
}

static void refuse_path(struct check *c, const char *path, const char *why)
{
	fflush(c->out);
	fprintf(c->err, "%s: %s\n", path, why);
	c->failed++;
	c->unreadable = true;
}

static void check_path(struct check *c, const char *path)
{
	struct replay_files files = { 0 };

	errno = 0;
	bool found = replay_files_add(&files, path);
	int why = errno;
	chain_order(files.path, files.n);
	for (size_t i = 0; i < files.n; i++)
		check_file(c, files.path[i]);
	if (!found)
		refuse_path(c, path, why ? strerror(why) : "out of memory");
	else if (files.n == 0)
		refuse_path(c, path, "no recordings (*.trace, *.trace.gz, transcripts *.txt, "
			    "*.txt.gz) in this folder");
	replay_files_free(&files);
}

int replay_check(const struct replay_options *options, size_t n, char *const *paths,
		 FILE *out, FILE *err)
{
	bool lists = options->vmallocinfo || options->ptdump;
	struct check c = {
		.options = options, .out = lists ? err : out, .err = err, .listing = out,
	};

	if (n == 0) {
		fprintf(err, "check: expected recordings, or folders with recordings\n");
		return 2;
	}
	for (size_t i = 0; i < n; i++)
		check_path(&c, paths[i]);
	live_session_free(&c.session);
	fprintf(c.out, "%zu passed, %zu failed\n", c.passed, c.failed);
	if (c.unreadable)
		return 2;
	return c.failed ? 1 : 0;
}
