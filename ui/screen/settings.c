/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the user can choose, and how the choice is kept.
 *
 * The config file holds commands: `set`, `bind`, `unbind`, `colour`, `plan`. So
 * what can be tried on the screen can be written into the file and the other
 * way round, and there is one reader for both. A line that is wrong is told
 * with its place and passed over; the screen opens all the same.
 */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lab/nearest.h"
#include "ui/screen/config.h"
#include "ui/screen/handlers.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

enum { TEXT = 400 };

struct screen *screen_of(const struct lab *lab)
{
	return lab_owner(lab);
}

void screen_complain(struct screen *screen, const char *format, ...)
{
	char text[TEXT * 2];
	va_list list;
	va_start(list, format);
	vsnprintf(text, sizeof(text), _(format), list);
	va_end(list);
	messages_add(screen->messages, STYLE_ERROR, text);
}

/* --- keeping --- */

void screen_keep(struct screen *screen, const char *key, const char *line)
{
	if (!screen->config || screen->script_runs || config_keep(screen->config, key, line))
		return;
	messages_add(screen->messages, STYLE_WARN, _("The choice holds, but is not kept for next time:"));
	screen_complain(screen, "%s: %s", screen->config, strerror(errno));
	free(screen->config);	/* once is enough */
	screen->config = NULL;
}

void screen_keep_setting(struct screen *screen, const char *name, const char *value)
{
	char key[80], line[160];
	snprintf(key, sizeof(key), "set %s", name);
	snprintf(line, sizeof(line), "%s %s", key, value);
	screen_keep(screen, key, line);
}

/* --- colours --- */

/* The scheme with the user's own colours in it. */
static void paint(struct screen *screen)
{
	screen->painted = *screen->base;
	for (int i = 0; i < STYLE_COUNT; i++)
		if (screen->recoloured[i])
			scheme_recolour(&screen->painted, (enum style)i, &screen->look[i]);
	screen->scheme = &screen->painted;
	screen->scheme_changed = true;
}

void screen_use_scheme(struct screen *screen, const struct scheme *scheme)
{
	screen->base = scheme;
	paint(screen);
}

static int read_scheme(const struct lab *lab)
{
	int i = 0;
	while (scheme_at((size_t)i) && scheme_at((size_t)i) != screen_of(lab)->base)
		i++;
	return i;
}

static void write_scheme(struct lab *lab, int value)
{
	screen_use_scheme(screen_of(lab), scheme_at((size_t)value));
	screen_keep_setting(screen_of(lab), "scheme", scheme_name(scheme_at((size_t)value)));
}

enum lab_status run_scheme(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)reply;
	write_scheme(lab, (int)a->at[0].number);
	return LAB_OK;
}

static void list_styles(struct lab *lab)
{
	lab_print(lab, TONE_PLAIN, "Styles, and the sign that tells each without colours:");
	for (int i = 0; i < STYLE_COUNT; i++)
		lab_print(lab, TONE_PLAIN, "  %-14s %s", style_name((enum style)i),
			  style_sign((enum style)i));
}

static bool read_part(struct screen *screen, const char *word, struct look *look, int *colours)
{
	int16_t colour;
	if (look_attribute(word, &look->attributes))
		return true;
	if (*colours < 2 && colour_read(word, &colour)) {
		*(*colours == 0 ? &look->foreground : &look->background) = colour;
		++*colours;
		return true;
	}
	screen_complain(screen, *colours < 2 ?
		N_("'%s' is no colour; a colour is 0 to 255 or a name such as blue or bright-blue") :
		N_("'%s' is no attribute; attributes are bold, reverse, underline, dim"), word);
	return false;
}

/* "FOREGROUND BACKGROUND [ATTRIBUTE..]" */
static bool read_look(struct screen *screen, char *text, struct look *look)
{
	int colours = 0;
	char *save = NULL;
	for (char *word = strtok_r(text, " \t", &save); word; word = strtok_r(NULL, " \t", &save))
		if (!read_part(screen, word, look, &colours))
			return false;
	if (colours == 2)
		return true;
	screen_complain(screen, "a style has two colours, for text and ground: "
			"colour area black cyan bold");
	return false;
}

