/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LUA_GUESS_H
#define VMAPLAB_LUA_GUESS_H

/*
 * What a learner thinks will happen: read as people write it, then compared with
 * the facts.
 *
 * Reading comes first and knows nothing of what will happen, so that what cannot
 * be understood gives nothing away.
 */

#include "ui/lua/facts.h"

enum { GUESS_ROOM = 96 };

struct guess {
	enum subject subject;
	char word[GUESS_ROOM];	/* a name, a step: what has no number (yet); or "" */
	uint64_t number;	/* address, size, line, enum why */
	uint32_t tables;	/* a bit for each level */
	bool none;		/* nothing, no: it fails, it is not used, there is none */
	bool same;		/* as it was */
	bool fresh;		/* the area that the operation makes */
};

/* The subject of that name ("address", "hole"...); SUBJECT_COUNT: there is none.
 * And the names, in order. */
enum subject guess_subject(const char *name);
extern const char *const guess_subjects[SUBJECT_COUNT];

/* What is asked when the lesson has no words of its own, and how one may answer;
 * both in the learner's language. */
const char *guess_question(enum subject subject);

/* Is a word one of those that a question about it has an answer of its own for, such as
 * "same" or "no"? In English or the learner's language. */
bool guess_takes(enum subject subject, const char *word);

/* Reads an answer. False: `again` gets a sentence that says what is understood. */
bool guess_read(struct lab *lab, enum subject subject, const char *text, struct guess *guess,
		char *again, size_t room);

/* How right it is: 0 to 100. The cursor stands at the end of the operation. */
unsigned guess_judge(struct lab *lab, const struct guess *guess, const struct facts *facts);

/* The right answer as it can be typed; and one that is wrong altogether. */
const char *guess_right(struct lab *lab, enum subject subject, const struct facts *facts,
			char *text, size_t room);
const char *guess_wrong(struct lab *lab, enum subject subject, const struct facts *facts,
			char *text, size_t room);

#endif
