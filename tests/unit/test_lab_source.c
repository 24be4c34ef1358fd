/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The source as the learner sees it: every step stands in it exactly once and
 * has a sentence whose placeholders are locals of its function or variables;
 * the recording macros are tidied away and nothing else.
 */

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/lab/inside.h"

/* --- steps in the source --- */

static size_t times_in_source(const char *name)
{
	size_t times = 0, length;
	const char *found;

	for (size_t i = 0; i < source_file_count; i++)
		for (size_t j = 0; j < source_files[i].count; j++)
			if (source_is_step(source_files[i].lines[j], &found, &length) &&
			    strlen(name) == length && memcmp(found, name, length) == 0)
				times++;
	return times;
}

static void test_each_step_stands_once(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (uint32_t step = 1; step < STEP_COUNT; step++) {
		size_t times = times_in_source(step_name(step));

		if (times != 1)
			print_message("step %s stands %zu times in the source\n", step_name(step), times);
		wrong += times != 1;
	}
	assert_int_equal(wrong, 0);
}

static void test_each_step_has_a_line(void **state)
{
	struct lab *lab = lab_open(&engine_space("toy")->space, NULL);

	(void)state;
	assert_non_null(lab);
	for (uint32_t step = 1; step < STEP_COUNT; step++) {
		struct place place;

		assert_true(lab_place_of_step(step, &place));
		if (!lab_source_line(lab, place.file, place.line))
			fail_msg("the line of step %s is not shown", step_name(step));
	}
	lab_close(lab);
}

/* --- sentences --- */

/* The text of a file, lines joined. */
static char *whole_file(size_t file)
{
	size_t length = 1;

	for (size_t i = 0; i < source_files[file].count; i++)
		length += strlen(source_files[file].lines[i]) + 1;
	char *text = calloc(1, length), *end = text;

	assert_non_null(text);
	for (size_t i = 0; i < source_files[file].count; i++)
		end = stpcpy(stpcpy(end, source_files[file].lines[i]), "\n");
	return text;
}

/* "size align first " for ENTER(function, LOCAL(BYTES, size)...). */
static bool locals_of(const char *function, char *locals, size_t room)
{
	char enter[100];
	bool found = false;

	snprintf(enter, sizeof(enter), "ENTER(%s,", function);
	locals[0] = '\0';
	for (size_t file = 0; file < source_file_count && !found; file++) {
		char *text = whole_file(file), *at = strstr(text, enter);

		found = at != NULL;
		char *end = at ? strchr(at, ';') : NULL;

		while (end && (at = strstr(at, "LOCAL(")) != NULL && at < end) {
			at = strchr(at, ',') + 2;
			lab_append(locals, room, "%.*s ", (int)strcspn(at, ")"), at);
		}
		free(text);
	}
	return found;
}

static bool is_in_list(const char *list, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = list; *at; at += strcspn(at, " ") + 1)
		if (strcspn(at, " ") == length && strncmp(at, name, length) == 0)
			return true;
	return false;
}

static bool is_known(const char *locals, const char *name)
{
	static const char constants[] = "start end page WHY_HIT ";

	return is_in_list(locals, name) || is_in_list(constants, name) ||
	       engine_variable(name) != NULL;
}

/* Every name in an expression that is not a field must be known. */
static size_t unknown_names(const struct sentence *s, const char *locals,
			    const char *expression, size_t length)
{
	size_t wrong = 0;

	for (size_t i = 0; i < length;) {
		char name[64];
		size_t n = 0;

		while (i + n < length && (isalnum((unsigned char)expression[i + n]) ||
					  expression[i + n] == '_'))
			n++;
		snprintf(name, sizeof(name), "%.*s", (int)n, expression + i);
		bool field = i > 0 && expression[i - 1] == '.';

		if (n && !field && !isdigit((unsigned char)name[0]) && !is_known(locals, name)) {
			print_message("%s: there is no '%s'\n", step_name(s->step), name);
			wrong++;
		}
		i += n + (n == 0);
	}
	return wrong;
}

static size_t check_sentence(const struct sentence *s)
{
	char locals[500];
	size_t wrong = 0;

	if (!locals_of(function_name(step_function(s->step)), locals, sizeof(locals))) {
		print_message("%s: its function is not entered\n", step_name(s->step));
		return 1;
	}
	if (s->condition)
		wrong += unknown_names(s, locals, s->condition, strlen(s->condition));
	for (const char *at = s->text; (at = strchr(at, '{')) != NULL; at++)
		wrong += unknown_names(s, locals, at + 1, strcspn(at + 1, "}:"));
	return wrong;
}

