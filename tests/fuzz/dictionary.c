/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Writes the dictionary for fuzzing recordings: every word that the tables of
 * the model know, so that a word that is new there is tried as well.
 */

#include <stdio.h>

#include "engine/engine.h"

static void word(const char *text, const char *behind)
{
	if (text)
		printf("\"%s%s\"\n", text, behind);
}

static void operation(const struct op_info *info)
{
	word(info->name, " ");
	for (size_t i = 0; i < OP_ARGS && info->arg[i].name; i++)
		word(info->arg[i].name, "=");
	for (size_t i = 0; i < 2; i++)
		word(info->list[i], "=");
}

int main(void)
{
	for (int kind = OP_NONE + 1; kind < OP_KIND_COUNT; kind++)
		operation(op_info((enum op_kind)kind));
	for (int i = 0; i < REQUEST_COUNT; i++)
		word(op_fail_name[i], "=");
	for (uint32_t i = 0; i < EVENT_COUNT; i++)
		word(event_name(i), " ");
	for (uint32_t i = 0; i < WHY_COUNT; i++)
		word(why_name(i), "");
	for (uint32_t i = 0; i < REASON_COUNT; i++)
		word(reason_text(i), "");
	return 0;
}
