/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPL_INPUT_H
#define VMAPLAB_REPL_INPUT_H

/*
 * Lines from a pipe or a file, whatever is in it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The longest line that is taken: a pipe without an end of line shall not fill
 * the memory. */
enum { INPUT_LINE_MAX = 1 << 16 };

enum input_result { INPUT_LINE, INPUT_END, INPUT_TOO_LONG, INPUT_FAILED /* errno tells */ };

struct input {
	FILE *file;
	char *text;	/* the line, without its end; NUL bytes may be in it */
	size_t length;
	size_t room;
	size_t number;	/* of the line, from 1 */
};

/* Reads the next line. An end of line may be "\n", "\r\n" or the end of the
 * file; a byte order mark before the first line is left out. */
enum input_result input_read(struct input *input);
void input_close(struct input *input);

#endif
