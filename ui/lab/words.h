/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_WORDS_H
#define VMAPLAB_LAB_WORDS_H

/*
 * A line of commands, cut into words.
 *
 * Blanks part words; quotes ('..' and "..") and parentheses keep them
 * together; `;` and a line's end part commands; `#` at the beginning of a word
 * starts a comment, and so does `--`, as in Lua.
 */

#include <stdbool.h>
#include <stddef.h>

struct words {
	char **at;		/* each from malloc */
	size_t count, room;
};

/* Reads the next command of *line and moves *line behind it. False: a quote
 * or parenthesis is not closed (`error` tells, in a sentence that lives for
 * ever), or there is no memory. */
bool words_read(struct words *words, const char **line, const char **error);
bool words_add(struct words *words, const char *text, size_t length);
void words_clear(struct words *words);

/* Joins words from `from` on with blanks; NULL: no memory. The caller frees. */
char *words_join(const char *const *word, size_t count);

/* The word as one must type it; quotes only where they are needed. Cut off at `room`. */
const char *words_quote(const char *word, char *text, size_t room);

#endif
