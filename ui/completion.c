/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Completion for shells.
 *
 * Commands, options and what options take come from the tables of the program:
 * options.h, the spaces, the layouts, the workloads, the languages. Lessons and
 * scenarios are asked for when somebody presses the key, as they may be one's own.
 * Each shell gets the same three answers in its own words: what a command may be,
 * which options it has, and what belongs at the place where the cursor is.
 */

#include "ui/completion.h"

#include <ctype.h>
#include <string.h>

#include "engine/engine.h"
#include "ui/lab/language.h"
#include "ui/replay/workload.h"
#include "ui/screen/layout.h"
#include "ui/screen/panes.h"
#include "ui/screen/theme.h"

/* Where a list is written to, and how its items look there. */
struct list {
	FILE *out;
	void (*item)(FILE *out, const char *name, const char *summary);
};

static void add(const struct list *list, const char *name, const char *summary)
{
	list->item(list->out, name, summary);
}

/* What the words of a command are, by what its usage calls them. */
enum words {
	WORDS_NONE,
	WORDS_SCRIPT,		/* a file, a lesson or a scenario */
	WORDS_LESSON,
	WORDS_EXAM,
	WORDS_HANDED_IN,	/* transcripts of exams */
	WORDS_LUA,		/* files */
	WORDS_TRACE,		/* recordings, transcripts */
	WORDS_WORKLOAD,
	WORDS_SESSION,
};

static enum words words_of(const struct subcommand *s)
{
	static const struct {
		const char *usage;
		enum words words;
	} known[] = {
		{ "SCRIPT.lua", WORDS_SCRIPT }, { "LESSON", WORDS_LESSON }, { "FILE.lua", WORDS_LUA },
		{ "EXAM", WORDS_EXAM }, { "FILE.exam", WORDS_HANDED_IN },
		{ "TRACE", WORDS_TRACE }, { "WORKLOAD", WORDS_WORKLOAD }, { "SESSION", WORDS_SESSION },
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strstr(s->words, known[i].usage))
			return known[i].words;
	return WORDS_NONE;
}

/* --- quoting --- */

/* Within single quotes, where a shell takes nothing for its own but their end. */
static void put_posix(FILE *out, const char *text)
{
	for (; *text; text++)
		if (*text == '\'')
			fputs("'\\''", out);
		else
			fputc(*text, out);
}

static void put_fish(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
}

/* --- what there is --- */

/* "plain|record|both", "[=right|wrong]": the words that stand there; a word in capitals
 * says only what kind of value it is. */
static void add_choices(const struct list *list, const char *value)
{
	char word[32];
	for (value += strspn(value, "[="); *value && *value != ']'; value += *value == '|') {
		size_t length = strcspn(value, "|]");
		snprintf(word, sizeof(word), "%.*s", (int)length, value);
		if (!isupper((unsigned char)*word))
			add(list, word, "");
		value += length;
	}
}

static void add_language(void *context, const char *name)
{
	add(context, name, "");
}

static void add_values(struct list *list, enum option option)
{
	if (option == OPTION_SPACE) {
		for (size_t i = 0; i < engine_space_count; i++)
			add(list, engine_spaces[i].name, engine_spaces[i].summary);
	} else if (option == OPTION_LAYOUT) {
		for (size_t i = 0; layout_name(i); i++)
			add(list, layout_name(i), "");
	} else if (option == OPTION_SCHEME) {
		for (size_t i = 0; scheme_at(i); i++)
			add(list, scheme_name(scheme_at(i)), "");
	} else if (option == OPTION_ZOOM) {
		for (size_t i = 0; i < pane_count; i++)
			add(list, panes[i]->name, "");
	} else if (option == OPTION_LANGUAGE) {
		add(list, "en", "");
		language_each(add_language, list);
	} else {
		add_choices(list, options_info(option)->value);
	}
}

static void add_workloads(struct list *list)
{
	for (size_t i = 0; i < workload_count; i++)
		add(list, workloads[i].name, workloads[i].summary);
	add(list, "history", N_("going back in time"));
	add(list, "frame", N_("pictures of the screen"));
	add(list, "start", N_("opening the screen"));
}

static void add_commands(struct list *list, const struct subcommand *table, size_t count)
{
	for (size_t i = 1; i < count; i++)
		add(list, table[i].name, table[i].summary);
}

