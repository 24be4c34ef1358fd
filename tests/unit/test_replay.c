/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * `vmaplab check` under test: real recordings pass; one that was changed in
 * any compared digit, lost a line or has one twice does not, and the line is
 * named; files that are no recordings get one sentence.
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

#include <cmocka.h>

#include "tests/support/checking.h"
#include "ui/replay/number.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define GOLDEN "tests/golden/"

/* A recording, gunzipped, ending with a NUL. */
static char *read_recording(const char *name, size_t *length)
{
	char path[200];

	snprintf(path, sizeof(path), GOLDEN "%s.trace.gz", name);
	return read_whole(path, length);
}

/* The first operations of a recording up to the record after `ops` of them,
 * made whole again. */
static char *shorten(char *text, unsigned int ops, size_t *length)
{
	char mark[40];

	snprintf(mark, sizeof(mark), "\nop %u ", ops);
	char *op = strstr(text, mark);
	assert_non_null(op);
	char *end = strstr(op, "\n.\n");
	assert_non_null(end);
	*length = (size_t)(end + 3 - text) +
		  (size_t)snprintf(end + 3, 40, "end ops=%u\n", ops);
	return text;
}

/* --- recordings pass --- */

static void test_recordings_pass(void **state)
{
	static const char *const path[] = {
		GOLDEN "basics/spurious_ebusy.trace.gz", GOLDEN "basics/purge_order.trace.gz",
		GOLDEN "basics/early_register.trace.gz", GOLDEN "basics/notifier_order.trace.gz",
		GOLDEN "random/r00_uniform.trace.gz", GOLDEN "pgtable/l5_cross_p4d.trace.gz",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(path); i++) {
		struct answer a = check(path[i]);
		assert_string_equal(a.err, "");
		assert_string_equal(a.out, "1 passed, 0 failed\n");
		assert_int_equal(a.code, 0);
		forget(&a);
	}
}

static void test_plain_file_passes(void **state)
{
	size_t length;
	char *text = read_recording("basics/hole_equal_size", &length);

	(void)state;
	struct answer a = check(write_file("plain.trace", text, length));
	assert_int_equal(a.code, 0);
	forget(&a);
	a = check(write_file("no-last-newline.trace", text, length - 1));
	assert_int_equal(a.code, 0);
	forget(&a);
	free(text);
}

static void test_both_engines(void **state)
{
	static const char *const name[] = { "plain", "record", "both" };
	const char *path[] = { GOLDEN "basics/notifier_liar.trace.gz",
			       GOLDEN "pgtable/l4_huge_unmap.trace.gz" };

	(void)state;
	for (size_t i = 0; i < LENGTH(name); i++) {
		struct replay_options options = { 0 };
		assert_true(replay_engine_by_name(name[i], &options.engine));
		struct answer a = check_with(&options, 2, path);
		assert_string_equal(a.out, "2 passed, 0 failed\n");
		forget(&a);
	}
	enum replay_engine engine;
	assert_false(replay_engine_by_name("steam", &engine));
}

/* --- one difference --- */

/* Lines that hold what the model is asked; all others are compared. */
static bool is_question(const char *line)
{
	return strncmp(line, "format", 6) == 0 || strncmp(line, "space", 5) == 0 || *line == '#';
}

/* Can a digit be changed without making its number a malformed one? */
static bool is_changeable(const char *at)
{
	bool hex = *at >= 'a' && *at <= 'f' && ((at[-1] >= '0' && at[-1] <= '9') || at[-1] == 'x') &&
		   at[1] != 'd';

	return (*at >= '0' && *at <= '9' && at[1] != 'x') || (hex && strncmp(at - 2, "0x", 2) == 0);
}

/* Of an op line only its number is compared. */
static bool is_compared(const char *line, size_t at)
{
	bool asked = is_question(line) ||
		     (strncmp(line, "op ", 3) == 0 && at >= 3 + strcspn(line + 3, " "));

	return !asked && at > 0 && is_changeable(line + at);
}

static void test_one_digit_changed(void **state)
{
	static const char *const name[] = {
		"basics/spurious_ebusy", "basics/purge_order", "basics/notifier_order",
		"basics/find", "basics/early_import", "pgtable/l4_bad_entries",
		"pgtable/l5_iomap_busy", "basics/purge_lock_held",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(name); i++) {
		size_t length;
		char *text = read_recording(name[i], &length);
		const struct changing how = {
			.name = "changed.trace", .from = "", .worth = is_compared,
			.stride = slow_build() ? 40 : 4, .every_line = true, .code = 1,
		};
		assert_true(assert_every_change_counts(&how, text, length) > 10);
		free(text);
	}
}

