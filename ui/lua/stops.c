/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Breakpoints and watchpoints with conditions written in Lua.
 *
 * The stop point in the lab owns its predicate and says when it is no longer
 * needed; the host keeps a list, so that closing it first does no harm. The
 * condition runs on a thread of its own, since the script may be in the middle
 * of a command, or not running at all. It may look, but not act. One that
 * fails stops there: better than running past.
 */

#include <stdlib.h>

#include "ui/lua/inside.h"

static void unlink_predicate(struct predicate *predicate)
{
	struct predicate **at = &predicate->host->predicates;

	while (*at && *at != predicate)
		at = &(*at)->next;
	if (*at)
		*at = predicate->next;
}

/* The lab forgets the stop point. */
static void forget(void *context)
{
	struct predicate *predicate = context;

	if (predicate->host) {
		unlink_predicate(predicate);
		luaL_unref(predicate->host->lua, LUA_REGISTRYINDEX, predicate->reference);
	}
	free(predicate);
}

/* --- asking --- */

/* The function is called with the number of the breakpoint. */
static int call_condition(lua_State *L)
{
	struct predicate *predicate = lua_touserdata(L, 1);

	lua_settop(L, 0);
	lua_rawgeti(L, LUA_REGISTRYINDEX, predicate->reference);
	lua_pushinteger(L, predicate->number);
	lua_call(L, 1, 1);
	return 1;
}

static void keep_error(struct host *host, lua_State *L)
{
	char text[512];

	snprintf(text, sizeof(text), _("in a breakpoint's condition: %s"),
		 lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : _("an error without a text"));
	if (!host->inside) {
		lab_print(host->lab, TONE_ERROR, "%s", text);
		return;
	}
	free(host->asked_error);
	host->asked_error = host_copy(text);
}

static bool ask_thread(struct host *host, lua_State *L, struct predicate *predicate)
{
	bool stop = true;

	lua_settop(L, 0);
	lua_pushcfunction(L, call_condition);
	lua_pushlightuserdata(L, predicate);
	if (host_call_looking(host, L, 1))
		stop = lua_toboolean(L, -1);
	else
		keep_error(host, L);
	lua_settop(L, 0);
	return stop;
}

bool host_call_looking(struct host *host, lua_State *L, int arguments)
{
	lua_State *before = host->running;
	bool well;

	host->running = L;
	host->asked = true;
	if (!host->inside)
		host_meter_begin(host);
	well = lua_pcall(L, arguments, 1, 0) == LUA_OK;
	host->asked = false;
	host->running = before;
	if (before && host->meter.end != END_NOT)
		host_end(host, host->meter.end);	/* for the script, too */
	return well;
}

static bool ask(void *context, struct lab *lab)
{
	struct predicate *predicate = context;
	struct host *host = predicate->host;

	if (!host || host->lab != lab || host->asked)
		return true;
	return ask_thread(host, host->asking_thread, predicate);
}

/* --- setting --- */

static void attach(lua_State *L, struct lab *lab, uint32_t number)
{
	struct host *host = host_of(L);
	struct predicate *predicate = calloc(1, sizeof(*predicate));

	if (!predicate) {
		lab_delete_stop(lab, number);
		host_raise(L, "there is no memory for another breakpoint");
		return;
	}
	predicate->host = host;
	predicate->number = number;
	predicate->reference = LUA_NOREF;
	predicate->next = host->predicates;
	host->predicates = predicate;
	lab_stop_predicate(lab, number, ask, predicate, forget);
	predicate->reference = luaL_ref(L, LUA_REGISTRYINDEX);
}

/* PLACE [, CONDITION] [, FUNCTION]; answers the number of the stop point. */
static int set_stop(lua_State *L, uint32_t (*set)(struct lab *, const char *, const char *))
{
	struct lab *lab = host_need_lab(L);
	const char *place = luaL_checkstring(L, 1);
	bool has_text = lua_type(L, 2) == LUA_TSTRING;
	uint32_t number;

	if (host_only_looks(host_of(L)))
		return host_raise(L, "a condition may look, but not set breakpoints");
	lua_settop(L, has_text ? 3 : 2);
	if (!lua_isnil(L, -1) && !lua_isfunction(L, -1))
		return host_raise(L, "a breakpoint's condition is a text or a function");
	number = set(lab, place, has_text ? lua_tostring(L, 2) : NULL);
	if (!number)
		return host_raise(L, "%s", lab_error(lab));
	if (lua_isfunction(L, -1))
		attach(L, lab, number);
	lua_pushinteger(L, number);
	return 1;
}

