/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The string library of scripts. What is harmless is Lua's own; what could
 * run for ever or make huge strings (rep and the pattern functions) is
 * written anew on the bounded matcher, with the same results.
 */

#include <string.h>

#include "ui/lua/inside.h"
#include "ui/lua/pattern.h"

static bool has_specials(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] && strchr("^$*+?.([%-", text[i]))
			return true;
	}
	return false;
}

/* Lua's positions count from 1, negative ones from the end. */
static size_t start_of(lua_Integer position, size_t length)
{
	if (position > 0)
		return (size_t)position - 1;
	if (position == 0 || position < -(lua_Integer)length)
		return 0;
	return length - (size_t)-position;
}

static bool begin(lua_State *L, struct pattern *p, int subject, int text)
{
	size_t length;
	bool anchored;

	memset(p, 0, offsetof(struct pattern, capture));
	p->error = NULL;
	p->subject = luaL_checklstring(L, subject, &length);
	p->subject_end = p->subject + length;
	p->text = luaL_checklstring(L, text, &length);
	p->text_end = p->text + length;
	p->steps = PATTERN_STEPS;
	anchored = length > 0 && *p->text == '^';
	if (anchored)
		p->text++;
	return anchored;
}

static void finish(lua_State *L, struct pattern *p)
{
	host_charge(host_of(L), PATTERN_STEPS - p->steps);
	if (p->error)
		host_raise(L, "%s", p->error);
	host_check_end(L);
}

/* The first match at or behind `*at`, whose place goes to `*at`. */
static const char *search(struct pattern *p, const char **at, bool anchored)
{
	for (;; ++*at) {
		const char *end = pattern_match(p, *at);

		if (end || p->error || anchored || *at == p->subject_end)
			return end;
	}
}

/* --- captures --- */

static void push_capture(lua_State *L, const struct pattern *p, size_t i, const char *s,
			 const char *end)
{
	const struct capture *capture = &p->capture[i < p->captures ? i : 0];

	if (i >= p->captures && i > 0)
		host_raise(L, "invalid capture index %%%d", (int)i + 1);
	if (p->captures == 0)
		lua_pushlstring(L, s, (size_t)(end - s));	/* %1 of no captures: all */
	else if (capture->kind == CAPTURE_OPEN)
		host_raise(L, "unfinished capture");
	else if (capture->kind == CAPTURE_POSITION)
		lua_pushinteger(L, capture->start - p->subject + 1);
	else
		lua_pushlstring(L, capture->start, capture->length);
}

static int push_captures(lua_State *L, const struct pattern *p, const char *s, const char *end)
{
	size_t count = p->captures == 0 && s ? 1 : p->captures;

	luaL_checkstack(L, (int)count, "too many captures");
	for (size_t i = 0; i < count; i++)
		push_capture(L, p, i, s, end);
	return (int)count;
}

/* --- find and match --- */

static const char *find_plain(struct pattern *p, const char *at, size_t length)
{
	while ((size_t)(p->subject_end - at) >= length) {
		const char *next = length == 0 ? at :
			memchr(at, *p->text, (size_t)(p->subject_end - at) - length + 1);
		uint64_t cost = 1 + length / 16;

		if (!next || p->steps < cost)
			break;
		p->steps -= cost;
		if (memcmp(next, p->text, length) == 0)
			return next;
		at = next + 1;
	}
	if (p->steps < 1 + length / 16)
		p->error = "this search takes too long on this text";
	return NULL;
}

static int push_range(lua_State *L, const struct pattern *p, const char *at, const char *end)
{
	lua_pushinteger(L, at - p->subject + 1);
	lua_pushinteger(L, end - p->subject);
	return 2;
}

static int fail(lua_State *L)
{
	luaL_pushfail(L);
	return 1;
}

/* The pattern without any meaning: for `plain`, and when there is nothing special in it. */
static int find_text(lua_State *L, struct pattern *p, const char *at, bool anchored)
{
	size_t length;

	if (anchored)
		p->text--;	/* a plain ^ is a letter */
	length = (size_t)(p->text_end - p->text);
	at = find_plain(p, at, length);
	finish(L, p);
	return at ? push_range(L, p, at, at + length) : fail(L);
}

