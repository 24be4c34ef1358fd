/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The laboratory in plain lines.
 *
 * A line is an answer when a lesson asks, "go on" when it is empty and a
 * lesson waits, and a command otherwise. Where the lines come from makes two
 * sessions of it: a person can be told about a mistake and tries again; a pipe
 * cannot, so there the first mistake ends the session and is its exit code.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/exam/sitting.h"
#include "ui/lab/words.h"
#include "ui/lua/host.h"
#include "ui/lua/lessons.h"
#include "ui/lua/progress.h"
#include "ui/repl/deadly.h"
#include "ui/repl/input.h"
#include "ui/repl/keep.h"
#include "ui/repl/kept.h"
#include "ui/repl/line.h"
#include "ui/repl/prompt.h"
#include "ui/repl/repl.h"
#include "ui/repl/script.h"
#include "ui/repl/show.h"

enum { TEXT_ROOM = 512, SHOWN_ROOM = 80 };

struct repl {
	struct lab *lab;
	struct host *host;
	struct show show;
	struct input input;
	struct sitting *sitting;	/* an exam; or NULL */
	struct keep *keep;	/* NULL: a pipe can send its commands again */
	bool person;		/* somebody is there who types */
	bool signals;		/* are caught */
	bool quit;
	int code;		/* exit code so far */
	char *again;		/* the stepping command that an empty line repeats */
	char *wanted;		/* script that a command has asked for */
	bool reload;		/* the same for the present one, once more */
};

/* --- mistakes --- */

/* Tells what is wrong with `line`; without a person this is the end. */
static bool failed(struct repl *r, const char *line, const char *reason)
{
	char shown[SHOWN_ROOM];
	if (r->person) {
		show_line(&r->show, TONE_ERROR, reason);
		return false;
	}
	fflush(stdout);
	line_shown(line, shown, sizeof(shown));
	if (r->input.number == 0)	/* the script of the command line */
		fprintf(stderr, "vmaplab: %s\n", reason);
	else
		fprintf(stderr, _("line %zu: %s%s%s\n"), r->input.number, shown,
			*shown ? ": " : "", reason);
	r->code = 1;
	r->quit = true;
	return false;
}

/* --- scripts --- */

static void show_question(struct repl *r)
{
	const struct host_question *q = host_question(r->host);
	if (q->again)
		lab_print(r->lab, TONE_WARN, "%s", q->again);
	if (q->again && q->task)
		return;
	lab_print(r->lab, TONE_TEXT, "%s", q->text);
	if (q->task)
		lab_print(r->lab, TONE_TEXT, q->exam ? N_("(Do it with commands, and say done; skip "
			  "leaves it out)") : N_("(Do it with commands. hint: a hint; done: have it "
			  "looked at; skip: have it shown)"));
	for (size_t i = 0; i < q->choices; i++)
		lab_print(r->lab, TONE_TEXT, "  %zu  %s", i + 1, q->choice[i]);
}

/* What a lesson has come to is kept, and told if it asked anything. */
static void lesson_done(struct repl *r)
{
	struct host_counts counts = host_counts(r->host);
	char text[TEXT_ROOM];
	if (!host_lesson_name(r->host) || host_quit(r->host))
		return;
	progress_keep(r->host);
	if (counts.questions)
		lab_print(r->lab, TONE_GOOD, "The lesson is over: %u of 100 points.",
			  (unsigned)(counts.points / counts.questions));
	if (r->person && lessons_tell_next(host_lesson_name(r->host), text, sizeof(text)))
		lab_print(r->lab, TONE_PLAIN, "%s", text);
}

static void exam_done(struct repl *r)
{
	char text[TEXT_ROOM];
	bool well = sitting_end(r->sitting, text, sizeof(text));
	lab_print(r->lab, well ? TONE_GOOD : TONE_ERROR, "%s", text);
	if (!well)
		r->code = 1;
	r->quit = true;
}

/* Looks at what has become of the script. False: it failed. */
static bool after_script(struct repl *r, enum host_state state, const char *line)
{
	if (host_quit(r->host))
		r->quit = true;
	if (state == HOST_DONE && r->sitting)
		exam_done(r);
	else if (state == HOST_DONE)
		lesson_done(r);
	if (state == HOST_ASKING)
		show_question(r);
	if (state != HOST_FAILED && state != HOST_UNREADABLE)
		return true;
	if (*host_traceback(r->host) && r->person)
		lab_print(r->lab, TONE_PLAIN, "%s", host_traceback(r->host));
	return failed(r, line, host_error(r->host));
}

static bool waits(const struct repl *r)
{
	enum host_state state = host_state(r->host);
	return state == HOST_PAUSED || state == HOST_ASKING;
}

