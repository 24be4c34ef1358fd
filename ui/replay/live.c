/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Playing transcripts.
 *
 * For each script line the model runs its operation and is told in the words of
 * a transcript (livewords.h); the recorded lines must be those. The file is used
 * for nothing but the questions: script lines, states that something else brought
 * about, and what no model can know, the names of callers and of page frames.
 */

#include "ui/replay/live.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ui/lab/ptdump.h"
#include "ui/lab/vmallocinfo.h"
#include "ui/replay/companion.h"
#include "ui/replay/livestate.h"
#include "ui/replay/livewords.h"

/* One transcript while it is played. */
struct live {
	struct live_session *s;
	struct transcript t;
	struct live_state state;
	struct replay_text model;	/* the model's lines for the present moment */
	struct live_ranges freed;	/* by the last operation */
	struct compare_report *report;
	const char *path;
	uint64_t ops;
};

/* What is known of the vm area that begins somewhere (table_entry.number). */
enum { VM_SEEN, VM_TOLD, VM_UNKNOWN };	/* made here; told in an A line; neither */

static const struct machine *machine(const struct live *l)
{
	return &l->s->player.m;
}

/* --- verdicts --- */

static enum compare_verdict unreadable(struct live *l, const char *problem)
{
	return report_unreadable(l->report, l->t.line, problem);
}

static enum compare_verdict bad_line(struct live *l)
{
	return unreadable(l, l->t.problem);
}

static enum compare_verdict breaks_off(struct live *l, const char *expected)
{
	replay_clear(&l->report->what);
	replay_printf(&l->report->what, "the file breaks off; expected '%.*s'",
		      (int)strcspn(expected, "\n"), expected);
	l->report->line = l->t.line;
	return COMPARE_UNREADABLE;
}

/* Takes the next line, which must be this one of the model's. */
static enum compare_verdict expect_line(struct live *l, const char *model)
{
	switch (transcript_next(&l->t)) {
	case TRANSCRIPT_BAD:
		return bad_line(l);
	case TRANSCRIPT_END:
		return breaks_off(l, model);
	default:
		return report_compare(l->report, l->t.line, l->t.text, model, REPORT_EXACT);
	}
}

static enum compare_verdict expect_lines(struct live *l)
{
	enum compare_verdict verdict = COMPARE_SAME;

	if (l->model.broken)
		return unreadable(l, "out of memory");
	for (const char *line = replay_string(&l->model); *line && verdict == COMPARE_SAME;
	     line += strcspn(line, "\n") + 1)
		verdict = expect_line(l, line);
	return verdict;
}

/* --- vm areas and their callers --- */

static struct table_entry *caller_entry(struct live_session *s, uint64_t start, bool make)
{
	char key[20];
	int length = snprintf(key, sizeof(key), "%" PRIx64, start);

	return make ? table_make(&s->callers, key, (size_t)length) :
		      table_find(&s->callers, key, (size_t)length);
}

static void set_caller(struct live_session *s, uint64_t start, const char *caller,
		       uint64_t known)
{
	struct table_entry *entry = caller_entry(s, start, caller || known != VM_SEEN);

	if (!entry)
		return;
	table_set_text(entry, caller);
	entry->number = known;
}

static uint64_t vm_known(struct live_session *s, uint64_t start)
{
	const struct table_entry *entry = caller_entry(s, start, false);

	return entry ? entry->number : VM_SEEN;
}

static const char *caller_at(struct live_session *s, uint64_t start)
{
	const struct table_entry *entry = caller_entry(s, start, false);

	return entry ? entry->text : NULL;
}

static const char *caller_of_vm(void *context, uint32_t vm)
{
	struct live_session *s = context;

	return caller_at(s, s->player.m.vm[vm].addr);
}

/* Behind the word `before` and hex digits; NULL: they do not stand there. */
static const char *behind_hex(const char *text, const char *before)
{
	size_t length = strlen(before);
	size_t digits = strncmp(text, before, length) == 0 ?
			strspn(text + length, "0123456789abcdef") : 0;

	return digits ? text + length + digits : NULL;
}

