/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What every prompt for commands has in common.
 *
 * readline is one per process and asks for completions through a function
 * without a context, so the lab it completes for has to be kept here: this is
 * the one place where the two meet. Each line goes to the history's file at
 * once; a session that dies has lost nothing.
 */

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "ui/repl/history.h"
#include "ui/repl/line.h"

enum { HISTORY_LINES = 1000 };

/* What readline's callbacks cannot be handed. */
static struct {
	struct lab *lab;
	char *file;	/* of the history; NULL: not kept */
} line;

/* --- completion --- */

/* Completions as readline wants them: [0] is left for what they have in common. */
struct matches {
	char **word;
	size_t count;
	const char *sign;	/* put before each */
	bool failed;
};

static void add_match(void *context, const char *word)
{
	struct matches *m = context;
	char **more = realloc(m->word, (m->count + 3) * sizeof(*more));
	char *copy = malloc(strlen(m->sign) + strlen(word) + 1);
	if (more)
		m->word = more;
	m->failed = m->failed || !more || !copy;
	if (m->failed) {
		free(copy);
		return;
	}
	stpcpy(stpcpy(copy, m->sign), word);
	m->word[++m->count] = copy;
	m->word[m->count + 1] = NULL;
}

static char *common_beginning(char *const *word, size_t count)
{
	size_t length = strlen(word[0]);
	for (size_t i = 1; i < count; i++) {
		size_t same = 0;
		while (same < length && word[i][same] == word[0][same])
			same++;
		length = same;
	}
	return strndup(word[0], length);
}

/* A single match stands alone in [0]. */
static char **as_readline_wants(struct matches *m)
{
	if (m->count == 0)
		return NULL;
	m->word[0] = common_beginning(m->word + 1, m->count);
	if (m->count == 1) {
		free(m->word[1]);
		m->word[1] = NULL;
	}
	if (!m->word[0] || m->failed) {
		for (size_t i = 0; i <= m->count; i++)
			free(m->word[i]);
		free(m->word);
		return NULL;
	}
	return m->word;
}

static bool ends_with(const char *text, char end)
{
	size_t length = strlen(text);
	return length > 0 && text[length - 1] == end;
}

/* Is the command that the line begins with one that takes a file's name? */
static bool wants_file(void)
{
	char word[32];
	if (sscanf(rl_line_buffer, " %31[a-z-] ", word) != 1)
		return false;
	const struct command *command = lab_command(word);
	return strcmp(word, "source") == 0 ||
	       (command && command->parameter[0].kind == PARAMETER_FILE);
}

/* A minus sign parts words for the lab, but not for readline, because names
 * of commands have it in them. */
static char **complete(const char *text, int start, int end)
{
	struct matches m = { .sign = text[0] == '-' ? "-" : "" };
	rl_attempted_completion_over = start == 0 || !wants_file();
	if (!line.lab)
		return NULL;
	lab_complete(line.lab, rl_line_buffer, (size_t)end, add_match, &m);
	char **words = as_readline_wants(&m);
	if (words && (ends_with(words[0], '=') || ends_with(words[0], ':')))
		rl_completion_suppress_append = 1;	/* a value follows */
	return words;
}

/* --- history --- */

static void load_history(void)
{
	using_history();
	clear_history();
	stifle_history(HISTORY_LINES);
	if (line.file)
		read_history(line.file);
}

static bool same_as_last(const char *text)
{
	if (history_length == 0)
		return false;
	const HIST_ENTRY *last = history_get(history_base + history_length - 1);
	return last && strcmp(last->line, text) == 0;
}

void line_remember(const char *text)
{
	if (text[strspn(text, " \t")] == '\0' || same_as_last(text))
		return;
	add_history(text);
	if (line.file && append_history(1, line.file) != 0) {
		free(line.file);	/* the disk is full: no trying at every line */
		line.file = NULL;
	}
}

