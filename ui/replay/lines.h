/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_LINES_H
#define VMAPLAB_REPLAY_LINES_H

/*
 * A file read line by line, plain or compressed with gzip. Whatever is no
 * text in lines that end with \n is refused with one sentence.
 */

#include <stdbool.h>
#include <stddef.h>

enum { LINES_LONGEST = 1 << 20 };	/* bytes of the longest line that is read */

enum trace_lines_result {
	LINES_LINE,	/* text and length hold the next line, without its \n */
	LINES_END,	/* the file ended properly */
	LINES_BAD,	/* problem tells why the line `number` cannot be read */
};

struct trace_lines {
	const char *text;	/* ends with a NUL; changes with the next line */
	size_t length;
	unsigned long number;	/* of the present line, from 1 */
	char problem[200];

	void *file;		/* private from here */
	char *buffer;
	size_t room, from, to;
	bool ended;
};

/* False: the file cannot be opened; problem tells why. Close it all the same. */
bool trace_lines_open(struct trace_lines *l, const char *path);
enum trace_lines_result trace_lines_next(struct trace_lines *l);
void trace_lines_close(struct trace_lines *l);

#endif
