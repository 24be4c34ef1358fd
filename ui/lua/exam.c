/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Exams: exercises that are drawn, and what happens to the answers.
 *
 *	local op = exercise {
 *	  draw = function(draw) return { "alloc " .. draw(3) .. "p name=a" }, "alloc 1p" end,
 *	  accept = function(answer) return answer.ok end,
 *	  steps = { 20, 60 },
 *	}
 *	predict { "address", operation = op }
 *
 * A proposal is carried out unseen, its operation too, and the model says whether it
 * will do: by accept(), and by the number of steps. Then the space begins anew, the
 * commands are told and carried out, and the operation is left for the question. So
 * the numbers differ from student to student, and the difficulty does not. An answer
 * that most students have nevertheless is a fault, unless `common` says why.
 *
 * Nothing that was asked about must have happened anywhere in the history: where it
 * has, one could go and look.
 */

#include <string.h>

#include "ui/lua/inside.h"

enum { PROPOSALS = 2000 };

/* On the stack of exercise(): its table, the generator, what draw() returned. */
enum { STACK_TABLE = 1, STACK_DRAW, STACK_COMMANDS, STACK_OPERATION, STACK_MORE };

/* --- what the driver says and asks --- */

void host_set_exam(struct host *host, const struct host_exam *exam)
{
	host->sits = true;
	host->exam = *exam;
}

const struct host_exam_header *host_exam_header(const struct host *host)
{
	return host->header.exam ? &host->header.bounds : NULL;
}

uint64_t host_asked_steps(const struct host *host)
{
	return host->asked_steps;
}

/* --- what is taken down --- */

bool host_exam_hears(struct host *host, const char *answer)
{
	const char *refusal;

	if (!host->sits || !host->exam.hears)
		return true;
	refusal = host->exam.hears(host->exam.context, answer ? answer : "skip");
	snprintf(host->asking.again, sizeof(host->asking.again), "%s", refusal ? refusal : "");
	return refusal == NULL;
}

void host_exam_acts(struct host *host)
{
	size_t from = host->asking.log_line;

	lab_log_seal(host->lab);
	host->asking.log_line = lab_log_length(host->lab);
	if (host->sits && host->exam.acts && host->asking.log_line > from)
		host->exam.acts(host->exam.context, from);
}

/* --- what must not be seen --- */

void host_check_sealed(lua_State *L)
{
	struct host *host = host_of(L);
	struct timeline *t;

	if (!host->header.exam || !host->lab || !(host->sits || host->driver.alone))
		return;
	t = lab_timeline(host->lab);
	if (timeline_step(t) || timeline_cursor(t).op != timeline_length(t) ||
	    timeline_branches(t) != 1)
		host_raise(L, "an exam asks at the end of its only history: whatever else there is, one "
			   "could go and look at");
}

/* --- drawing --- */

/* A sequence for each exercise, student and seed. */
static void push_generator(lua_State *L)
{
	struct host *host = host_of(L);

	lua_pushcfunction(L, host_random);
	lua_pushstring(L, host->header.name);
	lua_pushinteger(L, (lua_Integer)host->exam.seed);
	lua_pushstring(L, host->exam.student ? host->exam.student : "");
	lua_pushinteger(L, ++host->exercises);
	lua_call(L, 4, 1);
}

/* Leaves what draw() returned behind the generator. */
static void propose(lua_State *L)
{
	lua_settop(L, STACK_DRAW);
	lua_getfield(L, STACK_TABLE, "draw");
	lua_pushvalue(L, STACK_DRAW);
	lua_call(L, 1, LUA_MULTRET);
	if (!lua_istable(L, STACK_COMMANDS))
		host_raise(L, "exercise: draw() must return a list of commands");
	if (lua_gettop(L) < STACK_OPERATION)
		lua_settop(L, STACK_OPERATION);
	if (!lua_isnil(L, STACK_OPERATION) && lua_type(L, STACK_OPERATION) != LUA_TSTRING)
		host_raise(L, "exercise: the second value of draw() is the operation, a command line");
}

/* --- carrying out --- */

/* Pushes lab.run. */
static void push_run(lua_State *L)
{
	lua_getfield(L, LUA_REGISTRYINDEX, REGISTRY_API);
	lua_getfield(L, -1, "lab");
	lua_getfield(L, -1, "run");
	lua_replace(L, -3);
	lua_pop(L, 1);
}

static void run_line(lua_State *L, const char *line)
{
	push_run(L);
	lua_pushstring(L, line);
	lua_call(L, 1, 0);
}

static const char *command_at(lua_State *L, lua_Integer i)
{
	if (lua_rawgeti(L, STACK_COMMANDS, i) != LUA_TSTRING)
		host_raise(L, "exercise: command %d of draw() is no text", (int)i);
	return lua_tostring(L, -1);
}

/* The space begins anew, and the commands run. */
static void build(lua_State *L)
{
	struct host *host = host_of(L);
	const char *space = lua_getfield(L, STACK_TABLE, "space") == LUA_TSTRING ?
			    lua_tostring(L, -1) : host->header.space;

	if (!space)
		host_raise(L, "exercise: which space? neither it nor the exam's header names one");
	run_line(L, lua_pushfstring(L, "space %s", space));
	for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, STACK_COMMANDS); i++) {
		run_line(L, command_at(L, i));
		lua_pop(L, 1);
	}
	lua_pop(L, 2);
}

