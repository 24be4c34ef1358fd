/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Completion: what may stand where the cursor is. The words of the present
 * command so far say which parameter comes next; its kind says what fits.
 */

#include "ui/lab/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct completion {
	struct lab *lab;
	const char *word;	/* what is typed already */
	size_t length;
	size_t room_before;	/* characters of the command in front of it */
	char before[80];	/* put before each candidate: "key=" */
	const char *after;	/* and behind it: "=" for keys */
	const char *argument;	/* the first one given to the command; NULL: none yet */
	void (*found)(void *context, const char *word);
	void *context;
};

static void offer(struct completion *c, const char *candidate)
{
	char word[160];
	if (strncmp(candidate, c->word, c->length) != 0)
		return;
	snprintf(word, sizeof(word), "%s%s%s", c->before, candidate, c->after);
	c->found(c->context, word);
}

static void offer_command(void *context, const struct command *command)
{
	offer(context, command->name);
}

static bool offer_name(void *context, uint32_t id, const char *text)
{
	(void)id;
	offer(context, text);
	return true;
}

static void offer_place(void *context, const char *name)
{
	offer(context, name);
}

static void offer_names(struct completion *c)
{
	names_each_live(&c->lab->names, lab_machine(c->lab), offer_name, c);
}

static void offer_variables(struct completion *c)
{
	const struct machine *m = lab_machine(c->lab);
	const struct core_signature *signature = NULL;
	if (m->g->depth > 0 && m->g->depth <= FRAME_MAX)
		signature = timeline_signature(c->lab->time,
			(enum function)m->frame[m->g->depth - 1].function);
	for (uint32_t i = 0; signature && i < signature->locals; i++)
		offer(c, signature->name[i]);
	for (size_t i = 0; i < engine_variable_count; i++)
		offer(c, engine_variables[i].name);
}

static void offer_constants(struct completion *c)
{
	const char *name;
	uint64_t value;
	enum value_kind kind;
	for (size_t i = 0; (name = lab_constant(c->lab, i, &value, &kind)) != NULL; i++)
		offer(c, name);
}

static void offer_choices(struct completion *c, const char *choices)
{
	for (const char *at = choices; *at; at += strspn(at, " ")) {
		char choice[64];
		size_t n = strcspn(at, " ");
		snprintf(choice, sizeof(choice), "%.*s", (int)n, at);
		offer(c, choice);
		at += n;
	}
}

/* "kva/al" is completed behind the slash, where its word begins. */
static void offer_file(struct completion *c, const char *name)
{
	struct completion file = *c;
	const char *slash = strrchr(name, '/');
	size_t folder = slash ? (size_t)(slash + 1 - name) : 0;
	file.after = ":";
	if (folder && file.room_before >= folder && strncmp(c->word - folder, name, folder) == 0)
		offer(&file, name + folder);
	else
		offer(&file, name);
}

static void offer_places(struct completion *c)
{
	if (c->room_before == 0 || c->word[-1] != '/')
		lab_each_place(offer_place, c);
	for (size_t i = 0; i < source_file_count; i++)
		offer_file(c, source_short_name(i));
}

static void offer_bookmarks(struct completion *c)
{
	for (size_t i = 0; i < lab_bookmarks(c->lab); i++)
		offer(c, lab_bookmark(c->lab, i)->name);
}

static void offer_settings(struct completion *c)
{
	const struct setting *setting;
	for (size_t i = 0; (setting = lab_setting(c->lab, i)) != NULL; i++)
		offer(c, setting->name);
}

static void offer_setting_values(struct completion *c)
{
	const struct setting *setting;
	char values[LINE_ROOM];
	for (size_t i = 0; c->argument && (setting = lab_setting(c->lab, i)) != NULL; i++)
		if (strcmp(setting->name, c->argument) == 0)
			offer_choices(c, lab_setting_values(setting, values, sizeof(values)));
}

static void offer_values(struct completion *c, const struct parameter *p)
{
	switch (p->kind) {
	case PARAMETER_AREA:
	case PARAMETER_LIST:
		offer_names(c);
		break;
	case PARAMETER_ADDRESS:
		offer_names(c);
		offer_constants(c);
		break;
	case PARAMETER_COMMAND:
		lab_each_command(c->lab, offer_command, c);
		break;
	case PARAMETER_PLACE:
		offer_places(c);
		break;
	case PARAMETER_VARIABLE:
		offer_variables(c);
		break;
	case PARAMETER_EXPRESSION:
		offer_names(c);
		offer_constants(c);
		offer_variables(c);
		break;
	case PARAMETER_CHOICE_OR_AREA:
		offer_choices(c, p->choices);
		offer_names(c);
		break;
	case PARAMETER_CHOICE:
	case PARAMETER_SPACE:
		offer_choices(c, p->choices);
		break;
	case PARAMETER_MOMENT:
		offer_bookmarks(c);
		break;
	case PARAMETER_SETTING:
		offer_settings(c);
		break;
	case PARAMETER_VALUE:
		offer_setting_values(c);
		break;
	default:
		break;
	}
}

