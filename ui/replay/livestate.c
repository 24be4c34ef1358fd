/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading the lines of a state.
 *
 * Only what a line means is looked at here, not whether the state can be: that
 * is for machine_load to say. The lines themselves are kept, so that the machine,
 * once it was brought there, can be held against them.
 */

#include "ui/replay/livestate.h"

#include <stdlib.h>
#include <string.h>

#include "ui/replay/number.h"

/* The letters in their order; K and A may stand there any number of times. */
static const char order[] = "SLKQTA";
enum { STAGE_TREE = 5, STAGE_AREAS };	/* one more than the place of T, of A */

/* The array with room for one more element behind `n`. NULL: no memory; then the
 * old array is gone as well. */
static void *larger(void *array, size_t n, size_t *room, size_t element)
{
	if (n < *room)
		return array;
	*room = *room ? 2 * *room : 64;
	void *grown = realloc(array, *room * element);
	if (!grown) {
		free(array);
		*room = 0;
	}
	return grown;
}

#define MORE(s, array, n, room) \
	((s)->array = larger((s)->array, n, &(s)->room, sizeof(*(s)->array)))

static bool no_memory(struct transcript *t)
{
	return transcript_refuse(t, "out of memory");
}

/* --- words --- */

/* "key=NUMBER" with that key is the next word. */
static bool take_value(struct transcript *t, const char **at, const char *name, bool hex,
		       uint64_t *value)
{
	struct trace_word word = trace_take(at, ' '), key, number;

	if (trace_split(word, &key, &number) && trace_word_is(key, name) &&
	    (hex ? trace_hex : trace_number)(number, value))
		return true;
	return transcript_refuse(t, "'%.*s' makes no sense here; expected %s= and %s digits",
				 SHOWN(word), name, hex ? "hex" : "decimal");
}

static bool take_small(struct transcript *t, const char **at, const char *name, bool hex,
		       uint32_t *value)
{
	uint64_t wide = 0;

	if (!take_value(t, at, name, hex, &wide))
		return false;
	*value = (uint32_t)wide;
	return wide <= UINT32_MAX ||
	       transcript_refuse(t, "%s= is too large; expected a number of 32 bits", name);
}

/* "START-END:FLAGS" */
static bool read_area(struct trace_word word, struct snapshot_area *area)
{
	struct trace_word range, flags;
	uint64_t value = 0;

	if (!trace_cut(word, ':', &range, &flags) || !trace_hex(flags, &value) ||
	    value > UINT32_MAX)
		return false;
	area->flags = (uint32_t)value;
	return trace_hex_range(range, &area->start, &area->end);
}

static bool nothing_more(struct transcript *t, const char *at)
{
	return !*at || transcript_refuse(t, "'%.20s' stands behind the line's end; "
					 "expected nothing more", at);
}

/* --- S, L, K, Q --- */

static bool read_cache(struct transcript *t, struct snapshot *shot, const char **at)
{
	struct trace_word word = trace_take(at, ' '), key, value;

	if (trace_split(word, &key, &value) && trace_word_is(key, "cache")) {
		shot->cached = !trace_word_is(value, "-");
		if (!shot->cached || trace_hex(value, &shot->free_vmap_cache))
			return true;
	}
	return transcript_refuse(t, "'%.*s' makes no sense here; expected cache= and an address "
				 "or -", SHOWN(word));
}

static bool read_variables(struct live_state *s, struct transcript *t, const char *at)
{
	struct snapshot *shot = &s->shot;

	return read_cache(t, shot, &at) &&
	       take_value(t, &at, "hole", true, &shot->cached_hole_size) &&
	       take_value(t, &at, "vstart", true, &shot->cached_vstart) &&
	       take_value(t, &at, "align", true, &shot->cached_align) &&
	       take_value(t, &at, "lazy", false, &shot->vmap_lazy_nr) &&
	       take_value(t, &at, "pcpu_hole", true, &shot->vmap_area_pcpu_hole) &&
	       nothing_more(t, at);
}

static bool read_lazies(struct live_state *s, struct transcript *t, const char *at)
{
	while (*at) {
		struct trace_word word = trace_take(&at, ' ');
		struct snapshot_area area;
		if (!read_area(word, &area))
			return transcript_refuse(t, "'%.*s' is no area; expected START-END:FLAGS",
						 SHOWN(word));
		if (!MORE(s, lazy, s->shot.lazies, lazy_room))
			return no_memory(t);
		s->lazy[s->shot.lazies++] = area.start;
	}
	return true;
}

