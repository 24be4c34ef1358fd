/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The commands of the lab as Lua functions, made from its table.
 *
 *	alloc("3p", "name=x", "align=16K")	words, as at the prompt
 *	alloc("3p", { name = "x", align = "16K" })
 *	local a = alloc(3 * 4096); free(a)
 *
 * A hyphen in a name becomes `_`; a name that Lua keeps for itself gets a `_`
 * behind it (until_, break_, goto_). Each function answers with a table of
 * what the command told. A command that could not be carried out raises an
 * error; EBUSY and the like are answers, not errors.
 */

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lab/words.h"
#include "ui/lua/inside.h"
#include "ui/lua/scan.h"

enum { WORDS_MAX = 64, WORD_ROOM = 256 };

/* Words for lab_run; the strings lie on the Lua stack. */
struct call {
	const struct command *command;
	size_t words;
	const char *word[WORDS_MAX];
};

/* --- arguments to words --- */

static const struct parameter *positional(const struct command *command, size_t i)
{
	for (size_t k = 0; k < LAB_PARAMETERS && command->parameter[k].name; k++) {
		if (command->parameter[k].positional && i-- == 0)
			return &command->parameter[k];
	}
	return NULL;
}

static const struct parameter *named(const struct command *command, const char *name)
{
	for (size_t k = 0; k < LAB_PARAMETERS && command->parameter[k].name; k++) {
		if (strcmp(command->parameter[k].name, name) == 0)
			return &command->parameter[k];
	}
	return NULL;
}

/* Addresses are negative in Lua; a small negative number is just that. */
static void push_integer_word(lua_State *L, lua_Integer value, const struct parameter *p)
{
	bool is_signed = p && (p->kind == PARAMETER_NUMBER || p->kind == PARAMETER_PAGES ||
			       p->kind == PARAMETER_SIGNED || p->kind == PARAMETER_MOMENT) &&
			 value < 0 && value > INT32_MIN;
	char text[32];

	if (is_signed || (value >= 0 && value < 1 << 20))
		snprintf(text, sizeof(text), "%lld", (long long)value);
	else
		snprintf(text, sizeof(text), "0x%llx", (unsigned long long)value);
	lua_pushstring(L, text);
}

/* An answer of the lab stands for its object: by name, else by address. */
static bool push_object_word(lua_State *L, int index)
{
	if (!luaL_getmetafield(L, index, "__lab"))
		return false;
	lua_pop(L, 1);
	if (lua_getfield(L, index, "name") == LUA_TSTRING)
		return true;
	lua_pop(L, 1);
	if (lua_getfield(L, index, "va_start") != LUA_TNUMBER) {
		lua_pop(L, 1);
		if (lua_getfield(L, index, "addr") != LUA_TNUMBER)
			return host_raise(L, "this answer names nothing that a command could be given");
	}
	push_integer_word(L, lua_tointeger(L, -1), NULL);
	lua_remove(L, -2);
	return true;
}

static void push_number_word(lua_State *L, int index, const struct parameter *p)
{
	lua_Integer value;
	int whole;

	value = lua_tointegerx(L, index, &whole);
	if (!whole)
		host_raise(L, "%g is not a whole number", lua_tonumber(L, index));
	push_integer_word(L, value, p);
}

static void push_boolean_word(lua_State *L, int index, const struct parameter *p)
{
	bool on_off = p && p->choices && strstr(p->choices, "off");

	if (lua_toboolean(L, index))
		lua_pushstring(L, on_off ? "on" : "1");
	else
		lua_pushstring(L, on_off ? "off" : "0");
}

