/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A backtracking matcher for Lua's patterns.
 *
 * match() takes the pattern item by item. An item that leaves a choice (how
 * often to repeat, where a capture ends) calls match() for the rest with each
 * choice in turn until one succeeds. Once an error is noted every function
 * answers "no match", so the whole search falls back to its caller.
 */

#include <ctype.h>
#include <string.h>

#include "ui/lua/pattern.h"

static const char *match(struct pattern *p, const char *s, const char *item);

static const char *give_up(struct pattern *p, const char *error)
{
	if (!p->error)
		p->error = error;
	return NULL;
}

static bool spend(struct pattern *p, uint64_t steps)
{
	if (p->error)
		return false;
	if (p->steps < steps) {
		p->steps = 0;
		give_up(p, "this pattern takes too long on this text");
		return false;
	}
	p->steps -= steps;
	return true;
}

/* --- single characters --- */

/* End of the set that begins behind `[`: behind its `]`. NULL: malformed. */
static const char *set_end(struct pattern *p, const char *at)
{
	if (at < p->text_end && *at == '^')
		at++;
	do {	/* a ] in the first place stands for itself */
		if (at == p->text_end)
			return give_up(p, "malformed pattern (missing ']')");
		if (*at++ == '%') {
			if (at == p->text_end)
				return give_up(p, "malformed pattern (missing ']')");
			at++;
		}
	} while (at == p->text_end || *at != ']');
	return at + 1;
}

/* End of the item that matches one character. NULL: malformed. */
static const char *single_end(struct pattern *p, const char *item)
{
	char first = *item++;

	if (first == '[')
		return set_end(p, item);
	if (first != '%')
		return item;
	if (item == p->text_end)
		return give_up(p, "malformed pattern (ends with '%')");
	return item + 1;
}

static bool in_class(int c, int letter)
{
	bool in;

	switch (tolower(letter)) {
	case 'a': in = isalpha(c); break;
	case 'c': in = iscntrl(c); break;
	case 'd': in = isdigit(c); break;
	case 'g': in = isgraph(c); break;
	case 'l': in = islower(c); break;
	case 'p': in = ispunct(c); break;
	case 's': in = isspace(c); break;
	case 'u': in = isupper(c); break;
	case 'w': in = isalnum(c); break;
	case 'x': in = isxdigit(c); break;
	case 'z': in = c == '\0'; break;	/* of Lua 5.1; still understood */
	default: return letter == c;
	}
	return isupper(letter) ? !in : in;
}

/* The set lies between `at`, behind its `[`, and its `]` at `end`. */
static bool in_set(int c, const char *at, const char *end)
{
	bool wanted = true;

	if (*at == '^') {
		wanted = false;
		at++;
	}
	while (at < end) {
		const unsigned char *u = (const unsigned char *)at;

		if (*at == '%') {
			if (in_class(c, u[1]))
				return wanted;
			at += 2;
		} else if (end - at > 2 && at[1] == '-') {
			if (u[0] <= c && c <= u[2])
				return wanted;
			at += 3;
		} else {
			if (u[0] == c)
				return wanted;
			at++;
		}
	}
	return !wanted;
}

/* Does the character at `s` match the single item [item, end)? */
static bool fits(struct pattern *p, const char *s, const char *item, const char *end)
{
	int c;

	if (s >= p->subject_end || !spend(p, 1 + (uint64_t)(end - item) / 8))
		return false;
	c = (unsigned char)*s;
	switch (*item) {
	case '.': return true;
	case '%': return in_class(c, (unsigned char)item[1]);
	case '[': return in_set(c, item + 1, end - 1);
	default: return (unsigned char)*item == c;
	}
}

/* --- repetition --- */

/* As often as possible, then less and less; at least `least` times. */
static const char *match_most(struct pattern *p, const char *s, const char *item,
			      const char *end, size_t least)
{
	size_t count = 0;

	while (fits(p, s + count, item, end))
		count++;
	while (!p->error && count >= least) {
		const char *result = match(p, s + count, end + 1);

		if (result || count == 0)
			return result;
		count--;
	}
	return NULL;
}

/* As seldom as possible, then more and more. */
static const char *match_least(struct pattern *p, const char *s, const char *item,
			       const char *end)
{
	for (;;) {
		const char *result = match(p, s, end + 1);

		if (result || !fits(p, s, item, end))
			return result;
		s++;
	}
}

/* --- captures --- */

static const char *open_capture(struct pattern *p, const char *s, const char *rest, bool position)
{
	struct capture *capture = &p->capture[p->captures];
	const char *result;

	if (p->captures >= PATTERN_CAPTURES)
		return give_up(p, "too many captures");
	capture->start = s;
	capture->length = 0;
	capture->kind = position ? CAPTURE_POSITION : CAPTURE_OPEN;
	p->captures++;
	result = match(p, s, rest);
	if (!result)
		p->captures--;
	return result;
}