static bool resume(struct repl *r, const char *answer, const char *line)
{
	lab_interrupted = repl_prompt_ended();
	enum host_state state = host_resume(r->host, answer);
	keep_script(r->keep, answer ? KEEP_HEARS : KEEP_GOES_ON, answer, waits(r));
	return after_script(r, state, line);
}

/* Loads a script and runs it to its first pause, or to its end. */
static bool begin_script(struct repl *r, const char *path, const char *line)
{
	lab_interrupted = repl_prompt_ended();
	if (host_load(r->host, path, 0, NULL) == HOST_PAUSED) {
		host_resume(r->host, NULL);
		keep_script(r->keep, KEEP_BEGINS, path, waits(r));
	} else {
		keep_leave(r->keep);
	}
	return after_script(r, host_state(r->host), line);
}

static bool begin_wanted(struct repl *r, const char *line)
{
	char why[TEXT_ROOM], *word = r->wanted;
	r->wanted = NULL;
	char *path = script_find(word, why, sizeof(why));
	bool well = path ? begin_script(r, path, line) : failed(r, line, why);
	free(word);
	free(path);
	return well;
}

/* What was said before the last turn is known already. */
static bool reload_script(struct repl *r, const char *line)
{
	const struct lab_sink sink = show_sink(&r->show), silent = { 0 };
	r->reload = false;
	lab_interrupted = repl_prompt_ended();
	lab_set_sink(r->lab, &silent);
	size_t turns = host_reload(r->host);
	for (size_t i = 0; i < turns; i++) {
		if (i + 1 == turns)
			lab_set_sink(r->lab, &sink);
		if (!host_take_turn_again(r->host, i))
			break;
	}
	lab_set_sink(r->lab, &sink);
	if (turns == 0)
		return failed(r, line, _("there is no lesson or script to be loaded again"));
	keep_reload(r->keep);
	return after_script(r, host_state(r->host), line);
}

/* Running it has to wait until the command is over: a script runs commands. */
static enum lab_status want_script(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct repl *r = lab_owner(lab);
	(void)reply;
	free(r->wanted);
	r->wanted = strdup(a->at[0].text);
	return LAB_OK;
}

static enum lab_status want_reload(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct repl *r = lab_owner(lab);
	(void)a;
	(void)reply;
	r->reload = true;
	return LAB_OK;
}

static const struct command own_commands[] = {
	{
		.name = "reload", .group = N_("session"),
		.summary = N_("load the lesson again after it was edited, and go to the same place"),
		.example = "reload",
		.run = want_reload,
	},
	{
		.name = "source", .group = N_("session"),
		.parameter = { { "file", PARAMETER_FILE, true, true, NULL,
				 N_("a Lua script, or the name of a lesson") } },
		.summary = N_("run a script, a saved session or a lesson"),
		.example = "source session.lua",
		.run = want_script,
	},
	{
		.name = "language", .group = N_("session"),
		.parameter = { { "name", PARAMETER_REST, false, true, NULL, N_("such as zh_CN") } },
		.summary = N_("choose the language of all texts; or list those that there are"),
		.example = "language zh_CN",
		.run = lab_run_language,
	},
};

static const struct setting own_setting = {
	"language", NULL, LANGUAGE_SUMMARY, lab_read_language, lab_write_language,
};

/* --- lines --- */

static bool is_paused(const struct repl *r)
{
	return host_state(r->host) == HOST_PAUSED;
}

/* A command stays a command while a lesson asks, so that one can look around
 * before one answers; but the words of the choices are answers. */
static bool is_answer(const struct repl *r, const char *line)
{
	const struct host_question *q = host_question(r->host);
	char word[32];
	if (!q)
		return false;
	for (size_t i = 0; i < q->choices; i++)
		if (strcmp(line, q->choice[i]) == 0)
			return true;
	return sscanf(line, " %31[^ \t;#]", word) != 1 || !lab_knows(r->lab, word) ||
	       line_answers(r->host, line);
}

static void remember_step(struct repl *r, const char *line)
{
	free(r->again);
	r->again = line_repeats(line) ? strdup(line) : NULL;
}

/* Cuts the next command off the line, so that a mistake can be told by its own
 * command. The caller frees it; NULL after the last, or without memory. */
static char *next_command(const char **line)
{
	struct words words = { 0 };
	const char *begin = *line + strspn(*line, " \t"), *error;
	*line = begin;
	if (!words_read(&words, line, &error))
		*line += strlen(*line);	/* the lab will say what is wrong */
	words_clear(&words);
	size_t length = (size_t)(*line - begin);
	while (length > 0 && strchr(" \t;", begin[length - 1]))
		length--;
	return *begin ? strndup(begin, length) : NULL;
}

