/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading and judging guesses.
 *
 * One table has a row for each subject: its question, and the functions that read
 * an answer, judge it and write down the right one. Words for "none", "the same"
 * and the like are the same for all subjects and are translated as lists of words;
 * the English ones are understood in every language.
 *
 * Half is given to whoever has seen what matters and missed the number: the right
 * gap but not the address in it, the right direction, the neighbour in the list,
 * that the cache is dropped but not why. Sets (tables) count what they share.
 */

#include "ui/lua/guess.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ui/lab/language.h"
#include "ui/lab/nearest.h"
#include "ui/lab/source.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

enum { WRONG = 0, HALF = 50, RIGHT = 100, COUNTED_PAGES = 4096 };

/* --- words --- */

/* TRANSLATORS: lists of words that are understood, with blanks between them. */
#define WORDS_NONE N_("none no nothing nil null fails fail failure nowhere EBUSY ENOMEM")
#define WORDS_SAME N_("same unchanged stays before")
#define WORDS_NEW N_("new itself")
#define WORDS_HIT N_("hit yes used y")
#define WORDS_DROPPED N_("no dropped n unused")
#define WORDS_END N_("end last none")

static bool in_list(const char *list, const char *word)
{
	size_t length = strlen(word);
	while (*list) {
		size_t next = strcspn(list, " ");
		if (next == length && strncasecmp(list, word, length) == 0)
			return true;
		list += next + strspn(list + next, " ");
	}
	return false;
}

static bool means(const char *word, const char *list)
{
	return in_list(list, word) || in_list(language_text(list), word);
}

/* --- numbers --- */

static bool same_but_for_blanks(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, " ");
		b += strspn(b, " ");
		if (*a != *b || !*a)
			return *a == *b;
	}
}

/* "page 3", in English or as it is told in the learner's language. */
static bool read_page(const char *text, uint64_t *page)
{
	const char *digits = text + strcspn(text, "0123456789");
	unsigned long number = strtoul(digits, NULL, 10);
	char english[GUESS_ROOM], told[GUESS_ROOM];
	snprintf(english, sizeof(english), "page %lu", number);
	snprintf(told, sizeof(told), _("page %lu"), number);
	*page = number;
	return *digits && (same_but_for_blanks(text, english) || same_but_for_blanks(text, told));
}

/* An address: as it stands, or counted from the space's start ("3p", "page 3"). */
static bool read_address(struct lab *lab, const char *text, uint64_t *value)
{
	const struct space *space = &lab_machine(lab)->g->space;
	uint64_t page;
	if (read_page(text, &page))
		*value = space->start + page * PAGE_SIZE;
	else if (!lab_evaluate(lab, text, value))
		return false;
	if (*value < space->start && *value < space->end - space->start)
		*value += space->start;
	return true;
}

static bool is_name(const char *text)
{
	for (size_t i = 0; text[i]; i++)
		if (!isalnum((unsigned char)text[i]) && text[i] != '_' && text[i] != '.')
			return false;
	return isalpha((unsigned char)text[0]) || text[0] == '_';
}

/* --- the next step --- */

static bool read_step(struct lab *lab, const char *text, struct guess *guess)
{
	const char *colon = strrchr(text, ':');
	(void)lab;
	if (step_by_name(text) || function_by_name(text)) {
		snprintf(guess->word, sizeof(guess->word), "%s", text);
		return true;
	}
	guess->none = means(text, WORDS_END);
	const char *digits = colon ? colon + 1 : strncasecmp(text, "line ", 5) == 0 ? text + 5 : text;
	char *end;
	guess->number = strtoull(digits, &end, 10);
	if (colon)
		snprintf(guess->word, sizeof(guess->word), "%.*s", (int)(colon - text), text);
	return guess->none || (isdigit((unsigned char)*digits) && *end == '\0');
}

static unsigned judge_line(const struct guess *guess, uint32_t step)
{
	struct place place, other;
	if (!lab_place_of_step(step, &place) ||
	    (*guess->word && !source_is_file(place.file, guess->word, strlen(guess->word))))
		return WRONG;
	if (place.line == guess->number)
		return RIGHT;
	/* Half for a line of the same function. */
	for (uint32_t i = 1; i < STEP_COUNT; i++)
		if (step_function(i) == step_function(step) && lab_place_of_step(i, &other) &&
		    other.file == place.file && other.line == guess->number)
			return HALF;
	return WRONG;
}