static bool read_block(struct live_state *s, struct transcript *t, const char *at)
{
	struct trace_word word = trace_take(&at, ' ');
	struct snapshot_block block = { 0 };
	uint64_t end;

	if (!trace_hex_range(word, &block.start, &end))
		return transcript_refuse(t, "'%.*s' is no block; expected START-END", SHOWN(word));
	if (!take_small(t, &at, "free", false, &block.free) ||
	    !take_small(t, &at, "dirty", false, &block.dirty) ||
	    !take_small(t, &at, "dmin", false, &block.dirty_min) ||
	    !take_small(t, &at, "dmax", false, &block.dirty_max) || !nothing_more(t, at))
		return false;
	if (!MORE(s, block, s->shot.blocks, block_room))
		return no_memory(t);
	s->block[s->shot.blocks++] = block;
	return true;
}

static bool read_queue(struct live_state *s, struct transcript *t, const char *at)
{
	while (*at) {
		struct trace_word word = trace_take(&at, ' ');
		if (!MORE(s, queue, s->shot.queued, queue_room))
			return no_memory(t);
		if (!trace_hex(word, &s->queue[s->shot.queued++]))
			return transcript_refuse(t, "'%.*s' is no address; expected hex digits",
						 SHOWN(word));
	}
	return true;
}

/* --- T --- */

/* "R3:START-END:FLAGS" */
static bool read_node(struct trace_word word, struct snapshot_area *area)
{
	struct trace_word place, rest;
	uint64_t depth = 0;

	if (!trace_cut(word, ':', &place, &rest) || place.length < 2 ||
	    (place.at[0] != 'R' && place.at[0] != 'B'))
		return false;
	area->colour = place.at[0] == 'R' ? RED : BLACK;
	place.at++;
	place.length--;
	if (!trace_number(place, &depth) || depth > UINT32_MAX)
		return false;
	area->depth = (uint32_t)depth;
	return read_area(rest, area);
}

static int by_start(const void *a, const void *b)
{
	const struct live_order *left = a, *right = b;

	return (left->start > right->start) - (left->start < right->start);
}

static bool sort_areas(struct live_state *s)
{
	struct live_order *sorted = realloc(s->by_start, (s->shot.areas + 1) * sizeof(*sorted));

	if (!sorted)
		return false;
	for (size_t i = 0; i < s->shot.areas; i++)
		sorted[i] = (struct live_order){ s->area[i].start, i };
	qsort(sorted, s->shot.areas, sizeof(*sorted), by_start);
	s->by_start = sorted;
	return true;
}

static bool read_tree(struct live_state *s, struct transcript *t, const char *at)
{
	struct trace_word count = trace_take(&at, ' ');
	uint64_t areas = 0;

	if (!trace_number(count, &areas))
		return transcript_refuse(t, "'%.*s' is no number; expected that of the areas",
					 SHOWN(count));
	while (*at) {
		struct trace_word word = trace_take(&at, ' ');
		struct snapshot_area area = { 0 };
		if (!read_node(word, &area))
			return transcript_refuse(t, "'%.*s' is no node of the tree; expected R or B "
						 "with the depth, and :START-END:FLAGS",
						 SHOWN(word));
		if (!MORE(s, area, s->shot.areas, area_room))
			return no_memory(t);
		s->area[s->shot.areas++] = area;
	}
	if (areas != s->shot.areas)
		return transcript_refuse(t, "the tree has %zu areas; expected %llu, as the line "
					 "says", s->shot.areas, (unsigned long long)areas);
	return sort_areas(s) || no_memory(t);
}

/* --- A --- */

const char *live_caller(const char *line)
{
	const char *caller = strstr(line, " caller=");

	return caller ? caller + strlen(" caller=") : NULL;
}

static bool read_vm(struct transcript *t, const char *at, struct snapshot_area *area)
{
	struct trace_word word = trace_take(&at, ' ');

	if (!trace_word_is(word, "vm"))
		return transcript_refuse(t, "'%.*s' makes no sense here; expected vm", SHOWN(word));
	if (!take_value(t, &at, "size", true, &area->vm.size) ||
	    !take_small(t, &at, "flags", true, &area->vm.flags) ||
	    !take_small(t, &at, "pages", false, &area->vm.nr_pages) ||
	    !take_value(t, &at, "phys", true, &area->vm.phys_addr))
		return false;
	area->vm_known = true;
	return strncmp(at, "caller=", 7) == 0 ||
	       transcript_refuse(t, "'%.40s' makes no sense here; expected caller=", at);
}

