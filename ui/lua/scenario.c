/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * scenario(): the head of a script that runs through something with parameters.
 *
 *	local n, seed = scenario {
 *	  title = "Workloads with alignment",
 *	  { "REQUESTS", 200, least = 2, most = 1000 },
 *	  { "SEED", 1, least = 0 },
 *	}
 *
 * One table says what a script takes. So the arguments are looked at before
 * anything runs, each refusal is worded alike, and the list of scenarios can tell
 * what may be given.
 */

#include <string.h>

#include "ui/lua/inside.h"

/* The stack of take_parameter: the table, and what is found out about it. */
enum { TABLE = 1, NAME, CHOICES, LIMITS, WORDS, VALUE };

/* And that of scenario itself. */
enum { HEADER = 1, TITLE, ARGUMENTS, USAGE, TAKES };

/* The arguments do not suit. No place is told: the script is not to blame. */
static int misuse(lua_State *L)
{
	host_of(L)->misused = true;
	return lua_error(L);
}

/* --- one parameter; what was given for it is the upvalue --- */

static void push_name(lua_State *L)
{
	if (lua_rawgeti(L, TABLE, 1) != LUA_TSTRING || *lua_tostring(L, -1) == '\0')
		host_raise(L, "scenario: a parameter begins with its name: { \"SEED\", 1, least = 0 }");
	host_push_line(L, -1);
	lua_remove(L, NAME);
}

static lua_Integer limit(lua_State *L, const char *name, lua_Integer usual)
{
	lua_Integer value = usual;

	if (lua_getfield(L, TABLE, name) != LUA_TNIL && !lua_isinteger(L, -1))
		host_raise(L, "scenario: '%s' must be a whole number", name);
	if (!lua_isnil(L, -1))
		value = lua_tointeger(L, -1);
	lua_pop(L, 1);
	return value;
}

/* The list becomes "one, two". */
static void push_choices(lua_State *L)
{
	luaL_Buffer text;

	luaL_buffinit(L, &text);
	for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, CHOICES); i++) {
		if (i > 1)
			luaL_addstring(&text, ", ");
		if (lua_rawgeti(L, CHOICES, i) != LUA_TSTRING)
			host_raise(L, "scenario: 'choices' is a list of texts");
		luaL_addvalue(&text);
	}
	luaL_pushresult(&text);
}

/* "2 to 1000", "from 0", or the choices. A number with no limits says so itself. */
static void push_limits(lua_State *L)
{
	lua_Integer least = limit(L, "least", LUA_MININTEGER);
	lua_Integer most = limit(L, "most", LUA_MAXINTEGER);

	if (lua_istable(L, CHOICES))
		push_choices(L);
	else if (least == LUA_MININTEGER && most == LUA_MAXINTEGER)
		lua_pushstring(L, _("a whole number"));
	else if (most == LUA_MAXINTEGER)
		lua_pushfstring(L, _("from %I"), (LUAI_UACINT)least);
	else if (least == LUA_MININTEGER)
		lua_pushfstring(L, _("up to %I"), (LUAI_UACINT)most);
	else
		lua_pushfstring(L, _("%I to %I"), (LUAI_UACINT)least, (LUAI_UACINT)most);
}

static bool is_limited(lua_State *L)
{
	return limit(L, "least", LUA_MININTEGER) != LUA_MININTEGER ||
	       limit(L, "most", LUA_MAXINTEGER) != LUA_MAXINTEGER;
}

static bool is_choice(lua_State *L)
{
	bool found = false;

	for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, CHOICES) && !found; i++) {
		lua_rawgeti(L, CHOICES, i);
		found = lua_rawequal(L, -1, VALUE);
		lua_pop(L, 1);
	}
	return found;
}

/* A text that means a number becomes that number. */
static bool is_number(lua_State *L)
{
	int whole;
	lua_Integer number = lua_tointegerx(L, VALUE, &whole);

	if (!whole || number < limit(L, "least", LUA_MININTEGER) ||
	    number > limit(L, "most", LUA_MAXINTEGER))
		return false;
	lua_pushinteger(L, number);
	lua_replace(L, VALUE);
	return true;
}

static int refuse_value(lua_State *L)
{
	const char *name = lua_tostring(L, NAME), *value = host_push_shown(L, VALUE);
	const char *limits = lua_tostring(L, LIMITS);
	bool given = !lua_isnil(L, lua_upvalueindex(1));

	if (lua_istable(L, CHOICES))
		lua_pushfstring(L, given ? _("%s is one of %s, not '%s'") :
				_("scenario: what %s is if it is left out must be one of %s, "
				  "not '%s'"), name, limits, value);
	else if (!is_limited(L))
		lua_pushfstring(L, given ? _("%s is %s, not '%s'") :
				_("scenario: what %s is if it is left out must be %s, not '%s'"),
				name, limits, value);
	else
		lua_pushfstring(L, given ? _("%s is a whole number, %s, not '%s'") :
				_("scenario: what %s is if it is left out must be a whole number, "
				  "%s, not '%s'"), name, limits, value);
	return given ? misuse(L) : host_raise(L, "%s", lua_tostring(L, -1));
}