/* The state after 1,000 operations of the whole vm layer has every kind of line. */
static void test_one_digit_changed_in_a_large_record(void **state)
{
	static const char *const kind[] = { "\nvbq ", "\nblk ", "\npt ", "\nmem ", "\nwork " };
	size_t length;
	char *text = shorten(read_recording("large/L4_vmlayer", &length), 1000, &length);
	char *record = strstr(strstr(text, "\nop 1000 "), "\ncache ");

	(void)state;
	for (size_t i = 0; i < LENGTH(kind); i++) {
		unsigned int number = 1;
		char *line = strstr(record, kind[i]);
		assert_non_null(line);
		for (char *at = text; at <= line; at++)
			number += *at == '\n';
		char *digit = line + 1 + strcspn(line + 1, "=") + 1;
		char before = *digit;
		*digit = *digit == '1' ? '2' : '1';
		assert_fails_at("changed.trace", text, length, number, 1);
		*digit = before;
	}
	free(text);
}

/* --- lines that are missing or too many --- */

static void drop_comments(char *text, size_t *length)
{
	for (char *line = text; *line;) {
		size_t size = strcspn(line, "\n") + 1;
		if (*line != '#') {
			line += size;
			continue;
		}
		memmove(line, line + size, strlen(line + size) + 1);
		*length -= size;
	}
}

static void test_one_line_missing_or_twice(void **state)
{
	size_t length;
	char *text = read_recording("basics/spurious_ebusy", &length);

	(void)state;
	drop_comments(text, &length);
	assert_every_line_counts("line.trace", text, length, "format");
	free(text);
}

static void test_remark_too_many(void **state)
{
	size_t length;
	char *text = read_recording("basics/window_full", &length);
	char *busy = strstr(text, "= err EBUSY\n");
	char *changed = malloc(length + 100);

	(void)state;
	assert_non_null(busy);
	char *cache = strstr(busy, "\ncache ") + 1;
	int size = sprintf(changed, "%.*sev note fit-exists addr=0xffffc90000001000\n%s",
			   (int)(cache - text), text, cache);
	struct answer a = check(write_file("remark.trace", changed, (size_t)size));
	assert_int_equal(a.code, 1);
	assert_true(holds(a.out, "'ev' is recorded where the model has 'cache'"));
	forget(&a);
	free(changed);
	free(text);
}

static void test_difference_is_told_in_full(void **state)
{
	size_t length;
	char *text = read_recording("basics/hole_equal_size", &length);
	char *hole = strstr(text, "hole=0x2000 vstart");

	(void)state;
	hole[7] = '3';
	struct answer a = check(write_file("told.trace", text, length));
	assert_int_equal(a.code, 1);
	assert_true(holds(a.out, ": field 3 is recorded as hole=0x3000, the model has hole=0x2000\n"
			"  operation op 5 alloc id=4 size=0x3000 "));
	assert_true(holds(a.out, "  recorded  cache node=0xffffc90000004000 hole=0x3000 vstart="));
	assert_true(holds(a.out, "  model     cache node=0xffffc90000004000 hole=0x2000 vstart="));
	assert_true(holds(a.out, "\n                                          ^^^^^^^^^^^\n"));
	forget(&a);
	free(text);
}

/* --- sparse recordings --- */

static void test_sparse_states(void **state)
{
	size_t length;
	char *text = shorten(read_recording("large/L0_power", &length), 1000, &length);
	unsigned int lines = 0;

	(void)state;
	for (size_t i = 0; i < length; i++)
		lines += text[i] == '\n';
	struct answer a = check(write_file("sparse.trace", text, length));
	assert_string_equal(a.out, "1 passed, 0 failed\n");
	forget(&a);

	/* a recording of 999 operations lacks its last state */
	char *last = strstr(text, "\nop 1000 ") + 1;
	strcpy(last, "end ops=999\n");
	assert_fails_at("changed.trace", text, strlen(text), lines - 7, 1);
	/* a state in the middle is one too many */
	char *first = strstr(text, "\nop 1 ") + 1;
	char *second = strstr(text, "\nop 2 ") + 1;
	char *extra = malloc(length + 1000);
	int size = sprintf(extra, "%.*s%s%s", (int)(second - text), text,
			   "cache node=0xffffc90000000000 hole=0x0 vstart=0xffffc90000000000 "
			   "align=0x1\n"
			   "lazy pages=0 areas=0 max=24576\n"
			   "tree n=1 hash=be85b17bf53b14d7 hole=0xffffc903d0900000\n"
			   "work tries=1 descent=0 walk=0 insert=0 find=0 pvm=0 purges=0 freed=0 "
			   "notif=0 kmallocs=1 pages=0 tables=0\n.\n", second);
	assert_non_null(first);
	a = check(write_file("extra.trace", extra, (size_t)size));
	assert_int_equal(a.code, 1);
	assert_true(holds(a.out, "a state is recorded where none is due (every=1000)"));
	forget(&a);
	free(extra);
	free(text);
}

