/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * `vmaplab run`: a script from beginning to end, with nobody there.
 */

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "ui/lab/lab.h"
#include "ui/lua/host.h"

enum { RUN_WELL = 0, RUN_FAILED = 1, RUN_UNUSABLE = 2 };

static void tell_error(struct lab *lab, const struct host *host)
{
	lab_print(lab, TONE_ERROR, "%s", host_error(host));
	if (host_traceback(host)[0])
		lab_print(lab, TONE_PLAIN, "%s", host_traceback(host));
}

/* A line that programs read: it is the same in all languages. */
static void print_sum(struct lab *lab, enum lab_tone tone, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
static void print_sum(struct lab *lab, enum lab_tone tone, const char *format, ...)
{
	char text[160];
	va_list list;

	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	lab_print(lab, tone, "%s", text);
}

/* What a learner would have reached with these answers. */
static void tell_score(struct lab *lab, const struct host_counts *counts)
{
	if (counts->questions)
		print_sum(lab, TONE_PLAIN, "score: %" PRIu64 " of %" PRIu64 " points, %" PRIu64
			  " of %" PRIu64 " questions right", counts->points,
			  100 * counts->questions, counts->right, counts->questions);
}

/* Nothing has run: there is nothing to be counted. */
static int tell_misuse(FILE *complaints, const struct host *host)
{
	fflush(stdout);
	fprintf(complaints, "vmaplab: %s\n", host_error(host));
	return RUN_UNUSABLE;
}

static int run(struct lab *lab, struct host *host, const char *path, const struct host_run *how)
{
	enum host_state state = host_load(host, path, how->count, how->argument);
	struct host_counts counts;

	while (state == HOST_PAUSED)
		state = host_resume(host, NULL);
	if (host_misused(host))
		return tell_misuse(how->complaints, host);
	if (state != HOST_DONE)
		tell_error(lab, host);
	if (state == HOST_UNREADABLE)
		return RUN_UNUSABLE;
	counts = host_counts(host);
	tell_score(lab, &counts);
	counts.failed += state != HOST_DONE;	/* what it had left to check is unknown */
	print_sum(lab, counts.failed ? TONE_ERROR : TONE_GOOD,
		  "%" PRIu64 " passed, %" PRIu64 " failed", counts.passed, counts.failed);
	return counts.failed ? RUN_FAILED : RUN_WELL;
}

int host_run_file(struct lab *lab, const char *path, const struct host_run *how)
{
	const struct host_driver driver = { .alone = true, .answers = how->answers };
	struct host *host = host_open(lab, &driver);
	int code;

	if (!host) {
		lab_print(lab, TONE_ERROR, "there is no memory to run a script");
		return RUN_FAILED;
	}
	host_set_limits(host, how->limits);
	code = run(lab, host, path, how);
	host_close(host);
	return code;
}
