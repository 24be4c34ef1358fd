/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * predict() and task(): what is understood as an answer, what it is worth, that nothing
 * is given away before it, and that a task ends when its predicate holds.
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

#include "ui/lab/lab.h"
#include "ui/lua/host.h"
#include "ui/repl/line.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* --- a lesson with somebody there --- */

struct class {
	struct lab *lab;
	struct host *host;
	unsigned percent;	/* of the last verdict */
	char why[1024];
	char printed[4096];
};

static void take_line(void *context, enum lab_tone tone, const char *text)
{
	struct class *c = context;
	size_t used = strlen(c->printed);

	(void)tone;
	snprintf(c->printed + used, sizeof(c->printed) - used, "%s\n", text);
}

static void take_verdict(void *context, unsigned percent, const char *why)
{
	struct class *c = context;

	c->percent = percent;
	snprintf(c->why, sizeof(c->why), "%s", why);
}

static void begin(struct class *c, const char *script)
{
	const struct host_driver driver = { .context = c, .verdict = take_verdict };
	const struct lab_sink sink = { take_line, c };

	memset(c, 0, sizeof(*c));
	c->lab = lab_open(&engine_space("toy")->space, &sink);
	c->host = host_open(c->lab, &driver);
	assert_non_null(c->host);
	assert_int_equal(host_load_text(c->host, "class", script), HOST_PAUSED);
	if (host_resume(c->host, NULL) == HOST_FAILED)
		fail_msg("%s", host_error(c->host));
}

static void end(struct class *c)
{
	host_close(c->host);
	lab_close(c->lab);
}

/* A question about what comes of an operation. */
#define SEARCHES "ask { question = '?', operation = { alloc, '99p' }, " \
		 "answer = function(a) return a.ok and 0 or lab.var.try_number end }"

/* --- predictions --- */

/* first in page 0, a hole of two pages, last in page 3; the cache points to first. */
#define HOLE "alloc('1p', 'name=first') alloc('2p', 'name=middle') alloc('1p', 'name=last') free 'middle' "
#define THREE "operation = { alloc, '3p', 'name=large' } } "

