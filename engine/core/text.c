/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Short sentences put together without stdio.
 */

#include "engine/core/text.h"

struct text text_begin(char *buffer, size_t room)
{
	buffer[0] = '\0';
	return (struct text){ buffer, room };
}

static void add_char(struct text *text, char c)
{
	if (text->room < 2)
		return;
	*text->at++ = c;
	*text->at = '\0';
	text->room--;
}

void text_add(struct text *text, const char *words)
{
	for (; *words; words++)
		add_char(text, *words);
}

static void add_number(struct text *text, uint64_t number, unsigned int base)
{
	char digits[24];
	unsigned int count = 0;

	do {
		digits[count++] = "0123456789abcdef"[number % base];
		number /= base;
	} while (number);
	while (count)
		add_char(text, digits[--count]);
}

void text_decimal(struct text *text, uint64_t number)
{
	add_number(text, number, 10);
}

void text_hex(struct text *text, uint64_t number)
{
	text_add(text, "0x");
	add_number(text, number, 16);
}
