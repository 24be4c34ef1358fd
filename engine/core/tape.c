/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Tapes: what a recording holds, and how it is played.
 *
 * A write keeps both the old and the new value of its word, so that the same
 * tape can be played in both directions from any place in it.
 */

#include "engine/core/record.h"

#include <stdlib.h>
#include <string.h>

void tape_init(struct core_tape *tape)
{
	memset(tape, 0, sizeof(*tape));
}

void tape_free(struct core_tape *tape)
{
	free(tape->write);
	free(tape->step);
	tape_init(tape);
}

void tape_clear(struct core_tape *tape)
{
	tape->writes = 0;
	tape->steps = 0;
	tape->broken = false;
}

size_t tape_bytes(const struct core_tape *tape)
{
	return tape->write_room * sizeof(*tape->write) +
	       tape->step_room * sizeof(*tape->step);
}

static void put_word(struct machine *m, const struct core_write *write, uint64_t value)
{
	unsigned char *at = m->base + (size_t)write->word * sizeof(uint32_t);

	if (write->size == sizeof(uint32_t)) {
		uint32_t half = (uint32_t)value;

		memcpy(at, &half, sizeof(half));
	} else {
		memcpy(at, &value, sizeof(value));
	}
}

void tape_redo(const struct core_tape *tape, struct machine *m, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		put_word(m, &tape->write[i], tape->write[i].after);
}

void tape_undo(const struct core_tape *tape, struct machine *m, size_t from, size_t to)
{
	for (size_t i = to; i > from; i--)
		put_word(m, &tape->write[i - 1], tape->write[i - 1].before);
}

size_t tape_write_of_step(const struct core_tape *tape, size_t step)
{
	return step < tape->steps ? tape->step[step].first_write : tape->writes;
}
