/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the panes show, for scripts: variables, areas, holes, the tree, locals,
 * events, page tables. Always as it is at the cursor.
 *
 * Lists that can be long are iterators which remember an address and nothing
 * else: a script may change the lab in the middle of a loop.
 */

#include <string.h>

#include "ui/lab/nearest.h"
#include "ui/lua/inside.h"

/* --- values --- */

void host_set_integer(lua_State *L, const char *name, uint64_t value)
{
	lua_pushinteger(L, (lua_Integer)value);
	lua_setfield(L, -2, name);
}

void host_set_text(lua_State *L, const char *name, const char *text)
{
	lua_pushstring(L, text);
	lua_setfield(L, -2, name);
}

void host_set_boolean(lua_State *L, const char *name, bool value)
{
	lua_pushboolean(L, value);
	lua_setfield(L, -2, name);
}

void host_push_area(lua_State *L, const struct machine *m, uint32_t area)
{
	const char *name;

	if (!area) {
		lua_pushnil(L);
		return;
	}
	name = lab_name_of_area(host_of(L)->lab, area);
	lua_createtable(L, 0, 11);
	host_set_text(L, "kind", area_kinds[lab_area_kind(host_of(L)->lab, area)].name);
	host_set_integer(L, "va_start", m->va_start[area]);
	host_set_integer(L, "va_end", m->va_end[area]);
	host_set_integer(L, "size", m->va_end[area] - m->va_start[area]);
	host_set_integer(L, "flags", m->rest[area].flags);
	host_set_text(L, "colour", m->up[area].colour == RED ? "red" : "black");
	host_set_boolean(L, "lazy", area_is_lazy(m, area));
	host_set_boolean(L, "cached", area == m->g->free_vmap_cache);
	if (name)
		host_set_text(L, "name", name);
	host_mark_answer(L);
}

/* Pushes a value of the model in the way that suits its kind. */
static void push_value(lua_State *L, const struct machine *m, enum value_kind kind,
		       uint64_t value, uint32_t size)
{
	switch (kind) {
	case VALUE_AREA:
		host_push_area(L, m, (uint32_t)value);
		break;
	case VALUE_FLAG:
		lua_pushboolean(L, value != 0);
		break;
	case VALUE_WHY:
		lua_pushstring(L, why_name((uint32_t)value));
		break;
	case VALUE_REASON:
		lua_pushstring(L, value ? reason_text((uint32_t)value) : NULL);
		break;
	case VALUE_COLOUR:
		lua_pushstring(L, value == RED ? "red" : "black");
		break;
	case VALUE_SIGNED:
	case VALUE_ERRNO:
		lua_pushinteger(L, size == 4 ? (int32_t)(uint32_t)value : (lua_Integer)value);
		break;
	default:
		lua_pushinteger(L, (lua_Integer)value);
		break;
	}
}

/* lab.var.NAME */
static int read_variable(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	const char *name = luaL_checkstring(L, 2);
	const struct variable_info *v = engine_variable(name);

	if (!v) {
		lua_newtable(L);
		for (size_t i = 0; i < engine_variable_count; i++)
			host_set_boolean(L, engine_variables[i].name, true);
		host_push_nearest(L, -1, name);
		if (lua_isnil(L, -1))
			return host_raise(L, "the model has no variable '%s'", name);
		return host_raise(L, "the model has no variable '%s'; did you mean '%s'?", name,
				  lua_tostring(L, -1));
	}
	push_value(L, m, v->kind, variable_value(m, v), v->size);
	return 1;
}

static int refuse_write(lua_State *L)
{
	return host_raise(L, "the model's variables can be read only: run an operation to change '%s'",
			  luaL_tolstring(L, 2, NULL));
}

static void push_variables(lua_State *L)
{
	lua_newtable(L);
	lua_newtable(L);
	lua_pushcfunction(L, read_variable);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, refuse_write);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
}

/* --- areas and holes; the upvalue is the address to go on from --- */

