/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Finding the texts that are shown to learners.
 *
 * A text is looked up by its words, so it must stand in the script as one literal:
 * where it is put together from pieces or formatted first, its words would never be
 * found, and that is told instead.
 */

#include "ui/lua/scan.h"

#include <stdlib.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

struct texts {
	const struct scan *scan;
	void (*found)(void *context, const struct lesson_text *text);
	void *context;
	bool no_memory;
};

static const struct token *token(const struct texts *t, size_t i)
{
	return &t->scan->token[i < t->scan->tokens ? i : t->scan->tokens - 1];
}

static void tell(struct texts *t, size_t i, size_t many)
{
	struct lesson_text text = {
		.text = token_string(token(t, i)), .line = token(t, i)->line,
		.many = many ? token_string(token(t, many)) : NULL,
	};
	if (!text.text || (many && !text.many))
		t->no_memory = true;
	else
		t->found(t->context, &text);
	free(text.text);
	free(text.many);
}

static void tell_pieces(struct texts *t, size_t i)
{
	struct lesson_text text = { .line = token(t, i)->line };
	t->found(t->context, &text);
}

/* A value at `i` that is shown: a literal, and nothing is done to it. Names and calls
 * may bring anything; they are let pass. */
static void take_value(struct texts *t, size_t i)
{
	static const char *const behind[] = { ",", ";", "}", ")" };
	if (token_is(token(t, i), "(") && token(t, i + 1)->kind == TOKEN_STRING) {
		tell_pieces(t, i + 1);		/* ("..."):format(...) */
		return;
	}
	if (token(t, i)->kind != TOKEN_STRING)
		return;
	for (size_t k = 0; k < LENGTH(behind); k++) {
		if (!token_is(token(t, i + 1), behind[k]))
			continue;
		tell(t, i, 0);
		return;
	}
	tell_pieces(t, i);
}

/* say "..." or say("...", values) */
static void take_argument(struct texts *t, size_t i)
{
	if (token_is(token(t, i), "("))
		take_value(t, i + 1);
	else if (token(t, i)->kind == TOKEN_STRING)
		tell(t, i, 0);
}

static void take_plural(struct texts *t, size_t i)
{
	if (token(t, i + 1)->kind == TOKEN_STRING && token_is(token(t, i + 2), ",") &&
	    token(t, i + 3)->kind == TOKEN_STRING)
		tell(t, i + 1, i + 3);
	else
		tell_pieces(t, i);
}

/* --- tables --- */

static int nesting(const struct token *token)
{
	if (token_is(token, "{") || token_is(token, "("))
		return 1;
	return token_is(token, "}") || token_is(token, ")") ? -1 : 0;
}

/* The items of a list that begins at `i` with its brace. */
static void take_list(struct texts *t, size_t i)
{
	int depth = 0;
	for (; token(t, i)->kind != TOKEN_END; i++) {
		depth += nesting(token(t, i));
		if (depth == 0)
			return;
		if (depth == 1 && (token_is(token(t, i), "{") || token_is(token(t, i), ",") ||
				   token_is(token(t, i), ";")))
			take_value(t, i + 1);
	}
}

static bool is_one_of(const struct token *token, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (token_is(token, names[i]))
			return true;
	return false;
}

/* The fields of a table that begins at `i` with its brace. */
static void take_table(struct texts *t, size_t i)
{
	static const char *const texts[] = { "question", "why", "text", "title" };
	static const char *const lists[] = { "choices", "hints" };
	int depth = 0;
	for (; token(t, i)->kind != TOKEN_END; i++) {
		depth += nesting(token(t, i));
		if (depth == 0)
			return;
		if (depth != 1 || !token_is(token(t, i + 1), "="))
			continue;
		if (is_one_of(token(t, i), texts, LENGTH(texts)))
			take_value(t, i + 2);
		else if (is_one_of(token(t, i), lists, LENGTH(lists)) && token_is(token(t, i + 2), "{"))
			take_list(t, i + 2);
	}
}

static void take_name(struct texts *t, size_t i)
{
	static const char *const calls[] = { "say", "title", "tr", "note" };
	static const char *const tables[] = { "lesson", "exam", "ask", "predict", "task" };
	size_t next = i + 1;
	if (is_one_of(token(t, i), calls, LENGTH(calls))) {
		take_argument(t, next);
	} else if (token_is(token(t, i), "plural")) {
		take_plural(t, next);
	} else if (is_one_of(token(t, i), tables, LENGTH(tables))) {
		next += token_is(token(t, next), "(");
		if (token_is(token(t, next), "{"))
			take_table(t, next);
	}
}

bool scan_texts(const struct scan *scan,
		void (*found)(void *context, const struct lesson_text *text), void *context)
{
	struct texts t = { scan, found, context, false };
	for (size_t i = 0; i < scan->tokens; i++) {
		bool field = i > 0 && (token_is(token(&t, i - 1), ".") || token_is(token(&t, i - 1), ":"));
		if (token(&t, i)->kind == TOKEN_NAME && !field)
			take_name(&t, i);
	}
	return !t.no_memory;
}
