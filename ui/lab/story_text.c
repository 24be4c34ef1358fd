/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The story in words. The words are made when a line is shown, from the few
 * numbers that it keeps: a story of a million lines costs no text.
 */

#include "ui/lab/story.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { VALUE_ROOM = 160 };

/* --- values --- */

/* 1328 as 1,328. */
static const char *grouped(uint64_t number, char *text, size_t room)
{
	char digits[32];
	int length = snprintf(digits, sizeof(digits), "%" PRIu64, number);
	text[0] = '\0';
	for (int i = 0; i < length; i++)
		lab_append(text, room, "%s%c", i > 0 && (length - i) % 3 == 0 ? "," : "", digits[i]);
	return text;
}

static void size_words(const struct lab *lab, uint64_t bytes, char *text, size_t room)
{
	bool pages = bytes % PAGE_SIZE == 0;
	lab_value_text(lab, pages ? VALUE_PAGES : VALUE_BYTES, pages ? bytes / PAGE_SIZE : bytes,
		       text, room);
}

/* An area has a name and a place only between being placed and being freed. False:
 * it is there. */
static bool is_absent(struct lab *lab, const struct story_line *line, uint64_t area,
		      const char **words)
{
	const struct machine *m = lab_machine(lab);
	bool past = line->step <= timeline_cursor(lab->time).step;
	if (area == 0 || area > m->g->used[REGION_VA_START] || m->va_end[area] != 0)
		return false;
	*words = past && !m->rest[area].live ? _("an area that is gone") : _("the new area");
	return true;
}

static void value_words(struct lab *lab, const struct story_line *line, enum value_kind kind,
			uint64_t value, char *text, size_t room)
{
	const char *words;
	if (kind == VALUE_BYTES && value > 1)
		size_words(lab, value, text, room);
	else if (kind == VALUE_AREA && is_absent(lab, line, value, &words))
		snprintf(text, room, "%s", words);
	else
		lab_short_text(lab, kind, value, text, room);
}

/* What lies between the end of the search so far and the area: value[0], value[1]. */
static void hole_words(struct lab *lab, const struct story_line *line, char *text,
		       size_t room)
{
	const struct machine *m = lab_machine(lab);
	uint64_t area = line->value[1], addr = line->value[0];
	const char *words;
	char size[VALUE_ROOM];
	if (is_absent(lab, line, area, &words)) {
		snprintf(text, room, "%s", _("a hole or none"));
	} else if (area > m->g->used[REGION_VA_START] || m->va_start[area] <= addr) {
		snprintf(text, room, "%s", _("no hole"));
	} else {
		size_words(lab, m->va_start[area] - addr, size, sizeof(size));
		snprintf(text, room, _("a hole of %s"), size);
	}
}

/* --- kinds of lines --- */

static void note_words(struct lab *lab, const struct story_line *line, char *text,
		       size_t room)
{
	const char *at = _(story_notes[line->of].text);
	char value[VALUE_ROOM];
	text[0] = '\0';
	while (*at) {
		size_t plain = strcspn(at, "{");
		lab_append(text, room, "%.*s", (int)plain, at);
		at += plain;
		if (!*at)
			return;
		unsigned which = (unsigned)(at[1] - '0');
		if (which < STORY_VALUES)
			value_words(lab, line, (enum value_kind)line->kind[which],
				    line->value[which], value, sizeof(value));
		else
			hole_words(lab, line, value, sizeof(value));
		lab_append(text, room, "%s", value);
		at += strcspn(at, "}");
		at += *at == '}';
	}
}

static void append_last(const struct lab *lab, const struct story_fold *fold, uint64_t last,
			char *text, size_t room)
{
	char value[VALUE_ROOM], words[VALUE_ROOM];
	size_words(lab, last, value, sizeof(value));
	snprintf(words, sizeof(words), _(fold->last_text), value);
	lab_append(text, room, ", %s", last ? words : _(fold->last_zero));
}

