/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The command line.
 *
 * One table holds the subcommands; help, refusals and the manual page come
 * from it. A handler opens what its subcommand needs, hands over, and returns
 * the exit code: 0 all well, 1 something failed or differed, 2 wrong usage or
 * unreadable input. What was written to standard output is looked after at
 * the end, once for all: a full disk is a failure, too.
 */

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/completion.h"
#include "ui/exams.h"
#include "ui/lab/lab.h"
#include "ui/lua/host.h"
#include "ui/lua/lessons.h"
#include "ui/lua/limits.h"
#include "ui/lua/lint.h"
#include "ui/lua/meta.h"
#include "ui/lua/progress.h"
#include "ui/manual.h"
#include "ui/options.h"
#include "ui/repl/kept.h"
#include "ui/repl/repl.h"
#include "ui/repl/script.h"
#include "ui/repl/show.h"
#include "ui/replay/bench.h"
#include "ui/replay/replay.h"
#include "ui/screen/bench_frame.h"
#include "ui/screen/bench_start.h"
#include "ui/screen/layout.h"
#include "ui/screen/panes.h"
#include "ui/screen/screen.h"
#include "ui/screen/theme.h"

enum { TEXT_ROOM = 512, SUBCOMMANDS = 13 };

static const struct subcommand subcommands[SUBCOMMANDS];

static int complain(int code, const char *text)
{
	fflush(stdout);
	fprintf(stderr, "vmaplab: %s\n", _(text));
	return code;
}

/* --- what the subcommands need --- */

/* The lab in the space that --space names. NULL: `code` and stderr tell. */
static struct lab *open_lab(const struct command_line *given, int *code)
{
	const char *space = given->option[OPTION_SPACE];
	const struct lab_sink silent = { 0 };
	char text[TEXT_ROOM];
	struct lab *lab = lab_open(&engine_space("x86-64")->space, &silent);
	if (!lab) {
		*code = complain(EXIT_FAILED, "there is no memory for a laboratory");
		return NULL;
	}
	if (!space || lab_run(lab, "space", 1, &space, NULL) == LAB_OK)
		return lab;
	snprintf(text, sizeof(text), "--space %s: %s", space, lab_error(lab));
	*code = complain(EXIT_USAGE, text);
	lab_close(lab);
	return NULL;
}

/* The path of the script that the word at `i` means; *path stays NULL when
 * there is no such word. */
static bool find_script(const struct command_line *given, size_t i, char **path)
{
	char why[TEXT_ROOM];
	*path = NULL;
	if (i >= given->words)
		return true;
	*path = script_find(given->word[i], why, sizeof(why));
	if (!*path)
		complain(EXIT_USAGE, why);
	return *path != NULL;
}

/* The session that --resume means; *kept stays NULL without that option. */
static bool open_kept(const struct command_line *given, struct kept **kept)
{
	char why[TEXT_ROOM];
	*kept = NULL;
	if (!given->option[OPTION_RESUME])
		return true;
	if (given->option[OPTION_SPACE]) {
		complain(EXIT_USAGE, "--resume opens the space of its session: leave --space out");
		return false;
	}
	*kept = kept_open(given->words > 0 ? given->word[0] : NULL, why, sizeof(why));
	if (!*kept)
		complain(EXIT_USAGE, why);
	return *kept != NULL;
}

/* What a session begins with: one that goes on, or a script, or nothing. */
static bool find_beginning(const struct command_line *given, struct kept **kept, char **path)
{
	*path = NULL;
	return open_kept(given, kept) && (*kept || find_script(given, 0, path));
}

/* What --limit allows to scripts, over the usual. */
static bool read_limits(const struct command_line *given, struct host_limits *limits)
{
	char why[TEXT_ROOM] = "--limit: ";
	const char *option = given->option[OPTION_LIMIT];
	*limits = (struct host_limits){ 0 };
	size_t head = strlen(why);
	if (!option || limits_read(option, limits, why + head, sizeof(why) - head))
		return true;
	complain(EXIT_USAGE, why);
	return false;
}

/* --- the subcommands --- */

