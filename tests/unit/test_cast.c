/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Recordings: every line is JSON whatever bytes are in it, and says the same
 * bytes again. The reader here is as strict as JSON is.
 */

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/screen/cast.h"
#include "ui/screen/utf8.h"

enum { ROOM = 8000 };

/* --- a strict reader --- */

/* Reads a JSON string at *at into `text`; returns its bytes. */
static size_t json_string(const char **at, char *text)
{
	static const char simple[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	size_t used = 0;

	assert_int_equal(*(*at)++, '"');
	while (**at != '"') {
		unsigned char c = (unsigned char)*(*at)++;

		assert_true(c >= 0x20);
		if (c != '\\') {
			text[used++] = (char)c;
			continue;
		}
		c = (unsigned char)*(*at)++;
		if (c == 'u') {
			char hex[5] = "", *end;

			strncpy(hex, *at, 4);
			used += utf8_write((uint32_t)strtoul(hex, &end, 16), text + used);
			assert_ptr_equal(end, hex + 4);
			*at += 4;
			if (memcmp(hex, "0000", 4) == 0)
				text[used - 1] = '\0';
		} else {
			const char *found = strchr(simple, c);

			assert_true(c != 0 && found);
			text[used++] = meant[found - simple];
		}
	}
	++*at;
	text[used] = '\0';
	return used;
}

static void expect(const char **at, const char *text)
{
	if (strncmp(*at, text, strlen(text)) != 0)
		fail_msg("'%s' is not '%s'", *at, text);
	*at += strlen(text);
}

/* --- events --- */

static size_t round_trip(const char *bytes, size_t length, char *back)
{
	char *line = NULL, *end;
	size_t size, got;
	char kind[ROOM];
	FILE *file = open_memstream(&line, &size);

	assert_non_null(file);
	cast_write_event(file, 1.25, 'o', bytes, length);
	fclose(file);
	const char *at = line;
	expect(&at, "[");
	assert_true(strtod(at, &end) == 1.25);
	at = end;
	expect(&at, ", ");
	json_string(&at, kind);
	assert_string_equal(kind, "o");
	expect(&at, ", ");
	got = json_string(&at, back);
	expect(&at, "]\n");
	assert_int_equal(*at, '\0');
	for (const char *c = line; *c;) {	/* and UTF-8 all through */
		const char *begin = c;

		assert_true(utf8_next(&c) != UTF8_BROKEN || c - begin == 3);
	}
	free(line);
	return got;
}

static void comes_back(const char *bytes, size_t length)
{
	char back[ROOM], copy[ROOM];

	memcpy(copy, bytes, length);
	copy[length] = '\0';
	assert_int_equal(round_trip(copy, length, back), length);
	assert_memory_equal(back, bytes, length);
}

static void events_are_json(void **state)
{
	char control[128];
	(void)state;

	comes_back("", 0);
	comes_back("\033[1;31m\"quoted\" \\ \r\n", 21);
	comes_back("\xe2\x94\x80 \xe6\xbc\xa2 \xf0\x9f\x8c\xb3", 12);
	for (int i = 0; i < 128; i++)
		control[i] = (char)i;
	comes_back(control, sizeof(control));
}

static void broken_bytes_are_replaced(void **state)
{
	char back[ROOM];
	(void)state;

	assert_int_equal(round_trip("a\xff\xe2\x94z", 5, back), 1 + 3 + 2 * 3 + 1);
	assert_string_equal(back, "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz");
	for (unsigned seed = 1; seed < 2000; seed++) {
		char bytes[65];
		unsigned x = seed;

		for (int i = 0; i < 64; i++)
			bytes[i] = (char)((x = x * 1103515245u + 12345u) >> 16);
		bytes[64] = '\0';
		round_trip(bytes, 64, back);
	}
}

static void the_header_is_json(void **state)
{
	char *line = NULL, term[ROOM], key[ROOM];
	size_t size;
	FILE *file = open_memstream(&line, &size);
	(void)state;

	assert_non_null(file);
	cast_write_header(file, 24, 80, 1234567890, "xterm\"\\\n-256color");
	fclose(file);
	const char *at = line;
	expect(&at, "{\"version\": 2, \"width\": 80, \"height\": 24, \"timestamp\": 1234567890, ");
	json_string(&at, key);
	expect(&at, ": \"vmaplab\", \"env\": {\"TERM\": ");
	json_string(&at, term);
	assert_string_equal(term, "xterm-256color");
	expect(&at, "}}\n");
	free(line);
}

static void the_mouse_is_left_out(void **state)
{
	static const char *const kept[] = { "", "plain", "\033[?25h", "\033[?2004h", "\033[?1049l",
					    "\033[1;31m", "\033[?", "\033[?1000", "\033[?10000h" };
	static const char *const gone[] = { "\033[?1000h", "\033[?1006;1000h", "\033[?1002l",
					    "\033[?1015h" };
	char bytes[ROOM];
	(void)state;

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		for (size_t k = 0; k < sizeof(gone) / sizeof(gone[0]); k++) {
			snprintf(bytes, sizeof(bytes), "%s%sa%s", gone[k], kept[i], gone[k]);
			size_t length = cast_without_mouse(bytes, strlen(bytes));

			assert_int_equal(length, strlen(kept[i]) + 1);
			assert_memory_equal(bytes, kept[i], length - 1);
			assert_int_equal(bytes[length - 1], 'a');
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_json), cmocka_unit_test(broken_bytes_are_replaced),
		cmocka_unit_test(the_header_is_json), cmocka_unit_test(the_mouse_is_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
