/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Measuring workloads, and journeys through their history.
 *
 * A journey's every move is timed by itself. A jump goes to a random step of a
 * random operation. A step back is taken from there; every tenth one crosses
 * from an operation to the one before it, since that is where the steps of
 * another operation must be had.
 */

#include "ui/replay/bench.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/timeline/timeline.h"
#include "ui/replay/number.h"
#include "ui/replay/workload.h"

enum { MOVES = 1000, CROSS_EVERY = 10 };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* --- workloads --- */

static bool run_plain(struct workload *w, const struct op *op)
{
	engine_plain.run(w->context, op);
	return true;
}

static int broke_off(const char *name, FILE *err)
{
	fprintf(err, "bench %s: an operation failed that should not: no room, or no memory\n",
		name);
	return 1;
}

static int bench_workload(const struct workload_info *info, uint64_t n, FILE *out, FILE *err)
{
	struct space space = workload_space();
	struct machine m;
	struct workload w;

	workload_init(&w, info, n);
	w.run = run_plain;
	w.context = &m;
	w.m = &m;
	if (!machine_open(&m, &space)) {
		fprintf(err, "bench %s: no memory for a machine: %s\n", info->name,
			strerror(errno));
		return 1;
	}
	bool done = info->set_up(&w);
	double begin = now();
	done = done && info->go(&w);
	double time = now() - begin + 1e-9;	/* never nothing, for the rates */
	machine_close(&m);
	if (!done)
		return broke_off(info->name, err);
	fprintf(out, "%s n=%" PRIu64 " time=%.3f ops/s=%.0f ns/op=%.1f check=%016" PRIx64 "\n",
		info->name, n, time, (double)n / time, time * 1e9 / (double)n, w.check);
	return 0;
}

/* --- history --- */

struct journey {
	struct timeline *t;
	uint64_t random;
	double jump[MOVES];
	double back[MOVES];
};

static bool run_in_time(struct workload *w, const struct op *op)
{
	return timeline_run(w->context, op, false);
}

static bool live_through(struct timeline *t, uint64_t n)
{
	struct workload w;

	workload_init(&w, workload_by_name("b"), n);
	w.run = run_in_time;
	w.context = t;
	w.m = timeline_machine(t);
	return w.info->set_up(&w) && w.info->go(&w);
}

/* To a random step of a random operation; how many steps it has is known only
 * once there. */
static bool jump(struct journey *j, double *time)
{
	uint64_t op = 1 + workload_random(&j->random) % timeline_length(j->t);
	double begin = now();

	if (!timeline_goto(j->t, op, UINT64_MAX))
		return false;
	uint64_t step = workload_random(&j->random) % (timeline_steps(j->t) + 1);
	bool there = timeline_goto(j->t, op, step);
	*time = now() - begin;
	return there;
}

/* Puts the cursor where the next step back is a crossing: at the beginning of
 * the operation (i even), or one further, at the end of the one before it. */
static bool ready_to_cross(struct journey *j, int i)
{
	uint64_t op = timeline_cursor(j->t).op;

	if (op < 2)	/* nothing lies before the first operation: cross into the first */
		return timeline_goto(j->t, op + 1, 0);
	return timeline_goto(j->t, op, 0) && (i % 2 == 0 || timeline_back(j->t));
}

static bool step_back(struct journey *j, double *time)
{
	struct cursor here = timeline_cursor(j->t);

	if (here.op == 1 && here.step == 0 && !timeline_forward(j->t))
		return false;
	double begin = now();
	bool moved = timeline_back(j->t);
	*time = now() - begin;
	return moved;
}

static bool travel(struct journey *j)
{
	for (int i = 0; i < MOVES; i++) {
		if (!jump(j, &j->jump[i]))
			return false;
		if (i % CROSS_EVERY == 0 && !ready_to_cross(j, i / CROSS_EVERY))
			return false;
		if (!step_back(j, &j->back[i]))
			return false;
	}
	return true;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double bench_percentile(double *sample, size_t count, unsigned percent)
{
	qsort(sample, count, sizeof(*sample), by_size);
	return sample[(count * percent + 99) / 100 - 1];
}

static void print_journey(struct journey *j, uint64_t n, double bytes, FILE *out)
{
	fprintf(out, "history n=%" PRIu64 " bytes/op=%.1f jump_p50_ms=%.3f jump_p99_ms=%.3f "
		"back_p50_us=%.2f back_p99_us=%.2f\n", n, bytes,
		bench_percentile(j->jump, MOVES, 50) * 1e3,
		bench_percentile(j->jump, MOVES, 99) * 1e3,
		bench_percentile(j->back, MOVES, 50) * 1e6,
		bench_percentile(j->back, MOVES, 99) * 1e6);
}

static int bench_history(uint64_t n, FILE *out, FILE *err)
{
	struct space space = workload_space();
	struct journey j = { .t = timeline_open(&space), .random = 1 };
	double bytes = 0;

	if (!j.t) {
		fprintf(err, "bench history: no memory for a timeline: %s\n", strerror(errno));
		return 1;
	}
	bool done = live_through(j.t, n);
	if (done)
		bytes = (double)timeline_bytes(j.t) / (double)timeline_length(j.t);
	done = done && travel(&j);
	timeline_close(j.t);
	if (!done)
		return broke_off("history", err);
	print_journey(&j, n, bytes, out);
	return 0;
}

/* --- the command --- */

static void list_workloads(FILE *out)
{
	fprintf(out, "bench WORKLOAD N runs a workload:\n");
	for (size_t i = 0; i < workload_count; i++)
		fprintf(out, "  %-8s %s (N counts %s)\n", workloads[i].name, workloads[i].summary,
			workloads[i].counts);
	fprintf(out, "  %-8s %s\n", "history",
		"workload b with full history, then 1,000 jumps and 1,000 steps back");
	fprintf(out, "  %-8s %s\n", "frame",
		"1,000 pictures among N areas, with panes of --layout, --size WxH (200x60)");
	fprintf(out, "  %-8s %s\n", "start",
		"the screen opened N times, from the exec to the first picture");
}

static int refuse(FILE *err, const char *what, const char *which)
{
	fprintf(err, "bench: %s '%s'; expected WORKLOAD N, with N from 1 and WORKLOAD one of", what,
		which);
	for (size_t i = 0; i < workload_count; i++)
		fprintf(err, " %s", workloads[i].name);
	fprintf(err, " history frame start\n");
	return 2;
}

bool bench_number(const char *word, uint64_t *n)
{
	return trace_number((struct trace_word){ word, strlen(word) }, n) && *n > 0;
}

int bench_main(int argc, char *const *argv, FILE *out, FILE *err)
{
	const struct workload_info *info;
	uint64_t n = 0;

	if (argc == 0) {
		list_workloads(out);
		return 0;
	}
	info = workload_by_name(argv[0]);
	if (!info && strcmp(argv[0], "history") != 0)
		return refuse(err, "no workload is called", argv[0]);
	if (argc != 2)
		return refuse(err, argc < 2 ? "N is missing behind" : "too much stands behind",
			      argv[argc < 2 ? 0 : 1]);
	if (!bench_number(argv[1], &n) || (info && n > info->most))
		return refuse(err, "N cannot be", argv[1]);
	return info ? bench_workload(info, n, out, err) : bench_history(n, out, err);
}
