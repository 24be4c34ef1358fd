/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The one table of keys. Stepping has gdb's letters; the same letter as a
 * capital goes backwards. What the learner binds lies over the table and hides
 * what it had for that key.
 */

#include "ui/screen/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ui/lab/language.h"
#include "ui/lab/wide.h"
#include "ui/screen/utf8.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#define CONTROL(letter) ((letter) & 0x1f)
#define F(n) (KEY_CODE_F1 + (n) - 1)

const struct key keys[] = {
	{ KEY_CODE_RIGHT, "right", "step", NULL, N_("one step, into calls"), NULL },
	{ 's', "s", "step", N_("Step"), NULL, NULL },
	{ 'l', "l", "step", NULL, NULL, NULL },
	{ F(8), "F8", "step", NULL, NULL, NULL },
	{ KEY_CODE_LEFT, "left", "reverse-step", NULL, N_("one step back"), NULL },
	{ 'S', "S", "reverse-step", N_("Back"), NULL, NULL },
	{ 'h', "h", "reverse-step", NULL, NULL, NULL },
	{ F(7), "F7", "reverse-step", NULL, NULL, NULL },
	{ 'n', "n", "next", N_("Next"), N_("one step, over calls"), NULL },
	{ 'N', "N", "reverse-next", NULL, N_("one step back, over calls"), NULL },
	{ 'f', "f", "finish", N_("Finish"), N_("to the end of this call"), NULL },
	{ 'F', "F", "reverse-finish", NULL, N_("back to where this call was made"), NULL },
	{ 'u', "u", "until", NULL, N_("like n, but not back in a loop"), NULL },
	{ 'U', "U", "reverse-until", NULL, N_("the same backwards"), NULL },
	{ 'c', "c", "continue", N_("Continue"), N_("on to the next breakpoint"), NULL },
	{ F(5), "F5", "continue", NULL, NULL, NULL },
	{ 'C', "C", "reverse-continue", NULL, N_("back to the last breakpoint"), NULL },
	{ F(6), "F6", "reverse-continue", NULL, NULL, NULL },
	{ KEY_CODE_PAGE_DOWN, "PgDn", "next-op", NULL, N_("on to the end of an operation"), NULL },
	{ '>', ">", "next-op", NULL, NULL, NULL },
	{ KEY_CODE_PAGE_UP, "PgUp", "reverse-next-op", NULL, N_("back to the operation before"), NULL },
	{ '<', "<", "reverse-next-op", NULL, NULL, NULL },
	{ KEY_CODE_HOME, "Home", "op-begin", NULL, N_("to the first step of this operation"), NULL },
	{ KEY_CODE_END, "End", "op-end", NULL, N_("to the end of this operation"), NULL },
	{ 'b', "b", "break-here", NULL, N_("set or take away a breakpoint on this line"), NULL },
	{ F(9), "F9", "break-here", NULL, NULL, NULL },
	{ ' ', "space", "go-on", N_("Go on"), N_("the lesson goes on; without one: step"), NULL },
	{ KEY_CODE_ENTER, "Enter", "go-on", NULL, NULL, NULL },
	{ '1', "1..9", "answer 1", NULL, N_("answer the lesson; else how many times: 10s"), NULL },
	{ '2', "2", "answer 2", NULL, NULL, NULL },
	{ '3', "3", "answer 3", NULL, NULL, NULL },
	{ '4', "4", "answer 4", NULL, NULL, NULL },
	{ '5', "5", "answer 5", NULL, NULL, NULL },
	{ '6', "6", "answer 6", NULL, NULL, NULL },
	{ '7', "7", "answer 7", NULL, NULL, NULL },
	{ '8', "8", "answer 8", NULL, NULL, NULL },
	{ '9', "9", "answer 9", NULL, NULL, NULL },
	{ ':', ":", "prompt", N_("Command"), N_("type a command; Esc comes back"), NULL },
	{ CONTROL('p'), "^P", "palette", NULL, N_("choose from all commands"), NULL },
	{ 'p', "p", "play", NULL, N_("step by itself; + faster, - slower, any key stops"), NULL },
	{ 'P', "P", "projector", NULL, N_("for an audience: large panes, contrast, and back"), NULL },
	{ 'r', "r", "again", NULL, N_("the last thing once more"), NULL },
	{ '/', "/", "prompt search", NULL, N_("look for a text in the pane"), "*" },
	{ '*', "*", "search-next", NULL, N_("to the next place, to the one before"), "*" },
	{ '#', "#", "search-previous", NULL, NULL, "*" },
	{ KEY_CODE_TAB, "Tab", "pane next", N_("Pane"), N_("the next pane gets the keys below"), NULL },
	{ KEY_CODE_BACKTAB, "S-Tab", "pane previous", NULL, NULL, NULL },
	{ KEY_CODE_UP, "up", "scroll up", NULL, N_("scroll the pane"), "*" },
	{ KEY_CODE_DOWN, "down", "scroll down", NULL, NULL, "*" },
	{ 'k', "k", "scroll up", NULL, NULL, "*" },
	{ 'j', "j", "scroll down", NULL, NULL, "*" },
	{ CONTROL('b'), "^B", "scroll page-up", NULL, N_("scroll it by pages"), "*" },
	{ CONTROL('f'), "^F", "scroll page-down", NULL, NULL, "*" },
	{ 'g', "g", "scroll top", NULL, N_("to its top, to its bottom"), "*" },
	{ 'G', "G", "scroll bottom", NULL, NULL, "*" },
	{ '+', "+", "scroll in", NULL, N_("look closer at the address space; less close"), "space" },
	{ '-', "-", "scroll out", NULL, NULL, "space" },
	{ '[', "[", "scroll left", NULL, N_("move along the address space; in the tree to a child"),
	  "space" },
	{ ']', "]", "scroll right", NULL, NULL, "space" },
	{ '.', ".", "scroll follow", NULL, N_("let the pane follow the step again"), "*" },
	{ 'z', "z", "zoom", N_("Zoom"), N_("the pane alone on the screen, and back"), NULL },
	{ F(2), "F2", "layout next", N_("Layout"), N_("another choice of panes; 'layout auto': the usual ones"), NULL },
	{ 'v', "v", "layout next", NULL, NULL, NULL },
	{ F(3), "F3", "layout tree", NULL, N_("the panes for the tree"), NULL },
	{ F(4), "F4", "layout tables", NULL, N_("the panes for the page tables"), NULL },
	{ 'm', "m", "layout vm", NULL, N_("the panes for vmalloc and what belongs to it"), NULL },
	{ 't', "t", "layout frames", NULL, N_("the panes for page frames and TLBs"), NULL },
	{ 'H', "H", "pane-move left", NULL, N_("move the pane: left, down, up, right"), NULL },
	{ 'J', "J", "pane-move down", NULL, NULL, NULL },
	{ 'K', "K", "pane-move up", NULL, NULL, NULL },
	{ 'L', "L", "pane-move right", NULL, NULL, NULL },
	{ '{', "{", "pane-size shorter", NULL, N_("make the pane shorter, taller"), NULL },
	{ '}', "}", "pane-size taller", NULL, NULL, NULL },
	{ '(', "(", "pane-size narrower", NULL, N_("make the pane narrower, wider"), NULL },
	{ ')', ")", "pane-size wider", NULL, NULL, NULL },
	{ 'x', "x", "pane-hide", NULL, N_("take the pane off the screen (pane-show NAME)"), NULL },
	{ CONTROL('u'), "^U", "layout-undo", NULL, N_("take the last change of layout back"), NULL },
	{ KEY_CODE_ESCAPE, "Esc", "back", NULL, N_("leave help, zoom, prompt"), NULL },
	{ 'M', "M", "prompt bookmark", NULL, N_("give this moment a name; ' goes to one"), NULL },
	{ '\'', "'", "prompt goto", NULL, NULL, NULL },
	{ CONTROL('l'), "^L", "refresh", NULL, N_("draw everything anew"), NULL },
	{ '?', "?", "keys", N_("Help"), N_("this help"), NULL },
	{ F(1), "F1", "keys", NULL, NULL, NULL },
	{ 'q', "q", "quit", N_("Quit"), N_("leave"), NULL },
	{ F(10), "F10", "quit", NULL, NULL, NULL },
};

