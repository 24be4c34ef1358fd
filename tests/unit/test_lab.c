/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The laboratory's commands: how a line is read, what names and expressions
 * mean at which moment, what the errors say, and that the log of a session
 * leads to the same place when it is run again.
 */

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "ui/lab/inside.h"

#define START UINT64_C(0xffffc90000000000)

/* --- a lab whose lines are collected --- */

struct bench {
	struct lab *lab;
	char out[1 << 16];
};

static void keep_line(void *context, enum lab_tone tone, const char *text)
{
	struct bench *bench = context;

	(void)tone;
	lab_append(bench->out, sizeof(bench->out), "%s\n", text);
}

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));
	const struct lab_sink sink = { keep_line, bench };

	assert_non_null(bench);
	bench->lab = lab_open(&engine_space("toy")->space, &sink);
	assert_non_null(bench->lab);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	lab_close(bench->lab);
	free(bench);
	return 0;
}

/* Runs a line that must succeed; what it printed. */
static const char *run(struct bench *bench, const char *line)
{
	bench->out[0] = '\0';
	if (lab_run_line(bench->lab, line, NULL) != LAB_OK)
		fail_msg("%s: %s", line, lab_error(bench->lab));
	return bench->out;
}

/* Runs a line that must fail, for that reason. */
static void fails(struct bench *bench, const char *line, const char *why)
{
	uint64_t length = timeline_length(lab_timeline(bench->lab));

	assert_int_equal(lab_run_line(bench->lab, line, NULL), LAB_FAILED);
	if (!strstr(lab_error(bench->lab), why))
		fail_msg("%s: \"%s\" instead of \"%s\"", line, lab_error(bench->lab), why);
	assert_int_equal(timeline_length(lab_timeline(bench->lab)), length);
}

static void prints(struct bench *bench, const char *line, const char *what)
{
	const char *out = run(bench, line);

	if (!strstr(out, what))
		fail_msg("%s: \"%s\" is not in:\n%s", line, what, out);
}

/* --- expressions --- */

static uint64_t evaluate(struct bench *bench, const char *expression)
{
	uint64_t value = 0;

	if (!lab_evaluate(bench->lab, expression, &value))
		fail_msg("%s: %s", expression, lab_error(bench->lab));
	return value;
}

static void no_value(struct bench *bench, const char *expression, const char *why)
{
	uint64_t value = 0;

	if (lab_evaluate(bench->lab, expression, &value))
		fail_msg("%s has a value", expression);
	if (!strstr(lab_error(bench->lab), why))
		fail_msg("%s: \"%s\" instead of \"%s\"", expression, lab_error(bench->lab), why);
}

static void test_numbers(void **state)
{
	struct bench *b = *state;

	assert_int_equal(evaluate(b, "3p"), 0x3000);
	assert_int_equal(evaluate(b, "12K"), 12 << 10);
	assert_int_equal(evaluate(b, "1m"), 1 << 20);
	assert_int_equal(evaluate(b, "2G"), UINT64_C(2) << 30);
	assert_int_equal(evaluate(b, "1T"), UINT64_C(1) << 40);
	assert_int_equal(evaluate(b, " 0x3000 "), 0x3000);
	assert_int_equal(evaluate(b, "0x10p"), 0x10000);
	assert_int_equal(evaluate(b, "18446744073709551615"), UINT64_MAX);
	no_value(b, "18446744073709551616", "64 bits");
	no_value(b, "0x10000000000000000", "64 bits");
	no_value(b, "0xfffffffffffffffffp", "64 bits");
	no_value(b, "17179869184G", "64 bits");
	no_value(b, "0x", "hexadecimal");
	no_value(b, "3q", "'3q' is no number");
	no_value(b, "3pp", "is no number");
	no_value(b, "", "expected");
}

static void test_operators(void **state)
{
	struct bench *b = *state;

	assert_int_equal(evaluate(b, "1 + 2 * 3"), 7);
	assert_int_equal(evaluate(b, "(1 + 2) * 3"), 9);
	assert_int_equal(evaluate(b, "7 - 2 - 1"), 4);
	assert_int_equal(evaluate(b, "5 - 7 + 3"), 1);
	assert_int_equal(evaluate(b, "-3 + 5"), 2);
	assert_int_equal(evaluate(b, "2 - -3"), 5);
	assert_int_equal(evaluate(b, "-2 * -3"), 6);
	assert_int_equal(evaluate(b, "17 % 5 + 17 / 5"), 5);
	assert_int_equal(evaluate(b, "1 << 12 | 1 ^ 3 & 2"), 0x1003);
	assert_int_equal(evaluate(b, "0xff & ~0xf"), 0xf0);
	assert_int_equal(evaluate(b, "1 < 2 && 2 >= 2 && !(3 != 3)"), 1);
	assert_int_equal(evaluate(b, "-1 < 0 && 1 > -5"), 1);
	assert_int_equal(evaluate(b, "0 && nothing || 1"), 1);
	assert_int_equal(evaluate(b, "1 || 1 / 0"), 1);
	no_value(b, "1 / 0", "division by zero");
	no_value(b, "1 % 0", "division by zero");
	no_value(b, "2 - 3", "below zero");
	no_value(b, "0xffffffffffffffff + 1", "64 bits");
	no_value(b, "0xffffffff * 0x1ffffffff", "64 bits");
	no_value(b, "1 << 64", "shift");
	no_value(b, "3 << 63", "64 bits");
	no_value(b, "-1 & 1", "not negative");
	no_value(b, "(1", "not closed");
	no_value(b, "1 2", "left over");
	no_value(b, "1 +", "ends where");
	no_value(b, "+", "expected");
}

