/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The screen's part in keeping a session and in going on with one.
 *
 * While old commands run again nothing is drawn and the messages stay empty;
 * what a lesson says is taken down as ever, so its text is all there.
 */

#include "ui/repl/keep.h"
#include "ui/repl/kept.h"
#include "ui/screen/view.h"

enum { TEXT = 1024 };

static bool play_begin(void *context, const char *path, bool last)
{
	struct screen *screen = context;
	(void)last;
	desk_begin(screen->desk, path, 0, NULL);
	return desk_waits(screen->desk);
}

static bool play_on(void *context, const char *answer, bool last)
{
	struct screen *screen = context;
	(void)last;
	desk_go_on(screen->desk, answer);
	return desk_waits(screen->desk);
}

static void play_leave(void *context)
{
	struct screen *screen = context;
	desk_leave(screen->desk);
}

static bool go_on(struct screen *screen, struct kept *kept)
{
	const struct kept_player player = { screen, play_begin, play_on, play_leave };
	char told[TEXT];
	screen->mute = true;
	enum kept_result result = kept_replay(kept, screen->lab, &player, told, sizeof(told));
	screen->mute = false;
	messages_add(screen->messages, result == KEPT_WELL ? STYLE_GOOD :
		     result == KEPT_PARTLY ? STYLE_WARN : STYLE_ERROR, told);
	if (result == KEPT_INTERRUPTED)
		return false;
	keep_go_on(screen->keep, kept, desk_waits(screen->desk));
	lab_set_entry(screen->lab, ENTRY_AT_FIRST_STEP);
	if (desk_in_use(screen->desk))
		screen->focus = pane_by_name("lesson", 6);
	return true;
}

bool screen_begin_keeping(struct screen *screen, struct kept *kept)
{
	char hint[TEXT];
	screen->keep = keep_open(screen->lab, "vmaplab --resume");
	if (kept)
		return go_on(screen, kept);
	if (*kept_hint(hint, sizeof(hint)))
		messages_add(screen->messages, STYLE_WARN, hint);
	return true;
}

/* --- an exam --- */

static void sit_begin(void *context, const char *path)
{
	screen_begin_script(context, path, 0, NULL);
}

static void sit_answer(void *context, const char *text)
{
	struct screen *screen = context;
	desk_go_on(screen->desk, text);
}

static void sit_hear(void *context, bool on)
{
	struct screen *screen = context;
	screen->mute = !on;
}

bool screen_sit(struct screen *screen, struct sitting *sitting)
{
	const struct sitting_player player = { screen, sit_begin, sit_answer, sit_hear };
	char why[TEXT];
	desk_sit(screen->desk, sitting);
	bool well = sitting_begin(sitting, &player, why, sizeof(why));
	if (*why)
		messages_add(screen->messages, STYLE_ERROR, why);
	return well;
}
