/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The host as a driver uses it: turns, questions, what scripts see of the lab,
 * conditions of breakpoints, closing things in any order.
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

/* What a driver was told, line by line. */
struct told {
	char text[8192];
};

static void add(struct told *told, const char *kind, const char *text)
{
	size_t length = strlen(told->text);

	snprintf(told->text + length, sizeof(told->text) - length, "%s: %s\n", kind, text);
}

static void on_title(void *context, const char *text)
{
	add(context, "title", text);
}

static void on_say(void *context, const char *paragraph)
{
	add(context, "say", paragraph);
}

static void on_verdict(void *context, unsigned percent, const char *why)
{
	add(context, percent == 100 ? "right" : percent ? "partly" : "wrong", why);
}

static void on_check(void *context, bool passed, const char *place, const char *text)
{
	char line[512];

	snprintf(line, sizeof(line), "%s %s", place, text);
	add(context, passed ? "passed" : "failed", line);
}

static void on_line(void *context, enum lab_tone tone, const char *text)
{
	(void)tone;
	add(context, "line", text);
}

/* A lab, a driver with somebody there, and a host. */
struct fixture {
	struct lab *lab;
	struct host *host;
	struct told told;
	struct told lines;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	const struct lab_sink sink = { on_line, &f->lines };
	const struct host_driver driver = {
		.context = &f->told, .title = on_title, .say = on_say, .verdict = on_verdict,
		.check = on_check,
	};

	f->lab = lab_open(&engine_space("toy")->space, &sink);
	f->host = host_open(f->lab, &driver);
	*state = f;
	return f->lab && f->host ? 0 : -1;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	host_close(f->host);
	lab_close(f->lab);
	free(f);
	return 0;
}

/* Loads a text and runs it up to its first turn. */
static enum host_state start(struct fixture *f, const char *text)
{
	assert_int_equal(host_load_text(f->host, "test", text), HOST_PAUSED);
	return host_resume(f->host, NULL);
}

static void run(struct fixture *f, const char *text)
{
	enum host_state state = start(f, text);

	if (state == HOST_FAILED)
		fail_msg("%s\n%s", host_error(f->host), host_traceback(f->host));
	assert_int_equal(state, HOST_DONE);
	if (host_counts(f->host).failed)
		fail_msg("%s", f->told.text);
}

#define HAS(told, part) assert_non_null(strstr((told).text, part))
#define LACKS(told, part) assert_null(strstr((told).text, part))

/* --- turns --- */

static void test_pauses(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(host_state(f->host), HOST_IDLE);
	assert_int_equal(start(f, "say 'one'\npause()\nsay 'two'\npcall(function() pause() end)\nsay 'three'"),
			 HOST_PAUSED);
	HAS(f->told, "say: one");
	LACKS(f->told, "two");
	assert_string_equal(host_place(f->host), "test:2");
	assert_int_equal(host_resume(f->host, NULL), HOST_PAUSED);
	assert_string_equal(host_place(f->host), "test:4");
	assert_int_equal(host_resume(f->host, NULL), HOST_DONE);
	HAS(f->told, "three");
	assert_int_equal(host_resume(f->host, NULL), HOST_DONE);
}

static void test_say(void **state)
{
	struct fixture *f = *state;

	run(f, "title 'A\\ttitle' say [[\n\n  First  line\n  goes on.\n\n\n  Second.\n  - a point\n  - another\n]]"
	       " say('%d pages, %s', 3, 'x') say '100%' say ''");
	assert_string_equal(f->told.text,
			    "title: A title\nsay: First line goes on.\nsay: Second.\nsay: - a point\n"
			    "say: - another\nsay: 3 pages, x\nsay: 100%\n");
}

/* Without callbacks, lesson text is wrapped and goes through the sink. */
static void test_wrapping(void **state)
{
	struct fixture *f = *state;
	const struct host_driver driver = { .alone = true, .columns = 20 };
	struct host *host = host_open(f->lab, &driver);

	assert_int_equal(host_load_text(host, "test",
		"say 'The quick brown fox jumps over' say '一二三四五六七八九十、一二' say(('x'):rep(25)) "
		"print('a\\27[31m\\xff\\u{202e}b', 1, nil)"), HOST_PAUSED);
	assert_int_equal(host_resume(host, NULL), HOST_DONE);
	assert_string_equal(f->lines.text,
			    "line: \nline: The quick brown fox\nline: jumps over\n"
			    "line: \nline: 一二三四五六七八九\nline: 十、一二\n"
			    "line: \nline: xxxxxxxxxxxxxxxxxxxx\nline: xxxxx\nline: a?[31m??b 1 nil\n");
	host_close(host);
}

/* --- questions --- */

