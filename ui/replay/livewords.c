/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The model in the words of a transcript.
 *
 * A transcript tells which functions of the kernel were called, and with what.
 * The model's functions bear the same names, and the tape of an operation knows
 * where each began and with which locals: so the calls are read off the tape, and
 * nothing in the model has to note them.
 */

#include "ui/replay/livewords.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#define X64 "%" PRIx64

/* --- the state --- */

static void area_word(struct replay_text *out, const struct machine *m, uint32_t va)
{
	replay_printf(out, X64 "-" X64 ":%" PRIx32, m->va_start[va], m->va_end[va],
		      m->rest[va].flags);
}

static void variables_line(struct replay_text *out, const struct machine *m)
{
	const struct globals *g = m->g;

	if (g->free_vmap_cache)
		replay_printf(out, "S cache=" X64, m->va_start[g->free_vmap_cache]);
	else
		replay_printf(out, "S cache=-");
	replay_printf(out, " hole=" X64 " vstart=" X64 " align=" X64 " lazy=%" PRId64
		      " pcpu_hole=" X64 "\n", g->cached_hole_size, g->cached_vstart,
		      g->cached_align, (int64_t)g->vmap_lazy_nr, g->vmap_area_pcpu_hole);
}

static void lazies_line(struct replay_text *out, const struct machine *m)
{
	replay_printf(out, "L");
	for (uint32_t va = m->g->vmap_purge_list; va; va = m->rest[va].purge_next) {
		replay_printf(out, " ");
		area_word(out, m, va);
	}
	replay_printf(out, "\n");
}

static void block_lines(struct replay_text *out, const struct machine *m)
{
	uint64_t bytes = (uint64_t)m->g->space.block_pages << PAGE_SHIFT;

	for (uint32_t vb = m->g->vmap_block_tree; vb; vb = m->block[vb].index_next) {
		const struct vmap_block *b = &m->block[vb];
		replay_printf(out, "K " X64 "-" X64 " free=%" PRIu32 " dirty=%" PRIu32
			      " dmin=%" PRIu32 " dmax=%" PRIu32 "\n", b->va_start,
			      b->va_start + bytes, b->free, b->dirty, b->dirty_min, b->dirty_max);
	}
}

static void queue_line(struct replay_text *out, const struct machine *m)
{
	uint32_t first = m->g->block_queue[m->g->space.cpu], vb = first;

	replay_printf(out, "Q");
	while (vb) {
		replay_printf(out, " " X64, m->block[vb].va_start);
		vb = m->block[vb].queue_next == first ? 0 : m->block[vb].queue_next;
	}
	replay_printf(out, "\n");
}

static void tree_words(struct replay_text *out, const struct machine *m, uint32_t va,
		       unsigned int depth)
{
	if (!va)
		return;
	replay_printf(out, " %c%u:", m->up[va].colour == RED ? 'R' : 'B', depth);
	area_word(out, m, va);
	tree_words(out, m, m->node[va].left, depth + 1);
	tree_words(out, m, m->node[va].right, depth + 1);
}

void live_state_lines(struct replay_text *out, const struct machine *m)
{
	variables_line(out, m);
	lazies_line(out, m);
	block_lines(out, m);
	queue_line(out, m);
	replay_printf(out, "T %" PRIu32, m->g->areas);
	tree_words(out, m, m->g->vmap_area_root, 0);
	replay_printf(out, "\n");
}

/* The A line, up to its flags. */
static void area_range(struct replay_text *out, const struct machine *m, uint32_t va)
{
	replay_printf(out, "A ");
	area_word(out, m, va);
}

void live_area_line(struct replay_text *out, const struct machine *m, uint32_t va)
{
	area_range(out, m, va);
	if (m->rest[va].flags & VM_VM_AREA) {
		const struct vm_struct *vm = &m->vm[m->rest[va].vm];
		replay_printf(out, " vm size=" X64 " flags=%" PRIx32 " pages=%" PRIu32
			      " phys=" X64, vm->size, vm->flags, vm->nr_pages, vm->phys_addr);
	}
}

/* --- calls --- */

struct calls {
	struct replay_text *out;
	struct live_ranges *freed;
};

