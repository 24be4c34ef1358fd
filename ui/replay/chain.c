/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Chains of transcripts.
 *
 * Of each transcript in a folder two states matter, the first and the last. They
 * are compared as text, by a hash over their lines.
 */

#include "ui/replay/chain.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/replay/files.h"
#include "ui/replay/lines.h"

#define HASH_START UINT64_C(0xcbf29ce484222325)

static uint64_t hash_line(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return (hash ^ '\n') * UINT64_C(0x100000001b3);
}

/* Hashes of the last state that was seen: its own lines, and the A lines behind it. */
struct reading {
	uint64_t state, areas;
	bool begun;		/* an op or the end was seen: `first` is known */
};

static uint64_t joined(const struct reading *r)
{
	return r->state * 31 + r->areas;
}

static void read_line(struct chain_file *file, struct reading *r, const char *text)
{
	bool end = strcmp(text, "end") == 0;

	if (!r->begun && (end || strncmp(text, "op ", 3) == 0)) {
		r->begun = true;
		file->first = joined(r);
	}
	if (text[0] == 'A')
		r->areas = hash_line(r->areas, text);
	else if (text[0] == 'S')
		r->state = hash_line(HASH_START, text);
	else if (text[0] && strchr("LKQT", text[0]))
		r->state = hash_line(r->state, text);
	if (text[0] == 'S' || end)
		r->areas = HASH_START;
}

/* The first line of a transcript that goes on from another. */
static bool line_goes_on(const char *text)
{
	return strncmp(text, "#vmapgold 1 +", 13) == 0;
}

bool chain_goes_on(const char *path)
{
	struct trace_lines lines;
	bool goes_on = trace_lines_open(&lines, path) &&
		       trace_lines_next(&lines) == LINES_LINE && line_goes_on(lines.text);

	trace_lines_close(&lines);
	return goes_on;
}

static void read_states(struct chain_file *file)
{
	struct reading r = { HASH_START, HASH_START, false };
	struct trace_lines lines;
	bool open = trace_lines_open(&lines, file->path);

	if (open && trace_lines_next(&lines) == LINES_LINE)
		file->continues = line_goes_on(lines.text);
	while (open && trace_lines_next(&lines) == LINES_LINE)
		read_line(file, &r, lines.text);
	file->last = joined(&r);
	trace_lines_close(&lines);
}

/* The first other transcript, by name, that ends with that state. */
static size_t find_before(const struct chain *chain, size_t of)
{
	for (size_t i = 0; i < chain->n; i++)
		if (i != of && chain->file[i].last == chain->file[of].first)
			return i;
	return CHAIN_NONE;
}

static bool add_file(struct chain *chain, char *path)
{
	if (chain->n == chain->room) {
		size_t room = chain->room ? 2 * chain->room : 16;
		struct chain_file *file = realloc(chain->file, room * sizeof(*file));
		if (!file) {
			free(path);
			return false;
		}
		chain->file = file;
		chain->room = room;
	}
	chain->file[chain->n++] = (struct chain_file){ .path = path, .before = CHAIN_NONE };
	return true;
}

/* Everything up to the last slash; "." where there is none. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
}

static bool read_folder(struct chain *chain)
{
	struct replay_files files = { 0 };
	bool kept = true;

	replay_files_transcripts(&files, chain->folder);
	for (size_t i = 0; i < files.n; i++) {
		if (!kept)
			break;
		kept = add_file(chain, files.path[i]);
		files.path[i] = NULL;
	}
	replay_files_free(&files);
	for (size_t i = 0; i < chain->n; i++)
		read_states(&chain->file[i]);
	for (size_t i = 0; i < chain->n; i++)
		if (chain->file[i].continues)
			chain->file[i].before = find_before(chain, i);
	return kept;
}

bool chain_read(struct chain *chain, const char *path)
{
	char *folder = folder_of(path);

	if (!folder)
		return false;
	if (chain->folder && strcmp(chain->folder, folder) == 0) {
		free(folder);
		return true;
	}
	chain_free(chain);
	chain->folder = folder;
	return read_folder(chain);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

const char *chain_before(const struct chain *chain, const char *path)
{
	for (size_t i = 0; i < chain->n; i++)
		if (strcmp(base_name(chain->file[i].path), base_name(path)) == 0 &&
		    chain->file[i].before != CHAIN_NONE)
			return chain->file[chain->file[i].before].path;
	return NULL;
}

/* Index of a path in a list, or CHAIN_NONE. */
static size_t index_of(char *const *path, size_t n, const char *wanted)
{
	for (size_t i = 0; wanted && i < n; i++)
		if (strcmp(path[i], wanted) == 0)
			return i;
	return CHAIN_NONE;
}

/* Puts number i and those that come before it at the end of `ordered`. */
static size_t put_chain(struct chain *chain, char **path, size_t n, size_t i, char **ordered,
			size_t done, bool *put)
{
	size_t first = done;

	while (i != CHAIN_NONE && !put[i]) {
		put[i] = true;
		ordered[done++] = path[i];
		i = chain_goes_on(path[i]) && chain_read(chain, path[i]) ?
		    index_of(path, n, chain_before(chain, path[i])) : CHAIN_NONE;
	}
	for (size_t a = first, b = done; a + 1 < b; a++, b--) {
		char *swap = ordered[a];
		ordered[a] = ordered[b - 1];
		ordered[b - 1] = swap;
	}
	return done;
}

void chain_order(char **path, size_t n)
{
	struct chain chain = { 0 };
	char **ordered = calloc(n + 1, sizeof(*ordered));
	bool *put = calloc(n + 1, sizeof(*put));
	size_t done = 0;

	for (size_t i = 0; ordered && put && i < n; i++)
		done = put_chain(&chain, path, n, i, ordered, done, put);
	for (size_t i = 0; i < done; i++)
		path[i] = ordered[i];
	free(ordered);
	free(put);
	chain_free(&chain);
}

void chain_free(struct chain *chain)
{
	for (size_t i = 0; i < chain->n; i++)
		free(chain->file[i].path);
	free(chain->file);
	free(chain->folder);
	*chain = (struct chain){ 0 };
}
