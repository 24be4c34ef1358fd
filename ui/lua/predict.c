/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * predict(): what comes next? The learner says, then it happens, and the model
 * itself is the judge.
 *
 *	predict { "address", operation = { alloc, "3p", "name=x" } }
 *	predict { "cache", "hole", operation = function() return alloc "2p" end,
 *	          stop = "walk_note_hole" }
 *	predict { "step" }
 *
 * All questions are asked before the operation runs, so there is nothing that could
 * be given away. Then it runs, the facts are read from its steps (facts.h), and
 * every answer gets its verdict and the reason. On the Lua stack lie the table, the
 * guesses and a question of the lesson's own.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lua/guess.h"
#include "ui/lua/inside.h"

enum { STACK_TABLE = 1, STACK_GUESSES, STACK_QUESTION, STACK_LAST = STACK_QUESTION };
enum { TEXT_ROOM = 512 };

struct guesses {
	size_t count;
	size_t next;		/* the one that is asked now */
	bool given_up[SUBJECT_COUNT];
	enum subject subject[SUBJECT_COUNT];
	struct guess guess[SUBJECT_COUNT];
	char said[SUBJECT_COUNT][GUESS_ROOM];
};

static int ask_next(lua_State *L);

/* --- reading the table --- */

static enum subject read_subject(lua_State *L, size_t i)
{
	enum subject subject;

	if (lua_rawgeti(L, STACK_TABLE, (lua_Integer)i) != LUA_TSTRING)
		host_raise(L, "predict: number %zu of its list is no text", i);
	subject = guess_subject(lua_tostring(L, -1));
	if (subject == SUBJECT_COUNT) {
		lua_newtable(L);
		for (size_t k = 0; k < SUBJECT_COUNT; k++)
			host_set_boolean(L, guess_subjects[k], true);
		host_push_nearest(L, -1, lua_tostring(L, -2));
		if (lua_isnil(L, -1))
			host_raise(L, "predict: '%s' cannot be predicted; one can: step address "
				   "cache hole cached tables stop", lua_tostring(L, -3));
		host_raise(L, "predict: '%s' cannot be predicted; did you mean '%s'?",
			   lua_tostring(L, -3), lua_tostring(L, -1));
	}
	lua_pop(L, 1);
	return subject;
}

static void check_operation(lua_State *L, const struct guesses *guesses)
{
	bool step = false;
	int kind = lua_getfield(L, STACK_TABLE, "operation");

	for (size_t i = 0; i < guesses->count; i++)
		step = step || guesses->subject[i] == SUBJECT_STEP;
	if (step && (kind != LUA_TNIL || guesses->count > 1))
		host_raise(L, "predict: 'step' goes alone and without an operation: it is about the "
			   "step behind the cursor");
	if (!step && kind != LUA_TFUNCTION && kind != LUA_TTABLE)
		host_raise(L, "predict: 'operation' must be a function that runs one, or a list of "
			   "it and its arguments: { alloc, \"3p\" }");
	if (step && !timeline_step(lab_timeline(host_need_lab(L))))
		host_raise(L, "predict: the cursor stands at no step: go into an operation first");
	lua_pop(L, 1);
}

static struct guesses *read_table(lua_State *L)
{
	static const char *const known[] = { "operation", "stop", "question", NULL };
	struct guesses *guesses;
	size_t count;

	lua_settop(L, 1);
	luaL_checktype(L, STACK_TABLE, LUA_TTABLE);
	host_need_lab(L);
	count = lua_rawlen(L, STACK_TABLE);
	if (count < 1 || count >= SUBJECT_COUNT)
		host_raise(L, "predict: what? as in predict { \"address\", operation = { alloc, \"3p\" } }");
	host_check_fields(L, "predict", known);
	guesses = lua_newuserdatauv(L, sizeof(*guesses), 0);
	memset(guesses, 0, sizeof(*guesses));
	for (size_t i = 0; i < count; i++)
		guesses->subject[i] = read_subject(L, i + 1);
	guesses->count = count;
	check_operation(L, guesses);
	host_push_message(L, "predict", "question", false);
	return guesses;
}

