/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_THEME_H
#define VMAPLAB_THEME_H

/*
 * How a meaning looks: semantic styles on one side, colours and attributes on
 * the other. A scheme is a table by style; a terminal with fewer colours, or
 * none, gets the same scheme's coarser columns.
 */

#include <stddef.h>
#include <stdint.h>

#include "ui/screen/canvas.h"

enum {
	LOOK_BOLD = 1,
	LOOK_REVERSE = 2,
	LOOK_UNDERLINE = 4,
	LOOK_DIM = 8,
};

/* Colours are numbers of xterm's palette of 256; -1: the terminal's own. */
struct look {
	int16_t foreground, background;
	uint8_t attributes;
};

struct scheme;

/* By name ("dark", "light", "mono"); NULL: no such scheme. */
const struct scheme *scheme_by_name(const char *name);

/* What to take when nothing was asked for: dark, or mono with NO_COLOR set. */
const struct scheme *scheme_default(void);

const char *scheme_name(const struct scheme *scheme);

/* All schemes in order: dark, light, mono; NULL after the last. */
const struct scheme *scheme_at(size_t i);

/* The look of a style with that many colours (0, 8, 16, 256). */
struct look scheme_look(const struct scheme *scheme, enum style style, int colours);

/* 0xrrggbb of a palette colour. */
uint32_t palette_rgb(int colour);

#endif
