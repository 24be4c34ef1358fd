/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_PGTABLE_ENTRY_H
#define VMAPLAB_PGTABLE_ENTRY_H

/*
 * What one slot of a page table says, and where slots lie.
 *
 * A slot is 64 bits. The kernel asks it four questions: is it empty (none), is
 * it malformed (bad), does it map a large page itself (large), is there a page
 * (present)? The answers differ in small ways from level to level, and those
 * small ways are what one sees when something goes wrong; so they are kept
 * here as Linux 4.19 has them for x86-64.
 */

#include "engine/pgtable/pgtable.h"

/* A table's level, and the level of the slots in it. */
enum level {
	LEVEL_PTE = 1,
	LEVEL_PMD,
	LEVEL_PUD,
	LEVEL_P4D,
	LEVEL_PGD,
};

#define PMD_SHIFT 21
#define PUD_SHIFT 30
#define P4D_SHIFT 39
#define PGDIR_SHIFT_5 48
#define PMD_SIZE ((uint64_t)1 << PMD_SHIFT)
#define PUD_SIZE ((uint64_t)1 << PUD_SHIFT)

/* In an entry that maps no 4 KiB page, bit 7 says "large"; the bit that chose
 * a memory type from there sits at 12 instead. */
#define ENTRY_PAT ((uint64_t)0x80)
#define ENTRY_PAT_LARGE ((uint64_t)0x1000)

/* Some processors set these two in an empty slot by mistake: the kernel looks
 * past them when it asks whether a slot is empty. */
#define ENTRY_STRAY ((uint64_t)(ENTRY_ACCESSED | ENTRY_DIRTY))

/* --- which slot --- */

/* With 4 levels a top slot covers what a p4d slot covers: it is one. */
static inline uint32_t pgdir_shift(const struct machine *m)
{
	return m->g->space.levels == 5 ? PGDIR_SHIFT_5 : P4D_SHIFT;
}

static inline uint32_t slot_index(uint64_t addr, uint32_t shift)
{
	return (uint32_t)(addr >> shift) & (TABLE_SLOTS - 1);
}

/* Each level's slots take nine bits of the address more than the one below. */
static inline uint32_t level_index(uint32_t level, uint64_t addr)
{
	return slot_index(addr, PAGE_SHIFT + 9 * (level - LEVEL_PTE));
}

#define pte_index(addr) slot_index(addr, PAGE_SHIFT)
#define pmd_index(addr) slot_index(addr, PMD_SHIFT)
#define pud_index(addr) slot_index(addr, PUD_SHIFT)
#define p4d_index(addr) slot_index(addr, P4D_SHIFT)
#define pgd_index(m, addr) slot_index(addr, pgdir_shift(m))

/* Where the part of [addr, end) that lies in one slot ends. The last slot of
 * the address space ends at 0: less one on both sides, 0 counts as the top. */
static inline uint64_t slot_end(uint64_t addr, uint64_t end, uint32_t shift)
{
	uint64_t boundary = ((addr >> shift) + 1) << shift;
	return boundary - 1 < end - 1 ? boundary : end;
}

#define pmd_addr_end(addr, end) slot_end(addr, end, PMD_SHIFT)
#define pud_addr_end(addr, end) slot_end(addr, end, PUD_SHIFT)
#define p4d_addr_end(addr, end) slot_end(addr, end, P4D_SHIFT)
#define pgd_addr_end(m, addr, end) slot_end(addr, end, pgdir_shift(m))

/* A range that is not made of whole pages never meets its end: the kernel's
 * pointer would leave the table and go on in memory that is something else. */
static inline uint64_t *slot_at(struct machine *m, uint32_t table, uint32_t index)
{
	if (index >= TABLE_SLOTS)
		oops(m);
	return &m->table[table].slot[index];
}

/* --- what a slot says --- */

static inline bool pte_none(uint64_t entry)
{
	return !(entry & ~ENTRY_STRAY);
}

/* An entry made inaccessible on purpose keeps bit 8 (global) in place of
 * bit 0; to the kernel there is still a page behind it. */
static inline bool pte_present(uint64_t entry)
{
	return entry & (ENTRY_PRESENT | ENTRY_GLOBAL);
}

static inline bool level_none(uint32_t level, uint64_t entry)
{
	return level == LEVEL_PGD ? entry == 0 : pte_none(entry);
}

