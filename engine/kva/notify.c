/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * vmap_notify_list: who holds vmaps that could be given back is asked when a
 * request that may block finds no room. Whatever a notifier reports as freed
 * is believed: the request then purges and searches anew.
 *
 * What a notifier does here is told by the operation that registered it: it
 * frees the next live ids of its list, some per call.
 */

#include "engine/kva/kva.h"

/* Where the list points to a notifier of that id; NULL: nowhere. */
static uint32_t *notifier_slot(struct machine *m, uint32_t id)
{
	uint32_t *slot = &m->g->vmap_notify_list;
	while (*slot && m->notifier[*slot].id != id)
		slot = &m->notifier[*slot].next;
	return *slot ? slot : NULL;
}

/* Behind everything of the same or a higher priority. */
static uint32_t *priority_slot(struct machine *m, int32_t priority)
{
	uint32_t *slot = &m->g->vmap_notify_list;
	while (*slot && m->notifier[*slot].priority >= priority)
		slot = &m->notifier[*slot].next;
	return slot;
}

/* Copies a list of ids; false: no room for it. */
static bool keep_victims(struct machine *m, struct notifier *notifier, uint32_t count,
			 const uint64_t *ids)
{
	uint64_t used = m->g->used[REGION_VICTIM];
	if (used + count >= memory_capacity(REGION_VICTIM))
		return false;
	for (uint32_t i = 0; i < count; i++)
		SET(m->victim[used + 1 + i], (uint32_t)ids[i]);
	SET(notifier->victim, (uint32_t)(used + 1));
	SET(notifier->victims, count);
	SET(m->g->used[REGION_VICTIM], used + count);
	return true;
}

bool register_vmap_purge_notifier(struct machine *m, const struct notifier *like,
				  const uint64_t *ids)
{
	uint32_t handle = region_take(m, REGION_NOTIFIER);
	if (!handle)
		return false;
	struct notifier *notifier = &m->notifier[handle];
	if (!keep_victims(m, notifier, like->victims, ids)) {
		region_give(m, REGION_NOTIFIER, handle);
		return false;
	}
	SET(notifier->id, like->id);
	SET(notifier->priority, like->priority);
	SET(notifier->per, like->per);
	SET(notifier->lazily, like->lazily);
	SET(notifier->report, like->report);
	SET(notifier->position, 0u);
	SET(notifier->times, like->times);
	SET(notifier->stop, like->stop);
	SET(notifier->live, 1u);

	uint32_t *slot = priority_slot(m, like->priority);
	SET(notifier->next, *slot);
	SET(*slot, handle);
	return true;
}

bool unregister_vmap_purge_notifier(struct machine *m, uint32_t id)
{
	uint32_t *slot = notifier_slot(m, id);
	if (!slot)
		return false;
	uint32_t handle = *slot;
	SET(*slot, m->notifier[handle].next);
	SET(m->notifier[handle].live, 0u);
	region_give(m, REGION_NOTIFIER, handle);
	return true;
}

/* Frees the next live ids of the list; how many. Ids that are not live when
 * their turn comes are passed over for good. */
static uint64_t free_victims(struct machine *m, struct notifier *notifier)
{
	uint64_t freed = 0;
	while (notifier->position < notifier->victims &&
	       (!notifier->per || freed < notifier->per)) {
		uint32_t id = m->victim[notifier->victim + notifier->position];
		SET(notifier->position, notifier->position + 1);
		if (object_free(m, id, notifier->lazily))
			freed++;
	}
	return freed;
}

/* One call; what it reports. */
static uint64_t notify(struct machine *m, uint32_t handle)
{
	struct notifier *notifier = &m->notifier[handle];
	uint64_t reported = 0;
	ENTER(notify, LOCAL(NOTIFIER, handle), LOCAL(NUMBER, reported));

	STEP(notify_times);
	if (notifier->times > 0) {
		if (notifier->times != NOTIFIER_ALWAYS)
			SET(notifier->times, notifier->times - 1);
		STEP(notify_free);
		reported = free_victims(m, notifier);
		if (notifier->report != NOTIFIER_AUTO)
			reported = notifier->report;
	}
	STEP(notify_report);
	note_event(m, EVENT_NOTIFY, notifier->stop, notifier->id, reported);
	COUNT(notif, 1);
	return reported;
}

uint64_t call_vmap_notifiers(struct machine *m)
{
	uint32_t handle = m->g->vmap_notify_list;
	uint64_t freed = 0;
	uint32_t next = 0;
	ENTER(call_vmap_notifiers, LOCAL(NOTIFIER, handle), LOCAL(NUMBER, freed));

	for (;;) {
		STEP(chain_next);
		if (!handle)
			break;
		next = m->notifier[handle].next;
		STEP(chain_call);
		freed += notify(m, handle);
		STEP(chain_stop);
		if (m->notifier[handle].stop)
			break;
		handle = next;
	}
	return freed;
}
