#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# vmaplab under memcheck, for tests that expect one plain program in $VMAPLAB.

exec "$TEST_TOP/tests/support/valgrind.sh" "$TEST_TOP/build/vmaplab" "$@"
