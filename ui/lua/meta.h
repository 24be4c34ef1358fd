/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LUA_META_H
#define VMAPLAB_LUA_META_H

#include <stdbool.h>
#include <stdio.h>

/* Writes the LuaCATS description of what scripts can call, for editors: from the table
 * of commands and the table in meta.c. False: those tables and what scripts really
 * find differ; each difference is a line on `complaints`. */
bool meta_write(FILE *out, FILE *complaints);

#endif