/* --- what is no recording --- */

#define FORMAT "format 1\n"
#define SPACE "space start=0xffffc90000000000 end=0xffffc90000040000 cpus=1 online=1 nrcpus=64 " \
	"levels=4 bbits=1024 totalram=4194304 huge=0 init=1 detail=full every=1\n"
#define FIRST "cache node=none hole=0x0 vstart=0x0 align=0x0\nlazy pages=0 areas=0 max=8192\n" \
	"tree n=0 hash=cbf29ce484222325 hole=0xffffc90000040000\n" \
	"work tries=0 descent=0 walk=0 insert=0 find=0 pvm=0 purges=0 freed=0 notif=0 " \
	"kmallocs=0 pages=0 tables=0\n.\n"
#define HEAD FORMAT SPACE FIRST

static const struct garbage garbage[] = {
	{ "", 1, "the file is empty; expected a recording or a transcript" },
	{ "# a comment\n", 2, "the file ends here; expected 'format 1'" },
	{ "hello\n", 1, "no recording; expected 'format 1'" },
	{ "format 2\n", 1, "'format 2' is not known here; expected 'format 1'" },
	{ "#vmapgold 1 x\ninit\n", 2, "there is no #const line above 'init'" },
	{ "\x89PNG\r\n\x1a\n", 1, "carriage return" },
	{ "\x7f" "ELF\x02\x01\n", 1, "bytes that are no text" },
	{ "format 1\r\n", 1, "carriage return (CR LF); expected lines that end with LF" },
	{ FORMAT, 2, "expected the space line" },
	{ FORMAT FIRST, 2, "stands where the space line is expected" },
	{ FORMAT "space start=1 end=2\n", 2, "where cpus= is expected" },
	{ FORMAT "space start=x\n", 2, "start=x makes no sense; expected a number" },
	{ FORMAT "space start=0x2000 end=0x1000 cpus=1 online=1 nrcpus=64 levels=4 bbits=1024 "
	  "totalram=1 huge=0 init=1 detail=full every=1\n", 2, "expected start below end" },
	{ FORMAT "space start=0x1000 end=0x2000 cpus=1 online=1 nrcpus=64 levels=6 bbits=1024 "
	  "totalram=1 huge=0 init=1 detail=full every=1\n", 2, "expected a number from 4 to 5" },
	{ FORMAT "space start=0x1000 end=0x2000 cpus=1 online=1 nrcpus=64 levels=4 bbits=1024 "
	  "totalram=1 huge=0 init=1 detail=some every=1\n", 2, "expected full, mid or sparse" },
	{ FORMAT "space start=0x1000 end=0x2000 cpus=1 online=1 nrcpus=64 levels=4 bbits=1024 "
	  "totalram=1 huge=0 init=1 detail=full every=0\n", 2, "every=0 makes no sense" },
	{ FORMAT "space start=0x1000 end=0x2000 cpus=1 online=1 nrcpus=64 levels=4 bbits=1024 "
	  "totalram=1 huge=0 init=1 detail=full every=1 more=1\n", 2, "expected nothing more" },
	{ FORMAT SPACE, 3, "the file breaks off; expected 'cache node=none" },
	{ HEAD, 8, "the file breaks off; expected an op or 'end ops=N'" },
	{ HEAD "op 1 alloc id=1 size=0x1000\n", 9, "the file breaks off; expected '= ok addr=" },
	{ HEAD "\n", 8, "is no line of a recording" },
	{ HEAD "nonsense\n", 8, "'nonsense' is no line of a recording; expected an op" },
	{ HEAD "op x alloc id=1\n", 8, "'x' is no number; expected op NUMBER NAME" },
	{ HEAD "op 1\n", 8, "'' is no operation; expected one like alloc" },
	{ HEAD "op 1 allok id=1\n", 8, "'allok' is no operation; expected one like alloc" },
	{ HEAD "op 1 a_name_that_is_longer_than_any_operation id=1\n", 8, "is no operation" },
	{ HEAD "op 1 alloc id=1\n", 8, "alloc lacks size=; expected a number" },
	{ HEAD "op 1 alloc id=1 size=4k\n", 8, "size=4k of alloc makes no sense" },
	{ HEAD "op 1 alloc id=1 size=0x\n", 8, "size=0x of alloc makes no sense" },
	{ HEAD "op 1 alloc id=1 size=0x10000000000000000\n", 8, "expected a number that fits 64" },
	{ HEAD "op 1 alloc id=1 size=18446744073709551616\n", 8, "expected a number that fits 64" },
	{ HEAD "op 1 alloc id=1 size=\n", 8, "size= of alloc makes no sense" },
	{ HEAD "op 1 alloc id=1 size=1 size=1\n", 8, "alloc has size= twice; expected it once" },
	{ HEAD "op 1 alloc id=1 sise=1\n", 8, "alloc does not take 'sise=1'; expected id= size= " },
	{ HEAD "op 1 alloc 1 2\n", 8, "alloc does not take '1'; expected id= size= " },
	{ HEAD "op 1 alloc  id=1\n", 8, "alloc does not take ''" },
	{ HEAD "op 1 alloc id=1 size=1 blocking=2\n", 8, "expected 0 or 1" },
	{ HEAD "op 1 alloc id=99999999999 size=1\n", 8, "expected the number of an object" },
	{ HEAD "op 1 alloc id=1 size=1 kfail=no\n", 8, "kfail=no makes no sense" },
	{ HEAD "op 1 purge now\n", 8, "purge does not take 'now'; expected nothing behind" },
	{ HEAD "op 1 irq maybe\n", 8, "expected on or off" },
	{ HEAD "op 1 vfree off=1\n", 8, "vfree lacks id= or addr=; expected one of them" },
	{ HEAD "op 1 notifier id=1 how=later\n", 8, "expected now or lazy" },
	{ HEAD "op 1 notifier id=1 ret=maybe\n", 8, "expected ok or stop" },
	{ HEAD "op 1 notifier id=1 report=some\n", 8, "expected a number or auto" },
	{ HEAD "op 1 notifier id=1 prio=--1\n", 8, "perhaps with a minus sign" },
	{ HEAD "op 1 notifier id=1 list=1,,2\n", 8, "list= holds ''; expected the number of an" },
	{ HEAD "op 1 notifier id=1 list=1 list=2\n", 8, "expected list= once" },
	{ HEAD "op 1 pcpu id=1 offs=0\n", 8, "expected offs= and sizes= of one length" },
	{ HEAD "op 1 pcpu id=1 offs=0,1 sizes=1\n", 8, "of one length" },
	{ HEAD "op 1 pcpu id=1 sizes=1 offs=0\n", 8, "expected sizes= once, behind any list" },
	{ HEAD "op 1 dump\n= ok addr=12z\n", 9, "'12z' is no number; expected decimal digits" },
	{ HEAD "op 1 dump\n= ok addr=\n", 9, "'addr=' lacks its value" },
	{ FORMAT SPACE "cache node=none hole=0y0 vstart=0x0 align=0x0\n", 3, "'0y0' is no number" },
	{ FORMAT SPACE "tree n=0 hash=cbf29ce48422232 hole=0x1\n", 3, "expected 16 hex digits" },
	{ FORMAT SPACE "pre 0x1-0x2:G0 . .\n", 3, "is no number" },
};

