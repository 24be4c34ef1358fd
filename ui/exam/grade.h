/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_EXAM_GRADE_H
#define VMAPLAB_EXAM_GRADE_H

/*
 * Grading what a class has handed in.
 */

#include <stdbool.h>
#include <stdio.h>

#include "ui/exam/marking.h"

/* One file, and what came of it. */
struct grade {
	const char *path;
	struct sheet transcript;
	struct marking marking;
	size_t questions;	/* of the exam in all */
	unsigned commands, skipped;	/* that were typed in tasks; questions left out */
	const char *twin;	/* another file with the same answers; or NULL */
	const char *again;	/* another file of the same student for this exam; or NULL */
	bool graded, unreadable;
	char why[512];		/* not graded: one sentence, with the line */
};

/* Grades the files and writes a table, or JSON, to `out`; what could not be graded is told
 * to `complaints`. Each transcript is carried out in the language that it was written in;
 * the table is in that of the caller, which is the chosen one again afterwards. Returns
 * the exit code: 0, 1 (some were not graded), 2 (some could not be read). */
int grade_files(size_t count, char *const *path, bool json, FILE *out, FILE *complaints);

/* --- within: how they are written --- */

void grade_write_table(const struct grade *grade, size_t count, FILE *out);

/* False: no memory. */
bool grade_write_json(const struct grade *grade, size_t count, FILE *out);

/* What is to be said about one beside its points; `i` from 0. NULL: no more. */
const char *grade_remark(const struct grade *grade, size_t i, char *text, size_t room);

#endif
