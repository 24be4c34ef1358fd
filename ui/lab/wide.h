/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_WIDE_H
#define VMAPLAB_LAB_WIDE_H

/*
 * Where a line may be broken in a script that has no blanks.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Length of the character at `text`, 0 when it is not UTF-8; `code` gets it. */
size_t wide_decode(const char *text, size_t length, uint32_t *code);

/* A character of Chinese, Japanese or Korean text, which takes two columns. */
bool wide_character(uint32_t c);

/* What a Chinese or Japanese keyboard gives for a character of ASCII (full width), as
 * ASCII; everything else as it is. */
uint32_t wide_plain(uint32_t c);

/* Are two texts the same, but for upper and lower case of ASCII, and for full width? */
bool wide_same(const char *a, const char *b);

/* May a line be broken between these two, without a blank? Yes beside a wide character;
 * but a full stop, a comma or a closing bracket begins no line, and an opening bracket
 * ends none. */
bool wide_breaks_between(uint32_t before, uint32_t behind);

/* How many bytes of `text` go on a line of that many columns. A word that is longer
 * than a line stays whole, or is cut at its end. */
size_t wide_fitting(const char *text, size_t length, unsigned columns, bool whole);

#endif