/* True, and told: the word is no script, but looks much like a subcommand. */
static bool meant_subcommand(const struct command_line *given)
{
	char why[TEXT_ROOM];
	if (*given->subcommand->name || given->words == 0 || given->option[OPTION_RESUME])
		return false;
	char *path = script_find(given->word[0], why, sizeof(why));
	const char *near = path ? NULL : options_nearest(subcommands, SUBCOMMANDS,
							given->word[0]);
	free(path);
	if (near) {
		snprintf(why, sizeof(why), _("there is no command, script or lesson '%s'; "
			 "did you mean 'vmaplab %s'?"), given->word[0], near);
		complain(EXIT_USAGE, why);
	}
	return near != NULL;
}

static const char *scheme_name_at(size_t i)
{
	return scheme_at(i) ? scheme_name(scheme_at(i)) : NULL;
}

static const char *pane_name_at(size_t i)
{
	return i < pane_count ? panes[i]->name : NULL;
}

static const char *colours_at(size_t i)
{
	static const char *const table[] = { "0", "8", "16", "256", NULL };
	return table[i];
}

/* An option whose value is one of those that `at` lists, up to NULL. *value stays
 * NULL when it was not given. False: it is none of them, and that was told. */
static bool find_choice(const struct command_line *given, enum option option,
			const char *(*at)(size_t i), const char **value)
{
	char list[TEXT_ROOM / 2] = "", why[TEXT_ROOM];
	*value = given->option[option];
	for (size_t i = 0; *value && at(i); i++) {
		size_t length = strlen(list);
		if (strcmp(at(i), *value) == 0)
			return true;
		snprintf(list + length, sizeof(list) - length, " %s", at(i));
	}
	if (!*value)
		return true;
	snprintf(why, sizeof(why), _("--%s takes one of:%s"), options_info(option)->name, list);
	complain(EXIT_USAGE, why);
	return false;
}

/* How the screen is to look. */
static bool find_looks(const struct command_line *given, struct screen_options *options)
{
	options->ascii = given->option[OPTION_ASCII] != NULL;
	return find_choice(given, OPTION_LAYOUT, layout_name, &options->layout) &&
	       find_choice(given, OPTION_SCHEME, scheme_name_at, &options->scheme) &&
	       find_choice(given, OPTION_ZOOM, pane_name_at, &options->zoom);
}

static int run_screen(const struct command_line *given)
{
	struct host_limits limits;
	struct screen_options options = { .limits = &limits };
	char *path;
	int code;
	if (meant_subcommand(given) || !find_looks(given, &options) ||
	    !read_limits(given, &limits) || !find_beginning(given, &options.kept, &path))
		return EXIT_USAGE;
	struct lab *lab = open_lab(given, &code);
	options.script = path;
	options.language = given->option[OPTION_LANGUAGE];
	if (lab)
		code = screen_run(lab, &options);
	lab_close(lab);
	kept_close(options.kept);
	free(path);
	return code;
}

static int run_repl(const struct command_line *given)
{
	struct host_limits limits;
	struct kept *kept;
	char *path;
	int code;
	if (!read_limits(given, &limits) || !find_beginning(given, &kept, &path))
		return EXIT_USAGE;
	struct lab *lab = open_lab(given, &code);
	if (lab && given->option[OPTION_NARRATE])
		lab_set_narrate(lab, true);
	if (lab)
		code = repl_run(lab, path, kept, &limits);
	lab_close(lab);
	kept_close(kept);
	free(path);
	return code;
}

static void interrupt(int number)
{
	(void)number;
	lab_interrupted = 1;
}

/* ^C ends the script in good order; the second one ends the program. */
static void catch_interrupt(void)
{
	const unsigned flags = SA_RESTART | SA_RESETHAND;
	struct sigaction action = { .sa_handler = interrupt, .sa_flags = (int)flags };
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
}

/* What a run says of itself goes to standard output, last line and all; that
 * there is nothing to run does not belong there. */
static bool can_read(const char *path)
{
	char text[TEXT_ROOM];
	struct stat status;
	int fd = open(path, O_RDONLY | O_NONBLOCK);
	bool folder = fd >= 0 && fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
	if (fd >= 0 && !folder) {
		close(fd);
		return true;
	}
	snprintf(text, sizeof(text), _("'%s' cannot be read: %s"), path,
		 strerror(folder ? EISDIR : errno));
	if (fd >= 0)
		close(fd);
	complain(EXIT_USAGE, text);
	return false;
}

