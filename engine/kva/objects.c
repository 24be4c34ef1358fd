/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Ids: how a script, a recording or a notifier names what an operation made.
 * They belong to the model's memory, because a notifier frees by id in the
 * middle of a request.
 */

#include "engine/kva/kva.h"

void object_bind(struct machine *m, uint32_t id, enum object_kind kind, uint32_t handle,
		 uint64_t addr, uint64_t pages)
{
	if (id > m->g->used[REGION_OBJECT])
		SET(m->g->used[REGION_OBJECT], id);
	SET(m->object[id].kind, (uint32_t)kind);
	SET(m->object[id].handle, handle);
	SET(m->object[id].addr, addr);
	SET(m->object[id].pages, pages);
}

bool object_live(const struct machine *m, uint64_t id)
{
	return id <= m->g->used[REGION_OBJECT] && m->object[id].kind != OBJECT_NONE;
}

void object_forget(struct machine *m, uint64_t id)
{
	SET(m->object[id].kind, OBJECT_NONE);
	SET(m->object[id].handle, 0u);
	SET(m->object[id].addr, 0u);
	SET(m->object[id].pages, 0u);
}

/* What remvm does. */
static void free_vm_at(struct machine *m, uint64_t addr)
{
	uint32_t vm = remove_vm_area(m, addr);
	if (vm)
		give_vm(m, vm);
}

bool object_free(struct machine *m, uint64_t id, bool lazily)
{
	if (!object_live(m, id))
		return false;
	const struct object object = m->object[id];
	object_forget(m, id);
	switch ((enum object_kind)object.kind) {
	case OBJECT_VM:
		free_vm_at(m, object.addr);
		break;
	case OBJECT_VMALLOC:
		vfree(m, object.addr);
		break;
	case OBJECT_VMAP:
		vunmap(m, object.addr);
		break;
	case OBJECT_IOREMAP:
		iounmap(m, object.addr);
		break;
	case OBJECT_PCPU:
		pcpu_free_vm_areas(m, object.handle, object.pages);
		break;
	case OBJECT_RAM:
		vm_unmap_ram(m, object.addr, object.pages);
		break;
	default:
		if (lazily)
			free_vmap_area_noflush(m, object.handle);
		else
			free_vmap_area(m, object.handle);
		break;
	}
	return true;
}
