/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * ask(): a question to the learner.
 *
 *	ask { question = "Where will it go?", choices = { "into the hole", "behind it" },
 *	      answer = function() return 2 end, why = "The hole is no larger than ..." }
 *	ask { question = "How large is the hole?", answer = lab.var.cached_hole_size }
 *
 * The right answer is asked of the script first, which computes it from the
 * model; then the coroutine yields until the driver comes back with what the
 * learner said. What is not understood is asked again. With an `operation` the right
 * answer is what comes of that, so it runs only when the learner has answered:
 *
 *	ask { question = "How many searches?", operation = { alloc, "3p" },
 *	      answer = function() return lab.var.try_number end }
 *
 * On the Lua stack lie the question's table, the choices, the right answer (nil as long
 * as the operation has not run), the reason and the question.
 */

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lab/wide.h"
#include "ui/lua/inside.h"

enum {
	STACK_TABLE = 1, STACK_CHOICES, STACK_RIGHT, STACK_WHY, STACK_QUESTION,
	STACK_LAST = STACK_QUESTION
};

enum { WRONG = 0, RIGHT = 100, SMALL = 1 << 20, LOWEST_ADDRESS_BIT = 44 };

#define LITERAL "0123456789abcdefxkpmgtABCDEFXKPMGT"

/* --- reading the table --- */

/* Pushes the choices as a list of clean, translated texts; an empty one for none. */
static void push_choices(lua_State *L)
{
	int kind = lua_getfield(L, STACK_TABLE, "choices");
	size_t count = kind == LUA_TTABLE ? lua_rawlen(L, -1) : 0;

	if (kind != LUA_TNIL && (count < 2 || count > 9))
		host_raise(L, "ask: 'choices' must be a list of 2 to 9 texts");
	lua_newtable(L);
	for (size_t i = 1; i <= count; i++) {
		if (lua_rawgeti(L, -2, (lua_Integer)i) != LUA_TSTRING)
			host_raise(L, "ask: choice %zu is no text", i);
		host_translate(L, -1);
		host_push_shown(L, -1);
		lua_remove(L, -2);
		lua_rawseti(L, -2, (lua_Integer)i);
	}
	lua_remove(L, -2);
}

/* Whoever says its text would say both. */
static void check_twins(lua_State *L)
{
	lua_Integer count = (lua_Integer)lua_rawlen(L, STACK_CHOICES);

	for (lua_Integer i = 1; i <= count; i++) {
		for (lua_Integer k = i + 1; k <= count; k++) {
			lua_rawgeti(L, STACK_CHOICES, i);
			lua_rawgeti(L, STACK_CHOICES, k);
			if (lua_rawequal(L, -1, -2))
				host_raise(L, "ask: two choices are the same: %s", lua_tostring(L, -1));
			lua_pop(L, 2);
		}
	}
}

/* Is the right answer a number? It may be written as people write it: "3p", "0x3000". */
static bool right_number(lua_State *L, uint64_t *value)
{
	const char *text;

	if (lua_isinteger(L, STACK_RIGHT)) {
		*value = (uint64_t)lua_tointeger(L, STACK_RIGHT);
		return true;
	}
	if (lua_type(L, STACK_RIGHT) != LUA_TSTRING)
		return false;
	text = lua_tostring(L, STACK_RIGHT);
	return isdigit((unsigned char)*text) && text[strspn(text, LITERAL)] == '\0' &&
	       lab_evaluate(host_need_lab(L), text, value);
}

static void check_right(lua_State *L)
{
	size_t choices = lua_rawlen(L, STACK_CHOICES);
	lua_Integer right;

	if (choices == 0) {
		if (!lua_isinteger(L, STACK_RIGHT) && lua_type(L, STACK_RIGHT) != LUA_TSTRING)
			host_raise(L, "ask: 'answer' must be a whole number or a text, not a %s",
				   luaL_typename(L, STACK_RIGHT));
		return;
	}
	right = lua_isinteger(L, STACK_RIGHT) ? lua_tointeger(L, STACK_RIGHT) : 0;
	if (right < 1 || right > (lua_Integer)choices)
		host_raise(L, "ask: 'answer' must be the number of a choice, 1 to %zu", choices);
}

