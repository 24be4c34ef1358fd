/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_MESSAGES_H
#define VMAPLAB_MESSAGES_H

/*
 * The lines that commands have printed, the newest few hundred of them.
 */

#include <stddef.h>

#include "ui/lab/lab.h"
#include "ui/screen/canvas.h"

struct messages;

struct messages *messages_open(void);	/* NULL: no memory */
void messages_close(struct messages *messages);

/* Keeps a copy; without memory for it the line is lost. */
void messages_add(struct messages *messages, enum style style, const char *text);
enum style messages_style(enum lab_tone tone);

/* From now on lines (but for errors) are those of a script: of less interest than what the
 * learner's own commands answer, so a small pane leaves them out. */
void messages_chatter(struct messages *messages, bool chatter);

/* The learner has gone on: a pane of one row has no place for what was told before. */
void messages_go_on(struct messages *messages);
bool messages_is_past(const struct messages *messages, size_t i);

/* The i-th line that is kept, the oldest first. */
size_t messages_count(const struct messages *messages);
const char *messages_text(const struct messages *messages, size_t i, enum style *style);
bool messages_is_chatter(const struct messages *messages, size_t i);

/* How many lines there have ever been. The line that came as the n-th (from 0)
 * is now the i-th that is kept: messages_place; 0 when it is gone. */
size_t messages_total(const struct messages *messages);
size_t messages_place(const struct messages *messages, size_t n);

#endif
