/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Opening and closing a laboratory, what it prints, and its few settings.
 */

#include "ui/lab/story.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lab/wide.h"

volatile sig_atomic_t lab_interrupted;

struct lab *lab_open(const struct space *space, const struct lab_sink *sink)
{
	struct lab *lab = calloc(1, sizeof(*lab));
	if (!lab)
		return NULL;
	lab->time = timeline_open(space);
	if (!lab->time) {
		free(lab);
		return NULL;
	}
	lab_set_sink(lab, sink);
	lab->record = true;
	return lab;
}

void lab_close(struct lab *lab)
{
	if (!lab)
		return;
	stops_clear(lab);
	lab_log_clear(lab);
	names_clear(&lab->names);
	endings_clear(&lab->endings);
	tidy_free(&lab->tidy);
	story_close(lab->story);
	bookmarks_clear(lab);
	timeline_close(lab->time);
	free(lab);
}

struct timeline *lab_timeline(struct lab *lab)
{
	return lab->time;
}

const struct machine *lab_machine(const struct lab *lab)
{
	return timeline_machine(lab->time);
}

void lab_set_sink(struct lab *lab, const struct lab_sink *sink)
{
	lab->sink = sink ? *sink : (struct lab_sink){ 0 };
}

void lab_hush(struct lab *lab, bool hushed)
{
	lab->hushed = hushed;
}

static void print_line(struct lab *lab, enum lab_tone tone, const char *line)
{
	if (lab->sink.line && !lab->hushed)
		lab->sink.line(lab->sink.context, tone, line);
}

/* A text of several lines reaches the sink line by line. */
static void print_lines(struct lab *lab, enum lab_tone tone, char *text)
{
	for (;;) {
		char *end = strchr(text, '\n');
		if (!end)
			break;
		*end = '\0';
		print_line(lab, tone, text);
		text = end + 1;
	}
	print_line(lab, tone, text);
}

void lab_print(struct lab *lab, enum lab_tone tone, const char *format, ...)
{
	va_list arguments;
	char *text = NULL;
	va_start(arguments, format);
	int length = vsnprintf(NULL, 0, _(format), arguments);
	va_end(arguments);
	if (length < 0 || !(text = malloc((size_t)length + 1)))
		return;
	va_start(arguments, format);
	vsnprintf(text, (size_t)length + 1, _(format), arguments);
	va_end(arguments);
	if (lab->narration.on && tone == TONE_TEXT)
		lab_narrate_text(text);
	print_lines(lab, tone, text);
	free(text);
}

void lab_print_wrapped(struct lab *lab, enum lab_tone tone, const char *format, ...)
{
	char text[3 * LINE_ROOM];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), _(format), arguments);
	va_end(arguments);
	for (const char *at = text; *at; at += *at == ' ') {
		size_t length = wide_fitting(at, strlen(at), LAB_COLUMNS, true);
		lab_print(lab, tone, "%.*s", (int)length, at);
		at += length;
	}
}

enum lab_status lab_fail(struct lab *lab, const char *format, ...)
{
	char text[LINE_ROOM];	/* the old error may be among the arguments */
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), _(format), arguments);
	va_end(arguments);
	memcpy(lab->error, text, sizeof(text));
	lab->gone = 0;
	return LAB_FAILED;
}

const char *lab_error(const struct lab *lab)
{
	return lab->error;
}

void lab_append(char *text, size_t room, const char *format, ...)
{
	size_t length = strlen(text);
	va_list arguments;
	if (length >= room)
		return;
	va_start(arguments, format);
	vsnprintf(text + length, room - length, format, arguments);
	va_end(arguments);
}

enum lab_entry lab_entry(const struct lab *lab)
{
	return lab->entry;
}

/* A saved session must stop where this one stopped: changes are logged. */
static void log_entry(struct lab *lab)
{
	const char *const word[] = {
		"entry", lab->entry == ENTRY_AT_FIRST_STEP ? "first" : "end",
	};
	lab_log_add(lab, "set", 2, word);
}

void lab_set_entry(struct lab *lab, enum lab_entry entry)
{
	if (lab->entry == entry)
		return;
	lab->entry = entry;
	log_entry(lab);
}

bool lab_reset(struct lab *lab, const struct space *space)
{
	struct timeline *time = timeline_open(space);
	if (!time) {
		lab_fail(lab, "there is no memory for another space");
		return false;
	}
	timeline_close(lab->time);
	lab->time = time;
	story_close(lab->story);
	lab->story = NULL;
	bookmarks_clear(lab);
	stops_clear(lab);
	names_clear(&lab->names);
	endings_clear(&lab->endings);
	lab_log_clear(lab);
	lab->stop_text[0] = '\0';
	lab_set_narrate(lab, lab->narration.on);
	if (lab->entry != ENTRY_AT_END)
		log_entry(lab);
	return true;
}

void lab_extend(struct lab *lab, const struct command *commands, size_t count, void *owner)
{
	lab->extra = commands;
	lab->extras = commands ? count : 0;
	lab->owner = commands ? owner : NULL;
}

void *lab_owner(const struct lab *lab)
{
	return lab->owner;
}
