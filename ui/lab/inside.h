/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_LAB_INSIDE_H
#define VMAPLAB_LAB_INSIDE_H

/*
 * What the files of the lab share among themselves; nobody else includes it.
 */

#include <stdarg.h>

#include "ui/lab/lab.h"
#include "ui/lab/nearest.h"

#include "ui/lab/names.h"
#include "ui/lab/source.h"
#include "ui/lab/value.h"
#include "ui/lab/words.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

enum { LINE_ROOM = 512, LAB_COLUMNS = 78 };

struct watch {
	struct stop_point point;
	char variable[96];	/* of a watchpoint: its expression */
	uint64_t value;		/* what it was at the cursor's last place */
	bool known;		/* false: there was no such local there */
	enum value_kind value_kind;
};

/* How the operations of one branch ended, a byte each. */
struct ending_list {
	unsigned char *at;
	size_t room;
};
struct endings {
	struct ending_list *branch;
	uint32_t branches;
};

/* What was told last (narrate.c). */
enum { NARRATED = 64, NARRATED_ROOM = 80 };
struct narration {
	bool on, begun;
	struct cursor at;	/* where it was told */
	uint64_t op;
	uint32_t function;
	char value[NARRATED][NARRATED_ROOM];	/* of engine_variables, as they were told */
};

struct lab {
	struct timeline *time;
	struct lab_sink sink;
	char error[LINE_ROOM];
	struct names names;
	struct endings endings;
	struct tidy tidy;

	struct watch *stop;
	size_t stops;
	uint32_t last_stop;	/* number of the newest stop point */
	bool script_acts;
	char stop_text[LINE_ROOM];
	bool backwards;		/* the last motion went back in time */
	bool moving;		/* a predicate is being asked: look, but do not act */

	char **log;
	size_t log_length, log_room, log_era;
	bool log_merges;	/* the log's last line may be counted up */
	bool steady;		/* the command that runs is a motion that nothing stopped */
	bool only_looked;	/* the command that runs has changed nothing after all */
	bool shows_place;	/* somebody shows the present step: motions do not print it */
	bool told;		/* the command that runs has printed the step's sentence */
	bool just_told;		/* the one before has */
	bool finished;		/* the operation at the cursor was finished for the one to come */

	uint32_t call_chosen;	/* the call to look at, 0 the present one, ... */
	struct cursor call_chosen_at;	/* ... as long as the cursor stands here */

	enum lab_entry entry;
	bool record;
	struct narration narration;
	struct bookmark *bookmark;
	size_t bookmarks;
	struct story *story;	/* of the operation that was looked at last, or NULL */

	uint32_t gone;		/* the error is about a name whose object is gone: its id */

	const struct command *running;
	const struct command *extra;
	size_t extras;
	void *owner;
	const struct setting *extra_setting;
	size_t extra_settings;

	struct lab_bounds bounds;
	void (*after)(void *context);	/* see lab_set_after */
	void *after_context;
	const char *(*refuses)(void *context, const struct command *command, size_t words,
			       const char *const *word);	/* see lab_set_guard */
	void *guard_context;
	bool hushed;
};

/* --- lab.c --- */

