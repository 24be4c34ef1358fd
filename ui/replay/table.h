/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_TABLE_H
#define VMAPLAB_REPLAY_TABLE_H

/*
 * A table of what is known by a word: a number, a text, or both. Starts as all
 * zero.
 */

#include <stddef.h>
#include <stdint.h>

struct table_entry {
	char *key;
	char *text;		/* NULL: none */
	uint64_t number;
};

struct replay_table {
	struct table_entry *entry;	/* open addressing; a free one has no key */
	size_t n, room;
};

/* The entry of a word; NULL: there is none. */
struct table_entry *table_find(const struct replay_table *t, const char *key, size_t length);

/* The same, made when there is none; NULL: no memory. Entries move when one is made. */
struct table_entry *table_make(struct replay_table *t, const char *key, size_t length);

/* Replaces the text of an entry by a copy of that one (NULL: by none). */
void table_set_text(struct table_entry *entry, const char *text);

void table_free(struct replay_table *t);

#endif
