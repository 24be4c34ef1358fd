/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Between the Lua host and the lesson's pane: takes down what the script says.
 */

#include "ui/screen/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/exam/sitting.h"
#include "ui/lua/lessons.h"
#include "ui/lua/progress.h"
#include "ui/repl/line.h"

enum { PARAGRAPHS = 4000, TEXT = 1600, NOTES_MOST = 100000 };

struct desk {
	struct lab *lab;
	struct host *host;
	struct sitting *sitting;	/* an exam; or NULL */
	char *title;
	char *script;	/* its path */
	char *notes;	/* for the speaker; NULL: none */
	struct paragraph *paragraph;
	size_t count, room;
	unsigned part;
	bool alone;
};

/* --- taking down --- */

static bool make_room(struct desk *desk)
{
	size_t room = desk->room ? desk->room * 2 : 64;
	if (desk->count < desk->room)
		return true;
	struct paragraph *grown = realloc(desk->paragraph, room * sizeof(*grown));
	if (!grown)
		return false;
	desk->paragraph = grown;
	desk->room = room;
	return true;
}

/* The beginning of a very long lesson is given up. */
static void drop_oldest(struct desk *desk)
{
	size_t half = desk->count / 2;
	for (size_t i = 0; i < half; i++)
		free(desk->paragraph[i].text);
	desk->count -= half;
	memmove(desk->paragraph, desk->paragraph + half,
		desk->count * sizeof(*desk->paragraph));
}

static void add(struct desk *desk, enum paragraph_kind kind, const char *text)
{
	if (desk->count >= PARAGRAPHS)
		drop_oldest(desk);
	char *copy = strdup(text);
	if (!copy || !make_room(desk)) {
		free(copy);
		return;
	}
	desk->paragraph[desk->count++] = (struct paragraph){ copy, kind, desk->part };
}

static void take_title(void *context, const char *text)
{
	struct desk *desk = context;
	char *copy = strdup(text);
	if (desk->title) {
		add(desk, PARAGRAPH_GAP, "");
		add(desk, PARAGRAPH_TITLE, text);
	} else
		lab_print(desk->lab, TONE_TEXT, "%s", text);
	if (!copy)
		return;
	free(desk->title);
	desk->title = copy;
}

static void take_say(void *context, const char *text)
{
	struct desk *desk = context;
	if (desk->count > 0 && desk->paragraph[desk->count - 1].kind != PARAGRAPH_TITLE)
		add(desk, PARAGRAPH_GAP, "");
	add(desk, PARAGRAPH_TEXT, text);
}

static void take_note(void *context, const char *text)
{
	struct desk *desk = context;
	size_t before = desk->notes ? strlen(desk->notes) : 0, room = before + strlen(text) + 2;
	char *grown = room < NOTES_MOST ? realloc(desk->notes, room) : NULL;
	if (!grown)
		return;
	snprintf(grown + before, room - before, "%s\n", text);
	desk->notes = grown;
}

static void forget_notes(struct desk *desk)
{
	free(desk->notes);
	desk->notes = NULL;
}

static void take_verdict(void *context, unsigned percent, const char *text)
{
	struct desk *desk = context;
	add(desk, PARAGRAPH_GAP, "");
	add(desk, percent == 100 ? PARAGRAPH_RIGHT : PARAGRAPH_WRONG, text);
}

static void clear(struct desk *desk)
{
	for (size_t i = 0; i < desk->count; i++)
		free(desk->paragraph[i].text);
	free(desk->title);
	desk->title = NULL;
	desk->count = 0;
	desk->part = 0;
}

/* --- running --- */

struct desk *desk_open(struct lab *lab, bool alone)
{
	struct desk *desk = calloc(1, sizeof(*desk));
	if (!desk)
		return NULL;
	const struct host_driver driver = {
		.context = desk, .title = take_title, .say = take_say,
		.note = take_note,
		.verdict = take_verdict, .alone = alone,
	};
	desk->lab = lab;
	desk->alone = alone;
	desk->host = host_open(lab, &driver);
	if (desk->host)
		return desk;
	free(desk);
	return NULL;
}

void desk_set_limits(struct desk *desk, const struct host_limits *limits)
{
	host_set_limits(desk->host, limits);
}

void desk_close(struct desk *desk)
{
	if (!desk)
		return;
	host_close(desk->host);
	clear(desk);
	free(desk->paragraph);
	free(desk->script);
	free(desk->notes);
	free(desk);
}

/* Why the question is still open. What was said stands before it, so that two slips
 * do not look like one. */
static void take_reply(struct desk *desk, const struct host_question *q, const char *answer)
{
	char text[TEXT];
	snprintf(text, sizeof(text), "%s: %s", answer, q->again);
	add(desk, q->task ? PARAGRAPH_TEXT : PARAGRAPH_WRONG, q->task ? q->again : text);
}

