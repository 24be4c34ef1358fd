/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The one file that owns the terminal and its signals.
 *
 * What it takes to give the terminal back (the escape sequences, the modes)
 * is prepared when it is opened. So a handler needs nothing but write() and
 * tcsetattr() to leave a whole terminal behind, even when the program has
 * just crashed in the middle of curses. A deadly signal (deadly.h) restores the
 * terminal that way.
 *
 * All other signals only leave a note and wake the loop through a pipe; what
 * they mean is done there. ^Z stops for real: the handler restores the
 * terminal and lets the default action happen, so a shell sees what it expects.
 *
 * Signal handlers and curses know no context: the state is a static here.
 */

#include "ui/screen/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "ui/lab/lab.h"
#include "ui/repl/deadly.h"

#include <curses.h>
#include <term.h>	/* last: its macros have short names */

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

enum { SEQUENCE_ROOM = 256, IN = STDIN_FILENO, OUT = STDOUT_FILENO };

/* Bytes for the terminal, ready to be written. */
struct sequence {
	char text[SEQUENCE_ROOM];
	size_t length;
};

static struct {
	volatile sig_atomic_t open;
	volatile sig_atomic_t resized, resumed, interrupted, gone;
	struct termios before, ours;
	struct sequence leave, enter;	/* what gives the terminal back, and takes it again */
	SCREEN *curses;
	int wake[2];
	int out;		/* the terminal; not OUT while that is diverted */
} terminal = { .wake = { -1, -1 }, .out = OUT };

/* --- giving back --- */

void terminal_write(const char *text, size_t length)
{
	while (length > 0) {
		ssize_t done = write(terminal.out, text, length);
		if (done < 0 && errno != EINTR)
			return;
		if (done > 0) {
			text += done;
			length -= (size_t)done;
		}
	}
}

static void write_all(const struct sequence *sequence)
{
	terminal_write(sequence->text, sequence->length);
}

/* Safe in a signal handler. */
static void leave(void)
{
	write_all(&terminal.leave);
	tcsetattr(IN, TCSANOW, &terminal.before);
}

static void append(struct sequence *sequence, const char *text)
{
	size_t length = strlen(text);
	if (sequence->length + length > SEQUENCE_ROOM)
		return;
	memcpy(sequence->text + sequence->length, text, length);
	sequence->length += length;
}

static void append_capability(struct sequence *sequence, const char *name)
{
	const char *text = tigetstr(name);
	if (text && text != (char *)-1)
		append(sequence, text);
}

/* Pastes come marked, so that no text can be taken for keys. */
static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";
static const char mouse_off[] = "\033[?1000l\033[?1006l";

static bool marks_pastes(void)
{
	static const char *const known[] = { "xterm", "tmux", "screen", "rxvt", "alacritty",
					     "kitty", "foot", "vte", "st-", "konsole" };
	const char *term = getenv("TERM");
	for (size_t i = 0; term && i < LENGTH(known); i++)
		if (strncmp(term, known[i], strlen(known[i])) == 0)
			return true;
	return false;
}

static void prepare_sequences(void)
{
	static const char *const leaving[] = { "sgr0", "op", "cnorm", "rmkx", "rmcup" };
	static const char *const entering[] = { "smcup", "smkx" };
	terminal.leave.length = terminal.enter.length = 0;
	if (marks_pastes()) {
		append(&terminal.leave, paste_off);
		append(&terminal.leave, mouse_off);
	}
	for (size_t i = 0; i < LENGTH(leaving); i++)
		append_capability(&terminal.leave, leaving[i]);
	for (size_t i = 0; i < LENGTH(entering); i++)
		append_capability(&terminal.enter, entering[i]);
	if (marks_pastes())
		append(&terminal.enter, paste_on);
}

/* --- signals --- */

static void wake_up(void)
{
	char byte = 0;
	ssize_t done = write(terminal.wake[1], &byte, 1);
	(void)done;	/* full: it wakes anyway */
}

static void note(int number)
{
	int saved = errno;
	if (number == SIGINT) {
		lab_interrupted = 1;
		terminal.interrupted = 1;
	} else
		terminal.resized = 1;
	wake_up();
	errno = saved;
}

/* We go on after a stop of whatever kind: the modes may be anybody's. */
static void come_back(int number)
{
	int saved = errno;
	(void)number;
	if (terminal.open && tcgetpgrp(IN) == getpgrp())
		tcsetattr(IN, TCSANOW, &terminal.ours);
	terminal.resumed = 1;
	terminal.resized = 1;
	wake_up();
	errno = saved;
}

static void stop(int number)
{
	int saved = errno;
	struct sigaction ours, normal = { .sa_handler = SIG_DFL };
	sigset_t this, old;
	sigemptyset(&normal.sa_mask);
	sigemptyset(&this);
	sigaddset(&this, number);
	leave();
	sigaction(number, &normal, &ours);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &this, &old);	/* here we stop */
	sigprocmask(SIG_SETMASK, &old, NULL);
	sigaction(number, &ours, NULL);
	come_back(number);
	errno = saved;
}

static const struct {
	int number;
	void (*note)(int number);
} signals[] = {
	{ SIGINT, note },
	{ SIGWINCH, note },
	{ SIGCONT, come_back },
	{ SIGTSTP, stop },
};

static struct sigaction before[LENGTH(signals)];

/* Called when a deadly signal has come. */
static void give_back(void)
{
	if (!terminal.open)
		return;
	terminal.open = 0;
	leave();
}

/* Before curses installs handlers of its own. */
static void save_signals(void)
{
	for (size_t i = 0; i < LENGTH(signals); i++)
		sigaction(signals[i].number, NULL, &before[i]);
	deadly_catch(DEADLY_ALL, give_back);
}