/* --- opening and closing --- */

/* Alt-Enter would go over to vi's keys, by accident more often than not; and
 * there readline can go round for ever in a line that is no UTF-8. Whoever
 * wants them says so in the inputrc. */
static void stay_with_keys(void)
{
	rl_unbind_function_in_map(rl_vi_editing_mode, emacs_standard_keymap);
	rl_unbind_function_in_map(rl_vi_editing_mode, emacs_meta_keymap);
}

void line_open(struct lab *lab, char *hint, size_t room)
{
	line.lab = lab;
	line.file = history_place(hint, room);
	rl_readline_name = "vmaplab";
	rl_change_environment = 0;
	rl_attempted_completion_function = complete;
	rl_completer_word_break_characters = " \t\n(),+*/%&|<>!;";
	rl_initialize();
	stay_with_keys();
	load_history();
}

void line_close(void)
{
	if (line.file)
		history_truncate_file(line.file, HISTORY_LINES);
	free(line.file);
	line.file = NULL;
	line.lab = NULL;
	rl_attempted_completion_function = NULL;
	clear_history();
}

/* --- lines --- */

bool line_repeats(const char *text)
{
	char word[32];
	if (sscanf(text, " %31[a-z-]", word) != 1)
		return false;
	const struct command *command = lab_command(word), *step = lab_command("step");
	return command && step && command->run == step->run;
}

bool line_answers(const struct host *host, const char *text)
{
	char word[32], more;
	if (sscanf(text, " %31[a-zA-Z0-9_] %c", word, &more) != 1)
		return false;
	const struct command *command = lab_command(word);
	return command && strcmp(command->name, word) != 0 && host_takes_word(host, word);
}

char *line_next(char **rest)
{
	char *begin = *rest;
	if (!begin || !*begin)
		return NULL;
	char *end = begin + strcspn(begin, "\n");
	*rest = *end ? end + 1 : end;
	while (end > begin && end[-1] == '\r')
		end--;
	*end = '\0';
	return begin;
}

size_t line_character(const char *text, size_t room)
{
	static const uint32_t lowest[] = { 0, 0, 0xa0, 0x800, 0x10000 };
	unsigned char first = (unsigned char)text[0];
	size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 :
			first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
	if (length == 1)
		return first == '\t' || (first >= 0x20 && first != 0x7f);
	if (length == 0 || length > room)
		return 0;
	uint32_t code = first & (0xffu >> (length + 1));
	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | ((unsigned char)text[i] & 0x3fu);
	}
	bool surrogate = code >= 0xd800 && code < 0xe000;
	return code >= lowest[length] && code <= 0x10ffff && !surrogate ? length : 0;
}

bool line_readable(const char *text, size_t length, char *why, size_t room)
{
	for (size_t i = 0, step; i < length; i += step) {
		unsigned char byte = (unsigned char)text[i];
		step = line_character(text + i, length - i);
		if (step > 0)
			continue;
		snprintf(why, room, byte == 0 ? _("byte %zu is a NUL (0x%02x): this is no text") :
			 byte < 0x80 ? _("byte %zu is a control character (0x%02x): this is no text") :
				       _("byte %zu is no UTF-8 (0x%02x): this is no text"),
			 i + 1, byte);
		return false;
	}
	return true;
}

const char *line_shown(const char *text, char *shown, size_t room)
{
	size_t left = strlen(text), used = 0;
	while (left > 0) {
		size_t length = line_character(text, left), needs = length ? length : 4;
		if (used + needs + (left > needs ? 4 : 1) > room) {
			snprintf(shown + used, room - used, "...");
			return shown;
		}
		if (length)
			memcpy(shown + used, text, length);
		else
			snprintf(shown + used, 5, "\\x%02x", (unsigned char)*text);
		used += needs;
		text += length ? length : 1;
		left -= length ? length : 1;
	}
	shown[used] = '\0';
	return shown;
}
