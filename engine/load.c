/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Loading a snapshot.
 *
 * First everything is looked at that can be wrong with it. Then the vm areas
 * that are gone are freed and those that are new are made, by operations like
 * any other, so that frames and page tables are theirs in the usual way; the
 * areas around them are thrown away each time. At the end the areas are laid
 * down in their order, with tree and lists exactly as told.
 */

#include "engine/load.h"

#include <stdlib.h>
#include <string.h>

#include "engine/core/text.h"

enum {
	DEPTH_MAX = 64,		/* no red-black tree of 2^24 nodes is as deep */
	ENTRIES_MAX = 1 << 20,	/* of all devices: what is beyond is no kernel's doing */
	SKEW = 64,		/* every so many-th handle stays unused, see kmem.c */
};

/* What is known of one area while loading. */
struct place {
	uint64_t start;
	uint32_t index;		/* in the snapshot */
	uint32_t vm;
	bool lazy, block;
};

struct load {
	struct machine *m;
	const struct snapshot *s;
	struct place *place;	/* by address */
	uint64_t *gone;		/* starts of the machine's areas that will be no more */
	size_t gones;
	struct text text;
};

static bool refuse(struct load *l, const char *words, uint64_t addr, const char *more)
{
	text_add(&l->text, words);
	text_hex(&l->text, addr);
	text_add(&l->text, more);
	return false;
}

/* --- looking at the snapshot --- */

static int by_start(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	return (left->start > right->start) - (left->start < right->start);
}

static void sort_places(struct load *l)
{
	for (size_t i = 0; i < l->s->areas; i++)
		l->place[i] = (struct place){ .start = l->s->area[i].start,
					      .index = (uint32_t)i };
	qsort(l->place, l->s->areas, sizeof(*l->place), by_start);
}

static const struct snapshot_area *area_of(const struct load *l, size_t place)
{
	return &l->s->area[l->place[place].index];
}

/* The place of the area that begins there, or NULL. */
static struct place *find_place(const struct load *l, uint64_t start)
{
	const struct place key = { .start = start };

	return bsearch(&key, l->place, l->s->areas, sizeof(key), by_start);
}

static bool check_ranges(struct load *l)
{
	for (size_t i = 0; i < l->s->areas; i++) {
		const struct snapshot_area *a = area_of(l, i);
		if (a->start >= a->end)
			return refuse(l, "the area at ", a->start, " ends before it begins");
		if (i && area_of(l, i - 1)->end > a->start)
			return refuse(l, "the area at ", a->start, " overlaps the one before it");
	}
	return true;
}

/* The way from the root to the node at hand, and what may hang there. */
struct way {
	uint64_t least[DEPTH_MAX], most[DEPTH_MAX];	/* starts that may come below */
	uint64_t start[DEPTH_MAX];
	uint32_t colour[DEPTH_MAX];
	uint32_t blacks[DEPTH_MAX];	/* black nodes, itself included */
	uint32_t sides[DEPTH_MAX];	/* 1: there is a left child, 2: a right one */
	uint32_t depth;			/* nodes on the way */
	uint32_t black_height;		/* 0 until the first end of a branch */
};

/* Leaves the way down to `depth` nodes. Each node that lacks a child ends a branch. */
static bool way_back(struct load *l, struct way *way, uint32_t depth)
{
	for (; way->depth > depth; way->depth--) {
		uint32_t last = way->depth - 1;
		if (way->sides[last] == 3)
			continue;
		if (!way->black_height)
			way->black_height = way->blacks[last];
		if (way->black_height != way->blacks[last])
			return refuse(l, "the tree is no red-black tree: black nodes are unevenly "
				      "spread below ", way->start[last], "");
	}
	return true;
}

