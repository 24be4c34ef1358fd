/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Names for the numbers in terms.h and steps.h, all made from their lists.
 */

#include "engine/core/terms.h"

#include <stddef.h>
#include <string.h>

#include "engine/core/steps.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const char *const whys[] = {
#define X(name, text) text,
	WHY_LIST(X)
#undef X
};

static const char *const reasons[] = {
#define X(name, text) text,
	REASON_LIST(X)
#undef X
};

static const char *const events[] = {
	"none",
#define X(name, text) text,
	EVENT_LIST(X)
#undef X
};

static const char *const outcomes[] = {
#define X(name, text) text,
	OUTCOME_LIST(X)
#undef X
};

static const char *const functions[] = {
	"none",
#define FUNCTION(name) #name,
#define STEP_IN(function, name)
#include "engine/core/steps.def"
#undef FUNCTION
#undef STEP_IN
};

static const struct {
	const char *name;
	enum function function;
} steps[] = {
	{ "none", FUNCTION_NONE },
#define FUNCTION(name)
#define STEP_IN(function, name) { #name, FUNCTION_##function },
#include "engine/core/steps.def"
#undef FUNCTION
#undef STEP_IN
};

const char *why_name(uint32_t why)
{
	return why < LENGTH(whys) ? whys[why] : NULL;
}

const char *reason_text(uint32_t reason)
{
	return reason < LENGTH(reasons) ? reasons[reason] : NULL;
}

const char *event_name(uint32_t kind)
{
	return kind < LENGTH(events) ? events[kind] : NULL;
}

const char *outcome_name(uint32_t kind)
{
	return kind < LENGTH(outcomes) ? outcomes[kind] : NULL;
}

const char *function_name(uint32_t function)
{
	return function < LENGTH(functions) ? functions[function] : NULL;
}

const char *step_name(uint32_t step)
{
	return step < LENGTH(steps) ? steps[step].name : NULL;
}

enum function step_function(uint32_t step)
{
	return step < LENGTH(steps) ? steps[step].function : FUNCTION_NONE;
}

enum step step_by_name(const char *name)
{
	for (size_t i = 1; i < LENGTH(steps); i++)
		if (strcmp(steps[i].name, name) == 0)
			return (enum step)i;
	return STEP_NONE;
}

enum function function_by_name(const char *name)
{
	for (size_t i = 1; i < LENGTH(functions); i++)
		if (strcmp(functions[i], name) == 0)
			return (enum function)i;
	return FUNCTION_NONE;
}