/* "name+0xoff/0xlen", perhaps with " [module]"; a bare address where there is no name. */
static bool is_caller(const char *text)
{
	const char *at = behind_hex(text, "0x");

	if (at && !*at)
		return true;
	at = behind_hex(text + strcspn(text, " +"), "+0x");
	at = at && at != text ? behind_hex(at, "/0x") : NULL;
	return at && (!*at || (strncmp(at, " [", 2) == 0 && at[strlen(at) - 1] == ']'));
}

/* --- comparing A lines --- */

/* A vm area of which nobody knows how it came to be: what the line tells is believed,
 * if it is one for that area. */
static bool believe(struct live *l, const char *text, uint32_t va)
{
	const struct machine *m = machine(l);
	struct snapshot_area area;

	if (strncmp(text, "A ", 2) != 0 || !live_area_read(&l->t, text, &area) || !area.vm_known ||
	    area.start != m->va_start[va] || area.end != m->va_end[va] ||
	    area.flags != m->rest[va].flags)
		return false;
	player_describe_vm(&l->s->player, area.start, &area.vm);
	set_caller(l->s, area.start, live_caller(text), VM_TOLD);
	return true;
}

static enum compare_verdict compare_area(struct live *l, unsigned long number, const char *text,
					 uint32_t va)
{
	const struct machine *m = machine(l);
	bool vm = m->rest[va].flags & VM_VM_AREA;

	if (vm && vm_known(l->s, m->va_start[va]) == VM_UNKNOWN && !believe(l, text, va) &&
	    l->t.item == TRANSCRIPT_BAD)
		return bad_line(l);
	const char *recorded = live_caller(text);
	const char *known = caller_at(l->s, m->va_start[va]);
	replay_clear(&l->model);
	live_area_line(&l->model, m, va);
	if (vm && !known && recorded && is_caller(recorded)) {
		set_caller(l->s, m->va_start[va], recorded, VM_TOLD);
		known = recorded;
	}
	if (vm)
		replay_printf(&l->model, " caller=%s", known ? known : "NAME+0xOFFSET/0xLENGTH");
	return report_compare(l->report, number, text, replay_string(&l->model), REPORT_EXACT);
}

/* --- states that are told --- */

/* Whether a vm area of the machine is one of the state that was read. */
static bool stays(const struct live *l, uint32_t va)
{
	const struct machine *m = machine(l);
	const struct snapshot_area *a = va ? live_state_area(&l->state, m->va_start[va]) : NULL;

	return a && m->va_end[va] == a->end && (m->rest[va].flags & a->flags & VM_VM_AREA);
}

/* What stays known of vm areas when the state becomes the one that was read. */
static void note_areas(struct live *l)
{
	const struct machine *m = machine(l);
	const struct snapshot *shot = &l->state.shot;

	for (uint32_t va = m->g->vmap_area_list; va; va = m->next[va])
		if (!stays(l, va))
			set_caller(l->s, m->va_start[va], NULL, VM_SEEN);
	for (size_t i = 0; i < shot->areas; i++) {
		const struct snapshot_area *a = &shot->area[i];
		if ((a->flags & VM_VM_AREA) && !a->vm_known &&
		    !stays(l, area_containing(m, a->start)))
			set_caller(l->s, a->start, NULL, VM_UNKNOWN);
	}
}

/* What the A lines say of callers. */
static void note_callers(struct live *l)
{
	const char *line = replay_string(&l->state.lines);

	for (size_t i = 0; i < l->state.numbers; i++, line += strlen(line) + 1) {
		struct snapshot_area area;
		const char *caller = line[0] == 'A' ? live_caller(line) : NULL;
		if (caller && live_area_read(&l->t, line, &area))
			set_caller(l->s, area.start, caller, VM_TOLD);
	}
}

/* The lines of the state that was read against the machine, which was loaded with it
 * or should be in it. Without A lines the areas' own are not compared. */
static enum compare_verdict compare_state(struct live *l)
{
	const char *line = replay_string(&l->state.lines);
	enum compare_verdict verdict = COMPARE_SAME;
	struct replay_text model = { 0 };
	uint32_t va = machine(l)->g->vmap_area_list;