/* Where a node may hang below the last one of the way. */
static bool way_side(struct load *l, struct way *way, const struct snapshot_area *a)
{
	uint32_t last = way->depth - 1;
	uint32_t side = a->start > way->start[last] ? 2 : 1;

	if (way->sides[last] >= side)
		return refuse(l, "the tree is not in pre-order at ", a->start, "");
	way->sides[last] |= side;
	way->least[way->depth] = side == 2 ? way->start[last] + 1 : way->least[last];
	way->most[way->depth] = side == 2 ? way->most[last] : way->start[last] - 1;
	if (a->colour == RED && way->colour[last] == RED)
		return refuse(l, "the tree is no red-black tree: ", a->start,
			      " is a red child of a red node");
	return true;
}

static bool way_down(struct load *l, struct way *way, const struct snapshot_area *a)
{
	uint32_t depth = way->depth;

	if (depth == DEPTH_MAX)
		return refuse(l, "the tree is too deep at ", a->start, "");
	way->least[depth] = 0;
	way->most[depth] = UINT64_MAX;
	if (depth && !way_side(l, way, a))
		return false;
	if (!depth && a->colour == RED)
		return refuse(l, "the tree is no red-black tree: its root ", a->start, " is red");
	if (a->start < way->least[depth] || a->start > way->most[depth])
		return refuse(l, "the tree is not in order at ", a->start, "");
	way->start[depth] = a->start;
	way->colour[depth] = a->colour;
	way->blacks[depth] = (depth ? way->blacks[depth - 1] : 0) + (a->colour == BLACK);
	way->sides[depth] = 0;
	way->depth++;
	return true;
}

static bool check_tree(struct load *l)
{
	struct way way = { .depth = 0 };

	for (size_t i = 0; i < l->s->areas; i++) {
		const struct snapshot_area *a = &l->s->area[i];
		if (a->depth > way.depth || (i && !a->depth))
			return refuse(l, "the tree has a node without a parent: ", a->start, "");
		if (!way_back(l, &way, a->depth) || !way_down(l, &way, a))
			return false;
	}
	return way_back(l, &way, 0);
}

static bool check_lazies(struct load *l)
{
	for (size_t i = 0; i < l->s->lazies; i++) {
		struct place *place = find_place(l, l->s->lazy[i]);
		if (!place)
			return refuse(l, "there is no area for the lazily freed one at ",
				      l->s->lazy[i], "");
		if (place->lazy || (l->s->area[place->index].flags & VM_VM_AREA))
			return refuse(l, "the area at ", place->start, " cannot be freed lazily: "
				      "it is in use, or on the list twice");
		place->lazy = true;
	}
	return true;
}

static bool check_block(struct load *l, const struct snapshot_block *b)
{
	uint32_t pages = l->m->g->space.block_pages;
	struct place *place = find_place(l, b->start);

	if (!place || place->block || place->lazy || b->start % ((uint64_t)pages << PAGE_SHIFT) ||
	    l->s->area[place->index].end - b->start != (uint64_t)pages << PAGE_SHIFT)
		return refuse(l, "there is no area for the block at ", b->start, "");
	if (b->free > pages || b->dirty > pages || b->dirty_min > pages || b->dirty_max > pages)
		return refuse(l, "the block at ", b->start, " has more pages than a block");
	place->block = true;
	return true;
}

static bool check_blocks(struct load *l)
{
	for (size_t i = 0; i < l->s->blocks; i++) {
		if (i && l->s->block[i].start <= l->s->block[i - 1].start)
			return refuse(l, "the block at ", l->s->block[i].start,
				      " is not behind the one before it");
		if (!check_block(l, &l->s->block[i]))
			return false;
	}
	return true;
}

/* Slots that a device takes, roughly. */
static uint64_t device_entries(const struct snapshot_area *a)
{
	uint64_t large = (uint64_t)1 << 21;
	bool aligned = a->start % large == 0 && a->vm.phys_addr % large == 0;
	return (a->end - a->start) / (aligned ? large : PAGE_SIZE);
}

