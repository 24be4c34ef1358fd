/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The help is made from the table of keys and from what the learner has bound:
 * first what works in the pane in focus, then what works everywhere, then the
 * learner's own keys. Keys that do the same share a row, and each row shows
 * the command, so that one learns the commands by the keys.
 */

#include "ui/screen/help.h"

#include <stdio.h>
#include <string.h>

enum { ROWS = 200, NAMES = 80, WIDEST = 90, NAME_COLUMNS = 15, LINE_COLUMN = 17,
       LINE_COLUMNS = 18, TEXT_COLUMN = 36 };

struct row {
	char names[NAMES];	/* "" for a heading */
	const char *line, *text;
};

struct help {
	struct row row[ROWS];
	int count;
};

/* --- the bar --- */

/* Nobody is offered what an exam refuses. */
static bool is_refused(const struct screen *screen, const struct key *key)
{
	char command[NAMES];
	return sscanf(key->line, "%79s", command) == 1 && lab_knows(screen->lab, command) &&
	       !lab_permits(screen->lab, command);
}

/* Columns that a label takes; 0: the key is not in the bar. */
static int label_width(const struct screen *screen, const struct key *key)
{
	if (!key->label || keymap_hides(&screen->keymap, key) || is_refused(screen, key))
		return 0;
	return text_width(key->name) + text_width(_(key->label)) + 2;
}

/* Where there is no room for all labels, these go, in this order: help and the way
 * out stay. */
static const char *const missed_least[] = { "pane next", "zoom", "finish", "layout next" };
enum { MISSED_LEAST = sizeof(missed_least) / sizeof(missed_least[0]) };

static bool goes_early(const struct key *key, int dropped)
{
	for (int i = 0; i < dropped; i++)
		if (strcmp(key->line, missed_least[i]) == 0)
			return true;
	return false;
}

static int bar_width(const struct screen *screen, int dropped)
{
	int width = 0;
	for (size_t i = 0; i < key_count; i++)
		if (!goes_early(&keys[i], dropped))
			width += label_width(screen, &keys[i]);
	return width;
}

/* How many kinds of labels are left out at that width. */
static int labels_dropped(const struct screen *screen, int width)
{
	int dropped = 0;
	while (dropped < MISSED_LEAST && bar_width(screen, dropped) > width)
		dropped++;
	return dropped;
}

/* While a command is typed the keys are letters: what the others do there. */
static void draw_prompt_keys(const struct screen *screen, const struct window *w)
{
	static const struct {
		const char *name, *label;
	} told[] = {
		{ "Enter", N_("Run") }, { "Tab", N_("Complete") }, { "up", N_("Earlier lines") },
		{ "Esc", N_("Back to the keys") },
	};
	int x = 0;
	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++) {
		bool closes = screen->answer && strcmp(told[i].name, "Esc") == 0;
		x = put_text(w, 0, x, STYLE_TEXT, " ");
		x = put_text(w, 0, x, STYLE_TITLE, told[i].name);
		x = put_text(w, 0, x, STYLE_KEY, " ");
		x = put_text(w, 0, x, STYLE_KEY, closes ? _("Close the answer") : _(told[i].label));
		x = put_text(w, 0, x, STYLE_KEY, " ");
	}
	put_fill(w, 0, x, w->width - x, STYLE_KEY, " ");
}

static void draw_keys(const struct screen *screen, const struct window *w)
{
	int x = 0, dropped = labels_dropped(screen, w->width);
	for (size_t i = 0; i < key_count; i++) {
		int needs = label_width(screen, &keys[i]);
		if (needs == 0 || goes_early(&keys[i], dropped))
			continue;
		if (x + needs > w->width)
			break;
		x = put_text(w, 0, x, STYLE_TEXT, " ");
		x = put_text(w, 0, x, STYLE_TITLE, keys[i].name);
		x = put_text(w, 0, x, STYLE_KEY, _(keys[i].label));
		x = put_text(w, 0, x, STYLE_KEY, " ");
	}
	put_fill(w, 0, x, w->width - x, STYLE_KEY, " ");
}

void help_bar(const struct screen *screen, const struct window *w)
{
	if (screen->in_prompt)
		draw_prompt_keys(screen, w);
	else
		draw_keys(screen, w);
}

const struct key *help_bar_key(const struct screen *screen, int y, int x)
{
	int at = 0, width = screen->canvas.width, dropped = labels_dropped(screen, width);
	for (size_t i = 0; y == view_bar_row(screen) && !screen->in_prompt && i < key_count; i++) {
		int needs = goes_early(&keys[i], dropped) ? 0 : label_width(screen, &keys[i]);
		if (needs && at + needs > width)
			return NULL;
		if (needs && x >= at && x < at + needs)
			return &keys[i];
		at += needs;
	}
	return NULL;
}

/* --- rows --- */

