/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What lessons are written with: lesson, title, say, pause, and a few ways to
 * write numbers.
 *
 * pause() gives the word back to the driver by yielding from the script's own
 * coroutine. So it works at any depth of the script's functions, within pcall
 * too, but not inside a coroutine of the script or a callback of the library.
 */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lua/inside.h"

enum { COLUMNS = 78 };

unsigned host_columns(const struct host *host)
{
	return host->driver.columns ? host->driver.columns : COLUMNS;
}

/* Lesson text goes to the driver, or else to the sink with a line of air. */
static void show(lua_State *L, void (*driver)(void *, const char *), const char *text)
{
	struct host *host = host_of(L);

	host->meter.lines++;
	host->meter.bytes += strlen(text);
	if (driver) {
		driver(host->driver.context, text);
	} else {
		host_print(L, TONE_TEXT, "", 0);
		host_print(L, TONE_TEXT, text, host_columns(host));
	}
	host_check_end(L);
}

void host_translate(lua_State *L, int index)
{
	const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";
	const char *other = language_lesson_text(host_of(L)->domain, text);

	index = lua_absindex(L, index);
	if (other == text)
		return;
	lua_pushstring(L, other);
	lua_replace(L, index);
}

/* --- headings --- */

const char *host_push_line(lua_State *L, int index)
{
	size_t length;
	const char *text = luaL_checklstring(L, index, &length);

	host_push_clean(L, text, length);
	luaL_gsub(L, lua_tostring(L, -1), "\n", " ");
	lua_remove(L, -2);
	return lua_tostring(L, -1);
}

void host_tell(lua_State *L, const char *text)
{
	show(L, host_of(L)->driver.say, text);
}

void host_show_title(lua_State *L, const char *title)
{
	show(L, host_of(L)->driver.title, title);
}

static int script_title(lua_State *L)
{
	luaL_checkstring(L, 1);
	host_translate(L, 1);
	host_show_title(L, host_push_line(L, 1));
	return 0;
}

/* A field of the header as a clean line, or nil. Pushed. */
static const char *push_field(lua_State *L, const char *who, const char *name, bool needed)
{
	int kind = lua_getfield(L, 1, name);

	if (kind == LUA_TNIL && !needed)
		return NULL;
	if (kind != LUA_TSTRING)
		host_raise(L, "%s: '%s' must be a text", who, name);
	host_push_line(L, lua_gettop(L));
	lua_remove(L, -2);
	return lua_tostring(L, -1);
}

static unsigned field_number(lua_State *L, const char *who, const char *name)
{
	lua_Integer value;

	if (lua_getfield(L, 1, name) == LUA_TNIL)
		value = 0;
	else if (!lua_isinteger(L, -1) || (value = lua_tointeger(L, -1)) < 0 || value > 100000)
		return (unsigned)host_raise(L, "%s: '%s' must be a small whole number", who, name);
	lua_pop(L, 1);
	return (unsigned)value;
}

void host_forget_header(struct host *host)
{
	free(host->header.name);
	free(host->header.title);
	free(host->header.takes);
	free(host->header.space);
	host->header = (struct header){ .seen = false };
}

void host_keep_header(lua_State *L, const struct said *said)
{
	struct host *host = host_of(L);

	host_forget_header(host);
	host->header = (struct header){
		.seen = true, .name = host_copy(said->name), .title = host_copy(said->title),
		.takes = host_copy(said->takes), .space = host_copy(said->space),
		.minutes = said->minutes, .order = said->order, .exam = said->exam,
		.bounds = said->bounds,
	};
	if (host->header_only) {
		host_end(host, END_HEADER);
		host_raise_end(L);
	}
}

/* The command `space` of the lab, if the header names one. */
static void open_space(lua_State *L, const char *space)
{
	if (!space)
		return;
	host_need_lab(L);
	if (host_run_command(host_of(L), "space", 1, &space, NULL) != LAB_OK)
		host_raise(L, "%s", lab_error(host_of(L)->lab));
}

/* What a lesson's header and an exam's have in common; the texts lie on the stack. */
static struct said read_header(lua_State *L, const char *who)
{
	struct said said = { .minutes = field_number(L, who, "minutes") };