static bool check_vm(struct load *l, const struct snapshot_area *a, uint64_t *pages,
		     uint64_t *entries)
{
	uint64_t size = a->end - a->start;
	uint64_t filled = (uint64_t)a->vm.nr_pages << PAGE_SHIFT;

	if (a->start % PAGE_SIZE || size % PAGE_SIZE)
		return refuse(l, "the vm area at ", a->start, " is not made of whole pages");
	if (filled && filled != size && filled + PAGE_SIZE != size)
		return refuse(l, "the vm area at ", a->start, " is larger or smaller than its pages");
	*pages += a->vm.nr_pages;
	if (*pages > l->m->g->space.totalram)
		return refuse(l, "the vm area at ", a->start, " needs more pages than there are");
	if (a->vm.phys_addr)
		*entries += device_entries(a);
	if (*entries > ENTRIES_MAX)
		return refuse(l, "the vm area at ", a->start, " is too large a device");
	return true;
}

static bool check_vms(struct load *l)
{
	uint64_t pages = 0, entries = 0;

	for (size_t i = 0; i < l->s->areas; i++) {
		const struct snapshot_area *a = area_of(l, i);
		if ((a->flags & VM_VM_AREA) && a->vm_known &&
		    !check_vm(l, a, &pages, &entries))
			return false;
	}
	return true;
}

static bool check_cache(struct load *l)
{
	const struct snapshot *s = l->s;

	if (s->cached && !find_place(l, s->free_vmap_cache))
		return refuse(l, "there is no area for the cache at ", s->free_vmap_cache, "");
	return true;
}

/* --- areas that are gone --- */

static bool same_vm(const struct vm_struct *vm, const struct snapshot_area *a)
{
	return (a->flags & VM_VM_AREA) &&
	       (!a->vm_known || (vm->flags == a->vm.flags && vm->nr_pages == a->vm.nr_pages &&
				 vm->phys_addr == a->vm.phys_addr && vm->size == a->vm.size));
}

/* Whether the machine's area is one of the snapshot's. */
static bool stays(const struct load *l, uint32_t va)
{
	const struct machine *m = l->m;
	const struct place *place = find_place(l, m->va_start[va]);

	if (!place || l->s->area[place->index].end != m->va_end[va])
		return false;
	return !(m->rest[va].flags & VM_VM_AREA) ||
	       same_vm(&m->vm[m->rest[va].vm], &l->s->area[place->index]);
}

static void run_at(struct load *l, enum op_kind kind, uint64_t addr, uint64_t size)
{
	struct op op = op_make(kind, &l->m->g->space);

	op.arg[op_arg(kind, "addr")] = addr;
	if (op_arg(kind, "size") >= 0)
		op.arg[op_arg(kind, "size")] = size;
	engine_plain.run(l->m, &op);
}

static void free_gone(struct load *l, uint64_t addr)
{
	struct machine *m = l->m;
	uint32_t va = area_containing(m, addr);

	if (!(m->rest[va].flags & VM_VM_AREA))
		run_at(l, OP_UNMAP, addr, m->va_end[va] - addr);
	else if (m->vm[m->rest[va].vm].nr_pages)
		run_at(l, OP_VFREE, addr, 0);
	else
		run_at(l, OP_REMVM, addr, 0);
}

/* With the purge lock held nothing leaves the tree while we go along it. */
static bool free_all_gone(struct load *l)
{
	struct machine *m = l->m;
	uint32_t purge_lock = m->g->vmap_purge_lock;

	l->gone = calloc((size_t)m->g->areas + 1, sizeof(*l->gone));
	if (!l->gone)
		return text_add(&l->text, "out of memory"), false;
	for (uint32_t va = m->g->vmap_area_list; va; va = m->next[va])
		if (!stays(l, va))
			l->gone[l->gones++] = m->va_start[va];
	m->g->vmap_purge_lock = 1;
	for (size_t i = 0; i < l->gones; i++)
		free_gone(l, l->gone[i]);
	m->g->vmap_purge_lock = purge_lock;
	return true;
}

/* The vm areas of those that stay. */
static void keep_vms(struct load *l)
{
	const struct machine *m = l->m;

	for (uint32_t va = m->g->vmap_area_list; va; va = m->next[va])
		if ((m->rest[va].flags & VM_VM_AREA) && stays(l, va))
			find_place(l, m->va_start[va])->vm = m->rest[va].vm;
}

