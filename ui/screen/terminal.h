/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_TERMINAL_H
#define VMAPLAB_TERMINAL_H

/*
 * The terminal: taken over, given back whole however the program ends, and
 * listened to.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Takes the terminal over. False: `why` gets a sentence. */
bool terminal_open(char *why, size_t room);

/* Gives it back. Does nothing when it is not open. */
void terminal_close(void);

/* What has happened since the last call. */
struct terminal_news {
	bool resized;
	bool resumed;		/* we were stopped and go on: draw everything */
	bool interrupted;	/* ^C */
	bool gone;		/* nobody is there any more */
};
struct terminal_news terminal_news(void);

/* The present size in cells; at least 1 x 1. */
void terminal_size(int *height, int *width);

/* Waits for input or news, for ever with a negative time. False: time is over. */
bool terminal_wait(int milliseconds);

/* True while we are in the foreground: only then may be drawn. */
bool terminal_ours(void);

/* What is written to standard output goes to `fd` instead from now on; -1: to the
 * terminal again. The terminal is still given back whole. False: errno tells. */
bool terminal_divert(int fd);

/* Writes to the terminal, also while standard output is diverted. */
void terminal_write(const char *bytes, size_t length);

#endif
