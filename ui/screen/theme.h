/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_THEME_H
#define VMAPLAB_THEME_H

/*
 * How a meaning looks: semantic styles on one side, colours and attributes on
 * the other. A scheme is a table by style; a terminal with fewer colours, or
 * none, gets the same scheme's coarser columns.
 */

#include <stdbool.h>
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

struct tint {
	int16_t fine[2];	/* foreground, background of 256 */
	int16_t coarse[2];	/* of 16 */
	uint8_t attributes;
};

struct scheme {
	const char *name;
	bool colourless;	/* attributes only */
	struct tint tint[STYLE_COUNT];
};

/* By name ("dark", "light", "safe", "contrast", "mono"); NULL: no such scheme. */
const struct scheme *scheme_by_name(const char *name);

/* What to take when nothing was asked for: dark, or mono with NO_COLOR set. */
const struct scheme *scheme_default(void);

const char *scheme_name(const struct scheme *scheme);

/* All schemes in order, mono last; NULL after it. */
const struct scheme *scheme_at(size_t i);

/* The look of a style with that many colours (0, 8, 16, 256). */
struct look scheme_look(const struct scheme *scheme, enum style style, int colours);

/* A colour as people write it: 0 to 255, or one of the 16 by name ("blue",
 * "bright-blue"). False: it is none. */
bool colour_read(const char *text, int16_t *colour);

/* Adds an attribute by its name: bold, reverse, underline, dim. False: it is none. */
bool look_attribute(const char *text, uint8_t *attributes);

/* Gives a style of a copied scheme another look; 16 colours get what comes
 * nearest. Of a colourless scheme only the attributes change. */
void scheme_recolour(struct scheme *scheme, enum style style, const struct look *look);

/* 0xrrggbb of a palette colour. */
uint32_t palette_rgb(int colour);

#endif
