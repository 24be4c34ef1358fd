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

static bool read_digits(struct trace_word word, unsigned int base, uint64_t *value)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < word.length; i++) {
		unsigned int digit = digit_of(word.at[i]);
		if (digit >= base || sum > (UINT64_MAX - digit) / base)
			return false;
		sum = sum * base + digit;
	}
	*value = sum;
	return word.length != 0;
}

bool trace_number(struct trace_word word, uint64_t *value)
{
	if (word.length > 2 && word.at[0] == '0' && word.at[1] == 'x')
		return read_digits((struct trace_word){ word.at + 2, word.length - 2 }, 16, value);
	return read_digits(word, 10, value);
}

bool trace_hex(struct trace_word word, uint64_t *value)
{
	for (size_t i = 0; i < word.length; i++)
		if (word.at[i] >= 'A' && word.at[i] <= 'F')
			return false;
	return read_digits(word, 16, value);
}

bool trace_hex_range(struct trace_word word, uint64_t *start, uint64_t *end)
{
	struct trace_word first, second;

	return trace_cut(word, '-', &first, &second) && trace_hex(first, start) &&
	       trace_hex(second, end);
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

bool trace_cut(struct trace_word word, char separator, struct trace_word *before,
	       struct trace_word *behind)
{
	const char *at = word.length ? memchr(word.at, separator, word.length) : NULL;

	if (!at)
		return false;
	*before = (struct trace_word){ word.at, (size_t)(at - word.at) };
	*behind = (struct trace_word){ at + 1, word.length - before->length - 1 };
	return true;
}

bool trace_split(struct trace_word word, struct trace_word *key, struct trace_word *value)
{
	if (trace_cut(word, '=', key, value))
		return true;
	*key = (struct trace_word){ word.at, 0 };
	*value = word;
	return false;
}