const size_t key_count = LENGTH(keys);

/* --- names --- */

static const struct {
	uint32_t code;
	const char *name;
} names[] = {
	{ ' ', "space" }, { KEY_CODE_TAB, "Tab" }, { KEY_CODE_ENTER, "Enter" },
	{ KEY_CODE_ESCAPE, "Esc" }, { KEY_CODE_UP, "up" }, { KEY_CODE_DOWN, "down" },
	{ KEY_CODE_LEFT, "left" }, { KEY_CODE_RIGHT, "right" },
	{ KEY_CODE_PAGE_UP, "PgUp" }, { KEY_CODE_PAGE_DOWN, "PgDn" },
	{ KEY_CODE_HOME, "Home" }, { KEY_CODE_END, "End" }, { KEY_CODE_BACKTAB, "S-Tab" },
	{ KEY_CODE_BACKSPACE, "Backspace" }, { KEY_CODE_DELETE, "Del" },
	{ KEY_CODE_INSERT, "Ins" },
};

/* "F6", "^B" or "C-b", "M-b": with something in front of a character. */
static uint32_t modified(const char *name)
{
	char *end;
	if (name[0] == 'F' && name[1] >= '1' && name[1] <= '9') {
		unsigned long n = strtoul(name + 1, &end, 10);
		return n <= 12 && !*end ? KEY_CODE_F1 + (uint32_t)n - 1 : KEY_CODE_NONE;
	}
	const char *letter = name[0] == '^' ? name + 1 : strncmp(name, "C-", 2) == 0 ? name + 2 : "";
	if (letter[0] > '@' && letter[0] < '{' && !letter[1])
		return (uint32_t)CONTROL(letter[0]);
	if (strncmp(name, "M-", 2) == 0 && name[2] > ' ' && name[2] < 0x7f && !name[3])
		return KEY_CODE_ALT + (uint32_t)name[2];
	return KEY_CODE_NONE;
}

