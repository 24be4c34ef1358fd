/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The manual page, made from the tables that the program itself goes by: what
 * the command line takes (options.h), the commands of the prompt (lab.h), the
 * spaces (engine.h). Only what stands in no table is written here.
 */

#include <string.h>

#include "ui/lab/lab.h"
#include "ui/manual.h"

/* Text that roff would take for its own is made harmless. */
static void put(FILE *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", out);
	for (; *text; text++) {
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '-')
			fputs("\\-", out);
		else
			fputc(*text, out);
	}
}

static void put_line(FILE *out, const char *text)
{
	put(out, text);
	fputc('\n', out);
}

/* A paragraph whose first line stands out: ".TP", the bold term, what follows. */
static void put_term(FILE *out, const char *term, const char *rest, const char *text)
{
	fputs(".TP\n\\fB", out);
	put(out, term);
	fputs("\\fR", out);
	if (*rest)
		fputc(' ', out);
	put_line(out, rest);
	put_line(out, text);
}

static void synopsis(FILE *out, const struct subcommand *table, size_t count)
{
	fputs(".SH SYNOPSIS\n.nf\n", out);
	for (size_t i = 0; i < count; i++) {
		fprintf(out, "\\fBvmaplab%s%s\\fR [OPTIONS] ", *table[i].name ? " " : "",
			table[i].name);
		put_line(out, table[i].words);
	}
	fputs(".fi\n", out);
}

static void subcommands(FILE *out, const struct subcommand *table, size_t count)
{
	fputs(".SH SUBCOMMANDS\n", out);
	for (size_t i = 0; i < count; i++) {
		put_term(out, *table[i].name ? table[i].name : "(none)", table[i].words,
			 table[i].summary);
		if (table[i].more) {
			fputs(".br\n", out);
			put_line(out, table[i].more);
		}
	}
}

static void options(FILE *out)
{
	fputs(".SH OPTIONS\n", out);
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		char name[64];
		const struct option_info *info = options_info((enum option)i);
		if (info->letter)
			snprintf(name, sizeof(name), "-%c, --%s", info->letter, info->name);
		else
			snprintf(name, sizeof(name), "--%s", info->name);
		put_term(out, name, info->value ? info->value : "", info->summary);
	}
}

static void spaces(FILE *out)
{
	fputs(".SH SPACES\n", out);
	for (size_t i = 0; i < engine_space_count; i++)
		put_term(out, engine_spaces[i].name, "", engine_spaces[i].summary);
}

/* "size [align=ALIGN]": what is needed stands bare, the rest in brackets. */
static void parameters(FILE *out, const struct command *command)
{
	for (size_t i = 0; i < LAB_PARAMETERS && command->parameter[i].name; i++) {
		const struct parameter *p = &command->parameter[i];
		fputs(p->needed ? " \\fI" : " [\\fI", out);
		put(out, p->name);
		fputs(p->positional ? "\\fR" : "\\fR=..", out);
		fputs(p->needed ? "" : "]", out);
	}
	fputc('\n', out);
}

static void command(FILE *out, const struct command *c)
{
	fputs(".TP\n\\fB", out);
	put(out, c->name);
	fputs("\\fR", out);
	if (c->alias) {
		fputs(", \\fB", out);
		put(out, c->alias);
		fputs("\\fR", out);
	}
	parameters(out, c);
	put_line(out, c->summary);
	fputs(".br\nExample: ", out);
	put_line(out, c->example);
}

/* The table has the commands of a group together. */
static void commands(FILE *out)
{
	fputs(".SH COMMANDS\nAt the prompt and in scripts; several in a line are parted by "
	      ";, and # or -- begins a comment.\n", out);
	for (size_t i = 0; i < lab_command_count; i++) {
		const struct command *c = &lab_commands[i];
		if (i == 0 || strcmp(c->group, lab_commands[i - 1].group) != 0) {
			fputs(".SS ", out);
			put_line(out, c->group);
		}
		command(out, c);
	}
}

void manual_write(FILE *out, const struct subcommand *table, size_t count)
{
	fputs(".\\\" Made by 'vmaplab --man' from the program's own tables; do not edit.\n"
	      ".\\\" SPDX-License-Identifier: GPL-3.0-or-later\n"
	      ".TH VMAPLAB 1 \"\" vmaplab \"User commands\"\n"
	      ".SH NAME\nvmaplab \\- step through the vmap allocator of Linux 4.19\n", out);
	synopsis(out, table, count);
	fputs(".SH DESCRIPTION\n"
	      "A laboratory for the allocator behind vmalloc, vmap and ioremap: allocate and\n"
	      "free, and watch alloc_vmap_area think, one step at a time, forwards and\n"
	      "backwards.\n", out);
	subcommands(out, table, count);
	options(out);
	spaces(out);
	commands(out);
	fputs(".SH \"EXIT STATUS\"\n0 all well, 1 something failed or differed, 2 wrong usage or "
	      "unreadable input.\n"
	      ".SH FILES\n.TP\n\\fI$XDG_STATE_HOME/vmaplab/history\\fR\n"
	      "What was typed at the prompts; without the variable below ~/.local/state.\n"
	      ".TP\n\\fI$XDG_CONFIG_HOME/vmaplab/config\\fR\n"
	      "What was chosen on the screen, below ~/.config without the variable: lines of the\n"
	      "commands set, bind, unbind, colour and plan; # begins a comment. A choice replaces\n"
	      "its own line and leaves all others as they are.\n"
	      ".TP\n\\fI$XDG_STATE_HOME/vmaplab/sessions/\\fR\n"
	      "The commands of sessions that run, and of those that were cut off.\n"
	      ".SH ENVIRONMENT\n.TP\n\\fBNO_COLOR\\fR\nNo colours, if set and not empty.\n"
	      ".TP\n\\fBVMAPLAB_LESSONS\\fR\nThe folder of the lessons.\n"
	      ".TP\n\\fBVMAPLAB_SCRIPTS\\fR\nThe folder of the scenarios.\n", out);
}
