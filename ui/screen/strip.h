/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_STRIP_H
#define VMAPLAB_STRIP_H

/*
 * The strip: the steps of the present operation as one row, to scale. What was
 * told of them (searches, surprises) and breakpoints have ticks.
 */

#include "ui/screen/pane.h"

void strip_draw(const struct window *w, int y, const struct showing *showing);

/* The command line that a click on column x of it means, when the row has that
 * many columns. False: none. */
bool strip_click(const struct scene *scene, int columns, int x, char *line, size_t room);

#endif