static void test_deep_expressions(void **state)
{
	struct bench *b = *state;
	char text[5000];

	memset(text, '(', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	no_value(b, text, "nested too deeply");
	memset(text, '!', sizeof(text) - 2);
	text[sizeof(text) - 2] = '1';
	no_value(b, text, "nested too deeply");
	memset(text, 'a', sizeof(text) - 1);
	no_value(b, text, "no name is as long");
}

static void test_names_in_expressions(void **state)
{
	struct bench *b = *state;

	run(b, "alloc 3p; alloc 1p name=buf");
	assert_int_equal(evaluate(b, "start"), START);
	assert_int_equal(evaluate(b, "vend - vstart"), 64 * PAGE_SIZE);
	assert_int_equal(evaluate(b, "buf"), START + 3 * PAGE_SIZE);
	assert_int_equal(evaluate(b, "a1.end"), START + 3 * PAGE_SIZE);
	assert_int_equal(evaluate(b, "a1.size + buf.pages"), 3 * PAGE_SIZE + 1);
	assert_int_equal(evaluate(b, "free_vmap_cache == buf"), 1);
	assert_int_equal(evaluate(b, "free_vmap_cache.va_start"), START + 3 * PAGE_SIZE);
	assert_int_equal(evaluate(b, "free_vmap_cache.prev.end"), START + 3 * PAGE_SIZE);
	assert_int_equal(evaluate(b, "!free_vmap_cache || areas == 2"), 1);
	no_value(b, "bufs", "did you mean 'buf'?");
	no_value(b, "xyz", "live names: a1, buf");
	no_value(b, "buf.nothing", "'buf.nothing'");
	run(b, "vmalloc 1p name=gone; vfree gone keep=1; purge");
	no_value(b, "gone", "'gone' is gone: it has no address any more");
	run(b, "reverse-next-op 3");
	/* Locals of the present call come first; other calls by function. */
	run(b, "break walk_gap; alloc 2p");
	assert_int_equal(evaluate(b, "size"), 2 * PAGE_SIZE);
	assert_int_equal(evaluate(b, "first == buf"), 1);
	assert_int_equal(evaluate(b, "alloc_vmap_area.size"), 2 * PAGE_SIZE);
	assert_int_equal(evaluate(b, "search_hole.why == WHY_HIT"), 1);
	assert_int_equal(evaluate(b, "!alloc_vmap_area.va"), 0);
	no_value(b, "descend.addr", "descend.addr");
}

/* --- lines --- */

static void test_lines(void **state)
{
	struct bench *b = *state;
	struct reply reply;

	run(b, "");
	run(b, "   # nothing but a remark; alloc 1p");
	run(b, "-- a remark as in Lua; alloc 1p\n--another one");
	run(b, "alloc 1p; ; alloc 2p # and a remark");
	assert_int_equal(timeline_length(lab_timeline(b->lab)), 2);
	run(b, "alloc (1p + 1p) name=\"quoted\" ;");
	assert_int_equal(evaluate(b, "quoted.size"), 2 * PAGE_SIZE);
	prints(b, "echo 'one; two' # three", "one; two");
	prints(b, "echo one -- two", "one\n");
	prints(b, "print 3 --2", "= 5");
	fails(b, "alloc 'open", "quote");
	fails(b, "alloc (1p", "'('");
	assert_int_equal(lab_run_line(b->lab, "alloc 1p; nonsense; alloc 1p", &reply), LAB_FAILED);
	assert_int_equal(lab_run_line(b->lab, "quit; nonsense", NULL), LAB_QUIT);
}

static void test_parameters(void **state)
{
	struct bench *b = *state;

	run(b, "alloc 1p align=2p vstart=start+4p vend=end nowarn blocking=0 name=x");
	assert_int_equal(evaluate(b, "x"), START + 4 * PAGE_SIZE);
	fails(b, "alloc", "'alloc' needs size; for example: alloc");
	fails(b, "alloc 1p 2p", "does not know what to do with '2p'");
	fails(b, "alloc 1p size=2p", "'size' is given twice");
	fails(b, "alloc 1p foo=2", "no parameter 'foo'; it knows size, align");
	fails(b, "alloc 1p align=", "'align=' needs a value");
	fails(b, "alloc 1p align=-1", "'align' of 'alloc' cannot be below zero");
	fails(b, "mapram 5000+4K", "'n' of 'mapram' counts whole pages, which 5000+4K is not");
	fails(b, "vmalloc 1p pfail=3p", "'pfail' of 'vmalloc' is a plain number, without a unit; "
	      "3p is a size");
	fails(b, "alloc 1p blocking=2", "possible are: 0 1");
	fails(b, "purge now", "takes no parameters");
	fails(b, "purgelock maybe", "possible are: off on");
	fails(b, "aloc 1p", "did you mean 'alloc'?");
	fails(b, "reverse", "could be reverse-step");
	fails(b, "qwertz", "'help' lists them all");
	run(b, "allo 1p; cont; reverse-c");
}

/* A size is good for a count where pages are counted, and nowhere else. */
static void test_counts(void **state)
{
	struct bench *b = *state;

	run(b, "space x86-64 totalram=1G");
	assert_int_equal(lab_machine(b->lab)->g->space.totalram, 1 << 18);
	prints(b, "mapram 3p name=r; print r.size", "(3 pages)");
	prints(b, "mapram 0x3 name=q; print q.size", "(3 pages)");
	prints(b, "unmapram r r.size", "ok");
	prints(b, "vmap 8K name=m; print m.size", "(3 pages)");	/* and a guard page */
	fails(b, "mapram 5p-1", "'n' of 'mapram' counts whole pages, which 5p-1 is not");
	fails(b, "vmalloc 1p pfail=3p", "'pfail' of 'vmalloc' is a plain number, without a unit; "
	      "3p is a size");
	fails(b, "step 2p", "is a plain number");
	fails(b, "goto 1 m.size", "is a plain number");
	run(b, "goto 4 0; step q.size/1p; step 0x1");
}

static void test_reply(void **state)
{
	struct bench *b = *state;
	struct reply reply;
	const char *const word[] = { "3p", "name=it" };

	assert_int_equal(lab_run(b->lab, "alloc", 2, word, &reply), LAB_OK);
	size_t found = 0;

	for (size_t i = 0; i < reply.fields; i++) {
		const struct reply_field *f = &reply.field[i];

		found += strcmp(f->name, "name") == 0 && strcmp(f->text, "it") == 0;
		found += strcmp(f->name, "addr") == 0 && f->number == START;
		found += strcmp(f->name, "va_end") == 0 && f->number == START + 3 * PAGE_SIZE;
		found += strcmp(f->name, "ok") == 0 && f->kind == REPLY_BOOLEAN && f->number;
	}
	assert_int_equal(found, 4);
}

/* Whatever is typed: an answer or an error, but no crash. */
static void test_noise(void **state)
{
	static const char *const piece[] = {
		"alloc", "free", "a1", "3p", "start", "+", "(", ")", "=", "name=", ";", "#", "'", "\"",
		"break", "watch", "hole", "if", "goto", "step", "0", "99999999999999999999", "-1",
		"print", ".", "->", "size", "info", "locals", "branch", "drop", "set", "entry",
		"list", "alloc.c:", "help", "tree", "vmalloc", "map", "unmap", "until", "\\", "\t",
		"notifier", "list=a1,a2", "vfree", "v1+0x10", "areas", "~", "%", "rc", "delete",
	};
	struct bench *b = *state;
	uint32_t random = 12345;

	for (int i = 0; i < 4000; i++) {
		char line[300] = "";

		for (int n = 0; n < 6; n++) {
			random = random * 1664525u + 1013904223u;
			lab_append(line, sizeof(line), "%s%s", piece[(random >> 8) % LENGTH(piece)],
				   (random >> 20) % 4 ? " " : "");
		}
		b->out[0] = '\0';
		if (lab_run_line(b->lab, line, NULL) == LAB_FAILED && !lab_error(b->lab)[0])
			fail_msg("'%s' fails without a reason", line);
	}
}

/* --- names --- */

static const char *name_at(struct bench *b, uint64_t page)
{
	const struct machine *m = lab_machine(b->lab);
	const char *name = lab_name_of_area(b->lab, area_containing(m, START + page * PAGE_SIZE));

	return name ? name : "-";
}

static void test_names(void **state)
{
	struct bench *b = *state;

	run(b, "alloc 1p; alloc 1p name=two; alloc 1p; free a1; alloc 1p; getvm 1p");
	assert_string_equal(name_at(b, 1), "two");
	assert_string_equal(name_at(b, 2), "a2");
	assert_string_equal(name_at(b, 0), "a3");
	assert_string_equal(name_at(b, 3), "v1");
	assert_string_equal(name_at(b, 5), "-");
	fails(b, "free a1", "there is no 'a1' here");
	fails(b, "free bux", "live names: two, a2, a3, v1");
	fails(b, "alloc 1p name=two", "there already is a 'two'");
	fails(b, "alloc 1p name=start", "already means something else");
	fails(b, "alloc 1p name=cached_align", "already means something else");
	fails(b, "alloc 1p name=1x", "cannot be a name");
	fails(b, "alloc 1p name=a-b", "cannot be a name");
	fails(b, "alloc 1p name=a_name_that_is_longer_than_31_letters", "cannot be a name");
	fails(b, "free v1", "'v1' is not for 'free'; use 'remvm'");
	fails(b, "free a2+1p", "without '+1p'");
	fails(b, "unnotify a2", "use 'free'");
	/* A freed name may be given again. */
	run(b, "free two; alloc 2p name=two");
	prints(b, "ops", "   2  alloc 1p -> two\n");
	prints(b, "ops", "alloc 2p -> two at 0xffffc90000005000");
	assert_string_equal(name_at(b, 5), "two");
}

/* A name that is gone: by whom, however it was done. */
static void test_names_that_are_gone(void **state)
{
	struct bench *b = *state;

	run(b, "alloc 1p; alloc 1p; vmalloc 1p; alloc 1p; free a1; lazy a2; vfree v1; purge");
	fails(b, "print a1", "there is no 'a1' here: operation 5 (free a1) freed it");
	fails(b, "print 3p + a2.end", "there is no 'a2' here: operation 6 (lazy a2) freed it, and "
	      "operation 8 (purge) purged it");
	fails(b, "free v1", "there is no 'v1' here: operation 7 (vfree v1) freed it, "
	      "and operation 8 (purge) purged it");
	fails(b, "print a4", "there is no 'a4' here; ");
	run(b, "alloc 1p name=late; goto 9 2");
	fails(b, "print late+1p", "there is no 'late' here yet: it comes at the end of operation 9");
	run(b, "goto 7");
	prints(b, "print a2", "a2 = ");
	run(b, "goto 1");
	fails(b, "print a2", "there is no 'a2' here; ");
	run(b, "goto 8 2");
	fails(b, "print a1", "operation 5 (free a1) freed it");
	assert_int_equal(timeline_cursor(lab_timeline(b->lab)).op, 8);
	assert_int_equal(timeline_cursor(lab_timeline(b->lab)).step, 2);
	/* Given again, and freed by a notifier and the purge that follows it. */
	run(b, "goto 8; alloc 1p name=a1; notifier list=a1 how=lazy; alloc 99p");
	fails(b, "areas a1", "operation 11 (alloc 99p) freed it");
}

static void test_names_follow_time(void **state)
{
	struct bench *b = *state;

	run(b, "alloc 1p; alloc 1p; alloc 1p; goto 1");
	fails(b, "free a2", "there is no 'a2' here");
	assert_string_equal(name_at(b, 0), "a1");
	/* On another branch the next one is called as it was the first time. */
	run(b, "alloc 2p name=other; alloc 1p");
	assert_string_equal(name_at(b, 1), "other");
	assert_string_equal(name_at(b, 3), "a2");
	run(b, "branch 0");
	assert_string_equal(name_at(b, 1), "a2");
	assert_string_equal(name_at(b, 2), "a3");
	fails(b, "free other", "there is no 'other' here");
	prints(b, "ops", "2  alloc 1p -> a2 at 0xffffc90000001000");
}

static void test_names_in_an_operation(void **state)
{
	struct bench *b = *state;

	run(b, "alloc 1p; alloc 1p; alloc 1p");
	/* While it is freed the object is gone, but the area keeps its name. */
	run(b, "break free_tree; free a2");
	assert_string_equal(name_at(b, 1), "a2");
	run(b, "delete; lazy a3");
	assert_string_equal(name_at(b, 2), "a3");
	run(b, "break settle_cache; alloc 2p");
	assert_string_equal(name_at(b, 3), "a4");
	run(b, "delete; purge");
	assert_string_equal(name_at(b, 2), "-");
}

/* Addresses mean what they mean once the operation at the cursor has ended; a
 * command that cannot be read leaves the cursor where it was. */
static void test_addresses_follow_the_end(void **state)
{
	struct bench *b = *state;
	struct timeline *time = lab_timeline(b->lab);

	run(b, "set entry first; alloc 1p name=x");
	assert_int_equal(timeline_cursor(time).step, 0);
	fails(b, "map x 1furlong", "is no number");
	fails(b, "map y 1p", "there is no 'y' here");
	assert_int_equal(timeline_cursor(time).op, 1);
	assert_int_equal(timeline_cursor(time).step, 0);
	run(b, "map x 1p");
	assert_int_equal(timeline_cursor(time).op, 2);
	run(b, "tlb");
	assert_int_equal(timeline_cursor(time).step, 0);
	run(b, "touch x; next-op");
	assert_int_equal(lab_machine(b->lab)->g->outcome.kind, OUTCOME_PFN);
}

static void test_many_names(void **state)
{
	struct bench *b = *state;

	run(b, "space x86-64; set record off");
	for (int i = 0; i < 3000; i++)
		run(b, "alloc 1p");
	assert_string_equal(name_at(b, 2999), "a3000");
	run(b, "goto 10; alloc 1p");
	assert_string_equal(name_at(b, 10), "a11");
	assert_true(lab_timeline(b->lab) != NULL);
}

/* --- the log --- */

static char *saved_session(struct bench *b)
{
	char *text = strdup(run(b, "save"));

	assert_non_null(text);
	return text;
}

static void test_log_leads_to_the_same_place(void **state)
{
	struct bench *b = *state;
	const struct lab_sink quiet = { NULL, NULL };
	struct lab *again = lab_open(&engine_space("toy")->space, &quiet);
	char where[200];

	run(b, "alloc 1p; alloc 2p name=\"x\"; alloc 1p; free x; print 1; areas; set entry first");
	run(b, "alloc 3p; step; step 3; step; next; goto 3; reverse-step; alloc 1p align=8K");
	run(b, "break hole if size > 1p; set entry end; alloc 3p; continue; reverse-finish; watch cached_align");
	assert_int_equal(lab_run_line(b->lab, "free nobody", NULL), LAB_FAILED);
	assert_non_null(again);
	for (size_t i = 0; i < lab_log_length(b->lab); i++)
		if (lab_run_line(again, lab_log_line(b->lab, i), NULL) != LAB_OK)
			fail_msg("%s: %s", lab_log_line(b->lab, i), lab_error(again));
	struct cursor one = timeline_cursor(lab_timeline(b->lab));
	struct cursor two = timeline_cursor(lab_timeline(again));

	assert_int_equal(one.op, two.op);
	assert_int_equal(one.step, two.step);
	assert_int_equal(one.branch, two.branch);
	if (!machine_equal(lab_machine(b->lab), lab_machine(again), where, sizeof(where)))
		fail_msg("%s", where);
	assert_int_equal(lab_stop_points(again), 2);
	lab_close(again);
}

/* Turns a file into one that is none of ours. */
static void spoil(const char *name)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	fputs("somebody's work\n", file);
	assert_int_equal(fclose(file), 0);
}

