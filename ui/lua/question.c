/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What ask(), predict() and task() have in common: the table they are given,
 * the question that is open, and the verdict.
 *
 * An answer is worth 0 to 100. Where nobody is there the question answers
 * itself, through the same reader and judge that a learner's words go through:
 * a right answer that cannot be typed is found that way.
 */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ui/lab/nearest.h"
#include "ui/lab/wide.h"
#include "ui/lua/guess.h"
#include "ui/lua/inside.h"

/* --- the table --- */

static bool is_known(const char *name, const char *const *known)
{
	while (*known && strcmp(*known, name) != 0)
		known++;
	return *known != NULL;
}

static void refuse_field(lua_State *L, const char *who, const char *name,
			 const char *const *known)
{
	struct nearest nearest;
	int top = lua_gettop(L);

	nearest_begin(&nearest, name, strlen(name));
	for (size_t i = 0; known[i]; i++)
		nearest_try(&nearest, known[i]);
	if (nearest_found(&nearest))
		host_raise(L, "%s: there is no field '%s'; did you mean '%s'?", who, name, nearest.best);
	for (size_t i = 0; known[i]; i++)
		lua_pushfstring(L, i ? ", %s" : "%s", known[i]);
	lua_concat(L, lua_gettop(L) - top);
	host_raise(L, "%s: '%s' is none of %s", who, name, lua_tostring(L, -1));
}

void host_check_fields(lua_State *L, const char *who, const char *const *known)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	lua_pushnil(L);
	while (lua_next(L, 1)) {
		lua_Integer i = lua_isinteger(L, -2) ? lua_tointeger(L, -2) : 0;

		lua_pop(L, 1);
		if (i >= 1 && i <= (lua_Integer)lua_rawlen(L, 1))
			continue;
		lua_pushvalue(L, -1);	/* tolstring must not change the key */
		if (lua_type(L, -1) != LUA_TSTRING || !is_known(lua_tostring(L, -1), known))
			refuse_field(L, who, luaL_tolstring(L, -1, NULL), known);
		lua_pop(L, 1);
	}
}

int host_push_field(lua_State *L, const char *name)
{
	if (lua_getfield(L, 1, name) == LUA_TFUNCTION)
		lua_call(L, 0, 1);
	return lua_type(L, -1);
}

const char *host_push_message(lua_State *L, const char *who, const char *name, bool needed)
{
	int kind = host_push_field(L, name);

	if (kind == LUA_TNIL && !needed)
		return NULL;
	if (kind != LUA_TSTRING)
		host_raise(L, "%s: '%s' must be a text", who, name);
	host_translate(L, -1);
	host_push_shown(L, -1);
	lua_remove(L, -2);
	return lua_tostring(L, -1);
}

/* Pushes the operation's function and the arguments; how many of these. */
static int push_operation(lua_State *L, const char *who)
{
	int count;

	if (lua_getfield(L, 1, "operation") == LUA_TFUNCTION)
		return 0;
	if (!lua_istable(L, -1))
		host_raise(L, "%s: 'operation' must be a function that runs one, or a list of "
			   "it and its arguments: { alloc, \"3p\" }", who);
	count = (int)lua_rawlen(L, -1);
	luaL_checkstack(L, count, _("operation: too many arguments"));
	for (int i = 1; i <= count; i++)
		lua_rawgeti(L, -i, i);
	lua_remove(L, -1 - count);
	return count - 1;
}

/* An exam tells how much there was to think of: the steps of the last operation. */
static void count_steps(struct host *host, struct cursor before)
{
	struct timeline *t = lab_timeline(host->lab);
	struct cursor after = timeline_cursor(t);

	if (host->header.exam && (after.branch != before.branch || after.op != before.op))
		host->asked_steps += timeline_steps(t);
}

void host_call_operation(lua_State *L, const char *who)
{
	struct lab *lab = host_need_lab(L);
	struct cursor before = timeline_cursor(lab_timeline(lab));
	int arguments = push_operation(L, who);

	if (arguments < 0 || !lua_isfunction(L, -1 - arguments))
		host_raise(L, "%s: 'operation' must begin with a function", who);
	lua_call(L, arguments, 1);
	count_steps(host_of(L), before);
}

void host_tell_operation(lua_State *L)
{
	int list = lua_gettop(L) + 1;
	const char *line = NULL;

	if (lua_getfield(L, 1, "operation") == LUA_TTABLE && !host_of(L)->header.exam)
		line = host_push_spelt(L, list);
	if (line)
		host_tell(L, lua_pushfstring(L, _("The command: `%s`"), line));
	lua_settop(L, list - 1);
}

void host_may_ask(lua_State *L, const char *who)
{
	struct host *host = host_of(L);

	if (host->asked || L != host->script || !lua_isyieldable(L))
		host_raise(L, "%s() works in the script itself, not inside a coroutine, "
			   "a breakpoint's condition or a library's callback", who);
	host_check_sealed(L);
	host_reached(L);
}

/* --- the question that is open --- */

void host_drop_question(struct host *host)
{
	struct asking *asking = &host->asking;

	for (size_t i = 0; i < asking->question.choices; i++)
		free(asking->choice[i]);
	free(asking->choice);
	free(asking->text);
	host_drop_task(host);
	memset(asking, 0, sizeof(*asking));
}