static const struct {
	const char *script;
	const char *answer;
	int percent;	/* -1: not understood */
} guesses[] = {
	{ HOLE "predict { 'address', " THREE, "page 4", 100 },
	{ HOLE "predict { 'address', " THREE, "4p", 100 },
	{ HOLE "predict { 'address', " THREE, "page4", 100 },
	{ HOLE "predict { 'address', " THREE, "\uff14\uff50\u3000", 100 },	/* of a Chinese keyboard */
	{ "ask { question = '?', choices = { '\u5bf9\uff0ca', 'b' }, answer = 1 }", "\u5bf9,A", 100 },
	{ "ask { question = '?', answer = '\uff08a\uff09' }", "(A)", 100 },
	{ "ask { question = '?', choices = { 'a', 'b' }, answer = 2 }", "\uff12", 100 },
	{ HOLE "predict { 'address', " THREE, "start+16K", 100 },
	{ HOLE "predict { 'address', " THREE, "last.end", 100 },
	{ HOLE "predict { 'address', " THREE, "page 9", 50 },	/* the right gap */
	{ HOLE "predict { 'address', " THREE, "page 1", 0 },
	{ HOLE "predict { 'address', " THREE, "EBUSY", 0 },
	{ HOLE "predict { 'address', " THREE, "no such thing", -1 },
	{ HOLE "predict { 'address', " THREE, "", -1 },
	{ "predict { 'address', operation = { alloc, '65p' } }", "EBUSY", 100 },
	{ "predict { 'address', operation = { alloc, '65p' } }", "fails", 100 },
	{ "predict { 'address', operation = { alloc, '65p' } }", "ENOMEM", 50 },
	{ "predict { 'address', operation = { alloc, '65p' } }", "page 0", 0 },
	{ "predict { 'address', operation = { alloc, '1p', 'kfail=1' } }", "ENOMEM", 100 },

	{ "predict { 'cache', operation = { alloc, '1p' } }", "empty", 100 },
	{ "predict { 'cache', operation = { alloc, '1p' } }", "no", 50 },
	{ "predict { 'cache', operation = { alloc, '1p' } }", "size", 50 },
	{ "predict { 'cache', operation = { alloc, '1p' } }", "hit", 0 },
	{ "predict { 'cache', operation = { alloc, '1p' } }", "perhaps", -1 },
	{ HOLE "predict { 'cache', " THREE, "Hit", 100 },
	{ HOLE "predict { 'cache', " THREE, "yes", 100 },
	{ HOLE "predict { 'cache', " THREE, "no", 0 },
	{ HOLE "alloc '3p' predict { 'cache', operation = { alloc, '1p' } }", "size", 100 },
	{ HOLE "alloc '3p' predict { 'cache', operation = { alloc, '2p' } }", "hit", 100 },
	{ "alloc('1p', 'align=16K') predict { 'cache', operation = { alloc, '1p' } }", "align", 100 },
	{ "alloc('1p', 'vstart=start+8p') predict { 'cache', operation = { alloc, '1p' } }", "vstart", 100 },
	{ "alloc '1p' predict { 'cache', operation = { alloc, '1p', 'vstart=start+8p' } }", "below", 100 },

	{ HOLE "predict { 'hole', " THREE, "2p", 100 },
	{ HOLE "predict { 'hole', " THREE, "8K", 100 },
	{ HOLE "predict { 'hole', " THREE, "middle.size", -1 },
	{ HOLE "predict { 'hole', " THREE, "1p", 50 },		/* it grows */
	{ HOLE "predict { 'hole', " THREE, "same", 0 },
	{ HOLE "predict { 'hole', operation = { alloc, '1p' } }", "same", 100 },
	{ HOLE "predict { 'hole', operation = { alloc, '1p' } }", "none", 100 },

	{ HOLE "predict { 'cached', " THREE, "large", 100 },	/* a name that is to come */
	{ HOLE "predict { 'cached', " THREE, "new", 100 },
	{ HOLE "predict { 'cached', " THREE, "last", 50 },	/* its neighbour */
	{ HOLE "predict { 'cached', " THREE, "first", 0 },
	{ HOLE "predict { 'cached', " THREE, "none", 0 },
	{ HOLE "predict { 'cached', operation = { free, 'first' } }", "none", 100 },
	{ HOLE "predict { 'cached', operation = { free, 'last' } }", "same", 100 },

	{ HOLE "predict { 'stop', " THREE, "end", 100 },
	{ HOLE "predict { 'stop', " THREE, "last", 0 },
	{ HOLE "predict { 'stop', operation = { alloc, '2p' } }", "last", 100 },
	{ HOLE "predict { 'stop', operation = { alloc, '2p' } }", "first", 50 },
	{ HOLE "predict { 'stop', operation = { alloc, '2p' } }", "end", 0 },

	{ "predict { 'tables', operation = { vmalloc, '1p' } }", "pte pmd pud", 100 },
	{ "predict { 'tables', operation = { vmalloc, '1p' } }", "a pud, a pmd and one pte", 100 },
	{ "predict { 'tables', operation = { vmalloc, '1p' } }", "ptes", 33 },
	{ "predict { 'tables', operation = { vmalloc, '1p' } }", "none", 0 },
	{ "predict { 'tables', operation = { vmalloc, '1p' } }", "some", -1 },
	{ "vmalloc '1p' predict { 'tables', operation = { vmalloc, '1p' } }", "none", 100 },

	{ "stop_at('cache_empty', alloc, '1p') predict { 'step' }", "search_nocache", 100 },
	{ "stop_at('cache_empty', alloc, '1p') predict { 'step' }", "search_hole", 50 },
	{ "stop_at('cache_empty', alloc, '1p') predict { 'step' }", "search_wrap", 50 },
	{ "stop_at('cache_empty', alloc, '1p') predict { 'step' }", "walk_gap", 0 },
	{ "stop_at('cache_empty', alloc, '1p') predict { 'step' }", "end", 0 },
	{ "stop_at('cache_empty', alloc, '1p') predict { 'step' }", "7777", 0 },
	{ "stop_at('cache_empty', alloc, '1p') predict { 'step' }", "what", -1 },
	{ "stop_at('alloc_return', alloc, '1p') predict { 'step' }", "end", 100 },

	{ SEARCHES, "2", 100 },
	{ SEARCHES, "3", 0 },
	{ SEARCHES, "what", -1 },
};