static void test_garbage_gets_a_sentence(void **state)
{
	(void)state;
	assert_garbage("garbage.trace", garbage, LENGTH(garbage));
}

static void test_switch_may_stand_without_key(void **state)
{
	(void)state;
	struct answer a = check(write_text("switch.trace", HEAD "op 1 irq off\n= ok\n" FIRST
					   "op 2 irq on=0\n= ok\n" FIRST
					   "# comment\nend ops=2\n#\n"));
	assert_string_equal(a.out, "1 passed, 0 failed\n");
	forget(&a);
}

static void test_operation_that_makes_no_sense(void **state)
{
	(void)state;
	struct answer a = check(write_text("refused.trace", HEAD "op 1 free id=7\n= ok\n"));
	assert_int_equal(a.code, 1);
	assert_true(holds(a.out, ":8: the model does not carry this operation out"));
	assert_true(holds(a.out, "\n  operation op 1 free id=7\n"));
	forget(&a);
}

static void test_line_behind_the_end(void **state)
{
	(void)state;
	struct answer a = check(write_text("behind.trace", HEAD "end ops=0\n.\n"));
	assert_int_equal(a.code, 1);
	assert_true(holds(a.out, ":9: the recording holds a line too many"));
	forget(&a);
}

static void test_lines_of_any_length(void **state)
{
	size_t length = 3 << 20;
	char *text = malloc(length);

	(void)state;
	memset(text, 'x', length);
	memcpy(text, FORMAT "# ", sizeof(FORMAT "# ") - 1);
	struct answer a = check(write_file("long.trace", text, length));
	assert_int_equal(a.code, 2);
	assert_true(holds(a.err, ":2: the line is longer than 1 MiB; expected"));
	forget(&a);
	text[1 << 20] = '\n';	/* a long comment is read, and many lines cross the buffer's end */
	memcpy(text + (1 << 20) + 1, SPACE HEAD, sizeof(SPACE HEAD));
	a = check(write_file("long.trace", text, length));
	assert_int_equal(a.code, 2);
	assert_false(holds(a.err, ":2:"));
	forget(&a);
	free(text);
}

