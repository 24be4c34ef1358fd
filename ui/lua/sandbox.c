/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a script can name.
 *
 * Everything lies in one table, `api`: harmless parts of Lua's library,
 * bounded versions of the rest, the lab, and what lessons are written with.
 * The environment in which a script runs is a second, empty table in front of
 * it. A script's own globals go there, so that a lesson can be written without
 * `local` at every turn; to read a name that nobody has set, or to assign to
 * one of the api's, is an error that is told at once, as both are nearly
 * always typing mistakes.
 */

#include <string.h>

#include "ui/lua/inside.h"

static int script_print(lua_State *L)
{
	int count = lua_gettop(L);
	luaL_Buffer line;

	luaL_buffinit(L, &line);
	for (int i = 1; i <= count; i++) {
		if (i > 1)
			luaL_addchar(&line, ' ');
		host_push_shown(L, i);
		luaL_addvalue(&line);
	}
	luaL_pushresult(&line);
	host_print(L, TONE_PLAIN, lua_tostring(L, -1), 0);
	return 0;
}

/* A __gc function runs without the hook, so there are none. Lua looks for it
 * at this moment only: adding one later has no effect. */
static int script_setmetatable(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	luaL_argexpected(L, lua_isnoneornil(L, 2) || lua_istable(L, 2), 2, "nil or table");
	lua_settop(L, 2);
	if (lua_istable(L, 2)) {
		lua_pushliteral(L, "__gc");
		if (lua_rawget(L, 2) != LUA_TNIL)
			return host_raise(L, "a script's table cannot have __gc");
		lua_pop(L, 1);
	}
	if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
		return host_raise(L, "this metatable is protected");
	lua_setmetatable(L, 1);
	return 1;
}

/* Without a number a seed would come from the clock, and a lesson would not
 * be the same twice. */
static int script_randomseed(lua_State *L)
{
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_pushinteger(L, luaL_checkinteger(L, 1));
	lua_call(L, 1, 0);
	return 0;
}

static void push_math(lua_State *L)
{
	luaL_requiref(L, LUA_MATHLIBNAME, luaopen_math, 0);
	lua_getfield(L, -1, "randomseed");
	lua_pushvalue(L, -1);
	lua_pushinteger(L, 1);
	lua_call(L, 1, 0);
	lua_pushcclosure(L, script_randomseed, 1);
	lua_setfield(L, -2, "randomseed");
}

static void add_base(lua_State *L, int api)
{
	static const char *const harmless[] = {
		"assert", "error", "getmetatable", "ipairs", "next", "pairs", "pcall", "rawequal",
		"rawget", "rawlen", "rawset", "select", "tonumber", "tostring", "type", "_VERSION",
	};
	static const luaL_Reg own[] = {
		{ "print", script_print }, { "setmetatable", script_setmetatable }, { NULL, NULL },
	};

	luaL_requiref(L, LUA_GNAME, luaopen_base, 0);
	for (size_t i = 0; i < LENGTH(harmless); i++) {
		lua_getfield(L, -1, harmless[i]);
		lua_setfield(L, api, harmless[i]);
	}
	lua_pop(L, 1);
	luaL_setfuncs(L, own, 0);
}

static void add_libraries(lua_State *L, int api)
{
	host_push_strings(L);
	lua_setfield(L, api, "string");
	host_push_tables(L);
	lua_setfield(L, api, "table");
	host_push_threads(L);
	lua_setfield(L, api, "coroutine");
	push_math(L);
	lua_setfield(L, api, "math");
	luaL_requiref(L, LUA_UTF8LIBNAME, luaopen_utf8, 0);
	lua_setfield(L, api, "utf8");
}

static void add_lab(lua_State *L, int api)
{
	int lab;

	lua_newtable(L);
	lab = lua_gettop(L);
	lua_pushinteger(L, HOST_API);
	lua_setfield(L, lab, "api");
	host_add_looks(L, lab);
	host_add_vm_looks(L, lab);
	host_add_places(L, lab);
	host_add_stops(L, lab, api);
	host_add_commands(L, lab, api);
	lua_setfield(L, api, "lab");
}

void host_push_api(lua_State *L)
{
	int api;

	lua_newtable(L);
	api = lua_gettop(L);
	add_base(L, api);
	add_libraries(L, api);
	host_add_lesson(L, api);
	host_add_checks(L, api);
	add_lab(L, api);
}

/* --- the environment; the upvalue is the api --- */

static bool is_absent(const char *name)
{
	static const char *const absent[] = {
		"collectgarbage", "debug", "dofile", "io", "load", "loadfile", "loadstring", "os",
		"package", "require", "warn", "xpcall",
	};

	for (size_t i = 0; i < LENGTH(absent); i++) {
		if (strcmp(name, absent[i]) == 0)
			return true;
	}
	return false;
}

static int unknown_name(lua_State *L)
{
	const char *name = luaL_tolstring(L, 2, NULL);

	if (is_absent(name))
		return host_raise(L, "scripts have no '%s' here: lessons/README.md tells what there is", name);
	host_push_nearest(L, lua_upvalueindex(1), name);
	if (lua_isnil(L, -1))
		return host_raise(L, "there is no '%s'", name);
	return host_raise(L, "there is no '%s'; did you mean '%s'?", name, lua_tostring(L, -1));
}

static int read_global(lua_State *L)
{
	lua_pushvalue(L, 2);
	if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
		return 1;
	return unknown_name(L);
}

static int write_global(lua_State *L)
{
	lua_pushvalue(L, 2);
	if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
		return host_raise(L, "'%s' belongs to the lab: choose another name, or make it local",
				  luaL_tolstring(L, 2, NULL));
	lua_settop(L, 3);
	lua_rawset(L, 1);
	return 0;
}

void host_push_environment(lua_State *L, int index)
{
	index = lua_absindex(L, index);
	lua_newtable(L);
	lua_pushvalue(L, -1);
	lua_setfield(L, -2, "_G");
	lua_newtable(L);
	lua_pushvalue(L, index);
	lua_pushcclosure(L, read_global, 1);
	lua_setfield(L, -2, "__index");
	lua_pushvalue(L, index);
	lua_pushcclosure(L, write_global, 1);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
}