static const char question[] =
	"result = ask { question = 'Where?', choices = { 'here', 'there' },"
	" answer = function() return 2 end, why = 'So it is.' }";

static void test_choices(void **state)
{
	struct fixture *f = *state;
	const struct host_question *asked;

	assert_int_equal(start(f, question), HOST_ASKING);
	asked = host_question(f->host);
	assert_non_null(asked);
	assert_string_equal(asked->text, "Where?");
	assert_int_equal(asked->choices, 2);
	assert_string_equal(asked->choice[1], "there");
	assert_null(asked->again);

	assert_int_equal(host_resume(f->host, "3"), HOST_ASKING);
	assert_non_null(strstr(host_question(f->host)->again, "1 to 2"));
	assert_int_equal(host_resume(f->host, "  "), HOST_ASKING);
	assert_int_equal(host_resume(f->host, "somewhere"), HOST_ASKING);
	assert_int_equal(host_resume(f->host, " 2 "), HOST_DONE);
	assert_null(host_question(f->host));
	HAS(f->told, "right: Right. So it is.");
	assert_int_equal(host_counts(f->host).questions, 1);
	assert_int_equal(host_counts(f->host).right, 1);
	run(f, "check(result == true, 'ask answers')");
}

static void test_wrong_choice(void **state)
{
	static const char *const answers[] = { "1", "here", "a", "HERE", "skip", NULL };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		f->told.text[0] = '\0';
		assert_int_equal(start(f, question), HOST_ASKING);
		assert_int_equal(host_resume(f->host, answers[i]), HOST_DONE);
		HAS(f->told, i < 4 ? "wrong: Not so. The answer is: there. So it is." :
			     "wrong: Shown. The answer is: there. So it is.");
		assert_int_equal(host_counts(f->host).right, 0);
		run(f, "check(result == false, 'ask answers')");
	}
}

static void test_values(void **state)
{
	struct fixture *f = *state;
	const char *ask = "ask { question = 'How large?', answer = size '3p' }";

	assert_int_equal(start(f, ask), HOST_ASKING);
	assert_int_equal(host_question(f->host)->choices, 0);
	assert_int_equal(host_resume(f->host, "three pages"), HOST_ASKING);
	assert_non_null(host_question(f->host)->again);
	assert_int_equal(host_resume(f->host, "0x3000"), HOST_DONE);
	HAS(f->told, "right");
	assert_int_equal(start(f, ask), HOST_ASKING);
	assert_int_equal(host_resume(f->host, "4p"), HOST_DONE);
	HAS(f->told, "wrong: Not so. The answer is: 12288 (0x3000).");
	ask = "ask { question = 'How large?', answer = '3p' }";	/* told as it is written */
	assert_int_equal(start(f, ask), HOST_ASKING);
	assert_int_equal(host_resume(f->host, "three pages"), HOST_ASKING);
	assert_int_equal(host_resume(f->host, "0x3000"), HOST_DONE);
	HAS(f->told, "right");
	assert_int_equal(start(f, ask), HOST_ASKING);
	assert_int_equal(host_resume(f->host, "4p"), HOST_DONE);
	HAS(f->told, "wrong: Not so. The answer is: 3p.");
	assert_int_equal(start(f, "ask { question = 'How many?', answer = 7 }"), HOST_ASKING);
	assert_int_equal(host_resume(f->host, "8"), HOST_DONE);
	HAS(f->told, "wrong: Not so. The answer is: 7.");
	assert_int_equal(start(f, "ask { question = 'Where?', answer = lab.bounds().va_start }"), HOST_ASKING);
	assert_int_equal(host_resume(f->host, "8"), HOST_DONE);
	HAS(f->told, "wrong: Not so. The answer is: 0xffffc90000000000.");
	assert_int_equal(start(f, "ask { question = 'When?', answer = '5.2' }"), HOST_ASKING);
	assert_int_equal(host_resume(f->host, "5.2"), HOST_DONE);
	HAS(f->told, "right");
	assert_int_equal(start(f, "ask { question = 'Which?', answer = 'EBUSY' }"), HOST_ASKING);
	assert_int_equal(host_resume(f->host, "ebusy"), HOST_DONE);
}

/* Nobody there: the script's answer is taken, and must be one of the choices. */
static void test_alone(void **state)
{
	struct fixture *f = *state;
	struct host *host = host_open(f->lab, NULL);

	assert_int_equal(host_load_text(host, "test", question), HOST_PAUSED);
	assert_int_equal(host_resume(host, NULL), HOST_DONE);
	assert_int_equal(host_counts(host).passed, 1);
	HAS(f->lines, "? Where?");
	HAS(f->lines, "there");
	assert_int_equal(host_load_text(host, "test", "pause() pause() check(false, 'no')"), HOST_PAUSED);
	assert_int_equal(host_resume(host, NULL), HOST_DONE);
	assert_int_equal(host_counts(host).failed, 1);
	HAS(f->lines, "test:1: FAILED: no");
	host_close(host);
}

