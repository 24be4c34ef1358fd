#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installing below a DESTDIR: everything is there, the program runs from there with its
# lessons, scenarios and languages, the shells find their completions, and uninstalling
# leaves nothing.

. tests/support/cli.sh

root="$TEST_TMP/a root" prefix=/opt/vmaplab
case ${TEST_BUILD:-normal} in
asan)     mode=SANITIZE=1 ;;
coverage) mode=COVERAGE=1 ;;
*)        mode= ;;
esac

# What was built is put there as it is: the prefix compiled in is another one.
install() { make -s "$1" DESTDIR="$root" PREFIX=$prefix $mode >"$TEST_TMP/log" 2>&1; }

install install-files
is "install: exit code" $? 0
share=$root$prefix/share

for file in "$root$prefix/bin/vmaplab" "$share/man/man1/vmaplab.1" "$share/doc/vmaplab/README.md" \
		"$share/vmaplab/lessons/tour.lua" "$share/vmaplab/lessons/README.md" \
		"$share/vmaplab/lessons/meta/vmaplab.lua" "$share/vmaplab/scripts/map_ram.lua" \
		"$share/locale/zh_CN/LC_MESSAGES/vmaplab.mo" \
		"$share/locale/zh_CN/LC_MESSAGES/vmaplab-tour.mo" \
		"$share/bash-completion/completions/vmaplab" "$share/zsh/site-functions/_vmaplab" \
		"$share/fish/vendor_completions.d/vmaplab.fish"; do
	is "installed: ${file##*/}" "$([ -s "$file" ] && echo yes)" yes
done
is "every lesson is" "$(cd "$share/vmaplab" && ls lessons/*.lua)" "$(ls lessons/*.lua)"
is "every scenario is" "$(cd "$share/vmaplab" && ls scripts/*.lua)" "$(ls scripts/*.lua)"
is "files can be read by all" "$(find "$root" -type f ! -perm -444)" ""
is "the program alone can be run" "$(find "$root" -type f -perm /111)" "$root$prefix/bin/vmaplab"

# ---- from there ------------------------------------------------------------------

before=$VMAPLAB VMAPLAB=$root$prefix/bin/vmaplab
cd "$TEST_TMP" || exit 1
run lessons --names
is "its lessons: exit code" "$code" 0
is "its lessons" "$out" "$("$before" lessons --names)"
run lessons --language zh_CN
has "its language" "$out" "缓存指针与空洞大小"
run run --auto --language zh_CN tour
is "a lesson runs" "$code" 0
run run map_ram
has "a scenario runs" "$out" " passed, 0 failed"
run lint "$share/vmaplab/lessons/hole.lua"
is "lint finds the catalogues" "$code" 0
mv "$root" "$TEST_TMP/moved"
VMAPLAB=$TEST_TMP/moved$prefix/bin/vmaplab
run run windows_pingpong
is "and still when it is moved" "$code" 0
mv "$TEST_TMP/moved" "$root"

# ---- completions -------------------------------------------------------------------

for shell in bash:bash-completion/completions/vmaplab zsh:zsh/site-functions/_vmaplab \
		fish:fish/vendor_completions.d/vmaplab.fish; do
	is "completion for ${shell%%:*} is what the program writes" \
		"$(cat "$share/${shell#*:}")" "$("$before" --completion "${shell%%:*}")"
done
if command -v zsh >/dev/null; then
	# shellcheck disable=SC2016 # zsh's
	is "zsh finds it by itself" "$(zsh -f -c 'fpath=($1 $fpath); autoload -U compinit
		compinit -u -D; print $_comps[vmaplab]' zsh "$share/zsh/site-functions")" _vmaplab
fi

# ---- and away -----------------------------------------------------------------------

cd "$TEST_TOP" || exit 1
mkdir -p "$share/vmaplab/lessons/own"
echo mine >"$share/vmaplab/lessons/own/mine.lua"
install uninstall
is "uninstall: exit code" $? 0
is "what was not installed stays" "$(find "$root" -type f)" "$share/vmaplab/lessons/own/mine.lua"
rm "$share/vmaplab/lessons/own/mine.lua"
install uninstall
is "uninstall again: exit code" $? 0
is "no file is left" "$(find "$root" ! -type d)" ""
is "nor a folder of its own" "$(find "$root" -type d -name '*vmaplab*' ! -path "$root$prefix")" ""
