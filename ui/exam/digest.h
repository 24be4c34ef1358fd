/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_EXAM_DIGEST_H
#define VMAPLAB_EXAM_DIGEST_H

/*
 * Digests (FNV-1a, 64 bits): they find what was changed by hand or by accident. Against
 * somebody who computes new ones they are no seal; the model is (marking.h).
 */

#include <stddef.h>
#include <stdint.h>

#define DIGEST_START UINT64_C(0xcbf29ce484222325)

static inline uint64_t digest(uint64_t sum, const void *data, size_t length)
{
	const unsigned char *byte = data;
	for (size_t i = 0; i < length; i++)
		sum = (sum ^ byte[i]) * UINT64_C(0x100000001b3);
	return sum;
}

static inline uint64_t digest_word(uint64_t sum, uint64_t word)
{
	unsigned char bytes[8];
	for (unsigned i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(word >> (8 * i));
	return digest(sum, bytes, sizeof(bytes));
}

#endif
