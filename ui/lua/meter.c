/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The meter: bounds on what a script uses, and the way to end it.
 *
 * Lua calls a hook every HOOK_COUNT instructions; there the meter looks at
 * what was used and at lab_interrupted. A script that must end gets an error
 * raised. It may catch it with pcall, so from then on the hook is called at
 * every single instruction and raises again, until nothing of the script is
 * left to run. Nothing may run without the hook for long: the sandbox bounds
 * the library functions, and the allocator below charges for memory, because
 * one instruction can copy a large string.
 */

#include <stdlib.h>
#include <time.h>

#include "ui/lua/inside.h"

enum {
	DEFAULT_MEMORY = 64 * 1024 * 1024,
	DEFAULT_LAB = 96 * 1024 * 1024,
	DEFAULT_MILLISECONDS = 1500,
	DEFAULT_LINES = 100000,
	DEFAULT_PAGES = 320 * 1024,	/* a page array of three levels fits */
	BYTES_A_LINE = 256,	/* on average, before output counts as a flood */
	REFUSALS = 16,		/* each costs a full garbage collection */
	ALLOCATION_COST = 10,	/* instructions */
	BYTES_AN_INSTRUCTION = 32,
	LOOKS_A_CLOCK = 4,	/* asking for the time is a system call */
};

