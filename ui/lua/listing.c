/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The kernel's listings for scripts: iterators that give a line of text and
 * what it tells of. They remember an address, so that a script may change the
 * lab in the middle of a loop.
 */

#include "ui/lab/ptdump.h"
#include "ui/lab/vmallocinfo.h"
#include "ui/lua/inside.h"

/* An iterator's upvalues. */
enum { POSITION = 1, HEADED, ENDED };

static int push_iterator(lua_State *L, lua_CFunction next, uint64_t from)
{
	lua_pushinteger(L, (lua_Integer)from);
	lua_pushboolean(L, 0);
	lua_pushboolean(L, 0);
	lua_pushcclosure(L, next, 3);
	return 1;
}

static uint64_t position(lua_State *L)
{
	return (uint64_t)lua_tointeger(L, lua_upvalueindex(POSITION));
}

static void set_position(lua_State *L, uint64_t addr)
{
	lua_pushinteger(L, (lua_Integer)addr);
	lua_replace(L, lua_upvalueindex(POSITION));
}

static bool is_set(lua_State *L, int upvalue)
{
	return lua_toboolean(L, lua_upvalueindex(upvalue));
}

static void set(lua_State *L, int upvalue, bool value)
{
	lua_pushboolean(L, value);
	lua_replace(L, lua_upvalueindex(upvalue));
}

static uint64_t beginning(lua_State *L)
{
	host_need_machine(L);
	return lua_isnoneornil(L, 1) ? 0 : host_address(L, 1);
}

/* --- /proc/vmallocinfo --- */

static int next_area(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	uint32_t area = area_at_or_after(m, position(L));
	char text[VMALLOCINFO_ROOM];

	if (!area)
		return 0;
	set_position(L, m->va_end[area]);
	lua_pushstring(L, lab_vmallocinfo_line(host_of(L)->lab, area, text, sizeof(text)));
	host_push_area(L, m, area);
	return 2;
}

int host_vmallocinfo(lua_State *L)
{
	return push_iterator(L, next_area, beginning(L));
}

/* --- the dump of the page tables --- */

static void push_run(lua_State *L, const struct ptdump *dump, const struct ptdump_line *line)
{
	lua_createtable(L, 0, 5);
	host_set_integer(L, "va_start", line->start);
	host_set_integer(L, "va_end", line->end);
	host_set_integer(L, "flags", line->flags);
	host_set_integer(L, "level", line->level);
	host_set_text(L, "section", dump->section[line->section].name);
}

static int next_run(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	struct ptdump dump;
	struct ptdump_line line;
	char text[PTDUMP_ROOM];

	if (is_set(L, ENDED))
		return 0;
	ptdump_open(&dump, m);
	line = ptdump_line_at(&dump, position(L));
	if (ptdump_has_heading(&dump, &line) && !is_set(L, HEADED)) {
		set(L, HEADED, true);
		lua_pushstring(L, ptdump_heading(&dump, &line, text, sizeof(text)));
		return 1;
	}
	set(L, HEADED, false);
	set(L, ENDED, line.end == 0);
	set_position(L, line.end);
	lua_pushstring(L, ptdump_text(&dump, &line, text, sizeof(text)));
	push_run(L, &dump, &line);
	return 2;
}

int host_ptdump(lua_State *L)
{
	return push_iterator(L, next_run, beginning(L));
}
