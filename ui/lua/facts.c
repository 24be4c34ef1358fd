/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Going through an operation and taking down what settled each question.
 *
 * The values are compared from step to step: a variable that differs was changed by
 * the statement of the step before, and that step's sentence is the reason. Only
 * the first search tells whether the cache was used: the ones after it, behind a
 * purge, begin without.
 */

#include "ui/lua/facts.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ui/lab/language.h"

enum { STEPS_MAX = 1000000 };

const char *const fact_levels[FACT_LEVELS] = { "", "pte", "pmd", "pud", "p4d" };

static void append(char *text, size_t room, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
static void append(char *text, size_t room, const char *format, ...)
{
	size_t used = strlen(text);
	va_list list;
	va_start(list, format);
	vsnprintf(text + used, room - used, format, list);
	va_end(list);
}

/* What is compared from one step to the next. */
struct watched {
	uint64_t hole;
	uint32_t cache;
	uint64_t tables[LEVEL_MAX + 1];
};

static struct watched watch(const struct machine *m)
{
	struct watched now = { .hole = m->g->cached_hole_size, .cache = m->g->free_vmap_cache };
	for (size_t level = 0; level <= LEVEL_MAX; level++)
		now.tables[level] = m->g->table_count[level];
	return now;
}

static struct fact_area describe(struct lab *lab, uint32_t area)
{
	struct fact_area fact = { .known = area != 0 };
	const char *name = area ? lab_name_of_area(lab, area) : NULL;
	if (area)
		fact.start = lab_machine(lab)->va_start[area];
	snprintf(fact.name, sizeof(fact.name), "%s", name ? name : "");
	return fact;
}

/* --- the walk --- */

/* The local `first` of the walk, as an area. */
static uint32_t walked_area(struct lab *lab)
{
	uint64_t addr;
	return lab_evaluate(lab, "first", &addr) ? area_containing(lab_machine(lab), addr) : 0;
}

/* Gaps that are there and too small are told: "1p before c, 2p before e". */
static void note_gap_passed(struct lab *lab, struct facts *facts)
{
	const struct fact_area area = describe(lab, walked_area(lab));
	char *text = facts->passed;
	uint64_t addr, size;
	if (!*area.name || !lab_evaluate(lab, "addr", &addr) || !lab_evaluate(lab, "size", &size) ||
	    area.start <= addr || addr + size <= area.start ||
	    strlen(text) + sizeof(area.name) + 24 > sizeof(facts->passed))
		return;
	append(text, sizeof(facts->passed), "%s", *text ? ", " : "");
	append(text, sizeof(facts->passed), _("%" PRIu64 "p before %s"),
	       (area.start - addr) / PAGE_SIZE, area.name);
}

/* Where the walk stands; it stops before an area only at the gap that is large
 * enough. */
static void note_walk(struct lab *lab, struct facts *facts, uint32_t step, uint64_t at)
{
	facts->cause[SUBJECT_STOP] = at;
	if (step == STEP_walk_gap) {
		facts->stop = describe(lab, walked_area(lab));
		note_gap_passed(lab, facts);
	}
	else if (step == STEP_walk_behind)
		facts->stop = (struct fact_area){ 0 };
}

/* --- the cache --- */

/* The test of the cache ends at the first reason against it. When there is none,
 * the test against the noted hole tells more than the ones after it, if a hole was
 * noted; a cached area that ends too low is dropped after all. */
static bool settles_cache(struct lab *lab, uint32_t step)
{
	uint64_t yes;
	switch (step) {
	case STEP_cache_empty:
	case STEP_cache_size:
		return true;
	case STEP_cache_vstart:
		return lab_evaluate(lab, "vstart < cached_vstart", &yes) && yes;
	case STEP_cache_align:
		return lab_evaluate(lab, "align < cached_align", &yes) && yes;
	case STEP_search_behind_cache:
		return lab_machine(lab)->g->cached_hole_size == 0;
	case STEP_search_below:
		return lab_evaluate(lab, "addr < vstart", &yes) && yes;
	default:
		return false;
	}
}

/* A free that changes neither has its reasons, too; where it does, the change settles it. */
static void note_free(struct lab *lab, struct facts *facts, uint32_t step, uint64_t at)
{
	if (step == STEP_free_below_cache)
		facts->cause[SUBJECT_HOLE] = at;
	if (step == STEP_free_below_cache ||
	    (step == STEP_free_cache_empty && !lab_machine(lab)->g->free_vmap_cache))
		facts->cause[SUBJECT_CACHED] = at;
}

/* --- tables --- */

/* Which table is looked for is known here, for which address to the call outside. */
static void note_table(struct lab *lab, struct facts *facts, uint32_t step)
{
	const struct machine *m = lab_machine(lab);
	uint32_t depth = m->g->depth;
	char addr[80];
	struct fact_table table;
	if (depth < 2 || depth > FRAME_MAX || !lab_evaluate(lab, "level", &table.level) ||
	    table.level >= FACT_LEVELS)
		return;
	snprintf(addr, sizeof(addr), "%s.addr",
		 function_name((enum function)m->frame[depth - 2].function));
	if (!lab_evaluate(lab, addr, &table.addr))
		return;
	if (!facts->mapped_from)
		facts->mapped_from = table.addr;
	if (step == STEP_table_request && facts->missings < FACT_TABLES)
		facts->missing[facts->missings++] = table;
}

/* --- one step after the other --- */

static void note_step(struct lab *lab, struct facts *facts, uint32_t step, uint64_t at)
{
	bool first = lab_machine(lab)->g->try_number == 0;
	if (step_function(step) == FUNCTION_walk_areas)
		note_walk(lab, facts, step, at);
	if (step == STEP_search_descend || step == STEP_search_behind_cache) {
		facts->stop = (struct fact_area){ 0 };	/* another search */
		facts->passed[0] = '\0';
	}
	if (step == STEP_table_none || step == STEP_table_request)
		note_table(lab, facts, step);
	if (first && settles_cache(lab, step))
		facts->cause[SUBJECT_CACHE] = at;
	note_free(lab, facts, step, at);
	if (step == STEP_search_found || step == STEP_fail_message)
		facts->cause[SUBJECT_ADDRESS] = at;
}

static void note_changes(struct facts *facts, const struct watched *before,
			 const struct watched *now, uint64_t at)
{
	if (before->hole != now->hole)
		facts->cause[SUBJECT_HOLE] = at;
	if (before->cache != now->cache)
		facts->cause[SUBJECT_CACHED] = at;
	for (size_t level = 0; level <= LEVEL_MAX; level++) {
		if (now->tables[level] <= before->tables[level])
			continue;
		facts->tables[level] += now->tables[level] - before->tables[level];
		facts->cause[SUBJECT_TABLES] = at;
	}
}

/* From the operation's first step to its end. */
static bool go_through(struct lab *lab, struct facts *facts)
{
	struct timeline *t = lab_timeline(lab);
	struct watched before = watch(lab_machine(lab));
	uint64_t steps = timeline_steps(t);
	for (uint64_t at = 0; at < steps; at++) {
		note_step(lab, facts, timeline_step(t)->step, at);
		if (!timeline_forward(t))
			return false;
		struct watched now = watch(lab_machine(lab));
		note_changes(facts, &before, &now, at);
		before = now;
	}
	return true;
}

/* --- what was there before, and after --- */

/* The gap is what the areas left free around the new one. */
static void note_gap(const struct machine *m, struct facts *facts)
{
	uint32_t area = area_containing(m, facts->outcome.addr);
	uint32_t below = area ? area_before(m, m->va_start[area]) : 0;
	uint32_t above = area ? m->next[area] : 0;
	facts->gap_start = below ? m->va_end[below] : m->g->space.start;
	facts->gap_end = above ? m->va_start[above] : m->g->space.end;
}

static void note_search(const struct machine *m, struct facts *facts)
{
	for (uint32_t i = m->g->events; i >= 1; i--) {
		if (m->event[i].kind != EVENT_TRY)
			continue;
		facts->why = m->event[i].code & 0xff;
		facts->has[SUBJECT_CACHE] = facts->has[SUBJECT_STOP] = true;
	}
}

static bool gives_address(const struct outcome *outcome)
{
	bool failed = outcome->kind == OUTCOME_ERR || outcome->kind == OUTCOME_NULL;
	return failed || (outcome->kind == OUTCOME_OK && outcome->code & OUTCOME_HAS_ADDR);
}

static void note_end(struct lab *lab, struct facts *facts)
{
	const struct machine *m = lab_machine(lab);
	facts->outcome = m->g->outcome;
	facts->hole = m->g->cached_hole_size;
	facts->cached = describe(lab, m->g->free_vmap_cache);
	facts->has[SUBJECT_HOLE] = facts->has[SUBJECT_CACHED] = facts->has[SUBJECT_TABLES] = true;
	facts->has[SUBJECT_ADDRESS] = gives_address(&facts->outcome);
	note_search(m, facts);
	if (facts->outcome.kind == OUTCOME_OK)
		note_gap(m, facts);
}

static void begin(struct facts *facts)
{
	memset(facts, 0, sizeof(*facts));
	for (size_t i = 0; i < SUBJECT_COUNT; i++)
		facts->cause[i] = UINT64_MAX;
}

bool facts_of_op(struct lab *lab, struct facts *facts)
{
	struct timeline *t = lab_timeline(lab);
	uint64_t op = timeline_cursor(t).op;
	begin(facts);
	if (op == 0 || !timeline_goto(t, op, UINT64_MAX) || timeline_steps(t) > STEPS_MAX ||
	    !timeline_goto(t, op, 0))
		return false;
	facts->hole_before = lab_machine(lab)->g->cached_hole_size;
	facts->cached_before = describe(lab, lab_machine(lab)->g->free_vmap_cache);
	if (!go_through(lab, facts))
		return false;
	note_end(lab, facts);
	return true;
}

bool facts_of_step(struct lab *lab, struct facts *facts)
{
	struct timeline *t = lab_timeline(lab);
	struct cursor cursor = timeline_cursor(t);
	begin(facts);
	if (!timeline_step(t))
		return false;
	const struct core_step *next = timeline_step_at(t, cursor.step + 1);
	facts->step = next ? next->step : STEP_NONE;
	facts->has[SUBJECT_STEP] = true;
	facts->cause[SUBJECT_STEP] = cursor.step;
	return true;
}

/* --- reasons --- */

static void tell_searches(struct lab *lab, const struct facts *facts, char *text, size_t room)
{
	lab_why_searched(lab, text, room);
	if (*text && *facts->passed)
		append(text, room, _(" Gaps too small on the way: %s."), facts->passed);
}

/* The range that a table covers; one that begins within what is mapped lies beyond a
 * boundary. */
static void tell_tables(const struct facts *facts, char *text, size_t room)
{
	for (size_t i = 0; i < facts->missings; i++) {
		const struct fact_table *table = &facts->missing[i];
		uint64_t covers = PAGE_SIZE << 9 * table->level, base = table->addr & ~(covers - 1);
		const char *name = fact_levels[table->level];
		append(text, room, "%s", i ? " " : "");
		if (base > facts->mapped_from)
			append(text, room, _("Beyond the boundary at 0x%" PRIx64 " there was no %s table."),
			       base, name);
		else
			append(text, room, _("There was no %s table for [0x%" PRIx64 ", 0x%" PRIx64 ")."),
			       name, base, base + covers);
	}
}

const char *facts_reason(struct lab *lab, const struct facts *facts, enum subject subject,
			 char *text, size_t room)
{
	struct timeline *t = lab_timeline(lab);
	struct cursor cursor = timeline_cursor(t);
	text[0] = '\0';
	if (subject == SUBJECT_ADDRESS)
		tell_searches(lab, facts, text, room);
	if (subject == SUBJECT_TABLES)
		tell_tables(facts, text, room);
	if (*text || facts->cause[subject] == UINT64_MAX)
		return text;
	if (timeline_goto(t, cursor.op, facts->cause[subject]))
		lab_why(lab, text, room);
	timeline_goto(t, cursor.op, cursor.step);
	return text;
}