/* --- vm areas that are new --- */

/* Forgets all areas; vm areas and page tables stay. */
static void wipe_areas(struct machine *m)
{
	static const enum region regions[] = {
		REGION_VA_START, REGION_VA_END, REGION_NEXT, REGION_NODE, REGION_UP, REGION_REST,
	};

	for (size_t i = 0; i < sizeof(regions) / sizeof(regions[0]); i++)
		memset(m->base + memory_offset(regions[i]), 0, memory_used(m, regions[i]));
	m->up[0].colour = BLACK;
	m->g->used[REGION_VA_START] = 0;
	m->g->free_list[REGION_VA_START] = 0;
	m->g->vmap_area_root = m->g->vmap_area_list = m->g->vmap_area_last = 0;
	m->g->free_vmap_cache = m->g->vmap_purge_list = 0;
	m->g->areas = m->g->lazy_areas = 0;
}

/* Runs an operation that makes a vm area, in a space that is empty otherwise,
 * and leaves the vm area without id. 0: it could not be made. */
static uint32_t run_for_vm(struct machine *m, struct op *op)
{
	uint64_t used = m->g->used[REGION_OBJECT];
	uint32_t vm = 0;

	op->arg[0] = used + 1;
	wipe_areas(m);
	engine_plain.run(m, op);
	if (m->g->outcome.kind == OUTCOME_OK) {
		vm = m->object[used + 1].handle;
		m->object[used + 1] = (struct object){ 0 };
		m->g->used[REGION_OBJECT] = used;
	}
	return vm;
}

static bool map_device(struct load *l, const struct snapshot_area *a)
{
	struct op op = op_make(OP_IOMAPRANGE, &l->m->g->space);
	uint64_t size = a->end - a->start - (a->vm.flags & VM_NO_GUARD ? 0 : PAGE_SIZE);

	if (!a->vm.phys_addr || !size)
		return true;
	op.arg[OPARG_IOMAPRANGE_ADDR] = a->start;
	op.arg[OPARG_IOMAPRANGE_SIZE] = size;
	op.arg[OPARG_IOMAPRANGE_PHYS] = a->vm.phys_addr;
	op.arg[OPARG_IOMAPRANGE_PROT] = PROT_DEVICE;
	engine_plain.run(l->m, &op);
	return l->m->g->outcome.kind == OUTCOME_OK;
}

/* Where the kernel keeps the array of its pages cannot be seen from outside. */
static bool fill_vm(struct load *l, const struct snapshot_area *a, uint32_t vm)
{
	return a->vm.nr_pages ? engine_plain.fill(l->m, vm, a->vm.nr_pages) : map_device(l, a);
}

static bool make_vm(struct load *l, struct place *place)
{
	const struct snapshot_area *a = &l->s->area[place->index];
	struct op op = op_make(OP_GETVM, &l->m->g->space);

	op.arg[OPARG_GETVM_SIZE] = a->end - a->start;
	op.arg[OPARG_GETVM_START] = a->start;
	op.arg[OPARG_GETVM_END] = a->end;
	op.arg[OPARG_GETVM_FLAGS] = VM_NO_GUARD;
	uint32_t vm = run_for_vm(l->m, &op);
	if (!vm || !fill_vm(l, a, vm))
		return refuse(l, "the vm area at ", a->start, " cannot be mapped");
	l->m->vm[vm].flags = a->vm.flags;
	l->m->vm[vm].phys_addr = a->vm.phys_addr;
	l->m->vm[vm].size = a->vm_known ? a->vm.size : a->end - a->start;
	place->vm = vm;
	return true;
}

static bool make_vms(struct load *l)
{
	for (size_t i = 0; i < l->s->areas; i++)
		if ((area_of(l, i)->flags & VM_VM_AREA) && !l->place[i].vm &&
		    !make_vm(l, &l->place[i]))
			return false;
	return true;
}

/* --- laying everything down --- */

static uint32_t handle_of(size_t index)
{
	return (uint32_t)(index + 1 + index / (SKEW - 1));
}