static void note_range(struct live_ranges *ranges, uint64_t start, uint64_t end)
{
	if (ranges->n == ranges->room) {
		size_t room = ranges->room ? 2 * ranges->room : 64;
		struct live_range *at = realloc(ranges->at, room * sizeof(*at));
		if (!at)
			return;	/* then something outdated is believed, at worst */
		ranges->at = at;
		ranges->room = room;
	}
	ranges->at[ranges->n++] = (struct live_range){ start, end };
}

static void call_with_area(struct calls *c, const struct player_moment *moment, const char *name)
{
	uint64_t va = player_local(moment, "va");
	uint64_t start = moment->m->va_start[va], end = moment->m->va_end[va];

	replay_printf(c->out, " > %s " X64 "-" X64 "\n", name, start, end);
	note_range(c->freed, start, end);
}

static void call_alloc(struct calls *c, const struct player_moment *moment)
{
	replay_printf(c->out, " > alloc_vmap_area size=" X64 " align=" X64 " vstart=" X64
		      " vend=" X64 " gfp=" X64 "\n", player_local(moment, "size"),
		      player_local(moment, "align"), player_local(moment, "vstart"),
		      player_local(moment, "vend"), player_local(moment, "gfp"));
}

static void return_area(struct calls *c, const struct player_moment *moment)
{
	uint64_t va = player_local(moment, "va");

	replay_printf(c->out, " < alloc_vmap_area " X64 "-" X64 "\n", moment->m->va_start[va],
		      moment->m->va_end[va]);
}

/* Each of these steps is reached once in a call: at its beginning or its end. */
static void visit(void *context, const struct player_moment *moment)
{
	struct calls *c = context;

	switch (moment->step) {
	case STEP_alloc_check:
		call_alloc(c, moment);
		break;
	case STEP_alloc_return:
		return_area(c, moment);
		break;
	case STEP_alloc_give_up:
		replay_printf(c->out, " < alloc_vmap_area -%d\n", EBUSY);
		break;
	case STEP_alloc_enomem:
		if (!player_local(moment, "va"))
			replay_printf(c->out, " < alloc_vmap_area -%d\n", ENOMEM);
		break;
	case STEP_purge_take:
		replay_printf(c->out, " > __purge_vmap_area_lazy start=" X64 " end=" X64 "\n",
			      player_local(moment, "start"), player_local(moment, "end"));
		break;
	case STEP_free_cache:
		call_with_area(c, moment, "__free_vmap_area");
		break;
	case STEP_lazy_count:
		call_with_area(c, moment, "free_vmap_area_noflush");
		break;
	default:
		break;
	}
}

void live_call_lines(struct replay_text *out, struct player *p, struct live_ranges *freed)
{
	struct calls calls = { out, freed };

	freed->n = 0;
	player_watch(p, visit, &calls);
}

/* --- results --- */

/* What makes something gives its address. */
static void result_ok(struct replay_text *out, const struct machine *m, const struct op *op)
{
	if (op_info(op->kind)->allocates)
		replay_printf(out, " ret " X64 "\n", m->g->outcome.addr);
	else
		replay_printf(out, " ret ok\n");
}

void live_result_line(struct replay_text *out, const struct machine *m, const struct op *op)
{
	const struct outcome *o = &m->g->outcome;

	switch ((enum outcome_kind)o->kind) {
	case OUTCOME_OK:
		result_ok(out, m, op);
		break;
	case OUTCOME_ERR:
		replay_printf(out, " ret -%" PRIu32 "\n", o->code);
		break;
	case OUTCOME_NULL:
		replay_printf(out, " ret 0\n");
		break;
	case OUTCOME_NOTHING:
		replay_printf(out, " ret none\n");
		break;
	case OUTCOME_AREA:
		replay_printf(out, " ret " X64 "-" X64 "\n", o->addr, o->end);
		break;
	case OUTCOME_BUG:
		replay_printf(out, " bug %s\n", reason_text(o->code));
		break;
	case OUTCOME_OOPS:
		replay_printf(out, " oops\n");
		break;
	default:
		replay_printf(out, " (the model does not carry this operation out)\n");
		break;
	}
}