/* How many files begin with that name: none may be left behind. */
static size_t files_beside(const char *name)
{
	char pattern[200];
	glob_t found = { 0 };

	snprintf(pattern, sizeof(pattern), "%s*", name);
	size_t files = glob(pattern, 0, NULL, &found) == 0 ? found.gl_pathc : 0;

	globfree(&found);
	return files;
}

static void test_save(void **state)
{
	struct bench *b = *state;
	char name[] = "/tmp/vmaplab-save-XXXXXX", line[200];
	int fd = mkstemp(name);

	assert_true(fd >= 0);
	close(fd);
	run(b, "alloc 3p name=x; step; reverse-step; reverse-step; goto 1; break \"hole if size > 1p\"");
	char *text = saved_session(b);

	assert_non_null(strstr(text, "lab.space(\"start=0x"));
	assert_non_null(strstr(text, "lab.alloc(\"3p\", \"name=x\")"));
	assert_non_null(strstr(text, "lab.reverse_step(\"2\")"));
	assert_non_null(strstr(text, "lab.goto_(\"1\")"));
	assert_non_null(strstr(text, "lab.break_(\"hole if size > 1p\")"));
	free(text);
	snprintf(line, sizeof(line), "save %s", name);
	prints(b, line, "commands are saved in");
	prints(b, line, "commands are saved in");	/* its own sessions may be overwritten */
	spoil(name);
	fails(b, line, "is there already and is no saved session");
	fails(b, line, "force=1");
	lab_append(line, sizeof(line), " force=1");
	prints(b, line, "commands are saved in");
	unlink(name);
	assert_int_equal(symlink("/dev/null", name), 0);
	fails(b, line, "is no ordinary file");
	unlink(name);
	fails(b, "save /tmp force=1", "'/tmp' is a folder");
	assert_int_equal(files_beside(name), 0);
	fails(b, "save /nonexistent/x.lua", "cannot be written");
	run(b, "space toy");
	assert_int_equal(lab_log_length(b->lab), 1);
	assert_string_equal(lab_log_line(b->lab, 0), "space toy");
}

