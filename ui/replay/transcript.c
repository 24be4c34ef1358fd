/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading transcripts: a head of three lines, then lines that are known by how
 * they begin.
 *
 * What the head does not tell of the kernel is that of every x86-64 kernel of
 * the kind: blocks of 4 MiB, large entries for devices. How much memory it had
 * only decides what is too much for vmalloc.
 */

#include "ui/replay/transcript.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ui/replay/number.h"

#define MAGIC "#vmapgold "

enum {
	BLOCK_PAGES = 1024,
	TOTALRAM_PAGES = 1 << 19,	/* 2 GiB */
	NR_CPUS = 64,
	PAGES_PER_BIT = 8192,	/* of lazy_max_pages, for each bit of the number of CPUs */
};

bool transcript_refuse(struct transcript *t, const char *format, ...)
{
	va_list args;

	if (t->item == TRANSCRIPT_BAD)
		return false;
	t->item = TRANSCRIPT_BAD;
	va_start(args, format);
	vsnprintf(t->problem, sizeof(t->problem), format, args);
	va_end(args);
	return false;
}

static bool starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* Takes a line as it comes. False: there is none. */
static bool take_line(struct transcript *t)
{
	enum trace_lines_result result = trace_lines_next(&t->lines);

	t->line = t->lines.number;
	t->text = result == LINES_LINE ? t->lines.text : "";
	if (result == LINES_BAD)
		return transcript_refuse(t, "%s", t->lines.problem);
	if (result == LINES_END)
		t->item = TRANSCRIPT_END;
	return result == LINES_LINE;
}

/* --- the head --- */

enum { CONST_PAGE_SIZE, CONST_START, CONST_END, CONST_LAZY, CONST_CPUS, CONSTS };

static const struct {
	const char *name;
	bool hex;
} consts[CONSTS] = {
	[CONST_PAGE_SIZE] = { "PAGE_SIZE", true },
	[CONST_START] = { "VMALLOC_START", true },
	[CONST_END] = { "VMALLOC_END", true },
	[CONST_LAZY] = { "lazy_max_pages", false },
	[CONST_CPUS] = { "cpus", false },
};

/* As many CPUs online as the limit of lazy pages allows. */
static bool set_cpus(struct transcript *t, uint64_t cpus, uint64_t lazy_max_pages)
{
	uint64_t bits = lazy_max_pages / PAGES_PER_BIT;

	if (cpus < 1 || cpus > CPU_MAX)
		return transcript_refuse(t, "cpus makes no sense; expected 1 to %d", CPU_MAX);
	t->space.cpus = (uint32_t)cpus;
	if (bits < 1 || lazy_max_pages % PAGES_PER_BIT || bits > 7 ||
	    (uint64_t)1 << (bits - 1) > cpus)
		return transcript_refuse(t, "lazy_max_pages makes no sense; expected %d for each "
					 "bit of the number of CPUs online", PAGES_PER_BIT);
	uint64_t most = ((uint64_t)1 << bits) - 1;
	t->space.online = (uint32_t)(most < cpus ? most : cpus);
	return true;
}

static bool set_space(struct transcript *t, const uint64_t value[CONSTS])
{
	t->space = (struct space){
		.start = value[CONST_START], .end = value[CONST_END],
		.levels = value[CONST_START] < 0xffff800000000000 ? 5 : 4,
		.nrcpus = NR_CPUS, .block_pages = BLOCK_PAGES, .totalram = TOTALRAM_PAGES,
		.huge = 1, .initialized = 1,
	};
	if (value[CONST_PAGE_SIZE] != PAGE_SIZE)
		return transcript_refuse(t, "PAGE_SIZE makes no sense; expected 1000");
	if (t->space.start >= t->space.end || t->space.start % PAGE_SIZE)
		return transcript_refuse(t, "the space makes no sense; expected VMALLOC_START "
					 "below VMALLOC_END, both of x86-64");
	return set_cpus(t, value[CONST_CPUS], value[CONST_LAZY]);
}

static bool read_const(struct transcript *t, struct trace_word word, uint64_t value[CONSTS])
{
	struct trace_word key, number;

	if (!trace_split(word, &key, &number))
		return transcript_refuse(t, "'%.*s' stands in the #const line; expected KEY=VALUE",
					 SHOWN(word));
	for (unsigned int i = 0; i < CONSTS; i++) {
		if (!trace_word_is(key, consts[i].name))
			continue;
		t->consts |= 1u << i;
		if (!(consts[i].hex ? trace_hex : trace_number)(number, &value[i]))
			return transcript_refuse(t, "'%.*s' is no number; expected %s digits",
						 SHOWN(number), consts[i].hex ? "hex" : "decimal");
	}
	return true;
}