static struct snapshot_area *find_area(const struct live_state *s, uint64_t start)
{
	const struct live_order key = { .start = start };
	const struct live_order *found = bsearch(&key, s->by_start, s->shot.areas, sizeof(key),
						 by_start);

	return found ? &s->area[found->index] : NULL;
}

const struct snapshot_area *live_state_area(const struct live_state *s, uint64_t start)
{
	return find_area(s, start);
}

bool live_area_read(struct transcript *t, const char *line, struct snapshot_area *area)
{
	const char *at = line + strlen("A ");
	struct trace_word word = trace_take(&at, ' ');

	*area = (struct snapshot_area){ 0 };
	if (!read_area(word, area))
		return transcript_refuse(t, "'%.*s' is no area; expected START-END:FLAGS",
					 SHOWN(word));
	return !*at || read_vm(t, at, area);
}

/* What the A line says of the area belongs to that of the T line. */
static bool read_description(struct live_state *s, struct transcript *t)
{
	struct snapshot_area told;

	if (!live_area_read(t, t->text, &told))
		return false;
	struct snapshot_area *area = find_area(s, told.start);
	if (!area || area->end != told.end || area->flags != told.flags)
		return transcript_refuse(t, "this area is not in the tree of the T line; expected "
					 "one that is");
	if (s->described++ && told.start <= s->above)
		return transcript_refuse(t, "this area is out of order; expected ascending "
					 "addresses");
	s->above = told.start;
	area->vm_known = told.vm_known;
	area->vm = told.vm;
	return true;
}

/* --- all of it --- */

static bool keep_line(struct live_state *s, struct transcript *t)
{
	if (!MORE(s, number, s->numbers, number_room))
		return no_memory(t);
	if (!s->numbers)
		s->first = t->line;
	s->number[s->numbers++] = t->line;
	replay_add(&s->lines, t->text, strlen(t->text) + 1);
	return !s->lines.broken || no_memory(t);
}

static bool read_line(struct live_state *s, struct transcript *t)
{
	const char *at = t->text + 1 + (t->text[1] == ' ');

	switch (t->text[0]) {
	case 'S': return read_variables(s, t, at);
	case 'L': return read_lazies(s, t, at);
	case 'K': return read_block(s, t, at);
	case 'Q': return read_queue(s, t, at);
	case 'T': return read_tree(s, t, at);
	default: return read_description(s, t);
	}
}

/* Each letter in its turn. */
static bool next_stage(struct live_state *s, struct transcript *t)
{
	unsigned int place = (unsigned int)(strchr(order, t->text[0]) - order) + 1;
	bool repeated = place == s->stage && strchr("KA", t->text[0]);
	bool optional = order[s->stage] == 'K' && place == s->stage + 2;

	if (place != s->stage + 1 && !repeated && !optional)
		return transcript_refuse(t, "'%c' is out of order; expected the line %c",
					 t->text[0], s->stage < STAGE_TREE ? order[s->stage] : 'A');
	s->stage = place;
	return true;
}

static void begin(struct live_state *s)
{
	replay_clear(&s->lines);
	s->numbers = 0;
	s->first = 0;
	s->stage = 0;
	s->described = 0;
	s->shot = (struct snapshot){ 0 };
}

static bool finish(struct live_state *s, struct transcript *t)
{
	s->shot.area = s->area;
	s->shot.block = s->block;
	s->shot.lazy = s->lazy;
	s->shot.queue = s->queue;
	if (s->stage == STAGE_AREAS && s->described != s->shot.areas)
		return transcript_refuse(t, "there are A lines for %zu areas; expected one for each "
					 "of the %zu in the tree", s->described, s->shot.areas);
	return s->stage >= STAGE_TREE ||
	       transcript_refuse(t, "the state ends too early; expected the line %c",
				 order[s->stage]);
}

bool live_state_read(struct live_state *s, struct transcript *t)
{
	enum transcript_item item;

	begin(s);
	while ((item = transcript_next(t)) == TRANSCRIPT_STATE || item == TRANSCRIPT_AREA)
		if (!next_stage(s, t) || !read_line(s, t) || !keep_line(s, t))
			return false;
	if (item == TRANSCRIPT_BAD || !finish(s, t))
		return false;
	transcript_again(t);
	return true;
}

void live_state_free(struct live_state *s)
{
	free(s->area);
	free(s->block);
	free(s->lazy);
	free(s->queue);
	free(s->number);
	free(s->by_start);
	replay_free(&s->lines);
	*s = (struct live_state){ 0 };
}
