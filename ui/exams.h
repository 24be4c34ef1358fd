/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_EXAMS_H
#define VMAPLAB_EXAMS_H

/*
 * `vmaplab exam` and `vmaplab grade`: handlers for the table of subcommands.
 */

#include "ui/lab/language.h"
#include "ui/options.h"

int exams_run(const struct command_line *given);
int exams_grade(const struct command_line *given);

enum {
	EXAM_OPTIONS = 1u << OPTION_SEED | 1u << OPTION_STUDENT | 1u << OPTION_OUT |
		       1u << OPTION_ANSWERS | 1u << OPTION_SURVEY | 1u << OPTION_AUTO |
		       1u << OPTION_NARRATE | 1u << OPTION_LAYOUT | 1u << OPTION_NAMES,
};

/* For their own help. */
#define EXAM_MORE \
	N_("Without a name it lists the exams. The same exam, seed and student give the same\n" \
	"exercises on every machine, another seed or student others. On a terminal the exam opens\n" \
	"on the screen; through a pipe, or with --narrate, in plain lines. What is answered is\n" \
	"written to the transcript at once; the same command goes on with an exam that was cut\n" \
	"off. While a question is open nothing can be tried out; skip leaves it out.")
#define GRADE_MORE \
	N_("Each transcript is carried out again with the model, which gives the marks. One that was\n" \
	"changed by hand, or belongs to another exam, seed or student than it says, fails with a\n" \
	"line of why, and exit code 1; the others are graded all the same.")

#endif