static void add_options(struct list *list, const struct subcommand *s)
{
	char name[64];
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		const struct option_info *info = options_info((enum option)i);
		if (!(options_of(s) >> i & 1))
			continue;
		snprintf(name, sizeof(name), "--%s", info->name);
		add(list, name, info->summary);
	}
}

/* An option whose value is the next word. */
static bool takes_word(enum option option)
{
	const char *value = options_info(option)->value;
	return value && *value != '[';
}

/* "--space|--engine", to be told from others by a pattern; or with blanks between. */
static void put_takers(FILE *out, const char *between)
{
	const char *before = "";
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (!takes_word((enum option)i))
			continue;
		fprintf(out, "%s--%s", before, options_info((enum option)i)->name);
		before = between;
	}
}

static void put_names(FILE *out, const struct subcommand *table, size_t count)
{
	for (size_t i = 1; i < count; i++)
		fprintf(out, "%s%s", i > 1 ? "|" : "", table[i].name);
}

/* --- bash and zsh --- */

static void put_bare(FILE *out, const char *name, const char *summary)
{
	(void)summary;
	fprintf(out, "%s ", name);
}

/* 'name:what it is' */
static void put_described(FILE *out, const char *name, const char *summary)
{
	fputs(" '", out);
	put_posix(out, name);
	if (*summary)
		fputc(':', out);
	put_posix(out, _(summary));
	fputc('\'', out);
}

/* What the two shells do in their own way. Names of lessons come from anybody's files, so
 * they are never given to the shell to be expanded: bash takes those that need no quotes,
 * the others quote what they insert. */
struct dialect {
	void (*item)(FILE *out, const char *name, const char *summary);
	const char *open, *close;	/* around a list of items */
	const char *names;	/* "... %s ...": what `vmaplab %s --names` prints */
	const char *files;	/* "... %s ...": files with such an ending */
	const char *any_file;
	const char *main;	/* what they do with the functions that come before it */
};

static const struct dialect bash = {
	put_bare, "_vmaplab_add '", "'", "_vmaplab_add \"$(_vmaplab_names %s)\"",
	"_vmaplab_files '*.@(%s)'", "_vmaplab_files '*'",
	"_vmaplab_add()\n"
	"{\n"
	"	local list word\n"
	"	read -r -d '' -a list <<<\"$1\"\n"
	"	for word in \"${list[@]}\"; do\n"
	"		[[ $word != \"$current\"* || $word == *[!a-zA-Z0-9_.-]* ]] || COMPREPLY+=(\"$word\")\n"
	"	done\n"
	"}\n\n"
	"_vmaplab_files()\n"
	"{\n"
	"	local extglob=$(shopt -p extglob)\n"
	"	shopt -s extglob\n"
	"	mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -X \"!$1\" -- \"$current\";\n"
	"		compgen -d -- \"$current\")\n"
	"	$extglob\n"
	"	compopt -o filenames 2>/dev/null\n"
	"}\n\n"
	"_vmaplab_names()\n"
	"{\n"
	"	\"${COMP_WORDS[0]/#\\~/$HOME}\" \"$1\" --names 2>/dev/null\n"
	"}\n\n"
	"_vmaplab()\n"
	"{\n"
	"	local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
	"	local command= given=0 i equals=\n"
	"	COMPREPLY=()\n"
	"	if [[ $current == = ]]; then\n"
	"		current= equals=yes\n"
	"	elif [[ $before == = ]]; then\n"
	"		before=${COMP_WORDS[COMP_CWORD - 2]} equals=yes\n"
	"	fi\n"
	"	if [[ $equals ]] || _vmaplab_takes \"$before\"; then\n"
	"		_vmaplab_values \"$before\"\n"
	"		return\n"
	"	fi\n"
	"	for ((i = 1; i < COMP_CWORD; i++)); do\n"
	"		if [[ ${COMP_WORDS[i + 1]} == = ]]; then\n"
	"			((i += 2))\n"
	"		elif _vmaplab_takes \"${COMP_WORDS[i]}\"; then\n"
	"			((i++))\n"
	"		elif [[ ${COMP_WORDS[i]} != -* ]]; then\n"
	"			if ((given++ == 0)) && _vmaplab_is \"${COMP_WORDS[i]}\"; then\n"
	"				command=${COMP_WORDS[i]} given=0\n"
	"			fi\n"
	"		fi\n"
	"	done\n"
	"	if [[ $current == -* ]]; then\n"
	"		_vmaplab_options \"$command\"\n"
	"	else\n"
	"		[[ $command || $given -gt 0 ]] || _vmaplab_commands\n"
	"		_vmaplab_words \"$command\" \"$given\"\n"
	"	fi\n"
	"}\n\n"
	"complete -F _vmaplab vmaplab\n",
};

