/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_BENCH_FRAME_H
#define VMAPLAB_BENCH_FRAME_H

/*
 * `vmaplab bench frame N`: what a picture of the screen costs.
 */

#include <stdint.h>
#include <stdio.h>

/*
 * Goes 1,000 steps through an operation among `n` areas and draws each on a terminal
 * that nobody sees, width x height cells. `layout` is a name of layout.h; NULL: the
 * usual one. The operation is a search, or for the layouts about that a mapping of
 * `n` pages (at most 1,000,000), which is there in any case. Prints
 *	frame n= size=WxH cpu_p50_ms= cpu_p99_ms= bytes_p50=
 * the processor time of drawing and the bytes sent to the terminal. Returns the
 * exit code: 0; 1: no memory, or no terminal of that kind is described here.
 */
int bench_frame(uint64_t n, int width, int height, const char *layout, FILE *out, FILE *err);

#endif