static int find(lua_State *L, bool wants_place)
{
	struct pattern p;
	bool anchored = begin(L, &p, 1, 2);
	size_t length = (size_t)(p.subject_end - p.subject);
	size_t first = start_of(luaL_optinteger(L, 3, 1), length);
	const char *at = p.subject + first, *end;

	if (first > length)
		return fail(L);
	if (wants_place && (lua_toboolean(L, 4) ||
			    (!anchored && !has_specials(p.text, (size_t)(p.text_end - p.text)))))
		return find_text(L, &p, at, anchored);
	end = search(&p, &at, anchored);
	finish(L, &p);
	if (!end)
		return fail(L);
	if (!wants_place)
		return push_captures(L, &p, at, end);
	return push_range(L, &p, at, end) + push_captures(L, &p, NULL, NULL);
}

static int string_find(lua_State *L)
{
	return find(L, true);
}

static int string_match(lua_State *L)
{
	return find(L, false);
}

/* --- gmatch: upvalues are subject, pattern, where to go on, last end --- */

static int gmatch_next(lua_State *L)
{
	struct pattern p;
	lua_Integer from = lua_tointeger(L, lua_upvalueindex(3));
	lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
	const char *at, *end;

	begin(L, &p, lua_upvalueindex(1), lua_upvalueindex(2));
	if (p.text > lua_tostring(L, lua_upvalueindex(2)))
		p.text--;	/* no anchor here: it would find one match only */
	at = p.subject + from;
	while (at <= p.subject_end) {
		end = search(&p, &at, false);
		if (!end || end - p.subject != last)
			break;
		at++;		/* an empty match where the last one ended */
		end = NULL;
	}
	finish(L, &p);
	if (at > p.subject_end || !end)
		return 0;
	lua_pushinteger(L, end - p.subject);
	lua_copy(L, -1, lua_upvalueindex(3));
	lua_replace(L, lua_upvalueindex(4));
	return push_captures(L, &p, at, end);
}

static int string_gmatch(lua_State *L)
{
	size_t length, first;

	luaL_checklstring(L, 1, &length);
	luaL_checkstring(L, 2);
	first = start_of(luaL_optinteger(L, 3, 1), length);
	lua_settop(L, 2);
	lua_pushinteger(L, (lua_Integer)(first > length ? length + 1 : first));
	lua_pushinteger(L, -1);
	lua_pushcclosure(L, gmatch_next, 4);
	return 1;
}

/* --- gsub --- */

static void add(lua_State *L, luaL_Buffer *to, const char *text, size_t length)
{
	if (luaL_bufflen(to) + length > TEXT_MAX)
		host_raise(L, "the result would be longer than %d bytes", TEXT_MAX);
	luaL_addlstring(to, text, length);
}

/* Adds the value on top of the stack and takes it off. */
static void add_top(lua_State *L, luaL_Buffer *to)
{
	size_t length;

	lua_tolstring(L, -1, &length);
	if (luaL_bufflen(to) + length > TEXT_MAX)
		host_raise(L, "the result would be longer than %d bytes", TEXT_MAX);
	luaL_addvalue(to);
}

/* The replacement is a text in which %0 to %9 stand for captures. */
static void add_text(lua_State *L, luaL_Buffer *to, const struct pattern *p, const char *s,
		     const char *end)
{
	size_t length;
	const char *text = lua_tolstring(L, 3, &length);

	for (const char *stop = text + length; text < stop; text++) {
		if (*text != '%') {
			add(L, to, text, 1);
		} else if (++text < stop && *text == '%') {
			add(L, to, text, 1);
		} else if (text < stop && *text == '0') {
			add(L, to, s, (size_t)(end - s));
		} else if (text < stop && *text >= '1' && *text <= '9') {
			push_capture(L, p, (size_t)(*text - '1'), s, end);
			add_top(L, to);
		} else {
			host_raise(L, "invalid use of '%%' in replacement string");
		}
	}
}

