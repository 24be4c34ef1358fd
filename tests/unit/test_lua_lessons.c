/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The shelf of lessons: order, broken files, folders that are not there; and
 * every lesson of the project run from beginning to end with somebody who
 * answers, rightly and wrongly.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ui/lab/lab.h"
#include "ui/lua/host.h"
#include "ui/lua/lessons.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* --- a shelf of our own --- */

static const struct {
	const char *name;
	const char *text;
} files[] = {
	{ "b.lua", "lesson { name = 'last', title = 'No order' }" },
	{ "c.lua", "-- a comment\nlesson { name = 'second', title = 'Two', order = 20, minutes = 7 }\nalloc('1p')" },
	{ "a.lua", "local t = 'One'\nlesson { name = 'first', title = t, order = 10, space = 'toy' } while true do end" },
	{ "broken.lua", "this is no Lua" },
	{ "notes.txt", "no lesson" },
	{ ".hidden.lua", "lesson { name = 'hidden', title = 'x' }" },
};

static void path_of(char *path, size_t room, const char *folder, const char *name)
{
	snprintf(path, room, "%s/%s", folder, name);
}

static int make_shelf(void **state)
{
	char *folder = strdup("/tmp/vmaplab-shelf.XXXXXX"), path[256];

	if (!folder || !mkdtemp(folder))
		return -1;
	for (size_t i = 0; i < LENGTH(files); i++) {
		path_of(path, sizeof(path), folder, files[i].name);
		FILE *file = fopen(path, "w");
		if (!file)
			return -1;
		fputs(files[i].text, file);
		fclose(file);
	}
	*state = folder;
	return setenv("VMAPLAB_LESSONS", folder, 1);
}

static int drop_shelf(void **state)
{
	char path[256];

	for (size_t i = 0; i < LENGTH(files); i++) {
		path_of(path, sizeof(path), *state, files[i].name);
		unlink(path);
	}
	rmdir(*state);
	free(*state);
	return unsetenv("VMAPLAB_LESSONS");
}

static void test_shelf(void **state)
{
	struct lesson_shelf shelf;
	char next[100];

	assert_true(lessons_open(&shelf));
	assert_string_equal(shelf.folder, *state);
	assert_int_equal(shelf.lessons, 3);
	assert_string_equal(shelf.lesson[0].name, "first");
	assert_string_equal(shelf.lesson[0].title, "One");
	assert_string_equal(shelf.lesson[1].name, "second");
	assert_int_equal(shelf.lesson[1].minutes, 7);
	assert_string_equal(shelf.lesson[2].name, "last");
	assert_non_null(shelf.trouble);
	assert_non_null(strstr(shelf.trouble, "broken.lua"));
	assert_ptr_equal(lessons_find(&shelf, "second"), &shelf.lesson[1]);
	assert_null(lessons_find(&shelf, "hidden"));
	assert_true(lessons_tell_next("first", next, sizeof(next)));
	assert_string_equal(next, "'source second' begins the next one: Two.");
	assert_false(lessons_tell_next("last", next, sizeof(next)));
	assert_false(lessons_tell_next("no such", next, sizeof(next)));
	assert_null(lessons_find(&shelf, ""));
	lessons_close(&shelf);
}

static void test_no_shelf(void **state)
{
	struct lesson_shelf shelf;

	(void)state;
	setenv("VMAPLAB_LESSONS", "/nonexistent/lessons", 1);
	assert_true(lessons_open(&shelf));
	assert_int_equal(shelf.lessons, 0);
	assert_non_null(strstr(shelf.trouble, "/nonexistent/lessons"));
	assert_null(lessons_find(&shelf, "cache"));
	lessons_close(&shelf);
	unsetenv("VMAPLAB_LESSONS");
}

/* --- the project's lessons --- */

/* Without a variable, a program in build/ finds the lessons of its tree. */
static void test_own_shelf(void **state)
{
	struct lesson_shelf shelf;

	(void)state;
	assert_true(lessons_open(&shelf));
	if (shelf.trouble)
		fail_msg("%s", shelf.trouble);
	assert_non_null(lessons_find(&shelf, "cache"));
	for (size_t i = 0; i < shelf.lessons; i++) {
		assert_true(shelf.lesson[i].minutes > 0);
		assert_true(shelf.lesson[i].order > 0);
		assert_ptr_equal(lessons_find(&shelf, shelf.lesson[i].name), &shelf.lesson[i]);
	}
	lessons_close(&shelf);
}

/* What somebody does who does not know what to do. */
static void wander(struct lab *lab, unsigned turns)
{
	static const char *const ways[] = {
		"goto 0; alloc 1p", "reverse-step 3; step", "finish", "next-op", "next 40",
	};

	lab_run_line(lab, ways[turns % LENGTH(ways)], NULL);
}

/* A task is given up from anywhere, and also after it was said to be done. */
static enum host_state leave_task(struct lab *lab, struct host *host, unsigned turns)
{
	enum host_state state = HOST_ASKING;

	wander(lab, turns);
	if (host_state(host) == HOST_ASKING)
		state = host_resume(host, "done");
	if (state == HOST_ASKING)
		wander(lab, turns + 2);
	return host_resume(host, "skip");
}

/* Somebody sits there, wanders about in each pause and task, and answers with `choice`;
 * where that is no answer they give up. */
static struct host_counts attend(const char *path, const char *choice)
{
	static const struct host_driver driver = { .columns = 60 };
	struct lab *lab = lab_open(&engine_space("x86-64")->space, NULL);
	struct host *host = host_open(lab, &driver);
	enum host_state state = host_load(host, path, 0, NULL);
	struct host_counts counts;

	for (unsigned turns = 0; turns < 1000; turns++) {
		if (state == HOST_PAUSED)
			wander(lab, turns);
		if (state == HOST_ASKING && host_question(host)->task)
			state = leave_task(lab, host, turns);
		else if (state == HOST_PAUSED || state == HOST_ASKING)
			state = host_resume(host, state == HOST_ASKING ? choice : NULL);
		else
			break;
		while (state == HOST_ASKING && host_question(host)->again)
			state = host_resume(host, NULL);
	}
	if (state != HOST_DONE)
		fail_msg("%s: %s\n%s", path, host_error(host), host_traceback(host));
	counts = host_counts(host);
	host_close(host);
	lab_close(lab);
	return counts;
}

static void test_every_lesson(void **state)
{
	static const char *const choices[] = { "1", "2" };
	struct lesson_shelf shelf;

	(void)state;
	assert_true(lessons_open(&shelf));
	for (size_t i = 0; i < shelf.lessons; i++) {
		uint64_t right = 0;

		for (size_t k = 0; k < LENGTH(choices); k++) {
			struct host_counts counts = attend(shelf.lesson[i].path, choices[k]);

			assert_int_equal(counts.failed, 0);
			assert_true(counts.passed > 0);
			assert_true(counts.questions > 0);
			right += counts.right;
		}
		assert_true(right > 0);
	}
	lessons_close(&shelf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_shelf, make_shelf, drop_shelf),
		cmocka_unit_test(test_no_shelf),
		cmocka_unit_test(test_own_shelf),
		cmocka_unit_test(test_every_lesson),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
