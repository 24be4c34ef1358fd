/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The command line, read by a table.
 *
 * Options may stand before or behind the subcommand's name, as --name VALUE or
 * --name=VALUE; `--` ends them. Whether a subcommand takes an option is only
 * known once its name was seen, so that is looked at last. A complaint always
 * carries its mend: the nearest name, or the line of usage.
 */

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "ui/options.h"
#include "ui/lab/language.h"
#include "ui/lab/nearest.h"

static const struct option_info options[OPTION_COUNT] = {
	[OPTION_HELP] = { "help", 'h', NULL, N_("show this help, or with a command its own") },
	[OPTION_VERSION] = { "version", 'V', NULL, N_("show the version") },
	[OPTION_MAN] = { "man", 0, NULL, N_("write the manual page") },
	[OPTION_COMPLETION] = { "completion", 0, "bash|zsh|fish",
		N_("write what that shell needs to complete the command line") },
	[OPTION_SPACE] = { "space", 0, "NAME|START..END",
		N_("address space, by name or as a range (x86-64)") },
	[OPTION_VERBOSE] = { "verbose", 'v', NULL, N_("say more: one line for each recording") },
	[OPTION_ENGINE] = { "engine", 0, "plain|record|both", N_("which build of the model is compared") },
	[OPTION_VMALLOCINFO] = { "vmallocinfo", 0, NULL,
		N_("print vm areas as they are at a transcript's end") },
	[OPTION_PTDUMP] = { "ptdump", 0, NULL,
		N_("print the page tables as they are at a transcript's end") },
	[OPTION_SIZE] = { "size", 0, "WxH", N_("columns and rows of the picture (80x24)") },
	[OPTION_NARRATE] = { "narrate", 0, NULL,
		N_("say each step as a sentence, for screen readers") },
	[OPTION_LAYOUT] = { "layout", 0, "NAME", N_("choice of panes: search, tree, tables, vm, ...") },
	[OPTION_SCHEME] = { "scheme", 0, "NAME",
		N_("colours to draw with: dark, light, safe, contrast, mono") },
	[OPTION_ASCII] = { "ascii", 0, NULL, N_("draw with ASCII characters only") },
	[OPTION_COLOURS] = { "colours", 0, "0|8|16|256",
		N_("how many colours the terminal of the picture has (256)") },
	[OPTION_ZOOM] = { "zoom", 0, "PANE", N_("a picture of that pane alone") },
	[OPTION_AUTO] = { "auto", 0, "[=right|wrong]",
		N_("answer as the model does, or wrongly, and tell the score") },
	[OPTION_POT] = { "pot", 0, NULL, N_("write the texts of lessons as a template for translators") },
	[OPTION_TRANSLATIONS] = { "translations", 0, NULL,
		N_("a lesson that is not translated at all is a finding, too") },
	[OPTION_META] = { "meta", 0, NULL, N_("write what scripts can call, for editors (LuaCATS)") },
	[OPTION_LANGUAGE] = { "language", 0, "LANG",
		N_("language of the texts, such as zh_CN (that of the environment)") },
	[OPTION_RESUME] = { "resume", 0, NULL,
		N_("go on with the session that was cut off, or with SESSION") },
	[OPTION_LIMIT] = { "limit", 0, "NAME=VALUE,..",
		N_("raise what a script may use: time=60s, memory=1G, pages=N, lines=N") },
	[OPTION_NAMES] = { "names", 0, NULL, N_("the names only, one a line") },
	[OPTION_SEED] = { "seed", 0, "N", N_("which exercises an exam draws: a whole number") },
	[OPTION_STUDENT] = { "student", 0, "ID", N_("who sits the exam: the exercises differ, too") },
	[OPTION_OUT] = { "out", 0, "FILE", N_("where the transcript goes (EXAM-SEED-STUDENT.exam)") },
	[OPTION_ANSWERS] = { "answers", 0, NULL, N_("write the exam's answers, with reasons") },
	[OPTION_SURVEY] = { "survey", 0, "N",
		N_("let the model sit the exam with seeds 1 to N; what comes of it") },
	[OPTION_JSON] = { "json", 0, NULL, N_("write JSON instead of a table") },
	[OPTION_FORMAT] = { "format", 0, "text|cells|svg",
		N_("what the picture is made of (text); cells: with the look of each") },
};

