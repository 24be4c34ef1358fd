/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Sessions that can be gone on with: telling of them, and clearing up.
 */

#include "ui/repl/kept.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ui/lab/language.h"
#include "ui/repl/shelf.h"

enum { MOST_KEPT = 20, TEXT = 128 };

static const char *when_text(time_t when, char *text, size_t room)
{
	struct tm tm;
	if (!localtime_r(&when, &tm) || !strftime(text, room, "%Y-%m-%d %H:%M", &tm))
		snprintf(text, room, "?");
	return text;
}

static void put_session(FILE *out, size_t number, const struct shelf_session *session)
{
	char when[TEXT];
	fprintf(out, "%2zu  %s  %s  ", number, session->name,
		when_text(session->when, when, sizeof(when)));
	if (session->runs)
		fprintf(out, _("runs now in another vmaplab\n"));
	else if (!session->readable)
		fprintf(out, _("damaged: it does not begin as a session does\n"));
	else
		fprintf(out, P_("%zu command, the last one: %s\n", "%zu commands, the last one: %s\n",
				session->commands), session->commands, session->last);
}

void kept_list(FILE *out)
{
	struct shelf shelf = shelf_open();
	for (size_t i = 0; i < shelf.count; i++)
		put_session(out, i + 1, &shelf.at[i]);
	if (shelf_newest(&shelf, false))
		fprintf(out, _("'vmaplab --resume NUMBER' goes on with one, 'vmaplab sessions forget "
			"[NUMBER]' removes it.\n"));
	else
		fprintf(out, _("There is no session to resume.\n"));
	shelf_close(&shelf);
}

static bool forget_all(const struct shelf *shelf)
{
	for (size_t i = 0; i < shelf->count; i++)
		if (!shelf->at[i].runs)
			unlink(shelf->at[i].path);
	return true;
}

static bool forget_one(const struct shelf *shelf, const char *which, char *why, size_t room)
{
	const struct shelf_session *session = shelf_find(shelf, which);
	if (!session)
		snprintf(why, room, _("there is no session '%s'; 'vmaplab sessions' lists them"), which);
	else if (session->runs)
		snprintf(why, room, _("the session '%s' runs now in another vmaplab"), which);
	else
		return unlink(session->path) == 0;
	return false;
}

bool kept_forget(const char *which, char *why, size_t room)
{
	struct shelf shelf = shelf_open();
	snprintf(why, room, _("it cannot be removed"));
	bool done = which ? forget_one(&shelf, which, why, room) : forget_all(&shelf);
	shelf_close(&shelf);
	return done;
}

const char *kept_hint(char *text, size_t room)
{
	struct shelf shelf = shelf_open();
	const struct shelf_session *newest = shelf_newest(&shelf, true);
	char when[TEXT];
	snprintf(text, room, "%s", "");
	if (newest)
		snprintf(text, room, _("The session of %s was cut off: 'vmaplab --resume' "
			 "goes on, 'vmaplab sessions' tells more."),
			 when_text(newest->when, when, sizeof(when)));
	shelf_close(&shelf);
	return text;
}

void kept_prune(void)
{
	struct shelf shelf = shelf_open();
	size_t died = 0;
	for (size_t i = 0; i < shelf.count; i++)
		if (!shelf.at[i].runs && ++died > MOST_KEPT)
			unlink(shelf.at[i].path);
	shelf_close(&shelf);
}
