/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Exams on the command line: which of the things that can be done with one is wanted,
 * and by whom.
 */

#include "ui/exams.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/exam/grade.h"
#include "ui/exam/sitting.h"
#include "ui/exam/survey.h"
#include "ui/lab/lab.h"
#include "ui/lab/language.h"
#include "ui/repl/repl.h"
#include "ui/screen/screen.h"

enum { TEXT_ROOM = 512, LANGUAGE_ROOM = 32, SURVEY_MOST = 1000000 };

static int complain(int code, const char *why)
{
	fflush(stdout);
	fprintf(stderr, "vmaplab: %s\n", _(why));
	return code;
}

/* --- sitting one --- */

/* The transcript is in the language of now, whatever the screen's own settings say. */
static int sit_with(struct lab *lab, struct sitting *sitting, const struct command_line *given)
{
	char language[LANGUAGE_ROOM];
	const struct screen_options options = {
		.sitting = sitting, .layout = given->option[OPTION_LAYOUT], .language = language,
	};
	snprintf(language, sizeof(language), "%s", language_name());
	if (isatty(0) && isatty(1) && !given->option[OPTION_NARRATE])
		return screen_run(lab, &options);
	lab_set_narrate(lab, given->option[OPTION_NARRATE] != NULL);
	return repl_sit(lab, sitting);
}

static int sit(const struct paper *paper, const struct command_line *given)
{
	char why[TEXT_ROOM];
	struct sitting *sitting = sitting_open(paper, given->option[OPTION_OUT], why, sizeof(why));
	if (!sitting)
		return complain(EXIT_USAGE, why);
	struct lab *lab = lab_open(&engine_space("x86-64")->space, NULL);
	int code = lab ? sit_with(lab, sitting, given) :
		   complain(EXIT_FAILED, N_("there is no memory for a laboratory"));
	if (code == EXIT_WELL && !sitting_is_over(sitting))
		complain(code, N_("the exam is not over: the same command goes on with it"));
	sitting_close(sitting);
	lab_close(lab);
	return code;
}

/* --- choosing --- */

static int run_auto(const struct paper *paper, const struct command_line *given)
{
	const char *how = given->option[OPTION_AUTO];
	bool wrong = strcmp(how, "wrong") == 0;
	if (!wrong && *how && strcmp(how, "right") != 0)
		return complain(EXIT_USAGE, N_("--auto takes =right or =wrong, or nothing for =right"));
	return survey_auto(paper, wrong ? ANSWERS_WRONG : ANSWERS_RIGHT, given->option[OPTION_OUT],
			   stdout, stderr);
}

static int run_survey(struct paper *paper, const char *text)
{
	char *end;
	unsigned long count = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || count < 1 || count > SURVEY_MOST)
		return complain(EXIT_USAGE, N_("--survey takes how many seeds: 1 to 1000000"));
	return survey_seeds(paper, count, stdout, stderr);
}

static int run_paper(struct paper *paper, const struct command_line *given)
{
	if (given->option[OPTION_SURVEY])
		return run_survey(paper, given->option[OPTION_SURVEY]);
	if (given->option[OPTION_ANSWERS])
		return survey_answers(paper, stdout, stderr);
	if (given->option[OPTION_AUTO])
		return run_auto(paper, given);
	return sit(paper, given);
}

/* Options that say different things about what is to be done. NULL: they agree. */
static const char *contradiction(const struct command_line *given)
{
	static const enum option ways[] = { OPTION_ANSWERS, OPTION_SURVEY, OPTION_AUTO };
	bool narrate = given->option[OPTION_NARRATE], layout = given->option[OPTION_LAYOUT];
	size_t count = 0;
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		count += given->option[ways[i]] != NULL;
	if (count > 1)
		return N_("one of --answers, --survey and --auto, not several");
	if (given->option[OPTION_NAMES])
		return N_("--names is for the list of all exams");
	if (given->option[OPTION_SURVEY] && given->option[OPTION_SEED])
		return N_("--survey takes the seeds from 1 on: leave --seed out");
	if (!given->option[OPTION_SURVEY] && !given->option[OPTION_SEED])
		return N_("an exam needs a seed: --seed N");
	if ((given->option[OPTION_SURVEY] || given->option[OPTION_ANSWERS]) &&
	    given->option[OPTION_OUT])
		return N_("--out is for a transcript, and here none is written");
	if ((count && (narrate || layout)) || (narrate && layout))
		return N_("--layout is for an exam on the screen, --narrate for one in plain lines");
	return NULL;
}

static bool read_options(struct paper *paper, const struct command_line *given, char *why,
			 size_t room)
{
	const char *seed = given->option[OPTION_SEED];
	return (!seed || paper_read_seed(paper, seed, why, room)) &&
	       paper_read_student(paper, given->option[OPTION_STUDENT], why, room);
}

/* Without a name they are listed, and there is little else to be said. */
static int list(const struct command_line *given)
{
	bool names = given->option[OPTION_NAMES] != NULL;
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (given->option[i] && EXAM_OPTIONS >> i & 1 && i != OPTION_NAMES)
			return complain(EXIT_USAGE, N_("which exam? 'vmaplab exam' lists them"));
	return paper_list(names, stdout, stderr) ? EXIT_WELL : EXIT_USAGE;
}

int exams_run(const struct command_line *given)
{
	char why[TEXT_ROOM];
	struct paper paper;
	if (given->words == 0)
		return list(given);
	if (!paper_open(&paper, given->word[0], why, sizeof(why)))
		return complain(EXIT_USAGE, why);
	const char *wrong = contradiction(given);
	int code = EXIT_USAGE;
	if (wrong || !read_options(&paper, given, why, sizeof(why)))
		complain(EXIT_USAGE, wrong ? wrong : why);
	else
		code = run_paper(&paper, given);
	paper_close(&paper);
	return code;
}

/* --- grading --- */

int exams_grade(const struct command_line *given)
{
	bool json = given->option[OPTION_JSON] != NULL;
	return grade_files(given->words, given->word, json, stdout, stderr);
}