static int find_style(struct screen *screen, const char *name)
{
	const char *names[STYLE_COUNT];
	for (int i = 0; i < STYLE_COUNT; i++)
		names[i] = style_name((enum style)i);
	const char *near = nearest_of(name, names, STYLE_COUNT);
	int style = style_by_name(name);
	if (style < 0)
		screen_complain(screen, near ? N_("there is no style '%s'; did you mean '%s'?") :
				N_("there is no style '%s'; 'colour' alone lists them"), name, near);
	return style;
}

enum lab_status run_colour(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	char key[80], line[TEXT], copy[TEXT];
	struct look look = { -1, -1, 0 };
	(void)reply;
	if (!a->at[0].text) {
		list_styles(lab);
		return LAB_OK;
	}
	int style = find_style(screen, a->at[0].text);
	if (style < 0)
		return LAB_OK;
	snprintf(copy, sizeof(copy), "%s", a->at[1].text ? a->at[1].text : "");
	if (a->at[1].text && !read_look(screen, copy, &look))
		return LAB_OK;
	screen->recoloured[style] = a->at[1].text != NULL;
	screen->look[style] = look;
	paint(screen);
	snprintf(key, sizeof(key), "colour %s", a->at[0].text);
	snprintf(line, sizeof(line), "%s %s", key, a->at[1].text ? a->at[1].text : "");
	screen_keep(screen, key, a->at[1].text ? line : NULL);
	return LAB_OK;
}

/* --- keys --- */

static bool find_key(struct screen *screen, const char *name, uint32_t *code)
{
	*code = key_by_name(name);
	if (*code == KEY_CODE_NONE)
		screen_complain(screen, "there is no key '%s'; keys are a character, or such as "
				"F6, ^B, M-b, space, Enter, Tab, up, PgDn", name);
	return *code != KEY_CODE_NONE;
}

static void tell_key(struct lab *lab, const char *name, uint32_t code)
{
	const struct key *key = keymap_key(&screen_of(lab)->keymap, code);
	lab_print(lab, TONE_PLAIN, "%s: %s", name, key ? key->line : _("nothing"));
}

static void keep_key(struct screen *screen, const char *command, const char *name,
		     const char *line)
{
	char key[40], text[TEXT];
	snprintf(key, sizeof(key), "%s %s", strcmp(command, "bind") == 0 ? "unbind" : "bind", name);
	screen_keep(screen, key, NULL);
	snprintf(key, sizeof(key), "%s %s", command, name);
	snprintf(text, sizeof(text), "%s%s%s", key, *line ? " " : "", line);
	screen_keep(screen, key, text);
}

static bool bind_key(struct screen *screen, uint32_t code, const char *name, const char *line)
{
	if (keymap_bind(&screen->keymap, code, name, line))
		return true;
	screen_complain(screen, "no more than %d keys can be bound", OWN_KEYS);
	return false;
}

/* In the line quotes may stand around a `;`, which would end the command. */
enum lab_status run_bind(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	const char *name = a->at[0].text, *line = a->at[1].text;
	char word[40] = "", quoted[TEXT];
	uint32_t code;
	(void)reply;
	if (!find_key(screen, name, &code))
		return LAB_OK;
	if (!line) {
		tell_key(lab, name, code);
		return LAB_OK;
	}
	sscanf(line, " %39[^ \t;]", word);
	if (!screen_is_command(word)) {
		screen_complain(screen, "bind %s: there is no command '%s'; 'help' lists them",
				name, word);
		return LAB_OK;
	}
	snprintf(quoted, sizeof(quoted), strchr(line, ';') ? "'%s'" : "%s", line);
	if (bind_key(screen, code, name, line))
		keep_key(screen, "bind", name, quoted);
	return LAB_OK;
}

enum lab_status run_unbind(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	uint32_t code;
	(void)reply;
	if (find_key(screen, a->at[0].text, &code) && bind_key(screen, code, a->at[0].text, ""))
		keep_key(screen, "unbind", a->at[0].text, "");
	return LAB_OK;
}

/* --- settings --- */

static int read_mouse(const struct lab *lab)
{
	return screen_of(lab)->mouse;
}

static void write_mouse(struct lab *lab, int value)
{
	screen_of(lab)->mouse = value != 0;
	screen_keep_setting(screen_of(lab), "mouse", value ? "on" : "off");
}

