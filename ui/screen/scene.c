/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Finding out what a moment is about.
 *
 * The model's source names its locals as the kernel does, and that is all we
 * go by: the search address is whatever the innermost call has as `addr`, the
 * node of interest its `n`, `p` or `node`. So a new function of the model needs
 * nothing here.
 */

#include "ui/screen/scene.h"

#include <stdio.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* --- locals --- */

static const struct frame *frame_at(const struct scene *scene, uint32_t depth)
{
	return depth >= 1 && depth <= FRAME_MAX ? &scene->m->frame[depth - 1] : NULL;
}

/* The innermost call's frame; NULL between operations and where the call stack
 * is deeper than it is kept. */
static const struct frame *innermost_frame(const struct scene *scene)
{
	const struct frame *frame = scene->step ? frame_at(scene, scene->m->g->depth) : NULL;
	return frame && frame->function ? frame : NULL;
}

const struct frame *scene_chosen_frame(const struct scene *scene)
{
	uint32_t level = scene->step ? lab_chosen_call(scene->lab) : 0;
	return level ? frame_at(scene, scene->m->g->depth - level) : innermost_frame(scene);
}

static struct known local_of(const struct scene *scene, const struct frame *frame,
			     const char *name)
{
	const struct core_signature *signature =
		timeline_signature(scene->time, (enum function)frame->function);
	for (uint32_t i = 0; signature && i < frame->locals && i < FRAME_LOCALS; i++)
		if (signature->name[i] && strcmp(signature->name[i], name) == 0)
			return (struct known){ true, frame->value[i] };
	return (struct known){ false, 0 };
}

struct known scene_local(const struct scene *scene, const char *name)
{
	struct known found = { false, 0 };
	if (!scene->step)
		return found;
	for (uint32_t depth = scene->m->g->depth; depth >= 1 && !found.here; depth--) {
		const struct frame *frame = frame_at(scene, depth);
		if (frame && frame->function)
			found = local_of(scene, frame, name);
	}
	return found;
}

static bool is_area(const struct scene *scene, uint64_t handle)
{
	return handle > 0 && handle <= scene->m->g->used[REGION_VA_START];
}

/* The first of these locals that the innermost call has and that is an area. */
static uint32_t area_among(const struct scene *scene, const char *const *name, size_t names)
{
	const struct frame *frame = innermost_frame(scene);
	for (size_t i = 0; frame && i < names; i++) {
		struct known local = local_of(scene, frame, name[i]);
		if (local.here && is_area(scene, local.value))
			return (uint32_t)local.value;
	}
	return 0;
}

/* How much is asked for at addr. The calls that map a range count addr up to its
 * end; what an outer call has as size is no longer true of that. */
static struct known size_at_addr(const struct scene *scene)
{
	const struct frame *frame = innermost_frame(scene);
	if (!frame || !local_of(scene, frame, "addr").here)
		return scene_local(scene, "size");
	struct known end = local_of(scene, frame, "end");
	if (end.here && end.value > scene->addr.value)
		return (struct known){ true, end.value - scene->addr.value };
	return scene_local(scene, "size");
}

static void take_locals(struct scene *scene)
{
	static const char *const nodes[] = { "n", "p", "node", "area", "first", "va" };
	static const char *const touched[] = { "va", "area", "first", "n", "p", "node" };
	scene->addr = scene_local(scene, "addr");
	scene->size = size_at_addr(scene);
	scene->vstart = scene_local(scene, "vstart");
	scene->vend = scene_local(scene, "vend");
	struct known first = scene_local(scene, "first");
	scene->first = first.here && is_area(scene, first.value) ? (uint32_t)first.value : 0;
	scene->node = area_among(scene, nodes, LENGTH(nodes));
	scene->touched = area_among(scene, touched, LENGTH(touched));
}

/* --- what changed --- */

static bool word_before(const struct scene *scene, size_t word, uint64_t *before)
{
	for (size_t i = 0; i < scene->changes; i++)
		if (scene->change[i].word == word) {
			*before = scene->change[i].before;
			return true;
		}
	return false;
}

bool scene_changed(const struct scene *scene, const void *word, uint64_t *before)
{
	size_t offset = (size_t)((const unsigned char *)word - scene->m->base);
	return word_before(scene, offset / sizeof(uint32_t), before);
}

bool scene_local_changed(const struct scene *scene, const struct frame *frame, uint32_t i,
			 uint64_t *before)
{
	uint64_t function;
	return !scene_changed(scene, &frame->function, &function) &&
	       scene_changed(scene, &frame->value[i], before);
}

static bool is_earlier(const struct cursor *a, const struct cursor *b)
{
	return a->branch == b->branch &&
	       (a->op < b->op || (a->op == b->op && a->step < b->step));
}

bool scene_variable_changed(const struct scene *scene, size_t variable, uint64_t *before)
{
	const struct variable_info *info = &engine_variables[variable];
	if (!scene->forward || variable >= MEMORY_VALUES)
		return word_before(scene, info->offset / sizeof(uint32_t), before) &&
		       *before != variable_value(scene->m, info);
	*before = scene->memory->value[variable];
	return *before != variable_value(scene->m, info);
}

