/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the commands have answered. The newest line is always in sight unless
 * the learner has scrolled back; of one that is too long, its beginning. A single
 * row is the status line: it is empty again as soon as the learner goes on.
 */

#include "ui/screen/messages.h"
#include "ui/screen/panes.h"

enum { SMALL = 2 };

/* 0: the line is left out. */
static int rows_of(const struct window *w, const struct messages *messages, size_t i)
{
	struct window measure = { .width = w->width };
	enum style style;
	if ((w->height <= SMALL && messages_is_chatter(messages, i)) ||
	    (w->height == 1 && messages_is_past(messages, i)))
		return 0;
	int rows = put_wrapped(&measure, 0, 0, STYLE_TEXT, messages_text(messages, i, &style));
	return rows > 0 ? rows : 1;
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	const struct messages *messages = showing->messages;
	size_t from = showing->messages_from, count = messages ? messages_count(messages) : 0;
	enum style style;
	int64_t rows = 0, last = 0;	/* the last line's first row */
	for (size_t i = from; i < count; i++) {
		int high = rows_of(w, messages, i);
		last = high > 0 ? rows : last;
		rows += high;
	}
	bool cut = !state->held && rows - last > w->height;
	if (cut)
		state->offset = last;
	int64_t y = -pane_first_row(state, rows, w->height, cut ? -1 : rows - 1);
	for (size_t i = from; i < count && y < w->height; i++) {
		const char *text = messages_text(messages, i, &style);
		int high = rows_of(w, messages, i), skip = y < 0 ? (int)-y : 0;
		struct window part = window_part(w, (int)y + skip, 0, w->height, w->width);
		if (high > skip)
			put_wrapped(&part, 0, skip, style, text);
		y += high;
	}
	if (cut)
		put_glyph(w, w->height - 1, w->width - 1, STYLE_TITLE, GLYPH_ELLIPSIS);
}

const struct pane pane_log = {
	.name = "log",
	.title = N_("Messages"),
	.draw = draw,
	.move = pane_scroll,
};