/* What was ignored when we came (nohup, a shell without jobs) stays so. */
static void catch_signals(void)
{
	for (size_t i = 0; i < LENGTH(signals); i++) {
		struct sigaction action = { .sa_handler = signals[i].note };
		sigfillset(&action.sa_mask);
		if (before[i].sa_handler != SIG_IGN || signals[i].number == SIGWINCH)
			sigaction(signals[i].number, &action, NULL);
	}
}

static void release_signals(void)
{
	for (size_t i = 0; i < LENGTH(signals); i++)
		sigaction(signals[i].number, &before[i], NULL);
	deadly_release();
}

/* --- opening and closing --- */

static bool is_terminal(char *why, size_t room)
{
	const char *term = getenv("TERM");
	int error = 0;
	if (!isatty(IN) || !isatty(OUT)) {
		snprintf(why, room, "%s", isatty(IN) ?
			 _("the screen needs a terminal, and standard output is none; 'vmaplab "
			   "repl' works without") :
			 _("the screen needs a terminal, and standard input is none; 'vmaplab "
			   "repl' works without"));
		return false;
	}
	if (!term || !*term || setupterm(NULL, OUT, &error) != OK) {
		snprintf(why, room, _("the terminal type '%s' (TERM) is not known here; "
			 "try TERM=xterm-256color, or 'vmaplab repl'"), term ? term : "");
		return false;
	}
	const char *move = tigetstr("cup");
	bool moves = move && move != (char *)-1;
	prepare_sequences();
	del_curterm(cur_term);	/* curses takes a description of its own */
	if (!moves) {
		snprintf(why, room, _("the terminal type '%s' (TERM) cannot place the cursor; "
			 "'vmaplab repl' works with it"), term);
		return false;
	}
	return true;
}

static bool make_pipe(void)
{
	if (pipe(terminal.wake) != 0)
		return false;
	for (int i = 0; i < 2; i++) {
		fcntl(terminal.wake[i], F_SETFL, O_NONBLOCK);
		fcntl(terminal.wake[i], F_SETFD, FD_CLOEXEC);
	}
	return true;
}

/* Single keys, with ^C and ^Z as signals, and ^S, ^V, ^O for readline. */
static void set_modes(void)
{
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	intrflush(stdscr, FALSE);
	set_escdelay(25);
	tcgetattr(IN, &terminal.ours);
	terminal.ours.c_iflag &= (tcflag_t)~(IXON | ICRNL | INLCR);
	terminal.ours.c_lflag &= (tcflag_t)~IEXTEN;
	tcsetattr(IN, TCSANOW, &terminal.ours);
	def_prog_mode();
}

bool terminal_open(char *why, size_t room)
{
	if (!is_terminal(why, room))
		return false;
	if (tcgetattr(IN, &terminal.before) != 0 || !make_pipe()) {
		snprintf(why, room, _("the terminal cannot be used: %s"), strerror(errno));
		return false;
	}
	save_signals();
	terminal.open = 1;	/* from here on there is something to give back */
	terminal.curses = newterm(NULL, stdout, stdin);
	if (!terminal.curses) {
		terminal.open = 0;
		deadly_release();
		snprintf(why, room, _("the terminal cannot be used by curses; "
			 "'vmaplab repl' works without"));
		return false;
	}
	catch_signals();
	set_modes();
	if (marks_pastes()) {	/* curses has done the rest of `enter` */
		struct sequence pastes = { .length = 0 };
		append(&pastes, paste_on);
		write_all(&pastes);
	}
	return true;
}

void terminal_close(void)
{
	if (!terminal.open)
		return;
	terminal.open = 0;
	endwin();
	leave();
	release_signals();
	delscreen(terminal.curses);
	close(terminal.wake[0]);
	close(terminal.wake[1]);
}

bool terminal_divert(int fd)
{
	int out = OUT;
	if (fd >= 0 && ((out = fcntl(OUT, F_DUPFD_CLOEXEC, 3)) < 0 || dup2(fd, OUT) < 0))
		return false;
	if (fd < 0 && terminal.out != OUT) {
		dup2(terminal.out, OUT);
		close(terminal.out);
	}
	terminal.out = out;
	return true;
}

/* --- listening --- */

struct terminal_news terminal_news(void)
{
	struct terminal_news news = {
		.resized = terminal.resized, .resumed = terminal.resumed,
		.interrupted = terminal.interrupted, .gone = terminal.gone,
	};
	terminal.resized = terminal.resumed = terminal.interrupted = 0;
	if (news.resumed && terminal_ours())
		write_all(&terminal.enter);
	return news;
}

void terminal_size(int *height, int *width)
{
	struct winsize size = { 0 };
	if (ioctl(terminal.out, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) {
		*height = LINES > 0 ? LINES : 24;
		*width = COLS > 0 ? COLS : 80;
		return;
	}
	*height = size.ws_row;
	*width = size.ws_col;
}

bool terminal_wait(int milliseconds)
{
	struct pollfd watched[] = { { .fd = IN, .events = POLLIN },
				    { .fd = terminal.wake[0], .events = POLLIN } };
	char drain[64];
	int ready = poll(watched, LENGTH(watched), milliseconds);
	if (ready < 0)
		return errno == EINTR;
	if (watched[0].revents & (POLLHUP | POLLERR | POLLNVAL))
		terminal.gone = 1;
	if (watched[1].revents)
		while (read(terminal.wake[0], drain, sizeof(drain)) > 0)
			;
	return ready > 0;
}

bool terminal_ours(void)
{
	return tcgetpgrp(IN) == getpgrp();
}
