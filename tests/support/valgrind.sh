#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a program under memcheck, for the test driver. What valgrind finds goes
# to a report of its own, so that the program's output stays as it is; an
# empty report means that nothing was found.
#
#   TEST_REPORT=BASE tests/support/valgrind.sh PROGRAM ARGUMENT...

exec valgrind -q --leak-check=full --num-callers=25 \
	--show-leak-kinds=definite,possible --errors-for-leak-kinds=definite,possible \
	--suppressions="$(dirname "$0")/valgrind.supp" --error-exitcode=99 \
	--log-file="$TEST_REPORT.%p" "$@"