static bool read_answers(const char *option, enum host_answers *answers)
{
	*answers = option ? ANSWERS_RIGHT : ANSWERS_PLAIN;
	if (option && strcmp(option, "wrong") == 0)
		*answers = ANSWERS_WRONG;
	else if (option && *option && strcmp(option, "right") != 0)
		return !complain(EXIT_USAGE, "--auto takes =right or =wrong, or nothing for =right");
	return true;
}

static int run_script(const struct command_line *given)
{
	struct show show = show_on(stdout);
	const struct lab_sink sink = show_sink(&show);
	struct host_limits limits;
	struct host_run how = {
		.count = given->words - 1, .argument = (const char *const *)given->word + 1,
		.limits = &limits, .complaints = stderr,
	};
	char *path;
	int code = EXIT_USAGE;
	if (!read_answers(given->option[OPTION_AUTO], &how.answers) ||
	    !read_limits(given, &limits) || !find_script(given, 0, &path))
		return EXIT_USAGE;
	struct lab *lab = can_read(path) ? open_lab(given, &code) : NULL;
	if (lab) {
		lab_set_sink(lab, &sink);
		catch_interrupt();
		code = host_run_file(lab, path, &how);
	}
	lab_close(lab);
	free(path);
	return code;
}

static int run_sessions(const struct command_line *given)
{
	char why[TEXT_ROOM];
	if (given->words == 0) {
		kept_list(stdout);
		return EXIT_WELL;
	}
	if (strcmp(given->word[0], "forget") != 0)
		return complain(EXIT_USAGE, "'vmaplab sessions' lists them; 'vmaplab sessions forget "
				"[SESSION]' removes one or all");
	if (!kept_forget(given->words > 1 ? given->word[1] : NULL, why, sizeof(why)))
		return complain(EXIT_USAGE, why);
	return EXIT_WELL;
}

/* One line, and what the learner has reached. */
static void list_lesson(const struct lesson *lesson)
{
	struct progress progress;
	printf(_("%-12s %s (%u min)"), lesson->name, lesson->title, lesson->minutes);
	if (!progress_of(lesson->name, &progress))
		putchar('\n');
	else if (progress.questions)
		printf(_(", done %s, %u of 100 points\n"), progress.day, progress.best);
	else
		printf(_(", done %s\n"), progress.day);
}

/* A scenario, and below it what it takes. */
static void list_scenario(const struct lesson *scenario)
{
	printf("%-17s %s\n", scenario->name, scenario->title);
	if (scenario->takes && *scenario->takes)
		printf("%-17s %s\n", "", scenario->takes);
}

static int list_shelf(const struct command_line *given, bool (*open)(struct lesson_shelf *),
		      void (*list)(const struct lesson *))
{
	struct lesson_shelf shelf;
	if (!open(&shelf))
		return complain(EXIT_FAILED, "there is no memory for the list");
	for (size_t i = 0; i < shelf.lessons; i++) {
		if (given->option[OPTION_NAMES])
			puts(shelf.lesson[i].name);
		else
			list(&shelf.lesson[i]);
	}
	int code = shelf.trouble ? complain(EXIT_USAGE, shelf.trouble) : EXIT_WELL;
	lessons_close(&shelf);
	return code;
}

static int run_lessons(const struct command_line *given)
{
	return list_shelf(given, lessons_open, list_lesson);
}

static int run_scripts(const struct command_line *given)
{
	return list_shelf(given, scenarios_open, list_scenario);
}

static int run_lint(const struct command_line *given)
{
	if (given->option[OPTION_META])
		return meta_write(stdout, stderr) ? EXIT_WELL : EXIT_FAILED;
	if (given->words == 0)
		return complain(EXIT_USAGE, "which lessons? it is used as: vmaplab lint FILE.lua..");
	if (given->option[OPTION_POT])
		return lint_pot(given->words, given->word, stdout, stderr);
	return lint_files(given->words, given->word, given->option[OPTION_TRANSLATIONS] != NULL,
			  stdout, stderr);
}

