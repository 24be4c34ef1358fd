/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading script lines, by one table: which operation of the model each is, and
 * which of its arguments the words give, in their order.
 *
 * Frames of pages that a script maps are its own affair. The model takes some
 * from far above all memory; the recorded ones are only compared for being the
 * same or others (liveframes.h).
 */

#include "ui/replay/livescript.h"

#include <string.h>

enum {
	WORDS = 5,			/* behind the name of the thing that is done */
	DEVICE_SLOTS_MAX = 1 << 20,	/* of one ioremap */
};
#define SCRIPT_FRAMES ((uint64_t)1 << 33)	/* the first frame of a script's own */

struct script_info {
	const char *name;
	enum op_kind kind;		/* OP_WALK is never run: the entries are shown */
	const char *usage;		/* its words, for the learner of a mistake */
	bool makes;			/* its name comes to life */
	enum object_kind frees;		/* what its name stands for */
	int arg[WORDS];			/* where each word behind a name goes; -1: no word */
};

static const struct script_info scripts[] = {
	{ "va", OP_ALLOC, "NAME SIZE ALIGN VSTART VEND", true, OBJECT_NONE,
	  { OPARG_ALLOC_SIZE, OPARG_ALLOC_ALIGN, OPARG_ALLOC_VSTART, OPARG_ALLOC_VEND, -1 } },
	{ "fva", OP_FREE, "NAME", false, OBJECT_AREA, { -1 } },
	{ "lva", OP_LAZY, "NAME", false, OBJECT_AREA, { -1 } },
	{ "gva", OP_GETVM, "NAME SIZE FLAGS", true, OBJECT_NONE,
	  { OPARG_GETVM_SIZE, OPARG_GETVM_FLAGS, -1 } },
	{ "gvar", OP_GETVM, "NAME SIZE FLAGS START END", true, OBJECT_NONE,
	  { OPARG_GETVM_SIZE, OPARG_GETVM_FLAGS, OPARG_GETVM_START, OPARG_GETVM_END, -1 } },
	{ "fvm", OP_REMVM, "NAME", false, OBJECT_VM, { -1 } },
	{ "purge", OP_PURGE, "", false, OBJECT_NONE, { -1 } },
	{ "unalias", OP_ALIASES, "", false, OBJECT_NONE, { -1 } },
	{ "vmalloc", OP_VMALLOC, "NAME BYTES", true, OBJECT_NONE, { OPARG_VMALLOC_SIZE, -1 } },
	{ "vzalloc", OP_VZALLOC, "NAME BYTES", true, OBJECT_NONE, { OPARG_VZALLOC_SIZE, -1 } },
	{ "vmr", OP_VMALLOC, "NAME BYTES ALIGN START END FLAGS", true, OBJECT_NONE,
	  { OPARG_VMALLOC_SIZE, OPARG_VMALLOC_ALIGN, OPARG_VMALLOC_START, OPARG_VMALLOC_END,
	    OPARG_VMALLOC_FLAGS } },
	{ "vfree", OP_VFREE, "NAME", false, OBJECT_VMALLOC, { -1 } },
	{ "vmap", OP_VMAP, "NAME PAGES", true, OBJECT_NONE, { OPARG_VMAP_N, -1 } },
	{ "vunmap", OP_VUNMAP, "NAME", false, OBJECT_VMAP, { -1 } },
	{ "vmapram", OP_MAPRAM, "NAME PAGES", true, OBJECT_NONE, { OPARG_MAPRAM_N, -1 } },
	{ "vunmapram", OP_UNMAPRAM, "NAME", false, OBJECT_RAM, { -1 } },
	{ "ioremap", OP_IOREMAP, "NAME PHYS BYTES", true, OBJECT_NONE,
	  { OPARG_IOREMAP_PHYS, OPARG_IOREMAP_SIZE, -1 } },
	{ "iounmap", OP_IOUNMAP, "NAME", false, OBJECT_IOREMAP, { -1 } },
	{ "find", OP_FIND, "ADDR", false, OBJECT_NONE, { OPARG_FIND_ADDR, -1 } },
	{ "walk", OP_WALK, "ADDR", false, OBJECT_NONE, { OPARG_WALK_ADDR, -1 } },
};

static const struct script_info *script_by_word(struct trace_word word)
{
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		if (trace_word_is(word, scripts[i].name))
			return &scripts[i];
	return NULL;
}

/* --- words --- */

static bool read_words(struct transcript *t, const struct script_info *info, const char **at,
		       struct op *op)
{
	for (size_t i = 0; i < WORDS && info->arg[i] >= 0; i++) {
		struct trace_word word = trace_take(at, ' ');
		if (!trace_number(word, &op->arg[info->arg[i]]))
			return transcript_refuse(t, "'%.*s' is no number; expected: %s %s",
						 SHOWN(word), info->name, info->usage);
	}
	return !**at || transcript_refuse(t, "'%.20s' is one too many; expected: %s %s", *at,
					  info->name, info->usage);
}

