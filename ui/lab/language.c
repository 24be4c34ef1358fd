/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Choosing a language, and looking up texts in it.
 *
 * gettext goes by the locale of LC_MESSAGES, but the catalogues are ours and
 * need none of the system's locales: where the one that the user has named is
 * not installed, any that is not plain "C" does, and LANGUAGE names the
 * language. Only whole catalogues that are there are chosen, so "zh" and
 * "zh_SG" find zh_CN.
 */

#include "ui/lab/language.h"

#include <dirent.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/lab/installed.h"

#define DOMAIN "vmaplab"
#define LOCALE_FOLDER "VMAPLAB_LOCALE", "build/locale", VMAPLAB_LOCALEDIR

enum { NAME_ROOM = 32, NAMES_MAX = 16, LIST_ROOM = 256, PATH_ROOM = 1024 };

/* --- which there are --- */

static void each_in(const char *folder, void (*found)(void *, const char *), void *context)
{
	DIR *list = opendir(folder);
	struct dirent *entry;
	while (list && (entry = readdir(list)) != NULL) {
		char path[PATH_ROOM];
		snprintf(path, sizeof(path), "%s/%s/LC_MESSAGES/" DOMAIN ".mo", folder,
			 entry->d_name);
		if (entry->d_name[0] != '.' && access(path, R_OK) == 0)
			found(context, entry->d_name);
	}
	if (list)
		closedir(list);
}

void language_each(void (*found)(void *context, const char *name), void *context)
{
	char *folder = installed_folder(LOCALE_FOLDER);
	if (folder)
		each_in(folder, found, context);
	free(folder);
}

/* Keeps the names in order, whatever order the folder has. */
struct listing {
	char name[NAMES_MAX][NAME_ROOM];
	size_t count;
};

static void take_name(void *context, const char *name)
{
	struct listing *list = context;
	size_t at = list->count;
	if (at == NAMES_MAX || strlen(name) >= NAME_ROOM)
		return;
	for (; at > 0 && strcmp(list->name[at - 1], name) > 0; at--)
		memcpy(list->name[at], list->name[at - 1], NAME_ROOM);
	snprintf(list->name[at], NAME_ROOM, "%s", name);
	list->count++;
}

const char *language_list(const char *between, char *text, size_t room)
{
	struct listing list = { .count = 0 };
	language_each(take_name, &list);
	snprintf(text, room, "en");
	for (size_t i = 0; i < list.count; i++) {
		size_t used = strlen(text);
		snprintf(text + used, room - used, "%s%s", between, list.name[i]);
	}
	return text;
}

struct choice {
	const char *wanted;	/* "zh_SG.UTF-8" */
	char best[NAME_ROOM];
	size_t match;		/* how much of it fits */
};

/* Length of the language within a locale's name, or with its country. */
static size_t part(const char *name, const char *ends)
{
	return strcspn(name, ends);
}

static void try_language(void *context, const char *name)
{
	struct choice *choice = context;
	size_t language = part(name, "_.@"), whole = part(name, ".@");
	size_t match = 0;
	if (part(choice->wanted, ".@") == whole && strncmp(name, choice->wanted, whole) == 0)
		match = whole;
	else if (part(choice->wanted, "_.@") == language &&
		 strncmp(name, choice->wanted, language) == 0)
		match = language;
	if (match <= choice->match || strlen(name) >= sizeof(choice->best))
		return;
	choice->match = match;
	snprintf(choice->best, sizeof(choice->best), "%s", name);
}

/* --- choosing --- */

static bool is_english(const char *name)
{
	size_t length = part(name, "_.@");
	return length == 0 || strncmp(name, "C", length) == 0 ||
	       strncmp(name, "en", length) == 0 || strncmp(name, "POSIX", length) == 0;
}

static const char *environment(const char *name)
{
	const char *value = getenv(name);
	return value && *value ? value : NULL;
}

/* What the environment wants, in gettext's order; LANGUAGE may be a list, of which
 * the first counts. */
static const char *environment_language(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *locale = NULL, *language = environment("LANGUAGE");
	for (size_t i = 0; !locale && i < sizeof(names) / sizeof(*names); i++)
		locale = environment(names[i]);
	if (!locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
		return "C";
	return language ? language : locale;
}

/* Any locale will do that is not plain "C", for which gettext translates nothing. */
static void speak(const char *name)
{
	const char *locale = setlocale(LC_MESSAGES, "");
	char *folder = installed_folder(LOCALE_FOLDER);
	if (!locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
		setlocale(LC_MESSAGES, "C.UTF-8");
	setenv("LANGUAGE", name, 1);
	if (folder)
		bindtextdomain(DOMAIN, folder);
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	free(folder);
}

bool language_choose(const char *wanted, char *why, size_t room)
{
	char first[NAME_ROOM], list[LIST_ROOM];
	struct choice choice = { .wanted = first };
	snprintf(first, sizeof(first), "%s", wanted ? wanted : environment_language());
	first[strcspn(first, ":")] = '\0';
	setlocale(LC_MESSAGES, "C");
	if (is_english(first))
		return true;
	language_each(try_language, &choice);
	if (choice.match > 0)
		speak(choice.best);
	else if (wanted)
		snprintf(why, room, _("there are no texts in '%s'; there are: %s"), wanted,
			 language_list(", ", list, sizeof(list)));
	return choice.match > 0 || !wanted;
}

const char *language_name(void)
{
	const char *locale = setlocale(LC_MESSAGES, NULL), *name = environment("LANGUAGE");
	return !name || !locale || strcmp(locale, "C") == 0 ? "en" : name;
}

/* --- texts --- */

const char *language_text(const char *text)
{
	return *text ? dgettext(DOMAIN, text) : text;
}

/* No language asks for more than the last six digits. */
const char *language_plural(const char *one, const char *many, uint64_t n)
{
	enum { SIX_DIGITS = 1000000 };
	uint64_t shown = n < 2 * SIX_DIGITS ? n : n % SIX_DIGITS + SIX_DIGITS;
	return dngettext(DOMAIN, one, many, (unsigned long)shown);
}

void language_lesson(const char *path, char domain[DOMAIN_ROOM])
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t length = strlen(name), folder = slash ? (size_t)(slash + 1 - path) : 0;
	char beside[PATH_ROOM];
	if (length > 4 && strcmp(name + length - 4, ".lua") == 0)
		length -= 4;
	snprintf(domain, DOMAIN_ROOM, DOMAIN "-%.*s", (int)length, name);
	snprintf(beside, sizeof(beside), "%.*slocale", (int)folder, path);
	char *own = access(beside, X_OK) == 0 ? strdup(beside) : installed_folder(LOCALE_FOLDER);
	if (own)
		bindtextdomain(domain, own);
	bind_textdomain_codeset(domain, "UTF-8");
	free(own);
}

const char *language_lesson_text(const char *domain, const char *text)
{
	return *domain && *text ? dgettext(domain, text) : text;
}

const char *language_lesson_plural(const char *domain, const char *one, const char *many,
				   unsigned long n)
{
	if (!*domain || !*one)
		return n == 1 ? one : many;
	return dngettext(domain, one, many, n);
}
