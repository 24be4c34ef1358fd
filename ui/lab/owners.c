/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Whose is this area? Learnt when an object comes to life, checked against the
 * machine whenever somebody asks, so that it is right at any moment of time.
 */

#include <stdlib.h>
#include <string.h>

#include "ui/lab/names.h"

static bool make_room(struct names *names, uint32_t area)
{
	if (names->owners + 1 >= names->owner_room) {
		uint32_t room = names->owner_room ? names->owner_room * 2 : 64;
		struct owner *owner = realloc(names->owner, room * sizeof(*owner));
		if (!owner)
			return false;
		names->owner = owner;
		names->owner_room = room;
	}
	if (area >= names->heads) {
		uint32_t heads = area * 2 + 64;
		uint32_t *head = realloc(names->head, heads * sizeof(*head));
		if (!head)
			return false;
		memset(head + names->heads, 0, (heads - names->heads) * sizeof(*head));
		names->head = head;
		names->heads = heads;
	}
	return true;
}

static void learn_area(struct names *names, const struct machine *m, uint32_t id, uint32_t area,
		       bool array)
{
	if (!area || !make_room(names, area))
		return;
	uint64_t start = m->va_start[area];
	for (uint32_t i = names->head[area]; i; i = names->owner[i].next) {
		const struct owner *owner = &names->owner[i];
		if (owner->id == id && owner->array == array && owner->start == start)
			return;
	}
	uint32_t i = ++names->owners;
	names->owner[i] = (struct owner){
		.id = id & INT32_MAX, .array = array, .next = names->head[area], .start = start,
	};
	names->head[area] = i;
}

static bool is_block(const struct machine *m, uint32_t area)
{
	for (uint32_t b = m->g->vmap_block_tree; b; b = m->block[b].index_next)
		if (m->block[b].va == area)
			return true;
	return false;
}

uint32_t names_area(const struct machine *m, uint32_t id)
{
	const struct object *object = &m->object[id];
	if (object->kind == OBJECT_NONE)
		return 0;
	if (object->kind == OBJECT_AREA)
		return object->handle;
	if (object->kind == OBJECT_PCPU)
		return area_containing(m, m->vm[object->handle].addr);
	return area_containing(m, object->addr);
}

static uint64_t area_size(const struct machine *m, uint32_t area)
{
	return m->va_end[area] - m->va_start[area];
}

bool names_range(const struct machine *m, uint32_t id, uint64_t *start, uint64_t *size)
{
	if (!id || id >= memory_capacity(REGION_OBJECT))
		return false;
	uint32_t area = names_area(m, id);
	if (!area)
		return false;
	*start = m->va_start[area];
	*size = area_size(m, area);
	if (m->object[id].kind == OBJECT_RAM) {
		*start = m->object[id].addr;
		*size = m->object[id].pages * PAGE_SIZE;
	}
	return true;
}

/* A per-CPU group has one area for each vm area of its chain. */
static void learn_group(struct names *names, const struct machine *m, uint32_t id)
{
	for (uint32_t vm = m->object[id].handle; vm; vm = m->vm[vm].group_next)
		learn_area(names, m, id, area_containing(m, m->vm[vm].addr), false);
}

/* The area that holds the page array of what lies in `area`; 0: none does. */
static uint32_t page_array_of(const struct machine *m, uint32_t area)
{
	if (!area || !(m->rest[area].flags & VM_VM_AREA))
		return 0;
	uint64_t at = m->vm[m->rest[area].vm].pages_at;
	return at ? area_containing(m, at) : 0;
}

void names_learn(struct names *names, const struct machine *m, uint32_t id)
{
	if (!id || id >= memory_capacity(REGION_OBJECT))
		return;
	uint32_t area = names_area(m, id);
	if (m->object[id].kind == OBJECT_PCPU)
		learn_group(names, m, id);
	else if (m->object[id].kind != OBJECT_RAM || !is_block(m, area))
		learn_area(names, m, id, area, false);
	while ((area = page_array_of(m, area)) != 0)
		learn_area(names, m, id, area, true);
}

/* Does the object live now, and in this area? */
static bool owns_now(const struct machine *m, uint32_t id, uint32_t area)
{
	const struct object *object = &m->object[id];
	switch (object->kind) {
	case OBJECT_NONE:
		return false;
	case OBJECT_AREA:
		return object->handle == area;
	case OBJECT_PCPU:
		return true;
	default: /* ioremap's address may be an odd one */
		return (object->addr & ~(PAGE_SIZE - 1)) == m->va_start[area];
	}
}

/* Does the object live now, and is this its page array, or that of the array? */
static bool holds_now(const struct machine *m, uint32_t id, uint32_t area)
{
	uint32_t array = 0;
	if (m->object[id].kind == OBJECT_VMALLOC)
		array = page_array_of(m, area_containing(m, m->object[id].addr));
	while (array && array != area)
		array = page_array_of(m, array);
	return array != 0;
}

static bool is_now(const struct machine *m, const struct owner *owner, uint32_t area)
{
	return owner->array ? holds_now(m, owner->id, area) : owns_now(m, owner->id, area);
}

/* The first of an area's owners from `i` on, the newest first, that was learnt
 * where the area lies now; 0: none. */
static uint32_t owner_here(const struct names *names, const struct machine *m, uint32_t area,
			   uint32_t i)
{
	while (i && names->owner[i].start != m->va_start[area])
		i = names->owner[i].next;
	return i;
}

uint32_t names_of_area_now(const struct names *names, const struct machine *m, uint32_t area)
{
	if (!area || area >= names->heads)
		return 0;
	uint32_t i = owner_here(names, m, area, names->head[area]);
	while (i && (names->owner[i].array || !is_now(m, &names->owner[i], area)))
		i = owner_here(names, m, area, names->owner[i].next);
	return i ? names->owner[i].id : 0;
}

uint32_t names_of_area(const struct names *names, const struct machine *m, uint32_t area,
		       uint32_t present)
{
	uint32_t latest = 0;
	if (!area || area >= names->heads)
		return 0;
	uint32_t i = owner_here(names, m, area, names->head[area]);
	for (; i; i = owner_here(names, m, area, names->owner[i].next)) {
		const struct owner *owner = &names->owner[i];
		if (owner->array)
			continue;
		if (is_now(m, owner, area) || owner->id == present)
			return owner->id;
		if (owner->id > latest && owner->id <= m->g->used[REGION_OBJECT])
			latest = owner->id;
	}
	return latest && area_is_lazy(m, area) ? latest : 0;
}

uint32_t names_of_vm_area(const struct names *names, const struct machine *m, uint32_t area,
			  uint32_t present)
{
	uint32_t newest = 0;
	if (!area || area >= names->heads)
		return 0;
	uint32_t i = owner_here(names, m, area, names->head[area]);
	for (; i; i = owner_here(names, m, area, names->owner[i].next)) {
		const struct owner *owner = &names->owner[i];
		if (is_now(m, owner, area) || owner->id == present)
			return owner->id;
		if (!newest && owner->id <= m->g->used[REGION_OBJECT])
			newest = owner->id;
	}
	return newest;
}
