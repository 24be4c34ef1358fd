/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Finding the lessons. A file without a header that can be read is left out
 * and told of, so that one broken lesson does not hide the others.
 */

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lab/installed.h"
#include "ui/lua/inside.h"
#include "ui/lua/lessons.h"

enum { LESSONS_MAX = 1000 };

static void note_trouble(struct lesson_shelf *shelf, const char *what, const char *why)
{
	size_t room = strlen(what) + strlen(why) + 16;

	if (shelf->trouble)
		return;
	shelf->trouble = malloc(room);
	if (shelf->trouble)
		snprintf(shelf->trouble, room, "%s: %s", what, why);
}

/* --- the folder --- */

static char *join(const char *folder, const char *name)
{
	size_t room = strlen(folder) + strlen(name) + 2;
	char *path = malloc(room);

	if (path)
		snprintf(path, room, "%s/%s", folder, name);
	return path;
}

/* --- one lesson --- */

static enum host_state read_header(struct host *host, const char *path)
{
	enum host_state state;

	host->header_only = true;
	state = host_load(host, path, 0, NULL);
	return state == HOST_PAUSED ? host_resume(host, NULL) : state;
}

static bool keep_lesson(struct lesson_shelf *shelf, struct header *header, const char *path)
{
	struct lesson *grown = realloc(shelf->lesson, (shelf->lessons + 1) * sizeof(*grown));
	struct lesson *lesson;

	if (!grown)
		return false;
	shelf->lesson = grown;
	lesson = &grown[shelf->lessons];
	*lesson = (struct lesson){
		.name = header->name, .title = header->title, .path = host_copy(path),
		.minutes = header->minutes, .order = header->order, .exam = header->exam,
		.takes = header->takes,
	};
	header->name = header->title = header->takes = NULL;
	shelf->lessons++;
	return lesson->name && lesson->title && lesson->path;
}

/* False: no memory. */
static bool add_lesson(struct lesson_shelf *shelf, const char *path)
{
	struct host *host = host_open(NULL, NULL);
	enum host_state state;
	bool well = true;

	if (!host)
		return false;
	state = read_header(host, path);
	if (host->header.seen)
		well = keep_lesson(shelf, &host->header, path);
	else
		note_trouble(shelf, path, state == HOST_DONE 
			     ? _("it has no header, lesson { ... } or scenario { ... }")
							     : host_error(host));
	host_close(host);
	return well;
}

/* --- the shelf --- */

static int by_order(const void *a, const void *b)
{
	const struct lesson *left = a, *right = b;
	unsigned last = UINT_MAX;
	unsigned i = left->order ? left->order : last, k = right->order ? right->order : last;

	return i != k ? (i < k ? -1 : 1) : strcmp(left->name, right->name);
}

static bool is_lesson(const char *name)
{
	size_t length = strlen(name);

	return name[0] != '.' && length > 4 && strcmp(name + length - 4, ".lua") == 0;
}

static bool add_file(struct lesson_shelf *shelf, const char *name)
{
	char *path;
	bool well;

	if (!is_lesson(name) || shelf->lessons >= LESSONS_MAX)
		return true;
	path = join(shelf->folder, name);
	well = path && add_lesson(shelf, path);
	free(path);
	return well;
}

static bool read_folder(struct lesson_shelf *shelf)
{
	DIR *folder = opendir(shelf->folder);
	struct dirent *entry;
	bool well = true;

	if (!folder) {
		note_trouble(shelf, shelf->folder, strerror(errno));
		return true;
	}
	while (well && (entry = readdir(folder)) != NULL)
		well = add_file(shelf, entry->d_name);
	closedir(folder);
	if (shelf->lessons > 1)
		qsort(shelf->lesson, shelf->lessons, sizeof(*shelf->lesson), by_order);
	return well;
}

/* Takes the folder. False: no memory. */
static bool open_shelf(struct lesson_shelf *shelf, char *folder)
{
	memset(shelf, 0, sizeof(*shelf));
	shelf->folder = folder;
	if (shelf->folder && read_folder(shelf))
		return true;
	lessons_close(shelf);
	return false;
}

static char *lessons_folder(void)
{
	return installed_folder("VMAPLAB_LESSONS", "lessons", VMAPLAB_DATADIR "/lessons");
}

bool lessons_open(struct lesson_shelf *shelf)
{
	return open_shelf(shelf, lessons_folder());
}

bool exams_open(struct lesson_shelf *shelf)
{
	char *folder = lessons_folder(), *exams = folder ? join(folder, "exams") : NULL;

	free(folder);
	return open_shelf(shelf, exams);
}

bool scenarios_open(struct lesson_shelf *shelf)
{
	return open_shelf(shelf, installed_folder("VMAPLAB_SCRIPTS", "scripts",
						  VMAPLAB_DATADIR "/scripts"));
}

void lessons_close(struct lesson_shelf *shelf)
{
	for (size_t i = 0; i < shelf->lessons; i++) {
		free(shelf->lesson[i].name);
		free(shelf->lesson[i].title);
		free(shelf->lesson[i].path);
		free(shelf->lesson[i].takes);
	}
	free(shelf->lesson);
	free(shelf->folder);
	free(shelf->trouble);
	memset(shelf, 0, sizeof(*shelf));
}

const struct lesson *lessons_find(const struct lesson_shelf *shelf, const char *name)
{
	for (size_t i = 0; i < shelf->lessons; i++) {
		if (strcmp(shelf->lesson[i].name, name) == 0)
			return &shelf->lesson[i];
	}
	return NULL;
}

bool lessons_tell_next(const char *name, char *text, size_t room)
{
	struct lesson_shelf shelf;
	const struct lesson *next = NULL;

	*text = '\0';
	if (!lessons_open(&shelf))
		return false;
	for (size_t i = 0; i + 1 < shelf.lessons && !next; i++)
		if (strcmp(shelf.lesson[i].name, name) == 0)
			next = &shelf.lesson[i + 1];
	if (next)
		snprintf(text, room, _("'source %s' begins the next one: %s."), next->name, next->title);
	lessons_close(&shelf);
	return next != NULL;
}
