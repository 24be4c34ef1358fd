/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The picture: a row that tells where one is, the panes, the prompt, the bar
 * of keys, and what lies over them (help, completions).
 *
 * On a low screen the bar goes first, then the row at the top, so that the
 * sentence of the step and the prompt are the last to remain.
 */

#include "ui/screen/view.h"

#include <stdio.h>
#include <string.h>

#include "ui/screen/help.h"
#include "ui/screen/palette.h"
#include "ui/screen/present.h"
#include "ui/screen/prompt.h"
#include "ui/screen/search.h"

enum { TEXT = 400, STATUS_FROM = 8, BAR_FROM = 6, PROMPT_FROM = 2 };

/* --- the row at the top --- */

static const char *space_name(const struct space *space)
{
	for (size_t i = 0; i < engine_space_count; i++)
		if (engine_spaces[i].space.start == space->start &&
		    engine_spaces[i].space.end == space->end &&
		    engine_spaces[i].space.levels == space->levels)
			return engine_spaces[i].name;
	return _("own space");
}

static void draw_status(const struct window *w, const struct scene *scene)
{
	char text[TEXT], place[80];
	int x = put_text(w, 0, 1, STYLE_STATUS, "vmaplab");
	put_fill(w, 0, 0, w->width, STYLE_STATUS, " ");
	put_text(w, 0, 1, STYLE_STATUS, "vmaplab");
	x = put_format(w, 0, x + 3, STYLE_STATUS, "%s", space_name(&scene->m->g->space));
	if (scene->cursor.op == 0) {
		put_text(w, 0, x + 3, STYLE_STATUS, _("before the first operation"));
		return;
	}
	x = put_format(w, 0, x + 3, STYLE_STATUS, _("operation %llu of %llu: "),
		       (unsigned long long)scene->cursor.op, (unsigned long long)scene->length);
	if (scene->step)
		snprintf(place, sizeof(place), _("  step %llu of %llu "),
			 (unsigned long long)scene->cursor.step,
			 (unsigned long long)scene->steps);
	else
		snprintf(place, sizeof(place), _("  ended "));
	lab_op_text(scene->lab, scene->cursor.op, text, sizeof(text));
	put_short(w, 0, x, w->width - x - text_width(place), STYLE_STATUS, text);
	put_text(w, 0, w->width - text_width(place), STYLE_STATUS, place);
}

/* --- panes --- */

static void draw_title(const struct window *w, const struct pane *pane, bool focus,
		       const struct showing *showing, const char *note)
{
	char text[TEXT] = "", title[80];
	enum style line = focus ? STYLE_BORDER_FOCUS : STYLE_BORDER;
	int x;
	put_fill(w, 0, 0, w->width, line, glyph(w->canvas, GLYPH_HORIZONTAL));
	const char *name = pane->called ? pane->called(showing) : pane->title;
	snprintf(title, sizeof(title), " %s ", _(name));
	x = put_short(w, 0, 1, w->width - 2, focus ? STYLE_TITLE_FOCUS : STYLE_TITLE, title);
	if (pane->caption)
		pane->caption(showing, text, sizeof(text));
	if (*note && strlen(text) + strlen(note) + 4 < sizeof(text)) {
		strcat(text, "   ");
		strcat(text, note);
	}
	if (!*text || w->width - x < 8)
		return;
	x = put_text(w, 0, x, STYLE_DIM, " ");
	x = put_short(w, 0, x, w->width - x - 2, STYLE_DIM, text);
	put_text(w, 0, x, STYLE_DIM, " ");
}

/* Where it meets a title row stands a cross, until join_lines. */
static void draw_edge(const struct window *w, bool titled)
{
	for (int y = 0; y < w->height; y++)
		put_glyph(w, y, 0, STYLE_BORDER, y == 0 && titled ? GLYPH_CROSS : GLYPH_VERTICAL);
}

static bool is_line(const struct window *w, int y, int x, enum glyph which)
{
	const struct cell *cell = window_cell(w, y, x);
	return cell && (cell->style == STYLE_BORDER || cell->style == STYLE_BORDER_FOCUS) &&
	       strcmp(cell->text, glyph(w->canvas, which)) == 0;
}

/* Arms by bit: up 1, down 2, left 4, right 8. */
static enum glyph junction(unsigned arms)
{
	static const enum glyph table[16] = {
		[3] = GLYPH_VERTICAL, [7] = GLYPH_TEE_LEFT, [11] = GLYPH_TEE_RIGHT,
		[12] = GLYPH_HORIZONTAL, [13] = GLYPH_TEE_UP, [14] = GLYPH_TEE_DOWN,
		[15] = GLYPH_CROSS, [10] = GLYPH_TOP_LEFT, [6] = GLYPH_TOP_RIGHT,
		[2] = GLYPH_VERTICAL,
	};
	return table[arms];
}

