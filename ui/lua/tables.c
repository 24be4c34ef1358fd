/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The table library of scripts: Lua's own functions behind a guard.
 *
 * Each of them is a loop in C, which no hook interrupts. With a metatable a
 * table can claim any length, and even without one `#t` can be 2^50 for a
 * table of fifty elements. The guard lets only plain tables of a sane length
 * pass and charges for the loop.
 */

#include "ui/lua/inside.h"

enum {
	UNPACK_MAX = 16384,
	LOOPS_AN_INSTRUCTION = 8,
	SORT_COST = 48,		/* instructions an element: a few for each comparison */
};

static void check_plain(lua_State *L, int index)
{
	luaL_checktype(L, index, LUA_TTABLE);
	if (lua_getmetatable(L, index))
		host_raise(L, "the table library wants a plain table, one without a metatable");
}

static void check_count(lua_State *L, uint64_t count, uint64_t most)
{
	if (count > most)
		host_raise(L, "that is too long a list: more than %d elements", (int)most);
	host_charge(host_of(L), count / LOOPS_AN_INSTRUCTION);
	host_check_end(L);
}

/* Elements from..to, both included; none when they are the other way round. */
static uint64_t range(lua_Integer from, lua_Integer to)
{
	uint64_t count = (uint64_t)to - (uint64_t)from;

	return to < from ? 0 : count == UINT64_MAX ? count : count + 1;
}

/* The upvalue is the library's function. */
static int call_library(lua_State *L)
{
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
	return lua_gettop(L);
}

static int guard_length(lua_State *L)
{
	check_plain(L, 1);
	check_count(L, lua_rawlen(L, 1), LIST_MAX);
	return call_library(L);
}

static int guard_sort(lua_State *L)
{
	check_plain(L, 1);
	host_charge(host_of(L), lua_rawlen(L, 1) * SORT_COST);
	check_count(L, lua_rawlen(L, 1), LIST_MAX);
	return call_library(L);
}

static int guard_range(lua_State *L, int from, int to, uint64_t most)
{
	check_plain(L, 1);
	check_count(L, range(luaL_optinteger(L, from, 1),
			     luaL_optinteger(L, to, (lua_Integer)lua_rawlen(L, 1))), most);
	return call_library(L);
}

static int guard_concat(lua_State *L)
{
	return guard_range(L, 3, 4, LIST_MAX);
}

static int guard_unpack(lua_State *L)
{
	return guard_range(L, 2, 3, UNPACK_MAX);
}

static int guard_move(lua_State *L)
{
	check_plain(L, 1);
	if (!lua_isnoneornil(L, 5))
		check_plain(L, 5);
	check_count(L, range(luaL_checkinteger(L, 2), luaL_checkinteger(L, 3)), LIST_MAX);
	return call_library(L);
}

static int guard_nothing(lua_State *L)
{
	return call_library(L);
}

void host_push_tables(lua_State *L)
{
	static const luaL_Reg guards[] = {
		{ "concat", guard_concat }, { "insert", guard_length }, { "move", guard_move },
		{ "pack", guard_nothing }, { "remove", guard_length }, { "sort", guard_sort },
		{ "unpack", guard_unpack },
	};

	lua_newtable(L);
	luaL_requiref(L, LUA_TABLIBNAME, luaopen_table, 0);
	for (size_t i = 0; i < LENGTH(guards); i++) {
		lua_getfield(L, -1, guards[i].name);
		lua_pushcclosure(L, guards[i].func, 1);
		lua_setfield(L, -3, guards[i].name);
	}
	lua_pop(L, 1);
}