static struct row *add_row(struct help *help, const char *line, const char *text)
{
	struct row *row = &help->row[help->count];
	*row = (struct row){ .line = line, .text = text };
	help->count += help->count < ROWS - 1;
	return row;
}

static bool is_digit_key(const struct key *key)
{
	return key->name[0] >= '2' && key->name[0] <= '9' && !key->name[1];
}

/* All keys that share a line of help, but for those that mean something else now. */
static void key_names(const struct keymap *map, size_t i, char text[NAMES])
{
	size_t used = 0, first = i;
	*text = '\0';
	for (; i < key_count && (i == first || !keys[i].help) && used < NAMES; i++)
		if (!is_digit_key(&keys[i]) && !keymap_hides(map, &keys[i]))
			used += (size_t)snprintf(text + used, NAMES - used, "%s%s",
						 used ? " " : "", keys[i].name);
}

/* Is this a key of the pane in focus? */
static bool is_pane_key(const struct key *key, const struct pane *pane)
{
	if (!key->pane)
		return false;
	return strcmp(key->pane, "*") == 0 ? pane->move != NULL :
	       strcmp(key->pane, pane->name) == 0;
}

/* What a key does in a pane: some have something better to do than to scroll and to
 * look for texts. */
static const char *meaning_in(const struct key *key, const struct pane *pane)
{
	if (strcmp(key->line, "scroll up") == 0 && pane->moves)
		return _(pane->moves);
	if (strcmp(key->line, "prompt search") == 0 && pane->find)
		return _("go to an address or a name, such as a+1p");
	return _(key->help);
}

static void add_keys(struct help *help, const struct screen *screen, bool of_pane)
{
	char names[NAMES];
	for (size_t i = 0; i < key_count; i++) {
		if (!keys[i].help || is_pane_key(&keys[i], panes[screen->focus]) != of_pane)
			continue;
		if (!of_pane && keys[i].pane && strcmp(keys[i].pane, "*") == 0)
			continue;	/* this pane has no use for it */
		key_names(&screen->keymap, i, names);
		if (*names)
			memcpy(add_row(help, keys[i].line,
				       meaning_in(&keys[i], panes[screen->focus]))->names,
			       names, NAMES);
	}
}

static void add_own_keys(struct help *help, const struct screen *screen)
{
	const struct keymap *map = &screen->keymap;
	for (size_t i = 0; i < map->count; i++)
		if (*map->own[i].line)
			snprintf(add_row(help, "", map->own[i].line)->names, NAMES, "%s",
				 map->own[i].name);
}

static void collect(struct help *help, const struct screen *screen, char heading[NAMES])
{
	help->count = 0;
	snprintf(heading, NAMES, _("In the pane %s"), _(panes[screen->focus]->title));
	add_row(help, "", heading);
	add_keys(help, screen, true);
	if (help->count == 1)
		help->count = 0;
	add_row(help, "", _("Everywhere"));
	add_keys(help, screen, false);
	if (screen->keymap.count > 0)
		add_row(help, "", _("Your own (bind)"));
	add_own_keys(help, screen);
}

/* --- drawing --- */

static void draw_row(const struct window *w, int y, const struct row *row)
{
	if (!*row->names) {
		int x = put_text(w, y, 1, STYLE_TEXT, row->text) + 1;
		put_fill(w, y, x, w->width - x - 1, STYLE_BORDER,
			 glyph(w->canvas, GLYPH_HORIZONTAL));
		return;
	}
	put_short(w, y, 1, NAME_COLUMNS, STYLE_TITLE, row->names);
	if (!*row->line) {
		put_short(w, y, LINE_COLUMN, w->width - LINE_COLUMN - 1, STYLE_TEXT, row->text);
		return;
	}
	put_short(w, y, LINE_COLUMN, LINE_COLUMNS, STYLE_DIM, row->line);
	put_short(w, y, TEXT_COLUMN, w->width - TEXT_COLUMN - 1, STYLE_TEXT, row->text);
}

void help_draw(struct screen *screen, const struct window *area)
{
	struct help help;
	char heading[NAMES];
	collect(&help, screen, heading);
	int height = help.count + 2 < area->height ? help.count + 2 : area->height;
	int width = area->width < WIDEST ? area->width : WIDEST;
	struct window w = window_part(area, (area->height - height) / 2,
				      (area->width - width) / 2, height, width);
	int most = help.count - (height - 2);
	screen->help_row = screen->help_row > most ? most : screen->help_row;
	screen->help_row = screen->help_row < 0 ? 0 : screen->help_row;
	struct window inside = put_box(&w, screen->help_row < most ?
		_("Keys, and the commands they run (PgDn: more; q: back)") :
		_("Keys, and the commands they run (q: back)"), true);
	put_cursor(&inside, 0, 1);
	for (int y = 0; y < inside.height && y + screen->help_row < help.count; y++)
		draw_row(&inside, y, &help.row[y + screen->help_row]);
}