/* A statement may begin with a star; it is no comment for that. */
static void test_a_star_is_no_comment(void **state)
{
	struct place place;

	(void)state;
	assert_true(lab_place_of_step(STEP_pcpu_slide, &place));
	const char *line = source_files[place.file].lines[place.line - 1];
	assert_string_equal(line, "\t*base -= end - pvm_determine_end(m, g, around);");
}

static void test_placeholders_are_known(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < lab_sentence_tables; i++)
		for (const struct sentence *s = lab_sentences[i]; s->step; s++)
			wrong += check_sentence(s);
	assert_int_equal(wrong, 0);
}

/* How many sentences without a condition a step has; the last one must be one. */
static size_t plain_sentences(uint32_t step, bool *last)
{
	size_t plain = 0;

	*last = false;
	for (size_t i = 0; i < lab_sentence_tables; i++)
		for (const struct sentence *s = lab_sentences[i]; s->step; s++)
			if (s->step == step) {
				plain += s->condition == NULL;
				*last = s->condition == NULL;
			}
	return plain;
}

static void test_each_step_has_a_sentence(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (uint32_t step = 1; step < STEP_COUNT; step++) {
		bool last;

		if (plain_sentences(step, &last) == 1 && last)
			continue;
		print_message("step %s needs one sentence without a condition, as the last one\n",
			      step_name(step));
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void test_sentences_are_well_formed(void **state)
{
	struct lab *lab = lab_open(&engine_space("toy")->space, NULL);

	(void)state;
	assert_non_null(lab);
	for (size_t i = 0; i < lab_sentence_tables; i++)
		for (const struct sentence *s = lab_sentences[i]; s->step; s++) {
			if (s->condition && !lab_check_expression(lab, s->condition))
				fail_msg("%s: %s: %s", step_name(s->step), s->condition, lab_error(lab));
			if (strlen(s->text) < 8)
				fail_msg("%s: its sentence is no sentence", step_name(s->step));
		}
	lab_close(lab);
}

/* --- sentences in use --- */

/* Operations that go through most of the model. */
static const char *const tour[] = {
	"space toy",
	"alloc 1p; alloc 2p align=8K; alloc 3p; free a2; alloc 1p; alloc 2p",
	"alloc 0; alloc 1; alloc 1p align=3; alloc 1p kfail=1",
	"notifier list=a1 how=now; notifier report=0 ret=stop",
	"alloc 40p; alloc 30p; alloc 30p blocking=0 nowarn; unnotify n1",
	"lazy a3; find start; find end-1; purge; purgelock on; trypurge; purge; purgelock off",
	"alloc 1p vstart=start+0x10001 align=1; dropcache; alloc 1p vstart=start+2p",
	"alloc 8p vend=start+4p nowarn; aliases; nonlazy",
	"space x86-64",
	"vmalloc 3p; vmalloc 700p; walk v1; walk v1+3p; findvm v1; vfree v1+8; vfree v2; vfree start+1G",
	"getvm 5p flags=1; getvm 2p flags=0x40; remvm v3; getvm 0; vmalloc 0; vmalloc 4p pfail=2",
	"vmalloc 4p tfail=2; vmalloc 4p kfail=2; vmalloc 700p kfail=4",
	"mapram 4; mapram 64; mapram 100; unmapram r1; unmapram r2; unmapram r3; purge; aliases",
	"mapram 0; mapram 3 null=1; mapram 2 rfail=1; unmapram 0 1; unmapram start+1T 1",
	"map start+1G 600p; map start+1G 1p; map start+2G 2p null=1; map start+3G 1p tfail=1",
	"unmap start+1G 601p; unmap start 0; map start 0; setentry 1 start+1G 0x10; unmap start+1G 1p",
	"setentry 2 start+1G 0x80; walk start+1G; unmap start+1G 1p; walk start; irq on; getvm 1p; irq off",
	"space x86-64 huge=1 levels=5",
	"map start+4M 3p; iomaprange start+2M 4M phys=0; iomaprange start+1G 1G phys=1G; walk start+2M",
	"iomaprange start+2M 1p phys=0; unmap start+2M 1p; unmap start+1G 1p; iomaprange start+3G 5M phys=0x1000",
	"map start+5G 2M; iomaprange start+5G 2G phys=1G; iomaprange start+9G 1p phys=0 tfail=1",
	"alloc 1p; lazy a1; trypurge; nonlazy; alloc 1p; lazy a2; mapram 4; mapram 4; unmapram r1; aliases",
	"map start+8G 1p; setentry 2 start+8G 0x5123; unmap start+8G 1p",
	"space toy; frames scattered; vmalloc 2p; touch v1; touch v1; vfree v1; touch start",
	"vmalloc 1p; touch start+4K; touch start+4K+0; purge; tlb off; touch v2",
	"space x86-64",
	"ioremap 0xfe000000 4K tfail=1; vzalloc 1p; vmalloc_user 2p; vmalloc_user 0; vmalloc_32 1p",
	"vmalloc_exec 1p; vfree 0; vfree_atomic 0",
	"vfree_atomic v1; irq on; vfree v2; cpu 1; vfree v3; vunmap v4; irq off; runwork; vunmap 0",
	"vmap 3; vmap 4294967297; vmap 0; vmap 2 tfail=1; vmap 2 null=1; vunmap m1",
	"ioremap 0xfe000010 16K; ioremap 0 0; ioremap 0xfe000000 4K kfail=1; iounmap i1",
	"ioremap 0xfe000000 4K name=dev; vfree dev.start; iounmap dev",
	"pcpu 0 32K align=6K; pcpu 1 4K; pcpu 0 1; pcpu 0,4K 8K,4K; pcpu 0,1024T 4K,4K; pcpu 0 4K kfail=3",
	"pcpu 0,1M 32K,32K; pcpu 2M,0,1M 16K,32K,64K align=16K; pcpu 0 4K align=64K; pcpufree p2",
	"remvm p1.start; pcpufree p1; pcpu 0 4K name=one; remvm one.start; pcpufree one",
	"space toy",
	"alloc 4p; pcpu 0,128K 64K,64K; pcpu 0,128K 64K,64K",
	"space x86-64 init=0",
	"earlyadd start 1p; earlyadd start+2M 0; earlyadd start+2M 0; init",
	"space x86-64 init=0",
	"aliases; earlyadd start+1M 4p; earlyadd start+1M 1p; earlyadd start 1p; earlyreg 3p; init; earlyadd start 1p",
};

static void walk_through(struct lab *lab, bool *told, size_t *wrong)
{
	timeline_goto(lab_timeline(lab), 0, UINT64_MAX);
	while (timeline_forward(lab_timeline(lab))) {
		const struct core_step *step = timeline_step(lab_timeline(lab));
		char text[600];

		if (!step)
			continue;
		uint32_t number = step->step;
		const char *why = lab_why(lab, text, sizeof(text));

		told[number] = true;
		if (why[0] && !strstr(why, "(?)") && strlen(why) < 400)
			continue;
		print_message("%s: %s\n", step_name(number), why);
		++*wrong;
	}
}

static void test_sentences_can_be_filled(void **state)
{
	struct lab *lab = lab_open(&engine_space("toy")->space, NULL);
	bool told[STEP_COUNT] = { false };
	size_t wrong = 0, met = 0;

	(void)state;
	assert_non_null(lab);
	for (size_t i = 0; i < LENGTH(tour); i++) {
		if (strncmp(tour[i], "space", 5) == 0)
			walk_through(lab, told, &wrong);
		char *line = strdup(tour[i]), *rest = line;

		for (char *one; (one = strsep(&rest, ";")) != NULL;)
			if (lab_run_line(lab, one, NULL) != LAB_OK)
				fail_msg("%s: %s", one, lab_error(lab));
		free(line);
	}
	walk_through(lab, told, &wrong);
	for (uint32_t step = 1; step < STEP_COUNT; step++) {
		met += told[step];
		if (!told[step])
			print_message("the tour does not meet %s\n", step_name(step));
	}
	assert_int_equal(wrong, 0);
	assert_int_equal(met, STEP_COUNT - 1);
	lab_close(lab);
}

/* --- what a sentence's names mean --- */

static void told_at(struct lab *lab, const char *step, const char *sentence)
{
	char text[600], line[80];

	snprintf(line, sizeof(line), "break step %s; goto 4; continue 2; delete", step);
	if (lab_run_line(lab, line, NULL) != LAB_OK)
		fail_msg("%s: %s", line, lab_error(lab));
	assert_string_equal(step_name(timeline_step(lab_timeline(lab))->step), step);
	lab_why(lab, text, sizeof(text));
	if (!strstr(text, sentence))
		fail_msg("%s: \"%s\" instead of \"%s\"", step, text, sentence);
}

/* Areas may be called as the locals are: a sentence speaks of its locals. */
static void test_sentences_keep_to_their_locals(void **state)
{
	struct lab *lab = lab_open(&engine_space("toy")->space, NULL);
	const char *line = "alloc 1p name=first; alloc 2p name=middle; alloc 1p name=last; "
			   "free middle; alloc 3p";

	(void)state;
	assert_non_null(lab);
	assert_int_equal(lab_run_line(lab, line, NULL), LAB_OK);
	told_at(lab, "walk_behind", "Go on at the end of last, 0xffffc90000004000");
	told_at(lab, "walk_last", "last is the last area");
	lab_close(lab);
}

/* --- tidying --- */

static void check_tidy(const char *from, const char *to)
{
	const char *const lines[] = { from };
	const struct source_file file = { "test.c", lines, 1 };
	char *out[1] = { NULL };

	assert_true(tidy_file(&file, out));
	if (!to)
		assert_null(out[0]);
	else
		assert_string_equal(out[0], to);
	free(out[0]);
}

static void test_tidy(void **state)
{
	(void)state;
	check_tidy("\tSTEP(walk_next);", NULL);
	check_tidy("\tENTER(walk, LOCAL(AREA, va));", NULL);
	check_tidy("\tCOUNT(find, looked);", NULL);
	check_tidy("\tSET(m->g->cached_align, align);", "\tcached_align = align;");
	check_tidy("\tSET(m->rest[va].flags, m->rest[va].flags | 2u);",
		   "\tva->flags = va->flags | 2u;");
	check_tidy("\tif (m->va_end[n] < addr) {", "\tif (n->va_end < addr) {");
	check_tidy("\tif (unlikely(addr + size <= va_start[first]))",
		   "\tif (addr + size <= first->va_start)");
	check_tidy("p = left[2 * p];", "p = p->left;");
	check_tidy("x = m->node[m->up[n].parent].left;", "x = n->parent->left;");
	check_tidy("x = m->vm[a + 1].addr;", "x = (a + 1)->addr;");
	check_tidy("f(m, \"m->g->x\"); /* SET(a, b) */", "f(m, \"m->g->x\"); /* SET(a, b) */");
	check_tidy("\tRESET(x, y);", "\tRESET(x, y);");
	check_tidy("int x = 0; /* plain */", "int x = 0; /* plain */");
}

static void test_tidy_several_lines(void **state)
{
	const char *const lines[] = {
		"\tENTER(f, LOCAL(AREA, va),", "\t      LOCAL(AREA, p));", "\tSET(m->g->x,",
		"\t    f(m->g->y, 1));", "\t/* m->g->z",  "\t * SET(a, b) */",
	};
	const char *const shown[] = {
		NULL, NULL, "\tx =", "\t    f(y, 1);", "\t/* m->g->z",  "\t * SET(a, b) */",
	};
	const struct source_file file = { "test.c", lines, LENGTH(lines) };
	char *out[LENGTH(lines)];

	(void)state;
	assert_true(tidy_file(&file, out));
	for (size_t i = 0; i < LENGTH(lines); i++) {
		if (!shown[i])
			assert_null(out[i]);
		else
			assert_string_equal(out[i], shown[i]);
		free(out[i]);
	}
}

static void test_no_macro_is_left(void **state)
{
	struct lab *lab = lab_open(&engine_space("toy")->space, NULL);

	(void)state;
	assert_non_null(lab);
	for (size_t i = 0; i < source_file_count; i++)
		for (size_t j = 1; j <= source_files[i].count; j++) {
			const char *line = lab_source_line(lab, i, j);

			if (line && (strstr(line, "STEP(") || strstr(line, "ENTER(") ||
				     strstr(line, "LOCAL(")))
				fail_msg("%s:%zu: %s", source_files[i].path, j, line);
		}
	lab_close(lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_step_stands_once),
		cmocka_unit_test(test_each_step_has_a_line),
		cmocka_unit_test(test_a_star_is_no_comment),
		cmocka_unit_test(test_each_step_has_a_sentence),
		cmocka_unit_test(test_placeholders_are_known),
		cmocka_unit_test(test_sentences_are_well_formed),
		cmocka_unit_test(test_sentences_can_be_filled),
		cmocka_unit_test(test_sentences_keep_to_their_locals),
		cmocka_unit_test(test_tidy),
		cmocka_unit_test(test_tidy_several_lines),
		cmocka_unit_test(test_no_macro_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
