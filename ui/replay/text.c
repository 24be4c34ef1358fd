/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A text that grows: doubling room, so that adding is cheap on average.
 */

#include "ui/replay/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for `more` bytes and the NUL behind them. */
static bool reserve(struct replay_text *t, size_t more)
{
	size_t room = t->room ? t->room : 256;
	while (room - t->length <= more)
		room *= 2;
	if (room == t->room)
		return true;
	char *at = realloc(t->at, room);
	if (!at) {
		t->broken = true;
		return false;
	}
	t->at = at;
	t->room = room;
	return true;
}

void replay_add(struct replay_text *t, const char *bytes, size_t length)
{
	if (!reserve(t, length))
		return;
	if (length)
		memcpy(t->at + t->length, bytes, length);
	t->length += length;
	t->at[t->length] = '\0';
}

void replay_printf(struct replay_text *t, const char *format, ...)
{
	va_list args;

	if (!reserve(t, 255))
		return;
	va_start(args, format);
	int length = vsnprintf(t->at + t->length, t->room - t->length, format, args);
	va_end(args);
	if (length < 0)
		return;
	if ((size_t)length >= t->room - t->length) {
		if (!reserve(t, (size_t)length))
			return;
		va_start(args, format);
		vsnprintf(t->at + t->length, t->room - t->length, format, args);
		va_end(args);
	}
	t->length += (size_t)length;
}

void replay_clear(struct replay_text *t)
{
	t->length = 0;
	t->broken = false;
	if (t->at)
		t->at[0] = '\0';
}

void replay_free(struct replay_text *t)
{
	free(t->at);
	*t = (struct replay_text){ 0 };
}

const char *replay_string(const struct replay_text *t)
{
	return t->at ? t->at : "";
}
