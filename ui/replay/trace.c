/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading recordings of format 1.
 *
 * A line is classified by its first word. Numbers are checked here, in every
 * line, so that a damaged file is told as such and not as a fault of the
 * model; their values are compared elsewhere.
 */

#include "ui/replay/trace.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/replay/number.h"
#include "ui/replay/opline.h"

bool trace_refuse(struct trace *t, const char *format, ...)
{
	va_list args;

	if (t->item == TRACE_BAD)	/* the first reason is the one to tell */
		return false;
	t->item = TRACE_BAD;
	va_start(args, format);
	vsnprintf(t->problem, sizeof(t->problem), format, args);
	va_end(args);
	return false;
}

/* --- the head --- */

/* One key of the space line: where its value goes and what it may be. */
struct space_key {
	const char *name;
	uint64_t least, most;
	size_t offset;
	size_t size;
};
#define KEY(name, member, least, most) \
	{ name, least, most, offsetof(struct space, member), sizeof(((struct space *)0)->member) }
#define NUMBER(name, member, least, most) \
	{ name, least, most, offsetof(struct trace, member), sizeof(((struct trace *)0)->member) }

static const struct space_key space_keys[] = {
	KEY("start", start, 0, UINT64_MAX),
	KEY("end", end, 1, UINT64_MAX),
	KEY("cpus", cpus, 1, CPU_MAX),
	KEY("online", online, 1, CPU_MAX),
	KEY("nrcpus", nrcpus, 1, 1 << 20),
	KEY("levels", levels, LEVEL_MAX - 1, LEVEL_MAX),
	KEY("bbits", block_pages, 128, 1 << 16),
	KEY("totalram", totalram, 0, UINT64_MAX),
	KEY("huge", huge, 0, 1),
	KEY("init", initialized, 0, 1),
};
enum { SPACE_KEYS = sizeof(space_keys) / sizeof(space_keys[0]) };

static void store(void *base, const struct space_key *key, uint64_t value)
{
	unsigned char *at = (unsigned char *)base + key->offset;
	uint32_t narrow = (uint32_t)value;

	if (key->size == sizeof(narrow))
		memcpy(at, &narrow, sizeof(narrow));
	else
		memcpy(at, &value, sizeof(value));
}

/* Takes "key=value" with that key off the line; false: something else is there. */
static bool take_key(struct trace *t, const char **at, const char *name, struct trace_word *value)
{
	struct trace_word key, word = trace_take(at, ' ');

	if (trace_split(word, &key, value) && trace_word_is(key, name))
		return true;
	return trace_refuse(t, "'%.*s' stands in the space line where %s= is expected",
			    SHOWN(word), name);
}

static bool read_space_number(struct trace *t, const char **at, const struct space_key *key)
{
	struct trace_word word;
	uint64_t value = 0;

	if (!take_key(t, at, key->name, &word))
		return false;
	if (!trace_number(word, &value) || value < key->least || value > key->most)
		return trace_refuse(t, "%s=%.*s makes no sense; expected a number from %" PRIu64
				    " to %" PRIu64, key->name, SHOWN(word), key->least, key->most);
	store(&t->space, key, value);
	return true;
}

static bool read_detail(struct trace *t, const char **at)
{
	static const char *const name[] = { "full", "mid", "sparse" };
	struct trace_word word;

	if (!take_key(t, at, "detail", &word))
		return false;
	for (int i = TRACE_FULL; i <= TRACE_SPARSE; i++)
		if (trace_word_is(word, name[i])) {
			t->detail = (enum trace_detail)i;
			return true;
		}
	return trace_refuse(t, "detail=%.*s makes no sense; expected full, mid or sparse",
			    SHOWN(word));
}

static bool read_space(struct trace *t)
{
	const char *at = t->text + strlen("space ");
	struct trace_word word;

	for (int i = 0; i < SPACE_KEYS; i++)
		if (!read_space_number(t, &at, &space_keys[i]))
			return false;
	if (!read_detail(t, &at) || !take_key(t, &at, "every", &word))
		return false;
	if (!trace_number(word, &t->every) || t->every == 0)
		return trace_refuse(t, "every=%.*s makes no sense; expected a number from 1",
				    SHOWN(word));
	if (*at)
		return trace_refuse(t, "'%.20s' stands behind every=; expected nothing more", at);
	if (t->space.start >= t->space.end || t->space.online > t->space.cpus)
		return trace_refuse(t, "the space makes no sense; "
				    "expected start below end, and no more CPUs online than cpus");
	return true;
}

/* --- lines --- */

