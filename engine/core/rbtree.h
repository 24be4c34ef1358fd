/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_CORE_RBTREE_H
#define VMAPLAB_CORE_RBTREE_H

/*
 * The red-black tree vmap_area_root over areas, with the shape and the
 * colours that the kernel's lib/rbtree.c (4.19) gives it after every insertion
 * and removal. Nodes are handles of areas; the order is the caller's business.
 */

#include "engine/core/memory.h"
#include "engine/core/record.h"

/* Hangs `area` under `parent` (0: it is the root), at its side 0 left or 1 right,
 * where nothing hangs yet, and rebalances. */
void rb_insert(struct machine *m, uint32_t area, uint32_t parent, uint32_t side);

/* Takes `area` out of the tree and rebalances. */
void rb_erase(struct machine *m, uint32_t area);

/* The neighbour in order, or 0. */
uint32_t rb_prev(const struct machine *m, uint32_t area);
uint32_t rb_next(const struct machine *m, uint32_t area);

#endif