static uint32_t handle_at(const struct load *l, uint64_t start)
{
	return handle_of(find_place(l, start)->index);
}

/* Tree: each node hangs below the last one that is one less deep. */
static void lay_tree(struct load *l)
{
	struct machine *m = l->m;
	uint32_t way[DEPTH_MAX];

	for (size_t i = 0; i < l->s->areas; i++) {
		const struct snapshot_area *a = &l->s->area[i];
		uint32_t va = handle_of(i), parent = a->depth ? way[a->depth - 1] : 0;
		way[a->depth] = va;
		m->va_start[va] = a->start;
		m->va_end[va] = a->end;
		m->up[va] = (struct area_up){ parent, a->colour };
		m->rest[va].flags = a->flags;
		m->rest[va].live = 1;
		if (!parent)
			m->g->vmap_area_root = va;
		else
			m->node[parent].child[a->start > m->va_start[parent]] = va;
	}
	m->g->areas = (uint32_t)l->s->areas;
	m->g->used[REGION_VA_START] = l->s->areas ? handle_of(l->s->areas - 1) : 0;
}

static void lay_list(struct load *l)
{
	struct machine *m = l->m;
	uint32_t prev = 0;

	for (size_t i = 0; i < l->s->areas; i++) {
		uint32_t va = handle_of(l->place[i].index);
		m->rest[va].prev = prev;
		m->rest[va].vm = l->place[i].vm;
		if (prev)
			m->next[prev] = va;
		else
			m->g->vmap_area_list = va;
		prev = va;
	}
	m->g->vmap_area_last = prev;
}

static void lay_lazies(struct load *l)
{
	struct machine *m = l->m;
	uint32_t *link = &m->g->vmap_purge_list;

	for (size_t i = 0; i < l->s->lazies; i++) {
		uint32_t va = handle_at(l, l->s->lazy[i]);
		*link = va;
		link = &m->rest[va].purge_next;
		m->g->vmap_purge_last = va;
	}
	m->g->lazy_areas = (uint32_t)l->s->lazies;
}

static void wipe_blocks(struct machine *m)
{
	memset(m->block, 0, memory_used(m, REGION_BLOCK));
	memset(m->g->block_queue, 0, sizeof(m->g->block_queue));
	m->g->used[REGION_BLOCK] = 0;
	m->g->free_list[REGION_BLOCK] = 0;
	m->g->vmap_block_tree = 0;
	m->g->blocks = 0;
}

static void lay_blocks(struct load *l)
{
	struct machine *m = l->m;
	uint32_t *link = &m->g->vmap_block_tree;

	wipe_blocks(m);
	for (size_t i = 0; i < l->s->blocks; i++) {
		const struct snapshot_block *b = &l->s->block[i];
		uint32_t vb = handle_of(i);
		m->block[vb] = (struct vmap_block){
			.va_start = b->start, .va = handle_at(l, b->start), .free = b->free,
			.dirty = b->dirty, .dirty_min = b->dirty_min, .dirty_max = b->dirty_max,
			.cpu = m->g->space.cpu, .live = 1,
		};
		*link = vb;
		link = &m->block[vb].index_next;
		m->g->used[REGION_BLOCK] = vb;
	}
	m->g->blocks = (uint32_t)l->s->blocks;
}

static int block_by_start(const void *a, const void *b)
{
	const struct snapshot_block *left = a, *right = b;

	return (left->start > right->start) - (left->start < right->start);
}

/* The block that begins there; 0: there is none. */
static uint32_t block_at(const struct load *l, uint64_t start)
{
	const struct snapshot *s = l->s;
	const struct snapshot_block key = { .start = start };
	const struct snapshot_block *b = s->blocks ?
		bsearch(&key, s->block, s->blocks, sizeof(key), block_by_start) : NULL;

	return b ? handle_of((size_t)(b - s->block)) : 0;
}

