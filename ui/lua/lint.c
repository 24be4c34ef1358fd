/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Looking over a lesson, in two ways.
 *
 * Its words are looked at without running it: names that nobody knows, texts that
 * cannot be translated or are not. Then it is run with nobody there, once with right
 * answers and once with wrong ones, and once in every other language: errors, checks
 * that fail, and what was never come to.
 *
 * Who writes a lesson for a class of one language owes nobody a translation: that there
 * is none is a note. It is a finding where it was begun, or where others of the same
 * folder have one: there it was forgotten.
 */

#include "ui/lua/lint.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lua/inside.h"
#include "ui/lua/load.h"
#include "ui/lua/scan.h"

enum { LINES_MAX = 20000, TEXT_ROOM = 400, LANGUAGES_MAX = 64 };

struct lint {
	FILE *out;
	const char *path;
	size_t findings;
	bool strict;		/* every language that there is must be spoken */
	bool noting;		/* what is told now does not count */
	struct scan scan;
	bool *reached;		/* by line */
	bool *unknown;		/* by line: a name there that nobody knows is told already */
	size_t early;		/* line of what is said before the header; 0: nothing is */
	struct host *host;	/* of the run */
	bool ran;		/* to its end */
	bool wrong;		/* answers are wrong on purpose just now */
	const char *language;	/* in which it is run or looked up; NULL: English */
	char spoken[TEXT_ROOM];	/* the language of who reads the findings */
	char domain[DOMAIN_ROOM];
	size_t texts, missing;	/* in that language */
	lua_State *lua;		/* knows the names */
};