static void test_answers(void **state)
{
	struct class c;

	(void)state;
	for (size_t i = 0; i < LENGTH(guesses); i++) {
		begin(&c, guesses[i].script);
		assert_int_equal(host_state(c.host), HOST_ASKING);
		enum host_state after = host_resume(c.host, guesses[i].answer);
		if (after == HOST_FAILED)
			fail_msg("%s: '%s': %s", guesses[i].script, guesses[i].answer, host_error(c.host));
		if ((after == HOST_ASKING) != (guesses[i].percent < 0))
			fail_msg("%s: '%s' is %sunderstood", guesses[i].script, guesses[i].answer,
				 after == HOST_ASKING ? "not " : "");
		if (after == HOST_DONE && (int)c.percent != guesses[i].percent)
			fail_msg("%s: '%s' is worth %u: %s", guesses[i].script, guesses[i].answer,
				 c.percent, c.why);
		if (after == HOST_ASKING)
			assert_true(host_question(c.host)->again[0]);
		end(&c);
	}
}

/* Words that are short for a command, and whether they are an answer here. */
static void test_words_before_commands(void **state)
{
	static const struct {
		const char *script, *word;
		bool taken;
	} cases[] = {
		{ "predict { 'cache', operation = { alloc, '1p' } }", "no", true },
		{ "predict { 'cache', operation = { alloc, '1p' } }", "n", true },
		{ "predict { 'cache', operation = { alloc, '1p' } }", "s", false },
		{ "predict { 'hole', operation = { alloc, '1p' } }", "n", false },
		{ "alloc('1p', 'name=n') predict { 'cached', operation = { alloc, '1p' } }", "n", true },
		{ "alloc('1p', 'name=n') predict { 'cached', operation = { alloc, '1p' } }", "s", false },
		{ "ask { question = '?', choices = { 'x', 'y', 'z' }, answer = 2 }", "b", true },
		{ "ask { question = '?', choices = { 'x', 'y', 'z' }, answer = 2 }", "d", false },
		{ "ask { question = '?', choices = { 'No', 'yes' }, answer = 2 }", "no", true },
		{ "ask { question = '?', choices = { 'x', 'y' }, answer = 2 }", "no", false },
		{ "alloc('1p', 'name=s') ask { question = '?', answer = 2 }", "s", true },
		{ "ask { question = '?', answer = 2 }", "s", false },
		{ "ask { question = '?', answer = 'bt' }", "l", true },
		{ "task { text = 'x', check = function() return false end, solution = print }", "no", false },
	};
	struct class c;

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		begin(&c, cases[i].script);
		if (host_state(c.host) != HOST_ASKING)
			fail_msg("%s: %s", cases[i].script, host_error(c.host));
		if (line_answers(c.host, cases[i].word) != cases[i].taken)
			fail_msg("%s: '%s' is %staken", cases[i].script, cases[i].word,
				 cases[i].taken ? "not " : "");
		assert_false(line_answers(c.host, "next"));
		end(&c);
	}
}

/* The line that comes next, as people say it. */
static void test_lines(void **state)
{
	struct place place;
	struct class c;
	char text[4][64];

	(void)state;
	assert_true(lab_place_of_step(step_by_name("search_nocache"), &place));
	snprintf(text[0], sizeof(text[0]), "%zu", place.line);
	snprintf(text[1], sizeof(text[1]), "alloc.c:%zu", place.line);
	snprintf(text[2], sizeof(text[2]), "line %zu", place.line);
	snprintf(text[3], sizeof(text[3]), "kva/alloc.c:%zu", place.line);
	for (size_t i = 0; i < LENGTH(text); i++) {
		begin(&c, "stop_at('cache_empty', alloc, '1p') predict { 'step' }");
		assert_int_equal(host_resume(c.host, text[i]), HOST_DONE);
		assert_int_equal(c.percent, 100);
		end(&c);
	}
}

/* A question about the end of an operation can be answered from its middle: nothing
 * is printed, and the cursor comes back, even from an error. */
static void test_at_end(void **state)
{
	struct class c;

	(void)state;
	begin(&c, "alloc '64p' stop_at('cache_empty', alloc, '1p') print 'here'\n"
		  "ask { question = '?', answer = function() return lab.at_end(function()"
		  " return lab.outcome().errno end) end }\n"
		  "pcall(lab.at_end, error) check(lab.step_name() == 'cache_empty', 'back')");
	assert_string_equal(strstr(c.printed, "here"), "here\n");
	assert_int_equal(host_resume(c.host, "EBUSY"), HOST_DONE);
	assert_int_equal(c.percent, 100);
	assert_int_equal((int)host_counts(c.host).failed, 0);
	end(&c);
}