	live_state_lines(&model, machine(l));
	const char *mine = replay_string(&model);
	for (size_t i = 0; i < l->state.numbers && verdict == COMPARE_SAME; i++) {
		if (line[0] == 'A') {
			verdict = compare_area(l, l->state.number[i], line, va);
			va = machine(l)->next[va];
		} else {
			verdict = report_compare(l->report, l->state.number[i], line, mine,
						 REPORT_EXACT);
			mine += strcspn(mine, "\n") + (*mine != '\0');
		}
		line += strlen(line) + 1;
	}
	replay_free(&model);
	return verdict;
}

/* Brings the machine into the state that was read. */
static enum compare_verdict load_state(struct live *l)
{
	note_areas(l);
	note_callers(l);
	if (player_load(&l->s->player, &l->state.shot))
		return COMPARE_SAME;
	return report_unreadable(l->report, l->state.first, l->s->player.problem);
}

/* Page tables as they were before the first transcript. */
static enum compare_verdict load_tables(struct live *l)
{
	struct companion_tables tables;
	enum compare_verdict verdict = companion_before(l->path, l->t.space.levels, &tables,
							l->report);

	l->s->tables_known = tables.found;
	if (verdict == COMPARE_SAME && tables.found &&
	    !player_load_tables(&l->s->player, tables.range, tables.n))
		verdict = unreadable(l, l->s->player.problem);
	free(tables.range);
	return verdict;
}

/* Whether the machine is in the state that was read already. */
static bool stands_there(struct live *l)
{
	struct compare_report *report = l->report, unseen = { 0 };

	l->report = &unseen;
	enum compare_verdict verdict = compare_state(l);
	l->report = report;
	report_free(&unseen);
	return verdict == COMPARE_SAME;
}

static enum compare_verdict open_machine(struct live *l, enum replay_engine engine)
{
	l->s->open = true;
	return player_open_watched(&l->s->player, engine, &l->t.space) ? COMPARE_SAME :
	       unreadable(l, l->s->player.problem);
}

/* The first of a chain begins with what is told; another one with what there is,
 * unless something happened in between. */
static enum compare_verdict play_init(struct live *l, enum replay_engine engine)
{
	bool first = !l->s->open;
	enum compare_verdict verdict = COMPARE_SAME;

	if (!live_state_read(&l->state, &l->t))
		return bad_line(l);
	if (first)
		verdict = open_machine(l, engine);
	if (verdict == COMPARE_SAME && (first || !stands_there(l)))
		verdict = load_state(l);
	if (verdict == COMPARE_SAME && first)
		verdict = load_tables(l);
	return verdict == COMPARE_SAME ? compare_state(l) : verdict;
}

/* --- operations --- */

static enum compare_verdict read_number(struct live *l)
{
	const char *rest = strchr(l->t.text + strlen("op "), ' ');

	replay_clear(&l->report->op);
	replay_printf(&l->report->op, "%s", l->t.text);
	replay_clear(&l->model);
	replay_printf(&l->model, "op %" PRIu64 "%s", l->ops++, rest ? rest : "");
	return report_compare(l->report, l->t.line, l->t.text, replay_string(&l->model),
			      REPORT_EXACT);
}

/* The line "before ..", and the state behind it if something else has changed it. */
static enum compare_verdict play_before(struct live *l)
{
	enum compare_verdict verdict;

	switch (transcript_next(&l->t)) {
	case TRANSCRIPT_BEFORE:
		break;
	case TRANSCRIPT_BAD:
		return bad_line(l);
	case TRANSCRIPT_END:
		return breaks_off(l, " before same");
	default:
		return report_compare(l->report, l->t.line, l->t.text, " before same",
				      REPORT_EXACT);
	}
	if (!l->t.changed)
		return COMPARE_SAME;
	if (!live_state_read(&l->state, &l->t))
		return bad_line(l);
	verdict = load_state(l);
	live_frames_tidy(&l->s->frames, machine(l));
	return verdict == COMPARE_SAME ? compare_state(l) : verdict;
}

