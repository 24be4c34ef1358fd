/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Finding the script that a person means: a file if there is one, else the
 * lesson or the scenario of that name.
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

enum { NAMES_MAX = 128 };

/* The lessons and the scenarios that there are. */
struct shelves {
	struct lesson_shelf lessons, scenarios;
};

static bool open_shelves(struct shelves *shelves)
{
	if (!lessons_open(&shelves->lessons))
		return false;
	if (scenarios_open(&shelves->scenarios))
		return true;
	lessons_close(&shelves->lessons);
	return false;
}

static void close_shelves(struct shelves *shelves)
{
	lessons_close(&shelves->lessons);
	lessons_close(&shelves->scenarios);
}

static size_t add_names(const struct lesson_shelf *shelf, const char **name, size_t count)
{
	for (size_t i = 0; i < shelf->lessons && count < NAMES_MAX; i++)
		name[count++] = shelf->lesson[i].name;
	return count;
}

/* What to do instead, when a lesson or a scenario was meant. */
static void not_found(const struct shelves *shelves, const char *word, char *why, size_t room)
{
	const char *name[NAMES_MAX] = { NULL };
	size_t count = add_names(&shelves->lessons, name, 0);
	count = add_names(&shelves->scenarios, name, count);
	const char *near = nearest_of(word, name, count);
	if (count == 0 && shelves->lessons.trouble)
		snprintf(why, room, _("there is no file '%s', and %s"), word, shelves->lessons.trouble);
	else if (near)
		snprintf(why, room, lessons_find(&shelves->lessons, near)
			 ? _("there is no script or lesson '%s'; did you mean the lesson '%s'?")
			 : _("there is no script or lesson '%s'; did you mean the scenario '%s'?"),
			 word, near);
	else
		snprintf(why, room, _("there is no script or lesson '%s'; 'vmaplab lessons' lists "
			 "the lessons, 'vmaplab scripts' the scenarios"), word);
}

char *script_find(const char *word, char *why, size_t room)
{
	struct shelves shelves;
	if (is_file(word))
		return strdup(word);
	if (!open_shelves(&shelves)) {
		snprintf(why, room, "%s", _("out of memory"));
		return NULL;
	}
	const struct lesson *found = lessons_find(&shelves.lessons, word);
	if (!found)
		found = lessons_find(&shelves.scenarios, word);
	char *path = found ? strdup(found->path) : NULL;
	if (!path)
		not_found(&shelves, word, why, room);
	close_shelves(&shelves);
	return path;
}
