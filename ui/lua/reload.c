/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Loading a lesson again after it was edited, and going back to the place.
 *
 * The turns that were taken are kept: going on, answers, giving up, a task that was
 * solved. The new text is run from the beginning with the same turns, as far as they
 * fit: where it pauses and a question was answered before, or the other way round, that
 * is where the learner has to go on. A text with a fault does not lose the place: the
 * turns are kept for the next time.
 */

#include <stdlib.h>
#include <string.h>

#include "ui/lua/inside.h"

static void clear(struct turns *turns)
{
	for (size_t i = 0; i < turns->count; i++)
		free(turns->turn[i].answer);
	free(turns->turn);
	*turns = (struct turns){ 0 };
}

void host_forget_turns(struct host *host)
{
	clear(&host->turns);
	clear(&host->goal);
	free(host->path);
	host->path = NULL;
}

static enum turn_kind kind_of(const struct host *host, const char *answer)
{
	if (host->asking.question.task && host->asking.solved)
		return TURN_SOLVED;
	if (host->state == HOST_PAUSED)
		return TURN_PAUSE;
	return answer ? TURN_ANSWER : TURN_GIVE_UP;
}

/* Without memory there is nothing to go back to. */
void host_note_turn(struct host *host, const char *answer)
{
	struct turns *turns = &host->turns;
	struct turn turn = { kind_of(host, answer), host_copy(answer) };
	struct turn *grown = realloc(turns->turn, (turns->count + 1) * sizeof(*grown));

	if (!grown) {
		free(turn.answer);
		return;
	}
	turns->turn = grown;
	turns->turn[turns->count++] = turn;
}

/* The longer of the two: the last try may have ended at a fault. */
static void choose_goal(struct host *host)
{
	struct turns *longer = host->turns.count >= host->goal.count ? &host->turns : &host->goal;
	struct turns *other = longer == &host->turns ? &host->goal : &host->turns;

	clear(other);
	host->goal = *longer;
	if (longer != &host->goal)
		*longer = (struct turns){ 0 };
}

size_t host_reload(struct host *host)
{
	char *path = host->path;

	if (!path || host->inside)
		return 0;
	choose_goal(host);
	host->path = NULL;	/* so that loading it forgets nothing */
	if (host->lab) {
		struct space space = lab_machine(host->lab)->g->space;

		lab_reset(host->lab, &space);
	}
	host->reloading = true;
	host_load(host, path, 0, NULL);
	host->reloading = false;
	free(path);
	return host->goal.count ? host->goal.count : 1;
}

/* Does the turn fit what the script waits for now? */
static bool fits(const struct host *host, enum turn_kind kind)
{
	bool asks = host->state == HOST_ASKING, task = asks && host->asking.question.task;

	if (kind == TURN_PAUSE)
		return host->state == HOST_PAUSED;
	return kind == TURN_SOLVED ? task : asks;
}

bool host_take_turn_again(struct host *host, size_t i)
{
	const struct turn *turn = i < host->goal.count ? &host->goal.turn[i] : NULL;

	if (host->state != HOST_PAUSED && host->state != HOST_ASKING)
		return false;
	if (!turn || !fits(host, turn->kind)) {
		clear(&host->goal);
		return false;
	}
	host->solving = turn->kind == TURN_SOLVED;
	host_resume(host, turn->answer);
	host->solving = false;
	if (i + 1 == host->goal.count && host->state != HOST_FAILED)
		clear(&host->goal);
	return true;
}
