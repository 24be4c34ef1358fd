# SPDX-License-Identifier: GPL-3.0-or-later
#
# The pictures, one after the other; make.sh tells what the words mean.
#
# shellcheck shell=sh

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
close_into lesson-cache

# A use after unmap: stale translations, and the frames' new owner.
open_program 120 36 --layout frames
type_line 'frames scattered seed=7; vmalloc 4p name=old; touch old; touch old+4K'
type_line 'vfree old; vmalloc 12p name=new; touch old'
press_until s 'A use after unmap'
close_into use-after-unmap

# The listings of a kernel, and the blocks of vm_map_ram.
open_program 120 36 --layout vm
type_line 'vmalloc 3p name=table; ioremap 0xfe000000 2M name=device; vmap 5 name=pages'
type_line 'mapram 4; mapram 8; mapram 16; unmapram r1; vfree table; unmapram r2; next-op'
close_into vm-layer
