/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The lesson: its text, the question, and what the learner can do next.
 *
 * What was said since the last pause is bright, what came before is dim and
 * can be scrolled back to. The last row always tells how to go on. Marks in
 * the text (*strong*, `code`) become styles.
 */

#include <stdio.h>
#include <string.h>

#include "ui/screen/desk.h"
#include "ui/screen/panes.h"

enum { TEXT = 4096, INDENT = 3 };

/* A paragraph without its marks; one style for each byte. */
struct marked {
	char text[TEXT];
	unsigned char style[TEXT];
};

static enum style style_of(const struct paragraph *paragraph, bool old)
{
	switch (paragraph->kind) {
	case PARAGRAPH_RIGHT:
		return STYLE_GOOD;
	case PARAGRAPH_WRONG:
		return STYLE_WARN;
	case PARAGRAPH_ERROR:
		return STYLE_ERROR;
	case PARAGRAPH_TITLE:
		return STYLE_TITLE;
	case PARAGRAPH_QUESTION:
		return old ? STYLE_DIM : STYLE_TITLE;
	default:
		return old ? STYLE_DIM : STYLE_LESSON;
	}
}

/* A mark opens before a word and needs its fellow behind one. */
static bool opens(const char *at)
{
	const char *end;
	if ((*at != '*' && *at != '`') || at[1] == ' ' || at[1] == '\0')
		return false;
	end = strchr(at + 1, *at);
	return end && end[-1] != ' ' && end != at + 1;
}

static void take_marks(struct marked *marked, const char *text, enum style plain, bool old)
{
	size_t used = 0;
	char mark = 0;
	for (; *text && used + 1 < TEXT; text++) {
		if (mark && *text == mark) {
			mark = 0;
		} else if (!mark && opens(text)) {
			mark = *text;
		} else {
			enum style style = !mark || old ? plain :
					   mark == '`' ? STYLE_KEYWORD : STYLE_TITLE;
			marked->style[used] = (unsigned char)style;
			marked->text[used++] = *text;
		}
	}
	marked->text[used] = '\0';
}

static void put_row(const struct window *w, int y, int x, const struct marked *marked,
		    size_t from, size_t bytes)
{
	char piece[TEXT];
	while (bytes > 0) {
		size_t run = 1;
		while (run < bytes && marked->style[from + run] == marked->style[from])
			run++;
		memcpy(piece, marked->text + from, run);
		piece[run] = '\0';
		x = put_text(w, y, x, (enum style)marked->style[from], piece);
		from += run;
		bytes -= run;
	}
}

/* Draws rows [skip..) of a paragraph at y, where w and y say so; returns how
 * many rows it has. A NULL canvas only counts. */
static int put_paragraph(const struct window *w, int64_t y, const struct paragraph *paragraph,
			 bool old)
{
	struct marked marked;
	bool item = paragraph->kind == PARAGRAPH_CHOICE || strncmp(paragraph->text, "- ", 2) == 0;
	size_t at = 0, taken;
	int rows = 0;
	take_marks(&marked, paragraph->text, style_of(paragraph, old), old);
	do {
		int indent = item && rows > 0 ? INDENT : 0;
		size_t bytes = text_row(marked.text + at, w->width - indent, &taken);
		if (w->canvas && y + rows >= 0 && y + rows < w->height)
			put_row(w, (int)y + rows, indent, &marked, at, bytes);
		at += taken;
		rows++;
	} while (marked.text[at] && taken > 0);
	return rows;
}

/* How the learner answers what is asked, or comes to the end of what was begun. */
static void question_hint(const struct host_question *q, bool midway, char *text, size_t room)
{
	if (q->task && midway)
		snprintf(text, room, "%s", q->exam ? _("c: to its end; then done, skip") :
			 _("c: to its end; hint, done, skip"));
	else if (q->choices)
		snprintf(text, room, _("1..%zu: your answer"), q->choices);
	else if (q->task)
		snprintf(text, room, "%s", q->exam ? _(": command; then done, or skip") :
			 _(": command; or hint, done, skip"));
	else
		snprintf(text, room, "%s", _(": your answer, or skip"));
}

