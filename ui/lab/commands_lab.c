/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Commands about the laboratory itself: the space, help.
 */

#include "ui/lab/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- space --- */

static void tell_space(struct lab *lab, struct reply *reply)
{
	const struct space *s = &lab_machine(lab)->g->space;
	reply_integer(reply, "start", s->start);
	reply_integer(reply, "limit", s->end);
	if (lab->narration.on) {
		lab_print(lab, TONE_PLAIN, "A space of %" PRIu64 " whole pages, %" PRIu32 " of %"
			  PRIu32 " CPUs online.", (s->end - s->start) / PAGE_SIZE, s->online,
			  s->cpus);
		return;
	}
	lab_print(lab, TONE_PLAIN, "[0x%" PRIx64 ", 0x%" PRIx64 "), %" PRIu64 " whole pages",
		  s->start, s->end, (s->end - s->start) / PAGE_SIZE);
	lab_print(lab, TONE_PLAIN, "%" PRIu32 " of %" PRIu32 " CPUs online, %" PRIu32
		  " levels of page tables, blocks of %" PRIu32 " pages%s%s", s->online, s->cpus,
		  s->levels, s->block_pages, s->huge ? _(", large entries") : "",
		  s->initialized ? "" : _(", before start-up"));
}

static void list_spaces(struct lab *lab)
{
	for (size_t i = 0; i < engine_space_count; i++)
		lab_print(lab, TONE_PLAIN, "  space %-14s %s", engine_spaces[i].name,
			  _(engine_spaces[i].summary));
}

static bool check_space(struct lab *lab, const struct space *s)
{
	if (s->start >= s->end)
		lab_fail(lab, "a space must begin below its end");
	else if (s->levels != 4 && s->levels != 5)
		lab_fail(lab, "page tables have 4 or 5 levels");
	else if (s->cpus == 0 || s->cpus > CPU_MAX)
		lab_fail(lab, "there can be 1 to %d CPUs", CPU_MAX);
	else if (s->online == 0 || s->online > s->cpus)
		lab_fail(lab, "1 to %" PRIu32 " CPUs can be online", s->cpus);
	else if (s->block_pages < 128 || s->block_pages > 1024 ||
		 (s->block_pages & (s->block_pages - 1)))
		lab_fail(lab, "a block has a power of two of pages, 128 to 1024");
	else
		return true;
	return false;
}

static uint32_t small(const struct arguments *a, size_t i, uint32_t otherwise)
{
	if (!a->at[i].text)
		return otherwise;
	return a->at[i].number > UINT32_MAX ? UINT32_MAX : (uint32_t)a->at[i].number;
}

/* START..END. False: lab_error tells. */
static bool read_range(struct lab *lab, const char *text, struct space *s)
{
	char start[LINE_ROOM];
	const char *dots = strstr(text, "..");
	int length = (int)(dots - text);
	if (length == 0 || !dots[2] || length >= LINE_ROOM) {
		lab_fail(lab, "'%s' is no range; it is START..END, such as 0x100000..0x200000",
			 text);
		return false;
	}
	snprintf(start, sizeof(start), "%.*s", length, text);
	return lab_evaluate_number(lab, start, false, &s->start) &&
	       lab_evaluate_number(lab, dots + 2, false, &s->end);
}

/* The known space, or the present one with another range. */
static bool read_space(struct lab *lab, const struct arguments *a, struct space *s)
{
	const char *text = a->at[0].text;
	*s = lab_machine(lab)->g->space;
	if (text && strstr(text, ".."))
		return read_range(lab, text, s);
	if (text)
		*s = engine_spaces[a->at[0].number].space;
	return true;
}

/* What was asked for beside it put in. */
static struct space wanted_space(struct space s, const struct arguments *a)
{
	s.start = a->at[1].text ? a->at[1].number : s.start;
	s.end = a->at[2].text ? a->at[2].number : s.end;
	s.cpus = small(a, 3, s.cpus);
	s.online = small(a, 4, s.online > s.cpus ? s.cpus : s.online);
	s.levels = small(a, 5, s.levels);
	s.block_pages = small(a, 6, s.block_pages);
	s.totalram = a->at[7].text ? a->at[7].number : s.totalram;
	s.huge = small(a, 8, s.huge);
	s.initialized = small(a, 9, s.initialized);
	s.cpu = 0;
	s.irq = 0;
	return s;
}

