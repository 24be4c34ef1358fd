/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Ways out of the sandbox and ways to exhaust it. Each script must end by
 * itself, soon, with a sentence that tells why; and the host must be as good
 * as new afterwards.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <cmocka.h>

#include "ui/lab/lab.h"
#include "ui/lua/host.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* A script and a part of the error that it must end with. */
struct attempt {
	const char *script;
	const char *error;
};

enum { SECONDS = 2, MEBIBYTES = 256 };	/* what any of them may take */

#define LOOP "while true do end"
#define TOO_LONG "ran too long"
#define MEMORY "memory"

/* --- names that would lead outside --- */

static const struct attempt outside[] = {
	{ "io.open('/etc/passwd')", "no 'io'" },
	{ "os.execute('true')", "no 'os'" },
	{ "os.exit(0)", "no 'os'" },
	{ "require 'os'", "no 'require'" },
	{ "package.loadlib('x', 'y')", "no 'package'" },
	{ "load('return 1')()", "no 'load'" },
	{ "loadstring('return 1')()", "no 'loadstring'" },
	{ "loadfile('x')", "no 'loadfile'" },
	{ "dofile('x')", "no 'dofile'" },
	{ "debug.getregistry()", "no 'debug'" },
	{ "collectgarbage('stop')", "no 'collectgarbage'" },
	{ "xpcall(print, print)", "no 'xpcall'" },
	{ "warn('@on')", "no 'warn'" },
	{ "_G.io.open('x')", "no 'io'" },
	{ "_ENV.load('x')", "no 'load'" },
	{ "rawget(_G, 'os').execute()", "nil value" },
	{ "_G._G._G.os.exit()", "no 'os'" },
	{ "for k, v in pairs(_G) do if k ~= '_G' then error('leak ' .. k) end end os.x()", "no 'os'" },
	{ "string.dump(function() end)", "nil value" },
	{ "('').dump(print)", "nil value" },
	{ "getmetatable('').__index = nil", "boolean" },
	{ "setmetatable('', {})", "table expected" },
	{ "getmetatable(_G).__index = nil", "boolean" },
	{ "setmetatable(_G, {})", "protected" },
	{ "setmetatable(lab.var, nil)", "protected" },
	{ "lab.var.cached_hole_size = 1", "can be read only" },
	{ "alloc('1p').x.y = 1", "nil value" },
	{ "setmetatable(alloc('1p'), {})", "protected" },
	{ "coroutine.close(coroutine.create(print))", "nil value" },
	{ "local e = _ENV; _ENV = { }; e.os.exit()", "no 'os'" },
	{ "save('x')", "no 'save'" },
	{ "lab.save('x')", "nil value" },
	{ "lab.run('save x')", "reads or writes files" },
	{ "lab.run('echo a; save x')", "reads or writes files" },
	{ "lab.run('sav x')", "need the whole name" },
	{ "lab.run(\"'save' x\")", "reads or writes files" },
	{ "return string.format('%p', print):x()", "nil value" },
};

/* --- loops without end --- */

