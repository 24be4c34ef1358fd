/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_BENCH_H
#define VMAPLAB_REPLAY_BENCH_H

/*
 * `vmaplab bench`: fixed workloads, so that two implementations of the
 * allocator can be laid side by side, and the cost of going through time.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Without arguments: lists the workloads. "WORKLOAD N" runs one and prints
 *	WORKLOAD n= time= ops/s= ns/op= check=
 * where check is what the addresses given out add up to (16 hex digits, the
 * same for every right implementation). "history N" prints
 *	history n= bytes/op= jump_p50_ms= jump_p99_ms= back_p50_us= back_p99_us=
 * Returns 0; 1 when the workload broke off; 2 on wrong usage.
 */
bool bench_number(const char *word, uint64_t *n);	/* N: a number from 1 */
int bench_main(int argc, char *const *argv, FILE *out, FILE *err);

/* Sorts the sample, and gives the one that `percent` of it do not exceed (1 to 100;
 * 100: the largest). `count` is at least 1. */
double bench_percentile(double *sample, size_t count, unsigned percent);

#endif
