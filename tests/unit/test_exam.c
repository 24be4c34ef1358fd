/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Exams: what the model says to itself gets full marks when it is carried out again; a
 * transcript that has one byte changed or ends anywhere is never taken for a whole one.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "ui/exam/marking.h"
#include "ui/exam/rules.h"
#include "ui/lab/lab.h"

enum { TEXT = 512, FILE_MOST = 8192 };

static const char *const exams[] = { "search", "release", "tables", "layer" };

static void open_paper(struct paper *paper, const char *exam, uint64_t seed, const char *student)
{
	char why[TEXT];
	assert_true(paper_open(paper, exam, why, sizeof(why)));
	assert_true(paper_read_student(paper, student, why, sizeof(why)));
	paper->seed = seed;
}

/* --- marking --- */

static void says_what_is_right(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(exams) / sizeof(*exams); i++) {
		struct sheet said = { 0 };
		struct marking key, marking;
		struct paper paper;
		char why[TEXT];
		open_paper(&paper, exams[i], 77, "unit");
		assert_true(marking_alone(&key, &paper, ANSWERS_RIGHT, &said, NULL, why, sizeof(why)));
		assert_true(marking_replay(&marking, &paper, &said, NULL, why, sizeof(why)));
		assert_true(key.ended && marking.ended);
		assert_true(key.marks >= 5);
		assert_int_equal(marking.marks, key.marks);
		assert_int_equal(marking.points, 100 * key.marks);
		assert_int_equal(marking.steps, key.steps);
		assert_int_equal(marking.fingerprint, key.fingerprint);
		assert_in_range(key.steps, key.bounds.least, key.bounds.most);
		marking_close(&key);
		marking_close(&marking);
		sheet_close(&said);
		paper_close(&paper);
	}
}

/* Another seed's answers are other answers. */
static void depends_on_seed_and_student(void **state)
{
	static const struct {
		uint64_t seed;
		const char *student;
	} of[] = { { 1, NULL }, { 2, NULL }, { 1, "anna" }, { 1, "bert" }, { 1, NULL } };
	uint64_t fingerprint[5];
	(void)state;
	for (size_t i = 0; i < 5; i++) {
		struct marking key;
		struct paper paper;
		char why[TEXT];
		open_paper(&paper, "search", of[i].seed, of[i].student);
		assert_true(marking_alone(&key, &paper, ANSWERS_WRONG, NULL, NULL, why, sizeof(why)));
		assert_int_equal(key.points, 0);
		fingerprint[i] = key.fingerprint;
		marking_close(&key);
		paper_close(&paper);
	}
	assert_int_equal(fingerprint[0], fingerprint[4]);
	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(fingerprint[i], fingerprint[k]);
}

/* --- the file --- */

struct file {
	char path[64];
	char text[FILE_MOST];
	size_t length;
};

static void write_file(const struct file *file, const char *text, size_t length)
{
	FILE *out = fopen(file->path, "w");
	assert_non_null(out);
	assert_int_equal(fwrite(text, 1, length, out), length);
	assert_int_equal(fclose(out), 0);
}

/* A transcript that the model has written. */
static int make_file(void **state)
{
	struct file *file = calloc(1, sizeof(*file));
	struct sheet said = { 0 };
	struct marking marking;
	struct paper paper;
	char why[TEXT];
	snprintf(file->path, sizeof(file->path), "/tmp/vmaplab-exam.%ld", (long)getpid());
	open_paper(&paper, "search", 3, "unit");
	assert_true(marking_alone(&marking, &paper, ANSWERS_RIGHT, &said, NULL, why, sizeof(why)));
	marking_close(&marking);
	struct sheet_file *to = sheet_create(file->path, &paper, "en", why, sizeof(why));
	assert_non_null(to);
	assert_true(marking_replay(&marking, &paper, &said, to, why, sizeof(why)));
	assert_true(sheet_end(to));
	sheet_file_close(to);
	marking_close(&marking);
	sheet_close(&said);
	paper_close(&paper);
	FILE *in = fopen(file->path, "r");
	file->length = in ? fread(file->text, 1, FILE_MOST, in) : 0;
	assert_in_range(file->length, 100, FILE_MOST - 1);
	fclose(in);
	*state = file;
	return 0;
}

