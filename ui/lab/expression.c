/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Expressions as people write them: 3p, start+64K, a1.end - 0x1000,
 * size < cached_hole_size && !purged.
 *
 * A reader of one pass, by precedence; C's operators in C's order.
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
	bool check;	/* nothing is evaluated, but names must be able to mean something */
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

static bool is_name_character(char c)
{
	return isalnum((unsigned char)c) || c == '_';
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

/* 3p: the number times what its suffix stands for. */
static bool read_suffix(struct reader *r, const char *from, struct value *value)
{
	uint64_t factor = suffix_factor(*r->at);
	if (factor == 0)
		return true;
	r->at++;
	if (value->magnitude > UINT64_MAX / factor) {
		lab_fail(r->lab, "'%.*s' does not fit into 64 bits", (int)(r->at - from), from);
		return false;
	}
	value->magnitude *= factor;
	value->kind = VALUE_BYTES;
	value->unit = true;
	return true;
}

static enum value_kind kind_of_number(bool hex, uint64_t number)
{
	if (!hex)
		return VALUE_NUMBER;
	return number >> 44 ? VALUE_ADDRESS : VALUE_BYTES;
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
	if (r->at[0] == '.' && isdigit((unsigned char)r->at[1])) {
		lab_fail(r->lab, "'%s' is no whole number; half a page is 2K", from);
		return false;
	}
	*value = (struct value){ .magnitude = number, .kind = kind_of_number(hex, number) };
	if (!read_suffix(r, from, value))
		return false;
	if (!is_name_character(*r->at))
		return true;
	lab_fail(r->lab, "'%.*s' is no number; sizes end in p (pages), K, M, G or T",
		 (int)(r->at - from + 1), from);
	return false;
}

/* --- names --- */

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
	if (r->check)
		return lab_check_name(r->lab, name, length);
	return r->skip > 0 || lab_lookup(r->lab, name, length, r->scope, value);
}

/* --- the grammar --- */

static bool read_operand(struct reader *r, struct value *value);

static bool read_unary(struct reader *r, struct value *value)
{
	char c = *r->at++;
	if (!read_operand(r, value))
		return false;
	if (c == '!') {
		value_flag(value, !value_true(value));
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
			value_flag(value, operator == OR);
		else if (r->skip == 0 && !value_apply(r->lab, operator, value, &right))
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
	struct reader r = { .lab = lab, .at = expression, .skip = 1, .check = true };
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
