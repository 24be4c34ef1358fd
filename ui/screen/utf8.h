/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_UTF8_H
#define VMAPLAB_UTF8_H

/*
 * UTF-8 and the columns it takes, the same on every system and in every
 * locale: pictures must not depend on the C library's tables.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BROKEN 0xfffdu

/* Takes one character off the front of a NUL-terminated text: returns its
 * number and moves *text behind it. A byte that belongs to no character is
 * taken alone, as UTF8_BROKEN. At the end: 0, and *text stays. */
uint32_t utf8_next(const char **text);

/* Writes a character and a NUL; returns its bytes (1..4). */
size_t utf8_write(uint32_t character, char out[5]);

/* Columns of a character: 0 combining, 1, or 2. Control characters take 1. */
int utf8_width(uint32_t character);

/* Columns of a text. */
int text_width(const char *text);

/* Bytes of the longest front part of a text that takes at most `room` columns. */
size_t text_fitting(const char *text, int room);

/* Bytes of the next row of a text that is broken into rows of `width` columns,
 * without the blank or newline at which it is broken; *taken counts that too. */
size_t text_row(const char *text, int width, size_t *taken);

/* What comes nearest to a character in ASCII; '?' when nothing does. */
char utf8_ascii(uint32_t character);

#endif