static int remove_file(void **state)
{
	struct file *file = *state;
	unlink(file->path);
	free(file);
	return 0;
}

static enum sheet_state read_as(const struct file *file, const char *text, size_t length,
				struct sheet *sheet, char *why)
{
	write_file(file, text, length);
	return sheet_read(sheet, file->path, why, TEXT);
}

static void reads_what_was_written(void **state)
{
	const struct file *file = *state;
	struct sheet sheet;
	char why[TEXT];
	assert_int_equal(read_as(file, file->text, file->length, &sheet, why), SHEET_WELL);
	assert_string_equal(sheet.exam, "search");
	assert_string_equal(sheet.student, "unit");
	assert_int_equal(sheet.seed, 3);
	assert_true(sheet.ended);
	assert_int_equal(sheet.length, file->length);
	assert_true(sheet.entries >= 8);
	assert_string_equal(sheet.entry[sheet.entries - 1].text, "done");
	sheet_close(&sheet);
}

static void finds_each_changed_byte(void **state)
{
	const struct file *file = *state;
	char text[FILE_MOST], why[TEXT];
	struct sheet sheet;
	for (size_t i = 0; i < file->length; i++) {
		memcpy(text, file->text, file->length);
		text[i] = (char)(text[i] ^ 1);
		assert_int_not_equal(read_as(file, text, file->length, &sheet, why), SHEET_WELL);
		assert_int_not_equal(*why, '\0');
		sheet_close(&sheet);
	}
}

/* What is cut between two lines is an exam that is not over. */
static void finds_each_cut(void **state)
{
	const struct file *file = *state;
	struct sheet sheet;
	char why[TEXT];
	for (size_t i = 0; i < file->length; i++) {
		enum sheet_state read = read_as(file, file->text, i, &sheet, why);
		bool whole_lines = i > 0 && file->text[i - 1] == '\n';
		if (read == SHEET_WELL)
			assert_true(whole_lines && !sheet.ended);
		else
			assert_int_equal(read == SHEET_CUT, !whole_lines && sheet.length > 0);
		sheet_close(&sheet);
	}
}

/* --- standing --- */

static void tells_where_one_stands(void **state)
{
	struct lab *lab = lab_open(&engine_space("toy")->space, NULL);
	(void)state;
	assert_int_equal(lab_run_line(lab, "alloc 3p; alloc 1p", NULL), LAB_OK);
	struct standing end = standing_now(lab, 1);
	assert_string_equal(end.place, "2");
	lab_run_line(lab, "reverse-step", NULL);
	struct standing inside = standing_now(lab, 1);
	assert_false(standing_same(&end, &inside));
	lab_run_line(lab, "goto 1; alloc 2p", NULL);
	struct standing other = standing_now(lab, 1);
	assert_string_equal(other.place, "2");
	assert_false(standing_same(&end, &other));
	lab_run_line(lab, "goto 1; alloc 1p", NULL);
	struct standing again = standing_now(lab, 1);
	assert_true(standing_same(&end, &again));
	again.question = 2;
	assert_false(standing_same(&end, &again));
	lab_close(lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_what_is_right),
		cmocka_unit_test(depends_on_seed_and_student),
		cmocka_unit_test(tells_where_one_stands),
		cmocka_unit_test_setup_teardown(reads_what_was_written, make_file, remove_file),
		cmocka_unit_test_setup_teardown(finds_each_changed_byte, make_file, remove_file),
		cmocka_unit_test_setup_teardown(finds_each_cut, make_file, remove_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
