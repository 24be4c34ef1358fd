/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The log: every command that changed the lab, in order. Run again on a fresh
 * lab of the same space it leads to the same place, so a saved session is this
 * log. Single steps that a learner makes by the hundred are counted up.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t lab_log_length(const struct lab *lab)
{
	return lab->log_length;
}

const char *lab_log_line(const struct lab *lab, size_t i)
{
	return i < lab->log_length ? lab->log[i] : NULL;
}

size_t lab_log_era(const struct lab *lab)
{
	return lab->log_era;
}

void lab_log_seal(struct lab *lab)
{
	lab->log_merges = false;
}

const char *lab_log_space(const struct lab *lab, char *text, size_t room)
{
	const struct space *s = &lab_machine(lab)->g->space;
	if (lab->log_length > 0 && strncmp(lab->log[0], "space ", 6) == 0)
		snprintf(text, room, "%s", "");
	else
		snprintf(text, room, "space start=0x%" PRIx64 " end=0x%" PRIx64 " cpus=%" PRIu32
			 " online=%" PRIu32 " levels=%" PRIu32 " block=%" PRIu32 " totalram=%"
			 PRIu64 " huge=%" PRIu32 " init=%" PRIu32, s->start, s->end, s->cpus,
			 s->online, s->levels, s->block_pages, s->totalram, s->huge,
			 s->initialized);
	return text;
}

void lab_log_clear(struct lab *lab)
{
	for (size_t i = 0; i < lab->log_length; i++)
		free(lab->log[i]);
	free(lab->log);
	lab->log = NULL;
	lab->log_length = lab->log_room = 0;
	lab->log_merges = false;
	lab->log_era++;
}

/* How often the log's last line does `command`; 0: it is another command. */
static uint64_t last_count(const struct lab *lab, const char *command)
{
	if (!lab->log_merges || lab->log_length == 0)
		return 0;
	const char *line = lab->log[lab->log_length - 1];
	size_t length = strlen(command);
	if (strncmp(line, command, length) != 0)
		return 0;
	if (line[length] == '\0')
		return 1;
	return line[length] == ' ' ? strtoull(line + length + 1, NULL, 10) : 0;
}

static bool count_up(struct lab *lab, const char *command)
{
	uint64_t count = last_count(lab, command);
	char line[LINE_ROOM];
	if (count == 0)
		return false;
	snprintf(line, sizeof(line), "%s %" PRIu64, command, count + 1);
	char *copy = strdup(line);
	if (!copy)
		return false;
	free(lab->log[lab->log_length - 1]);
	lab->log[lab->log_length - 1] = copy;
	return true;
}

static bool make_room(struct lab *lab)
{
	if (lab->log_length < lab->log_room)
		return true;
	size_t room = lab->log_room ? lab->log_room * 2 : 64;
	char **log = realloc(lab->log, room * sizeof(*log));
	if (!log)
		return false;
	lab->log = log;
	lab->log_room = room;
	return true;
}

/* The command as a line that can be typed. NULL: no memory. */
static char *as_line(const char *command, size_t words, const char *const *word)
{
	size_t room = strlen(command) + 1;
	for (size_t i = 0; i < words; i++)
		room += 2 * strlen(word[i]) + 4;
	char *line = malloc(room);
	if (!line)
		return NULL;
	char *end = stpcpy(line, command);
	for (size_t i = 0; i < words; i++) {
		*end++ = ' ';
		words_quote(word[i], end, room - (size_t)(end - line));
		end += strlen(end);
	}
	return line;
}

void lab_log_add(struct lab *lab, const char *command, size_t words,
		 const char *const *word)
{
	if (!(words == 0 && count_up(lab, command)) && make_room(lab)) {
		char *line = as_line(command, words, word);
		if (line)
			lab->log[lab->log_length++] = line;
	}
	lab->log_merges = lab->steady;
}
