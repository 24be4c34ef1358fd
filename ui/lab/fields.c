/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Fields of the model's objects by name: first.va_end, free_vmap_cache.prev.
 */

#include "ui/lab/inside.h"

#include <string.h>

static bool equals(const char *name, size_t length, const char *whole)
{
	return strlen(whole) == length && memcmp(name, whole, length) == 0;
}

static const struct {
	enum value_kind of;
	const char *name;
	enum region region;
	size_t offset;
	size_t size;
	enum value_kind kind;
} fields[] = {
#define FIELD(of, name, region, type, member, kind) \
	{ VALUE_##of, name, REGION_##region, offsetof(struct type, member), \
	  sizeof(((struct type *)0)->member), VALUE_##kind }
#define ARRAY(name, region, size, kind) \
	{ VALUE_AREA, name, REGION_##region, 0, size, VALUE_##kind }
	ARRAY("va_start", VA_START, 8, ADDRESS),
	ARRAY("va_end", VA_END, 8, ADDRESS),
	ARRAY("start", VA_START, 8, ADDRESS),
	ARRAY("end", VA_END, 8, ADDRESS),
	ARRAY("next", NEXT, 4, AREA),
	FIELD(AREA, "left", NODE, area_node, left, AREA),
	FIELD(AREA, "right", NODE, area_node, right, AREA),
	FIELD(AREA, "parent", UP, area_up, parent, AREA),
	FIELD(AREA, "colour", UP, area_up, colour, COLOUR),
	FIELD(AREA, "flags", REST, area_rest, flags, NUMBER),
	FIELD(AREA, "vm", REST, area_rest, vm, VM),
	FIELD(AREA, "prev", REST, area_rest, prev, AREA),
	FIELD(AREA, "purge_next", REST, area_rest, purge_next, AREA),
	FIELD(VM, "addr", VM, vm_struct, addr, ADDRESS),
	FIELD(VM, "size", VM, vm_struct, size, BYTES),
	FIELD(VM, "flags", VM, vm_struct, flags, NUMBER),
	FIELD(VM, "nr_pages", VM, vm_struct, nr_pages, PAGES),
	FIELD(VM, "next", VM, vm_struct, next, VM),
	FIELD(VM, "live", VM, vm_struct, live, FLAG),
	FIELD(BLOCK, "va_start", BLOCK, vmap_block, va_start, ADDRESS),
	FIELD(BLOCK, "free", BLOCK, vmap_block, free, PAGES),
	FIELD(BLOCK, "dirty", BLOCK, vmap_block, dirty, PAGES),
	FIELD(BLOCK, "dirty_min", BLOCK, vmap_block, dirty_min, NUMBER),
	FIELD(BLOCK, "dirty_max", BLOCK, vmap_block, dirty_max, NUMBER),
	FIELD(BLOCK, "queued", BLOCK, vmap_block, queued, FLAG),
	FIELD(BLOCK, "cpu", BLOCK, vmap_block, cpu, NUMBER),
	FIELD(NOTIFIER, "id", NOTIFIER, notifier, id, NUMBER),
	FIELD(NOTIFIER, "times", NOTIFIER, notifier, times, NUMBER),
	FIELD(NOTIFIER, "stop", NOTIFIER, notifier, stop, FLAG),
	FIELD(NOTIFIER, "priority", NOTIFIER, notifier, priority, SIGNED),
#undef FIELD
#undef ARRAY
};

/* The first of NAME.NAME. */
static bool is_one_field(const char *name, size_t length)
{
	static const char *const of_objects[] = { "size", "pages" };
	for (size_t i = 0; i < LENGTH(of_objects); i++)
		if (equals(name, length, of_objects[i]))
			return true;
	for (size_t i = 0; i < LENGTH(fields); i++)
		if (equals(name, length, fields[i].name))
			return true;
	return false;
}

bool lab_is_field(const char *name, size_t length)
{
	const char *dot = memchr(name, '.', length);
	if (!dot)
		return is_one_field(name, length);
	size_t first = (size_t)(dot - name);
	return is_one_field(name, first) && is_one_field(dot + 1, length - first - 1);
}

bool lab_field(const struct machine *m, enum value_kind of, uint64_t handle,
	       const char *name, size_t length, uint64_t *value, enum value_kind *kind)
{
	if (of == VALUE_AREA && equals(name, length, "size")) {
		*value = m->va_end[handle] - m->va_start[handle];
		*kind = VALUE_BYTES;
		return true;
	}
	for (size_t i = 0; i < LENGTH(fields); i++) {
		if (fields[i].of != of || !equals(name, length, fields[i].name))
			continue;
		size_t at = memory_offset(fields[i].region) +
			    handle * memory_element(fields[i].region) + fields[i].offset;
		*value = core_read(m->base + at, fields[i].size);
		*kind = fields[i].kind;
		return true;
	}
	return false;
}
