/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPL_KEPT_H
#define VMAPLAB_REPL_KEPT_H

/*
 * Sessions that did not end in good order, and the one that the learner left
 * last: which there are, and how one of them goes on. keep.h writes them.
 *
 * What can be resumed: the laboratory as it stood, by the commands that made
 * it. A lesson or script that was waiting goes on where it waited, if its file
 * is still the same: it is run again, given the same answers, and the learner's
 * own commands come in between as they did. Else the commands that it ran stand
 * for it, and the lesson itself is over.
 */

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

struct lab;
struct kept;

/* --- the form of the file --- */

#define KEPT_FOLDER "sessions/"
#define KEPT_ENDING ".session"
#define KEPT_LEFT "left"	/* the name of the one that was left last */
#define KEPT_REST ".rest"	/* behind the name of a file that could not be run whole */
#define KEPT_HEAD "# A session of vmaplab %s, form %u"	/* version, form */
#define KEPT_SCAN "# A session of vmaplab %31[^,], form %u"
#define KEPT_INDENT "  "	/* before what a script ran */
#define KEPT_BEGINS "#lesson begins"	/* KEPT_SUM PATH */
#define KEPT_GOES_ON "#lesson goes on"
#define KEPT_HEARS "#lesson hears"	/* ANSWER */
#define KEPT_ENDS "#lesson ends"
#define KEPT_SUM "%" PRIu64 " %016" PRIx64
enum { KEPT_FORM = 1 };

/* Tells whether a script is still what it was. */
struct kept_sum {
	uint64_t size, sum;
};
struct kept_sum kept_sum(const char *path);	/* all zero: it cannot be read */

/* --- which there are --- */

/* Writes a line for each, the newest first, and what can be done with them. */
void kept_list(FILE *out);

/* Removes those that died; the one of that number or name, or with NULL all of
 * them. False: there is none such, and `why` tells. */
bool kept_forget(const char *which, char *why, size_t room);

/* A sentence about the newest one that died, for whoever starts anew; "" when
 * there is none. */
const char *kept_hint(char *text, size_t room);

/* Removes the oldest ones when there are too many. */
void kept_prune(void);

/* --- going on with one --- */

/* Opens the newest one, or the one of that number or name, so that
 * nobody else can. NULL: `why` gets a sentence. */
struct kept *kept_open(const char *which, char *why, size_t room);

/* Takes NULL. What was not given to a keep stays on the disk as it is. */
void kept_close(struct kept *kept);

/* How a front end has a script do what it did. Each is true when the script
 * then waits; `last`: this is the turn that the learner last saw. */
struct kept_player {
	void *context;
	bool (*begin)(void *context, const char *path, bool last);
	bool (*go_on)(void *context, const char *answer, bool last);	/* NULL: from a pause */
	void (*leave)(void *context);
};

enum kept_result {
	KEPT_WELL,		/* all of it */
	KEPT_PARTLY,		/* `told` says what is missing, and where it is */
	KEPT_INTERRUPTED,	/* by ^C; nothing has happened to the file */
};

/* Brings the lab, which has just been opened, to where it stood. `told` gets a
 * sentence for the learner in any case. */
enum kept_result kept_replay(struct kept *kept, struct lab *lab,
			     const struct kept_player *player, char *told, size_t room);

/* Gives the open file, its path (which the caller frees) and the length of what
 * counts of it away. False: it was set aside. For keep_go_on. */
bool kept_give(struct kept *kept, char **path, int *fd, off_t *size);

/* It ends within a lesson that does not go on. */
bool kept_lost_lesson(const struct kept *kept);

#endif
