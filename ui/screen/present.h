/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_PRESENT_H
#define VMAPLAB_SCREEN_PRESENT_H

/*
 * Showing it to others: playing by itself, the spotlight, the projector,
 * recordings.
 */

#include "ui/screen/view.h"

/* Milliseconds until the next step of play; -1: it does not play. */
int present_wait(const struct screen *screen);

/* Steps, if it is time. */
void present_play(struct screen *screen);

/* A key while it plays: + and - change the speed, any other stops. False: it
 * does not play. */
bool present_takes(struct screen *screen, uint32_t code);

/* With the spotlight on, takes the colours from everything on a pane but what
 * the step is about. */
void present_dim(const struct screen *screen, const struct window *w, const struct pane *pane);

/* After every picture: the recording, the notes. */
void present_update(struct screen *screen);
void present_close(struct screen *screen);

#endif
