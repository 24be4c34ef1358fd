/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Lines from a person at a terminal, edited with readline.
 *
 * Signals only set a flag. While a line is edited they are held back, except
 * in the one place that waits for a key (get_key): so none is lost between
 * looking and waiting, and readline is never interrupted in the middle of
 * something. There ^C is turned into an end of input on an empty line, which
 * every part of readline (search, pasting, a half-typed key sequence)
 * understands as "leave".
 *
 * readline and signal handlers cannot be handed a context; the flags and what
 * was set before are the globals of this file, and there are no others.
 */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#include <readline/readline.h>

#include "ui/lab/lab.h"
#include "ui/repl/deadly.h"
#include "ui/repl/prompt.h"

static volatile sig_atomic_t resized;
static volatile sig_atomic_t stop_asked;	/* ^Z */
static volatile sig_atomic_t end_signal;
static volatile sig_atomic_t gone;	/* the terminal is */
static volatile sig_atomic_t reading;	/* readline has the terminal ... */
static volatile sig_atomic_t marking;	/* ... and has pastes marked */
static struct termios modes;		/* before */

static void note_interrupt(int number)
{
	(void)number;
	lab_interrupted = 1;
}

static void note_resize(int number)
{
	(void)number;
	resized = 1;
}

static void note_stop(int number)
{
	(void)number;
	stop_asked = 1;
}

static void note_end(int number)
{
	end_signal = number;
	lab_interrupted = 1;
}

/* --- which signal does what --- */

/* SA_RESTART: a signal must not break off what is being written. SA_RESETHAND:
 * the second of its kind does what it does by itself. */
struct watched {
	int number;
	void (*note)(int number);
	unsigned flags;
};
static const struct watched watched[] = {
	{ SIGINT, note_interrupt, SA_RESTART },
	{ SIGWINCH, note_resize, SA_RESTART },
	{ SIGTERM, note_end, SA_RESTART | SA_RESETHAND },
	{ SIGHUP, note_end, SA_RESTART | SA_RESETHAND },
	{ SIGQUIT, note_end, SA_RESTART | SA_RESETHAND },
};
enum { WATCHED = sizeof(watched) / sizeof(*watched) };

static struct sigaction before[WATCHED];

/* A signal that was ignored when we came (nohup) stays so. */
static void watch(const struct watched *w, struct sigaction *old)
{
	struct sigaction action = { .sa_handler = w->note, .sa_flags = (int)w->flags };
	sigemptyset(&action.sa_mask);
	sigaction(w->number, NULL, old);
	if (old->sa_handler != SIG_IGN)
		sigaction(w->number, &action, NULL);
}

static sigset_t held_back(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	for (size_t i = 0; i < WATCHED; i++)
		sigaddset(&set, watched[i].number);
	return set;
}

/* --- keys --- */

/* Stops as if nobody had caught ^Z, with the terminal as it was before. */
static void stop_here(void)
{
	sigset_t stop, old;
	struct sigaction ours;
	stop_asked = 0;
	rl_deprep_terminal();
	fflush(rl_outstream);
	sigaction(SIGTSTP, NULL, &ours);
	signal(SIGTSTP, SIG_DFL);
	raise(SIGTSTP);
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &stop, &old);
	/* ... fg ... */
	sigprocmask(SIG_SETMASK, &old, NULL);
	sigaction(SIGTSTP, &ours, NULL);
	rl_prep_terminal(1);
	resized = 1;	/* while we slept */
	rl_forced_update_display();
}

/* True: the line is not to be gone on with. */
static bool look_at_signals(void)
{
	if (stop_asked)
		stop_here();
	if (resized) {
		resized = 0;
		rl_resize_terminal();
	}
	return lab_interrupted;
}

/* What was typed stays to be seen above the next prompt. */
static int leave_line(void)
{
	rl_point = rl_end;
	(*rl_redisplay_function)();
	if (lab_interrupted && !end_signal)
		fputs("^C", rl_outstream);
	rl_replace_line("", 1);
	return EOF;
}

