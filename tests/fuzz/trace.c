/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Fuzzing the reader of recordings: any bytes, as a file, must be read and
 * compared, or be refused with a sentence. The file lies in memory.
 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memfd_create */
#endif

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ui/replay/compare.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int file_of(const uint8_t *data, size_t size)
{
	int file = memfd_create("recording", 0);

	if (file < 0 || write(file, data, size) != (ssize_t)size ||
	    lseek(file, 0, SEEK_SET) != 0)
		abort();
	return file;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct compare_report report = { 0 };
	char path[40];
	int file = file_of(data, size);

	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	if (compare_file(path, REPLAY_BOTH, &report) != COMPARE_SAME && !report.what.length)
		abort();	/* without a word about it */
	compare_report_free(&report);
	close(file);
	return 0;
}