/* --- looking --- */

static void test_looking(void **state)
{
	struct bench *b = *state;

	run(b, "alloc 1p; alloc 2p; alloc 1p; free a2; alloc 3p name=big; lazy a3");
	prints(b, "areas", "hole, 2 pages");
	prints(b, "areas", "> 0xffffc90000004000  big      3 pages, cached");
	prints(b, "areas", "freed lazily");
	prints(b, "tree", "`-right red big 0xffffc90000004000 +3p cached");
	prints(b, "tree big", "red big");
	prints(b, "lazy-list", "1 area waits, counted as 1 page;");
	prints(b, "names", "big          [0xffffc90000004000, 0xffffc90000007000) 3p");
	prints(b, "cache", "cached_hole_size     0x2000 (2 pages)");
	prints(b, "ops", "*    6  lazy a3");
	prints(b, "verify", "in order");
	prints(b, "goto 5.3", "op 5 step 3 of");
	fails(b, "goto 5.3 1", "'5.3' is no whole number");
	fails(b, "goto 5.3x", "is no whole number");
	fails(b, "goto 5.9999", "operation 5 has no step 9999");
	prints(b, "vmalloc 3 name=few", "3 is a number of bytes; 3p would be pages");
	fails(b, "alloc 1.5p", "'1.5p' is no whole number; half a page is 2K");
	prints(b, "goto 5 0", "alloc_vmap_area () at alloc.c");
	prints(b, "where", "#0 alloc_vmap_area () at alloc.c");
	prints(b, "locals", "size         0x3000 (3 pages)");
	prints(b, "list", ">");
	fails(b, "list walk.c:10", "write which one");
	prints(b, "list kva/walk.c:10", "engine/kva/walk.c:");
	prints(b, "list walk_areas", "engine/kva/walk.c:");
	prints(b, "steps walk_areas", "walk_note_hole");
	prints(b, "info b", "no breakpoints");
	prints(b, "info locals", "align        0x1");
	prints(b, "why", "what no caller may get wrong");
	prints(b, "goto 5", "end of op 5: alloc 3p -> big: [0xffffc90000004000,");
	prints(b, "events", "try 1: size 0x3000, hit, from 0xffffc90000001000");
	prints(b, "print 3p", "3p = 0x3000 (3 pages)");
	prints(b, "print 3p+1", "0x3001 (3 pages and 1 byte)");
	prints(b, "list hole", "cached_hole_size = hole;");
	fails(b, "list nowhere", "no place in the source");
	fails(b, "list walk_hol", "did you mean 'walk_hole'?");
	prints(b, "print 1 + 11", "12 (0xc)");
	prints(b, "print free_vmap_cache", "big [0xffffc90000004000, 0xffffc90000007000)");
	prints(b, "map big 2p; tables big", "pte  table");
	prints(b, "help", "reverse-continue");
	prints(b, "help alloc", "alignment, a power of two");
	prints(b, "help break", "dropped-size");
	fails(b, "help nothing", "there is no command 'nothing'");
	fails(b, "entry", "'entry' is no command but a setting: see 'set entry'");
	prints(b, "help set", "settings:");
	prints(b, "help branch", "forget it: branch 2 drop ('drop' or 'drop=1', else 'drop=0')");
	fails(b, "goto 99", "the last one is 6");
	fails(b, "goto -1", "there is no operation -1; 0 is the beginning");
	fails(b, "goto 1 999", "has no step 999; it has 0 to ");
	fails(b, "goto 1 -1", "has no step -1; it has 0 to ");
	fails(b, "step -1", "'count' of 'step' cannot be below zero");
}

