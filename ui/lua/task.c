/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * task(): something to be done in the laboratory.
 *
 *	task {
 *	  text = "Make a request fail with EBUSY although a hole fits.",
 *	  check = function() return lab.outcome().errno == "EBUSY", "nothing has failed yet" end,
 *	  hints = { "A hole of exactly the noted size is passed over." },
 *	  solution = function() alloc("63p") ... end,
 *	}
 *
 * The learner works with commands as always. After each of them the predicate is
 * asked; it may look, but not act. When it holds the lesson can go on, from the
 * state that the learner has made. `hint` gives the next hint, at the price of some
 * points; `skip` lets the solution be played from where the task began, wherever the
 * learner has got to. Who has solved it and goes on until it no longer holds is
 * taken back to where it did. On the Lua stack lie the table and the text.
 */

#include <string.h>
#include <strings.h>

#include "ui/lua/inside.h"

enum { STACK_TABLE = 1, STACK_TEXT, STACK_LAST = STACK_TEXT };
enum { HINT_COST = 25, LEAST = 25 };	/* of 100 points */

/* --- reading the table --- */

static void need_function(lua_State *L, const char *name, bool needed)
{
	int kind = lua_getfield(L, STACK_TABLE, name);

	if (kind != LUA_TFUNCTION && (needed || kind != LUA_TNIL))
		host_raise(L, "task: '%s' must be a function", name);
	lua_pop(L, 1);
}

