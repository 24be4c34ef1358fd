/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Text of scripts on its way to a person.
 *
 * A script may come from anywhere, so what it prints must not reach a terminal
 * as it is: control characters would move the cursor or worse. Everything goes
 * through host_push_clean first. Wrapping counts columns, not bytes, and takes
 * a break before any wide character, as Chinese and Japanese have no spaces.
 */

#include <string.h>

#include "ui/lab/wide.h"
#include "ui/lua/inside.h"

/* --- cleaning --- */

/* Length of the character at `text`, 0 when it is not UTF-8; `code` gets it. */
static size_t decode(const unsigned char *text, size_t length, unsigned *code)
{
	static const unsigned least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t bytes = *text < 0x80 ? 1 : *text < 0xc2 ? 0 : *text < 0xe0 ? 2 :
		       *text < 0xf0 ? 3 : *text < 0xf5 ? 4 : 0;

	if (bytes == 0 || bytes > length)
		return 0;
	*code = bytes == 1 ? *text : *text & (0x7fu >> bytes);
	for (size_t i = 1; i < bytes; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (text[i] & 0x3fu);
	}
	if (*code < least[bytes] || *code > 0x10ffff || (*code >= 0xd800 && *code < 0xe000))
		return 0;
	return bytes;
}

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
		unsigned code = 0;
		size_t bytes = decode(at, length, &code);

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

/* How many bytes of `text` fit into a line. */
static size_t fitting(const char *text, size_t length, unsigned columns)
{
	size_t at = 0, last = 0;
	unsigned column = 0, before = ' ';

	while (at < length) {
		unsigned code = '?';
		size_t bytes = decode((const unsigned char *)text + at, length - at, &code);

		if (at > 0 && (code == ' ' || wide_breaks_between(before, code)))
			last = at;
		column += wide_character(code) ? 2 : 1;
		if (column > columns && code != ' ')
			return last ? last : at ? at : bytes;
		at += bytes ? bytes : 1;
		before = code;
	}
	return length;
}

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
		size_t fits = columns ? fitting(text, length, columns) : length;

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
