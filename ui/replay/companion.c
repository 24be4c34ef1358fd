/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Companions of a transcript.
 *
 * A dump of page tables holds all of the address space. The model knows what
 * vmalloc and the loading of modules did to it, so only these sections are looked
 * at.
 */

#include "ui/replay/companion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/pgtable/pgtable.h"
#include "ui/lab/ptdump.h"
#include "ui/lab/vmallocinfo.h"
#include "ui/replay/lines.h"
#include "ui/replay/number.h"

/* --- names --- */

enum kind { LISTING, DUMP, DUMP_BEFORE };

/* How a companion's name is made: the transcript's, without .txt, loses this end
 * and gets that one; or something is put in front of it. */
static const struct naming {
	enum kind kind;
	const char *end;
	const char *other_end;
	const char *front;
} namings[] = {
	{ LISTING, "", "", "vmallocinfo_after_" },
	{ LISTING, "_map", "_vmallocinfo", "" },
	{ DUMP, "_map", "_mapped", "" },
	{ DUMP, "_free", "_freed", "" },
	{ DUMP, "_done", "_z_after_purge", "" },
};
enum { NAMINGS = sizeof(namings) / sizeof(namings[0]) };

/* The length of a name without .txt or .txt.gz. */
static size_t stem_length(const char *name)
{
	size_t length = strlen(name);

	if (length > 3 && strcmp(name + length - 3, ".gz") == 0)
		length -= 3;
	if (length > 4 && strncmp(name + length - 4, ".txt", 4) == 0)
		length -= 4;
	return length;
}

/* FOLDER/FRONT STEM END, as it lies there, compressed or not. False: it does not. */
static bool find_beside(const char *path, const char *front, size_t stem, const char *end,
			struct replay_text *found)
{
	static const char *const tails[] = { ".txt", ".txt.gz" };
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	for (size_t i = 0; i < 2; i++) {
		replay_clear(found);
		replay_printf(found, "%.*s%s%.*s%s%s", (int)(name - path), path, front, (int)stem,
			      name, end, tails[i]);
		if (access(replay_string(found), R_OK) == 0)
			return true;
	}
	return false;
}

static bool find_companion(const char *path, const struct naming *naming,
			   struct replay_text *found)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t stem = stem_length(name), end = strlen(naming->end);

	if (stem < end || strncmp(name + stem - end, naming->end, end) != 0)
		return false;
	return find_beside(path, naming->front, stem - end, naming->other_end, found);
}

/* --- lines of the model against lines of a file --- */

struct comparing {
	struct trace_lines lines;
	struct compare_report *report;
	const struct companion_view *view;
	enum compare_verdict verdict;
	bool sections;		/* only those sections that belong to the model */
	bool modules;		/* one of them */
	bool inside;		/* of such a section, in the model's own dump */
	bool inside_file;
};

/* Whether a line lies in a section that is compared; headings do not. */
static bool section_line(const struct comparing *c, const char *text, bool *inside)
{
	if (strncmp(text, "---[", 4) != 0)
		return *inside;
	*inside = strstr(text, " vmalloc() Area ") != NULL ||
		  (c->modules && strstr(text, " Modules ") != NULL);
	return false;
}

/* The next line of the file that is compared. False: there is none, or it cannot be
 * read. */
static bool next_line(struct comparing *c)
{
	enum trace_lines_result result;

	while ((result = trace_lines_next(&c->lines)) == LINES_LINE)
		if (!c->sections || section_line(c, c->lines.text, &c->inside_file))
			return true;
	if (result == LINES_BAD)
		c->verdict = report_unreadable(c->report, c->lines.number, c->lines.problem);
	return false;
}

static void compare_line(void *context, const char *text)
{
	struct comparing *c = context;

	if (c->verdict != COMPARE_SAME || (c->sections && !section_line(c, text, &c->inside)))
		return;
	if (next_line(c)) {
		c->verdict = report_compare(c->report, c->lines.number, c->lines.text, text,
					    REPORT_EXACT);
	} else if (c->verdict == COMPARE_SAME) {
		replay_printf(&c->report->what, "the file ends before '%.60s'", text);
		c->report->line = c->lines.number;
		c->verdict = COMPARE_DIFFERENT;
	}
}

static const char *caller_of(void *context, uint32_t vm)
{
	const struct comparing *c = context;

	return c->view->caller(c->view->context, vm);
}

static void compare_end(struct comparing *c)
{
	if (c->verdict != COMPARE_SAME || !next_line(c))
		return;
	replay_printf(&c->report->what, "the file holds a line too many");
	c->verdict = report_lines(c->report, c->lines.number, c->lines.text, "", 0);
}

static enum compare_verdict compare_with(const char *path, enum kind kind,
					 const struct companion_view *view,
					 struct compare_report *report)
{
	struct comparing c = {
		.report = report, .view = view, .sections = kind != LISTING,
		.modules = view->tables_known,
	};

