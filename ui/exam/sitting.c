/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Sitting an exam. The host tells of each answer before anything comes of it; one that
 * cannot be written is not taken, so that what the student has said and what is handed
 * in are the same.
 */

#include "ui/exam/sitting.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/exam/rules.h"
#include "ui/exam/sheet.h"
#include "ui/lab/lab.h"
#include "ui/lab/language.h"
#include "ui/lua/host.h"

enum { TEXT = 512 };

struct sitting {
	const struct paper *paper;
	char *path;		/* of the transcript */
	struct sheet before;	/* what was said before an interruption */
	size_t played;		/* of its entries */
	bool differs;		/* they do not fit what is asked now */
	struct sheet_file *file;
	bool over;		/* the end is written */
	struct lab *lab;
	struct host *host;
	unsigned answered;
	char text[TEXT];	/* why an answer is not taken */
};

/* --- opening --- */

char *sitting_path(const struct paper *paper)
{
	size_t room = strlen(paper->name) + strlen(paper->student) + 64;
	char *path = malloc(room);
	if (path)
		snprintf(path, room, "%s-%" PRIu64 "%s%s.exam", paper->name, paper->seed,
			 *paper->student ? "-" : "", paper->student);
	return path;
}

/* Whether what is in the file is this paper's. */
static bool is_ours(struct sitting *s, char *why, size_t room)
{
	const struct sheet *t = &s->before;
	const struct paper *p = s->paper;
	if (strcmp(t->exam, p->name) != 0 || t->seed != p->seed ||
	    strcmp(t->student, p->student) != 0)
		snprintf(why, room, _("'%s' is the transcript of another exam, seed or student; choose "
			 "another file with --out"), s->path);
	else if (t->source != p->source)
		snprintf(why, room, _("the exam '%s' has changed since '%s' was begun; it cannot go on"),
			 p->name, s->path);
	else if (t->ended)
		snprintf(why, room, _("the exam of '%s' is over already: hand this file in"), s->path);
	else if (strcmp(t->language, language_name()) != 0)
		snprintf(why, room, _("'%s' was begun in another language: go on with --language %s"),
			 s->path, t->language);
	else
		return true;
	return false;
}

static bool read_before(struct sitting *s, char *why, size_t room)
{
	char reason[TEXT];
	switch (sheet_read(&s->before, s->path, reason, sizeof(reason))) {
	case SHEET_WELL:
	case SHEET_CUT:
		return is_ours(s, why, room);
	default:
		snprintf(why, room, _("'%s' is there already, and is no transcript to go on with: %s"),
			 s->path, reason);
		return false;
	}
}

static bool open_file(struct sitting *s, char *why, size_t room)
{
	if (access(s->path, F_OK) != 0 && errno == ENOENT)
		s->file = sheet_create(s->path, s->paper, language_name(), why, room);
	else if (read_before(s, why, room))
		s->file = sheet_go_on(s->path, &s->before, why, room);
	return s->file != NULL;
}

struct sitting *sitting_open(const struct paper *paper, const char *out, char *why, size_t room)
{
	struct sitting *s = calloc(1, sizeof(*s));
	snprintf(why, room, _("out of memory"));
	if (!s)
		return NULL;
	s->paper = paper;
	s->path = out ? strdup(out) : sitting_path(paper);
	if (s->path && open_file(s, why, room))
		return s;
	sitting_close(s);
	return NULL;
}

void sitting_close(struct sitting *s)
{
	if (!s)
		return;
	if (s->lab)
		rules_lift(s->lab);
	sheet_file_close(s->file);
	sheet_close(&s->before);
	free(s->path);
	free(s);
}

/* --- taking down --- */

/* The next of what was said before: it must be said at the same place. */
static bool play_one(struct sitting *s, const struct standing *now, size_t entries)
{
	for (size_t i = 0; i < entries; i++) {
		const struct sheet_entry *entry = &s->before.entry[s->played];
		if (s->played >= s->before.entries || !standing_same(&entry->standing, now))
			s->differs = true;
		else
			s->played++;
	}
	return !s->differs;
}