static void test_leaving(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(start(f, question), HOST_ASKING);
	host_stop(f->host);
	assert_int_equal(host_state(f->host), HOST_IDLE);
	assert_null(host_question(f->host));
	assert_int_equal(start(f, "pause()"), HOST_PAUSED);
	assert_int_equal(start(f, question), HOST_ASKING);	/* one drops the other */
	assert_int_equal(start(f, "quit()"), HOST_DONE);
	assert_true(host_quit(f->host));
	assert_int_equal(start(f, "pcall(quit) while true do end"), HOST_DONE);
	assert_true(host_quit(f->host));
}

/* The learner may wander off in a pause; the script finds its place again. */
static void test_returning(void **state)
{
	struct fixture *f = *state;
	uint64_t step;

	assert_int_equal(start(f, "stop_at('cache_empty', alloc, '1p') pause() "
				  "check_equal(lab.step_name(), 'cache_empty') finish_op() pause() "
				  "check_equal(lab.cursor().op, 1) check_equal(alloc('1p').op, 2)"), HOST_PAUSED);
	step = timeline_cursor(lab_timeline(f->lab)).step;
	assert_int_equal(lab_run_line(f->lab, "reverse-step 3", NULL), LAB_OK);
	assert_int_not_equal(timeline_cursor(lab_timeline(f->lab)).step, step);
	assert_int_equal(host_resume(f->host, NULL), HOST_PAUSED);
	assert_int_equal(lab_run_line(f->lab, "alloc 3p; goto 0; alloc 5p", NULL), LAB_OK);
	assert_int_equal(timeline_cursor(lab_timeline(f->lab)).branch, 1);
	assert_int_equal(host_resume(f->host, NULL), HOST_DONE);
	assert_int_equal(host_counts(f->host).failed, 0);
}

/* Where new operations leave the cursor is the script's affair while it runs. */
static void test_entry(void **state)
{
	struct fixture *f = *state;

	lab_set_entry(f->lab, ENTRY_AT_FIRST_STEP);
	assert_int_equal(start(f, "alloc('1p') check(not lab.step_name()) set('entry', 'first') alloc('1p') "
				  "check(lab.step_name()) set('entry', 'end') pause() alloc('1p') "
				  "check(not lab.step_name())"), HOST_PAUSED);
	assert_int_equal(lab_entry(f->lab), ENTRY_AT_FIRST_STEP);
	assert_int_equal(host_resume(f->host, NULL), HOST_DONE);
	assert_int_equal(host_counts(f->host).failed, 0);
	assert_int_equal(host_counts(f->host).passed, 3);
}

/* --- what scripts see --- */

static void test_commands(void **state)
{
	struct fixture *f = *state;

	run(f, "local a = alloc('3p', 'name=x', 'align=16K')\n"
	       "check(a.ok) check_equal(a.name, 'x') check_equal(a.addr, lab.bounds().va_start)\n"
	       "local b = lab.alloc('2p', { name = 'y', align = size '4p' })\n"
	       "check_equal(b.addr, lab.eval 'x + 16K') check_equal(tostring(b), 'y')\n"
	       "free(a) free('y')\n"
	       "check_equal(lab.var.areas, 0)\n"
	       "local c = alloc(4096, nil, { vstart = lab.bounds().va_start + 8192 })\n"
	       "check_equal(c.addr, lab.bounds().va_start + 8192)\n"
	       "check_equal(find(c).addr, c.addr)\n"
	       "check_equal(walk(c.addr).ok, false)\n"
	       "lab.run 'free a1; alloc 1p name=z'\n"
	       "check_equal(lab.area('z').name, 'z')\n"
	       "local r = alloc('99p') check(not r.ok) check_equal(r.errno, 'EBUSY')\n"
	       "check(reverse_step and until_ and break_ and goto_ and lab.next and next_op)\n"
	       "check_equal(next({}), nil) check_equal(select('#', lab.try(alloc, 'nonsense')), 2)\n"
	       "check_error(function() alloc('1p', { algin = 1 }) end, \"no parameter 'algin'\")\n"
	       "check_error(function() free('nobody') end, 'nobody')\n"
	       "check_equal(lab.api, 3)\n");
	HAS(f->told, "passed: test:2 check");
}