/* --- which parameter --- */

static bool is_given(const struct command *command, size_t i, const struct words *words)
{
	const char *name = command->parameter[i].name;
	size_t length = strlen(name);
	for (size_t w = 1; w < words->count; w++)
		if (strncmp(words->at[w], name, length) == 0 &&
		    (words->at[w][length] == '=' || words->at[w][length] == '\0'))
			return true;
	return false;
}

static size_t bare_words(const struct words *words)
{
	size_t bare = 0;
	for (size_t w = 1; w < words->count; w++)
		bare += !strchr(words->at[w], '=');
	return bare;
}

/* The parameter that the next bare word goes to; one that takes the rest of
 * the line stays the one. */
static const struct parameter *next_parameter(const struct command *command,
					      const struct words *words)
{
	const struct parameter *last = NULL;
	size_t bare = bare_words(words);
	size_t n = lab_parameters(command);
	for (size_t i = 0; i < n; i++) {
		const struct parameter *p = &command->parameter[i];
		if (!p->positional)
			continue;
		last = p;
		if (bare-- == 0)
			return p;
	}
	return last && last->kind == PARAMETER_EXPRESSION ? last : NULL;
}

/* Behind KEY=, or further on in its expression: KEY=start+.. */
static void complete_value(struct completion *c, const struct command *command,
			   const char *key, const char *equals)
{
	size_t n = lab_parameters(command);
	if (equals >= c->word) {
		size_t length = (size_t)(equals + 1 - c->word);
		snprintf(c->before, sizeof(c->before), "%.*s", (int)length, c->word);
		c->length -= length;
		c->word += length;
	}
	for (size_t i = 0; i < n; i++) {
		const char *name = command->parameter[i].name;
		if (strlen(name) == (size_t)(equals - key) &&
		    strncmp(name, key, (size_t)(equals - key)) == 0)
			offer_values(c, &command->parameter[i]);
	}
}

/* `whole` begins behind the last blank, c->word perhaps further on. */
static void complete_argument(struct completion *c, const struct command *command,
			      const struct words *words, const char *whole)
{
	const char *equals = strchr(whole, '=');
	if (equals) {
		complete_value(c, command, whole, equals);
		return;
	}
	const struct parameter *next = next_parameter(command, words);
	size_t n = lab_parameters(command);
	if (next)
		offer_values(c, next);
	c->after = "=";
	for (size_t i = 0; i < n && c->word == whole; i++)
		if (!command->parameter[i].positional && !is_given(command, i, words))
			offer(c, command->parameter[i].name);
}

/* --- which command --- */

/* The beginning of the last command on the line. */
static const char *last_command(const char *line)
{
	const char *begin = line;
	char quote = '\0';
	for (const char *at = line; *at; at++) {
		if (quote)
			quote = *at == quote ? '\0' : quote;
		else if (*at == '"' || *at == '\'')
			quote = *at;
		else if (*at == ';' || *at == '\n')
			begin = at + 1;
	}
	return begin + strspn(begin, " \t");
}

/* In an expression only the part behind the last operator is completed. A
 * hyphen is no operator here: names of commands have one. */
static const char *word_begin(const char *command, const char *end)
{
	const char *begin = end;
	while (begin > command && !strchr(" \t(),+*/%&|<>!", begin[-1]))
		begin--;
	return begin;
}

static const char *blank_before(const char *command, const char *word)
{
	while (word > command && word[-1] != ' ' && word[-1] != '\t')
		word--;
	return word;
}

/* The words in front of `whole` tell the command and what it was given so far. */
static void complete_command(struct completion *c, const char *command, const char *whole)
{
	char *head = strndup(command, (size_t)(whole - command));
	struct words words = { 0 };
	const char *at = head, *error;
	if (head && words_read(&words, &at, &error) && words.count > 0) {
		const struct command *found = lab_find_command(c->lab, words.at[0]);
		c->argument = words.count > 1 ? words.at[1] : NULL;
		if (found)
			complete_argument(c, found, &words, whole);
	}
	words_clear(&words);
	free(head);
}

void lab_complete(struct lab *lab, const char *line, size_t end,
		  void (*found)(void *context, const char *word), void *context)
{
	char *copy = strndup(line, end);
	char error[LINE_ROOM];	/* of the last command, not of this */
	if (!copy)
		return;
	memcpy(error, lab->error, sizeof(error));
	const char *begin = last_command(copy);
	const char *word = word_begin(begin, copy + strlen(copy));
	const char *whole = blank_before(begin, word);
	struct completion c = {
		.lab = lab, .word = word, .length = strlen(word), .after = "",
		.room_before = (size_t)(word - begin), .found = found, .context = context,
	};
	if (whole == begin)
		lab_each_command(lab, offer_command, &c);
	else
		complete_command(&c, begin, whole);
	memcpy(lab->error, error, sizeof(error));
	free(copy);
}
