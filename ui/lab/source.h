/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_SOURCE_H
#define VMAPLAB_LAB_SOURCE_H

/*
 * The model's source as it is shown: which lines, and how they read without
 * the recording macros.
 */

#include <stdbool.h>
#include <stddef.h>

#include "ui/lab/source_files.h"

/* The tidied lines of all files, made when they are first asked for. */
struct tidy {
	char ***line;	/* [file][line - 1]; NULL: not shown */
};

void tidy_free(struct tidy *tidy);

/* Tidies one file into `out` (file->count texts from malloc, or NULL for a line
 * that is not shown). False: no memory. */
bool tidy_file(const struct source_file *file, char **out);

/* Does that name, or the end of a path, mean the file? */
bool source_is_file(size_t file, const char *name, size_t length);

/* The shortest end of its path that means no other file: "alloc.c", "kva/walk.c". */
const char *source_short_name(size_t file);

/* True when the line has nothing but STEP(name); `name` gets where it stands. */
bool source_is_step(const char *line, const char **name, size_t *length);

#endif
