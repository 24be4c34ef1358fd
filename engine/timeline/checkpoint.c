/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Checkpoints: copies of the used part of each region, page by page.
 *
 * Nobody keeps a note of which pages an operation touches: the plain engine
 * would be slower for it. Instead a new copy is compared with the one before
 * it, and pages that are alike are shared and counted. Comparing costs a
 * fraction of copying, and is done only as often as it is worth it (see
 * keeping.c). Pages that are not alike are kept packed (pack.c).
 *
 * Pages are counted from a region's beginning. The last one may reach into the
 * next region: that does no harm, because what is kept there is of the same
 * moment.
 */

#include "engine/timeline/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "engine/timeline/pack.h"

struct checkpoint_page {
	uint32_t holders;
	uint32_t size;			/* of the whole, in bytes */
	unsigned char packed[];
};

/* --- how much there is to copy --- */

struct extent extent_measure(const struct machine *m, uint32_t most_events)
{
	struct extent extent;

	for (unsigned int region = 0; region < REGION_COUNT; region++)
		extent.used[region] = memory_used(m, (enum region)region);
	extent.used[REGION_EVENT] =
		((size_t)most_events + 1) * memory_element(REGION_EVENT);
	return extent;
}

size_t extent_bytes(const struct extent *extent)
{
	size_t bytes = 0;

	for (unsigned int region = 0; region < REGION_COUNT; region++)
		bytes += extent->used[region];
	return bytes;
}

static size_t pages_of(size_t bytes)
{
	return (bytes + PAGE_SIZE - 1) / PAGE_SIZE;
}

static void lay_out(struct checkpoint *c, const struct extent *extent)
{
	c->first[0] = 0;
	for (unsigned int region = 0; region < REGION_COUNT; region++)
		c->first[region + 1] = c->first[region] + pages_of(extent->used[region]);
}

static unsigned char *live_page(const struct machine *m, unsigned int region, size_t page)
{
	return m->base + memory_offset((enum region)region) + page * PAGE_SIZE;
}

/* Words from an element to the next; 1 when a page holds few elements. */
static size_t stride_of(unsigned int region)
{
	size_t words = memory_element((enum region)region) / sizeof(uint64_t);

	return words && words < 32 ? words : 1;
}

/* --- pages --- */

static size_t table_bytes(const struct checkpoint *c)
{
	return c->first[REGION_COUNT] * sizeof(struct checkpoint_page *);
}

static void drop_page(struct checkpoint_page *page, size_t *bytes)
{
	if (!page || --page->holders)
		return;
	*bytes -= page->size;
	free(page);
}

static void drop_pages(struct checkpoint *c, size_t *bytes)
{
	for (size_t i = 0; i < c->first[REGION_COUNT]; i++)
		drop_page(c->page[i], bytes);
	*bytes -= table_bytes(c);
	free(c->page);
}

/* The page of `base` that looks as the live one does, or NULL. */
static struct checkpoint_page *same_page(const struct checkpoint *base, unsigned int region,
					 size_t index, const unsigned char *live)
{
	struct checkpoint_page *page;

	if (!base || base->first[region] + index >= base->first[region + 1])
		return NULL;
	page = base->page[base->first[region] + index];
	return pack_holds(page->packed, stride_of(region), live) ? page : NULL;
}

/* Bytes that a packed page takes with all that belongs to it. */
static size_t page_size(size_t packed)
{
	return sizeof(struct checkpoint_page) + packed + PACK_BEHIND;
}

static struct checkpoint_page *copy_page(const unsigned char *live, unsigned int region,
					 size_t *bytes)
{
	unsigned char packed[PACK_MAX];
	size_t length = pack_page(live, stride_of(region), packed);
	struct checkpoint_page *page = calloc(1, page_size(length));

	if (!page)
		return NULL;
	page->size = (uint32_t)page_size(length);
	memcpy(page->packed, packed, length);
	*bytes += page->size;
	return page;
}

