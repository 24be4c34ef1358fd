/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Raising the bounds of the sandbox: "time=60s,memory=1G".
 *
 * They keep a lesson from the net harmless. Who runs a long workload of their own
 * knows better, so all of them can be set, within what a machine can have.
 */

#include "ui/lua/limits.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "ui/lab/language.h"
#include "ui/lua/host.h"

struct unit {
	const char *name;	/* "" where none need be given */
	uint64_t factor;
};

static const struct unit times[] = {
	{ "ms", 1 }, { "s", 1000 }, { "min", 60000 }, { "h", 3600000 }, { NULL, 0 },
};
static const struct unit sizes[] = {
	{ "K", UINT64_C(1) << 10 }, { "M", UINT64_C(1) << 20 }, { "G", UINT64_C(1) << 30 }, { NULL, 0 },
};
static const struct unit counts[] = { { "", 1 }, { NULL, 0 } };

static void set_time(struct host_limits *limits, uint64_t value)
{
	limits->milliseconds = value;
	limits->instructions = value * HOST_INSTRUCTIONS_A_MILLISECOND;
}

static void set_memory(struct host_limits *limits, uint64_t value)
{
	limits->memory = limits->lab = (size_t)value;
}

static void set_pages(struct host_limits *limits, uint64_t value)
{
	limits->pages = value;
}

static void set_lines(struct host_limits *limits, uint64_t value)
{
	limits->lines = value;
}

static const struct bound {
	const char *name;
	const struct unit *units;
	uint64_t least, most;
	const char *example;	/* and what is allowed */
	void (*set)(struct host_limits *limits, uint64_t value);
} bounds[] = {
	{ "time", times, 1, 24 * 3600000, N_("60s, 500ms, 5min, at most 24h"), set_time },
	{ "memory", sizes, UINT64_C(1) << 20, UINT64_C(1) << 38, N_("512M, 2G, from 1M to 256G"),
	  set_memory },
	{ "pages", counts, 1, UINT64_C(1) << 26, N_("2000000, at most 67108864"), set_pages },
	{ "lines", counts, 1, UINT64_C(1) << 30, N_("500000, at most 1073741824"), set_lines },
};

enum { BOUNDS = sizeof(bounds) / sizeof(*bounds) };

static const struct bound *bound_by_name(const char *name, size_t length)
{
	for (size_t i = 0; i < BOUNDS; i++)
		if (strlen(bounds[i].name) == length && strncmp(bounds[i].name, name, length) == 0)
			return &bounds[i];
	return NULL;
}

static bool read_value(const struct bound *bound, const char *text, size_t length, uint64_t *value)
{
	size_t digits = 0;
	uint64_t number = 0;
	while (digits < length && isdigit((unsigned char)text[digits]) && number <= bound->most)
		number = 10 * number + (uint64_t)(text[digits++] - '0');
	for (const struct unit *unit = bound->units; unit->name; unit++) {
		if (digits == 0 || strlen(unit->name) != length - digits ||
		    strncmp(unit->name, text + digits, length - digits) != 0)
			continue;
		*value = number * unit->factor;
		return number <= bound->most / unit->factor && *value >= bound->least;
	}
	return false;
}

/* One "name=value". */
static bool read_one(const char *text, size_t length, struct host_limits *limits, char *why,
		     size_t room)
{
	const char *equals = memchr(text, '=', length);
	size_t name = equals ? (size_t)(equals - text) : length;
	const struct bound *bound = bound_by_name(text, name);
	uint64_t value;
	if (!bound) {
		snprintf(why, room, _("there is no limit '%.*s'; there are: time, memory, pages, "
				      "lines, as in time=60s,memory=1G"), (int)name, text);
	} else if (!equals) {
		snprintf(why, room, _("%s needs a value, such as %s=%s"), bound->name, bound->name,
			 _(bound->example));
	} else if (!read_value(bound, equals + 1, length - name - 1, &value)) {
		snprintf(why, room, _("%s is such as %s, not '%.*s'"), bound->name, _(bound->example),
			 (int)(length - name - 1), equals + 1);
	} else {
		bound->set(limits, value);
		return true;
	}
	return false;
}

bool limits_read(const char *text, struct host_limits *limits, char *why, size_t room)
{
	for (;;) {
		size_t length = strcspn(text, ",");
		if (!read_one(text, length, limits, why, room))
			return false;
		if (!text[length])
			return true;
		text += length + 1;
	}
}
