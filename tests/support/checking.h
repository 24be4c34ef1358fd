/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_TESTS_CHECKING_H
#define VMAPLAB_TESTS_CHECKING_H

/*
 * `vmaplab check` under test: running it on files that a test writes into a folder
 * of its own, and looking at what it says.
 */

#include <stdbool.h>
#include <stddef.h>

#include "ui/replay/replay.h"

struct answer {
	int code;
	char *out;
	char *err;
};

struct answer check_with(const struct replay_options *options, size_t n, const char **paths);
struct answer check(const char *path);
void forget(struct answer *a);

bool holds(const char *text, const char *part);

/* A path in the test's folder; valid until the next call. */
const char *scratch_path(const char *name);

/* Writes a file there; its path. */
const char *write_file(const char *name, const char *bytes, size_t length);
const char *write_text(const char *name, const char *text);

/* A whole file, gunzipped, ending with a NUL; free() it. */
char *read_whole(const char *path, size_t *length);

/* Asserts that `text`, written under that name, fails at that line, with that exit
 * code (0: any but 0). */
void assert_fails_at(const char *name, const char *text, size_t length, unsigned int line,
		     int code);

/* Which characters of a text are worth changing: those that are compared and stay what
 * they are, a digit or a letter, when another one takes their place. */
struct changing {
	const char *name;	/* the text is written under it */
	const char *from;	/* how the first line begins that is compared; "": any */
	bool (*worth)(const char *line, size_t at);
	size_t stride;		/* every so many-th of these ... */
	bool every_line;	/* ... counted in each line anew, so that none is left out */
	int code;		/* exit code, as for assert_fails_at */
};

/* Changes them one at a time, and asserts that the text fails there. How many. */
unsigned int assert_every_change_counts(const struct changing *how, char *text, size_t length);

/* Asserts that `text` fails at each line that is left out or stands there twice, from
 * the first on that begins with `from`; comments do not count. */
void assert_every_line_counts(const char *name, const char *text, size_t length,
			      const char *from);

/* A text that cannot be read, the line where it stops, and part of what is said. */
struct garbage {
	const char *text;
	unsigned int line;
	const char *says;
};

/* Asserts that each, written under that name, gets its one sentence. */
void assert_garbage(const char *name, const struct garbage *garbage, size_t n);

/* Sanitizers and the like: do less. */
bool slow_build(void);

/* For cmocka: make and remove the folder. */
int make_scratch(void **state);
int remove_scratch(void **state);

#endif