/* Without a word what could be set is told; that is no operation. */
static void test_state_is_told(void **state)
{
	struct bench *b = *state;

	run(b, "space x86-64 cpus=4 online=2; cpu 1");
	prints(b, "cpu", "operations run on CPU 1 of CPUs 0 to 1");
	prints(b, "online", "CPUs online: 2; possible: 4");
	prints(b, "irq", "off: ");
	prints(b, "irq on; irq", "on: operations run in interrupt context");
	prints(b, "purgelock", "off: nobody holds");
	prints(b, "goto 2 0; purgelock on; purgelock", "on: ");
	assert_int_equal(timeline_length(lab_timeline(b->lab)), 3);
	assert_string_equal(lab_log_line(b->lab, lab_log_length(b->lab) - 1), "purgelock on");
}

static void test_early_areas_are_listed(void **state)
{
	struct bench *b = *state;

	run(b, "space toy init=0; earlyadd start+4p 2p; earlyadd start+9p 1p");
	prints(b, "areas", "  0xffffc90000000000  hole, 4 pages\n"
	       "  0xffffc90000004000  2 pages, registered early\n"
	       "  0xffffc90000006000  hole, 3 pages\n"
	       "  0xffffc90000009000  1 page, registered early\n"
	       "  0xffffc9000000a000  hole, 54 pages\n");
	prints(b, "areas start 1", "... go on with: areas 0xffffc90000006000");
	assert_null(strstr(run(b, "areas start+6p"), "2 pages"));
	assert_null(strstr(run(b, "init; areas"), "registered early"));
}

