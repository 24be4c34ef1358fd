/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Writing down the session that runs.
 *
 * The file is the lab's log, a command a line, with remarks where a script had
 * its turn; `vmaplab repl <FILE` would run it, too. The lab keeps the log
 * anyway, so nothing is collected here: only what is new in it is appended, in
 * one write behind each command. What a script did is written when its turn is
 * over, so a file ends between two turns, never in one.
 *
 * While the file is open it is locked. The system lets go of the lock however
 * the program ends: a file without one belongs to a session that has died.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "ui/lab/installed.h"
#include "ui/lab/lab.h"
#include "ui/repl/deadly.h"
#include "ui/repl/keep.h"
#include "ui/repl/kept.h"

enum { TEXT = 512, FLUSH_SECONDS = 10, KEEP_MOST = 16 << 20 };

struct keep {
	struct lab *lab;
	const char *again;
	char *path;
	bool off;		/* nothing is written any more */
	char *head;		/* what the file begins with; NULL once there is one */
	int fd;			/* -1: nothing was worth a file so far */
	off_t size;
	size_t written, era;	/* lines of the log that are in the file */
	char *last;		/* the line that it ends with, should that be counted up */
	off_t last_at;
	bool waits;		/* a lesson does */
	time_t flushed;
};

/* --- text --- */

/* Grows as it is written to. */
struct text {
	FILE *out;
	char *at;
	size_t length;
};

static bool text_open(struct text *text)
{
	*text = (struct text){ 0 };
	text->out = open_memstream(&text->at, &text->length);
	return text->out != NULL;
}

/* False: no memory; there is no text then. */
static bool text_close(struct text *text)
{
	bool failed = ferror(text->out) != 0;
	if (fclose(text->out) == 0 && !failed)
		return true;
	free(text->at);
	text->at = NULL;
	return false;
}

/* A line of the file, whatever is in the text. */
static void put_line(struct text *text, const char *before, const char *line)
{
	fputs(before, text->out);
	for (; *line; line++)
		fputc((unsigned char)*line < ' ' || *line == 0x7f ? ' ' : *line, text->out);
	fputc('\n', text->out);
}

static void put_log(struct text *text, const struct lab *lab, size_t from, const char *indent)
{
	for (size_t i = from; i < lab_log_length(lab); i++)
		put_line(text, indent, lab_log_line(lab, i));
}

/* The first lines, and the log as it stands. NULL: no memory. */
static char *make_head(const struct lab *lab)
{
	struct text text;
	char space[TEXT];
	if (!text_open(&text))
		return NULL;
	fprintf(text.out, KEPT_HEAD "; 'vmaplab --resume' goes on with it\n", VMAPLAB_VERSION,
		KEPT_FORM);
	if (*lab_log_space(lab, space, sizeof(space)))
		put_line(&text, "", space);
	put_log(&text, lab, 0, "");
	return text_close(&text) ? text.at : NULL;
}

/* --- the file --- */

/* What is there stays, and can be resumed; no more is written. */
static void give_up(struct keep *keep, const char *why)
{
	lab_print(keep->lab, TONE_WARN, "from here on this session is not kept on the disk: %s; "
		  "'save FILE' writes it down", why);
	keep->off = true;
}

static bool write_at(int fd, off_t at, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t done = pwrite(fd, text, length, at);
		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			text += done;
			length -= (size_t)done;
			at += done;
		}
	}
	return true;
}

