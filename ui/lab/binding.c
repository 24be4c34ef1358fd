/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Giving words to the parameters of a command.
 *
 * A word KEY=VALUE goes to the parameter of that name; any other word goes to
 * the next parameter that may stand without its name. An expression takes the
 * rest of the line.
 */

#include "ui/lab/inside.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool takes_rest(const struct parameter *p)
{
	return p->kind == PARAMETER_EXPRESSION || p->kind == PARAMETER_PLACE ||
	       (p->kind == PARAMETER_REST && p->positional);
}

static bool is_switch(const struct parameter *p)
{
	return p->kind == PARAMETER_CHOICE && p->choices && strcmp(p->choices, "0 1") == 0;
}

/* The next parameter that may stand without its name. */
static int next_positional(const struct binding *b)
{
	size_t n = lab_parameters(b->command);
	for (size_t i = 0; i < n; i++)
		if (b->command->parameter[i].positional && !b->arguments.at[i].text)
			return (int)i;
	return -1;
}

static int parameter_by_name(const struct command *command, const char *name, size_t length)
{
	size_t n = lab_parameters(command);
	for (size_t i = 0; i < n; i++)
		if (strlen(command->parameter[i].name) == length &&
		    strncmp(command->parameter[i].name, name, length) == 0)
			return (int)i;
	return -1;
}

/* Length of KEY when the word is KEY=VALUE (and not a comparison), else 0. */
static size_t key_length(const char *word)
{
	size_t n = 0;
	while (isalnum((unsigned char)word[n]) || word[n] == '_' || word[n] == '-')
		n++;
	return word[n] == '=' && word[n + 1] != '=' ? n : 0;
}

static bool fail_unknown_parameter(struct binding *b, const char *word, size_t length)
{
	char list[200] = "";
	size_t n = lab_parameters(b->command);
	for (size_t i = 0; i < n; i++)
		lab_append(list, sizeof(list), "%s%s", i ? ", " : "",
			   b->command->parameter[i].name);
	if (n)
		lab_fail(b->lab, "'%s' has no parameter '%.*s'; it knows %s", b->command->name,
			 (int)length, word, list);
	else
		lab_fail(b->lab, "'%s' takes no parameters", b->command->name);
	return false;
}

static bool set_argument(struct binding *b, int i, const char *text)
{
	const struct parameter *p = &b->command->parameter[i];
	if (b->arguments.at[i].text) {
		lab_fail(b->lab, "'%s' is given twice", p->name);
		return false;
	}
	if (!*text && p->kind != PARAMETER_REST) {
		lab_fail(b->lab, "'%s=' needs a value behind it", p->name);
		return false;
	}
	b->arguments.at[i].text = text;
	return true;
}

static bool take_rest(struct binding *b, int i, const char *first, size_t words,
		      const char *const *word)
{
	char *rest = words_join(word, words);
	size_t length = strlen(first) + (rest ? strlen(rest) : 0) + 2;
	char *text = malloc(length);
	if (!rest || !text) {
		free(rest);
		free(text);
		lab_fail(b->lab, "there is no memory for this command");
		return false;
	}
	snprintf(text, length, "%s%s%s", first, *first && *rest ? " " : "", rest);
	free(rest);
	free(b->rest);
	b->rest = text;
	return set_argument(b, i, text);
}

/* Gives one word, or the rest of them, to a parameter. Returns how many; 0: failed. */
static size_t bind_word(struct binding *b, size_t words, const char *const *word)
{
	size_t key = key_length(word[0]);
	int i = key ? parameter_by_name(b->command, word[0], key) : -1;
	int next = next_positional(b);
	if (i >= 0) {
		if (!takes_rest(&b->command->parameter[i]))
			return set_argument(b, i, word[0] + key + 1);
		return take_rest(b, i, word[0] + key + 1, words - 1, word + 1) ? words : 0;
	}
	if (next >= 0 && takes_rest(&b->command->parameter[next])) {
		bool keyword = strcmp(word[0], b->command->parameter[next].name) == 0 &&
			       b->command->parameter[next].kind == PARAMETER_EXPRESSION;
		if (keyword && words == 1) {
			lab_fail(b->lab, "'%s' needs an expression behind it", word[0]);
			return 0;
		}
		return take_rest(b, next, "", words - keyword, word + keyword) ? words : 0;
	}
	if (key)
		return fail_unknown_parameter(b, word[0], key);
	i = parameter_by_name(b->command, word[0], strlen(word[0]));
	if (i >= 0 && is_switch(&b->command->parameter[i]))
		return set_argument(b, i, "1");
	if (next >= 0)
		return set_argument(b, next, word[0]);
	if (lab_parameters(b->command))
		lab_fail(b->lab, "'%s' does not know what to do with '%s'; see 'help %s'",
			 b->command->name, word[0], b->command->name);
	else
		lab_fail(b->lab, "'%s' takes no parameters", b->command->name);
	return 0;
}

/* --- reading values --- */

/* Of several that begin so the first one counts, but not where there are only
 * two: on, off. */
int lab_choice(const char *choices, const char *text)
{
	size_t length = strlen(text);
	int found = -1, matches = 0, i = 0;
	for (const char *at = choices; *at; at += strspn(at, " "), i++) {
		size_t n = strcspn(at, " ");
		if (n >= length && strncmp(at, text, length) == 0) {
			if (n == length)
				return i;
			found = matches++ ? found : i;
		}
		at += n;
	}
	return matches == 1 || i > 2 ? found : -1;
}

