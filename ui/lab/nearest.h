/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_NEAREST_H
#define VMAPLAB_NEAREST_H

/*
 * What was meant by a name that does not exist: for error messages that offer
 * the mend.
 */

#include <stdbool.h>
#include <stddef.h>

/* Finds the candidate that looks most like a word. */
struct nearest {
	const char *word;
	size_t length;
	size_t distance;
	char best[64];
};

void nearest_begin(struct nearest *nearest, const char *word, size_t length);
void nearest_try(struct nearest *nearest, const char *candidate);

/* True when `best` is near enough to be offered. */
bool nearest_found(const struct nearest *nearest);

/* The candidate that looks most like `word`; NULL when none comes near. */
const char *nearest_of(const char *word, const char *const *candidates, size_t count);

#endif
