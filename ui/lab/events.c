/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The names of events that one can break on. Some are noted by the model as
 * they happen; others are the arrival at one certain step, perhaps with a
 * certain value in one of its locals.
 */

#include "ui/lab/inside.h"

#include <string.h>

#define NOTED(kind, mask, code) 0, NULL, 0, EVENT_##kind, mask, code
#define AT(step) STEP_##step, NULL, 0, 0, 0, 0
#define AT_WITH(step, local, value) STEP_##step, local, value, 0, 0, 0

const struct event_name lab_events[] = {
	{ "hit", AT(search_behind_cache), N_("the search begins behind the cached area") },
	{ "dropped", AT(nocache_hole), N_("the cache is dropped, for whatever reason") },
	{ "dropped-empty", AT_WITH(nocache_hole, "why", WHY_EMPTY), N_("there is no cached area") },
	{ "dropped-size", AT_WITH(nocache_hole, "why", WHY_SIZE),
	  N_("the cache is dropped: the request is smaller than the noted hole") },
	{ "dropped-vstart", AT_WITH(nocache_hole, "why", WHY_VSTART),
	  N_("the cache is dropped: the request may begin lower than the last one") },
	{ "dropped-align", AT_WITH(nocache_hole, "why", WHY_ALIGN),
	  N_("the cache is dropped: the request is less aligned than the last one") },
	{ "below", AT_WITH(nocache_hole, "why", WHY_BELOW),
	  N_("the cache is dropped: its aligned end lies below vstart") },
	{ "hole", AT(walk_note_hole), N_("the walk notes a larger hole") },
	{ "ebusy", AT(alloc_give_up), N_("a request for an area is given up") },
	{ "enomem", AT_WITH(alloc_enomem, "va", 0), N_("a request got no descriptor") },
	{ "try", NOTED(TRY, 0, 0), N_("a search ended") },
	{ "found", NOTED(TRY, 0x100, 0x100), N_("a search found room") },
	{ "no-room", NOTED(TRY, 0x100, 0), N_("a search found no room") },
	{ "purge", NOTED(PURGE, 0, 0), N_("a purge of the lazy list began") },
	{ "flush", NOTED(FLUSH, 0, 0), N_("TLBs were flushed") },
	{ "notify", NOTED(NOTIFY, 0, 0), N_("a notifier was called") },
	{ "log", NOTED(ALLOC_FAILED, 0, 0), N_("the kernel's log told of a failed request") },
	{ "warn", NOTED(WARN, 0, 0), N_("a WARN") },
	{ "bug", NOTED(BUG, 0, 0), N_("a BUG") },
	{ "oops", NOTED(OOPS, 0, 0), N_("a NULL pointer was followed") },
	{ "bad-entry", NOTED(BAD_ENTRY, 0, 0), N_("a malformed table entry was cleared") },
	{ "work-scheduled", NOTED(WORK_SCHEDULED, 0, 0), N_("deferred work was scheduled") },
	{ "tlb-load", NOTED(TLB_LOAD, 0, 0), N_("a CPU remembers a translation") },
	{ "stale", NOTED(STALE, 0, 0), N_("a CPU went by a translation that no longer holds") },
	{ "fault", NOTED(FAULT, 0, 0), N_("a page fault: nothing is mapped there") },
};

const size_t lab_event_count = LENGTH(lab_events);

static bool local_is(const struct lab *lab, const char *name, uint64_t expected)
{
	enum value_kind kind;
	uint64_t value;
	return lab_local(lab, 0, name, strlen(name), &value, &kind) && value == expected;
}

bool lab_event_happens(struct lab *lab, const struct event_name *name, uint32_t step,
		       const struct event *event)
{
	if (name->step)
		return !event && step == name->step &&
		       (!name->local || local_is(lab, name->local, name->value));
	return event && event->kind == name->kind && (event->code & name->mask) == name->code;
}