static bool copy_region(struct checkpoint *c, const struct checkpoint *base,
			const struct machine *m, unsigned int region, size_t *bytes)
{
	size_t pages = c->first[region + 1] - c->first[region];

	for (size_t i = 0; i < pages; i++) {
		const unsigned char *live = live_page(m, region, i);
		struct checkpoint_page *page = same_page(base, region, i, live);

		if (!page)
			page = copy_page(live, region, bytes);
		if (!page)
			return false;
		page->holders++;
		c->page[c->first[region] + i] = page;
	}
	return true;
}

static size_t region_price(const struct checkpoint *base, const struct machine *m,
			   unsigned int region, size_t pages)
{
	unsigned char packed[PACK_MAX];
	size_t stride = stride_of(region);
	size_t bytes = 0;

	for (size_t i = 0; i < pages; i++) {
		const unsigned char *live = live_page(m, region, i);

		if (!same_page(base, region, i, live))
			bytes += page_size(pack_page(live, stride, packed));
	}
	return bytes;
}

size_t checkpoint_price(const struct checkpoint *base, const struct machine *m,
			const struct extent *extent)
{
	struct checkpoint c;
	size_t bytes;

	lay_out(&c, extent);
	bytes = table_bytes(&c);
	for (unsigned int region = 0; region < REGION_COUNT; region++)
		bytes += region_price(base, m, region, c.first[region + 1] - c.first[region]);
	return bytes;
}

static bool copy_machine(struct checkpoint *c, const struct checkpoint *base,
			 const struct machine *m, size_t *bytes)
{
	c->page = calloc(c->first[REGION_COUNT], sizeof(struct checkpoint_page *));
	if (!c->page)
		return false;
	*bytes += table_bytes(c);
	for (unsigned int region = 0; region < REGION_COUNT; region++) {
		if (copy_region(c, base, m, region, bytes))
			continue;
		drop_pages(c, bytes);
		return false;
	}
	return true;
}

static void restore_region(const struct checkpoint *c, struct machine *m,
			   unsigned int region, size_t used)
{
	size_t pages = c->first[region + 1] - c->first[region];

	for (size_t i = 0; i < pages; i++)
		pack_open(c->page[c->first[region] + i]->packed, stride_of(region),
			  live_page(m, region, i));
	if (used > pages * PAGE_SIZE)
		memset(live_page(m, region, pages), 0, used - pages * PAGE_SIZE);
}

void checkpoint_restore(const struct checkpoint *c, struct machine *m,
			const struct extent *extent)
{
	for (unsigned int region = 0; region < REGION_COUNT; region++)
		restore_region(c, m, region, extent->used[region]);
}

/* --- lists of checkpoints --- */

static bool room_for_one(struct checkpoints *list, size_t *bytes)
{
	size_t room = list->room ? list->room * 2 : 4;
	struct checkpoint *grown;

	if (list->count < list->room)
		return true;
	grown = realloc(list->at, room * sizeof(*grown));
	if (!grown)
		return false;
	*bytes += (room - list->room) * sizeof(*grown);
	list->at = grown;
	list->room = room;
	return true;
}

bool checkpoints_add(struct checkpoints *list, const struct checkpoint *base,
		     const struct machine *m, const struct extent *extent,
		     uint64_t op, uint64_t cost, size_t *bytes)
{
	struct checkpoint c = { .op = op, .cost = cost };

	lay_out(&c, extent);
	if (!copy_machine(&c, base, m, bytes))
		return false;
	if (!room_for_one(list, bytes)) {
		drop_pages(&c, bytes);
		return false;
	}
	list->at[list->count++] = c;
	return true;
}

void checkpoints_remove(struct checkpoints *list, size_t index, size_t *bytes)
{
	drop_pages(&list->at[index], bytes);
	list->count--;
	memmove(&list->at[index], &list->at[index + 1],
		(list->count - index) * sizeof(*list->at));
}

void checkpoints_free(struct checkpoints *list, size_t *bytes)
{
	while (list->count)
		checkpoints_remove(list, list->count - 1, bytes);
	*bytes -= list->room * sizeof(*list->at);
	free(list->at);
	*list = (struct checkpoints){ NULL, 0, 0 };
}

const struct checkpoint *checkpoints_find(const struct checkpoints *list, uint64_t op)
{
	size_t low = 0;
	size_t high = list->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list->at[middle].op <= op)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &list->at[low - 1] : NULL;
}
