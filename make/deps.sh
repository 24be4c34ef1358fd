#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What vmaplab needs from the system, and how it gets there.
#
# One table below names each need once and the package that brings it, for
# each package manager that we know. Everything else follows from that table:
# what is missing is found by looking (pkg-config, PATH, terminfo), what to
# install is looked up. When nothing is missing the script says nothing.
#
#   make/deps.sh [--test]          install what is missing (for the tests too)
#   make/deps.sh --check [--test]  install nothing; name what is missing, exit 2
#   make/deps.sh --flags           the compiler and linker flags of the libraries
#
# Environment: CC, PKG_CONFIG; CI=true means that nobody is there to be asked.
# Exit codes: 0 all is there, 2 something is missing and stays so.

# shellcheck disable=SC2086 # commands and lists of names are split on purpose

set -eu

CC=${CC:-cc}
PKG_CONFIG=${PKG_CONFIG:-pkg-config}

# need       apt-get          dnf                 pacman     zypper              apk
table='
cc           gcc              gcc                 gcc        gcc                 gcc
clang        clang            clang               clang      clang               clang
libc-headers libc6-dev        glibc-devel         glibc      glibc-devel         musl-dev
binutils     binutils         binutils            binutils   binutils            binutils
make         make             make                make       make                make
pkg-config   pkg-config       pkgconf-pkg-config  pkgconf    pkgconf-pkg-config  pkgconf
lua5.4       liblua5.4-dev    lua-devel           lua        lua54-devel         lua5.4-dev
readline     libreadline-dev  readline-devel      readline   readline-devel      readline-dev
ncursesw     libncurses-dev   ncurses-devel       ncurses    ncurses-devel       ncurses-dev
gettext      gettext          gettext             gettext    gettext-tools       gettext
jansson      libjansson-dev   jansson-devel       jansson    libjansson-devel    jansson-dev
zlib         zlib1g-dev       zlib-devel          zlib       zlib-devel          zlib-dev
bash         bash             bash                bash       bash                bash
cmocka       libcmocka-dev    libcmocka-devel     cmocka     libcmocka-devel     cmocka-dev
gcc-asan     gcc              libasan,libubsan    gcc-libs   gcc                 gcc
clang-asan   libclang-rt-dev  compiler-rt         compiler-rt clang              compiler-rt
fuzzer       clang,libclang-rt-dev clang,compiler-rt clang,compiler-rt clang       clang,compiler-rt
tmux         tmux             tmux                tmux       tmux                tmux
valgrind     valgrind         valgrind            valgrind   valgrind            valgrind
git          git              git                 git        git                 git
ps           procps           procps-ng           procps-ng  procps              procps
terminfo     ncurses-term     ncurses-term        ncurses    terminfo            ncurses-terminfo
'

say()  { printf 'vmaplab: %s\n' "$*"; }
die()  { printf 'vmaplab: %s\n' "$*" >&2; exit 2; }
have() { command -v "$1" >/dev/null 2>&1; }

# Prints the pkg-config name of Lua 5.4, which every distribution calls
# differently.
lua_name()
{
	for name in lua5.4 lua54 lua-5.4; do
		"$PKG_CONFIG" --exists "$name" 2>/dev/null && echo "$name" && return
	done
	"$PKG_CONFIG" --exists 'lua >= 5.4' 'lua < 5.5' 2>/dev/null && echo lua
}

find_compiler()
{
	compiler=${CC%% *}
	if ! have "$compiler"; then
		case $compiler in
		cc|gcc) missing="$missing cc" ;;
		clang)  missing="$missing clang" ;;
		*)      die "the compiler '$compiler' is not here; 'make CC=gcc' takes another." ;;
		esac
	elif ! printf '#include <stdio.h>\n' | $CC -E - >/dev/null 2>&1; then
		missing="$missing libc-headers"
	fi
	{ have ld && have objcopy && have ar; } || missing="$missing binutils"
	have make || missing="$missing make"
	have msgfmt || missing="$missing gettext"
}

find_libraries()
{
	if have "$PKG_CONFIG"; then
		lua_name >/dev/null || missing="$missing lua5.4"
		for name in "$@"; do
			"$PKG_CONFIG" --exists "$name" 2>/dev/null || missing="$missing $name"
		done
	else
		missing="$missing pkg-config lua5.4 $*"	# nothing can tell us more
	fi
}

has_terminfo()
{
	infocmp "$1" >/dev/null 2>&1
}

