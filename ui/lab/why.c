/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Why the present step does what it does: one sentence from the tables
 * (sentences_*.c), with the numbers of this very moment put in.
 *
 * A step that asks a question has two sentences; its condition, evaluated with
 * the locals of the present call, chooses. {expression} in a sentence stands
 * for a value, written as its kind demands.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct sentence *find_sentence(uint32_t step)
{
	for (size_t i = 0; i < lab_sentence_tables; i++)
		for (const struct sentence *s = lab_sentences[i]; s->step; s++)
			if (s->step == step)
				return s;
	return NULL;
}

static bool is_plain_name(const char *expression)
{
	return !strpbrk(expression, " +-*/%&|<>!=()~^");
}

/* The value of {expression} as text. */
static void append_value(struct lab *lab, const char *expression, char *text, size_t room)
{
	char shown[160];
	uint64_t raw;
	enum value_kind kind;
	struct value value;
	if (is_plain_name(expression) &&
	    lab_lookup_raw(lab, expression, strlen(expression), SCOPE_STEP, &raw, &kind)) {
		lab_append(text, room, "%s", lab_value_text(lab, kind, raw, shown, sizeof(shown)));
		return;
	}
	if (!lab_evaluate_value(lab, expression, SCOPE_STEP, &value)) {
		bool large = strstr(lab->error, "64 bits") != NULL;
		lab_append(text, room, "%s", large ? N_("(more than 64 bits hold)") : "?");
		return;
	}
	lab_value_text(lab, value.kind == VALUE_AREA ? VALUE_ADDRESS : value.kind, value.magnitude,
		       shown, sizeof(shown));
	lab_append(text, room, "%s%s", value.negative ? "-" : "", shown);
}

void lab_fill_sentence(struct lab *lab, const char *sentence, char *text, size_t room)
{
	char error[LINE_ROOM];
	memcpy(error, lab->error, sizeof(error));
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
	memcpy(lab->error, error, sizeof(error));
}

/* Which of the two sentences is true now. */
static const char *choose(struct lab *lab, const struct sentence *s)
{
	struct value value;
	if (!s->condition)
		return s->yes;
	if (!lab_evaluate_value(lab, s->condition, SCOPE_STEP, &value))
		return s->no ? s->no : s->yes;
	return value.magnitude ? s->yes : s->no;
}

const char *lab_why(struct lab *lab, char *text, size_t room)
{
	const struct core_step *step = timeline_step(lab->time);
	const struct sentence *s = step ? find_sentence(step->step) : NULL;
	char error[LINE_ROOM];
	text[0] = '\0';
	if (!s)
		return text;
	memcpy(error, lab->error, sizeof(error));
	const char *sentence = choose(lab, s);
	memcpy(lab->error, error, sizeof(error));
	if (sentence)
		lab_fill_sentence(lab, sentence, text, room);
	return text;
}
