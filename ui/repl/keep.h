/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPL_KEEP_H
#define VMAPLAB_REPL_KEEP_H

/*
 * Keeps the session that runs on the disk, so that it is never lost: whatever
 * ends the program, `vmaplab --resume` (kept.h) goes on with it.
 *
 * A front end tells what it has just done; what has changed since is written
 * then. Of the sessions that were left on the screen the last one stays, too; one
 * in which nothing was done never makes a file.
 */

#include <stdbool.h>
#include <stddef.h>

struct lab;
struct kept;
struct keep;

/* Begins with the lab as it stands. `again` is the command that resumes it, for
 * messages; it lives as long as the keep. NULL: no memory, which the other
 * functions take for a session that is not kept. */
struct keep *keep_open(struct lab *lab, const char *again);

/* A session that was resumed goes on in the file that it was read from. Takes
 * the file over; `waits`: its lesson does. */
void keep_go_on(struct keep *keep, struct kept *kept, bool waits);

/* Commands of the learner are over. Costs nothing when they changed nothing. */
void keep_commands(struct keep *keep);

enum keep_turn {
	KEEP_BEGINS,	/* the script of that path */
	KEEP_GOES_ON,	/* after a pause; no text */
	KEEP_HEARS,	/* that answer */
};

/* A script has had its turn. `waits`: it is not over yet. */
void keep_script(struct keep *keep, enum keep_turn turn, const char *text, bool waits);

/* The learner has left the lesson. */
void keep_leave(struct keep *keep);

/* The lesson was edited and loaded again, and the lab with it: from here on only
 * the commands are kept, and it does not go on when they are resumed. */
void keep_reload(struct keep *keep);

enum keep_end {
	KEEP_OVER,	/* it is not wanted any more: what was kept is removed */
	KEEP_LEFT,	/* left with a key, perhaps by a slip: stays until the next one is left */
	KEEP_CUT,	/* stays until it is gone on with */
};

/* The session ends. Where something stays, stderr is told how to go on. Takes NULL. */
void keep_close(struct keep *keep, enum keep_end end);

#endif
