/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Finding the script that a person means: a file if there is one, else the
 * lesson of that name.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/lua/lessons.h"
#include "ui/lab/language.h"
#include "ui/lab/nearest.h"
#include "ui/repl/script.h"

static bool is_file(const char *word)
{
	size_t length = strlen(word);
	return strchr(word, '/') || access(word, F_OK) == 0 ||
	       (length > 4 && strcmp(word + length - 4, ".lua") == 0);
}

static const char *nearest_lesson(const struct lesson_shelf *shelf, const char *word)
{
	const char *name[64];
	size_t count = 0;
	while (count < 64 && count < shelf->lessons) {
		name[count] = shelf->lesson[count].name;
		count++;
	}
	return nearest_of(word, name, count);
}

/* What to do instead, when a lesson was meant. */
static void not_found(const struct lesson_shelf *shelf, const char *word, char *why, size_t room)
{
	const char *near = nearest_lesson(shelf, word);
	if (shelf->lessons == 0 && shelf->trouble)
		snprintf(why, room, _("there is no file '%s', and %s"), word, shelf->trouble);
	else if (near)
		snprintf(why, room, _("there is no script or lesson '%s'; did you mean the lesson "
			 "'%s'?"), word, near);
	else
		snprintf(why, room, _("there is no script or lesson '%s'; 'vmaplab lessons' lists "
			 "the lessons"), word);
}

char *script_find(const char *word, char *why, size_t room)
{
	struct lesson_shelf shelf;
	if (is_file(word))
		return strdup(word);
	if (!lessons_open(&shelf)) {
		snprintf(why, room, "%s", _("out of memory"));
		return NULL;
	}
	const struct lesson *lesson = lessons_find(&shelf, word);
	char *path = lesson ? strdup(lesson->path) : NULL;
	if (!path)
		not_found(&shelf, word, why, room);
	lessons_close(&shelf);
	return path;
}
