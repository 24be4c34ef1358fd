/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_CORE_STEPS_H
#define VMAPLAB_CORE_STEPS_H

/*
 * Every function of the model that can be stepped through, and every step in
 * it: numbers made from the one list in steps.def. A step's source line is
 * not kept here; it is where STEP(name) stands in the source itself.
 */

#include <stdint.h>

enum function {
	FUNCTION_NONE,
#define FUNCTION(name) FUNCTION_##name,
#define STEP_IN(function, name)
#include "engine/core/steps.def"
#undef FUNCTION
#undef STEP_IN
	FUNCTION_COUNT
};

enum step {
	STEP_NONE,
#define FUNCTION(name)
#define STEP_IN(function, name) STEP_##name,
#include "engine/core/steps.def"
#undef FUNCTION
#undef STEP_IN
	STEP_COUNT
};

/* Names as in steps.def; "none" for 0; NULL out of range. */
const char *function_name(uint32_t function);
const char *step_name(uint32_t step);
enum function step_function(uint32_t step);

/* The step or function of that name; 0 when there is none. */
enum step step_by_name(const char *name);
enum function function_by_name(const char *name);

#endif
