/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Recording what really goes to the terminal.
 *
 * Curses writes to a descriptor and asks nobody. So for the time of the
 * recording that descriptor is a file without a name; after every picture its
 * content is passed on to the terminal, and written down with the time. A file
 * can take any picture at once, a pipe would block on a large one.
 */

#include "ui/screen/cast.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ui/screen/terminal.h"
#include "ui/screen/utf8.h"

struct cast {
	FILE *file;
	FILE *between;		/* where curses writes to */
	int height, width;
	struct timespec begin;
};

/* --- the format --- */

void cast_write_header(FILE *out, int height, int width, long long now, const char *term)
{
	fprintf(out, "{\"version\": 2, \"width\": %d, \"height\": %d, \"timestamp\": %lld, "
		"\"title\": \"vmaplab\", \"env\": {\"TERM\": \"", width, height, now);
	for (; *term; term++)
		if (*term > ' ' && *term < 0x7f && *term != '"' && *term != '\\')
			fputc(*term, out);
	fprintf(out, "\"}}\n");
}

static void write_character(FILE *out, uint32_t c, const char *bytes, size_t length)
{
	if (c == UTF8_BROKEN && length == 1)
		fprintf(out, "\\ufffd");
	else if (c < 0x20 || c == 0x7f)
		fprintf(out, "\\u%04x", (unsigned)c);
	else if (c == '"' || c == '\\')
		fprintf(out, "\\%c", (char)c);
	else
		fwrite(bytes, 1, length, out);
}

/* `bytes` is followed by a NUL; one among them is a character of its own. */
void cast_write_event(FILE *out, double seconds, char kind, const char *bytes, size_t length)
{
	const char *at = bytes, *end = bytes + length;
	fprintf(out, "[%.6f, \"%c\", \"", seconds, kind);
	while (at < end) {
		const char *begin = at;
		uint32_t c = utf8_next(&at);
		at += at == begin;
		write_character(out, c, begin, (size_t)(at - begin));
	}
	fprintf(out, "\"]\n");
}

/* The length of a sequence at `at` that turns the mouse on or off; 0: it is none. */
static size_t mouse_sequence(const char *at, const char *end)
{
	const char *begin = at;
	unsigned long mode = 0;
	if (end - at < 3 || memcmp(at, "\033[?", 3) != 0)
		return 0;
	for (at += 3; at < end && ((*at >= '0' && *at <= '9') || *at == ';'); at++) {
		mode = *at == ';' ? 0 : mode * 10 + (unsigned long)(*at - '0');
		if (mode > 9999)
			return 0;
	}
	bool mouse = (mode >= 1000 && mode <= 1006) || mode == 1015;
	return mouse && at < end && (*at == 'h' || *at == 'l') ? (size_t)(at + 1 - begin) : 0;
}

/* Whoever plays a recording wants to keep the mouse. */
size_t cast_without_mouse(char *bytes, size_t length)
{
	char *to = bytes;
	const char *end = bytes + length;
	for (const char *at = bytes; at < end;) {
		size_t skipped = mouse_sequence(at, end);
		if (skipped)
			at += skipped;
		else
			*to++ = *at++;
	}
	return (size_t)(to - bytes);
}

/* --- recording --- */

static double seconds_since(const struct timespec *begin)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - begin->tv_sec) + (double)(now.tv_nsec - begin->tv_nsec) * 1e-9;
}

static void discard(struct cast *cast)
{
	int error = errno;
	if (cast->file)
		fclose(cast->file);
	if (cast->between)
		fclose(cast->between);
	free(cast);
	errno = error;
}

struct cast *cast_open(const char *path, int height, int width)
{
	static const char clear[] = "\033[H\033[2J";
	const char *term = getenv("TERM");
	struct cast *cast = calloc(1, sizeof(*cast));
	if (!cast)
		return NULL;
	*cast = (struct cast){ .height = height, .width = width };
	cast->file = fopen(path, "w");
	cast->between = cast->file ? tmpfile() : NULL;
	if (!cast->between || !terminal_divert(fileno(cast->between))) {
		discard(cast);
		return NULL;
	}
	clock_gettime(CLOCK_MONOTONIC, &cast->begin);
	cast_write_header(cast->file, height, width, (long long)time(NULL), term ? term : "");
	cast_write_event(cast->file, 0, 'o', clear, sizeof(clear) - 1);
	return cast;
}

/* What curses has written since the last time, with a NUL behind it. NULL:
 * nothing, or no memory. */
static char *take_bytes(struct cast *cast, size_t *length)
{
	int fd = fileno(cast->between);
	off_t size = lseek(fd, 0, SEEK_END);
	char *bytes = size > 0 ? malloc((size_t)size + 1) : NULL;
	ssize_t got = bytes ? pread(fd, bytes, (size_t)size, 0) : -1;
	*length = got > 0 ? (size_t)got : 0;
	if (bytes)
		bytes[*length] = '\0';
	if (size > 0 && (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0))
		*length = 0;
	return bytes;
}

static void note_size(struct cast *cast, double now, int height, int width)
{
	char text[40];
	if (height == cast->height && width == cast->width)
		return;
	cast->height = height;
	cast->width = width;
	int length = snprintf(text, sizeof(text), "%dx%d", width, height);
	cast_write_event(cast->file, now, 'r', text, (size_t)length);
}

bool cast_pass(struct cast *cast, int height, int width)
{
	size_t length;
	char *bytes = take_bytes(cast, &length);
	double now = seconds_since(&cast->begin);
	note_size(cast, now, height, width);
	if (length > 0) {
		terminal_write(bytes, length);
		length = cast_without_mouse(bytes, length);
		bytes[length] = '\0';
	}
	if (length > 0)
		cast_write_event(cast->file, now, 'o', bytes, length);
	free(bytes);
	return fflush(cast->file) == 0 && !ferror(cast->file);
}

double cast_seconds(const struct cast *cast)
{
	return seconds_since(&cast->begin);
}

bool cast_close(struct cast *cast)
{
	bool well = cast_pass(cast, cast->height, cast->width);
	terminal_divert(-1);
	well = fclose(cast->file) == 0 && well;
	cast->file = NULL;
	discard(cast);
	return well;
}
