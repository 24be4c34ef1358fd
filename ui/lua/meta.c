/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What scripts can call, described for editors (LuaCATS).
 *
 * Commands describe themselves; the rest is described in one table here. Whether
 * that is all, and no more than all, is seen by walking through the very tables that
 * a script is given.
 */

#include "ui/lua/meta.h"

#include <stdlib.h>
#include <string.h>

#include "ui/lua/inside.h"
#include "ui/lua/scan.h"

/* --- the table --- */

struct entry {
	const char *name;	/* "say", "lab.areas" */
	const char *takes;	/* "text: string, ...: any"; NULL: it is no function */
	const char *gives;	/* type of what it returns, or of what it is; "" for nothing */
	const char *summary;
};

#define STEP_FIELDS "question?: string, operation?: function|any[], stop?: string"

static const struct entry entries[] = {
	{ "lesson", "header: { name: string, title: string, minutes: integer, order?: integer, "
		    "space?: string, api?: integer }", "",
	  "The header of a lesson, before anything else; `space` opens one." },
	{ "scenario", "header: { title: string, [integer]: { [1]: string, [2]: integer|string, "
		      "least?: integer, most?: integer, choices?: string[] } }", "any ...",
	  "The head of a script with parameters: { \"NAME\", usual value, limits }. Returns their "
	  "values: the script's arguments, looked at." },
	{ "exam", "header: { name: string, title: string, minutes: integer, order?: integer, "
		  "space?: string, api?: integer, steps: integer[] }", "",
	  "The header of an exam, before anything else. `steps` are bounds of what the operations "
	  "that are asked about take in all." },
	{ "exercise", "exercise: { draw: function, accept?: function, steps?: integer[], space?: string, "
		      "common?: string }",
	  "any[]?, any", "Draws until accept() and steps agree, tells the commands and carries them "
	  "out in a new space. Returns the operation, which has not run, and what else draw() returned. `common` says why many papers may have the same answer." },
	{ "title", "text: string", "", "A heading within the lesson." },
	{ "say", "text: string, ...: any", "",
	  "Paragraphs, parted by empty lines; with values a format." },
	{ "note", "text: string, ...: any", "",
	  "For the speaker: in the file that the screen's command `notes` keeps." },
	{ "pause", "", "", "Waits until the learner goes on." },
	{ "tr", "text: string, ...: any", "string", "A text in the learner's language." },
	{ "plural", "one: string, many: string, n: integer", "string",
	  "The form that the learner's language has for n, with n put in." },
	{ "ask", "question: { question: string, choices?: string[], answer: any, why?: string|function, "
		"operation?: function|any[] }",
	  "boolean", "Asks, and returns whether the answer was right. An operation runs once the "
	  "learner has answered; answer() is given what it returned." },
	{ "predict", "prediction: { [integer]: string, " STEP_FIELDS " }", "number, any",
	  "Asks what comes next: step, address, cache, hole, cached, tables, stop. Then lets it "
	  "happen. Returns the share of points and what the operation returned." },
	{ "task", "task: { text: string, check: function, solution: function, hints?: string[], "
		  "setup?: function }", "number",
	  "Lets the learner work until check() holds. Returns the share of points." },
	{ "check", "condition: any, text?: string", "boolean", "Counted; a failure is told." },
	{ "check_equal", "got: any, wanted: any, text?: string", "boolean",
	  "Counted; a failure is told with both values." },
	{ "check_error", "f: function, part?: string, text?: string", "string",
	  "Calling f must fail with an error that contains part, in English." },
	{ "hex", "n: integer", "string", "0x..., unsigned." },
	{ "pages", "bytes: integer", "integer", "How many pages that is." },
	{ "size", "expression: string", "integer", "A number as people write it: \"3p\"." },
	{ "stop_at", "place: string, operation?: function, ...: any", "any",
	  "Runs it and stands where it first comes by that place." },
	{ "finish_op", "", "", "To the end of the present operation." },
	{ "lab.api", NULL, "integer", "Version of what scripts find here." },
	{ "lab.var", NULL, "table<string, any>", "The variables of the model, at the cursor." },
	{ "lab.run", "line: string", "table", "A line as at the prompt." },
	{ "lab.try", "f: function, ...: any", "any", "What it returns; or nil and why it failed." },
	{ "lab.areas", "", "function", "Iterates over the areas by address." },
	{ "lab.holes", "", "function", "Iterates over the free ranges by address." },
	{ "lab.area", "which: string|integer|table", "table?", "The area of that name or address, or nil." },
	{ "lab.tree", "", "table?", "The root of the tree, with left and right." },
	{ "lab.locals", "around?: integer", "table", "Locals of the innermost call, or of one around it." },
	{ "lab.stack", "", "table[]", "The calls, the innermost first." },
	{ "lab.events", "kind?: string", "table[]",
	  "What has happened in the operation; of that kind only: try, purge, flush..." },
	{ "lab.last", "kind: string", "table?", "The last event of that kind." },
	{ "lab.table_walk", "addr: integer", "table[]", "The page-table levels of an address." },
	{ "lab.bounds", "", "table", "Bounds and figures of the space." },
	{ "lab.vm", "which: string|integer|table", "table?", "The vm area there, or nil." },
	{ "lab.blocks", "", "table[]", "The blocks of vm_map_ram." },
	{ "lab.frames_of", "which: string|integer", "integer[]", "The page frames of a vmalloc'ed area." },
	{ "lab.frame_owner", "pfn: integer", "table?", "The area that has a page frame." },
	{ "lab.translations", "cpu?: integer", "table[]", "What the CPUs remember." },
	{ "lab.translate", "which: string|integer", "integer?", "The frame the page tables lead to." },
	{ "lab.cursor", "", "table", "Where the cursor stands: branch, op, step, steps, length." },
	{ "lab.step_name", "", "string?", "The step that is about to run." },
	{ "lab.function_name", "", "string?", "The function it is in." },
	{ "lab.line", "", "integer?, string?, string?", "Number, file and text of the source line." },
	{ "lab.why", "", "string", "Why the present step does what it does." },
	{ "lab.op", "n?: integer", "string?", "One line about an operation." },
	{ "lab.at_end", "f: function", "any", "What f finds at the end of the present operation; then back, without a word." },
	{ "lab.outcome", "", "table", "How the operation ended, as far as it has." },
	{ "lab.eval", "expression: string|integer", "integer", "An expression as at the prompt." },
	{ "lab.text", "kind: \"number\"|\"bytes\"|\"pages\"|\"address\", value: integer", "string",
	  "A value as the panes write it." },
	{ "lab.page", "addr: integer|string|table", "integer", "Which page of the space that is, from 0." },
	{ "lab.range", "area: table|integer|string, behind?: integer|string", "string",
	  "\"pages 4 to 6\" of the space, in the learner's language: an area, a hole, or two addresses." },
	{ "lab.in_pages", "bytes: integer", "string",
	  "\"one page\", \"3 pages\", in the learner's language." },
	{ "lab.random", "seed: integer|string, ...: integer|string",
	  "{ pick: fun(self, list: any[]): any, shuffle: fun(self, list: any[]): any[] } | "
	  "fun(m: integer, n?: integer): integer",
	  "A sequence of numbers, the same on every machine: draw(6) is 1 to 6, draw(10, 20) is 10 "
	  "to 20, draw:pick(LIST) one of its elements, draw:shuffle(LIST) puts it in another order." },
	{ "lab.break_at", "place: string, condition?: string|function, f?: function", "integer",
	  "Stops there, when the condition holds." },
	{ "lab.watch_on", "variable: string, condition?: string|function, f?: function", "integer",
	  "Stops when the variable changes." },
};

