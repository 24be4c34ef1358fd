/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What can be said of an exam without a class.
 */

#include "ui/exam/survey.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/exam/marking.h"
#include "ui/exam/sitting.h"
#include "ui/exam/tally.h"
#include "ui/lab/language.h"

enum { WELL = 0, FAILED = 1, USAGE = 2, TEXT = 512, SHOWN = 10 };

static int complain(FILE *complaints, int code, const char *why)
{
	fprintf(complaints, "vmaplab: %s\n", why);
	return code;
}

/* --- the key --- */

int survey_answers(const struct paper *paper, FILE *out, FILE *complaints)
{
	struct marking marking;
	char why[TEXT];
	fprintf(out, _("Answers to the exam '%s', seed %u%s%s\n"), paper->name,
		(unsigned)paper->seed, *paper->student ? ", " : "", paper->student);
	bool well = marking_alone(&marking, paper, ANSWERS_RIGHT, NULL, out, why, sizeof(why));
	marking_close(&marking);
	return well ? WELL : complain(complaints, FAILED, why);
}

/* --- a transcript --- */

/* Has what was said carried out, and written. */
static bool write_transcript(struct sheet_file *file, const struct paper *paper,
			     const struct sheet *said, FILE *out, char *why, size_t room)
{
	struct marking marking;
	bool well = marking_replay(&marking, paper, said, file, why, room);
	if (well && !sheet_end(file)) {
		snprintf(why, room, "%s", strerror(errno));
		well = false;
	}
	if (well)
		fprintf(out, _("%zu questions, %u of %zu points, %u steps\n"), marking.marks,
			marking.points, 100 * marking.marks, (unsigned)marking.steps);
	marking_close(&marking);
	return well;
}

int survey_auto(const struct paper *paper, enum host_answers answers, const char *to, FILE *out,
		FILE *complaints)
{
	struct sheet said = { 0 };
	struct marking key;
	char why[TEXT], *path = to ? NULL : sitting_path(paper);
	struct sheet_file *file = NULL;
	bool well = marking_alone(&key, paper, answers, &said, NULL, why, sizeof(why));
	marking_close(&key);
	int code = well ? USAGE : FAILED;
	if (well)
		file = sheet_create(to ? to : path ? path : "", paper, language_name(), why, sizeof(why));
	if (file)
		code = write_transcript(file, paper, &said, out, why, sizeof(why)) ? WELL : FAILED;
	sheet_file_close(file);
	sheet_close(&said);
	free(path);
	return code == WELL ? WELL : complain(complaints, code, why);
}

/* --- many seeds --- */

struct seeds {
	uint64_t *fingerprint;	/* of those that ran to their end */
	uint64_t count, ran, solvable, different, least, most, within;
	struct host_exam_header bounds;
	struct tally *tally;
	FILE *out;
	uint64_t told, untold;
	char last[TEXT];	/* what was told last: once is enough */
};

static void tell(struct seeds *seeds, uint64_t seed, const char *what)
{
	if (seeds->told == SHOWN || strcmp(what, seeds->last) == 0) {
		seeds->untold++;
		return;
	}
	seeds->told++;
	snprintf(seeds->last, sizeof(seeds->last), "%s", what);
	fprintf(seeds->out, "seed %" PRIu64 ": %s\n", seed, what);
}

/* Right answers must get full marks once they have gone through a transcript. */
static bool is_solvable(const struct paper *paper, const struct sheet *said, char *why,
			size_t room)
{
	struct marking marking;
	bool well = marking_replay(&marking, paper, said, NULL, why, room);
	if (well && (!marking.ended || marking.points != 100 * marking.marks)) {
		snprintf(why, room, _("the model's own answers get %u of %zu points"), marking.points,
			 100 * marking.marks);
		well = false;
	}
	marking_close(&marking);
	return well;
}

static void note_steps(struct seeds *seeds, const struct marking *m, uint64_t seed)
{
	char text[TEXT];
	bool within = m->steps >= m->bounds.least && m->steps <= m->bounds.most;
	seeds->bounds = m->bounds;
	seeds->within += within;
	if (m->steps < seeds->least)
		seeds->least = m->steps;
	if (m->steps > seeds->most)
		seeds->most = m->steps;
	snprintf(text, sizeof(text), "%" PRIu64 " steps", m->steps);
	if (!within)
		tell(seeds, seed, text);
}

/* False: no memory. */
static bool note_paper(struct seeds *seeds, const struct marking *key, uint64_t seed)
{
	seeds->fingerprint[seeds->ran++] = key->fingerprint;
	note_steps(seeds, key, seed);
	return tally_add(seeds->tally, key);
}

static bool take_seed(struct seeds *seeds, const struct paper *paper)
{
	struct sheet said = { 0 };
	struct marking key;
	char why[TEXT];
	bool ran = marking_alone(&key, paper, ANSWERS_RIGHT, &said, NULL, why, sizeof(why));
	bool well = ran && is_solvable(paper, &said, why, sizeof(why));
	bool noted = !ran || note_paper(seeds, &key, paper->seed);
	seeds->count++;
	seeds->solvable += well;
	if (!well)
		tell(seeds, paper->seed, why);
	sheet_close(&said);
	marking_close(&key);
	return noted;
}

static int by_value(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;
	return *left < *right ? -1 : *left > *right;
}

static void count_different(struct seeds *seeds)
{
	qsort(seeds->fingerprint, seeds->ran, sizeof(*seeds->fingerprint), by_value);
	for (uint64_t i = 0; i < seeds->ran; i++)
		seeds->different += i == 0 || seeds->fingerprint[i] != seeds->fingerprint[i - 1];
}

/* Of a paper that does not run nothing is known but that. */
static void sum_up(const struct seeds *seeds, const char *name)
{
	fprintf(seeds->out, "%s: %" PRIu64 " seeds, %" PRIu64 " solvable", name, seeds->count,
		seeds->solvable);
	if (seeds->ran)
		fprintf(seeds->out, ", %" PRIu64 " different, %" PRIu64 " within %" PRIu64 "..%"
			PRIu64 " steps (%" PRIu64 "..%" PRIu64 ")", seeds->different, seeds->within,
			seeds->bounds.least, seeds->bounds.most, seeds->least, seeds->most);
	fputc('\n', seeds->out);
}

static int finish(struct seeds *seeds, const char *name)
{
	if (seeds->untold)
		fprintf(seeds->out, _("and %" PRIu64 " more\n"), seeds->untold);
	count_different(seeds);
	bool spread = tally_write(seeds->tally, seeds->out);
	sum_up(seeds, name);
	return spread && seeds->solvable == seeds->count && seeds->different == seeds->count &&
	       seeds->within == seeds->count ? WELL : FAILED;
}

int survey_seeds(struct paper *paper, uint64_t count, FILE *out, FILE *complaints)
{
	struct seeds seeds = {
		.fingerprint = calloc(count, sizeof(uint64_t)), .tally = tally_open(),
		.least = UINT64_MAX, .out = out,
	};
	bool well = seeds.fingerprint && seeds.tally;
	for (uint64_t seed = 1; well && seed <= count; seed++) {
		paper->seed = seed;
		well = take_seed(&seeds, paper);
	}
	int code = well ? finish(&seeds, paper->name) :
		   complain(complaints, FAILED, _("there is no memory for so many seeds"));
	tally_close(seeds.tally);
	free(seeds.fingerprint);
	return code;
}
