/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A hash table with open addressing, never more than half full. Nothing is taken
 * out of it; what is known no more is an entry without text.
 */

#include "ui/replay/table.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64 };

static uint64_t hash_of(const char *key, size_t length)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)key[i]) * UINT64_C(0x100000001b3);
	return hash ^ hash >> 32;
}

/* The entry of that word, or the free one where it belongs. */
static struct table_entry *place_of(const struct replay_table *t, const char *key, size_t length)
{
	size_t at = (size_t)hash_of(key, length) & (t->room - 1);

	for (; t->entry[at].key; at = (at + 1) & (t->room - 1))
		if (strlen(t->entry[at].key) == length &&
		    memcmp(t->entry[at].key, key, length) == 0)
			break;
	return &t->entry[at];
}

static int grow(struct replay_table *t)
{
	struct replay_table larger = { .n = t->n, .room = t->room ? 2 * t->room : FIRST_ROOM };

	larger.entry = calloc(larger.room, sizeof(*larger.entry));
	if (!larger.entry)
		return 0;
	for (size_t i = 0; i < t->room; i++)
		if (t->entry[i].key)
			*place_of(&larger, t->entry[i].key, strlen(t->entry[i].key)) = t->entry[i];
	free(t->entry);
	*t = larger;
	return 1;
}

struct table_entry *table_find(const struct replay_table *t, const char *key, size_t length)
{
	struct table_entry *entry = t->room ? place_of(t, key, length) : NULL;

	return entry && entry->key ? entry : NULL;
}

struct table_entry *table_make(struct replay_table *t, const char *key, size_t length)
{
	if (2 * (t->n + 1) > t->room && !grow(t))
		return NULL;
	struct table_entry *entry = place_of(t, key, length);
	if (!entry->key) {
		entry->key = strndup(key, length);
		t->n += entry->key != NULL;
	}
	return entry->key ? entry : NULL;
}

void table_set_text(struct table_entry *entry, const char *text)
{
	free(entry->text);
	entry->text = text ? strdup(text) : NULL;
}

void table_free(struct replay_table *t)
{
	for (size_t i = 0; i < t->room; i++) {
		free(t->entry[i].key);
		free(t->entry[i].text);
	}
	free(t->entry);
	*t = (struct replay_table){ 0 };
}