static unsigned judge_step(struct lab *lab, const struct guess *guess, const struct facts *facts)
{
	(void)lab;
	if (guess->none || facts->step == STEP_NONE)
		return guess->none && facts->step == STEP_NONE ? RIGHT : WRONG;
	if (guess->number)
		return judge_line(guess, facts->step);
	enum function function = function_by_name(guess->word);
	if (step_by_name(guess->word) == (enum step)facts->step)
		return RIGHT;
	if (function == FUNCTION_NONE)
		function = step_function(step_by_name(guess->word));
	return function == step_function(facts->step) ? HALF : WRONG;
}

static void right_step(struct lab *lab, const struct facts *facts, char *text, size_t room)
{
	struct place place;
	(void)lab;
	if (facts->step == STEP_NONE)
		snprintf(text, room, "end");
	else if (lab_place_of_step(facts->step, &place))
		snprintf(text, room, "%s:%zu", source_files[place.file].path, place.line);
	else
		snprintf(text, room, "%s", step_name(facts->step));
}

/* --- the address --- */

static bool read_address_guess(struct lab *lab, const char *text, struct guess *guess)
{
	guess->none = means(text, WORDS_NONE);
	if (guess->none)
		snprintf(guess->word, sizeof(guess->word), "%s", text);
	return guess->none || read_address(lab, text, &guess->number);
}

static bool failed(const struct outcome *outcome)
{
	return outcome->kind != OUTCOME_OK;
}

static const char *failure(const struct outcome *outcome)
{
	if (outcome->kind != OUTCOME_ERR)
		return "NULL";
	return outcome->code == ENOMEM ? "ENOMEM" : "EBUSY";
}

/* Half for the wrong error, and for another place in the right gap. */
static unsigned judge_address(struct lab *lab, const struct guess *guess,
			      const struct facts *facts)
{
	(void)lab;
	if (guess->none != failed(&facts->outcome))
		return WRONG;
	if (guess->none) {
		bool other = *guess->word == 'E' && strcmp(guess->word, failure(&facts->outcome));
		return other ? HALF : RIGHT;
	}
	if (guess->number == facts->outcome.addr)
		return RIGHT;
	return guess->number >= facts->gap_start && guess->number < facts->gap_end ? HALF : WRONG;
}

/* In a small space pages are counted. */
static void right_address(struct lab *lab, const struct facts *facts, char *text, size_t room)
{
	const struct space *space = &lab_machine(lab)->g->space;
	uint64_t offset = facts->outcome.addr - space->start;
	bool small = (space->end - space->start) / PAGE_SIZE <= COUNTED_PAGES;
	if (failed(&facts->outcome))
		snprintf(text, room, "%s", failure(&facts->outcome));
	else if (small && offset % PAGE_SIZE == 0)
		snprintf(text, room, _("page %lu"), (unsigned long)(offset / PAGE_SIZE));
	else
		snprintf(text, room, "0x%" PRIx64, facts->outcome.addr);
}

/* --- the cache --- */

static bool read_cache(struct lab *lab, const char *text, struct guess *guess)
{
	(void)lab;
	for (uint32_t why = WHY_EMPTY; why < WHY_COUNT; why++)
		if (strcasecmp(text, why_name(why)) == 0)
			guess->number = why;
	if (means(text, WORDS_HIT))
		guess->number = WHY_HIT;
	guess->none = !guess->number && means(text, WORDS_DROPPED);
	return guess->none || guess->number;
}

static unsigned judge_cache(struct lab *lab, const struct guess *guess, const struct facts *facts)
{
	bool dropped = facts->why != WHY_HIT;
	(void)lab;
	if (!guess->none && guess->number == facts->why)
		return RIGHT;
	return dropped && (guess->none || guess->number != WHY_HIT) ? HALF : WRONG;
}

static void right_cache(struct lab *lab, const struct facts *facts, char *text, size_t room)
{
	(void)lab;
	snprintf(text, room, "%s", why_name(facts->why));
}

/* --- the hole --- */

