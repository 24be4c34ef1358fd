/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_CORE_TEXT_H
#define VMAPLAB_CORE_TEXT_H

/*
 * Short sentences put together without stdio. A text that does not fit is cut
 * off; it always ends with a zero byte (room must be at least 1).
 */

#include <stddef.h>
#include <stdint.h>

struct text {
	char *at;	/* where the next character goes */
	size_t room;	/* characters left, the ending zero included */
};

struct text text_begin(char *buffer, size_t room);
void text_add(struct text *text, const char *words);
void text_decimal(struct text *text, uint64_t number);
void text_hex(struct text *text, uint64_t number);	/* with 0x */

#endif
