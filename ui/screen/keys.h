/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_KEYS_H
#define VMAPLAB_KEYS_H

/*
 * The keys: one table. Each key runs a command line, as if it had been typed;
 * the help and the bar at the bottom are made from the same table.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key is a character, or one of these. */
enum key_code {
	KEY_CODE_NONE = 0,
	KEY_CODE_TAB = 9,
	KEY_CODE_ENTER = 13,
	KEY_CODE_ESCAPE = 27,
	KEY_CODE_SPECIAL = 0x200000,
	KEY_CODE_UP, KEY_CODE_DOWN, KEY_CODE_LEFT, KEY_CODE_RIGHT,
	KEY_CODE_PAGE_UP, KEY_CODE_PAGE_DOWN, KEY_CODE_HOME, KEY_CODE_END,
	KEY_CODE_BACKTAB, KEY_CODE_BACKSPACE, KEY_CODE_DELETE, KEY_CODE_INSERT,
	KEY_CODE_F1, KEY_CODE_F12 = KEY_CODE_F1 + 11,
	KEY_CODE_MOUSE,		/* curses_mouse_event tells what it did */
	KEY_CODE_OTHER,		/* a special key that means nothing to us */
	KEY_CODE_ALT = 0x400000	/* added to a character */
};

struct key {
	uint32_t code;
	const char *name;	/* as help writes it */
	const char *line;	/* what it runs */
	const char *label;	/* in the bar; NULL: not there */
	const char *help;	/* NULL: told with the key before it */
	const char *pane;	/* whose key it is: a pane's name, "*" for the one in focus,
				 * NULL for the screen as a whole */
};

extern const struct key keys[];
extern const size_t key_count;

/* A key by the name that help writes, or as C-b, M-b; KEY_CODE_NONE: there is
 * no such key. */
uint32_t key_by_name(const char *name);

/* What the learner has bound; all zero: nothing. */
enum { OWN_KEYS = 100 };
struct keymap {
	struct key own[OWN_KEYS];
	size_t count;
};

/* The key of that code; NULL: it has no meaning. */
const struct key *keymap_key(const struct keymap *map, uint32_t code);

/* True when a key of the table has got another meaning. */
bool keymap_hides(const struct keymap *map, const struct key *key);

/* Binds a key to a line; an empty line takes the key's meaning away, NULL gives
 * it back. False: no room. */
bool keymap_bind(struct keymap *map, uint32_t code, const char *name, const char *line);
void keymap_clear(struct keymap *map);

#endif
