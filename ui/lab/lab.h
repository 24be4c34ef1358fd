/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_H
#define VMAPLAB_LAB_H

/*
 * One open laboratory: a timeline with names, breakpoints and a command table.
 *
 * Whatever drives the program (prompt, keys, Lua, lessons) does it by running
 * commands of the one table; whatever shows it reads the machine, the cursor
 * and the few questions below. The lab prints through a sink and never touches
 * a terminal.
 */

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/engine.h"
#include "engine/timeline/timeline.h"
#include "ui/lab/language.h"

struct lab;

/* --- output --- */

enum lab_tone {
	TONE_PLAIN,
	TONE_GOOD,	/* something succeeded */
	TONE_WARN,	/* the kernel's WARN, a surprise */
	TONE_ERROR,	/* a command failed; BUG, oops */
	TONE_WHY,	/* the sentence of a step */
	TONE_TEXT,	/* lesson text */
};

/* Gets each line of output, without newline, UTF-8, valid during the call. */
struct lab_sink {
	void (*line)(void *context, enum lab_tone tone, const char *text);
	void *context;
};

/* --- opening --- */

/* NULL: no memory. `space` as for engine_spaces; the sink is copied. */
struct lab *lab_open(const struct space *space, const struct lab_sink *sink);
void lab_close(struct lab *lab);
void lab_set_sink(struct lab *lab, const struct lab_sink *sink);

