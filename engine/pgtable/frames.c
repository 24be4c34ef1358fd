/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Handing page frames out and taking them back. What a frame is used for does
 * not matter here, only whose it is.
 */

#include "engine/pgtable/frames.h"

static uint64_t next_frame(const struct machine *m, uint32_t page)
{
	if (m->g->frame_scattered)
		return scattered_frame(m, page);
	return FIRST_FRAME + m->g->frame_order;
}

uint32_t alloc_page(struct machine *m, uint32_t vm)
{
	if (!request_granted(m, REQUEST_PAGE))
		return 0;
	uint32_t page = region_take(m, REGION_PAGE);
	if (page && m->g->frame_scattered && handles_below(page) >= m->g->space.totalram) {
		region_give(m, REGION_PAGE, page);
		return 0;
	}
	if (!page)
		return 0;
	SET(m->page[page].pfn, next_frame(m, page));
	SET(m->page[page].vm, vm);
	SET(m->page[page].next, 0u);
	SET(m->page[page].live, 1u);
	SET(m->g->frame_order, m->g->frame_order + 1);
	SET(m->g->frames, m->g->frames + 1);
	return page;
}

void free_page(struct machine *m, uint32_t page)
{
	SET(m->page[page].pfn, 0u);
	SET(m->page[page].vm, 0u);
	SET(m->page[page].live, 0u);
	SET(m->g->frames, m->g->frames - 1);
	region_give(m, REGION_PAGE, page);
}

bool frames_choose(struct machine *m, bool scattered, uint64_t seed)
{
	if (m->g->frames)
		return false;
	SET(m->g->frame_scattered, scattered ? 1u : 0u);
	SET(m->g->frame_seed, seed);
	return true;
}
