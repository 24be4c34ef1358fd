#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Completion in the shells themselves: each is given what the program writes for it,
# a line, and the key. bash by calling the function as readline does, zsh in a
# terminal of its own, fish by its own question. A shell that is not here is skipped.

. tests/support/cli.sh

mkdir "$TEST_TMP/bin" "$TEST_TMP/work" "$TEST_TMP/work/folder"
ln -s "$VMAPLAB" "$TEST_TMP/bin/vmaplab"
PATH=$TEST_TMP/bin:$PATH
export VMAPLAB_LESSONS=$TEST_TOP/lessons VMAPLAB_SCRIPTS=$TEST_TOP/scripts
touch "$TEST_TMP/work/"{mine.lua,'two words.lua',kernel.trace,notes.md}
for shell in bash zsh fish; do
	run --completion $shell
	is "for $shell: exit code" "$code" 0
	cp "$TEST_TMP/out" "$TEST_TMP/vmaplab.$shell"
done
cd "$TEST_TMP/work" || exit 1

run --completion csh
is "for another shell: exit code" "$code" 2
has "for another shell: told" "$err" "bash, zsh or fish"

# ---- what each shell is asked --------------------------------------------------

# bash LINE: what the last word of the line may become, one a line.
ask_bash()
{
	bash --norc -c '
	. "$1"
	line=${2//=/ = }	# as readline parts words
	read -ra COMP_WORDS <<<"$line"
	[[ $line != *" " ]] || COMP_WORDS+=("")
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	[[ ${COMP_WORDS[COMP_CWORD]} || ${COMP_WORDS[COMP_CWORD - 1]} != = ]] || unset "COMP_WORDS[COMP_CWORD--]"
	_vmaplab
	printf "%s\n" "${COMPREPLY[@]}"' bash "$TEST_TMP/vmaplab.bash" "$1" 2>&1
}

ask_fish()
{
	HOME=$TEST_TMP fish --no-config -c 'source $argv[1]; complete -C $argv[2]' \
		"$TEST_TMP/vmaplab.fish" "$1" 2>&1 | sed 's/\t.*//; s/^--[a-z]*=//'
}

# zsh has no such question: in a terminal of its own, a key notes what would be offered.
cat >"$TEST_TMP/setup.zsh" <<'ZSH'
autoload -U compinit
compinit -u -d $TEST_TMP/zcompdump
. $TEST_TMP/vmaplab.zsh
note()
{
	local -a found
	compadd()
	{
		if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then
			builtin compadd -A found "$@"
			print -rl -- $found >>$TEST_TMP/found
		fi
		builtin compadd "$@"
	}
	_main_complete
	unfunction compadd
	compstate[insert]= compstate[list]=
	print NOTED >$TTY
}
zle -C note complete-word note
bindkey '^X' note
PS1=
ZSH
cat >"$TEST_TMP/ask.zsh" <<'ZSH'
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z ". $TEST_TMP/setup.zsh; print REA''DY"
zpty -r -m z text '*READY*'
zpty -w -n z $1$'\x18'
zpty -r -m z text '*NOTED*'
zpty -d z
ZSH
ask_zsh()
{
	: >"$TEST_TMP/found"
	export TEST_TMP
	TERM=dumb timeout 20 zsh -f "$TEST_TMP/ask.zsh" "$1" </dev/null >"$TEST_TMP/zsh.log" 2>&1
	sed 's/\\//g' "$TEST_TMP/found"
}

# found LINE WORD: is it offered? $list is what is.
found()
{
	[ "$1" = "$asked" ] || { asked=$1; list=$("ask_$shell" "$1"); }
	grep -qxF -e "$2" -e "$2/" <<<"$list"
}

# offers LINE WORD..
offers()
{
	local line=$1 word
	for word in "${@:2}"; do
		if found "$line" "$word"; then
			pass "$shell: '$line' offers $word"
		else
			fail "$shell: '$line' offers $word" "$list"
		fi
	done
}

withholds()
{
	local line=$1 word
	for word in "${@:2}"; do
		if found "$line" "$word"; then
			fail "$shell: '$line' does not offer $word" "$list"
		else
			pass "$shell: '$line' does not offer $word"
		fi
	done
}

# ---- the questions ----------------------------------------------------------------

commands=$("$VMAPLAB" --help | sed -n 's/^  vmaplab \([a-z]*\) .*/\1/p')
for shell in bash zsh fish; do
	if ! command -v $shell >/dev/null; then
		echo "ok - completion in $shell # SKIP $shell is not installed"
		continue
	fi
	asked=none
	# shellcheck disable=SC2086 # a list
	offers 'vmaplab ' $commands tour windows_pingpong mine.lua folder
	offers 'vmaplab --' --space --layout --version --completion
	withholds 'vmaplab --' --auto --engine
	offers 'vmaplab r' repl run
	withholds 'vmaplab r' check
	offers 'vmaplab run ' tour lazy_threshold mine.lua 'two words.lua'
	withholds 'vmaplab run ' check
	offers 'vmaplab run --' --auto --space --limit
	withholds 'vmaplab run --' --layout --engine
	offers 'vmaplab run --auto=' right wrong
	withholds 'vmaplab run --auto=' tour
	offers 'vmaplab run --auto ' tour
	withholds 'vmaplab run --auto ' right
	offers 'vmaplab --space ' x86-64 toy
	withholds 'vmaplab --space ' run
	offers 'vmaplab repl --space=' toy
	offers 'vmaplab --space toy ' run tour
	offers 'vmaplab --space toy r' run
	offers 'vmaplab --layout t' tree tables
	offers 'vmaplab --scheme ' dark mono
	offers 'vmaplab shot --zoom t' tree tlb
	offers 'vmaplab shot --colours ' 0 256
	offers 'vmaplab shot --format=' cells svg
	offers 'vmaplab bench ' start
	withholds 'vmaplab --layout t' search toy
	offers 'vmaplab --language ' en zh_CN
	offers 'vmaplab --completion ' bash zsh fish
	offers 'vmaplab lesson ' cache worstcase
	withholds 'vmaplab lesson ' lazy_threshold mine.lua
	offers 'vmaplab shot --format ' text svg
	offers 'vmaplab check ' kernel.trace folder
	offers 'vmaplab check --engine ' plain record both
	offers 'vmaplab check kernel.trace ' kernel.trace
	offers 'vmaplab bench ' history frame c
	offers 'vmaplab lint mine.lua ' mine.lua
	offers 'vmaplab sessions ' forget
	withholds 'vmaplab lessons ' tour forget mine.lua
done

# A lesson from elsewhere may call itself anything. Nothing of that is carried out.
mkdir "$TEST_TMP/strange"
cat >"$TEST_TMP/strange/x.lua" <<'LUA'
lesson { name = "$(touch hacked)`touch hacked`", title = "x", minutes = 1 }
LUA
echo 'lesson { name = "good", title = "x", minutes = 1 }' >"$TEST_TMP/strange/y.lua"
for shell in bash zsh fish; do
	command -v $shell >/dev/null || continue
	asked=none
	VMAPLAB_LESSONS=$TEST_TMP/strange offers 'vmaplab lesson ' good
	is "$shell: a strange name harms nobody" "$([ ! -e hacked ] || echo it was carried out)" ""
	rm -f hacked
done

# fish lists the files that suit first, and then the others.
for shell in bash zsh; do
	command -v $shell >/dev/null || continue
	asked=none
	withholds 'vmaplab check ' notes.md
	withholds 'vmaplab run ' notes.md
	withholds 'vmaplab ' notes.md kernel.trace
	withholds 'vmaplab lesson cache ' cache tour
	withholds 'vmaplab tour ' run cache
	offers 'vmaplab run tour ' notes.md
done
