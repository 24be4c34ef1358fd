/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Bookmarks: names for moments. A moment is a branch, an operation and a step;
 * nothing of the machine is kept. One whose branch has been dropped goes with it,
 * unless the moment lies before the fork: then it is one of the branch's parent.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Places in the list; lab->bookmarks: there is none of that name. */
static size_t find(const struct lab *lab, const char *name)
{
	size_t i = 0;
	while (i < lab->bookmarks && strcmp(lab->bookmark[i].name, name) != 0)
		i++;
	return i;
}

const struct bookmark *lab_bookmark_named(const struct lab *lab, const char *name)
{
	size_t i = find(lab, name);
	return i < lab->bookmarks ? &lab->bookmark[i] : NULL;
}

size_t lab_bookmarks(const struct lab *lab)
{
	return lab->bookmarks;
}

const struct bookmark *lab_bookmark(const struct lab *lab, size_t i)
{
	return i < lab->bookmarks ? &lab->bookmark[i] : NULL;
}

static void drop(struct lab *lab, size_t i)
{
	lab->bookmarks--;
	memmove(&lab->bookmark[i], &lab->bookmark[i + 1],
		(lab->bookmarks - i) * sizeof(*lab->bookmark));
}

bool bookmarks_drop(struct lab *lab, const char *name)
{
	size_t i = find(lab, name);
	if (i == lab->bookmarks)
		return false;
	drop(lab, i);
	return true;
}

void bookmarks_drop_branch(struct lab *lab, uint32_t number)
{
	const struct branch branch = timeline_branch(lab->time, number);
	for (size_t i = lab->bookmarks; i-- > 0;) {
		struct cursor *at = &lab->bookmark[i].at;
		if (at->branch == number && at->op <= branch.fork && number != branch.parent)
			at->branch = branch.parent;
		else if (at->branch == number)
			drop(lab, i);
	}
}

void bookmarks_clear(struct lab *lab)
{
	free(lab->bookmark);
	lab->bookmark = NULL;
	lab->bookmarks = 0;
}

/* The present moment gets the name, which may have meant another one before. */
static enum lab_status add(struct lab *lab, const char *name)
{
	size_t i = find(lab, name);
	if (i == lab->bookmarks) {
		struct bookmark *grown = realloc(lab->bookmark, (i + 1) * sizeof(*grown));
		if (!grown)
			return lab_fail(lab, "there is no memory for a bookmark");
		lab->bookmark = grown;
		lab->bookmarks++;
	}
	timeline_steps(lab->time);	/* so that an end has a number, too */
	lab->bookmark[i].at = timeline_cursor(lab->time);
	snprintf(lab->bookmark[i].name, BOOKMARK_ROOM, "%s", name);
	return LAB_OK;
}

/* "operation 5, step 12", and of which branch, if that is not the present one. */
static const char *moment_text(struct lab *lab, const struct cursor *at, char *text, size_t room)
{
	snprintf(text, room, _("operation %" PRIu64 ", step %" PRIu64), at->op, at->step);
	if (at->branch != timeline_cursor(lab->time).branch)
		lab_append(text, room, _(" of branch %" PRIu32), at->branch);
	return text;
}

enum lab_status run_bookmark(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	const char *name = a->at[0].text;
	char text[LINE_ROOM];
	(void)reply;
	if (a->at[1].text && a->at[1].number)
		return bookmarks_drop(lab, name) ? LAB_OK :
			lab_fail(lab, "there is no bookmark '%s'; 'bookmarks' lists them", name);
	if (!names_valid(name) || strlen(name) >= BOOKMARK_ROOM)
		return lab_fail(lab, "'%s' cannot be the name of a bookmark: a letter, then at most "
				"%d letters, digits and _", name, BOOKMARK_ROOM - 2);
	if (add(lab, name) != LAB_OK)
		return LAB_FAILED;
	lab_print(lab, TONE_GOOD, "bookmark %s: %s; 'goto %s' comes back", name,
		  moment_text(lab, &lab_bookmark_named(lab, name)->at, text, sizeof(text)), name);
	return LAB_OK;
}

enum lab_status run_bookmarks(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	char text[LINE_ROOM];
	(void)a;
	reply_integer(reply, "count", lab->bookmarks);
	if (lab->bookmarks == 0)
		lab_print(lab, TONE_PLAIN, "there are no bookmarks; 'bookmark NAME' sets one");
	for (size_t i = 0; i < lab->bookmarks; i++)
		lab_print(lab, TONE_PLAIN, "%-12s %s", lab->bookmark[i].name,
			  moment_text(lab, &lab->bookmark[i].at, text, sizeof(text)));
	return LAB_OK;
}
