/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the kernel's own checks are for: a BUG or a WARN in one sentence more.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A sentence for each check, and one that names the argument of alloc that it is
 * about, where alloc has one. */
static const struct {
	const char *text;
	const char *argument;
	const char *with;	/* the same, with the argument's value */
} checks[REASON_COUNT] = {
	[REASON_SIZE_ZERO] = { .text = N_("an area of size 0 was asked for") },
	[REASON_SIZE_UNALIGNED] = { .text = N_("the size is no whole number of pages"),
		"size", N_("size 0x%" PRIx64 " is no whole number of pages") },
	[REASON_ALIGN_NOT_POW2] = { .text = N_("the alignment is no power of two"),
		"align", N_("align 0x%" PRIx64 " is no power of two") },
	[REASON_RESULT_MISALIGNED] = { .text = N_("the area was given a place that is not aligned as asked") },
	[REASON_RESULT_BELOW_VSTART] = {
		.text = N_("the area was given a place below vstart: rounding up had gone over the top") },
	[REASON_RESULT_ABOVE_VEND] = { .text = N_("the area was given a place above vend") },
	[REASON_INSERT_OVERLAP] = { .text = N_("the new area overlaps one in the tree") },
	[REASON_EARLY_INITIALIZED] = {
		.text = N_("start-up is over: areas can no longer be registered early") },
	[REASON_EARLY_OVERLAP] = { .text = N_("the area overlaps one that was registered early") },
	[REASON_MAP_RANGE_EMPTY] = { .text = N_("the range to map is empty") },
	[REASON_UNMAP_RANGE_EMPTY] = { .text = N_("the range to unmap is empty") },
	[REASON_MAP_PTE_BUSY] = { .text = N_("a page is mapped there already") },
	[REASON_MAP_PAGE_MISSING] = { .text = N_("one of the pages is missing") },
	[REASON_UNMAP_NOT_PRESENT] = {
		.text = N_("an entry is neither empty nor present: somebody has overwritten it") },
	[REASON_WALK_PMD_BAD] = { .text = N_("the pmd entry leads to no table: it is large or malformed") },
	[REASON_WALK_PUD_BAD] = { .text = N_("the pud entry leads to no table: it is large or malformed") },
	[REASON_IOREMAP_PTE_BUSY] = { .text = N_("a page is mapped there already") },
	[REASON_IOREMAP_RANGE_EMPTY] = { .text = N_("the range to map is empty") },
	[REASON_GET_VM_IN_INTERRUPT] = {
		.text = N_("an interrupt must not ask for a vm area: that may sleep") },
	[REASON_VUNMAP_IN_INTERRUPT] = { .text = N_("an interrupt must not unmap: that may sleep") },
	[REASON_VFREE_MISALIGNED] = { .text = N_("the address to free is not that of a page") },
	[REASON_VFREE_NO_AREA] = { .text = N_("the address to free is in no vm area") },
	[REASON_RAM_NULL] = { .text = N_("the address to unmap is 0") },
	[REASON_RAM_BELOW] = { .text = N_("the address to unmap is below the space") },
	[REASON_RAM_ABOVE] = { .text = N_("the address to unmap is above the space") },
	[REASON_RAM_UNALIGNED] = { .text = N_("the address to unmap is not that of a page") },
	[REASON_RAM_NO_AREA] = { .text = N_("the address to unmap is in no area") },
	[REASON_BLOCK_ZERO] = { .text = N_("a piece of size 0 was asked of a block") },
	[REASON_BLOCK_TOO_BIG] = { .text = N_("the piece is too large for a block") },
	[REASON_BLOCK_FREE_NO_BLOCK] = { .text = N_("the address is in no block") },
	[REASON_BLOCK_FREE_IN_DIRTY] = {
		.text = N_("the block is all unmapped, and yet has pages that were never given out") },
	[REASON_BLOCK_INSERT] = { .text = N_("the block could not be put into the index") },
	[REASON_PCPU_ALIGN_BAD] = { .text = N_("the alignment is no power of two of whole pages") },
	[REASON_PCPU_OVERLAP] = { .text = N_("two of the areas would overlap") },
	[REASON_PCPU_OFFSET_MISALIGNED] = { .text = N_("an offset is no multiple of the alignment") },
	[REASON_PCPU_SIZE_MISALIGNED] = { .text = N_("a size is no multiple of the alignment") },
	[REASON_PCPU_SPAN_TOO_BIG] = {
		.text = N_("the areas lie so far apart that they do not fit into the space") },
	[REASON_FREE_NOT_IN_TREE] = {
		.text = N_("the area was taken out of the tree before, behind the back of who frees it now") },
};

static void append_reason(const struct lab *lab, uint32_t reason, char *text, size_t room)
{
	struct op op;
	uint64_t number = timeline_cursor(lab->time).op;
	const char *name = checks[reason].argument;
	bool known = name && timeline_op(lab->time, number, &op);
	int i = known && op.kind == OP_ALLOC ? op_arg(op.kind, name) : -1;
	lab_append(text, room, ": ");
	if (i >= 0)
		lab_append(text, room, _(checks[reason].with), op.arg[i]);
	else
		lab_append(text, room, "%s", _(checks[reason].text));
}

const char *lab_check_text(const struct lab *lab, uint32_t reason, char *text, size_t room)
{
	const char *name = reason_text(reason), *colon = name ? strchr(name, ':') : NULL;
	if (!colon || reason >= REASON_COUNT) {
		snprintf(text, room, "%s", name ? name : "?");
		return text;
	}
	snprintf(text, room, "%.*s (%s)", (int)(colon - name), name, colon + 1);
	if (checks[reason].text)
		append_reason(lab, reason, text, room);
	return text;
}
