/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_DRAFT_H
#define VMAPLAB_LAB_DRAFT_H

/*
 * An operation that is being put together from the words of a command.
 */

#include "ui/lab/inside.h"

struct draft {
	struct lab *lab;
	const struct op_info *info;
	struct op op;
	char name[NAME_ROOM];	/* of what it makes */
	uint64_t *list;
};

/* Reads the arguments of the command that runs, and gives an id to what the
 * operation will make. `lab`, `info` and `op` (with its defaults) are set
 * already; the caller frees `list`. False: lab_error tells. */
bool draft_build(struct draft *r, const struct arguments *a);

#endif
