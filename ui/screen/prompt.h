/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_PROMPT_H
#define VMAPLAB_SCREEN_PROMPT_H

/*
 * The prompt inside the screen: readline, by its callbacks.
 *
 * readline edits, completes and remembers; it neither reads the terminal nor
 * writes to it. Keys are handed to it as they come, and the line is drawn on
 * the canvas like everything else.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/lab/lab.h"
#include "ui/screen/canvas.h"

/* There is one prompt, as there is one readline. `hint` gets a sentence when
 * the history cannot be kept, else "". False: no memory. */
bool editor_open(struct lab *lab, char *hint, size_t room);
void editor_close(void);

/* What the line begins with ("answer> "). */
void editor_set_text(const char *text);

enum editor_event {
	EDITOR_EDITING,
	EDITOR_ENTERED,	/* editor_line has the line */
	EDITOR_LEFT,	/* ^D on an empty line */
};

/* A key (key_code of keys.h), or a text that was pasted. */
enum editor_event editor_key(uint32_t code);
void editor_paste(const char *text);

/* The line that was entered; the caller frees it. */
char *editor_line(void);

/* The line as it stands now, valid until the next key; and another one in its
 * place, with the cursor at its end. */
const char *editor_text(void);
void editor_set_line(const char *line);

/* ^C: the line is given up. */
void editor_interrupt(void);

/* Draws the line in the first row of the window, scrolled so that the cursor
 * is seen; puts the cursor there. */
void editor_draw(const struct window *w);

/* Completions to choose from, for a popup; 0 when there are none to show. */
size_t editor_matches(const char *const **match);

#endif
