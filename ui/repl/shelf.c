/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The folder in which sessions are kept.
 *
 * A file that somebody holds a lock on is a session that runs; without one it
 * has died. What is told about a session is read from it each time: there are
 * few of them, and nothing can get out of step.
 */

#include "ui/repl/shelf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/lab/installed.h"
#include "ui/repl/kept.h"
#include "ui/repl/line.h"

enum { MOST = 1000 };

/* --- one file --- */

static bool is_locked(int fd)
{
	if (flock(fd, LOCK_SH | LOCK_NB) == 0) {
		flock(fd, LOCK_UN);
		return false;
	}
	return errno == EWOULDBLOCK;
}

/* Lines that neither are remarks nor make the space. */
static void read_lines(struct shelf_session *session, FILE *file)
{
	char *line = NULL, version[32];
	size_t room = 0;
	unsigned form;
	for (size_t i = 0; getline(&line, &room, file) > 0; i++) {
		const char *text = line + strspn(line, " ");
		if (i == 0)
			session->readable = sscanf(line, KEPT_SCAN, version, &form) == 2;
		if (*text == '#' || strncmp(text, "space start=", 12) == 0)
			continue;
		session->commands++;
		line[strcspn(line, "\n")] = '\0';
		line_shown(text, session->last, sizeof(session->last));
	}
	free(line);
}

/* False: that is no session, or it has just gone. */
static bool look_at(struct shelf_session *session)
{
	struct stat status;
	int fd = open(session->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	FILE *file = fd >= 0 ? fdopen(fd, "r") : NULL;
	if (!file) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	bool well = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	if (well) {
		session->when = status.st_mtime;
		session->left = strcmp(session->name, KEPT_LEFT) == 0;
		session->runs = is_locked(fd);
		read_lines(session, file);
	}
	fclose(file);
	return well;
}

/* --- the folder --- */

static void forget(struct shelf_session *session)
{
	free(session->name);
	free(session->path);
}

static void add(struct shelf *shelf, const char *file)
{
	char name[NAME_MAX + sizeof(KEPT_FOLDER) + 1];
	size_t length = strlen(file), ending = strlen(KEPT_ENDING);
	struct shelf_session session = { 0 };
	if (length <= ending || strcmp(file + length - ending, KEPT_ENDING) != 0)
		return;
	snprintf(name, sizeof(name), KEPT_FOLDER "%s", file);
	session.path = state_path(name);
	session.name = strndup(file, length - ending);
	struct shelf_session *grown = realloc(shelf->at, (shelf->count + 1) * sizeof(*grown));
	if (grown)
		shelf->at = grown;
	if (grown && session.path && session.name && look_at(&session))
		grown[shelf->count++] = session;
	else
		forget(&session);
}

/* Of the same second: one that died, the one that began later. */
static int newest_first(const void *a, const void *b)
{
	const struct shelf_session *left = a, *right = b;
	if (left->when != right->when)
		return left->when > right->when ? -1 : 1;
	if (left->left != right->left)
		return right->left ? -1 : 1;
	return strcmp(right->name, left->name);
}

struct shelf shelf_open(void)
{
	struct shelf shelf = { 0 };
	char *path = state_path(KEPT_FOLDER);
	DIR *folder = path ? opendir(path) : NULL;
	struct dirent *entry;
	while (folder && shelf.count < MOST && (entry = readdir(folder)) != NULL)
		add(&shelf, entry->d_name);
	if (folder)
		closedir(folder);
	free(path);
	if (shelf.count > 1)
		qsort(shelf.at, shelf.count, sizeof(*shelf.at), newest_first);
	return shelf;
}

void shelf_close(struct shelf *shelf)
{
	for (size_t i = 0; i < shelf->count; i++)
		forget(&shelf->at[i]);
	free(shelf->at);
	*shelf = (struct shelf){ 0 };
}

/* --- choosing --- */

const struct shelf_session *shelf_find(const struct shelf *shelf, const char *which)
{
	char *end;
	unsigned long number = strtoul(which, &end, 10);
	if (*which && !*end && number >= 1 && number <= shelf->count)
		return &shelf->at[number - 1];
	for (size_t i = 0; i < shelf->count; i++)
		if (strcmp(shelf->at[i].name, which) == 0)
			return &shelf->at[i];
	return NULL;
}

const struct shelf_session *shelf_newest(const struct shelf *shelf, bool died)
{
	for (size_t i = 0; i < shelf->count; i++)
		if (!shelf->at[i].runs && shelf->at[i].readable && !(died && shelf->at[i].left))
			return &shelf->at[i];
	return NULL;
}