static bool read_hole(struct lab *lab, const char *text, struct guess *guess)
{
	guess->same = means(text, WORDS_SAME);
	guess->none = means(text, WORDS_NONE);
	return guess->same || guess->none || lab_evaluate(lab, text, &guess->number);
}

/* Half for the direction: it grows, it shrinks. */
static unsigned judge_hole(struct lab *lab, const struct guess *guess, const struct facts *facts)
{
	uint64_t said = guess->same ? facts->hole_before : guess->number;
	(void)lab;
	if (said == facts->hole)
		return RIGHT;
	bool up = said > facts->hole_before && facts->hole > facts->hole_before;
	bool down = said < facts->hole_before && facts->hole < facts->hole_before;
	return up || down ? HALF : WRONG;
}

static void right_hole(struct lab *lab, const struct facts *facts, char *text, size_t room)
{
	(void)lab;
	if (facts->hole && facts->hole % PAGE_SIZE == 0)
		snprintf(text, room, "%" PRIu64 "p", facts->hole / PAGE_SIZE);
	else
		snprintf(text, room, "0x%" PRIx64, facts->hole);
}

/* --- areas: the cached one, the one that the walk stops at --- */

/* An area of that name there is already, whatever else the word may mean. */
static bool names_area(struct lab *lab, const char *text, uint64_t *addr)
{
	if (!is_name(text) || !lab_evaluate(lab, text, addr))
		return false;
	const char *name = lab_name_of_area(lab, area_containing(lab_machine(lab), *addr));
	return name && strcmp(name, text) == 0;
}

/* A name that means nothing yet may be that of the area to come. */
static bool read_area(struct lab *lab, const char *text, struct guess *guess)
{
	if (names_area(lab, text, &guess->number))
		return true;
	guess->same = means(text, WORDS_SAME);
	guess->fresh = means(text, WORDS_NEW);
	guess->none = means(text, WORDS_NONE) || means(text, WORDS_END);
	if (guess->same || guess->fresh || guess->none)
		return true;
	bool named = is_name(text);
	if (named)
		snprintf(guess->word, sizeof(guess->word), "%s", text);
	return read_address(lab, text, &guess->number) || named;
}

/* The next area by address. The one that the operation has made was not there when the
 * walk came by, unless it is the one in question. */
static uint32_t next_of(const struct machine *m, uint32_t area, uint32_t wanted, uint64_t made)
{
	uint32_t next = m->next[area];
	return next && next != wanted && m->va_start[next] == made ? m->next[next] : next;
}

static bool are_neighbours(const struct machine *m, uint32_t a, uint32_t b, uint64_t made)
{
	return next_of(m, a, b, made) == b || next_of(m, b, a, made) == a;
}

static unsigned judge_area(const struct machine *m, const struct guess *guess,
			   const struct fact_area *right, uint64_t made)
{
	if (guess->none || !right->known)
		return guess->none != right->known ? RIGHT : WRONG;
	if (*guess->word && strcmp(guess->word, right->name) == 0)
		return RIGHT;
	uint32_t said = area_containing(m, guess->number);
	uint32_t area = area_containing(m, right->start);
	if (said && said == area)
		return RIGHT;
	return said && area && are_neighbours(m, said, area, made) ? HALF : WRONG;
}

static unsigned judge_cached(struct lab *lab, const struct guess *guess, const struct facts *facts)
{
	struct guess meant = *guess;
	if (guess->same) {
		meant.none = !facts->cached_before.known;
		meant.number = facts->cached_before.start;
	}
	if (guess->fresh) {
		meant.none = failed(&facts->outcome);
		meant.number = facts->outcome.addr;
	}
	return judge_area(lab_machine(lab), &meant, &facts->cached, facts->outcome.addr);
}

static unsigned judge_stop(struct lab *lab, const struct guess *guess, const struct facts *facts)
{
	return judge_area(lab_machine(lab), guess, &facts->stop, facts->outcome.addr);
}

static void right_area(const struct fact_area *area, const char *none, char *text, size_t room)
{
	if (!area->known)
		snprintf(text, room, "%s", none);
	else if (*area->name)
		snprintf(text, room, "%s", area->name);
	else
		snprintf(text, room, "0x%" PRIx64, area->start);
}

