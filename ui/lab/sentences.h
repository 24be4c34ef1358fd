/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_SENTENCES_H
#define VMAPLAB_LAB_SENTENCES_H

/*
 * Why each step does what it does. A table ends at step 0.
 *
 * {name} and {expression} stand for values: locals of the step's function,
 * variables of the model, their fields (first.va_start), and sums of them.
 * {area.name} is an area's name without its range, if it has one, and
 * {number:hex} is hexadecimal.
 */

#include "ui/lab/inside.h"

extern const struct sentence sentences_alloc[];	/* searching and inserting */
extern const struct sentence sentences_free[];	/* freeing, purging, notifiers */
extern const struct sentence sentences_vm[];	/* vm areas, vm_map_ram, start-up */
extern const struct sentence sentences_vmap[];	/* vmap, ioremap, per-CPU groups */
extern const struct sentence sentences_tree[];	/* the red-black tree */
extern const struct sentence sentences_pgtable[];

/* A step that always does the same; one that asks something; a special case,
 * which stands before these. */
#define SAY(step, text) { STEP_##step, NULL, text }
#define ASK(step, condition, yes, no) \
	{ STEP_##step, condition, yes }, { STEP_##step, NULL, no }
#define WHEN(step, condition, text) { STEP_##step, condition, text }

#endif