static void find(struct lint *lint, size_t line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void find(struct lint *lint, size_t line, const char *format, ...)
{
	char why[TEXT_ROOM];
	va_list list;
	language_choose(lint->spoken, why, sizeof(why));
	va_start(list, format);
	fprintf(lint->out, "%s:%zu: %s", lint->path, line, lint->noting ? _("note: ") : "");
	vfprintf(lint->out, _(format), list);
	va_end(list);
	if (lint->language)
		fprintf(lint->out, _(" (in %s)"), lint->language);
	fputc('\n', lint->out);
	language_choose(lint->language ? lint->language : "en", why, sizeof(why));
	lint->findings += !lint->noting;
}

/* --- names --- */

static const struct token *token(const struct lint *lint, size_t i)
{
	return &lint->scan.token[i < lint->scan.tokens ? i : lint->scan.tokens - 1];
}

static const char *push_token(lua_State *L, const struct token *t)
{
	return lua_pushlstring(L, t->at, t->length);
}

static bool is_field(const struct lint *lint, size_t i)
{
	return i > 0 && (token_is(token(lint, i - 1), ".") || token_is(token(lint, i - 1), ":"));
}

/* `const` or `close` in <const>. */
static bool is_attribute(const struct lint *lint, size_t i)
{
	return i > 0 && token_is(token(lint, i - 1), "<") && token_is(token(lint, i + 1), ">") &&
	       (token_is(token(lint, i), "const") || token_is(token(lint, i), "close"));
}

/* Adds the name at `i` to the set on top of the stack. */
static void declare(struct lint *lint, size_t i)
{
	push_token(lint->lua, token(lint, i));
	lua_pushboolean(lint->lua, 1);
	lua_settable(lint->lua, -3);
}

/* The names from `i` on that have commas between them; where they end. */
static size_t declare_list(struct lint *lint, size_t i)
{
	while (token(lint, i)->kind == TOKEN_NAME) {
		declare(lint, i++);
		if (is_attribute(lint, i + 1))
			i += 3;
		if (!token_is(token(lint, i++), ","))
			return i - 1;
	}
	return i;
}

static bool begins_assignment(const struct lint *lint, size_t i)
{
	while (token(lint, i)->kind == TOKEN_NAME && token_is(token(lint, i + 1), ","))
		i += 2;
	return token(lint, i)->kind == TOKEN_NAME && token_is(token(lint, i + 1), "=") &&
	       !token_is(token(lint, i + 2), "=");
}

/* Leaves the set of all names that the script itself makes: where they hold is not
 * looked at. */
static void push_declared(struct lint *lint)
{
	lua_newtable(lint->lua);
	for (size_t i = 0; i < lint->scan.tokens; i++) {
		const struct token *t = token(lint, i);
		if (token_is(t, "local") || token_is(t, "for"))
			declare_list(lint, i + 1 + token_is(token(lint, i + 1), "function"));
		if (token_is(t, "goto") || token_is(t, "::"))
			declare_list(lint, i + 1);
		if (token_is(t, "function")) {
			if (token(lint, i + 1)->kind == TOKEN_NAME)
				declare(lint, ++i);
			while (token(lint, i)->kind != TOKEN_END && !token_is(token(lint, i), "("))
				i++;
			declare_list(lint, i + 1);
		} else if (t->kind == TOKEN_NAME && !is_field(lint, i) && begins_assignment(lint, i)) {
			declare_list(lint, i);
		}
	}
}

/* Is the name on top a key of the table at `index`? Pops it. */
static bool has(lua_State *L, int index)
{
	bool found = lua_gettable(L, index) != LUA_TNIL;
	lua_pop(L, 1);
	return found;
}

/* What a name can be that is not known; with the one that was probably meant. */
struct unknown {
	const char *plain, *nearest;
};

static const struct unknown unknown_name = { N_("there is no '%s'"),
	N_("there is no '%s'; did you mean '%s'?") };
static const struct unknown unknown_function = { N_("there is no lab function '%s'"),
	N_("there is no lab function '%s'; did you mean '%s'?") };
static const struct unknown unknown_variable = { N_("there is no variable '%s'"),
	N_("there is no variable '%s'; did you mean '%s'?") };

static void find_unknown(struct lint *lint, const struct token *t, int table,
			 const struct unknown *unknown)
{
	lua_State *L = lint->lua;
	const char *name = push_token(L, t);
	if (t->line < LINES_MAX)
		lint->unknown[t->line] = true;
	host_push_nearest(L, table, name);
	if (lua_isnil(L, -1))
		find(lint, t->line, unknown->plain, name);
	else
		find(lint, t->line, unknown->nearest, name, lua_tostring(L, -1));
	lua_pop(L, 2);
}

enum { STACK_API = 1, STACK_LAB, STACK_DECLARED, STACK_VARIABLES };

static void check_global(struct lint *lint, const struct token *t)
{
	static const char *const always[] = { "arg", "_G", "_ENV", "self" };
	lua_State *L = lint->lua;
	const char *name = push_token(L, t);
	bool known = name_is_keyword(name);
	for (size_t i = 0; i < LENGTH(always); i++)
		known = known || strcmp(always[i], name) == 0;
	known = known || (lua_pushvalue(L, -1), has(L, STACK_API));
	known = known || (lua_pushvalue(L, -1), has(L, STACK_DECLARED));
	lua_pop(L, 1);
	if (!known)
		find_unknown(lint, t, STACK_API, &unknown_name);
}

/* lab.NAME, lab.var.NAME */
static void check_lab(struct lint *lint, size_t i)
{
	const struct token *t = token(lint, i + 2), *variable = token(lint, i + 4);
	if (!token_is(token(lint, i + 1), ".") || t->kind != TOKEN_NAME)
		return;
	push_token(lint->lua, t);
	if (!has(lint->lua, STACK_LAB)) {
		find_unknown(lint, t, STACK_LAB, &unknown_function);
		return;
	}
	if (!token_is(t, "var") || !token_is(token(lint, i + 3), ".") || variable->kind != TOKEN_NAME)
		return;
	push_token(lint->lua, variable);
	if (!has(lint->lua, STACK_VARIABLES))
		find_unknown(lint, variable, STACK_VARIABLES, &unknown_variable);
}

static int check_names(lua_State *L)
{
	struct lint *lint = lua_touserdata(L, 1);
	lua_settop(L, 0);
	lint->lua = L;
	lua_getfield(L, LUA_REGISTRYINDEX, REGISTRY_API);
	lua_getfield(L, -1, "lab");
	push_declared(lint);
	lua_newtable(L);
	for (size_t i = 0; i < engine_variable_count; i++)
		host_set_boolean(L, engine_variables[i].name, true);
	for (size_t i = 0; i < lint->scan.tokens; i++) {
		const struct token *t = token(lint, i);
		bool key = token_is(token(lint, i + 1), "=") && !token_is(token(lint, i + 2), "=");
		if (t->kind != TOKEN_NAME || is_field(lint, i) || key || is_attribute(lint, i))
			continue;
		check_global(lint, t);
		if (token_is(t, "lab"))
			check_lab(lint, i);
	}
	return 0;
}

/* --- running --- */

static void take_check(void *context, bool passed, const char *place, const char *text)
{
	struct lint *lint = context;
	const char *colon = strrchr(place, ':');
	if (!passed && !lint->wrong)
		find(lint, colon ? strtoul(colon + 1, NULL, 10) : 1, "a check fails: %s", text);
}

static void take_place(void *context, const char *place)
{
	struct lint *lint = context;
	const char *colon = strrchr(place, ':');
	size_t line = colon ? strtoul(colon + 1, NULL, 10) : 0;
	if (line < LINES_MAX)
		lint->reached[line] = true;
}

/* The header is the first thing: who lists lessons runs them up to it. */
static void take_text(void *context, const char *text)
{
	struct lint *lint = context;
	char place[TEXT_ROOM];
	(void)text;
	if (lint->early || lint->host->header.seen || !lint->host->script)
		return;
	host_where(lint->host->script, place, sizeof(place));
	const char *colon = strrchr(place, ':');
	lint->early = colon ? strtoul(colon + 1, NULL, 10) : 1;
}

/* Has the look at the names told the same? */
static bool tells_unknown(const struct lint *lint, size_t line, const char *error)
{
	const char *const told[] = { unknown_name.plain, unknown_function.plain,
				     N_("the model has no variable '%s'") };
	for (size_t i = 0; line < LINES_MAX && lint->unknown[line] && i < LENGTH(told); i++)
		if (strncmp(error, told[i], strcspn(told[i], "%")) == 0)
			return true;
	return false;
}

/* "FILE:LINE: text" of an error: the file may be shown shortened. */
static void find_error(struct lint *lint, const char *error)
{
	const char *at = error;
	for (; (at = strchr(at, ':')) != NULL; at++) {
		char *behind;
		size_t line = strtoul(at + 1, &behind, 10);
		if (behind > at + 1 && *behind == ':') {
			if (!tells_unknown(lint, line, behind + 2))
				find(lint, line, "%s", behind + 2);
			return;
		}
	}
	find(lint, 1, "%s", error);
}

static void check_header(struct lint *lint, const struct host *host)
{
	if (host->header.takes)		/* a scenario has no place in a course */
		return;
	if (!host->header.seen)
		find(lint, 1, "there is no header: lesson { name = .., title = .., minutes = .., "
		     "order = .. }");
	else if (host->header.minutes == 0)
		find(lint, 1, "the header does not say how many 'minutes' it takes");
	else if (host->header.order == 0)
		find(lint, 1, "the header has no 'order': its place in the course");
}

/* What came of a run with wrong answers. */
static void check_wrong(struct lint *lint, const struct host *host)
{
	struct host_counts counts = host_counts(host);
	if (counts.right > 0)
		find(lint, 1, "a wrong answer counts as right (%u of them)", (unsigned)counts.right);
}

/* One run; false: it failed. */
static bool run(struct lint *lint, struct lab *lab, enum host_answers answers)
{
	const struct host_driver driver = {
		.context = lint, .check = take_check, .reached = take_place,
		.say = take_text, .title = take_text,
		.alone = true, .answers = answers,
	};
	struct host *host = host_open(lab, &driver);
	if (!host)
		return false;
	lint->host = host;
	enum host_state state = host_load(host, lint->path, 0, NULL);
	if (state == HOST_PAUSED)
		state = host_resume(host, NULL);
	if (lint->early && !lint->language && answers != ANSWERS_WRONG)
		find(lint, lint->early,
		     "this comes before the header, which must be the first: lesson { ... }");
	if (state != HOST_DONE)
		find_error(lint, host_error(host));
	else if (answers == ANSWERS_WRONG)
		check_wrong(lint, host);
	else if (!lint->language)
		check_header(lint, host);
	host_close(host);
	return state == HOST_DONE;
}

static bool run_anew(struct lint *lint, enum host_answers answers)
{
	struct lab *lab = lab_open(&engine_space("x86-64")->space, NULL);
	bool well = lab && run(lint, lab, answers);
	lab_close(lab);
	return well;
}

static bool is_call(const struct lint *lint, size_t i)
{
	static const char *const calls[] = {
		"check", "check_equal", "check_error", "ask", "predict", "task",
	};
	const struct token *next = token(lint, i + 1);
	bool called = token_is(next, "(") || token_is(next, "{");
	for (size_t k = 0; called && k < LENGTH(calls); k++)
		if (token_is(token(lint, i), calls[k]))
			return !is_field(lint, i) && (i == 0 || !token_is(token(lint, i - 1), "function"));
	return false;
}

/* A line that calls a check or a question, and was never come to. */
static void check_reached(struct lint *lint)
{
	for (size_t i = 0; i < lint->scan.tokens; i++) {
		const struct token *t = token(lint, i);
		if (is_call(lint, i) && t->line < LINES_MAX && !lint->reached[t->line])
			find(lint, t->line, "this %.*s is never come to", (int)t->length, t->at);
	}
}

static void run_all(struct lint *lint)
{
	lint->ran = run_anew(lint, ANSWERS_RIGHT);
	if (!lint->ran)
		return;
	lint->wrong = true;
	if (run_anew(lint, ANSWERS_WRONG))
		check_reached(lint);
	lint->wrong = false;
}

/* --- texts --- */

static void check_text(void *context, const struct lesson_text *text)
{
	struct lint *lint = context;
	if (!text->text)
		find(lint, text->line, "this text is put together and cannot be translated: "
		     "give say the format and its values, or use tr(FORMAT, ...)");
}

static bool is_translated(const struct lint *lint, const struct lesson_text *text)
{
	if (text->many)
		return language_lesson_plural(lint->domain, text->text, text->many, 1) != text->text;
	return language_lesson_text(lint->domain, text->text) != text->text;
}

static void count_text(void *context, const struct lesson_text *text)
{
	struct lint *lint = context;
	if (!text->text || !*text->text)
		return;
	lint->texts++;
	lint->missing += !is_translated(lint, text);
}

static void find_missing(void *context, const struct lesson_text *text)
{
	struct lint *lint = context;
	if (text->text && *text->text && !is_translated(lint, text))
		find(lint, text->line, "not translated: %.*s", (int)strcspn(text->text, "\n"),
		     text->text);
}

/* Has a lesson in the same folder a catalogue for that language? */
static bool neighbours_speak(const char *path, const char *language)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? strndup(path, (size_t)(slash + 1 - path)) : strdup(".");
	char ending[64];
	int length = snprintf(ending, sizeof(ending), ".%s.po", language);
	DIR *files = folder ? opendir(folder) : NULL;
	bool found = false;
	for (const struct dirent *file; files && !found && (file = readdir(files)) != NULL;) {
		size_t name = strlen(file->d_name);
		found = name > (size_t)length &&
			strcmp(file->d_name + name - (size_t)length, ending) == 0;
	}
	if (files)
		closedir(files);
	free(folder);
	return found;
}