static bool read_name(struct transcript *t, const struct script_info *info, const char **at,
		      struct trace_word *name)
{
	*name = trace_take(at, ' ');
	return name->length ||
	       transcript_refuse(t, "%s lacks its name; expected: %s %s", info->name, info->name,
				 info->usage);
}

/* --- what the kernel was asked beyond the words --- */

/* False: it is more than any machine would do. */
static bool complete(struct transcript *t, struct live_names *names, struct op *op)
{
	uint64_t *arg = op->arg;

	switch (op->kind) {
	case OP_VMAP:
		arg[OPARG_VMAP_PFN] = SCRIPT_FRAMES + names->pages;
		names->pages += arg[OPARG_VMAP_N] < t->space.totalram ? arg[OPARG_VMAP_N] : 0;
		return true;
	case OP_MAPRAM:
		arg[OPARG_MAPRAM_PFN] = SCRIPT_FRAMES + names->pages;
		names->pages += arg[OPARG_MAPRAM_N];
		return arg[OPARG_MAPRAM_N] <= t->space.totalram ||
		       transcript_refuse(t, "vmapram has more pages than the machine; expected at "
					 "most %llu", (unsigned long long)t->space.totalram);
	case OP_IOREMAP:
		arg[OPARG_IOREMAP_PROT] = PROT_DEVICE;
		return arg[OPARG_IOREMAP_SIZE] / PAGE_SIZE < DEVICE_SLOTS_MAX ||
		       transcript_refuse(t, "ioremap is too large; expected less than 4 GiB");
	default:
		return true;
	}
}

/* --- names --- */

static bool is_live(const struct machine *m, uint64_t id)
{
	return id < memory_capacity(REGION_OBJECT) && m->object[id].kind != OBJECT_NONE;
}

static bool make_name(struct transcript *t, struct live_names *names, const struct machine *m,
		      struct live_line *line)
{
	struct table_entry *entry = table_make(&names->ids, line->name.at, line->name.length);

	if (!entry)
		return transcript_refuse(t, "out of memory");
	if (!entry->number)
		entry->number = names->ids.n;
	line->op.arg[0] = entry->number;
	return !is_live(m, entry->number) ||
	       transcript_refuse(t, "the name '%.*s' is in use; expected one that is not",
				 SHOWN(line->name));
}

/* The object that a line frees. */
static enum live_action free_name(struct transcript *t, const struct live_names *names,
				  const struct machine *m, const struct script_info *info,
				  struct live_line *line)
{
	const struct table_entry *entry = table_find(&names->ids, line->name.at,
						     line->name.length);

	if (!entry)
		return t->continues ? LIVE_UNKNOWN : LIVE_SKIP;
	if (!is_live(m, entry->number))
		return LIVE_SKIP;
	line->op.arg[0] = entry->number;
	if (m->object[entry->number].kind == (uint32_t)info->frees)
		return LIVE_RUN;
	transcript_refuse(t, "'%.*s' was made by another call; expected one whose result %s frees",
			  SHOWN(line->name), info->name);
	return LIVE_BAD;
}

/* All words of a line whose first one is known. */
static bool read_line(struct transcript *t, struct live_names *names,
		      const struct script_info *info, const char *at, struct live_line *line)
{
	line->op = op_make(info->kind, &t->space);
	if (strncmp(info->usage, "NAME", 4) == 0 && !read_name(t, info, &at, &line->name))
		return false;
	if (!read_words(t, info, &at, &line->op) || !complete(t, names, &line->op))
		return false;
	line->action = info->kind == OP_WALK ? LIVE_WALK : LIVE_RUN;
	line->walk = line->op.arg[OPARG_WALK_ADDR];
	return true;
}

struct live_line live_script_read(struct transcript *t, struct live_names *names,
				  const struct machine *m)
{
	const char *at = t->script;
	struct trace_word word = trace_take(&at, ' ');
	const struct script_info *info = script_by_word(word);
	struct live_line line = { .action = LIVE_BAD };

	if (!info)
		transcript_refuse(t, "'%.*s' is no script line; expected one like va or vmalloc",
				  SHOWN(word));
	else if (!read_line(t, names, info, at, &line) ||
		 (info->makes && !make_name(t, names, m, &line)))
		line.action = LIVE_BAD;
	else if (info->frees != OBJECT_NONE)
		line.action = free_name(t, names, m, info, &line);
	return line;
}

void live_names_free(struct live_names *names)
{
	table_free(&names->ids);
	*names = (struct live_names){ 0 };
}
