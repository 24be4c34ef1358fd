/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_CORE_MEMORY_H
#define VMAPLAB_CORE_MEMORY_H

/*
 * The machine's memory: one arena, cut into regions.
 *
 * Everything the model knows lies in one reserved range of addresses. Each
 * kind of object has a region of its own, an array that grows upwards; an
 * object is named by its index (a handle, 0 = none), never by a pointer. So a
 * checkpoint is a copy of the used part of each region, two runs of the same
 * operations are byte-equal, and a word is named by its offset.
 *
 * An area (struct vmap_area in the kernel) is spread over six regions by how
 * its parts are used together: the walk reads va_start, va_end and next and
 * nothing else, 20 bytes an area, where the kernel's walk touches two cache
 * lines for each.
 *
 * Everything in a region is made of 32-bit and 64-bit words, because that is
 * what the recording of writes understands (record.h).
 */

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE ((uint64_t)1 << PAGE_SHIFT)

/* PAGE_KERNEL: present, writable, accessed, dirty, global, no-execute. */
#define PROT_KERNEL 0x8000000000000163u

/* The same past the cache: what x86's ioremap gives. */
#define PROT_DEVICE 0x8000000000000173u

/* Which way a branch mostly goes: keeps the loops that matter short. */
#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)

enum {
	TABLE_SLOTS = 512,	/* entries of one page table */
	LEVEL_MAX = 5,		/* 1 pte, 2 pmd, 3 pud, 4 p4d, 5 pgd */
	CPU_MAX = 64,
	FRAME_MAX = 32,		/* depth of the model's own call stack */
	FRAME_LOCALS = 12,	/* locals shown of one call */
	TLB_ENTRIES = 64,	/* translations that one CPU remembers */
	EVENT_VALUES = 6,
};

/* Regions, in the order in which they lie. The first is struct globals. */
enum region {
	REGION_GLOBALS,
	REGION_FRAME,	/* the model's call stack with its locals */
	REGION_EVENT,	/* what happened in the present operation */
	REGION_VA_START,	/* the six regions of areas share one index */
	REGION_VA_END,
	REGION_NEXT,
	REGION_NODE,
	REGION_UP,
	REGION_REST,
	REGION_VM,
	REGION_BLOCK,
	REGION_TABLE,
	REGION_OBJECT,
	REGION_NOTIFIER,
	REGION_VICTIM,	/* ids that notifiers free */
	REGION_DEFERRED,	/* addresses that a worker is to free */
	REGION_PAGE,	/* page frames that vmalloc has */
	REGION_TLB,	/* translations that CPUs remember */
	REGION_COUNT
};

enum colour { RED = 0, BLACK = 1 };

/* The area's node in vmap_area_root: what a descent needs, and the rest. */
struct area_node {
	union {
		struct {
			uint32_t left;
			uint32_t right;
		};
		uint32_t child[2];
	};
};
struct area_up {
	uint32_t parent;
	uint32_t colour;
};

enum {
	VM_LAZY_FREE = 0x2,	/* va flags, as in mm/vmalloc.c of 4.19 */
	VM_VM_AREA = 0x4,
};

/* The cold half of an area. */
struct area_rest {
	uint32_t flags;
	uint32_t vm;		/* struct vm_struct, with VM_VM_AREA */
	uint32_t purge_next;	/* next in vmap_purge_list */
	uint32_t prev;		/* the area before it in vmap_area_list; 0 at the start */
	uint32_t live;		/* 1 from the descriptor's allocation to its freeing */
};

/* Kinds of mappings (include/linux/vmalloc.h): values of vm_struct.flags. */
enum {
	VM_IOREMAP = 0x1,
	VM_ALLOC = 0x2,
	VM_MAP = 0x4,
	VM_USERMAP = 0x8,
	VM_UNINITIALIZED = 0x20,
	VM_NO_GUARD = 0x40,
	VM_KASAN = 0x80,
};

/* A vm area: what get_vm_area hands out (size includes the guard page). */
struct vm_struct {
	uint64_t addr;
	uint64_t size;
	uint64_t phys_addr;
	uint64_t pages_at;	/* address of a vmalloc'ed page array, 0 = kmalloc'ed */
	uint32_t flags;
	uint32_t nr_pages;
	uint32_t next;		/* vmlist before start-up, free list afterwards */
	uint32_t live;
	uint32_t group_next;	/* the next vm area of its per-CPU group */
	uint32_t pages;		/* the first of its page frames (vmalloc); the others follow by next */
};

