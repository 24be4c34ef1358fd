/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_EXAM_SHEET_LINES_H
#define VMAPLAB_EXAM_SHEET_LINES_H

/*
 * Words of a transcript that its reader and its writer share.
 */

#define SHEET_HEAD "vmaplab exam transcript "
#define SHEET_END "end"
#define SHEET_TIME "%Y-%m-%dT%H:%M:%SZ"
#define SHEET_WORDS { "answer", "command" }	/* by enum sheet_kind */

#endif
