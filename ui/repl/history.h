/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPL_HISTORY_H
#define VMAPLAB_REPL_HISTORY_H

/*
 * Where the history of commands lies on the disk.
 */

#include <stddef.h>

/* Finds the file of the history, makes it and its folders where they are
 * missing (for the owner only), and gives its name, which the caller frees.
 * NULL: it cannot be kept; `hint` gets one sentence why. */
char *history_place(char *hint, size_t room);

#endif
