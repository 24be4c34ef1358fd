/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The small parts of the prompt: what counts as text, how it is shown, how a
 * paste is parted, where the history lies, how a file is read line by line.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ui/repl/history.h"
#include "ui/repl/input.h"
#include "ui/repl/line.h"
#include "ui/lab/nearest.h"

static void characters(void **state)
{
	static const struct {
		const char *text;
		size_t length;
	} expected[] = {
		{ "a", 1 }, { "\t", 1 }, { "\n", 0 }, { "\x1b[m", 0 }, { "\x7f", 0 },
		{ "\xc3\xbc", 2 }, { "\xe2\x86\x92", 3 }, { "\xf0\x9f\x90\xa7", 4 },
		{ "\xc3", 0 },			/* cut off */
		{ "\xc3(", 0 },			/* the second byte is none */
		{ "\x80", 0 }, { "\xff", 0 },
		{ "\xc0\xaf", 0 },		/* longer than need be */
		{ "\xe0\x80\xaf", 0 },
		{ "\xc2\x85", 0 },		/* a control character of its own */
		{ "\xed\xa0\x80", 0 },		/* half of a pair */
		{ "\xf4\x90\x80\x80", 0 },	/* above the last character */
	};
	(void)state;
	for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++)
		assert_int_equal(line_character(expected[i].text, strlen(expected[i].text)),
				 expected[i].length);
}

static void readable(void **state)
{
	char why[200];
	(void)state;
	assert_true(line_readable("alloc 3p # \xc3\xbc", 13, why, sizeof(why)));
	assert_true(line_readable("", 0, why, sizeof(why)));
	assert_false(line_readable("al\0oc", 5, why, sizeof(why)));
	assert_non_null(strstr(why, "byte 3"));
	assert_false(line_readable("alloc \xff", 7, why, sizeof(why)));
	assert_non_null(strstr(why, "UTF-8"));
}

static void shown(void **state)
{
	char text[24];
	(void)state;
	assert_string_equal(line_shown("plain", text, sizeof(text)), "plain");
	assert_string_equal(line_shown("a\x1b[m\xff", text, sizeof(text)), "a\\x1b[m\\xff");
	assert_string_equal(line_shown("a line that is much too long", text, sizeof(text)),
			    "a line that is much ...");
	assert_string_equal(line_shown("\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc", text, 8),
			    "\xc3\xbc\xc3\xbc...");
	for (size_t room = 5; room < sizeof(text); room++)
		assert_true(strlen(line_shown("\xc3\x1b\xff\xe2\x86\x92long enough", text, room))
			    < room);
}

static void paste(void **state)
{
	char text[] = "alloc 1p\r\n\nstep", *rest = text;
	(void)state;
	assert_string_equal(line_next(&rest), "alloc 1p");
	assert_string_equal(line_next(&rest), "");
	assert_string_equal(line_next(&rest), "step");
	assert_null(line_next(&rest));
}

static void repeats(void **state)
{
	(void)state;
	assert_true(line_repeats("step"));
	assert_true(line_repeats("reverse-next 3"));
	assert_false(line_repeats("alloc 3p"));
	assert_false(line_repeats("3"));
	assert_false(line_repeats("nothing"));
	assert_false(line_repeats(""));
}

static void nearest_names(void **state)
{
	static const char *const names[] = { "", "repl", "run", "check" };
	(void)state;
	assert_string_equal(nearest_of("rpel", names, 4), "repl");
	assert_string_equal(nearest_of("chek", names, 4), "check");
	assert_null(nearest_of("x", names, 4));
	assert_null(nearest_of("xyzzy", names, 4));
}

/* --- the history's place --- */

static char folder[] = "/tmp/vmaplab-line.XXXXXX";

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	char command[100];
	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

static mode_t mode_of(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 ? status.st_mode & 07777 : 0;
}

static void history_is_made(void **state)
{
	char hint[300], expected[100];
	(void)state;
	setenv("HOME", folder, 1);
	unsetenv("XDG_STATE_HOME");
	char *path = history_place(hint, sizeof(hint));
	snprintf(expected, sizeof(expected), "%s/.local/state/vmaplab/history", folder);
	assert_string_equal(path, expected);
	assert_string_equal(hint, "");
	assert_int_equal(mode_of(path), 0600);
	*strrchr(path, '/') = '\0';
	assert_int_equal(mode_of(path), 0700);
	free(path);
}

static void history_follows_xdg(void **state)
{
	char hint[300], expected[100];
	(void)state;
	snprintf(expected, sizeof(expected), "%s/state/vmaplab/history", folder);
	*strstr(expected, "/vmaplab/history") = '\0';
	setenv("XDG_STATE_HOME", expected, 1);
	char *path = history_place(hint, sizeof(hint));
	assert_int_equal(strncmp(path, expected, strlen(expected)), 0);
	assert_string_equal(path + strlen(expected), "/vmaplab/history");
	free(path);
}

static void history_is_no_must(void **state)
{
	char hint[300], pipe[100];
	(void)state;
	setenv("XDG_STATE_HOME", "/dev/null", 1);
	assert_null(history_place(hint, sizeof(hint)));
	assert_non_null(strstr(hint, "/dev/null/vmaplab"));
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	assert_null(history_place(hint, sizeof(hint)));
	assert_non_null(strstr(hint, "HOME"));
	setenv("XDG_STATE_HOME", folder, 1);
	snprintf(pipe, sizeof(pipe), "%s/vmaplab", folder);
	assert_int_equal(mkdir(pipe, 0700), 0);
	strcat(pipe, "/history");
	assert_int_equal(mkfifo(pipe, 0600), 0);
	assert_null(history_place(hint, sizeof(hint)));	/* and does not wait */
}

/* --- lines of a file --- */

static FILE *file_with(const char *text, size_t length)
{
	FILE *file = tmpfile();
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	rewind(file);
	return file;
}

static void lines_of_a_file(void **state)
{
	static const char text[] = "\xef\xbb\xbf" "one\r\n\nth\0ee\nno end";
	struct input input = { .file = file_with(text, sizeof(text) - 1) };
	(void)state;
	assert_int_equal(input_read(&input), INPUT_LINE);
	assert_string_equal(input.text, "one");
	assert_int_equal(input_read(&input), INPUT_LINE);
	assert_string_equal(input.text, "");
	assert_int_equal(input_read(&input), INPUT_LINE);
	assert_int_equal(input.length, 5);
	assert_memory_equal(input.text, "th\0ee", 6);
	assert_int_equal(input_read(&input), INPUT_LINE);
	assert_string_equal(input.text, "no end");
	assert_int_equal(input.number, 4);
	assert_int_equal(input_read(&input), INPUT_END);
	input_close(&input);
	fclose(input.file);
}

static void a_line_without_end(void **state)
{
	char *text = calloc(1, INPUT_LINE_MAX + 10);
	(void)state;
	assert_non_null(text);
	struct input input = { .file = file_with(text, INPUT_LINE_MAX + 10) };
	assert_int_equal(input_read(&input), INPUT_TOO_LONG);
	input_close(&input);
	fclose(input.file);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters),
		cmocka_unit_test(readable),
		cmocka_unit_test(shown),
		cmocka_unit_test(paste),
		cmocka_unit_test(repeats),
		cmocka_unit_test(nearest_names),
		cmocka_unit_test(history_is_made),
		cmocka_unit_test(history_follows_xdg),
		cmocka_unit_test(history_is_no_must),
		cmocka_unit_test(lines_of_a_file),
		cmocka_unit_test(a_line_without_end),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
