/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the kernel's own checks are for: a BUG or a WARN in one sentence more.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The sentence begins with the operation's argument of that name and its value,
 * if it has one, else with the words. */
static const struct {
	const char *argument;
	const char *words;
	const char *text;
} checks[REASON_COUNT] = {
	[REASON_SIZE_ZERO] = { NULL, N_("an area of size 0"), N_("was asked for") },
	[REASON_SIZE_UNALIGNED] = { "size", N_("the size"), N_("is no whole number of pages") },
	[REASON_ALIGN_NOT_POW2] = { "align", N_("the alignment"), N_("is no power of two") },
	[REASON_RESULT_MISALIGNED] = { NULL, N_("the area"),
		N_("was given a place that is not aligned as asked") },
	[REASON_RESULT_BELOW_VSTART] = { NULL, N_("the area"),
		N_("was given a place below vstart: rounding up had gone over the top") },
	[REASON_RESULT_ABOVE_VEND] = { NULL, N_("the area"), N_("was given a place above vend") },
	[REASON_INSERT_OVERLAP] = { NULL, N_("the new area"), N_("overlaps one in the tree") },
	[REASON_EARLY_INITIALIZED] = { NULL, N_("start-up"),
		N_("is over: areas can no longer be registered early") },
	[REASON_EARLY_OVERLAP] = { NULL, N_("the area"),
		N_("overlaps one that was registered early") },
	[REASON_MAP_RANGE_EMPTY] = { NULL, N_("the range to map"), N_("is empty") },
	[REASON_UNMAP_RANGE_EMPTY] = { NULL, N_("the range to unmap"), N_("is empty") },
	[REASON_MAP_PTE_BUSY] = { NULL, N_("a page"), N_("is mapped there already") },
	[REASON_MAP_PAGE_MISSING] = { NULL, N_("one of the pages"), N_("is missing") },
	[REASON_UNMAP_NOT_PRESENT] = { NULL, N_("an entry"),
		N_("is neither empty nor present: somebody has overwritten it") },
	[REASON_WALK_PMD_BAD] = { NULL, N_("the pmd entry"),
		N_("leads to no table: it is large or malformed") },
	[REASON_WALK_PUD_BAD] = { NULL, N_("the pud entry"),
		N_("leads to no table: it is large or malformed") },
	[REASON_IOREMAP_PTE_BUSY] = { NULL, N_("a page"), N_("is mapped there already") },
	[REASON_IOREMAP_RANGE_EMPTY] = { NULL, N_("the range to map"), N_("is empty") },
	[REASON_GET_VM_IN_INTERRUPT] = { NULL, N_("an interrupt"),
		N_("must not ask for a vm area: that may sleep") },
	[REASON_VUNMAP_IN_INTERRUPT] = { NULL, N_("an interrupt"),
		N_("must not unmap: that may sleep") },
	[REASON_VFREE_MISALIGNED] = { NULL, N_("the address to free"),
		N_("is not that of a page") },
	[REASON_VFREE_NO_AREA] = { NULL, N_("the address to free"), N_("is in no vm area") },
	[REASON_RAM_NULL] = { NULL, N_("the address to unmap"), N_("is 0") },
	[REASON_RAM_BELOW] = { NULL, N_("the address to unmap"), N_("is below the space") },
	[REASON_RAM_ABOVE] = { NULL, N_("the address to unmap"), N_("is above the space") },
	[REASON_RAM_UNALIGNED] = { NULL, N_("the address to unmap"),
		N_("is not that of a page") },
	[REASON_RAM_NO_AREA] = { NULL, N_("the address to unmap"), N_("is in no area") },
	[REASON_BLOCK_ZERO] = { NULL, N_("a piece of size 0"), N_("was asked of a block") },
	[REASON_BLOCK_TOO_BIG] = { NULL, N_("the piece"), N_("is too large for a block") },
	[REASON_BLOCK_FREE_NO_BLOCK] = { NULL, N_("the address"), N_("is in no block") },
	[REASON_BLOCK_FREE_IN_DIRTY] = { NULL, N_("the block"),
		N_("is all unmapped, and yet has pages that were never given out") },
	[REASON_BLOCK_INSERT] = { NULL, N_("the block"), N_("could not be put into the index") },
	[REASON_PCPU_ALIGN_BAD] = { NULL, N_("the alignment"),
		N_("is no power of two of whole pages") },
	[REASON_PCPU_OVERLAP] = { NULL, N_("two of the areas"), N_("would overlap") },
	[REASON_PCPU_OFFSET_MISALIGNED] = { NULL, N_("an offset"),
		N_("is no multiple of the alignment") },
	[REASON_PCPU_SIZE_MISALIGNED] = { NULL, N_("a size"),
		N_("is no multiple of the alignment") },
	[REASON_PCPU_SPAN_TOO_BIG] = { NULL, N_("the areas"),
		N_("lie so far apart that they do not fit into the space") },
	[REASON_FREE_NOT_IN_TREE] = { NULL, N_("the area"),
		N_("was taken out of the tree before, behind the back of who frees it now") },
};

/* "align 0x3" if the operation has such an argument. */
static void subject_text(const struct lab *lab, uint32_t reason, char *text, size_t room)
{
	struct op op;
	uint64_t number = timeline_cursor(lab->time).op;
	const char *name = checks[reason].argument;
	bool known = name && timeline_op(lab->time, number, &op);
	int i = known && op.kind == OP_ALLOC ? op_arg(op.kind, name) : -1;
	if (i >= 0)
		snprintf(text, room, "%s 0x%" PRIx64, name, op.arg[i]);
	else
		snprintf(text, room, "%s", checks[reason].words);
}

const char *lab_check_text(const struct lab *lab, uint32_t reason, char *text, size_t room)
{
	char subject[64];
	const char *name = reason_text(reason), *colon = name ? strchr(name, ':') : NULL;
	if (!colon || reason >= REASON_COUNT) {
		snprintf(text, room, "%s", name ? name : "?");
		return text;
	}
	snprintf(text, room, "%.*s (%s)", (int)(colon - name), name, colon + 1);
	if (!checks[reason].text)
		return text;
	subject_text(lab, reason, subject, sizeof(subject));
	lab_append(text, room, ": %s %s", subject, checks[reason].text);
	return text;
}
