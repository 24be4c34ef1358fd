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

/* A field of the table at 1 that is an address. */
static uint64_t field(lua_State *L, const char *name)
{
	lua_Integer value;

	if (lua_getfield(L, 1, name) != LUA_TNUMBER || !lua_isinteger(L, -1))
		host_raise(L, "lab.range: an area or a hole has '%s'; or give where it begins and "
			   "what is behind it", name);
	value = lua_tointeger(L, -1);
	lua_pop(L, 1);
	return (uint64_t)value;
}

int host_page(lua_State *L)
{
	host_need_lab(L);
	lua_pushinteger(L, (lua_Integer)page_of(L, host_address(L, 1)));
	return 1;
}

int host_range(lua_State *L)
{
	bool table = lua_istable(L, 1);
	uint64_t from = table ? field(L, "va_start") : host_address(L, 1);
	uint64_t behind = table ? field(L, "va_end") : host_address(L, 2);
	unsigned long first, last;
	char text[TEXT_ROOM];

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
