/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rules of an exam.
 *
 * Trying an operation out before one says what comes of it is not taken down and frowned
 * at: it is not possible. Nothing that changes the model, not even going back in time,
 * runs while a question is open. What a command of the screen changes is the screen.
 */

#include "ui/exam/rules.h"

#include <inttypes.h>
#include <string.h>

#include "ui/exam/digest.h"
#include "ui/lab/lab.h"
#include "ui/lab/language.h"
#include "ui/lua/host.h"

static bool is_one_of(const char *name, const char *const *list)
{
	while (*list && strcmp(*list, name) != 0)
		list++;
	return *list != NULL;
}

static bool touches_files(const struct command *command)
{
	for (size_t i = 0; i < LAB_PARAMETERS && command->parameter[i].name; i++)
		if (command->parameter[i].kind == PARAMETER_FILE)
			return true;
	return false;
}

/* Where operations stop, and which words are understood, is the same for all. */
static bool sets_rules(const char *name, size_t words, const char *const *word)
{
	size_t length = words > 0 ? strlen(word[0]) : 0;
	return words > 0 && (strcmp(name, "language") == 0 || (strcmp(name, "set") == 0 && words > 1 &&
	       (strncmp("entry", word[0], length) == 0 || strncmp("language", word[0], length) == 0)));
}

static const char *refuses(void *context, const struct command *command, size_t words,
			   const char *const *word)
{
	static const char *const leaving[] = { "reload", "leave", "space", NULL };
	const struct host_question *question = host_question(context);
	if (!question)
		return NULL;
	if (touches_files(command) || is_one_of(command->name, leaving) ||
	    sets_rules(command->name, words, word))
		return _("this is not possible in an exam");
	if (command->changes && !question->task && strcmp(command->name, "set") != 0)
		return _("in an exam nothing can be tried out before one has answered: "
					"look at what there is, and answer, or say skip");
	return NULL;
}

void rules_set(struct lab *lab, struct host *host)
{
	lab_set_guard(lab, refuses, host);
	lab_set_entry(lab, ENTRY_AT_END);
}

void rules_lift(struct lab *lab)
{
	lab_set_guard(lab, NULL, NULL);
	lab_set_bounds(lab, NULL);
}

struct standing standing_now(struct lab *lab, unsigned question)
{
	struct timeline *t = lab_timeline(lab);
	const struct cursor at = timeline_cursor(t);
	const struct machine *m = lab_machine(lab);
	struct standing standing = { .question = question };
	uint64_t sum = digest_word(digest_word(DIGEST_START, machine_tree_hash(m)),
				   machine_leaf_hash(m));
	sum = digest_word(digest_word(sum, m->g->cached_hole_size), m->g->free_vmap_cache);
	standing.model = (uint32_t)(sum ^ sum >> 32);
	if (timeline_step(t))
		snprintf(standing.place, sizeof(standing.place), "%" PRIu64 ".%" PRIu64, at.op, at.step);
	else
		snprintf(standing.place, sizeof(standing.place), "%" PRIu64, at.op);
	return standing;
}

bool standing_same(const struct standing *a, const struct standing *b)
{
	return a->question == b->question && a->model == b->model &&
	       strcmp(a->place, b->place) == 0;
}
