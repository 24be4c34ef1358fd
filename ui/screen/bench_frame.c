/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Measuring pictures. Everything between a step and the bytes that show it is
 * real: the panes, the canvas, curses; only the terminal is a file.
 *
 * The search that is looked at goes along the last few hundred areas, so that
 * there are enough steps; all others are there to be in the way of a pane that
 * would look at each of them. So are the pages of the mapping before it.
 */

#include "ui/screen/bench_frame.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ui/replay/bench.h"
#include "ui/screen/curses.h"
#include "ui/screen/screen.h"
#include "ui/screen/view.h"

#include <curses.h>

enum {
	FRAMES = 1000, WALKED = 500, FREED_EVERY = 8, AREA_PAGES = 3,
	MAPPED_MOST = 1000000, BLOCKS = 20,
};

struct cost {
	double seconds;
	double bytes;
};

/* --- something to look at --- */

static bool ask(struct timeline *time, enum op_kind kind, uint64_t id, uint64_t size,
		uint64_t vstart)
{
	struct op op = op_make(kind, &timeline_machine(time)->g->space);
	op.arg[0] = id;
	op.arg[1] = size;	/* of those that have one */
	if (kind == OP_ALLOC && vstart)
		op.arg[OPARG_ALLOC_VSTART] = vstart;
	return timeline_run(time, &op, false);
}

_Static_assert(OPARG_ALLOC_SIZE == 1 && OPARG_VMALLOC_SIZE == 1 && OPARG_MAPRAM_N == 1,
	       "sizes stand behind the name");

/* What the panes of the vm layer look at: blocks, and many pages. */
static bool map(struct timeline *time, uint64_t n)
{
	uint64_t pages = n < MAPPED_MOST ? n : MAPPED_MOST;
	for (uint64_t id = 1; id <= BLOCKS; id++)
		if (!ask(time, OP_MAPRAM, id, id % AREA_PAGES + 1, 0))
			return false;
	return ask(time, OP_VMALLOC, n + 2, pages * PAGE_SIZE, 0);
}

/* `n` areas and the mapping behind them, then holes that are too small for the last
 * request, which has to walk past the last of them. */
static bool fill(struct timeline *time, uint64_t n)
{
	const struct machine *m = timeline_machine(time);
	uint64_t from = 0;
	for (uint64_t id = 1; id <= n; id++) {
		if (!ask(time, OP_ALLOC, id, (1 + id % AREA_PAGES) * PAGE_SIZE, 0))
			return false;
		if (id + WALKED == n || (n <= WALKED && id == 1))
			from = m->g->outcome.addr;
	}
	if (!map(time, n))
		return false;
	for (uint64_t id = FREED_EVERY; id < n; id += FREED_EVERY)
		if (!ask(time, OP_FREE, id, 0, 0))
			return false;
	return ask(time, OP_DROPCACHE, 0, 0, 0) &&
	       ask(time, OP_ALLOC, n + 1, (AREA_PAGES + 1) * PAGE_SIZE, from);
}

/* --- measuring --- */

static double cpu_time(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void next_step(struct screen *screen)
{
	struct timeline *time = lab_timeline(screen->lab);
	scene_remember(&screen->memory, screen->lab);
	if (!timeline_forward(time))
		timeline_goto(time, timeline_cursor(time).op, 0);
}

static struct cost draw(struct screen *screen, int terminal)
{
	struct cost cost;
	double begin = cpu_time();
	view_draw(screen);
	curses_draw(&screen->canvas);
	cost.seconds = cpu_time() - begin;
	cost.bytes = (double)lseek(terminal, 0, SEEK_END);
	return cost;
}

/* From the cursor on; an operation that is over begins again. */
static void measure_steps(struct screen *screen, int terminal, double *seconds, double *bytes)
{
	struct cost before = draw(screen, terminal);
	for (int i = 0; i < FRAMES; i++) {
		next_step(screen);
		struct cost now = draw(screen, terminal);
		seconds[i] = now.seconds;
		bytes[i] = now.bytes - before.bytes;
		before = now;
	}
}

/* Where what the layout is for happens: in the mapping, with most of its entries
 * filled, or at the beginning of the search. */
static void go_to_place(struct screen *screen, uint64_t n)
{
	static const char *const mapped[] = { "tables", "vm", "frames" };
	struct timeline *time = lab_timeline(screen->lab);
	bool maps = false;
	for (size_t i = 0; i < sizeof(mapped) / sizeof(*mapped); i++)
		maps = maps || strcmp(view_layout(screen), mapped[i]) == 0;
	timeline_goto(time, maps ? n + BLOCKS + 1 : timeline_length(time), 0);
	if (maps)
		timeline_goto(time, n + BLOCKS + 1, timeline_steps(time) / 10 * 9);
}

static void measure(struct screen *screen, int terminal, uint64_t n, FILE *out)
{
	static const double to_ms = 1e3;
	double seconds[FRAMES], bytes[FRAMES];
	const struct canvas *canvas = &screen->canvas;
	go_to_place(screen, n);
	measure_steps(screen, terminal, seconds, bytes);
	fprintf(out, "frame n=%" PRIu64 " size=%dx%d cpu_p50_ms=%.3f cpu_p99_ms=%.3f bytes_p50=%.0f\n",
		n, canvas->width, canvas->height, bench_percentile(seconds, FRAMES, 50) * to_ms,
		bench_percentile(seconds, FRAMES, 99) * to_ms, bench_percentile(bytes, FRAMES, 50));
}

/* --- the terminal --- */

static int on_terminal(struct screen *screen, FILE *sink, FILE *nobody, uint64_t n, FILE *out,
		       FILE *err)
{
	static const char kind[] = "xterm-256color";
	SCREEN *terminal = newterm(kind, sink, nobody);
	if (!terminal) {
		fprintf(err, "bench frame: no terminal '%s' is described here; is terminfo "
			"installed?\n", kind);
		return 1;
	}
	curses_set_scheme(screen->scheme);
	curses_resize(screen->canvas.height, screen->canvas.width);
	measure(screen, fileno(sink), n, out);
	curses_close();
	endwin();
	delscreen(terminal);
	return 0;
}

static int with_screen(struct screen *screen, uint64_t n, FILE *out, FILE *err)
{
	FILE *sink = tmpfile(), *nobody = fopen("/dev/null", "r");
	int code = 1;
	if (!sink || !nobody)
		fprintf(err, "bench frame: there is no file to draw into\n");
	else if (!fill(lab_timeline(screen->lab), n))
		fprintf(err, "bench frame: there is no memory for so many areas\n");
	else
		code = on_terminal(screen, sink, nobody, n, out, err);
	if (sink)
		fclose(sink);
	if (nobody)
		fclose(nobody);
	return code;
}

int bench_frame(uint64_t n, int width, int height, const char *layout, FILE *out, FILE *err)
{
	const struct screen_options options = { .layout = layout };
	struct lab *lab = lab_open(&engine_space("x86-64")->space, NULL);
	struct screen screen;
	int code = 1;
	if (!lab || !screen_open(&screen, lab, &options, true)) {
		fprintf(err, "bench frame: there is no memory for a screen\n");
	} else {
		if (canvas_resize(&screen.canvas, height, width))
			code = with_screen(&screen, n, out, err);
		screen_close(&screen);
	}
	lab_close(lab);
	return code;
}
