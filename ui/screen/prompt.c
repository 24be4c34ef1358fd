/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * readline without a terminal.
 *
 * Keys come from the screen's loop: they are put into a queue as the bytes a
 * terminal would have sent, and readline is called until it has taken them
 * all. Its redisplay does nothing; the line is drawn with the rest of the
 * screen. Completions are kept for a popup and gone with the next key.
 *
 * What is pasted never goes through the keys: it is inserted as text, so that
 * no control character in it can do anything.
 *
 * readline has no context to give to its callbacks, so the one prompt there is
 * is a static of this file.
 */

#include "ui/screen/prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "ui/repl/line.h"
#include "ui/screen/keys.h"

enum { QUEUE = 64, TEXT = 64, CONTROL_D = 4, TAB_STOP = 8 };

static struct {
	unsigned char queue[QUEUE];
	size_t head, tail;
	char text[TEXT];
	char *entered;
	bool left;
	bool fresh;	/* no key since the last line was entered */
	char **match;
	size_t matches;
	FILE *nowhere;
	int scroll;	/* columns of the line that are out of sight on the left */
} prompt;

/* --- what readline calls --- */

/* Whole keys are put into the queue. Should readline ask for more in the middle
 * of something, the end of input is an answer that it can never loop on. */
static int get_byte(FILE *stream)
{
	(void)stream;
	return prompt.head == prompt.tail ? EOF : prompt.queue[prompt.head++];
}

static int byte_waits(void)
{
	return prompt.head != prompt.tail;
}

static void draw_later(void)
{
}

static void take_line(char *line)
{
	free(prompt.entered);
	prompt.entered = line;
	prompt.left = line == NULL;
	prompt.fresh = true;
}

static void forget_matches(void)
{
	for (size_t i = 0; i < prompt.matches; i++)
		free(prompt.match[i]);
	free(prompt.match);
	prompt.match = NULL;
	prompt.matches = 0;
}

/* matches[0] is what they have in common. */
static void keep_matches(char **matches, int count, int longest)
{
	(void)longest;
	forget_matches();
	prompt.match = calloc((size_t)count, sizeof(*prompt.match));
	for (int i = 1; prompt.match && i <= count && matches[i]; i++) {
		char *copy = strdup(matches[i]);
		if (copy)
			prompt.match[prompt.matches++] = copy;
	}
}

/* --- opening and closing --- */

static void hook_in(void)
{
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_prep_term_function = NULL;
	rl_deprep_term_function = NULL;
	rl_instream = stdin;
	rl_outstream = prompt.nowhere;
	rl_getc_function = get_byte;
	rl_input_available_hook = byte_waits;
	rl_redisplay_function = draw_later;
	rl_completion_display_matches_hook = keep_matches;
}

static void set_variables(void)
{
	rl_variable_bind("enable-bracketed-paste", "off");
	rl_variable_bind("show-all-if-ambiguous", "on");
	rl_variable_bind("bell-style", "none");
	rl_variable_bind("editing-mode", "emacs");
	rl_bind_keyseq("\\e[3~", rl_delete);
	rl_bind_keyseq("\\e[1;5C", rl_forward_word);
	rl_bind_keyseq("\\e[1;5D", rl_backward_word);
}

bool editor_open(struct lab *lab, char *hint, size_t room)
{
	prompt.nowhere = fopen("/dev/null", "w");
	if (!prompt.nowhere)
		return false;
	hook_in();
	line_open(lab, hint, room);
	set_variables();
	snprintf(prompt.text, sizeof(prompt.text), "vmaplab> ");
	rl_callback_handler_install(prompt.text, take_line);
	return true;
}

void editor_close(void)
{
	if (!prompt.nowhere)
		return;
	rl_callback_handler_remove();
	line_close();
	forget_matches();
	free(prompt.entered);
	prompt.entered = NULL;
	rl_outstream = stdout;
	rl_getc_function = rl_getc;
	rl_redisplay_function = rl_redisplay;
	rl_input_available_hook = NULL;
	rl_completion_display_matches_hook = NULL;
	fclose(prompt.nowhere);
	prompt.nowhere = NULL;
}

void editor_set_text(const char *text)
{
	if (!prompt.nowhere || strcmp(text, prompt.text) == 0)
		return;
	snprintf(prompt.text, sizeof(prompt.text), "%s", text);
	rl_set_prompt(prompt.text);
}

/* --- keys --- */

static void queue_text(const char *bytes)
{
	for (; *bytes && prompt.tail < QUEUE; bytes++)
		prompt.queue[prompt.tail++] = (unsigned char)*bytes;
}

/* Special keys as the sequences that readline knows. */
static const char *sequence_of(uint32_t code)
{
	switch (code) {
	case KEY_CODE_UP:
		return "\033[A";
	case KEY_CODE_DOWN:
		return "\033[B";
	case KEY_CODE_RIGHT:
		return "\033[C";
	case KEY_CODE_LEFT:
		return "\033[D";
	case KEY_CODE_HOME:
		return "\033[H";
	case KEY_CODE_END:
		return "\033[F";
	case KEY_CODE_DELETE:
		return "\033[3~";
	case KEY_CODE_BACKSPACE:
		return "\177";
	default:
		return NULL;
	}
}