static bool run_command(struct repl *r, const char *command)
{
	lab_interrupted = repl_prompt_ended();
	enum lab_status status = lab_run_line(r->lab, command, NULL);
	keep_commands(r->keep);
	if (status == LAB_QUIT)
		r->quit = true;
	if (status == LAB_FAILED)
		return failed(r, command, lab_error(r->lab));
	if (r->reload)
		return reload_script(r, command);
	return r->wanted ? begin_wanted(r, command) : true;
}

static bool run_commands(struct repl *r, const char *line)
{
	char *command;
	bool well = true;
	while (well && !r->quit && (command = next_command(&line)) != NULL) {
		well = run_command(r, command);
		free(command);
	}
	return well;
}

static bool take_line(struct repl *r, const char *line)
{
	bool empty = line[strspn(line, " \t")] == '\0';
	if (host_question(r->host) && !empty && is_answer(r, line))
		return resume(r, line, line);
	if (empty && is_paused(r))
		return resume(r, NULL, line);
	if (empty)
		return r->person && r->again ? run_commands(r, r->again) : true;
	remember_step(r, line);
	return run_commands(r, line);
}

/* --- the two sessions --- */

/* vmaplab OP.STEP; nobody has counted the steps of an operation that was not
 * recorded, and the prompt does not make them. */
static void make_prompt(struct repl *r, char *text, size_t room)
{
	struct cursor at = timeline_cursor(lab_timeline(r->lab));
	const char *wait = is_paused(r) ? _(" (Enter goes on)") : "";
	const struct host_question *q = host_question(r->host);
	if (q)
		snprintf(text, room, "%s", q->task ? _("task> ") : _("answer> "));
	else if (at.step == UINT64_MAX)
		snprintf(text, room, "vmaplab %" PRIu64 "%s> ", at.op, wait);
	else
		snprintf(text, room, "vmaplab %" PRIu64 ".%" PRIu64 "%s> ", at.op, at.step, wait);
}

/* What was entered may be several lines that were pasted at once. */
static void take_entry(struct repl *r, char *entry)
{
	char *rest = entry;
	if (!*entry)
		take_line(r, entry);
	for (char *line; !r->quit && (line = line_next(&rest)) != NULL;) {
		char why[TEXT_ROOM];
		line_remember(line);
		if (!line_readable(line, strlen(line), why, sizeof(why)))
			failed(r, line, why);
		else if (!take_line(r, line))
			break;	/* what follows was meant for another state */
	}
}

static void talk(struct repl *r)
{
	char prompt[TEXT_ROOM], *entry;
	while (!r->quit && !repl_prompt_ended()) {
		make_prompt(r, prompt, sizeof(prompt));
		enum repl_prompt_result result = repl_prompt_read(prompt, &entry);
		if (result == REPL_END)
			return;
		if (result == REPL_ABORTED)
			continue;
		take_entry(r, entry);
		free(entry);
	}
}

static void read_line(struct repl *r)
{
	char why[TEXT_ROOM];
	if (line_readable(r->input.text, r->input.length, why, sizeof(why)))
		take_line(r, r->input.text);
	else
		failed(r, r->input.text, why);
}

static void read_all(struct repl *r)
{
	while (!r->quit) {
		switch (input_read(&r->input)) {
		case INPUT_LINE:
			read_line(r);
			if (fflush(stdout) != 0)	/* whoever drives us waits for it */
				return;			/* main tells */
			break;
		case INPUT_END:
			return;
		case INPUT_TOO_LONG:
			failed(r, r->input.text, _("this line is too long; 65536 bytes are the limit"));
			break;
		case INPUT_FAILED:
			fprintf(stderr, _("vmaplab: standard input cannot be read: %s\n"),
				strerror(errno));
			r->code = 2;
			return;
		}
	}
}

/* --- a session that goes on --- */

/* What came before is known; only the last turn of a lesson is heard again. */
static void hear(struct repl *r, bool on)
{
	struct lab_sink sink = show_sink(&r->show);
	lab_set_sink(r->lab, on ? &sink : NULL);
}

static bool play_turn(struct repl *r, const char *answer, bool last)
{
	hear(r, last);
	enum host_state state = host_resume(r->host, answer);
	if (last && state == HOST_ASKING)
		show_question(r);
	hear(r, false);
	return waits(r);
}

static bool play_begin(void *context, const char *path, bool last)
{
	struct repl *r = context;
	return host_load(r->host, path, 0, NULL) == HOST_PAUSED && play_turn(r, NULL, last);
}

static bool play_on(void *context, const char *answer, bool last)
{
	return play_turn(context, answer, last);
}

static void play_leave(void *context)
{
	struct repl *r = context;
	host_stop(r->host);
}

