/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_MANUAL_H
#define VMAPLAB_MANUAL_H

/*
 * The manual page, made from the tables that the program itself goes by.
 */

#include <stddef.h>
#include <stdio.h>

#include "ui/options.h"

/* Writes vmaplab.1. */
void manual_write(FILE *out, const struct subcommand *table, size_t count);

#endif