const char *scene_variable_name_before(const struct scene *scene, size_t variable)
{
	bool known = scene->forward && variable < MEMORY_VALUES && *scene->memory->name[variable];
	return known ? scene->memory->name[variable] : NULL;
}

static void remember_variable(struct memory *memory, struct lab *lab, size_t i)
{
	const struct variable_info *info = &engine_variables[i];
	uint64_t value = memory->value[i] = variable_value(lab_machine(lab), info);
	const char *name = info->kind == VALUE_AREA && value ?
			   lab_name_of_area(lab, (uint32_t)value) : NULL;
	snprintf(memory->name[i], sizeof(memory->name[i]), "%s", name ? name : "");
}

void scene_remember(struct memory *memory, struct lab *lab)
{
	for (size_t i = 0; i < engine_variable_count && i < MEMORY_VALUES; i++)
		remember_variable(memory, lab, i);
	memory->cursor = timeline_cursor(lab_timeline(lab));
	memory->era = lab_log_era(lab);
	memory->filled = true;
}

/* --- areas --- */

struct range scene_range(const struct scene *scene, uint32_t area)
{
	return (struct range){ scene->m->va_start[area], scene->m->va_end[area] };
}

uint32_t scene_prev(const struct scene *scene, uint32_t area)
{
	return scene->m->rest[area].prev;
}

/* Each member of the purge list but the last has a successor. */
bool scene_is_lazy(const struct scene *scene, uint32_t area)
{
	return scene->m->rest[area].purge_next != 0 || area == scene->lazy_last;
}

static uint32_t last_lazy(const struct machine *m)
{
	uint32_t area = m->g->vmap_purge_list;
	while (area && m->rest[area].purge_next)
		area = m->rest[area].purge_next;
	return area;
}

uint32_t scene_parent(const struct scene *scene, uint32_t area)
{
	return scene->m->up[area].parent;
}

bool scene_in_tree(const struct scene *scene, uint32_t area)
{
	const struct machine *m = scene->m;
	if (!area || area == m->g->vmap_area_root)
		return area != 0;
	uint32_t up = scene_parent(scene, area);
	return up && (m->node[up].left == area || m->node[up].right == area);
}

/* --- what it is about --- */

uint64_t scene_address(const struct scene *scene)
{
	uint32_t area = scene->touched ? scene->touched : scene->m->g->free_vmap_cache;
	if (scene->addr.here && scene->addr.value)
		return scene->addr.value;
	if (area && scene_in_tree(scene, area))
		return scene_range(scene, area).start;
	return scene->m->g->space.start;
}

uint32_t scene_area(const struct scene *scene)
{
	uint64_t answer = scene->m->g->outcome.addr;
	if (scene->step)
		return scene_in_tree(scene, scene->touched) ? scene->touched : 0;
	return answer ? area_containing(scene->m, answer) : 0;
}

/* --- the noted hole --- */

/* How many areas below the cached one are looked at. A hole further away is
 * told by its size only. */
enum { NOTED_REACH = 2000 };

static uint64_t align_up(uint64_t addr, uint64_t align)
{
	return align ? (addr + align - 1) & ~(align - 1) : addr;
}

/* The gap before an area, as a walk sees it: empty or negative for none. */
static struct range gap_before(const struct scene *scene, uint32_t area)
{
	const struct globals *g = scene->m->g;
	uint32_t below = scene_prev(scene, area);
	uint64_t from = below ? scene_range(scene, below).end : g->cached_vstart;
	return (struct range){ align_up(from, g->cached_align), scene_range(scene, area).start };
}

/*
 * The allocator keeps the hole's size and forgets where it was. A walk notes
 * a hole when it is larger than all before, so the lowest one of exactly that
 * size, from the place of the walk (or the cached area) downwards, is meant.
 */
static void find_noted(struct scene *scene)
{
	uint64_t hole = scene->m->g->cached_hole_size;
	uint32_t area = scene->first ? scene->first : scene->m->g->free_vmap_cache;
	if (hole == 0 || !scene_in_tree(scene, area))
		return;
	for (int i = 0; area && i < NOTED_REACH; i++, area = scene_prev(scene, area)) {
		struct range gap = gap_before(scene, area);
		if (gap.end > gap.start && gap.end - gap.start == hole)
			scene->noted = gap;
	}
}

void scene_take(struct scene *scene, struct lab *lab, const struct memory *memory)
{
	*scene = (struct scene){ .lab = lab, .time = lab_timeline(lab), .memory = memory };
	scene->m = timeline_machine(scene->time);
	scene->steps = timeline_steps(scene->time);
	scene->cursor = timeline_cursor(scene->time);
	scene->length = timeline_length(scene->time);
	scene->step = timeline_step(scene->time);
	scene->change = timeline_changes(scene->time, &scene->changes);
	scene->forward = memory && memory->filled && memory->era == lab_log_era(lab) &&
			 is_earlier(&memory->cursor, &scene->cursor);
	scene->lazy_last = last_lazy(scene->m);
	take_locals(scene);
	find_noted(scene);
}
