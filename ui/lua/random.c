/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Numbers that look drawn at random and are the same on every machine.
 *
 * Lua's own math.random is one sequence for the whole script, and another one in
 * another release of Lua. Here a script opens as many sequences as it wants, each
 * from whatever tells it apart: a number, a name, both. splitmix64 (Steele, Lea,
 * Flood 2014) does both the drawing and the stirring together of the seeds.
 */

#include "ui/lua/inside.h"

#define RANDOM_TYPE "vmaplab.random"
#define GAMMA UINT64_C(0x9e3779b97f4a7c15)

static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* --- the seed --- */

static uint64_t stir(uint64_t seed, uint64_t word)
{
	return mix((seed + GAMMA) ^ word);
}

/* Length and kind come first, so that ("ab", "c") is no ("a", "bc"). */
static uint64_t stir_in(lua_State *L, int index, uint64_t seed)
{
	size_t length;
	const char *text;

	if (lua_isinteger(L, index))
		return stir(stir(seed, LUA_TNUMBER), (uint64_t)lua_tointeger(L, index));
	if (lua_type(L, index) != LUA_TSTRING)
		host_raise(L, "lab.random: a seed is a whole number or a text, not %s",
			   lua_typename(L, lua_type(L, index)));
	text = lua_tolstring(L, index, &length);
	host_charge(host_of(L), length);
	seed = stir(stir(seed, LUA_TSTRING), length);
	for (size_t i = 0; i < length; i++)
		seed = stir(seed, (unsigned char)text[i]);
	return seed;
}

/* --- drawing --- */

/* 0 to count - 1, each as likely as any other; 0 stands for 2^64. */
static uint64_t below(uint64_t *state, uint64_t count)
{
	uint64_t least = count ? (0 - count) % count : 0;
	uint64_t drawn;

	do {
		*state += GAMMA;
		drawn = mix(*state);
	} while (drawn < least);
	return count ? drawn % count : drawn;
}

static uint64_t *state_at(lua_State *L)
{
	return luaL_checkudata(L, 1, RANDOM_TYPE);
}

/* draw(N): 1 to N; draw(M, N): M to N. */
static int draw(lua_State *L)
{
	uint64_t *state = state_at(L);
	bool both = !lua_isnoneornil(L, 3);
	lua_Integer least = both ? luaL_checkinteger(L, 2) : 1;
	lua_Integer most = luaL_checkinteger(L, both ? 3 : 2);

	if (least > most)
		return host_raise(L, "there is no number from %lld to %lld to be drawn",
				  (long long)least, (long long)most);
	lua_pushinteger(L, (lua_Integer)((uint64_t)least +
		below(state, (uint64_t)most - (uint64_t)least + 1)));
	return 1;
}

/* The length of the list at 2: a plain table, as the table library wants it. */
static lua_Integer check_list(lua_State *L)
{
	luaL_checktype(L, 2, LUA_TTABLE);
	if (lua_rawlen(L, 2) > LIST_MAX)
		host_raise(L, "that is too long a list: more than %d elements", LIST_MAX);
	return (lua_Integer)lua_rawlen(L, 2);
}

/* draw:pick(LIST): one of its elements. */
static int pick(lua_State *L)
{
	uint64_t *state = state_at(L);
	lua_Integer length = check_list(L);

	if (length == 0)
		return host_raise(L, "there is nothing in the list to be picked");
	lua_rawgeti(L, 2, 1 + (lua_Integer)below(state, (uint64_t)length));
	return 1;
}

/* draw:shuffle(LIST): puts it in another order, and returns it. */
static int shuffle(lua_State *L)
{
	uint64_t *state = state_at(L);

	for (lua_Integer i = check_list(L); i > 1; i--) {
		lua_Integer other = 1 + (lua_Integer)below(state, (uint64_t)i);

		lua_rawgeti(L, 2, i);
		lua_rawgeti(L, 2, other);
		lua_rawseti(L, 2, i);
		lua_rawseti(L, 2, other);
	}
	lua_settop(L, 2);
	host_charge(host_of(L), lua_rawlen(L, 2));
	host_check_long(L);
	return 1;
}

static void push_type(lua_State *L)
{
	static const luaL_Reg methods[] = { { "pick", pick }, { "shuffle", shuffle }, { NULL, NULL } };

	if (!luaL_newmetatable(L, RANDOM_TYPE))
		return;
	luaL_newlib(L, methods);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, draw);
	lua_setfield(L, -2, "__call");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
}

int host_random(lua_State *L)
{
	int seeds = lua_gettop(L);
	uint64_t seed = 0;

	if (seeds == 0)
		return host_raise(L, "lab.random: it needs a seed, such as lab.random(1)");
	for (int i = 1; i <= seeds; i++)
		seed = stir_in(L, i, seed);
	*(uint64_t *)lua_newuserdatauv(L, sizeof(seed), 0) = seed;
	push_type(L);
	lua_setmetatable(L, -2);
	return 1;
}
