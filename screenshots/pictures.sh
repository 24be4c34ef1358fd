# SPDX-License-Identifier: GPL-3.0-or-later
#
# The pictures, one after the other; make.sh tells what the words mean.
#
# shellcheck shell=sh

# The lesson about the cache in the middle of a search: the walk has just come
# to a hole that is too small and is about to note its size.
open_program 120 36 lesson cache
press_until Space 'Three pages are wanted'
close_into lesson-cache
