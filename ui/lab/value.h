/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_VALUE_H
#define VMAPLAB_LAB_VALUE_H

/*
 * Values of expressions, and what operators do with them.
 *
 * Numbers are magnitude and sign, so that a sum that leaves 64 bits is an
 * error and never a surprise. Each value also carries what it most likely
 * means (an address, a size), for printing.
 */

#include <stdbool.h>
#include <stdint.h>

#include "engine/core/record.h"

struct lab;

enum operator {
	OR, AND, BIT_OR, BIT_XOR, BIT_AND, EQUAL, UNEQUAL, LESS_EQUAL, GREATER_EQUAL,
	SHIFT_LEFT, SHIFT_RIGHT, LESS, GREATER, PLUS, MINUS, TIMES, DIVIDE, MODULO,
	NO_OPERATOR
};

/* An object (an area, a vm area...) counts as its address; whether it exists is
 * another matter: a new area has no address yet. */
struct value {
	uint64_t magnitude;
	bool negative;
	bool object;
	uint32_t handle;	/* of an object; 0: none */
	bool unit;		/* it was said to be a size: 3p, 4K, a1.size */
	enum value_kind kind;	/* what it most likely means */
};

/* Why an evaluation fails whose result is one of more bits. */
#define VALUE_TOO_LARGE N_("the result does not fit into 64 bits")

/* What `if (value)` asks. */
bool value_true(const struct value *value);

/* Makes it yes or no. */
void value_flag(struct value *value, bool flag);

/* *a = *a operator *b. False: it has no result; lab_error tells. */
bool value_apply(struct lab *lab, enum operator operator, struct value *a,
		 const struct value *b);

#endif