static bool is_pending(lua_State *L)
{
	return lua_isnil(L, STACK_RIGHT);
}

/* Pushes the right answer; nil when it is yet to come. */
static void push_known(lua_State *L)
{
	bool operation = lua_getfield(L, STACK_TABLE, "operation") != LUA_TNIL;

	lua_pop(L, 1);
	if (!operation) {
		host_push_field(L, "answer");
		check_right(L);
		return;
	}
	if (lua_getfield(L, STACK_TABLE, "answer") != LUA_TFUNCTION)
		host_raise(L, "ask: with an 'operation', 'answer' must be a function; it is given "
			   "what the operation returned");
	lua_pop(L, 1);
	lua_pushnil(L);
}

/* Runs the operation, and finds the answer in what came of it. */
static void find_right(lua_State *L)
{
	uint64_t value;

	if (!is_pending(L))
		return;
	lua_getfield(L, STACK_TABLE, "answer");
	host_call_operation(L, "ask");
	lua_call(L, 1, 1);
	lua_replace(L, STACK_RIGHT);
	check_right(L);
	if (lua_rawlen(L, STACK_CHOICES) == 0 && !right_number(L, &value))
		host_raise(L, "ask: what comes of an 'operation' must be a choice or a whole number");
}

static void read_table(lua_State *L)
{
	static const char *const known[] = { "question", "choices", "answer", "why", "operation",
					     NULL };

	lua_settop(L, STACK_TABLE);
	host_check_fields(L, "ask", known);
	push_choices(L);
	check_twins(L);
	push_known(L);
	host_push_message(L, "ask", "why", false);
	host_push_message(L, "ask", "question", true);
}

/* --- answers --- */

static const char *push_number(lua_State *L, uint64_t value)
{
	char text[32];

	snprintf(text, sizeof(text), value < SMALL ? "%" PRIu64 : "0x%" PRIx64, value);
	return lua_pushstring(L, text);
}

/* Pushes the right answer as it can be typed. */
static const char *push_right(lua_State *L)
{
	if (lua_rawlen(L, STACK_CHOICES) > 0) {
		lua_rawgeti(L, STACK_CHOICES, lua_tointeger(L, STACK_RIGHT));
		return lua_tostring(L, -1);
	}
	if (!lua_isinteger(L, STACK_RIGHT))
		return host_push_shown(L, STACK_RIGHT);
	return push_number(L, (uint64_t)lua_tointeger(L, STACK_RIGHT));
}

/* And as it is told: in both bases, but for what is an address. */
static const char *push_told(lua_State *L)
{
	uint64_t value = (uint64_t)lua_tointeger(L, STACK_RIGHT);
	char text[64];

	if (lua_rawlen(L, STACK_CHOICES) > 0 || !lua_isinteger(L, STACK_RIGHT) || value < 10 ||
	    value >> LOWEST_ADDRESS_BIT)
		return push_right(L);
	snprintf(text, sizeof(text), "%" PRIu64 " (0x%" PRIx64 ")", value, value);
	return lua_pushstring(L, text);
}

/* And one that is wrong. */
static const char *push_wrong(lua_State *L)
{
	uint64_t value;

	if (lua_rawlen(L, STACK_CHOICES) > 0)
		return lua_pushstring(L, lua_tointeger(L, STACK_RIGHT) == 1 ? "2" : "1");
	if (!right_number(L, &value))
		return lua_pushfstring(L, "no %s", lua_tostring(L, STACK_RIGHT));
	return push_number(L, value + 1);
}

/* The number of the choice that the learner means; 0: not understood. */
lua_Integer host_choice(const struct host_question *question, const char *answer)
{
	char *end;
	long number = strtol(answer, &end, 10);

	if (end != answer && *end == '\0' && number >= 1 && number <= (long)question->choices)
		return number;
	for (size_t i = 0; i < question->choices; i++) {
		if (wide_same(answer, question->choice[i]))
			return (lua_Integer)i + 1;
	}
	if (isalpha((unsigned char)answer[0]) && answer[1] == '\0' &&
	    (size_t)(tolower((unsigned char)answer[0]) - 'a') < question->choices)
		return tolower((unsigned char)answer[0]) - 'a' + 1;
	return 0;
}