/* A vm_map_ram block. Lists are rings of handles through a per-CPU head. */
struct vmap_block {
	uint64_t va_start;	/* address of its area */
	uint32_t va;
	uint32_t free;		/* pages never handed out, at the tail */
	uint32_t dirty;		/* pages unmapped so far */
	uint32_t dirty_min;
	uint32_t dirty_max;
	uint32_t queue_next;	/* vmap_block_queue.free of its CPU */
	uint32_t queue_prev;
	uint32_t queued;	/* 1 while it is on the queue */
	uint32_t index_next;	/* vmap_block_tree, kept as a list by address */
	uint32_t cpu;
	uint32_t live;
	uint32_t unused;
};

/* A page table: 512 raw x86-64 entries. Entries hold handles of tables as pfn. */
struct page_table {
	uint64_t slot[TABLE_SLOTS];
};

/* What an id of the script stands for. */
enum object_kind {
	OBJECT_NONE,
	OBJECT_AREA,	/* alloc: handle is the area */
	OBJECT_VM,	/* getvm: address */
	OBJECT_RAM,	/* mapram: address and pages */
	OBJECT_PCPU,	/* pcpu: first of a chain of vm areas; pages: how many areas */
	OBJECT_VMALLOC,	/* vmalloc and its variants: address */
	OBJECT_VMAP,	/* vmap: address */
	OBJECT_IOREMAP,	/* ioremap: address, as exact as the physical one */
};

struct object {
	uint32_t kind;
	uint32_t handle;
	uint64_t addr;
	uint64_t pages;
};

/* A notifier on vmap_notify_list and what it does when it is called. */
struct notifier {
	uint32_t id;
	int32_t priority;
	uint32_t next;		/* in call order; free list when not live */
	uint32_t victim;	/* first of its ids in REGION_VICTIM */
	uint32_t victims;	/* how many ids */
	uint32_t per;		/* ids freed per call; 0 = all */
	uint32_t lazily;	/* 1: areas are freed lazily */
	uint64_t report;	/* number reported; NOTIFIER_AUTO: those freed */
	uint64_t times;		/* calls left, or NOTIFIER_ALWAYS */
	uint32_t stop;		/* 1: answers NOTIFY_STOP */
	uint32_t position;	/* how many of its ids it has looked at */
	uint32_t live;
};
#define NOTIFIER_AUTO UINT64_MAX
#define NOTIFIER_ALWAYS UINT64_MAX

/* An address on vfree_deferred. The kernel writes the link to the next one
 * into the memory that is to be freed. */
struct deferred {
	uint64_t addr;
	uint32_t next;		/* freed before it; free list when not live */
	uint32_t live;
};

/* A page frame that vmalloc has. A handle is used again once its frame was
 * given back; which frame it then stands for, the order of the pool decides
 * (pgtable/frames.h). */
struct page {
	uint64_t pfn;
	uint32_t vm;		/* whose it is; 0: nobody's, it was leaked */
	uint32_t next;		/* the next page of that vm area; free list when not live */
	uint32_t live;
	uint32_t unused;
};

/* A translation, as the TLB of a CPU remembers it: what an entry of the tables
 * said when it was used. Those of CPU c have the handles c * TLB_ENTRIES + 1 and on. */
struct translation {
	uint64_t addr;		/* first byte that the entry maps */
	uint64_t entry;		/* the raw entry */
	uint32_t level;		/* 1: a page; 2, 3: a large one */
	uint32_t live;
};

/* One call on the model's own stack; kinds and names of the locals are in record.h. */
struct frame {
	uint32_t function;	/* enum function; 0 when the slot is empty */
	uint32_t locals;
	uint64_t value[FRAME_LOCALS];
};

/* One thing that happened; kinds and values are listed in engine.h. */
struct event {
	uint32_t kind;
	uint32_t code;
	uint64_t value[EVENT_VALUES];
};

/* What was done since the operation began; names as in the recordings. */
struct work {
	uint64_t tries, descent, walk, insert, find, pvm;
	uint64_t purges, freed, notif, kmallocs, pages, tables;
};

/* How the present operation ended (engine.h tells which values each kind has). */
struct outcome {
	uint32_t kind;		/* enum outcome_kind */
	uint32_t code;		/* errno, enum reason, or 0 */
	uint64_t addr, end, size, flags, npages, array, n;
};

/* The space and the machine around it; set at creation, never changed later
 * but by the operations `online`, `cpu` and `irq`. Ends as the kernel uses
 * them: an area fits when its end is <= end. */
struct space {
	uint64_t start;
	uint64_t end;
	uint64_t totalram;	/* pages */
	uint32_t cpus;		/* possible CPUs */
	uint32_t online;
	uint32_t nrcpus;	/* build-time limit */
	uint32_t levels;	/* 4 or 5 */
	uint32_t block_pages;	/* pages of one vm_map_ram block (bbits) */
	uint32_t huge;		/* 1: ioremap may use large entries */
	uint32_t initialized;	/* 1: vmalloc_init has run before the first operation */
	uint32_t cpu;		/* present CPU */
	uint32_t irq;		/* 1: interrupt context */
	uint32_t unused;
};