static void test_events_of_a_kind(void **state)
{
	run(*state, "check_equal(#lab.events(), 0) check_equal(lab.last 'try', nil)\n"
		    "alloc('64p') alloc '1p'\n"
		    "check_equal(#lab.events 'try', 2) check_equal(#lab.events 'purge', 1)\n"
		    "check_equal(lab.last('try').n, 2) check_equal(lab.last 'flush', nil)\n"
		    "local all, try = lab.events(), lab.events 'try'\n"
		    "check(#all > #try) check_equal(try[1].n, 1)\n"
		    "check_error(function() lab.events 'tri' end, \"no kind of event 'tri'; did you mean 'try'?\")\n"
		    "check_error(function() lab.last() end, 'string expected')\n");
}

static void test_amounts(void **state)
{
	run(*state, "local a = alloc('3p', 'name=a') local b = alloc('1p')\n"
		    "check_equal(lab.page(b.addr), 3) check_equal(lab.page 'a.end', 3)\n"
		    "check_equal(lab.page(a.addr + 4095), 0)\n"
		    "check_equal(lab.range(lab.area 'a'), 'pages 0 to 2')\n"
		    "check_equal(lab.range(lab.area(b.addr)), 'page 3')\n"
		    "check_equal(lab.range(lab.holes()()), 'pages 4 to 63')\n"
		    "check_equal(lab.range('a', 'a.end + 2p'), 'pages 0 to 4')\n"
		    "check_equal(lab.in_pages(4096), 'one page') check_equal(lab.in_pages(0), '0 pages')\n"
		    "check_equal(lab.in_pages(size '12K'), '3 pages')\n"
		    "check_equal(lab.range(a), 'pages 0 to 2') check_equal(lab.range 'a.start', 'pages 0 to 2')\n"
		    "check_equal(lab.range(b.addr), 'page 3') check_equal(lab.page(a), 0)\n"
		    "check_error(function() lab.range {} end, \"has 'addr' or 'va_start'\")\n"
		    "check_error(function() lab.range('a', 'a') end, 'nothing between')\n"
		    "check_error(function() lab.range 'zz' end, 'no such area')\n"
		    "check_error(function() lab.range(true) end, 'string expected')\n"
		    "check_error(function() lab.range('a', 'zz') end, 'zz')\n"
		    "check_error(function() say('%d', 'x') end, \": bad argument #2 to 'say'\")\n"
		    "check_error(function() tr('%s %s', 1) end, \": bad argument #3 to 'tr'\")\n"
		    "check_error(function() lab.in_pages(4097) end, 'no whole number of pages')\n");
}

/* The numbers themselves are a promise: an exercise is the same next year. */
static void test_random(void **state)
{
	struct fixture *f = *state;

	run(f, "local function six(draw, ...)\n"
	       "  local t = {} for i = 1, 6 do t[i] = draw(...) end return table.concat(t, ' ')\n"
	       "end\n"
	       "check_equal(six(lab.random(1), 100), '82 88 47 59 9 68')\n"
	       "check_equal(six(lab.random('search', 7, 'amy'), 10, 20), '13 15 14 12 10 13')\n"
	       "check(six(lab.random('ab', 'c'), 100) ~= six(lab.random('a', 'bc'), 100))\n"
	       "check(six(lab.random('1'), 100) ~= six(lab.random(1), 100))\n"
	       "local draw, seen = lab.random(5), {}\n"
	       "for _ = 1, 1000 do seen[draw(-2, 2)] = true end\n"
	       "for i = -3, 3 do check_equal(seen[i] or false, i > -3 and i < 3) end\n"
	       "check_equal(draw(9, 9), 9)\n"
	       "check_equal(math.type(draw(math.mininteger, math.maxinteger)), 'integer')\n"
	       "local list = draw:shuffle { 1, 2, 3, 4, 5, 6, 7, 8 }\n"
	       "check(table.concat(list) ~= '12345678') table.sort(list)\n"
	       "check_equal(table.concat(list), '12345678')\n"
	       "check(({ a = 1, b = 1 })[draw:pick { 'a', 'b' }])\n");
}

static void test_random_misuse(void **state)
{
	run(*state, "local draw = lab.random(1)\n"
		    "check_error(function() lab.random() end, 'needs a seed')\n"
		    "check_error(function() lab.random(1.5) end, 'a whole number or a text')\n"
		    "check_error(function() lab.random({}) end, 'not table')\n"
		    "check_error(function() draw(0) end, 'no number from 1 to 0')\n"
		    "check_error(function() draw('x') end, 'number expected')\n"
		    "check_error(function() draw:pick {} end, 'nothing in the list')\n"
		    "check_error(function() draw.pick({}, {}) end, 'vmaplab.random expected')\n"
		    "check_error(function() setmetatable(draw, {}) end, 'table expected')\n"
		    "check_equal(getmetatable(draw), false)\n");
}