static int break_at(lua_State *L)
{
	return set_stop(L, lab_break);
}

static int watch(lua_State *L)
{
	return set_stop(L, lab_watch);
}

/* --- standing at the telling step --- */

static bool was_hit(const struct lab *lab, uint32_t number)
{
	for (size_t i = 0; i < lab_stop_points(lab); i++) {
		const struct stop_point *point = lab_stop_point(lab, i);

		if (point->number == number)
			return point->hits > 0;
	}
	return false;
}

/* Goes on past the learner's breakpoints, but not past the operation's end. */
static bool go_to_stop(struct host *host, uint32_t number)
{
	while (!was_hit(host->lab, number)) {
		if (!timeline_step(lab_timeline(host->lab)) ||
		    host_run_command(host, "continue", 0, NULL, NULL) != LAB_OK)
			return false;
	}
	return true;
}

/* A stop point for a while; the caller deletes it. */
static uint32_t set_for_a_while(lua_State *L, const char *place)
{
	struct lab *lab = host_need_lab(L);
	uint32_t number;

	if (host_only_looks(host_of(L)))
		host_raise(L, "a condition may look, but not go on");
	number = lab_break(lab, place, NULL);
	if (!number)
		host_raise(L, "%s", lab_error(lab));
	return number;
}

/* Goes on to the stop, if `well`, and takes it away. */
static void go_and_delete(lua_State *L, const char *place, uint32_t number, bool well)
{
	struct host *host = host_of(L);
	bool reached = well && go_to_stop(host, number);

	lab_delete_stop(host->lab, number);
	host_check_end(L);
	if (well && !reached)
		host_raise(L, "the operation does not come by '%s'", place);
}

void host_go_to(lua_State *L, const char *place)
{
	go_and_delete(L, place, set_for_a_while(L, place), true);
}

/* stop_at(PLACE, OPERATION, ...): runs it and stands where it first comes by
 * PLACE; returns what it returned. Without an operation: in the present one. */
static int stop_at(lua_State *L)
{
	const char *place = luaL_checkstring(L, 1);
	uint32_t number = set_for_a_while(L, place);
	bool failed = false;

	if (lua_gettop(L) > 1)
		failed = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0) != LUA_OK;
	go_and_delete(L, place, number, !failed);
	return failed ? lua_error(L) : lua_gettop(L) - 1;
}

/* finish_op(): to the end of the operation in which the cursor stands, if any. */
static int finish_op(lua_State *L)
{
	struct lab *lab = host_need_lab(L);

	if (timeline_step(lab_timeline(lab)) &&
	    host_run_command(host_of(L), "next-op", 0, NULL, NULL) != LAB_OK)
		return host_raise(L, "%s", lab_error(lab));
	host_check_end(L);
	return 0;
}

void host_add_stops(lua_State *L, int lab, int api)
{
	static const luaL_Reg of_lab[] = {
		{ "break_at", break_at }, { "watch_on", watch }, { NULL, NULL },
	};
	static const luaL_Reg of_all[] = {
		{ "stop_at", stop_at }, { "finish_op", finish_op }, { NULL, NULL },
	};

	lua_pushvalue(L, lab);
	luaL_setfuncs(L, of_lab, 0);
	lua_pushvalue(L, api);
	luaL_setfuncs(L, of_all, 0);
	lua_pop(L, 2);
}

void host_drop_predicates(struct host *host)
{
	while (host->predicates) {
		struct predicate *predicate = host->predicates;

		if (!host->lab || !lab_delete_stop(host->lab, predicate->number)) {
			host->predicates = predicate->next;
			predicate->host = NULL;
		}
	}
}