static const struct dialect zsh = {
	put_described, "list=(", "); _describe value list", "compadd -- ${(f)\"$($program %s --names 2>/dev/null)\"}",
	"_files -g '*.(%s)(-.)'", "_files",
	"_vmaplab()\n"
	"{\n"
	"	local command= program=${~words[1]} i\n"
	"	integer given=0\n"
	"	for ((i = 2; i < CURRENT; i++)); do\n"
	"		if _vmaplab_takes $words[i]; then\n"
	"			((i++))\n"
	"		elif [[ $words[i] != -* ]]; then\n"
	"			if ((given++ == 0)) && _vmaplab_is $words[i]; then\n"
	"				command=$words[i] given=0\n"
	"			fi\n"
	"		fi\n"
	"	done\n"
	"	if ((i > CURRENT)); then\n"
	"		_vmaplab_values $words[CURRENT-1]\n"
	"	elif [[ $PREFIX == --*=* ]]; then\n"
	"		local option=${PREFIX%%=*}\n"
	"		compset -P '*='\n"
	"		_vmaplab_values $option\n"
	"	elif [[ $PREFIX == -* ]]; then\n"
	"		_vmaplab_options \"$command\"\n"
	"	else\n"
	"		[[ -n $command || $given -gt 0 ]] || _vmaplab_commands\n"
	"		_vmaplab_words \"$command\" $given\n"
	"	fi\n"
	"}\n\n"
	"if [[ $funcstack[1] == _vmaplab ]]; then\n"
	"	_vmaplab \"$@\"\n"
	"else\n"
	"	compdef _vmaplab vmaplab\n"
	"fi\n",
};

/* One case: the pattern, and the list that follows. */
static struct list begin_case(FILE *out, const struct dialect *dialect, const char *pattern)
{
	fprintf(out, "\t('%s') %s", pattern, dialect->open);
	return (struct list){ out, dialect->item };
}

static void end_case(FILE *out, const struct dialect *dialect)
{
	fprintf(out, "%s ;;\n", dialect->close);
}

/* Has it values that can be told one by one? Then something in its usage is no word in
 * capitals, or it is one of those that add_values knows. */
static bool has_values(enum option option)
{
	const char *value = options_info(option)->value;
	if (option == OPTION_SPACE || option == OPTION_LAYOUT || option == OPTION_LANGUAGE ||
	    option == OPTION_SCHEME || option == OPTION_ZOOM)
		return true;
	return value && !isupper((unsigned char)value[strspn(value, "[=")]);
}

static void posix_values(FILE *out, const struct dialect *dialect)
{
	char pattern[64];
	fputs("# What an option takes.\n_vmaplab_values()\n{\n\tlocal list\n\tcase $1 in\n", out);
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (!has_values((enum option)i))
			continue;
		snprintf(pattern, sizeof(pattern), "--%s", options_info((enum option)i)->name);
		struct list list = begin_case(out, dialect, pattern);
		add_values(&list, (enum option)i);
		end_case(out, dialect);
	}
	fputs("\tesac\n}\n\n", out);
}

static void posix_options(FILE *out, const struct dialect *dialect,
			  const struct subcommand *table, size_t count)
{
	fputs("# The options of a command.\n_vmaplab_options()\n{\n\tlocal list\n\tcase $1 in\n", out);
	for (size_t i = 0; i < count; i++) {
		struct list list = begin_case(out, dialect, table[i].name);
		add_options(&list, &table[i]);
		end_case(out, dialect);
	}
	fputs("\tesac\n}\n\n", out);
}

static void posix_tests(FILE *out, const struct dialect *dialect,
			const struct subcommand *table, size_t count)
{
	fputs("# Is the value of this option the next word?\n_vmaplab_takes()\n{\n\tcase $1 in\n\t(", out);
	put_takers(out, "|");
	fputs(") return 0 ;;\n\tesac\n\treturn 1\n}\n\n"
	      "_vmaplab_is()\n{\n\tcase $1 in\n\t(", out);
	put_names(out, table, count);
	fputs(") return 0 ;;\n\tesac\n\treturn 1\n}\n\n_vmaplab_commands()\n{\n\tlocal list\n\t", out);
	fputs(dialect->open, out);
	struct list list = { out, dialect->item };
	add_commands(&list, table, count);
	fprintf(out, "%s\n}\n\n", dialect->close);
}