/* What is known of ranges that were given back is known no more. */
static void forget_freed(struct live *l)
{
	for (size_t i = 0; i < l->freed.n; i++)
		set_caller(l->s, l->freed.at[i].start, NULL, VM_SEEN);
	live_frames_tidy(&l->s->frames, machine(l));
}

static enum compare_verdict play_run(struct live *l, const struct op *op)
{
	if (!player_run(&l->s->player, op))
		return report_difference(l->report, l->t.line, l->s->player.problem);
	live_call_lines(&l->model, &l->s->player, &l->freed);
	live_result_line(&l->model, machine(l), op);
	forget_freed(l);
	return COMPARE_SAME;
}

/* A name that a transcript before this one must have made. */
static enum compare_verdict play_unknown(struct live *l, struct trace_word name)
{
	char word[50];
	enum transcript_item item;

	snprintf(word, sizeof(word), "%.*s", SHOWN(name));
	item = transcript_next(&l->t);
	transcript_again(&l->t);
	replay_printf(&l->model, " ret skip\n");
	if (item != TRANSCRIPT_ANSWER || strcmp(l->t.text, " ret skip") == 0)
		return COMPARE_SAME;
	replay_printf(&l->report->what, "the name '%s' comes from a transcript before this one "
		      "(its own name begins with +); expected one beside it that ends with the "
		      "state with which this one begins", word);
	l->report->line = l->t.line;
	return COMPARE_UNREADABLE;
}

static enum compare_verdict play_action(struct live *l, const struct live_line *line)
{
	enum compare_verdict verdict = COMPARE_SAME;

	replay_clear(&l->model);
	switch (line->action) {
	case LIVE_RUN:
		return play_run(l, &line->op);
	case LIVE_WALK:
		verdict = live_walk(&l->s->frames, &l->t, machine(l), line->walk, l->report);
		replay_printf(&l->model, " ret ok\n");
		return verdict;
	case LIVE_SKIP:
		replay_printf(&l->model, " ret skip\n");
		return COMPARE_SAME;
	case LIVE_UNKNOWN:
		return play_unknown(l, line->name);
	default:
		return bad_line(l);
	}
}

static enum compare_verdict play_op(struct live *l)
{
	size_t script = (size_t)(l->t.script - l->t.text);
	unsigned long op_line = l->t.line;
	enum compare_verdict verdict = read_number(l);

	if (verdict == COMPARE_SAME)
		verdict = play_before(l);
	if (verdict != COMPARE_SAME)
		return verdict;
	l->t.script = replay_string(&l->report->op) + script;
	struct live_line line = live_script_read(&l->t, &l->s->names, machine(l));
	if (line.action == LIVE_BAD)
		l->t.line = op_line;
	verdict = play_action(l, &line);
	if (verdict != COMPARE_SAME)
		return verdict;
	live_state_lines(&l->model, machine(l));
	verdict = expect_lines(l);
	if (verdict == COMPARE_SAME && !player_agrees(&l->s->player))
		verdict = report_difference(l->report, l->t.line, l->s->player.problem);
	return verdict;
}

/* --- the end --- */

static enum compare_verdict play_areas(struct live *l)
{
	enum compare_verdict verdict = COMPARE_SAME;

	for (uint32_t va = machine(l)->g->vmap_area_list; va && verdict == COMPARE_SAME;
	     va = machine(l)->next[va]) {
		enum transcript_item item = transcript_next(&l->t);
		if (item == TRANSCRIPT_BAD)
			return bad_line(l);
		if (item == TRANSCRIPT_END)
			return breaks_off(l, "A, a line for each area");
		verdict = compare_area(l, l->t.line, l->t.text, va);
	}
	return verdict;
}

static enum compare_verdict extra_line(struct live *l, const char *expected)
{
	replay_printf(&l->report->what, "the transcript holds a line too many; expected %s",
		      expected);
	return report_lines(l->report, l->t.line, l->t.text, "", 0);
}

