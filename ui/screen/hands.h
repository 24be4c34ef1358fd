/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_HANDS_H
#define VMAPLAB_SCREEN_HANDS_H

/*
 * What fingers do: keys with a count before them, and the mouse.
 */

#include "ui/screen/view.h"

/* A digit that begins a count or goes on with it. False: it is an ordinary key. */
bool hands_count(struct screen *screen, uint32_t code);

/* Runs what a key stands for, as often as the count says. */
void hands_run(struct screen *screen, const struct key *key);

enum mouse_kind { MOUSE_CLICK, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

/* A click or a turn of the wheel on that cell of the screen. */
void hands_mouse(struct screen *screen, enum mouse_kind kind, int y, int x);

/* A key that no prompt takes, before it means anything. True: with it a command has been
 * typed as if there were a prompt; now there is one, with that command in it. */
bool hands_struck(struct screen *screen, uint32_t code);

#endif