/* printf with a format of the dialect, and a line. */
static void put_with(FILE *out, const char *format, const char *word)
{
	const char *at = strstr(format, "%s");
	fprintf(out, "\t\t%.*s%s%s\n", (int)(at - format), format, word, at + 2);
}

static void posix_kind(FILE *out, const struct dialect *dialect, enum words kind)
{
	struct list list = { out, dialect->item };
	if (kind == WORDS_SCRIPT || kind == WORDS_LESSON)
		put_with(out, dialect->names, "lessons");
	if (kind == WORDS_SCRIPT)
		put_with(out, dialect->names, "scripts");
	if (kind == WORDS_EXAM)
		put_with(out, dialect->names, "exam");
	if (kind == WORDS_HANDED_IN)
		put_with(out, dialect->files, "exam");
	if (kind == WORDS_SCRIPT || kind == WORDS_LUA)
		put_with(out, dialect->files, "lua");
	if (kind == WORDS_TRACE)
		put_with(out, dialect->files, "trace|trace.gz|txt|txt.gz");
	if (kind != WORDS_WORKLOAD && kind != WORDS_SESSION)
		return;
	fprintf(out, "\t\t%s", dialect->open);
	if (kind == WORDS_WORKLOAD)
		add_workloads(&list);
	else
		add(&list, "forget", "");
	fprintf(out, "%s\n", dialect->close);
}

/* How many words are of that kind; behind a script they are its own. */
static void posix_words(FILE *out, const struct dialect *dialect,
			const struct subcommand *table, size_t count)
{
	fputs("# The words of a command: its name, and how many there are before.\n"
	      "_vmaplab_words()\n{\n\tlocal list\n\tcase $1 in\n", out);
	for (size_t i = 0; i < count; i++) {
		const struct subcommand *s = &table[i];
		if (words_of(s) == WORDS_NONE)
			continue;
		fprintf(out, "\t('%s')\n", s->name);
		if (s->own_words)
			fprintf(out, "\t\t[[ $2 == 0 ]] || { %s; return; }\n", dialect->any_file);
		else if (s->most < ANY_NUMBER)
			fputs("\t\t[[ $2 == 0 ]] || return\n", out);
		posix_kind(out, dialect, words_of(s));
		fputs("\t\t;;\n", out);
	}
	fputs("\tesac\n}\n\n", out);
}

static void write_posix(FILE *out, const struct dialect *dialect,
			const struct subcommand *table, size_t count)
{
	posix_values(out, dialect);
	posix_options(out, dialect, table, count);
	posix_tests(out, dialect, table, count);
	posix_words(out, dialect, table, count);
	fputs(dialect->main, out);
}

static void write_bash(FILE *out, const struct subcommand *table, size_t count)
{
	write_posix(out, &bash, table, count);
}

static void write_zsh(FILE *out, const struct subcommand *table, size_t count)
{
	write_posix(out, &zsh, table, count);
}

/* --- fish --- */

static void put_tabbed(FILE *out, const char *name, const char *summary)
{
	fputs(" '", out);
	put_fish(out, name);
	if (*summary)
		fputc('\t', out);
	put_fish(out, _(summary));
	fputc('\'', out);
}

static void fish_functions(FILE *out, const struct subcommand *table, size_t count)
{
	fputs("# The command on the line so far; '-' for a script, nothing at the beginning.\n"
	      "function __vmaplab_command\n"
	      "    set -l skip no\n"
	      "    for word in (commandline -opc)[2..-1]\n"
	      "        if test $skip = yes\n"
	      "            set skip no\n"
	      "            continue\n"
	      "        end\n"
	      "        switch $word\n"
	      "            case ", out);
	put_takers(out, " ");
	fputs("\n"
	      "                set skip yes\n"
	      "            case '-*'\n"
	      "            case", out);
	for (size_t i = 1; i < count; i++)
		fprintf(out, " %s", table[i].name);
	fputs("\n"
	      "                echo $word\n"
	      "                return\n"
	      "            case '*'\n"
	      "                echo -\n"
	      "                return\n"
	      "        end\n"
	      "    end\n"
	      "end\n\n"
	      "function __vmaplab_in\n"
	      "    set -l command (__vmaplab_command)\n"
	      "    test \"$argv[1]\" = \"$command\"\n"
	      "end\n\n"
	      "function __vmaplab_names\n"
	      "    set -l program (string replace -r '^~' $HOME -- (commandline -opc)[1])\n"
	      "    command -q $program; and $program $argv[1] --names 2>/dev/null\n"
	      "end\n\n"
	      "complete -c vmaplab -f\n", out);
}