/* Has the learner begun something in the task that is not over yet? */
static bool is_midway(const struct scene *scene, const struct host_question *q)
{
	return scene->step && scene->cursor.op > q->operations;
}

/* What runs may be no lesson. */
static const struct {
	const char *title, *end;
} kinds[HOST_KINDS] = {
	[HOST_SCENARIO] = { N_("Scenario"), N_("This was the end of the scenario.") },
	[HOST_LESSON] = { N_("Lesson"), N_("This was the end of the lesson.") },
	[HOST_EXAM] = { N_("Exam"), N_("This was the end of the exam.") },
};

/* Without a desk, or before anything was loaded, it is the place for lessons. */
static const char *called(const struct showing *showing)
{
	bool used = showing->desk && desk_in_use(showing->desk);
	return kinds[used ? desk_kind(showing->desk) : HOST_LESSON].title;
}

/* How the learner goes on. */
static enum style hint(const struct showing *showing, bool more, char *text, size_t room)
{
	const struct desk *desk = showing->desk;
	const struct host_question *q = desk_question(desk);
	static const struct {
		const char *text;
		enum style style;
	} states[] = {
		[HOST_PAUSED] = { N_("space: go on"), STYLE_KEY },
		[HOST_DONE] = { NULL, STYLE_GOOD },
		[HOST_FAILED] = { N_("The lesson has stopped."), STYLE_ERROR },
		[HOST_UNREADABLE] = { "", STYLE_DIM },
	};
	enum host_state state = desk_state(desk);
	const char *words = state == HOST_DONE ? kinds[desk_kind(desk)].end : states[state].text;
	words = words ? words : "";
	if (more || q) {
		snprintf(text, room, "%s", q ? _("space: on to the question") :
			 _("space: more text"));
		if (!more)
			question_hint(q, is_midway(showing->scene, q), text, room);
		return STYLE_KEY;
	}
	snprintf(text, room, "%s", _(words));
	return *words ? states[state].style : STYLE_DIM;
}

static void draw_hint(const struct window *w, const struct showing *showing, bool more)
{
	char text[160], padded[164];
	enum style style = hint(showing, more, text, sizeof(text));
	snprintf(padded, sizeof(padded), *text ? " %s " : "%s", text);
	put_short(w, w->height - 1, 0, w->width, style, padded);
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	const struct desk *desk = showing->desk;
	struct window body = window_part(w, 0, 0, w->height - 1, w->width);
	struct window measure = { .width = w->width };
	int64_t rows = 0, part_row = 0;
	if (!desk || w->width < 4)
		return;
	for (size_t i = 0; i < desk_paragraphs(desk); i++) {
		const struct paragraph *paragraph = desk_paragraph(desk, i);
		bool skipped = part_row == rows && !*paragraph->text;
		rows += put_paragraph(&measure, 0, paragraph, false);
		if (paragraph->part < desk_part(desk) || skipped)
			part_row = rows;
	}
	pane_first_row(state, rows, body.height, -1);
	const struct host_question *q = desk_question(desk);
	if (!state->held)	/* a reply is the last that was said */
		state->offset = part_row < state->most && !(q && q->again) ? part_row : state->most;
	int64_t y = -state->offset;
	for (size_t i = 0; i < desk_paragraphs(desk); i++) {
		const struct paragraph *paragraph = desk_paragraph(desk, i);
		y += put_paragraph(&body, y, paragraph, paragraph->part < desk_part(desk));
	}
	draw_hint(w, showing, state->offset < state->most);
}

static void caption(const struct showing *showing, char *text, size_t room)
{
	if (showing->desk)
		snprintf(text, room, "%s", desk_title(showing->desk));
}

const struct pane pane_lesson = {
	.name = "lesson",
	.title = N_("Lesson"),
	.called = called,
	.caption = caption,
	.draw = draw,
	.move = pane_scroll,
};
