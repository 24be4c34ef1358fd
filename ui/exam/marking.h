/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_EXAM_MARKING_H
#define VMAPLAB_EXAM_MARKING_H

/*
 * Marks of one paper: the model is asked, each time anew. There is no key that could be
 * out of date; the key is what the model says while the exam runs with nobody there, and
 * a transcript gets its marks by being carried out once more.
 */

#include "ui/exam/sheet.h"
#include "ui/lua/host.h"

struct mark {
	char *question, *said, *why;	/* said "": passed over */
	unsigned percent;
	char *common;	/* see struct host_mark */
	bool task;
};

struct marking {
	struct mark *mark;
	size_t marks;
	unsigned answered;	/* a group of questions gets its marks together, later */
	unsigned points;	/* the sum of the marks */
	bool ended;		/* all questions were answered */
	uint64_t steps;		/* of the operations that were asked about */
	struct host_exam_header bounds;	/* what the exam says of them */
	uint64_t fingerprint;	/* of all that is told and asked */
};

/*
 * The exam with nobody there: rightly or wrongly answered. What was answered and done is
 * added to `said`, if that is not NULL. With `key` what is told and asked, each answer and
 * its reason are written there. False: the exam has a fault, and `why` tells.
 * marking_close is due in any case.
 */
bool marking_alone(struct marking *marking, const struct paper *paper, enum host_answers answers,
		   struct sheet *said, FILE *key, char *why, size_t room);

/*
 * Carries a transcript out again, each answer and command where it was said. False: it
 * does not fit this exam with this seed and student, and `why` tells the line. With `to`
 * everything is also written there, as if somebody sat the exam.
 */
bool marking_replay(struct marking *marking, const struct paper *paper,
		    const struct sheet *t, struct sheet_file *to, char *why, size_t room);

void marking_close(struct marking *marking);

#endif
