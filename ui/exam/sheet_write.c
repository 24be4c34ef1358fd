/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Writing a transcript, a line at a time, so that a crash costs nothing.
 *
 * A line that the disk has no room for leaves no half of itself behind. That of an answer
 * is forgotten, because the answer is not taken then; that of a command waits.
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "ui/exam/digest.h"
#include "ui/exam/sheet.h"
#include "ui/exam/sheet_lines.h"
#include "ui/lab/language.h"

enum { TIME = 32 };

static const char *const words[] = SHEET_WORDS;

struct sheet_file {
	int fd;
	off_t size;		/* of what is written and whole */
	uint64_t sum;		/* with what waits */
	time_t begun;
	char *waiting;		/* lines that could not be written; NULL: none */
};

/* --- the file --- */

static bool write_all(struct sheet_file *file, const char *text)
{
	size_t length = strlen(text), done = 0;
	while (done < length) {
		ssize_t n = pwrite(file->fd, text + done, length - done, file->size + (off_t)done);
		if (n > 0)
			done += (size_t)n;
		else if (errno != EINTR)
			break;
	}
	if (done == length) {
		file->size += (off_t)length;
		return true;
	}
	int error = errno;
	(void)!ftruncate(file->fd, file->size);
	errno = error;
	return false;
}

/* Two windows must not write into one transcript. */
static bool lock(int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

static struct sheet_file *open_file(const char *path, int flags, char *why, size_t room)
{
	struct sheet_file *file = calloc(1, sizeof(*file));
	if (file)
		file->fd = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | flags, 0644);
	if (file && file->fd >= 0 && lock(file->fd))
		return file;
	if (file && file->fd >= 0)
		snprintf(why, room, _("the exam of '%s' is open in another window"), path);
	else
		snprintf(why, room, _("'%s' cannot be written: %s"), path, strerror(errno));
	if (file && file->fd >= 0)
		close(file->fd);
	free(file);
	return NULL;
}

void sheet_file_close(struct sheet_file *file)
{
	if (!file)
		return;
	close(file->fd);
	free(file->waiting);
	free(file);
}

/* --- the header --- */

static char *make_header(struct sheet_file *file, const struct paper *paper,
			 const char *language)
{
	char begun[TIME] = "", *text = NULL;
	size_t length;
	struct tm tm;
	FILE *out = open_memstream(&text, &length);
	if (!out)
		return NULL;
	if (gmtime_r(&file->begun, &tm))
		strftime(begun, sizeof(begun), SHEET_TIME, &tm);
	fprintf(out, SHEET_HEAD "%d\nexam: %s\nseed: %" PRIu64 "\nstudent: %s\nlanguage: %s\n"
		"program: %s\nsource: %016" PRIx64 "\nbegun: %s\n", SHEET_FORM, paper->name,
		paper->seed, paper->student, language, VMAPLAB_VERSION, paper->source, begun);
	fflush(out);
	file->sum = digest(DIGEST_START, text, length);
	fprintf(out, "sum: %016" PRIx64 "\n", file->sum);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

struct sheet_file *sheet_create(const char *path, const struct paper *paper,
					  const char *language, char *why, size_t room)
{
	struct sheet_file *file = open_file(path, O_CREAT | O_EXCL, why, room);
	if (!file)
		return NULL;
	file->begun = time(NULL);
	char *header = make_header(file, paper, language);
	bool well = header && write_all(file, header);
	if (!well) {
		snprintf(why, room, _("'%s' cannot be written: %s"), path, strerror(errno));
		unlink(path);
		sheet_file_close(file);
	}
	free(header);
	return well ? file : NULL;
}

struct sheet_file *sheet_go_on(const char *path, const struct sheet *before,
					 char *why, size_t room)
{
	struct sheet_file *file = open_file(path, 0, why, room);
	struct tm tm = { 0 };
	if (!file)
		return NULL;
	file->sum = before->sum;
	file->size = (off_t)before->length;
	file->begun = strptime(before->begun, SHEET_TIME, &tm) ? timegm(&tm) : time(NULL);
	if (ftruncate(file->fd, file->size) == 0)
		return file;
	snprintf(why, room, _("'%s' cannot be written: %s"), path, strerror(errno));
	sheet_file_close(file);
	return NULL;
}

/* --- lines --- */

/* What waits, with one more line behind it. NULL: no memory. */
static char *make_line(const struct sheet_file *file, const char *text, uint64_t *sum)
{
	double seconds = difftime(time(NULL), file->begun);
	char *all = NULL, *line = NULL;
	size_t length;
	FILE *out = open_memstream(&line, &length);
	if (!out)
		return NULL;
	fprintf(out, "%.0f %s\n", seconds > 0 ? seconds : 0, text);
	if (fclose(out) != 0) {
		free(line);
		return NULL;
	}
	*sum = digest(file->sum, line, length);
	out = open_memstream(&all, &length);
	if (out)
		fprintf(out, "%s%016" PRIx64 " %s", file->waiting ? file->waiting : "", *sum, line);
	if (out && fclose(out) != 0) {
		free(all);
		all = NULL;
	}
	free(line);
	return all;
}

static bool put_line(struct sheet_file *file, const char *text, bool can_wait)
{
	uint64_t sum;
	char *lines = make_line(file, text, &sum);
	bool well = lines && write_all(file, lines);
	int error = lines ? errno : ENOMEM;
	if (lines && (well || can_wait)) {
		file->sum = sum;
		free(file->waiting);
		file->waiting = well ? NULL : lines;
	}
	if (well || !can_wait)
		free(lines);
	errno = error;
	return well;
}

bool sheet_write(struct sheet_file *file, enum sheet_kind kind,
		      const struct standing *standing, const char *text)
{
	size_t room = strlen(text) + 128;
	char *line = malloc(room);
	if (!line)
		return false;
	snprintf(line, room, "q%u %s %08" PRIx32 " %s %s", standing->question, standing->place,
		 standing->model, words[kind], text);
	for (char *c = line; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	bool well = put_line(file, line, kind == SHEET_COMMAND);
	free(line);
	return well;
}

bool sheet_end(struct sheet_file *file)
{
	return put_line(file, SHEET_END, false);
}