	if (field_number(L, who, "api") > HOST_API)
		host_raise(L, "this %s wants version %u of the lab's functions; here is "
			   "version %d: get a newer vmaplab", who, field_number(L, who, "api"), HOST_API);
	said.order = field_number(L, who, "order");
	said.name = push_field(L, who, "name", true);
	push_field(L, who, "title", true);
	host_translate(L, -1);
	said.title = host_push_line(L, -1);
	said.space = push_field(L, who, "space", false);
	return said;
}

static int begin(lua_State *L, const struct said *said)
{
	host_keep_header(L, said);
	open_space(L, said->space);
	host_show_title(L, said->title);
	return 0;
}

/* lesson { name = "cache", title = "...", minutes = 10, order = 4, space = "toy" } */
static int script_lesson(lua_State *L)
{
	static const char *const known[] = { "name", "title", "minutes", "order", "space", "api", NULL };
	struct said said;

	lua_settop(L, 1);
	host_check_fields(L, "lesson", known);
	said = read_header(L, "lesson");
	return begin(L, &said);
}

static uint64_t bound(lua_State *L, lua_Integer i)
{
	lua_Integer value = -1;

	if (lua_getfield(L, 1, "steps") == LUA_TTABLE && lua_rawgeti(L, -1, i) == LUA_TNUMBER)
		value = lua_tointeger(L, -1);
	lua_settop(L, 1);
	if (value < 0)
		host_raise(L, "exam: 'steps' must be two numbers: { LEAST, MOST }");
	return (uint64_t)value;
}

/* exam { ..., steps = { 100, 300 } } */
static int script_exam(lua_State *L)
{
	static const char *const known[] = { "name", "title", "minutes", "order", "space", "api",
					     "steps", NULL };
	struct host_exam_header bounds;
	struct said said;

	lua_settop(L, 1);
	host_check_fields(L, "exam", known);
	bounds = (struct host_exam_header){ bound(L, 1), bound(L, 2) };
	if (bounds.least > bounds.most)
		return host_raise(L, "exam: the first of its 'steps' is more than the second");
	said = read_header(L, "exam");
	said.exam = true;
	said.bounds = bounds;
	return begin(L, &said);
}

/* --- paragraphs --- */

static bool blank_line(const char *text)
{
	text += strspn(text, " ");
	return *text == '\n' || *text == '\0';
}

static bool list_item(const char *text)
{
	text += strspn(text, " ");
	return text[0] == '-' && text[1] == ' ';
}

/* Adds the next paragraph of `text` with single blanks; returns what follows. */
static const char *add_paragraph(luaL_Buffer *to, const char *text)
{
	bool first = true;

	for (;;) {
		text += strspn(text, " ");
		while (*text && *text != '\n') {
			size_t word = strcspn(text, " \n");

			if (!first)
				luaL_addchar(to, ' ');
			luaL_addlstring(to, text, word);
			first = false;
			text += word;
			text += strspn(text, " ");
		}
		if (!*text)
			return text;
		text++;
		if (blank_line(text) || list_item(text))
			return text;
	}
}

/* Makes one text of the format and its values, all there is on the stack. What does not
 * fit is told with the line of the script. */
static void format_values(lua_State *L, const char *who)
{
	int count = lua_gettop(L);

	lua_pushliteral(L, "");
	lua_getfield(L, -1, "format");
	lua_insert(L, 1);
	lua_pop(L, 1);
	if (lua_pcall(L, count, 1, 0) == LUA_OK)
		return;
	host_check_end(L);
	host_raise(L, "%s", luaL_gsub(L, luaL_tolstring(L, -1, NULL), "string.format", who));
}

/* Leaves the text to show on top: formatted if there is more than one argument. */
static const char *push_text(lua_State *L, const char *who)
{
	int arguments = lua_gettop(L);
	const char *text;
	size_t length;

	luaL_checkstring(L, 1);
	host_translate(L, 1);
	text = lua_tolstring(L, 1, &length);
	if (arguments > 1) {
		format_values(L, who);
		text = lua_tolstring(L, -1, &length);
	}
	return host_push_clean(L, text, length);
}

/* Notes are for the speaker; where nobody takes them they are not shown. */
static void give_note(lua_State *L, const char *text)
{
	struct host *host = host_of(L);

	host->meter.lines++;
	host->meter.bytes += strlen(text);
	if (host->driver.note)
		host->driver.note(host->driver.context, text);
	host_check_end(L);
}

