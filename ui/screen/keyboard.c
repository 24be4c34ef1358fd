/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Keys and pastes.
 *
 * Curses knows the special keys of the terminal. What it does not know begins
 * with an escape and comes through byte by byte: Alt with a key, sequences
 * without a meaning for us (which are swallowed whole, so that their letters
 * do not run commands), and the marks around a paste.
 */

#include "ui/screen/keyboard.h"

#include <stdlib.h>
#include <string.h>

#include "ui/screen/curses.h"
#include "ui/screen/keys.h"

enum { SEQUENCE = 32 };

static const char end_mark[] = "\033[201~";

/* --- pastes --- */

static void add_bytes(struct keyboard *keyboard, const char *bytes, size_t length)
{
	if (keyboard->length + length + 1 > keyboard->room) {
		size_t room = keyboard->room ? keyboard->room * 2 : 256;
		char *grown = room > PASTE_MOST ? NULL : realloc(keyboard->paste, room);
		if (!grown)
			return;		/* what is too much is left out */
		keyboard->paste = grown;
		keyboard->room = room;
	}
	memcpy(keyboard->paste + keyboard->length, bytes, length);
	keyboard->length += length;
	keyboard->paste[keyboard->length] = '\0';
}

static void add_character(struct keyboard *keyboard, uint32_t c)
{
	char text[5];
	if (c == '\r')
		c = '\n';
	add_bytes(keyboard, text, utf8_write(c, text));
}

static struct happening end_paste(struct keyboard *keyboard)
{
	struct happening paste = { .kind = HAPPENING_PASTE, .text = keyboard->paste };
	if (!paste.text)
		paste.kind = HAPPENING_NOTHING;
	*keyboard = (struct keyboard){ 0 };
	return paste;
}

/* True: that was the last byte of the end mark. What only looked like the mark
 * belongs to the text. */
static bool paste_character(struct keyboard *keyboard, uint32_t c)
{
	if (c == (unsigned char)end_mark[keyboard->matched]) {
		keyboard->matched++;
		if (end_mark[keyboard->matched])
			return false;
		return true;
	}
	add_bytes(keyboard, end_mark, keyboard->matched);
	keyboard->matched = c == (unsigned char)end_mark[0];
	if (!keyboard->matched && c < KEY_CODE_SPECIAL)
		add_character(keyboard, c);
	return false;
}

static struct happening go_on_pasting(struct keyboard *keyboard, bool waited)
{
	for (uint32_t c; (c = curses_key()) != KEY_CODE_NONE;)
		if (paste_character(keyboard, c))
			return end_paste(keyboard);
	return waited ? end_paste(keyboard) : (struct happening){ .kind = HAPPENING_NOTHING };
}

/* --- escape sequences --- */

static struct happening key(uint32_t code)
{
	return (struct happening){ .kind = HAPPENING_KEY, .key = code };
}

/* Behind ESC [: up to the letter or ~ that ends it. */
static struct happening control_sequence(struct keyboard *keyboard)
{
	char text[SEQUENCE];
	size_t length = 0;
	for (uint32_t c; length + 1 < SEQUENCE && (c = curses_key()) != KEY_CODE_NONE;) {
		text[length++] = (char)(c < 0x80 ? c : '?');
		if (c >= 0x40)
			break;
	}
	text[length] = '\0';
	if (strcmp(text, "200~") != 0)
		return key(KEY_CODE_OTHER);
	keyboard->pasting = true;
	return go_on_pasting(keyboard, false);
}

static struct happening escape(struct keyboard *keyboard)
{
	uint32_t next = curses_key();
	if (next == KEY_CODE_NONE)
		return key(KEY_CODE_ESCAPE);
	if (next == KEY_CODE_ESCAPE) {	/* the key itself, and then something else */
		keyboard->held = next;
		return key(KEY_CODE_ESCAPE);
	}
	if (next == '[')
		return control_sequence(keyboard);
	if (next == 'O') {
		next = curses_key();
		return key(next == KEY_CODE_NONE ? KEY_CODE_ALT + 'O' : KEY_CODE_OTHER);
	}
	return key(next < KEY_CODE_SPECIAL ? KEY_CODE_ALT + next : next);
}

struct happening keyboard_next(struct keyboard *keyboard, bool waited)
{
	if (keyboard->pasting)
		return go_on_pasting(keyboard, waited);
	uint32_t code = keyboard->held ? keyboard->held : curses_key();
	keyboard->held = 0;
	if (code == KEY_CODE_NONE)
		return (struct happening){ .kind = HAPPENING_NOTHING };
	if (code == KEY_CODE_ESCAPE)
		return escape(keyboard);
	if (code == 0x7f || code == 8)
		code = KEY_CODE_BACKSPACE;
	return key(code);
}

bool keyboard_unfinished(const struct keyboard *keyboard)
{
	return keyboard->pasting;
}

void keyboard_close(struct keyboard *keyboard)
{
	free(keyboard->paste);
	*keyboard = (struct keyboard){ 0 };
}
