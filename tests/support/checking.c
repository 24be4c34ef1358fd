/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Running `vmaplab check` inside a test.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "tests/support/checking.h"

static char scratch[200];	/* folder of this run */

struct answer check_with(const struct replay_options *options, size_t n, const char **paths)
{
	struct answer a = { 0 };
	size_t size;
	FILE *out = open_memstream(&a.out, &size);
	FILE *err = open_memstream(&a.err, &size);
	char *argument[4];

	for (size_t i = 0; i < n; i++)
		argument[i] = strdup(paths[i]);
	a.code = replay_check(options, n, argument, out, err);
	for (size_t i = 0; i < n; i++)
		free(argument[i]);
	fclose(out);
	fclose(err);
	return a;
}

struct answer check(const char *path)
{
	const struct replay_options options = { 0 };

	return check_with(&options, 1, &path);
}

void forget(struct answer *a)
{
	free(a->out);
	free(a->err);
}

bool holds(const char *text, const char *part)
{
	return strstr(text, part) != NULL;
}

const char *scratch_path(const char *name)
{
	static char path[400];

	snprintf(path, sizeof(path), "%s/%s", scratch, name);
	return path;
}

const char *write_file(const char *name, const char *bytes, size_t length)
{
	const char *path = scratch_path(name);
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	fclose(file);
	return path;
}

const char *write_text(const char *name, const char *text)
{
	return write_file(name, text, strlen(text));
}

char *read_whole(const char *path, size_t *length)
{
	size_t room = 1 << 22;
	char *text = malloc(room);
	gzFile file = gzopen(path, "rb");

	assert_non_null(file);
	assert_non_null(text);
	int n = gzread(file, text, (unsigned int)room - 1);
	assert_true(n > 0);
	gzclose(file);
	text[n] = '\0';
	*length = (size_t)n;
	return text;
}

void assert_fails_at(const char *name, const char *text, size_t length, unsigned int line,
		     int code)
{
	char place[450];
	const char *path = write_file(name, text, length);

	snprintf(place, sizeof(place), "%s:%u: ", path, line);
	struct answer a = check(path);
	if (!holds(a.out, place) && !holds(a.err, place))
		fail_msg("line %u is not named:\n%s%s", line, a.out, a.err);
	assert_true(holds(a.out, "0 passed, 1 failed\n"));
	assert_int_equal(a.code, code ? code : a.code);
	assert_int_not_equal(a.code, 0);
	forget(&a);
}

static char other_character(char c)
{
	return c == '9' || c == 'f' ? '1' : (char)(c + 1);
}

unsigned int assert_every_change_counts(const struct changing *how, char *text, size_t length)
{
	unsigned int number = 0, changed = 0;
	bool begun = false;
	size_t seen = 0;

	for (char *line = text; *line; line += strcspn(line, "\n") + 1) {
		number++;
		seen = how->every_line ? 0 : seen;
		begun |= strncmp(line, how->from, strlen(how->from)) == 0;
		for (size_t i = 0; begun && line[i] != '\n'; i++) {
			char c = line[i];
			if (!how->worth(line, i) || seen++ % how->stride != 0)
				continue;
			line[i] = other_character(c);
			assert_fails_at(how->name, text, length, number, how->code);
			line[i] = c;
			changed++;
		}
	}
	return changed;
}

void assert_every_line_counts(const char *name, const char *text, size_t length,
			      const char *from)
{
	char *changed = malloc(2 * length);
	unsigned int number = 0;
	bool begun = false;

	for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
		size_t before = (size_t)(line - text), size = strcspn(line, "\n") + 1;
		number++;
		begun |= strncmp(line, from, strlen(from)) == 0;
		if (!begun || *line == '#')
			continue;
		memcpy(changed, text, before);
		memcpy(changed + before, line + size, length - before - size);
		assert_fails_at(name, changed, length - size, number, 0);
		memcpy(changed + before, line, size);
		memcpy(changed + before + size, line, length - before);
		assert_fails_at(name, changed, length + size, number + 1, 0);
	}
	free(changed);
}

void assert_garbage(const char *name, const struct garbage *garbage, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char place[450];
		const char *path = write_text(name, garbage[i].text);
		snprintf(place, sizeof(place), "%s:%u: ", path, garbage[i].line);
		struct answer a = check(path);
		if (a.code != 2 || strncmp(a.err, place, strlen(place)) != 0 ||
		    !holds(a.err, garbage[i].says))
			fail_msg("for\n%s\nexpected %s%s\nexit code %d, said: %s%s", garbage[i].text,
				 place, garbage[i].says, a.code, a.err, a.out);
		assert_ptr_equal(strchr(a.err, '\n'), a.err + strlen(a.err) - 1);
		assert_string_equal(a.out, "0 passed, 1 failed\n");
		forget(&a);
	}
}

bool slow_build(void)
{
	const char *build = getenv("TEST_BUILD");

	return build && strcmp(build, "normal") != 0;
}

int make_scratch(void **state)
{
	const char *top = getenv("TEST_TMP");

	(void)state;
	snprintf(scratch, sizeof(scratch), "%s/replay.XXXXXX", top ? top : "/tmp");
	return mkdtemp(scratch) ? 0 : -1;
}

int remove_scratch(void **state)
{
	char command[300];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", scratch);
	return system(command);
}
