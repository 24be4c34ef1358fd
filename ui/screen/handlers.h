/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_SCREEN_HANDLERS_H
#define VMAPLAB_SCREEN_HANDLERS_H

/*
 * Handlers of the screen's commands that do not live in commands.c, and what
 * all of them share. Only the files of commands include this.
 */

#include "ui/screen/view.h"

#define HANDLER(name) \
	enum lab_status name(struct lab *lab, const struct arguments *a, struct reply *reply)

struct screen *screen_of(const struct lab *lab);

/* What a command could not do, as a message; the command itself went well. */
void screen_complain(struct screen *screen, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* --- settings.c --- */

HANDLER(run_scheme);
HANDLER(run_bind);
HANDLER(run_unbind);
HANDLER(run_colour);

/* --- hands.c --- */

HANDLER(run_again);
HANDLER(run_find);
HANDLER(run_find_next);
HANDLER(run_find_previous);
HANDLER(run_prompt);
HANDLER(run_palette);
HANDLER(run_pick);
HANDLER(run_fold);

/* --- moments.c --- */

HANDLER(run_op_begin);
HANDLER(run_op_end);
HANDLER(run_break_here);

/* --- present.c, notes.c --- */

HANDLER(run_play);
HANDLER(run_projector);
HANDLER(run_record);
HANDLER(run_notes);

/* --- arrange.c --- */

HANDLER(run_zoom);
HANDLER(run_layout);
HANDLER(run_layout_undo);
HANDLER(run_plan);
HANDLER(run_pane_move);
HANDLER(run_pane_size);
HANDLER(run_pane_hide);
HANDLER(run_pane_show);

#endif
