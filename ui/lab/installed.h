/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_INSTALLED_H
#define VMAPLAB_LAB_INSTALLED_H

/*
 * Where the program's own files lie, and those that it keeps for its user.
 */

#include <stdbool.h>

/* A folder of data: what the environment variable names; else, when the program
 * runs from the `build` folder of a source tree, `in_tree` below its root, if
 * that is there; else `installed`, below the prefix that the program lies in, if it
 * is there, or as it is. The caller frees it; NULL: no memory. */
char *installed_folder(const char *variable, const char *in_tree, const char *installed);

/* The file `name` of the state that is kept for the user, made with its folders if
 * it was not there; for the owner alone. The caller frees it. NULL: errno tells,
 * ENOENT: there is no home. */
char *state_file(const char *name);

/* The path alone: nothing is made. NULL: there is no home, or no memory. */
char *state_path(const char *name);

/* The same for what the user has chosen. */
char *config_path(const char *name);

/* Makes the folders that lead to a path, for the owner alone. False: errno tells. */
bool make_folders(char *path);

#endif