/* A language in which nothing is said needs one line, not a hundred. */
static void check_language(struct lint *lint, const char *name)
{
	char why[TEXT_ROOM];
	lint->language = name;
	lint->texts = lint->missing = 0;
	if (!language_choose(name, why, sizeof(why)))
		return;
	language_lesson(lint->path, lint->domain);
	scan_texts(&lint->scan, count_text, lint);
	lint->noting = lint->missing == lint->texts && !lint->strict &&
		       !neighbours_speak(lint->path, name);
	if (lint->texts > 1 && lint->missing == lint->texts)
		find(lint, 1, "nothing is translated");
	else if (lint->missing)
		scan_texts(&lint->scan, find_missing, lint);
	lint->noting = false;
	if (lint->ran && lint->missing < lint->texts)
		run_anew(lint, ANSWERS_RIGHT);
	lint->language = NULL;
}

struct languages {
	char name[LANGUAGES_MAX][32];
	size_t count;
};

static void take_language(void *context, const char *name)
{
	struct languages *languages = context;
	if (languages->count < LANGUAGES_MAX)
		snprintf(languages->name[languages->count++], sizeof(languages->name[0]), "%s", name);
}

/* --- files --- */

static bool open_file(struct lint *lint, const char *path, struct load *load, FILE *complaints)
{
	*load = (struct load){ .name = path };
	lint->path = path;
	if (load_read(load, path) && scan_open(&lint->scan, load->text, load->length))
		return true;
	fprintf(complaints, "vmaplab: %s\n", load->error ? load->error : _("there is no memory"));
	load_free(load);
	return false;
}