enum lab_status run_space(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	bool asked = false;
	for (size_t i = 0; i < LAB_PARAMETERS; i++)
		asked = asked || a->at[i].text;
	if (!asked) {
		lab->only_looked = true;
		tell_space(lab, reply);
		list_spaces(lab);
		return LAB_OK;
	}
	struct space s;
	if (!read_space(lab, a, &s))
		return LAB_FAILED;
	s = wanted_space(s, a);
	if (!check_space(lab, &s) || !lab_reset(lab, &s))
		return LAB_FAILED;
	tell_space(lab, reply);
	return LAB_OK;
}

/* --- help --- */

struct help {
	struct lab *lab;
	const char *group;	/* whose heading was printed last */
};

static void help_line(void *context, const struct command *command)
{
	struct help *help = context;
	if (!command->group)
		return;		/* a front end's own keys need no line here */
	if (!help->group || strcmp(help->group, command->group) != 0)
		lab_print(help->lab, TONE_PLAIN, "%s:", _(command->group));
	help->group = command->group;
	lab_print(help->lab, TONE_PLAIN, "  %-17s %-4s %s", command->name,
		  command->alias ? command->alias : "", _(command->summary));
}

/* "alloc SIZE [align= vstart= ..]" */
static void print_usage(struct lab *lab, const struct command *command)
{
	char text[LINE_ROOM];
	snprintf(text, sizeof(text), "%s", command->name);
	size_t n = lab_parameters(command);
	for (size_t i = 0; i < n; i++) {
		const struct parameter *p = &command->parameter[i];
		lab_append(text, sizeof(text), p->needed ? " %s%s" : " [%s%s]", p->name,
			   p->positional ? "" : "=");
	}
	lab_print(lab, TONE_PLAIN, "%s", text);
}

static void print_events(struct lab *lab)
{
	lab_print(lab, TONE_PLAIN, "events:");
	for (size_t i = 0; i < lab_event_count; i++)
		lab_print(lab, TONE_PLAIN, "  %-16s %s", lab_events[i].name,
			  _(lab_events[i].summary));
}

static void print_settings(struct lab *lab)
{
	const struct setting *setting;
	lab_print(lab, TONE_PLAIN, "settings:");
	for (size_t i = 0; (setting = lab_setting(lab, i)) != NULL; i++)
		lab_print(lab, TONE_PLAIN, "  %-16s %s", setting->name, _(setting->summary));
}

static void print_parameter(struct lab *lab, const struct parameter *p)
{
	const char *help = p->help ? _(p->help) : "";
	if (p->choices && !p->positional && strcmp(p->choices, "0 1") == 0)
		lab_print(lab, TONE_PLAIN, "  %-12s %s ('%s' or '%s=1', else '%s=0')", p->name, help,
			  p->name, p->name, p->name);
	else if (p->choices)
		lab_print(lab, TONE_PLAIN, "  %-12s %s (%s)", p->name, help, p->choices);
	else
		lab_print(lab, TONE_PLAIN, "  %-12s %s", p->name, help);
}

static void print_command(struct lab *lab, const struct command *command)
{
	print_usage(lab, command);
	lab_print(lab, TONE_PLAIN, "  %s", _(command->summary));
	size_t n = lab_parameters(command);
	for (size_t i = 0; i < n; i++)
		print_parameter(lab, &command->parameter[i]);
	if (command->alias)
		lab_print(lab, TONE_PLAIN, "short: %s", command->alias);
	if (command->example)
		lab_print(lab, TONE_PLAIN, "for example: %s", command->example);
	if (command->run == run_break)
		print_events(lab);
	if (command->run == run_set)
		print_settings(lab);
}

enum lab_status run_help(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct help help = { lab, NULL };
	(void)reply;
	if (a->at[0].text) {
		const struct command *command = lab_find_command(lab, a->at[0].text);
		if (!command)
			return LAB_FAILED;
		print_command(lab, command);
		return LAB_OK;
	}
	lab_each_command(lab, help_line, &help);
	lab_print(lab, TONE_PLAIN, "Sizes: 3p 12K 1M 0x3000. Addresses: a1, a1.end, start+64K. "
		  "'help COMMAND' tells more.");
	return LAB_OK;
}

enum lab_status run_echo(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)reply;
	lab_print(lab, TONE_TEXT, "%s", a->at[0].text ? a->at[0].text : "");
	return LAB_OK;
}

enum lab_status run_quit(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	(void)lab;
	(void)a;
	(void)reply;
	return LAB_QUIT;
}