/* Before the last answer nothing has run, nothing was said, and nothing is in the
 * history; afterwards the lab stands where the lesson wants it. */
static void test_nothing_given_away(void **state)
{
	struct class c;

	(void)state;
	begin(&c, HOLE "score, a = predict { 'cache', 'hole', operation = { alloc, '3p', 'name=large' },"
		  " stop = 'walk_note_hole' }\n"
		  "check_equal(score, 0.75) check_equal(a.name, 'large')\n"
		  "check_equal(lab.step_name(), 'walk_note_hole')");
	c.printed[0] = '\0';
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(host_state(c.host), HOST_ASKING);
		assert_int_equal(timeline_length(lab_timeline(c.lab)), 4);
		assert_null(strstr(c.printed, "large"));
		assert_string_equal(c.why, "");
		assert_int_equal(lab_run_line(c.lab, "reverse-step 5", NULL), LAB_OK);
		host_resume(c.host, i == 0 ? "hit" : "1p");
	}
	assert_int_equal(host_state(c.host), HOST_DONE);
	assert_non_null(strstr(c.why, "2p"));
	assert_non_null(strstr(c.why, "cached_hole_size becomes 0x2000"));
	assert_int_equal(host_counts(c.host).passed, 3);
	assert_int_equal(host_counts(c.host).questions, 2);
	assert_int_equal(host_counts(c.host).right, 1);
	assert_int_equal(host_counts(c.host).points, 150);
	end(&c);
}

/* Where nothing changes there is a reason, too. */
static void test_no_change(void **state)
{
	struct class c;

	(void)state;
	begin(&c, HOLE "predict { 'hole', operation = { alloc, '1p' } }");
	assert_int_equal(host_resume(c.host, "1p"), HOST_DONE);
	assert_non_null(strstr(c.why, "No step of the operation changes it."));
	end(&c);
	begin(&c, "vmalloc '1p' predict { 'tables', operation = { vmalloc, '1p' } }");
	assert_int_equal(host_resume(c.host, "pte"), HOST_DONE);
	assert_non_null(strstr(c.why, "there already"));
	end(&c);
}

/* Giving up is worth nothing, and the operation runs nevertheless. */
static void test_giving_up(void **state)
{
	struct class c;

	(void)state;
	begin(&c, "check_equal(predict { 'address', operation = { alloc, '1p', 'name=x' } }, 0)"
		  "check(lab.area 'x')");
	assert_int_equal(host_resume(c.host, NULL), HOST_DONE);
	assert_int_equal(host_counts(c.host).passed, 2);
	assert_non_null(strstr(c.why, "page 0"));
	end(&c);
}

static uint32_t ops_so_far(const struct class *c)
{
	return (uint32_t)timeline_cursor(lab_timeline(c->lab)).op;
}

/* The operation waits until there is an answer, or none will come. */
static void test_operation_of_a_question(void **state)
{
	struct class c;

	(void)state;
	begin(&c, SEARCHES);
	assert_int_equal(ops_so_far(&c), 0);
	assert_int_equal(host_resume(c.host, "what"), HOST_ASKING);
	assert_int_equal(ops_so_far(&c), 0);
	assert_int_equal(host_resume(c.host, NULL), HOST_DONE);
	assert_int_equal(ops_so_far(&c), 1);
	assert_int_equal(c.percent, 0);
	end(&c);
}

static const struct {
	const char *script, *error;
} mistakes[] = {
	{ "ask { question = '?', operation = { alloc, '1p' }, answer = 3 }", "must be a function" },
	{ "ask { question = '?', operation = 3, answer = print }", "'operation' must be" },
	{ "ask { question = '?', operation = {}, answer = print }", "must begin with a function" },
	{ "ask { question = '?', operation = { alloc, '1p' }, answer = tostring }", "a whole number" },
	{ "predict {}", "what?" },
	{ "predict 'address'", "table expected" },
	{ "predict { 'adress', operation = print }", "did you mean 'address'" },
	{ "predict { 'colour', operation = print }", "cannot be predicted" },
	{ "predict { 3, operation = print }", "is no text" },
	{ "predict { 'address' }", "'operation' must be" },
	{ "predict { 'address', operatoin = print }", "did you mean 'operation'" },
	{ "predict { 'step' }", "at no step" },
	{ "predict { 'step', operation = print }", "goes alone" },
	{ "task { text = 'x', check = 3, solution = print }", "'check' must be a function" },
	{ "task { text = 'x', check = print }", "'solution' must be a function" },
	{ "task { text = 'x', check = print, solution = print, hints = 'x' }", "list of texts" },
	{ "coroutine.wrap(function() task { text = 'x', check = print, solution = print } end)()",
	  "script itself" },
	{ "lesson { name = 'x', title = 'y', api = 99 }", "newer vmaplab" },
};

