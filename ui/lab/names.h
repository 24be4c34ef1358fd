/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_NAMES_H
#define VMAPLAB_LAB_NAMES_H

/*
 * Names for the ids of objects: each name has one id and each id one name,
 * for good. Whether a name is in use depends on the moment one looks at: it
 * is live when its object is live in the machine at the cursor. A name whose
 * object is gone (freed, or not yet there at that time) may be given again and
 * then gets the same id.
 *
 * Names are also found from the other side, by the handle of an area: each
 * handle keeps the ids it has ever belonged to, and the machine tells which of
 * them it belongs to now.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/timeline/timeline.h"

enum { NAME_ROOM = 32, NAME_PREFIXES = 7 };

struct name {
	const char *text;
	uint32_t maker;		/* newest of its makers */
};

/* An operation that has given a name to something. */
struct maker {
	uint64_t op;
	uint32_t branch;
	uint32_t next;		/* an earlier one of the same name */
};

/* The largest numbers of names such as a7, by letter, once operation `op` has run. */
struct name_count {
	uint64_t op;
	uint32_t highest[NAME_PREFIXES];
};

/* Those of one branch of the timeline, by operation. */
struct name_counts {
	struct name_count *at;
	size_t count, room;
};

struct owner {
	uint32_t id : 31;
	uint32_t array : 1;	/* the area holds its page array */
	uint32_t next;
	uint64_t start;		/* of the area, as it was when it was learnt */
};

struct names {
	struct name *name;	/* by id; 0 stays unused */
	uint32_t count, room;
	uint32_t *slot;		/* hash table of ids */
	uint32_t slots;
	char *block;		/* texts are cut from blocks that never move */
	size_t block_left;
	struct maker *maker;
	uint32_t makers, maker_room;
	struct name_counts *branch;
	uint32_t branches;
	struct owner *owner;
	uint32_t owners, owner_room;
	uint32_t *head;		/* first owner by handle of area */
	uint32_t heads;
};

void names_clear(struct names *names);

/* The id of a name, live or not; 0: never seen. */
uint32_t names_find(const struct names *names, const char *text, size_t length);

/* The id of a name, made if need be; 0: no memory. */
uint32_t names_id(struct names *names, const char *text);

/* Writes the next free name of a prefix ("a7") for the moment at the cursor. */
void names_next(const struct names *names, const struct timeline *time, char prefix,
		char text[NAME_ROOM]);

/* Remembers that the operation at the cursor has given this name to something. */
void names_given(struct names *names, const struct timeline *time, const char *text);

/* The operation that made what an id stands for at the cursor; 0: none did. */
uint64_t names_maker(const struct names *names, const struct timeline *time, uint32_t id);

/* True when the object or notifier of that id exists at this moment. */
bool names_live(const struct machine *m, uint32_t id);

/* The notifier of that id, or 0. */
uint32_t names_notifier(const struct machine *m, uint32_t id);

/* Calls `visit` for each live name, by id, until it returns false. */
void names_each_live(const struct names *names, const struct machine *m,
		     bool (*visit)(void *context, uint32_t id, const char *text),
		     void *context);

/* Remembers the areas of an object that has just come to life. */
void names_learn(struct names *names, const struct machine *m, uint32_t id);

/* The id an area belongs to now, as the machine tells; 0: none. */
uint32_t names_of_area_now(const struct names *names, const struct machine *m, uint32_t area);

/* The id an area belongs to now, or belonged to before it was freed lazily; 0:
 * none. `present` is the id that the operation at the cursor makes or frees: in
 * the middle of it the machine does not tell. */
uint32_t names_of_area(const struct names *names, const struct machine *m, uint32_t area,
		       uint32_t present);

/* The id that the vm area in `area` was made for: its own, or that of the vmalloc
 * whose page array it holds; also when its object is gone and only a worker still
 * has to free it. 0: none. */
uint32_t names_of_vm_area(const struct names *names, const struct machine *m, uint32_t area,
			  uint32_t present);

/* The area of an id, or of a part of a per-CPU group; 0: none. */
uint32_t names_area(const struct machine *m, uint32_t id);

/* The start and the length in bytes of what an id stands for. False: not live. */
bool names_range(const struct machine *m, uint32_t id, uint64_t *start, uint64_t *size);

/* True when `text` can be a name: a letter, then letters, digits, underscores. */
bool names_valid(const char *text);

#endif