static void test_listings(void **state)
{
	struct fixture *f = *state;

	run(f, "local start = lab.bounds().va_start\n"
	       "alloc('1p', 'name=bare') vmalloc('2p', 'name=table')\n"
	       "local lines, names = {}, {}\n"
	       "for line, area in lab.vmallocinfo() do lines[#lines + 1] = line names[#names + 1] = area.name .. ':' .. area.kind end\n"
	       "check_equal(table.concat(lines, '|'), '0xffffc90000000000-0xffffc90000001000    4096 vm_map_ram|' ..\n"
	       "  '0xffffc90000001000-0xffffc90000004000   12288 table+0x0/0x0 [vmaplab] pages=2 vmalloc')\n"
	       "check_equal(table.concat(names, ' '), 'bare:area table:vmalloc')\n"
	       "check_equal(lab.vmallocinfo('table')(), lines[2]) check_equal(lab.vmallocinfo('table.end')(), nil)\n"
	       "local headings, runs, last = 0, 0, nil\n"
	       "for line, run in lab.ptdump() do\n"
	       "  if run then runs = runs + 1 last = run else headings = headings + 1 end\n"
	       "end\n"
	       "check_equal(headings, 6) check_equal(last.va_end, 0) check_equal(last.section, 'CPU entry Area')\n"
	       "local line, run = lab.ptdump('table')()\n"
	       "check(line:find('8K     RW                 GLB NX pte', 1, true))\n"
	       "check_equal(run.va_start, start + 4096) check_equal(run.va_end, start + 3 * 4096)\n"
	       "check_equal(run.level, 1) check_equal(run.section, 'vmalloc() Area') check(run.flags & 1 == 1)\n"
	       "check_error(function() lab.ptdump('nobody') end, 'nobody')\n");
}

static void test_looks(void **state)
{
	struct fixture *f = *state;

	run(f, "local start = lab.bounds().va_start\n"
	       "for i = 1, 7 do alloc('1p', 'name=a_' .. i) end\n"
	       "free('a_2') free('a_5') free('a_6') lazy('a_3')\n"
	       "local names, holes = {}, {}\n"
	       "for a in lab.areas() do names[#names + 1] = a.name end\n"
	       "check_equal(table.concat(names, ' '), 'a_1 a_3 a_4 a_7')\n"
	       "for h in lab.holes() do holes[#holes + 1] = pages(h.va_start - start) .. '+' .. pages(h.size) end\n"
	       "check_equal(table.concat(holes, ' '), '1+1 4+2 7+57')\n"
	       "check(lab.area(start + 2 * 4096).lazy) check(not lab.area(start).lazy)\n"
	       "check_equal(lab.area(start + 4096), nil) check_equal(lab.area 'a_2', nil)\n"
	       "check_equal(lab.area 'never', nil) check_equal(lab.vm 'never', nil)\n"
	       "check_error(function() lab.area 'never.end' end, \"no 'never\")\n"
	       "check_equal(lab.var.lazy_areas, 1) check_equal(lab.var.vmap_area_lock, false)\n"
	       "local function count(t) return t and 1 + count(t.left) + count(t.right) or 0 end\n"
	       "check_equal(count(lab.tree()), 4)\n"
	       "check_equal(lab.outcome().kind, 'ok') check(lab.op():find('a_3'))\n"
	       "check_equal(lab.op(99), nil) check(lab.cursor().steps > 0)\n"
	       "alloc('1p', 'name=b') check_equal(lab.events()[1].kind, 'try')\n"
	       "check_equal(lab.events()[1].found, true)\n"
	       "check_equal(#lab.locals(), 0) check_equal(#lab.stack(), 0) check_equal(lab.why(), '')\n"
	       "map(lab.area('b'), '1p') local t = lab.table_walk(lab.eval 'b')\n"
	       "check_equal(#t, 4) check_equal(t[1].name, 'pgd') check_equal(t[4].name, 'pte')\n"
	       "check(t[4].entry ~= 0)\n");
}

