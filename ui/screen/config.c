/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading the config file, and changing one line of it.
 *
 * It is the user's file: comments, order and lines that we do not understand
 * stay when a choice is kept. If it is a link to somewhere else (people keep
 * such files in a repository), what it points to is replaced, not the link.
 */

#include "ui/screen/config.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/lab/installed.h"

enum { MOST_BYTES = 1 << 20 };

char *config_place(void)
{
	return config_path("config");
}

/* The file's text; "" when there is none. NULL: errno tells. Opened without
 * waiting, as somebody may have put a pipe there. */
static char *read_all(const char *path)
{
	char *text = calloc(1, MOST_BYTES + 1);
	struct stat status;
	size_t length = 0;
	int fd = text ? open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1;
	if (fd < 0 && text && errno == ENOENT)
		return text;
	bool plain = fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	for (ssize_t n = 1; plain && n > 0 && length < MOST_BYTES; length += (size_t)n)
		if ((n = read(fd, text + length, MOST_BYTES - length)) < 0)
			plain = false;
	int error = fd < 0 || plain ? errno : EINVAL;
	if (fd >= 0)
		close(fd);
	if (plain)
		return text;
	free(text);
	errno = error;
	return NULL;
}

/* Cuts a line off; NULL behind the last one. */
static char *cut_line(char **rest)
{
	char *line = *rest;
	if (!line || !*line)
		return NULL;
	char *end = line + strcspn(line, "\n");
	*rest = *end ? end + 1 : NULL;
	*end = '\0';
	return line;
}

bool config_read(const char *path, void (*take)(void *context, size_t number, const char *line),
		 void *context)
{
	char *text = read_all(path), *rest = text;
	size_t number = 0;
	if (!text)
		return false;
	for (char *line; (line = cut_line(&rest)) != NULL;) {
		number++;
		line[strcspn(line, "\r")] = '\0';
		if (line[strspn(line, " \t")] && line[strspn(line, " \t")] != '#')
			take(context, number, line);
	}
	free(text);
	return true;
}

/* --- keeping --- */

/* True when the line begins with the words of `key`, however they are spaced. */
static bool begins_with(const char *line, const char *key)
{
	for (;;) {
		line += strspn(line, " \t");
		size_t n = strcspn(key, " ");
		if (strncmp(line, key, n) != 0 || (line[n] && !isspace((unsigned char)line[n])))
			return false;
		line += n;
		key += n;
		key += strspn(key, " ");
		if (!*key)
			return true;
	}
}

static int count_of(const char *text, const char *key)
{
	char *copy = strdup(text), *rest = copy;
	int count = 0;
	for (char *line; (line = cut_line(&rest)) != NULL;)
		count += begins_with(line, key);
	free(copy);
	return count;
}

/* Writes the text with the change in it. */
static void write_changed(FILE *file, char *text, const char *key, const char *line)
{
	int left = count_of(text, key);
	bool written = false;
	char *rest = text;
	for (char *old; (old = cut_line(&rest)) != NULL;) {
		if (!begins_with(old, key)) {
			fprintf(file, "%s\n", old);
		} else if (--left == 0 && line) {
			fprintf(file, "%s\n", line);
			written = true;
		}
	}
	if (line && !written)
		fprintf(file, "%s\n", line);
}

static bool replace(const char *path, char *text, const char *key, const char *line)
{
	size_t room = strlen(path) + 16;
	char *name = malloc(room);
	if (!name)
		return false;
	snprintf(name, room, "%s.XXXXXX", path);
	int fd = mkstemp(name);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
	bool well = file != NULL;
	if (file) {
		write_changed(file, text, key, line);
		well = !ferror(file);
		well = fclose(file) == 0 && well;
	} else if (fd >= 0)
		close(fd);
	well = well && rename(name, path) == 0;
	int error = errno;
	if (!well && fd >= 0)
		unlink(name);
	free(name);
	errno = error;
	return well;
}

bool config_keep(const char *path, const char *key, const char *line)
{
	char *target = realpath(path, NULL);
	char *place = target ? target : strdup(path);
	char *text = place && make_folders(place) ? read_all(place) : NULL;
	bool well = text && replace(place, text, key, line);
	int error = errno;
	free(text);
	free(place);
	errno = error;
	return well;
}
