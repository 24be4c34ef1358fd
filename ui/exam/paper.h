/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_EXAM_PAPER_H
#define VMAPLAB_EXAM_PAPER_H

/*
 * One student's paper: which exam, which seed, whose. That is all its exercises depend
 * on, so it is also all that a transcript needs to say of them.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { PAPER_STUDENT = 64, PAPER_SEED_MAX = 999999999 };

struct paper {
	char *name;	/* of the exam */
	char *path;	/* of its file */
	uint64_t source;	/* digest of what is in it */
	uint64_t seed;
	char student[PAPER_STUDENT + 1];	/* "": nobody in particular */
};

/* Finds the exam of that name. False: there is none, or its file cannot be read; `why`
 * gets a sentence. Otherwise paper_close is due. */
bool paper_open(struct paper *paper, const char *name, char *why, size_t room);
void paper_close(struct paper *paper);

/* Reads a seed (a whole number up to PAPER_SEED_MAX), and a student's ID: letters of any
 * language, digits and . _ @ + - in it. NULL for the ID is nobody. False: `why` tells. */
bool paper_read_seed(struct paper *paper, const char *text, char *why, size_t room);
bool paper_read_student(struct paper *paper, const char *text, char *why, size_t room);

/* Lists the exams, one a line, or their names only. False: something cannot be read, and
 * `complaints` is told. */
bool paper_list(bool names, FILE *out, FILE *complaints);

#endif