/* --- files that break off --- */

static void test_truncated_anywhere(void **state)
{
	size_t length;
	char *text = read_recording("basics/purge_empty", &length);

	(void)state;
	for (size_t cut = 0; cut < length - 1; cut += slow_build() ? 50 : 3) {
		struct answer a = check(write_file("cut.trace", text, cut));
		assert_int_not_equal(a.code, 0);
		assert_true(holds(a.out, "0 passed, 1 failed\n"));
		forget(&a);
	}
	free(text);
}

/* The bytes of a compressed recording. */
static unsigned char *read_bytes(const char *path, size_t *length)
{
	unsigned char *bytes = malloc(1 << 16);
	FILE *file = fopen(path, "rb");

	assert_non_null(file);
	*length = fread(bytes, 1, 1 << 16, file);
	fclose(file);
	return bytes;
}

static void test_truncated_gzip(void **state)
{
	size_t length;
	unsigned char *bytes = read_bytes(GOLDEN "basics/purge_empty.trace.gz", &length);

	(void)state;
	for (size_t cut = 0; cut < length; cut += slow_build() ? 20 : 1) {
		struct answer a = check(write_file("cut.trace.gz", (char *)bytes, cut));
		assert_int_equal(a.code, 2);
		assert_true(a.err[0] != '\0');
		forget(&a);
	}
	struct answer a = check(write_file("cut.trace.gz", (char *)bytes, length / 2));
	assert_true(holds(a.err, "the compressed file breaks off here"));
	forget(&a);
	free(bytes);
}

static void test_damaged_gzip(void **state)
{
	size_t length;
	unsigned char *bytes = read_bytes(GOLDEN "basics/purge_empty.trace.gz", &length);
	unsigned int told = 0;

	(void)state;
	for (size_t i = 10; i < length; i += slow_build() ? 20 : 1) {
		bytes[i] ^= 0x55;
		struct answer a = check(write_file("bad.trace.gz", (char *)bytes, length));
		assert_int_not_equal(a.code, 0);
		told += holds(a.err, "the compressed file is damaged here");
		forget(&a);
		bytes[i] ^= 0x55;
	}
	assert_true(told > 0);
	free(bytes);
}

/* --- files and folders --- */

static void test_folders(void **state)
{
	size_t length;
	char *text = read_recording("basics/purge_empty", &length);
	const struct replay_options options = { .verbose = true };
	char folder[400];

	(void)state;
	snprintf(folder, sizeof(folder), "%s", scratch_path("tree"));
	assert_int_equal(mkdir(folder, 0700), 0);
	const char *path = folder;
	struct answer a = check_with(&options, 1, &path);
	assert_int_equal(a.code, 2);
	assert_true(holds(a.err, "no recordings (*.trace, *.trace.gz, transcripts"));
	forget(&a);

	assert_int_equal(mkdir(scratch_path("tree/b"), 0700), 0);
	write_file("tree/c.trace", text, length);
	write_file("tree/b/x.trace", text, length);
	write_file("tree/a.trace", text, length);
	write_file("tree/notes.txt", "no", 2);
	a = check_with(&options, 1, &path);
	assert_int_equal(a.code, 0);
	const char *first = strstr(a.out, "/tree/a.trace\n");
	const char *second = strstr(a.out, "/tree/b/x.trace\n");
	const char *third = strstr(a.out, "/tree/c.trace\n");
	assert_true(first && second && third && first < second && second < third);
	assert_true(strncmp(a.out, "ok ", 3) == 0);
	assert_true(holds(a.out, "\n3 passed, 0 failed\n"));
	forget(&a);
	free(text);
}