static void take_question(struct desk *desk)
{
	const struct host_question *q = host_question(desk->host);
	char text[TEXT];
	add(desk, PARAGRAPH_GAP, "");
	add(desk, PARAGRAPH_QUESTION, q->text);
	for (size_t i = 0; i < q->choices; i++) {
		snprintf(text, sizeof(text), "%zu  %s", i + 1, q->choice[i]);
		add(desk, PARAGRAPH_CHOICE, text);
	}
}

void desk_sit(struct desk *desk, struct sitting *sitting)
{
	desk->sitting = sitting;
	sitting_attach(sitting, desk->lab, desk->host);
}

static void exam_done(struct desk *desk)
{
	char text[TEXT];
	bool well = sitting_end(desk->sitting, text, sizeof(text));
	add(desk, PARAGRAPH_GAP, "");
	add(desk, well ? PARAGRAPH_RIGHT : PARAGRAPH_ERROR, text);
}

/* What a lesson has come to is kept, and told if it asked anything. */
static void lesson_done(struct desk *desk)
{
	struct host_counts counts = host_counts(desk->host);
	char text[TEXT];
	if (desk->alone || !host_lesson_name(desk->host) || host_quit(desk->host))
		return;
	progress_keep(desk->host);
	if (counts.questions) {
		snprintf(text, sizeof(text), _("The lesson is over: %u of 100 points."),
			 (unsigned)(counts.points / counts.questions));
		add(desk, PARAGRAPH_GAP, "");
		add(desk, PARAGRAPH_RIGHT, text);
	}
	if (lessons_tell_next(host_lesson_name(desk->host), text, sizeof(text)))
		take_say(desk, text);
}

static enum host_state after(struct desk *desk, enum host_state state, const char *answer)
{
	const struct host_question *q = host_question(desk->host);
	if (state == HOST_DONE && desk->sitting)
		exam_done(desk);
	else if (state == HOST_DONE)
		lesson_done(desk);
	if (q && q->again)
		take_reply(desk, q, answer ? answer : "");
	else if (q)
		take_question(desk);
	if (state == HOST_FAILED || state == HOST_UNREADABLE) {
		lab_print(desk->lab, TONE_ERROR, "%s", host_error(desk->host));
		if (desk_in_use(desk))
			add(desk, PARAGRAPH_ERROR, host_error(desk->host));
	}
	return state;
}

enum host_state desk_begin(struct desk *desk, const char *path, size_t count,
			   const char *const *argument)
{
	lab_interrupted = 0;
	forget_notes(desk);
	free(desk->script);
	desk->script = strdup(path);
	enum host_state state = host_load(desk->host, path, count, argument);
	return state == HOST_PAUSED ? desk_go_on(desk, NULL) : after(desk, state, NULL);
}

enum host_state desk_go_on(struct desk *desk, const char *answer)
{
	desk->part++;
	lab_interrupted = 0;
	forget_notes(desk);
	enum host_state state = host_resume(desk->host, answer);
	const struct host_question *q = desk_question(desk);
	if (q && q->again)	/* still the same question */
		desk->part--;
	return after(desk, state, answer);
}

bool desk_reload(struct desk *desk)
{
	lab_interrupted = 0;
	size_t turns = host_reload(desk->host);
	if (turns == 0)
		return false;
	clear(desk);
	forget_notes(desk);
	after(desk, host_state(desk->host), NULL);
	for (size_t i = 0; i < turns; i++) {
		desk->part++;
		forget_notes(desk);
		if (!host_take_turn_again(desk->host, i))
			break;
		after(desk, host_state(desk->host), NULL);
	}
	return true;
}

void desk_leave(struct desk *desk)
{
	host_stop(desk->host);
}

/* --- looking --- */

enum host_state desk_state(const struct desk *desk)
{
	return host_state(desk->host);
}

enum host_kind desk_kind(const struct desk *desk)
{
	return host_kind(desk->host);
}

const struct host_question *desk_question(const struct desk *desk)
{
	return host_question(desk->host);
}

bool desk_answers(const struct desk *desk, const char *line)
{
	return line_answers(desk->host, line);
}

bool desk_quit(const struct desk *desk)
{
	return host_quit(desk->host);
}

bool desk_waits(const struct desk *desk)
{
	enum host_state state = host_state(desk->host);
	return state == HOST_PAUSED || state == HOST_ASKING;
}

bool desk_in_use(const struct desk *desk)
{
	return desk->count > 0 || desk_waits(desk);
}

const char *desk_notes(const struct desk *desk)
{
	return desk->notes ? desk->notes : "";
}

const char *desk_script(const struct desk *desk)
{
	return desk->script ? desk->script : "";
}

const char *desk_place(const struct desk *desk)
{
	return host_place(desk->host);
}

const char *desk_title(const struct desk *desk)
{
	return desk->title ? desk->title : "";
}

unsigned desk_part(const struct desk *desk)
{
	return desk->part;
}

size_t desk_paragraphs(const struct desk *desk)
{
	return desk->count;
}

const struct paragraph *desk_paragraph(const struct desk *desk, size_t i)
{
	return &desk->paragraph[i];
}
