/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The host: one Lua state, the script's coroutine, and the turns that script
 * and driver take.
 *
 * Lua reports errors by long jumps. None may leave this folder: whatever can
 * fail runs either within lua_resume or within host_protect, and what the
 * driver gets is a state and a text that was copied out of Lua.
 */

#include <inttypes.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lua/inside.h"
#include "ui/lua/load.h"

char *host_copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

bool host_protect(struct host *host, lua_CFunction function, void *argument)
{
	bool well;

	host->meter.lifted++;
	lua_settop(host->lua, 0);
	lua_pushcfunction(host->lua, function);
	lua_pushlightuserdata(host->lua, argument);
	well = lua_pcall(host->lua, 1, 0, 0) == LUA_OK;
	lua_settop(host->lua, 0);
	host->meter.lifted--;
	return well;
}

/* --- opening and closing --- */

static int build(lua_State *L)
{
	struct host *host = host_of(L);

	host_push_api(L);
	host_push_environment(L, -1);
	lua_setfield(L, LUA_REGISTRYINDEX, REGISTRY_ENVIRONMENT);
	lua_setfield(L, LUA_REGISTRYINDEX, REGISTRY_API);
	host->asking_thread = lua_newthread(L);
	luaL_ref(L, LUA_REGISTRYINDEX);
	host_watch(host->asking_thread);
	return 0;
}

struct host *host_open(struct lab *lab, const struct host_driver *driver)
{
	static const struct host_driver alone = { .alone = true };
	struct host *host = calloc(1, sizeof(*host));

	if (!host)
		return NULL;
	host->lab = lab;
	host->driver = driver ? *driver : alone;
	host->script_reference = LUA_NOREF;
	host_set_limits(host, NULL);
	host->lua = lua_newstate(host_allocate, host);
	if (!host->lua) {
		free(host);
		return NULL;
	}
	*(struct host **)lua_getextraspace(host->lua) = host;
	if (!host_protect(host, build, NULL)) {
		host_close(host);
		return NULL;
	}
	return host;
}

void host_close(struct host *host)
{
	if (!host)
		return;
	host_drop_predicates(host);
	host->meter.lifted++;
	host_drop_question(host);
	host_forget_turns(host);
	lua_close(host->lua);
	host_forget_header(host);
	free(host->error);
	free(host->traceback);
	free(host->asked_error);
	free(host);
}

void host_forget_lab(struct host *host)
{
	host->lab = NULL;
}

/* --- what the driver may ask --- */

enum host_state host_state(const struct host *host)
{
	return host->state;
}

bool host_quit(const struct host *host)
{
	return host->state == HOST_DONE && host->meter.end == END_QUIT;
}

const struct host_question *host_question(const struct host *host)
{
	return host->state == HOST_ASKING ? &host->asking.question : NULL;
}

const char *host_error(const struct host *host)
{
	return host->error ? host->error : "";
}

const char *host_traceback(const struct host *host)
{
	return host->traceback ? host->traceback : "";
}

const char *host_place(const struct host *host)
{
	return host->place;
}

enum host_kind host_kind(const struct host *host)
{
	if (host->sits)
		return HOST_EXAM;
	return host->header.seen && !host->header.takes ? HOST_LESSON : HOST_SCENARIO;
}

const char *host_lesson_name(const struct host *host)
{
	return host->header.seen ? host->header.name : NULL;
}

bool host_misused(const struct host *host)
{
	return host->misused && host->state == HOST_FAILED;
}

struct host_counts host_counts(const struct host *host)
{
	return host->counts;
}

/* --- errors --- */

static void forget_error(struct host *host)
{
	free(host->error);
	free(host->traceback);
	free(host->asked_error);
	host->error = host->traceback = host->asked_error = NULL;
}

static enum host_state fail(struct host *host, enum host_state state, const char *error)
{
	forget_error(host);
	host->error = host_copy(error);
	host->state = state;
	return state;
}