/* complete -c vmaplab, where that command stands. */
static void fish_where(FILE *out, const struct subcommand *s)
{
	fprintf(out, "complete -c vmaplab -n '__vmaplab_in \"%s\"'", s->name);
}

static void fish_option(FILE *out, const struct subcommand *s, enum option option)
{
	const struct option_info *info = options_info(option);
	struct list list = { out, put_tabbed };
	fish_where(out, s);
	fprintf(out, " -l %s", info->name);
	if (info->letter)
		fprintf(out, " -s %c", info->letter);
	fputs(takes_word(option) ? " -x -d '" : " -d '", out);
	put_fish(out, _(info->summary));
	fputc('\'', out);
	if (has_values(option)) {
		fputs(" -a \"(printf '%s\\n'", out);
		add_values(&list, option);
		fputs(")\"", out);
	}
	fputc('\n', out);
}

static void fish_argument(FILE *out, const struct subcommand *s, const char *what)
{
	fish_where(out, s);
	fprintf(out, " -a '%s'\n", what);
}

static void fish_words(FILE *out, const struct subcommand *s)
{
	struct list list = { out, put_tabbed };
	enum words kind = words_of(s);
	if (kind == WORDS_SCRIPT || kind == WORDS_LESSON)
		fish_argument(out, s, "(__vmaplab_names lessons)");
	if (kind == WORDS_SCRIPT)
		fish_argument(out, s, "(__vmaplab_names scripts)");
	if (kind == WORDS_EXAM)
		fish_argument(out, s, "(__vmaplab_names exam)");
	if (kind == WORDS_HANDED_IN)
		fish_argument(out, s, "(__fish_complete_suffix .exam)");
	if (kind == WORDS_SCRIPT || kind == WORDS_LUA)
		fish_argument(out, s, "(__fish_complete_suffix .lua)");
	if (kind == WORDS_TRACE)
		fish_argument(out, s, "(__fish_complete_path)");
	if (kind == WORDS_SESSION)
		fish_argument(out, s, "forget");
	if (kind != WORDS_WORKLOAD)
		return;
	fish_where(out, s);
	fputs(" -a \"(printf '%s\\n'", out);
	add_workloads(&list);
	fputs(")\"\n", out);
}

static void fish_command(FILE *out, const struct subcommand *first, const struct subcommand *s)
{
	fish_where(out, first);
	fprintf(out, " -a %s -d '", s->name);
	put_fish(out, _(s->summary));
	fputs("'\n", out);
}

static void write_fish(FILE *out, const struct subcommand *table, size_t count)
{
	fish_functions(out, table, count);
	for (size_t i = 0; i < count; i++) {
		const struct subcommand *s = &table[i];
		if (i > 0)
			fish_command(out, table, s);
		for (size_t k = 0; k < OPTION_COUNT; k++)
			if (options_of(s) >> k & 1)
				fish_option(out, s, (enum option)k);
		fish_words(out, s);
	}
}

bool completion_write(FILE *out, const char *shell, const struct subcommand *table, size_t count)
{
	static const struct {
		const char *name, *head;
		void (*write)(FILE *out, const struct subcommand *table, size_t count);
	} shells[] = {
		{ "bash", "", write_bash }, { "zsh", "#compdef vmaplab\n", write_zsh },
		{ "fish", "", write_fish },
	};
	for (size_t i = 0; i < sizeof(shells) / sizeof(*shells); i++) {
		if (strcmp(shells[i].name, shell) != 0)
			continue;
		fprintf(out, "%s# SPDX-License-Identifier: GPL-3.0-or-later\n"
			"# Made by 'vmaplab --completion %s' from the program's own tables.\n\n",
			shells[i].head, shell);
		shells[i].write(out, table, count);
		return true;
	}
	return false;
}
