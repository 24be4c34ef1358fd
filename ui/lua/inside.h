/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LUA_INSIDE_H
#define VMAPLAB_LUA_INSIDE_H

/*
 * What the files of the Lua host share among themselves; nobody else includes it.
 *
 * One Lua state belongs to one host. A pointer to the host lies in the state's
 * extra space, which every coroutine inherits, so there is no global variable
 * and two hosts do not know of each other.
 */

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdarg.h>

#include "ui/lab/lab.h"
#include "ui/lab/language.h"
#include "ui/lua/facts.h"
#include "ui/lua/host.h"

/* Where the table of everything that scripts can name lies in the registry. */
#define REGISTRY_API "vmaplab.api"

/* And that of the script's own globals, in front of it. */
#define REGISTRY_ENVIRONMENT "vmaplab.environment"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

enum {
	HOST_API = 3,		/* version of what scripts see: `lab.api` */
	TEXT_MAX = 256 * 1024,	/* bytes of the longest string a script can make */
	LIST_MAX = 256 * 1024,	/* elements that one call of a library function handles */
	HOOK_COUNT = 250,	/* instructions between two looks at the meter */
	COMMAND_COST = 500,	/* instructions that a lab command counts as */
	PATTERN_STEPS = 2000000,/* of one search for a pattern */
};

/* Why a script must end, whatever it catches. */
enum host_end {
	END_NOT,
	END_INTERRUPTED,
	END_INSTRUCTIONS,
	END_TIME,
	END_OUTPUT,
	END_MEMORY,
	END_QUIT,	/* it asked for it */
	END_HEADER,	/* only its header was wanted */
};

/* What a script has used since it was last resumed. */
struct meter {
	struct host_limits limits;
	size_t memory;		/* bytes in use now */
	uint64_t instructions;
	uint64_t lines;
	uint64_t bytes;		/* printed */
	uint64_t cpu_begin;	/* nanoseconds */
	uint32_t looks;
	uint32_t refusals;	/* of memory */
	bool text_refused;	/* the last refusal was about one long string */
	unsigned lifted;	/* the host itself is at work: no limits */
	enum host_end end;
};

/* A breakpoint's condition in Lua; belongs to the stop point in the lab. */
struct predicate {
	struct predicate *next;
	struct host *host;	/* NULL once the host is closed */
	uint32_t number;	/* of the stop point */
	int reference;		/* the function, in the registry */
};

/* The question that is open. */
struct asking {
	struct host_question question;
	char **choice;
	char *text;
	char again[512];
	bool any_text;		/* any text is an answer */
	bool predicts;		/* a guess about `subject` is wanted */
	enum subject subject;
	const char *answer;	/* what the learner said, NULL: gave up; valid while resuming */
	int check;		/* a task's predicate, in the registry; 0: no task */
	bool acted;		/* it wanted to do something, and was refused */
	bool solved;		/* it has held after a command of the learner */
	struct cursor began;	/* where a task was set */
	struct cursor held;	/* where it was last seen to be solved */
	unsigned hints;		/* given so far */
	size_t log_line;	/* from which on the lab's log is to be told, in an exam */
};

/* What the driver did at a pause or a question. */
enum turn_kind { TURN_PAUSE, TURN_ANSWER, TURN_GIVE_UP, TURN_SOLVED };
struct turn {
	enum turn_kind kind;
	char *answer;		/* or NULL */
};
struct turns {
	struct turn *turn;
	size_t count;
};

/* What `lesson{...}`, `exam{...}` or `scenario{...}` said; for the shelf. */
struct header {
	bool seen;
	bool exam;
	struct host_exam_header bounds;
	char *space;		/* NULL: none was named */
	char *name;
	char *title;
	char *takes;	/* a scenario's parameters in words; NULL: a lesson */
	unsigned minutes;
	unsigned order;
};

struct host {
	struct lab *lab;	/* NULL: none, or closed already */
	struct host_driver driver;
	lua_State *lua;		/* the main state; runs no script itself */
	lua_State *script;	/* the coroutine of the script, or NULL */
	lua_State *asking_thread;	/* runs conditions of breakpoints */
	lua_State *running;	/* whose instructions are counted now; NULL: nobody's */
	int script_reference;
	char domain[DOMAIN_ROOM];	/* of the lesson's catalogue */
	enum host_state state;
	struct meter meter;
	struct host_counts counts;
	struct asking asking;
	struct predicate *predicates;
	struct cursor left;	/* where the script left the lab at its last pause */
	bool has_left;
	enum lab_entry entry;	/* of the script; the learner has another one */
	bool inside;		/* a script is running */
	bool asked;		/* a condition is being asked */
	bool header_only;
	bool misused;		/* the script was given arguments that it does not take */
	struct header header;
	bool sits;		/* an exam, by these rules */
	struct host_exam exam;
	uint64_t asked_steps;
	lua_Integer exercises;	/* drawn so far */
	char common[200];	/* what the last one says of a common answer */
	char *path;		/* of the file that was loaded; NULL: a typed line */
	struct turns turns;	/* taken since then */
	struct turns goal;	/* where a reload wants to come to */
	bool reloading;
	bool solving;		/* a task that was solved before is solved by its solution */
	char *error;
	char *traceback;
	char *asked_error;	/* what a condition failed with, until a script hears of it */
	char place[160];
};