/* What ran out? A recursion without an end fills the memory with its calls. */
static const char *memory_error(const struct host *host)
{
	enum { MANY_CALLS = 50000 };
	lua_Debug where;

	if (lua_getstack(host->script, MANY_CALLS, &where))
		return _("stack overflow: is there a function that calls itself without end?");
	return host->meter.text_refused ? _("the script makes a text that is too long")
					: _("the script wants more memory than it may have");
}

/* The error that lies on top of the script's stack, as one clean line. Pushed on L. */
static void push_error_text(lua_State *L, struct host *host, int status)
{
	lua_State *script = host->script;
	size_t length;
	const char *text;

	if (status == LUA_ERRMEM) {
		lua_pushfstring(L, "%s%s%s", host->place, host->place[0] ? ": " : "",
				memory_error(host));
	} else if (lua_type(script, -1) == LUA_TSTRING) {
		text = lua_tolstring(script, -1, &length);
		host_push_clean(L, text, length);
		luaL_gsub(L, lua_tostring(L, -1), "\n", " ");
	} else {
		lua_pushfstring(L, _("%s%sthe script failed with an error that is no text (a %s)"),
				host->place, host->place[0] ? ": " : "", luaL_typename(script, -1));
	}
}

/* Levels of a traceback: its lines below the first. Lua leaves some out itself
 * when there are many, and says how many in a line of their own. */
static size_t count_levels(const char *text)
{
	static const char skipping[] = "(skipping ";
	const char *skip = strstr(text, skipping);
	size_t levels = skip ? strtoul(skip + strlen(skipping), NULL, 10) - 1 : 0;

	for (; *text; text++)
		levels += *text == '\n';
	return levels;
}

/* The text from its n-th line on, counted from the end. */
static const char *last_lines(const char *text, size_t lines)
{
	const char *at = text + strlen(text);

	while (at > text && lines > 0)
		lines -= *--at == '\n';
	return at;
}

/* A deep recursion is told by its two ends. Replaces the text on top. */
static void shorten_traceback(lua_State *L)
{
	enum { ENDS = 4 };
	const char *text = lua_tostring(L, -1), *begin = text;
	size_t levels = count_levels(text);

	if (levels <= 3 * ENDS)
		return;
	for (size_t line = 0; line <= ENDS; line++)
		begin += strcspn(begin + 1, "\n") + 1;
	lua_pushlstring(L, text, (size_t)(begin - text));
	lua_pushfstring(L, _("%s\n ... %d more levels ...%s"), lua_tostring(L, -1),
			(int)(levels - 2 * ENDS), last_lines(text, ENDS));
	lua_replace(L, -3);
	lua_pop(L, 1);
}

/* The traceback of the script's coroutine, without Lua's own frame below it. */
static void push_traceback(lua_State *L, lua_State *script)
{
	static const char below[] = "\n\t[C]: in ?";
	size_t length;
	const char *text;

	luaL_traceback(L, script, NULL, 0);
	text = lua_tolstring(L, -1, &length);
	if (length > sizeof(below) && strcmp(text + length - (sizeof(below) - 1), below) == 0)
		length -= sizeof(below) - 1;
	host_push_clean(L, text, length);
	shorten_traceback(L);
}

struct failure {
	int status;
	char *error;
	char *traceback;
};

static int describe(lua_State *L)
{
	struct failure *failure = lua_touserdata(L, 1);
	struct host *host = host_of(L);

	push_error_text(L, host, failure->status);
	failure->error = host_copy(lua_tostring(L, -1));
	push_traceback(L, host->script);
	failure->traceback = host_copy(lua_tostring(L, -1));
	return 0;
}

/* The script is dead, but its stack is still there to be looked at. */
static void keep_failure(struct host *host, int status)
{
	struct failure failure = { .status = status };

	host_where(host->script, host->place, sizeof(host->place));
	if (!host_protect(host, describe, &failure) && !failure.error)
		failure.error = host_copy(_("the script failed, and there is no memory to tell why"));
	forget_error(host);
	host->error = failure.error;
	host->traceback = failure.traceback;
}