static void test_others_go_on(void **state)
{
	size_t length;
	char *text = read_recording("basics/purge_empty", &length);
	const struct replay_options options = { .verbose = true };
	char folder[400];

	(void)state;
	snprintf(folder, sizeof(folder), "%s", scratch_path("mixed"));
	assert_int_equal(mkdir(folder, 0700), 0);
	write_file("mixed/3.trace", text, length);
	write_text("mixed/1.trace", "garbage\n");
	strstr(text, "max=8192")[4] = '9';
	write_file("mixed/2.trace", text, length);
	const char *path[] = { folder, "/no/such/file.trace" };
	struct answer a = check_with(&options, 2, path);
	assert_int_equal(a.code, 2);
	assert_true(holds(a.out, "FAILED  ") && holds(a.out, "/2.trace:"));
	assert_true(holds(a.err, "/1.trace:1: no recording"));
	assert_true(holds(a.err, "/no/such/file.trace: No such file or directory\n"));
	assert_true(holds(a.out, "\n1 passed, 3 failed\n"));
	forget(&a);
	a = check_with(&options, 0, NULL);
	assert_int_equal(a.code, 2);
	assert_true(holds(a.err, "expected recordings"));
	forget(&a);
	free(text);
}

/* --- numbers and words --- */

static bool reads(const char *text, uint64_t expected)
{
	uint64_t value = 1;

	return trace_number((struct trace_word){ text, strlen(text) }, &value) && value == expected;
}

static void test_numbers(void **state)
{
	static const char *const bad[] = { "", "0x", "-1", "+1", " 1", "1 ", "0x1g", "1a", "0X1",
					   "0x10000000000000000", "18446744073709551616" };
	uint64_t value;

	(void)state;
	assert_true(reads("0", 0) && reads("0x0", 0) && reads("007", 7) && reads("0xfF", 255));
	assert_true(reads("18446744073709551615", UINT64_MAX));
	assert_true(reads("0xffffffffffffffff", UINT64_MAX));
	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_false(trace_number((struct trace_word){ bad[i], strlen(bad[i]) }, &value));
}

static void test_words(void **state)
{
	const char *at = "key=value  x=";
	struct trace_word key, value, word = trace_take(&at, ' ');

	(void)state;
	assert_true(trace_split(word, &key, &value));
	assert_true(trace_word_is(key, "key") && trace_word_is(value, "value"));
	word = trace_take(&at, ' ');
	assert_int_equal(word.length, 0);
	assert_false(trace_split(word, &key, &value));
	word = trace_take(&at, ' ');
	assert_true(trace_split(word, &key, &value) && value.length == 0);
	assert_int_equal(trace_take(&at, ' ').length, 0);
}

/* --- the run --- */

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recordings_pass),
		cmocka_unit_test(test_plain_file_passes),
		cmocka_unit_test(test_both_engines),
		cmocka_unit_test(test_one_digit_changed),
		cmocka_unit_test(test_one_digit_changed_in_a_large_record),
		cmocka_unit_test(test_one_line_missing_or_twice),
		cmocka_unit_test(test_remark_too_many),
		cmocka_unit_test(test_difference_is_told_in_full),
		cmocka_unit_test(test_sparse_states),
		cmocka_unit_test(test_garbage_gets_a_sentence),
		cmocka_unit_test(test_switch_may_stand_without_key),
		cmocka_unit_test(test_operation_that_makes_no_sense),
		cmocka_unit_test(test_line_behind_the_end),
		cmocka_unit_test(test_lines_of_any_length),
		cmocka_unit_test(test_truncated_anywhere),
		cmocka_unit_test(test_truncated_gzip),
		cmocka_unit_test(test_damaged_gzip),
		cmocka_unit_test(test_folders),
		cmocka_unit_test(test_others_go_on),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
