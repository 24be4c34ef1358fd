/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the screen can do beside the lab's commands, as commands of the same
 * kind; and what becomes of a line, whether typed or meant by a key.
 *
 * While a lesson asks, a line that is no command is the answer; while it
 * waits, an empty line goes on; else an empty line repeats the last motion.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lab/source.h"
#include "ui/repl/keep.h"
#include "ui/repl/line.h"
#include "ui/repl/script.h"
#include "ui/screen/handlers.h"

enum { TEXT = 400, MORE_ROOM = 64 };

/* --- panes --- */

static int place_of_focus(const struct screen *screen)
{
	for (int i = 0; i < screen->layout.count; i++)
		if (screen->layout.at[i].pane == screen->focus)
			return i;
	return 0;
}

static void focus_along(struct screen *screen, int by)
{
	int count = screen->layout.count;
	if (count > 0)
		screen->focus = screen->layout.at[(place_of_focus(screen) + by + count) % count].pane;
}

/* Is it part of the layout that is chosen, even if that was not drawn yet? */
static bool is_chosen(const struct screen *screen, int pane)
{
	struct layout layout = { .count = 0 };
	struct plan plan;
	if (view_plan(screen, &screen->area, &plan))
		layout_place(&plan, screen->area.height, screen->area.width, &layout);
	for (int i = 0; i < layout.count; i++)
		if (layout.at[i].pane == pane)
			return true;
	return false;
}

static enum lab_status run_pane(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	(void)reply;
	switch (a->at[0].number) {
	case 0:
		focus_along(screen, 1);
		break;
	case 1:
		focus_along(screen, -1);
		break;
	default:	/* the choices are in the order of panes[] */
		screen->focus = (int)a->at[0].number - 2;
		screen->zoomed = screen->zoomed || !is_chosen(screen, screen->focus);
		break;
	}
	return LAB_OK;
}

static void scroll_help(struct screen *screen, enum pane_motion motion)
{
	switch (motion) {
	case PANE_UP:
		screen->help_row--;
		break;
	case PANE_DOWN:
		screen->help_row++;
		break;
	case PANE_PAGE_UP:
		screen->help_row -= HELP_PAGE;
		break;
	case PANE_PAGE_DOWN:
		screen->help_row += HELP_PAGE;
		break;
	case PANE_TOP:
		screen->help_row = 0;
		break;
	case PANE_BOTTOM:
		screen->help_row = HELP_END;
		break;
	default:
		break;
	}
}

/* The choices of `way` are in the order of enum pane_motion. */
static enum lab_status run_scroll(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	const struct pane *pane = panes[screen->focus];
	enum pane_motion motion = (enum pane_motion)a->at[0].number;
	(void)reply;
	if (screen->help)
		scroll_help(screen, motion);
	else if (pane->move && pane->move(&screen->state[screen->focus], motion))
		return LAB_OK;
	else if (motion >= PANE_LEFT && motion <= PANE_OUT)	/* no other pane has a use for it */
		pane_space.move(&screen->state[pane_by_name("space", 5)], motion);
	return LAB_OK;
}

/* --- the screen as a whole --- */

static enum lab_status run_keys(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	(void)a;
	(void)reply;
	screen->help = !screen->help;
	screen->help_row = 0;
	return LAB_OK;
}

/* What was searched for or picked. False: nothing was. */
static bool forget_marks(struct screen *screen)
{
	bool any = screen->picked.line || *screen->needle;
	*screen->needle = '\0';
	screen->picked.line = 0;
	return any;
}

static enum lab_status run_back(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	(void)a;
	(void)reply;
	if (screen->help)
		screen->help = false;
	else if (screen->in_prompt)
		screen->in_prompt = false;
	else if (!forget_marks(screen))
		screen->zoomed = false;
	return LAB_OK;
}

static enum lab_status run_refresh(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)a;
	(void)reply;
	screen_of(lab)->redraw = true;
	return LAB_OK;
}

/* --- lessons --- */

/* What a script prints is of less interest, and what it chooses is not the
 * user's choice. */
static void script_runs(struct screen *screen, bool runs)
{
	screen->script_runs = runs;
	messages_chatter(screen->messages, runs);
}

static struct pane_state *lesson_state(struct screen *screen)
{
	return &screen->state[pane_by_name("lesson", 6)];
}

static void after_lesson(struct screen *screen)
{
	lesson_state(screen)->held = false;
	if (desk_quit(screen->desk))
		screen->quit = true;
}

