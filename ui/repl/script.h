/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPL_SCRIPT_H
#define VMAPLAB_REPL_SCRIPT_H

/*
 * Finding the script that a person means.
 */

#include <stdbool.h>
#include <stddef.h>

/*
 * `word` is a file, or the name of a lesson or scenario. Returns the path of the script,
 * which the caller frees. NULL: it is neither, and `why` gets a sentence with
 * the nearest name. A word that looks like a file ("a/b", "x.lua") is taken
 * for one even if it is not there.
 */
char *script_find(const char *word, char *why, size_t room);

#endif