static size_t count_hints(lua_State *L)
{
	size_t count = 0;
	int kind = lua_getfield(L, STACK_TABLE, "hints");

	if (kind != LUA_TNIL && kind != LUA_TTABLE)
		host_raise(L, "task: 'hints' must be a list of texts");
	if (kind == LUA_TTABLE)
		count = lua_rawlen(L, -1);
	for (size_t i = 1; i <= count; i++) {
		if (lua_rawgeti(L, -1, (lua_Integer)i) != LUA_TSTRING)
			host_raise(L, "task: hint %zu is no text", i);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
	return count;
}

static void read_table(lua_State *L)
{
	static const char *const known[] = { "text", "check", "hints", "solution", "setup", NULL };

	host_check_fields(L, "task", known);
	host_need_lab(L);
	need_function(L, "check", true);
	need_function(L, "solution", true);
	need_function(L, "setup", false);
	count_hints(L);
	host_push_message(L, "task", "text", true);
}

static void call_field(lua_State *L, const char *name)
{
	if (lua_getfield(L, STACK_TABLE, name) == LUA_TFUNCTION)
		lua_call(L, 0, 0);
	else
		lua_pop(L, 1);
}

/* --- the predicate --- */

void host_drop_task(struct host *host)
{
	if (!host->asking.check)
		return;
	luaL_unref(host->lua, LUA_REGISTRYINDEX, host->asking.check);
	host->asking.check = 0;
	if (host->lab)
		lab_set_after(host->lab, NULL, NULL);
}

/* What the predicate says of why it does not hold, or what went wrong in it. */
static int keep_remark(lua_State *L)
{
	struct host *host = host_of(L);
	const char *remark = "";

	if (lua_type(L, 1) == LUA_TSTRING) {
		host_translate(L, 1);
		remark = host_push_shown(L, 1);
	}
	snprintf(host->asking.again, sizeof(host->asking.again), "%s", remark);
	return 0;
}

/* Runs check() and leaves whether it holds and what it says. */
static int call_check(lua_State *L)
{
	lua_settop(L, 0);
	lua_rawgeti(L, LUA_REGISTRYINDEX, host_of(L)->asking.check);
	lua_call(L, 0, 2);
	lua_pushvalue(L, 2);
	lua_pushcfunction(L, keep_remark);
	lua_insert(L, -2);
	lua_call(L, 1, 0);
	lua_pushboolean(L, lua_toboolean(L, 1));
	return 1;
}

bool host_only_looks(struct host *host)
{
	host->asking.acted = host->asking.acted || host->asked;
	return host->asked;
}

/* Calls the predicate of the open task, which may look, but not act; true: it
 * holds. Otherwise what it says is kept in `again` of the question. */
static bool task_holds(struct host *host)
{
	lua_State *L = host->asking_thread;
	bool holds;

	host->asking.again[0] = '\0';
	host->asking.acted = false;
	lua_settop(L, 0);
	lua_pushcfunction(L, call_check);
	if (host_call_looking(host, L, 0)) {
		holds = lua_toboolean(L, -1);
	} else {
		holds = false;
		snprintf(host->asking.again, sizeof(host->asking.again), "%s",
			 lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "");
	}
	lua_settop(L, 0);
	return holds;
}

/* --- the end of a task --- */

static unsigned worth(const struct asking *asking)
{
	unsigned cost = asking->hints * HINT_COST;

	return cost > 100 - LEAST ? LEAST : 100 - cost;
}

static int finish(lua_State *L, unsigned percent, const char *said)
{
	struct host *host = host_of(L);

	host_grade(L, percent, lua_tostring(L, STACK_TEXT), said,
		   percent > 0 && host->asking.hints ? _("Hints have their price.") : "");
	host_drop_question(host);
	lua_pushnumber(L, percent / 100.0);
	return 1;
}

static int give_up(lua_State *L)
{
	host_return_to(host_of(L), host_of(L)->asking.began);
	call_field(L, "solution");
	if (!task_holds(host_of(L)))
		return host_raise(L, "task: its check does not hold after its solution%s%s",
				  *host_of(L)->asking.again ? ": " : "", host_of(L)->asking.again);
	return finish(L, 0, NULL);
}

/* The lesson goes on from what the learner has made; from where it was right, if they
 * have gone too far since. */
static int go_on(lua_State *L)
{
	struct host *host = host_of(L);

	if (!host->solving && !task_holds(host))
		host_return_to(host, host->asking.held);
	return finish(L, worth(&host->asking), "done");
}

/* An exam looks once, and says nothing; what is not there yet is told to the teacher. */
static int hand_in(lua_State *L, bool skipped)
{
	struct host *host = host_of(L);
	bool holds = task_holds(host);
	const char *why = lua_pushstring(L, holds ? "" : host->asking.again);

	host_grade(L, holds && !skipped ? 100 : 0, lua_tostring(L, STACK_TEXT),
		   skipped ? NULL : "done", why);
	host_drop_question(host);
	lua_pushnumber(L, holds && !skipped);
	return 1;
}

/* --- turns --- */

/* After a command of the learner: does it hold now? */
static void look_after_command(void *context)
{
	struct host *host = context;

	if (host->sits && !host->inside && host->asking.check)
		host_exam_acts(host);
	if (host->sits || host->inside || host->state != HOST_ASKING || !host->asking.check || host->asking.solved)
		return;
	if (!task_holds(host))
		return;
	host->asking.solved = true;
	host->asking.held = timeline_cursor(lab_timeline(host->lab));
	host->state = HOST_PAUSED;
	lab_print(host->lab, TONE_GOOD, "%s", _("Done: this is what was wanted. The lesson can go on."));
}

static void give_hint(lua_State *L, struct asking *asking)
{
	char text[sizeof(asking->again)];
	size_t count = count_hints(L);

	if (asking->hints >= count) {
		host_ask_again(host_of(L), count ? _("there are no more hints") : _("there is no hint"));
		return;
	}
	asking->hints++;
	lua_getfield(L, STACK_TABLE, "hints");
	lua_rawgeti(L, -1, asking->hints);
	host_translate(L, -1);
	snprintf(text, sizeof(text), _("Hint %u of %zu: %s"), asking->hints, count,
		 host_push_shown(L, -1));
	host_ask_again(host_of(L), text);
}

/* Has the learner begun an operation that stands somewhere in its middle? */
static bool is_midway(const struct host *host)
{
	struct timeline *time = lab_timeline(host->lab);

	return timeline_step(time) &&
	       timeline_cursor(time).op > host->asking.question.operations;
}

static void refuse(struct host *host)
{
	char text[sizeof(host->asking.again) + 200];

	snprintf(text, sizeof(text), "%s%s%s%s%s", _("Not yet."), *host->asking.again ? " " : "",
		 host->asking.again, is_midway(host) ? " " : "", is_midway(host) ?
		 _("But the operation has only begun: c goes on to its end.") : "");
	host_ask_again(host, text);
}

/* True: the student is through with it. */
static bool hands_in(struct host *host, const char *answer)
{
	host_exam_acts(host);	/* what no line has run, as keys may */
	if (!host_says(answer, N_("done")) && !host_says(answer, N_("skip")))
		host_ask_again(host, _("this is no command; done and skip are understood, too"));
	else if (!host_exam_hears(host, answer))
		host_ask_again(host, host->asking.again);
	else
		return true;
	return false;
}

static int after_turn(lua_State *L, int status, lua_KContext context)
{
	struct host *host = host_of(L);
	const char *answer;

	(void)status;
	(void)context;
	lua_settop(L, STACK_LAST);
	if (host->solving)
		call_field(L, "solution");
	if (host->asking.solved || host->solving)
		return go_on(L);
	answer = host->asking.answer ? host_push_trimmed(L, host->asking.answer) : "skip";
	if (host->sits && hands_in(host, answer))
		return hand_in(L, host_says(answer, N_("skip")));
	if (host->sits)
		return lua_yieldk(L, 0, 0, after_turn);
	if (host_says(answer, N_("skip")))
		return give_up(L);
	if (host_says(answer, N_("hint")))
		give_hint(L, &host->asking);
	else if (!host_says(answer, N_("done")) && *answer)
		host_ask_again(host, _("this is no command; hint, skip and done are understood, too"));
	else if (task_holds(host))
		return finish(L, worth(&host->asking), "done");
	else
		refuse(host);
	return lua_yieldk(L, 0, 0, after_turn);
}

static void open_task(lua_State *L)
{
	struct host *host = host_of(L);

	host_keep_question(L, lua_tostring(L, STACK_TEXT), 0);
	lua_getfield(L, STACK_TABLE, "check");
	host->asking.check = luaL_ref(L, LUA_REGISTRYINDEX);
	host->asking.question.task = true;
	host->asking.began = timeline_cursor(lab_timeline(host->lab));
	host->asking.question.operations = host->asking.began.op;
	lab_log_seal(host->lab);
	host->asking.log_line = lab_log_length(host->lab);
}

/* Nobody is there: the solution has to do it; a wrong one does nothing first. */
static int solve_alone(lua_State *L)
{
	struct host *host = host_of(L);
	bool wrong = host->driver.answers == ANSWERS_WRONG;

	host_show_alone(L, lua_tostring(L, STACK_TEXT), wrong ? "skip" : "done");
	if (task_holds(host))
		return host_raise(L, "task: its check holds before anything was done");
	if (host->asking.acted)
		return host_raise(L, "task: %s", host->asking.again);
	call_field(L, "solution");
	if (!task_holds(host))
		return host_raise(L, "task: its check does not hold after its solution%s%s",
				  *host->asking.again ? ": " : "", host->asking.again);
	if (!wrong)
		host_exam_acts(host);
	host_exam_hears(host, wrong ? "skip" : "done");
	return finish(L, wrong ? 0 : 100, wrong ? NULL : "done");
}

int host_task(lua_State *L)
{
	struct host *host = host_of(L);

	read_table(L);
	host_may_ask(L, "task");
	call_field(L, "setup");
	open_task(L);
	if (host->driver.alone)
		return solve_alone(L);
	lab_set_after(host->lab, look_after_command, host);
	host->state = HOST_ASKING;
	return lua_yieldk(L, 0, 0, after_turn);
}