/* The file with its first lines, under another name until it is complete. */
static int make_file(struct keep *keep)
{
	char beside[TEXT];
	size_t length = strlen(keep->head);
	if ((size_t)snprintf(beside, sizeof(beside), "%s.new", keep->path) >= sizeof(beside)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	int fd = open(beside, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	(void)flock(fd, LOCK_EX | LOCK_NB);	/* a disk without locks does without */
	if (write_at(fd, 0, keep->head, length) && rename(beside, keep->path) == 0)
		return fd;
	int error = errno;
	unlink(beside);
	close(fd);
	errno = error;
	return -1;
}

static void tell_how_to_go_on(const struct keep *keep)
{
	char text[TEXT];
	snprintf(text, sizeof(text), _("vmaplab: the session is kept; go on with it: %s\n"),
		 keep->again);
	deadly_say(text);
}

/* False: it cannot be, and the learner knows. */
static bool begin_file(struct keep *keep)
{
	bool first = keep->fd < 0;
	int fd = make_folders(keep->path) ? make_file(keep) : -1;
	if (fd < 0) {
		give_up(keep, strerror(errno));
		return false;
	}
	if (!first)
		close(keep->fd);
	keep->fd = fd;
	keep->size = (off_t)strlen(keep->head);
	free(keep->head);
	keep->head = NULL;
	tell_how_to_go_on(keep);
	if (first)
		kept_prune();
	return true;
}

/* A power cut costs what the system has not brought to the disk by then. It is
 * asked to now and then: at every command one would have to wait for the disk. */
static void flush(struct keep *keep)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec - keep->flushed < FLUSH_SECONDS)
		return;
	keep->flushed = now.tv_sec;
	(void)fdatasync(keep->fd);
}

static void write_text(struct keep *keep, off_t at, const struct text *text)
{
	if (keep->fd < 0 && !begin_file(keep))
		return;
	if (at < 0)
		at = keep->size;
	if (at + (off_t)text->length > KEEP_MOST)
		give_up(keep, _("it has become too long"));
	else if (!write_at(keep->fd, at, text->at, text->length))
		give_up(keep, strerror(errno));
	else
		keep->size = at + (off_t)text->length;
	if (!keep->off)
		flush(keep);
}

/* --- what is new --- */

static void remember(struct keep *keep, off_t last_at)
{
	free(keep->last);
	keep->written = lab_log_length(keep->lab);
	keep->era = lab_log_era(keep->lab);
	keep->last = last_at >= 0 && keep->written > 0 ?
		     strdup(lab_log_line(keep->lab, keep->written - 1)) : NULL;
	keep->last_at = last_at;
}

/* In another space nothing counts of what was before. */
static void begin_anew(struct keep *keep)
{
	free(keep->head);
	keep->head = make_head(keep->lab);
	remember(keep, -1);
	lab_log_seal(keep->lab);
	if (!keep->head)
		give_up(keep, strerror(ENOMEM));
	else if (begin_file(keep))
		flush(keep);
}

static bool is_counted_up(const struct keep *keep)
{
	return keep->last && strcmp(keep->last, lab_log_line(keep->lab, keep->written - 1)) != 0;
}

static void append(struct keep *keep, size_t from, off_t at)
{
	struct text text;
	if (lab_log_length(keep->lab) == 0 || !text_open(&text))
		return;
	put_log(&text, keep->lab, from, "");
	if (!text_close(&text))
		return;
	write_text(keep, at, &text);
	remember(keep, keep->size - (off_t)strlen(lab_log_line(keep->lab,
		 lab_log_length(keep->lab) - 1)) - 1);
	free(text.at);
}

void keep_commands(struct keep *keep)
{
	if (!keep || keep->off)
		return;
	bool anew = keep->era != lab_log_era(keep->lab);
	if (anew && !keep->waits)
		begin_anew(keep);
	else if (anew)
		append(keep, 0, -1);
	else if (is_counted_up(keep))
		append(keep, keep->written - 1, keep->last_at);
	else if (lab_log_length(keep->lab) > keep->written)
		append(keep, keep->written, -1);
}

/* --- scripts --- */

static void put_turn(struct text *text, enum keep_turn turn, const char *said)
{
	char *path = turn == KEEP_BEGINS ? realpath(said, NULL) : NULL;
	struct kept_sum sum = { 0 };
	char mark[TEXT];
	switch (turn) {
	case KEEP_BEGINS:
		if (path)
			sum = kept_sum(path);
		snprintf(mark, sizeof(mark), KEPT_BEGINS " " KEPT_SUM " ", sum.size, sum.sum);
		put_line(text, mark, path ? path : "");
		break;
	case KEEP_GOES_ON:
		put_line(text, KEPT_GOES_ON, "");
		break;
	case KEEP_HEARS:
		put_line(text, KEPT_HEARS " ", said);
		break;
	}
	free(path);
}

