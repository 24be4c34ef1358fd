/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LUA_HOST_H
#define VMAPLAB_LUA_HOST_H

/*
 * The Lua host: runs a script or a lesson on an open laboratory.
 *
 * A script is a coroutine. It runs until it ends, fails, pauses for the
 * learner or asks a question; then the driver (the command line, the prompt,
 * the screen) has the word again and resumes it when it likes, with an answer
 * if one was wanted:
 *
 *	struct host *host = host_open(lab, &driver);
 *	enum host_state state = host_load(host, path, count, argument);
 *	while (state == HOST_PAUSED || state == HOST_ASKING)
 *		state = host_resume(host, state == HOST_ASKING ? answer : NULL);
 *	if (state == HOST_FAILED)
 *		show host_error(host);
 *	host_close(host);
 *
 * Between two calls the driver may run commands on the lab as it pleases: the
 * learner looks around during a pause. When it resumes, the cursor is first
 * put back to where the script left it, if that place still exists; but a task
 * takes the lab as the learner has made it.
 *
 * A script sees the lab, text and arithmetic, and nothing else: no files, no
 * processes, no bytecode. Its memory, its instructions, its CPU time and its
 * output are bounded; lab_interrupted (set by a signal handler) ends it at
 * once. Whatever it does ends in a state and, if need be, in a sentence.
 *
 * Numbers and the order of texts are those of the C locale while a script
 * runs, whatever the program has set.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct lab;
struct host;

enum host_state {
	HOST_IDLE,		/* nothing loaded */
	HOST_PAUSED,		/* loaded and not begun, or in pause(): resume with NULL */
	HOST_ASKING,		/* in ask(), predict() or task(): host_question tells; resume
				 * with the answer */
	HOST_DONE,		/* ran to its end */
	HOST_FAILED,		/* ended by an error: host_error tells */
	HOST_UNREADABLE,	/* the file could not be read: host_error tells */
};

/* How questions answer themselves: as they should; the same, with verdicts and a
 * score as if somebody were there; or wrong. */
enum host_answers { ANSWERS_PLAIN, ANSWERS_RIGHT, ANSWERS_WRONG };

/* Who shows the script. Every function may be NULL; the text is then printed
 * through the lab's sink, lesson text in TONE_TEXT and wrapped at `columns`.
 * Text is clean UTF-8: no control characters, no newline. Marks in lesson
 * text: *strong* and `code`; they may be shown as they stand. The functions
 * must not call the host, but for the questions marked "any time" below. */
struct host_driver {
	void *context;

	/* `lesson{...}` or title(): a heading. */
	void (*title)(void *context, const char *text);

	/* One paragraph of say(). */
	void (*say)(void *context, const char *paragraph);

	/* What came of an answer: 100 is right, 0 is wrong, between them is partly
	 * right; and the same in words, with the reason. */
	void (*verdict)(void *context, unsigned percent, const char *text);

	/* One paragraph of note(), for the speaker's eyes; NULL: left out. */
	void (*note)(void *context, const char *paragraph);

	/* A check(): where it stands in the script, and what it says. */
	void (*check)(void *context, bool passed, const char *place, const char *text);

	/* A check, a question or a task was come to, at that place. */
	void (*reached)(void *context, const char *place);

	/* Nobody is there: pause() goes on at once, questions answer themselves and
	 * tasks run their solution. Each counts as a check, passed if it was right. */
	bool alone;
	enum host_answers answers;	/* how they do it */

	unsigned columns;	/* of wrapped text; 0 = 78 */
};

/* What a script of usual instructions runs in a millisecond, and more. */
#define HOST_INSTRUCTIONS_A_MILLISECOND UINT64_C(133334)

/* Bounds on a script; 0 takes the default. A lab command counts as five hundred
 * instructions, however long it takes. */
struct host_limits {
	size_t memory;		/* bytes of the script itself (64 MiB) */
	size_t lab;		/* bytes of machine and history (96 MiB) */
	uint64_t instructions;	/* of the VM between two pauses (200 million) */
	uint64_t milliseconds;	/* CPU time between two pauses, lab commands and all (1,500) */
	uint64_t lines;		/* printed between two pauses (100,000) */
	uint64_t pages;		/* mapped or allocated by one operation (327,680) */
};

/* Opens a host on a lab; `driver` is copied, NULL means { .alone = true }.
 * With lab NULL scripts can be loaded and run, but whatever they ask of the
 * lab is an error. NULL: no memory. */
struct host *host_open(struct lab *lab, const struct host_driver *driver);

/* What an answer came to; the texts are valid during the call. */
struct host_mark {
	const char *question;
	const char *said;	/* as it was typed; NULL: passed over */
	unsigned percent;
	const char *why;	/* the right answer, if that was another, and the reason */
	const char *common;	/* why many papers may have the same answer; "": they may not */
	bool task;
};

/*
 * An exam: who sits it, and who takes it down. It says nothing of right and wrong, gives
 * no hints, and what its script does is not printed; `skip` passes a question over. A
 * script that begins with `exam` can be run without, too: as a lesson, for practice.
 */
struct host_exam {
	uint64_t seed;
	const char *student;	/* "": nobody in particular */
	void *context;

	/* An answer was understood; nothing has come of it yet, and the lab stands where
	 * it was given. A sentence refuses it, NULL takes it. */
	const char *(*hears)(void *context, const char *answer);

	/* Commands of a task have run: the lab's log has them from `line` on. */
	void (*acts)(void *context, size_t line);

	/* An answer got its marks: in the order of the questions. */
	void (*marks)(void *context, const struct host_mark *mark);
};

