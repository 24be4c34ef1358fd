/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Counting answers: all are kept as they were given, and sorted at the end.
 */

#include "ui/exam/tally.h"

#include <stdlib.h>
#include <string.h>

#include "ui/lab/language.h"

struct answers {
	char **said;
	size_t count;
	bool task;
	char *common;	/* why one of them may be common; "": it may not */
};

struct tally {
	struct answers *question;
	size_t questions;
};

/* The commonest of sorted answers. */
struct commonest {
	const char *said;
	size_t count, different;
};

struct tally *tally_open(void)
{
	return calloc(1, sizeof(struct tally));
}

void tally_close(struct tally *tally)
{
	for (size_t i = 0; tally && i < tally->questions; i++) {
		for (size_t k = 0; k < tally->question[i].count; k++)
			free(tally->question[i].said[k]);
		free(tally->question[i].said);
		free(tally->question[i].common);
	}
	if (tally)
		free(tally->question);
	free(tally);
}

/* --- adding --- */

static struct answers *question_at(struct tally *tally, size_t i, const struct mark *mark)
{
	if (i < tally->questions)
		return &tally->question[i];
	struct answers *grown = realloc(tally->question, (i + 1) * sizeof(*grown));
	if (!grown)
		return NULL;
	tally->question = grown;
	grown[i] = (struct answers){ .task = mark->task, .common = strdup(mark->common) };
	tally->questions = i + 1;
	return grown[i].common ? &grown[i] : NULL;
}

static bool add_answer(struct answers *answers, const char *said)
{
	char **grown = realloc(answers->said, (answers->count + 1) * sizeof(*grown));
	if (!grown)
		return false;
	answers->said = grown;
	grown[answers->count] = strdup(said);
	return grown[answers->count++] != NULL;
}

bool tally_add(struct tally *tally, const struct marking *key)
{
	bool well = true;
	for (size_t i = 0; well && i < key->marks; i++) {
		struct answers *answers = question_at(tally, i, &key->mark[i]);
		well = answers && add_answer(answers, key->mark[i].said);
	}
	return well;
}

/* --- telling --- */

static int by_text(const void *a, const void *b)
{
	char *const *left = a, *const *right = b;
	return strcmp(*left, *right);
}

static struct commonest find_commonest(struct answers *answers)
{
	struct commonest found = { 0 };
	qsort(answers->said, answers->count, sizeof(*answers->said), by_text);
	for (size_t i = 0, n; i < answers->count; i += n) {
		for (n = 1; i + n < answers->count; n++)
			if (strcmp(answers->said[i], answers->said[i + n]) != 0)
				break;
		found.different++;
		if (n > found.count) {
			found.said = answers->said[i];
			found.count = n;
		}
	}
	return found;
}

static bool write_question(struct answers *answers, size_t number, FILE *out)
{
	struct commonest found = find_commonest(answers);
	bool rare = 100 * found.count <= TALLY_SHARE * answers->count || answers->count < TALLY_FROM;
	fprintf(out, P_("question %zu: %zu answer, the commonest is '%s' (%zu of %zu)",
			"question %zu: %zu answers, the commonest is '%s' (%zu of %zu)", found.different),
		number, found.different, found.said, found.count, answers->count);
	if (!rare && *answers->common)
		fprintf(out, "; %s", answers->common);
	else if (!rare)
		fprintf(out, _("; more than %d of 100"), TALLY_SHARE);
	fputc('\n', out);
	return rare || *answers->common;
}

bool tally_write(struct tally *tally, FILE *out)
{
	bool well = true;
	for (size_t i = 0; i < tally->questions; i++)
		if (!tally->question[i].task)
			well = write_question(&tally->question[i], i + 1, out) && well;
	return well;
}