static const struct attempt loops[] = {
	{ LOOP, TOO_LONG },
	{ "::a:: goto a", TOO_LONG },
	{ "repeat until false", TOO_LONG },
	{ "for i = 1, math.huge do end", TOO_LONG },
	{ "while true do pcall(function() " LOOP " end) end", TOO_LONG },
	{ "local function f() pcall(f) " LOOP " end while true do pcall(f) end", TOO_LONG },
	{ "pcall(pcall, pcall, function() " LOOP " end) " LOOP, TOO_LONG },
	{ "coroutine.wrap(function() " LOOP " end)()", TOO_LONG },
	{ "while true do coroutine.resume(coroutine.create(function() " LOOP " end)) end", TOO_LONG },
	{ "while true do local f = coroutine.wrap(function() coroutine.yield() end) f() f() end", TOO_LONG },
	{ "local t = {} for i = 1, 1000 do t[i] = coroutine.wrap(function() while true do "
	  "pcall(function() " LOOP " end) end end) end for i = 1, 1000 do pcall(t[i]) end", TOO_LONG },
	{ "local function f() return coroutine.wrap(function() pcall(f()) " LOOP " end) end f()()", TOO_LONG },
	{ "local t = setmetatable({}, { __index = function() " LOOP " end }) return t.x", TOO_LONG },
	{ "return setmetatable({}, { __eq = function() " LOOP " end }) == setmetatable({}, {})", "" },
	{ "print(setmetatable({}, { __tostring = function() " LOOP " end }))", TOO_LONG },
	{ "error(setmetatable({}, { __tostring = function() " LOOP " end }))", "no text" },
	{ "local x <close> = setmetatable({}, { __close = function() " LOOP " end })", TOO_LONG },
	{ "local x <close> = setmetatable({}, { __close = function() " LOOP " end }) " LOOP, TOO_LONG },
	{ "coroutine.wrap(function() local x <close> = setmetatable({}, { __close = function() " LOOP
	  " end }) " LOOP " end)()", TOO_LONG },
	{ "for i in nil, nil, nil, setmetatable({}, { __close = function() " LOOP " end }) do end", "" },
	{ "setmetatable({}, { __gc = function() " LOOP " end })", "cannot have __gc" },
	{ "local m = {} setmetatable({}, m) m.__gc = function() " LOOP " end "
	  "for i = 1, 2e4 do local t = {} end error('well')", "well" },
	{ "table.sort({ 3, 1, 2 }, function() " LOOP " end)", TOO_LONG },
	{ "string.gsub('aaa', 'a', function() " LOOP " end)", TOO_LONG },
	{ "for a in ('a'):gmatch('') do " LOOP " end", TOO_LONG },
	{ "local s = ('x'):rep(200000) while true do s:upper() end", TOO_LONG },
	{ "while true do ('x'):rep(200000):find('y', 1, true) end", TOO_LONG },
	{ "local t = {} for i = 1, 200000 do t[i] = i end while true do table.insert(t, 1, 0) "
	  "table.remove(t, 1) end", TOO_LONG },
	{ "local t = {} for i = 1, 100000 do t[i] = -i end while true do table.sort(t) end", TOO_LONG },
	{ "while true do alloc('1p') end", TOO_LONG },
	{ "while true do pcall(alloc, '1p', 'nonsense=1') end", TOO_LONG },
	{ "while true do print('x') end", "printed too much" },
	{ "while true do say('x') end", "printed too much" },
	{ "while true do check(true, 'x') end", "printed too much" },
	{ "local s = ('x'):rep(200000) while true do print(s) end", "printed too much" },
	{ "while true do pcall(print, ('x'):rep(1000)) end", "printed too much" },
	{ "alloc('1p') lab.break_at('alloc_check', function() " LOOP " end) alloc('1p')", TOO_LONG },
	{ "alloc('1p') lab.break_at('alloc_check', function() " LOOP " end) pcall(alloc, '1p') " LOOP, TOO_LONG },
};

/* Each instruction takes so long that only the clock can end the loop. */
static const struct attempt slow_loops[] = {
	{ "local s = ('x'):rep(262144) local t = ('x'):rep(262143) .. 'y' "
	  "while true do local b = s < t end", TOO_LONG },
	{ "local s = ('x'):rep(200000) while true do utf8.len(s) end", TOO_LONG },
	{ "local function f(...) return f(1, ...) end f()", TOO_LONG },
};

/* --- C functions that loop by themselves --- */

