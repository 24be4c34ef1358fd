/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Packed operations.
 *
 * Most arguments of most operations are at their defaults. So an operation is
 * written as its kind, a mask of what differs, and only that; numbers in seven
 * bits a byte, the lowest first, as long as more follow the eighth bit is set.
 * An `alloc` takes six bytes or seven.
 *
 * Packed operations have no fixed size: finding one means reading from a known
 * place. Blocks of 64 are such places. Who reads in order, as a replay does,
 * goes on where the last reading ended; who asks for the same one again, as a
 * picture does for each name in it, begins where that reading began.
 */

#include "engine/timeline/history.h"

#include <stdlib.h>
#include <string.h>

enum {
	BLOCK_OPS = 64,
	FIRST_BLOCKS = 16,
	NUMBER_MAX = 10,			/* bytes of the longest packed number */
	MASK_FAIL = OP_ARGS,			/* first bit of the failure arguments */
	MASK_LIST = MASK_FAIL + REQUEST_COUNT,	/* bit of the lists */
	OP_MAX = 1 + NUMBER_MAX * (1 + OP_ARGS + REQUEST_COUNT + 1),
};

struct history_block {
	unsigned char *packed;
	uint32_t used;
	uint32_t room;
	uint64_t cost;		/* of everything before the block */
};

/* --- lists --- */

size_t op_list_numbers(const struct op *op)
{
	size_t lists = op_info(op->kind)->list[1] ? 2 : 1;

	return op->list ? lists * op->list_length : 0;
}

bool op_list_reserve(struct op_list *list, const struct op *op)
{
	size_t numbers = op_list_numbers(op);
	uint64_t *grown;

	if (numbers <= list->room)
		return true;
	grown = realloc(list->at, numbers * sizeof(*grown));
	if (!grown)
		return false;
	list->at = grown;
	list->room = numbers;
	return true;
}

void op_list_free(struct op_list *list)
{
	free(list->at);
	*list = (struct op_list){ NULL, 0 };
}

/* --- packing --- */

static unsigned char *put_number(unsigned char *at, uint64_t number)
{
	for (; number > 0x7f; number >>= 7)
		*at++ = (unsigned char)(number | 0x80);
	*at++ = (unsigned char)number;
	return at;
}

static const unsigned char *get_number(const unsigned char *at, uint64_t *number)
{
	unsigned int shift = 0;

	for (*number = 0; *at & 0x80; shift += 7)
		*number |= (uint64_t)(*at++ & 0x7f) << shift;
	*number |= (uint64_t)*at++ << shift;
	return at;
}

static uint32_t differing(const struct op *op, const struct op *usual)
{
	uint32_t mask = 0;

	for (unsigned int i = 0; i < OP_ARGS; i++)
		if (op->arg[i] != usual->arg[i])
			mask |= 1u << i;
	for (unsigned int i = 0; i < REQUEST_COUNT; i++)
		if (op->fail[i])
			mask |= 1u << (MASK_FAIL + i);
	if (op->list && op->list_length)
		mask |= 1u << MASK_LIST;
	return mask;
}

static unsigned char *put_lists(unsigned char *at, const struct op *op)
{
	size_t numbers = op_list_numbers(op);

	at = put_number(at, op->list_length);
	for (size_t i = 0; i < numbers; i++)
		at = put_number(at, op->list[i]);
	return at;
}

static unsigned char *put_op(unsigned char *at, const struct op *op, const struct space *space)
{
	struct op usual = op_make(op->kind, space);
	uint32_t mask = differing(op, &usual);

	*at++ = (unsigned char)op->kind;
	at = put_number(at, mask);
	for (unsigned int i = 0; i < OP_ARGS; i++)
		if (mask & 1u << i)
			at = put_number(at, op->arg[i]);
	for (unsigned int i = 0; i < REQUEST_COUNT; i++)
		if (mask & 1u << (MASK_FAIL + i))
			at = put_number(at, op->fail[i]);
	return mask & 1u << MASK_LIST ? put_lists(at, op) : at;
}

static const unsigned char *get_lists(const unsigned char *at, struct op_list *list,
				      struct op *op)
{
	uint64_t length;
	size_t numbers;

	at = get_number(at, &length);
	op->list_length = (uint32_t)length;
	op->list = list->at;
	numbers = op_list_numbers(op);
	for (size_t i = 0; i < numbers; i++)
		at = get_number(at, &list->at[i]);
	return at;
}