static void test_frames_of_an_area(void **state)
{
	struct bench *b = *state;

	run(b, "space x86-64; vmalloc 20p; vmalloc 1p; alloc 1p");
	prints(b, "frames v1", "v1: pages: 20\n     0: 0x");
	prints(b, "frames v1+3p", "v1: pages: 20");
	fails(b, "frames a1", "a1 has no page frames of vmalloc");
	fails(b, "frames nothing", "there is no 'nothing' here");
	run(b, "goto 2 5; frames v1");
	assert_int_equal(timeline_cursor(lab_timeline(b->lab)).step, 5);
	run(b, "space x86-64; frames scattered seed=1; vmalloc 20p");
	const char *out = run(b, "frames v1");
	assert_int_equal(lab_machine(b->lab)->g->frames, 20);
	assert_non_null(strstr(out, "\n     7: 0x"));
	assert_non_null(strstr(out, "\n    14: 0x"));
}

/* A call is looked at until the cursor moves. */
static void test_calls(void **state)
{
	struct bench *b = *state;

	fails(b, "frame", "no call is going on; 'step' goes into an operation");
	fails(b, "up", "no call is going on");
	run(b, "alloc 1p; alloc 2p; free a1; break walk_gap; alloc 3p");
	assert_int_equal(lab_chosen_call(b->lab), 0);
	prints(b, "up", "#1 search_hole () at alloc.c:");
	prints(b, "frame", "!walk_areas(m");
	prints(b, "locals", "search_hole:");
	prints(b, "frame 0", "#0 walk_areas () at kva/walk.c:");
	fails(b, "down", "this is the innermost call");
	prints(b, "up 99", "alloc_vmap_area () at alloc.c:");
	fails(b, "up", "this is the outermost call");
	fails(b, "frame 9", "there is no call 9; the outermost one is 3");
	prints(b, "down 2", "#1 search_hole");
	assert_int_equal(lab_chosen_call(b->lab), 1);
	prints(b, "step; locals", "walk_areas:");
	assert_int_equal(lab_chosen_call(b->lab), 0);
	fails(b, "goto 4; down", "no call is going on");
}

static void test_outcomes(void **state)
{
	struct bench *b = *state;

	prints(b, "alloc 0", "BUG in alloc_vmap_area (size-zero): an area of size 0 was asked for; "
	       "a kernel stops here");
	prints(b, "alloc 1p align=3", "align 0x3 is no power of two");
	prints(b, "alloc 1p kfail=1", "-ENOMEM");
	prints(b, "alloc 65p", "-EBUSY: no room was found");
	prints(b, "alloc 65p", "use vmalloc=<size> to increase size");
	prints(b, "find start", "nothing is there");
	prints(b, "vfree start", "oops");
	prints(b, "purgelock on; purge", "nobody will release");
	prints(b, "pcpu offs=0,20p sizes=0,0; pcpu offs=0,20p sizes=1p,1p", "pcpu: goes round and round: "
	       "areas that are empty or overlap");
	fails(b, "online 0", "the number of CPUs online, can only be 1 here, not 0; 'space cpus=N'");
	fails(b, "cpu 99", "the number of the CPU, can only be 0 here, not 99");
	fails(b, "setentry 9 start 1", "the level can be 1 to 5");
	fails(b, "setentry 1 start 1", "'map' makes them");
	fails(b, "space end=start", "begin below its end");
	fails(b, "space levels=6", "4 or 5 levels");
	fails(b, "space nowhere", "possible are: x86-64");
	prints(b, "space x86-32", "[0xf77fe000, 0xff7fe000)");
	prints(b, "space start=0x100000 end=0x200000", "[0x100000, 0x200000)");
	prints(b, "space 0x300000..0x400000 cpus=2", "[0x300000, 0x400000)");
	assert_string_equal(lab_log_line(b->lab, 0), "space 0x300000..0x400000 cpus=2");
	fails(b, "space 0x300000..", "is no range; it is START..END");
	prints(b, "cpu 1; online 2", "ok");
	prints(b, "set", "set entry end");
	fails(b, "set entry maybe", "entry can be end or first");
	fails(b, "branch 7", "there is no branch 7");
	fails(b, "branch 0 drop", "it is the present one");
}

/* What was to fail and was not even asked for is told once the operation has ended. */
static void test_failures_that_never_come(void **state)
{
	struct bench *b = *state;

	run(b, "space x86-64");
	prints(b, "alloc 1p kfail=9", "kfail=9 has made nothing fail; small objects that were asked "
	       "for: 1");
	prints(b, "goto 1", "kfail=9 has made nothing fail");
	prints(b, "vmalloc 1p pfail=2", "page frames that were asked for: 1");
	prints(b, "vmalloc 1p tfail=1", "page tables that were asked for: 0");
	prints(b, "mapram 3p rfail=2", "index preloads that were asked for: 1");
	assert_null(strstr(run(b, "alloc 1p kfail=1"), "has made"));
	assert_null(strstr(run(b, "break place_search; alloc 1p kfail=2"), "has made"));
	prints(b, "delete; continue", "small objects that were asked for: 1");
}