static const struct attempt library[] = {
	{ "string.rep('', 1 << 62)", "longer than" },
	{ "string.rep('x', 1 << 40)", "longer than" },
	{ "string.rep('x', 100000, ('y'):rep(100000))", "longer than" },
	{ "('a'):rep(200):find(('a?'):rep(200) .. ('a'):rep(200))", "pattern" },
	{ "('a'):rep(2000):find(('.-'):rep(20) .. 'b')", "too long" },
	{ "('a'):rep(2000):match(('a*'):rep(20) .. 'b')", "too long" },
	{ "('a'):rep(2000):gsub(('.*'):rep(10) .. 'b', '')", "too long" },
	{ "for _ in ('a'):rep(2000):gmatch(('.-'):rep(10) .. 'b') do end", "too long" },
	{ "('('):rep(200000):find('%b()')", "too long" },
	{ "('a'):rep(200000):gsub('', ('x'):rep(1000))", "longer than" },
	{ "('a'):rep(262144):find(('a'):rep(131072) .. 'b', 1, true)", "too long" },
	{ "('x'):find(('('):rep(40))", "too many captures" },
	{ "string.find('a', ('['):rep(100000))", "malformed" },
	{ "table.move({}, 1, 1 << 60, 2)", "too long a list" },
	{ "table.move({}, math.mininteger, math.maxinteger, 1)", "too long a list" },
	{ "table.insert(setmetatable({}, { __len = function() return 1 << 40 end }), 1, 1)", "plain table" },
	{ "local t = { 1, 2 } local i = 4 while i < 1 << 50 do t[i] = 1 i = i * 2 end table.insert(t, 1, 1) "
	  "error('well')", "" },
	{ "table.sort(setmetatable({}, { __len = function() return 1 << 30 end, __index = rawequal }), rawequal)",
	  "plain table" },
	{ "table.concat(setmetatable({}, { __len = function() return 1 << 40 end, __index = function() "
	  "return 'x' end }))", "plain table" },
	{ "table.concat({}, '', 1, 1 << 40)", "too long a list" },
	{ "table.unpack({}, 1, 1 << 24)", "too long a list" },
	{ "return select('#', table.unpack({}, 1, 1 << 14)), table.unpack({}, -1 << 62, 1 << 62)", "too long a list" },
	{ "table.sort({ 3, 1, 2, 5, 4, 7 }, function() return true end)", "invalid order function" },
	{ "string.format('%999999d', 1)", "invalid conversion" },
	{ "utf8.char(table.unpack(setmetatable({}, {})))", "plain table" },
	{ "math.randomseed()", "number expected" },
	{ "tonumber(('9'):rep(200000), 10).x = 1", "" },
};

/* --- memory and the stack --- */

static const struct attempt memory[] = {
	{ "local s = 'x' while true do s = s .. s end", "text that is too long" },
	{ "local t = {} while true do t[#t + 1] = {} end", MEMORY },
	{ "local t = {} for i = 1, 1e9 do t[i] = i end", MEMORY },
	{ "local t = {} for i = 1, 1e9 do t['k' .. i] = ('x'):rep(1000) .. i end", MEMORY },
	{ "local t = {} while true do t[#t + 1] = coroutine.create(print) end", MEMORY },
	{ "local t = {} pcall(function() while true do t[#t + 1] = {} end end) "
	  "while true do pcall(string.rep, 'x', 200000) end", "" },
	{ "local t = {} while true do pcall(function() while true do t[#t + 1] = {} end end) end", "the script" },
	{ "local function f() return 1 + f() end f()", "stack overflow" },
	{ "local function f() pcall(f) end f() error('well')", "well" },
	{ "local function f() return coroutine.wrap(f)() end f()", "overflow" },
	{ "local t = setmetatable({}, {}) getmetatable(t).__index = function(_, k) return t[k] end return t.x",
	  "overflow" },
	{ "local m = {} for i = 1, 3000 do m = setmetatable({}, { __index = m }) end return m.x", "" },
	{ "local s = ('a'):rep(100) local function f() return s:gsub('.', f) end f()", "overflow" },
	{ "table.concat({ ('x'):rep(200000), ('x'):rep(200000) })", "text that is too long" },
	{ "local t = {} for i = 1, 10000 do t[i] = ('x'):rep(200000) end", MEMORY },
	{ "local t = { 1 } for i = 1, 40 do t = { t, t } end local function f(x) if type(x) == 'table' then "
	  "f(x[1]) f(x[2]) end end f(t)", TOO_LONG },
};

/* --- the laboratory as a means: its time and its memory --- */

#define MANY "space 'x86-64' for i = 1, 3000 do alloc '1p' end "

