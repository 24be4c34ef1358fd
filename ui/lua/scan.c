/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Cutting Lua into tokens, as the manual of Lua 5.4 has it. Only what matters here
 * is told apart: names, strings, numbers; of signs only `..` and `::` are longer
 * than a character.
 */

#include "ui/lua/scan.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* --- where things end --- */

struct source {
	const char *at, *end;
	size_t line;
};

static size_t left(const struct source *s)
{
	return (size_t)(s->end - s->at);
}

/* `[[`, `[==[`: how many signs of equality; -1: it is none. */
static int long_level(const struct source *s)
{
	size_t i = 1;
	while (i < left(s) && s->at[i] == '=')
		i++;
	return *s->at == '[' && i < left(s) && s->at[i] == '[' ? (int)i - 1 : -1;
}

static bool closes(const struct source *s, int level)
{
	size_t length = (size_t)level + 2;
	if (left(s) < length || s->at[0] != ']' || s->at[length - 1] != ']')
		return false;
	for (size_t i = 1; i + 1 < length; i++)
		if (s->at[i] != '=')
			return false;
	return true;
}

static void pass(struct source *s, size_t length)
{
	for (; length > 0 && s->at < s->end; length--)
		s->line += *s->at++ == '\n';
}

static void pass_long(struct source *s, int level)
{
	while (s->at < s->end && !closes(s, level))
		pass(s, 1);
	pass(s, (size_t)level + 2);
}

static void pass_short(struct source *s)
{
	char quote = *s->at;
	pass(s, 1);
	while (s->at < s->end && *s->at != quote && *s->at != '\n') {
		if (s->at[0] == '\\' && left(s) > 1 && s->at[1] == 'z') {
			pass(s, 2);
			while (s->at < s->end && isspace((unsigned char)*s->at))
				pass(s, 1);
		} else {
			pass(s, *s->at == '\\' ? 2 : 1);
		}
	}
	pass(s, 1);
}

static void pass_comment(struct source *s)
{
	pass(s, 2);
	int level = s->at < s->end ? long_level(s) : -1;
	if (level >= 0)
		pass_long(s, level);
	else
		while (s->at < s->end && *s->at != '\n')
			s->at++;
}

static void pass_blanks(struct source *s)
{
	while (s->at < s->end) {
		if (isspace((unsigned char)*s->at))
			pass(s, 1);
		else if (left(s) > 1 && s->at[0] == '-' && s->at[1] == '-')
			pass_comment(s);
		else
			return;
	}
}

static bool in_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static enum token_kind pass_token(struct source *s)
{
	const char *begin = s->at;
	if (isdigit((unsigned char)*s->at)) {
		while (s->at < s->end && (in_name(*s->at) || (*s->at == '.' && s->at[-1] != '.')))
			s->at++;
		return TOKEN_NUMBER;
	}
	while (s->at < s->end && in_name(*s->at))
		s->at++;
	if (s->at > begin)
		return TOKEN_NAME;
	int level = long_level(s);
	if (level >= 0)
		pass_long(s, level);
	else if (*s->at == '"' || *s->at == '\'')
		pass_short(s);
	else
		pass(s, left(s) > 1 && s->at[0] == s->at[1] && strchr(".:", s->at[0]) ? 2 : 1);
	return level >= 0 || *begin == '"' || *begin == '\'' ? TOKEN_STRING : TOKEN_SIGN;
}

/* --- the list --- */

static bool add(struct scan *scan, const struct token *token)
{
	if ((scan->tokens & (scan->tokens + 1)) == 0) {	/* its room is full: 1, 3, 7... */
		size_t room = 2 * scan->tokens + 1;
		struct token *grown = realloc(scan->token, room * sizeof(*grown));
		if (!grown)
			return false;
		scan->token = grown;
	}
	scan->token[scan->tokens++] = *token;
	return true;
}

bool scan_open(struct scan *scan, const char *text, size_t length)
{
	struct source s = { text, text + length, 1 };
	struct token token = { .kind = TOKEN_NAME };
	*scan = (struct scan){ 0 };
	while (token.kind != TOKEN_END) {
		pass_blanks(&s);
		token = (struct token){ TOKEN_END, s.line, s.at, 0 };
		if (s.at < s.end)
			token.kind = pass_token(&s);
		token.length = (size_t)(s.at - token.at);
		if (!add(scan, &token)) {
			scan_close(scan);
			return false;
		}
	}
	return true;
}

void scan_close(struct scan *scan)
{
	free(scan->token);
	*scan = (struct scan){ 0 };
}

/* --- looking at one --- */

bool token_is(const struct token *token, const char *text)
{
	return token->kind != TOKEN_STRING && token->length == strlen(text) &&
	       memcmp(token->at, text, token->length) == 0;
}

bool name_is_keyword(const char *name)
{
	static const char *const keywords[] = {
		"and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if",
		"in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
	};
	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
		if (strcmp(name, keywords[i]) == 0)
			return true;
	return false;
}

/* --- strings --- */

static size_t write_utf8(unsigned long code, char *to)
{
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	size_t bytes = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	for (size_t i = bytes; i-- > 1; code >>= 6)
		to[i] = (char)(0x80 | (code & 0x3f));
	to[0] = (char)((0xf0 << (4 - bytes) & 0xff) | (long)code);
	return bytes;
}

/* One escape behind its backslash. Moves both. */
static void take_escape(const char **at, const char *end, char **to)
{
	static const char from[] = "abfnrtv", into[] = "\a\b\f\n\r\t\v";
	const char *which = strchr(from, **at);
	char *behind;
	if (**at == 'x' || isdigit((unsigned char)**at)) {
		char digits[4] = "";
		bool hex = **at == 'x';
		*at += hex;
		for (size_t i = 0; i < (hex ? 2 : 3) && *at < end && isxdigit((unsigned char)**at) &&
		     (hex || isdigit((unsigned char)**at)); i++)
			digits[i] = *(*at)++;
		*(*to)++ = (char)strtoul(digits, NULL, hex ? 16 : 10);
	} else if (**at == 'u' && *at + 1 < end && (*at)[1] == '{') {
		*to += write_utf8(strtoul(*at + 2, &behind, 16) & 0x1fffff, *to);
		*at = behind < end ? behind + 1 : end;
	} else if (**at == 'z') {
		for ((*at)++; *at < end && isspace((unsigned char)**at);)
			(*at)++;
	} else {
		*(*to)++ = which ? into[which - from] : **at;
		(*at)++;
	}
}

/* The text between long brackets; a newline right behind the first is none of it. */
static char *long_string(const struct token *token)
{
	size_t head = strspn(token->at + 1, "=") + 2;
	if (token->length < 2 * head)
		return strdup("");
	const char *at = token->at + head, *end = token->at + token->length - head;
	if (at < end && *at == '\n')
		at++;
	return strndup(at, (size_t)(end - at));
}

char *token_string(const struct token *token)
{
	if (*token->at == '[')
		return long_string(token);
	const char *at = token->at + 1, *end = token->at + token->length - 1;
	char *text = malloc(token->length + 1), *to = text;
	while (text && at < end) {
		if (*at != '\\' || at + 1 == end) {
			*to++ = *at++;
			continue;
		}
		at++;
		take_escape(&at, end, &to);
	}
	if (text)
		*to = '\0';
	return text;
}
