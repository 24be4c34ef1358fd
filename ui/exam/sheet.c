/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading a transcript. Nothing in it is believed: every line must be as the writer
 * would have written it, and fit the sum of those before.
 */

#include "ui/exam/sheet.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/exam/digest.h"
#include "ui/exam/sheet_lines.h"
#include "ui/lab/language.h"

enum { SUM_DIGITS = 16 };

static const char *const words[] = SHEET_WORDS;

struct reading {
	struct sheet *t;
	char *text;		/* of the file */
	size_t length, at;	/* where the next line begins */
	char *why;
	size_t room;
};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define WRONG(r, ...) (snprintf((r)->why, (r)->room, __VA_ARGS__), false)

/* --- the file --- */

/* Only a regular file: a pipe could keep us waiting, and has no end. */
static int open_regular(const char *path)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status) != 0 || S_ISREG(status.st_mode))
		return fd;
	close(fd);
	errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
	return -1;
}

static bool load(struct reading *r, const char *path)
{
	int fd = open_regular(path);
	FILE *file = fd >= 0 ? fdopen(fd, "r") : NULL;
	if (!file)
		return WRONG(r, _("cannot be read: %s"), strerror(errno));
	r->text = malloc(SHEET_MOST + 2);
	r->length = r->text ? fread(r->text, 1, SHEET_MOST + 1, file) : 0;
	bool failed = ferror(file) != 0;
	fclose(file);
	if (!r->text || failed)
		return WRONG(r, _("cannot be read: %s"), strerror(r->text ? EIO : ENOMEM));
	r->text[r->length] = '\0';
	return true;
}

/* --- lines --- */

/* The next line, its newline made a NUL, and a return before that, which mail may have
 * put there. NULL: there is none that is whole; or it is no text, and `why` tells. */
static char *next_line(struct reading *r)
{
	char *line = r->text + r->at, *end = memchr(line, '\n', r->length - r->at);
	if (!end)
		return NULL;
	r->at = (size_t)(end + 1 - r->text);
	end -= end > line && end[-1] == '\r';
	for (char *c = line; c < end; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f) {
			(void)WRONG(r, _("line %zu is no text"), r->t->lines + 1);
			return NULL;
		}
	*end = '\0';
	r->t->lines++;
	return line;
}

static uint64_t sum_of(uint64_t sum, const char *line)
{
	sum = digest(sum, line, strlen(line));
	return digest(sum, "\n", 1);
}

static bool read_hex(const char *text, size_t digits, uint64_t *value)
{
	char *end;
	for (size_t i = 0; i < digits; i++)
		if (!isdigit((unsigned char)text[i]) && !(text[i] >= 'a' && text[i] <= 'f'))
			return false;
	*value = strtoull(text, &end, 16);
	return end == text + digits;
}

static bool read_decimal(const char *text, uint64_t *value)
{
	char *end;
	*value = strtoull(text, &end, 10);
	return isdigit((unsigned char)*text) && *end == '\0';
}

/* --- the header --- */

static bool keep(char *to, size_t room, const char *text)
{
	return (size_t)snprintf(to, room, "%s", text) < room;
}

static bool take_exam(struct sheet *t, const char *text)
{
	t->exam = strdup(text);
	return t->exam && *text;
}

static bool take_seed(struct sheet *t, const char *text)
{
	return read_decimal(text, &t->seed) && t->seed <= PAPER_SEED_MAX;
}

static bool take_student(struct sheet *t, const char *text)
{
	return keep(t->student, sizeof(t->student), text);
}

static bool take_language(struct sheet *t, const char *text)
{
	return *text && keep(t->language, sizeof(t->language), text);
}

static bool take_program(struct sheet *t, const char *text)
{
	return *text && keep(t->program, sizeof(t->program), text);
}

static bool take_source(struct sheet *t, const char *text)
{
	return read_hex(text, SUM_DIGITS, &t->source) && text[SUM_DIGITS] == '\0';
}

static bool take_begun(struct sheet *t, const char *text)
{
	return *text && keep(t->begun, sizeof(t->begun), text);
}

static const struct {
	const char *name;
	bool (*take)(struct sheet *t, const char *text);
} fields[] = {
	{ "exam", take_exam }, { "seed", take_seed }, { "student", take_student },
	{ "language", take_language }, { "program", take_program }, { "source", take_source },
	{ "begun", take_begun },
};

static bool header_ends(struct reading *r)
{
	return *r->why ? false : WRONG(r, _("line %zu is cut off: the file ends within its header"),
				       r->t->lines + 1);
}

static bool read_form(struct reading *r)
{
	const size_t head = strlen(SHEET_HEAD);
	uint64_t form;
	if (r->length > SHEET_MOST)
		return WRONG(r, _("is too long for a transcript: more than %d bytes"), SHEET_MOST);
	if (strncmp(r->text, SHEET_HEAD, head) != 0)
		return WRONG(r, _("line 1 does not begin the transcript of an exam"));
	const char *line = next_line(r);
	if (!line)
		return header_ends(r);
	r->t->sum = sum_of(DIGEST_START, line);
	if (!read_decimal(line + head, &form))
		return WRONG(r, _("line 1 does not begin the transcript of an exam"));
	if (form != SHEET_FORM)
		return WRONG(r, _("line 1: this is a transcript of form %" PRIu64 ", and this program "
			       "reads form %d"), form, SHEET_FORM);
	return true;
}