static const struct attempt laboratory[] = {
	{ "while true do space 'toy' end", TOO_LONG },
	{ "space 'x86-64' while true do alloc '100000p' end", TOO_LONG },
	{ "space 'x86-64' while true do pcall(alloc, '1T') end", TOO_LONG },
	{ "space 'x86-64' while true do vmalloc '60000p' end", "too large for a script" },
	{ "space 'x86-64' while true do pcall(vmalloc, '60000p') end", TOO_LONG },
	{ "vmalloc '2G'", "at most 327680 pages" },
	{ "ioremap('0x1000', '100T')", "at most 327680 pages" },
	{ "map('start', '1T')", "at most 327680 pages" },
	{ "vmap(1 << 40)", "at most 327680 pages" },
	{ "mapram(1 << 40)", "at most 327680 pages" },
	{ "space 'x86-64' while true do mapram(64) end", "" },
	{ "while true do pcall(notifier) end", TOO_LONG },
	{ "while true do branch(0) alloc '1p' goto_(0) end", TOO_LONG },
	{ "set('entry', 'first') while true do alloc '1p' end", TOO_LONG },
	{ "for i = 1, 20 do alloc '1p' end while true do goto_(0) continue() end", TOO_LONG },
	{ MANY "goto_(0) lab.break_at('walk_next', 'size == 7') while true do goto_(0) continue() end", TOO_LONG },
	{ MANY "while true do lab.tree() end", TOO_LONG },
	{ MANY "while true do for a in lab.areas() do end end", TOO_LONG },
	{ MANY "while true do lab.run('areas') end", TOO_LONG },
	{ MANY "while true do vmallocinfo() end", TOO_LONG },
	{ MANY "while true do lab.run('ops 0 100000') end", TOO_LONG },
	{ "space 'x86-64' vmalloc '60000p' while true do lab.frames_of 'v1' end", TOO_LONG },
	{ "space 'x86-64' vmalloc '60000p' while true do lab.frame_owner(1 << 30) end", TOO_LONG },
	{ "space 'x86-64' vmalloc '60000p' while true do ptdump() end", TOO_LONG },
	{ "while true do lab.run(('echo x;'):rep(30000)) end", TOO_LONG },
	{ "lab.run('step 99999999999') while true do lab.run 'continue' end", TOO_LONG },
	{ "for i = 1, 1e9 do lab.break_at 'alloc_check' end", "1000 breakpoints" },
	{ "for i = 1, 1e9 do lab.watch_on 'areas' end", "1000 breakpoints" },
	{ "for i = 1, 1e9 do lab.run 'break alloc_check' end", "1000 breakpoints" },
	{ "while true do pcall(lab.break_at, ('x'):rep(200000)) end", TOO_LONG },
	{ "lab.eval(('('):rep(100000) .. '1' .. (')'):rep(100000))", "" },
	{ "lab.eval(('-'):rep(200000) .. '1') error('well')", "" },
	{ "while true do pcall(lab.eval, ('x'):rep(200000)) end", TOO_LONG },
	{ "while true do pcall(pcpu, ('0,'):rep(50000), ('1p,'):rep(50000)) end", TOO_LONG },
	{ "while true do pcall(free, ('x'):rep(200000)) end", TOO_LONG },
	{ "while true do alloc('1p', { name = 'a' }) free 'a' end", TOO_LONG },
	{ "local draw = lab.random(1) local t = {} for i = 1, 100000 do t[i] = i end "
	  "while true do draw:shuffle(t) end", TOO_LONG },
	{ "while true do lab.random(('x'):rep(200000)) end", TOO_LONG },
	{ "while true do pcall(lab.range, ('x'):rep(200000), 1) end", TOO_LONG },
	{ "local p = {} for i = 1, 200000 do p[i] = { 'N', 1 } end scenario(p)", "" },
	{ "alloc '1p' while true do lab.events(('x'):rep(200000)) end", "no kind of event" },
};

/* --- questions and tasks as a means --- */

static const struct attempt asking[] = {
	{ "task { text = 'x', check = function() " LOOP " end, solution = print }", TOO_LONG },
	{ "task { text = 'x', check = function() alloc '1p' end, solution = print }", "may look" },
	{ "task { text = 'x', check = function() space 'toy' end, solution = print }", "may look" },
	{ "task { text = 'x', check = function() return false end, solution = function() " LOOP " end }", TOO_LONG },
	{ "task { text = 'x', check = print, setup = function() " LOOP " end, solution = print }", TOO_LONG },
	{ "predict { 'address', operation = function() " LOOP " end }", TOO_LONG },
	{ "predict { 'address', operation = function() pause() end }", "pause() works in the script itself" },
	{ "predict { 'address', operation = function() ask { question = 'x', answer = 1 } end }", "" },
	{ "while true do pcall(predict, { 'address', operation = { alloc, '1p' } }) end", "printed too much" },
	{ "predict(setmetatable({}, { __len = function() return 1 << 40 end }))", "what?" },
	{ "predict { 'address', operation = setmetatable({}, { __index = function() " LOOP " end }) }", "must begin" },
	{ "ask { question = function() " LOOP " end, answer = 1 }", TOO_LONG },
	{ "ask { question = 'x', answer = function() " LOOP " end }", TOO_LONG },
	{ "while true do pcall(ask, { question = ('x'):rep(200000), answer = 1 }) end", "" },
	{ "while true do tr(('x'):rep(200000)) end", TOO_LONG },
	{ "tr(('%d'):rep(100), 1)", "bad argument" },
	{ "tr('%999999d', 1)", "invalid conversion" },
	{ "while true do plural('a', 'b', 3) end", TOO_LONG },
	{ "plural('%s%s%s', 'b', 1)", "bad argument" },
	{ "while true do title(('x'):rep(200000)) end", "printed too much" },
};

