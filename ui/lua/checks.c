/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Checks: what makes a scenario a test of itself.
 *
 * A check that fails does not end the script; it is counted and told with its
 * place. One that passes is only counted. Values are told as a person would
 * compare them: large numbers in hexadecimal, texts in quotes.
 */

#include <inttypes.h>
#include <locale.h>
#include <string.h>

#include "ui/lua/inside.h"

void host_reached(lua_State *L)
{
	struct host *host = host_of(L);
	char place[160];

	if (!host->driver.reached)
		return;
	host_where(L, place, sizeof(place));
	host->driver.reached(host->driver.context, place);
}

static void tell(lua_State *L, bool passed, const char *text)
{
	struct host *host = host_of(L);
	char place[160];

	host_where(L, place, sizeof(place));
	host->meter.lines++;
	host_reached(L);
	if (host->driver.check)
		host->driver.check(host->driver.context, passed, place, text);
	else if (!passed)
		host_print(L, TONE_ERROR, lua_pushfstring(L, _("%s: FAILED: %s"), place, text), 0);
}

void host_note_check(lua_State *L, bool passed, const char *text)
{
	struct host *host = host_of(L);

	if (passed)
		host->counts.passed++;
	else
		host->counts.failed++;
	tell(L, passed, text);
	host_check_end(L);
}

/* The same; leaves its result as the one value. */
static int note(lua_State *L, bool passed, const char *text)
{
	host_note_check(L, passed, text);
	lua_pushboolean(L, passed);
	return 1;
}

/* check(CONDITION, TEXT) */
static int script_check(lua_State *L)
{
	luaL_checkany(L, 1);
	return note(L, lua_toboolean(L, 1), lua_isnoneornil(L, 2) ? "check" : host_push_shown(L, 2));
}

/* Pushes a value as it is told. */
static const char *push_told(lua_State *L, int index)
{
	char text[32];
	lua_Integer value;

	if (lua_type(L, index) == LUA_TSTRING)
		return lua_pushfstring(L, "\"%s\"", host_push_shown(L, index));
	value = lua_isinteger(L, index) ? lua_tointeger(L, index) : 0;
	if (value >= 0 && value < 4096)
		return host_push_shown(L, index);
	snprintf(text, sizeof(text), "0x%" PRIx64, (uint64_t)value);
	return lua_pushstring(L, text);
}

/* check_equal(GOT, WANTED, TEXT) */
static int script_check_equal(lua_State *L)
{
	const char *text;
	bool equal;

	luaL_checkany(L, 2);
	lua_settop(L, 3);
	equal = lua_compare(L, 1, 2, LUA_OPEQ);
	text = lua_isnil(L, 3) ? "equal" : host_push_shown(L, 3);
	if (!equal) {
		const char *got = push_told(L, 1), *wanted = push_told(L, 2);

		text = lua_pushfstring(L, _("%s: got %s, wanted %s"), text, got, wanted);
	}
	return note(L, equal, text);
}

/* Calls the first argument where errors are caught. They are told in English: the
 * script cannot know in which language it runs. (A script has a locale of its own,
 * of which the choice of a language knows nothing.) */
static bool fails_in_english(lua_State *L)
{
	locale_t own = uselocale(LC_GLOBAL_LOCALE);
	char spoken[DOMAIN_ROOM], why[DOMAIN_ROOM];
	bool failed;

	snprintf(spoken, sizeof(spoken), "%s", language_name());
	language_choose("en", why, sizeof(why));
	lua_pushvalue(L, 1);
	failed = lua_pcall(L, 0, 0, 0) != LUA_OK;
	language_choose(spoken, why, sizeof(why));
	uselocale(own);
	return failed;
}

/* check_error(FUNCTION, PART, TEXT): calling it must fail with an error that
 * contains PART, in English. Answers the error's text. */
static int script_check_error(lua_State *L)
{
	const char *part = luaL_optstring(L, 2, "");
	const char *text, *error;
	bool failed;

	lua_settop(L, 3);
	text = lua_isnil(L, 3) ? _("an error is raised") : host_push_shown(L, 3);
	failed = fails_in_english(L);
	host_check_end(L);
	if (!failed)
		return note(L, false, lua_pushfstring(L, _("%s: but nothing failed"), text));
	error = host_push_shown(L, -1);
	if (!strstr(error, part))
		return note(L, false, lua_pushfstring(L, _("%s: the error was: %s"), text, error));
	note(L, true, text);
	lua_pushstring(L, error);
	return 1;
}

void host_add_checks(lua_State *L, int api)
{
	static const luaL_Reg functions[] = {
		{ "check", script_check }, { "check_equal", script_check_equal },
		{ "check_error", script_check_error }, { NULL, NULL },
	};

	lua_pushvalue(L, api);
	luaL_setfuncs(L, functions, 0);
	lua_pop(L, 1);
}
