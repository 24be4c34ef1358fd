/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Transcripts of a running kernel under test: the recorded ones pass; one that was
 * changed in any compared character does not, and the line is named; states that
 * cannot be, files that are no transcripts and lines that make no sense get one
 * sentence; what lies beside a transcript counts.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "tests/support/checking.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define LIVE "tests/live419/"

/* --- recorded transcripts --- */

static char *read_live(const char *name, size_t *length)
{
	char path[300];

	snprintf(path, sizeof(path), LIVE "%s.txt.gz", name);
	return read_whole(path, length);
}

static void assert_passes(const char *path, const char *sum)
{
	struct answer a = check(path);

	if (a.code != 0 || !holds(a.out, sum))
		fail_msg("%s: %s%s", path, a.out, a.err);
	forget(&a);
}

static void test_folder_passes_with_each_engine(void **state)
{
	const char *path = LIVE;

	(void)state;
	for (int engine = REPLAY_PLAIN; engine <= REPLAY_BOTH; engine++) {
		const struct replay_options options = { .engine = (enum replay_engine)engine };
		struct answer a = check_with(&options, 1, &path);
		assert_string_equal(a.err, "");
		assert_string_equal(a.out, "15 passed, 0 failed\n");
		forget(&a);
	}
}

/* In a folder each comes behind the one that it goes on from, whatever their names. */
static void test_chain_is_played_in_order(void **state)
{
	static const char *const order[] = { "pmd_map", "pud_map", "pgd_map", "huge_map",
					     "pmd_free", "pud_free", "pgd_free", "done" };
	const struct replay_options options = { .verbose = true };
	const char *path = LIVE "pt";
	const char *at;

	(void)state;
	struct answer a = check_with(&options, 1, &path);
	at = a.out;
	for (size_t i = 0; i < LENGTH(order); i++) {
		at = strstr(at, order[i]);
		assert_non_null(at);
	}
	forget(&a);
}

/* Those before it are played as well, but not counted. */
static void test_last_of_a_chain_alone(void **state)
{
	(void)state;
	assert_passes(LIVE "pt/pt_done.txt.gz", "1 passed, 0 failed\n");
	assert_passes(LIVE "pt/pt_pgd_map.txt.gz", "1 passed, 0 failed\n");
}

/* --- one character changed --- */

/* What a line holds that is compared: of an op line its number; of a walk all but the
 * frame's number, which is a name; of a new area's A line not who asked for it. */
static bool is_compared(const char *line, size_t at)
{
	size_t end = strcspn(line, "\n");
	const char *equals = memchr(line, '=', end);

	if (strncmp(line, "op ", 3) == 0)
		return at >= 3 && at < 3 + strcspn(line + 3, " ");
	if (line[0] == ' ' && line[1] == 'p')
		return at < (size_t)(equals - line) || at + 3 >= end;
	return line[0] != '#' && line[at] != ' ' && !(line[0] == 'A' && strstr(line, "vmapgold]") &&
						       at > (size_t)(strstr(line, "caller=") - line));
}

/* Makes a transcript end after its first `ops` operations, at most. */
static size_t shorten(char *text, unsigned int ops)
{
	char mark[40];

	snprintf(mark, sizeof(mark), "\nop %u ", ops);
	char *op = strstr(text, mark);
	if (op)
		op[1] = '\0';
	return strlen(text);
}

