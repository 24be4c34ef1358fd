/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Counts, repeating, searching, and what the mouse means.
 *
 * All of it ends in command lines: a key with a count runs `step 10`, a click
 * on an operation runs `goto 3`. So what was done can be read in the row of the
 * prompt, and be done again.
 */

#include "ui/screen/hands.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lab/source.h"
#include "ui/repl/line.h"
#include "ui/screen/handlers.h"
#include "ui/screen/help.h"
#include "ui/screen/palette.h"
#include "ui/screen/prompt.h"
#include "ui/screen/search.h"

enum { TEXT = 400, NAME = 64, MOST_COUNT = 99999, MOST_TIMES = 500, WHEEL_ROWS = 3 };

static struct showing showing_now(struct screen *screen, struct scene *scene)
{
	scene_take(scene, screen->lab, &screen->memory);
	return view_showing(screen, scene);
}

/* --- counts --- */

/* While a lesson waits for the number of a choice, digits are answers. */
bool hands_count(struct screen *screen, uint32_t code)
{
	const struct host_question *q = desk_question(screen->desk);
	const struct key *key = keymap_key(&screen->keymap, code);
	bool own = key && keymap_hides(&screen->keymap, key);
	if (code < '0' || code > '9' || own || (q && q->choices && !screen->count))
		return false;
	if (code == '0' && !screen->count)
		return false;
	screen->count = screen->count * 10 + (code - '0');
	if (screen->count > MOST_COUNT)
		screen->count = MOST_COUNT;
	return true;
}

/* Enter on a row that was chosen means what a click on it means. */
static bool enter(struct screen *screen, char *line, size_t room)
{
	const struct pane *pane = panes[screen->focus];
	const struct pane_state *state = &screen->state[screen->focus];
	struct scene scene;
	if (pane->move != pane_choose || !pane->click || !state->held || screen->help)
		return false;
	struct showing showing = showing_now(screen, &scene);
	return pane->click(&showing, state, (int)(state->chosen - state->offset), 0, line, room);
}

/* Whoever has gone to another moment wants to see that one. */
static void run_there(struct screen *screen, const char *line)
{
	struct cursor before = timeline_cursor(lab_timeline(screen->lab));
	screen_run_key(screen, line);
	struct cursor after = timeline_cursor(lab_timeline(screen->lab));
	if (before.branch != after.branch || before.op != after.op || before.step != after.step)
		screen->state[screen->focus].held = false;
}

void hands_run(struct screen *screen, const struct key *key)
{
	unsigned count = screen->count;
	char line[TEXT];
	screen->count = 0;
	if (key->code == KEY_CODE_ENTER && strcmp(key->line, "go-on") == 0 &&
	    enter(screen, line, sizeof(line))) {
		run_there(screen, line);
		return;
	}
	if (count > 1 && line_repeats(key->line) && !strpbrk(key->line, " ;")) {
		snprintf(line, sizeof(line), "%s %u", key->line, count);
		screen_run_key(screen, line);
		return;
	}
	for (unsigned i = 0; i < (count > 0 ? count : 1) && i < MOST_TIMES && !screen->quit; i++)
		if (!screen_run_key(screen, key->line))
			break;
}

enum lab_status run_again(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	(void)a;
	(void)reply;
	if (!*screen->repeatable)
		screen_complain(screen, "Nothing has been done yet that could be done again.");
	else
		screen->repeat = true;	/* as soon as this command is over */
	return LAB_OK;
}

/* --- searching --- */

static struct placed placed_focus(const struct screen *screen)
{
	for (int i = 0; i < screen->layout.count && !screen->zoomed; i++)
		if (screen->layout.at[i].pane == screen->focus)
			return screen->layout.at[i];
	return view_whole(screen);
}

static void look(struct screen *screen, bool backwards)
{
	const struct pane *pane = panes[screen->focus];
	struct pane_state *state = &screen->state[screen->focus];
	struct placed placed = placed_focus(screen);
	struct window body = view_body(&screen->area, &placed);
	struct scene scene;
	struct showing showing = showing_now(screen, &scene);
	bool found = pane->find ? pane->find(&showing, state, screen->needle) :
		search_pane(pane, &showing, state, body.height, body.width, screen->needle,
			    backwards, &screen->needle_row);
	if (found && !pane->find)
		state->chosen = state->offset + screen->needle_row;
	if (!found)
		screen_complain(screen, pane->find ? N_("'%s' is no address, or no area is there") :
				N_("'%s' is not in this pane"), screen->needle);
}

