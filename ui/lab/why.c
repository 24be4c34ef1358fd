/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Why the present step does what it does: one sentence from the tables
 * (sentences_*.c), with the numbers of this very moment put in.
 *
 * A step that asks a question has several sentences; their conditions,
 * evaluated with the locals of the present call, choose. {expression} in a
 * sentence stands for a value, written as its kind demands; {area.name} is the
 * area's name alone, {pfn:hex} a number in hexadecimal.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool is_plain_name(const char *expression)
{
	return !strpbrk(expression, " +-*/%&|<>!=()~^");
}

/* {first.name}: without the range. False: it is something else. */
static bool append_short(const struct lab *lab, const char *expression, char *text, size_t room)
{
	static const char suffix[] = ".name";
	char shown[160];
	uint64_t raw;
	enum value_kind kind;
	size_t length = strlen(expression);
	if (length < sizeof(suffix) || strcmp(expression + length - strlen(suffix), suffix) != 0 ||
	    !lab_lookup_raw(lab, expression, length - strlen(suffix), SCOPE_STEP, &raw, &kind))
		return false;
	lab_append(text, room, "%s", lab_short_text(lab, kind, raw, shown, sizeof(shown)));
	return true;
}

/* {pfn:hex}: as a hexadecimal number. False: it is something else. */
static bool append_hex(struct lab *lab, const char *expression, char *text, size_t room)
{
	char plain[96];
	struct value value;
	size_t length = strcspn(expression, ":");
	if (strcmp(expression + length, ":hex") != 0)
		return false;
	snprintf(plain, sizeof(plain), "%.*s", (int)length, expression);
	if (lab_evaluate_value(lab, plain, SCOPE_STEP, &value))
		lab_append(text, room, "0x%" PRIx64, value.magnitude);
	else
		lab_append(text, room, "(?)");
	return true;
}

/* The value of {expression} as text. */
static void append_value(struct lab *lab, const char *expression, char *text, size_t room)
{
	char shown[160];
	uint64_t raw;
	enum value_kind kind;
	struct value value;
	if (append_short(lab, expression, text, room) ||
	    append_hex(lab, expression, text, room))
		return;
	if (is_plain_name(expression) &&
	    lab_lookup_raw(lab, expression, strlen(expression), SCOPE_STEP, &raw, &kind)) {
		lab_append(text, room, "%s", lab_value_text(lab, kind, raw, shown, sizeof(shown)));
		return;
	}
	if (!lab_evaluate_value(lab, expression, SCOPE_STEP, &value)) {
		bool large = strcmp(lab->error, _(VALUE_TOO_LARGE)) == 0;
		lab_append(text, room, "%s", large ? _("(more than 64 bits hold)") : "(?)");
		return;
	}
	lab_value_text(lab, value.kind == VALUE_AREA ? VALUE_ADDRESS : value.kind, value.magnitude,
		       shown, sizeof(shown));
	lab_append(text, room, "%s%s", value.negative ? "-" : "", shown);
}

/* A sentence that begins with a value such as "the block at 0x.." */
static void begin_large(char *text)
{
	if (strncmp(text, "the ", 4) == 0 || strncmp(text, "a new ", 6) == 0 ||
	    strncmp(text, "table ", 6) == 0 || strncmp(text, "empty ", 6) == 0)
		text[0] = (char)(text[0] - 'a' + 'A');
}

/* Fills the {placeholders} of a sentence with the values of this moment. */
static void fill_sentence(struct lab *lab, const char *sentence, char *text, size_t room)
{
	text[0] = '\0';
	while (*sentence) {
		char expression[96];
		size_t plain = strcspn(sentence, "{");
		lab_append(text, room, "%.*s", (int)plain, sentence);
		sentence += plain;
		if (!*sentence)
			break;
		size_t length = strcspn(sentence, "}");
		snprintf(expression, sizeof(expression), "%.*s", (int)(length - 1), sentence + 1);
		append_value(lab, expression, text, room);
		sentence += length + (sentence[length] == '}');
	}
	begin_large(text);
}

static bool holds(struct lab *lab, const char *condition)
{
	struct value value;
	return !condition || (lab_evaluate_value(lab, condition, SCOPE_STEP, &value) &&
			      value_true(&value));
}

static const struct sentence *find_sentence(struct lab *lab, uint32_t step)
{
	for (size_t i = 0; i < lab_sentence_tables; i++)
		for (const struct sentence *s = lab_sentences[i]; s->step; s++)
			if (s->step == step && holds(lab, s->condition))
				return s;
	return NULL;
}

const char *lab_why(struct lab *lab, char *text, size_t room)
{
	const struct core_step *step = timeline_step(lab->time);
	char error[LINE_ROOM];
	text[0] = '\0';
	if (!step)
		return text;
	memcpy(error, lab->error, sizeof(error));
	const struct sentence *s = find_sentence(lab, step->step);
	if (s)
		fill_sentence(lab, language_text(s->text), text, room);
	memcpy(lab->error, error, sizeof(error));
	return text;
}
