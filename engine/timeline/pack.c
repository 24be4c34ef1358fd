/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Packing a page of a region.
 *
 * Regions are arrays of small structures: addresses of one space, handles well
 * below their 32 bits, flags that are the same everywhere. Taken together with
 * the same word of the element before (exclusive or), most bytes become zero.
 * Of each half of such a word only the bytes up to the highest one that is not
 * zero are written, behind one byte that says how many there are of the lower
 * (bits 0..3) and of the upper half (bits 4..7).
 */

#include "engine/timeline/pack.h"

#include <string.h>

enum { HALF = sizeof(uint32_t) };

static uint64_t word_at(const unsigned char *page, size_t index)
{
	uint64_t word;

	memcpy(&word, page + index * sizeof(word), sizeof(word));
	return word;
}

static uint64_t word_like(const unsigned char *page, size_t index, size_t stride)
{
	return index < stride ? 0 : word_at(page, index - stride);
}

static unsigned int bytes_of(uint32_t half)
{
	return half ? (unsigned int)(39 - __builtin_clz(half)) / 8 : 0;
}

static unsigned char *put_half(unsigned char *at, uint32_t half, unsigned int bytes)
{
	for (unsigned int i = 0; i < bytes; i++)
		*at++ = (unsigned char)(half >> (8 * i));
	return at;
}

static uint64_t get_half(const unsigned char *at, unsigned int bytes)
{
	uint32_t half;

	memcpy(&half, at, HALF);
	return half & ((UINT64_C(1) << (8 * bytes)) - 1);
}

static const unsigned char *get_word(const unsigned char *at, uint64_t *word)
{
	unsigned int lower = *at & 15;
	unsigned int upper = *at >> 4;

	at++;
	*word = get_half(at, lower) | get_half(at + lower, upper) << 32;
	return at + lower + upper;
}

size_t pack_page(const unsigned char *page, size_t stride, unsigned char *packed)
{
	unsigned char *at = packed;

	for (size_t i = 0; i < PACK_WORDS; i++) {
		uint64_t word = word_at(page, i) ^ word_like(page, i, stride);
		unsigned int lower = bytes_of((uint32_t)word);
		unsigned int upper = bytes_of((uint32_t)(word >> 32));

		*at++ = (unsigned char)(lower | upper << 4);
		at = put_half(at, (uint32_t)word, lower);
		at = put_half(at, (uint32_t)(word >> 32), upper);
	}
	return (size_t)(at - packed);
}

void pack_open(const unsigned char *packed, size_t stride, unsigned char *page)
{
	for (size_t i = 0; i < PACK_WORDS; i++) {
		uint64_t word;

		packed = get_word(packed, &word);
		word ^= word_like(page, i, stride);
		memcpy(page + i * sizeof(word), &word, sizeof(word));
	}
}

bool pack_holds(const unsigned char *packed, size_t stride, const unsigned char *page)
{
	for (size_t i = 0; i < PACK_WORDS; i++) {
		uint64_t word;

		packed = get_word(packed, &word);
		if (word != (word_at(page, i) ^ word_like(page, i, stride)))
			return false;
	}
	return true;
}
