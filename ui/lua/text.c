/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Text of scripts on its way to a person.
 *
 * A script may come from anywhere, so what it prints must not reach a terminal
 * as it is: control characters would move the cursor or worse. Everything goes
 * through host_push_clean first.
 */

#include <string.h>

#include "ui/lab/wide.h"
#include "ui/lua/inside.h"

/* --- cleaning --- */

/* Control characters, and those that turn the direction of text around. */
static bool harmful(unsigned code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x200b && code <= 0x200f) ||
	       (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
	       code == 0xfeff;
}

const char *host_push_clean(lua_State *L, const char *text, size_t length)
{
	const unsigned char *at = (const unsigned char *)text;
	luaL_Buffer buffer;

	luaL_buffinit(L, &buffer);
	while (length > 0) {
		uint32_t code = 0;
		size_t bytes = wide_decode((const char *)at, length, &code);

		if (bytes > 0 && (code == '\n' || !harmful(code)))
			luaL_addlstring(&buffer, (const char *)at, bytes);
		else
			luaL_addchar(&buffer, code == '\t' ? ' ' : '?');
		bytes = bytes ? bytes : 1;
		at += bytes;
		length -= bytes;
	}
	luaL_pushresult(&buffer);
	return lua_tostring(L, -1);
}

const char *host_push_shown(lua_State *L, int index)
{
	size_t length;
	const char *text = luaL_tolstring(L, index, &length);

	host_push_clean(L, text, length);
	lua_remove(L, -2);
	return lua_tostring(L, -1);
}

/* --- wrapping --- */

static void print_line(struct host *host, enum lab_tone tone, const char *text, size_t length)
{
	host->meter.lines++;
	host->meter.bytes += length;
	if (!host->lab)
		return;
	lab_hush(host->lab, false);	/* in an exam, this is for the student */
	lab_print(host->lab, tone, "%.*s", (int)length, text);
	lab_hush(host->lab, host->sits && host->inside);
}

static void print_wrapped(struct host *host, enum lab_tone tone, const char *text,
			  size_t length, unsigned columns)
{
	do {
		size_t fits = columns ? wide_fitting(text, length, columns, false) : length;

		print_line(host, tone, text, fits);
		text += fits;
		length -= fits;
		while (length > 0 && *text == ' ') {
			text++;
			length--;
		}
	} while (length > 0);
}

void host_print(lua_State *L, enum lab_tone tone, const char *text, unsigned columns)
{
	struct host *host = host_of(L);

	for (;;) {
		size_t length = strcspn(text, "\n");

		print_wrapped(host, tone, text, length, columns);
		if (!text[length])
			break;
		text += length + 1;
	}
	host_check_end(L);
}
