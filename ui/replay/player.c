/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Running the operations of a recording.
 *
 * With both engines, the recording one goes first: while the plain machine
 * still stands before the operation, taking the tape back must make both
 * equal, and putting it in again must lead to where it was.
 *
 * To watch an operation is to take its tape back and to play it step by step.
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

static bool has_twin(const struct player *p)
{
	return p->engine == REPLAY_BOTH || (p->watched && p->engine == REPLAY_PLAIN);
}

static bool open_machines(struct player *p, const struct space *space)
{
	p->open = open_recorder(p) && machine_open(&p->m, space);
	p->twin_open = p->open && has_twin(p) && machine_open(&p->twin, space);
	if (!p->open || p->twin_open != has_twin(p)) {
		snprintf(p->problem, sizeof(p->problem), "no memory for a machine: %s",
			 strerror(errno));
		return false;
	}
	if (has_twin(p))
		p->twin.rec = p->recorder;
	else if (p->engine == REPLAY_RECORD)
		p->m.rec = p->recorder;
	return true;
}

bool player_open(struct player *p, enum replay_engine engine, const struct space *space)
{
	*p = (struct player){ .engine = engine };
	return open_machines(p, space);
}

bool player_open_watched(struct player *p, enum replay_engine engine,
			 const struct space *space)
{
	*p = (struct player){ .engine = engine, .watched = true };
	return open_machines(p, space);
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

	if (p->engine != REPLAY_BOTH || (p->ops > TAPE_ALWAYS && p->ops % TAPE_SAMPLE != 0))
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
	if (has_twin(p))
		agreed = run_recording(p, &p->twin, op) && tape_leads_back(p);
	if (p->engine != REPLAY_RECORD)
		engine_plain.run(&p->m, op);
	add_work(p);
	return agreed;
}

bool player_load(struct player *p, const struct snapshot *s)
{
	return !machine_load(&p->m, s, p->problem, sizeof(p->problem)) &&
	       (!has_twin(p) || !machine_load(&p->twin, s, p->problem, sizeof(p->problem)));
}

bool player_load_tables(struct player *p, const struct snapshot_range *range, size_t ranges)
{
	char *text = p->problem;
	size_t room = sizeof(p->problem);

	return !machine_load_tables(&p->m, range, ranges, text, room) &&
	       (!has_twin(p) || !machine_load_tables(&p->twin, range, ranges, text, room));
}

void player_describe_vm(struct player *p, uint64_t start, const struct snapshot_vm *vm)
{
	machine_describe_vm(&p->m, start, vm);
	if (has_twin(p))
		machine_describe_vm(&p->twin, start, vm);
}

void player_watch(struct player *p, void (*visit)(void *context, const struct player_moment *),
		  void *context)
{
	const struct core_tape *tape = &p->tape;
	struct machine *m = has_twin(p) ? &p->twin : &p->m;
	struct player_moment moment = { .m = m, .recorder = p->recorder };
	size_t at = 0;

	tape_undo(tape, m, 0, tape->writes);
	for (size_t i = 0; i < tape->steps; i++) {
		size_t write = tape_write_of_step(tape, i);
		tape_redo(tape, m, at, write);
		at = write;
		moment.step = tape->step[i].step;
		visit(context, &moment);
	}
	tape_redo(tape, m, at, tape->writes);
}

uint64_t player_local(const struct player_moment *moment, const char *name)
{
	uint32_t depth = moment->m->g->depth;

	if (depth == 0 || depth > FRAME_MAX)
		return 0;
	const struct frame *frame = &moment->m->frame[depth - 1];
	const struct core_signature *signature = &moment->recorder->signature[frame->function];
	for (uint32_t i = 0; i < signature->locals; i++)
		if (strcmp(signature->name[i], name) == 0)
			return frame->value[i];
	return 0;
}

void player_work_seen(struct player *p)
{
	p->work = (struct work){ 0 };
}
