/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_PALETTE_H
#define VMAPLAB_SCREEN_PALETTE_H

/*
 * The palette: all commands, thinned out by what is typed, one to be chosen.
 */

#include "ui/screen/view.h"

/* Opens it: an empty line at the prompt. */
void palette_open(struct screen *screen);

/* A key while it is open. True: that was for the palette. False: it is for the
 * prompt, whose line may have become that of the command that was chosen. */
bool palette_takes(struct screen *screen, uint32_t code);

/* Draws it at the bottom of `area`. */
void palette_draw(struct screen *screen, const struct window *area);

#endif
