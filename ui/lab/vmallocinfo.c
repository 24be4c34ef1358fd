/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The kernel lists areas, not vm areas: one without a vm area is told by what
 * is left of it. If it was a vm area once it waits for a purge. Everything else
 * counts as vm_map_ram, be it mapped, waiting, or asked for by nobody known.
 */

#include "ui/lab/vmallocinfo.h"

#include <inttypes.h>
#include <stdio.h>

#include "ui/lab/inside.h"

/* A kernel whose addresses end at 4 GiB prints eight digits. */
static int digits(const struct machine *m)
{
	return m->g->space.end >> 32 ? 16 : 8;
}

static void put_range(const struct machine *m, uint64_t start, uint64_t size, char *text,
		      size_t room)
{
	snprintf(text, room, "0x%0*" PRIx64 "-0x%0*" PRIx64 " %7" PRId64, digits(m), start,
		 digits(m), start + size, (int64_t)size);
}

static void put_kind(const struct vm_struct *vm, char *text, size_t room)
{
	static const struct {
		uint32_t flag;
		const char *word;
	} kinds[] = {
		{ VM_IOREMAP, " ioremap" }, { VM_ALLOC, " vmalloc" }, { VM_MAP, " vmap" },
		{ VM_USERMAP, " user" },
	};
	for (size_t i = 0; i < LENGTH(kinds); i++)
		if (vm->flags & kinds[i].flag)
			lab_append(text, room, "%s", kinds[i].word);
	if (vm->pages_at)
		lab_append(text, room, " vpages");
}

static void put_vm(const struct machine *m, const struct vm_struct *vm, const char *caller,
		   char *text, size_t room)
{
	put_range(m, vm->addr, vm->size, text, room);
	if (caller)
		lab_append(text, room, " %s", caller);
	if (vm->nr_pages)
		lab_append(text, room, " pages=%" PRIu32, vm->nr_pages);
	if (vm->phys_addr)
		lab_append(text, room, " phys=0x%016" PRIx64, vm->phys_addr);
	put_kind(vm, text, room);
}

const char *vmallocinfo_line(const struct machine *m, uint32_t area,
			     const char *(*caller)(void *context, uint32_t vm), void *context,
			     char *text, size_t room)
{
	const struct area_rest *rest = &m->rest[area];
	if (rest->flags & VM_VM_AREA) {
		put_vm(m, &m->vm[rest->vm], caller(context, rest->vm), text, room);
		return text;
	}
	put_range(m, m->va_start[area], m->va_end[area] - m->va_start[area], text, room);
	lab_append(text, room, " %s", rest->flags & VM_LAZY_FREE ? "unpurged vm_area" : "vm_map_ram");
	return text;
}

void vmallocinfo_lines(const struct machine *m,
		       const char *(*caller)(void *context, uint32_t vm),
		       void (*line)(void *context, const char *text), void *context)
{
	char text[VMALLOCINFO_ROOM];
	for (uint32_t area = m->g->vmap_area_list; area; area = m->next[area])
		line(context, vmallocinfo_line(m, area, caller, context, text, sizeof(text)));
}