	if (!trace_lines_open(&c.lines, path))
		c.verdict = report_unreadable(report, 0, c.lines.problem);
	else if (kind == LISTING)
		vmallocinfo_lines(view->m, caller_of, compare_line, &c);
	else
		ptdump_lines(view->m, compare_line, &c);
	compare_end(&c);
	trace_lines_close(&c.lines);
	if (c.verdict != COMPARE_SAME)
		replay_printf(&report->file, "%s", path);
	return c.verdict;
}

enum compare_verdict companion_compare(const char *path, const struct companion_view *view,
				       struct compare_report *report)
{
	struct replay_text found = { 0 };
	enum compare_verdict verdict = COMPARE_SAME;

	for (size_t i = 0; i < NAMINGS && verdict == COMPARE_SAME; i++)
		if ((namings[i].kind == LISTING || view->tables_known) &&
		    find_companion(path, &namings[i], &found))
			verdict = compare_with(replay_string(&found), namings[i].kind, view,
					       report);
	replay_free(&found);
	return verdict;
}

/* --- the dump before the first transcript --- */

static const struct {
	const char *name;
	uint64_t flags;
} columns[] = {
	{ "USR", ENTRY_USER }, { "RW", ENTRY_RW }, { "ro", 0 }, { "PWT", ENTRY_PWT },
	{ "PCD", ENTRY_PCD }, { "PSE", ENTRY_LARGE }, { "PAT", 0x1000 },
	{ "GLB", ENTRY_GLOBAL }, { "NX", ENTRY_NX }, { "x", 0 },
};

static const char *const levels[] = { "", "pte", "pmd", "pud", "p4d", "pgd" };

/* A word behind the range: a column, or the level, which is the last. False: neither. */
static bool read_column(struct trace_word word, struct snapshot_range *range, uint32_t top)
{
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (trace_word_is(word, columns[i].name)) {
			range->flags |= columns[i].flags | ENTRY_PRESENT | ENTRY_ACCESSED |
					ENTRY_DIRTY;
			return true;
		}
	for (uint32_t i = 1; i <= LEVEL_MAX; i++)
		if (trace_word_is(word, levels[i])) {
			range->level = i > top ? top : i;
			return true;
		}
	return false;
}

static struct trace_word take_word(const char **at)
{
	*at += strspn(*at, " ");
	return trace_take(at, ' ');
}

/* "0xSTART-0xEND   SIZE COLUMNS LEVEL" */
static bool read_range(const char *text, struct snapshot_range *range, uint32_t top)
{
	struct trace_word word = take_word(&text), start, end;

	*range = (struct snapshot_range){ 0 };
	if (!trace_cut(word, '-', &start, &end) || !trace_number(start, &range->start) ||
	    !trace_number(end, &range->end))
		return false;
	take_word(&text);
	while ((word = take_word(&text)).length)
		if (range->level || !read_column(word, range, top))
			return false;
	return range->level != 0;
}

static bool keep_range(struct companion_tables *tables, size_t *room,
		       const struct snapshot_range *range)
{
	if (tables->n == *room) {
		size_t wanted = *room ? 2 * *room : 64;
		struct snapshot_range *grown = realloc(tables->range, wanted * sizeof(*grown));
		if (!grown)
			return false;
		tables->range = grown;
		*room = wanted;
	}
	tables->range[tables->n++] = *range;
	return true;
}

static void read_tables(struct comparing *c, struct companion_tables *tables, uint32_t top)
{
	size_t room = 0;

	while (c->verdict == COMPARE_SAME && next_line(c)) {
		struct snapshot_range range;
		if (!read_range(c->lines.text, &range, top))
			c->verdict = report_unreadable(c->report, c->lines.number,
						       "this is no line of a page-table dump; "
						       "expected 0xSTART-0xEND SIZE FLAGS LEVEL");
		else if (!keep_range(tables, &room, &range))
			c->verdict = report_unreadable(c->report, c->lines.number, "out of memory");
	}
}

enum compare_verdict companion_before(const char *path, uint32_t top_level,
				      struct companion_tables *tables,
				      struct compare_report *report)
{
	struct comparing c = {
		.report = report, .sections = true, .modules = true,
	};
	struct replay_text found = { 0 };
	const char *slash = strrchr(path, '/');

	*tables = (struct companion_tables){ 0 };
	tables->found = find_beside(path, "", strcspn(slash ? slash + 1 : path, "_"), "_0_before",
				    &found);
	if (tables->found && !trace_lines_open(&c.lines, replay_string(&found)))
		c.verdict = report_unreadable(report, 0, c.lines.problem);
	else if (tables->found)
		read_tables(&c, tables, top_level);
	trace_lines_close(&c.lines);
	if (c.verdict != COMPARE_SAME)
		replay_printf(&report->file, "%s", replay_string(&found));
	replay_free(&found);
	return c.verdict;
}
