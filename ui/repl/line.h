/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPL_LINE_H
#define VMAPLAB_REPL_LINE_H

/*
 * What every prompt for commands has in common: the plain one of `vmaplab
 * repl` and the one inside the screen. Both edit their line with readline;
 * here are its name, its completion from the command table, and the history
 * that both share. How a line is drawn, how keys arrive and what signals do is
 * the business of each prompt: nothing here reads, draws or installs signals.
 *
 * Order: line_open once, before the first readline() or
 * rl_callback_handler_install(); line_close at the end, also after a failure.
 */

#include <stdbool.h>
#include <stddef.h>

#include "ui/lab/lab.h"
#include "ui/lua/host.h"

/*
 * Sets up readline for commands of `lab`: rl_readline_name ("vmaplab", for
 * inputrc), rl_attempted_completion_function and word breaks, and
 * rl_change_environment = 0. Loads the history from
 * $XDG_STATE_HOME/vmaplab/history (default ~/.local/state). When the history
 * cannot be kept, the session goes on without a file, and `hint` gets one
 * sentence that tells so; else it gets "". `lab` must live until line_close.
 *
 * A prompt that shows completions in its own way sets
 * rl_completion_display_matches_hook itself, before or after.
 */
void line_open(struct lab *lab, char *hint, size_t room);

/* Puts a line that was entered into the history and its file, unless it is
 * empty or the same as the one before. */
void line_remember(const char *line);

/* Shortens the history's file to its limit and lets go of the lab. */
void line_close(void);

/* True for a command of stepping ("step", "reverse-next 3"): entering an empty
 * line after it means to do it once more. */
bool line_repeats(const char *line);

/* While a question is open: a bare word that is short for a command is meant as an answer
 * when the question takes it for one. */
bool line_answers(const struct host *host, const char *line);

/*
 * A pasted text arrives as one line with newlines in it. Gives the lines one
 * by one: cuts the first off in place and moves *rest behind it; NULL after
 * the last. Carriage returns at line ends go.
 *
 *	char *rest = text;
 *	for (char *line; (line = line_next(&rest)) != NULL;) ...
 */
char *line_next(char **rest);

/* Bytes of the character that `text` begins with, of at most `room`; 0 when it
 * is no UTF-8 or a control character other than a tab. */
size_t line_character(const char *text, size_t room);

/* True when `text` of `length` bytes can be taken as a line of commands:
 * whole UTF-8 and no control characters but tabs. Else `why` gets what is
 * wrong with it, and where. */
bool line_readable(const char *text, size_t length, char *why, size_t room);

/* `text` for a message: control characters and broken bytes shown as \xNN, and
 * cut with "..." so that it takes at most `room` - 1 bytes. Returns `shown`. */
const char *line_shown(const char *text, char *shown, size_t room);

#endif
