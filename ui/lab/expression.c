/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Expressions as people write them: 3p, start+64K, a1.end - 0x1000,
 * size < cached_hole_size && !purged.
 *
 * A reader of one pass, by precedence; C's operators in C's order. Numbers are
 * magnitude and sign, so that a sum that leaves 64 bits is an error and never
 * a surprise. Each value also carries what it most likely means (an address, a
 * size), for printing.
 */

#include "ui/lab/inside.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 64 };

struct reader {
	struct lab *lab;
	const char *at;
	enum scope scope;
	int depth;
	int skip;	/* > 0: the right side of a decided && or ||, read but not evaluated */
};

enum operator {
	OR, AND, BIT_OR, BIT_XOR, BIT_AND, EQUAL, UNEQUAL, LESS_EQUAL, GREATER_EQUAL,
	SHIFT_LEFT, SHIFT_RIGHT, LESS, GREATER, PLUS, MINUS, TIMES, DIVIDE, MODULO,
	NO_OPERATOR
};

/* Longer texts before their beginnings. */
static const struct {
	const char *text;
	enum operator operator;
	int binds;
} operators[] = {
	{ "||", OR, 1 }, { "&&", AND, 2 }, { "==", EQUAL, 6 }, { "!=", UNEQUAL, 6 },
	{ "<<", SHIFT_LEFT, 8 }, { ">>", SHIFT_RIGHT, 8 },
	{ "<=", LESS_EQUAL, 7 }, { ">=", GREATER_EQUAL, 7 }, { "<", LESS, 7 }, { ">", GREATER, 7 },
	{ "|", BIT_OR, 3 }, { "^", BIT_XOR, 4 }, { "&", BIT_AND, 5 },
	{ "+", PLUS, 9 }, { "-", MINUS, 9 },
	{ "*", TIMES, 10 }, { "/", DIVIDE, 10 }, { "%", MODULO, 10 },
};

static bool read_expression(struct reader *r, int binds, struct value *value);

static void skip_blanks(struct reader *r)
{
	while (isspace((unsigned char)*r->at))
		r->at++;
}

/* --- numbers --- */

static int digit_of(char c, unsigned base)
{
	int digit = isdigit((unsigned char)c) ? c - '0' :
		    isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : 99;
	return digit < (int)base ? digit : -1;
}

static bool read_digits(struct reader *r, unsigned base, uint64_t *number)
{
	const char *from = r->at;
	*number = 0;
	for (int digit; (digit = digit_of(*r->at, base)) >= 0; r->at++) {
		if (*number > (UINT64_MAX - (unsigned)digit) / base) {
			lab_fail(r->lab, "the number %s does not fit into 64 bits", from);
			return false;
		}
		*number = *number * base + (unsigned)digit;
	}
	return r->at > from;
}

/* How many bytes a suffix stands for; 0: it is none. */
static uint64_t suffix_factor(char c)
{
	switch (toupper((unsigned char)c)) {
	case 'P':
		return PAGE_SIZE;
	case 'K':
		return (uint64_t)1 << 10;
	case 'M':
		return (uint64_t)1 << 20;
	case 'G':
		return (uint64_t)1 << 30;
	case 'T':
		return (uint64_t)1 << 40;
	default:
		return 0;
	}
}

static bool read_number(struct reader *r, struct value *value)
{
	const char *from = r->at;
	bool hex = from[0] == '0' && (from[1] == 'x' || from[1] == 'X');
	uint64_t number;
	r->at += hex ? 2 : 0;
	if (!read_digits(r, hex ? 16 : 10, &number)) {
		if (r->at == from + 2)
			lab_fail(r->lab, "'%.2s' needs hexadecimal digits behind it", from);
		return false;
	}
	uint64_t factor = suffix_factor(*r->at);
	*value = (struct value){ .magnitude = number, .kind = VALUE_NUMBER };
	if (factor) {
		r->at++;
		if (number > UINT64_MAX / factor) {
			lab_fail(r->lab, "'%.*s' does not fit into 64 bits",
				 (int)(r->at - from), from);
			return false;
		}
		value->magnitude = number * factor;
		value->kind = VALUE_BYTES;
	} else if (hex) {
		value->kind = number >> 44 ? VALUE_ADDRESS : VALUE_BYTES;
	}
	if (isalnum((unsigned char)*r->at) || *r->at == '_') {
		lab_fail(r->lab, "'%.*s' is no number; sizes end in p (pages), K, M, G or T",
			 (int)(r->at - from + 1), from);
		return false;
	}
	return true;
}