/* --- the script's coroutine --- */

static int drop_script(lua_State *L)
{
	struct host *host = host_of(L);

	luaL_unref(L, LUA_REGISTRYINDEX, host->script_reference);
	host->script_reference = LUA_NOREF;
	host->script = NULL;
	return 0;
}

void host_stop(struct host *host)
{
	if (host->inside)
		return;
	host_protect(host, drop_script, NULL);
	host_drop_question(host);
	host->state = HOST_IDLE;
}

static int set_arguments(lua_State *L, const struct load *load)
{
	lua_createtable(L, (int)load->count, 1);
	for (size_t i = 0; i < load->count; i++) {
		lua_pushstring(L, load->argument[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_pushstring(L, load->name);
	lua_rawseti(L, -2, 0);
	lua_setfield(L, -2, "arg");
	return 0;
}

/* Makes the coroutine, with the chunk of `load` as its function. */
static int make_script(lua_State *L)
{
	struct load *load = lua_touserdata(L, 1);
	struct host *host = host_of(L);

	drop_script(L);
	host->script = lua_newthread(L);
	host->script_reference = luaL_ref(L, LUA_REGISTRYINDEX);
	host_watch(host->script);
	load_push(L, load);
	lua_getfield(L, LUA_REGISTRYINDEX, REGISTRY_ENVIRONMENT);
	if (load->argument)
		set_arguments(L, load);
	load_set_environment(L, load);
	lua_xmove(L, host->script, 1);
	return 0;
}

static enum host_state begin(struct host *host, struct load *load)
{
	forget_error(host);
	host_drop_question(host);
	host->place[0] = '\0';
	host->counts = (struct host_counts){ 0 };
	host->header.seen = host->header.exam = false;
	host->misused = false;
	host->asked_steps = 0;
	host->exercises = 0;
	host->common[0] = '\0';
	host->entry = ENTRY_AT_END;
	host->left = (struct cursor){ 0 };
	host->has_left = false;
	host_meter_begin(host);
	if (!host_protect(host, make_script, load))
		return fail(host, HOST_FAILED, load->error ? load->error : _("there is no memory for this script"));
	host->state = HOST_PAUSED;
	return HOST_PAUSED;
}

enum host_state host_load(struct host *host, const char *path, size_t count,
			  const char *const *argument)
{
	static const char *const nothing[] = { NULL };
	struct load load = { .name = path, .count = count, .argument = argument ? argument : nothing };
	enum host_state state;

	if (host->inside)
		return HOST_FAILED;
	if (!host->reloading)
		host_forget_turns(host);
	host->path = host_copy(path);
	language_lesson(path, host->domain);
	if (!load_read(&load, path))
		state = fail(host, HOST_UNREADABLE, load.error);
	else
		state = begin(host, &load);
	load_free(&load);
	return state;
}

enum host_state host_load_text(struct host *host, const char *name, const char *text)
{
	struct load load = { .name = name, .text = text, .length = strlen(text), .shows_value = true };
	enum host_state state;

	if (host->inside)
		return HOST_FAILED;
	host_forget_turns(host);
	host->domain[0] = '\0';
	state = begin(host, &load);
	load_free(&load);
	return state;
}

/* --- turns --- */

/* Numbers and the order of texts must not depend on the country. */
static locale_t enter_locale(locale_t *before)
{
	locale_t plain;

	*before = uselocale((locale_t)0);
	plain = duplocale(*before);
	if (plain)
		plain = newlocale(LC_NUMERIC_MASK | LC_COLLATE_MASK, "C", plain);
	if (plain)
		uselocale(plain);
	return plain;
}

static void leave_locale(locale_t plain, locale_t before)
{
	uselocale(before);
	if (plain)
		freelocale(plain);
}

static bool same_place(struct cursor a, struct cursor b)
{
	return a.branch == b.branch && a.op == b.op && a.step == b.step;
}

/* Runs a command with two numbers, so that the log knows of the jump. */
static void run_jump(struct host *host, const char *command, uint64_t first,
		     const char *key, uint64_t second)
{
	char words[2][32];
	const char *const word[] = { words[0], words[1] };

	snprintf(words[0], sizeof(words[0]), "%" PRIu64, first);
	snprintf(words[1], sizeof(words[1]), "%s%" PRIu64, key, second);
	lab_run(host->lab, command, 2, word, NULL);
}

void host_return_to(struct host *host, struct cursor place)
{
	struct timeline *timeline = lab_timeline(host->lab);

	if (timeline_cursor(timeline).branch != place.branch)
		run_jump(host, "branch", place.branch, "op=", place.op);
	if (!same_place(timeline_cursor(timeline), place))
		run_jump(host, "goto", place.op, "", place.step);
}

/* The learner may have looked around, or even have gone on: the script finds the
 * lab as it left it. What a task is about is the learner's own place. */
static void enter_lab(struct host *host, enum lab_entry *learners)
{
	if (!host->lab)
		return;
	lab_log_seal(host->lab);
	*learners = lab_entry(host->lab);
	lab_set_entry(host->lab, host->entry);
	host_bound_lab(host);
	lab_let_script_act(host->lab, true);
	lab_hush(host->lab, host->sits);
	if (host->has_left && !host->asking.question.task)
		host_return_to(host, host->left);
}

static void leave_lab(struct host *host, enum lab_entry learners)
{
	if (!host->lab)
		return;
	host->entry = lab_entry(host->lab);
	lab_set_entry(host->lab, learners);
	if (host->sits)
		host_bound_student(host);
	else
		host_free_lab(host);
	lab_let_script_act(host->lab, false);
	lab_hush(host->lab, false);
	host->left = timeline_cursor(lab_timeline(host->lab));
	host->has_left = true;
	lab_log_seal(host->lab);
}

static int run_script(struct host *host)
{
	enum lab_entry learners = ENTRY_AT_END;
	locale_t before, plain;
	int results, status;

	enter_lab(host, &learners);
	plain = enter_locale(&before);
	host_meter_begin(host);
	host->inside = true;
	host->running = host->script;
	host->state = HOST_IDLE;
	status = lua_resume(host->script, host->lua, 0, &results);
	host->running = NULL;
	host->inside = false;
	leave_locale(plain, before);
	leave_lab(host, learners);
	return status;
}

static enum host_state finish(struct host *host, int status)
{
	bool wanted = host->meter.end == END_QUIT || host->meter.end == END_HEADER;

	host_drop_question(host);
	if (status == LUA_OK || wanted) {
		host->state = HOST_DONE;
	} else if (status == LUA_YIELD) {
		fail(host, HOST_FAILED, _("the script gave up its turn without pause() or ask()"));
	} else {
		keep_failure(host, status);
		host->state = HOST_FAILED;
	}
	host_protect(host, drop_script, NULL);
	return host->state;
}

/* One may leave a question without an answer; a task hears `skip` itself. */
static bool passes_over(const struct host *host, const char *answer)
{
	bool question = host->state == HOST_ASKING && !host->asking.question.task;

	return question && answer && host_says(answer, N_("skip"));
}

enum host_state host_resume(struct host *host, const char *answer)
{
	int status;

	if (host->inside || (host->state != HOST_PAUSED && host->state != HOST_ASKING))
		return host->state;
	forget_error(host);
	host_note_turn(host, answer);
	host->asking.answer = passes_over(host, answer) ? NULL : answer;
	host->asking.question.again = NULL;
	host->asking.again[0] = '\0';
	status = run_script(host);
	host->asking.answer = NULL;
	if (status != LUA_YIELD || (host->state != HOST_PAUSED && host->state != HOST_ASKING))
		return finish(host, status);
	host_where(host->script, host->place, sizeof(host->place));
	return host->state;
}
