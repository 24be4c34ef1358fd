/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_CHAIN_H
#define VMAPLAB_REPLAY_CHAIN_H

/*
 * Which transcript goes on where another one stopped. A name that begins with +
 * says that there is one before; which one, the states tell: it ends with the
 * very state with which the other begins.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct chain_file {
	char *path;
	bool continues;		/* its name begins with + */
	uint64_t first, last;	/* hashes of the states it begins and ends with; 0: none */
	size_t before;		/* index of the one before it, or CHAIN_NONE */
};
#define CHAIN_NONE SIZE_MAX

/* The transcripts of one folder, by name. */
struct chain {
	char *folder;
	struct chain_file *file;
	size_t n, room;
};

/* Reads the transcripts beside `path`, if they are not those at hand already. False:
 * no memory. A folder that cannot be read has none. */
bool chain_read(struct chain *chain, const char *path);

/* The transcript that comes before that one; NULL: there is none. */
const char *chain_before(const struct chain *chain, const char *path);

/* Whether a file is a transcript whose name begins with +. */
bool chain_goes_on(const char *path);

/* Puts each transcript of a list behind the one that comes before it, if that is in
 * the list; all else keeps its order. */
void chain_order(char **path, size_t n);

void chain_free(struct chain *chain);

#endif