/* --- turns, errors that are no texts --- */

static const struct attempt turns[] = {
	{ "coroutine.yield()", "use pause()" },
	{ "coroutine.resume(coroutine.running())", "not its to resume" },
	{ "coroutine.wrap(pause)()", "script itself" },
	{ "coroutine.wrap(function() pause() end)()", "script itself" },
	{ "table.sort({ 1, 2, 3 }, function() pause() end)", "script itself" },
	{ "coroutine.wrap(function() ask { question = 'x', answer = 1 } end)()", "script itself" },
	{ "local co co = coroutine.wrap(function() co() end) co()", "runs or has ended" },
	{ "error()", "no text (a nil)" },
	{ "error({})", "no text (a table)" },
	{ "error(print)", "no text (a function)" },
	{ "error(42)", "" },
	{ "error('line one\\nline two')", "line one line two" },
	{ "error('\\27[2J')", "?[2J" },
	{ "local ok, e = pcall(error) error(e)", "no text (a nil)" },
	{ "local x <close> = 42", "non-closable" },
	{ "undefined_name()", "there is no 'undefined_name'" },
	{ "chek(true)", "did you mean 'check'?" },
	{ "alloc = 3", "belongs to the lab" },
	{ "local a = alloc('1p') alloc('1p', { nmae = 'x' })", "no parameter 'nmae'" },
	{ "alloc(1.5)", "not a whole number" },
	{ "alloc({})", "alloc" },
	{ "alloc(print)", "cannot be given" },
	{ "print(lab.var.cached_hole)", "did you mean 'cached_hole_size'" },
	{ "lab.break_at('no_such_place')", "no_such_place" },
	{ "lab.break_at('alloc_check', 3)", "text or a function" },
	{ "alloc('1p') lab.break_at('alloc_check', function() alloc('1p') end) alloc('1p')", "condition" },
	{ "alloc('1p') lab.break_at('alloc_check', function() lab.break_at('alloc_check') end) alloc('1p')",
	  "condition may look" },
	{ "alloc('1p') lab.break_at('alloc_check', function() delete() end) alloc('1p')", "condition" },
	{ "alloc('1p') lab.break_at('alloc_check', function() pause() end) alloc('1p')", "condition" },
	{ "alloc('1p') lab.break_at('alloc_check', function() error({}) end) alloc('1p')", "without a text" },
	{ "ask { question = 'x', choices = { 'a', 'b' }, answer = 3 }", "1 to 2" },
	{ "ask { question = 'x' }", "answer" },
	{ "ask { quetsion = 'x' }", "did you mean 'question'" },
	{ "ask { colour = 'x' }", "'colour' is none of question, choices, " },
	{ "ask { question = 'x', choices = { 'a', {} }, answer = 1 }", "no text" },
	{ "lesson { name = 'x', title = 3 }", "must be a text" },
	{ "lesson { name = 'x', title = 'y', colour = 3 }", "'colour' is none of name, title, " },
	{ "lesson { name = 'x', title = 'y', space = 'nowhere' }", "nowhere" },
	{ "x = = 1", "unexpected symbol" },
	{ "return return", "expected" },
	{ "\033Lua", "binary chunk" },
};

/* --- running them --- */

static bool is_slow(void)
{
	const char *build = getenv("TEST_BUILD");

	return build && strcmp(build, "normal") != 0;
}

/* Which limits a script is run with. */
enum limits {
	DEFAULTS,
	COUNTED,	/* what counts ends it, never the clock, which goes by the machine's load */
	CLOCKED,
};