/* "fix-up: 2 rotations, 3 recolourings", by the figures of its last line so far. */
static void fold_words(const struct lab *lab, uint32_t function, const struct story_line *last,
		       char *text, size_t room)
{
	const struct story_fold *fold = &story_folds[function];
	const char *between = fold->text ? ": " : "";
	char number[40], words[VALUE_ROOM];
	bool any = false;
	snprintf(text, room, "%s", fold->text ? _(fold->text) : "");
	for (size_t i = 0; i < STORY_FIGURES && fold->figure[i].one; i++) {
		const struct story_figure *figure = &fold->figure[i];
		if (last->figure[i] == 0)
			continue;
		snprintf(words, sizeof(words),
			 P_(figure->one, figure->many, last->figure[i]),
			 grouped(last->figure[i], number, sizeof(number)));
		lab_append(text, room, "%s%s", any ? ", " : between, words);
		any = true;
	}
	if (!any)
		lab_append(text, room, "%s%s", between, _(fold->nothing));
	else if (fold->last)
		append_last(lab, fold, last->last, text, room);
}

static void change_words(struct lab *lab, const struct story_line *line, char *text,
			 size_t room)
{
	char before[VALUE_ROOM], after[VALUE_ROOM];
	value_words(lab, line, VALUE_AREA, line->value[0], before, sizeof(before));
	value_words(lab, line, VALUE_AREA, line->value[1], after, sizeof(after));
	snprintf(text, room, _("free_vmap_cache was %s, now it is %s"), before,
		 after);
}

static void colour_words(struct lab *lab, const struct story_line *line, char *text,
			 size_t room)
{
	char area[VALUE_ROOM];
	value_words(lab, line, VALUE_AREA, line->value[0], area, sizeof(area));
	snprintf(text, room, line->value[1] == RED ? _("%s becomes red") : _("%s becomes black"),
		 area);
}

/* --- tones --- */

static enum lab_tone event_tone(const struct event *event)
{
	switch (event->kind) {
	case EVENT_BUG:
	case EVENT_OOPS:
	case EVENT_STALE:
	case EVENT_FAULT:
		return TONE_ERROR;
	case EVENT_TRY:
		return event->code >> 8 ? TONE_PLAIN : TONE_WARN;
	case EVENT_FLUSH:
	case EVENT_NOTIFY:
	case EVENT_TLB_LOAD:
	case EVENT_WORK_SCHEDULED:
		return TONE_PLAIN;
	default:
		return TONE_WARN;
	}
}

enum lab_tone story_tone(const struct story *story, const struct story_line *line)
{
	if (line->matter == STORY_EVENT)
		return event_tone(story_event(story, line));
	return line->matter == STORY_NOTE && story_notes[line->of].surprise ? TONE_WARN : TONE_PLAIN;
}

/* --- all of it --- */

static void line_words(struct lab *lab, const struct story *story, const struct story_line *line,
		       char *text, size_t room)
{
	switch ((enum story_matter)line->matter) {
	case STORY_NOTE:
		note_words(lab, line, text, room);
		break;
	case STORY_EVENT:
		lab_event_text(lab, story_event(story, line), text, room);
		break;
	case STORY_COLOUR:
		colour_words(lab, line, text, room);
		break;
	case STORY_CACHE:
		change_words(lab, line, text, room);
		break;
	case STORY_GONE:
		snprintf(text, room, _("the area at 0x%llx is gone"),
			 (unsigned long long)line->value[0]);
		break;
	case STORY_FOLD:
		text[0] = '\0';
		break;
	}
}

static bool has_ended(struct lab *lab)
{
	return timeline_step(lab->time) == NULL;
}

size_t lab_story(struct lab *lab)
{
	const struct story *story = story_reach(lab);
	return story ? story_heads(story, timeline_cursor(lab->time).step) + has_ended(lab) : 0;
}

