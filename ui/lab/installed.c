/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Finding folders and files.
 *
 * What the program keeps of itself is state, what the user has chosen is
 * configuration: they lie below $XDG_STATE_HOME/vmaplab and
 * $XDG_CONFIG_HOME/vmaplab, and without these variables below
 * ~/.local/state/vmaplab and ~/.config/vmaplab. What a learner typed or reached is nobody else's
 * business, so what is made here is for the owner alone.
 */

#include "ui/lab/installed.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *join(const char *folder, const char *between, const char *rest)
{
	size_t room = strlen(folder) + strlen(between) + strlen(rest) + 1;
	char *path = malloc(room);
	if (path)
		snprintf(path, room, "%s%s%s", folder, between, rest);
	return path;
}

/* --- the program's own --- */

static bool is_folder(const char *path)
{
	struct stat status;
	return path && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool find_program(char program[PATH_MAX])
{
	ssize_t length = readlink("/proc/self/exe", program, PATH_MAX - 1);
	if (length <= 0)
		return false;
	program[length] = '\0';
	return true;
}

/* Below the root of the source tree whose `build` holds the program; or NULL. */
static char *folder_of_tree(const char *in_tree)
{
	char program[PATH_MAX], *slash;
	if (!find_program(program))
		return NULL;
	while ((slash = strrchr(program, '/')) != NULL && slash != program) {
		bool build = strcmp(slash + 1, "build") == 0;
		*slash = '\0';
		char *path = build ? join(program, "/", in_tree) : NULL;
		if (is_folder(path))
			return path;
		free(path);
	}
	return NULL;
}

/* An installation may have been moved as a whole, or lie below a DESTDIR: what was to
 * be in PREFIX/share is looked for in `share` beside the program's `bin`. Or NULL. */
static char *folder_beside(const char *installed)
{
	static const char bin[] = "/bin";
	const char *share = strstr(installed, "/share/");
	char program[PATH_MAX], *slash;
	if (!share || !find_program(program) || !(slash = strrchr(program, '/')))
		return NULL;
	*slash = '\0';
	if ((size_t)(slash - program) < strlen(bin) || strcmp(slash - strlen(bin), bin) != 0)
		return NULL;
	slash[-(ptrdiff_t)strlen(bin)] = '\0';
	char *path = join(program, "", share);
	if (is_folder(path))
		return path;
	free(path);
	return NULL;
}

char *installed_folder(const char *variable, const char *in_tree, const char *installed)
{
	const char *chosen = getenv(variable);
	if (chosen && *chosen)
		return strdup(chosen);
	char *path = folder_of_tree(in_tree);
	if (!path)
		path = folder_beside(installed);
	return path ? path : strdup(installed);
}

/* --- the user's --- */

/* A relative path in such a variable is to be ignored, says the XDG specification. */
static char *user_path(const char *variable, const char *below_home, const char *name)
{
	const char *folder = getenv(variable), *home = getenv("HOME");
	if (folder && folder[0] == '/')
		return join(folder, "/vmaplab/", name);
	if (home && home[0] == '/')
		return join(home, below_home, name);
	errno = ENOENT;
	return NULL;
}

char *state_path(const char *name)
{
	return user_path("XDG_STATE_HOME", "/.local/state/vmaplab/", name);
}

char *config_path(const char *name)
{
	return user_path("XDG_CONFIG_HOME", "/.config/vmaplab/", name);
}

bool make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		bool failed = mkdir(path, 0700) != 0 && errno != EEXIST;
		*slash = '/';
		if (failed)
			return false;
	}
	return true;
}

/* Opening without waiting: somebody may have put a pipe there. */
static bool make_file(const char *path)
{
	struct stat status;
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool regular = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	close(fd);
	if (!regular)
		errno = EINVAL;
	return regular;
}

char *state_file(const char *name)
{
	char *path = state_path(name);
	if (!path || (make_folders(path) && make_file(path)))
		return path;
	int error = errno;
	free(path);
	errno = error;
	return NULL;
}