static bool read_choice(struct binding *b, size_t i)
{
	const struct parameter *p = &b->command->parameter[i];
	int choice = lab_choice(p->choices, b->arguments.at[i].text);
	b->arguments.at[i].number = (uint64_t)choice;
	if (choice >= 0)
		return true;
	lab_fail(b->lab, "'%s' is not possible for %s; possible are: %s",
		 b->arguments.at[i].text, p->name, p->choices);
	return false;
}

/* A range START..END may stand for a known space; whoever takes it reads it. */
static bool read_space(struct binding *b, size_t i)
{
	const char *text = b->arguments.at[i].text;
	if (strstr(text, ".."))
		return true;
	if (lab_choice(b->command->parameter[i].choices, text) >= 0)
		return read_choice(b, i);
	lab_fail(b->lab, "there is no space '%s'; possible are: %s, or START..END", text,
		 b->command->parameter[i].choices);
	return false;
}

/* A size says how many pages where pages are counted, and nothing else. */
static bool count_pages(struct binding *b, size_t i, struct value *value)
{
	const struct parameter *p = &b->command->parameter[i];
	const char *text = b->arguments.at[i].text;
	if (!value->unit || (p->kind != PARAMETER_PAGES && p->kind != PARAMETER_NUMBER &&
			     p->kind != PARAMETER_SIGNED))
		return true;
	if (p->kind != PARAMETER_PAGES) {
		lab_fail(b->lab, "'%s' of '%s' is a plain number, without a unit; %s is a size",
			 p->name, b->command->name, text);
		return false;
	}
	if (value->magnitude % PAGE_SIZE != 0) {
		lab_fail(b->lab, "'%s' of '%s' counts whole pages, which %s is not", p->name,
			 b->command->name, text);
		return false;
	}
	value->magnitude /= PAGE_SIZE;
	return true;
}

static bool read_number(struct binding *b, size_t i, bool negative)
{
	const char *text = b->arguments.at[i].text;
	struct value value;
	if (!lab_evaluate_value(b->lab, text, SCOPE_COMMAND, &value) ||
	    !count_pages(b, i, &value))
		return false;
	b->arguments.at[i].number = value.negative ? 0 - value.magnitude : value.magnitude;
	if (!value.negative || negative)
		return true;
	lab_fail(b->lab, "'%s' of '%s' cannot be below zero, as %s is",
		 b->command->parameter[i].name, b->command->name, text);
	return false;
}

/* Whoever takes it asks lab_choice which of the two it is. */
static bool read_choice_or_area(struct binding *b, size_t i)
{
	const char *choices = b->command->parameter[i].choices;
	bool choice = lab_choice(choices, b->arguments.at[i].text) >= 0;
	return choice ? read_choice(b, i) : read_number(b, i, false);
}

/* 5.32, as the prompt writes it, is operation 5 and its step 32. */
static bool read_place(struct binding *b, size_t i)
{
	char *dot, *end;
	uint64_t op = strtoull(b->arguments.at[i].text, &dot, 10);
	if (i + 1 >= lab_parameters(b->command) ||
	    b->command->parameter[i + 1].kind != PARAMETER_SIGNED)
		return false;
	if (*dot != '.' || !isdigit((unsigned char)b->arguments.at[i].text[0]) ||
	    !isdigit((unsigned char)dot[1]) || b->arguments.at[i + 1].text)
		return false;
	(void)strtoull(dot + 1, &end, 10);
	if (*end)
		return false;
	b->arguments.at[i].number = op;
	b->arguments.at[i + 1].text = dot + 1;
	return true;
}

static bool read_moment(struct binding *b, size_t i)
{
	return lab_bookmark_named(b->lab, b->arguments.at[i].text) || read_place(b, i) ||
	       read_number(b, i, true);
}

static bool read_argument(struct binding *b, size_t i)
{
	const struct parameter *p = &b->command->parameter[i];
	const char *text = b->arguments.at[i].text;
	if (!text) {
		if (p->needed)
			lab_fail(b->lab, "'%s' needs %s%s; for example: %s", b->command->name,
				 p->name, p->positional ? "" : "=", b->command->example);
		return !p->needed;
	}
	switch (p->kind) {
	case PARAMETER_SIZE:
	case PARAMETER_ADDRESS:
	case PARAMETER_FLAGS:
	case PARAMETER_NUMBER:
	case PARAMETER_PAGES:
	case PARAMETER_SIGNED:
		return read_number(b, i, p->kind == PARAMETER_SIGNED);
	case PARAMETER_MOMENT:
		return read_moment(b, i);
	case PARAMETER_CHOICE:
		return read_choice(b, i);
	case PARAMETER_CHOICE_OR_AREA:
		return read_choice_or_area(b, i);
	case PARAMETER_SPACE:
		return read_space(b, i);
	default:
		return true;
	}
}

bool lab_bind(struct binding *b, size_t words, const char *const *word)
{
	for (size_t used = 0; used < words;) {
		size_t n = bind_word(b, words - used, word + used);
		if (n == 0)
			return false;
		used += n;
	}
	size_t n = lab_parameters(b->command);
	for (size_t i = 0; i < n; i++)
		if (!read_argument(b, i))
			return false;
	return true;
}
