/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * `vmaplab bench` under test: the check values that every right allocator
 * reaches, the form of the lines, and wrong usage.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/replay/bench.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

struct answer {
	int code;
	char *out;
	char *err;
};

static struct answer bench(const char *workload, const char *n, const char *more)
{
	const char *const given[] = { workload, n, more };
	char *argument[3];
	int argc = 0;
	struct answer a = { 0 };
	size_t size;
	FILE *out = open_memstream(&a.out, &size);
	FILE *err = open_memstream(&a.err, &size);

	while (argc < 3 && given[argc]) {
		argument[argc] = strdup(given[argc]);
		argc++;
	}
	a.code = bench_main(argc, argument, out, err);
	while (argc > 0)
		free(argument[--argc]);
	fclose(out);
	fclose(err);
	return a;
}

static void forget(struct answer *a)
{
	free(a->out);
	free(a->err);
}

static bool slow_build(void)
{
	const char *build = getenv("TEST_BUILD");

	return build && strcmp(build, "normal") != 0;
}

static const struct {
	const char *workload, *n, *check;
	bool quick;
} values[] = {
	{ "a", "10000", "70ff79b918e7882d", true },
	{ "b", "10000", "387fbcdc8ab2dc7d", false },
	{ "bl", "10000", "387fbcdc8ecd4c19", false },
	{ "c", "1000", "3e7ff29281312d00", false },
	{ "cv", "1000", "3e7ff29281312d00", false },
	{ "a", "100000", "69fac143d710c6bc", false },
};

static void test_check_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(values); i++) {
		char begin[60], end[60];
		if (slow_build() && !values[i].quick)
			continue;
		struct answer a = bench(values[i].workload, values[i].n, NULL);
		assert_int_equal(a.code, 0);
		snprintf(begin, sizeof(begin), "%s n=%s time=", values[i].workload, values[i].n);
		snprintf(end, sizeof(end), " check=%s\n", values[i].check);
		assert_int_equal(strncmp(a.out, begin, strlen(begin)), 0);
		assert_non_null(strstr(a.out, " ops/s="));
		assert_non_null(strstr(a.out, " ns/op="));
		assert_string_equal(a.out + strlen(a.out) - strlen(end), end);
		forget(&a);
	}
}

static void test_history(void **state)
{
	static const char *const word[] = { "history n=50 bytes/op=", " jump_p50_ms=",
					    " jump_p99_ms=", " back_p50_us=", " back_p99_us=" };

	(void)state;
	if (slow_build())
		return;
	struct answer a = bench("history", "50", NULL);
	assert_string_equal(a.err, "");
	assert_int_equal(a.code, 0);
	for (size_t i = 0; i < LENGTH(word); i++)
		assert_non_null(strstr(a.out, word[i]));
	forget(&a);
}

static void test_list(void **state)
{
	(void)state;
	struct answer a = bench(NULL, NULL, NULL);
	assert_int_equal(a.code, 0);
	assert_non_null(strstr(a.out, "\n  a  "));
	assert_non_null(strstr(a.out, "\n  cv  "));
	assert_non_null(strstr(a.out, "\n  history "));
	forget(&a);
}

static void test_wrong_usage(void **state)
{
	static const char *const wrong[][4] = {
		{ "x", "10", NULL, "bench: no workload is called 'x'" },
		{ "a", NULL, NULL, "bench: N is missing behind 'a'" },
		{ "a", "0", NULL, "bench: N cannot be '0'" },
		{ "a", "many", NULL, "bench: N cannot be 'many'" },
		{ "a", "-5", NULL, "bench: N cannot be '-5'" },
		{ "a", "99999999999", NULL, "bench: N cannot be '99999999999'" },
		{ "history", "", NULL, "bench: N cannot be ''" },
		{ "a", "10", "20", "bench: too much stands behind '10'" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(wrong); i++) {
		struct answer a = bench(wrong[i][0], wrong[i][1], wrong[i][2]);
		assert_int_equal(a.code, 2);
		assert_string_equal(a.out, "");
		assert_int_equal(strncmp(a.err, wrong[i][3], strlen(wrong[i][3])), 0);
		assert_non_null(strstr(a.err, "; expected WORKLOAD N, with N from 1"));
		forget(&a);
	}
}

static void percentiles(void **state)
{
	double sample[] = { 5, 1, 4, 2, 3 }, hundred[100];
	(void)state;

	for (int i = 0; i < 100; i++)
		hundred[i] = 100 - i;
	assert_true(bench_percentile(sample, 5, 50) == 3);
	assert_true(bench_percentile(sample, 5, 100) == 5);
	assert_true(bench_percentile(sample, 1, 50) == 1);	/* of the smallest alone */
	assert_true(bench_percentile(hundred, 100, 99) == 99);
	assert_true(bench_percentile(hundred, 100, 1) == 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check_values),
		cmocka_unit_test(test_history),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_wrong_usage),
		cmocka_unit_test(percentiles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