static void right_cached(struct lab *lab, const struct facts *facts, char *text, size_t room)
{
	(void)lab;
	right_area(&facts->cached, "none", text, room);
}

static void right_stop(struct lab *lab, const struct facts *facts, char *text, size_t room)
{
	(void)lab;
	right_area(&facts->stop, "end", text, room);
}

/* --- page tables --- */

static uint32_t level_bit(const char *word, size_t length)
{
	if (length == 4 && tolower((unsigned char)word[3]) == 's')
		length = 3;	/* "ptes" */
	for (uint32_t level = 1; level < FACT_LEVELS; level++)
		if (length == 3 && strncasecmp(word, fact_levels[level], 3) == 0)
			return 1u << level;
	return 0;
}

/* "pte, pmd", "2 pte and a pud": how many there are is not asked. */
static bool read_tables(struct lab *lab, const char *text, struct guess *guess)
{
	static const char *const empty[] = { "and", "a", "one", "tables", "table", "+" };
	(void)lab;
	guess->none = means(text, WORDS_NONE) || strcmp(text, "0") == 0;
	for (const char *at = text; *at && !guess->none;) {
		size_t length = strcspn(at, " ,;");
		uint32_t bit = level_bit(at, length);
		bool known = bit || length == 0 || isdigit((unsigned char)*at);
		for (size_t i = 0; i < LENGTH(empty) && !known; i++)
			known = strlen(empty[i]) == length && strncasecmp(at, empty[i], length) == 0;
		if (!known)
			return false;
		guess->tables |= bit;
		at += length + strspn(at + length, " ,;");
	}
	return guess->none || guess->tables;
}

static uint32_t made(const struct facts *facts)
{
	uint32_t bits = 0;
	for (uint32_t level = 1; level < FACT_LEVELS; level++)
		bits |= facts->tables[level] ? 1u << level : 0;
	return bits;
}

static unsigned count(uint32_t bits)
{
	return (unsigned)__builtin_popcount(bits);
}

/* What both have, of what either has. */
static unsigned judge_tables(struct lab *lab, const struct guess *guess, const struct facts *facts)
{
	uint32_t right = made(facts);
	(void)lab;
	if (guess->tables == right)
		return RIGHT;
	return 100 * count(guess->tables & right) / count(guess->tables | right);
}

static void right_tables(struct lab *lab, const struct facts *facts, char *text, size_t room)
{
	size_t used = 0;
	(void)lab;
	snprintf(text, room, "none");
	for (size_t level = FACT_LEVELS - 1; level > 0; level--)
		if (facts->tables[level] && used < room)
			used += (size_t)snprintf(text + used, room - used, "%s%s", used ? " " : "",
						 fact_levels[level]);
}

/* --- the table --- */

const char *const guess_subjects[SUBJECT_COUNT] = {
	[SUBJECT_STEP] = "step", [SUBJECT_ADDRESS] = "address", [SUBJECT_CACHE] = "cache",
	[SUBJECT_HOLE] = "hole", [SUBJECT_CACHED] = "cached", [SUBJECT_TABLES] = "tables",
	[SUBJECT_STOP] = "stop",
};

