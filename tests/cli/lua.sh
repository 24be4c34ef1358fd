#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# `vmaplab run`: exit codes, the last line, arguments, errors with their place;
# the project's own lessons and scenarios; ^C.

. tests/support/cli.sh

script=$TEST_TMP/script.lua

# Writes a script and runs it.
script()
{
	printf '%s\n' "$1" >"$script"
	shift
	run run "$script" "$@"
}

last() { printf '%s\n' "$out" | tail -n 1; }

script 'check(true) check_equal(1 + 1, 2, "sum")'
is "passed: exit code" "$code" 0
is "passed: last line" "$(last)" "2 passed, 0 failed"
is "passed: nothing on standard error" "$err" ""

script 'check(true)
check_equal(lab.var.areas, 7, "areas")'
is "failed: exit code" "$code" 1
is "failed: last line" "$(last)" "1 passed, 1 failed"
has "failed: place and values" "$out$err" "script.lua:2: FAILED: areas: got 0, wanted 7"

script 'check(true)
local function f()
  nonsense()
end
f()'
is "error: exit code" "$code" 1
is "error: the count has it" "$(last)" "1 passed, 1 failed"
has "error: place" "$out$err" "script.lua:3: there is no 'nonsense'"
has "error: traceback" "$out$err" "script.lua:5: in main chunk"

script 'local function f(n)
  if n == 0 then nonsense() end
  return f(n - 1) + 1
end
f(300)'
has "deep recursion: the beginning" "$out" "script.lua:2: in upvalue 'f'"
has "deep recursion: the middle is left out" "$out" " more levels ..."
has "deep recursion: the end" "$out" "script.lua:5: in main chunk"
is "deep recursion: a short traceback" "$(($(wc -l <<<"$out") < 13))" 1

script 'x = = 1'
is "no Lua: exit code" "$code" 1
has "no Lua: place" "$out$err" "script.lua:1:"

rm "$script"
run run "$script"
is "no file: exit code" "$code" 2
has "no file: named" "$err" "script.lua"
run run "$TEST_TMP"
is "a folder: exit code" "$code" 2
run run
is "no script: exit code" "$code" 2

script 'check_equal(#arg, 3) check_equal(arg[1], "a b") check_equal(arg[3], "--help")
check(arg[0]:find("script.lua", 1, true))' 'a b' '' --help
is "arguments: exit code" "$code" 0
is "arguments: last line" "$(last)" "4 passed, 0 failed"

script 'pause() say "on" check(ask { question = "?", choices = { "a", "b" }, answer = 2 })'
is "nobody there: exit code" "$code" 0
is "nobody there: last line" "$(last)" "2 passed, 0 failed"

script 'while true do pcall(function() while true do end end) end'
is "endless: exit code" "$code" 1
has "endless: reason" "$out$err" "ran too long"

script 'io.open("/etc/passwd")'
is "no files: exit code" "$code" 1
has "no files: reason" "$out$err" "scripts have no 'io'"

script "lab.run 'save $TEST_TMP/stolen'"
is "no files through commands: exit code" "$code" 1
is "no files through commands: nothing written" "$(ls "$TEST_TMP" | grep -c stolen)" 0

for file in lessons/*.lua scripts/*.lua; do
	run run "$file"
	is "$file: exit code" "$code" 0
	has "$file: all passed" "$(last)" " passed, 0 failed"
done

# ^C, once the script says that it is running.
printf '%s\n' 'for i = 1, 1000 do alloc("1p") end print "ready"
while true do pcall(function() goto_(0) continue() for i = 1, 100 do goto_(1000) goto_(0) end end) end' >"$script"
: >"$TEST_TMP/out"
"$VMAPLAB" run "$script" >"$TEST_TMP/out" 2>&1 &
child=$!
for ((i = 0; i < 600; i++)); do
	! grep -q 'end of op 1000' "$TEST_TMP/out" || break
	sleep 0.1
done
kill -INT $child
wait $child
is "^C: exit code" "$?" 1
has "^C: told" "$(tail -n 5 "$TEST_TMP/out")" "interrupted"
