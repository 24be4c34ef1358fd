/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the user chooses: settings, colours, keys, and the file that keeps them.
 * The file belongs to the user, so what the program does not understand must
 * come out of it as it went in.
 */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ui/screen/config.h"
#include "ui/screen/screen.h"
#include "ui/screen/view.h"

static char path[400];

static void write_file(const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void file_is(const char *text)
{
	char found[4000];
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	found[fread(found, 1, sizeof(found) - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(found, text);
}

/* A screen whose config file is in a folder of this test's own. */
static int set_up(void **state)
{
	const char *folder = getenv("TEST_TMP");
	struct screen *screen = calloc(1, sizeof(*screen));
	const struct screen_options options = { .scheme = "dark" };
	struct lab *lab = lab_open(&engine_space("toy")->space, NULL);

	setenv("XDG_CONFIG_HOME", folder ? folder : "/tmp", 1);
	snprintf(path, sizeof(path), "%s/vmaplab/config", folder ? folder : "/tmp");
	unlink(path);
	assert_non_null(screen);
	assert_true(screen_open(screen, lab, &options, true));
	*state = screen;
	return 0;
}

static int tear_down(void **state)
{
	struct screen *screen = *state;
	struct lab *lab = screen->lab;

	screen_close(screen);
	lab_close(lab);
	free(screen);
	unlink(path);
	return 0;
}

static const char *last_message(const struct screen *screen)
{
	enum style style;
	size_t count = messages_count(screen->messages);

	return count ? messages_text(screen->messages, count - 1, &style) : "";
}

static void run(struct screen *screen, const char *line)
{
	if (lab_run_line(screen->lab, line, NULL) != LAB_OK)
		fail_msg("'%s': %s", line, lab_error(screen->lab));
}

static void complains(struct screen *screen, const char *line, const char *text)
{
	run(screen, line);
	if (!strstr(last_message(screen), text))
		fail_msg("'%s' says: %s", line, last_message(screen));
}

/* --- the file --- */

static void one_line_is_replaced(void **state)
{
	(void)state;
	screen_read_config(*state);	/* makes nothing */
	assert_int_equal(access(path, F_OK), -1);
	assert_true(config_keep(path, "set scheme", "set scheme light"));
	file_is("set scheme light\n");
	write_file("# mine\n\n  set   scheme dark # twice\nnonsense\nset scheme mono\nset schemes x");
	assert_true(config_keep(path, "set scheme", "set scheme safe"));
	file_is("# mine\n\nnonsense\nset scheme safe\nset schemes x\n");
	assert_true(config_keep(path, "set scheme", NULL));
	file_is("# mine\n\nnonsense\nset schemes x\n");
	assert_false(config_keep("/proc/none/config", "set scheme", "set scheme safe"));
}

static void links_stay_links(void **state)
{
	char target[500];
	struct stat status;
	(void)state;

	assert_true(config_keep(path, "a", "a 1"));
	snprintf(target, sizeof(target), "%s.elsewhere", path);
	assert_int_equal(rename(path, target), 0);
	assert_int_equal(symlink(target, path), 0);
	assert_true(config_keep(path, "a", "a 2"));
	file_is("a 2\n");
	assert_int_equal(lstat(path, &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	unlink(target);
}

static void choices_are_kept(void **state)
{
	struct screen *screen = *state;

	run(screen, "scheme light");
	assert_int_equal(access(path, F_OK), -1);	/* no file was read: none is written */
	screen_read_config(screen);
	run(screen, "scheme safe; set mouse off; set mouse on");
	run(screen, "bind F6 'next; next'; colour area black 214 bold; bind x step; unbind x");
	file_is("set scheme safe\nset mouse on\nbind F6 'next; next'\n"
		"colour area black 214 bold\nunbind x\n");
	run(screen, "colour area");
	file_is("set scheme safe\nset mouse on\nbind F6 'next; next'\nunbind x\n");
	assert_string_equal(keymap_key(&screen->keymap, KEY_CODE_F1 + 5)->line, "next; next");
}

static void choices_come_back(void **state)
{
	struct screen *screen = *state;
	struct look look;

	assert_true(config_keep(path, "x", "# a comment"));
	write_file("set scheme light\r\nbind F6 'next; next'\ncolour area 3 201 underline\n"
		   "set mouse off\nunbind q\nset ascii on");
	screen_read_config(screen);
	assert_string_equal(last_message(screen), "");
	assert_string_equal(scheme_name(screen->scheme), "light");
	look = scheme_look(screen->scheme, STYLE_AREA, 256);
	assert_int_equal(look.background, 201);
	assert_int_equal(look.attributes, LOOK_UNDERLINE);
	run(screen, "scheme dark");	/* one's own colours go with every scheme */
	assert_int_equal(scheme_look(screen->scheme, STYLE_AREA, 256).background, 201);
	assert_string_equal(keymap_key(&screen->keymap, KEY_CODE_F1 + 5)->line, "next; next");
	assert_null(keymap_key(&screen->keymap, 'q'));
	assert_false(screen->mouse);
	assert_true(screen->canvas.ascii);
}

/* Each gets one sentence with its place; the lines around it hold. */
static void bad_lines_are_told(void **state)
{
	static const struct {
		const char *line, *told;
	} bad[] = {
		{ "alloc 3p", "config:2: only set, bind, unbind, colour and plan" },
		{ "set", NULL },
		{ "set scheme pink", "config:2: scheme can be dark, light, safe, contrast or mono" },
		{ "set schema dark", "config:2: 'schema' is not possible for setting; possible are:" },
		{ "bind F13 step", "config:2: there is no key 'F13'" },
		{ "bind F6 stepp", "config:2: bind F6: there is no command 'stepp'" },
		{ "bind", "config:2: 'bind' needs key" },
		{ "colour aria 1 2", "config:2: there is no style 'aria'; did you mean 'area'?" },
		{ "colour area mauve 2", "config:2: 'mauve' is no colour" },
		{ "colour area 1", "config:2: a style has two colours" },
		{ "colour area 1 2 blink", "config:2: 'blink' is no attribute" },
		{ "\x01\xff", "config:2: " },
		{ "bind F6 'next", "config:2: " },
	};
	struct screen *screen = *state;
	char text[400];

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_true(config_keep(path, "x", "x"));
		snprintf(text, sizeof(text), "set mouse off\n%s\nset scheme safe\n", bad[i].line);
		write_file(text);
		screen->mouse = true;
		screen_use_scheme(screen, scheme_by_name("dark"));
		screen_read_config(screen);
		if (bad[i].told && !strstr(last_message(screen), bad[i].told))
			fail_msg("'%s': %s", bad[i].line, last_message(screen));
		assert_false(screen->mouse);
		assert_string_equal(scheme_name(screen->scheme), "safe");
		file_is(text);	/* and reading writes nothing */
	}
}

static void a_file_that_is_none(void **state)
{
	struct screen *screen = *state;

	assert_true(config_keep(path, "x", "x"));
	unlink(path);
	assert_int_equal(mkdir(path, 0700), 0);
	screen_read_config(screen);
	assert_non_null(strstr(last_message(screen), "the choices in it do not hold"));
	complains(screen, "scheme safe", "config: ");
	assert_string_equal(scheme_name(screen->scheme), "safe");
	assert_int_equal(rmdir(path), 0);
}

/* A lesson may show something in other colours, and leaves the user's choice alone. */
static void scripts_choose_for_themselves(void **state)
{
	struct screen *screen = *state;
	char script[500];

	assert_true(config_keep(path, "set scheme", "set scheme light"));
	screen_read_config(screen);
	snprintf(script, sizeof(script), "%s.lua", path);
	FILE *file = fopen(script, "w");
	assert_non_null(file);
	fputs("set(\"scheme\", \"safe\")\n", file);
	fclose(file);
	assert_true(screen_begin_script(screen, script, 0, NULL));
	assert_string_equal(last_message(screen), "");
	assert_string_equal(scheme_name(screen->scheme), "safe");
	file_is("set scheme light\n");
	run(screen, "set mouse off");
	file_is("set scheme light\nset mouse off\n");
	unlink(script);
}

/* --- settings, colours, keys --- */

static void settings_are_commands(void **state)
{
	struct screen *screen = *state;

	complains(screen, "set scheme", "set scheme dark");
	complains(screen, "set", "set language en");
	assert_int_equal(lab_run_line(screen->lab, "set mouse maybe", NULL), LAB_FAILED);
	assert_string_equal(lab_error(screen->lab), "mouse can be off or on");
	assert_int_equal(lab_log_length(screen->lab), 0);	/* no part of a session */
	complains(screen, "bind F6", "F6: reverse-continue");
	complains(screen, "bind $", "$: nothing");
	complains(screen, "colour", "selected");
	complains(screen, "bind ctrl-f4 step", "there is no key");
}

struct found {
	const char *word;
	bool seen;
};

static void look_for(void *context, const char *word)
{
	struct found *found = context;

	found->seen = found->seen || strcmp(found->word, word) == 0;
}

static bool offers(struct screen *screen, const char *line, const char *word)
{
	struct found found = { word, false };

	lab_complete(screen->lab, line, strlen(line), look_for, &found);
	return found.seen;
}

static void the_language_is_kept(void **state)
{
	struct screen *screen = *state;

	screen_read_config(screen);
	complains(screen, "language", "there are: en");
	run(screen, "set language zh");
	file_is("set language zh_CN\n");
	assert_int_equal(lab_run_line(screen->lab, "set mouse maybe", NULL), LAB_FAILED);
	assert_string_equal(lab_error(screen->lab), "mouse 可以是 off 或 on");
	run(screen, "language en");
	file_is("set language en\n");
	write_file("set language zh_CN\nset mouse maybe\n");
	screen_read_config(screen);
	assert_non_null(strstr(last_message(screen), "config:2: mouse 可以是"));
	run(screen, "language en");
	assert_int_equal(lab_run_line(screen->lab, "language xx", NULL), LAB_FAILED);
	assert_non_null(strstr(lab_error(screen->lab), "language can be en or "));
}

static void plans_are_commands(void **state)
{
	struct screen *screen = *state;

	screen_read_config(screen);
	run(screen, "plan search space:5 / (source | variables:30):2* / why!:3; layout tree");
	file_is("plan search space:5 / (source | variables:30):2* / why!:3\nset layout tree\n");
	complains(screen, "plan tree space / nothing", "is no plan");
	run(screen, "layout-undo");
	assert_null(screen->chosen_layout);
	run(screen, "layout-undo");
	file_is("set layout auto\n");
	complains(screen, "layout-undo", "as it was in the beginning");
	run(screen, "plan search space / why; plan search usual");
	file_is("set layout auto\n");
	write_file("plan search why / source\nset layout history\n");
	screen_read_config(screen);
	assert_string_equal(screen->arranged.plan[layout_by_name("search")], "why / source");
	assert_string_equal(view_layout(screen), "history");
}

static void settings_are_completed(void **state)
{
	assert_true(offers(*state, "set sch", "scheme"));
	assert_true(offers(*state, "set ", "entry"));
	assert_true(offers(*state, "set scheme co", "contrast"));
	assert_true(offers(*state, "set entry ", "first"));
	assert_false(offers(*state, "set mouse ", "first"));
}

static void keys_have_names(void **state)
{
	(void)state;
	assert_int_equal(key_by_name("F12"), KEY_CODE_F12);
	assert_int_equal(key_by_name("F13"), KEY_CODE_NONE);
	assert_int_equal(key_by_name("F"), 'F');
	assert_int_equal(key_by_name("^B"), 2);
	assert_int_equal(key_by_name("C-b"), 2);
	assert_int_equal(key_by_name("M-b"), KEY_CODE_ALT + 'b');
	assert_int_equal(key_by_name("SPACE"), ' ');
	assert_int_equal(key_by_name("\xc3\xa4"), 0xe4);
	assert_int_equal(key_by_name("no"), KEY_CODE_NONE);
	assert_int_equal(key_by_name(""), KEY_CODE_NONE);
}

static void many_keys(void **state)
{
	struct keymap map = { .count = 0 };
	(void)state;

	for (uint32_t i = 0; i < OWN_KEYS; i++)
		assert_true(keymap_bind(&map, 1000 + i, "x", "step"));
	assert_false(keymap_bind(&map, 1, "x", "step"));
	assert_true(keymap_bind(&map, 1050, "x", ""));
	assert_null(keymap_key(&map, 1050));
	assert_true(keymap_bind(&map, 1000, "x", NULL));
	assert_true(keymap_bind(&map, 's', "s", "next"));
	assert_string_equal(keymap_key(&map, 's')->line, "next");
	assert_true(keymap_bind(&map, 's', "s", NULL));
	assert_string_equal(keymap_key(&map, 's')->line, "step");
	keymap_clear(&map);
	assert_int_equal(map.count, 0);
}

#define on_screen(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_screen(one_line_is_replaced), on_screen(links_stay_links),
		on_screen(choices_are_kept), on_screen(choices_come_back),
		on_screen(bad_lines_are_told), on_screen(a_file_that_is_none),
		on_screen(scripts_choose_for_themselves),
		on_screen(settings_are_commands), on_screen(settings_are_completed),
		on_screen(plans_are_commands), on_screen(the_language_is_kept),
		cmocka_unit_test(keys_have_names), cmocka_unit_test(many_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