static bool read_consts(struct transcript *t)
{
	const char *at = t->text + strlen("#const ");
	uint64_t value[CONSTS] = { 0 };

	while (*at)
		if (!read_const(t, trace_take(&at, ' '), value))
			return false;
	for (unsigned int i = 0; i < CONSTS; i++)
		if (!(t->consts & 1u << i))
			return transcript_refuse(t, "the #const line lacks %s=", consts[i].name);
	return set_space(t, value);
}

static bool read_magic(struct transcript *t)
{
	const char *at = t->text + strlen(MAGIC);
	struct trace_word format = trace_take(&at, ' ');

	if (!trace_word_is(format, "1"))
		return transcript_refuse(t, "transcripts of format '%.*s' are not known here; "
					 "expected '" MAGIC "1 NAME'", SHOWN(format));
	t->continues = *at == '+';
	at += t->continues;
	if (!*at || strlen(at) >= sizeof(t->name))
		return transcript_refuse(t, "the transcript has no name, or too long a one; "
					 "expected '" MAGIC "1 NAME'");
	snprintf(t->name, sizeof(t->name), "%s", at);
	return true;
}

static bool read_head(struct transcript *t)
{
	if (!take_line(t))
		return transcript_refuse(t, "the file ends here; expected '" MAGIC "1 NAME'");
	if (!starts(t->text, MAGIC))
		return transcript_refuse(t, "no transcript; expected '" MAGIC "1 NAME' before "
					 "anything else");
	if (!read_magic(t))
		return false;
	while (take_line(t) && t->text[0] == '#')
		if (starts(t->text, "#const ") && !read_consts(t))
			return false;
	if (strcmp(t->text, "init") != 0)
		return transcript_refuse(t, "'%.40s' stands where 'init' is expected", t->text);
	return t->consts || transcript_refuse(t, "there is no #const line above 'init'");
}

bool transcript_is(const char *path)
{
	struct trace_lines lines;
	bool is = trace_lines_open(&lines, path) && trace_lines_next(&lines) == LINES_LINE &&
		  starts(lines.text, MAGIC);

	trace_lines_close(&lines);
	return is;
}

bool transcript_open(struct transcript *t, const char *path)
{
	*t = (struct transcript){ .item = TRANSCRIPT_INIT, .text = "" };
	if (!trace_lines_open(&t->lines, path))
		return transcript_refuse(t, "%s", t->lines.problem);
	return read_head(t);
}

void transcript_close(struct transcript *t)
{
	trace_lines_close(&t->lines);
}

/* --- items --- */

static enum transcript_item read_op(struct transcript *t)
{
	const char *at = t->text + strlen("op ");
	struct trace_word number = trace_take(&at, ' ');

	if (!trace_number(number, &t->op_number)) {
		transcript_refuse(t, "'%.*s' is no number; expected 'op NUMBER ..'",
				  SHOWN(number));
		return TRANSCRIPT_BAD;
	}
	t->script = at;
	return TRANSCRIPT_OP;
}

static enum transcript_item read_before(struct transcript *t)
{
	const char *at = t->text + strlen(" before ");

	t->changed = strcmp(at, "changed") == 0;
	if (t->changed || strcmp(at, "same") == 0)
		return TRANSCRIPT_BEFORE;
	transcript_refuse(t, "'%.40s' makes no sense; expected same or changed", at);
	return TRANSCRIPT_BAD;
}

static bool is_state(const char *text)
{
	return text[0] && strchr("SLKQT", text[0]) && (text[1] == ' ' || !text[1]);
}

static enum transcript_item classify(struct transcript *t)
{
	if (starts(t->text, "op "))
		return read_op(t);
	if (starts(t->text, " before "))
		return read_before(t);
	if (t->text[0] == ' ')
		return TRANSCRIPT_ANSWER;
	if (is_state(t->text))
		return TRANSCRIPT_STATE;
	if (starts(t->text, "A "))
		return TRANSCRIPT_AREA;
	if (strcmp(t->text, "end") == 0)
		return TRANSCRIPT_OVER;
	transcript_refuse(t, "'%.40s' is no line of a transcript; expected an op, what it did, "
			  "the state behind it, or 'end'", t->text);
	return TRANSCRIPT_BAD;
}

enum transcript_item transcript_next(struct transcript *t)
{
	if (t->again) {
		t->again = false;
		return t->item;
	}
	do {
		if (!take_line(t))
			return t->item;
	} while (t->text[0] == '#');
	t->item = classify(t);
	return t->item;
}

void transcript_again(struct transcript *t)
{
	t->again = true;
}
