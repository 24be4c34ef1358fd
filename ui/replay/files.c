/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Finding recordings. A folder is read with scandir and sorted by bytes, so
 * that the order does not depend on the file system or the language.
 */

#include "ui/replay/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ui/replay/transcript.h"

static bool keep(struct replay_files *files, char *path)
{
	if (files->n == files->room) {
		size_t room = files->room ? 2 * files->room : 64;
		char **grown = realloc(files->path, room * sizeof(*grown));
		if (!grown) {
			free(path);
			return false;
		}
		files->path = grown;
		files->room = room;
	}
	files->path[files->n++] = path;
	return true;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcmp(text + length - tail, end) == 0;
}

static char *join(const char *folder, const char *name)
{
	size_t room = strlen(folder) + strlen(name) + 2;
	char *path = malloc(room);

	if (path)
		snprintf(path, room, "%s%s%s", folder, ends_with(folder, "/") ? "" : "/", name);
	return path;
}

static bool is_trace(const char *name)
{
	return ends_with(name, ".trace") || ends_with(name, ".trace.gz");
}

/* Beside a transcript lie other texts, with what the kernel told at its end. */
static bool is_transcript(const char *name, const char *path)
{
	struct stat st;

	return (ends_with(name, ".txt") || ends_with(name, ".txt.gz")) &&
	       stat(path, &st) == 0 && S_ISREG(st.st_mode) && transcript_is(path);
}

typedef bool add_entry_fn(struct replay_files *files, const char *folder, const char *name);

/* Calls `add` for each entry of a folder, by name. */
static bool add_folder(struct replay_files *files, const char *folder, add_entry_fn *add)
{
	struct dirent **entry = NULL;
	bool added = true;
	int n = scandir(folder, &entry, visible, by_name);

	for (int i = 0; i < n; i++) {
		added = added && add(files, folder, entry[i]->d_name);
		free(entry[i]);
	}
	free(entry);
	return n >= 0 && added;
}

static bool add_entry(struct replay_files *files, const char *folder, const char *name)
{
	struct stat st;
	char *path = join(folder, name);

	if (!path)
		return false;
	if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		bool added = add_folder(files, path, add_entry);
		free(path);
		return added;
	}
	if (is_trace(name) || is_transcript(name, path))
		return keep(files, path);
	free(path);
	return true;
}

static bool add_transcript(struct replay_files *files, const char *folder, const char *name)
{
	char *path = join(folder, name);

	if (path && is_transcript(name, path))
		return keep(files, path);
	free(path);
	return path != NULL;
}

bool replay_files_transcripts(struct replay_files *files, const char *folder)
{
	return add_folder(files, folder, add_transcript);
}

bool replay_files_add(struct replay_files *files, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return false;
	if (S_ISDIR(st.st_mode))
		return add_folder(files, path, add_entry);
	char *copy = strdup(path);
	return copy && keep(files, copy);
}

void replay_files_free(struct replay_files *files)
{
	for (size_t i = 0; i < files->n; i++)
		free(files->path[i]);
	free(files->path);
	*files = (struct replay_files){ 0 };
}
