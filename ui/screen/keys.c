/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The one table of keys. Stepping has gdb's letters; the same letter as a
 * capital goes backwards.
 */

#include "ui/screen/keys.h"

#define CONTROL(letter) ((letter) & 0x1f)
#define F(n) (KEY_CODE_F1 + (n) - 1)

const struct key keys[] = {
	{ KEY_CODE_RIGHT, "right", "step", NULL, "one step, into calls" },
	{ 's', "s", "step", "Step", NULL },
	{ F(8), "F8", "step", NULL, NULL },
	{ KEY_CODE_LEFT, "left", "reverse-step", NULL, "one step back" },
	{ 'S', "S", "reverse-step", "Back", NULL },
	{ F(7), "F7", "reverse-step", NULL, NULL },
	{ 'n', "n", "next", "Next", "one step, over calls" },
	{ 'N', "N", "reverse-next", NULL, "one step back, over calls" },
	{ 'f', "f", "finish", "Finish", "to the end of this call" },
	{ 'F', "F", "reverse-finish", NULL, "back to where this call was made" },
	{ 'u', "u", "until", NULL, "like n, but not back in a loop" },
	{ 'U', "U", "reverse-until", NULL, "the same backwards" },
	{ 'c', "c", "continue", "Continue", "on to the next breakpoint" },
	{ F(5), "F5", "continue", NULL, NULL },
	{ 'C', "C", "reverse-continue", NULL, "back to the last breakpoint" },
	{ F(6), "F6", "reverse-continue", NULL, NULL },
	{ KEY_CODE_PAGE_DOWN, "PgDn", "next-op", NULL, "on to the end of an operation" },
	{ '>', ">", "next-op", NULL, NULL },
	{ KEY_CODE_PAGE_UP, "PgUp", "reverse-next-op", NULL, "back to the operation before" },
	{ '<', "<", "reverse-next-op", NULL, NULL },
	{ KEY_CODE_HOME, "Home", "op-begin", NULL, "to the first step of this operation" },
	{ KEY_CODE_END, "End", "op-end", NULL, "to the end of this operation" },
	{ 'b', "b", "break-here", NULL, "set or take away a breakpoint on this line" },
	{ F(9), "F9", "break-here", NULL, NULL },
	{ ' ', "space", "go-on", "Go on", "the lesson goes on; without one: step" },
	{ KEY_CODE_ENTER, "Enter", "go-on", NULL, NULL },
	{ '1', "1..9", "answer 1", NULL, "answer the lesson's question" },
	{ '2', "2", "answer 2", NULL, NULL },
	{ '3', "3", "answer 3", NULL, NULL },
	{ '4', "4", "answer 4", NULL, NULL },
	{ '5', "5", "answer 5", NULL, NULL },
	{ '6', "6", "answer 6", NULL, NULL },
	{ '7', "7", "answer 7", NULL, NULL },
	{ '8', "8", "answer 8", NULL, NULL },
	{ '9', "9", "answer 9", NULL, NULL },
	{ ':', ":", "prompt", "Command", "type a command; Esc comes back" },
	{ KEY_CODE_TAB, "Tab", "pane next", "Pane", "the next pane gets the keys below" },
	{ KEY_CODE_BACKTAB, "S-Tab", "pane previous", NULL, NULL },
	{ KEY_CODE_UP, "up", "scroll up", NULL, "scroll the pane" },
	{ 'k', "k", "scroll up", NULL, NULL },
	{ KEY_CODE_DOWN, "down", "scroll down", NULL, NULL },
	{ 'j', "j", "scroll down", NULL, NULL },
	{ CONTROL('b'), "^B", "scroll page-up", NULL, "scroll it by pages" },
	{ CONTROL('f'), "^F", "scroll page-down", NULL, NULL },
	{ 'g', "g", "scroll top", NULL, "to its top, to its bottom" },
	{ 'G', "G", "scroll bottom", NULL, NULL },
	{ '+', "+", "scroll in", NULL, "look closer at the address space; less close" },
	{ '-', "-", "scroll out", NULL, NULL },
	{ '[', "[", "scroll left", NULL, "move along the address space" },
	{ ']', "]", "scroll right", NULL, NULL },
	{ '.', ".", "scroll follow", NULL, "let the pane follow the step again" },
	{ 'z', "z", "zoom", "Zoom", "the pane alone on the screen, and back" },
	{ F(2), "F2", "layout next", "Layout", "another choice of panes" },
	{ 'v', "v", "layout next", NULL, NULL },
	{ F(3), "F3", "layout tree", NULL, "the panes for the tree" },
	{ F(4), "F4", "layout tables", NULL, "the panes for the page tables" },
	{ 'm', "m", "layout vm", NULL, "the panes for vmalloc and what belongs to it" },
	{ 't', "t", "layout frames", NULL, "the panes for page frames and TLBs" },
	{ KEY_CODE_ESCAPE, "Esc", "back", NULL, "leave help, zoom, prompt" },
	{ CONTROL('l'), "^L", "refresh", NULL, "draw everything anew" },
	{ '?', "?", "keys", "Help", "this help" },
	{ F(1), "F1", "keys", NULL, NULL },
	{ 'q', "q", "quit", "Quit", "leave" },
	{ F(10), "F10", "quit", NULL, NULL },
};

const size_t key_count = sizeof(keys) / sizeof(keys[0]);

const struct key *key_by_code(uint32_t code)
{
	for (size_t i = 0; i < key_count; i++)
		if (keys[i].code == code)
			return &keys[i];
	return NULL;
}
