/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The tree's shape against a second red-black tree, written down from the
 * textbook (Cormen, Leiserson, Rivest, Stein: insertion and deletion as in the
 * third edition, which the kernel's follow): with a sentinel, with parent
 * pointers, each case for left and for right. When a node with two children
 * goes, its successor takes its place, which is the kernel's choice as well.
 *
 * The engine's tree is reached as a kernel's would be, through requests: an
 * area of one page at a place of its own stands for a key. So insertion, the
 * descent of a search and lookup are tested along with it: each must look at
 * the nodes that the textbook's tree has on that way.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/twins.h"

enum { KEYS = 512, NIL = 0 };	/* keys are 1 .. KEYS - 1, and name their nodes */

/* --- the textbook's tree --- */

struct node {
	uint32_t left, right, parent;
	bool red;
};

struct tree {
	struct node node[KEYS];	/* node[NIL] is the sentinel */
	uint32_t root;
};

static void replace(struct tree *t, uint32_t old, uint32_t new)
{
	uint32_t parent = t->node[old].parent;

	if (parent == NIL)
		t->root = new;
	else if (t->node[parent].left == old)
		t->node[parent].left = new;
	else
		t->node[parent].right = new;
	t->node[new].parent = parent;
}

static void left_rotate(struct tree *t, uint32_t x)
{
	struct node *n = t->node;
	uint32_t y = n[x].right;

	n[x].right = n[y].left;
	if (n[y].left != NIL)
		n[n[y].left].parent = x;
	replace(t, x, y);
	n[y].left = x;
	n[x].parent = y;
}

static void right_rotate(struct tree *t, uint32_t x)
{
	struct node *n = t->node;
	uint32_t y = n[x].left;

	n[x].left = n[y].right;
	if (n[y].right != NIL)
		n[n[y].right].parent = x;
	replace(t, x, y);
	n[y].right = x;
	n[x].parent = y;
}

/* Cases 1 to 3 with the parent at the left; returns where to go on. */
static uint32_t insert_fixup_left(struct tree *t, uint32_t z)
{
	struct node *n = t->node;
	uint32_t parent = n[z].parent;
	uint32_t grandparent = n[parent].parent;
	uint32_t uncle = n[grandparent].right;

	if (n[uncle].red) {
		n[parent].red = n[uncle].red = false;
		n[grandparent].red = true;
		return grandparent;
	}
	if (z == n[parent].right) {
		left_rotate(t, parent);
		z = parent;
	}
	n[n[z].parent].red = false;
	n[grandparent].red = true;
	right_rotate(t, grandparent);
	return z;
}

static uint32_t insert_fixup_right(struct tree *t, uint32_t z)
{
	struct node *n = t->node;
	uint32_t parent = n[z].parent;
	uint32_t grandparent = n[parent].parent;
	uint32_t uncle = n[grandparent].left;

	if (n[uncle].red) {
		n[parent].red = n[uncle].red = false;
		n[grandparent].red = true;
		return grandparent;
	}
	if (z == n[parent].left) {
		right_rotate(t, parent);
		z = parent;
	}
	n[n[z].parent].red = false;
	n[grandparent].red = true;
	left_rotate(t, grandparent);
	return z;
}

/* Returns how many nodes it looked at on its way down. */
static uint64_t tree_insert(struct tree *t, uint32_t z)
{
	struct node *n = t->node;
	uint32_t parent = NIL;
	uint64_t looked_at = 0;

	for (uint32_t x = t->root; x != NIL; x = z < x ? n[x].left : n[x].right, looked_at++)
		parent = x;
	n[z] = (struct node){ .parent = parent, .red = true };
	if (parent == NIL)
		t->root = z;
	else if (z < parent)
		n[parent].left = z;
	else
		n[parent].right = z;
	while (n[n[z].parent].red)
		z = n[z].parent == n[n[n[z].parent].parent].left ? insert_fixup_left(t, z) :
								   insert_fixup_right(t, z);
	n[t->root].red = false;
	return looked_at;
}

/* Cases 1 to 4 with x, which lacks a black node, at the left. */
static uint32_t delete_fixup_left(struct tree *t, uint32_t x)
{
	struct node *n = t->node;
	uint32_t parent = n[x].parent;
	uint32_t w = n[parent].right;

	if (n[w].red) {
		n[w].red = false;
		n[parent].red = true;
		left_rotate(t, parent);
		w = n[parent].right;
	}
	if (!n[n[w].left].red && !n[n[w].right].red) {
		n[w].red = true;
		return parent;
	}
	if (!n[n[w].right].red) {
		n[n[w].left].red = false;
		n[w].red = true;
		right_rotate(t, w);
		w = n[parent].right;
	}
	n[w].red = n[parent].red;
	n[parent].red = n[n[w].right].red = false;
	left_rotate(t, parent);
	return t->root;
}

static uint32_t delete_fixup_right(struct tree *t, uint32_t x)
{
	struct node *n = t->node;
	uint32_t parent = n[x].parent;
	uint32_t w = n[parent].left;

	if (n[w].red) {
		n[w].red = false;
		n[parent].red = true;
		right_rotate(t, parent);
		w = n[parent].left;
	}
	if (!n[n[w].left].red && !n[n[w].right].red) {
		n[w].red = true;
		return parent;
	}
	if (!n[n[w].left].red) {
		n[n[w].right].red = false;
		n[w].red = true;
		left_rotate(t, w);
		w = n[parent].left;
	}
	n[w].red = n[parent].red;
	n[parent].red = n[n[w].left].red = false;
	right_rotate(t, parent);
	return t->root;
}

/* y takes the place of z, which has two children; x is what hung below y. */
static void put_successor(struct tree *t, uint32_t z, uint32_t y, uint32_t x)
{
	struct node *n = t->node;

	if (n[y].parent == z) {
		n[x].parent = y;
	} else {
		replace(t, y, x);
		n[y].right = n[z].right;
		n[n[y].right].parent = y;
	}
	replace(t, z, y);
	n[y].left = n[z].left;
	n[n[y].left].parent = y;
	n[y].red = n[z].red;
}

static void tree_delete(struct tree *t, uint32_t z)
{
	struct node *n = t->node;
	bool red = n[z].red;
	uint32_t x = n[z].left != NIL ? n[z].left : n[z].right;
	uint32_t y = n[z].right;

	if (n[z].left == NIL || n[z].right == NIL) {
		replace(t, z, x);
	} else {
		while (n[y].left != NIL)
			y = n[y].left;
		red = n[y].red;
		x = n[y].right;
		put_successor(t, z, y, x);
	}
	n[z] = (struct node){ 0 };
	if (red)
		return;
	while (x != t->root && !n[x].red)
		x = x == n[n[x].parent].left ? delete_fixup_left(t, x) : delete_fixup_right(t, x);
	n[x].red = false;
}

static bool in_tree(const struct tree *t, uint32_t key)
{
	return t->root == key || t->node[key].parent != NIL;
}

/* Nodes on the way to a key that is there, itself included. */
static uint64_t depth(const struct tree *t, uint32_t key)
{
	uint64_t looked_at = 1;

	for (uint32_t x = t->root; x != key; x = key < x ? t->node[x].left : t->node[x].right)
		looked_at++;
	return looked_at;
}

/* --- both trees --- */

enum { REMEMBERED = 64 };

struct both {
	struct twins t;
	bool recorded;		/* both twins run, else only the plain one */
	uint64_t start;
	struct tree tree;
	uint32_t done[REMEMBERED];	/* keys that came or went, for the message */
	size_t count;
};

static uint64_t address(const struct both *b, uint32_t key)
{
	return b->start + key * PAGE_SIZE;
}

static void wrong(const struct both *b, const char *what, uint32_t key)
{
	size_t from = b->count > REMEMBERED ? b->count - REMEMBERED : 0;

	print_error("keys that came and went:%s", from ? " ..." : "");
	for (size_t i = from; i < b->count; i++)
		print_error(" %" PRIu32, b->done[i % REMEMBERED]);
	print_error("\n");
	fail_msg("%s at key %" PRIu32, what, key);
}

static void run(struct both *b, const struct op *op, uint32_t key)
{
	char text[200];
	const char *fault;

	if (b->recorded) {
		fault = twins_run(&b->t, op);
	} else {
		engine_plain.run(&b->t.plain, op);
		fault = machine_check(&b->t.plain, text, sizeof(text));
	}
	if (fault)
		wrong(b, fault, key);
}

/* The engine's node `area` must be the textbook's node `key`, and so on below.
 * Returns the first key at which they differ, or NIL. */
static uint32_t difference(const struct both *b, uint32_t area, uint32_t key)
{
	const struct machine *m = &b->t.plain;
	const struct node *n = &b->tree.node[key];
	uint32_t below;

	if (!area && !key)
		return NIL;
	if (!area)
		return key;
	if (!key)
		return (uint32_t)((m->va_start[area] - b->start) >> PAGE_SHIFT);
	if (m->va_start[area] != address(b, key) || (m->up[area].colour == RED) != n->red)
		return key;
	below = difference(b, m->node[area].left, n->left);
	return below ? below : difference(b, m->node[area].right, n->right);
}

static void compare(struct both *b, uint32_t key)
{
	uint32_t at = difference(b, b->t.plain.g->vmap_area_root, b->tree.root);

	b->done[b->count++ % REMEMBERED] = key;
	if (at)
		wrong(b, "the trees differ", at);
}

static void insert(struct both *b, uint32_t key)
{
	struct op op = op_make(OP_ALLOC, &b->t.plain.g->space);
	const struct machine *m = &b->t.plain;

	op.arg[OPARG_ALLOC_ID] = key;
	op.arg[OPARG_ALLOC_SIZE] = PAGE_SIZE;
	op.arg[OPARG_ALLOC_VSTART] = address(b, key);
	op.arg[OPARG_ALLOC_VEND] = address(b, key + 1);
	run(b, &op, key);
	if (m->g->outcome.kind != OUTCOME_OK || m->g->outcome.addr != address(b, key))
		wrong(b, "the key did not get its place", key);
	if (tree_insert(&b->tree, key) != m->g->work.insert)
		wrong(b, "insertion took another way", key);
	compare(b, key);
}

static void delete(struct both *b, uint32_t key)
{
	struct op op = op_make(OP_FREE, &b->t.plain.g->space);

	op.arg[OPARG_FREE_ID] = key;
	run(b, &op, key);
	tree_delete(&b->tree, key);
	compare(b, key);
}

static void find(struct both *b, uint32_t key)
{
	struct op op = op_make(OP_FIND, &b->t.plain.g->space);
	const struct machine *m = &b->t.plain;

	op.arg[OPARG_FIND_ADDR] = address(b, key) + PAGE_SIZE / 2;
	run(b, &op, key);
	if (in_tree(&b->tree, key) != (m->g->outcome.kind == OUTCOME_AREA))
		wrong(b, "a lookup was wrong", key);
	if (in_tree(&b->tree, key) && m->g->work.find != depth(&b->tree, key))
		wrong(b, "a lookup took another way", key);
}

/* Looks from `addr` for the first area that does not end below it. */
static uint64_t descent_of(const struct both *b, uint64_t addr)
{
	const struct node *n = b->tree.node;
	uint64_t looked_at = 0;
	uint32_t x = b->tree.root;

	while (x != NIL) {
		looked_at++;
		if (address(b, x + 1) < addr)
			x = n[x].right;
		else if (address(b, x) <= addr)
			break;
		else
			x = n[x].left;
	}
	return looked_at;
}

/* A request that is too large for its window goes down the tree all the same. */
static void descend(struct both *b, uint32_t key)
{
	struct op op = op_make(OP_ALLOC, &b->t.plain.g->space);
	const struct op drop = op_make(OP_DROPCACHE, &b->t.plain.g->space);
	const struct machine *m = &b->t.plain;

	op.arg[OPARG_ALLOC_ID] = KEYS;
	op.arg[OPARG_ALLOC_SIZE] = 2 * PAGE_SIZE;
	op.arg[OPARG_ALLOC_VSTART] = address(b, key);
	op.arg[OPARG_ALLOC_VEND] = address(b, key + 1);
	run(b, &drop, key);
	run(b, &op, key);
	if (m->g->outcome.kind != OUTCOME_ERR || m->event[1].kind != EVENT_TRY)
		wrong(b, "there cannot be room", key);
	if (m->event[1].value[3] != descent_of(b, address(b, key)))
		wrong(b, "the descent took another way", key);
}

static void delete_all(struct both *b)
{
	for (uint32_t key = 1; key < KEYS; key++)
		if (in_tree(&b->tree, key))
			delete(b, key);
	b->count = 0;
}

/* --- tests --- */

static int set_up(void **state)
{
	static struct both b;
	struct space space = engine_space("x86-64")->space;

	memset(&b, 0, sizeof(b));
	assert_true(twins_open(&b.t, &space));
	b.start = space.start;
	*state = &b;
	return 0;
}

static int tear_down(void **state)
{
	struct both *b = *state;

	twins_close(&b->t);
	return 0;
}

/* Slow builds do a part of it. */
static uint32_t scaled(uint32_t normal, uint32_t asan, uint32_t valgrind)
{
	const char *build = getenv("TEST_BUILD");

	if (!build || strcmp(build, "normal") == 0)
		return normal;
	return strcmp(build, "valgrind") == 0 ? valgrind : asan;
}

static void swap(uint32_t *a, uint32_t *b)
{
	uint32_t kept = *a;

	*a = *b;
	*b = kept;
}

/* Rearranges key[0..count) to the next permutation; false after the last. */
static bool permute(uint32_t *key, size_t count)
{
	size_t i = count - 1, j = count - 1, k = count - 1;

	while (i && key[i - 1] > key[i])
		i--;
	if (!i)
		return false;
	while (key[j] < key[i - 1])
		j--;
	swap(&key[i - 1], &key[j]);
	for (; i < k; i++, k--)
		swap(&key[i], &key[k]);
	return true;
}

static void sort_keys(uint32_t *key, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		key[i] = i + 1;
}

static void insert_all(struct both *b, const uint32_t *key, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		insert(b, key[i]);
}

/* Each order of insertion, and then each single removal. */
static void every_order_and_one_removal(void **state)
{
	struct both *b = *state;
	uint32_t key[8];

	for (uint32_t count = 1; count <= scaled(7, 6, 5); count++) {
		sort_keys(key, count);
		do {
			for (uint32_t gone = 1; gone <= count; gone++) {
				insert_all(b, key, count);
				delete(b, gone);
				delete_all(b);
			}
		} while (permute(key, count));
	}
}

/* Each order of insertion with each order of removal. */
static void every_order_and_every_order_back(void **state)
{
	struct both *b = *state;
	uint32_t key[8], back[8];
	uint32_t count = scaled(5, 4, 4);

	sort_keys(key, count);
	do {
		sort_keys(back, count);
		do {
			insert_all(b, key, count);
			for (uint32_t i = 0; i < count; i++)
				delete(b, back[i]);
			b->count = 0;
		} while (permute(back, count));
	} while (permute(key, count));
}

static uint64_t roll(uint64_t *random, uint64_t sides)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (*random >> 11) % sides;
}

