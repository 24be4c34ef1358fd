/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_TEXT_H
#define VMAPLAB_REPLAY_TEXT_H

/*
 * A text that grows. Starts as all zero; `at` is NULL while nothing was ever
 * put in, else it ends with a NUL. When memory runs out the text keeps what it
 * has, and `broken` tells.
 */

#include <stdbool.h>
#include <stddef.h>

struct replay_text {
	char *at;
	size_t length;
	size_t room;
	bool broken;
};

void replay_add(struct replay_text *t, const char *bytes, size_t length);
void replay_printf(struct replay_text *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Empties the text, keeping its memory for the next use. */
void replay_clear(struct replay_text *t);
void replay_free(struct replay_text *t);

/* The text as a string, "" when there is none. */
const char *replay_string(const struct replay_text *t);

#endif
