/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPL_PROMPT_H
#define VMAPLAB_REPL_PROMPT_H

/*
 * Lines from a person at a terminal, edited with readline.
 *
 * Between repl_prompt_open and repl_prompt_close ^C sets lab_interrupted,
 * whether a line is being typed or a command runs. ^Z works in both cases too.
 * A signal that asks the program to end ends the line, and whatever runs; one
 * that ends it at once leaves the terminal as it was.
 */

#include <stdbool.h>

enum repl_prompt_result {
	REPL_LINE,	/* *line is the caller's to free */
	REPL_ABORTED,	/* ^C: nothing was entered; lab_interrupted is 0 again */
	REPL_END,	/* ^D, the terminal is gone, or a signal asked to end */
};

/* False: there is nobody to talk to (no terminal for input, or none to show
 * the prompt on). */
bool repl_prompt_possible(void);

void repl_prompt_open(void);
enum repl_prompt_result repl_prompt_read(const char *prompt, char **line);

/* The signal that has asked the program to end; 0: none has. */
int repl_prompt_ended(void);

/* True when nobody is there any more: the terminal has been taken away. */
bool repl_prompt_gone(void);

/* Puts the signals back; a signal that asked to end is obeyed now. */
void repl_prompt_close(void);

#endif
