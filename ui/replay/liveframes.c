/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Comparing walks.
 *
 * The model's line is written with the recorded name of its frame, where it has
 * one; where it has none yet, the recorded line gives it one, unless that name is
 * taken. Then both lines are compared like any others.
 */

#include "ui/replay/liveframes.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "engine/pgtable/pgtable.h"
#include "ui/replay/number.h"

static const char *level_name(const struct machine *m, uint32_t level)
{
	static const char *const name[] = { "none", "pte", "pmd", "pud", "p4d", "pgd" };

	return level == m->g->space.levels ? "pgd" : name[level];
}

/* What the slot points at. False: at nothing whose frame is chance. */
static bool frame_of(const struct machine *m, uint64_t addr, const struct walk_level *slot,
		     bool last, struct live_frame *frame)
{
	uint32_t va = area_containing(m, addr);
	bool device = va && (m->rest[va].flags & VM_VM_AREA) &&
		      (m->vm[m->rest[va].vm].flags & VM_IOREMAP);

	*frame = (struct live_frame){
		.model = (slot->entry & ENTRY_ADDRESS) >> PAGE_SHIFT, .addr = addr,
		.level = slot->level, .table = !last,
	};
	return slot->entry && !(last && (device || slot->level > 1));
}

static struct live_frame *by_model(struct live_frames *frames, const struct live_frame *like)
{
	for (size_t i = 0; i < frames->n; i++)
		if (frames->at[i].model == like->model && frames->at[i].table == like->table)
			return &frames->at[i];
	return NULL;
}

static struct live_frame *by_recorded(struct live_frames *frames, uint64_t recorded)
{
	for (size_t i = 0; i < frames->n; i++)
		if (frames->at[i].recorded == recorded)
			return &frames->at[i];
	return NULL;
}

static bool add_frame(struct live_frames *frames, const struct live_frame *frame)
{
	if (frames->n == frames->room) {
		size_t room = frames->room ? 2 * frames->room : 64;
		struct live_frame *at = realloc(frames->at, room * sizeof(*at));
		if (!at)
			return false;
		frames->at = at;
		frames->room = room;
	}
	frames->at[frames->n++] = *frame;
	return true;
}

/* Frame number in a recorded line; 0: there is none. */
static uint64_t recorded_frame(const char *text)
{
	const char *equals = strchr(text, '=');
	uint64_t entry = 0;

	if (!equals || !trace_hex((struct trace_word){ equals + 1, strlen(equals + 1) }, &entry))
		return 0;
	return (entry & ENTRY_ADDRESS) >> PAGE_SHIFT;
}

/* The recorded name of a frame of the model, given to it now if need be. */
static enum compare_verdict name_frame(struct live_frames *frames, struct transcript *t,
				       struct live_frame *frame, struct compare_report *report)
{
	const struct live_frame *known = by_model(frames, frame);

	frame->recorded = recorded_frame(t->text);
	frame->line = t->line;
	if (known) {
		frame->recorded = known->recorded;
		return COMPARE_SAME;
	}
	const struct live_frame *other = by_recorded(frames, frame->recorded);
	if (!other)
		return frame->recorded == 0 || add_frame(frames, frame) ? COMPARE_SAME :
		       report_unreadable(report, t->line, "out of memory");
	replay_printf(&report->what, "frame %" PRIx64 " is that of another page or table, seen in "
		      "line %lu; the model has a new one here", frame->recorded, other->line);
	return report_lines(report, t->line, t->text, "", 0);
}

static enum compare_verdict compare_slot(struct live_frames *frames, struct transcript *t,
					 const struct machine *m, const struct walk_level *slot,
					 const struct live_frame *frame, bool named,
					 struct compare_report *report)
{
	struct replay_text model = { 0 };
	struct live_frame mine = *frame;
	enum compare_verdict verdict = named ? name_frame(frames, t, &mine, report) :
				       COMPARE_SAME;
	uint64_t entry = named ? (slot->entry & ~ENTRY_ADDRESS) | mine.recorded << PAGE_SHIFT :
			 slot->entry;

	replay_printf(&model, " %s[%" PRIu32 "]=%" PRIx64, level_name(m, slot->level),
		      slot->index, entry);
	if (verdict == COMPARE_SAME)
		verdict = report_compare(report, t->line, t->text, replay_string(&model),
					 REPORT_EXACT);
	replay_free(&model);
	return verdict;
}

enum compare_verdict live_walk(struct live_frames *frames, struct transcript *t,
			       const struct machine *m, uint64_t addr,
			       struct compare_report *report)
{
	struct walk_level slot[LEVEL_MAX];
	size_t levels = machine_walk(m, addr, slot);
	enum compare_verdict verdict = COMPARE_SAME;

	for (size_t i = 0; i < levels && verdict == COMPARE_SAME; i++) {
		struct live_frame frame;
		bool named = frame_of(m, addr, &slot[i], i + 1 == levels, &frame);
		enum transcript_item item = transcript_next(t);
		if (item == TRANSCRIPT_BAD || item == TRANSCRIPT_END)
			return report_unreadable(report, t->line, item == TRANSCRIPT_BAD ?
						 t->problem : "the file breaks off in a walk");
		verdict = compare_slot(frames, t, m, &slot[i], &frame, named, report);
	}
	return verdict;
}

/* Whether the page or table is still where it was seen. */
static bool is_there(const struct machine *m, const struct live_frame *frame)
{
	struct walk_level slot[LEVEL_MAX];
	size_t levels = machine_walk(m, frame->addr, slot);

	for (size_t i = 0; i < levels; i++)
		if (slot[i].level == frame->level)
			return (slot[i].entry & ENTRY_ADDRESS) >> PAGE_SHIFT == frame->model &&
			       frame->table == (i + 1 < levels);
	return false;
}

void live_frames_tidy(struct live_frames *frames, const struct machine *m)
{
	size_t kept = 0;

	for (size_t i = 0; i < frames->n; i++)
		if (is_there(m, &frames->at[i]))
			frames->at[kept++] = frames->at[i];
	frames->n = kept;
}

void live_frames_free(struct live_frames *frames)
{
	free(frames->at);
	*frames = (struct live_frames){ 0 };
}