/* Less than by default, so that the test ends soon; the paths are the same. */
static void limit(struct host *host, enum limits limits)
{
	const struct host_limits few = {
		.memory = 8 * 1024 * 1024, .lab = 16 * 1024 * 1024, .instructions = is_slow() ? 2000000 : 10000000,
		.lines = 2000, .milliseconds = limits == CLOCKED ? (is_slow() ? 1000 : 150) : UINT64_MAX,
	};

	host_set_limits(host, limits == DEFAULTS ? NULL : &few);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct lab *open_lab(void)
{
	return lab_open(&engine_space("toy")->space, NULL);
}

static void run_attempt(const struct attempt *attempt, enum limits limits)
{
	struct lab *lab = open_lab();
	struct host *host = host_open(lab, NULL);
	double begin = seconds();
	enum host_state state;

	assert_non_null(lab);
	assert_non_null(host);
	limit(host, limits);
	state = host_load_text(host, "attempt", attempt->script);
	if (state == HOST_PAUSED)
		state = host_resume(host, NULL);
	if (attempt->error[0] && state != HOST_FAILED)
		fail_msg("'%s' did not fail", attempt->script);
	if (attempt->error[0] && !strstr(host_error(host), attempt->error))
		fail_msg("'%s' failed with: %s", attempt->script, host_error(host));
	if (!is_slow() && seconds() - begin > SECONDS)
		fail_msg("'%s' took %.1f s", attempt->script, seconds() - begin);

	assert_int_equal(host_load_text(host, "after", "check(1 + 1 == 2) check(('x'):rep(3) == 'xxx')"),
			 HOST_PAUSED);
	assert_int_equal(host_resume(host, NULL), HOST_DONE);
	assert_int_equal(host_counts(host).passed, 2);
	host_close(host);
	lab_close(lab);
}

static void run_all(const struct attempt *attempt, size_t count, enum limits limits)
{
	for (size_t i = 0; i < count; i++)
		run_attempt(&attempt[i], limits);
}

static void test_outside(void **state)
{
	(void)state;
	run_all(outside, LENGTH(outside), COUNTED);
}

static void test_loops(void **state)
{
	(void)state;
	run_all(loops, LENGTH(loops), COUNTED);
	run_all(slow_loops, LENGTH(slow_loops), CLOCKED);
}

/* What takes longest, with the limits that everybody has. */
static void test_defaults(void **state)
{
	static const struct attempt worst[] = {
		{ LOOP, TOO_LONG },
		{ "while true do pcall(function() " LOOP " end) end", TOO_LONG },
		{ "while true do alloc('1p') end", TOO_LONG },
		{ "local s = ('x'):rep(200000) while true do utf8.len(s) end", TOO_LONG },
		{ "local s = ('x'):rep(262144) local t = ('x'):rep(262143) .. 'y' "
		  "while true do local b = s < t end", TOO_LONG },
		{ "local t = {} for i = 1, 100000 do t[i] = -i end while true do table.sort(t) end", TOO_LONG },
		{ "local t = {} for i = 1, 200000 do t[i] = i end while true do table.insert(t, 1, 0) "
		  "table.remove(t, 1) end", TOO_LONG },
		{ "local t = {} while true do t[#t + 1] = {} end", MEMORY },
		{ "local function f() return 1 + f() end f()", "stack overflow" },
		{ "while true do print('x') end", "printed too much" },
		{ "while true do space 'toy' end", TOO_LONG },
		{ "space 'x86-64' while true do vmalloc '60000p' end", "too large for a script" },
		{ "space 'x86-64' while true do alloc '100000p' end", TOO_LONG },
		{ MANY "while true do lab.tree() end", TOO_LONG },
		{ "for i = 1, 100 do alloc '1p' end while true do goto_(0) continue() end", TOO_LONG },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(worst) && !is_slow(); i++)
		run_attempt(&worst[i], DEFAULTS);
}

static void test_laboratory(void **state)
{
	(void)state;
	run_all(laboratory, LENGTH(laboratory), CLOCKED);
}

static void test_asking(void **state)
{
	(void)state;
	run_all(asking, LENGTH(asking), CLOCKED);
}

/* The whole of this program, after all attempts: none of them took more. */
static void test_memory_taken(void **state)
{
	struct rusage usage;

	(void)state;
	assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
	if (!is_slow() && usage.ru_maxrss / 1024 > MEBIBYTES)
		fail_msg("%ld MiB were taken", usage.ru_maxrss / 1024);
}

static void test_library(void **state)
{
	(void)state;
	run_all(library, LENGTH(library), COUNTED);
}

static void test_memory(void **state)
{
	(void)state;
	run_all(memory, LENGTH(memory), COUNTED);
}

static void test_turns(void **state)
{
	(void)state;
	run_all(turns, LENGTH(turns), COUNTED);
}

/* Text that would break a parser written by recursion. */
static void test_deep_source(void **state)
{
	static const char *const parts[] = { "(", "{", "x=", "not ", "function() ", "a." };
	char *text = malloc(300001);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < LENGTH(parts); i++) {
		size_t length = strlen(parts[i]);

		for (size_t at = 0; at + length <= 300000; at += length)
			memcpy(text + at, parts[i], length + 1);
		run_attempt(&(struct attempt){ text, ":" }, COUNTED);
	}
	free(text);
}

