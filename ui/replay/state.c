/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The model told in the words of a recording.
 *
 * Everything is read from the machine's memory; nothing is taken from the
 * recording it will be compared with. Lists are shown up to 64 elements.
 */

#include "ui/replay/state.h"

#include <errno.h>
#include <inttypes.h>

enum { LIST_SHOWN = 64 };

#define X64 "0x%" PRIx64
#define U64 "%" PRIu64

/* --- results --- */

static const char *errno_word(uint32_t code)
{
	switch (code) {
	case ENOMEM: return "ENOMEM";
	case EBUSY: return "EBUSY";
	case ENOENT: return "ENOENT";
	default: return "unknown";
	}
}

/* The areas of a per-CPU group, as their vm areas hang together. */
static void group_addresses(struct replay_text *out, const struct machine *m, const struct op *op)
{
	uint32_t vm = m->object[op->arg[OPARG_PCPU_ID]].handle;

	for (uint64_t n = 0; vm && n < m->g->outcome.n; n++, vm = m->vm[vm].group_next)
		replay_printf(out, " " X64, m->vm[vm].addr);
}

static void result_ok(struct replay_text *out, const struct machine *m, const struct op *op)
{
	const struct outcome *o = &m->g->outcome;

	replay_printf(out, "= ok");
	if (o->code & OUTCOME_HAS_ADDR)
		replay_printf(out, " addr=" X64, o->addr);
	if (o->code & OUTCOME_HAS_END)
		replay_printf(out, " end=" X64, o->end);
	if (o->code & OUTCOME_HAS_SIZE)
		replay_printf(out, " size=" X64, o->size);
	if (o->code & OUTCOME_HAS_FLAGS)
		replay_printf(out, " flags=" X64, o->flags);
	if (o->code & OUTCOME_HAS_NPAGES)
		replay_printf(out, " npages=" U64, o->npages);
	if ((o->code & OUTCOME_HAS_ARRAY) && o->array)
		replay_printf(out, " arr=" X64, o->array);
	else if (o->code & OUTCOME_HAS_ARRAY)
		replay_printf(out, " arr=kmalloc");
	if (o->code & OUTCOME_HAS_N)
		replay_printf(out, " n=" U64, o->n);
	if ((o->code & OUTCOME_HAS_GROUP) && op->kind == OP_PCPU)
		group_addresses(out, m, op);
	replay_add(out, "\n", 1);
}

void replay_result(struct replay_text *out, const struct machine *m, const struct op *op)
{
	const struct outcome *o = &m->g->outcome;

	switch ((enum outcome_kind)o->kind) {
	case OUTCOME_OK:
		result_ok(out, m, op);
		return;
	case OUTCOME_ERR:
		replay_printf(out, "= err %s\n", errno_word(o->code));
		return;
	case OUTCOME_NULL:
		replay_printf(out, "= null\n");
		return;
	case OUTCOME_NOTHING:
		replay_printf(out, "= none\n");
		return;
	case OUTCOME_PFN:
		replay_printf(out, "= pfn=" X64 "\n", o->n);
		return;
	case OUTCOME_AREA:
		replay_printf(out, "= area start=" X64 " end=" X64 " flags=" X64 "\n",
			    o->addr, o->end, o->flags);
		return;
	case OUTCOME_VM:
		replay_printf(out, "= vm addr=" X64 " size=" X64 " flags=" X64 " npages=" U64 "\n",
			    o->addr, o->size, o->flags, o->npages);
		return;
	case OUTCOME_BUG:
		replay_printf(out, "= bug %s\n", reason_text(o->code));
		return;
	case OUTCOME_OOPS:
		replay_printf(out, "= oops null\n");
		return;
	case OUTCOME_HANG:
		replay_printf(out, "= hang\n");
		return;
	case OUTCOME_STALE:
	case OUTCOME_FAULT:
	case OUTCOME_REFUSED:
	case OUTCOME_NONE_YET:
		break;
	}
	replay_printf(out, "(the model does not carry this operation out)\n");
}

/* --- events --- */

static void event_try(struct replay_text *out, const struct event *e)
{
	const uint64_t *v = e->value;

	replay_printf(out, "ev try n=" U64 " size=" X64 " why=%s start=" X64 " descent=" U64
		    " walk=" U64, v[0], v[1], why_name(e->code & 0xff), v[2], v[3], v[4]);
	if (e->code >> 8)
		replay_printf(out, " out=found addr=" X64 "\n", v[5]);
	else
		replay_printf(out, " out=overflow\n");
}