static void lesson_on(struct screen *screen, const char *answer)
{
	scene_remember(&screen->memory, screen->lab);
	script_runs(screen, true);
	desk_go_on(screen->desk, answer);
	script_runs(screen, false);
	keep_script(screen->keep, answer ? KEEP_HEARS : KEEP_GOES_ON, answer,
		    desk_waits(screen->desk));
	after_lesson(screen);
}

static bool lesson_is_shown(const struct screen *screen)
{
	return view_shows(screen, pane_by_name("lesson", 6));
}

bool screen_turn_lesson(struct screen *screen, enum pane_motion motion)
{
	return lesson_is_shown(screen) && desk_in_use(screen->desk) &&
	       pane_lesson.move(lesson_state(screen), motion);
}

/* A lesson must not go on unseen behind other panes that were chosen. */
static bool back_to_text(struct screen *screen)
{
	if (!view_hides_lesson(screen))
		return false;
	screen->chosen_layout = NULL;
	screen->zoomed = false;
	screen->focus = pane_by_name("lesson", 6);
	return true;
}

/* Text below what is seen comes before anything new. */
static bool more_text(struct screen *screen)
{
	struct pane_state *state = lesson_state(screen);
	return state->offset < state->most && screen_turn_lesson(screen, PANE_PAGE_DOWN);
}

static enum lab_status run_go_on(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	enum host_state state = desk_state(screen->desk);
	(void)a;
	(void)reply;
	if (screen->help)
		screen->help = false;
	else if (back_to_text(screen) || more_text(screen))
		;
	else if (state == HOST_PAUSED)
		lesson_on(screen, NULL);
	else if (state == HOST_ASKING)
		screen_complain(screen, "The lesson waits for your answer.");
	else if (state == HOST_DONE && lesson_is_shown(screen) && desk_in_use(screen->desk))
		screen_complain(screen, "The lesson is over; s steps.");
	else {
		screen->quiet = true;
		return lab_run(lab, "step", 0, NULL, NULL);
	}
	return LAB_OK;
}

/* A number beyond the choices is a slip of the finger, no answer. */
static bool is_wrong_number(const struct host_question *q, const char *text)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);
	return q->choices && *text && !*end && (number == 0 || number > q->choices);
}

static enum lab_status run_answer(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	const struct host_question *q = desk_question(screen->desk);
	const char *text = a->at[0].text ? a->at[0].text : "";
	(void)reply;
	if (q && is_wrong_number(q, text))
		screen_complain(screen, "There is no such choice: press one of the numbers shown.");
	else if (q)
		lesson_on(screen, text);
	else
		screen_complain(screen, "Nothing was asked.");
	return LAB_OK;
}

static enum lab_status run_leave(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	(void)a;
	(void)reply;
	desk_leave(screen->desk);
	keep_leave(screen->keep);
	screen->chosen_layout = screen->kept_layout ? screen->kept_layout : "search";
	return LAB_OK;
}

/* Running it has to wait until the command is over: a script runs commands. */
static enum lab_status run_source(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	(void)reply;
	free(screen->wanted);
	screen->wanted = strdup(a->at[0].text);
	return LAB_OK;
}

/* The same script once more: wanted without a name. */
static enum lab_status run_reload(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	(void)a;
	(void)reply;
	free(screen->wanted);
	screen->wanted = strdup("");
	return LAB_OK;
}

/* --- the table --- */

#define CHOICE(name, choices, help) { name, PARAMETER_CHOICE, true, true, choices, help }
#define FORCE { "force", PARAMETER_CHOICE, false, false, "0 1", \
		N_("1: write over a file that is there") }
#define CHOICE_OR_NOT(name, choices, help) { name, PARAMETER_CHOICE, false, true, choices, help }

