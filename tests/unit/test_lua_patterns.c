/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The bounded pattern functions against Lua's own: the same Lua program calls
 * both on many patterns, hand-picked and random, and compares every result.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/lua/inside.h"

/* A state with both libraries: `string` is Lua's, `bounded` is ours. */
static int open_both(lua_State *L)
{
	host_push_strings(L);
	lua_setglobal(L, "bounded");
	luaL_openlibs(L);
	return 0;
}

static int set_up(void **state)
{
	static const struct host_limits none = {
		.instructions = UINT64_MAX, .milliseconds = UINT64_MAX,
	};
	struct host *host = host_open(NULL, NULL);

	*state = host;
	if (host)
		host_set_limits(host, &none);
	return host && host_protect(host, open_both, NULL) ? 0 : -1;
}

static int tear_down(void **state)
{
	host_close(*state);
	return 0;
}

/* What a call gave, as one text; errors count as such, whatever they say. */
static const char calls[] =
	"local function outcome(f, ...)\n"
	"  local t = table.pack(pcall(f, ...))\n"
	"  if not t[1] then return 'error' end\n"
	"  for i = 1, t.n do t[i] = tostring(t[i]) end\n"
	"  return table.concat(t, '|')\n"
	"end\n"
	"local function all(library, s, p)\n"
	"  local t = {}\n"
	"  for a, b, c in library.gmatch(s, p) do\n"
	"    t[#t + 1] = tostring(a) .. ',' .. tostring(b) .. ',' .. tostring(c)\n"
	"    if #t > 1000 then error('endless') end\n"
	"  end\n"
	"  return table.concat(t, ';')\n"
	"end\n"
	"local count = 0\n"
	"local function same(what, ours, theirs)\n"
	"  count = count + 1\n"
	"  if ours ~= theirs then error(what .. ': ' .. ours .. ' but Lua says ' .. theirs, 0) end\n"
	"end\n"
	"local function compare(s, p)\n"
	"  local what = string.format('%q with %q', s, p)\n"
	"  for _, init in ipairs { 1, 2, -1, 0, 50 } do\n"
	"    same('find ' .. what, outcome(bounded.find, s, p, init), outcome(string.find, s, p, init))\n"
	"    same('match ' .. what, outcome(bounded.match, s, p, init), outcome(string.match, s, p, init))\n"
	"  end\n"
	"  same('plain ' .. what, outcome(bounded.find, s, p, 1, true), outcome(string.find, s, p, 1, true))\n"
	"  same('gmatch ' .. what, outcome(all, bounded, s, p), outcome(all, string, s, p))\n"
	"  for _, r in ipairs { '<%0>', '%1', '%2-%1', '', '%%', '%', '%x' } do\n"
	"    same('gsub ' .. what .. ' ' .. r, outcome(bounded.gsub, s, p, r), outcome(string.gsub, s, p, r))\n"
	"  end\n"
	"  same('gsub 1 ' .. what, outcome(bounded.gsub, s, p, 'x', 1), outcome(string.gsub, s, p, 'x', 1))\n"
	"  same('gsub t ' .. what, outcome(bounded.gsub, s, p, { a = 'A', b = false }),\n"
	"       outcome(string.gsub, s, p, { a = 'A', b = false }))\n"
	"  local function f(a, b) return b or a end\n"
	"  same('gsub f ' .. what, outcome(bounded.gsub, s, p, f), outcome(string.gsub, s, p, f))\n"
	"end\n";

static const char chosen[] =
	"local subjects = { '', 'a', 'abc', 'hello world', 'key = value', '  trim  ', 'THE (quick) fox',\n"
	"  'f(a(b)c)d', 'aXb', 'x=1, y=2', 'a.b-c', 'aaab', 'ab\\0cd', '[[x]]', '%d', 'one;two;;four',\n"
	"  'alo\\nalo', '0x3000', '\\xe4\\xff', '^a', 'a$' }\n"
	"local patterns = { '', '.', 'a*', 'a-', 'a+', 'a?', '^a', 'a$', '^$', '.-', '(.-)$', '%w+', '(%w+)',\n"
	"  '(%w+)%s*=%s*(%w+)', '^%s*(.-)%s*$', '%b()', '%b[]', '%bxx', '%f[%w]%w+', '%f[%W]', '()', '()a()',\n"
	"  '(a)(b)?', '(.)%1', '((a)b)', '[^;]*', '[%a_][%w_]*', '[]]', '[^]]', '[a-c]', '[a-]', '[-a]', '[%a-z]',\n"
	"  '[%]]', '[a', '[', '%', '%b', '%bx', '%f', '%fa', '(', ')', '(()', 'a)', '%1', '(%1)', '%0', '(a)%2',\n"
	"  '[^', '[%', '.-b', 'a.-b', '%d+', '%x+', '%p', '%S+', '[%d%s]+', '\\0', '[\\0]', '%z', '$', '$$', '^^a',\n"
	"  '(((((((((())))))))))', '*', '+a', 'a**', '%.', '%-', '.*.*.*', '[0-9a-fx]+', '%g+', '%c', '%u%l*',\n"
	"  string.rep('(', 33) .. string.rep(')', 33), string.rep('a?', 20) .. string.rep('a', 20) }\n"
	"for _, s in ipairs(subjects) do for _, p in ipairs(patterns) do compare(s, p) end end\n"
	"return count\n";

static const char random_ones[] =
	"math.randomseed(4)\n"
	"local parts = { 'a', 'b', '.', '%w', '%W', '[ab]', '[^a]', '(', ')', '()', '*', '+', '-', '?', '%1', '^',\n"
	"  '$', '%b()', '%f[a]', ' ', '%s', '[', ']', '%', 'x' }\n"
	"local letters = { 'a', 'b', 'x', ' ', '(', ')', 'A', '\\0' }\n"
	"local function make(list, most)\n"
	"  local t = {}\n"
	"  for i = 1, math.random(0, most) do t[i] = list[math.random(#list)] end\n"
	"  return table.concat(t)\n"
	"end\n"
	"for i = 1, ROUNDS do compare(make(letters, 12), make(parts, 7)) end\n"
	"return count\n";

/* Runs text on the host's own state, where nothing is bounded. */
static int run_text(lua_State *L)
{
	const char *text = lua_touserdata(L, 1);

	if (luaL_loadbufferx(L, text, strlen(text), "=test", "t") != LUA_OK)
		return lua_error(L);
	lua_call(L, 0, 1);
	return 1;
}

static lua_Integer run(struct host *host, const char *first, const char *second)
{
	lua_State *L = host->lua;
	size_t room = strlen(first) + strlen(second) + 64;
	char *text = malloc(room);
	lua_Integer count;

	assert_non_null(text);
	snprintf(text, room, "local ROUNDS = %d\n%s%s", getenv("TEST_BUILD") &&
		 strcmp(getenv("TEST_BUILD"), "valgrind") == 0 ? 300 : 20000, first, second);
	host->meter.lifted++;
	lua_settop(L, 0);
	lua_pushcfunction(L, run_text);
	lua_pushlightuserdata(L, text);
	if (lua_pcall(L, 1, 1, 0) != LUA_OK)
		fail_msg("%s", lua_tostring(L, -1));
	count = lua_tointeger(L, -1);
	host->meter.lifted--;
	free(text);
	return count;
}

static void test_chosen(void **state)
{
	assert_true(run(*state, calls, chosen) > 20000);
}

static void test_random(void **state)
{
	assert_true(run(*state, calls, random_ones) > 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chosen),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
