/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Measuring the start. A child is the real program on a real pseudo-terminal;
 * the marker file of screen.c says when its first picture is complete. It then
 * waits, so its processor clock stands still and can be read from here: all that
 * the child did since the exec is in it, loading the libraries included.
 */

#include "ui/screen/bench_start.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "ui/lab/language.h"
#include "ui/replay/bench.h"

enum { PATH_ROOM = 256, WAIT = 2 /* milliseconds */, PATIENCE = 15000 /* waits */ };

struct start {
	char folder[PATH_ROOM];		/* the child's home */
	char marker[PATH_ROOM + 16];
	struct winsize size;
	int terminal;			/* our end of it */
	pid_t child;
	size_t bytes;			/* that the child has written */
};

/* --- the child --- */

static bool open_terminal(struct start *s, int *theirs)
{
	const char *name;
	s->terminal = posix_openpt(O_RDWR | O_NOCTTY);
	if (s->terminal < 0 || grantpt(s->terminal) != 0 || unlockpt(s->terminal) != 0 ||
	    !(name = ptsname(s->terminal)))
		return false;
	*theirs = open(name, O_RDWR | O_NOCTTY);
	return *theirs >= 0 && ioctl(*theirs, TIOCSWINSZ, &s->size) == 0;
}

/* A terminal of a kind, nobody's config file, nobody's sessions. */
static void set_environment(const struct start *s)
{
	static const char *const unwanted[] = {
		"LINES", "COLUMNS", "NO_COLOR", "XDG_STATE_HOME", "XDG_CONFIG_HOME",
	};
	for (size_t i = 0; i < sizeof(unwanted) / sizeof(*unwanted); i++)
		unsetenv(unwanted[i]);
	setenv("HOME", s->folder, 1);
	setenv("TERM", "xterm-256color", 1);
	setenv("VMAPLAB_TEST_MARKER", s->marker, 1);
}

static _Noreturn void become_program(const struct start *s, int terminal)
{
	setsid();
	ioctl(terminal, TIOCSCTTY, 0);
	for (int fd = 0; fd <= 2; fd++)
		dup2(terminal, fd);
	close(terminal);
	close(s->terminal);
	set_environment(s);
	execl("/proc/self/exe", "vmaplab", (char *)NULL);
	_exit(127);
}

static bool begin(struct start *s)
{
	int theirs;
	if (!open_terminal(s, &theirs))
		return false;
	unlink(s->marker);
	s->child = fork();
	if (s->child == 0)
		become_program(s, theirs);
	close(theirs);
	return s->child > 0;
}

/* --- watching it --- */

/* What it writes has to be taken away, or it would wait for that. */
static void take_output(struct start *s)
{
	char bytes[4096];
	struct pollfd poll_for = { s->terminal, POLLIN, 0 };
	while (poll(&poll_for, 1, 0) > 0 && poll_for.revents & POLLIN) {
		ssize_t length = read(s->terminal, bytes, sizeof(bytes));
		if (length <= 0)
			return;
		s->bytes += (size_t)length;
	}
}

/* Also where the terminal has nobody on its other side, and is always ready. */
static void wait_shortly(void)
{
	const struct timespec time = { 0, WAIT * 1000000 };
	nanosleep(&time, NULL);
}

/* False: it has ended, or does not come to its first picture. */
static bool wait_for_picture(struct start *s)
{
	struct stat status;
	s->bytes = 0;
	for (int i = 0; i < PATIENCE; i++) {
		take_output(s);
		if (stat(s->marker, &status) == 0) {
			take_output(s);
			return true;
		}
		if (waitpid(s->child, NULL, WNOHANG) == s->child) {
			s->child = -1;
			return false;
		}
		wait_shortly();
	}
	return false;
}

static bool cpu_time_of(pid_t child, double *milliseconds)
{
	struct timespec t;
	clockid_t clock;
	if (clock_getcpuclockid(child, &clock) != 0 || clock_gettime(clock, &t) != 0)
		return false;
	*milliseconds = (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
	return true;
}

/* It is asked to leave, as a person would; if it does not, it has to. */
static void end(struct start *s)
{
	bool gone = s->child <= 0;
	if (!gone && write(s->terminal, "q", 1) != 1)
		kill(s->child, SIGTERM);
	for (int i = 0; i < PATIENCE && !gone; i++) {
		take_output(s);
		wait_shortly();
		gone = waitpid(s->child, NULL, WNOHANG) != 0;
	}
	if (!gone && kill(s->child, SIGKILL) == 0)
		waitpid(s->child, NULL, 0);
	s->child = -1;	/* its number may soon be somebody else's */
	close(s->terminal);
}

static bool measure(struct start *s, double *milliseconds)
{
	bool well = begin(s) && wait_for_picture(s) && cpu_time_of(s->child, milliseconds);
	end(s);
	return well;
}

/* --- all of them --- */

static int measure_all(struct start *s, uint64_t n, double *sample, FILE *out, FILE *err)
{
	for (uint64_t i = 0; i < n; i++)
		if (!measure(s, &sample[i])) {
			fprintf(err, _("bench start: the program does not come to its first "
				"picture; does 'vmaplab' open here?\n"));
			return 1;
		}
	fprintf(out, "start n=%" PRIu64 " size=%dx%d cpu_p50_ms=%.1f cpu_max_ms=%.1f bytes=%zu\n",
		n, s->size.ws_col, s->size.ws_row, bench_percentile(sample, n, 50),
		bench_percentile(sample, n, 100), s->bytes);
	return 0;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

static bool make_home(struct start *s)
{
	const char *temporary = getenv("TMPDIR");
	int length = snprintf(s->folder, sizeof(s->folder), "%s/vmaplab-start.XXXXXX",
			      temporary && *temporary ? temporary : "/tmp");
	if (length >= (int)sizeof(s->folder) || !mkdtemp(s->folder))
		return false;
	snprintf(s->marker, sizeof(s->marker), "%s/marker", s->folder);
	return true;
}

int bench_start(uint64_t n, int width, int height, FILE *out, FILE *err)
{
	enum { DESCRIPTORS = 8 };
	struct start s = { .size = { .ws_row = (unsigned short)height,
				     .ws_col = (unsigned short)width } };
	double *sample = calloc(n, sizeof(*sample));
	int code = 1;
	if (!sample || !make_home(&s)) {
		fprintf(err, _("bench start: there is no place for a home: %s\n"), strerror(errno));
	} else {
		code = measure_all(&s, n, sample, out, err);
		nftw(s.folder, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
	}
	free(sample);
	return code;
}