static void queue_key(uint32_t code)
{
	char text[5];
	const char *sequence = sequence_of(code);
	prompt.head = prompt.tail = 0;
	if (sequence) {
		queue_text(sequence);
		return;
	}
	if (code >= KEY_CODE_ALT) {
		queue_text("\033");
		code -= KEY_CODE_ALT;
	}
	if (code == 0 || code >= KEY_CODE_SPECIAL)
		return;
	utf8_write(code, text);
	queue_text(text);
}

static enum editor_event event(void)
{
	if (prompt.entered)
		return EDITOR_ENTERED;
	bool left = prompt.left;
	prompt.left = false;
	return left ? EDITOR_LEFT : EDITOR_EDITING;
}

enum editor_event editor_key(uint32_t code)
{
	forget_matches();
	queue_key(code);
	if (prompt.fresh)	/* the last line has come to the history since */
		using_history();
	prompt.fresh = false;
	if (code == CONTROL_D && rl_end == 0)
		return EDITOR_LEFT;
	while (byte_waits() && !prompt.entered && !prompt.left)
		rl_callback_read_char();
	if (prompt.entered)
		prompt.scroll = 0;
	return event();
}

void editor_paste(const char *text)
{
	forget_matches();
	rl_insert_text(text);
}

char *editor_line(void)
{
	char *line = prompt.entered;
	prompt.entered = NULL;
	return line;
}

const char *editor_text(void)
{
	return prompt.nowhere && rl_line_buffer ? rl_line_buffer : "";
}

void editor_set_line(const char *line)
{
	if (!prompt.nowhere)
		return;
	forget_matches();
	rl_replace_line(line, 1);
	rl_point = rl_end;
	prompt.scroll = 0;
}

void editor_interrupt(void)
{
	forget_matches();
	rl_free_line_state();
	rl_callback_sigcleanup();
	rl_replace_line("", 1);
	prompt.scroll = 0;
}

/* --- drawing --- */

/* A cell's worth of the line as shown: control characters as ^X, tabs as
 * blanks. Gives the columns it takes. */
static int shown(uint32_t c, int column, char text[8])
{
	if (c == '\t') {
		int width = TAB_STOP - column % TAB_STOP;
		snprintf(text, 8, "%.*s", width < 7 ? width : 7, "        ");
		return width;
	}
	if (c < 0x20 || c == 0x7f) {
		snprintf(text, 8, "^%c", (char)(c ^ 0x40));
		return 2;
	}
	utf8_write(c, text);
	return utf8_width(c);
}

/* Draws a text from column *x of the whole line on; stops behind `end`. Text
 * out of the window is cut by the canvas. */
static void put_line(const struct window *w, int *x, enum style style, const char *text,
		     const char *end)
{
	char cell[8];
	while (text < end) {
		uint32_t c = utf8_next(&text);
		if (c == 0)
			break;
		int width = shown(c, *x, cell);
		if (w && *x - prompt.scroll >= 0)
			put_text(w, 0, *x - prompt.scroll, style, cell);
		*x += width;
	}
}

/* \1 and \2 enclose what takes no room in a prompt. */
static void plain_prompt(char *text, size_t room)
{
	size_t used = 0;
	for (const char *from = rl_display_prompt ? rl_display_prompt : ""; *from; from++)
		if (*from != RL_PROMPT_START_IGNORE && *from != RL_PROMPT_END_IGNORE &&
		    used + 1 < room)
			text[used++] = *from;
	text[used] = '\0';
}

static void scroll_to(int cursor, int width)
{
	if (cursor < prompt.scroll)
		prompt.scroll = cursor > width / 4 ? cursor - width / 4 : 0;
	if (cursor >= prompt.scroll + width)
		prompt.scroll = cursor - width + 1 + width / 4;
	if (cursor < width && prompt.scroll > 0 && cursor < width / 2)
		prompt.scroll = 0;
}

void editor_draw(const struct window *w)
{
	char text[256];
	const char *line = rl_line_buffer ? rl_line_buffer : "";
	int cursor = 0, x = 0;
	plain_prompt(text, sizeof(text));
	put_line(NULL, &cursor, STYLE_PROMPT, text, text + strlen(text));
	put_line(NULL, &cursor, STYLE_TEXT, line, line + rl_point);
	scroll_to(cursor, w->width);
	put_line(w, &x, STYLE_PROMPT, text, text + strlen(text));
	put_line(w, &x, STYLE_TEXT, line, line + rl_end);
	if (prompt.scroll > 0)
		put_glyph(w, 0, 0, STYLE_DIM, GLYPH_ARROW_LEFT);
	if (x - prompt.scroll > w->width)
		put_glyph(w, 0, w->width - 1, STYLE_DIM, GLYPH_ARROW_RIGHT);
	put_cursor(w, 0, cursor - prompt.scroll);
}

size_t editor_matches(const char *const **match)
{
	*match = (const char *const *)prompt.match;
	return prompt.matches;
}
