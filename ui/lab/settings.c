/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The command `set`.
 *
 * A setting is a word with a few possible values. The lab has some of its own,
 * and a front end adds those that only it has a use for (its colours, its
 * mouse). Only the lab's belong to a session and are saved with it.
 */

#include "ui/lab/inside.h"

#include <stdio.h>
#include <string.h>

static int read_entry(const struct lab *lab)
{
	return lab->entry == ENTRY_AT_FIRST_STEP;
}

static void write_entry(struct lab *lab, int value)
{
	lab_set_entry(lab, value ? ENTRY_AT_FIRST_STEP : ENTRY_AT_END);
}

static int read_record(const struct lab *lab)
{
	return lab->record;
}

static void write_record(struct lab *lab, int value)
{
	lab->record = value != 0;
}

static int read_narrate(const struct lab *lab)
{
	return lab->narration.on;
}

static void write_narrate(struct lab *lab, int value)
{
	lab_set_narrate(lab, value != 0);
}

/* --- the language --- */

enum { VALUES_ROOM = 256 };

int lab_read_language(const struct lab *lab)
{
	char list[VALUES_ROOM];
	(void)lab;
	return lab_choice(language_list(" ", list, sizeof(list)), language_name());
}

void lab_write_language(struct lab *lab, int value)
{
	char list[VALUES_ROOM], why[LINE_ROOM];
	char *at = list;
	(void)lab;
	language_list(" ", list, sizeof(list));
	for (; value > 0; value--)
		at += strcspn(at, " ") + 1;
	at[strcspn(at, " ")] = '\0';
	language_choose(at, why, sizeof(why));
}

enum lab_status lab_run_language(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	const char *const word[] = { "language", a->at[0].text };
	return lab_run(lab, "set", a->at[0].text ? 2 : 1, word, reply);
}

/* --- all of them --- */

static const struct setting own[] = {
	{ "entry", "end first", N_("where a new operation stops: at its end, or at its first step"),
	  read_entry, write_entry },
	{ "record", "off on", N_("off: bulk work runs faster, its steps are made when somebody looks"),
	  read_record, write_record },
	{ "narrate", "off on",
	  N_("on: sentences for a screen reader instead of columns, and what has changed"),
	  read_narrate, write_narrate },
};

void lab_extend_settings(struct lab *lab, const struct setting *settings, size_t count)
{
	lab->extra_setting = settings;
	lab->extra_settings = settings ? count : 0;
}

const struct setting *lab_setting(const struct lab *lab, size_t i)
{
	if (i < LENGTH(own))
		return &own[i];
	i -= LENGTH(own);
	return i < lab->extra_settings ? &lab->extra_setting[i] : NULL;
}

const char *lab_setting_values(const struct setting *setting, char *text, size_t room)
{
	if (setting->values)
		snprintf(text, room, "%s", setting->values);
	else
		language_list(" ", text, room);
	return text;
}

const char *lab_setting_value(const struct lab *lab, const struct setting *setting,
			      char *text, size_t room)
{
	char values[VALUES_ROOM];
	const char *at = lab_setting_values(setting, values, sizeof(values));
	for (int i = setting->read(lab); i > 0 && *at; i--) {
		at += strcspn(at, " ");
		at += strspn(at, " ");
	}
	snprintf(text, room, "%.*s", (int)strcspn(at, " "), at);
	return text;
}

/* A name, or how it begins if only one begins so. */
static const struct setting *find(const struct lab *lab, const char *name)
{
	const struct setting *setting, *found = NULL;
	size_t matches = 0;
	for (size_t i = 0; (setting = lab_setting(lab, i)) != NULL; i++) {
		if (strcmp(setting->name, name) == 0)
			return setting;
		if (strncmp(setting->name, name, strlen(name)) == 0) {
			found = setting;
			matches++;
		}
	}
	return matches == 1 ? found : NULL;
}

static void list(struct lab *lab, const struct setting *only)
{
	const struct setting *setting;
	char value[64], values[VALUES_ROOM];
	for (size_t i = 0; (setting = lab_setting(lab, i)) != NULL; i++) {
		if (only && setting != only)
			continue;
		lab_print(lab, TONE_PLAIN, "set %s %-6s (%s)", setting->name,
			  lab_setting_value(lab, setting, value, sizeof(value)),
			  _(setting->summary));
		if (only && !only->values)
			lab_print(lab, TONE_PLAIN, "there are: %s",
				  lab_setting_values(setting, values, sizeof(values)));
	}
}

static enum lab_status no_such(struct lab *lab, const char *name)
{
	char text[LINE_ROOM] = "";
	const struct setting *setting;
	for (size_t i = 0; (setting = lab_setting(lab, i)) != NULL; i++)
		lab_append(text, sizeof(text), " %s", setting->name);
	return lab_fail(lab, "'%s' is not possible for setting; possible are:%s", name, text);
}

/* "end or first", "dark, light or mono" */
static enum lab_status no_such_value(struct lab *lab, const struct setting *setting)
{
	char text[LINE_ROOM] = "", values[VALUES_ROOM];
	lab_setting_values(setting, values, sizeof(values));
	for (const char *at = values; *at; at += strspn(at, " ")) {
		size_t n = strcspn(at, " ");
		const char *before = at == values ? "" : at[n] ? ", " : _(" or ");
		lab_append(text, sizeof(text), "%s%.*s", before, (int)n, at);
		at += n;
	}
	return lab_fail(lab, "%s can be %s", setting->name, text);
}

enum lab_status run_set(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	const struct setting *setting = a->at[0].text ? find(lab, a->at[0].text) : NULL;
	char values[VALUES_ROOM];
	(void)reply;
	lab->only_looked = true;
	if (a->at[0].text && !setting)
		return no_such(lab, a->at[0].text);
	if (!a->at[1].text) {
		list(lab, setting);
		return LAB_OK;
	}
	int value = lab_choice(lab_setting_values(setting, values, sizeof(values)), a->at[1].text);
	if (value < 0)
		return no_such_value(lab, setting);
	setting->write(lab, value);
	/* A front end's are no part of the session; lab_set_entry logs by itself. */
	for (size_t i = 1; i < LENGTH(own); i++)
		if (setting == &own[i])
			lab->only_looked = false;
	return LAB_OK;
}
