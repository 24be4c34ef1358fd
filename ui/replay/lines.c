/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading lines through zlib, which passes plain files on as they are.
 *
 * The buffer holds [from, to): what was read and not yet given out. A line is
 * given out in place; the buffer grows only when a line does not fit.
 */

#include "ui/replay/lines.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { FIRST_ROOM = 1 << 16 };

static enum trace_lines_result bad(struct trace_lines *l, const char *what, const char *detail)
{
	snprintf(l->problem, sizeof(l->problem), "%s%s", what, detail);
	return LINES_BAD;
}

bool trace_lines_open(struct trace_lines *l, const char *path)
{
	*l = (struct trace_lines){ 0 };
	errno = 0;
	l->file = gzopen(path, "rb");
	l->buffer = malloc(FIRST_ROOM + 1);
	l->room = FIRST_ROOM;
	if (l->file && l->buffer)
		return true;
	bad(l, "cannot be opened: ", errno ? strerror(errno) : "out of memory");
	return false;
}

void trace_lines_close(struct trace_lines *l)
{
	if (l->file)
		gzclose_r(l->file);
	free(l->buffer);
	l->file = NULL;
	l->buffer = NULL;
}

/* Moves what is left to the front and sees that there is room behind it. */
static bool make_room(struct trace_lines *l)
{
	memmove(l->buffer, l->buffer + l->from, l->to - l->from);
	l->to -= l->from;
	l->from = 0;
	if (l->to < l->room)
		return true;
	char *buffer = l->room < 2 * (size_t)LINES_LONGEST ?
		realloc(l->buffer, 2 * l->room + 1) : NULL;
	if (!buffer)
		return false;
	l->buffer = buffer;
	l->room *= 2;
	return true;
}

/* Reads more of the file behind `to`. */
static enum trace_lines_result fill(struct trace_lines *l)
{
	int problem = Z_OK;

	int n = gzread(l->file, l->buffer + l->to, (unsigned int)(l->room - l->to));
	const char *text = gzerror(l->file, &problem);
	if (problem == Z_BUF_ERROR)
		return bad(l, "the compressed file breaks off here; expected the rest of it", "");
	if (problem == Z_ERRNO)
		return bad(l, "cannot be read: ", strerror(errno));
	if (n < 0 || problem != Z_OK)
		return bad(l, "the compressed file is damaged here: ", text);
	l->to += (size_t)n;
	l->ended = n == 0;
	return LINES_LINE;
}

/* Refuses what is no text, before anybody looks for words in it. */
static enum trace_lines_result check_bytes(struct trace_lines *l)
{
	const unsigned char *byte = (const unsigned char *)l->text;

	if (l->length && byte[l->length - 1] == '\r')
		return bad(l, "the line ends with a carriage return (CR LF); "
			   "expected lines that end with LF alone", "");
	for (size_t i = 0; i < l->length; i++)
		if (byte[i] < ' ' || byte[i] == 0x7f)
			return bad(l, "the line holds bytes that are no text; "
				   "expected a recording in plain text or gzip", "");
	return LINES_LINE;
}

static enum trace_lines_result give(struct trace_lines *l, size_t length)
{
	l->text = l->buffer + l->from;
	l->length = length;
	l->buffer[l->from + length] = '\0';
	l->from += length < l->to - l->from ? length + 1 : length;
	return check_bytes(l);
}

enum trace_lines_result trace_lines_next(struct trace_lines *l)
{
	l->number++;
	for (size_t seen = 0;;) {
		char *from = l->buffer + l->from;
		char *end = memchr(from + seen, '\n', l->to - l->from - seen);
		seen = end ? (size_t)(end - from) : l->to - l->from;
		if (seen > LINES_LONGEST)
			return bad(l, "the line is longer than 1 MiB; "
				   "expected a recording in plain text or gzip", "");
		if (end || (l->ended && seen))
			return give(l, seen);
		if (l->ended)
			return LINES_END;
		if (!make_room(l))
			return bad(l, "out of memory", "");
		if (fill(l) == LINES_BAD)
			return LINES_BAD;
	}
}
