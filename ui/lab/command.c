/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Commands: finding one in the table by what was typed, running it, and what
 * it answers.
 */

#include "ui/lab/inside.h"

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

static const struct setting *setting_called(const struct lab *lab, const char *name)
{
	const struct setting *setting;
	for (size_t i = 0; (setting = lab_setting(lab, i)) != NULL; i++)
		if (strcmp(setting->name, name) == 0)
			return setting;
	return NULL;
}

static void fail_unknown(struct lab *lab, const char *name, const struct nearest *nearest)
{
	if (setting_called(lab, name))
		lab_fail(lab, "'%s' is no command but a setting: see 'set %s'", name, name);
	else if (nearest_found(nearest))
		lab_fail(lab, "there is no command '%s'; did you mean '%s'?", name, nearest->best);
	else
		lab_fail(lab, "there is no command '%s'; 'help' lists them all", name);
}

/* By its full name or its short one. */
static const struct command *command_called(const struct lab *lab, const char *name)
{
	const struct command *command = lab_command(name);
	for (size_t i = 0; !command && i < lab->extras; i++)
		if (is_called(&lab->extra[i], name))
			command = &lab->extra[i];
	return command;
}

bool lab_knows(const struct lab *lab, const char *name)
{
	return command_called(lab, name) != NULL;
}

bool lab_permits(const struct lab *lab, const char *name)
{
	const struct command *command = command_called(lab, name);
	return command && (!lab->refuses || !lab->refuses(lab->guard_context, command, 0, NULL));
}

const struct command *lab_find_command(struct lab *lab, const char *name)
{
	struct search search = { .name = name };
	const struct command *command = command_called(lab, name);
	if (command)
		return command;
	nearest_begin(&search.nearest, name, strlen(name));
	lab_each_command(lab, try_command, &search);
	if (search.matches == 1)
		return search.found;
	if (search.matches > 1)
		lab_fail(lab, "'%s' could be %s", name, search.list);
	else
		fail_unknown(lab, name, &search.nearest);
	return NULL;
}

/* --- running --- */

static enum lab_status run_bound(struct lab *lab, const struct binding *b, struct reply *reply)
{
	const struct command *outer = lab->running;
	lab->running = b->command;
	lab->steady = false;
	lab->only_looked = false;
	lab->just_told = lab->told;
	lab->told = false;
	enum lab_status status = b->command->run(lab, &b->arguments, reply);
	lab->running = outer;
	return status;
}

/* Some commands list something when nothing is asked for. */
static bool asks_for_operation(const struct command *command, size_t words,
			       const char *const *word)
{
	const struct parameter *first = &command->parameter[0];
	if (op_by_name(command->name) == OP_NONE)
		return false;
	if (command->run == run_op || words == 0)
		return command->run == run_op;
	return first->kind != PARAMETER_CHOICE_OR_AREA || strchr(word[0], '=') ||
	       lab_choice(first->choices, word[0]) >= 0;
}

/* An operation that the cursor stands in is finished first: what is to come
 * begins with names and values as they are then. */
static bool finish_present(struct lab *lab, const struct cursor *cursor)
{
	return timeline_step(lab->time) && timeline_goto(lab->time, cursor->op, UINT64_MAX);
}

/* Whether another operation has begun since. */
static bool has_gone_on(const struct lab *lab, const struct cursor *since)
{
	struct cursor now = timeline_cursor(lab->time);
	return now.op != since->op || now.branch != since->branch;
}

static enum lab_status bind_and_run(struct binding *b, size_t words, const char *const *word,
				    struct reply *reply)
{
	struct lab *lab = b->lab;
	const struct cursor cursor = timeline_cursor(lab->time);
	enum lab_status status = LAB_FAILED;
	bool finished = asks_for_operation(b->command, words, word) && finish_present(lab, &cursor);
	lab->finished = finished;
	if (lab_bind(b, words, word))
		status = run_bound(lab, b, reply);
	if (finished && !has_gone_on(lab, &cursor))
		timeline_goto(lab->time, cursor.op, cursor.step);
	return status;
}

static enum lab_status run_command(struct lab *lab, const struct command *command, size_t words,
				   const char *const *word, struct reply *reply)
{
	struct binding b = { .lab = lab, .command = command };
	const char *why = lab->refuses && !lab->script_acts ?
			  lab->refuses(lab->guard_context, command, words, word) : NULL;
	if (why)
		return lab_fail(lab, "%s", why);
	if (command->changes && lab->moving)
		return lab_fail(lab, "a condition may look, but not run '%s'", command->name);
	enum lab_status status = bind_and_run(&b, words, word, reply);
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
	lab->gone = 0;
	const struct command *command = lab_find_command(lab, name);
	if (!command)
		return LAB_FAILED;
	enum lab_status status = run_command(lab, command, words, word, reply);
	if (status == LAB_FAILED && lab->gone)
		lab_tell_fate(lab);
	return status;
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
		if (status == LAB_OK && lab->after)
			lab->after(lab->after_context);
	}
	return status;
}

void lab_set_after(struct lab *lab, void (*after)(void *context), void *context)
{
	lab->after = after;
	lab->after_context = context;
}

void lab_set_guard(struct lab *lab, const char *(*refuses)(void *context,
		   const struct command *command, size_t words, const char *const *word),
		   void *context)
{
	lab->refuses = refuses;
	lab->guard_context = context;
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