/* Every variable that is not part of an object. */
struct globals {
	struct space space;

	/* mm/vmalloc.c */
	uint64_t cached_hole_size;
	uint64_t cached_vstart;
	uint64_t cached_align;
	uint64_t vmap_area_pcpu_hole;
	uint64_t vmap_lazy_nr;
	uint32_t vmap_area_root;
	uint32_t vmap_area_list;	/* first area by address */
	uint32_t vmap_area_last;
	uint32_t free_vmap_cache;
	uint32_t vmap_purge_list;
	uint32_t vmap_area_lock;	/* 1 while held */
	uint32_t vmap_purge_lock;
	uint32_t vmap_initialized;
	uint32_t vmlist;		/* registered before start-up */
	uint64_t vm_init_off;		/* early registration: bytes handed out from the start */
	uint32_t vmap_notify_list;
	uint32_t vmap_block_tree;	/* first block by address */
	uint32_t block_queue[CPU_MAX];	/* first block on the queue of each CPU */
	uint32_t vfree_deferred[CPU_MAX];	/* what a worker of that CPU frees, the newest first */
	uint32_t vfree_scheduled[CPU_MAX];	/* 1: that worker was told */

	/* counts of live things */
	uint32_t areas;
	uint32_t lazy_areas;
	uint32_t blocks;
	uint64_t frames;		/* page frames now held by vmalloc */
	uint64_t frame_order;		/* requests granted so far */
	uint64_t frame_seed;		/* of the scattered order */
	uint32_t frame_scattered;	/* 0: one after the other, and none twice */

	/* TLBs */
	uint32_t tlb_off;		/* 1: nothing is remembered */
	uint32_t tlb_next[CPU_MAX];	/* of each CPU: the entry to be replaced next, from 0 */

	/* page tables */
	uint32_t top_table;
	uint32_t table_asked;		/* 1 once a table was requested */
	uint64_t table_count[LEVEL_MAX + 1];	/* live tables by level, top not counted */
	uint64_t leaf_entries;
	uint64_t warned;			/* bit per enum reason that warns once only */

	/* the present operation */
	uint32_t depth;			/* calls on the model's stack */
	uint32_t events;
	uint32_t try_number;
	uint32_t fail[4];		/* requests until the one that fails, by enum request; 0 = never */
	struct work work;
	struct outcome outcome;

	/* regions: elements used (free ones included), and free lists */
	uint64_t used[REGION_COUNT];
	uint32_t free_list[REGION_COUNT];
	uint32_t vmap_purge_last;	/* the oldest area on vmap_purge_list */
};

struct recorder;

/*
 * A machine: the arena and typed pointers to its regions. The pointers never
 * move. `rec` is set only while a recording engine runs.
 */
struct machine {
	unsigned char *base;
	struct globals *g;
	struct frame *frame;
	struct event *event;
	uint64_t *va_start;	/* by area: [va_start, va_end) in bytes */
	uint64_t *va_end;
	uint32_t *next;		/* by area: the next in vmap_area_list; 0 at the end */
	struct area_node *node;
	struct area_up *up;
	struct area_rest *rest;
	struct vm_struct *vm;
	struct vmap_block *block;
	struct page_table *table;
	struct object *object;
	struct notifier *notifier;
	uint32_t *victim;
	struct deferred *deferred;
	struct page *page;
	struct translation *tlb;
	struct recorder *rec;
	jmp_buf stop;	/* where a fatal check of the kernel leaves an operation */
};

/* Size in bytes of one element of a region. */
size_t memory_element(enum region region);

/* Elements a region can hold; index 0 of regions with handles stays unused. */
#define AREA_CAPACITY ((uint64_t)16 << 20)
#define EVENT_CAPACITY ((uint64_t)1 << 20)
#define OBJECT_CAPACITY ((uint64_t)16 << 20)
uint64_t memory_capacity(enum region region);

/* Offset in bytes of a region from the arena's base. */
size_t memory_offset(enum region region);

/* Size in bytes of the whole reserved range. */
size_t memory_size(void);

/* Bytes of a region that are in use; what lies above them is zero. */
size_t memory_used(const struct machine *m, enum region region);

/* Reserves an arena and fills `m`; all memory is zero. False: no address space. */
bool memory_reserve(struct machine *m);
void memory_release(struct machine *m);

/* Name of a region for messages and tests. */
const char *memory_region_name(enum region region);

#endif