static void test_one_character_changed(void **state)
{
	static const struct {
		const char *name;
		unsigned int ops;
		size_t stride;
	} file[] = {
		{ "01_win_basic", 100, 61 }, { "08_ram_blocks", 20, 67 },
		{ "09_lazy_threshold", 20, 71 }, { "14_ioremap", 2, 997 },
		{ "06_global_vmalloc", 12, 67 }, { "pt/pt_pmd_map", 100, 23 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(file); i++) {
		size_t length;
		char *text = read_live(file[i].name, &length);
		length = shorten(text, file[i].ops);
		const struct changing how = {
			.name = "changed.txt", .worth = is_compared,
			.from = "op ",	/* what stands before is asked, not compared */
			.stride = file[i].stride * (slow_build() ? 4 : 1),
		};
		assert_true(assert_every_change_counts(&how, text, length) > 2);
		free(text);
	}
}

static void test_one_line_missing_or_twice(void **state)
{
	size_t length;
	char *text = read_live("pt/pt_pmd_map", &length);

	(void)state;
	assert_every_line_counts("line.txt", text, length, "op ");
	free(text);
}

static void test_difference_is_told_in_full(void **state)
{
	size_t length;
	char *text = read_live("01_win_basic", &length);
	char *align = strstr(strstr(text, "\nop 1 "), "align=1 vstart");

	(void)state;
	align[6] = '2';
	struct answer a = check(write_file("told.txt", text, length));
	assert_int_equal(a.code, 1);
	assert_true(holds(a.out, ": field 4 is recorded as align=2, the model has align=1\n"
			"  operation op 1 va v2 0x4000 0x1 "));
	assert_true(holds(a.out, "  recorded   > alloc_vmap_area size=4000 align=2 vstart="));
	assert_true(holds(a.out, "  model      > alloc_vmap_area size=4000 align=1 vstart="));
	assert_true(holds(a.out, "\n                                         ^^^^^^^\n"));
	forget(&a);
	free(text);
}

/* --- frames --- */

static void assert_frame_fails(const char *where, const char *frame, const char *says)
{
	size_t length;
	char *text = read_live("pt/pt_pmd_map", &length);
	char *at = strstr(strstr(text, "\nop 4 "), where);

	assert_non_null(at);
	memcpy(strchr(at, '=') + 1, frame, strlen(frame));
	struct answer a = check(write_file("frame.txt", text, length));
	if (a.code != 1 || !holds(a.out, says))
		fail_msg("%s%s", a.out, a.err);
	forget(&a);
	free(text);
}

/* One name for two pages, a page's name for a table, two names for one table. */
static void test_frames_are_renamed_one_to_one(void **state)
{
	(void)state;
	assert_frame_fails("pte[0]", "800000007d96c", "frame 7d96c is that of another page");
	assert_frame_fails("pte[0]", "800000007d98e", "frame 7d98e is that of another page");
	assert_frame_fails("pgd[416]", "7d98f", "the model has 'pgd[416]=7d98e067'");
}

/* --- states that something else has changed --- */

/* Before each operation the state is told anew, and it is the one that there is. */
static char *tell_states_anew(const char *text)
{
	const char *state = NULL, *state_end = NULL;
	char *out = malloc(4 * strlen(text));
	size_t length = 0;

	for (const char *line = text; *line;) {
		size_t size = strcspn(line, "\n") + 1;
		if (*line == 'S')
			state = line;
		if (*line == 'T')
			state_end = line + size;
		if (strncmp(line, " before same", 12) == 0)
			length += (size_t)sprintf(out + length, " before changed\n%.*s",
						  (int)(state_end - state), state);
		else
			length += (size_t)sprintf(out + length, "%.*s", (int)size, line);
		line += size;
	}
	return out;
}

static void test_states_told_anew(void **state)
{
	static const char *const name[] = { "01_win_basic", "06_global_vmalloc", "08_ram_blocks",
					    "09_lazy_threshold", "pt/pt_pmd_map" };
	const struct replay_options options = { .engine = REPLAY_BOTH };

	(void)state;
	for (size_t i = 0; i < LENGTH(name); i++) {
		size_t length;
		char *text = read_live(name[i], &length);
		length = shorten(text, slow_build() ? 15 : 1000);
		char *told = tell_states_anew(text);
		const char *path = write_text("anew.txt", told);
		struct answer a = check_with(&options, 1, &path);
		if (length > 0 && !holds(a.err, "the file breaks off; expected 'end'") && a.code)
			fail_msg("%s: %s%s", name[i], a.out, a.err);
		forget(&a);
		free(told);
		free(text);
	}
}

/* --- transcripts made by hand --- */

#define MAGIC "#vmapgold 1 small\n"
#define CONSTS "#const PAGE_SIZE=1000 VMALLOC_START=ffffc90000000000 " \
	"VMALLOC_END=ffffe8ffffffffff lazy_max_pages=8192 cpus=1\n"
#define S_LINE(cache, vstart, align) "S cache=" cache " hole=0 vstart=" vstart \
	" align=" align " lazy=0 pcpu_hole=ffffe8ffffffffff\n"
#define EMPTY S_LINE("-", "0", "0") "L\nQ\nT 0\n"
#define INIT MAGIC CONSTS "init\n"
#define HEAD INIT EMPTY
#define AREA "ffffc90000000000-ffffc90000002000:4"
#define FULL S_LINE("ffffc90000000000", "ffffc90000000000", "1") "L\nQ\nT 1 B0:" AREA "\n"
#define ALLOC " > alloc_vmap_area size=2000 align=1 vstart=ffffc90000000000 " \
	"vend=ffffe8ffffffffff gfp=6000c0\n" \
	" < alloc_vmap_area ffffc90000000000-ffffc90000002000\n" \
	" ret ffffc90000000000\n"
#define FREED(lazy) S_LINE_LAZY "L ffffc90000000000-ffffc90000002000:2\nQ\n" \
	"T 1 B0:ffffc90000000000-ffffc90000002000:2\n"
#define S_LINE_LAZY "S cache=ffffc90000000000 hole=0 vstart=ffffc90000000000 align=1 lazy=2 " \
	"pcpu_hole=ffffe8ffffffffff\n"
#define NOFLUSH " > free_vmap_area_noflush ffffc90000000000-ffffc90000002000\n ret ok\n"
#define SAME " before same\n"
#define MAKES(line) "op 0 " line "\n" SAME ALLOC FULL
#define FREES(line) "op 1 " line "\n" SAME NOFLUSH FREED(2)
#define OVER "end\nA ffffc90000000000-ffffc90000002000:2\n"

/* Each pair of a call that makes a vm area and one that frees it. */
static void test_every_way_to_a_vm_area(void **state)
{
	static const char *const text[] = {
		HEAD MAKES("gva a 0x1000 0x4") FREES("fvm a") OVER,
		HEAD MAKES("gvar a 4096 4 0xffffc90000000000 0xffffe8ffffffffff") FREES("fvm a") OVER,
		HEAD MAKES("vmap a 1") FREES("vunmap a") OVER,
		HEAD MAKES("vmalloc a 1") FREES("vfree a") OVER,
		HEAD MAKES("vmr a 1 1 0xffffc90000000000 0xffffe8ffffffffff 0") FREES("vfree a") OVER,
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(text); i++)
		assert_passes(write_text("way.txt", text[i]), "1 passed, 0 failed\n");
}

static void test_kinds_of_vm_areas_in_the_last_lines(void **state)
{
	(void)state;
	assert_passes(write_text("kind.txt", HEAD MAKES("vmap a 1")
		"end\nA " AREA " vm size=2000 flags=4 pages=0 phys=0 caller=f+0x1/0x2 [m]\n"),
		"1 passed");
	assert_passes(write_text("kind.txt", HEAD MAKES("vmr a 1 1 0xffffc90000000000 "
		"0xffffe8ffffffffff 0") "end\nA " AREA " vm size=2000 flags=2 pages=1 phys=0 "
		"caller=f+0x1/0x2\n"), "1 passed");
}

static void test_refusals_of_the_kernel(void **state)
{
	(void)state;
	assert_passes(write_text("no.txt", HEAD "op 0 vmalloc a 99999999999\n" SAME " ret 0\n" EMPTY
		"op 1 vfree a\n" SAME " ret skip\n" EMPTY "op 2 vmap a 99999999999\n" SAME " ret 0\n"
		EMPTY "op 3 find 0xffffc90000000000\n" SAME " ret none\n" EMPTY
		"op 4 ioremap i 0xffffffffffffffff 1\n" SAME " ret 0\n" EMPTY
		"op 5 unalias\n" SAME
		" > __purge_vmap_area_lazy start=ffffffffffffffff end=0\n ret ok\n" EMPTY
		"end\n"), "1 passed, 0 failed\n");
}

/* A vm area that something else made: its last line is believed, and listed. */
static void test_vm_area_from_elsewhere(void **state)
{
	const char *text = HEAD "op 0 find 0xffffc90000001000\n before changed\n" FULL
		" ret ffffc90000000000-ffffc90000002000\n" FULL
		"end\nA " AREA " vm size=2000 flags=2 pages=1 phys=0 caller=vmalloc+0x1/0x2\n";
	const char *path;
	char copy[400];
	const struct replay_options options = { .vmallocinfo = true };

	(void)state;
	snprintf(copy, sizeof(copy), "%s", write_text("elsewhere.txt", text));
	path = copy;
	write_text("vmallocinfo_after_elsewhere.txt", "0xffffc90000000000-0xffffc90000002000    "
		   "8192 vmalloc+0x1/0x2 pages=1 vmalloc\n");
	struct answer a = check_with(&options, 1, &path);
	assert_string_equal(a.out, "0xffffc90000000000-0xffffc90000002000    8192 vmalloc+0x1/0x2 "
			    "pages=1 vmalloc\n");
	assert_string_equal(a.err, "1 passed, 0 failed\n");
	forget(&a);
}

/* Where a vm area was that something else freed, another one may ask for memory. */
static void test_vm_area_freed_elsewhere(void **state)
{
	(void)state;
	assert_passes(write_text("freed.txt", INIT FULL "A " AREA " vm size=2000 flags=2 pages=1 "
		"phys=0 caller=old+0x1/0x2\nop 0 find 0xffffc90000000000\n before changed\n" EMPTY
		" ret none\n" EMPTY "op 1 gva a 0x1000 4\n" SAME ALLOC FULL
		"end\nA " AREA " vm size=2000 flags=4 pages=0 phys=0 caller=0xffffffff81000000\n"),
		"1 passed, 0 failed\n");
}

static void test_blocks_are_loaded(void **state)
{
	const char *text = INIT S_LINE("-", "0", "0") "L\n"
		"K ffffc90000400000-ffffc90000800000 free=960 dirty=0 dmin=1024 dmax=0\n"
		"Q ffffc90000400000\nT 1 B0:ffffc90000400000-ffffc90000800000:0\n"
		"A ffffc90000400000-ffffc90000800000:0\n"
		"op 0 vmapram r 3\n" SAME " ret ffffc90000440000\n" S_LINE("-", "0", "0") "L\n"
		"K ffffc90000400000-ffffc90000800000 free=956 dirty=0 dmin=1024 dmax=0\n"
		"Q ffffc90000400000\nT 1 B0:ffffc90000400000-ffffc90000800000:0\n"
		"op 1 vunmapram r\n" SAME " ret ok\n" S_LINE("-", "0", "0") "L\n"
		"K ffffc90000400000-ffffc90000800000 free=956 dirty=4 dmin=64 dmax=68\n"
		"Q ffffc90000400000\nT 1 B0:ffffc90000400000-ffffc90000800000:0\n"
		"end\nA ffffc90000400000-ffffc90000800000:0\n";

	(void)state;
	assert_passes(write_text("blocks.txt", text), "1 passed, 0 failed\n");
}

/* --- what makes no sense --- */

#define NODE(colour, depth, start, end) " " colour depth ":" start "-" end ":0"
#define TREE(nodes) INIT S_LINE("-", "0", "0") "L\nQ\nT " nodes "\nend\n"

static const struct garbage garbage[] = {
	{ "#vmapgold 2 x\n", 1, "transcripts of format '2' are not known here" },
	{ "#vmapgold 1 \n", 1, "has no name" },
	{ MAGIC, 2, "stands where 'init' is expected" },
	{ MAGIC "init\n", 2, "there is no #const line above 'init'" },
	{ MAGIC "#const PAGE_SIZE\n", 2, "expected KEY=VALUE" },
	{ MAGIC "#const PAGE_SIZE=x\n", 2, "'x' is no number; expected hex digits" },
	{ MAGIC "#const cpus=1\n", 2, "the #const line lacks PAGE_SIZE=" },
	{ MAGIC "#const PAGE_SIZE=2000 VMALLOC_START=ffffc90000000000 VMALLOC_END=ffffe8ffffffffff "
	  "lazy_max_pages=8192 cpus=1\n", 2, "PAGE_SIZE makes no sense; expected 1000" },
	{ MAGIC "#const PAGE_SIZE=1000 VMALLOC_START=ffffc90000000000 VMALLOC_END=ffffc90000000000 "
	  "lazy_max_pages=8192 cpus=1\n", 2, "expected VMALLOC_START below VMALLOC_END" },
	{ MAGIC "#const PAGE_SIZE=1000 VMALLOC_START=ffffc90000000000 VMALLOC_END=ffffe8ffffffffff "
	  "lazy_max_pages=8193 cpus=1\n", 2, "lazy_max_pages makes no sense" },
	{ MAGIC "#const PAGE_SIZE=1000 VMALLOC_START=ffffc90000000000 VMALLOC_END=ffffe8ffffffffff "
	  "lazy_max_pages=8192 cpus=65\n", 2, "cpus makes no sense; expected 1 to 64" },
	{ INIT, 4, "the state ends too early; expected the line S" },
	{ INIT "hello\n", 4, "'hello' is no line of a transcript" },
	{ INIT "L\n", 4, "'L' is out of order; expected the line S" },
	{ INIT "S hole=0\n", 4, "'hole=0' makes no sense here; expected cache=" },
	{ INIT "S cache=- hole=0x0\n", 4, "expected hole= and hex digits" },
	{ INIT "S cache=- hole=0 vstart=0 align=0 lazy=-1 pcpu_hole=0\n", 4, "expected lazy=" },
	{ INIT S_LINE("-", "0", "0") "Q\n", 5, "'Q' is out of order; expected the line L" },
	{ INIT S_LINE("-", "0", "0") "L x\n", 5, "'x' is no area; expected START-END:FLAGS" },
	{ INIT S_LINE("-", "0", "0") "L\nK x\n", 6, "'x' is no block; expected START-END" },
	{ INIT S_LINE("-", "0", "0") "L\nK 0-1 free=1 dirty=z\n", 6, "expected dirty=" },
	{ INIT S_LINE("-", "0", "0") "L\nQ 0x\n", 6, "'0x' is no address; expected hex digits" },
	{ INIT S_LINE("-", "0", "0") "L\nQ\nT x\n", 7, "'x' is no number" },
	{ INIT S_LINE("-", "0", "0") "L\nQ\nT 2\n", 7, "the tree has 0 areas; expected 2" },
	{ INIT S_LINE("-", "0", "0") "L\nQ\nT 1 G0:1-2:0\n", 7, "is no node of the tree" },
	{ INIT EMPTY "A ffffc90000000000-ffffc90000002000:4\n", 8, "is not in the tree" },
	{ INIT FULL "A ffffc90000000000-ffffc90000002000:4 wm\n", 8, "expected vm" },
	{ INIT FULL "A ffffc90000000000-ffffc90000002000:4 vm size=2000 flags=2 pages=1 phys=0 c=\n",
	  8, "expected caller=" },
	{ INIT "S cache=1000 hole=0 vstart=0 align=0 lazy=0 pcpu_hole=0\nL\nQ\nT 0\nend\n", 4,
	  "there is no area for the cache at 0x1000" },
	{ TREE("1" NODE("R", "0", "1000", "2000")), 4, "its root 0x1000 is red" },
	{ TREE("1" NODE("B", "1", "1000", "2000")), 4, "a node without a parent: 0x1000" },
	{ TREE("1" NODE("B", "0", "2000", "2000")), 4, "0x2000 ends before it begins" },
	{ TREE("2" NODE("B", "0", "1000", "3000") NODE("R", "1", "2000", "4000")), 4,
	  "the area at 0x2000 overlaps the one before it" },
	{ TREE("2" NODE("B", "0", "1000", "2000") NODE("B", "1", "2000", "3000")), 4,
	  "black nodes are unevenly spread below 0x1000" },
	{ TREE("3" NODE("B", "0", "1000", "2000") NODE("R", "1", "2000", "3000")
	       NODE("R", "2", "3000", "4000")), 4, "0x3000 is a red child of a red node" },
	{ TREE("3" NODE("B", "0", "1000", "2000") NODE("R", "1", "2000", "3000")
	       NODE("R", "1", "3000", "4000")), 4, "the tree is not in pre-order at 0x3000" },
	{ TREE("3" NODE("B", "0", "3000", "4000") NODE("R", "1", "1000", "2000")
	       NODE("B", "2", "5000", "6000")), 4, "the tree is not in order at 0x5000" },
	{ INIT S_LINE("-", "0", "0") "L 1000-2000:2\nQ\nT 0\nend\n", 4,
	  "there is no area for the lazily freed one at 0x1000" },
	{ INIT S_LINE("-", "0", "0") "L 1000-2000:2 1000-2000:2\nQ\nT 1 B0:1000-2000:2\nend\n", 4,
	  "the area at 0x1000 cannot be freed lazily" },
	{ INIT S_LINE("-", "0", "0") "L\nK 400000-800000 free=1 dirty=1 dmin=0 dmax=0\nQ\n"
	  "T 1 B0:1000-2000:0\nend\n", 4, "there is no area for the block at 0x400000" },
	{ INIT S_LINE("-", "0", "0") "L\nK 400000-800000 free=2000 dirty=1 dmin=0 dmax=0\nQ\n"
	  "T 1 B0:400000-800000:0\nend\n", 4, "0x400000 has more pages than a block" },
	{ INIT S_LINE("-", "0", "0") "L\nQ 400000\nT 0\nend\n", 4, "the queue has a block at 0x400000" },
	{ INIT S_LINE("-", "0", "0") "L\nQ\nT 1 B0:1001-2000:4\nA 1001-2000:4 vm size=1 flags=2 "
	  "pages=0 phys=0 caller=f+0x1/0x2\nend\n", 4, "0x1001 is not made of whole pages" },
	{ INIT S_LINE("-", "0", "0") "L\nQ\nT 1 B0:1000-2000:4\nA 1000-2000:4 vm size=1000 flags=2 "
	  "pages=7 phys=0 caller=f+0x1/0x2\nend\n", 4, "larger or smaller than its pages" },
	{ INIT S_LINE("-", "0", "0") "L\nQ\nT 1 B0:1000-100002000:4\nA 1000-100002000:4 vm "
	  "size=100001000 flags=2 pages=1048576 phys=0 caller=f+0x1/0x2\nend\n", 4,
	  "needs more pages than there are" },
	{ HEAD "op x va\n", 8, "'x' is no number; expected 'op NUMBER ..'" },
	{ HEAD "op 0 va a 1 1 1 1\n before often\n", 9, "expected same or changed" },
	{ HEAD "op 0 va a 1 1 1 1\n", 9, "the file breaks off; expected ' before same'" },
	{ HEAD "op 0 vb a\n" SAME, 8, "'vb' is no script line; expected one like va" },
	{ HEAD "op 0 va a 1 1 z 1\n" SAME, 8, "expected: va NAME SIZE ALIGN VSTART VEND" },
	{ HEAD "op 0 va\n" SAME, 8, "va lacks its name; expected: va NAME" },
	{ HEAD "op 0 purge it\n" SAME, 8, "'it' is one too many; expected: purge" },
	{ HEAD "op 0 vmapram a 99999999\n" SAME, 8, "vmapram has more pages than the machine" },
	{ HEAD "op 0 ioremap a 0 0x100000000000\n" SAME, 8, "ioremap is too large" },
	{ HEAD MAKES("gva a 0x1000 0x4") "op 1 gva a 0x1000 0x4\n" SAME, 17, "'a' is in use" },
	{ HEAD MAKES("gva a 0x1000 0x4") "op 1 vfree a\n" SAME, 17, "made by another call" },
	{ HEAD "op 0 purge\n" SAME, 10, "the file breaks off; expected ' > __purge_vmap_area_lazy" },
	{ HEAD, 8, "the file breaks off; expected 'end'" },
	{ HEAD MAKES("gva a 0x1000 0x4") "end\n", 18, "the file breaks off; expected 'A, a line" },
};

static void test_garbage_gets_a_sentence(void **state)
{
	(void)state;
	assert_garbage("garbage.txt", garbage, LENGTH(garbage));
}

static void test_fatal_checks_are_told(void **state)
{
	(void)state;
	struct answer a = check(write_text("bug.txt", HEAD "op 0 va a 0 1 0 0\n" SAME
		" > alloc_vmap_area size=0 align=1 vstart=0 vend=0 gfp=6000c0\n ret 0\n"));
	assert_int_equal(a.code, 1);
	assert_true(holds(a.out, "  model      bug alloc_vmap_area:size-zero\n"));
	forget(&a);
}

static void test_truncated_anywhere(void **state)
{
	size_t length;
	char *text = read_live("pt/pt_pmd_map", &length);

	(void)state;
	for (size_t cut = 0; cut < length - 1; cut += slow_build() ? 299 : 37) {
		struct answer a = check(write_file("cut.txt", text, cut));
		assert_int_not_equal(a.code, 0);
		assert_true(holds(a.out, "0 passed, 1 failed\n"));
		forget(&a);
	}
	free(text);
}

/* --- chains --- */

/* Copies a file of the chain, uncompressed, into a folder of this test's. */
static const char *copy_live(const char *folder, const char *name)
{
	char from[200], to[200];
	size_t length;

	snprintf(from, sizeof(from), "pt/%s", name);
	snprintf(to, sizeof(to), "%s/%s.txt", folder, name);
	char *text = read_live(from, &length);
	const char *path = write_file(to, text, length);
	free(text);
	return path;
}

static void test_predecessor_is_missing(void **state)
{
	(void)state;
	assert_int_equal(mkdir(scratch_path("missing"), 0700), 0);
	copy_live("missing", "pt_pmd_map");
	struct answer a = check(copy_live("missing", "pt_pud_free"));
	assert_int_equal(a.code, 2);
	assert_true(holds(a.err, "pt_pud_free.txt:23: the name 'pud' comes from a transcript before "
			"this one"));
	forget(&a);
}

/* Two that each begin where the other ends. */
static void test_ring_ends(void **state)
{
	const char *text = "#vmapgold 1 +ring\n" CONSTS "init\n" EMPTY "end\n";

	(void)state;
	assert_int_equal(mkdir(scratch_path("ring"), 0700), 0);
	write_text("ring/a.txt", text);
	write_text("ring/b.txt", text);
	assert_passes(scratch_path("ring"), "2 passed, 0 failed\n");
	assert_passes(scratch_path("ring/a.txt"), "1 passed, 0 failed\n");
}

/* Something happened between two of a chain: the second one tells what came of it. */
static void test_state_changed_between_two(void **state)
{
	(void)state;
	assert_int_equal(mkdir(scratch_path("between"), 0700), 0);
	write_text("between/a.txt", "#vmapgold 1 +a\n" CONSTS "init\n" EMPTY "op 0 find 0\n"
		   " before changed\n" EMPTY " ret none\n" FULL "end\n");
	write_text("between/b.txt", "#vmapgold 1 +b\n" CONSTS "init\n" FULL
		   "op 0 find 0xffffc90000000000\n" SAME " ret ffffc90000000000-ffffc90000002000\n"
		   FULL "end\nA " AREA " vm size=2000 flags=2 pages=1 phys=0 caller=f+0x1/0x2\n");
	struct answer a = check(scratch_path("between"));
	assert_int_equal(a.code, 1);
	assert_true(holds(a.out, "between/a.txt:15: "));
	assert_true(holds(a.out, "1 passed, 1 failed\n"));
	forget(&a);
}

/* --- what lies beside a transcript --- */

static void assert_beside_fails(const char *transcript, const char *beside, const char *from,
				const char *to, int code, const char *says)
{
	char name[100], place[100];
	size_t length;

	snprintf(name, sizeof(name), "pt/%s", beside);
	snprintf(place, sizeof(place), "beside/%s.txt", beside);
	char *text = read_live(name, &length);
	char *changed = malloc(length + 100);
	char *at = strstr(text, from);
	assert_non_null(at);
	sprintf(changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	write_text(place, changed);
	struct answer a = check(copy_live("beside", transcript));
	if (a.code != code || !(holds(a.out, says) || holds(a.err, says)))
		fail_msg("%s: %d %s%s", beside, a.code, a.out, a.err);
	forget(&a);
	write_text(place, text);
	free(changed);
	free(text);
}

static void test_companions_count(void **state)
{
	static const char *const file[] = { "pt_0_before", "pt_pmd_mapped", "pt_pmd_vmallocinfo" };

	(void)state;
	assert_int_equal(mkdir(scratch_path("beside"), 0700), 0);
	for (size_t i = 0; i < LENGTH(file); i++)
		copy_live("beside", file[i]);
	assert_passes(copy_live("beside", "pt_pmd_map"), "1 passed, 0 failed\n");
	assert_beside_fails("pt_pmd_map", "pt_pmd_vmallocinfo", "36864 w_run", "36865 w_run", 1,
			    "beside/pt_pmd_vmallocinfo.txt:6: ");
	assert_beside_fails("pt_pmd_map", "pt_pmd_vmallocinfo", "12288 unpurged vm_area\n",
			    "12288 unpurged vm_area \n", 1, "pt_pmd_vmallocinfo.txt:8: the line ends");
	assert_beside_fails("pt_pmd_map", "pt_pmd_vmallocinfo", "pages=1 vmalloc\n",
			    "pages=1 vmalloc\nx\n", 1, "the file holds a line too many");
	assert_beside_fails("pt_pmd_map", "pt_pmd_vmallocinfo", "0xffffffffa0009000-0xffffffffa000b000"
			    "    8192 arch_ftrace_update_trampoline+0x132/0x240 pages=1 vmalloc\n", "",
			    1, "the file ends before '0xffffffffa0009000");
	assert_beside_fails("pt_pmd_map", "pt_pmd_mapped", "0xffff880000000000", "\t", 2,
			    "bytes that are no text");
	assert_beside_fails("pt_pmd_map", "pt_pmd_mapped", "32K     RW", "32K     ro", 1,
			    "beside/pt_pmd_mapped.txt:40: ");
	assert_beside_fails("pt_pmd_map", "pt_pmd_mapped", "8K     ro                 GLB x  pte\n"
			    "0xffffffffa0002", "8K     ro                 GLB NX pte\n0xffffffffa0002", 1,
			    "beside/pt_pmd_mapped.txt:");
	assert_beside_fails("pt_pmd_map", "pt_0_before", "PCD         GLB NX pte", "PCD GLB NX pxe",
			    2, "this is no line of a page-table dump");
	assert_beside_fails("pt_pmd_map", "pt_0_before", "4K     RW     PCD         GLB NX pte",
			    "4K                               pmd", 2,
			    "vm areas and page tables do not fit together at 0xffffc90000005000");
	/* The other sections are none of the model's business. */
	assert_beside_fails("pt_pmd_map", "pt_pmd_mapped", "612K     RW", "613K     RW", 0,
			    "1 passed, 0 failed\n");
}

static void test_listings_are_printed(void **state)
{
	const struct replay_options options = { .ptdump = true, .vmallocinfo = true };
	const char *path = LIVE "pt/pt_pmd_map.txt.gz";
	size_t length;
	char *text = read_live("pt/pt_pmd_vmallocinfo", &length);

	(void)state;
	struct answer a = check_with(&options, 1, &path);
	assert_true(strncmp(a.out, text, length) == 0);	/* and the dump behind it */
	assert_true(holds(a.out, "\n---[ vmalloc() Area ]---\n"));
	assert_true(holds(a.out, "0xffffd000001fc000-0xffffd00000204000          32K     RW         "
			"        GLB NX pte\n"));
	assert_string_equal(a.err, "1 passed, 0 failed\n");
	forget(&a);
	free(text);
}

/* What differs has no listing: standard output stays empty. */
static void test_listings_stand_alone(void **state)
{
	const struct replay_options options = { .vmallocinfo = true, .verbose = true };
	const char *path = write_text("alone.txt", HEAD MAKES("vmalloc a 1") OVER);

	(void)state;
	struct answer a = check_with(&options, 1, &path);
	assert_int_equal(a.code, 1);
	assert_string_equal(a.out, "");
	assert_true(holds(a.err, "FAILED"));
	assert_true(holds(a.err, "\n0 passed, 1 failed\n"));
	forget(&a);
}

/* --- the run --- */

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_folder_passes_with_each_engine),
		cmocka_unit_test(test_chain_is_played_in_order),
		cmocka_unit_test(test_last_of_a_chain_alone),
		cmocka_unit_test(test_one_character_changed),
		cmocka_unit_test(test_one_line_missing_or_twice),
		cmocka_unit_test(test_difference_is_told_in_full),
		cmocka_unit_test(test_frames_are_renamed_one_to_one),
		cmocka_unit_test(test_states_told_anew),
		cmocka_unit_test(test_every_way_to_a_vm_area),
		cmocka_unit_test(test_kinds_of_vm_areas_in_the_last_lines),
		cmocka_unit_test(test_refusals_of_the_kernel),
		cmocka_unit_test(test_vm_area_from_elsewhere),
		cmocka_unit_test(test_vm_area_freed_elsewhere),
		cmocka_unit_test(test_blocks_are_loaded),
		cmocka_unit_test(test_garbage_gets_a_sentence),
		cmocka_unit_test(test_fatal_checks_are_told),
		cmocka_unit_test(test_truncated_anywhere),
		cmocka_unit_test(test_predecessor_is_missing),
		cmocka_unit_test(test_ring_ends),
		cmocka_unit_test(test_state_changed_between_two),
		cmocka_unit_test(test_companions_count),
		cmocka_unit_test(test_listings_are_printed),
		cmocka_unit_test(test_listings_stand_alone),
	};

	return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
