/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Numbers and words, without copying and without the surprises of strtoull
 * (signs, blanks, octal).
 */

#include "ui/replay/number.h"

#include <string.h>

static unsigned int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned int)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (unsigned int)(c - 'A') + 10;
	return 16;
}

bool trace_number(struct trace_word word, uint64_t *value)
{
	bool hex = word.length > 2 && word.at[0] == '0' && word.at[1] == 'x';
	unsigned int base = hex ? 16 : 10;
	uint64_t sum = 0;

	if (word.length == 0)
		return false;
	for (size_t i = hex ? 2 : 0; i < word.length; i++) {
		unsigned int digit = digit_of(word.at[i]);
		if (digit >= base || sum > (UINT64_MAX - digit) / base)
			return false;
		sum = sum * base + digit;
	}
	*value = sum;
	return true;
}

struct trace_word trace_take(const char **at, char separator)
{
	struct trace_word word = { *at, 0 };
	const char *end = strchr(*at, separator);

	word.length = end ? (size_t)(end - *at) : strlen(*at);
	*at = end ? end + 1 : *at + word.length;
	return word;
}

bool trace_word_is(struct trace_word word, const char *text)
{
	return strlen(text) == word.length && memcmp(word.at, text, word.length) == 0;
}

bool trace_split(struct trace_word word, struct trace_word *key, struct trace_word *value)
{
	const char *equals = word.length ? memchr(word.at, '=', word.length) : NULL;

	*key = (struct trace_word){ word.at, equals ? (size_t)(equals - word.at) : 0 };
	*value = word;
	if (!equals)
		return false;
	value->at = equals + 1;
	value->length = word.length - key->length - 1;
	return true;
}
