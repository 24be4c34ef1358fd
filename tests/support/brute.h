/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_TEST_BRUTE_H
#define VMAPLAB_TEST_BRUTE_H

/*
 * The allocator's rules once more, by brute force: no tree, no links, nothing
 * that is clever. Areas stand in one sorted array that is searched from its
 * beginning, and beside it there is a plain array with one number for each
 * page, which says whose the page is.
 *
 * Words (kinds of operations, reasons, events, outcomes) are the engine's;
 * not a line of its code is used.
 */

#include "engine/engine.h"

enum {
	BRUTE_AREAS = 1024,
	BRUTE_IDS = 256,
	BRUTE_PAGES = 512,
	BRUTE_NOTIFIERS = 16,
	BRUTE_VICTIMS = 16,
	BRUTE_EVENTS = 4096,
};

struct brute_area {
	uint64_t start;
	uint64_t end;
	uint32_t serial;	/* names it for as long as it lives; 0 = none */
};

struct brute_notifier {
	uint64_t id;
	int64_t priority;
	uint64_t victim[BRUTE_VICTIMS];
	size_t victims;
	size_t position;
	uint64_t per;
	uint64_t report;
	uint64_t times;
	bool lazily;
	bool stop;
};

struct brute_event {
	struct event as;	/* what depends on the tree (nodes looked at) stays 0 */
	bool descends;		/* a search that has to look at nodes of the tree */
	size_t areas;		/* how many it could find there */
	bool touching;		/* one area less may have been walked over; see brute.c */
};

struct brute {
	struct space space;
	struct brute_area area[BRUTE_AREAS];	/* by address */
	size_t areas;
	uint32_t serials;			/* given out so far */

	/* Pages of `page_size` bytes from the start of the space. */
	uint32_t page[BRUTE_PAGES];		/* serial of its area, 0 = free */
	size_t pages;
	uint64_t page_size;
	bool odd;	/* there was an area that does not begin or end with a page */

	uint32_t cache;				/* serial */
	uint64_t hole, vstart, align;		/* what the last search left behind */
	uint64_t pcpu_hole;

	uint32_t lazy[BRUTE_AREAS];		/* serials, in order of freeing */
	size_t lazies;
	int32_t lazy_nr;
	bool purge_lock;

	struct brute_notifier notifier[BRUTE_NOTIFIERS];	/* in call order */
	size_t notifiers;
	uint32_t object[BRUTE_IDS];		/* serial of what an id stands for */

	/* the last operation */
	struct brute_event event[BRUTE_EVENTS];
	size_t events;
	uint64_t try_number;
	struct work work;
	struct outcome outcome;

	bool overlap;		/* areas overlap: from here on a tree's shape matters */
	const char *fault;	/* what the array of pages has against the rules above */
};

/* An empty space, seen as pages of that size. */
void brute_start(struct brute *b, const struct space *space, uint64_t page_size, size_t pages);

void brute_run(struct brute *b, const struct op *op);

/* Is there room for such a request now, whatever the cache says? Only where the
 * pages can tell. */
bool brute_fits(const struct brute *b, const struct op *op);

/* Index in `area` of the area of that serial; `areas` when it does not live. */
size_t brute_find(const struct brute *b, uint32_t serial);

#endif
