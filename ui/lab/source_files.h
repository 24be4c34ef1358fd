/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SOURCE_FILES_H
#define VMAPLAB_SOURCE_FILES_H

/*
 * The model's own source text, carried inside the program. The tables are
 * made by the build from the very files that are compiled.
 */

#include <stddef.h>

struct source_file {
	const char *path;	/* "engine/kva/alloc.c" */
	const char *const *lines;
	size_t count;
};

extern const struct source_file source_files[];
extern const size_t source_file_count;

#endif
