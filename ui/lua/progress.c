/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Keeping the progress: a small text file, one line for a lesson, which is written
 * anew beside the old one and then takes its place. Lines that make no sense are
 * passed over: people edit such files.
 */

#include "ui/lua/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ui/lab/installed.h"

enum { LINE = 256, LESSONS_MAX = 1000 };
#define FILE_NAME "progress"

static bool read_line(FILE *file, struct progress *progress)
{
	char line[LINE];
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "%63s %15s %u %u", progress->name, progress->day,
			   &progress->best, &progress->questions) == 4 && progress->best <= 100)
			return true;
	return false;
}

static void write_line(FILE *file, const struct progress *progress)
{
	fprintf(file, "%s %s %u %u\n", progress->name, progress->day, progress->best,
		progress->questions);
}

bool progress_of(const char *name, struct progress *progress)
{
	char *path = state_path(FILE_NAME);
	FILE *file = path ? fopen(path, "r") : NULL;
	bool found = false;
	while (file && !found && read_line(file, progress))
		found = strcmp(progress->name, name) == 0;
	if (file)
		fclose(file);
	free(path);
	return found;
}

/* Copies the others; their number is bounded, whatever is in the file. */
static void copy_others(const char *path, const char *name, FILE *to)
{
	FILE *from = fopen(path, "r");
	struct progress other;
	for (int i = 0; from && i < LESSONS_MAX && read_line(from, &other); i++)
		if (strcmp(other.name, name) != 0)
			write_line(to, &other);
	if (from)
		fclose(from);
}

static bool replace(const char *path, const struct progress *progress)
{
	size_t room = strlen(path) + 16;
	char *beside = malloc(room);
	FILE *file = NULL;
	if (beside) {
		snprintf(beside, room, "%s.%ld", path, (long)getpid());
		file = fopen(beside, "w");
	}
	bool well = file != NULL;
	if (file) {
		copy_others(path, progress->name, file);
		write_line(file, progress);
		well = fclose(file) == 0 && rename(beside, path) == 0;
		if (!well)
			unlink(beside);
	}
	free(beside);
	return well;
}

static struct progress of_host(const struct host *host)
{
	struct host_counts counts = host_counts(host);
	struct progress old, now = { .questions = (unsigned)counts.questions };
	time_t clock = time(NULL);
	struct tm day;
	snprintf(now.name, sizeof(now.name), "%s", host_lesson_name(host));
	now.best = counts.questions ? (unsigned)(counts.points / counts.questions) : 100;
	if (progress_of(now.name, &old) && old.best > now.best)
		now.best = old.best;
	if (!localtime_r(&clock, &day) || strftime(now.day, sizeof(now.day), "%Y-%m-%d", &day) == 0)
		snprintf(now.day, sizeof(now.day), "-");
	return now;
}

bool progress_keep(const struct host *host)
{
	const char *name = host_lesson_name(host);
	if (!name || host_state(host) != HOST_DONE || host_quit(host) || strpbrk(name, " \t\n"))
		return true;
	struct progress now = of_host(host);
	char *path = state_file(FILE_NAME);
	bool well = path && replace(path, &now);
	free(path);
	return well;
}