#define BAD_SIZE N_("--size is columns x rows, such as --size 120x36")

/* The picture's size: "120x36". */
static bool read_size(const char *text, int *width, int *height)
{
	int end = 0;
	return sscanf(text, "%4dx%4d%n", width, height, &end) == 2 && text[end] == '\0' &&
	       *width > 0 && *height > 0;
}

static const char *format_at(size_t i)
{
	static const char *const table[] = {
		[SHOT_TEXT] = "text", [SHOT_CELLS] = "cells", [SHOT_SVG] = "svg", NULL,
	};
	return table[i];
}

static bool read_shot(const struct command_line *given, struct shot *shot)
{
	const char *size = given->option[OPTION_SIZE], *format, *colours;
	*shot = (struct shot){ .width = 80, .height = 24, .colours = 256 };
	if (size && !read_size(size, &shot->width, &shot->height))
		return !complain(EXIT_USAGE, BAD_SIZE);
	if (!find_choice(given, OPTION_FORMAT, format_at, &format) ||
	    !find_choice(given, OPTION_COLOURS, colours_at, &colours))
		return false;
	while (format && strcmp(format_at(shot->format), format) != 0)
		shot->format++;
	if (colours)
		shot->colours = atoi(colours);
	return true;
}

static int run_shot(const struct command_line *given)
{
	struct host_limits limits;
	struct screen_options options = { .limits = &limits };
	struct shot shot;
	char *path;
	int code;
	if (!read_shot(given, &shot) || !find_looks(given, &options) ||
	    !read_limits(given, &limits) || !find_script(given, 0, &path))
		return EXIT_USAGE;
	struct lab *lab = open_lab(given, &code);
	options.script = path;
	if (lab)
		code = screen_shot(lab, &options, &shot, stdout);
	lab_close(lab);
	free(path);
	return code;
}

static int run_check(const struct command_line *given)
{
	struct replay_options options = {
		.verbose = given->option[OPTION_VERBOSE] != NULL,
		.vmallocinfo = given->option[OPTION_VMALLOCINFO] != NULL,
		.ptdump = given->option[OPTION_PTDUMP] != NULL,
	};
	const char *engine = given->option[OPTION_ENGINE];
	if (engine && !replay_engine_by_name(engine, &options.engine))
		return complain(EXIT_USAGE, "--engine is plain, record or both");
	return replay_check(&options, given->words, given->word, stdout, stderr);
}

/* The N of 'bench WHAT N'. 0: it is none, and that was told. */
static uint64_t bench_count(const struct command_line *given, uint64_t most)
{
	char why[TEXT_ROOM];
	uint64_t n = 0;
	if (given->words == 2 && bench_number(given->word[1], &n) && n <= most)
		return n;
	snprintf(why, sizeof(why), _("bench %s N: N is from 1 to %llu"), given->word[0],
		 (unsigned long long)most);
	complain(EXIT_USAGE, why);
	return 0;
}

/* Those of the screen. */
static int run_screen_bench(const struct command_line *given, bool frame)
{
	const char *size = given->option[OPTION_SIZE];
	struct screen_options options = { 0 };
	int width = 200, height = 60;
	if (size && !read_size(size, &width, &height))
		return complain(EXIT_USAGE, BAD_SIZE);
	if (!find_looks(given, &options))
		return EXIT_USAGE;
	if (!frame && options.layout)
		return complain(EXIT_USAGE, "--layout belongs to 'bench frame N'");
	uint64_t n = frame ? bench_count(given, 4000000) :
			     bench_count(given, 10000);
	if (n == 0)
		return EXIT_USAGE;
	return frame ? bench_frame(n, width, height, options.layout, stdout, stderr) :
		       bench_start(n, width, height, stdout, stderr);
}

/* All other workloads need the engine only. */
static int run_bench(const struct command_line *given)
{
	const char *what = given->words > 0 ? given->word[0] : "";
	if (strcmp(what, "frame") == 0 || strcmp(what, "start") == 0)
		return run_screen_bench(given, *what == 'f');
	if (given->option[OPTION_SIZE] || given->option[OPTION_LAYOUT])
		return complain(EXIT_USAGE, "--size and --layout belong to 'bench frame N'");
	return bench_main((int)given->words, given->word, stdout, stderr);
}

