/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_EXAM_RULES_H
#define VMAPLAB_EXAM_RULES_H

/*
 * What a student may do, and where one stands: the same for whoever sits the exam and
 * for the transcript that is carried out again.
 */

#include "ui/exam/sheet.h"

struct lab;
struct host;

/* Sets the rules for the student's commands. While a question is open one may look at
 * everything and change nothing; a task is done with all commands that change the model.
 * Both must live until rules_lift. */
void rules_set(struct lab *lab, struct host *host);
void rules_lift(struct lab *lab);

/* Where the lab stands, for the question of that number. */
struct standing standing_now(struct lab *lab, unsigned question);
bool standing_same(const struct standing *a, const struct standing *b);

#endif