/* "SEED (1): from 0" */
static void push_words(lua_State *L)
{
	lua_rawgeti(L, TABLE, 2);
	host_push_shown(L, -1);
	lua_pushfstring(L, "%s (%s): %s", lua_tostring(L, NAME), lua_tostring(L, -1),
			lua_tostring(L, LIMITS));
	lua_replace(L, WORDS);
	lua_settop(L, WORDS);
}

/* What was given, or else what it usually is. */
static void push_value(lua_State *L)
{
	if (lua_isnil(L, lua_upvalueindex(1)))
		lua_rawgeti(L, TABLE, 2);
	else
		lua_pushvalue(L, lua_upvalueindex(1));
}

/* Gives the value, the name and the words. */
static int take_parameter(lua_State *L)
{
	static const char *const known[] = { "least", "most", "choices", NULL };

	host_check_fields(L, "scenario", known);
	push_name(L);
	lua_getfield(L, TABLE, "choices");
	push_limits(L);
	push_words(L);
	push_value(L);
	if (!(lua_istable(L, CHOICES) ? is_choice(L) : is_number(L)))
		return refuse_value(L);
	lua_pushvalue(L, VALUE);
	lua_pushvalue(L, NAME);
	lua_pushvalue(L, WORDS);
	return 3;
}

/* --- all of them --- */

static void push_title(lua_State *L)
{
	if (lua_getfield(L, HEADER, "title") != LUA_TSTRING)
		host_raise(L, "scenario: 'title' must be a text");
	host_push_line(L, -1);
	lua_remove(L, TITLE);
}

/* The script's arguments as it finds them. */
static void push_arguments(lua_State *L)
{
	lua_getfield(L, LUA_REGISTRYINDEX, REGISTRY_ENVIRONMENT);
	lua_pushliteral(L, "arg");
	if (lua_rawget(L, -2) != LUA_TTABLE)
		lua_newtable(L);
	lua_replace(L, ARGUMENTS);
	lua_settop(L, ARGUMENTS);
}

/* The name by which the script can be run: that of its file. */
static const char *push_file_name(lua_State *L)
{
	const char *path = host_of(L)->path ? host_of(L)->path : "";
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t length = strlen(name);

	if (length > 4 && strcmp(name + length - 4, ".lua") == 0)
		length -= 4;
	return lua_pushlstring(L, name, length);
}

/* Joins two texts where the first lies; takes the second off. */
static void append(lua_State *L, int index, const char *between)
{
	lua_pushfstring(L, "%s%s%s", lua_tostring(L, index), between, lua_tostring(L, -1));
	lua_replace(L, index);
	lua_pop(L, 1);
}

/* Parameter `i`: leaves its value. */
static void take(lua_State *L, lua_Integer i)
{
	luaL_checkstack(L, 8, _("scenario: too many parameters"));
	lua_rawgeti(L, ARGUMENTS, i);
	lua_pushcclosure(L, take_parameter, 1);
	lua_rawgeti(L, HEADER, i);
	lua_call(L, 1, 3);
	append(L, TAKES, i > 1 ? "; " : "");
	append(L, USAGE, " [");
}

static void check_count(lua_State *L, lua_Integer count)
{
	lua_rawgeti(L, ARGUMENTS, count + 1);
	if (lua_isnil(L, -1)) {
		lua_pop(L, 1);
		return;
	}
	host_push_shown(L, -1);
	push_file_name(L);
	lua_pushfstring(L, _("'%s' is one too many; it is used as: vmaplab run %s%s"),
			lua_tostring(L, -2), lua_tostring(L, -1), lua_tostring(L, USAGE));
	for (lua_Integer i = 0; i < count; i++) {
		lua_pushliteral(L, "]");
		lua_concat(L, 2);
	}
	misuse(L);
}

int host_scenario(lua_State *L)
{
	static const char *const known[] = { "title", NULL };
	lua_Integer count;

	host_check_fields(L, "scenario", known);
	count = (lua_Integer)lua_rawlen(L, HEADER);
	push_title(L);
	push_arguments(L);
	lua_pushliteral(L, "");		/* the usage */
	lua_pushliteral(L, "");		/* what it takes */
	for (lua_Integer i = 1; i <= count; i++)
		take(L, i);
	check_count(L, count);
	host_keep_header(L, &(struct said){ .name = push_file_name(L),
					    .title = lua_tostring(L, TITLE),
					    .takes = lua_tostring(L, TAKES) });
	lua_pop(L, 1);
	host_show_title(L, lua_tostring(L, TITLE));
	return (int)count;
}