/* --- the operation --- */

/* Leaves what it returned as the one value. */
static void run_operation(lua_State *L)
{
	struct timeline *t = lab_timeline(host_need_lab(L));
	struct cursor before = timeline_cursor(t), after;

	host_call_operation(L, "predict");
	after = timeline_cursor(t);
	if (after.branch == before.branch && after.op == before.op)
		host_raise(L, "predict: 'operation' has run no operation");
}

static void gather(lua_State *L, const struct guesses *guesses, struct facts *facts)
{
	struct lab *lab = host_need_lab(L);
	bool step = guesses->subject[0] == SUBJECT_STEP;

	if (!(step ? facts_of_step(lab, facts) : facts_of_op(lab, facts)))
		host_raise(L, "predict: the operation has too many steps to be looked at");
	for (size_t i = 0; i < guesses->count; i++) {
		if (!facts->has[guesses->subject[i]])
			host_raise(L, "predict: there is no '%s' to be predicted for this operation",
				   guess_subjects[guesses->subject[i]]);
	}
}

/* To the place where the lesson wants to stand. */
static void go_to_place(lua_State *L, const struct guesses *guesses)
{
	struct lab *lab = host_need_lab(L);
	struct timeline *t = lab_timeline(lab);

	if (guesses->subject[0] == SUBJECT_STEP) {
		if (host_run_command(host_of(L), "step", 0, NULL, NULL) != LAB_OK)
			host_raise(L, "%s", lab_error(lab));
	} else if (lua_getfield(L, STACK_TABLE, "stop") == LUA_TSTRING) {
		timeline_goto(t, timeline_cursor(t).op, 0);
		host_go_to(L, lua_tostring(L, -1));
	} else if (!lua_isnil(L, -1)) {
		host_raise(L, "predict: 'stop' must be the text of a place");
	}
	host_check_end(L);
}

/* --- the verdict --- */

static const char *question_of(lua_State *L, const struct guesses *guesses, size_t i)
{
	if (i == 0 && !lua_isnil(L, STACK_QUESTION))
		return lua_tostring(L, STACK_QUESTION);
	return guess_question(guesses->subject[i]);
}

static unsigned judge(lua_State *L, const struct guesses *guesses, size_t i,
		      const struct facts *facts)
{
	struct lab *lab = host_need_lab(L);
	enum subject subject = guesses->subject[i];
	unsigned percent = guesses->given_up[i] ? 0 : guess_judge(lab, &guesses->guess[i], facts);
	char reason[TEXT_ROOM], right[TEXT_ROOM];
	const char *why = "";

	facts_reason(lab, facts, subject, reason, sizeof(reason));
	if (!*reason && (subject == SUBJECT_HOLE || subject == SUBJECT_CACHED))
		snprintf(reason, sizeof(reason), "%s", _("No step of the operation changes it."));
	if (!*reason && subject == SUBJECT_TABLES)
		snprintf(reason, sizeof(reason), "%s", _("All tables that are needed are there already."));
	if (percent < 100)
		why = lua_pushfstring(L, _("The answer is: %s."),
				      guess_right(lab, subject, facts, right, sizeof(right)));
	why = lua_pushfstring(L, "%s%s%s", why, *why && *reason ? " " : "", reason);
	host_push_clean(L, why, strlen(why));
	host_grade(L, percent, question_of(L, guesses, i),
		   guesses->given_up[i] ? NULL : guesses->said[i], lua_tostring(L, -1));
	return percent;
}

/* Returns the share of points, 0 to 1, and what the operation returned. */
static int finish(lua_State *L, const struct guesses *guesses, const struct facts *facts, int answer)
{
	unsigned points = 0;

	for (size_t i = 0; i < guesses->count; i++)
		points += judge(L, guesses, i, facts);
	host_drop_question(host_of(L));
	go_to_place(L, guesses);
	lua_pushnumber(L, points / (100.0 * (double)guesses->count));
	lua_pushvalue(L, answer);
	return 2;
}

