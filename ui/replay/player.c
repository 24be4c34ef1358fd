/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Running the operations of a recording.
 *
 * With both engines, the recording one goes first: while the plain machine
 * still stands before the operation, taking the tape back must make both
 * equal, and putting it in again must lead to where it was.
 */

#include "ui/replay/player.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Comparing two machines costs what they hold, so in long recordings only
 * every TAPE_SAMPLE-th tape is tried. */
enum { TAPE_ALWAYS = 1000, TAPE_SAMPLE = 97 };

static bool open_recorder(struct player *p)
{
	tape_init(&p->tape);
	p->recorder = calloc(1, sizeof(*p->recorder));
	if (!p->recorder)
		return false;
	p->recorder->tape = &p->tape;
	return true;
}

bool player_open(struct player *p, enum replay_engine engine, const struct space *space)
{
	*p = (struct player){ .engine = engine };
	p->open = open_recorder(p) && machine_open(&p->m, space);
	p->twin_open = p->open && engine == REPLAY_BOTH && machine_open(&p->twin, space);
	if (!p->open || (engine == REPLAY_BOTH && !p->twin_open)) {
		snprintf(p->problem, sizeof(p->problem), "no memory for a machine: %s",
			 strerror(errno));
		return false;
	}
	if (engine == REPLAY_RECORD)
		p->m.rec = p->recorder;
	if (engine == REPLAY_BOTH)
		p->twin.rec = p->recorder;
	return true;
}

void player_close(struct player *p)
{
	if (p->open)
		machine_close(&p->m);
	if (p->twin_open)
		machine_close(&p->twin);
	tape_free(&p->tape);
	free(p->recorder);
	*p = (struct player){ 0 };
}

static bool disagree(struct player *p, const char *what, const char *where)
{
	snprintf(p->problem, sizeof(p->problem), "%s: %s", what, where);
	return false;
}

bool player_agrees(struct player *p)
{
	char where[100] = "";

	if (p->engine != REPLAY_BOTH || machine_equal(&p->m, &p->twin, where, sizeof(where)))
		return true;
	return disagree(p, "the recording engine leaves another state than the plain one", where);
}

static bool tape_leads_back(struct player *p)
{
	char where[100] = "";

	if (p->ops > TAPE_ALWAYS && p->ops % TAPE_SAMPLE != 0)
		return true;
	tape_undo(&p->tape, &p->twin, 0, p->tape.writes);
	bool same = machine_equal(&p->m, &p->twin, where, sizeof(where));
	tape_redo(&p->tape, &p->twin, 0, p->tape.writes);
	return same || disagree(p, "taking an operation back leaves another state than before it",
				where);
}

static bool run_recording(struct player *p, struct machine *m, const struct op *op)
{
	tape_clear(&p->tape);
	engine_record.run(m, op);
	return !p->tape.broken || disagree(p, "no memory for the tape", "it cannot be played");
}

static void add_work(struct player *p)
{
	const struct work *w = &p->m.g->work;
	struct work *sum = &p->work;

	sum->tries += w->tries;
	sum->descent += w->descent;
	sum->walk += w->walk;
	sum->insert += w->insert;
	sum->find += w->find;
	sum->pvm += w->pvm;
	sum->purges += w->purges;
	sum->freed += w->freed;
	sum->notif += w->notif;
	sum->kmallocs += w->kmallocs;
	sum->pages += w->pages;
	sum->tables += w->tables;
	p->pages_asked |= w->pages != 0;
}

bool player_run(struct player *p, const struct op *op)
{
	bool agreed = true;

	p->ops++;
	if (p->engine == REPLAY_RECORD)
		agreed = run_recording(p, &p->m, op);
	if (p->engine == REPLAY_BOTH)
		agreed = run_recording(p, &p->twin, op) && tape_leads_back(p);
	if (p->engine != REPLAY_RECORD)
		engine_plain.run(&p->m, op);
	add_work(p);
	return agreed;
}

void player_work_seen(struct player *p)
{
	p->work = (struct work){ 0 };
}
