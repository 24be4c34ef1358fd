/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where the lab stands, for scripts: the cursor in time, the line of the
 * source, the sentence that says why, how the operation ended. And the small
 * functions that write and read numbers as people do.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "ui/lab/source_files.h"
#include "ui/lua/inside.h"

enum { TEXT_ROOM = 512 };

static int look_cursor(lua_State *L)
{
	struct timeline *timeline = lab_timeline(host_need_lab(L));
	struct cursor cursor = timeline_cursor(timeline);
	const struct {
		const char *name;
		uint64_t value;
	} fields[] = {
		{ "branch", cursor.branch }, { "op", cursor.op }, { "step", cursor.step },
		{ "steps", timeline_steps(timeline) }, { "length", timeline_length(timeline) },
	};

	lua_newtable(L);
	for (size_t i = 0; i < LENGTH(fields); i++) {
		lua_pushinteger(L, (lua_Integer)fields[i].value);
		lua_setfield(L, -2, fields[i].name);
	}
	return 1;
}

static const struct core_step *step_here(lua_State *L)
{
	return timeline_step(lab_timeline(host_need_lab(L)));
}

/* lab.step_name(): of the step whose statement is about to run; nil between operations. */
static int look_step_name(lua_State *L)
{
	const struct core_step *step = step_here(L);

	lua_pushstring(L, step ? step_name(step->step) : NULL);
	return 1;
}

static int look_function_name(lua_State *L)
{
	const struct core_step *step = step_here(L);

	lua_pushstring(L, step ? function_name(step_function(step->step)) : NULL);
	return 1;
}

/* lab.line(): line number, file and text of the source; nothing between operations. */
static int look_line(lua_State *L)
{
	const struct core_step *step = step_here(L);
	const char *text;
	struct place place;

	if (!step || !lab_place_of_step(step->step, &place))
		return 0;
	text = lab_source_line(host_of(L)->lab, place.file, place.line);
	lua_pushinteger(L, (lua_Integer)place.line);
	lua_pushstring(L, source_files[place.file].path);
	lua_pushstring(L, text ? text : "");
	return 3;
}

static int look_why(lua_State *L)
{
	char text[TEXT_ROOM];

	lua_pushstring(L, lab_why(host_need_lab(L), text, sizeof(text)));
	return 1;
}

/* lab.op([n]): one line about an operation; the cursor's without n. */
static int look_op(lua_State *L)
{
	struct timeline *timeline = lab_timeline(host_need_lab(L));
	lua_Integer op = luaL_optinteger(L, 1, (lua_Integer)timeline_cursor(timeline).op);
	char text[TEXT_ROOM];

	if (op < 1 || (uint64_t)op > timeline_length(timeline))
		return 0;
	lua_pushstring(L, lab_op_text(host_of(L)->lab, (uint64_t)op, text, sizeof(text)));
	return 1;
}

/* --- how it ended --- */

static const char *errno_name(uint32_t code)
{
	switch (code) {
	case ENOENT: return "ENOENT";
	case ENOMEM: return "ENOMEM";
	case EBUSY: return "EBUSY";
	default: return "another error";
	}
}

static void set_outcome_values(lua_State *L, const struct outcome *outcome)
{
	const struct {
		const char *name;
		uint64_t value;
		uint32_t bit;
	} fields[] = {
		{ "addr", outcome->addr, OUTCOME_HAS_ADDR }, { "va_end", outcome->end, OUTCOME_HAS_END },
		{ "size", outcome->size, OUTCOME_HAS_SIZE }, { "flags", outcome->flags, OUTCOME_HAS_FLAGS },
		{ "npages", outcome->npages, OUTCOME_HAS_NPAGES },
		{ "array", outcome->array, OUTCOME_HAS_ARRAY }, { "n", outcome->n, OUTCOME_HAS_N },
	};

	for (size_t i = 0; i < LENGTH(fields); i++) {
		if (outcome->kind == OUTCOME_OK && !(outcome->code & fields[i].bit))
			continue;
		lua_pushinteger(L, (lua_Integer)fields[i].value);
		lua_setfield(L, -2, fields[i].name);
	}
}

/* lab.at_end(FUNCTION): what the function finds at the end of the present operation.
 * The cursor comes back, an error or not, and nothing is printed on the way, so that
 * a question can be answered by what will be and not give it away. */
static int look_at_end(lua_State *L)
{
	struct timeline *timeline = lab_timeline(host_need_lab(L));
	struct cursor before = timeline_cursor(timeline);
	int status;

	luaL_checktype(L, 1, LUA_TFUNCTION);
	lua_settop(L, 1);
	timeline_goto(timeline, before.op, UINT64_MAX);
	status = lua_pcall(L, 0, 1, 0);
	timeline_goto(timeline, before.op, before.step);
	return status == LUA_OK ? 1 : lua_error(L);
}

/* lab.outcome(): how the operation ended, as far as it has. */
static int look_outcome(lua_State *L)
{
	const struct outcome *outcome = &host_need_machine(L)->g->outcome;
	char text[TEXT_ROOM];

	lua_newtable(L);
	lua_pushstring(L, outcome_name(outcome->kind));
	lua_setfield(L, -2, "kind");
	lua_pushstring(L, lab_outcome_text(host_of(L)->lab, text, sizeof(text)));
	lua_setfield(L, -2, "text");
	if (outcome->kind == OUTCOME_ERR) {
		lua_pushstring(L, errno_name(outcome->code));
		lua_setfield(L, -2, "errno");
	}
	if (outcome->kind == OUTCOME_BUG) {
		lua_pushstring(L, reason_text(outcome->code));
		lua_setfield(L, -2, "reason");
	}
	set_outcome_values(L, outcome);
	return 1;
}

/* --- numbers --- */

/* lab.eval(EXPRESSION), as at the prompt: "x.end + 3p". */
static int evaluate(lua_State *L)
{
	struct lab *lab = host_need_lab(L);
	uint64_t value;

	if (lua_isinteger(L, 1)) {
		lua_settop(L, 1);
		return 1;
	}
	if (!lab_evaluate(lab, luaL_checkstring(L, 1), &value))
		return host_raise(L, "%s", lab_error(lab));
	lua_pushinteger(L, (lua_Integer)value);
	return 1;
}

/* lab.text(KIND, VALUE): as the panes write it. */
static int value_text(lua_State *L)
{
	static const char *const names[] = { "number", "bytes", "pages", "address", NULL };
	static const enum value_kind kinds[] = {
		VALUE_NUMBER, VALUE_BYTES, VALUE_PAGES, VALUE_ADDRESS,
	};
	struct lab *lab = host_need_lab(L);
	char text[TEXT_ROOM];
	int kind = luaL_checkoption(L, 1, NULL, names);

	lua_pushstring(L, lab_value_text(lab, kinds[kind], host_number(L, 2), text, sizeof(text)));
	return 1;
}

void host_add_places(lua_State *L, int lab)
{
	static const luaL_Reg places[] = {
		{ "cursor", look_cursor }, { "step_name", look_step_name },
		{ "function_name", look_function_name }, { "line", look_line }, { "why", look_why },
		{ "op", look_op }, { "outcome", look_outcome }, { "at_end", look_at_end }, { "eval", evaluate },
		{ "text", value_text }, { "page", host_page }, { "range", host_range },
		{ "in_pages", host_in_pages }, { "random", host_random }, { NULL, NULL },
	};

	lua_pushvalue(L, lab);
	luaL_setfuncs(L, places, 0);
	lua_pop(L, 1);
}