static void set_position(lua_State *L, uint64_t addr)
{
	lua_pushinteger(L, (lua_Integer)addr);
	lua_replace(L, lua_upvalueindex(1));
}

static int next_area(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	uint64_t from = (uint64_t)lua_tointeger(L, lua_upvalueindex(1));
	uint32_t area = area_at_or_after(m, from);

	if (!area)
		return 0;
	set_position(L, m->va_end[area]);
	host_push_area(L, m, area);
	return 1;
}

static int look_areas(lua_State *L)
{
	host_need_lab(L);
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, next_area, 1);
	return 1;
}

static int next_hole(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	uint64_t from = (uint64_t)lua_tointeger(L, lua_upvalueindex(1));
	uint64_t to = m->g->space.end;
	uint32_t area = area_at_or_after(m, from);

	while (area && m->va_start[area] <= from) {
		from = m->va_end[area];
		area = area_at_or_after(m, from);
	}
	if (area && m->va_start[area] < to)
		to = m->va_start[area];
	if (from >= to)
		return 0;
	set_position(L, to);
	lua_createtable(L, 0, 3);
	host_set_integer(L, "va_start", from);
	host_set_integer(L, "va_end", to);
	host_set_integer(L, "size", to - from);
	return 1;
}

static int look_holes(lua_State *L)
{
	const struct machine *m = host_need_machine(L);

	lua_pushinteger(L, (lua_Integer)m->g->space.start);
	lua_pushcclosure(L, next_hole, 1);
	return 1;
}

/* A letter and then letters and digits: a name, and no expression. */
static bool is_name(const char *text)
{
	static const char letters[] = "0123456789"
		"_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return strspn(text, letters + 10) > 0 && text[strspn(text, letters)] == '\0';
}

/* Where an area, a hole or an answer of a command lies. */
static uint64_t object_address(lua_State *L, int index)
{
	int top = lua_gettop(L);
	lua_Integer addr;

	if (lua_getfield(L, index, "va_start") != LUA_TNUMBER &&
	    lua_getfield(L, index, "addr") != LUA_TNUMBER)
		host_raise(L, "an address is wanted, or a name, or a table that has 'addr' or 'va_start'");
	addr = lua_tointeger(L, -1);
	lua_settop(L, top);
	return (uint64_t)addr;
}

static bool find_address(lua_State *L, int index, uint64_t *addr)
{
	if (lua_type(L, index) == LUA_TNUMBER)
		*addr = host_number(L, index);
	else if (lua_istable(L, index))
		*addr = object_address(L, index);
	else
		return lab_evaluate(host_need_lab(L), luaL_checkstring(L, index), addr);
	return true;
}

uint64_t host_address(lua_State *L, int index)
{
	uint64_t addr = 0;

	if (!find_address(L, index, &addr))
		host_raise(L, "%s", lab_error(host_of(L)->lab));
	return addr;
}

uint32_t host_area_at(lua_State *L, int index)
{
	const struct machine *m = host_need_machine(L);
	uint64_t addr;

	if (lua_type(L, index) == LUA_TSTRING && is_name(lua_tostring(L, index)) &&
	    !find_address(L, index, &addr))
		return 0;
	return area_containing(m, host_address(L, index));
}

/* lab.area(ADDRESS or NAME): the area that contains it, or nil. */
static int look_area(lua_State *L)
{
	host_push_area(L, host_need_machine(L), host_area_at(L, 1));
	return 1;
}

/* --- the tree --- */

/* In the middle of a rotation the links may lead in a circle for a moment. */
enum { TREE_DEPTH = 64 };

static void push_tree(lua_State *L, const struct machine *m, uint32_t area, int depth)
{
	luaL_checkstack(L, 4, "the tree is too deep");
	host_push_area(L, m, area);
	if (!area || depth == TREE_DEPTH)
		return;
	push_tree(L, m, m->node[area].left, depth + 1);
	lua_setfield(L, -2, "left");
	push_tree(L, m, m->node[area].right, depth + 1);
	lua_setfield(L, -2, "right");
}

