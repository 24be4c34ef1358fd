/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Operators on values: C's, but with borders that can be seen.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>

static bool too_large(struct lab *lab)
{
	lab_fail(lab, VALUE_TOO_LARGE);
	return false;
}

static bool add(struct lab *lab, struct value *a, const struct value *b, bool minus)
{
	bool b_negative = b->negative != minus;
	if (a->negative == b_negative) {
		if (a->magnitude > UINT64_MAX - b->magnitude)
			return too_large(lab);
		a->magnitude += b->magnitude;
		return true;
	}
	if (a->magnitude >= b->magnitude) {
		a->magnitude -= b->magnitude;
	} else {
		a->magnitude = b->magnitude - a->magnitude;
		a->negative = b_negative;
	}
	a->negative = a->negative && a->magnitude != 0;
	return true;
}

/* An address and a size make an address; two addresses lie a size apart. */
static enum value_kind kind_of_sum(const struct value *a, const struct value *b, bool minus)
{
	bool address_a = a->kind == VALUE_ADDRESS || a->kind == VALUE_AREA;
	bool address_b = b->kind == VALUE_ADDRESS || b->kind == VALUE_AREA;
	if (address_a != address_b)
		return VALUE_ADDRESS;
	if (address_a)
		return minus ? VALUE_BYTES : VALUE_ADDRESS;
	return a->kind == VALUE_BYTES || b->kind == VALUE_BYTES ? VALUE_BYTES : VALUE_NUMBER;
}

static int compare(const struct value *a, const struct value *b)
{
	if (a->negative != b->negative)
		return a->negative ? -1 : 1;
	int order = (a->magnitude > b->magnitude) - (a->magnitude < b->magnitude);
	return a->negative ? -order : order;
}

static bool multiply(struct lab *lab, enum operator operator, struct value *a,
		     const struct value *b)
{
	if (operator == TIMES) {
		if (b->magnitude && a->magnitude > UINT64_MAX / b->magnitude)
			return too_large(lab);
		a->magnitude *= b->magnitude;
	} else if (b->magnitude == 0) {
		lab_fail(lab, "division by zero");
		return false;
	} else if (operator == DIVIDE) {
		a->magnitude /= b->magnitude;
	} else {
		a->magnitude %= b->magnitude;
	}
	if (operator != MODULO)
		a->negative = a->negative != b->negative;
	a->negative = a->negative && a->magnitude != 0;
	if (operator != TIMES || a->kind == VALUE_NUMBER)
		a->kind = operator == TIMES ? b->kind : VALUE_NUMBER;
	return true;
}

static bool shift(struct lab *lab, enum operator operator, struct value *a,
		  const struct value *b)
{
	if (b->magnitude > 63) {
		lab_fail(lab, "a shift by %" PRIu64 " is more than 64 bits have", b->magnitude);
		return false;
	}
	if (operator == SHIFT_RIGHT)
		a->magnitude >>= b->magnitude;
	else if (a->magnitude > UINT64_MAX >> b->magnitude)
		return too_large(lab);
	else
		a->magnitude <<= b->magnitude;
	return true;
}

/* Operators on bits know no sign. */
static bool combine_bits(struct lab *lab, enum operator operator, struct value *a,
			 const struct value *b)
{
	if (a->negative || b->negative) {
		lab_fail(lab, "operators on bits need numbers that are not negative");
		return false;
	}
	switch (operator) {
	case BIT_OR:
		a->magnitude |= b->magnitude;
		return true;
	case BIT_XOR:
		a->magnitude ^= b->magnitude;
		return true;
	case BIT_AND:
		a->magnitude &= b->magnitude;
		return true;
	default:
		return shift(lab, operator, a, b);
	}
}

bool value_true(const struct value *value)
{
	return value->object ? value->handle != 0 : value->magnitude != 0;
}

static bool is_literal_zero(const struct value *value)
{
	return !value->object && value->magnitude == 0;
}

/* Objects are the same when their handles are; 0 is no object. */
static bool are_equal(const struct value *a, const struct value *b)
{
	if (a->object && (b->object || is_literal_zero(b)))
		return a->handle == b->handle;
	if (b->object && is_literal_zero(a))
		return b->handle == 0;
	return compare(a, b) == 0;
}

void value_flag(struct value *value, bool flag)
{
	*value = (struct value){ .magnitude = flag, .kind = VALUE_FLAG };
}

static bool decide(enum operator operator, const struct value *a, const struct value *b)
{
	int order = compare(a, b);
	switch (operator) {
	case OR:
		return value_true(a) || value_true(b);
	case AND:
		return value_true(a) && value_true(b);
	case EQUAL:
		return are_equal(a, b);
	case UNEQUAL:
		return !are_equal(a, b);
	case LESS_EQUAL:
		return order <= 0;
	case GREATER_EQUAL:
		return order >= 0;
	case LESS:
		return order < 0;
	default:
		return order > 0;
	}
}

/* Operators whose result is yes or no. */
static bool is_question(enum operator operator)
{
	return operator == OR || operator == AND ||
	       (operator >= EQUAL && operator <= GREATER_EQUAL) ||
	       operator == LESS || operator == GREATER;
}

/* A size divided by a size is a plain number again. */
static bool has_unit(enum operator operator, const struct value *a, const struct value *b)
{
	return operator == DIVIDE ? a->unit && !b->unit : a->unit || b->unit;
}

bool value_apply(struct lab *lab, enum operator operator, struct value *a,
		  const struct value *b)
{
	enum value_kind kind;
	a->object = a->object && is_question(operator);
	a->unit = has_unit(operator, a, b);
	switch (operator) {
	case PLUS:
	case MINUS:
		kind = kind_of_sum(a, b, operator == MINUS);
		if (!add(lab, a, b, operator == MINUS))
			return false;
		a->kind = kind;
		return true;
	case TIMES:
	case DIVIDE:
	case MODULO:
		return multiply(lab, operator, a, b);
	case BIT_OR:
	case BIT_XOR:
	case BIT_AND:
	case SHIFT_LEFT:
	case SHIFT_RIGHT:
		return combine_bits(lab, operator, a, b);
	default:
		value_flag(a, decide(operator, a, b));
		return true;
	}
}