/* Nothing reaches the sink while it is hushed. */
void lab_hush(struct lab *lab, bool hushed);
void lab_print(struct lab *lab, enum lab_tone tone, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Begins anew with another space; names, breakpoints, history and log go, the
 * timeline and its machine are others then. False: lab_error tells. */
bool lab_reset(struct lab *lab, const struct space *space);

struct timeline *lab_timeline(struct lab *lab);
const struct machine *lab_machine(const struct lab *lab);

/* Set by a signal handler to stop a long command at the next step boundary.
 * The command that stops for it clears it and fails with "interrupted". */
extern volatile sig_atomic_t lab_interrupted;

/* What a script may ask for; 0 and NULL: there is no bound. */
struct lab_bounds {
	uint64_t pages;		/* that one operation maps */
	size_t memory;		/* bytes of machine and history, looked at before each operation */
	bool (*over)(void *context);	/* asked now and then in long commands; true: stop, as
					 * if interrupted */
	void *context;
};
void lab_set_bounds(struct lab *lab, const struct lab_bounds *bounds);	/* NULL: none */

/* --- commands --- */

enum { LAB_STOPS_MAX = 1000 };	/* breakpoints and watchpoints */

enum lab_status {
	LAB_OK,
	LAB_FAILED,	/* the command could not be carried out; lab_error tells why */
	LAB_QUIT,	/* `quit` was given */
};

/* What a parameter is; decides how it is read and completed. */
enum parameter_kind {
	PARAMETER_SIZE,		/* 3p 12K 1M 0x3000 */
	PARAMETER_ADDRESS,	/* start+64K, a name, name.end, a number */
	PARAMETER_NUMBER,
	PARAMETER_PAGES,	/* a number of pages: 3, 3p, 12K */
	PARAMETER_SIGNED,	/* a number, perhaps below zero */
	PARAMETER_MOMENT,	/* a bookmark, or a number as PARAMETER_SIGNED */
	PARAMETER_FLAGS,
	PARAMETER_AREA,		/* name of a live object */
	PARAMETER_NEW_NAME,
	PARAMETER_COMMAND,	/* name of a command (help) */
	PARAMETER_PLACE,	/* the rest of the line: LINE, FILE:LINE, step, function, op, event */
	PARAMETER_VARIABLE,	/* a variable or local */
	PARAMETER_EXPRESSION,	/* the rest of the line: a condition */
	PARAMETER_CHOICE,	/* one of parameter.choices */
	PARAMETER_CHOICE_OR_AREA, /* one of parameter.choices, or an address: a name, a number */
	PARAMETER_SPACE,	/* one of parameter.choices, or START..END */
	PARAMETER_FILE,
	PARAMETER_REST,		/* the rest of the line as it stands */
	PARAMETER_LIST,		/* names or sizes with commas between them: a1,a2 */
	PARAMETER_SETTING,	/* name of a setting (set) */
	PARAMETER_VALUE,	/* the rest of the line: a value of the setting before it */
};

struct parameter {
	const char *name;
	enum parameter_kind kind;
	bool needed;
	bool positional;	/* may stand without NAME= */
	const char *choices;	/* "on off", for PARAMETER_CHOICE; with "0 1" the bare name means 1 */
	const char *help;
};

enum { LAB_PARAMETERS = 16, REPLY_FIELDS = 16 };

/* Arguments as given, in the order of the parameters; text is NULL when absent. */
struct arguments {
	struct {
		const char *text;
		uint64_t number;	/* evaluated, for numeric kinds; which one, for choices */
	} at[LAB_PARAMETERS];
};

/* What a command answers beside its lines: fields for Lua. */
struct reply_field {
	const char *name;
	enum { REPLY_INTEGER, REPLY_TEXT, REPLY_BOOLEAN } kind;
	uint64_t number;
	char text[64];
};
struct reply {
	struct reply_field field[REPLY_FIELDS];
	size_t fields;
};

struct command {
	const char *name;
	const char *alias;	/* short form ("s"), or NULL */
	const char *group;	/* heading in help */
	struct parameter parameter[LAB_PARAMETERS];	/* ends at a NULL name */
	const char *summary;
	const char *example;
	enum lab_status (*run)(struct lab *lab, const struct arguments *arguments, struct reply *reply);
	bool changes;	/* it changes the lab: lab_log keeps it, a predicate may not run it */
};
extern const struct command lab_commands[];
extern const size_t lab_command_count;
const struct command *lab_command(const char *name_or_alias);

/* Runs one line: commands separated by `;`, `#` begins a comment, an empty
 * line does nothing. Stops at the first that fails. Takes `reply` of the last
 * command (may be NULL). */
enum lab_status lab_run_line(struct lab *lab, const char *line, struct reply *reply);

/* Runs one command with words already split ("3p", "align=16K"). */
enum lab_status lab_run(struct lab *lab, const char *command, size_t words,
			const char *const *word, struct reply *reply);

/* `after` is called after each command of a line (lab_run_line) that went well:
 * whoever waits for something looks whether it has come. NULL: nobody does. */
void lab_set_after(struct lab *lab, void (*after)(void *context), void *context);

/* Is asked before each command that is not a script's; a sentence refuses it, NULL lets
 * it run. `refuses` NULL: nobody asks. */
void lab_set_guard(struct lab *lab, const char *(*refuses)(void *context,
		   const struct command *command, size_t words, const char *const *word),
		   void *context);

/* Is there a command of that name, the lab's or one that it was extended by? And may it
 * be run now? */
bool lab_knows(const struct lab *lab, const char *name);
bool lab_permits(const struct lab *lab, const char *name);

/* Why the last command failed: one sentence. */
const char *lab_error(const struct lab *lab);

/* Commands that changed the lab, in order, each a line for lab_run_line. */
size_t lab_log_length(const struct lab *lab);
const char *lab_log_line(const struct lab *lab, size_t i);

/* How often the log has begun anew: with each space. */
size_t lab_log_era(const struct lab *lab);

/* The log's last line stays as it is: one more of the same motion is not
 * counted up there, but gets a line of its own. */
void lab_log_seal(struct lab *lab);

/* The command that makes the space that the log begins in; "" where its first
 * line does so itself. */
const char *lab_log_space(const struct lab *lab, char *text, size_t room);

/* Completions of the word that ends at `end` in `line`: calls `found` for
 * each. Commands, parameter names, live names, variables, places. The word
 * begins behind the last of these: blanks ; ( ) , + * / % & | < > ! */
void lab_complete(struct lab *lab, const char *line, size_t end,
		  void (*found)(void *context, const char *word), void *context);

/* --- names and numbers --- */

/* Evaluates an expression: numbers with p K M G T and 0x, names of areas
 * (NAME = its start, NAME.end, NAME.size), start, end, vend..., variables and
 * locals of the present step (these first), their fields (first.va_end),
 * FUNCTION.local, C's operators. An object counts as its address. False:
 * lab_error tells. */
bool lab_evaluate(struct lab *lab, const char *expression, uint64_t *value);

/* The name of an id or of an area's handle; NULL when it has none. */
const char *lab_name_of_id(const struct lab *lab, uint32_t id);
const char *lab_name_of_area(const struct lab *lab, uint32_t area);

/* Text of a value for people: sizes as 0x3000 (3 pages), areas by name and
 * range, entries with their flags as words. */
const char *lab_value_text(const struct lab *lab, enum value_kind kind, uint64_t value,
			   char *text, size_t room);

/* What an area is for, as far as it can be told. */
enum area_kind {
	AREA_BARE,	/* alloc_vmap_area and nothing else */
	AREA_RAM,	/* vm_map_ram: a block, or what is too large for one */
	AREA_VMALLOC,
	AREA_ARRAY,	/* the page array of a vmalloc, if it is an area of its own */
	AREA_VMAP,
	AREA_IOREMAP,
	AREA_PCPU,
	AREA_EARLY,	/* registered before start-up */
	AREA_VM,	/* get_vm_area and nothing else */
	AREA_UNPURGED,	/* was a vm area; nothing else is known any more */
	AREA_KIND_COUNT
};
struct area_kind_info {
	char letter;	/* a blank for a bare one */
	const char *name;
	bool guarded;	/* ends in a guard page, unless VM_NO_GUARD says otherwise */
};
extern const struct area_kind_info area_kinds[AREA_KIND_COUNT];
enum area_kind lab_area_kind(const struct lab *lab, uint32_t area);

/* The line of an area in the form of /proc/vmallocinfo (vmallocinfo.h). Who asked
 * for a vm area is told by its name, "NAME+0x0/0x0 [vmaplab]". Returns `text`. */
const char *lab_vmallocinfo_line(const struct lab *lab, uint32_t area, char *text, size_t room);

/* --- where we are and why --- */

/* One sentence why the present step does what it does; "" when between operations. */
const char *lab_why(struct lab *lab, char *text, size_t room);

/* Between operations: what the last one came to, how each of its searches went,
 * and how to look inside; before the first one, what to do. "" at a step. */
const char *lab_why_ended(struct lab *lab, char *text, size_t room);

/* Of that only how the searches went; "" where there was none. */
const char *lab_why_searched(struct lab *lab, char *text, size_t room);

/* Prints where the cursor stands and why, as after a step. */
void lab_print_place(struct lab *lab);

/* With `shown`, somebody shows the present step, or the call that was chosen, its line
 * and its sentence all the time: what goes there does not print them. What a command is
 * asked to tell, such as `where`, is told in any case. */
void lab_show_place(struct lab *lab, bool shown);

/* The call that is looked at (commands frame, up, down): 0 the present one, 1 the
 * one that made it, and so on. */
uint32_t lab_chosen_call(const struct lab *lab);

/* One line about operation `op`: "alloc 3p -> a1 at 0x..". */
const char *lab_op_text(struct lab *lab, uint64_t op, char *text, size_t room);

/* One line about an event of the present operation. */
const char *lab_event_text(const struct lab *lab, const struct event *event,
			   char *text, size_t room);

/* --- the story of the present operation --- */

/* A line of it: what is told at `step`. */
struct lab_told {
	uint64_t step;
	enum lab_tone tone;	/* TONE_WARN: a surprise; TONE_ERROR: the end of a kernel */
	bool fold;		/* others are, or will be, folded in it */
	bool later;		/* it lies behind the cursor, and was told there before */
};

/* Lines from the operation's first step up to the cursor; nothing is told of what
 * is to come. 0 where there is no operation. The first call costs about as much as
 * going through the operation did, the next ones what is new. */
size_t lab_story(struct lab *lab);

/* The same with the lines behind the cursor for those who have come back: what was
 * told before in this operation, without its outcome. */
size_t lab_story_so_far(struct lab *lab);

/* How many lines are folded in a line (up to the cursor, if that is in it). */
size_t lab_story_inside(struct lab *lab, size_t line);

/* Its words; `inside` 0: of line `line` itself, else of the inside-th that is
 * folded in it, from 1. */
const char *lab_story_text(struct lab *lab, size_t line, size_t inside, struct lab_told *told,
			   char *text, size_t room);

/* What happened in steps [from, to), as far as it was told: nothing, something that
 * the model notes as an event, a surprise. Of very many lines the first ones count. */
enum lab_tick { TICK_NONE, TICK_EVENT, TICK_SURPRISE };
enum lab_tick lab_story_tick(struct lab *lab, uint64_t from, uint64_t to);

/* The outcome of the present operation once it has ended. */
const char *lab_outcome_text(const struct lab *lab, char *text, size_t room);

/* A step's place in the source: file index and line from 1. False: unknown. */
struct place {
	size_t file;	/* index into source_files */
	size_t line;	/* the line of the statement it announces */
};
bool lab_place_of_step(uint32_t step, struct place *place);

/* The step that announces the statement on a line; 0: none does. */
uint32_t lab_step_of_line(size_t file, size_t line);

/* Source as shown: recording macros tidied away. NULL: this line is not shown
 * (a STEP or ENTER line). Valid until the next call. */
const char *lab_source_line(struct lab *lab, size_t file, size_t line);
size_t lab_source_lines(size_t file);

/* The file that a name of `length` bytes means, with so much of its path that it means no
 * other: "alloc.c", "kva/walk.c". False: lab_error tells. */
bool lab_find_file(struct lab *lab, const char *name, size_t length, size_t *file);

/* --- stepping --- */

enum stop_reason {
	STOP_DONE,		/* went as far as asked */
	STOP_BREAKPOINT,
	STOP_WATCHPOINT,
	STOP_END,		/* end of history */
	STOP_BEGIN,		/* beginning of history */
	STOP_INTERRUPTED,
};

enum motion {
	MOTION_STEP,	/* one step, into calls */
	MOTION_NEXT,	/* one step, over calls */
	MOTION_FINISH,	/* to the end of the present call */
	MOTION_UNTIL,	/* like next, but not back in a loop */
	MOTION_CONTINUE,/* to the next stop */
	MOTION_OP,	/* to the next operation's end; breakpoints do not count */
};

/* Moves `count` times, forwards or backwards. The stop is told by lab_stop_text.
 * A breakpoint stops at its step. An event or a change stops behind the
 * statement that brought it; backwards, before it. */
enum stop_reason lab_move(struct lab *lab, enum motion motion, bool reverse, uint64_t count);
const char *lab_stop_text(const struct lab *lab);

/* --- breakpoints and watchpoints --- */

enum stop_kind { STOP_AT_STEP, STOP_AT_FUNCTION, STOP_AT_OP, STOP_AT_EVENT, STOP_ON_CHANGE };

struct stop_point {
	uint32_t number;
	enum stop_kind kind;
	char text[96];		/* as given */
	char condition[96];	/* expression, or "" */
	uint64_t hits;
	bool enabled;
	bool of_script;		/* set while a script acted */
	/* Asked when it would stop; false goes on. Lua predicates live here. */
	bool (*ask)(void *context, struct lab *lab);
	void *context;
	void (*forget)(void *context);
	uint32_t what;		/* enum step, function, op kind, event */
};
/* The step at which it stops (of a function, the first); 0: it goes by something else. */
uint32_t lab_stop_step(const struct stop_point *point);

/* Would it stop at that step of the present operation, as far as its place says? */
bool lab_stops_at(struct lab *lab, const struct stop_point *point, uint64_t step);

size_t lab_stop_points(const struct lab *lab);
const struct stop_point *lab_stop_point(const struct lab *lab, size_t i);

/* Adds a breakpoint (or watchpoint) by the text of its place. 0: lab_error tells. */
uint32_t lab_break(struct lab *lab, const char *place, const char *condition);
uint32_t lab_watch(struct lab *lab, const char *variable, const char *condition);
bool lab_stop_predicate(struct lab *lab, uint32_t number,
			bool (*ask)(void *, struct lab *), void *context,
			void (*forget)(void *));
bool lab_delete_stop(struct lab *lab, uint32_t number);

/* While a script acts, the stop points that somebody else has set sleep: they
 * are meant for one's own steps, and a script expects its operations to end. */
void lab_let_script_act(struct lab *lab, bool acts);

/* --- bookmarks --- */

enum { BOOKMARK_ROOM = 24 };
struct bookmark {
	char name[BOOKMARK_ROOM];
	struct cursor at;
};
size_t lab_bookmarks(const struct lab *lab);
const struct bookmark *lab_bookmark(const struct lab *lab, size_t i);

/* --- settings (command `set`) --- */

enum lab_entry { ENTRY_AT_END, ENTRY_AT_FIRST_STEP };

/* Where the cursor stands after a new operation: at its end (unless a
 * breakpoint stops it), or at its first step. Screens begin with the latter.
 * An operation that the cursor stands in is finished before a new one runs; to
 * do something else instead of it, go to the end of the one before. */
enum lab_entry lab_entry(const struct lab *lab);
void lab_set_entry(struct lab *lab, enum lab_entry entry);

/* Says places as sentences, for those who listen: what has changed is told, too. */
void lab_set_narrate(struct lab *lab, bool on);

struct setting {
	const char *name;
	const char *values;	/* "off on": what it can be; read and write count from 0;
				 * NULL: the languages that there are */
	const char *summary;
	int (*read)(const struct lab *lab);
	void (*write)(struct lab *lab, int value);
};

/* The i-th setting, those of a front end last; NULL: there are no more. */
const struct setting *lab_setting(const struct lab *lab, size_t i);
const char *lab_setting_value(const struct lab *lab, const struct setting *setting,
			      char *text, size_t room);

/* What it can be, parted by blanks. */
const char *lab_setting_values(const struct setting *setting, char *text, size_t room);

/* The language, as a front end's setting: it is the user's, and no script's. */
#define LANGUAGE_SUMMARY N_("the language of all texts")
int lab_read_language(const struct lab *lab);
void lab_write_language(struct lab *lab, int value);

/* The command `language`: lists those that there are, or does `set language`. */
enum lab_status lab_run_language(struct lab *lab, const struct arguments *arguments,
				 struct reply *reply);

/* A front end's own settings, for `set`; NULL removes. */
void lab_extend_settings(struct lab *lab, const struct setting *settings, size_t count);

/* Which of the words in `choices` ("off on") `text` is or begins; -1: none. */
int lab_choice(const char *choices, const char *text);

/* A front end's own commands (screen: pane, layout...) are looked up when the
 * table has none of that name; NULL removes. */
void lab_extend(struct lab *lab, const struct command *commands, size_t count, void *owner);
void *lab_owner(const struct lab *lab);

#endif
