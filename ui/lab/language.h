/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_LANGUAGE_H
#define VMAPLAB_LAB_LANGUAGE_H

/*
 * The language that the program speaks: gettext's catalogues.
 *
 * There is one catalogue for the program itself (domain "vmaplab") and one for
 * each lesson ("vmaplab-NAME" for NAME.lua), so that lessons are written and
 * translated without getting into each other's way. A further language is a
 * file for each of them, and no code. Texts are looked up by their English
 * words; what has no translation stays English.
 *
 * English on purpose stay: names, the kernel's own words and listings, what `check`
 * and `bench` tell of recordings and workloads, the lines that programs read, Lua's
 * own messages, and the manual page.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Marks a text for people that is translated later, so that its catalogue has it. */
#define N_(text) text

/* A text for people, in their language; and the one of two forms that fits `n`.
 * What prints whole sentences (lab_print, lab_fail and the like; make/pot.sh has
 * the list) looks its format up by itself. */
#define _(text) language_text(text)
#define P_(one, many, n) language_plural(one, many, n)

/* Chooses the language: `wanted` ("zh_CN", "zh", "en"), or, if that is NULL,
 * what LC_ALL, LC_MESSAGES, LANG and LANGUAGE say. False: there are no catalogues
 * for `wanted`, and `why` gets a sentence that lists those there are. */
bool language_choose(const char *wanted, char *why, size_t room);

/* The languages that there are, English first: "en, zh_CN" with ", " between them. */
const char *language_list(const char *between, char *text, size_t room);

/* The one that was chosen: "en", "zh_CN". */
const char *language_name(void);

/* A text of the program in that language; itself when there is no translation. */
const char *language_text(const char *text) __attribute__((format_arg(1)));

/* The form that the language has for `n` of something. */
const char *language_plural(const char *one, const char *many, uint64_t n)
	__attribute__((format_arg(1), format_arg(2)));

/* Calls `found` for each language that there is a catalogue of the program for. */
void language_each(void (*found)(void *context, const char *name), void *context);

/* --- lessons --- */

enum { DOMAIN_ROOM = 64 };

/* The domain of a lesson's catalogue by the path of its file; binds it to the
 * folder `locale` beside the file, or, without one, to the program's own. */
void language_lesson(const char *path, char domain[DOMAIN_ROOM]);

/* A text of a lesson; `domain` as from language_lesson, "" for none. */
const char *language_lesson_text(const char *domain, const char *text);

/* The form that the language has for `n` of something. */
const char *language_lesson_plural(const char *domain, const char *one, const char *many,
				   unsigned long n);

#endif