/* Notes why the command fails. Always LAB_FAILED. */
enum lab_status lab_fail(struct lab *lab, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Prints in lines of at most LAB_COLUMNS; words that are longer stay whole. */
void lab_print_wrapped(struct lab *lab, enum lab_tone tone, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds formatted text behind what `text` holds; cuts off what has no room. */
void lab_append(char *text, size_t room, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* --- log.c --- */

/* Keeps a command that changed the lab. One more of the same motion is counted
 * instead of written again ("step 2"). */
void lab_log_add(struct lab *lab, const char *command, size_t words,
		 const char *const *word);
void lab_log_clear(struct lab *lab);

/* --- bounds.c --- */

/* Is an operation within the bounds? False: lab_error tells. */
bool lab_allows(struct lab *lab, const struct op *op);

/* Interrupted, or out of patience? The interruption is cleared. */
bool lab_is_over(struct lab *lab);

/* --- command.c --- */

size_t lab_parameters(const struct command *command);

/* Calls `visit` for each command, those of a front end included. */
void lab_each_command(const struct lab *lab,
		      void (*visit)(void *context, const struct command *command),
		      void *context);

/* The command of that name, alias, or unambiguous beginning, the front end's
 * included. NULL: lab_error tells. */
const struct command *lab_find_command(struct lab *lab, const char *name);

void reply_integer(struct reply *reply, const char *name, uint64_t value);
void reply_text(struct reply *reply, const char *name, const char *text);
void reply_boolean(struct reply *reply, const char *name, bool value);

/* --- binding.c --- */

/* A command and the words that were given to it. */
struct binding {
	struct lab *lab;
	const struct command *command;
	struct arguments arguments;
	char *rest;	/* text of a parameter that took several words */
};

/* Gives every word to a parameter and reads numbers. False: lab_error tells.
 * The caller frees `rest`. */
bool lab_bind(struct binding *b, size_t words, const char *const *word);

/* --- expression.c --- */

/* Whose names come first: those of the present step, or those of the lab. */
enum scope { SCOPE_STEP, SCOPE_COMMAND };

bool lab_evaluate_value(struct lab *lab, const char *expression, enum scope scope,
			struct value *value);

/* Is it well formed, and can there be what its names stand for? False: lab_error
 * tells. */
bool lab_check_expression(struct lab *lab, const char *expression);

/* The same as 64 bits; negative ones in two's complement if `negative` allows. */
bool lab_evaluate_number(struct lab *lab, const char *expression, bool negative,
			 uint64_t *number);

/* --- lookup.c --- */

/* Looks up NAME or NAME.FIELD of `length` bytes; an area or another object
 * stands for its address. False: lab_error tells. */
bool lab_lookup(struct lab *lab, const char *name, size_t length, enum scope scope,
		struct value *value);

/* The same, the value as it lies in memory (a handle stays a handle). */
bool lab_lookup_raw(const struct lab *lab, const char *name, size_t length, enum scope scope,
		    uint64_t *value, enum value_kind *kind);

/* The value of a local in the innermost call (function 0) or in the innermost
 * call of a function. False: there is none. */
bool lab_local(const struct lab *lab, uint32_t function, const char *name, size_t length,
	       uint64_t *value, enum value_kind *kind);

/* What an object is called by: its area, or the part of one that it has; for one
 * that was freed lazily the area that still waits for a purge. *area is 0 when it
 * has none of its own. False: it is gone. */
bool lab_range(const struct lab *lab, uint32_t id, uint32_t *area, uint64_t *start,
	       uint64_t *size);

/* A field of an object of the model, by its handle (fields.c). Handle 0 has
 * fields too: they are all 0. False: objects of that kind have no such field. */
bool lab_field(const struct machine *m, enum value_kind of, uint64_t handle,
	       const char *name, size_t length, uint64_t *value, enum value_kind *kind);

/* Does anything have a field, or fields of fields, of that name? */
bool lab_is_field(const char *name, size_t length);

/* Tries all names that mean something outside of functions. */
void lab_try_names(const struct lab *lab, struct nearest *nearest);

/* The value of a handle as an address; other kinds stay as they are. */
uint64_t lab_plain_value(const struct lab *lab, enum value_kind kind, uint64_t value);

/* What start, end and the like stand for, in order; NULL after the last. */
const char *lab_constant(const struct lab *lab, size_t i, uint64_t *value,
			 enum value_kind *kind);

/* --- fate.c --- */

/* After a command has failed for a name that is gone: makes lab_error tell which
 * operation freed it, and which one purged it. The cursor goes there and comes back. */
void lab_tell_fate(struct lab *lab);

/* --- known.c --- */

/* Can NAME mean something, now or at another moment? False: lab_error tells. */
bool lab_check_name(struct lab *lab, const char *name, size_t length);

/* --- events.c --- */

/* What one can break on: the arrival at a step, or something noted. */
struct event_name {
	const char *name;
	uint32_t step;		/* enum step; 0: noted by the model as `kind` */
	const char *local;	/* at the step, this local has this value; NULL: any */
	uint64_t value;
	uint32_t kind;		/* enum event_kind */
	uint32_t mask, code;	/* (event.code & mask) == code */
	const char *summary;
};
extern const struct event_name lab_events[];
extern const size_t lab_event_count;

/* Has this happened: is the cursor at its step, or is it `event` (may be NULL)? */
bool lab_event_happens(struct lab *lab, const struct event_name *name, uint32_t step,
		       const struct event *event);

/* --- places.c --- */

/* What the text of a place means: kind and what of a stop point, the condition
 * cut off behind " if ". False: lab_error tells. */
bool lab_read_place(struct lab *lab, const char *text, struct stop_point *point);

/* The line that the text of a place means. False: lab_error tells. */
bool lab_read_source_place(struct lab *lab, const char *text, struct place *place);

/* Calls `visit` for each thing one can break on by name. */
void lab_each_place(void (*visit)(void *context, const char *name), void *context);

/* --- stops.c --- */

bool lab_has_stops(const struct lab *lab);
struct watch *stop_by_number(struct lab *lab, uint32_t number);
void stops_clear(struct lab *lab);

/* "breakpoint 2, at alloc.c:120 if size > 0x1000" */
const char *lab_stop_point_text(const struct stop_point *point, char *text, size_t room);

/* The same for those who hear it: "breakpoint 2, the function descend". */
const char *lab_spoken_stop_text(const struct stop_point *point, char *text, size_t room);

/* --- stopping.c --- */

enum { EVENTS_NOTED = 8 };

/* What the last move of the cursor has noted or taken back. */
struct noted {
	struct event event[EVENTS_NOTED];
	size_t events;
};

/* Remembers the values of all watchpoints at the cursor. */
void stops_arm(struct lab *lab);

/* Does anything want to stop at the cursor? Fills stop_text. */
enum stop_reason stops_check(struct lab *lab, const struct noted *noted);

/* --- move.c --- */

/* Goes to the first stop from the beginning of the cursor's operation on, or
 * to its end. For operations that have just run. */
enum stop_reason lab_run_to_stop(struct lab *lab);

/* --- where.c --- */

/* "alloc.c:210" for a place. */
const char *lab_place_text(const struct place *place, char *text, size_t room);

/* Its number and the code on it. */
void lab_print_code(struct lab *lab, const struct place *place);

/* --- why.c --- */

/* Of several sentences for a step the first one whose condition holds is told;
 * the last one has no condition. */
struct sentence {
	uint32_t step;
	const char *condition;	/* expression, or NULL: always */
	const char *text;
};
extern const struct sentence *const lab_sentences[];	/* a table for each part of the model */
extern const size_t lab_sentence_tables;

/* --- commands_ops.c --- */

/* How the answer of an operation is to be told. */
enum lab_tone lab_outcome_tone(const struct outcome *outcome);

/* Says so when an operation that has ended, the one at the cursor, was to have a
 * request fail that it never made. */
void lab_print_unfailed(struct lab *lab);

/* --- text.c --- */

/* A size as people write it: 3p, or hexadecimal. */
const char *lab_size_text(uint64_t size, char *text, size_t room);

/* As lab_value_text, but an area that has a name is told by its name alone. */
const char *lab_short_text(const struct lab *lab, enum value_kind kind, uint64_t value,
			   char *text, size_t room);

/* The operation at the cursor. False: there is none. */
bool lab_present_op(const struct lab *lab, struct op *op);

/* The id that it makes or frees; 0: none. */
uint32_t lab_present_id(const struct lab *lab);

/* ENOMEM and the like; "errno N" for others. */
const char *lab_errno_name(uint32_t number);

/* --- text_op.c --- */

/* An operation as it was asked for, and the name of what it makes: "alloc 3p -> a1". */
const char *lab_op_request(struct lab *lab, uint64_t op, char *text, size_t room);

/* What became of an operation that failed: EBUSY, BUG, nothing. NULL: it went
 * well, or nobody knows. */
const char *lab_failure_name(const struct outcome *outcome);

/* --- endings.c --- */

void endings_clear(struct endings *endings);

/* Keeps how the operation at the cursor ended. */
void endings_note(struct lab *lab);

/* How an operation of the present branch ended: its kind and code, no values. */
struct outcome endings_of(const struct lab *lab, uint64_t op);

/* --- bookmarks.c --- */

/* The bookmark of that name, or NULL. */
const struct bookmark *lab_bookmark_named(const struct lab *lab, const char *name);
bool bookmarks_drop(struct lab *lab, const char *name);
void bookmarks_drop_branch(struct lab *lab, uint32_t number);
void bookmarks_clear(struct lab *lab);

/* --- narrate.c --- */

/* Where the cursor stands and why, and what has changed, in sentences. */
void lab_narrate(struct lab *lab);

/* Takes the marks out of a line of lesson text. */
void lab_narrate_text(char *text);

/* What has changed since that was told last. */
void lab_narrate_changes(struct lab *lab);

/* --- reasons.c --- */

/* "alloc_vmap_area (size-zero): an area of size 0 was asked for", for a BUG or
 * a WARN of the present operation. */
const char *lab_check_text(const struct lab *lab, uint32_t reason, char *text, size_t room);

/* --- the handlers of the table (commands_*.c) --- */

#define HANDLER(name) \
	enum lab_status name(struct lab *lab, const struct arguments *a, struct reply *reply)

HANDLER(run_op);
HANDLER(run_state);
HANDLER(run_motion);
HANDLER(run_goto);
HANDLER(run_ops);
HANDLER(run_branch);
HANDLER(run_bookmark);
HANDLER(run_bookmarks);
HANDLER(run_break);
HANDLER(run_watch);
HANDLER(run_delete);
HANDLER(run_enable);
HANDLER(run_info);
HANDLER(run_print);
HANDLER(run_why);
HANDLER(run_list);
HANDLER(run_where);
HANDLER(run_locals);
HANDLER(run_frame);
HANDLER(run_up);
HANDLER(run_down);
HANDLER(run_cache);
HANDLER(run_areas);
HANDLER(run_lazy);
HANDLER(run_tree);
HANDLER(run_tables);
HANDLER(run_vmallocinfo);
HANDLER(run_ptdump);
HANDLER(run_events);
HANDLER(run_log);
HANDLER(run_breakpoints);
HANDLER(run_variables);
HANDLER(run_names);
HANDLER(run_steps);
HANDLER(run_blocks);
HANDLER(run_check);
HANDLER(run_tlb);
HANDLER(run_frames);
HANDLER(run_space);
HANDLER(run_set);
HANDLER(run_save);
HANDLER(run_help);
HANDLER(run_echo);
HANDLER(run_quit);

#endif
