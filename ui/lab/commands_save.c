/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Saving a session: the list of its commands as a Lua script.
 *
 * Somebody's file is never the price of a slip of the fingers: what is no
 * session of vmaplab is overwritten only on demand, and what is overwritten
 * stays whole until the new one is complete.
 */

#include "ui/lab/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What each saved session begins with. */
static const char first_words[] = "-- A session of vmaplab;";

/* --- what is written --- */

struct output {
	struct lab *lab;
	FILE *file;	/* NULL: to the sink */
};

static void put_line(struct output *out, const char *line)
{
	if (out->file)
		fprintf(out->file, "%s\n", line);
	else
		lab_print(out->lab, TONE_PLAIN, "%s", line);
}

/* A word as a string of Lua. */
static void append_string(char *text, size_t room, const char *word)
{
	lab_append(text, room, "\"");
	for (; *word; word++)
		lab_append(text, room, "%s%c", strchr("\"\\", *word) ? "\\" : "", *word);
	lab_append(text, room, "\"");
}

/* A command as the name of a Lua function: reverse_step, goto_. */
static void append_function(char *text, size_t room, const char *command)
{
	static const char *const keywords[] = { "break", "goto", "until" };
	lab_append(text, room, "lab.");
	for (const char *at = command; *at; at++)
		lab_append(text, room, "%c", *at == '-' ? '_' : *at);
	for (size_t i = 0; i < LENGTH(keywords); i++)
		if (strcmp(command, keywords[i]) == 0)
			lab_append(text, room, "_");
}

/* "alloc 3p name=x" becomes lab.alloc("3p", "name=x"). */
static void put_command(struct output *out, const char *line)
{
	struct words words = { 0 };
	const char *error;
	size_t room = 4 * strlen(line) + 64;
	char *text = malloc(room);
	if (text && words_read(&words, &line, &error) && words.count > 0) {
		text[0] = '\0';
		append_function(text, room, words.at[0]);
		lab_append(text, room, "(");
		for (size_t i = 1; i < words.count; i++) {
			lab_append(text, room, "%s", i > 1 ? ", " : "");
			append_string(text, room, words.at[i]);
		}
		lab_append(text, room, ")");
		put_line(out, text);
	}
	words_clear(&words);
	free(text);
}

static void put_session(struct output *out)
{
	struct lab *lab = out->lab;
	char line[LINE_ROOM];
	snprintf(line, sizeof(line), "%s run it with: vmaplab run FILE", first_words);
	put_line(out, line);
	put_command(out, lab_log_space(lab, line, sizeof(line)));
	for (size_t i = 0; i < lab->log_length; i++)
		put_command(out, lab->log[i]);
}

/* --- where it is written --- */

/* A file that one of us has saved, or one that holds nothing. */
static bool is_session(const char *name)
{
	char begin[sizeof(first_words) - 1];
	int fd = open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t got = read(fd, begin, sizeof(begin));
	close(fd);
	return got == 0 ||
	       (got == (ssize_t)sizeof(begin) && memcmp(begin, first_words, sizeof(begin)) == 0);
}

/* May that be written to? `mode` gets the permissions of the file to be made. */
static bool may_write(struct lab *lab, const char *name, bool force, mode_t *mode)
{
	struct stat status;
	*mode = 0666;
	if (lstat(name, &status) != 0) {
		if (errno == ENOENT)
			return true;
		lab_fail(lab, "'%s' cannot be written: %s", name, strerror(errno));
		return false;
	}
	*mode = status.st_mode & 0777;
	if (!S_ISREG(status.st_mode))
		lab_fail(lab, S_ISDIR(status.st_mode) ?
			 N_("'%s' is a folder; choose another name") :
			 N_("'%s' is no ordinary file; choose another name"), name);
	else if (!force && !is_session(name))
		lab_fail(lab, "'%s' is there already and is no saved session; choose another "
			 "name, or overwrite it with: save %s force=1", name, name);
	else
		return true;
	return false;
}

/* Writes all of it. False: errno tells. */
static bool write_session(struct lab *lab, const char *name, mode_t mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return false;
	struct output out = { lab, fdopen(fd, "w") };
	if (!out.file) {
		close(fd);
		return false;
	}
	put_session(&out);
	bool failed = ferror(out.file) != 0;
	return fclose(out.file) == 0 && !failed;
}

/* Under another name first: until it is complete, what was there stays. */
static enum lab_status save_as(struct lab *lab, const char *name, mode_t mode)
{
	size_t room = strlen(name) + 32;
	char *beside = malloc(room);
	if (!beside)
		return lab_fail(lab, "there is no memory for saving");
	snprintf(beside, room, "%s.%ld.new", name, (long)getpid());
	bool written = write_session(lab, beside, mode) && rename(beside, name) == 0;
	int error = errno;
	if (!written && error != EEXIST)
		unlink(beside);
	free(beside);
	if (!written)
		return lab_fail(lab, "'%s' cannot be written: %s", name, strerror(error));
	return LAB_OK;
}

enum lab_status run_save(struct lab *lab, const struct arguments *a, struct reply *reply)
{
	struct output out = { lab, NULL };
	const char *name = a->at[0].text;
	bool force = a->at[1].text && a->at[1].number;
	mode_t mode;
	(void)reply;
	if (!name) {
		put_session(&out);
		return LAB_OK;
	}
	if (!may_write(lab, name, force, &mode) || save_as(lab, name, mode) != LAB_OK)
		return LAB_FAILED;
	lab_print(lab, TONE_GOOD, P_("%zu command is saved in %s", "%zu commands are saved in %s",
				     lab->log_length), lab->log_length, name);
	return LAB_OK;
}
