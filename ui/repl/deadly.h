/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPL_DEADLY_H
#define VMAPLAB_REPL_DEADLY_H

/*
 * Signals that end the program where it stands: requests from outside, and
 * faults of its own. The terminal is given back, what happened is told, and
 * then the signal has its usual effect.
 */

#include <stdbool.h>

enum deadly_kind {
	DEADLY_FAULTS,	/* SIGSEGV, SIGABRT and the like */
	DEADLY_ALL,	/* SIGTERM, SIGHUP and SIGQUIT, too */
};

/* `give_back` is called in a signal handler: it may do only what may be done
 * there. A signal that was ignored when we came (nohup) stays so. */
void deadly_catch(enum deadly_kind kind, void (*give_back)(void));

/* The signals are again what they were before. */
void deadly_release(void);

/* A sentence that is told after what happened: how to go on. Copied; ""
 * takes it away. */
void deadly_say(const char *sentence);

/* The same for a program that ends in a softer way: tells that this signal has
 * ended it, and how to go on. */
void deadly_tell(int number);
void deadly_tell_sentence(void);

#endif
