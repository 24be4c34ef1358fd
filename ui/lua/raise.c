/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Errors that help: every one names the line of the script, even when the
 * function that failed was called by pcall or table.sort, and a name that is
 * not known comes with the one that was probably meant.
 */

#include <string.h>

#include "ui/lab/nearest.h"
#include "ui/lua/inside.h"

/* Fills `where` for the innermost function of a script. False: there is none. */
static bool find_script(lua_State *L, lua_Debug *where)
{
	for (int level = 0; lua_getstack(L, level, where); level++) {
		if (lua_getinfo(L, "Sl", where) && where->currentline > 0)
			return true;
	}
	return false;
}

void host_where(lua_State *L, char *text, size_t room)
{
	lua_Debug where;

	text[0] = '\0';
	if (find_script(L, &where))
		snprintf(text, room, "%s:%d", where.short_src, where.currentline);
}

int host_raise(lua_State *L, const char *format, ...)
{
	lua_Debug where;
	char text[1024];
	va_list list;

	va_start(list, format);
	vsnprintf(text, sizeof(text), _(format), list);
	va_end(list);
	luaL_checkstack(L, 4, "no room for an error");
	if (find_script(L, &where))
		lua_pushfstring(L, "%s:%d: %s", where.short_src, where.currentline, text);
	else
		lua_pushstring(L, text);
	return lua_error(L);
}

struct lab *host_need_lab(lua_State *L)
{
	struct host *host = host_of(L);

	if (!host->lab)
		host_raise(L, "there is no open laboratory");
	return host->lab;
}

const struct machine *host_need_machine(lua_State *L)
{
	return lab_machine(host_need_lab(L));
}

uint64_t host_number(lua_State *L, int index)
{
	return (uint64_t)luaL_checkinteger(L, index);
}

/* --- names that look alike --- */

void host_push_nearest(lua_State *L, int index, const char *name)
{
	struct nearest nearest;

	nearest_begin(&nearest, name, strlen(name));
	index = lua_absindex(L, index);
	lua_pushnil(L);
	while (lua_next(L, index)) {
		if (lua_type(L, -2) == LUA_TSTRING)
			nearest_try(&nearest, lua_tostring(L, -2));
		lua_pop(L, 1);
	}
	if (nearest_found(&nearest))
		lua_pushstring(L, nearest.best);
	else
		lua_pushnil(L);
}
