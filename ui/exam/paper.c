/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Finding the exam that is meant, and reading who sits it.
 */

#include "ui/exam/paper.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ui/exam/digest.h"
#include "ui/lab/language.h"
#include "ui/lab/nearest.h"
#include "ui/lua/lessons.h"

enum { NAMES = 64 };

/* --- the exam --- */

static const char *nearest_exam(const struct lesson_shelf *shelf, const char *name)
{
	const char *names[NAMES];
	size_t count = 0;
	for (size_t i = 0; i < shelf->lessons && count < NAMES; i++)
		if (shelf->lesson[i].exam)
			names[count++] = shelf->lesson[i].name;
	return nearest_of(name, names, count);
}

static void not_found(const struct lesson_shelf *shelf, const char *name, char *why, size_t room)
{
	const char *near = nearest_exam(shelf, name);
	if (shelf->lessons == 0 && shelf->trouble)
		snprintf(why, room, _("there is no exam '%s': %s"), name, shelf->trouble);
	else if (near)
		snprintf(why, room, _("there is no exam '%s'; did you mean '%s'?"), name, near);
	else
		snprintf(why, room, _("there is no exam '%s'; 'vmaplab exam' lists them"), name);
}

/* False: errno tells. */
static bool read_digest(const char *path, uint64_t *sum)
{
	FILE *file = fopen(path, "r");
	*sum = DIGEST_START;
	if (!file)
		return false;
	char block[4096];
	for (size_t n; (n = fread(block, 1, sizeof(block), file)) > 0;)
		*sum = digest(*sum, block, n);
	bool failed = ferror(file) != 0;
	fclose(file);
	return !failed;
}

bool paper_open(struct paper *paper, const char *name, char *why, size_t room)
{
	struct lesson_shelf shelf;
	*paper = (struct paper){ 0 };
	snprintf(why, room, _("out of memory"));
	if (!exams_open(&shelf))
		return false;
	const struct lesson *exam = lessons_find(&shelf, name);
	if (exam && exam->exam) {
		paper->name = strdup(name);
		paper->path = strdup(exam->path);
	} else {
		not_found(&shelf, name, why, room);
	}
	lessons_close(&shelf);
	bool well = paper->name && paper->path && read_digest(paper->path, &paper->source);
	if (paper->path && !well)
		snprintf(why, room, "%s: %s", paper->path, strerror(errno));
	if (!well)
		paper_close(paper);
	return well;
}

void paper_close(struct paper *paper)
{
	free(paper->name);
	free(paper->path);
	*paper = (struct paper){ 0 };
}

static void list_exam(const struct lesson *exam, bool names, FILE *out)
{
	if (names)
		fprintf(out, "%s\n", exam->name);
	else
		fprintf(out, _("%-12s %s (%u min)\n"), exam->name, exam->title, exam->minutes);
}

bool paper_list(bool names, FILE *out, FILE *complaints)
{
	struct lesson_shelf shelf;
	if (!exams_open(&shelf)) {
		fputs(_("vmaplab: there is no memory for the exams\n"), complaints);
		return false;
	}
	for (size_t i = 0; i < shelf.lessons; i++)
		if (shelf.lesson[i].exam)
			list_exam(&shelf.lesson[i], names, out);
	bool well = shelf.trouble == NULL;
	if (!well)
		fprintf(complaints, "vmaplab: %s\n", shelf.trouble);
	lessons_close(&shelf);
	return well;
}

/* --- seed and student --- */

bool paper_read_seed(struct paper *paper, const char *text, char *why, size_t room)
{
	char *end;
	unsigned long long seed = strtoull(text, &end, 10);
	bool well = isdigit((unsigned char)*text) && !*end && seed <= PAPER_SEED_MAX;
	if (!well)
		snprintf(why, room, _("--seed takes a whole number, 0 to %d, not '%.40s'"),
			 PAPER_SEED_MAX, text);
	paper->seed = seed;
	return well;
}

/* Whatever is no ASCII counts as a letter. */
static bool is_allowed(char c)
{
	return (unsigned char)c >= 0x80 || isalnum((unsigned char)c) || (c && strchr("._@+-", c));
}

bool paper_read_student(struct paper *paper, const char *text, char *why, size_t room)
{
	size_t length = text ? strlen(text) : 0;
	bool well = !text || (length > 0 && length <= PAPER_STUDENT && *text != '.' && *text != '-');
	for (size_t i = 0; i < length; i++)
		well = well && is_allowed(text[i]);
	if (!well)
		snprintf(why, room, _("--student takes an ID of letters, digits and . _ @ + - in it, "
			 "%d bytes at most"), PAPER_STUDENT);
	else
		snprintf(paper->student, sizeof(paper->student), "%s", text ? text : "");
	return well;
}