static int look_tree(lua_State *L)
{
	const struct machine *m = host_need_machine(L);

	push_tree(L, m, m->g->vmap_area_root, 0);
	host_check_long(L);
	return 1;
}

/* --- the model's calls --- */

/* A table of the locals by name, with the names themselves as a list. */
static void push_locals(lua_State *L, const struct machine *m, const struct frame *frame)
{
	const struct core_signature *signature =
		timeline_signature(lab_timeline(host_of(L)->lab), (enum function)frame->function);

	lua_newtable(L);
	for (uint32_t i = 0; signature && i < signature->locals && i < frame->locals; i++) {
		lua_pushstring(L, signature->name[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
		push_value(L, m, signature->kind[i], frame->value[i], 8);
		lua_setfield(L, -2, signature->name[i]);
	}
}

static uint32_t depth_of(const struct machine *m)
{
	return m->g->depth < FRAME_MAX ? m->g->depth : FRAME_MAX;
}

/* lab.locals([n]): of the innermost call, or of the n-th around it. */
static int look_locals(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	lua_Integer around = luaL_optinteger(L, 1, 0);
	uint32_t depth = depth_of(m);

	if (around < 0 || around >= (lua_Integer)depth)
		lua_newtable(L);
	else
		push_locals(L, m, &m->frame[depth - 1 - (uint32_t)around]);
	return 1;
}

/* lab.stack(): the calls, the innermost first. */
static int look_stack(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	uint32_t depth = depth_of(m);

	lua_newtable(L);
	for (uint32_t i = 0; i < depth; i++) {
		const struct frame *frame = &m->frame[depth - 1 - i];

		lua_newtable(L);
		lua_pushstring(L, function_name(frame->function));
		lua_setfield(L, -2, "name");
		push_locals(L, m, frame);
		lua_setfield(L, -2, "locals");
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	return 1;
}

/* --- events --- */

static void set_values(lua_State *L, const struct event *event)
{
	static const struct {
		enum event_kind kind;
		const char *name[EVENT_VALUES];
	} names[] = {
		{ EVENT_TRY, { "n", "size", "start", "descent", "walk", "addr" } },
		{ EVENT_FLUSH, { "start", "end" } },
		{ EVENT_NOTIFY, { "id", "reported" } },
		{ EVENT_ALLOC_FAILED, { "size" } },
		{ EVENT_TLB_LOAD, { "addr", "pfn" } },
		{ EVENT_STALE, { "addr", "pfn", "owner" } },
		{ EVENT_FAULT, { "addr" } },
	};

	for (size_t i = 0; i < LENGTH(names); i++) {
		for (size_t k = 0; names[i].kind == (enum event_kind)event->kind && k < EVENT_VALUES; k++) {
			if (names[i].name[k])
				host_set_integer(L, names[i].name[k], event->value[k]);
		}
	}
}

static void set_code(lua_State *L, const struct event *event)
{
	switch (event->kind) {
	case EVENT_TRY:
		host_set_text(L, "why", why_name(event->code & 0xff));
		host_set_boolean(L, "found", event->code >> 8);
		break;
	case EVENT_NOTIFY:
		host_set_boolean(L, "stop", event->code == 1);
		break;
	case EVENT_WARN:
	case EVENT_BUG:
		host_set_text(L, "reason", reason_text(event->code));
		break;
	default:
		host_set_integer(L, "code", event->code);
		break;
	}
}

static void push_event(lua_State *L, const struct event *event)
{
	char text[256];

	lua_newtable(L);
	host_set_text(L, "kind", event_name(event->kind));
	host_set_text(L, "text", lab_event_text(host_of(L)->lab, event, text, sizeof(text)));
	set_values(L, event);
	set_code(L, event);
}

/* The kind at 1; EVENT_NONE where it is left out. */
static enum event_kind wanted_kind(lua_State *L)
{
	const char *name = luaL_optstring(L, 1, NULL);
	const char *names[EVENT_COUNT];

	for (int kind = 1; name && kind < EVENT_COUNT; kind++) {
		names[kind - 1] = event_name((uint32_t)kind);
		if (strcmp(names[kind - 1], name) == 0)
			return (enum event_kind)kind;
	}
	if (!name)
		return EVENT_NONE;
	name = nearest_of(name, names, EVENT_COUNT - 1);
	host_raise(L, name ? N_("there is no kind of event '%s'; did you mean '%s'?") :
		   N_("there is no kind of event '%s'"), lua_tostring(L, 1), name);
	return EVENT_NONE;
}

/* lab.events([KIND]): what has happened in the operation up to the cursor. */
static int look_events(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	enum event_kind kind = wanted_kind(L);
	lua_Integer count = 0;

	lua_newtable(L);
	for (uint32_t i = 1; i <= m->g->events; i++) {
		if (kind != EVENT_NONE && kind != (enum event_kind)m->event[i].kind)
			continue;
		push_event(L, &m->event[i]);
		lua_rawseti(L, -2, ++count);
	}
	host_check_long(L);
	return 1;
}

/* lab.last(KIND): the last of that kind, or nil. */
static int look_last(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	enum event_kind kind = (luaL_checkstring(L, 1), wanted_kind(L));
	uint32_t i = m->g->events;

	while (i > 0 && kind != (enum event_kind)m->event[i].kind)
		i--;
	if (i == 0)
		return 0;
	push_event(L, &m->event[i]);
	return 1;
}

/* --- page tables --- */

static const char *level_name(const struct machine *m, uint32_t level)
{
	static const char *const names[] = { "", "pte", "pmd", "pud", "p4d", "pgd" };

	return level == m->g->space.levels ? "pgd" : names[level <= LEVEL_MAX ? level : 0];
}

/* lab.table_walk(ADDRESS): the levels of its walk, the top first. */
static int look_table_walk(lua_State *L)
{
	const struct machine *m = host_need_machine(L);
	struct walk_level walk[LEVEL_MAX];
	size_t levels = machine_walk(m, host_number(L, 1), walk);

	lua_newtable(L);
	for (size_t i = 0; i < levels; i++) {
		lua_newtable(L);
		host_set_text(L, "name", level_name(m, walk[i].level));
		host_set_integer(L, "level", walk[i].level);
		host_set_integer(L, "table", walk[i].table);
		host_set_integer(L, "index", walk[i].index);
		host_set_integer(L, "entry", walk[i].entry);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	return 1;
}

/* lab.bounds(): bounds and figures of the space the lab was opened on. */
static int look_bounds(lua_State *L)
{
	const struct space *space = &host_need_machine(L)->g->space;

	lua_newtable(L);
	host_set_integer(L, "va_start", space->start);
	host_set_integer(L, "va_end", space->end);
	host_set_integer(L, "size", space->end - space->start);
	host_set_integer(L, "levels", space->levels);
	host_set_integer(L, "cpus", space->cpus);
	host_set_integer(L, "online", space->online);
	host_set_integer(L, "block_pages", space->block_pages);
	return 1;
}

void host_add_looks(lua_State *L, int lab)
{
	static const luaL_Reg looks[] = {
		{ "areas", look_areas }, { "holes", look_holes }, { "area", look_area },
		{ "tree", look_tree }, { "locals", look_locals }, { "stack", look_stack },
		{ "events", look_events }, { "last", look_last }, { "table_walk", look_table_walk },
		{ "bounds", look_bounds }, { "vmallocinfo", host_vmallocinfo },
		{ "ptdump", host_ptdump }, { NULL, NULL },
	};

	lua_pushvalue(L, lab);
	luaL_setfuncs(L, looks, 0);
	lua_pop(L, 1);
	push_variables(L);
	lua_setfield(L, lab, "var");
}
