/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_HELP_H
#define VMAPLAB_SCREEN_HELP_H

/*
 * What the keys do: the bar in the last row, and the help over the panes.
 */

#include "ui/screen/view.h"

/* Labels of the keys that matter most, as many as there is room for. */
void help_bar(const struct screen *screen, const struct window *w);

/* The key whose label stands on that cell of the screen; NULL: none. */
const struct key *help_bar_key(const struct screen *screen, int y, int x);

/* The help, scrolled by screen->help_row, which is brought within its bounds. */
void help_draw(struct screen *screen, const struct window *area);

#endif
