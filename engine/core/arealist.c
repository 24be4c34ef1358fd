/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The address-ordered list of areas: a doubly linked list of handles with its
 * two ends in globals.
 */

#include "engine/core/arealist.h"

static void join(struct machine *m, uint32_t before, uint32_t after)
{
	if (before)
		SET(m->next[before], after);
	else
		SET(m->g->vmap_area_list, after);
	if (after)
		SET(m->rest[after].prev, before);
	else
		SET(m->g->vmap_area_last, before);
}

void list_add_area(struct machine *m, uint32_t area, uint32_t prev)
{
	uint32_t next = prev ? m->next[prev] : m->g->vmap_area_list;
	join(m, area, next);
	join(m, prev, area);
}

void list_del_area(struct machine *m, uint32_t area)
{
	join(m, m->rest[area].prev, m->next[area]);
	SET(m->rest[area].prev, 0u);
	SET(m->next[area], 0u);
}