static void test_looks_at_the_vm_layer(void **state)
{
	struct fixture *f = *state;

	run(f, "space 'x86-64' frames('scattered', 'seed=3')\n"
	       "local a = vmalloc('3p', 'name=a') local pfn = lab.frames_of('a')\n"
	       "check_equal(#pfn, 3) check_equal(lab.frame_owner(pfn[2]).name, 'a')\n"
	       "check_equal(lab.frame_owner(1), nil) check_equal(#lab.frames_of(a.addr + size '1G'), 0)\n"
	       "check_equal(lab.vm('a').nr_pages, 3) check_equal(lab.vm('a').name, 'a')\n"
	       "check(lab.vm('a').guard) check_equal(lab.vm('a').pages_at, nil)\n"
	       "check_equal(lab.vm(a.addr + size '1G'), nil)\n"
	       "check_equal(touch('a + 5').pfn, pfn[1]) cpu(1) touch(a)\n"
	       "check_equal(#lab.translations(), 2) check_equal(#lab.translations(1), 1)\n"
	       "check_equal(#lab.translations(2), 0) check_equal(#lab.translations(99), 0)\n"
	       "local t = lab.translations(1)[1]\n"
	       "check_equal(t.cpu, 1) check_equal(t.addr, a.addr) check_equal(t.pfn, pfn[1])\n"
	       "check_equal(t.size, 4096) check_equal(t.stale, false)\n"
	       "check_equal(lab.translate('a + 4K'), pfn[2]) vfree(a)\n"
	       "check_equal(lab.translate(a.addr), nil) check(lab.translations(1)[1].stale)\n"
	       "local b = vmalloc('3p', 'name=b') local hit = touch(a.addr)\n"
	       "check_equal(hit.outcome, 'stale') check_equal(hit.ok, false)\n"
	       "check_equal(lab.events()[1].owner, b.addr)\n"
	       "mapram(4) unmapram('r1') local block = lab.blocks()[1]\n"
	       "check_equal(block.free, 1020) check_equal(block.dirty, 4)\n"
	       "check_equal(block.dirty_max, 4) check_equal(block.cpu, 1) check(block.queued)\n"
	       "check_error(function() frames('sequential') end, 'while vmalloc has no page frame')\n"
	       "check_error(function() lab.frames_of('nobody') end, 'nobody')\n");
}

static void test_steps(void **state)
{
	struct fixture *f = *state;

	run(f, "alloc('1p', 'name=a')\n"
	       "stop_at('search_behind_cache', alloc, '2p')\n"
	       "check_equal(lab.function_name(), 'search_hole')\n"
	       "check_equal(lab.locals().size, size '2p') check_equal(lab.locals().why, 'hit')\n"
	       "check_equal(lab.locals().first, nil)\n"
	       "check(#lab.locals() >= 6 and lab.locals()[1] == 'size')\n"
	       "check_equal(lab.stack()[1].name, 'search_hole')\n"
	       "check_equal(lab.stack()[#lab.stack()].name, 'alloc_vmap_area')\n"
	       "check_equal(lab.locals(#lab.stack() - 1).size, size '2p')\n"
	       "local line, file, text = lab.line()\n"
	       "check_equal(file, 'engine/kva/alloc.c') check(line > 1) check(text:find('free_vmap_cache'))\n"
	       "check(lab.why() ~= '')\n"
	       "step() check_equal(lab.locals().first.name, 'a')\n"
	       "reverse_step() check_equal(lab.locals().first, nil)\n"
	       "finish_op() check_equal(lab.step_name(), nil) finish_op()\n"
	       "check_error(function() stop_at('walk_note_hole', alloc, '1p') end, 'does not come by')\n"
	       "check_equal(lab.run('breakpoints').count, 0)\n");
}

static void test_predicates(void **state)
{
	struct fixture *f = *state;

	run(f, "local seen = 0\n"
	       "local n = lab.break_at('alloc_check', function(number)\n"
	       "  seen = seen + 1\n"
	       "  return lab.locals().size == size '2p'\n"
	       "end)\n"
	       "alloc('1p') check(not lab.step_name())\n"
	       "alloc('2p') check_equal(lab.step_name(), 'alloc_check')\n"
	       "finish_op() check_equal(seen, 2)\n"
	       "goto_(0) continue() check_equal(lab.cursor().op, 2)\n"
	       "finish_op() delete(n)\n"
	       "local w = lab.watch_on('cached_vstart', function() return false end)\n"
	       "alloc('1p', { vstart = lab.eval 'start+4p' }) check(not lab.step_name()) delete(w)\n"
	       "lab.break_at('alloc_check', 'size == 3p', function() return true end)\n"
	       "alloc('1p') check(not lab.step_name())\n"
	       "alloc('3p') check_equal(lab.step_name(), 'alloc_check') finish_op() delete()\n");
}

/* A condition is asked even when no script runs; one that fails stops there. */
static void test_predicates_later(void **state)
{
	struct fixture *f = *state;

	run(f, "lab.break_at('alloc_check', function() return lab.locals().size == size '2p' end)");
	assert_int_equal(lab_run_line(f->lab, "alloc 1p", NULL), LAB_OK);
	assert_null(timeline_step(lab_timeline(f->lab)));
	assert_int_equal(lab_run_line(f->lab, "alloc 2p", NULL), LAB_OK);
	assert_non_null(timeline_step(lab_timeline(f->lab)));
	assert_int_equal(lab_run_line(f->lab, "next-op; delete", NULL), LAB_OK);

	run(f, "lab.break_at('alloc_check', function() return lab.var.nonsense end)");
	assert_int_equal(lab_run_line(f->lab, "alloc 1p", NULL), LAB_OK);
	assert_non_null(timeline_step(lab_timeline(f->lab)));
	HAS(f->lines, "in a breakpoint's condition: test:1: the model has no variable 'nonsense'");
	assert_int_equal(start(f, "finish_op()\nalloc('1p')"), HOST_FAILED);
	assert_non_null(strstr(host_error(f->host), "test:2: in a breakpoint's condition: test:1:"));
}