static inline struct host *host_of(lua_State *L)
{
	return *(struct host **)lua_getextraspace(L);
}

/* --- meter.c --- */

void *host_allocate(void *context, void *block, size_t before, size_t after);
void host_meter_begin(struct host *host);
void host_watch(lua_State *L);		/* has the meter look after a thread */

/* The script must end: this and every further instruction raises. */
void host_end(struct host *host, enum host_end end);
int host_raise_end(lua_State *L);

/* Bounds the lab while the script runs; and no longer. */
void host_bound_lab(struct host *host);
void host_free_lab(struct host *host);

/* Bounds what a student does, whose commands are carried out again for the marks. */
void host_bound_student(struct host *host);

/* Something long has happened: the clock is to be looked at. */
void host_look_at_clock(struct host *host);

/* For the end of functions that are long loops in C: raises if the script must end. */
void host_check_long(lua_State *L);

/* Counts work that no instruction shows. */
void host_charge(struct host *host, uint64_t instructions);

/* Raises if the script must end: after a command that may have taken long. */
void host_check_end(lua_State *L);

/* --- sandbox.c --- */

/* Leaves the table of everything that scripts can name, `api`, on the stack. */
void host_push_api(lua_State *L);

/* Leaves a new environment for scripts on the stack; reads `api` at `index`. */
void host_push_environment(lua_State *L, int index);

/* --- strings.c, tables.c, threads.c: the bounded library functions --- */

void host_push_strings(lua_State *L);
void host_push_tables(lua_State *L);
void host_push_threads(lua_State *L);

/* --- commands.c --- */

/* Adds a function for each lab command to the table `lab` at `lab` and, where
 * the name is free, to the table of globals at `api`. */
void host_add_commands(lua_State *L, int lab, int api);

/* The function's name for a command's: "reverse_step", "until_". Returns `text`. */
const char *host_command_name(const char *command, char *text, size_t room);

/* Runs a command of the lab on the script's account; raises nothing. An
 * interrupt in its middle ends the script at the next look. */
enum lab_status host_run_command(struct host *host, const char *name, size_t words,
				 const char *const *word, struct reply *reply);

/* Pushes the line that one would type for the list { FUNCTION, ARGUMENTS.. } at `list`,
 * an absolute index. NULL, and nothing is pushed: it is no command of the lab. */
const char *host_push_spelt(lua_State *L, int list);

/* Marks the table on top as an answer of the lab: it can be given to commands. */
void host_mark_answer(lua_State *L);

/* --- look.c, look_vm.c, places.c: what the panes show --- */

void host_add_looks(lua_State *L, int lab);
void host_add_vm_looks(lua_State *L, int lab);
void host_add_places(lua_State *L, int lab);

/* Sets a field of the table on top. */
void host_set_integer(lua_State *L, const char *name, uint64_t value);
void host_set_text(lua_State *L, const char *name, const char *text);
void host_set_boolean(lua_State *L, const char *name, bool value);

/* An argument that is an address, text that can be evaluated to one, or a table that
 * tells where it lies (an area, a hole, an answer). `index` is absolute. */
uint64_t host_address(lua_State *L, int index);

/* The area that contains what such an argument means; 0: there is none, or nothing
 * bears that name. */
uint32_t host_area_at(lua_State *L, int index);

/* Pushes a table that tells of an area; nil for 0. */
void host_push_area(lua_State *L, const struct machine *m, uint32_t area);

/* --- listing.c: lab.vmallocinfo([FROM]), lab.ptdump([FROM]) --- */

int host_vmallocinfo(lua_State *L);
int host_ptdump(lua_State *L);

/* --- amounts.c: lab.page(ADDRESS), lab.range(AREA) or (FROM, BEHIND), lab.in_pages(BYTES) --- */

int host_page(lua_State *L);
int host_range(lua_State *L);
int host_in_pages(lua_State *L);

/* --- random.c: lab.random(SEED, ...), a sequence of numbers --- */

int host_random(lua_State *L);

/* --- stops.c --- */

/* From the cursor on to where the present operation first comes by `place`; raises
 * if it does not. */
void host_go_to(lua_State *L, const char *place);

/* Runs what lies on `L`, a thread of its own, where commands that change the lab
 * are refused. As lua_pcall with `arguments` and one result. */
bool host_call_looking(struct host *host, lua_State *L, int arguments);

void host_add_stops(lua_State *L, int lab, int api);
void host_drop_predicates(struct host *host);

/* --- lesson.c, scenario.c, ask.c, predict.c, task.c, checks.c --- */

void host_add_lesson(lua_State *L, int api);
int host_scenario(lua_State *L);