static uint64_t nanoseconds(clockid_t clock)
{
	struct timespec now;

	if (clock_gettime(clock, &now) != 0)
		return 0;
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static uint64_t or_default(uint64_t value, uint64_t standard)
{
	return value ? value : standard;
}

void host_set_limits(struct host *host, const struct host_limits *limits)
{
	static const struct host_limits none;
	const struct host_limits *from = limits ? limits : &none;
	struct host_limits *to = &host->meter.limits;

	to->memory = (size_t)or_default(from->memory, DEFAULT_MEMORY);
	to->lab = (size_t)or_default(from->lab, DEFAULT_LAB);
	to->instructions = or_default(from->instructions, DEFAULT_MILLISECONDS * HOST_INSTRUCTIONS_A_MILLISECOND);
	to->milliseconds = or_default(from->milliseconds, DEFAULT_MILLISECONDS);
	to->lines = or_default(from->lines, DEFAULT_LINES);
	to->pages = or_default(from->pages, DEFAULT_PAGES);
}

/* --- memory --- */

static bool too_much(struct meter *meter, size_t more, bool text)
{
	enum { TEXT_HEADER = 64 };
	bool full = more > meter->limits.memory || meter->memory > meter->limits.memory - more;

	meter->text_refused = !full && text && more > TEXT_MAX + TEXT_HEADER;
	return full || meter->text_refused;
}

/* A refusal makes Lua collect all its garbage first; a script that goes on
 * from refusal to refusal would take for ever. */
static void *refuse(struct host *host)
{
	if (++host->meter.refusals >= REFUSALS)
		host_end(host, END_MEMORY);
	return NULL;
}

void *host_allocate(void *context, void *block, size_t before, size_t after)
{
	struct host *host = context;
	struct meter *meter = &host->meter;
	bool text = !block && before == LUA_TSTRING;
	void *moved;

	if (!block)
		before = 0;	/* it was the kind of the new object */
	if (after == 0) {
		meter->memory -= before;
		free(block);
		return NULL;
	}
	if (after > before && !meter->lifted) {
		meter->instructions += ALLOCATION_COST + (after - before) / BYTES_AN_INSTRUCTION;
		if (too_much(meter, after - before, text))
			return refuse(host);
	}
	moved = realloc(block, after);
	if (moved)
		meter->memory = meter->memory - before + after;
	return moved;
}

/* --- time and instructions --- */

void host_meter_begin(struct host *host)
{
	struct meter *meter = &host->meter;

	meter->instructions = 0;
	meter->lines = 0;
	meter->bytes = 0;
	meter->cpu_begin = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
	meter->looks = 0;
	meter->refusals = 0;
	meter->text_refused = false;
	meter->end = END_NOT;
}

static bool out_of_time(struct meter *meter)
{
	uint64_t used;

	if (++meter->looks % LOOKS_A_CLOCK)
		return false;
	used = nanoseconds(CLOCK_THREAD_CPUTIME_ID) - meter->cpu_begin;
	return used / 1000000u >= meter->limits.milliseconds;
}

static void look(struct host *host)
{
	struct meter *meter = &host->meter;

	if (meter->end != END_NOT)
		return;
	if (lab_interrupted)
		host_end(host, END_INTERRUPTED);
	else if (meter->instructions > meter->limits.instructions)
		host_end(host, END_INSTRUCTIONS);
	else if (meter->lines > meter->limits.lines ||
		 meter->bytes / BYTES_A_LINE > meter->limits.lines)
		host_end(host, END_OUTPUT);
	else if (out_of_time(meter))
		host_end(host, END_TIME);
}

static void on_count(lua_State *L, lua_Debug *where)
{
	struct host *host = host_of(L);
	int count = lua_gethookcount(L);

	(void)where;
	host->meter.instructions += (uint64_t)count;
	if (host->meter.lifted)
		return;
	look(host);
	if (host->meter.end != END_NOT) {
		lua_sethook(L, on_count, LUA_MASKCOUNT, 1);
		host_raise_end(L);
	}
	if (count != HOOK_COUNT)	/* survived an end in an earlier script */
		host_watch(L);
}

/* --- the lab --- */

void host_look_at_clock(struct host *host)
{
	host->meter.looks = LOOKS_A_CLOCK - 1;
}

/* In the middle of a long command. */
static bool over(void *context)
{
	struct host *host = context;

	if (host->meter.end == END_NOT && out_of_time(&host->meter))
		host_end(host, END_TIME);
	return host->meter.end != END_NOT;
}

void host_bound_lab(struct host *host)
{
	const struct lab_bounds bounds = {
		.pages = host->meter.limits.pages, .memory = host->meter.limits.lab, .over = over,
		.context = host,
	};

	lab_set_bounds(host->lab, &bounds);
}

void host_bound_student(struct host *host)
{
	const struct lab_bounds bounds = {
		.pages = host->meter.limits.pages, .memory = host->meter.limits.lab,
	};

	lab_set_bounds(host->lab, &bounds);
}

void host_free_lab(struct host *host)
{
	lab_set_bounds(host->lab, NULL);
}

void host_watch(lua_State *L)
{
	lua_sethook(L, on_count, LUA_MASKCOUNT, HOOK_COUNT);
}

void host_charge(struct host *host, uint64_t instructions)
{
	host->meter.instructions += instructions;
}

/* --- the end --- */

/* May be called from within the allocator: only notes it. lua_sethook is one
 * of the few functions that Lua allows at any moment. */
void host_end(struct host *host, enum host_end end)
{
	if (host->meter.end == END_NOT)
		host->meter.end = end;
	if (host->running)
		lua_sethook(host->running, on_count, LUA_MASKCOUNT, 1);
}

static const char *end_text(const struct host *host)
{
	switch (host->meter.end) {
	case END_INTERRUPTED:
		return _("interrupted");
	case END_INSTRUCTIONS:
	case END_TIME:
		return _("the script ran too long without a pause: is there a loop that does not end?");
	case END_OUTPUT:
		return _("the script printed too much");
	case END_MEMORY:
		return _("the script wants more memory than it may have");
	case END_QUIT:
		return _("the script has quit");
	case END_HEADER:
	case END_NOT:
		break;
	}
	return _("the script was ended");
}

int host_raise_end(lua_State *L)
{
	return host_raise(L, "%s", end_text(host_of(L)));
}

void host_check_end(lua_State *L)
{
	struct host *host = host_of(L);

	look(host);
	if (host->meter.end != END_NOT)
		host_raise_end(L);
}

void host_check_long(lua_State *L)
{
	host_look_at_clock(host_of(L));
	host_check_end(L);
}