/* Closing in any order. */
static void test_closing(void **state)
{
	struct fixture *f = *state;
	struct lab *lab = lab_open(&engine_space("toy")->space, NULL);
	struct host *host = host_open(lab, NULL);

	assert_int_equal(host_load_text(host, "x", "lab.break_at('alloc_check', function() return true end) "
					"x = lab.areas() v = lab.var a = alloc"), HOST_PAUSED);
	assert_int_equal(host_resume(host, NULL), HOST_DONE);
	host_forget_lab(host);
	lab_close(lab);
	static const char *const after[] = { "alloc('1p')", "x()", "print(v.areas)", "a('1p')", "lab.tree()",
					     "lab.cursor()", "size('1p')", "lab.break_at('alloc_check')",
					     "stop_at('alloc_check')", "finish_op()", "lab.run('step')" };
	for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++) {
		assert_int_equal(host_load_text(host, "x", after[i]), HOST_PAUSED);
		assert_int_equal(host_resume(host, NULL), HOST_FAILED);
		assert_non_null(strstr(host_error(host), "no open laboratory"));
	}
	host_close(host);

	/* the host first: its breakpoints go with it, others stay */
	host = host_open(f->lab, NULL);
	assert_int_equal(lab_run_line(f->lab, "break alloc_return", NULL), LAB_OK);
	assert_int_equal(host_load_text(host, "x", "lab.break_at('alloc_check', function() return true end)"),
			 HOST_PAUSED);
	assert_int_equal(host_resume(host, NULL), HOST_DONE);
	assert_int_equal(lab_stop_points(f->lab), 2);
	host_close(host);
	assert_int_equal(lab_stop_points(f->lab), 1);
	assert_int_equal(lab_run_line(f->lab, "alloc 1p; delete; next-op", NULL), LAB_OK);
}

/* What the learner has set stops the learner, and not the script. */
static void test_breakpoints_of_both(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(start(f, "lab.run 'space modules' lab.break_at 'search_behind_cache' pause()\n"
				  "alloc('1p') check_equal(lab.step_name(), nil, 'past the learner')\n"
				  "alloc('1p') check_equal(lab.step_name(), 'search_behind_cache', 'stopped')\n"
				  "finish_op() pause()"), HOST_PAUSED);
	assert_int_equal(lab_run_line(f->lab, "break alloc_check; watch areas", NULL), LAB_OK);
	assert_int_equal(host_resume(f->host, NULL), HOST_PAUSED);
	assert_int_equal(host_counts(f->host).failed, 0);
	assert_int_equal(host_counts(f->host).passed, 2);
	assert_int_equal(lab_run_line(f->lab, "alloc 1p", NULL), LAB_OK);
	assert_non_null(timeline_step(lab_timeline(f->lab)));
	assert_string_equal(lab_stop_text(f->lab), "breakpoint 2 (alloc_check)");
	assert_int_equal(host_resume(f->host, NULL), HOST_DONE);
}

/* `space` begins a new lab under the script's feet. */
static void test_new_space(void **state)
{
	struct fixture *f = *state;

	run(f, "lab.break_at('alloc_check', function() return true end)\n"
	       "local next_area = lab.areas() alloc('1p') finish_op()\n"
	       "lab.run 'space x86-32' check_equal(lab.run('breakpoints').count, 0)\n"
	       "check_equal(next_area(), nil) check_equal(lab.var.areas, 0)\n"
	       "alloc('1p') check(not lab.step_name())\n"
	       "lesson { name = 'x', title = 'T', space = 'modules' }\n"
	       "check_equal(lab.bounds().va_start, 0xffffffffa0000000)\n");
	HAS(f->told, "title: T");
}

/* --- texts and errors --- */

