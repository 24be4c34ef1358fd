/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The source without its recording macros.
 *
 * The text stays the compiled one, line by line. What goes is how the model
 * keeps its memory: STEP, ENTER and COUNT lines are not shown; SET(x, v) reads
 * x = v and unlikely(x) reads x; m->g->name reads name; m->va_end[va] reads
 * va->va_end. Comments and strings are left alone.
 */

#include "ui/lab/source.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* A growing text. */
struct text {
	char *at;
	size_t length, room;
	bool failed;
};

static void put(struct text *text, const char *from, size_t length)
{
	if (text->length + length + 1 > text->room) {
		size_t room = (text->length + length + 1) * 2;
		char *grown = text->failed ? NULL : realloc(text->at, room);
		if (!grown) {
			text->failed = true;
			return;
		}
		text->at = grown;
		text->room = room;
	}
	memcpy(text->at + text->length, from, length);
	text->length += length;
	text->at[text->length] = '\0';
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Does `at` begin with `what`, as a word of its own? */
static bool word_here(const char *begin, const char *at, const char *what)
{
	return strncmp(at, what, strlen(what)) == 0 && (at == begin || !is_word(at[-1])) &&
	       (at == begin || (at[-1] != '>' && at[-1] != '.'));
}

/* The length of a comment, string or character constant at `at`; 0: none. */
static size_t literal_length(const char *at)
{
	if (at[0] == '/' && at[1] == '*') {
		const char *end = strstr(at + 2, "*/");
		return end ? (size_t)(end + 2 - at) : strlen(at);
	}
	if (*at != '"' && *at != '\'')
		return 0;
	const char *end = at + 1;
	for (; *end && *end != *at && *end != '\n'; end++)
		if (*end == '\\' && end[1])
			end++;
	return (size_t)(end - at) + (*end == *at);
}

/* The bracket that closes the one at `at`; NULL: none. `comma` gets the first
 * comma directly inside, if there is one. */
static const char *closing(const char *at, const char **comma)
{
	int depth = 0;
	if (comma)
		*comma = NULL;
	while (*at) {
		size_t literal = literal_length(at);
		if (literal) {
			at += literal;
			continue;
		}
		if (strchr("([{", *at))
			depth++;
		else if (strchr(")]}", *at) && --depth == 0)
			return at;
		else if (*at == ',' && depth == 1 && comma && !*comma)
			*comma = at;
		at++;
	}
	return NULL;
}

/* --- pieces of text --- */

static void tidy_text(struct text *out, const char *from, const char *to);

/* Arrays by handle: of structs, and of single fields. */
static const struct {
	const char *text;
	const char *field;	/* NULL: a field of the struct follows */
} arrays[] = {
	{ "m->va_start[", "va_start" }, { "m->va_end[", "va_end" }, { "m->next[", "next" },
	{ "va_start[", "va_start" }, { "va_end[", "va_end" }, { "next[", "next" },
	{ "left[2 * ", "left" }, { "right[2 * ", "right" },	/* in pairs: struct area_node */
	{ "m->node[", NULL }, { "m->up[", NULL }, { "m->rest[", NULL }, { "m->vm[", NULL },
	{ "m->block[", NULL }, { "m->table[", NULL }, { "m->notifier[", NULL },
	{ "m->object[", NULL },
};

/* The array that is accessed at `at`, or -1. */
static int array_here(const char *begin, const char *at)
{
	for (size_t i = 0; i < LENGTH(arrays); i++)
		if (word_here(begin, at, arrays[i].text))
			return (int)i;
	return -1;
}

static bool is_simple(const char *from, const char *to)
{
	for (; from < to; from++)
		if (strchr("+*/ ?", *from))
			return false;
	return true;
}

/* Writes HANDLE->; returns where to go on, or NULL when it is no such access. */
static const char *tidy_access(struct text *out, const char *at, const char *to, int array)
{
	const char *handle = at + strlen(arrays[array].text);
	const char *end = closing(strchr(at, '['), NULL);
	const char *field = arrays[array].field;
	if (!end || end >= to || (!field && end[1] != '.'))
		return NULL;
	bool simple = is_simple(handle, end);
	if (!simple)
		put(out, "(", 1);
	tidy_text(out, handle, end);
	put(out, simple ? "->" : ")->", simple ? 2 : 3);
	if (field)
		put(out, field, strlen(field));
	return field ? end + 1 : end + 2;
}

/* SET(x, v) reads x = v. */
static const char *tidy_set(struct text *out, const char *at, const char *to)
{
	const char *open = strchr(at, '(');
	const char *comma;
	const char *end = closing(open, &comma);
	if (!end || end >= to || !comma)
		return NULL;
	tidy_text(out, open + 1, comma);
	put(out, " =", 2);
	tidy_text(out, comma + 1, end);
	return end + 1;
}

/* What is only for the compiler: unlikely(x) reads x. */
static const char *tidy_hint(struct text *out, const char *at, const char *to)
{
	const char *open = strchr(at, '(');
	const char *end = closing(open, NULL);
	if (!end || end >= to)
		return NULL;
	tidy_text(out, open + 1, end);
	return end + 1;
}

static const char *tidy_one(struct text *out, const char *begin, const char *at, const char *to)
{
	size_t literal = literal_length(at);
	if (literal) {
		put(out, at, literal);
		return at + literal;
	}
	if (word_here(begin, at, "m->g->"))
		return at + strlen("m->g->");
	const char *next = NULL;
	int array = array_here(begin, at);
	if (word_here(begin, at, "SET("))
		next = tidy_set(out, at, to);
	else if (word_here(begin, at, "unlikely(") || word_here(begin, at, "likely("))
		next = tidy_hint(out, at, to);
	else if (array >= 0)
		next = tidy_access(out, at, to, array);
	if (next)
		return next;
	put(out, at, 1);
	return at + 1;
}

static void tidy_text(struct text *out, const char *from, const char *to)
{
	for (const char *at = from; at < to;)
		at = tidy_one(out, from, at, to);
}

/* --- whole statements that are not shown --- */

/* The length of a hidden statement that begins a line, its newline included. */
static size_t hidden_length(const char *line)
{
	static const char *const hidden[] = { "STEP(", "ENTER(", "COUNT(" };
	const char *at = line + strspn(line, "\t ");
	for (size_t i = 0; i < LENGTH(hidden); i++) {
		if (strncmp(at, hidden[i], strlen(hidden[i])) != 0)
			continue;
		const char *end = closing(strchr(at, '('), NULL);
		if (!end || end[1] != ';')
			return 0;
		return (size_t)(end + 2 - line) + strcspn(end + 2, "\n");
	}
	return 0;
}

bool source_is_step(const char *line, const char **name, size_t *length)
{
	line += strspn(line, "\t ");
	if (strncmp(line, "STEP(", 5) != 0)
		return false;
	*name = line + 5;
	*length = strcspn(*name, ")");
	return (*name)[*length] == ')';
}

/* --- files --- */

/* All lines as one text. */
static char *join_lines(const struct source_file *file)
{
	struct text text = { 0 };
	put(&text, "", 0);
	for (size_t i = 0; i < file->count; i++) {
		put(&text, file->lines[i], strlen(file->lines[i]));
		put(&text, "\n", 1);
	}
	if (text.failed) {
		free(text.at);
		return NULL;
	}
	return text.at;
}

/* Blanks out hidden statements and notes their lines. */
static void hide_lines(char *source, bool *hidden)
{
	for (size_t line = 0; *source; line++) {
		size_t length = hidden_length(source);
		for (size_t i = 0; i < length; i++) {
			hidden[line] = true;
			if (source[i] == '\n')
				line++;
			else
				source[i] = ' ';
		}
		source += length;
		source += strcspn(source, "\n");
		source += *source == '\n';
	}
}

/* Cuts the tidied text into lines again. */
static bool split_lines(const char *text, const bool *hidden, size_t count, char **out)
{
	for (size_t i = 0; i < count; i++) {
		size_t length = strcspn(text, "\n");
		out[i] = hidden[i] ? NULL : strndup(text, length);
		if (!hidden[i] && !out[i])
			return false;
		text += length + (text[length] == '\n');
	}
	return true;
}

bool tidy_file(const struct source_file *file, char **out)
{
	struct text text = { 0 };
	bool *hidden = calloc(file->count + 1, sizeof(*hidden));
	char *source = join_lines(file);
	bool done = false;
	if (hidden && source) {
		hide_lines(source, hidden);
		put(&text, "", 0);
		tidy_text(&text, source, source + strlen(source));
		done = !text.failed && split_lines(text.at, hidden, file->count, out);
	}
	free(text.at);
	free(source);
	free(hidden);
	return done;
}
