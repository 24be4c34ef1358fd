/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_OPTIONS_H
#define VMAPLAB_OPTIONS_H

/*
 * The command line, read by a table.
 *
 * A subcommand tells its words and options; reading, refusing and --help go by
 * the same table, so what is told is what is taken. The first subcommand of
 * the table is the one without a name (the screen): it takes a command line
 * whose first word names no other.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { EXIT_WELL = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

enum option {
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_MAN,
	OPTION_COMPLETION,
	OPTION_SPACE,
	OPTION_VERBOSE,
	OPTION_ENGINE,
	OPTION_VMALLOCINFO,
	OPTION_PTDUMP,
	OPTION_SIZE,
	OPTION_FORMAT,
	OPTION_NARRATE,
	OPTION_LAYOUT,
	OPTION_SCHEME,
	OPTION_ASCII,
	OPTION_COLOURS,
	OPTION_ZOOM,
	OPTION_AUTO,
	OPTION_LANGUAGE,
	OPTION_POT,
	OPTION_META,
	OPTION_TRANSLATIONS,
	OPTION_RESUME,
	OPTION_LIMIT,
	OPTION_NAMES,
	OPTION_SEED,
	OPTION_STUDENT,
	OPTION_OUT,
	OPTION_ANSWERS,
	OPTION_SURVEY,
	OPTION_JSON,
	OPTION_COUNT
};

struct option_info {
	const char *name;
	char letter;		/* short form; 0: none */
	const char *value;	/* what its value is called in help, "[=VALUE]" when it need
				 * not be given; NULL: takes none */
	const char *summary;
};
const struct option_info *options_info(enum option option);

struct command_line {
	const struct subcommand *subcommand;
	const char *option[OPTION_COUNT];	/* value; "" for one without; NULL: not given */
	size_t words;				/* without the subcommand's name */
	char **word;
};

enum { ANY_NUMBER = 1000000, SUBCOMMANDS_MAX = 32 };

struct subcommand {
	const char *name;	/* "" for the first */
	const char *words;	/* as in the usage line: "[SCRIPT.lua]" */
	const char *summary;
	size_t least, most;	/* how many words */
	unsigned options;	/* 1u << OPTION_.. for each that it takes */
	bool own_words;		/* what follows its first word is not for us */
	int (*run)(const struct command_line *given);	/* exit code */
	const char *more;	/* a sentence or two for its own help; NULL: none */
};

/* The options that it takes, with those that are taken everywhere. */
unsigned options_of(const struct subcommand *subcommand);

/* Reads the command line into `given`. False: it is wrong, and `complaint`
 * says in one sentence how and what would be right. `argv` is put in order:
 * the words come to stand together. */
bool options_read(const struct subcommand *table, size_t count, int argc, char **argv,
		  struct command_line *given, char *complaint, size_t room);

/* The subcommand whose name looks most like `word`; NULL when none comes near. */
const char *options_nearest(const struct subcommand *table, size_t count, const char *word);

/* Writes the help of all subcommands, or of one. */
void options_help(FILE *out, const struct subcommand *table, size_t count);
void options_help_of(FILE *out, const struct subcommand *subcommand);

#endif
