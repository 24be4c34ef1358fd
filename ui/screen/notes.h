/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_NOTES_H
#define VMAPLAB_SCREEN_NOTES_H

/*
 * Notes for the speaker: a file or a pipe, to be read in another terminal.
 */

#include "ui/screen/view.h"

/* Brings the file up to date with the present moment; does nothing when nothing
 * has changed, or no file was asked for. */
void notes_update(struct screen *screen);

#endif
