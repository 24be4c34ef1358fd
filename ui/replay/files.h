/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_FILES_H
#define VMAPLAB_REPLAY_FILES_H

/*
 * The recordings below a folder.
 */

#include <stdbool.h>
#include <stddef.h>

struct replay_files {
	char **path;
	size_t n;
	size_t room;
};

/* Appends a path, or, for a folder, every recording in it and below it, sorted by
 * name: *.trace and *.trace.gz, and those *.txt and *.txt.gz that begin as a
 * transcript does. Links to folders are not followed further. False: errno tells
 * why; what was found so far stays. */
bool replay_files_add(struct replay_files *files, const char *path);

/* Appends the transcripts in a folder, but not those below it. False: as above. */
bool replay_files_transcripts(struct replay_files *files, const char *folder);
void replay_files_free(struct replay_files *files);

#endif
