/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_BENCH_START_H
#define VMAPLAB_BENCH_START_H

/*
 * `vmaplab bench start N`: what opening the screen costs.
 */

#include <stdint.h>
#include <stdio.h>

/*
 * Starts this very program N times on a terminal of width x height cells that
 * nobody sees, with an empty space and a home of its own, until it waits for the
 * first key. Prints
 *	start n= size=WxH cpu_p50_ms= cpu_max_ms= bytes=
 * the processor time from the exec on, and the bytes of the first picture.
 * Returns the exit code: 0; 1: it could not be started, or did not come that far.
 */
int bench_start(uint64_t n, int width, int height, FILE *out, FILE *err);

#endif
