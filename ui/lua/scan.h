/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LUA_SCAN_H
#define VMAPLAB_LUA_SCAN_H

/*
 * A script's words, without running it: what lint looks at and where the texts for
 * the catalogues come from.
 */

#include <stdbool.h>
#include <stddef.h>

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_STRING, TOKEN_NUMBER, TOKEN_SIGN };

struct token {
	enum token_kind kind;
	size_t line;		/* where it begins, from 1 */
	const char *at;		/* in the text of the script */
	size_t length;
};

struct scan {
	struct token *token;	/* the last one is TOKEN_END */
	size_t tokens;
};

/* Cuts a script into tokens; they point into `text`. Lua that is broken gives broken
 * tokens, no failure. False: no memory. */
bool scan_open(struct scan *scan, const char *text, size_t length);
void scan_close(struct scan *scan);

/* Is it this name, keyword or sign? */
bool token_is(const struct token *token, const char *text);

/* Does Lua keep this name for itself? */
bool name_is_keyword(const char *name);

/* What a string token stands for, escapes taken out. The caller frees it. */
char *token_string(const struct token *token);

/* --- texts for people --- */

struct lesson_text {
	char *text;		/* NULL: one that is put together and cannot be translated */
	char *many;		/* plural(); or NULL */
	size_t line;
};

/* Calls `found` for each text that is shown to learners: the arguments of say, title,
 * tr and plural; in the tables of lesson, ask, predict and task: title, question, why,
 * text, and the lists choices and hints. False: no memory. */
bool scan_texts(const struct scan *scan, void (*found)(void *context, const struct lesson_text *text),
		void *context);

#endif
