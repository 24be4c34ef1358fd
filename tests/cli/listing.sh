#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The kernel's own listings at the prompt: who is told as the caller, at any
# moment; ranges; what cannot be listed.

. tests/support/cli.sh

session() { input=$1 run repl --space toy "${@:2}"; }

# list TEXT COMMANDS LINES: what vmallocinfo lists behind these commands.
list()
{
	session "$2\necho ----\nvmallocinfo\n"
	is "$1: exit code" "$code" 0
	is "$1" "$(sed '0,/^----$/d' <<<"$out")" "$(printf '%b' "$3")"
}

# ---- vmallocinfo ----

list "each kind of area" 'alloc 1p; vmalloc 1p name=table; ioremap 0xfebf0010 32 name=nic; vmap 2 name=view' \
"0xffffc90000000000-0xffffc90000001000    4096 vm_map_ram
0xffffc90000001000-0xffffc90000003000    8192 table+0x0/0x0 [vmaplab] pages=1 vmalloc
0xffffc90000003000-0xffffc90000005000    8192 nic+0x0/0x0 [vmaplab] phys=0x00000000febf0000 ioremap
0xffffc90000005000-0xffffc90000008000   12288 view+0x0/0x0 [vmaplab] vmap"
list "a freed vm area has no caller" 'vmalloc 1p; vfree v1' \
"0xffffc90000000000-0xffffc90000002000    8192 unpurged vm_area"
list "areas of a per-CPU group bear the kernel's function" 'pcpu offs=0,64K sizes=32K,32K' \
"0xffffc90000028000-0xffffc90000030000   32768 pcpu_get_vm_areas+0x0/0x0 vmalloc
0xffffc90000038000-0xffffc90000040000   32768 pcpu_get_vm_areas+0x0/0x0 vmalloc"
list "a page array has its owner's caller" 'space x86-64; vmalloc 600p name=big; vmalloc 1p' \
"0xffffc90000000000-0xffffc90000259000 2461696 big+0x0/0x0 [vmaplab] pages=600 vmalloc vpages
0xffffc90000259000-0xffffc9000025c000   12288 big+0x0/0x0 [vmaplab] pages=2 vmalloc
0xffffc9000025c000-0xffffc9000025e000    8192 v1+0x0/0x0 [vmaplab] pages=1 vmalloc"
list "what a worker still has to free has its caller" 'vmalloc 1p; vfree_atomic v1' \
"0xffffc90000000000-0xffffc90000002000    8192 v1+0x0/0x0 [vmaplab] pages=1 vmalloc"
list "early vm areas have none" 'space toy init=0; earlyadd start 4p; init; vmalloc 1p' \
"0xffffc90000000000-0xffffc90000004000   16384 vmalloc
0xffffc90000004000-0xffffc90000006000    8192 v1+0x0/0x0 [vmaplab] pages=1 vmalloc"

# In the middle of operations: of one that goes well, one that fails, one that frees.
list "half made" 'break op vmalloc; break frames_one; set entry first; vmalloc 2p name=x; continue; continue' \
"0xffffc90000000000-0xffffc90000003000   12288 x+0x0/0x0 [vmaplab] pages=2 vmalloc"
list "going to fail" 'vmalloc 2p name=old; vfree old; purge; break fill_failed; vmalloc 2p pfail=2 name=x' \
"0xffffc90000000000-0xffffc90000003000   12288 x+0x0/0x0 [vmaplab] pages=1 vmalloc"
list "a page array that is going to fail" \
	'space x86-64; break fill_failed; vmalloc 600p pfail=9 name=x' \
"0xffffc90000000000-0xffffc90000259000 2461696 x+0x0/0x0 [vmaplab] pages=6 vmalloc vpages
0xffffc90000259000-0xffffc9000025c000   12288 x+0x0/0x0 [vmaplab] pages=2 vmalloc"
list "half freed" 'vmalloc 2p name=x; break remove_detach; vfree x' \
"0xffffc90000000000-0xffffc90000003000   12288 x+0x0/0x0 [vmaplab] pages=2 vmalloc"
list "in the past" 'vmalloc 2p name=x; vmalloc 1p name=y; vfree x; goto 1' \
"0xffffc90000000000-0xffffc90000003000   12288 x+0x0/0x0 [vmaplab] pages=2 vmalloc"
list "nothing" '' "no area lies there; the kernel would print nothing"

session 'alloc 1p; alloc 2p; alloc 1p\nvmallocinfo a2 a2.end\n'
is "a range" "$(tail -1 <<<"$out")" "0xffffc90000001000-0xffffc90000003000    8192 vm_map_ram"
is "a range: nothing else" "$(grep -c vm_map_ram <<<"$out")" 1
session 'vmallocinfo start start\n'
is "an empty range: exit code" "$code" 1
has "an empty range: the reason" "$err" "does not lie above the start"

# ---- kinds ----

# kind TEXT COMMANDS WORDS: how `areas` ends the line of the last area behind these commands.
kind()
{
	session "$2\nareas\n"
	has "$1" "$(grep '^[ >] 0x' <<<"$out" | grep -v hole | tail -1)" "$3"
}

kind "a page array" 'space x86-64; vmalloc 600p; dropcache' '3 pages, page array'
kind "an early area" 'space toy init=0; earlyadd start 4p; init' '4 pages, early'
kind "get_vm_area" 'getvm 1p' '2 pages, get_vm_area'
kind "a per-CPU group" 'pcpu offs=0,64K sizes=32K,32K' '8 pages, per-CPU'
kind "a block" 'space x86-64 block=128; mapram 1' '128 pages, vm_map_ram'
kind "too large for a block" 'space x86-64; mapram 65; dropcache' '65 pages, vm_map_ram'
kind "a bare area of a block's size" 'space x86-64 block=128; alloc 128p; dropcache' 'a1       128 pages'
kind "what is going to fail" 'break fill_failed; vmalloc 2p pfail=2' '3 pages, vmalloc'
kind "half made by ioremap" 'break device_map; ioremap 0xfe000000 1p' '2 pages, ioremap'
kind "freed lazily" 'vmap 1; vunmap m1; dropcache' '2 pages, freed lazily'

# ---- ptdump ----

session 'vmalloc 2p; vmalloc 1p\nptdump v1 v2.end\n'
is "the dump of a range" "$(tail -n +3 <<<"$out")" \
"---[ vmalloc() Area ]---
0xffffc90000000000-0xffffc90000002000           8K     RW                 GLB NX pte
0xffffc90000002000-0xffffc90000003000           4K                               pte
0xffffc90000003000-0xffffc90000004000           4K     RW                 GLB NX pte
0xffffc90000004000-0xffffc90000200000        2032K                               pte"
session 'ptdump\n'
is "the dump of empty tables" "$(wc -l <<<"$out")" 12
has "the dump ends at the end of the address space" "$out" "-0x0000000000000000 "
session 'ptdump end start\n'
is "a range the wrong way round: exit code" "$code" 1
