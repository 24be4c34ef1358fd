/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPL_SHOW_H
#define VMAPLAB_REPL_SHOW_H

/*
 * The lab's lines on a plain stream: a terminal, a pipe or a file.
 */

#include <stdbool.h>
#include <stdio.h>

#include "ui/lab/lab.h"

struct show {
	FILE *out;
	bool colour;
};

/* Colours only on a terminal that knows them, and not with NO_COLOR. */
struct show show_on(FILE *out);

/* A sink that writes to `show`, which must outlive it. */
struct lab_sink show_sink(struct show *show);

void show_line(struct show *show, enum lab_tone tone, const char *text);

#endif