/* To be said before host_load; copied, but for the student's name. Every function may
 * be NULL. */
void host_set_exam(struct host *host, const struct host_exam *exam);

/* What the exam's header says of itself; NULL: it is none, or has not begun. `least`
 * and `most` bound the steps that the operations asked about take in all. */
struct host_exam_header {
	uint64_t least, most;
};
const struct host_exam_header *host_exam_header(const struct host *host);

/* Steps of the operations that were asked about so far. */
uint64_t host_asked_steps(const struct host *host);

/* Removes the script's breakpoints with Lua conditions from the lab, too. */
void host_close(struct host *host);

/* Tells the host that its lab is about to be closed. Scripts and conditions
 * that go on nevertheless get errors, no crash. host_close does not need it. */
void host_forget_lab(struct host *host);

/* NULL: the usual ones. */
void host_set_limits(struct host *host, const struct host_limits *limits);

/*
 * Loads a script file; what was loaded before is dropped (its breakpoints
 * stay). The script finds the arguments in its global `arg`. Answers
 * HOST_PAUSED (ready to begin), HOST_FAILED (a syntax error, or a script is
 * running just now) or HOST_UNREADABLE.
 */
enum host_state host_load(struct host *host, const char *path, size_t count,
			  const char *const *argument);

/* The same for a text, such as a line typed at the prompt. `name` is used in
 * messages ("prompt"). An expression is fine, too: its value is printed.
 * Globals stay from text to text. */
enum host_state host_load_text(struct host *host, const char *name, const char *text);

/*
 * Begins the script or goes on with it. In HOST_ASKING, `answer` is what the
 * learner typed: the number of a choice (from 1), the choice's text, or for a
 * question without choices a value as people write it ("3p", "0x3000"); in a task
 * `hint`, `skip`, or `done` to have it looked at. An answer that is none of these leaves the host in HOST_ASKING, and
 * host_question's `again` says why. NULL there gives up: the script is told
 * the answer was wrong.
 *
 * The driver clears lab_interrupted before it calls.
 */
enum host_state host_resume(struct host *host, const char *answer);

/*
 * Loads the script's file again, which may have been edited, in a lab that begins anew,
 * and says how many turns lead to the place where it stood; 0: there is none to be loaded.
 * The driver takes them:
 *
 *	size_t turns = host_reload(host);
 *	for (size_t i = 0; i < turns && host_take_turn_again(host, i); i++)
 *		;
 *
 * False: the script has changed before that place, or has a fault; host_state tells.
 */
size_t host_reload(struct host *host);
bool host_take_turn_again(struct host *host, size_t i);

/* Drops the script where it stands: the learner has left the lesson. */
void host_stop(struct host *host);

/* --- any time --- */

enum host_state host_state(const struct host *host);

/* True once the script has run the command `quit`; the state is HOST_DONE. */
bool host_quit(const struct host *host);

/* The question in HOST_ASKING; NULL in any other state. Valid until the host
 * is called again. */
struct host_question {
	const char *text;
	size_t choices;			/* 0: a value is wanted */
	const char *const *choice;
	const char *again;		/* why the last answer was not understood, or NULL */
	bool task;			/* something is to be done: the answers are `hint`, `done`
					 * and `skip`; everything else is for the lab */
	uint64_t operations;		/* of a task: those that there were before it */
	bool exam;			/* there are no hints, and `skip` passes it over */
};
const struct host_question *host_question(const struct host *host);

/* Does the question that is open take this bare word for an answer? So that it comes
 * before a command for which it may be short: `b` is the second choice, `n` is no. */
bool host_takes_word(const struct host *host, const char *word);

/* HOST_FAILED, HOST_UNREADABLE: "FILE:LINE: what is wrong", one line; the
 * traceback, several lines or "", ends in the script's main chunk. Both stay
 * valid until the next load or resume. */
const char *host_error(const struct host *host);
const char *host_traceback(const struct host *host);

/* HOST_FAILED: because of the arguments that host_load was given. */
bool host_misused(const struct host *host);

/* What the script called last: place in the script as "FILE:LINE", or "". */
const char *host_place(const struct host *host);

/* What was loaded last: an exam that is sat, a lesson by its header, or any other script. */
enum host_kind { HOST_SCENARIO, HOST_LESSON, HOST_EXAM, HOST_KINDS };
enum host_kind host_kind(const struct host *host);

/* The `name` of the lesson's header; NULL: it has none. */
const char *host_lesson_name(const struct host *host);

/* Counts since host_load. Checks include the questions that were answered
 * alone; the others count what a person answered, or ANSWERS_RIGHT and _WRONG. */
struct host_counts {
	uint64_t passed;
	uint64_t failed;
	uint64_t questions;
	uint64_t right;
	uint64_t points;	/* 100 for each right one, less for what was partly right */
};
struct host_counts host_counts(const struct host *host);

/* How `vmaplab run` runs a script. */
struct host_run {
	size_t count;			/* of arguments */
	const char *const *argument;
	enum host_answers answers;
	const struct host_limits *limits;	/* NULL: the usual ones */
	FILE *complaints;		/* where arguments that do not suit are told of */
};

/*
 * `vmaplab run` in full: opens a host on the lab, runs the file alone to its
 * end, prints errors and 'N passed, N failed' as the last line through the
 * lab's sink; before it the score, if the answers are not plain. Returns the
 * exit code: 0, 1 (a check failed, or the script), 2 (an unreadable file, or
 * arguments that the script does not take).
 */
int host_run_file(struct lab *lab, const char *path, const struct host_run *how);

#endif