/* --- choosing --- */

static lua_Integer steps_bound(lua_State *L, lua_Integer i, lua_Integer otherwise)
{
	int top = lua_gettop(L);

	if (lua_getfield(L, STACK_TABLE, "steps") == LUA_TTABLE &&
	    lua_rawgeti(L, -1, i) == LUA_TNUMBER)
		otherwise = lua_tointeger(L, -1);
	lua_settop(L, top);
	return otherwise;
}

static bool suits_in_steps(lua_State *L)
{
	lua_Integer steps = (lua_Integer)timeline_steps(lab_timeline(host_need_lab(L)));

	return lua_isnil(L, STACK_OPERATION) ||
	       (steps >= steps_bound(L, 1, 0) && steps <= steps_bound(L, 2, LUA_MAXINTEGER));
}

/* accept(ANSWER, MORE..), at the end of the operation. */
static bool is_accepted(lua_State *L, int answer)
{
	bool accepted = true;

	if (lua_getfield(L, STACK_TABLE, "accept") != LUA_TNIL) {
		lua_pushvalue(L, answer);
		for (int i = STACK_MORE; i < answer; i++)
			lua_pushvalue(L, i);
		lua_call(L, 1 + answer - STACK_MORE, 1);
		accepted = lua_toboolean(L, -1);
	}
	lua_settop(L, answer - 1);
	return accepted;
}

/* Carries the proposal out, and its operation. */
static bool suits(lua_State *L)
{
	int answer = lua_gettop(L) + 1;

	build(L);
	if (lua_isnil(L, STACK_OPERATION)) {
		lua_pushnil(L);
	} else {
		push_run(L);
		lua_pushvalue(L, STACK_OPERATION);
		lua_call(L, 1, 1);
	}
	if (suits_in_steps(L))
		return is_accepted(L, answer);
	lua_settop(L, answer - 1);
	return false;
}

/* Answers that many papers share want a reason, for whoever surveys the exam. */
static void keep_common(lua_State *L)
{
	struct host *host = host_of(L);
	const char *common = lua_getfield(L, STACK_TABLE, "common") == LUA_TSTRING ?
			     lua_tostring(L, -1) : "";

	snprintf(host->common, sizeof(host->common), "%s", common);
	lua_pop(L, 1);
}

static void choose(lua_State *L)
{
	for (int i = 0; i < PROPOSALS; i++) {
		propose(L);
		if (suits(L))
			return;
	}
	host_raise(L, "exercise: of %d proposals none will do; are accept() and steps too strict?",
		   PROPOSALS);
}

/* --- telling --- */

/* Pushes the commands as one line. */
static const char *push_commands(lua_State *L)
{
	luaL_Buffer text;

	luaL_buffinit(L, &text);
	for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, STACK_COMMANDS); i++) {
		if (i > 1)
			luaL_addstring(&text, "; ");
		lua_rawgeti(L, STACK_COMMANDS, i);
		luaL_addvalue(&text);
	}
	luaL_pushresult(&text);
	return lua_tostring(L, -1);
}

static void tell(lua_State *L)
{
	int top = lua_gettop(L);
	const char *commands = push_commands(L);

	if (*commands)
		host_tell(L, lua_pushfstring(L, _("An empty space. These commands have run: `%s`"),
					     commands));
	if (!lua_isnil(L, STACK_OPERATION))
		host_tell(L, lua_pushfstring(L, *commands ? _("And now: `%s`") :
					     _("An empty space, and now: `%s`"),
					     lua_tostring(L, STACK_OPERATION)));
	lua_settop(L, top);
}

/* Leaves { lab.run, OPERATION }, or nil. */
static void push_operation(lua_State *L)
{
	if (lua_isnil(L, STACK_OPERATION)) {
		lua_pushnil(L);
		return;
	}
	lua_createtable(L, 2, 0);
	push_run(L);
	lua_rawseti(L, -2, 1);
	lua_pushvalue(L, STACK_OPERATION);
	lua_rawseti(L, -2, 2);
}

/* The script's own turn of the sink comes back as it was. */
static void hush(struct host *host, bool hushed)
{
	lab_hush(host->lab, hushed || host->sits);
}

/* Returns the operation for predict or ask, and whatever else draw() returned. */
int host_exercise(lua_State *L)
{
	static const char *const known[] = { "draw", "accept", "steps", "space", "common", NULL };
	struct host *host = host_of(L);
	int more;

	host_check_fields(L, "exercise", known);
	if (!host->header.exam)
		return host_raise(L, "exercise() belongs to an exam: begin with exam { ... }");
	host_need_lab(L);
	keep_common(L);
	push_generator(L);
	hush(host, true);
	choose(L);
	build(L);
	hush(host, false);
	tell(L);
	more = lua_gettop(L) - STACK_OPERATION;
	push_operation(L);
	lua_insert(L, STACK_MORE);
	return 1 + more;
}
