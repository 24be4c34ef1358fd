/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_COMPLETION_H
#define VMAPLAB_COMPLETION_H

/*
 * What a shell needs to complete the command line of vmaplab, made from the
 * tables that the program itself goes by.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "ui/options.h"

/* Writes it for "bash", "zsh" or "fish". False: there is no such shell here, and nothing
 * was written. */
bool completion_write(FILE *out, const char *shell, const struct subcommand *table,
		      size_t count);

#endif
