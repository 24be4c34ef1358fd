/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The lab's lines on a plain stream.
 *
 * A colour never carries a meaning alone: the words say it too. What comes
 * from a script is not trusted with the terminal: control characters are shown,
 * not sent.
 */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/repl/line.h"
#include "ui/repl/show.h"

static const char *const colour_of[] = {
	[TONE_PLAIN] = NULL,
	[TONE_GOOD] = "\033[32m",
	[TONE_WARN] = "\033[33m",
	[TONE_ERROR] = "\033[31m",
	[TONE_WHY] = "\033[36m",
	[TONE_TEXT] = NULL,
};

struct show show_on(FILE *out)
{
	const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
	bool knows = term && *term && strcmp(term, "dumb") != 0;
	return (struct show){ out, isatty(fileno(out)) && knows && !(none && *none) };
}

static void write_clean(FILE *out, const char *text)
{
	size_t left = strlen(text);
	while (left > 0) {
		size_t length = line_character(text, left);
		if (length)
			fwrite(text, 1, length, out);
		else
			fprintf(out, "\\x%02x", (unsigned char)*text);
		text += length ? length : 1;
		left -= length ? length : 1;
	}
}

void show_line(struct show *show, enum lab_tone tone, const char *text)
{
	const char *colour = show->colour ? colour_of[tone] : NULL;
	if (colour)
		fputs(colour, show->out);
	write_clean(show->out, text);
	fputs(colour ? "\033[m\n" : "\n", show->out);
}

static void sink_line(void *context, enum lab_tone tone, const char *text)
{
	show_line(context, tone, text);
}

struct lab_sink show_sink(struct show *show)
{
	return (struct lab_sink){ sink_line, show };
}
