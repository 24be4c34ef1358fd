/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The screen on a terminal: the loop.
 *
 * It draws once, waits until something happens, lets everything happen that
 * has arrived, and draws again. So a storm of keys or of new sizes costs one
 * picture, and nothing is ever drawn in a handler or a hook.
 *
 * For tests: with VMAPLAB_TEST_MARKER=FILE in the environment, FILE gets the
 * line "frames F keys K" whenever the picture is complete and the program
 * waits; K counts the keys and pastes that have been dealt with.
 */

#include "ui/screen/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/repl/keep.h"
#include "ui/repl/line.h"
#include "ui/screen/curses.h"
#include "ui/screen/keyboard.h"
#include "ui/screen/hands.h"
#include "ui/screen/palette.h"
#include "ui/screen/present.h"
#include "ui/screen/prompt.h"
#include "ui/screen/terminal.h"
#include "ui/screen/view.h"

enum { TEXT = 400, PASTE_PATIENCE = 1000 /* milliseconds */ };

struct session {
	struct screen screen;
	struct keyboard keyboard;
	const char *marker;
	unsigned long frames, keys;
	bool mouse;		/* the terminal tells about it */
	bool gone;	/* there is no terminal any more */
};

/* --- drawing --- */

/* The file is replaced, not written over: nobody reads half a line. */
static void mark(const struct session *s)
{
	char name[TEXT];
	FILE *file;
	if (!s->marker)
		return;
	snprintf(name, sizeof(name), "%s.new", s->marker);
	file = fopen(name, "w");
	if (!file)
		return;
	fprintf(file, "frames %lu keys %lu\n", s->frames, s->keys);
	if (fclose(file) == 0)
		rename(name, s->marker);
}

static void draw(struct session *s)
{
	struct screen *screen = &s->screen;
	if (!terminal_ours())
		return;
	if (screen->scheme_changed)
		curses_set_scheme(screen->scheme);
	if (screen->redraw)
		curses_redraw();
	if (screen->mouse != s->mouse || screen->redraw)
		curses_mouse(screen->mouse);
	s->mouse = screen->mouse;
	screen->scheme_changed = screen->redraw = false;
	editor_set_text(desk_question(screen->desk) ? _("answer> ") : "vmaplab> ");
	view_draw(screen);
	curses_draw(&screen->canvas);
	present_update(screen);
	s->frames++;
}

static void follow_size(struct session *s)
{
	int height, width;
	terminal_size(&height, &width);
	if (canvas_resize(&s->screen.canvas, height, width))
		curses_resize(height, width);
}

/* --- the prompt --- */

/* What was entered may be several lines that were pasted at once. */
static void take_lines(struct screen *screen)
{
	char *text = editor_line(), *rest = text, why[TEXT];
	if (text && !*text)
		screen_take_line(screen, "");
	for (char *line; !screen->quit && (line = line_next(&rest)) != NULL;) {
		line_remember(line);
		if (!line_readable(line, strlen(line), why, sizeof(why))) {
			messages_add(screen->messages, STYLE_ERROR, why);
			break;
		}
		if (!screen_take_line(screen, line))
			break;	/* what follows was meant for another state */
	}
	free(text);
}

/* Lines of listings: neither results of operations nor what a script prints. */
static int count_lines(const struct messages *messages, size_t from)
{
	enum style style;
	int lines = 0;
	for (size_t i = messages_place(messages, from); i < messages_count(messages); i++) {
		messages_text(messages, i, &style);
		lines += style == STYLE_TEXT && !messages_is_chatter(messages, i);
	}
	return lines;
}

/* Has a pane of that size no room for one of the sentences? */
static bool has_long_sentence(const struct messages *messages, size_t from,
			      const struct window *pane)
{
	struct window measure = { .width = pane->width };
	enum style style;
	for (size_t i = messages_place(messages, from); i < messages_count(messages); i++) {
		const char *text = messages_text(messages, i, &style);
		if ((style == STYLE_ERROR || style == STYLE_WHY) &&
		    put_wrapped(&measure, 0, 0, style, text) > pane->height)
			return true;
	}
	return false;
}

/* A long answer is shown over everything else, from its beginning. */
static void show_answer(struct screen *screen, size_t from)
{
	struct window pane = view_log(screen);
	screen->listing = count_lines(screen->messages, from) > pane.height;
	if (!screen->listing && !has_long_sentence(screen->messages, from, &pane))
		return;
	screen->answer = true;
	screen->answer_from = from;
	screen->answer_state = (struct pane_state){ .held = true };
}

