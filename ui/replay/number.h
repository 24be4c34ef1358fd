/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPLAY_NUMBER_H
#define VMAPLAB_REPLAY_NUMBER_H

/*
 * Numbers and words as recordings write them.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A piece of a line. */
struct trace_word {
	const char *at;
	size_t length;
};

/* For "%.*s" in a message: as much of a strange word as is worth repeating. */
#define SHOWN(word) (int)((word).length < 40 ? (word).length : 40), (word).at

/* The whole word as a number: decimal, or hexadecimal behind 0x. False: it is
 * none, or it does not fit 64 bits. */
bool trace_number(struct trace_word word, uint64_t *value);

/* The whole word as a hexadecimal number without 0x, lower case. */
bool trace_hex(struct trace_word word, uint64_t *value);

/* The whole word as "START-END", both such numbers. */
bool trace_hex_range(struct trace_word word, uint64_t *start, uint64_t *end);

/* Takes the first word that `separator` ends off the text at *at; the empty
 * word at the end of the text. */
struct trace_word trace_take(const char **at, char separator);

bool trace_word_is(struct trace_word word, const char *text);

/* Cuts "key=value" in two. False: there is no '='; then `value` is the whole
 * word and `key` is empty. */
bool trace_split(struct trace_word word, struct trace_word *key, struct trace_word *value);

/* Cuts at the first `separator` in two. False: there is none. */
bool trace_cut(struct trace_word word, char separator, struct trace_word *before,
	       struct trace_word *behind);

#endif