/* The replacement is what a table holds or a function answers; none: as it was. */
static void add_value(lua_State *L, luaL_Buffer *to, const struct pattern *p, const char *s,
		      const char *end)
{
	if (lua_type(L, 3) == LUA_TTABLE) {
		push_capture(L, p, 0, s, end);
		lua_gettable(L, 3);
	} else {
		lua_pushvalue(L, 3);
		lua_call(L, push_captures(L, p, s, end), 1);
	}
	if (!lua_toboolean(L, -1)) {
		lua_pop(L, 1);
		lua_pushlstring(L, s, (size_t)(end - s));
	} else if (!lua_isstring(L, -1)) {
		host_raise(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
	}
	add_top(L, to);
}

static lua_Integer replace_all(lua_State *L, luaL_Buffer *to, struct pattern *p, bool anchored)
{
	lua_Integer most = luaL_optinteger(L, 4, p->subject_end - p->subject + 1), count = 0;
	const char *at = p->subject, *last = NULL;

	while (count < most) {
		const char *end = pattern_match(p, at);

		if (end && end != last) {
			count++;
			if (lua_type(L, 3) == LUA_TTABLE || lua_type(L, 3) == LUA_TFUNCTION)
				add_value(L, to, p, at, end);
			else
				add_text(L, to, p, at, end);
			at = last = end;
		} else if (at < p->subject_end) {
			add(L, to, at++, 1);
		} else {
			break;
		}
		if (anchored || p->error)
			break;
	}
	add(L, to, at, (size_t)(p->subject_end - at));
	return count;
}

static int string_gsub(lua_State *L)
{
	struct pattern p;
	bool anchored = begin(L, &p, 1, 2);
	int kind = lua_type(L, 3);
	luaL_Buffer result;
	lua_Integer count;

	luaL_argexpected(L, kind == LUA_TNUMBER || kind == LUA_TSTRING || kind == LUA_TFUNCTION ||
			 kind == LUA_TTABLE, 3, "string/function/table");
	lua_settop(L, 4);	/* the buffer takes a place on the stack, too */
	luaL_buffinit(L, &result);
	count = replace_all(L, &result, &p, anchored);
	finish(L, &p);
	luaL_pushresult(&result);
	lua_pushinteger(L, count);
	return 2;
}

/* --- rep --- */

static int string_rep(lua_State *L)
{
	size_t length, between;
	const char *text = luaL_checklstring(L, 1, &length);
	lua_Integer count = luaL_checkinteger(L, 2);
	const char *separator = luaL_optlstring(L, 3, "", &between);
	luaL_Buffer result;

	if (count > 0 && ((uint64_t)count > TEXT_MAX || (uint64_t)count * (length + between) > TEXT_MAX))
		return host_raise(L, "the result would be longer than %d bytes", TEXT_MAX);
	luaL_buffinit(L, &result);
	for (lua_Integer i = 0; i < count; i++) {
		if (i > 0)
			luaL_addlstring(&result, separator, between);
		luaL_addlstring(&result, text, length);
	}
	luaL_pushresult(&result);
	return 1;
}

/* --- the library --- */

/* The metatable of all strings: reachable from any text, so it must lead to
 * the bounded functions and can't be taken hold of. */
static void protect_metatable(lua_State *L, int library)
{
	lua_pushliteral(L, "");
	lua_getmetatable(L, -1);
	lua_pushvalue(L, library);
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_pop(L, 2);
}

void host_push_strings(lua_State *L)
{
	static const char *const harmless[] = {
		"byte", "char", "format", "len", "lower", "reverse", "sub", "upper",
	};
	static const luaL_Reg bounded[] = {
		{ "find", string_find }, { "match", string_match }, { "gmatch", string_gmatch },
		{ "gsub", string_gsub }, { "rep", string_rep }, { NULL, NULL },
	};

	lua_newtable(L);
	luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 0);
	for (size_t i = 0; i < LENGTH(harmless); i++) {
		lua_getfield(L, -1, harmless[i]);
		lua_setfield(L, -3, harmless[i]);
	}
	lua_pop(L, 1);
	luaL_setfuncs(L, bounded, 0);
	protect_metatable(L, lua_absindex(L, -1));
}