/* False: the key is not for the answer; it goes its usual way. */
static bool answer_takes(struct screen *screen, uint32_t code)
{
	if (!screen->answer)
		return false;
	if (code == KEY_CODE_PAGE_UP || code == KEY_CODE_PAGE_DOWN)
		return pane_log.move(&screen->answer_state, code == KEY_CODE_PAGE_UP ?
				     PANE_PAGE_UP : PANE_PAGE_DOWN);
	screen->answer = false;
	return code == KEY_CODE_ESCAPE && screen->listing;
}

/* While the keys are shown, paging moves them and q closes only them. */
static bool help_takes(struct screen *screen, uint32_t code)
{
	if (!screen->help)
		return false;
	switch (code) {
	case KEY_CODE_PAGE_UP:
		screen->help_row -= HELP_PAGE;
		return true;
	case ' ':
	case KEY_CODE_PAGE_DOWN:
		screen->help_row += HELP_PAGE;
		return true;
	case 'q':
		screen->help = false;
		return true;
	default:
		return false;
	}
}

/* A line that was begun for one command is of no use for another. */
static void leave_prompt(struct screen *screen)
{
	if (screen->one_line)
		editor_set_line("");
	screen->in_prompt = screen->one_line = screen->palette = false;
}

/* Keys that a line has no use for mean what they mean without the prompt: those that
 * write nothing, and in an empty line those that move in it and the lesson's Space. */
static bool passes_prompt(const struct screen *screen, uint32_t code)
{
	bool empty = !*editor_text() && !screen->one_line && !screen->palette;
	if (code >= KEY_CODE_F1 && code <= KEY_CODE_F12)
		return true;
	if (code == ' ')
		return empty && desk_waits(screen->desk);
	return empty && (code == KEY_CODE_HOME || code == KEY_CODE_END);
}

/* Whoever begins to answer sees the question. */
static void edit(struct screen *screen, uint32_t code)
{
	size_t lines = messages_total(screen->messages);
	bool one_line = screen->one_line, empty = !*editor_text();
	switch (editor_key(code)) {
	case EDITOR_ENTERED:
		if (one_line)
			leave_prompt(screen);
		take_lines(screen);
		show_answer(screen, lines);
		break;
	case EDITOR_LEFT:
		leave_prompt(screen);
		break;
	case EDITOR_EDITING:
		if (empty && *editor_text() && desk_question(screen->desk))
			screen_turn_lesson(screen, PANE_BOTTOM);
		break;
	}
}

static void prompt_takes(struct screen *screen, uint32_t code)
{
	const struct key *key = keymap_key(&screen->keymap, code);
	if (code == KEY_CODE_ESCAPE)
		leave_prompt(screen);
	else if (palette_takes(screen, code))
		return;
	else if (code == KEY_CODE_PAGE_UP || code == KEY_CODE_PAGE_DOWN)
		screen_turn_lesson(screen, code == KEY_CODE_PAGE_UP ? PANE_PAGE_UP : PANE_PAGE_DOWN);
	else if (key && passes_prompt(screen, code))
		hands_run(screen, key);
	else
		edit(screen, code);
}

/* --- keys --- */

static void unknown_key(struct screen *screen, uint32_t code)
{
	char text[80], name[5] = "";
	screen->count = 0;
	if (code >= 0x20 && code < KEY_CODE_SPECIAL)
		utf8_write(code, name);
	snprintf(text, sizeof(text), *name ?
		 _("The key %s means nothing here; ? shows the keys, : takes commands.") :
		 _("This key%s means nothing here; ? shows the keys, : takes commands."), name);
	messages_add(screen->messages, STYLE_DIM, text);
}

/* A release means nothing, and counts as nothing. */
static void take_mouse(struct session *s)
{
	struct mouse_event event;
	if (!curses_mouse_event(&event))
		return;
	s->keys++;
	hands_mouse(&s->screen, event.wheel == 0 ? MOUSE_CLICK : event.wheel < 0 ?
		    MOUSE_WHEEL_UP : MOUSE_WHEEL_DOWN, event.y, event.x);
}

static void take_key(struct session *s, uint32_t code)
{
	struct screen *screen = &s->screen;
	const struct key *key = keymap_key(&screen->keymap, code);
	if (code == KEY_CODE_MOUSE) {
		take_mouse(s);
		return;
	}
	s->keys++;
	bool free_hands = !screen->in_prompt && !screen->answer && !screen->help;
	if (free_hands && hands_struck(screen, code))
		return;
	if (present_takes(screen, code) || answer_takes(screen, code) || help_takes(screen, code))
		return;
	if (screen->in_prompt)
		prompt_takes(screen, code);
	else if (hands_count(screen, code))
		return;
	else if (screen->count && code == KEY_CODE_ESCAPE)
		screen->count = 0;
	else if (key)
		hands_run(screen, key);
	else
		unknown_key(screen, code);
}