static void test_mistakes(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(mistakes); i++) {
		struct lab *lab = lab_open(&engine_space("toy")->space, NULL);
		struct host *host = host_open(lab, NULL);

		assert_int_equal(host_load_text(host, "x", mistakes[i].script), HOST_PAUSED);
		assert_int_equal(host_resume(host, NULL), HOST_FAILED);
		if (!strstr(host_error(host), mistakes[i].error))
			fail_msg("'%s': %s", mistakes[i].script, host_error(host));
		host_close(host);
		lab_close(lab);
	}
}

/* An operation that is none, or has nothing of what is asked. */
static void test_no_operation(void **state)
{
	struct class c;

	(void)state;
	begin(&c, "predict { 'address', operation = function() end }");
	assert_int_equal(host_resume(c.host, "page 1"), HOST_FAILED);
	assert_non_null(strstr(host_error(c.host), "has run no operation"));
	end(&c);
	begin(&c, "predict { 'cache', operation = { purge } }");
	assert_int_equal(host_resume(c.host, "hit"), HOST_FAILED);
	assert_non_null(strstr(host_error(c.host), "no 'cache' to be predicted"));
	end(&c);
}

/* --- tasks --- */

#define TASK "score = task { text = 'Make it fail.', hints = { 'more', 'all of it' }," \
	" check = function() return lab.outcome().errno == 'EBUSY', 'It did not fail.' end," \
	" solution = function() alloc '65p' end } "

static void test_task(void **state)
{
	struct class c;

	(void)state;
	begin(&c, "alloc '1p' " TASK "check_equal(score, 1) check_equal(lab.outcome().errno, 'EBUSY')");
	assert_true(host_question(c.host)->task);
	assert_int_equal(host_resume(c.host, "done"), HOST_ASKING);
	assert_string_equal(host_question(c.host)->again, "Not yet. It did not fail.");
	assert_int_equal(lab_run_line(c.lab, "alloc 2p; reverse-step", NULL), LAB_OK);
	assert_int_equal(host_state(c.host), HOST_ASKING);
	assert_int_equal(lab_run_line(c.lab, "alloc 64p", NULL), LAB_OK);
	assert_int_equal(host_state(c.host), HOST_PAUSED);	/* the lab's state was enough */
	assert_int_equal(host_resume(c.host, NULL), HOST_DONE);
	assert_int_equal(c.percent, 100);
	assert_int_equal(host_counts(c.host).passed, 2);	/* it goes on from there */
	end(&c);
}

static void test_hints(void **state)
{
	struct class c;

	(void)state;
	begin(&c, TASK);
	assert_int_equal(host_resume(c.host, "hint"), HOST_ASKING);
	assert_string_equal(host_question(c.host)->again, "Hint 1 of 2: more");
	assert_int_equal(host_resume(c.host, "what now"), HOST_ASKING);
	assert_int_equal(host_resume(c.host, " Hint "), HOST_ASKING);
	assert_string_equal(host_question(c.host)->again, "Hint 2 of 2: all of it");
	assert_int_equal(host_resume(c.host, "hint"), HOST_ASKING);
	assert_non_null(strstr(host_question(c.host)->again, "no more"));
	assert_int_equal(lab_run_line(c.lab, "alloc 65p", NULL), LAB_OK);
	assert_int_equal(host_resume(c.host, NULL), HOST_DONE);
	assert_int_equal(c.percent, 50);
	end(&c);
}

/* The solution is played from where the task began, whatever was done since. */
static void test_skip(void **state)
{
	struct class c;

	(void)state;
	begin(&c, "alloc('1p', 'name=x') " TASK "check_equal(score, 0) check_equal(lab.cursor().op, 2)");
	assert_int_equal(lab_run_line(c.lab, "free x; alloc 3p; alloc 4p", NULL), LAB_OK);
	assert_int_equal(host_resume(c.host, "done"), HOST_ASKING);
	assert_int_equal(lab_run_line(c.lab, "alloc 5p", NULL), LAB_OK);
	assert_int_equal(host_resume(c.host, "skip"), HOST_DONE);
	assert_int_equal(c.percent, 0);
	assert_int_equal(host_counts(c.host).passed, 2);
	end(&c);
}