/* pmd and pgd want exactly the flags of a table, so that an empty slot is bad
 * too; pud and p4d only want no other flags, so that an empty one is good. */
static inline bool level_bad(uint32_t level, uint64_t entry)
{
	uint64_t table = TABLE_FLAGS & ~ENTRY_USER;
	uint64_t flags = entry & ~ENTRY_ADDRESS & ~(uint64_t)ENTRY_USER;
	if (level == LEVEL_PMD || level == LEVEL_PGD)
		return flags != table;
	return flags & ~table;
}

/* A pmd needs the large bit alone, a pud must be present as well. */
static inline bool pmd_large(uint64_t entry)
{
	return entry & ENTRY_LARGE;
}

static inline bool pud_large(uint64_t entry)
{
	return (entry & ENTRY_LARGE) && (entry & ENTRY_PRESENT);
}

/* --- from a slot to the table below it --- */

/* Only the model's own tables carry these flags: set_entry refuses to forge
 * them. So this tells a slot that leads on from a large or malformed one. */
static inline bool entry_is_table(uint32_t level, uint64_t entry)
{
	return level > LEVEL_PTE && (entry & ~ENTRY_ADDRESS) == TABLE_FLAGS;
}

static inline uint64_t entry_pfn(uint64_t entry)
{
	return (entry & ENTRY_ADDRESS) >> PAGE_SHIFT;
}

/* p4d_offset, pud_offset, pmd_offset, pte_offset_kernel: the table that a slot
 * points at. The kernel believes any slot; one that points at no table makes
 * it take whatever lies there for entries. */
static inline uint32_t next_table(struct machine *m, uint64_t entry)
{
	if (!entry_is_table(LEVEL_PMD, entry))
		oops(m);
	return (uint32_t)entry_pfn(entry);
}

/* --- making an entry --- */

/* An entry that is not present but not empty either could let a processor
 * guess its way to that frame (L1TF): the frame's bits are stored inverted,
 * so that they name memory that nobody has. The same turns them back. */
static inline uint64_t protnone_mask(uint64_t entry)
{
	return entry && !(entry & ENTRY_PRESENT) ? ~(uint64_t)0 : 0;
}

static inline uint64_t pfn_pte(uint64_t pfn, uint64_t prot)
{
	return (((pfn << PAGE_SHIFT) ^ protnone_mask(prot)) & ENTRY_ADDRESS) | prot;
}

static inline uint64_t pte_pfn(uint64_t entry)
{
	return entry_pfn(entry ^ protnone_mask(entry));
}

/* Protection of a large entry, from that of a page. */
static inline uint64_t large_prot(uint64_t prot)
{
	uint64_t type = prot & ENTRY_PAT ? ENTRY_PAT_LARGE : 0;
	return (prot & ~(ENTRY_PAT | ENTRY_PAT_LARGE)) | type | ENTRY_LARGE;
}

/* --- changing slots (table.c) --- */

/* Writes a slot that neither was nor becomes a pointer to a table. */
static inline void set_leaf(struct machine *m, uint64_t *slot, uint64_t entry)
{
	if (*slot == entry)
		return;
	if (!*slot != !entry)
		SET(m->g->leaf_entries, m->g->leaf_entries + (entry ? 1u : UINT64_MAX));
	SET(*slot, entry);
}

/* Writes any slot of a level; leaves that can no longer be reached through it
 * are leaves no more. */
void pgtable_set(struct machine *m, uint64_t *slot, uint32_t level, uint64_t entry);

/* pte_alloc_kernel, pmd_alloc, pud_alloc, p4d_alloc: the table of that level
 * under `slot`, made when the slot is empty. 0: no memory for it. */
uint32_t pgtable_alloc(struct machine *m, uint64_t *slot, uint32_t level);

/* Gives back a table that no slot points at any more. */
void pgtable_free(struct machine *m, uint32_t table, uint32_t level);

#define pte_alloc_kernel(m, pmd) pgtable_alloc(m, pmd, LEVEL_PTE)
#define pmd_alloc(m, pud) pgtable_alloc(m, pud, LEVEL_PMD)
#define pud_alloc(m, p4d) pgtable_alloc(m, p4d, LEVEL_PUD)
#define p4d_alloc(m, pgd) pgtable_alloc(m, pgd, LEVEL_P4D)

#endif
