/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_CORE_TERMS_H
#define VMAPLAB_CORE_TERMS_H

/*
 * The words in which the model tells what happened: why a search began where
 * it did, which of the kernel's own checks fired, what an operation answered,
 * what events there were. Each is one list; enums and names are made from it.
 */

#include <stdint.h>

/* Why a search began where it did ("why=" of a recorded try). */
#define WHY_LIST(X) \
	X(NONE, "none")    /* no search yet */ \
	X(EMPTY, "empty")  /* no cached area */ \
	X(SIZE, "size")    /* smaller than the noted hole */ \
	X(VSTART, "vstart")/* begins lower than remembered */ \
	X(ALIGN, "align")  /* less aligned than remembered */ \
	X(HIT, "hit")      /* behind the cached area */ \
	X(BELOW, "below")  /* the cached area ends below vstart */
enum why {
#define X(name, text) WHY_##name,
	WHY_LIST(X)
#undef X
	WHY_COUNT
};
const char *why_name(uint32_t why);

/* The kernel's checks that the model can run into: BUG, WARN. The text is
 * FUNCTION:reason as the recordings write it. */
#define REASON_LIST(X) \
	X(NONE, "none") \
	X(SIZE_ZERO, "alloc_vmap_area:size-zero") \
	X(SIZE_UNALIGNED, "alloc_vmap_area:size-unaligned") \
	X(ALIGN_NOT_POW2, "alloc_vmap_area:align-not-pow2") \
	X(RESULT_MISALIGNED, "alloc_vmap_area:result-misaligned") \
	X(RESULT_BELOW_VSTART, "alloc_vmap_area:result-below-vstart") \
	X(RESULT_ABOVE_VEND, "alloc_vmap_area:result-above-vend") \
	X(INSERT_OVERLAP, "__insert_vmap_area:overlap") \
	X(EARLY_INITIALIZED, "vm_area_add_early:already-initialized") \
	X(EARLY_OVERLAP, "vm_area_add_early:early-overlap") \
	X(MAP_RANGE_EMPTY, "vmap_page_range_noflush:range-empty") \
	X(UNMAP_RANGE_EMPTY, "vunmap_page_range:range-empty") \
	X(MAP_PTE_BUSY, "vmap_pte_range:pte-busy") \
	X(MAP_PAGE_MISSING, "vmap_pte_range:page-missing") \
	X(UNMAP_NOT_PRESENT, "vunmap_pte_range:pte-not-present") \
	X(WALK_PMD_BAD, "vmalloc_to_page:pmd-bad") \
	X(WALK_PUD_BAD, "vmalloc_to_page:pud-bad") \
	X(IOREMAP_PTE_BUSY, "ioremap_pte_range:pte-busy") \
	X(IOREMAP_RANGE_EMPTY, "ioremap_page_range:range-empty") \
	X(GET_VM_IN_INTERRUPT, "__get_vm_area_node:other-1394") \
	X(VUNMAP_IN_INTERRUPT, "vunmap:other-1625") \
	X(VFREE_MISALIGNED, "__vunmap:vfree-unaligned") \
	X(VFREE_NO_AREA, "__vunmap:vfree-no-vm") \
	X(RAM_NULL, "vm_unmap_ram:addr-null") \
	X(RAM_BELOW, "vm_unmap_ram:addr-below") \
	X(RAM_ABOVE, "vm_unmap_ram:addr-above") \
	X(RAM_UNALIGNED, "vm_unmap_ram:addr-unaligned") \
	X(RAM_NO_AREA, "vm_unmap_ram:no-area") \
	X(BLOCK_ZERO, "vb_alloc:size-zero") \
	X(BLOCK_TOO_BIG, "vb_alloc:size-too-big") \
	X(BLOCK_FREE_NO_BLOCK, "vb_free:no-block") \
	X(BLOCK_FREE_IN_DIRTY, "vb_free:free-space-in-dirty-block") \
	X(BLOCK_INSERT, "new_vmap_block:index-insert") \
	X(PCPU_ALIGN_BAD, "pcpu_get_vm_areas:align-bad") \
	X(PCPU_OVERLAP, "pcpu_get_vm_areas:areas-overlap") \
	X(PCPU_OFFSET_MISALIGNED, "pcpu_get_vm_areas:offset-misaligned") \
	X(PCPU_SIZE_MISALIGNED, "pcpu_get_vm_areas:size-misaligned") \
	X(PCPU_SPAN_TOO_BIG, "pcpu_get_vm_areas:span-too-big") \
	X(FREE_VM_AREA_OTHER, "free_vm_area:another-area") \
	X(FREE_NOT_IN_TREE, "__free_vmap_area:not-in-tree")
