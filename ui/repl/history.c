/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where the history of commands lies on the disk. A home that cannot be written
 * to is no reason to fail.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lab/installed.h"
#include "ui/lab/language.h"
#include "ui/repl/history.h"

char *history_place(char *hint, size_t room)
{
	char *path = state_file("history"), *wanted;
	int error = errno;
	snprintf(hint, room, "%s", "");
	if (path)
		return path;
	wanted = state_path("history");
	if (wanted)
		snprintf(hint, room, _("the commands typed here are not kept for next time: %s: %s"),
			 wanted, strerror(error));
	else
		snprintf(hint, room, _("the commands typed here are not kept for next time: "
			 "HOME is not set"));
	free(wanted);
	return NULL;
}
