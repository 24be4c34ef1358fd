/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_TIMELINE_PACK_H
#define VMAPLAB_TIMELINE_PACK_H

/*
 * Pages made small. `stride` says how many 64-bit words lie between a word and
 * the one that most resembles it: the same field of the element before.
 */

#include <stdbool.h>
#include <stddef.h>

#include "engine/core/memory.h"

enum {
	PACK_WORDS = PAGE_SIZE / sizeof(uint64_t),
	PACK_MAX = PACK_WORDS * 9,	/* a page that cannot be made smaller */
	PACK_BEHIND = 4,		/* bytes that must be readable behind a packed page */
};

/* Packs a page into at most PACK_MAX bytes; returns how many. */
size_t pack_page(const unsigned char *page, size_t stride, unsigned char *packed);

void pack_open(const unsigned char *packed, size_t stride, unsigned char *page);

/* Does it hold just this page? Quick to say no. */
bool pack_holds(const unsigned char *packed, size_t stride, const unsigned char *page);

#endif
