/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Why the present step does what it does: one sentence with the numbers of
 * this moment. Once the operation has ended: what came of it.
 */

#include <stdio.h>
#include <string.h>

#include "ui/screen/panes.h"

enum { TEXT = 1600 };

static const char *sentence(const struct scene *scene, char *text, enum style *style)
{
	*style = STYLE_WHY;
	if (scene->step)
		return lab_why(scene->lab, text, TEXT);
	if (scene->length == 0) {
		*style = STYLE_DIM;
		return _("Nothing has happened yet. Press : and type a command such as "
		       "`alloc 3p`, or press ? for help.");
	}
	if (scene->cursor.op == 0)
		return lab_why_ended(scene->lab, text, TEXT);
	uint32_t kind = scene->m->g->outcome.kind;
	*style = kind == OUTCOME_BUG || kind == OUTCOME_OOPS ? STYLE_ERROR :
		 kind == OUTCOME_ERR || kind == OUTCOME_REFUSED ? STYLE_WARN : STYLE_GOOD;
	return lab_why_ended(scene->lab, text, TEXT);
}

/* Nothing is told better than in full. */
static int needs(const struct showing *showing, int width)
{
	char text[TEXT];
	enum style style;
	struct window measure = { .width = width };
	return put_wrapped(&measure, 0, 0, STYLE_WHY, sentence(showing->scene, text, &style));
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	char text[TEXT];
	enum style style;
	const char *why = sentence(showing->scene, text, &style);
	struct window measure = { .width = w->width };
	int rows = put_wrapped(&measure, 0, 0, style, why);
	int first = (int)pane_first_row(state, rows, w->height, -1);
	put_wrapped(w, 0, first, style, why);
	if (first + w->height < rows)
		put_glyph(w, w->height - 1, w->width - 1, STYLE_TITLE, GLYPH_ELLIPSIS);
}

/* The call and the step by name, so that one can set a breakpoint on it. */
static void caption(const struct showing *showing, char *text, size_t room)
{
	const struct scene *scene = showing->scene;
	if (scene->step)
		snprintf(text, room, "%s", step_name(scene->step->step));
	else if (scene->cursor.op > 0)
		snprintf(text, room, _("the operation has ended"));
}

const struct pane pane_why = {
	.name = "why",
	.title = N_("Why"),
	.caption = caption,
	.draw = draw,
	.needs = needs,
	.move = pane_scroll,
};
