/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_EXAM_SURVEY_H
#define VMAPLAB_EXAM_SURVEY_H

/*
 * An exam with nobody there: its key, a transcript that the model writes, and what a
 * teacher wants to know of an exam before a class has it. Each returns an exit code.
 */

#include "ui/exam/paper.h"
#include "ui/lua/host.h"

/* Writes the key of one paper: what is told and asked, the answers, and why. */
int survey_answers(const struct paper *paper, FILE *out, FILE *complaints);

/* Answers one paper, rightly or wrongly, and writes the transcript: `to`, or the usual
 * name, which must not be there yet. */
int survey_auto(const struct paper *paper, enum host_answers answers, const char *to, FILE *out,
		FILE *complaints);

/* Answers the papers of the seeds 1 to `count` and has each transcript marked: can all be
 * solved, is none like another, do all lie within the exam's steps? One line at the end,
 * one before it for each paper of which that is not so, and one for each question: how
 * many answers it has, and which is the commonest (tally.h). */
int survey_seeds(struct paper *paper, uint64_t count, FILE *out, FILE *complaints);

#endif
