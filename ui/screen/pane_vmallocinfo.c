/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The areas as a kernel lists them in /proc/vmallocinfo. The area that the
 * step is about is marked; what waits for a purge is dim.
 */

#include <stdio.h>
#include <string.h>

#include "ui/lab/vmallocinfo.h"
#include "ui/screen/panes.h"
#include "ui/screen/rows.h"

static void cut(char *at, size_t length)
{
	memmove(at, at + length, strlen(at + length) + 1);
}

static void leave_out(char *text, const char *part)
{
	char *at = strstr(text, part);
	if (at)
		cut(at, strlen(part));
}

/* Without what every name has behind it, what every address has in front, and
 * the zeroes of a physical one. */
static void shorten(char *text)
{
	static const char physical[] = " phys=0x";
	leave_out(text, "+0x0/0x0 [vmaplab]");
	leave_out(text, "0x");
	leave_out(text, "0x");
	char *phys = strstr(text, physical);
	if (phys)
		cut(phys + strlen(physical), strspn(phys + strlen(physical), "0"));
}

static void draw_row(const struct window *w, int y, const struct scene *scene, uint32_t area)
{
	enum { TEXT_AT = 2, FULL_COLUMNS = 100 };
	bool here = area == scene_area(scene);
	enum style style = scene_is_lazy(scene, area) ? STYLE_DIM : STYLE_TEXT;
	char text[VMALLOCINFO_ROOM];
	lab_vmallocinfo_line(scene->lab, area, text, sizeof(text));
	if (w->width < FULL_COLUMNS)
		shorten(text);
	if (here) {
		put_fill(w, y, 0, w->width, STYLE_CURRENT, " ");
		put_glyph(w, y, 0, STYLE_CURRENT, GLYPH_ARROW_RIGHT);
	}
	put_short(w, y, TEXT_AT, w->width - TEXT_AT, here ? STYLE_CURRENT : style, text);
}

static void draw(const struct window *w, const struct showing *showing, struct pane_state *state)
{
	struct scene scene = *showing->scene;
	const struct row_list list = rows_of_areas(&scene);
	uint32_t about = scene_area(&scene);
	uint64_t wanted = about ? scene_range(&scene, about).start : 0, key;
	if (!rows_first(state, &list, w->height, about ? &wanted : NULL, &key)) {
		put_text(w, 0, 0, STYLE_DIM, _("There are no areas yet."));
		return;
	}
	uint32_t area = rows_area(&scene, key);
	for (int y = 0; y < w->height && area; y++, area = scene.m->next[area])
		draw_row(w, y, &scene, area);
}

static void caption(const struct showing *showing, char *text, size_t room)
{
	const struct globals *g = showing->scene->m->g;
	snprintf(text, room, P_("%u area", "%u areas", g->areas), g->areas);
}

const struct pane pane_vmallocinfo = {
	.name = "vmallocinfo",
	.title = "/proc/vmallocinfo",
	.caption = caption,
	.draw = draw,
	.move = rows_move,
};
