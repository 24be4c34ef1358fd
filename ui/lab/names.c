/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Names and ids, both ways.
 */

#include "ui/lab/names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 1 << 16 };

/* The first bytes of a block link it to the one before, for names_clear. */
static void free_blocks(char *block)
{
	while (block) {
		char *before;
		memcpy(&before, block, sizeof(before));
		free(block);
		block = before;
	}
}

void names_clear(struct names *names)
{
	free_blocks(names->block);
	free(names->name);
	free(names->slot);
	free(names->owner);
	free(names->head);
	free(names->maker);
	for (uint32_t i = 0; i < names->branches; i++)
		free(names->branch[i].at);
	free(names->branch);
	memset(names, 0, sizeof(*names));
}

static const char *keep_text(struct names *names, const char *text)
{
	size_t length = strlen(text) + 1;
	if (length > names->block_left) {
		char *block = malloc(BLOCK_BYTES);
		if (!block)
			return NULL;
		memcpy(block, &names->block, sizeof(names->block));
		names->block = block;
		names->block_left = BLOCK_BYTES - sizeof(names->block);
	}
	char *kept = names->block + BLOCK_BYTES - names->block_left;
	memcpy(kept, text, length);
	names->block_left -= length;
	return kept;
}

static uint32_t hash(const char *text, size_t length)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)text[i]) * 16777619u;
	return h;
}

/* The slot that holds a name, or the empty one where it belongs. */
static uint32_t *find_slot(const struct names *names, const char *text, size_t length)
{
	uint32_t mask = names->slots - 1;
	uint32_t at = hash(text, length) & mask;
	for (;; at = (at + 1) & mask) {
		uint32_t id = names->slot[at];
		if (!id || (strncmp(names->name[id].text, text, length) == 0 &&
			    names->name[id].text[length] == '\0'))
			return &names->slot[at];
	}
}

uint32_t names_find(const struct names *names, const char *text, size_t length)
{
	return names->slots ? *find_slot(names, text, length) : 0;
}

/* The table is kept at most half full. */
static bool grow_table(struct names *names)
{
	if ((names->count + 2) * 2 <= names->slots)
		return true;
	uint32_t slots = names->slots ? names->slots * 2 : 256;
	uint32_t *slot = calloc(slots, sizeof(*slot));
	if (!slot)
		return false;
	free(names->slot);
	names->slot = slot;
	names->slots = slots;
	for (uint32_t id = 1; id <= names->count; id++) {
		const char *text = names->name[id].text;
		*find_slot(names, text, strlen(text)) = id;
	}
	return true;
}

static bool grow_names(struct names *names)
{
	if (names->count + 1 < names->room)
		return true;
	uint32_t room = names->room ? names->room * 2 : 64;
	struct name *name = realloc(names->name, room * sizeof(*name));
	if (!name)
		return false;
	names->name = name;
	names->room = room;
	return true;
}

uint32_t names_id(struct names *names, const char *text)
{
	uint32_t id = names_find(names, text, strlen(text));
	if (id)
		return id;
	if (!grow_table(names) || !grow_names(names))
		return 0;
	const char *kept = keep_text(names, text);
	if (!kept)
		return 0;
	id = ++names->count;
	names->name[id] = (struct name){ .text = kept };
	*find_slot(names, text, strlen(text)) = id;
	return id;
}

static bool object_is_live(const struct machine *m, uint32_t id)
{
	return id && id < memory_capacity(REGION_OBJECT) && m->object[id].kind != OBJECT_NONE;
}

uint32_t names_notifier(const struct machine *m, uint32_t id)
{
	for (uint32_t n = m->g->vmap_notify_list; n; n = m->notifier[n].next)
		if (m->notifier[n].id == id)
			return n;
	return 0;
}

bool names_live(const struct machine *m, uint32_t id)
{
	return object_is_live(m, id) || (id && names_notifier(m, id));
}

void names_each_live(const struct names *names, const struct machine *m,
		     bool (*visit)(void *context, uint32_t id, const char *text),
		     void *context)
{
	for (uint32_t id = 1; id <= names->count; id++)
		if (names_live(m, id) && !visit(context, id, names->name[id].text))
			return;
}

bool names_valid(const char *text)
{
	size_t length = strlen(text);
	if (length == 0 || length >= NAME_ROOM || isdigit((unsigned char)text[0]))
		return false;
	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) && text[i] != '_')
			return false;
	return true;
}