static bool lay_queue(struct load *l)
{
	struct machine *m = l->m;
	uint32_t first = 0, last = 0;

	for (size_t i = 0; i < l->s->queued; i++) {
		uint32_t vb = block_at(l, l->s->queue[i]);
		if (!vb || m->block[vb].queued)
			return refuse(l, "the queue has a block at ", l->s->queue[i],
				      " that does not exist or was there before");
		m->block[vb].queued = 1;
		m->block[vb].queue_prev = last;
		if (last)
			m->block[last].queue_next = vb;
		else
			first = vb;
		last = vb;
	}
	if (first) {
		m->block[last].queue_next = first;
		m->block[first].queue_prev = last;
	}
	m->g->block_queue[m->g->space.cpu] = first;
	return true;
}

static void lay_variables(struct load *l)
{
	const struct snapshot *s = l->s;
	struct globals *g = l->m->g;

	g->free_vmap_cache = s->cached ? handle_at(l, s->free_vmap_cache) : 0;
	g->cached_hole_size = s->cached_hole_size;
	g->cached_vstart = s->cached_vstart;
	g->cached_align = s->cached_align;
	g->vmap_lazy_nr = s->vmap_lazy_nr;
	g->vmap_area_pcpu_hole = s->vmap_area_pcpu_hole;
	g->events = 0;
	g->work = (struct work){ 0 };
	g->outcome = (struct outcome){ 0 };
}

/* Whether what an id stands for is still there. */
static bool object_stays(const struct machine *m, const struct object *object, uint32_t va)
{
	switch ((enum object_kind)object->kind) {
	case OBJECT_AREA:
		return va && m->va_start[va] == object->addr;
	case OBJECT_RAM:
		return va != 0;
	default:
		return va && (m->rest[va].flags & VM_VM_AREA);
	}
}

/* Ids of areas name them by handle; ids of what is gone are forgotten. */
static void lay_object(struct machine *m, struct object *object)
{
	uint32_t va = area_containing(m, object->addr);

	if (!object_stays(m, object, va))
		*object = (struct object){ 0 };
	else if (object->kind == OBJECT_AREA)
		object->handle = va;
}

static void lay_objects(struct machine *m)
{
	for (uint64_t id = 0; id <= m->g->used[REGION_OBJECT]; id++)
		if (m->object[id].kind != OBJECT_NONE)
			lay_object(m, &m->object[id]);
}

static bool lay_down(struct load *l)
{
	wipe_areas(l->m);
	lay_tree(l);
	lay_list(l);
	lay_lazies(l);
	lay_blocks(l);
	if (!lay_queue(l))
		return false;
	lay_variables(l);
	lay_objects(l->m);
	return true;
}

static bool check(struct load *l)
{
	if (l->s->areas >= AREA_CAPACITY / 2 || l->s->blocks > l->s->areas)
		return text_add(&l->text, "there are more areas or blocks than can be"), false;
	sort_places(l);
	return check_ranges(l) && check_tree(l) && check_vms(l) && check_lazies(l) &&
	       check_blocks(l) && check_cache(l);
}

static bool load(struct load *l)
{
	l->place = calloc(l->s->areas + 1, sizeof(*l->place));
	if (!l->place)
		return text_add(&l->text, "out of memory"), false;
	if (!check(l) || !free_all_gone(l))
		return false;
	keep_vms(l);
	return make_vms(l) && lay_down(l);
}

const char *machine_load(struct machine *m, const struct snapshot *s, char *text, size_t room)
{
	struct load l = { .m = m, .s = s, .text = text_begin(text, room) };
	bool loaded = load(&l);

	free(l.place);
	free(l.gone);
	return loaded ? machine_check(m, text, room) : text;
}

void machine_describe_vm(struct machine *m, uint64_t start, const struct snapshot_vm *vm)
{
	uint32_t va = area_containing(m, start);

	if (!va || m->va_start[va] != start || !(m->rest[va].flags & VM_VM_AREA))
		return;
	m->vm[m->rest[va].vm].size = vm->size;
	m->vm[m->rest[va].vm].phys_addr = vm->phys_addr;
	m->vm[m->rest[va].vm].flags = vm->flags;
	m->vm[m->rest[va].vm].nr_pages = vm->nr_pages;
}