/* These are questions to the program, whatever else was said. */
enum {
	QUESTIONS = 1u << OPTION_HELP | 1u << OPTION_VERSION | 1u << OPTION_MAN |
		    1u << OPTION_COMPLETION,
};
enum { EVERYWHERE = QUESTIONS | 1u << OPTION_LANGUAGE };

const struct option_info *options_info(enum option option)
{
	return &options[option];
}

/* --- reading --- */

struct reading {
	const struct subcommand *table;
	size_t count;
	int argc;
	char **argv;
	int next;		/* argument to look at */
	bool only_words;	/* behind `--`, or own words */
	struct command_line *given;
	char *complaint;
	size_t room;
};

static bool refuse(struct reading *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static bool refuse(struct reading *r, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	vsnprintf(r->complaint, r->room, _(format), list);
	va_end(list);
	return false;
}

static bool unknown_option(struct reading *r, const char *name)
{
	const char *names[OPTION_COUNT];
	for (size_t i = 0; i < OPTION_COUNT; i++)
		names[i] = options[i].name;
	const char *near = nearest_of(name, names, OPTION_COUNT);
	if (near)
		return refuse(r, "there is no option --%s; did you mean --%s?", name, near);
	return refuse(r, "there is no option --%s; 'vmaplab --help' lists them", name);
}

/* A value that need not be given stands behind `=` only. */
static bool is_optional(const struct option_info *info)
{
	return info->value && *info->value == '[';
}

/* The value behind `=`, or the next argument. */
static bool take_value(struct reading *r, enum option option, const char *behind)
{
	const struct option_info *info = &options[option];
	if (!info->value && behind)
		return refuse(r, "--%s takes no value, '%s' is one too many", info->name, behind);
	if (is_optional(info)) {
		r->given->option[option] = behind ? behind : "";
		return true;
	}
	if (info->value && !behind) {
		if (r->next == r->argc)
			return refuse(r, "--%s needs a value: --%s %s", info->name, info->name,
					info->value);
		behind = r->argv[r->next++];
	}
	r->given->option[option] = info->value ? behind : "";
	return true;
}

static bool read_long(struct reading *r, char *name)
{
	char *behind = strchr(name, '=');
	if (behind)
		*behind++ = '\0';
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (strcmp(name, options[i].name) == 0)
			return take_value(r, (enum option)i, behind);
	return unknown_option(r, name);
}

static bool read_short(struct reading *r, const char *letters)
{
	for (; *letters; letters++) {
		size_t i = 0;
		while (i < OPTION_COUNT && options[i].letter != *letters)
			i++;
		if (i == OPTION_COUNT)
			return refuse(r, "there is no option -%c; 'vmaplab --help' lists them",
					*letters);
		if (!take_value(r, (enum option)i, NULL))
			return false;
	}
	return true;
}

/* The first word chooses the subcommand; a word that names none is a word of
 * the first one. */
static void read_word(struct reading *r, char *word)
{
	struct command_line *given = r->given;
	if (!given->subcommand) {
		for (size_t i = 1; i < r->count && !given->subcommand; i++)
			if (!r->only_words && strcmp(word, r->table[i].name) == 0)
				given->subcommand = &r->table[i];
		if (given->subcommand)
			return;
		given->subcommand = &r->table[0];
	}
	given->word[given->words++] = word;
	r->only_words = r->only_words || given->subcommand->own_words;
}

static bool read_argument(struct reading *r, char *argument)
{
	if (!r->only_words && strcmp(argument, "--") == 0) {
		r->only_words = true;
		return true;
	}
	if (!r->only_words && strncmp(argument, "--", 2) == 0)
		return read_long(r, argument + 2);
	bool number = argument[0] == '-' && isdigit((unsigned char)argument[1]);
	if (!r->only_words && argument[0] == '-' && argument[1] && !number)
		return read_short(r, argument + 1);
	read_word(r, argument);
	return true;
}

const char *options_nearest(const struct subcommand *table, size_t count, const char *word)
{
	const char *name[SUBCOMMANDS_MAX];
	if (count > SUBCOMMANDS_MAX)
		count = SUBCOMMANDS_MAX;
	for (size_t i = 0; i < count; i++)
		name[i] = table[i].name;
	return nearest_of(word, name, count);
}

unsigned options_of(const struct subcommand *subcommand)
{
	return subcommand->options | EVERYWHERE;
}

static bool options_fit(struct reading *r, const char *gap)
{
	const struct subcommand *s = r->given->subcommand;
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (r->given->option[i] && !(options_of(s) >> i & 1))
			return refuse(r, "'vmaplab%s%s' takes no option --%s", gap, s->name,
					options[i].name);
	return true;
}

/* With too many words for the first subcommand one of the others was meant. */
static bool words_fit(struct reading *r, const char *gap)
{
	const struct command_line *given = r->given;
	const struct subcommand *s = given->subcommand;
	const char *near = NULL;
	if (given->words < s->least)
		return refuse(r, "something is missing; it is used as: vmaplab%s%s %s", gap,
				s->name, s->words);
	if (given->words <= s->most)
		return true;
	if (s == r->table)
		near = options_nearest(r->table, r->count, given->word[0]);
	if (near)
		return refuse(r, "there is no command '%s'; did you mean 'vmaplab %s'?",
				given->word[0], near);
	return refuse(r, "'%s' is one too many; it is used as: vmaplab%s%s %s",
			given->word[s->most], gap, s->name, s->words);
}

bool options_read(const struct subcommand *table, size_t count, int argc, char **argv,
		  struct command_line *given, char *complaint, size_t room)
{
	struct reading r = { table, count, argc, argv, 1, false, given, complaint, room };
	/* Words move to the front of argv, never past the argument being read. */
	*given = (struct command_line){ .word = argv };
	while (r.next < argc)
		if (!read_argument(&r, argv[r.next++]))
			return false;
	if (!given->subcommand)
		given->subcommand = &table[0];
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (given->option[i] && QUESTIONS >> i & 1)
			return true;
	const char *gap = *given->subcommand->name ? " " : "";
	return options_fit(&r, gap) && words_fit(&r, gap);
}

/* --- help --- */

static void help_option(FILE *out, enum option option)
{
	const struct option_info *info = &options[option];
	char text[64];
	snprintf(text, sizeof(text), "--%s%s%s", info->name,
		 info->value && !is_optional(info) ? " " : "", info->value ? info->value : "");
	if (info->letter)
		fprintf(out, "  -%c, %-26s %s\n", info->letter, text, _(info->summary));
	else
		fprintf(out, "      %-26s %s\n", text, _(info->summary));
}

static void help_options(FILE *out, unsigned which)
{
	fputs(_("\nOptions:\n"), out);
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (which >> i & 1)
			help_option(out, (enum option)i);
}

/* The summary stands beside a short usage, and below a long one. */
static void help_usage(FILE *out, const struct subcommand *s)
{
	enum { COLUMN = 32 };
	int width = fprintf(out, "  vmaplab%s%s %s", *s->name ? " " : "", s->name, s->words);
	if (width < COLUMN)
		fprintf(out, "%*s%s\n", COLUMN - width, "", _(s->summary));
	else
		fprintf(out, "\n%*s%s\n", COLUMN, "", _(s->summary));
}

void options_help(FILE *out, const struct subcommand *table, size_t count)
{
	unsigned which = EVERYWHERE;
	fputs(_("vmaplab: step through the Linux 4.19 vmap allocator\n\nUsage:\n"), out);
	for (size_t i = 0; i < count; i++) {
		help_usage(out, &table[i]);
		which |= table[i].options;
	}
	help_options(out, which);
}

void options_help_of(FILE *out, const struct subcommand *s)
{
	fprintf(out, _("Usage: vmaplab%s%s %s\n\n%s\n"), *s->name ? " " : "", s->name, s->words,
		_(s->summary));
	if (s->more)
		fprintf(out, "\n%s\n", _(s->more));
	help_options(out, s->options | 1u << OPTION_HELP);
}