/* Waits with the signals let through, and with them only here. */
static int get_key(FILE *stream)
{
	int fd = fileno(stream);
	sigset_t all = held_back(), through;
	sigprocmask(SIG_BLOCK, NULL, &through);
	for (size_t i = 1; i < NSIG; i++)
		if (sigismember(&all, (int)i) == 1)
			sigdelset(&through, (int)i);
	for (;;) {
		unsigned char key;
		fd_set keys;
		if (look_at_signals())
			return leave_line();
		FD_ZERO(&keys);
		FD_SET(fd, &keys);
		if (pselect(fd + 1, &keys, NULL, NULL, NULL, &through) < 0)
			continue;
		ssize_t got = read(fd, &key, 1);
		if (got == 1)
			return key;
		if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
			gone = 1;
			return leave_line();
		}
	}
}

/* --- lines --- */

static bool marks_pastes(void)
{
	const char *paste = rl_variable_value("enable-bracketed-paste");
	return paste && strcmp(paste, "on") == 0;
}

bool repl_prompt_possible(void)
{
	return isatty(STDIN_FILENO) && (isatty(STDOUT_FILENO) || isatty(STDERR_FILENO));
}

/* In a signal handler: readline's own way to do it is not for that. */
static void give_back(void)
{
	static const char leave[] = "\033[?2004l\n";
	size_t skip = marking ? 0 : sizeof(leave) - 2;
	if (!reading)
		return;
	ssize_t done = write(fileno(rl_outstream), leave + skip, sizeof(leave) - 1 - skip);
	(void)done;
	tcsetattr(STDIN_FILENO, TCSANOW, &modes);
}

void repl_prompt_open(void)
{
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_getc_function = get_key;
	rl_instream = stdin;
	rl_outstream = isatty(STDOUT_FILENO) ? stdout : stderr;
	lab_interrupted = 0;
	tcgetattr(STDIN_FILENO, &modes);
	for (size_t i = 0; i < WATCHED; i++)
		watch(&watched[i], &before[i]);
	deadly_catch(DEADLY_FAULTS, give_back);
}

/* At an end of input readline goes to a new line if it takes pasted text as
 * such, and leaves that to us if it does not. */
static void new_line(void)
{
	if (!marks_pastes())
		fputs("\n", rl_outstream);
}

/* What readline gave back, told apart. */
static enum repl_prompt_result outcome(const char *text)
{
	if (text && !lab_interrupted)
		return REPL_LINE;
	new_line();
	if (end_signal || !lab_interrupted)
		return REPL_END;
	lab_interrupted = 0;
	return REPL_ABORTED;
}

enum repl_prompt_result repl_prompt_read(const char *prompt, char **line)
{
	static const struct watched stopping = { SIGTSTP, note_stop, SA_RESTART };
	struct sigaction stop_before;
	sigset_t hold = held_back(), old;
	fflush(stdout);
	lab_interrupted = end_signal != 0;
	watch(&stopping, &stop_before);
	sigprocmask(SIG_BLOCK, &hold, &old);
	marking = marks_pastes();
	reading = 1;
	*line = readline(prompt);
	reading = 0;
	enum repl_prompt_result result = outcome(*line);
	if (result != REPL_LINE) {
		free(*line);
		*line = NULL;
	}
	sigprocmask(SIG_SETMASK, &old, NULL);
	sigaction(SIGTSTP, &stop_before, NULL);
	return result;
}

int repl_prompt_ended(void)
{
	return end_signal;
}

bool repl_prompt_gone(void)
{
	return gone;
}

void repl_prompt_close(void)
{
	for (size_t i = 0; i < WATCHED; i++)
		sigaction(watched[i].number, &before[i], NULL);
	deadly_release();
	if (end_signal) {
		fflush(stdout);
		raise(end_signal);
	}
}