static void join_cell(const struct window *w, int y, int x)
{
	bool meeting = is_line(w, y, x, GLYPH_CROSS), edge = is_line(w, y, x, GLYPH_VERTICAL);
	unsigned arms = edge || is_line(w, y - 1, x, GLYPH_VERTICAL) ? 1 : 0;
	if (edge || meeting || is_line(w, y + 1, x, GLYPH_VERTICAL))
		arms |= 2;
	if (is_line(w, y, x, GLYPH_HORIZONTAL))
		arms |= 12;
	else if (!edge && !meeting)
		return;
	if (is_line(w, y, x - 1, GLYPH_HORIZONTAL))
		arms |= 4;
	if (is_line(w, y, x + 1, GLYPH_HORIZONTAL))
		arms |= 8;
	put_glyph(w, y, x, STYLE_BORDER, junction(arms));
}

/* Title rows and edges grow together, from the bottom up, so that a cell is
 * still plain when the one below it looks. */
static void join_lines(const struct window *area, const struct layout *layout)
{
	for (int i = 0; i < layout->count; i++) {
		const struct placed *p = &layout->at[i];
		for (int y = p->y + p->height; p->edge && y >= p->y; y--)
			join_cell(area, y, p->x);
	}
}

struct window view_body(const struct window *area, const struct placed *placed)
{
	struct window w = window_part(area, placed->y + placed->titled, placed->x + placed->edge,
				      placed->height - placed->titled,
				      placed->width - placed->edge);
	/* A column of air, where there is enough. */
	return w.width > 30 ? window_part(&w, 0, 1, w.height, w.width - 2) : w;
}

static bool find_style(const struct window *w, enum style style, int *y, int *x)
{
	for (*y = 0; *y < w->height; (*y)++)
		for (*x = 0; *x < w->width; (*x)++) {
			const struct cell *cell = window_cell(w, *y, *x);
			if (cell && cell->style == style)
				return true;
		}
	return false;
}

/* The hardware cursor is where a screen reader reads and a magnifier looks: on
 * what is selected in the pane that has the keys, else on what is current
 * there, else at its beginning. */
static void stand_on(const struct window *w)
{
	static const enum style telling[] = { STYLE_SELECTED, STYLE_CURRENT, STYLE_AREA_TOUCHED,
					      STYLE_CACHED };
	int y, x;
	for (size_t i = 0; i < sizeof(telling) / sizeof(*telling); i++)
		if (find_style(w, telling[i], &y, &x)) {
			put_cursor(w, y, x);
			return;
		}
	put_cursor(w, 0, 0);
}

static void draw_pane(struct screen *screen, const struct window *area,
		      const struct placed *placed, const struct showing *showing)
{
	const struct pane *pane = panes[placed->pane];
	bool focus = placed->pane == screen->focus && !screen->in_prompt;
	struct window w = window_part(area, placed->y, placed->x, placed->height, placed->width);
	struct window body = view_body(area, placed);
	if (placed->edge) {
		draw_edge(&w, placed->titled);
		w = window_part(&w, 0, 1, w.height, w.width - 1);
	}
	if (body.height > 0 && body.width > 0)
		pane->draw(&body, showing, &screen->state[placed->pane]);
	present_dim(screen, &body, pane);
	if (*screen->needle && placed->pane == screen->needle_pane)
		search_mark(&body, screen->needle);
	if (focus)
		stand_on(&body);
	if (placed->titled)
		draw_title(&w, pane, focus, showing, screen->state[placed->pane].note);
}

const char *view_layout(const struct screen *screen)
{
	if (screen->chosen_layout)
		return screen->chosen_layout;
	if (screen->desk && desk_in_use(screen->desk))
		return "lesson";
	return screen->kept_layout ? screen->kept_layout : "search";
}

/* Is a pane part of the layout as it was last drawn? */
static bool is_placed(const struct screen *screen, int pane)
{
	for (int i = 0; i < screen->layout.count; i++)
		if (screen->layout.at[i].pane == pane)
			return true;
	return false;
}

bool view_shows(const struct screen *screen, int pane)
{
	return screen->zoomed ? screen->focus == pane : is_placed(screen, pane);
}

bool view_hides_lesson(const struct screen *screen)
{
	bool chosen = screen->chosen_layout || screen->zoomed;
	return chosen && desk_waits(screen->desk) &&
	       !view_shows(screen, pane_by_name("lesson", 6));
}

/* A pane that is not on the screen cannot have the keys; one that is shown alone
 * may be any. */
