/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The canvas on a terminal.
 *
 * Curses keeps a picture of the screen and sends differences; a copy of the
 * last canvas keeps us from even telling it what is as it was. A pair of
 * colours belongs to each style, made anew when the scheme changes.
 *
 * Curses is one per process; so is the state here.
 */

#include "ui/screen/curses.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "ui/screen/keys.h"

#include <curses.h>

static struct {
	attr_t attributes[STYLE_COUNT];
	short pair[STYLE_COUNT];
	struct canvas shown;	/* as curses has it */
	bool anew;
} outlet;

/* --- colours --- */

static int colours(void)
{
	if (!has_colors() || COLOR_PAIRS <= STYLE_COUNT)
		return 0;
	return COLORS >= 256 ? 256 : COLORS >= 16 ? 16 : COLORS >= 8 ? 8 : 0;
}

static attr_t attributes_of(const struct look *look)
{
	attr_t attributes = A_NORMAL;
	if (look->attributes & LOOK_BOLD)
		attributes |= A_BOLD;
	if (look->attributes & LOOK_REVERSE)
		attributes |= A_REVERSE;
	if (look->attributes & LOOK_UNDERLINE)
		attributes |= A_UNDERLINE;
	if (look->attributes & LOOK_DIM)
		attributes |= A_DIM;
	return attributes;
}

void curses_set_scheme(const struct scheme *scheme)
{
	if (has_colors()) {
		start_color();
		use_default_colors();
	}
	int many = colours();
	for (short i = 0; i < STYLE_COUNT; i++) {
		struct look look = scheme_look(scheme, (enum style)i, many);
		outlet.attributes[i] = attributes_of(&look);
		outlet.pair[i] = 0;
		if (many && (look.foreground >= 0 || look.background >= 0)) {
			outlet.pair[i] = (short)(i + 1);
			init_pair(outlet.pair[i], look.foreground, look.background);
		}
	}
	curses_redraw();
}

/* --- pictures --- */

void curses_resize(int height, int width)
{
	resize_term(height, width);
	curses_redraw();
}

void curses_redraw(void)
{
	outlet.anew = true;
}

static bool prepare(const struct canvas *canvas)
{
	if (canvas->height != outlet.shown.height || canvas->width != outlet.shown.width)
		outlet.anew = true;
	if (!outlet.anew)
		return true;
	if (!canvas_resize(&outlet.shown, canvas->height, canvas->width))
		return false;
	erase();
	clearok(curscr, TRUE);
	/* No cell looks like this, so all of them are told to curses. */
	memset(outlet.shown.cell, 0xff, (size_t)canvas->height * (size_t)canvas->width *
	       sizeof(*canvas->cell));
	outlet.anew = false;
	return true;
}

static void put_cell(int y, int x, const struct cell *cell)
{
	wchar_t text[CCHARW_MAX + 1];
	const char *from = cell->text;
	size_t length = 0;
	cchar_t out;
	for (uint32_t c; length < CCHARW_MAX && (c = utf8_next(&from)) != 0;)
		text[length++] = (wchar_t)c;
	text[length] = L'\0';
	if (cell->width == 0 || length == 0)
		return;
	setcchar(&out, text, outlet.attributes[cell->style], outlet.pair[cell->style], NULL);
	mvadd_wch(y, x, &out);
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
	return a->style == b->style && a->width == b->width && strcmp(a->text, b->text) == 0;
}

/* A wide character goes when either of its halves is written over, so what
 * stands left of a change is told again, too. */
static void put_row(const struct canvas *canvas, int y)
{
	const struct cell *now = &canvas->cell[y * canvas->width];
	struct cell *then = &outlet.shown.cell[y * canvas->width];
	bool wide = false;
	for (int x = 0; x < canvas->width; x++) {
		bool changed = !same_cell(&now[x], &then[x]);
		if (changed || wide)
			put_cell(y, x, &now[x]);
		wide = changed && (now[x].width == 2 || then[x].width == 2);
		then[x] = now[x];
	}
}

void curses_draw(const struct canvas *canvas)
{
	if (!prepare(canvas))
		return;
	for (int y = 0; y < canvas->height && y < LINES; y++)
		put_row(canvas, y);
	bool cursor = canvas->cursor_y >= 0;
	curs_set(cursor);
	move(cursor ? canvas->cursor_y : canvas->height - 1, cursor ? canvas->cursor_x : 0);
	wnoutrefresh(stdscr);
	doupdate();
}

void curses_close(void)
{
	canvas_free(&outlet.shown);
}

/* --- keys --- */

static uint32_t special_key(wint_t key)
{
	static const struct {
		wint_t curses;
		uint32_t code;
	} table[] = {
		{ KEY_UP, KEY_CODE_UP }, { KEY_DOWN, KEY_CODE_DOWN },
		{ KEY_LEFT, KEY_CODE_LEFT }, { KEY_RIGHT, KEY_CODE_RIGHT },
		{ KEY_PPAGE, KEY_CODE_PAGE_UP }, { KEY_NPAGE, KEY_CODE_PAGE_DOWN },
		{ KEY_HOME, KEY_CODE_HOME }, { KEY_END, KEY_CODE_END },
		{ KEY_BTAB, KEY_CODE_BACKTAB }, { KEY_BACKSPACE, KEY_CODE_BACKSPACE },
		{ KEY_DC, KEY_CODE_DELETE }, { KEY_IC, KEY_CODE_INSERT },
		{ KEY_ENTER, KEY_CODE_ENTER }, { KEY_MOUSE, KEY_CODE_MOUSE },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (table[i].curses == key)
			return table[i].code;
	if (key >= KEY_F(1) && key <= KEY_F(12))
		return KEY_CODE_F1 + (key - KEY_F(1));
	return KEY_CODE_OTHER;
}

uint32_t curses_key(void)
{
	wint_t key;
	switch (get_wch(&key)) {
	case OK:
		return key == '\n' ? KEY_CODE_ENTER : key == 0 ? KEY_CODE_OTHER : (uint32_t)key;
	case KEY_CODE_YES:
		return special_key(key);
	default:
		return KEY_CODE_NONE;
	}
}

/* --- the mouse --- */

/* Presses only: a click is a press, and nothing waits to see if it was two. */
void curses_mouse(bool on)
{
	mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
	mouseinterval(0);
}

bool curses_mouse_event(struct mouse_event *event)
{
	MEVENT told;
	if (getmouse(&told) != OK)
		return false;
	event->y = told.y;
	event->x = told.x;
	event->wheel = told.bstate & BUTTON4_PRESSED ? -1 : told.bstate & BUTTON5_PRESSED ? 1 : 0;
	return event->wheel != 0 || (told.bstate & BUTTON1_PRESSED) != 0;
}
