/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_WIDE_H
#define VMAPLAB_LAB_WIDE_H

/*
 * Where a line may be broken in a script that has no blanks.
 */

#include <stdbool.h>
#include <stdint.h>

/* A character of Chinese, Japanese or Korean text, which takes two columns. */
bool wide_character(uint32_t c);

/* May a line be broken between these two, without a blank? Yes beside a wide character;
 * but a full stop, a comma or a closing bracket begins no line, and an opening bracket
 * ends none. */
bool wide_breaks_between(uint32_t before, uint32_t behind);

#endif