static const char *level_name(uint32_t level)
{
	static const char *const name[] = { "none", "pte", "pmd", "pud", "p4d", "pgd" };

	return level <= LEVEL_MAX ? name[level] : "unknown";
}

static void event_line(struct replay_text *out, const struct event *e)
{
	switch ((enum event_kind)e->kind) {
	case EVENT_TRY:
		event_try(out, e);
		break;
	case EVENT_PURGE:
		replay_printf(out, "ev purge\n");
		break;
	case EVENT_FLUSH:
		replay_printf(out, "ev flush " X64 " " X64 "\n", e->value[0], e->value[1]);
		break;
	case EVENT_NOTIFY:
		replay_printf(out, "ev notify id=" U64 " reported=" U64 " ret=%s\n",
			    e->value[0], e->value[1], e->code ? "stop" : "ok");
		break;
	case EVENT_ALLOC_FAILED:
		replay_printf(out, "ev msg alloc-failed size=" X64 "\n", e->value[0]);
		break;
	case EVENT_VMALLOC_FAILED:
		replay_printf(out, "ev msg vmalloc-failed where=%s\n", e->code ? "pages" : "area");
		break;
	case EVENT_WARN:
		replay_printf(out, "ev warn %s\n", reason_text(e->code));
		break;
	case EVENT_BAD_ENTRY:
		replay_printf(out, "ev bad-entry level=%s\n", level_name(e->code));
		break;
	case EVENT_WORK_SCHEDULED:
		replay_printf(out, "ev work-scheduled cpu=%" PRIu32 "\n", e->code);
		break;
	default: /* BUG and oops stand in the result */
		break;
	}
}

/* The observer's remark on an area request that just failed with EBUSY: where
 * a plain scan of the areas finds room after all. False: nowhere. */
static bool fit_exists(const struct machine *m, const struct op *op, uint64_t *addr)
{
	if (op->kind != OP_ALLOC || m->g->outcome.kind != OUTCOME_ERR ||
	    m->g->outcome.code != EBUSY)
		return false;
	uint64_t size = op->arg[OPARG_ALLOC_SIZE];
	uint64_t align = op->arg[OPARG_ALLOC_ALIGN];
	uint64_t end = op->arg[OPARG_ALLOC_VEND];
	uint64_t low = op->arg[OPARG_ALLOC_VSTART];
	for (uint32_t va = m->g->vmap_area_list;; va = m->next[va]) {
		uint64_t at = (low + align - 1) & ~(align - 1);
		uint64_t high = va && m->va_start[va] < end ? m->va_start[va] : end;
		if (at >= low && at + size > at && at + size <= high) {
			*addr = at;
			return true;
		}
		if (!va)
			return false;
		if (m->va_end[va] > low)
			low = m->va_end[va];
	}
}

static void event_lines(struct replay_text *out, const struct machine *m, const struct op *op,
			bool all)
{
	uint64_t addr = 0;

	for (uint32_t i = 1; all && i <= m->g->events; i++)
		event_line(out, &m->event[i]);
	if (fit_exists(m, op, &addr))
		replay_printf(out, "ev note fit-exists addr=" X64 "\n", addr);
}

/* --- lists --- */

static void cache_line(struct replay_text *out, const struct machine *m)
{
	const struct globals *g = m->g;

	if (g->free_vmap_cache)
		replay_printf(out, "cache node=" X64, m->va_start[g->free_vmap_cache]);
	else
		replay_printf(out, "cache node=none");
	replay_printf(out, " hole=" X64 " vstart=" X64 " align=" X64 "\n",
		    g->cached_hole_size, g->cached_vstart, g->cached_align);
}

/* 32 MiB for each bit of the number of online CPUs. */
static uint64_t lazy_limit(const struct machine *m)
{
	uint64_t bits = 0;

	for (uint32_t online = m->g->space.online; online; online >>= 1)
		bits++;
	return bits * (((uint64_t)32 << 20) / PAGE_SIZE);
}