static void go_on(struct repl *r, struct kept *kept)
{
	const struct kept_player player = { r, play_begin, play_on, play_leave };
	char told[2 * TEXT_ROOM];
	hear(r, false);
	enum kept_result result = kept_replay(kept, r->lab, &player, told, sizeof(told));
	hear(r, true);
	if (result == KEPT_INTERRUPTED) {
		failed(r, "", told);
		r->code = 1;
		r->quit = true;
		return;
	}
	keep_go_on(r->keep, kept, waits(r));
	show_line(&r->show, result == KEPT_WELL ? TONE_GOOD : TONE_WARN, told);
	lab_print_place(r->lab);
}

static void begin_keeping(struct repl *r, struct kept *kept)
{
	char hint[TEXT_ROOM];
	if (r->person || kept)
		r->keep = keep_open(r->lab, "vmaplab repl --resume");
	if (kept)
		go_on(r, kept);
	else if (r->person && *kept_hint(hint, sizeof(hint)))
		show_line(&r->show, TONE_WARN, hint);
}

/* --- an exam --- */

static void sit_begin(void *context, const char *path)
{
	struct repl *r = context;
	begin_script(r, path, path);
}

static void sit_answer(void *context, const char *text)
{
	resume(context, text, text);
}

static void sit_hear(void *context, bool on)
{
	hear(context, on);
}

/* What does not fit is no reason to go on asking. */
static void begin_sitting(struct repl *r)
{
	const struct sitting_player player = { r, sit_begin, sit_answer, sit_hear };
	char why[TEXT_ROOM];
	sitting_attach(r->sitting, r->lab, r->host);
	if (sitting_begin(r->sitting, &player, why, sizeof(why)))
		return;
	if (*why)
		fprintf(stderr, "vmaplab: %s\n", why);
	r->code = 1;
	r->quit = true;
}

/* --- opening and closing --- */

static bool open_host(struct repl *r, const struct host_limits *limits)
{
	struct lab_sink sink = show_sink(&r->show);
	const struct host_driver driver = { .columns = 78 };
	lab_set_sink(r->lab, &sink);
	r->host = host_open(r->lab, &driver);
	if (r->host)
		host_set_limits(r->host, limits);
	lab_extend(r->lab, own_commands, sizeof(own_commands) / sizeof(*own_commands), r);
	lab_extend_settings(r->lab, &own_setting, 1);
	return r->host != NULL;
}

static void close_host(struct repl *r)
{
	host_close(r->host);
	lab_extend(r->lab, NULL, 0, NULL);
	lab_set_sink(r->lab, NULL);
	input_close(&r->input);
	free(r->again);
	free(r->wanted);
}

static void greet(struct repl *r)
{
	char hint[TEXT_ROOM];
	line_open(r->lab, hint, sizeof(hint));
	repl_prompt_open();
	r->signals = true;
	show_line(&r->show, TONE_PLAIN, _("vmaplab: 'help' lists the commands, ^D quits."));
	if (*hint)
		show_line(&r->show, TONE_WARN, hint);
}

/* The script of the command line; one that cannot be read ends the session. */
static void first_script(struct repl *r, const char *path)
{
	begin_script(r, path, path);
	if (host_state(r->host) == HOST_UNREADABLE) {
		r->code = 2;
		r->quit = true;
	}
}

static void session(struct repl *r, const char *script, struct kept *kept)
{
	if (r->person)
		greet(r);
	if (r->sitting)
		begin_sitting(r);
	else
		begin_keeping(r, kept);
	if (script && !r->quit)
		first_script(r, script);
	if (r->person) {
		talk(r);
		line_close();
	} else {
		read_all(r);
	}
}

/* A pipe that ends with a mistake may be tried again, with another end. */
static bool has_ended_well(const struct repl *r)
{
	return !repl_prompt_ended() && !repl_prompt_gone() && (r->person || r->code == 0);
}

static int run(struct lab *lab, const char *script, struct kept *kept,
	       const struct host_limits *limits, struct sitting *sitting)
{
	struct repl r = {
		.lab = lab, .show = show_on(stdout), .input = { .file = stdin },
		.person = repl_prompt_possible(), .sitting = sitting,
	};
	if (!open_host(&r, limits)) {
		fprintf(stderr, _("vmaplab: there is no memory for scripts\n"));
		r.code = 1;
	} else {
		session(&r, script, kept);
	}
	deadly_tell(repl_prompt_ended());
	keep_close(r.keep, has_ended_well(&r) ? KEEP_OVER : KEEP_CUT);
	close_host(&r);
	if (r.signals)
		repl_prompt_close();
	return r.code;
}

int repl_run(struct lab *lab, const char *script, struct kept *kept,
	     const struct host_limits *limits)
{
	return run(lab, script, kept, limits, NULL);
}

int repl_sit(struct lab *lab, struct sitting *sitting)
{
	return run(lab, NULL, NULL, NULL, sitting);
}
