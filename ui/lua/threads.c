/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The coroutine library of scripts.
 *
 * resume and wrap are our own: the meter has to know whose instructions run,
 * and once a script must end no coroutine may be entered any more. There is
 * no coroutine.close: it would run __close functions of a thread that was
 * ended in the middle of a hook, where Lua calls no hook.
 */

#include "ui/lua/inside.h"

/* Resumes `thread` with the arguments on top of L. Answers the number of
 * results now on top of L, or -1 with the error there. */
static int resume(lua_State *L, lua_State *thread, int arguments)
{
	struct host *host = host_of(L);
	int results, status;

	host_check_end(L);
	if (!lua_checkstack(thread, arguments)) {
		lua_pushliteral(L, "too many arguments to resume");
		return -1;
	}
	lua_xmove(L, thread, arguments);
	host->running = thread;
	status = lua_resume(thread, L, arguments, &results);
	host->running = L;
	host_check_end(L);
	if (status != LUA_OK && status != LUA_YIELD) {
		lua_xmove(thread, L, 1);
		return -1;
	}
	if (!lua_checkstack(L, results + 1)) {
		lua_pop(thread, results);
		lua_pushliteral(L, "too many results to resume");
		return -1;
	}
	lua_xmove(thread, L, results);
	return results;
}

static lua_State *check_thread(lua_State *L, int index)
{
	lua_State *thread = lua_tothread(L, index);

	luaL_argexpected(L, thread, index, "coroutine");
	if (thread == host_of(L)->script)
		host_raise(L, "the script's own coroutine is not its to resume");
	return thread;
}

static bool is_dead(lua_State *thread)
{
	lua_Debug where;

	return lua_status(thread) != LUA_YIELD &&
	       (lua_status(thread) != LUA_OK || lua_getstack(thread, 0, &where) ||
		lua_gettop(thread) == 0);
}

static int thread_resume(lua_State *L)
{
	lua_State *thread = check_thread(L, 1);
	int results;

	if (is_dead(thread)) {
		lua_pushboolean(L, 0);
		lua_pushliteral(L, "cannot resume a coroutine that runs or has ended");
		return 2;
	}
	results = resume(L, thread, lua_gettop(L) - 1);
	lua_pushboolean(L, results >= 0);
	lua_insert(L, results >= 0 ? -(results + 1) : -2);
	return results >= 0 ? results + 1 : 2;
}

/* A wrapped coroutine; its thread is the upvalue. */
static int call_wrapped(lua_State *L)
{
	lua_State *thread = lua_tothread(L, lua_upvalueindex(1));
	int results;

	if (is_dead(thread))
		return host_raise(L, "cannot resume a coroutine that runs or has ended");
	results = resume(L, thread, lua_gettop(L));
	return results >= 0 ? results : lua_error(L);
}

static int thread_create(lua_State *L)
{
	lua_State *thread;

	luaL_checktype(L, 1, LUA_TFUNCTION);
	thread = lua_newthread(L);
	host_watch(thread);
	lua_pushvalue(L, 1);
	lua_xmove(L, thread, 1);
	return 1;
}

static int thread_wrap(lua_State *L)
{
	thread_create(L);
	lua_pushcclosure(L, call_wrapped, 1);
	return 1;
}

static int thread_yield(lua_State *L)
{
	if (L == host_of(L)->script)
		return host_raise(L, "coroutine.yield outside of a coroutine; to wait for the "
				  "learner, use pause()");
	return lua_yield(L, lua_gettop(L));
}

void host_push_threads(lua_State *L)
{
	static const char *const harmless[] = { "isyieldable", "running", "status" };
	static const luaL_Reg own[] = {
		{ "create", thread_create }, { "resume", thread_resume },
		{ "wrap", thread_wrap }, { "yield", thread_yield }, { NULL, NULL },
	};

	lua_newtable(L);
	luaL_requiref(L, LUA_COLIBNAME, luaopen_coroutine, 0);
	for (size_t i = 0; i < LENGTH(harmless); i++) {
		lua_getfield(L, -1, harmless[i]);
		lua_setfield(L, -3, harmless[i]);
	}
	lua_pop(L, 1);
	luaL_setfuncs(L, own, 0);
}
