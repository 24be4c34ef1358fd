/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How each operation of the history ended, in one byte: the machine knows that
 * of the present one only, and the list of operations is to tell of all.
 *
 * A branch keeps the endings of its own operations; those before its fork are
 * its parent's.
 */

#include "ui/lab/inside.h"

#include <stdlib.h>
#include <string.h>

enum { OF_ERRNO = 16, OF_REASON = 128 };

_Static_assert((int)OUTCOME_REFUSED < OF_ERRNO, "kinds of outcomes must fit below");
_Static_assert((int)REASON_COUNT <= 256 - OF_REASON, "reasons must fit above");

void endings_clear(struct endings *endings)
{
	for (uint32_t i = 0; i < endings->branches; i++)
		free(endings->branch[i].at);
	free(endings->branch);
	*endings = (struct endings){ 0 };
}

static unsigned char pack(const struct outcome *outcome)
{
	if (outcome->kind == OUTCOME_BUG)
		return (unsigned char)(OF_REASON + outcome->code);
	if (outcome->kind == OUTCOME_ERR && outcome->code < OF_REASON - OF_ERRNO)
		return (unsigned char)(OF_ERRNO + outcome->code);
	return (unsigned char)outcome->kind;
}

static struct outcome unpack(unsigned char byte)
{
	if (byte >= OF_REASON)
		return (struct outcome){ .kind = OUTCOME_BUG, .code = byte - (uint32_t)OF_REASON };
	if (byte >= OF_ERRNO)
		return (struct outcome){ .kind = OUTCOME_ERR, .code = byte - (uint32_t)OF_ERRNO };
	return (struct outcome){ .kind = byte };
}

static bool reach_branch(struct endings *endings, uint32_t branch)
{
	if (branch < endings->branches)
		return true;
	struct ending_list *grown = realloc(endings->branch, (branch + 1) * sizeof(*grown));
	if (!grown)
		return false;
	memset(grown + endings->branches, 0, (branch + 1 - endings->branches) * sizeof(*grown));
	endings->branch = grown;
	endings->branches = branch + 1;
	return true;
}

static bool reach_place(struct ending_list *list, uint64_t place)
{
	if (place < list->room)
		return true;
	size_t room = (size_t)place + place / 2 + 64;
	unsigned char *grown = realloc(list->at, room);
	if (!grown)
		return false;
	memset(grown + list->room, 0, room - list->room);
	list->at = grown;
	list->room = room;
	return true;
}

/* Operations that the branch has from its parent. */
static uint64_t inherited(const struct lab *lab, uint32_t branch)
{
	struct branch b = timeline_branch(lab->time, branch);
	return b.parent == branch ? 0 : b.fork;
}

/* Without memory for it the list of operations says less, that is all. */
void endings_note(struct lab *lab)
{
	struct cursor cursor = timeline_cursor(lab->time);
	uint64_t place = cursor.op - inherited(lab, cursor.branch) - 1;
	if (reach_branch(&lab->endings, cursor.branch) &&
	    reach_place(&lab->endings.branch[cursor.branch], place))
		lab->endings.branch[cursor.branch].at[place] =
			pack(&lab_machine(lab)->g->outcome);
}

struct outcome endings_of(const struct lab *lab, uint64_t op)
{
	uint32_t branch = timeline_cursor(lab->time).branch;
	while (op <= inherited(lab, branch))
		branch = timeline_branch(lab->time, branch).parent;
	uint64_t place = op - inherited(lab, branch) - 1;
	if (op == 0 || branch >= lab->endings.branches ||
	    place >= lab->endings.branch[branch].room)
		return (struct outcome){ .kind = OUTCOME_NONE_YET };
	return unpack(lab->endings.branch[branch].at[place]);
}
