/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_CONFIG_H
#define VMAPLAB_SCREEN_CONFIG_H

/*
 * The file of what the user has chosen: lines of commands that set something,
 * `#` begins a comment. The program reads it when the screen opens and keeps
 * in it what is chosen there.
 */

#include <stdbool.h>
#include <stddef.h>

/* $XDG_CONFIG_HOME/vmaplab/config, or below ~/.config. The caller frees it;
 * NULL: there is no home. */
char *config_place(void);

/* Calls `take` for each line that is not empty, with its number from 1. A file
 * that is not there is empty. False: it cannot be read (errno tells). */
bool config_read(const char *path, void (*take)(void *context, size_t number, const char *line),
		 void *context);

/*
 * Puts `line` in the place of the last line that begins with the words `key`,
 * or at the end; NULL removes all such lines. Everything else in the file stays
 * as it was. The file is replaced at once, so that it is always whole. False:
 * it could not be written, errno tells; the old one is still there.
 */
bool config_keep(const char *path, const char *key, const char *line);

#endif
