/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where the steps stand in the source, and the source as it is shown.
 *
 * Nothing is kept in a table by hand: a step's place is the line of code that
 * follows STEP(name) in the text that was compiled.
 */

#include "ui/lab/inside.h"

#include <stdlib.h>
#include <string.h>

size_t lab_source_lines(size_t file)
{
	return file < source_file_count ? source_files[file].count : 0;
}

/* "alloc.c" and "kva/alloc.c" both mean engine/kva/alloc.c. */
bool source_is_file(size_t file, const char *name, size_t length)
{
	const char *path = source_files[file].path;
	size_t whole = strlen(path);
	if (length > whole || strncmp(path + whole - length, name, length) != 0)
		return false;
	return length == whole || path[whole - length - 1] == '/';
}

static size_t files_called(const char *name)
{
	size_t files = 0;
	for (size_t i = 0; i < source_file_count; i++)
		files += source_is_file(i, name, strlen(name));
	return files;
}

const char *source_short_name(size_t file)
{
	const char *path = source_files[file].path;
	const char *at = path + strlen(path);
	while (at > path) {
		at--;
		if (*at == '/' && files_called(at + 1) == 1)
			return at + 1;
	}
	return path;
}

/* Lines that are no code: blank, comment, another macro of the recording. */
static bool is_code(const char *line)
{
	static const char *const others[] = {
		"STEP(", "ENTER(", "COUNT(", "/*", "* ", "*/", "//",
	};
	line += strspn(line, "\t ");
	if (strcmp(line, "*") == 0)
		return false;
	for (size_t i = 0; i < LENGTH(others); i++)
		if (strncmp(line, others[i], strlen(others[i])) == 0)
			return false;
	return *line != '\0';
}

static size_t next_code_line(const struct source_file *file, size_t line)
{
	size_t at = line;
	while (at < file->count && !is_code(file->lines[at]))
		at++;
	return at < file->count ? at + 1 : line;
}

static size_t line_of_step(const struct source_file *file, const char *name)
{
	const char *found;
	size_t length;
	for (size_t i = 0; i < file->count; i++)
		if (source_is_step(file->lines[i], &found, &length) &&
		    strlen(name) == length && memcmp(found, name, length) == 0)
			return next_code_line(file, i + 1);
	return 0;
}

bool lab_place_of_step(uint32_t step, struct place *place)
{
	const char *name = step ? step_name(step) : NULL;
	for (size_t i = 0; name && i < source_file_count; i++) {
		size_t line = line_of_step(&source_files[i], name);
		if (!line)
			continue;
		*place = (struct place){ .file = i, .line = line };
		return true;
	}
	return false;
}

static uint32_t step_called(const char *name, size_t length)
{
	char text[64];
	if (length >= sizeof(text))
		return STEP_NONE;
	memcpy(text, name, length);
	text[length] = '\0';
	return step_by_name(text);
}

uint32_t lab_step_of_line(size_t file, size_t line)
{
	const struct source_file *source = &source_files[file];
	const char *name;
	size_t length;
	if (line == 0 || line > source->count || !is_code(source->lines[line - 1]))
		return STEP_NONE;
	for (size_t i = line - 1; i-- > 0 && !is_code(source->lines[i]);)
		if (source_is_step(source->lines[i], &name, &length))
			return step_called(name, length);
	return STEP_NONE;
}

static bool tidy_make(struct tidy *tidy)
{
	tidy->line = calloc(source_file_count, sizeof(*tidy->line));
	for (size_t i = 0; tidy->line && i < source_file_count; i++) {
		tidy->line[i] = calloc(source_files[i].count + 1, sizeof(**tidy->line));
		if (tidy->line[i] && tidy_file(&source_files[i], tidy->line[i]))
			continue;
		tidy_free(tidy);
		return false;
	}
	return tidy->line != NULL;
}

/* The line as shown, or NULL. Lines count from 1. */
static const char *tidy_line(struct tidy *tidy, size_t file, size_t line)
{
	if (!tidy->line && !tidy_make(tidy))
		return NULL;
	return tidy->line[file][line - 1];
}

void tidy_free(struct tidy *tidy)
{
	for (size_t i = 0; tidy->line && i < source_file_count; i++) {
		for (size_t j = 0; tidy->line[i] && j < source_files[i].count; j++)
			free(tidy->line[i][j]);
		free(tidy->line[i]);
	}
	free(tidy->line);
	tidy->line = NULL;
}

const char *lab_source_line(struct lab *lab, size_t file, size_t line)
{
	if (line == 0 || line > lab_source_lines(file))
		return NULL;
	return tidy_line(&lab->tidy, file, line);
}