static void mend_focus(struct screen *screen)
{
	bool shown = screen->zoomed || is_placed(screen, screen->focus);
	if (!shown && screen->layout.count > 0)
		screen->focus = screen->layout.at[0].pane;
}

/* A plan of the learner's own is taken where every pane of it can be seen. */
static bool own_plan_fits(const char *text, const struct window *area, struct plan *plan)
{
	struct layout layout;
	int wanted = 0;
	if (!*text || !plan_read(plan, text))
		return false;
	layout_place(plan, area->height, area->width, &layout);
	for (int i = 0; i < plan->nodes; i++)
		wanted += plan->node[i].pane != PLAN_NOBODY;
	for (int i = 0; i < layout.count; i++)
		if (layout.at[i].width < 8)
			return false;
	return layout.count == wanted;
}

struct placed view_whole(const struct screen *screen)
{
	const struct window *area = &screen->area;
	return (struct placed){ screen->focus, 0, 0, area->height, area->width, true, false };
}

bool view_plan(const struct screen *screen, const struct window *area, struct plan *plan)
{
	int which = layout_by_name(view_layout(screen));
	const char *text = layout_text(view_layout(screen), area->height, area->width);
	bool own = which >= 0 && own_plan_fits(screen->arranged.plan[which], area, plan);
	if (!own && (!text || !plan_read(plan, text)))
		return false;
	for (int i = 0; i < plan->nodes; i++)
		if (plan->node[i].most)
			plan->node[i].wanted = screen->state[plan->node[i].pane].needed;
	return true;
}

/* Does the pane need other rows than before? Within an operation they only grow, so that
 * the panes do not jump at each step. */
static bool needs_other_rows(struct screen *screen, const struct window *area,
			     const struct placed *placed, const struct showing *showing)
{
	const struct pane *pane = panes[placed->pane];
	struct pane_state *state = &screen->state[placed->pane];
	const struct cursor *now = &showing->scene->cursor, *then = &state->needed_in;
	bool same = now->op == then->op && now->branch == then->branch;
	int before = state->needed;
	if (!pane->needs)
		return false;
	int rows = pane->needs(showing, view_body(area, placed).width) + placed->titled;
	state->needed = same && before > rows ? before : rows;
	state->needed_in = *now;
	return state->needed != before;
}

/* Places the panes, and again where what they show needs other rows than the last did. */
static void place_panes(struct screen *screen, const struct window *area,
			const struct showing *showing)
{
	struct plan plan;
	bool again = false;
	screen->layout.count = 0;
	if (!view_plan(screen, area, &plan))
		return;
	layout_place(&plan, area->height, area->width, &screen->layout);
	for (int i = 0; i < screen->layout.count; i++)
		again = needs_other_rows(screen, area, &screen->layout.at[i], showing) || again;
	if (again && view_plan(screen, area, &plan))
		layout_place(&plan, area->height, area->width, &screen->layout);
}

static void draw_panes(struct screen *screen, const struct window *area,
		       const struct showing *showing)
{
	screen->area = *area;
	place_panes(screen, area, showing);
	mend_focus(screen);
	if (screen->zoomed) {
		struct placed all = view_whole(screen);
		draw_pane(screen, area, &all, showing);
		return;
	}
	for (int i = 0; i < screen->layout.count; i++)
		draw_pane(screen, area, &screen->layout.at[i], showing);
	join_lines(area, &screen->layout);
}

/* --- the rows at the bottom --- */

/* What was done last; and where the lesson is, if it waits behind other panes. */
static void draw_last(const struct screen *screen, const struct window *w)
{
	const struct host_question *q = desk_question(screen->desk);
	const char *last = *screen->last_line ? screen->last_line :
			   _("press : to type a command, ? for help");
	char text[TEXT] = "";
	int x = put_short(w, 0, 2, w->width - 2, STYLE_DIM, last) + 3;
	if (q)
		snprintf(text, sizeof(text), _("space: back to the lesson, which asks: %s"), q->text);
	if (view_hides_lesson(screen))
		put_short(w, 0, x, w->width - x, STYLE_KEY, q ? text : _("space: back to the lesson"));
}

static void draw_prompt(struct screen *screen, const struct window *w)
{
	if (screen->in_prompt) {
		editor_draw(w);
		return;
	}
	int x = put_text(w, 0, 0, STYLE_PROMPT, ":");
	if (screen->playing)
		put_format(w, 0, x + 1, STYLE_PROMPT, _("playing, %.1f steps a second   "
			   "+ faster   - slower   any other key: stop"),
			   1000.0 / screen->play_every);
	else if (screen->count)
		put_format(w, 0, x + 1, STYLE_PROMPT, _("%u times (Esc: not so)"), screen->count);
	else
		draw_last(screen, w);
}

/* --- what lies over the panes --- */

