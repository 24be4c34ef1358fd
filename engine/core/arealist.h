/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_CORE_AREALIST_H
#define VMAPLAB_CORE_AREALIST_H

/*
 * vmap_area_list: all areas in address order, beside the tree. The walk of a
 * search follows it.
 */

#include "engine/core/memory.h"
#include "engine/core/record.h"

/* Puts `area` behind `prev` (0: at the front). */
void list_add_area(struct machine *m, uint32_t area, uint32_t prev);

void list_del_area(struct machine *m, uint32_t area);

#endif