/* --- names --- */

static bool is_name_character(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool read_name(struct reader *r, struct value *value)
{
	char name[96];
	size_t length = 0;
	for (;;) {
		bool arrow = r->at[0] == '-' && r->at[1] == '>';
		if (!is_name_character(*r->at) && *r->at != '.' && !arrow)
			break;
		if (length + 1 == sizeof(name)) {
			lab_fail(r->lab, "no name is as long as '%.20s...'", name);
			return false;
		}
		name[length++] = arrow ? '.' : *r->at;
		r->at += arrow ? 2 : 1;
	}
	*value = (struct value){ 0 };
	return r->skip > 0 || lab_lookup(r->lab, name, length, r->scope, value);
}

/* --- operators --- */

static bool too_large(struct reader *r)
{
	lab_fail(r->lab, "the result does not fit into 64 bits");
	return false;
}

static bool add(struct reader *r, struct value *a, const struct value *b, bool minus)
{
	bool b_negative = b->negative != minus;
	if (a->negative == b_negative) {
		if (a->magnitude > UINT64_MAX - b->magnitude)
			return too_large(r);
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

static bool multiply(struct reader *r, enum operator operator, struct value *a,
		     const struct value *b)
{
	if (operator == TIMES) {
		if (b->magnitude && a->magnitude > UINT64_MAX / b->magnitude)
			return too_large(r);
		a->magnitude *= b->magnitude;
	} else if (b->magnitude == 0) {
		lab_fail(r->lab, "division by zero");
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

static bool shift(struct reader *r, enum operator operator, struct value *a,
		  const struct value *b)
{
	if (b->magnitude > 63) {
		lab_fail(r->lab, "a shift by %" PRIu64 " is more than 64 bits have", b->magnitude);
		return false;
	}
	if (operator == SHIFT_RIGHT)
		a->magnitude >>= b->magnitude;
	else if (a->magnitude > UINT64_MAX >> b->magnitude)
		return too_large(r);
	else
		a->magnitude <<= b->magnitude;
	return true;
}

/* Operators on bits know no sign. */
static bool combine_bits(struct reader *r, enum operator operator, struct value *a,
			 const struct value *b)
{
	if (a->negative || b->negative) {
		lab_fail(r->lab, "operators on bits need numbers that are not negative");
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
		return shift(r, operator, a, b);
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

static void set_flag(struct value *value, bool flag)
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

static bool apply(struct reader *r, enum operator operator, struct value *a,
		  const struct value *b)
{
	enum value_kind kind;
	if (r->skip > 0)
		return true;
	a->object = a->object && is_question(operator);
	switch (operator) {
	case PLUS:
	case MINUS:
		kind = kind_of_sum(a, b, operator == MINUS);
		if (!add(r, a, b, operator == MINUS))
			return false;
		a->kind = kind;
		return true;
	case TIMES:
	case DIVIDE:
	case MODULO:
		return multiply(r, operator, a, b);
	case BIT_OR:
	case BIT_XOR:
	case BIT_AND:
	case SHIFT_LEFT:
	case SHIFT_RIGHT:
		return combine_bits(r, operator, a, b);
	default:
		set_flag(a, decide(operator, a, b));
		return true;
	}
}

/* --- the grammar --- */

static bool read_operand(struct reader *r, struct value *value);

static bool read_unary(struct reader *r, struct value *value)
{
	char c = *r->at++;
	if (!read_operand(r, value))
		return false;
	if (c == '!') {
		set_flag(value, !value_true(value));
	} else if (c == '-') {
		value->object = false;
		value->negative = !value->negative && value->magnitude != 0;
	} else if (value->negative) {
		lab_fail(r->lab, "operators on bits need numbers that are not negative");
		return false;
	} else {
		value->magnitude = ~value->magnitude;
	}
	return true;
}

static bool read_parenthesis(struct reader *r, struct value *value)
{
	r->at++;
	if (!read_expression(r, 1, value))
		return false;
	skip_blanks(r);
	if (*r->at != ')') {
		lab_fail(r->lab, "a '(' is not closed");
		return false;
	}
	r->at++;
	return true;
}

static bool read_any_operand(struct reader *r, struct value *value)
{
	skip_blanks(r);
	if (*r->at == '(')
		return read_parenthesis(r, value);
	if (*r->at && strchr("!-~", *r->at))
		return read_unary(r, value);
	if (isdigit((unsigned char)*r->at))
		return read_number(r, value);
	if (is_name_character(*r->at))
		return read_name(r, value);
	if (*r->at)
		lab_fail(r->lab, "a number or a name is expected before '%s'", r->at);
	else
		lab_fail(r->lab, "the expression ends where a number or a name is expected");
	return false;
}

static bool read_operand(struct reader *r, struct value *value)
{
	if (++r->depth > DEEPEST) {
		lab_fail(r->lab, "the expression is nested too deeply");
		return false;
	}
	bool read = read_any_operand(r, value);
	r->depth--;
	return read;
}

/* The operator at the reader; how strongly it binds, 0 when there is none. */
static int peek(struct reader *r, enum operator *operator, size_t *length)
{
	skip_blanks(r);
	for (size_t i = 0; i < LENGTH(operators); i++) {
		*length = strlen(operators[i].text);
		*operator = operators[i].operator;
		if (strncmp(r->at, operators[i].text, *length) == 0)
			return operators[i].binds;
	}
	*operator = NO_OPERATOR;
	return 0;
}

/* Is the result known from the left side alone? */
static bool is_decided(enum operator operator, const struct value *left)
{
	return (operator == OR && value_true(left)) || (operator == AND && !value_true(left));
}

static bool read_expression(struct reader *r, int binds, struct value *value)
{
	enum operator operator;
	size_t length;
	int strength;
	if (!read_operand(r, value))
		return false;
	while ((strength = peek(r, &operator, &length)) >= binds && strength > 0) {
		struct value right;
		bool decided = is_decided(operator, value);
		r->at += length;
		r->skip += decided;
		bool read = read_expression(r, strength + 1, &right);
		r->skip -= decided;
		if (!read)
			return false;
		if (decided)
			set_flag(value, operator == OR);
		else if (!apply(r, operator, value, &right))
			return false;
	}
	return true;
}

static bool read_all(struct reader *r, struct value *value)
{
	if (!read_expression(r, 1, value))
		return false;
	skip_blanks(r);
	if (!*r->at)
		return true;
	lab_fail(r->lab, "'%s' is left over behind the expression", r->at);
	return false;
}

bool lab_evaluate_value(struct lab *lab, const char *expression, enum scope scope,
			struct value *value)
{
	struct reader r = { .lab = lab, .at = expression, .scope = scope };
	return read_all(&r, value);
}

bool lab_check_expression(struct lab *lab, const char *expression)
{
	struct reader r = { .lab = lab, .at = expression, .skip = 1 };
	struct value value;
	return read_all(&r, &value);
}

bool lab_evaluate_number(struct lab *lab, const char *expression, bool negative,
			 uint64_t *number)
{
	struct value value;
	if (!lab_evaluate_value(lab, expression, SCOPE_COMMAND, &value))
		return false;
	if (value.negative && !negative) {
		lab_fail(lab, "%s is below zero (-0x%" PRIx64 ")", expression, value.magnitude);
		return false;
	}
	*number = value.negative ? 0 - value.magnitude : value.magnitude;
	return true;
}

bool lab_evaluate(struct lab *lab, const char *expression, uint64_t *number)
{
	struct value value;
	if (!lab_evaluate_value(lab, expression, SCOPE_STEP, &value))
		return false;
	if (value.negative) {
		lab_fail(lab, "%s is below zero (-0x%" PRIx64 ")", expression, value.magnitude);
		return false;
	}
	*number = value.magnitude;
	return true;
}
