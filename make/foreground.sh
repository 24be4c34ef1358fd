#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a full-screen program from inside make, as if it had been started by
# hand: the program gets a process group of its own, and the terminal with it.
# Without this ^C would also reach make, whose second ^C leaves the program
# behind without a terminal.
#
#   make/foreground.sh PROGRAM ARGUMENT...

set -u

# No terminal, nothing to care for; and bash as sh cannot bring a stopped
# program back twice, so there make hears ^C as well.
if ! [ -t 0 ] || [ -n "${BASH_VERSION:-}" ]; then
	exec "$@"
fi

exec 3>&2 2>/dev/null		# the shell's own remarks about jobs are not wanted
set -m
"$@" 2>&3 3>&-
code=$?
while [ $code -gt 128 ] && [ "$(kill -l $code)" = TSTP ]; do
	set +m			# back in make's process group:
	kill -s TSTP 0		# make and this shell stop as well ...
	set -m
	fg >/dev/null		# ... and all go on at the user's 'fg'
	code=$?
done
exit $code
