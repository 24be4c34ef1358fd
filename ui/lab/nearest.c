/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What may have been meant: the candidate with the fewest wrong letters, if
 * they are few enough for its length.
 */

#include "ui/lab/nearest.h"

#include <stdint.h>
#include <string.h>

enum { LONGEST = 40 };

void nearest_begin(struct nearest *nearest, const char *word, size_t length)
{
	*nearest = (struct nearest){ .word = word, .length = length, .distance = SIZE_MAX };
}

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;
	return ab < c ? ab : c;
}

/* Letters to insert, remove, replace or swap with their neighbour to get from
 * one word to the other: row by row, with the two rows before. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t rows[3][LONGEST + 1] = { { 0 } };
	for (size_t j = 0; j <= b_length; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];
		row[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
			row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    second[j - 2] + 1 < row[j])
				row[j] = second[j - 2] + 1;
		}
	}
	return rows[a_length % 3][b_length];
}

void nearest_try(struct nearest *nearest, const char *candidate)
{
	size_t length = strlen(candidate);
	if (length > LONGEST || nearest->length > LONGEST || length >= sizeof(nearest->best))
		return;
	size_t d = distance(nearest->word, nearest->length, candidate, length);
	bool begins = nearest->length >= 3 &&
		      strncmp(nearest->word, candidate, nearest->length) == 0;
	if (begins && d > 1)
		d = 1;
	/* Of two that are as near, the first by the alphabet: a table has no order. */
	if (d > nearest->distance ||
	    (d == nearest->distance && strcmp(candidate, nearest->best) > 0))
		return;
	nearest->distance = d;
	memcpy(nearest->best, candidate, length + 1);
}

/* One wrong letter in three is a slip; more is another word. Very short words
 * are all alike. */
bool nearest_found(const struct nearest *nearest)
{
	return nearest->length > 2 &&
	       nearest->distance <= (nearest->length + 1) / 3;
}

const char *nearest_of(const char *word, const char *const *candidates, size_t count)
{
	struct nearest nearest;
	nearest_begin(&nearest, word, strlen(word));
	for (size_t i = 0; i < count; i++)
		nearest_try(&nearest, candidates[i]);
	for (size_t i = 0; nearest_found(&nearest) && i < count; i++)
		if (strcmp(candidates[i], nearest.best) == 0)
			return candidates[i];
	return NULL;
}
