/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_VMALLOCINFO_H
#define VMAPLAB_LAB_VMALLOCINFO_H

/*
 * /proc/vmallocinfo as Linux 4.19 prints it: a line for each area by address,
 * whatever stands behind it. A reader can begin at any area and stop at any
 * line; nothing is kept between lines.
 */

#include "engine/engine.h"

enum { VMALLOCINFO_ROOM = 512 };	/* enough for the longest symbol a kernel knows */

/* The line of one area, without newline. `caller` tells who asked for a vm area
 * ("sym+0xoff/0xlen" or "sym+0xoff/0xlen [module]"); where it answers NULL the
 * field is left out. A line that has no room is cut off. Returns `text`. */
const char *vmallocinfo_line(const struct machine *m, uint32_t area,
			     const char *(*caller)(void *context, uint32_t vm), void *context,
			     char *text, size_t room);

/* Calls `line` for every area; the text is valid during the call. */
void vmallocinfo_lines(const struct machine *m,
		       const char *(*caller)(void *context, uint32_t vm),
		       void (*line)(void *context, const char *text), void *context);

#endif
