/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_OPLINE_H
#define VMAPLAB_REPLAY_OPLINE_H

/*
 * The op lines of a recording: "op N NAME key=value ..", by the table of
 * operations (engine/ops.h).
 */

#include "ui/replay/trace.h"

/* Reads `text` into t->op and t->op_number; arguments that are not given take
 * their defaults for t->space. False: t->problem tells what was expected. */
bool trace_read_op(struct trace *t, const char *text);

/* Notes what is wrong with the present line. Always false. */
bool trace_refuse(struct trace *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
