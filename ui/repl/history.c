/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where the history of commands lies on the disk.
 *
 * It is state, not configuration: $XDG_STATE_HOME/vmaplab/history, and without
 * that variable ~/.local/state/vmaplab/history. What a learner typed is nobody
 * else's business, so what is made here is for the owner alone. A home that
 * cannot be written to is no reason to fail.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/repl/history.h"

static char *join(const char *folder, const char *rest)
{
	size_t room = strlen(folder) + strlen(rest) + 1;
	char *path = malloc(room);
	if (path)
		snprintf(path, room, "%s%s", folder, rest);
	return path;
}

/* A relative $XDG_STATE_HOME is to be ignored, says the XDG specification. */
static char *history_name(void)
{
	const char *state = getenv("XDG_STATE_HOME");
	if (state && state[0] == '/')
		return join(state, "/vmaplab/history");
	const char *home = getenv("HOME");
	if (home && home[0] == '/')
		return join(home, "/.local/state/vmaplab/history");
	return NULL;
}

static int make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		int failed = mkdir(path, 0700) != 0 && errno != EEXIST;
		*slash = '/';
		if (failed)
			return -1;
	}
	return 0;
}

/* Opening without waiting: somebody may have put a pipe there. */
static int make_file(const char *path)
{
	struct stat status;
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	int wrong = fstat(fd, &status) != 0 || !S_ISREG(status.st_mode);
	close(fd);
	if (wrong)
		errno = EINVAL;
	return wrong ? -1 : 0;
}

char *history_place(char *hint, size_t room)
{
	char *path = history_name();
	if (!path) {
		snprintf(hint, room, "the commands typed here are not kept for next time: "
			 "HOME is not set");
		return NULL;
	}
	if (make_folders(path) == 0 && make_file(path) == 0) {
		snprintf(hint, room, "%s", "");
		return path;
	}
	snprintf(hint, room, "the commands typed here are not kept for next time: %s: %s",
		 path, strerror(errno));
	free(path);
	return NULL;
}