/* The next line that is no comment. */
static bool next_line(struct trace *t)
{
	do {
		switch (trace_lines_next(&t->lines)) {
		case LINES_LINE:
			break;
		case LINES_END:
			t->item = TRACE_END;
			t->text = "";
			t->line = t->lines.number;
			return false;
		case LINES_BAD:
			t->line = t->lines.number;
			return trace_refuse(t, "%s", t->lines.problem);
		}
	} while (t->lines.text[0] == '#');
	t->text = t->lines.text;
	t->line = t->lines.number;
	return true;
}

static bool starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static bool expect_format(struct trace *t)
{
	if (!next_line(t))
		return trace_refuse(t, t->line == 1 ?
				    "the file is empty; expected a recording or a transcript" :
				    "the file ends here; expected 'format 1'");
	if (strcmp(t->text, "format 1") == 0)
		return true;
	if (starts(t->text, "format "))
		return trace_refuse(t, "'%.40s' is not known here; expected 'format 1'", t->text);
	return trace_refuse(t, "no recording; expected 'format 1' before anything else");
}

bool trace_open(struct trace *t, const char *path)
{
	*t = (struct trace){ .item = TRACE_STATE, .text = "" };
	if (!trace_lines_open(&t->lines, path))
		return trace_refuse(t, "%s", t->lines.problem);
	if (!expect_format(t))
		return false;
	if (!next_line(t))
		return trace_refuse(t, "the file ends here; expected the space line");
	if (!starts(t->text, "space "))
		return trace_refuse(t, "'%.40s' stands where the space line is expected", t->text);
	return read_space(t);
}

void trace_close(struct trace *t)
{
	trace_lines_close(&t->lines);
	free(t->list);
	t->list = NULL;
}

/* --- items --- */

/* A token of the tree listing: START-END:COLOUR FLAGS. */
static bool is_tree_token(struct trace_word word)
{
	const char *dash = memchr(word.at, '-', word.length);
	const char *colon = memchr(word.at, ':', word.length);
	uint64_t value;

	if (!dash || !colon || colon < dash)
		return false;
	struct trace_word start = { word.at, (size_t)(dash - word.at) };
	struct trace_word end = { dash + 1, (size_t)(colon - dash - 1) };
	size_t rest = word.length - (size_t)(colon + 1 - word.at);
	return trace_number(start, &value) && trace_number(end, &value) &&
	       rest >= 2 && rest <= 17 && (colon[1] == 'R' || colon[1] == 'B') &&
	       strspn(colon + 2, "0123456789abcdef") >= rest - 1;
}

static bool is_hash(struct trace_word word)
{
	return word.length == 16 && strspn(word.at, "0123456789abcdef") >= 16;
}

/* A word that begins like a number must be one. */
static bool check_word(struct trace *t, struct trace_word word)
{
	struct trace_word key, value;
	uint64_t number;

	trace_split(word, &key, &value);
	if (trace_word_is(key, "hash"))
		return is_hash(value) ||
		       trace_refuse(t, "hash=%.*s makes no sense; expected 16 hex digits",
				    SHOWN(value));
	if (value.length == 0 && key.length)
		return trace_refuse(t, "'%.*s' lacks its value; expected a number or a word",
				    SHOWN(word));
	if (value.length == 0 || value.at[0] < '0' || value.at[0] > '9')
		return true;
	if (trace_number(value, &number) || (!key.length && is_tree_token(value)))
		return true;
	return trace_refuse(t, "'%.*s' is no number; expected decimal digits, or 0x and hex digits",
			    SHOWN(value));
}

static enum trace_item check_words(struct trace *t, enum trace_item item)
{
	for (const char *at = t->text; *at;)
		if (!check_word(t, trace_take(&at, ' ')))
			return TRACE_BAD;
	return item;
}

static bool is_state(const char *text)
{
	static const char *const word[] = {
		"ev ", "cache ", "lazy ", "lazyq ", "tree ", "pre ", "vbq ", "blk ", "pt ",
		"pte ", "mem ", "work ",
	};

	for (size_t i = 0; i < sizeof(word) / sizeof(word[0]); i++)
		if (starts(text, word[i]))
			return true;
	return strcmp(text, ".") == 0;
}

static enum trace_item classify(struct trace *t)
{
	if (starts(t->text, "op "))
		return trace_read_op(t, t->text) ? TRACE_OP : TRACE_BAD;
	if (starts(t->text, "= "))
		return check_words(t, TRACE_RESULT);
	if (is_state(t->text))
		return check_words(t, TRACE_STATE);
	if (starts(t->text, "end "))
		return check_words(t, TRACE_OVER);
	trace_refuse(t, "'%.40s' is no line of a recording; "
		     "expected an op, its result, a state line or 'end ops=N'", t->text);
	return TRACE_BAD;
}

enum trace_item trace_next(struct trace *t)
{
	if (t->again)
		t->again = false;
	else if (next_line(t))
		t->item = classify(t);
	return t->item;
}

void trace_again(struct trace *t)
{
	t->again = true;
}
