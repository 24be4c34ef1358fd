/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The screen without a terminal: what it consists of is set up here for both,
 * and a shot is nothing but one picture of it, written down.
 */

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "ui/screen/screen.h"
#include "ui/screen/view.h"

enum { LARGEST = 1000 };

static void take_line(void *context, enum lab_tone tone, const char *text)
{
	struct screen *screen = context;
	if (screen->mute || (screen->quiet && tone == TONE_PLAIN))
		return;
	messages_add(screen->messages, messages_style(tone), text);
}

/* Only who asks for "C" or "POSIX" by name has a terminal that takes no UTF-8;
 * who asks for nothing most likely has one of today. */
static bool wants_ascii(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		const char *value = getenv(variables[i]);
		if (!value || !*value)
			continue;
		return !strstr(value, "UTF-8") && !strstr(value, "utf8") &&
		       !strstr(value, "UTF8") && !strstr(value, "utf-8");
	}
	return false;
}

static void use_options(struct screen *screen, const struct screen_options *options)
{
	const struct scheme *scheme = options->scheme ? scheme_by_name(options->scheme) : NULL;
	screen_use_scheme(screen, scheme ? scheme : scheme_default());
	for (size_t i = 0; options->layout && layout_name(i); i++)
		if (strcmp(options->layout, layout_name(i)) == 0)
			screen->chosen_layout = screen->first_layout = layout_name(i);
	screen->canvas.ascii = options->ascii || wants_ascii();
}

bool screen_open(struct screen *screen, struct lab *lab, const struct screen_options *options,
		 bool alone)
{
	const struct screen_options none = { 0 };
	const struct lab_sink sink = { take_line, screen };
	*screen = (struct screen){ .lab = lab, .mouse = true, .counts = true };
	use_options(screen, options ? options : &none);
	screen->focus = pane_by_name("source", 6);
	screen->messages = messages_open();
	screen->desk = screen->messages ? desk_open(lab, alone) : NULL;
	if (!screen->desk) {
		messages_close(screen->messages);
		return false;
	}
	desk_set_limits(screen->desk, options ? options->limits : NULL);
	lab_set_sink(lab, &sink);
	lab_show_place(lab, true);
	lab_extend(lab, screen_commands, screen_command_count, screen);
	lab_extend_settings(lab, screen_settings, screen_setting_count);
	return true;
}

void screen_close(struct screen *screen)
{
	desk_close(screen->desk);
	lab_extend(screen->lab, NULL, 0, NULL);
	lab_extend_settings(screen->lab, NULL, 0);
	lab_set_sink(screen->lab, NULL);
	lab_show_place(screen->lab, false);
	messages_close(screen->messages);
	canvas_free(&screen->canvas);
	free(screen->again);
	free(screen->wanted);
	free(screen->config);
	free(screen->noted);
	keymap_clear(&screen->keymap);
}

/* --- shots --- */

static int run_script(struct screen *screen, const struct screen_options *options)
{
	if (!options || !options->script)
		return 0;
	if (!screen_begin_script(screen, options->script, options->arguments,
				 options->argument))
		return 2;
	/* What was said last is what belongs to the picture. */
	screen->state[pane_by_name("lesson", 6)] =
		(struct pane_state){ .held = true, .offset = INT32_MAX };
	return desk_state(screen->desk) == HOST_FAILED;
}

static void tell(struct screen *screen)
{
	enum style style;
	for (size_t i = 0; i < messages_count(screen->messages); i++) {
		const char *text = messages_text(screen->messages, i, &style);
		if (style == STYLE_ERROR)
			fprintf(stderr, "vmaplab: %s\n", text);
	}
}

static void zoom(struct screen *screen, const struct screen_options *options)
{
	int pane = options && options->zoom ?
		   pane_by_name(options->zoom, strlen(options->zoom)) : -1;
	screen->zoomed = pane >= 0;
	if (screen->zoomed)
		screen->focus = pane;
}

static void write_picture(const struct screen *screen, const struct shot *shot, FILE *out)
{
	switch (shot->format) {
	case SHOT_TEXT:
		canvas_write_text(&screen->canvas, out);
		break;
	case SHOT_CELLS:
		canvas_write_cells(&screen->canvas, screen->scheme, &shot->colours, 1, out);
		break;
	case SHOT_SVG:
		canvas_write_svg(&screen->canvas, screen->scheme, shot->colours, out);
		break;
	}
}

int screen_shot(struct lab *lab, const struct screen_options *options,
		const struct shot *shot, FILE *out)
{
	struct screen screen;
	if (shot->width < 1 || shot->height < 1 || shot->width > LARGEST ||
	    shot->height > LARGEST) {
		fprintf(stderr, _("vmaplab: a picture has 1x1 to %dx%d cells\n"), LARGEST, LARGEST);
		return 2;
	}
	if (!screen_open(&screen, lab, options, true) ||
	    !canvas_resize(&screen.canvas, shot->height, shot->width)) {
		fprintf(stderr, _("vmaplab: there is no memory for the picture\n"));
		return 1;
	}
	int code = run_script(&screen, options);
	if (code != 0)
		tell(&screen);
	if (code != 2) {
		zoom(&screen, options);
		view_draw(&screen);
		write_picture(&screen, shot, out);
	}
	screen_close(&screen);
	return code;
}
