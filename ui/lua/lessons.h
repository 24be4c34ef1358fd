/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LUA_LESSONS_H
#define VMAPLAB_LUA_LESSONS_H

/*
 * The shelves of lessons and of scenarios: which there are and where they lie.
 *
 * A lesson is a script that begins with `lesson { name = ..., title = ... }`.
 * The shelf is the folder $VMAPLAB_LESSONS; without it the installed one
 * (VMAPLAB_DATADIR "/lessons"), or the source tree's when the program runs
 * from its build folder. To know a lesson's title its script is run, in the
 * sandbox and without a lab, up to that call.
 */

#include <stdbool.h>
#include <stddef.h>

struct lesson {
	char *name;	/* "cache": what `vmaplab lesson NAME` takes */
	char *title;
	char *path;
	unsigned minutes;
	bool exam;	/* its header is that of an exam */
	unsigned order;	/* `order = ` of the header: place in the course; 0 = none */
	char *takes;	/* a scenario's parameters in words; NULL: a lesson */
};

struct lesson_shelf {
	char *folder;
	struct lesson *lesson;	/* in the order of the course, then by name */
	size_t lessons;
	char *trouble;	/* one sentence about a folder or file that could not be used, or NULL */
};

/* False: no memory. A folder that is not there is an empty shelf with trouble. */
bool lessons_open(struct lesson_shelf *shelf);

/* The same for the exams, which lie in the folder `exams` there. */
bool exams_open(struct lesson_shelf *shelf);

/* The same for scenarios, scripts that begin with `scenario { title = ... }`: in
 * $VMAPLAB_SCRIPTS or the folder `scripts`; a file's name is that of its scenario. */
bool scenarios_open(struct lesson_shelf *shelf);
void lessons_close(struct lesson_shelf *shelf);

/* The lesson of that name; NULL when there is none. */
const struct lesson *lessons_find(const struct lesson_shelf *shelf, const char *name);

/* How to begin the lesson that follows the one of that name in the course, as a sentence.
 * False, and no text: there is none. */
bool lessons_tell_next(const char *name, char *text, size_t room);

#endif
