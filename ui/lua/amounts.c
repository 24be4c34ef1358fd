/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Places and amounts in words, for the sentences of lessons: "pages 4 to 6", "one
 * page". Pages are counted from the start of the space, as the strip shows them; the
 * language is that of the learner, so no lesson has to translate them once more.
 */

#include "ui/lua/inside.h"

enum { TEXT_ROOM = 128 };

static uint64_t page_of(lua_State *L, uint64_t addr)
{
	return (addr - host_need_machine(L)->g->space.start) / PAGE_SIZE;
}

/* A field of the table at 1 that is an address. False: it has none. */
static bool has_field(lua_State *L, const char *name, uint64_t *addr)
{
	bool has = lua_getfield(L, 1, name) == LUA_TNUMBER;

	*addr = (uint64_t)lua_tointeger(L, -1);
	lua_pop(L, 1);
	return has;
}

/* Bounds of the one argument: a hole or an area, as it was when it was looked at, or
 * what names an area or lies in one. */
static void bounds_of(lua_State *L, uint64_t *from, uint64_t *behind)
{
	const struct machine *m = host_need_machine(L);
	uint32_t area;

	if (lua_istable(L, 1) && has_field(L, "va_start", from) && has_field(L, "va_end", behind))
		return;
	area = host_area_at(L, 1);
	if (!area)
		host_raise(L, "lab.range: there is no such area; or give where it begins and what is "
			   "behind it");
	*from = m->va_start[area];
	*behind = m->va_end[area];
}

int host_page(lua_State *L)
{
	host_need_lab(L);
	lua_pushinteger(L, (lua_Integer)page_of(L, host_address(L, 1)));
	return 1;
}

int host_range(lua_State *L)
{
	uint64_t from, behind;
	unsigned long first, last;
	char text[TEXT_ROOM];

	if (lua_isnoneornil(L, 2)) {
		bounds_of(L, &from, &behind);
	} else {
		from = host_address(L, 1);
		behind = host_address(L, 2);
	}
	if (from >= behind)
		return host_raise(L, "lab.range: there is nothing between 0x%llx and 0x%llx",
				  (unsigned long long)from, (unsigned long long)behind);
	first = (unsigned long)page_of(L, from);
	last = (unsigned long)page_of(L, behind - 1);
	if (first == last)
		snprintf(text, sizeof(text), _("page %lu"), first);
	else
		snprintf(text, sizeof(text), _("pages %lu to %lu"), first, last);
	lua_pushstring(L, text);
	return 1;
}

int host_in_pages(lua_State *L)
{
	uint64_t bytes = host_number(L, 1);
	unsigned long pages = (unsigned long)(bytes / PAGE_SIZE);
	char text[TEXT_ROOM];

	if (bytes % PAGE_SIZE)
		return host_raise(L, "0x%llx is no whole number of pages", (unsigned long long)bytes);
	if (pages == 1)
		lua_pushstring(L, _("one page"));
	else {
		snprintf(text, sizeof(text), P_("%lu page", "%lu pages", pages), pages);
		lua_pushstring(L, text);
	}
	return 1;
}
