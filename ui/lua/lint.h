/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LUA_LINT_H
#define VMAPLAB_LUA_LINT_H

/*
 * Looking over lessons before a class does: what would fail, or would never be
 * reached, or is not translated.
 */

#include <stdbool.h>
#include <stdio.h>

/* Looks over the files; a finding is a line "FILE:LINE: what is wrong" on `out`, the
 * last line says how many there are. A lesson that has not been translated at all gets a
 * note, which does not count; with `strict`, or where others in its folder have catalogues,
 * that is a finding as well. Changes the language, and chooses the user's again
 * at the end. Returns the exit code: 0, 1 (findings), 2 (a file cannot be read). */
int lint_files(size_t count, char *const *path, bool strict, FILE *out, FILE *complaints);

/* Writes the texts of these lessons as a template of a catalogue (.pot). The same
 * exit codes; a text that cannot be translated is a finding. */
int lint_pot(size_t count, char *const *path, FILE *out, FILE *complaints);

#endif
