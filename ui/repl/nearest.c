/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What was meant by a name that does not exist: the one that takes the fewest
 * edits, if they are few for the length of the word.
 */

#include <stdint.h>
#include <string.h>

#include "ui/repl/nearest.h"

enum { LONGEST_NAME = 63 };

static size_t least_of(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;
	return least < c ? least : c;
}

/* Edits (a letter put in, left out, changed) from one word to the other. */
static size_t distance(const char *a, const char *b)
{
	size_t row[LONGEST_NAME + 1], columns = strlen(b);
	if (columns > LONGEST_NAME || strlen(a) > LONGEST_NAME)
		return SIZE_MAX;
	for (size_t j = 0; j <= columns; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= columns; j++) {
			size_t above = row[j];
			row[j] = least_of(above + 1, row[j - 1] + 1,
					  corner + (a[i - 1] != b[j - 1]));
			corner = above;
		}
	}
	return row[columns];
}

const char *nearest_of(const char *word, const char *const *candidates, size_t count)
{
	const char *best = NULL;
	size_t best_distance = strlen(word) / 3 + 2;
	for (size_t i = 0; i < count; i++) {
		size_t d = distance(word, candidates[i]);
		/* A name of which every letter would change is not near. */
		if (d < best_distance && d < strlen(candidates[i])) {
			best = candidates[i];
			best_distance = d;
		}
	}
	return best;
}
