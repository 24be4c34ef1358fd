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
 * learner said. What is not understood is asked again. On the Lua stack lie
 * the question's table, the right answer and the reason.
 */

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ui/lua/inside.h"

enum { STACK_TABLE = 1, STACK_RIGHT, STACK_WHY, STACK_LAST = STACK_WHY };

/* --- reading the table --- */

static void check_fields(lua_State *L)
{
	static const char *const known[] = { "question", "choices", "answer", "why" };

	lua_pushnil(L);
	while (lua_next(L, STACK_TABLE)) {
		bool found = false;

		for (size_t i = 0; i < LENGTH(known); i++)
			found = found || (lua_type(L, -2) == LUA_TSTRING &&
					  strcmp(lua_tostring(L, -2), known[i]) == 0);
		if (!found)
			host_raise(L, "ask: '%s' is none of question, choices, answer, why",
				   luaL_tolstring(L, -2, NULL));
		lua_pop(L, 1);
	}
}

/* Pushes a field; one that is a function is asked for its value. */
static int push_value(lua_State *L, const char *name)
{
	if (lua_getfield(L, STACK_TABLE, name) == LUA_TFUNCTION)
		lua_call(L, 0, 1);
	return lua_type(L, -1);
}

static size_t count_choices(lua_State *L)
{
	size_t count = 0;
	int kind = lua_getfield(L, STACK_TABLE, "choices");

	if (kind == LUA_TTABLE)
		count = lua_rawlen(L, -1);
	if (kind != LUA_TNIL && (count < 2 || count > 9))
		host_raise(L, "ask: 'choices' must be a list of 2 to 9 texts");
	for (size_t i = 1; i <= count; i++) {
		if (lua_rawgeti(L, -1, (lua_Integer)i) != LUA_TSTRING)
			host_raise(L, "ask: choice %zu is no text", i);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
	return count;
}

/* Pushes the clean text of a choice, counted from 1. */
static const char *push_choice(lua_State *L, lua_Integer i)
{
	lua_getfield(L, STACK_TABLE, "choices");
	lua_rawgeti(L, -1, i);
	host_push_shown(L, -1);
	lua_replace(L, -3);
	lua_pop(L, 1);
	return lua_tostring(L, -1);
}

static void check_right(lua_State *L, size_t choices)
{
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

static size_t read_table(lua_State *L)
{
	size_t choices;

	luaL_checktype(L, STACK_TABLE, LUA_TTABLE);
	lua_settop(L, STACK_TABLE);
	check_fields(L);
	choices = count_choices(L);
	push_value(L, "answer");
	check_right(L, choices);
	if (push_value(L, "why") != LUA_TSTRING && !lua_isnil(L, -1))
		host_raise(L, "ask: 'why' must be a text, or a function that returns one");
	lua_getfield(L, STACK_TABLE, "question");
	if (lua_type(L, -1) != LUA_TSTRING)
		host_raise(L, "ask: 'question' must be a text");
	return choices;
}

/* --- the question that is open --- */

void host_drop_question(struct host *host)
{
	struct asking *asking = &host->asking;

	for (size_t i = 0; i < asking->question.choices; i++)
		free(asking->choice[i]);
	free(asking->choice);
	free(asking->text);
	memset(asking, 0, sizeof(*asking));
}

/* The clean question lies on top of the stack. */
static void keep_question(lua_State *L, size_t choices)
{
	struct asking *asking = &host_of(L)->asking;

	host_drop_question(host_of(L));
	asking->text = host_copy(lua_tostring(L, -1));
	asking->choice = calloc(choices + 1, sizeof(*asking->choice));
	if (!asking->text || !asking->choice)
		luaL_error(L, "there is no memory for a question");
	for (size_t i = 0; i < choices; i++) {
		char *copy = host_copy(push_choice(L, (lua_Integer)i + 1));

		lua_pop(L, 1);
		if (!copy)
			luaL_error(L, "there is no memory for a question");
		asking->choice[i] = copy;
		asking->question.choices = i + 1;
	}
	asking->question.text = asking->text;
	asking->question.choice = (const char *const *)asking->choice;
}

/* --- answers --- */

/* Pushes the right answer as text. */
static const char *push_right(lua_State *L, size_t choices)
{
	char text[32];

	if (choices > 0)
		return push_choice(L, lua_tointeger(L, STACK_RIGHT));
	if (!lua_isinteger(L, STACK_RIGHT))
		return host_push_shown(L, STACK_RIGHT);
	snprintf(text, sizeof(text), "0x%" PRIx64, (uint64_t)lua_tointeger(L, STACK_RIGHT));
	return lua_pushstring(L, text);
}

/* The number of the choice that the learner means; 0: not understood. */
static lua_Integer read_choice(const struct host_question *question, const char *answer)
{
	char *end;
	long number = strtol(answer, &end, 10);

	if (end != answer && *end == '\0' && number >= 1 && number <= (long)question->choices)
		return number;
	for (size_t i = 0; i < question->choices; i++) {
		if (strcasecmp(answer, question->choice[i]) == 0)
			return (lua_Integer)i + 1;
	}
	if (isalpha((unsigned char)answer[0]) && answer[1] == '\0' &&
	    (size_t)(tolower((unsigned char)answer[0]) - 'a') < question->choices)
		return tolower((unsigned char)answer[0]) - 'a' + 1;
	return 0;
}

enum judgement { RIGHT, WRONG, NOT_UNDERSTOOD };

static enum judgement judge_choice(lua_State *L, struct asking *asking, const char *answer)
{
	lua_Integer choice = read_choice(&asking->question, answer);

	if (choice == 0) {
		snprintf(asking->again, sizeof(asking->again), "please give the number of a choice, 1 to %zu",
			 asking->question.choices);
		return NOT_UNDERSTOOD;
	}
	return choice == lua_tointeger(L, STACK_RIGHT) ? RIGHT : WRONG;
}

static enum judgement judge_value(lua_State *L, struct asking *asking, const char *answer)
{
	struct lab *lab = host_need_lab(L);
	uint64_t value;

	if (!lua_isinteger(L, STACK_RIGHT))
		return strcasecmp(answer, lua_tostring(L, STACK_RIGHT)) == 0 ? RIGHT : WRONG;
	if (!lab_evaluate(lab, answer, &value)) {
		snprintf(asking->again, sizeof(asking->again), "%s", lab_error(lab));
		return NOT_UNDERSTOOD;
	}
	return value == (uint64_t)lua_tointeger(L, STACK_RIGHT) ? RIGHT : WRONG;
}

/* Takes blanks off both ends; the text is pushed. */
static const char *push_trimmed(lua_State *L, const char *text)
{
	size_t length;

	text += strspn(text, " \t\r\n");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r\n", text[length - 1]))
		length--;
	return lua_pushlstring(L, text, length);
}

static enum judgement judge(lua_State *L, struct asking *asking)
{
	const char *answer;

	if (!asking->answer)
		return WRONG;
	answer = push_trimmed(L, asking->answer);
	if (!*answer) {
		snprintf(asking->again, sizeof(asking->again), "please give an answer");
		return NOT_UNDERSTOOD;
	}
	return asking->question.choices ? judge_choice(L, asking, answer) : judge_value(L, asking, answer);
}

/* --- the verdict --- */

static void show_verdict(lua_State *L, bool right)
{
	struct host *host = host_of(L);
	const char *why = lua_isnil(L, STACK_WHY) ? "" : host_push_shown(L, STACK_WHY);

	if (!right) {
		const char *answer = push_right(L, host->asking.question.choices);

		why = lua_pushfstring(L, "The answer is: %s.%s%s", answer, *why ? " " : "", why);
	}
	if (host->driver.verdict)
		host->driver.verdict(host->driver.context, right, why);
	else
		host_print(L, right ? TONE_GOOD : TONE_WARN,
			   lua_pushfstring(L, "%s%s%s", right ? "Right." : "No.", *why ? " " : "", why),
			   host->driver.columns ? host->driver.columns : 78);
}

static int after_answer(lua_State *L, int status, lua_KContext context)
{
	struct host *host = host_of(L);
	enum judgement judgement;

	(void)status;
	(void)context;
	lua_settop(L, STACK_LAST);
	judgement = judge(L, &host->asking);
	if (judgement == NOT_UNDERSTOOD) {
		host->asking.question.again = host->asking.again;
		host->state = HOST_ASKING;
		return lua_yieldk(L, 0, 0, after_answer);
	}
	host->counts.questions++;
	host->counts.right += judgement == RIGHT;
	show_verdict(L, judgement == RIGHT);
	host_drop_question(host);
	lua_pushboolean(L, judgement == RIGHT);
	return 1;
}

/* Nobody is there: say what the answer would have been. */
static int answer_alone(lua_State *L, const char *question, size_t choices)
{
	struct host *host = host_of(L);

	host->counts.passed++;
	host_print(L, TONE_TEXT, lua_pushfstring(L, "? %s", question), 0);
	host_print(L, TONE_GOOD, lua_pushfstring(L, "  %s", push_right(L, choices)), 0);
	lua_pushboolean(L, true);
	return 1;
}

int host_ask(lua_State *L)
{
	struct host *host = host_of(L);
	size_t choices = read_table(L);
	const char *question = host_push_shown(L, -1);

	if (host->asked || L != host->script || !lua_isyieldable(L))
		return host_raise(L, "ask() works in the script itself, not inside a coroutine, "
				  "a breakpoint's condition or a library's callback");
	if (host->driver.alone)
		return answer_alone(L, question, choices);
	keep_question(L, choices);
	host->state = HOST_ASKING;
	return lua_yieldk(L, 0, 0, after_answer);
}