static void test_branches_are_told(void **state)
{
	struct bench *b = *state;

	run(b, "alloc 1p; alloc 1p; goto 0; alloc 2p; goto 1; alloc 3p; branch 0; goto 1; alloc 4p");
	prints(b, "branch", "  branch 0: 2 operations\n");
	prints(b, "branch", "  branch 1: 2 operations, none of them shared with branch 0\n");
	prints(b, "branch", "* branch 2: 2 operations, the first 1 shared with branch 0\n");
	fails(b, "branch 2 drop", "it is the present one");
	fails(b, "branch 0 drop", "branch 1 began on it");
	fails(b, "branch 9 drop", "there is no branch 9");
	prints(b, "branch 1 drop", "branch 1 is forgotten");
	fails(b, "branch 1 drop", "there is no branch 1");
}

/* The list tells of each operation how it ended, whatever the cursor stands at. */
static void test_endings(void **state)
{
	struct bench *b = *state;

	run(b, "alloc 60p; alloc 5p; alloc 1p align=3; vfree end-1p; find end; vmalloc 0; alloc 1p");
	prints(b, "ops", "  2  alloc 5p -> EBUSY\n");
	prints(b, "ops", "  3  alloc 1p align=0x3 -> BUG\n");
	prints(b, "ops", "  4  vfree 0xffffc9000003f000 -> oops\n");
	prints(b, "ops", " -> nothing\n");
	prints(b, "ops", "  6  vmalloc 0x0 -> NULL\n");
	prints(b, "ops", "  7  alloc 1p -> a2 at 0x");
	prints(b, "goto 2", "end of op 2: alloc 5p: -EBUSY");
	/* In the middle of it the end is not given away. */
	run(b, "reverse-step");
	assert_null(strstr(run(b, "ops"), "EBUSY"));
	run(b, "goto 1; set record off; alloc 4p name=x");
	prints(b, "ops", "  1  alloc 60p -> a1 at");
	prints(b, "ops", "  2  alloc 4p -> x at");
	run(b, "alloc 9p");
	prints(b, "ops", "  3  alloc 9p -> EBUSY\n");
	prints(b, "branch 0; ops", "  2  alloc 5p -> EBUSY\n");
}

static size_t times(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}

static void test_why(void **state)
{
	struct bench *b = *state;

	prints(b, "why", "Nothing has been asked for yet.");
	prints(b, "alloc 3p; why", "Operation 1 has ended: alloc 3p -> a1: [0xffffc90000000000,");
	prints(b, "why", "found no cached area");
	prints(b, "why", "'reverse-step' goes back into it.");
	prints(b, "alloc 2p; why", "Search 1 was a hit");
	prints(b, "alloc 61p; why", "What was freed");
	prints(b, "why", "no room");
	prints(b, "why", "Search 2");
	prints(b, "why", "walked over no area");
	prints(b, "goto 0; why", "Before the first operation");
	prints(b, "dropcache; why", "Operation 1 has ended: dropcache: ok.");
	/* What was just told is not told again; later on it is. */
	prints(b, "branch 0; goto 1 0; why", "goes by these numbers");
	assert_int_equal(times(b->out, "what no caller may get wrong"), 1);
	prints(b, "why", "what no caller may get wrong");
	prints(b, "step; reverse-step; locals; why", "what no caller may get wrong");
	/* A note about a hole may be out of date. */
	run(b, "space toy; alloc 1p; alloc 3p; alloc 1p; free a2; alloc 4p; break cache_size");
	prints(b, "alloc 2p", "was noted below");
	run(b, "delete; continue; break lazy_limit");
	prints(b, "lazy a1", "What waits is 1 page, not more than");
}

/* The error tells it; the lines need not. */
static void test_interrupt_is_told_once(void **state)
{
	struct bench *b = *state;

	run(b, "alloc 1p; alloc 1p; break purge; goto 0");
	b->out[0] = '\0';
	lab_interrupted = 1;
	assert_int_equal(lab_run_line(b->lab, "continue", NULL), LAB_FAILED);
	assert_string_equal(lab_error(b->lab), "interrupted");
	assert_int_equal(times(b->out, "interrupted"), 0);
}

static void test_conditions_are_checked(void **state)
{
	struct bench *b = *state;

	run(b, "alloc 1p name=one; alloc 1p; free one");
	fails(b, "break hole if", "a condition is expected behind 'if'");
	fails(b, "break hole if sizze > 1p", "there is no 'sizze' anywhere; did you mean 'size'?");
	fails(b, "break hole if qwertz", "is no variable, no area, no constant");
	fails(b, "break hole if 1 || qwertz", "there is no 'qwertz' anywhere");
	fails(b, "break hole if walk_areas.adr", "walk_areas has no local 'adr'; did you mean 'addr'?");
	fails(b, "break hole if first.nothing", "nothing has a field 'nothing'");
	fails(b, "break hole if size >", "ends where");
	fails(b, "watch areas if", "needs an expression");
	fails(b, "watch areas if lazi_areas", "did you mean 'lazy_areas'?");
	assert_int_equal(lab_stop_points(b->lab), 0);
	run(b, "break hole if size > 1p && first.next.va_end && walk_areas.walked");
	run(b, "break hole if why != WHY_HIT || !alloc_vmap_area.va.colour");
	run(b, "break hole if first == one || one.pages < 3 || free_vmap_cache->prev");
	run(b, "watch areas if vend - start > page");
}