enum {
	LOOK_OPTIONS = 1u << OPTION_SPACE | 1u << OPTION_LAYOUT | 1u << OPTION_SCHEME |
		       1u << OPTION_ASCII | 1u << OPTION_LIMIT,
	SHOT_OPTIONS = LOOK_OPTIONS | 1u << OPTION_SIZE | 1u << OPTION_FORMAT |
		       1u << OPTION_COLOURS | 1u << OPTION_ZOOM,
	CHECK_OPTIONS = 1u << OPTION_VERBOSE | 1u << OPTION_ENGINE |
			1u << OPTION_VMALLOCINFO | 1u << OPTION_PTDUMP,
};

static const struct subcommand subcommands[SUBCOMMANDS] = {
	{ "", "[SCRIPT.lua]", N_("the screen; with a script or lesson, that one opened"),
	  0, 1, LOOK_OPTIONS | 1u << OPTION_RESUME, false, run_screen,
	  N_("With --resume the word is a session of 'vmaplab sessions': its number or name.") },
	{ "repl", "[SCRIPT.lua]", N_("the same commands in plain lines; reads a pipe too"),
	  0, 1, 1u << OPTION_SPACE | 1u << OPTION_NARRATE | 1u << OPTION_RESUME | 1u << OPTION_LIMIT,
	  false, run_repl,
	  N_("Commands from a pipe: the first one that fails ends the session, with its line on\n"
	     "standard error and exit code 1. At a terminal one can try again; the prompt there is\n"
	     "vmaplab OP.STEP>, the operation and the step one stands at.\n"
	     "With --resume the word is a session of 'vmaplab sessions': its number or name.") },
	{ "run", "SCRIPT.lua [ARG..]", N_("run a script to its end; ends with 'N passed, N failed'"),
	  1, ANY_NUMBER, 1u << OPTION_SPACE | 1u << OPTION_AUTO | 1u << OPTION_LIMIT, true, run_script,
	  N_("SCRIPT.lua is a file, or the name of a scenario ('vmaplab scripts') or a lesson; what\n"
	     "follows it is for the script. Nobody is there: pauses are skipped, questions answer\n"
	     "themselves. With --auto before the script's name they are graded as a learner's would be.\n"
	     "A script may use, between two pauses, 1.5 s of CPU time and 100,000 lines, 64 MiB of its\n"
	     "own, 96 MiB of laboratory, and 327,680 pages in one operation. --limit raises that for a\n"
	     "workload of one's own: --limit time=60s,memory=1G,pages=2000000,lines=500000, or some of it.") },
	{ "check", "TRACE..", N_("compare the model with recorded kernels"),
	  1, ANY_NUMBER, CHECK_OPTIONS, false, run_check,
	  N_("TRACE is a recording (*.trace), a transcript of a running kernel (*.txt), either may be\n"
	     "compressed (.gz), or a folder with such files. What lies beside a transcript (its\n"
	     "vmallocinfo, its page-table dump) is compared as well. With --vmallocinfo or --ptdump\n"
	     "standard output holds these listings and nothing else, ready to be compared with a\n"
	     "kernel's; how the check went is on standard error then.") },
	{ "bench", "[WORKLOAD N]",
	  N_("measure a workload, or the screen; without words: list them"),
	  0, 2, 1u << OPTION_SIZE | 1u << OPTION_LAYOUT, false, run_bench, NULL },
	{ "sessions", "[forget [SESSION]]",
	  N_("list the sessions that --resume can go on with, or remove them"),
	  0, 2, 0, false, run_sessions, NULL },
	{ "scripts", "", N_("list the scenarios that 'run' knows by name, and their parameters"),
	  0, 0, 1u << OPTION_NAMES, false, run_scripts, NULL },
	{ "lessons", "", N_("list the lessons"), 0, 0, 1u << OPTION_NAMES, false, run_lessons, NULL },
	{ "lesson", "LESSON", N_("open a lesson on the screen"),
	  1, 1, LOOK_OPTIONS, false, run_screen, NULL },
	{ "exam", "[EXAM]", N_("sit an exam with exercises of one's own; without a name: list them"),
	  0, 1, EXAM_OPTIONS, false, exams_run, EXAM_MORE },
	{ "grade", "FILE.exam..", N_("grade the transcripts of exams"),
	  1, ANY_NUMBER, 1u << OPTION_JSON, false, exams_grade, GRADE_MORE },
	{ "lint", "[FILE.lua..]", N_("look over lessons: what would fail in class, with its line"),
	  0, ANY_NUMBER, 1u << OPTION_POT | 1u << OPTION_META | 1u << OPTION_TRANSLATIONS, false,
	  run_lint,
	  N_("A lesson without any translation gets a note, which is no finding: in a folder where no\n"
	     "lesson has a catalogue (NAME.LANGUAGE.po) nobody misses it. --translations does.") },
	{ "shot", "SCRIPT.lua", N_("the screen as it stands at the end of the script"),
	  1, 1, SHOT_OPTIONS, false, run_shot,
	  N_("Nothing of the terminal or of the user's own choices is in the picture, but NO_COLOR\n"
	     "and the locale. With --format cells the characters are followed by a letter for each\n"
	     "cell, and by what the letters stand for: a style, and how it looks.") },
};

