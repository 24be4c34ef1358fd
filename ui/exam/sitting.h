/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_EXAM_SITTING_H
#define VMAPLAB_EXAM_SITTING_H

/*
 * Somebody sits an exam: what is said is written to the transcript at once, and an exam
 * that was interrupted goes on where it was.
 *
 * The prompt and the screen each have a host of their own, so they carry it out, and the
 * sitting says what:
 *
 *	struct sitting *sitting = sitting_open(&paper, NULL, why, sizeof(why));
 *	sitting_attach(sitting, lab, host);
 *	sitting_begin(sitting, &player, why, sizeof(why));
 *	... until the host is HOST_DONE ...
 *	sitting_end(sitting, text, sizeof(text));
 *	sitting_close(sitting);
 */

#include "ui/exam/paper.h"

struct lab;
struct host;
struct sitting;

/* The usual name of a transcript: NAME-SEED[-STUDENT].exam, in the current folder. The
 * caller frees it; NULL: no memory. */
char *sitting_path(const struct paper *paper);

/* Makes the transcript: `out`, or the one of the usual name. One
 * that is there already goes on if it is the same exam's, seed's and student's and not at
 * its end; nobody else's is touched. The paper must outlive the sitting. NULL: `why`. */
struct sitting *sitting_open(const struct paper *paper, const char *out, char *why, size_t room);

/* Lifts the rules again; the lab must still be open if there was one. NULL is fine. */
void sitting_close(struct sitting *sitting);

/* Tells the host that this is an exam, and sets its rules. */
void sitting_attach(struct sitting *sitting, struct lab *lab, struct host *host);

/* How the one who asks is driven. */
struct sitting_player {
	void *context;
	void (*begin)(void *context, const char *path);	/* load the script, and begin it */
	void (*answer)(void *context, const char *text);	/* resume it */
	void (*hear)(void *context, bool on);	/* what is said from here on is news, or is not */
};

/* Begins, and says again what was said before. False: that did not go as it should, and
 * `why` tells; or the script failed, `why` is "" and the host tells. */
bool sitting_begin(struct sitting *sitting, const struct sitting_player *player, char *why,
		   size_t room);

/* The last question was answered: closes the transcript, and says in `text` what to hand
 * in. False: it could not be written. */
bool sitting_end(struct sitting *sitting, char *text, size_t room);
bool sitting_is_over(const struct sitting *sitting);

#endif
