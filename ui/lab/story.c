/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading the tape of the present operation once, from its first step on.
 *
 * Only what lies before the cursor is read, and nothing twice: a step costs one
 * step's reading, a jump to the end of a million steps costs about what the jump
 * itself did, once. Going back costs nothing: each line knows its step, and holds
 * the figures of its fold as they were there.
 *
 * The machine stands at the cursor, and the steps that are read lie before it. So
 * the words that a line is made of (the locals of the calls, the variables) are
 * kept in a copy that goes along with the reading.
 */

#include "ui/lab/story.h"

#include <stdlib.h>
#include <string.h>

static const size_t NO_FOLD = SIZE_MAX;

struct story {
	struct timeline *time;
	const struct machine *m;	/* as it is at the cursor */
	struct cursor of;		/* branch and operation */
	uint64_t read;			/* steps before this one are read */
	bool begun;
	bool broken;			/* memory ran out */

	struct story_line *line;
	size_t lines, line_room;
	struct story_head *head;
	size_t heads, head_room;

	size_t fold;			/* the head that is open, or NO_FOLD */
	uint32_t depth, function;	/* of its call */
	uint32_t figure[STORY_FIGURES];
	uint64_t last;
	uint32_t surprise;

	struct event *event;
	size_t events, event_room;

	unsigned char *copy;		/* of globals and frames */
	size_t copied;			/* bytes from the arena's base */
	uint16_t note[STEP_COUNT];	/* the first note of a step, from 1; 0: none */
};

/* --- the copy --- */

static const struct globals *globals_of(const struct story *s)
{
	return (const struct globals *)(const void *)(s->copy + memory_offset(REGION_GLOBALS));
}

static const struct frame *frame_of(const struct story *s, uint32_t depth)
{
	const void *frames = s->copy + memory_offset(REGION_FRAME);
	return depth && depth <= FRAME_MAX ? (const struct frame *)frames + (depth - 1) : NULL;
}

static void put_word(struct story *s, const struct core_write *w, uint64_t value)
{
	size_t at = (size_t)w->word * sizeof(uint32_t);
	uint32_t half = (uint32_t)value;
	if (at + w->size > s->copied)
		return;
	memcpy(s->copy + at, w->size == sizeof(half) ? (const void *)&half : &value, w->size);
}

/* What the words were at the operation's first step. */
static bool copy_beginning(struct story *s)
{
	uint64_t step = timeline_cursor(s->time).step;
	size_t count;
	s->copied = memory_offset(REGION_FRAME) + FRAME_MAX * sizeof(struct frame);
	if (!s->copy && !(s->copy = malloc(s->copied)))
		return false;
	memcpy(s->copy, s->m->base, s->copied);
	while (step-- > 0) {
		const struct core_write *w = timeline_writes(s->time, step, step + 1, &count);
		while (count-- > 0)
			put_word(s, &w[count], w[count].before);
	}
	return true;
}

/* --- values --- */

struct found {
	enum value_kind kind;
	uint64_t value;
};

static bool find_local(const struct story *s, uint32_t depth, const char *name,
		       struct found *found)
{
	const struct frame *frame = frame_of(s, depth);
	const struct core_signature *signature = frame && frame->function < FUNCTION_COUNT ?
		timeline_signature(s->time, (enum function)frame->function) : NULL;
	for (uint32_t i = 0; signature && i < signature->locals; i++)
		if (strcmp(signature->name[i], name) == 0) {
			*found = (struct found){ signature->kind[i], frame->value[i] };
			return true;
		}
	return false;
}

/* A local of the present call, a variable, or a local further out. */
static struct found find_value(const struct story *s, uint32_t depth, const char *name)
{
	struct found found = { VALUE_NUMBER, 0 };
	const struct variable_info *v;
	if (find_local(s, depth, name, &found))
		return found;
	if ((v = engine_variable(name)) != NULL && v->offset + v->size <= s->copied)
		return (struct found){ v->kind, core_read(s->copy + v->offset, v->size) };
	while (depth > 1 && !find_local(s, depth - 1, name, &found))
		depth--;
	return found;
}

/* --- lines --- */

static bool reach(void **array, size_t count, size_t *room, size_t element)
{
	size_t wanted = *room ? *room * 2 : 64;
	if (count < *room)
		return true;
	void *grown = realloc(*array, wanted * element);
	if (!grown)
		return false;
	*array = grown;
	*room = wanted;
	return true;
}

static void add_head(struct story *s, uint32_t fold)
{
	void *array = s->head;
	s->broken = s->broken || !reach(&array, s->heads, &s->head_room, sizeof(*s->head));
	s->head = array;
	if (!s->broken)
		s->head[s->heads++] = (struct story_head){ s->lines, (uint16_t)fold };
}