/* --- the program as a whole --- */

/* A descriptor that is closed would be given to the next file opened, and what
 * is said to the user would end up in it. */
static void open_standard_streams(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
			(void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

/* LC_CTYPE, and with the language LC_MESSAGES: the others would change how Lua
 * reads numbers and sorts. */
static void choose_locale(void)
{
	if (!setlocale(LC_CTYPE, "") || strcmp(setlocale(LC_CTYPE, NULL), "C") == 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

static void help(void)
{
	options_help(stdout, subcommands, SUBCOMMANDS);
	fputs(_("\nSpaces:\n"), stdout);
	for (size_t i = 0; i < engine_space_count; i++)
		printf("  %-15s %s\n", engine_spaces[i].name, _(engine_spaces[i].summary));
	fputs(_("\nExit codes: 0 all well, 1 something failed or differed,\n"
		"            2 wrong usage or unreadable input\n"), stdout);
}

static int complete(const char *shell)
{
	if (completion_write(stdout, shell, subcommands, SUBCOMMANDS))
		return EXIT_WELL;
	return complain(EXIT_USAGE, "--completion is for bash, zsh or fish");
}

/* An error that was met earlier has left no errno. */
static int finish_output(int code)
{
	bool failed = ferror(stdout) != 0;
	errno = 0;
	if (fflush(stdout) == 0 && !failed)
		return code;
	if (errno == EPIPE)	/* the reader has seen enough */
		return code;
	if (errno)
		fprintf(stderr, _("vmaplab: standard output cannot be written: %s\n"), strerror(errno));
	else
		fputs(_("vmaplab: standard output cannot be written; is the disk full?\n"), stderr);
	return code == EXIT_WELL ? EXIT_FAILED : code;
}

static int run(int argc, char **argv)
{
	char complaint[TEXT_ROOM];
	struct command_line given;
	language_choose(NULL, complaint, sizeof(complaint));
	if (!options_read(subcommands, SUBCOMMANDS, argc, argv, &given, complaint,
			  sizeof(complaint)))
		return complain(EXIT_USAGE, complaint);
	if (given.option[OPTION_LANGUAGE] &&
	    !language_choose(given.option[OPTION_LANGUAGE], complaint, sizeof(complaint)))
		return complain(EXIT_USAGE, complaint);
	if (given.option[OPTION_VERSION])
		printf("vmaplab %s\n", VMAPLAB_VERSION);
	else if (given.option[OPTION_MAN])
		manual_write(stdout, subcommands, SUBCOMMANDS);
	else if (given.option[OPTION_COMPLETION])
		return complete(given.option[OPTION_COMPLETION]);
	else if (given.option[OPTION_HELP] && *given.subcommand->name)
		options_help_of(stdout, given.subcommand);
	else if (given.option[OPTION_HELP])
		help();
	else
		return given.subcommand->run(&given);
	return EXIT_WELL;
}

int main(int argc, char **argv)
{
	open_standard_streams();
	choose_locale();
	signal(SIGPIPE, SIG_DFL);
	return finish_output(run(argc, argv));
}
