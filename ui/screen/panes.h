/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_PANES_H
#define VMAPLAB_PANES_H

/*
 * The panes there are, each in a file of its own.
 */

#include "ui/screen/pane.h"

extern const struct pane pane_space;
extern const struct pane pane_tree;
extern const struct pane pane_list;
extern const struct pane pane_source;
extern const struct pane pane_variables;
extern const struct pane pane_stack;
extern const struct pane pane_tables;
extern const struct pane pane_why;
extern const struct pane pane_timeline;
extern const struct pane pane_events;
extern const struct pane pane_lesson;
extern const struct pane pane_log;
extern const struct pane pane_vmallocinfo;
extern const struct pane pane_ptdump;
extern const struct pane pane_blocks;
extern const struct pane pane_frames;
extern const struct pane pane_tlb;

enum { PANE_COUNT = 17 };

/* Their names, in the order of panes[]. */
#define PANE_CHOICES "space tree list source variables stack tables why timeline events " \
		     "lesson log vmallocinfo ptdump blocks frames tlb"

#endif