enum lab_status run_find(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	(void)reply;
	snprintf(screen->needle, sizeof(screen->needle), "%s", a->at[0].text);
	screen->needle_row = -1;
	screen->needle_pane = screen->focus;
	look(screen, false);
	return LAB_OK;
}

static enum lab_status find_on(struct lab *lab, bool backwards)
{
	struct screen *screen = screen_of(lab);
	if (screen->needle_pane != screen->focus)
		screen->needle_row = -1;
	screen->needle_pane = screen->focus;
	if (!*screen->needle)
		screen_complain(screen, "Nothing was looked for yet; / begins a search.");
	else
		look(screen, backwards);
	return LAB_OK;
}

enum lab_status run_find_next(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)a;
	(void)reply;
	return find_on(lab, false);
}

enum lab_status run_find_previous(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)a;
	(void)reply;
	return find_on(lab, true);
}

/* --- prompt and palette --- */

enum lab_status run_prompt(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	char line[TEXT];
	(void)reply;
	screen->in_prompt = true;
	screen->one_line = a->at[0].text != NULL;
	if (!a->at[0].text)
		return LAB_OK;
	snprintf(line, sizeof(line), "%s ", a->at[0].text);
	editor_set_line(line);
	return LAB_OK;
}

enum lab_status run_palette(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)a;
	(void)reply;
	palette_open(screen_of(lab));
	return LAB_OK;
}

/* Letters are keys, so whoever forgets the ':' lets a command's letters run. None of
 * the shorter names is told from keys that were meant. */
enum { SHORTEST_SLIP = 4 };

/* The end of what was struck that is a command; NULL: none is. */
static const char *slip_in(const char *struck)
{
	for (; strlen(struck) >= SHORTEST_SLIP; struck++)
		if (screen_is_command(struck))
			return struck;
	return NULL;
}

static void offer_prompt(struct screen *screen, const char *command)
{
	char line[sizeof(screen->struck) + 1];
	snprintf(line, sizeof(line), "%s ", command);
	screen->in_prompt = true;
	screen->playing = false;
	editor_set_line(line);
	screen_complain(screen, "The letters of '%s' were taken as keys, each for itself; it stands "
			"at the prompt now. : opens the prompt.", command);
}

static void remember_letter(struct screen *screen, char letter)
{
	size_t length = strlen(screen->struck);
	if (length + 1 == sizeof(screen->struck))
		memmove(screen->struck, screen->struck + 1, length--);
	screen->struck[length] = letter;
	screen->struck[length + 1] = '\0';
}

bool hands_struck(struct screen *screen, uint32_t code)
{
	if (code < 0x80 && (isalpha((int)code) || code == '-')) {
		remember_letter(screen, (char)code);
		return false;
	}
	bool ends = code == ' ' || code == KEY_CODE_ENTER;
	const char *command = ends ? slip_in(screen->struck) : NULL;
	if (command)
		offer_prompt(screen, command);
	screen->struck[0] = '\0';
	return command != NULL;
}

/* --- picking a line of the source --- */

enum lab_status run_pick(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	const char *text = a->at[0].text, *colon = strrchr(text, ':');
	size_t line = colon ? strtoul(colon + 1, NULL, 10) : 0, file = 0;
	(void)reply;
	if (colon && !lab_find_file(lab, text, (size_t)(colon - text), &file))
		return LAB_FAILED;
	if (colon && line > 0 && line <= lab_source_lines(file)) {
		screen->picked = (struct place){ file, line };
		screen->picked_at = timeline_cursor(lab_timeline(lab));
		return LAB_OK;
	}
	screen_complain(screen, "'%s' is no line of the source; a line is FILE:LINE, such as "
			"alloc.c:40", text);
	return LAB_OK;
}

/* --- the event log --- */

enum lab_status run_fold(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	struct pane_state *state = &screen->state[pane_by_name("events", 6)];
	struct cursor cursor = timeline_cursor(lab_timeline(lab));
	size_t line = a->at[0].number;
	(void)reply;
	if (line == 0 || line > lab_story_so_far(lab) || lab_story_inside(lab, line - 1) == 0) {
		screen_complain(screen, "Nothing is folded in line %s of the event log.",
				a->at[0].text);
		return LAB_OK;
	}
	bool open = state->open == line && state->open_in.op == cursor.op &&
		    state->open_in.branch == cursor.branch;
	state->open = open ? 0 : line;
	state->open_in = cursor;
	state->chosen = (int64_t)line - 1;	/* there it stands, now that others are closed */
	state->held = true;
	return LAB_OK;
}

/* --- the mouse --- */

