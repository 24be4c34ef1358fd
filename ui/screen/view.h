/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_VIEW_H
#define VMAPLAB_VIEW_H

/*
 * What the files of the screen share: its state, and the picture made of it.
 */

#include <stdbool.h>

#include "ui/lab/lab.h"
#include "ui/screen/canvas.h"
#include "ui/exam/sitting.h"
#include "ui/screen/desk.h"
#include "ui/screen/keys.h"
#include "ui/screen/layout.h"
#include "ui/screen/messages.h"
#include "ui/screen/panes.h"
#include "ui/screen/theme.h"

enum { HINT_ROOM = 200, HELP_PAGE = 10, HELP_END = 10000 };

/* Plans of the learner's own, by layout_by_name, and what can be taken back. */
enum { LAYOUT_UNDO = 20 };
struct layout_past {
	const char *chosen;
	bool zoomed;
	int focus, which;
	char plan[PLAN_TEXT];	/* of situation `which` */
};
struct layout_state {
	char plan[LAYOUT_MOST][PLAN_TEXT];	/* "": the usual one */
	struct layout_past past[LAYOUT_UNDO];
	int pasts;
};

struct cast;	/* cast.h */

struct screen {
	struct lab *lab;
	struct desk *desk;
	struct messages *messages;
	struct canvas canvas;

	const struct scheme *scheme;	/* what is drawn with: `painted` ... */
	const struct scheme *base;	/* ... which is this one ... */
	struct scheme painted;
	bool recoloured[STYLE_COUNT];	/* ... with colours of the user's own */
	struct look look[STYLE_COUNT];
	struct keymap keymap;
	bool mouse;
	bool counts;			/* the source pane tells how often each line ran */
	bool script_runs;
	char *config;			/* the file that keeps what is chosen; NULL: nowhere */

	struct memory memory;		/* the variables at the stop before */
	struct pane_state state[PANE_COUNT];
	struct layout layout;		/* as it was last drawn, ... */
	struct window area;		/* ... and where */
	struct layout_state arranged;	/* how the learner has arranged the panes */
	const char *chosen_layout;	/* NULL: what suits the situation */
	const char *first_layout;	/* that was asked for on the command line, or NULL */
	const char *kept_layout;	/* what is chosen when no lesson is open; or NULL */
	int focus;			/* index into panes[] */
	bool zoomed;
	bool help;			/* the overlay is shown ... */
	int help_row;			/* ... from this row on */
	bool answer;			/* what a command has said, in full, ... */
	bool listing;			/* ... a list to read, not a sentence, ... */
	size_t answer_from;		/* ... from that line on, */
	struct pane_state answer_state;	/* ... until the next key */
	bool in_prompt;			/* keys go to the prompt, ... */
	bool one_line;			/* ... for one line only */
	bool palette;			/* above it is the palette ... */
	int chosen;			/* ... with this command chosen */
	unsigned count;			/* typed before a key; 0: none */
	char struck[24];		/* the letters that were keys, since the last other key */
	char repeatable[HINT_ROOM];	/* the line that `again` runs ... */
	bool repeat;			/* ... which was asked for */
	char needle[80];		/* what was looked for, ... */
	int needle_pane;		/* ... in which pane, ... */
	int needle_row;			/* ... and found there */
	struct place picked;		/* a line of the source, ... */
	struct cursor picked_at;	/* ... chosen when the cursor stood here */
	bool quit;
	bool redraw;			/* all cells anew */
	bool scheme_changed;
	bool mute;			/* old commands run again: nothing is told */
	bool typed;			/* the line that runs is not a key's */
	bool quiet;			/* a motion runs: its plain lines are in the panes already */

	bool playing;			/* it steps by itself, ... */
	int play_every;			/* ... so many milliseconds each; 0: never played */
	long long play_due;		/* when the next step is due, by a clock of present.c */
	bool spotlight;			/* only what the step is about has its colours */
	struct presented {		/* what was there before the projector; no scheme: it is off */
		const struct scheme *scheme;
		const char *layout;
		bool spotlight;
	} before_projector;
	bool on_terminal;
	struct cast *cast;		/* the recording that is made; NULL: none */
	char notes[300];		/* the speaker's file; "": none */
	char *noted;			/* what it holds */

	char last_line[HINT_ROOM];	/* the command that ran last */
	char *again;			/* the motion that an empty line repeats */
	char *wanted;			/* script that a command has asked for */
	struct keep *keep;		/* the session on the disk; NULL: it is not kept */
};

/* --- view.c --- */

/* Draws everything on the canvas, which has its size already. */
void view_draw(struct screen *screen);

/* What panes are given to show. */
struct showing view_showing(const struct screen *screen, const struct scene *scene);

/* Where messages are seen; without rows: nowhere. */
struct window view_log(const struct screen *screen);

/* Is a pane (an index into panes[]) to be seen? A zoomed one is alone. */
bool view_shows(const struct screen *screen, int pane);

/* Does a lesson wait behind other panes that were chosen? */
bool view_hides_lesson(const struct screen *screen);

/* The row of the bar of keys; -1: it is not there. */
int view_bar_row(const struct screen *screen);

/* The layout that is shown now. */
const char *view_layout(const struct screen *screen);

/* The window for a pane's content, without title and edges, in `area`. */
struct window view_body(const struct window *area, const struct placed *placed);

/* Where the pane in focus stands when it is zoomed. */
struct placed view_whole(const struct screen *screen);

/* The plan that is shown now; false: there is room for nothing. `area` is what
 * the panes had at the last drawing. */
bool view_plan(const struct screen *screen, const struct window *area, struct plan *plan);

/* --- commands.c --- */

extern const struct command screen_commands[];
extern const size_t screen_command_count;

/* A line from the prompt or a script's question: an answer, "go on", or
 * commands. False: it failed, and the messages tell why. */
bool screen_take_line(struct screen *screen, const char *line);

/* A line that a key stands for. False: it failed. */
bool screen_run_key(struct screen *screen, const char *line);

/* A script for the screen: a path. False: it cannot be read. */
bool screen_begin_script(struct screen *screen, const char *path, size_t count,
			 const char *const *argument);

/* Moves the lesson's text. False: it is not to be seen. */
bool screen_turn_lesson(struct screen *screen, enum pane_motion motion);

/* True when a line may begin with that word. */
bool screen_is_command(const char *word);

/* --- settings.c --- */

extern const struct setting screen_settings[];
extern const size_t screen_setting_count;

/* Draws with a scheme from now on, the user's own colours in it. */
void screen_use_scheme(struct screen *screen, const struct scheme *scheme);

/* Reads the user's config file; what is wrong with it becomes messages. */
void screen_read_config(struct screen *screen);

/* Keeps a choice in that file: a line in the place of the one that begins with
 * `key`; NULL removes it. What a script chooses is not kept. */
void screen_keep(struct screen *screen, const char *key, const char *line);
void screen_keep_setting(struct screen *screen, const char *name, const char *value);

/* --- resume.c --- */

/* Begins to keep the session; with `kept`, goes on with that one. False: it was
 * interrupted, and the messages tell. */
struct kept;
bool screen_begin_keeping(struct screen *screen, struct kept *kept);

/* Begins an exam, or goes on with it. False: its transcript does not fit. */
bool screen_sit(struct screen *screen, struct sitting *sitting);

/* --- shot.c --- */

/* False: no memory. Sets up everything that needs no terminal. */
struct screen_options;
bool screen_open(struct screen *screen, struct lab *lab, const struct screen_options *options,
		 bool alone);
void screen_close(struct screen *screen);

#endif
