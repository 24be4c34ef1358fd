/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_KEYBOARD_H
#define VMAPLAB_KEYBOARD_H

/*
 * What the learner does: keys and pastes, put together from what arrives.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PASTE_MOST = 1 << 20 };

struct keyboard {
	uint32_t held;		/* a key that was read too early; 0: none */
	bool pasting;
	char *paste;		/* what has come of it so far */
	size_t length, room;
	size_t matched;		/* bytes of the end mark that have been seen */
};

enum happening_kind { HAPPENING_NOTHING, HAPPENING_KEY, HAPPENING_PASTE };

struct happening {
	enum happening_kind kind;
	uint32_t key;
	char *text;	/* of a paste; the caller frees it */
};

/* The next thing that has happened. `waited`: a while has passed and nothing
 * came, so a paste that lacks its end is taken as it is. */
struct happening keyboard_next(struct keyboard *keyboard, bool waited);

/* True while a paste is coming in: do not wait for ever. */
bool keyboard_unfinished(const struct keyboard *keyboard);

void keyboard_close(struct keyboard *keyboard);

#endif