void keep_script(struct keep *keep, enum keep_turn turn, const char *said, bool waits)
{
	struct text text;
	if (!keep || keep->off)
		return;
	bool anew = keep->era != lab_log_era(keep->lab), ran_through = !waits && !keep->waits;
	keep->waits = waits;
	if (anew && ran_through) {
		begin_anew(keep);
		return;
	}
	if (!text_open(&text))
		return;
	put_turn(&text, turn, said);
	put_log(&text, keep->lab, anew ? 0 : keep->written, KEPT_INDENT);
	if (!waits)
		put_line(&text, KEPT_ENDS, "");
	if (text_close(&text))
		write_text(keep, -1, &text);
	free(text.at);
	remember(keep, -1);
}

static void end_lesson(struct keep *keep)
{
	static char mark[] = KEPT_ENDS "\n";
	struct text text = { .at = mark, .length = sizeof(mark) - 1 };
	keep->waits = false;
	write_text(keep, -1, &text);
}

void keep_leave(struct keep *keep)
{
	if (keep && !keep->off && keep->waits)
		end_lesson(keep);
}

void keep_reload(struct keep *keep)
{
	if (!keep || keep->off)
		return;
	keep->waits = false;
	begin_anew(keep);
}

/* --- opening and closing --- */

/* Named by when it began, and by whom. */
static char *new_path(void)
{
	char name[TEXT], begin[32];
	time_t now = time(NULL);
	struct tm tm;
	if (!localtime_r(&now, &tm) || !strftime(begin, sizeof(begin), "%Y%m%d-%H%M%S", &tm))
		return NULL;
	snprintf(name, sizeof(name), KEPT_FOLDER "%s-%ld" KEPT_ENDING, begin, (long)getpid());
	return state_path(name);
}

struct keep *keep_open(struct lab *lab, const char *again)
{
	struct keep *keep = calloc(1, sizeof(*keep));
	if (!keep)
		return NULL;
	*keep = (struct keep){ .lab = lab, .again = again, .fd = -1, .flushed = -FLUSH_SECONDS };
	keep->path = new_path();
	keep->head = make_head(lab);
	keep->off = !keep->path || !keep->head;
	remember(keep, -1);
	lab_log_seal(lab);
	return keep;
}

/* The one that was left gets a name of its own, so that the next one to be left does not
 * take its place while it runs. */
static void take_file(struct keep *keep, char *path)
{
	const char *name = strrchr(path, '/');
	bool left = name && strcmp(name + 1, KEPT_LEFT KEPT_ENDING) == 0;
	if (left && keep->path && rename(path, keep->path) == 0) {
		free(path);
		return;
	}
	free(keep->path);
	keep->path = path;
}

void keep_go_on(struct keep *keep, struct kept *kept, bool waits)
{
	char *path;
	if (!keep)
		return;
	keep->waits = waits;
	if (!kept_give(kept, &path, &keep->fd, &keep->size)) {
		begin_anew(keep);
		return;
	}
	take_file(keep, path);
	free(keep->head);
	keep->head = NULL;
	keep->off = false;
	remember(keep, -1);
	lab_log_seal(keep->lab);
	tell_how_to_go_on(keep);
	if (ftruncate(keep->fd, keep->size) != 0)
		give_up(keep, strerror(errno));
	if (kept_lost_lesson(kept))
		end_lesson(keep);
}

/* False: it keeps its name. */
static bool leave(struct keep *keep)
{
	char *left = state_path(KEPT_FOLDER KEPT_LEFT KEPT_ENDING);
	bool well = left && rename(keep->path, left) == 0;
	free(left);
	return well;
}

/* What becomes of the file. */
static void end_file(struct keep *keep, enum keep_end end)
{
	if (end == KEEP_OVER)
		unlink(keep->path);
	else if (end == KEEP_CUT || leave(keep))
		deadly_tell_sentence();
	close(keep->fd);
}

void keep_close(struct keep *keep, enum keep_end end)
{
	if (!keep)
		return;
	if (keep->fd >= 0)
		end_file(keep, end);
	deadly_say("");
	free(keep->path);
	free(keep->head);
	free(keep->last);
	free(keep);
}