/* --- writing --- */

struct meta {
	lua_State *lua;
	FILE *out, *complaints;
	bool well;
};

static void differ(struct meta *meta, const char *name, const char *how)
{
	fprintf(meta->complaints, "%s %s\n", name, how);
	meta->well = false;
}

/* The end of a parameter: its comma, past those within braces. */
static size_t parameter_length(const char *text)
{
	int depth = 0;
	size_t i = 0;
	for (; text[i] && (depth > 0 || text[i] != ','); i++)
		depth += (text[i] == '{') - (text[i] == '}');
	return i;
}

/* "name: type" becomes "---@param name type", and its name goes to `names`. */
static void write_parameter(FILE *out, const char *text, size_t length, char *names, size_t room)
{
	size_t name = strcspn(text, ":"), used = strlen(names);
	fprintf(out, "---@param %.*s %.*s\n", (int)name, text, (int)(length - name - 2),
		text + name + 2);
	name -= text[name - 1] == '?';
	snprintf(names + used, room - used, "%s%.*s", used ? ", " : "", (int)name, text);
}

static void write_entry(struct meta *meta, const struct entry *entry)
{
	char names[256] = "";
	fprintf(meta->out, "\n---%s\n", entry->summary);
	if (!entry->takes) {
		fprintf(meta->out, "---@type %s\n%s = nil\n", entry->gives, entry->name);
		return;
	}
	for (const char *at = entry->takes; *at;) {
		size_t length = parameter_length(at);
		write_parameter(meta->out, at, length, names, sizeof(names));
		at += length + strspn(at + length, ", ");
	}
	if (*entry->gives)
		fprintf(meta->out, "---@return %s\n", entry->gives);
	fprintf(meta->out, "function %s(%s) end\n", entry->name, names);
}

