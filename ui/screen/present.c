/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Presenting.
 *
 * Playing is the loop's timeout and nothing else: between two steps the program
 * waits for keys as ever, so nothing has to be interrupted. The spotlight works
 * on the finished cells: their styles tell what is touched, and all others step
 * back. So no pane needs to know of it.
 */

#include "ui/screen/present.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "ui/screen/cast.h"
#include "ui/screen/desk.h"
#include "ui/screen/handlers.h"
#include "ui/screen/notes.h"

enum { SLOWEST = 20000, FASTEST = 20, USUAL = 700 };	/* milliseconds a step */

/* --- playing --- */

static long long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int present_wait(const struct screen *screen)
{
	long long left = screen->play_due - now_ms();
	if (!screen->playing)
		return -1;
	return left > 0 ? (int)left : 0;
}

static void stop(struct screen *screen, const char *why)
{
	screen->playing = false;
	messages_add(screen->messages, STYLE_DIM, why);
}

static bool at_the_end(struct timeline *time)
{
	return !timeline_step(time) && timeline_cursor(time).op == timeline_length(time);
}

void present_play(struct screen *screen)
{
	if (!screen->playing || present_wait(screen) > 0)
		return;
	bool well = screen_run_key(screen, "step");
	screen->play_due = now_ms() + screen->play_every;
	if (at_the_end(lab_timeline(screen->lab)))
		stop(screen, _("Played to the end."));
	else if (!well || *lab_stop_text(screen->lab))
		stop(screen, _("Playing has stopped here."));
}

bool present_takes(struct screen *screen, uint32_t code)
{
	if (!screen->playing)
		return false;
	if (code == '+' || code == '-')
		screen_run_key(screen, code == '+' ? "play faster" : "play slower");
	else
		screen_run_key(screen, "play stop");
	return true;
}

static bool set_speed(struct screen *screen, const char *text)
{
	char *end;
	double speed = strtod(text, &end);
	int every = screen->play_every;
	if (strcmp(text, "faster") == 0)
		every = every * 2 / 3;
	else if (strcmp(text, "slower") == 0)
		every = every * 3 / 2;
	else if (!*end && speed >= 0.01 && speed <= 1000)
		every = (int)(1000 / speed);
	else
		return false;
	screen->play_every = every < FASTEST ? FASTEST : every > SLOWEST ? SLOWEST : every;
	return true;
}

enum lab_status run_play(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	const char *text = a->at[0].text;
	(void)reply;
	if (!screen->play_every)
		screen->play_every = USUAL;
	if (text && strcmp(text, "stop") == 0) {
		screen->playing = false;
		return LAB_OK;
	}
	if (text && !set_speed(screen, text)) {
		screen_complain(screen, "'%s' is no speed; a speed is steps a second, such as 2 or "
				"0.5, or faster, slower, stop", text);
		return LAB_OK;
	}
	screen->playing = true;
	screen->in_prompt = false;
	screen->play_due = now_ms() + screen->play_every;
	return LAB_OK;
}

/* --- the spotlight --- */

static enum style dimmed(enum style style)
{
	switch (style) {
	case STYLE_TEXT:
	case STYLE_KEYWORD:
	case STYLE_COMMENT:
	case STYLE_TITLE:
	case STYLE_GOOD:
		return STYLE_DIM;
	case STYLE_AREA:
	case STYLE_AREA_OTHER:
	case STYLE_CACHED:
		return STYLE_MIXED;
	default:
		return style;
	}
}

void present_dim(const struct screen *screen, const struct window *w, const struct pane *pane)
{
	bool words = pane == &pane_why || pane == &pane_lesson || pane == &pane_log;
	bool at_step = timeline_step(lab_timeline(screen->lab)) != NULL;
	if (!screen->spotlight || words || !at_step)
		return;
	for (int y = 0; y < w->height; y++)
		for (int x = 0; x < w->width; x++) {
			struct cell *cell = window_cell(w, y, x);
			if (cell)
				cell->style = (uint8_t)dimmed((enum style)cell->style);
		}
}

/* --- the projector --- */

enum lab_status run_projector(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	struct presented *before = &screen->before_projector;
	(void)a;
	(void)reply;
	screen->zoomed = false;
	if (before->scheme) {
		screen_use_scheme(screen, before->scheme);
		screen->chosen_layout = before->layout;
		screen->spotlight = before->spotlight;
		before->scheme = NULL;
		return LAB_OK;
	}
	*before = (struct presented){ screen->base, screen->chosen_layout, screen->spotlight };
	if (!screen->base->colourless)
		screen_use_scheme(screen, scheme_by_name("contrast"));
	/* a lesson's text is what the audience is to read */
	screen->chosen_layout = screen->desk && desk_waits(screen->desk) ? NULL : "projector";
	screen->spotlight = true;
	return LAB_OK;
}

/* --- recordings --- */

static void tell_recorded(struct screen *screen)
{
	char text[80];
	snprintf(text, sizeof(text), _("The recording is over: %.0f seconds."),
		 cast_seconds(screen->cast));
	messages_add(screen->messages, STYLE_TEXT, text);
}

static void end_cast(struct screen *screen)
{
	if (screen->cast && !cast_close(screen->cast))
		screen_complain(screen, "the end of the recording is lost: %s", strerror(errno));
	screen->cast = NULL;
}

enum lab_status run_record(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	const char *path = a->at[0].text;
	struct stat status;
	(void)reply;
	if (strcmp(path, "off") == 0) {
		if (!screen->cast)
			screen_complain(screen, "Nothing is being recorded.");
		else
			tell_recorded(screen);
		end_cast(screen);
		return LAB_OK;
	}
	if (screen->cast)
		screen_complain(screen, "A recording is running; 'record off' ends it.");
	else if (!screen->on_terminal)
		screen_complain(screen, "There is no terminal that could be recorded.");
	else if (!a->at[1].number && stat(path, &status) == 0)
		screen_complain(screen, "'%s' is there already; 'record %s force' writes over it",
				path, path);
	else if (!(screen->cast = cast_open(path, screen->canvas.height, screen->canvas.width)))
		screen_complain(screen, "%s: %s", path, strerror(errno));
	else
		messages_add(screen->messages, STYLE_TEXT,
			     _("From now on the screen is recorded; 'record off' ends it."));
	screen->redraw = true;	/* a recording begins with the whole picture */
	return LAB_OK;
}

void present_update(struct screen *screen)
{
	if (screen->cast &&
	    !cast_pass(screen->cast, screen->canvas.height, screen->canvas.width)) {
		screen_complain(screen, "the recording has ended: %s", strerror(errno));
		end_cast(screen);
	}
	notes_update(screen);
}

void present_close(struct screen *screen)
{
	end_cast(screen);
	free(screen->noted);
	screen->noted = NULL;
}
