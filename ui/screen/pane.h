/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_PANE_H
#define VMAPLAB_PANE_H

/*
 * A pane: one way of looking at the laboratory.
 *
 * Each is one file with a const table of operations. A pane draws the scene
 * into the window it is given, whatever its size, and keeps nothing but how it
 * was scrolled and zoomed. It changes nothing in the lab.
 */

#include "ui/screen/canvas.h"
#include "ui/screen/scene.h"

/* What the learner asks of the pane in focus. */
enum pane_motion {
	PANE_UP, PANE_DOWN, PANE_PAGE_UP, PANE_PAGE_DOWN, PANE_TOP, PANE_BOTTOM,
	PANE_LEFT, PANE_RIGHT, PANE_IN, PANE_OUT, PANE_FOLLOW
};

/* How a pane is scrolled and zoomed. All zero: it follows the step. */
struct pane_state {
	bool held;	/* the learner has scrolled: stay here */
	int64_t offset;	/* first row shown, or what the pane makes of it */
	int64_t by;	/* rows to go at the next drawing (rows.h) */
	int zoom;
	int rows;	/* height of the list at the last drawing, for pages ... */
	int columns;	/* ... and width, if the pane wants to know */
	int64_t most;	/* offset at which the last row is shown */
	int64_t chosen;	/* the row that the learner stands on, while held (pane_choose) ... */
	int64_t last;	/* ... and the last one there is */
	size_t open;	/* what is unfolded, from 1; 0: nothing; ... */
	struct cursor open_in;	/* ... in this operation */
	int needed;	/* rows for the longest it had to show in this operation, with its title ... */
	struct cursor needed_in;	/* ... which is this one */
	char note[128];	/* what the drawing has to say behind the title */
};

/* Texts that the screen collects and panes show; NULL where there is none. */
struct messages;	/* messages.h */
struct desk;		/* desk.h: the lesson that runs */

struct showing {
	const struct scene *scene;
	const struct messages *messages;
	size_t messages_from;	/* the first line that is shown at all */
	const struct desk *desk;
	struct place picked;		/* a line of the source; line 0: none */
	bool counts;			/* the source tells how often each line ran */
};

struct pane {
	const char *name;	/* one word, for commands and layouts */
	const char *title;
	/* What it is called at the moment, instead of its title; may be NULL. */
	const char *(*called)(const struct showing *showing);
	/* Text behind the title; may be NULL. */
	void (*caption)(const struct showing *showing, char *text, size_t room);
	void (*draw)(const struct window *w, const struct showing *showing,
		     struct pane_state *state);
	/* Rows for all it has to show; NULL: it takes what it gets. */
	int (*needs)(const struct showing *showing, int width);
	/* False: the pane has no use for it. NULL: it cannot be moved. */
	bool (*move)(struct pane_state *state, enum pane_motion motion);
	/* What up and down do in it; NULL: they scroll. */
	const char *moves;
	/* Goes to what a text names, such as an address. False: nothing here is
	 * called so. NULL: the rows are searched for the text. */
	bool (*find)(const struct showing *showing, struct pane_state *state, const char *text);
	/* The command line that a click on a cell of its window means; false: none. */
	bool (*click)(const struct showing *showing, const struct pane_state *state, int y, int x,
		      char *line, size_t room);
};

extern const struct pane *const panes[];
extern const size_t pane_count;

/* Its index in `panes`; -1: no such pane. */
int pane_by_name(const char *name, size_t length);

/* A size, short: "3p", "128M"; hexadecimal where it is not whole pages. */
const char *pane_size(uint64_t bytes, char *text, size_t room);

/* "+14p": where an address lies, from the start of the space. */
const char *pane_place(const struct scene *scene, uint64_t address, char *text, size_t room);

/* An area in few columns: its name, or its place as "+3p" from the space's start. */
const char *pane_area(const struct scene *scene, uint32_t area, char *text, size_t room);

/* True when the last page of an area is a guard page. */
bool pane_guarded(const struct scene *scene, uint32_t area);

/* A value in at most `columns` columns: the lab's text for it, or a shorter one. */
const char *pane_value(const struct scene *scene, enum value_kind kind, uint64_t value,
		       int columns, char *text, size_t room);

/* How many rows a motion goes down (below 0: up), and whether the pane still
 * follows the step. False: it is none that goes by rows. */
#define PANE_TO_TOP INT64_MIN
#define PANE_TO_BOTTOM INT64_MAX
bool pane_rows_to_go(struct pane_state *state, enum pane_motion motion, int64_t *by);

/* The usual `find` for a pane whose offset is an address: takes whatever the lab can
 * evaluate, and holds the pane there. */
bool pane_go_to(const struct showing *showing, struct pane_state *state, const char *text);

/* The usual `move` for a pane that shows rows from state->offset on. */
bool pane_scroll(struct pane_state *state, enum pane_motion motion);

/* The `move` for one whose rows can be chosen: the chosen row moves, and what is
 * shown with it. Enter means what a click on the row means. */
bool pane_choose(struct pane_state *state, enum pane_motion motion);

/* As pane_first_row, for such a pane. */
int64_t pane_first_chosen(struct pane_state *state, int64_t rows, int height, int64_t wanted);

/* Marks the chosen row, if it is this one. */
void pane_mark_chosen(const struct window *w, const struct pane_state *state, int y);

/* For such a pane: `rows` rows on `height`, of which row `wanted` (or -1) should
 * be seen. Brings the state up to date and returns the first row to show. */
int64_t pane_first_row(struct pane_state *state, int64_t rows, int height, int64_t wanted);

#endif