static const struct {
	const char *question;
	const char *forms;	/* what is understood */
	const char *words[4];	/* lists of those that stand for no number and no name */
	bool (*read)(struct lab *lab, const char *text, struct guess *guess);
	unsigned (*judge)(struct lab *lab, const struct guess *guess, const struct facts *facts);
	void (*right)(struct lab *lab, const struct facts *facts, char *text, size_t room);
} subjects[SUBJECT_COUNT] = {
	[SUBJECT_STEP] = {
		N_("Which line comes next? (its number, or the name of the step)"),
		N_("please give the number of a line, the name of a step or function, or: end"),
		{ WORDS_END },
		read_step, judge_step, right_step },
	[SUBJECT_ADDRESS] = {
		N_("At which address will it lie? (such as start+12K, or page 3; or EBUSY)"),
		N_("please give an address, such as start+12K, 3p (from the start), a name like "
		   "a1.end, page 3; or EBUSY"),
		{ WORDS_NONE },
		read_address_guess, judge_address, right_address },
	[SUBJECT_CACHE] = {
		N_("Will the cache be used? (hit; or why not: empty, size, vstart, align, below)"),
		N_("please say: hit; or no, or better the reason: empty, size, vstart, align, below"),
		{ WORDS_HIT, WORDS_DROPPED },
		read_cache, judge_cache, right_cache },
	[SUBJECT_HOLE] = {
		N_("What will cached_hole_size be afterwards? (such as 2p, 0, or: same)"),
		N_("please give a size, such as 2p, 0x2000 or 0; or: same"),
		{ WORDS_SAME, WORDS_NONE },
		read_hole, judge_hole, right_hole },
	[SUBJECT_CACHED] = {
		N_("Where will free_vmap_cache point to afterwards? (an area; or: new, same, none)"),
		N_("please give the name or the address of an area; or: new, same, none"),
		{ WORDS_SAME, WORDS_NEW, WORDS_NONE, WORDS_END },
		read_area, judge_cached, right_cached },
	[SUBJECT_TABLES] = {
		N_("Which page tables will be made? (some of pte pmd pud p4d; or: none)"),
		N_("please give some of pte, pmd, pud, p4d, such as: pte pmd; or: none"),
		{ WORDS_NONE },
		read_tables, judge_tables, right_tables },
	[SUBJECT_STOP] = {
		N_("Before which area will the walk stop? (its name or address; or: end)"),
		N_("please give the name or the address of an area; or, if it goes to the end: end"),
		{ WORDS_NONE, WORDS_END },
		read_area, judge_stop, right_stop },
};

enum subject guess_subject(const char *name)
{
	for (size_t i = 0; i < SUBJECT_COUNT; i++)
		if (strcmp(guess_subjects[i], name) == 0)
			return (enum subject)i;
	return SUBJECT_COUNT;
}

const char *guess_question(enum subject subject)
{
	return language_text(subjects[subject].question);
}

bool guess_takes(enum subject subject, const char *word)
{
	const char *const *words = subjects[subject].words;
	for (size_t i = 0; i < LENGTH(subjects[subject].words) && words[i]; i++)
		if (means(word, words[i]))
			return true;
	return false;
}

bool guess_read(struct lab *lab, enum subject subject, const char *text, struct guess *guess,
		char *again, size_t room)
{
	memset(guess, 0, sizeof(*guess));
	guess->subject = subject;
	if (*text && subjects[subject].read(lab, text, guess))
		return true;
	snprintf(again, room, "%s", language_text(subjects[subject].forms));
	return false;
}

unsigned guess_judge(struct lab *lab, const struct guess *guess, const struct facts *facts)
{
	return subjects[guess->subject].judge(lab, guess, facts);
}

const char *guess_right(struct lab *lab, enum subject subject, const struct facts *facts,
			char *text, size_t room)
{
	subjects[subject].right(lab, facts, text, room);
	return text;
}

/* --- a wrong one --- */

/* Of these, at least one is wrong altogether, whatever the facts are. */
static const char *const candidates[SUBJECT_COUNT][4] = {
	[SUBJECT_STEP] = { "end", "walk_gap", "cache_size", "settle_range" },
	[SUBJECT_ADDRESS] = { "EBUSY", "start", "end-1p", "start+1p" },
	[SUBJECT_CACHE] = { "hit", "size", "empty", "no" },
	[SUBJECT_HOLE] = { "same", "0", "1T", "7" },
	[SUBJECT_CACHED] = { "none", "nobody", "start", "end" },
	[SUBJECT_TABLES] = { "none", "pte", "p4d", "pud" },
	[SUBJECT_STOP] = { "end", "nobody", "start", "none" },
};

const char *guess_wrong(struct lab *lab, enum subject subject, const struct facts *facts,
			char *text, size_t room)
{
	struct guess guess;
	char again[256];
	unsigned least = RIGHT + 1;
	for (size_t i = 0; i < LENGTH(candidates[subject]); i++) {
		const char *word = candidates[subject][i];
		if (!guess_read(lab, subject, word, &guess, again, sizeof(again)))
			continue;
		unsigned worth = guess_judge(lab, &guess, facts);
		if (worth < least)
			snprintf(text, room, "%s", word);
		least = worth < least ? worth : least;
	}
	return text;
}
