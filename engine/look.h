/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LOOK_H
#define VMAPLAB_LOOK_H

/*
 * What the readers of a machine share among themselves (look.c, tables.c,
 * check.c, check_frames.c). Everybody else includes engine.h.
 */

#include "engine/core/text.h"
#include "engine/engine.h"

/* The table that a slot of a table of that level points to; 0 when the slot is
 * empty or a leaf: at level 1, large, malformed. */
uint32_t table_below(const struct machine *m, uint32_t level, uint64_t entry);

/* Tables that can be reached from the top, by level; the top is not counted. */
void count_tables(const struct machine *m, uint64_t count[LEVEL_MAX + 1]);

/* --- machine_check, which is in three files --- */

struct check {
	const struct machine *m;
	struct text text;	/* the first violation */
};

/* Tells of a violation. Always false. */
bool check_fault(struct check *c, const char *words, uint64_t number);
bool check_counts(struct check *c, const char *words, uint64_t counted, uint64_t kept);

bool check_frames(struct check *c);
bool check_tlbs(struct check *c);

/* Each trusts that the tree, the lists and vmap_block_tree are sound. */
bool check_vms(struct check *c);
bool check_vmlist(struct check *c);
bool check_queues(struct check *c);
bool check_notifiers(struct check *c);
bool check_free(struct check *c);

/* Comes before whatever else follows tables, for the same table twice may be a ring. */
bool check_ways(struct check *c);

#define HASH_START UINT64_C(0xcbf29ce484222325)

static inline uint64_t hash_byte(uint64_t hash, uint8_t byte)
{
	return (hash ^ byte) * UINT64_C(0x100000001b3);
}

/* FNV-1a over the eight bytes of a word, the lowest first. */
static inline uint64_t hash_word(uint64_t hash, uint64_t word)
{
	for (unsigned int i = 0; i < 8; i++)
		hash = hash_byte(hash, (uint8_t)(word >> (8 * i)));
	return hash;
}

#endif
