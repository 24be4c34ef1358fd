/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Running an exam for its marks. Each run has a laboratory and a host of its own, and
 * whatever a transcript does there is bounded as a script's doings are.
 */

#include "ui/exam/marking.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ui/exam/digest.h"
#include "ui/exam/rules.h"
#include "ui/lab/lab.h"
#include "ui/lab/language.h"

enum { TEXT = 512 };

struct run {
	struct marking *marking;
	struct lab *lab;
	struct host *host;
	struct sheet *said;	/* what is said goes there; or NULL */
	struct sheet_file *to;	/* and there; or NULL */
	FILE *key;		/* or NULL */
	char solution[TEXT];	/* for the key: commands of the task that was solved last */
	const struct sheet *t;	/* that is carried out; or NULL */
	size_t played;		/* of its entries */
	bool failed;		/* something did not fit, or there was no memory */
	bool over;		/* nothing more is said: what is left of a group is passed over */
};

/* --- what the host says --- */

static void take_text(void *context, const char *text)
{
	struct run *run = context;
	struct marking *m = run->marking;
	m->fingerprint = digest(m->fingerprint, text, strlen(text) + 1);
	if (run->key)
		fprintf(run->key, "\n%s\n", text);
}

static char *copy(struct run *run, const char *text)
{
	char *own = strdup(text ? text : "");
	run->failed = run->failed || !own;
	return own;
}

static void write_key(struct run *run, size_t number, const struct host_mark *mark)
{
	fprintf(run->key, "\n%2zu. %s\n    = %s%s\n", number, mark->question, run->solution,
		mark->said ? mark->said : "");
	if (*mark->why)
		fprintf(run->key, "    %s\n", mark->why);
	run->solution[0] = '\0';
}

static void take_mark(void *context, const struct host_mark *mark)
{
	struct run *run = context;
	struct marking *m = run->marking;
	struct mark *grown = realloc(m->mark, (m->marks + 1) * sizeof(*grown));
	run->failed = run->failed || !grown;
	if (!grown)
		return;
	m->mark = grown;
	grown[m->marks++] = (struct mark){
		copy(run, mark->question), copy(run, mark->said), copy(run, mark->why), mark->percent,
		copy(run, mark->common), mark->task,
	};
	m->points += mark->percent;
	m->fingerprint = digest(m->fingerprint, mark->question, strlen(mark->question) + 1);
	if (run->key)
		write_key(run, m->marks, mark);
}

/* Where it was said must be where it is said now; what the model said to itself counts
 * wherever it is said. */
static void compare(struct run *run, const struct standing *now)
{
	const struct standing *then = run->played < run->t->entries ?
				      &run->t->entry[run->played].standing : NULL;
	if (!then || (then->question && !standing_same(then, now)))
		run->failed = true;
	else
		run->played++;
}

static const char *take(struct run *run, enum sheet_kind kind, const char *text)
{
	const struct standing nowhere = { .question = 0 };
	struct standing now = standing_now(run->lab, run->marking->answered + 1);
	if (run->t)
		compare(run, &now);
	if (run->said && !sheet_add(run->said, kind, &nowhere, 0, text))
		run->failed = true;
	if (run->to && !sheet_write(run->to, kind, &now, text))
		return strerror(errno);
	return NULL;
}

static const char *hears(void *context, const char *answer)
{
	struct run *run = context;
	if (run->over)
		return NULL;
	const char *refusal = take(run, SHEET_ANSWER, answer);
	run->marking->answered++;
	return refusal;
}

static void acts(void *context, size_t line)
{
	struct run *run = context;
	for (size_t i = line; i < lab_log_length(run->lab); i++) {
		const char *command = lab_log_line(run->lab, i);
		size_t used = strlen(run->solution);
		if (take(run, SHEET_COMMAND, command))
			run->failed = true;
		if (run->key)
			snprintf(run->solution + used, TEXT - used, "%s; ", command);
	}
}

/* --- opening and closing --- */

static bool open_run(struct run *run, const struct paper *paper, const struct host_driver *driver)
{
	const struct host_exam exam = {
		.seed = paper->seed, .student = paper->student, .context = run,
		.hears = hears, .acts = acts, .marks = take_mark,
	};
	*run->marking = (struct marking){ .fingerprint = DIGEST_START };
	run->lab = lab_open(&engine_space("x86-64")->space, NULL);
	run->host = run->lab ? host_open(run->lab, driver) : NULL;
	if (!run->host)
		return false;
	host_set_exam(run->host, &exam);
	rules_set(run->lab, run->host);
	return true;
}

