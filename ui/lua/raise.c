/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Errors that help: every one names the line of the script, even when the
 * function that failed was called by pcall or table.sort, and a name that is
 * not known comes with the one that was probably meant.
 */

#include <string.h>

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
	vsnprintf(text, sizeof(text), format, list);
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

enum { NAME_ROOM = 32 };

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Letters to insert, remove or replace to get from one word to the other. */
static size_t distance(const char *a, const char *b)
{
	size_t row[NAME_ROOM + 1], length = strlen(b);

	if (strlen(a) > NAME_ROOM || length > NAME_ROOM)
		return SIZE_MAX;
	if (strlen(a) >= 4 && strncmp(a, b, strlen(a)) == 0)
		return 1;	/* only its beginning was given */
	for (size_t j = 0; j <= length; j++)
		row[j] = j;
	for (size_t i = 0; a[i]; i++) {
		size_t corner = row[0];

		row[0] = i + 1;
		for (size_t j = 0; j < length; j++) {
			size_t next = smallest(row[j] + 1, row[j + 1] + 1, corner + (a[i] != b[j]));

			corner = row[j + 1];
			row[j + 1] = next;
		}
	}
	return row[length];
}

void host_push_nearest(lua_State *L, int index, const char *name)
{
	char best[NAME_ROOM + 1] = "";
	size_t least = strlen(name) < 4 ? 2 : 3;	/* one or two wrong letters */

	index = lua_absindex(L, index);
	lua_pushnil(L);
	while (lua_next(L, index)) {
		const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
		size_t wrong = distance(name, key);

		/* of two that are as near, the first by the alphabet: a table has no order */
		if (wrong < least || (wrong == least && best[0] && strcmp(key, best) < 0)) {
			least = wrong;
			snprintf(best, sizeof(best), "%s", key);
		}
		lua_pop(L, 1);
	}
	if (best[0])
		lua_pushstring(L, best);
	else
		lua_pushnil(L);
}