const struct command screen_commands[] = {
	{ .name = "pane", .group = N_("screen"), .run = run_pane,
	  .summary = N_("choose the pane that the scrolling keys go to; show it alone if it is not there"),
	  .example = "pane tree",
	  .parameter = { CHOICE("name", "next previous " PANE_CHOICES, N_("which one")) } },
	{ .name = "scroll", .group = N_("screen"), .run = run_scroll,
	  .summary = N_("move what that pane shows, in the tree from node to node; in, out, left, "
		       "right: the address space"),
	  .example = "scroll down",
	  .parameter = { CHOICE("way", "up down page-up page-down top bottom left right in out "
				"follow", N_("where to")) } },
	{ .name = "zoom", .group = N_("screen"), .run = run_zoom,
	  .summary = N_("give that pane the whole screen, or take it back"), .example = "zoom" },
	{ .name = "layout", .group = N_("screen"), .run = run_layout,
	  .summary = N_("choose the panes for a situation"), .example = "layout tree",
	  .parameter = { CHOICE("name", "next auto " LAYOUT_CHOICES, N_("which situation")) } },
	{ .name = "layout-undo", .group = N_("screen"), .run = run_layout_undo,
	  .summary = N_("take the last change of layout back"), .example = "layout-undo" },
	{ .name = "plan", .group = N_("screen"), .run = run_plan,
	  .summary = N_("a layout of your own for a situation; the usual one again; tell it"),
	  .example = "plan search space:5 / (source | variables:33) / why:3",
	  .parameter = { CHOICE_OR_NOT("name", LAYOUT_CHOICES, N_("which situation")),
		{ "plan", PARAMETER_REST, false, true, NULL,
		  N_("panes with / below and | beside; :N rows or columns, :3-6 rows as "
		     "needed, :N* share; or: usual") } } },
	{ .name = "pane-move", .group = N_("screen"), .run = run_pane_move,
	  .summary = N_("let the pane change places with its neighbour"), .example = "pane-move left",
	  .parameter = { CHOICE("way", "up down left right", N_("where to")) } },
	{ .name = "pane-size", .group = N_("screen"), .run = run_pane_size,
	  .summary = N_("make the pane larger or smaller"), .example = "pane-size taller",
	  .parameter = { CHOICE("way", "taller shorter wider narrower", N_("which way")) } },
	{ .name = "pane-hide", .group = N_("screen"), .run = run_pane_hide,
	  .summary = N_("take the pane off the screen"), .example = "pane-hide" },
	{ .name = "pane-show", .group = N_("screen"), .run = run_pane_show,
	  .summary = N_("put a pane below the one that has the keys"), .example = "pane-show tree",
	  .parameter = { CHOICE("name", PANE_CHOICES, N_("which one")) } },
	{ .name = "scheme", .group = N_("screen"), .run = run_scheme,
	  .summary = N_("choose the colours"), .example = "scheme light",
	  .parameter = { CHOICE("name", "dark light safe contrast mono", N_("which colours")) } },
	{ .name = "colour", .group = N_("screen"), .run = run_colour,
	  .summary = N_("give a style colours of your own, or its usual ones back; list the styles"),
	  .example = "colour area black cyan bold",
	  .parameter = { { "style", PARAMETER_NEW_NAME, false, true, NULL, N_("which one") },
		{ "look", PARAMETER_REST, false, true, NULL,
		  N_("two colours for text and ground, then bold, reverse, underline, dim") } } },
	{ .name = "language", .group = N_("screen"), .run = lab_run_language,
	  .summary = N_("choose the language of all texts; or list those that there are"),
	  .example = "language zh_CN",
	  .parameter = { { "name", PARAMETER_REST, false, true, NULL, N_("such as zh_CN") } } },
	{ .name = "bind", .group = N_("screen"), .run = run_bind,
	  .summary = N_("let a key run a command line; tell what it runs"),
	  .example = "bind F6 reverse-continue",
	  .parameter = { { "key", PARAMETER_NEW_NAME, true, true, NULL, N_("F6, ^B, M-b, space, x") },
		{ "line", PARAMETER_REST, false, true, NULL,
		  N_("the command line; in quotes if it has a ;") } } },
	{ .name = "unbind", .group = N_("screen"), .run = run_unbind,
	  .summary = N_("take a key's meaning away"), .example = "unbind F6",
	  .parameter = { { "key", PARAMETER_NEW_NAME, true, true, NULL, N_("as for bind") } } },
	{ .name = "play", .group = N_("screen"), .run = run_play,
	  .summary = N_("step by itself until a key is pressed; + and - change the speed"),
	  .example = "play 2",
	  .parameter = { { "speed", PARAMETER_NEW_NAME, false, true, NULL,
			   N_("steps a second, or faster, slower, stop") } } },
	{ .name = "projector", .group = N_("screen"), .run = run_projector,
	  .summary = N_("few large panes, high contrast, spotlight; and back"),
	  .example = "projector" },
	{ .name = "notes", .group = N_("screen"), .run = run_notes,
	  .summary = N_("keep a file or pipe current with the speaker's notes; off"),
	  .example = "notes speaker.txt",
	  .parameter = { { "file", PARAMETER_FILE, true, true, NULL, N_("its name, or off") }, FORCE } },
	{ .name = "record", .group = N_("screen"), .run = run_record,
	  .summary = N_("record the screen as asciinema plays it; off"),
	  .example = "record lecture.cast",
	  .parameter = { { "file", PARAMETER_FILE, true, true, NULL, N_("its name, or off") }, FORCE } },
	{ .name = "keys", .group = N_("screen"), .run = run_keys,
	  .summary = N_("show what the keys do"), .example = "keys" },
	{ .name = "prompt", .group = N_("screen"), .run = run_prompt,
	  .summary = N_("type commands; or one command, of which this is the beginning"),
	  .example = "prompt search",
	  .parameter = { { "text", PARAMETER_REST, false, true, NULL, N_("how it begins") } } },
	{ .name = "palette", .group = N_("screen"), .run = run_palette,
	  .summary = N_("choose a command from the list of all"), .example = "palette" },
	{ .name = "again", .group = N_("screen"), .run = run_again,
	  .summary = N_("do the last thing once more"), .example = "again" },
	{ .name = "search", .group = N_("screen"), .run = run_find,
	  .summary = N_("look for a text in the pane; in the tree for an address or a name"),
	  .example = "search cached_hole_size",
	  .parameter = { { "text", PARAMETER_REST, true, true, NULL,
			   N_("small letters mean capitals, too") } } },
	{ .name = "search-next", .group = N_("screen"), .run = run_find_next,
	  .summary = N_("to the next place where it stands"), .example = "search-next" },
	{ .name = "search-previous", .group = N_("screen"), .run = run_find_previous,
	  .summary = N_("to the place before"), .example = "search-previous" },
	{ .name = "pick", .group = N_("screen"), .run = run_pick,
	  .summary = N_("choose a line of the source for break-here"), .example = "pick alloc.c:40",
	  .parameter = { { "line", PARAMETER_NEW_NAME, true, true, NULL, N_("FILE:LINE") } } },
	{ .name = "fold", .group = N_("screen"), .run = run_fold,
	  .summary = N_("open a line of the event log, or close it"), .example = "fold 3",
	  .parameter = { { "line", PARAMETER_NUMBER, true, true, NULL,
			   N_("as 'log' numbers them") } } },
	{ .name = "back", .group = N_("screen"), .run = run_back,
	  .summary = N_("leave help, prompt or zoom"), .example = "back" },
	{ .name = "refresh", .group = N_("screen"), .run = run_refresh,
	  .summary = N_("draw the whole screen anew"), .example = "refresh" },
	{ .name = "op-begin", .group = N_("screen"), .run = run_op_begin,
	  .summary = N_("go to the first step of the present operation"), .example = "op-begin" },
	{ .name = "op-end", .group = N_("screen"), .run = run_op_end,
	  .summary = N_("go to the end of the present operation"), .example = "op-end" },
	{ .name = "break-here", .group = N_("screen"), .run = run_break_here,
	  .summary = N_("set a breakpoint on the present line, or take it away"),
	  .example = "break-here" },
	{ .name = "go-on", .group = N_("screen"), .run = run_go_on,
	  .summary = N_("let the lesson go on; without a lesson: step"), .example = "go-on" },
	{ .name = "answer", .group = N_("screen"), .run = run_answer,
	  .summary = N_("answer the lesson's question"), .example = "answer 2",
	  .parameter = { { "text", PARAMETER_REST, true, true, NULL,
			   N_("the number of a choice, or a value") } } },
	{ .name = "leave", .group = N_("screen"), .run = run_leave,
	  .summary = N_("leave the lesson and keep the laboratory as it is"), .example = "leave" },
	{ .name = "reload", .group = N_("screen"), .run = run_reload,
	  .summary = N_("load the lesson again after it was edited, and go to the same place"),
	  .example = "reload" },
	{ .name = "source", .group = N_("screen"), .run = run_source,
	  .summary = N_("run a script, a saved session or a lesson"), .example = "source session.lua",
	  .parameter = { { "file", PARAMETER_FILE, true, true, NULL,
			   N_("a Lua script, or the name of a lesson") } } },
};
const size_t screen_command_count = sizeof(screen_commands) / sizeof(screen_commands[0]);