enum reason {
#define X(name, text) REASON_##name,
	REASON_LIST(X)
#undef X
	REASON_COUNT
};
const char *reason_text(uint32_t reason);

/* Requests for memory that can be made to fail; indexes globals.fail. */
enum request {
	REQUEST_KMALLOC,	/* small object, kfail= */
	REQUEST_PAGE,		/* page frame, pfail= */
	REQUEST_TABLE,		/* page table, tfail= */
	REQUEST_PRELOAD,	/* index preload, rfail= */
	REQUEST_COUNT
};

/* Events of an operation; the values are in the order given. */
#define EVENT_LIST(X) \
	X(TRY, "try")            /* code why | found << 8; n size start descent walk addr (the one it came to) */ \
	X(PURGE, "purge") \
	X(FLUSH, "flush")        /* start end */ \
	X(NOTIFY, "notify")      /* code 1 = stop; id reported */ \
	X(ALLOC_FAILED, "alloc-failed") /* size */ \
	X(VMALLOC_FAILED, "vmalloc-failed") /* code 0 = area; bytes asked for. 1 = pages; bytes that were had, and of how many */ \
	X(WARN, "warn")          /* code enum reason */ \
	X(BUG, "bug")            /* code enum reason */ \
	X(OOPS, "oops")          /* NULL dereferenced */ \
	X(BAD_ENTRY, "bad-entry")/* code level */ \
	X(WORK_SCHEDULED, "work-scheduled") /* code cpu */ \
	X(TLB_LOAD, "tlb-load")  /* code cpu; addr pfn */ \
	X(STALE, "stale")        /* code cpu; addr pfn, addr of the vm area that has the frame now, or 0 */ \
	X(FAULT, "fault")        /* code cpu; addr */
enum event_kind {
	EVENT_NONE,
#define X(name, text) EVENT_##name,
	EVENT_LIST(X)
#undef X
	EVENT_COUNT
};
const char *event_name(uint32_t kind);

/* What an operation waits for that never comes. */
enum hang {
	HANG_LOCK,	/* vmap_purge_lock, which is held for ever */
	HANG_RING,	/* the end of vmap_purge_list, on which an area was put twice */
	HANG_NOTIFIERS,	/* room: notifiers say again and again that they made some */
	HANG_BASE,	/* a base for a per-CPU group, which is moved round and round */
	HANG_FULL,	/* memory without which a kernel does not start; the model has no more */
};

/* How an operation ended, which values of struct outcome it carries, and its
 * name for scripts. */
#define OUTCOME_LIST(X) \
	X(NONE_YET, "running") \
	X(OK, "ok")           /* values named by OUTCOME_HAS_* bits in code */ \
	X(ERR, "error")       /* code = errno: ENOMEM, EBUSY, ENOENT */ \
	X(NULL, "null")       /* the call returned NULL */ \
	X(NOTHING, "none")    /* a lookup found nothing */ \
	X(PFN, "pfn")         /* n = page frame number */ \
	X(AREA, "area")       /* addr end flags */ \
	X(VM, "vm")           /* addr size flags npages */ \
	X(BUG, "bug")         /* code = enum reason: the operation stopped there */ \
	X(OOPS, "oops")       /* NULL dereferenced: the operation stopped there */ \
	X(HANG, "hang")       /* code = enum hang: the operation would never end */ \
	X(STALE, "stale")     /* n = page frame number reached by a stale translation */ \
	X(FAULT, "fault")     /* addr: a page fault that nobody handles */ \
	X(REFUSED, "refused") /* not a kernel answer: the operation made no sense (id not live) */
enum outcome_kind {
#define X(name, text) OUTCOME_##name,
	OUTCOME_LIST(X)
#undef X
};
const char *outcome_name(uint32_t kind);

enum {
	OUTCOME_HAS_ADDR = 1,
	OUTCOME_HAS_END = 2,
	OUTCOME_HAS_SIZE = 4,
	OUTCOME_HAS_FLAGS = 8,
	OUTCOME_HAS_NPAGES = 16,
	OUTCOME_HAS_ARRAY = 32,	/* array = 0: kmalloc'ed */
	OUTCOME_HAS_N = 64,
	OUTCOME_HAS_GROUP = 128,/* n areas of a per-CPU group: the object's chain */
	OUTCOME_HAS_WORKERS = 256,/* n workers ran */
};

#endif
