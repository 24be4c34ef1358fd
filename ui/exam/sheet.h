/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_EXAM_SHEET_H
#define VMAPLAB_EXAM_SHEET_H

/*
 * The transcript of an exam: a plain text file that a student hands in.
 *
 *	vmaplab exam transcript 1
 *	exam: search
 *	seed: 7
 *	student: anna
 *	language: en
 *	program: 0.1.0
 *	source: 00c1a6b2f7a3e5d4
 *	begun: 2019-05-06T10:00:00Z
 *	sum: 5d0e...
 *	9a41... 34 q1 12 77aa01c3 answer page 12
 *	0b22... 80 q6 0 4be20f10 command alloc 1p name=a
 *	77f0... 95 end
 *
 * A line has the sum of all that stands before its own end, the seconds since the exam
 * began, the number of the question, the place in history and a digest of the model as
 * it stood there, and what was typed. The sums find what was changed by hand; whoever
 * makes new ones still has to get past the model, which is asked again (marking.h). Lines may
 * have come to end as on Windows; that is no change.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/exam/paper.h"

enum { SHEET_FORM = 1, SHEET_MOST = 1 << 20 /* bytes of a file */ };

/* Where something was said: between which steps of the history, and what the model was. */
struct standing {
	unsigned question;	/* from 1; 0: nowhere in particular */
	char place[48];		/* "OP", or "OP.STEP" within an operation */
	uint32_t model;
};

enum sheet_kind { SHEET_ANSWER, SHEET_COMMAND };

struct sheet_entry {
	enum sheet_kind kind;
	struct standing standing;
	uint64_t seconds;
	size_t line;		/* in the file */
	char *text;
};

struct sheet {
	char *exam;
	uint64_t seed;
	char student[PAPER_STUDENT + 1];
	char language[32], program[32], begun[32];
	uint64_t source;
	struct sheet_entry *entry;
	size_t entries;
	bool ended;
	uint64_t seconds;	/* of the last line */
	uint64_t sum;		/* of all lines */
	size_t length;		/* bytes of them */
	size_t lines;
};

enum sheet_state {
	SHEET_WELL,
	SHEET_CUT,		/* well, but for a last line that was not finished */
	SHEET_WRONG,	/* it is none, or one of another version, or was changed */
	SHEET_UNREADABLE,	/* the file cannot be read */
};

/* Reads a file; sheet_close is due whatever comes of it. If not WELL, `why` gets a
 * sentence that names the line. What can be read of a CUT one is there. */
enum sheet_state sheet_read(struct sheet *t, const char *path, char *why,
				      size_t room);
void sheet_close(struct sheet *t);

/* Adds an entry to those in memory. False: no memory. */
bool sheet_add(struct sheet *t, enum sheet_kind kind,
		    const struct standing *standing, uint64_t seconds, const char *text);

/* --- writing --- */

struct sheet_file;

/* Makes the file, or, with `before`, goes on behind what was read from it. The file is
 * locked as long as it is open. NULL: `why` tells. */
struct sheet_file *sheet_create(const char *path, const struct paper *paper,
					  const char *language, char *why, size_t room);
struct sheet_file *sheet_go_on(const char *path, const struct sheet *before,
					 char *why, size_t room);

/* Writes a line, and what could not be written before. False: it cannot be, and errno
 * tells. An answer is dropped then, as it was not taken; a command has run, and is written
 * with the next line. */
bool sheet_write(struct sheet_file *file, enum sheet_kind kind,
		      const struct standing *standing, const char *text);
bool sheet_end(struct sheet_file *file);

void sheet_file_close(struct sheet_file *file);

#endif
