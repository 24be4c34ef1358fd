# SPDX-License-Identifier: GPL-3.0-or-later
#
# For tests of the screen in a real terminal: a shell in tmux, the program
# started from it, keys sent to it, and what is seen.
#
#   shell_in WIDTH HEIGHT [NAME=VALUE..]  a fresh tmux with a shell
#   start ARG..          runs the program and waits for its first picture
#   press KEY..          keys as tmux names them; waits until they are dealt with
#   say TEXT             the letters of TEXT, the same way
#   strike KEY..         keys without waiting: for those that end the program
#   enter TEXT           a command at the prompt, then back to the keys
#   shows TEXT PATTERN   passes when PATTERN stands somewhere, after a while
#   hides TEXT PATTERN   passes when it does not; call it after something that
#                        shows that the picture is up to date
#   ends TEXT            passes when the shell has the terminal again
#   mouse BUTTON ROW COLUMN  a click (0) or a turn of the wheel (64 up, 65 down)
#   row_of PATTERN       the first row of the screen, from 1, that has it
#
# The program writes how many keys it has dealt with to a marker file whenever
# it waits (VMAPLAB_TEST_MARKER): tests wait for that, or for what is to be
# seen, and never for a time to pass.
#
# shellcheck shell=bash

VMAPLAB=${VMAPLAB:-$PWD/build/vmaplab}
TEST_TMP=${TEST_TMP:-$(mktemp -d)}
TEST_TOP=${TEST_TOP:-$PWD}
marker=$TEST_TMP/marker
patience=${TEST_PATIENCE:-1200}	# times 0.05 s
sent=0

servers=0

tm() { tmux -S "$TEST_TMP/tmux$servers" "$@"; }
picture() { tm capture-pane -t test -p "$@" 2>/dev/null; }
pass() { echo "ok - $1"; }
trap 'tm kill-server 2>/dev/null' EXIT

# Without what was waited for, nothing that follows makes sense.
give_up()
{
	echo "not ok - $1"
	echo "# $2:"
	picture | sed 's/^/# /'
	exit 1
}

fail()
{
	echo "not ok - $1"
	shift
	printf '# %s\n' "$@"
}

is()
{
	if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "is:        $2" "should be: $3"; fi
}

# wait_until TEXT COMMAND..: silent when all is well.
wait_until()
{
	local i text=$1
	shift
	for ((i = 0; i < patience; i++)); do
		if "$@"; then return; fi
		sleep 0.05
	done
	give_up "$text" "waited in vain for '$*' in"
}

sees() { picture | grep -q -- "$1"; }
shows() { wait_until "$1" sees "$2"; pass "$1"; }

hides()
{
	if sees "$2"; then give_up "$1" "'$2' should not be in"; else pass "$1"; fi
}

shell_in()
{
	local width=$1 height=$2
	shift 2
	tm kill-server 2>/dev/null
	servers=$((servers + 1))
	tm -f /dev/null new-session -d -s test -x "$width" -y "$height" \
		env PS1='shell:$?> ' XDG_STATE_HOME="$TEST_TMP/state" \
		XDG_CONFIG_HOME="$TEST_TMP/config" TERM=tmux-256color \
		VMAPLAB_TEST_MARKER="$marker" VMAPLAB_LESSONS="$TEST_TOP/lessons" "$@" \
		bash --norc --noprofile
	wait_until "a shell in $width x $height" sees '^shell:0>'
}

has_marker() { [ -s "$marker" ]; }
keys_done() { read -r _ _ _ count <"$marker" && [ "$count" -ge "$1" ]; }

# Types a line to the shell.
to_shell() { tm send-keys -t test -l "$1"; tm send-keys -t test Enter; }

start()
{
	rm -f "$marker"
	sent=0
	to_shell "$VMAPLAB $*"
	wait_until "the program starts" has_marker
}

press()
{
	local key
	for key; do
		tm send-keys -t test "$key"
		sent=$((sent + 1))
	done
	wait_until "the keys $* are dealt with" keys_done $sent
}

say()
{
	tm send-keys -t test -l "$1"
	sent=$((sent + ${#1}))
	wait_until "'$1' is dealt with" keys_done $sent
}

strike() { tm send-keys -t test "$@"; }
enter() { press :; say "$1"; press Enter Escape; }

last_line_is_shell() { picture | grep -v '^ *$' | tail -n 1 | grep -q '^shell:'; }
ends() { wait_until "$1" last_line_is_shell; pass "$1"; }

# The modes are those of a shell, and the normal screen is there.
terminal_is_whole()
{
	to_shell "clear; stty -a | tr ' ;' '\\n\\n' | grep -cx -e icanon -e isig -e echo -e icrnl -e ixon -e iexten"
	shows "$1: the terminal's modes are as they were" '^6$'
	is "$1: it is the normal screen" "$(tm display -p -t test '#{alternate_on}')" 0
	is "$1: with a cursor" "$(tm display -p -t test '#{cursor_flag}')" 1
	to_shell clear
}

# mouse BUTTON ROW COLUMN: as a terminal tells it, counted from 1. 0: a press of
# the left button, and its release (which is 3); 64 and 65: the wheel.
report()
{
	local text
	text=$(printf '\033[M%b' \
		"$(printf '\\0%o\\0%o\\0%o' $(($1 + 32)) $(($3 + 32)) $(($2 + 32)))")
	if [[ $text == *';' ]]; then text="${text%;}\\;"; fi	# which would end tmux's command
	tm send-keys -t test -l "$text"
}

mouse()
{
	report "$@"
	sent=$((sent + 1))
	wait_until "the mouse is dealt with" keys_done $sent
	if [ "$1" = 0 ]; then report 3 "$2" "$3"; fi
}

# Row of the screen (from 1) that has the pattern.
row_of() { picture | grep -n -- "$1" | head -n 1 | cut -d: -f1; }