# has_library COMPILER FILE: a library that the compiler brings.
has_library()
{
	case $($1 -print-file-name=$2 2>/dev/null) in
	/*) ;;
	*)  return 1 ;;
	esac
}

find_test_tools()
{
	for name in bash tmux valgrind git ps; do
		have "$name" || missing="$missing $name"
	done
	{ has_terminfo xterm-256color && has_terminfo tmux-256color; } ||
		missing="$missing terminfo"
	case $CC in
	*clang*) library=libclang_rt.asan-$(uname -m).a kind=clang-asan ;;
	*)       library=libasan.so                     kind=gcc-asan ;;
	esac
	has_library "$CC" $library || missing="$missing $kind"
	has_library clang "libclang_rt.fuzzer-$(uname -m).a" || missing="$missing fuzzer"
}

find_missing()
{
	missing=
	find_compiler
	if [ "$for_tests" = yes ]; then
		find_libraries readline ncursesw jansson zlib cmocka
		find_test_tools
	else
		find_libraries readline ncursesw jansson zlib
	fi
	missing=${missing# }
}

# The words of $missing as 'a, b, c'.
missing_list() { echo "$missing" | sed 's/ /, /g'; }

# The packages that bring $missing; $1 is the column of the table.
packages()
{
	for need in $missing; do
		echo "$table" | awk -v need="$need" -v column="$1" \
			'$1 == need { gsub(",", " ", $column); print $column }'
	done | tr '\n' ' ' | sed 's/ $//'
}

choose_manager()
{
	column=1
	for manager in apt-get dnf pacman zypper apk; do
		column=$((column + 1))
		have $manager && break
		manager=
	done
	wanted=$(packages $column)
	refresh=
	case $manager in
	apt-get)
		install="apt-get install -y --no-install-recommends $wanted"
		apt_knows $wanted || refresh="apt-get update" ;;
	dnf)    install="dnf install -y $wanted" ;;
	pacman) install="pacman -S --needed --noconfirm $wanted" ;;
	zypper) install="zypper --non-interactive install $wanted" ;;
	apk)    install="apk add $wanted" ;;
	*)      die "missing here: $(missing_list); no package manager that we know" \
		    "(apt-get, dnf, pacman, zypper, apk) was found, please install them by hand." ;;
	esac
}

# A fresh system, or a container, has no package lists yet.
apt_knows()
{
	for package in "$@"; do
		apt-cache show --no-all-versions "$package" >/dev/null 2>&1 || return 1
	done
}

choose_root()
{
	if [ "$(id -u)" -eq 0 ]; then
		root=
	elif ! have sudo; then
		die "missing here: $(missing_list); without sudo only root can install them, with:" \
		    "${refresh:+$refresh && }$install"
	elif [ "$person" = yes ]; then
		root='sudo '
	else
		root='sudo -n '		# never wait for a password nobody will type
	fi
}

ask()
{
	[ "$person" = yes ] || return 0
	printf 'Install now? [Y/n] '
	read -r answer || answer=n
	case $answer in
	''|[Yy]|[Yy][Ee][Ss]) ;;
	*) die "nothing was installed; without $(missing_list) vmaplab cannot be $purpose." ;;
	esac
}

as_root() { ${root}env DEBIAN_FRONTEND=noninteractive "$@"; }

install_packages()
{
	if [ -n "$refresh" ] && ! as_root $refresh; then
		say "the package lists could not be brought up to date; trying all the same." >&2
	fi
	as_root $install && return
	# Old lists name packages that are gone from the server by now.
	[ "$manager" = apt-get ] && [ -z "$refresh" ] && as_root apt-get update && as_root $install
}

mode=install for_tests=no purpose=built
for argument in "$@"; do
	case $argument in
	--check) mode=check ;;
	--flags) mode=flags ;;
	--test)  for_tests=yes purpose=tested ;;
	*)       die "make/deps.sh: '$argument' is not one of --check, --flags, --test." ;;
	esac
done

if [ $mode = flags ]; then
	exec "$PKG_CONFIG" --cflags --libs "$(lua_name)" readline ncursesw jansson zlib
fi

find_missing
[ -n "$missing" ] || exit 0
[ $mode = install ] || die "missing here: $(missing_list); 'make deps' installs what is needed."

person=no
if [ -t 0 ] && [ -t 1 ] && [ "${CI:-}" != true ]; then person=yes; fi
choose_manager
choose_root
say "missing here: $(missing_list)."
say "This installs it:"
[ -z "$refresh" ] || printf '    %s\n' "$root$refresh"
printf '    %s\n' "$root$install"
ask
install_packages || die "the installation failed; see the messages above."
find_missing
[ -z "$missing" ] || die "still missing after the installation: $(missing_list)."
