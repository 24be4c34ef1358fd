/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPL_NEAREST_H
#define VMAPLAB_REPL_NEAREST_H

/*
 * What was meant by a name that does not exist.
 */

#include <stddef.h>

/* The candidate that looks most like `word`; NULL when none comes near. */
const char *nearest_of(const char *word, const char *const *candidates, size_t count);

#endif