static void test_texts(void **state)
{
	struct fixture *f = *state;

	run(f, "x = 5");
	run(f, "x + 2");
	HAS(f->lines, "line: 7");
	run(f, "'a', nil, hex(-1)");
	HAS(f->lines, "line: a\nline: nil\nline: 0xffffffffffffffff");
	run(f, "check(x == 5, 'globals stay')");
	assert_int_equal(start(f, "local function f()\n  error 'deep'\nend\nf()"), HOST_FAILED);
	assert_string_equal(host_error(f->host), "test:2: deep");
	assert_non_null(strstr(host_traceback(f->host), "test:2: in local 'f'"));
	assert_string_equal(host_place(f->host), "test:2");
	assert_int_equal(host_load_text(f->host, "test", "x ="), HOST_FAILED);
	assert_non_null(strstr(host_error(f->host), "test:1:"));
	assert_int_equal(host_resume(f->host, NULL), HOST_FAILED);
}

static void write_file(char *path, const char *text, size_t length)
{
	int file;

	snprintf(path, 64, "/tmp/vmaplab-host.XXXXXX");
	file = mkstemp(path);
	assert_true(file >= 0);
	assert_int_equal(write(file, text, length), length);
	close(file);
}

static void test_files(void **state)
{
	static const char script[] = "\xef\xbb\xbf#!/usr/bin/vmaplab run\n"
		"check_equal(#arg, 2) check_equal(arg[2], 'b')\ncheck(arg[0]:find('host')) error('here', 0)";
	static const char bytecode[] = "\033LuaT";
	const char *const arguments[] = { "a", "b" };
	struct fixture *f = *state;
	char path[64];

	write_file(path, script, sizeof(script) - 1);
	assert_int_equal(host_load(f->host, path, 2, arguments), HOST_PAUSED);
	assert_int_equal(host_resume(f->host, NULL), HOST_FAILED);
	assert_string_equal(host_error(f->host), "here");
	assert_non_null(strstr(host_traceback(f->host), ":3: in main chunk"));
	assert_int_equal(host_counts(f->host).passed, 3);
	unlink(path);
	assert_int_equal(host_load(f->host, path, 0, NULL), HOST_UNREADABLE);
	assert_non_null(strstr(host_error(f->host), path));
	assert_int_equal(host_load(f->host, "/tmp", 0, NULL), HOST_UNREADABLE);
	write_file(path, bytecode, sizeof(bytecode) - 1);
	assert_int_equal(host_load(f->host, path, 0, NULL), HOST_FAILED);
	unlink(path);
}

static void test_run_file(void **state)
{
	struct fixture *f = *state;
	const struct host_run how = { .complaints = stderr };
	char path[64];

	write_file(path, "check(true) check(true)", 23);
	assert_int_equal(host_run_file(f->lab, path, &how), 0);
	HAS(f->lines, "line: 2 passed, 0 failed\n");
	unlink(path);
	write_file(path, "check(true) check(1 == 2)", 25);
	assert_int_equal(host_run_file(f->lab, path, &how), 1);
	HAS(f->lines, "line: 1 passed, 1 failed\n");
	unlink(path);
	write_file(path, "check(true) nonsense()", 22);
	assert_int_equal(host_run_file(f->lab, path, &how), 1);
	HAS(f->lines, ":1: there is no 'nonsense'");
	unlink(path);
	assert_int_equal(host_run_file(f->lab, path, &how), 2);
}

/* A driver's callback may try to start another script: it is told no. */
static void reenter(void *context, enum lab_tone tone, const char *text)
{
	struct host *host = *(struct host **)context;

	(void)tone;
	(void)text;
	assert_int_equal(host_load_text(host, "other", "print(1)"), HOST_FAILED);
	assert_int_equal(host_resume(host, NULL), HOST_IDLE);
	host_stop(host);
}

static void test_reentering(void **state)
{
	struct host *host = NULL;
	const struct lab_sink sink = { reenter, &host };
	struct lab *lab = lab_open(&engine_space("toy")->space, &sink);

	(void)state;
	host = host_open(lab, NULL);
	assert_int_equal(host_load_text(host, "x", "print('x') alloc('1p') check(true)"), HOST_PAUSED);
	assert_int_equal(host_resume(host, NULL), HOST_DONE);
	assert_int_equal(host_counts(host).passed, 1);
	host_close(host);
	lab_close(lab);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_pauses), TEST(test_say), TEST(test_wrapping), TEST(test_choices),
		TEST(test_wrong_choice), TEST(test_values), TEST(test_alone), TEST(test_leaving),
		TEST(test_returning), TEST(test_entry), TEST(test_commands), TEST(test_looks),
		TEST(test_looks_at_the_vm_layer),
		TEST(test_events_of_a_kind), TEST(test_amounts), TEST(test_random),
		TEST(test_random_misuse),
		TEST(test_listings),
		TEST(test_steps), TEST(test_predicates), TEST(test_predicates_later),
		TEST(test_breakpoints_of_both),
		TEST(test_closing), TEST(test_new_space), TEST(test_texts), TEST(test_files),
		TEST(test_run_file), TEST(test_reentering),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