/* The pane on that cell; false: none is there. */
static bool pane_at(const struct screen *screen, int y, int x, struct placed *found)
{
	struct placed whole = view_whole(screen);
	y -= screen->area.y;
	for (int i = 0; i < (screen->zoomed ? 1 : screen->layout.count); i++) {
		const struct placed *p = screen->zoomed ? &whole : &screen->layout.at[i];
		*found = *p;
		if (y >= p->y && y < p->y + p->height && x >= p->x && x < p->x + p->width)
			return true;
	}
	return false;
}

static bool is_word(const struct cell *cell)
{
	const char *c = cell ? cell->text : "";
	return c[0] && !c[1] && (isalnum((unsigned char)*c) || *c == '_');
}

/* The word on that cell of the last picture, as far as it fits. */
static void word_at(const struct window *w, int y, int x, char *word, size_t room)
{
	size_t length = 0;
	while (is_word(window_cell(w, y, x)) && is_word(window_cell(w, y, x - 1)))
		x--;
	for (; length + 1 < room && is_word(window_cell(w, y, x)); x++)
		word[length++] = window_cell(w, y, x)->text[0];
	word[length] = '\0';
}

/* While a lesson waits for a choice, its row begins with the number. */
static bool choice_line(const struct screen *screen, const struct window *body, int y,
			char *line, size_t room)
{
	const struct host_question *q = desk_question(screen->desk);
	for (int x = 0; q && x < body->width; x++) {
		const struct cell *cell = window_cell(body, y, x);
		char c = cell->text[0];
		if (c >= '1' && c <= '9' && (size_t)(c - '0') <= q->choices) {
			snprintf(line, room, "answer %c", c);
			return true;
		}
		if (c != ' ')
			return false;
	}
	return false;
}

/* What a name or an address in any pane stands for: an area is gone to, where the
 * pane can do that, and told; any other value is printed. */
static bool word_line(const struct screen *screen, const struct pane *pane,
		      const struct window *body, int y, int x, char *line, size_t room)
{
	const struct space *space = &lab_machine(screen->lab)->g->space;
	char word[NAME];
	uint64_t value;
	word_at(body, y, x, word, sizeof(word));
	bool plain = isdigit((unsigned char)word[0]) && strncmp(word, "0x", 2) != 0;
	if (!*word || plain || !lab_evaluate(screen->lab, word, &value))
		return false;
	bool placed = value >= space->start && value < space->end;
	if (placed)
		snprintf(line, room, "%s%s%sareas %s 1", pane->find ? "search " : "",
			 pane->find ? word : "", pane->find ? "; " : "", word);
	else
		snprintf(line, room, "print %s", word);
	return placed || word[0] != '0';
}

static bool meaning(struct screen *screen, const struct placed *placed, int y, int x, char *line,
		    size_t room)
{
	struct window body = view_body(&screen->area, placed);
	const struct pane *pane = panes[placed->pane];
	struct scene scene;
	struct showing showing = showing_now(screen, &scene);
	y -= body.y;
	x -= body.x;
	if (y < 0 || y >= body.height || x < 0 || x >= body.width)
		return false;
	if (pane->click)
		return pane->click(&showing, &screen->state[placed->pane], y, x, line, room);
	return (pane == &pane_lesson && choice_line(screen, &body, y, line, room)) ||
	       word_line(screen, pane, &body, y, x, line, room);
}

static void click(struct screen *screen, const struct placed *placed, int y, int x)
{
	char line[TEXT], focus[TEXT];
	bool means = meaning(screen, placed, y, x, line, sizeof(line));
	snprintf(focus, sizeof(focus), "pane %s", panes[placed->pane]->name);
	if (placed->pane != screen->focus)
		screen_run_key(screen, focus);
	if (means)
		run_there(screen, line);
}

static void turn(struct screen *screen, const struct placed *placed, bool up)
{
	const struct pane *pane = panes[placed->pane];
	for (int i = 0; pane->move && i < WHEEL_ROWS; i++)
		pane->move(&screen->state[placed->pane], up ? PANE_UP : PANE_DOWN);
}

void hands_mouse(struct screen *screen, enum mouse_kind kind, int y, int x)
{
	const struct key *key = kind == MOUSE_CLICK ? help_bar_key(screen, y, x) : NULL;
	struct placed placed;
	screen->in_prompt = false;
	if (screen->help && kind != MOUSE_CLICK)
		screen->help_row += kind == MOUSE_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS;
	else if (screen->help || screen->answer)
		screen->help = screen->answer = false;
	else if (key)
		hands_run(screen, key);
	else if (!pane_at(screen, y, x, &placed))
		return;
	else if (kind == MOUSE_CLICK)
		click(screen, &placed, y, x);
	else
		turn(screen, &placed, kind == MOUSE_WHEEL_UP);
}