/* A line of its own, or one in the fold that is open. */
static struct story_line *add_line(struct story *s, uint64_t step, enum story_matter matter)
{
	void *array = s->line;
	if (s->fold == NO_FOLD)
		add_head(s, 0);
	s->broken = s->broken || !reach(&array, s->lines, &s->line_room, sizeof(*s->line));
	s->line = array;
	if (s->broken)
		return NULL;
	struct story_line *line = &s->line[s->lines++];
	*line = (struct story_line){ .step = (uint32_t)step, .matter = (uint8_t)matter,
				     .last = s->last };
	memcpy(line->figure, s->figure, sizeof(line->figure));
	return line;
}

/* Now that it is known what it tells. */
static void finish_line(struct story *s, struct story_line *line)
{
	if (s->fold == NO_FOLD)
		return;
	if (story_tone(s, line) != TONE_PLAIN)
		s->surprise = (uint32_t)(s->lines - 1 - s->head[s->fold].line);
	line->surprise = s->surprise;
}

static void add_values(struct story *s, uint64_t step, enum story_matter matter, uint64_t a,
		       uint64_t b)
{
	struct story_line *line = add_line(s, step, matter);
	if (!line)
		return;
	line->value[0] = a;
	line->value[1] = b;
	finish_line(s, line);
}

/* --- folds --- */

static void open_fold(struct story *s, uint64_t step, uint32_t depth, uint32_t function)
{
	memset(s->figure, 0, sizeof(s->figure));
	s->last = s->surprise = 0;
	add_head(s, function);
	s->fold = s->heads - 1;
	s->depth = depth;
	s->function = function;
	struct story_line *line = add_line(s, step, STORY_FOLD);
	if (line)
		line->of = (uint16_t)function;
}

/* A fold ends where its call has returned. */
static void turn_fold(struct story *s, uint64_t step, const struct core_step *at)
{
	uint32_t function = step_function(at->step);
	bool over = at->depth < s->depth || (at->depth == s->depth && function != s->function);
	if (s->fold != NO_FOLD && over)
		s->fold = NO_FOLD;
	if (s->fold == NO_FOLD && (story_folds[function].nothing || story_folds[function].text))
		open_fold(s, step, at->depth, function);
}

static void count_step(struct story *s, uint32_t step)
{
	const struct story_fold *fold = &story_folds[s->function];
	struct found last;
	if (s->fold == NO_FOLD)
		return;
	for (size_t i = 0; i < STORY_FIGURES && fold->figure[i].one; i++)
		s->figure[i] += step == fold->figure[i].step || step == fold->figure[i].or_step;
	if (fold->last && step_function(step) == s->function &&
	    find_local(s, s->depth, fold->last, &last))
		s->last = last.value;
}

static bool count_colour(struct story *s)
{
	const struct story_fold *fold = &story_folds[s->function];
	for (size_t i = 0; s->fold != NO_FOLD && i < STORY_FIGURES; i++)
		if (fold->figure[i].colours) {
			s->figure[i]++;
			return true;
		}
	return false;
}

/* --- what a step brings --- */

/* Does a step of the tree's own mending come before the write? */
static bool is_mending(const struct core_step *step)
{
	uint32_t function = step_function(step->step);
	return function == FUNCTION_rb_insert_color || function == FUNCTION_rb_erase_color ||
	       step->step == STEP_rb_erase_balance;
}

static bool lies_in(const struct core_write *w, enum region region, size_t *index, size_t *rest)
{
	size_t at = (size_t)w->word * sizeof(uint32_t), begin = memory_offset(region);
	if (at < begin || at >= memory_offset(region + 1))
		return false;
	*index = (at - begin) / memory_element(region);
	*rest = (at - begin) % memory_element(region);
	return true;
}

static void take_write(struct story *s, uint64_t step, const struct core_step *before,
		       const struct core_write *w)
{
	size_t index, rest, at = (size_t)w->word * sizeof(uint32_t);
	bool forgets = step_function(before->step) == FUNCTION_forget_cache;
	put_word(s, w, w->after);
	if (at == memory_offset(REGION_GLOBALS) + offsetof(struct globals, free_vmap_cache)) {
		if (!forgets)	/* that has been told, and why */
			add_values(s, step, STORY_CACHE, w->before, w->after);
	} else if (is_mending(before) && lies_in(w, REGION_UP, &index, &rest)) {
		if (rest == offsetof(struct area_up, colour) && count_colour(s))
			add_values(s, step, STORY_COLOUR, index, w->after);
	} else if (before->step == STEP_free_descriptor && w->after == 0 &&
		   lies_in(w, REGION_VA_START, &index, &rest)) {
		add_values(s, step, STORY_GONE, w->before, 0);
	}
}