/* Pushes the argument at `index` as a word. */
static void push_word(lua_State *L, int index, const struct parameter *p)
{
	size_t length;
	const char *text;

	index = lua_absindex(L, index);
	switch (lua_type(L, index)) {
	case LUA_TSTRING:
		text = lua_tolstring(L, index, &length);
		host_push_clean(L, text, length);
		break;
	case LUA_TNUMBER:
		push_number_word(L, index, p);
		break;
	case LUA_TBOOLEAN:
		push_boolean_word(L, index, p);
		break;
	default:
		if (!push_object_word(L, index))
			host_raise(L, "a %s cannot be given to a command", luaL_typename(L, index));
		break;
	}
}

static void add_word(lua_State *L, struct call *call, const char *word)
{
	if (call->words == WORDS_MAX)
		host_raise(L, "'%s' has more than %d arguments", call->command->name, WORDS_MAX);
	call->word[call->words++] = word;
}

/* Are all keys of the options table at `index` parameters? */
static void check_options(lua_State *L, const struct call *call, int index)
{
	lua_pushnil(L);
	while (lua_next(L, index)) {
		if (lua_type(L, -2) != LUA_TSTRING)
			host_raise(L, "'%s' wants options by name: { name = \"x\" }", call->command->name);
		if (!named(call->command, lua_tostring(L, -2)))
			host_raise(L, "'%s' has no parameter '%s'; see help(\"%s\")", call->command->name,
				   lua_tostring(L, -2), call->command->name);
		lua_pop(L, 1);
	}
}

/* In the order of the parameters: the log must not depend on a hash. */
static void add_options(lua_State *L, struct call *call, int index)
{
	const struct parameter *p = call->command->parameter;

	check_options(L, call, index);
	for (size_t k = 0; k < LAB_PARAMETERS && p[k].name; k++) {
		if (lua_getfield(L, index, p[k].name) == LUA_TNIL) {
			lua_pop(L, 1);
			continue;
		}
		push_word(L, -1, &p[k]);
		lua_remove(L, -2);
		lua_pushfstring(L, "%s=%s", p[k].name, lua_tostring(L, -1));
		lua_remove(L, -2);
		add_word(L, call, lua_tostring(L, -1));
	}
}

static bool is_options(lua_State *L, int index)
{
	if (!lua_istable(L, index) || !luaL_getmetafield(L, index, "__lab"))
		return lua_istable(L, index);
	lua_pop(L, 1);
	return false;
}

static void read_arguments(lua_State *L, struct call *call)
{
	int count = lua_gettop(L);

	luaL_checkstack(L, count + LAB_PARAMETERS + 8, _("too many arguments"));
	for (int i = 1; i <= count; i++) {
		if (i == count && is_options(L, i)) {
			add_options(L, call, i);
		} else if (!lua_isnil(L, i)) {
			push_word(L, i, positional(call->command, (size_t)i - 1));
			add_word(L, call, lua_tostring(L, -1));
		}
	}
}

/* --- answers --- */

static int reply_tostring(lua_State *L)
{
	if (lua_getfield(L, 1, "name") != LUA_TSTRING)
		lua_pushliteral(L, "answer");
	return 1;
}

void host_mark_answer(lua_State *L)
{
	if (luaL_newmetatable(L, "vmaplab.answer")) {
		lua_pushboolean(L, 1);
		lua_setfield(L, -2, "__lab");
		lua_pushboolean(L, 0);
		lua_setfield(L, -2, "__metatable");
		lua_pushcfunction(L, reply_tostring);
		lua_setfield(L, -2, "__tostring");
	}
	lua_setmetatable(L, -2);
}

static void push_reply(lua_State *L, const struct reply *reply)
{
	lua_createtable(L, 0, (int)reply->fields);
	for (size_t i = 0; i < reply->fields; i++) {
		const struct reply_field *field = &reply->field[i];

		switch (field->kind) {
		case REPLY_INTEGER:
			lua_pushinteger(L, (lua_Integer)field->number);
			break;
		case REPLY_TEXT:
			lua_pushstring(L, field->text);
			break;
		case REPLY_BOOLEAN:
			lua_pushboolean(L, field->number != 0);
			break;
		}
		lua_setfield(L, -2, field->name);
	}
	host_mark_answer(L);
}