/* Completions in columns, above the prompt. */
static void draw_matches(const struct window *area)
{
	const char *const *match;
	size_t count = editor_matches(&match);
	int widest = 1;
	if (count == 0 || area->height < 3 || area->width < 10)
		return;
	for (size_t i = 0; i < count; i++)
		widest = text_width(match[i]) > widest ? text_width(match[i]) : widest;
	widest = widest > area->width - 4 ? area->width - 4 : widest;
	int columns = (area->width - 3) / (widest + 2);
	columns = columns > 0 ? columns : 1;
	int rows = (int)((count + (size_t)columns - 1) / (size_t)columns);
	int height = rows + 2 > area->height ? area->height : rows + 2;
	struct window w = window_part(area, area->height - height, 0, height, area->width);
	struct window inside = put_box(&w, _("Completions"), false);
	for (size_t i = 0; i < count; i++)
		put_short(&inside, (int)i / columns, (int)i % columns * (widest + 2) + 1, widest,
			  STYLE_TEXT, match[i]);
}

static int answer_rows(const struct messages *messages, size_t from, int width)
{
	struct window measure = { .width = width };
	enum style style;
	int rows = 0;
	for (size_t i = from; i < messages_count(messages); i++) {
		int high = put_wrapped(&measure, 0, 0, STYLE_TEXT, messages_text(messages, i, &style));
		rows += high > 0 ? high : 1;
	}
	return rows;
}

/* An answer that is longer than the pane for messages. */
static void draw_answer(struct screen *screen, const struct window *area,
			const struct showing *showing)
{
	struct showing part = *showing;
	part.messages_from = messages_place(screen->messages, screen->answer_from);
	int rows = answer_rows(screen->messages, part.messages_from, area->width - 4);
	int height = rows + 2 < area->height ? rows + 2 : area->height;
	struct window w = window_part(area, area->height - height, 0, height, area->width);
	struct window inside = put_box(&w, _("Answer (PgUp PgDn: scroll; any other key: back)"), true);
	inside = window_part(&inside, 0, 1, inside.height, inside.width - 2);
	if (inside.height > 0 && inside.width > 0)
		pane_log.draw(&inside, &part, &screen->answer_state);
	if (!screen->in_prompt)
		put_cursor(&inside, 0, 0);
}

struct window view_log(const struct screen *screen)
{
	for (int i = 0; i < screen->layout.count; i++) {
		const struct placed *placed = &screen->layout.at[i];
		if (panes[placed->pane] == &pane_log)
			return view_body(&screen->area, placed);
	}
	return (struct window){ 0 };
}

int view_bar_row(const struct screen *screen)
{
	return screen->canvas.height >= BAR_FROM ? screen->canvas.height - 1 : -1;
}

/* --- all of it --- */

struct showing view_showing(const struct screen *screen, const struct scene *scene)
{
	return (struct showing){ .scene = scene, .messages = screen->messages,
				 .desk = screen->desk, .picked = screen->picked,
				 .counts = screen->counts };
}

static void draw_middle(struct screen *screen, const struct window *area, const struct scene *scene)
{
	const struct showing showing = view_showing(screen, scene);
	draw_panes(screen, area, &showing);
	if (screen->answer)
		draw_answer(screen, area, &showing);
	if (screen->in_prompt && screen->palette)
		palette_draw(screen, area);
	else if (screen->in_prompt)
		draw_matches(area);
	if (screen->help)
		help_draw(screen, area);
}

static bool same_moment(const struct cursor *a, const struct cursor *b)
{
	return a->branch == b->branch && a->op == b->op && a->step == b->step;
}

void view_draw(struct screen *screen)
{
	struct canvas *canvas = &screen->canvas;
	struct window prompt = { .canvas = NULL };
	struct scene scene;
	int top = 0, bottom = canvas->height, width = canvas->width;
	canvas_clear(canvas);
	scene_take(&scene, screen->lab, &screen->memory);
	if (!same_moment(&scene.cursor, &screen->picked_at))
		screen->picked.line = 0;
	if (canvas->height >= BAR_FROM) {
		struct window bar = canvas_window(canvas, --bottom, 0, 1, width);
		help_bar(screen, &bar);
	}
	if (canvas->height >= PROMPT_FROM || screen->in_prompt)
		prompt = canvas_window(canvas, --bottom, 0, 1, width);
	if (canvas->height >= STATUS_FROM) {
		struct window status = canvas_window(canvas, top++, 0, 1, width);
		draw_status(&status, &scene);
	}
	struct window middle = canvas_window(canvas, top, 0, bottom - top, width);
	draw_middle(screen, &middle, &scene);
	if (prompt.canvas)	/* last: it tells of what the panes do not show */
		draw_prompt(screen, &prompt);
}
