/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCENE_H
#define VMAPLAB_SCENE_H

/*
 * The moment that is being drawn: where the cursor stands, and what the eye
 * should be on. Looked up once per frame, so that all panes agree on it. The
 * costs are those of one step (its locals, its changes), never of the space,
 * but for the lazy list, which the model's own limit keeps short.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/lab/lab.h"

/* A value that is there or not. */
struct known {
	bool here;
	uint64_t value;
};

/* Addresses [start, end). */
struct range {
	uint64_t start, end;
};

/* The variables' values at the stop before this one (see scene_remember). */
enum { MEMORY_VALUES = 64, MEMORY_NAME = 24 };
struct memory {
	bool filled;
	size_t era;			/* of which space (lab_log_era): another one is no news */
	struct cursor cursor;
	uint64_t value[MEMORY_VALUES];
	char name[MEMORY_VALUES][MEMORY_NAME];	/* of areas, which may be gone since; or "" */
};

struct scene {
	struct lab *lab;
	struct timeline *time;
	const struct machine *m;
	const struct memory *memory;	/* may be NULL */

	struct cursor cursor;
	uint64_t length;		/* operations on the branch */
	uint64_t steps;			/* of the cursor's operation */
	const struct core_step *step;	/* NULL between operations */
	const struct core_write *change;/* what the move to this step changed */
	size_t changes;
	bool forward;			/* the stop before lies earlier in time */

	/* Of the innermost call that has a local of that name. */
	struct known addr, size, vstart, vend;
	uint32_t first;			/* area at which the walk stands, or 0 */
	uint32_t node;			/* node of the tree that is looked at, or 0 */
	uint32_t touched;		/* area that the step is about, or 0 */

	/* The hole that cached_hole_size means; empty: none, or not to be seen. */
	struct range noted;

	uint32_t lazy_last;		/* last of vmap_purge_list, or 0 */
};

void scene_take(struct scene *scene, struct lab *lab, const struct memory *memory);

/* Notes the variables as they are now, for the scenes that follow. */
void scene_remember(struct memory *memory, struct lab *lab);

/* The frame of the call that is looked at (lab_chosen_call); NULL between operations
 * and where the call stack is deeper than it is kept. */
const struct frame *scene_chosen_frame(const struct scene *scene);

/* A local of the innermost call that has one of that name. */
struct known scene_local(const struct scene *scene, const char *name);

/* The address that the moment is about: `addr` of the present calls, else the
 * start of the area that is touched or cached, else that of the space. */
uint64_t scene_address(const struct scene *scene);

/* The area that the moment is about: the one that the step touches; between
 * operations the one in which the last answer lies; 0: none. */
uint32_t scene_area(const struct scene *scene);

/* Did this word (4 or 8 bytes of the machine's memory) change on the way to
 * this step? `before` gets its old value. */
bool scene_changed(const struct scene *scene, const void *word, uint64_t *before);

/* The same for the i-th local of a call. In a call that has just begun every local
 * is new, and none is news. */
bool scene_local_changed(const struct scene *scene, const struct frame *frame, uint32_t i,
			 uint64_t *before);

/* The same for a variable since the stop before, if that is known. */
bool scene_variable_changed(const struct scene *scene, size_t variable, uint64_t *before);

/* What that area was called then, if it is one and was called anything; or NULL. */
const char *scene_variable_name_before(const struct scene *scene, size_t variable);

/* An area's place, and the one before it in vmap_area_list (0: none). */
struct range scene_range(const struct scene *scene, uint32_t area);
uint32_t scene_prev(const struct scene *scene, uint32_t area);

/* True when the area waits for a purge. Costs the same for every area. */
bool scene_is_lazy(const struct scene *scene, uint32_t area);

/* The node above an area's node (0: none). */
uint32_t scene_parent(const struct scene *scene, uint32_t area);

/* True when the area's node hangs in the tree. */
bool scene_in_tree(const struct scene *scene, uint32_t area);

#endif