/* Who has done it and then goes on and on is taken back to where it was right. */
static void test_too_far(void **state)
{
	struct class c;

	(void)state;
	begin(&c, TASK "check_equal(lab.outcome().errno, 'EBUSY') check_equal(lab.cursor().op, 2)");
	assert_int_equal(lab_run_line(c.lab, "alloc 1p; alloc 64p", NULL), LAB_OK);
	assert_int_equal(host_state(c.host), HOST_PAUSED);
	assert_int_equal(lab_run_line(c.lab, "alloc 2p; goto 1 3", NULL), LAB_OK);
	assert_int_equal(host_resume(c.host, NULL), HOST_DONE);
	assert_int_equal(c.percent, 100);
	assert_int_equal(host_counts(c.host).passed, 2);
	end(&c);
}

/* A predicate looks and does not act; and nothing is left of a task that was left. */
static void test_predicate(void **state)
{
	struct class c;

	(void)state;
	begin(&c, "task { text = 'x', check = function() alloc '1p' end, solution = print }");
	assert_int_equal(lab_run_line(c.lab, "alloc 1p", NULL), LAB_OK);
	assert_int_equal(timeline_length(lab_timeline(c.lab)), 1);
	assert_int_equal(host_resume(c.host, "done"), HOST_ASKING);
	assert_non_null(strstr(host_question(c.host)->again, "a condition may look"));
	host_stop(c.host);
	assert_int_equal(lab_run_line(c.lab, "alloc 1p", NULL), LAB_OK);
	assert_int_equal(host_state(c.host), HOST_IDLE);
	end(&c);
	begin(&c, "task { text = 'x', check = function() while true do end end, solution = print }");
	assert_int_equal(host_resume(c.host, "done"), HOST_ASKING);
	assert_non_null(strstr(host_question(c.host)->again, "too long"));
	end(&c);
}

/* --- loading again --- */

static char path[64];

