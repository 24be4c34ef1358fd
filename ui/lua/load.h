/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LUA_LOAD_H
#define VMAPLAB_LUA_LOAD_H

/*
 * From a file or a typed line to a chunk of Lua. Text only, never bytecode:
 * Lua does not check bytecode, and a crafted one can do anything.
 */

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

struct load {
	const char *name;		/* of the file, or of where the text comes from */
	const char *text;
	size_t length;
	bool shows_value;		/* a typed line: print what it returns */
	size_t count;			/* arguments; NULL: `arg` stays as it is */
	const char *const *argument;
	char *file;			/* the file's text; owned */
	char *error;			/* why it could not be loaded; owned */
};

/* Reads a file. False: `error` tells. */
bool load_read(struct load *load, const char *path);
void load_free(struct load *load);

/* Pushes the chunk as a function; raises and sets `error` if it is not Lua.
 * load->error is written to. */
void load_push(lua_State *L, struct load *load);

/* Takes an environment off the stack and gives it to the chunk below it, which
 * then is ready to be the function of a coroutine. */
void load_set_environment(lua_State *L, const struct load *load);

#endif