/* --- scripts --- */

bool screen_begin_script(struct screen *screen, const char *path, size_t count,
			 const char *const *argument)
{
	screen->chosen_layout = screen->first_layout;
	script_runs(screen, true);
	enum host_state state = desk_begin(screen->desk, path, count, argument);
	script_runs(screen, false);
	keep_script(screen->keep, KEEP_BEGINS, path, desk_waits(screen->desk));
	after_lesson(screen);
	if (desk_in_use(screen->desk))
		screen->focus = pane_by_name("lesson", 6);
	return state != HOST_UNREADABLE;
}

static bool reload_script(struct screen *screen)
{
	script_runs(screen, true);
	bool well = desk_reload(screen->desk);
	script_runs(screen, false);
	if (well)
		keep_reload(screen->keep);
	after_lesson(screen);
	if (!well)
		screen_complain(screen, "There is no lesson or script to be loaded again.");
	return well;
}

static bool begin_wanted(struct screen *screen)
{
	char why[TEXT], *word = screen->wanted;
	screen->wanted = NULL;
	if (!*word) {
		free(word);
		return reload_script(screen);
	}
	char *path = script_find(word, why, sizeof(why));
	bool well = path && screen_begin_script(screen, path, 0, NULL);
	if (!path)
		screen_complain(screen, "%s", why);
	free(word);
	free(path);
	return well;
}

