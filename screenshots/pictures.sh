# SPDX-License-Identifier: GPL-3.0-or-later
#
# The pictures, one after the other; make.sh tells what the words mean.
#
# shellcheck shell=sh disable=SC2154

# The first lesson, after its first request.
open_program 120 36 lesson tour
press_until Space 'was typed for you'
close_into tour

# The lesson about the cache in the middle of a search: the walk has just come
# to a hole that is too small and is about to note its size.
open_program 120 36 lesson cache
press_until Space 'Will the cache be used'
type_line hit
type_line start+1p
press_until Space 'Where will free_vmap_cache'
type_line first
type_line 0
press_until Space 'The walk notes a hole'
press_until Space 'cached_hole_size be afterwards'
type_line 2p
close_into walk-notes-hole

# A request that would just fit into the noted hole.
both cache-pointer 120x36 search toy \
	'alloc 3p name=a; alloc 2p name=b; alloc 4p name=c; free b; purge; alloc 3p name=d' \
	'break cache_size; alloc 2p name=e; continue'

# Who has noted this hole? Backwards from the end to where it was, on a light ground.
both going-back 80x24 search toy 'set scheme light' \
	'alloc 3p name=a; alloc 2p name=b; alloc 4p name=c; free b; purge; alloc 3p name=d' \
	'next-op; watch cached_hole_size; reverse-continue; step'

# Page by page into a second table of the last level.
both page-tables 120x36 tables x86-64 'set entry end' \
	'vmalloc 300p name=low; break map_pte_set; vmalloc 250p name=high' \
	'continue 230'

# The listings of a kernel, and the blocks of vm_map_ram.
open_program 120 36 --layout vm
type_line 'vmalloc 3p name=table; ioremap 0xfe000000 2M name=device; vmap 5 name=pages'
type_line 'mapram 4; mapram 8; mapram 16; unmapram r1; vfree table; unmapram r2; next-op'
close_into vm-layer

# A use after unmap: stale translations, and the frames' new owner.
open_program 120 36 --layout frames
type_line 'frames scattered seed=7; vmalloc 4p name=old; touch old; touch old+4K'
type_line 'vfree old; vmalloc 12p name=new; touch old'
press_until s 'A use after unmap'
close_into use-after-unmap

# Something else was done from the third operation on: both futures are there.
open_program 120 36 --layout history --space toy
type_line 'set entry end; alloc 3p name=a; alloc 2p name=b; alloc 4p name=c; bookmark three'
type_line 'alloc 2p name=x; free x; goto three; free b; alloc 3p name=d; alloc 1p name=e'
close_into branches

# A rotation, before it is done.
both tree-rotation 120x36 tree toy 'set entry end' \
	'alloc 2p name=a; alloc 1p name=b; alloc 3p name=c; alloc 1p name=d; alloc 2p name=e' \
	'alloc 1p name=f; alloc 3p name=g; alloc 2p name=h; break rotate_begin; alloc 1p name=i'

# A Chinese lesson asks for a prediction.
open_program 120 36 --language zh_CN lesson hole
press_until Space '之后'
close_into chinese-lesson

# For the last row: few panes, high contrast, what the step is about in colours.
open_program 80 24 --space toy
type_line 'alloc 3p name=a; alloc 2p name=b; alloc 4p name=c; free b; purge'
type_line 'break walk_note_hole; alloc 3p name=d; continue'
press P
close_into projector

# All commands, found by what they are called or do.
open_program 120 36 --space toy
type_line 'alloc 3p name=a; alloc 2p name=b; alloc 4p name=c'
press C-p r e v e Down
close_into palette

# So many areas that a cell sums up thousands, and the few around the search.
open_program 200 60 --limit memory=1G "$here/many-areas.lua"
press_until Space 'All areas are there'
type_line 'layout search'
type_line 'next; print areas; print cached_hole_size; delete'
close_into many-areas
