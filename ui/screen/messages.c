/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A ring of lines. A script that prints for ever costs no memory for ever.
 */

#include "ui/screen/messages.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT = 400, LONGEST = 2000, TAB = 8 };

struct message {
	char *text;
	enum style style;
	bool chatter;
};

struct messages {
	struct message line[KEPT];
	size_t total;	/* added so far; the next goes to total % KEPT */
	size_t past;	/* so many were there before the learner went on */
	bool chatter;
};

struct messages *messages_open(void)
{
	return calloc(1, sizeof(struct messages));
}

void messages_close(struct messages *messages)
{
	if (!messages)
		return;
	for (size_t i = 0; i < KEPT; i++)
		free(messages->line[i].text);
	free(messages);
}

enum style messages_style(enum lab_tone tone)
{
	switch (tone) {
	case TONE_GOOD:
		return STYLE_GOOD;
	case TONE_WARN:
		return STYLE_WARN;
	case TONE_ERROR:
		return STYLE_ERROR;
	case TONE_WHY:
		return STYLE_WHY;
	case TONE_TEXT:
		return STYLE_LESSON;
	case TONE_PLAIN:
		break;
	}
	return STYLE_TEXT;
}

/* A copy without tabs, which a canvas does not know. */
static char *expanded(const char *text)
{
	char *copy = malloc(LONGEST + TAB);
	size_t used = 0;
	for (; copy && *text && used < LONGEST; text++) {
		if (*text != '\t')
			copy[used++] = *text;
		else
			do
				copy[used++] = ' ';
			while (used % TAB);
	}
	if (copy)
		copy[used] = '\0';
	return copy;
}

void messages_add(struct messages *messages, enum style style, const char *text)
{
	char *copy = expanded(text);
	struct message *line = &messages->line[messages->total % KEPT];
	if (!copy)
		return;
	free(line->text);
	*line = (struct message){ copy, style, messages->chatter && style != STYLE_ERROR };
	messages->total++;
}

size_t messages_count(const struct messages *messages)
{
	return messages->total < KEPT ? messages->total : KEPT;
}

static const struct message *line_at(const struct messages *messages, size_t i)
{
	size_t oldest = messages->total < KEPT ? 0 : messages->total;
	return &messages->line[(oldest + i) % KEPT];
}

const char *messages_text(const struct messages *messages, size_t i, enum style *style)
{
	*style = line_at(messages, i)->style;
	return line_at(messages, i)->text;
}

bool messages_is_chatter(const struct messages *messages, size_t i)
{
	return line_at(messages, i)->chatter;
}

void messages_chatter(struct messages *messages, bool chatter)
{
	messages->chatter = chatter;
}

void messages_go_on(struct messages *messages)
{
	messages->past = messages->total;
}

bool messages_is_past(const struct messages *messages, size_t i)
{
	return messages->total - messages_count(messages) + i < messages->past;
}

size_t messages_total(const struct messages *messages)
{
	return messages->total;
}

size_t messages_place(const struct messages *messages, size_t n)
{
	size_t gone = messages->total - messages_count(messages);
	return n > gone ? n - gone : 0;
}
