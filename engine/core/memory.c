/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The arena: one reserved range of addresses, cut into regions by one table.
 *
 * Reserving costs nothing: the system gives a page when it is first touched,
 * and such a page is zero. So every region can be as large as anybody will
 * ever need, and pointers into them never move.
 *
 * Regions begin on a page, plus a few cache lines that differ from region to
 * region. Without these, element i of va_start, node and rest would always share
 * one set of the first-level cache.
 */

#include "engine/core/memory.h"

#include <sys/mman.h>

struct region_info {
	const char *name;
	size_t element;
	uint64_t capacity;
	size_t stagger;		/* bytes behind the page boundary, whole cache lines */
};

static const struct region_info regions[REGION_COUNT] = {
	[REGION_GLOBALS] = { "globals", sizeof(struct globals), 1, 0 },
	[REGION_FRAME] = { "frame", sizeof(struct frame), FRAME_MAX, 0 },
	[REGION_EVENT] = { "event", sizeof(struct event), EVENT_CAPACITY, 512 },
	[REGION_VA_START] = { "va_start", sizeof(uint64_t), AREA_CAPACITY, 0 },
	[REGION_VA_END] = { "va_end", sizeof(uint64_t), AREA_CAPACITY, 576 },
	[REGION_NEXT] = { "next", sizeof(uint32_t), AREA_CAPACITY, 1216 },
	[REGION_NODE] = { "node", sizeof(struct area_node), AREA_CAPACITY, 2048 },
	[REGION_UP] = { "up", sizeof(struct area_up), AREA_CAPACITY, 2624 },
	[REGION_REST] = { "rest", sizeof(struct area_rest), AREA_CAPACITY, 3072 },
	[REGION_VM] = { "vm", sizeof(struct vm_struct), UINT64_C(4) << 20, 256 },
	[REGION_BLOCK] = { "block", sizeof(struct vmap_block), UINT64_C(1) << 20, 768 },
	[REGION_TABLE] = { "table", sizeof(struct page_table), UINT64_C(32) << 10, 0 },
	[REGION_OBJECT] = { "object", sizeof(struct object), OBJECT_CAPACITY, 1536 },
	[REGION_NOTIFIER] = { "notifier", sizeof(struct notifier), UINT64_C(64) << 10, 0 },
	[REGION_VICTIM] = { "victim", sizeof(uint32_t), UINT64_C(4) << 20, 0 },
	[REGION_DEFERRED] = { "deferred", sizeof(struct deferred), UINT64_C(1) << 20, 0 },
	[REGION_PAGE] = { "page", sizeof(struct page), UINT64_C(16) << 20, 0 },
	[REGION_TLB] = { "tlb", sizeof(struct translation), CPU_MAX * TLB_ENTRIES + 1, 0 },
};

size_t memory_element(enum region region)
{
	return regions[region].element;
}

uint64_t memory_capacity(enum region region)
{
	return regions[region].capacity;
}

const char *memory_region_name(enum region region)
{
	return regions[region].name;
}

static size_t page_align(size_t bytes)
{
	return (bytes + PAGE_SIZE - 1) & ~(size_t)(PAGE_SIZE - 1);
}

/* First byte behind a region whose pages begin at `at`. */
static size_t region_end(enum region region, size_t at)
{
	const struct region_info *info = &regions[region];

	return page_align(at + info->stagger + info->element * (size_t)info->capacity);
}

size_t memory_offset(enum region region)
{
	size_t at = 0;

	for (unsigned int below = 0; below < region; below++)
		at = region_end((enum region)below, at);
	return at + regions[region].stagger;
}

size_t memory_size(void)
{
	size_t at = 0;

	for (unsigned int region = 0; region < REGION_COUNT; region++)
		at = region_end((enum region)region, at);
	return at;
}

/* Elements in use, the unused one with index 0 included. */
static uint64_t elements_used(const struct globals *g, enum region region)
{
	switch (region) {
	case REGION_GLOBALS:
		return 1;
	case REGION_FRAME:
		return FRAME_MAX;
	case REGION_EVENT:
		return (uint64_t)g->events + 1;
	case REGION_VA_END:
	case REGION_NEXT:
	case REGION_NODE:
	case REGION_UP:
	case REGION_REST:
		return g->used[REGION_VA_START] + 1;
	default:
		return g->used[region] + 1;
	}
}

size_t memory_used(const struct machine *m, enum region region)
{
	return (size_t)elements_used(m->g, region) * regions[region].element;
}

static void *region_base(const struct machine *m, enum region region)
{
	return m->base + memory_offset(region);
}

static void find_regions(struct machine *m)
{
	m->g = region_base(m, REGION_GLOBALS);
	m->frame = region_base(m, REGION_FRAME);
	m->event = region_base(m, REGION_EVENT);
	m->va_start = region_base(m, REGION_VA_START);
	m->va_end = region_base(m, REGION_VA_END);
	m->next = region_base(m, REGION_NEXT);
	m->node = region_base(m, REGION_NODE);
	m->up = region_base(m, REGION_UP);
	m->rest = region_base(m, REGION_REST);
	m->vm = region_base(m, REGION_VM);
	m->block = region_base(m, REGION_BLOCK);
	m->table = region_base(m, REGION_TABLE);
	m->object = region_base(m, REGION_OBJECT);
	m->notifier = region_base(m, REGION_NOTIFIER);
	m->victim = region_base(m, REGION_VICTIM);
	m->deferred = region_base(m, REGION_DEFERRED);
	m->page = region_base(m, REGION_PAGE);
	m->tlb = region_base(m, REGION_TLB);
}

bool memory_reserve(struct machine *m)
{
	void *base = mmap(NULL, memory_size(), PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (base == MAP_FAILED)
		return false;
	m->base = base;
	m->rec = NULL;
	find_regions(m);
	return true;
}

void memory_release(struct machine *m)
{
	if (m->base)
		munmap(m->base, memory_size());
	m->base = NULL;
}