/* Lets it happen. Answers where on the stack the operation's answer lies. */
static int run_and_gather(lua_State *L, const struct guesses *guesses, struct facts *facts)
{
	int answer;

	if (guesses->subject[0] == SUBJECT_STEP)
		lua_pushnil(L);
	else
		run_operation(L);
	answer = lua_gettop(L);
	gather(L, guesses, facts);
	return answer;
}

/* --- asking --- */

static bool understand(lua_State *L, struct guesses *guesses, const char *answer)
{
	struct host *host = host_of(L);
	size_t i = guesses->next;
	const char *text;
	bool well;

	guesses->given_up[i] = answer == NULL;
	if (!answer)
		return true;
	text = host_push_trimmed(L, answer);
	snprintf(guesses->said[i], sizeof(guesses->said[i]), "%s", text);
	well = guess_read(host_need_lab(L), guesses->subject[i], text, &guesses->guess[i],
			  host->asking.again, sizeof(host->asking.again));
	lua_pop(L, 1);
	return well;
}

/* All verdicts come at the end; who skips one of several sees at once that it was heard. */
static void tell_skipped(lua_State *L, const struct guesses *guesses)
{
	if (guesses->given_up[guesses->next] && guesses->next + 1 < guesses->count && !host_of(L)->sits)
		host_tell(L, _("Skipped: what it would have been comes with the answers to the rest."));
}

static int after_answer(lua_State *L, int status, lua_KContext context)
{
	struct host *host = host_of(L);
	struct guesses *guesses = lua_touserdata(L, STACK_GUESSES);

	(void)status;
	(void)context;
	lua_settop(L, STACK_LAST);
	if (!understand(L, guesses, host->asking.answer) ||
	    !host_exam_hears(host, host->asking.answer)) {
		host_ask_again(host, host->asking.again);
		return lua_yieldk(L, 0, 0, after_answer);
	}
	tell_skipped(L, guesses);
	guesses->next++;
	return ask_next(L);
}

static int ask_next(lua_State *L)
{
	struct host *host = host_of(L);
	struct guesses *guesses = lua_touserdata(L, STACK_GUESSES);

	if (guesses->next == guesses->count) {
		struct facts facts;
		int answer = run_and_gather(L, guesses, &facts);

		return finish(L, guesses, &facts, answer);
	}
	host_keep_question(L, question_of(L, guesses, guesses->next), 0);
	host->asking.predicts = true;
	host->asking.subject = guesses->subject[guesses->next];
	host->state = HOST_ASKING;
	return lua_yieldk(L, 0, 0, after_answer);
}

/* --- nobody is there --- */

/* The answer has to come from what has happened already; it is read and judged as
 * a learner's is. */
static void answer_one(lua_State *L, struct guesses *guesses, size_t i, const struct facts *facts)
{
	struct host *host = host_of(L);
	struct lab *lab = host_need_lab(L);
	bool wrong = host->driver.answers == ANSWERS_WRONG;
	char text[TEXT_ROOM];

	if (wrong)
		guess_wrong(lab, guesses->subject[i], facts, text, sizeof(text));
	else
		guess_right(lab, guesses->subject[i], facts, text, sizeof(text));
	guesses->next = i;
	if (!understand(L, guesses, text))
		host_raise(L, "predict: nobody can answer this: '%s' is not understood", text);
	host_show_alone(L, question_of(L, guesses, i), text);
	if (!wrong && guess_judge(lab, &guesses->guess[i], facts) < 100)
		host_raise(L, "predict: nobody can answer this: '%s' is not taken as right", text);
	host_exam_hears(host, text);
}

static int answer_alone(lua_State *L, struct guesses *guesses)
{
	struct facts facts;
	int answer = run_and_gather(L, guesses, &facts);

	for (size_t i = 0; i < guesses->count; i++)
		answer_one(L, guesses, i, &facts);
	return finish(L, guesses, &facts, answer);
}

int host_predict(lua_State *L)
{
	struct guesses *guesses = read_table(L);

	host_may_ask(L, "predict");
	host_tell_operation(L);
	if (host_of(L)->driver.alone)
		return answer_alone(L, guesses);
	return ask_next(L);
}