/* --- running --- */

/* An error of a breakpoint's condition comes out where the script made it run. */
static void raise_asked_error(lua_State *L, struct host *host)
{
	if (!host->asked_error)
		return;
	lua_pushstring(L, host->asked_error);
	free(host->asked_error);
	host->asked_error = NULL;
	host_raise(L, "%s", lua_tostring(L, -1));
}

/* The lab takes an interrupt for itself when it stops, and says so. */
static bool says_interrupted(const struct lab *lab)
{
	return strcmp(lab_stop_text(lab), _("interrupted")) == 0;
}

enum lab_status host_run_command(struct host *host, const char *name, size_t words,
				 const char *const *word, struct reply *reply)
{
	bool before = says_interrupted(host->lab);
	enum lab_status status;

	host_charge(host, COMMAND_COST);
	status = lab_run(host->lab, name, words, word, reply);
	host_look_at_clock(host);
	if (status == LAB_QUIT)
		host_end(host, END_QUIT);
	else if (says_interrupted(host->lab) && (status == LAB_FAILED || !before))
		host_end(host, END_INTERRUPTED);
	return status;
}

static void run(lua_State *L, const char *name, size_t words, const char *const *word,
		struct reply *reply)
{
	struct host *host = host_of(L);
	enum lab_status status;

	host_need_lab(L);
	host_check_end(L);
	if (lab_command(name)->changes && host_only_looks(host))
		host_raise(L, "a condition may look, but not run '%s'", name);
	status = host_run_command(host, name, words, word, reply);
	host_check_end(L);
	raise_asked_error(L, host);
	if (status == LAB_FAILED)
		host_raise(L, "%s", host->lab ? lab_error(host->lab) : _("the laboratory was closed"));
}

/* The upvalue is the command's place in the table. */
static int run_command(lua_State *L)
{
	struct call call = { .command = &lab_commands[lua_tointeger(L, lua_upvalueindex(1))] };
	struct reply reply;

	read_arguments(L, &call);
	run(L, call.command->name, call.words, call.word, &reply);
	push_reply(L, &reply);
	return 1;
}

/* --- a call as it would be typed --- */

/* Sizes are told in pages, as one would say them. */
static void say_sizes(lua_State *L, const struct command *command)
{
	const lua_Integer page = (lua_Integer)PAGE_SIZE;

	for (int i = 1; i <= lua_gettop(L); i++) {
		const struct parameter *p = positional(command, (size_t)i - 1);
		lua_Integer value = lua_isinteger(L, i) ? lua_tointeger(L, i) : 0;

		if (!p || p->kind != PARAMETER_SIZE || value <= 0 || value % page)
			continue;
		lua_pushfstring(L, "%Ip", (LUAI_UACINT)(value / page));
		lua_replace(L, i);
	}
}

/* The command and its arguments as a line. */
static int spell(lua_State *L)
{
	struct call call = { .command = &lab_commands[lua_tointeger(L, lua_upvalueindex(1))] };
	char quoted[WORD_ROOM];

	say_sizes(L, call.command);
	read_arguments(L, &call);
	lua_pushstring(L, call.command->name);
	for (size_t i = 0; i < call.words; i++) {
		lua_pushfstring(L, " %s", words_quote(call.word[i], quoted, sizeof(quoted)));
		lua_concat(L, 2);
	}
	return 1;
}

const char *host_push_spelt(lua_State *L, int list)
{
	int count = (int)lua_rawlen(L, list);

	luaL_checkstack(L, count + 2, _("operation: too many arguments"));
	if (lua_rawgeti(L, list, 1) != LUA_TFUNCTION || lua_tocfunction(L, -1) != run_command) {
		lua_pop(L, 1);
		return NULL;
	}
	lua_getupvalue(L, -1, 1);
	lua_pushcclosure(L, spell, 1);
	lua_replace(L, -2);
	for (int i = 2; i <= count; i++)
		lua_rawgeti(L, list, i);
	lua_call(L, count > 0 ? count - 1 : 0, 1);
	return lua_tostring(L, -1);
}