void host_keep_question(lua_State *L, const char *text, int choices)
{
	struct asking *asking = &host_of(L)->asking;
	size_t count = choices ? lua_rawlen(L, choices) : 0;

	host_drop_question(host_of(L));
	asking->text = host_copy(text);
	asking->choice = calloc(count + 1, sizeof(*asking->choice));
	for (size_t i = 0; asking->text && asking->choice && i < count; i++) {
		lua_rawgeti(L, choices, (lua_Integer)i + 1);
		asking->choice[i] = host_copy(lua_tostring(L, -1));
		lua_pop(L, 1);
		asking->question.choices += asking->choice[i] != NULL;
	}
	if (!asking->text || asking->question.choices != count)
		luaL_error(L, _("there is no memory for a question"));
	asking->question.exam = host_of(L)->sits;
	asking->question.text = asking->text;
	asking->question.choice = (const char *const *)asking->choice;
}

/* Words that lessons and tasks understand, and a question of an exam does not. */
static bool is_for_others(const struct host *host)
{
	const struct asking *asking = &host->asking;

	return host->sits && !asking->question.task && asking->answer &&
	       (host_says(asking->answer, N_("hint")) || host_says(asking->answer, N_("done")));
}

void host_ask_again(struct host *host, const char *text)
{
	struct asking *asking = &host->asking;

	if (is_for_others(host))
		text = _("an exam has no hints, and 'done' belongs to a task: answer, or say skip");
	if (text != asking->again)
		snprintf(asking->again, sizeof(asking->again), "%s", text);
	asking->question.again = asking->again;
	host->state = HOST_ASKING;
}

bool host_takes_word(const struct host *host, const char *word)
{
	const struct asking *asking = &host->asking;
	uint64_t value;

	if (host->state != HOST_ASKING || asking->question.task)
		return false;
	if (asking->question.choices)
		return host_choice(&asking->question, word) != 0;
	if (asking->any_text || (asking->predicts && guess_takes(asking->subject, word)))
		return true;
	return host->lab && lab_evaluate(host->lab, word, &value);
}

/* Pushes the text with what is full width made plain. */
static const char *push_plain(lua_State *L, const char *text)
{
	size_t length = strlen(text), bytes;
	luaL_Buffer plain;

	luaL_buffinit(L, &plain);
	for (size_t at = 0; at < length; at += bytes) {
		uint32_t code = 0;

		bytes = wide_decode(text + at, length - at, &code);
		if (wide_plain(code) != code)
			luaL_addchar(&plain, (char)wide_plain(code));
		else
			luaL_addlstring(&plain, text + at, bytes ? bytes : 1);
		bytes = bytes ? bytes : 1;
	}
	luaL_pushresult(&plain);
	return lua_tostring(L, -1);
}

const char *host_push_trimmed(lua_State *L, const char *text)
{
	size_t length;

	text = push_plain(L, text);
	text += strspn(text, " \t\r\n");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r\n", text[length - 1]))
		length--;
	lua_pushlstring(L, text, length);
	lua_remove(L, -2);
	return lua_tostring(L, -1);
}

bool host_says(const char *answer, const char *word)
{
	return strcasecmp(answer, word) == 0 || strcasecmp(answer, language_text(word)) == 0;
}

/* --- the verdict --- */

static const char *verdict_text(unsigned percent, bool given_up, char *text, size_t room)
{
	if (given_up)
		snprintf(text, room, "%s", _("Shown."));
	else if (percent == 100)
		snprintf(text, room, "%s", _("Right."));
	else if (percent == 0)
		snprintf(text, room, "%s", _("Not so."));
	else
		snprintf(text, room, _("Partly right: %u of 100."), percent);
	return text;
}

static void show(lua_State *L, unsigned percent, bool given_up, const char *why)
{
	struct host *host = host_of(L);
	char begin[80];
	const char *text;

	host->meter.lines++;
	verdict_text(percent, given_up, begin, sizeof(begin));
	text = lua_pushfstring(L, "%s%s%s", begin, *why ? " " : "", why);
	if (host->driver.verdict)
		host->driver.verdict(host->driver.context, percent, text);
	else
		host_print(L, percent == 100 ? TONE_GOOD : TONE_WARN, text, host_columns(host));
	lua_pop(L, 1);
}

static void mark(struct host *host, const struct host_mark *mark)
{
	if (host->exam.marks)
		host->exam.marks(host->exam.context, mark);
}

void host_grade(lua_State *L, unsigned percent, const char *question, const char *said,
		const char *why)
{
	struct host *host = host_of(L);
	const struct host_mark result = { question, said, percent, why, host->common,
					  host->asking.question.task };

	if (!host->driver.alone || host->driver.answers != ANSWERS_PLAIN) {
		host->counts.questions++;
		host->counts.right += percent == 100;
		host->counts.points += percent;
	}
	if (host->driver.alone && !host->sits)
		host_note_check(L, percent == 100, question);
	if (host->sits)
		mark(host, &result);
	else if (!host->driver.alone || host->driver.answers != ANSWERS_PLAIN)
		show(L, percent, !said, why);
	host_check_end(L);
}

void host_show_alone(lua_State *L, const char *question, const char *answer)
{
	if (host_of(L)->sits)
		return;
	host_print(L, TONE_TEXT, lua_pushfstring(L, "? %s", question), 0);
	host_print(L, TONE_GOOD, lua_pushfstring(L, "  %s", answer), 0);
	lua_pop(L, 2);
}
