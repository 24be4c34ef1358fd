/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LUA_PATTERN_H
#define VMAPLAB_LUA_PATTERN_H

/*
 * Lua's patterns with a bound on the work.
 *
 * The library's own matcher cannot be stopped, and a pattern of twenty
 * characters can keep it busy for years. This one understands the same
 * patterns (section 6.4.1 of the manual) and counts its steps.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PATTERN_CAPTURES = 32, PATTERN_DEPTH = 200 };

struct capture {
	const char *start;
	size_t length;
	enum { CAPTURE_OPEN, CAPTURE_CLOSED, CAPTURE_POSITION } kind;
};

struct pattern {
	const char *text;	/* the pattern, without a leading ^ */
	const char *text_end;
	const char *subject;
	const char *subject_end;
	uint64_t steps;		/* left; set by the caller */
	unsigned depth;		/* of the matcher's own calls */
	size_t captures;
	struct capture capture[PATTERN_CAPTURES];
	const char *error;	/* why the search was given up, or NULL */
};

/* Tries to match at `at`. Returns the end of the match, or NULL: no match, or
 * an error. A capture may still be open then: only whoever wants it minds. */
const char *pattern_match(struct pattern *pattern, const char *at);

#endif
