/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_EXAM_TALLY_H
#define VMAPLAB_EXAM_TALLY_H

/*
 * Right answers of many papers, question by question. Where most papers have the same
 * one, it can be guessed or passed on, however many steps lead to it.
 */

#include <stdbool.h>
#include <stdio.h>

#include "ui/exam/marking.h"

/* Of a hundred papers so many may have the same answer; told from so many papers on. */
enum { TALLY_SHARE = 60, TALLY_FROM = 100 };

struct tally;

struct tally *tally_open(void);	/* NULL: no memory */
void tally_close(struct tally *tally);

/* Takes the answers of one paper. False: no memory. */
bool tally_add(struct tally *tally, const struct marking *key);

/* Writes a line for each question: its commonest answer, and how many there are. Tasks
 * have none. False: one answer is too common, and the exam does not say why. */
bool tally_write(struct tally *tally, FILE *out);

#endif