static void look_over(struct lint *lint)
{
	struct languages languages = { .count = 0 };
	struct host *host = host_open(NULL, NULL);
	char why[TEXT_ROOM];
	memset(lint->reached, 0, LINES_MAX * sizeof(*lint->reached));
	memset(lint->unknown, 0, LINES_MAX * sizeof(*lint->unknown));
	lint->early = 0;
	snprintf(lint->spoken, sizeof(lint->spoken), "%s", language_name());
	language_choose("en", why, sizeof(why));
	if (host)
		host_protect(host, check_names, lint);
	host_close(host);
	scan_texts(&lint->scan, check_text, lint);
	run_all(lint);
	language_each(take_language, &languages);
	for (size_t i = 0; i < languages.count; i++)
		check_language(lint, languages.name[i]);
	language_choose(lint->spoken, why, sizeof(why));
}

static int finish(const struct lint *lint, size_t files, bool unreadable)
{
	fprintf(lint->out, P_("%zu file, ", "%zu files, ", files), files);
	fprintf(lint->out, P_("%zu finding\n", "%zu findings\n", lint->findings), lint->findings);
	return unreadable ? 2 : lint->findings > 0;
}

int lint_files(size_t count, char *const *path, bool strict, FILE *out, FILE *complaints)
{
	struct lint lint = {
		.out = out, .strict = strict,
		.reached = calloc(LINES_MAX, sizeof(*lint.reached)),
		.unknown = calloc(LINES_MAX, sizeof(*lint.unknown)),
	};
	bool unreadable = false;
	for (size_t i = 0; i < count && lint.reached && lint.unknown; i++) {
		struct load load;
		if (!open_file(&lint, path[i], &load, complaints)) {
			unreadable = true;
			continue;
		}
		look_over(&lint);
		scan_close(&lint.scan);
		load_free(&load);
	}
	free(lint.reached);
	free(lint.unknown);
	return finish(&lint, count, unreadable);
}