static void write_command(FILE *out, const char *name, const struct command *command)
{
	fprintf(out, "\n---%s\n---\n---    %s\n", command->summary, command->example);
	for (size_t i = 0; i < LAB_PARAMETERS && command->parameter[i].name; i++)
		fprintf(out, "---\n---`%s`: %s\n", command->parameter[i].name,
			command->parameter[i].help);
	fprintf(out, "---@param ... string|number|boolean|table\n---@return table\n"
		     "function %s(...) end\n", name);
}

/* --- comparing --- */

/* Does the script find a function of that name ("lab.x" or "x"), or a value? */
static bool is_there(lua_State *L, const char *name)
{
	bool lab = strncmp(name, "lab.", 4) == 0;
	lua_getfield(L, LUA_REGISTRYINDEX, REGISTRY_API);
	if (lab)
		lua_getfield(L, -1, "lab");
	bool found = lua_getfield(L, -1, lab ? name + 4 : name) != LUA_TNIL;
	lua_settop(L, 0);
	return found;
}

static bool is_described(const char *name)
{
	for (size_t i = 0; i < LENGTH(entries); i++)
		if (strcmp(entries[i].name, name) == 0)
			return true;
	return false;
}

/* The names of Lua's own library, and `lab` itself. */
static bool is_lua(lua_State *L, const char *name)
{
	static const char *const own[] = { "lab", "_VERSION" };
	for (size_t i = 0; i < LENGTH(own); i++)
		if (strcmp(own[i], name) == 0)
			return true;
	luaL_requiref(L, LUA_GNAME, luaopen_base, 0);
	bool base = lua_getfield(L, -1, name) != LUA_TNIL;
	lua_pop(L, 2);
	static const char *const libraries[] = { "string", "table", "coroutine", "math", "utf8" };
	for (size_t i = 0; i < LENGTH(libraries); i++)
		base = base || strcmp(libraries[i], name) == 0;
	return base;
}

static bool is_command(const char *name)
{
	char text[64];
	for (size_t i = 0; i < lab_command_count; i++)
		if (strcmp(host_command_name(lab_commands[i].name, text, sizeof(text)), name) == 0)
			return true;
	return false;
}

/* Everything in the table on top must be described, be a command or be Lua's. */
static void compare_table(struct meta *meta, const char *prefix)
{
	lua_State *L = meta->lua;
	lua_pushnil(L);
	while (lua_next(L, -2)) {
		const char *name = lua_pushfstring(L, "%s%s", prefix, lua_tostring(L, -2));
		if (!is_described(name) && !is_command(lua_tostring(L, -3)) &&
		    (*prefix || !is_lua(L, name)))
			differ(meta, name, "is there, and not described");
		lua_pop(L, 2);
	}
}

static void compare(struct meta *meta)
{
	lua_State *L = meta->lua;
	for (size_t i = 0; i < LENGTH(entries); i++)
		if (!is_there(L, entries[i].name))
			differ(meta, entries[i].name, "is described, and not there");
	lua_getfield(L, LUA_REGISTRYINDEX, REGISTRY_API);
	compare_table(meta, "");
	lua_getfield(L, -1, "lab");
	compare_table(meta, "lab.");
	lua_settop(L, 0);
}

/* A command is a function of `lab`, and a global where that name is free. */
static void write_commands(struct meta *meta)
{
	char name[64], of_lab[72];
	for (size_t i = 0; i < lab_command_count; i++) {
		host_command_name(lab_commands[i].name, name, sizeof(name));
		snprintf(of_lab, sizeof(of_lab), "lab.%s", name);
		if (!is_there(meta->lua, of_lab) || is_described(of_lab))
			continue;
		write_command(meta->out, of_lab, &lab_commands[i]);
		if (is_there(meta->lua, name) && !is_lua(meta->lua, name) && !is_described(name))
			fprintf(meta->out, "%s = %s\n", name, of_lab);
	}
}

static int write_all(lua_State *L)
{
	struct meta *meta = lua_touserdata(L, 1);
	lua_settop(L, 0);
	meta->lua = L;
	fputs("---@meta vmaplab\n"
	      "-- SPDX-License-Identifier: GPL-3.0-or-later\n"
	      "-- Made by `vmaplab lint --meta` from the program's own tables; do not edit.\n"
	      "\nlab = {}\n", meta->out);
	for (size_t i = 0; i < LENGTH(entries); i++)
		write_entry(meta, &entries[i]);
	write_commands(meta);
	compare(meta);
	return 0;
}

bool meta_write(FILE *out, FILE *complaints)
{
	struct meta meta = { .out = out, .complaints = complaints, .well = true };
	struct host *host = host_open(NULL, NULL);
	bool well = host && host_protect(host, write_all, &meta) && meta.well;
	host_close(host);
	return well;
}
