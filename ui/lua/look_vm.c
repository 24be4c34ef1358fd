/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What stands around the areas, for scripts: vm areas, blocks of vm_map_ram,
 * page frames and their owners, what the CPUs' TLBs remember.
 */

#include "ui/lua/inside.h"

/* --- vm areas --- */

static uint32_t vm_of_area(const struct machine *m, uint32_t area)
{
	return m->rest[area].flags & VM_VM_AREA ? m->rest[area].vm : 0;
}

/* lab.vm(ADDRESS or NAME): the vm area that contains it, or nil. */
static int look_vm(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	uint32_t area = host_area_at(L, 1);
	const struct vm_struct *vm = &m->vm[vm_of_area(m, area)];
	const char *name = lab_name_of_area(host_of(L)->lab, area);

	if (!vm_of_area(m, area)) {
		lua_pushnil(L);
		return 1;
	}
	lua_createtable(L, 0, 8);
	host_set_integer(L, "addr", vm->addr);
	host_set_integer(L, "size", vm->size);
	host_set_integer(L, "flags", vm->flags);
	host_set_integer(L, "nr_pages", vm->nr_pages);
	host_set_integer(L, "phys_addr", vm->phys_addr);
	host_set_boolean(L, "guard", !(vm->flags & VM_NO_GUARD));
	if (vm->pages_at)
		host_set_integer(L, "pages_at", vm->pages_at);
	if (name)
		host_set_text(L, "name", name);
	host_mark_answer(L);
	return 1;
}

/* --- blocks --- */

static void push_block(lua_State *L, const struct vmap_block *block)
{
	lua_createtable(L, 0, 7);
	host_set_integer(L, "va_start", block->va_start);
	host_set_integer(L, "free", block->free);
	host_set_integer(L, "dirty", block->dirty);
	host_set_integer(L, "dirty_min", block->dirty_min);
	host_set_integer(L, "dirty_max", block->dirty_max);
	host_set_integer(L, "cpu", block->cpu);
	host_set_boolean(L, "queued", block->queued);
}

/* lab.blocks(): the blocks of vm_map_ram by address. */
static int look_blocks(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	lua_Integer n = 0;

	lua_newtable(L);
	for (uint32_t b = m->g->vmap_block_tree; b; b = m->block[b].index_next) {
		push_block(L, &m->block[b]);
		lua_rawseti(L, -2, ++n);
	}
	host_check_long(L);
	return 1;
}

/* --- page frames --- */

/* lab.frames_of(ADDRESS or NAME): the frame numbers of a vmalloc'ed area, in the
 * order of its pages. */
static int look_frames(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	uint32_t vm = vm_of_area(m, area_containing(m, host_address(L, 1)));
	lua_Integer n = 0;

	lua_newtable(L);
	for (uint32_t page = m->vm[vm].pages; page && n < LIST_MAX; page = m->page[page].next) {
		lua_pushinteger(L, (lua_Integer)m->page[page].pfn);
		lua_rawseti(L, -2, ++n);
	}
	host_check_long(L);
	return 1;
}

/* lab.frame_owner(PFN): the area whose page it is; nil: nobody has it, or it is
 * none of vmalloc's. */
static int look_frame_owner(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	uint32_t page = page_of_frame(m, host_number(L, 1));

	host_check_long(L);
	host_push_area(L, m, area_containing(m, m->vm[m->page[page].vm].addr));
	return 1;
}

/* --- TLBs --- */

static void push_translation(lua_State *L, const struct machine *m, uint32_t cpu,
			     const struct translation *known)
{
	uint64_t bytes = translation_bytes(known);

	lua_createtable(L, 0, 6);
	host_set_integer(L, "cpu", cpu);
	host_set_integer(L, "addr", known->addr);
	host_set_integer(L, "size", bytes);
	host_set_integer(L, "entry", known->entry);
	host_set_integer(L, "pfn", translation_frame(known, known->addr));
	host_set_boolean(L, "stale", machine_stale(m, known));
}

/* lab.translations([CPU]): what that CPU remembers, or all do. */
static int look_tlb(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	bool all = lua_isnoneornil(L, 1);
	uint64_t wanted = all ? 0 : host_number(L, 1);
	lua_Integer n = 0;

	lua_newtable(L);
	for (uint32_t cpu = 0; cpu < m->g->space.cpus; cpu++) {
		const struct translation *known;
		size_t entries = machine_tlb(m, cpu, &known);

		for (size_t i = 0; (all || cpu == wanted) && i < entries; i++) {
			if (!known[i].live)
				continue;
			push_translation(L, m, cpu, &known[i]);
			lua_rawseti(L, -2, ++n);
		}
	}
	return 1;
}

/* lab.translate(ADDRESS or NAME): the frame that a processor's walk of the tables
 * leads to; nil: a page fault. */
static int look_translate(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	uint64_t addr = host_address(L, 1);
	struct translation found;

	if (machine_translate(m, addr, &found))
		lua_pushinteger(L, (lua_Integer)translation_frame(&found, addr));
	else
		lua_pushnil(L);
	return 1;
}

void host_add_vm_looks(lua_State *L, int lab)
{
	static const luaL_Reg looks[] = {
		{ "vm", look_vm }, { "blocks", look_blocks }, { "frames_of", look_frames },
		{ "frame_owner", look_frame_owner }, { "translations", look_tlb },
		{ "translate", look_translate }, { NULL, NULL },
	};

	lua_pushvalue(L, lab);
	luaL_setfuncs(L, looks, 0);
	lua_pop(L, 1);
}