/* A text is never taken for keys: it goes to the prompt, wherever it came. */
static void take_paste(struct session *s, char *text)
{
	s->keys++;
	s->screen.in_prompt = true;
	s->screen.help = s->screen.playing = false;
	editor_paste(text);
	free(text);
}

static void take_input(struct session *s, bool waited)
{
	struct happening h;
	while (!s->screen.quit && (h = keyboard_next(&s->keyboard, waited)).kind != HAPPENING_NOTHING) {
		if (h.kind == HAPPENING_PASTE)
			take_paste(s, h.text);
		else
			take_key(s, h.key);
		waited = false;
	}
}

/* --- the loop --- */

static void interrupted(struct screen *screen)
{
	if (screen->in_prompt)
		editor_interrupt();
	else
		messages_add(screen->messages, STYLE_DIM, _("^C stops a command that runs; q leaves."));
}

static void take_news(struct session *s)
{
	struct terminal_news news = terminal_news();
	if (news.gone)
		s->gone = s->screen.quit = true;
	if (news.resized || news.resumed)
		follow_size(s);
	if (news.resumed) {
		curses_redraw();
		curses_mouse(s->mouse = false);	/* and on again with the next picture */
	}
	if (news.interrupted)
		interrupted(&s->screen);
}

static void loop(struct session *s)
{
	while (!s->screen.quit) {
		draw(s);
		if (!keyboard_unfinished(&s->keyboard))
			mark(s);
		bool came = terminal_wait(keyboard_unfinished(&s->keyboard) ? PASTE_PATIENCE :
					  present_wait(&s->screen));
		take_news(s);
		take_input(s, !came);
		present_play(&s->screen);
	}
}

/* --- opening and closing --- */

/* What the command line says goes before what the config file says. */
static void prefer_options(struct screen *screen, const struct screen_options *options)
{
	if (options->scheme)
		screen_use_scheme(screen, scheme_by_name(options->scheme));
	if (options->ascii)
		screen->canvas.ascii = true;
}

static int begin(struct session *s, const struct screen_options *options)
{
	struct screen *screen = &s->screen;
	char hint[TEXT];
	screen->on_terminal = true;
	if (!editor_open(screen->lab, hint, sizeof(hint)))
		return 1;
	if (*hint)
		messages_add(screen->messages, STYLE_WARN, hint);
	lab_set_entry(screen->lab, ENTRY_AT_FIRST_STEP);
	screen_read_config(screen);
	if (options)
		prefer_options(screen, options);
	if (options && options->language)
		language_choose(options->language, hint, sizeof(hint));
	if (options && options->sitting) {
		if (!screen_sit(screen, options->sitting))
			return 1;
	} else if (!screen_begin_keeping(screen, options ? options->kept : NULL)) {
		return 1;
	}
	curses_set_scheme(screen->scheme);
	follow_size(s);
	if (options && options->script &&
	    !screen_begin_script(screen, options->script, options->arguments, options->argument))
		return 2;
	return 0;
}

/* The last error is worth more on the terminal than on a screen that is gone. */
static void tell_error(const struct screen *screen)
{
	enum style style;
	size_t count = messages_count(screen->messages);
	if (count == 0)
		return;
	const char *text = messages_text(screen->messages, count - 1, &style);
	if (style == STYLE_ERROR)
		fprintf(stderr, "vmaplab: %s\n", text);
}

int screen_run(struct lab *lab, const struct screen_options *options)
{
	struct session s = { .marker = getenv("VMAPLAB_TEST_MARKER") };
	char why[TEXT];
	if (!terminal_open(why, sizeof(why))) {
		fprintf(stderr, "vmaplab: %s\n", why);
		return 2;
	}
	if (!screen_open(&s.screen, lab, options, false)) {
		terminal_close();
		fprintf(stderr, _("vmaplab: there is no memory for the screen\n"));
		return 1;
	}
	int code = begin(&s, options);
	if (code == 0)
		loop(&s);
	editor_close();
	present_close(&s.screen);
	curses_close();
	terminal_close();
	keep_close(s.screen.keep, s.gone ? KEEP_CUT : KEEP_LEFT);
	if (code != 0)
		tell_error(&s.screen);
	keyboard_close(&s.keyboard);
	screen_close(&s.screen);
	return code;
}
