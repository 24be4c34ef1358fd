/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_H
#define VMAPLAB_SCREEN_H

/*
 * The screen: one laboratory on a terminal, or its picture without one.
 *
 * The caller opens the lab and closes it afterwards. From the call on the
 * lab's output goes to the screen; when the call returns, the lab has no sink
 * (its lines are dropped), so set another one if it lives on. Scripts and
 * lessons are run by the screen itself: it opens the Lua host.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct lab;
struct kept;
struct sitting;

struct screen_options {
	const char *script;	/* script or lesson (a path) to run, or NULL */
	struct kept *kept;	/* a session to go on with, or NULL */
	struct sitting *sitting;	/* an exam to sit, or NULL; the caller closes it */
	size_t arguments;	/* of the script */
	const char *const *argument;
	const struct host_limits *limits;	/* of scripts; NULL: the usual ones */
	const char *scheme;	/* a name of theme.h; NULL: dark, or mono with NO_COLOR */
	const char *layout;	/* a name of layout.h; NULL: what suits the situation */
	const char *language;	/* goes before the one that is kept; NULL: the kept one, or that
				 * of the environment */
	const char *zoom;	/* for a shot: a pane that fills the screen, or NULL */
	bool ascii;		/* draw with ASCII even where the locale is UTF-8 */
};

/*
 * Runs the screen until the learner quits. LC_CTYPE must have been set from
 * the environment. `options` may be NULL.
 *
 * Returns the exit code of the program: 0, or 2 when the script cannot be read
 * or there is no terminal to draw on (a sentence on stderr has told why, and
 * what works instead).
 */
int screen_run(struct lab *lab, const struct screen_options *options);

/* Characters; characters and looks (canvas_write_cells); a drawing. */
enum shot_format { SHOT_TEXT, SHOT_CELLS, SHOT_SVG };

struct shot {
	int width, height;	/* in cells */
	int colours;		/* of the terminal that it would be on: 0, 8, 16, 256 */
	enum shot_format format;
};

/*
 * Runs the script (if any) to its end with nobody there, and writes the screen
 * as it then stands to `out`. Needs no terminal.
 *
 * Returns the exit code: 0; 1 when the script failed (the picture shows it);
 * 2 when it cannot be read or the size is not within 1x1..1000x1000.
 */
int screen_shot(struct lab *lab, const struct screen_options *options,
		const struct shot *shot, FILE *out);

#endif