static void lazy_lines(struct replay_text *out, const struct machine *m, bool lists)
{
	const struct globals *g = m->g;

	replay_printf(out, "lazy pages=" U64 " areas=%" PRIu32 " max=" U64 "\n",
		    g->vmap_lazy_nr, g->lazy_areas, lazy_limit(m));
	if (!lists || g->lazy_areas == 0 || g->lazy_areas > LIST_SHOWN)
		return;
	replay_printf(out, "lazyq");
	for (uint32_t va = g->vmap_purge_list; va; va = m->rest[va].purge_next)
		replay_printf(out, " " X64, m->va_start[va]);
	replay_add(out, "\n", 1);
}

/* Pre-order; the tree is low, since only small ones are listed. */
static void tree_tokens(struct replay_text *out, const struct machine *m, uint32_t va)
{
	if (!va) {
		replay_printf(out, " .");
		return;
	}
	replay_printf(out, " " X64 "-" X64 ":%c%" PRIx32, m->va_start[va], m->va_end[va],
		    m->up[va].colour == RED ? 'R' : 'B', m->rest[va].flags);
	tree_tokens(out, m, m->node[va].left);
	tree_tokens(out, m, m->node[va].right);
}

static void tree_lines(struct replay_text *out, const struct machine *m, bool lists)
{
	replay_printf(out, "tree n=%" PRIu32 " hash=%016" PRIx64 " hole=" X64 "\n", m->g->areas,
		    machine_tree_hash(m), m->g->vmap_area_pcpu_hole);
	if (!lists || m->g->areas == 0 || m->g->areas > LIST_SHOWN)
		return;
	replay_printf(out, "pre");
	tree_tokens(out, m, m->g->vmap_area_root);
	replay_add(out, "\n", 1);
}

static void block_lines(struct replay_text *out, const struct machine *m)
{
	for (uint32_t cpu = 0; cpu < m->g->space.cpus && cpu < CPU_MAX; cpu++) {
		uint32_t first = m->g->block_queue[cpu], block = first;
		if (!first)
			continue;
		replay_printf(out, "vbq cpu=%" PRIu32, cpu);
		do {
			replay_printf(out, " " X64, m->block[block].va_start);
			block = m->block[block].queue_next;
		} while (block && block != first);
		replay_add(out, "\n", 1);
	}
	for (uint32_t i = m->g->vmap_block_tree; i; i = m->block[i].index_next)
		replay_printf(out, "blk " X64 " free=%" PRIu32 " dirty=%" PRIu32 " dmin=%" PRIu32
			    " dmax=%" PRIu32 "\n", m->block[i].va_start, m->block[i].free,
			    m->block[i].dirty, m->block[i].dirty_min, m->block[i].dirty_max);
}

static bool leaf_line(void *context, const struct leaf *leaf)
{
	replay_printf(context, "pte " X64 " pfn=" X64 " flags=" X64 " lv=%" PRIu32 "\n",
		    leaf->addr, leaf->pfn, leaf->flags, leaf->level);
	return true;
}

static void table_lines(struct replay_text *out, const struct machine *m, bool lists)
{
	const uint64_t *count = m->g->table_count;

	if (!m->g->table_asked)
		return;
	replay_printf(out, "pt p4d=" U64 " pud=" U64 " pmd=" U64 " pte=" U64 " entries=" U64
		    " hash=%016" PRIx64 "\n", count[4], count[3], count[2], count[1],
		    m->g->leaf_entries, machine_leaf_hash(m));
	if (lists && m->g->leaf_entries <= LIST_SHOWN)
		machine_leaves(m, leaf_line, out);
}

static void work_line(struct replay_text *out, const struct work *w)
{
	replay_printf(out, "work tries=" U64 " descent=" U64 " walk=" U64 " insert=" U64
		    " find=" U64 " pvm=" U64 " purges=" U64 " freed=" U64 " notif=" U64
		    " kmallocs=" U64 " pages=" U64 " tables=" U64 "\n",
		    w->tries, w->descent, w->walk, w->insert, w->find, w->pvm, w->purges,
		    w->freed, w->notif, w->kmallocs, w->pages, w->tables);
}

void replay_record(struct replay_text *out, const struct machine *m, const struct op *op,
		  const struct replay_extent *extent, const struct work *work)
{
	if (op)
		event_lines(out, m, op, extent->events);
	cache_line(out, m);
	lazy_lines(out, m, extent->lists);
	tree_lines(out, m, extent->lists);
	block_lines(out, m);
	table_lines(out, m, extent->lists);
	if (extent->pages_asked)
		replay_printf(out, "mem pages=" U64 "\n", m->g->frames);
	work_line(out, work);
	replay_add(out, ".\n", 2);
}