/* Commands that read or write files are for people, not for scripts. */
static bool touches_files(const struct command *command)
{
	for (size_t k = 0; k < LAB_PARAMETERS && command->parameter[k].name; k++) {
		if (command->parameter[k].kind == PARAMETER_FILE)
			return true;
	}
	return false;
}

static void check_allowed(lua_State *L, const char *name)
{
	const struct command *command = lab_command(name);

	if (!command)
		host_raise(L, "there is no command '%s' for scripts (they need the whole name)", name);
	if (touches_files(command))
		host_raise(L, "scripts cannot run '%s': it reads or writes files", command->name);
}

/* --- lab.run: a line as at the prompt --- */

/* Moves the words into a userdata, so that no error can leak them. */
static int free_words(lua_State *L)
{
	words_clear(lua_touserdata(L, 1));
	return 0;
}

static struct words *push_words(lua_State *L)
{
	struct words *words = lua_newuserdatauv(L, sizeof(*words), 0);

	memset(words, 0, sizeof(*words));
	if (luaL_newmetatable(L, "vmaplab.words")) {
		lua_pushcfunction(L, free_words);
		lua_setfield(L, -2, "__gc");
	}
	lua_setmetatable(L, -2);
	return words;
}

static int run_line(lua_State *L)
{
	size_t length;
	const char *text = luaL_checklstring(L, 1, &length), *error = "";
	const char *line = host_push_clean(L, text, length);
	struct words *words = push_words(L);
	struct reply reply = { .fields = 0 };

	while (*line) {
		if (!words_read(words, &line, &error))
			return host_raise(L, "%s", error);
		if (words->count > 0) {
			check_allowed(L, words->at[0]);
			run(L, words->at[0], words->count - 1, (const char *const *)words->at + 1, &reply);
		}
		words_clear(words);
	}
	push_reply(L, &reply);
	return 1;
}

/* lab.try(FUNCTION, ...): what it returns; or nil and the reason it failed for. */
static int try(lua_State *L)
{
	luaL_checkany(L, 1);
	if (lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0) == LUA_OK)
		return lua_gettop(L);
	host_check_end(L);
	lua_pushnil(L);
	lua_insert(L, -2);
	return 2;
}

/* --- the table of functions --- */

const char *host_command_name(const char *command, char *text, size_t room)
{
	snprintf(text, room, "%s%s", command, name_is_keyword(command) ? "_" : "");
	for (char *at = text; *at; at++) {
		if (*at == '-')
			*at = '_';
	}
	return text;
}

/* Sets table[name] to the value on top, unless that name is taken; pops it.
 * What one looks at comes before a command that prints the same (areas, tree). */
static void set_if_free(lua_State *L, int table, const char *name)
{
	if (lua_getfield(L, table, name) != LUA_TNIL) {
		lua_pop(L, 2);
		return;
	}
	lua_pop(L, 1);
	lua_setfield(L, table, name);
}

void host_add_commands(lua_State *L, int lab, int api)
{
	char name[64];

	lua_pushcfunction(L, run_line);
	lua_setfield(L, lab, "run");
	lua_pushcfunction(L, try);
	lua_setfield(L, lab, "try");
	for (size_t i = 0; i < lab_command_count; i++) {
		if (touches_files(&lab_commands[i]))
			continue;
		lua_pushstring(L, host_command_name(lab_commands[i].name, name, sizeof(name)));
		lua_pushinteger(L, (lua_Integer)i);
		lua_pushcclosure(L, run_command, 1);
		set_if_free(L, lab, lua_tostring(L, -2));
		lua_getfield(L, lab, lua_tostring(L, -1));
		set_if_free(L, api, lua_tostring(L, -2));
		lua_pop(L, 1);
	}
}
