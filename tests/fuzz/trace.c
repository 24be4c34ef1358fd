/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Fuzzing the reader of recordings: any bytes, as a file, must be read and
 * compared, or be refused with a sentence. The file lies in memory.
 *
 * A comparison ends at the first difference, and nearly every change to an op
 * line makes one. So now and then a recording is put right: its operations stay,
 * some others come between them (support/anyop.h), and what they led to is written
 * anew, as the model has it. From there the next changes can lead on.
 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memfd_create */
#endif

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/support/anyop.h"
#include "ui/replay/player.h"
#include "ui/replay/replay.h"
#include "ui/replay/state.h"
#include "ui/replay/trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned int seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);	/* libFuzzer's own */

/* --- a file in memory --- */

struct memory_file {
	int fd;
	char path[40];
};

static struct memory_file file_of(const uint8_t *data, size_t size)
{
	struct memory_file file = { .fd = memfd_create("recording", 0) };

	if (file.fd < 0 || write(file.fd, data, size) != (ssize_t)size ||
	    lseek(file.fd, 0, SEEK_SET) != 0)
		abort();
	snprintf(file.path, sizeof(file.path), "/proc/self/fd/%d", file.fd);
	return file;
}

/* What is wrong is told: how the recording differs, or in one line why it cannot be
 * read. */
