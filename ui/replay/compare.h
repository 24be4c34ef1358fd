/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_COMPARE_H
#define VMAPLAB_REPLAY_COMPARE_H

/*
 * One recording against the model, up to the first difference.
 */

#include "ui/replay/replay.h"
#include "ui/replay/report.h"

enum compare_verdict compare_file(const char *path, enum replay_engine engine,
				  struct compare_report *report);

#endif