/* A question whose answer is a text takes any text. */
static bool takes_text(lua_State *L)
{
	uint64_t value;

	return !is_pending(L) && !right_number(L, &value);
}

/* Whether that is an answer at all; if not, `again` says what would be. NULL: the
 * learner has given up. */
static bool understand(lua_State *L, struct asking *asking, const char *answer)
{
	struct lab *lab = host_need_lab(L);
	uint64_t value;

	if (!answer)
		return true;
	answer = host_push_trimmed(L, answer);
	if (!*answer) {
		snprintf(asking->again, sizeof(asking->again), "%s", _("please give an answer"));
	} else if (asking->question.choices) {
		if (host_choice(&asking->question, answer) != 0)
			return true;
		snprintf(asking->again, sizeof(asking->again),
			 _("please give the number of a choice, 1 to %zu"), asking->question.choices);
	} else {
		if (takes_text(L) || lab_evaluate(lab, answer, &value))
			return true;
		snprintf(asking->again, sizeof(asking->again),
			 _("please give a number, a size or an address, such as 3p: %s"),
			 lab_error(lab));
	}
	return false;
}

static int judge(lua_State *L, struct asking *asking, const char *answer)
{
	lua_Integer choice = lua_tointeger(L, STACK_RIGHT);
	uint64_t value = 0, right = 0;
	bool well;

	if (!answer)
		return WRONG;
	answer = host_push_trimmed(L, answer);
	if (asking->question.choices)
		well = host_choice(&asking->question, answer) == choice;
	else if (right_number(L, &right))
		well = lab_evaluate(host_need_lab(L), answer, &value) && value == right;
	else
		well = wide_same(answer, lua_tostring(L, STACK_RIGHT));
	return well ? RIGHT : WRONG;
}

/* --- the verdict --- */

static int finish(lua_State *L, int percent, const char *said)
{
	const char *why = lua_isnil(L, STACK_WHY) ? "" : lua_tostring(L, STACK_WHY);

	if (percent < RIGHT) {
		const char *is = lua_pushfstring(L, _("The answer is: %s."), push_told(L));

		why = lua_pushfstring(L, "%s%s%s", is, *why ? " " : "", why);
	}
	host_grade(L, (unsigned)percent, lua_tostring(L, STACK_QUESTION), said, why);
	host_drop_question(host_of(L));
	lua_pushboolean(L, percent == RIGHT);
	return 1;
}

static int after_answer(lua_State *L, int status, lua_KContext context)
{
	struct host *host = host_of(L);

	(void)status;
	(void)context;
	lua_settop(L, STACK_LAST);
	if (!understand(L, &host->asking, host->asking.answer) ||
	    !host_exam_hears(host, host->asking.answer)) {
		host_ask_again(host, host->asking.again);
		return lua_yieldk(L, 0, 0, after_answer);
	}
	find_right(L);
	return finish(L, judge(L, &host->asking, host->asking.answer), host->asking.answer);
}

/* Nobody is there: the question answers itself, as a learner would. */
static int answer_alone(lua_State *L)
{
	struct host *host = host_of(L);
	bool wrong = host->driver.answers == ANSWERS_WRONG;
	const char *answer;
	int percent;

	find_right(L);
	answer = wrong ? push_wrong(L) : push_right(L);
	host_show_alone(L, lua_tostring(L, STACK_QUESTION), answer);
	percent = understand(L, &host->asking, answer) ? judge(L, &host->asking, answer) : WRONG;
	if (!wrong && percent < RIGHT)
		return host_raise(L, "ask: nobody can answer this: '%s' is not understood as the "
				  "answer: %s", answer, host->asking.again);
	host_exam_hears(host, answer);
	return finish(L, percent, answer);
}

int host_ask(lua_State *L)
{
	struct host *host = host_of(L);

	read_table(L);
	host_may_ask(L, "ask");
	host_tell_operation(L);
	host_keep_question(L, lua_tostring(L, STACK_QUESTION), STACK_CHOICES);
	host->asking.any_text = host->asking.question.choices == 0 && takes_text(L);
	if (host->driver.alone)
		return answer_alone(L);
	host->state = HOST_ASKING;
	return lua_yieldk(L, 0, 0, after_answer);
}
