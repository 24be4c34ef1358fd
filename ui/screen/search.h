/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_SEARCH_H
#define VMAPLAB_SCREEN_SEARCH_H

/*
 * Looking for a text in a pane.
 */

#include "ui/screen/pane.h"

/*
 * Scrolls a pane to the next row that has the text, or the one before; at the
 * end it goes on at the other end. *row is the row of the pane's window, as it
 * is shown now, that was found last (-1: none), and becomes the one found. Small
 * letters mean capitals, too. `rows` and `columns` are the window's size. False:
 * the text is not there, or the search was interrupted, and nothing has changed.
 */
bool search_pane(const struct pane *pane, const struct showing *showing,
		 struct pane_state *state, int rows, int columns, const char *text,
		 bool backwards, int *row);

/* Makes what stands on the window and is the text stand out. */
void search_mark(const struct window *w, const char *text);

#endif