/* --- the template of a catalogue --- */

static void write_quoted(FILE *out, const char *text)
{
	const char *behind = strchr(text, '\n');
	bool lines = behind && behind[1];
	fputs(lines ? "\"\"\n\"" : "\"", out);
	for (; *text; text++) {
		if (*text == '\n')
			fputs(text[1] && lines ? "\\n\"\n\"" : "\\n", out);
		else if (*text == '"' || *text == '\\')
			fprintf(out, "\\%c", *text);
		else if (*text == '\t')
			fputs("\\t", out);
		else
			fputc(*text, out);
	}
	fputs("\"\n", out);
}

/* A text that occurs again stands once; `seen` is a list of those before. */
struct pot {
	struct lint *lint;
	char **seen;
	size_t count;
};

static bool is_new(struct pot *pot, const char *text)
{
	for (size_t i = 0; i < pot->count; i++)
		if (strcmp(pot->seen[i], text) == 0)
			return false;
	char **grown = realloc(pot->seen, (pot->count + 1) * sizeof(*grown));
	if (!grown)
		return true;
	pot->seen = grown;
	pot->seen[pot->count] = strdup(text);
	pot->count += pot->seen[pot->count] != NULL;
	return true;
}

static void write_text(void *context, const struct lesson_text *text)
{
	struct pot *pot = context;
	FILE *out = pot->lint->out;
	if (!text->text || !*text->text || !is_new(pot, text->text))
		return;
	fprintf(out, "\n#: %s:%zu\n", pot->lint->path, text->line);
	if (strchr(text->text, '%') || (text->many && strchr(text->many, '%')))
		fputs("#, lua-format\n", out);
	fputs("msgid ", out);
	write_quoted(out, text->text);
	if (text->many) {
		fputs("msgid_plural ", out);
		write_quoted(out, text->many);
	}
	fputs(text->many ? "msgstr[0] \"\"\nmsgstr[1] \"\"\n" : "msgstr \"\"\n", out);
}

static const char pot_header[] =
	"# SPDX-License-Identifier: GPL-3.0-or-later\n"
	"#, fuzzy\n"
	"msgid \"\"\n"
	"msgstr \"\"\n"
	"\"Project-Id-Version: vmaplab\\n\"\n"
	"\"MIME-Version: 1.0\\n\"\n"
	"\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
	"\"Content-Transfer-Encoding: 8bit\\n\"\n"
	"\"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n\"\n";

int lint_pot(size_t count, char *const *path, FILE *out, FILE *complaints)
{
	struct lint lint = { .out = complaints }, writer = { .out = out };
	struct pot pot = { .lint = &writer };
	bool unreadable = false;
	fputs(pot_header, out);
	for (size_t i = 0; i < count; i++) {
		struct load load;
		if (!open_file(&lint, path[i], &load, complaints)) {
			unreadable = true;
			continue;
		}
		writer.path = path[i];
		scan_texts(&lint.scan, check_text, &lint);
		scan_texts(&lint.scan, write_text, &pot);
		scan_close(&lint.scan);
		load_free(&load);
	}
	for (size_t i = 0; i < pot.count; i++)
		free(pot.seen[i]);
	free(pot.seen);
	return unreadable ? 2 : lint.findings > 0;
}
