/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading scripts.
 *
 * A typed line is first tried as an expression, so that `lab.var.areas` shows
 * its value; if that is no Lua it is a statement.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ui/lua/inside.h"
#include "ui/lua/load.h"

enum { FILE_MAX = 1024 * 1024 };

/* --- files --- */

static bool refuse(struct load *load, const char *path, const char *why)
{
	size_t room = strlen(path) + strlen(why) + 64;

	load->error = malloc(room);
	if (load->error)
		snprintf(load->error, room, _("cannot read '%s': %s"), path, why);
	return false;
}

static bool read_all(struct load *load, FILE *file, const char *path)
{
	load->file = malloc(FILE_MAX + 1);
	if (!load->file)
		return refuse(load, path, strerror(ENOMEM));
	load->length = fread(load->file, 1, FILE_MAX + 1, file);
	if (ferror(file))
		return refuse(load, path, strerror(errno));
	if (load->length > FILE_MAX)
		return refuse(load, path, _("it is longer than a script may be (1 MiB)"));
	load->text = load->file;
	return true;
}

/* A byte order mark is no Lua, nor is a first line that begins with `#`; its
 * newline stays, so that lines keep their numbers. */
static void skip_head(struct load *load)
{
	size_t skip = 0;

	if (load->length >= 3 && memcmp(load->text, "\xef\xbb\xbf", 3) == 0)
		skip = 3;
	if (load->length > skip && load->text[skip] == '#') {
		while (skip < load->length && load->text[skip] != '\n')
			skip++;
	}
	load->text += skip;
	load->length -= skip;
}

bool load_read(struct load *load, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct stat status;
	bool well;

	if (!file)
		return refuse(load, path, strerror(errno));
	if (fstat(fileno(file), &status) == 0 && S_ISDIR(status.st_mode))
		well = refuse(load, path, strerror(EISDIR));
	else
		well = read_all(load, file, path);
	fclose(file);
	if (well)
		skip_head(load);
	return well;
}

void load_free(struct load *load)
{
	free(load->file);
	free(load->error);
	load->file = load->error = NULL;
}

/* --- chunks --- */

/* A typed line prints what it returns. The upvalue is its chunk. */
static int print_results(lua_State *L, int status, lua_KContext context)
{
	int count = lua_gettop(L);

	(void)status;
	(void)context;
	for (int i = 1; i <= count; i++) {
		if (!lua_isnil(L, i) || count > 1)
			host_print(L, TONE_PLAIN, host_push_shown(L, i), 0);
	}
	return 0;
}

static int run_typed(lua_State *L)
{
	lua_settop(L, 0);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_callk(L, 0, LUA_MULTRET, 0, print_results);
	return print_results(L, LUA_OK, 0);
}

static int load_expression(lua_State *L, const struct load *load, const char *name)
{
	lua_pushliteral(L, "return ");
	lua_pushlstring(L, load->text, load->length);
	lua_concat(L, 2);
	return luaL_loadbufferx(L, lua_tostring(L, -1), lua_rawlen(L, -1), name, "t");
}

void load_push(lua_State *L, struct load *load)
{
	int top = lua_gettop(L);
	const char *name = lua_pushfstring(L, load->shows_value ? "=%s" : "@%s", load->name);

	if (load->shows_value && load_expression(L, load, name) == LUA_OK) {
		lua_replace(L, top + 1);
		lua_settop(L, top + 1);
		return;
	}
	lua_settop(L, top + 1);
	if (luaL_loadbufferx(L, load->text, load->length, name, "t") != LUA_OK) {
		const char *error = host_push_shown(L, -1);

		if (!strchr(error, ':'))	/* nested too deeply: Lua does not say where */
			error = lua_pushfstring(L, "%s: %s", load->name, error);
		load->error = host_copy(error);
		lua_error(L);
	}
	lua_replace(L, top + 1);
}

void load_set_environment(lua_State *L, const struct load *load)
{
	lua_setupvalue(L, -2, 1);
	if (load->shows_value)
		lua_pushcclosure(L, run_typed, 1);
}