static bool is_told(int code, const char *out, const char *err)
{
	const char *end = strchr(err, '\n');

	switch (code) {
	case 0:
		return !err[0] && strcmp(out, "1 passed, 0 failed\n") == 0;
	case 1:
		return !err[0] && strlen(out) > strlen("0 passed, 1 failed\n");
	default:
		return end && !end[1] && strcmp(out, "0 passed, 1 failed\n") == 0;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct replay_options options = { .engine = REPLAY_BOTH };
	struct memory_file file = file_of(data, size);
	char *path = file.path, *said = NULL, *complained = NULL;
	size_t lengths[2];
	FILE *out = open_memstream(&said, &lengths[0]);
	FILE *err = open_memstream(&complained, &lengths[1]);
	int code = out && err ? replay_check(&options, 1, &path, out, err) : -1;

	if (code < 0 || fclose(out) || fclose(err) || !is_told(code, said, complained))
		abort();
	free(said);
	free(complained);
	close(file.fd);
	return 0;
}

/* --- putting a recording right --- */

struct rewriting {
	struct choices choices;	/* first, so that it leads here */
	uint64_t random;
	struct trace t;
	struct player p;
	struct replay_text out;
	size_t most;	/* bytes that it may have */
	bool full;
	uint64_t ops;
};

static void write_record(struct rewriting *r, const struct op *op)
{
	const struct replay_extent extent = {
		.events = r->t.detail == TRACE_FULL,
		.lists = r->t.detail == TRACE_FULL || r->ops % 100 == 0 ||
			 (op && op->kind == OP_DUMP),
		.pages_asked = r->p.pages_asked,
	};

	replay_record(&r->out, &r->p.m, op, &extent, &r->p.work);
	player_work_seen(&r->p);
}

static uint64_t roll(struct choices *c, uint64_t sides)
{
	struct rewriting *r = (struct rewriting *)(void *)c;

	r->random ^= r->random << 13;
	r->random ^= r->random >> 7;
	r->random ^= r->random << 17;
	return sides ? (r->random >> 11) % sides : r->random;
}

static void write_value(struct replay_text *out, enum arg_kind kind, uint64_t value)
{
	static const char *const words[][2] = {
		[ARG_SWITCH] = { "off", "on" }, [ARG_HOW] = { "now", "lazy" },
		[ARG_RET] = { "ok", "stop" }, [ARG_ORDER] = { "sequential", "scattered" },
	};

	if (kind < sizeof(words) / sizeof(words[0]) && words[kind][0])
		replay_printf(out, "%s", words[kind][value & 1]);
	else if (kind == ARG_REPORT && value == NOTIFIER_AUTO)
		replay_printf(out, "auto");
	else if (kind == ARG_SIGNED)
		replay_printf(out, "%" PRId64, (int64_t)value);
	else
		replay_printf(out, "0x%" PRIx64, value);
}

static void write_lists(struct replay_text *out, const struct op *op)
{
	const uint64_t *at = op->list;

	for (size_t list = 0; list < 2 && op_info(op->kind)->list[list] && op->list_length; list++) {
		replay_printf(out, " %s=", op_info(op->kind)->list[list]);
		for (uint32_t i = 0; i < op->list_length; i++)
			replay_printf(out, "%s%" PRIu64, i ? "," : "", *at++);
	}
}

static void write_words(struct replay_text *out, const struct op *op, const struct space *space)
{
	const struct op_info *info = op_info(op->kind);

	replay_printf(out, " %s", info->name);
	for (size_t i = 0; i < op_args(op->kind); i++) {
		if (info->arg[i].by != DEFAULT_NEEDED &&
		    op->arg[i] == op_default(op->kind, i, space))
			continue;
		replay_printf(out, " %s=", info->arg[i].name);
		write_value(out, info->arg[i].kind, op->arg[i]);
	}
	write_lists(out, op);
	for (size_t i = 0; i < REQUEST_COUNT; i++)
		if (op->fail[i])
			replay_printf(out, " %s=%" PRIu32, op_fail_name[i], op->fail[i]);
}

/* Runs an operation and writes it down with what it led to; one that the model
 * refuses is left out, and the first that has no room. */
static void write_op(struct rewriting *r, const struct op *op)
{
	enum { LAST_LINE = 32 };
	size_t before = r->out.length;

	if (r->full || !player_run(&r->p, op) || r->p.m.g->outcome.kind == OUTCOME_REFUSED)
		return;
	replay_printf(&r->out, "op %" PRIu64, ++r->ops);
	write_words(&r->out, op, &r->t.space);
	replay_printf(&r->out, "\n");
	replay_result(&r->out, &r->p.m, op);
	write_record(r, op);
	r->full = r->out.length + LAST_LINE > r->most;
	if (r->full) {
		r->out.length = before;
		r->ops--;
	}
}

static void write_any_op(struct rewriting *r)
{
	uint64_t list[ANYOP_LIST];
	const struct op op = any_op(&r->choices, &r->p.m, list);

	if (op.kind != OP_NONE)
		write_op(r, &op);
}

static void write_ops(struct rewriting *r)
{
	enum trace_item item;

	while (!r->full && (item = trace_next(&r->t)) != TRACE_END && item != TRACE_BAD) {
		if (item != TRACE_OP)
			continue;
		if (roll(&r->choices, 4) == 0)
			write_any_op(r);
		write_op(r, &r->t.op);
	}
	replay_printf(&r->out, "end ops=%" PRIu64 "\n", r->ops);
}

/* The new size; 0: there is nothing to put right, or no room for it. */
static size_t put_right(uint8_t *data, size_t size, size_t most, unsigned int seed)
{
	struct memory_file file = file_of(data, size);
	struct rewriting r = {
		.choices = { roll }, .random = seed * UINT64_C(0x9e3779b97f4a7c15) | 1,
		.most = most,
	};

	if (trace_open(&r.t, file.path) && r.t.detail != TRACE_SPARSE &&
	    player_open(&r.p, REPLAY_PLAIN, &r.t.space)) {
		replay_printf(&r.out, "format 1\n%s\n", r.t.text);
		write_record(&r, NULL);
		write_ops(&r);
	}
	size = r.out.broken || r.out.length > most ? 0 : r.out.length;
	if (size)
		memcpy(data, r.out.at, size);
	player_close(&r.p);
	trace_close(&r.t);
	replay_free(&r.out);
	close(file.fd);
	return size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned int seed)
{
	size_t right = seed % 4 == 0 ? put_right(data, size, most, seed) : 0;

	return right ? right : LLVMFuzzerMutate(data, size, most);
}