/* Paragraphs are parted by empty lines. */
static int give_paragraphs(lua_State *L, bool note)
{
	const char *text = push_text(L, note ? "note" : "say");

	while (*text) {
		luaL_Buffer paragraph;

		luaL_buffinit(L, &paragraph);
		text = add_paragraph(&paragraph, text);
		luaL_pushresult(&paragraph);
		if (*lua_tostring(L, -1) && note)
			give_note(L, lua_tostring(L, -1));
		else if (*lua_tostring(L, -1))
			show(L, host_of(L)->driver.say, lua_tostring(L, -1));
		lua_pop(L, 1);
	}
	return 0;
}

/* say(TEXT) or say(FORMAT, ...) */
static int script_say(lua_State *L)
{
	return give_paragraphs(L, false);
}

/* note(TEXT) or note(FORMAT, ...) */
static int script_note(lua_State *L)
{
	return give_paragraphs(L, true);
}

/* --- texts that are put together --- */

/* tr(TEXT) or tr(FORMAT, ...): in the learner's language, for use in other texts. */
static int script_text(lua_State *L)
{
	push_text(L, "tr");
	return 1;
}

/* plural(ONE, MANY, N): which of the two it is for N, with N put in. */
static int script_plural(lua_State *L)
{
	lua_Integer n = luaL_checkinteger(L, 3);
	const char *text = language_lesson_plural(host_of(L)->domain, luaL_checkstring(L, 1),
						  luaL_checkstring(L, 2), (unsigned long)n);

	lua_pushstring(L, text);
	lua_pushinteger(L, n);
	lua_replace(L, 2);
	lua_replace(L, 1);
	lua_settop(L, 2);
	format_values(L, "plural");
	return 1;
}

/* --- pause --- */

static int after_pause(lua_State *L, int status, lua_KContext context)
{
	(void)L;
	(void)status;
	(void)context;
	return 0;
}

static int script_pause(lua_State *L)
{
	struct host *host = host_of(L);

	if (host->asked || L != host->script || !lua_isyieldable(L))
		return host_raise(L, "pause() works in the script itself, not inside a coroutine, "
				  "a breakpoint's condition or a library's callback");
	if (host->header.exam)
		return host_raise(L, "an exam has no pause(): it only asks");
	if (host->driver.alone)
		return 0;
	host->state = HOST_PAUSED;
	return lua_yieldk(L, 0, 0, after_pause);
}

/* --- numbers --- */

static int script_hex(lua_State *L)
{
	char text[32];

	snprintf(text, sizeof(text), "0x%" PRIx64, host_number(L, 1));
	lua_pushstring(L, text);
	return 1;
}

/* pages(BYTES): how many pages that is. */
static int script_pages(lua_State *L)
{
	uint64_t bytes = host_number(L, 1);

	if (bytes % PAGE_SIZE)
		return host_raise(L, "0x%" PRIx64 " is no whole number of pages", bytes);
	lua_pushinteger(L, (lua_Integer)(bytes / PAGE_SIZE));
	return 1;
}

/* size("3p"): the bytes of a size as people write it; any expression will do. */
static int script_size(lua_State *L)
{
	struct lab *lab = host_need_lab(L);
	uint64_t value;

	if (!lab_evaluate(lab, luaL_checkstring(L, 1), &value))
		return host_raise(L, "%s", lab_error(lab));
	lua_pushinteger(L, (lua_Integer)value);
	return 1;
}

void host_add_lesson(lua_State *L, int api)
{
	static const luaL_Reg functions[] = {
		{ "lesson", script_lesson }, { "exam", script_exam }, { "exercise", host_exercise },
		{ "scenario", host_scenario }, { "title", script_title }, { "say", script_say },
		{ "note", script_note },
		{ "pause", script_pause }, { "ask", host_ask }, { "predict", host_predict },
		{ "task", host_task }, { "hex", script_hex }, { "tr", script_text },
		{ "plural", script_plural },
		{ "pages", script_pages }, { "size", script_size }, { NULL, NULL },
	};

	lua_pushvalue(L, api);
	luaL_setfuncs(L, functions, 0);
	lua_pop(L, 1);
}