/* Keeps a copy of what a header says; raises when that was all that is wanted. */
struct said {
	const char *name, *title, *takes, *space;
	unsigned minutes, order;
	bool exam;
	struct host_exam_header bounds;
};
void host_keep_header(lua_State *L, const struct said *said);
void host_forget_header(struct host *host);

/* Shows a heading. */
void host_show_title(lua_State *L, const char *title);

/* Pushes the text at `index` as one clean line. */
const char *host_push_line(lua_State *L, int index);
void host_add_checks(lua_State *L, int api);
int host_ask(lua_State *L);
int host_predict(lua_State *L);
int host_task(lua_State *L);
unsigned host_columns(const struct host *host);

/* Shows a paragraph, as say() does. */
void host_tell(lua_State *L, const char *text);

/* Translates the text at `index` in its place; other values stay. */
void host_translate(lua_State *L, int index);

/* Counts a check and tells of it. */
void host_note_check(lua_State *L, bool passed, const char *text);

/* Tells the driver that the script has come to this place. */
void host_reached(lua_State *L);

/* Is a predicate being asked, which may look, but not act? Asked before acting. */
bool host_only_looks(struct host *host);
void host_drop_task(struct host *host);

/* --- reload.c --- */

/* Keeps what the driver is about to do. */
void host_note_turn(struct host *host, const char *answer);
void host_forget_turns(struct host *host);

/* --- exam.c --- */

int host_exercise(lua_State *L);

/* Raises if an exam would give away what comes of its question. */
void host_check_sealed(lua_State *L);

/* Takes the learner's answer down. False: it cannot be, and the question is open again. */
bool host_exam_hears(struct host *host, const char *answer);

/* The same for the commands of a task. */
void host_exam_acts(struct host *host);

/* --- question.c --- */

/* Raises for a key of the table at 1 that is none of `known` (NULL ends them);
 * what lies in it as a list passes. */
void host_check_fields(lua_State *L, const char *who, const char *const *known);

/* Pushes a field of that table; one that is a function is asked for its value. */
int host_push_field(lua_State *L, const char *name);

/* Calls the `operation` of that table, a function or a list of it and its arguments, and
 * pushes what it returned. */
void host_call_operation(lua_State *L, const char *who);

/* Tells which one that is, where it is a command: nobody can foresee what comes of
 * something unknown. An exam's exercises have told it. */
void host_tell_operation(lua_State *L);

/* A text field: clean and translated. NULL, and nil is pushed: there is none. */
const char *host_push_message(lua_State *L, const char *who, const char *name, bool needed);

/* Raises where the script cannot wait for the learner. */
void host_may_ask(lua_State *L, const char *who);

/* Opens a question; `choices` is where a list of texts lies, 0: none. */
void host_keep_question(lua_State *L, const char *text, int choices);
void host_drop_question(struct host *host);

/* The question stays open, because of `text` (may be its own `again`). */
void host_ask_again(struct host *host, const char *text);

/* The number of the choice that is meant; 0: not understood. */
lua_Integer host_choice(const struct host_question *question, const char *answer);

/* Takes blanks off both ends and makes plain what is full width; the text is pushed. */
const char *host_push_trimmed(lua_State *L, const char *text);

/* Is it this word, in English or in the learner's language? */
bool host_says(const char *answer, const char *word);

/* Counts an answer and shows the verdict, or keeps it to itself in an exam. `said` NULL:
 * the learner has given up. */
void host_grade(lua_State *L, unsigned percent, const char *question, const char *said,
		const char *why);

/* Prints a question and how it answers itself. */
void host_show_alone(lua_State *L, const char *question, const char *answer);

/* --- text.c --- */

/* Pushes clean UTF-8: no control characters (tabs become spaces, newlines
 * stay), what is no UTF-8 replaced. */
const char *host_push_clean(lua_State *L, const char *text, size_t length);

/* Prints clean text through the sink, line by line; `columns` > 0 wraps. */
void host_print(lua_State *L, enum lab_tone tone, const char *text, unsigned columns);

/* Pushes what tostring() would, cleaned. */
const char *host_push_shown(lua_State *L, int index);

/* --- raise.c --- */

/* Like luaL_error, but names the script's line even from within library
 * functions. */
int host_raise(lua_State *L, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Where a thread's innermost script function stands: "FILE:LINE", or "". */
void host_where(lua_State *L, char *text, size_t room);

/* The lab; raises when there is none (any more). */
struct lab *host_need_lab(lua_State *L);

/* The machine; the same. */
const struct machine *host_need_machine(lua_State *L);

/* Pushes the name of the entry of the table at `index` that looks most like
 * `name`, or nil. */
void host_push_nearest(lua_State *L, int index, const char *name);

/* An integer argument; addresses above the middle are negative in Lua. */
uint64_t host_number(lua_State *L, int index);

/* --- host.c --- */

/* Runs a C function where errors are caught. False: no memory. */
bool host_protect(struct host *host, lua_CFunction function, void *argument);

/* Puts the cursor back to a place, if the history still holds it. */
void host_return_to(struct host *host, struct cursor place);

/* strdup, NULL for NULL. */
char *host_copy(const char *text);

#endif
