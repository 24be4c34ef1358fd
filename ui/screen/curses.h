/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_CURSES_H
#define VMAPLAB_CURSES_H

/*
 * Curses as an outlet of the canvas, and as the source of keys. The terminal
 * must be open (terminal.h).
 */

#include <stdbool.h>
#include <stdint.h>

#include "ui/screen/canvas.h"
#include "ui/screen/theme.h"

/* Colours for a scheme; again when the scheme changes. */
void curses_set_scheme(const struct scheme *scheme);

/* Follows a new size of the terminal. */
void curses_resize(int height, int width);

/* After a stop, or when the picture is spoilt: the next one is drawn in full. */
void curses_redraw(void);

/* Brings the canvas to the terminal: cells that have changed since the last
 * time, the cursor. */
void curses_draw(const struct canvas *canvas);

void curses_close(void);

/* The next character or special key that has arrived, as a key_code of keys.h;
 * KEY_CODE_NONE: none is waiting. Escape sequences that curses does not know
 * are given byte by byte. */
uint32_t curses_key(void);

/* Asks the terminal to tell about the mouse, or no more. */
void curses_mouse(bool on);

/* After KEY_CODE_MOUSE: where and what. False: nothing that means anything. */
struct mouse_event {
	int y, x;
	int wheel;	/* -1 up, 1 down, 0: a click with the left button */
};
bool curses_mouse_event(struct mouse_event *event);

#endif
