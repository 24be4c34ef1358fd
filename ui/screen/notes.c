/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the speaker reads and the class does not: where the lesson stands, what
 * its author noted for this place, and what the script does next.
 *
 * A plain file is replaced as a whole, so that `watch cat FILE` never shows
 * half of it. To a pipe the text is written once for each change; while nobody
 * reads it, it is dropped, for the screen must not wait.
 */

#include "ui/screen/notes.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/screen/handlers.h"

enum { TEXT = 1600, LINE = 400, AHEAD = 14 };

/* --- the text --- */

static void write_moment(FILE *out, struct screen *screen)
{
	struct timeline *time = lab_timeline(screen->lab);
	struct cursor cursor = timeline_cursor(time);
	const struct core_step *step = timeline_step(time);
	char text[TEXT];
	fprintf(out, _("Operation %llu of %llu"), (unsigned long long)cursor.op,
		(unsigned long long)timeline_length(time));
	if (cursor.op)
		fprintf(out, ": %s", lab_op_text(screen->lab, cursor.op, text, sizeof(text)));
	if (step)
		fprintf(out, _("\nStep %llu of %llu, %s\n%s"), (unsigned long long)cursor.step,
			(unsigned long long)timeline_steps(time), step_name(step->step),
			lab_why(screen->lab, text, sizeof(text)));
	fprintf(out, "\n");
}

/* "pause()" and "ask {" are where the screen will stop the next time. */
static bool is_stop(const char *line)
{
	line += strspn(line, " \t");
	return strncmp(line, "pause", 5) == 0 || strncmp(line, "ask", 3) == 0;
}

/* The script's lines behind the place where it waits, up to its next stop. */
static void write_ahead(FILE *out, const struct desk *desk)
{
	const char *place = desk_place(desk), *colon = strrchr(place, ':');
	unsigned long from = colon ? strtoul(colon + 1, NULL, 10) : 0, number = 0;
	FILE *script = from ? fopen(desk_script(desk), "r") : NULL;
	char line[LINE];
	int shown = 0;
	if (!script)
		return;
	fprintf(out, _("\nNEXT (%s)\n"), place);
	while (shown < AHEAD && fgets(line, sizeof(line), script)) {
		number += strchr(line, '\n') != NULL;
		if (number <= from || (shown == 0 && *line == '\n'))
			continue;
		fprintf(out, "  %s", line);
		shown++;
		if (is_stop(line))
			break;
	}
	fclose(script);
}

static void write_notes(FILE *out, struct screen *screen)
{
	const struct desk *desk = screen->desk;
	const struct host_question *q = desk_question(desk);
	if (*desk_title(desk))
		fprintf(out, _("%s, part %u\n"), desk_title(desk), desk_part(desk));
	write_moment(out, screen);
	if (*desk_notes(desk))
		fprintf(out, _("\nNOTES\n%s"), desk_notes(desk));
	if (q)
		fprintf(out, _("\nASKED: %s\n"), q->text);
	if (desk_state(desk) == HOST_PAUSED || q)
		write_ahead(out, desk);
	else if (desk_in_use(desk))
		fprintf(out, _("\nThe lesson is over.\n"));
}

/* --- the file --- */

static bool write_all(int fd, const char *text)
{
	for (size_t length = strlen(text); length > 0;) {
		ssize_t done = write(fd, text, length);
		if (done < 0)
			return errno == EAGAIN;	/* the reader is slow: the rest is dropped */
		text += done;
		length -= (size_t)done;
	}
	return true;
}

/* True also when nobody reads just now. A reader that has just left must not end
 * the program. */
static bool write_pipe(const char *path, const char *text)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno == ENXIO;
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGPIPE, &ignore, &before);
	bool well = write_all(fd, "\f") && write_all(fd, text);
	int error = errno;
	sigaction(SIGPIPE, &before, NULL);
	close(fd);
	errno = error;
	return well || error == EPIPE;
}

static bool write_file(const char *path, const char *text)
{
	char name[LINE];
	snprintf(name, sizeof(name), "%s.new", path);
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool well = write_all(fd, text);
	well = close(fd) == 0 && well;
	return well && rename(name, path) == 0;
}

static bool write_out(const char *path, const char *text)
{
	struct stat status;
	bool there = stat(path, &status) == 0;
	if (there && S_ISFIFO(status.st_mode))
		return write_pipe(path, text);
	return write_file(path, text);
}

void notes_update(struct screen *screen)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = *screen->notes ? open_memstream(&text, &length) : NULL;
	if (!out)
		return;
	write_notes(out, screen);
	if (fclose(out) != 0 || (screen->noted && strcmp(text, screen->noted) == 0)) {
		free(text);
		return;
	}
	free(screen->noted);
	screen->noted = text;
	if (write_out(screen->notes, text))
		return;
	screen_complain(screen, "the notes in %s are not kept any more: %s", screen->notes,
			strerror(errno));
	*screen->notes = '\0';
}

/* True when what is there already was not written by us. */
static bool is_somebodys(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && !S_ISFIFO(status.st_mode) &&
	       (!S_ISREG(status.st_mode) || status.st_size > 0);
}

enum lab_status run_notes(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct screen *screen = screen_of(lab);
	const char *path = a->at[0].text;
	(void)reply;
	free(screen->noted);
	screen->noted = NULL;
	if (strcmp(path, "off") == 0) {
		*screen->notes = '\0';
		return LAB_OK;
	}
	if (is_somebodys(path) && !a->at[1].number) {
		screen_complain(screen, "'%s' is there already; 'notes %s force' writes over it", path,
				path);
		return LAB_OK;
	}
	snprintf(screen->notes, sizeof(screen->notes), "%s", path);
	notes_update(screen);
	if (*screen->notes)
		lab_print(lab, TONE_GOOD, "notes: %s; read it elsewhere: watch cat %s", path, path);
	return LAB_OK;
}