/* --- lines --- */

static bool run_once(struct screen *screen, const char *line)
{
	lab_interrupted = 0;
	snprintf(screen->last_line, sizeof(screen->last_line), "%s", line);
	screen->quiet = line_repeats(line);
	enum lab_status status = lab_run_line(screen->lab, line, NULL);
	keep_commands(screen->keep);
	screen->quiet = false;
	if (status == LAB_QUIT)
		screen->quit = true;
	if (status == LAB_FAILED)
		screen_complain(screen, "%s", lab_error(screen->lab));
	if (status == LAB_FAILED)
		return false;
	return screen->wanted ? begin_wanted(screen) : true;
}

/* Only `again` asks for another line, and that one is never `again`. */
static bool run_commands(struct screen *screen, const char *line)
{
	char again[HINT_ROOM];
	screen->repeat = false;
	bool well = run_once(screen, line);
	bool repeats = screen->repeat;
	screen->repeat = false;
	if (!repeats) {
		snprintf(screen->repeatable, sizeof(screen->repeatable), "%s", line);
		return well;
	}
	memcpy(again, screen->repeatable, sizeof(again));
	return run_once(screen, again);
}

bool screen_is_command(const char *word)
{
	for (size_t i = 0; i < screen_command_count; i++)
		if (strcmp(screen_commands[i].name, word) == 0)
			return true;
	return lab_command(word) != NULL;
}

/* A command stays a command while a lesson asks, so that one can look around
 * before one answers; but the words of the choices are answers. */
static bool is_answer(const struct screen *screen, const char *line)
{
	const struct host_question *q = desk_question(screen->desk);
	char word[32];
	for (size_t i = 0; q && i < q->choices; i++)
		if (strcmp(line, q->choice[i]) == 0)
			return true;
	if (!q || sscanf(line, " %31[^ \t;#]", word) != 1)
		return q != NULL;
	return !screen_is_command(word) || desk_answers(screen->desk, line);
}

static void remember_motion(struct screen *screen, const char *line)
{
	free(screen->again);
	screen->again = line_repeats(line) ? strdup(line) : NULL;
}

/* The prompt stands behind a ':' as it is; many type it once more. */
static const char *without_sign(const char *line)
{
	return line + strspn(line, ": \t");
}

/* What is looked for is not to be found in its own echo. */
static void add_echo(struct screen *screen, const char *line)
{
	char echo[TEXT];
	if (strncmp(line, "search", 6) == 0)
		return;
	snprintf(echo, sizeof(echo), "> %s", line);
	messages_add(screen->messages, STYLE_PROMPT, echo);
}

bool screen_take_line(struct screen *screen, const char *line)
{
	line = without_sign(line);
	bool empty = line[strspn(line, " \t")] == '\0';
	messages_go_on(screen->messages);
	scene_remember(&screen->memory, screen->lab);
	if (empty && desk_state(screen->desk) == HOST_PAUSED) {
		lesson_on(screen, NULL);
		return true;
	}
	if (empty)
		return screen->again ? run_commands(screen, screen->again) : true;
	if (is_answer(screen, line)) {
		lesson_on(screen, line);
		return true;
	}
	add_echo(screen, line);
	remember_motion(screen, line);
	screen->typed = true;
	bool well = run_commands(screen, line);
	screen->typed = false;
	return well;
}

bool screen_run_key(struct screen *screen, const char *line)
{
	messages_go_on(screen->messages);
	scene_remember(&screen->memory, screen->lab);
	return run_commands(screen, line);
}
