/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_DESK_H
#define VMAPLAB_DESK_H

/*
 * The learner's desk: the lesson or script that runs, and what it has said.
 *
 * The text comes in parts: what was said between two pauses belongs together.
 * All of it is kept, so that one can scroll back.
 */

#include <stdbool.h>
#include <stddef.h>

#include "ui/lab/lab.h"
#include "ui/lua/host.h"
#include "ui/screen/canvas.h"

struct desk;
struct sitting;

/* What a paragraph is; decides how it looks. */
enum paragraph_kind {
	PARAGRAPH_TEXT, PARAGRAPH_TITLE, PARAGRAPH_QUESTION, PARAGRAPH_CHOICE,
	PARAGRAPH_RIGHT, PARAGRAPH_WRONG, PARAGRAPH_ERROR, PARAGRAPH_GAP
};
struct paragraph {
	char *text;
	enum paragraph_kind kind;
	unsigned part;
};

/* Opens a desk without a script. `alone`: nobody is there to answer. */
struct desk *desk_open(struct lab *lab, bool alone);	/* NULL: no memory */

/* Bounds on scripts; NULL: the usual ones. */
void desk_set_limits(struct desk *desk, const struct host_limits *limits);
void desk_close(struct desk *desk);

/* The script that comes is an exam. */
void desk_sit(struct desk *desk, struct sitting *sitting);

/* Loads a script and runs it to its first pause. */
enum host_state desk_begin(struct desk *desk, const char *path, size_t count,
			   const char *const *argument);

/* Goes on: from a pause (answer NULL), or with an answer to the question. */
enum host_state desk_go_on(struct desk *desk, const char *answer);

/* Loads the script again, which may have been edited, and goes to the place where it
 * stood; what it had said is said anew. False: there is none to be loaded. */
bool desk_reload(struct desk *desk);

/* Leaves the lesson where it stands. */
void desk_leave(struct desk *desk);

enum host_state desk_state(const struct desk *desk);
enum host_kind desk_kind(const struct desk *desk);
const struct host_question *desk_question(const struct desk *desk);
bool desk_answers(const struct desk *desk, const char *line);	/* as line_answers */
bool desk_quit(const struct desk *desk);
bool desk_waits(const struct desk *desk);	/* for the learner to go on, or to answer */

/* True when there is a lesson to be shown: it has said something, or waits. */
bool desk_in_use(const struct desk *desk);

/* What the script has noted for the speaker since the last pause: paragraphs,
 * each ends with a newline. Which script it is and where it stands: "FILE:LINE",
 * or "". */
const char *desk_notes(const struct desk *desk);
const char *desk_script(const struct desk *desk);
const char *desk_place(const struct desk *desk);

const char *desk_title(const struct desk *desk);	/* "" without one */
unsigned desk_part(const struct desk *desk);
size_t desk_paragraphs(const struct desk *desk);
const struct paragraph *desk_paragraph(const struct desk *desk, size_t i);

#endif
