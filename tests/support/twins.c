/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Running one operation on two machines, and seeing that they agree.
 *
 * The tape is played back and forth once, so that a write that the recording
 * missed shows at once and not only when somebody steps over it.
 */

#include "tests/support/twins.h"

#include <stdio.h>
#include <string.h>

bool twins_open(struct twins *t, const struct space *space)
{
	memset(t, 0, sizeof(*t));
	if (!machine_open(&t->plain, space))
		return false;
	if (!machine_open(&t->record, space)) {
		machine_close(&t->plain);
		return false;
	}
	tape_init(&t->tape);
	t->rec.tape = &t->tape;
	t->record.rec = &t->rec;
	return true;
}

void twins_close(struct twins *t)
{
	machine_close(&t->plain);
	machine_close(&t->record);
	tape_free(&t->tape);
}

static const char *compare(struct twins *t, const char *when)
{
	char where[80];

	if (machine_equal(&t->plain, &t->record, where, sizeof(where)))
		return NULL;
	snprintf(t->text, sizeof(t->text), "plain and recorded machine differ %s: %s", when, where);
	return t->text;
}

const char *twins_differ(struct twins *t, const struct op *op)
{
	const char *wrong;

	engine_plain.run(&t->plain, op);
	tape_clear(&t->tape);
	engine_record.run(&t->record, op);
	if (t->tape.broken)
		return "no memory for the tape";
	wrong = compare(t, "after the operation");
	if (wrong)
		return wrong;
	tape_undo(&t->tape, &t->record, 0, t->tape.writes);
	tape_redo(&t->tape, &t->record, 0, t->tape.writes);
	return compare(t, "after going back and forth");
}

const char *twins_run(struct twins *t, const struct op *op)
{
	const char *wrong = twins_differ(t, op);

	return wrong ? wrong : machine_check(&t->plain, t->text, sizeof(t->text));
}

uint64_t twins_hash(const struct machine *m)
{
	uint64_t hash = 88172645463325252u;

	for (unsigned int r = 0; r < REGION_COUNT; r++) {
		const unsigned char *at = m->base + memory_offset((enum region)r);
		size_t left = memory_used(m, (enum region)r);

		while (left) {
			uint64_t word = 0;
			size_t bytes = left < sizeof(word) ? left : sizeof(word);

			memcpy(&word, at, bytes);
			hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
			hash ^= hash >> 29;
			at += bytes;
			left -= bytes;
		}
	}
	return hash;
}