static int read_ascii(const struct lab *lab)
{
	return screen_of(lab)->canvas.ascii;
}

static void write_ascii(struct lab *lab, int value)
{
	screen_of(lab)->canvas.ascii = value != 0;
	screen_keep_setting(screen_of(lab), "ascii", value ? "on" : "off");
}

static int read_spotlight(const struct lab *lab)
{
	return screen_of(lab)->spotlight;
}

static void write_spotlight(struct lab *lab, int value)
{
	screen_of(lab)->spotlight = value != 0;
	screen_keep_setting(screen_of(lab), "spotlight", value ? "on" : "off");
}

static int read_counts(const struct lab *lab)
{
	return screen_of(lab)->counts;
}

static void write_counts(struct lab *lab, int value)
{
	screen_of(lab)->counts = value != 0;
	screen_keep_setting(screen_of(lab), "counts", value ? "on" : "off");
}

static int read_layout(const struct lab *lab)
{
	const char *kept = screen_of(lab)->kept_layout;
	return kept ? layout_by_name(kept) + 1 : 0;
}

static void write_layout(struct lab *lab, int value)
{
	struct screen *screen = screen_of(lab);
	screen->kept_layout = value ? layout_name((size_t)value - 1) : NULL;
	if (screen->config)	/* by hand: at once */
		screen->chosen_layout = screen->kept_layout;
	screen_keep_setting(screen, "layout", value ? screen->kept_layout : "auto");
}

static void write_language(struct lab *lab, int value)
{
	lab_write_language(lab, value);
	screen_keep_setting(screen_of(lab), "language", language_name());
}

const struct setting screen_settings[] = {
	{ "scheme", "dark light safe contrast mono",
	  N_("the colours; safe: for the colour-blind, contrast: for projectors"),
	  read_scheme, write_scheme },
	{ "mouse", "off on", N_("off: the terminal's own selecting and copying works without Shift"),
	  read_mouse, write_mouse },
	{ "ascii", "off on", N_("on: lines and blocks are drawn with ASCII characters"),
	  read_ascii, write_ascii },
	{ "spotlight", "off on", N_("on: only what the step is about keeps its colours"),
	  read_spotlight, write_spotlight },
	{ "counts", "off on", N_("on: the source tells how often each line ran in this operation"),
	  read_counts, write_counts },
	{ "layout", "auto " LAYOUT_CHOICES, N_("the panes that the screen begins with"),
	  read_layout, write_layout },
	{ "language", NULL, LANGUAGE_SUMMARY, lab_read_language, write_language },
};
const size_t screen_setting_count = LENGTH(screen_settings);

/* --- the file --- */

struct reading {
	struct screen *screen;
	const char *path;
};

static bool is_setting_word(const char *word)
{
	static const char *const words[] = { "set", "bind", "unbind", "colour", "plan" };
	for (size_t i = 0; i < LENGTH(words); i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

/* What a command has complained about gets the place put before it. */
static void take_line(void *context, size_t number, const char *line)
{
	struct reading *r = context;
	struct messages *messages = r->screen->messages;
	char word[40] = "", text[TEXT * 3];
	size_t before = messages_total(messages);
	const char *trouble = NULL;
	enum style style;
	sscanf(line, " %39[^ \t;]", word);
	if (!is_setting_word(word))
		trouble = _("only set, bind, unbind, colour and plan can stand here");
	else if (lab_run_line(r->screen->lab, line, NULL) == LAB_FAILED)
		trouble = lab_error(r->screen->lab);
	else if (messages_total(messages) > before)
		trouble = messages_text(messages, messages_count(messages) - 1, &style);
	if (!trouble)
		return;
	snprintf(text, sizeof(text), "%s:%zu: %s", r->path, number, trouble);
	messages_add(messages, STYLE_ERROR, text);
}

void screen_read_config(struct screen *screen)
{
	char *path = config_place();
	struct reading reading = { screen, path };
	free(screen->config);
	screen->config = NULL;	/* what is read is not kept once more */
	if (!path)
		return;
	if (!config_read(path, take_line, &reading))
		screen_complain(screen, "%s: %s; the choices in it do not hold", path,
				strerror(errno));
	screen->config = path;	/* from now on choices are kept */
}