static void one_random_change(struct both *b, uint64_t *random, uint32_t keys, uint32_t inserts)
{
	uint32_t key = 1 + (uint32_t)roll(random, keys);
	bool there = in_tree(&b->tree, key);

	if (roll(random, 100) < inserts) {
		if (!there)
			insert(b, key);
	} else if (there) {
		delete(b, key);
	}
	find(b, 1 + (uint32_t)roll(random, keys));
	descend(b, 1 + (uint32_t)roll(random, keys));
}

/* Trees that grow, shrink and grow again, in narrow and wide ranges of keys. */
static void long_random_runs(void **state)
{
	struct both *b = *state;
	uint64_t random = 88172645463325252;

	b->recorded = true;
	for (uint32_t round = 0; round < scaled(40, 8, 4); round++) {
		uint32_t keys = round % 4 ? 8u << round % 4 : KEYS - 2;

		for (uint32_t i = 0; i < 150; i++)
			one_random_change(b, &random, keys, 80);
		for (uint32_t i = 0; i < 150; i++)
			one_random_change(b, &random, keys, 50);
		for (uint32_t i = 0; i < 150; i++)
			one_random_change(b, &random, keys, 20);
		delete_all(b);
	}
}

/* Upwards, downwards, and from both ends to the middle, up to a few hundred;
 * then every third goes, and the rest. */
static void straight_runs(void **state)
{
	struct both *b = *state;
	uint32_t last = scaled(KEYS - 2, 100, 40);

	for (int way = 0; way < 3; way++) {
		for (uint32_t i = 1; i <= last; i++) {
			uint32_t from_ends = i % 2 ? (i + 1) / 2 : last + 1 - i / 2;

			insert(b, way == 0 ? i : way == 1 ? last + 1 - i : from_ends);
		}
		for (uint32_t key = 3; key <= last; key += 3)
			delete(b, key);
		delete_all(b);
		assert_int_equal(b->t.plain.g->vmap_area_root, 0);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(every_order_and_one_removal),
		TEST(every_order_and_every_order_back),
		TEST(long_random_runs),
		TEST(straight_runs),
	};

	return cmocka_run_group_tests_name("rbtree", tests, NULL, NULL);
}
