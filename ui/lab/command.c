/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * From words to a command: finding it in the table, giving each word to a
 * parameter, reading numbers, running the handler.
 *
 * A word KEY=VALUE goes to the parameter of that name; any other word goes to
 * the next parameter that may stand without its name. An expression takes the
 * rest of the line.
 */

#include "ui/lab/inside.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- finding --- */

size_t lab_parameters(const struct command *command)
{
	size_t n = 0;
	while (n < LAB_PARAMETERS && command->parameter[n].name)
		n++;
	return n;
}

static bool is_called(const struct command *command, const char *name)
{
	return strcmp(command->name, name) == 0 ||
	       (command->alias && strcmp(command->alias, name) == 0);
}

const struct command *lab_command(const char *name)
{
	for (size_t i = 0; i < lab_command_count; i++)
		if (is_called(&lab_commands[i], name))
			return &lab_commands[i];
	return NULL;
}

void lab_each_command(const struct lab *lab,
		      void (*visit)(void *context, const struct command *command),
		      void *context)
{
	for (size_t i = 0; i < lab_command_count; i++)
		visit(context, &lab_commands[i]);
	for (size_t i = 0; i < lab->extras; i++)
		visit(context, &lab->extra[i]);
}

/* What a search by the beginning of a name has come across. */
struct search {
	const char *name;
	const struct command *found;
	size_t matches;
	char list[160];
	struct nearest nearest;
};

static void try_command(void *context, const struct command *command)
{
	struct search *search = context;
	nearest_try(&search->nearest, command->name);
	if (strncmp(command->name, search->name, strlen(search->name)) != 0)
		return;
	search->found = command;
	lab_append(search->list, sizeof(search->list), "%s%s",
		   search->matches++ ? ", " : "", command->name);
}

const struct command *lab_find_command(struct lab *lab, const char *name)
{
	struct search search = { .name = name };
	const struct command *command = lab_command(name);
	for (size_t i = 0; !command && i < lab->extras; i++)
		if (is_called(&lab->extra[i], name))
			command = &lab->extra[i];
	if (command)
		return command;
	nearest_begin(&search.nearest, name, strlen(name));
	lab_each_command(lab, try_command, &search);
	if (search.matches == 1)
		return search.found;
	if (search.matches > 1)
		lab_fail(lab, "'%s' could be %s", name, search.list);
	else if (nearest_found(&search.nearest))
		lab_fail(lab, "there is no command '%s'; did you mean '%s'?", name,
			 search.nearest.best);
	else
		lab_fail(lab, "there is no command '%s'; 'help' lists them all", name);
	return NULL;
}

/* --- giving words to parameters --- */

struct binding {
	struct lab *lab;
	const struct command *command;
	struct arguments arguments;
	char *rest;	/* text of a parameter that took several words */
};

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
		bool keyword = strcmp(word[0], b->command->parameter[next].name) == 0 && words > 1;
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

/* Which of the choices `text` is or begins; -1: none. Of several that begin so
 * the first one counts, but not where there are only two: on, off. */
static int choice_index(const char *choices, const char *text)
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
	int choice = choice_index(p->choices, b->arguments.at[i].text);
	b->arguments.at[i].number = (uint64_t)choice;
	if (choice >= 0)
		return true;
	lab_fail(b->lab, "'%s' is not possible for %s; possible are: %s",
		 b->arguments.at[i].text, p->name, p->choices);
	return false;
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
		return lab_evaluate_number(b->lab, text, p->kind == PARAMETER_NUMBER,
					   &b->arguments.at[i].number);
	case PARAMETER_CHOICE:
		return read_choice(b, i);
	default:
		return true;
	}
}

static bool bind(struct binding *b, size_t words, const char *const *word)
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

/* --- running --- */

static enum lab_status run_bound(struct lab *lab, const struct binding *b, struct reply *reply)
{
	const struct command *outer = lab->running;
	lab->running = b->command;
	lab->steady = false;
	lab->only_looked = false;
	enum lab_status status = b->command->run(lab, &b->arguments, reply);
	lab->running = outer;
	return status;
}

static enum lab_status run_command(struct lab *lab, const struct command *command, size_t words,
				   const char *const *word, struct reply *reply)
{
	struct binding b = { .lab = lab, .command = command };
	enum lab_status status = LAB_FAILED;
	if (command->changes && lab->moving)
		return lab_fail(lab, "a condition may look, but not run '%s'", command->name);
	if (bind(&b, words, word))
		status = run_bound(lab, &b, reply);
	if (status == LAB_OK && command->changes && !lab->only_looked)
		lab_log_add(lab, command->name, words, word);
	free(b.rest);
	return status;
}

enum lab_status lab_run(struct lab *lab, const char *name, size_t words,
			const char *const *word, struct reply *reply)
{
	struct reply unwanted;
	lab->error[0] = '\0';
	if (!reply)
		reply = &unwanted;
	reply->fields = 0;
	const struct command *command = lab_find_command(lab, name);
	return command ? run_command(lab, command, words, word, reply) : LAB_FAILED;
}

enum lab_status lab_run_line(struct lab *lab, const char *line, struct reply *reply)
{
	enum lab_status status = LAB_OK;
	const char *error;
	if (reply)
		reply->fields = 0;
	while (*line && status == LAB_OK) {
		struct words words = { 0 };
		if (!words_read(&words, &line, &error))
			status = lab_fail(lab, "%s", error);
		else if (words.count > 0)
			status = lab_run(lab, words.at[0], words.count - 1,
					 (const char *const *)words.at + 1, reply);
		words_clear(&words);
	}
	return status;
}

/* --- answers --- */

/* More fields than there is room for are not told. */
static void add_field(struct reply *reply, const struct reply_field *field)
{
	if (reply->fields < REPLY_FIELDS)
		reply->field[reply->fields++] = *field;
}

void reply_integer(struct reply *reply, const char *name, uint64_t value)
{
	struct reply_field field = { .name = name, .kind = REPLY_INTEGER, .number = value };
	add_field(reply, &field);
}

void reply_text(struct reply *reply, const char *name, const char *text)
{
	struct reply_field field = { .name = name, .kind = REPLY_TEXT };
	snprintf(field.text, sizeof(field.text), "%s", text);
	add_field(reply, &field);
}

void reply_boolean(struct reply *reply, const char *name, bool value)
{
	struct reply_field field = { .name = name, .kind = REPLY_BOOLEAN, .number = value };
	add_field(reply, &field);
}