size_t lab_story_so_far(struct lab *lab)
{
	const struct story *story = story_reach(lab);
	return story ? story_heads(story, UINT64_MAX) + has_ended(lab) : 0;
}

/* Up to which step a line is told: it may lie behind the cursor as a whole. */
static uint64_t told_up_to(struct lab *lab, const struct story *story, size_t head)
{
	uint64_t step = timeline_cursor(lab->time).step;
	return head < story_heads(story, step) ? step : UINT64_MAX;
}

size_t lab_story_inside(struct lab *lab, size_t head)
{
	const struct story *story = story_reach(lab);
	if (!story || head >= story_heads(story, UINT64_MAX))
		return 0;
	return story_inside(story, head, told_up_to(lab, story, head));
}

enum { LOOKED_AT = 64 };

static enum lab_tick tick_of(const struct story *story, const struct story_line *line)
{
	if (story_tone(story, line) != TONE_PLAIN)
		return TICK_SURPRISE;
	return line->matter == STORY_EVENT ? TICK_EVENT : TICK_NONE;
}

/* In the fold that the steps begin in, and in the heads behind it. */
enum lab_tick lab_story_tick(struct lab *lab, uint64_t from, uint64_t to)
{
	const struct story *story = story_reach(lab);
	enum lab_tick most = TICK_NONE;
	size_t heads = story ? story_heads(story, to - 1) : 0, looked = 0;
	size_t head = story && from ? story_heads(story, from - 1) : 0;
	for (head -= head > 0; head < heads && looked < LOOKED_AT; head++) {
		size_t last = story_inside(story, head, to - 1);
		size_t i = from ? story_inside(story, head, from - 1) + 1 : 0;
		for (; i <= last && looked < LOOKED_AT; i++, looked++) {
			enum lab_tick tick = tick_of(story, story_line(story, head, i));
			most = tick > most ? tick : most;
		}
	}
	return most;
}

/* The last line tells what the operation has come to. */
static void end_words(struct lab *lab, struct lab_told *told, char *text, size_t room)
{
	*told = (struct lab_told){ .step = timeline_cursor(lab->time).step,
				   .tone = lab_outcome_tone(&lab_machine(lab)->g->outcome) };
	lab_outcome_text(lab, text, room);
}

/* A fold does not hide what should be seen. */
static enum lab_tone add_surprise(struct lab *lab, const struct story *story,
				  uint32_t function, size_t head, uint32_t which, char *text,
				  size_t room)
{
	const struct story_line *surprise = story_line(story, head, which);
	char words[LINE_ROOM];
	line_words(lab, story, surprise, words, sizeof(words));
	if (!story_folds[function].last)	/* else that is what the surprise was about */
		lab_append(text, room, "; %s", words);
	return story_tone(story, surprise);
}

const char *lab_story_text(struct lab *lab, size_t head, size_t inside, struct lab_told *told,
			   char *text, size_t room)
{
	const struct story *story = story_reach(lab);
	text[0] = '\0';
	*told = (struct lab_told){ 0 };
	if (!story || head >= story_heads(story, UINT64_MAX)) {
		if (story)
			end_words(lab, told, text, room);
		return text;
	}
	uint64_t up_to = told_up_to(lab, story, head);
	size_t folded = story_inside(story, head, up_to);
	const struct story_line *line = story_line(story, head, inside < folded ? inside : folded);
	*told = (struct lab_told){ .step = line->step, .tone = story_tone(story, line),
				   .fold = inside == 0 && story_head(story, head)->fold,
				   .later = up_to == UINT64_MAX };
	if (!told->fold) {
		line_words(lab, story, line, text, room);
		return text;
	}
	uint32_t function = story_head(story, head)->fold;
	const struct story_line *last = story_line(story, head, folded);
	fold_words(lab, function, last, text, room);
	if (last->surprise)
		told->tone = add_surprise(lab, story, function, head, last->surprise, text, room);
	return text;
}