/* Each operation of the model that has a handler has a command with its arguments. */
static void test_commands_know_their_operations(void **state)
{
	size_t commands = 0;

	(void)state;
	for (int kind = OP_NONE + 1; kind < OP_KIND_COUNT; kind++) {
		const struct op_info *info = op_info((enum op_kind)kind);
		const struct command *command = lab_command(info->name);

		if (!command || command->run != run_op)
			continue;
		commands++;
		for (size_t i = 0; i < op_args((enum op_kind)kind); i++) {
			const char *name = info->arg[i].name;
			bool known = info->arg[i].kind == ARG_ID || strcmp(name, "off") == 0;

			for (size_t p = 0; p < lab_parameters(command); p++)
				known = known || strcmp(command->parameter[p].name, name) == 0 ||
					(strcmp(name, "addr") == 0 &&
					 command->parameter[p].kind == PARAMETER_AREA);
			if (!known)
				fail_msg("'%s' lacks the argument %s", command->name, name);
		}
	}
	assert_true(commands > 25);
}

static void test_every_command_is_described(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < lab_command_count; i++) {
		const struct command *c = &lab_commands[i];
		char line[80];

		assert_non_null(c->summary);
		assert_non_null(c->example);
		assert_non_null(c->group);
		assert_non_null(c->run);
		assert_true(lab_command(c->name) == c);
		if (c->alias)
			assert_true(lab_command(c->alias) == c);
		if (strncmp(c->example, c->name, strlen(c->name)) != 0)
			fail_msg("the example of '%s' is '%s'", c->name, c->example);
		for (size_t p = 0; p < lab_parameters(c); p++)
			assert_non_null(c->parameter[p].help);
		snprintf(line, sizeof(line), "help %s", c->name);
		prints(b, line, c->summary);
	}
}

/* --- completion --- */

static void keep_word(void *context, const char *word)
{
	struct bench *b = context;

	lab_append(b->out, sizeof(b->out), "%s ", word);
}

static void completes(struct bench *b, const char *line, const char *words)
{
	b->out[0] = '\0';
	lab_complete(b->lab, line, strlen(line), keep_word, b);
	assert_string_equal(b->out, words);
}

static void test_completion(void **state)
{
	struct bench *b = *state;

	run(b, "alloc 1p; alloc 1p name=buffer; alloc 1p name=bulk");
	completes(b, "pri", "print ");
	completes(b, "reverse-s", "reverse-step ");
	completes(b, "alloc 1p; pri", "print ");
	completes(b, "free bu", "buffer bulk ");
	completes(b, "alloc 1p al", "align= ");
	completes(b, "alloc 1p vstart=buf", "vstart=buffer ");
	completes(b, "alloc 1p vstart=start+buf", "buffer ");
	completes(b, "find start+buf", "buffer ");
	completes(b, "alloc 1p blocking=", "blocking=0 blocking=1 ");
	completes(b, "space x86-64-", "x86-64-5level ");
	completes(b, "break dropped-s", "dropped-size ");
	completes(b, "break kva/w", "walk.c: ");
	completes(b, "break kva", "kva/walk.c: ");
	completes(b, "watch cached_h", "cached_hole_size ");
	completes(b, "print 1 + cached_h", "cached_hole_size ");
	completes(b, "help unmapf", "unmapfree ");
	completes(b, "nonsense x", "");
	completes(b, "find buf", "buffer ");
}

/* --- a front end's own commands --- */

static enum lab_status run_own(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)reply;
	*(uint64_t *)lab_owner(lab) = a->at[0].number;
	return LAB_OK;
}

static void test_extension(void **state)
{
	struct bench *b = *state;
	static const struct command own[] = {
		{ .name = "pane", .group = "screen", .run = run_own, .summary = "s", .example = "pane 1",
		  .parameter = { { "n", PARAMETER_NUMBER, true, true, NULL, "which" } } },
	};
	uint64_t got = 0;

	lab_extend(b->lab, own, 1, &got);
	run(b, "pane 7");
	assert_int_equal(got, 7);
	prints(b, "help", "pane");
	completes(b, "pan", "pane ");
	lab_extend(b->lab, NULL, 0, NULL);
	fails(b, "pane 7", "there is no command 'pane'");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_numbers),
		TEST(test_operators),
		TEST(test_deep_expressions),
		TEST(test_names_in_expressions),
		TEST(test_lines),
		TEST(test_parameters),
		TEST(test_counts),
		TEST(test_reply),
		TEST(test_noise),
		TEST(test_names),
		TEST(test_names_that_are_gone),
		TEST(test_names_follow_time),
		TEST(test_names_in_an_operation),
		TEST(test_addresses_follow_the_end),
		TEST(test_many_names),
		TEST(test_log_leads_to_the_same_place),
		TEST(test_save),
		TEST(test_looking),
		TEST(test_state_is_told),
		TEST(test_early_areas_are_listed),
		TEST(test_frames_of_an_area),
		TEST(test_calls),
		TEST(test_outcomes),
		TEST(test_failures_that_never_come),
		TEST(test_branches_are_told),
		TEST(test_endings),
		TEST(test_why),
		TEST(test_interrupt_is_told_once),
		TEST(test_conditions_are_checked),
		TEST(test_commands_know_their_operations),
		TEST(test_every_command_is_described),
		TEST(test_completion),
		TEST(test_extension),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