static const char *close_capture(struct pattern *p, const char *s, const char *rest)
{
	size_t i = p->captures;
	const char *result;

	while (i > 0 && p->capture[i - 1].kind != CAPTURE_OPEN)
		i--;
	if (i == 0)
		return give_up(p, "invalid pattern capture");
	p->capture[i - 1].length = (size_t)(s - p->capture[i - 1].start);
	p->capture[i - 1].kind = CAPTURE_CLOSED;
	result = match(p, s, rest);
	if (!result)
		p->capture[i - 1].kind = CAPTURE_OPEN;
	return result;
}

/* %1: the same text again. */
static const char *match_again(struct pattern *p, const char *s, char digit)
{
	size_t i = (size_t)(digit - '1');
	const struct capture *capture;

	if (digit == '0' || i >= p->captures || p->capture[i].kind == CAPTURE_OPEN)
		return give_up(p, "invalid capture index in pattern");
	capture = &p->capture[i];
	if (capture->kind == CAPTURE_POSITION || !spend(p, 1 + capture->length / 8) ||
	    (size_t)(p->subject_end - s) < capture->length ||
	    memcmp(capture->start, s, capture->length) != 0)
		return NULL;
	return s + capture->length;
}

/* --- %b and %f --- */

static const char *match_balance(struct pattern *p, const char *s, const char *pair)
{
	size_t open = 1;

	if (p->text_end - pair < 2)
		return give_up(p, "malformed pattern (missing arguments to '%b')");
	if (s >= p->subject_end || *s != pair[0])
		return NULL;
	while (++s < p->subject_end && spend(p, 1)) {
		if (*s == pair[1]) {
			if (--open == 0)
				return s + 1;
		} else if (*s == pair[0]) {
			open++;
		}
	}
	return NULL;
}

/* The frontier of a set: outside before, inside now. */
static const char *match_frontier(struct pattern *p, const char *s, const char *item)
{
	const char *end;
	int before, now;

	if (item == p->text_end || *item != '[')
		return give_up(p, "missing '[' after '%f' in pattern");
	end = set_end(p, item + 1);
	if (!end || !spend(p, 1 + (uint64_t)(end - item) / 4))
		return NULL;
	before = s == p->subject ? '\0' : (unsigned char)s[-1];
	now = s == p->subject_end ? '\0' : (unsigned char)*s;
	if (in_set(before, item + 1, end - 1) || !in_set(now, item + 1, end - 1))
		return NULL;
	return match(p, s, end);
}

/* --- items --- */

/* %b, %f and %1 to %9. False: it is an ordinary item. */
static bool match_special(struct pattern *p, const char *s, const char *item,
			  const char **result)
{
	const char *rest = item + 2;

	if (*item != '%' || rest > p->text_end)
		return false;
	if (item[1] == 'f') {
		*result = match_frontier(p, s, rest);
		return true;
	}
	if (item[1] == 'b') {
		s = match_balance(p, s, rest);
		rest += 2;
	} else if (isdigit((unsigned char)item[1])) {
		s = match_again(p, s, item[1]);
	} else {
		return false;
	}
	*result = s ? match(p, s, rest) : NULL;
	return true;
}

static const char *match_single(struct pattern *p, const char *s, const char *item)
{
	const char *end = single_end(p, item);
	const char *result;

	if (!end)
		return NULL;
	switch (end < p->text_end ? *end : '\0') {
	case '*': return match_most(p, s, item, end, 0);
	case '+': return match_most(p, s, item, end, 1);
	case '-': return match_least(p, s, item, end);
	case '?':
		result = fits(p, s, item, end) ? match(p, s + 1, end + 1) : NULL;
		return result ? result : match(p, s, end + 1);
	default: return fits(p, s, item, end) ? match(p, s + 1, end) : NULL;
	}
}

static const char *match_item(struct pattern *p, const char *s, const char *item)
{
	const char *result;

	if (*item == '(') {
		bool position = item + 1 < p->text_end && item[1] == ')';

		return open_capture(p, s, item + (position ? 2 : 1), position);
	}
	if (*item == ')')
		return close_capture(p, s, item + 1);
	if (*item == '$' && item + 1 == p->text_end)
		return s == p->subject_end ? s : NULL;
	if (match_special(p, s, item, &result))
		return result;
	return match_single(p, s, item);
}

/* Plain characters at the head of the rest need no call of their own. */
static const char *skip_plain(struct pattern *p, const char **s, const char *item)
{
	while (item < p->text_end && isalnum((unsigned char)*item) &&
	       (item + 1 == p->text_end || !strchr("*+-?", item[1]))) {
		if (!fits(p, *s, item, item + 1))
			return NULL;
		++*s;
		item++;
	}
	return item;
}

static const char *match(struct pattern *p, const char *s, const char *item)
{
	const char *result;

	item = skip_plain(p, &s, item);
	if (!item)
		return NULL;
	if (item == p->text_end)
		return s;
	if (p->depth == PATTERN_DEPTH)
		return give_up(p, "pattern too complex");
	p->depth++;
	result = spend(p, 1) ? match_item(p, s, item) : NULL;
	p->depth--;
	return result;
}

const char *pattern_match(struct pattern *p, const char *at)
{
	p->captures = 0;
	p->depth = 0;
	return match(p, at, p->text);
}
