/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One knows what one wants and not what it is called: so the words are looked
 * for in the names and in the summaries of all commands. Names that begin with
 * what was typed come first. As soon as an argument is typed, the list has done
 * its work and leaves the line to the prompt.
 */

#include "ui/screen/palette.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "ui/screen/prompt.h"

enum { MOST = 300, NAME_COLUMNS = 18 };

struct found {
	const struct command *at[MOST];
	int count;
};

/* --- what fits --- */

/* Where the text has that, at the beginning of a word; NULL: nowhere. */
static const char *find_word(const char *text, const char *typed)
{
	size_t length = strlen(typed);
	for (const char *at = text; *at; at++) {
		size_t i = 0;
		if (at > text && isalnum((unsigned char)at[-1]))
			continue;
		while (i < length && at[i] &&
		       tolower((unsigned char)at[i]) == tolower((unsigned char)typed[i]))
			i++;
		if (i == length)
			return at;
	}
	return length == 0 ? text : NULL;
}

enum { ARTICLE = 4 /* "the " */, RANKS = 4 };

/* The summary's rank: it is better to be about it than to mention it. */
static int rank_summary(const char *summary, const char *typed)
{
	const char *at = find_word(summary, typed);
	return !at ? RANKS : at <= summary + ARTICLE ? 2 : 3;
}

/* 0: the name begins so; 1: it has it; 2: the summary begins so; 3: it has it; RANKS:
 * none. */
static int rank(const struct command *command, const char *typed)
{
	if (strncmp(command->name, typed, strlen(typed)) == 0)
		return 0;
	if (find_word(command->name, typed))
		return 1;
	int here = rank_summary(_(command->summary), typed);
	int there = rank_summary(command->summary, typed);
	return here < there ? here : there;
}

static void add_ranked(struct found *found, const struct command *commands, size_t count,
		       const char *typed, int wanted)
{
	for (size_t i = 0; i < count && found->count < MOST; i++)
		if (commands[i].summary && rank(&commands[i], typed) == wanted)
			found->at[found->count++] = &commands[i];
}

static void collect(struct found *found, const char *typed)
{
	found->count = 0;
	for (int wanted = 0; wanted < RANKS; wanted++) {
		add_ranked(found, lab_commands, lab_command_count, typed, wanted);
		add_ranked(found, screen_commands, screen_command_count, typed, wanted);
	}
}

/* A command's name with something behind it: the prompt's business. */
static bool has_argument(void)
{
	const char *text = editor_text();
	char word[40];
	size_t length = strcspn(text, " ");
	if (!text[length] || length >= sizeof(word))
		return false;
	snprintf(word, sizeof(word), "%.*s", (int)length, text);
	return screen_is_command(word);
}

/* --- keys --- */

void palette_open(struct screen *screen)
{
	screen->palette = true;
	screen->chosen = 0;
	screen->in_prompt = screen->one_line = true;
	editor_set_line("");
}

static bool needs_more(const struct command *command)
{
	return command->parameter[0].name && command->parameter[0].needed;
}

/* The line becomes the command's; one that needs nothing more can run. */
static bool choose(struct screen *screen, bool run)
{
	struct found found;
	char line[64];
	collect(&found, editor_text());
	screen->palette = false;
	if (screen->chosen >= found.count)
		return false;
	const struct command *command = found.at[screen->chosen];
	bool complete = run && !needs_more(command);
	snprintf(line, sizeof(line), "%s%s", command->name, complete ? "" : " ");
	editor_set_line(line);
	return !complete;
}

bool palette_takes(struct screen *screen, uint32_t code)
{
	if (!screen->palette)
		return false;
	if (has_argument()) {
		screen->palette = false;
		return false;
	}
	switch (code) {
	case KEY_CODE_UP:
		screen->chosen -= screen->chosen > 0;
		return true;
	case KEY_CODE_DOWN:
		screen->chosen++;
		return true;
	case KEY_CODE_TAB:
		choose(screen, false);
		return true;
	case KEY_CODE_ENTER:
		return choose(screen, true);
	default:
		screen->chosen = 0;
		return false;
	}
}

/* --- drawing --- */

static void draw_command(const struct window *w, int y, const struct command *command, bool chosen)
{
	enum style style = chosen ? STYLE_SELECTED : STYLE_TEXT;
	if (chosen)
		put_fill(w, y, 0, w->width, style, " ");
	put_glyph(w, y, 0, style, chosen ? GLYPH_ARROW_RIGHT : GLYPH_DOT);
	put_short(w, y, 2, NAME_COLUMNS - 1, chosen ? style : STYLE_TITLE, command->name);
	put_text(w, y, NAME_COLUMNS + 2, chosen ? style : STYLE_DIM,
		 command->alias ? command->alias : "");
	put_short(w, y, NAME_COLUMNS + 7, w->width - NAME_COLUMNS - 8, style, _(command->summary));
}

void palette_draw(struct screen *screen, const struct window *area)
{
	struct found found;
	collect(&found, editor_text());
	if (has_argument() || area->height < 3)
		return;
	screen->chosen = screen->chosen < found.count ? screen->chosen : found.count - 1;
	screen->chosen = screen->chosen < 0 ? 0 : screen->chosen;
	int most = area->height * 2 / 3 < 3 ? 3 : area->height * 2 / 3;
	int height = found.count + 2 < most ? found.count + 2 : most;
	height = height < 3 ? 3 : height;
	struct window w = window_part(area, area->height - height, 0, height, area->width);
	struct window inside = put_box(&w, _("Commands (up down: choose; Enter: run; Tab: take over; "
				       "Esc: back)"), true);
	int first = screen->chosen < inside.height ? 0 : screen->chosen - inside.height + 1;
	if (found.count == 0)
		put_text(&inside, 0, 2, STYLE_DIM, _("no command has that in its name or summary"));
	for (int y = 0; y < inside.height && first + y < found.count; y++)
		draw_command(&inside, y, found.at[first + y], first + y == screen->chosen);
}
