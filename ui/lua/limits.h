/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LUA_LIMITS_H
#define VMAPLAB_LUA_LIMITS_H

/*
 * The bounds of the sandbox, as a person writes them on the command line.
 */

#include <stdbool.h>
#include <stddef.h>

struct host_limits;

/* Reads "time=60s,memory=1G,pages=2000000,lines=500000": any of them, the others keep
 * what `limits` has. More time is more instructions, too. False: `why` gets one sentence
 * with the word that is not understood, and what would be. */
bool limits_read(const char *text, struct host_limits *limits, char *why, size_t room);

#endif
