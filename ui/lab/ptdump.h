/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_PTDUMP_H
#define VMAPLAB_LAB_PTDUMP_H

/*
 * The page tables as Linux 4.19 dumps them on x86 (debugfs, kernel_page_tables):
 * the whole address space in lines, each a run of slots of one level with equal
 * flags and permissions. Headings tell where a section of the address space
 * begins; a line ends there.
 *
 * Any line can be had by an address, so that a reader may begin anywhere and go
 * both ways. It costs what the run holds in tables, never what it spans; who has
 * no time for thousands of tables can have long runs cut.
 */

#include "engine/engine.h"

enum { PTDUMP_SECTIONS = 10, PTDUMP_ROOM = 96 };

/*
 * Sections bear the names of the x86-64 layout, that of 5 levels with 5 levels.
 * The kernel looks for a section's beginning at each slot that it comes to, so
 * a section that begins inside of an unused slot begins behind it, or never.
 * A space below the kernel's half (x86-32) has tables of x86-64 all the same;
 * its sections are those of user space, with the vmalloc area between.
 */
struct ptdump_section {
	uint64_t start;
	const char *name;
};

struct ptdump {
	const struct machine *m;
	struct ptdump_section section[PTDUMP_SECTIONS];
	uint32_t sections;	/* those that begin anywhere */
	bool cut;		/* a line ends wherever PTDUMP_CUT tables of its level do */
};

enum { PTDUMP_CUT = 256 };	/* 512 MiB in pages */

/* A line. The end of the address space is 0. */
struct ptdump_line {
	uint64_t start, end;
	uint64_t flags;		/* without the address; 0: nothing there */
	uint64_t effective;	/* permissions, those of the tables above included */
	uint32_t level;		/* 1 pte .. 5 pgd, as in the model */
	uint32_t section;
	bool goes_on;		/* it was cut: the next one is the same run */
};

/* Looks where the sections begin; nothing is cut. To be done anew when the machine
 * has changed. */
void ptdump_open(struct ptdump *dump, const struct machine *m);

/* The line in which `addr` lies. An address that no table can translate counts
 * as the first one behind it that can be. */
struct ptdump_line ptdump_line_at(const struct ptdump *dump, uint64_t addr);

/* The last address before a line, in the line before it. False: there is none. */
bool ptdump_last_before(const struct ptdump *dump, const struct ptdump_line *line,
			uint64_t *last);

/* Does its section begin with that line? Then the section's heading stands above. */
bool ptdump_has_heading(const struct ptdump *dump, const struct ptdump_line *line);
const char *ptdump_heading(const struct ptdump *dump, const struct ptdump_line *line,
			   char *text, size_t room);

/* The line's text, as all of these without newline. A slot that leads to no table but that the
 * kernel would follow is shown as the slot itself. Returns `text`. */
const char *ptdump_text(const struct ptdump *dump, const struct ptdump_line *line,
			char *text, size_t room);

/* Calls `line` for every line and heading; the text is valid during the call. */
void ptdump_lines(const struct machine *m, void (*line)(void *context, const char *text),
		  void *context);

#endif
