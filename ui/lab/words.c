/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Cutting a line into commands and words, by one pass over its characters.
 */

#include "ui/lab/words.h"

#include <stdlib.h>
#include <string.h>

#include "ui/lab/language.h"

void words_clear(struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->at[i]);
	free(words->at);
	memset(words, 0, sizeof(*words));
}

bool words_add(struct words *words, const char *text, size_t length)
{
	if (words->count == words->room) {
		size_t room = words->room ? words->room * 2 : 8;
		char **at = realloc(words->at, room * sizeof(*at));
		if (!at)
			return false;
		words->at = at;
		words->room = room;
	}
	char *copy = strndup(text, length);
	if (!copy)
		return false;
	words->at[words->count++] = copy;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool ends_command(char c)
{
	return c == '\0' || c == ';' || c == '\n';
}

/* One word, quotes taken off, into `text` (large enough for the whole line).
 * Returns the first character behind it; NULL: something is not closed. */
static const char *read_word(const char *from, char *text, size_t *length, const char **error)
{
	int depth = 0;
	char quote = '\0';
	*length = 0;
	for (; *from; from++) {
		char c = *from;
		if (quote && c == quote) {
			quote = '\0';
			continue;
		}
		if (!quote && (c == '"' || c == '\'')) {
			quote = c;
			continue;
		}
		if (!quote && depth == 0 && (is_blank(c) || ends_command(c)))
			break;
		if (quote == '"' && c == '\\' && (from[1] == '"' || from[1] == '\\'))
			c = *++from;
		else if (!quote)
			depth += (c == '(') - (c == ')' && depth > 0);
		text[(*length)++] = c;
	}
	if (!quote && depth == 0)
		return from;
	*error = quote ? _("a quote is not closed") : _("a '(' is not closed");
	return NULL;
}

/* `#`, or as in a saved session `--`, with a blank behind it or at the very
 * beginning: 3 --2 is a sum. */
static bool begins_comment(const char *at, bool first)
{
	if (*at == '#')
		return true;
	return at[0] == '-' && at[1] == '-' &&
	       (first || at[2] == '\0' || at[2] == '\n' || is_blank(at[2]));
}

bool words_read(struct words *words, const char **line, const char **error)
{
	const char *at = *line;
	char *text = malloc(strlen(at) + 1);
	size_t length;
	*error = _("no memory for this line");
	while (text) {
		while (is_blank(*at))
			at++;
		if (begins_comment(at, words->count == 0))
			at += strcspn(at, "\n");
		if (ends_command(*at))
			break;
		at = read_word(at, text, &length, error);
		if (!at || !words_add(words, text, length)) {
			free(text);
			return false;
		}
	}
	bool read = text != NULL;
	free(text);
	*line = *at ? at + 1 : at;
	return read;
}

char *words_join(const char *const *word, size_t count)
{
	size_t length = 1;
	for (size_t i = 0; i < count; i++)
		length += strlen(word[i]) + 1;
	char *text = malloc(length);
	if (!text)
		return NULL;
	char *end = text;
	*end = '\0';
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			*end++ = ' ';
		end = stpcpy(end, word[i]);
	}
	return text;
}

/* A word that reads the same without quotes. */
static bool is_plain(const char *word)
{
	return *word && !begins_comment(word, true) && !strpbrk(word, " \t\r\n;\"'()");
}

const char *words_quote(const char *word, char *text, size_t room)
{
	size_t n = 0;
	bool plain = is_plain(word);
	if (!plain && n + 1 < room)
		text[n++] = '"';
	for (; *word && n + 2 < room; word++) {
		if (!plain && (*word == '"' || *word == '\\'))
			text[n++] = '\\';
		if (n + 2 < room)
			text[n++] = *word;
	}
	if (!plain && n + 1 < room)
		text[n++] = '"';
	text[n] = '\0';
	return text;
}
