/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_FRAMES_H
#define VMAPLAB_FRAMES_H

/*
 * The pool that vmalloc's page frames come from.
 *
 * In sequential order, which is that of the recordings, frames are handed out
 * one after the other and none comes back, so that two runs give the same
 * numbers. In scattered order each handle stands for a frame that looks drawn
 * at random, and what was given back last is handed out first, as a kernel
 * does: addresses in a row lead to frames all over memory, and a frame that
 * was just freed soon has another owner.
 */

#include "engine/core/kmem.h"

#define FIRST_FRAME ((uint64_t)0x100000)	/* the pool's; those below are other people's */

/* A page frame for vm area `vm`; 0: refused, or none is left. The page's `next` is 0. */
uint32_t alloc_page(struct machine *m, uint32_t vm);

/* Gives a page frame back. */
void free_page(struct machine *m, uint32_t page);

/* Chooses the order from now on. False, and nothing changes: frames are in use. */
bool frames_choose(struct machine *m, bool scattered, uint64_t seed);

/* A one-to-one shuffle of the numbers below 2^bits: each round adds, multiplies
 * by an odd number and folds the upper half on the lower one, and each of these
 * can be undone. */
static inline uint64_t shuffle(uint64_t n, uint64_t seed, uint32_t bits)
{
	const uint64_t mask = ((uint64_t)1 << bits) - 1;
	for (uint32_t round = 0; round < 4; round++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		n = (n + (seed >> 20)) & mask;
		n = n * ((seed >> 11) | 1) & mask;
		n ^= n >> (bits + 1) / 2;
	}
	return n;
}

/* The frame that a handle stands for in scattered order: a number that the
 * shuffle leads out of memory is shuffled again, until it is back inside. There
 * must be as many frames. */
static inline uint64_t scattered_frame(const struct machine *m, uint32_t page)
{
	const uint64_t frames = m->g->space.totalram;
	uint64_t n = handles_below(page);
	uint32_t bits = 1;
	while (bits < 32 && (uint64_t)1 << bits < frames)
		bits++;
	do
		n = shuffle(n, m->g->frame_seed, bits);
	while (n >= frames);
	return FIRST_FRAME + n;
}

/* The live page with that frame, or 0. Looks at all of them. */
static inline uint32_t page_with_frame(const struct machine *m, uint64_t pfn)
{
	for (uint32_t page = 1; page <= m->g->used[REGION_PAGE]; page++)
		if (m->page[page].live && m->page[page].pfn == pfn)
			return page;
	return 0;
}

#endif