uint32_t key_by_name(const char *name)
{
	const char *at = name;
	uint32_t code = utf8_next(&at);
	if (code > ' ' && code < KEY_CODE_SPECIAL && !*at)
		return code;
	for (size_t i = 0; i < LENGTH(names); i++)
		if (strcasecmp(names[i].name, name) == 0)
			return names[i].code;
	return modified(name);
}

/* --- keys of one's own --- */

/* Its place in the map; map->count: it has none. */
static size_t place_of(const struct keymap *map, uint32_t code)
{
	size_t i = 0;
	while (i < map->count && map->own[i].code != code)
		i++;
	return i;
}

const struct key *keymap_key(const struct keymap *map, uint32_t code)
{
	size_t place = place_of(map, code);
	if (place < map->count)
		return *map->own[place].line ? &map->own[place] : NULL;
	for (size_t i = 0; i < key_count; i++)
		if (keys[i].code == code)
			return &keys[i];
	return wide_plain(code) != code ? keymap_key(map, wide_plain(code)) : NULL;
}

bool keymap_hides(const struct keymap *map, const struct key *key)
{
	return place_of(map, key->code) < map->count;
}

static void drop(struct keymap *map, size_t place)
{
	free((char *)map->own[place].name);
	free((char *)map->own[place].line);
	map->own[place] = map->own[--map->count];
}

bool keymap_bind(struct keymap *map, uint32_t code, const char *name, const char *line)
{
	size_t place = place_of(map, code);
	if (place < map->count)
		drop(map, place);
	if (!line)
		return true;
	char *name_copy = strdup(name), *line_copy = strdup(line);
	if (!name_copy || !line_copy || map->count == OWN_KEYS) {
		free(name_copy);
		free(line_copy);
		return false;
	}
	map->own[map->count++] = (struct key){ code, name_copy, line_copy, NULL, "", NULL };
	return true;
}

void keymap_clear(struct keymap *map)
{
	while (map->count > 0)
		drop(map, 0);
}