/* However little memory there is, whatever allocation fails: a clear error. */
static void test_little_memory(void **state)
{
	static const char script[] =
		"lesson { name = 'x', title = 'y' } say('a %s', 'b') pause() print({}, 'x', 1.5)\n"
		"local n = lab.break_at('alloc_check', function() return false end) alloc('1p', { name = 'x' })\n"
		"for a in lab.areas() do free(a) end check_equal(1, 2, 'no') pcall(error, 'x')\n"
		"ask { question = 'q', choices = { 'a', 'b' }, answer = 1, why = 'w' }\n"
		"table.sort({ 3, 2, 1 }) print(('abc'):gsub('b', '%0%0')) coroutine.wrap(print)('x')\n"
		"delete(n) stop_at('alloc_check', alloc, '1p') finish_op() lab.tree() lab.events() lab.stack()";
	static const struct host_driver driver = { .columns = 40 };
	unsigned done = 0, failed = 0;

	(void)state;
	for (size_t bytes = 100; bytes < 200000; bytes += is_slow() ? 1997 : 397) {
		struct host_limits limits = { .memory = bytes };
		struct lab *lab = open_lab();
		struct host *host = host_open(lab, &driver);

		host_set_limits(host, &limits);
		enum host_state at = host_load_text(host, "x", script);
		while (at == HOST_PAUSED || at == HOST_ASKING)
			at = host_resume(host, at == HOST_ASKING ? "2" : NULL);
		if (at == HOST_FAILED)
			assert_non_null(strstr(host_error(host), "memory"));
		failed += at == HOST_FAILED;
		done += at == HOST_DONE;
		host_close(host);
		lab_close(lab);
	}
	assert_true(done > 10);
	assert_true(failed > 10);
}

static void interrupt_once(void *context, enum lab_tone tone, const char *line)
{
	(void)context;
	(void)tone;
	if (strstr(line, "now"))
		lab_interrupted = 1;
}

/* ^C ends a script wherever it is, and pcall does not hold it up. */
static void test_interrupt(void **state)
{
	static const char *const scripts[] = {
		"print('now') " LOOP,
		"pcall(function() print('now') " LOOP " end) " LOOP,
		"coroutine.wrap(function() print('now') " LOOP " end)() " LOOP,
		"print('now') while true do pcall(alloc, '1p') end",
		"for i = 1, 20 do alloc('1p') end goto_(0) lab.break_at('alloc_check', function() print('now') "
		"return false end) continue() " LOOP,
		"for i = 1, 20 do alloc('1p') end lab.break_at('alloc_check', function() print('now') "
		"return false end) pcall(alloc, '1p') " LOOP,
		"for i = 1, 20 do alloc('1p') end lab.break_at('alloc_check', function() print('now') "
		"return false end) pcall(stop_at, 'walk_note_hole', alloc, '1p') " LOOP,
	};
	const struct lab_sink sink = { interrupt_once, NULL };

	(void)state;
	for (size_t i = 0; i < LENGTH(scripts); i++) {
		struct lab *lab = lab_open(&engine_space("toy")->space, &sink);
		struct host *host = host_open(lab, NULL);

		lab_interrupted = 0;
		assert_int_equal(host_load_text(host, "x", scripts[i]), HOST_PAUSED);
		assert_int_equal(host_resume(host, NULL), HOST_FAILED);
		if (!strstr(host_error(host), "interrupted"))
			fail_msg("'%s': %s", scripts[i], host_error(host));
		lab_interrupted = 0;
		host_close(host);
		lab_close(lab);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outside),
		cmocka_unit_test(test_loops),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_laboratory),
		cmocka_unit_test(test_asking),
		cmocka_unit_test(test_library),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_turns),
		cmocka_unit_test(test_deep_source),
		cmocka_unit_test(test_little_memory),
		cmocka_unit_test(test_interrupt),
		cmocka_unit_test(test_memory_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
