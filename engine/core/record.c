/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The recorder: what the macros of record.h do when they are compiled in.
 *
 * A step first copies the locals of its call to the arena and then marks its
 * place behind these writes. So the locals one sees at a step are those with
 * which its statement is about to run.
 *
 * A call's frame is emptied when it returns, by writes like any others: when
 * an operation is over, nothing in the arena tells that it was recorded. The
 * same holds when memory for the tape runs out in the middle, or when it
 * becomes longer than any tape may be: the machine goes on as if nothing had
 * happened, and only the tape is useless.
 */

#include "engine/core/record.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64 };

/* Makes room for one more element; false and a broken tape when there is none. */
static bool make_room(struct core_tape *tape, void **array, size_t *room, size_t element)
{
	size_t wanted = *room ? *room * 2 : FIRST_ROOM;
	void *grown = wanted <= TAPE_LONGEST ? realloc(*array, wanted * element) : NULL;

	if (!grown) {
		tape->broken = true;
		return false;
	}
	*array = grown;
	*room = wanted;
	return true;
}

static bool room_for_write(struct core_tape *tape)
{
	void *array = tape->write;

	if (tape->broken)
		return false;
	if (tape->writes < tape->write_room)
		return true;
	if (!make_room(tape, &array, &tape->write_room, sizeof(*tape->write)))
		return false;
	tape->write = array;
	return true;
}

static bool room_for_step(struct core_tape *tape)
{
	void *array = tape->step;

	if (tape->broken)
		return false;
	if (tape->steps < tape->step_room)
		return true;
	if (!make_room(tape, &array, &tape->step_room, sizeof(*tape->step)))
		return false;
	tape->step = array;
	return true;
}

uint64_t core_read(const void *at, size_t size)
{
	uint32_t half;
	uint64_t whole;

	if (size == sizeof(half)) {
		memcpy(&half, at, sizeof(half));
		return half;
	}
	memcpy(&whole, at, sizeof(whole));
	return whole;
}

static void write_word(void *at, uint32_t size, uint64_t value)
{
	uint32_t half = (uint32_t)value;

	if (size == sizeof(half))
		memcpy(at, &half, sizeof(half));
	else
		memcpy(at, &value, sizeof(value));
}

static void note_write(struct machine *m, const void *word, uint32_t size, uint64_t before)
{
	struct core_tape *tape = m->rec->tape;
	uint64_t after = core_read(word, size);

	if (before == after || !room_for_write(tape))
		return;
	tape->write[tape->writes++] = (struct core_write){
		.before = before,
		.after = after,
		.word = (uint32_t)((size_t)((const unsigned char *)word - m->base) /
				   sizeof(uint32_t)),
		.size = size,
	};
}

void core_set(struct machine *m, void *word, uint32_t size, uint64_t value)
{
	uint64_t before = core_read(word, size);

	write_word(word, size, value);
	if (m->rec)
		note_write(m, word, size, before);
}

#define SET_WORD(lvalue, value) \
	core_set(m, &(lvalue), (uint32_t)sizeof(lvalue), (uint64_t)(value))

/* A local as the 64-bit word of its frame. */
static uint64_t local_value(const struct core_local *local)
{
	uint64_t value = core_read(local->at, local->size);

	if ((local->kind == VALUE_SIGNED || local->kind == VALUE_ERRNO) &&
	    local->size == sizeof(uint32_t))
		return (uint64_t)(int64_t)(int32_t)(uint32_t)value;
	return value;
}

/* The frame of the present call; NULL outside of calls and below the deepest
 * frame there is room for. */
static struct frame *present_frame(struct machine *m)
{
	uint32_t depth = m->g->depth;

	return depth && depth <= FRAME_MAX ? &m->frame[depth - 1] : NULL;
}

static void copy_locals(struct machine *m)
{
	struct frame *frame = present_frame(m);
	const struct core_local *local;

	if (!frame)
		return;
	local = m->rec->locals[m->g->depth - 1];
	for (uint32_t i = 0; i < frame->locals; i++) {
		uint64_t value = local_value(&local[i]);

		if (frame->value[i] != value)
			SET_WORD(frame->value[i], value);
	}
}

void core_copy(struct machine *m, void *to, const void *from, size_t bytes)
{
	uint64_t *word = to;
	const uint64_t *value = from;

	for (size_t i = 0; i < bytes / sizeof(*word); i++)
		core_set(m, &word[i], sizeof(word[i]), value[i]);
}

void core_step(struct machine *m, enum step step)
{
	struct core_tape *tape;

	if (!m->rec)
		return;
	copy_locals(m);
	tape = m->rec->tape;
	if (!room_for_step(tape))
		return;
	tape->step[tape->steps++] = (struct core_step){
		.first_write = (uint32_t)tape->writes,
		.step = (uint16_t)step,
		.depth = (uint16_t)m->g->depth,
	};
}

static void learn_signature(struct core_signature *signature,
			    const struct core_local *locals, uint32_t count)
{
	signature->locals = count;
	for (uint32_t i = 0; i < count; i++) {
		signature->name[i] = locals[i].name;
		signature->kind[i] = locals[i].kind;
	}
}

struct core_call core_enter(struct machine *m, enum function function,
			    const struct core_local *locals, uint32_t count)
{
	struct core_call call = { m };
	struct frame *frame;

	if (!m->rec)
		return call;
	if (count > FRAME_LOCALS)
		count = FRAME_LOCALS;
	SET_WORD(m->g->depth, m->g->depth + 1);
	frame = present_frame(m);
	if (!frame)
		return call;
	learn_signature(&m->rec->signature[function], locals, count);
	m->rec->locals[m->g->depth - 1] = locals;
	SET_WORD(frame->function, function);
	SET_WORD(frame->locals, count);
	return call;
}

static void empty_frame(struct machine *m, struct frame *frame)
{
	for (uint32_t i = 0; i < frame->locals; i++)
		SET_WORD(frame->value[i], 0);
	SET_WORD(frame->locals, 0);
	SET_WORD(frame->function, FUNCTION_NONE);
}

void core_leave(struct core_call *call)
{
	struct machine *m = call->m;
	struct frame *frame;

	if (!m->rec || !m->g->depth)
		return;
	frame = present_frame(m);
	if (frame) {
		empty_frame(m, frame);
		m->rec->locals[m->g->depth - 1] = NULL;
	}
	SET_WORD(m->g->depth, m->g->depth - 1);
}

void core_unwind(struct machine *m)
{
	struct core_call call = { m };

	while (m->rec && m->g->depth)
		core_leave(&call);
}