static bool read_field(struct reading *r, size_t i)
{
	const size_t length = strlen(fields[i].name);
	const char *line = next_line(r);
	if (!line)
		return header_ends(r);
	if (strncmp(line, fields[i].name, length) != 0 || strncmp(line + length, ": ", 2) != 0 ||
	    !fields[i].take(r->t, line + length + 2))
		return WRONG(r, _("line %zu should tell its '%s'"), r->t->lines, fields[i].name);
	r->t->sum = sum_of(r->t->sum, line);
	return true;
}

static bool read_header(struct reading *r)
{
	uint64_t sum;
	if (!read_form(r))
		return false;
	for (size_t i = 0; i < LENGTH(fields); i++)
		if (!read_field(r, i))
			return false;
	const char *line = next_line(r);
	if (!line)
		return header_ends(r);
	if (strncmp(line, "sum: ", 5) != 0 || !read_hex(line + 5, SUM_DIGITS, &sum) || line[21])
		return WRONG(r, _("line %zu should be the header's sum"), r->t->lines);
	if (sum != r->t->sum)
		return WRONG(r, _("the header (lines 1 to %zu) was changed after it was written"),
			     r->t->lines - 1);
	r->t->length = r->at;
	return true;
}

/* --- entries --- */

bool sheet_add(struct sheet *t, enum sheet_kind kind,
		    const struct standing *standing, uint64_t seconds, const char *text)
{
	struct sheet_entry *grown = realloc(t->entry, (t->entries + 1) * sizeof(*grown));
	if (!grown)
		return false;
	t->entry = grown;
	grown[t->entries] = (struct sheet_entry){
		.kind = kind, .standing = *standing, .seconds = seconds, .line = t->lines,
		.text = strdup(text),
	};
	return grown[t->entries++].text != NULL;
}

/* "q1 12 77aa01c3 answer page 12" */
static bool read_entry(struct reading *r, const char *text)
{
	struct standing standing = { 0 };
	char word[16];
	int at = 0;
	unsigned kind = 0;
	if (sscanf(text, "q%6u %47[0-9.] %8" SCNx32 " %15[a-z] %n", &standing.question,
		   standing.place, &standing.model, word, &at) != 4 || at == 0 || standing.question == 0)
		return false;
	while (kind < LENGTH(words) && strcmp(word, words[kind]) != 0)
		kind++;
	return kind < LENGTH(words) && sheet_add(r->t, (enum sheet_kind)kind, &standing,
					  r->t->seconds, text + at);
}

static bool read_line(struct reading *r, const char *line)
{
	uint64_t sum, seconds;
	char digits[24] = "";
	int at = 0;
	if (r->t->ended)
		return WRONG(r, _("line %zu stands behind the end of the exam"), r->t->lines);
	if (strlen(line) <= SUM_DIGITS || !read_hex(line, SUM_DIGITS, &sum) ||
	    line[SUM_DIGITS] != ' ')
		return WRONG(r, _("line %zu has no sum before it"), r->t->lines);
	line += SUM_DIGITS + 1;
	r->t->sum = sum_of(r->t->sum, line);
	if (sum != r->t->sum)
		return WRONG(r, _("line %zu was changed after it was written, or one before it was "
			     "taken away"), r->t->lines);
	if (sscanf(line, "%20[0-9] %n", digits, &at) != 1 || !read_decimal(digits, &seconds))
		return WRONG(r, _("line %zu does not tell when it was written"), r->t->lines);
	r->t->seconds = seconds;
	r->t->ended = strcmp(line + at, SHEET_END) == 0;
	if (!r->t->ended && !read_entry(r, line + at))
		return WRONG(r, _("line %zu is neither an answer nor a command"), r->t->lines);
	r->t->length = r->at;
	return true;
}

static enum sheet_state read_lines(struct reading *r)
{
	char *line;
	while ((line = next_line(r)) != NULL)
		if (!read_line(r, line))
			return SHEET_WRONG;
	if (*r->why)
		return SHEET_WRONG;
	if (r->at == r->length)
		return SHEET_WELL;
	(void)WRONG(r, _("line %zu is cut off"), r->t->lines + 1);
	return SHEET_CUT;
}

enum sheet_state sheet_read(struct sheet *t, const char *path, char *why,
				      size_t room)
{
	struct reading r = { .t = t, .why = why, .room = room };
	enum sheet_state state = SHEET_UNREADABLE;
	*t = (struct sheet){ 0 };
	*why = '\0';
	if (load(&r, path))
		state = read_header(&r) ? read_lines(&r) : SHEET_WRONG;
	free(r.text);
	return state;
}

void sheet_close(struct sheet *t)
{
	for (size_t i = 0; i < t->entries; i++)
		free(t->entry[i].text);
	free(t->entry);
	free(t->exam);
	*t = (struct sheet){ 0 };
}
