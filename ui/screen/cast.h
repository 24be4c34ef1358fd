/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_CAST_H
#define VMAPLAB_SCREEN_CAST_H

/*
 * Recordings of the screen that asciinema plays: asciicast v2, a header and
 * then a line for everything that went to the terminal, each line JSON.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct cast;

/* Begins a recording of a screen of that size. The terminal must be open; from
 * now on what is written to it takes a way through here. NULL: errno tells. */
struct cast *cast_open(const char *path, int height, int width);

/* Passes on to the terminal what was written since the last call, and keeps it.
 * To be called after every picture. False: it could not be kept, errno tells;
 * the terminal has got it. */
bool cast_pass(struct cast *cast, int height, int width);

/* How long it is by now. */
double cast_seconds(const struct cast *cast);

/* Ends it; the terminal is written to as before. False: the end of it was lost. */
bool cast_close(struct cast *cast);

/* The lines of the format: the header, and an event ("o" output, "r" resize).
 * Bytes that are no UTF-8 become a replacement character. */
void cast_write_header(FILE *out, int height, int width, long long now, const char *term);
void cast_write_event(FILE *out, double seconds, char kind, const char *bytes, size_t length);

/* Takes what turns the mouse on or off out of some output; returns its length then. */
size_t cast_without_mouse(char *bytes, size_t length);

#endif
