/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The last words of a program that is ended by a signal.
 *
 * All that is told was prepared before, so a handler needs nothing but
 * write(), even when the program has just crashed in the middle of anything.
 * It runs on a stack of its own, should the normal one have overflowed.
 *
 * Signal handlers know no context: what they need is a static here.
 */

#include "ui/repl/deadly.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/lab/language.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
enum { SENTENCE_ROOM = 512 };

static const struct {
	int number;
	enum deadly_kind kind;
	const char *name;
} signals[] = {
	{ SIGTERM, DEADLY_ALL, "SIGTERM" },
	{ SIGHUP, DEADLY_ALL, "SIGHUP" },
	{ SIGQUIT, DEADLY_ALL, "SIGQUIT" },
	{ SIGSEGV, DEADLY_FAULTS, "SIGSEGV" },
	{ SIGBUS, DEADLY_FAULTS, "SIGBUS" },
	{ SIGFPE, DEADLY_FAULTS, "SIGFPE" },
	{ SIGILL, DEADLY_FAULTS, "SIGILL" },
	{ SIGABRT, DEADLY_FAULTS, "SIGABRT" },
};

static struct {
	struct sigaction before[LENGTH(signals)];
	bool caught[LENGTH(signals)];
	void (*give_back)(void);
	char ended[LENGTH(signals)][SENTENCE_ROOM];	/* in the language of the user */
	char sentence[SENTENCE_ROOM];
	void *stack;
} deadly;

/* --- the end --- */

static void tell(const char *text)
{
	ssize_t done = write(STDERR_FILENO, text, strlen(text));
	(void)done;	/* nobody is left to hear that it failed */
}

static bool is_fault(int number, const siginfo_t *info)
{
	return info->si_code > 0 && (number == SIGSEGV || number == SIGBUS || number == SIGFPE ||
				     number == SIGILL);
}

void deadly_tell(int number)
{
	for (size_t i = 0; i < LENGTH(signals); i++)
		if (signals[i].number == number)
			tell(deadly.ended[i]);
}

void deadly_tell_sentence(void)
{
	tell(deadly.sentence);
}

/* The old action follows. A fault of our own comes again by itself when the
 * handler returns, in its true place; a signal that was sent is sent again. */
static void die(int number, siginfo_t *info, void *context)
{
	void (*give_back)(void) = deadly.give_back;
	(void)context;
	deadly.give_back = NULL;
	if (give_back)
		give_back();
	deadly_tell(number);
	deadly_tell_sentence();
	for (size_t i = 0; i < LENGTH(signals); i++)
		if (signals[i].number == number)
			sigaction(number, &deadly.before[i], NULL);
	if (!is_fault(number, info))
		raise(number);
}

/* --- catching and letting go --- */

static void make_stack(void)
{
	size_t size = (size_t)SIGSTKSZ * 4;
	deadly.stack = malloc(size);
	stack_t stack = { .ss_sp = deadly.stack, .ss_size = size };
	if (deadly.stack)
		sigaltstack(&stack, NULL);
}

static void free_stack(void)
{
	stack_t none = { .ss_flags = SS_DISABLE };
	if (deadly.stack)
		sigaltstack(&none, NULL);
	free(deadly.stack);
	deadly.stack = NULL;
}

/* No text can be looked up in a handler. */
static void prepare_texts(void)
{
	for (size_t i = 0; i < LENGTH(signals); i++)
		snprintf(deadly.ended[i], SENTENCE_ROOM, signals[i].kind == DEADLY_FAULTS ?
			 _("vmaplab: crashed (%s); this is a fault of the program\n") :
			 _("vmaplab: ended by %s\n"), signals[i].name);
}

void deadly_catch(enum deadly_kind kind, void (*give_back)(void))
{
	struct sigaction action = { .sa_sigaction = die, .sa_flags = SA_ONSTACK | SA_SIGINFO };
	sigfillset(&action.sa_mask);
	deadly.give_back = give_back;
	make_stack();
	prepare_texts();
	for (size_t i = 0; i < LENGTH(signals); i++) {
		sigaction(signals[i].number, NULL, &deadly.before[i]);
		deadly.caught[i] = (kind == DEADLY_ALL || signals[i].kind == DEADLY_FAULTS) &&
				   deadly.before[i].sa_handler != SIG_IGN;
		if (deadly.caught[i])
			sigaction(signals[i].number, &action, NULL);
	}
}

void deadly_release(void)
{
	for (size_t i = 0; i < LENGTH(signals); i++)
		if (deadly.caught[i])
			sigaction(signals[i].number, &deadly.before[i], NULL);
	memset(deadly.caught, 0, sizeof(deadly.caught));
	deadly.give_back = NULL;
	free_stack();
}

void deadly_say(const char *sentence)
{
	snprintf(deadly.sentence, sizeof(deadly.sentence), "%s", sentence);
}