static void close_run(struct run *run)
{
	const struct host_exam_header *header = run->host ? host_exam_header(run->host) : NULL;
	if (header) {
		run->marking->bounds = *header;
		run->marking->steps = host_asked_steps(run->host);
		run->marking->ended = host_state(run->host) == HOST_DONE;
	}
	host_close(run->host);
	lab_close(run->lab);
}

/* Begins the script. False: it cannot be, and `why` tells. */
static bool begin(struct run *run, const struct paper *paper, char *why, size_t room)
{
	enum host_state state = host_load(run->host, paper->path, 0, NULL);
	if (state == HOST_PAUSED)
		state = host_resume(run->host, NULL);
	if (state == HOST_ASKING || state == HOST_DONE)
		return true;
	snprintf(why, room, "%s", host_error(run->host));
	return false;
}

static void free_mark(struct mark *mark)
{
	free(mark->question);
	free(mark->said);
	free(mark->why);
	free(mark->common);
}

void marking_close(struct marking *marking)
{
	for (size_t i = 0; i < marking->marks; i++)
		free_mark(&marking->mark[i]);
	free(marking->mark);
	*marking = (struct marking){ 0 };
}

/* --- with nobody there --- */

bool marking_alone(struct marking *marking, const struct paper *paper, enum host_answers answers,
		   struct sheet *said, FILE *key, char *why, size_t room)
{
	struct run run = { .marking = marking, .said = said, .key = key };
	const struct host_driver driver = {
		.context = &run, .title = take_text, .say = take_text,
		.alone = true, .answers = answers,
	};
	snprintf(why, room, _("out of memory"));
	bool well = open_run(&run, paper, &driver) && begin(&run, paper, why, room) && !run.failed;
	close_run(&run);
	return well;
}

/* --- once more --- */

/* What is wrong with an entry that was said just now; NULL: nothing. */
static const char *carry_out(struct run *run, const struct sheet_entry *entry)
{
	size_t before = run->played;
	if (host_state(run->host) != HOST_ASKING)
		return _("the exam was over by then");
	if (entry->kind == SHEET_ANSWER)
		host_resume(run->host, entry->text);
	else if (lab_run_line(run->lab, entry->text, NULL) != LAB_OK)
		return lab_error(run->lab);
	if (host_state(run->host) == HOST_FAILED)
		return host_error(run->host);
	if (run->failed)
		return _("this was said elsewhere: in this exam, with this seed and student, the "
			 "model stands differently");
	if (run->played != before + 1)
		return _("nothing here is asked or done that it fits");
	return NULL;
}

static bool carry_out_all(struct run *run, char *why, size_t room)
{
	const struct sheet *t = run->t;
	for (size_t i = 0; i < t->entries; i++) {
		const char *wrong = carry_out(run, &t->entry[i]);
		if (wrong) {
			snprintf(why, room, _("line %zu: %s"), t->entry[i].line, wrong);
			return false;
		}
	}
	if (!t->ended || host_state(run->host) == HOST_DONE)
		return true;
	snprintf(why, room, _("line %zu: this is not the end of the exam"), t->lines);
	return false;
}

/* Questions of one group get their marks together: those that were answered before the
 * transcript breaks off get theirs when the others are passed over. */
static void mark_rest_of_group(struct run *run)
{
	struct marking *m = run->marking;
	run->over = true;
	while (m->marks < m->answered && host_state(run->host) == HOST_ASKING)
		host_resume(run->host, NULL);
	for (; m->marks > m->answered; m->marks--)
		free_mark(&m->mark[m->marks - 1]);
}

bool marking_replay(struct marking *marking, const struct paper *paper,
		    const struct sheet *t, struct sheet_file *to, char *why, size_t room)
{
	struct run run = { .marking = marking, .t = t, .to = to };
	const struct host_driver driver = { .context = &run, .title = take_text, .say = take_text };
	snprintf(why, room, _("out of memory"));
	bool well = open_run(&run, paper, &driver) && begin(&run, paper, why, room) &&
		    carry_out_all(&run, why, room);
	bool ended = well && host_state(run.host) == HOST_DONE;
	if (well && !ended)
		mark_rest_of_group(&run);
	close_run(&run);
	marking->ended = ended;
	return well;
}