static const char *hears(void *context, const char *answer)
{
	struct sitting *s = context;
	struct standing now = standing_now(s->lab, s->answered + 1);
	bool again = s->played < s->before.entries;
	if (again ? play_one(s, &now, 1) : sheet_write(s->file, SHEET_ANSWER, &now, answer)) {
		s->answered++;
		return NULL;
	}
	if (again)
		snprintf(s->text, sizeof(s->text), "%s", _("this was said elsewhere"));
	else
		snprintf(s->text, sizeof(s->text), _("the answer cannot be written down, so it is not "
			 "taken: %s"), strerror(errno));
	return s->text;
}

/* What a setting changes is the screen, and that is nobody's business. */
static bool matters(const char *line)
{
	return strncmp(line, "set ", 4) != 0 && strcmp(line, "set") != 0;
}

static void acts(void *context, size_t line)
{
	struct sitting *s = context;
	struct standing now = standing_now(s->lab, s->answered + 1);
	bool again = s->played < s->before.entries, well = true;
	for (size_t i = line; i < lab_log_length(s->lab); i++) {
		const char *command = lab_log_line(s->lab, i);
		if (again)
			play_one(s, &now, matters(command));
		else if (matters(command))
			well = sheet_write(s->file, SHEET_COMMAND, &now, command) && well;
	}
	if (!well)
		lab_print(s->lab, TONE_ERROR, "the transcript cannot be written: %s; "
			  "make room, it is tried again", strerror(errno));
}

void sitting_attach(struct sitting *s, struct lab *lab, struct host *host)
{
	const struct host_exam exam = {
		.seed = s->paper->seed, .student = s->paper->student,
		.context = s, .hears = hears, .acts = acts,
	};
	s->lab = lab;
	s->host = host;
	host_set_exam(host, &exam);
	rules_set(lab, host);
}

/* --- beginning --- */

static size_t last_answer(const struct sheet *t)
{
	size_t i = t->entries;
	while (i > 0 && t->entry[i - 1].kind != SHEET_ANSWER)
		i--;
	return i;	/* 0: there is none; else one behind it */
}

static bool say_again(struct sitting *s, const struct sitting_player *player,
		      const struct sheet_entry *entry)
{
	size_t before = s->played;
	if (host_state(s->host) != HOST_ASKING)
		return false;
	if (entry->kind == SHEET_COMMAND)
		lab_run_line(s->lab, entry->text, NULL);
	else
		player->answer(player->context, entry->text);
	return s->played == before + 1 && !s->differs;
}

bool sitting_begin(struct sitting *s, const struct sitting_player *player, char *why, size_t room)
{
	const struct sheet *t = &s->before;
	size_t news = last_answer(t);
	*why = '\0';
	player->hear(player->context, news == 0);
	player->begin(player->context, s->paper->path);
	bool well = host_state(s->host) == HOST_ASKING || host_state(s->host) == HOST_DONE;
	for (size_t i = 0; well && i < t->entries; i++) {
		player->hear(player->context, i + 1 >= news);
		well = say_again(s, player, &t->entry[i]);
		if (!well)
			snprintf(why, room, _("'%s', line %zu: this does not fit the exam; it cannot go on"),
				 s->path, t->entry[i].line);
	}
	player->hear(player->context, true);
	return well;
}

/* --- the end --- */

bool sitting_end(struct sitting *s, char *text, size_t room)
{
	if (!sheet_end(s->file)) {
		snprintf(text, room, _("'%s' cannot be written: %s"), s->path,
			 strerror(errno));
		return false;
	}
	s->over = true;
	snprintf(text, room, _("The exam is over. Hand in this file: %s"), s->path);
	return true;
}

bool sitting_is_over(const struct sitting *s)
{
	return s->over;
}