static const unsigned char *get_op(const unsigned char *at, const struct space *space,
				   struct op_list *list, struct op *op)
{
	uint64_t mask, fail;

	*op = op_make((enum op_kind)*at++, space);
	at = get_number(at, &mask);
	for (unsigned int i = 0; i < OP_ARGS; i++)
		if (mask & 1u << i)
			at = get_number(at, &op->arg[i]);
	for (unsigned int i = 0; i < REQUEST_COUNT; i++) {
		if (!(mask & 1u << (MASK_FAIL + i)))
			continue;
		at = get_number(at, &fail);
		op->fail[i] = (uint32_t)fail;
	}
	return mask & 1u << MASK_LIST ? get_lists(at, list, op) : at;
}

/* --- blocks --- */

void history_init(struct history *h, uint64_t cost)
{
	*h = (struct history){ .cost = cost };
}

void history_free(struct history *h)
{
	for (size_t i = 0; i < h->blocks; i++)
		free(h->block[i].packed);
	free(h->block);
	history_init(h, 0);
}

static bool resize_block(struct history *h, struct history_block *block, size_t room)
{
	unsigned char *packed = realloc(block->packed, room);

	if (!packed)
		return false;
	h->bytes = h->bytes - block->room + room;
	block->packed = packed;
	block->room = (uint32_t)room;
	return true;
}

static bool room_for_block(struct history *h)
{
	size_t room = h->room ? h->room * 2 : FIRST_BLOCKS;
	struct history_block *grown;

	if (h->blocks < h->room)
		return true;
	grown = realloc(h->block, room * sizeof(*grown));
	if (!grown)
		return false;
	h->bytes += (room - h->room) * sizeof(*grown);
	h->block = grown;
	h->room = room;
	return true;
}

/* The block that takes the next operation. A full one gives back what it has
 * too much; if even that fails, it keeps it. */
static struct history_block *last_block(struct history *h)
{
	struct history_block *last = h->blocks ? &h->block[h->blocks - 1] : NULL;

	if (h->ops < (uint64_t)h->blocks * BLOCK_OPS)
		return last;
	if (last)
		resize_block(h, last, last->used);
	if (!room_for_block(h))
		return NULL;
	h->block[h->blocks] = (struct history_block){ .cost = h->cost };
	return &h->block[h->blocks++];
}

static bool room_for_op(struct history *h, struct history_block *block, size_t bytes)
{
	size_t wanted = block->used + bytes;

	if (wanted > UINT32_MAX / 2)
		return false;
	return wanted <= block->room || resize_block(h, block, wanted + wanted / 2);
}

bool history_append(struct history *h, const struct space *space, const struct op *op)
{
	struct history_block *block = last_block(h);
	unsigned char *end;

	if (!block || !room_for_op(h, block, OP_MAX + NUMBER_MAX * op_list_numbers(op)))
		return false;
	end = put_op(block->packed + block->used, op, space);
	block->used = (uint32_t)(end - block->packed);
	h->ops++;
	return true;
}

void history_read(struct history *h, uint64_t index, const struct space *space,
		  struct op_list *list, struct op *op)
{
	const unsigned char *packed = h->block[index / BLOCK_OPS].packed;

	if (h->next == index + 1) {
		h->next = index;
		h->next_at = h->last_at;
	/* At a block's beginning the offset is still that of the block before. */
	} else if (h->next > index || h->next / BLOCK_OPS != index / BLOCK_OPS ||
	    h->next % BLOCK_OPS == 0) {
		h->next = index - index % BLOCK_OPS;
		h->next_at = 0;
	}
	for (; h->next <= index; h->next++) {
		h->last_at = h->next_at;
		h->next_at = (size_t)(get_op(packed + h->next_at, space, list, op) - packed);
	}
}

uint64_t history_cost_before(const struct history *h, uint64_t index)
{
	size_t block = (size_t)(index / BLOCK_OPS);
	uint64_t ops = h->ops - (uint64_t)block * BLOCK_OPS;
	uint64_t after = h->cost;

	if (index >= h->ops)
		return h->cost;
	if (block + 1 < h->blocks) {
		ops = BLOCK_OPS;
		after = h->block[block + 1].cost;
	}
	return h->block[block].cost + (after - h->block[block].cost) * (index % BLOCK_OPS) / ops;
}