static enum compare_verdict play_over(struct live *l)
{
	enum compare_verdict verdict = play_areas(l);
	char text[200];

	if (verdict != COMPARE_SAME)
		return verdict;
	switch (transcript_next(&l->t)) {
	case TRANSCRIPT_END:
		break;
	case TRANSCRIPT_BAD:
		return bad_line(l);
	default:
		return extra_line(l, "nothing behind the A lines");
	}
	const char *broken = machine_check(machine(l), text, sizeof(text));
	return broken ? report_difference(l->report, l->t.line, broken) : COMPARE_SAME;
}

static enum compare_verdict play_items(struct live *l)
{
	enum compare_verdict verdict = COMPARE_SAME;

	while (verdict == COMPARE_SAME) {
		switch (transcript_next(&l->t)) {
		case TRANSCRIPT_OP:
			verdict = play_op(l);
			break;
		case TRANSCRIPT_OVER:
			return play_over(l);
		case TRANSCRIPT_END:
			return breaks_off(l, "end");
		case TRANSCRIPT_BAD:
			return bad_line(l);
		default:
			return extra_line(l, "an op or 'end'");
		}
	}
	return verdict;
}

/* --- the file --- */

static void forget_session(struct live_session *s)
{
	if (s->open)
		player_close(&s->player);
	s->open = false;
	s->tables_known = false;
	live_names_free(&s->names);
	live_frames_free(&s->frames);
	table_free(&s->callers);
	free(s->last);
	s->last = NULL;
}

/* Plays one file with what the session holds. */
static enum compare_verdict play(struct live_session *s, const char *path,
				 enum replay_engine engine, struct compare_report *report)
{
	struct live l = { .s = s, .report = report, .path = path };
	struct companion_view view = { .m = &s->player.m, .caller = caller_of_vm, .context = s };
	enum compare_verdict verdict;

	verdict = transcript_open(&l.t, path) ? play_init(&l, engine) : bad_line(&l);
	if (verdict == COMPARE_SAME)
		verdict = play_items(&l);
	view.tables_known = s->tables_known;
	if (verdict == COMPARE_SAME)
		verdict = companion_compare(path, &view, report);
	transcript_close(&l.t);
	live_state_free(&l.state);
	replay_free(&l.model);
	free(l.freed.at);
	free(s->last);
	s->last = verdict == COMPARE_UNREADABLE ? NULL : strdup(path);
	return verdict;
}

/* Plays what comes before `path`, from where the session stands or from the start. */
static void play_before_file(struct live_session *s, const char *path,
			     enum replay_engine engine, size_t depth)
{
	const char *before = depth && chain_read(&s->chain, path) ?
			     chain_before(&s->chain, path) : NULL;

	if (before && s->last && strcmp(before, s->last) == 0)
		return;
	if (!before) {
		forget_session(s);
		return;
	}
	struct compare_report unseen = { 0 };
	play_before_file(s, before, engine, depth - 1);
	play(s, before, engine, &unseen);
	report_free(&unseen);
}

enum compare_verdict live_file(struct live_session *s, const char *path,
			       enum replay_engine engine, struct compare_report *report)
{
	bool goes_on = chain_goes_on(path) && chain_read(&s->chain, path);

	play_before_file(s, path, engine, goes_on ? s->chain.n : 0);
	return play(s, path, engine, report);
}

struct printing {
	struct live_session *s;
	FILE *out;
};

static const char *printed_caller(void *context, uint32_t vm)
{
	return caller_of_vm(((struct printing *)context)->s, vm);
}

static void print_line(void *context, const char *text)
{
	fprintf(((struct printing *)context)->out, "%s\n", text);
}

void live_print_vmallocinfo(struct live_session *s, FILE *out)
{
	struct printing printing = { s, out };

	vmallocinfo_lines(&s->player.m, printed_caller, print_line, &printing);
}

void live_print_ptdump(struct live_session *s, FILE *out)
{
	struct printing printing = { s, out };

	ptdump_lines(&s->player.m, print_line, &printing);
}

void live_session_free(struct live_session *s)
{
	forget_session(s);
	chain_free(&s->chain);
}