static void write_lesson(const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

#define BEGINNING "pause() alloc('3p', 'name=x') predict { 'address', operation = { alloc, '1p' } } " TASK
#define REST "place = lab.cursor().op pause() check_equal(place, 3)"

/* Loads the file again and takes the turns; how many were taken. */
static size_t reload(struct class *c)
{
	size_t turns = host_reload(c->host), i = 0;

	while (i < turns && host_take_turn_again(c->host, i))
		i++;
	return i;
}

/* To the pause behind the task: four turns. */
static void go_behind_task(struct class *c)
{
	begin(c, "");
	write_lesson(BEGINNING REST);
	assert_int_equal(host_load(c->host, path, 0, NULL), HOST_PAUSED);
	host_resume(c->host, NULL);
	assert_int_equal(host_resume(c->host, NULL), HOST_ASKING);
	host_resume(c->host, "page 9");
	assert_int_equal(lab_run_line(c->lab, "alloc 2p; free x; alloc 64p", NULL), LAB_OK);
	assert_int_equal(host_resume(c->host, NULL), HOST_PAUSED);
}

static void test_reload(void **state)
{
	struct class c;

	(void)state;
	go_behind_task(&c);
	write_lesson("say 'new' " BEGINNING REST " check(true)");
	assert_int_equal(reload(&c), 4);
	assert_int_equal(host_state(c.host), HOST_PAUSED);
	assert_int_equal(host_counts(c.host).points, 150);
	assert_int_equal(host_resume(c.host, NULL), HOST_DONE);
	assert_int_equal(host_counts(c.host).passed, 2);
	end(&c);
}

/* A fault does not lose the place, be it in the grammar or on the way. */
static void test_reload_faults(void **state)
{
	static const char *const faults[] = { "x = = 1", BEGINNING "nonsense()", "pause() nonsense()", NULL };
	struct class c;

	(void)state;
	go_behind_task(&c);
	for (size_t i = 0; i < LENGTH(faults); i++) {
		if (faults[i])
			write_lesson(faults[i]);
		else
			unlink(path);
		reload(&c);
		assert_int_equal(host_state(c.host), faults[i] ? HOST_FAILED : HOST_UNREADABLE);
	}
	write_lesson(BEGINNING REST);
	assert_int_equal(reload(&c), 4);
	assert_int_equal(host_state(c.host), HOST_PAUSED);
	end(&c);
}

/* What has changed before the place is where one has to go on. */
static void test_reload_changed(void **state)
{
	struct class c;

	(void)state;
	go_behind_task(&c);
	write_lesson("pause() ask { question = 'new', answer = 1 } pause()");
	assert_int_equal(reload(&c), 3);	/* the prediction's words are an answer, too */
	write_lesson("pause() pause() " BEGINNING);
	assert_int_equal(reload(&c), 2);
	assert_int_equal(host_state(c.host), HOST_PAUSED);
	assert_int_equal(host_load_text(c.host, "typed", "check(true)"), HOST_PAUSED);
	assert_int_equal(host_reload(c.host), 0);
	end(&c);
}

static int make_path(void **state)
{
	int fd;

	(void)state;
	snprintf(path, sizeof(path), "/tmp/vmaplab-reload.XXXXXX");
	fd = mkstemp(path);
	return fd < 0 ? -1 : close(fd);
}

static int drop_path(void **state)
{
	(void)state;
	unlink(path);
	return 0;
}

/* --- what is told of the operation --- */

static void test_operation_is_told(void **state)
{
	static const struct {
		const char *script, *told;
	} cases[] = {
		{ "predict { 'address', operation = { alloc, 3 * 4096, 'name=x' } }",
		  "The command: `alloc 3p name=x`" },
		{ "local a = alloc '2p' predict { 'cached', operation = { free, a } }",
		  "The command: `free a1`" },
		{ "predict { 'address', operation = { alloc, '1p', { name = 'y', align = '4p' } } }",
		  "The command: `alloc 1p align=4p name=y`" },
		{ SEARCHES, "The command: `alloc 99p`" },
		{ "predict { 'address', operation = function() return alloc '1p' end }", NULL },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct class c;

		begin(&c, cases[i].script);
		if (!cases[i].told)
			assert_null(strstr(c.printed, "The command"));
		else if (!strstr(c.printed, cases[i].told))
			fail_msg("%s: %s", cases[i].script, c.printed);
		end(&c);
	}
}

/* --- nobody there --- */

static const char alone_script[] =
	HOLE "ask { question = '?', choices = { 'a', 'b' }, answer = 2 } ask { question = '?', answer = 7 }"
	" ask { question = '?', answer = 'yes' } predict { 'cache', 'address', 'hole', 'cached', 'stop',"
	" 'tables', operation = { alloc, '3p', 'name=large' }, stop = 'walk_note_hole' }"
	" predict { 'step' } predict { 'address', operation = { alloc, '64p' } } goto_(4) " TASK;

static void run_alone(enum host_answers answers, uint64_t passed, uint64_t right)
{
	const struct host_driver driver = { .alone = true, .answers = answers };
	struct lab *lab = lab_open(&engine_space("toy")->space, NULL);
	struct host *host = host_open(lab, &driver);

	assert_int_equal(host_load_text(host, "alone", alone_script), HOST_PAUSED);
	if (host_resume(host, NULL) != HOST_DONE)
		fail_msg("%s", host_error(host));
	assert_int_equal(host_counts(host).passed, passed);
	assert_int_equal(host_counts(host).failed, 12 - passed);
	assert_int_equal(host_counts(host).right, right);
	assert_int_equal(host_counts(host).points, 100 * right);
	host_close(host);
	lab_close(lab);
}

static void test_alone(void **state)
{
	(void)state;
	run_alone(ANSWERS_PLAIN, 12, 0);
	run_alone(ANSWERS_RIGHT, 12, 12);
	run_alone(ANSWERS_WRONG, 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_operation_is_told),
		cmocka_unit_test(test_words_before_commands),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_at_end),
		cmocka_unit_test(test_nothing_given_away),
		cmocka_unit_test(test_no_change),
		cmocka_unit_test(test_giving_up),
		cmocka_unit_test(test_operation_of_a_question),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_no_operation),
		cmocka_unit_test(test_task),
		cmocka_unit_test(test_hints),
		cmocka_unit_test(test_skip),
		cmocka_unit_test(test_too_far),
		cmocka_unit_test(test_predicate),
		cmocka_unit_test_setup_teardown(test_reload, make_path, drop_path),
		cmocka_unit_test_setup_teardown(test_reload_faults, make_path, drop_path),
		cmocka_unit_test_setup_teardown(test_reload_changed, make_path, drop_path),
		cmocka_unit_test(test_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
