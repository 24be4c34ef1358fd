/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_SENTENCES_H
#define VMAPLAB_LAB_SENTENCES_H

/*
 * Why each step does what it does. A table ends at step 0.
 *
 * {name} and {expression} stand for values: locals of the step's function,
 * variables of the model, their fields (first.va_start), and sums of them.
 */

#include "ui/lab/inside.h"

extern const struct sentence sentences_kva[];
extern const struct sentence sentences_pgtable[];

/* A step that always does the same; one that asks something. */
#define SAY(step, text) { STEP_##step, NULL, text, NULL }
#define ASK(step, condition, yes, no) { STEP_##step, condition, yes, no }

#endif