static void take_events(struct story *s, uint64_t step)
{
	while (!s->broken && s->events < globals_of(s)->events) {
		void *array = s->event;
		s->broken = !reach(&array, s->events, &s->event_room, sizeof(*s->event));
		s->event = array;
		if (s->broken)
			return;
		s->event[s->events] = s->m->event[s->events + 1];
		add_values(s, step, STORY_EVENT, s->events++, 0);
	}
}

static const struct story_note *find_note(const struct story *s, const struct core_step *at)
{
	uint16_t first = s->note[at->step];
	if (!first)
		return NULL;
	for (const struct story_note *n = &story_notes[first - 1]; n->step == at->step; n++)
		if (!n->when || find_value(s, at->depth, n->when).value == n->is)
			return n;
	return NULL;
}

static void take_note(struct story *s, uint64_t step, const struct core_step *at)
{
	const struct story_note *note = find_note(s, at);
	struct story_line *line = note ? add_line(s, step, STORY_NOTE) : NULL;
	if (!line)
		return;
	line->of = (uint16_t)(note - story_notes);
	for (size_t i = 0; i < STORY_VALUES && note->value[i]; i++) {
		struct found found = find_value(s, at->depth, note->value[i]);
		line->kind[i] = (uint8_t)found.kind;
		line->value[i] = found.value;
	}
	finish_line(s, line);
}

/* What the statement before this step did, and what the arrival here means. */
static void read_step(struct story *s, uint64_t step)
{
	const struct core_step *at = timeline_step_at(s->time, step);
	const struct core_step *before = step ? timeline_step_at(s->time, step - 1) : NULL;
	size_t count;
	if (before) {
		const struct core_write *w = timeline_writes(s->time, step - 1, step, &count);
		for (size_t i = 0; i < count; i++)
			take_write(s, step, before, &w[i]);
	}
	take_events(s, step);
	if (!at)
		return;
	turn_fold(s, step, at);
	count_step(s, at->step);
	take_note(s, step, at);
}

/* --- reaching the cursor --- */

static void forget(struct story *s)
{
	s->lines = s->heads = 0;
	s->read = 0;
	s->events = 0;
	s->fold = NO_FOLD;
	s->begun = false;
}

static void learn_notes(struct story *s)
{
	for (uint16_t i = 0; story_notes[i].step; i++)
		if (!s->note[story_notes[i].step])
			s->note[story_notes[i].step] = (uint16_t)(i + 1);
}

static struct story *story_of(struct lab *lab)
{
	if (!lab->story && (lab->story = calloc(1, sizeof(struct story))) != NULL) {
		learn_notes(lab->story);
		forget(lab->story);
	}
	return lab->story;
}

const struct story *story_reach(struct lab *lab)
{
	struct story *s = story_of(lab);
	struct cursor at = timeline_cursor(lab->time);
	uint64_t steps = at.op ? timeline_steps(lab->time) : 0;
	if (!s || steps == 0)
		return NULL;
	if (s->broken || at.branch != s->of.branch || at.op != s->of.op)
		forget(s);
	at = timeline_cursor(lab->time);	/* its end has a number now */
	s->of = at;
	s->time = lab->time;
	s->m = lab_machine(lab);
	s->broken = !s->begun && !copy_beginning(s);
	s->begun = !s->broken;
	for (; s->read <= at.step && !s->broken; s->read++)
		read_step(s, s->read);
	return s->broken ? NULL : s;
}

void story_close(struct story *s)
{
	if (!s)
		return;
	free(s->line);
	free(s->head);
	free(s->event);
	free(s->copy);
	free(s);
}

/* --- looking --- */

static size_t end_of(const struct story *s, size_t head)
{
	return head + 1 < s->heads ? s->head[head + 1].line : s->lines;
}

size_t story_heads(const struct story *s, uint64_t step)
{
	size_t low = 0, high = s->heads;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->line[s->head[middle].line].step <= step)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t story_inside(const struct story *s, size_t head, uint64_t step)
{
	size_t first = s->head[head].line, low = first, high = end_of(s, head);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->line[middle].step <= step)
			low = middle + 1;
		else
			high = middle;
	}
	return low - first - 1;
}

const struct story_line *story_line(const struct story *s, size_t head, size_t inside)
{
	return &s->line[s->head[head].line + inside];
}

const struct event *story_event(const struct story *s, const struct story_line *line)
{
	return &s->event[line->value[0]];
}

const struct story_head *story_head(const struct story *s, size_t head)
{
	return &s->head[head];
}
